"""The phone simulator: a page, the drawing of each flow, and one stateless call that steps the engine.

Only where nobody else can reach the server, unless the settings open it: whoever sees the page sees the flows.
"""

from __future__ import annotations

from starlette.routing import Route

from bot.runtime import Runtime
from bot.web.simulator.page import Page


def routes(runtime: Runtime) -> list[Route]:
    """The simulator's addresses; none where strangers could reach them."""
    server = runtime.settings.server
    if not (server.loopback or server.simulator):
        return []
    page = Page(runtime)
    return [
        Route("/simulator", page.show),
        Route("/simulator/step", page.step, methods=["POST"]),
        Route("/simulator/graph/{flow}.svg", page.draw),
        *page.assets.routes(),
    ]
