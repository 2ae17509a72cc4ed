"""Puts the cards of a graph into ranks and each rank into an order with few crossings: the first half of a layout.

Cards get even ranks, labels the odd ranks between them, and an arrow holds a place in every rank it passes, so that
nothing can lie on anything else. An arrow back up leaves downwards like any other, turns below its source, climbs
beside the cards and turns again above its goal: to the ordering it is just more arrows down.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

SWEEPS = 12
IDLE_SWEEPS = 4
SWAP_ROUNDS = 4
MANY_ITEMS = 3_000
"""From here on a layout does less to look its best."""
TURN_WIDTH = 32
TURN_HEIGHT = 14


@dataclass(frozen=True, slots=True)
class Box:
    """A card to place."""

    id: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Arrow:
    """A way from box to box, with the size of its label."""

    source: str
    dest: str
    width: int = 0
    height: int = 0


@dataclass(slots=True)
class Item:
    """What takes a place in a rank: a box, a label, or an arrow that passes by."""

    rank: int
    width: int = 0
    height: int = 0
    is_box: bool = False
    above: list[int] = field(default_factory=list)
    below: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Layers:
    """Items in ranks, from left to right; `chains` holds, arrow by arrow, the items it runs through."""

    items: list[Item]
    ranks: list[list[int]]
    chains: list[list[int]]


def arrange(boxes: Sequence[Box], arrows: Sequence[Arrow]) -> Layers:
    """Rank the boxes, thread the arrows through the ranks, and order every rank."""
    index = {box.id: number for number, box in enumerate(boxes)}
    ends = [(index[arrow.source], index[arrow.dest]) for arrow in arrows]
    back = _back_arrows(len(boxes), ends)
    ranks = _rank(len(boxes), [end for end, climbs in zip(ends, back, strict=True) if not climbs])
    items = [Item(2 * rank, box.width, box.height, is_box=True) for box, rank in zip(boxes, ranks, strict=True)]
    chains = [
        _climb(items, end, arrow) if climbs else _descend(items, end, arrow)
        for end, arrow, climbs in zip(ends, arrows, back, strict=True)
    ]
    _count_ranks_from_zero(items)
    walks = [range(len(boxes)), range(len(boxes) - 1, -1, -1)][: 2 if len(items) < MANY_ITEMS else 1]
    return min((_ordered(items, chains, walk) for walk in walks), key=_crossings)


def _ordered(items: list[Item], chains: list[list[int]], walk: Sequence[int]) -> Layers:
    """Order the ranks, beginning with the order in which walks from some items meet the others."""
    layers = Layers(items, _initial_order(items, walk), chains)
    _reduce_crossings(layers)
    return layers


def _back_arrows(count: int, ends: Sequence[tuple[int, int]]) -> list[bool]:
    """Mark the arrows to a box from which the search came: without them there is no circle."""
    leaving: list[list[int]] = [[] for _ in range(count)]
    for number, (source, _) in enumerate(ends):
        leaving[source].append(number)
    back = [False] * len(ends)
    done, open_boxes = [False] * count, [False] * count
    for root in range(count):
        stack = [] if done[root] else [(root, iter(leaving[root]))]
        open_boxes[root] = bool(stack)
        while stack:
            box, arrows = stack[-1]
            arrow = next(arrows, None)
            if arrow is None:
                stack.pop()
                open_boxes[box], done[box] = False, True
                continue
            dest = ends[arrow][1]
            back[arrow] = open_boxes[dest]
            if not open_boxes[dest] and not done[dest]:
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


def _initial_order(items: list[Item], walk: Sequence[int]) -> list[list[int]]:
    """Order every rank as walks down from some items, and then from all others, meet its items."""
    ranks: list[list[int]] = [[] for _ in range(max((item.rank for item in items), default=-1) + 1)]
    seen = [False] * len(items)
    for root in (*walk, *range(len(items))):
        stack = [root]
        while stack:
            number = stack.pop()
            if seen[number]:
                continue
            seen[number] = True
            ranks[items[number].rank].append(number)
            stack.extend(reversed(items[number].below))
    return ranks


def _reduce_crossings(layers: Layers) -> None:
    """Sweep down and up, each rank sorted by the middle of its neighbours, and keep the best order seen."""
    ranks = layers.ranks
    best, fewest, found = [list(rank) for rank in ranks], _crossings(layers), 0
    for sweep in range(SWEEPS):
        if not fewest or sweep - found > IDLE_SWEEPS:
            break
        down = sweep % 2 == 0
        for number in range(1, len(ranks)) if down else range(len(ranks) - 2, -1, -1):
            _sort_rank(layers, number, down)
        if len(layers.items) < MANY_ITEMS:
            _swap_neighbours(layers)
        crossings = _crossings(layers)
        if crossings < fewest:
            best, fewest, found = [list(rank) for rank in ranks], crossings, sweep
    layers.ranks = best


def _sort_rank(layers: Layers, number: int, down: bool) -> None:
    """Sort a rank by the barycentre of its neighbours in the one before; items without any keep their place."""
    rank = layers.ranks[number]
    fixed = {item: place for place, item in enumerate(layers.ranks[number + (-1 if down else 1)])}
    scale = len(fixed) / max(len(rank), 1)

    def middle(entry: tuple[int, int]) -> float:
        place, item = entry
        neighbours = layers.items[item].above if down else layers.items[item].below
        return sum(fixed[other] for other in neighbours) / len(neighbours) if neighbours else place * scale

    rank[:] = [item for _, item in sorted(enumerate(rank), key=middle)]


def _swap_neighbours(layers: Layers) -> None:
    """Swap two items side by side wherever that takes crossings away."""
    places = _places(layers.ranks)
    for _ in range(SWAP_ROUNDS):
        swapped = False
        for rank in layers.ranks:
            for left in range(len(rank) - 1):
                first, second = rank[left], rank[left + 1]
                if _pair_crossings(layers, places, first, second) > _pair_crossings(layers, places, second, first):
                    rank[left], rank[left + 1] = second, first
                    places[first], places[second] = left + 1, left
                    swapped = True
        if not swapped:
            return


def _pair_crossings(layers: Layers, places: Sequence[int], left: int, right: int) -> int:
    """Count the crossings between the arrows of two neighbours, were they in this order."""
    first, second = layers.items[left], layers.items[right]
    return sum(
        places[one] > places[other]
        for ones, others in ((first.above, second.above), (first.below, second.below))
        for one in ones
        for other in others
    )


def _crossings(layers: Layers) -> int:
    """Count all crossings, rank by rank, as inversions of the order in which arrows end."""
    places = _places(layers.ranks)
    total = 0
    for rank in layers.ranks:
        met: list[int] = []
        for number in rank:
            goals = sorted(places[other] for other in layers.items[number].below)
            total += sum(len(met) - bisect_left(met, goal + 1) for goal in goals)
            for goal in goals:
                insort(met, goal)
    return total


def _places(ranks: Iterable[Sequence[int]]) -> list[int]:
    """Say for every item which place of its rank it takes."""
    pairs = sorted((number, place) for rank in ranks for place, number in enumerate(rank))
    return [place for _, place in pairs]
