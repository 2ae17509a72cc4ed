"""A connection and its patience, on a real socket."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import uvicorn

from bot.limits import HEAD_BYTES_MAX
from bot.web import connection
from bot.web.connection import Connection
from bot.web.guards import AT_ONCE, WHOLE
from tests import door
from tests.web.harness import PATIENCE_S

SHORT_S = 0.2
AS_WHOLE = b"content-length: 5\r\nat: once\r\n\r\nwhole"
HEAD = b"POST / HTTP/1.1\r\nhost: test\r\ncontent-length: 2\r\n\r\n"

Peer = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def say_whether_whole(scope, receive, send) -> None:
    """Wait for the body, then answer whether the server said by itself that it was there; on one path at once."""
    while (await receive()).get("more_body"):
        pass
    body = b"whole" if WHOLE in scope else b"?"
    if scope["path"] == "/at/once" and scope[AT_ONCE](scope, 200, AS_WHOLE):
        return
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})


@asynccontextmanager
async def connected() -> AsyncIterator[Peer]:
    """One client of a server."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(say_whether_whole, http=Connection, lifespan="off", log_level="critical")
    server = door.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    reader, writer = await asyncio.open_connection(*listener.getsockname())
    try:
        yield reader, writer
    finally:
        writer.close()
        server.end()
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


async def refused(peer: Peer, sent: bytes) -> tuple[str, str, dict[str, object]]:
    """Send what is no request; the status line, the media type and the body of the last answer before the end."""
    reader, writer = peer
    writer.write(sent)
    async with asyncio.timeout(5):
        head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines[1:])
    assert ("close", str(len(body))) == (headers["connection"], headers["content-length"])
    assert headers["x-request-id"] == json.loads(body)["request_id"]
    return lines[0], headers["content-type"], json.loads(body)


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"GET /a\x01b HTTP/1.1\r\nhost: test\r\n\r\n", id="a control character in the address"),
        pytest.param(b"GET /a b HTTP/1.1\r\nhost: test\r\n\r\n", id="a space in it"),
        pytest.param(b"GET /?a=\xff HTTP/1.1\r\nhost: test\r\n\r\n", id="no ASCII in it"),
        pytest.param(b"GET http://[x/ HTTP/1.1\r\nhost: test\r\n\r\n", id="no address"),
        pytest.param(b"GET / HTTP/1.1\r\nif-match: a\x00b\r\n\r\n", id="NUL in a header"),
        pytest.param(b"GET / HTTP/1.1\r\nno header\r\n\r\n", id="a line that is no header"),
        pytest.param(b"POST / HTTP/1.1\r\ncontent-length: x\r\n\r\n", id="no length"),
        pytest.param(b"\x16\x03\x01", id="TLS"),
    ],
)
async def test_what_is_no_http_is_answered_as_the_api_words_it(sent):
    async with connected() as peer:
        line, media_type, body = await refused(peer, sent)

    assert ("HTTP/1.1 400 Bad Request", "application/problem+json") == (line, media_type)
    assert ("invalid_request", 400) == (body["code"], body["status"])


async def test_headers_without_end_are_answered_and_hung_up_on():
    async with connected() as peer:
        line, media_type, body = await refused(peer, b"GET / HTTP/1.1\r\nx: " + b"x" * (HEAD_BYTES_MAX + 1))

    assert ("HTTP/1.1 431 Request Header Fields Too Large", "application/problem+json") == (line, media_type)
    assert ("head_too_large", 431) == (body["code"], body["status"])


async def test_who_has_a_body_by_then_is_told():
    async with connected() as peer:
        assert [b"whole", b"whole"] == [await ask(peer), await ask(peer)]


async def heads(*requests: bytes) -> list[dict[str, str]]:
    """Send requests on one connection before any is answered, the last of which asks for its end; the answers' heads,
    but for what time it is."""
    async with connected() as peer:
        peer[1].write(b"".join(requests[:-1]) + requests[-1].replace(b"host: test", b"host: test\r\nconnection: close"))
        async with asyncio.timeout(PATIENCE_S):
            answers = (await peer[0].read()).decode().split("whole")
    assert "" == answers.pop()
    lines = [answer.removesuffix("\r\n\r\n").split("\r\n") for answer in answers]
    assert {"HTTP/1.1 200 OK"} == {answer[0] for answer in lines}
    return [dict(line.split(": ") for line in answer[1:]) | {"date": "now"} for answer in lines]


async def test_an_answer_at_once_is_the_same_as_one_by_messages():
    usual, at_once = HEAD + b"{}", HEAD.replace(b" / ", b" /at/once ") + b"{}"
    as_usual, at_once_too = await heads(usual), await heads(at_once)

    assert {"date", "content-length", "connection"} <= set(as_usual[0])
    assert [{**head, "at": "once"} for head in as_usual] == at_once_too


async def test_who_asks_for_more_before_the_answer_gets_all_of_them_in_order():
    usual, at_once = HEAD + b"{}", HEAD.replace(b" / ", b" /at/once ") + b"{}"

    assert [False, False, True] == ["at" in head for head in await heads(at_once, usual, at_once)]


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
