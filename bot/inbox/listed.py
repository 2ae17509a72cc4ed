"""What a provider's own list of opted-out people comes to here: whoever is on it and not out with us, is from now on.

Nobody is ever taken back by a list: that somebody is not on it proves nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import Connection

from bot.compliance.standing import EVERYTHING, Kind, Suppression, is_out
from bot.inbox import consent, people
from bot.inbox.consent import Evidence
from bot.inbox.house import House
from bot.inbox.ledger import Ledger, write
from bot.inbox.people import Person
from bot.inbox.turn import Turn
from bot.providers.optouts import Listed
from bot.store import consent as store
from bot.store import contacts
from bot.store.consent import ConsentEvent
from bot.store.dialect import notify
from bot.store.inbound import Pending
from bot.store.parts import hold

ROW: Final = "listed"
"""The kind of the row that a turn is about: nothing came in, it stood on a list."""
EXPRESS: Final = ("express_written", "express")
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


class Found(StrEnum):
    """What an entry comes to."""

    KNOWN = "known"
    """We knew that."""
    RECORDED = "recorded"
    """They are out from now on."""
    BLOCKED = "blocked"
    """They came back to us otherwise: only what this carrier sends does not reach them."""
    OUTDATED = "outdated"
    """They came back by this carrier since: its list is behind."""


def take(
    conn: Connection, house: House, channel: str, listed: Sequence[Listed], now: datetime, *, dry_run: bool = False
) -> Counter[str]:
    """Record what a page of the list says of people, in the caller's transaction; return how many entries were what.

    Nobody becomes a contact by it: of strangers only the keyed name of their phone is kept, so that nobody texts them.
    """
    newest = _newest(listed)
    hold(conn, newest)
    before = people.load(conn, newest, house, now)
    back = _came_back(conn, before.values())
    found = {phone: judge(entry, before[phone].suppression, back[phone], channel) for phone, entry in newest.items()}
    if not dry_run:
        turns = [
            _turn(newest[phone], before[phone], what, channel, house, now)
            for phone, what in found.items()
            if what in (Found.RECORDED, Found.BLOCKED)
        ]
        _write(conn, turns, before, house, now)
    return Counter(found.values())


def judge(entry: Listed, known: Suppression | None, back: datetime | None, channel: str) -> Found:
    """Say what an entry comes to; `back` is when the person last came to us, or agreed, in whatever way."""
    if is_out(known) or (known is not None and channel in known.blocked):
        return Found.KNOWN
    if back is None or (entry.at is not None and entry.at > back):
        return Found.RECORDED
    heard_there = known is not None and known.returned == channel
    return Found.OUTDATED if heard_there else Found.BLOCKED


def _newest(listed: Iterable[Listed]) -> dict[str, Listed]:
    """One entry for each phone: a list may have one for each of our numbers."""
    return {entry.phone: entry for entry in sorted(listed, key=lambda entry: entry.at or _LONG_AGO)}


def _came_back(conn: Connection, persons: Iterable[Person]) -> dict[str, datetime | None]:
    """When each last said START, or agreed expressly: what is older on a list no longer speaks for them."""
    phones = {person.key: person.contact.phone for person in persons}
    found: dict[str, datetime | None] = dict.fromkeys(phones.values())
    for key, records in store.of_persons(conn, list(phones)).items():
        for event in (kept.event for kept in records):
            if event.kind == Kind.IN and event.scope == EVERYTHING and event.consent_type in (None, *EXPRESS):
                found[phones[key]] = event.occurred_at or event.at
    return found


def _turn(entry: Listed, person: Person, what: Found, channel: str, house: House, now: datetime) -> Turn:
    turn = Turn(Pending(0, ROW, channel, entry.phone, {}, now), person, house, now)
    evidence = Evidence("carrier", entry.word, "opt-out list", occurred_at=entry.at, actor="reconcile")
    if what is Found.BLOCKED:
        consent.block(turn, evidence, channel)
    else:
        consent.opt_out(turn, evidence, confirm=False)
    return turn


def _write(conn: Connection, turns: Sequence[Turn], before: Mapping[str, Person], house: House, now: datetime) -> None:
    ledger, after, strangers = Ledger(), {}, []
    for turn in turns:
        if turn.person.known:
            ledger.take(turn)
            after[turn.row.contact] = turn.person
        else:
            strangers.append(turn)
    if after:
        ledger.done.clear()
        write(conn, ledger, before, after, house, now)
        notify(conn, "outbox")
    store.add(conn, [_of_stranger(event) for turn in strangers for event in turn.consent])
    contacts.set_suppression(conn, {turn.person.key: turn.person.suppression for turn in strangers})


def _of_stranger(event: ConsentEvent) -> ConsentEvent:
    """There is no contact that the record could name."""
    return replace(event, contact_id="")
