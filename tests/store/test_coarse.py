"""A long period is read from few rows, and comes to what its days come to."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from bot.analytics.definitions import BILLED
from bot.store import counted, statistics
from bot.store.coarse import reading
from bot.store.statistics import COUNTED

BEGIN = date(2025, 11, 20)
DAYS = [(BEGIN + timedelta(days=number)).isoformat() for number in range(120)]
WORDS = {
    "provider": ("twilio", "vonage"),
    "country": ("US", "GB", ""),
    "fate": ("delivered", "failed", "waiting"),
    "error": ("", "30003"),
}


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-01-01", "2026-01-31", [("m2026-01", "m2026-01")]),
        ("2026-01-01", "2026-03-31", [("m2026-01", "m2026-03")]),
        (
            "2025-11-30",
            "2026-01-30",
            [("2025-11-30", "2025-11-30"), ("m2025-12", "m2025-12"), ("2026-01-01", "2026-01-30")],
        ),
        ("2026-02-01", "2026-03-01", [("m2026-02", "m2026-02"), ("2026-03-01", "2026-03-01")]),
        ("2026-01-02", "2026-01-31", [("2026-01-02", "2026-01-31")]),
        ("2026-01-02", "2026-02-27", [("2026-01-02", "2026-02-27")]),
        ("2026-03-05", "2026-03-05", [("2026-03-05", "2026-03-05")]),
        ("2025-12-15", "2026-01-31", [("2025-12-15", "2025-12-31"), ("m2026-01", "m2026-01")]),
    ],
)
def test_whole_months_are_read_as_months(first, last, expected):
    assert expected == list(reading("route", {"country"}, first, last).ranges)


@pytest.mark.parametrize(
    ("table", "names", "expected"),
    [
        ("route", {"day", "fate"}, "d"),
        ("route", {"day", "provider", "country", "sender", "fate"}, "p"),
        ("route", {"day", "fate", "error"}, ""),
        ("flow", {"day", "what"}, ""),
    ],
)
def test_days_are_read_from_the_narrowest_rows_that_have_them(table, names, expected):
    assert expected == reading(table, names, "2026-01-01", "2026-12-31").mark


def some_counts(dice: random.Random, name: str, n: int) -> Counter[tuple[str, ...]]:
    table, counts = COUNTED[name], Counter[tuple[str, ...]]()
    for _ in range(n):
        key = [
            dice.choice(DAYS) if column == "day" else dice.choice(WORDS.get(column, ("1", "2")))
            for column in table.keys
        ]
        counts[(name, *key)] += dice.randrange(1, 9)
        if len(table.numbers) > 1:
            counts[(name, *key, "#")] += dice.randrange(1, 20)
    return counts


@pytest.mark.parametrize("name", COUNTED)
def test_any_sum_over_any_days_is_that_of_the_days(name, conn):
    dice = random.Random(name)  # noqa: S311 - the same figures each time
    table, counts = COUNTED[name], some_counts(random.Random(1), name, 150)  # noqa: S311
    statistics.add_counts(conn, counts)
    taken = Counter({key: -n for key, n in counts.items() if dice.random() < 0.2})  # a message is counted anew
    statistics.add_counts(conn, taken)
    counts.update(taken)
    for _ in range(25):
        first, last = sorted(dice.choices(DAYS, k=2))
        by = tuple(column for column in table.keys if dice.random() < 0.3)
        held = {column: (WORDS[column][0],) for column in table.keys if column in WORDS and dice.random() < 0.2}
        if name == "route" and dice.random() < 0.3:
            held["fate"] = tuple(BILLED)
        expected: Counter[tuple[str, ...]] = Counter()
        for (_, *key), n in counts.items():
            row = dict(zip(table.keys, key, strict=False))
            fits = all(row[column] in want for column, want in held.items())
            if fits and first <= row["day"] <= last:
                expected[(*(row[column] for column in by), table.numbers[len(key) > len(table.keys)])] += n
        actual: Counter[tuple[str, ...]] = Counter()
        for (*key,) in counted.sums(conn, name, by, first, last, held):
            for number, n in zip(table.numbers, key[len(by) :], strict=True):
                actual[(*map(str, key[: len(by)]), number)] += int(n or 0)
        assert +expected == +actual, (by, first, last, held)
