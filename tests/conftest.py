"""What every test may ask for. Nothing here reads the clock, the environment or a file outside the repository."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import structlog
from argon2 import PasswordHasher

from bot.accounts import passwords
from bot.config import Settings, load_settings
from tests import stage
from tests.postgres import fresh_database, shared_cluster
from tests.sqlite import ready_file
from tests.statements import compiled_once

HASHER, OF_NOBODY = passwords._HASHER, passwords._OF_NOBODY
REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for no garbage while tests are collected, nor in them later: 23 000, with what they import, stay."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Parley runs on asyncio, and so do its tests."""
    return "asyncio"


@pytest.fixture(autouse=True)
def _no_stray_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the developer's own `PARLEY_…` variables out of the tests."""
    for name in os.environ:
        if name.startswith("PARLEY_"):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _restore_logging() -> Iterator[None]:
    """Leave the process's logging as it was found."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture(scope="session", autouse=True)
def _quick_hashes() -> Iterator[None]:
    """Let a password take no time to hash or to compare, but where that is the point: see `slow_hashes`."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", quick)
        patch.setattr(passwords, "_OF_NOBODY", quick.hash("nobody's"))
        yield


@pytest.fixture(scope="session", autouse=True)
def _compiled_once() -> Iterator[None]:
    """Let no test compile again what another has compiled."""
    with compiled_once():
        yield


@pytest.fixture
def slow_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords as the product does."""
    monkeypatch.setattr(passwords, "_HASHER", HASHER)
    monkeypatch.setattr(passwords, "_OF_NOBODY", OF_NOBODY)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings as without a file: channel `main` on loopback, the shipped flows, a database of the test's own."""
    return load_settings(
        environ={
            "PARLEY_DATABASE__URL": ready_file(tmp_path / "parley.db"),
            "PARLEY_FLOWS__PATH": str(REPOSITORY / "flows"),
        }
    )


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address, without a database, of a PostgreSQL that all processes of the test run share."""
    shared, pid = tmp_path_factory.getbasetemp(), os.getpid()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared, pid = shared.parent, os.getppid()
    return shared_cluster(shared / "postgresql", pid)


@pytest.fixture(params=["sqlite", "postgresql"])
def either_database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Run a test on both databases: whatever is put on the stage in it has its data there."""
    if request.param == "sqlite":
        yield request.param
        return
    server: str = request.getfixturevalue("postgresql_server")
    with ExitStack() as databases:
        made: dict[Path, str] = {}

        def place(folder: Path) -> str:
            if folder not in made:
                made[folder] = databases.enter_context(fresh_database(server))
            return made[folder]

        monkeypatch.setattr(stage, "place", place)
        yield request.param
