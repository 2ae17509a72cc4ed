"""The console's shell in a real browser: by keyboard, on a phone, in both colours, for assistive technology."""

from __future__ import annotations

from playwright.async_api import expect

from bot.accounts import Role
from tests.web.console import PHONE
from tests.web.harness import eventually


async def test_the_keys_lead_to_places_and_are_told(open_console):
    async with open_console(role=Role.ADMIN) as page:
        await page.keyboard.press("?")
        await expect(page.locator("#help")).to_be_visible()
        await page.keyboard.press("Escape")
        await page.keyboard.press("Control+k")
        await page.keyboard.type("sign out")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


async def test_a_phone_has_the_places_below(open_console):
    async with open_console(size=PHONE) as page:
        box = await eventually(page.get_by_role("navigation", name="Places").bounding_box)
        assert box["y"] > PHONE[1] - 80
        small = await page.evaluate(
            """() => [...document.querySelectorAll("a, button, summary")].filter(part => part.checkVisibility())
                .map(part => [part.textContent.trim(), part.getBoundingClientRect()])
                .filter(([, box]) => box.width && box.height < 44).map(([name]) => name)"""
        )
        assert ["Skip to the content"] == small
        assert PHONE[0] >= await page.evaluate("document.documentElement.scrollWidth")
