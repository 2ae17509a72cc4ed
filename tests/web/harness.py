"""What the tests of the web share: a server on a socket, patience, and the API as a program uses it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

CUSTOMER = "+15550100001"
HOUSE = "+15550100000"
PUBLIC = "http://public.test"
PATIENCE_S = 10.0

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
async def serving(app: ASGIApp) -> AsyncIterator[str]:
    """Serve on a free port of this machine, in this loop."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1))
    serve = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
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


class Switch:
    """Stands in for the application until there is one: the carrier has to be there first."""

    app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.app is not None
        await self.app(scope, receive, send)
