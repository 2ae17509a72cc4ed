"""Whatever a stranger sends, a provider answers with events that can be stored, or with one of two refusals."""

import json
import os
import time
from urllib.parse import quote_from_bytes

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import BadPayload, BadSignature
from bot.events import Inbound, Receipt
from bot.limits import FORM_FIELDS_MAX, INBOUND_TEXT_CHARS_MAX, PROVIDER_ID_CHARS_MAX, WEBHOOK_BODY_BYTES_MAX
from bot.providers.base import WebhookRequest
from tests.providers.examples import EXAMPLES, NOW, URL

CASES = int(os.environ.get("FUZZ_CASES", "200"))
"""A nightly run asks for 10⁵."""

PATHS = {name for example in EXAMPLES.values() for name in (*example.inbound, *example.receipt, *example.media)}
NAMES = sorted({name for path in PATHS for name in path.split(".")})
CONTENT_TYPES = [
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/json",
    "multipart/form-data; boundary=b",
    "multipart/form-data; boundary=",
    "multipart/form-data",
    "text/xml",
    "ünknown",
    "",
]
HEADERS = sorted(
    {"content-type", *(name for known in EXAMPLES.values() for name in known.webhook(known.inbound).headers)}
)

names = st.sampled_from(NAMES) | st.text(max_size=10)
blobs = st.binary(max_size=40) | st.sampled_from(
    [b"", b"\x00", b"\xff\xfe", b"\xed\xa0\x80", "é".encode("latin-1"), b"x" * 500]
)
pairs = st.lists(st.tuples(names, blobs), max_size=30)
documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=8),
    max_leaves=20,
)


def urlencoded(fields: list[tuple[str, bytes]]) -> bytes:
    return b"&".join(f"{quote_from_bytes(n.encode())}={quote_from_bytes(value)}".encode() for n, value in fields)


def multipart(fields: list[tuple[str, bytes]]) -> bytes:
    head = '--b\r\nContent-Disposition: form-data; name="{}"\r\n\r\n'
    return b"".join(head.format(name).encode() + value + b"\r\n" for name, value in fields) + b"--b--\r\n"


bodies = (
    st.binary(max_size=400)
    | pairs.map(urlencoded)
    | pairs.map(multipart)
    | documents.map(lambda document: json.dumps(document).encode())
)
requests = st.builds(
    WebhookRequest,
    method=st.sampled_from(["POST", "GET"]),
    url=st.sampled_from([URL, f"{URL}?%FF=%00&&=", f"{URL}?" + "a=&" * 101])
    | pairs.map(lambda fields: f"{URL}?{urlencoded(fields).decode()}"),
    headers=st.dictionaries(
        st.sampled_from(HEADERS),
        st.sampled_from(CONTENT_TYPES) | st.text(max_size=40),
    ),
    body=bodies,
    received_at=st.just(NOW),
    client=st.sampled_from(["", "127.0.0.1", "::1", "unix:"]),
)


def events(provider: object, request: WebhookRequest) -> list[Inbound | Receipt]:
    try:
        return provider.parse(request)
    except BadPayload:
        return []


def assert_storable(event: Inbound | Receipt) -> None:
    texts = (
        [event.text, event.sender, event.recipient, *event.media] if isinstance(event, Inbound) else [event.raw_status]
    )
    for text in (event.provider_id, *texts):
        assert "\x00" not in text
        assert text == text.encode().decode()
    assert 0 < len(event.provider_id) <= PROVIDER_ID_CHARS_MAX


@pytest.mark.parametrize("name", EXAMPLES)
@given(request=requests)
@settings(max_examples=CASES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_request_is_read_or_refused(name, request):
    provider = EXAMPLES[name].provider

    with pytest.raises((BadSignature, BadPayload)):
        provider.verify(request)
    for event in events(provider, request):
        assert_storable(event)


@pytest.mark.parametrize("name", EXAMPLES)
@given(data=st.data())
@settings(max_examples=CASES, deadline=None)
def test_any_value_in_a_signed_request_is_read_or_refused(name, data):
    example = EXAMPLES[name]
    shape = data.draw(st.sampled_from([{**example.inbound, **example.media}, dict(example.receipt)]))
    value = st.text(st.characters(exclude_categories=["Cs"]), max_size=300) | st.sampled_from(["", "\x00", "0" * 5000])
    fields = {name: data.draw(value) if data.draw(st.booleans()) else kept for name, kept in shape.items()}
    request = example.webhook(fields)

    example.provider.verify(request)
    for event in events(example.provider, request):
        assert_storable(event)


HUGE = [
    b"[" * WEBHOOK_BODY_BYTES_MAX,
    b'{"a":' * (WEBHOOK_BODY_BYTES_MAX // 5),
    b"&" * WEBHOOK_BODY_BYTES_MAX,
    b"a=" * (WEBHOOK_BODY_BYTES_MAX // 2),
    b"a&" * (WEBHOOK_BODY_BYTES_MAX // 2),
    b"%" * WEBHOOK_BODY_BYTES_MAX,
    b"9" * WEBHOOK_BODY_BYTES_MAX,
    b"--b\r\n" * (WEBHOOK_BODY_BYTES_MAX // 5),
    b"Body=" + b"Q" * (WEBHOOK_BODY_BYTES_MAX - 5),
    b"\x00" * WEBHOOK_BODY_BYTES_MAX,
    b"\r" * WEBHOOK_BODY_BYTES_MAX,
]


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("body", HUGE, ids=lambda body: ascii(body[:6]))
@pytest.mark.parametrize("content_type", CONTENT_TYPES)
def test_a_huge_request_is_refused_quickly(name, body, content_type):
    provider = EXAMPLES[name].provider
    request = WebhookRequest("POST", URL, {"content-type": content_type}, body, NOW)
    started = time.perf_counter()

    with pytest.raises((BadSignature, BadPayload)):
        provider.verify(request)
    with pytest.raises(BadPayload):
        provider.parse(request)

    assert time.perf_counter() - started < 20


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_very_long_text_is_kept_up_to_a_limit(name):
    example = EXAMPLES[name]

    [inbound] = example.provider.parse(example.webhook({**example.inbound, example.names["text"]: "é" * 30_000}))

    assert "é" * INBOUND_TEXT_CHARS_MAX == inbound.text


@pytest.mark.parametrize("name", ["twilio", "d7"])
def test_a_form_has_a_limited_number_of_fields(name):
    example = EXAMPLES[name]
    fields = {**example.inbound} | {f"Field{number}": "" for number in range(FORM_FIELDS_MAX)}

    with pytest.raises(BadPayload):
        example.provider.parse(example.webhook(fields))
