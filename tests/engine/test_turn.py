"""A turn by itself: what it may name, and where it cannot go."""

from __future__ import annotations

from datetime import UTC, datetime

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.nodes import end_node
from bot.engine.step import new_session
from bot.engine.turn import Failure, Turn, locale_for
from bot.engine.values import json_chars
from bot.events import Context, Json
from bot.flow.locale import Locale
from bot.flow.model import Flow
from bot.limits import SESSION_JSON_BYTES_MAX
from tests.chat import ANA, CLINIC, THURSDAY, machine

FLOW = "states:\n  one:\n    - end: done"


def turn() -> Turn:
    compiled = machine(FLOW)
    context = Context(ANA, CLINIC, {"name": "main"})
    return Turn(compiled, new_session(compiled, 1, THURSDAY, context), THURSDAY, context, contact=dict(ANA))


def test_nothing_leads_out_of_an_end() -> None:
    ended = turn()
    ended.session.state = end_node("done")
    with pytest.raises(Failure, match="nothing leads on from `end:done` by `start`"):
        ended.move("start")


def test_names_are_the_sessions_and_the_surroundings() -> None:
    named = turn()
    named.session.variables["score"] = 9
    assert {
        "score": 9,
        "contact": ANA,
        "business": CLINIC,
        "channel": {"name": "main"},
        "answers": {},
        "answer": None,
        "attempt": 0,
        "now": "2026-03-05T09:00:00-05:00",
    } == named.names


@pytest.mark.parametrize(
    ("contact", "business", "expected"),
    [
        ({}, {}, ("nl", "UTC", "")),
        ({"language": "es", "timezone": "Europe/Madrid", "country": "ES"}, CLINIC, ("nl", "Europe/Madrid", "ES")),
        ({"language": "nl-BE", "country": "BE"}, {**CLINIC, "language": "fr"}, ("nl-BE", "America/New_York", "BE")),
        ({"language": None}, {**CLINIC, "language": "fr"}, ("nl", "America/New_York", "US")),
    ],
)
def test_whom_texts_are_for(contact: dict[str, str], business: dict[str, str], expected: tuple[str, str, str]) -> None:
    now = datetime(2026, 3, 5, tzinfo=UTC)
    flow = Flow(id="chat", language="nl")
    assert Locale(*expected, now) == locale_for(flow, contact, Context(contact, business), now)


@pytest.mark.no_cover
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_the_quick_writer_writes_at_least_half_of_what_counts(value: Json) -> None:
    try:
        quick = len(orjson.dumps(value))
    except TypeError:
        return  # a number or text that it refuses is written by the other
    assert json_chars(value) <= 2 * quick


@pytest.mark.parametrize("sign", ["x", "é", "👍", '"', "\n"])
@pytest.mark.parametrize(("spare", "fits"), [(0, True), (-1, False)])
def test_what_a_session_may_hold_is_counted_in_characters(sign: str, spare: int, fits: bool) -> None:
    room = SESSION_JSON_BYTES_MAX - int(json_chars([{"it": ""}, {}]))
    width = int(json_chars(sign)) - 2
    value = sign * (room // width) + "x" * (room % width - spare)
    talk = turn()
    if fits:
        talk.remember("it", value)
    else:
        with pytest.raises(Failure, match="`it` is more than the conversation can hold"):
            talk.remember("it", value)
    assert fits is ("it" in talk.session.variables)
