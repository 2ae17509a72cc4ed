"""The way a conversation goes when all goes well, which a drawing shows as one straight line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from bot.flow.graph import Edge, EdgeKind, Graph, NodeKind


def main_path(graph: Graph) -> tuple[Edge, ...]:
    """Follow replies and plain steps from the start, each time to the nearest state that the author wrote further down.

    Where no state follows, the conversation ends: by the plain next step, if there is one, else by the first reply.
    """
    order = {node.id: place for place, node in enumerate(graph.nodes) if node.kind is NodeKind.STATE}
    ends = {node.id for node in graph.nodes if node.kind is NodeKind.END}
    leaving: dict[str, list[Edge]] = defaultdict(list)
    for edge in graph.edges:
        if edge.kind in {EdgeKind.NEXT, EdgeKind.REPLY}:
            leaving[edge.source].append(edge)
    path: list[Edge] = []
    here = next((node.id for node in graph.nodes if node.kind is NodeKind.START), "")
    while onward := _onward(leaving[here], order, ends, order.get(here, -1)):
        path.append(onward)
        here = onward.dest
    return tuple(path)


def _onward(edges: Sequence[Edge], order: dict[str, int], ends: set[str], place: int) -> Edge | None:
    """Choose the edge to the nearest later state, else one to an end; of several, the plainest."""
    later = [edge for edge in edges if order.get(edge.dest, -1) > place]
    if later:
        return min(later, key=lambda edge: (order[edge.dest], _oddity(edge)))
    return min((edge for edge in edges if edge.dest in ends), key=_oddity, default=None)


def _oddity(edge: Edge) -> int:
    """Rank the plain next step before what a reply leads to, and both before what depends on something."""
    if edge.kind is EdgeKind.NEXT:
        return 2 if edge.labels else 0
    return 1
