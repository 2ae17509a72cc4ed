"""What `/v1/messages` takes and gives."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    RootModel,
    StrictBool,
    StringConstraints,
    WithJsonSchema,
)

from bot.compliance.gate import explain
from bot.compliance.wall import WallTime
from bot.config import SENDER_PATTERN
from bot.events import MessageStatus
from bot.limits import PROGRAM_PATTERN, RECIPIENTS_PER_REQUEST_MAX, TEMPLATE_CHARS_MAX
from bot.sealing import shown
from bot.store.views import MessageView
from bot.web.api.bodies import Name, PageQuery, Phone, PhoneInQuery, Strict, Time

_WALL_SCHEMA = {
    "type": "string",
    "pattern": r"^([0-9]{4}-[0-9]{2}-[0-9]{2}T)?([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$",
    "examples": ["09:00", "2026-03-06T09:00"],
}


def _sender(value: str) -> str:
    if not SENDER_PATTERN.fullmatch(value):
        raise ValueError("is not a sender: write +E.164, a short code, or a name of at most 11 characters")
    return value


def _wall(value: str) -> str:
    try:
        WallTime.parse(value)
    except ValueError:
        raise ValueError("is not a time of day such as 09:00 or 2026-03-06T09:00") from None
    return value


Wall = Annotated[str, AfterValidator(_wall), WithJsonSchema(_WALL_SCHEMA)]
Sender = Annotated[
    str, AfterValidator(_sender), WithJsonSchema({"type": "string", "pattern": f"^({SENDER_PATTERN.pattern})$"})
]
Program = Annotated[str, StringConstraints(pattern=PROGRAM_PATTERN)]
Data = dict[str, JsonValue]


# ── what is asked ───────────────────────────────────────────────────────────────────────────────────────────────────


class Recipient(Strict):
    """One of several people, with what the template says about them alone."""

    to: Phone
    data: Data = Field(default_factory=dict, description="Goes before the request's own `data`")


class NewMessage(Strict):
    """A text to one person (`to`), or to several with their own data (`recipients`)."""

    to: Phone | None = Field(None, description="A number in E.164, or `recipients`")
    recipients: list[Recipient] | None = Field(
        None, min_length=1, max_length=RECIPIENTS_PER_REQUEST_MAX, description="Several people, each with own data"
    )
    text: str = Field(
        min_length=1,
        max_length=TEMPLATE_CHARS_MAX,
        description="With `data` or `recipients` a template such as `Hi {{ name }}`, else sent as it stands",
    )
    channel: Name | None = Field(
        None, description="By default the channel that `from` belongs to, or the one that the routes choose"
    )
    sender: Sender | None = Field(None, alias="from", description="Instead of the channel's number")
    dlt_template_id: Name | None = Field(
        None, description="For India: the id of the registered text, or its name in the channel's `dlt_templates`"
    )
    message_class: Literal["conversational", "transactional", "marketing", "otp"] = Field(
        "transactional", alias="class", description="Decides what compliance applies"
    )
    send_at: Time | None = Field(None, description="Not sent before this time")
    local_time: Wall | None = Field(
        None,
        description="By each recipient's own clock: `09:00`, the next time that it is that late there, or "
        "`2026-03-06T09:00`; not before `send_at`",
    )
    expires_at: Time | None = Field(None, description="Not sent after this time")
    data: Data | None = Field(None, description="What the template may name")
    program: Program | None = Field(
        None, description="Of marketing: the programme that it belongs to, which people may leave by itself"
    )
    shorten_links: StrictBool = Field(
        False, description="Send short links on your own domain (`links.url`) in place of long ones, and count clicks"
    )
    reference: Name | None = Field(None, description="Your own id, given back with the message")
    dry_run: StrictBool = Field(False, description="Only say what would happen")


class MessageQuery(PageQuery):
    """Which messages to list."""

    to: PhoneInQuery | None = None


# ── what is answered ────────────────────────────────────────────────────────────────────────────────────────────────


class Message(BaseModel):
    """An outgoing message."""

    model_config = ConfigDict(populate_by_name=True)

    id: str
    to: str
    sender: str = Field(alias="from")
    text: str
    message_class: str = Field(alias="class")
    status: str = Field(examples=[status.value for status in MessageStatus])
    error: str | None = Field(description="The provider's code, or the rule that refused it")
    error_detail: str | None
    reason: str | None = Field(description="Why a message with status `refused` was refused")
    held_reason: str | None = Field(
        description="Why it waits for `send_at`: `quiet_hours`, `frequency` or `paused_for_review`",
        examples=["quiet_hours"],
    )
    explanation: str | None = Field(description="What can be done about it, where the person does not want it")
    consent_record: str | None = Field(description="The record of consent that says so")
    program: str | None
    segments: int
    encoding: str
    channel: str
    provider: str
    provider_id: str | None
    reference: str | None
    possible_duplicate: bool = Field(description="Sent again after an unknown outcome, at most once")
    created_at: datetime
    send_at: datetime | None = Field(description="When it is due, while it waits")
    expires_at: datetime | None
    sent_at: datetime | None
    delivered_at: datetime | None
    warnings: list[str] = Field([], description="Of a message that was just written: what may come in its way")

    @classmethod
    def of(cls, view: MessageView, warnings: Iterable[str] = ()) -> Message:
        """Show a stored message."""
        reason = view.error if view.status == MessageStatus.REFUSED else None
        explained = explain(reason or view.held_reason, sender=view.sender)
        return cls(
            id=view.id,
            to=view.recipient,
            sender=view.sender,
            text=shown(view.text),
            message_class=view.message_class,
            status=view.status,
            error=view.error,
            error_detail=view.error_detail,
            reason=reason,
            held_reason=view.held_reason,
            explanation=explained,
            consent_record=(view.decision or {}).get("consent_event") if explained else None,
            program=view.program,
            segments=view.segments,
            encoding=view.encoding,
            channel=view.channel,
            provider=view.provider,
            provider_id=view.provider_id,
            reference=view.reference,
            possible_duplicate=view.possible_duplicate,
            created_at=view.created_at,
            send_at=view.due_at if view.status == MessageStatus.QUEUED else None,
            expires_at=view.expires_at,
            sent_at=view.sent_at,
            delivered_at=view.delivered_at,
            warnings=list(warnings),
        )


class MessageList(BaseModel):
    """Messages, and the cursor of the page that follows."""

    data: list[Message]
    next: str | None = None


class DryRun(BaseModel):
    """What would become of a message."""

    model_config = ConfigDict(populate_by_name=True)

    encoding: str
    units: int
    segments: int
    verdict: str = Field(examples=["send", "hold", "refuse"])
    reason: str | None
    not_before: datetime | None
    warnings: list[str]
    channel: str
    sender: str = Field(alias="from")
    route: str = Field(description="Why it is this channel and this number")


class DryRunOf(DryRun):
    """What would become of one of several messages."""

    to: str
    text: str


class Stretch(BaseModel):
    """A time in which messages leave without a pause."""

    begins_at: datetime
    ends_at: datetime
    messages: int


class Outlook(BaseModel):
    """How long several messages would take together, at their sender's rate."""

    summary: str = Field(examples=["3 h 10 min, 12 % tomorrow morning"])
    recipients: int = Field(description="Those who have not opted out")
    never: int = Field(description="Those of them for whom no time can be found")
    ends_at: datetime | None
    stretches: list[Stretch] = Field(description="Times without a pause; quiet hours lie between them")


class DryRunList(BaseModel):
    """What would become of several messages."""

    data: list[DryRunOf]
    outlook: Outlook
    next: None = None


class Sent(RootModel[Message | MessageList]):
    """The message; with `recipients` a list, in their order."""


class Foreseen(RootModel[DryRun | DryRunList]):
    """With `dry_run`: what would happen; with `recipients` a list, in their order."""
