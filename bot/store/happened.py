"""Reads rows for what is told of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, select

from bot.events import Json
from bot.store.dialect import among
from bot.store.tables import contact, conversation, event, inbound, session


class ReceivedText(NamedTuple):
    """A text that somebody sent us."""

    seq: int
    conversation_id: str
    contact_id: str
    phone: str
    channel: str
    to: str
    text: str
    media: list[str]
    provider_id: str
    received_at: datetime


def texts(conn: Connection, seqs: Collection[int]) -> dict[int, ReceivedText]:
    """Return these texts by number; the pieces of a long one are one text, under the number of the first."""
    thread = and_(conversation.c.contact_id == contact.c.id, conversation.c.channel == inbound.c.channel)
    query = (
        select(
            inbound.c.seq,
            conversation.c.id,
            contact.c.id,
            inbound.c.contact,
            inbound.c.channel,
            inbound.c.payload,
            inbound.c.received_at,
        )
        .join(contact, contact.c.phone == inbound.c.contact)
        .join(conversation, thread)
        .where(among(inbound.c.seq, seqs))
    )
    found = {}
    for seq, thread_id, contact_id, phone, channel, payload, at in conn.execute(query):
        said = _joined(conn, thread_id, seq, payload) if "part" in payload else payload
        if said is not None:
            found[seq] = ReceivedText(
                seq=seq,
                conversation_id=thread_id,
                contact_id=contact_id,
                phone=phone,
                channel=channel,
                to=str(payload.get("to") or ""),
                text=said["text"],
                media=list(said.get("media") or ()),
                provider_id=str(payload["id"]),
                received_at=at,
            )
    return found


def _joined(conn: Connection, conversation_id: str, seq: int, payload: dict[str, Json]) -> dict[str, Json] | None:
    """The whole text that came in pieces, as the log has it; None for a piece that stands for none."""
    query = select(event.c.data).where(event.c.conversation_id == conversation_id).order_by(event.c.seq.desc())
    for data in conn.execute(query.limit(50)).scalars():
        if data.get("inbound") == seq:
            heard = data.get("heard") or data.get("text") or data.get("event", {}).get("text")
            if heard is not None:
                return {"text": heard, "media": payload["media"]}
    return None


class FinishedRun(NamedTuple):
    """A session that is over."""

    id: str
    conversation_id: str
    contact_id: str
    phone: str
    channel: str
    flow: str
    version: str
    outcome: str | None
    variables: dict[str, Any] | None
    """None where something in it is sensitive."""
    started_at: datetime
    ended_at: datetime


def finished(conn: Connection, ids: Collection[str]) -> list[FinishedRun]:
    """Return these sessions."""
    query = (
        select(
            session.c.id,
            session.c.conversation_id,
            contact.c.id,
            contact.c.phone,
            conversation.c.channel,
            session.c.flow,
            session.c.version,
            session.c.outcome,
            session.c.data,
            session.c.started_at,
            session.c.ended_at,
        )
        .join(conversation, conversation.c.id == session.c.conversation_id)
        .join(contact, contact.c.id == conversation.c.contact_id)
        .where(among(session.c.id, ids))
    )
    rows = []
    for row in conn.execute(query):
        values = list(row)
        values[8] = row.data.get("variables")  # there is none where the whole is encrypted
        rows.append(FinishedRun(*values))
    return rows


def phones(conn: Connection, contact_ids: Collection[str]) -> dict[str, str]:
    """Return the phones of these contacts."""
    query = select(contact.c.id, contact.c.phone).where(among(contact.c.id, list(contact_ids)))
    return {row.id: row.phone for row in conn.execute(query)}


def thread_of(conn: Connection, contact_id: str, channel: str) -> str | None:
    """Return the conversation of a contact on a channel."""
    query = select(conversation.c.id).where(conversation.c.contact_id == contact_id, conversation.c.channel == channel)
    found: str | None = conn.execute(query).scalar_one_or_none()
    return found
