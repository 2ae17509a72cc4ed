"""Making recipients: a batch and the cursor in one transaction, so that no crash leaves anybody out or doubles them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.audience import read_audience
from bot.audience.tree import Clock
from bot.broadcasts.moments import Moments
from bot.broadcasts.plan import Plan, variant_of
from bot.events import Json
from bot.inbox.acquaint import acquaint
from bot.inbox.house import House
from bot.limits import BROADCAST_BATCH_ROWS_MAX
from bot.phone import is_e164_shape
from bot.store import audience, broadcasts, contacts
from bot.store.broadcasts import Broadcast, NewRecipient
from bot.store.contacts import Contact
from bot.store.dialect import breathe
from bot.store.parts import hold

PEOPLE_A_BREATH: Final = 50
"""After some milliseconds whoever chats gets a turn."""

_People = list[tuple[Contact, Mapping[str, Json] | None]]


def meet(conn: Connection, house: House, id: str, now: datetime) -> None:
    """Let whoever the next recipients of a broadcast are be known.

    Nobody else may decide about these people meanwhile, and they are in all parts: so it is a short transaction of its
    own, and customers who write at the same time do not wait for the rest.
    """
    given = broadcasts.find(conn, id)
    if given is None or given.filled or given.state != "running" or "audience" in given.plan:
        return
    phones = {phone for phone, _ in broadcasts.part(conn, id, int(given.cursor or 0)) or ()}
    if missing := phones - contacts.find(conn, phones).keys():
        hold(conn, missing)
        acquaint(conn, house, missing, now)


def fill(conn: Connection, house: House, given: Broadcast, plan: Plan, now: datetime) -> int:
    """Make the next recipients of a broadcast that is held; return how many people were looked at."""
    people, cursor, over = _next(conn, house, given, plan, now)
    begins_at = given.started_at or now
    moments = Moments(plan, house.hours, str(house.business.get("timezone") or "UTC"))
    already = broadcasts.known(conn, given.id, [contact.id for contact, _ in people])
    new: list[NewRecipient] = []
    for number, (contact, data) in enumerate(people, 1):
        if number % PEOPLE_A_BREATH == 0:
            breathe(conn)
        if contact.id in already or not is_e164_shape(contact.phone):
            continue  # nobody may answer a short code or a name
        already.add(contact.id)
        due_at, _ = moments.first(contact, begins_at)
        place = given.recipients + len(new) + 1
        variant = variant_of(plan, given.id, contact.id)
        new.append(NewRecipient(given.id, contact.id, place, variant, dict(data) if data else None, due_at))
    broadcasts.add_recipients(conn, new)
    broadcasts.save(conn, given.id, cursor=cursor, filled=over, recipients=given.recipients + len(new))
    if over:
        broadcasts.forget_parts(conn, given.id)
    return max(1, len(people))


def _next(conn: Connection, house: House, given: Broadcast, plan: Plan, now: datetime) -> tuple[_People, str, bool]:
    """Find the next people, how far that is, and whether they are the last."""
    if plan.audience is not None:
        clock = Clock(given.started_at or now, str(house.business.get("timezone") or "UTC"))
        found = audience.people(
            conn, read_audience(plan.audience), clock, after=given.cursor, limit=BROADCAST_BATCH_ROWS_MAX
        )
        over = len(found) < BROADCAST_BATCH_ROWS_MAX
        return [(contact, None) for contact in found], found[-1].id if found else given.cursor, over
    number = int(given.cursor or 0)
    part = broadcasts.part(conn, given.id, number)
    if part is None:
        return [], given.cursor, True
    phones = {phone for phone, _ in part}
    known = contacts.find(conn, phones)
    if missing := phones - known.keys():  # somebody was erased since they were met
        hold(conn, missing)
        known |= acquaint(conn, house, missing, now)
    return [(known[phone], data) for phone, data in part], str(number + 1), False
