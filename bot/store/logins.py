"""Rows of browsers in which somebody is signed in, and of links that let somebody in once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from bot.store.dialect import among
from bot.store.tables import login, user, user_link
from bot.store.users import User


class Login(NamedTuple):
    """A browser in which somebody is signed in; the digest of its token stays here."""

    id: str
    user_id: str
    whole: bool
    address: str
    browser: str
    created_at: datetime
    seen_at: datetime
    proved_at: datetime
    expires_at: datetime


class Link(NamedTuple):
    """A link that was given to somebody."""

    id: str
    user_id: str
    kind: str
    email: str | None
    created_by: str
    created_at: datetime
    expires_at: datetime


_LOGIN = tuple(login.c[name] for name in Login._fields)
_USER = tuple(user.c[name] for name in User._fields)
_LINK = tuple(user_link.c[name] for name in Link._fields)


def add(conn: Connection, row: Login, digest: str) -> None:
    """Keep a new one."""
    conn.execute(insert(login), row._asdict() | {"digest": digest})


def find(conn: Connection, digest: str) -> tuple[Login, User] | None:
    """Look one up by the digest of its token, with whose it is; not if they are disabled."""
    found = login.join(user, user.c.id == login.c.user_id)
    living = (login.c.digest == digest) & user.c.disabled_at.is_(None)
    row = conn.execute(select(*_LOGIN, *_USER).select_from(found).where(living)).one_or_none()
    return None if row is None else (Login(*row[: len(_LOGIN)]), User(*row[len(_LOGIN) :]))


def living(
    conn: Connection, login_ids: Collection[str], now: datetime, seen_after: datetime, *, with_factor: bool
) -> dict[str, tuple[str, str]]:
    """Return whose of these are not over by now, with role and zone: those who owe nothing before they may look."""
    asked = [login.c.whole, login.c.expires_at > now, login.c.seen_at > seen_after, user.c.disabled_at.is_(None)]
    if with_factor:
        asked.append(user.c.factor_at.is_not(None) | user.c.identity.is_not(None))
    found = login.join(user, user.c.id == login.c.user_id)
    query = select(login.c.id, user.c.role, user.c.timezone).select_from(found)
    return {row[0]: (row[1], row[2]) for row in conn.execute(query.where(among(login.c.id, login_ids), *asked))}


def find_by_id(conn: Connection, login_id: str) -> Login | None:
    """Look one up by id."""
    row = conn.execute(select(*_LOGIN).where(login.c.id == login_id)).one_or_none()
    return None if row is None else Login(*row)


def seen(conn: Connection, row: Login, now: datetime) -> None:
    """Note that somebody was there."""
    conn.execute(update(login).where(login.c.id == row.id).values(seen_at=now))
    conn.execute(update(user).where(user.c.id == row.user_id).values(seen_at=now))


def renew(conn: Connection, login_id: str, digest: str, now: datetime) -> bool:
    """Give one another token, once somebody has proved who they are; False if it is gone."""
    fresh = update(login).where(login.c.id == login_id).values(digest=digest, whole=True, seen_at=now, proved_at=now)
    return conn.execute(fresh).rowcount == 1


def of_user(conn: Connection, user_id: str, now: datetime) -> list[Login]:
    """Return where somebody is signed in, the latest used first."""
    living = (login.c.user_id == user_id) & (login.c.expires_at > now)
    return [Login(*row) for row in conn.execute(select(*_LOGIN).where(living).order_by(login.c.seen_at.desc()))]


def end(conn: Connection, user_id: str, login_id: str) -> bool:
    """End one of somebody's; False if they have no such."""
    return conn.execute(delete(login).where((login.c.id == login_id) & (login.c.user_id == user_id))).rowcount == 1


def end_all(conn: Connection, user_id: str, but: str = "") -> int:
    """End all of somebody's, but one."""
    return conn.execute(delete(login).where((login.c.user_id == user_id) & (login.c.id != but))).rowcount


def end_old(conn: Connection, now: datetime) -> None:
    """Clear away what is over by itself."""
    conn.execute(delete(login).where(login.c.expires_at <= now))
    conn.execute(delete(user_link).where(user_link.c.expires_at <= now))


# ── links ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def add_link(conn: Connection, row: Link, digest: str) -> None:
    """Keep a new link; what was given before for the same purpose is void."""
    void_links(conn, row.user_id, row.kind)
    conn.execute(insert(user_link), row._asdict() | {"digest": digest})


def void_links(conn: Connection, user_id: str, kind: str | None = None) -> None:
    """Let links of somebody lead nowhere, of one kind or all."""
    theirs = user_link.c.user_id == user_id
    conn.execute(delete(user_link).where(theirs if kind is None else theirs & (user_link.c.kind == kind)))


def find_link(conn: Connection, digest: str, now: datetime) -> Link | None:
    """Look a link up by the digest of its token."""
    living = (user_link.c.digest == digest) & (user_link.c.expires_at > now)
    row = conn.execute(select(*_LINK).where(living)).one_or_none()
    return None if row is None else Link(*row)


def use_link(conn: Connection, digest: str, now: datetime) -> Link | None:
    """Take a link away, and return it; None if it is gone, or too old."""
    found = find_link(conn, digest, now)
    if found is None or conn.execute(delete(user_link).where(user_link.c.digest == digest)).rowcount != 1:
        return None
    return found


def open_links(conn: Connection, kind: str, now: datetime) -> list[Link]:
    """Return the links of one kind that nobody has used yet."""
    living = (user_link.c.kind == kind) & (user_link.c.expires_at > now)
    return [Link(*row) for row in conn.execute(select(*_LINK).where(living).order_by(user_link.c.id))]
