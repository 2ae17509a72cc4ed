"""Reads a flow into a `Graph`: a card for every state, with what it says and asks, and an arrow for every way on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.flow.graph import ANYTIME, END, START, Edge, EdgeKind, Graph, Node, NodeKind, Row, RowKind
from bot.flow.model import (
    Ask,
    Block,
    Cancel,
    Do,
    Email,
    End,
    Flow,
    Go,
    HandOff,
    Http,
    Match,
    Pause,
    Question,
    Run,
    Say,
    Schedule,
    Set,
    Split,
    Step,
    Tag,
    Timed,
)
from bot.flow.wording import address, duration, expected, matched, plain, shorten, way_in

LABEL_CHARS_MAX = 28
ROW_CHARS_MAX = 170
HANDED_OVER = "handed_over"
"""How a conversation ends that an agent closes, where the flow does not say."""


def read_graph(flow: Flow) -> Graph:
    """Read a flow into cards and arrows, in the author's order."""
    reader = _Reader()
    reader.ways_in(flow)
    for name, block in flow.states.items():
        card = _Card(name)
        reader.walk(card, block)
        reader.nodes.append(Node(name, NodeKind.STATE, name, tuple(card.rows), flow.spans.get(name)))
    reader.anytime(flow)
    ends = dict.fromkeys(dest for _, dest, _ in reader.labels if dest.startswith(END))
    reader.nodes += [Node(end, NodeKind.END, shorten(end.removeprefix(END), LABEL_CHARS_MAX)) for end in ends]
    edges = tuple(Edge(*ways, tuple(filter(None, labels))) for ways, labels in reader.labels.items())
    return Graph(flow.id, flow.title or flow.id, tuple(reader.nodes), edges, flow.version)


@dataclass(frozen=True, slots=True)
class _Why:
    """What led to a step: the labels on the way from the card's head, and the kind of the last of them."""

    labels: tuple[str, ...] = ()
    kind: EdgeKind = EdgeKind.NEXT

    def then(self, label: str, kind: EdgeKind) -> _Why:
        return _Why((*self.labels, label), kind)

    @property
    def text(self) -> str:
        return shorten(" · ".join(self.labels), LABEL_CHARS_MAX)


_PLAIN = _Why()


@dataclass
class _Card:
    """The rows of a state while it is read."""

    state: str
    rows: list[Row] = field(default_factory=list)

    def add(self, kind: RowKind, text: str, why: _Why, *, hint: str = "", id: str | None = None) -> None:
        self.rows.append(
            Row(kind, shorten(text, ROW_CHARS_MAX), shorten(hint, ROW_CHARS_MAX), " · ".join(why.labels), id)
        )


class _Reader:
    """Walks a flow's blocks, collecting cards and arrows."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.labels: dict[tuple[str, str, EdgeKind], list[str]] = {}

    def ways_in(self, flow: Flow) -> None:
        """Read `start:`, which leads to the first state."""
        rows = tuple(Row(RowKind.TRIGGER, shorten(way_in(trigger), ROW_CHARS_MAX)) for trigger in flow.start)
        self.nodes.append(Node(START, NodeKind.START, "Start", rows))
        for entry in list(flow.states)[:1]:
            self.arrow(START, entry, _PLAIN)

    def anytime(self, flow: Flow) -> None:
        """Read `anytime:`, what a customer may say at every question."""
        if not flow.anytime:
            return
        card = _Card(ANYTIME)
        for entry in flow.anytime:
            card.add(RowKind.TRIGGER, matched(entry.matcher) or entry.label, _PLAIN)
            self.walk(card, entry.block, _Why((entry.label,), EdgeKind.REPLY))
        self.nodes.append(Node(ANYTIME, NodeKind.ANYTIME, "At any time", tuple(card.rows)))

    def arrow(self, source: str, dest: str, why: _Why) -> None:
        """Add a way from card to card to the others of its kind."""
        labels = self.labels.setdefault((source, dest, why.kind), [])
        if why.text not in labels:
            labels.append(why.text)

    def walk(self, card: _Card, block: Block, why: _Why = _PLAIN) -> None:
        """Read steps in order; after a conditional way out, the next one is the `otherwise`."""
        forked = False
        for step in block:
            reason = why
            if step.condition:
                reason = why.then(f"if {step.condition.source}", why.kind)
            elif forked and isinstance(step, Go | End):
                reason = why.then("otherwise", why.kind)
            self.step(card, step, reason)
            forked = forked or (step.condition is not None and isinstance(step, Go | End))

    def step(self, card: _Card, step: Step, why: _Why) -> None:
        """Read one step: a row, arrows, or both."""
        match step:
            case Go():
                self.arrow(card.state, step.state, why)
            case End():
                self.arrow(card.state, END + step.outcome, why)
            case Split():
                whole = sum(weight for _, weight in step.ways) or 1
                for state, weight in step.ways:
                    self.arrow(card.state, state, why.then(f"{100 * weight / whole:.0f} %", why.kind))
            case Say():
                for text in step.texts:
                    card.add(RowKind.SAY, plain(text), why)
            case Ask():
                asked = plain(step.text) if step.text else "waits for a text"
                card.add(RowKind.ASK, asked, why, hint=expected(step.question), id=step.id)
                self.question(card, step.question)
            case HandOff():
                self.handoff(card, step, why)
            case _:
                row = ROWS.get(type(step))
                kind, words = row if row else (RowKind.ACT, _own_name)
                card.add(kind, words(step), why, id=getattr(step, "id", None))
        if isinstance(step, Match):
            self.question(card, step.question)
        for attribute, label, cause in BLOCKS.get(type(step), ()):
            self.branch(card, getattr(step, attribute), label, cause)

    def question(self, card: _Card, question: Question) -> None:
        """Read everything that can follow a question."""
        for reply in question.replies:
            self.branch(card, reply.block, reply.label.replace("..", " to "), EdgeKind.REPLY)
        self.branch(card, question.otherwise, "anything else", EdgeKind.REPLY)
        self.timed(card, question.silence, "after {}")
        self.branch(card, question.give_up, "not understood", EdgeKind.TROUBLE)
        self.branch(card, question.undelivered, "not delivered", EdgeKind.TROUBLE)

    def handoff(self, card: _Card, step: HandOff, why: _Why) -> None:
        """Read what a person takes over, and what follows."""
        if step.say:
            card.add(RowKind.SAY, plain(step.say), why)
        queue = plain(step.queue)
        card.add(RowKind.HANDOFF, f"hands over to {queue if '[' not in queue else 'a person'}", why, id=step.id)
        closed = (End(outcome=HANDED_OVER),) if step.closed is None and step.wait else step.closed
        self.branch(card, closed, "agent closes", EdgeKind.REPLY)
        self.timed(card, step.no_agent, "no agent for {}")

    def timed(self, card: _Card, entries: tuple[Timed, ...], wording: str) -> None:
        """Read what happens while nobody answers."""
        for entry in entries:
            label = wording.format(duration(entry.after))
            if entry.say:
                card.add(RowKind.NUDGE, plain(entry.say), _Why((label,), EdgeKind.SILENCE))
            self.branch(card, entry.block, label, EdgeKind.SILENCE)

    def branch(self, card: _Card, block: Block | None, label: str, kind: EdgeKind) -> None:
        """Read a block that something leads to."""
        self.walk(card, block or (), _Why((label,), kind))


def _own_name(step: Step) -> str:
    return type(step).__name__.lower()


ROWS: Final[Mapping[type[Step], tuple[RowKind, Callable[[Any], str]]]] = {
    Set: (RowKind.ACT, lambda step: "sets " + ", ".join(name for name, _ in step.values)),
    Tag: (RowKind.ACT, lambda step: f"{step.verb}s " + ", ".join(map(plain, step.tags))),
    Schedule: (RowKind.ACT, lambda step: f"schedules {step.flow}"),
    Cancel: (RowKind.ACT, lambda step: f"cancels {plain(step.key)}"),
    Match: (RowKind.ACT, lambda step: f"looks at {plain(step.value)}"),
    Http: (RowKind.CALL, lambda step: f"{step.method} {address(step.url)}"),
    Do: (RowKind.CALL, lambda step: f"do {step.action}"),
    Email: (RowKind.ACT, lambda step: f"e-mails {plain(step.address)}"),
    Run: (RowKind.RUN, lambda step: f"{'runs' if step.come_back else 'goes on as'} {step.flow}"),
    Pause: (RowKind.PAUSE, lambda step: f"waits {duration(step.duration)}"),
}
"""How a step that says nothing is shown: its kind of row, and what it does in a few words."""

BLOCKS: Final[Mapping[type[Step], tuple[tuple[str, str, EdgeKind], ...]]] = {
    Say: (("undelivered", "not delivered", EdgeKind.TROUBLE),),
    Http: (("on_error", "call fails", EdgeKind.TROUBLE),),
    Do: (("on_error", "action fails", EdgeKind.TROUBLE),),
    Run: (("expired", "no answer there", EdgeKind.SILENCE), ("failed", "flow fails", EdgeKind.TROUBLE)),
}
"""The blocks of a step that does not ask, each with the label and the kind of the way there."""
