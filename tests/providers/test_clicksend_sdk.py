"""ClickSend's own Python SDK on the other side: it sends what we send, and its models know the fields that we read."""

import json
from urllib.parse import parse_qsl

import pytest
from clicksend.api.management_api import ManagementApi
from clicksend.api.sms_api import SmsApi
from clicksend.api_client import ApiClient
from clicksend.configuration import Configuration
from clicksend.exceptions import ApiException
from clicksend.models import InboundSms, SendSmsRequest, SendSmsRequestMessagesInner, SmsReceipt

from bot.errors import SendError
from bot.events import ErrorClass, Outbound
from bot.providers.base import Provider, Sample, WebhookRequest, make_provider
from tests.answers import answer
from tests.providers.examples import NOW, URL
from tests.providers.peer import ours, peer

MESSAGE = Outbound("msg_1", "+61422222222", "+61411111111", "Grüße 👍")
TAKEN = {
    "http_code": 200,
    "response_code": "SUCCESS",
    "response_msg": "Messages queued for delivery.",
    "data": {
        "total_count": 1,
        "queued_count": 1,
        "messages": [
            {
                "direction": "out",
                "to": "+61411111111",
                "from": "+61422222222",
                "body": "Grüße 👍",
                "message_id": "BF7AD270-0DE2-418B-B606-71D527D9C1AE",
                "message_parts": 1,
                "message_price": "0.07",
                "custom_string": "msg_1",
                "status": "SUCCESS",
            }
        ],
    },
}
REFUSED = {"http_code": 401, "response_code": "UNAUTHORIZED", "response_msg": "Authorization failed.", "data": None}


def provider(url: str = "https://rest.example") -> Provider:
    return make_provider("clicksend", {"username": "parley", "api_key": "api-key", "base_url": url})


def sdk(url: str) -> SmsApi:
    return SmsApi(ApiClient(Configuration(host=url, username="parley", password="api-key")))


def written_by_the_sdk() -> SendSmsRequest:
    return SendSmsRequest(
        messages=[
            SendSmsRequestMessagesInner(
                to="+61411111111", var_from="+61422222222", body="Grüße 👍", source="parley", custom_string="msg_1"
            )
        ]
    )


def test_the_sdk_sends_what_we_send():
    with peer((200, TAKEN)) as carrier:
        sent = sdk(carrier.url).send_sms(send_sms_request=written_by_the_sdk())
        [theirs] = carrier.seen
        mine = ours(provider(carrier.url).build(MESSAGE))

    weighty = ("authorization", "content-type", "accept")
    assert theirs.head(*weighty) == mine.head(*weighty)
    assert theirs.json() == mine.json()
    taken, [message] = provider().read(answer(200, TAKEN)), sent.data.messages
    assert (message.message_id, message.message_parts) == (taken.provider_id, taken.segments)


def test_the_sdk_asks_for_the_account_as_we_do():
    with peer((200, {"http_code": 200, "response_code": "SUCCESS", "data": {}})) as carrier:
        management = ManagementApi(sdk(carrier.url).api_client)
        management.view_account_details()
        [theirs] = carrier.seen
        question = provider(carrier.url).probe()

    assert question is not None
    assert theirs.head("authorization", "accept") == ours(question).head("authorization", "accept")


def test_the_sdk_is_refused_as_we_are():
    with peer((401, REFUSED)) as carrier, pytest.raises(ApiException) as theirs:
        sdk(carrier.url).send_sms(send_sms_request=written_by_the_sdk())
    with pytest.raises(SendError) as mine:
        provider().read(answer(401, REFUSED))

    assert json.loads(theirs.value.body)["response_code"] == mine.value.code
    assert ErrorClass.AUTH is mine.value.kind


@pytest.mark.parametrize("kind", Sample)
def test_the_sdks_models_know_every_field_of_our_samples(kind):
    sample = provider().sample_webhook(
        kind, url=URL, sender="+61411111111", recipient="+61422222222", text="hi", id="id-1", now=NOW
    )
    fields = dict(parse_qsl(sample.body.decode()))
    known = (InboundSms if kind.says("hi") is not None else SmsReceipt).model_fields

    assert set(fields) <= {field.alias or name for name, field in known.items()}


def test_we_read_what_the_sdks_model_writes():
    report = SmsReceipt(
        message_id="id-1", status_code=201, status_text="ok", custom_string="msg_1", timestamp=1442381791
    )
    text = InboundSms(message_id="id-2", var_from="+61411111111", to="+61422222222", body="hi ü")

    for model, expected in ((report, ("id-1", "delivered")), (text, ("id-2", "hi ü"))):
        request = WebhookRequest("POST", URL, {"content-type": "application/json"}, model.to_json().encode(), NOW)
        [event] = provider().parse(request)
        assert expected == (event.provider_id, getattr(event, "text", None) or event.status)
