"""What the roll-up reads and writes. What is counted, and why, is `bot.analytics`' business."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    Connection,
    Integer,
    Select,
    Table,
    and_,
    case,
    delete,
    func,
    literal_column,
    or_,
    select,
    update,
)

from bot.events import MessageStatus
from bot.store.bulk import add_up, insert_new, put
from bot.store.coarse import coarser
from bot.store.cursors import read_on
from bot.store.dialect import among, constant
from bot.store.tables import (
    consent_event,
    contact,
    conversation,
    event,
    inbound,
    message,
    receipt,
    session,
)
from bot.store.tables_analytics import (
    stat_agent,
    stat_block,
    stat_click,
    stat_edge,
    stat_flow,
    stat_hour,
    stat_optout,
    stat_route,
    stat_stop,
    stat_text,
    stat_thread,
    stat_time,
    stat_unmatched,
    stat_walk,
)

BLOCK: Final = 2048
"""So many neighbouring numbers are counted together: some tens of milliseconds."""
_SUMS: Final = ("messages", "segments")


class CountedTable(NamedTuple):
    """A table of counts: what tells its rows apart, and what is counted."""

    table: Table
    keys: tuple[str, ...]
    numbers: tuple[str, ...]

    @classmethod
    def of(cls, table: Table) -> CountedTable:
        """Every column that is not of the key is a number."""
        keys = tuple(column.name for column in table.primary_key)
        return cls(table, keys, tuple(column.name for column in table.columns if column.name not in keys))


COUNTED: Final[Mapping[str, CountedTable]] = {
    name: CountedTable.of(table)
    for name, table in (
        ("route", stat_route),
        ("text", stat_text),
        ("hour", stat_hour),
        ("time", stat_time),
        ("flow", stat_flow),
        ("edge", stat_edge),
        ("agent", stat_agent),
        ("click", stat_click),
    )
}
"""By the name that cells begin with."""


def add_counts(conn: Connection, counts: Mapping[tuple[str, ...], int]) -> None:
    """Add to the counts of days, and to those of months and wider; what comes to nothing is taken out."""
    by_table: dict[str, dict[tuple[str, ...], dict[str, int]]] = defaultdict(dict)
    for (name, *key), n in counts.items():
        if n:
            table = COUNTED[name]
            second = len(key) > len(table.keys)  # it ends in the mark for segments
            row = by_table[name].setdefault(tuple(key[: len(table.keys)]), dict.fromkeys(table.numbers, 0))
            row[table.numbers[second]] += n
    for name, rows in by_table.items():
        table = COUNTED[name]
        for days_key, row in list(rows.items()):
            for wider in coarser(name, days_key):
                sums = rows.setdefault(wider, dict.fromkeys(table.numbers, 0))
                for number, n in row.items():
                    sums[number] += n
        whole = [isinstance(table.table.c[key].type, Integer) for key in table.keys]
        values = [
            (*(int(part) if number else part for part, number in zip(key, whole, strict=True)), *row.values())
            for key, row in sorted(rows.items())
        ]
        add_up(conn, table.table, table.keys + table.numbers, values, table.numbers)
        if any(n < 0 for row in rows.values() for n in row.values()):
            nothing = and_(*(table.table.c[number] == 0 for number in table.numbers))
            days = {key[0] for key in rows}
            conn.execute(delete(table.table).where(among(table.table.c.day, days), nothing))


# ── the log of conversations ────────────────────────────────────────────────────────────────────────────────────────


def next_entries(conn: Connection, limit: int, now: datetime) -> Sequence[Any]:
    """The next of the log: seq, at, conversation, session, kind, data, channel, and when its cause came in."""
    query = select(event.c.seq, event.c.at, event.c.conversation_id, event.c.session_id, event.c.kind, event.c.data)
    return read_on(conn, "event", query, event.c.seq, limit, now)


def channels_of(conn: Connection, conversation_ids: Collection[str]) -> dict[str, str]:
    """Conversation → channel."""
    query = select(conversation.c.id, conversation.c.channel).where(among(conversation.c.id, conversation_ids))
    return {row[0]: row[1] for row in conn.execute(query)}


def received(conn: Connection, seqs: Collection[int]) -> dict[int, datetime]:
    """Number of an inbound row → when it came in."""
    query = select(inbound.c.seq, inbound.c.received_at).where(among(inbound.c.seq, seqs))
    return {row[0]: row[1] for row in conn.execute(query)}


_WALK = tuple(column.name for column in stat_walk.columns)
_THREAD = tuple(column.name for column in stat_thread.columns)


def walks(conn: Connection, session_ids: Collection[str], conversation_ids: Collection[str]) -> Sequence[Any]:
    """What is remembered of these sessions, and of all in these conversations."""
    named = or_(among(stat_walk.c.session_id, session_ids), among(stat_walk.c.conversation_id, conversation_ids))
    return conn.execute(select(stat_walk).where(named)).all()


def threads(conn: Connection, conversation_ids: Collection[str]) -> Sequence[Any]:
    """What is remembered of these conversations."""
    return conn.execute(select(stat_thread).where(among(stat_thread.c.conversation_id, conversation_ids))).all()


def save_walks(conn: Connection, rows: Sequence[tuple[Any, ...]], over: Collection[str]) -> None:
    """Remember sessions, and forget those that are over."""
    put(conn, stat_walk, _WALK, rows)
    if over:
        conn.execute(delete(stat_walk).where(among(stat_walk.c.session_id, over)))


def save_threads(conn: Connection, rows: Sequence[tuple[Any, ...]], over: Collection[str]) -> None:
    """Remember conversations, and forget those in which nobody waits."""
    put(conn, stat_thread, _THREAD, rows)
    if over:
        conn.execute(delete(stat_thread).where(among(stat_thread.c.conversation_id, over)))


def add_unmatched(conn: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Add texts that nothing understood."""
    insert_new(conn, stat_unmatched, tuple(column.name for column in stat_unmatched.columns), rows)


def add_stops(conn: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Remember where sessions ended that did not complete."""
    insert_new(conn, stat_stop, tuple(column.name for column in stat_stop.columns), rows)


def forget_conversations(conn: Connection, conversation_ids: Collection[str]) -> dict[str, int]:
    """Forget what is remembered of conversations that are about to be erased. Their sessions count as interrupted."""
    rows = conn.execute(select(stat_walk).where(among(stat_walk.c.conversation_id, conversation_ids))).all()
    ended = ((row.day, row.flow, row.version, row.channel, "", "interrupted") for row in rows)
    add_counts(conn, Counter(("flow", *key) for key in ended))
    return {
        table.name: conn.execute(delete(table).where(among(table.c.conversation_id, conversation_ids))).rowcount
        for table in (stat_walk, stat_thread, stat_unmatched, stat_stop)
    }


def forget_messages(conn: Connection, message_ids: Collection[str]) -> int:
    """Let no opt-out name messages that are about to be erased."""
    named = among(stat_optout.c.message_id, message_ids)
    return int(conn.execute(update(stat_optout).where(named).values(message_id=None)).rowcount)


# ── opt-outs ────────────────────────────────────────────────────────────────────────────────────────────────────────


def next_optouts(conn: Connection, limit: int, now: datetime) -> Sequence[Any]:
    """The next records of consent: seq, at, kind, source, channel, scope, contact."""
    names = ("seq", "at", "kind", "source", "channel", "scope", "contact_id")
    query = select(*(consent_event.c[name] for name in names))
    return read_on(conn, "consent_event", query, consent_event.c.seq, limit, now)


def last_message(conn: Connection, contact_id: str, before: datetime) -> Any:
    """What we had told somebody last: id, flow, state, and registered template."""
    phone = conn.execute(select(contact.c.phone).where(contact.c.id == contact_id)).scalar_one_or_none()
    if phone is None:
        return None
    query = (
        select(message.c.id, session.c.flow, message.c.state, message.c.dlt_template_id)
        .select_from(message.outerjoin(session, session.c.id == message.c.session_id))
        .where(
            message.c.recipient == phone,
            message.c.created_at <= before,
            message.c.message_class != constant("consent"),
            message.c.sent_at.is_not(None),
        )
        .order_by(message.c.seq.desc())
        .limit(1)
    )
    return conn.execute(query).one_or_none()


def add_optouts(conn: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Add opt-outs."""
    insert_new(conn, stat_optout, tuple(column.name for column in stat_optout.columns), rows)


# ── messages, block by block ────────────────────────────────────────────────────────────────────────────────────────


class Block(NamedTuple):
    """What a block has added to the figures."""

    block: int
    cells: list[Any]
    kept: list[Any]


def mark(conn: Connection, seqs: Iterable[int]) -> None:
    """Let the blocks of these messages be counted again."""
    mark_blocks(conn, {seq // BLOCK: None for seq in seqs})


def mark_blocks(conn: Connection, blocks: Mapping[int, str | None]) -> None:
    """Let blocks be counted again; by block, what of it is in the outbox now, or None to leave that as it is."""
    numbers = sorted(blocks)
    new: list[tuple[Any, ...]] = [(number, [], [], True, "") for number in numbers]
    insert_new(conn, stat_block, ("block", "cells", "kept", "dirty", "waiting"), new)
    if numbers:
        conn.execute(update(stat_block).where(among(stat_block.c.block, numbers)).values(dirty=True))
    for number, waiting in blocks.items():
        if waiting is not None:
            conn.execute(update(stat_block).where(stat_block.c.block == number).values(waiting=waiting))


def next_messages(conn: Connection, limit: int, now: datetime) -> Sequence[Any]:
    """The next messages: seq, at."""
    query = select(message.c.seq, message.c.created_at)
    return read_on(conn, "message", query, message.c.seq, limit, now)


def next_receipts(conn: Connection, limit: int, now: datetime) -> tuple[int, list[int]]:
    """How many receipts came, and the numbers of the messages that they are about."""
    query = select(receipt.c.seq, receipt.c.received_at, receipt.c.message_id)
    rows = read_on(conn, "receipt", query, receipt.c.seq, limit, now)
    ids = {row.message_id for row in rows if row.message_id is not None}
    if not ids:
        return len(rows), []
    return len(rows), list(conn.execute(select(message.c.seq).where(among(message.c.id, ids))).scalars())


_CODE = case(
    (message.c.status == constant(MessageStatus.QUEUED), 1),
    (message.c.status == constant(MessageStatus.SENDING), 2),
    else_=3,
)


@lru_cache
def _in_outbox(size: int) -> Select[Any]:
    number = (message.c.seq // literal_column(str(size), Integer())).label("block")
    return (
        select(number, func.count(), func.sum(message.c.seq), func.sum(message.c.seq * _CODE))
        .where(message.c.due_at.is_not(None))
        .group_by(number)
    )


def changed_outbox(conn: Connection) -> dict[int, str]:
    """The blocks of which something else is in the outbox than when they were counted, and what that is now.

    A message that comes to its end leaves the outbox, and nothing else says so where no receipt comes.
    """
    now = {int(block): f"{n}.{seqs}.{codes}" for block, n, seqs, codes in conn.execute(_in_outbox(BLOCK))}
    query = select(stat_block.c.block, stat_block.c.waiting).where(stat_block.c.waiting != literal_column("''"))
    then = {int(block): str(waiting) for block, waiting in conn.execute(query)}
    return {block: now.get(block, "") for block in now.keys() | then.keys() if now.get(block) != then.get(block)}


def due_blocks(conn: Connection, now: datetime, limit: int) -> list[Block]:
    """Blocks that are to be counted again."""
    columns = [stat_block.c[name] for name in Block._fields]
    dirty = select(*columns).where(stat_block.c.dirty).order_by(stat_block.c.block).limit(limit)
    found = {row.block: Block(*row) for row in conn.execute(dirty)}
    if len(found) < limit:
        again = select(*columns).where(stat_block.c.again_at.is_not(None), stat_block.c.again_at <= now)
        found |= {row.block: Block(*row) for row in conn.execute(again.limit(limit - len(found)))}
    return list(found.values())


_SENT = (
    select(
        message.c.seq,
        message.c.channel,
        message.c.provider,
        message.c.sender,
        message.c.recipient,
        message.c.message_class,
        message.c.status,
        message.c.error,
        message.c.segments,
        message.c.urgent,
        session.c.flow,
        message.c.state,
        message.c.dlt_template_id,
        message.c.created_at,
        message.c.sent_at,
        message.c.delivered_at,
    )
).select_from(message.outerjoin(session, session.c.id == message.c.session_id))


def messages_of(conn: Connection, block: int) -> Sequence[Any]:
    """The messages of a block, as `bot.analytics.counting.Sent` has them."""
    return conn.execute(_SENT.where(message.c.seq >= block * BLOCK, message.c.seq < (block + 1) * BLOCK)).all()


def messages_to(conn: Connection, phone: str) -> Sequence[Any]:
    """All messages to a phone, in the same form."""
    return conn.execute(_SENT.where(message.c.recipient == phone)).all()


def save_block(conn: Connection, block: int, cells: list[Any], again_at: datetime | None) -> None:
    """Remember what a block has added."""
    values = {"cells": cells, "dirty": False, "again_at": again_at}
    conn.execute(update(stat_block).where(stat_block.c.block == block).values(values))


def settle_block(conn: Connection, block: int) -> None:
    """Leave a block as it is counted: it is too old."""
    conn.execute(update(stat_block).where(stat_block.c.block == block).values(dirty=False, again_at=None))


def keep_of_block(conn: Connection, block: int, cells: list[Any]) -> None:
    """Let something stay counted although its messages are about to go."""
    mark_blocks(conn, {block: None})
    kept = conn.execute(select(stat_block.c.kept).where(stat_block.c.block == block).with_for_update()).scalar_one()
    conn.execute(update(stat_block).where(stat_block.c.block == block).values(kept=[*kept, *cells]))
