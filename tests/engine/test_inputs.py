"""What starts a session."""

from __future__ import annotations

import pytest

from bot.engine.machine import compile_flow
from bot.events import (
    Finish,
    Json,
    Problem,
)
from bot.flow.model import End, Flow, Input, Text, Type
from bot.flow.model import Say as FlowSay
from tests.chat import Chat, chat
from tests.engine.talks import COMING


@pytest.mark.parametrize(
    ("inputs", "detail"),
    [
        ({}, "the input `visit` is missing; it must be a datetime"),
        ({"visit": "soon"}, "the input `visit` is not a date with a time such as 2026-03-06 10:00: 'soon'"),
        ({"visit": None}, "the input `visit` is missing; it must be a datetime"),
    ],
)
def test_wrong_inputs_end_the_session_with_a_sentence(inputs: dict[str, Json], detail: str) -> None:
    talk = chat(COMING)
    talk.start(inputs)
    assert ([Problem("input", detail), Finish("failed")], "failed") == (talk.effects, talk.outcome)


def test_an_input_that_may_be_left_out_has_no_value() -> None:
    states = {"one": (FlowSay(texts=(Text("[{{ who }}]"),)), End())}
    flow = Flow(id="chat", inputs={"who": Input(Type.TEXT, required=False)}, states=states)
    talk = Chat(compile_flow(flow))
    talk.start()
    assert (["[]"], {"who": None}) == (talk.said, talk.variables)


def test_defaults_and_optional_inputs() -> None:
    talk = chat(
        "inputs:\n  who: {type: text, default: '{{ contact.first_name }}'}\n  n: {type: integer, default: '3'}\n"
        "states:\n  one:\n    - say: '{{ who }} {{ n }}'\n    - end: done"
    )
    talk.start({"n": "4", "unknown": 1})
    assert (["Ana 4"], {"who": "Ana", "n": 4}) == (talk.said, talk.variables)
