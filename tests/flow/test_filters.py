"""The filters of templates, one by one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.errors import TemplateError
from bot.flow.filters import FILTERS, Rendering, text_of
from bot.flow.locale import Locale
from bot.flow.render import compile_text

NOW = datetime(2026, 3, 5, 14, 0, tzinfo=UTC)
VISIT = "2026-03-06T15:00:00Z"


def write(source: str, language: str = "en", zone: str = "America/New_York", country: str = "US") -> str:
    names = {"visit": VISIT, "many": ["1"]}
    return compile_text(source).render(names, Locale(language, zone, country, NOW))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ 'ana MARIA' | capitalize }}", "Ana maria"),
        ("{{ 'ana' | upper }}{{ 'BO' | lower }}", "ANAbo"),
        ('{{ "o\'brien de la CRUZ" | title }}', "O'brien De La Cruz"),
        ("{{ '  a ' | trim }}", "a"),
        ("{{ 'a-b-c' | replace('-', '/') }}", "a/b/c"),
        ("{{ 'a long text' | truncate(8) }}", "a lon..."),
        ("{{ 'a long text' | truncate(8, '') }}", "a long t"),
        ("{{ 'short' | truncate }}", "short"),
        ("{{ [1, 2, 3] | first }}{{ [1, 2, 3] | last }}{{ [] | first }}", "13"),
        ("{{ ['a', 'b'] | join(' or ') }} {{ ['a', 'b'] | join }}", "a or b a, b"),
        ("{{ 'abc' | length }} {{ [1] | length }}", "3 1"),
        ("{{ 2.5 | round }} {{ 3.14159 | round(2) }} {{ '7' | round }} {{ -2.5 | round }}", "3 3.14 7 -3"),
        ("{{ '12.9' | int }} {{ 'x' | int(5) }} {{ 'x' | int }}", "12 5 0"),
        ("{{ '1.50' | float }} {{ 'x' | float(2) }} {{ 3 | float }}", "1.5 2 3"),
        ("{{ -3 | abs }} {{ (-3) | abs }} {{ '-1.5' | abs }}", "3 3 1.5"),
        (
            "{{ 1 | plural('seat', 'seats') }} {{ 2 | plural('seat', 'seats') }} {{ 0 | plural('one') }}",
            "seat seats one",
        ),
    ],
)
def test_texts_lists_and_numbers(source: str, expected: str) -> None:
    assert expected == write(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ visit | datetime }}", "Fri, Mar 6, 10:00 AM"),
        ("{{ visit | date }}", "Fri, Mar 6"),
        ("{{ visit | date('long') }}", "March 6, 2026"),
        ("{{ visit | datetime('short') }}", "3/6/26, 10:00 AM"),
        ("{{ visit | time }}", "10:00 AM"),
        ("{{ visit | day }}", "Friday"),
        ("{{ visit | when }}", "tomorrow at 10:00 AM"),
        ("{{ '2026-03-05' | when }}", "today"),
        ("{{ '2026-03-04 08:00' | when }}", "yesterday at 8:00 AM"),
        ("{{ '2026-03-09 08:00' | when }}", "Mon, Mar 9, 8:00 AM"),
        ("{{ '2027-03-06' | datetime }}", "Sat, Mar 6, 2027"),
        ("{{ '14:30' | datetime }} {{ '14:30' | time }}", "2:30 PM 2:30 PM"),
        ("{{ '2026-03-06' | time }} {{ '14:30' | date }} {{ '14:30' | day }}", "2026-03-06 14:30 14:30"),
        ("{{ 'soon' | datetime }} {{ 'soon' | when }} {{ none | date }}", "soon soon "),
        ("{{ '9999-12-31T23:59:59-14:00' | date('short') }}", "12/31/99"),
    ],
)
def test_dates_in_the_contacts_zone(source: str, expected: str) -> None:
    assert expected == write(source)


@pytest.mark.parametrize(
    ("language", "country", "expected"),
    [
        ("en", "US", "Fri, Mar 6, 4:00 PM · tomorrow at 4:00 PM · Friday · $1,234.50 · 1,234.5"),
        ("en", "GB", "Fri 6 Mar, 16:00 · tomorrow at 16:00 · Friday · £1,234.50 · 1,234.5"),
        ("es", "ES", "vie, 6 mar, 16:00 · mañana a las 16:00 · viernes · 1.234,50 € · 1.234,5"),
        ("fr", "FR", "ven. 6 mars, 16:00 · demain à 16:00 · vendredi · 1 234,50 € · 1 234,5"),
        ("de", "DE", "Fr., 6. März, 16:00 · morgen um 16:00 · Freitag · 1.234,50 € · 1.234,5"),
        ("pt", "BR", "sex., 6 de mar. 16:00 · amanhã às 16:00 · sexta-feira · R$ 1.234,50 · 1.234,5"),
        ("it", "IT", "ven 6 mar, 16:00 · domani alle 16:00 · venerdì · 1.234,50 € · 1.234,5"),
        ("nl", "NL", "vr 6 mrt, 16:00 · morgen om 16:00 · vrijdag · € 1.234,50 · 1.234,5"),
        ("pl", "PL", "pt., 6 mar, 16:00 · pt., 6 mar, 16:00 · piątek · 1 234,50 zł · 1 234,5"),
        ("en-GB", "US", "Fri 6 Mar, 16:00 · tomorrow at 16:00 · Friday · US$1,234.50 · 1,234.5"),
        ("xx", "", "Fri, Mar 6, 4:00 PM · tomorrow at 4:00 PM · Friday · $1,234.50 · 1,234.5"),
        ("../../x", "/", "Fri, Mar 6, 4:00 PM · tomorrow at 4:00 PM · Friday · $1,234.50 · 1,234.5"),
    ],
)
def test_every_language_writes_its_own_way_with_plain_spaces(language: str, country: str, expected: str) -> None:
    source = (
        "{{ visit | datetime }} · {{ visit | when }} · {{ visit | day }} · {{ 1234.5 | money }} · {{ 1234.5 | number }}"
    )
    assert expected == write(source, language, "Europe/Madrid", country)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ 20 | money('eur') }}", "€20.00"),
        ("{{ '1234.5' | number(2) }} {{ 1234.5 | number(0) }}", "1,234.50 1,234"),
        ("{{ '+12125550123' | phone }}", "(212) 555-0123"),
        ("{{ '+442079460018' | phone }}", "+44 20 7946 0018"),
        ("{{ 'none' | phone }}", "none"),
    ],
)
def test_amounts_and_phones(source: str, expected: str) -> None:
    assert expected == write(source)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("{{ 5 | length }}", "only a text or a list has a length"),
        ("{{ 5 | join }}", "a list is needed here"),
        ("{{ 'x' | money }}", "a number is needed here"),
        ("{{ many | money }}", "a number is needed here"),
        ("{{ true | money }}", None),
        ("{{ 1 | round(11) }}", "`round` takes 0 to 10 digits"),
        ("{{ 'x' | truncate('y') }}", "`truncate` needs a number of characters"),
        ("{{ 'x' | replace('', 'y') }}", "`replace` needs the text that it should replace"),
        ("{{ 2 | plural }}", "`plural` needs the forms of the word"),
        ("{{ visit | date('tiny') }}", "a date is written short, medium, long, full, not `tiny`"),
        ("{{ 1 | number('x') }}", "`number` takes a number of digits"),
    ],
)
def test_a_filter_says_what_it_needs(source: str, reason: str | None) -> None:
    if reason is None:
        assert "$1.00" == write(source)
        return
    with pytest.raises(TemplateError, match=reason.replace("(", r"\(")):
        write(source)


def test_a_long_list_is_cut_before_it_is_joined() -> None:
    assert 5000 > len(text_of(["x" * 1000] * 100))


def test_every_filter_takes_a_rendering_first() -> None:
    rendering = Rendering(Locale("en", "UTC", "US", NOW))
    assert "A" == FILTERS["upper"](rendering, "a")


def test_no_zone_of_that_name_is_utc() -> None:
    assert "3:00 PM" == write("{{ visit | time }}", zone="Mars/Olympus")
