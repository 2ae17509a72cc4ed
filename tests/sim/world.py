"""A deployment, its customers, its carriers and its misfortunes, from one seed.

    outcome = Simulation(ground, seed=7).run()

All that happens is in one queue by its time; nothing else moves the clock. The same seed is the same story to the byte.
"""

from __future__ import annotations

import asyncio
import heapq
import logging
import math
import os
import random
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple, NoReturn

import structlog

from bot.errors import DatabaseAway
from bot.events import ErrorClass, Inbound, MessageClass, MessageStatus, Receipt
from bot.inbox import NewInbound, entries
from bot.inbox.accept import Busy
from bot.runtime import Runtime
from bot.runtime.loop import AFTER_FAILURE_S
from bot.web.problem import Problem
from tests.sim.agents import Agents
from tests.sim.carrier import Taken, Truth
from tests.sim.checks import check_all, instant, kept, under_way
from tests.sim.faults import CRASH, KINDS, STALLS_AT, Faults, Trace
from tests.sim.flows import ANSWERS, NONSENSE, VISITS
from tests.sim.hosts import Broken, Host
from tests.sim.posts import ApiSend, Post
from tests.sim.process import Clock, Ground
from tests.sim.sharing import shared

PHONES = tuple(f"+1206555{number:04}" for number in range(110, 116))
CHANNELS = ("main", "other")
EVENTS = 200
RESOLVED_S = 60
CALL_S_MAX = 25
"""No call to a carrier takes so long: what is under way before and after it hangs."""
CALM_S = 3 * 24 * 3600
POLL_S = 0.3
"""A little more than the loops of the product rest."""
SPOOL_S = 1.1
"""So soon a spool is emptied."""
PATIENCE_S = 30.0
"""Something that is due and held up is looked at more and more seldom, up to this."""
BUSY = (DatabaseAway, Busy, Problem)
"""What a request may hear while the database is away, or while it is under way already."""
OURS = {"main": "+15550100000", "other": "+15550100009"}


class Cast(NamedTuple):
    """Who takes part."""

    workers: int = 1
    doors: int = 0
    """Processes that only take in what comes (`parley serve --no-worker`)."""
    agents: bool = False
    """Whether people take conversations over."""

    @classmethod
    def of(cls, seed: int) -> Cast:
        """A quarter of the seeds has two workers, an eighth a door beside the one; a third has agents."""
        return cls(2 if seed % 4 == 3 else 1, int(seed % 8 == 2), seed % 3 == 0)


@dataclass
class Outcome:
    """What came of a seed."""

    seed: int
    digest: str
    problems: list[str]
    figures: dict[str, int]
    lines: list[str] = field(default_factory=list)


class Simulation:
    """See the top of this file."""

    def __init__(
        self, ground: Ground, seed: int, events: int = EVENTS, *, lines: bool = False, cast: Cast | None = None
    ) -> None:
        self.ground, self.seed, self.events = ground, seed, events
        self.cast = cast or Cast.of(seed)
        self.clock = Clock()
        self.trace = Trace(self.clock.now, lines)
        self.faults = Faults(self.trace)
        self.dice = random.Random(seed)  # noqa: S311 - the same each time is the point
        self.truth = Truth()
        self.asked: Counter[str] = Counter()
        self.answered: dict[str, float] = {}
        self.ends: list[float] = []
        """When a process was killed, asked to end, or stood still and went on."""
        self.stormy = self.dice.choice((0.0, 0.5, 1.0, 1.0, 2.0))
        self.at_once = self.dice.choice((1, 6, 12, 12))
        """So much happens at one moment: one thing after the other, or all of it in one commit."""
        self.grid = 0.0 if self.at_once == 1 else self.dice.choice((1.0, 2.0, 5.0))
        """What comes from outside comes in rounds of so many seconds; 0 is whenever it is ready."""
        self.folder = ground.fresh()
        self.queue: list[tuple[float, int, Callable[[], None], bool]] = []
        self.numbers = self.happened = 0
        self.posts: list[Post] = []
        self.troubles: list[tuple[datetime, datetime]] = []
        """Spans by the wall clock in which nobody can be on time."""
        self.crashes = self.starts = self.stops = self.deploys = self.stalls = 0
        self.down_since: datetime | None = None
        self.failed_turns: list[str] = []
        self.problems: list[str] = []
        self.patience = POLL_S
        self.eye = sqlite3.connect(self.folder / "parley.db", isolation_level=None)
        """Looks into the database past all faults."""
        self.hosts = self._make_hosts()
        self.agents = Agents(self) if self.cast.agents else None
        self._telling = False

    def _make_hosts(self) -> list[Host]:
        """One that works; or several that do, on one machine or on two; or one, and doors beside it."""
        workers, doors, _ = self.cast
        if workers + doors == 1:
            return [Host(self)]
        if workers == 1:
            return [Host(self, "worker"), *(Host(self, f"door {number}", works=False) for number in range(doors))]
        apart = self.dice.random() < 0.5
        hosts = [
            Host(self, f"worker {number}", state=f"state-{number}" if apart else "state") for number in range(workers)
        ]
        for number, host in enumerate(hosts):
            host.ahead = 10_000.0 * number
            host.wrong = timedelta(seconds=self.dice.choice((0, 0, -90, 7200)))
        return hosts

    @property
    def shared(self) -> bool:
        """Whether several workers share the database, as PostgreSQL lets them."""
        return self.cast.workers > 1

    # ── the queue ───────────────────────────────────────────────────────────────────────────────────────────────────

    def at(self, delay: float, happening: Callable[[], None], *, counts: bool = False) -> None:
        """Let something happen later; what `counts` comes from outside."""
        self.numbers += 1
        moment = self.clock.monotonic + delay
        if counts and self.grid:
            moment = math.ceil(moment / self.grid) * self.grid
        heapq.heappush(self.queue, (moment, self.numbers, happening, counts))

    def now(self) -> float:
        """The moment, by a clock that nobody sets."""
        return self.clock.monotonic

    def note(self, *words: object) -> None:
        """Write into the story."""
        self.trace.note(*words)

    def run(self) -> Outcome:
        """Play the seed to its end, and judge."""
        structlog.configure(
            processors=[self._logged], wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING)
        )
        try:
            with self.faults.around_databases(), shared(self) if self.shared else nullcontext():
                self._play()
        except Broken as broken:
            self.problems.append(str(broken))
        finally:
            self._end()
        figures = {
            "events": self.happened,
            "crashes": self.crashes,
            "stops": self.stops,
            "stalls": self.stalls,
            "deploys": self.deploys,
            "database errors": self.faults.errors,
            "points": self.faults.points,
            "sends": sum(self.truth.times.values()),
            "replies": 0 if self.agents is None else self.agents.replies,
        }
        return Outcome(self.seed, self.trace.digest, self.problems, figures, self.trace.lines or [])

    def _play(self) -> None:
        self.faults.committed, self.faults.serial = self._committed, not self.shared
        for host in self.hosts:
            host.start()
        self._plan()
        while self.happened < self.events and not self.problems:
            if not self.queue:
                self._plan()
            self._next()
        self._calm_down()
        self._pass(RESOLVED_S - CALL_S_MAX)
        before = under_way(self)
        self._pass(CALL_S_MAX)
        self.problems += [f"{what} after a minute" for what in sorted(before & under_way(self))]
        self._pass(CALM_S)
        self.faults.over = True
        self.problems += check_all(self)

    def _end(self) -> None:
        for host in self.hosts:
            if host.process is not None:
                host.process.vanish()
            host.process = None
        self.eye.close()

    def _next(self, until: float | None = None) -> bool:
        """Let the next thing happen: what is queued, or what the database is waiting for, whichever is first."""
        due = self._due()
        queued = self.queue[0][0] if self.queue else None
        moments = [moment for moment in (due, queued, until) if moment is not None]
        moment = min(moments)
        self.clock.monotonic = max(self.clock.monotonic, moment)
        if queued is not None and queued == moment:
            for happening, counts in self._all_at(moment):
                self.happened += counts
                happening()
        elif until is not None and moment == until:
            self._spin()
            return False
        self._spin()
        return True

    def _all_at(self, moment: float) -> list[tuple[Callable[[], None], bool]]:
        """Take what happens at a moment, in an order that only the dice know."""
        together = []
        while self.queue and self.queue[0][0] == moment:
            _, _, happening, counts = heapq.heappop(self.queue)
            together.append((happening, counts))
        if len(together) > 1:
            self.dice.shuffle(together)
        return together

    def _pass(self, seconds: float) -> None:
        until = self.clock.monotonic + seconds
        while self._next(until) and not self.problems:
            pass

    def _due(self) -> float | None:
        """When the clock next matters to the database: the time for the process to look is a little later."""
        awake = [host for host in self.hosts if host.sees_to_it]
        if not awake:
            return None
        now = self.clock.now()
        recently = now - timedelta(seconds=POLL_S)
        first, following = awake[0].looks.next_due(recently)
        coming = None if following is None else (instant(following) - now).total_seconds()
        held_up = first is not None and first <= kept(recently)
        self.patience = min(2 * self.patience, PATIENCE_S) if held_up else POLL_S
        waits = ([self.patience] if held_up else []) + ([coming + POLL_S] if coming is not None else [])
        return self.clock.monotonic + min(waits) if waits else None

    def _spin(self) -> None:
        hosts = list(self.hosts)
        if len(hosts) > 1:
            self.dice.shuffle(hosts)
        for host in hosts:
            host.spin()

    # ── the processes ───────────────────────────────────────────────────────────────────────────────────────────────

    def later(self, done: Callable[[], None]) -> None:
        """What a thread has done comes to the loop after a while."""
        self.at(self.dice.choice((0.0005, 0.001, 0.003)), done)

    def crashed(self, host: Host) -> None:
        """A process is gone."""
        host.gone()

    def is_anybody_there(self) -> None:
        """From the moment on at which nobody works, nobody can be on time."""
        if not any(host.sees_to_it for host in self.hosts):
            self.down_since = self.down_since or self.clock.now()

    def somebody_is_there(self) -> None:
        """A process begins to work, or goes on."""
        if self.down_since is not None and any(host.sees_to_it for host in self.hosts):
            self.troubles.append((self.down_since, self.clock.now() + timedelta(seconds=2)))
            self.down_since = None

    def _committed(self) -> None:
        """Let time pass until the others find what is in the database now; sometimes they are told at once."""
        if len(self.hosts) == 1 or self._telling or not self.hosts[0].looks.anything():
            return
        self._telling = True
        soon = (0.001, 0.02, POLL_S) if self.shared else (POLL_S,)
        delay = self.dice.choice(soon)
        self.at(delay, lambda: self._tell_others(told=delay < POLL_S))

    def _tell_others(self, *, told: bool) -> None:
        self._telling = False
        for host in self.hosts:
            if told:
                host.hear()

    def _logged(self, logger: Any, method: str, event: dict[str, Any]) -> NoReturn:
        name, error = event["event"], event.get("error", "")
        self.note("!", name, event.get("loop", ""), error)
        if "loop" not in event:
            if len(self.hosts) > 1:
                self.at(SPOOL_S, lambda: None)
            raise structlog.DropEvent
        raised = sys.exc_info()[1]
        self.failed_turns.append(f"{name} {event.get('loop', '')} {error} {raised!r}")
        self.troubles.append((self.clock.now() - timedelta(seconds=2), self.clock.now() + timedelta(seconds=3)))
        self.at(AFTER_FAILURE_S + POLL_S, lambda: None)  # time passes until the loop tries again
        raise structlog.DropEvent

    # ── requests to us ──────────────────────────────────────────────────────────────────────────────────────────────

    def post(self, post: Post) -> None:
        """A request reaches us."""
        if post.posted_at == 0:
            self.posts.append(post)
            self.numbers += 1
            post.posted_at = self.numbers
        ready = [host for host in self.hosts if host.ready]
        if not ready:
            self.at(self.dice.choice((1.0, 5.0)), lambda: self.post(post))
            return
        host = self.dice.choice(ready) if len(self.hosts) > 1 else ready[0]
        process = host.process
        assert process is not None
        host.note("←", post.name)
        task = process.loop.create_task(post.arrive(process.runtime, process.once))
        host.under_way[post] = None
        task.add_done_callback(lambda task: self._posted(host, post, task))
        if host.stalled:
            host.hangs_up(post, process)

    def _posted(self, host: Host, post: Post, task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        failed = task.cancelled() or error is not None
        if error is not None and not isinstance(error, BUSY):
            self.problems.append(f"{post.name} was answered with {error!r}")
        if post not in host.under_way:
            return
        del host.under_way[post]
        if failed:
            self.note("  not taken:", post.name, type(error).__name__)
            host.try_elsewhere(post)
            return
        self.numbers += 1
        post.answered_at = post.answered_at or self.numbers
        post.spooled = post.spooled or (len(self.hosts) > 1 and host.spools)

    def text(self, phone: str, channel: str, said: str) -> Post:
        """A customer's text on its way to us."""
        self.numbers += 1
        id = f"in-{self.numbers}"
        inbound = Inbound(id, phone, OURS[channel], said)
        return Post(
            f"{phone} on {channel}: {said!r}",
            lambda _, now: [entries.message(channel, inbound, now)],
            (channel, f"message:{id}"),
            phone,
        )

    # ── what happens ────────────────────────────────────────────────────────────────────────────────────────────────

    def _plan(self) -> None:
        """Let something happen, and think of the next thing then."""
        happenings: tuple[tuple[float, Callable[[], None]], ...] = (
            (30, self.somebody_writes),
            (5, self._business_writes),
            (5, self._business_event),
            (5, self._business_starts),
            (5, self._agent_closes),
            (2, self._somebody_stops),
            (2, self._flows_change),
            (2, self._orderly_end),
            (12 if self.agents else 0, self._agent_works),
            (2 * self.stormy, self._clock_jumps),
            (14 * self.stormy, self._misfortune),
            (4 * self.stormy, self._sudden_end),
            (6 * self.stormy if len(self.hosts) > 1 else 0, self._standstill),
        )
        some = self.dice.choices(
            [what for _, what in happenings],
            [weight for weight, _ in happenings],
            k=self.dice.randint(1, self.at_once),
        )

        def happen() -> None:
            for happening in some:
                happening()
            self.happened += len(some) - 1
            self._plan()

        pause = self.dice.choice((0.0, 0.0, 0.002, 0.01, 0.1, 1.0, 5.0, 60.0, 900.0, 4000.0))
        self.at(pause, happen, counts=True)

    def _phone(self) -> tuple[str, str]:
        phone = self.dice.choice(PHONES)
        usual = CHANNELS[PHONES.index(phone) % 2]
        return phone, usual if self.dice.random() < 0.9 else self.dice.choice(CHANNELS)

    def somebody_writes(self) -> None:
        """Somebody says whatever comes to their mind."""
        phone, channel = self._phone()
        self.send(self.text(phone, channel, self.dice.choice(("book", "visit", *NONSENSE, "yes", "Monday", "START"))))

    def _somebody_stops(self) -> None:
        phone, channel = self._phone()
        self.send(self.text(phone, channel, self.dice.choice(("STOP", "stop", "Stop texting me please"))))

    def send(self, post: Post) -> None:
        """Bring a request to us: now or later, once or several times."""
        for _ in range(self.dice.choice((1, 1, 1, 2, 3)) if self.stormy else 1):
            self.at(self.dice.choice((0.0, 0.0, 0.01, 0.5, 3.0)), lambda: self.post(post), counts=True)

    def _business_writes(self) -> None:
        phone, channel = self._phone()
        self.numbers += 1
        said = f"News {self.numbers} from your dentist."
        kind = self.dice.choice((MessageClass.TRANSACTIONAL, MessageClass.MARKETING))
        name = f"the business writes {said!r} to {phone}"
        self.send(ApiSend(name, phone=phone, channel=channel, text=said, message_class=kind))

    def _business_event(self) -> None:
        phone, channel = self._phone()
        self.numbers += 1
        key = f"event-{self.numbers}"
        self.send(
            Post(f"visit.wanted {phone}", lambda _, now: [entries.event(channel, phone, key, "visit.wanted", {}, now)])
        )

    def _business_starts(self) -> None:
        phone, channel = self._phone()
        self.numbers += 1
        key, interrupt = f"start-{self.numbers}", self.dice.choice(("yes", "no", "skip", None))
        payload = entries.start_payload("remind", {"day": "Friday"}, interrupt)
        self.send(Post(f"start remind {phone}", lambda _, now: [entries.start(channel, phone, key, payload, now)]))

    def _agent_closes(self) -> None:
        query = (
            "SELECT phone, channel FROM conversation JOIN contact ON contact.id = contact_id"
            " WHERE handler = 'person' ORDER BY phone, channel"
        )
        held = self.eye.execute(query).fetchall()
        if not held:
            self.somebody_writes()
            return
        phone, channel = self.dice.choice(held)
        self.numbers += 1
        key = f"close-{self.numbers}"
        self.send(Post(f"an agent closes {phone}", lambda _, now: [entries.agent_closed(channel, phone, key, now)]))

    def _flows_change(self) -> None:
        self.deploys += 1
        file = self.folder / "flows" / "visit.yaml"
        file.write_text(self.dice.choice(VISITS), encoding="utf-8")
        os.utime(file, ns=(self.deploys, self.deploys))
        self.note("· visit.yaml is written anew")
        for host in self.hosts:
            if len(self.hosts) > 1 and self.dice.random() < 0.5:
                self.at(self.dice.choice((0.3, 5.0, 600.0)), lambda host=host: host.read("flows"))
            else:
                host.read("flows")

    def _clock_jumps(self) -> None:
        jump = timedelta(seconds=self.dice.choice((-3600, -5, 5, 3600, 86400)))
        before = self.clock.now()
        self.clock.skew += jump
        after = self.clock.now()
        self.note("✗ the clock jumps by", jump)
        if self.shared:
            for host in self.hosts:
                host.read("clock")
            self.at(1.1, lambda: None)  # so long they go by the old one
        self.troubles.append((min(before, after) - timedelta(seconds=2), max(before, after) + timedelta(seconds=2)))

    def _misfortune(self) -> None:
        self.faults.arm(self.dice.randrange(1, 40), self.dice.choice(KINDS))

    def _sudden_end(self) -> None:
        stalled = [host for host in self.hosts if host.stalled]
        if stalled:
            stalled[0].kill_stalled()
        else:
            self.faults.arm(1, CRASH)

    def _standstill(self) -> None:
        self.faults.arm_stall(self.dice.randrange(1, 40), self.dice.choice(STALLS_AT))

    def _agent_works(self) -> None:
        if self.agents is not None:
            self.agents.work()

    def _orderly_end(self) -> None:
        (self.dice.choice(self.hosts) if len(self.hosts) > 1 else self.hosts[0]).stop()

    def _calm_down(self) -> None:
        """The faults stop, and who is down gets up."""
        self.note("· all is calm from now on")
        self.stormy = 0.0
        self.faults.disarm()
        self.queue = [entry for entry in self.queue if not entry[3]]
        heapq.heapify(self.queue)
        for host in self.hosts:
            host.go_on(host.process)
            if host.process is None:
                host.start_again()
        if self.agents is not None:
            self.agents.go_home()

    # ── what the carriers do ────────────────────────────────────────────────────────────────────────────────────────

    def took(self, taken: Taken) -> None:
        """A carrier took a message: it reports, and the customer may answer."""
        dice, calm = self.dice, self.stormy == 0.0
        lost = not calm and dice.random() < 0.1
        fate = "delivered" if dice.random() < 0.9 else "undelivered"
        reports = [("sent", 0.3), (fate, 1.0)]
        if not calm and dice.random() < 0.3:
            reports = [("sent", dice.choice((0.001, 2.0, 8.0))), (fate, dice.choice((0.001, 1.0, 5.0)))]
        for status, delay in reports:
            if lost and dice.random() < 0.7:
                continue
            for _ in range(1 if calm or dice.random() < 0.8 else 2):
                self._report(taken, status, delay)
        if self.happened < self.events and dice.random() < 0.7:
            answer = self._answer(taken.text)
            if answer is not None:
                pause = dice.choice((1.0, 5.0, 30.0, 1200.0))
                self.at(pause, lambda: self.send(self.text(taken.to, taken.channel, answer)))

    def _report(self, taken: Taken, status: str, delay: float) -> None:
        channel, by_address = taken.channel, self._by_address()
        ours = {"sent": MessageStatus.SENT, "delivered": MessageStatus.DELIVERED}
        code = "30005" if channel == "other" and status == "undelivered" else None

        def rows(_: Runtime, now: datetime) -> list[NewInbound]:
            reference = taken.provider_id if channel == "main" else None
            receipt = Receipt(
                taken.provider_id,
                ours.get(status, MessageStatus.UNDELIVERED),
                status,
                code,
                ErrorClass.PERMANENT if code else None,
                None,
                reference=reference,
            )
            return [
                entries.receipt(channel, receipt, now, taken.message_id if channel == "other" and by_address else None)
            ]

        def arrive() -> None:
            self.truth.last.setdefault(taken.provider_id, status)
            if status != "sent":
                self.truth.last[taken.provider_id] = status
            if status != "sent":
                self.truth.reported[taken.provider_id] = status
            self.post(Post(f"report {taken.message_id} {status}", rows))

        self.at(delay, arrive, counts=True)

    def _by_address(self) -> bool:
        """Whether the carrier reports to the address that came with the message, and not to the one for all."""
        return self.dice.random() < 0.7

    def _answer(self, heard: str) -> str | None:
        if self.dice.random() < 0.15:
            return self.dice.choice(NONSENSE)
        fitting = next((answers for part, answers in ANSWERS.items() if part in heard), None)
        return None if fitting is None else self.dice.choice(fitting)
