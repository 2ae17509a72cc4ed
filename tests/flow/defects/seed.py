"""Defects that people really make, each seeded wherever a flow has a place for it.

A kind is a function from a flow's lines to its seeds: the changed lines, and the lines on which a finding must stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.flow.model import Ask, Flow

Lines = list[str]


@dataclass(frozen=True)
class Seed:
    """A flow with one defect. `lines` count from 1; `together` means that only all flows together show it."""

    kind: str
    codes: frozenset[str]
    source: str
    lines: frozenset[int]
    together: bool


@dataclass(frozen=True)
class Place:
    """A changed flow before it is labelled: its lines, and where the finding must stand."""

    changed: Lines
    lines: tuple[int, ...]


Kind = Callable[[Lines, Flow], Iterable[Place]]
KINDS: dict[str, tuple[frozenset[str], Kind, bool]] = {}


def kind(*codes: str, together: bool = False) -> Callable[[Kind], Kind]:
    """Register a kind of defect with the codes of which one must be found."""

    def register(function: Kind) -> Kind:
        KINDS[function.__name__] = (frozenset(codes), function, together)
        return function

    return register


def seeds_of(flow: Flow) -> Iterator[Seed]:
    """Every defect at every place of a flow."""
    for name, (codes, function, together) in KINDS.items():
        for place in function(flow.source.split("\n"), flow):
            yield Seed(name, codes, "\n".join(place.changed), frozenset(place.lines), together)


# ── tools ──


def replaced(lines: Lines, index: int, *new: str) -> Lines:
    return [*lines[:index], *new, *lines[index + 1 :]]


def here(lines: Lines, index: int, new: str) -> Place:
    """A line changed, and the finding on it."""
    return Place(replaced(lines, index, new), (index + 1,))


def slip(word: str) -> str:
    """Two letters the wrong way round, as fingers do it."""
    at = max(1, len(word) // 2 - 1) if len(word) > 2 else 0
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return swapped if swapped != word else word + word[-1]


def indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def matching(lines: Lines, pattern: str) -> Iterator[tuple[int, re.Match[str]]]:
    for index, line in enumerate(lines):
        if not line.lstrip().startswith("#") and (found := re.search(pattern, line)):
            yield index, found


def extent(lines: Lines, index: int) -> range:
    """The lines of what begins on a line: itself and whatever is deeper below."""
    end = index + 1
    while end < len(lines) and (not lines[end].strip() or indent(lines[end]) > indent(lines[index])):
        end += 1
    return range(index, end)


def state_lines(lines: Lines) -> dict[str, range]:
    start = next(index for index, line in enumerate(lines) if line.startswith("states:"))
    named = [(index, re.fullmatch(r"  ([\w-]+):", line.rstrip())) for index, line in enumerate(lines)]
    return {found[1]: extent(lines, index) for index, found in named if found and index > start}


def texts(lines: Lines) -> Iterator[int]:
    """Lines with a text for the customer in one piece and without quotes or braces."""
    for index, _ in matching(lines, r"^\s*(- )?(say|ask|\d+ \w+): [A-Z][^{}\"'#]*$"):
        yield index


def uses(lines: Lines, name: str) -> tuple[int, ...]:
    """The lines that name a name in braces or in a condition."""
    braces = re.compile(rf"(\{{\{{|\{{%|if: ).*(?<![\w.]){name}\b")
    return tuple(index + 1 for index, line in enumerate(lines) if braces.search(line))


def saved(flow: Flow) -> list[str]:
    return [
        point.question.save
        for block in flow.states.values()
        for point in block
        if isinstance(point, Ask) and point.question.save
    ]
