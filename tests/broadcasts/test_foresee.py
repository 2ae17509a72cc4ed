"""What is foretold of a broadcast is what then happens: by each person's clock, in the window, out of quiet hours."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.broadcasts import Order, Plan, Variant
from bot.broadcasts.foresee import foresee
from bot.events import MessageClass
from tests.stage import ANA, NOON, staged

PARIS = "+33612345678"
TEXT = MessageClass.TRANSACTIONAL


def at(hours: float):
    return NOON + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("given", "seattle", "paris"),
    [
        ({}, 0, 0),
        ({"local_time": "09:00"}, 0, 15),  # it is 09:00 and 18:00 there
        ({"window": "10:00-18:00"}, 1, 16),
        ({"window": "08:00-10:00"}, 0, 14),
        ({"local_time": "07:00", "window": "10:00-20:00"}, 25, 16),
    ],
)
async def test_it_says_who_waits_and_when_the_last_one_has_it(tmp_path, given, seattle, paris):
    plan = Plan(TEXT, (Variant("a", "Hi."),), **given)
    people = [(ANA, {}), (PARIS, {})]
    async with staged(tmp_path) as stage:
        seen = await foresee(stage.runtime.database, stage.runtime.house, plan, people, NOON)
        await stage.runtime.database.run(stage.runtime.broadcasts.create, Order("news", plan, "key_1", people))
        heard = {}
        await stage.settle()
        for hour in range(26):
            for phone in (ANA, PARIS):
                if stage.heard(phone):
                    heard.setdefault(phone, hour)
            await stage.passes(hours=1)

        assert (2, sum(hours > 0 for hours in (seattle, paris))) == (seen.people, seen.hold)
        assert at(max(seattle, paris)) <= seen.blast.ends_at <= at(max(seattle, paris)) + timedelta(minutes=1)
        assert {ANA: seattle, PARIS: paris} == heard


@pytest.mark.parametrize(("window", "verdict"), [("18:00-23:00", (1, 0)), ("22:00-23:00", (0, 1))])
async def test_marketing_within_a_window_keeps_quiet_hours_too(tmp_path, window, verdict):
    """At 09:00 in Seattle: what the window leaves of the evening is later, or nothing at all."""
    plan = Plan(MessageClass.MARKETING, (Variant("a", "Hi."),), window=window)
    async with staged(tmp_path) as stage:
        seen = await foresee(stage.runtime.database, stage.runtime.house, plan, [(ANA, {})], NOON)

        assert verdict == (seen.hold, seen.blast.never)
        assert seen.blast.never or at(9) <= seen.blast.ends_at <= at(9.1)
