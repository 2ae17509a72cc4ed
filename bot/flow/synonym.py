"""Adds a word that a choice is understood by, where it stands in the author's file: a patch, with all else as it was.

Several ways of writing it are tried; the first that reads as the same flow with just this word more is given.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import unified_diff
from typing import Final

from bot.flow.load import load
from bot.flow.model import Ask, Flow, Question
from bot.flow.repair import read_document
from bot.flow.yaml import Items, Node, Pairs, Scalar

_BREAK: Final = re.compile("\r\n|\r|\n")
_PLAIN: Final = re.compile(r"[^\W\d_][\w' -]*")
_WORDS_OF_YAML: Final = frozenset({"y", "n", "yes", "no", "true", "false", "on", "off", "null"})


class NotThere(ValueError):
    """It cannot be written into the file, and what to do instead."""


def choices_at(flow: Flow, state: str) -> list[str]:
    """The choices of the first question of a state that has some of its own."""
    asked = _question(flow, state)
    return [] if asked is None else [choice.key for choice in asked.question.choices]


def add_synonym(flow: Flow, state: str, choice: str, word: str, name: str = "") -> str:
    """A patch of the flow's file after which the choice is also understood by this word.

    `name` is what the file is called in it; else its path.
    """
    asked = _question(flow, state)
    if asked is None or choice not in choices_at(flow, state):
        raise NotThere(f"`{state}` asks no question that has the choice `{choice}`")
    word = " ".join(word.split())
    if word in asked.question.synonyms.get(choice, ()):
        raise NotThere(f"`{choice}` is understood by “{word}” already; was it added since it was written?")
    wanted = dict(asked.question.synonyms)
    wanted[choice] = (*wanted.get(choice, ()), word)
    for candidate in _candidates(flow, state, choice, word):
        if _reads_as(candidate, flow, asked, wanted):
            return _patch(flow, candidate, name or flow.path)
    raise NotThere(f"add it by hand: under `synonyms:` of this question, `{choice}: [{_quoted(word)}]`")


def _question(flow: Flow, state: str) -> Ask | None:
    for step in flow.states.get(state, ()):
        if isinstance(step, Ask) and step.question.choices:
            return step
    return None


def _reads_as(source: str, flow: Flow, asked: Ask, wanted: Mapping[str, tuple[str, ...]]) -> bool:
    read, findings = load(source, flow.path)
    if read is None or any(finding.severity == "error" for finding in findings):
        return False
    found = next(
        (step for block in read.states.values() for step in block if isinstance(step, Ask) and step.id == asked.id),
        None,
    )
    if found is None or dict(found.question.synonyms) != dict(wanted):
        return False
    return list(read.states) == list(flow.states) and _bare(found.question) == _bare(asked.question)


def _bare(question: Question) -> tuple[object, ...]:
    """What of a question has to stay as it is."""
    same = replace(question, synonyms={})
    return same.expect, [choice.key for choice in same.choices], len(same.replies), same.save, len(same.silence)


def _candidates(flow: Flow, state: str, choice: str, word: str) -> Iterator[str]:
    pairs = _pairs_of_question(flow, state)
    if pairs is None:
        return
    edit = _Edit(flow.source)
    indent = pairs.pairs[0][0].span.column - 1
    synonyms = pairs.get("synonyms")
    for written in dict.fromkeys((_quoted(word), json.dumps(word, ensure_ascii=False))):
        if isinstance(synonyms, Pairs) and synonyms.pairs:
            known = synonyms.get(choice)
            if isinstance(known, Items) and known.nodes:
                last = known.nodes[-1]
                yield edit.after(last, f", {written}")
                column = last.span.column - 3
                yield edit.line_after(last, f"{' ' * column}- {written}")
            elif isinstance(known, Scalar):
                yield edit.instead(known, f"[{known.text}, {written}]")
            else:
                inner = synonyms.pairs[0][0].span.column - 1
                yield edit.line_after(synonyms.pairs[-1][1], f"{' ' * inner}{choice}: [{written}]")
                yield edit.after(synonyms.pairs[-1][1], f", {choice}: [{written}]")
        choices = pairs.get("choices")
        if synonyms is None and choices is not None:
            lines = f"{' ' * indent}synonyms:{edit.newline}{' ' * (indent + 2)}{choice}: [{written}]"
            yield edit.line_after(choices, lines)


def _pairs_of_question(flow: Flow, state: str) -> Pairs | None:
    root = read_document(flow.source).root
    states = root.get("states") if isinstance(root, Pairs) else None
    block = states.get(state) if isinstance(states, Pairs) else None
    steps = block.get("steps") if isinstance(block, Pairs) else block
    for node in steps.nodes if isinstance(steps, Items) else ():
        if isinstance(node, Pairs) and node.get("choices") is not None and node.get("ask") is not None:
            return node
    return None


class _Edit:
    """Puts text into a source at a node."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._mark = "\ufeff" if source.startswith("\ufeff") else ""
        self._body = source.removeprefix(self._mark)
        self._starts = [0, *(found.end() for found in _BREAK.finditer(self._body))]
        found = _BREAK.search(self._body)
        self.newline = found.group() if found else "\n"

    def after(self, node: Node, text: str) -> str:
        """Right behind a node."""
        end = self._end(node)
        return f"{self._mark}{self._body[:end]}{text}{self._body[end:]}"

    def instead(self, node: Node, text: str) -> str:
        """In the place of a node."""
        start = self._starts[node.span.line - 1] + node.span.column - 1
        return f"{self._mark}{self._body[:start]}{text}{self._body[self._end(node) :]}"

    def line_after(self, node: Node, line: str) -> str:
        """On a line of its own behind the one on which a node ends; a comment there stays there."""
        found = _BREAK.search(self._body, self._end(node))
        if found is None:
            return f"{self._mark}{self._body}{self.newline}{line}"
        return f"{self._mark}{self._body[: found.end()]}{line}{self.newline}{self._body[found.end() :]}"

    def _end(self, node: Node) -> int:
        last = _last(node)
        return self._starts[last.span.end_line - 1] + last.span.end_column - 1


def _last(node: Node) -> Node:
    """What stands last within a node: a block's own end is at the beginning of what follows it."""
    while True:
        if isinstance(node, Pairs) and node.pairs and not node.inline:
            node = node.pairs[-1][1]
        elif isinstance(node, Items) and node.nodes and node.span.end_line != node.span.line:
            node = node.nodes[-1]
        else:
            return node


def _quoted(word: str) -> str:
    plain = _PLAIN.fullmatch(word) and word.lower() not in _WORDS_OF_YAML and word == word.strip()
    return word if plain else json.dumps(word, ensure_ascii=False)


def _patch(flow: Flow, changed: str, path: str) -> str:
    name = path.replace("\\", "/").lstrip("/")
    before, after = (text.splitlines(keepends=True) for text in (flow.source, changed))
    lines = []
    for line in unified_diff(before, after, f"a/{name}", f"b/{name}"):
        lines.append(line if line.endswith(("\n", "\r")) else f"{line}\n\\ No newline at end of file\n")
    return "".join(lines)
