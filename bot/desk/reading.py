"""What an agent looks at: one conversation whole, and its thread. Never written to, never locked.

A thread is the log of its conversation, read as people read: what was said and by whom, and small lines in between.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Text, cast, or_, select

from bot.events import Json
from bot.sealing import SEALED, shown
from bot.store import contacts, desk
from bot.store.contacts import Contact
from bot.store.conversations import Conversation
from bot.store.desk import Note
from bot.store.dialect import among, constant
from bot.store.events import Logged
from bot.store.tables import event, inbound, message, session, timer
from bot.store.types import loads

# ── one conversation ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Walk:
    """The flow that a conversation is in."""

    id: str
    flow: str
    version: str
    state: str
    """The point where it waits."""
    last_state: str
    """The author's state around that point."""
    variables: Mapping[str, Json]
    """Empty where the flow asks for something sensitive."""
    waits_until: datetime | None
    """When the clock is to do something, if nobody writes before."""
    started_at: datetime
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Later:
    """Something that is to happen by itself."""

    kind: str
    """wake (the flow's own clock), start, trigger, event, result or timer."""
    what: str
    """The flow, where one is to start."""
    due_at: datetime
    held: bool
    """Whether it was due and waits for the conversation to be free."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A conversation, and all that surrounds it."""

    conversation: Conversation
    contact: Contact
    walk: Walk | None
    later: tuple[Later, ...]
    newest: int
    """The number of the last thing in its log: what a writer has seen."""


def whole(conn: Connection, conversation_id: str, now: datetime) -> Whole | None:
    """Return one conversation with everything around it."""
    found = desk.find(conn, conversation_id)
    person = None if found is None else contacts.by_ids(conn, [found.contact_id]).get(found.contact_id)
    if found is None or person is None:
        return None
    walk = walk_of(conn, conversation_id)
    later = tuple(sorted(_later(conn, found, person, walk, now), key=lambda item: item.due_at))
    return Whole(found, person, walk, later, desk.newest_event(conn, conversation_id))


def walk_of(conn: Connection, conversation_id: str) -> Walk | None:
    """Return the flow that a conversation is in, if any."""
    columns = (session.c.id, session.c.flow, session.c.version, session.c.state, session.c.started_at)
    query = select(*columns, cast(session.c.data, Text).label("data")).where(
        session.c.conversation_id == conversation_id, session.c.ended_at.is_(None)
    )
    row = conn.execute(query).one_or_none()
    if row is None:
        return None
    data = loads(row.data)
    until = data.get("wake_at")
    return Walk(
        id=row.id,
        flow=row.flow,
        version=row.version,
        state=row.state,
        last_state=data.get("last_state") or row.state,
        variables=data.get("variables") or {},
        waits_until=datetime.fromisoformat(until) if until else None,
        started_at=row.started_at,
        sealed=SEALED in data,
    )


def _later(conn: Connection, found: Conversation, person: Contact, walk: Walk | None, now: datetime) -> Iterator[Later]:
    if walk is not None and walk.waits_until is not None:
        yield Later("wake", walk.flow, walk.waits_until, found.held and walk.waits_until <= now)
    waiting = select(inbound.c.kind, inbound.c.payload, inbound.c.received_at).where(
        inbound.c.status == constant("deferred"),
        inbound.c.contact == person.phone,
        inbound.c.channel == found.channel,
        inbound.c.kind != constant("wake"),
    )
    for kind, payload, at in conn.execute(waiting):
        yield Later(kind, str(payload.get("flow") or payload.get("trigger") or ""), at, held=True)
    planned = select(timer.c.payload, timer.c.due_at).where(
        timer.c.contact_id == person.id, or_(timer.c.channel == found.channel, timer.c.channel == "")
    )
    for payload, at in conn.execute(planned):
        yield Later("timer", str(payload.get("flow") or payload.get("trigger") or ""), at, held=False)


# ── the thread ──────────────────────────────────────────────────────────────────────────────────────────────────────


class Spoken(NamedTuple):
    """A message as the thread shows it."""

    id: str
    session_id: str | None
    state: str | None
    """The point of the flow that said it."""
    author: str | None
    message_class: str
    text: str
    media: Sequence[str]
    encoding: str
    segments: int
    status: str
    error: str | None
    error_detail: str | None
    decision: Mapping[str, Json] | None
    possible_duplicate: bool
    channel: str
    sender: str
    provider: str
    created_at: datetime
    due_at: datetime | None
    sent_at: datetime | None
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in a thread."""

    seq: int
    """Of the entry of the log; several items may come of one."""
    kind: str
    """customer, bot, agent, business (what the API sent), note, or activity."""
    at: datetime
    text: str = ""
    media: tuple[str, ...] = ()
    by: Mapping[str, Json] | None = None
    """Who did it, if a person or an API key: `id`, `name`, `kind`."""
    message: Spoken | None = None
    """What became of it, if it was sent, or was to be."""
    note: Note | None = None
    what: str = ""
    """What an activity is: the kind of the entry, `started`, `ended` or `handed_off`."""
    data: Mapping[str, Any] = field(default_factory=dict)
    """The entry, as the log has it."""


class Page(NamedTuple):
    """A part of a thread, the newest items first."""

    items: tuple[Item, ...]
    next: int | None
    """Where the older part begins: the `before` of the next page."""


MESSAGES: Final = frozenset({"customer", "bot", "agent", "business"})
"""The kinds of items that were said to or by the customer."""
_LOGGED = [event.c[name] for name in Logged._fields]
_SPOKEN = [message.c[name] for name in Spoken._fields]


def thread(conn: Connection, conversation_id: str, *, before: int | None = None, limit: int = 50) -> Page:
    """Return the newest items of a thread, or those before an entry of its log."""
    query = select(*_LOGGED).where(event.c.conversation_id == conversation_id)
    if before is not None:
        query = query.where(event.c.seq < before)
    found = [Logged(*row) for row in conn.execute(query.order_by(event.c.seq.desc()).limit(limit + 1))]
    page = found[:limit]
    made = items(conn, page[::-1])
    return Page(tuple(made[::-1]), page[-1].seq if len(found) > limit else None)


def since(conn: Connection, conversation_id: str, seen: int, limit: int = 200) -> list[Item]:
    """Return what came after an entry of a thread's log, the oldest first."""
    query = select(*_LOGGED).where(event.c.conversation_id == conversation_id, event.c.seq > seen)
    return items(conn, [Logged(*row) for row in conn.execute(query.order_by(event.c.seq).limit(limit))])


def was_spoken(conn: Connection, conversation_id: str, taken_at: datetime | None) -> bool:
    """Whether anything was said since somebody took a conversation over, or was taken back by that."""
    if taken_at is None:
        return True
    query = select(event.c.kind, event.c.data).where(
        event.c.conversation_id == conversation_id,
        event.c.at >= taken_at,
        event.c.kind.in_(["text", "replied", "asked", "taken_over"]),
    )
    return any(kind != "taken_over" or data["canceled"] for kind, data in conn.execute(query))


def items(conn: Connection, entries: Sequence[Logged]) -> list[Item]:
    """Read entries of a log as people do, in their order."""
    said = _spoken(conn, [id for entry in entries for id in _said(entry)])
    noted = desk.notes(conn, [entry.data["note"] for entry in entries if entry.kind == "noted"])
    return [item for entry in entries for item in _read(entry, said, noted)]


def _spoken(conn: Connection, ids: Sequence[str]) -> dict[str, Spoken]:
    rows = conn.execute(select(*_SPOKEN).where(among(message.c.id, ids))) if ids else ()
    return {row.id: Spoken(*row)._replace(text=shown(row.text)) for row in rows}


def _said(entry: Logged) -> list[str]:
    """The messages that an entry tells of; that of consent is one, or none."""
    said = entry.data.get("said") or []
    return [said] if isinstance(said, str) else list(said)


_READ_BY_PEOPLE: Final = frozenset({"keyword", "phrase", "provider", "clarification", "classifier"})
"""Where a wish came from if it was a text; what was said elsewhere is no part of the thread."""


def _read(entry: Logged, said: Mapping[str, Spoken], noted: Mapping[str, Note]) -> Iterator[Item]:
    data = entry.data
    heard = _heard(entry)
    if heard is not None:
        about: dict[str, Json] = {name: data[name] for name in ("inbound", "silent") if name in data}
        yield Item(entry.seq, "customer", entry.at, heard[0], heard[1], data=about)
    kind = {"replied": "agent", "asked": "business"}.get(entry.kind, "bot")
    by = data.get("actor") or ({"id": data["by"], "name": "", "kind": "key"} if data.get("by") else None)
    for id in _said(entry):
        if id in said:  # else it was erased, or kept for long enough
            one = said[id]
            yield Item(entry.seq, kind, entry.at, one.text, tuple(one.media), by, one)
    if entry.kind == "noted":
        note = noted.get(data["note"])
        yield Item(entry.seq, "note", entry.at, note.text if note else "", by=by, note=note, data=data)
        return
    for what in _happened(entry):
        yield Item(entry.seq, "activity", entry.at, by=by, what=what, data=data)


def _heard(entry: Logged) -> tuple[str, tuple[str, ...]] | None:
    """What the customer wrote, if that is what the entry is about."""
    data = entry.data
    if entry.kind == "text":
        return data["text"], tuple(data.get("media") or ())
    if entry.kind == "step":
        if data["event"]["type"] == "reply":
            return data["event"]["text"], tuple(data["event"].get("media") or ())
        return (data["heard"], tuple(data.get("media") or ())) if "heard" in data else None
    if entry.kind == "consent" and data.get("text") is not None:
        by_text = data.get("verdict") == "help" or data.get("source") in _READ_BY_PEOPLE
        if by_text and data.get("verdict") != "review":  # what may have meant STOP goes on to a flow: there it stands
            return data["text"], ()
    return None


def _happened(entry: Logged) -> Iterator[str]:
    """The small lines that an entry is worth."""
    data = entry.data
    if entry.kind == "step":
        if data["event"]["type"] == "start":
            yield "started"
        if data.get("handoff"):
            yield "handed_off"
        if data.get("outcome") is not None:
            yield "ended"
    elif entry.kind not in ("text", "replied", "asked"):
        yield entry.kind
