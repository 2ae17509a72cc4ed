"""The frozen vocabulary: what comes in, what the engine does about it, and what goes out.

    provider ─ Inbound / Receipt ─► inbox ─ Event ─► engine.step ─ Effect ─► outbox ─ Outbound ─► provider

Values only. Whatever crosses a level of the architecture is one of these, so that the engine, the simulator, the tests
and production speak of the same things.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.statuses import FAILED as FAILED
from bot.statuses import NEVER_LEFT as NEVER_LEFT
from bot.statuses import MessageStatus as MessageStatus
from bot.statuses import merge_status as merge_status

Json = Any
"""None, bool, int, float, str, or a list or str-keyed dict of these: all a session may hold."""


class MessageClass(StrEnum):
    """What compliance applies to a message."""

    CONVERSATIONAL = "conversational"
    TRANSACTIONAL = "transactional"
    MARKETING = "marketing"
    OTP = "otp"
    CONSENT = "consent"
    """The one confirmation of STOP, START or HELP: the only class that passes a suppression."""


class ErrorClass(StrEnum):
    """What a provider's refusal means for the message and for the channel."""

    PERMANENT = "permanent"
    RETRYABLE = "retryable"
    THROTTLED = "throttled"
    OPT_OUT = "opt_out"
    AUTH = "auth"
    CREDIT = "credit"
    UNKNOWN = "unknown"
    """The request may have been processed: the outcome must be reconciled."""


# ── on the wire ───────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Part:
    """Which piece of a long text this is, where a carrier hands the pieces over one by one."""

    reference: str
    """The same for all pieces of a text between two numbers, and used again for later texts."""
    number: int
    """From 1 to `total`."""
    total: int
    utf16: str = ""
    """The text as it was cut, in hexadecimal, where a character begins in one piece and ends in the next."""


@dataclass(frozen=True, slots=True)
class Inbound:
    """A text that a customer sent, as the provider told us."""

    provider_id: str
    sender: str
    """E.164 with `+`, or a short code or alphanumeric name as it came."""
    recipient: str
    text: str
    media: tuple[str, ...] = ()
    opt_out: str | None = None
    """`STOP`, `START` or `HELP` where the provider says that it handled the word itself."""
    part: Part | None = None
    """Where this is a piece of a text, each with an id of its own."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a provider reports about a message that it took."""

    provider_id: str
    status: MessageStatus
    raw_status: str = ""
    error_code: str | None = None
    error_class: ErrorClass | None = None
    recipient: str | None = None
    reference: str | None = None
    """Our own message id, where the provider hands one back."""
    mark: int | None = None
    """What is left of our id (`bot.ids.mark`) where the provider hands back no more of it."""


@dataclass(frozen=True, slots=True)
class Dlt:
    """What operators in India ask for with each message: as whom, and as which text, it was registered."""

    entity_id: str
    template_id: str | None = None


class ChannelKind(StrEnum):
    """What a message is to the person who gets it. The person, and what they have agreed to, are the same in each."""

    SMS = "sms"
    WHATSAPP = "whatsapp"
    RCS = "rcs"


@dataclass(frozen=True, slots=True)
class Outbound:
    """A message to hand to a provider."""

    id: str
    sender: str
    recipient: str
    text: str
    media: tuple[str, ...] = ()
    status_url: str | None = None
    """Where the provider should report; signed for this one message."""
    at: datetime | None = None
    """When it is handed over, for credentials that are made for the moment."""
    dlt: Dlt | None = None
    """For India, where the settings of the channel say as whom we are registered there."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The provider took the message."""

    provider_id: str | None
    status: MessageStatus = MessageStatus.ACCEPTED
    segments: int | None = None


# ── events: what can happen to a session ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Start:
    """Enter the flow with its inputs."""

    inputs: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """The customer wrote."""

    text: str
    media: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wake:
    """The clock reached `session.wake_at`: whatever is due at `now` happens (silence, expiry, no_agent, pause)."""


@dataclass(frozen=True, slots=True)
class Result:
    """An effect that called out is done. `error` is set where there is no answer at all (refused address, time-out)."""

    call: str
    """The id of the effect it answers; a result for a call that nobody waits for is stale."""
    status: int = 0
    """Of HTTP; 200 for whatever else was done."""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Json = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Undelivered:
    """The provider reports that a message never arrived."""

    state: str = ""
    """The `state` of the `Say` it was; empty for the pending question."""


@dataclass(frozen=True, slots=True)
class AgentClosed:
    """The person who took over closed the conversation; or nobody `came`, and it is waited no longer."""

    came: bool = True


@dataclass(frozen=True, slots=True)
class Resume:
    """A person hands the conversation back: the pending question is asked again, or the flow goes on at a state."""

    state: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """End the session from outside (`opted_out`, `interrupted`): no step of the flow runs."""

    outcome: str


Event = Start | Reply | Wake | Result | Undelivered | AgentClosed | Resume | Stop


# ── effects: what the engine asks the world to do ─────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Say:
    """Send a message to the customer."""

    text: str
    state: str
    """The question or state that says it, for the thread and for `undelivered`."""
    media: tuple[str, ...] = ()
    message_class: MessageClass = MessageClass.CONVERSATIONAL
    secret: bool = False
    """Whether something sensitive is in it: to be sent, and to be shown to nobody else."""


@dataclass(frozen=True, slots=True)
class SetContact:
    """Store a field of the contact; None clears it."""

    name: str
    value: Json


@dataclass(frozen=True, slots=True)
class TagContact:
    """Add or remove tags of the contact."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelConversation:
    """Tag the conversation itself."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CallHttp:
    """Call a business's API after the commit; the answer comes back as a `Result`."""

    id: str
    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    json: Json = None
    form: Mapping[str, str] | None = None
    body: str | None = None
    timeout_s: float = 10.0
    retries: int = 0


@dataclass(frozen=True, slots=True)
class CallAction:
    """Run an action of the deployment after the commit; what it returns comes back as the body of a `Result`."""

    id: str
    name: str
    inputs: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SendEmail:
    """Send an e-mail after the commit. Nobody waits for it; only a failure comes back, as a `Result`."""

    id: str
    address: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Handoff:
    """Pause the bot and mark the conversation for a person."""

    queue: str
    note: str = ""
    priority: str = "normal"


@dataclass(frozen=True, slots=True)
class ScheduleFlow:
    """Start a flow later; `id` replaces an earlier one of the same contact and lets `cancel` take it back."""

    flow: str
    due_at: datetime
    inputs: Mapping[str, Json] = field(default_factory=dict)
    id: str = ""


@dataclass(frozen=True, slots=True)
class CancelFlow:
    """Take back a scheduled flow."""

    id: str


@dataclass(frozen=True, slots=True)
class Finish:
    """The session is over."""

    outcome: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the flow failed at run time, and the conversation went on another way."""

    code: str
    detail: str


Call = CallHttp | CallAction
"""What a session waits for."""
Effect = (
    Say
    | SetContact
    | TagContact
    | LabelConversation
    | CallHttp
    | CallAction
    | SendEmail
    | Handoff
    | ScheduleFlow
    | CancelFlow
    | Finish
    | Problem
)


# ── what surrounds a session ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Context:
    """What a template may name besides the session's own variables: plain JSON, read only.

    `contact` holds `id phone name first_name language timezone tags` and the contact's own fields; `business` and
    `channel` come from the settings. Part of every step's input, so that a replay sees what the conversation saw.
    """

    contact: Mapping[str, Json] = field(default_factory=dict)
    business: Mapping[str, Json] = field(default_factory=dict)
    channel: Mapping[str, Json] = field(default_factory=dict)
    understands: bool = False
    """Whether the deployment has an `understand` action to ask where words do not match."""

    @property
    def timezone(self) -> str:
        """The contact's zone, else the business's, else UTC."""
        return str(self.contact.get("timezone") or self.business.get("timezone") or "UTC")

    @property
    def language(self) -> str:
        """The contact's language, else the business's, else English."""
        return str(self.contact.get("language") or self.business.get("language") or "en")
