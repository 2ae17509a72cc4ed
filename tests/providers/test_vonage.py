"""What is Vonage's SMS API's alone: methods of signing, pieces, segments, codes. Its SDK is in test_vonage_sdk.py."""

import json
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode

import pytest

from bot.errors import BadPayload, BadSignature, ConfigError, SendError
from bot.events import ErrorClass, Inbound, MessageStatus, Outbound, Part
from bot.providers.base import Sample, WebhookRequest, make_provider
from bot.providers.vonage import Vonage
from tests.answers import answer
from tests.providers.examples import EXAMPLES, NOW, STATUS_URL, URL, WEBHOOK_TOKEN

EXAMPLE = EXAMPLES["vonage"]
MESSAGE = Outbound("msg_1", "+14155550100", "+14155550101", "hi")
TEXT = EXAMPLE.inbound
SIGNED = {"signature_secret": "signature-secret"}
METHODS = ["md5hash", "md5", "sha1", "sha256", "sha512"]


def vonage(**settings: object) -> Vonage:
    known = {"api_key": "abcd1234", "api_secret": "api-secret"}
    return make_provider("vonage", known | (settings or SIGNED), "channels", "main")


def sample(provider: Vonage) -> WebhookRequest:
    return provider.sample_webhook(
        Sample.INBOUND, url=URL, sender="+14155550101", recipient="+14155550100", text="a&b=c", id="in-1", now=NOW
    )


def as_get(request: WebhookRequest) -> WebhookRequest:
    url = f"{request.url}{'&' if '?' in request.url else '?'}{request.body.decode()}"
    return replace(request, method="GET", url=url, headers={}, body=b"")


def as_json(request: WebhookRequest) -> WebhookRequest:
    body = json.dumps(dict(parse_qsl(request.body.decode()))).encode()
    return replace(request, headers={"content-type": "application/json"}, body=body)


# ── who calls ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("encode", [lambda request: request, as_get, as_json], ids=["form", "query", "JSON"])
@pytest.mark.parametrize("method", METHODS)
def test_all_fields_are_signed_however_they_come(method, encode):
    provider = vonage(signature_method=method, **SIGNED)
    request = encode(sample(provider))
    [inbound] = provider.parse(request)

    provider.verify(request)
    assert Inbound("in-1", "+14155550101", "+14155550100", "a&b=c") == inbound
    changed = replace(request, body=request.body.replace(b"in-1", b"in-2"), url=request.url.replace("in-1", "in-2"))
    with pytest.raises(BadSignature):
        provider.verify(changed)
    with pytest.raises(BadSignature):
        vonage(signature_method=METHODS[METHODS.index(method) - 1], **SIGNED).verify(request)


def test_while_rotating_the_previous_secret_is_still_good():
    vonage(signature_secret="new", signature_secret_previous="signature-secret").verify(EXAMPLE.webhook(TEXT))
    with pytest.raises(BadSignature):
        vonage(signature_secret="new").verify(EXAMPLE.webhook(TEXT))


@pytest.mark.parametrize(
    ("age_s", "seconds", "good"), [(300, 300, True), (300, 301, False), (300, -301, False), (90_000, 89_000, True)]
)
def test_a_signature_is_good_for_as_long_as_the_settings_say(age_s, seconds, good):
    provider, request = vonage(webhook_age_s=age_s, **SIGNED), EXAMPLE.webhook(TEXT)
    later = replace(request, received_at=NOW + timedelta(seconds=seconds))

    if good:
        provider.verify(later)
    else:
        with pytest.raises(BadSignature, match="seconds"):
            provider.verify(later)


@pytest.mark.parametrize("encode", [lambda request: request, as_get], ids=["form", "query"])
@pytest.mark.parametrize("settings", [{}, SIGNED], ids=["unsigned", "signed"])
def test_a_token_in_the_address_is_ours_and_not_signed(settings, encode):
    provider = vonage(webhook_token=WEBHOOK_TOKEN, **settings)
    request = encode(sample(provider))

    provider.verify(request)
    with pytest.raises(BadSignature):
        provider.verify(replace(request, url=request.url.replace("long", "short")))


def test_somebody_has_to_be_known():
    with pytest.raises(ConfigError, match="to know who calls"):
        make_provider("vonage", {"api_key": "abcd1234", "api_secret": "api-secret"}, "channels", "main")


# ── what comes in ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_another_accounts_message_is_refused():
    with pytest.raises(BadPayload, match="api-key"):
        vonage().parse(EXAMPLE.webhook({**TEXT, "api-key": "another"}))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"concat": "true", "concat-ref": "7", "concat-part": "2", "concat-total": "3"}, Part("7", 2, 3)),
        ({"concat": "false", "concat-ref": "7", "concat-part": "2", "concat-total": "3"}, None),
        ({"concat": "true", "concat-ref": "7", "concat-part": "4", "concat-total": "3"}, None),
        ({"concat": "true", "concat-ref": "7"}, None),
        ({}, None),
    ],
)
def test_a_long_text_comes_in_pieces(fields, expected):
    [inbound] = vonage().parse(EXAMPLE.webhook({**TEXT, **fields}))

    assert expected == inbound.part


def test_numbers_in_json_are_read_too():
    fields = {**TEXT, "concat": "true", "concat-ref": 7, "concat-part": 2, "concat-total": 3}
    request = WebhookRequest("POST", URL, {"content-type": "application/json"}, json.dumps(fields).encode(), NOW)

    [inbound] = vonage().parse(request)

    assert Part("7", 2, 3) == inbound.part


# ── what goes out ───────────────────────────────────────────────────────────────────────────────────────────────────


def sent(provider: Vonage, **fields: object) -> dict[str, str]:
    return dict(parse_qsl(provider.build(replace(MESSAGE, **fields)).body.decode()))


@pytest.mark.parametrize(
    ("text", "kind"), [("Hi €", "text"), ("Grüße", "text"), ("Привет", "unicode"), ("👍", "unicode")]
)
def test_a_text_is_sent_as_unicode_where_it_needs_to_be(text, kind):
    form = sent(vonage(), text=text)

    assert (text, kind) == (form["text"], form["type"])


@pytest.mark.parametrize(("chars", "said"), [(100, True), (101, False)])
def test_an_address_that_is_too_long_is_not_said(chars, said):
    url = "https://sms.example.com/".ljust(chars, "x")

    assert (url if said else None) == sent(vonage(), status_url=url).get("callback")


def test_the_token_counts_and_goes_with_the_address():
    provider = vonage(webhook_token=WEBHOOK_TOKEN)

    assert f"{STATUS_URL}?token={WEBHOOK_TOKEN}" == sent(provider, status_url=STATUS_URL)["callback"]
    assert "callback" not in sent(provider, status_url=STATUS_URL + "x" * 4)


def test_alphanumeric_senders_are_sent_as_they_are():
    assert "Parley" == sent(vonage(), sender="Parley")["from"]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("please wait [ 250 ] and retry", 0.25), ("[1500]", 1.5), ("Throttled", None), ("[ x ]", None)],
)
def test_a_throttled_send_says_in_words_when_to_come_back(text, seconds):
    with pytest.raises(SendError) as caught:
        vonage().read(answer(200, {"messages": [{"status": "1", "error-text": text}]}))

    assert (ErrorClass.THROTTLED, seconds) == (caught.value.kind, caught.value.retry_after_s)


PART = {"status": "0", "message-id": "a1"}


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ([PART, {"status": "1", "error-text": "Throttled"}], ErrorClass.THROTTLED),
        ([{"status": "7"}, PART], ErrorClass.PERMANENT),
        ([PART, {}], ErrorClass.UNKNOWN),
        ([PART, 5], ErrorClass.UNKNOWN),
        ([{"status": "0"}], ErrorClass.UNKNOWN),
        ([], ErrorClass.UNKNOWN),
    ],
)
def test_a_message_is_refused_if_a_segment_is(parts, kind):
    with pytest.raises(SendError) as caught:
        vonage().read(answer(200, {"messages": parts}))

    assert kind == caught.value.kind


def test_a_message_goes_by_its_first_segment():
    taken = vonage().read(answer(200, {"messages": [PART, {"status": "0", "message-id": "a2"}]}))

    assert ("a1", MessageStatus.ACCEPTED, 2) == (taken.provider_id, taken.status, taken.segments)


def test_a_form_of_another_kind_is_refused():
    request = WebhookRequest("POST", URL, {"content-type": "text/xml"}, urlencode(TEXT).encode(), NOW)

    with pytest.raises(BadPayload, match="content type"):
        vonage(webhook_token=WEBHOOK_TOKEN).parse(request)


def test_credentials_are_checked_by_asking_for_something_harmless():
    request = vonage().probe()

    assert ("GET", "https://rest.nexmo.com/account/get-balance") == (request.method, request.url)
    assert "Basic YWJjZDEyMzQ6YXBpLXNlY3JldA==" == request.header("authorization")
