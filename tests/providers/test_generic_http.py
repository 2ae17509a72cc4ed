"""A gateway of somebody's own, described in settings: the page's example, every encoding, and what is refused."""

import hmac
import json
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from bot.config import load_settings
from bot.errors import BadPayload, BadSignature, ConfigError, SendError
from bot.events import ErrorClass, Inbound, MessageStatus, Outbound, Receipt, Sent
from bot.providers.base import Provider, Sample, WebhookRequest, make_provider
from tests.answers import answer
from tests.providers.examples import NOW, STATUS_URL, URL, WEBHOOK_TOKEN

PAGE = Path(__file__).parents[2] / "docs" / "any-gateway.md"
MESSAGE = Outbound("msg_1", "+15550102000", "+15550100001", "Hello & 👍", status_url=STATUS_URL)
LEAST = {"url": "https://pigeon.example/send", "webhook_token": WEBHOOK_TOKEN}


def generic(**settings: object) -> Provider:
    return make_provider("generic_http", LEAST | settings, "channels", "main")


def sample(provider: Provider, kind: Sample, text: str = "hi"):
    return provider.sample_webhook(
        kind, url=URL, sender="+15550100001", recipient="+15550102000", text=text, id="8", now=NOW
    )


# ── the page ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def pigeon(tmp_path) -> Provider:
    """The channel that the page describes."""
    [settings] = re.findall(r"```toml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    (tmp_path / "parley.toml").write_text(settings, "utf-8")
    environ = {"PIGEON_TOKEN": "the-token", "PIGEON_WEBHOOK_SECRET": "the-secret"}
    channel = load_settings(tmp_path / "parley.toml", environ).channels["pigeon"]
    return make_provider(channel.provider, channel.extra)


def test_the_pages_gateway_is_sent_what_the_page_says(pigeon):
    [shown] = re.findall(r"```json\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    url = json.loads(shown)["report_to"]

    request = pigeon.build(replace(MESSAGE, text="Hello", status_url=url))

    assert json.loads(shown) == json.loads(request.body)
    assert ("POST", "Bearer the-token") == (request.method, request.header("authorization"))


def test_the_pages_gateway_talks(pigeon):
    text, report = sample(pigeon, Sample.INBOUND, "Grüße"), sample(pigeon, Sample.DELIVERED)
    for request in (text, report):
        pigeon.verify(request)

    assert [Inbound("8", "+15550100001", "+15550102000", "Grüße")] == pigeon.parse(text)
    assert [Receipt("8", MessageStatus.DELIVERED, "landed", recipient="+15550102000")] == pigeon.parse(report)
    assert Sent("7") == pigeon.read(answer(200, {"texts": [{"id": 7}]}))
    with pytest.raises(BadSignature):
        pigeon.verify(replace(text, body=text.body + b" "))


@pytest.mark.parametrize(("code", "kind"), [("stopped", "opt_out"), ("no-seed", "credit"), ("busy", "throttled")])
def test_the_pages_gateway_refuses(pigeon, code, kind):
    with pytest.raises(SendError) as caught:
        pigeon.read(answer(400, {"problem": {"code": code, "words": "no"}}))

    assert (ErrorClass(kind), code, "no") == (caught.value.kind, caught.value.code, caught.value.detail)


# ── what goes out ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_with_nothing_said_a_text_is_a_json_document():
    request = generic().build(MESSAGE)

    assert {"to": "+15550100001", "from": "+15550102000", "text": "Hello & 👍"} == json.loads(request.body)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_fields_may_stand_in_the_address(method):
    provider = generic(
        method=method,
        encoding="query",
        numbers="bare",
        username="me",
        password="secret",
        fields={"u": "{username}", "p": "{password}", "to": "{recipient}", "t": "{text}", "v": 2},
    )

    request = provider.build(MESSAGE)

    assert (method, b"") == (request.method, request.body)
    query = {"u": "me", "p": "secret", "to": "15550100001", "t": "Hello & 👍", "v": "2"}
    assert query == dict(parse_qsl(urlsplit(request.url).query))
    assert request.written().startswith(f"{method} /send?u=me&p=secret&".encode())


def test_fields_may_be_a_form_in_which_lists_are_repeated():
    fields = {"to": ["{recipient}", "x"], "text": "[{text}]", "report": "{status_url}", "ref": "{id}"}

    request = generic(encoding="form", fields=fields).build(replace(MESSAGE, status_url=None))

    pairs = [("to", "+15550100001"), ("to", "x"), ("text", "[Hello & 👍]"), ("ref", "msg_1")]
    assert pairs == parse_qsl(request.body.decode())


def test_an_address_for_reports_has_the_token():
    request = generic(fields={"text": "{text}", "report": "{status_url}"}).build(MESSAGE)

    assert f"{STATUS_URL}?token={WEBHOOK_TOKEN}" == json.loads(request.body)["report"]


@pytest.mark.parametrize(
    ("settings", "header", "value"),
    [
        ({"auth": "bearer", "token": "t0ken"}, "authorization", "Bearer t0ken"),
        ({"auth": "header", "token": "t0ken"}, "x-api-key", "t0ken"),
        ({"auth": "header", "token": "t0ken", "auth_header": "Key"}, "key", "t0ken"),
        ({"auth": "basic", "username": "me", "password": "secret"}, "authorization", "Basic bWU6c2VjcmV0"),
        ({"headers": {"X-Account": "7"}}, "x-account", "7"),
    ],
)
def test_it_is_authorised_as_it_wants(settings, header, value):
    assert value == generic(**settings).build(MESSAGE).header(header)


def test_a_code_that_stands_for_no_error_is_none():
    provider = generic(no_error=["0"], error_field="status")

    assert Sent("7") == provider.read(answer(200, {"id": "7", "status": 0}))
    with pytest.raises(SendError):
        provider.read(answer(200, {"id": "7", "status": 5}))


def test_a_longer_text_than_it_takes_is_refused():
    with pytest.raises(SendError, match="too_long"):
        generic(chars_max=5).build(MESSAGE)


# ── what comes in ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("webhook", ["json", "form", "query"])
@pytest.mark.parametrize("kind", Sample)
def test_texts_and_reports_come_in_every_encoding(webhook, kind):
    provider = generic(webhook=webhook, inbound={"id": "a", "sender": "b", "recipient": "c", "text": "d"}, answer="OK")
    request = sample(provider, kind)

    provider.verify(request)
    [event] = provider.parse(request)

    assert ("8", isinstance(event, Inbound)) == (event.provider_id, kind.says("hi") is not None)
    assert b"OK" == provider.answer(request).body


def test_a_signature_of_the_body_says_nothing_of_an_address():
    """Whoever has seen the signature of one empty body has that of all: any query would come in with it."""
    names = {"id": "a", "sender": "b", "recipient": "c", "text": "d"}
    provider = generic(signature="sha256", webhook_secret="the-secret", inbound=names)
    proof = hmac.new(b"the-secret", b"", "sha256").hexdigest()
    asking = WebhookRequest(
        "GET", f"{URL}?token={WEBHOOK_TOKEN}&a=8&b=1&c=2&d=forged", {"x-signature": proof}, b"", NOW
    )

    with pytest.raises(BadSignature):
        provider.verify(asking)
    with pytest.raises(ConfigError, match="a query has none"):
        generic(webhook="query", signature="sha256", webhook_secret="the-secret")


@pytest.mark.parametrize("digest", ["plain", "sha1", "sha256", "sha512"])
@pytest.mark.parametrize("encoding", ["hex", "base64"])
def test_a_request_is_proved_by_its_secret(digest, encoding):
    settings = {"signature": digest, "signature_encoding": encoding, "signature_prefix": "v1,"}
    ours, other = (generic(**settings, webhook_secret=secret) for secret in ("the-secret", "another-secret"))
    rotating = generic(**settings, webhook_secret="another-secret", webhook_secret_previous="the-secret")
    request = sample(ours, Sample.INBOUND)

    ours.verify(request)
    rotating.verify(request)
    for wrong in (
        replace(request, headers={}),
        replace(request, headers=request.headers | {"x-signature": request.headers["x-signature"][3:]}),
        replace(request, url=URL),
    ):
        with pytest.raises(BadSignature):
            ours.verify(wrong)
    with pytest.raises(BadSignature):
        other.verify(request)


@pytest.mark.parametrize("body", ["[]", "5", '{"events": []}', '{"events": 5}', "null", '{"events": [{"id": "1"}]}'])
def test_what_is_not_of_the_described_shape_is_refused(body):
    provider = generic(events_field="events")
    request = replace(sample(provider, Sample.INBOUND), body=body.encode())

    with pytest.raises(BadPayload):
        provider.parse(request)


def test_only_what_is_signed_is_said_to_be():
    signed = generic(signature="sha256", webhook_secret="the-secret")

    assert (False, True) == (generic().capabilities.signature, signed.capabilities.signature)


# ── settings ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"url": "pigeon.example"}, "channels.main.url: is not an address"),
        ({"webhook_token": None}, "set `signature`, `webhook_token` or `allow_from`"),
        ({"signature": "sha256"}, "`signature` needs `webhook_secret`"),
        ({"signature": "md5"}, "channels.main.signature: Input should be 'none', 'plain', 'sha1'"),
        ({"auth": "bearer"}, "`token` is needed"),
        ({"auth": "basic", "username": "me"}, "`password` is needed"),
        ({"fields": {"t": "{text}", "k": "{token}"}}, "`token` is needed"),
        ({"fields": {"t": "{txet}"}}, "channels.main.fields: nothing is called `{txet}`, did you mean `text`?"),
        ({"fields": {"to": "{recipient}"}}, "channels.main.fields: `{text}` stands nowhere"),
        ({"statuses": {"landed": "arrived"}}, "channels.main.statuses.landed: Input should be 'queued'"),
        ({"errors": {"21": "optout"}}, "channels.main.errors.21: Input should be 'permanent'"),
        ({"inbound": {"sendr": "x"}}, "channels.main.inbound.sendr: unknown key (did you mean `sender`?)"),
        ({"headers": {"X-Two": "a\nb"}}, "the header x-two has characters that no header may have"),
        ({"feilds": {}}, "channels.main.feilds: unknown key (did you mean `fields`?)"),
    ],
)
def test_wrong_settings_are_explained(settings, problem):
    with pytest.raises(ConfigError) as caught:
        generic(**settings)

    assert problem in str(caught.value)
