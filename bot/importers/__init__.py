"""Flows of other tools, read from what those export, and written as flows of ours.

    taken = take_over(studio.read, exported, "booking")
    taken.flows       {"booking": "flow: booking\n…"}
    taken.remarks     what a person has to look at: what the other tool does and ours does not, or does otherwise

An importer reads an export into drafts; what is the same for all of them happens here. It never drops anything in
silence: what it cannot take over is a remark, and a comment at its place in the flow.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final

from bot.errors import BotError
from bot.flow.check import check_sources
from bot.flow.fmt import format
from bot.importers.draft import Draft

_MAYBE_UNSET: Final = re.compile(r"`([^`]+)` may have no value here")
_PASSES_MAX: Final = 5


class Unreadable(BotError):
    """The file is not what the other tool exports; the message says what it is not, and how to export it."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What a person has to look at."""

    flow: str
    place: str
    """What the other tool calls the place."""
    said: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of an export."""

    flows: dict[str, str]
    """The text of each flow, by its id."""
    remarks: Sequence[Remark]


Reader = Callable[[str, str, Collection[str]], list[Draft]]
"""Reads an export. It is given the text, a name for a flow that has none, and the names that may have no value."""


def take_over(read: Reader, exported: str, name: str) -> Taken:
    """Make flows of an export. Raises `Unreadable`.

    Where a name may have no value the other tools put nothing, and ours wants that to be said: the checker finds out
    which names those are.
    """
    try:
        drafts, flows = _read_until_named(read, exported, name)
    except RecursionError as error:
        raise Unreadable("something in it is nested too deeply; export fewer flows at once") from error
    remarks = [Remark(draft.id, place, said) for draft in drafts for place, said in draft.remarks]
    return Taken(flows, remarks)


def _read_until_named(read: Reader, exported: str, name: str) -> tuple[list[Draft], dict[str, str]]:
    """Read until no name is left that may have no value; what is found at one place may hide another."""
    optional: frozenset[str] = frozenset()
    for _ in range(_PASSES_MAX):
        drafts = read(exported, name, optional)
        for draft in drafts:
            draft.tidy()
        flows = {draft.id: _laid_out(draft) for draft in drafts}
        found = _maybe_unset(flows) - optional
        if not found:
            break
        optional |= found
    return drafts, flows


def _laid_out(draft: Draft) -> str:
    text, _ = format(draft.write(), f"{draft.id}.yaml")
    return text


def _maybe_unset(flows: dict[str, str]) -> frozenset[str]:
    _, findings = check_sources({f"{id}.yaml": text for id, text in flows.items()})
    return frozenset(
        found[1].partition(".")[0] for finding in findings if (found := _MAYBE_UNSET.match(finding.message))
    )
