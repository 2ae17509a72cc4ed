"""Which flow a text or an event enters, and when it belongs to the question that waits. Pure, like the engine.

While a question waits: (1) what it clearly understands is its own, then (2) its `anytime` labels; (3) a keyword enters
its flow, by the first word where the question did not understand, only as the whole message where any text would do;
(4) the rest is the question's. `interrupt: yes` goes before all of it, `no` and `skip` never interrupt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from enum import Enum
from functools import cached_property
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from bot.engine.clock import later
from bot.engine.machine import Machine
from bot.engine.nodes import Kind, Node, Way
from bot.engine.questions import hear
from bot.engine.running import called_away
from bot.engine.session import Session
from bot.engine.turn import Turn, locale_for
from bot.engine.values import cut
from bot.errors import BotError, TemplateError
from bot.events import Context, Json
from bot.flow.locale import zone
from bot.flow.model import Ask, Trigger, Type
from bot.flow.render import Expression, Template
from bot.text import fold, normalise

TYPO_LETTERS_MIN: Final = 5
TWO_TYPOS_LETTERS_MIN: Final = 9
TIMED: Final = ("date", "schedule")
"""The kinds that the clock sets off."""
FED: Final = ("tag", "agent_closed")
"""The kinds that what a flow does may set off, and so itself."""


@dataclass(frozen=True)
class Entry:
    """A trigger and the flow that it enters."""

    machine: Machine
    trigger: Trigger
    name: str = ""
    """What tells it from the flow's other triggers. It changes when another moment, tag or event is meant, and stays
    when the order, `if` or `with` is another."""

    @property
    def key(self) -> str:
        """What tells it from all triggers of all flows, and from the `id:` that an author gives a `schedule:`."""
        return f"@{self.machine.flow.id}/{self.name}"


@dataclass(frozen=True)
class Library:
    """The flows that are in force, and the older versions on which sessions still run."""

    machines: Mapping[str, Machine]
    versions: Mapping[tuple[str, str], Machine] = field(default_factory=dict)
    ahead: frozenset[tuple[str, str]] = frozenset()
    """Versions that another process has in force and this one has not yet: nobody is moved away from them."""

    def machine_of(self, session: Session) -> Machine | None:
        """The machine of the version on which the session began; the one in force where that is not kept."""
        return self.versions.get((session.flow, session.version)) or self.machines.get(session.flow)

    def entries(self, kind: str) -> list[Entry]:
        """Every trigger of a kind, in the order of the flows."""
        return self._entries.get(kind, [])

    @cached_property
    def secretive(self) -> bool:
        """Whether any of them asks for something that nobody may see."""
        return any(machine.secrets for machine in (*self.machines.values(), *self.versions.values()))

    @cached_property
    def keywords(self) -> Mapping[str, list[Entry]]:
        """Keyword, folded → what it enters."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries("keyword"):
            for word in entry.trigger.keywords:
                found.setdefault(_words(word), []).append(entry)
        return found

    @cached_property
    def longest_keyword(self) -> int:
        """The number of words of the longest keyword."""
        return max((keyword.count(" ") + 1 for keyword in self.keywords), default=0)

    @cached_property
    def timed(self) -> Mapping[str, Entry]:
        """Key → what the clock sets off."""
        return {entry.key: entry for kind in TIMED for entry in self.entries(kind)}

    def entry(self, key: str) -> Entry | None:
        """What a key names, if it is still there."""
        return self._keys.get(key)

    @cached_property
    def _keys(self) -> dict[str, Entry]:
        return {entry.key: entry for entries in self._entries.values() for entry in entries}

    @cached_property
    def _entries(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for machine in self.machines.values():
            twins: Counter[str] = Counter()
            for trigger in machine.flow.start:
                name = _name(trigger)
                twins[name] += 1
                name += f" #{twins[name]}" if twins[name] > 1 else ""
                found.setdefault(trigger.kind, []).append(Entry(machine, trigger, name))
        return found


def _name(trigger: Trigger) -> str:
    offset = f"{trigger.offset.total_seconds():+.0f}s" if trigger.offset else ""
    words = (trigger.kind, " ".join(trigger.subject.split()), offset, trigger.at or "")
    return " ".join(filter(None, words))


@dataclass(frozen=True, slots=True)
class Continue:
    """The text belongs to the session that waits."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No flow wants it."""


@dataclass(frozen=True, slots=True)
class Enter:
    """Start a flow with these inputs; at once, or when it is due."""

    machine: Machine
    trigger: Trigger
    inputs: Mapping[str, Json]
    due_at: datetime | None = None


Decision = Continue | Enter | Nothing


def route_text(library: Library, text: str, session: Session | None, context: Context, now: datetime) -> Decision:
    """Decide what a text is for."""
    asker = _Asker(context, now, {"text": text})
    hits = [hit for hit in _hits(library, text) if asker.holds(hit.entry)]
    machine = library.machine_of(session) if session is not None and session.waiting else None
    if session is not None and machine is not None:
        if not hits:
            return Continue()
        claim = _Claim(Turn(machine, session.copy(), now, context, library, contact=dict(context.contact)), text)
        hit = _interruption(hits, claim)
        return Continue() if hit is None else asker.enter(hit.entry)
    entry = hits[0].entry if hits else _misspelt(library, text, asker) or _fallback(library, asker)
    return Nothing() if entry is None else asker.enter(entry)


def route_event(library: Library, name: str, data: Mapping[str, Json], context: Context, now: datetime) -> list[Enter]:
    """Every flow that an event starts."""
    entries = [entry for entry in library.entries("event") if entry.trigger.subject == name]
    return [entered for entry in entries if (entered := enter_event(entry, data, context, now)) is not None]


def enter_event(entry: Entry, data: Mapping[str, Json], context: Context, now: datetime) -> Enter | None:
    """Enter by an event. The inputs are the event's own data, and what `with:` makes of them."""
    asker = _Asker(context, now, {**data, "event": dict(data)})
    given = {key: cut(value) for key, value in data.items() if key in entry.machine.flow.inputs}
    return asker.enter(entry, given, due_time(entry.trigger, context, now)) if asker.holds(entry) else None


def route_tag(library: Library, gained: Collection[str]) -> list[Entry]:
    """What the tags set off that a contact has gained."""
    return [entry for entry in library.entries("tag") if entry.trigger.subject in gained]


def enter(entry: Entry, names: Mapping[str, Json], context: Context, now: datetime) -> Enter | None:
    """Enter by a trigger that something has set off; None where its condition does not hold."""
    asker = _Asker(context, now, names)
    return asker.enter(entry) if asker.holds(entry) else None


def due_time(trigger: Trigger, context: Context, now: datetime) -> datetime | None:
    """When an event's flow starts: `offset` later, at the time `at` of that day in the contact's zone. None is now."""
    moment = later(now, trigger.offset)
    if trigger.at is not None:
        where, clock = zone(context.timezone), time.fromisoformat(trigger.at)
        day = moment.astimezone(where).date()
        moment = datetime.combine(day, clock, where).astimezone(UTC)
        if moment <= now and not trigger.offset:
            moment = datetime.combine(day + timedelta(days=1), clock, where).astimezone(UTC)
    return moment if moment > now else None


class _Asker(NamedTuple):
    """Evaluates the conditions and inputs of triggers for one contact."""

    context: Context
    now: datetime
    extra: Mapping[str, Json]

    def holds(self, entry: Entry) -> bool:
        """Whether the trigger's `if:` lets it start; one that cannot be computed does not."""
        condition = entry.trigger.condition
        return condition is None or bool(self._evaluate(entry, entry.machine.expression(condition.source)))

    def enter(self, entry: Entry, given: Mapping[str, Json] | None = None, due_at: datetime | None = None) -> Enter:
        """The start of the flow. An input that cannot be computed is left out: the flow itself says what it misses."""
        made = {name: self._evaluate(entry, entry.machine.value(text.source)) for name, text in entry.trigger.inputs}
        known = {name: value for name, value in made.items() if value is not None}
        return Enter(entry.machine, entry.trigger, {**(given or {}), **known}, due_at)

    def _evaluate(self, entry: Entry, template: Template | Expression) -> Json:
        context, flow = self.context, entry.machine.flow
        names = {
            **self.extra,
            "contact": dict(context.contact),
            "business": dict(context.business),
            "channel": dict(context.channel),
            "now": self.now.astimezone(zone(context.timezone)).isoformat(timespec="seconds"),
        }
        try:
            return cut(template.evaluate(names, locale_for(flow, context.contact, context, self.now)))
        except TemplateError:
            return None


# ── keywords ──


class _Hit(NamedTuple):
    entry: Entry
    whole: bool
    """The keyword is the whole message, not just how it begins."""


def _hits(library: Library, text: str) -> Iterator[_Hit]:
    """Every keyword that the message is or begins with, the longest first."""
    words = _words(text).split(" ")
    for count in range(min(len(words), library.longest_keyword), 0, -1):
        whole = count == len(words)
        for entry in library.keywords.get(" ".join(words[:count]), ()):
            if whole or not entry.trigger.only:
                yield _Hit(entry, whole)


def _words(text: str) -> str:
    """The bare words; a text without any, such as a thumb, is compared as it is."""
    return fold(text) or normalise(text).strip()


def _misspelt(library: Library, text: str, asker: _Asker) -> Entry | None:
    """The one flow whose keyword was nearly written."""
    word = _words(text)
    near = [
        entry
        for keyword, entries in library.keywords.items()
        if _is_near(word, keyword)
        for entry in entries
        if asker.holds(entry)
    ]
    return near[0] if len({entry.machine.flow.id for entry in near}) == 1 else None


def _is_near(word: str, keyword: str) -> bool:
    if " " in word or " " in keyword or len(keyword) < TYPO_LETTERS_MIN:
        return False
    typos = 2 if len(keyword) >= TWO_TYPOS_LETTERS_MIN else 1
    return OSA.distance(word, keyword, score_cutoff=typos) <= typos


def _fallback(library: Library, asker: _Asker) -> Entry | None:
    """The first fallback whose condition holds, else the first without one."""
    entries = sorted(library.entries("fallback"), key=lambda entry: entry.trigger.condition is None)
    return next((entry for entry in entries if asker.holds(entry)), None)


# ── while a question waits ──


class _Wants(Enum):
    """What a waiting session makes of a text."""

    THIS = "this"
    ANY_TEXT = "any text"
    UNCLEAR = "unclear"


def _interruption(hits: list[_Hit], claim: _Claim) -> _Hit | None:
    for hit in hits:
        if hit.entry.trigger.interrupt == "yes":
            return hit
    hits = [hit for hit in hits if hit.entry.trigger.interrupt is None]
    if not hits:
        return None
    wants = claim.wants()
    return next((hit for hit in hits if wants is _Wants.UNCLEAR or (wants is _Wants.ANY_TEXT and hit.whole)), None)


class _Claim(NamedTuple):
    """What the waiting session would do with the text, tried out on a copy of it."""

    turn: Turn
    text: str

    def wants(self) -> _Wants:
        """Whether the text is understood, is one of any, or is unclear; a session in trouble keeps its text."""
        try:
            return self._wants(self.turn.node)
        except (BotError, ArithmeticError, LookupError, TypeError, ValueError):
            return _Wants.THIS

    def _wants(self, node: Node) -> _Wants:
        if node.kind is Kind.PAUSE:
            return _Wants.ANY_TEXT
        if not isinstance(node.step, Ask):
            return _Wants.THIS
        if called_away(self.turn, self.text, ()):
            return _Wants.THIS
        question = node.step.question
        self.turn.heard = heard = hear(self.turn, question, self.text, ())
        way = self.turn.move("reply").way
        if way in (Way.REPLY, Way.ANYTIME, Way.DENIED) or heard.fault is not None:
            return _Wants.THIS
        if not heard.accepted:
            return _Wants.UNCLEAR
        free = node.kind is Kind.QUESTION and question.expect is Type.TEXT
        return _Wants.ANY_TEXT if free else _Wants.THIS
