"""What every test may ask for. Nothing here reads the clock, the environment or a file outside the repository."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import structlog

from bot.config import Settings, load_settings
from tests import stage
from tests.postgres import fresh_database, shared_cluster

REPOSITORY = Path(__file__).resolve().parent.parent


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


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings as without a file: channel `main` on loopback, the shipped flows, a database of the test's own."""
    return load_settings(
        environ={
            "PARLEY_DATABASE__URL": f"sqlite:///{tmp_path / 'parley.db'}",
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
