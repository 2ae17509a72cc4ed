"""Days, times of day, and both: one reading within the question's bounds, or none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.engine.understand.asked import asks_birth
from bot.engine.understand.calendar import allowed, rewrite_dates
from bot.engine.understand.clock import is_waking, lone_hour, readings, rewrite_times
from bot.engine.understand.lexer import signs
from bot.engine.understand.reading import Spec, Surroundings, Understood, asks_openly, clauses, clip, is_conditional
from bot.engine.understand.words import Words, known_languages
from bot.events import Json

_SPOILED = re.compile(
    r" (?:\?|open|not|soon|elsewhere)(?= )"  # doubtful, unbounded, refused, or when something else happens
    r"| or (?:at |of )*[DYTCB]\S+| [DYTCB]\S+(?: of| at)* or(?= )"  # one end of a range, or an alternative
    r"| [DY]\S+ u_\w+(?= )| n\d+ u_(?:hour|day|week|month|year)(?= )"  # `Monday week`: a span that no rule has read
    r"| (?:half_\w+|quarter_\w+|to_hour|less|less_quarter|and_half|and_quarter|plus_week)(?= )"
    r"| but (?:.* )?[nDYTCB]\d"  # a second thought
    r"| n\d+ (?:and )?(?:at )*[TCB]\d| [TCB]\S+ and n\d+"
)
_LIMIT = re.compile(r" (?:past|to) (?:at |of )*[DYTCB]\d")
"""`After 4`, `until Friday`."""
_BUT_NOT = re.compile(r"( [DYTCB]\S+) not (?:at |of )*[nDYTCB]\d\S*(?= $)")
"""`Thursday not Friday`."""
_DAY_OR_FIGURE = re.compile(r" (?:[wmrdct]-?\d|mar |now |n\d+ |at n|half|quarter)")
_ELSEWHERE = " elsewhere "
_FIGURE = re.compile(r" (?:[wmrdctno]-?\d|mar )")
_NO_HOUR = r"(?! (?:am|pm|oclock|and_\w+|less\w*|past|to|u_\w+|n[0-5]\d)\b)"
_WEEKDAY_AND_FIGURE = re.compile(rf" w\d(?: of)* n\d{{1,2}}(?= ){_NO_HOUR}")
_DAY_AND_FIGURE = re.compile(rf" [DY]\S+(?: of)* n\d{{1,2}}(?= ){_NO_HOUR}")
_NOW_WORDS_MAX = 3
_SHORT_WORD_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Found:
    """What one language's rules find in a reply."""

    dates: tuple[str, ...]
    times: tuple[str, ...]
    halves: frozenset[str]
    """`am` or `pm`, said apart from the hour: `tomorrow afternoon at 4`."""
    spoiled: bool
    foreign: bool
    """Holds words that this language does not know."""
    ordinal: bool
    """Nothing but an ordinal tells the day: `prima` is `first` only where Italian is expected."""
    at_odds: bool
    """A weekday, and right behind it a figure that is not its day: an hour, or a slip."""
    words: Words

    @property
    def empty(self) -> bool:
        return not self.dates and not self.times


def read_date(text: str, spec: Spec, where: Surroundings) -> Understood | None:
    """`2026-03-06`, `6 March`, `next Monday`, `tomorrow`, `in 3 days`: one day within the bounds."""
    found = _look(text, where)
    if found is None or found.spoiled or found.at_odds or len(found.dates) != 1:
        return None
    if found.dates[0][0] == "Y" and spec.minimum is None and asks_birth(spec.question):
        return None
    day = allowed(found.dates[0], _as_date(spec.minimum), _as_date(spec.maximum))
    return None if day is None else Understood(day.isoformat())


def read_time(text: str, spec: Spec, where: Surroundings) -> Understood | None:
    """`4pm`, `16:30`, `half past four`, `noon`: one time of day within the bounds."""
    found = _look(text, where, lone_hours=True)
    if found is None or found.spoiled or len(found.times) != 1:
        return None
    low, high = _as_time(spec.minimum), _as_time(spec.maximum)
    possible = [each for each in _readings(found) if (low is None or each >= low) and (high is None or each <= high)]
    moment = _likeliest(possible, found, by_day=low is None or high is None)
    return None if moment is None else Understood(f"{moment:%H:%M}")


def read_datetime(text: str, spec: Spec, where: Surroundings, *, corrected: str = "") -> Understood | None:
    """`Friday at 4pm`, `2026-03-06T10:00`, `in 2 hours`: one day and one time of day.

    `corrected` is what the person wrote before a correction; it fills in what the correction leaves out.
    """
    found = _look(text, where)
    if found is None or found.spoiled:
        return None
    if corrected and not (found.dates and found.times):
        found = _completed(found, _look(corrected, where))
    if len(found.dates) != 1 or len(found.times) != 1:
        return None
    low, high = _as_datetime(spec.minimum, where), _as_datetime(spec.maximum, where)
    day = allowed(found.dates[0], low and low.date(), high and high.date())
    if day is None:
        return None
    zone = where.now_local.tzinfo
    moments = [datetime.combine(day, each, zone) for each in _readings(found)]
    possible = [each for each in moments if (low is None or each >= low) and (high is None or each <= high)]
    if len(possible) > 1:
        possible = [each for each in possible if each >= where.now_local] or possible
    moment = _likeliest([each.time() for each in possible], found)
    return None if moment is None else Understood(datetime.combine(day, moment, zone).isoformat())


def _completed(found: Found, before: Found | None) -> Found:
    if before is None:
        return found
    return Found(
        found.dates or before.dates,
        found.times or before.times,
        found.halves,
        found.spoiled,
        found.foreign,
        found.ordinal,
        found.at_odds,
        found.words,
    )


def _look(text: str, where: Surroundings, *, lone_hours: bool = False) -> Found | None:
    """What the likeliest language that finds anything makes of a reply."""
    reply = clip(text)
    if asks_openly(reply, where.tables) or is_conditional(reply, where.tables):
        return None
    for words in where.tables:
        found = _find(reply, words, where, lone_hours=lone_hours)
        if not found.empty:
            return found
    for words in known_languages().values():
        if words not in where.tables and len(reply.split()[0] if reply else "") > _SHORT_WORD_LETTERS:
            found = _find(reply, words, where, lone_hours=False)
            if not found.empty and not found.foreign and not found.ordinal:
                return found
    return None


def _find(reply: str, words: Words, where: Surroundings, *, lone_hours: bool) -> Found:
    plain = signs(reply, words, where)
    said = dated = rewrite_dates(plain, where.today)
    said = re.sub(r"^ n(\d{1,2}) (D\S+) $", r" \2 n\1 ", said)  # `2 today`
    said = re.sub(r" n(\d{1,2}) (D\S+) (?=[ap]m )", r" \2 n\1 ", said)  # `6 tonight`
    said = rewrite_times(said, where.now_local)
    if " not " in reply:
        said = _BUT_NOT.sub(r"\1", said)
    said = re.sub(r"( [DY]\S+(?: of| at)*) n(\d{1,2})(?= (?:and |am |pm )*$)", _hour_after_date, said)
    if lone_hours and not re.search(r" [TCB]\d", said):
        said = lone_hour(said)
    return Found(
        dates=tuple(dict.fromkeys(re.findall(r" ([DY][\d|]\S+)(?= )", said))),
        times=tuple(dict.fromkeys(re.findall(r" ([TCB]\d\S+)(?= )", said))),
        halves=frozenset(re.findall(r" ([ap]m)(?= )", said)),
        spoiled=bool(
            _SPOILED.search(_without_asides(said, reply, words, where))
            or _LIMIT.search(said)
            or _tells_more(reply, plain)
        ),
        foreign=" x " in said,
        ordinal=re.search(r" [wmrd]-?\d", plain) is None and re.search(r" o\d", plain) is not None,
        at_odds=bool(_WEEKDAY_AND_FIGURE.search(plain) and _DAY_AND_FIGURE.search(dated)),
        words=words,
    )


def _without_asides(said: str, reply: str, words: Words, where: Surroundings) -> str:
    """What else happens matters only in a clause that names a day or a time: `16 Uhr, dann bin ich fertig`."""
    if _ELSEWHERE not in said:
        return said
    told = (signs(" ".join(clause), words, where) for clause in clauses(reply))
    return said if any(_ELSEWHERE in each and _FIGURE.search(each) for each in told) else said.replace(_ELSEWHERE, " ")


def _tells_more(reply: str, plain: str) -> bool:
    """`Need to check with work first`, `all good now`: words that are a day only where little else is said."""
    if " now " in plain and len(reply.split()) > _NOW_WORDS_MAX:
        return True
    return " x " in plain and not _DAY_OR_FIGURE.search(plain) and not any(char.isdecimal() for char in reply)


def _hour_after_date(found: re.Match[str]) -> str:
    """`Friday 4`: what is left beside a day is an hour."""
    hour = int(found[2])
    return f"{found[1]} {'T' if hour > 12 else 'B'}{hour:02}:00" if hour < 24 else found[0]


def _readings(found: Found) -> Sequence[time]:
    return readings(found.times[0], found.halves)


def _likeliest(possible: Sequence[time], found: Found, *, by_day: bool = True) -> time | None:
    """The only one, or the only one at which people are up and served; a question with bounds says itself when.

    Where afternoons are written with 13 to 23, a clock reading is meant as it is written, if anybody is up then.
    """
    literal = found.words.code != "en" and found.times[0][0] == "C" and not found.halves
    if literal and possible and is_waking(possible[0]) and f"{possible[0]:%H:%M}" == found.times[0][1:]:
        return possible[0]
    if len(possible) > 1 and by_day:
        possible = [each for each in possible if is_waking(each)]
    return possible[0] if len(possible) == 1 else None


# ── bounds, as the question gives them ──


def _as_date(bound: Json) -> date | None:
    return None if bound is None else datetime.fromisoformat(str(bound)).date()


def _as_time(bound: Json) -> time | None:
    return None if bound is None else time.fromisoformat(str(bound).rpartition("T")[2][:8])


def _as_datetime(bound: Json, where: Surroundings) -> datetime | None:
    if bound is None:
        return None
    moment = datetime.fromisoformat(str(bound))
    return moment if moment.tzinfo else moment.replace(tzinfo=where.now_local.tzinfo)
