"""What is Jasmin's alone: texts in the alphabet of the SMSC, two levels of reports, an answer of one word."""

from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

import pytest

from bot.errors import BadPayload, SendError
from bot.events import ErrorClass, Inbound, MessageStatus, Outbound, Receipt, Sent
from bot.providers.base import WebhookRequest
from bot.providers.jasmin import Jasmin, JasminSettings
from tests.answers import answer
from tests.providers.examples import NOW, STATUS_URL, URL, WEBHOOK_TOKEN

MESSAGE = Outbound("msg_1", "2020", "+250788383383", "Hello", status_url=STATUS_URL)


def jasmin(**settings: object) -> Jasmin:
    given = {"username": "parley", "password": "secret", "webhook_token": WEBHOOK_TOKEN} | settings
    return Jasmin(JasminSettings.model_validate(given))


def post(**fields: str | bytes) -> WebhookRequest:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return WebhookRequest("POST", f"{URL}?token={WEBHOOK_TOKEN}", headers, urlencode(fields).encode(), NOW)


# ── what comes in ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"coding": b"\x00", "content": b"caf\x05 \x1be"}, "café €"),
        ({"coding": "0", "content": b"caf\x05"}, "café"),
        ({"content": b"caf\x05"}, "café"),
        ({"coding": b"\x01", "content": b"hi"}, "hi"),
        ({"coding": b"\x03", "content": b"caf\xe9"}, "café"),
        ({"coding": b"\x06", "content": "привет".encode("iso8859-5")}, "привет"),
        ({"coding": b"\x07", "content": "שלום".encode("iso8859-8")}, "שלום"),
        ({"coding": b"\x08", "content": "تم 👍".encode("utf-16-be")}, "تم 👍"),
        ({"coding": "8", "content": "?", "binary": "062a0645"}, "تم"),
        ({"coding": b"\x08", "binary": "062A0645"}, "تم"),
        ({"coding": "8", "content": "تم".encode("utf-16-be"), "binary": "no digits"}, "تم"),
        ({"coding": "x", "content": "hi"}, "hi"),
        ({"coding": "", "content": b"\x05"}, "é"),
        ({"coding": b"\x08", "content": b"\x00G\x00"}, "G\ufffd"),
        ({"coding": b"\x00", "content": "", "binary": ""}, ""),
    ],
)
def test_a_text_is_read_in_the_alphabet_of_its_coding(fields, text):
    request = post(id="in-1", **{"from": "250788383383"}, to="2020", **fields)

    jasmin().verify(request)
    assert [Inbound("in-1", "+250788383383", "2020", text)] == jasmin().parse(request)


def test_a_text_may_come_in_the_address():
    request = post(id="in-1", **{"from": "250788383383"}, to="2020", coding=b"\x08", content="é".encode("utf-16-be"))
    got = replace(request, method="GET", url=f"{request.url}&{request.body.decode()}", body=b"", headers={})

    jasmin().verify(got)
    assert jasmin().parse(request) == jasmin().parse(got)


@pytest.mark.parametrize(
    ("fields", "status", "raw", "code", "kind"),
    [
        ({"level": "1", "message_status": "ESME_ROK"}, MessageStatus.SENT, "ESME_ROK", None, None),
        (
            {"level": "1", "message_status": "ESME_RTHROTTLED"},
            MessageStatus.FAILED,
            "ESME_RTHROTTLED",
            "ESME_RTHROTTLED",
            ErrorClass.THROTTLED,
        ),
        ({"message_status": "ESME_RNEW"}, MessageStatus.FAILED, "ESME_RNEW", "ESME_RNEW", None),
        ({"level": "2", "message_status": "UNDELIV", "err": "0A1"}, MessageStatus.UNDELIVERED, "UNDELIV", "0A1", None),
        ({"level": "2", "message_status": "DELIVRD", "err": "000"}, MessageStatus.DELIVERED, "DELIVRD", None, None),
        ({"level": "2", "message_status": "PONDERED"}, MessageStatus.UNKNOWN, "PONDERED", None, None),
    ],
)
def test_a_report_is_read_on_both_levels(fields, status, raw, code, kind):
    assert [Receipt("carrier-1", status, raw, code, kind)] == jasmin().parse(post(id="carrier-1", **fields))


@pytest.mark.parametrize(
    "broken", [post(id="carrier-1"), replace(post(id="1", content="hi"), headers={"content-type": "application/json"})]
)
def test_what_is_not_of_jasmins_shape_is_refused(broken):
    with pytest.raises(BadPayload):
        jasmin().parse(broken)


def test_the_answer_is_the_one_that_ends_the_repetitions():
    assert (200, b"ACK/Jasmin") == (jasmin().answer(post()).status, jasmin().answer(post()).body)


# ── what goes out ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "coding", "content"),
    [
        ("Grüße € {}", "0", {"content": "Grüße € {}"}),
        ("Olá 👍", "8", {"hex-content": "004f006c00e10020d83ddc4d"}),
    ],
)
def test_a_text_goes_out_in_the_cheaper_encoding_that_changes_nothing(text, coding, content):
    fields = dict(parse_qsl(jasmin().build(replace(MESSAGE, text=text)).body.decode()))

    assert content == {name: fields[name] for name in ("content", "hex-content") if name in fields}
    assert (coding, "250788383383", "yes") == (fields["coding"], fields["to"], fields["dlr"])
    assert f"{STATUS_URL}?token={WEBHOOK_TOKEN}" == fields["dlr-url"]


def test_without_an_address_nothing_is_to_be_reported():
    assert b"dlr" not in jasmin().build(replace(MESSAGE, status_url=None)).body


@pytest.mark.parametrize(
    ("text", "fits"), [("x" * 765, True), ("x" * 766, False), ("é" * 400, True), ("☺" * 336, False)]
)
def test_what_jasmin_would_cut_off_is_refused_instead(text, fits):
    if fits:
        jasmin().build(replace(MESSAGE, text=text))
    else:
        with pytest.raises(SendError, match="parts_max"):
            jasmin().build(replace(MESSAGE, text=text))


def test_an_acceptance_is_told_by_its_word():
    assert Sent("07033084-5cfd") == jasmin().read(answer(200, text='Success "07033084-5cfd"'))


@pytest.mark.parametrize(
    ("status", "text", "kind", "code"),
    [
        (403, 'Error "Authentication failure for username:parley"', ErrorClass.AUTH, "Authentication failure"),
        (403, 'Error "Cannot charge submit_sm, check RouterPB log file"', ErrorClass.CREDIT, "Cannot charge"),
        (412, 'Error "No route found"', ErrorClass.PERMANENT, "No route found"),
        (400, 'Error "Argument [to] has an invalid value: [xx]."', ErrorClass.PERMANENT, "400"),
        (500, 'Error "Cannot send submit_sm, check the log"', ErrorClass.RETRYABLE, "Cannot send submit_sm"),
        (500, 'Error "Unknown error"', ErrorClass.UNKNOWN, "500"),
    ],
)
def test_a_refusal_is_read_by_its_words(status, text, kind, code):
    with pytest.raises(SendError) as caught:
        jasmin().read(answer(status, text=text))

    assert (kind, code, text.removeprefix('Error "').removesuffix('"')) == (
        caught.value.kind,
        caught.value.code,
        caught.value.detail,
    )
