"""Which moments wait for whom: a timer for each contact and each `date:` or `schedule:` of a live flow.

a contact changes ─► follow      in the same transaction, whoever writes the contact
a flow changes    ─► settle      a page of contacts a transaction, until everybody has it
the time comes    ─► fire        the timer leaves, its row is in the inbox, the next one is set: one transaction
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

import structlog
from sqlalchemy import Connection

from bot.compliance.standing import is_out
from bot.engine import plan
from bot.engine.asking import asks
from bot.engine.plan import Plan
from bot.engine.route import Entry, route_tag
from bot.events import Context
from bot.inbox import entries
from bot.inbox.house import House
from bot.inbox.people import Person, names
from bot.limits import LATE_HOURS_MAX
from bot.phone import is_e164_shape
from bot.routing import Wanted
from bot.store import contacts, conversations, inbound, settings, timers
from bot.store.contacts import Contact
from bot.store.events import LogEntry
from bot.store.inbound import NewInbound
from bot.store.timers import Timer

SETTLED = "planned_triggers"
ROWS_A_PAGE = 500

log = structlog.get_logger(__name__)


class Change(NamedTuple):
    """A contact before and after; None where nothing is planned for it: it is new, gone, or must not be texted."""

    before: Contact | None
    after: Contact | None


def follow(conn: Connection, changes: Sequence[Change], house: House, now: datetime) -> None:
    """Move the timers of contacts that have changed. Call it wherever contacts are written."""
    gone: set[tuple[str, str]] = set()
    new: list[Timer] = []
    for before, after in changes if house.library().timed else ():
        old = _plans(before, house, now)
        made = _plans(after, house, now)
        for key in sorted(old.keys() | made.keys()):
            if old.get(key) != made.get(key):
                gone |= {(contact.id, key) for contact in (before, after) if contact}
                new += _timer(after, key, made.get(key), house, now)
    timers.remove(conn, sorted(gone))
    timers.add_new(conn, new)


def tagged(conn: Connection, contact: Contact, had: Sequence[str], key: str, house: House, now: datetime) -> None:
    """Set off what waits for the tags that a contact has gained outside a flow; `key` is the same if it comes twice."""
    triggers = route_tag(house.library(), [tag for tag in contact.tags if tag not in had])
    newest = _newest(conn, [contact], house) if triggers else {}
    rows = [
        entries.trigger(_channel(newest, contact, entry, house, now), contact.phone, key, entry.key, "", {}, now)
        for entry in triggers
    ]
    inbound.append(conn, rows)


def change(before: Person, after: Person) -> Change:
    """Compare what is known of a person."""
    return Change(
        None if is_out(before.suppression) or not before.known else before.contact,
        None if is_out(after.suppression) else after.contact,
    )


def notes(before: Person, after: Person, house: House, now: datetime) -> list[LogEntry]:
    """Tell the newest conversation about fields that should hold a date, and do not any more."""
    library = house.library()
    if not library.entries("date") or before.contact.fields == after.contact.fields or not after.conversations:
        return []
    newest = max(after.conversations.values(), key=lambda conversation: conversation.last_at)
    known = {(entry.key, value) for entry, value in plan.undated(library, _context(before.contact, house))}
    return [
        LogEntry(
            newest.id,
            None,
            "no_date",
            {"trigger": entry.key, "problem": f"`{entry.trigger.subject}` is {value!r}, which is no date"},
            now,
        )
        for entry, value in plan.undated(library, _context(after.contact, house))
        if (entry.key, value) not in known
    ]


# ── the time comes ──────────────────────────────────────────────────────────────────────────────────────────────────


def fire(conn: Connection, due: Sequence[Timer], house: House, now: datetime) -> list[NewInbound]:
    """Set the timers that follow those whose time has come, and return what is to be put into the inbox."""
    library = house.library()
    people = contacts.by_ids(conn, {timer.contact_id for timer in due})
    newest = _newest(conn, people.values(), house)
    rows, following, late = [], [], 0
    oldest = now - timedelta(hours=LATE_HOURS_MAX)
    for timer in due:
        entry, contact = library.timed.get(timer.key), people.get(timer.contact_id)
        if entry is None or contact is None:
            continue  # the flow or the contact went while the clock was running
        value = timer.payload["value"]
        since = now
        if timer.due_at >= oldest:
            key = f"{contact.id}:{value}"
            where = _channel(newest, contact, entry, house, now)
            rows.append(entries.trigger(where, contact.phone, key, timer.key, value, {}, now))
        else:
            late, since = late + 1, oldest  # of several that were missed, the last may still be in time
        if entry.trigger.kind == "schedule":
            following += _timer(contact, timer.key, plan.plan(entry, _context(contact, house), since), house, since)
    timers.add_new(conn, following)
    if late:
        log.warning("triggers were due while nobody ran", left_out=late, hours_max=LATE_HOURS_MAX)
    return rows


# ── flows change ────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Standing:
    """How far the timers are."""

    timezone: str = ""
    """The business's, which those without a zone of their own go by."""
    keys: tuple[str, ...] = ()
    """The triggers that may have timers."""
    new: tuple[str, ...] = ()
    """Those of them that not everybody has been given."""
    after: str = ""
    """The contact that was given them last."""


def settle(conn: Connection, house: House, now: datetime, limit: int = ROWS_A_PAGE) -> int:
    """Bring the timers nearer to what the live flows ask for; return how much was done, 0 when they are there."""
    timed = house.library().timed
    timezone = str(house.business.get("timezone") or "")
    standing = _standing(conn)
    gone = set(standing.keys) if standing.timezone != timezone else set(standing.keys) - timed.keys()
    removed = timers.remove_some(conn, gone, limit) if gone else 0
    if removed:
        return removed  # and again, until none of them is left
    fresh = timed.keys() - (set(standing.keys) - gone)
    new = (set(standing.new) - gone) | fresh
    page = contacts.page(conn, "" if fresh else standing.after, limit) if new else []
    _give(conn, page, new, house, now)
    at = (tuple(sorted(new)), page[-1].id) if page else ((), "")
    _keep(conn, _Standing(timezone, tuple(sorted(timed)), *at))
    return len(page)


def _give(conn: Connection, page: Sequence[Contact], keys: Collection[str], house: House, now: datetime) -> None:
    """Set the timers of new triggers for contacts that may be texted."""
    persons = {contact.id: contacts.person_key(house.secret, contact.phone) for contact in page}
    suppressed = contacts.suppressed(conn, list(persons.values()))
    new = []
    for contact in page:
        if not is_out(suppressed.get(persons[contact.id])):
            made = _plans(contact, house, now)
            for key in keys:
                new += _timer(contact, key, made.get(key), house, now)
    timers.add_new(conn, new)


def _standing(conn: Connection) -> _Standing:
    written = settings.find(conn, SETTLED)
    if written is None:
        return _Standing()
    read = json.loads(written)
    return _Standing(read["timezone"], tuple(read["keys"]), tuple(read["new"]), read["after"])


def _keep(conn: Connection, standing: _Standing) -> None:
    settings.exchange(conn, SETTLED, json.dumps(asdict(standing)))


# ── one contact ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _plans(contact: Contact | None, house: House, now: datetime) -> dict[str, Plan]:
    """What is planned for a contact; nothing for a short code or a name, which nobody may answer."""
    if contact is None or not is_e164_shape(contact.phone):
        return {}
    return plan.plans(house.library(), _context(contact, house), now)


def _newest(conn: Connection, people: Collection[Contact], house: House) -> dict[str, str]:
    """By which channel contacts were in touch last."""
    return conversations.newest_channels(conn, [contact.id for contact in people], list(house.channels))


def _channel(newest: Mapping[str, str], contact: Contact, entry: Entry, house: House, now: datetime) -> str:
    """By which channel a flow reaches a contact: the one of the newest conversation, else what the routes say."""
    if contact.id in newest or not house.channels:
        return newest.get(contact.id, "")
    machine = entry.machine
    replies = bool(house.router.routes) and asks(machine, house.library().machines)
    return house.choose(Wanted(contact.phone, machine.flow.message_class, replies=replies), now).channel.name


def _context(contact: Contact, house: House) -> Context:
    return Context(names(contact, house.business), house.business)


def _timer(contact: Contact | None, key: str, made: Plan | None, house: House, now: datetime) -> list[Timer]:
    """The timer of a plan; none for a moment that is past."""
    if contact is None or made is None or made.due_at <= now:
        return []
    payload = {"value": made.value}
    return [Timer(house.new_id("tmr"), contact.id, contact.phone, "", key, payload, made.due_at)]
