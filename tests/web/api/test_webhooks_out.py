"""`/v1/webhooks`: which addresses are taken, who may do what, and that a secret is shown once."""

from __future__ import annotations

import pytest

from bot.store import webhooks_out
from bot.webhooks_out import endpoints
from tests.web.harness import Api, House

GOOD = {"url": "https://example.com/hooks"}


async def made(api: Api, **more: object) -> dict:
    answer = await api.post("/v1/webhooks", GOOD | more)
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.mark.parametrize(
    ("body", "code", "param"),
    [
        ({}, "missing_field", "url"),
        ({"url": "http://example.com/"}, "invalid_field", "url"),
        ({"url": "https://127.0.0.1/"}, "invalid_field", "url"),
        ({"url": "https://2130706433/"}, "invalid_field", "url"),
        ({"url": "https://[::ffff:169.254.169.254]/"}, "invalid_field", "url"),
        ({"url": "https://me:secret@example.com/"}, "invalid_field", "url"),
        ({"url": "ftp://example.com/"}, "invalid_field", "url"),
        ({"url": "nonsense"}, "invalid_field", "url"),
        (GOOD | {"events": ["message"]}, "invalid_field", "events[0]"),
        (GOOD | {"events": ["*"]}, "invalid_field", "events[0]"),
        (GOOD | {"evnets": []}, "unknown_field", "evnets"),
    ],
)
async def test_an_address_that_may_not_be_told(standing: House, body, code, param):
    answer = await standing.api.post("/v1/webhooks", body)

    assert (422, code, param) == (answer.status_code, answer.json()["code"], answer.json()["param"])


async def test_its_secret_is_shown_once(api: Api):
    hook = await made(api)
    shown = (await api.get(f"/v1/webhooks/{hook['id']}")).json()
    listed = (await api.get("/v1/webhooks")).json()["data"]
    rotated = (await api.post(f"/v1/webhooks/{hook['id']}/rotate", {"overlap_hours": 2})).json()

    assert hook["secret"].startswith("whsec_")
    assert "secret" not in shown
    assert [shown] == listed
    assert (1, 2) == (shown["secrets"], rotated["secrets"])
    assert rotated["secret"] not in ("", hook["secret"])


async def test_it_is_changed_and_deleted(house: House):
    api = house.api
    hook = await made(api)
    path, headers = f"/v1/webhooks/{hook['id']}", {"authorization": f"Bearer {api.keys['all']}"}
    changed = await house.http.patch(path, json={"events": ["message.*"], "enabled": False}, headers=headers)
    replayed = await api.post(f"{path}/replay", {"since": "2026-01-01T00:00:00Z"})
    tested = await api.post(f"{path}/test")
    enabled = await house.http.patch(path, json={"enabled": True}, headers=headers)
    refused = await house.http.patch(path, json={"url": "https://10.0.0.1/"}, headers=headers)
    deleted = await house.http.delete(path, headers=headers)

    assert (["message.*"], False, "by_hand") == tuple(
        changed.json()[name] for name in ("events", "enabled", "disabled_reason")
    )
    assert [409, 409] == [replayed.status_code, tested.status_code]
    assert (True, None) == (enabled.json()["enabled"], enabled.json()["disabled_reason"])
    assert 422 == refused.status_code
    assert {"id": hook["id"], "deleted": True} == deleted.json()
    assert 404 == (await api.get(path)).status_code


async def test_deliveries_are_listed_page_by_page_and_shown_with_their_calls(house: House):
    api = house.api
    hook = await made(api)
    path = f"/v1/webhooks/{hook['id']}"
    sent = [(await api.post(f"{path}/test")).json()["id"] for _ in range(3)]
    first = (await api.get(f"{path}/deliveries", params={"limit": 2})).json()
    second = (await api.get(f"{path}/deliveries", params={"limit": 2, "after": first["next"]})).json()
    shown = (await api.get(f"{path}/deliveries/{sent[0]}")).json()

    assert sent[::-1] == [row["id"] for row in [*first["data"], *second["data"]]]
    assert second["next"] is None
    assert ("webhook.test", hook["id"]) == (shown["type"], shown["event"]["data"]["webhook_id"])
    assert 422 == (await api.get(f"{path}/deliveries", params={"after": "dlv_x"})).status_code
    assert 404 == (await api.get(f"{path}/deliveries/dlv_x")).status_code


async def test_there_are_only_so_many(api: Api, monkeypatch):
    monkeypatch.setattr(endpoints, "WEBHOOKS_MAX", 1)
    await made(api)
    answer = await api.post("/v1/webhooks", GOOD)

    assert (409, "limit_reached") == (answer.status_code, answer.json()["code"])


async def test_a_secret_is_kept_encrypted(house: House):
    hook = await made(house.api)
    (row,) = await house.runtime.database.run(webhooks_out.listed)

    assert row.secret.startswith("sealed:")
    assert hook["secret"] == house.runtime.sealer.text(row.secret, row.id)
