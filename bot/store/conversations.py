"""Conversations, and the sessions that walk through flows in them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

from sqlalchemy import Connection, Text, and_, bindparam, cast, func, or_, select, update

from bot.store.bulk import insert_rows, update_rows
from bot.store.dialect import among, among_given
from bot.store.tables import contact, conversation, session
from bot.store.types import Written

BOT = "bot"
PERSON = "person"


class Conversation(NamedTuple):
    """All that is said between a contact and one of our channels."""

    id: str
    contact_id: str
    channel: str
    created_at: datetime
    last_at: datetime
    status: str = "open"
    handler: str = BOT
    queue: str | None = None
    priority: str | None = None
    note: str | None = None
    assignee: str | None = None
    labels: Sequence[str] = ()
    unread: int = 0
    epoch: int = 0
    number: str | None = None
    """Which of our numbers the person knows; None for who was met before that was kept."""
    handed_at: datetime | None = None
    taken_at: datetime | None = None
    answered_at: datetime | None = None
    needs_reply_since: datetime | None = None
    snoozed_until: datetime | None = None
    bot_paused_until: datetime | None = None
    closed_at: datetime | None = None
    escalated_at: datetime | None = None
    noticed_at: datetime | None = None

    @property
    def held(self) -> bool:
        """Whether somebody has taken it over: the bot does not say a word. (Else a person may be waited for.)"""
        return self.handler == PERSON and self.taken_at is not None


_COLUMNS = [conversation.c[name] for name in Conversation._fields]
_HEARD = (
    "last_at",
    "status",
    "handler",
    "queue",
    "priority",
    "note",
    "assignee",
    "labels",
    "unread",
    "epoch",
    "number",
)
_DESK = Conversation._fields[Conversation._fields.index("handed_at") :]
_CHANGING = (*_HEARD, *_DESK)
_heard = attrgetter(*_HEARD)
_desk = attrgetter(*_DESK)
_changing = attrgetter(*_CHANGING)


_FIND = select(*_COLUMNS).where(among_given(conversation.c.contact_id, "contacts")).with_for_update()


def find(conn: Connection, contact_ids: Collection[str]) -> list[Conversation]:
    """Return every conversation of these contacts, held until the transaction ends.

    Held, because nobody may take one over between the step that reads its epoch and the bot messages written under it.
    """
    return [Conversation(*row) for row in conn.execute(_FIND, {"contacts": contact_ids})] if contact_ids else []


def by_ids(conn: Connection, ids: Collection[str]) -> list[Conversation]:
    """Return these conversations as they are, held by nobody."""
    rows = conn.execute(select(*_COLUMNS).where(among(conversation.c.id, ids))) if ids else ()
    return [Conversation(*row) for row in rows]


def newest_channels(conn: Connection, contact_ids: Collection[str], channels: Collection[str]) -> dict[str, str]:
    """Return by which of these channels each contact was in touch last; those who never were are left out."""
    if not contact_ids:
        return {}
    query = (
        select(conversation.c.contact_id, conversation.c.channel)
        .where(among(conversation.c.contact_id, contact_ids), among(conversation.c.channel, channels))
        .order_by(conversation.c.last_at, conversation.c.id)
    )
    return {row.contact_id: row.channel for row in conn.execute(query)}


def numbers(conn: Connection, phones: Collection[str], channels: Collection[str]) -> dict[tuple[str, str], str | None]:
    """Return which of our numbers people know, by phone and channel; who has no conversation there is left out."""
    query = (
        select(contact.c.phone, conversation.c.channel, conversation.c.number)
        .join(conversation, conversation.c.contact_id == contact.c.id)
        .where(among(contact.c.phone, phones), among(conversation.c.channel, channels))
    )
    return {(phone, channel): number for phone, channel, number in conn.execute(query)}


def add(conn: Connection, conversations: Sequence[Conversation]) -> None:
    """Keep new conversations."""
    insert_rows(conn, conversation, Conversation._fields, conversations)


def save(conn: Connection, conversations: Sequence[Conversation]) -> None:
    """Keep what has changed about conversations."""
    update_rows(conn, conversation, (*_CHANGING, "id"), [(*_changing(item), item.id) for item in conversations])


def save_changed(conn: Connection, changes: Sequence[tuple[Conversation, Conversation]]) -> None:
    """Keep what has changed about conversations, from what to what: what only agents change is mostly as it was."""
    few = [item for was, item in changes if _desk(was) == _desk(item)]
    update_rows(conn, conversation, (*_HEARD, "id"), [(*_heard(item), item.id) for item in few])
    save(conn, [item for was, item in changes if _desk(was) != _desk(item)])


# ── sessions ────────────────────────────────────────────────────────────────────────────────────────────────────────


class SessionRecord(NamedTuple):
    """A session as it is kept."""

    id: str
    conversation_id: str
    flow: str
    version: str
    state: str
    data: Written
    callers: list[list[str]] | None
    wake_at: datetime | None
    outcome: str | None
    started_at: datetime
    ended_at: datetime | None


_MOVING = ("flow", "version", "state", "data", "callers", "wake_at", "outcome", "ended_at")
_moving = attrgetter(*_MOVING)


class ActiveSession(NamedTuple):
    """A session that is not over."""

    id: str
    conversation_id: str
    data: str
    """As it was written down."""
    wake_at: datetime | None


_ACTIVE = select(session.c.id, session.c.conversation_id, cast(session.c.data, Text), session.c.wake_at).where(
    among_given(session.c.conversation_id, "conversations"), session.c.ended_at.is_(None)
)


def active_sessions(conn: Connection, conversation_ids: Collection[str]) -> list[ActiveSession]:
    """Return the sessions that are under way in these conversations, at most one in each."""
    rows = conn.execute(_ACTIVE, {"conversations": conversation_ids}) if conversation_ids else ()
    return [ActiveSession(*row) for row in rows]


def add_sessions(conn: Connection, sessions: Sequence[SessionRecord]) -> None:
    """Keep new sessions."""
    insert_rows(conn, session, SessionRecord._fields, sessions)


def save_sessions(conn: Connection, sessions: Sequence[SessionRecord]) -> None:
    """Keep where sessions have moved to."""
    update_rows(conn, session, (*_MOVING, "id"), [(*_moving(item), item.id) for item in sessions])


class Standing(NamedTuple):
    """How many sessions of a flow's version stand at one point of it."""

    flow: str
    version: str
    state: str
    people: int


def standing(conn: Connection, flows: Collection[str]) -> list[Standing]:
    """Count the sessions of these flows that are under way, by where they are."""
    if not flows:
        return []
    where = (session.c.flow, session.c.version, session.c.state)
    query = (
        select(*where, func.count())
        .where(among(session.c.flow, flows), session.c.ended_at.is_(None))
        .group_by(*where)
        .order_by(*where)
    )
    return [Standing(*row) for row in conn.execute(query)]


class Behind(NamedTuple):
    """A session on another version than the one in force."""

    id: str
    flow: str
    version: str
    state: str
    contact: str
    channel: str


def behind(conn: Connection, live: Mapping[str, str], after: str, limit: int) -> list[Behind]:
    """Return sessions of these flows, each with its version in force, that are on another; `after` is the last seen."""
    if not live:
        return []
    others = [and_(session.c.flow == flow, session.c.version != version) for flow, version in live.items()]
    query = (
        select(
            session.c.id, session.c.flow, session.c.version, session.c.state, contact.c.phone, conversation.c.channel
        )
        .join(conversation, conversation.c.id == session.c.conversation_id)
        .join(contact, contact.c.id == conversation.c.contact_id)
        .where(or_(*others), session.c.ended_at.is_(None), session.c.id > after)
        .order_by(session.c.id)
        .limit(limit)
    )
    return [Behind(*row) for row in conn.execute(query)]


class DueSession(NamedTuple):
    """A session for which a time has come, or was once going to."""

    id: str
    waits_until: datetime
    """What it really waits for by now."""
    contact: str
    channel: str


def due_sessions(conn: Connection, now: datetime, limit: int) -> list[DueSession]:
    """Return the sessions that are to be woken, the longest overdue first."""
    query = (
        select(session.c.id, session.c.data["wake_at"].as_string(), contact.c.phone, conversation.c.channel)
        .join(conversation, conversation.c.id == session.c.conversation_id)
        .join(contact, contact.c.id == conversation.c.contact_id)
        .where(session.c.wake_at <= now)
        .order_by(session.c.wake_at)
        .limit(limit)
    )
    return [
        DueSession(id, datetime.fromisoformat(until) if until else now, phone, channel)
        for id, until, phone, channel in conn.execute(query)
    ]


_POSTPONE = (
    update(session)
    .where(session.c.id == bindparam("which"), session.c.wake_at <= bindparam("now"))
    .values(wake_at=bindparam("until"))
)


def postpone_waking(conn: Connection, times: Mapping[str, datetime], now: datetime) -> None:
    """Set the clocks of sessions, by id, to what they really wait for, unless they have moved on meanwhile."""
    if times:
        conn.execute(_POSTPONE, [{"which": id, "until": until, "now": now} for id, until in times.items()])


def forget_wake_times(conn: Connection, session_ids: Collection[str], now: datetime) -> None:
    """Stop the clocks of sessions whose waking is in the inbox; the step that follows sets the next time.

    A session that has moved on meanwhile keeps the time that it waits for now.
    """
    if session_ids:
        due = and_(among(session.c.id, session_ids), session.c.wake_at <= now)
        conn.execute(update(session).where(due).values(wake_at=None))
