"""The API where several channels could be taken: it says which one, why, and what may come in the way."""

from __future__ import annotations

import json

import pytest

from tests.web.harness import open_house

LONDON, NEW_YORK = "+447400123456", "+12025550143"
CHANNELS = {
    "PARLEY_CHANNELS__NAME__PROVIDER": "loopback",
    "PARLEY_CHANNELS__NAME__NUMBER": "RIVERSIDE",
    "PARLEY_CHANNELS__MAIN__NUMBERS": "+15550100000,+15550100001",
    "PARLEY_ROUTES": json.dumps(
        [{"to": ["GB"], "channels": ["name", "main"]}, {"to": ["US"], "class": ["marketing"], "channels": ["name"]}]
    ),
}


@pytest.fixture
async def house(tmp_path, flows):
    async with open_house(tmp_path, flows, **CHANNELS) as house:
        yield house


async def test_a_dry_run_says_which_way_a_message_would_go(api):
    forecast = (await api.post("/v1/messages", {"to": LONDON, "text": "Hello", "dry_run": True})).json()

    assert ("name", "RIVERSIDE", "name by route 1; from RIVERSIDE, its only one", "send") == tuple(
        forecast[key] for key in ("channel", "from", "route", "verdict")
    )
    assert ["nobody can reply to the name `RIVERSIDE`, not even STOP: the text has to say another way to opt out"] == (
        forecast["warnings"]
    )


async def test_a_message_that_is_written_warns_of_the_same(api):
    message = (await api.post("/v1/messages", {"to": LONDON, "text": "Hello"})).json()
    read = (await api.get(f"/v1/messages/{message['id']}")).json()

    assert ("name", "RIVERSIDE") == (message["channel"], message["from"]) == (read["channel"], read["from"])
    assert 1 == len(message["warnings"])
    assert [] == read["warnings"]


async def test_several_people_each_have_their_own_way(api):
    body = {"recipients": [{"to": LONDON}, {"to": NEW_YORK}], "text": "Hello", "dry_run": True}
    rows = (await api.post("/v1/messages", body)).json()["data"]

    assert ["name", "main"] == [row["channel"] for row in rows]
    assert "by which new people are spread" in rows[1]["route"]


async def test_a_person_keeps_the_number_and_a_dry_run_knows_it(api):
    first = (await api.post("/v1/messages", {"to": NEW_YORK, "text": "Hello"})).json()
    forecast = (await api.post("/v1/messages", {"to": NEW_YORK, "text": "Hello", "dry_run": True})).json()

    assert first["from"] == forecast["from"]
    assert (
        f"main, the first channel, because no route applies; from {first['from']}, which the person knows"
        == (forecast["route"])
    )


async def test_who_names_a_channel_or_a_number_gets_it(api):
    named = {"to": LONDON, "text": "Hello", "channel": "main", "dry_run": True}
    numbered = {"to": LONDON, "text": "Hello", "from": "+15550100001", "dry_run": True}
    channels = [(await api.post("/v1/messages", body)).json() for body in (named, numbered)]

    assert ["main", "main"] == [forecast["channel"] for forecast in channels]
    assert "main, as asked; from +15550100001" == channels[1]["route"][:33]


async def test_what_no_channel_can_take_is_refused(api):
    body = {"to": NEW_YORK, "text": "Hello", "class": "marketing"}
    message = (await api.post("/v1/messages", body)).json()
    forecast = (await api.post("/v1/messages", {**body, "dry_run": True})).json()

    assert ("refused", "no_route") == (message["status"], message["reason"])
    assert ("refuse", "no_route") == (forecast["verdict"], forecast["reason"])
    assert forecast["route"].startswith(
        "none of the channels of route 2 can: name sends from what cannot be used there; from"
    )


async def test_a_text_that_is_registered_needs_a_provider_that_can_say_so(api):
    body = {"to": "+919820012345", "text": "Hello", "dlt_template_id": "1107", "dry_run": True}

    assert "dlt_not_carried" == (await api.post("/v1/messages", body)).json()["reason"]


async def test_a_flow_that_asks_starts_where_it_can_be_answered(api):
    inputs = {"visit": "2099-03-06 10:00"}
    routed = await api.post("/v1/flows/booking/sessions", {"to": LONDON, "inputs": inputs})
    event = await api.post("/v1/events", {"to": LONDON, "name": "visit.booked", "data": inputs})
    named = await api.post("/v1/flows/booking/sessions", {"to": LONDON, "inputs": inputs, "channel": "name"})

    assert (202, "main") == (routed.status_code, routed.json()["channel"])
    assert (202, "main") == (event.status_code, event.json()["channel"])
    assert (422, "channel", "it asks something, and `name` sends from a name, to which nobody can reply") == (
        named.status_code,
        named.json()["param"],
        named.json()["detail"],
    )


async def test_a_text_to_one_of_the_numbers_is_answered_by_it(house, api, carrier):
    await carrier.text(NEW_YORK, "+15550100001", "hi")
    await api.said_to(NEW_YORK, 1)
    [row] = (await api.get("/v1/messages", params={"to": NEW_YORK})).json()["data"]

    assert ("main", "+15550100001") == (row["channel"], row["from"])
