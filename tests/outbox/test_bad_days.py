"""Bad days of a provider: it is down for an hour, it throttles, it takes without answering, it reports in any order.

`PARLEY_STORM_S` for how long it throttles.
"""

from __future__ import annotations

import json
import os
from datetime import timedelta
from itertools import pairwise, permutations

import pytest

from bot.errors import SendError
from bot.events import ErrorClass, MessageClass, MessageStatus, Receipt
from bot.inbox import entries
from bot.messages import Draft
from bot.outbox import policy
from bot.outbox.compose import Saying
from tests.answers import answer
from tests.stage import ANA, BEN, CHANNEL, staged

S = MessageStatus
UNREACHABLE = SendError(ErrorClass.RETRYABLE, policy.UNREACHABLE, "refused")
TIMEOUT = SendError(ErrorClass.UNKNOWN, "timeout", "no answer")
STORM_S = float(os.environ.get("PARLEY_STORM_S", "120"))
REPORTS = (S.ACCEPTED, S.SENT, S.UNDELIVERED, S.DELIVERED)


@pytest.fixture
async def stage(tmp_path):
    async with staged(tmp_path) as stage:
        yield stage


def crowd(count):
    return [f"+1206555{number:04}" for number in range(200, 200 + count)]


async def write(stage, phones, text="Hello", message_class=MessageClass.TRANSACTIONAL, **more):
    channel = stage.runtime.channels[CHANNEL]
    drafts = [Draft(phone, channel, Saying(text, message_class, **more)) for phone in phones]
    await stage.runtime.database.run(stage.runtime.messages.create, drafts)
    await stage.settle()


async def test_a_carrier_that_is_down_for_an_hour(stage):
    """Then everything goes out, in order; but not what has expired meanwhile, nor what a STOP has taken back."""
    stage.carrier.then(*[UNREACHABLE] * 10_000)
    await write(stage, crowd(50), "one")
    await write(stage, crowd(50), "two")
    await write(stage, [BEN], "a code", MessageClass.OTP, expires_at=stage.clock.now + timedelta(minutes=10))
    await write(stage, [ANA], "an offer")
    await stage.passes(minutes=20)
    assert [S.EXPIRED] == await stage.statuses(BEN), "as soon as it is too late, not only when the carrier is back"
    await stage.says(ANA, "STOP")
    for _ in range(40):
        await stage.passes(minutes=1)
    assert [] == stage.carrier.taken

    stage.carrier.script.clear()
    for _ in range(10):
        await stage.passes(minutes=1)

    assert [["one", "two"]] * 50 == [stage.heard(phone) for phone in crowd(50)]
    assert [S.CANCELED, S.ACCEPTED] == await stage.statuses(ANA), "the confirmation alone"
    assert [] == stage.heard(BEN)


async def test_a_storm_of_429s(tmp_path):
    """The carrier lets five a second through and asks the others to wait: nothing is lost, and it is hardly asked."""
    async with staged(tmp_path, PARLEY_CHANNELS__MAIN__RATE="5") as stage:
        asked: list[float] = []
        take = stage.carrier.take

        def throttle(request):
            asked.append(stage.clock.monotonic)
            if stage.clock.monotonic < storm_ends:
                return answer(429, retry_after="2")
            return take(request)

        storm_ends = stage.clock.monotonic + STORM_S
        stage.carrier.take = throttle
        await write(stage, crowd(100))
        while stage.clock.monotonic < storm_ends:
            await stage.passes(seconds=1)
        during = len(asked)
        for _ in range(400):
            if len(stage.carrier.taken) == 100:
                break
            await stage.passes(seconds=1)
        await stage.passes(minutes=10)
        gaps = [round(later - earlier, 3) for earlier, later in pairwise(asked[:during])]

        assert during <= 1.1 * STORM_S / 2, "one call at a time, each after the time that was asked for"
        assert min(gap for gap in gaps if gap) >= 2.0
        assert [["Hello"]] * 100 == [stage.heard(phone) for phone in crowd(100)]


@pytest.mark.parametrize("message_class", [MessageClass.OTP, MessageClass.TRANSACTIONAL])
async def test_a_carrier_that_takes_everything_and_answers_nothing(stage, message_class):
    """Its receipts tell what it took; the few that it never reports on stay visible."""
    stage.carrier.then(*[stage.carrier.taken_but(TIMEOUT)] * 1000)
    await write(stage, crowd(1000), message_class=message_class)
    ids = [body["id"] for body in stage.carrier.taken]
    assert 1000 == len(set(ids)) == len(ids)

    for id in ids[1:]:
        report = Receipt(f"carrier-{id}", S.DELIVERED, "delivered")
        await stage.runtime.inbox.accept([entries.receipt(CHANNEL, report, stage.clock.now, message_id=id)])
    await stage.settle()
    statuses = await stage.rows("SELECT status, count(*) FROM message GROUP BY status ORDER BY status")

    assert [("delivered", 999), ("unknown", 1)] == statuses
    assert 1000 == len(stage.carrier.taken)


@pytest.mark.parametrize("order", list(permutations(REPORTS)), ids="-".join)
async def test_reports_in_any_order_early_and_three_times_over(stage, order):
    """They come before the answer to the send is recorded, so that nobody knows yet whose they are."""

    def report_first(request):
        response = stage.carrier.take(request)
        provider_id = json.loads(response.body)["id"]
        early.extend(
            entries.receipt(CHANNEL, Receipt(provider_id, status, status.value), stage.clock.now)
            for status in order
            for _ in range(3)
        )
        return response

    early = []
    stage.carrier.then(report_first)
    turn = stage.runtime.outbox.turn

    async def process_before_recording():
        if early:
            rows = list(early)
            early.clear()
            await stage.runtime.inbox.accept(rows)
            await stage.runtime.inbox.process_once()
        return await turn()

    stage.runtime.outbox.turn = process_before_recording
    await write(stage, [ANA])

    assert [S.DELIVERED] == await stage.statuses(ANA)
    assert 0 == await stage.value("SELECT count(*) FROM receipt WHERE message_id IS NULL")


async def test_a_channel_that_times_out_takes_nobody_elses_turn(tmp_path):
    other = {
        "PARLEY_CHANNELS__OTHER__PROVIDER": "loopback",
        "PARLEY_CHANNELS__OTHER__NUMBER": "+15550100009",
        "PARLEY_CHANNELS__OTHER__BASE_URL": "https://carrier.test/other",
    }
    async with staged(tmp_path, **other) as stage:
        stage.carrier.then(*[TIMEOUT] * 200)
        await write(stage, crowd(200))
        stage.carrier.script.clear()
        waits = []
        for number in range(20):
            began = stage.clock.now
            await stage.says(f"+1206555{number:04}", "hello", channel="other")
            [message] = await stage.messages(f"+1206555{number:04}")
            waits.append(message.sent_at - began)

        assert [timedelta(0)] * 20 == waits
