"""The comments of a file, which YAML drops: where they stand, and which of them come next."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.flow.yaml import Items, Node, Pairs, Scalar

Place = tuple[float, float]
"""A line and a column, counted from 1."""

END: Place = (float("inf"), 0)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment in its place; `own` is one that has its line to itself."""

    place: Place
    text: str
    own: bool


class Comments:
    """The comments that are not yet written, in their order."""

    def __init__(self, lines: Sequence[str], root: Node) -> None:
        self.waiting = deque(_find(lines, root))

    def within(self, start: Place, end: Place) -> bool:
        """Whether a comment stands between two places."""
        return any(start < comment.place < end for comment in self.waiting)

    def before(self, place: Place) -> Iterator[Comment]:
        """Take those before a place."""
        while self.waiting and self.waiting[0].place < place:
            yield self.waiting.popleft()

    def below(self, place: Place, column: int) -> Iterator[Comment]:
        """Take those before a place, as long as they begin their lines at a column or to the right of it."""
        while self.waiting and self.waiting[0].own and self.waiting[0].place[1] >= column:
            if self.waiting[0].place >= place:
                break
            yield self.waiting.popleft()

    def beside(self, place: Place) -> Iterator[Comment]:
        """Take those before a place, as long as they stand beside something."""
        while self.waiting and self.waiting[0].place < place and not self.waiting[0].own:
            yield self.waiting.popleft()


def start_of(node: Node) -> Place:
    """Where a node begins."""
    return node.span.line, node.span.column


def scalars(node: Node) -> Iterator[Scalar]:
    """Every scalar of a node, keys included, in order."""
    match node:
        case Scalar():
            yield node
        case Items():
            for item in node.nodes:
                yield from scalars(item)
        case Pairs():
            for key, value in node.pairs:
                yield key
                yield from scalars(value)


def _find(lines: Sequence[str], root: Node) -> Iterator[Comment]:
    taken: dict[int, list[tuple[int, int]]] = {}
    for scalar in scalars(root):
        for number in range(scalar.span.line, scalar.span.end_line + 1):
            first = scalar.span.column - 1 if number == scalar.span.line else 0
            last = scalar.span.end_column - 1 if number == scalar.span.end_line else len(lines[number - 1])
            taken.setdefault(number, []).append((first, last))
    for number, line in enumerate(lines, 1):
        start = _hash(line, taken.get(number, ()))
        if start is not None:
            yield Comment((number, start + 1), line[start:].rstrip(), not line[:start].strip())


def _hash(line: str, taken: Iterable[tuple[int, int]]) -> int | None:
    """Where the comment of a line begins: at a `#` after a space that belongs to no text."""
    free = (
        index
        for index, sign in enumerate(line)
        if sign == "#" and (not index or line[index - 1] == " ") and not any(a <= index < b for a, b in taken)
    )
    return next(free, None)
