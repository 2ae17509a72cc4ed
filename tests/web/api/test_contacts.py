"""`/v1/contacts`."""

from __future__ import annotations

from tests.web.harness import CUSTOMER, Api

BERLIN = "+493012345678"


async def test_people_are_known_from_their_first_message_on(api: Api):
    for phone in (CUSTOMER, BERLIN):
        await api.post("/v1/messages", {"to": phone, "text": "Hello", "send_at": "2099-01-01T00:00:00Z"})
    first = (await api.get("/v1/contacts", params={"limit": 1})).json()
    second = (await api.get("/v1/contacts", params={"limit": 1, "after": first["next"]})).json()
    found = (await api.get(f"/v1/contacts?phone={BERLIN}")).json()["data"]
    one = (await api.get(f"/v1/contacts/{found[0]['id']}")).json()

    assert {CUSTOMER, BERLIN} == {page["data"][0]["phone"] for page in (first, second)}
    assert second["next"] is None
    assert one == found[0]
    assert ("DE", "Europe/Berlin", []) == (one["country"], one["timezone"], one["tags"])


async def test_an_unknown_person_is_not_there(api: Api):
    answer = await api.get("/v1/contacts/ctc_x")

    assert (404, "not_found") == (answer.status_code, answer.json()["code"])
