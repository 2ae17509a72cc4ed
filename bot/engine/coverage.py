"""Which ways of a flow a conversation can take, as its author counts them, and which of them were taken."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.engine.machine import Machine
from bot.engine.nodes import Edge, Kind, Node, Way
from bot.flow.model import NOWHERE, Ask, Match, Run, Say, Span
from bot.flow.paths import answers_covered


class Area(StrEnum):
    """What coverage is counted in."""

    STATES = "states"
    REPLIES = "replies"
    """What a person, an agent or an API answers."""
    SILENCES = "silences"
    ERRORS = "errors"


AREAS: Final[Mapping[Way, Area]] = {
    Way.ANYTIME: Area.REPLIES,
    Way.REPLY: Area.REPLIES,
    Way.OTHERWISE: Area.REPLIES,
    Way.ANSWERED: Area.REPLIES,
    Way.CONFIRM: Area.REPLIES,
    Way.DENIED: Area.REPLIES,
    Way.UNCLEAR: Area.REPLIES,
    Way.GIVE_UP: Area.REPLIES,
    Way.CLOSED: Area.REPLIES,
    Way.RESULT: Area.REPLIES,
    Way.RETURNED: Area.REPLIES,
    Way.RUN_EXPIRED: Area.SILENCES,
    Way.RUN_FAILED: Area.ERRORS,
    Way.NUDGE: Area.SILENCES,
    Way.SILENCE: Area.SILENCES,
    Way.PAUSED: Area.SILENCES,
    Way.UNDELIVERED: Area.ERRORS,
    Way.ERROR: Area.ERRORS,
}
"""The rest (a step that moves on, an expiry, a failure) is nobody's doing."""


@dataclass(frozen=True, slots=True)
class Point:
    """Something that a test can show. Several edges are one point where the author wrote it once."""

    area: Area
    line: int
    label: str
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The points of one flow."""

    covered: tuple[Point, ...]
    missed: tuple[Point, ...]

    @property
    def percent(self) -> float:
        """How much is covered; a flow without anything to show is covered."""
        return _percent(len(self.covered), len(self.missed))

    def counts(self) -> dict[Area, tuple[int, int]]:
        """Area → how many are covered, of how many."""
        points = (*self.covered, *self.missed)
        return {area: (_number(self.covered, area), _number(points, area)) for area in Area if _number(points, area)}


def cover(machine: Machine, taken: Iterable[Edge]) -> Coverage:
    """Hold the edges that conversations took against those that there are."""
    identities = {id(edge) for edge in taken}
    points = sorted(points_of(machine), key=lambda point: point.line)
    covered = [point for point in points if any(id(edge) in identities for edge in point.edges)]
    return Coverage(tuple(covered), tuple(point for point in points if point not in covered))


def points_of(machine: Machine) -> Iterator[Point]:
    """Everything that a test of the flow can show."""
    arriving: dict[str, list[Edge]] = {}
    leaving: dict[str, set[Way]] = {}
    for edge in machine.edges:
        leaving.setdefault(edge.source, set()).add(edge.way)
    written: dict[tuple[Way, str, Span, str], list[Edge]] = {}
    for edge in machine.edges:
        arriving.setdefault(edge.dest, []).append(edge)
        source = machine.nodes[edge.source]
        if edge.way in AREAS and _possible(edge, source, leaving[edge.source]):
            place = "" if edge.way is Way.ANYTIME else _place(edge, source)
            written.setdefault((edge.way, edge.label, edge.span, place), []).append(edge)
    for node in machine.nodes.values():
        if node.kind is Kind.STATE:
            yield Point(Area.STATES, node.span.line, node.name, tuple(arriving.get(node.name, ())))
    for (way, label, span, place), edges in written.items():
        line = (machine.nodes[edges[0].source].span if span is NOWHERE else span).line
        yield Point(AREAS[way], line, " ".join(filter(None, (_WORDS.get(way, ""), label, place))), tuple(edges))


def _place(edge: Edge, source: Node) -> str:
    """The question, call, … around an edge: a confirmation belongs to its question, bad news to what was said."""
    return f"at {edge.part.id if isinstance(edge.part, Say) else source.name.removesuffix('/confirm')}"


def _possible(edge: Edge, source: Node, ways: Collection[Way]) -> bool:
    """Whether any reply can take an edge that the machine has for safety."""
    if isinstance(source.step, Run):
        written = {Way.RUN_EXPIRED: source.step.expired, Way.RUN_FAILED: source.step.failed}
        return written.get(edge.way, ()) is not None
    question = source.step.question if isinstance(source.step, Ask | Match) else None
    if question is None:
        return True
    match edge.way:
        case Way.ANSWERED:
            return Way.OTHERWISE not in ways and not answers_covered(question)
        case Way.UNCLEAR | Way.GIVE_UP:
            return Way.OTHERWISE not in ways or bool(question.checks)
    return True


def _number(points: Iterable[Point], area: Area) -> int:
    return sum(point.area is area for point in points)


def _percent(covered: int, missed: int) -> float:
    return 100 * covered / (covered + missed) if covered + missed else 100.0


_WORDS: Final[Mapping[Way, str]] = {
    Way.ANYTIME: "anytime",
    Way.OTHERWISE: "else",
    Way.ANSWERED: "answered",
    Way.CONFIRM: "understood",
    Way.DENIED: "denied:",
    Way.UNCLEAR: "unclear",
    Way.GIVE_UP: "give_up",
    Way.CLOSED: "closed",
    Way.RESULT: "result",
    Way.RETURNED: "returned",
    Way.RUN_EXPIRED: "expired",
    Way.RUN_FAILED: "failed",
    Way.PAUSED: "pause",
    Way.UNDELIVERED: "undelivered",
    Way.ERROR: "on_error",
}
