"""All that the tables hold of a person, read for that person. Values are as they are kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Table, and_, func, or_, select

from bot.store import contacts, filters_naming
from bot.store.dialect import among
from bot.store.erasing import ROWS_A_PAGE, Place
from bot.store.tables import (
    action,
    activity,
    broadcast_recipient,
    consent_event,
    contact,
    conversation,
    draft,
    event,
    exchange,
    inbound,
    link,
    message,
    note,
    passcode,
    receipt,
    same_person,
    session,
    suppression,
    timer,
    verification,
)

Rows = list[dict[str, Any]]

_INTERNAL: Final = frozenset(
    {
        "callers",
        "claimed_by",
        "dedupe_key",
        "digest",
        "format",
        "part",
        "person",
        "personal_hash",
        "previous_hash",
        "row_hash",
        "salt",
        "sealed",
    }
)
"""What says nothing about anybody: how the work is divided, and what proves that a row was not changed."""


class Kept(NamedTuple):
    """What an index finds of a person."""

    contact: Rows
    suppression: Rows
    consent_event: Rows
    conversation: Rows
    session: Rows
    event: Rows
    note: Rows
    message: Rows
    receipt: Rows
    timer: Rows
    exchange: Rows
    link: Rows
    broadcast_recipient: Rows
    verification: Rows
    passcode: Rows
    activity: Rows
    draft: Rows
    same_person: Rows
    filters: Rows


def kept(conn: Connection, contact_id: str, person: str) -> Kept | None:
    """Read what an index finds; None if there is no such contact. `person` is the phone's keyed name."""
    whose = _rows(conn, contact, contact.c.id == contact_id)
    if not whose:
        return None
    threads = _rows(conn, conversation, conversation.c.contact_id == contact_id)
    ids = [thread["id"] for thread in threads]
    phone = whose[0]["phone"]
    messages = _rows(conn, message, message.c.recipient == phone, message.c.seq)
    about = [name for row in messages for name in (row["id"], row["provider_id"]) if name]
    said = or_(among(exchange.c.about, about), exchange.c.person == phone)
    same = or_(same_person.c.contact_id == contact_id, same_person.c.main_id == contact_id)
    return Kept(
        contact=whose,
        suppression=_rows(conn, suppression, suppression.c.person == person),
        consent_event=_rows(conn, consent_event, consent_event.c.person == person, consent_event.c.seq),
        conversation=threads,
        session=_rows(conn, session, among(session.c.conversation_id, ids), session.c.started_at),
        event=_rows(conn, event, among(event.c.conversation_id, ids), event.c.seq),
        note=_rows(conn, note, among(note.c.conversation_id, ids), note.c.id),
        message=messages,
        receipt=_rows(conn, receipt, among(receipt.c.message_id, [row["id"] for row in messages]), receipt.c.seq),
        timer=_rows(conn, timer, timer.c.contact_id == contact_id, timer.c.due_at),
        exchange=_rows(conn, exchange, said, exchange.c.seq),
        link=_rows(conn, link, among(link.c.message_id, [row["id"] for row in messages]), link.c.created_at),
        broadcast_recipient=_rows(conn, broadcast_recipient, broadcast_recipient.c.contact_id == contact_id),
        verification=_rows(conn, verification, verification.c.phone == phone, verification.c.created_at),
        passcode=_rows(conn, passcode, passcode.c.phone == phone, passcode.c.seq),
        activity=_rows(conn, activity, activity.c.phone == phone, activity.c.position),
        draft=_rows(conn, draft, among(draft.c.conversation_id, ids), draft.c.updated_at),
        same_person=_rows(conn, same_person, same, same_person.c.at),
        filters=_filters(conn, phone),
    )


def _filters(conn: Connection, phone: str) -> Rows:
    """Those of broadcasts and audiences that name them."""
    person = contacts.find(conn, [phone])[phone]
    return [one._asdict() for one in filters_naming.naming(conn, person)]


def search(conn: Connection, phone: str, place: Place) -> tuple[Place, Rows, Rows]:
    """Read what is theirs in the next page of the inbox and of the calls, which know nobody by an index."""
    seqs = select(inbound.c.seq).where(inbound.c.seq > place.inbound).order_by(inbound.c.seq).limit(ROWS_A_PAGE)
    ids = select(action.c.id).where(action.c.id > place.action).order_by(action.c.id).limit(ROWS_A_PAGE)
    last, call = (conn.execute(select(func.max(page.subquery().c[0]))).scalar_one() for page in (seqs, ids))
    came_in: Rows = []
    calls: Rows = []
    if last is not None:
        page = and_(inbound.c.seq > place.inbound, inbound.c.seq <= last)
        came_in = _rows(conn, inbound, and_(page, inbound.c.contact == phone), inbound.c.seq)
    if call is not None:
        page = and_(action.c.id > place.action, action.c.id <= call)
        calls = _rows(conn, action, and_(page, action.c.contact == phone), action.c.created_at)
    further = Place(last or place.inbound, call or place.action, last is None and call is None)
    return further, came_in, calls


def _rows(conn: Connection, table: Table, where: ColumnElement[bool], order: ColumnElement[Any] | None = None) -> Rows:
    columns: Iterable[Any] = [column for column in table.c if column.name not in _INTERNAL]
    query = select(*columns).where(where)
    return [dict(row) for row in conn.execute(query if order is None else query.order_by(order)).mappings()]
