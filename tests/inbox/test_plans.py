"""Dates and schedules, tags and closings: what sets a flow off does so once, at its time, whatever happens between."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from textwrap import dedent

import pytest

from bot.inbox import entries, plans
from bot.schedule import tick
from bot.store import contacts, timers
from tests.stage import CHANNEL, ECHO, staged, write_flows

pytestmark = pytest.mark.usefixtures("either_database")

ANA = "+12125550101"
BEN = "+12125550102"
"""Numbers of New York, whose zone is theirs from the start."""
ZOE = "+447911123456"
"""A number whose zone cannot be told."""

REMIND = """\
flow: remind
inputs:
  visit: datetime
start:
  - date: contact.visit
    offset: -1 day
    at: "10:00"
    if: not contact.muted
    with: {visit: "{{ contact.visit }}"}
states:
  one:
    - say: See you on {{ visit | datetime }}.
    - end: reminded
"""

BOOK = """\
flow: book
inputs: {word: text}
start:
  - keyword: [visit, mute, zone]
    with: {word: "{{ text | lower }}"}
states:
  one:
    - set: {contact.muted: true}
      if: word == "mute"
    - set: {contact.timezone: America/Los_Angeles}
      if: word == "zone"
    - end: told
      if: word != "visit"
    - ask: When?
      save: when
    - set: {contact.visit: "{{ when if when != 'none' else '' }}"}
    - end: booked
"""

WEEKLY = """\
flow: weekly
start:
  - schedule: every Monday 09:00
    if: not contact.muted
    with: {name: "{{ contact.name | default('you') }}"}
inputs: {name: text}
states:
  one:
    - say: Good morning, {{ name }}.
    - end: greeted
"""


async def books(stage, phone, when):
    """A customer tells when the visit is."""
    await stage.says(phone, "visit")
    await stage.says(phone, when)
    stage.carrier.taken.clear()


async def dues(stage):
    return [row[0][:16] for row in await stage.rows("SELECT due_at FROM timer ORDER BY due_at")]


# ── dates ──


async def test_a_date_fires_once_at_its_time(tmp_path):
    async with staged(tmp_path, REMIND, BOOK) as stage:
        await books(stage, ANA, "2026-03-09 14:30")
        assert ["2026-03-08 14:00"] == await dues(stage), "ten in New York, on the morning the clocks have changed"

        await stage.passes(days=2, hours=20, minutes=59)
        assert [] == stage.heard(ANA)
        await stage.passes(minutes=1)
        assert ["See you on Mon, Mar 9, 2:30 PM."] == stage.heard(ANA)

        await stage.passes(days=9)
        assert 1 == len(stage.heard(ANA))
        assert [] == await stage.parked()


async def test_a_date_that_is_moved_takes_its_timer_along(tmp_path):
    async with staged(tmp_path, REMIND, BOOK) as stage:
        await books(stage, ANA, "2026-03-09 14:30")
        await books(stage, ANA, "2026-03-12")
        assert ["2026-03-11 14:00"] == await dues(stage)

        await books(stage, ANA, "none")
        assert [] == await dues(stage)


async def test_a_contact_who_moves_is_reminded_at_ten_over_there(tmp_path):
    async with staged(tmp_path, REMIND, BOOK) as stage:
        await books(stage, ANA, "2026-03-09 14:30")
        await stage.says(ANA, "zone")

        assert ["2026-03-08 17:00"] == await dues(stage)


@pytest.mark.parametrize("when", ["2026-03-06 09:00", "2026-03-01", "10:00", "whenever"])
async def test_a_moment_that_is_past_or_none_is_not_planned(tmp_path, when):
    async with staged(tmp_path, REMIND, BOOK) as stage:
        await books(stage, ANA, when)

        assert [] == await dues(stage)


async def test_what_is_no_date_is_noted_once(tmp_path):
    async with staged(tmp_path, REMIND, BOOK) as stage:
        await books(stage, ANA, "whenever")
        await stage.says(ANA, "mute")

        found = [
            json.loads(data)["problem"] for (data,) in await stage.rows("SELECT data FROM event WHERE kind = 'no_date'")
        ]
        assert ["`contact.visit` is 'whenever', which is no date"] == found


async def test_the_condition_sees_the_contact_as_it_is_then(tmp_path):
    async with staged(tmp_path, REMIND, BOOK) as stage:
        await books(stage, ANA, "2026-03-09 14:30")
        await stage.says(ANA, "mute")
        stage.carrier.taken.clear()

        await stage.passes(days=4)
        assert [] == stage.heard(ANA)


async def test_a_value_fires_once_even_if_the_contact_travels_west(tmp_path):
    async with staged(tmp_path, REMIND, BOOK) as stage:
        await books(stage, ANA, "2026-03-09 14:30")
        await stage.passes(days=2, hours=21)
        await stage.says(ANA, "zone")
        await stage.passes(days=1)

        assert 1 == sum(text.startswith("See you") for text in stage.heard(ANA))


async def test_it_waits_for_the_conversation_and_then_asks_whether_the_date_still_stands(tmp_path):
    async with staged(tmp_path, REMIND, BOOK) as stage:
        await books(stage, ANA, "2026-03-09 14:30")
        await stage.says(ANA, "visit")
        await stage.passes(days=2, hours=21)
        assert 1 == await stage.value("SELECT count(*) FROM inbound WHERE status = 'deferred'")

        await stage.says(ANA, "2026-03-10 08:00")

        assert ["2026-03-09 14:00"] == await dues(stage)
        assert ["When?"] == stage.heard(ANA)
        await stage.passes(days=1)
        assert "See you on Tue, Mar 10, 8:00 AM." == stage.heard(ANA)[-1]


async def test_who_opted_out_has_no_timers_and_who_comes_back_has_them_again(tmp_path):
    async with staged(tmp_path, REMIND, BOOK, WEEKLY) as stage:
        await books(stage, ANA, "2026-03-09 14:30")
        await stage.says(ANA, "STOP")
        assert [] == await dues(stage)

        await stage.says(ANA, "START")
        assert ["2026-03-08 14:00", "2026-03-09 13:00"] == await dues(stage)

        await stage.writes(ANA, "STOP")
        await stage.writes(ANA, "START")
        await stage.settle()
        assert ["2026-03-08 14:00", "2026-03-09 13:00"] == await dues(stage)


async def test_a_start_that_was_under_way_when_somebody_opted_out_is_refused_and_noted(tmp_path):
    async with staged(tmp_path, REMIND, BOOK) as stage:
        await books(stage, ANA, "2026-03-09 14:30")
        stage.clock.passes(days=2, hours=21)
        await stage.writes(ANA, "STOP")
        await stage.runtime.schedule.turn()
        await stage.settle()

        assert [] == [text for text in stage.heard(ANA) if text.startswith("See")]
        assert [("refused",)] == await stage.rows("SELECT kind FROM event WHERE kind = 'refused'")


async def test_nobody_is_reminded_half_a_day_late(tmp_path):
    async with staged(tmp_path, REMIND, BOOK, WEEKLY) as stage:
        await books(stage, ANA, "2026-03-10 14:30")
        await books(stage, BEN, "2026-03-09 14:30")
        clock = stage.clock
    clock.now = datetime(2026, 3, 9, 15, tzinfo=UTC)
    async with staged(tmp_path, REMIND, BOOK, WEEKLY, clock=clock) as stage:
        await stage.settle()

        assert ["Good morning, you.", "See you on Tue, Mar 10, 2:30 PM."] == sorted(stage.heard(ANA))
        assert ["Good morning, you."] == stage.heard(BEN), "the reminder was due a day ago"
        assert ["2026-03-16 13:00", "2026-03-16 13:00"] == await dues(stage)


# ── schedules ──


async def test_a_schedule_fires_every_week_for_everybody_we_know(tmp_path):
    async with staged(tmp_path, WEEKLY, ECHO) as stage:
        await stage.says(ANA, "hi")
        await stage.says(ANA, "Ana")
        await stage.runtime.database.run(meets, stage.runtime.house, BEN, "Europe/Berlin", stage.clock.now)
        stage.carrier.taken.clear()
        assert ["2026-03-09 08:00", "2026-03-09 13:00"] == await dues(stage), "nine in Berlin, and nine in New York"

        stage.clock.now = datetime(2026, 3, 9, 8, tzinfo=UTC)
        await stage.settle()
        assert (["Good morning, you."], []) == (stage.heard(BEN), stage.heard(ANA))
        assert CHANNEL == await stage.value("SELECT channel FROM message WHERE recipient = :to", to=BEN)

        stage.clock.now = datetime(2026, 3, 30, 13, tzinfo=UTC)
        await stage.settle()
        assert (1, 2) == (len(stage.heard(ANA)), len(stage.heard(BEN))), "of three Mondays that were missed, the last"
        assert ["2026-04-06 07:00", "2026-04-06 13:00"] == await dues(stage), "Berlin has changed its clocks"


def meets(conn, house, phone, timezone, now):
    """Somebody is known without ever having written: as an import or the API would do it."""
    person = contacts.Contact(house.new_id("ctc"), phone, now, timezone=timezone)
    contacts.add(conn, [person])
    plans.follow(conn, [plans.Change(None, person)], house, now)


async def test_an_occurrence_comes_once_although_the_contact_travels_west(tmp_path):
    async with staged(tmp_path, WEEKLY, BOOK) as stage:
        await books(stage, ANA, "none")
        stage.clock.now = datetime(2026, 3, 9, 13, tzinfo=UTC)
        await stage.settle()
        await stage.says(ANA, "zone")
        stage.clock.now = datetime(2026, 3, 9, 16, tzinfo=UTC)
        await stage.settle()

        assert 1 == stage.heard(ANA).count("Good morning, you.")
        assert ["2026-03-16 16:00"] == await dues(stage)


async def test_days_of_a_busy_conversation_do_not_pile_up(tmp_path):
    async with staged(tmp_path, WEEKLY.replace("Monday", "day"), ECHO) as stage:
        await stage.says(ANA, "hi")
        await stage.passes(hours=21)
        await stage.passes(hours=24)
        assert 2 == await stage.value("SELECT count(*) FROM inbound WHERE status = 'deferred'")
        stage.carrier.taken.clear()

        await stage.says(ANA, "Ana")
        assert ["Hello Ana.", "Good morning, you."] == stage.heard(ANA)
        (refused,) = await stage.rows("SELECT data FROM event WHERE kind = 'refused'")
        assert "late" == json.loads(refused[0])["reason"]


async def test_a_short_code_is_never_texted(tmp_path):
    async with staged(tmp_path, WEEKLY, ECHO) as stage:
        await stage.says("22000", "hi")

        assert [] == await dues(stage)


async def test_who_is_in_touch_by_another_channel_is_reached_there(tmp_path):
    other = {
        "PARLEY_CHANNELS__SHOP__PROVIDER": "loopback",
        "PARLEY_CHANNELS__SHOP__NUMBER": "+15550100009",
        "PARLEY_CHANNELS__SHOP__BASE_URL": "https://carrier.test/send",
    }
    async with staged(tmp_path, WEEKLY, ECHO, **other) as stage:
        await stage.says(ANA, "hi")
        await stage.says(ANA, "Ana")
        stage.clock.passes(minutes=1)
        await stage.says(ANA, "hi", channel="shop")
        await stage.says(ANA, "Ana", channel="shop")
        stage.clock.now = datetime(2026, 3, 9, 13, tzinfo=UTC)
        await stage.settle()

        assert "shop" == await stage.value("SELECT channel FROM message ORDER BY seq DESC LIMIT 1")


# ── flows change ──


async def test_a_flow_that_is_new_is_planned_for_everybody_page_by_page(tmp_path):
    async with staged(tmp_path, ECHO) as stage:
        for number in range(7):
            await stage.says(f"+1206555010{number}", "hi")
        await stage.says("+12065550103", "STOP")
        write_flows(tmp_path, WEEKLY)
        await stage.runtime.library.turn()
        done = [
            await stage.runtime.database.run(plans.settle, stage.runtime.house, stage.clock.now, 3) for _ in range(5)
        ]

        assert [3, 3, 1, 0, 0] == done
        assert 6 == len(await dues(stage))


async def test_a_flow_that_is_gone_takes_its_timers_along(tmp_path):
    async with staged(tmp_path, ECHO, WEEKLY) as stage:
        await stage.says(ANA, "hi")
        assert 1 == len(await dues(stage))

        (tmp_path / "flows" / "weekly.yaml").unlink()
        await stage.runtime.library.turn()
        await stage.settle()

        assert [] == await dues(stage)


async def test_a_rule_that_changes_moves_everybody_and_a_condition_moves_nobody(tmp_path):
    async with staged(tmp_path, ECHO, WEEKLY) as stage:
        await stage.says(ANA, "hi")
        (before,) = await stage.rows("SELECT id FROM timer")
        write_flows(tmp_path, WEEKLY.replace("if: not contact.muted", "if: contact.wants_this"))
        await stage.runtime.library.turn()
        await stage.settle()
        assert [before] == await stage.rows("SELECT id FROM timer")

        write_flows(tmp_path, WEEKLY.replace("Monday 09:00", "Tuesday 18:00"))
        await stage.runtime.library.turn()
        await stage.settle()

        assert ["2026-03-10 22:00"] == await dues(stage)


async def test_a_business_that_moves_takes_along_who_has_no_zone(tmp_path):
    async with staged(tmp_path, ECHO, WEEKLY) as stage:
        await stage.says(ANA, "hi")
        await stage.says(ZOE, "hi")
        clock = stage.clock
        assert ["2026-03-09 13:00", "2026-03-09 13:00"] == await dues(stage)
    async with staged(tmp_path, ECHO, WEEKLY, clock=clock, PARLEY_BUSINESS__TIMEZONE="Asia/Tokyo") as stage:
        await stage.settle()

        assert ["2026-03-09 00:00", "2026-03-09 13:00"] == await dues(stage)


# ── crashes and crowds ──


async def test_a_crash_between_two_steps_loses_nothing_and_doubles_nothing(tmp_path):
    async with staged(tmp_path, REMIND, BOOK, WEEKLY) as stage:
        await books(stage, ANA, "2026-03-10 14:30")
        clock = stage.clock
        clock.now = datetime(2026, 3, 9, 14, tzinfo=UTC)
        await stage.runtime.schedule.turn()  # the timers are in the inbox; here the process dies
    async with staged(tmp_path, REMIND, BOOK, WEEKLY, clock=clock) as stage:
        await stage.settle()
        assert 2 == len(stage.heard(ANA))

        late = [timers.Timer("tmr_x", "ctc", ANA, "", "@remind/x", {"value": "y"}, clock.now)]
        await stage.runtime.database.run(timers.add, late)
        await stage.settle()
        assert 2 == len(stage.heard(ANA)), "a timer of nobody and nothing is dropped"


class PowerCut(Exception):
    """The process dies before the commit."""


async def test_what_dies_before_its_commit_has_not_happened(tmp_path):
    def dies(conn, house, now):
        assert 2 == tick(conn, house, now)
        raise PowerCut

    async with staged(tmp_path, REMIND, BOOK, WEEKLY) as stage:
        await books(stage, ANA, "2026-03-10 14:30")
        before = await dues(stage)
        stage.clock.now = datetime(2026, 3, 9, 14, tzinfo=UTC)
        with pytest.raises(PowerCut):
            await stage.runtime.database.run(dies, stage.runtime.house, stage.clock.now)
        assert before == await dues(stage)

        await stage.settle()
        assert 2 == len(stage.heard(ANA))


async def test_a_row_that_comes_twice_fires_once(tmp_path):
    """As if an older backup of the timers had been put back: what has fired is known by its value."""
    async with staged(tmp_path, REMIND, BOOK) as stage:
        await books(stage, ANA, "2026-03-09 14:30")
        kept = await stage.rows("SELECT id, contact_id, contact, channel, key, payload, due_at FROM timer")
        await stage.passes(days=2, hours=21)
        again = [timers.Timer(*row[:5], json.loads(row[5]), stage.clock.now) for row in kept]
        await stage.runtime.database.run(timers.add, again)
        await stage.settle()

        assert 1 == len(stage.heard(ANA))


async def test_ten_thousand_at_once_are_taken_in_bounded_turns(tmp_path):
    async with staged(tmp_path, WEEKLY) as stage:
        await stage.runtime.database.run(crowd, stage.runtime.house, 10_000, stage.clock.now)
        assert 10_000 == await stage.value("SELECT count(*) FROM timer")

        stage.clock.now = datetime(2026, 3, 9, 13, tzinfo=UTC)
        while await stage.runtime.database.run(plans.settle, stage.runtime.house, stage.clock.now):
            pass
        turns = [await stage.runtime.database.run(tick, stage.runtime.house, stage.clock.now) for _ in range(21)]

        assert 0 == turns[-1]
        assert {500} == set(turns[:-1])
        assert 10_000 == await stage.value("SELECT count(*) FROM inbound WHERE kind = 'trigger' AND status = 'new'")
        assert 10_000 == await stage.value("SELECT count(*) FROM timer WHERE due_at > '2026-03-16'")


def crowd(conn, house, people, now):
    met = [contacts.Contact(house.new_id("ctc"), f"+1206{number:07}", now) for number in range(people)]
    contacts.add(conn, met)
    plans.follow(conn, [plans.Change(None, person) for person in met], house, now)


# ── tags and closings ──

VIP = """\
flow: vip
start:
  - tag: vip
    if: not contact.muted
    with: {name: "{{ contact.first_name | default('friend') }}"}
inputs: {name: text}
states:
  one:
    - say: Welcome to the club, {{ name }}.
    - end: welcomed
"""

TAGS = """\
flow: tags
start:
  - keyword: [join]
states:
  one:
    - tag: vip
    - ask: More?
      replies:
        again:
          - untag: vip
          - tag: vip
          - end: again
    - tag: vip
    - end: enough
"""

LOOP = """\
flow: loop
start:
  - keyword: [loop]
  - tag: looping
states:
  one:
    - untag: looping
    - tag: looping
    - say: Round and round.
    - end: round
"""


async def test_a_tag_sets_its_flow_off_when_the_conversation_is_free(tmp_path):
    async with staged(tmp_path, VIP, TAGS) as stage:
        await stage.says(ANA, "join")
        assert ["More?"] == stage.heard(ANA)

        await stage.says(ANA, "no")
        assert ["More?", "Welcome to the club, friend."] == stage.heard(ANA), "who has the tag does not gain it again"

        await stage.says(ANA, "join")
        await stage.says(ANA, "again")
        assert ["More?", "Welcome to the club, friend."] * 2 == stage.heard(ANA)


@pytest.mark.parametrize(
    ("interrupt", "heard"),
    [("yes", ["More?", "Welcome to the club, friend."]), ("skip", ["More?"]), ("no", ["More?"])],
)
async def test_a_tag_may_interrupt_or_stand_back(tmp_path, interrupt, heard):
    async with staged(tmp_path, VIP.replace("tag: vip\n", f"tag: vip\n    interrupt: {interrupt}\n"), TAGS) as stage:
        await stage.says(ANA, "join")
        assert heard == stage.heard(ANA)
        await stage.says(ANA, "no")

        assert [] == await stage.parked()
        assert ("Welcome" in stage.heard(ANA)[-1]) is (interrupt != "skip")


async def test_a_tag_given_from_outside_sets_its_flow_off_once(tmp_path):
    async with staged(tmp_path, VIP) as stage:
        now, house = stage.clock.now, stage.runtime.house
        await stage.runtime.database.run(meets, house, ANA, "America/New_York", now)
        found = (await stage.runtime.database.run(contacts.find, [ANA]))[ANA]
        for _ in range(2):
            await stage.runtime.database.run(
                plans.tagged, found._replace(tags=["new", "vip"]), ["new"], "request-1", house, now
            )
        await stage.settle()

        assert ["Welcome to the club, friend."] == stage.heard(ANA)


async def test_an_authors_own_name_for_a_timer_may_be_any(tmp_path):
    plan = """\
    flow: plan
    start: [{keyword: [plan]}]
    states:
      one:
        - schedule: vip
          in: 1 day
          with: {name: Ana}
          id: "@vip/tag vip"
        - end: planned
    """
    async with staged(tmp_path, VIP, dedent(plan)) as stage:
        await stage.says(ANA, "plan")
        await stage.passes(days=1)

        assert ["Welcome to the club, Ana."] == stage.heard(ANA)


async def test_flows_that_set_themselves_off_come_to_rest(tmp_path):
    async with staged(tmp_path, LOOP) as stage:
        await stage.says(ANA, "loop")
        assert 11 == len(stage.heard(ANA)), "the one that was asked for, and ten of their own"
        (refused,) = await stage.rows("SELECT data FROM event WHERE kind = 'refused'")
        assert ("loop", "tag looping") == (json.loads(refused[0])["reason"], json.loads(refused[0])["trigger"])

        await stage.passes(days=1, minutes=1)
        await stage.says(ANA, "loop")
        assert 22 == len(stage.heard(ANA))


HELP = """\
flow: help
start:
  - keyword: [agent]
states:
  one:
    - handoff: reception
      closed:
        - ask: Anything else?
        - end: helped
"""

SURVEY = """\
flow: survey
start:
  - agent_closed
    if: conversation.queue == "reception" and "paid" not in conversation.labels
    with: {queue: "{{ conversation.queue }}"}
inputs: {queue: text}
states:
  one:
    - say: How was our {{ queue }}?
    - end: asked
""".replace("- agent_closed\n    if", "- agent_closed: yes\n    if")


async def test_an_agent_who_closes_sets_a_flow_off_after_the_waiting_session(tmp_path):
    async with staged(tmp_path, HELP, SURVEY) as stage:
        await stage.says(ANA, "agent")
        await stage.happens(entries.agent_closed(CHANNEL, ANA, "close-1", stage.clock.now))
        assert ["Anything else?"] == stage.heard(ANA)

        await stage.says(ANA, "no")
        assert ["Anything else?", "How was our reception?"] == stage.heard(ANA)


async def test_what_an_agent_closed_may_not_be_worth_a_question(tmp_path):
    async with staged(tmp_path, HELP, SURVEY, ECHO) as stage:
        await stage.says(ANA, "hi")
        await stage.says(ANA, "Ana")
        await stage.happens(entries.agent_closed(CHANNEL, ANA, "close-1", stage.clock.now))

        assert ["Your name?", "Hello Ana."] == stage.heard(ANA)
