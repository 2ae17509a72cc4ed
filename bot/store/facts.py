"""What happens, noticed by the database itself: triggers that put a row into `fact` while somebody wants to know.

Statuses change in place, by many hands: the sender, a report, somebody who takes a message back. A trigger sees them
all, in the transaction that makes them so, and none is lost or told that did not happen. Nobody pays for what nobody
wants to know: without an endpoint and without a reader of the activity there are no triggers.

`fact` is a queue and not a log that is followed: a row whose number is lower but whose transaction commits later is
simply found later, because whoever reads takes the rows out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Table, delete, select, text

from bot.store import settings
from bot.store.bulk import insert_rows
from bot.store.dialect import among, shares
from bot.store.tables import (
    broadcast,
    consent_event,
    contact,
    conversation,
    fact,
    inbound,
    message,
    session,
    verification,
)

WATCHING: Final = "facts_watched"
"""The setting that says which definitions of triggers are in force."""
RECEIVED: Final = "received"
PREFIX: Final = "parley_fact_"
RECENT_MAX: Final = 200
"""Of each kind, so much of what was before is told to the first who asks."""
LOCK_TIMEOUT_S: Final = 3


@dataclass(frozen=True, slots=True)
class Watch:
    """Which changes of a table are facts. Conditions are SQL over `NEW` and `OLD`, the same for every database."""

    kind: str
    table: Table
    when: str
    """What the row has become."""
    ref: str = "id"
    changed: str = ""
    """What must be different about it, as `column` was; blank where there are only new rows."""
    of: Sequence[str] = ()
    """The columns whose change is looked at; none where rows are only added."""
    added: bool = False
    """Whether a new row counts as well."""
    keep: Sequence[str] = ()
    """Columns that are kept as they were at that moment."""
    at: str = "created_at"
    """When it became so, of rows that were there before."""


_STANDING: Final = ("status", "handler", "queue", "priority", "assignee", "epoch")
_KNOWN: Final = ("name", "language", "timezone", "country", "fields", "tags")
"""What is known of somebody."""
_SETTLED: Final = (
    "NEW.status IN ('accepted', 'sent', 'delivered', 'undelivered', 'failed', 'rejected', 'expired', 'canceled', "
    "'refused')"
)

WATCHES: Final[tuple[Watch, ...]] = (
    Watch(
        "message",
        message,
        _SETTLED,
        changed="NEW.status <> OLD.status AND NOT (NEW.status = 'sent' AND OLD.status = 'accepted')",
        of=("status",),
        added=True,
        keep=("status", "error", "provider_id", "sent_at", "delivered_at"),
        at="COALESCE(delivered_at, sent_at, created_at)",
    ),
    Watch(
        RECEIVED,
        inbound,
        "NEW.kind = 'message' AND NEW.status = 'done' AND NEW.error IS NULL",
        ref="seq",
        changed="OLD.status <> 'done'",
        of=("status",),
        at="received_at",
    ),
    Watch(
        "handoff",
        conversation,
        "NEW.handler = 'person'",
        changed="OLD.handler <> 'person'",
        of=("handler",),
        added=True,
        keep=_STANDING,
        at="last_at",
    ),
    Watch(
        "handed_back",
        conversation,
        "NEW.handler = 'bot'",
        changed="OLD.handler <> 'bot'",
        of=("handler",),
        keep=_STANDING,
        at="",
    ),
    Watch(
        "assigned",
        conversation,
        "1 = 1",
        changed="COALESCE(NEW.assignee, '') <> COALESCE(OLD.assignee, '')",
        of=("assignee",),
        keep=_STANDING,
        at="",
    ),
    Watch(
        "closed",
        conversation,
        "NEW.status = 'closed'",
        changed="OLD.status <> 'closed'",
        of=("status",),
        keep=_STANDING,
        at="last_at",
    ),
    Watch(
        "completed",
        session,
        "NEW.ended_at IS NOT NULL",
        changed="OLD.ended_at IS NULL",
        of=("ended_at",),
        added=True,
        at="ended_at",
    ),
    Watch("contact_added", contact, "1 = 1", added=True),
    Watch(
        "contact_changed",
        contact,
        "1 = 1",
        changed="("
        + " OR ".join(
            f"COALESCE(CAST(NEW.{name} AS TEXT), '') <> COALESCE(CAST(OLD.{name} AS TEXT), '')" for name in _KNOWN
        )
        + ")",
        of=_KNOWN,
        at="",
    ),
    Watch(
        "broadcast",
        broadcast,
        "NEW.state IN ('running', 'paused', 'done', 'canceled')",
        changed="NEW.state <> OLD.state",
        of=("state",),
        added=True,
        keep=("state",),
        at="COALESCE(ended_at, started_at, created_at)",
    ),
    Watch(
        "verification",
        verification,
        "NEW.status IN ('approved', 'failed', 'canceled')",
        changed="NEW.status <> OLD.status",
        of=("status",),
        at="created_at",
    ),
    Watch("consent", consent_event, "NEW.kind <> 'erased'", added=True, at="at"),
)
"""What happens elsewhere is told once it has a line here, and a maker in `bot.web.api.happenings`."""


class Fact(NamedTuple):
    """Something happened to a row."""

    seq: int
    kind: str
    ref: str
    data: dict[str, Any]
    at: datetime


_COLUMNS = [fact.c[name] for name in Fact._fields]

# ── the queue ───────────────────────────────────────────────────────────────────────────────────────────────────────


def take(conn: Connection, limit: int) -> list[Fact]:
    """Return the oldest facts and take them out of the queue.

    Texts that one transaction took in are not parted: in which order it marked them says nothing.
    """
    rows = [Fact(*row) for row in conn.execute(select(*_COLUMNS).order_by(fact.c.seq).limit(limit))]
    whole = len(rows)
    while len(rows) == limit and whole and rows[whole - 1].kind == RECEIVED:
        whole -= 1
    rows = rows[: whole or len(rows)]
    if rows:
        conn.execute(delete(fact).where(among(fact.c.seq, [row.seq for row in rows])))
    return rows


def add(conn: Connection, kind: str, ref: str, data: dict[str, Any], at: datetime) -> None:
    """Put in something that no trigger sees."""
    insert_rows(conn, fact, ("kind", "ref", "data", "at"), [(kind, ref, data, at)])


# ── noticing ────────────────────────────────────────────────────────────────────────────────────────────────────────


def watched(conn: Connection) -> bool:
    """Whether facts are noticed, by the definitions of this code."""
    return settings.find(conn, WATCHING) == _definitions(conn)


def tables() -> list[str]:
    """The tables that are watched, one transaction each: so none waits for another while it holds one."""
    return sorted({watch.table.name for watch in WATCHES})


def watch_table(conn: Connection, table: str) -> None:
    """Notice from this commit on what happens in a table; whoever writes to it is waited for, for a moment."""
    if shares(conn):
        conn.execute(text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT_S}s'"))
        conn.exec_driver_sql(_POSTGRESQL_FUNCTION)
        conn.exec_driver_sql(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
    _drop(conn, {table})
    for watch in WATCHES:
        if watch.table.name == table:
            for statement in _postgresql(watch) if shares(conn) else _sqlite(watch):
                conn.exec_driver_sql(statement)


def begin_watching(conn: Connection) -> None:
    """Remember that every table is watched."""
    settings.exchange(conn, WATCHING, _definitions(conn))


def stop_watching(conn: Connection) -> None:
    """Notice nothing any more."""
    _drop(conn, None)
    settings.take(conn, WATCHING)
    conn.execute(delete(fact))


def tell_recent(conn: Connection) -> int:
    """Put what happened lately into the queue, as if it had been noticed; return how much that was."""
    found: list[tuple[str, str, dict[str, Any], datetime]] = []
    for watch in WATCHES:
        found += _recent(conn, watch) if watch.at else ()
    found.sort(key=lambda row: row[3])
    insert_rows(conn, fact, ("kind", "ref", "data", "at"), found)
    return len(found)


def _recent(conn: Connection, watch: Watch) -> Iterator[tuple[str, str, dict[str, Any], datetime]]:
    table = watch.table
    columns = [table.c[watch.ref], *(table.c[name] for name in watch.keep)]
    names = [name.strip() for name in watch.at.removeprefix("COALESCE(").removesuffix(")").split(",")]
    times = [table.c[name] for name in names]
    condition = text(watch.when.replace("NEW.", f"{table.name}."))
    newest = next(iter(table.primary_key.columns)).desc()
    query = select(*columns, *times).where(condition).order_by(newest).limit(RECENT_MAX)
    for row in conn.execute(query):
        at = next(time for time in row[len(columns) :] if time is not None)
        data = dict(zip(watch.keep, row[1 : len(columns)], strict=True))
        plain = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in data.items()}
        yield watch.kind, str(row[0]), plain, at


# ── triggers ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _moments(watch: Watch) -> Iterator[tuple[str, str, str]]:
    """Name, moment and condition of each trigger that a watch needs."""
    if watch.of:
        changed = f"{watch.when} AND {watch.changed}"
        yield f"{PREFIX}{watch.kind}_changed", f"AFTER UPDATE OF {', '.join(watch.of)}", changed
    if watch.added:
        yield f"{PREFIX}{watch.kind}_added", "AFTER INSERT", watch.when


def _sqlite(watch: Watch) -> Iterator[str]:
    kept = ", ".join(f"'{name}', NEW.{name}" for name in watch.keep)
    for name, moment, condition in _moments(watch):
        yield (
            f"CREATE TRIGGER {name} {moment} ON {watch.table.name} WHEN {condition} BEGIN "  # noqa: S608 - our own words
            f"INSERT INTO fact (kind, ref, data, at) VALUES ('{watch.kind}', CAST(NEW.{watch.ref} AS TEXT), "
            f"json_object({kept}), strftime('%Y-%m-%d %H:%M:%f000+00:00', 'now')); END"
        )


def _postgresql(watch: Watch) -> Iterator[str]:
    given = ", ".join(f"'{word}'" for word in (watch.kind, watch.ref, *watch.keep))
    for name, moment, condition in _moments(watch):
        yield (
            f"CREATE TRIGGER {name} {moment} ON {watch.table.name} FOR EACH ROW WHEN ({condition}) "
            f"EXECUTE FUNCTION parley_fact({given})"
        )


_POSTGRESQL_FUNCTION: Final = (
    "CREATE OR REPLACE FUNCTION parley_fact() RETURNS trigger LANGUAGE plpgsql AS $$ "
    "DECLARE what jsonb := to_jsonb(NEW); kept jsonb := '{}'; BEGIN "
    "FOR place IN 2 .. TG_NARGS - 1 LOOP "
    "kept := kept || jsonb_build_object(TG_ARGV[place], what -> TG_ARGV[place]); END LOOP; "
    "INSERT INTO fact (kind, ref, data, at) VALUES (TG_ARGV[0], what ->> TG_ARGV[1], kept, clock_timestamp()); "
    "RETURN NULL; END $$"
)


_TRIGGERS_SQLITE: Final = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE :name"
_TRIGGERS_POSTGRESQL: Final = (
    "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE tgname LIKE :name"
)


def _definitions(conn: Connection) -> str:
    make = _postgresql if shares(conn) else _sqlite
    said = "\n".join(statement for watch in WATCHES for statement in make(watch))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _drop(conn: Connection, only: Collection[str] | None) -> None:
    """Drop the triggers of these tables, or all; of those, too, that another version of this code had made."""
    query = _TRIGGERS_POSTGRESQL if shares(conn) else _TRIGGERS_SQLITE
    for name, table in conn.execute(text(query), {"name": f"{PREFIX}%"}).all():
        if only is None or table in only:
            conn.exec_driver_sql(f"DROP TRIGGER {name}" + (f" ON {table}" if shares(conn) else ""))
