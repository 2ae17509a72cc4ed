"""What kinds of senders there are, and where each may be used."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib.resources import files

import phonenumbers
import pytest

from bot.compliance.senders import SenderKind, SenderRules, kind_of, read_rules

TODAY = date(2026, 11, 28)
DOCUMENT = tomllib.loads(files("bot.compliance").joinpath("rules/senders.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("sender", "expected"),
    [
        ("+15550102000", SenderKind.NUMBER),
        ("12345", SenderKind.SHORT_CODE),
        ("RIVERSIDE", SenderKind.NAME),
        ("24SEVEN", SenderKind.NAME),
    ],
)
def test_the_kind_of_a_sender_shows_in_how_it_is_written(sender, expected):
    assert expected is kind_of(sender)


@pytest.mark.parametrize(
    ("country", "sender", "own", "forbidden", "to_register"),
    [
        ("US", "RIVERSIDE", {}, True, False),
        ("CA", "RIVERSIDE", {}, True, False),
        ("US", "+15550102000", {}, False, False),
        ("US", "12345", {}, False, False),
        ("GB", "RIVERSIDE", {}, False, False),
        (None, "RIVERSIDE", {}, False, False),
        ("IN", "RIVERS", {}, False, True),
        ("AU", "RIVERSIDE", {}, False, True),
        ("AU", "RIVERSIDE", {"AU": ("name",)}, False, False),
        ("US", "RIVERSIDE", {"US": ("name", "number")}, False, False),
        ("GB", "RIVERSIDE", {"GB": ("number",)}, True, False),
        ("GB", "+447700900001", {"GB": ("number",)}, False, False),
    ],
)
def test_where_a_sender_may_be_used(country, sender, own, forbidden, to_register):
    rules = read_rules(DOCUMENT, own)

    assert (forbidden, to_register) == (
        rules.forbids(country, sender, TODAY),
        rules.to_register(country, sender, TODAY) is not None,
    )


def test_a_rule_holds_from_its_day_on():
    rules = read_rules(DOCUMENT, {})

    assert rules.to_register("AU", "RIVERSIDE", date(2026, 6, 30)) is None
    assert rules.to_register("AU", "RIVERSIDE", date(2026, 7, 1)) is not None


def test_of_what_nobody_knows_nothing_is_said():
    assert not SenderRules().forbids("US", "RIVERSIDE", TODAY)


def test_every_rule_says_where_it_is_from_and_stands_once():
    rules = DOCUMENT["rule"]

    assert [] == [rule for rule in rules if not rule["source"] or rule["label"] not in ("P", "S", "M")]
    assert [] == [rule["country"] for rule in rules if rule["country"] not in phonenumbers.SUPPORTED_REGIONS]
    assert len(rules) == len({(rule["country"], rule["kind"]) for rule in rules}) == len(read_rules(DOCUMENT, {}).known)
