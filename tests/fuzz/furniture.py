"""Something of each kind in the house that is attacked: who asks for what is not there is only told so."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

import httpx

from tests.serving import NUMBER

CUSTOMER = "+15550100001"
LATER = "2090-01-01T00:00:00Z"
LONG = "https://riverside.example/menu?table=7&utm_source=sms"
TRIES = 100


async def furnish(address: str, key: str) -> dict[str, str]:
    """Put it there by the API; what to fill in for each name in a path, by the first name of the path."""
    async with httpx.AsyncClient(base_url=address, trust_env=False) as http:
        http.headers["authorization"] = f"Bearer {key}"
        await text_in(http)
        later = {"to": CUSTOMER, "text": f"Later: {LONG}", "send_at": LATER, "shorten_links": True}
        message = await made(http, "/v1/messages", later)
        await http.get(message["text"].removeprefix("Later: "), headers={"user-agent": "Mozilla/5.0"})
        d7 = {"messages": [{"recipients": [CUSTOMER], "content": "Hello"}]}
        user = await made(http, "/v1/users", {"email": "ben@example.com", "name": "Ben"})
        hook = await made(http, "/v1/webhooks", {"url": "https://example.com/parley"})
        people = {"to": [{"to": CUSTOMER}], "text": "Later", "send_at": LATER}
        own = {"own": True, "shortcut": "hi", "text": "Hello."}
        await made(http, "/v1/audiences", {"name": "vips", "filter": 'tags has "vip"'})
        return {
            "inbound id": await first(http, "/v1/inbound"),
            "inbound n": "0",
            "conversations id": await first(http, "/v1/conversations"),
            "conversations user": user["id"],
            "contacts id": await first(http, "/v1/contacts"),
            "messages id": message["id"],
            "report request_id": (await made(http, "/messages/v1/send", d7))["request_id"],
            "verifications id": (await made(http, "/v1/verifications", {"to": "+15550100008"}))["id"],
            "flows flow": "echo",
            "broadcasts id": (await made(http, "/v1/broadcasts", people))["id"],
            "audiences name": "vips",
            "users user": user["id"],
            "users view": (await made(http, f"/v1/users/{user['id']}/views", {"name": "All", "filters": {}}))["id"],
            "users reply": (await made(http, f"/v1/users/{user['id']}/canned-replies", own))["id"],
            "keys key": await key_to_revoke(http),
            "webhooks id": hook["id"],
            "webhooks delivery": (await made(http, f"/v1/webhooks/{hook['id']}/test", None))["id"],
        }


async def text_in(http: httpx.AsyncClient) -> None:
    """Somebody writes, and a conversation begins."""
    body = json.dumps({"id": "in-1", "from": CUSTOMER, "to": NUMBER, "text": "hello"}).encode()
    signature = hmac.new(b"loopback", body, hashlib.sha256).hexdigest()
    headers = {"x-parley-signature": f"sha256={signature}", "content-type": "application/json"}
    answer = await http.post("/webhooks/main", content=body, headers=headers)
    answer.raise_for_status()


async def key_to_revoke(http: httpx.AsyncClient) -> str:
    await made(http, "/v1/keys", {"name": "shop", "scopes": ["read"]})
    return str((await http.get("/v1/keys")).json()["data"][-1]["id"])


async def made(http: httpx.AsyncClient, path: str, body: Mapping[str, Any] | None) -> dict[str, Any]:
    answer = await http.post(path, json=body)
    assert answer.is_success, (path, answer.text)
    return dict(answer.json())


async def first(http: httpx.AsyncClient, path: str) -> str:
    """The first of a list, as soon as there is one."""
    for _ in range(TRIES):
        rows = (await http.get(path)).json()["data"]
        if rows:
            return str(rows[0]["id"])
        await asyncio.sleep(0.1)
    raise AssertionError(f"{path} stays empty")
