"""Quiet hours and caps as the customer and the carrier see them: asked when it is written, and when it leaves."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import SendError
from bot.events import ErrorClass, MessageClass, MessageStatus
from bot.messages import Draft
from bot.outbox import policy
from bot.outbox.compose import Saying
from bot.store import views
from bot.store.dialect import try_locks
from tests.stage import ANA, BEN, CHANNEL, ECHO, Clock, staged

pytestmark = pytest.mark.usefixtures("either_database")

S = MessageStatus
ANA_IN_NEW_YORK = "+12125550101"
NIGHT = datetime(2026, 3, 6, 3, 0, tzinfo=UTC)
"""A Thursday: ten in the evening in New York, seven in Seattle, where Ana and Ben are."""
NOON, EVENING = datetime(2026, 3, 5, 17, 0, tzinfo=UTC), datetime(2026, 3, 6, 0, 50, tzinfo=UTC)
MORNING = datetime(2026, 3, 6, 14, 0, tzinfo=UTC)
UNREACHABLE = SendError(ErrorClass.RETRYABLE, policy.UNREACHABLE, "refused")
MARKETING = MessageClass.MARKETING
DEALS = """\
flow: deals
class: marketing
start:
  - keyword: deals
  - event: sale
states:
  ask:
    - ask: "Ten percent off. Want it? Reply STOP to opt out."
      replies:
        yes: [{say: "Here you are: TEN"}, {end: taken}]
      silence:
        1 hour: "Still there?"
    - end: left
"""


@pytest.fixture
async def stage(tmp_path):
    async with staged(tmp_path, ECHO, DEALS, clock=Clock(NIGHT)) as stage:
        yield stage


async def send(stage, text="Sale!", to=ANA_IN_NEW_YORK, message_class=MARKETING, channel=CHANNEL, **more):
    """Ask for a message as the API does."""
    draft = Draft(to, stage.runtime.channels[channel], Saying(text, message_class, **more))
    [view] = await stage.runtime.database.run(stage.runtime.messages.create, [draft])
    await stage.settle()
    return view


async def waits(stage, phone=ANA_IN_NEW_YORK):
    """What each message to somebody waits for."""
    return [(it.status, it.held_reason, it.due_at) for it in await stage.messages(phone)]


# ── the night ───────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_marketing_waits_for_the_morning_and_says_why(stage):
    view = await send(stage)
    assert ("queued", "quiet_hours", MORNING) == (view.status, view.held_reason, view.due_at)

    await stage.passes(hours=10, minutes=59)
    assert [] == stage.heard(ANA_IN_NEW_YORK)

    await stage.passes(minutes=1)
    assert ["Sale!"] == stage.heard(ANA_IN_NEW_YORK)
    assert [("accepted", None, None)] == await waits(stage)


async def test_it_is_kept_why_it_waited_and_on_what_grounds_it_left(stage):
    view = await send(stage)
    written = await stage.runtime.database.run(views.decision, view.id)
    await stage.passes(hours=11)
    sent = await stage.runtime.database.run(views.decision, view.id)

    assert ("hold", "quiet_hours", MORNING.isoformat()) == (
        written["decision"],
        written["reason"],
        written["not_before"],
    )
    assert {
        "decision": "send",
        "reason": None,
        "not_before": None,
        "checked_at": MORNING.isoformat(),
        "country": "US",
        "states": ["NY"],
        "zone_source": "number",
        "clocks": [
            {"zone": "America/New_York", "local_time": "2026-03-06T09:00-05:00", "window": "09:00-20:00"},
        ],
        "rules": ["us_safe", "us_federal"],
        "sent": 0,
        "cap": 3,
    } == sent


async def test_it_is_night_only_where_it_is_night(stage):
    await send(stage, to=ANA)

    assert ["Sale!"] == stage.heard(ANA)


@pytest.mark.parametrize(
    "message_class", [MessageClass.TRANSACTIONAL, MessageClass.OTP, MessageClass.CONVERSATIONAL, MessageClass.CONSENT]
)
async def test_everything_else_may_come_at_any_time(stage, message_class):
    await send(stage, "123456", message_class=message_class)

    assert [("accepted", None)] == [row[:2] for row in await waits(stage)]


async def test_what_expires_before_the_morning_is_given_up(stage):
    await send(stage, expires_at=NIGHT + timedelta(hours=2))
    await stage.passes(hours=2)

    assert [("expired", None, None)] == await waits(stage)


async def test_what_is_for_later_waits_from_then_on(stage):
    view = await send(stage, send_at=MORNING + timedelta(hours=14))

    assert MORNING + timedelta(days=1) == view.due_at


async def test_a_zone_of_the_profile_goes_before_the_number(stage):
    await send(stage, "met", message_class=MessageClass.TRANSACTIONAL)
    await stage.execute("UPDATE contact SET timezone = 'America/Los_Angeles'")
    await send(stage)

    assert ["met", "Sale!"] == stage.heard(ANA_IN_NEW_YORK)


async def test_what_has_no_right_time_is_refused_with_the_reason(stage):
    view = await send(stage, to="+999123456789")

    assert ("refused", "zone_unknown") == (view.status, view.error)


async def test_an_opt_out_takes_back_what_waits(stage):
    await send(stage)
    await stage.says(ANA_IN_NEW_YORK, "STOP")
    await stage.passes(hours=12)

    assert ["canceled", "accepted"] == await stage.statuses(ANA_IN_NEW_YORK)
    assert "Sale!" not in stage.heard(ANA_IN_NEW_YORK)


# ── asked again when it leaves ──────────────────────────────────────────────────────────────────────────────────────


async def test_what_an_outage_leaves_for_the_night_is_held_until_the_morning(tmp_path):
    async with staged(tmp_path, clock=Clock(EVENING)) as stage:
        stage.carrier.then(*[UNREACHABLE] * 50)
        for number in range(3):
            await send(stage, f"Sale {number}")
        assert ["queued"] * 3 == await stage.statuses(ANA_IN_NEW_YORK)
        assert [] == stage.heard(ANA_IN_NEW_YORK)

        for _ in range(12):  # the carrier is away for two hours, until long after eight in the evening
            await stage.passes(minutes=10)
        stage.carrier.script.clear()
        await stage.passes(minutes=10)

        assert [] == stage.heard(ANA_IN_NEW_YORK)
        assert ("queued", "quiet_hours", MORNING) == (await waits(stage))[0]

        await stage.passes(hours=11)
        assert ["Sale 0", "Sale 1", "Sale 2"] == stage.heard(ANA_IN_NEW_YORK)


async def test_a_worker_that_was_away_for_the_evening_sends_in_the_morning(tmp_path):
    async with staged(tmp_path, clock=Clock(EVENING)) as stage:
        draft = Draft(ANA_IN_NEW_YORK, stage.runtime.channels[CHANNEL], Saying("Sale!", MARKETING))
        await stage.runtime.database.run(stage.runtime.messages.create, [draft])
        assert [("queued", None, EVENING)] == await waits(stage)

        await stage.passes(hours=2)

        assert [("queued", "quiet_hours", MORNING)] == await waits(stage)


async def test_the_profile_counts_as_it_is_when_it_leaves(tmp_path):
    async with staged(tmp_path, clock=Clock(NOON)) as stage:
        await send(stage, send_at=NOON + timedelta(hours=1))
        await stage.execute("UPDATE contact SET timezone = 'Asia/Tokyo'")
        await stage.passes(hours=1)

        assert [("queued", "quiet_hours", datetime(2026, 3, 6, 0, 0, tzinfo=UTC))] == await waits(stage)


async def test_an_answer_does_not_wait_behind_what_is_held(stage):
    await send(stage)
    await stage.says(ANA_IN_NEW_YORK, "hello")

    assert ["Your name?"] == stage.heard(ANA_IN_NEW_YORK)


# ── flows ───────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_whoever_asks_by_night_is_answered_by_night(stage):
    await stage.says(ANA_IN_NEW_YORK, "deals")
    await stage.says(ANA_IN_NEW_YORK, "yes")

    assert ["Ten percent off. Want it? Reply STOP to opt out.", "Here you are: TEN"] == stage.heard(ANA_IN_NEW_YORK)


async def test_a_nudge_after_an_answer_is_no_answer(stage):
    await stage.says(ANA_IN_NEW_YORK, "deals")
    await stage.passes(hours=1)

    assert ["accepted", "queued"] == await stage.statuses(ANA_IN_NEW_YORK)
    assert 1 == len(stage.heard(ANA_IN_NEW_YORK))


async def test_a_flow_that_the_business_starts_by_night_speaks_in_the_morning(stage):
    await stage.starts(ANA_IN_NEW_YORK, "deals")

    assert [("queued", "quiet_hours", MORNING)] == await waits(stage)


async def test_a_text_that_was_on_the_way_for_hours_is_not_answered_by_night(tmp_path):
    async with staged(tmp_path, ECHO, DEALS, clock=Clock(EVENING)) as stage:
        await stage.writes(ANA_IN_NEW_YORK, "deals")
        await stage.passes(hours=1)

        assert [("queued", "quiet_hours", MORNING)] == await waits(stage)


# ── how much ────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_the_fourth_within_a_day_waits(tmp_path):
    async with staged(tmp_path, clock=Clock(NOON)) as stage:
        for number in range(4):
            await send(stage, f"Sale {number}", to=ANA)
            await stage.passes(minutes=30)

        assert ["Sale 0", "Sale 1", "Sale 2"] == stage.heard(ANA)
        assert (S.QUEUED, "frequency", NOON + timedelta(days=1)) == (await waits(stage, ANA))[-1]

        await stage.passes(hours=22)
        assert ["Sale 0", "Sale 1", "Sale 2", "Sale 3"] == stage.heard(ANA)


async def test_others_have_a_day_of_their_own_and_other_classes_do_not_count(tmp_path):
    async with staged(tmp_path, clock=Clock(NOON)) as stage:
        for _ in range(3):
            await send(stage, to=ANA)
        await send(stage, to=BEN)
        await send(stage, "Your table is ready", to=ANA, message_class=MessageClass.TRANSACTIONAL)

        assert 4 == len(stage.heard(ANA))
        assert 1 == len(stage.heard(BEN))


async def test_answers_neither_count_nor_wait(tmp_path):
    async with staged(tmp_path, ECHO, DEALS, clock=Clock(NOON)) as stage:
        for _ in range(3):
            await stage.says(ANA, "deals")
            await stage.says(ANA, "yes")
        await send(stage, to=ANA)

        assert 7 == len(stage.heard(ANA))


async def test_what_was_refused_does_not_count(tmp_path):
    async with staged(tmp_path, clock=Clock(NOON)) as stage:
        stage.carrier.then(*[SendError(ErrorClass.PERMANENT, "30003", "unreachable")] * 3)
        for number in range(5):
            await send(stage, f"{number}", to=ANA)

        assert ["3", "4"] == stage.heard(ANA)


@pytest.fixture
def two_channels():
    return {
        "PARLEY_CHANNELS__OTHER__PROVIDER": "loopback",
        "PARLEY_CHANNELS__OTHER__NUMBER": "+15550100001",
        "PARLEY_CHANNELS__OTHER__RATE": "1000",
        "PARLEY_CHANNELS__OTHER__BASE_URL": "https://carrier.test/send",
    }


async def test_all_channels_share_one_cap(tmp_path, two_channels):
    async with staged(tmp_path, clock=Clock(NOON), **two_channels) as stage:
        for _ in range(2):
            await send(stage, to=ANA)
        both = [Draft(ANA, stage.runtime.channels[name], Saying(name, MARKETING)) for name in (CHANNEL, "other")]
        await stage.runtime.database.run(stage.runtime.messages.create, both)
        await stage.settle()

        assert 3 == len(stage.heard(ANA))
        assert [None, None, None, "frequency"] == [row[1] for row in await waits(stage, ANA)]


async def test_the_settings_may_allow_less(tmp_path):
    async with staged(tmp_path, clock=Clock(NOON), PARLEY_COMPLIANCE__MARKETING_PER_DAY="1") as stage:
        await send(stage, to=ANA)
        await send(stage, to=ANA)

        assert 1 == len(stage.heard(ANA))


async def test_while_another_worker_decides_about_a_person_they_wait(tmp_path, either_database):
    if either_database == "sqlite":
        pytest.skip("SQLite lets one transaction in at a time: no other worker can decide meanwhile")
    async with staged(tmp_path, clock=Clock(NOON)) as stage:
        database, holding, done = stage.runtime.database, asyncio.Event(), asyncio.Event()

        def hold(conn):
            from sqlalchemy.util import await_only

            assert {ANA} == try_locks(conn, [ANA])
            holding.set()
            await_only(done.wait())

        other = asyncio.create_task(database.run(hold))
        await holding.wait()
        draft = Draft(ANA, stage.runtime.channels[CHANNEL], Saying("Sale!", MARKETING))
        await database.run(stage.runtime.messages.create, [draft])
        await stage.runtime.outbox.turn()
        assert [] == stage.heard(ANA)
        done.set()
        await other
        await stage.settle()

        assert ["Sale!"] == stage.heard(ANA)


async def test_the_settings_decide_about_hours(tmp_path):
    async with staged(tmp_path, clock=Clock(NOON), PARLEY_COMPLIANCE__HOURS__US="14:00-15:00") as stage:
        view = await send(stage)

        assert ("quiet_hours", NOON + timedelta(hours=2)) == (view.held_reason, view.due_at)
