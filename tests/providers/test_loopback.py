"""What is loopback's alone: staying in process, and asking what became of a message."""

import json

import pytest

from bot.config import LOOPBACK_SECRET
from bot.errors import BadPayload
from bot.events import MessageStatus, Outbound, Receipt
from bot.providers.base import NeverReceived, WebhookRequest
from bot.providers.loopback import Loopback, LoopbackSettings
from tests.answers import answer
from tests.providers.examples import NOW, URL

MESSAGE = Outbound("msg_1", "+15550100000", "+15550100001", "Hi!")
LOCAL = Loopback(LoopbackSettings())
REMOTE = Loopback(LoopbackSettings(base_url="http://127.0.0.1:9000/send/"))


def test_without_an_address_messages_stay_in_process():
    assert (True, None) == (LOCAL.local, LOCAL.query(MESSAGE))


def test_with_an_address_they_are_posted_there():
    request = REMOTE.build(MESSAGE)

    assert not REMOTE.local
    assert ("POST", "http://127.0.0.1:9000/send") == (request.method, request.url)
    expected = {"id": "msg_1", "from": "+15550100000", "to": "+15550100001", "text": "Hi!"}
    assert expected == json.loads(request.body)


def test_the_default_secret_is_the_public_one():
    assert LOOPBACK_SECRET == LOCAL.settings.secret.get_secret_value()


@pytest.mark.parametrize("media", ["https://foo.bar", [1], {"a": 1}, [["https://foo.bar"]], ["a\nb"], ["x" * 3000]])
def test_media_that_are_no_addresses_are_refused(media):
    body = json.dumps({"id": "1", "from": "+15550100001", "to": "+15550100000", "text": "", "media": media}).encode()

    with pytest.raises(BadPayload):
        LOCAL.parse(WebhookRequest("POST", URL, {}, body, NOW))


@pytest.mark.parametrize("field", ["from", "to", "text", "id"])
def test_a_field_that_is_no_text_counts_as_missing(field):
    document = {"id": "1", "from": "+15550100001", "to": "+15550100000", "text": ""} | {field: 5}

    with pytest.raises(BadPayload):
        LOCAL.parse(WebhookRequest("POST", URL, {}, json.dumps(document).encode(), NOW))


def test_a_text_is_made_fit_to_be_stored():
    document = '{"id": "1", "from": "+15550100001", "to": "+15550100000", "text": "a\\u0000b\\ud800c\\ud83d\\udc4d"}'

    [inbound] = LOCAL.parse(WebhookRequest("POST", URL, {}, document.encode(), NOW))

    assert "ab\ufffdc👍" == inbound.text


def test_the_question_names_the_message():
    request = REMOTE.query(MESSAGE)

    assert ("GET", "http://127.0.0.1:9000/send/msg_1") == (request.method, request.url)


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (200, '{"id": "msg_1"}', Receipt("msg_1", MessageStatus.ACCEPTED, "", reference="msg_1")),
        (200, '{"id": "msg_1", "status": "sent"}', Receipt("msg_1", MessageStatus.SENT, "sent", reference="msg_1")),
        (
            200,
            '{"id": "msg_1", "status": "queued"}',
            Receipt("msg_1", MessageStatus.ACCEPTED, "queued", reference="msg_1"),
        ),
        (404, '{"found": false}', NeverReceived()),
        (200, '{"id": "msg_2"}', None),
        (200, '{"found": false}', None),
        (200, "hello", None),
        (200, "[]", None),
        (404, "", None),
        (404, '{"detail": "Not Found"}', None),
        (404, '{"found": null}', None),
        (405, '{"found": false}', None),
        (500, '{"id": "msg_1"}', None),
        (301, '{"id": "msg_1"}', None),
    ],
)
def test_only_two_answers_say_anything(status, body, expected):
    assert expected == REMOTE.read_query(MESSAGE, answer(status, text=body))
