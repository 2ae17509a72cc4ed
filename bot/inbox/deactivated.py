"""Numbers that carriers have taken back, as their daily files list them: whoever gets one next has agreed to nothing.

Millions are in such a file. Only numbers that we know of matter, and nobody becomes a contact by standing in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from re import split
from typing import Final

from sqlalchemy import Connection

from bot.compliance.standing import Kind
from bot.inbox import consent, people, wishes
from bot.inbox.consent import Evidence
from bot.inbox.house import House
from bot.inbox.turn import Turn
from bot.inbox.wishes import RECORDED, Wanted
from bot.phone import parse
from bot.store import consent as store
from bot.store import contacts
from bot.store.inbound import Pending
from bot.store.parts import hold

LINES_A_TURN: Final = 500
CHANNEL: Final = "import"


class Gone(StrEnum):
    """What a number of the file comes to."""

    STRANGE = "strange"
    """We have nothing to do with it."""
    KNOWN = "known"
    """It was recorded already."""
    VOID = "void"
    """What its owner agreed to holds no longer."""


def numbers(lines: Iterable[str], country: str) -> Iterator[str | None]:
    """Read the number at the beginning of each line, up to a comma or the like; None for what is none."""
    for line in lines:
        first = split(r"[,;|\t]", line.strip().strip('"'), maxsplit=1)[0].strip().strip('"')
        if first:
            try:
                yield parse(first, country)
            except ValueError:
                yield None


def take(
    conn: Connection, house: House, phones: Sequence[str], file: str, now: datetime, *, dry_run: bool
) -> Counter[str]:
    """Record in the caller's transaction that these numbers are somebody else's by now; return how many were what."""
    known = contacts.find(conn, phones)
    keys = {phone: contacts.person_key(house.secret, phone) for phone in dict.fromkeys(phones)}
    records = store.of_persons(conn, list(keys.values()))
    found: dict[str, Gone] = {}
    for phone, key in keys.items():
        last = records[key][-1].event.kind if records[key] else None
        met = phone in known or last is not None
        found[phone] = Gone.STRANGE if not met else Gone.KNOWN if last in (Kind.VOID, Kind.ERASED) else Gone.VOID
    void = [phone for phone, what in found.items() if what is Gone.VOID]
    if void and not dry_run:
        evidence = Evidence("import", "the carrier took the number back", file, channel=CHANNEL, actor="deactivated")
        wishes.take(conn, house, [Wanted(phone, Kind.VOID, evidence) for phone in void if phone in known], now)
        _of_strangers(conn, house, [phone for phone in void if phone not in known], evidence, now)
    return Counter(found.values())


def _of_strangers(conn: Connection, house: House, phones: Sequence[str], evidence: Evidence, now: datetime) -> None:
    """Their contact went, and what they agreed to is still in the ledger."""
    hold(conn, phones)
    events, standing = [], {}
    for phone, person in people.load(conn, phones, house, now).items():
        turn = Turn(Pending(0, RECORDED, CHANNEL, phone, {}, now), person, house, now)
        consent.void(turn, evidence)
        events += [replace(event, contact_id="") for event in turn.consent]
        standing[person.key] = turn.person.suppression
    store.add(conn, events)
    contacts.set_suppression(conn, standing)
