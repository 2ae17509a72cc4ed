"""Calls, actions and e-mails that steps have asked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, or_, select, update

from bot.events import CallAction, CallHttp, SendEmail
from bot.store.bulk import insert_rows
from bot.store.dialect import among, constant
from bot.store.tables import action

Outgoing = CallHttp | CallAction | SendEmail
"""What a step may ask the world for."""

_KINDS: Mapping[str, type[Outgoing]] = {"http": CallHttp, "do": CallAction, "email": SendEmail}


def request_of(call: Outgoing) -> dict[str, Any]:
    """Write a call down; its id is kept beside it."""
    kind = next(name for name, its in _KINDS.items() if isinstance(call, its))
    return {"kind": kind} | {name: getattr(call, name) for name in type(call).__slots__ if name != "id"}


def call_of(id: str, request: Mapping[str, Any]) -> Outgoing:
    """Read `request_of` back."""
    fields = {name: value for name, value in request.items() if name != "kind"}
    return _KINDS[request["kind"]](id=id, **fields)


class NewAction(NamedTuple):
    """A call to make after the commit."""

    id: str
    session_id: str
    contact: str
    channel: str
    request: dict[str, Any]
    due_at: datetime
    created_at: datetime


class DueAction(NamedTuple):
    """A call to make now."""

    id: str
    contact: str
    channel: str
    request: dict[str, Any]
    status: str
    """new; or running, if the process that made the call is gone."""
    attempts: int
    """Which attempt this is. What a call gave only counts while no other was begun."""


def add(conn: Connection, actions: Sequence[NewAction]) -> None:
    """Keep calls."""
    insert_rows(conn, action, NewAction._fields, actions, status="new", attempts=0)


def claim(
    conn: Connection,
    now: datetime,
    lease_until: datetime,
    limit: int,
    here: Collection[str] = (),
    *,
    now_for_leases: datetime | None = None,
) -> list[DueAction]:
    """Take the calls that are due, the oldest first; after `lease_until` somebody else may.

    Those that are under way `here` are nobody's to take, whatever the clock says about their leases; of others' the
    lease has to be over by `now_for_leases`, where that is not `now`.
    """
    waits = action.c.status != constant("running")
    query = (
        select(*(action.c[name] for name in DueAction._fields))
        .where(action.c.due_at <= now, or_(waits, action.c.due_at <= (now_for_leases or now)))
        .where(~among(action.c.id, here))
        .order_by(action.c.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = [DueAction(*row) for row in conn.execute(query)]
    if taken:
        values = {"status": "running", "due_at": lease_until, "attempts": action.c.attempts + 1}
        conn.execute(update(action).where(among(action.c.id, [item.id for item in taken])).values(values))
    return [item._replace(attempts=item.attempts + 1) for item in taken]


def held(conn: Connection, attempts: Mapping[str, int]) -> set[str]:
    """Return those of these calls that are still on this attempt; they are the caller's until its transaction ends."""
    if not attempts:
        return set()
    query = (
        select(action.c.id, action.c.attempts)
        .where(among(action.c.id, list(attempts)), action.c.status == constant("running"))
        .order_by(action.c.id)
        .with_for_update()
    )
    return {row.id for row in conn.execute(query) if row.attempts == attempts[row.id]}


def renew(conn: Connection, ids: Collection[str], lease_until: datetime) -> None:
    """Keep calls that are still under way from being taken over."""
    if ids:
        conn.execute(update(action).where(among(action.c.id, ids)).values(due_at=lease_until))


def finish(conn: Connection, ids: Collection[str]) -> None:
    """Mark calls as done, whatever came of them."""
    if ids:
        conn.execute(update(action).where(among(action.c.id, ids)).values(status="done", due_at=None))


def retry(conn: Connection, due: Sequence[tuple[str, datetime]]) -> None:
    """Let calls be made again later."""
    if due:
        statement = (
            update(action).where(action.c.id == bindparam("row")).values(status="new", due_at=bindparam("later"))
        )
        conn.execute(statement, [{"row": id, "later": at} for id, at in due])


def abandon_running(conn: Connection, now: datetime) -> None:
    """After a crash the calls under way are due again. For the one worker, at its start."""
    conn.execute(
        update(action).where(action.c.due_at.is_not(None), action.c.status == constant("running")).values(due_at=now)
    )
