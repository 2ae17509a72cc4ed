"""The whole application behind its door, in this process: a request goes through all that a server would call.

There is one channel for each provider, as the contract suite configures it, a database of its own, and no socket.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import reduce
from operator import add
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from sqlalchemy import Connection, delete, func, select
from starlette.types import ASGIApp, Message

from bot.config import Settings
from bot.outbox.wire import HttpWire, Wire
from bot.runtime import Runtime
from bot.runtime.loop import POLL_S
from bot.store.inbound import Pending, parked_for, pending
from bot.store.tables import inbound, metadata
from bot.store.tables_traffic import exchange
from bot.web.app import create_app
from bot.web.guards import WHOLE
from bot.world import World
from tests.fuzz.cases import PUBLIC, SECRET, Case
from tests.providers.examples import ALL, NOW
from tests.sqlite import ready_file

_FLOW: Final = "flow: greeting\nstart:\n  - fallback\nstates:\n  greet:\n    - say: Hello.\n    - end: done\n"
_ROWS_MAX: Final = 100_000
_TABLES: Final = [table for table in metadata.tables.values() if table is not exchange]
_HELD: Final = select(reduce(add, [select(func.count()).select_from(table).scalar_subquery() for table in _TABLES]))


@dataclass
class Answer:
    """What came back: nothing if the client left, and an error only if the application broke."""

    status: int = 0
    body: bytes = b""
    error: BaseException | None = None


class Door:
    """Knocks, and looks what that did."""

    def __init__(self, runtime: Runtime, app: ASGIApp) -> None:
        self.runtime = runtime
        self._app = app

    async def knock(self, case: Case) -> Answer:
        """Send a request and wait for the answer."""
        request, answer = case.request, Answer()
        path, _, query = request.url.removeprefix(PUBLIC).encode("latin-1", "replace").partition(b"?")
        headers = [*case.more_headers, *request.headers.items()]
        scope: dict[str, Any] = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": request.method,
            "scheme": "http",
            "path": unquote_to_bytes(path).decode("utf-8", "replace"),
            "raw_path": path,
            "query_string": query,
            "root_path": "",
            "headers": [(name.encode("latin-1"), value.encode("latin-1", "replace")) for name, value in headers],
            "client": ("127.0.0.1", 40_000),
            "server": ("127.0.0.1", 8_000),
        }
        if case.pieces == 1:
            scope[WHOLE] = True
        messages = iter(_messages(request.body, case.pieces))

        async def receive() -> Message:
            return next(messages, {"type": "http.disconnect"})

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer.status = message["status"]
            answer.body += message.get("body", b"")

        try:
            await self._app(scope, receive, send)
        except Exception as error:
            answer.error = error
        return answer

    async def held(self) -> int:
        """How many rows the database has, but for those that tell how requests looked, also refused ones."""
        return await self.runtime.database.run(lambda conn: int(conn.execute(_HELD).scalar_one()))

    async def told(self) -> list[str]:
        """What was taken down of requests and answers since this was last asked; some of it comes later."""
        return await self.runtime.database.run(_told)

    async def rest(self) -> None:
        """Wait until everything is written that waits to be taken down: so many of them are so much memory."""
        await asyncio.sleep(2 * POLL_S)
        while await self.told():  # noqa: ASYNC110 - nobody says when
            await asyncio.sleep(2 * POLL_S)

    async def take(self) -> list[Pending]:
        """What has come in since this was last asked."""
        return await self.runtime.database.run(_take)

    async def parked(self) -> list[str]:
        """Why what came in could not be processed."""
        return await self.runtime.database.run(parked_for)


def _told(conn: Connection) -> list[str]:
    rows = conn.execute(select(exchange.c.request, exchange.c.answer, exchange.c.detail)).all()
    conn.execute(delete(exchange))
    return ["\n".join(filter(None, row)) for row in rows]


def _take(conn: Connection) -> list[Pending]:
    rows = pending(conn, _ROWS_MAX)
    conn.execute(delete(inbound))
    return rows


def _messages(body: bytes, pieces: int) -> list[Message]:
    if not pieces:
        return [{"type": "http.request", "body": body[: len(body) // 2], "more_body": True}]
    size = len(body) // pieces + 1
    parts = [body[at : at + size] for at in range(0, len(body), size)] or [b""]
    return [
        {"type": "http.request", "body": part, "more_body": number < len(parts)} for number, part in enumerate(parts, 1)
    ]


@asynccontextmanager
async def open_door(wire: Callable[[int], Wire] = HttpWire) -> AsyncIterator[Door]:
    """Start everything that takes requests in; nothing works on them. `wire` stands for the way to the carriers."""
    with tempfile.TemporaryDirectory() as folder:
        flows = Path(folder) / "flows"
        flows.mkdir()
        (flows / "greeting.yaml").write_text(_FLOW, encoding="utf-8")
        world = World(now=lambda: NOW, monotonic=time.monotonic, entropy=os.urandom)
        runtime = Runtime(_settings(Path(folder), flows), world, wire)
        await runtime.start(worker=False)
        try:
            yield Door(runtime, create_app(runtime, worker=False))
        finally:
            await runtime.stop()


def _settings(folder: Path, flows: Path) -> Settings:
    channels = {
        name: {
            "provider": name,
            "number": "+14155550100",
            "rate": 1000,
            **example.provider.settings.model_dump(exclude_unset=True),
        }
        for name, example in ALL.items()
    }
    return Settings.model_validate(
        {
            "secret": SECRET,
            "database": {"url": ready_file(folder / "parley.db")},
            "flows": {"path": str(flows)},
            "business": {"public_url": PUBLIC},
            "channels": channels,
        }
    )
