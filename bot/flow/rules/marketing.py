"""Law: what a marketing message has to say first, and what it must not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.content import SHORTENERS, Restricted, restricted
from bot.events import MessageClass
from bot.flow.diagnostic import Diagnostic, error, warning
from bot.flow.model import Ask, Match, Run, Say, Step, Text
from bot.flow.rules.base import Checked, rule
from bot.flow.width import literal
from bot.stopwords import CONSENT_WORDS, Meaning
from bot.text import fold

AGE_GATE: Final = "age_gate"
"""The flow that asks for the date of birth."""
OF_AGE: Final = "contact.of_age"
"""Where it keeps what came of it."""

_CAPITALS: Final = re.compile(r"\b[A-ZÀ-Þ]{3,}\b")
_OPT_OUT: Final = re.compile(r"\b(stop|unsubscribe|opt[ -]?out)\b", re.IGNORECASE)
_OWN_NAME: Final = re.compile(r"\bbusiness\s*\.\s*name\b")
_NAMED: Final = re.compile(
    r"^\W*[^\W\d_][\w&'’. -]{1,40}:\s"
    r"|\b(?i:from|at|by|this is|it's|here is|de|von|bei|da|di|van|bij|chez)\s+[^\W\d_a-z]"
)
"""`Riverside Dental: …`, or `… from Riverside`: whoever wrote a name into the text has said who it is."""
_SHORT: Final = re.compile(
    rf"(?<![\w.-])(?:https?://)?(?:www\.)?({'|'.join(map(re.escape, SHORTENERS))})(?=[/\s]|$)", re.IGNORECASE
)


@rule("F063", "marketing without a way out")
def no_way_out(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: The flow is of class `marketing`, and its first message does not say how to opt out.
    Why: The law of most countries asks for it, and carriers filter senders who leave it out.
    Example:
        flow: example
        class: marketing
        states:
          start:
            - say: Our sale starts today!
            - end: done
    Fix: Add something like "Reply STOP to opt out".
    """
    for texts in _first(flow):
        if not any(_offers_way_out(text.source) for text in texts):
            message = "this marketing message does not say how to opt out"
            yield error(texts[0].span, message, help='add "Reply STOP to opt out"')


def _offers_way_out(text: str) -> bool:
    """Whether a text says how to opt out: by the words for it, or by one of the words that do it, in capitals."""
    words = _CAPITALS.findall(text)
    out = [known for word in words if (known := CONSENT_WORDS.get(fold(word))) and known.meaning is Meaning.OUT]
    return bool(out or _OPT_OUT.search(text))


@rule("F065", "marketing that does not say who it is from")
def nameless(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: The flow is of class `marketing`, and its first message does not name the business.
    Why: Carriers in the US ask for it in the first message of a programme (CTIA 5.1.2.1), the UK (PECR), Canada (CASL)
        and Australia (Spam Act) in every one; people opt out of numbers that they do not know.
    Example:
        flow: example
        class: marketing
        states:
          start:
            - say: Our sale starts today! Reply HELP for help, STOP to opt out.
            - end: done
    Fix: Begin with `{{ business.name }}:`, or write the name into the text.
    """
    for texts in _first(flow):
        if not any(_OWN_NAME.search(text.source) or _NAMED.search(text.source) for text in texts):
            message = "this marketing message does not say who it is from"
            yield warning(texts[0].span, message, help="begin it with `{{ business.name }}:`")


@rule("F066", "marketing that does not say how to get help")
def helpless(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: The flow is of class `marketing`, and its first message does not say that HELP gets help.
    Why: Carriers in the US ask for it in the first message of a recurring programme (CTIA 5.1.2.1), and look for it
        when they vet a campaign. Parley answers HELP by itself.
    Example:
        flow: example
        class: marketing
        states:
          start:
            - say: "{{ business.name }}: our sale starts today! Reply STOP to opt out."
            - end: done
    Fix: Add "Reply HELP for help", or where to turn: `{{ business.help_contact }}`.
    """
    for texts in _first(flow):
        if not any(_offers_help(text.source) for text in texts):
            message = "this marketing message does not say how to get help"
            yield warning(texts[0].span, message, help='add "Reply HELP for help"')


def _offers_help(text: str) -> bool:
    words = (CONSENT_WORDS.get(fold(word)) for word in _CAPITALS.findall(text))
    return "help_contact" in text or any(known is not None and known.meaning is Meaning.HELP for known in words)


@rule("F086", "a public link shortener")
def public_shortener(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: A message holds a link of a shortener that everybody uses.
    Why: Spam hides behind them: carriers in the US filter them (CTIA 5.3.2), AT&T forbids them, and people do not trust
        what they cannot read.
    Example:
        - say: Book at https://bit.ly/3xYzAbC
        - end: done
    Fix: Write the whole address, or shorten it under a domain of your own.
    """
    for _, use in flow.uses:
        if use.sent and (found := _SHORT.search(use.text.source)):
            message = f"carriers filter messages with links of {found[1].lower()}"
            help = "write the whole address, or shorten it under a domain of your own"
            yield warning(flow.find(found[1], use.text.span), message, help=help)


@rule("F087", "marketing that carriers refuse")
def refused_content(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: A marketing message speaks of something that carriers carry for nobody: cannabis, CBD, sex, firearms.
    Why: Carriers in the US block the message and then the number, wherever the thing itself is legal, and T-Mobile
        fines the sender.
    Example:
        flow: example
        class: marketing
        states:
          start:
            - say: "{{ business.name }}: new CBD oils are in. Reply HELP for help, STOP to opt out."
            - end: done
    Fix: Leave it out, and tell it somewhere else.
    """
    for text, word in _restricted(flow):
        if not word.content.for_adults:
            message = f"carriers refuse marketing that speaks of {word.content}: `{word.word}`"
            yield error(flow.locate(text, word.word), message, help="leave it out; it may cost you the number")


@rule("F088", "marketing for adults without asking for the age")
def without_age_gate(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: A marketing message speaks of alcohol or tobacco, and somebody may get it who has not given a date of birth.
    Why: Carriers in the US let it through only behind an age gate that asks for the full date of birth; a yes or no
        does not count (Twilio 30456 and 30956). Without an exemption there is none that opens to Canada.
    Example:
        flow: example
        class: marketing
        states:
          start:
            - say: "{{ business.name }}: wine tasting on Friday! Reply HELP for help, STOP to opt out."
            - end: done
    Fix: Put `- run: age_gate` before it, or make it depend on `contact.of_age`, which that flow keeps.
    """
    if flow.flow.message_class is not MessageClass.MARKETING or flow.flow.id == AGE_GATE:
        return
    conditions = [trigger.condition for trigger in flow.flow.start]
    if conditions and all(condition is not None and OF_AGE in condition.source for condition in conditions):
        return
    young = set(flow.reach(flow.paths.first, stop=lambda index: _asks_for_age(flow.paths.points[index].step)))
    for index, use in flow.uses:
        if index not in young or not use.sent or _asks_for_age(flow.paths.points[index].step):
            continue
        for word in restricted(literal(use.text.source)):
            if word.content.for_adults:
                message = f"this speaks of {word.content} (`{word.word}`) to people of any age"
                help = f"put `- run: {AGE_GATE}` before it, or `if: {OF_AGE}`"
                yield error(flow.locate(use.text, word.word), message, help=help)
                break


def _asks_for_age(step: Step | None) -> bool:
    """Whether what comes after a step, or the step itself, is only for those whose age is known."""
    match step:
        case Run(flow=called):
            return called == AGE_GATE
        case Match(value=value):
            return OF_AGE in value.source
    return step is not None and step.condition is not None and OF_AGE in step.condition.source


def _restricted(flow: Checked) -> Iterator[tuple[Text, Restricted]]:
    """The first word of each marketing message that carriers mind."""
    if flow.flow.message_class is MessageClass.MARKETING:
        for _, use in flow.uses:
            if use.sent:
                yield from ((use.text, word) for word in list(restricted(literal(use.text.source)))[:1])


def _first(flow: Checked) -> Iterator[Sequence[Text]]:
    """What people may hear first in a marketing flow."""
    if flow.flow.message_class is MessageClass.MARKETING:
        for index in flow.reach(flow.paths.first, stop=lambda point: bool(_texts(flow, point))):
            if texts := _texts(flow, index):
                yield texts


def _texts(flow: Checked, index: int) -> Sequence[Text]:
    match flow.paths.points[index].step:
        case Say(texts=texts):
            return texts
        case Ask(text=text) if text is not None:
            return (text,)
    return ()
