"""What agents keep of their writing: drafts and canned replies."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection, delete, insert, or_, select, update

from bot.store.dialect import among
from bot.store.tables import canned_reply, draft

REPLY: Final = "reply"
NOTE: Final = "note"
EVERYBODY: Final = ""
"""The owner of the team's canned replies."""

# ── drafts ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def drafts(conn: Connection, agent_id: str, conversation_id: str) -> dict[str, str]:
    """Return what an agent has begun to write in a conversation, by kind."""
    query = select(draft.c.kind, draft.c.text).where(
        draft.c.agent_id == agent_id, draft.c.conversation_id == conversation_id
    )
    return {row.kind: row.text for row in conn.execute(query)}


def drafted(conn: Connection, agent_id: str, conversation_ids: Collection[str]) -> set[str]:
    """Return in which of these conversations an agent has begun something."""
    query = select(draft.c.conversation_id).where(
        draft.c.agent_id == agent_id, among(draft.c.conversation_id, conversation_ids)
    )
    return set(conn.execute(query).scalars()) if conversation_ids else set()


def keep_draft(conn: Connection, agent_id: str, conversation_id: str, kind: str, text: str, now: datetime) -> None:
    """Keep a draft; an empty one is none."""
    whose = {"agent_id": agent_id, "conversation_id": conversation_id, "kind": kind}
    conn.execute(delete(draft).filter_by(**whose))
    if text.strip():
        conn.execute(insert(draft), whose | {"text": text, "updated_at": now})


# ── canned replies ──────────────────────────────────────────────────────────────────────────────────────────────────


class Canned(NamedTuple):
    """A canned reply."""

    id: str
    owner: str
    shortcut: str
    text: str
    updated_at: datetime
    updated_by: str


_CANNED = [canned_reply.c[name] for name in Canned._fields]


def canned(conn: Connection, agent_id: str) -> list[Canned]:
    """Return an agent's own canned replies and the team's, by shortcut; of two alike the own one comes first."""
    theirs = or_(canned_reply.c.owner == EVERYBODY, canned_reply.c.owner == agent_id)
    query = select(*_CANNED).where(theirs).order_by(canned_reply.c.shortcut, canned_reply.c.owner.desc())
    return [Canned(*row) for row in conn.execute(query)]


def canned_by_id(conn: Connection, id: str) -> Canned | None:
    """Return one."""
    row = conn.execute(select(*_CANNED).where(canned_reply.c.id == id)).one_or_none()
    return None if row is None else Canned(*row)


def keep_canned(conn: Connection, given: Canned) -> bool:
    """Keep a new canned reply or a changed one; False if the same owner has another of that shortcut."""
    alike = select(canned_reply.c.id).where(
        canned_reply.c.owner == given.owner, canned_reply.c.shortcut == given.shortcut, canned_reply.c.id != given.id
    )
    if conn.execute(alike).first() is not None:
        return False
    values = given._asdict()
    if conn.execute(update(canned_reply).where(canned_reply.c.id == given.id).values(values)).rowcount == 0:
        conn.execute(insert(canned_reply), values)
    return True


def remove_canned(conn: Connection, id: str) -> None:
    """Forget one."""
    conn.execute(delete(canned_reply).where(canned_reply.c.id == id))
