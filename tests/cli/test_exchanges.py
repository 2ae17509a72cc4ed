"""Everything that was said about one message, on paper and for programs."""

from __future__ import annotations

import asyncio
import json

import pytest

from bot.events import Inbound, MessageClass
from bot.messages import Draft
from bot.outbox.compose import Saying
from bot.providers.base import WebhookAnswer, WebhookRequest
from tests.answers import answer
from tests.stage import ANA, staged


def play(folder) -> str:
    """A message that went out at the second attempt, and a text; the message's id."""

    async def run():
        async with staged(folder) as stage:
            stage.carrier.then(answer(503, {"error": "busy"}, retry_after="2", x_key="abc"))
            draft = Draft(ANA, stage.runtime.channels["main"], Saying("Ready.", MessageClass.TRANSACTIONAL))
            [message] = await stage.runtime.database.run(stage.runtime.messages.create, [draft])
            stage.carrier.then(answer(429, {"to": ANA, "note": "z" * 90}, retry_after="2", x_key="abc"))
            stage.carrier.script.popleft()
            await stage.settle()
            await stage.passes(minutes=5)
            request = WebhookRequest("POST", "http://x/webhooks/main", {}, b'{"text": "hi"}', stage.clock.now)
            await stage.says(ANA, "hi", id="in-1")
            texts = [Inbound("in-1", ANA, "+15550100000", "hi")]
            stage.runtime.exchanges.received("main", request, texts, None, WebhookAnswer(), 1300.0, "req_1")
            return message.id

    return asyncio.run(run())


@pytest.fixture(autouse=True)
def narrow(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")


def test_every_attempt_as_it_was_on_the_wire(parley, folder):
    id = play(folder)

    run = parley("exchanges", id)

    assert 0 == run.code
    first, second, third = run.out.split("\n\n2026-")
    assert f"{id} to +1•••••0101 on main: accepted" == first
    assert "send, attempt 1: throttled, 0 ms\n" in second
    assert (
        f"""\
  POST https://carrier.test/send
  content-type: application/json

  {{"id":"{id}","from":"+1•••••0000","to":"+1•••••0101"
  ,"text":"Ready."}}

  429
  retry-after: 2
  x-key: •••

  {{"to": "+1•••••0101", "note": "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz
  zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"}}"""
        in second
    )
    assert "send, attempt 2: taken, 0 ms\n" in third


def test_a_text_that_came_in(parley, folder):
    play(folder)

    [webhook] = json.loads(parley("exchanges", "in_1", "--json").out)

    assert ("webhook", "received", "text", 200) == (
        webhook["kind"],
        webhook["result"],
        webhook["detail"],
        webhook["response"]["status"],
    )
    assert {"method": "POST", "url": "http://x/webhooks/main", "headers": {}, "body": '{"text": "hi"}'} == webhook[
        "request"
    ]


@pytest.mark.parametrize("named", ["msg_nobody", "in_99", "in_x"])
def test_what_there_is_not(parley, folder, named):
    play(folder)
    run = parley("exchanges", named)

    assert (2, f"error: there is no message {named}\n") == (run.code, run.err)


def test_a_message_of_which_nothing_is_kept(parley, folder, monkeypatch):
    monkeypatch.setenv("PARLEY_LOG__EXCHANGES", "none")

    async def run():
        async with staged(folder, PARLEY_LOG__EXCHANGES="none") as stage:
            await stage.says(ANA, "hi")
            return (await stage.messages(ANA))[0].id

    run = parley("exchanges", asyncio.run(run()))

    assert "nothing is kept of it: that is for 7 days, and as log.exchanges says\n" == run.err
