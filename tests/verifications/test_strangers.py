"""Strangers by what they have to show for themselves: whose codes are used, and who came back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.limits import NETWORK_KNOWN, STRANGERS_AT_ONCE, STRANGERS_PAUSE_S, STRANGERS_RETURN_S, STRANGERS_SILENT
from bot.store.verifications import Text
from bot.verifications.strangers import Lane, Lanes, Way, find_way, is_silent, lane_by

NOON = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)
CLOSED = range(20)
"""Blocks of as many codes that were not used."""


def ago(seconds: float) -> datetime:
    return NOON - timedelta(seconds=seconds)


def texts(*blocks: int, used: int = 0) -> list[Text]:
    """Codes for a number of each block: of the last so many the code was used."""
    first = len(blocks) - used
    return [Text(f"+1415{200 + block}01{at:02}", ago(600), at >= first) for at, block in enumerate(blocks)]


def network(used: int, unused: int = 0) -> list[Text]:
    return texts(*range(used + unused), used=used)


@pytest.mark.parametrize(
    ("of_network", "expected"),
    [
        ([], Lane.STRANGER),
        (network(0, 1), Lane.STRANGER),
        (network(1), Lane.SMALL_NETWORK),
        (network(1, 1), Lane.SMALL_NETWORK),
        (network(1, 2), Lane.STRANGER),
        (network(3, 3), Lane.SMALL_NETWORK),
        (network(NETWORK_KNOWN - 1), Lane.SMALL_NETWORK),
        (network(NETWORK_KNOWN), Lane.KNOWN),
        (network(NETWORK_KNOWN - 3, 3), Lane.KNOWN),
        (network(NETWORK_KNOWN - 4, 4), Lane.STRANGER),  # the newest six decide, not what was a week ago
    ],
)
def test_a_network_says_what_who_comes_from_it_has_to_show(of_network, expected):
    assert expected is lane_by(of_network)


def test_whoever_asks_again_until_a_code_is_used_counts_once_for_their_network():
    assert Lane.SMALL_NETWORK is lane_by([Text("+14155550101", ago(9), True), Text("+14155550101", ago(99), False)])


@pytest.mark.parametrize(
    ("of_lane", "expected"),
    [
        ([], False),
        (texts(*range(STRANGERS_SILENT - 1)), False),
        (texts(*range(STRANGERS_SILENT)), True),
        (texts(*range(20), used=8), True),
        (texts(*range(20), used=9), False),
        (texts(*[block % 10 for block in range(20)]), False),  # of a few blocks, which tell by themselves
        (texts(*range(16), *range(4)), True),  # some of whose numbers were asked for before
        (texts(*range(14), *range(4)), False),
    ],
)
def test_a_lane_is_closed_where_numbers_are_drawn_at_random_and_nobody_types_their_codes(of_lane, expected):
    assert expected is is_silent(of_lane)


def test_of_people_who_ask_twice_it_is_the_second_code_that_counts():
    people = [Text(text.phone, text.at, used) for text in texts(*range(10)) for used in (True, False)]

    assert not is_silent(people)


@pytest.mark.parametrize(("used", "expected"), [(3, True), (4, False)])
def test_it_opens_when_of_the_last_five_codes_four_were_used(used, expected):
    lately = texts(*range(5), used=used)

    assert expected is is_silent([*lately, *texts(*range(30, 45))])


def lanes(*closed: Lane, tried: float | None = 600, refused: float | None = None) -> Lanes:
    return Lanes(
        texts=dict.fromkeys(closed, texts(*CLOSED)),
        tried_at=None if tried is None else ago(tried),
        refused_at=None if refused is None else ago(refused),
    )


SOONEST, LATEST = STRANGERS_RETURN_S
S, N, C = Lane.STRANGER, Lane.SMALL_NETWORK, Lane.CAME_BACK


@pytest.mark.parametrize(
    ("first", "given", "expected"),
    [
        (S, lanes(), Way(S)),
        (S, lanes(N, C), Way(S)),  # one lane says nothing of another
        (N, lanes(S, C), Way(N)),
        (Lane.KNOWN, lanes(S, N, C), Way(Lane.KNOWN)),
        (S, lanes(S), Way(S, SOONEST)),
        (N, lanes(N), Way(N, SOONEST)),
        (S, lanes(S, refused=SOONEST - 1), Way(S, 1)),
        (S, lanes(S, refused=SOONEST), Way(C)),
        (S, lanes(S, refused=LATEST), Way(C)),
        (S, lanes(S, refused=LATEST + 1), Way(S, SOONEST)),
        (S, lanes(S, refused=-9), Way(S, SOONEST + 9)),  # the clock was set back
        (S, lanes(S, tried=STRANGERS_PAUSE_S), Way(S, tries=True)),
        (S, lanes(S, tried=None), Way(S, tries=True)),
        (S, lanes(S, C), Way(S, STRANGERS_PAUSE_S - 600)),
        (S, lanes(S, C, refused=60), Way(S, STRANGERS_PAUSE_S - 600)),
        (S, lanes(S, C, tried=STRANGERS_PAUSE_S), Way(S, tries=True)),
        (
            S,
            lanes(S, C, tried=STRANGERS_PAUSE_S, refused=60),
            Way(C, tries=True),
        ),  # it shows who they are that come back
    ],
)
def test_by_which_lane_a_code_goes_out_or_how_long_they_wait(first, given, expected):
    assert expected == find_way(first, given, NOON)


@pytest.mark.parametrize(
    ("waiting", "used", "expected"),
    [
        ({S: STRANGERS_AT_ONCE - 1}, 0, Way(S)),
        ({S: STRANGERS_AT_ONCE}, 0, Way(S, SOONEST)),
        ({S: STRANGERS_AT_ONCE, C: STRANGERS_AT_ONCE}, 0, Way(S, STRANGERS_PAUSE_S - 600)),
        ({N: STRANGERS_AT_ONCE}, 0, Way(S)),
        ({S: 99}, 100, Way(S)),  # where many ask, many may wait
        ({S: 100}, 100, Way(S, SOONEST)),
    ],
)
def test_no_more_codes_go_out_than_may_turn_out_to_be_for_nobody(waiting, used, expected):
    assert expected == find_way(S, Lanes(texts={}, open=waiting, used=used, tried_at=ago(600)), NOON)
