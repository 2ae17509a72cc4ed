"""Graph, at a question: replies that nobody can give, because something above them takes them all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from bot.flow.diagnostic import Diagnostic, error
from bot.flow.model import NOWHERE, Ask, Matcher, Question, ReplyBranch, Span, Type
from bot.flow.ranges import parse_range
from bot.flow.rules.base import Checked, rule
from bot.flow.rules.document import shown
from bot.flow.rules.numbers import NUMERIC
from bot.text import fold

_WORDS_COMPARED_MAX: Final = 8
_MATCHERS_COMPARED_MAX: Final = 60


@rule("F018", "a reply that an earlier one always takes", chat=True)
def shadowed_reply(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: Every reply that this label matches is already taken by one above it, or by `anytime`.
    Why: Labels are tried in order, and `anytime` before them; what stands here never happens.
    Example:
        - ask: What is it about?
          replies:
            money: {words: [bill, pay], go: start}
            bills: {words: [bill], end: bills}
        - end: done
    Fix: Put the narrower reply first, or give it words of its own.
    """
    anytime = _Taken()
    for entry in flow.flow.anytime:
        yield from _shadowed(entry.label, entry.span, anytime.taker(_wanted(entry.matcher)))
        anytime.add(f"anytime.{entry.label}", entry.span, entry.matcher, _catches(entry.matcher))
    for step in flow.questions:
        earlier = anytime.copy() if isinstance(step, Ask) else _Taken()
        for branch in step.question.replies:
            matcher, ways = _branch(branch, step.question)
            yield from _shadowed(branch.label, branch.span, earlier.taker(ways, matcher))
            earlier.add(branch.label, branch.span, branch.matcher, ways[0] if branch.matcher is None and ways else [])


def _shadowed(label: str, span: Span, taker: tuple[str, Span] | None) -> Iterator[Diagnostic]:
    if taker is not None:
        yield error(
            span,
            f"the reply `{shown(label)}` can never be chosen",
            label=f"`{shown(taker[0])}` takes it first",
            help="put the narrower reply first, or give it words of its own",
            related=((taker[1], f"`{shown(taker[0])}` stands here"),),
        )


@dataclass(frozen=True, slots=True)
class _Catch:
    """A reply with these words: anywhere (`has`), at its start (`starts`), or alone (`only`)."""

    words: tuple[str, ...]
    mode: str


@dataclass(slots=True)
class _Taken:
    """What earlier labels take, and which of them."""

    by: dict[tuple[str, tuple[str, ...]], tuple[str, Span]] = field(default_factory=dict)
    matchers: list[tuple[str, Span, Matcher]] = field(default_factory=list)
    """Those that more than words decide."""

    def copy(self) -> _Taken:
        return _Taken(dict(self.by), list(self.matchers))

    def add(self, name: str, span: Span, matcher: Matcher | None, catches: Sequence[_Catch]) -> None:
        for catch in catches or (_catches(matcher) if matcher is not None else ()):
            self.by.setdefault((catch.mode, catch.words), (name, span))
        if matcher is not None and len(self.matchers) < _MATCHERS_COMPARED_MAX:
            self.matchers.append((name, span, matcher))

    def taker(self, ways: Sequence[Sequence[_Catch]], matcher: Matcher | None = None) -> tuple[str, Span] | None:
        """The label that takes every such reply; `ways` are what it must all be, each one of several."""
        for catches in ways:
            takers = [self._taker(catch) for catch in catches]
            if takers and None not in takers:
                return takers[0]
        if matcher is not None:
            return next(((name, span) for name, span, other in self.matchers if _covers(other, matcher)), None)
        return None

    def _taker(self, catch: _Catch) -> tuple[str, Span] | None:
        words, size = catch.words[:_WORDS_COMPARED_MAX], min(len(catch.words), _WORDS_COMPARED_MAX)
        parts = [("has", words[start:end]) for start in range(size) for end in range(start + 1, size + 1)]
        if catch.mode != "has":
            parts += [("starts", words[:end]) for end in range(1, size + 1)]
        if catch.mode == "only":
            parts.append(("only", catch.words))
        return next((self.by[part] for part in parts if part in self.by), None)


# ── what a matcher takes ──


def _catches(matcher: Matcher) -> list[_Catch]:
    """What a matcher takes, where words alone decide; nothing where more does."""
    keys = [matcher.words, matcher.phrase, matcher.starts, matcher.only, matcher.exact]
    others = (
        matcher.all, matcher.regex, matcher.number, matcher.date, matcher.time, matcher.phone, matcher.email,
        matcher.tagged, matcher.intent, matcher.blank, matcher.negated,
    )  # fmt: skip
    if sum(map(bool, keys)) != 1 or any(others):
        return []
    return [catch for catches in _wanted(matcher) for catch in catches]


def _wanted(matcher: Matcher) -> list[list[_Catch]]:
    """What a reply must be for a matcher: for each of its keys one of several; other keys only make it narrower."""
    keys = [
        ("has", matcher.words),
        ("has", matcher.phrase),
        ("starts", matcher.starts),
        ("only", matcher.only),
        ("only", matcher.exact),
        *(("has", (word,)) for word in matcher.all),
    ]
    return [[_Catch(words, mode) for text in texts if (words := _bare(text))] for mode, texts in keys if texts]


def _bare(text: str) -> tuple[str, ...]:
    return tuple(fold(text).split())


def _branch(branch: ReplyBranch, question: Question) -> tuple[Matcher | None, list[list[_Catch]]]:
    """A label as a matcher, and the words it takes."""
    if branch.matcher is not None:
        return branch.matcher, _wanted(branch.matcher)
    if parse_range(branch.label) is not None and question.expect in NUMERIC:
        return Matcher(number=branch.label), []
    words = _bare(branch.label)
    return None, [[_Catch(words, "only" if branch.label in keys_of(question) else "has")]] if words else []


def keys_of(question: Question) -> list[str]:
    """The labels that stand for a value."""
    if question.expect is Type.YES_NO:
        return ["yes", "no"]
    return [choice.key for choice in question.choices]


def _covers(wide: Matcher, narrow: Matcher) -> bool:
    """Whether one matcher takes whatever another takes: each of its keys is there too, and asks for no less."""
    if wide.negated is not None and (narrow.negated is None or _anywhere(wide.negated) != _anywhere(narrow.negated)):
        return False
    flags = ("date", "time", "phone", "email", "blank")
    if any(getattr(wide, name) and not getattr(narrow, name) for name in flags):
        return False
    if wide.regex is not None and wide.regex != narrow.regex:
        return False
    if not set(wide.all) <= set(narrow.all):
        return False
    any_of = ("words", "phrase", "only", "starts", "exact", "tagged", "intent")
    if any(not _among(getattr(wide, name), getattr(narrow, name)) for name in any_of):
        return False
    return _holds(wide.number, narrow.number)


def _anywhere(matcher: Matcher) -> Matcher:
    return replace(matcher, span=NOWHERE)


def _among(wide: tuple[str, ...], narrow: tuple[str, ...]) -> bool:
    return not wide or (bool(narrow) and _folded(narrow) <= _folded(wide))


@lru_cache(_MATCHERS_COMPARED_MAX * 16)
def _folded(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold, words))


def _holds(wide: str | None, narrow: str | None) -> bool:
    if wide is None:
        return True
    outer, inner = parse_range(wide), parse_range(narrow or "")
    return outer is not None and inner is not None and outer.low <= inner.low and inner.high <= outer.high
