"""Groups of points that lead back to each other, held against the definition."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.flow.components import cycles

GRAPHS = st.integers(1, 8).flatmap(
    lambda size: st.lists(st.sets(st.integers(0, size - 1), max_size=3), min_size=size, max_size=size)
)


def reached(graph, start):
    """Everything after one link or more."""
    found, waiting = set(), list(graph[start])
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += graph[node]
    return found


@settings(deadline=None)
@given(GRAPHS)
def test_a_cycle_is_whatever_leads_back_to_itself(graph):
    after = [reached(graph, node) for node in range(len(graph))]
    expected = {
        frozenset(other for other in after[node] if node in after[other])
        for node in range(len(graph))
        if node in after[node]
    }

    found = [frozenset(group) for group in cycles(range(len(graph)), lambda node: graph[node])]

    assert expected == set(found)
    assert len(found) == len(set(found))


def test_a_long_way_round_needs_no_recursion():
    size = 50_000

    (group,) = cycles(range(size), lambda node: [(node + 1) % size])

    assert size == len(group)
