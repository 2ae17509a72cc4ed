"""The reference of the flow language for `docs/flows.md`: tables from the grammar, with examples that a test executes.

An example is a flow in `docs/examples/<folder>/`, with its tests beside it. Its first comment introduces it, and its
first test is shown as a conversation. To document something new, add such a file; `make docs` finds it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import takewhile
from pathlib import Path
from textwrap import wrap
from typing import Final

from bot import limits
from bot.cli.sources import read_sources
from bot.engine.machine import compile_flow
from bot.engine.route import Library
from bot.flow import grammar
from bot.flow.check import check_sources
from bot.flow.filters import FILTERS
from bot.flow.grammar import Kind, Option, Options
from bot.flow.inventory import Part, own_options, used
from bot.flow.locale import Locale
from bot.flow.model import Flow, Type
from bot.flow.render import compile_text
from bot.flow.testing import SUFFIXES, read_cases
from bot.proving import Line, prove

EXAMPLES: Final = Path("docs/examples")
"""Relative to the repository, where documents are written."""
CHAT_WIDTH: Final = 92

LIMITS: Final[Mapping[str, str]] = {
    "FLOW_FILE_BYTES_MAX": "bytes in a file",
    "FLOWS_MAX": "flows in a folder",
    "TEMPLATE_CHARS_MAX": "characters in a text or expression",
    "RENDERED_CHARS_MAX": "characters that a template may make",
    "MESSAGE_CHARS_MAX": "characters in a message",
    "PATTERN_CHARS_MAX": "characters in a regular expression",
    "STEPS_PER_EVENT_MAX": "steps in a row without waiting for the customer",
    "QUESTIONS_REPEATED_MAX": "times that a question is asked again",
    "VARIABLE_CHARS_MAX": "characters kept of one value",
    "LIST_ITEMS_MAX": "items kept of a list",
    "CHOICE_CHARS_MAX": "characters in the text of a choice",
    "INBOX_MESSAGES_MAX": "messages kept during a `pause`",
    "CALLS_PER_SESSION_MAX": "calls of APIs in one conversation",
    "EGRESS_BODY_BYTES_MAX": "bytes of an API's answer",
    "EGRESS_TIMEOUT_S_MAX": "seconds to wait for an API",
    "EGRESS_RETRIES_MAX": "times that a call is tried again",
}
WORDS: Final[Mapping[Kind, Iterable[str]]] = {
    Kind.MESSAGE_CLASS: grammar.CLASSES,
    Kind.PRIORITY: grammar.PRIORITIES,
    Kind.INTERRUPT: grammar.INTERRUPTS,
    Kind.CHANGE: grammar.CHANGES,
}
"""Kinds of values that are one of a few words."""


@dataclass(frozen=True, slots=True)
class Example:
    """A flow that shows something."""

    file: Path
    flow: Flow
    parts: frozenset[Part]
    library: Library
    """The flows of its folder, which it may run."""

    @property
    def link(self) -> str:
        """Its name, leading to its file."""
        return f"[{self.file.stem}]({self.file.relative_to(EXAMPLES.parent).as_posix()})"

    @property
    def introduction(self) -> str:
        """The comment at the top of the file."""
        lines = takewhile(lambda line: line.startswith("#"), self.flow.source.splitlines())
        return "\n".join(line.removeprefix("#").strip() for line in lines)

    @property
    def tests(self) -> Path:
        """The tests beside it."""
        return self.file.with_name(f"{self.file.stem}{SUFFIXES[0]}")


@cache
def examples() -> tuple[Example, ...]:
    """Every example, by folder and name."""
    folders = sorted(folder for folder in EXAMPLES.iterdir() if folder.is_dir())
    return tuple(example for folder in folders for example in _read(folder))


def _read(folder: Path) -> Iterator[Example]:
    flows, _ = check_sources(read_sources([folder]))
    library = Library({name: compile_flow(flow) for name, flow in flows.items()})
    for flow in flows.values():
        yield Example(Path(flow.path), flow, used(flow.source), library)


def example_of(part: Part, folder: str = "") -> Example | None:
    """The example of a key: the one that is called like it, else one of the folder, else any that uses it."""
    using = [example for example in examples() if part in example.parts]
    return min(using, key=lambda it: (it.file.stem != part.name, it.file.parent.name != folder), default=None)


# ── the parts of the document ──


def file_reference() -> str:
    """The keys of a file."""
    return _keys("flow", grammar.FLOW, "flow") + _all("flow")


def inputs_reference() -> str:
    """What an input may say."""
    return _keys("input", grammar.INPUT, "flow")


def triggers_reference() -> str:
    """The ways in."""
    options = "".join(
        f"\nWith `{kind}`:\n\n{_keys(f'trigger {kind}', table, 'triggers')}"
        for kind, table in grammar.TRIGGER_OPTIONS.items()
    )
    every = f"\nWith every one of them:\n\n{_keys('any trigger', grammar.TRIGGER_COMMON, 'triggers')}"
    return _keys("trigger", grammar.TRIGGERS, "triggers") + options + every + _all("triggers")


def verbs_reference() -> str:
    """Every verb, each with its options and its example."""
    return "".join(_verb(name) for name in grammar.VERBS)


def steps_table() -> str:
    """Every verb in a line, leading to all about it."""
    rows = [
        (f"[`{name}`](docs/flows.md#{name})", verb.doc, ", ".join(f"`{option}`" for option in own_options(name)))
        for name, verb in grammar.VERBS.items()
    ]
    return table(("step", "does", "options"), rows)


def questions_reference() -> str:
    """The options of a question."""
    checks = f"\nA `check` has:\n\n{_keys('check', grammar.CHECK, 'questions')}"
    return _keys("question", grammar.QUESTION, "questions") + checks + _all("questions")


def defaults_reference() -> str:
    """The options that may stand under `defaults`."""
    return f"{', '.join(f'`{name}`' for name in grammar.DEFAULTS)}.\n"


def types_reference() -> str:
    """What `expect` and inputs may say."""
    rows = [
        (f"`{kind}`", doc, _where(kind), _link(Part("type", kind.value), "answers"))
        for kind, doc in grammar.TYPES.items()
    ]
    return table(("type", "is", "for", "example"), rows) + _all("answers")


def matchers_reference() -> str:
    """What a label may be matched by, and where it may lead."""
    where = f"\nAnd where that leads:\n\n{_keys('branch', grammar.BRANCH, 'matchers')}"
    return _keys("matcher", grammar.MATCHER, "matchers") + where + _all("matchers")


def texts_reference() -> str:
    """What a text may hold."""
    return _all("texts")


def names_reference() -> str:
    """The names that every template knows."""
    rows = [(f"`{name}`", doc, _link(Part("name", name))) for name, doc in grammar.NAMES.items()]
    return table(("name", "is", "example"), rows)


def filters_reference() -> str:
    """Every filter, with what it makes."""
    shown = filter_examples()
    rows = [
        (f"`{name}`", _sentence(filter_.__doc__), f"`{shown[name]}`", made(shown[name]))
        for name, filter_ in FILTERS.items()
    ]
    return table(("filter", "gives", "so", "is"), rows)


def limits_reference() -> str:
    """How much of everything there may be."""
    return table(("at most", "of what"), [(f"{getattr(limits, name):,g}", what) for name, what in LIMITS.items()])


LANGUAGE: Final[Mapping[str, Callable[[], str]]] = {
    "file": file_reference,
    "inputs": inputs_reference,
    "triggers": triggers_reference,
    "steps": steps_table,
    "verbs": verbs_reference,
    "questions": questions_reference,
    "defaults": defaults_reference,
    "types": types_reference,
    "matchers": matchers_reference,
    "texts": texts_reference,
    "names": names_reference,
    "filters": filters_reference,
    "limits": limits_reference,
}


def filter_examples() -> dict[str, str]:
    """Filter → a template that uses it."""
    lines = (EXAMPLES / "filters.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split(maxsplit=1) for line in lines if not line.startswith("#"))


def made(template: str) -> str:
    """What a template makes, in New York on a Thursday morning."""
    locale = Locale("en", "America/New_York", "US", now=datetime(2026, 3, 5, 14, tzinfo=UTC))
    return compile_text(template).render({"contact": {}}, locale)


# ── tables ──


def table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table of Markdown."""
    lines = [headings, ("---",) * len(headings), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def _keys(place: str, options: Options, folder: str = "steps") -> str:
    rows = [
        (f"`{name}`", _takes(option), option.doc, _link(Part(place, name), folder)) for name, option in options.items()
    ]
    return table(("key", "takes", "means", "example"), rows)


def _takes(option: Option) -> str:
    words = WORDS.get(option.kind)
    return ", ".join(f"`{word}`" for word in words) if words else option.kind.value


def _link(part: Part, folder: str = "") -> str:
    example = example_of(part, folder)
    return example.link if example else ""


def _where(kind: Type) -> str:
    places = {"inputs": grammar.INPUT_TYPES, "questions": grammar.QUESTION_TYPES}
    return ", ".join(place for place, kinds in places.items() if kind in kinds)


def _sentence(doc: str | None) -> str:
    text = (doc or "").rstrip(".")
    return text[:1].lower() + text[1:]


# ── examples ──


def _verb(name: str) -> str:
    verb = grammar.VERBS[name]
    parts = [f"\n### `{name}`\n\n{verb.doc[0].upper()}{verb.doc[1:]}. Takes {verb.kind.value}.\n"]
    example = example_of(Part("verb", name), "steps")
    own = example if example is not None and example.file.stem == name else None
    if own is not None:
        parts.append(f"{own.introduction}\n")
    options = own_options(name)
    if verb.question:
        shared = [option for option in verb.options if option in grammar.QUESTION]
        every = len(shared) == len(grammar.QUESTION)
        named = "the options of a [question](#questions)" if every else ", ".join(f"`{it}`" for it in shared)
        parts.append(f"Has {named}{', and:' if options else '.'}\n")
    if options:
        parts.append(_keys(name, options))
    if own is not None:
        parts.append(_shown(own))
    elif example is not None:
        parts.append(f"Example: {example.link}.\n")
    return "\n".join(parts)


def _all(folder: str) -> str:
    found = [example for example in examples() if example.file.parent.name == folder]
    return "".join(f"\n**{it.flow.title}** ({it.link}). {it.introduction}\n\n{_shown(it)}" for it in found)


def _shown(example: Example) -> str:
    """The flow without the comment that introduces it, and the first of its tests as a conversation."""
    flow = re.sub(r"\A(#.*\n)*", "", example.flow.source)
    return f"```yaml\n{flow}```\n\n```text\n{conversation(example)}```\n"


def conversation(example: Example) -> str:
    """The first test of an example, as it is played."""
    (case, *_), _ = read_cases(example.tests.read_text(encoding="utf-8"), str(example.tests))
    lines = prove(example.library.machines[example.flow.id], case, example.library).transcript
    end = (Line("", f"ends {case.ends}"),) if case.ends else ()
    return "".join(map(_spoken, (*lines, *end)))


def _spoken(line: Line) -> str:
    paragraphs = line.text.splitlines() if line.who else [f"({line.text})"]
    lines = [piece for paragraph in paragraphs for piece in wrap(paragraph, CHAT_WIDTH) or [""]]
    return "".join(f"{line.who if number == 0 else '':<5}  {text}".rstrip() + "\n" for number, text in enumerate(lines))
