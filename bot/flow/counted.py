"""A flow's picture with figures in it: who stands where, how many came so far, and which way they went. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from bot.flow.graph import ANYTIME, END, START, Edge, EdgeKind, Graph, Node, NodeKind, Row, RowKind


class Passed(NamedTuple):
    """A way from one point of the machine to another, and how often it was taken."""

    source: str
    way: str
    dest: str
    times: int


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted of a state."""

    reached: int = 0
    stopped: int = 0
    """Ended here other than as the flow meant it."""
    here_now: int = 0


_BEGIN: Final = "new:"
_KINDS: Final[Mapping[str, EdgeKind]] = {
    **dict.fromkeys(("silence", "nudge", "run expired"), EdgeKind.SILENCE),
    **dict.fromkeys(("undelivered", "error", "give_up", "worn_out", "run failed"), EdgeKind.TROUBLE),
    **dict.fromkeys(("reply", "else", "closed", "anytime", "confirm"), EdgeKind.REPLY),
}


def with_counts(graph: Graph, states: Mapping[str, Counted], passed: Iterable[Passed]) -> Graph:
    """Write the figures into cards, and the numbers and shares on arrows."""
    times = _by_arrow(graph, passed)
    leaving = Counter[str]()
    for (source, _, _), n in times.items():
        leaving[source] += n
    reached = {name: counted.reached for name, counted in states.items()}
    return replace(
        graph,
        nodes=tuple(_card(node, states.get(node.id)) for node in graph.nodes),
        edges=tuple(_arrow(edge, times, reached.get(edge.source) or leaving[edge.source]) for edge in graph.edges),
    )


def _card(node: Node, counted: Counted | None) -> Node:
    if counted is None or node.kind is not NodeKind.STATE:
        return node
    now = f"{counted.here_now} here now"
    share = f" ({_percent(counted.stopped, counted.reached)})" if counted.stopped else ""
    past = f"{counted.reached} reached it, {counted.stopped} stopped here{share}"
    return replace(node, rows=(Row(RowKind.COUNT, now, hint=past), *node.rows))


_Arrow = tuple[str, str, EdgeKind]


def _arrow(edge: Edge, times: Mapping[_Arrow, int], whole: int) -> Edge:
    n = times.get((edge.source, edge.dest, edge.kind), 0)
    if not n:
        return edge
    share = "" if edge.source in (START, ANYTIME) else f" · {_percent(n, whole)}"
    return replace(edge, labels=(*edge.labels, f"{n}{share}"))


def _by_arrow(graph: Graph, passed: Iterable[Passed]) -> dict[_Arrow, int]:
    """Sum the ways of the machine up to the arrows of the picture; ways within a card are not drawn."""
    kinds: dict[tuple[str, str], list[EdgeKind]] = {}
    for edge in graph.edges:
        kinds.setdefault((edge.source, edge.dest), []).append(edge.kind)
    times = Counter[_Arrow]()
    for way in passed:
        source = ANYTIME if way.way == "anytime" else START if way.source == _BEGIN else graph.locate(way.source)
        dest = way.dest if way.dest.startswith(END) else graph.locate(way.dest)
        drawn = kinds.get((source or "", dest or ""))
        if source is None or dest is None or not drawn:
            continue
        wanted = _KINDS.get(way.way, EdgeKind.NEXT)
        times[source, dest, wanted if wanted in drawn else drawn[0]] += way.times
    return dict(times)


def _percent(part: int, whole: int) -> str:
    return f"{min(1, part / whole):.0%}".replace("%", " %") if whole else "–"
