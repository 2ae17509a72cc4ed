"""What `/v1/activity` lists: events, and the objects in them that no other endpoint has."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from bot.store.activity import Activity
from bot.store.happened import FinishedRun, ReceivedText
from bot.web.api.bodies import Name, PageQuery, PhoneInQuery, Time
from bot.web.api.consent_shapes import ConsentRecord
from bot.web.api.inbound import InboundMedium, InboundText


class ActivityQuery(PageQuery):
    """What to list."""

    types: str | None = Field(
        None, max_length=1_000, description="With commas between them; `message.*` stands for the whole family"
    )
    phone: PhoneInQuery | None = Field(None, description="Only what is about this person")
    conversation_id: Name | None = Field(None, description="Only what happened in this conversation")
    since: Time | None = Field(None, description="Not before this time")
    until: Time | None = Field(None, description="Before this time")


class Event(BaseModel):
    """Something happened. The body of a webhook is the same."""

    id: str = Field(description="Also the `webhook-id` under which it is delivered")
    type: str = Field(examples=["message.delivered"], description="Expect new ones")
    timestamp: datetime
    data: dict[str, Any] = Field(description="The object as it was then")

    @classmethod
    def of(cls, row: Activity) -> Event:
        """Show one."""
        return cls(id=row.id, type=row.type, timestamp=row.at, data=row.data)


class EventList(BaseModel):
    """What happened, oldest first, and the cursor of the page that follows."""

    data: list[Event]
    next: str | None


class ReceivedMessage(InboundText):
    """A text that somebody sent, as `/v1/inbound` shows it, and in which conversation."""

    conversation_id: str
    contact_id: str
    to: str

    @classmethod
    def received(cls, row: ReceivedText) -> ReceivedMessage:
        """Show one. A long one that came in pieces is whole here."""
        id = f"in_{row.seq}"
        media = [InboundMedium(href=f"/v1/inbound/{id}/media/{number}") for number in range(len(row.media))]
        return cls(
            id=id,
            sender=row.phone,
            channel=row.channel,
            text=row.text,
            media=media,
            provider_id=row.provider_id,
            received_at=row.received_at,
            conversation_id=row.conversation_id,
            contact_id=row.contact_id,
            to=row.to,
        )


class FinishedSession(BaseModel):
    """A walk through a flow that is over."""

    id: str
    conversation_id: str
    contact_id: str
    phone: str
    channel: str
    flow: str
    version: str
    outcome: str | None
    variables: dict[str, Any] | None = Field(description="null where the flow asks for something sensitive")
    started_at: datetime
    ended_at: datetime

    @classmethod
    def of(cls, row: FinishedRun) -> FinishedSession:
        """Show one."""
        return cls(**row._asdict())


class ConsentChange(ConsentRecord):
    """A new record in the ledger of consent, and whose."""

    phone: str
    contact_id: str


class DisabledWebhook(BaseModel):
    """A webhook that is told nothing any more."""

    webhook_id: str
    url: str
    reason: str = Field(examples=["gone", "failing"])
    undelivered: int = Field(description="How much was not delivered, and can be replayed")
    last_error: str | None
