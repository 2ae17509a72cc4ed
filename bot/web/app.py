"""The web application: the one place where routes, guards and the runtime meet.

server ─► guard ─┬─► the providers' door          a webhook passes nothing else
                 └─► routes                       everything, in the order below
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.types import ASGIApp

from bot.flow.svg_style import STYLE
from bot.runtime import Runtime
from bot.web import console, health, links, simulator, webhooks
from bot.web.api import docs, endpoint
from bot.web.api.happenings import say_what_happens
from bot.web.api.table import ENDPOINTS
from bot.web.assets import Assets
from bot.web.guards import Guard


class Web(Starlette):
    """Starlette without its own layers: the guard answers whatever errors there are, of the routes and of the door."""

    def __init__(self, runtime: Runtime, *, worker: bool) -> None:
        self._runtime = runtime
        say_what_happens(runtime)
        self._door = door = webhooks.Door(runtime)

        @asynccontextmanager
        async def lifespan(app: Starlette) -> AsyncIterator[None]:
            await runtime.start(worker=worker)
            try:
                yield
            finally:
                await runtime.stop()

        assets = Assets({"graph.css": STYLE})
        routes = [
            *links.routes(runtime),
            *webhooks.routes(door),
            *endpoint.routes(ENDPOINTS, runtime),
            *docs.routes(ENDPOINTS, runtime.public_url),
            *simulator.routes(runtime, assets),
            *console.routes(runtime, assets),
            *assets.routes(),
            *health.routes(runtime),
        ]
        super().__init__(routes=routes, lifespan=lifespan)

    def build_middleware_stack(self) -> ASGIApp:
        """What lies between the server and the routes."""
        return Guard(
            self._door.ahead_of(self.router),
            new_request_id=lambda: self._runtime.world.new_id("req"),
            https=self._runtime.public_url.startswith("https://"),
        )


def create_app(runtime: Runtime, *, worker: bool = True) -> Web:
    """Make the application. It starts the runtime and stops it; without `worker` it only receives and answers."""
    return Web(runtime, worker=worker)
