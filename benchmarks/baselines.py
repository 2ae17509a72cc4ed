"""The limits of this machine, measured in the same run as Parley: a bare endpoint, a bare batched insert, the disk."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


async def echo(request: Request) -> Response:
    """Read the body, answer 200: what a webhook costs before anything of ours runs."""
    await request.body()
    return Response(b"")


bare = Starlette(routes=[Route("/webhooks/main", echo, methods=["POST"])])


def start_bare_starlette(port: int) -> subprocess.Popen[bytes]:
    """The bare endpoint under the same server settings as Parley."""
    command = [sys.executable, "-m", "uvicorn", "benchmarks.baselines:bare", "--port", str(port)]
    options = ["--loop", "uvloop", "--http", "httptools", "--log-level", "warning", "--no-access-log"]
    return subprocess.Popen([*command, *options])


def batched_inserts_per_second(rows: int = 50_000, batch: int = 100) -> float:
    """Rows a second into one SQLite table, `batch` rows a transaction, WAL and synchronous=FULL."""
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "bare.db", isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(
            "CREATE TABLE t (seq INTEGER PRIMARY KEY, channel TEXT, key TEXT, body TEXT, UNIQUE (channel, key))"
        )
        body = "x" * 200
        began = time.perf_counter()
        for start in range(0, rows, batch):
            connection.execute("BEGIN IMMEDIATE")
            values = [("main", str(n), body) for n in range(start, start + batch)]
            connection.executemany("INSERT INTO t (channel, key, body) VALUES (?, ?, ?)", values)
            connection.execute("COMMIT")
        elapsed = time.perf_counter() - began
        connection.close()
    return rows / elapsed


def fsyncs_per_second(count: int = 500) -> float:
    """How often a 4 KiB write can be made durable here."""
    with tempfile.NamedTemporaryFile() as file:
        block = os.urandom(4096)
        began = time.perf_counter()
        for _ in range(count):
            os.pwrite(file.fileno(), block, 0)
            os.fdatasync(file.fileno())
        return count / (time.perf_counter() - began)
