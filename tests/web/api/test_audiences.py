"""`/v1/audiences`: a filter under a name, and what is ordered by the name."""

from __future__ import annotations

import pytest

from bot.privacy.export import NAMES
from bot.store import audit
from bot.web.api.contacts import Export
from tests.web.harness import Api

ANA, BEN = "+12065550101", "+12065550102"
VIPS = {"name": "vips", "filter": 'tags has "vip"', "note": "For the new shop"}
NEWS = {"text": "Hi", "class": "transactional", "draft": True}


@pytest.fixture
async def people(api: Api) -> None:
    await api.post("/v1/contacts", {"phone": ANA, "name": "Ana Reyes", "tags": ["vip"]})
    await api.post("/v1/contacts", {"phone": BEN, "name": "Ben Ito"})


@pytest.mark.usefixtures("people")
async def test_one_is_kept_used_changed_and_removed(api: Api):
    made = await api.post("/v1/audiences", VIPS)
    shown = (await api.get("/v1/audiences/vips")).json()
    ordered = (await api.post("/v1/broadcasts", {"audience": "vips", **NEWS})).json()
    met = (await api.get("/v1/contacts", params={"where": "vips"})).json()["data"]
    changed = await api.post("/v1/audiences", VIPS | {"filter": ""})
    listed = (await api.get("/v1/audiences")).json()
    after = (await api.get("/v1/audiences/vips")).json()
    kept = (await api.get(f"/v1/broadcasts/{ordered['id']}")).json()
    gone = await api.http.delete("/v1/audiences/vips", headers={"authorization": f"Bearer {api.keys['all']}"})
    missing = await api.get("/v1/audiences/vips")

    assert (200, True, False) == (made.status_code, made.json()["created"], changed.json()["created"])
    assert ('tags has "vip"', 1, "", 2) == (shown["filter"], shown["people"], after["filter"], after["people"])
    assert [ANA] == [one["phone"] for one in met]
    assert ('tags has "vip"', "vips") == (kept["audience"], kept["saved_audience"])
    assert (["vips"], None) == ([one["name"] for one in listed["data"]], listed["next"])
    assert (200, 404) == (gone.status_code, missing.status_code)


@pytest.mark.parametrize(
    ("change", "param", "words"),
    [
        ({"filter": 'tagz has "x"'}, "filter", "nothing is called `tagz`"),
        ({"filter": "others"}, "filter", "the name of an audience itself"),
        ({"name": "Two words"}, "name", "pattern"),
        ({"name": "x" * 61}, "name", "pattern"),
        ({"filtre": ""}, "filtre", "not a known field"),
    ],
)
async def test_what_cannot_be_kept_says_why(api: Api, change, param, words):
    answer = (await api.post("/v1/audiences", VIPS | change)).json()

    assert (422, param) == (answer["status"], answer["param"])
    assert words in answer["detail"]


async def test_a_name_that_is_none_is_told_with_what_may_have_been_meant(api: Api):
    await api.post("/v1/audiences", VIPS)
    broadcast = (await api.post("/v1/broadcasts", {"audience": "vip", **NEWS})).json()
    shown = (await api.get("/v1/audiences/vip")).json()

    assert ("audience", "did you mean `vips`?") == (broadcast["param"], broadcast["hint"])
    assert "no audience is called `vip`" in broadcast["detail"]
    assert (404, "did you mean `vips`?") == (shown["status"], shown["hint"])


async def test_pages_follow_the_names(api: Api):
    for name in ("c", "a", "b"):
        await api.post("/v1/audiences", {"name": name, "filter": ""})
    first = (await api.get("/v1/audiences", params={"limit": 2})).json()
    second = (await api.get("/v1/audiences", params={"limit": 2, "after": first["next"]})).json()

    assert (["a", "b"], ["c"], None) == (
        [one["name"] for one in first["data"]],
        [one["name"] for one in second["data"]],
        second["next"],
    )


async def test_who_keeps_and_removes_one_is_in_the_audit_log(api: Api, runtime):
    await api.post("/v1/audiences", VIPS, key="send")
    await api.http.delete("/v1/audiences/vips", headers={"authorization": f"Bearer {api.keys['send']}"})
    entries = [written.entry for written in await runtime.database.run(audit.read, audit.Wanted("audience."), limit=9)]

    assert [("audience.removed", "send", "vips"), ("audience.kept", "send", "vips")] == [
        (entry.kind, entry.actor_name, entry.subject) for entry in entries
    ]


def test_the_export_of_the_api_has_all_that_is_exported():
    assert {*NAMES.values(), "inbox", "calls", "exported_at", "phone"} == set(Export.model_fields)
