"""The addresses that lead somewhere else, and those that lead nowhere."""

from __future__ import annotations

from typing import Final

from starlette.responses import RedirectResponse, Response

from bot.accounts import Role
from bot.web.console.door import HOME
from bot.web.console.page import Page, Visit
from bot.web.problem import Problem


async def go_home(visit: Visit) -> Response:
    """Begin at the inbox."""
    return RedirectResponse(HOME, 303)


async def nowhere(visit: Visit) -> Response:
    """Say that there is no such page, to those who may know."""
    detail = f"no page has the address {visit.request.scope['path']}"
    raise Problem("not_found", detail, hint="the navigation leads to what there is")


PAGES: Final = (
    Page(method="GET", path="/console", role=None, handler=go_home),
    Page(method="GET", path="/console/", role=None, handler=go_home),
)
NOWHERE: Final = (
    Page(method="GET", path="/console/{rest:path}", role=Role.VIEWER, handler=nowhere),
    Page(method="POST", path="/console/{rest:path}", role=Role.VIEWER, handler=nowhere),
)
