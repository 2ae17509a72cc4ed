"""What waits in the database, for `parley doctor`: how much, since when, and what to do if it should not."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, datetime

from sqlalchemy import Connection

from bot.cli.findings import Finding, Level, age
from bot.config import Settings
from bot.limits import BACKLOG_COUNTED_MAX, READY_LAG_S_MAX
from bot.store import inbound, migrate
from bot.store.backlog import Backlog, ChannelBacklog, Waiting, backlog


def waiting(conn: Connection, settings: Settings, now: datetime | None = None) -> list[Finding]:
    """Look at every stage; nothing is said of a database that has to be upgraded first."""
    if migrate.current(conn) != migrate.newest():
        return []
    now = now or datetime.now(UTC)
    seen = backlog(conn, now)
    return [
        *_stages(seen, now),
        *_outbox(seen, settings.channels, now),
        *_unknown(seen.unknown, now),
        *_parked(conn, seen.parked, now),
    ]


def _stages(seen: Backlog, now: datetime) -> Iterator[Finding]:
    cure = "is a worker running? parley serve or parley worker; its log says what fails"
    for subject, waiting, level in (
        ("inbox", seen.inbox, Level.ERROR),
        ("calls", seen.actions, Level.WARNING),
        ("schedule", seen.schedule, Level.WARNING),
    ):
        late = waiting.lag_s(now) > READY_LAG_S_MAX
        text = _amount(waiting, now)
        yield Finding(level if late else Level.OK, subject, f"{text}: {cure}" if late else text)
    if seen.deferred.count:
        text = f"{_amount(seen.deferred, now)} until a conversation is free, which is as it should be"
        yield Finding(Level.OK, "deferred", text)


def _outbox(seen: Backlog, channels: Collection[str], now: datetime) -> Iterator[Finding]:
    for name, its in sorted((dict.fromkeys(channels, ChannelBacklog()) | dict(seen.channels)).items()):
        in_it = its.due.count + its.later + its.sending
        text = f"{name}: {_amount(its.due, now)}; {its.later} for later, {its.sending} on the wire"
        if name not in channels:
            if in_it:
                cure = f"the settings have no channels.{name}: add it again, or cancel them through the API"
                yield Finding(Level.ERROR, "outbox", f"{text}; {cure}")
        elif its.due.lag_s(now) > READY_LAG_S_MAX:
            cure = f"its rate may be too low or its provider down: see parley_channel_up and channels.{name}.rate"
            yield Finding(Level.WARNING, "outbox", f"{text}; {cure}")
        else:
            yield Finding(Level.OK, "outbox", text if in_it else f"{name}: nothing waits")


def _unknown(unknown: Waiting, now: datetime) -> Iterator[Finding]:
    if unknown.count:
        text = (
            f"{_count(unknown, 'message')} may have been sent or not, the oldest for {age(unknown.lag_s(now))}: "
            "compare with the provider's own log, because nothing is sent again blindly"
        )
        yield Finding(Level.WARNING, "unknown", text)


def _parked(conn: Connection, parked: Waiting, now: datetime) -> Iterator[Finding]:
    if parked.count:
        reasons = ", ".join(sorted({reason.partition(":")[0] for reason in inbound.parked_for(conn)}))
        text = (
            f"{_count(parked, 'row')} could not be processed ({reasons}), the first {age(parked.lag_s(now))} ago: "
            "the log has the reasons, as “inbound row parked”"
        )
        yield Finding(Level.WARNING, "parked", text)


def _amount(waiting: Waiting, now: datetime) -> str:
    if not waiting.count:
        return "nothing waits"
    verb = "waits" if waiting.count == 1 else "wait"
    return f"{_count(waiting)} {verb}, the oldest for {age(waiting.lag_s(now))}"


def _count(waiting: Waiting, noun: str = "") -> str:
    count = f"{waiting.count}{' or more' if waiting.count >= BACKLOG_COUNTED_MAX else ''}"
    return f"{count} {noun}{'' if waiting.count == 1 else 's'}" if noun else count
