"""The one client by which flows, media and webhooks reach others' servers, and the one place that says which they may.

A host is resolved here, once; if any of its addresses is not public the call is refused, and the connection is made to
the very addresses that were checked. No redirects, no proxies, no cookies, bounded time, bounded size.
"""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import aiohttp
import httpx
from aiohttp.abc import AbstractResolver, ResolveResult
from httpx_aiohttp import AiohttpTransport

from bot.errors import BotError
from bot.events import CallHttp, Json, Result
from bot.limits import EGRESS_BODY_BYTES_MAX, EGRESS_TIMEOUT_S_MAX

CONNECTIONS_MAX = 20
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})

_OURS = frozenset({"host", "content-length", "transfer-encoding", "connection", "expect", "upgrade", "te", "trailer"})
"""Request headers that are the client's own business."""
_KEPT_BACK = frozenset({"set-cookie", "connection", "transfer-encoding", "keep-alive", "proxy-authenticate"})
"""Response headers that a flow has no use for."""
_NAT64 = ip_network("64:ff9b::/96")


class Refused(BotError):
    """The address may not be called."""


class NoAnswer(BotError):
    """Nothing came back."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was at an address."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    """Blank for a redirect, which is not followed."""


class Egress:
    """Performs a flow's HTTP calls."""

    def __init__(
        self,
        allow: Collection[str] = (),
        resolver: AbstractResolver | None = None,
        connections_max: int = CONNECTIONS_MAX,
    ) -> None:
        """`allow` names hosts of the business's own network; those may be private, and need no TLS."""
        self._connections_max = connections_max
        self._allow = frozenset(host.lower().strip("[]") for host in allow)
        self._resolver = resolver
        self._client: httpx.AsyncClient | None = None

    async def fetch(self, call: CallHttp) -> Result:
        """Make one attempt at a call. Whatever happens becomes a `Result`."""
        try:
            async with asyncio.timeout(min(call.timeout_s, EGRESS_TIMEOUT_S_MAX)):
                return await self._exchange(call)
        except TimeoutError:
            return Result(call.id, error=f"no answer within {min(call.timeout_s, EGRESS_TIMEOUT_S_MAX):g} seconds")
        except Refused as error:
            return Result(call.id, error=str(error))
        except (httpx.HTTPError, httpx.InvalidURL, aiohttp.ClientError, OSError, ValueError) as error:
            refusal = _refusal_within(error)
            return Result(call.id, error=str(refusal) if refusal else f"no connection: {type(error).__name__}")

    async def get(self, url: str, headers: Mapping[str, str], *, bytes_max: int, timeout_s: float) -> Fetched:
        """Get what is at an address. Raises `Refused` or `NoAnswer`; the caller sees to the whole time."""
        try:
            checked = self._checked_url("GET", url)
            own = {"accept-encoding": "identity", "user-agent": "parley"}
            request = httpx.Request("GET", checked, headers=dict(headers) | own)
            request.extensions["timeout"] = httpx.Timeout(timeout_s).as_dict()
            response = await self._sent(request)
            try:
                body = b"" if response.is_redirect else await _read(response, bytes_max)
            finally:
                await response.aclose()
        except (httpx.HTTPError, httpx.InvalidURL, aiohttp.ClientError, OSError, ValueError) as error:
            raise (_refusal_within(error) or NoAnswer(f"no connection: {type(error).__name__}")) from error
        return Fetched(response.status_code, response.headers, body)

    async def post(
        self, url: str, headers: Mapping[str, str], content: bytes, *, timeout_s: float
    ) -> tuple[int, Mapping[str, str]]:
        """Hand something over; return status and headers of the answer. Its body is nobody's business.

        Raises `Refused` or `NoAnswer`.
        """
        try:
            async with asyncio.timeout(timeout_s):
                request = httpx.Request("POST", self._checked_url("POST", url), headers=dict(headers), content=content)
                request.extensions["timeout"] = httpx.Timeout(timeout_s).as_dict()
                response = await self._sent(request)
                await response.aclose()
        except TimeoutError:
            raise NoAnswer(f"no answer within {timeout_s:g} seconds") from None
        except (httpx.HTTPError, httpx.InvalidURL, aiohttp.ClientError, OSError, ValueError) as error:
            raise (_refusal_within(error) or NoAnswer(f"no connection: {type(error).__name__}")) from error
        return response.status_code, response.headers

    def check(self, url: str) -> None:
        """Raise `Refused` if an address may certainly not be called; where its name leads only shows when it is."""
        self._checked_url("POST", url)

    async def close(self) -> None:
        """Drop the connections."""
        if self._client is not None:
            await self._client.aclose()

    async def _exchange(self, call: CallHttp) -> Result:
        url = self._checked_url(call.method, call.url)
        request = httpx.Request(call.method, url, headers=_headers(call), **_body(call))
        request.extensions["timeout"] = httpx.Timeout(call.timeout_s).as_dict()
        response = await self._sent(request)
        try:
            body = await _read(response, EGRESS_BODY_BYTES_MAX)
        finally:
            await response.aclose()
        headers = {name: value for name, value in response.headers.items() if name not in _KEPT_BACK}
        return Result(call.id, response.status_code, headers, _parsed(response, body))

    async def _sent(self, request: httpx.Request) -> httpx.Response:
        if self._client is None:
            self._client = httpx.AsyncClient(transport=AiohttpTransport(client=self._session), trust_env=False)
        return await self._client.send(request, stream=True)

    def _session(self) -> aiohttp.ClientSession:
        resolver = PublicResolver(self._allow, self._resolver or aiohttp.ThreadedResolver())
        # Connections are not kept: one that was made under another name's certificate would be used again otherwise.
        connector = aiohttp.TCPConnector(
            resolver=resolver, use_dns_cache=False, force_close=True, limit=self._connections_max
        )
        return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False)

    def _checked_url(self, method: str, address: str) -> httpx.URL:
        if method not in METHODS:
            raise Refused(f"{method} is not a method that flows may use")
        try:
            url = httpx.URL(address)
        except httpx.InvalidURL as error:
            raise Refused(f"the address cannot be read: {error}") from error
        host = url.host.lower()
        allowed = host in self._allow
        if url.scheme != "https" and not (allowed and url.scheme == "http"):
            raise Refused("only https addresses may be called, or hosts that the setting http.allow names")
        if not host or url.userinfo:
            raise Refused("the address has no host, or carries a password")
        if not allowed:
            _refuse_private_literal(host)
        return url


class PublicResolver(AbstractResolver):
    """Resolves names, and refuses those that lead anywhere private. The caller connects to what it returns."""

    def __init__(self, allow: Collection[str], inner: AbstractResolver) -> None:
        self._allow = allow
        self._inner = inner

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of a host; one private address among public ones refuses them all."""
        found = await self._inner.resolve(host, port, family)
        if host.lower() not in self._allow and not all(is_public(entry["host"]) for entry in found):
            raise Refused(f"{host} leads to a private address; the setting http.allow may permit it")
        return found

    async def close(self) -> None:
        """Let go of what the real resolver holds."""
        await self._inner.close()


def is_public(address: str) -> bool:
    """Whether an IP address is on the public internet, also when it is wrapped in an IPv6 address."""
    parsed = ip_address(address.split("%")[0])
    return all(part.is_global and not part.is_multicast for part in _unwrapped(parsed))


def _unwrapped(address: IPv4Address | IPv6Address) -> list[IPv4Address | IPv6Address]:
    if isinstance(address, IPv4Address):
        return [address]
    if address in _NAT64:
        return [IPv4Address(int(address) & 0xFFFFFFFF)]
    if address.teredo:
        return [address, *address.teredo]
    return [address.ipv4_mapped or address.sixtofour or address]


def _refuse_private_literal(host: str) -> None:
    """An address in digits is never resolved, so it is looked at here: in every spelling that a socket would take."""
    try:
        literal = str(ip_address(host.strip("[]")))
    except ValueError:
        try:
            literal = socket.inet_ntoa(socket.inet_aton(host))  # 2130706433, 0x7f.1, 0177.0.0.1
        except OSError:
            return
    if not is_public(literal):
        raise Refused(f"{host} is a private address; the setting http.allow may permit it")


def _headers(call: CallHttp) -> dict[str, str]:
    headers = {"accept": "application/json, */*;q=0.5", "idempotency-key": call.id}
    for name, value in call.headers.items():
        if any(char in "\r\n\0" for char in name + value):
            raise Refused(f"the header {name!r} holds a line break")
        if name.lower() not in _OURS:
            headers[name.lower()] = value
    return headers | {"accept-encoding": "identity", "user-agent": "parley"}


def _body(call: CallHttp) -> Mapping[str, Json]:
    if call.json is not None:
        return {"json": call.json}
    if call.form is not None:
        return {"data": dict(call.form)}
    return {} if call.body is None else {"content": call.body.encode()}


async def _read(response: httpx.Response, bytes_max: int) -> bytes:
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise Refused("the answer is compressed although that was not asked for")
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > bytes_max:
            raise Refused(f"the answer is longer than {bytes_max // 1024} KB")
    return bytes(body)


def _parsed(response: httpx.Response, body: bytes) -> Json:
    """JSON as JSON, everything else as text; broken JSON is text too, and the flow sees what it got."""
    text = _decoded(body, response.charset_encoding)
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json" and not media_type.endswith("+json"):
        return text
    try:
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return text


def _decoded(body: bytes, charset: str | None) -> str:
    try:
        return body.decode(charset or "utf-8", "replace")
    except LookupError:  # a charset that nobody knows
        return body.decode("utf-8", "replace")


def _no_number(name: str) -> Json:
    raise ValueError(f"{name} is not JSON")


def _refusal_within(error: BaseException | None) -> Refused | None:
    """aiohttp wraps what its resolver raises."""
    while error is not None and not isinstance(error, Refused):
        error = error.__cause__ or error.__context__
    return error
