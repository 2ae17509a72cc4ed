"""The corpus of replies in `tests/engine/replies/`: what people might send, and what a person would conclude.

## time es-MX: ¿A qué hora le viene bien?
   max: 18:00
16:30 | a las 4 y media
?     | después de las 5 || 17:00

A file is a round, written before anybody looked at how the code reads it. What stands behind `||` is what the code of
that day made of the reply where it was something else: so that the first pass of a round stays on record.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.engine.match import Spec, understand
from bot.events import Json
from bot.flow.model import Type

FOLDER = Path(__file__).parent.parent / "tests" / "engine" / "replies"
NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 3, 5, 9, tzinfo=NEW_YORK)
"""When replies are read, unless their group says otherwise: a Thursday."""
UNCLEAR = "?"
_VERDICTS: Mapping[str, Json] = {UNCLEAR: None, "yes": True, "no": False}
_AS_JSON = frozenset({Type.INTEGER, Type.NUMBER, Type.MONEY})


@dataclass(frozen=True, slots=True)
class Group:
    """A question that the replies after it answer."""

    expect: Type
    language: str
    country: str
    question: str
    options: dict[str, str] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """When its replies are read."""
        written = self.options.get("now")
        return datetime.fromisoformat(written).replace(tzinfo=NEW_YORK) if written else NOW

    @property
    def spec(self) -> Spec:
        """The question as the readers see it."""
        listed = {name: words.split(", ") for name, words in _pairs(self.options.get("synonyms", ""))}
        return Spec(
            expect=self.expect,
            choices=tuple(_pairs(self.options.get("choices", ""))),
            synonyms={name: tuple(words) for name, words in listed.items()},
            pattern=self.options.get("pattern"),
            minimum=self._bound("min"),
            maximum=self._bound("max"),
            country=self.country,
            question=self.question,
        )

    def _bound(self, name: str) -> Json:
        written = self.options.get(name)
        return written if written is None or self.expect not in _AS_JSON else json.loads(written)


@dataclass(frozen=True, slots=True)
class Case:
    """One reply: what a person would conclude, and what was read at first."""

    group: Group
    text: str
    meant: Json
    first: Json

    def read(self) -> Json:
        """What the code makes of it."""
        group = self.group
        now = group.now
        found = understand(self.text, (), group.spec, language=group.language, today=now.date(), now_local=now)
        return None if found is None else found.value


def rounds() -> Mapping[str, list[Case]]:
    """Every file of the corpus by its name, oldest first."""
    return {path.stem: list(read(path.read_text(encoding="utf-8"))) for path in sorted(FOLDER.glob("*.txt"))}


def read(text: str) -> Iterator[Case]:
    """The replies of one file."""
    group = None
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("## "):
            group = _group(line[3:])
        elif group is None or not line.strip():
            continue
        elif line.startswith("   ") and "|" not in line.split(":")[0]:
            name, _, value = line.strip().partition(": ")
            group.options[name] = value
        elif " | " in line:
            yield _case(group, line)
        else:
            raise ValueError(f"line {number} of a round is no reply: {line}")


def _group(heading: str) -> Group:
    asked, _, question = heading.partition(": ")
    kind, locale = asked.split(" ")
    language, _, country = locale.partition("-")
    return Group(Type(kind), language, country, question)


def _case(group: Group, line: str) -> Case:
    value, _, rest = line.partition(" | ")
    text, missed, first = rest.partition(" || ")
    meant = parsed(group, value.strip())
    return Case(group, text.replace("\\n", "\n"), meant, parsed(group, first.strip()) if missed else meant)


def parsed(group: Group, written: str) -> Json:
    """A value as a file has it."""
    if written == UNCLEAR or group.expect is Type.YES_NO:
        return _VERDICTS[written]
    if group.expect in _AS_JSON:
        value: Json = json.loads(written)
        return value
    if group.expect is Type.DATETIME:
        return datetime.fromisoformat(written).replace(tzinfo=NEW_YORK).isoformat()
    return written


def written(group: Group, value: Json) -> str:
    """A value as a file has it, from what was read."""
    if value is None:
        return UNCLEAR
    if group.expect is Type.YES_NO:
        return "yes" if value else "no"
    if group.expect in _AS_JSON:
        return json.dumps(value)
    return str(value)[:16].replace("T", " ") if group.expect is Type.DATETIME else str(value)


def _pairs(listed: str) -> Iterator[tuple[str, str]]:
    """`a = Apple; b = Pear`."""
    for pair in filter(None, listed.split("; ")):
        name, _, shown = pair.partition(" = ")
        yield name, shown
