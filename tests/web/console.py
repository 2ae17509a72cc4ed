"""The console as somebody who is signed in uses it: by httpx, and in a real browser.

async def test_somebody_sees_the_page(house, sign_in):
    ana = await sign_in(Role.AGENT)
    page = await ana.get("/console/inbox")
    done = await ana.post("/console/inbox/cnv_1/close", {"why": "done"})        # with the token of the form

async def test_it_works_in_a_browser(open_console):
    async with open_console("/console/inbox", role=Role.ADMIN) as page:         # a page of playwright
        await page.get_by_role("button", name="Close").click()
"""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from bot.accounts import CLI, Agent, Role
from bot.accounts.links import LinkKind
from bot.runtime import Runtime
from tests.web.harness import PATIENCE_S, PUBLIC, House

expect.set_options(timeout=PATIENCE_S * 1000)  # on a busy machine a page may take its time

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = (1440, 900)
PHONE = (390, 844)
_CSRF = re.compile(r'data-csrf="(\w+)"')


class Screen:
    """A browser without a window, in which somebody is signed in, or nobody yet."""

    def __init__(self, http: httpx.AsyncClient, runtime: Runtime, user_id: str = "") -> None:
        self.http = http
        self.user_id = user_id
        self._runtime = runtime

    @property
    def token(self) -> str:
        """What the cookie holds."""
        return self.http.cookies.get("parley", "")

    async def agent(self) -> Agent:
        """Who is signed in."""
        found = await self._runtime.accounts.sessions.find(self.token)
        assert found is not None
        return found

    async def get(self, path: str, **options: Any) -> httpx.Response:
        return await self.http.get(path, **options)

    async def part(self, path: str, **options: Any) -> httpx.Response:
        """What htmx gets."""
        return await self.http.get(path, headers={"hx-request": "true"}, **options)

    async def post(self, path: str, data: Mapping[str, Any] | None = None, **options: Any) -> httpx.Response:
        """Send a form as one of our own pages does."""
        headers = {"x-csrf": await self.csrf(), "sec-fetch-site": "same-origin"} | options.pop("headers", {})
        return await self.http.post(path, data=dict(data or {}), headers=headers, **options)

    async def csrf(self) -> str:
        """As any page has it; without being signed in, the first one also gives the cookie to it."""
        page = await self.http.get("/console/inbox", follow_redirects=True)
        found = _CSRF.search(page.text)
        assert found is not None
        return found[1]


async def add_user(house: House, role: Role = Role.AGENT, name: str = "Ana") -> tuple[str, str]:
    """Make a user, and a link that signs them in: their id, and its address."""
    accounts = house.runtime.accounts
    user = await accounts.people.add(f"{name.lower()}@example.com", name, role, CLI)
    return user.id, await accounts.links.make(user, LinkKind.LOGIN, CLI)


@asynccontextmanager
async def screen(house: House, path: str = "", user_id: str = "") -> AsyncIterator[Screen]:
    """A browser of its own, which has opened a link if one is named."""
    transport = httpx.ASGITransport(house.app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=PUBLIC) as http:
        if path:
            assert "/console/inbox" == (await http.get(path)).headers["location"]
        yield Screen(http, house.runtime, user_id)


# ── in a real browser ───────────────────────────────────────────────────────────────────────────────────────────────


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.fail("these tests need Chromium: install it, on Debian with `apt-get install chromium`")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        await browser.close()


@asynccontextmanager
async def browse(
    browser: Browser,
    address: str,
    *,
    size: tuple[int, int] = DESKTOP,
    expecting: tuple[str, ...] = (),
) -> AsyncIterator[Page]:
    """A page that has opened an address; whatever the browser complains about fails the test.

    What the test itself provokes is named by a part of the complaint: `expecting=("409",)`.
    """
    complaints: list[str] = []
    width, height = size
    context = await browser.new_context(color_scheme="light", viewport={"width": width, "height": height})
    page = await context.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else 0)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto(address)
    assert urlsplit(page.url).netloc == urlsplit(address).netloc
    yield page
    await context.close()
    assert [] == [text for text in complaints if not any(part in text for part in expecting)]
