"""Law: words that belong to carriers and to consent, and secrets that belong in no file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.flow.diagnostic import Diagnostic, error, warning
from bot.flow.model import Http, Matcher, Span
from bot.flow.rules.base import Checked, rule
from bot.flow.rules.document import listed
from bot.flow.width import literal
from bot.stopwords import CONSENT_WORDS, ConsentWord, Meaning
from bot.text import fold

_DOES: Final = {
    Meaning.OUT: "it opts the customer out",
    Meaning.IN: "it opts the customer in",
    Meaning.HELP: "it asks for help",
}
_ASKS: Final = re.compile(r"\b(reply|text|send|type|answer|respond|write)\b", re.IGNORECASE)
_ASKED_FOR: Final = re.compile(r"\b(?:reply|text|send)\s+(?:with\s+)?[\"']?([a-z]{3,})[\"']?(?=\s+(?:to|if|and)\b)")
"""`reply cancel to move the visit`: not only capitals are taken at their word."""
_CAPITALS: Final = re.compile(r"\b[A-ZÀ-Þ]{3,}\b")
_OPT_OUT: Final = re.compile(r"\b(stop|unsubscribe|opt[ -]?out)\b", re.IGNORECASE)
_OPT_IN: Final = re.compile(r"\b(subscribe|resubscribe|rejoin|join|opt[ -]?(back )?in)\b", re.IGNORECASE)
_MISUSE: Final = re.compile(
    r"\bSTOP\b\W+to\s+(?:end|leave|cancel|finish|exit|quit|skip|stop)\s+(?:the|this|your|our|my)\b"
    r"(?!\s+(?:text|texts|message|messages|alerts?|reminders?|subscription|updates))",
)
_SECRET: Final = re.compile(
    r"//[^/\s{}]*:[^/\s{}]+@"
    r"|[?&;#](?:x-)?(?:[a-z]+[_-])?"
    r"(?:api[_-]?key|key|token|jwt|secret|passw(?:or)?d|pwd|auth|authorization|bearer|sig|signature|credentials?)"
    r"=(?!\{\{)[^&\s{}]{4,}"
    r"|hooks\.slack\.com/services/\w+/\w+/\w+|/bot\d{6,}:[\w-]{20,}",
    re.IGNORECASE,
)
_PLAIN_HTTP: Final = re.compile(
    r"http://(?!(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|\[|\{\{|[\w-]+(?:[:/\s]|$)"
    r"|[\w.-]+\.(?:local|internal|test|lan)\b))\S+",
    re.IGNORECASE,
)
"""An address that crosses a network which is not one's own."""


@rule("F060", "a reply that carriers take")
def taken_reply(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: A reply of the flow is a word by which people opt out, opt in or ask for help.
    Why: Carriers act on such a message before the bot sees it, and so does Parley, which the law demands: the customer
        who means to cancel a visit would never get a text again.
    Example:
        - ask: Are you coming?
          replies:
            cancel: end
        - end: done
    Fix: Ask for another word: MOVE or NO instead of CANCEL, DONE instead of END.
    """
    for name, span, words in _spoken(flow):
        for word in words:
            known = CONSENT_WORDS.get(fold(word))
            if known is None or known.word == "yes":
                continue
            report = error if known.meaning is Meaning.OUT and not known.plain else warning
            message = f"the reply `{word}` never comes here: {_DOES[known.meaning]}"
            yield report(flow.find(word, span), message, help=f"{_takers(known)}; ask for another word than `{name}`")
            break


def _spoken(flow: Checked) -> Iterator[tuple[str, Span, list[str]]]:
    """Everything that a customer may write, with where it stands."""
    for entry in flow.flow.anytime:
        yield entry.label, entry.span, _words(entry.matcher)
    for step in flow.questions:
        question = step.question
        for branch in question.replies:
            yield branch.label, branch.span, _words(branch.matcher) if branch.matcher else [branch.label]
        labels = {branch.label for branch in question.replies}
        for choice in question.choices:
            if choice.key not in labels:
                yield choice.key, choice.span, [choice.key, choice.shown.source, *question.synonyms.get(choice.key, ())]
            else:
                yield choice.key, choice.span, [choice.shown.source, *question.synonyms.get(choice.key, ())]


def _words(matcher: Matcher) -> list[str]:
    every = matcher.all if len(matcher.all) == 1 else ()
    return [*matcher.words, *every, *matcher.phrase, *matcher.only, *matcher.starts, *matcher.exact]


def _takers(word: ConsentWord) -> str:
    if not word.carriers:
        return "Parley takes it before any flow"
    verb = "acts" if len(word.carriers) == 1 else "act"
    return f"{listed(word.carriers)} {verb} on it before the bot sees it, and so does Parley"


@rule("F061", "a keyword that carriers take")
def taken_keyword(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: The flow starts with a word by which people opt out, opt in or ask for help.
    Why: Carriers act on such a message before the bot sees it, and so does Parley: the flow would never start.
    Example:
        flow: example
        start:
          - keyword: [cancel]
        states:
          start:
            - end: done
    Fix: Choose another keyword.
    """
    for trigger in flow.flow.start:
        for keyword in trigger.keywords:
            known = CONSENT_WORDS.get(fold(keyword))
            if known is None:
                continue
            report = warning if known.word == "yes" else error
            message = f"the keyword `{keyword}` never starts a flow: {_DOES[known.meaning]}"
            if known.word == "yes":
                message = "the keyword `yes` may never start a flow: it opts customers in who have opted out"
            yield report(flow.find(keyword, trigger.span), message, help=f"{_takers(known)}; choose another keyword")


@rule("F062", "a text that asks for a word which carriers take")
def asks_for_taken(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: A message asks the customer to reply with a word that opts out or in, for another purpose.
    Why: Whoever follows it is unsubscribed, and hears no more from you.
    Example:
        - ask: Reply CANCEL to free the slot.
        - end: done
    Fix: Ask for another word. STOP may only be offered for what it does: no more messages.
    """
    for _, use in flow.uses:
        if not use.sent:
            continue
        words = literal(use.text.source)
        if _MISUSE.search(words):
            message = "STOP ends all messages, not just what this text says"
            yield error(flow.locate(use.text, "STOP"), message, help="ask for another word, such as DONE")
        if not _ASKS.search(words):
            continue
        for capitals in dict.fromkeys([*_CAPITALS.findall(words), *_ASKED_FOR.findall(words)]):
            known = CONSENT_WORDS.get(fold(capitals))
            if known is not None and not _legitimate(known, words):
                message = f"whoever replies {capitals} is not understood as this text says: {_DOES[known.meaning]}"
                yield warning(flow.locate(use.text, capitals), message, help=f"{_takers(known)}; ask for another word")


def _legitimate(word: ConsentWord, text: str) -> bool:
    """Whether a text offers a word for what it really does."""
    if word.meaning is Meaning.OUT:
        return bool(_OPT_OUT.search(text))
    if word.meaning is Meaning.IN:
        return word.word == "yes" or bool(_OPT_IN.search(text))
    return word.word == "help" or bool(_OPT_OUT.search(text))


@rule("F064", "a secret in a URL")
def secret_in_url(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: The address of an API holds a password, key or token.
    Why: Addresses end up in logs and in version control, where everybody reads them.
    Example:
        - http: GET https://api.example.com/slots?api_key=4f9a1c
          on_error: end
        - end: done
    Fix: Send it as a header, and keep its value out of the flow.
    """
    for _, use in flow.uses:
        if found := _SECRET.search(use.text.source):
            message = "this address holds a secret"
            help = "send it as a header, and keep its value out of the flow"
            yield error(flow.find(found.group(), use.text.span), message, help=help)


@rule("F083", "an address without encryption")
def unencrypted(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: The address of an API begins with `http://`, and is none of your own network.
    Why: Whoever is on the way reads what is sent: names, phone numbers, answers.
    Example:
        - http: POST http://api.example.com/bookings
          on_error: end
        - end: done
    Fix: Write `https://`.
    """
    for point in flow.paths.points:
        if isinstance(point.step, Http) and _PLAIN_HTTP.match(point.step.url.source):
            message = "this call is not encrypted: others can read and change it"
            yield warning(flow.find("http://", point.step.url.span), message, label="write `https://`")
