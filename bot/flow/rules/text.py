"""Text: what reaches a phone, what it costs, and whether its template can be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.errors import TemplateError
from bot.flow.diagnostic import Diagnostic, error, warning
from bot.flow.model import Span, Text
from bot.flow.rules.base import Checked, rule
from bot.flow.uses import of_trigger
from bot.flow.width import literal, widest
from bot.text import offenders, segments

SEGMENTS_MAX: Final = 2
"""What a message may take before the author is asked whether it must."""

_QUOTED: Final = re.compile(r"'[^']*'|\"[^\"]*\"")
_OPERATORS: Final = {"===": "==", "!==": "!=", "<>": "!=", "&&": "and", "||": "or", "=": "==", "!": "not"}
_FOREIGN: Final = re.compile(r"===|!==|<>|&&|\|\||(?<![=!<>])=(?!=)|!(?!=)")
_UNREADABLE: Final = re.compile(r"\b(unexpected|expected|got)\b")


@rule("F050", "a template that cannot be used")
def bad_template(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: The template is not well-formed, or uses something that templates do without: calls, `*`, loops in loops, ...
    Why: It could not be filled in, or could take all memory; templates only fill in, choose and format.
    Example:
        - say: Hello {{ contact.first_name | uper }}
        - end: done
    Fix: Close `{{` with `}}`, take one of the filters that exist, and compute with a `set` step or your own API.
    """
    events = [use for trigger in flow.flow.start if trigger.kind == "event" for use in of_trigger(trigger)]
    for use in [*(use for _, use in flow.uses), *flow.outside, *events]:
        fault = flow.compiled(use)
        if isinstance(fault, TemplateError):
            reason, _, question = str(fault).partition("; did you mean ")
            label = f"did you mean {question}" if question else _operator(use.text.source, reason)
            yield error(
                position(flow, use.text, fault.position), f"this template cannot be used: {reason}", label=label
            )


def _operator(source: str, reason: str) -> str:
    """The operator that was probably meant, where it is written as in other languages: `if: plan = 'gold'`."""
    if not _UNREADABLE.search(reason):
        return ""
    foreign = _FOREIGN.search(_QUOTED.sub("", source))
    return f"did you mean `{_OPERATORS[foreign.group()]}`?" if foreign else ""


def position(flow: Checked, text: Text, offset: int | None, lines: Sequence[str] = ()) -> Span:
    """The place of an offset in a template: exact where it is written in one piece, else by the word there."""
    if offset is None:
        return text.span
    line = (lines or flow.lines)[text.span.line - 1]
    start = line.find(text.source, max(0, text.span.column - 1)) if "\n" not in text.source else -1
    rest = text.source[offset:]
    word = re.match(r"\w+|\S", rest)
    if start >= 0:
        column = start + offset + 1
        return Span(text.span.line, column, text.span.line, column + (len(word.group()) if word else 1))
    return flow.locate(text, word.group(), lines) if word else text.span


@rule("F051", "a character that makes a message dearer")
def dear_character(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: A typographic character is not in the GSM-7 alphabet, and there is a plain one that is.
    Why: One such character turns the whole message into UCS-2, with 70 characters a segment instead of 160.
    Example:
        - say: You’re booked.
        - end: done
    Fix: Write the plain character.
    """
    for message in _messages(flow):
        found = {char: cheaper for _, char, cheaper in offenders(literal(message.text.source))}
        if not found or any(char.isalpha() for char in found):
            continue  # words of a language that GSM-7 cannot write
        plain = message.whole
        for char, cheaper in found.items():
            plain = plain.replace(char, cheaper or "")
        parts, needed = segments(message.whole).count, segments(plain).count
        if parts == needed and None in found.values():
            continue  # a picture that costs nothing
        char, cheaper = next(iter(found.items()))
        cost = f"{parts} segments instead of {needed}" if parts > needed else "70 characters a segment instead of 160"
        finding = warning(
            flow.locate(message.text, char, message.lines),
            f"`{char}` is not in the GSM-7 alphabet and makes this message cost {cost}",
            label=f"write `{cheaper}`" if cheaper else "leave it out",
        )
        yield replace(finding, path=message.path)


@rule("F052", "a message of many segments")
def long_message(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: With values of usual width filled in, the message takes more than two segments.
    Why: Each segment is paid for, for each customer; long messages are also read less.
    Example:
        - say: >
            We would like to tell you in great detail about everything that you may want to know before your visit,
            including where to park, which door to take, what to bring, what to leave at home, whom to ask for at the
            desk, how long it usually takes, where to wait, and what to do should you be late or not come at all today.
        - end: done
    Fix: Shorten it, or put the details on a page and send its address.
    """
    for message in _messages(flow):
        parts = segments(message.whole)
        if parts.count > SEGMENTS_MAX:
            first, further = _ROOM[parts.encoding]
            finding = warning(
                message.text.span,
                f"this message takes {parts.count} segments ({parts.units} characters in {parts.encoding})",
                help=f"shorten it: {first} characters are one segment, and each further one holds {further}",
            )
            yield replace(finding, path=message.path)


_ROOM: Final = {"GSM-7": (160, 153), "UCS-2": (70, 67)}


@dataclass(frozen=True, slots=True)
class _Message:
    """What is sent, in one of the languages, and where it is written."""

    text: Text
    whole: str
    """As long as it gets, with its choices below."""
    path: str = ""
    lines: Sequence[str] = ()


def _messages(flow: Checked) -> Iterator[_Message]:
    """Every message in every language; where a translation lacks a choice, that is sent in the flow's own."""
    sent = [use for _, use in flow.uses if use.sent]
    yield from (_Message(use.text, _whole(flow, use.text, use.choices)) for use in sent)
    for language in flow.draft.languages:
        texts = language.texts
        for use in sent:
            if (text := texts.get(use.text.id)) is not None and use.text.id:
                choices = [texts.get(choice.id, choice) for choice in use.choices]
                yield _Message(text, _whole(flow, text, choices), language.sidecar.path, language.sidecar.lines)


def _whole(flow: Checked, text: Text, choices: Iterable[Text]) -> str:
    lines = [f"{number}. {widest(choice.source, flow.widths)}" for number, choice in enumerate(choices, start=1)]
    return "\n".join([widest(text.source, flow.widths), *lines])


@rule("F053", "a message without a text")
def empty_message(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: The text is empty.
    Why: No carrier takes an empty message.
    Example:
        - say: ""
        - end: done
    Fix: Write what to say, or delete the step. To wait without saying anything, use `listen:`.
    """
    for _, use in flow.uses:
        if use.sent and not use.text.source.strip():
            yield error(use.text.span, "this message has no text", help="to wait without a word, use `listen:`")
