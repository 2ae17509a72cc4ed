"""Whether the options of one question go together."""

from __future__ import annotations

from bot.flow.grammar import BOUNDED
from bot.flow.model import Question, Span, Type
from bot.flow.reading import Reading
from bot.flow.rules import document as say
from bot.flow.yaml import Pairs, Scalar


def check_options(reading: Reading, node: Pairs, key: Scalar, question: Question) -> None:
    """Report options that need each other, or exclude each other."""
    spans = {label.text: label.span for label, _ in node.pairs}
    if key.text != "match":
        _check_choices(reading, spans, key, question)
    _check_pattern(reading, spans, key, question)
    expect = question.expect
    for name in ("min", "max"):
        if name in spans and expect not in BOUNDED:
            help = f"`{name}` bounds numbers, dates and times: say which with `expect`"
            reading.report(say.clash(spans[name], f"`{name}` makes no sense where `expect` is `{expect}`", help))
    if "country" in spans and expect is not Type.PHONE:
        reading.report(say.clash(spans["country"], f"`country` makes no sense where `expect` is `{expect}`"))


def _check_choices(reading: Reading, spans: dict[str, Span], key: Scalar, question: Question) -> None:
    given = "choices" in spans
    if question.expect is Type.CHOICE and not given:
        at = spans.get("expect", key.span)
        reading.report(say.missing(at, "a question that expects a choice needs `choices`"))
    elif given and "expect" in spans and question.expect is not Type.CHOICE:
        problem = f"a question with `choices` expects a choice, not `{question.expect}`"
        reading.report(say.clash(spans["expect"], problem, "delete `expect`"))
    if "synonyms" in spans and not given:
        reading.report(say.clash(spans["synonyms"], "`synonyms` are other words for `choices`, which are not there"))


def _check_pattern(reading: Reading, spans: dict[str, Span], key: Scalar, question: Question) -> None:
    if question.expect is Type.REGEX and "pattern" not in spans:
        at = spans.get("expect", key.span)
        reading.report(say.missing(at, "a question that expects a regex needs `pattern`"))
    elif "pattern" in spans and question.expect is not Type.REGEX:
        problem = f"`pattern` makes no sense where `expect` is `{question.expect}`"
        reading.report(say.clash(spans["pattern"], problem, "add `expect: regex`"))
