"""The layout over random graphs: nothing lies on anything, every arrow arrives, and twice the same is the same."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.flow.layers import into_layers
from bot.flow.layout import Arrow, Box, Layout, Point, Rect, Route, layout

CALM = settings(deadline=None, max_examples=60)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[Box], list[Arrow]]:
    count = draw(st.integers(1, 14))
    sizes = st.integers(20, 140).map(lambda half: 2 * half)
    boxes = [Box(f"b{number}", draw(sizes), draw(st.integers(20, 200))) for number in range(count)]
    names = st.sampled_from([box.id for box in boxes])
    labels = st.sampled_from([(0, 0), (30, 16), (120, 32), (200, 64)])
    signs = st.sampled_from([(0, 0), (80, 22), (240, 30)])
    ends = draw(st.lists(st.tuples(names, names, labels, signs, st.booleans(), st.booleans()), max_size=24))
    return boxes, [
        Arrow(source, dest, *label, sign=sign, main=main, aside=aside)
        for source, dest, label, sign, main, aside in ends
    ]


def overlap(one: Rect, other: Rect) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def along(route: Route) -> list[tuple[float, float]]:
    """Points on an arrow, close enough together to notice what it crosses."""
    points, start = [], route.start
    for curve in route.curves:
        steps = 16 + (abs(curve.end.x - start.x) + abs(curve.end.y - start.y)) // 8
        corners = (
            (start, start, curve.end, curve.end) if curve.upright else (start, curve.first, curve.second, curve.end)
        )
        points += [between(*corners, step / steps) for step in range(steps + 1)]
        start = curve.end
    return points


def between(start: Point, first: Point, second: Point, end: Point, share: float) -> tuple[float, float]:
    rest = 1 - share
    weights = (rest**3, 3 * rest**2 * share, 3 * rest * share**2, share**3)
    corners = (start, first, second, end)
    return (
        sum(weight * corner.x for weight, corner in zip(weights, corners, strict=True)),
        sum(weight * corner.y for weight, corner in zip(weights, corners, strict=True)),
    )


def inside(point: tuple[float, float], box: Rect) -> bool:
    x, y = point
    return box.x + 1 < x < box.x + box.width - 1 and box.y + 1 < y < box.y + box.height - 1


def everything(plan: Layout) -> list[Rect]:
    marks = (mark for route in plan.routes for mark in (route.label, route.sign) if mark)
    return [*plan.boxes, *marks]


@pytest.mark.no_cover
@given(graphs())
@CALM
def test_cards_and_labels_never_overlap(graph):
    plan = layout(*graph)

    assert [] == [pair for pair in combinations(everything(plan), 2) if overlap(*pair)]


@pytest.mark.no_cover
@given(graphs())
@CALM
def test_arrows_cross_no_card_and_no_other_arrows_label(graph):
    plan = layout(*graph)

    for route in plan.routes:
        others = [rect for rect in everything(plan) if rect is not route.label]
        assert [] == [(point, rect) for point in along(route) for rect in others if inside(point, rect)]


@pytest.mark.no_cover
@given(graphs())
@CALM
def test_arrows_leave_below_their_source_and_arrive_on_top_of_their_goal(graph):
    boxes, arrows = graph
    plan = layout(boxes, arrows)
    places = {box.id: rect for box, rect in zip(boxes, plan.boxes, strict=True)}

    for arrow, route in zip(arrows, plan.routes, strict=True):
        source, dest, end = places[arrow.source], route.sign or places[arrow.dest], route.curves[-1].end
        assert source.y + source.height == route.start.y
        assert source.x <= route.start.x <= source.x + source.width
        assert dest.y == end.y
        assert dest.x <= end.x <= dest.x + dest.width


@pytest.mark.no_cover
@given(graphs())
@CALM
def test_everything_keeps_its_size_and_stays_on_the_paper(graph):
    boxes, arrows = graph
    plan = layout(boxes, arrows)

    assert [(box.width, box.height) for box in boxes] == [(rect.width, rect.height) for rect in plan.boxes]
    for arrow, route in zip(arrows, plan.routes, strict=True):
        assert bool(arrow.width) == (route.label is not None)
        assert route.label is None or (arrow.width, arrow.height) == (route.label.width, route.label.height)
        assert route.sign is None or arrow.sign == (route.sign.width, route.sign.height)
    corners = [(rect.x, rect.y, rect.x + rect.width, rect.y + rect.height) for rect in everything(plan)]
    assert all(x >= 0 and y >= 0 and right <= plan.width and low <= plan.height for x, y, right, low in corners)
    assert all(0 <= x <= plan.width and 0 <= y <= plan.height for route in plan.routes for x, y in along(route))


@pytest.mark.no_cover
@given(graphs())
@CALM
def test_a_label_stands_on_its_own_arrow(graph):
    for route in layout(*graph).routes:
        if route.label:
            assert any(inside(point, route.label) for point in along(route))


@pytest.mark.no_cover
@given(st.integers(2, 9), graphs())
@CALM
def test_the_main_arrows_are_one_straight_line_whatever_else_there_is(count, graph):
    boxes, arrows = graph
    main = [Arrow(f"m{number}", f"m{number + 1}", main=True) for number in range(count)]
    plan = layout(
        [*(Box(f"m{number}", 120, 50) for number in range(count + 1)), *boxes],
        [*main, *(replace(arrow, main=False) for arrow in arrows), Arrow("m0", boxes[0].id), Arrow(boxes[-1].id, "m2")],
    )

    assert 1 == len({round(x) for route in plan.routes[:count] for x, _ in along(route)})


@given(graphs())
@CALM
def test_the_same_graph_has_the_same_layout(graph):
    assert layout(*graph) == layout(*graph)


def test_what_comes_later_stands_lower():
    boxes = [Box(name, 100, 40) for name in "abcd"]
    plan = layout(boxes, [Arrow("a", "b"), Arrow("b", "c"), Arrow("c", "d"), Arrow("a", "d"), Arrow("d", "b")])

    tops = [rect.y for rect in plan.boxes]
    assert sorted(set(tops)) == tops


def test_a_chain_is_one_straight_line():
    boxes = [Box(name, width, 40) for name, width in zip("abc", (100, 240, 60), strict=True)]
    plan = layout(boxes, [Arrow("a", "b", 80, 16), Arrow("b", "c")])

    assert 1 == len({round(x) for route in plan.routes for x, _ in along(route)})


def test_an_arrow_over_many_cards_ends_at_a_sign():
    boxes = [Box(f"b{number}", 100, 40) for number in range(9)]
    chain = [Arrow(f"b{number}", f"b{number + 1}") for number in range(8)]
    far = [Arrow("b0", "b8", 30, 16, sign=(60, 22)), Arrow("b8", "b0", 30, 16, sign=(60, 22))]
    near = [Arrow("b0", "b3", 30, 16, sign=(60, 22)), Arrow("b0", "b8", 30, 16)]
    plan = layout(boxes, [*chain, *far, *near])

    assert [True, True, False, False] == [bool(route.sign) for route in plan.routes[8:]]
    above, below = plan.boxes[0], plan.boxes[1]
    assert plan.routes[8].sign is not None
    assert above.y + above.height < plan.routes[8].sign.y < below.y


def test_what_goes_aside_ranks_nothing_that_has_another_way_in():
    boxes = [Box(name, 100, 40) for name in "abcz"]
    chain = [Arrow("a", "b"), Arrow("b", "c")]
    plan = layout(boxes, [*chain, Arrow("z", "c", sign=(60, 22), aside=True)])
    alone = layout(boxes, [chain[0], Arrow("z", "c", sign=(60, 22), aside=True)])

    assert plan.boxes[0].y == plan.boxes[3].y
    assert plan.routes[2].sign
    assert not alone.routes[1].sign


def test_an_arrow_back_climbs_beside_the_cards():
    plan = layout([Box("a", 100, 40), Box("b", 100, 40)], [Arrow("a", "b"), Arrow("b", "a", 60, 16)])

    cards = plan.boxes
    sides = [x for x, y in along(plan.routes[1]) if cards[0].y < y < cards[1].y + 40]
    assert all(x < cards[0].x or x > cards[0].x + 100 for x in sides)


def test_crossings_that_can_be_avoided_are():
    """Two parents with two children each, listed crosswise."""
    arrows = [Arrow("r", "p"), Arrow("r", "q"), Arrow("p", "y"), Arrow("q", "x"), Arrow("q", "z"), Arrow("p", "w")]
    plan = layout([Box(name, 60, 30) for name in "rpqxyzw"], arrows)

    x = dict(zip("rpqxyzw", (rect.x for rect in plan.boxes), strict=True))
    assert (x["p"] < x["q"]) == (max(x["y"], x["w"]) < min(x["x"], x["z"]))
    assert (x["q"] < x["p"]) == (max(x["x"], x["z"]) < min(x["y"], x["w"]))


def test_nothing_makes_an_empty_paper():
    assert ((), ()) == (layout([], []).boxes, layout([], []).routes)


@pytest.mark.no_cover
def test_a_large_flow_is_laid_out_too():
    count = 400
    boxes = [Box(f"b{number}", 248, 120) for number in range(count)]
    arrows = [Arrow(f"b{number}", f"b{number + jump}", 60, 16) for jump in (1, 3) for number in range(count - jump)]
    arrows += [Arrow(f"b{number}", f"b{number // 2}", 60, 16) for number in range(0, count, 40)]
    plan = layout(boxes, arrows)

    assert len(arrows) == len(plan.routes)


@pytest.mark.no_cover
def test_work_grows_with_the_flow_and_not_with_how_far_its_arrows_go():
    """A thousand states, from each of which arrows lead far up and down."""
    count = 1000
    boxes = [Box(f"b{number}", 248, 60) for number in range(count)]
    jumps = [(number, (number * factor) % count) for factor in (7, 13, 29) for number in range(count)]
    chain = [Arrow(f"b{number}", f"b{number + 1}", main=True) for number in range(count - 1)]
    arrows = [*chain, *(Arrow(f"b{one}", f"b{other}", 60, 16, sign=(50, 22)) for one, other in jumps)]

    assert len(into_layers(boxes, arrows).items) < 3 * (len(boxes) + len(arrows))
