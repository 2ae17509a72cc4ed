"""From where somebody does something, and who it is for the audit log."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection

from bot.store import audit


@dataclass(frozen=True, slots=True)
class Caller:
    """Who does something, and from where."""

    id: str = ""
    """The id of a user or of an API key, `cli`, or blank for somebody unknown."""
    name: str = ""
    address: str = ""
    browser: str = ""

    def named(self, id: str, name: str) -> Caller:
        """The same, once it is known who it is."""
        return replace(self, id=id, name=name)

    def write(self, conn: Connection, at: datetime, kind: str, subject: str, **data: Any) -> None:
        """Put what they do into the audit log, in the transaction that does it."""
        audit.write(conn, audit.Entry(at, kind, self.id, self.name, subject, self.address, data))


CLI: Final = Caller("cli", "the command line")
HOUSE: Final = Caller("system", "Parley")
