"""Bandwidth's own Python SDK on the other side: it sends what we send, and its models read what we read and make."""

import json

import pytest
from bandwidth import ApiClient, Configuration, MessageRequest, MessagesApi
from bandwidth.exceptions import ApiException
from bandwidth.models import InboundCallback, Message, StatusCallback

from bot.errors import SendError
from bot.events import ErrorClass, Outbound
from bot.providers.base import Provider, Sample, WebhookRequest, make_provider
from tests.answers import answer
from tests.providers.examples import NOW, URL
from tests.providers.peer import ours, peer
from tests.providers.test_samples import SAMPLES

APPLICATION = "93de2206-9669-4e07-948d-329f4b722ee2"
MESSAGE = Outbound("msg_1", "+12065550100", "+12067791234", "Grüße 👍", ("https://foo.bar/a.jpg",))
TAKEN = {
    "id": "1589228074636lm4k2je7j7jklbn2",
    "owner": "+12065550100",
    "applicationId": APPLICATION,
    "time": "2024-12-02T20:15:57.278Z",
    "segmentCount": 1,
    "direction": "out",
    "to": ["+12067791234"],
    "from": "+12065550100",
    "text": "Grüße 👍",
    "tag": "msg_1",
}
REFUSED = {
    "type": "request-validation",
    "description": "no",
    "fieldErrors": [{"fieldName": "to", "description": "why"}],
}


def provider(url: str = "https://messaging.example") -> Provider:
    return make_provider(
        "bandwidth",
        {
            "account_id": "9900902",
            "application_id": APPLICATION,
            "api_user": "user",
            "api_password": "pass",
            "base_url": url,
        },
    )


def sdk(url: str) -> MessagesApi:
    where = Configuration(host=f"{url}/api/v2", username="user", password="pass", ignore_operation_servers=True)
    return MessagesApi(ApiClient(where))


def written_by_the_sdk() -> MessageRequest:
    return MessageRequest(
        application_id=APPLICATION,
        to=["+12067791234"],
        var_from="+12065550100",
        text="Grüße 👍",
        media=["https://foo.bar/a.jpg"],
        tag="msg_1",
    )


def test_the_sdk_sends_what_we_send():
    with peer((202, TAKEN)) as carrier:
        sent = sdk(carrier.url).create_message("9900902", written_by_the_sdk())
        [theirs] = carrier.seen
        mine = ours(provider(carrier.url).build(MESSAGE))

    weighty = ("authorization", "content-type", "accept")
    assert theirs.head(*weighty) == mine.head(*weighty)
    assert theirs.json() == mine.json()
    taken = provider().read(answer(202, TAKEN))
    assert (sent.id, sent.segment_count) == (taken.provider_id, taken.segments)


def test_the_sdk_asks_for_the_last_message_as_we_do():
    with peer((200, {"totalCount": 0, "messages": []})) as carrier:
        sdk(carrier.url).list_messages("9900902", limit=1)
        [theirs] = carrier.seen
        question = provider(carrier.url).probe()

    assert question is not None
    assert theirs.head("authorization", "accept") == ours(question).head("authorization", "accept")


def test_the_sdk_is_refused_as_we_are():
    with peer((400, REFUSED)) as carrier, pytest.raises(ApiException) as theirs:
        sdk(carrier.url).create_message("9900902", written_by_the_sdk())
    with pytest.raises(SendError) as mine:
        provider().read(answer(400, REFUSED))

    assert json.loads(theirs.value.body)["type"] == mine.value.code
    assert ErrorClass.PERMANENT is mine.value.kind


def test_the_sdks_model_reads_our_request():
    assert written_by_the_sdk() == MessageRequest.from_json(provider().build(MESSAGE).body.decode())
    assert "msg_1" == Message.from_dict(TAKEN).tag


@pytest.mark.parametrize("kind", Sample)
def test_the_sdks_models_read_our_samples(kind):
    sample = provider().sample_webhook(
        kind, url=URL, sender="+12345678901", recipient="+12345678902", text="hi ü", id="id-1", now=NOW
    )
    [event] = json.loads(sample.body)

    if (said := kind.says("hi ü")) is not None:
        text = InboundCallback.from_dict(event).message
        assert ("id-1", "+12345678901", "+12345678902", said) == (text.id, text.var_from, text.owner, text.text)
    else:
        report = StatusCallback.from_dict(event)
        assert ("id-1", f"message-{kind.value}") == (report.message.id, report.type.value)


@pytest.mark.parametrize("sample", SAMPLES["bandwidth"]["inbound"])
def test_we_read_texts_as_the_sdks_models_do(sample):
    document = json.loads(sample["body"])
    theirs = InboundCallback.from_dict(document[0] if isinstance(document, list) else document).message

    [mine] = provider().parse(WebhookRequest("POST", URL, {}, sample["body"].encode(), NOW))

    expected = (theirs.id, theirs.var_from, theirs.owner, theirs.text, tuple(theirs.media or ()))
    assert expected == (mine.provider_id, mine.sender, mine.recipient, mine.text, mine.media)
