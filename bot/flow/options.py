"""Whether the options of one step go together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from bot.flow.locale import read_moment
from bot.flow.model import Span
from bot.flow.reading import Reading, Skip
from bot.flow.rules import document as say
from bot.flow.yaml import Pairs, Scalar
from bot.limits import EGRESS_RETRIES_MAX, EGRESS_TIMEOUT_S_MAX


@dataclass(frozen=True, slots=True)
class _Step:
    """A step as far as it is read: its options by their names in the model."""

    reading: Reading
    node: Pairs
    key: Scalar
    given: Mapping[str, Any]

    def place(self, name: str) -> Span:
        """Where an option stands."""
        return next(label.span for label, _ in self.node.pairs if label.text == name)

    def clash(self, name: str, problem: str, related: tuple[tuple[Span, str], ...] = ()) -> None:
        """Report an option that makes no sense beside another."""
        self.reading.report(say.clash(self.place(name), problem, related=related))


def check_step(reading: Reading, node: Pairs, key: Scalar, given: Mapping[str, Any]) -> None:
    """Report options that need each other, or exclude each other; Skip where the step cannot be made without one."""
    check = _CHECKS.get(key.text)
    if check is not None:
        check(_Step(reading, node, key, given))


def _http(step: _Step) -> None:
    given, report = step.given, step.reading.report
    bodies = [name for name in ("json", "form", "body") if name in given]
    if len(bodies) > 1:
        first = ((step.place(bodies[0]), "the first one"),)
        step.clash(bodies[1], f"`http` sends one body, not `{bodies[0]}` and `{bodies[1]}`", first)
    if given.get("timeout", timedelta()) > timedelta(seconds=EGRESS_TIMEOUT_S_MAX):
        longest = f"the longest is {EGRESS_TIMEOUT_S_MAX:g} seconds"
        report(say.bad_duration(step.place("timeout"), "timeout", longest))
    if given.get("retry", 0) > EGRESS_RETRIES_MAX:
        wanted = f"a number up to {EGRESS_RETRIES_MAX}"
        report(say.wrong_type(step.place("retry"), "retry", wanted, f"`{given['retry']}`"))


def _schedule(step: _Step) -> None:
    given, report = step.given, step.reading.report
    if "at" in given and "delay" in given:
        step.clash("in", "`schedule` takes `at` or `in`, not both")
    elif "at" not in given and "delay" not in given:
        report(say.missing(step.key.span, "`schedule` does not say when", "add `at: ...` or `in: 2 days`"))
    elif "offset" in given and "at" not in given:
        step.clash("offset", "`offset` counts from `at`, which is not there")
    elif "at" in given and not _may_be_a_moment(given["at"].source):
        help = "write year, month, day and time of day, `2026-03-05 09:00`, or a template"
        report(say.bad_duration(given["at"].span, given["at"].source, help))


def _may_be_a_moment(written: str) -> bool:
    """Whether a text is a date with a time, or a template, which can be anything."""
    return "{" in written or isinstance(read_moment(written, "UTC"), datetime)


def _handoff(step: _Step) -> None:
    for name in ("closed", "no_agent"):
        if name in step.given and step.given.get("wait") is False:
            step.clash(name, f"`{name}` waits for an agent, but `wait: no` does not")


def _run(step: _Step) -> None:
    for name in ("save", "expired", "failed"):
        if name in step.given and step.given.get("come_back") is False:
            step.clash(name, f"`{name}` needs the way back, which `come_back: no` gives up")


def _do(step: _Step) -> None:
    for name, _ in step.given.get("inputs", ()):
        if "." in name:
            problem = "an action's parameters are names without a dot"
            step.reading.report(say.bad_name(step.place("with"), name, problem))


def _email(step: _Step) -> None:
    for name in ("subject", "body"):
        if step.node.get(name) is None:
            raise step.reading.fail(say.missing(step.key.span, f"`email` has no `{name}`", f"add `{name}: ...`"))
        if name not in step.given:
            raise Skip


_CHECKS: Final[Mapping[str, Callable[[_Step], None]]] = {
    "do": _do,
    "email": _email,
    "handoff": _handoff,
    "http": _http,
    "run": _run,
    "schedule": _schedule,
}
