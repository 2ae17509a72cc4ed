"""Telnyx's own Python SDK on the other side: it verifies our samples, and its client sends what we send."""

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from types import ModuleType

import httpx
import pytest
import time_machine
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from telnyx import APIStatusError
from telnyx import Telnyx as Client
from telnyx.lib.webhook_verification import WebhookVerificationError, verify_webhook_signature

from bot.errors import BadSignature
from bot.events import Outbound
from bot.providers.base import Sample, WebhookRequest, make_provider
from bot.providers.http import Response
from tests.providers.examples import EXAMPLES, NOW, STATUS_URL, URL
from tests.providers.examples.codes import CODES
from tests.providers.examples.telnyx import PUBLIC_KEY

EXAMPLE = EXAMPLES["telnyx"]
PROVIDER = EXAMPLE.provider


class VerifyKey:
    """PyNaCl's, of which the SDK needs no more; the arithmetic is another library's."""

    def __init__(self, raw: bytes) -> None:
        self._key = Ed25519PublicKey.from_public_bytes(raw)

    def verify(self, signed: bytes, signature: bytes) -> None:
        self._key.verify(signature, signed)


@pytest.fixture
def nacl(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The SDK imports PyNaCl when it verifies; it is not installed here."""
    modules = {name: ModuleType(name) for name in ("nacl", "nacl.signing", "nacl.exceptions")}
    modules["nacl.signing"].VerifyKey = VerifyKey
    modules["nacl.exceptions"].BadSignatureError = InvalidSignature
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)
    with time_machine.travel(NOW, tick=False):
        yield


def sample(kind: Sample) -> WebhookRequest:
    return PROVIDER.sample_webhook(
        kind, url=URL, sender="+14155550101", recipient="+14155550100", text="hi ü 👍", id="in-1", now=NOW
    )


@pytest.mark.usefixtures("nacl")
@pytest.mark.parametrize("kind", Sample)
def test_the_sdk_verifies_and_reads_our_samples(kind):
    request = sample(kind)
    client = Client(api_key="api-key", public_key=PUBLIC_KEY)

    event = client.webhooks.unwrap(request.body.decode(), headers=request.headers)

    assert "in-1" == event.data.payload.id
    assert "+14155550101" == event.data.payload.from_.phone_number


@pytest.mark.usefixtures("nacl")
@pytest.mark.parametrize("fields", [EXAMPLE.inbound, EXAMPLE.receipt])
def test_the_sdk_and_we_agree_on_what_is_signed(fields):
    request = EXAMPLE.webhook(fields)
    changed = replace(request, body=request.body + b" ")

    verify_webhook_signature(request.body, request.headers, PUBLIC_KEY)
    PROVIDER.verify(request)
    with pytest.raises(WebhookVerificationError):
        verify_webhook_signature(changed.body, changed.headers, PUBLIC_KEY)
    with pytest.raises(BadSignature):
        PROVIDER.verify(changed)


# ── the SDK's client ────────────────────────────────────────────────────────────────────────────────────────────────


class Carrier:
    """Keeps what the SDK's client sends, and answers."""

    def __init__(self, status: int, document: object) -> None:
        self.sent: list[httpx.Request] = []
        self._answer = httpx.Response(status, json=document)

    def client(self) -> Client:
        transport = httpx.MockTransport(self._take)
        return Client(api_key="api-key", http_client=httpx.Client(transport=transport), max_retries=0)

    def _take(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request)
        return self._answer


MESSAGES = [
    Outbound("msg_1", "+14155550100", "+14155550101", "Grüße 👍", status_url=STATUS_URL),
    Outbound("msg_1", "+14155550100", "+14155550101", "hi", ("https://foo.bar/a.jpg", "https://foo.bar/b.jpg")),
    Outbound("msg_1", "Parley", "+14155550101", ""),
]


@pytest.mark.parametrize("message", MESSAGES, ids=["text", "media", "nothing"])
def test_the_sdk_sends_what_we_send(message):
    carrier = Carrier(200, EXAMPLE.taken)
    options = {
        "text": message.text,
        "webhook_url": message.status_url,
        "media_urls": list(message.media),
    }

    carrier.client().messages.send(
        to=message.recipient, from_=message.sender, **{name: value for name, value in options.items() if value}
    )
    ours, [theirs] = PROVIDER.build(message), carrier.sent

    assert (theirs.method, str(theirs.url)) == (ours.method, ours.url)
    for header in ("authorization", "content-type", "accept"):
        assert theirs.headers[header] == ours.header(header)
    assert json.loads(theirs.content) == json.loads(ours.body)


def test_the_sdk_sends_from_a_profile_as_we_do():
    provider = make_provider(
        "telnyx", {"api_key": "api-key", "public_key": PUBLIC_KEY, "messaging_profile_id": "profile-1"}
    )
    carrier = Carrier(200, EXAMPLE.taken)

    carrier.client().messages.send(to="+14155550101", text="hi", messaging_profile_id="profile-1")

    message = Outbound("msg_1", "+14155550100", "+14155550101", "hi")
    assert json.loads(carrier.sent[0].content) == json.loads(provider.build(message).body)


def test_the_sdk_reads_the_acceptance_that_we_read():
    sent = Carrier(200, EXAMPLE.taken).client().messages.send(to="+14155550101", from_="+14155550100", text="hi")
    ours = PROVIDER.read(Response(200, [], json.dumps(EXAMPLE.taken).encode()))

    assert (sent.data.id, sent.data.parts) == (ours.provider_id, ours.segments)


def test_the_sdk_reads_the_refusal_that_we_read():
    status, document = CODES["telnyx"].refusal("40300")

    with pytest.raises(APIStatusError) as caught:
        Carrier(status, document).client().messages.send(to="+14155550101", from_="+14155550100", text="hi")

    assert (422, document) == (caught.value.status_code, caught.value.body)
