"""A town in which everybody texts: random conversations through the real inbox, on a database of their own.

    play(seed=7, people=100, folder=Path("town"))     the same seed plays the same town, on any machine

Its flows are the shipped ones and one that has everything; they change while people are in the middle of them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, select, update

from bot.deploy import CallOver
from bot.events import Inbound, Json, Result
from bot.inbox import House, NewInbound, entries
from bot.inbox.process import Processor
from bot.library import FlowLibrary
from bot.metrics import Metrics
from bot.providers.base import make_provider
from bot.providers.channel import Channel
from bot.schedule import Schedule
from bot.store import inbound
from bot.store.db import Database
from bot.store.tables import action, contact, conversation, message, session
from bot.world import World

FLOWS = Path(__file__).parents[2] / "flows"
DAY_ONE = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)
"""A Thursday before the clocks change in the United States."""
ROUNDS = 24
CHANNEL = "main"
BUSINESS: Mapping[str, Json] = {
    "name": "Riverside Dental",
    "help_contact": "+1 555 010 2000",
    "timezone": "America/New_York",
    "country": "US",
    "language": "en",
    "is_open": True,
    "opens_at": "09:00",
}
EVERYTHING = """\
flow: everything
languages: [es, de]
start:
  - keyword: [everything, all]
    with: {visit: "2026-03-20 10:00"}
  - event: visit.booked
    offset: 2 hours
inputs: {visit: datetime}
anytime:
  agent: {words: [agent], go: human}
  hours: {words: [hours], do: [{say: "{{ now | time }}, we open at nine."}, {ask: Ok?, expect: yes_no}]}
expires: 4 days
states:
  one:
    - split: {two: 50, three: 50}
  two:
    - ask: "{{ contact.first_name | default('Hello') }}: {{ visit | datetime }}?"
      expect: yes_no
      save: sure
      confirm: "{{ answer }}, sure?"
      replies: {no: [{say: Ok.}]}
      give_up: three
      silence: {1 hour: Hm?, 5 hours: three}
      undelivered: [{tag: [lost]}]
    - match: "{{ sure | default(false) }}"
      replies: {good: {words: ["yes"], go: three}}
    - pause: 3 hours
    - run: side
      with: {who: "{{ contact.first_name | default('you') }}"}
      save: side
      expired: [{say: Never mind.}]
      failed: [{say: Oh dear.}]
    - say: "{{ side.outcome | default('?') }}: {{ side.word | default('no word') }}"
    - go: three
  three:
    - http: GET https://a.example/{{ visit }}
      save: found
      on_error: [{say: Oh.}]
    - do: price
      with: {visit: "{{ visit }}"}
      save: price
      on_error: [{set: {price: unknown}}]
    - ask: "{{ 'Now which?' if price else 'Which?' }}"
      choices: "{{ found.body.list | default(['Monday', 'Tuesday']) }}"
      save: which
      check: [{if: answer == 'Tuesday', say: Not that one.}]
      else: [{set: {contact.odd: "not understood"}}]
      give_up: human
    - ask: How many?
      expect: integer
      min: 1
      max: 9
      save: count
      replies: {1..3: human, 4..9: two}
  human:
    - handoff: care
      note: "{{ which | default('?') }} {{ contact.tags | join(',') }}"
      say: Wait.
      closed: [{say: Back.}]
      no_agent: {10 minutes: Soon., 1 hour: {end: nobody}}
    - email: desk@example.com
      subject: "{{ contact.phone }}"
      body: "{{ which | default('?') }}"
    - schedule: everything
      in: 1 day
      with: {visit: "{{ visit }}"}
      if: not contact.again
    - set: {contact.again: true}
    - end: done
"""
SIDE = """\
flow: side
inputs: {who: text}
outputs: {word: text}
start: [flow]
expires: 1 day
states:
  ask:
    - ask: A word from {{ who }}?
      expect: regex
      pattern: "[a-z]{4,}"
      understand: true
      save: word
      unclear: [Four letters at least., One word.]
      give_up: {end: none}
      undelivered: {end: lost}
    - run: side
      with: {who: "{{ word }}"}
      if: word == 'everything'
    - end: said
"""
SIDES = (SIDE, SIDE.replace("A word", "One word").replace("expires: 1 day", "on_change: move"))
RENAMED = EVERYTHING.replace("- ask: How many?", "- ask: How many, please?\n      name: amount").replace(
    "expires: 4 days", "expires: 4 days\nmoved: {three.count: three.amount}"
)
VERSIONS = (
    EVERYTHING,
    EVERYTHING.replace("else 'Which?'", "else 'Which day?'"),
    EVERYTHING.replace("expires: 4 days", "expires: 3 days\non_change: move").replace("1 hour: Hm?", "2 hours: Still?"),
    RENAMED,
    RENAMED.replace("expires: 4 days", "on_change: move"),
)
TEXTS = (
    *("yes", "yes", "yes", "no", "1", "1", "2", "5", "7", "8", "everything"),
    *("yes", "no", "1", "2", "7", "two", "agent", "hours", "menu", "support", "billing", "all", "everything"),
    *(
        "tomorrow",
        "next friday at 4pm",
        "monday",
        "10",
        "Ana",
        "maybe",
        "👍",
        "",
        "STOP",
        "START",
        "HELP",
        "no wait, 4pm",
    ),
    *("ana@example.com", "+1 206 555 0100", "a" * 400, "sí", "{{ contact }}", "1.", "the first one", "thanks"),
)
BODIES: tuple[Json, ...] = (
    *({}, [], None, "text", {"list": []}, {"list": ["Mon", "Tue"]}, {"free": [{"id": "a", "label": "Mon 9:00"}]}),
    *("yes", "word", {"value": "word"}, 12.5, {"intent": "yes"}),
    *({"status": "sent", "eta": "2026-03-09"}, {"slots": [{"id": 1, "label": "Fri"}]}),
)


async def play(seed: int, people: int, folder: Path) -> Path:
    """Let a town live for some days; return its database."""
    town = _Town(seed, people, folder)
    await town.database.open()
    try:
        await town.live()
    finally:
        await town.database.close()
    return folder / "town.db"


class _Town:
    def __init__(self, seed: int, people: int, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.dice = random.Random(seed)  # noqa: S311 - a town has to be the same each time
        self.now = DAY_ONE
        self.flows = folder / "flows"
        self.database = Database(f"sqlite:///{folder / 'town.db'}")
        self.phones = [f"+1206{seed % 100:02}{number:05}" for number in range(people)]
        self.texts = 0
        world = World(now=lambda: self.now, monotonic=lambda: 0.0, entropy=self.dice.randbytes)
        self.library = FlowLibrary(self.flows, self.database, world.now)
        self.call_over = CallOver(self.database, lambda: self.library.current, world.now, on_news=lambda: None)
        house = House(
            library=lambda: self.library.current,
            channels={CHANNEL: Channel(CHANNEL, make_provider("loopback", {}), "+15550100000", 100.0)},
            business=BUSINESS,
            secret=b"town",
            new_id=world.new_id,
            new_seed=world.new_seed,
            understands=True,
        )
        self.schedule = Schedule(self.database, house, world, on_news=lambda: None)
        self.processor = Processor(self.database, house, world, Metrics())

    async def live(self) -> None:
        for number in range(ROUNDS):
            if number % 6 == 0:
                await self.deploy(VERSIONS[(number // 6 + self.dice.randrange(2)) % len(VERSIONS)])
            await self.database.run(self.happen)
            await self.settle()
            self.now += timedelta(minutes=self.dice.choice((1, 5, 40, 90, 400, 2000)))

    async def deploy(self, everything: str) -> None:
        self.flows.mkdir(exist_ok=True)
        for file in FLOWS.glob("*.yaml"):
            (self.flows / file.name).write_bytes(file.read_bytes())
        (self.flows / "everything.yaml").write_text(everything, encoding="utf-8")
        (self.flows / "side.yaml").write_text(self.dice.choice(SIDES), encoding="utf-8")
        self.library._stamp = None  # two files of one length in one moment are two files all the same
        await self.library.turn()
        errors = [
            finding for finding in self.library.findings if finding.severity == "error" and finding.code != "F067"
        ]
        assert [] == errors, errors

    async def settle(self) -> None:
        while True:
            busy = await self.call_over.turn() + await self.schedule.turn()
            while (processed := await self.processor.process()).rows:
                busy += processed.rows
            if not busy:
                return

    def happen(self, conn: Connection) -> None:
        """What happens to everybody at this moment."""
        texts = [self.text(phone) for phone in self.phones if self.dice.random() < 0.8]
        starts = [self.start(phone) for phone in self.phones if self.dice.random() < 0.08]
        inbound.append(conn, [*texts, *starts, *self.results(conn), *self.lost(conn), *self.closed(conn)])

    def key(self) -> str:
        self.texts += 1
        return f"{self.texts}"

    def text(self, phone: str) -> NewInbound:
        media = ("https://a.example/1.jpg",) if self.dice.random() < 0.05 else ()
        text = self.dice.choice(TEXTS)
        return entries.message(CHANNEL, Inbound(self.key(), phone, "+15550100000", text, media), self.now)

    def start(self, phone: str) -> NewInbound:
        if self.dice.random() < 0.2:
            visit = {"visit": "2026-03-12 09:30"}
            return entries.event(CHANNEL, phone, self.key(), "visit.booked", visit, self.now)
        machines = self.library.current.machines
        flow = machines[self.dice.choice(sorted(machines))].flow
        kinds = {"datetime": "2026-03-09 10:00", "date": "2026-03-09", "integer": 1}
        inputs = {name: kinds.get(wanted.type.value, "x") for name, wanted in flow.inputs.items()}
        payload = entries.start_payload(flow.id, inputs, self.dice.choice(("yes", "no", "skip", None)))
        return entries.start(CHANNEL, phone, self.key(), payload, self.now)

    def results(self, conn: Connection) -> Iterator[NewInbound]:
        """The business's API answers, or does not."""
        query = select(action.c.id, action.c.contact).where(action.c.due_at.is_not(None)).order_by(action.c.id)
        for call, phone in conn.execute(query).all():
            error = "time-out" if self.dice.random() < 0.1 else None
            status = 0 if error else self.dice.choice((200, 200, 200, 404))
            body = self.dice.choice(BODIES)
            yield entries.result(CHANNEL, phone, Result(call, status, {}, body, error), self.now)
        conn.execute(update(action).values(due_at=None, status="done"))

    def lost(self, conn: Connection) -> Iterator[NewInbound]:
        """Some questions never arrive."""
        query = (
            select(message.c.id, message.c.recipient, session.c.id, message.c.state)
            .join(session, session.c.id == message.c.session_id)
            .where(session.c.ended_at.is_(None))
            .order_by(message.c.seq)
        )
        for message_id, phone, session_id, state in conn.execute(query).all():
            if self.dice.random() < 0.02:
                yield entries.undelivered(CHANNEL, phone, message_id, session_id, state, self.now)

    def closed(self, conn: Connection) -> Iterator[NewInbound]:
        """Agents close conversations."""
        query = (
            select(contact.c.phone)
            .join(conversation, conversation.c.contact_id == contact.c.id)
            .where(conversation.c.handler == "person")
            .order_by(contact.c.phone)
        )
        for (phone,) in conn.execute(query).all():
            if self.dice.random() < 0.3:
                yield entries.agent_closed(CHANNEL, phone, self.key(), self.now)
