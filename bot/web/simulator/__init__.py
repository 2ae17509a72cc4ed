"""The phone simulator: a page, the drawing of each flow, and one stateless call that steps the engine.

Whoever sees the page sees the flows. So, unless the settings open it, it is there only for a browser on the same
machine: the server must be bound to a loopback address, and be asked under one. That also keeps it from passing a proxy
that forwards the public name, and from a stranger's page whose name was made to point here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.config import is_loopback
from bot.runtime import Runtime
from bot.web.assets import Assets
from bot.web.problem import Problem
from bot.web.simulator.page import Page

Endpoint = Callable[[Request], Awaitable[Response]]


def routes(runtime: Runtime, assets: Assets) -> list[Route]:
    """The simulator's addresses; none where strangers could reach them."""
    server = runtime.settings.server
    if not (server.loopback or server.simulator):
        return []
    page = Page(runtime, assets)
    guard = _open if server.simulator else _at_home
    return [
        Route("/simulator", guard(page.show)),
        Route("/simulator/step", guard(page.step), methods=["POST"]),
        Route("/simulator/graph/{flow}.svg", guard(page.draw)),
    ]


def _open(endpoint: Endpoint) -> Endpoint:
    return endpoint


def _at_home(endpoint: Endpoint) -> Endpoint:
    """Answer only requests whose `Host` is a loopback address or `localhost`."""

    async def answer(request: Request) -> Response:
        if not is_loopback(_host(request)):
            detail = "the simulator is only here for a browser on the same machine"
            raise Problem("not_found", detail, hint="open it under 127.0.0.1, or set server.simulator")
        return await endpoint(request)

    return answer


def _host(request: Request) -> str:
    try:
        return urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    except ValueError:
        return ""
