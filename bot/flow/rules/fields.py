"""Data, a level deeper: fields that a value does not have, and comparisons that never hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rapidfuzz.distance import OSA

from bot.flow.diagnostic import Diagnostic, error, warning
from bot.flow.grammar import RESERVED_NAMES
from bot.flow.model import Ask, Http, Match, Question, Run, Set, Step, Type
from bot.flow.rules.base import Checked, library_rule, rule
from bot.flow.rules.data import names_set
from bot.flow.rules.document import listed, shown
from bot.flow.rules.library import Found
from bot.flow.uses import Use
from bot.suggest import did_you_mean, nearest

_ANSWER: Final = ("value", "text", "label", "at")
_RESPONSE: Final = ("status", "headers", "body")
_CONTACT: Final = ("id", "phone", "name", "first_name", "last_name", "language", "timezone", "country", "tags", "email")
_BUSINESS: Final = (
    "name", "help_contact", "timezone", "country", "language", "public_url", "is_open", "opens_at"
)  # fmt: skip
_CHANNEL: Final = ("name", "number")
_PLAIN: Final = frozenset(set(Type) - {Type.LIST, Type.OBJECT, Type.MEDIA, Type.NOTHING})
_NUMERIC: Final = frozenset({Type.INTEGER, Type.NUMBER, Type.MONEY})
_TYPED_CHARS_MIN: Final = 4

Givers = Mapping[str, list[Step]]


def givers(flow: Checked) -> Givers:
    """For each name the steps that may give it a value; an input counts as given by none of them."""
    found: dict[str, list[Step]] = defaultdict(list)
    for point in flow.paths.points:
        step = point.step
        if step is not None:
            for name in [name for name, _ in step.values] if isinstance(step, Set) else names_set(step):
                found[name].append(step)
    return {name: steps for name, steps in found.items() if name not in flow.flow.inputs}


# ── fields ──


@rule("F071", "a field that is not there")
def unknown_field(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: The template asks a value for a field that values of its kind do not have.
    Why: It would have no value, and the conversation would end as `failed` at this place.
    Example:
        - http: GET https://api.example.com/slots
          save: slots
          on_error: end
        - say: There are {{ slots.free | length }} times left.
        - end: done
    Fix: What an API answers is under `.body`; what a person wrote is `{{ answers.name.text }}`.
    """
    given = givers(flow)
    for index, use in flow.uses:
        source = flow.read(use)
        for name in sorted(source.names) if source else ():
            root, *fields = name.split(".")
            if root == "answers" and len(fields) > 1 and fields[1] not in _ANSWER:
                help = f"an answer has {listed(_ANSWER)}"
                label = did_you_mean(fields[1], _ANSWER) or ""
                yield _no_field(flow, use, name, index, f"`{shown(fields[0])}`", fields[1], label, help)
            elif fields and root not in flow.flow.inputs and root in given:
                yield from _field_of(flow, use, name, index, given[root])


def _field_of(flow: Checked, use: Use, name: str, index: int, steps: list[Step]) -> Iterator[Diagnostic]:
    root, field, *rest = name.split(".")
    if all(isinstance(step, Http) for step in steps):
        if field not in _RESPONSE:
            near = nearest(field, _RESPONSE)
            meant = ".".join([root, near, *rest] if near else [root, "body", field, *rest])
            help = f"what an API answered has {listed(_RESPONSE)}"
            yield _no_field(flow, use, name, index, f"`{root}`", field, f"did you mean `{meant}`?", help)
    elif all(isinstance(step, Ask | Match) and step.question.expect in _PLAIN for step in steps):
        known = field in _ANSWER
        label = f"did you mean `answers.{name}`?" if known else ""
        yield _no_field(flow, use, name, index, f"`{root}`", field, label, f"`{root}` is the value itself")


def _no_field(
    flow: Checked, use: Use, name: str, index: int, owner: str, field: str, label: str, help: str
) -> Diagnostic:
    message = f"{owner} has no field `{shown(field)}`"
    return error(flow.locate(use.text, name), message, label=label, help=help, example=flow.chat(index))


@library_rule("F095", "an output that the flow does not have", chat=True)
def unknown_output(flows: Sequence[Checked]) -> Found:
    """
    What: The template asks what a flow gave back for something that is none of the flow's `outputs`.
    Why: It would have no value, and the conversation would end as `failed` at this place.
    Example:
        - run: example
          save: visit
        - say: See you on {{ visit.day }}.
        - end: done
    Fix: Take one of the outputs, or `outcome`, which every flow gives; or add it to the `outputs` of that flow.
    """
    by_id = {flow.flow.id: flow.flow for flow in flows}
    for flow in flows:
        runs = {name: steps for name, steps in givers(flow).items() if all(isinstance(step, Run) for step in steps)}
        for _, use in flow.uses if runs else ():
            source = flow.read(use)
            for name in sorted(source.names) if source else ():
                root, _, rest = name.partition(".")
                field = rest.partition(".")[0]
                run = [by_id.get(step.flow) for step in runs.get(root, ()) if isinstance(step, Run)]
                given = [*dict.fromkeys(output for ran in run if ran is not None for output in ran.outputs), "outcome"]
                if run and None not in run and field and field not in given:
                    message = f"`{root}` has no `{shown(field)}`"
                    help = f"what came back has {listed(given)}"
                    place = flow.locate(use.text, f"{root}.{field}")
                    yield flow, error(place, message, label=did_you_mean(field, given), help=help)


@library_rule("F082", "a field that is probably misspelt", chat=True)
def misspelt_field(flows: Sequence[Checked]) -> Found:
    """
    What: A field of `contact`, `business` or `channel` is one letter off a field that everybody has.
    Why: Such a field is empty, not an error: the text would be sent with a hole in it.
    Example:
        - say: Hello {{ contact.frist_name }}!
        - end: done
    Fix: Correct the spelling. If the field is your own, give it a name that cannot be mistaken.
    """
    own = {name for flow in flows for name in givers(flow) if "." in name}
    for flow in flows:
        for _, use in flow.uses:
            source = flow.read(use)
            for name in sorted(source.names) if source else ():
                root, _, rest = name.partition(".")
                field = rest.partition(".")[0]
                known = {"contact": _CONTACT, "business": _BUSINESS, "channel": _CHANNEL}.get(root, ())
                meant = _misspelt(field, known)
                if meant and f"{root}.{field}" not in own:
                    place = flow.locate(use.text, f"{root}.{field}")
                    message = f"`{root}.{shown(field)}` is probably empty"
                    yield flow, warning(place, message, label=f"did you mean `{root}.{meant}`?")


def _misspelt(field: str, known: tuple[str, ...]) -> str | None:
    """The known field that differs by one slip of the fingers; a plural or a number at the end is no slip."""
    if field in known or len(field) < _TYPED_CHARS_MIN or field[-1:].isdigit():
        return None
    for other in known:
        slip = field[:1] == other[:1] and OSA.distance(field, other, score_cutoff=1) == 1
        if slip and field != f"{other}s" and len(other) >= _TYPED_CHARS_MIN:
            return other
    return None


# ── comparisons ──


@rule("F072", "a comparison that never holds")
def never_equal(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: A saved answer is held against a text that it can never be: none of its choices, or no text at all.
    Why: What hangs on it never happens, or always.
    Example:
        - ask: What is it about?
          choices: {billing: Billing, other: Something else}
          save: topic
        - say: We will look at your bill.
          if: topic == 'biling'
        - end: done
    Fix: Write the choice's key. A yes or no is asked for by its name alone: `if: wants_call`.
    """
    given = {name: steps for name, steps in givers(flow).items() if name not in RESERVED_NAMES}
    for index, use in flow.uses:
        source = flow.read(use)
        for name, text in sorted(source.compared) if source else ():
            questions = [step.question for step in given.get(name, ()) if isinstance(step, Ask | Match)]
            if questions and len(questions) == len(given[name]):
                fault = _never(name, text, questions)
                if fault is not None:
                    message, label = fault
                    place = flow.locate(use.text, text) if text else use.text.span
                    yield error(place, message, label=label, example=flow.chat(index))


def _never(name: str, text: str, questions: list[Question]) -> tuple[str, str] | None:
    kinds = {question.expect for question in questions}
    if kinds == {Type.CHOICE} and all(question.choices for question in questions):
        keys = [choice.key for question in questions for choice in question.choices]
        if text not in keys:
            return f"`{name}` is never `{shown(text)}`: its choices are {listed(keys)}", did_you_mean(text, keys) or ""
    if kinds == {Type.YES_NO}:
        return f"`{name}` is true or false, never the text `{shown(text)}`", f"write `{name}` or `not {name}`"
    if kinds <= _NUMERIC:
        return f"`{name}` is a number, never the text `{shown(text)}`", "write the number without quotes"
    return None
