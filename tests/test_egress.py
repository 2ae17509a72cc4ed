"""What flows may reach, and what they get back: whatever a stranger's server does."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager, suppress

import pytest
from aiohttp.abc import AbstractResolver

from bot import egress
from bot.egress import Egress, NoAnswer, Refused, is_public
from bot.events import CallHttp, Result
from bot.limits import EGRESS_BODY_BYTES_MAX

SHOP = "api.shop.test"


class Names(AbstractResolver):
    """A name server of the test's own; it remembers what it was asked."""

    def __init__(self, **addresses: list[str]) -> None:
        self.addresses = {name.replace("_", "."): found for name, found in addresses.items()}
        self.asked: list[str] = []

    async def resolve(self, host, port=0, family=0):
        self.asked.append(host)
        if host not in self.addresses:
            raise OSError(f"no such name: {host}")
        return [
            {"hostname": host, "host": address, "port": port, "family": family, "proto": 0, "flags": 0}
            for address in self.addresses[host]
        ]

    async def close(self):
        pass


@asynccontextmanager
async def shop(*answer: bytes, silent: bool = False):
    """A business's server on this machine: the port, and the requests that it got."""
    seen = []

    async def serve(reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0] or 0)
        seen.append(head + await reader.readexactly(length))
        if silent:
            await reader.read()  # until the caller has had enough
        with suppress(ConnectionError):
            writer.writelines(answer)
            await writer.drain()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as listening:
        yield listening.sockets[0].getsockname()[1], seen


def http(status=200, body=b"{}", *headers: str):
    lines = [f"HTTP/1.1 {status} X", f"content-length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


async def fetch(url, *, allow=(), names=None, **call) -> Result:
    client = Egress(allow, names or Names(**{SHOP.replace(".", "_"): ["127.0.0.1"]}))
    try:
        return await client.fetch(CallHttp("call-1", call.pop("method", "GET"), url, **call))
    finally:
        await client.close()


# ── where to ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.0x0.0x0.0x1/",
        "https://0177.0.0.1/",
        "https://0/",
        "https://0.0.0.0/",
        "https://10.0.0.1/",
        "https://172.16.0.1/",
        "https://192.168.1.1/",
        "https://100.64.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://224.0.0.1/",
        "https://255.255.255.255/",
        "https://192.0.2.1/",
        "https://[::1]/",
        "https://[::]/",
        "https://[fd00:ec2::254]/",
        "https://[fe80::1]/",
        "https://[fe80::1%25eth0]/",
        "https://[ff02::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:7f00:1]/",
        "https://[::127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[64:ff9b::a9fe:a9fe]/",
        "https://[2002:7f00:1::]/",
        "https://[2001:0:7f00:1::]/",
        "https://[2001:db8::1]/",
        "https://①②⑦.⓪.⓪.①/",
        "http://example.com/",
        "ftp://example.com/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:6379/_INFO",
        "data:text/plain,hi",
        "//example.com/",
        "/etc/passwd",
        "",
        "https://",
        "https:///path",
        "https://user:password@example.com/",
        "https://example.com@127.0.0.1/",
        "https://127.0.0.1#@example.com/",
        "https://exa mple.com/",
        "https://[::1",
        "https://example.com:99999/",
    ],
)
async def test_addresses_that_flows_may_not_call(url):
    names = Names()
    result = await fetch(url, names=names)

    assert result.error
    assert (0, None) == (result.status, result.body)
    assert [] == [name for name in names.asked if name == "example.com"]


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["10.1.2.3"],
        ["169.254.169.254"],
        ["::1"],
        ["93.184.216.34", "127.0.0.1"],
        ["::ffff:10.0.0.1"],
    ],
)
async def test_a_name_that_leads_to_a_private_address_is_refused(addresses):
    """One bad address among good ones is enough: which of them is connected to is chance."""
    result = await fetch("https://evil.test/", names=Names(evil_test=addresses))

    assert result.error == "evil.test leads to a private address; the setting http.allow may permit it"


async def test_a_name_is_resolved_once_and_the_checked_address_is_called():
    """Otherwise a name server could give a public address to the check and a private one to the connection."""
    async with shop(http()) as (port, seen):
        names = Names(**{SHOP.replace(".", "_"): ["127.0.0.1"]})
        result = await fetch(f"http://{SHOP}:{port}/", allow=[SHOP], names=names)

    assert (200, None) == (result.status, result.error)
    assert [SHOP] == names.asked
    assert f"host: {SHOP}:{port}".encode() in seen[0].lower()


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("::ffff:192.168.0.1", False),
        ("64:ff9b::5db8:d822", True),
        ("64:ff9b::c0a8:1", False),
        ("2002:c0a8:1::", False),
    ],
)
def test_which_addresses_are_public(address, public):
    assert public == is_public(address)


async def test_a_redirect_is_not_followed():
    async with shop(http(302, b"", "location: http://127.0.0.1:1/")) as (port, seen):
        result = await fetch(f"http://{SHOP}:{port}/", allow=[SHOP])

    assert (302, "http://127.0.0.1:1/") == (result.status, result.headers["location"])
    assert 1 == len(seen)


async def test_proxies_of_the_environment_are_not_used(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    async with shop(http()) as (port, _):
        result = await fetch(f"http://{SHOP}:{port}/", allow=[SHOP])

    assert 200 == result.status


# ── what is sent ────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_call_is_sent_as_the_flow_wrote_it():
    async with shop(http()) as (port, seen):
        await fetch(
            f"http://{SHOP}:{port}/orders?q=a%20b",
            allow=[SHOP],
            method="POST",
            json={"name": "Ana"},
            headers={"Authorization": "Bearer x", "Host": "evil.test", "Content-Length": "1", "Connection": "close"},
        )
    head, _, body = seen[0].partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")

    assert b"post /orders?q=a%20b http/1.1" == lines[0]
    assert {"name": "Ana"} == json.loads(body)
    assert b"authorization: bearer x" in lines
    assert b"idempotency-key: call-1" in lines
    assert [f"host: {SHOP}:{port}".encode()] == [line for line in lines if line.startswith(b"host:")]
    assert 1 == sum(line.startswith(b"content-length:") for line in lines)


@pytest.mark.parametrize(
    ("call", "kind", "body"),
    [
        ({"form": {"a": "1&2", "b": "é"}}, b"application/x-www-form-urlencoded", b"a=1%262&b=%C3%A9"),
        ({"body": "plain"}, b"", b"plain"),
        ({"json": []}, b"application/json", b"[]"),
    ],
)
async def test_bodies(call, kind, body):
    async with shop(http()) as (port, seen):
        await fetch(f"http://{SHOP}:{port}/", allow=[SHOP], method="POST", **call)

    assert kind in seen[0]
    assert body == seen[0].partition(b"\r\n\r\n")[2]


@pytest.mark.parametrize("headers", [{"x": "a\r\nevil: 1"}, {"x\r\nevil": "1"}, {"x": "a\nb"}, {"x": "a\0b"}])
async def test_a_header_cannot_smuggle_another(headers):
    async with shop(http()) as (port, seen):
        result = await fetch(f"http://{SHOP}:{port}/", allow=[SHOP], headers=headers)

    assert "holds a line break" in (result.error or "")
    assert [] == seen


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "get", "GET /x HTTP/1.1\r\n", ""])
async def test_methods_that_flows_may_not_use(method):
    assert "is not a method" in ((await fetch(f"http://{SHOP}:1/", allow=[SHOP], method=method)).error or "")


# ── what comes back ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("content_type", "sent", "body"),
    [
        ("application/json", b'{"free": [1, 2]}', {"free": [1, 2]}),
        ("application/problem+json; charset=utf-8", b'{"title": "no"}', {"title": "no"}),
        ("application/json", b"{broken", "{broken"),
        ("application/json", b"[NaN]", "[NaN]"),
        ("application/json", b"[" * 100_000, "[" * 100_000),
        ("text/plain", b'{"a": 1}', '{"a": 1}'),
        ("text/plain; charset=latin-1", b"caf\xe9", "café"),
        ("text/plain", b"\xff\xfe", "\ufffd\ufffd"),
        ("text/plain; charset=nonsense", b"ok", "ok"),
    ],
)
async def test_answers_become_plain_values(content_type, sent, body):
    async with shop(http(200, sent, f"content-type: {content_type}")) as (port, _):
        result = await fetch(f"http://{SHOP}:{port}/", allow=[SHOP])

    assert (200, body, None) == (result.status, result.body, result.error)


async def test_an_error_of_the_server_is_an_answer_too():
    async with shop(http(503, b"later", "Retry-After: 5", "Set-Cookie: a=b")) as (port, _):
        result = await fetch(f"http://{SHOP}:{port}/", allow=[SHOP])

    assert (503, "later", "5", None) == (result.status, result.body, result.headers["retry-after"], result.error)
    assert "set-cookie" not in result.headers


async def test_an_answer_is_bounded():
    size = EGRESS_BODY_BYTES_MAX + 1
    async with shop(http(200, b"x" * size)) as (port, _):
        result = await fetch(f"http://{SHOP}:{port}/", allow=[SHOP])

    assert "longer than 256 KB" in (result.error or "")


async def test_a_compressed_answer_is_not_unpacked():
    """A few kilobytes may unpack to gigabytes."""
    async with shop(http(200, b"...", "content-encoding: gzip")) as (port, seen):
        result = await fetch(f"http://{SHOP}:{port}/", allow=[SHOP])

    assert b"accept-encoding: identity" in seen[0].lower()
    assert "compressed" in (result.error or "")


async def test_an_answer_has_to_come_in_time():
    async with shop(http(), silent=True) as (port, _):
        result = await fetch(f"http://{SHOP}:{port}/", allow=[SHOP], timeout_s=0.1)

    assert "no answer within 0.1 seconds" == result.error


async def test_a_flow_cannot_wait_longer_than_the_limit(monkeypatch):
    monkeypatch.setattr(egress, "EGRESS_TIMEOUT_S_MAX", 0.1)
    async with shop(http(), silent=True) as (port, _):
        result = await fetch(f"http://{SHOP}:{port}/", allow=[SHOP], timeout_s=3600)

    assert "no answer within 0.1 seconds" == result.error


@pytest.mark.parametrize(
    "answer", [b"", b"HTTP/1.1 2", b"garbage\r\n\r\n", b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nx"]
)
async def test_a_broken_server_is_no_connection(answer):
    async with shop(answer) as (port, _):
        result = await fetch(f"http://{SHOP}:{port}/", allow=[SHOP])

    assert (result.error or "").startswith("no connection")


async def test_a_name_that_does_not_exist_is_no_connection():
    assert ((await fetch("https://nowhere.test/")).error or "").startswith("no connection")


async def test_errors_say_nothing_of_the_answer():
    """What a refused server said is nobody's business: an error text could end up in a conversation."""
    async with shop(http(200, b"secret" * 100_000)) as (port, _):
        result = await fetch(f"http://{SHOP}:{port}/", allow=[SHOP])

    assert "secret" not in (result.error or "")


# ── what is handed over ─────────────────────────────────────────────────────────────────────────────────────────────


async def post(url, *, allow=(), names=None, timeout_s=5.0):
    client = Egress(allow, names or Names(**{SHOP.replace(".", "_"): ["127.0.0.1"]}))
    try:
        return await client.post(url, {"webhook-id": "evt_1"}, b'{"a": 1}', timeout_s=timeout_s)
    finally:
        await client.close()


@pytest.mark.parametrize("url", ["https://evil.test/", "https://10.0.0.1/", "http://evil.test/", "https://0x7f.1/"])
async def test_nothing_is_handed_to_a_private_address(url):
    with pytest.raises(Refused):
        await post(url, names=Names(evil_test=["93.184.216.34", "10.0.0.1"]))


async def test_what_is_handed_over_gets_a_status_and_no_redirect_is_followed():
    async with shop(http(302, b"x" * 1_000, "location: http://127.0.0.1/")) as (port, seen):
        status, headers = await post(f"http://{SHOP}:{port}/hooks", allow=[SHOP])

    assert (302, "http://127.0.0.1/") == (status, headers["location"])
    assert 1 == len(seen)
    assert seen[0].endswith(b'\r\n\r\n{"a": 1}')
    assert b"webhook-id: evt_1" in seen[0].lower()


async def test_whoever_does_not_answer_is_not_waited_for():
    async with shop(silent=True) as (port, _):
        with pytest.raises(NoAnswer, match=r"no answer within 0\.2 seconds"):
            await post(f"http://{SHOP}:{port}/", allow=[SHOP], timeout_s=0.2)
