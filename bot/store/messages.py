"""The message table, which is the outbox as well: a message with a `due_at` still needs something done."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, case, func, or_, select, update

from bot.events import Json, MessageClass, MessageStatus
from bot.store import leases
from bot.store.bulk import insert_rows
from bot.store.dialect import among, among_given, constant
from bot.store.tables import message
from bot.text import HIDDEN

_QUEUED, _SENDING, _UNKNOWN = (
    constant(status) for status in (MessageStatus.QUEUED, MessageStatus.SENDING, MessageStatus.UNKNOWN)
)


PASSCODE = and_(message.c.message_class == constant(MessageClass.OTP), message.c.text.startswith("sealed:"))
TEXT_AFTERWARDS = case((and_(PASSCODE, message.c.session_id.is_(None)), HIDDEN), else_=message.c.text)
"""What is left of a text once nobody has to send it any more: of a passcode nothing, however well it was encrypted.

What a flow says stays encrypted, for whoever replays the conversation."""


class Message(NamedTuple):
    """A message as it is first written."""

    id: str
    conversation_id: str
    channel: str
    sender: str
    recipient: str
    message_class: MessageClass
    text: str
    media: Sequence[str]
    encoding: str
    units: int
    segments: int
    status: MessageStatus
    due_at: datetime | None
    provider: str
    created_at: datetime
    session_id: str | None = None
    state: str | None = None
    error: str | None = None
    error_detail: str | None = None
    expires_at: datetime | None = None
    reference: str | None = None
    request_id: str | None = None
    urgent: bool = True
    decision: dict[str, Json] | None = None
    lane: str = ""
    """Blank, or which of the channel's numbers it goes out by."""
    dlt_template_id: str | None = None
    program: str | None = None
    author: str | None = None
    """Who wrote it to the conversation; None for the bot."""


_USUAL = Message._fields[: Message._fields.index("lane")]
"""What has nothing in the other columns is written without them."""


def add(conn: Connection, messages: Sequence[Message]) -> None:
    """Write messages; the queued ones are in the outbox from the commit on."""
    unusual = any(row.lane or row.dlt_template_id or row.program or row.author for row in messages)
    names: tuple[str, ...] = Message._fields if unusual else _USUAL
    rows: Sequence[tuple[Any, ...]] = messages if unusual else [row[: len(_USUAL)] for row in messages]
    insert_rows(conn, message, names, rows, attempts=0, resends=0, possible_duplicate=False)


def cancel(conn: Connection, message_id: str) -> bool:
    """Take one message back; False if it is on its way already, or not there."""
    queued = and_(message.c.id == message_id, message.c.status == _QUEUED)
    values = {"status": MessageStatus.CANCELED, "error": "canceled", "due_at": None, "text": TEXT_AFTERWARDS}
    return conn.execute(update(message).where(queued).values(values)).rowcount == 1


# ── claiming ────────────────────────────────────────────────────────────────────────────────────────────────────────


class Queued(NamedTuple):
    """A message that is due to be sent."""

    seq: int
    id: str
    channel: str
    sender: str
    recipient: str
    message_class: str
    text: str
    media: list[str]
    attempts: int
    resends: int
    expires_at: datetime | None
    due_at: datetime
    dlt_template_id: str | None
    urgent: bool
    program: str | None


def _due_query(urgent: ColumnElement[bool]) -> Select[Any]:
    other = message.alias("other")
    before = and_(
        other.c.seq < message.c.seq,
        or_(
            and_(
                other.c.status == _QUEUED,
                or_(other.c.attempts > 0, other.c.due_at <= bindparam("now"), other.c.due_at <= other.c.created_at),
            ),
            and_(other.c.status == _UNKNOWN, other.c.doubted_at > bindparam("held_since")),
        ),
    )
    in_the_way = (
        select(other.c.seq)
        .where(
            other.c.conversation_id == message.c.conversation_id,
            other.c.due_at.is_not(None),
            other.c.seq != message.c.seq,
            or_(other.c.status == _SENDING, before),
        )
        .limit(1)  # so it is asked about one candidate after the other, until there are enough, and never joined
        .scalar_subquery()
    )
    return (
        select(*(message.c[name] for name in Queued._fields))
        .where(
            message.c.channel == bindparam("channel"),
            message.c.lane == bindparam("lane"),
            message.c.due_at <= bindparam("now"),
            message.c.status == _QUEUED,
            urgent,
            in_the_way.is_(None),
        )
        .order_by(message.c.due_at, message.c.seq)
        .limit(bindparam("limit"))
        .with_for_update(of=message, skip_locked=True)
    )


_DUE_URGENT, _DUE = _due_query(message.c.urgent), _due_query(~message.c.urgent)


def due(
    conn: Connection, channel: str, now: datetime, held_since: datetime, limit: int, lane: str = ""
) -> list[Queued]:
    """Return the messages of a channel's lane that may be sent now; nobody else gets them meanwhile.

    The urgent ones first, and then the longest due.

    One to a person at a time, in the order in which they were written: an earlier one that is due, is being retried, is
    on the wire, or whose outcome became unknown after `held_since`, holds the later ones up. One that is scheduled for
    later does not; one that was due when it was written does, also if the clock of who wrote it was a little ahead.
    """
    parameters = {"channel": channel, "lane": lane, "now": now, "held_since": held_since, "limit": limit}
    urgent = [Queued(*row) for row in conn.execute(_DUE_URGENT, parameters)]
    others = conn.execute(_DUE, parameters | {"limit": limit - len(urgent)}) if len(urgent) < limit else ()
    return urgent + [Queued(*row) for row in others]


_MARK_SENDING = (
    update(message)
    .where(among_given(message.c.seq, "seqs"))
    .values(
        status=MessageStatus.SENDING,
        leased_until=bindparam("lease_until"),
        attempts=message.c.attempts + 1,
        claimed_by=bindparam("run"),
    )
)


def mark_sending(conn: Connection, seqs: Collection[int], run: str, lease_until: datetime) -> None:
    """Claim messages for a run: from this commit on a crash leaves their outcome unknown."""
    if seqs:
        conn.execute(_MARK_SENDING, {"seqs": seqs, "run": run, "lease_until": lease_until})
        leases.begin(conn, list(seqs), lease_until)


def move(conn: Connection, seqs: Collection[int], channel: str, sender: str, provider: str, lane: str = "") -> None:
    """Let another channel stand in for that of the conversation."""
    if seqs:
        values: dict[str, Any] = {
            "moved_from": func.coalesce(message.c.moved_from, message.c.channel),
            "channel": channel,
            "sender": sender,
            "provider": provider,
            "lane": lane,
        }
        conn.execute(update(message).where(among(message.c.seq, seqs)).values(values))


def postpone(conn: Connection, seqs: Collection[int], due_at: datetime) -> None:
    """Look at queued messages again later."""
    if seqs:
        conn.execute(update(message).where(among(message.c.seq, seqs)).values(due_at=due_at))


def expire(conn: Connection, channel: str, now: datetime, lane: str = "") -> int:
    """Give up what waits for a lane that is silent, and would come too late; return how much that was."""
    late = and_(
        message.c.channel == channel,
        message.c.lane == lane,
        message.c.status == _QUEUED,
        message.c.urgent.in_([True, False]),  # both parts of the index, not all of what is scheduled
        message.c.due_at <= now,
        message.c.expires_at <= now,
    )
    values = {"status": MessageStatus.EXPIRED, "due_at": None, "error": "expired", "text": TEXT_AFTERWARDS}
    return int(conn.execute(update(message).where(late).values(values)).rowcount)


def settle(
    conn: Connection,
    seqs: Collection[int],
    status: MessageStatus,
    now: datetime,
    error: str | None = None,
    decision: dict[str, Json] | None = None,
) -> None:
    """Take messages out of the outbox without a call: refused, expired, or delivered in process."""
    if seqs:
        values: dict[str, Any] = {"status": status, "due_at": None, "error": error, "text": TEXT_AFTERWARDS}
        if decision is not None:
            values["decision"] = decision
        if status is MessageStatus.DELIVERED:
            values |= {"sent_at": now, "delivered_at": now, "attempts": message.c.attempts + 1}
        conn.execute(update(message).where(among(message.c.seq, seqs)).values(values))
