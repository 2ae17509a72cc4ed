"""Who gets a code and who does not: the table of what holds, row by row, at its edges."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.config import VerificationSettings
from bot.phone import line_of, region_of
from bot.store.verifications import Proven, Tally, Text
from bot.verifications.rules import (
    Blocked,
    Case,
    Number,
    Past,
    Reason,
    is_guessed,
    judge,
    pause_after,
)
from bot.verifications.strangers import LANES, Lanes

NOON = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)
ANA = "+12065550101"
KNOWN = Proven(approved_at=NOON - timedelta(days=20))


def ago(*seconds: float, phone: str = ANA, approved: bool = False) -> tuple[Text, ...]:
    return tuple(Text(phone, NOON - timedelta(seconds=span), approved) for span in sorted(seconds))


def neighbours(count: int, *, seconds: float = 60, approved: int = 0, apart: int = 1) -> tuple[Text, ...]:
    """Texts to so many other numbers of ANA's block, the first of them approved."""
    return tuple(
        Text(f"+1206555{200 + apart * place:04}", NOON - timedelta(seconds=seconds), place < approved)
        for place in range(count)
    )


NOTHING = Past()


def ruling(past: Past = NOTHING, *, phone: str = ANA, length: int = 6, human: bool = False, **settings):
    number = Number(phone=phone, country=region_of(phone), line=line_of(phone))
    case = Case(number, past, VerificationSettings(**settings), "US", NOON, human)
    try:
        return judge(case, length).length
    except Blocked as blocked:
        return blocked.reason, blocked.retry_after_s


@pytest.mark.parametrize(
    ("phone", "settings", "expected"),
    [
        (ANA, {}, 6),
        ("+15550100001", {}, 6),  # a number for examples, which is in no plan: its country code says where it is
        ("+447400123456", {}, (Reason.COUNTRY, None)),
        ("+447400123456", {"countries": ("GB",)}, 6),
        (ANA, {"countries": ("GB",)}, (Reason.COUNTRY, None)),
        ("+18765551234", {}, (Reason.COUNTRY, None)),  # Jamaica, which shares +1 and costs many times as much
        ("+447624123456", {"countries": ("GB",)}, (Reason.COUNTRY, None)),  # the Isle of Man shares +44
        ("+88161234567", {}, (Reason.COUNTRY, None)),  # a satellite
        ("+97912345678", {}, (Reason.COUNTRY, None)),  # international premium rate
        ("+19005551234", {}, (Reason.LINE, None)),
        ("+448712345678", {"countries": ("GB",)}, (Reason.LINE, None)),
        ("+442079460000", {"countries": ("GB",)}, (Reason.LINE, None)),  # a fixed line
        ("+18005551234", {}, (Reason.LINE, None)),
        ("+445601234567", {"countries": ("GB",)}, (Reason.LINE, None)),
        ("+445601234567", {"countries": ("GB",), "voip": True}, 6),
        (ANA, {"denied": ("+1206555",)}, (Reason.DENIED, None)),
    ],
)
def test_the_number_decides_first(phone, settings, expected):
    assert expected == ruling(phone=phone, **settings)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (ago(29), (Reason.TOO_SOON, 1)),
        (ago(30), 6),
        (ago(10, approved=True), 6),  # it led to something: the next one is not the same again
        (ago(59, 700), (Reason.TOO_SOON, 1)),
        (ago(60, 700), 6),
        (ago(119, 700, 1500), (Reason.TOO_SOON, 1)),
        (ago(120, 700, 1500), 6),
        (ago(299, 700, 1500, 3000), (Reason.TOO_SOON, 1)),
        (ago(300, 700, 1500, 3000), 6),
        (ago(300, 400, 599), (Reason.NUMBER, 1)),
        (ago(300, 400, 600), 6),
        (ago(400, 900, 1600, 2300, 3599), (Reason.NUMBER, 1)),
        (ago(400, 900, 1600, 2300, 3600), 6),
        (ago(*range(4000, 4000 + 9 * 60, 60), 86_399), (Reason.NUMBER, 1)),
        (ago(*range(4000, 4000 + 9 * 60, 60), 86_400), 6),
        (ago(-3600), (Reason.TOO_SOON, 3630)),  # the clock was set back an hour: later, never sooner
    ],
)
def test_a_number_has_pauses_and_a_budget(texts, expected):
    assert expected == ruling(Past(texts=texts))


@pytest.mark.parametrize(
    ("past", "expected"),
    [
        (Past(of_address=ago(*[100] * 9)), 6),
        (Past(of_address=ago(*[100] * 10)), (Reason.ADDRESS, 3500)),
        (Past(of_account=ago(*[100] * 4)), 6),
        (Past(of_account=ago(*[100] * 5)), (Reason.ACCOUNT, 3500)),
        (Past(of_key=Tally(sends=1999)), 6),
        (Past(of_key=Tally(sends=2000)), (Reason.KEY, 600)),
        (Past(wrong=9), 6),
        (Past(wrong=10), (Reason.LOCKED, 86_400)),
        (Past(proven=Proven(failures=99, failed_at=NOON - timedelta(days=2))), 6),
        (Past(proven=Proven(failures=100, failed_at=NOON - timedelta(days=29))), (Reason.LOCKED, 86_400)),
        (Past(proven=Proven(failures=100, failed_at=NOON - timedelta(days=30))), 6),
        (Past(today=Tally(segments=4999)), 6),
        (Past(today=Tally(segments=5000)), (Reason.SPENT, 3600)),
    ],
)
def test_whoever_asks_has_a_budget(past, expected):
    assert expected == ruling(past)


@pytest.mark.parametrize(
    ("past", "expected"),
    [
        (Past(of_block=tuple(Text(f"+120655501{place:02}", NOON, True) for place in range(10, 13))), 6),
        (
            Past(of_block=tuple(Text(f"+120655501{place:02}", NOON, True) for place in range(10, 14))),
            (Reason.NEIGHBOURS, 600),
        ),
        (
            Past(of_block=tuple(Text(f"+120655501{place:02}", NOON - timedelta(600), True) for place in range(10, 14))),
            6,
        ),
        (Past(of_block=neighbours(4, apart=100)), 6),
        (Past(of_block=neighbours(5, apart=100)), (Reason.SILENT, 3600)),
        (Past(of_block=neighbours(5, apart=100, seconds=6 * 86_400)), (Reason.SILENT, 3600)),
        (Past(of_block=neighbours(9, apart=100, approved=4, seconds=90_000)), (Reason.SILENT, 3600)),
        (Past(of_block=neighbours(9, apart=100, approved=5, seconds=90_000)), 6),
        (Past(of_block=neighbours(9, apart=100, approved=4, seconds=90_000), proven=KNOWN), 6),
        (Past(of_block=neighbours(6, apart=100, approved=6)), 6),
        (Past(of_block=neighbours(7, apart=100, approved=7)), (Reason.BLOCK, 3600)),
        (Past(of_block=neighbours(7, apart=100, approved=7), proven=KNOWN), 6),
        (Past(of_block=neighbours(7, apart=100, approved=7, seconds=86_400)), 6),
        (Past(of_block=neighbours(7, apart=100, approved=7) + neighbours(7, apart=100, approved=7, seconds=90_000)), 6),
        (Past(of_block=neighbours(10, apart=100, approved=10)), (Reason.BLOCK, 3540)),
        (Past(of_block=neighbours(10, apart=100, approved=10), proven=KNOWN), (Reason.BLOCK, 3540)),
        (Past(of_block=neighbours(30, seconds=7200, approved=30)), (Reason.BLOCK, 79_200)),
    ],
)
def test_numbers_around_it_tell(past, expected):
    assert expected == ruling(past)


@pytest.mark.parametrize(
    ("of_country", "expected"),
    [
        (Tally(sends=49), 6),
        (Tally(sends=50, approved=25), 6),
        (Tally(sends=51, approved=25), (Reason.SILENT_COUNTRY, 3600)),
    ],
)
def test_a_foreign_country_is_stopped_where_codes_lead_to_nothing(of_country, expected):
    past = Past(of_country=of_country)

    assert expected == ruling(past, phone="+447400123456", countries=("GB", "US"))
    assert 6 == ruling(past, phone="+447400123456", countries=("GB", "US"), human=True)
    assert 6 == ruling(past)


@pytest.mark.parametrize(
    ("past", "stranger", "known"),
    [
        (Past(lately=Tally(failed=19)), 6, 6),
        (Past(lately=Tally(failed=20)), 10, 10),
        (Past(lately=Tally(failed=20, approved=20)), 6, 6),
        (Past(today=Tally(failed=99)), 6, 6),
        (Past(today=Tally(failed=100)), 10, 10),
        (Past(lately=Tally(failed=200, approved=0)), 10, 10),
        (Past(lately=Tally(failed=201, approved=50)), (Reason.GUESSING, 600), 10),
        (Past(lately=Tally(failed=201, approved=51)), 10, 10),
    ],
)
def test_guessing_makes_codes_longer_before_it_shuts_strangers_out(past, stranger, known):
    assert stranger == ruling(past)
    assert known == ruling(replace(past, proven=KNOWN))
    assert known == ruling(past, human=True)


@pytest.mark.parametrize(
    ("length", "guesses", "expected"),
    [
        (6, {6: 4}, 6),
        (6, {6: 5}, 8),
        (4, {6: 4}, 4),
        (5, {6: 5}, 8),
        (7, {6: 5}, 8),
        (8, {6: 5, 8: 299}, 8),
        (9, {8: 299}, 9),
        (6, {6: 5, 8: 300}, 10),
        (9, {8: 300}, 10),
        (10, {10: 19_999}, 10),
        (6, {6: 5, 8: 300, 10: 20_000}, (Reason.GUESSING, 3600)),
    ],
)
def test_codes_grow_with_what_was_guessed_today(length, guesses, expected):
    assert expected == ruling(Past(guesses=guesses), length=length)


def strangers(*used: bool) -> tuple[Text, ...]:
    """Texts to numbers of as many blocks."""
    at = NOON - timedelta(seconds=600)
    return tuple(Text(f"+1415{200 + place}0101", at, each) for place, each in enumerate(used))


FLOOD = Lanes(texts=dict.fromkeys(LANES, strangers(*[False] * 20)), tried_at=NOON - timedelta(seconds=600))


@pytest.mark.parametrize(
    ("past", "expected"),
    [
        (Past(lanes=FLOOD), (Reason.STRANGERS, 1200)),
        (Past(lanes=FLOOD, of_network=strangers(True)), (Reason.STRANGERS, 1200)),
        (Past(lanes=FLOOD, of_network=strangers(*[True] * 30)), 6),
        (Past(lanes=FLOOD, proven=KNOWN), 6),
    ],
)
def test_strangers_get_few_codes_while_those_of_strangers_lead_to_nothing(past, expected):
    assert expected == ruling(past)
    assert 6 == ruling(past, human=True)


def test_a_longer_code_stays_as_long_as_it_was_asked_for():
    assert 8 == ruling(length=8)
    assert not is_guessed(Past())


def test_the_pauses_are_those_of_the_table():
    assert [30, 60, 120, 300, 300] == [pause_after(texts).seconds for texts in range(1, 6)]
