"""What holds for every call: test keys stay in the house, what is on its way out says so, a key knows its last use."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import httpx
import pytest
from pydantic import BaseModel
from starlette.applications import Starlette

from bot.keys import Scope
from bot.web.api.endpoint import Deprecated, Endpoint, routes
from bot.web.api.openapi import document
from bot.web.api.table import ENDPOINTS
from bot.web.guards import Guard
from tests.web.harness import CUSTOMER, House, open_house, write_flows

SANDBOX = {"PARLEY_CHANNELS__SANDBOX__PROVIDER": "loopback", "PARLEY_CHANNELS__SANDBOX__NUMBER": "+15550100099"}


async def make_test_key(house: House) -> dict[str, str]:
    key = await house.runtime.keys.create(list(Scope), "sandbox", test=True)
    house.api.keys["test"] = key
    return {"authorization": f"Bearer {key}"}


# ── test keys ───────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_what_a_test_key_sends_stays_in_the_house(tmp_path: Path):
    async with open_house(tmp_path, write_flows(tmp_path), **SANDBOX) as house:
        await make_test_key(house)
        named = {"to": CUSTOMER, "text": "Hello", "channel": "main"}
        sent = (await house.api.post("/v1/messages", named, key="test")).json()
        message = await house.api.message(sent["id"], "delivered")
        started = await house.api.post("/v1/flows/greeting/sessions", {"to": CUSTOMER, "channel": "main"}, key="test")
        said = await house.api.said_to(CUSTOMER, 2)
        told = await house.api.post("/v1/events", {"name": "visit.booked", "to": CUSTOMER}, key="test")
        d7 = {"messages": [{"recipients": [CUSTOMER], "content": "Hi"}]}
        await house.api.post("/messages/v1/send", d7, key="test")
        many = {"to": [{"to": CUSTOMER}], "text": "Many", "class": "transactional", "channel": "main"}
        broadcast = (await house.api.post("/v1/broadcasts", many, key="test")).json()
        await house.api.said_to(CUSTOMER, 4)
        listed = (await house.api.get("/v1/messages")).json()["data"]

    assert ("sandbox", "loopback", "delivered") == (message["channel"], message["provider"], message["status"])
    assert ("sandbox", "sandbox") == (started.json()["channel"], told.json()["channel"])
    assert "sandbox" == broadcast["channel"]
    assert "What is your name?" in said
    assert {"sandbox"} == {row["channel"] for row in listed}
    assert [] == house.carrier.accepted


async def test_a_test_key_stops_what_stays_in_the_house_and_nothing_else(tmp_path: Path):
    async with open_house(tmp_path, write_flows(tmp_path), **SANDBOX) as house:
        await make_test_key(house)
        many = {"to": [{"to": CUSTOMER}], "text": "Many", "class": "transactional", "draft": True}
        one = {"to": CUSTOMER, "text": "Later", "send_at": "2099-01-01T00:00:00Z"}
        for key, expected, phone in (("test", 200, "+12025550143"), ("all", 403, "+12025550144")):
            broadcast = (await house.api.post("/v1/broadcasts", many, key=key)).json()["id"]
            message = (await house.api.post("/v1/messages", one, key=key)).json()["id"]
            paths = [f"/v1/broadcasts/{broadcast}/{act}" for act in ("resume", "cancel")]
            answers = [await house.api.post(path, key="test") for path in (*paths, f"/v1/messages/{message}/cancel")]
            verification = (
                await house.api.post("/v1/verifications", {"to": phone, "purpose": "login"}, key=key)
            ).json()
            again = await house.api.post(f"/v1/verifications/{verification['id']}/resend", {}, key="test")

            assert [expected] * 3 == [answer.status_code for answer in answers]
            assert (429 if key == "test" else 403) == again.status_code  # it is too soon, and not too little


async def test_a_test_key_gets_a_code_that_can_be_read_and_checked(tmp_path: Path):
    async with open_house(tmp_path, write_flows(tmp_path), **SANDBOX) as house:
        await make_test_key(house)
        made = (await house.api.post("/v1/verifications", {"to": CUSTOMER, "purpose": "login"}, key="test")).json()
        message = await house.api.message(made["message_id"], "delivered")
        [code] = re.findall(r"\b\d{6,8}\b", message["text"])
        path = f"/v1/verifications/{made['id']}/check"
        checked = await house.api.post(path, {"code": code, "purpose": "login"}, key="test")

    assert ("sandbox", "loopback") == (message["channel"], message["provider"])
    assert (200, True) == (checked.status_code, checked.json()["valid"])
    assert [] == house.carrier.accepted


async def test_without_a_channel_in_the_house_a_test_key_sends_nothing(house: House):
    await make_test_key(house)
    answer = await house.api.post("/v1/messages", {"to": CUSTOMER, "text": "Hello"}, key="test")

    assert (403, "forbidden") == (answer.status_code, answer.json()["code"])
    assert "[channels.sandbox]" in answer.json()["hint"]
    assert [] == house.carrier.accepted


@pytest.mark.parametrize(
    "endpoint",
    [it for it in ENDPOINTS if it.scope is not Scope.READ and not it.tests],
    ids=lambda endpoint: f"{endpoint.method} {endpoint.path}",
)
async def test_a_test_key_changes_nothing_else(standing: House, endpoint: Endpoint):
    path = endpoint.path.replace("{", "").replace("}", "")
    answer = await standing.http.request(endpoint.method, path, headers=await make_test_key(standing), json={})

    assert 403 == answer.status_code


async def test_a_test_key_is_told_by_its_looks(house: House):
    plain = await house.runtime.keys.create([Scope.READ], test=True)
    key = await house.runtime.keys.authenticate(plain)

    assert plain.startswith("parley_test_")
    assert key is not None
    assert key.test


# ── keys ────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_key_knows_when_it_was_last_used(house: House):
    before = {key.name: key.last_used_at for key in await house.runtime.keys.list()}
    await house.api.get("/v1/messages", key="read")
    after = {key.name: key.last_used_at for key in await house.runtime.keys.list()}

    assert {None} == set(before.values())
    assert after["read"] is not None
    assert after["send"] is None


# ── on the way out ──────────────────────────────────────────────────────────────────────────────────────────────────


class Nothing(BaseModel):
    """Nothing."""


async def old(call: object) -> Nothing:
    """Do it the old way."""
    return Nothing()


OLD = Endpoint(
    method="GET",
    path="/v1/old",
    scope=Scope.READ,
    handler=old,
    answers={200: Nothing},
    deprecated=Deprecated(date(2026, 3, 1), date(2026, 9, 1), "/v1/new"),
)


async def test_what_is_on_its_way_out_says_so_with_every_answer(house: House):
    guarded = Guard(Starlette(routes=routes([OLD], house.runtime)), new_request_id=lambda: "req_1", https=False)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(guarded), base_url="http://old.test") as http:
        answers = [
            await http.get("/v1/old", headers={"authorization": f"Bearer {house.api.keys[key]}"})
            for key in ("read", "send")
        ]

    assert [200, 403] == [answer.status_code for answer in answers]
    for answer in answers:
        assert "@1772323200" == answer.headers["deprecation"]
        assert "Tue, 01 Sep 2026 00:00:00 GMT" == answer.headers["sunset"]
        assert '</v1/new>; rel="successor-version"' == answer.headers["link"]


def test_the_document_marks_it():
    assert document([OLD])["paths"]["/v1/old"]["get"]["deprecated"] is True


# ── bodies ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("raw", "status"), [(b"", 404), (b"{}", 404), (b'{"reason": "late"}', 422), (b"x", 422)])
async def test_a_body_that_nobody_reads_is_refused(house: House, raw: bytes, status: int):
    headers = {"authorization": f"Bearer {house.api.keys['all']}"}
    answer = await house.http.post("/v1/messages/unknown/cancel", content=raw, headers=headers)

    assert status == answer.status_code
