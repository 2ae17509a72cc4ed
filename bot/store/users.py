"""Rows of those who may sign in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from bot.store.dialect import among
from bot.store.tables import user


class User(NamedTuple):
    """Somebody, without what proves who they are."""

    id: str
    email: str
    name: str
    role: str
    timezone: str
    status: str
    capacity: int
    queues: list[str]
    notify: Mapping[str, Any]
    preferences: Mapping[str, Any]
    factor_at: datetime | None
    identity: str | None
    created_at: datetime
    seen_at: datetime | None
    disabled_at: datetime | None


class Proofs(NamedTuple):
    """What proves that somebody is who they say: to be looked at, and shown to nobody."""

    password: str | None
    factor: str | None
    factor_at: datetime | None
    factor_step: int | None
    recovery: list[str]


_COLUMNS = tuple(user.c[name] for name in User._fields)
_PROOFS = tuple(user.c[name] for name in Proofs._fields)
WITHOUT_FACTOR: Final[Mapping[str, Any]] = {"factor": None, "factor_at": None, "factor_step": None, "recovery": []}
"""The columns of somebody who has no second factor."""


def add(conn: Connection, row: User) -> None:
    """Keep a new user, who cannot prove anything yet."""
    conn.execute(insert(user), row._asdict() | {"password": None} | dict(WITHOUT_FACTOR))


def find(conn: Connection, user_id: str) -> User | None:
    """Look somebody up by id."""
    return _find(conn, user.c.id == user_id)


def find_by_email(conn: Connection, email: str) -> User | None:
    """Look somebody up by their address, in small letters."""
    return _find(conn, user.c.email == email)


def find_by_identity(conn: Connection, identity: str) -> User | None:
    """Look somebody up by what the identity provider calls them."""
    return _find(conn, user.c.identity == identity)


def everybody(conn: Connection) -> list[User]:
    """Return all, by name; disabled ones last."""
    order = (user.c.disabled_at.is_not(None), func.lower(user.c.name), user.c.id)
    return [User(*row) for row in conn.execute(select(*_COLUMNS).order_by(*order))]


def names(conn: Connection, user_ids: Collection[str]) -> dict[str, str]:
    """Return what these are called."""
    query = select(user.c.id, user.c.name).where(among(user.c.id, user_ids))
    return {row[0]: row[1] for row in conn.execute(query)} if user_ids else {}


def proofs(conn: Connection, user_id: str) -> Proofs | None:
    """What somebody can prove who they are with."""
    row = conn.execute(select(*_PROOFS).where(user.c.id == user_id)).one_or_none()
    return None if row is None else Proofs(*row)


def change(conn: Connection, user_id: str, **values: Any) -> bool:
    """Set columns of somebody; False if there is nobody."""
    return conn.execute(update(user).where(user.c.id == user_id).values(**values)).rowcount == 1


def take_step(conn: Connection, user_id: str, step: int) -> bool:
    """Use up a step of time of somebody's second factor; False if it, or a later one, is used up already."""
    fresh = user.c.factor_step.is_(None) | (user.c.factor_step < step)
    taken = update(user).where((user.c.id == user_id) & fresh).values(factor_step=step)
    return conn.execute(taken).rowcount == 1


def take_recovery(conn: Connection, user_id: str, digest: str) -> bool:
    """Use up one of the codes that stand in for somebody's second factor; False if it is used up already."""
    kept = conn.execute(select(user.c.recovery).where(user.c.id == user_id).with_for_update()).scalar_one()
    if digest not in kept:
        return False
    return change(conn, user_id, recovery=[other for other in kept if other != digest])


def living_admins(conn: Connection) -> list[str]:
    """Return the ids of those who may do everything."""
    living = (user.c.role == "admin") & user.c.disabled_at.is_(None)
    return list(conn.execute(select(user.c.id).where(living).order_by(user.c.id)).scalars())


def anybody_can_sign_in(conn: Connection) -> bool:
    """Whether there is an admin who needs no link to get in."""
    able = (user.c.role == "admin") & user.c.disabled_at.is_(None)
    proven = user.c.password.is_not(None) | user.c.identity.is_not(None)
    return conn.execute(select(user.c.id).where(able & proven).limit(1)).first() is not None


def _find(conn: Connection, condition: ColumnElement[bool]) -> User | None:
    row = conn.execute(select(*_COLUMNS).where(condition)).one_or_none()
    return None if row is None else User(*row)
