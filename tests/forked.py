"""Real processes that need not import the program first: each is forked from one that has.

That is what half of the time of tests went to that start and kill servers. How the program starts by itself is tested
where that is the point: tests/web/test_app.py and tests/cli/test_serve.py.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import signal
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Final

IMPORTED: Final = [
    *("bot.cli", "bot.cli.serve", "bot.cli.worker", "bot.runtime", "bot.web.app", "bot.store.migrate"),
    *("aiohttp", "asyncpg", "httptools", "httpx", "sqlalchemy.dialects.postgresql.asyncpg", "uvloop"),
    *("uvicorn", "uvicorn.lifespan.on", "uvicorn.loops.uvloop", "uvicorn.protocols.http.httptools_impl"),
    "tests.warm",
]


def fork(command: Sequence[str], environ: Mapping[str, str], log: Path) -> ForkServerProcess:
    """Do what `python COMMAND` does, in a process with these variables and none else, which writes to this file.

    Variables of Python itself, such as `PYTHONHASHSEED`, come too late.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(IMPORTED)
    process = context.Process(target=_run, args=(list(command), dict(environ), os.fspath(log)), daemon=True)
    process.start()
    return process


def _run(command: list[str], environ: dict[str, str], log: str) -> None:
    os.environ.clear()
    os.environ.update(environ)
    file = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(file, stream.fileno())
    os.close(file)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    how, what, *words = command
    sys.argv = [how, *words]
    if how == "-m":
        sys.argv[0] = what
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        exec(what, {"__name__": "__main__"})  # noqa: S102 - as `python -c` does
