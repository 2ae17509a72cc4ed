"""What is Kannel's alone: texts in the octets they came in, reports under our own id, sends in headers."""

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest

from bot.errors import BadPayload, BadSignature, SendError
from bot.events import ErrorClass, Inbound, MessageStatus, Outbound, Receipt, Sent
from bot.providers.base import WebhookRequest
from bot.providers.kannel import Kannel, KannelSettings
from tests.answers import answer
from tests.providers.examples import NOW, STATUS_URL, URL, WEBHOOK_TOKEN

MESSAGE = Outbound("msg_1", "2020", "+250788383383", "Hello", status_url=STATUS_URL)


def kannel(**settings: object) -> Kannel:
    given = {"username": "parley", "password": "secret", "webhook_token": WEBHOOK_TOKEN} | settings
    return Kannel(KannelSettings.model_validate(given))


def get(query: str, url: str = URL) -> WebhookRequest:
    return WebhookRequest("GET", f"{url}?token={WEBHOOK_TOKEN}&{query}", {}, b"", NOW)


# ── what comes in ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("Hello&charset=UTF-8", "Hello"),
        ("Hello", "Hello"),
        ("Gr%C3%BC%C3%9Fe&charset=utf-8", "Grüße"),
        ("Gr%FC%DFe&charset=ISO-8859-1", "Grüße"),
        ("%00G%00r%00%FC%00%DF%00e%00+%D8%3D%DCM&charset=UTF-16BE", "Grüße 👍"),
        ("%06%2A%06%45&charset=UTF-16BE", "تم"),
        ("%80&charset=8-BIT", "\x80"),
        ("&charset=UTF-8", ""),
        ("ok%FF&charset=UTF-8", "ok\ufffd"),
        ("%00G%00&charset=UTF-16BE", "G\ufffd"),
        ("Hello&charset=KOI8-R", "Hello"),
    ],
)
def test_a_text_is_read_in_the_charset_that_it_came_in(message, text):
    request = get(f"id=in-1&sender=%2B250788383383&to=2020&message={message}")

    kannel().verify(request)
    assert [Inbound("in-1", "+250788383383", "2020", text)] == kannel().parse(request)


def test_a_text_that_is_no_utf_8_does_not_hide_a_wrong_token():
    with pytest.raises(BadSignature):
        kannel(webhook_token=WEBHOOK_TOKEN[::-1]).verify(get("message=%D8%3D"))


@pytest.mark.parametrize(
    ("status", "reply", "expected", "code"),
    [
        ("1", "", MessageStatus.DELIVERED, None),
        ("8", "ACK%2F", MessageStatus.SENT, None),
        ("16", "NACK%2F11%2FInvalid+Destination", MessageStatus.REJECTED, "11"),
        ("2", "id:7+sub:001+stat:UNDELIV+err:0069+text:hi", MessageStatus.UNDELIVERED, "0069"),
        ("1", "id:7+sub:001+stat:DELIVRD+err:000+text:hi", MessageStatus.DELIVERED, None),
        ("2", "%FF%00", MessageStatus.UNDELIVERED, None),
        ("66", "", MessageStatus.UNKNOWN, None),
    ],
)
def test_a_report_goes_by_our_own_id(status, reply, expected, code):
    request = get(f"ref=msg_1&status={status}&reply={reply}&to=250788383383", STATUS_URL)

    receipt = Receipt("msg_1", expected, status, code, recipient="+250788383383", reference="msg_1")
    assert [receipt] == kannel().parse(request)


def test_a_post_is_refused_with_what_to_do():
    with pytest.raises(BadPayload, match="set `get-url`"):
        kannel().parse(replace(get("id=1"), method="POST"))


# ── what goes out ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_send_says_everything_but_the_text_in_headers():
    request = kannel(smsc="north").build(MESSAGE)

    names = ("username", "password", "smsc", "from", "to", "coding", "dlr-mask")
    assert ["parley", "secret", "north", "2020", "+250788383383", "0", "31"] == [
        request.header(f"x-kannel-{name}") for name in names
    ]
    assert ("http://127.0.0.1:13013/cgi-bin/sendsms", b"Hello") == (request.url, request.body)


@pytest.mark.parametrize(("text", "coding"), [("Grüße € {}", "0"), ("Olá 👍", "2"), ("تم", "2")])
def test_the_cheaper_encoding_is_chosen_that_changes_nothing(text, coding):
    request = kannel().build(replace(MESSAGE, text=text))

    assert (coding, "text/plain; charset=UTF-8") == (request.header("x-kannel-coding"), request.header("content-type"))
    assert text.encode() == request.body


def test_what_kannel_must_not_fill_in_has_its_percent_signs_doubled():
    token = "a+token/with=signs & more"
    report = kannel(webhook_token=token).build(MESSAGE).header("x-kannel-dlr-url")

    filled = report.replace("%d", "8").replace("%A", "ACK%2F").replace("%p", "%2B1").replace("%%", "%")
    assert {"token": token, "ref": "msg_1", "status": "8", "reply": "ACK/", "to": "+1"} == dict(
        parse_qsl(urlsplit(filled).query)
    )


def test_without_an_address_nothing_is_to_be_reported():
    assert "" == kannel().build(replace(MESSAGE, status_url=None)).header("x-kannel-dlr-url")


@pytest.mark.parametrize("text", ["0: Accepted for delivery", "3: Queued for later delivery"])
def test_an_acceptance_has_no_id(text):
    assert Sent(None) == kannel().read(answer(202, text=text))


@pytest.mark.parametrize(
    ("status", "text", "kind"),
    [
        (403, "Authorization failed for sendsms", ErrorClass.AUTH),
        (403, "Not routable. Do not try again.", ErrorClass.PERMANENT),
        (400, "Number(s) has/have been denied by white- and/or black-lists.", ErrorClass.PERMANENT),
        (400, "Missing receiver(s) number(s), rejected", ErrorClass.PERMANENT),
        (503, "Temporal failure, try again later.", ErrorClass.RETRYABLE),
        (503, "", ErrorClass.UNKNOWN),
        (202, "Sent.", ErrorClass.UNKNOWN),
    ],
)
def test_a_refusal_is_read_by_its_words(status, text, kind):
    with pytest.raises(SendError) as caught:
        kannel().read(answer(status, text=text))

    assert kind == caught.value.kind
