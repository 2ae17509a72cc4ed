"""Which addresses become short links, and which only look as if they should."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.links import CODE_CHARS, Short, Shortener, is_code, is_preview

BASE = "https://go.test"
LONG = "https://riverside.example/menu?table=7&utm_source=sms"


def counting():
    """Codes in order, and long enough."""
    number = iter(range(1, 100))
    return lambda count: next(number).to_bytes(count, "big")


def code(number: int) -> str:
    return str(number).ljust(CODE_CHARS, "0")


def shortened(text: str) -> str:
    return Shortener(BASE, counting()).shorten(text)[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Book: {LONG}", f"Book: {BASE}/{code(1)}"),
        (f"Book at {LONG}.", f"Book at {BASE}/{code(1)}."),
        (f"Book ({LONG}), or not!", f"Book ({BASE}/{code(1)}), or not!"),
        (f"{LONG}\nor {LONG}#map", f"{BASE}/{code(1)}\nor {BASE}/{code(2)}"),
        (f"{LONG} and again {LONG}", f"{BASE}/{code(1)} and again {BASE}/{code(1)}"),
        (
            "See https://en.example/wiki/Table_(furniture)_of_contents",
            f"See {BASE}/{code(1)}",
        ),
        ("See https://a.example/wiki/Some_Very_Long_Table_(furniture).", f"See {BASE}/{code(1)}."),
        ("HTTPS://RIVERSIDE.EXAMPLE/A/VERY/LONG/PATH", f"{BASE}/{code(1)}"),
        ("See https://a.test", "See https://a.test"),
        (f"See {BASE}/abcdefghij?x=already-short", f"See {BASE}/abcdefghij?x=already-short"),
        ("Write to ana@riverside.example or www.riverside.example/menu", None),
        ("ftp://riverside.example/a/very/long/path/indeed", None),
        (f"https://a.example/{'x' * 2_000}", None),
    ],
)
def test_long_addresses_become_short_links(text, expected):
    assert (text if expected is None else expected) == shortened(text)


def test_where_a_link_leads_is_kept():
    _, links = Shortener(BASE, counting()).shorten(f"{LONG} {LONG} https://a.example/another/long/address")

    assert [Short(code(1), LONG), Short(code(2), "https://a.example/another/long/address")] == links


@given(entropy=st.binary(min_size=16, max_size=16))
def test_every_code_that_is_drawn_is_read_again(entropy):
    [link] = Shortener(BASE, lambda count: entropy).shorten(LONG)[1]

    assert is_code(link.code)


@given(text=st.text(alphabet="ht ps:/.abc()[]{}!?…\n", max_size=200))
def test_a_text_without_long_links_is_left_alone_and_others_only_get_shorter(text):
    new, links = Shortener(BASE, counting()).shorten(text)

    assert (new == text) if not links else len(new) < len(text)


@pytest.mark.parametrize("written", ["", "abc", "abcdefghij1", "abcdefghi/", "abcdefghi\n", "äbcdefghij"])
def test_what_cannot_be_a_code_is_never_looked_up(written):
    assert not is_code(written)


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1", False),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36", False),
        ("", False),
        ("facebookexternalhit/1.1 Facebot Twitterbot/1.0", True),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 "
            "Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",  # what iMessage says it is
            True,
        ),
        ("WhatsApp/2.23.20.0", True),
        ("Mozilla/5.0 (compatible; Googlebot/2.1)", True),
        ("Slackbot-LinkExpanding 1.0", True),
    ],
)
def test_previews_are_told_from_people(agent, expected):
    assert expected == is_preview(agent)
