"""The simulator in a real browser: whole conversations, by hand and by keyboard, in both colours and on a phone."""

from __future__ import annotations

import asyncio
import json
import re
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.async_api import Browser, Page, expect

from bot.config import load_settings
from bot.runtime import Runtime
from bot.web.app import create_app
from tests import door
from tests.web.console import DESKTOP, PHONE
from tests.web.harness import eventually

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
async def address(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """Parley with the shipped flows, on a free port of this machine."""
    settings = load_settings(
        environ={
            "PARLEY_DATABASE__URL": f"sqlite:///{tmp_path_factory.mktemp('simulator') / 'parley.db'}",
            "PARLEY_FLOWS__PATH": str(REPOSITORY / "flows"),
            "PARLEY_BUSINESS__NAME": "Riverside Dental",
            "PARLEY_BUSINESS__TIMEZONE": "America/New_York",
        }
    )
    listener = socket.create_server(("127.0.0.1", 0))
    app = create_app(Runtime(settings), worker=False)
    server = door.Server(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1))
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.end()
    await serving
    listener.close()


class Phone:
    """The page, in the words of somebody who uses it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.bubbles = page.locator("#thread .bubble")
        self.chips = page.locator("#chips button")
        self.clock = page.locator("#clock")
        self.text = page.get_by_label("Text as the customer")

    async def says(self, text: str) -> None:
        mine = self.page.locator("#thread .bubble.person")
        count = await mine.count()
        await self.text.fill(text)
        await self.text.press("Enter")
        await expect(mine).to_have_count(count + 1)

    async def presses(self, name: str) -> None:
        await self.page.get_by_role("button", name=name).first.click()

    async def stands_in(self, node: str) -> None:
        """The diagram shows where the conversation is."""
        await expect(self.page.locator(".node.current")).to_have_attribute("data-node", node)

    async def walked(self, source: str, dest: str) -> None:
        way = self.page.locator(f'.edge.walked[data-from="{source}"][data-to="{dest}"] .way')
        await expect(way).to_have_count(1)


Open = Callable[..., AbstractAsyncContextManager[Phone]]


@pytest.fixture
def open_phone(browser: Browser, address: str) -> Open:
    """Open the page of a flow; whatever the browser complains about fails the test."""

    @asynccontextmanager
    async def open_phone(flow: str, size: tuple[int, int] = DESKTOP, scheme: Any = "light") -> AsyncIterator[Phone]:
        complaints: list[str] = []
        width, height = size
        page = await browser.new_page(color_scheme=scheme, viewport={"width": width, "height": height})
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(f"{address}/simulator?flow={flow}")
        await expect(page.locator("#graph svg")).to_have_count(1)
        yield Phone(page)
        await page.close()
        assert [] == complaints

    return open_phone


# ── whole conversations ─────────────────────────────────────────────────────────────────────────────────────────────


async def test_an_appointment_is_moved(open_phone):
    """From the question over a nudge and two calls to an API to the end, with the mouse."""
    async with open_phone("appointment") as phone:
        await phone.presses("Start the conversation")
        await phone.stands_in("confirm")
        await phone.walked("start:", "confirm")
        await expect(phone.bubbles).to_have_count(1)
        await expect(phone.bubbles.first).to_contain_text("segment")
        before = await phone.clock.inner_text()

        await expect(phone.page.locator("#due")).to_contain_text("in 4 hours")
        await phone.presses("Skip to next timer")
        await expect(phone.bubbles).to_have_count(2)
        await expect(phone.clock).not_to_have_text(before)

        await phone.chips.get_by_text("no", exact=False).first.click()
        await phone.stands_in("move")
        await expect(phone.page.locator("#call-request")).to_contain_text("GET https://")
        await phone.presses("Answer")
        await expect(phone.chips.first).to_contain_text("Mon 9:00")
        await phone.chips.first.click()
        await expect(phone.page.locator("#call-request")).to_contain_text("POST https://")
        await phone.presses("Answer")

        await phone.stands_in("end:confirmed")
        await phone.walked("move", "booked")
        await expect(phone.page.locator("#thread .note.end")).to_contain_text("confirmed")
        await expect(phone.page.locator("#variables")).to_contain_text("slot")
        await expect(phone.page.locator("#contact")).to_contain_text("appointment_status")
        await expect(phone.page.locator("#skip")).to_be_disabled()


async def test_support_is_triaged_by_keyboard_alone(open_phone):
    async with open_phone("triage") as phone:
        await phone.text.focus()
        for text, state in (("support", "topic"), ("it is broken", "broken"), ("40213", "broken")):
            await phone.page.keyboard.type(text)
            await phone.page.keyboard.press("Enter")
            await phone.stands_in(state)
        await expect(phone.page.locator("#call")).to_be_visible()
        await phone.page.get_by_label("Status").focus()
        await phone.page.keyboard.press("Enter")
        await expect(phone.bubbles.last).to_contain_text("solve")
        await expect(phone.text).to_be_focused()
        await phone.page.keyboard.type("yes")
        await phone.page.keyboard.press("Enter")
        await phone.stands_in("end:solved")


async def test_a_person_takes_over_and_closes(open_phone):
    async with open_phone("triage") as phone:
        await phone.says("support")
        await phone.says("agent")
        await phone.stands_in("human")
        await phone.walked("anytime:", "human")
        await expect(phone.page.locator("#handoff")).to_contain_text("With a person")
        await phone.presses("Skip to next timer")
        await expect(phone.page.locator("#thread .note").last).to_contain_text("15 minutes later")
        await phone.presses("Agent closes")
        await expect(phone.page.locator("#handoff")).to_be_hidden()
        await expect(phone.page.locator("#thread .note.end")).to_have_count(1)


async def test_a_call_that_fails_takes_the_other_way(open_phone):
    async with open_phone("triage") as phone:
        for text in ("support", "broken", "40213"):
            await phone.says(text)
        await phone.presses("Fail")
        await phone.stands_in("human")
        await expect(phone.page.locator("#thread .note.trouble")).to_have_count(1)


# ── going back, again, and away ─────────────────────────────────────────────────────────────────────────────────────


async def test_a_step_back_undoes_everything(open_phone):
    async with open_phone("appointment") as phone:
        await phone.presses("Start the conversation")
        await phone.stands_in("confirm")
        clock, chips = await phone.clock.inner_text(), await phone.chips.all_inner_texts()
        await phone.presses("Skip to next timer")
        await expect(phone.bubbles).to_have_count(2)
        await phone.says("yes")
        await phone.stands_in("end:confirmed")

        await phone.presses("Step back")
        await phone.presses("Step back")
        await phone.stands_in("confirm")
        await expect(phone.bubbles).to_have_count(1)
        await expect(phone.clock).to_have_text(clock)
        await expect(phone.chips).to_have_text(chips)
        await expect(phone.bubbles.first).to_contain_text("Ana")
        await phone.presses("Step back")
        await expect(phone.page.get_by_role("button", name="Start the conversation")).to_be_visible()


async def test_a_restart_begins_again_with_what_the_contact_remembers(open_phone):
    async with open_phone("appointment") as phone:
        await phone.presses("Start the conversation")
        await phone.says("yes")
        await phone.stands_in("end:confirmed")
        await phone.presses("Restart")
        await phone.stands_in("confirm")
        await expect(phone.bubbles).to_have_count(1)
        await expect(phone.page.locator("#contact")).to_contain_text("confirmed")


async def test_a_new_person_has_another_name_and_no_past(open_phone):
    async with open_phone("appointment") as phone:
        await phone.presses("Start the conversation")
        await phone.says("yes")
        await phone.page.locator("#setup summary").click()
        await phone.presses("Start as a new person")
        await expect(phone.bubbles.first).to_contain_text("Ben")
        await expect(phone.page.locator("#zone")).to_have_text("America/Los_Angeles")
        await expect(phone.page.locator("#contact")).not_to_contain_text("confirmed")


async def test_inputs_and_the_clock_can_be_set(open_phone):
    async with open_phone("appointment") as phone:
        await phone.page.get_by_role("textbox", name="appointment").fill("2026-12-24T16:30")
        await phone.page.get_by_label("Begins").fill("2026-12-23T08:00")
        await phone.page.get_by_label("First name").fill("Zoë")
        await phone.page.get_by_label("Time zone").fill("Europe/Berlin")
        await phone.page.locator("#start").get_by_role("button", name="Start", exact=True).click()
        await expect(phone.bubbles.first).to_contain_text("Zoë")
        await expect(phone.bubbles.first).to_contain_text("24")
        await expect(phone.clock).to_have_text("Wed 23 Dec, 08:00")


async def test_arrow_up_brings_back_what_was_sent(open_phone):
    async with open_phone("triage") as phone:
        for text in ("support", "hm", "oh"):
            await phone.says(text)
        seen = ("oh", "hm", "support", "support", "hm")
        for key, text in zip(("ArrowUp", "ArrowUp", "ArrowUp", "ArrowUp", "ArrowDown"), seen, strict=True):
            await phone.text.press(key)
            await expect(phone.text).to_have_value(text)


async def test_another_flow_begins_afresh(open_phone):
    async with open_phone("triage") as phone:
        await phone.says("support")
        await phone.page.get_by_role("combobox", name="Flow").select_option("appointment")
        await expect(phone.page.locator('[data-node="confirm"]')).to_have_count(1)
        await expect(phone.bubbles).to_have_count(0)
        await expect(phone.page.get_by_role("textbox", name="appointment")).to_be_visible()
        await expect(phone.page).to_have_url(re.compile(r"\?flow=appointment$"))


async def test_the_conversation_can_be_taken_away(open_phone):
    async with open_phone("triage") as phone:
        await phone.says("support")
        await phone.presses("Copy as test")
        await expect(phone.page.locator("#copy-text")).to_have_value(
            re.compile(r"^- test: triage as simulated\n(.*\n)*  talk:\n")
        )
        await phone.page.keyboard.press("Escape")
        await phone.presses("Copy as JSON")
        await expect(phone.page.locator("#copy-text")).to_have_value(re.compile(r"^\{"))
        state = json.loads(await phone.page.locator("#copy-text").input_value())
        assert "topic" == state["at"]["node"]


# ── strange texts ───────────────────────────────────────────────────────────────────────────────────────────────────


async def test_hostile_text_is_shown_and_does_nothing(open_phone):
    async with open_phone("triage") as phone:
        await phone.says("support")
        await phone.says("<img src=x onerror=alert(1)> \u202eevil\u2066")
        bubble = phone.page.locator("#thread .bubble.person").last
        await expect(bubble).to_contain_text("<img src=x onerror=alert(1)> U+202Eevil")
        await expect(bubble.locator(".mark")).to_have_text(["U+202E", "U+2066"])
        await expect(phone.page.locator("#thread img")).to_have_count(0)
        assert not {"\u202e", "\u2066"} & set(await phone.page.locator("main").inner_text())


async def test_before_it_begins_nothing_is_lit_and_the_diagram_stands_at_its_top(open_phone):
    async with open_phone("appointment", (1280, 700)) as phone:
        await expect(phone.page.locator("#graph .node[data-node='start:']")).to_be_in_viewport(ratio=1)
        await expect(phone.page.locator("#graph .current")).to_have_count(0)


async def test_who_types_before_the_start_is_answered_is_heard_after_it(open_phone):
    async with open_phone("appointment") as phone:
        held = asyncio.Event()

        async def slowly(route: Any) -> None:
            await held.wait()
            await route.continue_()

        await phone.page.route("**/simulator/step", slowly)
        await phone.presses("Start the conversation")
        await phone.text.fill("no")
        await phone.text.press("Enter")
        held.set()
        await phone.stands_in("move")


async def test_an_answer_that_is_not_json_is_not_sent(open_phone):
    async with open_phone("appointment") as phone:
        await phone.presses("Start the conversation")
        await phone.says("no")
        await phone.page.get_by_label("Answer with JSON").fill("{oops")
        await phone.presses("Answer")
        message = await eventually(lambda: phone.page.locator("#call-body").evaluate("box => box.validationMessage"))
        assert message.startswith("Not JSON")
        await phone.stands_in("move")
        await expect(phone.bubbles).to_have_count(2)


async def test_what_the_server_refuses_is_said_in_the_thread(open_phone):
    async with open_phone("appointment") as phone:
        await phone.page.route("**/simulator/step", lambda route: route.fulfill(status=200, body="nonsense"))
        await phone.presses("Start the conversation")
        await expect(phone.page.locator("#thread .note.trouble")).to_have_count(1)
        await expect(phone.page.get_by_role("button", name="Start the conversation")).to_be_visible()


# ── how it looks ────────────────────────────────────────────────────────────────────────────────────────────────────


FLOWS = sorted(file.stem for file in (REPOSITORY / "docs" / "images").glob("*.svg"))
OUTSIDE = """() => [...document.querySelectorAll("[data-node], .sign, .label")].flatMap(part => {
    const around = part.querySelector(":scope > .card, :scope > rect").getBoundingClientRect();
    return [...part.querySelectorAll("text")].filter(text => {
        const box = text.getBoundingClientRect();
        return box.left < around.left + 2 || box.right > around.right - 2
            || box.top < around.top - 1 || box.bottom > around.bottom + 1;
    }).map(text => text.textContent);
})"""


@pytest.mark.parametrize("flow", FLOWS)
async def test_every_text_of_a_drawing_stays_on_its_card(browser, address, flow):
    page = await browser.new_page()
    await page.goto(f"{address}/simulator/graph/{flow}.svg")
    outside = await page.evaluate(OUTSIDE)
    texts = await page.locator("[data-node] text").count()
    await page.close()

    assert [] == outside
    assert texts


async def test_dark_and_light_differ(open_phone):
    colours = []
    for scheme in ("light", "dark"):
        async with open_phone("triage", scheme=scheme) as phone:
            paper = await phone.page.evaluate("getComputedStyle(document.body).backgroundColor")
            card = await phone.page.locator(".state > .card").first.evaluate("card => getComputedStyle(card).fill")
            colours.append((paper, card))
    light, dark = colours
    assert light[0] != dark[0]
    assert light[1] != dark[1]


async def test_a_phone_shows_one_pane_at_a_time(open_phone):
    async with open_phone("appointment", size=PHONE) as phone:

        async def shows(one: str) -> None:
            for name in ("phone", "diagram", "inspector"):
                await expect(phone.page.locator(f"#{name}")).to_be_visible(visible=name == one)

        await shows("phone")
        await phone.presses("Start the conversation")
        await expect(phone.bubbles).to_have_count(1)
        await phone.page.locator("#pane-phone").focus()
        await phone.page.keyboard.press("ArrowRight")
        await shows("diagram")
        await expect(phone.page.locator(".node.current")).to_be_in_viewport()
        await phone.page.keyboard.press("ArrowRight")
        await shows("inspector")
        width = await phone.page.evaluate("document.documentElement.scrollWidth")
        assert PHONE[0] >= width


async def test_everything_to_press_has_a_name(open_phone):
    async with open_phone("appointment") as phone:
        await phone.presses("Start the conversation")
        await phone.says("no")
        await expect(phone.page.locator("#call")).to_be_visible()
        nameless = await phone.page.evaluate(
            """() => [...document.querySelectorAll("button, input, select, textarea")]
                .filter(part => !part.textContent.trim() && !part.labels?.length && !part.ariaLabel
                    && !part.getAttribute("aria-labelledby"))
                .map(part => part.outerHTML)"""
        )
        assert [] == nameless
