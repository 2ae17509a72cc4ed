"""Every template and expression of a flow, with where it is used and as what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.events import Json
from bot.flow.model import (
    Ask,
    Cancel,
    Do,
    Email,
    Flow,
    HandOff,
    Http,
    Match,
    Question,
    Run,
    Say,
    Schedule,
    Set,
    Step,
    Tag,
    Text,
    Trigger,
)
from bot.limits import LIST_ITEMS_MAX

_CUT: Final = re.compile(r"\[:\s*(\d{1,3})\s*\]")
_ENTRIES_USUALLY: Final = 5
_ENTRY: Final = Text("x" * 15)


class Form(StrEnum):
    """How a source is read."""

    TEXT = "text"
    VALUE = "value"
    """A text, or one whole `{{ … }}` that keeps its type."""
    EXPRESSION = "expression"


@dataclass(frozen=True, slots=True)
class Use:
    """A source at its place."""

    text: Text
    form: Form = Form.TEXT
    sent: bool = False
    """Whether a customer gets to read it."""
    choices: tuple[Text, ...] = ()
    """What is listed below it."""


def of_step(step: Step) -> Iterator[Use]:
    """What a step computes when it runs or while it waits; not what its blocks do."""
    if step.condition is not None:
        yield Use(step.condition, Form.EXPRESSION)
    match step:
        case Say():
            yield from (Use(text, sent=True) for text in step.texts)
            yield from map(Use, step.media)
        case Ask():
            if step.text is not None:
                yield Use(step.text, sent=True, choices=_shown(step.question))
            yield from map(Use, step.media)
            yield from _of_question(step.question)
        case Match():
            yield Use(step.value, Form.VALUE)
            yield from _of_question(step.question)
        case Set():
            for _, value in step.values:
                yield from of_value(value)
        case Tag():
            yield from map(Use, step.tags)
        case Http():
            yield from _of_http(step)
        case HandOff():
            yield from (Use(text) for text in (step.queue, step.note, step.priority) if text is not None)
            if step.say is not None:
                yield Use(step.say, sent=True)
            yield from (Use(entry.say, sent=True) for entry in step.no_agent if entry.say is not None)
        case Do():
            for _, value in step.inputs:
                yield from of_value(value)
        case Run():
            yield from (Use(text, Form.VALUE) for _, text in step.inputs)
        case Email():
            yield from map(Use, (step.address, step.subject, step.body))
        case Schedule():
            yield from (Use(text) for text in (step.at, step.key) if text is not None)
            yield from (Use(text, Form.VALUE) for _, text in step.inputs)
        case Cancel():
            yield Use(step.key)


def _shown(question: Question) -> tuple[Text, ...]:
    """What is listed below a question; of a list that an API gives, as many entries as it is cut to."""
    if question.dynamic_choices is None:
        return tuple(choice.shown for choice in question.choices)
    cut = _CUT.search(question.dynamic_choices.source)
    return (_ENTRY,) * min(int(cut[1]) if cut else _ENTRIES_USUALLY, LIST_ITEMS_MAX)


def _of_question(question: Question) -> Iterator[Use]:
    yield from (Use(choice.shown, sent=True) for choice in question.choices)
    if question.dynamic_choices is not None:
        yield Use(question.dynamic_choices, Form.EXPRESSION)
    yield from (Use(text, Form.VALUE) for text in (question.minimum, question.maximum) if text is not None)
    for check in question.checks:
        yield Use(check.condition, Form.EXPRESSION)
        yield Use(check.say, sent=True)
    yield from (Use(text, sent=True) for text in question.unclear or ())
    yield from (Use(entry.say, sent=True) for entry in question.silence if entry.say is not None)
    if question.confirm is not None:
        yield Use(question.confirm, sent=True)


def _of_http(step: Http) -> Iterator[Use]:
    yield Use(step.url)
    yield from (Use(text) for _, text in step.headers)
    yield from (Use(text) for _, text in step.form or ())
    yield from of_value(step.json)
    if step.body is not None:
        yield Use(step.body)


def of_value(value: Text | Json) -> Iterator[Use]:
    """What a nested value computes."""
    match value:
        case Text():
            yield Use(value, Form.VALUE)
        case list():
            for item in value:
                yield from of_value(item)
        case dict():
            for item in value.values():
                yield from of_value(item)


def of_trigger(trigger: Trigger) -> Iterator[Use]:
    """What a way into the flow computes before there is a session."""
    if trigger.condition is not None:
        yield Use(trigger.condition, Form.EXPRESSION)
    yield from (Use(text, Form.VALUE) for _, text in trigger.inputs)


def of_inputs(flow: Flow) -> Iterator[Use]:
    """The defaults of inputs."""
    yield from (Use(declared.default, Form.VALUE) for declared in flow.inputs.values() if declared.default is not None)
