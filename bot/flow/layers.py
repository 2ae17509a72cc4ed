"""Puts the cards of a graph into ranks and each rank into an order with few crossings: the first half of a layout.

Cards get even ranks, labels the odd ranks between them, and an arrow holds a place in every rank it passes, so that
nothing can lie on anything else. An arrow back up leaves downwards like any other, turns below its source, climbs
beside the cards and turns again above its goal: to the ordering it is just more arrows down.

An arrow that would run past half the flow says little and hides much. It ends at a sign right below its source, which
names the goal; so does one back to its own source. That keeps a layout readable, and its work in proportion to the
flow's size.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

SWEEPS = 12
IDLE_SWEEPS = 4
SWAP_ROUNDS = 4
FEW_ITEMS = 400
MANY_ITEMS = 3_000
"""From here on a layout does less to look its best."""
TURN_WIDTH = 32
TURN_HEIGHT = 14
STEM = 18
"""Between a label and the sign below it: room for an arrow's head."""
LONG = 4
"""An arrow over more cards than this ends at a sign."""
CROWD = 8
"""So do all arrows that pass a card on their way to one that more of them seek than this."""
SPINE_WEIGHT = 3
"""How many crossings one with the spine counts for."""


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


def arrange(boxes: Sequence[Box], arrows: Sequence[Arrow]) -> Layers:
    """Rank the boxes, thread the arrows through the ranks, and order every rank."""
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
    walks = [
        (walk, mirrored) for walk in (range(len(boxes)), range(len(boxes) - 1, -1, -1)) for mirrored in (False, True)
    ]
    tries = walks if len(items) < MANY_ITEMS else walks[:1]
    return min((_ordered(items, chains, *walk) for walk in tries), key=_crossings)


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


def _ordered(items: list[Item], chains: list[list[int]], walk: Sequence[int], mirrored: bool) -> Layers:
    """Order the ranks, beginning with the order in which walks from some items meet the others."""
    layers = Layers(items, _initial_order(items, walk, mirrored), chains)
    _reduce_crossings(layers)
    if len(items) < FEW_ITEMS:
        _clear_spine(layers)
        _reduce_crossings(layers)
    return layers


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


def _initial_order(items: list[Item], walk: Sequence[int], mirrored: bool) -> list[list[int]]:
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
            stack.extend(items[number].below if mirrored else reversed(items[number].below))
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
    """Swap two items side by side wherever that takes crossings away, in odd rounds also where it costs none."""
    places = places_in(layers.ranks)
    for count in range(SWAP_ROUNDS):
        eager, swapped = count % 2 == 1, False
        for rank in layers.ranks:
            for left in range(len(rank) - 1):
                first, second = rank[left], rank[left + 1]
                before = _pair_crossings(layers, places, first, second)
                if before and before - _pair_crossings(layers, places, second, first) >= (0 if eager else 1):
                    rank[left], rank[left + 1] = second, first
                    places[first], places[second] = left + 1, left
                    swapped = True
        if eager and not swapped:
            return


def _pair_crossings(layers: Layers, places: Sequence[int], left: int, right: int) -> int:
    """Count the crossings between the arrows of two neighbours, were they in this order."""
    first, second = layers.items[left], layers.items[right]
    total = 0
    for ones, others in ((first.above, second.above), (first.below, second.below)):
        if ones and others:
            goals = sorted(places[other] for other in others)
            total += sum(bisect_left(goals, places[one]) for one in ones)
    return total


def _crossings(layers: Layers) -> int:
    """Count all crossings, rank by rank, as inversions of the order in which arrows end."""
    places = places_in(layers.ranks)
    total = 0
    for rank in layers.ranks:
        met: list[int] = []
        for number in rank:
            goals = sorted(_goals(layers, places, number))
            total += sum(len(met) - bisect_left(met, goal + 1) for goal in goals)
            for goal in goals:
                insort(met, goal)
    return total


def _clear_spine(layers: Layers) -> None:
    """Lead arrows that cross the spine around the outside, where that takes crossings away."""
    fewest = _crossings(layers)
    for chain in layers.chains:
        for outermost in (True, False):
            if not fewest or not _crosses_spine(layers, chain):
                break
            best = [list(rank) for rank in layers.ranks]
            for number in chain[1:-1]:
                rank = layers.ranks[layers.items[number].rank]
                rank.remove(number)
                rank.insert(len(rank) if outermost else 0, number)
            _swap_neighbours(layers)
            crossings = _crossings(layers)
            if crossings < fewest:
                fewest = crossings
            else:
                layers.ranks = best


def _crosses_spine(layers: Layers, chain: Sequence[int]) -> bool:
    """Whether an arrow has places on both sides of the spine."""
    sides = set()
    for number in chain:
        rank = layers.ranks[layers.items[number].rank]
        spine = next((place for place, other in enumerate(rank) if layers.items[other].on_spine), None)
        if spine is not None and not layers.items[number].on_spine:
            sides.add(rank.index(number) < spine)
    return len(sides) == 2


def _goals(layers: Layers, places: Sequence[int], number: int) -> Iterator[int]:
    """Say where the arrows of an item end, the spine as often as it counts."""
    item = layers.items[number]
    for other in item.below:
        stiff = item.on_spine and layers.items[other].on_spine
        yield from [places[other]] * (SPINE_WEIGHT if stiff else 1)


def places_in(ranks: Iterable[Sequence[int]]) -> list[int]:
    """Say for every item which place of its rank it takes."""
    pairs = sorted((number, place) for rank in ranks for place, number in enumerate(rank))
    return [place for _, place in pairs]
