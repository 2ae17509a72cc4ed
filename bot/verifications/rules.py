"""Who gets a code, and who has to wait or gets none: pure rules over what has happened so far.

    the number's plan ─► its own budget ─► address, account, key ─► the numbers around it ─► everybody ─► Ruling

Each rule is a function that raises `Blocked`; `judge` asks them in this order, so that what is said first about a
number depends on nothing that anybody did.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.config import VerificationSettings
from bot.errors import BotError
from bot.limits import (
    CODE_DIGITS_MAX,
    CODE_PAUSES_S,
    CODES_PER_BLOCK_AN_HOUR,
    CODES_PER_NUMBER,
    LOCKED_DAYS,
    NEIGHBOURS_MAX,
    SILENT_COUNTRY_SENDS_MIN,
    SILENT_NUMBERS_MAX,
    WRONG_CODES_ALARM,
    WRONG_CODES_IN_A_ROW_MAX,
    WRONG_CODES_PER_NUMBER_A_DAY,
    WRONG_CODES_STOP,
)
from bot.store.verifications import TESTED, Proven, Tally, Text
from bot.verifications.codes import long_enough
from bot.verifications.strangers import BLOCK_DIGITS, Lane, Lanes, Way, find_way, lane_by

HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
WEEK: Final = timedelta(days=7)
MOMENT: Final = timedelta(minutes=10)
_AGAIN_S: Final = 3_600
"""When to come back where nobody can tell."""
NEWCOMERS_SHARE: Final = 4
UNREACHABLE: Final = frozenset({"fixed_line", "pager", "uan", "voicemail"})
COSTLY: Final = frozenset({"premium_rate", "shared_cost", "toll_free", "personal_number"})
VOIP: Final = "voip"
TEST: Final = TESTED


class Reason(StrEnum):
    """Why no code is sent."""

    COUNTRY = "country"
    DENIED = "denied"
    LINE = "line"
    """The number is of a kind that texts do not reach, or that its owner earns by."""
    TOO_SOON = "too_soon"
    NUMBER = "number"
    LOCKED = "locked"
    """Too many wrong codes for the number."""
    RESENDS = "resends"
    """The verification has had all its texts."""
    OVER = "over"
    """The verification cannot be sent again: it is approved, failed, canceled or expired."""
    ADDRESS = "address"
    ACCOUNT = "account"
    KEY = "key"
    NEIGHBOURS = "neighbours"
    """Number after number of one hundred."""
    BLOCK = "block"
    """Too many texts to one block of numbers."""
    SILENT = "silent"
    """The numbers of its block are asked for and never used."""
    SILENT_COUNTRY = "silent_country"
    STRANGERS = "strangers"
    """Codes for numbers and networks that have proved nothing yet lead to nothing."""
    GUESSING = "guessing"
    """Somebody tries codes out; numbers that have proved nothing yet have to wait."""
    SPENT = "spent"
    """The day's segments are used up."""


NUMBER_ITSELF: Final = frozenset({Reason.COUNTRY, Reason.DENIED, Reason.LINE})
"""What is wrong with the number whenever it is asked for, and whoever asks."""


class Blocked(BotError):
    """No code is sent now; `retry_after_s` says when to come back, where that is of any use."""

    waits: str = ""
    """Under which name it is to be noted that somebody was told to wait, once nothing else of it is kept."""

    def __init__(self, reason: Reason, retry_after_s: int | None = None) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.retry_after_s = retry_after_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """What the numbering plans say of a number."""

    phone: str
    country: str | None
    line: str

    @property
    def block(self) -> str:
        """The number without what tells it from those that were given out together with it."""
        return self.phone[:-BLOCK_DIGITS]


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What has happened so far, as far as a decision rests on it."""

    texts: Sequence[Text] = ()
    """To the number within a day, the newest first."""
    of_address: Sequence[Text] = ()
    """Within an hour."""
    of_account: Sequence[Text] = ()
    of_block: Sequence[Text] = ()
    """To the block within a week."""
    wrong: int = 0
    """Wrong codes for the number within a day."""
    proven: Proven = field(default_factory=Proven)
    of_network: Sequence[Text] = ()
    """For the network of the address, the newest first: used, or long enough unused."""
    lanes: Lanes = field(default_factory=lambda: Lanes(texts={}))
    """Of strangers."""
    guesses: Mapping[int, int] = field(default_factory=dict)
    """Wrong codes within a day that were no slips, as of everybody, by the rung of their length."""
    of_key: Tally = field(default_factory=Tally)
    """Within an hour."""
    of_country: Tally = field(default_factory=Tally)
    """Within a day, as of everybody."""
    lately: Tally = field(default_factory=Tally)
    """Of everybody, within ten minutes."""
    today: Tally = field(default_factory=Tally)


@dataclass(frozen=True, slots=True)
class Ruling:
    """A code may be sent."""

    length: int
    """Digits that it has."""
    lane: Lane = Lane.KNOWN
    """What they had to show for themselves."""
    tries: bool = False
    """It goes out to see who asks by now: of those who ask at the same moment to one alone."""


@dataclass(frozen=True, slots=True)
class Case:
    """What is decided about."""

    number: Number
    past: Past
    settings: VerificationSettings
    home: str
    """The country of the business."""
    now: datetime
    human: bool = False
    """Whether the business has just made sure that it is a person."""

    @property
    def trusted(self) -> bool:
        """Whether there is more to go by than what strangers with similar numbers did."""
        return self.human or self.past.proven.approved_at is not None

    @property
    def lane(self) -> Lane:
        """What they have to show for themselves when they first ask."""
        return Lane.KNOWN if self.trusted else lane_by(self.past.of_network)

    @property
    def way(self) -> Way:
        """By which lane a code goes out, or how long they have to wait."""
        return find_way(self.lane, replace(self.past.lanes, used=self.past.lately.approved), self.now)


def look_at(case: Case) -> None:
    """Raise `Blocked` where the number itself is wrong: for that nothing that happened has to be known."""
    for rule in OF_THE_NUMBER:
        rule(case)


def judge(case: Case, length: int) -> Ruling:
    """Decide whether a code of so many digits may be sent; raise `Blocked` if not."""
    for rule in (*OF_THE_NUMBER, *OF_THE_PAST):
        rule(case)
    least = long_enough(max(length, CODE_DIGITS_MAX) if is_guessed(case.past) else length, case.past.guesses)
    if least is None:
        raise Blocked(Reason.GUESSING, _AGAIN_S)
    way = case.way
    return Ruling(least, way.lane, way.tries)


# ── the number ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _country(case: Case) -> None:
    if case.number.country not in (case.settings.countries or (case.home,)):
        raise Blocked(Reason.COUNTRY)


def _denied(case: Case) -> None:
    if case.settings.denied and case.number.phone.startswith(case.settings.denied):
        raise Blocked(Reason.DENIED)


def _line(case: Case) -> None:
    line = case.number.line
    if line in UNREACHABLE | COSTLY or (line == VOIP and not case.settings.voip):
        raise Blocked(Reason.LINE)


def _locked(case: Case) -> None:
    past, now = case.past, case.now
    ends = (past.proven.failed_at or now) + timedelta(days=LOCKED_DAYS)
    if past.proven.failures >= WRONG_CODES_IN_A_ROW_MAX and now < ends:
        raise Blocked(Reason.LOCKED, _seconds(ends - now))
    if past.wrong >= WRONG_CODES_PER_NUMBER_A_DAY:
        raise Blocked(Reason.LOCKED, _seconds(DAY))


def _too_soon(case: Case) -> None:
    """After each text that led to nothing yet the pause before the next one is longer."""
    silent = [text for text in case.past.texts if text.at > case.now - HOUR and not text.approved]
    if silent:
        ends = silent[0].at + pause_after(len(silent))
        if case.now < ends:
            raise Blocked(Reason.TOO_SOON, _seconds(ends - case.now))


def _number(case: Case) -> None:
    for span_s, most in CODES_PER_NUMBER:
        _within(case.past.texts, timedelta(seconds=span_s), most, Reason.NUMBER, case.now)


# ── who asks ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _address(case: Case) -> None:
    _within(case.past.of_address, HOUR, case.settings.per_address_hour, Reason.ADDRESS, case.now)


def _account(case: Case) -> None:
    _within(case.past.of_account, HOUR, case.settings.per_account_hour, Reason.ACCOUNT, case.now)


def _key(case: Case) -> None:
    if case.past.of_key.sends >= case.settings.per_key_hour:
        raise Blocked(Reason.KEY, _seconds(MOMENT))


# ── the numbers around it ───────────────────────────────────────────────────────────────────────────────────────────


def _neighbours(case: Case) -> None:
    """Nobody has several numbers of one hundred; whoever counts them up asks for one after the other."""
    hundred, since = case.number.phone[:-2], case.now - MOMENT
    others = {text.phone for text in case.past.of_block if text.at > since and text.phone.startswith(hundred)}
    if len(others - {case.number.phone}) >= NEIGHBOURS_MAX and not case.trusted:
        raise Blocked(Reason.NEIGHBOURS, _seconds(MOMENT))


def _block(case: Case) -> None:
    _within(case.past.of_block, HOUR, CODES_PER_BLOCK_AN_HOUR, Reason.BLOCK, case.now)
    _within(case.past.of_block, DAY, case.settings.per_block_day, Reason.BLOCK, case.now)


def _newcomers(case: Case) -> None:
    """Strangers are a quarter of that: who earns by texts may type the codes as well, but needs new numbers."""
    yesterday = case.now - DAY
    known = {text.phone for text in case.past.of_block if text.at <= yesterday} | {case.number.phone}
    new = {text.phone for text in case.past.of_block if text.at > yesterday} - known
    if len(new) >= max(1, case.settings.per_block_day // NEWCOMERS_SHARE) and not case.trusted:
        raise Blocked(Reason.BLOCK, _AGAIN_S)


def _silent(case: Case) -> None:
    """Whoever earns by texts has numbers to which they go, and nobody who reads them."""
    numbers: dict[str, bool] = {}
    for text in case.past.of_block:
        numbers[text.phone] = numbers.get(text.phone, False) or text.approved
    numbers.pop(case.number.phone, None)
    silent = sum(not approved for approved in numbers.values())
    if silent >= SILENT_NUMBERS_MAX and silent > len(numbers) / 2 and not case.trusted:
        raise Blocked(Reason.SILENT, _AGAIN_S)


def _silent_country(case: Case) -> None:
    """At home it would be the customers who were shut out, unless they can show that they are people."""
    of = case.past.of_country
    stoppable = case.settings.challenge or case.number.country != case.home
    if stoppable and of.sends >= SILENT_COUNTRY_SENDS_MIN and of.sends > 2 * of.approved and not case.trusted:
        raise Blocked(Reason.SILENT_COUNTRY, _AGAIN_S)


def _strangers(case: Case) -> None:
    """Numbers drawn at random stand out by nothing but that nobody types their codes."""
    wait_s = case.way.wait_s
    if wait_s is not None:
        raise Blocked(Reason.STRANGERS, wait_s)


# ── everybody ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _guessing(case: Case) -> None:
    if is_stormed(case.past.lately) and case.lane is Lane.STRANGER:
        raise Blocked(Reason.GUESSING, _seconds(MOMENT))


def _spent(case: Case) -> None:
    if case.past.today.segments >= case.settings.segments_per_day:
        raise Blocked(Reason.SPENT, _AGAIN_S)


OF_THE_NUMBER: Final[Sequence[Callable[[Case], None]]] = (_country, _denied, _line)
OF_THE_PAST: Final[Sequence[Callable[[Case], None]]] = (
    _locked,
    _too_soon,
    _number,
    _address,
    _account,
    _key,
    _neighbours,
    _block,
    _newcomers,
    _silent,
    _silent_country,
    _strangers,
    _guessing,
    _spent,
)


def is_guessed(past: Past) -> bool:
    """Whether so many codes are wrong that codes ought to be longer: nobody is shut out by that."""
    return any(
        of.failed >= most and of.failed > of.approved
        for of, most in ((past.lately, WRONG_CODES_ALARM), (past.today, 5 * WRONG_CODES_ALARM))
    )


def is_stormed(lately: Tally) -> bool:
    """Whether so many codes are wrong that those which are shorter than can be are void."""
    return lately.failed > WRONG_CODES_STOP and lately.approved * 4 < lately.failed


# ── figures ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def pause_after(texts: int) -> timedelta:
    """Return how long to wait after so many texts, of which none has led to anything."""
    return timedelta(seconds=CODE_PAUSES_S[min(texts, len(CODE_PAUSES_S)) - 1])


def _within(texts: Sequence[Text], span: timedelta, most: int, reason: Reason, now: datetime) -> None:
    lately = [text.at for text in texts if text.at > now - span]
    if len(lately) >= most:
        raise Blocked(reason, _seconds(lately[most - 1] + span - now))


def _seconds(span: timedelta) -> int:
    return max(1, -int(-span.total_seconds() // 1))
