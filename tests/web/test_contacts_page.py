"""People in the console: found, changed, blocked, merged, handed out and forgotten."""

from __future__ import annotations

import csv
import io
import re

import pytest

from bot.accounts import Role
from bot.store import contacts, people_read, same_person
from tests.stage import ANA, BEN, NOON, staged
from tests.web.harness import CUSTOMER
from tests.web.test_thread import name, words, writes

OTHER = "+15550100002"


# ── the list ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["No name yet", "ben", "Ana Castillo"]),
        ("?q=ana", ["Ana Castillo"]),
        ("?q=cast+ana", ["Ana Castillo"]),
        ("?q=0100002", ["ben"]),
        ("?q=%2B1+(555)+010-0002", ["ben"]),
        ("?tag=vip", ["ben"]),
        ("?tag=vi", []),
        ("?q=%25", []),
        ("?q=nobody", []),
        ("?q=CASTI", ["Ana Castillo"]),
    ],
)
async def test_people_are_found_by_name_number_and_tag(house, sign_in, query, found):
    for phone in (CUSTOMER, OTHER, "+15550100003"):
        await writes(house, "hello", phone=phone)
    await name(house, name="Ana Castillo")
    await name(house, OTHER, name="ben", tags=["vip"])
    while await house.runtime.follower.turn():
        pass
    mia = await sign_in()
    page = (await mia.get(f"/console/contacts{query}")).text

    assert found == re.findall(r'href="/console/contacts/ctc_\w+"><bdi>([^<]*)</bdi>', page)


async def test_a_long_list_goes_on_where_it_ended(tmp_path):
    async with staged(tmp_path) as stage:
        people = [contacts.Contact(f"ctc_{number}", f"+120655501{number:02}", NOON) for number in range(9)]
        run = stage.runtime.database.run
        await run(contacts.add, people)
        seen, after = [], ""
        while page := await run(people_read.listed, wanted="", tag="", after=after, limit=2):
            seen += [person.id for person in page]
            after = page[-1].id

        assert [person.id for person in reversed(people)] == seen


async def test_another_number_of_somebody_stands_with_them(tmp_path):
    async with staged(tmp_path) as stage:
        for phone in (ANA, BEN):
            await stage.says(phone, "hi")
        run = stage.runtime.database.run
        found = await run(contacts.find, [ANA, BEN])
        await run(same_person.join, found[BEN].id, found[ANA].id, "usr_1", NOON)

        assert [ANA] == [one.phone for one in await run(people_read.listed, wanted="", tag="", after="", limit=9)]


async def test_who_only_looks_sees_no_number(house, sign_in):
    await writes(house, "hello")
    id = await name(house, name="Ana Castillo", fields={"size": "M"})
    vic = await sign_in(Role.VIEWER, "Vic")
    pages = [(await vic.get(path)).text for path in ("/console/contacts", f"/console/contacts/{id}")]

    assert [False, False] == [CUSTOMER in page or "555-010" in page for page in pages]
    assert "<form" not in re.sub(r'(?s)<header class="rail">.*?</header>|<dialog.*?</dialog>', "", pages[1])
    assert "size M" in words(pages[1])


# ── one person ──────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_what_is_known_is_shown_in_words(house, sign_in):
    await writes(house, "hello")
    id = await name(house, name="Ana Castillo", timezone="Europe/Madrid", fields={"size": "M"}, tags=["vip"])
    await writes(house, "STOP")
    mia = await sign_in()
    page = words((await mia.get(f"/console/contacts/{id}")).text)

    for said in (
        "Ana Castillo +1 555-010-0001",
        "Opted out: nothing is sent to them",
        "there, as it was entered, or as they told a flow.",
        "by a keyword · main STOP",
        "greeting on main",
        "opted out",
    ):
        assert said in page


async def test_what_is_known_is_changed(house, sign_in):
    await writes(house, "hello")
    id = await name(house)
    mia = await sign_in()
    form = {
        "name": " Ana Castillo ",
        "language": "es",
        "timezone": "Europe/Madrid",
        "country": "ES",
        "tags": "vip, new, vip",
        "fields": "size: M\r\nage: 40\r\n\r\nnote: at 10:30\r\n",
    }
    saved = await mia.post(f"/console/contacts/{id}/edit", form)
    found = (await house.runtime.database.run(contacts.find, [CUSTOMER]))[CUSTOMER]

    assert (303, f"/console/contacts/{id}") == (saved.status_code, saved.headers["location"])
    assert ("Ana Castillo", "es", "Europe/Madrid", "ES") == (found.name, found.language, found.timezone, found.country)
    assert (["vip", "new"], {"size": "M", "age": 40, "note": "at 10:30"}) == (found.tags, found.fields)


@pytest.mark.parametrize(
    ("form", "trouble"),
    [
        ({"timezone": "Moon"}, "no time zone has this name"),
        ({"fields": "no colon here"}, "is no field: write one a line"),
        ({"fields": "Size: M"}, "a field is called in small letters"),
        ({"tags": "<script>"}, "a tag is up to 40"),
    ],
)
async def test_what_is_wrong_is_said_and_stays_in_the_form(house, sign_in, form, trouble):
    await writes(house, "hello")
    id = await name(house)
    mia = await sign_in()
    answer = await mia.post(f"/console/contacts/{id}/edit", {"name": "Ana", **form})

    assert 422 == answer.status_code
    assert trouble in words(answer.text)
    assert 'value="Ana"' in answer.text
    assert (await house.runtime.database.run(contacts.find, [CUSTOMER]))[CUSTOMER].name is None


async def test_a_flow_is_started_by_hand(house, sign_in):
    await writes(house, "hello")
    await writes(house, "Ana")
    id = await name(house)
    mia = await sign_in()
    started = await mia.post(f"/console/contacts/{id}/start", {"flow": "greeting"})
    unknown = await mia.post(f"/console/contacts/{id}/start", {"flow": "nothing"})

    assert (303, 422) == (started.status_code, unknown.status_code)
    assert ["What is your name?", "Hello Ana.", "What is your name?"] == await house.api.said_to(CUSTOMER, 3)


async def test_who_is_blocked_is_not_answered(house, sign_in):
    await writes(house, "hello")
    id = await name(house)
    mia = await sign_in()
    await mia.post(f"/console/contacts/{id}/block", {"on": "yes"})
    await writes(house, "Ana")
    blocked = words((await mia.get(f"/console/contacts/{id}")).text)
    await mia.post(f"/console/contacts/{id}/block", {"on": "no"})
    await writes(house, "Ana")

    assert "Blocked" in blocked
    assert ["What is your name?", "What is your name?"] == await house.api.said_to(CUSTOMER, 2)


async def test_two_numbers_become_one_person_and_the_stricter_consent_holds(house, sign_in):
    for phone in (CUSTOMER, OTHER):
        await writes(house, "hello", phone=phone)
    await writes(house, "STOP", phone=OTHER)
    id = await name(house, name="Ana Castillo")
    mia = await sign_in(Role.SUPERVISOR)
    merged = await mia.post(f"/console/contacts/{id}/merge", {"other": "+1 555 010 0002"})
    page = words((await mia.get(f"/console/contacts/{id}")).text)
    unknown = await mia.post(f"/console/contacts/{id}/merge", {"other": "+1 555 010 9999"}, follow_redirects=True)

    assert 303 == merged.status_code
    assert "also +1 555-010-0002" in page
    assert "Opted out: nothing is sent to them" in page
    assert "recorded by an agent" in page
    assert "Nobody has the number" in words(unknown.text)


# ── handing out, and forgetting ─────────────────────────────────────────────────────────────────────────────────────


async def test_everything_is_handed_out_and_nothing_of_it_is_a_formula(house, sign_in):
    await writes(house, "=1+1 \u202e<script>alert(1)</script>")
    id = await name(house, name="Ana Castillo")
    mia = await sign_in(Role.SUPERVISOR)
    document = await mia.get(f"/console/contacts/{id}/export")
    table = await mia.get(f"/console/contacts/{id}/export?format=csv")
    rows = [row for row in csv.DictReader(io.StringIO(table.text)) if row["direction"] == "in"]
    log = await house.runtime.database.run(lambda conn: conn.exec_driver_sql("SELECT kind FROM audit").scalars().all())

    assert "Ana Castillo" == document.json()["contact"]["name"]
    assert "'=1+1 \u202e<script>alert(1)</script>" == rows[0]["text"]
    assert [f'attachment; filename="{id}.{kind}"' for kind in ("json", "csv")] == [
        answer.headers["content-disposition"] for answer in (document, table)
    ]
    assert 2 == list(log).count("contact.exported")


async def test_somebody_is_only_erased_once_the_word_is_typed(house, sign_in):
    await writes(house, "hello")
    id = await name(house)
    mia = await sign_in(Role.ADMIN)
    refused = await mia.post(f"/console/contacts/{id}/erase", {"word": "erase"})
    erased = await mia.post(f"/console/contacts/{id}/erase", {"word": "ERASE"})

    assert (422, 303) == (refused.status_code, erased.status_code)
    assert "type ERASE to go through with it" in words(refused.text)
    assert 404 == (await mia.get(f"/console/contacts/{id}")).status_code


@pytest.mark.parametrize(
    ("role", "allowed"),
    [(Role.VIEWER, []), (Role.AGENT, ["edit", "block"]), (Role.SUPERVISOR, ["edit", "block", "merge", "part"])],
)
async def test_each_role_may_what_it_may(house, sign_in, role, allowed):
    await writes(house, "hello")
    id = await name(house)
    somebody = await sign_in(role)
    acts = ("edit", "block", "merge", "part", "erase")
    answers = {act: (await somebody.post(f"/console/contacts/{id}/{act}", {"on": "no"})).status_code for act in acts}

    assert allowed == [act for act, status in answers.items() if status != 403]


# ── canned replies ──────────────────────────────────────────────────────────────────────────────────────────────────


async def test_canned_replies_are_the_teams_or_ones_own(house, sign_in):
    mia, bo = await sign_in(Role.AGENT, "Mia"), await sign_in(Role.AGENT, "Bo")
    path = "/console/settings/canned"
    await mia.post(path, {"shortcut": "/Hours", "text": "Hi {{ contact.first_name }}, nine to five.", "owner": "team"})
    await mia.post(path, {"shortcut": "sign", "text": "Best, {{ agent.name }}", "owner": "me"})
    again = await bo.post(path, {"shortcut": "hours", "text": "Always.", "owner": "team"})
    wrong = await bo.post(path, {"shortcut": "x", "text": "{{ password }}", "owner": "team"})
    pages = [words((await agent.get(path)).text) for agent in (mia, bo)]
    own = re.search(r"edit=(can_\w+)[^>]*>Change<span class=\"sr\"> /sign", (await mia.get(path)).text)
    assert own
    taken = await bo.post(f"{path}/remove", {"id": own[1]})

    assert (422, 422, 403) == (again.status_code, wrong.status_code, taken.status_code)
    assert "there is another /hours already" in words(again.text)
    assert ">Always.</textarea>" in again.text
    assert all("/hours Hi Ana, nine to five." in page for page in pages)
    assert [True, False] == ["/sign Best, Mia" in page for page in pages]
    edit = await mia.get(f"{path}?edit={own[1]}")
    assert "For Ana Castillo it reads: Best, Mia" in words(edit.text)
    await mia.post(f"{path}/remove", {"id": own[1]})
    assert "/sign" not in words((await mia.get(path)).text)
