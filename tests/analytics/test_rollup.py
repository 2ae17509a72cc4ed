"""The roll-up against a slow count of everything, over whatever may happen, on both databases."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as settings_
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select

from bot.analytics import rollup as rolling
from bot.analytics.walks import digest_of
from bot.desk import Actor
from bot.desk.errors import DeskError
from bot.events import MessageStatus
from bot.inbox import entries
from bot.store import statistics
from bot.store.tables import (
    conversation,
    message,
    stat_flow,
    stat_hour,
    stat_optout,
    stat_route,
    stat_text,
    stat_time,
    stat_unmatched,
    stat_walk,
)
from tests.analytics import oracle
from tests.stage import ANA, BEN, CHANNEL, Stage, staged

SURVEY = """\
flow: survey
start:
  - keyword: survey
states:
  rate:
    - ask: How was it?
      choices: {good: Good, bad: Bad}
      unclear: GOOD or BAD?
      give_up: help
      silence:
        1 hour: Still there?
        2 hours: {end: no_answer}
      replies:
        bad: why
    - end: happy
  why:
    - ask: Why?
      silence:
        30 hours: {end: no_reason}
    - say: Thank you.
    - end: told
  help:
    - handoff: front
      closed: {end: helped}
"""
ONCE = """\
flow: once
expires: 3 hours
start:
  - keyword: once
states:
  only:
    - ask: Yes or no?
      expect: yes_no
      silence:
        24 hours: {end: gone}
    - end: done
"""
MIA = Actor("usr_mia", "Mia")
EXTRA = "+447400123456"
PEOPLE = (ANA, BEN, EXTRA)
WORDS = ("survey", "once", "good", "bad", "hm", "Hm!", "because", "yes", "stop", "start", "help", "survey")

acts = st.one_of(
    st.tuples(st.just("says"), st.sampled_from(PEOPLE), st.sampled_from(WORDS)),
    st.tuples(st.just("passes"), st.sampled_from((1, 20, 65, 130, 26 * 60))),
    st.tuples(st.just("reports"), st.integers(0, 30), st.sampled_from(("delivered", "undelivered", "failed", "sent"))),
    st.tuples(st.just("closes"), st.sampled_from(PEOPLE)),
    st.tuples(st.just("replies"), st.integers(0, 2)),
    st.tuples(st.just("hands back"), st.integers(0, 2)),
    st.tuples(st.just("counts")),
    st.tuples(st.just("dies"), st.integers(0, 9)),
)


class Killed(Exception):
    """The process is gone in the middle of a transaction."""


async def does(stage: Stage, act: tuple[Any, ...]) -> None:
    match act:
        case ("says", phone, word):
            await stage.says(phone, word)
        case ("passes", minutes):
            await stage.passes(minutes=minutes)
        case ("reports", number, status):
            ids = await stage.runtime.database.run(lambda conn: conn.execute(select(message.c.id)).scalars().all())
            if ids:
                await stage.reports(f"carrier-{ids[number % len(ids)]}", MessageStatus(status))
        case ("closes", phone):
            await stage.happens(entries.agent_closed(CHANNEL, phone, f"close-{stage.clock.monotonic}", stage.clock.now))
        case ("replies" | "hands back" as what, number):
            await acts_at_the_desk(stage, what, number)
        case ("counts",):
            await stage.runtime.rollup.catch_up()
        case ("dies", step):
            await dies(stage, step)


async def acts_at_the_desk(stage: Stage, what: str, number: int) -> None:
    query = select(conversation.c.id).order_by(conversation.c.created_at, conversation.c.id)
    ids = await stage.runtime.database.run(lambda conn: conn.execute(query).scalars().all())
    if not ids:
        return
    with suppress(DeskError):
        id = ids[number % len(ids)]
        if what == "replies":
            await stage.runtime.desk.reply(id, MIA, "Mia here.")
        else:
            await stage.runtime.desk.hand_back(id, MIA)
    await stage.settle()


async def dies(stage: Stage, step: int) -> None:
    """Count, and be killed before the commit of one of the transactions."""
    rollup, left = stage.runtime.rollup, [step]

    def then_die(work):
        def killed(conn: Connection, now):
            done = work(conn, now)
            left[0] -= 1
            if left[0] < 0:
                raise Killed
            return done

        return killed

    try:
        for _ in range(20):
            if not await stage.runtime.database.run(then_die(rollup.read_logs), stage.clock.now):
                break
        for _ in range(20):
            if not await stage.runtime.database.run(then_die(rollup.count_blocks), stage.clock.now):
                break
    except Killed:
        pass


def compare(conn: Connection, now: Any, secret: bytes) -> None:
    """Every figure of every day, against the oracle."""
    expected = oracle.messages(conn, now)
    actual: Counter[tuple[Any, ...]] = Counter()
    for row in conn.execute(select(stat_route).where(stat_route.c.day < "a")):
        actual["country", row.day, row.country, row.fate] += row.messages
        actual["country", row.day, row.country, row.fate, "segments"] += row.segments
    for row in conn.execute(select(stat_text).where(stat_text.c.day < "a")):
        actual["flow", row.day, row.flow, row.template, row.fate] += row.messages
    for row in conn.execute(select(stat_hour).where(stat_hour.c.what == "out")):
        actual["out", row.day, row.hour] += row.n
    for row in conn.execute(select(stat_time).where(stat_time.c.day < "a", stat_time.c.what == "to_deliver")):
        actual["arrived", row.day] += row.n
    assert +expected == actual

    heard = conn.execute(select(stat_hour.c.day, stat_hour.c.hour, stat_hour.c.n).where(stat_hour.c.what == "in"))
    assert oracle.texts(conn) == Counter({(day, hour): n for day, hour, n in heard})

    counted: Counter[tuple[str, ...]] = Counter()
    for row in conn.execute(select(stat_flow).where(stat_flow.c.day < "a")):
        if row.place == "" or row.what in ("reached", "answered"):
            counted[row.day, row.flow, row.place, row.what] += row.n
    assert oracle.sessions(conn) == counted

    took: Counter[tuple[str, str, str]] = Counter()
    for row in conn.execute(
        select(stat_time).where(stat_time.c.day < "a", stat_time.c.what.in_(["first_reply", "next_reply"]))
    ):
        took[row.day, "bot" if row.who == "bot" else "person", row.what] += row.n
    assert oracle.replies(conn) == took

    names = {digest_of(word, secret): word.strip("!").lower() for word in WORDS}
    said = Counter((row.day, names[row.digest]) for row in conn.execute(select(stat_unmatched)))
    wanted: Counter[tuple[str, str]] = Counter()
    for (day, text), n in oracle.unmatched(conn).items():
        wanted[day, text.strip("!")] += n
    assert wanted == said

    left = conn.execute(select(stat_optout.c.day, func.count()).group_by(stat_optout.c.day))
    assert oracle.optouts(conn) == Counter(dict(left.all()))

    started, ended, open_ = 0, 0, conn.execute(select(func.count()).select_from(stat_walk)).scalar_one()
    for row in conn.execute(select(stat_flow).where(stat_flow.c.day < "a", stat_flow.c.place == "")):
        started += row.n * (row.what == "started")
        ended += row.n * (row.what not in ("started", "answered"))
    assert started == ended + open_, "every session is under way or ended in exactly one way"


async def plays(script: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with staged(Path(folder), SURVEY, ONCE) as stage:
            for act in script:
                await does(stage, act)
            await stage.runtime.rollup.catch_up()
            await stage.runtime.database.run(compare, stage.clock.now, stage.runtime.house.secret)


@pytest.mark.timeout(300)
def test_every_figure_is_what_a_slow_count_of_all_rows_gives(either_database, monkeypatch):
    """Pages of three and blocks of four, so that everything is cut wherever it can be."""
    monkeypatch.setattr(rolling, "ENTRIES_A_PAGE", 3)
    monkeypatch.setattr(rolling, "BLOCKS_A_PAGE", 2)
    monkeypatch.setattr(statistics, "BLOCK", 4)
    monkeypatch.setattr(rolling, "BLOCK", 4)
    examples = 10 if either_database == "sqlite" else 4

    @settings_(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(acts, min_size=5, max_size=40))
    def check(script):
        asyncio.run(plays(script))

    check()
