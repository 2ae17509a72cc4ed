"""Canned replies are filled in as flows fill their texts, and refused where they could not be."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.desk.canned import agent_names, check, fill
from bot.store.contacts import Contact

NOON = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)
ANA = Contact("ctc_1", "+12065550101", NOON, name="Ana Castillo", fields={"size": "M", "visit": "2026-03-10"})
AGENT = agent_names("Mia Torres", "mia@example.com")
BUSINESS = {"name": "Riverside", "language": "en", "timezone": "America/New_York", "country": "US"}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("Hi {{ contact.first_name }}, {{ agent.first_name }} of {{ business.name }}.", "Hi Ana, Mia of Riverside."),
        ("Size {{ contact.size }}", "Size M"),
        ("On {{ contact.visit | date }}", "On Tue, Mar 10"),
        ("Hi {{ contact.nickname | default('there') }}", "Hi there"),
        ("No {names} in it", "No {names} in it"),
    ],
)
def test_it_is_filled_in(template, text):
    filled = fill(template, ANA, AGENT, BUSINESS, NOON)

    assert (text, None) == (filled.text, filled.problem)


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ("Your card {{ contact.card }}", "`contact.card` is not known of them"),
        ("{{ contact.first_name", "unexpected end of template, expected `}}`"),
        ("{{ 1 + 'a' }}", "`+` takes two numbers; use `~` to join texts"),
    ],
)
def test_it_is_said_why_it_is_not(template, problem):
    assert problem in str(fill(template, ANA, AGENT, BUSINESS, NOON).problem)


def test_nothing_of_python_is_in_reach():
    for template in ("{{ contact.__class__ }}", "{{ ''.__class__.__mro__ }}", "{{ agent.name.upper() }}"):
        filled = fill(template, ANA, AGENT, BUSINESS, NOON)
        assert filled.problem or "class" not in filled.text


@pytest.mark.parametrize(
    ("shortcut", "text", "wrong"),
    [
        ("hours", "We open at nine.", None),
        ("a", "{{ contact.first_name or 'there' }}", None),
        ("Hours", "x", "a shortcut is"),
        ("two words", "x", "a shortcut is"),
        ("", "x", "a shortcut is"),
        ("x", "  ", "says nothing"),
        ("x", "x" * 1_601, "longer than 1600"),
        ("x", "{% for %}", "cannot be filled in"),
        ("x", "{{ password }}", "`password` is none of"),
    ],
)
def test_what_is_kept_is_checked(shortcut, text, wrong):
    found = check(shortcut, text)

    assert (found is None) == (wrong is None)
    assert wrong is None or wrong in str(found)
