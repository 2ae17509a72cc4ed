"""A Parley for each test, and its parts by name."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from bot.config import Settings
from bot.providers.fake import FakeCarrier
from bot.runtime import Runtime
from tests.web.harness import Api, House, open_house, write_flows


@pytest.fixture
def flows(tmp_path: Path) -> Path:
    """Which flows there are."""
    return write_flows(tmp_path)


@pytest.fixture
async def house(tmp_path: Path, flows: Path) -> AsyncIterator[House]:
    """Everything, running."""
    async with open_house(tmp_path, flows) as house:
        yield house


@pytest.fixture
def settings(house: House) -> Settings:
    return house.settings


@pytest.fixture
def runtime(house: House) -> Runtime:
    return house.runtime


@pytest.fixture
def app(house: House) -> Starlette:
    return house.app


@pytest.fixture
def carrier(house: House) -> FakeCarrier:
    return house.carrier


@pytest.fixture
def http(house: House) -> httpx.AsyncClient:
    return house.http


@pytest.fixture
def api(house: House) -> Api:
    return house.api
