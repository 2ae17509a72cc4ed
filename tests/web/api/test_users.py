"""Who works here, keys and the audit log, as a program of the business's own keeps them."""

from __future__ import annotations

import pytest

from bot.accounts import Role
from tests.web.console import add_user, screen
from tests.web.harness import House


async def test_somebody_is_invited_and_comes_in_by_the_link(house: House):
    made = await house.api.post("/v1/users", {"email": "Mia@Example.com", "role": "supervisor"})
    invited = made.json()
    async with screen(house) as somebody:
        shown = await somebody.get(invited["link"])
    again = await house.api.post("/v1/users", {"email": "mia@example.com"})

    assert (201, "mia@example.com", "mia", "supervisor") == (
        made.status_code,
        *(invited[name] for name in ("email", "name", "role")),
    )
    assert ("invitation", False, 200) == (invited["kind"], invited["mailed"], shown.status_code)
    assert (422, "email") == (again.status_code, again.json()["param"])
    assert "link" not in (await house.api.get("/v1/users/mia@example.com")).json()


async def test_what_is_changed_about_somebody_is_written_down(house: House):
    id, _ = await add_user(house, Role.AGENT, "Tom")
    change = {"role": "viewer", "name": "Thomas", "capacity": 3, "queues": ["desk"], "status": "away"}
    changed = (await house.api.patch(f"/v1/users/{id}", change)).json()
    log = (await house.api.get("/v1/audit", params={"subject": id, "kind": "user."})).json()

    assert change == {name: changed[name] for name in change}
    assert ["user.status", "user.work", "user.profile", "user.role", "user.added"] == [it["kind"] for it in log["data"]]
    assert {"role": "viewer", "before": "agent"} == log["data"][3]["data"]
    assert log["data"][3]["actor"].startswith("key_")


async def test_who_is_disabled_is_out_at_once_and_may_be_let_in_again(house: House):
    id, link = await add_user(house, Role.AGENT, "Tom")
    async with screen(house, link) as tom:
        before = await tom.get("/console/inbox")
        out = (await house.api.patch(f"/v1/users/{id}", {"disabled": True})).json()
        after = await tom.get("/console/inbox")
    twice = await house.api.patch(f"/v1/users/{id}", {"disabled": True})
    back = (await house.api.patch(f"/v1/users/{id}", {"disabled": False})).json()

    assert (200, 303) == (before.status_code, after.status_code)
    assert (True, 200, None) == (out["disabled_at"] is not None, twice.status_code, back["disabled_at"])


async def test_a_change_happens_whole_or_not_at_all(house: House):
    admin, _ = await add_user(house, Role.ADMIN, "Root")
    for other in (await house.api.get("/v1/users")).json()["data"]:
        if other["id"] != admin and other["role"] == "admin":
            await house.api.patch(f"/v1/users/{other['id']}", {"role": "agent"})
    refused = await house.api.patch(f"/v1/users/{admin}", {"name": "Boss", "status": "away", "disabled": True})
    zone = await house.api.patch(f"/v1/users/{admin}", {"capacity": 1, "timezone": "Mars/Olympus"})
    left = (await house.api.get(f"/v1/users/{admin}")).json()

    assert (409, "refused") == (refused.status_code, refused.json()["code"])
    assert (422, "timezone") == (zone.status_code, zone.json()["param"])
    assert ("Root", "online", 20, None) == tuple(left[name] for name in ("name", "status", "capacity", "disabled_at"))


async def test_sessions_are_listed_and_ended(house: House):
    id, link = await add_user(house, Role.AGENT, "Tom")
    async with screen(house, link) as tom:
        [session] = (await house.api.get(f"/v1/users/{id}/sessions")).json()["data"]
        ended = await house.http.delete(f"/v1/users/{id}/sessions/{session['id']}", headers=bearer(house))
        out = await tom.get("/console/inbox")
    gone = await house.http.delete(f"/v1/users/{id}/sessions/{session['id']}", headers=bearer(house))
    none = (await house.http.delete(f"/v1/users/{id}/sessions", headers=bearer(house))).json()

    assert ({"ended": 1}, 303, 404, {"ended": 0}) == (ended.json(), out.status_code, gone.status_code, none)
    assert {"id", "address", "browser", "created_at", "seen_at", "expires_at"} == set(session)


async def test_a_link_and_another_chance(house: House):
    id, _ = await add_user(house, Role.AGENT, "Tom")
    link = (await house.api.post(f"/v1/users/{id}/link")).json()
    unlocked = await house.api.post(f"/v1/users/{id}/unlock", {"factor": True})

    assert ("invitation", 200) == (link["kind"], unlocked.status_code)
    assert "factor_removed" in (await house.api.get("/v1/audit", params={"subject": id})).json()["data"][0]["data"]


# ── keys ────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_key_makes_keys_that_may_no_more_than_itself(house: House):
    made = (await house.api.post("/v1/keys", {"name": "shop", "scopes": ["read"]})).json()
    house.api.keys["shop"] = made["key"]
    works = await house.api.get("/v1/flows", key="shop")
    more = await house.api.post("/v1/keys", {"name": "big", "scopes": ["send"]}, key="admin")
    [kept] = [one for one in (await house.api.get("/v1/keys")).json()["data"] if one["name"] == "shop"]
    gone = await house.http.delete(f"/v1/keys/{kept['id']}", headers=bearer(house))
    after = await house.api.get("/v1/flows", key="shop")

    assert (200, 200, 401) == (works.status_code, gone.status_code, after.status_code)
    assert (403, "forbidden") == (more.status_code, more.json()["code"])
    assert "key" not in kept
    assert ["key.revoked", "key.created"] == [
        it["kind"] for it in (await house.api.get("/v1/audit", params={"kind": "key."})).json()["data"]
    ]


# ── the audit log ───────────────────────────────────────────────────────────────────────────────────────────────────


async def test_the_audit_log_is_read_page_by_page(house: House):
    for name in ("Ana", "Ben", "Cleo"):
        await add_user(house, Role.AGENT, name)
    first = (await house.api.get("/v1/audit", params={"kind": "user.added", "limit": 2})).json()
    rest = (await house.api.get("/v1/audit", params={"kind": "user.added", "limit": 2, "after": first["next"]})).json()

    assert ["cleo@example.com", "ben@example.com"] == [it["data"]["email"] for it in first["data"]]
    assert "ana@example.com" == rest["data"][0]["data"]["email"]


async def test_whose_data_was_taken_out_or_erased_is_in_it(house: House):
    person = (await house.api.post("/v1/contacts", {"phone": "+15550100777"})).json()["id"]
    await house.api.get(f"/v1/contacts/{person}/export")
    await house.http.delete(f"/v1/contacts/{person}", headers=bearer(house))
    log = (await house.api.get("/v1/audit", params={"subject": person})).json()["data"]

    assert ["contact.erased", "contact.exported"] == [it["kind"] for it in log]


@pytest.mark.parametrize("path", ["/v1/audit", "/v1/keys", "/v1/users/nobody/sessions"])
@pytest.mark.parametrize("key", ["read", "send"])
async def test_only_admins_keys_see_it(standing: House, path: str, key: str):
    assert 403 == (await standing.api.get(path, key=key)).status_code


def bearer(house: House) -> dict[str, str]:
    return {"authorization": f"Bearer {house.api.keys['all']}"}
