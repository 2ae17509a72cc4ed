"""What a new version of a flow does to those who are in the middle of the old one.

It does not go live while people wait on a question that it lacks and that `moved:` does not map. Once it is live, those
whom it takes along are called over, so that its silences count for them too and not only from their next answer on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

import structlog
from sqlalchemy import Connection

from bot.engine.machine import Machine, compile_flow
from bot.engine.moving import destination, has_place, question_at
from bot.engine.route import Library
from bot.flow.load import Draft, load
from bot.flow.model import Ask, Flow
from bot.flow.report import Diagnostic
from bot.flow.rules.base import Checked
from bot.flow.rules.moved import ids, removed_question
from bot.flow.yaml import split_lines
from bot.inbox import entries
from bot.store import conversations, flows, inbound
from bot.store.conversations import Behind, Standing
from bot.store.db import Database
from bot.store.flows import FlowSource

Versions = Mapping[tuple[str, str], Machine]

REFUSED: Final = "F067"
"""The code of the finding that holds a version back."""
CALLED_A_TURN: Final = 500

log = structlog.get_logger(__name__)


def compile_stored(source: FlowSource) -> Machine | None:
    """Compile a stored version, unless this release does not understand it any more."""
    flow, _ = load(source.source, source.path, source.translations)
    if flow is None:
        log.error("a stored flow cannot be read any more", flow=source.flow, version=source.version)
        return None
    return compile_flow(flow)


# ── whether it may go live ──────────────────────────────────────────────────────────────────────────────────────────


def count_standing(conn: Connection, changed: Iterable[Flow]) -> list[Standing]:
    """Count who stands where, in those flows of which another version is in force than the given one."""
    given = {flow.id: flow.version for flow in changed}
    last = {source.flow: source.version for source in flows.last_live(conn, given)}
    return conversations.standing(conn, [flow for flow, version in given.items() if last.get(flow, version) != version])


def refusals_now(conn: Connection, candidates: Sequence[Flow]) -> list[Diagnostic]:
    """Say why a deploy of these flows would be refused at this moment. Only reads, also beside a running server."""
    standing = count_standing(conn, candidates)
    versions = {(flow.id, flow.version): compile_flow(flow) for flow in candidates}
    for source in flows.stored(conn, {(row.flow, row.version) for row in standing}):
        if (machine := compile_stored(source)) is not None:
            versions[source.flow, source.version] = machine
    return refusals(candidates, standing, versions)


def refusals(candidates: Iterable[Flow], standing: Sequence[Standing], versions: Versions) -> list[Diagnostic]:
    """Say of each question that a candidate lacks how many people wait on it, and where they could go.

    `versions` holds the candidates too.
    """
    found: list[Diagnostic] = []
    for flow in candidates:
        people: Counter[str] = Counter()
        asked: dict[str, tuple[Ask, Machine]] = {}
        for row in standing:
            machine = versions.get((row.flow, row.version))
            question = None if row.flow != flow.id or machine is None else question_at(machine, row.state)
            if machine is not None and question is not None:
                people[question.id] += row.people
                asked[question.id] = (question, machine)
        if people:
            found += _refused(flow, versions[flow.id, flow.version], people, asked)
    return found


def _refused(
    flow: Flow, new: Machine, people: Counter[str], asked: Mapping[str, tuple[Ask, Machine]]
) -> Iterable[Diagnostic]:
    checked = _checked(flow)
    for name in sorted(people):
        if not has_place(new, name):
            question, old = asked[name]
            finding = removed_question(checked, question, people[name], ids(_checked(old.flow)))
            yield replace(finding, path=flow.path)


def _checked(flow: Flow) -> Checked:
    return Checked(Draft(flow.path, flow, (), tuple(split_lines(flow.source))), flow)


# ── who goes along ──────────────────────────────────────────────────────────────────────────────────────────────────


class CallOver:
    """Wakes the sessions that a new version takes along; each then moves in its turn, like whatever moves a session."""

    def __init__(
        self,
        database: Database,
        library: Callable[[], Library],
        now: Callable[[], datetime],
        *,
        on_news: Callable[[], None],
    ) -> None:
        """`on_news` says that there is something in the inbox."""
        self._database = database
        self._library = library
        self._now = now
        self._on_news = on_news
        self._called: Library | None = None
        """For which flows everybody has been called."""
        self._at: Library | None = None
        self._after = ""

    async def turn(self) -> int:
        """Call the next ones; return how many were looked at."""
        library = self._library()
        if library is self._called:
            return 0
        if library is not self._at:
            self._at, self._after = library, ""
        live = {flow: machine.flow.version for flow, machine in library.machines.items() if _takes(machine.flow)}
        seen, called = await self._database.run(self._call, library, live, self._after)
        if called:
            self._on_news()
        if not seen:
            self._called = library
        self._after = seen[-1].id if seen else ""
        return len(seen)

    def _call(
        self, conn: Connection, library: Library, live: Mapping[str, str], after: str
    ) -> tuple[list[Behind], int]:
        seen = conversations.behind(conn, live, after, CALLED_A_TURN)
        now = self._now()
        rows = [
            entries.moving(row.channel, row.contact, row.id, live[row.flow], now)
            for row in seen
            if _goes_along(row, library)
        ]
        inbound.append(conn, rows)
        return seen, len(rows)


def _takes(flow: Flow) -> bool:
    return flow.on_change == "move" or bool(flow.moved)


def _goes_along(row: Behind, library: Library) -> bool:
    if (row.flow, row.version) in library.ahead:
        return False
    old = library.versions.get((row.flow, row.version))
    node = None if old is None else old.nodes.get(row.state)
    return old is not None and node is not None and destination(node, old, library.machines[row.flow]) is not None
