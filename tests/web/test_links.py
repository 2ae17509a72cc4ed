"""A short link from the request to the click: counted, and noted once among what happened with the person."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from bot.analytics.calendar import Calendar
from bot.store.tables import event
from tests.web.api.test_analytics import at_work
from tests.web.harness import CUSTOMER, HOUSE, House, eventually, open_house

LONG = "https://riverside.example/menu?table=7&utm_source=sms"
TEXT = f"Your table: {LONG}"
BROWSER = {"user-agent": "Mozilla/5.0 (iPhone) Safari/604.1"}


@pytest.fixture(params=["https://go.test", "http://public.test/l"], ids=["a name of its own", "a path"])
async def house(request, tmp_path: Path, flows: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path, flows, PARLEY_LINKS__URL=request.param) as house:
        yield house


async def sent(house: House) -> tuple[str, str]:
    """The id of a message, and the link in it."""
    body = {"to": CUSTOMER, "text": TEXT, "shorten_links": True}
    answer = (await house.api.post("/v1/messages", body)).json()
    return answer["id"], answer["text"].removeprefix("Your table: ")


async def follow(house: House, link: str, **headers: str) -> httpx.Response:
    return await house.http.get(link, headers=BROWSER | headers)


async def clicks(house: House, message: str) -> int:
    [link] = (await house.api.get(f"/v1/messages/{message}/links")).json()["data"]
    assert LONG == link["target"]
    return int(link["clicks"])


async def test_a_link_leads_where_it_should_and_is_counted(house: House):
    message, link = await sent(house)

    answers = [await follow(house, link) for _ in range(2)]

    assert [(302, LONG)] * 2 == [(answer.status_code, answer.headers["location"]) for answer in answers]
    assert ("no-store", "no-referrer") == (
        answers[0].headers["cache-control"],
        answers[0].headers["referrer-policy"],
    )
    assert 2 == await clicks(house, message)
    [kept] = (await house.api.get(f"/v1/messages/{message}/links")).json()["data"]
    assert ["Z", "Z"] == [kept[name][-1] for name in ("first_click_at", "last_click_at")]
    query = select(event.c.data).where(event.c.kind == "clicked")
    noted = await house.runtime.database.run(lambda conn: [row.data for row in conn.execute(query)])
    assert [{"message": message, "target": LONG}] == noted


@pytest.mark.parametrize(
    "headers",
    [
        {"user-agent": "WhatsApp/2.23"},
        {"sec-purpose": "prefetch;prerender"},
        {"purpose": "prefetch"},
        {"x-purpose": "preview"},
        {"x-moz": "prefetch"},
    ],
    ids=["an agent", "chrome", "chrome once", "safari", "firefox"],
)
async def test_what_no_person_does_is_no_click(house: House, headers: dict[str, str]):
    message, link = await sent(house)

    looked = await follow(house, link, **headers)
    asked = await house.http.head(link, headers=BROWSER)

    assert [302, 302] == [looked.status_code, asked.status_code]
    assert 0 == await clicks(house, message)


@pytest.mark.parametrize("ending", ["x", "/more", "?", ""])
async def test_a_link_that_is_nobodys_leads_nowhere(house: House, ending: str):
    _, link = await sent(house)
    broken = link[:-1] if not ending else link.rpartition("/")[0] + "/0000000000" + ending

    answer = await follow(house, broken)

    assert (404, None) == (answer.status_code, answer.headers.get("location"))


async def test_each_person_gets_links_of_their_own(house: House):
    body = {"recipients": [{"to": CUSTOMER}, {"to": "+15550100002"}], "text": TEXT, "shorten_links": True}
    texts = [one["text"] for one in (await house.api.post("/v1/messages", body)).json()["data"]]

    assert 2 == len(set(texts))


async def test_a_dry_run_counts_the_text_as_it_will_be_sent(house: House):
    body = {"to": CUSTOMER, "text": TEXT, "shorten_links": True}
    foreseen = (await house.api.post("/v1/messages", body | {"dry_run": True})).json()
    message = (await house.api.post("/v1/messages", body)).json()

    assert len(message["text"]) == foreseen["units"]


async def test_a_domain_for_links_has_nothing_else_behind_it(house: House):
    answer = await house.http.get("https://go.test/healthz")

    assert (404 if house.settings.links.url == "https://go.test" else 200) == answer.status_code


async def test_without_an_address_for_links_there_are_none(tmp_path: Path, flows: Path):
    async with open_house(tmp_path, flows) as house:
        body = {"to": CUSTOMER, "text": TEXT, "shorten_links": True}
        answer = await house.api.post("/v1/messages", body)

    assert (422, "shorten_links") == (answer.status_code, answer.json()["param"])
    assert "links.url" in answer.json()["hint"]


# ── in the figures ──────────────────────────────────────────────────────────────────────────────────────────────────


async def figures(house: House, group: str = "broadcast") -> dict[str, object]:
    answer = (await house.api.get("/v1/analytics/links", params={"group": group})).json()
    counts = {row["group"] if group == "day" else row["name"]: row for row in answer["data"] if row["links"]}
    return {name: (row["links"], row["followed"], row["clicks"], row["click_rate"]) for name, row in counts.items()}


async def test_clicks_are_figures(house: House):
    _, link = await sent(house)
    await sent(house)
    for _ in range(3):
        await follow(house, link)
    await follow(house, link, **{"user-agent": "WhatsApp/2.23"})

    today = Calendar(house.settings.business.timezone).day(house.runtime.world.now())
    assert {"": (2, 1, 3, 0.5)} == await figures(house)
    assert {today: (2, 1, 3, 0.5)} == await figures(house, "day")


async def test_what_is_refused_takes_no_link_along(house: House):
    await house.carrier.text(CUSTOMER, HOUSE, "STOP")

    async def out() -> bool:
        return (await house.api.post("/v1/messages", {"to": CUSTOMER, "text": TEXT, "shorten_links": True})).json()[
            "status"
        ] == "refused"

    await eventually(out)
    before = (await figures(house)).get("", (0,))
    assert await out()
    assert before == (await figures(house)).get("", (0,))


async def test_clicks_of_who_is_erased_stay_counted(house: House):
    _, link = await sent(house)
    await follow(house, link)
    contact = (await house.api.get(f"/v1/contacts/{CUSTOMER}")).json()["id"]
    await house.api.http.delete(f"/v1/contacts/{contact}", headers={"authorization": f"Bearer {house.api.keys['all']}"})

    assert 404 == (await follow(house, link)).status_code
    assert {"": (1, 1, 1, 1.0)} == await figures(house)


async def test_a_broadcast_has_its_clicks(house: House):
    order = {"name": "Menu", "to": [{"to": CUSTOMER}], "text": TEXT, "class": "transactional", "shorten_links": True}
    broadcast = (await house.api.post("/v1/broadcasts", order)).json()["id"]

    async def said() -> str | None:
        rows = (await house.api.get(f"/v1/broadcasts/{broadcast}/recipients")).json()["data"]
        return rows[0]["message"] if rows else None

    message = await eventually(said)
    [link] = (await house.api.get(f"/v1/messages/{message}/links")).json()["data"]
    await asyncio.gather(*(follow(house, link["url"]) for _ in range(5)))

    assert {"Menu": (1, 1, 5, 1.0)} == await figures(house)


async def test_clicks_at_once_are_all_counted(tmp_path: Path, either_database: str):
    async with at_work(tmp_path, PARLEY_LINKS__URL="http://public.test/l") as (_, api):
        order = {"to": CUSTOMER, "text": TEXT, "shorten_links": True}
        made = [(await api.post("/v1/messages", order)).json() for _ in range(2)]
        asked = [one["text"].removeprefix("Your table: ") for one in made for _ in range(5)]
        answers = await asyncio.gather(*(api.http.get(link, headers=BROWSER) for link in asked))
        total = (await api.get("/v1/analytics/links")).json()["total"]

        assert {302} == {answer.status_code for answer in answers}
        assert (2, 2, 10, 1.0) == tuple(total[name] for name in ("links", "followed", "clicks", "click_rate"))
