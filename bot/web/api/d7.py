"""The shapes of D7 Networks' Messages API, so that programs written for it work with only host and token changed.

Everything ends up as ordinary messages; `request_id` joins those of one call.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, WithJsonSchema
from sqlalchemy import Connection
from starlette.responses import JSONResponse, Response

from bot.compliance.wall import OUT_OF_REACH, in_reach
from bot.events import MessageClass, MessageStatus
from bot.keys import Scope
from bot.limits import MESSAGE_CHARS_MAX, RECIPIENTS_PER_REQUEST_MAX
from bot.messages import Draft, Origin
from bot.outbox.compose import Saying
from bot.phone import country_of, is_e164_shape
from bot.store import views
from bot.store.views import MessageView
from bot.web.api.bodies import Name, Strict
from bot.web.api.drafts import channel_of_sender, test_channel
from bot.web.api.endpoint import Call, Dialect, Endpoint
from bot.web.api.message_shapes import Sender
from bot.web.api.once import Answer
from bot.web.problem import KINDS, Problem

STATUSES: Final = {
    MessageStatus.QUEUED: "accepted",
    MessageStatus.SENDING: "processed",
    MessageStatus.UNKNOWN: "processed",
    MessageStatus.ACCEPTED: "processed",
    MessageStatus.SENT: "sent",
    MessageStatus.DELIVERED: "delivered",
}
"""Ours → D7's; whatever is not listed did not arrive, which D7 calls `undelivered`."""
NOT_DELIVERED: Final = "undelivered"
CODES: Final = {
    "unauthorized": "ACCESS_TOKEN_SIGNATURE_VERIFICATION_FAILED",
    "forbidden": "ACCESS_TOKEN_SCOPE_MISSING",
    "not_found": "MESSAGE_LOG_NOT_EXISTS",
}
_HTTP: Final = {401: 403, 405: 405, 422: 400, 415: 400}
"""D7 knows one status for a token that does not do, and one for a request that does not."""
_OFFSET: Final = re.compile(r"([+-])([0-9]{2}):?([0-9]{2})")


def _status(code: str) -> int:
    return _HTTP.get(KINDS[code].status, KINDS[code].status)


def _respond(problem: Problem, request_id: str) -> Response:
    words = problem.detail if problem.hint is None else f"{problem.detail}; {problem.hint}"
    detail = {"code": CODES.get(problem.code, problem.code.upper()), "message": words}
    return JSONResponse({"detail": detail}, _status(problem.code), problem.headers)


DIALECT: Final = Dialect("D7Problem", "application/json", _status, _respond)


# ── what is asked ───────────────────────────────────────────────────────────────────────────────────────────────────


def _number(value: str) -> str:
    number = value if value.startswith("+") else f"+{value}"
    if not is_e164_shape(number):
        raise ValueError("is not a number with country code, such as +15550102000")
    return number


Number = Annotated[
    str, AfterValidator(_number), WithJsonSchema({"type": "string", "pattern": r"^\+?[1-9][0-9]{6,14}$"})
]
"""With or without a plus."""


class D7Message(Strict):
    """One content for several people."""

    recipients: list[Number] = Field(min_length=1, max_length=RECIPIENTS_PER_REQUEST_MAX)
    content: str = Field(min_length=1, max_length=MESSAGE_CHARS_MAX)
    originator: Sender | None = None
    channel: Literal["sms"] = "sms"
    msg_type: Literal["text"] = "text"
    data_coding: Literal["text", "unicode", "auto"] = Field("auto", description="The cheaper one that fits is used")
    report_url: str | None = Field(None, max_length=2048, description="Accepted, not called: query the message log")
    num_lookup: Literal[False] | None = None


class D7Globals(Strict):
    """What holds for every message of the call."""

    originator: Sender | None = None
    channel: Literal["sms"] | None = None
    report_url: str | None = Field(None, max_length=2048, description="Accepted, not called: query the message log")
    schedule_time: str | None = Field(None, max_length=40, description="ISO 8601; without an offset it is UTC")
    schedule_utc_offset: Annotated[str, Field(pattern=f"^{_OFFSET.pattern}$")] | None = None
    tag: Name | None = Field(None, description="Kept as the reference of the messages")


class D7Send(Strict):
    """A call that sends."""

    messages: list[D7Message] = Field(min_length=1, max_length=RECIPIENTS_PER_REQUEST_MAX)
    message_globals: D7Globals = D7Globals()


# ── what is answered ────────────────────────────────────────────────────────────────────────────────────────────────


class D7Accepted(BaseModel):
    """The call was taken."""

    request_id: str
    status: Literal["accepted"] = "accepted"
    created_at: datetime


class D7LogEntry(BaseModel):
    """What became of one message."""

    msg_id: str
    country: str | None
    recipient: str
    status: str
    number_of_sms: int
    sms_cost: float | None = Field(description="Not known here")
    schedule_time: datetime | None


class D7Log(BaseModel):
    """What became of a call."""

    request_id: str
    total_recipients: int
    channel: Literal["sms"] = "sms"
    messages: list[D7LogEntry]


# ── what is done ────────────────────────────────────────────────────────────────────────────────────────────────────


async def d7_send(call: Call[D7Send]) -> Answer:
    """Send texts the way D7's Messages API does.

    The texts are sent as they stand. A number needs the shape of E.164 only.
    """
    runtime = call.runtime
    now = runtime.world.now()
    request_id = str(UUID(bytes=runtime.world.entropy(16), version=4))
    drafts = list(_drafts(call, request_id))
    if len(drafts) > RECIPIENTS_PER_REQUEST_MAX:
        detail = f"the call has {len(drafts)} recipients, more than {RECIPIENTS_PER_REQUEST_MAX}"
        raise Problem("invalid_field", detail, param="messages")

    def work(conn: Connection) -> D7Accepted:
        runtime.messages.create(conn, drafts)
        return D7Accepted(request_id=request_id, created_at=now)

    answer = await call.once(work)
    runtime.wake()
    return answer


async def d7_message_log(call: Call[BaseModel]) -> D7Log:
    """Show what became of a call, message by message."""
    request_id = call.path["request_id"]
    rows = await call.runtime.database.run(views.messages_of_request, request_id)
    if not rows:
        raise Problem("not_found", "no call has this request_id", param="request_id")
    now = call.runtime.world.now()
    return D7Log(request_id=request_id, total_recipients=len(rows), messages=[_entry(row, now) for row in rows])


ENDPOINTS: Final = (
    Endpoint(
        method="POST",
        path="/messages/v1/send",
        scope=Scope.SEND,
        handler=d7_send,
        body=D7Send,
        answers={200: D7Accepted},
        idempotent=True,
        adds=True,
        tests=True,
        dialect=DIALECT,
    ),
    Endpoint(
        method="GET",
        path="/report/v1/message-log/{request_id}",
        scope=Scope.READ,
        handler=d7_message_log,
        answers={200: D7Log},
        problems=("not_found",),
        dialect=DIALECT,
    ),
)


def _drafts(call: Call[D7Send], request_id: str) -> Iterator[Draft]:
    given, origin = call.given, Origin(call.key.id)
    send_at = _send_at(given.message_globals)
    for message in given.messages:
        sender = message.originator or given.message_globals.originator
        saying = Saying(
            message.content,
            MessageClass.TRANSACTIONAL,
            sender=sender,
            send_at=send_at,
            reference=given.message_globals.tag,
            request_id=request_id,
        )
        channel = test_channel(call.runtime) if call.key.test else channel_of_sender(call.runtime, sender)
        yield from (Draft(recipient, channel, saying, origin) for recipient in message.recipients)


def _send_at(given: D7Globals) -> datetime | None:
    """Read the three ways in which D7's own examples write a time."""
    if given.schedule_time is None:
        return None
    try:
        moment = datetime.fromisoformat(given.schedule_time)
        if not in_reach(moment):
            raise ValueError(OUT_OF_REACH)
        zone = moment.tzinfo or _zone(given.schedule_utc_offset)
        return moment.replace(tzinfo=zone).astimezone(UTC)
    except ValueError:
        detail = "`message_globals.schedule_time` is not a time such as 2026-03-06T10:00:00+00:00"
        raise Problem("invalid_field", detail, param="message_globals.schedule_time") from None


def _zone(offset: str | None) -> timezone:
    match = _OFFSET.fullmatch(offset or "+00:00")
    if match is None:
        raise ValueError("not an offset")
    sign, hours, minutes = match.groups()
    away = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-away if sign == "-" else away)


def _entry(row: MessageView, now: datetime) -> D7LogEntry:
    waits = row.status == MessageStatus.QUEUED and row.due_at is not None and row.due_at > now
    return D7LogEntry(
        msg_id=row.id,
        country=country_of(row.recipient),
        recipient=row.recipient,
        status="scheduled" if waits else STATUSES.get(MessageStatus(row.status), NOT_DELIVERED),
        number_of_sms=row.segments,
        sms_cost=None,
        schedule_time=row.due_at if waits else None,
    )
