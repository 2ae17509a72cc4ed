"""A conversation in a real browser: two agents at once, keys, what strangers write, and what happens when it fails."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from playwright.async_api import Page, TimeoutError, expect

from bot.accounts import Role
from bot.desk import Actor
from bot.text import segments
from tests.web.axe import faults
from tests.web.console import PHONE
from tests.web.harness import eventually
from tests.web.test_thread import name, said_to, writes

POLYGLOTS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "javascript:/*--></title></style></textarea></script></xmp><svg/onload='+/\"/+/onmouseover=1/+/[*/[]/+alert(1)//'>",
    "{{ 7 * 7 }} ${7*7} <%= 7*7 %>",
    "<a href=javascript:alert(1)>x</a>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'>",
    "</textarea><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u202egnp.exe \u2066isolated\u2069 \u200bzero\ufeff width\u2060",
    "Z̸̡̛͚̘̘̮̤̠͖͂̈́̈́̅̑̀̕͘͝ą̵̢̛̬̟͓̖̭̦̩͐̀̀̒̑̎̂̾̚͝l̵̨̢̡̛̯͉̱̹̥̟̈́̾̔̒̏̅̕͜͠g̷̢̛̗̪̮̼̗̰̬̎̀̄̆̏̑̕͝͝o̵̢̧̖̭͚̥̭͙̊̑͌̔̾̒̚͜͠͝",
    "https://evil.example/?q=<b>&x='\"",
    "x" * 10_000,
    "word " * 2_000,
)


UNREACHABLE = ("ERR_FAILED", "htmx:sendError", "htmx:afterRequest")
"""What the browser and htmx say of a server that does not answer."""
BEN = Actor("usr_ben", "<b>Ben</b>")


async def says(page: Page, text: str) -> None:
    """Write a reply and send it by the keyboard."""
    await page.locator("#reply").fill(text)
    await page.locator("#reply").press("Control+Enter")


# ── hostile texts ───────────────────────────────────────────────────────────────────────────────────────────────────


async def test_what_strangers_write_is_shown_and_does_nothing(house, open_console):
    for text in POLYGLOTS:
        id = await writes(house, text)
    contact = await name(house, name=POLYGLOTS[1], tags=["vip"], fields={"note": POLYGLOTS[3]})
    await house.runtime.desk.take_over(id, BEN)
    async with open_console(f"/console/inbox/{id}", role=Role.ADMIN, name="Zoe") as page:
        dialogs: list[str] = []
        page.on("dialog", lambda dialog: dialogs.append(dialog.message))
        bubbles = page.locator(".bubble.customer")
        await expect(bubbles).to_have_count(len(POLYGLOTS))
        for number, text in enumerate(POLYGLOTS[:9]):
            await expect(bubbles.nth(number)).to_contain_text(text, use_inner_text=True)
        marks = ["U+202E", "U+2066", "U+2069", "U+200B", "U+FEFF", "U+2060"]
        await expect(bubbles.nth(9).locator(".mark")).to_have_text(marks)
        await bubbles.nth(12).locator("summary").click()
        await expect(bubbles.nth(12).locator(".said").nth(1)).to_have_text("x" * 9_100)
        assert 0 == await page.locator(".bubble :is(script, iframe, svg, a[href^=javascript])").count()
        widths = await page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert widths[0] <= widths[1]
        await page.goto(re.sub("/console/.*", f"/console/contacts/{contact}", page.url))
        await expect(page.locator("h1")).to_contain_text(POLYGLOTS[1])
        await page.goto(re.sub("/console/.*", "/console/contacts?q=img", page.url))
        await expect(page.locator("#people")).to_contain_text(POLYGLOTS[1])
        assert [] == dialogs


# ── two at once ─────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_of_two_who_send_at_once_one_is_told_and_loses_nothing(house, open_console):
    id = await writes(house, "hello")
    path = f"/console/inbox/{id}"
    async with (
        open_console(path, name="Mia", expecting=("409",)) as mia,
        open_console(path, name="Bo", expecting=("409",)) as bo,
    ):
        await mia.locator("#reply").fill("Mia here.")
        await bo.locator("#reply").fill("Bo here.")
        await bo.locator("#reply").press("Control+Enter")
        await expect(bo.locator("#reply")).to_have_value("")
        await mia.locator("#reply").press("Control+Enter")
        conflict = mia.locator(".conflict")
        await expect(conflict).to_contain_text("Bo replied")
        await expect(conflict).to_contain_text("Send anyway?")
        await expect(conflict).to_contain_text("Bo here.")
        await expect(mia.locator("#reply")).to_have_value("Mia here.")
        await expect(mia.locator(".bubble.sending")).to_have_count(0)
        assert ["What is your name?", "Bo here."] == await said_to(house, 2)
        await conflict.get_by_role("button", name="Send anyway").click()
        await expect(mia.locator(".conflict")).to_have_count(0)
        await expect(mia.locator(".bubble.agent")).to_have_count(2)
        await expect(bo.locator(".bubble.agent")).to_have_count(2)
        assert ["Bo here.", "Mia here."] == (await said_to(house, 3))[1:]


# ── writing ─────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_reply_is_there_at_once_and_the_hands_stay_on_the_keys(house, open_console):
    id = await writes(house, "hello")
    async with open_console(f"/console/inbox/{id}", name="Mia") as page:
        await page.locator("main").focus()
        await page.keyboard.press("r")
        await expect(page.locator("#reply")).to_be_focused()
        await page.keyboard.type("Here is Mia.")
        await expect(page.locator("#counter")).to_contain_text("1 segment · GSM-7 · 148 left")
        await page.keyboard.press("Control+Enter")
        await expect(page.locator(".bubble.agent")).to_have_count(1)
        await expect(page.locator(".thread-head")).to_contain_text("The bot is paused.")
        await expect(page.locator("#reply")).to_have_value("")
        await expect(page.locator("#reply")).to_be_focused()
        await expect(page.locator(".bubble.agent .status")).to_contain_text("delivered")
        await expect(page.get_by_role("button", name="Undo")).to_have_count(0)


async def test_what_was_sent_is_taken_back(house, open_console):
    id = await writes(house, "hello")
    async with open_console(f"/console/inbox/{id}", name="Mia") as page:
        await says(page, "Oh no.")
        await page.get_by_role("button", name="Undo").click()
        await expect(page.locator("#reply")).to_have_value("Oh no.")
        await expect(page.locator(".bubble.agent .status")).to_contain_text("taken back")
        assert ["What is your name?"] == await said_to(house, 1)


async def test_what_did_not_reach_the_server_says_so_and_can_be_tried_again(house, open_console):
    id = await writes(house, "hello")
    async with open_console(
        f"/console/inbox/{id}", name="Mia", expecting=("ERR_FAILED", "htmx:sendError", "htmx:afterRequest")
    ) as page:
        await page.route("**/write*", lambda route: route.abort())
        await says(page, "Are you there?")
        await expect(page.locator(".bubble.unsent")).to_contain_text("Not sent.")
        await expect(page.locator("#reply")).to_have_value("Are you there?")
        await page.unroute("**/write*")
        await page.get_by_role("button", name="Try again").click()
        await expect(page.locator(".bubble.agent:not(.unsent)")).to_have_count(1)
        await expect(page.locator(".bubble.unsent")).to_have_count(0)
        assert "Are you there?" == (await said_to(house, 2))[-1]


async def test_a_draft_is_there_when_one_comes_back(house, open_console):
    id = await writes(house, "hello")
    async with open_console(f"/console/inbox/{id}", name="Mia") as page:
        async with page.expect_response("**/draft"):
            await page.locator("#reply").press_sequentially("Half a sen")
        await page.reload()
        await expect(page.locator("#reply")).to_have_value("Half a sen")


async def test_a_note_looks_like_none_of_the_replies(house, open_console):
    id = await writes(house, "hello")
    async with open_console(f"/console/inbox/{id}", name="Mia") as page:
        colours = []
        for key, button in (("r", "Send"), ("n", "Add note")):
            await page.locator("main").focus()
            await page.keyboard.press(key)
            await expect(page.get_by_role("button", name=button, exact=True)).to_be_visible()
            colours.append(await page.evaluate("getComputedStyle(document.querySelector('.composer')).backgroundColor"))
        await page.keyboard.type("ask @Mi")
        await page.locator("#menu [role=option]").first.wait_for()
        await page.keyboard.press("Enter")
        await expect(page.locator("#note")).to_have_value("ask @Mia ")
        await page.keyboard.press("Control+Enter")
        await expect(page.locator(".bubble.note")).to_contain_text("ask @Mia")
        assert colours[0] != colours[1]
        assert 1 == len(house.carrier.ledger.accepted)


async def test_the_counter_goes_by_the_rules_of_the_outbox(house, open_console):
    id = await writes(house, "hello")
    texts = [
        "",
        "a" * 160,
        "a" * 161,
        "€" * 77 + "a",
        "[" * 153,
        "🙂" * 35,
        "🙂" * 36,
        "🙂" * 67 + "a",
        "x" * 152 + "€x",
    ]
    async with open_console(f"/console/inbox/{id}", name="Mia") as page:
        found = [await page.evaluate("text => cost(text)", text) for text in texts]

    assert [segments(text).count if text else 0 for text in texts] == [one["parts"] for one in found]
    assert [segments(text).encoding == "GSM-7" for text in texts] == [one["gsm"] for one in found]


# ── who speaks ──────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_the_bot_is_taken_over_and_given_back_by_key(house, open_console):
    id = await writes(house, "hello")
    async with open_console(f"/console/inbox/{id}", name="Mia") as page:
        await page.locator("main").focus()
        await page.keyboard.press("b")
        await expect(page.locator(".thread-head")).to_contain_text("The bot is paused.")
        again = page.get_by_label("from the beginning of greeting")
        for _ in range(20):  # the head may be shown anew just then, and with it the menu closed
            await page.locator("main").focus()
            await page.keyboard.press("b")
            with suppress(TimeoutError):
                await again.wait_for(timeout=500)
                break
        await again.check()
        await expect(page.locator("#next-words")).to_contain_text("What is your name?")
        await page.get_by_role("button", name="Hand back", exact=True).click()
        await expect(page.get_by_role("button", name="Take over")).to_be_visible()
        await expect(page.locator(".bubble.bot")).to_have_count(2)


async def test_what_somebody_writes_meanwhile_appears_by_itself(house, open_console):
    id = await writes(house, "hello")
    async with open_console(f"/console/inbox/{id}", name="Mia") as page:
        await page.locator("#reply").fill("I am wri")
        await writes(house, "Ana")
        await expect(page.locator(".bubble.customer")).to_have_count(2)
        await expect(page.locator("#reply")).to_have_value("I am wri")


# ── without, and for everybody ──────────────────────────────────────────────────────────────────────────────────────


async def test_without_a_script_it_is_plain_forms(house, browser, open_console):
    id = await writes(house, "hello")
    async with open_console(f"/console/inbox/{id}", name="Mia") as page:
        state = await page.context.storage_state()
        context = await browser.new_context(java_script_enabled=False, storage_state=state)
        plain = await context.new_page()
        await plain.goto(page.url)
        await plain.locator("#reply").fill("By hand.")
        await plain.get_by_role("button", name="Send", exact=True).click()
        await expect(plain.locator(".bubble.agent")).to_contain_text("By hand.")
        await plain.locator("label.tab", has_text="Private note").click()
        await plain.locator("#note").fill("done")
        await plain.get_by_role("button", name="Add note").click()
        await expect(plain.locator(".bubble.note")).to_contain_text("done")
        await plain.get_by_text("Hand back…").click()
        await plain.get_by_role("button", name="Hand back", exact=True).click()
        await expect(plain.locator(".thread-head")).to_contain_text("Take over")
        await context.close()


@pytest.mark.parametrize("size", [(1440, 900), PHONE])
async def test_nothing_is_in_anybodys_way(house, open_console, size):
    await writes(house, "hello")
    id = await writes(house, "word " * 400)
    await house.runtime.desk.take_over(id, BEN)
    contact = await name(house, name="Ana Castillo", tags=["vip"], fields={"size": "M"})
    paths = (f"/console/inbox/{id}", f"/console/contacts/{contact}")
    async with open_console(role=Role.ADMIN, name="Zoe", size=size) as page:
        for path in paths:
            await page.goto(re.sub("/console/.*", path, page.url))

            assert [] == await faults(page)
            assert size[0] >= await page.evaluate("document.documentElement.scrollWidth")


async def test_on_a_phone_everything_is_large_enough_to_be_hit(house, open_console):
    id = await writes(house, "hello")
    async with open_console(f"/console/inbox/{id}", name="Mia", size=PHONE) as page:
        await says(page, "Hi")
        await expect(page.locator(".bubble.agent")).to_have_count(1)
        await expect(page.locator("#reply")).to_have_value("")
        send = await eventually(page.get_by_role("button", name="Send", exact=True).bounding_box)  # may be shown anew
        small = await page.evaluate(
            """() => [...document.querySelectorAll("#thread :is(a, button, summary, label.tab)")]
                .filter(part => part.checkVisibility() && !part.closest(".bubble .text, h1, .counter"))
                .map(part => [part.textContent.trim() || part.ariaLabel, part.getBoundingClientRect()])
                .filter(([, box]) => box.width && box.height < 43.5).map(([name]) => name)"""
        )

        assert [] == small
        assert send["y"] > PHONE[1] / 2  # where a thumb is


async def test_it_is_heard_by_who_does_not_see(house, open_console):
    id = await writes(house, "hello")
    async with open_console(f"/console/inbox/{id}", name="Mia") as page:
        log = page.get_by_role("log", name="Messages")
        await expect(log).to_have_attribute("aria-live", "polite")
        await expect(log).to_contain_text("They wrote:")
        await expect(page.get_by_role("complementary", name="Contact")).to_be_visible()


async def test_media_are_fetched_by_us_and_never_by_the_browser(house, open_console):
    asked: list[str] = []
    id = await writes(house, "look", media=("https://evil.example/track.png",))
    async with open_console(f"/console/inbox/{id}", name="Mia", expecting=("502", "Failed to load")) as page:
        page.on("request", lambda request: asked.append(request.url))
        await page.reload()
        await expect(page.get_by_role("link", name="Save attachment 1")).to_be_visible()

    assert [] == [url for url in asked if "evil.example" in url]
    assert asked
