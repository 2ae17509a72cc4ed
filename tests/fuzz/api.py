"""Schemathesis, all checks, on every operation of the API: as each scope, with all of them, and with no key at all.

    python -m tests.fuzz.api 1200        for twenty minutes; what it finds is printed, with how to see it again

The server is a real one on a port. Besides the tool's own checks there is one of ours: a key opens no operation whose
scope it has not.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.keys import Keys, Scope
from bot.store.db import Database
from bot.world import World
from tests.fuzz.furniture import furnish
from tests.serving import Server, free_port
from tests.stage import ECHO, write_flows

REPOSITORY = str(Path(__file__).resolve().parents[2])
WHO: tuple[tuple[Scope, ...], ...] = (tuple(Scope), (Scope.READ,), (Scope.SEND,), (Scope.ADMIN,), ())
REFUSED_BY_MEANING = ["2xx", "400", "401", "403", "404", "409", "412", "415", "422", "429", "503"]
"""What a schema cannot say (a cursor that was never given, a key used before, a number that is none) is refused too."""
SETTINGS = f"""
[checks]
positive_data_acceptance.expected-statuses = {REFUSED_BY_MEANING}
"""
EXCLUDED = ("missing_required_header",)
"""It wants 401 for a call without a key, where D7's shapes have 403; `nobody` tries that on every operation."""
_TOOL = "from schemathesis.cli import schemathesis; schemathesis()"


@dataclass(frozen=True)
class Found:
    """What a run came to."""

    who: str
    code: int
    told: str
    seconds: float
    answers: list[tuple[str, int, int]]
    """Operation, status, how often."""

    @property
    def clean(self) -> bool:
        return self.code == 0

    @property
    def summary(self) -> str:
        statuses: Counter[int] = Counter()
        for _, status, times in self.answers:
            statuses[status] += times
        operations = {operation for operation, _, _ in self.answers}
        opened = {operation for operation, status, _ in self.answers if status < 300}
        return (
            f"{statuses.total()} requests to {len(operations)} operations in {self.seconds:.0f} s, "
            f"{len(opened)} of which opened: {dict(sorted(statuses.items()))}"
        )


async def attack(seconds: float, who: Sequence[tuple[Scope, ...]] = WHO) -> list[Found]:
    """Attack a server of its own for about so long; twice as long as whoever may do everything as as each other."""
    async with serving_alone() as (server, keys):
        there = await furnish(server.address, keys[WHO[0]])
        share = seconds / (len(who) + 1)
        return [
            await attack_as(server, scopes, keys[scopes], there, share * (1 + (scopes == WHO[0]))) for scopes in who
        ]


@asynccontextmanager
async def serving_alone() -> AsyncIterator[tuple[Server, dict[tuple[Scope, ...], str]]]:
    """A server in a folder of its own, and a key for each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_flows(folder, ECHO)
        environ = {"PARLEY_API__RATE": "100000", "PARLEY_API__BURST": "1000000", "PARLEY_LOG__LEVEL": "error"}
        port = free_port()
        server = Server(folder, port, environ | {"PARLEY_LINKS__URL": f"http://127.0.0.1:{port}/l"})
        database = Database(server.settings["PARLEY_DATABASE__URL"])
        await database.open()
        made = Keys(database, World.real())
        keys = {scopes: await made.create(scopes) if scopes else "" for scopes in WHO}
        await database.close()
        await server.start()
        try:
            await server.answers()
            yield server, keys
            assert server.lives, server.log()
        finally:
            await server.stop(signal.SIGTERM)


async def attack_as(
    server: Server, scopes: tuple[Scope, ...], key: str, there: Mapping[str, str], seconds: float
) -> Found:
    """One run of the tool."""
    settings = server.folder / "schemathesis.toml"
    settings.write_text(SETTINGS, encoding="utf-8")
    tally = server.folder / "tally.json"
    tally.unlink(missing_ok=True)
    command = ["--no-color", "--config-file", str(settings), "run", f"{server.address}/openapi.json"]
    command += [
        "--checks",
        "all",
        "--phases",
        "examples,coverage,fuzzing",
        "--continue-on-failure",
        "--max-time",
        f"{seconds:.0f}",
    ]
    command += ["--warnings", "off", "--generation-database", "none", "--max-examples", "1000"]
    command += ["--exclude-checks", ",".join(EXCLUDED if key else (*EXCLUDED, "positive_data_acceptance"))]
    if key:
        command += ["--header", f"Authorization: Bearer {key}"]
    environ = {
        "PATH": os.environ["PATH"],
        "SCHEMATHESIS_HOOKS": "tests.fuzz.scopes",
        "PARLEY_FUZZ_SCOPES": ",".join(scopes),
        "PARLEY_FUZZ_THERE": json.dumps(there),
        "PYTHONPATH": REPOSITORY,
    }
    started = time.monotonic()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        _TOOL,
        *command,
        env=environ,
        cwd=server.folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _ = await process.communicate()
    return Found(
        ",".join(scopes) or "nobody",
        process.returncode or 0,
        out.decode(errors="replace"),
        time.monotonic() - started,
        [(operation, status, times) for operation, status, times in json.loads(tally.read_text(encoding="utf-8"))],
    )


def main(arguments: list[str]) -> int:
    """Run, and print what was found."""
    found = asyncio.run(attack(float(arguments[0]) if arguments else 1200.0))
    for run in found:
        print(f"── as {run.who}: {run.summary} ──\n{run.told if not run.clean else run.told[-1500:]}")
    return int(any(not run.clean for run in found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
