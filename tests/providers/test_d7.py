"""What is D7's alone: unsigned webhooks in three encodings, one id for a call, errors in three shapes."""

import json
from dataclasses import replace
from urllib.parse import urlencode

import httpx
import pytest
from pydantic import ValidationError

from bot.errors import BadPayload, BadSignature, SendError
from bot.events import ErrorClass, Inbound, Outbound, Receipt
from bot.providers.base import Sample, WebhookRequest
from bot.providers.d7 import D7, D7Settings
from tests.answers import answer
from tests.providers.examples import NOW, STATUS_URL, URL, WEBHOOK_TOKEN

FIELDS = {"mo_id": "mo-1", "sender": "+971576545600", "receiver": "SMSInfo", "keyword": "Sample", "text": "Grüße 👍"}
REPORT = {"request_id": "r-1", "msg_id": "m-1", "recipient": "971509752655", "status": "not_reachable"}
MESSAGE = Outbound("msg_1", "Parley", "+971509752655", "Hello", status_url=STATUS_URL)


def d7(**settings: object) -> D7:
    return D7(D7Settings.model_validate({"token": "api-token"} | settings))


def request(url: str = URL, client: str = "") -> WebhookRequest:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return WebhookRequest("POST", url, headers, urlencode(FIELDS).encode(), NOW, client)


# ── who is believed ─────────────────────────────────────────────────────────────────────────────────────────────────

WITH_TOKEN = f"{URL}?token={WEBHOOK_TOKEN}"
TOKEN = {"webhook_token": WEBHOOK_TOKEN}
ADDRESS = {"allow_from": ["35.234.154.40", "10.0.0.0/8", "2001:db8::/32"]}


@pytest.mark.parametrize(
    ("settings", "url", "client", "believed"),
    [
        (TOKEN, WITH_TOKEN, "", True),
        (TOKEN, f"{URL}?a=1&token={WEBHOOK_TOKEN}", "", True),
        (TOKEN, f"{WITH_TOKEN}x", "", False),
        (TOKEN, f"{URL}?token=", "", False),
        (TOKEN, URL, "35.234.154.40", False),
        (ADDRESS, URL, "35.234.154.40", True),
        (ADDRESS, URL, "10.1.2.3", True),
        (ADDRESS, URL, "2001:db8::1", True),
        (ADDRESS, URL, "35.234.154.41", False),
        (ADDRESS, URL, "", False),
        (ADDRESS, URL, "testclient", False),
        (TOKEN | ADDRESS, WITH_TOKEN, "35.234.154.40", True),
        (TOKEN | ADDRESS, WITH_TOKEN, "35.234.154.41", False),
        (TOKEN | ADDRESS, URL, "35.234.154.40", False),
        ({}, URL, "35.234.154.40", False),
        ({}, f"{URL}?token=", "", False),
    ],
)
def test_a_webhook_proves_itself_by_token_or_address(settings, url, client, believed):
    if believed:
        d7(**settings).verify(request(url, client))
    else:
        with pytest.raises(BadSignature):
            d7(**settings).verify(request(url, client))


def test_a_short_token_is_refused():
    with pytest.raises(ValidationError):
        d7(webhook_token="guessable")


def test_the_addresses_may_stand_in_one_text():
    assert (
        d7(**ADDRESS).settings.allow_from
        == d7(allow_from="35.234.154.40, 10.0.0.0/8 2001:db8::/32").settings.allow_from
    )


def test_reports_come_back_to_an_address_with_the_token():
    plain, tokened = (json.loads(d7(**settings).build(MESSAGE).body) for settings in ({}, TOKEN))

    assert STATUS_URL == plain["message_globals"]["report_url"]
    assert f"{STATUS_URL}?token={WEBHOOK_TOKEN}" == tokened["message_globals"]["report_url"]


def test_a_sample_comes_from_an_address_that_is_believed():
    provider = d7(**ADDRESS)

    provider.verify(
        provider.sample_webhook(Sample.INBOUND, url=URL, sender="+1", recipient="+2", text="hi", id="1", now=NOW)
    )


# ── what comes in ───────────────────────────────────────────────────────────────────────────────────────────────────


def multipart(fields: dict[str, str]) -> WebhookRequest:
    made = httpx.Request("POST", URL, files={name: (None, value) for name, value in fields.items()})
    return replace(request(), headers={"content-type": made.headers["content-type"]}, body=made.read())


def as_json(fields: dict[str, str]) -> WebhookRequest:
    return replace(request(), headers={"content-type": "application/json"}, body=json.dumps(fields).encode())


def urlencoded(fields: dict[str, str]) -> WebhookRequest:
    return replace(request(), body=urlencode(fields).encode())


@pytest.mark.parametrize("encode", [urlencoded, multipart, as_json])
def test_a_text_is_read_in_every_encoding(encode):
    assert [Inbound("mo-1", "+971576545600", "SMSInfo", "Grüße 👍")] == d7().parse(encode(FIELDS))


@pytest.mark.parametrize("encode", [urlencoded, multipart, as_json])
def test_a_report_is_read_in_every_encoding(encode):
    [receipt] = d7().parse(encode(REPORT))

    expected = Receipt(
        "r-1", "undelivered", "not_reachable", error_class=ErrorClass.RETRYABLE, recipient="+971509752655"
    )
    assert expected == receipt


@pytest.mark.parametrize(
    "broken",
    [
        replace(multipart(FIELDS), body=b"nothing of the kind"),
        replace(multipart(FIELDS), headers={"content-type": "multipart/form-data"}),
        replace(request(), headers={"content-type": "text/plain"}),
        replace(as_json(FIELDS), body=b"[]"),
        replace(as_json(FIELDS), body=b"{"),
        replace(urlencoded(FIELDS), body=b"mo_id=%FF"),
        replace(urlencoded(FIELDS), body=b"&".join(b"a=1" for _ in range(101))),
        multipart({f"field{number}": "1" for number in range(101)}),
        replace(
            request(),
            headers={"content-type": "multipart/form-data; boundary=b"},
            body=b'--b\r\nContent-Disposition: form-data; name="mo_id"; filename="a"\r\n\r\n1\r\n--b--\r\n',
        ),
        as_json({"mo_id": 5, "sender": "+1", "receiver": "+2", "text": "hi"}),
        as_json({"unknown": "shape"}),
    ],
)
def test_what_is_not_of_d7s_shape_is_refused(broken):
    with pytest.raises(BadPayload):
        d7().parse(broken)


# ── what goes out ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("text", "coding"), [("Hello {you} €", "text"), ("Grüß Gott", "text"), ("Olá 👍", "unicode")])
def test_the_cheaper_encoding_is_chosen_that_changes_nothing(text, coding):
    document = json.loads(d7().build(replace(MESSAGE, text=text)).body)

    [message] = document["messages"]
    assert (text, coding, ["+971509752655"]) == (message["content"], message["data_coding"], message["recipients"])
    assert ("Parley", "msg_1") == (document["message_globals"]["originator"], document["message_globals"]["tag"])


@pytest.mark.parametrize(
    ("detail", "code", "words"),
    [
        ({"code": "ACCESS_TOKEN_EXPIRED", "message": "expired"}, "ACCESS_TOKEN_EXPIRED", "expired"),
        (
            [{"loc": ["body"], "msg": "field required", "type": "value_error.missing"}],
            "value_error.missing",
            "field required",
        ),
        ("Frequent resend request", "refused", "Frequent resend request"),
        ({}, "400", '{"detail": {}}'),
        ([], "400", '{"detail": []}'),
        (None, "400", '{"detail": null}'),
    ],
)
def test_an_error_is_read_in_every_shape(detail, code, words):
    with pytest.raises(SendError) as caught:
        d7().read(answer(400, {"detail": detail}))

    assert (ErrorClass.PERMANENT, code, words) == (caught.value.kind, caught.value.code, caught.value.detail)
