"""What keeps somebody from using a page, as far as machines find it: axe's rules, in light and in the dark."""

from __future__ import annotations

from typing import Final

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

STANDARD: Final = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # to list what is in order as well takes half of the time
}
COLOURS: Final = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
"""The rules that look at colours. Nothing else of a page is another in the dark."""


async def faults(page: Page) -> list[str]:
    """What axe has to say of a page that is shown in light: the rule, and where.

    Nothing moves meanwhile: the colours that a new row passes through are nobody's to read by.
    """
    await page.emulate_media(reduced_motion="reduce")
    found = (await Axe().run(page, options=STANDARD)).response["violations"]
    await page.emulate_media(color_scheme="dark")
    found += await page.evaluate("options => axe.run(options).then(all => all.violations)", COLOURS)
    await page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    return [f"{page.url}: {fault['id']}: {node['html'][:160]}" for fault in found for node in fault["nodes"]]
