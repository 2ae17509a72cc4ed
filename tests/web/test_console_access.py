"""Every page of the console as assistive technology meets it: axe finds nothing, in light and dark, wide and narrow.

A new page is added to `ADDRESSES`, with the least role that sees it.
"""

from __future__ import annotations

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

from bot.accounts import Role
from tests.web.console import DESKTOP, PHONE

pytestmark = pytest.mark.xdist_group("browser")

ADDRESSES = (
    "/console/inbox",
    "/console/contacts",
    "/console/nowhere",
    "/console/forgotten",
    "/console/flows",
    "/console/flows/greeting",
    "/console/consent",
    "/console/settings/account",
    "/console/settings/security",
    "/console/settings/security/factor",
    "/console/settings/canned",
    "/console/settings/team",
    "/console/settings/keys",
    "/console/settings/audit",
)
"""As an admin sees them."""
DOORSTEP = ("/console/sign-in", "/console/forgotten")
"""As a stranger sees them."""
STANDARD = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


async def faults(page: Page) -> list[str]:
    """What axe has to say: the rule, and where."""
    found = (await Axe().run(page, options=STANDARD)).response["violations"]
    return [f"{page.url}: {fault['id']}: {node['html'][:160]}" for fault in found for node in fault["nodes"]]


@pytest.mark.parametrize(
    ("scheme", "size"), [("light", DESKTOP), ("dark", DESKTOP), ("light", PHONE)], ids=["light", "dark", "phone"]
)
async def test_axe_finds_nothing_on_any_page(open_console, scheme, size):
    async with open_console(role=Role.ADMIN, scheme=scheme, size=size, expecting=("404",)) as page:
        house = page.url.partition("/console")[0]
        wrong = []
        for address in ADDRESSES:
            await page.goto(house + address)
            wrong += await faults(page)
            wide = await page.evaluate("document.documentElement.scrollWidth")
            wrong += [f"{address}: {wide} wide"] if wide > size[0] else []
        await page.goto(house + ADDRESSES[0])
        for key, dialog in (("?", "#help"), ("Control+k", "#palette")):
            await page.keyboard.press(key)
            await page.locator(dialog).wait_for()
            wrong += await faults(page)
            await page.keyboard.press("Escape")
        await page.context.clear_cookies()
        for address in DOORSTEP:
            await page.goto(house + address)
            wrong += await faults(page)

    assert [] == wrong
