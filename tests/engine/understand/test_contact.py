"""Phone numbers and addresses within what people write around them."""

import pytest

from bot.flow.model import Type
from tests.engine.understand.asking import hear


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("415-555-2671", "US", "+14155552671"),
        ("call me at (415) 555-2671 thanks", "US", "+14155552671"),
        ("+44 7911 123456", "US", "+447911123456"),
        ("my number is +1 555 010 2000", "US", "+15550102000"),
        ("07911 123456", "GB", "+447911123456"),
        ("555-1234", "US", None),
        ("12345", "US", None),
        ("hello", "US", None),
        ("415-555-2671 or 415-555-2672", "US", None),
        ("415-555-2671 sorry 415-555-2672", "US", "+14155552672"),
        ("4155552671", "US", "+14155552671"),
        ("1 415 555 2671", "US", "+14155552671"),
        ("0044 7911 123456", "DE", "+447911123456"),
        ("4155552671", "", None),
        ("It's 415.555.2671", "US", "+14155552671"),
        ("2026-03-06", "US", None),
        ("٤١٥٥٥٥٢٦٧١", "US", "+14155552671"),
        ("415 555 2671 ext 5", "US", "+14155552671"),
    ],
)
def test_phone(text, country, expected):
    assert expected == hear(text, Type.PHONE, country=country)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ana@example.com", "ana@example.com"),
        ("Ana@Example.COM", "Ana@example.com"),
        ("it's ana@example.com.", "ana@example.com"),
        ("<ana@example.com>", "ana@example.com"),
        ("ana@example", None),
        ("ana at example dot com", "ana@example.com"),
        ("a@b.co or c@d.co", None),
        ("a@b.co sorry c@d.co", "c@d.co"),
        ("@example.com", None),
        ("hello", None),
        ("ana..b@example.com", None),
        ("mailto:ana@example.com", "ana@example.com"),
        ("my email: ana.maria+x@mail.example.co.uk!", "ana.maria+x@mail.example.co.uk"),
        ("ana@exa_mple.com", None),
        ("ana@münchen.de", "ana@münchen.de"),
        (".ana@example.com", "ana@example.com"),
        ("ana.@example.com", None),
        ("ana@example.com" + "m" * 300, None),
    ],
)
def test_email(text, expected):
    assert expected == hear(text, Type.EMAIL)
