"""What is wrong with a flow, as data, and the register of the rules that say so.

A rule is one function. Its docstring holds `What: … Why: … Example: … Fix: …`, from which `explain` prints.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, ParamSpec

from bot.flow.model import Span

P = ParamSpec("P")


class Severity(StrEnum):
    """An error keeps a flow from running; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. `code` and `path` are filled in by the rule that makes it and the run that collects it."""

    code: str
    severity: Severity
    message: str
    """One sentence, no capital, no full stop, names in backticks."""
    path: str
    span: Span
    label: str = ""
    """Beside the caret, such as "did you mean `ask_name`?"."""
    help: str = ""
    """What to do about it."""
    related: tuple[tuple[Span, str], ...] = ()
    """Other places of the same file that explain it."""
    example: str = ""
    """The shortest chat that leads to it."""

    @property
    def order(self) -> tuple[str, int, int, str]:
        """Findings are listed as the author reads: file by file, from the top."""
        return self.path, self.span.line, self.span.column, self.code


def error(
    span: Span,
    message: str,
    *,
    label: str | None = None,
    help: str = "",
    related: tuple[tuple[Span, str], ...] = (),
    example: str = "",
) -> Diagnostic:
    """Report what keeps a flow from running."""
    return Diagnostic("", Severity.ERROR, message, "", span, label or "", help, related, example)


def warning(
    span: Span,
    message: str,
    *,
    label: str | None = None,
    help: str = "",
    related: tuple[tuple[Span, str], ...] = (),
    example: str = "",
) -> Diagnostic:
    """Report what runs, but hardly as the author wishes."""
    return Diagnostic("", Severity.WARNING, message, "", span, label or "", help, related, example)


@dataclass(frozen=True, slots=True)
class Rule:
    """What `explain` knows about a code."""

    code: str
    title: str
    what: str
    why: str
    example: str
    """YAML that breaks the rule: a whole flow, some of its keys, or steps of its first state."""
    fix: str


RULES: Final[dict[str, Rule]] = {}
"""Every rule by its code, in the order of the codes once `bot.flow.rules` is imported."""

_SECTION: Final = re.compile(r"^(What|Why|Example|Fix):[ \n]", re.MULTILINE)


def finding(code: str, title: str) -> Callable[[Callable[P, Diagnostic]], Callable[P, Diagnostic]]:
    """Register a function that words a finding which the loader makes while it reads."""

    def decorate(function: Callable[P, Diagnostic]) -> Callable[P, Diagnostic]:
        register(code, title, function)

        def worded(*args: P.args, **kwargs: P.kwargs) -> Diagnostic:
            return replace(function(*args, **kwargs), code=code)

        return worded

    return decorate


def register(code: str, title: str, function: Callable[..., object]) -> None:
    """Read a rule's docstring into the register; ValueError for a rule that explains nothing or has another's code."""
    if code in RULES:
        raise ValueError(f"two rules are called {code}: {RULES[code].title!r} and {title!r}")
    parts = _SECTION.split(inspect.getdoc(function) or "")
    sections = {name: inspect.cleandoc("\n" + text) for name, text in zip(parts[1::2], parts[2::2], strict=True)}
    if list(sections) != ["What", "Why", "Example", "Fix"]:
        raise ValueError(f"the docstring of {code} needs What, Why, Example and Fix, in this order")
    RULES[code] = Rule(code, title, *sections.values())
