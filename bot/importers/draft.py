"""A flow while it is taken over: states with their steps as YAML will have them, and remarks where something is amiss.

A target is `{"go": state}`, `{"end": outcome}` or a list of steps, wherever it stands; written down, `{"go": state}` is
the state's name alone where that says the same. The ways of a `split` are a list of `{"go": state, "weight": n}`.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, count
from typing import Any, Final

from bot.flow import grammar
from bot.flow.values import WORDS_OF_TEMPLATES
from bot.flow.wrap import AMBIGUOUS
from bot.stopwords import CONSENT_WORDS, Meaning
from bot.text import fold

Step = dict[str, Any]
Target = dict[str, Any] | list[Step]
REMARK: Final = "#"
"""The key of a step that is none, but a remark."""
DONE: Final = "done"
_BARE: Final = ("silence", "no_agent")
"""Under these a text alone would be said."""
_INLINE: Final = frozenset(grammar.MATCHER) | {"go", "end", "type", "default"}
_LISTS_IN_LINE: Final = frozenset({"keyword", "languages", "tag", "untag", "label", *grammar.MATCHER})
_PLAIN_KEY: Final = re.compile(r"[\w.-]+(?: [\w.-]+)*")
_WIDTH: Final = 80
_NOT_FREE: Final = grammar.RESERVED_NAMES | grammar.RESERVED_STATES | WORDS_OF_TEMPLATES
_CONSTANTS: Final = {True: "true", False: "false", None: "none"}
_UNITS: Final = (("week", 604_800), ("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
_SPOKEN: Final = ("words", "all", "phrase", "only", "starts", "is")


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A template of ours, and what is missing in it, each in a few words."""

    text: str
    missing: tuple[str, ...]


class Draft:
    """See the top of this file."""

    def __init__(self, id: str, title: str) -> None:
        self.id = id
        self.title = title
        self.head: dict[str, Any] = {}
        """Keys of the flow beside its id, its title and its states, in their order."""
        self.states: dict[str, list[Step]] = {}
        """The first is the entry."""
        self.beside: list[tuple[str, str]] = []
        """Remarks about what has no place in the flow."""

    @property
    def remarks(self) -> list[tuple[str, str]]:
        """What a person has to look at: the place, as the other tool calls it, and what is to be known of it."""
        return [*self.beside, *_remarks(list(self.states.values()))]

    # ── what nobody would write by hand ─────────────────────────────────────────────────────────────────────────────

    def tidy(self) -> None:
        """Put into one state what only follows, take out states that only lead on, and those to which nothing leads."""
        while self._begin() or self._pass_by() or self._join():
            pass
        self._reach()

    def _begin(self) -> bool:
        """Begin where the first state leads, if that is all that it does, and not back to itself."""
        entry = first = next(iter(self.states))
        seen: set[str] = set()
        while first not in seen and self._only_leads_on(self.states[first]):
            seen.add(first)
            first = self.states[first][0]["go"]
        if first == entry or first in seen:
            return False
        self.states = {first: self.states[first], **self.states}
        return True

    @staticmethod
    def _only_leads_on(steps: list[Step]) -> bool:
        return len(steps) == 1 and set(steps[0]) == {"go"}

    def _pass_by(self) -> bool:
        """Let whatever leads to a state that only leads on, or only ends, lead there at once."""
        for name, steps in self.states.items():
            if len(steps) == 1 and set(steps[0]) in ({"go"}, {"end"}) and steps[0] != {"go": name}:
                (following,) = steps
                used = False
                for reference in self._references():
                    if reference["go"] == name and ("weight" not in reference or "go" in following):
                        used = True
                        del reference["go"]
                        reference.update(following)
                if used:
                    return True
        return False

    def _join(self) -> bool:
        """Append states to the only ones that lead to them, by their last steps."""
        entry = next(iter(self.states))
        led_to = Counter(reference["go"] for reference in self._references())
        joined = False
        for name in list(self.states):
            steps = self.states.get(name, [])
            while self._only_leads_on(steps[-1:]):
                following = steps[-1]["go"]
                if following in (entry, name) or led_to[following] != 1:
                    break
                steps[-1:] = self.states.pop(following)
                joined = True
        return joined

    def _reach(self) -> None:
        """Keep the states that can be reached, in the order in which one comes to them."""
        order: dict[str, None] = {}
        waiting = [next(iter(self.states))]
        while waiting:
            name = waiting.pop()
            if name in order or name not in self.states:
                continue
            order[name] = None
            waiting += reversed([reference["go"] for reference in _references(self.states[name])])
        self.states = {name: self.states[name] for name in order}

    def _references(self) -> Iterator[dict[str, Any]]:
        yield from _references(self.head)
        yield from _references(list(self.states.values()))

    # ── how it is written ───────────────────────────────────────────────────────────────────────────────────────────

    def write(self) -> str:
        """The flow as YAML, to be laid out."""
        head = {"flow": self.id, "title": self.title, **self.head}
        return "\n".join([*_written(head, 0), "", "states:", *_states(self.states)]) + "\n"


def remark(place: str, said: str) -> Step:
    """A step that is none, but says in the flow what a person has to look at, and where that was."""
    return {REMARK: [place, said]}


def as_json(data: Any, template: Callable[[str], str]) -> Any:
    """A body of JSON with its texts rewritten. What YAML would take for a word of its own is a template."""
    match data:
        case dict():
            return {str(key): as_json(part, template) for key, part in data.items()}
        case list():
            return [as_json(part, template) for part in data]
        case str():
            return template(data)
        case bool() | None:
            return f"{{{{ {_CONSTANTS[data]} }}}}"
    return data


def duration(seconds: int) -> str:
    """A duration as flows write it."""
    unit, size = next((unit, size) for unit, size in _UNITS if not seconds % size)
    number = seconds // size
    return f"{number} {unit}{'' if abs(number) == 1 else 's'}"


def spoken(text: str) -> str:
    """A text as it is said: without the space at the ends of lines, which nobody sees and which costs segments."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def reachable(matcher: Step) -> tuple[Step | None, list[str]]:
    """A matcher without the words by which people opt out, which never reach a flow; and those words.

    Nothing is left of one that has no other words.
    """
    left: Step = {}
    taken: list[str] = []
    for key, value in matcher.items():
        words = value if isinstance(value, list) else [value]
        stays = [word for word in words if key not in _SPOKEN or not _opts_out(word)]
        taken += [word for word in words if word not in stays]
        if stays:
            left[key] = stays if isinstance(value, list) else value
    return (left if left.keys() == matcher.keys() else None), taken


def _opts_out(word: str) -> bool:
    known = CONSENT_WORDS.get(fold(word))
    return known is not None and known.meaning is Meaning.OUT and not known.plain


def usable(given: str, taken: Container[str] = (), *, of: str = "name", keep_case: bool = False) -> str:
    """Make a name that templates or states may have of any text; with a number where it is taken."""
    word = re.sub(r"\W+", "_", given.strip() if keep_case else given.strip().lower()).strip("_")
    if not word or not word[0].isalpha():
        word = f"{of}_{word}".rstrip("_")
    word = word[:60]
    if word in _NOT_FREE or not word.isidentifier():
        word = f"the_{word}"
    numbered = chain([word], (f"{word}_{number}" for number in count(2)))
    return next(name for name in numbered if name not in taken)


def _references(value: Any) -> Iterator[dict[str, Any]]:
    """Whatever leads to a state, however deep it stands."""
    if isinstance(value, dict):
        if "go" in value:
            yield value
        for part in list(value.values()):
            yield from _references(part)
    elif isinstance(value, list):
        for part in value:
            yield from _references(part)


def _remarks(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        if REMARK in value:
            place, said = value[REMARK]
            yield place, said
        for part in value.values():
            yield from _remarks(part)
    elif isinstance(value, list):
        for part in value:
            yield from _remarks(part)


def _states(states: Mapping[str, list[Step]]) -> Iterator[str]:
    for name, steps in states.items():
        yield f"  {name}:"
        for step in steps:
            yield from _item(step, 4)


def _item(value: Any, indent: int) -> Iterator[str]:
    lead = " " * indent
    if isinstance(value, dict) and REMARK in value:
        yield f"{lead}# {' '.join(': '.join(value[REMARK]).split())}"
    elif isinstance(value, dict):
        first, *rest = _written(value, indent + 2)
        yield f"{lead}- {first.strip()}"
        yield from rest
    else:
        yield f"{lead}- {_in_line(value)}"


def _written(value: Mapping[str, Any], indent: int, of: str = "") -> Iterator[str]:
    """A mapping, an entry a line."""
    lead = " " * indent
    for key, part in value.items():
        head = f"{lead}{key if _PLAIN_KEY.fullmatch(key) else _text(key)}:"
        if isinstance(part, dict) and set(part) == {"go"} and of not in _BARE:
            part = part["go"]
        elif key == "split" and isinstance(part, list):
            part = {way: sum(one["weight"] for one in part if one["go"] == way) for way in (one["go"] for one in part)}
        if part is None:
            yield head
        elif isinstance(part, dict) and part and not _fits(part):
            yield head
            yield from _written(part, indent + 2, key)
        elif isinstance(part, list) and part and not (key in _LISTS_IN_LINE and _fits(part)):
            yield head
            for one in part:
                yield from _item(one, indent + 2)
        elif isinstance(part, str) and "\n" in part and _is_clean(part):
            yield f"{head} |"
            yield from (f"{lead}  {line}" if line else "" for line in part.split("\n"))
        else:
            yield f"{head} {_in_line(part)}"


def _fits(value: Any) -> bool:
    """Whether it is short enough for one line, and of a kind that is read there."""
    if isinstance(value, dict) and not set(value) <= _INLINE:
        return False
    parts = list(value.values()) if isinstance(value, dict) else value
    flat = all(isinstance(part, str | bool) or (isinstance(part, list | dict) and _fits(part)) for part in parts)
    return flat and len(_in_line(value)) <= _WIDTH


def _in_line(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case dict():
            return "{" + ", ".join(f"{key}: {_in_line(part)}" for key, part in value.items()) + "}"
        case list():
            return f"[{', '.join(map(_in_line, value))}]"
        case int() | float():
            return str(value)
    return _text(value)


def _text(text: str) -> str:
    """In quotes; whoever lays it out takes away those that it does not need."""
    plain = re.fullmatch(r"[\w][\w .-]*[\w]|\w", text) and not AMBIGUOUS.fullmatch(text)
    return text if plain else json.dumps(text, ensure_ascii=False)


def _is_clean(text: str) -> bool:
    """Whether a block says it: no line begins or ends with a space, the first and the last say something."""
    lines = text.split("\n")
    return all(line == line.strip() for line in lines) and bool(lines[0]) and bool(lines[-1])
