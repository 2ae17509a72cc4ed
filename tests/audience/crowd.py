"""Random people, and random filters about them, for tests that compare two answers."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from bot.audience import Subject

NOON = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)
WORDS = (
    "Lyon",
    "lyon",
    "Ly",
    "Łódź",
    "",
    "a%b",
    "o'Brien",
    'say "hi"',
    "x_y",
    "\\",
    "2026-03-05",
    "2026-02-28T10:00",
    "日本",
)
NUMBERS = (0, 1, -1, 2.5, 3, 9007199254740993, 0.1, 1e20)
FIELDS = ("city", "visits", "member", "visit", "select", "_x")
TAGS = ("vip", "press", "a,b", "Łódź", "'; drop table contact; --", "%")


def person(dice: random.Random, number: int) -> Subject:
    """Somebody, of whom some things are known."""
    kinds = (lambda: dice.choice(WORDS), lambda: dice.choice(NUMBERS), lambda: dice.random() < 0.5, lambda: ["Lyon"])
    return Subject(
        phone=f"+1206555{number:04}",
        created_at=NOON - timedelta(days=dice.randrange(90)),
        name=dice.choice((None, *WORDS)),
        language=dice.choice((None, "en", "fr")),
        timezone=dice.choice((None, "Europe/Paris")),
        country=dice.choice((None, "US", "FR", "CA")),
        tags=dice.sample(TAGS, dice.randrange(3)),
        fields={name: dice.choice(kinds)() for name in FIELDS if dice.random() < 0.6},
        last_seen=dice.choice((None, NOON - timedelta(hours=dice.randrange(2000)))),
    )


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def condition(dice: random.Random, depth: int = 3) -> str:
    """A filter, in words."""
    roll = dice.random()
    if depth and roll < 0.25:
        return f"({condition(dice, depth - 1)} {dice.choice(('and', 'or'))} {condition(dice, depth - 1)})"
    if depth and roll < 0.35:
        return f"not {condition(dice, depth - 1)}"
    return dice.choice((_tags, _text, _text, _field, _field, _field, _moment, _set))(dice)


def _tags(dice: random.Random) -> str:
    some = ", ".join(map(quoted, dice.sample(TAGS, 2)))
    return dice.choice((f"tags has {quoted(dice.choice(TAGS))}", f"tags has all ({some})", f"tags has any ({some})"))


def _text(dice: random.Random) -> str:
    name = dice.choice(("name", "language", "country", "phone"))
    word = quoted(dice.choice((*WORDS, "US", "en", "+1206")))
    op = dice.choice(("=", "!=", "<", "<=", ">", ">=", "contains", "starts with"))
    return dice.choice((f"{name} {op} {word}", f'{name} in ({word}, "US")', f'{name} not in ({word}, "fr")'))


def _field(dice: random.Random) -> str:
    name = f"fields.{dice.choice(FIELDS)}"
    number = dice.choice(("0", "1", "2.5", "-3", "0.1", "100000000000000"))
    order = dice.choice(("=", "!=", "<", "<=", ">", ">="))
    return dice.choice(
        (
            f"{name} {order} {number}",
            f"{name} {dice.choice(('=', '!='))} {dice.choice(('yes', 'no'))}",
            f"{name} {order} today {dice.choice(('+', '-'))} {dice.randrange(9)}d",
            f"{name} {dice.choice((order, 'contains', 'starts with'))} {quoted(dice.choice(WORDS))}",
            f'{name} in ({number}, yes, "Lyon")',
        )
    )


def _moment(dice: random.Random) -> str:
    name, order = dice.choice(("created_at", "last_seen")), dice.choice(("<", "<=", ">", ">="))
    at = dice.choice(("now", "now - 30d", "now - 12h", "now + 2w", '"2026-02-01"', '"2026-02-01T10:00:00+02:00"'))
    return f"{name} {order} {at}"


def _set(dice: random.Random) -> str:
    name = dice.choice(("name", "tags", "last_seen", *(f"fields.{field}" for field in FIELDS)))
    return f"{name} is {dice.choice(('set', 'not set'))}"
