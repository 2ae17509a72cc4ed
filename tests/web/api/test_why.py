"""`/v1/messages/{id}/why`."""

from __future__ import annotations

from tests.web.harness import CUSTOMER, Api


async def test_a_message_is_explained(api: Api):
    body = {"to": CUSTOMER, "text": "Hi {{ name }}", "data": {"name": "Ana"}}
    sent = (await api.post("/v1/messages", body)).json()
    await api.message(sent["id"], "delivered")

    reasons = (await api.get(f"/v1/messages/{sent['id']}/why")).json()

    assert ("It arrived.", None, []) == (reasons["verdict"], reasons["decision"], reasons["consent"])
    assert ("business", "Hi {{ name }}", {"name": "Ana"}) == tuple(
        reasons["cause"][name] for name in ("wanted", "template", "inputs")
    )
    assert reasons["cause"]["by"].startswith("key_")
    assert ["delivered"] == [report["status"] for report in reasons["receipts"]]


async def test_an_unknown_message_is_not_there(api: Api):
    answer = await api.get("/v1/messages/msg_0/why")

    assert (404, "not_found") == (answer.status_code, answer.json()["code"])
