"""The figures as pages: what they say, what they lead to, and that nothing in them runs."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from bot.accounts import CLI, Role
from bot.accounts.links import LinkKind
from bot.web.app import create_app
from tests.stage import Stage
from tests.web import console
from tests.web.api.test_analytics import BEN, PRICES, TODAY, at_work, morning
from tests.web.axe import faults
from tests.web.console import PHONE, Screen, browse, chromium
from tests.web.harness import House, serving

PAGES = ("delivery", "flows", "flows/survey", "flows/survey/stopped?state=rate", "replies", "unmatched", "optouts")
DAY = f"from={TODAY}&to={TODAY}"
HOSTILE = "‮<img src=x onerror=alert(1)>"


@asynccontextmanager
async def at_the_console(folder: Path, *, after: Any = None, **environ: str) -> AsyncIterator[tuple[Stage, Screen]]:
    """Somebody signs in who may only look, once all of that has happened."""
    async with at_work(folder, **environ) as (stage, api):
        if after is not None:
            await after(stage)
        house = house_of(stage, api)
        id, link = await console.add_user(house, Role.VIEWER)
        async with console.screen(house, link, id) as screen:
            yield stage, screen


def house_of(stage: Stage, api: Any) -> House:
    runtime = stage.runtime
    return House(runtime.settings, runtime, create_app(runtime), Any, api.http, api)


async def test_a_morning_on_the_pages(tmp_path):
    (tmp_path / "prices.csv").write_text(PRICES)
    prices = str(tmp_path / "prices.csv")
    async with at_the_console(tmp_path, after=morning, PARLEY_PRICES__FILE=prices) as (_, screen):
        delivery = (await screen.get(f"/console/analytics?{DAY}")).text
        assert "tried" in delivery
        assert "30003" in delivery
        assert "America/New_York" in delivery
        assert "GBP" in delivery
        flow = (await screen.get(f"/console/analytics/flows/survey?{DAY}")).text
        link = re.search(r'<a href="([^"]*/flows/survey/stopped[^"]*state=rate[^"]*)">2 of 4</a>', flow)
        assert link is not None
        stopped = (await screen.get(unescape(link[1]))).text
        assert 2 == stopped.count('<a href="/console/inbox/cnv_')
        assert "dropped" in stopped
        assert "opted out" in stopped
        assert "1 dropped, 1 opted out" in flow
        assert "3 of 3 ended without a person" in flow
        optouts = (await screen.get(f"/console/analytics/optouts?{DAY}")).text
        assert "How was it?" in optouts


async def test_what_customers_wrote_is_shown_and_does_nothing(tmp_path):
    async with at_the_console(tmp_path) as (stage, screen):
        await stage.says(BEN, "survey")
        await stage.says(BEN, HOSTILE)
        await stage.runtime.rollup.catch_up()

        page = (await screen.get(f"/console/analytics/unmatched?{DAY}")).text
        table = (await screen.get(f"/console/analytics/unmatched?{DAY}&format=csv")).text

        assert "<img" not in page
        assert "&lt;img" in page
        assert "‮" not in page
        assert "survey,rate" in table


async def test_a_word_becomes_a_patch(tmp_path):
    async with at_the_console(tmp_path) as (stage, screen):
        await stage.says(BEN, "survey")
        await stage.says(BEN, "super")
        await stage.runtime.rollup.catch_up()
        lost = (await screen.get(f"/console/analytics/unmatched?{DAY}")).text
        assert "/console/analytics/unmatched/synonym?flow=survey&amp;state=rate&amp;text=super" in lost

        query = "flow=survey&state=rate&text=super&choice=good"
        page = (await screen.get(f"/console/analytics/unmatched/synonym?{query}")).text
        patch = await screen.get(f"/console/analytics/unmatched/synonym?{query}&format=patch")

        assert "--- a/survey.yaml" in page
        assert "+      synonyms:\n+        good: [super]\n" in patch.text
        assert 'attachment; filename="survey.patch"' == patch.headers["content-disposition"]


async def test_without_prices_there_is_no_cost(tmp_path):
    async with at_the_console(tmp_path, after=morning) as (_, screen):
        page = (await screen.get(f"/console/analytics/delivery?{DAY}")).text

        assert "There is no cost without a price table" in page
        assert "USD" not in page


@pytest.mark.parametrize("query", ["from=never", "from=2026-03-06&to=2026-03-01", "group=weather", "from=0001-01-01"])
async def test_an_address_that_makes_no_sense_shows_the_usual_days(tmp_path, query):
    async with at_the_console(tmp_path) as (_, screen):
        answer = await screen.get(f"/console/analytics/delivery?{query}")

        assert 200 == answer.status_code
        assert "2026-02-27 to 2026-03-05" in answer.text


async def test_nobody_sees_figures_without_signing_in(house):
    async with console.screen(house) as stranger:
        answer = await stranger.get("/console/analytics/flows")

        assert 303 == answer.status_code


async def test_every_page_is_for_everybody(tmp_path):
    """In light, in dark and on a phone: axe finds nothing, the browser complains of nothing, nothing sticks out."""
    async with at_work(tmp_path) as (stage, api), chromium() as browser:
        await morning(stage)
        house = house_of(stage, api)
        id, _ = await console.add_user(house, Role.VIEWER)
        accounts = house.runtime.accounts
        user = await accounts.people.find(id)
        async with serving(house.app, "off") as address:
            for size in (console.DESKTOP, PHONE):
                link = await accounts.links.make(user, LinkKind.LOGIN, CLI)
                async with browse(browser, f"{address}{link}", size=size) as page:
                    for name in PAGES:
                        await page.goto(f"{address}/console/analytics/{name}{'&' if '?' in name else '?'}{DAY}")
                        assert [] == await faults(page)
                        assert size[0] >= await page.evaluate("document.documentElement.scrollWidth"), name
