"""`DELETE /v1/contacts/{id}` and `/export`."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from tests.privacy.traces import in_files, in_rows
from tests.web.harness import CUSTOMER, Api, House

BERLIN = "+493012345678"
FORMULA = "=HYPERLINK(0)"


async def contact_of(api: Api, phone: str) -> str:
    found: str = (await api.get("/v1/contacts", params={"phone": phone})).json()["data"][0]["id"]
    return found


async def delete(house: House, contact: str, key: str = "all"):
    headers = {"authorization": f"Bearer {house.api.keys[key]}"}
    return await house.http.delete(f"/v1/contacts/{contact}", headers=headers)


async def test_who_is_erased_is_gone_and_the_answer_to_a_repeated_request_names_nobody(house: House, tmp_path: Path):
    api = house.api
    asked = {"recipients": [{"to": CUSTOMER}, {"to": BERLIN}], "text": FORMULA}
    first = await api.post("/v1/messages", asked, once="k1")
    await api.message(first.json()["data"][0]["id"], "delivered")
    contact = await contact_of(api, CUSTOMER)
    erased = await delete(house, contact)
    again = await api.post("/v1/messages", asked, once="k1")

    assert (200, "erased", contact) == (erased.status_code, erased.json()["status"], erased.json()["contact"])
    assert (1, 1, 1) == tuple(erased.json()["rows"][name] for name in ("message", "contact", "idempotency_key"))
    assert 404 == (await api.get(f"/v1/contacts/{contact}")).status_code
    assert [None, BERLIN] == [message["to"] for message in again.json()["data"]]
    assert 2 == len(house.carrier.accepted)
    assert {} == await house.runtime.database.run(in_rows, [CUSTOMER])
    assert {} == in_files(tmp_path, [CUSTOMER])
    assert 404 == (await delete(house, contact)).status_code


async def test_it_takes_a_key_that_may_administer(house: House):
    await house.api.post("/v1/messages", {"to": CUSTOMER, "text": "Hi"})
    contact = await contact_of(house.api, CUSTOMER)

    assert 403 == (await delete(house, contact, "send")).status_code
    assert 403 == (await house.api.get(f"/v1/contacts/{contact}/export", key="read")).status_code


async def test_a_person_is_handed_everything(api: Api):
    sent = (await api.post("/v1/messages", {"to": CUSTOMER, "text": FORMULA})).json()
    await api.post("/v1/flows/booking/sessions", {"to": CUSTOMER, "inputs": {"visit": "2099-01-01T10:00:00Z"}})
    await api.said_to(CUSTOMER, 2)
    contact = await contact_of(api, CUSTOMER)
    document = (await api.get(f"/v1/contacts/{contact}/export")).json()
    table = await api.get(f"/v1/contacts/{contact}/export?format=csv")

    assert (CUSTOMER, contact, []) == (document["phone"], document["contact"]["id"], document["opted_out"])
    assert [FORMULA] == [message["text"] for message in document["messages"]][:1]
    assert "2099-01-01" in str(document["sessions"])
    assert "claimed_by" not in str(document)
    assert 'attachment; filename="messages.csv"' == table.headers["content-disposition"]
    assert "text/csv; charset=utf-8" == table.headers["content-type"]
    [row, _] = csv.DictReader(io.StringIO(table.text))
    assert (f"'{FORMULA}", "out", CUSTOMER, sent["id"]) == (row["text"], row["direction"], row["to"], row["id"])


async def test_nobody_is_nobody(api: Api):
    assert 404 == (await api.get("/v1/contacts/ctc_x/export")).status_code
