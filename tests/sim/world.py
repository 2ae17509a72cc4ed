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
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NoReturn

import structlog

from bot.errors import ConfigError, DatabaseAway
from bot.events import ErrorClass, Inbound, MessageClass, MessageStatus, Receipt
from bot.inbox import NewInbound, entries
from bot.inbox.accept import Busy
from bot.runtime import Runtime
from bot.runtime.loop import AFTER_FAILURE_S
from bot.web.problem import Problem
from tests.sim.api import SimApi
from tests.sim.carrier import SimWire, Taken, Truth
from tests.sim.checks import check_all, instant, kept, under_way
from tests.sim.faults import CRASH, KINDS, Faults, Trace
from tests.sim.flows import ANSWERS, NONSENSE, VISITS
from tests.sim.looks import Looks
from tests.sim.loop import StillLoop
from tests.sim.posts import ApiSend, Post
from tests.sim.process import Clock, Ground, Process

PHONES = tuple(f"+1206555{number:04}" for number in range(110, 116))
CHANNELS = ("main", "other")
EVENTS = 200
RESOLVED_S = 60
CALL_S_MAX = 25
"""No call to a carrier takes so long: what is under way before and after it hangs."""
CALM_S = 3 * 24 * 3600
POLL_S = 0.3
"""A little more than the loops of the product rest."""
PATIENCE_S = 30.0
"""Something that is due and held up is looked at more and more seldom, up to this."""
BUSY = (DatabaseAway, Busy, Problem)
"""What a request may hear while the database is away, or while it is under way already."""
OURS = {"main": "+15550100000", "other": "+15550100009"}


class Broken(AssertionError):
    """Something that must hold does not."""


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

    def __init__(self, ground: Ground, seed: int, events: int = EVENTS, *, lines: bool = False) -> None:
        self.ground, self.seed, self.events = ground, seed, events
        self.clock = Clock()
        self.trace = Trace(self.clock.now, lines)
        self.faults = Faults(self.trace)
        self.dice = random.Random(seed)  # noqa: S311 - the same each time is the point
        self.truth = Truth()
        self.asked: Counter[str] = Counter()
        self.answered: dict[str, float] = {}
        self.ends: list[float] = []
        """When a process was killed, or asked to end."""
        self.stormy = self.dice.choice((0.0, 0.5, 1.0, 1.0, 2.0))
        self.at_once = self.dice.choice((1, 6, 12, 12))
        """So much happens at one moment: one thing after the other, or all of it in one commit."""
        self.grid = 0.0 if self.at_once == 1 else self.dice.choice((1.0, 2.0, 5.0))
        """What comes from outside comes in rounds of so many seconds; 0 is whenever it is ready."""
        self.folder = ground.fresh()
        self.queue: list[tuple[float, int, Callable[[], None], bool]] = []
        self.numbers = self.happened = 0
        self.process: Process | None = None
        self.posts: list[Post] = []
        self.under_way: dict[Post, None] = {}
        self.troubles: list[tuple[datetime, datetime]] = []
        """Spans by the wall clock in which nobody can be on time."""
        self.crashes = self.starts = self.stops = self.deploys = 0
        self.down_since: datetime | None = None
        self.failed_turns: list[str] = []
        self.problems: list[str] = []
        self.patience = POLL_S
        self.looks: Looks
        self.eye = sqlite3.connect(self.folder / "parley.db", isolation_level=None)
        """Looks into the database past all faults."""

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
            with self.faults.around_databases():
                self._play()
        except Broken as broken:
            self.problems.append(str(broken))
        finally:
            self._end()
        figures = {
            "events": self.happened,
            "crashes": self.crashes,
            "stops": self.stops,
            "deploys": self.deploys,
            "database errors": self.faults.errors,
            "points": self.faults.points,
            "sends": sum(self.truth.times.values()),
        }
        return Outcome(self.seed, self.trace.digest, self.problems, figures, self.trace.lines or [])

    def _play(self) -> None:
        self._start()
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
        if self.process is not None:
            self.process.vanish()
        self.process = None
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
        if self.process is None or not self.process.ready:
            return None
        now = self.clock.now()
        recently = now - timedelta(seconds=POLL_S)
        first, following = self.looks.next_due(recently)
        coming = None if following is None else (instant(following) - now).total_seconds()
        held_up = first is not None and first <= kept(recently)
        self.patience = min(2 * self.patience, PATIENCE_S) if held_up else POLL_S
        waits = ([self.patience] if held_up else []) + ([coming + POLL_S] if coming is not None else [])
        return self.clock.monotonic + min(waits) if waits else None

    def _spin(self) -> None:
        process = self.process
        if process is None:
            return
        process.loop.spin()
        if process.loop.troubles:
            raise Broken(f"asyncio complains: {process.loop.troubles}")
        if process.dead:
            self._crashed()

    # ── the process ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _start(self) -> None:
        if self.process is not None:
            return
        self.starts += 1
        self.note("· the process starts")
        settings = self.ground.settings(self.folder)
        self.looks = Looks(self.eye, self.clock.now, self.dice)
        loop = StillLoop(lambda: self.clock.monotonic, self._later, self.looks, self.dice.shuffle)
        wire = lambda loop: SimWire(self, loop)  # noqa: E731
        line = SimWire(self, loop)
        api = SimApi(self, line.wait, line.cross)
        self.process = Process(settings, self.folder, self.clock, self.dice, self.faults, wire, loop, api)
        self._spin()

    def _later(self, done: Callable[[], None]) -> None:
        """What a thread has done comes to the loop after a while."""
        self.at(self.dice.choice((0.0005, 0.001, 0.003)), done)

    def _crashed(self) -> None:
        assert self.process is not None
        ended = self.process.ended and self.process.problem is None
        if self.process.problem is not None and not isinstance(self.process.problem, ConfigError | DatabaseAway):
            raise Broken(f"the process cannot start: {self.process.problem!r}")
        self.crashes += not ended
        self.ends.append(self.clock.monotonic)
        self.note("· the process is gone", str(self.process.problem or "").replace(str(self.folder), "…"))
        self.process.vanish()
        self.process = None
        self.down_since = self.down_since or self.clock.now()
        for post in list(self.under_way):
            self.at(self.dice.choice((0.5, 5.0, 20.0)), lambda post=post: self._post(post))
        self.under_way.clear()
        self.at(self.dice.choice((0.1, 1.0, 30.0)), self._start_again)

    def _start_again(self) -> None:
        self._start()
        self._watch_start()

    def _watch_start(self) -> None:
        if self.process is None:
            return
        if not self.process.ready:
            self.at(0.01, self._watch_start)
            return
        if self.down_since is not None:
            self.troubles.append((self.down_since, self.clock.now() + timedelta(seconds=2)))
            self.down_since = None

    def _logged(self, logger: Any, method: str, event: dict[str, Any]) -> NoReturn:
        name, error = event["event"], event.get("error", "")
        self.note("!", name, event.get("loop", ""), error)
        if "loop" not in event:
            raise structlog.DropEvent
        raised = sys.exc_info()[1]
        self.failed_turns.append(f"{name} {event.get('loop', '')} {error} {raised!r}")
        self.troubles.append((self.clock.now() - timedelta(seconds=2), self.clock.now() + timedelta(seconds=3)))
        self.at(AFTER_FAILURE_S + POLL_S, lambda: None)  # time passes until the loop tries again
        raise structlog.DropEvent

    # ── requests to us ──────────────────────────────────────────────────────────────────────────────────────────────

    def _post(self, post: Post) -> None:
        if post.posted_at == 0:
            self.posts.append(post)
            self.numbers += 1
            post.posted_at = self.numbers
        if self.process is None or not self.process.ready:
            self.at(self.dice.choice((1.0, 5.0)), lambda: self._post(post))
            return
        self.note("←", post.name)
        task = self.process.loop.create_task(post.arrive(self.process.runtime, self.process.once))
        self.under_way[post] = None
        task.add_done_callback(lambda task: self._posted(post, task))

    def _posted(self, post: Post, task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        failed = task.cancelled() or error is not None
        if error is not None and not isinstance(error, BUSY):
            self.problems.append(f"{post.name} was answered with {error!r}")
        if post not in self.under_way:
            return
        del self.under_way[post]
        if failed:
            self.note("  not taken:", post.name, type(error).__name__)
            self.at(self.dice.choice((0.5, 5.0, 20.0)), lambda: self._post(post))
            return
        self.numbers += 1
        post.answered_at = post.answered_at or self.numbers

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
            (30, self._somebody_writes),
            (5, self._business_writes),
            (5, self._business_event),
            (5, self._business_starts),
            (5, self._agent_closes),
            (2, self._somebody_stops),
            (2, self._flows_change),
            (2, self._orderly_end),
            (2 * self.stormy, self._clock_jumps),
            (14 * self.stormy, self._misfortune),
            (4 * self.stormy, self._sudden_end),
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

    def _somebody_writes(self) -> None:
        phone, channel = self._phone()
        self._send(self.text(phone, channel, self.dice.choice(("book", "visit", *NONSENSE, "yes", "Monday", "START"))))

    def _somebody_stops(self) -> None:
        phone, channel = self._phone()
        self._send(self.text(phone, channel, self.dice.choice(("STOP", "stop", "Stop texting me please"))))

    def _send(self, post: Post) -> None:
        """Bring a request to us: now or later, once or several times."""
        for _ in range(self.dice.choice((1, 1, 1, 2, 3)) if self.stormy else 1):
            self.at(self.dice.choice((0.0, 0.0, 0.01, 0.5, 3.0)), lambda: self._post(post), counts=True)

    def _business_writes(self) -> None:
        phone, channel = self._phone()
        self.numbers += 1
        said = f"News {self.numbers} from your dentist."
        kind = self.dice.choice((MessageClass.TRANSACTIONAL, MessageClass.MARKETING))
        name = f"the business writes {said!r} to {phone}"
        self._send(ApiSend(name, phone=phone, channel=channel, text=said, message_class=kind))

    def _business_event(self) -> None:
        phone, channel = self._phone()
        self.numbers += 1
        key = f"event-{self.numbers}"
        self._send(
            Post(f"visit.wanted {phone}", lambda _, now: [entries.event(channel, phone, key, "visit.wanted", {}, now)])
        )

    def _business_starts(self) -> None:
        phone, channel = self._phone()
        self.numbers += 1
        key, interrupt = f"start-{self.numbers}", self.dice.choice(("yes", "no", "skip", None))
        payload = entries.start_payload("remind", {"day": "Friday"}, interrupt)
        self._send(Post(f"start remind {phone}", lambda _, now: [entries.start(channel, phone, key, payload, now)]))

    def _agent_closes(self) -> None:
        query = (
            "SELECT phone, channel FROM conversation JOIN contact ON contact.id = contact_id"
            " WHERE handler = 'person' ORDER BY phone, channel"
        )
        held = self.eye.execute(query).fetchall()
        if not held:
            self._somebody_writes()
            return
        phone, channel = self.dice.choice(held)
        self.numbers += 1
        key = f"close-{self.numbers}"
        self._send(Post(f"an agent closes {phone}", lambda _, now: [entries.agent_closed(channel, phone, key, now)]))

    def _flows_change(self) -> None:
        self.deploys += 1
        file = self.folder / "flows" / "visit.yaml"
        file.write_text(self.dice.choice(VISITS), encoding="utf-8")
        os.utime(file, ns=(self.deploys, self.deploys))
        self.note("· visit.yaml is written anew")
        if self.process is not None:
            self.looks.news.add("flows")

    def _clock_jumps(self) -> None:
        jump = timedelta(seconds=self.dice.choice((-3600, -5, 5, 3600, 86400)))
        before = self.clock.now()
        self.clock.skew += jump
        after = self.clock.now()
        self.note("✗ the clock jumps by", jump)
        self.troubles.append((min(before, after) - timedelta(seconds=2), max(before, after) + timedelta(seconds=2)))

    def _misfortune(self) -> None:
        self.faults.arm(self.dice.randrange(1, 40), self.dice.choice(KINDS))

    def _sudden_end(self) -> None:
        self.faults.arm(1, CRASH)

    def _orderly_end(self) -> None:
        if self.process is None or not self.process.ready:
            return
        self.stops += 1
        self.ends.append(self.clock.monotonic)
        self.note("· the process is asked to end")
        self.process.stop()
        self._watch_end(self.process)

    def _watch_end(self, process: Process) -> None:
        if self.process is process and not process.dead:
            self.at(POLL_S, lambda: self._watch_end(process))

    def _calm_down(self) -> None:
        """The faults stop, and who is down gets up."""
        self.note("· all is calm from now on")
        self.stormy = 0.0
        self.faults.disarm()
        self.queue = [entry for entry in self.queue if not entry[3]]
        heapq.heapify(self.queue)
        if self.process is None:
            self._start_again()

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
                self.at(pause, lambda: self._send(self.text(taken.to, taken.channel, answer)))

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
            self._post(Post(f"report {taken.message_id} {status}", rows))

        self.at(delay, arrive, counts=True)

    def _by_address(self) -> bool:
        """Whether the carrier reports to the address that came with the message, and not to the one for all."""
        return self.dice.random() < 0.7

    def _answer(self, heard: str) -> str | None:
        if self.dice.random() < 0.15:
            return self.dice.choice(NONSENSE)
        fitting = next((answers for part, answers in ANSWERS.items() if part in heard), None)
        return None if fitting is None else self.dice.choice(fitting)
