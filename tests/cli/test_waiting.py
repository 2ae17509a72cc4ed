"""What waits, as `parley doctor` tells it: a house as it is, and what to do about it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.cli import waiting as module
from bot.cli.waiting import waiting
from bot.errors import SendError
from bot.events import ErrorClass
from tests.stage import ANA, BEN, staged

pytestmark = pytest.mark.usefixtures("either_database")


@pytest.fixture
async def stage(tmp_path):
    async with staged(tmp_path) as stage:
        yield stage


async def told(stage, *subjects: str) -> list[tuple[str, str]]:
    found = await stage.runtime.database.run(waiting, stage.runtime.settings, stage.clock.now)
    return [(finding.level, finding.text) for finding in found if finding.subject in subjects]


async def test_a_house_where_nothing_waits(stage):
    await stage.says(ANA, "hello")

    assert [("ok", "nothing waits")] * 3 == await told(stage, "inbox", "calls", "schedule")
    assert [("ok", "main: nothing waits")] == await told(stage, "outbox")
    assert [] == await told(stage, "unknown", "parked", "deferred")


async def test_texts_that_nobody_processes(stage):
    await stage.writes(ANA, "hello")
    stage.clock.passes(seconds=30)
    assert [("ok", "1 waits, the oldest for 30 s")] == await told(stage, "inbox")

    await stage.writes(BEN, "hello")
    stage.clock.passes(minutes=5)
    [(level, text)] = await told(stage, "inbox")

    assert "error" == level
    assert text.startswith("2 wait, the oldest for 6 min: is a worker running? parley serve or parley worker")


async def test_messages_that_do_not_get_out(stage):
    await stage.says(ANA, "hello")
    await stage.rows("UPDATE message SET status = 'queued', due_at = created_at RETURNING id")
    stage.clock.passes(minutes=5)
    [(level, text)] = await told(stage, "outbox")

    assert "warning" == level
    assert text.startswith("main: 1 waits, the oldest for 5 min; 0 for later, 0 on the wire; its rate may be too low")


async def test_messages_of_a_channel_that_is_gone_from_the_settings(stage):
    await stage.says(ANA, "hello")
    await stage.rows("UPDATE message SET status = 'queued', due_at = created_at, channel = 'old' RETURNING id")
    [main, gone] = await told(stage, "outbox")

    assert "error" == gone[0]
    assert "the settings have no channels.old: add it again, or cancel them through the API" in gone[1]
    assert ("ok", "main: nothing waits") == main


async def test_messages_of_unknown_outcome(stage):
    stage.carrier.then(stage.carrier.taken_but(SendError(ErrorClass.UNKNOWN, "timeout", "no answer")))
    await stage.says(ANA, "hello")
    stage.clock.passes(hours=3)
    [(level, text)] = await told(stage, "unknown")

    assert "warning" == level
    assert text.startswith(
        "1 message may have been sent or not, the oldest for 3 h: compare with the provider's own log"
    )


async def test_rows_that_were_parked_are_told_without_what_people_wrote(stage):
    await stage.writes(ANA, "my secret")
    await stage.rows(
        "UPDATE inbound SET status = 'parked', done_at = received_at, error = 'KeyError: my secret' RETURNING seq"
    )
    [(level, text)] = await told(stage, "parked")

    assert "warning" == level
    assert text.startswith("1 row could not be processed (KeyError), the first 0 s ago: the log")
    assert "secret" not in text


async def test_very_many_are_not_counted_to_the_end(stage, monkeypatch):
    monkeypatch.setattr(module, "BACKLOG_COUNTED_MAX", 1)
    await stage.writes(ANA, "hello")

    assert [("ok", "1 or more waits, the oldest for 0 s")] == await told(stage, "inbox")


async def test_of_an_older_database_nothing_is_said(stage):
    await stage.rows("UPDATE alembic_version SET version_num = '0000' RETURNING 1")
    found = await stage.runtime.database.run(waiting, stage.runtime.settings, stage.clock.now + timedelta(days=1))

    assert [] == found
