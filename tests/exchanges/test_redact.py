"""What is kept of requests and answers proves nothing to anybody, whichever provider wrote them."""

from __future__ import annotations

import base64
from dataclasses import replace
from urllib.parse import quote

import pytest
from pydantic import SecretStr

from bot.events import Outbound
from bot.exchanges.redact import Redaction
from bot.exchanges.rows import Call, Refusal, Webhook, rows_of
from bot.exchanges.show import shown
from bot.limits import EXCHANGE_BODY_CHARS_MAX
from bot.outbox.status_url import status_url
from bot.providers.base import ProviderSettings
from bot.store.exchanges import Exchange, Kept
from tests.answers import answer
from tests.providers.examples import EXAMPLES, NOW, Example

SIGNATURE = "0123456789abcdef" * 2
MESSAGE = Outbound("msg_1", "+14155550100", "+14155550101", "Your table is booked.", at=NOW)


@pytest.fixture(params=EXAMPLES.values(), ids=EXAMPLES.keys())
def example(request: pytest.FixtureRequest) -> Example:
    return request.param


def kept(told, settings) -> list[Exchange]:
    return list(rows_of(told, "main", Redaction(settings), NOW, 12))


def everything(exchange: Exchange) -> str:
    return "\n".join(str(value) for value in exchange)


def credentials(example: Example) -> list[str]:
    """Secrets as they are, and as the header of RFC 7617 carries them."""
    return [*example.secrets, *(base64.b64encode(f"x:{secret}".encode())[4:-4].decode() for secret in example.secrets)]


def test_a_send_is_kept_without_credentials(example):
    url = f"https://sms.example.com/webhooks/main/status/msg_1/{SIGNATURE}"
    request = example.provider.build(replace(MESSAGE, status_url=url))
    echo = answer(400, {"error": f"what is {' '.join(example.secrets)}?", "token": "unheard-of", "to": "+14155550101"})

    [row] = kept(Call("send", "msg_1", 1, request, echo, None), example.provider.settings)

    assert [] == [secret for secret in credentials(example) if secret in everything(row)]
    assert SIGNATURE not in everything(row)
    assert "unheard-of" not in everything(row)
    assert "table" in row.request


def test_a_webhook_is_kept_without_what_signs_it(example):
    request = example.webhook(example.inbound)
    events = example.provider.parse(request)

    [row] = kept(Webhook(request, events, None, example.provider.answer(request), "req_1"), example.provider.settings)

    assert [] == [secret for secret in credentials(example) if secret in everything(row)]
    assert [] == [value for name, value in request.headers.items() if "signature" in name and value in row.request]
    assert ("webhook", "in-1", "+14155550101", "received") == (row.kind, row.about, row.person, row.result)


@pytest.mark.parametrize(
    "name",
    [
        *("token", "SECRET", "userPassword", "Passwd", "apikey", "API_KEY", "api-key", "credentials", "Sig"),
        *("otp_code", "authorisation", "AUTHORIZATION", "x-signature"),
    ],
)
@pytest.mark.parametrize("body", ['{{"id": "1", "{}": "given-away"}}', "id=1&{}=given-away&to=2"])
def test_what_a_name_suggests_is_a_secret_is_taken_out_however_it_is_spelt(name, body):
    shown = Redaction(None).of_theirs(body.format(name).encode())

    assert "given-away" not in shown
    assert name in shown


def test_phones_are_masked_when_it_is_shown(example):
    request = example.webhook(example.inbound)
    events = example.provider.parse(request)
    told = Webhook(request, events, None, example.provider.answer(request), "req_1")

    [row] = kept(told, example.provider.settings)
    [sent] = kept(Call("send", "msg_1", 1, example.provider.build(MESSAGE), None, None), example.provider.settings)

    assert "4155550101" not in str(shown(Kept(1, row)))
    assert "4155550101" not in str(shown(Kept(1, sent)))


def test_of_what_was_refused_nothing_is_kept_that_it_says(example):
    request = replace(example.webhook(example.inbound), url="https://sms.example.com/webhooks/main?text=hello&token=g")

    [row] = kept(Refusal(request, 401, "bad_signature", "not signed"), example.provider.settings)

    assert "hello" not in everything(row)
    assert "4155550101" not in everything(row)
    assert "a query of 18 characters" in row.request
    assert (None, None, 401, "not signed") == (row.about, row.person, row.status, row.detail)


class Settings(ProviderSettings):
    """What a provider may need."""

    name: str = "riverside"
    password: SecretStr = SecretStr('pa$$ "w&rd')
    pin: SecretStr = SecretStr("1234")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('pa$$ "w&rd', "•••"),
        ("x=pa%24%24%20%22w%26rd&y=1", "x=•••&y=1"),
        ("x=pa%24%24+%22w%26rd&y=1", "x=•••&y=1"),
        ('{"x":"pa$$ \\"w&rd"}', '{"x":"•••"}'),
        ("username=riverside&password=1234&to=1", "username=riverside&password=•••&to=1"),
        ("https://x.example/send?api-key=k1&text=hi", "https://x.example/send?api-key=•••&text=hi"),
        ('{"access_token": "a\\"b", "n": 1}', '{"access_token": "•••", "n": 1}'),
        ('{"otp_code":123456,"n":1}', '{"otp_code":"•••","n":1}'),
        ("sig=abc&signal=loud", "sig=•••&signal=loud"),
        ("Body=my+token+is+lost&To=1", "Body=my+token+is+lost&To=1"),
        ('{"text":"the password is on the door"}', '{"text":"the password is on the door"}'),
        (f"cb={quote(f'h/status/msg_1/{SIGNATURE}', safe='')}", "cb=h%2Fstatus%2Fmsg_1%2F•••"),
        (f"h\\/status\\/msg_1\\/{SIGNATURE}", "h\\/status\\/msg_1\\/•••"),
        ("status=delivered", "status=delivered"),
    ],
)
def test_what_is_taken_out_of_a_body(written, expected):
    redaction = Redaction(Settings())

    assert expected == redaction.of_theirs(written.encode())
    assert expected == redaction.of_ours(written.encode())


def test_a_secret_of_ours_is_found_without_a_name():
    class Long(ProviderSettings):
        key: SecretStr = SecretStr("s3cr3t-of-ours")

    redaction = Redaction(Long())

    assert "x=••• and \ufffd\ufffd" == redaction.of_ours(b"x=s3cr3t-of-ours and \xff\x00")


@pytest.mark.parametrize("length", [EXCHANGE_BODY_CHARS_MAX, EXCHANGE_BODY_CHARS_MAX + 1, 70_000])
def test_of_a_long_body_the_beginning_is_kept(length):
    redaction = Redaction(Settings())

    for text in (redaction.of_theirs(b"x" * length), redaction.of_ours(b"x" * length)):
        assert "x" * EXCHANGE_BODY_CHARS_MAX == text[:EXCHANGE_BODY_CHARS_MAX]
        assert ("" if length == EXCHANGE_BODY_CHARS_MAX else f"… ({length} bytes in all)") == text[
            EXCHANGE_BODY_CHARS_MAX:
        ]


@pytest.mark.parametrize("before", range(EXCHANGE_BODY_CHARS_MAX - 12, EXCHANGE_BODY_CHARS_MAX + 2))
def test_a_secret_is_not_kept_in_part_where_a_body_is_cut(before):
    text = Redaction(Settings()).of_theirs(b"x" * before + b'pa$$ "w&rd' + b"y" * 10_000)

    assert "pa" not in text


def test_settings_of_another_kind_have_no_secrets_that_are_known():
    assert "x" == Redaction(None).of_ours(b"x")


def test_the_address_of_a_report_is_known_by_its_end():
    """Else a change there would leave what proves a report in the database."""
    made = status_url("https://sms.example.com", b"secret", "main", "msg_01k2m3n4p5q6r7s8t9v0w1x2y3")

    assert "https://sms.example.com/webhooks/main/status/msg_01k2m3n4p5q6r7s8t9v0w1x2y3/•••" == Redaction(None).text(
        made
    )
