"""Graph: where a conversation can go, and whether it gets anywhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise

from bot.flow.components import cycles
from bot.flow.diagnostic import Diagnostic, error, warning
from bot.flow.model import Ask, Do, Go, Http, Pause, Say, Split, Step, Unreadable
from bot.flow.paths import BACK, BY_ITSELF, END, UNDELIVERED, trouble
from bot.flow.rules.base import Checked, rule
from bot.flow.rules.document import listed, shown


@rule("F012", "a state that does not exist")
def unknown_state(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: A step or a reply leads to a state that the flow does not have.
    Why: A conversation that comes here cannot go on.
    Example:
        - ask: Are you coming?
          expect: yes_no
          replies:
            yes: start
            no: finnish
    Fix: Correct the name, add the state, or write `end`. To say a text there, write a list of steps: `- say: ...`.
    """
    for index, point in enumerate(flow.paths.points):
        match point.step:
            case Go(state=name):
                names = [name]
            case Split(ways=ways):
                names = [state for state, _ in ways]
            case _:
                continue
        for name in names:
            if name not in flow.flow.states:
                yield _unknown(flow, name, point.step, flow.chat(index))


def _unknown(flow: Checked, name: str, step: Step, example: str) -> Diagnostic:
    states = flow.flow.states
    if name == "end":
        help = "lead to a state whose only step is `- end: done`"
        return error(step.span, "`end` is not a state", help=help, example=example)
    if " " in name:
        help = "to say this text, write a list of steps: `- say: ...`"
        return error(step.span, f"no state is called `{shown(name)}`", help=help, example=example)
    near = flow.paths.nearest_state(name)
    label = f"did you mean `{near}`?" if near else ""
    help = f"states in this flow are {listed(states)}"
    return error(step.span, f"no state is called `{shown(name)}`", label=label, help=help, example=example)


@rule("F013", "a state that nothing leads to")
def unreachable_state(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: No way through the flow leads to this state.
    Why: Whatever is in it never happens; most often a reply was meant to lead here and leads elsewhere.
    Example:
        flow: example
        states:
          start:
            - end: done
          forgotten:
            - say: Nobody reads this.
            - end: done
    Fix: Lead to it from somewhere, or delete it.
    """
    paths = flow.paths
    names = [name for name, point in paths.entries.items() if point not in flow.reachable]
    for name in _roots(flow, [name for name in names if name not in paths.mentioned]):
        yield error(flow.flow.spans[name], f"nothing leads to the state `{name}`", help="lead to it, or delete it")


def _roots(flow: Checked, names: Collection[str]) -> Iterator[str]:
    """Of unreachable states those that lead to the others: one finding for each forgotten part."""
    leads: dict[str, set[str]] = {name: set() for name in names}
    for point in flow.paths.points:
        if point.state in leads:
            leads[point.state] |= {flow.paths.points[link.dest].state for link in point.links} & leads.keys()
    led_to = {other for name in names for other in leads[name] if other != name}
    covered: set[str] = set()
    for name in [*(name for name in names if name not in led_to), *names]:
        if name in covered:
            continue
        yield name
        waiting = [name]
        while waiting:
            covered.add(waiting[-1])
            waiting += leads[waiting.pop()] - covered


@rule("F014", "a state that does not say how it ends")
def open_end(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: There is a way through this state that comes to its last step and leads nowhere from there.
    Why: Nothing falls from one state into the next; a conversation that comes here would be stuck.
    Example:
        - ask: Are you coming?
          expect: yes_no
          replies:
            yes: end
    Fix: Add `go`, `end` or `handoff` as the last step, or a target to the reply that has none.
    """
    if not flow.whole:
        return
    came_from = {
        link.dest
        for index in flow.reachable
        for link in flow.paths.points[index].links
        if not link.assumed
    }  # fmt: skip
    for name, fall in flow.paths.falls.items():
        block = flow.flow.states[name]
        if fall in came_from and block:
            yield error(
                block[-1].span,
                f"the state `{name}` can finish without saying where the conversation goes",
                label="nothing follows this",
                help="add `- go: ...` or `- end: ...` at its end" + _or_else(block[-1]),
                example=flow.chat(fall, last="(nothing follows)"),
            )


def _or_else(step: Step) -> str:
    """Where the last step is a question, it may lack but a label: any other answer goes on below it."""
    labelled = isinstance(step, Ask) and bool(step.question.replies) and step.question.otherwise is None
    return ", or `else: ...` to its question" if labelled else ""


@rule("F015", "a step that can never run")
def dead_step(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: The steps before this one always lead somewhere else, so that nothing ever comes here.
    Why: What it should do never happens.
    Example:
        - end: done
        - say: Goodbye
    Fix: Move it before the step that leaves, give that step an `if`, or delete it.
    """
    running = {id(point.step) for index, point in enumerate(flow.paths.points) if index in flow.reachable}
    for block in flow.blocks:
        for before, step in pairwise(block):
            if id(before) in running and id(step) not in running and not isinstance(step, Unreadable):
                yield error(
                    step.span,
                    "this step can never run",
                    help="move it up, or delete it",
                    example=flow.chat_near(before.span),
                    related=((before.span, "here the conversation always leaves"),),
                )
                break


@rule("F016", "a state from which no way leads to an end")
def endless(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: Whatever the customer answers, the conversation never comes to an `end` or a `handoff`.
    Why: It would only stop by running out of patience: an answer would always lead to another question.
    Example:
        - ask: Shall we go on?
          expect: yes_no
          replies:
            yes: start
            no: start
    Fix: Let at least one reply lead to an `end` or a `handoff`.
    """
    if not flow.whole:
        return
    good = _leading_to(flow, [END, BACK, *flow.paths.falls.values()])
    doomed = [index for index in flow.reachable if index not in good]
    for group in cycles(doomed, lambda index: [link.dest for link in flow.paths.points[index].links]):
        members = set(group)
        if any(link.dest not in members for index in group for link in flow.paths.points[index].links):
            continue  # it leads into another trap, which is the one to mend
        names = [name for name in flow.flow.states if flow.paths.entries[name] in members]
        others = f" (nor from {listed([f'`{name}`' for name in names[1:]])})" if len(names) > 1 else ""
        yield error(
            flow.flow.spans[names[0]],
            f"no way leads from the state `{names[0]}`{others} to an end",
            help="let a reply lead to an `end` or a `handoff`",
            example=flow.chat(_first_question(flow, members)),
        )


def _first_question(flow: Checked, members: set[int]) -> int:
    """Where a chat within some points asks first."""
    reached = [index for index in flow.reachable if index in members]
    return next((index for index in reached if isinstance(flow.paths.points[index].step, Ask)), reached[0])


def _leading_to(flow: Checked, goals: Collection[int]) -> set[int]:
    sources: dict[int, list[int]] = {}
    for index, point in enumerate(flow.paths.points):
        for link in point.links:
            sources.setdefault(link.dest, []).append(index)
    found, waiting = set(goals), list(goals)
    while waiting:
        for source in sources.get(waiting.pop(), ()):
            if source not in found:
                found.add(source)
                waiting.append(source)
    return found


@rule("F017", "a loop that never waits for the person")
def endless_loop(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: A way leads back to where it began without a question in between.
    Why: It would go round by itself, and could send the same texts or calls again and again.
    Example:
        - say: Hello again
        - go: start
    Fix: Put a question into the loop, or lead out of it.
    """
    points = flow.paths.points

    def following(index: int) -> list[int]:
        return [link.dest for link in points[index].links if link.event in BY_ITSELF and not link.assumed]

    for group in cycles(list(flow.reachable), following):
        going = {index: step for index in group if isinstance(step := points[index].step, Go | Split)}
        last = max(going.values(), key=lambda step: (step.span.line, step.span.column))
        states = dict.fromkeys(points[index].state for index in reversed(group) if points[index].state)
        names = " and ".join(f"`{name}`" for name in states)
        message = f"{names} {'leads' if len(states) == 1 else 'lead'} back here without ever waiting for the person"
        yield error(
            last.span,
            message,
            label="this closes the loop",
            help="put a question into the loop, or lead out of it",
            example=flow.chat(min(going), last="(and so on, for ever)"),
        )


@rule("F038", "a call that may fail")
def unguarded_call(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: An `http` or `do` step does not say what happens if the call fails.
    Why: The conversation would end as `failed` without another word, and the customer would wait for an answer.
    Example:
        - http: POST https://api.example.com/scores
        - say: Thank you!
        - end: done
    Fix: Add `on_error`, to a person or to what would have followed.
    """
    for index in flow.reachable:
        step = flow.paths.points[index].step
        if isinstance(step, Http | Do) and step.on_error is None:
            message = "nothing says what happens if this call fails: the conversation would end without a word"
            example = flow.chat(index, last=trouble(step))
            yield warning(step.span, message, help="add `on_error: ...`", example=example)


@rule("F044", "bad news that comes too late")
def unheard_undelivered(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: A `say` has `undelivered`, but the conversation ends right after it.
    Why: Providers report some seconds later; nothing waits then, and the steps never run.
    Example:
        - say: Your table is ready.
          undelivered: start
        - end: done
    Fix: Put a question or a `pause` between the message and the end.
    """
    points = flow.paths.points
    for index in flow.reachable:
        step = points[index].step
        if not isinstance(step, Say) or step.undelivered is None:
            continue
        after = flow.reach(index, lambda link: link.event in BY_ITSELF and link.shown != UNDELIVERED)
        if not any(isinstance(points[place].step, Ask | Pause) for place in after):
            message = "nothing waits after this `say`, so that `undelivered` never runs"
            yield warning(step.span, message, help="put a question or a `pause` before the end")
