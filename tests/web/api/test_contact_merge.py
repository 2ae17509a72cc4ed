"""Two numbers that are one person's, by the API: what both know, and what consent makes of it."""

from __future__ import annotations

import pytest

from tests.web.harness import CUSTOMER, Api

OTHER = "+15550100002"


@pytest.fixture
async def people(api: Api) -> tuple[str, str]:
    ids = []
    for phone, name, tag in ((CUSTOMER, "Ana", "vip"), (OTHER, "Ana C.", "new")):
        ids.append((await api.post("/v1/contacts", {"phone": phone, "name": name, "tags": [tag]})).json()["id"])
    return ids[0], ids[1]


async def test_two_numbers_become_one_person_and_two_again(api: Api, people: tuple[str, str]):
    main, other = people
    merged = await api.post(f"/v1/contacts/{main}/merge", {"other": OTHER})
    known = (await api.get(f"/v1/contacts/{other}")).json()
    parted = await api.post(f"/v1/contacts/{other}/part")

    assert (200, {"id": main, "phones": [CUSTOMER, OTHER]}) == (merged.status_code, merged.json())
    assert ("Ana", {"vip", "new"}) == (known["name"], set(known["tags"]))
    assert {"id": other, "phones": [OTHER]} == parted.json()


async def test_a_stop_of_either_is_one_of_both(api: Api, people: tuple[str, str]):
    main, other = people
    await api.post(f"/v1/contacts/{other}/consent", {"type": "opt_out", "text": "told us by phone"})
    await api.post(f"/v1/contacts/{main}/merge", {"other": other})
    sent = (await api.post("/v1/messages", {"to": CUSTOMER, "text": "News"})).json()

    assert ("refused", "opted_out") == (sent["status"], sent["error"])


@pytest.mark.parametrize(
    ("id", "other", "status", "code", "param"),
    [
        ("main", "main", 409, "refused", "other"),
        ("main", "+15550109999", 404, "not_found", "other"),
        ("ctc_nobody", "main", 404, "not_found", "id"),
    ],
    ids=["oneself", "an unknown number", "an unknown id"],
)
async def test_what_cannot_be_merged_is_refused(
    api: Api, people, id: str, other: str, status: int, code: str, param: str
):
    named = {"main": people[0]}
    answer = await api.post(f"/v1/contacts/{named.get(id, id)}/merge", {"other": named.get(other, other)})

    assert (status, code, param) == (answer.status_code, answer.json()["code"], answer.json()["param"])


async def test_only_admins_merge(api: Api, people: tuple[str, str]):
    answer = await api.post(f"/v1/contacts/{people[0]}/merge", {"other": OTHER}, key="send")

    assert 403 == answer.status_code
