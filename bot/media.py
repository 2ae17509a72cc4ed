"""Media that people sent: kept as addresses, and fetched from the provider only when somebody opens one.

    address ─► refused unless public, or the provider's own ─► headers if it is the provider's own ─► bytes ─► sniffed

What comes back is a stranger's file. It is passed on only if its first bytes are those of a picture, a sound, a film, a
PDF or a visiting card; what its server calls it counts for nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final, NamedTuple
from urllib.parse import urljoin

import httpx
from aiohttp.abc import AbstractResolver

from bot.egress import Egress, Fetched, NoAnswer, Refused
from bot.errors import BotError, SendError
from bot.events import ErrorClass
from bot.exchanges import Exchanges
from bot.exchanges.rows import MEDIA
from bot.limits import MEDIA_AT_ONCE_MAX, MEDIA_BYTES_MAX, MEDIA_REDIRECTS_MAX, MEDIA_TIMEOUT_S_MAX
from bot.providers.channel import Channel
from bot.providers.http import Response, get
from bot.world import World

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
OK: Final = 200
ACCEPT: Final = {"accept": "image/*, audio/*, video/*, application/pdf, text/vcard, */*;q=0.1"}


class NotFetched(BotError):
    """The medium cannot be had."""


class NotShown(BotError):
    """The medium is there, and not of a kind that is passed on."""


class Kind(NamedTuple):
    """What a file is."""

    media_type: str
    suffix: str


class Medium(NamedTuple):
    """A file, as it may be passed on."""

    kind: Kind
    content: bytes


class Media:
    """Fetches media."""

    def __init__(
        self,
        channels: Mapping[str, Channel],
        world: World,
        exchanges: Exchanges,
        resolver: AbstractResolver | None = None,
    ) -> None:
        """`resolver` stands for the machine's own."""
        self._channels = channels
        self._world = world
        self._exchanges = exchanges
        self._resolver = resolver
        self._room = asyncio.Semaphore(MEDIA_AT_ONCE_MAX)
        self._clients: dict[str, Egress] = {}
        """By the private host that they may reach; blank: none."""

    async def open(self, channel: str, about: str, address: str) -> Medium:
        """Fetch a medium of a channel; `about` is the provider's id of the text. Raises `NotFetched` or `NotShown`."""
        if channel not in self._channels:
            raise NotFetched(f"the settings have no channel `{channel}` any more, by which it could be fetched")
        try:
            async with asyncio.timeout(MEDIA_TIMEOUT_S_MAX), self._room:
                fetched = await self._follow(self._channels[channel], about, address)
        except TimeoutError as error:
            raise NotFetched(f"it did not come within {MEDIA_TIMEOUT_S_MAX:g} seconds") from error
        if fetched.status != OK:
            raise NotFetched(f"the provider answered {fetched.status}; most keep media for some days only")
        kind = sniff(fetched.body)
        if kind is None:
            raise NotShown("it is no picture, sound, film, PDF or visiting card, whatever it is called")
        return Medium(kind, fetched.body)

    async def close(self) -> None:
        """Drop the connections."""
        for client in self._clients.values():
            await client.close()

    async def _follow(self, channel: Channel, about: str, address: str) -> Fetched:
        """Each address that a redirect leads to is looked at as if it were the first."""
        for _ in range(MEDIA_REDIRECTS_MAX + 1):
            fetched = await self._get(channel, about, address)
            location = fetched.headers.get("location")
            if fetched.status not in REDIRECTS or not location:
                return fetched
            address = urljoin(address, location)
        raise NotFetched(f"it is behind more than {MEDIA_REDIRECTS_MAX} redirects")

    async def _get(self, channel: Channel, about: str, address: str) -> Fetched:
        began = self._world.monotonic()
        headers = {**ACCEPT, **channel.provider.media_auth(address, self._world.now())}
        fetched: Fetched | None = None
        failure: SendError | None = None
        try:
            client = self._client(channel, address)
            fetched = await client.get(address, headers, bytes_max=MEDIA_BYTES_MAX, timeout_s=MEDIA_TIMEOUT_S_MAX)
            return fetched
        except Refused as error:
            reason = str(error).partition(";")[0]  # what follows is advice about what flows call
            failure = SendError(ErrorClass.PERMANENT, "refused", reason)
            raise NotFetched(reason) from error
        except NoAnswer as error:
            failure = SendError(ErrorClass.RETRYABLE, "unreachable", str(error))
            raise NotFetched(str(error)) from error
        finally:
            self._tell(channel, about, address, headers, began, fetched, failure)

    def _client(self, channel: Channel, address: str) -> Egress:
        """Only where the settings say that the provider is may be private, and without TLS."""
        origin, own = _origin(address), _origin(getattr(_settings(channel), "base_url", None) or "")
        host = origin[1] if origin is not None and origin == own else ""
        if host not in self._clients:
            self._clients[host] = Egress([host] if host else [], self._resolver)
        return self._clients[host]

    def _tell(
        self,
        channel: Channel,
        about: str,
        address: str,
        headers: Mapping[str, str],
        began: float,
        fetched: Fetched | None,
        failure: SendError | None,
    ) -> None:
        with suppress(ValueError, httpx.InvalidURL):  # what is no address was not called either
            response = None
            if fetched is not None:
                lines = [(name.encode(), value.encode("utf-8", "replace")) for name, value in fetched.headers.items()]
                response = Response(fetched.status, lines, f"({len(fetched.body)} bytes, not kept)".encode())
            request = get(address, headers)
            self._exchanges.called(MEDIA, channel.name, about, request, began, response=response, error=failure)


def sniff(content: bytes) -> Kind | None:
    """Tell by its first bytes what a file is; None for all that is not passed on, SVG and HTML among it."""
    for start, kind in _STARTS:
        if content.startswith(start):
            return kind
    if content[:4] == b"RIFF":
        return _RIFF.get(content[8:12])
    if content[4:8] == b"ftyp":
        brand = content[8:12]
        return _BRANDS.get(brand) or _BRANDS.get(brand[:3]) or Kind("video/mp4", "mp4")
    if content[:1] == b"\xff" and content[1:2] in _MPEG_AUDIO:
        return _MPEG_AUDIO[content[1:2]]
    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:12].upper() in (b"BEGIN:VCARD\r", b"BEGIN:VCARD\n"):
        return Kind("text/vcard", "vcf")
    return None


_STARTS: Final = (
    (b"\xff\xd8\xff", Kind("image/jpeg", "jpg")),
    (b"\x89PNG\r\n\x1a\n", Kind("image/png", "png")),
    (b"GIF87a", Kind("image/gif", "gif")),
    (b"GIF89a", Kind("image/gif", "gif")),
    (b"%PDF-", Kind("application/pdf", "pdf")),
    (b"OggS", Kind("audio/ogg", "ogg")),
    (b"ID3", Kind("audio/mpeg", "mp3")),
    (b"#!AMR", Kind("audio/amr", "amr")),
    (b"\x1aE\xdf\xa3", Kind("video/webm", "webm")),
)
_RIFF: Final = {
    b"WEBP": Kind("image/webp", "webp"),
    b"WAVE": Kind("audio/wav", "wav"),
    b"AVI ": Kind("video/x-msvideo", "avi"),
}
_BRANDS: Final = {
    b"avif": Kind("image/avif", "avif"),
    b"heic": Kind("image/heic", "heic"),
    b"heix": Kind("image/heic", "heic"),
    b"mif1": Kind("image/heif", "heif"),
    b"3gp": Kind("video/3gpp", "3gp"),
    b"M4A": Kind("audio/mp4", "m4a"),
    b"qt ": Kind("video/quicktime", "mov"),
}
_MPEG_AUDIO: Final = {
    b"\xfb": Kind("audio/mpeg", "mp3"),
    b"\xf3": Kind("audio/mpeg", "mp3"),
    b"\xf2": Kind("audio/mpeg", "mp3"),
    b"\xf1": Kind("audio/aac", "aac"),
    b"\xf9": Kind("audio/aac", "aac"),
}


def _settings(channel: Channel) -> Any:
    return getattr(channel.provider, "settings", None)


def _origin(address: str) -> tuple[str, str, int] | None:
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        return None
    default = {"https": 443, "http": 80}.get(url.scheme)
    return None if default is None else (url.scheme, url.host.lower(), url.port or default)
