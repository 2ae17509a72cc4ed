"""Which of several numbers a person hears from: always the same, and all of them alike."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.providers.channel import Channel
from bot.providers.loopback import Loopback
from bot.routing.pool import How, Picked, is_news, lane_of, pick, spread

ANA = "+12065550101"
NUMBERS = tuple(f"+1555010{number:04}" for number in range(10))
POOLS = st.lists(st.sampled_from(NUMBERS), min_size=2, unique=True).map(tuple)
PHONES = st.from_regex(r"\+1[2-9]\d{9}", fullmatch=True)


def channel(*numbers: str) -> Channel:
    provider = Loopback(Loopback.Settings())
    return Channel("main", provider, numbers[0], numbers=numbers if len(numbers) > 1 else ())


ONE, TWO, THREE, GONE = *NUMBERS[:3], "+15559990000"


@pytest.mark.parametrize(
    ("numbers", "known", "new", "expected"),
    [
        ([ONE], None, True, Picked(ONE, How.ONLY)),
        ([ONE], GONE, False, Picked(ONE, How.ONLY)),
        ([ONE, TWO], TWO, False, Picked(TWO, How.KNOWN)),
        ([ONE, TWO], None, False, Picked(ONE, How.FIRST)),
        ([ONE, TWO], None, True, Picked(spread([ONE, TWO], ANA), How.SPREAD)),
        ([ONE, TWO], GONE, False, Picked(spread([ONE, TWO], ANA), How.REPLACED, GONE)),
    ],
)
def test_a_number_is_chosen_for_a_reason(numbers, known, new, expected):
    assert expected == pick(channel(*numbers), known, ANA, new=new)


@given(POOLS, PHONES, st.lists(st.tuples(st.booleans(), st.sampled_from(NUMBERS)), max_size=20))
@settings(max_examples=200, deadline=None)
def test_a_number_stays_while_it_is_in_the_pool(pool, phone, changes):
    """Whatever else comes and goes, in whatever order: only its own removal gives a person another number."""
    known = pick(channel(*pool), None, phone, new=True).number
    for add, number in changes:
        pool = tuple(dict.fromkeys([*pool, number])) if add else tuple(other for other in pool if other != number)
        if not pool:
            break
        picked = pick(channel(*pool), known, phone, new=False)
        if len(pool) > 1 and known in pool:
            assert (known, How.KNOWN) == (picked.number, picked.how)
        known = picked.number
        assert known in pool


@given(POOLS, PHONES)
@settings(max_examples=200, deadline=None)
def test_a_removed_number_moves_only_those_who_had_it(pool, phone):
    chosen = spread(pool, phone)
    for gone in pool:
        left = [number for number in pool if number != gone]
        assert gone == chosen or chosen == spread(left, phone)


@given(POOLS, st.permutations(NUMBERS), PHONES)
def test_the_order_of_the_settings_does_not_matter_to_new_people(pool, order, phone):
    assert spread(pool, phone) == spread([number for number in order if number in pool], phone)


@pytest.mark.parametrize("size", [2, 3, 7, 10])
def test_new_people_spread_evenly(size):
    """Neighbouring phones too: all within five standard deviations of an equal share."""
    people = 20_000
    shares = Counter(spread(NUMBERS[:size], f"+1206{2_000_000 + person}") for person in range(people))
    deviation = (people / size * (1 - 1 / size)) ** 0.5

    assert set(NUMBERS[:size]) == set(shares)
    assert [] == [count for count in shares.values() if abs(count - people / size) > 5 * deviation]


@pytest.mark.parametrize(
    ("numbers", "sender", "expected"),
    [([ONE], ONE, ""), ([ONE, TWO], ONE, ONE), ([ONE, TWO], TWO, TWO), ([ONE, TWO], GONE, ""), ([ONE, TWO], "ME", "")],
)
def test_a_message_uses_up_the_rate_of_its_own_number(numbers, sender, expected):
    assert expected == lane_of(channel(*numbers), sender)


@pytest.mark.parametrize(
    ("picked", "known", "expected"),
    [
        (Picked(ONE, How.ONLY), None, False),
        (Picked(ONE, How.ONLY), ONE, False),
        (Picked(ONE, How.ONLY), GONE, True),
        (Picked(ONE, How.FIRST), None, True),
        (Picked(ONE, How.KNOWN), ONE, False),
        (Picked(ONE, How.REPLACED, GONE), GONE, True),
    ],
)
def test_what_a_person_knows_is_kept_when_it_changes(picked, known, expected):
    assert expected == is_news(picked, known)
