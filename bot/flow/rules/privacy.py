"""Privacy: what is marked `sensitive` and would be seen all the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bot.flow.diagnostic import Diagnostic, error, warning
from bot.flow.model import Ask, Do, Email, HandOff, Run, Schedule, Set, Step, Tag, Text
from bot.flow.rules.base import Checked, library_rule, rule
from bot.flow.secrets import Secrets, says, secrets_of
from bot.flow.uses import of_step, of_value


@rule("F120", "something sensitive that would be seen")
def seen(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: An answer marked `sensitive` is put where others read it, or is kept without encryption.
    Why: Fields of the contact, tags and e-mails are not encrypted, agents read notes, and a text goes through carriers
        and lights up on a locked screen.
    Example:
        - ask: What is your insurance number?
          save: insurance
          sensitive: yes
        - set: {contact.insurance: "{{ insurance }}"}
        - end: done
    Fix: Send it to your own system by `http` or `do`, and keep no more than what that returns.
    """
    secrets = secrets_of(flow.flow)
    if not secrets:
        return
    for step in (step for block in flow.blocks for step in block):
        for text, where, kept in _shown(step):
            if says(text, secrets):
                report = error if kept else warning
                yield report(text.span, f"this puts something sensitive into {where}", help=_HELP)


_HELP = "send it to your own system by `http` or `do`, and keep no more than what that returns"


def _shown(step: Step) -> Iterator[tuple[Text, str, bool]]:
    """Texts that others than the customer's own flow come to see: where that is, and whether it stays there."""
    match step:
        case Set():
            for name, value in step.values:
                if name.startswith("contact."):
                    yield from ((use.text, "a field of the contact", True) for use in of_value(value))
        case Tag():
            yield from ((text, "a tag", True) for text in step.tags)
        case HandOff():
            yield from ((text, "what agents read", True) for text in (step.queue, step.note) if text is not None)
        case Email():
            yield from ((text, "an e-mail", False) for text in (step.address, step.subject, step.body))
    yield from ((use.text, "a text message", False) for use in of_step(step) if use.sent)


_MODELS: Final = ("llm", "understand")
"""The actions behind which a language model stands, with `[actions.llm]`; others are the business's own systems."""


@rule("F122", "something sensitive that a model would read")
def thought_about(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: A question marked `sensitive` has `understand`, or something sensitive goes into `do: llm` or `understand`.
    Why: Whatever its words do not match is handed to a language model, which is mostly somebody else's: there it is not
        encrypted, and you do not know for how long it is kept.
    Example:
        - ask: What is your insurance number?
          save: insurance
          sensitive: yes
          understand: yes
        - end: done
    Fix: Take `understand` away, and say in `unclear` what is wanted. Where `defaults` give it, write `understand: no`.
    """
    for asking in flow.questions:
        question = asking.question
        if isinstance(asking, Ask) and question.sensitive and question.understand:
            given = "understand" in question.inherited
            span = asking.span if given else flow.find("understand:", asking.span)
            help = "write `understand: no` here: `defaults` give it" if given else "take it away: `unclear` asks again"
            yield warning(span, "`understand` hands what is answered here, which is sensitive, to a model", help=help)
    secrets = secrets_of(flow.flow)
    for step in (step for block in flow.blocks for step in block) if secrets else ():
        if isinstance(step, Do) and step.action in _MODELS:
            for text in (use.text for use in of_step(step) if use.text is not step.condition):
                if says(text, secrets):
                    message = f"`do: {step.action}` hands something sensitive to a model"
                    yield warning(text.span, message, help="leave it out of what the model is given")


@library_rule("F121", "something sensitive for an input that is not marked")
def unmarked(flows: Sequence[Checked]) -> Iterator[tuple[Checked, Diagnostic]]:
    """
    What: Another flow is started with an answer marked `sensitive`, and its input is not marked.
    Why: In that flow it would be kept and shown like any other value.
    Example:
        flow: example
        inputs: {number: text}
        start:
          - fallback
        states:
          start:
            - ask: What is your insurance number?
              save: insurance
              sensitive: yes
            - schedule: example
              in: 1 hour
              with: {number: "{{ insurance }}"}
            - end: done
    Fix: Mark the input there: `number: {type: text, sensitive: yes}`.
    """
    known = {flow.flow.id: flow for flow in flows}
    for flow in flows:
        secrets = secrets_of(flow.flow)
        for step in (step for block in flow.blocks for step in block) if secrets else ():
            if isinstance(step, Run | Schedule) and step.flow in known:
                yield from ((flow, finding) for finding in _unmarked(step, known[step.flow], secrets))


def _unmarked(step: Run | Schedule, other: Checked, secrets: Secrets) -> Iterator[Diagnostic]:
    for name, text in step.inputs:
        declared = other.flow.inputs.get(name)
        if declared is not None and not declared.sensitive and says(text, secrets):
            message = f"the input `{name}` of `{step.flow}` is not marked, and this is something sensitive"
            help = f"write there: `{name}: {{type: {declared.type}, sensitive: yes}}`"
            yield error(text.span, message, help=help)
