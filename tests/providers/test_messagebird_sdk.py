"""MessageBird's own Python SDK on the other side: it validates what we sign, and sends what we send."""

from datetime import UTC, datetime
from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from messagebird import Client, ErrorException
from messagebird.error import ValidationError
from messagebird.http_client import HttpClient
from messagebird.request_validator import RequestValidator

from bot.errors import BadSignature, SendError
from bot.events import ErrorClass, Outbound
from bot.providers.base import Provider, Sample, WebhookRequest, make_provider
from bot.providers.messagebird import SIGNATURE, sign
from bot.providers.signing import sha256_hex
from tests.answers import answer
from tests.providers.examples import STATUS_URL, URL
from tests.providers.peer import ours, peer

KEY = "signing-key-that-is-long-enough-for-every-one-of-the-three-hash-functions"
VALIDATOR = RequestValidator(KEY)
"""Of this very minute: the SDK looks at the clock."""

MESSAGE = Outbound("msg_1", "+18005551212", "+18885551515", "Grüße 👍", status_url=STATUS_URL)
TAKEN: dict[str, Any] = {
    "id": "f28bbe526fc14974b3e7e663a6139b53",
    "originator": "18005551212",
    "body": "Grüße 👍",
    "reference": "msg_1",
    "createdDatetime": "2022-07-01T16:16:51+00:00",
    "recipients": {
        "totalCount": 1,
        "items": [{"recipient": 18885551515, "status": "sent", "statusDatetime": "2022-07-01T16:16:51+00:00"}],
    },
}
REFUSED = {"errors": [{"code": 9, "description": "no (correct) recipients found", "parameter": "recipient"}]}


def now() -> datetime:
    """The SDK goes by the machine's clock, and this file may have been read long before its tests run."""
    return datetime.now(UTC)


def provider(url: str = "https://rest.example") -> Provider:
    return make_provider("messagebird", {"access_key": "access-key", "signing_key": KEY, "base_url": url})


def sdk(url: str) -> Client:
    return Client("access-key", HttpClient(f"{url}/", "access-key", "test"))


def request(token: str, url: str = URL, body: bytes = b"") -> WebhookRequest:
    return WebhookRequest("POST", url, {SIGNATURE: token}, body, now())


def token_of_the_sdks_library(url: str, body: bytes, algorithm: str = "HS256", **changes: Any) -> str:
    begins = int(now().timestamp())
    claims = {"iss": "MessageBird", "nbf": begins, "exp": begins + 60, "jti": "1", "url_hash": sha256_hex(url.encode())}
    hashes = {"payload_hash": sha256_hex(body)} if body else {}
    return jwt.encode(claims | hashes | changes, KEY, algorithm)


# ── signatures ──────────────────────────────────────────────────────────────────────────────────────────────────────


@given(
    query=st.text(st.characters(codec="ascii", exclude_categories=["C", "Z"]), max_size=20),
    body=st.binary(max_size=50),
    algorithm=st.sampled_from(["HS256", "HS384", "HS512"]),
)
def test_we_and_the_sdk_agree_on_any_request(query, body, algorithm):
    url = f"{URL}?{query}"
    theirs, mine = token_of_the_sdks_library(url, body, algorithm), sign(KEY.encode(), url, body, now(), "1")

    for token in (theirs, mine):
        VALIDATOR.validate_signature(token, url, body)
        provider().verify(request(token, url, body))


@pytest.mark.parametrize(
    ("token", "body"),
    [
        (token_of_the_sdks_library(URL, b"a"), b"b"),
        (token_of_the_sdks_library(URL, b"a"), b""),
        (token_of_the_sdks_library(URL, b""), b"a"),
        (token_of_the_sdks_library(f"{URL}/", b"a"), b"a"),
        (token_of_the_sdks_library(URL, b"a", iss="Bird"), b"a"),
        (token_of_the_sdks_library(URL, b"a", exp=int(now().timestamp()) - 100), b"a"),
        (token_of_the_sdks_library(URL, b"a", nbf=int(now().timestamp()) + 100), b"a"),
        (jwt.encode({"iss": "MessageBird"}, KEY), b""),
        (token_of_the_sdks_library(URL, b"a").rsplit(".", 1)[0] + ".", b"a"),
    ],
)
def test_we_and_the_sdk_refuse_the_same(token, body):
    with pytest.raises(ValidationError):
        VALIDATOR.validate_signature(token, URL, body)
    with pytest.raises(BadSignature):
        provider().verify(request(token, URL, body))


@pytest.mark.parametrize("kind", Sample)
def test_the_sdk_validates_our_samples(kind):
    sample = provider().sample_webhook(
        kind, url=f"{URL}?a=1", sender="+18885551515", recipient="+18005551212", text="hi ü", id="id-1", now=now()
    )

    claims = VALIDATOR.validate_signature(sample.headers[SIGNATURE], sample.url, sample.body)

    assert "id-1" == claims["jti"]


# ── sends ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_sdk_sends_what_we_send():
    more = {"reference": "msg_1", "datacoding": "auto", "reportUrl": STATUS_URL}
    with peer((201, TAKEN)) as carrier:
        sent = sdk(carrier.url).message_create("18005551212", ["18885551515"], "Grüße 👍", more)
        [theirs] = carrier.seen
        mine = ours(provider(carrier.url).build(MESSAGE))

    assert theirs.head("authorization", "accept") == mine.head("authorization", "accept")
    # the SDK writes recipients into one text, which the document of the API does not describe
    assert theirs.json() | {"recipients": ["18885551515"]} == mine.json()
    assert sent.id == provider().read(answer(201, TAKEN)).provider_id


def test_the_sdk_sends_pictures_as_we_do():
    picture = Outbound("msg_1", "+18005551212", "+18885551515", "look", ("https://foo.bar/a.jpg",))
    with peer((201, TAKEN)) as carrier:
        sdk(carrier.url).mms_create(
            "18005551212", ["18885551515"], "look", ["https://foo.bar/a.jpg"], reference="msg_1"
        )
        [theirs] = carrier.seen
        mine = ours(provider(carrier.url).build(picture))

    assert theirs.head("authorization") == mine.head("authorization")
    said = {name: value for name, value in theirs.json().items() if value is not None}
    assert said | {"recipients": ["18885551515"]} == mine.json()


def test_the_sdk_asks_for_the_balance_as_we_do():
    with peer((200, {"payment": "prepaid", "type": "credits", "amount": 1})) as carrier:
        sdk(carrier.url).balance()
        [theirs] = carrier.seen
        question = provider(carrier.url).probe()

    assert question is not None
    assert theirs.head("authorization", "accept") == ours(question).head("authorization", "accept")


def test_the_sdk_is_refused_as_we_are():
    with peer((422, REFUSED)) as carrier, pytest.raises(ErrorException) as theirs:
        sdk(carrier.url).message_create("18005551212", ["1"], "hi")
    with pytest.raises(SendError) as mine:
        provider().read(answer(422, REFUSED))

    [error] = theirs.value.errors
    assert (str(error.code), error.description) == (mine.value.code, mine.value.detail)
    assert ErrorClass.PERMANENT is mine.value.kind
