"""Part of `make soak`: quiet hours by every clock there is, through two years, against the slow oracle of the tests."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta

from bot.compliance.hours import Hours
from bot.compliance.places import of_number
from bot.compliance.windows import Calendar, allows, opening
from bot.rulebook import read_rules, rules
from tests.compliance import oracle
from tests.soak.table import Ran, tell

STEP = timedelta(minutes=30)
AREA_CODES = range(200, 1000)


def keep_hours(asked: int) -> Ran:
    """Look at every clock twice an hour, and ask so often near its changes and anywhere when it opens."""
    ran = Ran(0)
    for number, zone in enumerate(oracle.ZONES):
        dice = random.Random(zone)  # noqa: S311 - a fault should come again
        ran.faults += _looked(zone, dice, ran)
        ran.faults += _waited(zone, dice, asked, ran)
        if number % 50 == 49:
            tell(f"hours: {number + 1} clocks, {ran.size} moments, {len(ran.faults)} outside")
    ran.faults += _sent(asked, ran)
    return ran


def _looked(zone: str, dice: random.Random, ran: Ran) -> Iterator[str]:
    """At each moment both must say the same."""
    calendar, rows = _calendar("us_safe", "us_federal", "us_la"), oracle.rows("us_safe", "us_federal", "us_la")
    at = oracle.BEGIN + dice.random() * STEP
    while at < oracle.END:
        ran.size += 1
        if allows(calendar, zone, at) != oracle.may(rows, [zone], at):
            yield f"{zone} at {at}: outside of its hours"
        at += STEP


def _waited(zone: str, dice: random.Random, asked: int, ran: Ran) -> Iterator[str]:
    """Who waits is texted at the first moment that is allowed."""
    calendar, rows = Calendar(read_rules(oracle.NIGHTLY)), oracle.night_rows()
    for at in oracle.moments(zone, dice, around=asked, anywhere=asked):
        ran.size += 1
        if opening(calendar, (zone,), at) != oracle.first(rows, [zone], at):
            yield f"{zone} from {at}: {opening(calendar, (zone,), at)}"


def _sent(asked: int, ran: Ran) -> Iterator[str]:
    """Whatever a number says of where its owner is: when Parley sends, every clock and every state allows it."""
    dice, hours = random.Random(1), Hours()  # noqa: S311 - a fault should come again
    places = dict.fromkeys(of_number(f"+1{code}5550123") for code in AREA_CODES)
    for place in (place for place in places if place.country == "US"):
        states = [f"us_{state.lower()}" for state in place.states] or [rule.id for rule in rules() if rule.state]
        unsure = {rule.id for rule in rules() if not rule.confirmed}
        rows = oracle.rows("us_safe", "us_federal", *(set(states) - unsure))
        for _ in range(asked):
            ran.size += 1
            at = oracle.BEGIN + dice.random() * (oracle.END - oracle.BEGIN)
            timing = hours.timing(place, at)
            if timing.opens_at != oracle.first(rows, place.zones, at) or timing.allowed != (timing.opens_at == at):
                yield f"{place} from {at}: {timing.opens_at}"


def _calendar(*ids: str) -> Calendar:
    return Calendar([rule for rule in rules() if rule.id in ids], country="US")
