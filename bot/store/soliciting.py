"""What the rules about the night and the day's cap want to know of messages, and what they decide about them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, select

from bot.events import Json, MessageClass, MessageStatus
from bot.store.bulk import update_rows
from bot.store.dialect import among_given, constant
from bot.store.tables import message

_AT = func.coalesce(message.c.sent_at, message.c.unknown_at, message.c.leased_until, message.c.due_at)
"""When it left; of one that is just leaving, when its call is over at the latest."""
_SOLICITED = select(message.c.recipient, _AT).where(
    among_given(message.c.recipient, "phones"),
    message.c.message_class == MessageClass.MARKETING,
    ~message.c.urgent,
    message.c.status.not_in(
        [constant(status) for status in (MessageStatus.QUEUED, MessageStatus.REFUSED, MessageStatus.CANCELED)]
    ),
    bindparam("since", type_=message.c.sent_at.type) < _AT,
)


def sent(conn: Connection, phones: Collection[str], since: datetime) -> dict[str, list[datetime]]:
    """Return when people were last sent what they had not asked for."""
    found: dict[str, list[datetime]] = {}
    for recipient, at in conn.execute(_SOLICITED, {"phones": phones, "since": since}):
        found.setdefault(recipient, []).append(at)
    return found


class HeldBack(NamedTuple):
    """A message that may not go yet."""

    due_at: datetime
    decision: dict[str, Json]
    seq: int


def hold_back(conn: Connection, held: Sequence[HeldBack]) -> None:
    """Look at queued messages again when they may go, and say why they wait."""
    update_rows(conn, message, HeldBack._fields, held)


class Written(NamedTuple):
    """When a message was written, and on what grounds."""

    at: datetime
    decision: dict[str, Json]


_WRITTEN = select(message.c.seq, message.c.created_at, message.c.decision).where(among_given(message.c.seq, "seqs"))


def written(conn: Connection, seqs: Collection[int]) -> dict[int, Written]:
    """Return what is known of these messages from when they were written, by their number."""
    rows = conn.execute(_WRITTEN, {"seqs": seqs}) if seqs else ()
    return {seq: Written(at, decision or {}) for seq, at, decision in rows}


def decide(conn: Connection, grounds: Mapping[int, dict[str, Json]]) -> None:
    """Keep on what grounds messages leave, by their number."""
    update_rows(conn, message, ("decision", "seq"), [(decision, seq) for seq, decision in grounds.items()])
