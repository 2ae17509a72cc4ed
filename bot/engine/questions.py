"""Questions: posed with their choices, heard, kept, and asked again when the reply is not understood."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from bot.engine.hear import Hearing, Listener
from bot.engine.match import Spec, Understood
from bot.engine.nodes import ANYTIME, Edge, Kind
from bot.engine.session import format_time
from bot.engine.texts import builtin
from bot.engine.turn import Failure, Turn
from bot.engine.values import bound, cut
from bot.events import CallAction, Json, Result
from bot.flow.filters import text_of
from bot.flow.model import Ask, Check, Question, Text, Type
from bot.limits import CHOICE_CHARS_MAX, LIST_ITEMS_MAX, MATCH_TEXT_CHARS_MAX

UNDERSTAND: Final = "understand"
"""The name of the action that is asked where words do not match."""
_NUMERIC: Final = (Type.INTEGER, Type.NUMBER, Type.MONEY)
_TEXTS_KEPT: Final = 256

# ── asking ──


def pose(turn: Turn, step: Ask, *, again: bool = False) -> bool:
    """Say the question on whose node the session stands. Asked `again`, its attempts still count.

    False where it cannot be asked, because a list of choices came out empty.
    """
    session = turn.session
    if not again:
        session.attempts = 0
    session.candidate = session.call = session.aside = None
    session.choices = offer(turn, step.question)
    if session.choices == []:
        return False
    if turn.node.state != ANYTIME:
        session.pending = session.state
    turn.wait()
    if step.text is not None:
        labels = [label for _, label in session.choices or ()]
        turn.say(numbered(turn.text(step.text), labels), session.state, turn.media(step.media), template=step.text)
    turn.note("asked", step.id, step.span)
    return True


def offer(turn: Turn, question: Question) -> list[list[str]] | None:
    """The choices, a key and a text each, as they are now; None for a question without."""
    if question.dynamic_choices is None:
        return [[choice.key, turn.text(choice.shown)] for choice in question.choices] or None
    items = turn.expression(question.dynamic_choices)
    if not isinstance(items, list):
        raise Failure("choices", f"`{question.dynamic_choices.source}` is not a list of choices")
    return [_choice(item) for item in items[:LIST_ITEMS_MAX]]


def _choice(item: Json) -> list[str]:
    fields = item if isinstance(item, dict) else {"id": item}
    key = text_of(fields.get("id", fields.get("label")))
    label = text_of(fields.get("label", fields.get("id")))
    if not key or not label or len(key) > CHOICE_CHARS_MAX:
        raise Failure("choices", f"a choice needs an `id` or a `label`, of at most {CHOICE_CHARS_MAX} characters")
    return [key, label[:CHOICE_CHARS_MAX]]


def numbered(text: str, labels: list[str]) -> str:
    """The text with its choices below it, unless the author wrote them out."""
    if not labels:
        return text
    written = text.casefold()
    if all(label.casefold() in written for label in labels):
        return text
    return "\n".join([text, *[f"{number}. {label}" for number, label in enumerate(labels, start=1)]])


# ── hearing ──


@dataclass(frozen=True, slots=True)
class Thought:
    """What the `understand` action makes of a reply: what it is about, and words that a question does understand."""

    intent: str = ""
    value: str = ""

    @classmethod
    def of(cls, answer: Result) -> Thought:
        """Read what the action returned: `{intent, value}`, or just the intent; a failure is no thought at all."""
        match answer.body if answer.error is None else None:
            case str(intent):
                return cls(intent)
            case {"intent": intent, "value": value}:
                return cls(text_of(intent), text_of(value))
            case {"intent": intent}:
                return cls(text_of(intent))
            case {"value": value}:
                return cls("", text_of(value))
        return cls()


def hear(
    turn: Turn,
    question: Question,
    text: str,
    media: tuple[str, ...],
    *,
    early: bool = False,
    thought: Thought | None = None,
) -> Hearing:
    """Understand a reply at the node where the session stands; `early` if it was written before the question."""
    listener = listener_of(turn)
    text = str(cut(text))[:MATCH_TEXT_CHARS_MAX]
    if turn.node.kind is Kind.CONFIRM:
        return _hear_confirmation(turn, question, listener, text, media)
    spec = _spec(turn, question)
    understood = listener.understand(text, media, spec)
    wonders = _wonders(turn, question, text, understood) and not early and thought is None
    if thought is not None and (understood is None or question.expect is Type.TEXT):
        listener = listener._replace(intents=_intents(question, thought))
        understood = _meant(listener, spec, question, thought) or understood
    fault = None if understood is None else _fault(turn, question, understood.value)
    used_up = turn.session.attempts >= len(_texts(turn, question))
    return Hearing(listener, spec, text, media, understood, fault, used_up=used_up, early=early, wonders=wonders)


def _wonders(turn: Turn, question: Question, text: str, understood: Understood | None) -> bool:
    """Whether to ask what a reply means: text is always understood, but what it is about may not be."""
    asked = bool(question.understand) and turn.context.understands and bool(text.strip())
    return asked and (understood is None or question.expect is Type.TEXT)


def _intents(question: Question, thought: Thought) -> tuple[str, ...]:
    wanted = question.understand
    return (thought.intent,) if thought.intent and (wanted is True or thought.intent in (wanted or ())) else ()


def _meant(listener: Listener, spec: Spec, question: Question, thought: Thought) -> Understood | None:
    """What the question understands of a thought: its value, or an intent that is one of the choices, yes or no."""
    if question.expect is Type.TEXT:
        return None
    for words in (thought.value, *listener.intents):
        if words and (understood := listener.understand(words, (), spec)) is not None:
            return understood
    return None


def ask_aside(turn: Turn, step: Ask, heard: Hearing) -> None:
    """Ask the `understand` action what a reply means; meanwhile the question stays as it is."""
    session, question = turn.session, step.question
    session.call = turn.next_call()
    session.aside = {"text": heard.text, "media": list(heard.media)}
    inputs: dict[str, Json] = {
        "text": heard.text,
        "question": step.id,
        "expect": question.expect.value,
        "choices": dict(session.choices or ()),
        "intents": list(question.understand) if isinstance(question.understand, tuple) else [],
        "language": turn.language,
    }
    turn.effects.append(CallAction(session.call, UNDERSTAND, inputs))
    turn.halted = True


def _hear_confirmation(
    turn: Turn, question: Question, listener: Listener, text: str, media: tuple[str, ...]
) -> Hearing:
    verdict = listener.understand(text, media, Spec(Type.YES_NO))
    candidate = turn.session.candidate
    if verdict is None or not verdict.value or candidate is None:
        used_up = turn.session.attempts >= len(builtin(Type.YES_NO, turn.language))
        return Hearing(
            listener, Spec(Type.YES_NO), text, media, settled=False, denied=verdict is not None, used_up=used_up
        )
    understood = Understood(candidate["value"], candidate["label"], candidate["key"])
    return Hearing(listener, _spec(turn, question), text_of(candidate["text"]), (), understood)


def hear_value(turn: Turn, question: Question, value: Json) -> Hearing:
    """Understand a value as a reply would be; lists and objects have no text and are not understood."""
    listener, spec = listener_of(turn), _spec(turn, question)
    text = "" if isinstance(value, list | dict) else text_of(value)[:MATCH_TEXT_CHARS_MAX]
    return Hearing(listener, spec, text, (), listener.understand(text, (), spec))


def hear_nothing(turn: Turn) -> Hearing:
    """What a question hears that has no choices to offer."""
    return Hearing(listener_of(turn), Spec(), "", hopeless=True)


def listener_of(turn: Turn) -> Listener:
    """Whose replies they are: the contact's."""
    locale = turn.locale
    tags = turn.contact.get("tags")
    return Listener(
        language=turn.language,
        languages=turn.languages,
        country=locale.country,
        now_local=turn.local_now,
        tags=tuple(map(text_of, tags)) if tags and isinstance(tags, list) else (),
    )


def _spec(turn: Turn, question: Question) -> Spec:
    locale = turn.locale
    return Spec(
        expect=question.expect,
        choices=tuple([(key, label) for key, label in turn.session.choices or ()]),
        synonyms=question.synonyms,
        pattern=question.pattern,
        minimum=_bound(turn, question, question.minimum, upper=False),
        maximum=_bound(turn, question, question.maximum, upper=True),
        country=question.country or locale.country,
        question=turn.source(turn.node.step.text) if isinstance(turn.node.step, Ask) else "",
    )


def _bound(turn: Turn, question: Question, text: Text | None, *, upper: bool) -> Json:
    if text is None:
        return None
    kind = Type.NUMBER if question.expect in (Type.TEXT, Type.REGEX) else question.expect
    if kind in _NUMERIC and text.source.strip().isdecimal():
        return turn.machine.once((_bound, text.source, kind), lambda: _read_bound(turn, text, kind, upper=upper))
    return _read_bound(turn, text, kind, upper=upper)


def _read_bound(turn: Turn, text: Text, kind: Type, *, upper: bool) -> Json:
    value = turn.value(text)
    if value is None or value == "":
        return None  # a field that this contact does not have bounds nothing
    try:
        return bound(value, kind, turn.locale, upper=upper)
    except ValueError as error:
        raise Failure("bound", f"the bound `{text_of(value)}` of the question {error}") from None


def _fault(turn: Turn, question: Question, value: Json) -> Check | None:
    """The first `check:` that describes the value."""
    if not question.checks:
        return None
    names = {**turn.names, "answer": value}
    for check in question.checks:
        if turn.machine.expression(check.condition.source).evaluate(names, turn.locale):
            return check
    return None


# ── after the reply ──


def keep(turn: Turn, question: Question, heard: Hearing, edge: Edge) -> None:
    """Remember an answer: its value under `save`, and where the words were not understood at least what they were."""
    session, understood = turn.session, heard.understood
    value = cut(heard.value)
    session.answer = value
    session.candidate = session.choices = None
    turn.forget_names()
    if question.save is not None:
        label = (understood.label if understood else None) or edge.label or None
        answer = {"value": value, "text": cut(heard.text), "label": label, "at": format_time(turn.now)}
        turn.remember_answer(question.save, answer, understood=understood is not None)
        if understood is not None:
            turn.note("saved", f"{question.save} = {value!r}", edge.span)


def repeat_back(turn: Turn, question: Question, heard: Hearing) -> None:
    """Say what was understood and wait for yes or no."""
    session, understood = turn.session, heard.understood
    session.candidate = {
        "value": cut(heard.value),
        "label": understood and understood.label,
        "key": understood and understood.key,
        "text": cut(heard.text),
    }
    session.attempts = 0
    ask_whether(turn, question)


def ask_whether(turn: Turn, question: Question) -> None:
    """Ask whether the answer that waits to be confirmed is right."""
    session, candidate = turn.session, turn.session.candidate or {}
    session.answer = candidate.get("value")
    turn.wait()
    turn.forget_names()
    names: dict[str, Json] = {}
    if question.save is not None:  # not kept yet, but what is repeated goes by the author's name for it
        answer = {name: candidate.get(name) for name in ("value", "text", "label")}
        answers = {**session.answers, question.save: {**answer, "at": format_time(turn.now)}}
        names = {question.save: session.answer, "answers": answers}
    turn.say(turn.text(question.confirm, **names), session.state, template=question.confirm)


def misunderstood(turn: Turn, question: Question, heard: Hearing) -> None:
    """Say what is wrong with the reply, or ask again in the author's words for the nth time, and keep waiting."""
    session = turn.session
    if heard.early:
        return
    session.attempts += 1
    turn.wait()
    turn.forget_names()
    if heard.fault is not None:
        turn.say(turn.text(heard.fault.say, answer=heard.value), session.state, template=heard.fault.say)
        return
    texts = _builtin(Type.YES_NO, turn.language) if turn.node.kind is Kind.CONFIRM else _texts(turn, question)
    if texts:
        again = texts[min(session.attempts, len(texts)) - 1]
        turn.say(turn.text(again), session.state, template=again)


def _texts(turn: Turn, question: Question) -> tuple[Text, ...]:
    if question.unclear is not None:
        return question.unclear
    return _builtin(question.expect, turn.language)


@lru_cache(_TEXTS_KEPT)
def _builtin(expect: Type, language: str) -> tuple[Text, ...]:
    return tuple(map(Text, builtin(expect, language)))
