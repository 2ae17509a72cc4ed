"""The agents' console: pages rendered by the server, at `/console`."""

from __future__ import annotations

from starlette.routing import Route

from bot.runtime import Runtime
from bot.web.assets import Assets
from bot.web.console import door
from bot.web.console.table import PAGES


def routes(runtime: Runtime, assets: Assets) -> list[Route]:
    """The addresses of every page."""
    return door.routes(PAGES, runtime, assets)
