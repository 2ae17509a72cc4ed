"""What was kept for long enough goes by itself, a page at a time; what is not over stays."""

from __future__ import annotations

import pytest

from bot.config import RetentionSettings
from bot.privacy.retain import due
from bot.store import retention
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

        others = {"links": 0, "answers": 0, "verifications": 0, "codes": 0, "tallies": 0, "activity": 0}
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
