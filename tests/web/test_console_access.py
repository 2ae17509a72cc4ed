"""Every page of the console as assistive technology meets it: axe finds nothing, in light and dark, wide and narrow.

Pages without parameters come from the table by themselves. One with parameters is added to `WITH_PARAMETERS`.
"""

from __future__ import annotations

import pytest

from bot.accounts import Role
from bot.web.console.table import PAGES
from tests.web.axe import faults
from tests.web.console import DESKTOP, PHONE, add_user
from tests.web.harness import CUSTOMER, HOUSE, House, eventually

NO_PAGES = ("/console/live", "/console/inbox/rows", ".csv", "/console/analytics/unmatched/synonym")
"""What is asked for by pages themselves, or is a file."""
ADDRESSES = (
    *(
        page.path
        for page in PAGES
        if page.method == "GET" and page.role is not None and "{" not in page.path and not page.path.endswith(NO_PAGES)
    ),
    "/console/nowhere",
)
"""As an admin sees them."""
WITH_PARAMETERS = (
    "/console/inbox/{conversation}",
    "/console/contacts/{contact}",
    "/console/flows/booking",
    "/console/analytics/flows/booking",
    "/console/settings/team/{user}",
    "/console/settings/webhooks/{webhook}",
    "/console/settings/webhooks/{webhook}/deliveries/{delivery}",
)
DIM = """\
<html lang="en"><title>Dim</title>
<style>:root { color-scheme: light dark } p { color: light-dark(#000, #222); background: light-dark(#fff, #111) }
</style>
<main><h1>Dim</h1><p>Can you read this?</p></main>
"""
DOORSTEP = ("/console/sign-in", "/console/forgotten")
"""As a stranger sees them."""


async def something_said(house: House) -> dict[str, str]:
    """A customer has written and was answered: the ids that pages about it have."""
    await house.carrier.text(CUSTOMER, HOUSE, "<b>Hello</b>\u202e there")
    await house.api.said_to(CUSTOMER)
    found = await eventually(lambda: _conversation(house))
    user_id, _ = await add_user(house, Role.AGENT, "Ben")
    hook = (await house.api.post("/v1/webhooks", {"url": "https://example.com/parley"})).json()["id"]
    delivery = (await house.api.post(f"/v1/webhooks/{hook}/test")).json()["id"]
    return found | {"user": user_id, "webhook": hook, "delivery": delivery}


async def _conversation(house: House) -> dict[str, str] | None:
    listed = (await house.api.get("/v1/conversations")).json()["data"]
    contacts = (await house.api.get("/v1/contacts")).json()["data"]
    return {"conversation": listed[0]["id"], "contact": contacts[0]["id"]} if listed and contacts else None


@pytest.mark.timeout(300)
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["wide", "phone"])
async def test_axe_finds_nothing_on_any_page(open_console, house, size):
    ids = await something_said(house)
    async with open_console(role=Role.ADMIN, size=size, expecting=("404",)) as page:
        address = page.url.partition("/console")[0]
        wrong: list[str] = []
        for path in (*ADDRESSES, *(path.format_map(ids) for path in WITH_PARAMETERS)):
            await page.goto(address + path)
            wrong += await faults(page)
            wide = await page.evaluate("document.documentElement.scrollWidth")
            wrong += [f"{path}: {wide} wide"] if wide > size[0] else []
        await page.goto(address + "/console/settings/account")
        for key, dialog in (("?", "#help"), ("Control+k", "#palette")):
            await page.keyboard.press(key)
            await page.locator(dialog).wait_for()
            wrong += await faults(page)
            await page.keyboard.press("Escape")
        await page.context.clear_cookies()
        for path in DOORSTEP:
            await page.goto(address + path)
            wrong += await faults(page)

    assert "" == "\n".join(wrong)


async def test_what_cannot_be_read_in_the_dark_is_found(browser):
    page = await browser.new_page(color_scheme="light")
    await page.set_content(DIM)

    assert ["about:blank: color-contrast: <p>Can you read this?</p>"] == await faults(page)
    await page.close()
