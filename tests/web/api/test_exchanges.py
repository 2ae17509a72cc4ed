"""What was said to the provider about a message, and by it, as a program sees it."""

from __future__ import annotations

import pytest

from bot.providers.fake import FakeCarrier
from tests.web.harness import CUSTOMER, Api, eventually
from tests.web.test_webhooks import TEXT, signed


async def listed(api: Api, path: str, count: int) -> list[dict]:
    """Wait until so many are kept."""

    async def look() -> list[dict] | None:
        rows = (await api.get(path)).json()["data"]
        return rows if len(rows) >= count else None

    return await eventually(look)


async def test_a_message_with_its_send_and_its_report(api: Api, carrier: FakeCarrier):
    sent = (await api.post("/v1/messages", {"to": CUSTOMER, "text": "Hi"})).json()
    await carrier.settle()
    await api.message(sent["id"], "delivered")
    send, report = await listed(api, f"/v1/messages/{sent['id']}/exchanges", 2)

    assert ("send", "main", 1, "taken", "", "POST") == (
        send["kind"],
        send["channel"],
        send["attempt"],
        send["result"],
        send["detail"],
        send["request"]["method"],
    )
    assert {"content-type": "application/json"} == send["request"]["headers"]
    assert '"to":"+1•••••0001"' in send["request"]["body"]
    assert 200 == send["response"]["status"]
    assert ("webhook", "received", "delivered", 200) == (
        report["kind"],
        report["result"],
        report["detail"],
        report["response"]["status"],
    )
    assert report["duration_ms"] >= 0
    assert "0001" in send["request"]["body"]
    assert CUSTOMER[1:] not in str([send, report])


async def test_a_text_with_the_webhook_that_brought_it(api: Api, http):
    await http.post("/webhooks/main", **signed(TEXT))
    [text] = (await api.get("/v1/inbound")).json()["data"]
    [webhook] = await listed(api, f"/v1/inbound/{text['id']}/exchanges", 1)

    assert ("webhook", "text", "http://public.test/webhooks/main") == (
        webhook["kind"],
        webhook["detail"],
        webhook["request"]["url"],
    )
    assert '"text": "hello"' in webhook["request"]["body"]


async def test_what_was_refused_is_kept_and_says_nothing(http, runtime):
    await http.post(
        "/webhooks/main", content=b'{"text": "from nobody"}', headers={"x-parley-signature": "sha256=guess"}
    )
    await runtime.exchanges.drain()
    [row] = await runtime.database.run(
        lambda conn: conn.exec_driver_sql("SELECT result, detail, status, request FROM exchange").all()
    )

    assert ("bad_signature", 401) == (row.result, row.status)
    assert "nobody" not in row.request
    assert "guess" not in row.request
    assert "x-parley-signature: •••" in row.request
    assert "(a body of 23 bytes, not kept)" in row.request


@pytest.mark.parametrize("path", ["/v1/messages/msg_nobody/exchanges", "/v1/inbound/in_99/exchanges"])
async def test_of_what_there_is_not(api: Api, path):
    assert 404 == (await api.get(path)).status_code


async def test_only_for_who_may_read(api: Api):
    assert 403 == (await api.get("/v1/messages/msg_1/exchanges", key="send")).status_code
