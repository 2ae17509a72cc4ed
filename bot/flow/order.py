"""Puts every rank of a layout into an order in which arrows cross as little as may be, the spine least of all."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence

from bot.flow.layers import Layers

SWEEPS = 12
IDLE_SWEEPS = 4
SWAP_ROUNDS = 4
FEW_ITEMS = 400
MANY_ITEMS = 3_000
"""From here on a layout does less to look its best."""
SPINE_WEIGHT = 3
"""How many crossings one with the spine counts for."""


def in_order(layers: Layers) -> Layers:
    """Order every rank: the best of a few tries that begin differently."""
    boxes = [number for number, item in enumerate(layers.items) if item.is_box]
    walks = [(walk, mirrored) for walk in (boxes, boxes[::-1]) for mirrored in (False, True)]
    tries = walks if len(layers.items) < MANY_ITEMS else walks[:1]
    return min((_ordered(layers, *walk) for walk in tries), key=_crossings)


def _ordered(layers: Layers, walk: Sequence[int], mirrored: bool) -> Layers:
    """Order the ranks, beginning with the order in which walks from some items meet the others."""
    ordered = Layers(layers.items, _initial_order(layers, walk, mirrored), layers.chains)
    _reduce_crossings(ordered)
    if len(layers.items) < FEW_ITEMS:
        _clear_spine(ordered)
        _reduce_crossings(ordered)
    return ordered


def _initial_order(layers: Layers, walk: Sequence[int], mirrored: bool) -> list[list[int]]:
    """Order every rank as walks down from some items, and then from all others, meet its items."""
    items = layers.items
    ranks: list[list[int]] = [[] for _ in layers.ranks]
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
    for sweep in range(SWEEPS if len(layers.items) < MANY_ITEMS else SWEEPS // 3):
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
