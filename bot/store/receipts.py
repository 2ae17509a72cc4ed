"""What providers report, kept for ever; reports about messages not yet known wait to be joined."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, bindparam, select, update

from bot.events import ErrorClass, MessageStatus
from bot.store.bulk import insert_rows
from bot.store.dialect import among_given, constant
from bot.store.tables import message, receipt


class KeptReceipt(NamedTuple):
    """A provider's report."""

    channel: str
    provider_id: str
    reference: str | None
    message_id: str | None
    status: MessageStatus
    raw_status: str
    error_code: str | None
    error_class: ErrorClass | None
    received_at: datetime


_COLUMNS = [receipt.c[name] for name in KeptReceipt._fields]


def add(conn: Connection, receipts: Sequence[KeptReceipt]) -> None:
    """Append reports."""
    insert_rows(conn, receipt, KeptReceipt._fields, receipts)


def of_message(conn: Connection, message_id: str) -> list[KeptReceipt]:
    """Return what was reported about a message, in the order of its coming."""
    query = select(*_COLUMNS).where(receipt.c.message_id == message_id).order_by(receipt.c.seq)
    return [_kept(row) for row in conn.execute(query)]


def lock_name(channel: str, provider_id: str) -> str:
    """Name what both who takes in a report of an unknown message and who learns that message's id have to lock."""
    return f"receipt {channel} {provider_id}"


_WAITING = select(receipt.c.seq, *_COLUMNS).where(
    receipt.c.channel == bindparam("name"),
    among_given(receipt.c.provider_id, "provider_ids"),
    receipt.c.message_id.is_(None),
)


def waiting(conn: Connection, channel: str, provider_ids: Collection[str]) -> list[KeptReceipt]:
    """Return reports that came before their message was known, in the order of their coming."""
    if not provider_ids:
        return []
    found = conn.execute(_WAITING, {"name": channel, "provider_ids": provider_ids})
    rows = sorted(found, key=lambda row: int(row.seq))  # sorted there, it would read all of the channel
    return [_kept(row) for row in rows]


def join(conn: Connection, channel: str, message_ids: Mapping[str, str]) -> None:
    """Say whose the reports are that waited: provider's id → message."""
    if message_ids:
        statement = (
            update(receipt)
            .where(
                receipt.c.channel == channel,
                receipt.c.provider_id == bindparam("theirs"),
                receipt.c.message_id.is_(None),
            )
            .values(message_id=bindparam("ours"))
        )
        conn.execute(statement, [{"theirs": theirs, "ours": ours} for theirs, ours in message_ids.items()])


_UNNAMED = select(message.c.id).where(
    message.c.recipient == bindparam("recipient"),
    message.c.channel == bindparam("channel"),
    message.c.status.in_([constant(MessageStatus.SENDING), constant(MessageStatus.UNKNOWN)]),
    message.c.provider_id.is_(None),
)


def unnamed(conn: Connection, channel: str, recipient: str) -> list[str]:
    """Return the messages to a person that a provider may have under an id that we do not know."""
    return list(conn.execute(_UNNAMED, {"channel": channel, "recipient": recipient}).scalars())


def channel_reports(conn: Connection, channel: str) -> bool:
    """Whether this channel's provider has ever reported on a message, so that its silence means something."""
    return conn.execute(select(receipt.c.seq).where(receipt.c.channel == channel).limit(1)).first() is not None


def strays(conn: Connection, channel: str, since: datetime) -> bool:
    """Whether a report came by this channel, since then, about a message that nobody knows."""
    waiting = select(receipt.c.seq).where(
        receipt.c.channel == channel, receipt.c.message_id.is_(None), receipt.c.received_at >= since
    )
    return conn.execute(waiting.limit(1)).first() is not None


def _kept(row: Row[Any]) -> KeptReceipt:
    values = {name: getattr(row, name) for name in KeptReceipt._fields}
    values["status"] = MessageStatus(values["status"])
    values["error_class"] = ErrorClass(values["error_class"]) if values["error_class"] else None
    return KeptReceipt(**values)
