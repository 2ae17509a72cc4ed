"""A real conversation as a test of its flow, in the form of `<flow>.test.yaml`.

    event log ─► simulation of today's flow ─► test ─► played as `parley test` plays it ─► saved, or why not

The bot's texts are not copied from the log: the simulation says them again, and whoever saves sees at once whether
today's flow would. Time is written as a person would: silences to the minute, timers to the moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from bot.engine.machine import Machine
from bot.engine.recording import read_context, read_event
from bot.engine.route import Library
from bot.events import (
    AgentClosed,
    Call,
    CallAction,
    Context,
    Event,
    Json,
    Reply,
    Result,
    Start,
    Stop,
    Undelivered,
    Wake,
)
from bot.flow.case_text import expected_text, write_cases
from bot.flow.locale import zone
from bot.flow.testing import read_cases
from bot.flow.wording import duration
from bot.proving import BUSINESS, prove
from bot.sealing import SEALED
from bot.simulator import BOT, Simulation
from bot.store.events import Logged
from bot.stubs import address_of

OPTED_OUT: Final = "opted_out"
SILENCE_MIN: Final = timedelta(minutes=1)
"""What somebody took longer than this to answer is written down; less makes no difference to anything."""
_UNTOLD: Final = frozenset({"id", "phone"})
"""What of a person is left out: tests stand beside flows, in everybody's sight."""
_HTTP_OK: Final = 200


@dataclass(frozen=True, slots=True)
class Saved:
    """A session as a test."""

    session_id: str
    flow: str
    name: str
    text: str
    """The test as it is to be written into the file."""
    problem: str = ""
    """Why it is no test that passes; blank if it is one."""


def save(log: Iterable[Logged], library: Library) -> list[Saved]:
    """Make a test of every session in the log of a conversation, in the order in which they began. Pure."""
    sessions: dict[str, list[Logged]] = {}
    for entry in log:
        if entry.session_id is not None:
            sessions.setdefault(entry.session_id, []).append(entry)
    return [_save(session_id, entries, library) for session_id, entries in sessions.items()]


class _CannotTell(Exception):
    """A test cannot express this."""


def _save(session_id: str, entries: Sequence[Logged], library: Library) -> Saved:
    first = entries[0]
    flow = str(first.data.get("flow", ""))
    machine = library.machines.get(flow)
    name = f"as it went on {first.at:%Y-%m-%d}, {session_id[-6:]}"
    try:
        if machine is None:
            raise _CannotTell(f"there is no flow `{flow}` any more")
        _check(entries)
        case = _Scribe(machine, library, first).write(name, entries)
    except _CannotTell as why:
        return Saved(session_id, flow, name, "", str(why))
    text = write_cases([case])
    return Saved(session_id, flow, name, text, _prove(text, machine, library))


def _check(entries: Sequence[Logged]) -> None:
    first = entries[0].data
    if first.get("event", {}).get("type") != "start":
        raise _CannotTell("how it began is not in the log any more")
    if any(SEALED in entry.data for entry in entries):
        raise _CannotTell("it holds what the flow marks as sensitive")


def _prove(text: str, machine: Machine, library: Library) -> str:
    cases, findings = read_cases(text, "")
    if findings or len(cases) != 1:
        return f"it does not read as a test: {findings[0].message if findings else 'nothing happens in it'}"
    failure = prove(machine, cases[0], library).failure
    return "" if failure is None else f"it comes out differently when it is played: {failure.message}"


# ── writing it down ─────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class _Scribe:
    """Plays a session once more on today's flow, and writes down what happens."""

    machine: Machine
    library: Library
    first: Logged
    talk: list[dict[str, str] | str] = field(default_factory=list)
    answers: dict[str, dict[str, Json]] = field(default_factory=lambda: {"http": {}, "do": {}})
    simulation: Simulation = field(init=False)

    def __post_init__(self) -> None:
        context = read_context(self.first.data["context"])
        self.context: Context = context
        contact = {name: value for name, value in context.contact.items() if name not in _UNTOLD}
        self.contact = {name: value for name, value in contact.items() if value not in (None, "", [], {})}
        self.begins = self.first.at.replace(microsecond=0)
        self.simulation = Simulation(
            self.machine, self.begins, context.contact, context.business, context.channel, library=self.library
        )

    def write(self, name: str, entries: Sequence[Logged]) -> dict[str, Any]:
        """Return the test. What comes after something that no test can express is left out."""
        start = read_event(self.first.data["event"])
        heard = self.first.data.get("heard")
        inputs = start.inputs if isinstance(start, Start) and heard is None else {}
        if heard is not None:
            self.talk.append({"me": str(heard)})
        self._hear(lambda: self.simulation.start(start.inputs if isinstance(start, Start) else {}))
        whole = all(self._take(entry) for entry in self._up_to_the_end(entries[1:]))
        if not self.talk:
            raise _CannotTell("nothing was said in it")
        local = self.begins.astimezone(zone(self.context.timezone))
        outcome = self.simulation.outcome if whole else None
        return {
            "test": name,
            "with": dict(inputs),
            "contact": self.contact,
            "business": {key: value for key, value in self.context.business.items() if BUSINESS.get(key) != value},
            "now": f"{local:%Y-%m-%d %H:%M}" + (f":{local:%S}" if local.second else ""),
            **self.answers,
            "talk": self.talk,
            "ends": outcome,
        }

    def _up_to_the_end(self, entries: Sequence[Logged]) -> Iterator[Logged]:
        for entry in entries:
            if entry.kind == "step":
                yield entry
            elif entry.kind == "moved":
                raise _CannotTell("the flow was changed while it was open")

    def _take(self, entry: Logged) -> bool:
        """Let one event happen; whether a test can say it."""
        match read_event(entry.data["event"]):
            case Reply(text, media) if not media:
                self._pass(entry.at)
                self._happen({"me": text}, lambda: self.simulation.says(text))
            case Wake():
                self._wake()
            case Result() as result:
                self._answer(result)
            case Undelivered():
                self._happen("undelivered", self.simulation.undelivered)
            case AgentClosed():
                self._happen("agent closes", self.simulation.agent_closed)
            case Stop(outcome) if outcome == OPTED_OUT:
                self._happen({"me": "STOP"}, self.simulation.stop)
            case other:
                return self._stops_at(other)
        return True

    def _stops_at(self, event: Event) -> bool:
        if not any("bot" in item for item in self.talk if isinstance(item, dict)):
            raise _CannotTell(f"a test cannot express {type(event).__name__.lower()}")
        return False

    def _happen(self, item: dict[str, str] | str, event: Callable[[], Sequence[str]]) -> None:
        self.talk.append(item)
        self._hear(event)

    def _hear(self, event: Callable[[], Sequence[str]]) -> None:
        bubbles = len(self.simulation.bubbles)
        event()
        said = [bubble.text for bubble in self.simulation.bubbles[bubbles:] if bubble.who == BOT]
        self.talk += [{"bot": expected_text(text)} for text in said]

    # ── time ──

    def _pass(self, until: datetime) -> None:
        """Let the time pass that somebody took, in whole minutes, and no timer fire that did not fire then."""
        span = timedelta(minutes=int((until - self.simulation.now) / SILENCE_MIN))
        due = self.simulation.session.wake_at
        if due is not None and self.simulation.now + span >= due:
            span = due - self.simulation.now - timedelta(seconds=1)
        if span >= SILENCE_MIN:
            self._happen({"wait": duration(span)}, lambda: self.simulation.wait(span))

    def _wake(self) -> None:
        """Let the time pass to the next timer. A clock that was looked at for nothing is nothing to tell."""
        due = self.simulation.session.wake_at
        if due is None:
            return
        span = max(due - self.simulation.now, timedelta(seconds=1))
        self._happen({"wait": duration(span)}, lambda: self.simulation.wait(span))

    # ── calls ──

    def _answer(self, result: Result) -> None:
        call = self.simulation.call
        if call is None:
            raise _CannotTell("an answer came that today's flow does not ask for")
        kind = "do" if isinstance(call, CallAction) else "http"
        address = call.name if isinstance(call, CallAction) else address_of(call)
        answer = _as_stub(call, result)
        known = self.answers[kind].setdefault(address, answer)
        if known != answer:
            raise _CannotTell(f"{address} was answered in two ways, and a test has one answer for it")
        if answer is None and kind == "http" and result.error is not None:
            del self.answers[kind][address]  # nothing answers it: the same as no connection
        status = result.status or _HTTP_OK
        self._hear(lambda: self.simulation.result(status, result.body, result.headers, error=result.error))


def _as_stub(call: Call, result: Result) -> Json:
    if isinstance(call, CallAction):
        return result.body if result.error is None else {"error": result.error}
    if result.error is not None:
        return None
    if result.status == _HTTP_OK and not result.headers and not _reads_as_answer(result.body):
        return result.body
    answer: dict[str, Json] = {"status": result.status, "body": result.body}
    return answer | ({"headers": dict(result.headers)} if result.headers else {})


def _reads_as_answer(body: Json) -> bool:
    return isinstance(body, dict) and body.keys() <= {"status", "headers", "body"}


def in_one_file(tests: Iterable[Saved]) -> Mapping[str, str]:
    """Flow → the tests of it that pass, one after the other, as they belong at the end of its file."""
    files: dict[str, list[str]] = {}
    for test in tests:
        if not test.problem:
            files.setdefault(test.flow, []).append(test.text)
    return {flow: "\n".join(texts) for flow, texts in files.items()}
