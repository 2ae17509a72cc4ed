"""How soon people have to answer, in the hours in which somebody is there."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.config import QueueSettings
from bot.desk.clocks import Calendar, Promise, State
from bot.rulebook import DAY_MINUTES, Span
from bot.store.conversations import Conversation

NEW_YORK = ZoneInfo("America/New_York")
OFFICE = Calendar(NEW_YORK, (Span(540, 1020),) * 5 + (None, None))
"""Nine to five, Monday to Friday."""


def at(written, zone=NEW_YORK):
    return datetime.fromisoformat(written).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "allowed", "due"),
    [
        ("2026-03-05 10:00", timedelta(hours=2), "2026-03-05 12:00"),
        ("2026-03-05 16:30", timedelta(hours=1), "2026-03-06 09:30"),
        ("2026-03-06 16:30", timedelta(hours=1), "2026-03-09 09:30"),  # over a weekend on which the clock goes forward
        ("2026-03-07 12:00", timedelta(minutes=15), "2026-03-09 09:15"),
        ("2026-03-05 06:00", timedelta(hours=8), "2026-03-05 17:00"),
        ("2026-03-05 22:00", timedelta(hours=16), "2026-03-09 17:00"),
    ],
)
def test_time_runs_while_somebody_is_there(start, allowed, due):
    assert at(due) == OFFICE.due(at(start), allowed)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("America/New_York", "2026-03-08", 23),
        ("America/New_York", "2026-11-01", 25),
        ("Australia/Lord_Howe", "2026-04-05", 24.5),
        ("Africa/Cairo", "2026-04-24", 23),  # midnight itself is skipped
        ("Europe/Berlin", "2026-06-01", 24),
    ],
)
def test_a_day_is_as_long_as_it_is(zone, day, hours):
    whole = Calendar(ZoneInfo(zone))
    noon = datetime.fromisoformat(f"{day} 12:00").replace(tzinfo=ZoneInfo(zone))
    days = (noon.date() - timedelta(days=1), noon.date() + timedelta(days=1))
    alone = Calendar(ZoneInfo(zone), closed=frozenset(days))

    assert timedelta(hours=hours) == alone.open_between(
        (noon - timedelta(days=1)).astimezone(UTC), (noon + timedelta(days=1)).astimezone(UTC)
    )
    assert whole.is_open(noon.astimezone(UTC))


def test_a_holiday_is_closed():
    calendar = Calendar(NEW_YORK, OFFICE.week, frozenset({date(2026, 3, 6)}))

    assert at("2026-03-09 09:30") == calendar.due(at("2026-03-05 16:30"), timedelta(hours=1))
    assert not calendar.is_open(at("2026-03-06 12:00"))


ZONES = ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Cairo", "America/Santiago", "Asia/Kolkata")
SPANS = st.one_of(
    st.none(),
    st.tuples(st.integers(4 * 60, 12 * 60), st.integers(13 * 60, 23 * 60)).map(lambda ends: Span(*ends)),
    st.just(Span(0, DAY_MINUTES)),
)
CALENDARS = st.builds(
    Calendar, st.sampled_from(ZONES).map(ZoneInfo), st.tuples(*[SPANS] * 7).filter(lambda week: any(week))
)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=UTC)
)


@given(CALENDARS, MOMENTS, st.integers(1, 5 * 24 * 60))
@settings(max_examples=150, deadline=None)
def test_what_is_due_is_due_when_so_much_open_time_is_over(calendar, start, minutes):
    allowed = timedelta(minutes=minutes)
    due = calendar.due(start, allowed)

    assert due is not None
    assert allowed == calendar.open_between(start, due)
    assert allowed > calendar.open_between(start, due - timedelta(minutes=1))


@given(CALENDARS, MOMENTS, st.integers(0, 3 * 24 * 60))
@settings(max_examples=60, deadline=None)
def test_it_is_as_whoever_looks_at_the_clock_each_minute_counts(calendar, start, minutes):
    def is_open(moment):
        wall = moment.astimezone(calendar.zone)
        hours = calendar.week[wall.weekday()]
        return hours is not None and wall.hour * 60 + wall.minute in hours

    counted = sum(is_open(start + timedelta(minutes=minute)) for minute in range(minutes))

    assert timedelta(minutes=counted) == calendar.open_between(start, start + timedelta(minutes=minutes))


PROMISE = Promise.of(
    QueueSettings(
        hours={"mon-fri": "09:00-17:00"},
        first_reply="1 hour",
        next_reply="2 hours",
        resolution="1 day",
        escalate_after="30 minutes",
    ),
    "America/New_York",
)


def conversation(**more):
    began = at("2026-03-05 10:00")
    known = {"handler": "person", "handed_at": began, **more}
    return Conversation("cnv_1", "ctc_1", "main", began, began, **known)


@pytest.mark.parametrize(
    ("known", "now", "clocks"),
    [
        ({"handler": "bot"}, "10:30", []),
        ({"status": "closed"}, "10:30", []),
        ({}, "10:10", [("first_reply", State.RUNNING), ("resolution", State.RUNNING)]),
        ({}, "10:50", [("first_reply", State.AT_RISK), ("resolution", State.RUNNING)]),
        ({}, "11:00", [("first_reply", State.BREACHED), ("resolution", State.RUNNING)]),
        ({"answered_at": at("2026-03-05 10:20")}, "12:00", [("resolution", State.RUNNING)]),
        (
            {"answered_at": at("2026-03-05 10:20"), "needs_reply_since": at("2026-03-05 11:00")},
            "12:45",
            [("next_reply", State.AT_RISK), ("resolution", State.RUNNING)],
        ),
    ],
)
def test_clocks_of_a_conversation(known, now, clocks):
    found = PROMISE.clocks(conversation(**known), at(f"2026-03-05 {now}"))

    assert clocks == [(clock.name, clock.state) for clock in found]


@pytest.mark.parametrize(
    ("known", "now", "escalated"),
    [
        ({}, "10:29", False),
        ({}, "10:30", True),
        ({"taken_at": at("2026-03-05 10:05")}, "10:30", False),
        ({"escalated_at": at("2026-03-05 10:30")}, "12:30", False),
    ],
)
def test_who_waits_too_long_is_given_up(known, now, escalated):
    assert escalated == PROMISE.is_to_be_escalated(conversation(**known), at(f"2026-03-05 {now}"))
