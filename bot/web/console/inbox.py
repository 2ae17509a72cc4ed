"""The inbox."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from bot.accounts import Role
from bot.web.console.page import Page, Visit


async def show_inbox(visit: Visit) -> Response:
    """The place where a working day begins."""
    return visit.page("console/inbox.html", title="Inbox", active="inbox")


PAGES: Final = (Page(method="GET", path="/console/inbox", role=Role.VIEWER, handler=show_inbox),)
