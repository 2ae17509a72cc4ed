"""What of a flow is sensitive: the names that hold it, and the texts that would say it.

Marked by the author are inputs and the answers to questions; what is set from one of those is so, too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.errors import TemplateError
from bot.flow.model import Ask, Flow, Match, Set, Text
from bot.flow.render import compile_expression, compile_value
from bot.flow.rules.base import all_blocks
from bot.flow.uses import of_value


@dataclass(frozen=True, slots=True)
class Secrets:
    """What of a flow nobody may see."""

    names: frozenset[str] = frozenset()
    """Inputs, saved answers, and what was set from them."""
    questions: frozenset[str] = frozenset()
    """The ids of the questions whose answers are sensitive."""

    def __bool__(self) -> bool:
        return bool(self.names or self.questions)

    def named_by(self, names: Iterable[str], *, answered: bool = False) -> bool:
        """Whether one of the names in a template is sensitive; `answered` if `answer` is at this moment."""
        for name in names:
            root, _, field = name.partition(".")
            if root in self.names or (root == "answers" and (not field or field.partition(".")[0] in self.names)):
                return True
            if root == "answer" and answered:
                return True
        return False


NONE = Secrets()


def secrets_of(flow: Flow) -> Secrets:
    """Find out what of a flow is sensitive."""
    steps = [step for block in all_blocks(flow) for step in block]
    marked = [step for step in steps if isinstance(step, Ask) and step.question.sensitive]
    names = {name for name, declared in flow.inputs.items() if declared.sensitive}
    names |= {step.question.save for step in marked if step.question.save is not None}
    if not names and not marked:
        return NONE
    while True:
        found = Secrets(frozenset(names), frozenset(step.id for step in marked))
        further = {name for step in steps for name in _set_from(step, found)} - names
        if not further:
            return found
        names |= further


def _set_from(step: object, known: Secrets) -> Iterable[str]:
    match step:
        case Set():
            for name, value in step.values:
                if "." not in name and any(says(use.text, known) for use in of_value(value)):
                    yield name
        case Match(question=question) if question.save is not None and says(step.value, known):
            yield question.save


def says(text: Text | None, known: Secrets, *, expression: bool = False) -> bool:
    """Whether a text has something sensitive filled in."""
    if text is None:
        return False
    try:
        compiled = compile_expression(text.source) if expression else compile_value(text.source)
    except TemplateError:
        return False
    return known.named_by(compiled.names)
