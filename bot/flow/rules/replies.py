"""Graph, at a question: labels for no answer, people who are never understood, silences out of order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rapidfuzz.distance import OSA

from bot.flow.diagnostic import Diagnostic, error, warning
from bot.flow.model import Ask, HandOff, Question, ReplyBranch, Timed
from bot.flow.ranges import parse_range
from bot.flow.rules.base import Checked, rule
from bot.flow.rules.document import listed, shown
from bot.flow.rules.numbers import NUMERIC
from bot.flow.rules.shadow import keys_of
from bot.flow.wording import duration
from bot.suggest import nearest

_ALMOST_RANGE: Final = re.compile(r"(-?[\d.]*\d)\s*(?:-|–|\.{3,}|to)\s*(-?\d[\d.]*)")
_LIKE_A_NAME: Final = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_SURELY_MEANT: Final = 75

# ── labels ──


@rule("F023", "a label or synonym for a choice that is not there", chat=True)
def unknown_choice(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: A label of `replies` looks like one of the answers, or like a range, but is none.
    Why: It would only be taken by someone who writes just this word, and the answer it was meant for goes elsewhere.
    Example:
        - ask: What is it about?
          choices: {billing: Billing, other: Something else}
          replies:
            biling: end
        - end: done
    Fix: Write the choice's key, `yes` or `no`, or a range such as `7..8`.
    """
    for step in flow.questions:
        question = step.question
        keys = keys_of(question)
        labels = [branch.label for branch in question.replies]
        for branch in question.replies:
            if branch.matcher is None and branch.label not in keys:
                yield from _unknown_label(branch, question, [key for key in keys if key not in labels])
        for key in question.synonyms:
            if question.choices and key not in keys:
                near = nearest(key, keys)
                label = f"did you mean `{near}`?" if near else ""
                help = f"the choices are {listed(keys)}"
                yield error(step.span, f"`synonyms` names `{shown(key)}`, which is no choice", label=label, help=help)


def _unknown_label(branch: ReplyBranch, question: Question, keys: list[str]) -> Iterator[Diagnostic]:
    almost = _ALMOST_RANGE.fullmatch(branch.label.strip())
    if almost and question.expect in NUMERIC:
        label = f"write `{almost[1]}..{almost[2]}`"
        yield error(branch.span, f"`{shown(branch.label)}` is not a range", label=label)
    elif ".." in branch.label and parse_range(branch.label) and question.expect not in NUMERIC:
        help = "add `expect: integer` or `expect: number`"
        yield error(branch.span, f"`{branch.label}` is a range, but the question does not expect a number", help=help)
    elif near := nearest(branch.label, keys, similarity_min=_SURELY_MEANT) or _slip(branch.label, keys):
        label = f"did you mean `{near}`?"
        yield error(branch.span, f"the question has no answer `{shown(branch.label)}`", label=label)


def _slip(label: str, keys: list[str]) -> str | None:
    """The short key that was meant by a label of its length: `yse`."""
    near = (key for key in keys if len(key) == len(label) > 2)
    return next((key for key in near if OSA.distance(label, key, score_cutoff=1) == 1), None)


# ── misunderstandings ──


@rule("F021", "a question that never gives up", chat=True)
def no_give_up(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: The question says what to answer to unclear replies, but not where to go after the last of these texts.
    Why: Somebody who is not understood hears the same text again and again, and never reaches a person.
    Example:
        - ask: Are you coming?
          expect: yes_no
          unclear: Sorry, YES or NO?
        - end: done
    Fix: Add `give_up`, most often to a state with a `handoff`.
    """
    for step in flow.questions:
        question = step.question
        if question.unclear and question.give_up is None and question.otherwise is None:
            message = "this question has `unclear` but no `give_up`: whoever is not understood is asked for ever"
            yield warning(question.unclear[0].span, message, help="add `give_up: ...`, to a person if there is one")


@rule("F025", "something that is never said", chat=True)
def never_unclear(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: `else` takes every reply that no label takes, so that none is left to be unclear.
    Why: `unclear` is never said, and `give_up` never happens.
    Example:
        - ask: Are you coming?
          expect: yes_no
          replies: {yes: end, no: end}
          else: end
          unclear: Sorry, YES or NO?
    Fix: Delete `else` to ask again, or `unclear` to take anything.
    """
    for step in flow.questions:
        question = step.question
        if not isinstance(step, Ask) or question.otherwise is None or question.checks:
            continue
        if question.unclear and question.unclear[0].span.line >= step.span.line:  # not one of `defaults`
            message = "`unclear` is never said: `else` takes every reply that no label takes"
            yield warning(question.unclear[0].span, message, help="delete `else` to ask again, or delete `unclear`")


@rule("F026", "a list of choices that may be empty", chat=True)
def maybe_no_choices(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: The choices come from a list, and nothing says what happens when it is empty.
    Why: A question without anything to choose from cannot be asked; the conversation would end as `failed`.
    Example:
        - http: GET https://api.example.com/slots
          save: slots
          on_error: end
        - ask: Which one?
          choices: "{{ slots.body.free }}"
        - end: done
    Fix: Add `give_up`: it is where an empty list leads.
    """
    for step in flow.questions:
        choices = step.question.dynamic_choices
        if choices is not None and step.question.give_up is None:
            message = "this list may be empty, and nothing says what happens then"
            yield warning(choices.span, message, help="add `give_up: ...`: it is where an empty list leads")


# ── silence ──


@rule("F022", "silences that cannot happen", chat=True)
def silence_order(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: A duration is not longer than the one before it, or comes after the conversation has moved on or expired.
    Why: All durations count from the question; this entry never happens, or not when it should.
    Example:
        - ask: Are you coming?
          silence:
            4 hours: Still there?
            2 hours: Hello?
        - end: done
    Fix: List them in order, all counted from the question; after the one that leads on, there is nothing.
    """
    for point in flow.paths.points:
        match point.step:
            case Ask() as step:
                yield from _order(step.question.silence)
                yield from _expired(flow, step)
            case HandOff() as step:
                yield from _order(step.no_agent)


def _order(entries: tuple[Timed, ...]) -> Iterator[Diagnostic]:
    for index, entry in enumerate(entries[1:], start=1):
        before = entries[index - 1]
        leaving = next((other for other in entries[:index] if other.block is not None), None)
        if entry.after <= before.after:
            message = f"`{duration(entry.after)}` is not later than `{duration(before.after)}` above it"
            help = "all durations count from the question"
            yield error(entry.span, message, help=help, related=((before.span, "the one before"),))
        elif leaving is not None:
            message = "this never happens: the conversation has moved on before"
            yield error(entry.span, message, related=((leaving.span, "here it moves on"),))


def _expired(flow: Checked, step: Ask) -> Iterator[Diagnostic]:
    expires = flow.flow.expires
    for entry in step.question.silence:
        if entry.after > expires:
            message = f"this never happens: the session expires after {duration(expires)}"
            yield warning(
                entry.span, message, help=f"add `expires: ...` to the flow, longer than {duration(entry.after)}"
            )
            return


@rule("F027", "a text that is probably a state's name", chat=True)
def text_like_state(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: After a duration stands a single word that is no state, but looks like the name of one.
    Why: It would be sent to the customer as a text.
    Example:
        - ask: Are you coming?
          silence:
            1 day: strat
        - end: done
    Fix: Correct the state's name, or write the text so that it is one.
    """
    for point in flow.paths.points:
        match point.step:
            case Ask(question=question):
                entries = question.silence
            case HandOff(no_agent=entries):
                pass
            case _:
                continue
        for entry in entries:
            if entry.say is None or not _LIKE_A_NAME.fullmatch(entry.say.source):
                continue
            near = nearest(entry.say.source, flow.flow.states, similarity_min=_SURELY_MEANT)
            if near or "_" in entry.say.source:
                yield error(
                    entry.say.span,
                    f"`{entry.say.source}` would be sent as a text: no state is called so",
                    label=f"did you mean `{near}`?" if near else "",
                    help="to send it all the same, put it in a sentence",
                )
