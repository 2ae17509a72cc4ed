"""Long texts that a carrier hands over in pieces: the pieces wait for each other, and then are one text.

    piece 2, piece 1, "and then?" ─► wait          piece 3 ─► the text, "and then?"

What is missing is not waited for longer than `PARTS_WAIT_S_MAX`: then the text is what arrived. Texts that came after
the first piece stay behind it, so that a conversation hears them in order; STOP does not wait for anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.compliance.screen import Outcome, classify
from bot.events import Json
from bot.limits import INBOUND_MEDIA_MAX, INBOUND_TEXT_CHARS_MAX, PARTS_WAIT_S_MAX
from bot.providers.channel import Channel
from bot.store import inbound
from bot.store.inbound import Kind, Pending

_UTF16 = "utf-16-be"


@dataclass(slots=True)
class Joined:
    """What came of the rows of a batch."""

    rows: list[Pending]
    """What is to be decided now, in order."""
    pieces: dict[int, list[int]] = field(default_factory=dict)
    """By the row that stands for a text: its other pieces."""
    waiting: dict[int, datetime] = field(default_factory=dict)
    """Rows that wait from now on, and until when."""


def join(conn: Connection, rows: Sequence[Pending], channels: Mapping[str, Channel], now: datetime) -> Joined:
    """Join the pieces among these rows with those that wait. Where no channel delivers pieces, this costs nothing."""
    delivering = {name for name, channel in channels.items() if channel.provider.delivers_parts}
    texts = [row for row in rows if row.kind == Kind.MESSAGE]
    people = {row.contact for row in texts if row.channel in delivering or _part(row)}
    if not people:
        return Joined(list(rows))
    known = {row.seq for row in rows}
    waiting = [row for row in inbound.waiting_for_parts(conn, people) if row.seq not in known]
    return sort_out([*rows, *waiting], {row.seq for row in waiting}, now)


def sort_out(rows: Iterable[Pending], waiting: set[int], now: datetime) -> Joined:
    """Say which rows are to be decided, and which wait; those of `waiting` do already."""
    until = now + timedelta(seconds=PARTS_WAIT_S_MAX)
    joined = Joined([])
    unfinished: set[tuple[str, str]] = set()
    for text in _in_order(rows):
        first, *others = text.rows
        row, place = text.joined(), (first.contact, first.channel)
        free = place not in unfinished or not _may_wait(row)
        if (text.complete and free) or any(_over(piece, now) for piece in text.rows):
            joined.rows.append(row)
            if others:
                joined.pieces[first.seq] = [piece.seq for piece in others]
        else:
            unfinished.add(place)
            joined.waiting |= {piece.seq: piece.waits_until or until for piece in text.rows if piece.seq not in waiting}
    return joined


class _Text:
    """A row that is whole, or the pieces of a text."""

    def __init__(self, first: Pending) -> None:
        part = _part(first)
        self.rows = [first]
        """As they came; a piece that came again is among them."""
        self._total: int | None = None if part is None else part["total"]
        self._pieces: dict[int, Pending] = {} if part is None else {part["number"]: first}

    @property
    def complete(self) -> bool:
        """Whether every piece is here."""
        return self._total is None or len(self._pieces) == self._total

    def takes(self, row: Pending) -> bool:
        """Whether a piece is missing here, or here already; another one of its number belongs to a later text."""
        known = self._pieces.get(row.payload["part"]["number"])
        return known is None or _units(known) == _units(row)

    def add(self, row: Pending) -> None:
        """Take a piece."""
        self.rows.append(row)
        self._pieces.setdefault(row.payload["part"]["number"], row)

    def joined(self) -> Pending:
        """Return the text as one row, in the place of what came first."""
        first = self.rows[0]
        if self._total is None:
            return first
        ordered = [piece for _, piece in sorted(self._pieces.items())]
        pieces = [piece.payload for piece in ordered]
        units = b"".join(map(_units, ordered))
        payload = {
            "id": first.payload["id"],
            "text": units.decode(_UTF16, "replace")[:INBOUND_TEXT_CHARS_MAX],
            "media": [link for piece in pieces for link in piece["media"]][:INBOUND_MEDIA_MAX],
            "opt_out": next((piece["opt_out"] for piece in pieces if piece["opt_out"]), None),
            "to": pieces[0]["part"]["to"],
        }
        return first._replace(payload=payload)


def _in_order(rows: Iterable[Pending]) -> list[_Text]:
    """Put pieces together, each text in the place of its first piece."""
    order: list[_Text] = []
    groups: defaultdict[tuple[Json, ...], list[_Text]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.seq):
        part = _part(row)
        same = [] if part is None else groups[row.contact, row.channel, part["to"], part["reference"], part["total"]]
        text = next((text for text in same if text.takes(row)), None)
        if text is None:
            text = _Text(row)
            same.append(text)
            order.append(text)
        else:
            text.add(row)
    return order


def _part(row: Pending) -> dict[str, Json] | None:
    return row.payload.get("part") if row.kind == Kind.MESSAGE else None


def _units(piece: Pending) -> bytes:
    """Return a piece as it was cut: a character may begin in one and end in the next."""
    halves: str = piece.payload["part"]["utf16"]
    text: str = piece.payload["text"]
    return bytes.fromhex(halves) if halves else text.encode(_UTF16)


def _over(row: Pending, now: datetime) -> bool:
    return row.waits_until is not None and row.waits_until <= now


def _may_wait(row: Pending) -> bool:
    """Whether a row stays behind an unfinished text: other texts do, but for STOP."""
    if row.kind != Kind.MESSAGE or row.payload["opt_out"] is not None:
        return False
    return classify(row.payload["text"], opted_out=False, question_pending=False).verdict is not Outcome.OUT
