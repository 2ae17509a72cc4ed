"""A flow as the author meant it: what the loader makes of a file, frozen, with every part's place in the text.

    Flow ─ states: name → Block ─ Step … ─ Ask.question ─ Reply.block ─ Step …

A target (`booked`, `end`, `{go: s}`, a list of steps) is always a `Block` here, so nothing past the loader knows the
short forms. A block that does not go anywhere continues with the step after the question that holds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from functools import cached_property

from bot.events import Json, MessageClass
from bot.flow.types import NOWHERE as NOWHERE
from bot.flow.types import Span as Span
from bot.flow.types import Type as Type


@dataclass(frozen=True, slots=True)
class Text:
    """A template, or an expression, exactly as written."""

    source: str
    span: Span = NOWHERE
    id: str = ""
    """Its place in the flow, such as `confirm.ask`; empty where there is nothing to translate."""


@dataclass(frozen=True)
class Matcher:
    """What a reply must look like; every key that is set must hold (`any of` within `words`).

    `blank` is a message without text.
    """

    words: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    phrase: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    """`is:` in the file."""
    regex: str | None = None
    number: str | None = None
    """A range such as `0..6`, or one number."""
    date: bool = False
    time: bool = False
    phone: bool = False
    email: bool = False
    tagged: tuple[str, ...] = ()
    intent: tuple[str, ...] = ()
    blank: bool = False
    negated: Matcher | None = None
    """`not:` in the file."""
    others: tuple[Matcher, ...] = ()
    """The same in other languages: one of them is enough."""
    span: Span = NOWHERE

    @cached_property
    def asks(self) -> tuple[str, ...]:
        """The keys that are set; without `negated` and `others`."""
        keys = [item.name for item in fields(self) if item.name not in ("negated", "others", "span")]
        return tuple(key for key in keys if getattr(self, key) not in ((), None, False))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One verb. `condition` is `if:`."""

    span: Span = NOWHERE
    condition: Text | None = None


Block = tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Say(Step):
    id: str = ""
    """`<state>.say-n`, by which an `undelivered` report finds it."""
    texts: tuple[Text, ...]
    media: tuple[Text, ...] = ()
    undelivered: Block | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    key: str
    shown: Text
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class ReplyBranch:
    """One label of `replies:`. Without a matcher the label itself is what is matched: a choice key, `yes`/`no`, a range
    `7..8`, or a word."""

    label: str
    block: Block
    matcher: Matcher | None = None
    span: Span = NOWHERE
    others: tuple[str, ...] = ()
    """What a label that is itself a word is in other languages."""


@dataclass(frozen=True, slots=True)
class Timed:
    """An entry of `silence:` or `no_agent:`, counted from the question or the handoff: says a text or runs a block."""

    after: timedelta
    say: Text | None = None
    block: Block | None = None
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Check:
    """`condition` describes the fault; then `say` is the answer to it."""

    condition: Text
    say: Text
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Everything that can happen to one question."""

    expect: Type = Type.TEXT
    choices: tuple[Choice, ...] = ()
    dynamic_choices: Text | None = None
    """An expression that gives a list of `{id, label}` (or of texts)."""
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pattern: str | None = None
    minimum: Text | None = None
    maximum: Text | None = None
    """Bounds as written: numbers, ISO dates, `today`, `+90 days`, or a template."""
    country: str | None = None
    checks: tuple[Check, ...] = ()
    save: str | None = None
    replies: tuple[ReplyBranch, ...] = ()
    otherwise: Block | None = None
    """`else:`: anything that no label took."""
    unclear: tuple[Text, ...] | None = None
    """None: the built-in texts. What is said at the 1st, 2nd, … misunderstanding."""
    give_up: Block | None = None
    silence: tuple[Timed, ...] = ()
    undelivered: Block | None = None
    understand: bool | tuple[str, ...] = False
    confirm: Text | None = None
    name: str | None = None
    """Pins the question's id across versions."""
    sensitive: bool = False
    """Whether what is answered is kept encrypted, and shown to nobody."""
    inherited: frozenset[str] = frozenset()
    """The options that `defaults:` gave it."""

    @property
    def answers_pass_else(self) -> bool:
        """Whether an understood answer goes on though there is an `else`: no label sorts answers, only words beside."""
        if self.otherwise is None or self.expect in (Type.TEXT, Type.NOTHING):
            return False
        beside = self.dynamic_choices is not None and all(branch.matcher for branch in self.replies)
        return not self.replies or beside


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Step):
    """`ask:` says `text` and waits; `listen:` (text is None) only waits."""

    id: str
    """`<state>.<name, save or n>`, unique in the flow."""
    text: Text | None
    question: Question
    media: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Match(Step):
    """The same matching on any value, without a wait."""

    id: str
    value: Text
    question: Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Go(Step):
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class End(Step):
    outcome: str = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Set(Step):
    values: tuple[tuple[str, Text | Json], ...]
    """Name (`x` or `contact.x`) → template, or a plain JSON value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag(Step):
    """`tag:`, `untag:` or `label:`, told apart by `verb`."""

    verb: str
    tags: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Http(Step):
    id: str
    """`<state>.<save or http-n>`."""
    method: str
    url: Text
    headers: tuple[tuple[str, Text], ...] = ()
    json: Json = None
    """Nested lists and dicts whose leaves are `Text`."""
    form: tuple[tuple[str, Text], ...] | None = None
    body: Text | None = None
    save: str | None = None
    timeout: timedelta = timedelta(seconds=10)
    retry: int = 0
    on_error: Block | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Do(Step):
    id: str
    """`<state>.<save or do-n>`."""
    action: str
    """The name under which the deployment registers it."""
    inputs: tuple[tuple[str, Text | Json], ...] = ()
    """`with:` in the file: templates, or plain JSON values."""
    save: str | None = None
    on_error: Block | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Email(Step):
    address: Text
    subject: Text
    body: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Run(Step):
    """Another flow within this one."""

    id: str
    """`<state>.<save or run-n>`."""
    flow: str
    inputs: tuple[tuple[str, Text], ...] = ()
    """`with:` in the file."""
    save: str | None = None
    """The name to keep its outputs and its `outcome` under."""
    expired: Block | None = None
    failed: Block | None = None
    come_back: bool = True
    """False: this flow is over, and the other one takes its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOff(Step):
    id: str
    queue: Text
    note: Text | None = None
    priority: Text | None = None
    say: Text | None = None
    closed: Block | None = None
    no_agent: tuple[Timed, ...] = ()
    wait: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule(Step):
    flow: str
    at: Text | None = None
    delay: timedelta | None = None
    """`in:` in the file."""
    offset: timedelta = timedelta()
    inputs: tuple[tuple[str, Text], ...] = ()
    key: Text | None = None
    """`id:` in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel(Step):
    key: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause(Step):
    id: str
    duration: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Split(Step):
    id: str
    ways: tuple[tuple[str, float], ...]
    """State → weight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable(Step):
    """Stands where a step could not be read, so that the checker can judge the rest; never in a flow that runs.

    `words` are its keys and values: what they name may be meant.
    """

    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Input:
    """A declared input: its type and, where it may be left out, its default."""

    type: Type
    default: Text | None = None
    required: bool = True
    sensitive: bool = False
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """How a conversation enters the flow: exactly one of the kinds of §4 in `kind`.

    kind: keyword fallback event date schedule tag agent_closed flow.
    """

    kind: str
    keywords: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    """Those of the keywords that are in other languages."""
    only: bool = False
    """The keyword must be the whole message."""
    subject: str = ""
    """The event's name, the contact field, the schedule or the tag."""
    offset: timedelta = timedelta()
    at: str | None = None
    """`HH:MM` in the contact's zone."""
    condition: Text | None = None
    inputs: tuple[tuple[str, Text], ...] = ()
    """`with:` in the file."""
    interrupt: str | None = None
    """`yes`, `no` or `skip`; None: a keyword interrupts, the others wait."""
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Anytime:
    """Tried before the question's own replies. `back` = `do:` without `go:`, which returns to the pending question."""

    label: str
    matcher: Matcher
    block: Block
    back: bool = False
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One file, loaded and complete."""

    id: str
    title: str = ""
    language: str = "en"
    languages: tuple[str, ...] = ()
    inputs: Mapping[str, Input] = field(default_factory=dict)
    outputs: Mapping[str, Type] = field(default_factory=dict)
    start: tuple[Trigger, ...] = ()
    anytime: tuple[Anytime, ...] = ()
    expires: timedelta = timedelta(days=3)
    message_class: MessageClass = MessageClass.CONVERSATIONAL
    moved: Mapping[str, str] = field(default_factory=dict)
    """Old question id → the one to take its place."""
    on_change: str = "finish"
    """`move`: a waiting session goes on in a new version of the flow that keeps its question."""
    states: Mapping[str, Block] = field(default_factory=dict)
    """In the author's order; the first is the entry."""
    catalogs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Language → id of a text → the text in that language."""
    spans: Mapping[str, Span] = field(default_factory=dict)
    """Where each state's name stands."""
    version: str = ""
    """`sha256` of the loaded content, first 16 hex digits: a change of layout or comment is not a new version."""
    source: str = ""
    path: str = ""
    translations: Mapping[str, str] = field(default_factory=dict)
    """Path → source of the files beside it that hold its texts in other languages."""
