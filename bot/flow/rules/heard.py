"""Answers: whether there is a number to which they could be sent."""

from __future__ import annotations

from collections.abc import Iterator

from bot.flow.diagnostic import Diagnostic, error
from bot.flow.model import Ask
from bot.flow.rules.base import Checked, all_blocks, rule


@rule("F110", "a question that nobody can answer", chat=True)
def unheard(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: The flow asks something, and every channel of the settings sends from a name.
    Why: Nobody can reply to a name such as RIVERSIDE: the person would read a question, and the flow would wait for an
        answer until it expires.
    Example:
        flow: example
        states:
          confirm:
            - ask: Are you coming?
              expect: yes_no
            - end: done
    Fix: Give one channel a number, and the flow goes by that; or only say what there is to say, without a question.
    """
    asks = [] if flow.heard else [step for block in all_blocks(flow.flow) for step in block if isinstance(step, Ask)]
    for first in sorted(asks, key=lambda step: (step.span.line, step.span.column))[:1]:
        yield error(
            first.span,
            "it asks something, and every channel sends from a name, to which nobody can reply",
            help="give a channel a number: `[channels.NAME] number = ...` in the settings",
        )
