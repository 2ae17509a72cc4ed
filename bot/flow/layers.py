"""Puts the cards of a graph into ranks and threads its arrows through them: the first part of a layout.

Cards get even ranks, labels the odd ranks between them, and an arrow holds a place in every rank it passes, so that
nothing can lie on anything else. An arrow back up leaves downwards like any other, turns below its source, climbs
beside the cards and turns again above its goal: to the ordering it is just more arrows down.

An arrow that would run past half the flow says little and hides much. It ends at a sign right below its source, which
names the goal; so does one back to its own source. That keeps a layout readable, and its work in proportion to the
flow's size.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

TURN_WIDTH = 32
TURN_HEIGHT = 14
STEM = 18
"""Between a label and the sign below it: room for an arrow's head."""
LONG = 4
"""An arrow over more cards than this ends at a sign."""
CROWD = 8
"""So do all arrows that pass a card on their way to one that more of them seek than this."""


@dataclass(frozen=True, slots=True)
class Box:
    """A card to place."""

    id: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Arrow:
    """A way from box to box, with the size of its label and of the sign that may stand for its goal.

    `main` arrows make one straight line. One that is `aside` only ranks its goal where nothing else leads there.
    """

    source: str
    dest: str
    width: int = 0
    height: int = 0
    sign: tuple[int, int] = (0, 0)
    main: bool = False
    aside: bool = False


@dataclass(slots=True)
class Item:
    """What takes a place in a rank: a box, a label (perhaps with a sign), or an arrow that passes by."""

    rank: int
    width: int = 0
    height: int = 0
    is_box: bool = False
    on_spine: bool = False
    above: list[int] = field(default_factory=list)
    below: list[int] = field(default_factory=list)

    @property
    def turns(self) -> bool:
        """Whether an arrow comes and goes on the same side."""
        return not self.is_box and 2 in (len(self.above), len(self.below))


@dataclass(slots=True)
class Layers:
    """Items in ranks, from left to right; `chains` holds, arrow by arrow, the items it runs through."""

    items: list[Item]
    ranks: list[list[int]]
    chains: list[list[int]]


def into_layers(boxes: Sequence[Box], arrows: Sequence[Arrow]) -> Layers:
    """Rank the boxes and thread the arrows through the ranks, which are in no order yet."""
    index = {box.id: number for number, box in enumerate(boxes)}
    ends = [(index[arrow.source], index[arrow.dest]) for arrow in arrows]
    aside = _aside(arrows, ends)
    back = _back_arrows(len(boxes), _by_importance(arrows, ends, aside))
    ranks = _rank(len(boxes), [end for number, end in enumerate(ends) if not aside[number] and number not in back])
    signed = _signed(arrows, ends, ranks, aside)
    items = [Item(2 * rank, box.width, box.height, is_box=True) for box, rank in zip(boxes, ranks, strict=True)]
    chains = []
    for number, (end, arrow) in enumerate(zip(ends, arrows, strict=True)):
        thread = _point if signed[number] else _climb if number in back else _descend
        chains.append(thread(items, end, arrow))
    _stiffen(items, [chain for chain, arrow in zip(chains, arrows, strict=True) if arrow.main])
    _count_ranks_from_zero(items)
    filled: list[list[int]] = [[] for _ in range(max((item.rank for item in items), default=-1) + 1)]
    for number, item in enumerate(items):
        filled[item.rank].append(number)
    return Layers(items, filled, chains)


def _aside(arrows: Sequence[Arrow], ends: Sequence[tuple[int, int]]) -> list[bool]:
    """Mark the arrows that are aside and whose goal has another way in."""
    others = {dest for arrow, (source, dest) in zip(arrows, ends, strict=True) if not arrow.aside and source != dest}
    return [arrow.aside and _has_sign(arrow) and dest in others for arrow, (_, dest) in zip(arrows, ends, strict=True)]


def _has_sign(arrow: Arrow) -> bool:
    return arrow.sign[0] > 0


def _signed(
    arrows: Sequence[Arrow], ends: Sequence[tuple[int, int]], ranks: Sequence[int], aside: Sequence[bool]
) -> list[bool]:
    """Mark the arrows that end at a sign: to themselves, aside, over too many cards, or to where too many go."""
    lengths = [abs(ranks[dest] - ranks[source]) for source, dest in ends]
    sought = Counter(dest for (_, dest), length in zip(ends, lengths, strict=True) if length > 1)
    return [
        _has_sign(arrow)
        and (source == dest or apart or length > LONG or (length > 1 and sought[dest] > CROWD and not arrow.main))
        for arrow, (source, dest), length, apart in zip(arrows, ends, lengths, aside, strict=True)
    ]


def _stiffen(items: Sequence[Item], chains: Iterable[Sequence[int]]) -> None:
    """Make the main arrows down one spine, which has a single item in a rank."""
    taken: dict[int, int] = {}
    for chain in chains:
        descends = all(items[upper].rank < items[lower].rank for upper, lower in pairwise(chain))
        if descends and all(taken.get(items[number].rank, number) == number for number in chain):
            for number in chain:
                taken[items[number].rank] = number
                items[number].on_spine = True


def _by_importance(
    arrows: Sequence[Arrow], ends: Sequence[tuple[int, int]], aside: Sequence[bool]
) -> list[tuple[int, int, int]]:
    """List the arrows that rank boxes, as number, source and goal: first the main ones, so that none of them climbs."""
    listed = [(number, *ends[number]) for number in range(len(arrows)) if not aside[number]]
    return sorted(listed, key=lambda way: not arrows[way[0]].main)


def _back_arrows(count: int, ways: Sequence[tuple[int, int, int]]) -> set[int]:
    """Find the arrows to a box from which the search came: without them there is no circle."""
    leaving: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    for number, source, dest in ways:
        leaving[source].append((number, dest))
    back: set[int] = set()
    done, open_boxes = [False] * count, [False] * count
    for root in range(count):
        stack = [] if done[root] else [(root, iter(leaving[root]))]
        open_boxes[root] = bool(stack)
        while stack:
            box, onward = stack[-1]
            way = next(onward, None)
            if way is None:
                stack.pop()
                open_boxes[box], done[box] = False, True
                continue
            number, dest = way
            if open_boxes[dest]:
                back.add(number)
            elif not done[dest]:
                open_boxes[dest] = True
                stack.append((dest, iter(leaving[dest])))
    return back


def _rank(count: int, ends: Sequence[tuple[int, int]]) -> list[int]:
    """Give every box a rank below all that lead to it, then move boxes to where their arrows are shortest."""
    before: list[list[int]] = [[] for _ in range(count)]
    after: list[list[int]] = [[] for _ in range(count)]
    for source, dest in dict.fromkeys(ends):
        after[source].append(dest)
        before[dest].append(source)
    order = _topological(before, after)
    ranks = [0] * count
    for box in order:
        ranks[box] = max((ranks[source] + 1 for source in before[box]), default=0)
    for box in reversed(order):
        if after[box] and len(after[box]) > len(before[box]):
            ranks[box] = min(ranks[dest] for dest in after[box]) - 1
    return ranks


def _topological(before: Sequence[Sequence[int]], after: Sequence[Sequence[int]]) -> list[int]:
    waiting = [len(sources) for sources in before]
    order = [box for box, sources in enumerate(before) if not sources]
    for box in order:
        for dest in after[box]:
            waiting[dest] -= 1
            if not waiting[dest]:
                order.append(dest)
    return order


def _descend(items: list[Item], end: tuple[int, int], arrow: Arrow) -> list[int]:
    """Thread an arrow down: a place in every rank between, its label in the first."""
    source, dest = end
    chain = [source]
    for rank in range(items[source].rank + 1, items[dest].rank):
        size = (arrow.width, arrow.height) if len(chain) == 1 else (0, 0)
        chain.append(_add(items, rank, *size))
    chain.append(dest)
    _link(items, chain)
    return chain


def _climb(items: list[Item], end: tuple[int, int], arrow: Arrow) -> list[int]:
    """Thread an arrow back up: a turn (and the label) below the source, a way beside cards, a turn above the goal."""
    source, dest = end
    bottom, top = items[source].rank, items[dest].rank
    turn = _add(items, bottom + 1, max(arrow.width, TURN_WIDTH), max(arrow.height, TURN_HEIGHT))
    way = [_add(items, rank, 0, 0) for rank in range(bottom, top - 1, -1)]
    arch = _add(items, top - 1, TURN_WIDTH, TURN_HEIGHT)
    chain = [source, turn, *way, arch, dest]
    _link(items, chain)
    return chain


def _point(items: list[Item], end: tuple[int, int], arrow: Arrow) -> list[int]:
    """Let an arrow end below its label, at a sign that names its goal."""
    source, _ = end
    width, height = arrow.sign
    chain = [source, _add(items, items[source].rank + 1, max(arrow.width, width), arrow.height + STEM + height)]
    _link(items, chain)
    return chain


def _add(items: list[Item], rank: int, width: int, height: int) -> int:
    items.append(Item(rank, width, height))
    return len(items) - 1


def _link(items: list[Item], chain: Sequence[int]) -> None:
    for first, second in pairwise(chain):
        upper, lower = sorted((first, second), key=lambda number: items[number].rank)
        items[upper].below.append(lower)
        items[lower].above.append(upper)


def _count_ranks_from_zero(items: list[Item]) -> None:
    """An arrow that climbs to the first rank turns above it."""
    lowest = min((item.rank for item in items), default=0)
    for item in items:
        item.rank -= lowest
