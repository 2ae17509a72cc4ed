"""The grammar of `flow-language`, as tables: every key of every place, the kind of value it takes, and what it is for.

The loader reads by these tables, and whatever documents the language (a schema, a reference) is made from them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from bot.events import MessageClass
from bot.flow import model
from bot.flow.model import Type


class Kind(StrEnum):
    """The kinds of values. The text is what a finding calls it: `silence` takes "durations, each with …"."""

    TEXT = "a text"
    TEXTS = "a text or a list of texts"
    PLAIN = "a word"
    WORDS = "a word or a list of words"
    CODE = "a language code such as `en`"
    CODES = "a list of language codes"
    EXPRESSION = "an expression such as `score > 6`"
    NAME = "a name of letters, digits and `_`"
    STATE = "the name of a state"
    TARGET = "a state's name, `end` or a list of steps"
    STEPS = "a list of steps"
    TIMED = "durations, each with a text, a state's name or a list of steps"
    FLAG = "yes or no"
    NOTHING = "nothing"
    INTEGER = "a whole number"
    DURATION = "a duration such as `4 hours`"
    OFFSET = "a duration such as `2 days` or `-1 day`"
    CLOCK = 'a time of day such as `"18:00"`'
    QUESTION_TYPE = "a type of answer"
    MESSAGE_CLASS = "a class of message"
    PRIORITY = "a priority"
    INTERRUPT = "what to do with a waiting session"
    METHOD_URL = "a method and a URL such as `GET https://api.example.com/orders`"
    FIELDS = "names, each with a text"
    VALUE = "a text, a list or a mapping"
    VALUES = "names, each with a value"
    WEIGHTS = "states, each with a weight"
    CHOICES = "keys with the text to show, or a `{{ list }}`"
    SYNONYMS = "choices, each with a list of words"
    CHECKS = "a list of `{if, say}`"
    REPLIES = "labels, each with a target"
    RANGE = "a number or a range such as `7..8`"
    UNDERSTAND = "yes, no or a list of intents"
    MATCHER = "a matcher such as `{words: [agent, human]}`"
    INPUTS = "names, each with a type"
    OUTPUTS = "names, each with their type"
    TRIGGERS = "a list of triggers"
    ANYTIME = "labels, each with a matcher and `go` or `do`"
    DEFAULTS = "options of questions"
    MOVED = "questions that are gone, each with the one to take its place"
    CHANGE = "what waiting sessions do when the flow changes"
    STATES = "states, each with a list of steps"


@dataclass(frozen=True, slots=True)
class Option:
    """A key that may stand somewhere. `into` is its name in the model, where that differs."""

    kind: Kind
    doc: str
    into: str = ""


Options = Mapping[str, Option]


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb: what its own value is, which options it has, and the step it makes."""

    make: Callable[..., model.Step]
    kind: Kind
    doc: str
    into: str = ""
    """The field of the step that holds the verb's own value; empty where that makes several."""
    options: Options = field(default_factory=dict)
    question: bool = False
    """Whether its options are those of a question."""
    id: str = ""
    """How a step of this verb is counted where it needs an id."""
    fixed: Mapping[str, Any] = field(default_factory=dict)
    """Fields that follow from the verb alone."""


TYPES: Final[Mapping[Type, str]] = {
    Type.TEXT: "any text",
    Type.YES_NO: "yes or no, however it is said: `yep`, `nope`, a thumb, 1 or 2",
    Type.CHOICE: "one of the `choices`: by number, key, shown text, synonym or near misspelling",
    Type.INTEGER: "one whole number, in digits or words",
    Type.NUMBER: "one number",
    Type.MONEY: "an amount",
    Type.DATE: "a day of the contact's own calendar: `tomorrow`, `friday`, `march 6`, `2026-03-06`",
    Type.TIME: "a time of day: `10:30`, `4pm`, `half past four`",
    Type.DATETIME: "a day with a time",
    Type.PHONE: "a phone number, kept as +E.164",
    Type.EMAIL: "an email address",
    Type.REGEX: "what the `pattern` finds; its group 1 is kept",
    Type.MEDIA: "a picture or a file; its addresses are kept",
    Type.NOTHING: "nothing in particular: any message will do, and none is kept",
    Type.LIST: "a list, which only an input can be",
    Type.OBJECT: "names with values, which only an input can be",
}
INPUT_TYPES: Final = (
    Type.TEXT,
    Type.YES_NO,
    Type.CHOICE,
    Type.INTEGER,
    Type.NUMBER,
    Type.MONEY,
    Type.DATE,
    Type.TIME,
    Type.DATETIME,
    Type.PHONE,
    Type.EMAIL,
    Type.LIST,
    Type.OBJECT,
)
QUESTION_TYPES: Final = (*INPUT_TYPES[:-2], Type.REGEX, Type.MEDIA, Type.NOTHING)
BOUNDED: Final = frozenset({Type.INTEGER, Type.NUMBER, Type.MONEY, Type.DATE, Type.TIME, Type.DATETIME})
CLASSES: Final = tuple(name.value for name in MessageClass if name is not MessageClass.CONSENT)
PRIORITIES: Final = ("low", "normal", "high", "urgent")
INTERRUPTS: Final = ("yes", "no", "skip")
CHANGES: Final = ("finish", "move")
METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD")

FLOW: Final[Options] = {
    "flow": Option(Kind.PLAIN, "the flow's id, which is also the file's name", "id"),
    "title": Option(Kind.PLAIN, "a name for people"),
    "language": Option(Kind.CODE, "the language its texts are written in"),
    "languages": Option(Kind.CODES, "the languages it may speak"),
    "inputs": Option(Kind.INPUTS, "what starts it"),
    "outputs": Option(Kind.OUTPUTS, "what it gives back"),
    "start": Option(Kind.TRIGGERS, "how a conversation enters it"),
    "anytime": Option(Kind.ANYTIME, "what is tried before the question's own replies"),
    "expires": Option(Kind.DURATION, "the silence after which the session ends `expired`"),
    "class": Option(Kind.MESSAGE_CLASS, "what compliance applies to what it sends", "message_class"),
    "defaults": Option(Kind.DEFAULTS, "options for every question of the flow"),
    "moved": Option(Kind.MOVED, "where sessions that wait on a removed question go"),
    "on_change": Option(Kind.CHANGE, "whether a waiting session moves over to a new version"),
    "states": Option(Kind.STATES, "the conversation; the first state is the entry"),
}

INPUT: Final[Options] = {
    "type": Option(Kind.PLAIN, "what the input holds"),
    "default": Option(Kind.TEXT, "its value where none is given"),
    "sensitive": Option(Kind.FLAG, "whether it is kept encrypted, and shown to nobody"),
}

TRIGGERS: Final[Options] = {
    "keyword": Option(Kind.WORDS, "the first word of a message", "keywords"),
    "fallback": Option(Kind.NOTHING, "any message that no other flow takes"),
    "event": Option(Kind.PLAIN, "an event from the API or a webhook", "subject"),
    "date": Option(Kind.PLAIN, "a date field of the contact", "subject"),
    "schedule": Option(Kind.PLAIN, "a rule such as `every Monday 09:00`", "subject"),
    "tag": Option(Kind.PLAIN, "a tag given to the contact", "subject"),
    "agent_closed": Option(Kind.NOTHING, "an agent closes a conversation"),
    "flow": Option(Kind.NOTHING, "another flow starts it"),
}
TRIGGER_OPTIONS: Final[Mapping[str, Options]] = {
    "keyword": {"only": Option(Kind.FLAG, "the keyword must be the whole message")},
    "event": {
        "offset": Option(Kind.OFFSET, "how long after the event"),
        "at": Option(Kind.CLOCK, "the time of that day, in the contact's zone"),
    },
    "date": {
        "offset": Option(Kind.OFFSET, "how long after the date, or before it with a minus"),
        "at": Option(Kind.CLOCK, "the time of that day, in the contact's zone"),
    },
}
TRIGGER_COMMON: Final[Options] = {
    "if": Option(Kind.EXPRESSION, "only if this holds", "condition"),
    "with": Option(Kind.FIELDS, "the inputs", "inputs"),
    "interrupt": Option(Kind.INTERRUPT, "what to do if a session is waiting: yes, no or skip"),
}

MATCHER: Final[Options] = {
    "words": Option(Kind.WORDS, "any of these words"),
    "all": Option(Kind.WORDS, "all of these words"),
    "phrase": Option(Kind.WORDS, "these words in this order"),
    "only": Option(Kind.WORDS, "nothing but one of these"),
    "starts": Option(Kind.WORDS, "one of these at the beginning"),
    "is": Option(Kind.WORDS, "exactly this text", "exact"),
    "regex": Option(Kind.PLAIN, "a regular expression (RE2)"),
    "number": Option(Kind.RANGE, "one number, or one within a range"),
    "date": Option(Kind.FLAG, "a date"),
    "time": Option(Kind.FLAG, "a time"),
    "phone": Option(Kind.FLAG, "a phone number"),
    "email": Option(Kind.FLAG, "an email address"),
    "tagged": Option(Kind.WORDS, "a tag that the contact has"),
    "intent": Option(Kind.WORDS, "an intent that the NLU hook finds"),
    "not": Option(Kind.MATCHER, "anything but this", "negated"),
    "blank": Option(Kind.FLAG, "a message without text"),
}
BRANCH: Final[Options] = {
    "go": Option(Kind.STATE, "the state to go to"),
    "end": Option(Kind.PLAIN, "the outcome to end with"),
    "do": Option(Kind.STEPS, "steps to run"),
}

CHECK: Final[Options] = {
    "if": Option(Kind.EXPRESSION, "describes the fault; the value is `answer`", "condition"),
    "say": Option(Kind.TEXT, "what to answer then"),
}

QUESTION: Final[Options] = {
    "expect": Option(Kind.QUESTION_TYPE, "what the answer must be"),
    "choices": Option(Kind.CHOICES, "what can be chosen, numbered from 1"),
    "synonyms": Option(Kind.SYNONYMS, "other words for the choices"),
    "pattern": Option(Kind.PLAIN, "the regular expression (RE2) of `expect: regex`; group 1 is the value"),
    "min": Option(Kind.TEXT, "the lowest value allowed", "minimum"),
    "max": Option(Kind.TEXT, "the highest value allowed", "maximum"),
    "country": Option(Kind.PLAIN, "the country whose phone numbers need no prefix"),
    "check": Option(Kind.CHECKS, "what makes an understood answer wrong", "checks"),
    "save": Option(Kind.NAME, "the name to keep the answer under"),
    "replies": Option(Kind.REPLIES, "where each reply leads, in order"),
    "else": Option(Kind.TARGET, "where any other reply leads", "otherwise"),
    "unclear": Option(Kind.TEXTS, "what to say at the 1st, 2nd, ... misunderstanding"),
    "give_up": Option(Kind.TARGET, "where to go after the last `unclear`"),
    "silence": Option(Kind.TIMED, "what to do while no answer comes, counted from the question"),
    "undelivered": Option(Kind.TARGET, "where to go if the question never arrived"),
    "understand": Option(Kind.UNDERSTAND, "ask the NLU hook where words do not match"),
    "confirm": Option(Kind.TEXT, "repeat the understood answer and ask whether it is right"),
    "name": Option(Kind.NAME, "the question's own name, which stays when the flow changes"),
    "sensitive": Option(Kind.FLAG, "whether the answer is kept encrypted, and shown to nobody"),
}
MATCH: Final[Options] = {name: QUESTION[name] for name in ("expect", "replies", "save", "else", "name")}
"""`match:` understands a value as a question would, without waiting."""
DEFAULTS: Final[Options] = {
    name: QUESTION[name] for name in ("unclear", "give_up", "silence", "undelivered", "understand", "country")
}

STEP: Final[Options] = {"if": Option(Kind.EXPRESSION, "only if this holds", "condition")}

_MEDIA: Final[Options] = {"media": Option(Kind.TEXTS, "addresses of pictures or files to send along")}
_UNDELIVERED: Final[Options] = {"undelivered": Option(Kind.TARGET, "where to go if the message never arrived")}

VERBS: Final[Mapping[str, Verb]] = {
    "say": Verb(
        model.Say,
        Kind.TEXTS,
        "send a message, or one for each item of a list",
        "texts",
        {**_MEDIA, **_UNDELIVERED},
        id="say",
    ),
    "ask": Verb(
        model.Ask, Kind.TEXT, "say, wait, understand, branch", "text", {**QUESTION, **_MEDIA}, True, "question"
    ),
    "listen": Verb(model.Ask, Kind.NOTHING, "wait without saying anything", "text", QUESTION, True, "question"),
    "match": Verb(model.Match, Kind.TEXT, "understand a value, without waiting", "value", MATCH, True, "match"),
    "go": Verb(model.Go, Kind.STATE, "go on in another state", "state"),
    "end": Verb(model.End, Kind.PLAIN, "end the conversation with an outcome", "outcome"),
    "set": Verb(model.Set, Kind.VALUES, "set names and fields of the contact", "values"),
    "tag": Verb(model.Tag, Kind.TEXTS, "give the contact tags", "tags", fixed={"verb": "tag"}),
    "untag": Verb(model.Tag, Kind.TEXTS, "take tags from the contact", "tags", fixed={"verb": "untag"}),
    "label": Verb(model.Tag, Kind.TEXTS, "tag the conversation", "tags", fixed={"verb": "label"}),
    "http": Verb(
        model.Http,
        Kind.METHOD_URL,
        "call an API",
        options={
            "headers": Option(Kind.FIELDS, "headers to send"),
            "json": Option(Kind.VALUE, "a body of JSON"),
            "form": Option(Kind.FIELDS, "a body as a form"),
            "body": Option(Kind.TEXT, "a body as it is"),
            "save": Option(Kind.NAME, "the name to keep `{status, headers, body}` under"),
            "timeout": Option(Kind.DURATION, "how long to wait for the answer"),
            "retry": Option(Kind.INTEGER, "how often to try again"),
            "on_error": Option(Kind.TARGET, "where to go if it fails"),
        },
        id="http",
    ),
    "run": Verb(
        model.Run,
        Kind.PLAIN,
        "run another flow, and come back when it has ended",
        "flow",
        {
            "with": Option(Kind.FIELDS, "the inputs", "inputs"),
            "save": Option(Kind.NAME, "the name to keep its outputs and its `outcome` under"),
            "expired": Option(Kind.TARGET, "where to go if the person stopped answering there"),
            "failed": Option(Kind.TARGET, "where to go if it could not go on"),
            "come_back": Option(Kind.FLAG, "`no`: this flow is over, and the other one takes its place"),
        },
        id="run",
    ),
    "handoff": Verb(
        model.HandOff,
        Kind.TEXT,
        "pause the bot for an agent",
        "queue",
        {
            "note": Option(Kind.TEXT, "what the agent should know"),
            "priority": Option(Kind.PRIORITY, "how urgent it is"),
            "say": Option(Kind.TEXT, "what to tell the customer"),
            "closed": Option(Kind.TARGET, "where to go when the agent closes"),
            "no_agent": Option(Kind.TIMED, "what to do while no agent comes"),
            "wait": Option(Kind.FLAG, "whether the bot pauses"),
        },
        id="handoff",
    ),
    "schedule": Verb(
        model.Schedule,
        Kind.PLAIN,
        "start a flow later",
        "flow",
        {
            "at": Option(Kind.TEXT, "a date and time"),
            "in": Option(Kind.DURATION, "how long from now", "delay"),
            "offset": Option(Kind.OFFSET, "how long after `at`, or before it with a minus"),
            "with": Option(Kind.FIELDS, "the inputs", "inputs"),
            "id": Option(Kind.TEXT, "a name by which `cancel` takes it back", "key"),
        },
    ),
    "cancel": Verb(model.Cancel, Kind.TEXT, "take a scheduled flow back", "key"),
    "email": Verb(
        model.Email,
        Kind.TEXT,
        "send an e-mail, and go on at once",
        "address",
        {"subject": Option(Kind.TEXT, "its subject"), "body": Option(Kind.TEXT, "its text")},
    ),
    "do": Verb(
        model.Do,
        Kind.PLAIN,
        "call an action that the deployment registers",
        "action",
        {
            "with": Option(Kind.VALUES, "what it is given", "inputs"),
            "save": Option(Kind.NAME, "the name to keep what it returns under"),
            "on_error": Option(Kind.TARGET, "where to go if it fails"),
        },
        id="do",
    ),
    "pause": Verb(model.Pause, Kind.DURATION, "wait without listening", "duration", id="pause"),
    "split": Verb(model.Split, Kind.WEIGHTS, "go to one of several states, by lot", "ways", id="split"),
}

RESERVED_STATES: Final = frozenset({"end", "anytime"})
NAMES: Final[Mapping[str, str]] = {
    "contact": "the person: `phone`, `name`, `first_name`, `language`, `timezone`, `country`, `tags`, and every "
    "field that was set; what is not known is `none`",
    "business": "you: `name`, `help_contact`, `timezone`, `is_open`, `opens_at` and what else the settings say",
    "channel": "the number that the conversation runs over: `name`, `number`",
    "answers": "the answers in full: `answers.size.text` as typed, `.label` as shown, `.at` when",
    "answer": "the answer just understood, in `check` and `confirm`",
    "attempt": "how often the question was not understood, for its `unclear` texts",
    "now": "this moment",
    "loop": "where a `for` is: `loop.index`, `loop.first`, `loop.last`",
}
RESERVED_NAMES: Final = frozenset(NAMES)
"""Names that templates know already."""

KEYWORDS: Final = frozenset().union(
    FLOW, INPUT, TRIGGERS, TRIGGER_COMMON, *TRIGGER_OPTIONS.values(), MATCHER, BRANCH, QUESTION, STEP, VERBS,
    *(verb.options for verb in VERBS.values()),
)  # fmt: skip
