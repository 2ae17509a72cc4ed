"""A whole shift in two browsers: a flow hands off, Ana answers, notes, snoozes, hands back and closes; Ben sees it all.

Whatever a browser complains about (an error on the console, a policy that was broken) fails the test.
"""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from bot.events import Inbound
from bot.inbox import entries
from tests.web.console import PHONE
from tests.web.harness import HOUSE, House

MIA = "+12065550101"
SHOWN = "+1 206-555-0101"
FLOW = """
flow: booking
start:
  - keyword: book
states:
  day:
    - ask: Which day suits you?
      expect: date
      save: day
      unclear: Which day, please?
      give_up: desk
    - say: Booked.
    - end: booked
  desk:
    - handoff: desk
      note: asked twice
      say: A colleague will write.
      closed: {end: handed_over}
"""


@pytest.fixture
def flows(tmp_path):
    folder = tmp_path / "flows"
    folder.mkdir()
    (folder / "booking.yaml").write_text(FLOW, encoding="utf-8")
    return folder


class Customer:
    """Mia, at her phone."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._texts = 0

    async def writes(self, text: str) -> None:
        self._texts += 1
        inbound = Inbound(f"in-{self._texts}", MIA, HOUSE, text)
        await self._house.runtime.inbox.accept([entries.message("main", inbound, self._house.runtime.world.now())])

    async def has(self, count: int) -> list[str]:
        return await self._house.api.said_to(MIA, count)


async def press(page: Page, name: str) -> None:
    await page.get_by_role("button", name=name, exact=True).first.click()


async def test_a_shift(house: House, open_console):
    mia = Customer(house)
    async with (
        open_console("/console/inbox", name="Ana") as ana,
        open_console("/console/inbox?view=all", name="Ben") as ben,
    ):
        await mia.writes("book")
        await mia.has(1)
        for number, text in enumerate(("hm", "no idea"), 2):
            await mia.writes(text)
            await mia.has(number)

        # the flow has asked for a person: it waits, unassigned, with what the flow says about it
        await ana.get_by_role("link", name="Unassigned").click()
        await ana.locator("#rows").get_by_text(SHOWN).click()
        thread = ana.locator("#thread")
        await expect(ana.get_by_text("asked twice").first).to_be_visible()

        # Ana answers, by keys alone; the reply is out, and everybody sees that it is hers
        await ana.locator("#reply").fill("Hello Mia, I am Ana. Is Friday all right?")
        await ana.locator("#reply").press("Control+Enter")
        assert "Hello Mia, I am Ana. Is Friday all right?" == (await mia.has(4))[-1]
        await expect(ana.locator("#reply")).to_be_focused()
        await ben.locator("#rows").get_by_text(SHOWN).click()
        await expect(ben.get_by_text("Is Friday all right?").first).to_be_visible()

        # a note is for colleagues only
        await ana.get_by_text("Private note", exact=True).click()
        await ana.locator("#note").fill("She sounds cross.")
        await ana.locator("#note").press("Control+Enter")
        await expect(ben.get_by_text("She sounds cross.").first).to_be_visible()
        assert 4 == len(await mia.has(4))

        # the customer's answer is in both browsers by itself
        await mia.writes("Friday is fine")
        for page in (ana, ben):
            await expect(page.get_by_text("Friday is fine").first).to_be_visible()
        assert 4 == len(await mia.has(4))  # the bot is silent

        # snoozed, it leaves the list until she writes again
        await ana.locator("summary", has_text="Snooze").click()
        await press(ana, "Until they reply")
        await expect(ana.locator("#thread-head")).to_contain_text("snoozed")
        await mia.writes("Are you there?")
        await expect(ana.locator("#thread-head")).not_to_contain_text("snoozed")

        # Ana closes it: the flow goes on to its end
        await ana.locator("#head-close").click()
        await expect(ana.locator("#thread-head")).to_contain_text("closed")
        await expect(ben.locator("#tabs")).to_contain_text("Closed 1")
        await expect(thread).not_to_have_count(0)


async def test_the_bot_goes_on_where_it_was_when_it_is_handed_back(house: House, open_console):
    mia = Customer(house)
    await mia.writes("book")
    await mia.has(1)
    async with open_console("/console/inbox?view=all") as ana:
        await ana.locator("#rows").get_by_text(SHOWN).click()
        await ana.locator("#head-take-over").click()
        await expect(ana.get_by_text("The bot is paused").first).to_be_visible()
        await mia.writes("can I bring my dog?")
        await expect(ana.get_by_text("can I bring my dog?").first).to_be_visible()
        assert 1 == len(await mia.has(1))

        await ana.get_by_text("Hand back", exact=False).first.click()
        await ana.get_by_role("button", name="Hand back").last.click()
        said = await mia.has(2)

    assert ["Which day suits you?"] * 2 == said


async def test_a_shift_on_a_phone(house: House, open_console):
    mia = Customer(house)
    await mia.writes("book")
    await mia.has(1)
    async with open_console("/console/inbox?view=all", size=PHONE) as ana:
        await ana.locator("#rows").get_by_text(SHOWN).click()
        await expect(ana.locator("#rows")).to_be_hidden()
        await ana.locator("#reply").fill("Hello")
        await ana.locator("#composer .send-reply").click()
        assert "Hello" == (await mia.has(2))[-1]
        wide = await ana.evaluate("document.documentElement.scrollWidth")
        await ana.get_by_role("link", name="Back to the list").click()
        await expect(ana.locator("#rows")).to_be_visible()

    assert PHONE[0] == wide
