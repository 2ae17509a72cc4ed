"""The flows in the console: who is in them, what is wrong with them, and what was said in them as tests."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.async_api import expect

from bot.accounts import Role
from bot.flow.testing import read_cases
from tests.web.harness import CUSTOMER, House, eventually
from tests.web.test_webhooks import signed


async def talk(house: House) -> str:
    """A whole conversation; its id."""
    for number, text in enumerate(("hello", "Ana <b>")):
        given = {"id": f"in-{number}", "from": CUSTOMER, "to": "+15550100000", "text": text}
        await house.http.post("/webhooks/main", **signed(given))
        await house.api.said_to(CUSTOMER, number + 1)
    found = await house.runtime.database.run(
        lambda conn: conn.exec_driver_sql("SELECT conversation_id FROM session").scalar_one()
    )
    return str(found)


async def test_every_flow_is_listed(house: House, sign_in):
    vic = await sign_in(Role.VIEWER)
    page = await vic.get("/console/flows")

    assert 200 == page.status_code
    assert ["booking", "greeting"] == sorted(set(re.findall(r'href="/console/flows/(\w+)"', page.text)))


async def test_a_broken_file_is_shown_with_what_is_wrong(house: House, sign_in):
    (house.settings.flows.path / "broken.yaml").write_text("flow: broken\nstates: {a: [{go: nowhere}]}\n")
    await house.runtime.library.turn()
    vic = await sign_in(Role.VIEWER)
    page = (await vic.get("/console/flows")).text

    assert "Not live" in page
    assert "no state is called `nowhere`" in page


async def test_a_flow_shows_who_went_where(house: House, sign_in):
    await talk(house)
    vic = await sign_in(Role.VIEWER)

    async def counted() -> Any:
        page = await vic.get("/console/flows/greeting")
        return page if "1 reached it, 0 stopped here" in page.text else None

    page = await eventually(counted)
    assert 1 == page.text.count('<span class="tag good">live</span>')


async def test_a_flow_that_is_not_there_is_not_found(house: House, sign_in):
    vic = await sign_in(Role.VIEWER)

    assert 404 == (await vic.get("/console/flows/nothing")).status_code


async def test_a_conversation_is_saved_as_a_test_that_passes(house: House, sign_in):
    id = await talk(house)
    ana = await sign_in(Role.AGENT)
    page = (await ana.get(f"/console/inbox/{id}/test")).text
    file = await ana.get(f"/console/inbox/{id}/test.yaml")

    assert '<span class="tag good">passes</span>' in page
    assert "Ana &lt;b&gt;" in page
    [case] = read_cases(file.text, "")[0]
    assert ("done", 4) == (case.ends, len(case.talk))
    assert CUSTOMER not in file.text


async def test_the_last_conversations_are_a_file_of_tests(house: House, sign_in):
    await talk(house)
    sue = await sign_in(Role.SUPERVISOR)
    file = await sue.get("/console/flows/greeting/tests.yaml")

    assert 'attachment; filename="greeting.test.yaml"' == file.headers["content-disposition"]
    assert 1 == len(read_cases(file.text, "")[0])


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        (Role.VIEWER, "/console/inbox/cnv_1/test", 403),
        (Role.AGENT, "/console/inbox/cnv_1/test", 404),
        (Role.AGENT, "/console/flows/greeting/tests.yaml", 403),
        (Role.SUPERVISOR, "/console/flows/nothing/tests.yaml", 404),
    ],
)
async def test_what_was_said_is_not_for_everybody(house: House, sign_in, role: Role, path: str, status: int):
    somebody = await sign_in(role)

    assert status == (await somebody.get(path)).status_code


async def test_the_simulator_stands_beside_the_flow(open_console):
    async with open_console("/console/simulator?flow=greeting", role=Role.VIEWER) as page:
        await page.get_by_label("Text as the customer").fill("hello")
        await page.get_by_role("button", name="Send").click()
        await page.get_by_text("What is your name?").first.wait_for()

        await expect(page.locator("#graph svg")).to_have_count(1)
        await expect(page.locator("#leave")).to_have_attribute("href", "/console/flows/greeting")


async def test_a_step_of_the_simulator_needs_the_token_of_its_page(house: House, sign_in):
    vic = await sign_in(Role.VIEWER)
    answer = await vic.http.post("/console/simulator/step", json={}, headers={"sec-fetch-site": "same-origin"})

    assert 403 == answer.status_code
