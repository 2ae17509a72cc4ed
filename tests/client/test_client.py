"""The client, against a server on a socket; and what it does when that fails."""

from __future__ import annotations

import asyncio
import inspect
import json
import re
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from standardwebhooks.webhooks import Webhook as Library

from bot.client import (
    AsyncParley,
    BadSignature,
    Busy,
    Invalid,
    NotAllowed,
    NotFound,
    Parley,
    ParleyError,
    verify_webhook,
)
from bot.client import aio as aio_module
from bot.client import plain as plain_module
from tests.web.api.test_samples import quiet
from tests.web.harness import CUSTOMER, House, open_house, serving, write_flows

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "client.md"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.fixture(scope="module")
async def served(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[House, str]]:
    folder = tmp_path_factory.mktemp("house")
    async with open_house(folder, write_flows(folder)) as house, serving(quiet(house)) as url:
        yield house, url


def test_both_clients_have_the_same_methods():
    def methods(client):
        found = inspect.getmembers(client, inspect.isfunction)
        return {
            name: str(inspect.signature(function)).split(" -> ")[0].replace("AsyncClient", "Client")
            for name, function in found
            if not name.startswith("_")
        }

    assert methods(Parley) == methods(AsyncParley)


def test_it_imports_nothing_of_ours():
    folder = Path(inspect.getfile(Parley)).parent
    imported = {
        line.split()[1]
        for file in folder.glob("*.py")
        for line in file.read_text().splitlines()
        if re.match(r"\s*(from|import) bot", line)
    }

    assert all(name.startswith("bot.client") for name in imported)


async def test_it_sends_reads_and_pages(served):
    house, url = served
    async with AsyncParley(url, house.api.keys["all"]) as parley:
        texts = [f"Number {number}" for number in range(5)]
        sent = [await parley.send(CUSTOMER, text) for text in texts]
        listed = [message.text async for message in parley.messages(to=CUSTOMER, limit=2)]
        shown = await parley.message(sent[0].id)
        foreseen = await parley.foresee(CUSTOMER, "Hello")
        contact = await parley.contact(CUSTOMER)
        twice = [await parley.send(CUSTOMER, "Once", idempotency_key="one") for _ in range(2)]
        events = [event.type async for event in parley.activity("message.*", limit=3)]

    assert texts[::-1] == listed
    assert (sent[0].id, "+15550100000") == (shown.id, shown.sender)
    assert ("GSM-7", 1, "send") == (foreseen.encoding, foreseen.segments, foreseen.verdict)
    assert CUSTOMER == contact.phone
    assert twice[0].id == twice[1].id
    assert {"message.delivered"} == {*events} - {"message.sent"}


async def test_webhooks_and_their_deliveries(served):
    house, url = served
    async with AsyncParley(url, house.api.keys["all"]) as parley:
        made = await parley.create_webhook("https://example.com/hooks", ["message.*"])
        again = await parley.rotate_webhook(made.id)
        listed = await parley.webhooks()
        deliveries = [delivery async for delivery in parley.deliveries(made.id)]
        await parley.delete_webhook(made.id)

    assert made.secret
    assert made.secret != again.secret
    assert [(made.id, None)] == [(it.id, it.secret) for it in listed.data]
    assert [] == deliveries


async def test_what_agents_and_supervisors_do(served):
    house, url = served
    async with AsyncParley(url, house.api.keys["all"]) as parley:
        await parley.put_contact("+12065550101", name="Ana", tags=["vip"])
        changed = await parley.change_contact("+12065550101", fields={"city": "Lyon"})
        kept = await parley.put_audience("vips", 'tags has "vip"')
        met = [contact.phone async for contact in parley.contacts(where="vips")]
        made = await parley.create_broadcast(audience="vips", text="Hi", draft=True, **{"class": "transactional"})
        drafts = [one.id async for one in parley.broadcasts(state="draft")]
        gone = await parley.cancel_broadcast(made.id)
        record = await parley.add_consent(changed.id, "opt_out", channel="call")
        standing = await parley.consent(changed.id)
        await house.carrier.text(CUSTOMER, "+15550100000", "hello")
        await house.api.said_to(CUSTOMER, 1)
        [thread] = [one async for one in parley.conversations("all", limit=1)]
        taken = await parley.take_over(thread.id, epoch=thread.epoch)
        with pytest.raises(ParleyError) as stale:
            await parley.close_conversation(thread.id, epoch=thread.epoch)
        items = [item.kind async for item in parley.thread(thread.id, limit=1)]
        step = await parley.simulate({"type": "start"}, flow="greeting")
        figures = await parley.figures("delivery", group="channel")
        exported = await parley.export_contact(changed.id)

    assert ("vips", ["+12065550101"], [made.id], "canceled") == (kept.name, met, drafts, gone.state)
    assert (record.id, True) == (standing.data[0].id, standing.out)
    assert (412, True) == (stale.value.status, taken.epoch > thread.epoch)
    assert "customer" in items
    assert ["What is your name?"] == step.said
    assert figures.first <= figures.last
    assert "+12065550101" == exported.phone


@pytest.mark.parametrize(
    ("made", "kind", "code"),
    [
        (lambda parley: parley.message("msg_x"), NotFound, "not_found"),
        (lambda parley: parley.send("123", "x"), Invalid, "invalid_field"),
        (lambda parley: parley.send(CUSTOMER, "x", nonsense=1), Invalid, "unknown_field"),
        (lambda parley: parley.request("GET", "/v1/nothing"), NotFound, "not_found"),
    ],
)
async def test_errors_are_the_servers_own(served, made, kind, code):
    house, url = served
    async with AsyncParley(url, house.api.keys["all"]) as parley:
        with pytest.raises(kind) as refused:
            await made(parley)

    assert code == refused.value.code
    assert refused.value.request_id.startswith("req_")


async def test_a_key_that_may_not(served):
    house, url = served
    async with AsyncParley(url, house.api.keys["read"]) as parley:
        with pytest.raises(NotAllowed):
            await parley.send(CUSTOMER, "x")


# ── trying again ────────────────────────────────────────────────────────────────────────────────────────────────────


class Script(httpx.BaseTransport):
    """A server that answers as it is told to."""

    def __init__(self, *answers: Callable[[], httpx.Response] | Exception) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer()


MESSAGE = {
    "id": "msg_1",
    "to": CUSTOMER,
    "from": "+15550100000",
    "text": "x",
    "class": "transactional",
    "status": "queued",
    "segments": 1,
    "channel": "main",
    "provider": "loopback",
    "created_at": "2026-03-01T00:00:00Z",
    "something_new": 1,
}


def ok() -> httpx.Response:
    return httpx.Response(200, json=MESSAGE)


def later() -> httpx.Response:
    return httpx.Response(429, json={"code": "rate_limited"}, headers={"retry-after": "7"})


def running() -> httpx.Response:
    return httpx.Response(409, json={"code": "in_progress"}, headers={"retry-after": "1"})


def broken() -> httpx.Response:
    return httpx.Response(502, text="<html>")


@pytest.fixture
def pauses(monkeypatch):
    """How long it waited, without waiting."""
    made: list[float] = []
    monkeypatch.setattr(plain_module, "sleep", made.append)
    return made


@pytest.mark.parametrize("trouble", [later, running, broken, httpx.ReadTimeout("slow"), httpx.ConnectError("down")])
def test_what_may_be_asked_again_is_under_the_same_key(pauses, trouble):
    script = Script(trouble, ok)
    sent = Parley("http://x", "t", httpx.Client(transport=script)).send(CUSTOMER, "x")

    assert ("msg_1", 1) == (sent.id, sent.something_new)
    assert 1 == len({request.headers["idempotency-key"] for request in script.requests})
    assert 1 == len(pauses)


def test_it_waits_as_long_as_the_server_says(pauses):
    Parley("http://x", "t", httpx.Client(transport=Script(later, ok))).message("msg_1")

    assert [7.0] == pauses


def test_it_gives_up_after_some_time(pauses):
    with pytest.raises(Busy) as refused:
        Parley("http://x", "t", httpx.Client(transport=Script(*[later] * 5))).message("msg_1")

    assert 7.0 == refused.value.retry_after_s
    assert 4 == len(pauses)


def test_what_may_not_be_made_twice_is_made_once(pauses):
    script = Script(broken, ok)
    with pytest.raises(ParleyError) as refused:
        Parley("http://x", "t", httpx.Client(transport=script)).create_webhook("https://a.test")

    assert (502, 1, []) == (refused.value.status, len(script.requests), pauses)


async def test_the_other_client_waits_as_well(monkeypatch):
    made: list[float] = []

    async def sleep(seconds: float) -> None:
        made.append(seconds)

    monkeypatch.setattr(aio_module, "sleep", sleep)
    answers = [later, ok]
    transport = httpx.MockTransport(lambda request: answers.pop(0)())
    async with AsyncParley("http://x", "t", httpx.AsyncClient(transport=transport)) as parley:
        await parley.message("msg_1")

    assert [7.0] == made


# ── webhooks ────────────────────────────────────────────────────────────────────────────────────────────────────────

EVENT = {"id": "evt_1", "type": "message.sent", "timestamp": "2026-03-01T00:00:00Z", "data": {"id": "msg_1"}}


def signed(secret: str, body: bytes, at: int) -> dict[str, str]:
    made = Library(secret).sign("evt_1", datetime.fromtimestamp(at, UTC), body.decode())
    return {"Webhook-Id": "evt_1", "Webhook-Timestamp": str(at), "Webhook-Signature": made}


def test_what_the_official_library_signs_is_believed():
    body = json.dumps(EVENT).encode()
    event = verify_webhook(body, signed(SECRET, body, 1_700_000_000), "whsec_b3RoZXI=", SECRET, now=1_700_000_100)

    assert ("message.sent", "msg_1") == (event.type, event.data["id"])


@pytest.mark.parametrize(
    ("change", "now"),
    [
        ({"Webhook-Signature": "v1,AAAA"}, 1_700_000_000),
        ({"Webhook-Signature": ""}, 1_700_000_000),
        ({"Webhook-Signature": "v1,é"}, 1_700_000_000),
        ({"Webhook-Id": "evt_2"}, 1_700_000_000),
        ({"Webhook-Timestamp": "soon"}, 1_700_000_000),
        ({}, 1_700_000_301),
        ({}, 1_699_999_699),
    ],
)
def test_what_is_not_is_not(change, now):
    body = json.dumps(EVENT).encode()
    with pytest.raises(BadSignature):
        verify_webhook(body, signed(SECRET, body, 1_700_000_000) | change, SECRET, now=now)


# ── the document ────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_the_examples_of_the_document_work(served):
    house, url = served
    blocks = re.findall(r"```py\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    scope = {"TOKEN": house.api.keys["all"], "__name__": "example"}

    def run() -> None:
        for block in blocks:
            exec(compile(block.replace("http://127.0.0.1:8000", url), str(DOCUMENT), "exec"), scope)  # noqa: S102
        scope["parley"].close()

    await asyncio.to_thread(run)

    assert 9 == len(blocks)
