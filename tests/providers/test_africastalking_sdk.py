"""Africa's Talking's own Python SDK on the other side: it sends what we send, and is answered as we are."""

import pytest
from africastalking.Application import ApplicationService
from africastalking.Service import AfricasTalkingException
from africastalking.SMS import SMSService

from bot.errors import SendError
from bot.events import ErrorClass, Outbound
from bot.providers.base import Provider, make_provider
from tests.answers import answer
from tests.providers.peer import ours, peer

MESSAGE = Outbound("msg_1", "2020", "+254791541111", "Grüße 👍 & more")
RECIPIENT = {
    "statusCode": 101,
    "number": "+254791541111",
    "status": "Success",
    "cost": "KES 0.8000",
    "messageId": "ATPid_SampleTxnId123",
}
TAKEN = {"SMSMessageData": {"Message": "Sent to 1/1 Total Cost: KES 0.8000", "Recipients": [RECIPIENT]}}


def provider(username: str = "parley", url: str | None = None) -> Provider:
    options = {"username": username, "api_key": "api-key"} | ({"base_url": url} if url else {})
    return make_provider("africastalking", options)


def sdk(url: str) -> SMSService:
    service = SMSService("parley", "api-key")
    service._baseUrl = f"{url}/version1"
    return service


def test_the_sdk_sends_what_we_send():
    with peer((201, TAKEN)) as carrier:
        document = sdk(carrier.url).send(MESSAGE.text, [MESSAGE.recipient], MESSAGE.sender)
        [theirs] = carrier.seen
        mine = ours(provider(url=carrier.url).build(MESSAGE))

    weighty = ("apikey", "accept", "content-type")
    assert theirs.head(*weighty) == mine.head(*weighty)
    # the SDK also names the mode that is the default
    assert theirs.form() == mine.form() | {"bulkSMSMode": "1"}
    taken = provider().read(answer(201, TAKEN))
    assert document["SMSMessageData"]["Recipients"][0]["messageId"] == taken.provider_id


def test_the_sdk_asks_for_the_balance_as_we_do():
    with peer((200, {"UserData": {"balance": "KES 1.00"}})) as carrier:
        application = ApplicationService("parley", "api-key")
        application._baseUrl = f"{carrier.url}/version1"
        application.fetch_application_data()
        [theirs] = carrier.seen
        question = provider(url=carrier.url).probe()

    assert question is not None
    assert theirs.head("apikey", "accept") == ours(question).head("apikey", "accept")


@pytest.mark.parametrize("username", ["parley", "sandbox"])
def test_we_and_the_sdk_agree_where_the_api_is(username):
    assert provider(username).build(MESSAGE).url == SMSService(username, "api-key")._make_url("/messaging")


def test_the_sdk_is_refused_as_we_are():
    words = "The supplied authentication is invalid"
    with peer((401, words)) as carrier, pytest.raises(AfricasTalkingException, match=words):
        sdk(carrier.url).send("hi", [MESSAGE.recipient])
    with pytest.raises(SendError, match=words) as mine:
        provider().read(answer(401, text=words))

    assert ErrorClass.AUTH is mine.value.kind
