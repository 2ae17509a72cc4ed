"""Templates do what authors expect, and nothing that an attacker does."""

from __future__ import annotations

import json
import time
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import TemplateError
from bot.events import Json
from bot.flow.render import Locale, compile_expression, compile_text, compile_value
from bot.limits import RENDERED_CHARS_MAX, TEMPLATE_CHARS_MAX, VARIABLE_CHARS_MAX

NOW = datetime(2026, 3, 5, 14, 0, tzinfo=UTC)
HERE = Locale("en", "America/New_York", "US", NOW)
NAMES: dict[str, Json] = {
    "contact": {"first_name": "Ana", "tags": ["vip", "new"]},
    "business": {"name": "Riverside"},
    "channel": {},
    "score": 9,
    "ratio": 2.5,
    "whole": 7.0,
    "going": True,
    "nobody": None,
    "slots": {"body": {"free": [{"id": "a", "label": "Mon 9:00"}, {"id": "b", "label": "Tue 9:00"}]}},
    "long": "x" * VARIABLE_CHARS_MAX,
    "many": ["y" * 100] * 100,
    "d": {"a": 1},
    "x": [1, 2],
}
ATTACKS = json.loads((Path(__file__).parent.parent / "vectors" / "jinja-attacks.json").read_text())


def render(source: str) -> str:
    return compile_text(source).render(NAMES, HERE)


def evaluate(source: str) -> Json:
    return compile_expression(source).evaluate(NAMES, HERE)


# ── what authors write ──


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Just a text.", "Just a text."),
        ("50% off {now}, # not a comment", "50% off {now}, # not a comment"),
        ("Hi {{ contact.first_name }}!", "Hi Ana!"),
        ("{{ contact['first_name'] }}", "Ana"),
        ("[{{ contact.nickname }}]", "[]"),
        ("[{{ contact.address.street }}]", "[]"),
        ("[{{ business.opens_at | time }}]", "[]"),
        ("{{ slots.body.free[1].label }}", "Tue 9:00"),
        ("{{ x[-1] }} {{ contact.first_name[0] }} {{ long[:3] }}", "2 A xxx"),
        ("{{ contact.tags }}", "vip, new"),
        ("{{ contact.tags[:1] }}", "vip"),
        ("{{ going }} {{ not going }} {{ nobody }}", "yes no "),
        ("{{ score }} {{ ratio }} {{ whole }}", "9 2.5 7"),
        ("{{ score + 1 }} {{ score - 10 }} {{ -score }} {{ 'a' + 'b' }}", "10 -1 -9 ab"),
        ("{{ contact.first_name ~ ', ' ~ score ~ nobody }}", "Ana, 9"),
        ("{{ 'high' if score >= 9 else 'low' }}", "high"),
        ("{% if 'vip' in contact.tags and score is defined %}V{% elif going %}G{% else %}-{% endif %}", "V"),
        (
            "{% for slot in slots.body.free %}{{ loop.index }}. {{ slot.label }}\n{% endfor %}",
            "1. Mon 9:00\n2. Tue 9:00\n",
        ),
        ("{% for slot in x if slot > 1 %}{{ slot }}{% else %}none{% endfor %}", "2"),
        ("{% for slot in [] %}{{ slot }}{% else %}none{% endfor %}", "none"),
        ("{% for n in [1, 2] %}{{ n }}{{ ', ' if not loop.last else '' }}{% endfor %}", "1, 2"),
        ("{{ unknown | default('-') }} {{ unknown.field.x | default(score) }}", "- 9"),
        ("{{ nobody | default('-') }}{{ '' | default('+', true) }}", "-+"),
        ("{{ unknown == 'billing' }} {{ unknown.x != 'billing' }} {{ unknown == nobody }}", "no yes yes"),
        ("{{ 2 in (1, 2) }} {{ score == 9 != false }}", "yes yes"),
        ("{# a comment #}{% raw %}{{ x }}{% endraw %}", "{{ x }}"),
        ("{{ 'none' if nobody is none else '' }}{{ ratio is number }}{{ score is string }}", "noneyesno"),
    ],
)
def test_a_text_is_filled_in(source: str, expected: str) -> None:
    assert expected == render(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("score", 9),
        ("score > 5 and contact.vip", None),
        ("not business.is_open", True),
        ("{{ slots.body.free[:1] }}", [{"id": "a", "label": "Mon 9:00"}]),
        (" {{ score }} ", 9),
        ("contact.tags | length", 2),
        ("[score, 'b']", [9, "b"]),
        ("(1, 2)", [1, 2]),
        ("score is defined and unknown is undefined", True),
        ("contact.middle_name is defined or nobody is defined or contact.first_name is undefined", False),
    ],
)
def test_an_expression_keeps_its_type(source: str, expected: Json) -> None:
    assert expected == evaluate(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [("{{ score }}", 9), ("{{ score }} ", 9), ("{{ score }}!", "9!"), ("nine", "nine"), ("", "")],
)
def test_a_value_is_whole_or_a_text(source: str, expected: Json) -> None:
    assert expected == compile_value(source).evaluate(NAMES, HERE)


def test_parts_of_an_address_are_encoded() -> None:
    names = {"order": "a/b?c=d&e #ü"}
    url = compile_text("https://a.example/{{ order }}?q={{ order | upper }}").render_url(names, HERE)
    assert "https://a.example/a%2Fb%3Fc%3Dd%26e%20%23%C3%BC?q=A%2FB%3FC%3DD%26E%20%23%C3%9C" == url


@pytest.mark.parametrize("dots", [".", ".."])
def test_an_address_cannot_be_left_by_dots(dots: str) -> None:
    with pytest.raises(TemplateError, match="cannot be a part of an address"):
        compile_text("https://a.example/{{ order }}/x").render_url({"order": dots}, HERE)


def test_names_tell_what_a_template_needs() -> None:
    template = compile_text(
        "{{ a.b['c'] }} {{ list[0].id }} {{ maybe | default(other) }} "
        "{% for i in items %}{{ i }}{{ loop.index }}{{ z }}{% else %}{{ i }}{% endfor %}"
        "{% if seen is defined %}{{ seen }}{{ seen.at }}{% endif %}{{ both }}{{ both | default('') }}"
        "{{ ('x' ~ deep)[:1] | default(deeper | upper) }}"
    )
    assert {
        "a.b.c", "list", "maybe", "other", "items", "z", "i", "seen", "seen.at", "both", "deep", "deeper",
    } == template.names  # fmt: skip
    assert {"maybe", "seen", "seen.at"} == template.optional
    assert {"default", "upper"} == template.filters


# ── what goes wrong ──


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("{{ unknown }}", "`unknown` has no value here"),
        ("{{ slots.body.busy }}", "`busy` has no value here"),
        ("{{ unknown.field }}", "`unknown.field` has no value here"),
        ("{{ x[9] }}", "`9` has no value here"),
        ("{{ unknown | upper }}", "`unknown` has no value here"),
        ("{{ 'a' ~ unknown }}", "`unknown` has no value here"),
        ("{% if unknown %}{% endif %}", "`unknown` has no value here"),
        ("{{ d }}", "an object cannot be shown as text; name one of its fields"),
        ("{{ 'a' + 1 }}", "`+` takes two numbers; use `~` to join texts"),
        ("{{ 'a' - 'b' }}", "`-` takes two numbers; use `~` to join texts"),
        ("{{ unknown + 1 }}", "`unknown` has no value here"),
        ("{{ long + long }}", "`+` would make the text too long"),
        ("{{ 1 < 'a' }}", "values of these kinds do not go together"),
        ("{% for c in contact.first_name %}{{ c }}{% endfor %}", "a loop needs a list"),
        ("{{ score[:1] }}", "only a text or a list has parts"),
        ("{{ long }}", f"the text is longer than {RENDERED_CHARS_MAX} characters"),
        ("{% for i in many %}{{ i ~ long | upper ~ long }}{% endfor %}", "longer than"),
        ("{% for i in many %}{% if long | upper | lower == long %}{% endif %}{% endfor %}", "too much work"),
    ],
)
def test_a_fault_while_rendering_has_a_sentence(source: str, reason: str) -> None:
    with pytest.raises(TemplateError, match=reason.replace("+", r"\+").replace("|", r"\|")):
        render(source)


@pytest.mark.parametrize("source", ["unknown", "[unknown]", "unknown or 0", "contact.tags | first + unknown"])
def test_an_expression_without_a_value_has_a_sentence(source: str) -> None:
    with pytest.raises(TemplateError, match="`unknown` has no value here"):
        evaluate(source)


@pytest.mark.parametrize(
    ("source", "reason", "position"),
    [
        ("Hi {{ name | uper }}", "there is no filter `uper`; did you mean `upper`?", 13),
        ("a\nb {{ x.__class__ }}", "`__class__` is private: a name cannot begin with `_`", 9),
        ("{{ 2 * 3 }}", "`*` is not available in a template", 5),
        ("{{ name }", "unexpected '}'", 0),
        ("{{ a b }}", "expected `}}`, got 'b'", 0),
        ("{% endif %}", "encountered unknown tag 'endif'", 0),
        ("{{ x | join(1, 2, 3) }}", "`join` does not take these arguments", 7),
        ("{{ x | join(sep='') }}", "`join` does not take these arguments", 7),
        ("{{ 9999999999999999999 }}", "the number is too large", 0),
        ("x" * (TEMPLATE_CHARS_MAX + 1), "the template is longer than 4096 characters", 0),
        ("{{ f(1) }}", "nothing can be called in a template; use a filter such as `| upper`", 4),
        ("{% set a = 1 %}", "a template cannot set names; use a `set:` step", 3),
        ("{{ x is odd }}", "there is no test `is odd`", 8),
        ("{{ x[y] }}", r"only a number, a text or `[from:to]` may stand in brackets", 4),
        ("{{ x['_a'] }}", r"only a number, a text or `[from:to]` may stand in brackets", 4),
        ("{% for a, b in x %}{% endfor %}", "a loop has the form `for item in list`", 3),
        ("{% for a in x recursive %}{% endfor %}", "a loop has the form `for item in list`", 3),
        ("{% for a in x %}" + "{{ a ~ a }}" * 30 + "{% endfor %}", "the loop does too much", 3),
        ("{{ " + " + ".join(["x"] * 300) + " }}", "the template is too long or too nested", 0),
        ("{% filter upper %}a{% endfilter %}", "`filterblock` is not available in a template", 0),
        ("{{ x | join(*y) }}", "`join` must follow a value: `{{ value | join }}`", 7),
    ],
)
def test_what_is_not_allowed_is_refused_with_its_place(source: str, reason: str, position: int) -> None:
    with pytest.raises(TemplateError) as refusal:
        compile_text(source)
    assert str(refusal.value).startswith(reason)
    assert position == refusal.value.position


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("{{ a }} and {{ b }}", "this must be one single `{{ … }}`"),
        ("a }}", "unexpected '}}' after the expression"),
        ("", "unexpected end of the text"),
        ("a +", "unexpected end of the text"),
    ],
)
def test_an_expression_is_one_expression(source: str, reason: str) -> None:
    with pytest.raises(TemplateError, match=reason):
        compile_expression(source)


def test_whatever_else_goes_wrong_is_the_templates_fault() -> None:
    deep: Json = []
    for _ in range(5_000):
        deep = [deep]
    with pytest.raises(TemplateError, match=r"the template failed \(RecursionError"):
        compile_text("{{ it }}").render({"it": deep}, HERE)


# ── attacks ──

MORE_ATTACKS = {
    "format by test": "{{ '%0999999999d' is even }}",
    "format by divisibleby": "{{ '%0999999999d' is divisibleby 7 }}",
    "not, a thousand times": "{{ " + "not " * 1000 + "x }}",
    "minus, a thousand times": "{{ " + "-" * 2000 + "1 }}",
    "brackets": "{{ " + "[" * 1500 + "]" * 1500 + " }}",
    "fields": "{{ x" + ".a" * 1500 + " }}",
    "filters": "{{ x" + "|upper" * 600 + " }}",
    "conditions": "{{ " + "1 if x else " * 300 + "2 }}",
    "nested ifs": "{% if x %}" * 200 + "{% endif %}" * 200,
    "join a join": "{{ many | join(long) }}",
    "replace": "{{ long | replace('x', long) }}",
    "replace nothing": "{{ long | replace('', long) }}",
    "concatenation in a loop": "{% for i in many %}{% if long ~ long ~ long ~ long == 1 %}{% endif %}{% endfor %}",
    "title in a loop": "{% for i in many %}{{ long | title | length }}{% endfor %}",
    "search in a loop": "{% for i in many %}{{ ('y' ~ long) in (long ~ 'z') }}{% endfor %}",
    "huge integer": "{{ " + "9" * 4000 + " }}",
    "huge float": "{{ 1e308 + 1e308 }}",
    "infinite": "{{ '1e999' | float | int }}",
    "not a number": "{{ 'nan' | float | round }}",
    "many digits": "{{ '9' | int(1) | round(999999) }}",
    "truncate": "{{ long | truncate(999999999999) }}",
    "precision": "{{ 1.5 | number(999999) }}",
    "plural of a flood": "{{ '9e99999' | plural('a', 'b') }}",
    "a dictionary": "{{ {'a': 'b' * 10 ** 9} }}",
    "a class by brackets": "{{ x['__class__'] }}",
    "a method": "{{ long.format }}",
    "an attribute of a filter's value": "{{ (x | first).real.__class__ }}",
    "globals of a loop": "{% for i in x %}{{ loop._iterator }}{% endfor %}",
    "a cycle": "{% for i in x %}{{ loop.cycle('a') }}{% endfor %}",
    "import": "{% import 'os' as os %}",
    "extends": "{% extends 'x' %}",
    "block": "{% block a %}{% endblock %}",
    "call block": "{% call x() %}{% endcall %}",
    "with": "{% with a = 1 %}{{ a }}{% endwith %}",
    "autoescape": "{% autoescape true %}{{ x }}{% endautoescape %}",
    "do": "{% do x.append(1) %}",
    "namespace": "{% set ns.x = 1 %}",
    "attr": "{{ x | attr('__class__') }}",
    "map": "{{ many | map('upper') | join }}",
    "pprint": "{{ x | pprint }}",
    "sort": "{{ many | sort }}",
    "nested loops by filter": "{% for i in many %}{{ many | join }}{% endfor %}",
    "escape in a text": "{{ '\\x41' * 3 }}",
    "modulo": "{{ '%s' % x }}",
    "a long comment": "{#" + " " * 4000 + "#}{{ 2 ** 9 }}",
    "unclosed": "{{ " * 1300,
    "division": "{{ 1 / 0 }}",
    "two loops": "{% for i in many %}{% endfor %}{% for i in many %}{% endfor %}",
}


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "template",
    [pytest.param(attack["template"], id=attack["id"]) for attack in ATTACKS]
    + [pytest.param(template, id=name) for name, template in MORE_ATTACKS.items()],
)
def test_an_attack_is_refused_or_bounded(template: str) -> None:
    seconds = []
    for _ in range(3):
        begun = time.perf_counter()
        _try(template)
        seconds.append(time.perf_counter() - begun)
    tracemalloc.start()
    text = _try(template)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(text) <= RENDERED_CHARS_MAX
    assert min(seconds) < 1  # under 10 ms: what this must catch never ends
    assert peak < 10_000_000


def _try(template: str) -> str:
    try:
        return compile_text(template).render(NAMES, HERE)
    except TemplateError:
        return ""


WORDS = """
{{ }} {% %} {# #} for in if else endfor endif x many long d contact . | ( ) [ ] : , + - * ** ~ == is not defined upper
join default replace 'a' 1 9 _ __class__ loop range set
"""


@given(st.lists(st.sampled_from(WORDS.split()), max_size=40))
def test_no_combination_raises_anything_else(words: list[str]) -> None:
    text = _try(" ".join(words))

    assert len(text) <= RENDERED_CHARS_MAX


@given(st.text(max_size=200))
def test_what_a_customer_types_is_only_ever_a_value(text: str) -> None:
    assert text == compile_text("{{ it }}").render({"it": text}, HERE)
