"""A whole deployment on a stage: the clock, the flows, the customers and the carrier are in the test's hands.

    await stage.says(ANA, "support")
    assert ["What can we help you with?"] == stage.heard(ANA)

Nothing runs by itself: `settle` takes turns of every service until nobody has anything to do.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bot.config import Settings, load_settings
from bot.errors import SendError
from bot.events import Inbound, MessageStatus, Receipt
from bot.inbox import NewInbound, entries
from bot.outbox.wire import Wire
from bot.providers.http import Request, Response
from bot.runtime import Runtime
from bot.store import views
from bot.tracing import OFF, Tracer
from bot.world import World
from tests.answers import answer
from tests.sqlite import ready_file

NOON = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)
"""A Thursday, noon in New York."""
ANA = "+12065550101"
BEN = "+12065550102"
CHANNEL = "main"

SERVICES = ("call over", "schedule", "broadcasts", "inbox", "outbox", "actions")
"""Whose turns `settle` takes."""

AT_ANY_TIME = {
    "PARLEY_COMPLIANCE__QUIET_HOURS": "us_law",
    "PARLEY_COMPLIANCE__WITHOUT__US_FEDERAL": "a test runs at any time of the day",
    "PARLEY_COMPLIANCE__WITHOUT__US_WA": "a test runs at any time of the day",
    "PARLEY_COMPLIANCE__MARKETING_PER_DAY": "100",
}
"""Marketing to Seattle by day and by night, for tests that go by a real clock or let days go by."""

ECHO = """\
flow: echo
start:
  - fallback
states:
  ask:
    - ask: Your name?
      save: name
    - say: "Hello {{ name }}."
    - end: named
"""
COUNTING = """\
flow: counting
start:
  - fallback
states:
  first:
    - set: {contact.count: 0}
    - go: count
  count:
    - set: {contact.count: "{{ contact.count + 1 }}"}
    - ask: "{{ contact.count }}"
      replies:
        enough: {end: done}
    - go: count
"""
"""Answers every text with its number."""


class Clock:
    """A world whose time stands still until the test moves it, and whose dice fall the same each time."""

    def __init__(self, now: datetime = NOON, seed: int = 7) -> None:
        self.now = now
        self.monotonic = 1000.0
        dice = random.Random(seed)  # noqa: S311 - a test wants the same bytes each time
        self.world = World(now=lambda: self.now, monotonic=lambda: self.monotonic, entropy=dice.randbytes)

    def passes(self, **span: float) -> None:
        """Let time go by."""
        self.now += timedelta(**span)
        self.monotonic += timedelta(**span).total_seconds()


Behaviour = Callable[[Request], Response]


class Carrier(Wire):
    """A carrier at the other end of the wire. It takes everything, unless the script says otherwise."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        """The bodies of the messages that it took, each time it did."""
        self.script: deque[Behaviour] = deque()
        self.queries: deque[Behaviour] = deque()
        self.hold: asyncio.Event | None = None
        """If set, answers to sends wait for it."""
        self.connecting: asyncio.Event | None = None
        """If set, connections wait for it."""

    async def exchange(self, request: Request, before: Callable[[], None] | None = None) -> Response:
        if self.connecting is not None:
            await self.connecting.wait()
        if before is not None:
            before()
        if request.method == "GET":
            return self.queries.popleft()(request) if self.queries else answer(405)
        if self.hold is not None:
            await self.hold.wait()
        behaviour = self.script.popleft() if self.script else self.take
        return behaviour(request)

    async def close(self) -> None:
        pass

    def take(self, request: Request) -> Response:
        """Take the message and say so."""
        body = json.loads(request.body)
        self.taken.append(body)
        return answer(200, {"id": f"carrier-{body['id']}"})

    def then(self, *answers: Behaviour | Response | SendError) -> None:
        """Script what the next sends get. A response alone is given without taking the message."""
        self.script.extend(answer if callable(answer) else _always(answer) for answer in answers)

    def taken_but(self, answer: Response | SendError) -> Behaviour:
        """Take the message, and let the sender hear something else."""

        def behave(request: Request) -> Response:
            self.take(request)
            return _always(answer)(request)

        return behave


def _always(answer: Response | SendError) -> Behaviour:
    def behave(_: Request) -> Response:
        if isinstance(answer, SendError):
            raise answer
        return answer

    return behave


class Stage:
    """One deployment and everybody it deals with."""

    def __init__(self, settings: Settings, clock: Clock, carrier: Carrier, tracer: Tracer = OFF) -> None:
        self.clock = clock
        self.carrier = carrier
        self.runtime = Runtime(settings, clock.world, wire=lambda connections: carrier, tracer=tracer)
        self._texts = 0

    # ── what happens ────────────────────────────────────────────────────────────────────────────────────────────────

    async def says(self, phone: str, said: str, *, id: str | None = None, channel: str = CHANNEL, **more: Any) -> None:
        """A customer writes, and everything that follows happens."""
        await self.writes(phone, said, id=id, channel=channel, **more)
        await self.settle()

    async def writes(
        self,
        phone: str,
        said: str,
        *,
        id: str | None = None,
        channel: str = CHANNEL,
        to: str = "+15550100000",
        **more: Any,
    ) -> None:
        """A customer writes; it is durable, and no more."""
        self._texts += 1
        inbound = Inbound(id or f"in-{self._texts}", phone, to, said, **more)
        await self.runtime.inbox.accept([entries.message(channel, inbound, self.clock.now)])

    async def reports(self, message: str, status: MessageStatus, *, channel: str = CHANNEL, **more: Any) -> None:
        """The carrier reports on a message, by the carrier's own id."""
        receipt = Receipt(message, status, raw_status=status.value, **more)
        await self.runtime.inbox.accept([entries.receipt(channel, receipt, self.clock.now)])
        await self.settle()

    async def starts(
        self, phone: str, flow: str, inputs: Mapping[str, Any] | None = None, interrupt: str | None = "yes"
    ) -> None:
        """The business starts a flow."""
        self._texts += 1
        payload = entries.start_payload(flow, inputs or {}, interrupt)
        await self.happens(entries.start(CHANNEL, phone, f"start-{self._texts}", payload, self.clock.now))

    async def happens(self, *rows: NewInbound) -> None:
        """Something is put into the inbox, and everything that follows happens."""
        await self.runtime.inbox.accept(rows)
        await self.settle()

    async def settle(self) -> None:
        """Take turns until nobody has anything to do.

        That is so after a round in which nobody did anything or woke anybody, but where a call is still under way: it
        may be about to end.
        """
        turns = (
            self.runtime.call_over.turn,
            self.runtime.schedule.turn,
            self.runtime.broadcasts.turn,
            self.runtime.inbox.process_once,
            self.runtime.outbox.turn,
            self.runtime.actions.turn,
        )
        loops = [self.runtime._loops[name] for name in SERVICES]
        quiet = 0
        while quiet < (3 if self._calling else 1):
            for loop in loops:
                loop._woken.clear()
            busy = sum([await turn() for turn in turns])
            await asyncio.sleep(0)
            quiet = 0 if busy or any(loop._woken.is_set() for loop in loops) else quiet + 1
        await self.runtime.exchanges.turn()

    async def passes(self, **span: float) -> None:
        """Time goes by, and what is due happens."""
        self.clock.passes(**span)
        await self.settle()

    @property
    def _calling(self) -> bool:
        """Whether a carrier or a business's API is being called."""
        return bool(len(self.runtime.outbox._calls) or self.runtime.actions._calls)

    # ── what came of it ─────────────────────────────────────────────────────────────────────────────────────────────

    def heard(self, phone: str) -> list[str]:
        """Return every text that reached a customer's carrier."""
        return [body["text"] for body in self.carrier.taken if body["to"] == phone]

    async def messages(self, phone: str) -> list[views.MessageView]:
        """Return what was written to a customer, sent or not, oldest first."""
        found = await self.runtime.database.run(views.messages, to=phone, before=None, limit=200)
        return found[::-1]

    async def statuses(self, phone: str) -> list[str]:
        """Return what became of each message to a customer."""
        return [message.status for message in await self.messages(phone)]

    async def rows(self, query: str, **values: Any) -> list[tuple[Any, ...]]:
        """Look into the database."""

        def read(conn: Any) -> list[tuple[Any, ...]]:
            return [tuple(map(_plain, row)) for row in conn.execute(text(query), values)]

        return await self.runtime.database.run(read)

    async def value(self, query: str, **values: Any) -> Any:
        """Look into the database for one value."""
        return (await self.rows(query, **values))[0][0]

    async def execute(self, statement: str, **values: Any) -> None:
        """Change something behind everybody's back."""
        await self.runtime.database.run(lambda conn: conn.execute(text(statement), values))

    async def parked(self) -> list[str]:
        """Return why rows could not be processed."""
        return [row[0] for row in await self.rows("SELECT error FROM inbound WHERE status = 'parked' ORDER BY seq")]


def _plain(value: Any) -> Any:
    """What SQLite gives to those who do not say the type: times and documents as text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(" ", "microseconds")
    return json.dumps(value, separators=(",", ":")) if isinstance(value, dict | list) else value


def place(folder: Path) -> str:
    """Where the data of a stage lies; the fixture `either_database` puts it elsewhere."""
    return ready_file(folder / "parley.db")


_STARTS: defaultdict[str, count[int]] = defaultdict(count)
"""Each start on a database has dice of its own: two that fall alike would give the same id twice."""


@asynccontextmanager
async def staged(
    folder: Path,
    *flows: str,
    clock: Clock | None = None,
    broken: bool = False,
    tracer: Tracer = OFF,
    config: Path | None = None,
    **environ: str,
) -> AsyncIterator[Stage]:
    """Put a deployment on the stage, with these flows and settings; the database stays in the folder afterwards.

    The flows have to be sound, unless it is `broken` ones that the test is about.
    """
    write_flows(folder, *(flows or (ECHO,)))
    settings = load_settings(
        config,
        environ={
            "PARLEY_DATABASE__URL": place(folder),
            "PARLEY_DATABASE__STATE": str(folder / "state"),
            "PARLEY_FLOWS__PATH": str(folder / "flows"),
            "PARLEY_BUSINESS__NAME": "Riverside Dental",
            "PARLEY_BUSINESS__TIMEZONE": "America/New_York",
            "PARLEY_CHANNELS__MAIN__BASE_URL": "https://carrier.test/send",
            "PARLEY_CHANNELS__MAIN__RATE": "1000",
            **environ,
        },
    )
    stage = Stage(settings, clock or Clock(seed=7 + next(_STARTS[settings.database.url])), Carrier(), tracer)
    await stage.runtime.start(worker=False)
    await stage.runtime._loops["exchanges"].stop()  # `settle` takes its turns: two at once get in each other's way
    await stage.runtime.fence.look()
    await stage.runtime.outbox.recover()
    try:
        errors = [finding for finding in stage.runtime.library.findings if finding.severity == "error"]
        assert broken == bool(errors), errors
        yield stage
    finally:
        await stage.runtime.stop()


def write_flows(folder: Path, *flows: str) -> None:
    """Write flow files, each named as its `flow:` line says."""
    (folder / "flows").mkdir(exist_ok=True)
    for source in flows:
        name = source.partition("flow: ")[2].split()[0]
        (folder / "flows" / f"{name}.yaml").write_text(source, encoding="utf-8")
