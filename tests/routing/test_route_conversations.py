"""Routes in a deployment: what the business sends and starts goes by the channel that they choose."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from bot.errors import ConfigError, SendError
from bot.events import ErrorClass, MessageClass
from bot.inbox import entries
from bot.messages import Draft
from bot.outbox import policy
from bot.outbox.compose import Saying
from bot.outbox.lanes import broken_channels
from bot.routing import Wanted
from tests.stage import ANA, BEN, Clock, staged

pytestmark = pytest.mark.usefixtures("either_database")

INDIA = "+919820012345"
NOON_IN_INDIA = datetime(2026, 3, 5, 6, 30, tzinfo=UTC)
"""When people there may be sent offers."""
MAIN, LOCAL, OTHER = "+15550100000", "+15550100007", "+15550100008"
TELLS = """\
flow: tells
start:
  - keyword: tell
  - tag: told
states:
  say:
    - say: Your table is ready.
    - end: told
"""
ASKS = """\
flow: asks
start:
  - keyword: ask
  - event: arrived
states:
  ask:
    - ask: Are you coming?
      expect: yes_no
    - end: answered
"""
RUNS = """\
flow: runs
start:
  - keyword: run
states:
  begin:
    - run: asks
    - end: ran
"""


def channel(name, number, **more):
    given = {
        "provider": "loopback",
        "number": number,
        "base_url": f"https://carrier.test/{name}",
        "rate": "1000",
        **more,
    }
    return {f"PARLEY_CHANNELS__{name.upper()}__{key.upper()}": value for key, value in given.items()}


def routes(*given):
    return {"PARLEY_ROUTES": json.dumps(given)}


CHANNELS = channel("name", "RIVERSIDE") | channel("local", LOCAL) | channel("other", OTHER)


async def write(stage, to, text="Hello", message_class=MessageClass.TRANSACTIONAL):
    drafts = [Draft(to, None, Saying(text, message_class))]
    [message] = await stage.runtime.database.run(stage.runtime.messages.create, drafts)
    await stage.settle()
    return message


async def starts(stage, phone, flow, channel):
    payload = entries.start_payload(flow, {}, "yes")
    await stage.happens(entries.start(channel, phone, f"start {flow} {channel}", payload, stage.clock.now))


def numbers(stage, phone):
    return [body["from"] for body in stage.carrier.taken if body["to"] == phone]


async def test_a_message_goes_by_the_route_of_its_country_and_class(tmp_path):
    given = routes(
        {"to": ["IN"], "class": ["marketing"], "channels": ["name"]}, {"to": ["IN"], "channels": ["local", "main"]}
    )
    async with staged(tmp_path, TELLS, clock=Clock(NOON_IN_INDIA), **CHANNELS, **given) as stage:
        await write(stage, INDIA)
        await write(stage, INDIA, message_class=MessageClass.MARKETING)
        await write(stage, ANA)

        assert [LOCAL, "RIVERSIDE"] == numbers(stage, INDIA)
        assert [MAIN] == numbers(stage, ANA)


async def test_the_message_keeps_why(tmp_path):
    given = routes({"to": ["US"], "channels": ["name", "local"]})
    async with staged(tmp_path, TELLS, **CHANNELS, **given) as stage:
        message = await write(stage, ANA)
        decision = json.loads(await stage.value("SELECT decision FROM message WHERE id = :id", id=message.id))

        assert {
            "decision": "send",
            "route": {
                "channel": "local",
                "chosen_by": "route",
                "country": "US",
                "route": 1,
                "passed_over": {"name": "sender"},
            },
        } == decision


async def test_the_next_channel_is_taken_while_one_is_down_and_the_first_again_when_it_works(tmp_path):
    given = routes({"channels": ["local", "other"]})
    async with staged(tmp_path, TELLS, **CHANNELS, **given) as stage:
        take, down = stage.carrier.take, True

        def carrier(request):
            if down and request.url.endswith("/local"):
                raise SendError(ErrorClass.RETRYABLE, policy.UNREACHABLE, "refused")
            return take(request)

        stage.carrier.take = carrier
        await write(stage, ANA)
        for _ in range(20):
            await stage.passes(seconds=5)
        assert {"local"} == await stage.runtime.database.run(broken_channels, stage.runtime.channels)
        await write(stage, BEN)
        assert ([], [OTHER]) == (numbers(stage, ANA), numbers(stage, BEN))

        down = False
        for _ in range(60):
            await stage.passes(seconds=10)
        await write(stage, BEN)

        assert ([LOCAL], [OTHER, LOCAL]) == (numbers(stage, ANA), numbers(stage, BEN))


async def test_what_no_channel_can_take_is_a_refused_message(tmp_path):
    async with staged(tmp_path, TELLS, **CHANNELS, **routes({"to": ["US"], "channels": ["name"]})) as stage:
        message = await write(stage, ANA)

        assert ("refused", "no_route") == (message.status, message.error)
        assert [] == numbers(stage, ANA)


async def test_an_answer_goes_back_by_the_channel_that_the_text_came_by(tmp_path):
    async with staged(tmp_path, ASKS, **CHANNELS, **routes({"channels": ["local"]})) as stage:
        await stage.says(ANA, "ask", channel="other")

        assert [OTHER] == numbers(stage, ANA)


@pytest.mark.parametrize(("flow", "heard"), [("tells", ["Your table is ready."]), ("asks", []), ("runs", [])])
async def test_a_flow_that_asks_does_not_start_where_nobody_can_answer(tmp_path, flow, heard):
    async with staged(tmp_path, TELLS, ASKS, RUNS, **CHANNELS) as stage:
        await starts(stage, ANA, flow, "name")
        await starts(stage, BEN, flow, "local")

        assert heard == stage.heard(ANA)
        assert 1 == len(stage.heard(BEN))
        refused = await stage.rows("SELECT data FROM event WHERE kind = 'refused'")
        assert (["one_way"] if not heard else []) == [json.loads(data)["reason"] for (data,) in refused]


async def test_flows_go_where_they_can_be_answered(tmp_path):
    given = routes({"to": ["GB"], "channels": ["name", "local"]})
    async with staged(tmp_path, TELLS, ASKS, **CHANNELS, **given) as stage:
        choose, london = stage.runtime.choose, "+447400123456"

        assert "name" == (await choose(Wanted(london, MessageClass.CONVERSATIONAL))).channel.name
        assert "local" == (await choose(Wanted(london, MessageClass.CONVERSATIONAL, replies=True))).channel.name


async def test_with_names_alone_a_flow_that_asks_does_not_go_live(tmp_path):
    alone = {"PARLEY_CHANNELS__MAIN__NUMBER": "RIVERSIDE"}
    async with staged(tmp_path, TELLS, ASKS, broken=True, **alone) as stage:
        assert ["tells"] == list(stage.runtime.library.current.machines)
        assert ["F110"] == [finding.code for finding in stage.runtime.library.findings if finding.severity == "error"]


async def test_a_provider_without_fields_for_india_is_refused_at_the_start(tmp_path):
    with pytest.raises(ConfigError, match=r"channels.main.dlt_entity_id: loopback has no field for the ids"):
        async with staged(tmp_path, TELLS, PARLEY_CHANNELS__MAIN__DLT_ENTITY_ID="1101"):
            pass


GATEWAY = """
[channels.main]
provider = "loopback"
number = "+15550100000"
[channels.india]
provider = "generic_http"
number = "RIVERS"
url = "https://carrier.test/gateway"
signature = "plain"
webhook_secret = "webhook-secret"
fields = {to = "{recipient}", id = "{id}", text = "{text}", e = "{dlt_entity_id}", t = "{dlt_template_id}"}
dlt_entity_id = "1101"
dlt_templates = {transactional = "1107"}
[[routes]]
to = ["IN"]
channels = ["india"]
"""


async def test_a_registered_text_carries_its_ids_to_the_wire(tmp_path):
    config = tmp_path / "parley.toml"
    config.write_text(GATEWAY)
    async with staged(tmp_path, TELLS, config=config) as stage:
        await write(stage, INDIA)
        refused = await write(stage, INDIA, message_class=MessageClass.MARKETING)

        assert [("1101", "1107")] == [(body["e"], body["t"]) for body in stage.carrier.taken]
        assert ("refused", "dlt_template_missing") == (refused.status, refused.error)


async def test_what_a_flow_says_is_registered_by_the_flow_in_whose_file_it_stands(tmp_path):
    config = tmp_path / "parley.toml"
    numbered = GATEWAY.replace('"RIVERS"', '"+15550100044"')
    templates = 'dlt_templates = {"asks.ask" = "1", runs = "2", tells = "3"}'
    config.write_text(numbered.replace('dlt_templates = {transactional = "1107"}', templates))
    async with staged(tmp_path, TELLS, ASKS, RUNS, config=config) as stage:
        await starts(stage, INDIA, "runs", "india")
        await starts(stage, INDIA, "tells", "india")
        await stage.passes(seconds=5)

        assert [("Are you coming?", "1"), ("Your table is ready.", "3")] == [
            (body["text"], body["t"]) for body in stage.carrier.taken
        ]
