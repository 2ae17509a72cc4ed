"""Many checks at the same moment, from two processes: one of them is told yes, and five are compared at most."""

from __future__ import annotations

import asyncio
import os
import re
from datetime import UTC, datetime

import pytest

from bot.verifications import Asked, Blocked, Reason
from tests import stage as stages
from tests.forked import fork
from tests.stage import ANA, staged
from tests.verifications.checker import CHECKS

pytestmark = pytest.mark.usefixtures("either_database")


async def checked_by_two(tmp_path, code):
    """Let two processes check a code, the right one if it is None; return who was told yes, and what was compared."""
    async with staged(tmp_path, PARLEY_PRIVACY__KEY="the same for every process") as stage:
        asked = Asked(to=ANA, purpose="login", owner="key_1")
        stage.clock.now = datetime.now(UTC)  # the other processes go by the real time
        made = await stage.runtime.database.run(stage.runtime.verifications.create, asked)
        await stage.settle()
        right = re.search(r"\d{6}", stage.heard(ANA)[0])[0]
        state = tmp_path / "others"
        state.mkdir()
        command = ["-m", "tests.verifications.checker", stages.place(tmp_path), str(state), made.id, code or right]
        logs = [tmp_path / f"checker-{number}.log" for number in range(2)]
        processes = [await asyncio.to_thread(fork, command, os.environ, log) for log in logs]
        while len(list(state.glob("ready-*"))) < 2:
            assert all(process.exitcode is None for process in processes), [log.read_text() for log in logs]
            await asyncio.sleep(0.02)
        (state / "go").touch()
        for process in processes:
            await asyncio.to_thread(process.join)
        told = [log.read_text().split()[-2:] for log in logs]
        rows = await stage.rows("SELECT status, attempts, failures FROM verification")
        return [sum(map(int, column)) for column in zip(*told, strict=True)], rows


async def asked_for_at_once(stage, phones, **more):
    """Ask for codes in as many transactions at once; how many texts came of it, and why there were no more."""

    async def ask(phone):
        asked = Asked(to=phone, purpose="login", owner="key_1", **more)
        try:
            await stage.runtime.database.run(stage.runtime.verifications.create, asked)
        except Blocked as blocked:
            return blocked.reason
        return None

    reasons = await asyncio.gather(*map(ask, phones))
    return await stage.value("SELECT count(*) FROM passcode"), set(reasons) - {None}


async def test_whoever_asks_ten_times_at_once_gets_one_code(tmp_path):
    async with staged(tmp_path) as stage:
        assert (1, {Reason.TOO_SOON}) == await asked_for_at_once(stage, [ANA] * 10)


async def test_an_address_has_its_budget_whatever_it_asks_for_at_once(tmp_path):
    phones = [f"+1206{place}550101" for place in range(200, 216)]
    async with staged(tmp_path) as stage:
        assert (10, {Reason.ADDRESS}) == await asked_for_at_once(stage, phones, ip="203.0.113.7")


async def test_the_days_segments_are_not_spent_twice_at_once(tmp_path):
    phones = [f"+1206{place}550101" for place in range(200, 212)]
    async with staged(tmp_path, PARLEY_VERIFICATIONS__SEGMENTS_PER_DAY="3") as stage:
        assert (3, {Reason.SPENT}) == await asked_for_at_once(stage, phones)


async def test_of_many_right_checks_one_is_told_so(tmp_path):
    (yes, _), rows = await checked_by_two(tmp_path, None)

    assert 1 == yes
    assert [("approved", 1, 0)] == rows


async def test_of_many_wrong_checks_five_are_compared(tmp_path):
    (yes, open_afterwards), rows = await checked_by_two(tmp_path, "000000x")

    assert 0 == yes
    assert 2 * CHECKS > open_afterwards <= 4  # the fifth finds it closed
    assert [("failed", 5, 5)] == rows
