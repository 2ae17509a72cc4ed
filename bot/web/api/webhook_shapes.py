"""What `/v1/webhooks` takes and gives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StrictBool, StringConstraints

from bot.limits import (
    WEBHOOK_EVENTS_MAX,
    WEBHOOK_REPLAY_ROWS_MAX,
    WEBHOOK_SECRET_OVERLAP_H_MAX,
    WEBHOOK_URL_CHARS_MAX,
)
from bot.store.activity import Activity
from bot.store.webhooks_out import Attempt as KeptAttempt
from bot.store.webhooks_out import Delivery as KeptDelivery
from bot.store.webhooks_out import Webhook as Kept
from bot.web.api.activity_shapes import Event
from bot.web.api.bodies import PageQuery, Strict, Time

_PATTERN = r"^[a-z_]+\.([a-z_]+|\*)$"
"""Of a type of event, such as message.delivered, or a family of them such as message.*."""

Url = Annotated[str, StringConstraints(min_length=1, max_length=WEBHOOK_URL_CHARS_MAX)]
Events = Annotated[list[Annotated[str, StringConstraints(pattern=_PATTERN)]], Field(max_length=WEBHOOK_EVENTS_MAX)]
Description = Annotated[str, StringConstraints(max_length=200)]


# ── what is asked ───────────────────────────────────────────────────────────────────────────────────────────────────


class NewWebhook(Strict):
    """An address that wants to be told what happens."""

    url: Url = Field(description="https, or a host that the setting http.allow names", examples=["https://example.com"])
    events: Events = Field(
        [], description="Types such as `message.delivered`, or `message.*`; none for all", examples=[["message.*"]]
    )
    description: Description = ""


class WebhookChange(Strict):
    """What is to be different; what is not named stays."""

    url: Url | None = None
    events: Events | None = None
    description: Description | None = None
    enabled: StrictBool | None = Field(None, description="false: it is told nothing, and what waits is given up")


class Rotation(Strict):
    """How the old secret goes."""

    overlap_hours: int = Field(
        24, ge=0, le=WEBHOOK_SECRET_OVERLAP_H_MAX, description="So long the old secret signs as well"
    )


class Replay(Strict):
    """What is to be told once more."""

    since: Time
    until: Time | None = Field(None, description="Before this time; else until now")
    only: Literal["failed", "all"] = Field("failed", description="`failed`: what was not delivered; or everything")


class DeliveryQuery(PageQuery):
    """Which deliveries to list."""

    status: Literal["pending", "sending", "delivered", "failed"] | None = None


# ── what is answered ────────────────────────────────────────────────────────────────────────────────────────────────


class OldSecret(BaseModel):
    """The secret before, which signs as well."""

    until: datetime


class Webhook(BaseModel):
    """An address that is told what happens."""

    id: str
    url: str
    events: list[str]
    description: str
    enabled: bool
    disabled_at: datetime | None
    disabled_reason: str | None = Field(examples=["by_hand", "gone", "failing"])
    secrets: int = Field(description="How many sign: two for some time after a rotation")
    old_secret: OldSecret | None
    failures: int = Field(description="Attempts in a row that failed")
    failing_since: datetime | None
    quiet_until: datetime | None = Field(description="It is left alone until then")
    last_error: str | None
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, kept: Kept, now: datetime) -> Webhook:
        """Show one; its secret nobody is shown."""
        return cls(**_shown(kept, now))


class WebhookWithSecret(Webhook):
    """A webhook and its secret, which is shown this once."""

    secret: str = Field(examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])

    @classmethod
    def made(cls, kept: Kept, secret: str, now: datetime) -> WebhookWithSecret:
        """Show one with its secret."""
        return cls(**_shown(kept, now), secret=secret)


class WebhookList(BaseModel):
    """All there are."""

    data: list[Webhook]
    next: str | None = None


class DeletedWebhook(BaseModel):
    """It is gone, and what waited for it."""

    id: str
    deleted: bool = True


class WebhookAttempt(BaseModel):
    """One call."""

    at: datetime
    status: int | None = Field(description="Of the answer; null if there was none")
    error: str | None
    took_ms: int


class WebhookDelivery(BaseModel):
    """An event on its way to one webhook."""

    id: str
    event_id: str
    type: str | None = Field(description="null where the event was deleted")
    status: str = Field(examples=["pending", "sending", "delivered", "failed"])
    attempts: int = Field(description="Since it was last put into the queue")
    next_attempt_at: datetime | None
    error: str | None
    created_at: datetime
    finished_at: datetime | None

    @classmethod
    def of(cls, kept: KeptDelivery, event: Activity | None) -> WebhookDelivery:
        """Show one."""
        return cls(**_delivery(kept, event))


class WebhookDeliveryList(BaseModel):
    """Deliveries, the newest first, and the cursor of the page that follows."""

    data: list[WebhookDelivery]
    next: str | None


class WebhookDeliveryWithAttempts(WebhookDelivery):
    """A delivery with what it says and what came of every call."""

    event: Event | None
    calls: list[WebhookAttempt]

    @classmethod
    def whole(
        cls, kept: KeptDelivery, event: Activity | None, calls: Sequence[KeptAttempt]
    ) -> WebhookDeliveryWithAttempts:
        """Show one with everything."""
        shown = [
            WebhookAttempt(at=call.at, status=call.status, error=call.error, took_ms=call.took_ms) for call in calls
        ]
        return cls(**_delivery(kept, event), event=None if event is None else Event.of(event), calls=shown)


class Replayed(BaseModel):
    """How much is told once more."""

    replayed: int = Field(description=f"At most {WEBHOOK_REPLAY_ROWS_MAX}; for more ask again with a later `since`")


def _shown(kept: Kept, now: datetime) -> dict[str, object]:
    old = kept.old_secret_until if kept.old_secret and kept.old_secret_until and kept.old_secret_until > now else None
    names = set(Webhook.model_fields) - {"secrets", "old_secret"}
    return {
        **{name: getattr(kept, name) for name in names},
        "secrets": 1 if old is None else 2,
        "old_secret": None if old is None else OldSecret(until=old),
    }


def _delivery(kept: KeptDelivery, event: Activity | None) -> dict[str, object]:
    return {
        "id": kept.id,
        "event_id": kept.activity_id,
        "type": None if event is None else event.type,
        "status": kept.status,
        "attempts": kept.attempts,
        "next_attempt_at": kept.due_at if kept.status == "pending" else None,
        "error": kept.error,
        "created_at": kept.created_at,
        "finished_at": kept.finished_at,
    }
