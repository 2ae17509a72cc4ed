"""Whose turn it is."""

from __future__ import annotations

import pytest

from bot.config import QueueSettings
from bot.desk.routing import Agent, choose

ANN = Agent("usr_a", "Ann", "ann@example.com")
BOB = Agent("usr_b", "Bob", "bob@example.com", capacity=2)
CAT = Agent("usr_c", "Cat", "cat@example.com", queues=("sales",))
DAN = Agent("usr_d", "Dan", "dan@example.com", status="away")
EVE = Agent("usr_e", "Eve", "eve@example.com", role="viewer")
ALL = (EVE, DAN, CAT, BOB, ANN)


@pytest.mark.parametrize(
    ("queue", "assign", "loads", "last", "chosen"),
    [
        ("support", "manual", {}, None, None),
        ("support", "round_robin", {}, None, ANN),
        ("support", "round_robin", {}, "usr_a", BOB),
        ("support", "round_robin", {}, "usr_b", ANN),
        ("support", "round_robin", {"usr_b": 2}, "usr_a", ANN),
        ("support", "round_robin", {"usr_a": 10, "usr_b": 2}, None, None),
        ("sales", "round_robin", {}, "usr_b", CAT),
        ("support", "least_busy", {"usr_a": 1}, None, BOB),
        ("support", "least_busy", {"usr_a": 1, "usr_b": 1}, "usr_a", BOB),
        ("support", "least_busy", {"usr_a": 1, "usr_b": 1}, "usr_b", ANN),
    ],
)
def test_turns(queue, assign, loads, last, chosen):
    assert chosen == choose(ALL, loads, last, queue, QueueSettings(assign=assign))


def test_only_those_whom_a_queue_names_answer_it():
    rules = QueueSettings(agents=("Bob@example.com",), assign="round_robin")

    assert BOB == choose(ALL, {}, None, "support", rules)
