"""What of a flow is translated, and the id of each part: its place in the flow, as a translator would say it.

    confirm.ask              the text of the first question of the state `confirm`
    confirm.unclear.1        what it says at the first misunderstanding
    confirm.silence.4 hours  what it says after four hours
    move.slot.ask            a further question of a state, under its `name` or `save`, else its number
    booked.say.2             the second message of a state
    topic.choices.billing    the text of a choice
    topic.replies.no.say.1   the first message of what the reply `no` leads to
    anytime.agent.words      words that a customer writes
    keywords.1               the words of the flow's first trigger by keyword
    defaults.unclear.1       what `defaults` says at the first misunderstanding

Not translated are notes for agents, tags, e-mails to a fixed address, what is sent to APIs, and texts of values alone.
What there can be several of is counted from 1, what there is one of is not: so nothing changes its id when something is
added after it. Ids of texts that move are found again by what the texts say (`bot.flow.translate`).
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.flow import grammar
from bot.flow.grammar import Kind
from bot.flow.model import (
    Anytime,
    Ask,
    Block,
    Check,
    Choice,
    Do,
    Email,
    Flow,
    HandOff,
    Http,
    Match,
    Matcher,
    Question,
    ReplyBranch,
    Run,
    Say,
    Span,
    Step,
    Text,
    Timed,
    Trigger,
    Type,
)
from bot.flow.ranges import is_range
from bot.flow.width import literal
from bot.flow.wording import duration
from bot.text import fold

Path = tuple[str, ...]

DIGEST_CHARS: Final = 8
WORD_KEYS: Final = {
    key: option.into or key
    for key, option in grammar.MATCHER.items()
    if option.kind is Kind.WORDS and key not in ("tagged", "intent")
}
"""Keys of a matcher that hold what customers write → their names in the model."""

_OWN: Final = frozenset({"keywords", "defaults", "anytime"})
"""What stands beside the states."""
_PARTS: Final = frozenset({*grammar.QUESTION, *grammar.VERBS, *WORD_KEYS, *_OWN, "not"})
"""What stands beside the further questions of a state."""
_YES_NO: Final = frozenset({"yes", "no"})
_NUMERIC: Final = frozenset({Type.INTEGER, Type.NUMBER, Type.MONEY})
_IN_TEMPLATE: Final = re.compile(r"""\{[{%].*?["'].*?[}%]\}""", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Unit:
    """A text, or a list of words, that is written anew in each language."""

    path: Path
    base: tuple[str, ...]
    """The text, or the words, in the flow's own language."""
    span: Span
    words: bool = False

    @property
    def id(self) -> str:
        """The path in one word."""
        return id_of(self.path)

    @property
    def digest(self) -> str:
        """What a translation is marked with, so that it shows when this has changed."""
        return digest(self.base)


def id_of(path: Path) -> str:
    """The id of what stands at a path."""
    return ".".join(path)


def digest(base: Sequence[str]) -> str:
    """The mark of a text, or of some words."""
    return hashlib.sha256("\n".join(base).encode("utf-8", "surrogatepass")).hexdigest()[:DIGEST_CHARS]


def units_of(flow: Flow) -> tuple[Unit, ...]:
    """What of a flow is translated, in its own order; of a flow as it was written, without other languages."""
    return name_texts(flow)[1]


def name_texts(flow: Flow) -> tuple[Flow, tuple[Unit, ...]]:
    """The flow with ids at its texts, and what of it is translated."""
    naming = _Naming()
    return naming.flow(flow), tuple(naming.units.values())


class Walk:
    """Comes by every text and list of words of a flow, with its path, and builds the flow anew."""

    def __init__(self) -> None:
        self._counts: Counter[Path] = Counter()
        self._counts_of_defaults: Counter[Path] = Counter()

    # ── what a walk is for ──

    def text(self, path: Path, text: Text) -> Text:
        """Come by a text."""
        return text

    def words(self, path: Path, words: tuple[str, ...], span: Span) -> tuple[str, ...]:
        """Come by a list of words that customers write; return further ones."""
        return ()

    def matcher(self, path: Path, matcher: Matcher) -> Matcher:
        """Come by a matcher, the one inside `not:` included."""
        for key, name in WORD_KEYS.items():
            if entries := getattr(matcher, name):
                self.words((*path, key), entries, matcher.span)
        if matcher.negated is not None:
            self.matcher((*path, "not"), matcher.negated)
        return matcher

    def synonyms(self, path: Path, choice: Choice) -> tuple[str, ...]:
        """Come by a choice whose text has been come by; return further words for it."""
        return ()

    # ── where it goes ──

    def flow(self, flow: Flow) -> Flow:
        """Walk through all of it."""
        keyword = [trigger for trigger in flow.start if trigger.kind == "keyword"]
        return replace(
            flow,
            start=tuple(
                self._trigger(keyword.index(trigger) + 1, trigger) if trigger.kind == "keyword" else trigger
                for trigger in flow.start
            ),
            anytime=tuple(map(self._anytime, flow.anytime)),
            states={name: self._state(name, block) for name, block in flow.states.items()},
        )

    def _trigger(self, number: int, trigger: Trigger) -> Trigger:
        others = self.words(("keywords", str(number)), trigger.keywords, trigger.span)
        keywords = _joined(trigger.keywords, others)
        return replace(trigger, keywords=keywords, others=keywords[len(trigger.keywords) :])

    def _anytime(self, entry: Anytime) -> Anytime:
        path = ("anytime", entry.label)
        return replace(entry, matcher=self.matcher(path, entry.matcher), block=self._state_like(path, entry.block))

    def _state(self, name: str, block: Block) -> Block:
        return self._state_like((f"{name}_" if name in _OWN else name,), block)

    def _state_like(self, path: Path, block: Block) -> Block:
        """Walk through steps whose first question needs no name of its own."""
        first = next((step for step in block if isinstance(step, Ask)), None)
        return tuple(self._step(path, step, path, opening=step is first) for step in block)

    def _block(self, path: Path, block: Block | None, home: Path) -> Block:
        return tuple(self._step(path, step, home) for step in block or ())

    def _maybe(self, path: Path, block: Block | None, home: Path) -> Block | None:
        return None if block is None else self._block(path, block, home)

    def _step(self, path: Path, step: Step, home: Path, *, opening: bool = False) -> Step:
        """Walk through a step of the list at a path; `home` is where further questions stand."""
        match step:
            case Say():
                texts = tuple(self._say(path, text) for text in step.texts)
                return replace(
                    step, texts=texts, undelivered=self._maybe((*path, "undelivered"), step.undelivered, home)
                )
            case Ask():
                place = path if opening else _place(home, step.id)
                text = None if step.text is None else self.text((*place, "ask"), step.text)
                outer, self._counts_of_defaults = self._counts_of_defaults, Counter()  # each has its own copy of them
                question = self._question(place, step, home)
                self._counts_of_defaults = outer
                return replace(step, text=text, question=question)
            case Match():
                return replace(step, question=self._matching(_place(home, step.id), step.question, home))
            case Http() | Do():
                failed = self._maybe((*_place(home, step.id), "on_error"), step.on_error, home)
                return replace(step, on_error=failed)
            case Run():
                place = _place(home, step.id)
                expired = self._maybe((*place, "expired"), step.expired, home)
                return replace(step, expired=expired, failed=self._maybe((*place, "failed"), step.failed, home))
            case Email() if "{{" in step.address.source:  # one to a fixed address is for the business itself
                number = self._count((*path, "email"))
                subject = self.text((*path, "email", number, "subject"), step.subject)
                return replace(step, subject=subject, body=self.text((*path, "email", number, "body"), step.body))
            case HandOff():
                return self._handoff(_place(home, step.id.removesuffix("-1")), step, home)
        return step

    def _say(self, path: Path, text: Text) -> Text:
        return self.text((*path, "say", self._count((*path, "say"))), text)

    def _count(self, path: Path) -> str:
        counts = self._counts_of_defaults if path[0] == "defaults" else self._counts
        counts[path] += 1
        return str(counts[path])

    def _handoff(self, place: Path, step: HandOff, home: Path) -> HandOff:
        return replace(
            step,
            say=None if step.say is None else self.text((*place, "say"), step.say),
            closed=self._maybe((*place, "closed"), step.closed, home),
            no_agent=self._timed((*place, "no_agent"), step.no_agent, home),
        )

    # ── questions ──

    def _question(self, place: Path, step: Ask, home: Path) -> Question:
        question = step.question

        def root(option: str) -> Path:
            return ("defaults", option) if option in question.inherited else (*place, option)

        def base(option: str) -> Path:
            return ("defaults",) if option in question.inherited else home

        unclear = question.unclear
        choices = tuple(self._choice((*place, "choices", choice.key), choice) for choice in question.choices)
        return replace(
            question,
            choices=choices,
            synonyms=self._synonyms(place, question, step.span),
            checks=tuple(self._check((*place, "check", str(n)), check) for n, check in enumerate(question.checks, 1)),
            replies=tuple(
                self._reply((*place, "replies", branch.label), branch, question, home) for branch in question.replies
            ),
            otherwise=self._maybe((*place, "else"), question.otherwise, home),
            unclear=None if unclear is None else tuple(self._counted(root("unclear"), unclear)),
            give_up=self._maybe(root("give_up"), question.give_up, base("give_up")),
            silence=self._timed(root("silence"), question.silence, base("silence")),
            undelivered=self._maybe(root("undelivered"), question.undelivered, base("undelivered")),
            confirm=None if question.confirm is None else self.text((*place, "confirm"), question.confirm),
        )

    def _matching(self, place: Path, question: Question, home: Path) -> Question:
        """A `match:` looks at values, not at what people write: only what it leads to is translated."""
        replies = tuple(
            replace(branch, block=self._block((*place, "replies", branch.label), branch.block, home))
            for branch in question.replies
        )
        return replace(question, replies=replies, otherwise=self._maybe((*place, "else"), question.otherwise, home))

    def _counted(self, path: Path, texts: Sequence[Text]) -> Iterable[Text]:
        return (self.text((*path, str(number)), text) for number, text in enumerate(texts, start=1))

    def _choice(self, path: Path, choice: Choice) -> Choice:
        return replace(choice, shown=self.text(path, choice.shown))

    def _synonyms(self, place: Path, question: Question, span: Span) -> dict[str, tuple[str, ...]]:
        found = {
            key: _joined(words, self.words((*place, "synonyms", key), words, span))
            for key, words in question.synonyms.items()
        }
        for choice in question.choices:
            if further := self.synonyms((*place, "choices", choice.key), choice):
                found[choice.key] = _joined(found.get(choice.key, ()), further)
        return found

    def _check(self, path: Path, check: Check) -> Check:
        return replace(check, say=self.text(path, check.say))

    def _reply(self, path: Path, branch: ReplyBranch, question: Question, home: Path) -> ReplyBranch:
        if branch.matcher is not None:
            branch = replace(branch, matcher=self.matcher(path, branch.matcher))
        elif _is_word(branch.label, question):
            branch = replace(branch, others=self.words((*path, "words"), (branch.label,), branch.span))
        return replace(branch, block=self._block(path, branch.block, home))

    def _timed(self, path: Path, entries: Iterable[Timed], home: Path) -> tuple[Timed, ...]:
        return tuple(self._entry((*path, duration(entry.after)), entry, home) for entry in entries)

    def _entry(self, path: Path, entry: Timed, home: Path) -> Timed:
        said = None if entry.say is None else self.text(path, entry.say)
        return replace(entry, say=said, block=self._maybe(path, entry.block, home))


class _Naming(Walk):
    """Gives ids, and remembers to what."""

    def __init__(self) -> None:
        super().__init__()
        self.units: dict[Path, Unit] = {}

    def text(self, path: Path, text: Text) -> Text:
        if not _says_something(text.source):
            return text
        base = (text.source,)
        while path in self.units and self.units[path].base != base:
            path = (*path[:-1], f"{path[-1]}'")  # two silences of one length, which is a mistake anyway
        unit = self.units.setdefault(path, Unit(path, base, text.span))
        return replace(text, id=unit.id)

    def words(self, path: Path, words: tuple[str, ...], span: Span) -> tuple[str, ...]:
        self.units.setdefault(path, Unit(path, words, span, words=True))
        return ()


def _place(home: Path, id: str) -> Path:
    """Where a step with an id stands: beside the parts of its state, but never in the place of one."""
    name = id.rpartition(".")[2]
    if home == ("defaults",):
        name = name.rstrip("'")  # the same question once more, as a copy
    return (*home, f"{name}_" if name in _PARTS and name != "handoff" else name)


def _is_word(label: str, question: Question) -> bool:
    """Whether a label of `replies:` is itself a word that customers write."""
    if question.dynamic_choices is not None or label in {choice.key for choice in question.choices}:
        return False
    return not (question.expect in _NUMERIC and is_range(label)) and fold(label) not in _YES_NO


def _says_something(source: str) -> bool:
    """Whether there is anything to translate, rather than values alone."""
    return any(char.isalpha() for char in literal(source)) or bool(_IN_TEMPLATE.search(source))


def _joined(words: tuple[str, ...], further: Iterable[str]) -> tuple[str, ...]:
    return (*words, *(word for word in dict.fromkeys(further) if word not in words))
