"""Composition: settings in, running services out.

webhooks, API ─► inbox ─► outbox ─► providers            `start` opens the database, reads the flows, and begins the
                 ▲   ▲                                   loops; `stop` lets what is under way come to its end
          schedule   actions
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy import Connection

from bot import __version__
from bot.accounts import Accounts
from bot.actions import Actions
from bot.actions.mail import Mailer
from bot.actions.perform import Performer
from bot.actions.registry import load_actions
from bot.analytics.prices import read_prices
from bot.analytics.rollup import Rollup
from bot.broadcasts import Broadcasts
from bot.config import Settings
from bot.deploy import CallOver
from bot.desk import Desk
from bot.desk.follower import LIVE, Follower
from bot.desk.live import Live
from bot.egress import Egress
from bot.engine.questions import UNDERSTAND
from bot.events import MessageClass
from bot.exchanges import Exchanges
from bot.inbox import House, Inbox
from bot.inbox.reconcile import Reconciler
from bot.inbox.secrecy import ACTION
from bot.inbox.spool import Spool
from bot.keys import Keys
from bot.library import FlowLibrary
from bot.limits import WEBHOOK_CALLS_AT_ONCE_MAX, WEBHOOKS_MAX
from bot.links import Shortener
from bot.media import Media
from bot.messages import Messages
from bot.metrics import Metrics
from bot.outbox.fence import Fence
from bot.outbox.lanes import broken_channels
from bot.outbox.sender import Outbox
from bot.outbox.status_url import status_url
from bot.outbox.wire import HttpWire, Wire
from bot.privacy import Eraser, Exporter, Idle, Retention
from bot.privacy.keys import make_sealer
from bot.providers.channel import Channel
from bot.routing import Choice, Wanted
from bot.runtime.channels import make_channels, make_hours
from bot.runtime.house import make_house
from bot.runtime.loop import at_most, make_loops
from bot.runtime.sessions import COME_BY_S, Sessions
from bot.schedule import Schedule
from bot.sealing import Sealer
from bot.store import settings as kept
from bot.store.db import Database
from bot.store.postgres import clock
from bot.tracing import Tracer, make_tracer
from bot.verifications import Verifications
from bot.watch import Watch
from bot.webhooks_out import Courier, Teller, Webhooks
from bot.world import SharedClock, World

DRAIN_S = 7.0
"""For calls under way at the end. `bot.cli.leave` allows a little more for everything together."""
LAST_COMMIT_S = 1.5
SECRET_BYTES = 32
TOLD_AT_ONCE_MAX = WEBHOOKS_MAX * WEBHOOK_CALLS_AT_ONCE_MAX

log = structlog.get_logger(__name__)


class Runtime:
    """One process of a deployment. What the web and the command line use hangs here."""

    house: House
    inbox: Inbox
    fence: Fence
    sessions: Sessions
    outbox: Outbox
    actions: Actions
    courier: Courier
    messages: Messages
    desk: Desk
    broadcasts: Broadcasts
    verifications: Verifications
    schedule: Schedule
    eraser: Eraser
    exporter: Exporter
    retention: Retention
    idle: Idle
    reconciler: Reconciler
    rollup: Rollup
    sealer: Sealer
    secret: bytes
    """Signs the addresses where providers report."""

    def __init__(
        self,
        settings: Settings,
        world: World | None = None,
        wire: Callable[[int], Wire] = HttpWire,
        tracer: Tracer | None = None,
    ) -> None:
        """`world` and `wire` stand for the machine's own clock and its connections to providers by HTTP."""
        self._wire = wire
        self._prepared = False
        self._finishing: asyncio.Future[None] | None = None
        self.settings = settings
        self._clock = SharedClock()
        self.world = world or World.real(self._clock)
        self.metrics = Metrics()
        self.tracer = tracer or make_tracer()
        self.channels = make_channels(settings)
        self.hours = make_hours(settings.compliance)
        self.public_url = settings.business.public_url or f"http://{settings.server.host}:{settings.server.port}"
        self.database = Database(settings.database.url, settings.database.state)
        self._run = self.world.new_id("run")
        folder = self.database.state_folder
        self._spool = None if folder is None else Spool(folder, self._run)
        if self._spool is not None:
            self.metrics.spool = self._spool.state
        self.exchanges = Exchanges(
            self.database,
            self.channels,
            self.world,
            self.metrics,
            keep=settings.log.exchanges,
            secretive=lambda: self.library.current.secretive,
        )
        self.media = Media(self.channels, self.world, self.exchanges)
        self._actions = load_actions(settings.actions)
        self.prices = read_prices(settings.prices.file)
        self.keys = Keys(self.database, self.world)
        self._egress = Egress(settings.http.allow)
        self.accounts = Accounts(
            self.database,
            self.world,
            settings,
            secret=lambda: self.house.secret,
            sealer=lambda: self.sealer,
            egress=self._egress,
        )
        self.library = FlowLibrary(
            settings.flows.path, self.database, self.world.now, self._actions, heard=settings.heard
        )
        bound = any(channel.provider.keeps_session for channel in self.channels.values())
        self._loops = make_loops(self.metrics, {"sessions": COME_BY_S} if bound else {})
        self.live = Live(self.database, self.world, self.accounts.sessions.living)
        self.follower = Follower(self.database, self.world, self.live.wake)
        self.watch = Watch(
            self.database,
            self.world,
            self.metrics,
            self.library,
            self.channels,
            self._turn_ages,
            self._session_states,
            settings.queues,
        )
        self.egress_out = Egress(settings.http.allow, connections_max=TOLD_AT_ONCE_MAX)
        self.webhooks = Webhooks(self.world, lambda: self.sealer)
        self.teller = Teller(self.database, self.world, self.metrics, on_deliveries=self._loops["courier"].wake)
        mailer = Mailer(settings.email) if settings.email.host else None
        self._performer = Performer(self._egress, self._actions, mailer, self.world.now)
        self.call_over = CallOver(
            self.database, lambda: self.library.current, self.world.now, on_news=self._loops["inbox"].wake
        )

    async def start(self, *, worker: bool = True) -> None:
        """Open the database, read the flows, and begin to work; without `worker` only to take in and to answer."""
        self.metrics.build.info({"version": __version__, "role": "worker" if worker else "web", "run": self._run})
        await self.database.open(worker=worker)
        try:
            if self.database.shared:
                await self._set_clock()
                self._loops["clock"].start(self._set_clock)
            if self._spool is not None:
                await self._spool.begin()
                await self._spool.inherit()  # before the door is open: what comes in now goes behind it
            await self._prepare()
            if worker:
                await self._begin_work()
            self._loops["flows"].start(self.library.turn)
            self._loops["spool"].start(self.inbox.pour)
            self._loops["exchanges"].start(self.exchanges.turn)
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Take nothing new on, finish what is under way, and close. What did not get done is in the database."""
        await self.finish()
        async with at_most(LAST_COMMIT_S):
            await self.exchanges.drain()
        await self.live.ended()
        await self.media.close()
        if self._prepared:
            await self.reconciler.close()
        await self._egress.close()
        await self.egress_out.close()
        self._performer.close()
        if self._spool is not None:
            await self._spool.close()
        await self.database.close()

    async def finish(self) -> None:
        """Begin no more work and let what is under way come to its end; requests are still answered meanwhile."""
        self.live.close()
        if self._finishing is None:
            self._finishing = asyncio.ensure_future(self._finish())
        await self._finishing

    async def choose(self, wanted: Wanted) -> Choice:
        """Choose the channel for something that is to be sent."""
        if not self.house.router.routes:
            return self.house.choose(wanted, self.world.now())
        broken = await self.database.run(broken_channels, self.channels)
        return self.house.choose(wanted, self.world.now(), broken)

    def wake(self) -> None:
        """Something was put into the database: look now, not at the next poll."""
        for name in ("inbox", "outbox", "broadcasts", "teller"):
            self._loops[name].wake()

    async def _finish(self) -> None:
        deadline = self.world.monotonic() + DRAIN_S
        async with at_most(DRAIN_S):
            await asyncio.gather(*(loop.stop() for loop in self._loops.values()))
        if self._prepared:
            left_s = max(0.0, deadline - self.world.monotonic())
            async with at_most(left_s + LAST_COMMIT_S):
                await asyncio.gather(*(it.drain(left_s) for it in (self.outbox, self.actions, self.courier)))
                await self.sessions.leave()

    async def _set_clock(self) -> int:
        """Go by the database's clock, which is the same for every process."""
        self._clock.set(*await self.database.run(self._compare_clocks))
        return 0

    def _compare_clocks(self, conn: Connection) -> tuple[datetime, float]:
        """Return the database's time, and ours then. Asked twice: before the first answer it may have to connect."""
        clock(conn)
        asked = self.world.monotonic()
        now = clock(conn)
        return now, (asked + self.world.monotonic()) / 2

    def _turn_ages(self) -> dict[str, float]:
        return {name: loop.turn_age_s() for name, loop in self._loops.items()}

    def _session_states(self) -> dict[str, str]:
        return self.sessions.states() if self._prepared else {}

    async def _prepare(self) -> None:
        configured = self.settings.secret
        self.secret = configured.get_secret_value().encode() if configured else await self._kept_secret("secret")
        await self.library.turn()
        self.sealer = make_sealer(self.settings.privacy, self.database, self.world.entropy)
        person_secret = await self._kept_secret(kept.PERSON_SECRET)
        understands = UNDERSTAND in self._actions
        self.house = house = make_house(
            self.settings, self.library, self.channels, self.world, self.hours, self.sealer, person_secret, understands
        )
        links = self.settings.links.url
        shortener = Shortener(links, self.world.entropy) if links else None
        self.messages = Messages(house, self.world.now, shortener)
        self.broadcasts = Broadcasts(
            self.database,
            house,
            self.messages,
            self.world,
            on_messages=self._loops["outbox"].wake,
            on_starts=self._loops["inbox"].wake,
        )
        self.desk = Desk(self.database, house, self.world, self.settings, wake=self.wake, post=self._performer.perform)
        self.verifications = Verifications(house, self.messages, self.world, self.settings, self.metrics)
        self.schedule = Schedule(self.database, house, self.world, on_news=self._loops["inbox"].wake)
        self.inbox = Inbox(
            self.database,
            house,
            self.world,
            self.metrics,
            on_arrival=self._loops["inbox"].wake,
            on_messages=self._loops["outbox"].wake,
            on_actions=self._loops["actions"].wake,
            spool=self._spool,
            tracer=self.tracer,
        )
        self.eraser = Eraser(self.database, house, self.inbox, self.world, self.exchanges)
        self.exporter = Exporter(self.database, house, self.world, self.sealer)
        self.retention = Retention(self.database, self.world, self.settings.retention)
        self.idle = Idle(self.database, self.world, self.eraser, house.secret, self.settings.retention)
        self.reconciler = Reconciler(
            self.database,
            house,
            self.world,
            self.metrics,
            lambda: self._wire(1),
            self._run,
            on_opt_outs=self._loops["outbox"].wake,
        )
        self.rollup = Rollup(self.database, self.world, self.settings.business.timezone, house.secret)
        self.sessions = Sessions(
            self.database,
            self.channels,
            self.inbox.accept,
            self.world,
            self.metrics,
            self.tracer,
            self.exchanges,
        )
        self.fence = Fence(self.database, house, self.world)
        self.outbox = Outbox(
            self.database,
            self.channels,
            self.world,
            self.metrics,
            person_secret=house.secret,
            status_url=self._status_url,
            on_finished=self._loops["outbox"].wake,
            on_news=self._loops["inbox"].wake,
            exchanges=self.exchanges,
            wire=self._wire_of,
            tracer=self.tracer,
            at_least_once={MessageClass(name) for name in self.settings.sending.at_least_once},
            hours=self.hours,
            reveal=house.passcodes.text,
            consent_recorded=house.consent_recorded,
        )
        self.actions = Actions(
            self.database,
            self._performer,
            self.world,
            self.metrics,
            on_finished=self._loops["actions"].wake,
            on_news=self._loops["inbox"].wake,
            reveal=lambda request: self.sealer.document(request, ACTION),
        )
        self.courier = Courier(
            self.database,
            self.egress_out,
            self.world,
            self.metrics,
            on_finished=self._loops["courier"].wake,
            reveal=self.sealer.text,
        )
        self._prepared = True

    async def _begin_work(self) -> None:
        await self.fence.look()
        await self.outbox.recover()
        self.metrics.build.info({"version": __version__, "role": "worker", "run": self.outbox.run})  # as claims name it
        await self.actions.recover()
        await self.courier.recover()
        self.database.listen(self._heard)
        self._loops["inbox"].start(self.inbox.process_once)
        self._loops["outbox"].start(self.outbox.turn)
        self._loops["actions"].start(self.actions.turn)
        self._loops["schedule"].start(self.schedule.turn)
        self._loops["broadcasts"].start(self.broadcasts.turn)
        self._loops["teller"].start(self.teller.turn)
        self._loops["courier"].start(self.courier.turn)
        self._loops["call over"].start(self.call_over.turn)
        self._loops["inbox list"].start(self.follower.turn)
        self._loops["desk"].start(self.desk.turn)
        self._loops["erasing"].start(self.eraser.turn)
        self._loops["retention"].start(self.retention.turn)
        self._loops["idle contacts"].start(self.idle.turn)
        if self.settings.compliance.carrier_lists:
            self._loops["opt-out lists"].start(self.reconciler.turn)
        self._loops["figures"].start(self.rollup.turn)
        self.sessions.begin(self.outbox.run)
        if "sessions" in self._loops:
            self._loops["sessions"].start(self.sessions.turn)

    def _heard(self, news: str) -> None:
        """Another process says that there is something for a loop of this name, or in the inbox."""
        if news == LIVE:
            self.live.wake()
        if news in self._loops:
            self._loops[news].wake()

    def _wire_of(self, channel: Channel, connections: int) -> Wire:
        return self.sessions.wires.get(channel.name) or self._wire(connections)

    async def _kept_secret(self, name: str) -> bytes:
        return bytes.fromhex(await self.database.run(kept.keep, name, self.world.entropy(SECRET_BYTES).hex()))

    def _status_url(self, channel: str, message_id: str) -> str | None:
        """Only a public address is of use to a provider."""
        public_url = self.settings.business.public_url
        return status_url(public_url, self.secret, channel, message_id) if public_url else None
