"""Data: whether every name has a value where it is used, and every pattern can be used at all."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

import re2

from bot.flow.diagnostic import Diagnostic, error, warning
from bot.flow.grammar import RESERVED_NAMES
from bot.flow.model import Ask, Do, Http, Match, Matcher, Run, Set, Span, Step
from bot.flow.paths import END, Link, Paths, tested_by
from bot.flow.pattern import read_pattern
from bot.flow.render import Expression, Template
from bot.flow.rules.base import Checked, rule
from bot.flow.rules.document import listed, shown, too_large
from bot.flow.uses import Use, of_step, of_trigger
from bot.limits import PATTERN_CHARS_MAX, PATTERN_MEMORY_BYTES_MAX, PATTERN_SIZE_MAX, PATTERNS_MAX
from bot.suggest import did_you_mean

_OUTSIDE = ("contact", "business", "channel", "now", "text")
"""What a trigger can name: there is no session yet, only the message. What an event brings cannot be known."""
_CLOSED = (*_OUTSIDE, "conversation")
"""What `agent_closed` can name: also what was closed."""


@rule("F040", "a name that nothing gives a value")
def unknown_name(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: A template uses a name that is no input, no saved answer, is set nowhere, and is not one that every flow has.
    Why: It would have no value, and the conversation would end as `failed` at this place.
    Example:
        - ask: What is your name?
          save: name
        - say: Thank you, {{ nmae }}.
        - end: done
    Fix: Correct the name, or save or set it before.
    """
    known = known_names(flow)
    for index, use in flow.uses:
        source = flow.read(use)
        for name in sorted(source.names) if source else ():
            root, _, rest = name.partition(".")
            if root in known:
                if root == "answers" and rest and rest.partition(".")[0] not in known:
                    yield _unknown(flow, use, name, known, index)
            elif root not in flow.paths.mentioned:
                yield _unknown(flow, use, root, known, index)
    closed = {use.text for way in flow.flow.start if way.kind == "agent_closed" for use in of_trigger(way)}
    for use in flow.outside:
        source = flow.read(use)
        there = _CLOSED if use.text in closed else _OUTSIDE
        for name in sorted(source.names) if source else ():
            root = name.partition(".")[0]
            if root not in there and root not in flow.flow.inputs:
                help = f"before a conversation begins there are {listed(there)} and the inputs"
                label = did_you_mean(root, there)
                yield error(flow.locate(use.text, root), f"`{shown(root)}` is not known here", label=label, help=help)


def _unknown(flow: Checked, use: Use, name: str, known: dict[str, str], index: int) -> Diagnostic:
    names = sorted(known)
    return error(
        flow.locate(use.text, name),
        f"no `{shown(name)}` is known here",
        label=did_you_mean(name, [f"answers.{known}" for known in names] if "." in name else names)
        or _a_choice(flow, name),
        help=f"names in this flow are {listed(names, 20)}",
        example=flow.chat(index),
    )


def _a_choice(flow: Checked, name: str) -> str:
    """The text that was probably meant, where its quotes are missing: `if: topic == billing`."""
    keys = {choice.key for step in flow.questions for choice in step.question.choices}
    return f"put it in quotes if it is a text: `'{name}'`" if name in keys else ""


def known_names(flow: Checked) -> dict[str, str]:
    """Every name that may have a value in a session, and what gives it."""
    known = dict.fromkeys(RESERVED_NAMES - {"loop"}, "every flow")
    known |= dict.fromkeys(flow.flow.inputs, "an input")
    for point in flow.paths.points:
        for name in names_set(point.step):
            known.setdefault(name, "a step")
    return known


def names_set(step: Step | None) -> list[str]:
    """The names that a step may give a value."""
    match step:
        case Ask(question=question) | Match(question=question):
            return [question.save] if question.save else []
        case Http(save=str(name)) | Do(save=str(name)) | Run(save=str(name)):
            return [name]
        case Set(values=values):
            return [name for name, _ in values if "." not in name]
    return []


@rule("F041", "a name that has no value on some path")
def maybe_unset(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: The name is saved or set somewhere, but there is a way through the flow that comes here without passing there.
    Why: On that way it has no value, and the conversation would end as `failed` at this place.
    Example:
        - ask: Would you like a receipt?
          expect: yes_no
          replies:
            yes:
              - ask: To which address?
                expect: email
                save: address
        - say: Thank you, {{ address }}.
        - end: done
    Fix: Write `{{ name | default('...') }}`, or give it a value on every way.
    """
    reported: set[tuple[str, int]] = set()
    for index, use, name in unset_uses(flow, flow.paths.first, flow.flow.inputs):
        place = (name, use.text.span.line)
        if place not in reported:
            reported.add(place)
            yield _unset(flow, use, name, index)


def unset_uses(flow: Checked, start: int, given: Iterable[str]) -> Iterator[tuple[int, Use, str]]:
    """Where a conversation that goes on from a point with these names may come to use one that has no value yet."""
    names = sorted(set(known_names(flow)) - RESERVED_NAMES)
    bits = {name: 1 << at for at, name in enumerate(names)}
    surely = _surely_given(flow.paths, bits, start, sum(bits[name] for name in set(given) if name in bits))
    for index in flow.reach(start):
        step = flow.paths.points[index].step
        for use in of_step(step) if step is not None else ():
            source = flow.read(use)
            extra = tested_by(step.condition) if step and use.text is not step.condition else frozenset()
            extra |= _set_before(step, use)
            for name in sorted(needed(source)) if source else ():
                if bits.get(name, 0) & ~surely[index] and name not in extra and name not in flow.paths.mentioned:
                    yield index, use, name


def needed(source: Template | Expression) -> set[str]:
    """The names that must have a value, without their fields."""
    names = (name.split(".") for name in source.names - source.optional)
    return {name[1] if name[0] == "answers" and len(name) > 1 else name[0] for name in names}


def _set_before(step: Step | None, use: Use) -> frozenset[str]:
    """Within one `set`, what the entries above have set; in a `confirm`, the answer that it repeats."""
    if isinstance(step, Ask) and use.text is step.question.confirm and step.question.save is not None:
        return frozenset({step.question.save})
    if not isinstance(step, Set):
        return frozenset()
    names = []
    for name, value in step.values:
        if value is use.text:
            break
        names.append(name)
    return frozenset(names)


def _surely_given(paths: Paths, bits: dict[str, int], start: int, names: int) -> dict[int, int]:
    """For each point the names that have a value whatever way led there from the start, as bits."""
    everything = (1 << len(bits)) - 1
    given = dict.fromkeys(range(len(paths.points)), everything)
    given[start] = names
    waiting = deque([start])
    queued, seen = {start}, {start}
    leading: dict[int, list[tuple[int, int]]] = {}
    while waiting:
        index = waiting.popleft()
        queued.discard(index)
        if index not in leading:
            links = {(link.dest, link.sets) for link in paths.points[index].links}
            leading[index] = [(dest, sum(bits[name] for name in sets if name in bits)) for dest, sets in links]
        for dest, sets in leading[index]:
            both = given[dest] & (given[index] | sets)
            if both != given[dest] or dest not in seen:
                given[dest] = both
                seen.add(dest)
                if dest not in queued:
                    queued.add(dest)
                    waiting.append(dest)
    return given


def _unset(flow: Checked, use: Use, name: str, index: int) -> Diagnostic:
    return error(
        flow.locate(use.text, name),
        f"`{name}` may have no value here",
        label="not set on every way that leads here",
        help=f"write `{name} | default('...')`, or give it a value on every way",
        example=flow.chat_over(index, _without(name)),
    )


def _without(name: str) -> Callable[[Link], bool]:
    """The links on which a name gets no value."""
    return lambda link: name not in link.sets


@rule("F045", "an output that may have no value")
def unset_output(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: The flow promises an output, and can end without having given it a value.
    Why: Whoever runs the flow gets nothing under that name.
    Example:
        flow: example
        outputs:
          rating: integer
        start:
          - flow
        states:
          start:
            - end: done
    Fix: Save or set it on every way to an end, or take it out of `outputs`.
    """
    names = sorted(set(known_names(flow)) - RESERVED_NAMES)
    bits = {name: 1 << at for at, name in enumerate(names)}
    given = _surely_given(flow.paths, bits, flow.paths.first, sum(bits[name] for name in flow.flow.inputs))
    top = flow.find("outputs", Span(1, 1, 1, 1))
    for name in flow.flow.outputs:
        span = flow.find(f"{name}:", top)
        if name == "outcome":
            yield error(span, "`outcome` is given back by every flow", help="give the output another name")
        elif name not in bits and name not in flow.paths.mentioned:
            yield error(span, f"nothing gives the output `{shown(name)}` a value", label=did_you_mean(name, names))
        elif name in bits and END in flow.reachable and not bits[name] & given[END]:
            example = flow.chat_over(END, _without(name))
            help = "give it a value on every way to an end"
            yield warning(span, f"the output `{shown(name)}` may have no value at the end", help=help, example=example)


@rule("F042", "a regular expression that cannot be used", chat=True)
def bad_pattern(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: The pattern is not a regular expression of RE2, is longer than 200 characters, or needs too much memory.
    Why: It would never match. RE2 has no look-around and no back-references, and in return no pattern can hang it.
    Example:
        - ask: What is your order number?
          expect: regex
          pattern: '(\\d{5}'
        - end: done
    Fix: Close brackets, shorten it, write `[0-9]` or `\\d` for digits. Single quotes keep backslashes as they are.
    """
    for count, (pattern, near) in enumerate(_patterns(flow), start=1):
        if count > PATTERNS_MAX:
            yield too_large(near, f"more than {PATTERNS_MAX} patterns")
            return
        if fault := pattern_fault(pattern):
            yield error(flow.find(pattern, near), f"this pattern cannot be used: {fault}")


@rule("F080", "a pattern that repeats a repetition", chat=True)
def nested_repetition(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: Within a part of the pattern that may be repeated stands nothing but what may be repeated itself.
    Why: One text can be read in countless ways. RE2 bears it, but whatever else is given the pattern may hang, and one
        of the two signs is not needed.
    Example:
        - ask: What is your order number?
          expect: regex
          pattern: '^(\\d+)+$'
        - end: done
    Fix: Leave one of the two out: `\\d+`.
    """
    for pattern, near in _patterns(flow):
        if len(pattern) <= PATTERN_CHARS_MAX and read_pattern(pattern).ambiguous:
            message = "this pattern repeats what is repeated already, so that a text fits in countless ways"
            yield warning(flow.find(pattern, near), message, help="leave one of the two signs out: `a+`, not `(a+)+`")


def _patterns(flow: Checked) -> Iterator[tuple[str, Span]]:
    """Every regular expression, with where to look for it."""
    matchers = [(entry.matcher, entry.span) for entry in flow.flow.anytime]
    for step in flow.questions:
        if step.question.pattern is not None:
            yield step.question.pattern, step.span
        matchers += [(branch.matcher, branch.span) for branch in step.question.replies if branch.matcher is not None]
    for first, span in matchers:
        matcher: Matcher | None = first
        while matcher is not None:
            if matcher.regex is not None:
                yield matcher.regex, span
            matcher = matcher.negated


@lru_cache(PATTERNS_MAX)
def pattern_fault(pattern: str) -> str | None:
    """What is wrong with a regular expression; None if nothing is."""
    if len(pattern) > PATTERN_CHARS_MAX:
        return f"it is longer than {PATTERN_CHARS_MAX} characters"
    if read_pattern(pattern).size > PATTERN_SIZE_MAX:
        return f"its repetitions make more than {PATTERN_SIZE_MAX} signs of it"
    options = re2.Options()
    options.max_mem = PATTERN_MEMORY_BYTES_MAX
    options.log_errors = False
    try:
        re2.compile(pattern, options)
    except (re2.error, ValueError, UnicodeError) as fault:
        reason = fault.args[0] if fault.args else ""
        text = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
        return text.strip() or "it is not a regular expression"
    return None


@rule("F047", "an action that is not registered")
def unknown_action(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: `do` names an action that this deployment does not have.
    Why: The step would fail every time, and the conversation go by `on_error`.
    Example:
        - do: find_tabel
          on_error: end
        - end: done
    Fix: Correct the name, or register the action: `@action` in a module that the setting `actions.modules` names.
    """
    if flow.actions is None:
        return
    for point in flow.paths.points:
        if isinstance(point.step, Do) and point.step.action not in flow.actions:
            known = sorted(flow.actions)
            help = f"actions here are {listed(known)}" if known else "register it with `@action`"
            label = did_you_mean(point.step.action, known)
            message = f"no action is called `{shown(point.step.action)}`"
            yield warning(flow.find(point.step.action, point.step.span), message, label=label, help=help)
