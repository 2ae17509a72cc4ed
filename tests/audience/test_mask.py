"""A filter that named somebody names nobody any more, and the rest of it stays."""

from __future__ import annotations

import pytest

from bot.audience import read_audience
from bot.audience.mask import Named, without

ANA = Named("+12065550101", "Ana Reyes", ("ana@example.com",))


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ('phone = "+12065550101"', 'phone = "erased"'),
        ('phone in ("+12065550101", "+12065550102")', 'phone in ("erased", "+12065550102")'),
        ("phone contains '12065550101' or tags has \"vip\"", 'phone contains "erased" or tags has "vip"'),
        ('name = "Ana Reyes"', 'name = "erased"'),
        ('name contains "ana  reyes"', 'name contains "erased"'),
        ('name starts with "Ana Rey"', 'name starts with "erased"'),
        ('fields.note = "Reyes, Ana Reyes and all"', 'fields.note = "erased"'),
        ('not (fields.mail != "ana@example.com")', 'not (fields.mail != "erased")'),
        ('fields.mail in ("ben@example.com", "ana@example.com")', 'fields.mail in ("ben@example.com", "erased")'),
        (r'name = "Ana \"Reyes"', r'name = "Ana \"Reyes"'),
    ],
)
def test_what_names_her_goes_and_the_rest_stays(source, left):
    assert left == without(source, ANA)
    read_audience(left)


@pytest.mark.parametrize(
    "source",
    [
        "",
        'name = "Ana"',
        'name starts with "Ana"',
        'phone starts with "+1206555"',
        'fields.city = "Lyon" and country in ("US", "CA")',
        'tags has "reyes"',
        'name = "',
    ],
)
def test_what_many_may_have_stays(source):
    assert source == without(source, ANA)


def test_who_has_no_name_is_named_by_nothing_but_the_number():
    assert 'name = "" or name = "x"' == without('name = "" or name = "x"', Named("+12065550101"))
