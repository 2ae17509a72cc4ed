"""Broadcasts in the console, without a browser: written, looked over, begun by a number that is typed, and stopped."""

from __future__ import annotations

import re

import pytest

from bot.accounts import Role
from bot.broadcasts import Order, Plan, Variant
from bot.events import MessageClass
from tests.web.harness import eventually

ANA, BEN = "+12065550101", "+12065550102"
FILE = f"Mobile,First name\n{ANA},Ana\n{BEN},Ben\nnobody,Cleo\n{ANA},Ana\n"
TEXT = {"source": "audience", "audience": "", "text": "Hi {{ first_name }}.", "class": "transactional"}


async def people(api) -> None:
    await api.post("/v1/contacts", {"phone": ANA, "name": "Ana Reyes", "tags": ["vip"]})
    await api.post("/v1/contacts", {"phone": BEN, "name": "Ben Ito"})


async def state(api, id: str, *states: str) -> dict:
    async def look():
        found = (await api.get(f"/v1/broadcasts/{id}")).json()
        return found if found["state"] in states else None

    return await eventually(look)


async def test_one_is_written_looked_over_and_begun(api, sign_in):
    await people(api)
    sue = await sign_in(Role.SUPERVISOR, "Sue")
    written = await sue.post("/console/broadcasts/new", TEXT)
    draft = await sue.get(written.headers["location"])
    id = written.headers["location"].rpartition("/")[2]
    wrong = await sue.post(f"/console/broadcasts/{id}/start", {"people": "20"})
    before = (await api.get(f"/v1/broadcasts/{id}")).json()["state"]
    begun = await sue.post(f"/console/broadcasts/{id}/start", {"people": "2"})
    done = await state(api, id, "done")
    shown = await sue.get(f"/console/broadcasts/{id}")

    assert "2 people. It takes 1 min." in draft.text
    assert "Hi Ana." in draft.text
    assert (422, "draft") == (wrong.status_code, before)
    assert "It goes to 2, not to 20" in wrong.text
    assert (303, 2) == (begun.status_code, done["recipients"])
    assert "delivered" in shown.text
    assert ["Hi Ana."] == await api.said_to(ANA)


async def test_a_file_becomes_a_draft_with_the_columns_that_were_chosen(api, sign_in):
    sue = await sign_in(Role.SUPERVISOR, "Sue")
    file = {"csv": ("people.csv", FILE.encode(), "text/csv")}
    sheet = (await sue.post("/console/broadcasts/new/sheet", {}, files=file)).text
    sample = re.search(r'name="sample" value="([^"]*)"', sheet)[1].replace("&#34;", '"')
    chosen = {"sample": sample, "column-0": "phone", "column-1": "who", "sheet_people": "2"}
    look = await sue.post("/console/broadcasts/new/look", {"source": "file", "text": "Dear {{ who }}", **chosen})
    given = TEXT | chosen | {"source": "file", "text": "Dear {{ who }}"}
    written = await sue.post("/console/broadcasts/new", given, files=file)
    draft = await sue.get(written.headers["location"])

    assert "<strong>2</strong> people, 1 row left out, 1 came twice and count once" in sheet
    assert 'name="column-1" value="first_name"' in sheet
    assert "<strong>2</strong> people" in look.text
    assert "Dear Ana" in look.text
    assert "Dear Ben" in draft.text
    assert "came twice and count once" in draft.text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"audience": "tagz = 1"}, "nothing is called `tagz`"),
        ({"text": "Hi {{ x"}, "is not a template"),
        ({"text": ""}, "`text`"),
        ({"pace": "quick"}, "such as 10/s"),
        ({"source": "file"}, "no file was chosen"),
        ({"send_at": "soon"}, "is not a time"),
        ({"recurs": "now and then"}, "does not end with a time of day"),
    ],
)
async def test_what_is_wrong_is_told_and_nothing_typed_is_lost(api, sign_in, change, words):
    sue = await sign_in(Role.SUPERVISOR, "Sue")
    answer = await sue.post("/console/broadcasts/new", TEXT | {"class": "marketing", "program": "News"} | change)

    assert 422 == answer.status_code
    assert words in answer.text.replace("&#39;", "'").replace("&#34;", '"')
    assert 'value="News"' in answer.text
    assert [] == (await api.get("/v1/broadcasts")).json()["data"]


async def test_how_many_and_how_it_reads_is_shown_while_it_is_written(api, sign_in):
    await people(api)
    sue = await sign_in(Role.SUPERVISOR, "Sue")

    async def look(**given):
        return (await sue.post("/console/broadcasts/new/look", TEXT | given)).text

    assert "<strong>2</strong> people" in await look()
    assert "<strong>1</strong> person" in await look(audience='tags has "vip"')
    assert "^^^^" in await look(audience='tagz has "vip"')
    assert "The text cannot be read." in await look(text="{{ x")
    assert "`shoe` has no value here" in await look(text="{{ shoe }}")
    assert "2 segments" in await look(text="x" * 161)
    assert "UCS-2" in await look(text="“Hi”")


async def test_an_audience_is_kept_changed_used_and_removed(api, sign_in):
    await people(api)
    sue = await sign_in(Role.SUPERVISOR, "Sue")
    path = "/console/broadcasts/audiences"
    vips = {"name": "vips", "filter": 'tags has "vip"', "note": "For the shop"}
    look = await sue.post(f"{path}/look", vips)
    kept = await sue.post(path, vips)
    listed = await sue.get(path)
    edited = await sue.get(f"{path}?edit=vips")
    form = await sue.get("/console/broadcasts/new?audience=vips")
    written = await sue.post("/console/broadcasts/new", TEXT | {"audience": "vips"})
    draft = await sue.get(written.headers["location"])
    wrong = [
        (await sue.post(path, vips | change)).text.replace("&#34;", '"')
        for change in ({"name": "Two words"}, {"filter": "others"}, {"filter": 'tagz has "x"'}, {"note": "x" * 201})
    ]
    removed = await sue.post(f"{path}/remove", {"name": "vips"})

    assert "<strong>1</strong> person" in look.text
    assert [303, 303] == [kept.status_code, removed.status_code]
    assert "For the shop" in listed.text
    assert "Change it" in edited.text
    assert ">vips</textarea>" in form.text
    assert "<strong>vips</strong>" in draft.text
    assert "1 person" in draft.text
    for text, words in zip(wrong, ("One word", "a name itself", "Nothing is called", "At most 200"), strict=True):
        assert words in text
    assert [] == (await api.get("/v1/audiences")).json()["data"]


async def test_one_is_paused_resumed_and_canceled(api, runtime, sign_in):
    many = [(f"+1206555{number:04}", {}) for number in range(50)]
    plan = Plan(MessageClass.TRANSACTIONAL, (Variant("A", "One."), Variant("B", "Two.")), pace=1.0)
    made = await runtime.database.run(runtime.broadcasts.create, Order("News", plan, "key", many))
    sue = await sign_in(Role.SUPERVISOR, "Sue")
    paused = await sue.post(f"/console/broadcasts/{made.id}/pause")
    shown = await sue.get(f"/console/broadcasts/{made.id}")
    resumed = await sue.post(f"/console/broadcasts/{made.id}/resume")
    part = await sue.part(f"/console/broadcasts/{made.id}")
    listed = await sue.get("/console/broadcasts?state=running")
    canceled = await sue.post(f"/console/broadcasts/{made.id}/cancel")
    again = await sue.post(f"/console/broadcasts/{made.id}/resume")

    deeds = await runtime.database.run(
        lambda conn: conn.exec_driver_sql(
            "SELECT kind FROM audit WHERE kind LIKE 'broadcast.%' ORDER BY seq"
        ).fetchall()
    )

    assert ["broadcast.paused", "broadcast.resumed", "broadcast.canceled"] == [kind for (kind,) in deeds]
    assert [303] * 3 == [answer.status_code for answer in (paused, resumed, canceled)]
    assert "Go on" in shown.text
    assert part.text.strip().startswith("<section")
    assert "News" in listed.text
    assert (409, "canceled") == (again.status_code, (await state(api, made.id, "canceled"))["state"])


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AGENT])
async def test_it_is_for_supervisors_and_up(sign_in, role):
    somebody = await sign_in(role, "Ana")

    assert 403 == (await somebody.get("/console/broadcasts")).status_code
    assert 403 == (await somebody.post("/console/broadcasts/new", TEXT)).status_code


async def test_what_is_not_there_is_a_page_that_says_so(sign_in):
    sue = await sign_in(Role.SUPERVISOR, "Sue")

    assert 404 == (await sue.get("/console/broadcasts/brd_x")).status_code
    assert 404 == (await sue.post("/console/broadcasts/brd_x/pause")).status_code
