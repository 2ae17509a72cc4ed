"""Times among the signs of a reply: rules that rewrite what people say into `T`, `C` and `B` signs.

T16:30   that time of day
C04:30   read from a clock of twelve or twenty-four hours, no telling which
B04:00   a bare hour: `at 4`
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from functools import lru_cache, partial

Meaning = Callable[[re.Match[str], datetime], str]
UNREADABLE = "?"
_WAKING = (time(7), time(21))
"""When a business would expect anybody: `at 4` is the afternoon, `at 7` may be either."""
_HOURS_OF_HALF = 12
_SIGNS_KEPT = 2_048
_FROM_NOW = re.compile(r" (?:now|u_hour|u_minute) ")
"""Only these make it matter what time it is."""


def rewrite_times(signs: str, now: datetime) -> str:
    """Put what the signs say about the time of day into `T`, `C` and `B` signs."""
    return _rewritten(signs, now) if _FROM_NOW.search(signs) else _rewritten_at_any_time(signs)


@lru_cache(_SIGNS_KEPT)
def _rewritten_at_any_time(signs: str) -> str:
    return _rewritten(signs, datetime.min)


def _rewritten(signs: str, now: datetime) -> str:
    for pattern, meaning in _RULES:
        signs = pattern.sub(partial(_apply, meaning, now), signs)
    return signs


def lone_hour(signs: str) -> str:
    """Read the only number of a reply that says nothing else as an hour: `4`, `16`, `1630`."""
    numbers = re.findall(r" n(\d{1,4})(?= )", signs)
    if len(numbers) != 1 or re.search(r" (?:x|u_\w+)(?= )", signs):
        return signs
    return re.sub(r" n(\d{1,4})(?= )", lambda found: f" {_from_figures(found[1])}", signs)


def readings(sign: str, halves: frozenset[str]) -> Sequence[time]:
    """The times that a sign can mean: as written, then twelve hours on. `halves` are the `am`/`pm` said beside it."""
    written = time.fromisoformat(sign[1:])
    if sign[0] == "T":
        return [written]
    both = [written, written.replace(hour=(written.hour + _HOURS_OF_HALF) % 24)]
    if len(halves) == 1:
        afternoon = "pm" in halves
        return [each for each in both if (each.hour >= _HOURS_OF_HALF) is afternoon]
    return both


def is_waking(moment: time) -> bool:
    """Whether people are usually awake and served."""
    return _WAKING[0] <= moment < _WAKING[1]


def _apply(meaning: Meaning, now: datetime, found: re.Match[str]) -> str:
    return f" {meaning(found, now)}"


def _clock(letter: str, hour: int, minute: int = 0) -> str:
    """A sign for a reading; minutes may be negative (`quarter to`)."""
    if not 0 <= hour <= 24 or abs(minute) > 59:
        return UNREADABLE
    total = (hour * 60 + minute) % (24 * 60)
    fixed = hour > _HOURS_OF_HALF or hour == 0
    return f"{'T' if fixed else letter}{total // 60:02}:{total % 60:02}"


def _from_figures(figures: str) -> str:
    """`4`, `16`, `430`, `1630`, `0900`."""
    if len(figures) <= 2:
        return _clock("B", int(figures)) if int(figures) < 24 else UNREADABLE
    sign = _clock("C", int(figures[:-2]), int(figures[-2:]))
    return f"T{sign[1:]}" if figures.startswith("0") and sign != UNREADABLE else sign


# ── what each rule means ──


def _with_half(found: re.Match[str], now: datetime) -> str:
    """`4 pm`, `430 pm`."""
    figures = found["figures"]
    return _in_half(_from_figures(figures if len(figures) > 2 else f"{int(figures)}00"), found["half"])


def _clock_with_half(found: re.Match[str], now: datetime) -> str:
    return _in_half(f"C{found['time']}", found["half"])


def _minutes_with_half(found: re.Match[str], now: datetime) -> str:
    return _in_half(_hour_and_minutes(found, now), found["half"])


def _in_half(sign: str, half: str) -> str:
    """A clock reading settled by `am` or `pm`."""
    if sign[0] != "C":
        return sign
    return f"T{readings(sign, frozenset({half}))[0]:%H:%M}"


def _on_the_hour(found: re.Match[str], now: datetime) -> str:
    return _clock("C", int(found["hour"]), int(found["minute"] or 0))


def _bare_hour(found: re.Match[str], now: datetime) -> str:
    return f"at {_from_figures(found['figures'])}"


def _hour_and_minutes(found: re.Match[str], now: datetime) -> str:
    return _clock("C", int(found["hour"]), int(found["minute"]))


def _past(found: re.Match[str], now: datetime) -> str:
    return _settled(found, int(found["minute"]))


def _around_half(sign: int) -> Meaning:
    """`Fünf vor halb drei`."""
    return lambda found, now: _settled(found, sign * int(found["minute"]) - 30)


def _settled(found: re.Match[str], minutes: int) -> str:
    """So many minutes from the hour, in the half of the day that is said with it."""
    sign = _clock("C", int(found["hour"]), minutes)
    return _in_half(sign, found["half"]) if found["half"] else sign


def _to(found: re.Match[str], now: datetime) -> str:
    """`Twenty to five`; `10 to 4` may be a range of hours."""
    minute = int(found["minute"])
    if minute <= _HOURS_OF_HALF and not found["spelled"]:
        return UNREADABLE
    return _settled(found, -minute)


def _less(found: re.Match[str], now: datetime) -> str:
    return _settled(found, -int(found["minute"]))


def _at(found: re.Match[str], now: datetime) -> str:
    """`Para las 4` without minutes."""
    return "at"


def _plus(minutes: int) -> Meaning:
    return lambda found, now: _settled(found, minutes)


def _around_noon(found: re.Match[str], now: datetime) -> str:
    """`Quarter past noon`."""
    minutes = {"half_past": 30, "quarter_past": 15, "quarter_to": -15}[found["part"]]
    return f"T{datetime.combine(now, time.fromisoformat(found['time'])) + timedelta(minutes=minutes):%H:%M}"


def _later(found: re.Match[str], now: datetime) -> str:
    unit = timedelta(minutes=1) if found["unit"] == "minute" else timedelta(hours=1)
    moment = now + int(found["amount"]) * unit
    return f"D{moment:%Y-%m-%d} T{moment:%H:%M}"


def _now(found: re.Match[str], now: datetime) -> str:
    return f"D{now:%Y-%m-%d} T{now:%H:%M}"


def _fixed(found: re.Match[str], now: datetime) -> str:
    return f"T{found['time']}"


def _open_clock(found: re.Match[str], now: datetime) -> str:
    return f"C{found['time']}"


_HOUR = r"(?:at )*n(?P<hour>\d{1,2})"
_OCLOCK = r"(?: oclock)?(?: (?P<half>am|pm))?"
_MINUTES = r"n(?P<minute>\d{1,2})(?: u_minute)?"
_RULES: tuple[tuple[re.Pattern[str], Meaning], ...] = tuple(
    (re.compile(f" {pattern}(?= )"), meaning)
    for pattern, meaning in (
        (r"(?:in|past) n(?P<amount>\d{1,3}) u_(?P<unit>hour|minute)", _later),
        (r"n(?P<amount>\d{1,3}) u_(?P<unit>hour|minute) hence", _later),
        (r"now", _now),
        (r"(?P<part>half_past|quarter_past|quarter_to) t(?P<time>\d\d:\d\d)", _around_noon),
        (r"t(?P<time>12:00)(?: of| at)* n12(?: oclock)?", _fixed),
        (r"(?:at )*(?:n12 (?:oclock )?(?:of )*)?t(?P<time>\d\d:\d\d)", _fixed),
        (rf"{_MINUTES} past half_to {_HOUR}{_OCLOCK}", _around_half(1)),
        (rf"{_MINUTES} to half_to {_HOUR}{_OCLOCK}", _around_half(-1)),
        (rf"half_past {_HOUR}{_OCLOCK}", _plus(30)),
        (rf"quarter_past {_HOUR}{_OCLOCK}", _plus(15)),
        (rf"quarter_to {_HOUR}{_OCLOCK}", _plus(-15)),
        (rf"half_to {_HOUR}{_OCLOCK}", _plus(-30)),
        (rf"{_HOUR}{_OCLOCK} and_half", _plus(30)),
        (rf"{_HOUR}{_OCLOCK} and_quarter", _plus(15)),
        (rf"{_HOUR}{_OCLOCK} less_quarter", _plus(-15)),
        (rf"{_HOUR}{_OCLOCK} less n(?P<minute>\d{{1,2}})", _less),
        (rf"{_MINUTES} past {_HOUR}{_OCLOCK}", _past),
        (rf"{_MINUTES} to_hour {_HOUR}{_OCLOCK}", _less),
        (r"to_hour", _at),
        (rf"n(?P<minute>\d{{1,2}})(?P<spelled> u_minute)? to {_HOUR}{_OCLOCK}", _to),
        (rf"{_HOUR} n(?P<minute>[0-5]\d) (?P<half>am|pm)", _minutes_with_half),
        (r"n(?P<figures>\d{1,4})(?: oclock)? (?P<half>am|pm)", _with_half),
        (r"c(?P<time>\d\d:\d\d)(?: oclock)? (?P<half>am|pm)", _clock_with_half),
        (r"c(?P<time>\d\d:\d\d)(?: oclock)?", _open_clock),
        (rf"{_HOUR} oclock(?: n(?P<minute>\d\d))?", _on_the_hour),
        (rf"{_HOUR} n(?P<minute>[0-5]\d)(?! u_)", _hour_and_minutes),
        (r"at n(?P<figures>\d{1,4})(?! u_)", _bare_hour),
    )
)
