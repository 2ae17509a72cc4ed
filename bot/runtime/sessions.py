"""The sessions that this process keeps with message centres: what comes in over them goes through the inbox's door."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from functools import partial

import structlog

from bot.errors import BadPayload
from bot.inbox import entries
from bot.metrics import Metrics
from bot.outbox.smpp import SmppWire
from bot.providers.base import Channel
from bot.providers.smpp import Smpp
from bot.store.inbound import NewInbound
from bot.tracing import Tracer
from bot.world import World

log = structlog.get_logger(__name__)


class Sessions:
    """One for each channel that has one. None is bound before `begin`, which only a worker calls."""

    def __init__(
        self,
        channels: Mapping[str, Channel],
        accept: Callable[[Sequence[NewInbound]], Awaitable[None]],
        world: World,
        metrics: Metrics,
        tracer: Tracer,
    ) -> None:
        """`accept` returns once rows are durable."""
        self._accept = accept
        self._metrics = metrics
        self._tracer = tracer
        self.wires = {
            name: SmppWire(channel.provider.settings, partial(self._hear, name, channel.provider), world)
            for name, channel in channels.items()
            if isinstance(channel.provider, Smpp)
        }
        for name, wire in self.wires.items():
            metrics.channel_bound.labels(name).set_function(_bound(wire))

    def begin(self) -> None:
        """Bind, and stay bound."""
        for wire in self.wires.values():
            wire.keep()

    def states(self) -> dict[str, str]:
        """Say of each whether it is bound, or else why not."""
        return {name: "bound" if wire.bound else wire.error or "not bound" for name, wire in self.wires.items()}

    async def _hear(self, channel: str, provider: Smpp, body: bytes, at: datetime) -> None:
        """Take in what a message centre delivers, which is told that it arrived when this returns."""
        try:
            rows = [entries.arrival(channel, event, at) for event in provider.hear(body, at)]
        except BadPayload:
            self._metrics.webhooks_refused.labels(channel, "invalid_payload").inc()
            raise
        with self._tracer.span("accept", channel=channel, rows=len(rows)) as span:
            if self._tracer.on:
                span.known_as(*filter(None, map(entries.trace_id, rows)))
            try:
                await self._accept(rows)
            except Exception:
                self._metrics.webhooks_refused.labels(channel, "unavailable").inc()
                raise


def _bound(wire: SmppWire) -> Callable[[], bool]:
    return lambda: wire.bound
