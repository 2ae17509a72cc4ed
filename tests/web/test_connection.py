"""A connection and its patience, on a real socket."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import uvicorn

from bot.web import connection
from bot.web.connection import Connection
from bot.web.guards import WHOLE
from tests.web.harness import PATIENCE_S

SHORT_S = 0.2
HEAD = b"POST / HTTP/1.1\r\nhost: test\r\ncontent-length: 2\r\n\r\n"

Peer = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def say_whether_whole(scope, receive, send) -> None:
    """Wait for the body, then answer whether the server said by itself that it was there."""
    while (await receive()).get("more_body"):
        pass
    body = b"whole" if WHOLE in scope else b"?"
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})


@asynccontextmanager
async def connected() -> AsyncIterator[Peer]:
    """One client of a server."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(say_whether_whole, http=Connection, lifespan="off", log_level="critical")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    reader, writer = await asyncio.open_connection(*listener.getsockname())
    try:
        yield reader, writer
    finally:
        writer.close()
        server.should_exit = True
        await serving


async def ask(peer: Peer) -> bytes:
    """A whole request; the body of its answer."""
    reader, writer = peer
    writer.write(HEAD + b"{}")
    await reader.readuntil(b"\r\n\r\n")
    return await reader.readexactly(5)


async def hung_up(peer: Peer) -> bool:
    """Wait for the end that the server makes."""
    async with asyncio.timeout(PATIENCE_S):
        try:
            return await peer[0].read() == b""
        except ConnectionResetError:
            return True


async def test_who_has_a_body_by_then_is_told():
    async with connected() as peer:
        assert [b"whole", b"whole"] == [await ask(peer), await ask(peer)]


@pytest.mark.parametrize("sent", [b"", b"POST / HTTP/1.1\r\nhost:"])
async def test_headers_that_do_not_come_are_hung_up_on(monkeypatch, sent):
    monkeypatch.setattr(connection, "HEAD_TIMEOUT_S_MAX", SHORT_S)
    async with connected() as peer:
        peer[1].write(sent)

        assert await hung_up(peer)


async def test_a_body_that_does_not_come_is_hung_up_on(monkeypatch):
    monkeypatch.setattr(connection, "BODY_TIMEOUT_S_MAX", SHORT_S - connection._ANSWER_FIRST_S)
    async with connected() as peer:
        peer[1].write(HEAD + b"{")

        assert await hung_up(peer)


async def test_a_second_request_has_no_more_time_than_the_first(monkeypatch):
    monkeypatch.setattr(connection, "HEAD_TIMEOUT_S_MAX", SHORT_S)
    async with connected() as peer:
        await ask(peer)
        peer[1].write(HEAD[:20])

        assert await hung_up(peer)


async def test_who_is_idle_or_in_time_is_left_alone(monkeypatch):
    monkeypatch.setattr(connection, "HEAD_TIMEOUT_S_MAX", SHORT_S)
    async with connected() as peer:
        for _ in range(4):
            await ask(peer)
            await asyncio.sleep(0.6 * SHORT_S)

        assert b"whole" == await ask(peer)
