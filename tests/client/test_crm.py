"""The example of the document about CRMs: two people, both ways, and nothing goes round in circles."""

from __future__ import annotations

import asyncio
import importlib.util
from pathlib import Path

import httpx
import pytest

from bot.client import Parley
from tests.web.api.test_samples import quiet
from tests.web.harness import HOUSE, eventually, open_house, serving, write_flows

FILE = Path(__file__).resolve().parents[2] / "docs" / "examples" / "crm" / "sync.py"
ANA, BEN = "+12065550111", "+12065550112"


@pytest.fixture
def sync(tmp_path, monkeypatch):
    monkeypatch.setenv("CRM", str(tmp_path / "crm.db"))
    spec = importlib.util.spec_from_file_location("sync", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    module.crm.db.close()


def rows(crm):
    found = crm.db.execute("SELECT phone, name, city, opted_out, note FROM person ORDER BY phone")
    return {phone: known for phone, *known in found}


async def test_people_are_kept_alike_both_ways(tmp_path, sync, monkeypatch):
    local = {"PARLEY_HTTP__ALLOW": "127.0.0.1"}
    async with (
        open_house(tmp_path, write_flows(tmp_path), **local) as house,
        serving(quiet(house)) as url,
        serving(sync.app) as crm_url,
    ):
        wanted = {"url": f"{crm_url}/parley", "events": ["contact.*", "consent.changed", "session.completed"]}
        made = (await house.api.post("/v1/webhooks", wanted)).json()
        monkeypatch.setenv("SECRET", made["secret"])
        sync.crm.keep(ANA, name="Ana", city="Lyon")
        sync.crm.db.commit()
        with Parley(url, house.api.keys["all"]) as parley:
            await asyncio.to_thread(sync.push_everybody, parley, sync.crm)
            over = await asyncio.to_thread(parley.contact, ANA)
        await house.carrier.text(BEN, HOUSE, "hello")
        await house.api.said_to(BEN)
        await house.carrier.text(BEN, HOUSE, "Ben")
        await house.carrier.text(ANA, HOUSE, "STOP")

        async def in_step():
            known = rows(sync.crm)
            return known if known.get(BEN, [None] * 4)[3] and known[ANA][2] else None

        known = await eventually(in_step)
        async with httpx.AsyncClient() as stranger:
            forged = await stranger.post(f"{crm_url}/parley", json={})

    assert ("Ana", {"city": "Lyon"}) == (over.name, over.fields)
    assert {ANA: ["Ana", "Lyon", 1, None], BEN: [None, None, 0, "greeting: done"]} == known
    assert 401 == forged.status_code


async def test_what_comes_twice_is_taken_once(sync):
    event = sync.Event.model_validate(
        {
            "id": "evt_1",
            "type": "contact.created",
            "timestamp": "2026-03-01T00:00:00Z",
            "data": {"phone": ANA, "name": "Ana", "fields": {}},
        }
    )
    sync.take(sync.crm, event)
    sync.crm.keep(ANA, name="Anna")
    sync.take(sync.crm, event)

    assert "Anna" == rows(sync.crm)[ANA][0]
    assert not sync.crm.keep(ANA, name="Anna")
