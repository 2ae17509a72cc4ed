"""The providers' door: verify, parse, make durable, answer.

    POST /webhooks/{channel}                                 texts, and receipts where a provider mixes them
    POST /webhooks/{channel}/status                          receipts
    POST /webhooks/{channel}/status/{message}/{signature}    receipts of one message, whose address we signed

All of them take GET too, for providers that use it. What is not signed has no effect: it leaves a line in the log, and
how it looked among the exchanges. This is the hot path: plain ASGI, raw bytes, no form parser; and the address that was
signed is built from the settings.
"""

from __future__ import annotations

import time
from functools import lru_cache
from http import HTTPStatus
from typing import Final

import structlog
from prometheus_client import Histogram
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.errors import BadPayload, BadSignature
from bot.inbox import entries
from bot.outbox.status_url import is_signed
from bot.providers.base import WebhookAnswer, WebhookRequest
from bot.providers.channel import Channel
from bot.runtime import Runtime
from bot.web import guards
from bot.web.problem import REQUEST_ID, Problem

log = structlog.get_logger(__name__)

METHODS: Final = ("GET", "POST")
STATUS_PATH: Final = "/webhooks/{channel}/status"
PATHS: Final = ("/webhooks/{channel}", STATUS_PATH, f"{STATUS_PATH}/{{message}}/{{signature}}")
_ANSWERS_KEPT: Final = 16


def routes(door: Door) -> list[BaseRoute]:
    """The addresses that providers call."""
    return [Route(path, door) for path in PATHS]


def path_params(path: str) -> dict[str, str] | None:
    """What a path names, if it is one of `PATHS`: as the routes would find it, without asking all of them."""
    match path.split("/"):
        case ["", "webhooks", channel] | ["", "webhooks", channel, "status"] if channel:
            return {"channel": channel}
        case ["", "webhooks", channel, "status", message, signature] if channel and message and signature:
            return {"channel": channel, "message": message, "signature": signature}
    return None


class Door:
    """One ASGI application for all of them."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._seconds: dict[str, Histogram] = {}
        """By channel."""

    def ahead_of(self, others: ASGIApp) -> ASGIApp:
        """Take what is for this door; whatever else comes is for others."""

        async def fork(scope: Scope, receive: Receive, send: Send) -> None:
            found = path_params(scope["path"]) if scope["type"] == "http" else None
            if found is None:
                await others(scope, receive, send)
            else:
                scope["path_params"] = found
                await self(scope, receive, send)

        return fork

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in METHODS:  # also HEAD, which a route takes for a GET: it must not have effects
            raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": ", ".join(METHODS)})
        channel = self._channel(scope["path_params"]["channel"])
        began = time.perf_counter()
        try:
            await self._take(channel, scope, receive, send)
        finally:
            self._seconds_of(channel).observe(time.perf_counter() - began)

    async def _take(self, channel: Channel, scope: Scope, receive: Receive, send: Send) -> None:
        request, began = await self._request(scope, receive), self._runtime.world.monotonic()
        try:
            message_id = self._message_id(channel, scope["path_params"])
            channel.provider.verify(request)
            at = request.received_at
            events = channel.provider.parse(request)
            rows = [entries.arrival(channel.name, event, at, message_id) for event in events]
        except BadSignature as error:
            raise self._refused("bad_signature", channel, scope, request, began, error) from None
        except BadPayload as error:
            raise self._refused("invalid_payload", channel, scope, request, began, error) from None
        with self._runtime.tracer.span("accept", channel=channel.name, rows=len(rows)) as span:
            if self._runtime.tracer.on:
                span.known_as(*filter(None, map(entries.trace_id, rows)))
            try:
                await self._runtime.inbox.accept(rows)
            except Exception as error:
                self._runtime.metrics.webhooks_refused.labels(channel.name, "unavailable").inc()
                reason, status = f"{type(error).__name__}: {error}", HTTPStatus.SERVICE_UNAVAILABLE
                self._runtime.exchanges.not_taken(channel.name, request, status, "unavailable", reason, began)
                raise
        answer = channel.provider.answer(request)
        await guards.answer(_response(answer), scope, receive, send)
        self._runtime.exchanges.received(channel.name, request, events, message_id, answer, began, scope[REQUEST_ID])

    def _channel(self, name: str) -> Channel:
        if name not in self._runtime.channels:
            raise Problem("not_found", "no channel has this address", hint="the settings name them: [channels.NAME]")
        channel = self._runtime.channels[name]
        if channel.provider.keeps_session:
            kind = channel.provider.name
            hint = "a worker has to be running: `parley serve`, or `parley worker`; `parley doctor` says if it is bound"
            raise Problem("not_found", f"the channel is spoken to by {kind}, over its own session", hint=hint)
        return channel

    async def _request(self, scope: Scope, receive: Receive) -> WebhookRequest:
        """The request as the provider made it. Its address is the public one, whatever `Host` says."""
        query = scope["query_string"].decode("latin-1")
        path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1")
        client = scope.get("client")
        return WebhookRequest(
            method=scope["method"],
            url=f"{self._runtime.public_url}{path}{'?' if query else ''}{query}",
            headers={name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]},
            body=await _body(receive),
            received_at=self._runtime.world.now(),
            client=client[0] if client else "",
        )

    def _seconds_of(self, channel: Channel) -> Histogram:
        seconds = self._seconds.get(channel.name)
        if seconds is None:
            seconds = self._seconds[channel.name] = self._runtime.metrics.webhook_seconds.labels(channel.name)
        return seconds

    def _message_id(self, channel: Channel, path: dict[str, str]) -> str | None:
        """Our id of the message that the address itself proves the report to be about."""
        if "message" not in path:
            return None
        if not is_signed(self._runtime.secret, channel.name, path["message"], path["signature"]):
            raise BadSignature("the address is not one that we made")
        return path["message"]

    def _refused(
        self, code: str, channel: Channel, scope: Scope, request: WebhookRequest, began: float, error: Exception
    ) -> Problem:
        self._runtime.metrics.webhooks_refused.labels(channel.name, code).inc()
        log.warning("webhook refused", channel=channel.name, code=code, reason=str(error), request_id=scope[REQUEST_ID])
        problem = Problem(code, str(error), hint="see `parley doctor`, and `parley trigger` for a request that passes")
        self._runtime.exchanges.not_taken(channel.name, request, problem.kind.status, code, str(error), began)
        return problem


async def _body(receive: Receive) -> bytes:
    parts: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


@lru_cache(_ANSWERS_KEPT)
def _response(answer: WebhookAnswer) -> Response:
    """A provider's answers are always the same few."""
    return Response(answer.body, answer.status, media_type=answer.content_type)
