"""The rules about when people may be texted are data: dated, with a source, and how sure it is."""

from __future__ import annotations

from datetime import date

import pytest

from bot.rulebook import WHOLE_DAY, Span, overlap, parse_span, read_rules, rule_named, rules

ROW = """
country = "US"
[[rule]]
id = "us_xx"
name = "Nowhere"
kind = "law"
effective_from = 2026-01-01
hours = { mon-sat = "09:00-21:00", sun = "none", holidays = "none" }
cap = 3
source = "a test"
label = "S"
"""


def test_a_row_says_what_it_is_and_where_it_is_from():
    (rule,) = read_rules(ROW)

    assert ("us_xx", "US", None, "law", 3, "a test") == (
        rule.id,
        rule.country,
        rule.state,
        rule.kind,
        rule.cap,
        rule.source,
    )
    assert (Span(540, 1260),) * 6 + (None,) == rule.week
    assert rule.confirmed
    assert [False, True] == [rule.in_force(day) for day in (date(2025, 12, 31), date(2026, 1, 1))]


@pytest.mark.parametrize(
    ("day", "holiday", "span"),
    [
        (date(2026, 3, 5), False, Span(540, 1260)),
        (date(2026, 3, 5), True, None),
        (date(2026, 3, 8), False, None),
    ],
)
def test_a_day_of_the_week_or_a_holiday(day, holiday, span):
    assert span == read_rules(ROW)[0].span(day, holiday=holiday)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (('"09:00-21:00"', '"9-21"'), "`9-21` are no hours"),
        (('"09:00-21:00"', '"21:00-09:00"'), "ends before it begins"),
        (("sun =", "sum ="), "`sum` are no days"),
        (('sun = "none", ', ""), "nothing is said of sun"),
        (("mon-sat", "monday"), "`monday` are no days"),
        (('label = "S"', ""), "'label'"),
    ],
)
def test_what_cannot_be_read_is_named(change, why):
    with pytest.raises(ValueError, match="the rule 'us_xx' cannot be read") as raised:
        read_rules(ROW.replace(*change))

    assert why in str(raised.value)


@pytest.mark.parametrize(
    ("written", "span"), [("09:00-20:00", Span(540, 1200)), ("00:00 - 24:00", WHOLE_DAY), ("00:00-00:01", Span(0, 1))]
)
def test_hours_are_read_and_shown(written, span):
    assert span == parse_span(written)
    assert written.replace(" ", "") == str(span)


def test_the_minute_of_the_end_is_not_in():
    assert [False, True, True, False] == [minute in Span(540, 1200) for minute in (539, 540, 1199, 1200)]
    assert "noon" not in WHOLE_DAY


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (Span(0, 60), Span(30, 90), Span(30, 60)),
        (Span(0, 60), Span(60, 90), None),
        (None, Span(0, 60), None),
        (Span(0, 60), None, None),
    ],
)
def test_two_windows_have_in_common(one, other, both):
    assert both == overlap(one, other)


# ── what comes with Parley ──────────────────────────────────────────────────────────────────────────────────────────


def test_every_shipped_rule_says_how_sure_it_is_and_has_a_name_of_its_own():
    assert {"P", "S", "M", "D", "unconfirmed"} == {rule.label for rule in rules()}
    assert len(rules()) == len({rule.id for rule in rules()})
    assert all(rule.source and rule.name for rule in rules())
    assert all(rule.id == f"us_{rule.state.lower()}" for rule in rules() if rule.state)


@pytest.mark.parametrize(
    ("id", "friday", "sunday"),
    [
        ("us_federal", "08:00-21:00", "08:00-21:00"),
        ("us_safe", "09:00-20:00", "12:00-20:00"),
        ("us_strict", "10:00-17:00", "None"),
        ("us_fl", "08:00-20:00", "08:00-20:00"),
        ("us_tx", "09:00-21:00", "12:00-21:00"),
        ("us_ct", "09:00-20:00", "09:00-20:00"),
        ("us_ky", "10:00-21:00", "10:00-21:00"),
        ("us_al", "08:00-20:00", "None"),
        ("us_ri", "09:00-18:00", "10:00-17:00"),
        ("fr", "08:00-22:00", "None"),
        ("in", "10:00-21:00", "10:00-21:00"),
    ],
)
def test_the_hours_that_were_looked_up(id, friday, sunday):
    week = rule_named(id).week

    assert (friday, sunday) == (str(week[4]), str(week[6]))


def test_the_strict_hours_lie_within_every_state_s():
    strict = rule_named("us_strict").week
    states = [rule for rule in rules() if rule.state and rule.confirmed]

    assert 15 < len(states)
    for rule in states:
        assert strict == tuple(map(overlap, strict, rule.week)), rule.id
