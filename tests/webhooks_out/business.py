"""A business's own system: hears webhooks, believes only what is signed, and answers as it is told to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from standardwebhooks.webhooks import Webhook, WebhookVerificationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.web.harness import eventually, serving


@dataclass
class Business:
    """Whoever listens at an address."""

    secret: str = ""
    url: str = ""
    answer: Callable[[dict[str, Any]], Response] = lambda event: Response(status_code=204)
    heard: list[dict[str, Any]] = field(default_factory=list)
    """What it believed and took, in order."""
    calls: list[dict[str, str]] = field(default_factory=list)
    """The headers of all calls."""
    forged: int = 0

    async def hear(self, request: Request) -> Response:
        body, headers = await request.body(), dict(request.headers)
        self.calls.append(headers)
        try:
            event: dict[str, Any] = Webhook(self.secret).verify(body, headers)
        except WebhookVerificationError:
            self.forged += 1
            return Response(status_code=401)
        response = self.answer(event)
        await asyncio.sleep(0)
        if response.status_code < 300:
            self.heard.append(event)
        return response

    @property
    def types(self) -> list[str]:
        return [event["type"] for event in self.heard]

    async def hears(self, count: int) -> list[dict[str, Any]]:
        """Wait until it has heard so much."""

        async def look() -> list[dict[str, Any]] | None:
            return list(self.heard) if len(self.heard) >= count else None

        found: list[dict[str, Any]] = await eventually(look)
        return found


@asynccontextmanager
async def listening() -> AsyncIterator[Business]:
    """Open for as long as the block lasts."""
    business = Business()
    app = Starlette(routes=[Route("/hooks", business.hear, methods=["POST"])])
    async with serving(app) as url:
        business.url = f"{url}/hooks"
        yield business
