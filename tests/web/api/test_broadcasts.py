"""`/v1/broadcasts`."""

from __future__ import annotations

import json

import pytest

from bot.store import audit
from tests.web.harness import CUSTOMER, Api, House, eventually

ANA, BEN = "+12065550101", "+12065550102"
NOW = {"class": "transactional"}
FILE = f"""\
Mobile,First name,City
{ANA},Ana,Lyon
206 555 0102,Ben,Paris
not a number,Cleo,Rome
,Dora,Rome
{ANA},Ana again,Lyon
"""


async def people(api: Api) -> None:
    await api.post("/v1/contacts", {"phone": ANA, "name": "Ana Reyes", "fields": {"city": "Lyon"}, "tags": ["vip"]})
    await api.post("/v1/contacts", {"phone": BEN, "name": "Ben Ito", "fields": {"city": "Paris"}})


async def when(api: Api, id: str, *states: str) -> dict:
    async def look():
        found = (await api.get(f"/v1/broadcasts/{id}")).json()
        return found if found["state"] in states else None

    return await eventually(look)


async def test_an_audience_gets_a_text_of_their_own(api: Api):
    await people(api)
    body = {"audience": 'fields.city in ("Lyon", "Paris")', "text": "Hi {{ first_name }}!", **NOW}
    made = await api.post("/v1/broadcasts", body)
    done = await when(api, made.json()["id"], "done")
    rows = (await api.get(f"/v1/broadcasts/{made.json()['id']}/recipients")).json()["data"]

    assert (201, "running", "transactional") == (made.status_code, made.json()["state"], made.json()["class"])
    assert (2, True, 1.0) == (done["recipients"], done["complete"], done["progress"])
    assert {ANA: "Hi Ana!", BEN: "Hi Ben!"} == {
        row["to"]: (await api.get(f"/v1/messages/{row['message']}")).json()["text"] for row in rows
    }
    assert {"text"} == {row["variant"] for row in rows}


async def test_a_file_is_read_and_what_cannot_be_is_told(api: Api):
    body = {"csv": FILE, "text": "Hi {{ first_name }} in {{ city }}.", **NOW}
    made = (await api.post("/v1/broadcasts", body)).json()
    done = await when(api, made["id"], "done")

    assert (5, 2, 1) == tuple(made["file"][name] for name in ("rows", "rejected", "repeated"))
    assert {4: "what is there is not a phone number; write it like +15550102000", 5: "it has no phone number"} == {
        row["line"]: row["problem"] for row in made["file"]["problems"]
    }
    assert {"Mobile": "phone", "First name": "first_name", "City": "city"} == made["file"]["columns"]
    assert 2 == done["recipients"]
    assert ["Hi Ana in Lyon."] == await api.said_to(ANA)
    assert ["Hi Ben in Paris."] == await api.said_to(BEN)


async def test_columns_are_named_as_the_text_wants_them(api: Api):
    columns = {"First name": "who", "City": ""}
    body = {"csv": FILE, "columns": columns, "text": "Hi {{ who }}.", "draft": True, **NOW}
    made = (await api.post("/v1/broadcasts", body)).json()

    assert {"Mobile": "phone", "First name": "who", "City": ""} == made["file"]["columns"]


async def test_a_file_also_comes_as_a_part_and_is_known_again(api: Api):
    parts = {
        "broadcast": (None, json.dumps({"text": "Hi {{ first_name }}.", **NOW}), "application/json"),
        "csv": ("people.csv", FILE.encode(), "text/csv"),
    }
    headers = {"authorization": f"Bearer {api.keys['all']}", "idempotency-key": "k"}
    first = await api.http.post("/v1/broadcasts", files=parts, headers=headers)
    again = await api.http.post("/v1/broadcasts", files=parts, headers=headers)

    assert (201, first.content) == (first.status_code, again.content)
    assert "true" == again.headers["idempotent-replayed"]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"broadcast": (None, "{"), "csv": ("p.csv", b"x")}, "invalid_json"),
        ({"broadcast": (None, "[]"), "csv": ("p.csv", b"x")}, "invalid_json"),
        ({"other": (None, "{}")}, "unknown_field"),
        ({"broadcast": (None, '{"csv": "phone"}'), "csv": ("p.csv", b"phone")}, "invalid_field"),
        ({"broadcast": (None, '{"text": "x"}'), "csv": ("p.csv", b"phone\n\xff\xfe")}, "invalid_field"),
    ],
)
async def test_parts_that_cannot_be_read_are_told(api: Api, parts, code):
    answer = await api.http.post("/v1/broadcasts", files=parts, headers={"authorization": f"Bearer {api.keys['all']}"})

    assert code == answer.json()["code"]


async def test_a_dry_run_says_what_would_happen_and_writes_nothing(api: Api):
    await api.post("/v1/contacts", {"phone": BEN, "name": "Ben Ito"})
    await api.http.post("/v1/messages", json={"to": BEN, "text": "x"})
    one = (await api.get(f"/v1/contacts/{BEN}")).json()
    await api.post(f"/v1/contacts/{one['id']}/consent", {"type": "opt_out", "channel": "call"})
    body = {"csv": FILE, "text": "Hi {{ first_name }}.", "dry_run": True, "pace": "1/h", **NOW}
    seen = await api.post("/v1/broadcasts", body)
    outlook = seen.json()
    listed = (await api.get("/v1/broadcasts")).json()["data"]

    assert (200, []) == (seen.status_code, listed)
    assert (2, {"send": 1, "hold": 0, "opted_out": 1}) == (outlook["people"], outlook["verdicts"])
    assert [(ANA, "Hi Ana.", 1)] == [(one["to"], one["text"], one["segments"]) for one in outlook["samples"]]
    assert "2 people, 1 refused (opted out). It takes" in outlook["summary"]
    assert 2 == outlook["file"]["rejected"]


async def test_a_dry_run_tells_whose_text_cannot_be_filled_in(api: Api):
    await people(api)
    body = {"audience": "", "text": "Hi {{ shoe_size }}.", "dry_run": True, **NOW}
    outlook = (await api.post("/v1/broadcasts", body)).json()

    assert (2, 2, ["`shoe_size` has no value here"]) == tuple(
        outlook[name] for name in ("tried", "unfilled", "problems")
    )


@pytest.mark.parametrize(
    ("change", "param", "words"),
    [
        ({"audience": None}, "audience", "nothing says whom it is for"),
        ({"text": None}, "text", "nothing says what they get"),
        ({"flow": "booking"}, "flow", "both say what they get"),
        ({"csv": FILE}, "csv", "both say whom it is for"),
        ({"audience": 'tagz has "vip"'}, "audience", "nothing is called `tagz`"),
        ({"text": "Hi {{ name"}, "text", "is not a template"),
        ({"pace": "fast"}, "pace", "such as 10/s"),
        ({"window": "whenever"}, "window", "is not a window"),
        ({"recurs": "every fortnight 09:00"}, "recurs", "`recurs`"),
        ({"channel": "mian"}, "channel", "no channel is called"),
        ({"program": "News"}, "program", "does not go with class"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "expires_at", "not after"),
        ({"columns": {"a": "b"}}, "columns", "goes with `csv`"),
        ({"pase": "10/s"}, "pase", "not a known field"),
        ({"variants": [{"name": "a", "text": "x"}, {"name": "a", "text": "y"}], "text": None}, "variants", "same name"),
        ({"shorten_links": True}, "shorten_links", "no short links"),
    ],
)
async def test_an_order_that_cannot_be_carried_out_is_refused(standing: House, change, param, words):
    body = {"audience": "", "text": "Hi.", **NOW} | change
    answer = await standing.api.post(
        "/v1/broadcasts", {name: value for name, value in body.items() if value is not None}
    )
    problem = answer.json()

    assert (422, param) == (answer.status_code, problem["param"]), problem
    assert words in problem["detail"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"csv": "name\nAna\n"}, "no column holds the phone numbers"),
        ({"csv": "phone\nnobody\n"}, "no row of the file can be used"),
        ({"columns": {"Mobil": "phone"}}, "has no column `Mobil`"),
        ({"columns": {"City": "first name"}}, "not a name that a text can use"),
        ({"columns": {"City": "who", "First name": "who"}}, "both called `who`"),
        ({"text": "Hi {{ frist_name }}."}, "names `frist_name`, which nothing gives"),
    ],
)
async def test_a_file_that_does_not_fit_is_refused(standing: House, change, words):
    answer = await standing.api.post("/v1/broadcasts", {"csv": FILE, "text": "Hi.", **NOW} | change)

    assert 422 == answer.status_code
    assert words in answer.json()["detail"], answer.json()


async def test_a_flow_is_started_with_what_the_file_says(api: Api):
    file = f"phone,visit\n{CUSTOMER},2099-03-06 10:00\n"
    made = await api.post("/v1/broadcasts", {"csv": file, "flow": "booking", "window": "00:00-24:00"})
    done = await when(api, made.json()["id"], "done")
    missing = await api.post("/v1/broadcasts", {"csv": f"phone\n{CUSTOMER}\n", "flow": "booking"})
    unknown = await api.post("/v1/broadcasts", {"csv": file, "flow": "bokking"})

    assert "See you on" in (await api.said_to(CUSTOMER))[0]
    assert ({"started": 1}, "conversational") == (done["counts"], done["class"])
    assert "the flow needs `visit`" == missing.json()["detail"]
    assert "did you mean `booking`?" == unknown.json()["hint"]


async def test_a_draft_is_resumed_paused_and_canceled(api: Api):
    to = [{"to": ANA, "data": {"n": "A"}}, {"to": BEN, "data": {"n": "B"}}, {"to": ANA}]
    body = {"to": to, "text": "{{ n }}", "pace": "1/h", "draft": True, **NOW}
    id = (await api.post("/v1/broadcasts", body)).json()["id"]
    early = await api.post(f"/v1/broadcasts/{id}/pause")
    begun = await api.post(f"/v1/broadcasts/{id}/resume", once="r")
    again = await api.post(f"/v1/broadcasts/{id}/resume", once="r")
    await api.said_to(ANA)
    paused = await api.post(f"/v1/broadcasts/{id}/pause")
    canceled = await api.post(f"/v1/broadcasts/{id}/cancel")
    waiting = (await api.get(f"/v1/broadcasts/{id}/recipients", params={"status": "waiting"})).json()["data"]
    late = await api.post(f"/v1/broadcasts/{id}/resume")

    assert (409, "wrong_state") == (early.status_code, early.json()["code"])
    assert ("running", "1/h") == (begun.json()["state"], begun.json()["pace"])
    assert begun.content == again.content
    assert ("paused", "canceled", 409) == (paused.json()["state"], canceled.json()["state"], late.status_code)
    assert [BEN] == [one["to"] for one in waiting]
    assert [] == canceled.json()["in_flight"]


async def test_texts_are_tried_against_each_other(api: Api):
    to = [{"to": f"+1206555{number:04}"} for number in range(40)]
    variants = [{"name": "short", "text": "Hi."}, {"name": "long", "text": "Good day."}]
    id = (await api.post("/v1/broadcasts", {"to": to, "variants": variants, **NOW})).json()["id"]
    done = await when(api, id, "done")
    counted = {one["name"]: sum(one["counts"].values()) for one in done["variants"]}

    assert (40, {"short", "long"}) == (sum(counted.values()), set(counted))
    assert min(counted.values()) > 5
    assert done["text"] is None


async def test_lists_come_in_pages(api: Api):
    to = [{"to": f"+1206555{number:04}"} for number in range(5)]
    ids = [(await api.post("/v1/broadcasts", {"to": to, "text": "Hi.", **NOW})).json()["id"] for _ in range(3)]
    await when(api, ids[0], "done")
    first = (await api.get("/v1/broadcasts", params={"limit": 2})).json()
    second = (await api.get("/v1/broadcasts", params={"limit": 2, "after": first["next"]})).json()
    some = (await api.get(f"/v1/broadcasts/{ids[0]}/recipients", params={"limit": 3})).json()
    rest = (await api.get(f"/v1/broadcasts/{ids[0]}/recipients", params={"limit": 3, "after": some["next"]})).json()

    assert [ids[2], ids[1], ids[0]] == [one["id"] for one in (*first["data"], *second["data"])]
    assert (None, None) == (second["next"], rest["next"])
    assert [one["to"] for one in to] == [one["to"] for one in (*some["data"], *rest["data"])]
    assert 422 == (await api.get(f"/v1/broadcasts/{ids[0]}/recipients", params={"after": "x"})).status_code


async def test_who_may_only_read_sends_nothing(api: Api):
    assert 403 == (await api.post("/v1/broadcasts", {"audience": "", "text": "x"}, key="read")).status_code
    assert 404 == (await api.get("/v1/broadcasts/brd_x")).status_code
    for act in ("pause", "resume", "cancel"):
        assert 404 == (await api.post(f"/v1/broadcasts/brd_x/{act}")).status_code


async def test_who_did_what_is_in_the_audit_log_and_a_repetition_is_not(api: Api, runtime):
    many = {"to": [{"to": ANA}], "text": "Hi", "draft": True, "name": "one", **NOW}
    made = [(await api.post("/v1/broadcasts", many, key="send", once="k")).json()["id"] for _ in range(2)]
    for act in ("resume", "pause", "pause", "cancel", "cancel"):
        await api.post(f"/v1/broadcasts/{made[0]}/{act}", key="send")
    await api.post("/v1/broadcasts/brd_unknown/pause", key="send")
    [key] = [key for key in await runtime.keys.list() if key.name == "send"]
    entries = [written.entry for written in await runtime.database.run(audit.read, audit.Wanted("broadcast."), limit=9)]

    assert ["broadcast.made", "broadcast.begun", "broadcast.paused", "broadcast.canceled"] == [
        entry.kind for entry in reversed(entries)
    ]
    assert {(made[0], key.id, "send", "127.0.0.1")} == {
        (entry.subject, entry.actor, entry.actor_name, entry.address) for entry in entries
    }
    assert made[0] == made[1]
