"""How far the pipeline is behind, asked so that it costs the same however much lies in the database.

Every question has an index that holds only what is unfinished, and stops counting at a limit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, select

from bot.events import MessageStatus
from bot.limits import BACKLOG_COUNTED_MAX
from bot.store import desk, leases
from bot.store.dialect import constant
from bot.store.inbound import Kind
from bot.store.lanes import waiting_lanes
from bot.store.tables import action, inbound, message, receipt, session, timer


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits in one place."""

    count: int = 0
    """Up to `BACKLOG_COUNTED_MAX`: from there on it only says "very many"."""
    since: datetime | None = None
    """Since when the oldest waits."""

    def lag_s(self, now: datetime) -> float:
        """For how long the oldest has waited."""
        return 0.0 if self.since is None else max(0.0, (now - self.since).total_seconds())


@dataclass(frozen=True, slots=True)
class ChannelBacklog:
    """What one channel has in the outbox."""

    due: Waiting = Waiting()
    """Messages that may go out now."""
    later: int = 0
    """Messages that are scheduled, or wait for their next attempt."""
    sending: int = 0
    unknown: Waiting = Waiting()
    """Messages whose outcome nobody knows."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """How far everything is behind."""

    process: Waiting = Waiting()
    """Rows of the inbox, but for receipts."""
    receipts: Waiting = Waiting()
    actions: Waiting = Waiting()
    """Calls, actions and e-mails that flows have asked for."""
    schedule: Waiting = Waiting()
    """Timers and sessions whose time has come."""
    deferred: Waiting = Waiting()
    """Rows of the inbox that wait until their conversation is free."""
    parked: Waiting = Waiting()
    """Rows of the inbox that could not be processed."""
    unmatched: int = 0
    """Receipts that belong to no message we know."""
    channels: Mapping[str, ChannelBacklog] = field(default_factory=dict)
    people: Mapping[str, Waiting] = field(default_factory=dict)
    """Conversations that wait for a person to come, by the queue that a flow handed them to."""

    @property
    def send(self) -> Waiting:
        """What is due to go out, on all channels."""
        return _together(*(channel.due for channel in self.channels.values()))

    @property
    def unknown(self) -> Waiting:
        """Messages whose outcome nobody knows, on all channels."""
        return _together(*(channel.unknown for channel in self.channels.values()))

    @property
    def inbox(self) -> Waiting:
        """All that came in and is not processed."""
        return _together(self.process, self.receipts)


_QUEUED, _UNKNOWN = constant(MessageStatus.QUEUED), constant(MessageStatus.UNKNOWN)


def backlog(conn: Connection, now: datetime) -> Backlog:
    """Count what waits."""
    process, receipts = _new(conn)
    unknown = _unknown(conn)
    channels: dict[str, ChannelBacklog] = {}
    for name, lane in _lanes(conn):
        channels[name] = _added(channels.get(name, ChannelBacklog()), _lane(conn, name, lane, now))
    for name, waiting in unknown.items():
        channels[name] = replace(channels.get(name, ChannelBacklog()), unknown=waiting)
    timers = _waiting(conn, timer.c.due_at, timer.c.due_at <= now)
    wakes = _waiting(conn, session.c.wake_at, session.c.wake_at <= now)
    return Backlog(
        process=process,
        receipts=receipts,
        actions=_waiting(conn, action.c.due_at, action.c.due_at <= now),
        schedule=_together(timers, wakes),
        deferred=_waiting(conn, inbound.c.received_at, inbound.c.status == constant("deferred"), ordered=False),
        parked=_waiting(conn, inbound.c.done_at, inbound.c.status == constant("parked"), ordered=False),
        unmatched=_count(conn, receipt.c.message_id.is_(None)),
        channels=channels,
        people={waits.queue: Waiting(waits.people, waits.since) for waits in desk.queue_lengths(conn)},
    )


def waiting_to_go_out(conn: Connection, at_most: int) -> int:
    """Count what is in the outbox, whatever it waits for; counting ends at `at_most`."""
    return _count(conn, message.c.due_at.is_not(None), at_most=at_most)


def _new(conn: Connection) -> tuple[Waiting, Waiting]:
    """What waits to be processed, receipts apart from the rest: the oldest of each comes first."""
    rows = (
        select((inbound.c.kind == Kind.RECEIPT).label("of_receipt"), inbound.c.received_at)
        .where(inbound.c.status == constant("new"))
        .order_by(inbound.c.seq)
        .limit(BACKLOG_COUNTED_MAX)
        .subquery()
    )
    query = select(rows.c.of_receipt, func.count(), func.min(rows.c.received_at)).group_by(rows.c.of_receipt)
    found = {bool(of_receipt): Waiting(int(count), since) for of_receipt, count, since in conn.execute(query)}
    return found.get(False, Waiting()), found.get(True, Waiting())


def _lanes(conn: Connection) -> Iterator[tuple[str, str]]:
    """Every channel with something in the outbox, whatever the settings say, and each of its numbers."""
    query = (
        select(message.c.channel)
        .where(message.c.due_at.is_not(None), message.c.channel > bindparam("after"))
        .order_by(message.c.channel)
        .limit(1)
    )
    name: str | None = ""
    while name := conn.execute(query, {"after": name}).scalar_one_or_none():
        yield from ((name, lane) for lane in waiting_lanes(conn, name))


def _lane(conn: Connection, name: str, lane: str, now: datetime) -> ChannelBacklog:
    its = and_(message.c.channel == name, message.c.lane == lane)
    both = message.c.urgent.in_([True, False])  # the index knows them apart
    queued = (its, message.c.status == _QUEUED, both)
    return ChannelBacklog(
        due=_waiting(conn, message.c.due_at, *queued, message.c.due_at <= now),
        later=_count(conn, *queued, message.c.due_at > now),
        sending=leases.count(conn, name, lane),
    )


def _added(one: ChannelBacklog, other: ChannelBacklog) -> ChannelBacklog:
    due, later, sending = _together(one.due, other.due), one.later + other.later, one.sending + other.sending
    return ChannelBacklog(due, later, sending)


def _unknown(conn: Connection) -> dict[str, Waiting]:
    rows = (
        select(message.c.channel, message.c.unknown_at)
        .where(message.c.unknown_at.is_not(None), message.c.status == _UNKNOWN)
        .limit(BACKLOG_COUNTED_MAX)
        .subquery()
    )
    query = select(rows.c.channel, func.count(), func.min(rows.c.unknown_at)).group_by(rows.c.channel)
    return {channel: Waiting(int(count), since) for channel, count, since in conn.execute(query)}


def _waiting(
    conn: Connection, since: ColumnElement[datetime | None], *where: ColumnElement[bool], ordered: bool = True
) -> Waiting:
    """Count rows and find the oldest; `ordered` where the index has them by age, so that the oldest is seen first."""
    rows = select(since.label("since")).where(*where).limit(BACKLOG_COUNTED_MAX)
    found = (rows.order_by(since) if ordered else rows).subquery()
    count, oldest = conn.execute(select(func.count(), func.min(found.c.since))).one()
    return Waiting(int(count), oldest)


def _count(conn: Connection, *where: ColumnElement[bool], at_most: int | None = None) -> int:
    rows = select(constant("x").label("x")).where(*where).limit(at_most or BACKLOG_COUNTED_MAX).subquery()
    return int(conn.execute(select(func.count()).select_from(rows)).scalar_one())


def _together(*places: Waiting) -> Waiting:
    since = [place.since for place in places if place.since is not None]
    return Waiting(sum(place.count for place in places), min(since, default=None))
