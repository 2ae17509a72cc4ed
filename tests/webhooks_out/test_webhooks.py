"""What the business hears, from the API's end to its own."""

from __future__ import annotations

import re

from starlette.responses import Response

from tests.web.harness import CUSTOMER, eventually


async def subscribe(house, business, **body):
    """Let the business be told; it keeps its secret."""
    made = (await house.api.post("/v1/webhooks", {"url": business.url, **body})).json()
    business.secret = made["secret"]
    return made


async def texts(house, text, number=1, phone=CUSTOMER):
    return await house.carrier.deliver(text, sender=phone) if hasattr(house.carrier, "deliver") else None


async def test_a_message_is_told_of_as_the_api_shows_it(house, business):
    await subscribe(house, business, events=["message.*"])
    sent = (await house.api.post("/v1/messages", {"to": CUSTOMER, "text": "Hello"})).json()
    events = await business.hears(2)

    assert ["message.sent", "message.delivered"] == business.types
    assert (await house.api.get(f"/v1/messages/{sent['id']}")).json() == events[1]["data"]
    assert ("accepted", None) == (events[0]["data"]["status"], events[0]["data"]["delivered_at"])
    assert 0 == business.forged


async def test_the_activity_lists_the_same_events(house, business):
    await subscribe(house, business)
    await house.api.post("/v1/messages", {"to": CUSTOMER, "text": "Hello"})
    events = await business.hears(3)
    listed = (await house.api.get("/v1/activity")).json()["data"]

    assert ["contact.created", "message.sent", "message.delivered"] == [event["type"] for event in listed]
    assert sorted(events, key=str) == sorted(listed, key=str)


async def test_redirects_are_not_followed_and_gone_is_gone(house, business):
    made = await subscribe(house, business)
    business.answer = lambda event: Response(status_code=410)
    await house.api.post("/v1/messages", {"to": CUSTOMER, "text": "Hello"})

    async def disabled():
        shown = (await house.api.get(f"/v1/webhooks/{made['id']}")).json()
        return None if shown["enabled"] else shown

    shown = await eventually(disabled)

    assert ("gone", "it answered 410") == (shown["disabled_reason"], shown["last_error"])


async def test_a_passcode_is_told_of_and_never_said(house, business):
    await subscribe(house, business)
    made = (await house.api.post("/v1/verifications", {"to": "+12065550142"})).json()

    async def texted():
        return next((sent for sent in house.carrier.accepted if sent.recipient == "+12065550142"), None)

    code = re.findall(r"\d{4,10}", (await eventually(texted)).text)[0]
    await house.api.post(f"/v1/verifications/{made['id']}/check", {"code": code})

    async def told():
        return "verification.approved" in business.types

    await eventually(told)

    assert {"message.sent", "verification.approved"} <= set(business.types)
    assert code not in str([event["data"].get("text") for event in business.heard])


async def test_a_broadcast_is_told_of_from_its_beginning_to_its_end(house, business):
    await subscribe(house, business, events=["broadcast.*"])
    await house.api.post("/v1/contacts", {"phone": "+12065550143", "tags": ["vip"]})
    order = {"name": "News", "audience": 'tags has "vip"', "text": "We moved.", "class": "transactional"}
    answer = await house.api.post("/v1/broadcasts", order, once="b1")
    assert answer.status_code == 201, answer.text
    events = await business.hears(2)

    assert ["broadcast.started", "broadcast.completed"] == business.types
    assert answer.json()["id"] == events[1]["data"]["id"]
