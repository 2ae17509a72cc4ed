"""Infobip's own Python SDK on the other side: it sends what we send, and its models read what we read and make."""

import json

import pytest
from infobip_api_client.api.sms_api import SmsApi
from infobip_api_client.api_client import ApiClient
from infobip_api_client.configuration import Configuration
from infobip_api_client.models import (
    SmsDeliveryResult,
    SmsDestination,
    SmsInboundMessageResult,
    SmsLogsResponse,
    SmsMessage,
    SmsMessageContent,
    SmsMessageDeliveryReporting,
    SmsRequest,
    SmsResponse,
    SmsTextContent,
    SmsWebhooks,
)

from bot.events import MessageStatus, Outbound
from bot.providers.base import Provider, Sample, WebhookRequest, make_provider
from tests.answers import answer
from tests.providers.examples import NOW, STATUS_URL, URL
from tests.providers.peer import ours, peer
from tests.providers.test_samples import SAMPLES

MESSAGE = Outbound("msg_1", "InfoSMS", "+41793026727", "Grüße 👍", status_url=STATUS_URL)
ACCEPTED = {
    "bulkId": "2034072219640523072",
    "messages": [
        {
            "messageId": "msg_1",
            "status": {"groupId": 1, "groupName": "PENDING", "id": 26, "name": "PENDING_ACCEPTED", "description": "ok"},
            "destination": "41793026727",
        }
    ],
}
LOGS = {
    "results": [
        {"messageId": "msg_1", "destination": "41793026727", "status": {"groupId": 3, "groupName": "DELIVERED"}}
    ]
}


def provider(url: str) -> Provider:
    return make_provider(
        "infobip", {"api_key": "api-key", "base_url": url, "webhook_user": "u", "webhook_password": "p" * 8}
    )


def sdk(url: str) -> SmsApi:
    return SmsApi(ApiClient(Configuration(host=url, api_key="api-key")))


def written_by_the_sdk() -> SmsRequest:
    return SmsRequest(
        messages=[
            SmsMessage(
                sender="InfoSMS",
                destinations=[SmsDestination(to="41793026727", message_id="msg_1")],
                content=SmsMessageContent(SmsTextContent(text="Grüße 👍")),
                webhooks=SmsWebhooks(
                    delivery=SmsMessageDeliveryReporting(url=STATUS_URL, intermediate_report=True),
                    content_type="application/json",
                ),
            )
        ]
    )


def test_the_sdk_sends_what_we_send():
    with peer((200, ACCEPTED)) as carrier:
        sent = sdk(carrier.url).send_sms_messages(written_by_the_sdk())
        [theirs] = carrier.seen
        mine = ours(provider(carrier.url).build(MESSAGE))

    weighty = ("authorization", "content-type", "accept")
    assert theirs.head(*weighty)[:4] == mine.head(*weighty)[:4]
    assert theirs.json() == mine.json()
    assert provider("https://x.example").read(answer(200, ACCEPTED)).provider_id == sent.messages[0].message_id


def test_the_sdk_asks_what_we_ask():
    with peer((200, LOGS)) as carrier:
        logged = sdk(carrier.url).get_outbound_sms_message_logs(message_id=["msg_1"])
        [theirs] = carrier.seen
        question = provider(carrier.url).query(MESSAGE)

    assert question is not None
    assert theirs.head("authorization") == ours(question).head("authorization")
    outcome = provider("https://x.example").read_query(MESSAGE, answer(200, LOGS))
    assert ("msg_1", MessageStatus.DELIVERED) == (logged.results[0].message_id, outcome.status)


def test_the_sdk_asks_for_next_to_nothing_as_we_do():
    with peer((200, {"results": []})) as carrier:
        sdk(carrier.url).get_outbound_sms_message_logs(limit=1)
        [theirs] = carrier.seen
        question = provider(carrier.url).probe()

    assert question is not None
    assert theirs.head("authorization") == ours(question).head("authorization")


@pytest.mark.parametrize("kind", Sample)
def test_the_sdks_models_read_our_samples(kind):
    sample = provider("https://x.example").sample_webhook(
        kind, url=URL, sender="+385916242494", recipient="+385921004027", text="hi ü", id="id-1", now=NOW
    )

    if kind.says("hi ü") is not None:
        [text] = SmsInboundMessageResult.from_json(sample.body.decode()).results
        assert ("id-1", "385916242494", kind.says("hi ü")) == (text.message_id, text.var_from, text.text)
    else:
        [report] = SmsDeliveryResult.from_json(sample.body.decode()).results
        expected = "DELIVERED" if kind is Sample.DELIVERED else "UNDELIVERABLE"
        assert ("id-1", expected) == (report.message_id, report.status.group_name.value)


@pytest.mark.parametrize("sample", SAMPLES["infobip"]["status"])
def test_we_read_reports_as_the_sdks_models_do(sample):
    request = WebhookRequest("POST", URL, {}, sample["body"].encode(), NOW)

    theirs = SmsDeliveryResult.from_json(sample["body"]).results

    assert [report.message_id for report in theirs] == [
        receipt.provider_id for receipt in provider("https://x.example").parse(request)
    ]


def test_the_sdks_models_agree_with_what_we_make_of_an_answer():
    assert "msg_1" == SmsResponse.from_json(json.dumps(ACCEPTED)).messages[0].message_id
    assert "msg_1" == SmsLogsResponse.from_json(json.dumps(LOGS)).results[0].message_id
    with peer((200, ACCEPTED)) as carrier:
        raw = provider(carrier.url).build(MESSAGE).body

    assert written_by_the_sdk().to_dict() == SmsRequest.from_json(raw.decode()).to_dict()
