"""What the person's own clock says, as moments."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.compliance.wall import WallTime

NOW = datetime(2026, 3, 6, 15, 30, tzinfo=UTC)
NEW_YORK, LOS_ANGELES, PARIS, TOKYO = "America/New_York", "America/Los_Angeles", "Europe/Paris", "Asia/Tokyo"
ZONES = sorted(available_timezones() - {"Factory", "localtime"})


@pytest.mark.parametrize(
    ("written", "zones", "expected"),
    [
        ("09:00", [LOS_ANGELES], "2026-03-06T17:00"),
        ("09:00", [NEW_YORK], "2026-03-07T14:00"),
        ("10:30", [NEW_YORK], "2026-03-06T15:30"),
        ("09:00", [TOKYO], "2026-03-07T00:00"),
        ("09:00", [NEW_YORK, LOS_ANGELES], "2026-03-07T14:00"),
        ("2026-03-06T20:00", [PARIS], "2026-03-06T19:00"),
        ("2026-03-06T20:00", [NEW_YORK, LOS_ANGELES], "2026-03-07T04:00"),
        ("2026-03-06T09:00", [PARIS], "2026-03-06T15:30"),
        ("2026-03-08T02:30", [NEW_YORK], "2026-03-08T07:30"),
        ("2026-11-01T01:30", [NEW_YORK], "2026-11-01T05:30"),
        ("09:00:30", [LOS_ANGELES], "2026-03-06T17:00:30"),
    ],
    ids=[
        "later today",
        "tomorrow",
        "now",
        "today there, tomorrow by our clock",
        "late enough in both zones",
        "a day",
        "a day in both zones",
        "a day that has passed there",
        "a time that the clocks skip",
        "a time that comes twice",
        "seconds",
    ],
)
def test_a_time_on_the_wall_is_a_moment(written, zones, expected):
    assert datetime.fromisoformat(f"{expected}Z") == WallTime.parse(written).moment(zones, NOW)


@pytest.mark.parametrize(
    "written",
    [
        *["9", "9:00", "25:00", "09:00Z", "09:00+02:00", "T09:00", "2026-03-06", "20260306", "noon", ""],
        *["2026-W10-5T09:00", "2026-02-30T09:00", "9999-12-31T23:59", "0001-01-01T00:00", "٠٩:٠٠", "09:00\n"],
    ],
)
def test_nothing_else_is_a_time_of_day(written):
    with pytest.raises(ValueError):
        WallTime.parse(written)


@given(
    after=st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC)),
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    zone=st.sampled_from(ZONES),
)
def test_the_next_time_of_day_is_within_two_days_and_shows_it_unless_the_clocks_skip_it(after, at, zone):
    moment = WallTime(at).moment([zone], after)

    shown = moment.astimezone(ZoneInfo(zone)).time()
    assert after <= moment <= after + timedelta(hours=50)
    assert shown == at or moment == after or _skipped(moment, at, zone)


def _skipped(moment: datetime, at: object, zone: str) -> bool:
    local = moment.astimezone(ZoneInfo(zone))
    return local.replace(hour=at.hour, minute=at.minute).astimezone(UTC).astimezone(ZoneInfo(zone)).time() != at
