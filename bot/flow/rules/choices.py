"""Graph, at a question with choices: answers that would choose two of them."""

from __future__ import annotations

from collections.abc import Iterator

from bot.flow.diagnostic import Diagnostic, error, warning
from bot.flow.model import Choice, Question, Span
from bot.flow.rules.base import Checked, rule
from bot.flow.rules.document import shown
from bot.text import fold


@rule("F075", "choices that cannot be told apart", chat=True)
def same_choice(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: Two choices of a question have a text, a key or a synonym in common, or one's key is another's number.
    Why: An answer that names both is unclear, however plainly it was meant.
    Example:
        - ask: Which visit?
          choices: {check: Dentist, clean: Dentist}
        - end: done
    Fix: Give each choice words of its own. A key that is a number must be the number of its place.
    """
    for step in flow.questions:
        known: dict[str, Choice] = {}
        numbers = {str(number): choice for number, choice in enumerate(step.question.choices, start=1)}
        for choice in step.question.choices:
            other = numbers.get(choice.key, choice)
            if other is not choice:
                message = f"`{choice.key}` is the key of one choice and the number of another, `{shown(other.key)}`"
                yield error(choice.span, message, label="keys that are numbers must count from 1, in order")
                continue
            for word in _names(choice, step.question):
                first = known.setdefault(word, choice)
                if first is not choice:
                    yield _same(flow, step.span, word, choice, first)
                    break


def _names(choice: Choice, question: Question) -> list[str]:
    """What an answer may call a choice, folded."""
    shown_text = [] if "{" in choice.shown.source else [choice.shown.source]
    written = [choice.key, *shown_text, *question.synonyms.get(choice.key, ())]
    return list(dict.fromkeys(filter(None, map(fold, written))))


def _same(flow: Checked, near: Span, word: str, choice: Choice, first: Choice) -> Diagnostic:
    message = f"`{shown(word)}` means both `{shown(first.key)}` and `{shown(choice.key)}`"
    related = ((first.span, f"`{shown(first.key)}` stands here"),) if first.span.line != choice.span.line else ()
    return warning(choice.span, message, help="give each choice words of its own", related=related)
