"""One person in one flow: plain data with a `.state`, moved by the flow's machine and kept as JSON between events."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any, Final, NoReturn

from bot.engine.nodes import NEW
from bot.events import Json
from bot.limits import INBOX_MESSAGES_MAX, JSON_DEPTH_MAX, RUNS_DEEP_MAX


@dataclass(slots=True)
class Session:
    """All that the engine knows about a conversation; everything in it survives `to_json` and back."""

    flow: str
    version: str
    seed: int
    """All the randomness there is: what is drawn by lot is drawn from this."""
    started_at: datetime
    touched_at: datetime
    """When something last happened that was not mere silence; `expires` counts from here."""
    language: str = "en"
    state: str = NEW
    """A node of the flow's machine."""
    last_state: str = ""
    """The author's state around that node, or the last one before the end."""
    variables: dict[str, Json] = field(default_factory=dict)
    """Inputs and saved answers."""
    answers: dict[str, dict[str, Json]] = field(default_factory=dict)
    """Saved answer → `{value, text, label, at}`."""
    answer: Json = None
    """What the last question understood, saved or not."""
    candidate: dict[str, Json] | None = None
    """The understood answer while `confirm:` asks whether it is right."""
    answered: dict[str, Json] | None = None
    """`{state, choices}` of the question that was answered last, while a correction can still be heard there."""
    choices: list[list[str]] | None = None
    """Key and text of each choice as it was shown; a list that came from an API must not change under the reply."""
    asked_at: datetime | None = None
    """Since when it waits; silence counts from here."""
    attempts: int = 0
    """Misunderstandings of the pending question."""
    fired: int = 0
    """How many entries of `silence:` or `no_agent:` have happened."""
    pending: str | None = None
    """The question that an `anytime` block returns to."""
    call: str | None = None
    """The call that it waits for."""
    calls: int = 0
    """Calls and runs so far: no two have the same number."""
    aside: dict[str, Json] | None = None
    """The reply that `understand:` has been asked about."""
    unproven: list[str] = field(default_factory=list)
    """The `say` steps with `undelivered:` since the person was last heard."""
    inbox: list[dict[str, Json]] = field(default_factory=list)
    """Texts that came while nothing listened; the next question takes them."""
    wake_at: datetime | None = None
    outcome: str | None = None
    handoff: dict[str, Json] | None = None
    caller: Session | None = None
    """The session that ran this one with `run:` and waits for its end."""

    @property
    def callers(self) -> list[Session]:
        """The sessions that wait for the end of this one, the nearest first."""
        found, session = [], self.caller
        while session is not None:
            found.append(session)
            session = session.caller
        return found

    @property
    def waiting(self) -> bool:
        """Whether it has begun and is not over: between events a live session always waits for something."""
        return self.outcome is None and self.state != NEW

    def copy(self) -> Session:
        """An independent session; values inside are shared, since the engine replaces them and never changes them."""
        twin = Session(*_values(self))
        twin.variables = dict(self.variables)
        twin.answers = dict(self.answers)
        twin.inbox = list(self.inbox)
        twin.unproven = list(self.unproven)
        return twin

    def to_json(self) -> dict[str, Json]:
        """The session as a JSON object, times as RFC 3339."""
        data: dict[str, Json] = dict(zip(_NAMES, _values(self), strict=True))
        for name in _TIMES:
            data[name] = None if data[name] is None else format_time(data[name])
        if self.caller is not None:
            data["caller"] = self.caller.to_json()
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Json]) -> Session:
        """Read `to_json` back; ValueError with a sentence for anything else, however hostile."""
        depth = 0
        within: Json = data
        while isinstance(within, Mapping) and depth <= RUNS_DEEP_MAX:
            depth, within = depth + 1, within.get("caller")
        if within is not None and depth > RUNS_DEEP_MAX:
            raise ValueError(f"not a session: more than {RUNS_DEEP_MAX} flows within each other")
        return cls._read(data)

    @classmethod
    def _read(cls, data: Mapping[str, Json]) -> Session:
        if not isinstance(data, Mapping):
            raise ValueError("a session is a JSON object")
        if not _REQUIRED <= data.keys() <= _READERS.keys():
            unknown = [name for name in data if name not in _READERS]
            missing = [name for name in _NAMES if name in _REQUIRED and name not in data]
            raise ValueError(f"not a session: {'unknown' if unknown else 'missing'} key `{(unknown or missing)[0]}`")
        known: dict[str, Any] = {
            name: None if value is None and name in _OPTIONAL else _READERS[name](name, value)
            for name, value in data.items()
        }
        return cls(**known)


def format_time(moment: datetime) -> str:
    """RFC 3339 in UTC with `Z`."""
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return moment.isoformat().removesuffix("+00:00") + "Z"


def parse_time(text: str) -> datetime:
    """An RFC 3339 time as an aware UTC datetime; ValueError for anything else."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"`{text}` has no offset from UTC")
    try:
        return moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"`{text}` is out of range") from None


# ── reading what somebody else kept ───────────────────────────────────────────────────────────────────────────────────


def _refuse(name: str, wanted: str) -> NoReturn:
    raise ValueError(f"not a session: `{name}` is not {wanted}")


def _text(name: str, value: Json) -> str:
    if not isinstance(value, str):
        _refuse(name, "text")
    if value.isascii():
        return value
    try:
        value.encode()
    except UnicodeEncodeError:
        _refuse(name, "text of whole characters")
    return value


def _count(name: str, value: Json) -> int:
    return value if type(value) is int and 0 <= value < 1 << 128 else _refuse(name, "a whole number")


def _time(name: str, value: Json) -> datetime:
    try:
        return parse_time(_text(name, value))
    except ValueError:
        _refuse(name, "an RFC 3339 time")


def _value(name: str, value: Json, depth: int = 0) -> Json:
    if isinstance(value, str):
        return value if value.isascii() else _text(name, value)
    if value is None or isinstance(value, int) or (isinstance(value, float) and math.isfinite(value)):
        return value
    if depth < JSON_DEPTH_MAX:
        if isinstance(value, list):
            return [_value(name, item, depth + 1) for item in value]
        if isinstance(value, dict):
            _check_keys(name, value)
            return {
                key: item if type(item) is str and item.isascii() else _value(name, item, depth + 1)
                for key, item in value.items()
            }
    _refuse(name, "plain JSON")


def _check_keys(name: str, value: dict[Any, Json]) -> None:
    try:
        plain = "".join(value).isascii()
    except TypeError:
        _refuse(name, "plain JSON")
    if not plain:
        for key in value:
            _text(name, key)


def _object(name: str, value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        _refuse(name, "an object")
    plain: dict[str, Json] = _value(name, value)
    return plain


def _objects(name: str, value: Json) -> dict[str, dict[str, Json]]:
    objects = _object(name, value)
    return objects if all(isinstance(item, dict) for item in objects.values()) else _refuse(name, "an object")


def _pairs(name: str, value: Json) -> list[list[str]]:
    if not isinstance(value, list) or not all(isinstance(pair, list) and len(pair) == 2 for pair in value):
        _refuse(name, "a list of pairs")
    return [[_text(name, part) for part in pair] for pair in value]


def _messages(name: str, value: Json) -> list[dict[str, Json]]:
    if not isinstance(value, list) or len(value) > INBOX_MESSAGES_MAX:
        _refuse(name, "a list of messages")
    return [{"text": _text(name, _object(name, item).get("text")), "media": _texts(name, item)} for item in value]


def _texts(name: str, message: dict[str, Json]) -> list[str]:
    media = message.get("media")
    return [_text(name, url) for url in media] if isinstance(media, list) else _refuse(name, "a list of messages")


def _answered(name: str, value: Json) -> dict[str, Json]:
    question = _object(name, value)
    choices = question.get("choices")
    return {"state": _text(name, question.get("state")), "choices": None if choices is None else _pairs(name, choices)}


def _list(name: str, value: Json) -> list[str]:
    return [_text(name, item) for item in value] if isinstance(value, list) else _refuse(name, "a list of names")


def _session(name: str, value: Json) -> Session:
    return Session._read(value)


_READERS: Final[dict[str, Callable[[str, Json], Any]]] = {
    "flow": _text,
    "version": _text,
    "seed": _count,
    "started_at": _time,
    "touched_at": _time,
    "language": _text,
    "state": _text,
    "last_state": _text,
    "variables": _object,
    "answers": _objects,
    "answer": _value,
    "candidate": _object,
    "answered": _answered,
    "choices": _pairs,
    "asked_at": _time,
    "attempts": _count,
    "fired": _count,
    "pending": _text,
    "call": _text,
    "calls": _count,
    "aside": _object,
    "unproven": _list,
    "inbox": _messages,
    "wake_at": _time,
    "outcome": _text,
    "handoff": _object,
    "caller": _session,
}
_OPTIONAL: Final = frozenset(item.name for item in fields(Session) if item.default is None)
"""What may be None."""
_NAMES: Final = tuple(item.name for item in fields(Session))
_TIMES: Final = ("started_at", "touched_at", "asked_at", "wake_at")
_values: Final = attrgetter(*_NAMES)
_REQUIRED: Final = frozenset({"flow", "version", "seed", "started_at", "touched_at", "state"})
