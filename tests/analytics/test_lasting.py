"""What was counted stays as it is: when somebody is erased, when logs are forgotten, and when reports come late."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import Connection, delete, func, insert, select, text

from bot.analytics.rollup import Rollup
from bot.analytics.spans import seconds_of
from bot.desk import Actor
from bot.events import MessageStatus
from bot.store import cursors, statistics
from bot.store.tables import (
    conversation,
    event,
    message,
    receipt,
    stat_agent,
    stat_flow,
    stat_optout,
    stat_route,
    stat_stop,
    stat_thread,
    stat_time,
    stat_unmatched,
    stat_walk,
)
from tests.analytics.test_rollup import ONCE, SURVEY, compare
from tests.privacy.traces import in_rows
from tests.stage import ANA, BEN, Stage, staged

pytestmark = pytest.mark.usefixtures("either_database")
MIA = Actor("usr_mia", "Mia")


def routes(conn: Connection) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for row in conn.execute(select(stat_route).where(stat_route.c.day < "a")):
        found[row.day, row.fate] += row.messages
    return +found


def flows(conn: Connection) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in conn.execute(select(stat_flow).where(stat_flow.c.day < "a", stat_flow.c.place == "")):
        found[row.what] += row.n
    return +found


async def ask(stage: Stage, work, *given):
    await stage.runtime.rollup.catch_up()
    return await stage.runtime.database.run(work, *given)


async def message_ids(stage: Stage) -> list[str]:
    return await stage.runtime.database.run(lambda conn: list(conn.execute(select(message.c.id)).scalars()))


async def test_who_is_erased_stays_counted_and_is_named_nowhere(tmp_path):
    async with staged(tmp_path, SURVEY, ONCE) as stage:
        for phone, said in ((ANA, "survey"), (ANA, "grandmother"), (BEN, "survey"), (BEN, "bad"), (ANA, "stop")):
            await stage.says(phone, said)
        await stage.says(BEN, "no idea")
        await stage.starts(ANA, "once")
        before = await ask(stage, routes), await ask(stage, flows)
        last = (await message_ids(stage))[-1]

        await stage.runtime.eraser.erase(ANA, "test")
        await stage.reports(f"carrier-{last}", MessageStatus.DELIVERED)  # so that all around are counted again
        routed, walked = await ask(stage, routes), await ask(stage, flows)

        assert before[0].total() == routed.total()
        assert before[1]["started"] == walked["started"]
        assert {} == await stage.runtime.database.run(in_rows, (ANA, "grandmother"))
        left = await stage.runtime.database.run(
            lambda conn: (
                conn.execute(select(func.count()).select_from(stat_unmatched)).scalar_one(),
                conn.execute(select(stat_optout.c.message_id)).scalars().all(),
                conn.execute(select(stat_stop)).all(),
            )
        )
        assert (0, [None], []) == left


async def test_the_session_of_who_is_erased_counts_as_interrupted(tmp_path):
    async with staged(tmp_path, SURVEY) as stage:
        await stage.says(ANA, "survey")
        await ask(stage, flows)
        await stage.runtime.eraser.erase(ANA, "test")

        assert Counter(started=1, interrupted=1) == await ask(stage, flows)
        assert [] == await stage.runtime.database.run(lambda conn: conn.execute(select(stat_walk)).all())


async def test_logs_that_are_forgotten_were_counted(tmp_path):
    async with staged(tmp_path, SURVEY) as stage:
        await stage.says(ANA, "survey")
        await stage.says(ANA, "bad")
        before = await ask(stage, routes), await ask(stage, flows)

        def forget(conn: Connection) -> None:
            conn.execute(delete(event))
            conn.execute(delete(receipt))

        await stage.runtime.database.run(forget)
        assert before == (await ask(stage, routes), await ask(stage, flows))
        await stage.says(ANA, "because")
        assert 1 == (await ask(stage, flows))["completed"]


async def test_a_late_report_counts_on_the_day_of_its_message(tmp_path):
    async with staged(tmp_path, SURVEY) as stage:
        await stage.says(ANA, "survey")
        first = (await message_ids(stage))[0]
        assert Counter({("2026-03-05", "waiting"): 1}) == await ask(stage, routes)
        await stage.passes(minutes=14)
        assert Counter({("2026-03-05", "waiting"): 1}) == await ask(stage, routes)
        await stage.passes(minutes=1)
        assert Counter({("2026-03-05", "unknown"): 1}) == await ask(stage, routes)
        stage.clock.passes(days=3)
        await stage.reports(f"carrier-{first}", MessageStatus.DELIVERED)
        assert 1 == (await ask(stage, routes))["2026-03-05", "delivered"]


async def test_what_is_taken_back_is_counted_without_a_report(tmp_path):
    async with staged(tmp_path, SURVEY) as stage:
        await stage.says(ANA, "survey")
        await ask(stage, routes)

        def wait(conn: Connection) -> None:
            later = stage.clock.now + timedelta(days=1)
            conn.execute(message.update().values(status="queued", due_at=later, sent_at=None))
            statistics.mark(conn, conn.execute(select(message.c.seq)).scalars())

        await stage.runtime.database.run(wait)
        assert Counter({("2026-03-05", "queued"): 1}) == await ask(stage, routes)
        values = {"status": "canceled", "due_at": None, "error": "canceled"}
        await stage.runtime.database.run(lambda conn: conn.execute(message.update().values(**values)))
        assert Counter({("2026-03-05", "canceled"): 1}) == await ask(stage, routes)


async def test_two_that_count_at_once_count_once(tmp_path):
    async with staged(tmp_path, SURVEY, ONCE) as stage:
        for said in ("survey", "hm", "bad", "because", "once", "yes"):
            await stage.says(ANA, said)
        runtime = stage.runtime
        zone = runtime.settings.business.timezone
        others = [Rollup(runtime.database, runtime.world, zone, runtime.house.secret) for _ in range(4)]

        await asyncio.gather(*(other.catch_up() for other in others))

        await ask(stage, compare, stage.clock.now, runtime.house.secret)


async def test_what_postgresql_shows_late_is_counted(tmp_path, either_database):
    async with staged(tmp_path, SURVEY) as stage:
        await stage.says(ANA, "survey")
        await ask(stage, flows)

        def write(conn: Connection, seq: int) -> None:
            first = conn.execute(select(event)).mappings().first()
            assert first is not None
            values = {**first, "seq": seq, "session_id": f"ses_{seq}", "at": stage.clock.now}
            conn.execute(insert(event), values)

        await stage.runtime.database.run(write, 103)
        await stage.runtime.database.run(write, 101)
        assert 3 == (await ask(stage, flows))["started"]
        await stage.runtime.database.run(write, 102)  # given its number before, committed after the others
        expected = 4 if either_database == "postgresql" else 3
        assert expected == (await ask(stage, flows))["started"]
        assert expected == (await ask(stage, flows))["started"]
        stage.clock.passes(minutes=16)
        await stage.runtime.database.run(write, 110)
        await ask(stage, flows)
        known = await stage.runtime.database.run(cursors.cursor, "event")
        assert known is not None
        assert 110 == known.high
        assert all(first > 103 for first, _, _ in known.gaps), "what was missing for so long does not come any more"


async def test_people_are_timed_from_when_they_were_asked_for(tmp_path):
    """Mia is asked for, answers after two minutes, then after one; then she takes over what nobody gave her."""
    async with staged(tmp_path, SURVEY) as stage:
        for said in ("survey", "hm", "hm"):  # gives up, and asks for a person
            await stage.says(ANA, said)
        desk = stage.runtime.desk
        [id] = await stage.runtime.database.run(lambda conn: conn.execute(select(conversation.c.id)).scalars().all())
        await stage.passes(minutes=2)
        await desk.reply(id, MIA, "How can I help?")
        await stage.settle()
        await stage.says(ANA, "it hurts")
        await stage.passes(minutes=1)
        await desk.reply(id, MIA, "Come at ten.")
        await desk.reply(id, MIA, "Or at two.")
        await desk.close(id, MIA)
        await stage.settle()

        def read(conn: Connection):
            times = conn.execute(
                select(stat_time.c.what, stat_time.c.band, stat_time.c.n).where(
                    stat_time.c.who == MIA.id, stat_time.c.day < "a"
                )
            ).all()
            done = {row.what: row.n for row in conn.execute(select(stat_agent).where(stat_agent.c.day < "a"))}
            return times, done, conn.execute(select(stat_thread)).all()

        times, done, waiting = await ask(stage, read)
        bands = {what: seconds_of(band) for what, band, n in times if n == 1}

        assert {"first_reply", "next_reply"} == set(bands)
        assert 120 == pytest.approx(bands["first_reply"], rel=0.05)
        assert 60 == pytest.approx(bands["next_reply"], rel=0.05)
        assert (3, 1) == (done["replied"], done["closed"])
        assert [] == waiting
        assert 1 == (await ask(stage, flows))["handed_off"]


async def test_an_idle_turn_reads_and_writes_next_to_nothing(tmp_path):
    """It may be looked at every few seconds, for ever."""
    async with staged(tmp_path, SURVEY) as stage:
        await stage.says(ANA, "survey")
        await stage.passes(minutes=20)
        rollup = stage.runtime.rollup
        await rollup.catch_up()

        def idle(conn: Connection) -> int:
            conn.execute(text("SELECT 1"))
            more = rollup.read_logs(conn, stage.clock.now) or rollup.count_blocks(conn, stage.clock.now)
            assert not more
            return len(statistics.due_blocks(conn, stage.clock.now, 10))

        assert 0 == await stage.runtime.database.run(idle)
