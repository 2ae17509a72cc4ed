"""Addresses on a stage: what each of them hears, and what it answers, are in the test's hands."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.egress import Egress, NoAnswer
from bot.store import webhooks_out
from bot.web.api.happenings import say_what_happens
from tests.stage import Clock, Stage, staged

Answer = tuple[int, Mapping[str, str]] | NoAnswer
OK: Answer = (204, {})


class Ears:
    """Everybody who is told."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        """Address, headers and body of each call, in order."""
        self.answers: defaultdict[str, Callable[[dict[str, Any]], Answer]] = defaultdict(lambda: lambda body: OK)

    async def post(
        self, egress: Egress, url: str, headers: Mapping[str, str], content: bytes, *, timeout_s: float
    ) -> tuple[int, Mapping[str, str]]:
        body = json.loads(content)
        self.calls.append((url, dict(headers), body))
        answer = self.answers[url](body)
        if isinstance(answer, NoAnswer):
            raise answer
        return answer

    def heard(self, url: str) -> list[str]:
        """The types of what an address was told, each time it was."""
        return [body["type"] for address, _, body in self.calls if address == url]


class Told(Stage):
    """A stage on which the business is told of things."""

    ears: Ears

    async def subscribe(self, url: str, *events: str) -> tuple[webhooks_out.Webhook, str]:
        await self.runtime.teller.watch()
        return await self.runtime.database.run(self.runtime.webhooks.create, url, events, "", "test")

    async def told(self) -> None:
        """Everything that happened is told, as far as that may be done now."""
        quiet = 0
        while quiet < 3:
            busy = await self.runtime.teller.turn() + await self.runtime.courier.turn()
            for call in list(self.runtime.courier._calls):
                await call
            quiet = 0 if busy else quiet + 1

    async def webhook(self, id: str) -> webhooks_out.Webhook:
        found = await self.runtime.database.run(webhooks_out.find, id)
        assert found is not None
        return found


@asynccontextmanager
async def telling(
    folder: Path, patch: pytest.MonkeyPatch, *flows: str, clock: Clock | None = None, **environ: str
) -> AsyncIterator[Told]:
    """Put a deployment on the stage, and ears around it."""
    ears = Ears()

    async def post(egress: Egress, url: str, headers: Mapping[str, str], content: bytes, *, timeout_s: float) -> Any:
        return await ears.post(egress, url, headers, content, timeout_s=timeout_s)

    patch.setattr(Egress, "post", post)
    async with staged(folder, *flows, clock=clock, **environ) as stage:
        say_what_happens(stage.runtime)
        stage.__class__ = Told
        assert isinstance(stage, Told)
        stage.ears = ears
        yield stage
