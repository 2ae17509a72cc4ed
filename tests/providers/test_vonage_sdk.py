"""Vonage's own Python SDK on the other side: signatures in both directions, and what its client sends."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vonage_http_client.auth import Auth
from vonage_http_client.http_client import HttpClient
from vonage_sms import Sms, SmsMessage
from vonage_sms.errors import PartialFailureError, SmsError

from bot.errors import SendError
from bot.events import Outbound
from bot.providers.base import Sample, make_provider
from bot.providers.vonage import sign
from tests.answers import answer
from tests.providers.examples import EXAMPLES, NOW, URL
from tests.providers.wiretap import Wiretap

EXAMPLE = EXAMPLES["vonage"]
PROVIDER = EXAMPLE.provider
METHODS = ["md5", "sha1", "sha256", "sha512"]
ACCOUNT = {"api_key": "abcd1234", "api_secret": "api-secret"}


def auth(method: str) -> Auth:
    return Auth(api_key="abcd1234", signature_secret="signature-secret", signature_method=method)


@pytest.mark.parametrize("method", METHODS)
@given(fields=st.dictionaries(st.text(min_size=1), st.text(), max_size=12))
def test_we_and_the_sdk_sign_alike(method, fields):
    fields = {**fields, "timestamp": "1772442000"}
    fields.pop("sig", None)

    assert auth(method).sign_params(dict(fields)) == sign(b"signature-secret", fields.items(), method)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("kind", Sample)
def test_the_sdk_verifies_our_samples(kind, method):
    provider = make_provider("vonage", {**ACCOUNT, "signature_secret": "signature-secret", "signature_method": method})
    request = provider.sample_webhook(
        kind, url=URL, sender="+14155550101", recipient="+14155550100", text="a&b=c ü", id="in-1", now=NOW
    )
    fields = dict(parse_qsl(request.body.decode()))

    assert auth(method).check_signature(dict(fields))
    assert not auth(method).check_signature({**fields, "messageId": "in-2"})


# ── the SDK's client ────────────────────────────────────────────────────────────────────────────────────────────────


def client(wiretap: Wiretap) -> Sms:
    http = HttpClient(Auth(**ACCOUNT))
    wiretap.on(http._session)
    return Sms(http)


@pytest.mark.parametrize(("text", "kind"), [("hi", "text"), ("Привет 👍", "unicode")])
def test_the_sdk_sends_what_we_send(text, kind):
    callback = "https://sms.example.com/webhooks/main/status"
    message = Outbound("msg_1", "+14155550100", "+14155550101", text, status_url=callback)
    wiretap = Wiretap(200, EXAMPLE.taken)

    theirs_read = client(wiretap).send(
        SmsMessage(
            to="14155550101",
            from_="14155550100",
            text=text,
            type=kind,
            status_report_req=True,
            callback=callback,
            client_ref="msg_1",
        )
    )
    ours, [theirs] = PROVIDER.build(message), wiretap.sent

    assert (theirs.method, theirs.url) == (ours.method, ours.url)
    assert theirs.headers["content-type"] == ours.header("content-type")
    # the newer SDK sends the account in a header, and says True for 1; Vonage takes either
    expected = {**ACCOUNT, "status-report-req": "1", **dict(parse_qsl(theirs.body))}
    assert expected | {"status-report-req": "1"} == dict(parse_qsl(ours.body.decode()))
    assert theirs_read.messages[0].message_id == PROVIDER.read(answer(200, EXAMPLE.taken)).provider_id


@pytest.mark.parametrize(
    ("parts", "error"),
    [
        ([{"status": "7", "error-text": "Number barred."}], SmsError),
        ([{"status": "0", "message-id": "a1"}, {"status": "1", "error-text": "Throttled"}], PartialFailureError),
    ],
)
def test_the_sdk_refuses_the_answers_that_we_refuse(parts, error):
    document = {"message-count": str(len(parts)), "messages": parts}

    with pytest.raises(error):
        client(Wiretap(200, document)).send(SmsMessage(to="14155550101", from_="14155550100", text="hi"))
    with pytest.raises(SendError):
        PROVIDER.read(answer(200, document))
