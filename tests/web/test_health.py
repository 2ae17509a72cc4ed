"""Probes and figures."""

from __future__ import annotations

from datetime import timedelta

import httpx

from bot.store.backlog import Backlog, Waiting
from bot.watch import look
from tests.web.harness import CUSTOMER, Api


async def test_it_is_alive(http: httpx.AsyncClient):
    answer = await http.get("/healthz")

    assert (200, {"status": "ok"}) == (answer.status_code, answer.json())


async def test_it_is_ready(http: httpx.AsyncClient):
    answer = await http.get("/readyz")

    assert 200 == answer.status_code
    assert {
        "status": "ok",
        "reasons": [],
        "database": "ok",
        "inbound": {"waiting": 0, "lag_s": 0.0},
        "outbox": {"waiting": 0, "lag_s": 0.0},
        "spool": {"bytes": 0, "lag_s": 0.0, "writable": True},
    } == answer.json()


async def test_who_is_far_behind_with_what_came_in_is_not_ready(http, runtime, monkeypatch):
    since = runtime.world.now() - timedelta(seconds=90)
    monkeypatch.setattr(look, "backlog", lambda conn, now: Backlog(process=Waiting(1, since)))
    answer = await http.get("/readyz")

    assert (503, "behind") == (answer.status_code, answer.json()["status"])
    assert ["inbox_lag"] == [reason["code"] for reason in answer.json()["reasons"]]


async def test_without_its_database_it_is_alive_but_not_ready(http: httpx.AsyncClient, monkeypatch):
    def fail(conn, now):
        raise RuntimeError("the database is not open")

    monkeypatch.setattr(look, "backlog", fail)

    assert (200, 503) == ((await http.get("/healthz")).status_code, (await http.get("/readyz")).status_code)
    assert "parley_database_up 0.0" in (await http.get("/metrics")).text


async def test_figures_follow_what_happens(http: httpx.AsyncClient, api: Api):
    sent = (await api.post("/v1/messages", {"to": CUSTOMER, "text": "Hi"})).json()
    await api.message(sent["id"], "delivered")
    await http.post("/webhooks/main", content=b"unsigned")
    answer = await http.get("/metrics")
    lines = answer.text.splitlines()

    assert answer.headers["content-type"].startswith("text/plain")
    assert 'parley_webhooks_refused_total{channel="main",code="bad_signature"} 1.0' in lines
    assert 'parley_inbound_accepted_total{kind="receipt"} 1.0' in lines
    assert 'parley_inbound_processed_total{kind="receipt",result="done"} 1.0' in lines
    assert [line for line in lines if line.startswith('parley_sends_total{channel="main"')]
    assert 'parley_webhook_seconds_count{channel="main"}' in answer.text
    assert 'parley_queue_depth{stage="process"} 0.0' in lines
    assert 'parley_lag_seconds{stage="send"} 0.0' in lines
    assert "parley_database_up 1.0" in lines
