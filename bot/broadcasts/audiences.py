"""Filters that are kept under a name, and may be named wherever a filter may stand.

A name is one word, which no filter is. What is ordered by name keeps the filter as it was then; a series looks again
each time.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.accounts.caller import Caller
from bot.audience import AudienceError, Filter, read_audience
from bot.audience.tree import At
from bot.errors import BotError
from bot.limits import AUDIENCE_NAME_PATTERN, AUDIENCES_MAX
from bot.store import audiences as store
from bot.store.audiences import Saved
from bot.suggest import did_you_mean

_NAME: Final = re.compile(AUDIENCE_NAME_PATTERN)


class TooMany(BotError):
    """There are as many as there may be."""


def is_name(written: str) -> bool:
    """Whether this is the name of an audience, and no filter."""
    return _NAME.fullmatch(written) is not None


def read_named(conn: Connection, written: str) -> tuple[Filter, str | None]:
    """Read a filter, or one that is kept under this name, which is given too; an AudienceError where it is neither."""
    written = written.strip()
    if not is_name(written):
        return read_audience(written), None
    saved = store.find(conn, written)
    if saved is None:
        hint = did_you_mean(written, store.names(conn)) or 'a filter has a test, such as tags has "vip"'
        raise AudienceError(f"no audience is called `{written}`", written, At(0, len(written)), hint)
    return read_audience(saved.filter), written


def keep(conn: Connection, name: str, filter: str, note: str, caller: Caller, now: datetime) -> tuple[Saved, bool]:
    """Keep a filter that can be read under a name; say whether the name is new."""
    known = store.find(conn, name)
    if known is None and store.count(conn) >= AUDIENCES_MAX:
        raise TooMany(f"there are {AUDIENCES_MAX:,} audiences already")
    saved = Saved(name, filter, note, caller.id, now, now)
    if known is not None:
        saved = known._replace(filter=filter, note=note, updated_at=now)
    created = store.keep(conn, saved)
    caller.write(conn, now, "audience.kept", name)
    return saved, created


def remove(conn: Connection, name: str, caller: Caller, now: datetime) -> bool:
    """Forget one; what was ordered with it goes on. Say whether it was there."""
    if not store.remove(conn, name):
        return False
    caller.write(conn, now, "audience.removed", name)
    return True
