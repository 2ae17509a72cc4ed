"""Files of strangers: fetched from where they may be, with credentials for nobody else, and passed on if harmless."""

from __future__ import annotations

import asyncio
import base64
from contextlib import asynccontextmanager, suppress

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from bot import media as module
from bot.media import Media, NotFetched, NotShown, sniff
from bot.providers.base import make_provider
from bot.store import exchanges
from tests.providers.examples import EXAMPLES, NOW
from tests.stage import ANA, Stage, staged
from tests.test_egress import Names

PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 100
ACCOUNT = "AC0123456789abcdef0123456789abcdef"
BASIC = b"authorization: basic " + base64.b64encode(f"{ACCOUNT}:token-of-twilio".encode()).lower()


@asynccontextmanager
async def server(answer):
    """A server on this machine that answers a path as `answer` says; where it is, and the heads that it got."""
    heads: list[bytes] = []

    async def serve(reader, writer):
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            heads.append(head.lower())
            await answer(head.split(b" ")[1].decode(), writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # whoever asked has had enough
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as listening:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}", heads


def says(*files: bytes, status=200, headers=()):
    """Answer with these bytes, whatever is asked for."""

    async def answer(path, writer):
        body = b"".join(files)
        lines = [f"HTTP/1.1 {status} X", f"content-length: {len(body)}", "connection: close", *headers]
        writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    return answer


def leads(*to: str):
    """Lead from each path /0, /1 … to the next of these addresses; what is at the end is a picture."""

    async def answer(path, writer):
        number = int(path.partition("?")[0].rpartition("/")[2])
        if number >= len(to):
            return await says(PNG)(path, writer)
        return await says(status=302, headers=[f"location: {to[number]}"])(path, writer)

    return answer


@asynccontextmanager
async def twilio(folder, base_url, names=None):
    """A deployment whose channel is one at Twilio, which is at an address on this machine."""
    environ = {"PROVIDER": "twilio", "BASE_URL": base_url, "ACCOUNT_SID": ACCOUNT, "AUTH_TOKEN": "token-of-twilio"}
    async with staged(folder, **{f"PARLEY_CHANNELS__MAIN__{key}": value for key, value in environ.items()}) as stage:
        stage.runtime.media = Media(
            stage.runtime.channels, stage.runtime.world, stage.runtime.exchanges, names or Names()
        )
        yield stage


def medium(base_url: str, number: int = 0) -> str:
    return f"{base_url}/2010-04-01/Accounts/{ACCOUNT}/Messages/MM1/Media/{number}"


async def opened(stage: Stage, address: str):
    return await stage.runtime.media.open("main", "SM1", address)


async def refused(stage: Stage, address: str) -> str:
    with pytest.raises(NotFetched) as caught:
        await opened(stage, address)
    return str(caught.value)


# ── from where ──────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_medium_is_fetched_with_the_providers_credentials(tmp_path):
    async with server(says(PNG)) as (base_url, heads), twilio(tmp_path, base_url) as stage:
        found = await opened(stage, medium(base_url))

    assert ("image/png", "png", PNG) == (*found.kind, found.content)
    assert BASIC in heads[0]
    assert b"accept-encoding: identity" in heads[0]


async def test_another_address_of_the_same_server_gets_no_credentials(tmp_path):
    async with server(says(PNG)) as (base_url, heads), twilio(tmp_path, base_url) as stage:
        await opened(stage, f"{base_url}/elsewhere")

    assert b"authorization" not in heads[0]


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:{other}/x.png",
        "http://localhost:{port}/x.png",
        "http://127.1:{port}/x.png",
        "http://[::ffff:127.0.0.1]:{port}/x.png",
        "http://user:password@127.0.0.1:{port}/x.png",
        "https://127.0.0.1:{port}/x.png",
        "https://10.0.0.1/x.png",
        "https://169.254.169.254/latest/meta-data/",
        "https://2130706433/x.png",
        "https://[fd00:ec2::254]/x.png",
        "https://inside.test/x.png",
        "http://example.com/x.png",
        "file:///etc/passwd",
        "data:image/png;base64,iVBORw0KGgo=",
        "//example.com/x.png",
        "in_1",
        "",
        "https://exa mple.com/",
        "http://127.0.0.1:{port}:80/",
        "gopher://127.0.0.1:{port}/_x",
    ],
)
async def test_addresses_that_are_nobodys_to_open(tmp_path, address):
    names = Names(inside_test=["127.0.0.1"], localhost=["127.0.0.1"])
    async with (
        server(says(PNG)) as (other_url, others),
        server(says(PNG)) as (base_url, heads),
        twilio(tmp_path, base_url, names) as stage,
    ):
        other, port = other_url.rpartition(":")[2], base_url.rpartition(":")[2]
        await refused(stage, address.format(other=other, port=port))

    assert [] == heads + others


async def test_a_redirect_within_the_provider_is_followed(tmp_path):
    async with server(leads(medium("", 1), medium("", 2))) as (base_url, heads), twilio(tmp_path, base_url) as stage:
        assert PNG == (await opened(stage, medium(base_url))).content

    assert [True, True, True] == [BASIC in head for head in heads]


async def test_a_redirect_elsewhere_gets_no_credentials(tmp_path):
    """It stays within the server that is trusted, but is not where media are."""
    async with server(leads("/public/1")) as (base_url, heads), twilio(tmp_path, base_url) as stage:
        assert PNG == (await opened(stage, medium(base_url))).content

    assert [True, False] == [b"authorization" in head for head in heads]


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.1:{other}/1",
        "https://127.0.0.1:{other}/1",
        "https://inside.test:{other}/1",
        "//127.0.0.1:{other}/1",
        "https://169.254.169.254/1",
        "file:///etc/passwd",
        "https://public.test@127.0.0.1:{other}/1",
    ],
)
async def test_a_redirect_is_looked_at_like_any_other_address(tmp_path, to):
    names = Names(inside_test=["127.0.0.1"])
    async with server(says(PNG)) as (other_url, others):
        target = to.format(other=other_url.rpartition(":")[2])
        async with server(leads(target)) as (base_url, heads), twilio(tmp_path, base_url, names) as stage:
            await refused(stage, medium(base_url))

    assert (1, []) == (len(heads), others)


async def test_redirects_come_to_an_end(tmp_path):
    async with server(leads(*["0"] * 99)) as (base_url, heads), twilio(tmp_path, base_url) as stage:
        assert "it is behind more than 3 redirects" == await refused(stage, medium(base_url))

    assert 4 == len(heads)


async def test_a_redirect_to_nowhere_is_an_answer(tmp_path):
    async with server(says(status=302)) as (base_url, _), twilio(tmp_path, base_url) as stage:
        assert (await refused(stage, medium(base_url))).startswith("the provider answered 302")


# ── how much, and how long ──────────────────────────────────────────────────────────────────────────────────────────


async def test_it_may_be_so_large(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MEDIA_BYTES_MAX", 4096)
    async with server(says(PNG, b"x" * 4096)) as (base_url, _), twilio(tmp_path, base_url) as stage:
        assert "the answer is longer than 4 KB" == await refused(stage, medium(base_url))


async def test_one_without_an_end_is_left(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MEDIA_BYTES_MAX", 1 << 20)

    async def endless(path, writer):
        writer.write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"4000\r\n" + b"x" * 0x4000 + b"\r\n")
            await writer.drain()

    async with server(endless) as (base_url, _), twilio(tmp_path, base_url) as stage:
        assert "the answer is longer than 1024 KB" == await refused(stage, medium(base_url))


async def test_one_that_drips_is_left(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MEDIA_TIMEOUT_S_MAX", 0.3)

    async def drip(path, writer):
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)

    async with server(drip) as (base_url, _), twilio(tmp_path, base_url) as stage:
        assert "it did not come within 0.3 seconds" == await refused(stage, medium(base_url))


async def test_what_is_packed_is_not_unpacked(tmp_path):
    answer = says(b"\x1f\x8b" + b"x" * 100, headers=["content-encoding: gzip"])
    async with server(answer) as (base_url, _), twilio(tmp_path, base_url) as stage:
        assert "the answer is compressed although that was not asked for" == await refused(stage, medium(base_url))


@pytest.mark.parametrize("answer", [b"", b"garbage\r\n\r\n", b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nx"])
async def test_a_broken_server_is_no_connection(tmp_path, answer):
    async def broken(path, writer):
        writer.write(answer)

    async with server(broken) as (base_url, _), twilio(tmp_path, base_url) as stage:
        assert (await refused(stage, medium(base_url))).startswith("no connection")


async def test_what_is_gone_is_gone(tmp_path):
    async with server(says(b"{}", status=404)) as (base_url, _), twilio(tmp_path, base_url) as stage:
        expected = "the provider answered 404; most keep media for some days only"
        assert expected == await refused(stage, medium(base_url))


async def test_a_channel_that_is_no_more(tmp_path):
    async with staged(tmp_path) as stage:
        with pytest.raises(NotFetched, match="no channel `old` any more"):
            await stage.runtime.media.open("old", "SM1", "https://example.com/x.png")


# ── what it is ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"),
        (PNG, "image/png"),
        (b"GIF89a\x01", "image/gif"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"\x00\x00\x00\x18ftypheic", "image/heic"),
        (b"\x00\x00\x00\x18ftypavif", "image/avif"),
        (b"\x00\x00\x00\x18ftypmp42", "video/mp4"),
        (b"\x00\x00\x00\x18ftyp3gp5", "video/3gpp"),
        (b"\x00\x00\x00\x18ftypM4A ", "audio/mp4"),
        (b"\x00\x00\x00\x14ftypqt  ", "video/quicktime"),
        (b"\x1aE\xdf\xa3\x01", "video/webm"),
        (b"#!AMR\n", "audio/amr"),
        (b"ID3\x04", "audio/mpeg"),
        (b"\xff\xfb\x90", "audio/mpeg"),
        (b"\xff\xf1\x50", "audio/aac"),
        (b"OggS\x00", "audio/ogg"),
        (b"RIFF\x10\x00\x00\x00WAVEfmt ", "audio/wav"),
        (b"%PDF-1.7", "application/pdf"),
        (b"BEGIN:VCARD\r\nVERSION:3.0", "text/vcard"),
        (b"\xef\xbb\xbfbegin:vcard\nVERSION:2.1", "text/vcard"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", None),
        (b"<?xml version='1.0'?><svg/>", None),
        (b"<!doctype html><script>alert(1)</script>", None),
        (b"  <html>", None),
        (b"MZ\x90\x00", None),
        (b"\x7fELF", None),
        (b"PK\x03\x04", None),
        (b"#!/bin/sh\n", None),
        (b'{"messages": []}', None),
        (b"RIFF\x10\x00\x00\x00EVIL", None),
        (b"BEGIN:VCARDX", None),
        (b"\xff", None),
        (b"", None),
    ],
)
def test_a_file_is_what_its_first_bytes_say(content, expected):
    found = sniff(content)

    assert expected == (None if found is None else found.media_type)


@pytest.mark.parametrize("called", ["image/png", "image/svg+xml", "text/html"])
async def test_what_a_server_calls_it_counts_for_nothing(tmp_path, called):
    page = b"<svg onload=alert(1)>"
    answer = says(page, headers=[f"content-type: {called}"])
    async with server(answer) as (base_url, _), twilio(tmp_path, base_url) as stage:
        with pytest.raises(NotShown):
            await opened(stage, medium(base_url))


# ── who is shown what ───────────────────────────────────────────────────────────────────────────────────────────────

ELSEWHERE = [
    "https://evil.test/2010-04-01/Accounts/AC0/Messages/MM1/Media/1",
    "{base}.evil.test/2010-04-01/Accounts/AC0/Messages/1",
    "{base}@evil.test/",
    "{base}:444/",
    "http://api.twilio.com/2010-04-01/Accounts/AC0/Messages/MM1/Media/1",
    "https://evil.test/?{base}",
    "https://api.nexmo.com.evil.test/v3/media/1",
    "https://apixnexmo.com/v3/media/1",
    "https://api-us.nexmo.com/v3/conversations",
    "{base}/",
    "",
]


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("address", ELSEWHERE)
def test_credentials_are_for_the_providers_own_media(name, address):
    provider = EXAMPLES[name].provider
    base = getattr(provider.settings, "base_url", None) or "https://api.example.com"

    assert {} == provider.media_auth(address.replace("{base}", base), NOW)


def test_where_credentials_are_asked_for():
    key = generate_private_key(65537, 2048).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    application = {"api_key": "k", "application_id": "a", "private_key": key, "signature_secret": "s" * 16}
    vonage = make_provider("vonage_messages", application)
    options = {"account_id": "1", "application_id": "a", "api_user": "u", "api_password": "secret-word"}
    bandwidth = make_provider("bandwidth", options | {"webhook_user": "w", "webhook_password": "another-one"})
    url = "https://messaging.bandwidth.com/api/v2/users/1/media/x/0/a.jpg"

    assert {"Authorization": "Basic dTpzZWNyZXQtd29yZA=="} == bandwidth.media_auth(url, NOW)
    assert vonage.media_auth("https://api-us.nexmo.com/v3/media/1b45", NOW)["Authorization"].startswith("Bearer ")


# ── what is kept of it ──────────────────────────────────────────────────────────────────────────────────────────────


async def test_each_address_that_was_called_is_kept_without_what_opens_it(tmp_path):
    lead = leads("/public/1?X-Amz-Signature=abc&Expires=7")
    async with server(lead) as (base_url, _), twilio(tmp_path, base_url) as stage:
        await opened(stage, medium(base_url))
        await stage.runtime.exchanges.turn()
        kept = await stage.runtime.database.run(exchanges.of_text, "main", "SM1")

    rows = [each.exchange for each in kept]
    assert [("media", 302), ("media", 200)] == [(row.kind, row.status) for row in rows]
    assert "authorization: •••" in rows[0].request
    assert "token-of-twilio" not in str(rows)
    assert "X-Amz-Signature=•••&Expires=7" in rows[1].request
    assert "(108 bytes, not kept)" in rows[1].answer
    assert "=abc" not in str(rows)


async def test_what_was_refused_is_kept_too(tmp_path):
    async with staged(tmp_path) as stage:
        with pytest.raises(NotFetched):
            await stage.runtime.media.open("main", "in-1", "https://10.0.0.1/x.png")
        await stage.runtime.exchanges.turn()
        [kept] = await stage.runtime.database.run(exchanges.of_text, "main", "in-1")

    assert ("permanent", "refused: 10.0.0.1 is a private address", None) == (
        kept.exchange.result,
        kept.exchange.detail,
        kept.exchange.status,
    )


async def test_every_address_of_a_text_is_kept(tmp_path):
    """By reference: nothing is fetched when it comes in."""
    async with staged(tmp_path) as stage:
        await stage.says(ANA, "look", media=("https://x.test/a.jpg", "https://x.test/b.jpg"))

        assert '["https://x.test/a.jpg","https://x.test/b.jpg"]' in await stage.value("SELECT payload FROM inbound")
