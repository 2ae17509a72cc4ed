"""The day or the time that an option shows: `Monday`, `the 9 o'clock one`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from bot.engine.understand.calendar import rewrite_dates
from bot.engine.understand.clock import lone_hour, readings, rewrite_times
from bot.engine.understand.lexer import signs
from bot.engine.understand.option import Option, Reply, foreign
from bot.engine.understand.reading import Surroundings
from bot.engine.understand.words import Words

Moment = dict[str, set[object]]
_TELLING = re.compile(r"\d| (?:mar|dez|sept|last_day|now) ")
"""No rule makes a day or a time of signs that have none of these."""


def by_moment(reply: Reply, options: list[Option]) -> set[int]:
    """The day or the time that an option shows: `Monday`, `the 9 o'clock one`, `Tuesday 10`."""
    tables = reply.where.tables
    shown = {option.number: _moment(option.shown, reply.where, tables) for option in options}
    if not any(shown.values()):
        return set()
    if len(reply.core) == 1 and reply.core[0].isdecimal():
        hours = moment_of_reply(reply, loose_hour=True).get("time", set())
        hour_or_day: tuple[Moment, ...] = ({"time": hours}, {"day": {int(reply.core[0])}})
        return {number for number, parts in shown.items() if any(_agree(wanted, parts) for wanted in hour_or_day)}
    for wanted in (moment_of_reply(reply, loose_hour=True), moment_of_reply(reply)):
        found = {number for number, parts in shown.items() if wanted and _agree(wanted, parts)}
        if found:
            return found
    return set()


def _agree(wanted: Moment, parts: Moment) -> bool:
    return all(kind in parts and not values.isdisjoint(parts[kind]) for kind, values in wanted.items())


def moment_of_reply(reply: Reply, *, loose_hour: bool = False) -> Moment:
    """The day or the time that a reply names, in whatever language."""
    return _moment(reply.text, reply.where, (*reply.where.tables, *foreign(reply)), loose_hour=loose_hour)


def _moment(text: str, where: Surroundings, tables: Iterable[Words], *, loose_hour: bool = False) -> Moment:
    """The weekdays, days of the month and times of day that a text names, in the first language that has some."""
    moments = (_moment_in(words, text, where, loose_hour=loose_hour) for words in tables)
    return next((moment for moment in moments if moment), {})


def _moment_in(words: Words, text: str, where: Surroundings, *, loose_hour: bool) -> Moment:
    said = signs(text, words, where)
    if _TELLING.search(said) is None:
        return {}
    dated = rewrite_dates(said, where.today)
    timed = lone_hour(rewrite_times(said if loose_hour else dated, where.now_local))
    days = {date.fromisoformat(day.strip("|").split("|")[0]) for day in re.findall(r" [DY]([\d|-]+)(?= )", dated)}
    halves = frozenset(re.findall(r" ([ap]m)(?= )", timed))
    parts: Moment = {
        "weekday": {day.weekday() for day in days},
        "day": {day.day for day in days} if re.search(r" (?:[rmd]-?\d|o\d)", said) else set(),
        "time": {each for sign in re.findall(r" ([TCB]\d\S+)(?= )", timed) for each in readings(sign, halves)},
    }
    return {kind: values for kind, values in parts.items() if values}
