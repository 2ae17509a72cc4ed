"""The web application: the one place where routes, guards and the runtime meet."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from bot.errors import DatabaseAway
from bot.inbox import Busy
from bot.runtime import Runtime
from bot.web import health, simulator, webhooks
from bot.web.api import docs, endpoint
from bot.web.api.table import ENDPOINTS
from bot.web.guards import Guard
from bot.web.problem import REQUEST_ID, Problem, answer_error, unavailable

log = structlog.get_logger(__name__)


def create_app(runtime: Runtime, *, worker: bool = True) -> Starlette:
    """Make the application. It starts the runtime and stops it; without `worker` it only receives and answers."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await runtime.start(worker=worker)
        try:
            yield
        finally:
            await runtime.stop()

    return Starlette(
        routes=[
            *webhooks.routes(runtime),
            *endpoint.routes(ENDPOINTS, runtime),
            *docs.routes(ENDPOINTS, runtime.public_url),
            *simulator.routes(runtime),
            *health.routes(runtime),
        ],
        middleware=[
            Middleware(
                Guard,
                new_request_id=lambda: runtime.world.new_id("req"),
                https=runtime.public_url.startswith("https://"),
            )
        ],
        exception_handlers={
            Problem: answer_error,
            HTTPException: answer_error,
            Busy: _answer_unavailable,
            DatabaseAway: _answer_unavailable,
        },
        lifespan=lifespan,
    )


async def _answer_unavailable(request: Request, error: Exception) -> Response:
    """Nothing was acknowledged that is not on the disk: the caller has to come back."""
    log.error("nothing can be stored", error=str(error), request_id=request.scope[REQUEST_ID])
    return await answer_error(request, unavailable("what came in cannot be made durable now"))
