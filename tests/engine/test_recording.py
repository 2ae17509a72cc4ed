"""What a step was given can be written down and given again."""

from __future__ import annotations

import json

import pytest

from bot.engine.recording import describe, describe_context, read_context, read_event
from bot.events import AgentClosed, Context, Problem, Reply, Result, Start, Stop, Undelivered, Wake
from tests.chat import ANA, CLINIC


@pytest.mark.parametrize(
    "event",
    [
        Start({"visit": "2026-03-06 10:00", "list": [1, 2.5, None, True], "of": {"a": "ä👍\n"}}),
        Reply("yes", ("https://a.example/1.jpg",)),
        Reply(""),
        Wake(),
        Result("1-1", 200, {"content-type": "text/plain"}, [{"id": 1}]),
        Result("1-1", error="time-out"),
        Undelivered(),
        Undelivered("confirm.1"),
        AgentClosed(),
        Stop("opted_out"),
    ],
    ids=lambda event: type(event).__name__,
)
def test_an_event_comes_back_from_json_as_it_was(event):
    assert event == read_event(json.loads(json.dumps(describe(event))))


def test_an_effect_can_be_written_down_too():
    assert {"type": "problem", "code": "http", "detail": "status 404"} == describe(Problem("http", "status 404"))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({}, "`None` is no event"),
        ({"type": "say"}, "`say` is no event"),
        ({"type": "reply", "text": "x", "sound": "y"}, "the event `reply` has no field `sound`"),
    ],
)
def test_what_is_no_event_is_refused(data, says):
    with pytest.raises(ValueError, match=says):
        read_event(data)


def test_a_context_comes_back_from_json_as_it_was():
    context = Context(ANA, CLINIC, {"name": "main", "number": "+15550100000"}, understands=True)

    assert context == read_context(json.loads(json.dumps(describe_context(context))))


def test_a_context_of_an_older_log_lacks_what_nobody_asked_for_then():
    assert Context(ANA, CLINIC) == read_context({"contact": ANA, "business": CLINIC, "channel": {}})
