"""One step of a simulated conversation, as JSON: what the page sends, and everything that it shows.

    {flow, session, event, …} ─ Simulation ─► {session, bubbles, chips, at, path, timer, log, …}

The server keeps nothing: `session` goes to the page and comes back with the next event.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.compliance import replies
from bot.compliance.screen import Outcome, classify
from bot.compliance.wall import OUT_OF_REACH, in_reach
from bot.engine import nodes
from bot.engine.machine import Machine
from bot.engine.nodes import Edge, Kind, Node, Way
from bot.engine.route import Library
from bot.engine.values import cut
from bot.events import Json
from bot.flow.cards import read_graph
from bot.flow.examples import example_answer, example_replies
from bot.flow.graph import ANYTIME, START, EdgeKind, Graph
from bot.flow.locale import zone
from bot.flow.model import Do, Http
from bot.flow.wording import duration, expected, plain
from bot.simulator import BOT, PERSON, Bubble, Entry, Simulation
from bot.stubs import address_of
from bot.text import segments
from bot.web.problem import Problem
from bot.web.simulator.shapes import AnyEvent, ReplyEvent, ResultEvent, StartEvent, StepRequest
from bot.web.simulator.transcript import test_lines

LOCAL_TIME: Final = "%a %-d %b, %H:%M"


def take_step(
    machine: Machine,
    given: StepRequest,
    business: Mapping[str, Json],
    channel: Mapping[str, Json],
    library: Library | None = None,
) -> dict[str, Json]:
    """Let the event happen, and say everything that the page shows of it."""
    talk = _resume(machine, given, business=business, channel=channel, library=library)
    before = talk.copy()
    _happen(talk, given.event)
    return _View(talk, before, given, read_graph(machine.flow)).to_json()


def _happen(talk: Simulation, event: AnyEvent) -> None:
    """Let a STOP or a HELP be answered before the flow sees it, as in production; everything else is the flow's."""
    if isinstance(event, ReplyEvent):
        verdict = classify(event.text, question_pending=talk.waiting).verdict
        if verdict in (Outcome.OUT, Outcome.HELP):
            _screened(talk, event.text, verdict)
            return
    talk.happen(event.model_dump(exclude_none=isinstance(event, ResultEvent)))


def _screened(talk: Simulation, text: str, verdict: Outcome) -> None:
    if verdict is Outcome.OUT:
        talk.stop("opted_out")
    answer = replies.reply(verdict, language=talk.session.language, business=talk.business)
    for who, said in ((PERSON, text), (BOT, answer)):
        talk.bubbles.append(Bubble(who, said, talk.now, segments(said).count))


def _resume(machine: Machine, given: StepRequest, **surroundings: Any) -> Simulation:
    if given.session is None:
        return Simulation(machine, _begins(given, surroundings["business"]), cut(given.contact), **surroundings)
    try:
        return Simulation.from_json(machine, given.session, **surroundings)
    except ValueError as error:
        raise Problem("invalid_session", str(error), param="session", hint="restart the conversation") from None


def _begins(given: StepRequest, business: Mapping[str, Json]) -> datetime:
    """The instant of the contact's wall clock at which a new conversation begins."""
    where = zone(str(given.contact.get("timezone") or business.get("timezone")))
    try:
        moment = datetime.fromisoformat(given.begins or "")
        if not in_reach(moment):
            raise ValueError(OUT_OF_REACH)
        return moment.replace(tzinfo=where).astimezone(UTC)
    except ValueError:
        detail = "`begins` is not a date with a time, such as 2026-03-05T09:00"
        raise Problem("invalid_field", detail, param="begins") from None


class _View:
    """What came of an event, in the words of the page."""

    def __init__(self, talk: Simulation, before: Simulation, given: StepRequest, graph: Graph) -> None:
        self.talk = talk
        self.before = before
        self.given = given
        self.graph = graph

    def to_json(self) -> dict[str, Json]:
        talk = self.talk
        return {
            "session": talk.to_json(),
            "version": talk.machine.flow.version,
            "clock": self.clock(talk.now),
            "zone": str(self.zone),
            "contact": dict(talk.contact),
            "variables": talk.variables,
            "skipped": f"{self.waited} later, {self.clock(talk.now)}" if self.waited else "",
            "bubbles": self.bubbles(),
            "notes": self.notes(),
            "chips": self.chips(),
            "asking": talk.question is not None,
            "at": {"node": card_of(talk.shown), "row": self.row(), "words": self.words()},
            "path": self.path(),
            "timer": self.timer(),
            "log": [_entry(entry) for entry in talk.log],
            "call": self.call(),
            "handoff": talk.handoff,
            "outcome": talk.outcome,
            "test": test_lines(talk, self.before, self.given),
        }

    # ── time ──

    @property
    def zone(self) -> ZoneInfo:
        return zone(str(self.talk.contact.get("timezone") or self.talk.business.get("timezone")))

    def clock(self, moment: datetime) -> str:
        return moment.astimezone(self.zone).strftime(LOCAL_TIME)

    def timer(self) -> str | None:
        due = self.talk.session.wake_at
        return None if due is None else f"in {duration(due - self.talk.now)}, {self.clock(due)}"

    @property
    def waited(self) -> str:
        return duration(self.talk.now - self.before.now) if self.talk.now > self.before.now else ""

    # ── the phone ──

    def bubbles(self) -> list[Json]:
        event = self.given.event
        opener = [_bubble(PERSON, event.text)] if isinstance(event, StartEvent) and event.text else []
        points = self.talk.here.nodes
        return opener + [
            _bubble(one.who, one.text, points[one.state].state if one.state in points else one.state, one.media)
            for one in self.talk.bubbles
        ]

    def chips(self) -> list[Json]:
        question = self.talk.question
        if question is None:
            return []
        chips = [{"shown": chip.shown, "text": chip.text} for chip in self.talk.quick_replies]
        others = example_replies(question, self.talk.here.flow.anytime)
        return chips + [{"shown": text, "text": text} for text in others]

    def notes(self) -> list[Json]:
        """What the thread says between the bubbles."""
        talk = self.talk
        notes = [{"kind": "trouble", "text": entry.text} for entry in talk.log if entry.kind == "problem"]
        if talk.handoff and not self.before.handoff:
            notes.append({"kind": "person", "text": f"Handed over to {talk.handoff['queue']}. The bot is silent now."})
        if talk.outcome and not self.before.outcome:
            notes.append({"kind": "end", "text": f"Ended: {talk.outcome}"})
        return notes

    # ── the diagram ──

    def row(self) -> str | None:
        return self.talk.shown.name.removesuffix("/confirm")

    def words(self) -> str:
        """Say where the conversation stands."""
        talk, where = self.talk, self.talk.state
        if talk.here is not talk.machine:
            where = f"{talk.here.flow.id}: {where}"
        match talk.node.kind:
            case Kind.QUESTION | Kind.CONFIRM if talk.question is not None:
                return f"{where} waits for {expected(talk.question) or 'a text'}"
            case Kind.CALL:
                doing = isinstance(talk.node.step, Do)
                return f"{where} waits for {'an action' if doing else 'the answer of an API'}"
            case Kind.HANDOFF:
                return f"{where} has handed over to a person"
            case Kind.PAUSE:
                return f"{where} pauses"
            case _:
                return f"Ended in {where}: {talk.outcome}"

    def path(self) -> list[Json]:
        """The arrows of the drawing that the event led along."""
        kinds: dict[tuple[str, str], list[str]] = {}
        for arrow in self.graph.edges:
            kinds.setdefault((arrow.source, arrow.dest), []).append(arrow.kind.value)
        walked = []
        why = EdgeKind.NEXT
        for edge in self.talk.path:
            if edge.flow != self.talk.machine.flow.id:
                continue
            source, dest = self.ends(edge)
            why = _WHY.get(edge.way, why)
            drawn = kinds.get((source, dest), [])
            if source != dest or self.talk.machine.nodes[edge.dest].kind is Kind.STATE:
                walked.append([source, dest, why.value if why in drawn else "".join(drawn[:1])])
                why = EdgeKind.NEXT
        return walked

    def ends(self, edge: Edge) -> tuple[str, str]:
        points = self.talk.machine.nodes
        return ANYTIME if edge.way is Way.ANYTIME else card_of(points[edge.source]), card_of(points[edge.dest])

    # ── calls and tests ──

    def call(self) -> Json:
        """What the flow waits for from an API, with an answer that would do."""
        talk, step = self.talk, self.talk.node.step
        if talk.session.call is None or not isinstance(step, Http | Do):
            return None
        written = f"{step.method} {plain(step.url)}" if isinstance(step, Http) else f"do {step.action}"
        request = address_of(talk.call) if talk.call else written
        example = example_answer(talk.here.flow, step, talk.now.astimezone(self.zone))
        return {"id": talk.session.call, "request": request, "example": example}


def card_of(node: Node) -> str:
    """The card of the drawing on which a point of the machine is found."""
    if node.kind in (Kind.START, Kind.END):
        return START if node.kind is Kind.START else node.name
    return ANYTIME if node.state == nodes.ANYTIME else node.state


def _bubble(who: str, text: str, state: str = "", media: Sequence[str] = ()) -> Json:
    cost = segments(text)
    return {
        "who": who,
        "text": text,
        "media": list(media),
        "state": state,
        "segments": cost.count,
        "encoding": cost.encoding,
        "units": cost.units,
    }


def _entry(entry: Entry) -> Json:
    return {"kind": entry.kind, "text": entry.text, "line": entry.line, "tone": _TONES.get(entry.kind, "")}


_TONES: Final = {"problem": "trouble", "handed off": "person", "ended": "end"}
_WHY: Final = {
    Way.REPLY: EdgeKind.REPLY,
    Way.OTHERWISE: EdgeKind.REPLY,
    Way.ANYTIME: EdgeKind.REPLY,
    Way.CLOSED: EdgeKind.REPLY,
    Way.SILENCE: EdgeKind.SILENCE,
    Way.RUN_EXPIRED: EdgeKind.SILENCE,
    Way.RUN_FAILED: EdgeKind.TROUBLE,
    Way.GIVE_UP: EdgeKind.TROUBLE,
    Way.ERROR: EdgeKind.TROUBLE,
    Way.UNDELIVERED: EdgeKind.TROUBLE,
}
