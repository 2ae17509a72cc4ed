"""The providers' door: what is signed is durable before it is acknowledged, what is not leaves no trace."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as settings_
from hypothesis import strategies as st
from sqlalchemy import func, select
from starlette.routing import Match
from structlog.testing import capture_logs
from twilio.request_validator import RequestValidator

from bot.config import LOOPBACK_SECRET, Settings, load_settings
from bot.errors import DatabaseAway
from bot.inbox import Busy
from bot.outbox.status_url import status_url
from bot.providers.fake import FakeCarrier
from bot.runtime import Runtime
from bot.store.tables import inbound
from bot.web.app import create_app
from bot.web.webhooks import Door, path_params, routes
from tests.web.harness import CUSTOMER, HOUSE, Api, eventually

TEXT = {"id": "in-1", "from": CUSTOMER, "to": HOUSE, "text": "hello"}


def signed(document: object, secret: str = LOOPBACK_SECRET) -> dict[str, object]:
    raw = document if isinstance(document, bytes) else json.dumps(document).encode()
    signature = "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    return {"content": raw, "headers": {"x-parley-signature": signature, "content-type": "application/json"}}


async def stored(runtime: Runtime, kind: str | None = None) -> int:
    """How many rows ever came in."""
    query = select(func.count()).select_from(inbound)
    if kind:
        query = query.where(inbound.c.kind == kind)
    return await runtime.database.run(lambda conn: int(conn.execute(query).scalar_one()))


async def test_a_signed_text_is_answered(http: httpx.AsyncClient, api: Api, carrier: FakeCarrier):
    answer = await http.post("/webhooks/main", **signed(TEXT))
    await api.said_to(CUSTOMER)

    assert (200, b"") == (answer.status_code, answer.content)
    await eventually(lambda: _value(carrier.accepted))
    assert [(CUSTOMER, "What is your name?")] == [(taken.recipient, taken.text) for taken in carrier.accepted]


async def _value(value: object) -> object:
    return value


async def test_a_text_that_comes_twice_happens_once(http: httpx.AsyncClient, runtime: Runtime, api: Api):
    answers = await asyncio.gather(*(http.post("/webhooks/main", **signed(TEXT)) for _ in range(50)))
    await api.said_to(CUSTOMER)

    assert {200} == {answer.status_code for answer in answers}
    assert 1 == await stored(runtime, "message")
    assert 1 == len(await api.said_to(CUSTOMER))


@pytest.mark.parametrize(
    ("path", "request_", "status", "code"),
    [
        pytest.param("/webhooks/main", {"content": b"{}"}, 401, "bad_signature", id="unsigned"),
        pytest.param("/webhooks/main", signed(TEXT, "guessed"), 401, "bad_signature", id="another secret"),
        pytest.param(
            "/webhooks/main", signed(TEXT) | {"content": b'{"id": "in-1"}'}, 401, "bad_signature", id="tampered"
        ),
        pytest.param("/webhooks/main", signed(b""), 400, "invalid_payload", id="empty"),
        pytest.param("/webhooks/main", signed(b"{"), 400, "invalid_payload", id="not JSON"),
        pytest.param("/webhooks/main", signed(b"\xff\x00"), 400, "invalid_payload", id="not UTF-8"),
        pytest.param("/webhooks/main", signed([]), 400, "invalid_payload", id="a list"),
        pytest.param("/webhooks/main", signed({"id": "in-1", "from": CUSTOMER}), 400, "invalid_payload", id="missing"),
        pytest.param("/webhooks/main", signed(TEXT | {"text": 7}), 400, "invalid_payload", id="wrong type"),
        pytest.param("/webhooks/other", signed(TEXT), 404, "not_found", id="unknown channel"),
        pytest.param("/webhooks/main/more", signed(TEXT), 404, "not_found", id="unknown address"),
        pytest.param("/webhooks/main", signed(b"x" * 70_000), 413, "body_too_large", id="too large"),
        pytest.param("/webhooks/main/status/msg_1/0123", signed(TEXT), 401, "bad_signature", id="guessed address"),
    ],
)
async def test_what_is_not_right_is_refused_and_leaves_no_trace(http, runtime, path, request_, status, code):
    answer = await http.post(path, **request_)

    assert (status, code) == (answer.status_code, answer.json()["code"])
    assert 0 == await stored(runtime)


@given(st.lists(st.sampled_from(["", "webhooks", "status", "main", "msg_1", "a%20b", "x\n"]), max_size=8))
def test_the_way_ahead_of_the_routes_leads_where_they_would(parts):
    path = "/".join(["", "webhooks", *parts])
    found = [route.matches(_scope(path)) for route in routes(Door(Runtime(load_settings(environ={}))))]
    of_routes = next((scope["path_params"] for match, scope in found if match is Match.FULL), None)

    assert of_routes == path_params(path)


def _scope(path: str) -> dict[str, object]:
    return {"type": "http", "method": "POST", "path": path, "root_path": ""}


async def test_a_slash_too_much_is_put_right(http: httpx.AsyncClient):
    answer = await http.post("/webhooks/main/", **signed(TEXT))

    assert (307, "/webhooks/main") == (answer.status_code, httpx.URL(answer.headers["location"]).path)


async def test_a_refusal_is_one_line_in_the_log(http: httpx.AsyncClient):
    with capture_logs() as lines:
        await http.post("/webhooks/main", content=b"{}")

    assert ["webhook refused"] == [line["event"] for line in lines]
    assert ("main", "bad_signature") == (lines[0]["channel"], lines[0]["code"])


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "HEAD"])
async def test_only_get_and_post_come_in(http: httpx.AsyncClient, runtime: Runtime, method):
    assert 405 == (await http.request(method, "/webhooks/main", **signed(TEXT))).status_code
    assert 0 == await stored(runtime)


@pytest.mark.parametrize("error", [Busy(), DatabaseAway("disk full")])
async def test_what_cannot_be_made_durable_is_not_acknowledged(http, runtime, monkeypatch, error):
    async def refuse(rows: object) -> None:
        raise error

    monkeypatch.setattr(runtime.inbox, "accept", refuse)
    answer = await http.post("/webhooks/main", **signed(TEXT))

    assert (503, "unavailable", "1") == (
        answer.status_code,
        answer.json()["code"],
        answer.headers["retry-after"],
    )
    assert "disk" not in answer.text


async def test_a_receipt_finds_its_message(http: httpx.AsyncClient, api: Api, carrier: FakeCarrier):
    sent = (await api.post("/v1/messages", {"to": CUSTOMER, "text": "Hi"})).json()
    await carrier.settle()
    delivered = await api.message(sent["id"], "delivered")

    assert delivered["delivered_at"] is not None


async def test_an_address_of_its_own_proves_the_message(http: httpx.AsyncClient, api: Api, runtime: Runtime):
    sent = (await api.post("/v1/messages", {"to": CUSTOMER, "text": "Hi", "send_at": "2099-01-01T00:00:00Z"})).json()
    address = status_url("", runtime.secret, "main", sent["id"])
    answer = await http.post(address, **signed({"id": "never-seen", "status": "delivered"}))

    assert 200 == answer.status_code
    await api.message(sent["id"], "delivered")


async def test_a_receipt_of_something_unknown_is_taken(http: httpx.AsyncClient, runtime: Runtime):
    answer = await http.post("/webhooks/main/status", **signed({"id": "never-seen", "status": "exploded"}))

    assert 200 == answer.status_code
    assert 1 == await stored(runtime, "receipt")


FIELDS = st.sampled_from(["id", "from", "to", "text", "status", "error", "media", "opt_out"])
VALUES = st.none() | st.integers() | st.text() | st.lists(st.text(), max_size=3) | st.just("a\x00b") | st.just("\ud800")


@settings_(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=st.dictionaries(FIELDS, VALUES, max_size=8))
async def test_whatever_a_provider_signs_is_taken_or_refused(http: httpx.AsyncClient, document):
    raw = json.dumps(document).encode()

    for path in ("/webhooks/main", "/webhooks/main/status"):
        assert (await http.post(path, **signed(raw))).status_code in (200, 400)


@settings_(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=300), signature=st.text(st.characters(min_codepoint=33, max_codepoint=126)))
async def test_what_a_stranger_sends_never_has_effects(http: httpx.AsyncClient, runtime: Runtime, raw, signature):
    answer = await http.post("/webhooks/main", content=raw, headers={"x-parley-signature": signature})

    assert 401 == answer.status_code
    assert 0 == await stored(runtime)


# ── the address that is signed ──────────────────────────────────────────────────────────────────────────────────────

TWILIO_TOKEN = "12345678901234567890"
ACCOUNT = "AC" + "0" * 32


@pytest.fixture
def twilio_settings(settings: Settings) -> Settings:
    return load_settings(
        environ={
            "PARLEY_DATABASE__URL": settings.database.url,
            "PARLEY_FLOWS__PATH": str(settings.flows.path),
            "PARLEY_BUSINESS__PUBLIC_URL": "https://sms.example.com/parley",
            "PARLEY_CHANNELS__TW__PROVIDER": "twilio",
            "PARLEY_CHANNELS__TW__NUMBER": HOUSE,
            "PARLEY_CHANNELS__TW__ACCOUNT_SID": ACCOUNT,
            "PARLEY_CHANNELS__TW__AUTH_TOKEN": TWILIO_TOKEN,
        }
    )


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/webhooks/tw"), ("POST", "/webhooks/tw?a=1&b=%20x&a=2"), ("GET", "/webhooks/tw")],
)
async def test_the_configured_address_counts_and_not_the_host(twilio_settings: Settings, method, path):
    """Twilio's own validator signs the public address; the request arrives under an internal one."""
    form = {"MessageSid": "SM1", "AccountSid": ACCOUNT, "From": CUSTOMER, "To": HOUSE, "Body": "hello & bye"}
    public = "https://sms.example.com/parley" + path
    if method == "GET":
        public += "?" + urlencode(form)
        path += "?" + urlencode(form)
    signature = RequestValidator(TWILIO_TOKEN).compute_signature(public, form if method == "POST" else {})
    runtime = Runtime(twilio_settings)
    await runtime.start(worker=False)
    try:
        transport = httpx.ASGITransport(create_app(runtime))
        async with httpx.AsyncClient(transport=transport, base_url="http://10.0.0.5:8000") as client:
            answer = await client.request(
                method,
                path,
                headers={"x-twilio-signature": signature, "x-forwarded-host": "evil.example", "host": "evil.example"},
                data=form if method == "POST" else None,
            )
        assert 200 == answer.status_code, answer.text
        assert "<Response/>" in answer.text
        assert 1 == await stored(runtime, "message")
    finally:
        await runtime.stop()
