"""How much a key may ask for, and that others do not pay for it."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from bot.config import ApiSettings
from bot.web.api.rates import Rates
from bot.web.problem import Problem
from bot.world import World
from tests.web.harness import open_house, write_flows


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def made(rate: float, burst: int) -> tuple[Rates, Clock]:
    clock = Clock()
    return Rates(ApiSettings(rate=rate, burst=burst), World(now=None, monotonic=clock, entropy=bytes)), clock  # type: ignore[arg-type]


def test_a_burst_is_allowed_and_then_the_rate():
    rates, clock = made(rate=2, burst=3)
    left = [rates.take("a").remaining for _ in range(3)]
    with pytest.raises(Problem) as refused:
        rates.take("a")
    clock.now += 0.5
    after = rates.take("a")

    assert [2, 1, 0] == left
    assert ("rate_limited", "1", "3", "0") == (
        refused.value.code,
        *(refused.value.headers[name] for name in ("retry-after", "ratelimit-limit", "ratelimit-remaining")),
    )
    assert (3, 0, 2) == (after.limit, after.remaining, after.reset_s)


def test_what_is_not_used_is_not_saved_up_beyond_the_burst():
    rates, clock = made(rate=10, burst=2)
    rates.take("a")
    clock.now += 3600

    assert 1 == rates.take("a").remaining


def test_one_key_does_not_use_up_anothers():
    rates, _ = made(rate=1, burst=1)
    rates.take("a")

    assert 0 == rates.take("b").remaining


def test_a_slow_rate_says_when_to_come_back():
    rates, _ = made(rate=0.1, burst=1)
    rates.take("a")
    with pytest.raises(Problem) as refused:
        rates.take("a")

    assert "10" == refused.value.headers["retry-after"]


async def test_every_answer_says_what_is_left(tmp_path: Path):
    limits = {"PARLEY_API__RATE": "0.001", "PARLEY_API__BURST": "4"}
    async with open_house(tmp_path, write_flows(tmp_path), **limits) as house:
        api = house.api
        answers = [
            await api.get("/v1/messages"),
            await api.get("/v1/messages/unknown"),
            await api.post("/v1/messages", {}),
        ]
        many = await asyncio.gather(*(api.get("/v1/messages") for _ in range(5)))
        other = await api.get("/v1/messages", key="read")

    assert ["3", "2", "1"] == [answer.headers["ratelimit-remaining"] for answer in answers]
    assert {200: 1, 429: 4} == Counter(answer.status_code for answer in many)
    assert {"rate_limited"} == {answer.json()["code"] for answer in many if answer.status_code == 429}
    assert all(int(answer.headers["retry-after"]) > 0 for answer in many if answer.status_code == 429)
    assert 200 == other.status_code
