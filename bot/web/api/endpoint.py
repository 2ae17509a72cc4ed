"""One call of the API: who may make it, what it takes, what it gives.

    request ─ authenticate ─ read ─ handler ─► model ─ Answer ─► response
    anything wrong ─► Problem ─ dialect ─► response

Routes and the OpenAPI document come from the same `Endpoint` values, so that they cannot disagree.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import format_datetime
from typing import Any, Final, Generic, TypeVar

from pydantic import BaseModel
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.accounts import Caller
from bot.keys import Key, Scope
from bot.runtime import Runtime
from bot.web.api.bodies import Strict, parse_json, parse_query, validate
from bot.web.api.multipart import is_multipart, joined
from bot.web.api.once import Answer, Claim, Once, fingerprint
from bot.web.api.pressure import Pressure
from bot.web.api.rates import Rates
from bot.web.client import client_address
from bot.web.problem import KINDS, MEDIA_TYPE, REQUEST_ID, Problem

GivenT = TypeVar("GivenT")

IDEMPOTENCY_KEY: Final = re.compile(r"[!-~]{1,255}")
EPOCH: Final = re.compile(r'(?:W/)?"([0-9]{1,9})"|([0-9]{1,9})|\*')
"""What `If-Match` may say: the epoch as the ETag has it, or bare; a star for whichever it is."""
_CHALLENGE: Final = {"www-authenticate": 'Bearer realm="parley"'}


@dataclass(frozen=True, slots=True)
class File:
    """A file that a stranger made: to be saved, and never to be looked at within a page of ours."""

    content: bytes
    media_type: str
    name: str

    @property
    def headers(self) -> dict[str, str]:
        """What keeps a browser from making anything of it. (That it may not guess the type is said of all answers.)"""
        return {
            "content-disposition": f'attachment; filename="{self.name}"',
            "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        }


@dataclass(frozen=True, slots=True)
class Deprecated:
    """Since when nobody should begin to use something, when it ends, and what to use instead."""

    since: date
    sunset: date
    successor: str
    """A path."""

    @property
    def headers(self) -> dict[str, str]:
        """As RFC 9745 and RFC 8594 have them."""
        since, sunset = (datetime(day.year, day.month, day.day, tzinfo=UTC) for day in (self.since, self.sunset))
        return {
            "deprecation": f"@{int(since.timestamp())}",
            "sunset": format_datetime(sunset, usegmt=True),
            "link": f'<{self.successor}>; rel="successor-version"',
        }


class Nothing(Strict):
    """What an endpoint is given that takes neither a body nor a query."""


@dataclass(frozen=True, slots=True)
class Call(Generic[GivenT]):
    """What a handler is called with."""

    runtime: Runtime
    key: Key
    request_id: str
    path: Mapping[str, str]
    """The parameters in the path."""
    given: GivenT
    """The body of a POST, the query of a GET."""
    once: Callable[[Callable[[Connection], BaseModel]], Awaitable[Answer]]
    """Run work in one transaction, together with keeping its answer for repetitions under the same Idempotency-Key."""
    epoch: int | None = None
    """What `If-Match` says, where the endpoint is guarded by it."""
    accept: str = ""
    """What the caller would like the answer to be, as the header has it."""
    address: str = ""
    """From where it is made."""

    @property
    def caller(self) -> Caller:
        """Who makes it, for the audit log."""
        return Caller(self.key.id, self.key.name or "an API key", self.address)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a family of endpoints words its errors."""

    schema: str
    """Name of the schema in the OpenAPI document."""
    media_type: str
    status: Callable[[str], int]
    """The HTTP status of a code."""
    respond: Callable[[Problem, str], Response]
    """Put a problem, under its request's id, on the wire."""


PROBLEM_JSON: Final = Dialect("Problem", MEDIA_TYPE, lambda code: KINDS[code].status, Problem.response)


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """One method of one path. The handler's docstring is its documentation."""

    method: str
    path: str
    scope: Scope
    handler: Callable[[Call[Any]], Awaitable[BaseModel | Answer | File]]
    answers: Mapping[int, type[BaseModel] | type[File]]
    """By status; the first is the usual one."""
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    idempotent: bool = False
    """Takes an Idempotency-Key, because it sends."""
    adds: bool = False
    """Leads to more messages, and is sent away while too many wait."""
    guarded: bool = False
    """Takes an If-Match with the epoch of a conversation."""
    table: bool = False
    """May also answer with a CSV."""
    upload: tuple[str, str] | None = None
    """Where the body may also come in two parts: as what the JSON comes, and which of its members is a file."""
    problems: tuple[str, ...] = ()
    """The codes it may answer besides those that every endpoint has."""
    dialect: Dialect = PROBLEM_JSON
    files: tuple[str, ...] = ()
    """Media types that it may answer with besides JSON."""
    tests: bool = False
    """Whether a test key may call it although it writes: what it sends stays within the house then."""
    deprecated: Deprecated | None = None
    """Whether it is on its way out."""

    @property
    def notices(self) -> dict[str, str]:
        """Headers that every answer of it carries."""
        return {} if self.deprecated is None else self.deprecated.headers

    @property
    def status(self) -> int:
        """The status of the usual answer."""
        return next(iter(self.answers))


def routes(endpoints: Sequence[Endpoint], runtime: Runtime) -> list[Route]:
    """One route for every path, however many methods it takes."""
    once = Once(runtime.database, runtime.world)
    pressure = Pressure(runtime.settings.sending.waiting_max, runtime.world, runtime.metrics)
    rates = Rates(runtime.settings.api, runtime.world)
    by_path: dict[str, dict[str, Endpoint]] = {}
    for endpoint in endpoints:
        by_path.setdefault(endpoint.path, {})[endpoint.method] = endpoint
    shared = _Shared(runtime, once, pressure, rates)
    plain_first = sorted(by_path, key=lambda path: ["{" in part for part in path.split("/")])
    return [_route(path, by_path[path], shared) for path in plain_first]


@dataclass(frozen=True, slots=True)
class _Shared:
    """What all endpoints of a process share."""

    runtime: Runtime
    once: Once
    pressure: Pressure
    rates: Rates


def _route(path: str, methods: Mapping[str, Endpoint], shared: _Shared) -> Route:
    async def respond(request: Request) -> Response:
        endpoint = methods["GET" if request.method == "HEAD" else request.method]
        notices = dict(endpoint.notices)
        response = await _respond(endpoint, request, notices, shared)
        response.headers.update(notices)
        return response

    return Route(path, respond, methods=list(methods))


async def _respond(endpoint: Endpoint, request: Request, notices: dict[str, str], shared: _Shared) -> Response:
    """Answer; what has to be said with whatever the answer is goes into `notices`."""
    try:
        answer = await _answer(endpoint, request, notices, shared)
    except Problem as problem:
        return endpoint.dialect.respond(problem, request.scope[REQUEST_ID])
    if isinstance(answer, File):
        return Response(answer.content, headers=answer.headers, media_type=answer.media_type)
    headers = {"idempotent-replayed": "true"} if answer.replayed else {}
    if answer.etag:
        headers["etag"] = answer.etag
    if answer.filename:
        headers["content-disposition"] = f'attachment; filename="{answer.filename}"'
    return Response(answer.content, answer.status, headers, answer.media_type)


async def _answer(endpoint: Endpoint, request: Request, notices: dict[str, str], shared: _Shared) -> Answer | File:
    runtime, once, pressure = shared.runtime, shared.once, shared.pressure
    key = await _authenticate(request, endpoint.scope, runtime)
    notices |= shared.rates.take(key.id).headers
    _check_test_key(endpoint, key)
    raw = await request.body()
    content_type = request.headers.get("content-type", "")
    if endpoint.upload is not None and is_multipart(content_type):
        content_type, raw = "application/json", await joined(content_type, raw, *endpoint.upload)
    claim = _claim(request, key, raw) if endpoint.idempotent else None

    def run_once(work: Callable[[Connection], BaseModel]) -> Awaitable[Answer]:
        return once.run(claim, endpoint.status, _if_there_is_room(work, pressure) if endpoint.adds else work)

    call = Call(
        runtime,
        key,
        request.scope[REQUEST_ID],
        request.path_params,
        _given(endpoint, request, content_type, raw),
        run_once,
        _epoch(request) if endpoint.guarded else None,
        request.headers.get("accept", ""),
        client_address(request, runtime.settings.server.proxies),
    )
    result = await endpoint.handler(call)
    return result if isinstance(result, Answer | File) else Answer.of(result, endpoint.status)


def _if_there_is_room(work: Callable[[Connection], BaseModel], pressure: Pressure) -> Callable[[Connection], BaseModel]:
    def checked(conn: Connection) -> BaseModel:
        pressure.check(conn)
        return work(conn)

    return checked


async def _authenticate(request: Request, scope: Scope, runtime: Runtime) -> Key:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        hint = "send `Authorization: Bearer parley_…`; `parley key create` makes a key"
        raise Problem("unauthorized", "the request carries no API key", hint=hint, headers=_CHALLENGE)
    key = await runtime.keys.authenticate(token.strip())
    if key is None:
        hint = "`parley key list` shows the living ones"
        raise Problem("unauthorized", "the API key is unknown or revoked", hint=hint, headers=_CHALLENGE)
    if scope not in key.scopes:
        detail = f"the key has no scope `{scope}`"
        raise Problem("forbidden", detail, hint=f"make one with `parley key create --scopes {scope}`")
    return key


def _check_test_key(endpoint: Endpoint, key: Key) -> None:
    """A test key reads, and sends what stays within the house."""
    if key.test and endpoint.scope is not Scope.READ and not endpoint.tests:
        detail = "a test key may not do this"
        raise Problem("forbidden", detail, hint="use a key that was made without --test")


def _given(endpoint: Endpoint, request: Request, content_type: str, raw: bytes) -> BaseModel:
    query = parse_query(endpoint.query or Nothing, request)
    if endpoint.body is None:
        if raw.strip() not in (b"", b"{}"):
            raise Problem("invalid_field", "this takes no body", hint="leave the body out")
        return query
    return validate(endpoint.body, parse_json(content_type, raw))


def _epoch(request: Request) -> int | None:
    found = EPOCH.fullmatch(request.headers.get("if-match", "*"))
    if found is None:
        detail = "`If-Match` is not the epoch of a conversation"
        raise Problem("invalid_field", detail, param="If-Match", hint='send its `epoch`, such as `If-Match: "3"`')
    epoch = found[1] or found[2]
    return None if epoch is None else int(epoch)


def _claim(request: Request, key: Key, raw: bytes) -> Claim | None:
    given = request.headers.get("idempotency-key")
    if given is None:
        return None
    if not IDEMPOTENCY_KEY.fullmatch(given):
        detail = "an Idempotency-Key is 1 to 255 visible ASCII characters"
        raise Problem("invalid_field", detail, param="Idempotency-Key")
    return Claim(key.id, given, fingerprint(request.method, request.scope["path"], raw))
