"""Forgetting a person, wherever a table holds something of them.

    begin    one transaction: they are nobody from its commit on; all that an index finds is gone
    sweep    page after page, so that nobody waits for it: what only a look at every row finds
    finish   the record forgets the phone

What comes in after `begin` is of somebody new, also from the same phone.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    Text,
    and_,
    cast,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from bot.events import Json
from bot.store import (
    activity,
    consent,
    consent_periods,
    exchanges,
    findings,
    links,
    listing,
    same_person,
    statistics,
    timers,
    webhooks_out,
)
from bot.store.dialect import among, constant
from bot.store.parts import hold
from bot.store.tables import (
    action,
    broadcast_part,
    broadcast_recipient,
    contact,
    conversation,
    draft,
    erasure,
    event,
    exchange,
    idempotency_key,
    inbound,
    message,
    notice,
    passcode,
    presence,
    read_mark,
    receipt,
    session,
    timer,
    verification,
)
from bot.store.tables import note as agents_note

ROWS_A_PAGE: Final = 2_000
"""So many rows are looked at in one transaction: some milliseconds."""

_UNDONE = [constant(status) for status in ("new", "deferred", "partial", "parked")]


class Erasure(NamedTuple):
    """Somebody is being erased, or was."""

    id: str
    contact_id: str | None
    actor: str
    phone: str | None
    counts: Mapping[str, int]
    requested_at: datetime
    finished_at: datetime | None = None


_COLUMNS = [erasure.c[name] for name in Erasure._fields]

# ── at once ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def begin(
    conn: Connection, id: str, phone: str, person: str, actor: str, now: datetime, *, idle: bool = False
) -> Erasure:
    """Forget what can be found at once, and remember to look for the rest; `person` is the phone's keyed name.

    Of somebody who is only `idle` a text may come in at this moment, which is of somebody new; and what was agreed to
    is still to be proved.
    """
    hold(conn, [phone])  # nobody decides about them meanwhile
    listing.hold(conn)  # nor is anything of theirs listed anew that was read before it went
    contact_id = conn.execute(select(contact.c.id).where(contact.c.phone == phone)).scalar_one_or_none()
    counts = _forget_messages(conn, phone) | _forget_verifications(conn, phone)
    if contact_id is not None:
        counts |= _forget_contact(conn, contact_id)
    if not idle:
        waiting = and_(inbound.c.status.in_(_UNDONE), inbound.c.contact == phone)
        counts["inbound"] = _forget_inbound(conn, [phone], waiting, now)
        consent_periods.forget(conn, [person])
        counts["consent_event"] = consent.pseudonymise(conn, person, at=now, actor=actor)
    counts["broadcast_part"] = _forget_parts(conn, phone)
    counts["activity"] = _forget_activity(conn, phone)
    begun = Erasure(id, contact_id, actor, phone, counts, now)
    conn.execute(insert(erasure), begun._asdict())
    return begun


def _forget_messages(conn: Connection, phone: str) -> dict[str, int]:
    theirs = message.c.recipient == phone
    ids = select(message.c.id).where(theirs)
    known = list(conn.execute(ids).scalars())
    threads = select(message.c.conversation_id).where(theirs).distinct()
    return {
        "finding": findings.forget(conn, list(conn.execute(threads).scalars())),
        "exchange": exchanges.forget(conn, message_ids=known),
        "link": links.forget(conn, known),
        "stat_optout": statistics.forget_messages(conn, known),
        "receipt": _delete(conn, receipt, receipt.c.message_id.in_(ids)),
        "message": _delete(conn, message, theirs),
    }


def _forget_verifications(conn: Connection, phone: str) -> dict[str, int]:
    return {
        "verification": _delete(conn, verification, verification.c.phone == phone),
        "passcode": _delete(conn, passcode, passcode.c.phone == phone),
    }


def _forget_activity(conn: Connection, phone: str, until: datetime | None = None) -> int:
    """What was told of them, and is to be told: nobody hears it any more."""
    webhooks_out.forget_told(conn, activity.about(phone, until))
    return activity.forget(conn, phone, until)


def _forget_contact(conn: Connection, contact_id: str) -> dict[str, int]:
    threads = list(conn.execute(select(conversation.c.id).where(conversation.c.contact_id == contact_id)).scalars())
    planned = conn.execute(select(func.count()).where(timer.c.contact_id == contact_id)).scalar_one()
    timers.remove_all(conn, [contact_id])
    findings.forget(conn, [*threads, contact_id])
    listing.forget(conn, threads)
    for marks in (read_mark, presence):
        _delete(conn, marks, among(marks.c.conversation_id, threads))
    return {
        **statistics.forget_conversations(conn, threads),
        "timer": planned,
        "broadcast_recipient": _delete(conn, broadcast_recipient, broadcast_recipient.c.contact_id == contact_id),
        "draft": _delete(conn, draft, among(draft.c.conversation_id, threads)),
        "same_person": same_person.forget(conn, contact_id),
        "event": _delete(conn, event, among(event.c.conversation_id, threads)),
        "note": _delete(conn, agents_note, among(agents_note.c.conversation_id, threads)),
        "notice": _delete(conn, notice, among(notice.c.conversation_id, threads)),
        "session": _delete(conn, session, among(session.c.conversation_id, threads)),
        "conversation": _delete(conn, conversation, conversation.c.contact_id == contact_id),
        "contact": _delete(conn, contact, contact.c.id == contact_id),
    }


def _forget_parts(conn: Connection, phone: str) -> int:
    """Take a person out of the files of broadcasts whose recipients are still to be made."""
    table = broadcast_part
    named = cast(table.c.people, Text).contains(phone, autoescape=True)
    found = conn.execute(select(table).where(named).with_for_update()).all()
    for id, number, people in found:
        left = [person for person in people if person[0] != phone]
        one = and_(table.c.broadcast_id == id, table.c.number == number)
        conn.execute(update(table).where(one).values(people=left))
    return len(found)


def _forget_inbound(conn: Connection, phones: Collection[str], theirs: ColumnElement[bool], now: datetime) -> int:
    """Of a text its provider's id stays, unless it names the phone: were it repeated, it would be taken for new."""
    named = or_(*(inbound.c.dedupe_key.contains(phone.removeprefix("+"), autoescape=True) for phone in phones))
    text = and_(theirs, inbound.c.kind == constant("message"), ~named)
    emptied = {"contact": "", "payload": {}, "part": 0, "status": "done", "error": None, "waits_until": None}
    done_at = func.coalesce(inbound.c.done_at, literal(now, inbound.c.done_at.type))
    count = conn.execute(update(inbound).where(text).values(**emptied, done_at=done_at)).rowcount
    return int(count) + _delete(conn, inbound, theirs)


# ── page after page ─────────────────────────────────────────────────────────────────────────────────────────────────


class Place(NamedTuple):
    """How far a sweep is."""

    inbound: int = 0
    action: str = ""
    over: bool = False


def sweep(
    conn: Connection, phones: Collection[str], until: datetime, place: Place, now: datetime
) -> tuple[Place, dict[str, int]]:
    """Search the next page of the tables that know nobody by an index; return how far that is, and what went.

    What came in after `until` is of somebody new.
    """
    seq, found = _sweep_inbound(conn, phones, until, place.inbound, now)
    call, calls = _sweep_actions(conn, phones, until, place.action)
    over = seq is None and call is None
    answers = _forget_answers(conn, phones, until) if over else 0
    told = sum(_forget_activity(conn, phone, until) for phone in phones) if over else 0
    said = exchanges.forget(conn, phones=phones) + _forget_orphans(conn) if over else 0
    further = Place(place.inbound if seq is None else seq, place.action if call is None else call, over)
    return further, {"inbound": found, "action": calls, "idempotency_key": answers, "exchange": said, "activity": told}


def _sweep_inbound(
    conn: Connection, phones: Collection[str], until: datetime, after: int, now: datetime
) -> tuple[int | None, int]:
    seqs = select(inbound.c.seq).where(inbound.c.seq > after).order_by(inbound.c.seq).limit(ROWS_A_PAGE).subquery()
    end = conn.execute(select(func.max(seqs.c.seq))).scalar_one()
    if end is None:
        return None, 0
    ends = (inbound.c.dedupe_key.endswith(phone, autoescape=True) for phone in phones)
    named = and_(inbound.c.kind == constant("receipt"), or_(*ends))
    page = and_(inbound.c.seq > after, inbound.c.seq <= end, inbound.c.received_at <= until)
    return int(end), _forget_inbound(conn, phones, and_(page, or_(inbound.c.contact.in_(phones), named)), now)


def _sweep_actions(conn: Connection, phones: Collection[str], until: datetime, after: str) -> tuple[str | None, int]:
    ids = select(action.c.id).where(action.c.id > after).order_by(action.c.id).limit(ROWS_A_PAGE).subquery()
    end = conn.execute(select(func.max(ids.c.id))).scalar_one()
    if end is None:
        return None, 0
    page = and_(action.c.id > after, action.c.id <= end, action.c.created_at <= until)
    return str(end), _delete(conn, action, and_(page, action.c.contact.in_(phones)))


def _forget_orphans(conn: Connection) -> int:
    """What was said about messages that are gone: a process may write it down a moment after they went."""
    known = select(message.c.id).where(message.c.id == exchange.c.about).exists()
    ours = and_(exchange.c.kind.in_(["send", "query"]), exchange.c.about.is_not(None), ~known)
    return _delete(conn, exchange, ours)


def _forget_answers(conn: Connection, phones: Collection[str], until: datetime) -> int:
    """Take people out of the answers that are kept for repetitions of a request."""
    table = idempotency_key
    named = or_(*(table.c.body.contains(phone, autoescape=True) for phone in phones))
    query = select(table.c.owner, table.c.key, table.c.body).where(table.c.created_at <= until, named)
    found = conn.execute(query).all()
    for owner, key, body in found:
        left = json.loads(body)
        for phone in phones:
            left = without(left, phone)
        kept = json.dumps(left, ensure_ascii=False, separators=(",", ":"))
        conn.execute(update(table).where(table.c.owner == owner, table.c.key == key).values(body=kept))
    return len(found)


KEPT_OF_ANSWERS: Final = frozenset({"id", "status", "flow", "created_at", "class"})


def without(answer: Json, phone: str) -> Json:
    """An answer of the API in which nothing is said about a phone: its own part of it keeps only what names nobody."""
    if isinstance(answer, list):
        return [without(item, phone) for item in answer]
    if isinstance(answer, str):
        return answer.replace(phone, "erased")  # of a filter, for example
    if not isinstance(answer, dict):
        return answer
    if phone in answer.values():
        return {name: value if name in KEPT_OF_ANSWERS else None for name, value in answer.items()}
    return {name: without(value, phone) for name, value in answer.items()}


# ── the record ──────────────────────────────────────────────────────────────────────────────────────────────────────


def note(conn: Connection, given: Erasure, found: Mapping[str, int], *, over: bool) -> Erasure:
    """Keep what a sweep has found; once it is over, whom it was about is forgotten."""
    counts = {name: given.counts.get(name, 0) + found.get(name, 0) for name in dict.fromkeys([*given.counts, *found])}
    changed = given._replace(counts=counts, phone=None if over else given.phone)
    values: dict[str, Any] = {"counts": changed.counts, "phone": changed.phone}
    conn.execute(update(erasure).where(erasure.c.id == given.id).values(values))
    return changed


def finish(conn: Connection, ids: Iterable[str], now: datetime) -> None:
    """Nothing of these is in the database's files any more."""
    conn.execute(update(erasure).where(among(erasure.c.id, list(ids))).values(finished_at=now))


def unfinished(conn: Connection) -> list[Erasure]:
    """Return what was begun and not finished, the oldest first."""
    query = select(*_COLUMNS).where(erasure.c.finished_at.is_(None)).order_by(erasure.c.requested_at, erasure.c.id)
    return [Erasure(*row) for row in conn.execute(query)]


def find(conn: Connection, id: str) -> Erasure | None:
    """Return one."""
    row = conn.execute(select(*_COLUMNS).where(erasure.c.id == id)).one_or_none()
    return None if row is None else Erasure(*row)


def _delete(conn: Connection, table: Table, where: ColumnElement[bool]) -> int:
    return int(conn.execute(delete(table).where(where)).rowcount)
