"""Twilio's own Python SDK on the other side: it validates what we sign, signs what we verify, and sends to our fake."""

import asyncio
import hashlib
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.base.exceptions import TwilioRestException
from twilio.http import HttpClient
from twilio.http.response import Response
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from bot.errors import BadSignature
from bot.providers.base import Sample, WebhookRequest, make_provider
from bot.providers.fake import FakeCarrier, Fault
from bot.providers.twilio import sign

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TOKEN = "12345-auth-token"
FORM = "application/x-www-form-urlencoded"
PROVIDER = make_provider("twilio", {"account_sid": "AC1", "auth_token": TOKEN, "auth_token_previous": "before"})
VALIDATOR = RequestValidator(TOKEN)


class Params(dict[str, list[str]]):
    """What web frameworks hand to the SDK: every value of a repeated field."""

    def getlist(self, name: str) -> list[str]:
        return self[name]

    @classmethod
    def of(cls, pairs: list[tuple[str, str]]) -> "Params":
        params = cls()
        for name, value in pairs:
            params.setdefault(name, []).append(value)
        return params


def post(url: str, pairs: list[tuple[str, str]], signature: str) -> WebhookRequest:
    headers = {"content-type": FORM, "x-twilio-signature": signature}
    return WebhookRequest("POST", url, headers, urlencode(pairs).encode(), NOW)


FIELDS = [("From", "+14155550101"), ("Body", "Grüße & 👍"), ("FromCity", ""), ("AccountSid", "AC1")]
DUPLICATES = [("MediaUrl0", "b"), ("Digits", "5678"), ("Digits", "1234"), ("Digits", "1234"), ("Blank", "")]
URLS = [
    "https://sms.example.com/webhooks/main",
    "https://sms.example.com/webhooks/main?foo=1&bar=2&blank=",
    "https://sms.example.com:8443/webhooks/main?foo=a%20b",
    "https://sms.example.com:443/webhooks/main",
    "http://sms.example.com/webhooks/main",
    "http://sms.example.com:80/webhooks/main",
    "https://sms.example.com",
]


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize("pairs", [FIELDS, DUPLICATES, []], ids=["fields", "duplicates", "none"])
class TestForms:
    def test_we_verify_what_the_sdk_signs(self, url, pairs):
        PROVIDER.verify(post(url, pairs, VALIDATOR.compute_signature(url, Params.of(pairs))))

    def test_the_sdk_validates_what_we_sign(self, url, pairs):
        assert VALIDATOR.validate(url, Params.of(pairs), sign(TOKEN.encode(), url, pairs))

    def test_we_verify_whichever_port_the_sdk_signed(self, url, pairs):
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        for netloc in (parts.hostname, f"{parts.hostname}:{port}"):
            signed = urlunsplit(parts._replace(netloc=netloc))
            PROVIDER.verify(post(url, pairs, VALIDATOR.compute_signature(signed, Params.of(pairs))))

    def test_we_refuse_what_the_sdk_signed_with_another_token(self, url, pairs):
        foreign = RequestValidator("another-token").compute_signature(url, Params.of(pairs))
        with pytest.raises(BadSignature):
            PROVIDER.verify(post(url, pairs, foreign))


def test_while_rotating_the_previous_token_is_still_good():
    url = URLS[0]
    PROVIDER.verify(post(url, FIELDS, RequestValidator("before").compute_signature(url, Params.of(FIELDS))))


@given(
    pairs=st.lists(st.tuples(st.text(min_size=1), st.text()), max_size=20),
    query=st.lists(st.tuples(st.text(min_size=1), st.text()), max_size=4),
    port=st.sampled_from(["", ":443", ":80", ":8000"]),
)
def test_we_and_the_sdk_agree_on_any_form(pairs, query, port):
    url = f"https://sms.example.com{port}/webhooks/main" + (f"?{urlencode(query)}" if query else "")

    assert VALIDATOR.compute_signature(url, Params.of(pairs)) == sign(TOKEN.encode(), url, pairs)
    PROVIDER.verify(post(url, pairs, VALIDATOR.compute_signature(url, Params.of(pairs))))


def json_request(body: bytes, signed_body: bytes, url: str = URLS[1]) -> WebhookRequest:
    url = f"{url}&bodySHA256={hashlib.sha256(signed_body).hexdigest()}"
    signature = VALIDATOR.compute_signature(url, {})
    headers = {"content-type": "application/json", "x-twilio-signature": signature}
    return WebhookRequest("POST", url, headers, body, NOW)


@pytest.mark.parametrize("body", [b'{"property": "value", "boolean": true}', b"{}", b"", '{"a": "ü"}'.encode()])
def test_a_json_body_is_bound_by_its_hash(body):
    request = json_request(body, signed_body=body)

    assert VALIDATOR.validate(request.url, body.decode(), request.headers["x-twilio-signature"])
    PROVIDER.verify(request)


def test_a_json_body_other_than_the_signed_one_is_refused_by_both():
    request = json_request(b'{"boolean": false}', signed_body=b'{"boolean": true}')

    assert not VALIDATOR.validate(request.url, request.body.decode(), request.headers["x-twilio-signature"])
    with pytest.raises(BadSignature):
        PROVIDER.verify(request)


def test_a_json_body_without_its_hash_is_refused():
    url = URLS[0]
    headers = {"content-type": "application/json", "x-twilio-signature": VALIDATOR.compute_signature(url, {})}

    with pytest.raises(BadSignature):
        PROVIDER.verify(WebhookRequest("POST", url, headers, b"{}", NOW))


def test_a_get_request_is_bound_by_its_url():
    url = f"{URLS[0]}?{urlencode([('MessageSid', 'SM1'), *FIELDS, ('To', '+14155550100')])}"
    headers = {"x-twilio-signature": VALIDATOR.compute_signature(url, {})}
    request = WebhookRequest("GET", url, headers, b"", NOW)

    PROVIDER.verify(request)
    [inbound] = PROVIDER.parse(request)

    assert "Grüße & 👍" == inbound.text


@pytest.mark.parametrize("kind", Sample)
def test_the_sdk_validates_our_samples(kind):
    sample = PROVIDER.sample_webhook(
        kind, url=URLS[1], sender="+14155550101", recipient="+14155550100", text="hi ü", id="SM1", now=NOW
    )

    assert VALIDATOR.validate(sample.url, Params.of(list(sample.form().pairs)), sample.headers["x-twilio-signature"])


# ── the SDK's client against our fake ───────────────────────────────────────────────────────────────────────────────


class ToFake(HttpClient):
    """Sends what the SDK would send to api.twilio.com to the fake, in process."""

    def __init__(self, carrier: FakeCarrier) -> None:
        super().__init__(None, False, None)
        self._carrier = carrier

    def request(
        self,
        method: str,
        url: str,
        params: Any = None,
        data: Any = None,
        headers: Any = None,
        auth: Any = None,
        timeout: Any = None,
        allow_redirects: bool = False,
    ) -> Response:
        async def call() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(self._carrier.app)) as client:
                return await client.request(method, url, params=params, data=data, headers=headers, auth=auth)

        answer = asyncio.run(call())
        return Response(answer.status_code, answer.text, answer.headers)


@pytest.fixture
def carrier() -> FakeCarrier:
    return FakeCarrier(secret=TOKEN, receipt=None)


@pytest.fixture
def client(carrier: FakeCarrier) -> Client:
    return Client("AC" + "0" * 32, TOKEN, http_client=ToFake(carrier))


def test_the_sdk_sends_through_the_fake_as_through_twilio(carrier, client):
    message = client.messages.create(
        to="+14155550101",
        from_="+14155550100",
        body="Grüße 👍",
        media_url=["https://foo.bar/a.jpg"],
        status_callback=URLS[0],
    )

    [taken] = carrier.accepted
    assert (message.sid, "queued", None) == (taken.id, message.status, message.error_code)
    assert ("+14155550101", "Grüße 👍", ("https://foo.bar/a.jpg",)) == (taken.recipient, taken.text, taken.media)
    assert URLS[0] == taken.status_url
    assert message.sid == client.messages(message.sid).fetch().sid


def test_the_sdk_sends_from_a_messaging_service(carrier, client):
    message = client.messages.create(to="+14155550101", messaging_service_sid="MG1", body="hi")

    assert ("MG1", None, "0") == (carrier.accepted[0].sender, message.from_, message.num_segments)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"to": "", "from_": "+14155550100", "body": "hi"}, 21604),
        ({"to": "+14155550101", "body": "hi"}, 21603),
        ({"to": "+14155550101", "from_": "+14155550100"}, 21602),
        ({"to": "+14155550101", "from_": "+14155550100", "body": "x" * 1601}, 21617),
        ({"to": "nobody", "from_": "+14155550100", "body": "hi"}, 21211),
        ({"to": "+14155550199", "from_": "+14155550100", "body": "hi"}, 21610),
    ],
)
def test_the_sdk_understands_the_fakes_refusals(carrier, client, fields, code):
    carrier.ledger.opted_out.add("+14155550199")

    with pytest.raises(TwilioRestException) as caught:
        client.messages.create(**fields)

    assert (code, 400) == (caught.value.code, caught.value.status)


def test_the_sdk_is_refused_with_a_wrong_token(carrier):
    client = Client("AC" + "0" * 32, "wrong", http_client=ToFake(carrier))

    with pytest.raises(TwilioRestException) as caught:
        client.messages.create(to="+14155550101", from_="+14155550100", body="hi")

    assert (20003, 401) == (caught.value.code, caught.value.status)


def test_the_sdk_is_throttled(carrier, client):
    carrier.fail(Fault.THROTTLED)

    with pytest.raises(TwilioRestException) as caught:
        client.messages.create(to="+14155550101", from_="+14155550100", body="hi")

    assert (429, []) == (caught.value.status, carrier.accepted)
