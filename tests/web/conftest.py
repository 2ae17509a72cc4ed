"""A Parley for each test, and its parts by name."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, Page
from starlette.applications import Starlette

from bot.accounts import Role
from bot.config import Settings
from bot.providers.fake import FakeCarrier
from bot.runtime import Runtime
from tests.web import console
from tests.web.harness import Api, House, open_house, serving, write_flows


@pytest.fixture
def flows(tmp_path: Path) -> Path:
    """Which flows there are."""
    return write_flows(tmp_path)


@pytest.fixture
async def house(tmp_path: Path, flows: Path) -> AsyncIterator[House]:
    """Everything, running."""
    async with open_house(tmp_path, flows) as house:
        yield house


@pytest.fixture(scope="module")
async def standing(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """Everything, running, for those tests of a file that leave it as they found it."""
    folder = tmp_path_factory.mktemp("standing")
    async with open_house(folder, write_flows(folder)) as house:
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


# ── the console ─────────────────────────────────────────────────────────────────────────────────────────────────────

SignIn = Callable[..., Awaitable[console.Screen]]
OpenConsole = Callable[..., AbstractAsyncContextManager[Page]]


@pytest.fixture
async def sign_in(house: House) -> AsyncIterator[SignIn]:
    """Sign somebody in: `ana = await sign_in(Role.AGENT, "Ana")`."""
    async with AsyncExitStack() as screens:

        async def sign_in(role: Role = Role.AGENT, name: str = "Ana") -> console.Screen:
            user_id, link = await console.add_user(house, role, name)
            return await screens.enter_async_context(console.screen(house, link, user_id))

        yield sign_in


@pytest.fixture
async def stranger(house: House) -> AsyncIterator[console.Screen]:
    """A browser in which nobody is signed in."""
    async with console.screen(house) as screen:
        yield screen


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with console.chromium() as browser:
        yield browser


@pytest.fixture
async def open_console(browser: Browser, house: House) -> AsyncIterator[OpenConsole]:
    """Open a page of the console in a browser in which somebody is signed in; see `console.browse`."""
    async with serving(house.app, lifespan="off") as address:

        @asynccontextmanager
        async def open_console(
            path: str = "/console/inbox", *, role: Role = Role.AGENT, name: str = "Ana", **options: Any
        ) -> AsyncIterator[Page]:
            _, link = await console.add_user(house, role, name)
            async with console.browse(browser, f"{address}{link}", **options) as page:
                if path != "/console/inbox":
                    await page.goto(f"{address}{path}")
                yield page

        yield open_console
