"""`/v1/contacts`, written: what is kept, what is refused, and what it sets off."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web.harness import CUSTOMER, Api, House, eventually

BERLIN = "+493012345678"
PARIS = "+33142685300"
WELCOME = """
flow: welcome
start:
  - tag: vip
states:
  greet:
    - say: "Welcome, {{ contact.first_name | default('friend') }}."
    - end: done
"""
REMINDER = """
flow: reminder
start:
  - date: contact.visit
    offset: -1 day
    at: "10:00"
states:
  remind:
    - say: Tomorrow.
    - end: done
"""


@pytest.fixture
def flows(tmp_path: Path, flows: Path) -> Path:
    (flows / "welcome.yaml").write_text(WELCOME, encoding="utf-8")
    (flows / "reminder.yaml").write_text(REMINDER, encoding="utf-8")
    return flows


async def test_a_person_is_made_and_changed_by_number(api: Api):
    made = await api.post(
        "/v1/contacts", {"phone": BERLIN, "name": "Jo Ada", "fields": {"city": "Berlin", "visits": 3}}
    )
    changed = await api.post(
        "/v1/contacts", {"phone": BERLIN, "fields": {"city": None, "member": True}, "tags": {"add": ["press", "b2b"]}}
    )
    one = (await api.get(f"/v1/contacts/{BERLIN}")).json()

    assert (200, True, False) == (made.status_code, made.json()["created"], changed.json()["created"])
    assert made.json()["id"] == one["id"]
    assert ("Jo Ada", "DE", "Europe/Berlin") == (one["name"], one["country"], one["timezone"])
    assert ({"visits": 3, "member": True}, ["press", "b2b"]) == (one["fields"], one["tags"])


async def test_one_is_changed_by_id_or_number(api: Api):
    id = (await api.post("/v1/contacts", {"phone": BERLIN, "name": "Jo"})).json()["id"]

    by_id = await api.patch(f"/v1/contacts/{id}", {"tags": {"add": ["a", "b"]}, "language": "de"})
    by_phone = await api.patch(f"/v1/contacts/{BERLIN}", {"tags": {"remove": ["a"]}, "name": None})
    instead = await api.patch(f"/v1/contacts/{id}", {"tags": ["only"]})

    assert (["a", "b"], "de") == (by_id.json()["tags"], by_id.json()["language"])
    assert (["b"], None, "de") == tuple(by_phone.json()[name] for name in ("tags", "name", "language"))
    assert ["only"] == instead.json()["tags"]
    assert 404 == (await api.patch("/v1/contacts/ctc_nobody", {"name": "x"})).status_code


@pytest.mark.parametrize(
    ("change", "param", "hint"),
    [
        ({"nme": "x"}, "nme", "did you mean `name`?"),
        ({"timezone": "Europe/Pariss"}, "timezone", "did you mean `Europe/Paris`?"),
        ({"language": "french!"}, "language", "such as en or pt-BR"),
        ({"country": "France"}, "country", "such as FR"),
        ({"fields": {"name": "x"}}, "fields.name", "give `name` itself"),
        ({"fields": {"first name": "x"}}, "fields.first name", "letters, digits and _"),
        ({"fields": {"x": "y" * 5_000}}, "fields.x", "4096"),
        ({"fields": {"x": ""}}, "fields.x", "null takes a field away"),
        ({"fields": {"x": 2**64}}, "fields.x", "2^63"),
        ({"fields": {f"f{number}": "x" * 400 for number in range(60)}}, "fields", None),
        ({"fields": {f"f{number}": 1 for number in range(101)}}, "fields", None),
        ({"tags": {"add": [" vip"]}}, "tags", "no blanks"),
        ({"tags": {"add": [f"t{number}" for number in range(99)]}}, None, None),
    ],
    ids=lambda value: str(value)[:30],
)
async def test_what_cannot_be_kept_is_refused_with_a_hint(api: Api, change, param, hint):
    await api.post("/v1/contacts", {"phone": BERLIN, "tags": ["one", "two"]})

    answer = await api.patch(f"/v1/contacts/{BERLIN}", change)
    problem = answer.json()

    assert 422 == answer.status_code, problem
    assert param is None or param == problem["param"]
    assert hint is None or hint in problem["hint"]
    assert {} == (await api.get(f"/v1/contacts/{BERLIN}")).json()["fields"]


async def test_a_tag_sets_a_flow_off_once(api: Api):
    await api.post("/v1/contacts", {"phone": CUSTOMER, "name": "Ana Reyes", "tags": {"add": ["vip"]}})
    await api.post("/v1/contacts", {"phone": CUSTOMER, "tags": {"add": ["vip", "press"]}})

    assert ["Welcome, Ana."] == await api.said_to(CUSTOMER)


async def test_a_date_sets_a_timer_and_what_is_none_is_told(api: Api, runtime):
    dated = await api.post("/v1/contacts", {"phone": CUSTOMER, "fields": {"visit": "2099-03-06"}})
    timers = await runtime.database.run(lambda conn: conn.exec_driver_sql("SELECT contact FROM timer").fetchall())
    undated = await api.post("/v1/contacts", {"phone": CUSTOMER, "fields": {"visit": "soon"}})
    left = await runtime.database.run(lambda conn: conn.exec_driver_sql("SELECT contact FROM timer").fetchall())

    assert ([], [CUSTOMER]) == (dated.json()["warnings"], [phone for (phone,) in timers])
    assert "the flow `reminder` waits for a date in `contact.visit`" in undated.json()["warnings"][0]
    assert [] == left


async def test_the_same_key_has_its_effect_once(api: Api):
    body = {"phone": CUSTOMER, "tags": {"add": ["vip"]}}
    first = await api.post("/v1/contacts", body, once="k")
    again = await api.post("/v1/contacts", body, once="k")

    assert (first.content, "true") == (again.content, again.headers["idempotent-replayed"])


async def test_a_key_that_reads_may_not_write(api: Api):
    assert 403 == (await api.post("/v1/contacts", {"phone": CUSTOMER}, key="read")).status_code


async def test_people_are_found_by_filter_and_tag(api: Api):
    for phone, city, tags in ((BERLIN, "Berlin", ["vip"]), (PARIS, "Paris", []), (CUSTOMER, "Berlin", [])):
        await api.post("/v1/contacts", {"phone": phone, "fields": {"city": city}, "tags": tags})

    async def found(**params):
        return {one["phone"] for one in (await api.get("/v1/contacts", params=params)).json()["data"]}

    assert {BERLIN, CUSTOMER} == await found(where='fields.city = "Berlin"')
    assert {BERLIN} == await found(where='fields.city = "Berlin"', tag="vip")
    assert {BERLIN, PARIS} == await found(where='country in ("DE", "FR")')
    assert {BERLIN, PARIS, CUSTOMER} == await found()


async def test_a_filter_that_cannot_be_read_is_shown(api: Api):
    answer = await api.get("/v1/contacts", params={"where": 'fields.city = "x" and tagz has "vip"'})
    problem = answer.json()

    assert (422, "where", "did you mean `tags`?") == (answer.status_code, problem["param"], problem["hint"])
    assert problem["shown"].endswith("^^^^")


FILE = """\
phone;name;city;visits:integer;visit:date;tags
+493012345678;Jo;Berlin;3;2099-03-06;vip;b2b
""".replace("vip;b2b", '"vip;b2b"')


async def test_a_file_brings_many(api: Api):
    dry = (await api.post("/v1/contacts/import", {"csv": FILE, "dry_run": True})).json()
    nobody = (await api.get("/v1/contacts")).json()["data"]
    taken = (await api.post("/v1/contacts/import", {"csv": FILE, "tags": ["list"]})).json()
    [one] = (await api.get("/v1/contacts")).json()["data"]

    assert (1, 0, []) == (dry["created"], dry["rejected"], nobody)
    assert 1 == taken["created"]
    assert {"city": "Berlin", "visits": 3, "visit": "2099-03-06"} == one["fields"]
    assert ("Jo", ["list", "vip", "b2b"]) == (one["name"], one["tags"])

    async def welcomed():
        return (await api.get("/v1/messages", params={"to": BERLIN})).json()["data"]

    assert 1 == len(await eventually(welcomed))


async def test_a_row_that_cannot_be_read_holds_up_no_other(api: Api):
    file = (
        "phone,visits:integer,timezone\n"
        "+493012345678,3,\n"
        "not a number,1,\n"
        "+33142685300,many,\n"
        ",2,\n"
        "(206) 555-0101,4,Europe/Pariss\n"
        "206 555 0101,5,America/New_York\n"
        "+12065550101,6,\n"
    )
    taken = (await api.post("/v1/contacts/import", {"csv": file})).json()
    problems = {row["line"]: row["problem"] for row in taken["problems"]}

    assert (2, 4, 1) == (taken["created"], taken["rejected"], taken["repeated"])
    assert [3, 4, 5, 6] == list(problems)
    assert "`visits` is not a number" in problems[4]
    assert "it has no phone number" in problems[5]
    assert "did you mean `Europe/Paris`?" in problems[6]
    assert {"visits": 6} == (await api.get("/v1/contacts/+12065550101")).json()["fields"]


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("name\nJo\n", "the column `phone` is missing"),
        ("phone,x:integr\n+1,2\n", "`x:integr` names no type"),
        ("", "character"),
        ("phone\n", "nobody below"),
        ("|", "the file is empty"),
        (";;\n;", "the file is empty"),
        ("+12065550101\n+12065550102\n", "the first line is not the names"),
        ("phone,a,a\n1,2,3\n", "there twice"),
    ],
)
async def test_a_file_of_no_use_is_refused(standing: House, file, words):
    answer = await standing.api.post("/v1/contacts/import", {"csv": file})

    assert (422, "csv") == (answer.status_code, answer.json()["param"])
    assert words in answer.json()["detail"]
