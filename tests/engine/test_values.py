"""Values of declared types, relative bounds, and what is cut to size."""

from __future__ import annotations

import math
from datetime import UTC, datetime

import pytest

from bot.engine.values import bound, cut, local_time, typed
from bot.events import Json
from bot.flow.locale import Locale
from bot.flow.model import Type
from bot.limits import LIST_ITEMS_MAX, VARIABLE_CHARS_MAX

HERE = Locale("en", "America/New_York", "US", datetime(2026, 3, 5, 14, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (Type.TEXT, "Ana", "Ana"),
        (Type.TEXT, 5, "5"),
        (Type.CHOICE, "a", "a"),
        (Type.REGEX, "12345", "12345"),
        (Type.YES_NO, True, True),
        (Type.YES_NO, "No", False),
        (Type.INTEGER, "7", 7),
        (Type.INTEGER, 7.0, 7),
        (Type.NUMBER, "2.5", 2.5),
        (Type.NUMBER, "2.0", 2),
        (Type.MONEY, 12, 12),
        (Type.DATE, "2026-03-06", "2026-03-06"),
        (Type.DATE, "2026-03-06T23:30:00-05:00", "2026-03-06"),
        (Type.TIME, "9:00".zfill(5), "09:00"),
        (Type.TIME, "2026-03-06T15:00:00Z", "10:00"),
        (Type.DATETIME, "2026-03-06 10:00", "2026-03-06T10:00:00-05:00"),
        (Type.DATETIME, "2026-03-06T15:00:00Z", "2026-03-06T10:00:00-05:00"),
        (Type.DATETIME, "2026-03-08 02:30", "2026-03-08T03:30:00-04:00"),
        (Type.DATETIME, "2026-11-01 01:30", "2026-11-01T01:30:00-04:00"),
        (Type.PHONE, "(212) 555-0123", "+12125550123"),
        (Type.PHONE, "+442079460018", "+442079460018"),
        (Type.EMAIL, " Ana@Example.COM ", "Ana@example.com"),
        (Type.LIST, [1, {"a": 2}], [1, {"a": 2}]),
        (Type.MEDIA, ["https://a.example/1.png"], ["https://a.example/1.png"]),
        (Type.OBJECT, {"a": [1]}, {"a": [1]}),
    ],
)
def test_a_value_of_its_type(kind: Type, value: Json, expected: Json) -> None:
    assert expected == typed(value, kind, HERE)


@pytest.mark.parametrize(
    ("kind", "value", "reason"),
    [
        (Type.TEXT, True, "is not a text"),
        (Type.TEXT, ["a"], "is not a text"),
        (Type.TEXT, "x" * (VARIABLE_CHARS_MAX + 1), "is longer than"),
        (Type.YES_NO, "maybe", "is neither yes nor no"),
        (Type.INTEGER, "7.5", "is not a whole number"),
        (Type.INTEGER, "seven", "is not a number"),
        (Type.INTEGER, True, "is not a number"),
        (Type.INTEGER, "1e99", "is not a number"),
        (Type.NUMBER, math.nan, "is not a number"),
        (Type.NUMBER, "9" * 5000, "is not a number"),
        (Type.DATE, "tomorrow", "is not a date"),
        (Type.DATE, "10:00", "is not a date"),
        (Type.TIME, "2026", "is not a time"),
        (Type.TIME, 10, "is not a time"),
        (Type.DATETIME, "2026-03-06", "is not a date with a time"),
        (Type.DATETIME, "0001-01-01T00:00:00+14:00", "is not a date with a time"),
        (Type.PHONE, "call me", "is not a phone number"),
        (Type.EMAIL, "ana at example", "is not an e-mail address"),
        (Type.EMAIL, 5, "is not an e-mail address"),
        (Type.LIST, {"a": 1}, "is not a list"),
        (Type.OBJECT, [1], "is not an object"),
        (Type.NOTHING, 1, "cannot be given"),
    ],
)
def test_a_value_of_another_type_has_a_sentence(kind: Type, value: Json, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        typed(value, kind, HERE)


@pytest.mark.parametrize(
    ("kind", "value", "upper", "expected"),
    [
        (Type.INTEGER, "10", True, 10),
        (Type.TIME, "17:30", True, "17:30"),
        (Type.DATE, "today", False, "2026-03-05"),
        (Type.DATE, "today +1 day", False, "2026-03-06"),
        (Type.DATE, "+90 days", True, "2026-06-03"),
        (Type.DATE, "-2 weeks", False, "2026-02-19"),
        (Type.DATE, "2026-12-24", True, "2026-12-24"),
        (Type.DATETIME, "now", False, "2026-03-05T09:00:00-05:00"),
        (Type.DATETIME, "+3 hours", False, "2026-03-05T12:00:00-05:00"),
        (Type.DATETIME, "today", False, "2026-03-05T00:00:00-05:00"),
        (Type.DATETIME, "today +7 days", True, "2026-03-13T00:59:59-04:00"),
        (Type.DATETIME, "2026-03-06", False, "2026-03-06T00:00:00-05:00"),
        (Type.DATETIME, "2026-03-06", True, "2026-03-06T23:59:59-05:00"),
        (Type.DATETIME, "2026-03-06 10:00", True, "2026-03-06T10:00:00-05:00"),
    ],
)
def test_a_bound_may_be_relative_to_now(kind: Type, value: Json, upper: bool, expected: Json) -> None:
    assert expected == bound(value, kind, HERE, upper=upper)


@pytest.mark.parametrize(
    ("kind", "value"),
    [(Type.DATE, "+1 fortnight"), (Type.DATE, ""), (Type.INTEGER, "today"), (Type.DATETIME, "+3 moons")],
)
def test_a_bound_that_says_nothing(kind: Type, value: Json) -> None:
    with pytest.raises(ValueError, match="is not"):
        bound(value, kind, HERE, upper=False)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("x" * 5000, "x" * VARIABLE_CHARS_MAX),
        ([1] * 500, [1] * LIST_ITEMS_MAX),
        ((1, 2), [1, 2]),
        (math.inf, None),
        (1 << 64, None),
        ({1: object()}, {"1": None}),
        ("\ud83d half", "? half"),
        (True, True),
    ],
)
def test_a_value_is_cut_to_size(value: Json, expected: Json) -> None:
    assert expected == cut(value)


def test_deep_values_end_somewhere() -> None:
    deep: Json = "bottom"
    for _ in range(5000):
        deep = {"a": [deep]}
    assert "bottom" not in str(cut(deep))


@pytest.mark.parametrize("text", ["soon", "2026-03-06", "10:00", ""])
def test_an_instant_needs_date_and_time(text: str) -> None:
    assert local_time(text, HERE) is None
