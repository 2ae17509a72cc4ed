"""What every test may ask for. Nothing here reads the clock, the environment or a file outside the repository."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot.config import Settings, load_settings

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
