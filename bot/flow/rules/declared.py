"""Data, where a flow declares it: questions that moved, defaults, countries, times."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from phonenumbers import SUPPORTED_REGIONS

from bot.flow.diagnostic import Diagnostic, error, warning
from bot.flow.model import NOWHERE, Ask, Do, HandOff, Http, Match, Pause, Run, Split, Text, Type
from bot.flow.rules.base import Checked, rule
from bot.flow.rules.document import listed, shown
from bot.suggest import did_you_mean

_NAMED: Final = (Ask, Match, Http, Do, Run, HandOff, Pause, Split)
_CLOCK: Final = r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?"
_DAY: Final = r"\d{4}-(0?[1-9]|1[0-2])-(0?[1-9]|[12]\d|3[01])"
_WRITTEN: Final = {
    Type.YES_NO: re.compile("yes|no|true|false|on|off", re.IGNORECASE),
    Type.INTEGER: re.compile(r"[+-]?\d{1,15}"),
    Type.NUMBER: re.compile(r"[+-]?\d{1,15}(\.\d{1,9})?"),
    Type.MONEY: re.compile(r"[^\w\s]?\s?[+-]?[\d,]{1,15}(\.\d{1,9})?\s?([^\w\s]|[A-Z]{3})?"),
    Type.DATE: re.compile(_DAY),
    Type.TIME: re.compile(_CLOCK),
    Type.DATETIME: re.compile(f"{_DAY}([T ]{_CLOCK}\\S*)?"),
    Type.PHONE: re.compile(r"\+?[\d ().-]{5,24}"),
    Type.EMAIL: re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"),
}
"""What a plain text must look like to be a value of a type."""


@rule("F077", "a question that `moved` cannot find")
def unknown_moved(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: `moved` sends waiting sessions to a question that the flow does not have.
    Why: Whoever waits on the old question would wait on nothing.
    Example:
        flow: example
        moved: {start.old: start.nmae}
        states:
          start:
            - ask: What is your name?
              save: name
            - end: done
    Fix: Write the id of a question that is there: its state, a dot, and its `name`, its `save` or its number.
    """
    ids = [point.step.id for point in flow.paths.points if isinstance(point.step, _NAMED)]
    for old, new in flow.flow.moved.items():
        if new not in ids and flow.whole:
            place = flow.find(new, flow.find("moved:", NOWHERE))
            help = f"questions in this flow are {listed(ids)}"
            message = f"`{shown(old)}` moves to `{shown(new)}`, which is no question of this flow"
            yield error(place, message, label=did_you_mean(new, ids), help=help)


@rule("F078", "a default that is not of its type")
def wrong_default(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: An input's default cannot be read as a value of the input's type.
    Why: Each conversation that begins without the input would end as `failed` before its first word.
    Example:
        flow: example
        inputs:
          size: {type: integer, default: four}
        states:
          start:
            - say: A table for {{ size }}.
            - end: done
    Fix: Write a value of the type, or change the type.
    """
    for name, declared in flow.flow.inputs.items():
        if declared.default is not None and not readable(declared.default, declared.type):
            message = f"`{shown(declared.default.source)}` is no {declared.type.value} for the input `{name}`"
            yield error(declared.default.span, message)


def readable(written: Text, kind: Type) -> bool:
    """Whether a text can be read as a value of a type; a template can be anything."""
    expected = _WRITTEN.get(kind)
    return expected is None or "{" in written.source or bool(expected.fullmatch(written.source.strip()))


@rule("F079", "a country that does not exist")
def unknown_country(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: `country` is not the code of a country, in two capital letters.
    Why: No phone number could be read without its prefix, and every answer would be unclear.
    Example:
        - ask: What is your phone number?
          expect: phone
          country: UK
        - end: done
    Fix: Write the ISO code: `US`, `GB`, `DE`.
    """
    for step in flow.questions:
        country = step.question.country
        if country is not None and country not in SUPPORTED_REGIONS and "{" not in country:
            label = {"UK": "did you mean `GB`?"}.get(country.upper()) or (
                f"did you mean `{country.upper()}`?" if country.upper() in SUPPORTED_REGIONS else ""
            )
            message = f"`{shown(country)}` is not the code of a country"
            yield error(flow.find(f"country: {country}", step.span), message, label=label, help="such as US, GB or DE")


@rule("F081", "a flow that would begin before its event")
def before_event(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: The trigger is an event, and its offset is negative.
    Why: When the event happens, the time before it has passed.
    Example:
        flow: example
        start:
          - event: visit.booked
            offset: -1 day
        states:
          start:
            - end: done
    Fix: Let the flow begin after the event, or start it by a `date` of the contact.
    """
    for trigger in flow.flow.start:
        if trigger.kind == "event" and trigger.offset < timedelta():
            message = f"this flow would begin before the event `{shown(trigger.subject)}` that starts it"
            help = "let it begin after the event, or start it by a `date` of the contact"
            yield warning(flow.find("offset", trigger.span), message, help=help)
