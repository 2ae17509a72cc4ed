"""Strongly connected components: the groups of points that all lead back to each other."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

N = TypeVar("N", bound=Hashable)


def cycles(nodes: Iterable[N], successors: Callable[[N], Iterable[N]]) -> Iterator[list[N]]:
    """Every group of nodes that lead back to each other, and every node that leads back to itself.

    Tarjan's algorithm without recursion, since a flow may be a thousand states long.
    """
    order: dict[N, int] = {}
    low: dict[N, int] = {}
    path: list[N] = []
    on_path: set[N] = set()
    for root in nodes:
        if root in order:
            continue
        work = [(root, iter(list(successors(root))))]
        order[root] = low[root] = len(order)
        path.append(root)
        on_path.add(root)
        while work:
            node, rest = work[-1]
            for other in rest:
                if other not in order:
                    order[other] = low[other] = len(order)
                    path.append(other)
                    on_path.add(other)
                    work.append((other, iter(list(successors(other)))))
                    break
                if other in on_path:
                    low[node] = min(low[node], order[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == order[node]:
                    group = _cut(path, on_path, node)
                    if len(group) > 1 or node in successors(node):
                        yield group


def _cut(path: list[N], on_path: set[N], node: N) -> list[N]:
    group: list[N] = []
    while True:
        group.append(path.pop())
        on_path.discard(group[-1])
        if group[-1] == node:
            return group
