"""What is MessageBird's alone: tokens for address and body, repeated fields, two kinds of numbers and of codes."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.errors import BadPayload, BadSignature, SendError
from bot.events import ErrorClass, Inbound, MessageStatus, Outbound, Receipt
from bot.providers.base import WebhookRequest
from bot.providers.messagebird import SIGNATURE, MessageBird, MessageBirdSettings, sign
from bot.providers.signing import make_jwt, sha256_hex
from tests.answers import answer
from tests.providers.examples import NOW, STATUS_URL, URL

MESSAGE = Outbound("msg_1", "+18005551212", "+18885551515", "Grüße 👍", status_url=STATUS_URL)
BODY = b"id=in-1&originator=18885551515&recipient=18005551515&body=hi"


def messagebird(**settings: object) -> MessageBird:
    keys = {"access_key": "access-key", "signing_key": "key", "signing_key_previous": "key-before"}
    return MessageBird(MessageBirdSettings.model_validate(keys | settings))


def request(
    token: str = "", *, method: str = "POST", url: str = URL, body: bytes = BODY, late_s: float = 0
) -> WebhookRequest:
    headers = {"content-type": "application/x-www-form-urlencoded", SIGNATURE: token}
    return WebhookRequest(method, url, headers, body, NOW + timedelta(seconds=late_s))


def form(*pairs: tuple[str, str]) -> WebhookRequest:
    return request(body=urlencode(pairs).encode())


def refusal(document: Any, status: int = 422) -> SendError:
    with pytest.raises(SendError) as caught:
        messagebird().read(answer(status, document))
    return caught.value


# ── who is believed ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("key", [b"key", b"key-before"])
@pytest.mark.parametrize("late_s", [-9, 0, 60, 69])
def test_a_token_is_good_for_its_minute_and_for_either_key(key, late_s):
    messagebird().verify(request(sign(key, URL, BODY, NOW, "1"), late_s=late_s))


@pytest.mark.parametrize(
    "arrived",
    [
        request(sign(b"key", URL, BODY, NOW, "1"), late_s=71),
        request(sign(b"key", URL, BODY, NOW, "1"), late_s=-11),
        request(sign(b"another", URL, BODY, NOW, "1")),
        request(sign(b"key", f"{URL}?a=1", BODY, NOW, "1")),
        request(sign(b"key", URL, BODY + b"!", NOW, "1")),
        request(sign(b"key", URL, b"", NOW, "1")),
        request(sign(b"key", URL, BODY, NOW, "1"), body=b""),
        request(sign(b"key", f"{URL}?a=1&b=2", BODY, NOW, "1"), url=f"{URL}?b=2&a=1"),
        request("x.y.z"),
        request(""),
    ],
)
def test_anything_else_is_refused(arrived):
    with pytest.raises(BadSignature):
        messagebird().verify(arrived)


BEGINS = int(NOW.timestamp())
CLAIMS = {
    "iss": "MessageBird",
    "nbf": BEGINS,
    "exp": BEGINS + 60,
    "url_hash": sha256_hex(URL.encode()),
    "payload_hash": sha256_hex(BODY),
}


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "Bird"},
        {"iss": None},
        {"nbf": None},
        {"nbf": str(BEGINS)},
        {"exp": None},
        {"exp": True},
        {"exp": [BEGINS]},
        {"nbf": 10**400},
        {"exp": float("nan")},
        {"url_hash": None},
        {"url_hash": ""},
        {"payload_hash": None},
        {"payload_hash": {"a": 1}},
    ],
    ids=str,
)
def test_a_token_has_to_say_all_of_it(changed):
    messagebird().verify(request(make_jwt(CLAIMS, b"key")))

    with pytest.raises(BadSignature):
        messagebird().verify(request(make_jwt(CLAIMS | changed, b"key")))


# ── what comes in ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_of_a_repeated_field_the_last_is_right():
    pairs = [("id", "1"), ("id", "2"), ("body", "old"), ("originator", "18885551515"), ("recipient", "18005551515")]

    [inbound] = messagebird().parse(form(*pairs, ("body", "new")))

    assert Inbound("2", "+18885551515", "+18005551515", "new") == inbound


def test_a_short_code_has_names_of_its_own():
    pairs = [("mid", "1"), ("id", "2"), ("shortcode", "51515"), ("originator", "18885551515"), ("message", "hi")]

    assert [Inbound("1", "+18885551515", "51515", "hi")] == messagebird().parse(form(*pairs, ("body", "other")))


@pytest.mark.parametrize("name", ["mediaUrls", "mediaURLs", "MediaUrls", "mediaUrls[]"])
def test_media_come_in_their_order_however_they_are_spelled(name):
    pairs = [("id", "1"), ("originator", "18885551515"), ("recipient", "18005551515")]

    [inbound] = messagebird().parse(form(*pairs, (name, "https://foo.bar/a"), (name, "https://foo.bar/b")))

    assert ("", ("https://foo.bar/a", "https://foo.bar/b")) == (inbound.text, inbound.media)


def test_a_text_may_come_in_the_query():
    [inbound] = messagebird().parse(request(method="GET", url=f"{URL}?{BODY.decode()}", body=b""))

    assert Inbound("in-1", "+18885551515", "+18005551515", "hi") == inbound


def test_json_is_not_what_it_sends():
    with pytest.raises(BadPayload, match="content type"):
        messagebird().parse(WebhookRequest("POST", URL, {"content-type": "application/json"}, b"{}", NOW))


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        ("delivery_failed", "103", (MessageStatus.UNDELIVERED, "103", ErrorClass.OPT_OUT)),
        ("delivery_failed", "1", (MessageStatus.UNDELIVERED, "1", ErrorClass.PERMANENT)),
        ("delivery_failed", "2", (MessageStatus.UNDELIVERED, "2", None)),
        ("delivery_failed", "", (MessageStatus.UNDELIVERED, None, None)),
        ("expired", "31", (MessageStatus.EXPIRED, "31", None)),
        ("delivered", "103", (MessageStatus.DELIVERED, None, None)),
    ],
)
def test_a_report_says_why_by_a_list_of_its_own(status, code, expected):
    query = urlencode(
        {"id": "1", "reference": "msg_1", "recipient": "18885551515", "status": status, "statusErrorCode": code}
    )

    [receipt] = messagebird().parse(request(method="GET", url=f"{URL}?{query}", body=b""))

    assert isinstance(receipt, Receipt)
    assert expected == (receipt.status, receipt.error_code, receipt.error_class)
    assert ("msg_1", "+18885551515") == (receipt.reference, receipt.recipient)


# ── what goes out ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_text_goes_out_with_our_reference_and_where_to_report():
    sent = messagebird().build(MESSAGE)

    expected = {
        "recipients": ["18885551515"],
        "originator": "18005551212",
        "body": "Grüße 👍",
        "reference": "msg_1",
        "datacoding": "auto",
        "reportUrl": STATUS_URL,
    }
    assert ("https://rest.messagebird.com/messages", expected) == (sent.url, json.loads(sent.body))


def test_a_picture_goes_elsewhere():
    sent = messagebird().build(Outbound("msg_1", "+18005551212", "+18885551515", "", ("https://foo.bar/a.jpg",)))

    assert "https://rest.messagebird.com/mms" == sent.url
    assert ["https://foo.bar/a.jpg"] == json.loads(sent.body)["mediaUrls"]


@pytest.mark.parametrize("errors", [[], None, "no", [5], {"code": 2}])
def test_errors_of_no_shape_are_no_acceptance(errors):
    assert ErrorClass.UNKNOWN is refusal({"id": "carrier-1", "errors": errors}, 200).kind


@pytest.mark.parametrize(
    ("item", "status", "segments"),
    [
        ({"status": "sent", "messagePartCount": 2}, MessageStatus.SENT, 2),
        ({"status": "scheduled"}, MessageStatus.ACCEPTED, None),
        ({"status": "delivered", "messagePartCount": 0}, MessageStatus.DELIVERED, None),
        ({"messagePartCount": "²"}, MessageStatus.ACCEPTED, None),
        ("?", MessageStatus.ACCEPTED, None),
    ],
)
def test_an_acceptance_tells_status_and_segments(item, status, segments):
    sent = messagebird().read(answer(201, {"id": "carrier-1", "recipients": {"items": [item]}}))

    assert ("carrier-1", status, segments) == (sent.provider_id, sent.status, sent.segments)
