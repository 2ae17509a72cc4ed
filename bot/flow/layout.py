"""Gives every card of a graph a place and every arrow a smooth way between them; own, pure and repeatable.

`bot.flow.layers` decides what stands in which rank, `bot.flow.order` in which order; here the ranks become coordinates.
Arrows bend only in the gaps between ranks, and every rank keeps its items apart: so cards, labels and passing arrows
never overlap. The main arrows run down one straight line, the spine, and everything else makes room for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import inf

from bot.flow.layers import STEM, TURN_WIDTH, Arrow, Box, Item, Layers, into_layers
from bot.flow.order import MANY_ITEMS, in_order, places_in

__all__ = ["Arrow", "Box", "Curve", "Layout", "Point", "Rect", "Route", "layout"]

MARGIN = 16
CARD_GAP = 28
ITEM_GAP = 18
RANK_GAP = 18
RANK_GAP_MAX = 64
SLOPE = 0.1
"""Share of the widest jump between two ranks that is added to the gap between them."""
PORT_GAP = 15
PORT_MARGIN = 15
SETTLE_ROUNDS = 24
STRAIGHT = 8.0
"""How much more a bend in the middle of an arrow costs than one beside a card."""
STIFF = 1e6
"""How much more than anything else the spine wants to stay where it is."""


@dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Rect:
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Curve:
    """A cubic Bézier curve from wherever the one before ended."""

    first: Point
    second: Point
    end: Point

    @property
    def upright(self) -> bool:
        """Whether it is a straight way up or down, if it also begins in this column."""
        return self.first.x == self.second.x == self.end.x


@dataclass(frozen=True, slots=True)
class Route:
    """An arrow's way and, if it has them, the places of its label and of the sign that it ends at."""

    start: Point
    curves: tuple[Curve, ...]
    label: Rect | None = None
    sign: Rect | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """Rectangles in the order of the boxes, routes in the order of the arrows."""

    width: int
    height: int
    boxes: tuple[Rect, ...]
    routes: tuple[Route, ...]


def layout(boxes: Sequence[Box], arrows: Sequence[Arrow]) -> Layout:
    """Place boxes and arrows; boxes come first to last in the order in which the reader should meet them."""
    layers = in_order(into_layers(boxes, arrows))
    x = _columns(layers)
    ports = _ports(layers, x)
    bands = _bands(layers, ports)
    plan = _Plan(layers, x, ports, bands)
    return Layout(
        width=max((round(x[number]) + item.width // 2 for number, item in enumerate(layers.items)), default=0) + MARGIN,
        height=(bands[-1][1] if bands else 0) + MARGIN,
        boxes=tuple(plan.rect(number) for number in range(len(boxes))),
        routes=tuple(plan.route(chain, arrow) for chain, arrow in zip(layers.chains, arrows, strict=True)),
    )


def _columns(layers: Layers) -> list[float]:
    """Find the middle of every item: near its neighbours above and below, in order, and clear of its own rank."""
    x = [0.0] * len(layers.items)
    for rank in layers.ranks:
        for number, place in zip(rank, _settle([0.0] * len(rank), [1.0] * len(rank), _gaps(layers, rank)), strict=True):
            x[number] = place
    rounds = SETTLE_ROUNDS if len(layers.items) < MANY_ITEMS else SETTLE_ROUNDS // 4
    for count in range(rounds):
        down, last = count % 2 == 0, count == rounds - 1
        for rank in layers.ranks if down else reversed(layers.ranks):
            wishes = [_wish(layers, x, number, up=last or down, down=last or not down) for number in rank]
            places = _settle([wish for wish, _ in wishes], [weight for _, weight in wishes], _gaps(layers, rank))
            for number, place in zip(rank, places, strict=True):
                x[number] = place
    for number, item in enumerate(layers.items):
        x[number] = 0.0 if item.on_spine else x[number]
    order = places_in(layers.ranks)
    for chain in layers.chains:
        if not layers.items[chain[1]].on_spine:
            _straighten(layers, x, order, chain)
    left = min((x[number] - item.width / 2 for number, item in enumerate(layers.items)), default=0.0)
    return [place - left + MARGIN for place in x]


def _straighten(layers: Layers, x: list[float], places: Sequence[int], chain: Sequence[int]) -> None:
    """Put as many items of an arrow, one after the other, into one column as their neighbours leave room for.

    A column beside the card that the arrow leaves or reaches stands right below or above it, if that has room too.
    """
    column: list[int] = []
    low, high = -inf, inf
    for number in chain[1:-1]:
        left, right = _room(layers, x, places, number)
        if max(low, left) > min(high, right):
            _align(x, column, low, high)
            column, low, high = [], -inf, inf
        column.append(number)
        low, high = max(low, left), min(high, right)
        for end in (other for other, beside in ((chain[0], chain[1]), (chain[-1], chain[-2])) if beside == number):
            left, right = _reach(layers, x, end)
            if max(low, left) <= min(high, right):
                low, high = max(low, left), min(high, right)
    _align(x, column, low, high)


def _reach(layers: Layers, x: Sequence[float], number: int) -> tuple[float, float]:
    """Say between where arrows can touch a card."""
    room = max(layers.items[number].width / 2 - PORT_MARGIN, 0)
    return x[number] - room, x[number] + room


def _align(x: list[float], column: Sequence[int], low: float, high: float) -> None:
    middle = sum(x[number] for number in column) / max(len(column), 1)
    for number in column:
        x[number] = min(max(middle, low), high)


def _room(layers: Layers, x: Sequence[float], places: Sequence[int], number: int) -> tuple[float, float]:
    """Say how far an item may move to either side before it comes too near to its neighbours."""
    rank = layers.ranks[layers.items[number].rank]
    place = places[number]
    low = x[rank[place - 1]] + _gap(layers.items[rank[place - 1]], layers.items[number]) if place else -inf
    if place == len(rank) - 1:
        return low, inf
    return low, x[rank[place + 1]] - _gap(layers.items[number], layers.items[rank[place + 1]])


def _wish(layers: Layers, x: Sequence[float], number: int, *, up: bool, down: bool) -> tuple[float, float]:
    """Say where an item would like to be, and how much: at the weighted mean of its neighbours."""
    item = layers.items[number]
    if item.on_spine:
        return 0.0, STIFF
    neighbours = (item.above if up else []) + (item.below if down else [])
    weights = [_pull(item, layers.items[other]) for other in neighbours]
    if not neighbours:
        return x[number], 0.1
    return sum(x[other] * weight for other, weight in zip(neighbours, weights, strict=True)) / sum(weights), sum(
        weights
    )


def _pull(one: Item, other: Item) -> float:
    return 1.0 if one.is_box or other.is_box else STRAIGHT


def _gaps(layers: Layers, rank: Sequence[int]) -> list[float]:
    """Measure how far apart the middles of neighbours must be."""
    return [_gap(layers.items[left], layers.items[right]) for left, right in pairwise(rank)]


def _gap(left: Item, right: Item) -> float:
    return (left.width + right.width) / 2 + (CARD_GAP if left.is_box and right.is_box else ITEM_GAP)


def _settle(wishes: Sequence[float], weights: Sequence[float], gaps: Sequence[float]) -> list[float]:
    """Place items as near to their wishes as their order and gaps allow: least squares, by pooling those that push.

    With the gaps taken out, places must only not decrease: that is isotonic regression, solved in one pass.
    """
    shifts = list(accumulate(gaps, initial=0.0))
    pools: list[tuple[float, float, int]] = []
    for wish, weight, shift in zip(wishes, weights, shifts, strict=True):
        place, mass, size = wish - shift, weight, 1
        while pools and pools[-1][0] >= place:
            other, other_mass, other_size = pools.pop()
            place = (place * mass + other * other_mass) / (mass + other_mass)
            mass, size = mass + other_mass, size + other_size
        pools.append((place, mass, size))
    places = [place for place, _, size in pools for _ in range(size)]
    return [place + shift for place, shift in zip(places, shifts, strict=True)]


Ports = dict[tuple[int, int], float]
"""Where an arrow touches an item, by the item and its neighbour."""


def _ports(layers: Layers, x: Sequence[float]) -> Ports:
    """Let arrows touch cards right above or below their neighbours where there is room.

    A turn sends its arrow straight up or down, and reaches out to the card that the arrow comes from or goes to.
    """
    ports: Ports = {}
    for number, item in enumerate(layers.items):
        for other in [] if item.is_box else item.above + item.below:
            reach = TURN_WIDTH / 2 if item.turns and layers.items[other].is_box else 0.0
            ports[number, other] = x[number] + (reach if x[other] > x[number] else -reach)
    for number, item in enumerate(layers.items):
        if item.is_box:
            for neighbours in (item.above, item.below):
                ports |= _box_ports(layers, number, neighbours, x[number], ports)
    return ports


def _box_ports(layers: Layers, number: int, neighbours: Sequence[int], middle: float, ports: Ports) -> Ports:
    """Spread the arrows of one side of a card, in the order in which they come; the spine keeps to the middle."""
    ordered = sorted(neighbours, key=lambda other: ports[other, number])
    item, last = layers.items[number], len(ordered) - 1
    room = item.width - 2 * PORT_MARGIN
    stiff = [item.on_spine and layers.items[other].on_spine for other in ordered]
    centre = stiff.index(True) if any(stiff) else last / 2
    gap = min(PORT_GAP, room / 2 / max(centre, last - centre, 1))
    wishes = [ports[other, number] for other in ordered]
    places = _settle(wishes, [STIFF if held else 1.0 for held in stiff], [gap] * last) if ordered else []
    low, high = middle - room / 2, middle + room / 2 - gap * max(last, 0)
    return {
        (number, other): middle if held else min(max(place - gap * index, low), high) + gap * index
        for index, (other, place, held) in enumerate(zip(ordered, places, stiff, strict=True))
    }


def _bands(layers: Layers, ports: Ports) -> list[tuple[int, int]]:
    """Find the top and bottom of every rank; the gap below grows with the widest jump across it."""
    bands: list[tuple[int, int]] = []
    top = MARGIN
    for rank in layers.ranks:
        bottom = top + max(layers.items[number].height for number in rank)
        bands.append((top, bottom))
        jumps = [
            abs(ports[number, other] - ports[other, number]) for number in rank for other in layers.items[number].below
        ]
        top = bottom + round(min(RANK_GAP + SLOPE * max(jumps, default=0.0), RANK_GAP_MAX))
    return bands


@dataclass(frozen=True, slots=True)
class _Plan:
    """Everything known once columns and bands are settled."""

    layers: Layers
    x: Sequence[float]
    ports: Ports
    bands: Sequence[tuple[int, int]]

    def rect(self, number: int) -> Rect:
        """Place an item at the top of its band."""
        item = self.layers.items[number]
        return Rect(round(self.x[number]) - item.width // 2, self.bands[item.rank][0], item.width, item.height)

    def route(self, chain: Sequence[int], arrow: Arrow) -> Route:
        """Follow an arrow through its items: a bend in every gap, a straight way or a turn in every rank."""
        start = self.leave(chain[0], chain[1])
        path = _Path(Point(start.x, self.bottom(chain[0])))
        path.line(start)
        for before, number, after in zip(chain, chain[1:], chain[2:], strict=False):
            path.bend(self.leave(number, before))
            if self.turns(before, number, after):
                path.turn(self.leave(number, after), self.depth(number))
            else:
                path.line(self.leave(number, after))
        path.bend(self.leave(chain[-1], chain[-2]))
        sign = self.sign(chain[-1], arrow)
        if sign:
            path.line(Point(path.end.x, sign.y))
        return Route(path.start, tuple(path.curves), self.label(chain[1], arrow), sign)

    def label(self, number: int, arrow: Arrow) -> Rect | None:
        """Place a label at the top of its item, near to the arrow's source."""
        rect = self.rect(number)
        return Rect(_middle(rect) - arrow.width // 2, rect.y, arrow.width, arrow.height) if arrow.width else None

    def sign(self, number: int, arrow: Arrow) -> Rect | None:
        """Place the sign of an arrow that does not reach its goal."""
        if self.layers.items[number].is_box:
            return None
        rect, (width, height) = self.rect(number), arrow.sign
        return Rect(_middle(rect) - width // 2, rect.y + arrow.height + STEM, width, height)

    def leave(self, number: int, other: int) -> Point:
        """Find the point of an item's band that faces its neighbour."""
        below = self.rank(other) > self.rank(number)
        return Point(round(self.ports[number, other]), self.bands[self.rank(number)][below])

    def turns(self, before: int, number: int, after: int) -> bool:
        return self.rank(before) == self.rank(after) != self.rank(number)

    def depth(self, number: int) -> int:
        """Say where a turn has its lowest or highest point: no deeper than it must."""
        item, (top, bottom) = self.layers.items[number], self.bands[self.rank(number)]
        return top + item.height // 2 if item.above else bottom - item.height // 2

    def rank(self, number: int) -> int:
        return self.layers.items[number].rank

    def bottom(self, number: int) -> int:
        return self.bands[self.rank(number)][0] + self.layers.items[number].height


def _middle(rect: Rect) -> int:
    return rect.x + rect.width // 2


class _Path:
    """Curves, one after the other."""

    def __init__(self, start: Point) -> None:
        self.start = self.end = start
        self.curves: list[Curve] = []

    def line(self, goal: Point) -> None:
        self._add(self.end, goal, goal)

    def bend(self, goal: Point) -> None:
        """Go over to another column, leaving and arriving upright."""
        middle = (self.end.y + goal.y) // 2
        self._add(Point(self.end.x, middle), Point(goal.x, middle), goal)

    def turn(self, goal: Point, depth: int) -> None:
        """Turn back beside oneself; a curve reaches three quarters of the way to its control points."""
        reach = self.end.y + (depth - self.end.y) * 4 // 3
        self._add(Point(self.end.x, reach), Point(goal.x, reach), goal)

    def _add(self, first: Point, second: Point, goal: Point) -> None:
        if goal == self.end:
            return
        curve = Curve(first, second, goal)
        if self.curves and curve.upright and self.curves[-1].upright and self.curves[-1].end.x == goal.x:
            curve = Curve(goal, goal, goal)
            self.curves.pop()
        self.curves.append(curve)
        self.end = goal
