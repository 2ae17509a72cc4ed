"""What a row of the inbox shows: gathered from where it is kept, so that nothing of it is kept twice."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from bot.store import events, findings
from bot.store.conversations import PERSON
from bot.store.dialect import among
from bot.store.findings import Found
from bot.store.listing import THEM, Listing
from bot.store.tables import contact, event, listing, listing_label, message, note, read_mark

EVERYTHING: Final = ""
"""As an agent's mark: how far all conversations are read."""


class Row(NamedTuple):
    """A conversation in the list."""

    listing: Listing
    name: str | None
    phone: str
    labels: Sequence[str]
    unread: bool
    text: str
    """The newest text, or the one that was found."""
    delivery: str
    """What became of our newest message; blank if there is none."""
    error: str | None
    hit: Found | None = None

    @property
    def id(self) -> str:
        """Of the conversation."""
        return self.listing.conversation_id


def dressed(
    conn: Connection, rows: Sequence[Listing], me: str | None, hits: dict[str, Found] | None = None
) -> list[Row]:
    """Add to rows what the list says of them; `hits` are what was found in them, which is shown then.

    For nobody in particular nothing is unread.
    """
    hits = hits or {}
    heard = {str(row.heard) for row in rows if row.author == THEM and row.conversation_id not in hits}
    heard |= {hit.source for hit in hits.values() if hit.kind == findings.IN}
    said = {row.message_id for row in rows if row.message_id}
    said |= {hit.source for hit in hits.values() if hit.kind == findings.OUT}
    theirs = _heard(conn, [int(seq) for seq in heard])
    ours = _said(conn, said)
    written = _notes(conn, [hit.source for hit in hits.values() if hit.kind == findings.NOTE])
    ids = [row.conversation_id for row in rows]
    labels = _labels(conn, ids)
    unread = set() if me is None else _unread_of(conn, ids, me)
    people = _people_of(conn, {row.contact_id for row in rows})
    dressed = []
    for row in rows:
        id = row.conversation_id
        name, phone = people.get(row.contact_id, (None, ""))
        hit = hits.get(id)
        newest, status, error = ours.get(row.message_id, ("", "", None))
        if hit is not None:
            shown = {**theirs, **written}.get(hit.source) or ours.get(hit.source, ("",))[0]
        else:
            shown = theirs.get(str(row.heard), "") if row.author == THEM else newest
        dressed.append(Row(row, name, phone, labels.get(id, ()), id in unread, shown, status, error, hit))
    return dressed


def _people_of(conn: Connection, ids: Collection[str]) -> dict[str, tuple[str | None, str]]:
    query = select(contact.c.id, contact.c.name, contact.c.phone).where(among(contact.c.id, ids))
    return {row[0]: (row[1], row[2]) for row in conn.execute(query)} if ids else {}


def _unread_of(conn: Connection, ids: Collection[str], me: str) -> set[str]:
    query = select(listing.c.conversation_id).where(among(listing.c.conversation_id, ids), unread_by(me))
    return set(conn.execute(query).scalars()) if ids else set()


def _heard(conn: Connection, seqs: Collection[int]) -> dict[str, str]:
    query = select(event.c.seq, event.c.kind, event.c.data).where(among(event.c.seq, seqs))
    found = {}
    for seq, kind, data in conn.execute(query) if seqs else ():
        said = events.heard(kind, data)
        found[str(seq)] = "" if said is None else said[0] or "(picture)" * bool(said[1])
    return found


def _said(conn: Connection, ids: Collection[str]) -> dict[str, tuple[str, str, str | None]]:
    columns = (message.c.id, message.c.text, message.c.status, message.c.error)
    query = select(*columns).where(among(message.c.id, ids))
    return {id: (said, status, error) for id, said, status, error in conn.execute(query)} if ids else {}


def _notes(conn: Connection, ids: Collection[str]) -> dict[str, str]:
    query = select(note.c.id, note.c.text).where(among(note.c.id, ids))
    return {row[0]: row[1] for row in conn.execute(query)} if ids else {}


def _labels(conn: Connection, ids: Collection[str]) -> dict[str, list[str]]:
    columns = (listing_label.c.conversation_id, listing_label.c.label)
    query = select(*columns).where(among(listing_label.c.conversation_id, ids)).order_by(listing_label.c.label)
    found: dict[str, list[str]] = {}
    for id, label in conn.execute(query) if ids else ():
        found.setdefault(id, []).append(label)
    return found


def to_be_read(row: Listing) -> bool:
    """Whether it is for anybody to read: what the bot sees to is not."""
    return row.handler == PERSON or row.needs == 1


def unread_by(me: str | ColumnElement[str]) -> ColumnElement[bool]:
    """Whether somebody wrote what this agent has not read, which is theirs to read (`to_be_read`)."""
    return and_(listing.c.heard > _mark(me), or_(listing.c.handler == PERSON, listing.c.needs == 1))


def marks(conn: Connection, ids: Collection[str]) -> dict[tuple[str, str], int]:
    """Return how far everybody has read these conversations, and `EVERYTHING`: by agent and conversation."""
    columns = (read_mark.c.agent_id, read_mark.c.conversation_id, read_mark.c.heard)
    query = select(*columns).where(among(read_mark.c.conversation_id, [EVERYTHING, *ids]))
    return {(row[0], row[1]): row[2] for row in conn.execute(query)}


def _mark(me: str | ColumnElement[str]) -> ColumnElement[int]:
    marks = read_mark.c
    own = select(marks.heard).where(marks.agent_id == me, marks.conversation_id == listing.c.conversation_id)
    everything = select(marks.heard).where(marks.agent_id == me, marks.conversation_id == EVERYTHING)
    return func.coalesce(own.scalar_subquery(), everything.scalar_subquery(), 0)
