"""Dates among the signs of a reply: rules that rewrite what people say into `D` and the dates it can mean.

D2026-03-06               that day
D2026-03-05|2026-03-12    one of these, no telling which
Y2026-03-06|2025-03-06    the first of these that the question allows; without bounds, the first or none
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import lru_cache, partial

from bot.engine.understand.lexer import whole_year

Meaning = Callable[[re.Match[str], date], str]
Rule = tuple[re.Pattern[str], Meaning]
UNREADABLE = "?"
_SIGNS_KEPT = 2_048
_LEAP_CYCLE_YEARS = 8
_FURTHEST_YEARS = 100
_NEAR_DAYS = 62
_JUST_PAST_DAYS, _FAR_DAYS = 31, 300
"""`4 March` on 5 March: more likely a slip or a report than a plan for next year."""
_HOURS_MAX = 12
_DAYS = {"day": 1, "week": 7}


@lru_cache(_SIGNS_KEPT)
def rewrite_dates(signs: str, today: date) -> str:
    """Put what the signs say about days into `D` and `Y` signs."""
    # However people put it, it comes to few signs: those of `next Tuesday` are the same in every language.
    for pattern, meaning in _RULES:
        signs = pattern.sub(partial(_apply, meaning, today), signs)
    return signs


def _apply(meaning: Meaning, today: date, found: re.Match[str]) -> str:
    return meaning(found, today)


def allowed(sign: str, earliest: date | None, latest: date | None) -> date | None:
    """The one date that a `D` or `Y` sign means within the bounds, or None."""
    listed = sign[1:].split("|")
    if sign[0] == "Y" and earliest is None and latest is None:
        listed = listed[:1]
    within = [
        day
        for day in map(date.fromisoformat, filter(None, listed))
        if (earliest is None or day >= earliest) and (latest is None or day <= latest)
    ]
    return within[0] if len(within) == 1 or (within and sign[0] == "Y") else None


def _sign(letter: str, days: Iterable[date]) -> str:
    listed = "|".join(day.isoformat() for day in days)
    return letter + listed if listed else UNREADABLE


def _shift(today: date, amount: int, unit: str) -> str:
    if unit in _DAYS:
        return _sign("D", [today + timedelta(days=amount * _DAYS[unit])])
    months = today.month - 1 + amount * (12 if unit == "year" else 1)
    if abs(months) > _FURTHEST_YEARS * 12:
        return UNREADABLE
    year, month = today.year + months // 12, months % 12 + 1
    day = min(today.day, _last_day(year, month))
    return _sign("D", [date(year, month, day)])


def _last_day(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).day


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# ── what each rule means ──


def _day_of_month(found: re.Match[str], today: date) -> str:
    day, month, year = int(found["day"]), int(found["month"]), found["year"]
    if year:
        full = int(year) if len(year) == 4 else whole_year(year, today.year)
        return f" {_sign('D', filter(None, [_valid(full, month, day)]))}"
    future = next(
        (each for year in (today.year, today.year + 1) if (each := _valid(year, month, day)) and each >= today), None
    )
    behind = range(today.year, today.year - _LEAP_CYCLE_YEARS - 1, -1)
    past = next((each for year in behind if (each := _valid(year, month, day)) and each < today), None)
    slip = future and past and (today - past).days <= _JUST_PAST_DAYS and (future - today).days > _FAR_DAYS
    if slip and future and past:
        return f" {_sign('D', [future, past])}"
    return f" Y{future or ''}|{past or ''}" if future or past else f" {UNREADABLE}"


def _last_of_month(found: re.Match[str], today: date) -> str:
    """`The last day of March`: this year's, unless it is over."""
    month = int(found["month"])
    year = int(found["year"] or today.year + (month < today.month))
    return (
        f" {_sign('D', [date(year, month, _last_day(year, month))])}" if 0 < year < date.max.year else f" {UNREADABLE}"
    )


def _last_of_this_month(found: re.Match[str], today: date) -> str:
    return f" {_sign('D', [date(today.year, today.month, _last_day(today.year, today.month))])}"


def _weekday_of_month_day(found: re.Match[str], today: date) -> str:
    """`Friday the 13th`; a small number after a weekday may be an hour, so it must be the very next one."""
    weekday, day = int(found["weekday"]), int(found["day"])
    is_day = found["kind"] == "o" or day > _HOURS_MAX
    horizon = _NEAR_DAYS if is_day else 14
    days = (today + timedelta(days=ahead) for ahead in range(horizon))
    match = next((each for each in days if each.day == day and each.weekday() == weekday), None)
    if match is None:
        return f" {UNREADABLE}" if is_day else found[0]
    return f" {_sign('D', [match])}"


def _same_weekday(found: re.Match[str], today: date) -> str:
    """A weekday beside a date must agree with it."""
    weekday = int(found["weekday"])
    days = [day if date.fromisoformat(day).weekday() == weekday else "" for day in found["days"].split("|")]
    if found["letter"] == "D":
        days = [day for day in days if day]
    return f" {found['letter']}{'|'.join(days)}" if any(days) else f" {UNREADABLE}"


def _next_weekday(found: re.Match[str], today: date) -> str:
    """`Next Friday` is clear when the coming one falls into next week, and said of days further off than tomorrow."""
    ahead = _days_until(int(found["weekday"]), today) or 7
    in_next_week = today.weekday() + ahead > 6
    days = [ahead] if in_next_week and ahead > 1 else [ahead, ahead + 7]
    return f" {_sign('D', [today + timedelta(days=each) for each in days])}"


def _coming_weekday(found: re.Match[str], today: date) -> str:
    return f" {_sign('D', [today + timedelta(days=_days_until(int(found['weekday']), today) or 7)])}"


def _weekday_after_next(found: re.Match[str], today: date) -> str:
    """`Lundi en huit`; on a Monday it may be in one week or in two."""
    ahead = _days_until(int(found["weekday"]), today)
    if not ahead:
        return f" {UNREADABLE}"
    return f" {_sign('D', [today + timedelta(days=ahead + 7)])}"


def _this_weekday(found: re.Match[str], today: date) -> str:
    return f" {_sign('D', [today + timedelta(days=_days_until(int(found['weekday']), today))])}"


def _last_weekday(found: re.Match[str], today: date) -> str:
    return f" {_sign('D', [today - timedelta(days=_days_since(int(found['weekday']), today))])}"


def _weekday(found: re.Match[str], today: date) -> str:
    """The coming one; on the same day of the week it may be today or in a week."""
    weekday = int(found["weekday"])
    ahead = _days_until(weekday, today)
    if ahead == 0:
        return f" {_sign('D', [today, today + timedelta(days=7)])}"
    days = [today + timedelta(days=ahead), today - timedelta(days=_days_since(weekday, today))]
    return f" {_sign('Y', days)}"


def _weekday_of_next_week(found: re.Match[str], today: date) -> str:
    monday = today + timedelta(days=7 - today.weekday())
    return f" {_sign('D', [monday + timedelta(days=int(found['weekday']))])}"


def _weekday_and_weeks(found: re.Match[str], today: date) -> str:
    """`A week from Monday`."""
    start = today + timedelta(days=_days_until(int(found["weekday"]), today) or 7)
    return f" {_shift(start, int(found['amount']), 'week')}"


def _month_day(found: re.Match[str], today: date) -> str:
    """`The 15th`: this month's or the next one's; today's own number may be either."""
    day = int(found["day"])
    months = [(today.year, today.month), (today.year + today.month // 12, today.month % 12 + 1)]
    months.append((months[1][0] + months[1][1] // 12, months[1][1] % 12 + 1))
    days = [each for year, month in months if (each := _valid(year, month, day)) and each >= today]
    if days and days[0] == today:
        return f" {_sign('D', days[:2])}"
    return f" {_sign('Y', days)}"


def _days_until(weekday: int, today: date) -> int:
    return (weekday - today.weekday()) % 7


def _days_since(weekday: int, today: date) -> int:
    return (today.weekday() - weekday) % 7 or 7


def _march_after(found: re.Match[str], today: date) -> str:
    return f"{found['number']} m3"


def _march_before(found: re.Match[str], today: date) -> str:
    return f" m3{found['rest']}"


def _tuesday(found: re.Match[str], today: date) -> str:
    return " w1"


_MONTH_OR_NUMBER = {"dez": ("m12", "n10"), "sept": ("m9", "n7")}


def _month_after(found: re.Match[str], today: date) -> str:
    return f" {found['number']} {_MONTH_OR_NUMBER[found['word']][0]}"


def _number_word(found: re.Match[str], today: date) -> str:
    return f" {_MONTH_OR_NUMBER[found['word']][1]}"


def _written(found: re.Match[str], today: date) -> str:
    return f" D{found['date']}"


def _relative(found: re.Match[str], today: date) -> str:
    return f" {_shift(today, int(found['days']), 'day')}"


def _ahead(found: re.Match[str], today: date) -> str:
    return f" {_shift(today, int(found['amount']), found['unit'])}"


def _counted_from(found: re.Match[str], today: date) -> str:
    """`Two weeks from tomorrow`."""
    return f" {_shift(date.fromisoformat(found['start']), int(found['amount']), found['unit'])}"


def _week_later(found: re.Match[str], today: date) -> str:
    """`Demain en huit`."""
    return f" {_shift(date.fromisoformat(found['start']), 1, 'week')}"


def _ago(found: re.Match[str], today: date) -> str:
    """`Three days ago`; nobody counts the days of `6 months ago`."""
    if found["unit"] in ("month", "year"):
        return f" {UNREADABLE}"
    return f" {_shift(today, -int(found['amount']), found['unit'])}"


_NOT_A_TIME = r"(?! (?:am|pm|oclock|and_half|and_quarter|less|less_quarter|u_\w+|past|to)\b)"
_SPAN = r"n(?P<amount>\d{1,3}) u_(?P<unit>day|week|month|year)"
_YEAR = r"\d{4}|2[4-9]|[3-9]\d"
"""In full, or two figures that are no hour."""
_WEEKDAY = r"w(?P<weekday>\d)"
_RULES: tuple[Rule, ...] = tuple(
    (re.compile(f" {pattern}(?= )"), meaning)
    for pattern, meaning in (
        # `mar` is March beside a number and Tuesday elsewhere (es, fr, it)
        (r"(?P<number>[no]\d{1,2}(?: of)*) mar", _march_after),
        (r"mar(?P<rest>(?: of)* [no]\d{1,2} n\d{4})", _march_before),
        (r"mar", _tuesday),
        # `dez` is December beside a number and ten elsewhere (pt), `sept` September and seven (fr)
        (r"(?P<number>[no]\d{1,2}(?: of)*) (?P<word>dez|sept)", _month_after),
        (r"(?P<word>dez|sept)", _number_word),
        (r"last_day(?: of)* m(?P<month>\d+)(?:(?: of)* n(?P<year>\d{4}))?", _last_of_month),
        (r"last_day(?: of)* (?:this )?u_month", _last_of_this_month),
        (r"d(?P<date>\d{4}-\d\d-\d\d)", _written),
        (rf"[no](?P<day>\d{{1,2}})(?: of)* m(?P<month>\d+)(?:(?: of)* n(?P<year>{_YEAR}))?", _day_of_month),
        (
            rf"m(?P<month>\d+)(?: of)* [no](?P<day>\d{{1,2}}){_NOT_A_TIME}(?:(?: of)* n(?P<year>{_YEAR}))?",
            _day_of_month,
        ),
        (r"r(?P<days>-?\d+)", _relative),
        (rf"n(?P<amount>\d{{1,3}}) u_week(?: or| hence| of| at)+ {_WEEKDAY}", _weekday_and_weeks),
        (rf"(?<! in ){_SPAN}(?: or| hence| of| at)* D(?P<start>\d{{4}}-\d\d-\d\d)", _counted_from),
        (rf"D(?P<start>\d{{4}}-\d\d-\d\d) (?:in|past) {_SPAN}", _counted_from),
        (r"D(?P<start>\d{4}-\d\d-\d\d) plus_week", _week_later),
        (rf"(?:in|past) {_SPAN}(?: hence)?", _ahead),
        (rf"{_SPAN} hence", _ahead),
        (rf"(?:ago_in|to) {_SPAN}", _ago),
        (rf"{_SPAN} ago", _ago),
        (rf"{_WEEKDAY}(?: of| in)* (?:u_week next|next u_week)", _weekday_of_next_week),
        (rf"(?:u_week next|next u_week)(?: of| at)* {_WEEKDAY}", _weekday_of_next_week),
        (rf"{_WEEKDAY}(?: of)* (?P<letter>[DY])(?P<days>\S+)", _same_weekday),
        (rf"(?P<letter>[DY])(?P<days>\S+) {_WEEKDAY}", _same_weekday),
        (rf"{_WEEKDAY}(?: of)* (?P<kind>[no])(?P<day>\d{{1,2}}){_NOT_A_TIME}", _weekday_of_month_day),
        (rf"{_WEEKDAY} plus_week", _weekday_after_next),
        (rf"past_one {_WEEKDAY}", _last_weekday),
        (rf"{_WEEKDAY} past_one", _last_weekday),
        (rf"next {_WEEKDAY}", _next_weekday),
        (rf"{_WEEKDAY} next", _next_weekday),
        (rf"coming {_WEEKDAY}", _coming_weekday),
        (rf"this {_WEEKDAY}", _this_weekday),
        (_WEEKDAY, _weekday),
        (r"o(?P<day>\d{1,2})", _month_day),
        (rf"of n(?P<day>\d{{1,2}}){_NOT_A_TIME}", _month_day),
    )
)
