"""Expressions of RapidPro, and what they are as templates of ours."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from bot.events import Json
from bot.flow.locale import Locale
from bot.flow.render import compile_text
from bot.importers.draft import Rewritten
from bot.importers.rapidpro.expressions import Path, expression, has_expression, rewrite

KNOWN = {
    "contact.name": "contact.name",
    "fields.age": "contact.age",
    "results.color": "color",
    "results.size": "size | default('')",
    "input": "answers.reply.text",
}
VALUES: dict[str, Json] = {
    "contact": {"name": "Ana", "age": "34"},
    "color": "Red",
    "answers": {"reply": {"text": "yes"}},
    "now": "2026-03-05T09:00:00-05:00",
}
HERE = Locale("en", "America/New_York", "US", datetime(2026, 3, 5, 14, tzinfo=UTC))


def value(path: Path) -> str | None:
    return KNOWN.get(".".join(path).lower())


@pytest.mark.parametrize(
    ("theirs", "ours", "said"),
    [
        ("Hi @contact.name.", "Hi {{ contact.name }}.", "Hi Ana."),
        ("Hi @CONTACT.Name!", "Hi {{ contact.name }}!", "Hi Ana!"),
        ("@results.color, @input?", "{{ color }}, {{ answers.reply.text }}?", "Red, yes?"),
        ("me@@example.com or @@shop", "me@example.com or @shop", "me@example.com or @shop"),
        ("me@example.com", "me@example.com", "me@example.com"),
        ("@(upper(contact.name))", "{{ contact.name | upper }}", "ANA"),
        ('@(lower(contact.name & " B"))', "{{ (contact.name ~ ' B') | lower }}", "ana b"),
        ('@("It\'s " & fields.age)', "{{ 'It\\'s ' ~ contact.age }}", "It's 34"),
        ('@("a\\"b")', "{{ 'a\"b' }}", 'a"b'),
        ("@(fields.age + 1)", "{{ contact.age | float + 1 }}", "35"),
        ("@(fields.age - (1 + 2))", "{{ contact.age | float - (1 + 2) }}", "31"),
        ("@(-fields.age)", "{{ -(contact.age | float) }}", "-34"),
        (
            '@(if(fields.age > 17, "yes", "no"))',
            "{{ 'yes' if contact.age | float > 17 else 'no' }}",
            "yes",
        ),
        (
            '@(if(and(fields.age = 34, results.color != "Blue"), "a", "b"))',
            "{{ 'a' if contact.age | float == 34 and color != 'Blue' else 'b' }}",
            "a",
        ),
        (
            '@(if(or(results.color = "Blue", fields.age <= "9"), 1, if(true, 2, 3)))',
            "{{ 1 if color == 'Blue' or contact.age | float <= 9 else (2 if true else 3) }}",
            "2",
        ),
        ('@(default(results.size, "none"))', "{{ size | default('') | default('none', true) }}", "none"),
        ("@(round(fields.age / 1))", "", ""),
        ('@(replace(contact.name, "A", "H"))', "{{ contact.name | replace('A', 'H') }}", "Hna"),
        ("@(format_number(fields.age, 2))", "{{ contact.age | number(2) }}", "34.00"),
        ("@(format_date(today()))", "{{ now | date }}", "Thu, Mar 5"),
        ("@(now())", "{{ now | datetime }}", "Thu, Mar 5, 9:00 AM"),
        ("@(title(clean(contact.name)))", "{{ contact.name | trim | title }}", "Ana"),
        ("@(urn_parts(contact.name).scheme)", "{{ 'tel' }}", "tel"),
        ("a@(char(10))b", "a{{ '\\n' }}b", "a\nb"),
        ("{{ x }} and {% y %}", "{{ '{' }}{ x }} and {{ '{' }}% y %}", "{{ x }} and {% y %}"),
    ],
)
def test_a_text(theirs: str, ours: str, said: str) -> None:
    rewritten = rewrite(theirs, value)

    assert ours == rewritten.text
    assert said == compile_text(rewritten.text).render(VALUES, HERE)


@pytest.mark.parametrize(
    ("theirs", "ours", "missing"),
    [
        ("You have @(fields.age * 2) points", "You have  points", "`fields.age * 2`"),
        ("@contact.shoe", "", "`@contact.shoe`"),
        ("@(upper(contact.shoe)) @(mod(7, 2))", " ", "`@contact.shoe`, `mod(…)`"),
        ("@(upper(", "", "`upper(`"),
        ('@("a', "", '`"a`'),
        ("@()", "", "``"),
        ("@(url_encode(contact.name))", "", "`url_encode(…)`"),
        ("@(foreach(fields, (x) => x))", "", "`@fields`"),
        ("@(contact[fields.age])", "", "`contact[fields.age]`"),
        ("@(upper(contact.name).x)", "", "`upper(contact.name).x`"),
        ("@((contact.name).x)", "", "`(contact.name).x`"),
        ("@(1 2)", "", "`1 2`"),
    ],
)
def test_what_has_no_counterpart_is_named(theirs: str, ours: str, missing: str) -> None:
    assert (ours, missing) == (rewrite(theirs, value).text, ", ".join(rewrite(theirs, value).missing))


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("@fields.age", "contact.age"),
        ("@(fields.age + 1)", "(contact.age | float + 1)"),
        ("18", "18"),
        ("it's", "'it\\'s'"),
        ("@contact.name!", "'{{ contact.name }}!'"),
        ("@shop", "'@shop'"),
        ("@(mod(1, 2))", "''"),
    ],
)
def test_what_is_compared(theirs: str, ours: str) -> None:
    assert ours == expression(theirs, value).text


def test_an_address_encodes_by_itself() -> None:
    assert Rewritten("?q={{ color }}", ()) == rewrite("?q=@(url_encode(results.color))", value, encodes=True)


@pytest.mark.parametrize(
    ("text", "filled"), [("18", False), ("a@b.c", False), ("@@fields", False), ("@fields.a", True)]
)
def test_whether_anything_is_filled_in(text: str, filled: bool) -> None:
    assert filled == has_expression(text)


def test_no_text_is_too_much_for_it() -> None:
    draw = random.Random(7)  # noqa: S311 - a fault should come again
    pieces = ["@(", ")", '"', "contact.name", "@", "if(", ",", "&", "+", "[", "]", "{{", "}}", ".", "1", " ", "=", "\\"]
    for _ in range(3_000):
        rewrite("".join(draw.choices(pieces, k=draw.randint(1, 14))), value)
    assert rewrite("@(" + "(" * 5_000, value).missing
    assert rewrite("@(" + "-" * 5_000 + "1)", value).missing
