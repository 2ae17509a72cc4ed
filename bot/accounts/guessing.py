"""How often somebody may be wrong: by account, by network address, by what they try.

    password   5 times for an account, then a minute, two, four, up to a quarter of an hour; 30 times from an address
    code       5 times for an account, in the same way
    reset      3 requests an hour for an address of e-mail, 20 from a network address

Whether there is such an account makes no difference, so nobody learns it here. Addresses of private networks are not
limited: behind a proxy that is not named in `server.proxies` everybody would have the same one.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Final

from sqlalchemy import Connection

from bot.errors import BotError
from bot.store import attempts
from bot.store.attempts import Limit

_QUARTER: Final = timedelta(minutes=15)
_HOUR: Final = timedelta(hours=1)
_MINUTE: Final = timedelta(minutes=1)

LIMITS: Final = {
    "password": Limit(free=5, within=_HOUR, first=_MINUTE, most=_QUARTER),
    "password from": Limit(free=30, within=_QUARTER, first=_QUARTER, most=_HOUR),
    "code": Limit(free=5, within=_HOUR, first=_MINUTE, most=_QUARTER),
    "reset": Limit(free=3, within=_HOUR, first=_HOUR, most=_HOUR),
    "reset from": Limit(free=20, within=_HOUR, first=_HOUR, most=_HOUR),
}


class TooOften(BotError):
    """It was wrong too often; when it may be tried again."""

    def __init__(self, until: datetime, now: datetime) -> None:
        minutes = max(1, -int((now - until).total_seconds() // 60))
        wait = "a minute" if minutes == 1 else f"{minutes} minutes"
        super().__init__(f"That was wrong too often. Try again in {wait}, or ask an admin for a link.")
        self.until = until


class Guessing:
    """Counts, in the transaction of who calls."""

    def __init__(self, secret: Callable[[], bytes]) -> None:
        """`secret` keys the names of what is counted."""
        self._secret = secret

    def take(self, conn: Connection, kind: str, who: str, address: str, now: datetime) -> None:
        """Count an attempt that is about to be made, or raise `TooOften`."""
        for name, subject in self._subjects(kind, who, address):
            until = attempts.take(conn, subject, LIMITS[name], now)
            if until is not None:
                raise TooOften(until, now)

    def right(self, conn: Connection, kind: str, who: str, address: str, now: datetime) -> None:
        """It was right."""
        own, *others = (subject for _, subject in self._subjects(kind, who, address))
        attempts.forget(conn, own)
        for subject in others:
            attempts.give_back(conn, subject)
        attempts.forget_old(conn, now)

    def pardon(self, conn: Connection, user_id: str, email: str) -> None:
        """Forget what was wrong, because an admin says so."""
        for kind, who in (("password", email), ("code", user_id)):
            attempts.forget(conn, self._name(kind, who))

    def _subjects(self, kind: str, who: str, address: str) -> list[tuple[str, str]]:
        found = [(kind, self._name(kind, who))]
        if f"{kind} from" in LIMITS and _is_public(address):
            found.append((f"{kind} from", self._name(f"{kind} from", address)))
        return found

    def _name(self, kind: str, who: str) -> str:
        return hmac.new(self._secret(), f"{kind}:{who}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def _is_public(address: str) -> bool:
    try:
        return ip_address(address).is_global
    except ValueError:
        return False
