"""What is kept of the talk with providers is kept of people, too."""

from __future__ import annotations

import json

from bot.events import Inbound
from bot.providers.base import WebhookAnswer, WebhookRequest
from tests.privacy.traces import in_rows
from tests.stage import ANA, ECHO, staged

SECRET = ECHO.replace("      save: name\n", "      save: name\n      sensitive: yes\n")
TEXT = "My name is Analuisa"


def hears(stage, phone=ANA):
    """The provider tells of a text."""
    body = json.dumps({"id": "SM1", "from": phone, "text": TEXT}).encode()
    request = WebhookRequest("POST", "https://sms.example.com/webhooks/main", {}, body, stage.clock.now)
    inbound = Inbound("SM1", phone, "+15550100000", TEXT)
    stage.runtime.exchanges.received("main", request, [inbound], None, WebhookAnswer(200), 0.0, "req_1")


async def test_it_goes_with_the_person_also_what_was_not_written_yet(tmp_path):
    async with staged(tmp_path) as stage:
        await stage.says(ANA, "hi")
        hears(stage)
        erased = await stage.runtime.eraser.erase(ANA, "test")

        assert 2 == erased.counts["exchange"]
        assert {} == await stage.runtime.database.run(in_rows, [ANA, TEXT])


async def test_it_is_handed_out(tmp_path):
    async with staged(tmp_path) as stage:
        await stage.says(ANA, "hi")
        hears(stage)
        await stage.runtime.exchanges.drain()
        document = await stage.runtime.exporter.export(await stage.value("SELECT id FROM contact"))

        assert ["send", "webhook"] == [said["kind"] for said in document["exchanges"]]
        assert TEXT in document["exchanges"][1]["request"]


async def test_while_flows_ask_for_what_nobody_may_see_no_text_that_came_in_is_kept_there(tmp_path):
    async with staged(tmp_path, SECRET) as stage:
        hears(stage)
        await stage.runtime.exchanges.drain()
        [kept] = [request for (request,) in await stage.rows("SELECT request FROM exchange")]

        assert (False, True) == (TEXT in kept, "not kept" in kept)
