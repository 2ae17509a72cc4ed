"""All that is kept of a person as one document, or the messages alone as a table for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any, Final

from bot.events import MessageClass
from bot.inbox.house import House
from bot.inbox.secrecy import ACTION, EVENT, INPUTS
from bot.inbox.sessions import PLACE as SESSION
from bot.sealing import Sealer, shown
from bot.store import contacts, exporting, views
from bot.store.db import Database
from bot.store.erasing import Place
from bot.store.events import heard
from bot.store.exporting import Rows
from bot.world import World

Document = dict[str, Any]

NAMES: Final = {
    "contact": "contact",
    "suppression": "opted_out",
    "consent_event": "consent",
    "conversation": "conversations",
    "session": "sessions",
    "event": "log",
    "note": "notes",
    "message": "messages",
    "receipt": "receipts",
    "timer": "scheduled",
    "exchange": "exchanges",
    "link": "links",
    "broadcast_recipient": "broadcasts",
    "verification": "verifications",
    "passcode": "passcodes",
    "activity": "activity",
    "draft": "drafts",
    "same_person": "numbers",
    "filters": "filters",
}
"""Table → what it is called in the document."""
COLUMNS: Final = ("at", "direction", "channel", "from", "to", "text", "media", "status", "id")
_SEALED: Final = {
    "session": ("data", SESSION),
    "event": ("data", EVENT),
    "action": ("request", ACTION),
    "inbound": ("payload", ""),
    "timer": ("payload", ""),
}
"""Table → the column of which parts may be sealed, and what for."""
_FORMULA: Final = tuple("=+-@\t\r＝＋－＠")
"""What a cell begins with that spreadsheets take for a formula."""


class Exporter:
    """Gathers what is kept of people."""

    def __init__(self, database: Database, house: House, world: World, sealer: Sealer) -> None:
        """`sealer` reads what is kept encrypted: to the person it is no secret."""
        self._database = database
        self._house = house
        self._world = world
        self._sealer = sealer

    async def export(self, contact_id: str) -> Document | None:
        """Gather everything about a contact; None if there is none of this id."""
        known = await self._database.run(views.person, contact_id)
        if known is None:
            return None
        person = contacts.person_key(self._house.secret, known.phone)
        kept = await self._database.run(exporting.kept, contact_id, person)
        if kept is None:
            return None
        document: Document = {"exported_at": self._world.now(), "phone": known.phone}
        document |= {NAMES[name]: self._revealed(name, rows) for name, rows in kept._asdict().items()}
        document["contact"] = document["contact"][0]
        document["inbox"], document["calls"] = await self._search(known.phone)
        return document

    async def _search(self, phone: str) -> tuple[Rows, Rows]:
        came_in: Rows = []
        calls: Rows = []
        place = Place()
        while not place.over:
            place, rows, asked = await self._database.run(exporting.search, phone, place)
            came_in += rows
            calls += asked
        return self._revealed("inbound", came_in), self._revealed("action", calls)

    def _revealed(self, table: str, rows: Rows) -> Rows:
        if table == "message":
            return [row | {"text": self._said(row)} for row in rows]
        if table not in _SEALED:
            return rows
        column, place = _SEALED[table]
        return [row | {column: self._opened(row[column], place)} for row in rows]

    def _said(self, row: dict[str, Any]) -> str:
        """A text as it was sent; a passcode that waits to be sent is nobody's but the phone's."""
        if row["message_class"] == MessageClass.OTP and row["session_id"] is None:
            return shown(str(row["text"]))
        return self._sealer.text(row["text"], row["id"])

    def _opened(self, kept: Document, place: str) -> Document:
        opened = dict(self._sealer.document(kept, place))
        if isinstance(opened.get("inputs"), dict):
            opened["inputs"] = self._sealer.document(opened["inputs"], INPUTS)
        return opened


def table(document: Document) -> str:
    """Write the messages of both directions as CSV (RFC 4180), every cell in quotes, none of them a formula."""
    rows = sorted((*_sent(document), *_heard(document)), key=lambda row: row[0])
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for at, *cells in rows:
        writer.writerow([at.isoformat(), *map(_cell, cells)])
    return out.getvalue()


def _sent(document: Document) -> Iterator[tuple[Any, ...]]:
    for row in document["messages"]:
        ends = (row["channel"], row["sender"], row["recipient"])
        yield row["created_at"], "out", *ends, row["text"], " ".join(row["media"]), row["status"], row["id"]


def _heard(document: Document) -> Iterator[tuple[Any, ...]]:
    """What the person wrote, from the log; the inbox does not keep it for as long."""
    channels = {row["id"]: row["channel"] for row in document["conversations"]}
    for entry in document["log"]:
        said = heard(entry["kind"], entry["data"])
        if said is not None:
            text, media = said
            channel = channels[entry["conversation_id"]]
            yield entry["at"], "in", channel, document["phone"], "", text, " ".join(media), "received", ""


def _cell(value: Any) -> str:
    """A phone begins with a plus, and stays as it is: the digits after it are no formula that does anything."""
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) and not text.removeprefix("+").isdigit() else text
