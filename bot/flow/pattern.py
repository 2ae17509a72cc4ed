"""Regular expressions that repeat what is repeated already, such as `(a+)+`: a text can be read in countless ways.

RE2, which Parley uses, does not mind; whatever else reads the pattern may take for ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

_SIGN: Final = re.compile(
    r"""\\[pP]\{[^}]*\}|\\Q.*?\\E|\\.|\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\]|\((?:\?(?:P?<\w+>|[a-zA-Z-]*:|[a-zA-Z-]+\)))?
    |[)|]|[*+?]\??|\{\d+(?:,\d*)?\}\??|.""",
    re.VERBOSE | re.DOTALL,
)
_SIZE_MAX: Final = 1_000_000
_EMPTY: Final = frozenset({"^", "$", "\\b", "\\B", "\\A", "\\z"})


@dataclass(slots=True)
class _Item:
    """A part of a sequence: whether it can be empty, and whether it can be cut into pieces in several ways."""

    nullable: bool = False
    loose: bool = False
    written: str = ""
    size: int = 1
    """How many signs it becomes when counted repetitions are written out."""


@dataclass(slots=True)
class _Group:
    """What stands between brackets so far."""

    done: list[list[_Item]] = field(default_factory=list)
    items: list[_Item] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    text: str = ""

    def next(self) -> None:
        """Begin another alternative."""
        self.done.append(self.items)
        self.written.append(self.text)
        self.items, self.text = [], ""

    def item(self) -> _Item:
        """The whole as a part of what holds it."""
        self.next()
        twice = len(set(self.written)) < len(self.written)
        nullable = any(all(item.nullable for item in items) for items in self.done)
        size = sum(item.size for items in self.done for item in items)
        return _Item(nullable, twice or any(map(_is_loose, self.done)), f"({'|'.join(self.written)})", size)


def _is_loose(items: list[_Item]) -> bool:
    """Whether one part repeats itself and all others can be empty: then so does the sequence."""
    solid = [item for item in items if not item.nullable]
    alike = len(solid) > 1 and all(item.loose and item.written == solid[0].written for item in solid)
    return alike or any(item.loose for item in items if not [other for other in solid if other is not item])


@dataclass(frozen=True, slots=True)
class Reading:
    """What is worth knowing about a pattern before it is compiled."""

    ambiguous: bool
    """Whether it holds something like `(a+)+` or `(a|a)*`."""
    size: int
    """How many signs it has when counted repetitions are written out."""


def read_pattern(pattern: str) -> Reading:
    """Look at a pattern without compiling it; what is not well-formed is read as far as it goes."""
    ambiguous = False
    stack = [_Group()]
    for sign in _signs(pattern):
        group = stack[-1]
        if sign.startswith("(") and sign.endswith(")"):
            continue  # flags
        if sign.startswith("("):
            stack.append(_Group())
        elif sign == ")" and len(stack) > 1:
            item = stack.pop().item()
            stack[-1].items.append(item)
            stack[-1].text += item.written
        elif sign == "|":
            group.next()
        elif group.items and (sign[0] in "*+?" or (sign[0] == "{" and len(sign) > 1)):
            many = sign[0] in "*+" or ",}" in sign
            last = group.items[-1]
            ambiguous |= many and last.loose
            last.size = min(last.size * _copies(sign), _SIZE_MAX)
            last.nullable |= sign[0] in "*?" or sign.startswith(("{0,", "{0}"))
            last.loose |= many
            group.text += sign
        else:
            group.items.append(_Item(nullable=sign in _EMPTY, written=sign))
            group.text += sign
    return Reading(ambiguous, sum(item.size for group in stack for item in group.items))


def _copies(sign: str) -> int:
    """How often a quantifier writes out what stands before it."""
    return max([1, *map(int, re.findall(r"\d{1,6}", sign))])


def _signs(pattern: str) -> Iterator[str]:
    return (found.group() for found in _SIGN.finditer(pattern))
