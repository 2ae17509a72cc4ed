"""Requests as they are written, to the byte, and what may not be written."""

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ConfigError
from bot.providers.base import make_provider
from bot.providers.http import Endpoint, Origin, Request, Response, form_of, get

ENDPOINT = Endpoint("https://api.example.com/send?v=2", {"Authorization": "Bearer s3cret"})
HEAD = b"POST /send?v=2 HTTP/1.1\r\nhost: api.example.com\r\nuser-agent: parley\r\nauthorization: Bearer s3cret\r\n"


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (
            ENDPOINT.json({"text": "¡Hola!"}),
            HEAD + b'content-type: application/json\r\ncontent-length: 18\r\n\r\n{"text":"\xc2\xa1Hola!"}',
        ),
        (
            ENDPOINT.form([("To", "+1"), ("To", "a b&c")]),
            HEAD + b"content-type: application/x-www-form-urlencoded\r\ncontent-length: 18\r\n\r\nTo=%2B1&To=a+b%26c",
        ),
        (
            ENDPOINT.json([], {"Idempotency-Key": "msg_1"}),
            HEAD + b"content-type: application/json\r\nidempotency-key: msg_1\r\ncontent-length: 2\r\n\r\n[]",
        ),
        (ENDPOINT.raw(b"", {"accept": "text/xml"}), HEAD + b"accept: text/xml\r\ncontent-length: 0\r\n\r\n"),
        (
            get("http://localhost:8080/a b/ü", {"User-Agent": "me"}),
            b"GET /a%20b/%C3%BC HTTP/1.1\r\nhost: localhost:8080\r\nuser-agent: me\r\n\r\n",
        ),
    ],
    ids=["json", "form", "own header", "raw", "get"],
)
def test_a_request_is_written_to_the_byte(request_: Request, expected: bytes):
    assert expected == request_.written()


@given(st.lists(st.tuples(st.text(), st.text())))
def test_a_form_is_what_the_standard_library_writes(pairs):
    assert urlencode(pairs).encode() == form_of(pairs)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://api.example.com", Origin("https", "api.example.com", 443)),
        ("http://127.0.0.1/x", Origin("http", "127.0.0.1", 80)),
        ("http://[::1]:8080/x", Origin("http", "::1", 8080)),
    ],
)
def test_where_to_connect(url, expected):
    assert expected == Endpoint(url).origin


def test_a_header_is_found_whoever_gave_it():
    request = ENDPOINT.json({}, {"X-Once": "1"})

    assert ["Bearer s3cret", "1", "api.example.com", ""] == [
        request.header(name) for name in ("authorization", "x-once", "host", "x-other")
    ]


@pytest.mark.parametrize("value", ["a\r\nx-other: b", "a\nb", "a\0b", "clé"])
def test_a_header_that_cannot_be_written_is_refused_without_showing_it(value):
    for make in (lambda: Endpoint("https://a.example", {"Key": value}), lambda: ENDPOINT.json({}, {"Key": value})):
        with pytest.raises(ValueError, match=r"^the header key has characters that no header may have$"):
            make()


def test_a_credential_that_cannot_be_written_is_found_when_the_channel_is_set_up():
    with pytest.raises(ConfigError, match="settings of d7 cannot be used: the header authorization"):
        make_provider("d7", {"token": "copied with its end of line\n"})


def test_a_request_shows_neither_keys_nor_texts():
    assert "<POST to api.example.com>" == repr(ENDPOINT.json({"text": "hi"}))


@pytest.mark.parametrize(("status", "expected"), [(199, False), (200, True), (299, True), (301, False)])
def test_a_success_is_a_2xx(status, expected):
    assert expected == Response(status, [], b"").is_success


def test_an_answer_is_read_as_far_as_it_can_be():
    response = Response(200, [(b"retry-after", b"7"), (b"x-name", b"\xe9")], b"caf\xe9")

    assert ("7", "é", "", "caf\ufffd") == (
        response.header("retry-after"),
        response.header("x-name"),
        response.header("date"),
        response.text,
    )


def test_another_address_is_asked_with_the_same_headers():
    endpoint = Endpoint("https://api.example.com/v2/messages", {"Authorization": "Bearer x"})

    asked = endpoint.ask("../account?of=me")

    assert ("GET", "https://api.example.com/account?of=me") == (asked.method, asked.url)
    assert "Bearer x" == asked.header("authorization")
