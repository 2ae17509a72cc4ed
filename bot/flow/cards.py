"""Reads a flow into a `Graph`: a card for every state, with what it says and asks, and an arrow for every way on."""

from __future__ import annotations

from dataclasses import dataclass, field

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
ROW_CHARS_MAX = 110
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
                self.branch(card, step.undelivered, "not delivered", EdgeKind.TROUBLE)
            case Ask():
                asked = plain(step.text) if step.text else "waits for a text"
                card.add(RowKind.ASK, asked, why, hint=expected(step.question), id=step.id)
                self.question(card, step.question)
            case Match():
                card.add(RowKind.ACT, f"looks at {plain(step.value)}", why, id=step.id)
                self.question(card, step.question)
            case Http():
                card.add(RowKind.CALL, f"{step.method} {address(step.url)}", why, id=step.id)
                self.branch(card, step.on_error, "call fails", EdgeKind.TROUBLE)
            case Do():
                card.add(RowKind.CALL, f"does {step.action}", why, id=step.id)
                self.branch(card, step.on_error, "action fails", EdgeKind.TROUBLE)
            case Run():
                card.add(RowKind.CALL, f"runs {step.flow}", why, id=step.id)
                self.branch(card, step.expired, "no answer there", EdgeKind.SILENCE)
                self.branch(card, step.failed, "flow fails", EdgeKind.TROUBLE)
            case HandOff():
                self.handoff(card, step, why)
            case Pause():
                card.add(RowKind.PAUSE, f"waits {duration(step.duration)}", why, id=step.id)
            case _:
                card.add(RowKind.ACT, _act(step), why)

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


def _act(step: Step) -> str:
    """Say in a few words what a step does that nobody sees."""
    match step:
        case Set():
            return "sets " + ", ".join(name for name, _ in step.values)
        case Tag():
            return f"{step.verb}s " + ", ".join(map(plain, step.tags))
        case Schedule():
            return f"schedules {step.flow}"
        case Email():
            return f"e-mails {plain(step.address)}"
        case Cancel():
            return f"cancels {plain(step.key)}"
        case _:
            return type(step).__name__.lower()
