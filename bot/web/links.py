"""Where a short link leads: one look-up, one count, one redirect. A stranger learns nothing else here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Host, Route, Router

from bot.links import is_code, is_preview
from bot.runtime import Runtime
from bot.store import links
from bot.web.problem import Problem

_PURPOSES: Final = ("sec-purpose", "purpose", "x-purpose", "x-moz")
"""In which browsers say that they only fetch ahead, each of them in its own."""
_HEADERS: Final = {"cache-control": "no-store", "referrer-policy": "no-referrer", "x-robots-tag": "noindex"}


def routes(runtime: Runtime) -> list[BaseRoute]:
    """The address of `links.url`: a path of this server, or all of a name that has nothing else behind it."""
    url = runtime.settings.links.url
    if not url:
        return []
    parts = urlsplit(url)
    follow = Route(f"{parts.path}/{{code}}", _follow(runtime))
    return [follow] if parts.path else [Host(parts.hostname or "", Router([follow], default=_nothing))]


def _follow(runtime: Runtime) -> Callable[[Request], Awaitable[Response]]:
    async def follow(request: Request) -> Response:
        code, said = request.path_params["code"], request.headers
        purpose = " ".join(said.get(name, "") for name in _PURPOSES).lower()
        ahead = "prefetch" in purpose or "preview" in purpose
        looks = request.method == "HEAD" or ahead or is_preview(said.get("user-agent", ""))
        target = None
        if is_code(code):
            if looks:
                target = await runtime.database.run(links.target, code)
            else:
                target = await runtime.database.run(links.click, code, runtime.world.now())
        if target is None:
            raise Problem("not_found", "this link leads nowhere (any more)", hint="ask who has sent it to you")
        return RedirectResponse(target, 302, _HEADERS)

    return follow


async def _nothing(*_: object) -> None:
    raise Problem("not_found", "there are only links here", hint="take the whole link")
