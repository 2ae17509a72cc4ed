"""What was kept for long enough goes by itself, a page at a time; what is not over stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.broadcasts import Order, Plan, Variant
from bot.config import RetentionSettings
from bot.events import MessageClass
from bot.privacy.retain import due
from bot.store import retention
from bot.web.api.broadcasts import results
from tests.privacy.traces import in_rows
from tests.stage import ANA, BEN, staged

FOREVER = {f"PARLEY_RETENTION__{kind}": "forever" for kind in ("BODIES", "EVENTS", "INBOUND", "CALLS")}


async def goes_through(stage):
    """Take turns until the pass is over; return how many that took."""
    for turns in range(1, 200):
        await stage.runtime.retention.turn()
        if not stage.runtime.retention._after:
            await stage.runtime.exchanges.turn()  # it sees to its own
            return turns
    raise AssertionError("it does not end")


async def counts(stage):
    tables = ("inbound", "event", "session", "message")
    return {table: await stage.value(f"SELECT count(*) FROM {table}") for table in tables}  # noqa: S608


@pytest.mark.usefixtures("either_database")
async def test_everything_has_its_period(tmp_path):
    async with staged(tmp_path) as stage:
        for text in ("hi", "Analuisa"):
            await stage.says(ANA, text)
        await stage.runtime.exchanges.drain()
        fresh = await counts(stage)
        stage.clock.passes(days=31)
        await stage.runtime.exchanges.turn()
        await goes_through(stage)
        after_a_month = await counts(stage)
        there = await stage.runtime.database.run(in_rows, ["Analuisa"])
        stage.clock.passes(days=13 * 31)
        await stage.says(BEN, "hi")
        await goes_through(stage)
        after_a_year = await counts(stage)
        [old, *_] = await stage.messages(ANA)

        assert {"inbound": 2, "event": 2, "session": 1, "message": 2} == fresh
        assert fresh | {"inbound": 0} == after_a_month
        assert {"event", "message", "session"} == set(there)
        assert {"inbound": 1, "event": 1, "session": 1, "message": 3} == after_a_year
        assert {} == await stage.runtime.database.run(in_rows, ["Analuisa"])
        assert ("", "accepted", ANA) == (old.text, old.status, old.recipient)


@pytest.mark.usefixtures("either_database")
async def test_who_got_a_broadcast_goes_and_how_it_did_stays(tmp_path, monkeypatch):
    """Page by page; one that is not over keeps its people."""
    monkeypatch.setattr(retention.forget_page, "__defaults__", (3,))
    texts = (Variant("a", "Hello {{ nick }}."), Variant("b", "Good day, {{ nick }}."))
    plan = Plan(MessageClass.TRANSACTIONAL, texts)
    people = [(f"+120655501{number:02}", {"nick": f"Nick-{number}"}) for number in range(7)]
    async with staged(tmp_path) as stage:
        run, broadcasts = stage.runtime.database.run, stage.runtime.broadcasts
        old = await run(broadcasts.create, Order("old", plan, "key_1", [*people, ("+12065550199", {})]))
        await stage.passes(seconds=5)
        await stage.says(people[0][0], "Thank you")
        await stage.runtime.follower.turn()
        young = await run(broadcasts.create, Order("young", replace(plan, pace=1 / 86_400), "key_1", people[:2]))
        await stage.settle()
        before = await run(results, broadcasts.counted, old.id)
        stage.clock.passes(days=13 * 31 + 1)
        turns = await goes_through(stage)
        after = await run(results, broadcasts.counted, old.id)
        left = await stage.rows("SELECT broadcast_id, count(*) FROM broadcast_recipient GROUP BY broadcast_id")

        assert (8, 0, 8) == (before.recipients, before.forgotten, after.forgotten)
        assert {"accepted": 7, "refused": 1} == before.counts == after.counts
        assert before.variants == after.variants
        assert 1 == sum(variant.replied for variant in after.variants)
        assert [(young.id, 2)] == left
        assert turns >= 4


async def test_what_is_not_over_stays(tmp_path):
    """A conversation under way, a message for next year, and a row that could not be processed."""
    async with staged(tmp_path, PARLEY_RETENTION__EVENTS="30 days") as stage:
        await stage.says(ANA, "hi")
        await stage.execute("UPDATE inbound SET status = 'parked', error = 'why'")
        await stage.execute("UPDATE message SET status = 'queued', due_at = '2099-01-01 00:00:00.000000+00:00'")
        stage.clock.passes(days=1000)
        await goes_through(stage)

        assert {"inbound": 1, "event": 0, "session": 1, "message": 1} == await counts(stage)
        assert "Your name?" == await stage.value("SELECT text FROM message")


async def test_forever_is_forever(tmp_path):
    async with staged(tmp_path, **FOREVER) as stage:
        await stage.says(ANA, "hi")
        before = await counts(stage)
        stage.clock.passes(days=4000)
        await goes_through(stage)

        assert before == await counts(stage)
        assert "Your name?" == await stage.value("SELECT text FROM message")


async def test_a_backlog_goes_in_pages_and_each_row_is_looked_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr(retention.forget_page, "__defaults__", (3,))
    async with staged(tmp_path) as stage:
        for number in range(5):
            await stage.says(f"+120655501{number:02}", "hi")
            await stage.says(f"+120655501{number:02}", "Ana")
        stage.clock.passes(days=500)
        first = await goes_through(stage)
        nothing = await goes_through(stage)
        stage.clock.passes(hours=2)
        second = await goes_through(stage)

        assert (4, 1, 1) == (first, nothing, second)
        assert "10" == await stage.value("SELECT value FROM setting WHERE name = 'bodies_forgotten_to'")
        assert 0 == await stage.value("SELECT count(*) FROM message WHERE text <> ''")


@pytest.mark.usefixtures("either_database")
async def test_what_would_go_can_be_counted_before(tmp_path):
    async with staged(tmp_path) as stage:
        for text in ("hi", "Ana"):
            await stage.says(ANA, text)
        stage.clock.passes(days=31)
        counted = await stage.runtime.database.run(due, RetentionSettings(), stage.clock.now)

        others = {
            "broadcasts": 0,
            "links": 0,
            "answers": 0,
            "verifications": 0,
            "codes": 0,
            "tallies": 0,
            "activity": 0,
        }
        assert {"bodies": 0, "events": 0, "inbound": 2, "calls": 0} | others == counted


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"bodies": "a while"}, "is not a period such as"),
        ({"inbound": "2 days"}, "7 days or more"),
        ({"verifications": "6 days"}, "7 days or more"),
        ({"body": "1 day"}, "Extra inputs"),
    ],
)
def test_periods_that_cannot_be(given, problem):
    with pytest.raises(ValueError, match=problem):
        RetentionSettings(**given)
