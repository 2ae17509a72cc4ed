"""What is known when an exchange fails, over real sockets: only a connection that was never made proves anything."""

from __future__ import annotations

import asyncio
import gzip
import json
import ssl
from collections.abc import Callable
from contextlib import asynccontextmanager, suppress

import pytest

from bot.errors import SendError
from bot.events import ErrorClass
from bot.outbox import connection, wire
from bot.outbox.wire import HttpWire
from bot.providers.http import Endpoint
from tests.certificates import certificate

OK = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 8\r\n\r\n"


@asynccontextmanager
async def server(behave: Callable[[asyncio.StreamReader, asyncio.StreamWriter], object]):
    """A server that does as it is told once a request has come in whole."""
    seen = []

    async def serve(reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0] or 0)
        seen.append(head + await reader.readexactly(length))
        await behave(reader, writer)
        writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with listening:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}", seen


@pytest.fixture
async def line():
    line = HttpWire(4)
    yield line
    await line.close()


def answering(*parts: bytes):
    async def behave(reader, writer):
        for part in parts:
            writer.write(part)
            await writer.drain()

    return behave


async def failure(line, url) -> SendError:
    with pytest.raises(SendError) as raised:
        await line.exchange(Endpoint(url).json({"text": "hi"}))
    return raised.value


async def test_a_request_arrives_as_it_was_built_and_the_answer_comes_back(line):
    async with server(answering(OK, b'{"id":1}')) as (url, seen):
        request = Endpoint(f"{url}/send?a=%2B1", {"authorization": "x"}).json({"text": "¡Hola!"})
        response = await line.exchange(request)

    assert (200, {"id": 1}, "application/json") == (
        response.status,
        json.loads(response.body),
        response.header("content-type"),
    )
    assert seen[0].startswith(b"POST /send?a=%2B1 HTTP/1.1\r\n")
    assert seen[0].endswith('\r\n\r\n{"text":"¡Hola!"}'.encode())
    assert b"authorization: x\r\n" in seen[0].lower()


async def test_a_redirect_is_an_answer_not_an_invitation(line):
    moved = b"HTTP/1.1 307 Temporary Redirect\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n"
    async with server(answering(moved)) as (url, _):
        response = await line.exchange(Endpoint(url).raw(b"x"))

    assert 307 == response.status


async def test_an_answer_that_came_packed_is_unpacked(line):
    packed = gzip.compress(b'{"id":"abc"}')
    head = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: %d\r\n\r\n" % len(packed)
    async with server(answering(head, packed)) as (url, _):
        response = await line.exchange(Endpoint(url).raw(b"x"))

    assert {"id": "abc"} == json.loads(response.body)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://no-such-host.invalid/", "http://[::1]:1/"])
async def test_a_connection_that_was_never_made(line, url):
    error = await failure(line, url)

    assert (ErrorClass.RETRYABLE, "unreachable") == (error.kind, error.code)


async def test_a_server_that_does_not_speak_tls(line):
    async def hang_up(reader, writer):
        writer.close()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as listening:
        url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
        error = await failure(line, url.replace("http:", "https:"))

    assert (ErrorClass.RETRYABLE, "unreachable") == (error.kind, error.code)


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param([], id="closed without a word"),
        pytest.param([b"HTTP/1.1 20"], id="closed in the first line"),
        pytest.param([OK, b'{"i'], id="closed in the body"),
        pytest.param([b"this is not HTTP\r\n\r\n"], id="not HTTP"),
    ],
)
async def test_a_connection_that_was_lost_proves_nothing(line, parts):
    async with server(answering(*parts)) as (url, seen):
        error = await failure(line, url)

    assert 1 == len(seen)
    assert (ErrorClass.UNKNOWN, "connection_lost") == (error.kind, error.code)


async def test_a_connection_that_is_reset_proves_nothing(line):
    async def reset(reader, writer):
        writer.transport.abort()

    async with server(reset) as (url, seen):
        error = await failure(line, url)

    assert 1 == len(seen)
    assert ErrorClass.UNKNOWN is error.kind


async def test_silence_proves_nothing(line, monkeypatch):
    monkeypatch.setattr(wire, "ANSWER_S", 0.1)

    async def say_nothing(reader, writer):
        await reader.read()

    async with server(say_nothing) as (url, seen):
        error = await failure(line, url)

    assert 1 == len(seen)
    assert (ErrorClass.UNKNOWN, "timeout") == (error.kind, error.code)


async def test_each_exchange_on_a_connection_has_its_whole_time(line, monkeypatch):
    """The one timer of a connection was set for the first exchange; the second begins when half of that is over."""
    monkeypatch.setattr(wire, "ANSWER_S", 0.4)
    loop, began = asyncio.get_running_loop(), []

    async def serve(reader, writer):
        for pause_s in (0.0, 0.3):
            await reader.readuntil(b"\r\n\r\nx")
            await asyncio.sleep(pause_s)
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")
        await reader.readuntil(b"\r\n\r\nx")
        began.append(loop.time())
        await reader.read()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as listening:
        request = Endpoint(f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}").raw(b"x")
        assert [200, 200] == [(await line.exchange(request)).status, (await line.exchange(request)).status]
        with pytest.raises(SendError, match="timeout"):
            await line.exchange(request)
        waited_s = loop.time() - began[0]

    assert 0.35 <= waited_s < 3.0


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        pytest.param("br", b"whatever", id="unknown"),
        pytest.param("gzip", b"not packed at all", id="not packed"),
        pytest.param("gzip", gzip.compress(b"x" * 50)[:-9], id="cut off"),
        pytest.param("gzip", gzip.compress(b"x" * 10_000_000), id="a bomb"),
    ],
)
async def test_a_packed_answer_that_cannot_be_unpacked_proves_nothing(line, encoding, body):
    head = f"HTTP/1.1 200 OK\r\ncontent-encoding: {encoding}\r\ncontent-length: {len(body)}\r\n\r\n".encode()
    async with server(answering(head, body)) as (url, _):
        error = await failure(line, url)

    assert (ErrorClass.UNKNOWN, "answer_encoded") == (error.kind, error.code)


async def test_an_answer_without_end_is_cut_off(line, monkeypatch):
    monkeypatch.setattr(connection, "ANSWER_BYTES_MAX", 1000)
    endless = [b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n", *[b"x" * 1000] * 100]
    async with server(answering(*endless)) as (url, _):
        error = await failure(line, url)

    assert (ErrorClass.UNKNOWN, "answer_too_long") == (error.kind, error.code)


async def test_nothing_to_close_is_no_trouble():
    await HttpWire(1).close()


# ── connections that are kept ───────────────────────────────────────────────────────────────────────────────────────


class Keeping:
    """A server that answers one request after the other on each connection; over TLS if it is given a certificate."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[bytes] = []
        self.connections = 0
        self.left: asyncio.Queue[None] = asyncio.Queue()
        """Something for each connection that the other side has closed."""
        self.writers: list[asyncio.StreamWriter] = []
        self._tls = tls

    @asynccontextmanager
    async def listening(self):
        async with await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._tls) as listening:
            scheme = "https" if self._tls else "http"
            yield f"{scheme}://localhost:{listening.sockets[0].getsockname()[1]}"

    async def _serve(self, reader, writer):
        self.connections += 1
        self.writers.append(writer)
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                self.requests.append(await reader.readuntil(b"\r\n\r\nx"))
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")
        self.left.put_nowait(None)
        writer.close()


async def exchanged(line, url) -> int:
    return (await line.exchange(Endpoint(url).raw(b"x"))).status


async def test_a_connection_is_used_again(line):
    kept = Keeping()
    async with kept.listening() as url:
        assert [200, 200, 200] == [await exchanged(line, url) for _ in range(3)]
        await line.close()
        await kept.left.get()

    assert (1, 3) == (kept.connections, len(kept.requests))


async def test_a_connection_that_was_idle_for_long_is_closed_and_not_used_again(line, monkeypatch):
    """Its server may be about to hang up: the request would cross with that, and its outcome be unknown."""
    kept = Keeping()
    async with kept.listening() as url:
        assert 200 == await exchanged(line, url)
        monkeypatch.setattr(wire, "IDLE_S_MAX", 0.0)
        assert 200 == await exchanged(line, url)
        await kept.left.get()
        await line.close()
        await kept.left.get()

    assert (2, 2) == (kept.connections, len(kept.requests))


async def test_a_server_that_hung_up_meanwhile_costs_a_connection_and_no_message(line):
    kept = Keeping()
    async with kept.listening() as url:
        assert 200 == await exchanged(line, url)
        kept.writers[0].close()
        await asyncio.sleep(0.05)
        assert 200 == await exchanged(line, url)
        await line.close()

    assert (2, 2) == (kept.connections, len(kept.requests))


async def test_what_a_server_says_unasked_is_no_answer_to_the_next_request(line):
    kept = Keeping()
    async with kept.listening() as url:
        assert 200 == await exchanged(line, url)
        kept.writers[0].write(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n")
        await asyncio.sleep(0.05)
        assert 200 == await exchanged(line, url)
        await line.close()

    assert 2 == kept.connections


# ── TLS ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def trusted(tmp_path, monkeypatch):
    """What a server needs whose certificate this machine trusts."""
    file, context = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return context


async def test_over_tls_a_request_arrives_and_the_connection_is_kept(line, trusted):
    kept = Keeping(trusted)
    async with kept.listening() as url:
        assert [200, 200] == [await exchanged(line, url) for _ in range(2)]
        await line.close()

    assert 1 == kept.connections
    assert [True, True] == [request.startswith(b"POST / HTTP/1.1\r\n") for request in kept.requests]


async def test_over_tls_a_connection_that_is_lost_proves_nothing_either(line, trusted):
    async def hang_up(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.transport.abort()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0, ssl=trusted) as listening:
        error = await failure(line, f"https://localhost:{listening.sockets[0].getsockname()[1]}")

    assert ErrorClass.UNKNOWN is error.kind


@pytest.mark.parametrize("name", ["localhost", "somebody-else.test"], ids=["not trusted", "of another name"])
async def test_a_certificate_that_does_not_do_lets_nothing_leave(line, tmp_path, monkeypatch, name):
    file, context = certificate(tmp_path, name)
    if name != "localhost":
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
    kept = Keeping(context)
    async with kept.listening() as url:
        error = await failure(line, url)

    assert (ErrorClass.RETRYABLE, "unreachable") == (error.kind, error.code)
    assert "certificate verify failed" in error.detail
    assert [] == kept.requests
