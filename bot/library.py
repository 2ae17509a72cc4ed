"""The flows that are live. A broken file changes nothing: its last good version stays, and the findings are kept.

flows/*.yaml ─ check ─► versions in the database ─► compiled machines ─► `current`
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import structlog
from sqlalchemy import Connection

from bot.engine.machine import compile_flow
from bot.engine.route import Library
from bot.flow.check import broken_flows, check_sources
from bot.flow.files import is_source, stem_of
from bot.flow.load import decode, load
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
        self, path: Path, database: Database, now: Callable[[], datetime], actions: Collection[str] | None = None
    ) -> None:
        """`actions` are the names that `do` may call."""
        self.current = Library(machines={}, versions={})
        self.findings: tuple[Diagnostic, ...] = ()
        """What is wrong with the files as they are now, warnings included."""
        self._path = path
        self._database = database
        self._now = now
        self._actions = actions
        self._stamp: _Stamp | None = None

    async def turn(self) -> int:
        """Read the files if any of them has changed; return whether they had."""
        stamp = await asyncio.to_thread(self._look)
        if stamp == self._stamp:
            return 0
        await self._reload()
        self._stamp = stamp
        return 1

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
        checked, findings = await asyncio.to_thread(check_sources, sources, self._actions)
        broken = broken_flows(findings)
        good = {flow.id: flow for flow in checked.values()}
        waiting = {Path(path).stem for path in broken} - good.keys()
        fallbacks, in_use = await self._database.run(self._keep, list(good.values()), waiting)
        self.current = await asyncio.to_thread(self._library, good, fallbacks, in_use)
        self.findings = tuple(findings)
        self._tell(broken)

    def _read(self) -> dict[str, str]:
        return {str(file): decode(file.read_bytes()) for file in self._files()}

    def _keep(
        self, conn: Connection, good: Sequence[Flow], waiting: set[str]
    ) -> tuple[list[FlowSource], list[FlowSource]]:
        """Store what is live now; find what was live last of the flows whose files are broken, and what is in use."""
        flows.activate(conn, [FlowSource.of(flow) for flow in good], self._now())
        return flows.last_live(conn, waiting), flows.in_use(conn)

    def _library(
        self, good: Mapping[str, Flow], fallbacks: Sequence[FlowSource], in_use: Sequence[FlowSource]
    ) -> Library:
        """Compile what is new. Versions stay as long as the process lives: a session may be on any of them."""
        versions = dict(self.current.versions)
        for flow in good.values():
            if (flow.id, flow.version) not in versions:
                versions[flow.id, flow.version] = compile_flow(flow)
        for source in (*fallbacks, *in_use):
            if (source.flow, source.version) not in versions and (stored := _loaded(source)) is not None:
                versions[source.flow, source.version] = compile_flow(stored)
        live = [(flow.id, flow.version) for flow in good.values()]
        live += [(source.flow, source.version) for source in fallbacks]
        return Library(machines={name[0]: versions[name] for name in live if name in versions}, versions=versions)

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
        log.info("flows", live=sorted(self.current.machines), broken=len(broken))


def _loaded(source: FlowSource) -> Flow | None:
    """Read a stored version, unless this release does not understand it any more."""
    flow, _ = load(source.source, source.path, source.translations)
    if flow is None:
        log.error("a stored flow cannot be read any more", flow=source.flow, version=source.version)
    return flow
