"""Whose consent has to be in the ledger before marketing goes to them, and what they have agreed to.

Whoever said STOP and came back by START alone has agreed to nothing by that: without an agreement from before they get
what they ask for and no marketing. The settings may ask for a recorded agreement of everybody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from bot.compliance.standing import EVERYTHING, Kind, Suppression, agreements
from bot.store import consent
from bot.store.consent import ConsentEvent


class Agreed(NamedTuple):
    """What those agreed to, by their keyed names, whose consent has to be recorded; others need none."""

    held: Mapping[str, Mapping[str, str | None]]
    """Of each person: scope → the record of the ledger that says so."""

    def lacks(self, person: str, program: str | None) -> bool:
        """Whether marketing of a programme, or of none, goes beyond what somebody agreed to."""
        held = self.held.get(person)
        return held is not None and EVERYTHING not in held and program not in held

    def record(self, person: str, program: str | None) -> str | None:
        """Name the record by which marketing goes out, where it was looked up."""
        held = self.held.get(person, {})
        return held.get(program or EVERYTHING) or held.get(EVERYTHING)


NOBODY_NEEDS_ANY = Agreed({})


def look_up(conn: Connection, asked: Mapping[str, Suppression | None], *, recorded: bool) -> Agreed:
    """Look into the ledger for those whose consent has to be there: all of them, or who came back after a STOP."""
    needed = {
        person for person, known in asked.items() if recorded or (known is not None and known.returned is not None)
    }
    if not needed:
        return NOBODY_NEEDS_ANY
    held: dict[str, dict[str, str | None]] = {}
    for person, records in consent.of_persons(conn, needed).items():
        said = [kept.event for kept in records]
        if recorded or _came_back_by_start(said):
            found = agreements((event.wish, event.consent_type) for event in said)
            held[person] = {scope: agreement.record for scope, agreement in found.items()}
    return Agreed(held)


def _came_back_by_start(said: Sequence[ConsentEvent]) -> bool:
    """Not by saying that they had not meant everything: then nothing was taken from them."""
    last = next((event for event in reversed(said) if event.kind == Kind.IN and event.scope == EVERYTHING), None)
    return last is not None and last.source != "clarification"
