"""Meeting people: who is written to for the first time becomes a contact, and moments wait for them from then on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection

from bot.compliance.standing import is_out
from bot.inbox import plans
from bot.inbox.house import House
from bot.inbox.people import meet
from bot.store import contacts
from bot.store.contacts import Contact


def acquaint(conn: Connection, house: House, phones: Collection[str], now: datetime) -> dict[str, Contact]:
    """Return the contact of each phone, made if there is none. Hold the parts of these people first."""
    known = contacts.find(conn, phones)
    new = {phone: meet(phone, house.new_id("ctc"), now) for phone in sorted(set(phones) - known.keys())}
    contacts.add(conn, list(new.values()))
    persons = {phone: contacts.person_key(house.secret, phone) for phone in new}
    suppressed = contacts.suppressed(conn, list(persons.values()))
    met = [plans.Change(None, contact) for phone, contact in new.items() if not is_out(suppressed.get(persons[phone]))]
    plans.follow(conn, met, house, now)
    return {**known, **new}
