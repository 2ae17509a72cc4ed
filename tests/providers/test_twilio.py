"""What is Twilio's alone: accounts, tokens, services, error codes. Its SDK is asked in test_twilio_sdk.py."""

from urllib.parse import parse_qsl, urlencode

import httpx
import pytest
from pydantic import ValidationError

from bot.errors import BadPayload, SendError
from bot.events import ErrorClass, MessageStatus, Outbound
from bot.providers.base import WebhookRequest
from bot.providers.channel import Channel
from bot.providers.twilio import ERRORS, Twilio, TwilioSettings
from tests.answers import answer
from tests.providers.examples import NOW, URL

MESSAGE = Outbound("msg_1", "+14155550100", "+14155550101", "hi")
BASE64 = "QmFubm9uIEV4cGxhaW5zIFRoZSBXb3JsZCAuLi4K4oCcVGhlIENhbXAgb2YgdGhlIFNhaW50c+KA"


def twilio(**settings: object) -> Twilio:
    return Twilio(TwilioSettings.model_validate({"account_sid": "AC1", "auth_token": "auth-token"} | settings))


def form(**fields: str) -> WebhookRequest:
    values = {"MessageSid": "SM1", "AccountSid": "AC1", "From": "+14155550101", "To": "+14155550100"} | fields
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return WebhookRequest("POST", URL, headers, urlencode(values).encode(), NOW)


@pytest.mark.parametrize("fields", [{}, {"MessageStatus": "sent"}], ids=["text", "receipt"])
def test_another_accounts_message_is_refused(fields):
    with pytest.raises(BadPayload, match="AccountSid"):
        twilio().parse(form(AccountSid="AC2", **fields))


def test_text_that_is_no_form_is_refused():
    request = WebhookRequest("POST", URL, {"content-type": "text/xml"}, b"<Message/>", NOW)

    with pytest.raises(BadPayload, match="content type"):
        twilio().parse(request)


@pytest.mark.parametrize(("word", "expected"), [("STOP", "STOP"), ("HELP", "HELP"), ("WHAT", None), ("", None)])
def test_twilio_tells_which_word_it_handled_itself(word, expected):
    [inbound] = twilio().parse(form(Body="stop", OptOutType=word))

    assert expected == inbound.opt_out


@pytest.mark.parametrize(
    ("body", "decoded"),
    [
        (BASE64, "Bannon Explains The World ...\n“The Camp of the Saints"),
        (BASE64[:40], BASE64[:40]),
        (BASE64 + "!", BASE64 + "!"),
        ("/" * 80, "/" * 80),
        ("a" * 81, "a" * 81),
    ],
    ids=["long text", "too short", "another alphabet", "no text inside", "not in fours"],
)
def test_base64_is_read_only_where_it_is_switched_on(body, decoded):
    [plain] = twilio().parse(form(Body=body))
    [read] = twilio(decode_base64=True).parse(form(Body=body))

    assert (body, decoded) == (plain.text, read.text)


@pytest.mark.parametrize(
    ("settings", "credentials"),
    [({}, ("AC1", "auth-token")), ({"api_key_sid": "SK1", "api_key_secret": "key-secret"}, ("SK1", "key-secret"))],
    ids=["token", "key"],
)
def test_a_key_sends_in_place_of_the_token(settings, credentials):
    request = twilio(**settings).build(MESSAGE)

    expected = next(httpx.BasicAuth(*credentials).auth_flow(httpx.Request("GET", URL))).headers["authorization"]
    assert expected == request.header("authorization")
    assert "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json" == request.url


def test_half_a_key_is_refused():
    with pytest.raises(ValidationError, match="belong together"):
        twilio(api_key_sid="SK1")


def test_a_message_of_media_alone_has_no_body():
    request = twilio().build(Outbound("msg_1", "+1", "+2", "", ("https://foo.bar/a.jpg",)))

    assert [("To", "+2"), ("From", "+1"), ("MediaUrl", "https://foo.bar/a.jpg")] == parse_qsl(request.body.decode())


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (21610, ErrorClass.OPT_OUT),
        (21611, ErrorClass.THROTTLED),
        (30002, ErrorClass.AUTH),
        (30003, ErrorClass.RETRYABLE),
        (30007, ErrorClass.PERMANENT),
        (99999, ErrorClass.PERMANENT),
    ],
)
def test_the_code_decides_and_else_the_status(code, kind):
    with pytest.raises(SendError) as caught:
        twilio().read(answer(400, {"code": code, "message": "why", "status": 400}))

    assert (kind, str(code), "why") == (caught.value.kind, caught.value.code, caught.value.detail)


def test_a_receipts_code_has_the_same_class():
    [receipt] = twilio().parse(form(MessageStatus="failed", ErrorCode="21610"))

    assert (ErrorClass.OPT_OUT, "21610", "+14155550100") == (
        receipt.error_class,
        receipt.error_code,
        receipt.recipient,
    )
    assert ErrorClass.OPT_OUT == ERRORS["21610"]


@pytest.mark.parametrize(
    ("document", "status", "segments"),
    [
        ({"sid": "SM1", "status": "queued", "num_segments": "3"}, MessageStatus.ACCEPTED, 3),
        ({"sid": "SM1", "status": "accepted", "num_segments": "0"}, MessageStatus.ACCEPTED, None),
        ({"sid": "SM1", "status": "failed", "num_segments": None}, MessageStatus.FAILED, None),
        ({"sid": "SM1", "status": "delivered", "num_segments": "²"}, MessageStatus.DELIVERED, None),
        ({"sid": "SM1"}, MessageStatus.ACCEPTED, None),
    ],
)
def test_an_acceptance_tells_status_and_segments(document, status, segments):
    sent = twilio().read(answer(201, document))

    assert ("SM1", status, segments) == (sent.provider_id, sent.status, sent.segments)


# ── WhatsApp ────────────────────────────────────────────────────────────────────────────────────────────────────────

WHATSAPP = {"From": "whatsapp:+14155550101", "To": "whatsapp:+14155550100"}


def test_whatsapp_is_the_same_message_under_other_addresses():
    provider = twilio(kind="whatsapp")

    sent = dict(parse_qsl(provider.build(MESSAGE).body.decode()))
    [inbound] = provider.parse(form(Body="hi", **WHATSAPP))
    [receipt] = provider.parse(form(MessageStatus="read", **(WHATSAPP | {"To": "whatsapp:+14155550101"})))

    assert {"To": "whatsapp:+14155550101", "From": "whatsapp:+14155550100", "Body": "hi"} == sent
    assert ("+14155550101", "+14155550100", "hi") == (inbound.sender, inbound.recipient, inbound.text)
    assert (MessageStatus.DELIVERED, "+14155550101") == (receipt.status, receipt.recipient)


@pytest.mark.parametrize(("kind", "fields"), [("sms", WHATSAPP), ("whatsapp", {}), ("whatsapp", {"From": "rcs:x"})])
def test_a_text_of_another_kind_belongs_to_another_channel(kind, fields):
    with pytest.raises(BadPayload, match=f"no address of {kind}"):
        twilio(kind=kind).parse(form(Body="hi", **fields))


def test_whatsapp_takes_one_medium():
    message = Outbound("msg_1", "+14155550100", "+14155550101", "hi", media=("https://a.test/1", "https://a.test/2"))

    twilio().build(message)
    with pytest.raises(SendError, match="2 media are more than the 1"):
        twilio(kind="whatsapp").build(message)


@pytest.mark.parametrize(("kind", "cost"), [("sms", ("UCS-2", 3)), ("whatsapp", ("UTF-8", 1))])
def test_only_an_sms_is_counted_in_segments(kind, cost):
    channel = Channel("main", twilio(kind=kind), "+14155550100")

    counted = channel.cost("ж" * 150)

    assert cost == (counted.encoding, counted.count)
