"""A PostgreSQL of the tests' own: made when the first test asks for it, gone when the test run is.

    python -m tests.postgres FOLDER PID     make it, say where it is in FOLDER/address, stop when process PID is gone

Its programs are the system's. Every test gets a database of its own, copied from one that is up to date.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import asyncpg

TEMPLATE = "parley_template"
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""For tests that cut no power: a killed server loses nothing, because the system has what it wrote."""
READY_S = 60.0
_KEEPERS: list[subprocess.Popen[bytes]] = []
"""Processes that outlive the interpreter; kept, so that it does not warn of them."""


def programs() -> Path:
    """The folder of `initdb` and `postgres`."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    if installed:
        return installed[-1].parent
    if on_path:
        return Path(on_path).resolve().parent
    raise FileNotFoundError("there is no initdb: install PostgreSQL, for instance with: apt-get install postgresql")


class Cluster:
    """One server, which can be killed and started again."""

    def __init__(self, folder: Path, port: int | None = None, made: Sequence[str] = (), **options: str) -> None:
        """In an empty folder; `made` is what `initdb` is told, `options` are settings of the server."""
        self.folder = folder
        self.port = port or _free_port()
        self._user = _user()
        self._process: subprocess.Popen[bytes] | None = None
        self._programs = programs()
        folder.mkdir(parents=True, exist_ok=True)
        if self._user:
            os.chown(folder, self._user.pw_uid, self._user.pw_gid)
        data = folder / "data"
        if not (data / "PG_VERSION").exists():
            usual = ("-U", "parley", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C")
            self._run("initdb", "-D", data, *usual, *made)
            lines = [f"{name} = {value}" for name, value in (_SERVER | options).items()]
            with (data / "postgresql.conf").open("a", encoding="utf-8") as file:
                file.write("\n".join(lines) + "\n")

    def url(self, database: str = "postgres") -> str:
        """The address of a database, as a setting."""
        return f"postgresql://parley@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start the server and return when it answers."""
        command = [self._programs / "postgres", "-D", self.folder / "data", "-p", str(self.port), "-k", self.folder]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, **self._as_user())
        deadline = time.monotonic() + READY_S
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise RuntimeError((self.folder / "log").read_text(errors="replace")[-2000:])
            with suppress(OSError, asyncpg.PostgresError):
                ask(self.url())
                return
            time.sleep(0.05)
        raise TimeoutError("PostgreSQL does not answer")

    @property
    def lives(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """kill -9, the server and all that serve its connections."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        _wait_for_orphans(self.folder / "data")

    def pids(self) -> list[int]:
        """The server and all that serve its connections."""
        return _children(self.folder / "data")

    def hang_up(self) -> None:
        """End every connection; whoever had one has to come again."""
        for pid in self.pids():
            with suppress(OSError):
                if b"127.0.0.1(" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    os.kill(pid, signal.SIGTERM)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop the server: SIGINT cuts connections, SIGTERM waits for them, SIGQUIT does not even write."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(how)
            self._process.wait(30)

    def _run(self, program: str, *arguments: object) -> None:
        command = [str(self._programs / program), *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, **self._as_user())
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr}")

    def _as_user(self) -> dict[str, object]:
        """PostgreSQL refuses to run as root."""
        base: dict[str, object] = {"cwd": self.folder}
        if self._user:
            base |= {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}
        return base


_SERVER = {
    "listen_addresses": "'127.0.0.1'",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
    "log_min_messages": "warning",
}


def _user() -> pwd.struct_passwd | None:
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise RuntimeError("PostgreSQL refuses to run as root, and there is no user postgres or nobody")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for_orphans(data: Path) -> None:
    """A killed server's children notice at once and leave; only then may another be started on the folder."""
    lock = data / "postmaster.pid"
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and _children(data):
        time.sleep(0.01)
    lock.unlink(missing_ok=True)


def _children(data: Path) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            if (entry / "cwd").readlink() == data:
                found.append(int(entry.name))
    return found


def ask(url: str, *statements: str) -> None:
    """Run statements of the administrator's. In a thread of its own, because the test's may have a loop that runs."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, _ask(url, *statements)).result()


async def _ask(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url, timeout=5)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


# ── one for a whole test run ────────────────────────────────────────────────────────────────────────────────────────


def shared_cluster(folder: Path, pid: int) -> str:
    """Return the address of the run's server without a database, starting it if this is the first to ask."""
    folder.mkdir(parents=True, exist_ok=True)
    address = folder / "address"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not address.exists():
            command = [sys.executable, "-m", "tests.postgres", str(folder), str(pid)]
            where = Path(__file__).parent.parent
            with (folder / "keeper.log").open("wb") as log:
                _KEEPERS.append(subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True, cwd=where))
            deadline = time.monotonic() + READY_S
            while not address.exists():
                if time.monotonic() > deadline:
                    raise TimeoutError((folder / "keeper.log").read_text(errors="replace"))
                time.sleep(0.05)
    return address.read_text(encoding="utf-8")


@contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """A database of its own, up to date and empty; gone afterwards."""
    name = f"test_{uuid.uuid4().hex}"
    ask(f"{server}/postgres", f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} {_copying()}")
    try:
        yield f"{server}/{name}"
    finally:
        ask(f"{server}/postgres", f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@cache
def _copying() -> str:
    """How a template is copied: file by file, which costs a third of page by page. It was the only way before 15."""
    version = subprocess.run([programs() / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    return "STRATEGY FILE_COPY" if int(re.findall(r"\d+", version)[0]) >= 15 else ""


@contextmanager
def own_cluster(**options: str) -> Iterator[Cluster]:
    """A server for somebody alone, who may kill it; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="parley-postgres-") as place:
        Path(place).chmod(0o755)
        cluster = Cluster(Path(place) / "cluster", **options)
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop(signal.SIGQUIT)


def _keep(folder: Path, pid: int) -> None:
    with own_cluster(**QUICK) as cluster:
        asyncio.run(_make_template(cluster))
        written = folder / "address-new"
        written.write_text(cluster.url("").rstrip("/"), encoding="utf-8")
        written.rename(folder / "address")
        while _lives(pid):
            time.sleep(0.5)


async def _make_template(cluster: Cluster) -> None:
    from bot.store.db import Database

    await _ask(cluster.url(), f"CREATE DATABASE {TEMPLATE}")
    database = Database(cluster.url(TEMPLATE))
    await database.open()
    await database.close()


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    _keep(Path(sys.argv[1]), int(sys.argv[2]))
