"""What stands beside a thread, and on a person's own page: who they are, what they agreed to, where in which flow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot import phone as numbers
from bot.compliance.standing import Kind, Suppression
from bot.desk.reading import Later, Walk, Whole
from bot.events import Json
from bot.flow.locale import zone
from bot.flow.model import Ask
from bot.inbox.sessions import PLACE as SESSION
from bot.inbox.wishes import Standing
from bot.runtime import Runtime
from bot.sealing import HIDDEN, CannotOpen
from bot.store import people_read, same_person
from bot.store.consent import ConsentEvent
from bot.store.contacts import Contact
from bot.store.people_read import Talk


@dataclass(frozen=True, slots=True)
class Wish:
    """A record of consent, in words."""

    id: str
    words: str
    how: str
    """Who or what understood it, and by which channel."""
    quote: str
    """What they said, in their own words."""
    at: datetime
    tone: str


@dataclass(frozen=True, slots=True)
class Variable:
    """Something that a flow has learned."""

    name: str
    value: str
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A person, as an agent needs to know them."""

    contact: Contact
    clock: str
    """What time it is where they are."""
    zone: str
    zone_source: str
    """How we know."""
    numbers: tuple[Contact, ...]
    """Their other numbers."""
    standing: str
    """Where they stand, in a sentence."""
    standing_tone: str
    wishes: tuple[Wish, ...]
    walk: Walk | None
    variables: tuple[Variable, ...]
    later: tuple[Later, ...]
    talks: tuple[Talk, ...]
    """Their conversations on all our channels, and the flows that they walked through."""
    flows: tuple[tuple[str, str], ...]
    """Those that can be started by hand: id and title."""


def side_of(conn: Connection, runtime: Runtime, whole: Whole, standing: Standing, now: datetime) -> Side:
    """Read what stands beside one conversation."""
    return about(conn, runtime, whole.contact, standing, now, walk=whole.walk, later=whole.later)


def about(
    conn: Connection,
    runtime: Runtime,
    person: Contact,
    standing: Standing,
    now: datetime,
    *,
    walk: Walk | None = None,
    later: Sequence[Later] = (),
) -> Side:
    """Read what there is to know about a person."""
    name, source = zone_source(person, runtime.settings.business.timezone)
    words, tone = standing_in_words(standing.suppression)
    main = same_person.main_of(conn, person.id)
    others = [one for one in same_person.numbers_of(conn, main) if one.id != person.id]
    return Side(
        contact=person,
        clock=f"{now.astimezone(zone(name)):%H:%M, %A}",
        zone=name,
        zone_source=source,
        numbers=tuple(others),
        standing=words,
        standing_tone=tone,
        wishes=tuple(wish_in_words(kept.event) for kept in reversed(standing.records)),
        walk=walk,
        variables=tuple(variables(_opened(conn, runtime, walk), _sensitive(runtime, walk))),
        later=tuple(later),
        talks=tuple(people_read.talks(conn, [person.id, *(one.id for one in others)])),
        flows=startable(runtime),
    )


def zone_source(person: Contact, business: str) -> tuple[str, str]:
    """By which clock somebody lives, and how we know."""
    if person.timezone is None:
        return business, "the business's: nothing is known of theirs"
    by_number = numbers.timezones(person.phone)
    if by_number == (person.timezone,):
        return person.timezone, "by their number"
    return person.timezone, "as it was entered, or as they told a flow"


def startable(runtime: Runtime) -> tuple[tuple[str, str], ...]:
    """Flows that need no input to start."""
    machines = runtime.library.current.machines.values()
    return tuple(
        (machine.flow.id, machine.flow.title or machine.flow.id)
        for machine in machines
        if not any(declared.required and declared.default is None for declared in machine.flow.inputs.values())
    )


# ── what a flow has learned ─────────────────────────────────────────────────────────────────────────────────────────


def _opened(conn: Connection, runtime: Runtime, walk: Walk | None) -> Mapping[str, Json]:
    """The variables of a walk, also where all of it is encrypted because of some; none where the key is not here."""
    if walk is None or not walk.sealed:
        return {} if walk is None else walk.variables
    try:
        return runtime.sealer.document(people_read.session_data(conn, walk.id), SESSION).get("variables") or {}
    except CannotOpen:
        return {}


def variables(known: Mapping[str, Json], sensitive: Iterable[str]) -> list[Variable]:
    """The variables of a flow; what it marks as sensitive as dots."""
    marked = set(sensitive)
    return [
        Variable(name, HIDDEN if name in marked else _plain(value), name in marked) for name, value in known.items()
    ]


def _sensitive(runtime: Runtime, walk: Walk | None) -> set[str]:
    machine = None if walk is None else runtime.library.current.versions.get((walk.flow, walk.version))
    if machine is None:
        return set()
    inputs = {name for name, declared in machine.flow.inputs.items() if declared.sensitive}
    asked = (node.step for node in machine.nodes.values() if isinstance(node.step, Ask))
    return inputs | {step.question.save for step in asked if step.question.sensitive and step.question.save}


def _plain(value: Json) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_plain(item)}" for name, item in value.items())
    return ", ".join(map(_plain, value)) if isinstance(value, list) else str(value)


# ── consent in words ────────────────────────────────────────────────────────────────────────────────────────────────

_KINDS: Final = {
    Kind.OUT: ("Opted out", "bad"),
    Kind.IN: ("Opted in", "good"),
    Kind.REVIEW: ("May have meant STOP", "warn"),
    Kind.RECONFIRM: ("Did not mean STOP", "good"),
    Kind.VOID: ("The number belongs to somebody else", "bad"),
    Kind.BLOCK: ("Blocked by their carrier", "warn"),
    Kind.ERASED: ("Earlier records were erased", ""),
}
_SOURCES: Final = {
    "keyword": "by a keyword",
    "phrase": "in their own words",
    "classifier": "in their own words",
    "provider": "as the provider told us",
    "carrier": "as the carrier told us",
    "clarification": "when we asked",
    "agent": "recorded by an agent",
    "api": "recorded through the API",
    "import": "brought along from another system",
    "flow": "in a flow",
}


def wish_in_words(event: ConsentEvent) -> Wish:
    """A record of the ledger, for people."""
    words, tone = _KINDS[Kind(event.kind)]
    scope = f" of {event.scope}" if event.scope else ""
    kind = f", {event.consent_type.replace('_', ' ')} consent" if event.consent_type else ""
    how = _SOURCES.get(event.source, event.source)
    channel = f" · {event.channel}" if event.channel else ""
    return Wish(
        id=event.id,
        words=f"{words}{scope}{kind}",
        how=f"{how}{channel}",
        quote=event.text,
        at=event.occurred_at or event.at,
        tone=tone,
    )


def standing_in_words(known: Suppression | None) -> tuple[str, str]:
    """Where somebody stands, in a sentence and a tone."""
    if known is None or not known.restricts:
        return "May be texted", "good"
    if known.everything:
        return "Opted out: nothing is sent to them", "bad"
    if known.paused == "void":
        return "The number belongs to somebody else by now", "bad"
    if known.paused:
        return "May have meant STOP: marketing waits", "warn"
    if known.programs:
        return f"Opted out of {', '.join(sorted(known.programs))}", "warn"
    return f"Blocked by the carrier of {', '.join(sorted(known.blocked))}", "warn"
