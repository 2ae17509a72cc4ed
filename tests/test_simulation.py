"""Some seeds of the simulator; `make soak` plays ten thousand, and `python -m tests.sim --seed N` tells one."""

from __future__ import annotations

import pytest

from bot.outbox import journal
from tests.sim.lives import differences, points
from tests.sim.process import ground
from tests.sim.world import Simulation

# A simulated process that is killed while it ends never awaits what it began.
pytestmark = pytest.mark.filterwarnings("ignore:coroutine .Runtime._finish. was never awaited:RuntimeWarning")

SEEDS = (1, 2, 3, 6, 7, 18)
"""One of every kind: one worker, two, and one with a door beside it, each with agents and without."""


@pytest.fixture(scope="module")
def prepared():
    with ground() as prepared:
        yield prepared


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_lost_and_nothing_doubled(prepared, seed):
    assert [] == Simulation(prepared, seed).run().problems


def test_a_database_whose_clock_is_set_forward_lets_nobody_take_the_call_of_another(prepared):
    two_workers = 6059  # one of them held a claim, and the other found its lease over: the carrier got it twice

    assert [] == Simulation(prepared, two_workers).run().problems


def test_a_seed_is_the_same_story_to_the_byte(prepared):
    first, second, other = (Simulation(prepared, seed, events=80).run().digest for seed in (3, 3, 6))

    assert first == second
    assert first != other


def test_what_does_not_hold_is_noticed(prepared):
    """A carrier that takes everything twice."""
    simulation = Simulation(prepared, 1, events=60)
    took = simulation.took

    def twice(taken):
        simulation.truth.times[taken.message_id] += 1
        took(taken)

    simulation.took = twice

    assert any("taken 2 times" in problem for problem in simulation.run().problems)


def test_two_workers_who_take_each_other_for_dead_are_noticed(prepared, monkeypatch):
    """Nobody holds a lock on their journal."""
    monkeypatch.setattr(journal.fcntl, "flock", lambda *_: None)

    assert any("taken 2 times" in problem for problem in Simulation(prepared, 7, events=80).run().problems)


def test_a_bot_that_goes_on_talking_is_noticed(prepared):
    """A person has every conversation from the first message on, and the bot does not know."""
    simulation = Simulation(prepared, 1, events=60)
    took = simulation.took
    hold = "INSERT INTO watched (kind, who, became) SELECT 'held', conversation_id, 'now' FROM message WHERE id = ?"

    def hold_and_take(taken):
        simulation.eye.execute(hold, (taken.message_id,))
        took(taken)

    simulation.took = hold_and_take

    assert any("which a person had" in problem for problem in simulation.run().problems)


@pytest.mark.parametrize("channel", ["main", "other"])
def test_a_life_that_is_killed_ends_as_if_nothing_had_happened(prepared, channel):
    """At every sixtieth of its points; `make soak` takes all of them."""
    end, names = points(prepared, channel)

    assert len(names) > 600
    assert [] == [
        f"point {point}: {what}"
        for point in range(1, len(names) + 1, 61)
        for what in differences(prepared, channel, end, point)
    ]
