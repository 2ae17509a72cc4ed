"""What the tests of the web share: a server on a socket, patience, and the API as a program uses it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Send
from starlette.types import Scope as AsgiScope

from bot.config import Settings, load_settings
from bot.keys import Scope
from bot.providers.base import Sample
from bot.providers.fake import FakeCarrier
from bot.runtime import Runtime
from bot.web.app import create_app
from tests import door
from tests.sqlite import ready_file

CUSTOMER = "+15550100001"
HOUSE = "+15550100000"
PUBLIC = "http://public.test"
PATIENCE_S = 30.0

BOOKING = """
flow: booking
title: Confirm a visit
inputs:
  visit: datetime
  guests: {type: integer, default: "1"}
start:
  - event: visit.booked
    with: {visit: "{{ event.visit }}"}
  - keyword: visit
    if: contact.visit
    with: {visit: "{{ contact.visit }}"}
states:
  confirm:
    - ask: See you on {{ visit | date }}? Reply YES or NO.
      expect: yes_no
      replies:
        yes: booked
        no: gone
      unclear: YES or NO, please.
      give_up: gone
      silence:
        1 hour: Still there?
        2 hours: {end: no_reply}
  booked:
    - set: {contact.visit: "{{ visit }}"}
    - say: Booked.
    - end: confirmed
  gone:
    - handoff: desk
      note: "visit {{ visit }}"
      say: A colleague will write.
      closed: {end: handed_over}
"""
GREETING = """
flow: greeting
start:
  - fallback
states:
  greet:
    - ask: What is your name?
      save: name
    - say: Hello {{ name }}.
    - end: done
"""


@asynccontextmanager
async def serving(app: ASGIApp, lifespan: Literal["auto", "on", "off"] = "auto") -> AsyncIterator[str]:
    """Serve on a free port of this machine, in this loop; with `lifespan` off what is served runs already."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = door.Server(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1, lifespan=lifespan))
    serve = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.end()
        await serve
        listener.close()


async def eventually(look: Callable[[], Awaitable[Any]]) -> Any:
    """Look again and again until there is something to see."""
    deadline = asyncio.get_running_loop().time() + PATIENCE_S
    while not (seen := await look()):
        assert asyncio.get_running_loop().time() < deadline, "it did not happen"
        await asyncio.sleep(0.02)
    return seen


class Api:
    """The API as a program uses it, with a key of every scope unless one is named."""

    def __init__(self, http: httpx.AsyncClient, keys: dict[str, str]) -> None:
        self.http = http
        self.keys = keys

    async def get(self, path: str, *, key: str = "all", **options: Any) -> httpx.Response:
        return await self.http.get(path, headers=self._headers(key), **options)

    async def post(self, path: str, json: Any = None, *, key: str = "all", once: str | None = None) -> httpx.Response:
        headers = self._headers(key) | ({"idempotency-key": once} if once else {})
        return await self.http.post(path, json=json, headers=headers)

    async def patch(self, path: str, json: Any = None, *, key: str = "all") -> httpx.Response:
        return await self.http.patch(path, json=json, headers=self._headers(key))

    def _headers(self, key: str) -> dict[str, str]:
        return {"authorization": f"Bearer {self.keys[key]}"}

    async def message(self, message_id: str, *statuses: str) -> dict[str, Any]:
        """Wait until a message has one of these statuses."""

        async def look() -> dict[str, Any] | None:
            found: dict[str, Any] = (await self.get(f"/v1/messages/{message_id}")).json()
            return found if found["status"] in statuses else None

        return await eventually(look)

    async def said_to(self, phone: str, count: int = 1) -> list[str]:
        """Wait until so many messages were written to a phone; the oldest first."""

        async def look() -> list[str] | None:
            rows = (await self.get("/v1/messages", params={"to": phone})).json()["data"]
            return [row["text"] for row in reversed(rows)] if len(rows) >= count else None

        return await eventually(look)


@dataclass(frozen=True)
class House:
    """A whole Parley in one process, and the carrier at its door."""

    settings: Settings
    runtime: Runtime
    app: Starlette
    carrier: FakeCarrier
    http: httpx.AsyncClient
    api: Api


@asynccontextmanager
async def open_house(folder: Path, flows: Path, **environ: str) -> AsyncIterator[House]:
    """Start a Parley with a database of its own; its carrier listens on a socket and reports delivery.

    `environ` are more of its settings; `{carrier}` in one stands for the carrier's address.
    """
    switch = Switch()
    transport = httpx.ASGITransport(switch, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=PUBLIC) as http:
        reports = httpx.AsyncClient(transport=transport, base_url=PUBLIC)
        carrier = FakeCarrier(webhook=f"{PUBLIC}/webhooks/main", receipt=Sample.DELIVERED, client=reports)
        async with serving(carrier.app) as carrier_url:
            more = {name: value.replace("{carrier}", carrier_url) for name, value in environ.items()}
            settings = make_settings(folder, flows, carrier_url, **more)
            runtime = Runtime(settings)
            await runtime.start(worker=True)
            try:
                switch.app = app = create_app(runtime)
                yield House(settings, runtime, app, carrier, http, Api(http, await make_keys(runtime)))
            finally:
                await runtime.stop()


def write_flows(folder: Path) -> Path:
    """A folder with the two flows above."""
    flows = folder / "flows"
    flows.mkdir()
    (flows / "booking.yaml").write_text(BOOKING, encoding="utf-8")
    (flows / "greeting.yaml").write_text(GREETING, encoding="utf-8")
    return flows


def make_settings(folder: Path, flows: Path, carrier_url: str, **environ: str) -> Settings:
    """One loopback channel that sends to the carrier."""
    return load_settings(
        environ={
            "PARLEY_DATABASE__URL": ready_file(folder / "parley.db"),
            "PARLEY_FLOWS__PATH": str(flows),
            "PARLEY_BUSINESS__PUBLIC_URL": PUBLIC,
            "PARLEY_CHANNELS__MAIN__BASE_URL": f"{carrier_url}/send",
            "PARLEY_CHANNELS__MAIN__RATE": "1000",
            **environ,
        }
    )


async def make_keys(runtime: Runtime) -> dict[str, str]:
    """A key of each scope alone, and one of all."""
    keys = {scope.value: await runtime.keys.create([scope], scope.value) for scope in Scope}
    return keys | {"all": await runtime.keys.create(list(Scope))}


class Switch:
    """Stands in for the application until there is one: the carrier has to be there first."""

    app: ASGIApp | None = None

    async def __call__(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        assert self.app is not None
        await self.app(scope, receive, send)
