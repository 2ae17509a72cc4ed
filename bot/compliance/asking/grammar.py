"""How requests are written down: a few groups of words per language, and templates that combine them.

A template is a regular expression over the words of `bot.text.clauses`, with four abbreviations:

`<name>` one of a group · `<name?>` perhaps one · `<name*>` any number · `<0-3>` so many words of any kind

and `^`, `$` or `<mark>` for where a clause begins or ends. All of it is compiled by RE2, so that time grows with the
text alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

_REFERENCE: Final = re.compile(r"<(\w+)([*?]?)>")
_SOME_WORDS: Final = re.compile(r"<(\d)-(\d)>")
BOUNDARY: Final = '[.?"]'


@dataclass(frozen=True, slots=True)
class Tongue:
    """How one language asks to be left in peace. All but `groups` are templates."""

    groups: Mapping[str, str]
    """Words that mean the same in a request, by name."""
    requests: tuple[str, ...]
    """A request wherever it stands, unless what stands around it says otherwise."""
    loose: tuple[str, ...]
    """The same with any words in between, if none of them is about something else."""
    alone: str
    """A request if nothing else is said, but for courtesies and grounds."""
    courtesies: str
    """What may stand beside a request and adds nothing to it."""
    grounds: tuple[str, ...]
    """Why somebody asks: it may stand beside a request, and is none."""
    stories: tuple[str, ...]
    """The same in more words, which end where a clause does."""
    insisting: str
    """Right before a request: it is meant in spite of a denial (`why don't you`)."""
    urging: str
    """Right before a request: it is meant in spite of who speaks (`I told you to`, `how do I`)."""
    denial: str
    """Right before a request: the opposite is asked for (`don't`)."""
    telling: str
    """Right before a request: it is spoken of, or somebody else's (`if I`, `he said`)."""
    narrowing: str
    """Right after a request: it is about when, where or what (`before nine`)."""
    wanting: str
    """Anywhere in a text: something is still wanted (`send it to my new number`)."""
    doubts: Mapping[str, tuple[str, ...]]
    """Reason → what a person should read."""


def expand(template: str, groups: Mapping[str, str]) -> str:
    """A template as a regular expression."""
    spelled = _SOME_WORDS.sub(lambda found: rf"(?:\w+ ){{{found[1]},{found[2]}}}", template)
    while (wider := _REFERENCE.sub(lambda found: _group(found[1], found[2], groups), spelled)) != spelled:
        spelled = wider
    return spelled.replace("^", BOUNDARY).replace("$", BOUNDARY)


def _group(name: str, many: str, groups: Mapping[str, str]) -> str:
    words = BOUNDARY if name == "mark" else f"(?:{groups[name]})"
    return f"(?:{words} ){many}" if many else words


def either(templates: Iterable[str], groups: Mapping[str, str]) -> str:
    """Any of some templates."""
    return "|".join(f"(?:{expand(template, groups)})" for template in templates)
