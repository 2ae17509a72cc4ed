"""From bytes to values: fields, addresses, waiting times, what a status means."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadPayload
from bot.events import ErrorClass, Part
from bot.providers.http import Response
from bot.providers.wire import (
    OCTETS,
    Fields,
    each,
    fields_at,
    fields_of,
    inside,
    json_object,
    listed,
    parse_flat_json,
    parse_json,
    parse_urlencoded,
    part,
    port_spellings,
    retry_after_s,
    status_for_http,
    with_plus,
)


def test_a_form_keeps_blanks_duplicates_and_their_order():
    fields = parse_urlencoded(b"b=2&a=&b=1&c=%F0%9F%91%8D+%2B")

    assert (("b", "2"), ("a", ""), ("b", "1"), ("c", "👍 +")) == fields.pairs
    assert {"b": "2", "a": "", "c": "👍 +"} == dict(fields)


@given(
    st.lists(
        st.sampled_from(["a", "=", "&", "%", "+", "%41", "%f", "%C3%A9", "%ff", ";", "é", "\0", " ", "%26", "%3D"])
    )
)
def test_a_form_is_read_as_the_library_reads_it(pieces):
    for raw, encoding in (("".join(pieces), "utf-8"), ("".join(pieces), OCTETS)):
        try:
            expected = parse_qsl(raw, keep_blank_values=True, encoding=encoding, errors="strict")
        except ValueError:
            with pytest.raises(BadPayload):
                parse_urlencoded(raw, encoding)
        else:
            assert tuple(expected) == parse_urlencoded(raw, encoding).pairs


@pytest.mark.parametrize(
    "value", ["", "+12065550101", "SM1", "a b", "é", "a\tb", "\x7f", "a\0", "\ud83d", "\u200b", "~"]
)
def test_a_word_is_what_has_no_control_characters(value):
    unreadable = any(char < " " or char == "\x7f" or "\ud800" <= char <= "\udfff" for char in value)

    assert (None if unreadable or not value else value) == Fields([("a", value)]).word("a")


@pytest.mark.parametrize("raw", [b"\xff=1", b"a=%ff", b"&".join([b"a"] * 101)])
def test_a_form_that_is_none_is_refused(raw):
    with pytest.raises(BadPayload):
        parse_urlencoded(raw)


@pytest.mark.parametrize("raw", ['{"text": "cut \\ud83d"}', '{"text": "cut \\ud83d", "n": NaN}'])
def test_half_an_emoji_costs_nobody_his_text(raw):
    assert "cut \ufffd" == parse_flat_json(raw.encode()).text("text")


@pytest.mark.parametrize("raw", [b"", b"{", b"[1,]", b'"\xff"', b"[" * 100_000, b'{"a": 1} x'])
def test_what_is_no_json_is_refused(raw):
    with pytest.raises(BadPayload):
        parse_json(raw)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("14155550101", "+14155550101"),
        ("+14155550101", "+14155550101"),
        ("384387", "384387"),
        ("Parley", "Parley"),
        ("04155550101", "04155550101"),
        ("whatsapp:+14155550101", "whatsapp:+14155550101"),
        ("1" * 16, "1" * 16),
    ],
)
def test_only_international_numbers_get_a_plus(address, expected):
    assert expected == with_plus(address)


@pytest.mark.parametrize(("value", "expected"), [("21610", "21610"), (" x ", "x"), ("", None), ("a\nb", None)])
def test_a_word_that_cannot_be_read_counts_as_absent(value, expected):
    assert expected == Fields([("code", value)]).word("code")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (("7", "1", "2"), Part("7", 1, 2)),
        (("7", "255", "255"), Part("7", 255, 255)),
        ((None, "1", "2"), None),
        (("7", None, "2"), None),
        (("7", "0", "2"), None),
        (("7", "3", "2"), None),
        (("7", "1", "256"), None),
        (("7", "one", "two"), None),
        (("7", "²", "2"), None),
        (("7", "1", "9" * 5000), None),
    ],
)
def test_a_part_that_makes_no_sense_is_a_whole_text(fields, expected):
    assert expected == part(*fields)


def test_an_address_has_a_sane_length():
    with pytest.raises(BadPayload, match="`From`"):
        Fields([("From", "1" * 65)]).address("From")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/x?y=1", ("https://a.example/x?y=1", "https://a.example:443/x?y=1")),
        ("http://a.example/x", ("http://a.example/x", "http://a.example:80/x")),
        ("https://a.example:8443/x", ("https://a.example/x", "https://a.example:8443/x")),
        ("https://[::1]:8443/x", ("https://[::1]/x", "https://[::1]:8443/x")),
        ("https://a.example", ("https://a.example", "https://a.example:443")),
    ],
)
def test_an_address_is_spelled_without_and_with_its_port(url, expected):
    assert expected == port_spellings(url)


def test_an_object_is_read_as_a_form():
    document = {"a": "1", "b": 2, "c": True, "d": 1.5, "e": None, "f": {"g": "h"}, "i": []}

    assert {"a": "1", "b": "2", "c": "true"} == dict(fields_of(document))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ((), {}),
        (("messages", 0), {"id": "1"}),
        (("messages", 0, "status"), {"code": "2"}),
        (("messages", 1), {}),
        (("messages", "0"), {}),
        (("messages",), {}),
        (("messages", 0, "id"), {}),
        (("messages", 0, "id", "x"), {}),
        ((0,), {}),
        (("nothing", 0, "status"), {}),
    ],
)
def test_an_object_is_found_by_its_path(path, expected):
    assert expected == dict(fields_at({"messages": [{"id": 1, "status": {"code": "2"}}]}, *path))


@pytest.mark.parametrize("document", [None, [], "a", 5])
def test_an_object_that_is_none_is_refused(document):
    with pytest.raises(BadPayload):
        fields_of(document)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("a", "b", 1, "c"), 7),
        (("a", "b", 2), None),
        (("a", "b", "c"), None),
        (("a", 0), None),
        (("a", "x", "y"), None),
        ((), {"a": {"b": [None, {"c": 7}]}}),
    ],
)
def test_a_path_leads_to_a_value_or_nowhere(path, expected):
    assert expected == inside({"a": {"b": [None, {"c": 7}]}}, *path)


@pytest.mark.parametrize(("value", "expected"), [([1], [1]), (None, []), ("ab", []), ({"a": 1}, [])])
def test_a_list_may_be_absent(value, expected):
    assert expected == listed(value)


def test_what_cannot_be_read_does_not_cost_us_its_neighbours():
    assert ["a", "b"] == each([{"id": "a"}, {"no": "id"}, 5, {"id": "b"}], lambda item: fields_of(item).token("id"))


@pytest.mark.parametrize("items", [None, {}, "ab", [], [{"no": "id"}], [5, None]])
def test_a_list_of_nothing_is_refused(items):
    with pytest.raises(BadPayload):
        each(items, lambda item: fields_of(item).token("id"))


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"retry-after": "0"}, 0.0),
        ({"retry-after": "120"}, 120.0),
        ({"retry-after": "9" * 5000}, 999999999.0),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "1.5"}, None),
        ({"retry-after": "٣"}, None),
        ({"retry-after": "Mon, 02 Mar 2026 09:00:10 -0000", "date": "Mon, 02 Mar 2026 09:00:00 GMT"}, 10.0),
        ({"retry-after": "Mon, 02 Mar 2026 08:00:00 GMT", "date": "Mon, 02 Mar 2026 09:00:00 GMT"}, 0.0),
        ({"retry-after": "Mon, 99 Mar 2026 08:00:00 GMT", "date": "Mon, 02 Mar 2026 09:00:00 GMT"}, None),
    ],
)
def test_retry_after(headers, expected):
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]

    assert expected == retry_after_s(Response(429, pairs, b""))


def test_only_a_client_error_or_a_lasting_redirect_proves_that_nothing_was_sent():
    unknown = [status for status in range(200, 600) if ErrorClass.UNKNOWN is status_for_http(status)]

    assert [*range(200, 301), 302, 303, 304, 305, 306, *range(309, 400), *range(500, 600)] == unknown


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"id":"m-1"}', {"id": "m-1"}),
        (b'{"id":340282366920938463463374607431768211457}', {"id": 2**128 + 1}),
        (b'{"id":18446744073709551617,"text":"\\ud83d"}', {"id": 2**64 + 1, "text": "\ud83d"}),
        (b'{"text":"\\ud83d"}', {"text": "\ud83d"}),
        (b"[1]", {}),
        (b"<html>", {}),
        (b"", {}),
        (b"[" * 100_000, {}),
    ],
)
def test_an_answer_is_an_object_or_nothing(body, expected):
    assert expected == json_object(Response(200, [], body))
