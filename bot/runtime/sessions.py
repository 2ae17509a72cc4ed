"""The sessions that this process keeps with message centres: what comes in over them goes through the inbox's door.

    seat ─► bound ─► what comes in ─► accept, which returns once it is durable ─► it is answered

As many workers are bound as the carrier lets in (`binds`); the others stand by for those who die, or who get no
session: such a one leaves its seat for a while, for the trouble may be its own machine's.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.errors import BadPayload
from bot.exchanges import Exchanges
from bot.inbox import entries
from bot.metrics import Metrics
from bot.outbox.heard import Heard
from bot.outbox.pace import BREAKS_AFTER
from bot.outbox.smpp import SmppWire
from bot.providers.base import WebhookAnswer, WebhookRequest
from bot.providers.channel import Channel
from bot.providers.pdu import Command, Unit
from bot.providers.pdu_status import NAMES, ROK, RX_P_APPN, RX_T_APPN
from bot.providers.smpp import Smpp
from bot.store import seats
from bot.store.db import Database
from bot.store.inbound import NewInbound
from bot.store.seats import Place, State
from bot.tracing import Tracer
from bot.world import World

COME_BY_S: Final = 3.0
"""So often a worker says that it is still there; a seat is lost after five times as long."""
STAND_ASIDE_S: Final = 5.0
"""Time for another worker to take the seat of one that gets no session."""
_TAKEN: Final = WebhookAnswer(ROK, NAMES[ROK].encode())


@dataclass
class _Kept:
    """One channel's session."""

    wire: SmppWire
    binds: int
    failures_before: int = 0
    """How many attempts had failed when we got the seat."""
    aside_until: float = 0.0

    @property
    def state(self) -> State:
        return State(self.wire.bound, self.wire.failures, self.wire.error)

    @property
    def gives_up(self) -> bool:
        """Whether we have tried often enough."""
        return self.wire.kept and self.wire.failures - self.failures_before >= BREAKS_AFTER


class Sessions:
    """One for each channel that has one. None is bound before the first turn, which only workers take."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        accept: Callable[[Sequence[NewInbound]], Awaitable[None]],
        world: World,
        metrics: Metrics,
        tracer: Tracer,
        exchanges: Exchanges,
    ) -> None:
        """`accept` returns once rows are durable."""
        self._database = database
        self.accept = accept
        self.world = world
        self.metrics = metrics
        self.tracer = tracer
        self.exchanges = exchanges
        self.heard = Heard()
        self._run = ""
        self._kept = {
            name: _Kept(self._wire(name, channel.provider), channel.provider.settings.binds)
            for name, channel in channels.items()
            if isinstance(channel.provider, Smpp)
        }

    @property
    def wires(self) -> dict[str, SmppWire]:
        """The wire of each channel."""
        return {name: kept.wire for name, kept in self._kept.items()}

    def states(self) -> dict[str, str]:
        """Say of each whether it is bound, or else why not. Who only takes in and answers has none."""
        if not self._run:
            return {}
        return {
            name: "bound" if wire.bound else (wire.error or "not bound yet") if wire.kept else "left to another worker"
            for name, wire in self.wires.items()
        }

    def begin(self, run: str) -> None:
        """Take part as this run from now on."""
        self._run = run
        if self._kept and self._database.state_folder is not None:
            self.heard.begin(self._database.state_folder, run)

    async def turn(self) -> int:
        """Say how it goes, and bind or take leave as there is a seat for us; return how many are new."""
        now = self.world.monotonic()
        coming = {name: kept for name, kept in self._kept.items() if now >= kept.aside_until}
        if not coming:
            return 0
        places = await self._database.run(self._come_by, coming, self.world.now())
        begun = 0
        for name, place in places.items():
            begun += await self._act(coming[name], place)
        return begun

    async def leave(self) -> None:
        """Give every seat back."""
        self.heard.close()
        if self._run and self._kept:
            await self._database.run(seats.leave, [self._run], self.world.now())

    def _come_by(self, conn: Connection, coming: Mapping[str, _Kept], now: datetime) -> dict[str, Place]:
        places = {}
        steady = self.world.now_for_leases(seats.LEASE.total_seconds())
        for name, kept in sorted(coming.items()):
            places[name] = seats.come_by(conn, name, self._run, kept.binds, kept.state, now, steady)
            if kept.gives_up and self._database.shared:
                seats.leave(conn, [self._run], now, name)
                places[name] = Place(False)
        return places

    async def _act(self, kept: _Kept, place: Place) -> int:
        """Do what the database has by now."""
        wire = kept.wire
        wire.bound_elsewhere = place.bound_elsewhere
        if wire.bound:
            kept.failures_before = 0
        if place.seated and not wire.kept:
            kept.failures_before = place.failures
            self.heard.inherit()
            wire.keep(place.failures)
            return 1
        if not place.seated and wire.kept:
            if kept.gives_up:
                kept.aside_until = self.world.monotonic() + STAND_ASIDE_S
            await wire.let_go()
        return 0

    def _wire(self, channel: str, provider: Smpp) -> SmppWire:
        wire = SmppWire(provider.settings, _Door(self, channel, provider), self.world)
        self.metrics.channel_bound.labels(channel).set_function(lambda: wire.bound)
        return wire


class _Door:
    """Where one channel's texts and reports come in."""

    def __init__(self, sessions: Sessions, channel: str, provider: Smpp) -> None:
        self._sessions = sessions
        self._channel = channel
        self._provider = provider

    async def hear(self, body: bytes) -> None:
        """See `Ear`. What comes again because it was not answered has the time, and so the id, of the first time."""
        channel, sessions = self._channel, self._sessions
        began, at = sessions.world.monotonic(), sessions.heard.first(channel, body, sessions.world.now())
        said = self._said(body, at)
        try:
            events = self._provider.hear(body, at)
        except BadPayload as error:
            sessions.metrics.webhooks_refused.labels(channel, "invalid_payload").inc()
            sessions.exchanges.not_taken(channel, said, RX_P_APPN, "invalid_payload", str(error), began)
            raise
        rows = [entries.arrival(channel, event, at) for event in events]
        with sessions.tracer.span("accept", channel=channel, rows=len(rows)) as span:
            if sessions.tracer.on:
                span.known_as(*filter(None, map(entries.trace_id, rows)))
            try:
                await sessions.accept(rows)
            except Exception as error:
                sessions.metrics.webhooks_refused.labels(channel, "unavailable").inc()
                sessions.exchanges.not_taken(channel, said, RX_T_APPN, "unavailable", type(error).__name__, began)
                raise
        sessions.exchanges.received(channel, said, events, None, _TAKEN, began, "")

    def answered(self, body: bytes) -> None:
        """See `Ear`."""
        self._sessions.heard.answered(self._channel, body)

    def _said(self, body: bytes, at: datetime) -> WebhookRequest:
        """What came, as what is kept of webhooks is written."""
        settings, unit = self._provider.settings, Unit(Command.DELIVER_SM, 0, body)
        url = f"smpp://{settings.host}:{settings.port}"
        return WebhookRequest("deliver_sm", url, {}, self._provider.shown(unit.written()), at)
