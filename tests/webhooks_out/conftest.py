"""A Parley, a business that listens, and what they have to do with each other."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.web.harness import House, open_house, write_flows
from tests.webhooks_out.business import Business, listening

LOCAL = {"PARLEY_HTTP__ALLOW": "127.0.0.1"}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path, write_flows(tmp_path), **LOCAL) as house:
        yield house


@pytest.fixture
async def business() -> AsyncIterator[Business]:
    async with listening() as business:
        yield business
