"""A small day of the attackers' program: what its report says of them holds also here."""

from __future__ import annotations

from functools import partial

from benchmarks.passcodes import guess_many, guess_one, play, pump


async def test_one_number_is_guessed_at_ten_times_a_day():
    _, guesses = await play(partial(guess_one, days=1))

    assert {6: 5, 8: 5} == dict(+guesses.by_length)
    assert {10} == set(guesses.by_number.values())
    assert 5.1e-6 > guesses.for_anybody


async def test_of_many_numbers_none_is_hit_more_than_once_in_a_hundred_thousand_days():
    _, (guesses, _) = await play(partial(guess_many, numbers=41))

    assert 5 == guesses.by_length[6]
    assert 10 >= max(guesses.by_number.values())
    assert 1e-5 > guesses.for_anybody


async def test_pumping_is_cut_and_real_users_get_their_codes():
    house, users = await play(partial(pump, days=1, share=0.04, visits=120))
    attacks = [score for who, score in house.scores.items() if who != "real users"]

    assert 0.85 < 1 - sum(score.spent for score in attacks) / sum(score.unprotected for score in attacks)
    assert 0.04 > users.shut_out / (users.served + users.shut_out)
