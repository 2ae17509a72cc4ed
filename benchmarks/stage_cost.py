"""What deciding about one text costs, in µs, stage by stage and without the database.

python -m benchmarks.stage_cost [--turns 500]

    meet ─ read ─ screen ─ route ─ step ─ compose ─ rest ─ keep

`meet` makes a new contact of a phone; `read` makes a session of the text in which it is stored; `keep` puts a turn into
the ledger, and its session and log into text; `rest` is what `decide` does beside: context, conversation, ids.

All of it is for a text that has come before. `first` is `decide` where nothing is remembered of earlier texts, not
even the names of the choices: more than any text really costs.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from itertools import count, cycle
from statistics import median
from typing import Any, NamedTuple

from benchmarks.step_cost import machine_of, microseconds
from bot.compliance.screen import classify
from bot.engine.machine import compile_flow
from bot.engine.route import Enter, Library, route_text
from bot.engine.session import Session
from bot.engine.step import new_session, step
from bot.events import Event, Json, MessageClass, Reply, Start
from bot.flow.load import load
from bot.inbox import ledger as ledgers
from bot.inbox.decide import decide
from bot.inbox.house import House
from bot.inbox.ledger import Ledger
from bot.inbox.people import Held, Person, meet
from bot.inbox.turn import Turn
from bot.outbox.compose import Saying, compose
from bot.providers.channel import Channel
from bot.providers.loopback import Loopback, LoopbackSettings
from bot.store.contacts import person_key
from bot.store.inbound import Kind, Pending
from bot.world import World

NOW = datetime(2026, 3, 5, 14, 0, tzinfo=UTC)
SECRET = b"s" * 32
CHANNEL = "main"
BOOKING = """
flow: booking
language: en
start:
  - keyword: book
anytime:
  agent: {words: [agent, human], go: human}
states:
  book:
    - ask: "{{ business.name }}: what shall we book for you?"
      choices: {cut: Haircut, color: Color, both: Cut and color}
      synonyms: {cut: [trim], color: [colour, dye]}
      save: service
      unclear: Sorry, please reply 1, 2 or 3.
      give_up: human
    - ask: For how many people?
      expect: integer
      min: 1
      max: 8
      save: people
      unclear: Sorry, how many people?
      give_up: human
    - ask: On which day?
      expect: date
      min: today
      max: +90 days
      save: day
      unclear: Sorry, on which day?
      give_up: human
    - ask: Under what name?
      save: name
      unclear: Sorry, what is the name?
      give_up: human
    - ask: "{{ service }} for {{ people }} on {{ day | date }}, {{ name }}. Is that right?"
      expect: yes_no
      replies:
        yes: booked
        no: human
      unclear: YES or NO, please.
      give_up: human
  booked:
    - say: "Thank you, {{ name }}, see you on {{ day | date }}."
    - end: booked
  human:
    - say: A colleague will call you.
    - end: called
"""
READERS = ("bot.text", "bot.compliance", "bot.engine.understand")
"""Modules that remember texts."""
STAGES = ("meet", "read", "screen", "route", "step", "compose", "rest", "keep")


class Case(NamedTuple):
    """A text, and what was said before it."""

    name: str
    text: str
    said: tuple[str, ...] = ()
    known: bool = True


CASES = (
    Case("a keyword, from somebody new", "support", known=False),
    Case("a keyword, from somebody known", "support"),
    Case("a choice by its number", "2", ("support",)),
    Case("a choice by its name", "something else", ("support",)),
    Case("a choice by a synonym, in a sentence", "there is a problem with my order", ("support",)),
    Case("a sentence that is no choice", "I am not quite sure what to say here", ("support",)),
    Case("the order number of five digits", "it is 40213", ("support", "2")),
    Case("a whole number", "4", ("book", "1")),
    Case("a whole number, in a sentence", "we will be four people", ("book", "1")),
    Case("a date in figures", "3/12", ("book", "1", "4")),
    Case("a date in words", "next Tuesday", ("book", "1", "4")),
    Case("free text", "Ana Lima", ("book", "1", "4", "3/12")),
    Case("yes", "yes", ("book", "1", "4", "3/12", "Ana Lima")),
    Case("yes, in other words", "yep that's right, thanks", ("book", "1", "4", "3/12", "Ana Lima")),
)


def house() -> House:
    """A deployment with two flows and one channel."""
    flow, findings = load(BOOKING, "booking.yaml")
    if flow is None:
        raise SystemExit(f"the flow does not load: {findings}")
    library = Library({"triage": machine_of("triage"), "booking": compile_flow(flow)})
    world = World.real()
    return House(
        library=lambda: library,
        channels={CHANNEL: Channel(CHANNEL, Loopback(LoopbackSettings()), "+15550100000")},
        business={"name": "Riverside Dental", "timezone": "America/New_York", "country": "US", "is_open": True},
        secret=SECRET,
        new_id=world.new_id,
        new_seed=world.new_seed,
    )


def stages(case: Case, house: House, turns: int) -> dict[str, float]:
    """The cost of each stage of a turn."""
    library, phones = house.library(), _phones()
    person, row = _person(next(phones), house), _row(case.text)
    if case.known:
        person = _after(case.said, person, house)
    held = person.sessions.get(CHANNEL)
    turn = Turn(row, person, house, NOW)
    context = turn.context(CHANNEL)
    session = held.session if held else None
    kept = json.dumps(session.to_json()) if session else ""
    routed = route_text(library, case.text, session, context, NOW)
    machine = routed.machine if isinstance(routed, Enter) else library.machine_of(session) if session else None
    if machine is None:
        raise SystemExit(f"nothing takes {case.text!r}")
    event: Event = Start(routed.inputs) if isinstance(routed, Enter) else Reply(case.text)
    before = session or new_session(machine, 7, NOW, context)
    decided = decide(row, person, house, NOW)

    def compose_all() -> None:
        for message in decided.messages:
            compose(
                Saying(message.text, MessageClass.CONVERSATIONAL, (), message.session_id, message.state),
                id=message.id,
                conversation_id=message.conversation_id,
                recipient=message.recipient,
                channel=turn.channel,
                suppressed=None,
                now=NOW,
            )

    def keep() -> None:
        Ledger().take(decided)
        for moved in decided.sessions.values():
            ledgers.record(moved, house, NOW)
        for entry in decided.log:
            json.dumps(entry.data)

    def cost(act: Callable[[], object]) -> float:
        return microseconds(turns, act)

    found = {
        "meet": 0.0 if case.known else cost(lambda: _person(next(phones), house)),
        "read": cost(lambda: Session.from_json(json.loads(kept))) if kept else 0.0,
        "screen": cost(lambda: classify(case.text, question_pending=session is not None)),
        "route": cost(lambda: route_text(library, case.text, session, context, NOW)),
        "step": cost(lambda: step(machine, before, event, NOW, context, library)),
        "compose": cost(compose_all),
        "keep": cost(keep),
    }
    whole = cost(lambda: decide(row, person, house, NOW))
    found["rest"] = whole - sum(found[stage] for stage in ("screen", "route", "step", "compose"))
    found["all"] = sum(found.values())
    found["first"] = _first(lambda: decide(row, person, house, NOW), turns)
    return found


def _first(act: Callable[[], object], turns: int) -> float:
    """The median cost of an act that finds nothing remembered."""
    costs = []
    for _ in range(turns // 5):
        for memory in _memories():
            memory.cache_clear()
        began = time.perf_counter()
        act()
        costs.append(time.perf_counter() - began)
    return median(costs) * 1e6


@cache
def _memories() -> tuple[Any, ...]:
    """What is remembered of texts; the tables of the languages and the authors' patterns are no such thing."""
    modules = [module for name, module in list(sys.modules.items()) if name.startswith(READERS)]
    found = {id(value): value for module in modules for value in vars(module).values() if hasattr(value, "cache_info")}
    return tuple(
        memory for memory in found.values() if memory.cache_info().maxsize and memory.__name__ not in ("compiled",)
    )


def _phones() -> Iterator[str]:
    """Numbers of several countries, none twice in a while."""
    prefixes = cycle(("+1206555", "+1212555", "+447700900", "+49151234", "+34612345"))
    return (f"{next(prefixes)}{number % 9000 + 1000}" for number in count())


def _person(phone: str, house: House) -> Person:
    return Person(meet(phone, house.new_id("ctc"), NOW), person_key(house.secret, phone))


def _after(said: tuple[str, ...], person: Person, house: House) -> Person:
    """The person after a conversation, as another batch would load it."""
    person = person._replace(contact=person.contact._replace(fields={"first_name": "Ana", "consent": "yes"}))
    for text in said:
        person = decide(_row(text), person, house, NOW).person
    sessions = {
        channel: Held(held.id, held.conversation_id, Session.from_json(held.session.to_json()))
        for channel, held in person.sessions.items()
    }
    return person._replace(sessions=sessions)


def _row(text: str) -> Pending:
    payload: dict[str, Json] = {"id": "m-1", "text": text, "media": [], "opt_out": None}
    return Pending(1, Kind.MESSAGE, CHANNEL, "+12065550101", payload, NOW)


def main() -> None:
    """Measure every kind of turn and print a table."""
    parser = argparse.ArgumentParser(description="What deciding about one text costs.")
    parser.add_argument("--turns", type=int, default=500)
    turns = parser.parse_known_args()[0].turns  # `make bench` hands its options to every benchmark

    ours = house()
    print(f"{'µs':<40}" + "".join(f"{stage:>9}" for stage in (*STAGES, "all", "first")))
    for case in CASES:
        found = stages(case, ours, turns)
        costs = [found[stage] for stage in (*STAGES, "all", "first")]
        print(f"{case.name:<40}" + "".join(f"{cost:9.0f}" if cost else f"{'':>9}" for cost in costs))


if __name__ == "__main__":
    main()
