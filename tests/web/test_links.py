"""A short link from the request to the click: counted, and noted once among what happened with the person."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from bot.store.tables import event
from tests.web.harness import CUSTOMER, House, open_house

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
