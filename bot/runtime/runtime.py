"""Composition: settings in, running services out.

webhooks, API ─► inbox ─► outbox ─► providers            `start` opens the database, reads the flows, and begins the
                 ▲   ▲                                   loops; `stop` lets what is under way come to its end
          schedule   actions
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

import structlog

from bot.actions import Actions
from bot.actions.mail import Mailer
from bot.actions.perform import Performer
from bot.actions.registry import load_actions
from bot.business import business_names
from bot.config import ChannelSettings, Settings
from bot.deploy import CallOver
from bot.egress import Egress
from bot.engine.questions import UNDERSTAND
from bot.inbox import House, Inbox
from bot.keys import Keys
from bot.library import FlowLibrary
from bot.messages import Messages
from bot.metrics import Metrics
from bot.outbox.sender import Outbox
from bot.outbox.status_url import status_url
from bot.outbox.wire import HttpWire, Wire
from bot.providers.base import Channel, make_provider
from bot.runtime.loop import Loop
from bot.schedule import Schedule
from bot.store import settings as kept
from bot.store.db import Database
from bot.world import World

DRAIN_S = 7.0
FLOWS_POLL_S = 1.0
SECRET_BYTES = 32

log = structlog.get_logger(__name__)


class Runtime:
    """One process of a deployment. What the web and the command line use hangs here."""

    house: House
    inbox: Inbox
    outbox: Outbox
    actions: Actions
    messages: Messages
    schedule: Schedule
    secret: bytes
    """Signs the addresses where providers report."""

    def __init__(self, settings: Settings, world: World | None = None, wire: Callable[[int], Wire] = HttpWire) -> None:
        """`world` and `wire` stand for the machine's own clock and its connections to providers."""
        self._wire = wire
        self._prepared = False
        self.settings = settings
        self.world = world or World.real()
        self.metrics = Metrics()
        self.channels = make_channels(settings)
        self.public_url = settings.business.public_url or f"http://{settings.server.host}:{settings.server.port}"
        self.database = Database(settings.database.url)
        self._actions = load_actions(settings.actions)
        self.keys = Keys(self.database, self.world)
        self.library = FlowLibrary(settings.flows.path, self.database, self.world.now, self._actions)
        self._loops = {name: Loop(name) for name in ("inbox", "outbox", "actions", "schedule")}
        self._loops |= {name: Loop(name, FLOWS_POLL_S) for name in ("flows", "call over")}
        self._egress = Egress(settings.http.allow)
        mailer = Mailer(settings.email) if settings.email.host else None
        self._performer = Performer(self._egress, self._actions, mailer, self.world.now)
        self.call_over = CallOver(
            self.database, lambda: self.library.current, self.world.now, on_news=self._loops["inbox"].wake
        )

    async def start(self, *, worker: bool = True) -> None:
        """Open the database, read the flows, and begin to work; without `worker` only to take in and to answer."""
        await self.database.open(worker=worker)
        try:
            await self._prepare()
            if worker:
                await self._begin_work()
            self._loops["flows"].start(self.library.turn)
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Take nothing new on, finish what is under way, and close. What did not get done is in the database."""
        await asyncio.gather(*(loop.stop() for loop in self._loops.values()))
        if self._prepared:
            await asyncio.gather(self.outbox.drain(DRAIN_S), self.actions.drain(DRAIN_S))
        await self._egress.close()
        self._performer.close()
        await self.database.close()

    def wake(self) -> None:
        """Something was put into the database: look now, not at the next poll."""
        for name in ("inbox", "outbox"):
            self._loops[name].wake()

    async def _prepare(self) -> None:
        configured = self.settings.secret
        self.secret = configured.get_secret_value().encode() if configured else await self._kept_secret("secret")
        await self.library.turn()
        self.house = house = House(
            library=lambda: self.library.current,
            channels=self.channels,
            business=business_names(self.settings),
            secret=await self._kept_secret("person_secret"),
            new_id=self.world.new_id,
            new_seed=self.world.new_seed,
            understands=UNDERSTAND in self._actions,
        )
        self.messages = Messages(house, self.world.now)
        self.schedule = Schedule(self.database, house, self.world, on_news=self._loops["inbox"].wake)
        self.inbox = Inbox(
            self.database,
            house,
            self.world,
            self.metrics,
            on_arrival=self._loops["inbox"].wake,
            on_messages=self._loops["outbox"].wake,
            on_actions=self._loops["actions"].wake,
        )
        self.outbox = Outbox(
            self.database,
            self.channels,
            self.world,
            self.metrics,
            person_secret=house.secret,
            status_url=self._status_url,
            on_finished=self._loops["outbox"].wake,
            on_news=self._loops["inbox"].wake,
            wire=self._wire,
            at_least_once=self.settings.sending.at_least_once,
        )
        self.actions = Actions(
            self.database,
            self._performer,
            self.world,
            on_finished=self._loops["actions"].wake,
            on_news=self._loops["inbox"].wake,
        )
        self._prepared = True

    async def _begin_work(self) -> None:
        await self.outbox.recover()
        await self.actions.recover()
        self._loops["inbox"].start(self.inbox.process_once)
        self._loops["outbox"].start(self.outbox.turn)
        self._loops["actions"].start(self.actions.turn)
        self._loops["schedule"].start(self.schedule.turn)
        self._loops["call over"].start(self.call_over.turn)

    async def _kept_secret(self, name: str) -> bytes:
        return bytes.fromhex(await self.database.run(kept.keep, name, self.world.entropy(SECRET_BYTES).hex()))

    def _status_url(self, channel: str, message_id: str) -> str | None:
        """Only a public address is of use to a provider."""
        public_url = self.settings.business.public_url
        return status_url(public_url, self.secret, channel, message_id) if public_url else None


def make_channels(settings: Settings) -> Mapping[str, Channel]:
    """Configure every channel of the settings, or raise a `ConfigError` that says what is wrong."""
    return {name: _channel(name, given) for name, given in settings.channels.items()}


def _channel(name: str, given: ChannelSettings) -> Channel:
    provider = make_provider(given.provider, given.extra, "channels", name)
    return Channel(
        name=name,
        provider=provider,
        number=given.number,
        rate=given.rate or provider.rate,
        fallback=given.fallback,
        opt_out_reply=given.opt_out_reply,
    )
