"""Graph, across flows: who takes which message, and who starts whom."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from bot.flow.components import cycles
from bot.flow.diagnostic import Diagnostic, Severity, error, warning
from bot.flow.model import NOWHERE, Cancel, Flow, Run, Schedule, Text, Trigger
from bot.flow.paths import BY_ITSELF, END, Event
from bot.flow.rules.base import Checked, library_rule
from bot.flow.rules.declared import readable
from bot.flow.rules.document import listed, shown
from bot.suggest import did_you_mean
from bot.text import fold

Found = Iterator[tuple[Checked, Diagnostic]]


@library_rule("F028", "two ways in with one keyword")
def keyword_clash(flows: Sequence[Checked]) -> Found:
    """
    What: Two flows, or two triggers of one, start with the same keyword.
    Why: Only one of them can answer the message, and which one would be chance.
    Example:
        flow: example
        start:
          - keyword: [hours, open]
          - keyword: Hours
        states:
          start:
            - end: done
    Fix: Give one of them another keyword, or an `if` that tells them apart.
    """
    known: dict[str, tuple[Checked, Trigger]] = {}
    for flow in flows:
        for trigger in flow.flow.start:
            for keyword in dict.fromkeys(map(fold, trigger.keywords)):
                if keyword not in known:
                    known[keyword] = (flow, trigger)
                    continue
                other, first = known[keyword]
                told_apart = trigger.condition is not None or first.condition is not None
                if not (told_apart and flow is other):
                    yield (
                        flow,
                        _clash(
                            keyword, flow, trigger, other, first, Severity.WARNING if told_apart else Severity.ERROR
                        ),
                    )


def _clash(
    keyword: str, flow: Checked, trigger: Trigger, other: Checked, first: Trigger, severity: Severity
) -> Diagnostic:
    report = error if severity is Severity.ERROR else warning
    help = "give one of them another keyword, or an `if`"
    if flow is other:
        related = ((first.span, "the first one stands here"),)
        return report(trigger.span, f"`{shown(keyword)}` starts this flow twice", help=help, related=related)
    message = f"`{shown(keyword)}` also starts the flow `{other.flow.id}`"
    return report(trigger.span, message, label=f"see {place(other, first)}", help=help)


@library_rule("F029", "two flows that take everything else")
def two_fallbacks(flows: Sequence[Checked]) -> Found:
    """
    What: More than one flow has a `fallback` without `if`.
    Why: Only one can answer a message that no other flow takes, and which one would be chance.
    Example:
        flow: example
        start:
          - fallback
          - fallback
        states:
          start:
            - end: done
    Fix: Keep one of them, and give the others an `if`.
    """
    first: tuple[Checked, Trigger] | None = None
    for flow in flows:
        for trigger in flow.flow.start:
            if trigger.kind != "fallback" or trigger.condition is not None:
                continue
            if first is None:
                first = (flow, trigger)
                continue
            message = f"the flow `{first[0].flow.id}` is the fallback already"
            label = f"see {place(*first)}"
            yield flow, error(trigger.span, message, label=label, help="give one of them an `if`, or delete it")


@library_rule("F084", "two files with one flow")
def same_flow(flows: Sequence[Checked]) -> Found:
    """
    What: Two files hold a flow of the same name.
    Why: Only one of them would run, and which one would be chance.
    Example:
        flow: neighbour
        states:
          start:
            - end: done
    Fix: Rename one of the files, and write its new name after `flow:`.
    """
    known: dict[str, Checked] = {}
    for flow in flows:
        first = known.setdefault(flow.flow.id, flow)
        if first is not flow:
            message = f"the flow `{flow.flow.id}` stands in {first.draft.path} already"
            yield flow, error(flow.find("flow:", NOWHERE), message, help="rename one of the two")


@library_rule("F035", "a flow that does not exist", chat=True)
def unknown_flow(flows: Sequence[Checked]) -> Found:
    """
    What: `schedule` or `run` names a flow that is not among those checked.
    Why: When the time comes, nothing would start.
    Example:
        - schedule: remindr
          in: 1 day
        - end: done
    Fix: Correct the name, or add the flow. Where a file is checked alone, its neighbours are not known.
    """
    ids = [flow.flow.id for flow in flows]
    if len(ids) == 1:
        return  # its neighbours are not known
    for flow in flows:
        for step in _starting(flow):
            if step.flow not in ids:
                help = f"the flows are {listed(ids)}"
                message = f"no flow is called `{shown(step.flow)}`"
                yield flow, error(step.span, message, label=did_you_mean(step.flow, ids), help=help)


@library_rule("F037", "taking back what nothing schedules", chat=True)
def unknown_schedule(flows: Sequence[Checked]) -> Found:
    """
    What: `cancel` names an id that no `schedule` gives.
    Why: Nothing would be taken back: the customer gets the reminder of a visit that was moved.
    Example:
        - schedule: example
          in: 1 day
          id: reminder
        - cancel: remindr
        - end: done
    Fix: Write the `id` of the `schedule` that it should take back.
    """
    keys = [step.key for flow in flows for step in _scheduled(flow) if step.key is not None]
    if any("{" in key.source for key in keys):
        return  # what it will be called is not known before it runs
    ids = [key.source for key in keys]
    for flow in flows:
        for point in flow.paths.points:
            if not isinstance(point.step, Cancel) or "{" in point.step.key.source or point.step.key.source in ids:
                continue
            key = point.step.key
            label = did_you_mean(key.source, ids)
            if label or len(flows) > 1:
                yield flow, warning(key.span, f"nothing is scheduled as `{shown(key.source)}`", label=label)


@library_rule("F043", "inputs that a flow does not get", chat=True)
def wrong_inputs(flows: Sequence[Checked]) -> Found:
    """
    What: A flow is started without an input that it needs, with one that it does not have, or with a value of another
        type.
    Why: It would end as `failed` before its first word, or never see what it was given.
    Example:
        flow: example
        inputs:
          appointment: datetime
        start:
          - keyword: appointment
        states:
          start:
            - say: You are booked on {{ appointment | datetime }}.
            - end: done
    Fix: Give the input with `with` as the type says, or give it a default.
    """
    by_id = {flow.flow.id: flow.flow for flow in flows}
    for flow in flows:
        for trigger in flow.flow.start:
            brings = trigger.kind in ("event", "flow")
            for finding in _inputs(flow.flow, dict(trigger.inputs), trigger, brings=brings):
                yield flow, finding
        for step in _starting(flow):
            if step.flow in by_id:
                yield from ((flow, finding) for finding in _inputs(by_id[step.flow], dict(step.inputs), step))


def _inputs(
    flow: Flow, given: dict[str, object], place: Trigger | Schedule | Run, *, brings: bool = False
) -> Iterator[Diagnostic]:
    """What is wrong with the inputs given at a place; an event `brings` others, which nobody can know."""
    missing = [name for name, declared in flow.inputs.items() if declared.required and name not in given]
    if missing and not brings:
        message = f"the flow `{flow.id}` needs {listed([f'`{name}`' for name in missing])}, which it does not get here"
        yield error(place.span, message, help=f"add `with: {{{missing[0]}: ...}}`, or give the input a default")
    for name, value in given.items():
        declared = flow.inputs.get(name)
        if declared is None:
            message = f"the flow `{flow.id}` has no input `{shown(name)}`"
            yield error(place.span, message, label=did_you_mean(name, flow.inputs))
        elif isinstance(value, Text) and not readable(value, declared.type):
            message = f"`{shown(value.source)}` is no {declared.type.value} for the input `{name}` of `{flow.id}`"
            yield error(value.span, message)


def _scheduled(flow: Checked) -> list[Schedule]:
    return [point.step for point in flow.paths.points if isinstance(point.step, Schedule)]


def _starting(flow: Checked) -> list[Schedule | Run]:
    return [point.step for point in flow.paths.points if isinstance(point.step, Schedule | Run)]


@library_rule("F046", "flows that run each other without end")
def endless_runs(flows: Sequence[Checked]) -> Found:
    """
    What: A flow runs itself, by itself or through others, before anybody has been asked anything.
    Why: It would go deeper and deeper, and the conversation would end as `failed`.
    Example:
        flow: example
        start:
          - keyword: hello
        states:
          start:
            - run: example
            - end: done
    Fix: Put a question before the `run`, or write the loop with `go`.
    """
    by_id = {flow.flow.id: flow for flow in flows}
    passed = _passed_through(by_id)
    runs = {id: _at_once(flow, passed) for id, flow in by_id.items()}
    for group in cycles(list(by_id), lambda id: [step.flow for step in runs[id] if step.flow in by_id]):
        first = min(group)
        step = next(step for step in runs[first] if step.flow in group)
        others = "itself" if len(group) == 1 else f"itself through {listed(sorted(set(group) - {first}))}"
        yield by_id[first], error(step.span, f"`{first}` runs {others} before it has asked anything")


def _passed_through(by_id: Mapping[str, Checked]) -> set[str]:
    """The flows that can end without ever waiting for the person."""
    passed: set[str] = set()
    while more := {id for id, flow in by_id.items() if id not in passed and END in _reached(flow, passed)}:
        passed |= more
    return passed


def _at_once(flow: Checked, passed: Collection[str]) -> list[Run]:
    """The `run` steps that a flow comes to before it waits for the person."""
    return [step for index in _reached(flow, passed) if isinstance(step := flow.paths.points[index].step, Run)]


def _reached(flow: Checked, passed: Collection[str]) -> list[int]:
    points = flow.paths.points
    found, waiting = {flow.paths.first: None}, [flow.paths.first]
    while waiting:
        point = points[waiting.pop()]
        over = isinstance(point.step, Run) and point.step.flow in passed
        for link in point.links:
            if link.dest not in found and (link.event in BY_ITSELF or (over and link.event is Event.RETURNED)):
                found[link.dest] = None
                waiting.append(link.dest)
    return list(found)


def place(flow: Checked, trigger: Trigger) -> str:
    """Where a trigger of another file stands."""
    return f"{flow.draft.path}:{trigger.span.line}:{trigger.span.column}"
