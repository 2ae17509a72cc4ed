"""The inbox in real browsers: what comes in appears by itself, keys do it all, and nothing is in anybody's way."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect
from sqlalchemy import text

from bot.accounts import Role
from bot.events import Inbound
from bot.inbox import entries
from bot.store import listing, settings
from bot.store.bulk import insert_rows
from bot.store.listing import Listing
from bot.store.tables import listing as table
from tests.store.test_inbox_views import row
from tests.web.axe import faults
from tests.web.console import DESKTOP, PHONE
from tests.web.harness import eventually

ANA, BEN, CLEO = "+12065550101", "+12065550102", "+12065550103"


@pytest.fixture
def writes(house):
    """A customer writes."""

    async def write(phone, text, id):
        inbound = Inbound(id, phone, "+15550100000", text)
        await house.runtime.inbox.accept([entries.message("main", inbound, house.runtime.world.now())])

    return write


async def shown(page, *phones):
    """The rows are these, from the top."""
    spaced = [f"+1 {phone[2:5]}-{phone[5:8]}-{phone[8:]}" for phone in phones]
    await expect(page.locator("#rows .who")).to_have_text(spaced)


async def test_what_comes_in_is_in_two_browsers_at_once_and_goes_from_both(open_console, writes):
    await writes(ANA, "hello", "1")
    async with (
        open_console("/console/inbox?view=all", name="Ana") as one,
        open_console("/console/inbox?view=all", name="Ben") as other,
    ):
        for page in (one, other):
            await shown(page, ANA)
        await writes(BEN, "anybody there?", "2")
        for page in (one, other):
            await shown(page, BEN, ANA)
        await writes(ANA, "Ana", "3")
        for page in (one, other):
            await shown(page, ANA, BEN)

        await one.keyboard.press("j")
        await one.keyboard.press("x")
        await expect(one.locator("#bulk-count")).to_have_text("1 chosen")
        await one.locator("#bulk-do").select_option("close")
        await one.get_by_role("button", name="Do it").click()
        for page in (one, other):
            await shown(page, BEN)
        await expect(other.locator("#tabs a").last).to_have_text("Closed 1")


async def test_the_list_is_walked_by_keys_and_searched(open_console, writes):
    async with open_console("/console/inbox?view=all") as page:
        for phone, rows in ((ANA, (ANA,)), (BEN, (BEN, ANA)), (CLEO, (CLEO, BEN, ANA))):
            await writes(phone, "hello", phone)
            await shown(page, *rows)
        for key, place in (("j", 0), ("j", 1), ("ArrowDown", 2), ("j", 2), ("k", 1)):
            await page.keyboard.press(key)
            await expect(page.locator("#rows > *").nth(place)).to_be_focused()
        await page.keyboard.press("x")
        await page.keyboard.press(" ")
        await expect(page.locator("#bulk")).to_be_hidden()

        await page.keyboard.press("/")
        await page.keyboard.type("0103")
        await page.keyboard.press("Enter")
        await shown(page, CLEO)
        await expect(page).to_have_url(re.compile("q=0103$"))


async def test_the_title_says_how_much_is_unread(open_console, writes, runtime):
    await writes(ANA, "visit", "1")
    async with open_console("/console/inbox?view=unassigned") as page:
        await expect(page).to_have_title("Inbox · Your business")
        await runtime.database.run(_hand_over)
        await writes(ANA, "is anybody there?", "2")
        await expect(page).to_have_title("(1) Inbox · Your business")
        await expect(page.locator("#rows .unread")).to_have_count(1)
        await expect(page.locator("#aloud")).to_have_text("1 unread")  # for who does not see it


HIDDEN_AND_HEARD = """
  window.told = [];
  window.away = false;
  window.Notification = class extends Notification {
    constructor(title, options) {
      super(title, options);
      window.told.push(`${title}: ${options.body}`);
    }
  };
  Object.defineProperty(Document.prototype, "hidden", { get: () => window.away, configurable: true });
"""
"""A window that can be put behind others, and writes down what it tells on the desktop."""


async def test_what_waits_is_told_on_the_desktop_while_the_window_is_hidden(open_console, writes, runtime):
    await writes(ANA, "visit", "1")
    async with open_console("/console/inbox?view=all") as page:
        await page.context.grant_permissions(["notifications"])
        await page.add_init_script(HIDDEN_AND_HEARD)
        await page.reload()
        await shown(page, ANA)
        await runtime.database.run(_hand_over)
        await writes(ANA, "is anybody there?", "2")
        await expect(page).to_have_title("(1) Inbox · Your business")

        await page.get_by_label("More for the list").click()
        await page.get_by_role("button", name="Tell me on the desktop").click()
        await expect(page.locator("#notify")).to_have_text("Stop telling me on the desktop")
        await page.evaluate("away = true; document.dispatchEvent(new Event('visibilitychange'))")
        await writes(BEN, "visit", "3")
        await eventually(lambda: _listed(runtime, 2))
        await runtime.database.run(_hand_over)
        await writes(BEN, "and me?", "4")
        await eventually(lambda: page.evaluate("told.length > 0"))
        await runtime.database.run(_needs_a_person)
        runtime.live.wake()
        await eventually(lambda: page.evaluate("told.length > 1"))
        told = await page.evaluate("told")

        await page.evaluate("away = false; document.dispatchEvent(new Event('visibilitychange'))")
        await writes(ANA, "hello?", "5")
        await expect(page.locator("#rows .who").first).to_contain_text("+1 206-555-0101")
        assert told == await page.evaluate("told")  # who looks needs not be told

    assert ["Inbox: 2 unread", "Inbox: 2 unread · 1 with the bot, where a person should look"] == told


async def _listed(runtime, count):
    return count == await runtime.database.run(lambda conn: conn.scalar(text("SELECT count(*) FROM listing")))


def _needs_a_person(conn):
    """As the follower would write it down."""
    lost = row(7, handler="bot", needs=1, version=listing.version(conn) + 1)
    insert_rows(conn, table, Listing._fields, [lost])
    settings.exchange(conn, listing.VERSION, str(lost.version))


def _hand_over(conn):
    conn.execute(text("UPDATE conversation SET handler = 'person', epoch = epoch + 1"))


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
async def test_nobody_is_kept_out(open_console, writes, size):
    """The rules that machines can check (WCAG 2.2 AA), with nothing in the list, with rows, and with a menu open."""
    async with open_console(role=Role.SUPERVISOR, size=size) as page:
        assert [] == await faults(page)
        await page.goto(f"{page.url.partition('?')[0]}?view=all&flow=greeting")
        await writes(ANA, "hello", "1")
        await shown(page, ANA)
        await writes(BEN, "<b>مرحبا</b>", "2")
        await shown(page, BEN, ANA)
        await page.locator("#rows .pick").first.click(force=True)
        assert [] == await faults(page)
        await page.locator("summary", has_text="Filter").click()
        assert [] == await faults(page)
        assert size[0] >= await page.evaluate("document.documentElement.scrollWidth")
