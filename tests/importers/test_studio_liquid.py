"""Liquid's values, filters and conditions, as templates of ours."""

from __future__ import annotations

import pytest

from bot.importers.studio.liquid import expression, rewrite

NAMES = {"flow.data.day": "day", "flow.data.list": "list", "widgets.name.inbound.Body": "name | default('')"}


@pytest.mark.parametrize(
    ("liquid", "ours", "missing"),
    [
        ("Hi", "Hi", ()),
        ("See you {{flow.data.day}}", "See you {{ day }}", ()),
        ("{{- flow.data.day -}}", "{{ day }}", ()),
        ("{{ flow.data.day | upcase | default: 'soon' }}", "{{ day | upper | default('soon', true) }}", ()),
        ("{{ 3 | plus: 4 }}", "{{ (3 | float + 4) }}", ()),
        ("{{ flow.data.day | append: '!' }}", "{{ (day ~ '!') }}", ()),
        ("{{ 'a b' | prepend: flow.data.day }}", "{{ (day ~ 'a b') }}", ()),
        ("{{ flow.data.list | join: ' and ' }}", "{{ list | join(' and ') }}", ()),
        ("{{ widgets.name.inbound.Body | upcase }}", "{{ name | default('') | upper }}", ()),
        (
            "{% if flow.data.day == 'Monday' and widgets.name.inbound.Body != blank %}a{% else %}b{% endif %}",
            "{% if day == 'Monday' and (name | default('')) != '' %}a{% else %}b{% endif %}",
            (),
        ),
        ("{% if flow.data.list contains 'x' %}a{% endif %}", "{% if 'x' in list %}a{% endif %}", ()),
        ("{% unless flow.data.day %}a{% endunless %}", "{% if not (day) %}a{% endif %}", ()),
        (
            "{% if flow.data.day <> 2 %}a{% elsif true %}b{% endif %}",
            "{% if day != 2 %}a{% elif true %}b{% endif %}",
            (),
        ),
        ("[{{ flow.sid }}]", "[]", ("`flow.sid`",)),
        ("{{ flow.data.day | date: '%A' }}", "", ("Liquid's filter `date`",)),
        ("{% assign a = 1 %}{{ a }}", "", ("Liquid's `assign`", "`a`")),
        ("{{ }}", "", ("``",)),
        ("{{ 'it''s' }}", "", ("`'it''s'`",)),
        ("""{{ "it's" }}""", r"{{ 'it\'s' }}", ()),
    ],
)
def test_a_text_is_rewritten(liquid, ours, missing):
    rewritten = rewrite(liquid, NAMES.get)

    assert (ours, missing) == (rewritten.text, rewritten.missing)


@pytest.mark.parametrize(
    ("liquid", "ours"),
    [
        ("{{flow.data.day}}", "day"),
        ("{{ flow.data.day | strip }}", "day | trim"),
        ("Monday", "'Monday'"),
        ("on {{flow.data.day}}", "('on ' ~ day)"),
        ("{{ nothing }}", "''"),
    ],
)
def test_what_is_compared_is_an_expression(liquid, ours):
    assert ours == expression(liquid, NAMES.get).text
