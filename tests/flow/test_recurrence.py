"""Rules of `schedule:`, against tables, and against a walk through every minute of two years in many zones."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.flow.recurrence import EPOCH, LAST, Rule, RuleError, Unit, read_rule, wall_time

NEW_YORK = "America/New_York"
BERLIN = "Europe/Berlin"
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("every day 18:00", Rule(Unit.DAY, time(18))),
        ("Every day at 8:05", Rule(Unit.DAY, time(8, 5))),
        ("every 3 days 18:00 from 2026-03-06", Rule(Unit.DAY, time(18), 3, start=date(2026, 3, 6))),
        ("every weekday 08:30", Rule(Unit.WEEK, time(8, 30), days=frozenset(range(5)))),
        ("every Monday 09:00", Rule(Unit.WEEK, time(9), days=frozenset({0}))),
        ("every Mon, Thu and sun 09:00", Rule(Unit.WEEK, time(9), days=frozenset({0, 3, 6}))),
        ("every week on Friday 12:00", Rule(Unit.WEEK, time(12), days=frozenset({4}))),
        ("every 2 weeks on Friday 12:00", Rule(Unit.WEEK, time(12), 2, frozenset({4}))),
        ("every 1st 10:00", Rule(Unit.MONTH, time(10), days=frozenset({1}))),
        ("every month on the 1st 10:00", Rule(Unit.MONTH, time(10), days=frozenset({1}))),
        ("every month on the 1st, 15th and last day 10:00", Rule(Unit.MONTH, time(10), days=frozenset({1, 15, LAST}))),
        ("every last day 23:59", Rule(Unit.MONTH, time(23, 59), days=frozenset({LAST}))),
        (
            "every 3 months on the 31st 00:00 from 2026-01-31",
            Rule(Unit.MONTH, time(), 3, frozenset({31}), date(2026, 1, 31)),
        ),
        ("every Friday 09:00 from 9999-12-31", Rule(Unit.WEEK, time(9), days=frozenset({4}), start=date.max)),
    ],
)
def test_what_is_a_rule(text, rule):
    assert rule == read_rule(text)


@pytest.mark.parametrize(
    ("text", "problem", "label"),
    [
        ("", "does not end with a time of day such as `09:00`", None),
        ("every Monday", "does not end with a time of day such as `09:00`", None),
        ("every Monday 9am", "does not end with a time of day such as `09:00`", None),
        ("every Monday 24:00", "does not end with a time of day such as `09:00`", None),
        ("Mondays 09:00", "does not begin with `every`", None),
        ("evry Monday 09:00", "does not begin with `every`", "did you mean `every`?"),
        ("09:00", "does not begin with `every`", None),
        ("every 09:00", "does not say on which days", None),
        ("every 2 09:00", "does not say on which days", None),
        ("every Mondey 09:00", "has no day called `mondey`", "did you mean `monday`?"),
        ("every Mondays 09:00", "has no day called `mondays`", "did you mean `monday`?"),
        ("every Monday or Tuesday 09:00", "has no day called `or`", None),
        ("every day but Sunday 09:00", "does not end after `day`: `but`", None),
        ("every 2 wekes on Friday 09:00", "counts no `wekes`", "did you mean `weeks`?"),
        ("every 2 weeks 09:00", "does not say on which day of the week", "write `weeks on Friday`"),
        ("every month 09:00", "does not say on which day of the month", "write `month on the 1st`"),
        ("every 60 weeks on Friday 09:00", "waits for more than 52 weeks", None),
        ("every month on the 1 09:00", "has no day of the month called `1`", "write `1st`"),
        ("every month on the 32nd 09:00", "has no day of the month called `32nd`", None),
        ("every month on the 0th 09:00", "has no day of the month called `0th`", None),
        ("every 12 months on the 30th 09:00 from 2026-02-01", "never comes", None),
        ("every Monday 09:00 from 9999-12-28", "never comes", None),
        ("every 2 weeks on Friday 09:00 from Friday", "has no date such as 2026-03-06 after `from`", None),
    ],
)
def test_what_is_no_rule(text, problem, label):
    with pytest.raises(RuleError) as refusal:
        read_rule(text)

    assert (problem, label) == (str(refusal.value), refusal.value.label)


@pytest.mark.parametrize(
    ("text", "zone", "after", "wall"),
    [
        ("every Monday 09:00", NEW_YORK, "2026-03-05T12:00", "2026-03-09T09:00-04:00"),
        ("every Monday 09:00", NEW_YORK, "2026-03-09T08:59", "2026-03-09T09:00-04:00"),
        ("every Monday 09:00", NEW_YORK, "2026-03-09T09:00", "2026-03-16T09:00-04:00"),
        ("every day 02:30", NEW_YORK, "2026-03-07T12:00", "2026-03-08T03:30-04:00"),
        ("every day 01:30", NEW_YORK, "2026-10-31T12:00", "2026-11-01T01:30-04:00"),
        ("every day 01:30", NEW_YORK, "2026-11-01T01:45", "2026-11-02T01:30-05:00"),
        ("every day 02:30", BERLIN, "2026-03-28T12:00", "2026-03-29T03:30+02:00"),
        ("every day 02:30", BERLIN, "2026-10-24T12:00", "2026-10-25T02:30+02:00"),
        ("every day 08:00", BERLIN, "2026-10-24T12:00", "2026-10-25T08:00+01:00"),
        ("every weekday 08:30", NEW_YORK, "2026-03-06T09:00", "2026-03-09T08:30-04:00"),
        ("every 31st 10:00", NEW_YORK, "2026-04-01T00:00", "2026-05-31T10:00-04:00"),
        ("every last day 10:00", NEW_YORK, "2028-02-01T00:00", "2028-02-29T10:00-05:00"),
        ("every 12 months on the 29th 10:00 from 2028-02-01", NEW_YORK, "2028-03-01T00:00", "2032-02-29T10:00-05:00"),
        ("every 2 weeks on Friday 12:00 from 2026-03-06", NEW_YORK, "2026-03-06T13:00", "2026-03-20T12:00-04:00"),
        ("every 2 weeks on Friday 12:00 from 2027-03-05", NEW_YORK, "2026-03-06T13:00", "2027-03-05T12:00-05:00"),
        ("every day 10:00", "Pacific/Apia", "2011-12-29T11:00", "2011-12-31T10:00+14:00"),
        ("every day 10:00", "nowhere", "2026-03-05T12:00", "2026-03-06T10:00+00:00"),
    ],
)
def test_when_it_fires_next(text, zone, after, wall):
    where = ZoneInfo("UTC" if zone == "nowhere" else zone)
    moment = datetime.fromisoformat(after).replace(tzinfo=where).astimezone(UTC)

    fires_at = read_rule(text).next_after(moment, zone)

    assert wall == fires_at.astimezone(where).isoformat(timespec="minutes")


def test_the_calendar_has_an_end():
    assert read_rule("every 1st 10:00").next_after(datetime(9999, 12, 20, tzinfo=UTC), NEW_YORK) is None


ZONES = (
    NEW_YORK, BERLIN, "America/Sao_Paulo", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Chatham", "Asia/Tokyo",
    "America/St_Johns", "Africa/Casablanca", "Asia/Beirut", "Pacific/Kiritimati", "America/Havana",
    "Australia/Sydney", "Africa/Cairo",
)  # fmt: skip


def by_walking(zone: str, day: date, clock: time) -> datetime:
    """The minute at which a clock on the wall shows this, found by looking at the wall every minute.

    The person who puts the clock forward may be late for an hour: where the clock never shows it, the one that was not
    put forward yet does.
    """
    where = ZoneInfo(zone)
    begin = datetime.combine(day, time(), UTC) - timedelta(hours=15)
    late = None
    for count in range(60 * 52):
        moment = begin + count * MINUTE
        shown = moment.astimezone(where).replace(tzinfo=None, fold=0)
        if shown == datetime.combine(day, clock):
            return moment
        an_hour_ago = moment - timedelta(hours=1)
        unchanged = an_hour_ago.astimezone(where).replace(tzinfo=None, fold=0) + timedelta(hours=1)
        if late is None and unchanged == datetime.combine(day, clock):
            late = moment
    assert late is not None
    return late


@given(
    zone=st.sampled_from(ZONES),
    day=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    clock=st.sampled_from([time(0), time(0, 30), time(1, 59), time(2), time(2, 30), time(3), time(9), time(23, 59)]),
)
@settings(max_examples=40, deadline=None)
def test_a_wall_clock_is_the_one_on_the_wall(zone, day, clock):
    assert by_walking(zone, day, clock) == wall_time(day, clock, zone)


@pytest.mark.no_cover
@pytest.mark.parametrize("zone", ZONES)
def test_days_on_which_the_clocks_change(zone):
    """Every change of two years, with the wall clocks around it."""
    where = ZoneInfo(zone)
    for number in range(730):
        day = date(2026, 1, 1) + timedelta(days=number)
        noon, next_noon = (datetime.combine(day + timedelta(days=more), time(12), where) for more in (-1, 0))
        if noon.utcoffset() != next_noon.utcoffset():
            for clock in (time(0, 15), time(1, 45), time(2, 15), time(2, 30), time(3, 0)):
                assert by_walking(zone, day, clock) == wall_time(day, clock, zone)


@pytest.mark.parametrize("zone", [NEW_YORK, "Australia/Sydney", "Australia/Lord_Howe", "Africa/Cairo"])
@pytest.mark.parametrize("clock", ["00:30", "01:30", "02:30"])
def test_a_daily_schedule_fires_once_on_every_day_of_the_year(zone, clock):
    """Where the clock is put forward over it, that day too, an hour later; where it is shown twice, the first time."""
    rule, moment, days = (
        read_rule(f"every day {clock}"),
        datetime(2026, 1, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC),
        [],
    )
    while len(days) < 365:
        moment = rule.next_after(moment, zone)
        days.append(moment.astimezone(ZoneInfo(zone)).date())

    assert [date(2026, 1, 1) + timedelta(days=number) for number in range(365)] == days


def rules() -> st.SearchStrategy[Rule]:
    clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))
    starts = st.one_of(st.just(EPOCH), st.dates(date(2025, 6, 1), date(2026, 12, 31)))
    weekdays = st.frozensets(st.integers(0, 6), min_size=1, max_size=3)
    month_days = st.frozensets(st.integers(0, 31), min_size=1, max_size=3)
    return st.one_of(
        st.builds(Rule, st.just(Unit.DAY), clocks, st.integers(1, 40), start=starts),
        st.builds(Rule, st.just(Unit.WEEK), clocks, st.integers(1, 5), weekdays, starts),
        st.builds(Rule, st.just(Unit.MONTH), clocks, st.integers(1, 3), month_days, starts),
    )


def days_by_counting(rule: Rule, until: date) -> list[date]:
    """The days of a rule: all days from its start on, with a finger for each day, Monday and first of a month."""
    days, weeks, months, found = 0, 0, 0, []
    day = rule.start
    while day <= until:
        tomorrow = day + timedelta(days=1)
        named = day.weekday() if rule.unit is Unit.WEEK else day.day
        is_last = rule.unit is Unit.MONTH and LAST in rule.days and tomorrow.day == 1
        counted = {Unit.DAY: days, Unit.WEEK: weeks, Unit.MONTH: months}[rule.unit]
        if counted % rule.every == 0 and (rule.unit is Unit.DAY or named in rule.days or is_last):
            found.append(day)
        days, weeks, months = days + 1, weeks + (tomorrow.weekday() == 0), months + (tomorrow.day == 1)
        day = tomorrow
    return found


@pytest.mark.no_cover
@given(
    rule=rules(),
    zone=st.sampled_from(ZONES),
    moment=st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 30), timezones=st.just(UTC)),
)
@settings(max_examples=100, deadline=None)
def test_the_next_time_is_the_first_of_all_that_come(rule, zone, moment):
    fires_at = rule.next_after(moment, zone)

    days = days_by_counting(rule, moment.date() + timedelta(days=100))
    coming = [wall_time(day, rule.clock, zone) for day in days if day > moment.date() - timedelta(days=3)]
    assert next((at for at in coming if at > moment), fires_at) == fires_at
    assert fires_at is None or fires_at > moment
