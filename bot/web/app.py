"""The web application: the one place where routes, guards and the runtime meet."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from bot.inbox import Busy
from bot.runtime import Runtime
from bot.web import health, simulator, webhooks
from bot.web.api import docs, endpoint
from bot.web.api.table import ENDPOINTS
from bot.web.guards import Guard
from bot.web.problem import Problem, answer_error


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
        exception_handlers=dict.fromkeys((Problem, HTTPException, Busy, OperationalError), answer_error),
        lifespan=lifespan,
    )
