"""What is Infobip's alone: batches, refusals inside of a 200, statuses with groups, errors that say how they count."""

import json
from typing import Any

import pytest

from bot.errors import BadPayload, ConfigError, SendError
from bot.events import ErrorClass, Inbound, MessageStatus, Outbound, Receipt
from bot.providers.base import Sample, WebhookRequest, basic_auth, make_provider
from bot.providers.infobip import Infobip, InfobipSettings
from tests.answers import answer
from tests.providers.examples import NOW, STATUS_URL, URL, WEBHOOK_TOKEN

MESSAGE = Outbound("msg_1", "+14155550100", "+14155550101", "hi", status_url=STATUS_URL)
ACCOUNT = {"api_key": "api-key", "base_url": "https://x.api.infobip.com"}
TEXT = {"messageId": "in-1", "from": "385916242493", "to": "385921004026", "text": "hello"}


def infobip(**settings: object) -> Infobip:
    return Infobip(InfobipSettings.model_validate(ACCOUNT | settings))


def webhook(*results: Any, **headers: str) -> WebhookRequest:
    return WebhookRequest("POST", URL, headers, json.dumps({"results": results}).encode(), NOW)


def report(status: dict[str, Any], error: dict[str, Any] | None = None) -> Receipt:
    [receipt] = infobip().parse(webhook({"messageId": "msg_1", "to": "1", "status": status, "error": error or {}}))
    assert isinstance(receipt, Receipt)
    return receipt


def refusal(response: Any) -> SendError:
    with pytest.raises(SendError) as caught:
        infobip().read(response)
    return caught.value


def test_the_accounts_own_address_has_to_be_known():
    with pytest.raises(ConfigError, match="base_url: is required"):
        make_provider("infobip", {"api_key": "api-key"}, "channels", "main")


def test_it_may_call_with_a_name_and_a_password():
    settings = {"webhook_user": "infobip", "webhook_password": "password-1"}
    provider = infobip(**settings)
    sample = provider.sample_webhook(Sample.INBOUND, url=URL, sender="+1", recipient="+2", text="hi", id="1", now=NOW)

    provider.verify(sample)

    assert provider.settings.webhook_password is not None
    assert basic_auth("infobip", provider.settings.webhook_password) == sample.headers["authorization"]


# ── what comes in ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_batch_brings_them_all_even_when_one_cannot_be_read():
    batch = webhook(TEXT, {"messageId": "in-2"}, TEXT | {"messageId": "in-3"})

    assert ["in-1", "in-3"] == [event.provider_id for event in infobip().parse(batch)]


@pytest.mark.parametrize("body", ["[]", "{}", '{"results": []}', '{"results": {}}', '{"results": [null]}', '"results"'])
def test_what_is_no_batch_is_refused(body):
    with pytest.raises(BadPayload):
        infobip().parse(WebhookRequest("POST", URL, {}, body.encode(), NOW))


@pytest.mark.parametrize(
    ("pieces", "text", "media"),
    [
        ([{"value": "one"}, {"value": "two"}], "one\ntwo", ()),
        ([{"contentType": "image/jpeg", "url": "https://foo.bar/a"}], "", ("https://foo.bar/a",)),
        ([{"value": "look"}, {"url": "https://foo.bar/a"}, "?"], "look", ("https://foo.bar/a",)),
    ],
)
def test_a_picture_message_is_read_piece_by_piece(pieces, text, media):
    parts = {name: value for name, value in TEXT.items() if name != "text"} | {"message": pieces}

    assert [Inbound("in-1", "+385916242493", "+385921004026", text, media)] == infobip().parse(webhook(parts))


@pytest.mark.parametrize(
    ("status", "expected", "raw"),
    [
        ({"name": "DELIVERED_TO_OPERATOR", "groupName": "DELIVERED"}, MessageStatus.SENT, "DELIVERED_TO_OPERATOR"),
        ({"name": "PENDING_NEW_KIND", "groupName": "PENDING"}, MessageStatus.SENT, "PENDING_NEW_KIND"),
        ({"groupName": "EXPIRED"}, MessageStatus.EXPIRED, "EXPIRED"),
        ({"groupId": 3}, MessageStatus.DELIVERED, "DELIVERED"),
        ({"groupId": 9}, MessageStatus.UNKNOWN, ""),
        ({}, MessageStatus.UNKNOWN, ""),
    ],
)
def test_a_status_goes_by_its_name_and_else_by_its_group(status, expected, raw):
    receipt = report(status)

    assert (expected, raw, "msg_1") == (receipt.status, receipt.raw_status, receipt.reference)


REJECTED = {"groupId": 5, "groupName": "REJECTED"}
FAILED = {"groupId": 2, "groupName": "UNDELIVERABLE", "id": 9}


@pytest.mark.parametrize(
    ("error", "code", "kind"),
    [
        ({"id": 1, "permanent": True}, "1", ErrorClass.PERMANENT),
        ({"id": 27, "permanent": False}, "27", ErrorClass.RETRYABLE),
        ({"id": 12, "permanent": True}, "12", ErrorClass.PERMANENT),
        ({"id": 5}, "5", None),
        ({"id": 0, "permanent": False}, "9", None),
        ({}, "9", None),
    ],
)
def test_an_error_of_the_handset_says_itself_whether_it_lasts(error, code, kind):
    receipt = report(FAILED, error)

    assert (code, kind) == (receipt.error_code, receipt.error_class)


def test_a_delivered_message_has_no_error():
    assert None is report({"groupId": 3, "name": "DELIVERED_TO_HANDSET", "id": 5}, {"id": 0}).error_code


# ── what goes out ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("settings", "url"),
    [({}, STATUS_URL), ({"webhook_token": WEBHOOK_TOKEN}, f"{STATUS_URL}?token={WEBHOOK_TOKEN}")],
)
def test_reports_come_back_to_an_address_with_the_token(settings, url):
    [message] = json.loads(infobip(**settings).build(MESSAGE).body)["messages"]

    assert url == message["webhooks"]["delivery"]["url"]


def test_that_the_id_is_there_already_says_that_the_message_was_taken():
    twice = {"messages": [{"messageId": "msg_1", "status": {**REJECTED, "id": 23}}]}

    assert "msg_1" == infobip().read(answer(200, twice)).provider_id


@pytest.mark.parametrize(
    ("document", "code", "detail"),
    [
        ({"errorCode": "E400", "description": "why", "violations": []}, "E400", "why"),
        ({"requestError": {"serviceException": {"messageId": "BAD_REQUEST", "text": "why"}}}, "BAD_REQUEST", "why"),
        ({"requestError": "no"}, "400", '{"requestError": "no"}'),
        ({"messages": [{"status": 5}]}, "400", '{"messages": [{"status": 5}]}'),
    ],
)
def test_an_error_is_read_in_either_envelope(document, code, detail):
    error = refusal(answer(400, document))

    assert (ErrorClass.PERMANENT, code, detail) == (error.kind, error.code, error.detail)


# ── what became of it ───────────────────────────────────────────────────────────────────────────────────────────────


def test_the_logs_are_asked_by_our_id():
    request = infobip().query(MESSAGE)

    assert request is not None
    assert "https://x.api.infobip.com/sms/3/logs?messageId=msg_1" == request.url
    assert ("GET", "App api-key") == (request.method, request.header("authorization"))


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ({"groupId": 1, "name": "PENDING_ACCEPTED"}, MessageStatus.ACCEPTED),
        ({"groupId": 3, "name": "DELIVERED_TO_HANDSET"}, MessageStatus.DELIVERED),
        ({"groupId": 5, "id": 12}, MessageStatus.REJECTED),
        ({"name": "SOMETHING_NEW"}, MessageStatus.ACCEPTED),
    ],
)
def test_an_entry_in_the_logs_is_an_outcome(status, expected):
    entry = {"messageId": "msg_1", "destination": "14155550101", "status": status}
    outcome = infobip().read_query(MESSAGE, answer(200, {"results": [entry]}))

    assert isinstance(outcome, Receipt)
    assert ("msg_1", expected, "+14155550101") == (outcome.provider_id, outcome.status, outcome.recipient)


@pytest.mark.parametrize(
    "response",
    [
        answer(200, {"results": []}),
        answer(200, {"results": [{"messageId": "msg_2", "status": {"groupId": 3}}]}),
        answer(200, {"results": {"messageId": "msg_1"}}),
        answer(404, {"results": [{"messageId": "msg_1", "status": {"groupId": 3}}]}),
        answer(500, text="oops"),
    ],
)
def test_anything_else_proves_nothing(response):
    assert None is infobip().read_query(MESSAGE, response)
