"""`/v1/analytics`: a morning at the clinic, and what the figures say about it."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from bot.events import MessageStatus
from bot.store.tables import message
from bot.web.app import create_app
from tests.analytics.test_rollup import ONCE, SURVEY
from tests.stage import ANA, BEN, Stage, staged
from tests.web.harness import PUBLIC, Api, House, make_keys

CARL = "+447400123456"
TODAY = "2026-03-05"
PRICES = """\
provider,country,kind,from,to,currency,price
loopback,US,long_code,2026-01-01,,USD,0.01
loopback,US,long_code,2027-01-01,,USD,0.99
loopback,GB,*,,,GBP,0.04
"""


@asynccontextmanager
async def at_work(folder: Path, **environ: str) -> AsyncIterator[tuple[Stage, Api]]:
    async with staged(folder, SURVEY, ONCE, **environ) as stage:
        transport = httpx.ASGITransport(create_app(stage.runtime), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=PUBLIC) as http:
            yield stage, Api(http, await make_keys(stage.runtime))


async def morning(stage: Stage) -> None:
    """Ana says what was bad, Ben is lost and gets a person, Carl opts out, and one more is silent."""
    for phone, said in (
        (ANA, "survey"),
        (ANA, "bad"),
        (ANA, "waited an hour"),
        (BEN, "survey"),
        (BEN, "Hm?"),
        (BEN, "=cmd|' /c calc'!a0"),
        (BEN, "anybody there?"),
        (CARL, "hm"),
        (CARL, "survey"),
        (CARL, "stop"),
        ("+12065550104", "survey"),
    ):
        await stage.says(phone, said)
        stage.clock.passes(seconds=1)
    await stage.passes(hours=1, minutes=1)  # the silent one is asked again
    await stage.passes(hours=2, minutes=1)  # and then let go
    ids = await stage.runtime.database.run(lambda conn: conn.execute(select(message.c.id)).scalars().all())
    for id, status, code in (
        (ids[0], "delivered", None),
        (ids[1], "delivered", None),
        (ids[2], "undelivered", "30003"),
    ):
        await stage.reports(f"carrier-{id}", MessageStatus(status), error_code=code)
    await stage.runtime.rollup.catch_up()


async def figures(api: Api, name: str, **query: str) -> dict:
    answer = await api.get(f"/v1/analytics/{name}", params={"from": TODAY, "to": TODAY, **query})
    assert 200 == answer.status_code, answer.text
    return answer.json()


async def test_the_figures_of_a_morning(tmp_path, either_database):
    (tmp_path / "prices.csv").write_text(PRICES)
    async with at_work(tmp_path, PARLEY_PRICES__FILE=str(tmp_path / "prices.csv")) as (stage, api):
        await morning(stage)

        sent = await figures(api, "delivery", group="country")
        total = sent["total"]
        assert {"delivered": 2, "undelivered": 1, "waiting": 0} == {
            name: total[name] for name in ("delivered", "undelivered", "waiting")
        }
        assert total["messages"] == total["tried"] == 3 + total["unknown"]
        assert round(2 / total["tried"], 4) == total["delivery_rate"]
        british = next(row for row in sent["data"] if row["group"] == "GB")
        american = next(row for row in sent["data"] if row["group"] == "US")
        assert [{"currency": "GBP", "amount": f"{british['segments'] * 4 / 100:.2f}"}] == british["cost"]
        assert [{"currency": "USD", "amount": f"{american['segments'] / 100:.2f}"}] == american["cost"]
        assert ["GBP", "USD"] == [each["currency"] for each in total["cost"]]
        assert [("loopback", "30003", 1)] == [
            (row["provider"], row["error"], row["messages"]) for row in sent["failures"]
        ]
        assert "not delivered" in sent["definitions"]["unknown"]

        walked = await figures(api, "flows")
        survey = walked["data"][0]
        assert {
            "group": "survey",
            "started": 4,
            "answered": 1,
            "completed": 1,
            "dropped": 1,
            "handed_off": 0,
            "opted_out": 1,
            "under_way": 1,
            "ended": 3,
        } == {name: survey[name] for name in survey if name in _SHOWN}

        stages = (await figures(api, "flows", group="state", flow="survey"))["data"]
        assert [("rate", 4, 1, 2, 0), ("why", 1, 1, 0, 0), ("help", 1, 0, 0, 1)] == [
            (row["state"], row["reached"], row["answered"], row["stopped"], row["here_now"]) for row in stages
        ]

        lost = await figures(api, "unmatched")
        assert [("", "", "hm"), ("survey", "rate", "=cmd|' /c calc'!a0"), ("survey", "rate", "Hm?")] == sorted(
            (row["flow"], row["state"], row["text"]) for row in lost["data"]
        )
        assert 3 == lost["total"]

        gone = await figures(api, "optouts")
        assert [("survey", "rate.1", 1)] == [(row["flow"], row["template"], row["count"]) for row in gone["data"]]
        assert "How was it?" in gone["data"][0]["text"]

        hours = (await figures(api, "engagement"))["data"]
        assert [(4, 12, 11)] == [(row["weekday"], row["hour"], row["incoming"]) for row in hours if row["incoming"]]

        bot = (await figures(api, "agents"))["bot"]
        assert (4, 3) == (bot["first_reply"]["count"], bot["next_reply"]["count"])


_SHOWN = {
    "group",
    "started",
    "answered",
    "completed",
    "dropped",
    "handed_off",
    "opted_out",
    "under_way",
    "ended",
}


async def test_a_table_runs_nothing_that_a_customer_wrote(tmp_path):
    async with at_work(tmp_path) as (stage, api):
        await morning(stage)
        by_format = await api.get("/v1/analytics/unmatched", params={"format": "csv", "from": TODAY, "to": TODAY})
        headers = api._headers("read") | {"accept": "text/csv"}
        by_header = await api.http.get(f"/v1/analytics/unmatched?from={TODAY}&to={TODAY}", headers=headers)
        assert by_format.text == by_header.text
        assert "text/csv; charset=utf-8" == by_format.headers["content-type"]
        rows = list(csv.DictReader(io.StringIO(by_format.text)))
        assert {"hm", "Hm?", "'=cmd|' /c calc'!a0"} == {row["text"] for row in rows}


async def test_the_days_before_stand_beside(tmp_path):
    async with at_work(tmp_path) as (stage, api):
        await morning(stage)
        query = {"from": "2026-03-06", "to": "2026-03-06", "compare": "previous"}
        answer = (await api.get("/v1/analytics/flows", params=query)).json()
        assert {"from": TODAY, "to": TODAY} == answer["compared_with"]
        assert (0, 4) == (answer["total"]["started"], answer["before"]["started"])
        days = await figures(api, "delivery", **{"from": "2026-03-04", "to": "2026-03-06"})
        assert ["2026-03-04", "2026-03-05", "2026-03-06"] == [row["group"] for row in days["data"]]
        assert None is days["data"][0]["delivery_rate"], "nothing was tried: that is no rate of zero"


@pytest.mark.parametrize(
    ("path", "code", "param"),
    [
        ("delivery?from=2026-03-06&to=2026-03-05", "invalid_field", "from"),
        ("delivery?from=2020-01-01&to=2026-03-05", "invalid_field", "from"),
        ("delivery?from=0001-01-01&to=0001-01-02", "invalid_field", "from"),
        ("delivery?group=weather", "invalid_field", "group"),
        ("delivery?group=provider&flow=survey", "invalid_field", "group"),
        ("flows?group=state", "missing_field", "flow"),
        ("agents?timezone=Europe/Paris", "invalid_field", "timezone"),
        ("unmatched?form=csv", "unknown_field", "form"),
    ],
)
async def test_what_cannot_be_answered_is_refused(standing: House, path, code, param):
    answer = await standing.api.get(f"/v1/analytics/{path}")
    assert (422, code, param) == (answer.status_code, answer.json()["code"], answer.json()["param"])


async def test_a_key_to_send_may_not_read_figures(api: Api):
    assert 403 == (await api.get("/v1/analytics/delivery", key="send")).status_code
