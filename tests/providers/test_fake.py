"""The fake carrier over real sockets: our own providers send to it, and its receipts come back signed."""

import asyncio
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.errors import SendError
from bot.events import ErrorClass, Inbound, MessageStatus, Outbound, Receipt, Sent
from bot.outbox import wire as outbox_wire
from bot.outbox.wire import HttpWire
from bot.providers.base import NeverReceived, Provider, Sample, WebhookRequest, make_provider
from bot.providers.fake import FakeCarrier, Fault
from bot.providers.fake import carrier as fake_carrier
from tests import door

ACCOUNT = "AC" + "0" * 32
SECRET = "shared-secret"


@asynccontextmanager
async def serving(app: Starlette) -> AsyncIterator[str]:
    """Serve on a free port of this machine, in this loop."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = door.Server(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1))
    serve = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.end()
        await serve
        listener.close()


class Business:
    """Our side of the webhooks, which may be out of order for a while."""

    def __init__(self, provider: Provider | None = None) -> None:
        self.provider, self.failures, self.events = provider, 0, []
        self.base = ""
        self.app = Starlette(routes=[Route("/{rest:path}", self.receive, methods=["POST"])])

    async def receive(self, request: Request) -> Response:
        if self.failures:
            self.failures -= 1
            return Response(status_code=503)
        url = f"{self.base}{request.scope['raw_path'].decode()}"
        url += f"?{request.url.query}" if request.url.query else ""
        webhook = WebhookRequest("POST", url, dict(request.headers), await request.body(), datetime.now(UTC))
        self.provider.verify(webhook)
        self.events += self.provider.parse(webhook)
        return Response()


def provider_at(name: str, base: str) -> Provider:
    return make_provider(
        name,
        {
            "loopback": {"secret": SECRET, "base_url": f"{base}/send"},
            "twilio": {"account_sid": ACCOUNT, "auth_token": SECRET, "base_url": base},
            "d7": {"token": SECRET, "webhook_token": "a-token-long-and-random", "base_url": base},
        }[name],
    )


async def send(provider: Provider, id: str = "msg_1", to: str = "+14155550101", status_url: str | None = None) -> Sent:
    message = Outbound(id, "+14155550100", to, "Grüße 👍", status_url=status_url)
    async with wired() as wire:
        return provider.read(await wire.exchange(provider.build(message)))


@asynccontextmanager
async def wired() -> AsyncIterator[HttpWire]:
    wire = HttpWire(1)
    try:
        yield wire
    finally:
        await wire.close()


NAMES = ["loopback", "twilio", "d7"]


@pytest.mark.parametrize("name", NAMES)
async def test_our_provider_sends_through_it(name):
    carrier = FakeCarrier(secret=SECRET)
    async with serving(carrier.app) as base:
        sent = await send(provider_at(name, base))

    [taken] = carrier.accepted
    assert (name, sent.provider_id, "+14155550100", "+14155550101", "Grüße 👍") == (
        taken.provider,
        taken.id,
        taken.sender,
        taken.recipient,
        taken.text,
    )
    assert (None if name == "twilio" else "msg_1") == taken.reference


@pytest.mark.parametrize("name", NAMES)
async def test_a_signed_receipt_comes_back_until_it_is_answered(name, monkeypatch):
    monkeypatch.setattr(fake_carrier, "RECEIPT_PAUSE_S", 0.001)
    business = Business()
    async with serving(business.app) as our_side:
        carrier = FakeCarrier(secret=SECRET, webhook=f"{our_side}/webhooks/main")
        async with serving(carrier.app) as base:
            business.provider, business.base, business.failures = provider_at(name, base), our_side, 2
            sent = await send(business.provider, status_url=f"{our_side}/webhooks/main/status/msg_1/c2ln")
            await carrier.settle()

    [receipt] = business.events
    assert (sent.provider_id, MessageStatus.DELIVERED) == (receipt.provider_id, receipt.status)
    assert isinstance(receipt, Receipt)
    assert 0 == carrier.receipts_given_up


async def test_a_receipt_is_given_up_when_nobody_ever_answers(monkeypatch):
    monkeypatch.setattr(fake_carrier, "RECEIPT_PAUSE_S", 0.0001)
    carrier = FakeCarrier(secret=SECRET, webhook="http://127.0.0.1:1/webhooks/main", receipt=Sample.FAILED)
    async with serving(carrier.app) as base:
        await send(provider_at("loopback", base))
        await carrier.settle()

    assert 1 == carrier.receipts_given_up


async def test_a_customer_writes():
    business = Business(make_provider("loopback", {"secret": SECRET}))
    async with serving(business.app) as our_side:
        carrier = FakeCarrier(secret=SECRET, webhook=f"{our_side}/webhooks/main")
        async with serving(carrier.app) as base, httpx.AsyncClient(trust_env=False) as client:
            status = await carrier.text("+14155550101", "+14155550100", "hello", id="in-1")
            order = {"from": "+14155550102", "to": "+14155550100", "text": "again"}
            answer = await client.post(f"{base}/_fake/texts", json=order)

    assert (200, {"status": 200}) == (status, answer.json())
    assert Inbound("in-1", "+14155550101", "+14155550100", "hello") == business.events[0]
    assert "again" == business.events[1].text


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault.THROTTLED, ErrorClass.THROTTLED),
        (Fault.ERROR, ErrorClass.UNKNOWN),
        (Fault.HTML, ErrorClass.UNKNOWN),
        (Fault.REDIRECT, ErrorClass.PERMANENT),
    ],
)
async def test_it_fails_as_it_is_told(name, fault, kind):
    carrier = FakeCarrier(secret=SECRET, receipt=None)
    carrier.fail(fault)
    async with serving(carrier.app) as base:
        with pytest.raises(SendError) as caught:
            await send(provider_at(name, base))
        await send(provider_at(name, base), "msg_2")

    assert (kind, 1, 2) == (caught.value.kind, len(carrier.accepted), carrier.requests)


@pytest.mark.parametrize("taken", [False, True])
@pytest.mark.parametrize(("fault", "code"), [(Fault.SILENCE, "timeout"), (Fault.RESET, "connection_lost")])
async def test_it_says_nothing_that_can_be_read(fault, code, taken, monkeypatch):
    monkeypatch.setattr(outbox_wire, "ANSWER_S", 0.3)
    carrier = FakeCarrier(secret=SECRET)
    carrier.fail(fault, taken=taken)
    async with serving(carrier.app) as base:
        with pytest.raises(SendError, match=code):
            await send(provider_at("loopback", base))

    assert taken is bool(carrier.accepted)


async def test_loopback_tells_what_became_of_a_message_and_takes_it_once():
    carrier = FakeCarrier(secret=SECRET)
    carrier.fail(Fault.ERROR, taken=True)
    message = Outbound("msg_1", "+14155550100", "+14155550101", "hi")
    async with serving(carrier.app) as base, wired() as wire:
        provider = provider_at("loopback", base)
        before = provider.read_query(message, await wire.exchange(provider.query(message)))
        with pytest.raises(SendError):
            provider.read(await wire.exchange(provider.build(message)))
        after = provider.read_query(message, await wire.exchange(provider.query(message)))
        again = provider.read(await wire.exchange(provider.build(message)))

    assert (NeverReceived(), MessageStatus.SENT) == (before, after.status)
    assert (1, 1, again.provider_id) == (len(carrier.accepted), len(carrier.ledger.repeated), carrier.accepted[0].id)


@pytest.mark.parametrize("name", ["loopback", "twilio"])
async def test_it_does_not_send_to_who_opted_out(name):
    carrier = FakeCarrier(secret=SECRET)
    carrier.ledger.opted_out.add("+14155550101")
    async with serving(carrier.app) as base:
        with pytest.raises(SendError) as caught:
            await send(provider_at(name, base))

    assert (ErrorClass.OPT_OUT, []) == (caught.value.kind, carrier.accepted)


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/send", {"id": "msg_1", "to": "+1"}, 400),
        ("/messages/v1/send", {"messages": [{"recipients": ["+1"]}]}, 422),
        ("/messages/v1/send", {}, 422),
        ("/2010-04-01/Accounts/AC2/Messages.json", {}, 401),
    ],
)
async def test_it_refuses_what_the_real_one_would(path, body, status):
    carrier = FakeCarrier(secret=SECRET)
    headers = {"authorization": f"Bearer {SECRET}"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(carrier.app), base_url="http://fake") as client:
        answer = await client.post(path, json=body, headers=headers)
        unknown = await client.post("/messages/v1/send", json={"messages": []})

    assert (status, 401, []) == (answer.status_code, unknown.status_code, carrier.accepted)


async def test_d7_keeps_a_log_of_all_recipients_of_a_call():
    carrier = FakeCarrier(secret=SECRET)
    headers = {"authorization": f"Bearer {SECRET}"}
    messages = [{"recipients": ["+14155550101", "+14155550102"], "content": "hi", "originator": "Parley"}]
    async with httpx.AsyncClient(transport=httpx.ASGITransport(carrier.app), base_url="http://fake") as client:
        sent = await client.post("/messages/v1/send", json={"messages": messages}, headers=headers)
        log = await client.get(f"/report/v1/message-log/{sent.json()['request_id']}")
        nothing = await client.get("/report/v1/message-log/nope")

    assert ["+14155550101", "+14155550102"] == [entry["recipient"] for entry in log.json()["messages"]]
    assert (404, "MESSAGE_LOG_NOT_EXISTS") == (nothing.status_code, nothing.json()["detail"]["code"])


async def test_twilio_shows_a_message_only_to_its_account():
    carrier = FakeCarrier(secret=SECRET)
    path = f"/2010-04-01/Accounts/{ACCOUNT}/Messages/SM1.json"
    async with httpx.AsyncClient(transport=httpx.ASGITransport(carrier.app), base_url="http://fake") as client:
        stranger, owner = await client.get(path), await client.get(path, auth=(ACCOUNT, SECRET))

    assert (401, 404) == (stranger.status_code, owner.status_code)


async def test_another_process_arms_it_and_asks_what_it_took():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "bot.providers.fake", "--port", str(port), "--receipt", "none", "--secret", SECRET]
    process = subprocess.Popen(command)  # noqa: ASYNC220 - it is up before anything is awaited
    base = f"http://127.0.0.1:{port}"
    try:
        async with httpx.AsyncClient(trust_env=False, base_url=base) as client:
            await reachable(client)
            await client.post("/_fake/faults", json={"fault": "error", "times": 1, "taken": True})
            with pytest.raises(SendError):
                await send(provider_at("loopback", base))
            await send(provider_at("loopback", base), "msg_2")
            listed = (await client.get("/_fake/accepted", params={"after": 1})).json()
    finally:
        process.terminate()
        process.wait(10)

    assert ["msg_2"] == [message["reference"] for message in listed["accepted"]]
    assert (2, 2, 0) == (listed["total"], listed["requests"], listed["repeated"])


async def reachable(client: httpx.AsyncClient) -> None:
    for _ in range(200):
        try:
            await client.get("/_fake/accepted")
        except httpx.ConnectError:
            await asyncio.sleep(0.05)
        else:
            return
    raise AssertionError("the fake carrier did not start within ten seconds")
