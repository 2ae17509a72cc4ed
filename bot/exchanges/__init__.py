"""What was said to providers and by them, kept beside the messages for some days, with what is secret taken out.

    call over, webhook answered ─► waiting ─► a turn: redacted, one insert for all ─► table `exchange`

It explains what happened and nothing depends on it: whoever makes a call or answers a webhook leaves a tuple here and
goes on. While the database is away they wait in memory, up to a limit. What a process had not written when it was
killed, a quarter of a second's worth, is missing.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Final, Literal

import structlog
from sqlalchemy import Connection

from bot.errors import DatabaseAway, SendError
from bot.events import Inbound, Receipt
from bot.exchanges.redact import Redaction
from bot.exchanges.rows import Call, Refusal, Told, Webhook, rows_of
from bot.limits import (
    EXCHANGES_KEPT_DAYS_MAX,
    EXCHANGES_WAITING_BYTES_MAX,
    EXCHANGES_WAITING_MAX,
    REFUSED_KEPT_A_MINUTE_MAX,
)
from bot.metrics import Metrics
from bot.providers.base import WebhookAnswer, WebhookRequest
from bot.providers.channel import Channel
from bot.providers.http import Request, Response
from bot.store import exchanges
from bot.store.db import Database
from bot.store.dialect import try_lock
from bot.store.exchanges import Exchange
from bot.world import World

Keep = Literal["all", "failures", "none"]

ROWS_A_TURN: Final = 500
PURGE_EVERY_S: Final = 60.0
PURGED_A_TURN: Final = 5_000
KEPT: Final = timedelta(days=EXCHANGES_KEPT_DAYS_MAX)

log = structlog.get_logger(__name__)


class Exchanges:
    """Takes down what is said, and writes it in batches."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        world: World,
        metrics: Metrics,
        keep: Keep = "all",
        secretive: Callable[[], bool] = lambda: False,
    ) -> None:
        """`keep` says what: everything, what went wrong, or nothing.

        While flows are `secretive`, any text that comes in may answer what nobody may see, so none is kept here.
        """
        self._secretive = secretive
        self._database = database
        self._world = world
        self._metrics = metrics
        self._keep = keep
        self._waiting: deque[tuple[str, float, float, int, Told]] = deque()
        self._bytes = 0
        """How long the bodies are that wait, all together."""
        self._writing = asyncio.Lock()
        self._purge_at = 0.0
        self._refused: dict[str, tuple[int, int]] = {}
        """By channel: in which minute how many requests were refused."""
        self._shown = {
            name: channel.provider.shown for name, channel in channels.items() if channel.provider.keeps_session
        }
        """How to write down what is not text; of HTTP nearly all is."""
        self._redactions = {
            name: Redaction(getattr(channel.provider, "settings", None)) for name, channel in channels.items()
        }

    # ── what is told ────────────────────────────────────────────────────────────────────────────────────────────────

    def called(
        self,
        kind: str,
        channel: str,
        about: str,
        request: object,
        began: float,
        *,
        secret: bool = False,
        attempt: int | None = None,
        response: object = None,
        error: SendError | None = None,
    ) -> None:
        """Tell of a call to a provider that is over.

        Of one that is `secret` no body is kept: it holds what nobody may see, and the answer may repeat it.
        """
        if self._keep == "none" or (self._keep == "failures" and error is None):
            return
        if isinstance(request, Request) and isinstance(response, Response | None):
            if (shown := self._shown.get(channel)) is not None:
                request = request._replace(body=shown(request.body))
                response = response and response._replace(body=shown(response.body))
            size = len(request.body) + (len(response.body) if response is not None else 0)
            self._tell(channel, began, size, Call(kind, about, attempt, request, response, error, secret))

    def received(
        self,
        channel: str,
        request: WebhookRequest,
        events: Sequence[Inbound | Receipt],
        message_id: str | None,
        answer: WebhookAnswer,
        began: float,
        request_id: str,
    ) -> None:
        """Tell of a webhook that is durable and answered."""
        if self._keep == "all":
            told = Webhook(request, events, message_id, answer, request_id, self._secretive())
            self._tell(channel, began, len(request.body), told)

    def not_taken(
        self, channel: str, request: WebhookRequest, status: int, code: str, reason: str, began: float
    ) -> None:
        """Tell of a webhook that was refused, or could not be made durable.

        Nobody knows who sent it, so nothing of what it says is kept; and not more of them than anybody would read.
        """
        if self._keep == "none":
            return
        minute, count = int(self._world.monotonic() // 60), 0
        if channel in self._refused and self._refused[channel][0] == minute:
            count = self._refused[channel][1]
        self._refused[channel] = (minute, count + 1)
        if count >= REFUSED_KEPT_A_MINUTE_MAX:
            self._metrics.exchanges_left_out.labels("refused").inc()
        else:
            self._tell(channel, began, len(request.body), Refusal(request, status, code, reason))

    def _tell(self, channel: str, began: float, size: int, told: Told) -> None:
        if len(self._waiting) < EXCHANGES_WAITING_MAX and self._bytes + size <= EXCHANGES_WAITING_BYTES_MAX:
            self._bytes += size
            self._waiting.append((channel, began, self._world.monotonic(), size, told))
        else:
            self._metrics.exchanges_left_out.labels("waiting").inc()

    # ── what is kept ────────────────────────────────────────────────────────────────────────────────────────────────

    async def turn(self) -> int:
        """Write what waits, and now and then delete what is old; return how much there is left to do at once.

        Less than a full batch is left to gather, so that the database is asked four times a second and not at each.
        """
        await self._write()
        left = len(self._waiting) if len(self._waiting) >= ROWS_A_TURN else 0
        now = self._world.monotonic()
        if now >= self._purge_at:
            purged = await self._database.run(_purge, self._world.now() - KEPT)
            self._purge_at = now if purged == PURGED_A_TURN else now + PURGE_EVERY_S
            left += purged
        return left

    async def drain(self) -> None:
        """Write all that waits."""
        while self._waiting:
            await self._write()

    async def _write(self) -> None:
        async with self._writing:  # whoever has somebody erased, and the end, do not wait for the next turn
            batch = list(islice(self._waiting, ROWS_A_TURN))
            if not batch:
                return
            try:
                await self._database.run(exchanges.add, self._rows(batch))
            except DatabaseAway:
                raise
            except Exception:  # whatever is wrong with them, it must not keep the others from being written
                log.exception("exchanges cannot be written", count=len(batch))
                self._metrics.exchanges_left_out.labels("failed").inc(len(batch))
            for _ in batch:
                self._bytes -= self._waiting.popleft()[3]

    def _rows(self, batch: Sequence[tuple[str, float, float, int, Told]]) -> list[Exchange]:
        """Only now: many at once cost half of what each would in between."""
        now, monotonic = self._world.now(), self._world.monotonic()
        rows: list[Exchange] = []
        for channel, began, ended, _, told in batch:
            at = now - timedelta(seconds=monotonic - ended)
            rows += rows_of(told, channel, self._redactions[channel], at, round((ended - began) * 1000))
        return rows


def _purge(conn: Connection, before: datetime) -> int:
    """One process at a time is enough."""
    return exchanges.purge(conn, before, PURGED_A_TURN) if try_lock(conn, "exchanges") else 0
