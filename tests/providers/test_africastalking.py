"""What is Africa's Talking's alone: two meanings of Success, reasons inside of one, people who dial to opt out."""

from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest

from bot.errors import BadPayload, SendError
from bot.events import ErrorClass, Inbound, MessageStatus, Outbound, Receipt
from bot.providers.africastalking import AfricasTalking, AfricasTalkingSettings
from bot.providers.base import WebhookRequest
from tests.answers import answer
from tests.providers.examples import NOW, STATUS_URL, URL
from tests.providers.test_samples import SAMPLES

MESSAGE = Outbound("msg_1", "2020", "+254791541111", "Grüße 👍", status_url=STATUS_URL)


def africastalking(**settings: object) -> AfricasTalking:
    return AfricasTalking(AfricasTalkingSettings.model_validate({"username": "parley", "api_key": "k"} | settings))


def form(**fields: str) -> WebhookRequest:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return WebhookRequest("POST", URL, headers, urlencode(fields).encode(), NOW)


def report(**fields: str) -> Receipt:
    [receipt] = africastalking().parse(form(id="AT1", phoneNumber="254791541111", **fields))
    assert isinstance(receipt, Receipt)
    return receipt


def refusal(document: Any, status: int = 201) -> SendError:
    with pytest.raises(SendError) as caught:
        africastalking().read(answer(status, document))
    return caught.value


def recipients(*entries: Any, message: str = "Sent to 0/1") -> dict[str, Any]:
    return {"SMSMessageData": {"Message": message, "Recipients": list(entries)}}


# ── what comes in ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("sample", SAMPLES["africastalking"]["opt_out"])
def test_who_dials_to_opt_out_has_said_stop(sample):
    request = WebhookRequest("POST", URL, {"content-type": sample["content_type"]}, sample["body"].encode(), NOW)

    [inbound] = africastalking().parse(request)

    assert isinstance(inbound, Inbound)
    expected = (sample["expect"]["from"], sample["expect"]["to"], "STOP", "STOP")
    assert expected == (inbound.sender, inbound.recipient, inbound.text, inbound.opt_out)
    assert [inbound] == africastalking().parse(request)


def test_one_persons_stop_is_not_anothers():
    one, other = (
        africastalking().parse(form(senderId="ALPHA", phoneNumber=number))
        for number in ("+254791541111", "+254791541112")
    )

    assert one[0].provider_id != other[0].provider_id


@pytest.mark.parametrize(
    "fields",
    [
        {"phoneNumber": "+254791541111", "shortCode": "1", "keyword": "a", "updateType": "addition"},
        {"senderId": "ALPHA"},
        {"status": "Sent"},
        {"id": "1", "status": " "},
    ],
)
def test_what_tells_of_something_else_is_refused(fields):
    with pytest.raises(BadPayload):
        africastalking().parse(form(**fields))


def test_json_is_not_what_it_sends():
    with pytest.raises(BadPayload, match="content type"):
        africastalking().parse(WebhookRequest("POST", URL, {"content-type": "application/json"}, b"{}", NOW))


def test_a_reason_that_nobody_documented_is_kept():
    receipt = report(status="Failed", failureReason="Sunspots")

    assert ("Sunspots", None, MessageStatus.UNDELIVERED) == (receipt.error_code, receipt.error_class, receipt.status)


# ── what goes out ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("settings", "url"),
    [
        ({}, "https://api.africastalking.com/version1/messaging"),
        ({"username": "sandbox"}, "https://api.sandbox.africastalking.com/version1/messaging"),
        ({"username": "sandbox", "base_url": "http://localhost:9"}, "http://localhost:9/version1/messaging"),
    ],
)
def test_the_sandbox_is_elsewhere(settings, url):
    assert url == africastalking(**settings).build(MESSAGE).url


@pytest.mark.parametrize(("shared", "sender"), [(False, ["2020"]), (True, None)])
def test_a_shared_code_is_left_to_africas_talking(shared, sender):
    fields = parse_qs(africastalking(shared_code=shared).build(MESSAGE).body.decode())

    assert (sender, ["Grüße 👍"]) == (fields.get("from"), fields["message"])


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("InvalidSenderId", ErrorClass.PERMANENT),
        ("InsufficientBalance", ErrorClass.CREDIT),
        ("UserInBlacklist", ErrorClass.OPT_OUT),
        ("Something new", ErrorClass.PERMANENT),
        ("", ErrorClass.UNKNOWN),
    ],
)
def test_without_a_recipient_the_message_is_the_reason(reason, kind):
    error = refusal(recipients(message=reason))

    assert (kind, reason or "201") == (error.kind, error.code)


@pytest.mark.parametrize("code", [100, 101, 102, "101"])
def test_what_is_taken_has_an_id(code):
    taken = recipients({"statusCode": code, "status": "Success", "messageId": "ATXid_1"})

    assert "ATXid_1" == africastalking().read(answer(201, taken)).provider_id


@pytest.mark.parametrize("id", ["None", "", None, [1]])
def test_what_is_taken_without_an_id_is_not_known_to_be(id):
    assert ErrorClass.UNKNOWN is refusal(recipients({"statusCode": 101, "status": "Success", "messageId": id})).kind
