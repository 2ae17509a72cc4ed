"""What is Plivo's alone: versions of signatures, parents, pools, codes. Its SDK is asked in test_plivo_sdk.py."""

import base64
import hashlib
import hmac
import json
from dataclasses import replace
from urllib.parse import urlencode

import pytest

from bot.errors import BadSignature, SendError
from bot.events import ErrorClass, MessageStatus, Outbound
from bot.providers.base import Sample, WebhookRequest, make_provider
from bot.providers.plivo import Plivo
from tests.answers import answer
from tests.providers.examples import EXAMPLES, NOW, URL

EXAMPLE = EXAMPLES["plivo"]
MESSAGE = Outbound("msg_1", "+14155550100", "+14155550101", "hi")
SIGNATURE = "x-plivo-signature-v3"


def plivo(**settings: object) -> Plivo:
    return make_provider("plivo", {"auth_id": "MA1", "auth_token": "auth-token"} | settings)


def parsed(**fields: str) -> object:
    [event] = plivo().parse(EXAMPLE.webhook({**EXAMPLE.receipt, **fields}))
    return event


# ── signatures ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_while_rotating_the_previous_token_is_still_good():
    plivo(auth_token="new-token", auth_token_previous="auth-token").verify(EXAMPLE.webhook(EXAMPLE.inbound))
    with pytest.raises(BadSignature):
        plivo(auth_token="new-token").verify(EXAMPLE.webhook(EXAMPLE.inbound))


@pytest.mark.parametrize(("others", "good"), [(0, True), (8, True), (9, False), (20_000, False)])
def test_one_of_several_signatures_is_enough_but_not_one_of_very_many(others, good):
    request = EXAMPLE.webhook(EXAMPLE.inbound)
    claimed = ", ".join(["AAAA"] * others + [request.headers[SIGNATURE]])

    several = replace(request, headers={**request.headers, SIGNATURE: claimed})

    if good:
        plivo().verify(several)
    else:
        with pytest.raises(BadSignature):
            plivo().verify(several)


def test_the_nonce_is_signed_too():
    request = EXAMPLE.webhook(EXAMPLE.inbound)

    with pytest.raises(BadSignature):
        plivo().verify(replace(request, headers={**request.headers, f"{SIGNATURE}-nonce": "1234567891"}))


def second_version() -> WebhookRequest:
    digest = hmac.new(b"auth-token", f"{URL}12345".encode(), hashlib.sha256).digest()
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "x-plivo-signature-v2": base64.b64encode(digest).decode(),
        "x-plivo-signature-v2-nonce": "12345",
    }
    return WebhookRequest("POST", URL, headers, urlencode(EXAMPLE.inbound).encode(), NOW)


def test_version_2_covers_the_address_alone_and_has_to_be_asked_for():
    request = second_version()

    plivo(signature="v2").verify(request)
    plivo(signature="v2").verify(replace(request, url=f"{URL}?a=1"))
    with pytest.raises(BadSignature, match='set `signature = "v2"`'):
        plivo().verify(request)
    with pytest.raises(BadSignature):
        plivo(signature="v2").verify(replace(request, url=f"{URL}/status"))
    with pytest.raises(BadSignature):
        plivo(signature="v2").verify(EXAMPLE.webhook(EXAMPLE.inbound))


@pytest.mark.parametrize("version", ["v2", "v3"])
def test_samples_are_signed_in_the_version_that_is_expected(version):
    provider = plivo(signature=version)

    provider.verify(
        provider.sample_webhook(Sample.STOP, url=URL, sender="+1", recipient="+2", text="", id="in-1", now=NOW)
    )


# ── what comes in ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_receipt_of_a_part_goes_by_the_message_that_was_sent():
    assert "carrier-1" == parsed(MessageUUID="part-2", ParentMessageUUID="carrier-1").provider_id
    assert "carrier-1" == parsed(ParentMessageUUID="").provider_id


@pytest.mark.parametrize(("intent", "expected"), [("optout", "STOP"), ("OptIn", "START"), ("help", "HELP"), ("", None)])
def test_plivo_tells_which_word_it_handled_itself(intent, expected):
    [inbound] = plivo().parse(EXAMPLE.webhook({**EXAMPLE.inbound, "MessageIntent": intent}))

    assert expected == inbound.opt_out


CODES = {
    ErrorClass.PERMANENT: [10, 30, 40, 50, 60, 70, 90, 100, 110, 201],
    ErrorClass.RETRYABLE: [20, 80],
    ErrorClass.OPT_OUT: [200],
    ErrorClass.CREDIT: [900],
    None: ["000", 1000, 12345],
}


@pytest.mark.parametrize(("kind", "code"), [(kind, str(code)) for kind, codes in CODES.items() for code in codes])
def test_every_documented_code_has_its_class(kind, code):
    receipt = parsed(Status="undelivered", ErrorCode=code)

    assert (MessageStatus.UNDELIVERED, code, kind) == (receipt.status, receipt.error_code, receipt.error_class)


# ── what goes out ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_pool_sends_in_place_of_a_number():
    body = json.loads(plivo(powerpack_uuid="pool-1").build(MESSAGE).body)

    assert {"powerpack_uuid": "pool-1", "dst": "14155550101", "text": "hi"} == body


@pytest.mark.parametrize(
    ("text", "fits"),
    [("x" * 1600, True), ("é" * 1600, True), ("ж" * 737, True), ("ж" * 738, False), ("👍" * 369, False)],
    ids=["GSM", "GSM with accents", "as long as Unicode may be", "longer", "pairs of units"],
)
def test_a_text_in_unicode_may_be_less_long(text, fits):
    if fits:
        assert text == json.loads(plivo().build(replace(MESSAGE, text=text)).body)["text"]
    else:
        with pytest.raises(SendError, match="too_long"):
            plivo().build(replace(MESSAGE, text=text))


@pytest.mark.parametrize(
    ("status", "document", "kind", "code"),
    [
        (400, {"api_id": "x", "error": "dst parameter is invalid"}, ErrorClass.PERMANENT, "400"),
        (401, {"error": "failed"}, ErrorClass.AUTH, "401"),
        (202, {"api_id": "x", "error": "no"}, ErrorClass.PERMANENT, "refused"),
        (202, {"api_id": "x", "message_uuid": []}, ErrorClass.UNKNOWN, "202"),
        (202, {"api_id": "x", "message_uuid": [5]}, ErrorClass.UNKNOWN, "202"),
    ],
)
def test_a_refusal_is_told_in_words(status, document, kind, code):
    with pytest.raises(SendError) as caught:
        plivo().read(answer(status, document))

    assert (kind, code) == (caught.value.kind, caught.value.code)
    assert document.get("error", "") in caught.value.detail


def test_credentials_are_checked_by_asking_for_something_harmless():
    request = plivo().probe()

    assert ("GET", "https://api.plivo.com/v1/Account/MA1/") == (request.method, request.url)
    assert "Basic TUExOmF1dGgtdG9rZW4=" == request.header("authorization")
