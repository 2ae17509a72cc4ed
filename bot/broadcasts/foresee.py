"""What would become of a broadcast if it began now: how many get it, who waits, who is refused, how long, how it reads.

Nothing is written. People are looked at in pages, so that others have their turn; texts are tried for a sample.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection

from bot.audience import Filter, read_audience
from bot.audience.tree import Clock
from bot.broadcasts.moments import Moments
from bot.broadcasts.plan import Plan, variant_of
from bot.broadcasts.texts import Texts
from bot.compliance.blast import Blast, Turn, at_any_time, by_turns, summary
from bot.compliance.gate import gate
from bot.compliance.hours import SOLICITING, Timing
from bot.compliance.places import Place
from bot.compliance.standing import Suppression, bars
from bot.errors import TemplateError
from bot.events import Json
from bot.inbox.house import House
from bot.inbox.people import meet
from bot.outbox.agreed import look_up
from bot.outbox.timing import place_of
from bot.store import audience, contacts
from bot.store.contacts import Contact
from bot.store.db import Database
from bot.text import segments

PEOPLE_A_PAGE: Final = 2_000
TRIED_MAX: Final = 500
"""For so many the text is filled in."""
SAMPLES: Final = 3
PROBLEMS_SHOWN: Final = 5


class Sample(NamedTuple):
    """How it reads for somebody."""

    to: str
    variant: str
    text: str
    encoding: str
    segments: int


@dataclass(slots=True)
class Outlook:
    """What would become of it."""

    people: int = 0
    send: int = 0
    hold: int = 0
    """Who would have to wait for their morning."""
    refused: Counter[str] = field(default_factory=Counter)
    """By reason."""
    tried: int = 0
    segments: Counter[int] = field(default_factory=Counter)
    """Of the texts that were tried: how many have so many segments."""
    samples: list[Sample] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    """Why texts could not be filled in, of those that were tried."""
    unfilled: int = 0
    blast: Blast | None = None
    summary: str = ""

    @property
    def words(self) -> str:
        """All of it in a few words."""
        parts = [f"{self.people:,} {'person' if self.people == 1 else 'people'}"]
        if self.hold:
            parts.append(f"{self.hold:,} of them asleep or outside their hours now")
        parts += [f"{number:,} refused ({reason.replace('_', ' ')})" for reason, number in self.refused.most_common()]
        if self.unfilled:
            parts.append(f"{self.unfilled:,} of {self.tried:,} texts tried cannot be filled in")
        takes = f"It takes {self.summary}." if self.summary else ""
        return f"{', '.join(parts)}. {takes}".strip()

    @property
    def segments_mean(self) -> float:
        """How many segments a text has, on average."""
        tried = self.segments.total()
        return sum(count * number for count, number in self.segments.items()) / tried if tried else 0.0


_People = Sequence[tuple[Contact, Mapping[str, Json] | None, Suppression | None, bool]]


async def foresee(
    database: Database,
    house: House,
    plan: Plan,
    people: Sequence[tuple[str, Mapping[str, Json]]] | None,
    now: datetime,
) -> Outlook:
    """Look at everybody who would get it."""
    at, seen = max(now, plan.send_at or now), Outlook()
    moments = Moments(plan, house.hours, str(house.business.get("timezone") or "UTC"))
    turns: dict[Place, Turn] = {}
    counted: Counter[Turn] = Counter()
    async for page in _pages(database, house, plan, people, at):
        await asyncio.to_thread(_look, page, house, plan, at, seen, moments, turns, counted)
    rate = _rate(house, plan)
    if plan.message_class in SOLICITING or plan.window or plan.local_time:
        seen.blast = await asyncio.to_thread(by_turns, counted, rate, at)
    else:
        seen.blast = at_any_time(counted.total(), rate, at)
    seen.summary = summary(seen.blast, str(house.business.get("timezone") or "UTC"))
    return seen


def _rate(house: House, plan: Plan) -> float:
    used = house.channels.values() if plan.channel is None else [house.channels[plan.channel]]
    rate = sum(channel.rate * len(channel.pool) for channel in used)
    return rate if plan.pace is None else min(plan.pace, rate)


async def _pages(
    database: Database,
    house: House,
    plan: Plan,
    people: Sequence[tuple[str, Mapping[str, Json]]] | None,
    at: datetime,
) -> AsyncIterator[_People]:
    if people is not None:
        for first in range(0, len(people), PEOPLE_A_PAGE):
            yield await database.run(_of_file, house, plan, people[first : first + PEOPLE_A_PAGE], at)
        return
    asked = read_audience(plan.audience or "")
    clock, after = Clock(at, str(house.business.get("timezone") or "UTC")), ""
    while page := await database.run(_of_audience, house, plan, asked, clock, after):
        yield page
        after = page[-1][0].id


def _of_file(
    conn: Connection, house: House, plan: Plan, rows: Sequence[tuple[str, Mapping[str, Json]]], at: datetime
) -> _People:
    known = contacts.find(conn, [phone for phone, _ in rows])
    found = [(known.get(phone) or meet(phone, "", at), data) for phone, data in rows]
    return _with_standing(conn, house, plan, found)


def _of_audience(conn: Connection, house: House, plan: Plan, asked: Filter, clock: Clock, after: str) -> _People:
    found = audience.people(conn, asked, clock, after=after, limit=PEOPLE_A_PAGE)
    return _with_standing(conn, house, plan, [(contact, None) for contact in found])


def _with_standing(
    conn: Connection, house: House, plan: Plan, found: Sequence[tuple[Contact, Mapping[str, Json] | None]]
) -> _People:
    keys = {contact.phone: contacts.person_key(house.secret, contact.phone) for contact, _ in found}
    known = contacts.suppressed(conn, list(keys.values()))
    asked = {key: known.get(key) for key in keys.values()} if plan.message_class in SOLICITING else {}
    agreed = look_up(conn, asked, recorded=house.consent_recorded)
    return [
        (contact, data, known.get(key), not agreed.lacks(key, plan.program))
        for contact, data in found
        for key in (keys[contact.phone],)
    ]


def _look(
    page: _People,
    house: House,
    plan: Plan,
    at: datetime,
    seen: Outlook,
    moments: Moments,
    turns: dict[Place, Turn],
    counted: Counter[Turn],
) -> None:
    """Count a page."""
    texts = Texts(plan, house.business)
    timings: dict[Place, Timing] = {}
    for contact, data, known, agreed in page:
        place, timing = place_of(contact), None
        if plan.message_class in SOLICITING:
            timing = timings.get(place) or timings.setdefault(place, house.hours.timing(place, at))
        found = bars(known, program=plan.program, channel=plan.channel or "", unasked=True, agreed=agreed)
        verdict = gate(plan.message_class, **found._asdict(), hours=timing)
        seen.people += 1
        if verdict.decision == "refuse":
            seen.refused[verdict.reason or "refused"] += 1
            continue
        turn = turns.get(place) or turns.setdefault(place, moments.turn(place, at))
        waits = verdict.decision == "hold" or (turn.due is not None and turn.due > at)
        seen.hold += waits
        seen.send += not waits
        counted[turn] += 1
        if plan.variants and seen.tried < TRIED_MAX:
            _try(texts, plan, contact, data, at, seen)


def _try(
    texts: Texts, plan: Plan, contact: Contact, data: Mapping[str, Json] | None, at: datetime, seen: Outlook
) -> None:
    """Fill a text in."""
    variant = variant_of(plan, "", contact.id or contact.phone)
    seen.tried += 1
    try:
        text = texts.fill_in(variant, contact, data, at)
    except TemplateError as error:
        seen.unfilled += 1
        if len(seen.problems) < PROBLEMS_SHOWN and str(error) not in seen.problems:
            seen.problems.append(str(error))
        return
    cost = segments(text)
    seen.segments[cost.count] += 1
    if len(seen.samples) < SAMPLES:
        seen.samples.append(Sample(contact.phone, plan.variants[variant].name, text, cost.encoding, cost.count))
