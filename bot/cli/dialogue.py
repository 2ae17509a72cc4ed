"""The dialogue of `parley chat`: what is typed, what it does to the conversation, and what the screen shows of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from textwrap import shorten
from typing import Any

from bot.cli.screen import Screen
from bot.cli.talk import Heard, Talk
from bot.cli.transcript import Happened, Moment, Transcript, duration
from bot.engine.machine import Machine
from bot.events import CallAction, CallHttp, Json
from bot.flow.examples import example_answer
from bot.flow.locale import zone
from bot.flow.model import Do, Http
from bot.limits import TRIGGERED_STARTS_PER_DAY_MAX
from bot.simulator import Simulation
from bot.stubs import address_of
from bot.suggest import did_you_mean

COMMANDS = {
    "/state": "where the conversation stands",
    "/vars": "inputs, answers and the contact",
    "/timeout": "let nothing happen until the next timer",
    "/undelivered": "the last message never arrives",
    "/close": "the agent closes the conversation",
    "/back": "undo the last thing",
    "/restart": "begin again",
    "/help": "this list",
    "/quit": "leave (so do Ctrl+C and Ctrl+D)",
}


class Dialogue:
    """The dialogue with the person at the terminal."""

    def __init__(self, talk: Talk, screen: Screen, start: Machine | None, inputs: Mapping[str, Json]) -> None:
        self.talk = talk
        self.screen = screen
        self._start = start
        self._inputs = inputs
        self._transcript = Transcript()
        self._look()

    def run(self, lines: Iterator[str]) -> None:
        """Take lines until there are no more, or /quit."""
        self._begin()
        for line in lines:
            text = line.strip()
            if text == "/quit":
                return
            if text.startswith("/"):
                self._command(text)
            elif self.talk.call is not None:
                self._answer(text)
            elif text:
                self._happened({"me": text}, self.talk.says(text))

    def save(self, file: Path, flow: str) -> int:
        """Keep the conversations with a flow as tests; how many there were."""
        return self._transcript.save(file, flow, self.talk.business)

    def _look(self) -> None:
        """Remember where the conversation stands before the next event."""
        self._before = Moment(self.talk.now, dict(self.talk.contact), self.talk.timezone)

    def _begin(self) -> None:
        if self._start is None:
            self.screen.note(f"flows: {', '.join(self.talk.library.machines)}; text the number, or /help")
        else:
            for name, value in self._inputs.items():
                self.screen.note(f"{name} = {value}")
            self._happened(None, self.talk.start(self._start, self._inputs))

    def _happened(self, done: Any, heard: Heard) -> None:
        self._show(done, heard)
        for _ in range(TRIGGERED_STARTS_PER_DAY_MAX):
            following = self.talk.follows()
            if following is None:
                break
            self.screen.note(f"this has set off the flow {self._flow}")
            self._show(None, following)

    @property
    def _flow(self) -> str:
        return self.talk.simulation.machine.flow.id if self.talk.simulation else ""

    def _show(self, done: Any, heard: Heard) -> None:
        self._write_down(done, heard)
        self.screen.show(heard, self.talk.timezone)
        call = self.talk.call
        if call is not None:
            self.screen.call(call, shorten(json.dumps(self._example(), ensure_ascii=False), 200, placeholder=" …"))
        self.screen.chips(self.talk.chips)

    def _write_down(self, done: Any, heard: Heard) -> None:
        simulation = self.talk.simulation
        self._transcript.add(
            Happened(
                done,
                heard,
                self._before,
                flow=self._flow,
                outcome=simulation.outcome if simulation else None,
                calling=self.talk.call is not None,
            )
        )
        self._look()

    def _answer(self, text: str) -> None:
        """What was typed is the answer of the API that the flow waits for."""
        try:
            body = json.loads(text) if text else self._example()
        except ValueError:
            self.screen.note("that is not JSON; type a JSON body, a status such as 404, or nothing")
            return
        match self.talk.call, body:
            case CallAction(name=name), {"error": error, **rest} if not rest:
                failed = self.talk.happens(lambda talk: talk.result(0, error=str(error)))
                self._happened({"do": {name: body}}, failed)
            case CallAction(name=name), _:
                self._happened({"do": {name: body}}, self.talk.happens(lambda talk: talk.result(200, body)))
            case CallHttp() as call, int(status) if type(body) is int:
                answered = self.talk.happens(lambda talk: talk.result(status))
                self._happened({"http": {address_of(call): {"status": status}}}, answered)
            case CallHttp() as call, _:
                answered = self.talk.happens(lambda talk: talk.result(200, body))
                self._happened({"http": {address_of(call): body}}, answered)

    def _example(self) -> Json:
        simulation = self.talk.simulation
        step = simulation.node.step if simulation else None
        return (
            example_answer(simulation.here.flow, step, self.talk.now)
            if simulation and isinstance(step, Http | Do)
            else {}
        )

    def _command(self, text: str) -> None:
        match text:
            case "/state":
                self.screen.table(self._state())
            case "/vars":
                self.screen.table(self._variables())
            case "/timeout":
                self._event("wait", Simulation.skip)
            case "/undelivered":
                self._event("undelivered", Simulation.undelivered)
            case "/close":
                self._happened("agent closes", self.talk.closes())
            case "/back":
                self._back()
            case "/restart":
                self._restart()
            case "/help":
                for name, meaning in COMMANDS.items():
                    self.screen.note(f"{name:<13} {meaning}")
            case _:
                self.screen.note(f"there is no {text}; {did_you_mean(text, COMMANDS) or 'see /help'}")

    def _event(self, done: str, event: Callable[[Simulation], list[str]]) -> None:
        before = self.talk.now
        heard = self.talk.happens(event)
        self._happened({"wait": duration(self.talk.now - before)} if done == "wait" else done, heard)

    def _back(self) -> None:
        if not self.talk.back():
            self.screen.note("there is nothing to undo")
            return
        self._transcript.back()
        self._look()
        self.screen.note("undone")
        self.screen.table(self._state())

    def _restart(self) -> None:
        while self.talk.back():
            pass
        self._transcript.clear()
        self._look()
        self._begin()

    def _state(self) -> dict[str, Any]:
        simulation = self.talk.simulation
        if simulation is None:
            return {"flow": None, "time": self._local(self.talk.now)}
        session = simulation.session
        return {
            "flow": simulation.here.flow.id,
            "state": simulation.state,
            "waits at": session.state if simulation.waiting else None,
            "next timer": self._local(session.wake_at) if session.wake_at else None,
            "handed to": simulation.handoff["queue"] if simulation.handoff else None,
            "outcome": simulation.outcome,
            "time": self._local(self.talk.now),
        }

    def _local(self, moment: datetime) -> str:
        """A moment on the customer's own clock, which the bubbles show too."""
        return f"{moment.astimezone(zone(self.talk.timezone)):%Y-%m-%d %H:%M}"

    def _variables(self) -> dict[str, Any]:
        simulation = self.talk.simulation
        contact = {f"contact.{name}": value for name, value in self.talk.contact.items()}
        return {**(simulation.variables if simulation else {}), **contact}
