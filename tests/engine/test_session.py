"""Sessions survive JSON, and nothing else passes for one."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.session import Session, format_time, parse_time
from bot.events import Json

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
FULL = Session(
    flow="chat",
    version="abc",
    seed=(1 << 64) - 1,
    started_at=NOON,
    touched_at=NOON.replace(microsecond=1),
    language="es",
    state="one.it/confirm",
    last_state="one",
    variables={"a": [1, 2.5, None, True, {"b": "ñ"}]},
    answers={"it": {"value": 1, "text": "one", "label": None, "at": "2026-03-05T12:00:00Z"}},
    answer=[1],
    candidate={"value": 1, "label": None, "key": None, "text": "one"},
    answered={"state": "one.it", "choices": [["a", "Apples"]]},
    choices=[["a", "Apples"]],
    asked_at=NOON,
    attempts=1,
    fired=2,
    pending="one.it",
    call="1-1",
    calls=3,
    inbox=[{"text": "hi", "media": ["https://a.example/1.png"]}],
    wake_at=NOON,
    outcome=None,
    handoff={"queue": "care"},
)


def test_a_session_survives_json() -> None:
    assert FULL == Session.from_json(json.loads(json.dumps(FULL.to_json())))
    assert "2026-03-05T12:00:00Z" == FULL.to_json()["started_at"]


def test_what_is_left_out_has_its_default() -> None:
    needed = {name: FULL.to_json()[name] for name in ("flow", "version", "seed", "started_at", "touched_at", "state")}
    session = Session.from_json(needed)
    assert ("en", {}, None, 0) == (session.language, session.variables, session.wake_at, session.attempts)


def test_a_copy_is_independent() -> None:
    twin = FULL.copy()
    twin.variables["new"] = 1
    twin.answers["new"] = {}
    twin.inbox.append({"text": "", "media": []})
    assert (["a"], ["it"], 1) == (list(FULL.variables), list(FULL.answers), len(FULL.inbox))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"mood": 1}, "unknown key `mood`"),
        ({"flow": None}, "`flow` is not text"),
        ({"flow": "\ud83d"}, "`flow` is not text of whole characters"),
        ({"seed": -1}, "`seed` is not a whole number"),
        ({"seed": True}, "`seed` is not a whole number"),
        ({"seed": 1 << 128}, "`seed` is not a whole number"),
        ({"started_at": "yesterday"}, "`started_at` is not an RFC 3339 time"),
        ({"started_at": "2026-03-05T12:00:00"}, "`started_at` is not an RFC 3339 time"),
        ({"started_at": "0001-01-01T00:00:00+14:00"}, "`started_at` is not an RFC 3339 time"),
        ({"asked_at": 5}, "`asked_at` is not an RFC 3339 time"),
        ({"variables": []}, "`variables` is not an object"),
        ({"variables": {"a": float("nan")}}, "`variables` is not plain JSON"),
        ({"variables": {"a": object()}}, "`variables` is not plain JSON"),
        ({"variables": {1: 2}}, "`variables` is not plain JSON"),
        ({"answers": {"a": 1}}, "`answers` is not an object"),
        ({"choices": [["a"]]}, "`choices` is not a list of pairs"),
        ({"choices": [["a", 1]]}, "`choices` is not text"),
        ({"inbox": [{"text": "hi"}]}, "`inbox` is not a list of messages"),
        ({"inbox": [{"text": "hi", "media": []}] * 21}, "`inbox` is not a list of messages"),
        ({"inbox": ["hi"]}, "`inbox` is not an object"),
        ({"calls": "1"}, "`calls` is not a whole number"),
    ],
)
def test_what_is_no_session_has_a_sentence(change: dict[Any, Json], reason: str) -> None:
    with pytest.raises(ValueError, match=f"not a session: {reason}"):
        Session.from_json({**FULL.to_json(), **change})


@pytest.mark.parametrize("data", [None, [], "session", {}, {"flow": "chat"}])
def test_something_else_is_no_session(data: Json) -> None:
    with pytest.raises(ValueError, match="session"):
        Session.from_json(data)


def test_deep_json_is_refused() -> None:
    deep: Json = 1
    for _ in range(30):
        deep = [deep]
    with pytest.raises(ValueError, match="plain JSON"):
        Session.from_json({**FULL.to_json(), "answer": deep})


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(sorted(FULL.to_json())), _JSON)
def test_hostile_json_is_a_session_or_a_value_error(name: str, value: Json) -> None:
    _session_or_value_error({**FULL.to_json(), name: value}, Session.from_json)


def _session_or_value_error(data: Json, read: Callable[[Json], Session]) -> None:
    try:
        session = read(data)
    except ValueError:
        return
    assert session == Session.from_json(session.to_json())


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2026-03-05T12:00:00Z", NOON), ("2026-03-05T07:00:00-05:00", NOON), ("2026-03-05 12:00+00:00", NOON)],
)
def test_times_are_read_in_any_offset_and_written_in_utc(text: str, expected: datetime) -> None:
    assert expected == parse_time(text)
    assert "2026-03-05T12:00:00Z" == format_time(parse_time(text))
