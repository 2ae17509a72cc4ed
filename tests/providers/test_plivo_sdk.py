"""Plivo's own Python SDK on the other side: it validates what we sign, and its client sends what we send."""

import json
from urllib.parse import parse_qsl, urlencode

import plivo
import pytest
from hypothesis import given
from hypothesis import strategies as st
from plivo.utils import validate_signature, validate_v3_signature
from plivo.utils.signature_v3 import construct_get_url, construct_post_url, get_signature_v3

from bot.errors import BadSignature
from bot.events import Outbound
from bot.providers.base import Sample, WebhookRequest, make_provider
from tests.answers import answer
from tests.providers.examples import EXAMPLES, NOW, STATUS_URL, URL
from tests.providers.wiretap import Wiretap

EXAMPLE = EXAMPLES["plivo"]
PROVIDER = EXAMPLE.provider
TOKEN = "auth-token"
FORM = "application/x-www-form-urlencoded"


def grouped(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    """What the SDK is given: every value of a repeated field."""
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return fields


def signed_by_sdk(method: str, url: str, pairs: list[tuple[str, str]], token: str = TOKEN) -> WebhookRequest:
    """The SDK is given the fields of a GET beside its address; on the wire they are in its query."""
    construct = construct_get_url if method == "GET" else construct_post_url
    signature = get_signature_v3(token.encode(), construct(url, grouped(pairs)).decode(), b"12345").decode()
    headers = {"content-type": FORM, "x-plivo-signature-v3": signature, "x-plivo-signature-v3-nonce": "12345"}
    body = urlencode(pairs)
    if method == "GET" and pairs:
        url, body = f"{url}{'&' if '?' in url else '?'}{body}", ""
    return WebhookRequest(method, url, headers, body.encode(), NOW)


FIELDS = [("From", "14155550101"), ("To", "14155550100"), ("Text", "Grüße & 👍 a=b"), ("MessageUUID", "in-1")]
DUPLICATES = [("b", "2"), ("a", "9"), ("a", "1"), ("A", ""), ("a", "1")]
URLS = [
    URL,
    f"{URL}?b=2&a=1&a=0&blank=",
    f"{URL}/?a=%20b%2Bc",
    "http://sms.example.com:8000/x",
    "https://sms.example.com",
]


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize("pairs", [FIELDS, DUPLICATES, []], ids=["fields", "duplicates", "none"])
def test_we_verify_what_the_sdk_signs(url, pairs):
    PROVIDER.verify(signed_by_sdk("POST", url, pairs))
    with pytest.raises(BadSignature):
        PROVIDER.verify(signed_by_sdk("POST", url, pairs, token="another-token"))


@pytest.mark.parametrize("url", URLS)
def test_we_verify_a_get_request_that_the_sdk_signs(url):
    request = signed_by_sdk("GET", url, FIELDS)

    PROVIDER.verify(request)
    [inbound] = PROVIDER.parse(request)

    assert "Grüße & 👍 a=b" == inbound.text


ascii_texts = st.text(st.characters(max_codepoint=127), min_size=1)


@given(
    pairs=st.lists(st.tuples(st.text(min_size=1), st.text()), max_size=12),
    query=st.lists(st.tuples(ascii_texts, ascii_texts), max_size=4),
)
def test_we_and_the_sdk_agree_on_any_form(pairs, query):
    PROVIDER.verify(signed_by_sdk("POST", f"{URL}?{urlencode(query)}" if query else URL, pairs))
    PROVIDER.verify(signed_by_sdk("GET", URL, pairs))


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize("kind", Sample)
def test_the_sdk_validates_our_samples(kind, url):
    sample = PROVIDER.sample_webhook(
        kind, url=url, sender="+14155550101", recipient="+14155550100", text="hi ü", id="in-1", now=NOW
    )
    signature, nonce = sample.headers["x-plivo-signature-v3"], sample.headers["x-plivo-signature-v3-nonce"]
    fields = dict(parse_qsl(sample.body.decode(), keep_blank_values=True))

    assert validate_v3_signature("POST", url, nonce, "auth-token", signature, fields)
    assert not validate_v3_signature("POST", url, nonce, "another-token", signature, fields)


def test_the_sdk_validates_our_samples_of_version_2():
    provider = make_provider("plivo", {"auth_id": "MA1", "auth_token": "auth-token", "signature": "v2"})
    sample = provider.sample_webhook(
        Sample.INBOUND, url=URLS[1], sender="+1", recipient="+2", text="hi", id="in-1", now=NOW
    )
    signature, nonce = sample.headers["x-plivo-signature-v2"], sample.headers["x-plivo-signature-v2-nonce"]

    assert validate_signature(URLS[1], nonce, signature, "auth-token")


# ── the SDK's client ────────────────────────────────────────────────────────────────────────────────────────────────


def client(wiretap: Wiretap) -> plivo.RestClient:
    made = plivo.RestClient("MA00000000000000000A", TOKEN)
    wiretap.on(made.session)
    return made


OURS = make_provider("plivo", {"auth_id": "MA00000000000000000A", "auth_token": "auth-token"})
MESSAGES = [
    Outbound("msg_1", "+14155550100", "+14155550101", "Grüße 👍", status_url=STATUS_URL),
    Outbound("msg_1", "+14155550100", "+14155550101", "hi", ("https://foo.bar/a.jpg", "https://foo.bar/b.jpg")),
]


@pytest.mark.parametrize("message", MESSAGES, ids=["text", "media"])
def test_the_sdk_sends_what_we_send(message):
    wiretap = Wiretap(202, EXAMPLE.taken)
    media = {"media_urls": list(message.media), "type_": "mms"} if message.media else {}

    client(wiretap).messages.create(
        src="14155550100", dst="14155550101", text=message.text, url=message.status_url, **media
    )
    request, [theirs] = OURS.build(message), wiretap.sent

    assert (theirs.method, theirs.url) == (request.method, request.url)
    for header in ("authorization", "content-type", "accept"):
        assert theirs.headers[header] == request.header(header)
    # the SDK spells out what is so anyway
    defaults = {"type": "sms", "log": "true", "trackable": False, "method": "POST"}
    assert json.loads(theirs.body) == defaults | json.loads(request.body)


def test_the_sdk_sends_from_a_pool_as_we_do():
    wiretap = Wiretap(202, EXAMPLE.taken)
    client(wiretap).messages.create(powerpack_uuid="pool-1", dst="14155550101", text="hi")
    ours = make_provider("plivo", {"auth_id": "MA1", "auth_token": "auth-token", "powerpack_uuid": "pool-1"})

    body = json.loads(ours.build(Outbound("msg_1", "+1", "+14155550101", "hi")).body)

    assert body.items() <= json.loads(wiretap.sent[0].body).items()


def test_the_sdk_reads_the_acceptance_that_we_read():
    sent = client(Wiretap(202, EXAMPLE.taken)).messages.create(src="14155550100", dst="14155550101", text="hi")

    assert sent.message_uuid == [PROVIDER.read(answer(202, EXAMPLE.taken)).provider_id]


@pytest.mark.parametrize(
    ("status", "error"),
    [(400, plivo.exceptions.ValidationError), (401, plivo.exceptions.AuthenticationError)],
)
def test_the_sdk_understands_the_refusals_that_we_read(status, error):
    with pytest.raises(error):
        client(Wiretap(status, EXAMPLE.refused)).messages.create(src="14155550100", dst="14155550101", text="hi")
