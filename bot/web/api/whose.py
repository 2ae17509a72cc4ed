"""Who is meant by `{user}` in a path: an agent by id or e-mail address, or `me`, the key itself.

A key may keep what agents keep (drafts, marks, views), so that an inbox of one's own needs no accounts.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from sqlalchemy import Connection

from bot.accounts import Caller
from bot.accounts.people import Refused, spelled
from bot.desk import Actor
from bot.store import users
from bot.store.users import User
from bot.web.api.endpoint import Call
from bot.web.problem import Problem

ME: Final = "me"


class Who(NamedTuple):
    """Somebody who keeps things for themselves."""

    id: str
    name: str


def who(conn: Connection, call: Call[Any]) -> Who:
    """Find whose things a call is about."""
    named = call.path["user"]
    if named == ME:
        return Who(call.key.id, call.key.name)
    found = user_of(conn, named)
    return Who(found.id, found.name)


def user_of(conn: Connection, named: str) -> User:
    """Find somebody who works here, by id or e-mail address."""
    found = users.find(conn, named) or users.find_by_email(conn, spelled(named))
    if found is None:
        hint = "`GET /v1/users` lists everybody"
        raise Problem("not_found", f"nobody who works here is `{named}`", param="user", hint=hint)
    return found


def actor_of(call: Call[Any]) -> Actor:
    """Who does something at the desk by this call."""
    return Actor(call.key.id, call.key.name, "key")


def caller_of(call: Call[Any]) -> Caller:
    """Who does something by this call, for the audit log."""
    return Caller(call.key.id, call.key.name)


def refusal(error: Refused) -> Problem:
    """What an account refuses, as a problem."""
    if error.field:
        return Problem("invalid_field", str(error), param=error.field)
    return Problem("refused", str(error))
