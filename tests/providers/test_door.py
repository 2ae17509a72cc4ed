"""The contract where it counts: at the door, through the outbox and in the database, for all providers alike."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from bot.errors import DatabaseAway
from bot.events import ErrorClass, MessageClass
from bot.inbox import Busy
from bot.messages import Draft
from bot.outbox.compose import Saying
from bot.outbox.wire import Wire
from bot.providers.base import WebhookRequest, make_provider
from bot.providers.http import Request, Response
from tests.answers import answer
from tests.fuzz.cases import PUBLIC, Case
from tests.fuzz.door import Answer, Door, open_door
from tests.providers.examples import EXAMPLES
from tests.providers.examples.codes import CODES, codes_of

TELNYX_WAITS_S = 2.0
ANSWERS = {
    "jasmin": b"ACK/Jasmin",
    "messagebird": b"OK",
    "twilio": b'<?xml version="1.0" encoding="UTF-8"?><Response/>',
}
"""All others want nothing; of Kannel's answer any text would be sent to the customer."""
PROXY = (
    ("host", "evil.example"),
    ("x-forwarded-host", "evil.example"),
    ("x-forwarded-proto", "http"),
    ("x-forwarded-port", "8080"),
    ("x-forwarded-prefix", "/evil"),
    ("x-forwarded-for", "35.234.154.40"),
    ("forwarded", "for=35.234.154.40;host=evil.example;proto=http"),
)


class Carriers(Wire):
    """All of them at once: whatever is sent, the answer is what the test says."""

    def __init__(self) -> None:
        self.answer = answer(500)
        self.sent: list[Request] = []

    async def exchange(self, request: Request, before: Callable[[], None] | None = None) -> Response:
        if before is not None:
            before()
        self.sent.append(request)
        return self.answer

    async def close(self) -> None:
        """Nothing is open."""


class Deployment:
    """A channel at every provider, and their carriers in the test's hands."""

    def __init__(self, door: Door, carriers: Carriers) -> None:
        self.door = door
        self.carriers = carriers
        self._people = 0

    async def called(self, request: WebhookRequest, *more: tuple[str, str]) -> Answer:
        """A carrier, or somebody else, calls."""
        return await self.door.knock(Case(0, "", request, True, more_headers=more))

    def meets(self) -> str:
        """Return the number of somebody new."""
        self._people += 1
        return f"+1415555{self._people:04d}"

    async def writes(self, name: str, phone: str, answered: Response) -> str | None:
        """Write to somebody, and let the carrier answer; return why that was refused at once, if it was."""
        runtime, saying = self.door.runtime, Saying("Hi", MessageClass.TRANSACTIONAL)
        self.carriers.answer = answered
        [message] = await runtime.database.run(runtime.messages.create, [Draft(phone, runtime.channels[name], saying)])
        await self.settle()
        return message.error

    async def settle(self) -> None:
        """Take turns until nobody has anything to do."""
        runtime, quiet = self.door.runtime, 0
        while quiet < 3:
            busy = await runtime.inbox.process_once() + await runtime.outbox.turn()
            quiet = 0 if busy else quiet + 1

    async def rows(self, query: str, **values: Any) -> list[tuple[Any, ...]]:
        """Look into the database."""
        run = self.door.runtime.database.run
        return await run(lambda conn: [tuple(row) for row in conn.execute(text(query), values)])


@pytest.fixture
async def deployment() -> AsyncIterator[Deployment]:
    carriers = Carriers()
    async with open_door(lambda connections: carriers) as door:
        await door.runtime.fence.look()
        await door.runtime.outbox.recover()
        yield Deployment(door, carriers)


def webhook(name: str, fields: Mapping[str, Any], path: str = "") -> WebhookRequest:
    """What the carrier sends to its channel's address."""
    unsigned = EXAMPLES[name].unsigned(fields)
    address = f"{PUBLIC}/webhooks/{name}{path}"
    url = unsigned.url.replace("https://sms.example.com/webhooks/main", address, 1)
    return EXAMPLES[name].prove(replace(unsigned, url=url), EXAMPLES[name].secret)


async def test_every_carrier_hears_what_it_expects(deployment: Deployment):
    """What Kannel and Twilio are answered is what the customer reads; Jasmin takes nothing else for a success."""
    heard = {}
    for name, example in EXAMPLES.items():
        for fields, path in ((example.inbound, ""), (example.receipt, "/status")):
            answered = await deployment.called(webhook(name, fields, path))
            heard[name, path] = (answered.status, answered.body)

    assert {(name, path): (200, ANSWERS.get(name, b"")) for name in EXAMPLES for path in ("", "/status")} == heard


async def test_every_carrier_is_answered_before_telnyx_would_lose_patience(deployment: Deployment):
    for name, example in EXAMPLES.items():
        began = time.monotonic()

        assert 200 == (await deployment.called(webhook(name, example.inbound))).status
        assert time.monotonic() - began < TELNYX_WAITS_S


async def test_a_status_that_nobody_knows_is_stored_and_acknowledged(deployment: Deployment):
    for name, example in EXAMPLES.items():
        fields = {**example.receipt, example.names["status"]: "brand_new"}

        assert 200 == (await deployment.called(webhook(name, fields, "/status"))).status
    await deployment.settle()

    kept = await deployment.rows("SELECT channel, provider_id, status, raw_status FROM receipt ORDER BY channel")
    assert [(name, "carrier-1", "unknown", "brand_new") for name in sorted(EXAMPLES)] == kept
    assert [] == await deployment.door.parked()


async def test_what_a_proxy_says_of_an_address_is_not_believed(deployment: Deployment):
    """The configured address counts: a request passes under any `Host`, and no header makes it pass under another."""
    for name, example in EXAMPLES.items():
        request = webhook(name, example.inbound)
        elsewhere = replace(example.unsigned(example.inbound), url=f"http://evil.example:8080/evil/webhooks/{name}")
        forged = example.prove(elsewhere, example.secret)
        sent_here = replace(forged, url=forged.url.replace("http://evil.example:8080/evil", PUBLIC, 1))
        covers_address = name in ("twilio", "plivo", "messagebird")

        assert 200 == (await deployment.called(request, *PROXY)).status
        if covers_address:
            assert 401 == (await deployment.called(sent_here, *PROXY)).status


async def test_a_caller_is_known_by_the_connection_alone(deployment: Deployment):
    """What `X-Forwarded-For` says does not bring anybody in."""
    runtime, example = deployment.door.runtime, EXAMPLES["d7"]
    provider = make_provider("d7", {"token": "api-token", "allow_from": "35.234.154.40"})
    runtime.channels = {**runtime.channels, "d7": replace(runtime.channels["d7"], provider=provider)}

    assert 401 == (await deployment.called(webhook("d7", example.inbound), *PROXY)).status


@pytest.mark.parametrize("error", [Busy(), DatabaseAway("away")])
async def test_what_cannot_be_stored_is_asked_for_again(deployment: Deployment, monkeypatch, error):
    """Never by a 4xx: Sinch would not come back, and Jasmin not after a 404."""

    async def refuse(rows: object) -> None:
        raise error

    monkeypatch.setattr(deployment.door.runtime.inbox, "accept", refuse)

    for name, example in EXAMPLES.items():
        assert 503 == (await deployment.called(webhook(name, example.inbound))).status


# ── opted out ───────────────────────────────────────────────────────────────────────────────────────────────────────


def opting_out() -> Iterator[tuple[str, str, str]]:
    """Every provider's every code that says that somebody has opted out, and where it stands."""
    for name, codes in CODES.items():
        yield from ((name, "refusal", code) for code in codes_of(ErrorClass.OPT_OUT, codes.sent))
        yield from ((name, "report", code) for code in codes_of(ErrorClass.OPT_OUT, codes.reported))


async def test_whoever_opted_out_at_the_carrier_is_written_to_no_more(deployment: Deployment):
    """All the way: a refusal through the outbox, a report through the door, and what is written after that."""
    refused: dict[tuple[str, str, str], str | None] = {}
    for name, where, code in opting_out():
        example, phone = EXAMPLES[name], deployment.meets()
        if where == "refusal":
            assert await deployment.writes(name, phone, answer(*CODES[name].refusal(code))) is None
        else:
            carrier_id = f"{name}-{code}"
            taken = json.dumps(example.taken).replace("carrier-1", carrier_id)
            assert await deployment.writes(name, phone, answer(200, json.loads(taken))) is None
            fields = {**example.receipt, **CODES[name].report(code)}
            fields = {key: carrier_id if value == "carrier-1" else value for key, value in fields.items()}
            assert 200 == (await deployment.called(webhook(name, fields, "/status"))).status
            await deployment.settle()
        refused[name, where, code] = await deployment.writes("loopback", phone, answer(200, {"id": "carrier-9"}))

    assert dict.fromkeys(opting_out(), "opted_out") == refused
    assert [(len(refused),)] == await deployment.rows("SELECT count(*) FROM suppression")
