"""Text: braces that fill nothing in, because one is missing or because they stand where nothing is filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.flow.diagnostic import Diagnostic, error
from bot.flow.model import Ask, Matcher, Schedule, Span
from bot.flow.rules.base import Checked, rule
from bot.flow.rules.document import shown
from bot.flow.width import literal

_SINGLE: Final = re.compile(r"\$?(?<!\{)\{\s*([A-Za-z_][\w.]*)\s*(?:\|[^{}]*)?\}+|([A-Za-z_][\w.]*)\s*\}\}")
_MARKS: Final = ("{{", "{%")


@rule("F073", "a placeholder that is not filled in")
def single_brace(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: A name stands in single braces, or a brace is missing on one side.
    Why: Customers would read the braces: `Hello {name}`.
    Example:
        - ask: What is your name?
          save: name
        - say: Hello {name}!
        - end: done
    Fix: Write two braces on both sides: `{{ name }}`.
    """
    for _, use in flow.uses:
        found = _SINGLE.search(literal(use.text.source)) if use.sent else None
        if found:
            name = found[1] or found[2]
            message = f"`{shown(found.group())}` would be sent as it stands"
            place = flow.locate(use.text, found.group().strip())
            yield error(place, message, label=f"write `{{{{ {shown(name)} }}}}`")


@rule("F074", "a template where nothing is filled in")
def template_in_word(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: Braces stand in a word, a keyword or a name, which are taken as they are written.
    Why: Nobody ever writes these braces, so that this never matches.
    Example:
        - ask: Who sent you?
          replies:
            friend: {words: ["{{ contact.friend }}"], go: start}
        - end: done
    Fix: Write the words themselves. To compare with a value, save the reply and use `if`.
    """
    for word, near in _words(flow):
        if any(mark in word for mark in _MARKS):
            message = f"`{shown(word)}` is not filled in here: words are taken as they are written"
            yield error(flow.find(word, near), message, help="to compare with a value, save the reply and use `if`")


def _words(flow: Checked) -> Iterator[tuple[str, Span]]:
    for trigger in flow.flow.start:
        yield from ((word, trigger.span) for word in (*trigger.keywords, trigger.subject))
    for entry in flow.flow.anytime:
        yield from ((word, entry.span) for word in _of_matcher(entry.matcher))
    for step in flow.questions:
        question = step.question
        for branch in question.replies:
            words = [branch.label] if branch.matcher is None else list(_of_matcher(branch.matcher))
            yield from ((word, branch.span) for word in words)
        if isinstance(step, Ask):
            yield from ((word, step.span) for words in question.synonyms.values() for word in words)
    for point in flow.paths.points:
        if isinstance(point.step, Schedule):
            yield point.step.flow, point.step.span


def _of_matcher(matcher: Matcher | None) -> Iterator[str]:
    while matcher is not None:
        yield from (
            *matcher.words, *matcher.all, *matcher.phrase, *matcher.only, *matcher.starts, *matcher.exact,
            *matcher.tagged, *matcher.intent,
        )  # fmt: skip
        matcher = matcher.negated
