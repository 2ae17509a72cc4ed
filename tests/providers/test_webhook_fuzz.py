"""Whatever a stranger sends, a provider answers with events that can be stored, or with one of two refusals.

`tests/fuzz` makes the requests, and sends them through the whole application besides.
"""

import time

import pytest

from bot.errors import BadPayload, BadSignature
from bot.events import Inbound, Receipt
from bot.limits import FORM_FIELDS_MAX, INBOUND_TEXT_CHARS_MAX, PROVIDER_ID_CHARS_MAX, WEBHOOK_BODY_BYTES_MAX
from bot.providers.base import Provider, WebhookRequest
from tests.fuzz.cases import Cases
from tests.fuzz.damage import CONTENT_TYPES
from tests.providers.examples import EXAMPLES, NOW, URL

CASES = 400


def events(provider: Provider, request: WebhookRequest) -> list[Inbound | Receipt]:
    try:
        return provider.parse(request)
    except BadPayload:
        return []


def taken(provider: Provider, request: WebhookRequest) -> list[Inbound | Receipt]:
    provider.verify(request)
    return provider.parse(request)


def assert_storable(event: Inbound | Receipt) -> None:
    texts = (
        [event.text, event.sender, event.recipient, *event.media] if isinstance(event, Inbound) else [event.raw_status]
    )
    for text in (event.provider_id, *texts):
        assert "\x00" not in text
        assert text == text.encode().decode()
    assert 0 < len(event.provider_id) <= PROVIDER_ID_CHARS_MAX


@pytest.mark.parametrize("name", EXAMPLES)
def test_any_request_is_read_or_refused(name):
    provider, cases, read = EXAMPLES[name].provider, Cases(name), 0

    for number in range(CASES):
        for event in events(provider, cases[number].request):
            assert_storable(event)
            assert provider.delivers_parts or getattr(event, "part", None) is None
            read += 1

    assert read > CASES / 10


@pytest.mark.parametrize("name", EXAMPLES)
def test_whatever_is_not_signed_is_refused(name):
    provider, cases = EXAMPLES[name].provider, Cases(name)

    for case in (cases[number] for number in range(1, CASES, 2)):
        if case.what != "sent elsewhere":
            with pytest.raises((BadSignature, BadPayload)):
                taken(provider, case.request)


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
def test_a_huge_request_is_refused_quickly(name, body):
    provider = EXAMPLES[name].provider
    for content_type in CONTENT_TYPES:
        request = WebhookRequest("POST", URL, {"content-type": content_type}, body, NOW)
        started = time.perf_counter()

        assert refuses(provider.verify, request, BadSignature, BadPayload), content_type
        assert refuses(provider.parse, request, BadPayload), content_type
        assert time.perf_counter() - started < 20, content_type


def refuses(read, request, *errors):
    """Whether it raises one of these errors, and no other."""
    try:
        read(request)
    except errors:
        return True
    return False


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
