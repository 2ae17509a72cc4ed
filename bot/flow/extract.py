"""Writes a file of texts in another language anew: what is translated stays, what is not stands ready for it.

say:
  1:
    base: See you!         what the flow says; it goes once `text` is there
    text: ""
ask:
  base: Coming tomorrow?   a text that has changed, beside what it was
  text: ¿Viene hoy?
  of: 3f2a91c0             delete this line once `text` is right
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.flow.comments import END, Comments, start_of
from bot.flow.model import NOWHERE
from bot.flow.sidecar import Sidecar
from bot.flow.translate import State, Translation
from bot.flow.units import Path, Unit
from bot.flow.wrap import AMBIGUOUS, WIDTH, in_line, in_lines
from bot.flow.yaml import Pairs, Scalar

_INDENT = 2


@dataclass(frozen=True, slots=True)
class Leaf:
    """What is written at the place of a text."""

    path: Path
    text: tuple[str, ...]
    words: bool = False
    of: str = ""
    base: tuple[str, ...] = ()


def leaves_of(translations: Iterable[Translation]) -> list[Leaf]:
    """What to write for each text of a flow, in its order."""
    return [_leaf(it.unit, it) for it in translations]


def _leaf(unit: Unit, it: Translation) -> Leaf:
    written = it.entry.written if it.entry is not None else ()
    match it.state:
        case State.DONE:
            return Leaf(unit.path, written, unit.words, unit.digest)
        case State.STALE:
            of = it.entry.of if it.entry is not None else ""
            return Leaf(unit.path, written, unit.words, of, unit.base)
    return Leaf(unit.path, (), unit.words, base=unit.base)


def write(leaves: Sequence[Leaf], title: str, old: Sidecar | None = None) -> str:
    """The text of the file. Comments of the old one stay above what they stood at."""
    comments = _comments(old)
    lines = comments.pop((), None) or [f"# {title}"]
    last: Path = ()
    for leaf in leaves:
        for depth, key in enumerate(leaf.path):
            place = leaf.path[: depth + 1]
            if place == last[: depth + 1]:
                continue
            if not depth:
                lines.append("")
            lines += [" " * _INDENT * depth + comment for comment in _at(comments, place, inside=place == leaf.path)]
            lines.append(f"{' ' * _INDENT * depth}{_key(key)}:")
        lines += _written(leaf, _INDENT * len(leaf.path))
        last = leaf.path
    lines += [comment for left in comments.values() for comment in left]
    return "\n".join(lines) + "\n"


def _written(leaf: Leaf, indent: int) -> Iterator[str]:
    if leaf.base:
        yield from _value("base", leaf.base, indent, words=leaf.words)
    yield from _value("text", leaf.text, indent, words=leaf.words)
    if leaf.of:
        yield f"{' ' * indent}of: {leaf.of}"


def _value(key: str, parts: tuple[str, ...], indent: int, *, words: bool) -> Iterator[str]:
    lead = f"{' ' * indent}{key}:"
    if words and parts:
        items = [in_line(_scalar(part), inline=True) for part in parts]
        line = f"{lead} [{', '.join(items)}]"
        if len(line) <= WIDTH:
            yield line
            return
        yield lead
        yield from (f"{' ' * (indent + _INDENT)}- {in_line(_scalar(part))}" for part in parts)
        return
    first, *rest = in_lines(_scalar(parts[0] if parts else ""), (), len(lead) + 1, indent + _INDENT)
    yield f"{lead} {first}"
    yield from (" " * (indent + _INDENT) + line if line else "" for line in rest)


def _scalar(text: str) -> Scalar:
    """A text, in quotes only where some reader of YAML needs them."""
    return Scalar(text, NOWHERE, '"' if not text or AMBIGUOUS.fullmatch(text) else "")


def _key(key: str) -> str:
    return in_line(Scalar(key, NOWHERE, "" if key else '"'))


# ── comments ──


def _at(comments: dict[Path, list[str]], place: Path, *, inside: bool) -> list[str]:
    """Take the comments of a place, or also of all that is inside it."""
    paths = [path for path in comments if path == place or (inside and path[: len(place)] == place)]
    return [comment for path in paths for comment in comments.pop(path)]


def _comments(old: Sidecar | None) -> dict[Path, list[str]]:
    """The comments of a file by what they stand at: the first ones at the file itself."""
    if old is None or old.root is None:
        return {}
    waiting = Comments(old.lines, old.root)
    found: dict[Path, list[str]] = {}
    at: Path = ()
    for path, key in _keys((), old.root):
        for comment in waiting.before(start_of(key)):
            place = at if not comment.own else path
            found.setdefault(() if not at else place, []).append(comment.text)
        at = path
    found.setdefault(at, []).extend(comment.text for comment in waiting.before(END))
    return {path: texts for path, texts in found.items() if texts}


def _keys(path: Path, pairs: Pairs) -> Iterator[tuple[Path, Scalar]]:
    for key, value in pairs.pairs:
        yield (*path, key.text), key
        if isinstance(value, Pairs):
            yield from _keys((*path, key.text), value)
