"""The flows that are live. A broken file changes nothing: its last good version stays, and the findings are kept.

flows/*.yaml ─ check ─► does anybody stand where it has no place? ─► versions in the database ─► machines ─► `current`
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import structlog
from sqlalchemy import Connection

from bot import deploy
from bot.deploy import REFUSED, Versions, compile_stored
from bot.engine.machine import Machine, compile_flow
from bot.engine.route import Library
from bot.flow.check import broken_flows, check_sources
from bot.flow.files import is_source, stem_of
from bot.flow.load import decode
from bot.flow.model import Flow
from bot.flow.report import Diagnostic
from bot.store import flows
from bot.store.db import Database
from bot.store.flows import FlowSource

_Stamp = tuple[tuple[str, int, int], ...]

log = structlog.get_logger(__name__)


class FlowLibrary:
    """Reads the folder of flows, and reads it again whenever a file changes."""

    def __init__(
        self,
        path: Path,
        database: Database,
        now: Callable[[], datetime],
        actions: Collection[str] | None = None,
        *,
        heard: bool = True,
    ) -> None:
        """`actions` are the names that `do` may call; `heard` says whether there is a channel to reply to."""
        self.current = Library(machines={}, versions={})
        self.findings: tuple[Diagnostic, ...] = ()
        """What is wrong with the files as they are now, warnings included."""
        self._path = path
        self._database = database
        self._now = now
        self._actions = actions
        self._heard = heard
        self._stamp: _Stamp | None = None
        self._held_back: list[Flow] = []
        """New versions that lack a question on which people wait."""

    async def turn(self) -> int:
        """Read the files if any of them has changed, or if people have left a question that held a new version back."""
        stamp = await asyncio.to_thread(self._look)
        if stamp == self._stamp and not await self._may_go_live():
            return 0
        await self._reload()
        self._stamp = stamp
        return 1

    def learn(self, conn: Connection, named: Collection[tuple[str, str]]) -> None:
        """Take versions in that another process has put into the database, and whose files are not here yet."""
        learned = {}
        for source in flows.stored(conn, named):
            if (machine := compile_stored(source)) is not None:
                learned[source.flow, source.version] = machine
        log.info("flow versions of another process", learned=sorted(f"{flow} {version}" for flow, version in learned))
        library = self.current
        self.current = Library(library.machines, {**library.versions, **learned}, library.ahead | learned.keys())

    async def _may_go_live(self) -> bool:
        """Look after the versions that were held back: whether one may go live by now, and else who is in its way."""
        if not self._held_back:
            return False
        standing = await self._database.run(deploy.count_standing, self._held_back)
        refused = deploy.refusals(self._held_back, standing, self.current.versions)
        if {flow.path for flow in self._held_back} - {finding.path for finding in refused}:
            return True
        self._find([finding for finding in self.findings if finding.code != REFUSED], refused)
        return False

    def _find(self, findings: Iterable[Diagnostic], refused: Iterable[Diagnostic]) -> None:
        self.findings = tuple(sorted([*findings, *refused], key=lambda finding: finding.order))

    def _look(self) -> _Stamp:
        found = []
        for file in self._files():
            with suppress(FileNotFoundError):  # editors replace files: the next look sees the new one
                status = file.stat()
                found.append((str(file), status.st_mtime_ns, status.st_size))
        return tuple(found)

    def _files(self) -> list[Path]:
        if not self._path.is_dir():
            return []
        return sorted(file for file in self._path.iterdir() if is_source(file.name))

    async def _reload(self) -> None:
        sources = await asyncio.to_thread(self._read)
        checked, findings = await asyncio.to_thread(check_sources, sources, self._actions, heard=self._heard)
        broken = broken_flows(findings)
        good = {flow.id: flow for flow in checked.values()}
        in_use = await self._database.run(flows.in_use)
        versions = await asyncio.to_thread(self._compiled, good.values(), in_use)
        refused, fallbacks = await self._database.run(self._deploy, good, broken, versions)
        held_back = {finding.path for finding in refused}
        self._held_back = [flow for flow in good.values() if flow.path in held_back]
        versions = await asyncio.to_thread(self._compiled, (), fallbacks, versions)
        live = [(flow.id, flow.version) for flow in good.values() if flow.path not in held_back]
        live += [(source.flow, source.version) for source in fallbacks]
        machines = {name[0]: versions[name] for name in live if name in versions}
        before = self.current
        ahead = {name for name in before.ahead if machines.get(name[0]) is before.machines.get(name[0])}
        self.current = Library(machines, {**before.versions, **versions}, frozenset(ahead))
        self._find(findings, refused)
        self._tell(broken)

    def _read(self) -> dict[str, str]:
        return {str(file): decode(file.read_bytes()) for file in self._files()}

    def _deploy(
        self, conn: Connection, good: Mapping[str, Flow], broken: set[str], versions: Versions
    ) -> tuple[list[Diagnostic], list[FlowSource]]:
        """Let the flows go live that may; return why others may not, and what was live last of those and the broken."""
        standing = deploy.count_standing(conn, good.values())
        refused = deploy.refusals(good.values(), standing, versions)
        held_back = {finding.path for finding in refused}
        accepted = [flow for flow in good.values() if flow.path not in held_back]
        flows.activate(conn, [FlowSource.of(flow) for flow in accepted], self._now())
        waiting = {Path(path).stem for path in broken | held_back} - {flow.id for flow in accepted}
        return refused, flows.last_live(conn, waiting)

    def _compiled(
        self, good: Iterable[Flow], stored: Iterable[FlowSource], known: Versions | None = None
    ) -> dict[tuple[str, str], Machine]:
        """Compile what is new. Versions stay as long as the process lives: a session may be on any of them."""
        versions = dict(self.current.versions if known is None else known)
        for flow in good:
            if (flow.id, flow.version) not in versions:
                versions[flow.id, flow.version] = compile_flow(flow)
        for source in stored:
            if (source.flow, source.version) not in versions and (machine := compile_stored(source)) is not None:
                versions[source.flow, source.version] = machine
        return versions

    def _tell(self, broken: set[str]) -> None:
        for stem in sorted(broken):
            flow = Path(stem).name
            served = "its last good version" if flow in self.current.machines else "nothing"
            errors = [
                finding for finding in self.findings if stem_of(finding.path) == stem and finding.severity == "error"
            ]
            log.error(
                "a flow has errors",
                file=errors[0].path,
                errors=len(errors),
                first=f"{errors[0].code} line {errors[0].span.line}: {errors[0].message}",
                served=served,
                hint="run parley check",
            )
        for finding in self.findings:
            if finding.code == REFUSED:
                log.error("a new version does not go live", file=finding.path, why=finding.message, hint=finding.help)
        log.info("flows", live=sorted(self.current.machines), broken=len(broken), held_back=len(self._held_back))
