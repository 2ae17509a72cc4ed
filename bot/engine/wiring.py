"""Lays out a flow as nodes and edges; edges of one trigger and source are tried in their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.engine.nodes import (
    ANYTIME,
    CONFIRM_SUFFIX,
    EXPIRED,
    FAILED,
    HANDED_OVER,
    NEW,
    STOPPED,
    Back,
    Edge,
    Kind,
    Line,
    Node,
    Way,
    end_node,
)
from bot.errors import BotError
from bot.flow.model import (
    NOWHERE,
    Anytime,
    Ask,
    Block,
    Do,
    End,
    Flow,
    Go,
    HandOff,
    Http,
    Match,
    Pause,
    Question,
    ReplyBranch,
    Run,
    Say,
    Span,
    Split,
    Step,
    Timed,
)
from bot.flow.wording import duration
from bot.limits import MACHINE_EDGES_MAX

_WAITING: Final = frozenset({Kind.QUESTION, Kind.CONFIRM, Kind.CALL, Kind.HANDOFF, Kind.PAUSE, Kind.RUN})
_INTERRUPTIBLE: Final = frozenset({Kind.QUESTION, Kind.CONFIRM, Kind.PAUSE})
"""Where the news that an earlier `say` never arrived may still change the course."""
EXPIRING: Final = frozenset({Kind.QUESTION, Kind.CONFIRM, Kind.CALL})
"""Whoever waits for an agent or for the end of a pause is not silent."""


def wire(flow: Flow) -> tuple[Mapping[str, Node], tuple[Edge, ...]]:
    """Lay out a flow that passed the checker."""
    wiring = _Wiring(flow)
    wiring.lay_out()
    return wiring.nodes, tuple(wiring.edges)


class _Wiring:
    """Reads blocks from their last step to their first, so that every line knows what follows it."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.nodes: dict[str, Node] = {}
        self.edges: list[Edge] = []
        self.questions: list[str] = []
        self.anytime: list[_Exit] = []
        self.unproven: list[tuple[Say, str]] = []
        """Each `say` with `undelivered:`, and the node where that leads."""

    def lay_out(self) -> None:
        flow = self.flow
        self.node(NEW, Kind.START, "start")
        for outcome in (FAILED, EXPIRED, STOPPED):
            self.end(outcome)
        self.anytime = [
            _Exit(Way.ANYTIME, self.jump(entry.block) or f"{ANYTIME}/{entry.label}", entry.label, entry.span, entry)
            for entry in flow.anytime
        ]
        for name, block in flow.states.items():
            span = flow.spans.get(name, NOWHERE)
            self.node(name, Kind.STATE, name, state=name, span=span, line=self.lines(block, None, name))
        for entry in flow.anytime:
            self.target(f"{ANYTIME}/{entry.label}", entry.block, Line(Back(), ANYTIME, "", None), ANYTIME, entry.span)
        self.edge(NEW, next(iter(flow.states)), "start", Way.START)
        for node in list(self.nodes.values()):
            self.leave(node)

    # ── nodes ──

    def node(self, name: str, kind: Kind, label: str, **rest: Any) -> str:
        while name in self.nodes:
            name += "'"
        self.nodes[name] = Node(name, kind, label, **rest)
        return name

    def end(self, outcome: str) -> str:
        name = end_node(outcome)
        return name if name in self.nodes else self.node(name, Kind.END, outcome)

    def jump(self, block: Block) -> str | None:
        """Where a block goes that does nothing else."""
        match block[:1]:
            case (Go(condition=None, state=state),):
                return state
            case (End(condition=None, outcome=outcome),):
                return self.end(outcome)
        return None

    def target(self, name: str, block: Block, following: Line | None, state: str, span: Span) -> str:
        """The node that a block stands for: the state or end it jumps to, else one of its own."""
        label = name.rpartition("/")[2]
        return self.jump(block) or self.node(
            name, Kind.BRANCH, label, state=state, span=span, line=self.lines(block, following, state)
        )

    def lines(self, block: Block, following: Line | None, state: str) -> Line | None:
        for step in reversed(block):
            following = Line(step, state, self.point(step, following, state), following)
        return following

    def point(self, step: Step, following: Line | None, state: str) -> str:
        """Make the node that a step moves to by itself, if it has one."""
        match step:
            case Ask():
                return self.ask(step, following, state)
            case Match():
                return self.match(step, following, state)
            case Http():
                return self.call(step, f"{step.method} {step.url.source}", following, state)
            case Do():
                return self.call(step, f"do {step.action}", following, state)
            case Run():
                return self.run(step, following, state)
            case HandOff(wait=True):
                return self.handoff(step, following, state)
            case Pause():
                return self.pause(step, following, state)
            case End():
                return self.end(step.outcome)
            case Say(undelivered=tuple() as block):
                dest = self.target(f"{step.id}/undelivered", block, following, state, step.span)
                self.unproven.append((step, dest))
        return ""

    # ── the ways on from a point ──

    def ask(self, step: Ask, following: Line | None, state: str) -> str:
        question = step.question
        place: dict[str, Any] = {"state": state, "span": step.span, "step": step, "line": following}
        asked = self.node(step.id, Kind.QUESTION, step.id.removeprefix(f"{state}."), **place)
        self.questions.append(asked)
        labels = self.labels(asked, question, following, state)
        rest = self.rest(asked, question, following, state)
        unclear = [
            _Exit(Way.WORN_OUT, end_node(FAILED)),
            *self.block(f"{asked}/give_up", Way.GIVE_UP, question.give_up, following, state),
            _Exit(Way.UNCLEAR),
        ]
        silence = self.timed(asked, question.silence, following, state)
        undelivered = self.block(f"{asked}/undelivered", Way.UNDELIVERED, question.undelivered, following, state)
        points = [asked]
        aside = [_Exit(Way.ASIDE)] if question.understand else []
        if question.confirm is None:
            self.exits(asked, "reply", self.anytime + labels + aside + rest + unclear)
        else:
            right = self.node(f"{asked}{CONFIRM_SUFFIX}", Kind.CONFIRM, "confirm", **place)
            points.append(right)
            self.questions.append(right)
            worded = [way for way in labels if isinstance(way.part, ReplyBranch) and way.part.matcher]
            valued = [way for way in labels if way not in worded]
            confirm = [_Exit(Way.CONFIRM, right)]
            otherwise = [way for way in rest if way.way is Way.OTHERWISE]
            self.exits(asked, "reply", self.anytime + worded + confirm + aside + otherwise + unclear)
            self.exits(right, "reply", self.anytime + valued + rest + [_Exit(Way.DENIED, asked, "no")] + unclear)
        for point in points:
            self.exits(point, "silence", silence)
            self.exits(point, "undelivered", undelivered)
        return asked

    def match(self, step: Match, following: Line | None, state: str) -> str:
        label = step.id.removeprefix(f"{state}.")
        name = self.node(step.id, Kind.BRANCH, label, state=state, span=step.span, step=step, line=following)
        labels = self.labels(name, step.question, following, state)
        rest = self.rest(name, step.question, following, state)
        self.exits(name, "matched", [*labels, *rest, _Exit(Way.UNCLEAR)])
        return name

    def call(self, step: Http | Do, label: str, following: Line | None, state: str) -> str:
        name = self.node(step.id, Kind.CALL, label, state=state, span=step.span, step=step, line=following)
        failed = self.block(f"{name}/on_error", Way.ERROR, step.on_error, following, state)
        self.exits(name, "result", [_Exit(Way.RESULT), *(failed or [_Exit(Way.ERROR, end_node(FAILED))])])
        return name

    def run(self, step: Run, following: Line | None, state: str) -> str:
        name = self.node(step.id, Kind.RUN, step.flow, state=state, span=step.span, step=step, line=following)
        if step.come_back:
            expired = self.block(f"{name}/expired", Way.RUN_EXPIRED, step.expired, following, state)
            failed = self.block(f"{name}/failed", Way.RUN_FAILED, step.failed, following, state)
            ways = [
                *(expired or [_Exit(Way.RUN_EXPIRED, end_node(EXPIRED))]),
                *(failed or [_Exit(Way.RUN_FAILED, end_node(FAILED))]),
                _Exit(Way.RETURNED),
            ]
            self.exits(name, "returned", ways)
            self.exits(
                name, "reply", [way for way in self.anytime if isinstance(way.part, Anytime) and not way.part.back]
            )
        return name

    def handoff(self, step: HandOff, following: Line | None, state: str) -> str:
        label = step.queue.source
        name = self.node(step.id, Kind.HANDOFF, label, state=state, span=step.span, step=step, line=following)
        closed = self.block(f"{name}/closed", Way.CLOSED, step.closed, following, state)
        self.exits(name, "closed", closed or [_Exit(Way.CLOSED, self.end(HANDED_OVER))])
        self.exits(name, "no_agent", self.timed(name, step.no_agent, following, state))
        return name

    def pause(self, step: Pause, following: Line | None, state: str) -> str:
        label = duration(step.duration)
        name = self.node(step.id, Kind.PAUSE, label, state=state, span=step.span, step=step, line=following)
        self.exits(name, "pause", [_Exit(Way.PAUSED)])
        return name

    def labels(self, name: str, question: Question, following: Line | None, state: str) -> list[_Exit]:
        return [
            _Exit(
                Way.REPLY,
                self.target(f"{name}/{branch.label}", branch.block, following, state, branch.span),
                branch.label,
                branch.span,
                branch,
            )
            for branch in question.replies
        ]

    def rest(self, name: str, question: Question, following: Line | None, state: str) -> list[_Exit]:
        """Where replies go that no label takes: by `else` if there is one, else on where they are understood."""
        otherwise = self.block(f"{name}/else", Way.OTHERWISE, question.otherwise, following, state)
        answered = [_Exit(Way.ANSWERED)]
        return answered + otherwise if question.answers_pass_else else otherwise + answered

    def block(self, name: str, way: Way, block: Block | None, following: Line | None, state: str) -> list[_Exit]:
        if block is None:
            return []
        span = block[0].span if block else NOWHERE
        return [_Exit(way, self.target(name, block, following, state, span), span=span)]

    def timed(self, name: str, entries: Iterable[Timed], following: Line | None, state: str) -> list[_Exit]:
        exits = []
        for number, entry in enumerate(entries, start=1):
            label = duration(entry.after)
            if entry.block is None:
                exits.append(_Exit(Way.NUDGE, None, label, entry.span, entry))
            else:
                dest = self.target(f"{name}/silence-{number}", entry.block, following, state, entry.span)
                exits.append(_Exit(Way.SILENCE, dest, label, entry.span, entry))
        return exits

    def exits(self, source: str, trigger: str, ways: Iterable[_Exit]) -> None:
        for way in ways:
            self.edge(source, way.dest or source, trigger, way.way, way.label, span=way.span, part=way.part)

    def edge(self, source: str, dest: str, trigger: str, way: Way, label: str = "", **rest: Any) -> None:
        if len(self.edges) >= MACHINE_EDGES_MAX:
            raise BotError(
                f"the flow `{self.flow.id}` has more than {MACHINE_EDGES_MAX} ways from one point to another; "
                "split it into several flows"
            )
        self.edges.append(Edge(source, dest, trigger, way, label, flow=self.flow.id, **rest))

    # ── the ways on by a step, and those of every point ──

    def leave(self, node: Node) -> None:
        if node.kind is Kind.END:
            return
        for trigger, dest, label in dict.fromkeys(self.moves(node.line)):
            self.edge(node.name, dest, trigger, Way.STEP, label)
        self.edge(node.name, end_node(FAILED), "fail", Way.SYSTEM, FAILED)
        for step, dest in self.unproven if node.kind in _INTERRUPTIBLE else ():
            self.edge(node.name, dest, f"undelivered {step.id}", Way.UNDELIVERED, span=step.span, part=step)
        if node.kind in _WAITING or node.kind is Kind.START:
            self.edge(node.name, end_node(STOPPED), "stop", Way.SYSTEM, STOPPED)
        if node.kind in EXPIRING:
            self.edge(node.name, end_node(EXPIRED), "expired", Way.SYSTEM, EXPIRED)

    def moves(self, line: Line | None) -> Iterator[tuple[str, str, str]]:
        """Every way on from a line, up to the first step that surely moves."""
        while line is not None:
            step = line.step
            label = step.condition.source if step.condition else ""
            moving = True
            match step:
                case Go():
                    yield f"go {step.state}", step.state, label
                case _ if line.point:
                    yield f"enter {line.point}", line.point, label
                case Split():
                    for state, weight in step.ways:
                        yield f"go {state}", state, f"{weight:g}"
                case Back():
                    for question in self.questions:
                        yield f"enter {question}", question, "back"
                case _:
                    moving = False
            if moving and step.condition is None:
                return
            line = line.following


@dataclass(frozen=True, slots=True)
class _Exit:
    """A way on whose source is still open; without `dest` it stays there."""

    way: Way
    dest: str | None = None
    label: str = ""
    span: Span = NOWHERE
    part: ReplyBranch | Anytime | Timed | None = None
