"""Broadcasts in a real browser: written with a file, looked over, begun and stopped; by whoever uses it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.async_api import expect

from bot.accounts import Role
from bot.broadcasts import Order, Plan, Variant
from bot.events import MessageClass
from tests.web.axe import faults
from tests.web.console import DESKTOP, PHONE

FILE = "Mobile,First name,City\n+12065550101,Ana,Lyon\n+12065550102,Ben,Paris\nnobody,Cleo,Rome\n"
PICTURES = os.environ.get("PARLEY_PICTURES", "")
"""A folder for pictures of the pages, for whoever wants to look at them."""


async def picture(page, name: str) -> None:
    for scheme in ("dark", "light") if PICTURES else ():
        await page.emulate_media(color_scheme=scheme)
        await page.screenshot(path=Path(PICTURES) / f"{name}-{scheme}.png", full_page=False)


async def ordered(house, *, draft: bool = False) -> str:
    people = [(f"+1206555{number:04}", {"first_name": f"P{number}"}) for number in range(120)]
    people[3] = (people[3][0], {})
    texts = (Variant("A", "Hi {{ first_name }}, we have news."), Variant("B", "News for {{ first_name }}!"))
    plan = Plan(MessageClass.TRANSACTIONAL, texts, columns=("first_name",), pace=8.0)
    order = Order("Spring news", plan, "key", people, draft=draft)
    return (await house.runtime.database.run(house.runtime.broadcasts.create, order)).id


async def test_one_is_written_with_a_file_and_begun(open_console):
    async with open_console("/console/broadcasts/new", role=Role.SUPERVISOR) as page:
        await page.get_by_label("A file").check()
        file = {"name": "people.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
        await page.get_by_label("CSV, with names of columns in its first line").set_input_files(file)
        await expect(page.locator("#sheet")).to_contain_text("2 people, 1 row left out")
        await page.get_by_label("What First name is called in the text").fill("who")
        await page.get_by_label("Text", exact=True).fill("Dear {{ who }} in {{ city }}")
        await expect(page.locator("#look")).to_contain_text("Dear Ben in Paris")
        await picture(page, "new-file")
        assert [] == await faults(page)
        await page.get_by_label("Class").select_option("transactional")
        await page.get_by_role("button", name="Look it over").click()
        await expect(page.get_by_role("heading", name="If it began now")).to_be_visible()
        await picture(page, "draft")
        assert [] == await faults(page)
        await page.get_by_label("To how many people does it go?").fill("2")
        await page.get_by_role("button", name="Send it").click()
        await expect(page.locator("#progress")).to_contain_text("2 people")


async def test_a_filter_is_counted_while_it_is_typed_and_shown_where_it_is_wrong(open_console, api):
    await api.post("/v1/contacts", {"phone": "+12065550101", "name": "Ana Reyes", "tags": ["vip"]})
    async with open_console("/console/broadcasts/new", role=Role.SUPERVISOR) as page:
        await expect(page.locator("#look")).to_contain_text("1 person")
        await page.get_by_label("Filter").fill('tagz has "vip"')
        await expect(page.locator("#look")).to_contain_text("did you mean `tags`?")
        assert [] == await faults(page)
        await page.get_by_label("Filter").fill('tags has "vip"')
        await page.get_by_label("Text", exact=True).fill("Hi {{ first_name }} 👋")
        await expect(page.locator("#look")).to_contain_text("UCS-2")
        await picture(page, "new-audience")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["wide", "phone"])
async def test_every_page_is_for_everybody(open_console, house, size):
    draft, running = await ordered(house, draft=True), await ordered(house)
    async with open_console("/console/broadcasts", role=Role.SUPERVISOR, size=size) as page:
        await picture(page, f"list-{size[0]}")
        assert [] == await faults(page)
        await page.goto(page.url.replace("/broadcasts", f"/broadcasts/{running}"))
        await expect(page.locator("#progress")).to_contain_text("refused")
        await picture(page, f"one-{size[0]}")
        assert [] == await faults(page)
        assert size[0] >= await page.evaluate("document.documentElement.scrollWidth")
        for path in (f"/console/broadcasts/{draft}", "/console/broadcasts/new"):
            await page.goto(page.url.partition("/console")[0] + path)
            await picture(page, f"{path.rpartition('/')[2][:3]}-{size[0]}")
            assert [] == await faults(page)
            assert size[0] >= await page.evaluate("document.documentElement.scrollWidth")


async def test_it_is_paused_and_canceled_with_a_second_thought(open_console, house):
    running = await ordered(house)
    async with open_console(f"/console/broadcasts/{running}", role=Role.SUPERVISOR) as page:
        await page.get_by_role("button", name="Pause").click()
        await expect(page.get_by_text("It stands still.")).to_be_visible()
        await page.get_by_text("Cancel…").click()
        await page.get_by_role("button", name="Cancel it for good").click()
        await expect(page.locator("#progress")).to_contain_text("canceled")
