"""What every request passes first, as pure ASGI: an id, a bounded body, the security headers; and every error's answer.

Written against the protocol itself because webhooks are hot: a request costs two small objects here, not a task.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final

import structlog
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.limits import (
    API_BODY_BYTES_MAX,
    BODY_TIMEOUT_S_MAX,
    LIVE_STREAMS_MAX,
    OTHERS_AT_ONCE_MAX,
    UPLOAD_BODY_BYTES_MAX,
    UPLOADS_AT_ONCE_MAX,
    WEBHOOK_BODY_BYTES_MAX,
    WEBHOOKS_AT_ONCE_MAX,
)
from bot.web.problem import REQUEST_ID, Problem, problem_of, unavailable

log = structlog.get_logger(__name__)

RawHeaders = list[tuple[bytes, bytes]]

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "media-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'"
)
SECURITY_HEADERS: Final[RawHeaders] = [
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"cache-control", b"no-store"),
]
STRICT_TRANSPORT: Final = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
WHOLE: Final = "parley.whole"
"""Set in the ASGI scope by a server that has the whole body by now: so there is no waiting to be timed."""
AT_ONCE: Final = "parley.at_once"
"""Set in the ASGI scope by a server that can put a whole answer on the wire in one go: given the scope, a status, and
the answer from its headers on, it says whether it has."""
LIVE: Final = "/console/live"
_ANSWERS_KEPT: Final = 16
_HANG_UP: Final = {"connection": "close"}
_PROBES: Final = frozenset({"/healthz", "/readyz", "/metrics"})
"""Answered however much is under way: a process that is busy is not to be taken for dead."""
_UPLOADS: Final = frozenset(
    {"/v1/broadcasts", "/v1/contacts/import", "/console/broadcasts/new", "/console/broadcasts/new/sheet"}
)
"""Where files of people are taken."""


class Guard:
    """Wraps the whole application; `https` says whether the public address is one."""

    def __init__(self, app: ASGIApp, *, new_request_id: Callable[[], str], https: bool) -> None:
        self._app = app
        self._new_request_id = new_request_id
        self._headers = [*SECURITY_HEADERS, STRICT_TRANSPORT] if https else SECURITY_HEADERS
        self._webhooks = _Room(WEBHOOKS_AT_ONCE_MAX)
        self._others = _Room(OTHERS_AT_ONCE_MAX)
        self._streams = _Room(LIVE_STREAMS_MAX)
        self._uploads = _Room(UPLOADS_AT_ONCE_MAX)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = scope[REQUEST_ID] = self._new_request_id()
        answer = _Answer(scope, send, self._headers)
        body = _Body(scope, receive, self._room(scope))
        try:
            if WHOLE in scope or not is_webhook(scope["path"]):
                body.take_room()
            await self._app(scope, body, answer)
        except ClientDisconnect:
            log.info("client left", request_id=request_id, path=scope["path"])
        except Exception as error:
            problem = problem_of(error, scope)
            _tell(error, problem, scope, answer.started)
            if answer.started:
                raise
            await problem.response(request_id)(scope, receive, answer)
        finally:
            body.leave_room()

    def _room(self, scope: Scope) -> _Room:
        """Streams last as long as a page is open: they must not take the room of what is over in a moment."""
        if is_webhook(scope["path"]):
            return self._webhooks
        if scope["path"] == LIVE:
            return self._streams
        return self._uploads if is_upload(scope) else self._others


def _tell(error: Exception, problem: Problem, scope: Scope, broken_off: bool) -> None:
    """Write down what our side is to blame for; what the caller did wrong he is told himself."""
    if broken_off or problem.code == "internal_error":
        log.exception("request failed", request_id=scope[REQUEST_ID], method=scope["method"], path=scope["path"])
    elif problem is not error and problem.code == "unavailable":
        log.error("nothing can be stored", error=str(error), request_id=scope[REQUEST_ID])


class _Room:
    """For so many requests at once: what more there is comes back, before memory grows.

    A webhook takes its place with the last byte of its body: else whoever sends theirs byte by byte, which needs no
    secret, would keep the carriers out. So small bodies are bounded by the number of connections.
    """

    def __init__(self, at_once_max: int) -> None:
        self.at_once_max = at_once_max
        self.under_way = 0


class _Answer:
    """`send` that adds the headers which the response does not set itself."""

    def __init__(self, scope: Scope, send: Send, headers: RawHeaders) -> None:
        self._scope = scope
        self._send = send
        self._request_id = scope[REQUEST_ID]
        self._headers = headers
        self.started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            own = [*message.get("headers", ()), (b"x-request-id", self._request_id.encode())]
            message = {**message, "headers": _with_those_of_all(own, self._headers)}
        await self._send(message)

    def at_once(self, response: Response) -> bool:
        """Send an answer without any message, if the server can."""
        write = self._scope.get(AT_ONCE)
        if write is None:
            return False
        lines, body = _written(response, tuple(self._headers)), bytes(response.body)
        rest = b"".join((lines, b"x-request-id: ", self._request_id.encode(), b"\r\n\r\n", body))
        self.started = self.started or write(self._scope, response.status_code, rest)
        return self.started


@lru_cache(_ANSWERS_KEPT)
def _written(response: Response, headers: tuple[tuple[bytes, bytes], ...]) -> bytes:
    return b"".join(b"%b: %b\r\n" % header for header in _with_those_of_all(response.raw_headers, headers))


def _with_those_of_all(own: RawHeaders, of_all: Iterable[tuple[bytes, bytes]]) -> RawHeaders:
    names = {name for name, _ in own}
    return own + [header for header in of_all if header[0] not in names]


async def answer(response: Response, scope: Scope, receive: Receive, send: Send) -> None:
    """Send an answer that is always the same, but for its id."""
    if not (isinstance(send, _Answer) and send.at_once(response)):
        await response(scope, receive, send)


class _Body:
    """`receive` that gives up on a body which is too large or too slow; and the request's place in its room."""

    def __init__(self, scope: Scope, receive: Receive, room: _Room) -> None:
        self._receive = receive
        self._room = room
        self._has_room = False
        self._bytes_left = body_bytes_max(scope)
        self._declared = _content_length(scope)
        self._scope = scope
        self._deadline = 0.0
        self._complete = False

    async def __call__(self) -> Message:
        if self._complete:
            return await self._receive()
        if self._declared > self._bytes_left:
            raise self._too_large()
        message = await (self._receive() if WHOLE in self._scope else self._receive_in_time())
        self._count(message)
        return message

    def take_room(self) -> None:
        """Be one of those that are under way, if there is room."""
        if self._has_room:
            return
        if self._room.under_way >= self._room.at_once_max and self._scope["path"] not in _PROBES:
            raise unavailable("too many requests are under way")
        self._room.under_way += 1
        self._has_room = True

    def leave_room(self) -> None:
        """It is over."""
        self._room.under_way -= self._has_room

    async def _receive_in_time(self) -> Message:
        try:
            async with asyncio.timeout_at(self._deadline_s()):
                return await self._receive()
        except TimeoutError:
            detail = f"the body was not complete after {BODY_TIMEOUT_S_MAX:g} seconds"
            raise Problem("timed_out", detail, hint="send it in one go", headers=_HANG_UP) from None

    def _deadline_s(self) -> float:
        self._deadline = self._deadline or asyncio.get_running_loop().time() + BODY_TIMEOUT_S_MAX
        return self._deadline

    def _count(self, message: Message) -> None:
        size = len(message.get("body", b""))
        if size > self._bytes_left:
            raise self._too_large()
        self._bytes_left -= size
        self._declared -= size
        self._complete = not message.get("more_body", False)
        if self._complete:
            self.take_room()

    def _too_large(self) -> Problem:
        return Problem("body_too_large", "the body is larger than this address takes", headers=_HANG_UP)


def body_bytes_max(scope: Scope) -> int:
    """How large the body of this request may be."""
    if is_webhook(scope["path"]):
        return WEBHOOK_BODY_BYTES_MAX
    return UPLOAD_BODY_BYTES_MAX if is_upload(scope) else API_BODY_BYTES_MAX


def is_upload(scope: Scope) -> bool:
    """Whether the request may bring a file of people; of these only few at once are under way."""
    return scope["method"] == "POST" and scope["path"] in _UPLOADS and _content_length(scope) > API_BODY_BYTES_MAX


def is_webhook(path: str) -> bool:
    """Whether providers call this address."""
    return path.startswith("/webhooks/")


def _content_length(scope: Scope) -> int:
    """What the request declares; the server has already refused what is not a number."""
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0
