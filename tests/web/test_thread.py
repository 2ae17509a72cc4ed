"""A conversation in the console, form by form: as plain pages, and as the parts that htmx asks for."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from html import unescape

import pytest

from bot.accounts import Role
from bot.desk import Actor
from bot.events import Inbound
from bot.inbox import entries
from bot.limits import UNDO_S
from bot.store import contacts, findings, writing
from bot.store.writing import NOTE, REPLY, Canned
from tests.web.harness import CUSTOMER, HOUSE, House, eventually

BEN = Actor("usr_ben", "Ben")


async def writes(house: House, text: str, *, phone: str = CUSTOMER, media: tuple[str, ...] = ()) -> str:
    """A customer writes, and it is processed; return the conversation."""
    runtime = house.runtime
    inbound = Inbound(runtime.world.new_id("in"), phone, HOUSE, text, media)
    await runtime.inbox.accept([entries.message("main", inbound, runtime.world.now())])

    def pending(conn) -> bool:
        return bool(conn.exec_driver_sql("SELECT count(*) FROM inbound WHERE status = 'new'").scalar())

    async def processed() -> bool:
        return not await runtime.database.run(pending)

    await eventually(processed)
    return await conversation_of(house, phone)


async def conversation_of(house: House, phone: str = CUSTOMER) -> str:
    def find(conn):
        query = "SELECT v.id FROM conversation v JOIN contact c ON c.id = v.contact_id WHERE c.phone = ?"
        return conn.exec_driver_sql(query, (phone,)).scalar_one()

    return await house.runtime.database.run(find)


async def name(house: House, phone: str = CUSTOMER, **changes) -> str:
    """What is known of a customer changes; return their id."""

    def change(conn) -> str:
        known = contacts.find(conn, [phone])[phone]
        contacts.save(conn, [known._replace(**changes)], house.runtime.world.now())
        findings.know_people(conn, [known.id])
        return known.id

    return await house.runtime.database.run(change)


def words(page: str) -> str:
    """What can be read on a page."""
    bare = re.sub(r"<(style|script|template)\b.*?</\1>", " ", page, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", bare)).split())


async def said_to(house: House, count: int) -> list[str]:
    """Wait until the carrier has so many texts."""

    async def look() -> list[str] | None:
        taken = [message.text for message in house.carrier.ledger.accepted]
        return taken if len(taken) >= count else None

    return await eventually(look)


# ── looking ─────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_thread_says_who_said_what_and_what_became_of_it(house, sign_in):
    id = await writes(house, "hello")
    mia = await sign_in(Role.AGENT, "Mia")
    page = await mia.get(f"/console/inbox/{id}")

    assert 200 == page.status_code
    read = words(page.text)
    assert "Today They wrote: hello" in read
    assert "The flow greeting started" in read
    assert "bot greet.name What is your name?" in read
    assert "1 segment · GSM-7 · conversational" in read


async def test_who_only_looks_sees_no_number_and_nothing_to_press(house, sign_in):
    id = await writes(house, "hello")
    vic = await sign_in(Role.VIEWER, "Vic")
    page = (await vic.get(f"/console/inbox/{id}")).text

    assert CUSTOMER not in page
    assert CUSTOMER[-7:-4] + CUSTOMER[-4:] not in page
    assert "Take over" not in page
    assert '<form class="composer"' not in page
    assert "your role is viewer" in page


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/console/inbox/cnv_0", 404),
        ("/console/inbox/cnv_0/items?before=1", 404),
        ("/console/inbox/cnv_0/head", 404),
        ("/console/messages/msg_0/why", 404),
        ("/console/media/in_0/0", 404),
        ("/console/media/in_99999999999999999999/0", 404),
        ("/console/contacts/ctc_0", 404),
    ],
)
async def test_what_is_not_there_is_said(house, sign_in, path, status):
    mia = await sign_in()

    assert status == (await mia.get(path)).status_code


async def test_older_and_newer_come_in_parts(house, sign_in, monkeypatch):
    monkeypatch.setattr("bot.web.console.thread.THREAD_ENTRIES_A_PAGE", 3)
    for number in range(6):
        id = await writes(house, f"text {number}")
    mia = await sign_in()
    page = (await mia.get(f"/console/inbox/{id}")).text
    older = re.search(r'hx-get="(/console/inbox/\w+/items\?before=\d+)"', page)
    newer = re.search(r'hx-get="(/console/inbox/\w+/items\?after=\d+[^"]*)"', page)
    assert older
    assert newer
    await writes(house, "text 6")
    before, after = await mia.part(unescape(older[1])), await mia.part(unescape(newer[1]))
    whole = await mia.get(unescape(older[1]))

    assert "text 5" in page
    assert "text 0" not in page
    assert "text 1" in before.text
    assert "text 5" not in before.text
    assert "text 6" in after.text
    assert "text 5" not in after.text
    assert "Today" not in after.text  # the day has begun above
    assert "Older messages" in whole.text


async def test_only_what_has_changed_is_told_of_messages(house, sign_in):
    id = await writes(house, "hello")
    mia = await sign_in()
    [message] = (await house.api.get("/v1/messages")).json()["data"]
    await house.api.message(message["id"], "delivered")
    tokens = [f"{message['id']}.{status}" for status in ("queued", "delivered")]
    parts = [(await mia.part(f"/console/inbox/{id}/items?after=999999&open={token}")).text for token in tokens]

    assert ["hx-swap-oob" in part for part in parts] == [True, False]
    assert "✓✓</span> <bdi" in parts[0]


async def test_why_a_message_was_sent_is_explained(house, sign_in):
    id = await writes(house, "hello")
    mia = await sign_in(Role.AGENT, "Mia")
    await mia.post(f"/console/inbox/{id}/write", {"kind": REPLY, "reply": "Hello, here is Mia."})
    messages = (await house.api.get("/v1/messages")).json()["data"]
    read = [words((await mia.part(f"/console/messages/{message['id']}/why")).text) for message in messages]

    assert "Wanted by Mia, who wrote it" in read[0]
    assert "Wanted by the flow greeting , in greet.name" in read[1]
    assert "Template What is your name?" in read[1]


# ── writing ─────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_reply_takes_over_and_is_sent(house, sign_in):
    id = await writes(house, "hello")
    mia = await sign_in(Role.AGENT, "Mia")
    sent = await mia.post(f"/console/inbox/{id}/write?view=mine", {"kind": REPLY, "reply": "Here is\r\nMia."})
    page = words((await mia.get(f"/console/inbox/{id}")).text)

    assert (303, f"/console/inbox/{id}?view=mine") == (sent.status_code, sent.headers["location"])
    assert "You took over from the bot" in page
    assert "The bot is paused." in page
    assert "leaves in a moment" in page
    assert "Here is\nMia." == (await said_to(house, 2))[-1]


async def test_a_reply_can_be_undone_and_is_a_draft_again(house, sign_in):
    id = await writes(house, "hello")
    mia = await sign_in(Role.AGENT, "Mia")
    await mia.post(f"/console/inbox/{id}/write", {"kind": REPLY, "reply": "Oh no."})
    [message] = [one for one in (await house.api.get("/v1/messages")).json()["data"] if one["text"] == "Oh no."]
    undone = await mia.post(f"/console/inbox/{id}/messages/{message['id']}/cancel")
    again = await mia.post(f"/console/inbox/{id}/messages/{message['id']}/cancel")
    page = (await mia.get(f"/console/inbox/{id}")).text

    assert [303, 303] == [undone.status_code, again.status_code]
    assert "canceled" == (await house.api.message(message["id"], "canceled"))["status"]
    assert ">Oh no.</textarea>" in page
    assert "You took a message back" in words(page)


async def test_a_reply_waits_for_the_time_that_was_chosen(house, sign_in):
    id = await writes(house, "hello")
    await name(house, timezone="Asia/Tokyo")
    mia = await sign_in()
    tomorrow = (house.runtime.world.now() + timedelta(days=1)).strftime("%Y-%m-%dT09:00")
    await mia.post(f"/console/inbox/{id}/write", {"kind": REPLY, "reply": "Morning.", "later": "at", "at": tomorrow})
    [message] = [one for one in (await house.api.get("/v1/messages")).json()["data"] if one["text"] == "Morning."]
    page = words((await mia.get(f"/console/inbox/{id}")).text)

    assert "queued" == message["status"]
    assert "09:00 their time" in page
    assert "Do not send" in page


@pytest.mark.parametrize(
    ("form", "words_of_it"),
    [
        ({"kind": REPLY, "reply": "  \n"}, "There is nothing to send yet."),
        ({"kind": REPLY, "reply": "x" * 1_601}, "too long"),
        ({"kind": REPLY, "reply": "Hi", "later": "at", "at": "soon"}, "That is no time."),
        ({"kind": REPLY, "reply": "Hi", "later": "at", "at": "2020-01-01T09:00"}, "That time is over."),
        ({"kind": NOTE, "note": ""}, "There is nothing to send yet."),
    ],
)
async def test_what_is_refused_is_said_and_kept(house, sign_in, form, words_of_it):
    id = await writes(house, "hello")
    mia = await sign_in()
    for headers in ({}, {"hx-request": "true"}):
        answer = await mia.post(f"/console/inbox/{id}/write", form, headers=headers)

        assert 422 == answer.status_code
        assert words_of_it in words(answer.text)
        assert form[form["kind"]].strip() in answer.text


async def test_a_note_is_for_colleagues_and_calls_them(house, sign_in):
    id = await writes(house, "hello")
    mia, bo = await sign_in(Role.AGENT, "Mia"), await sign_in(Role.AGENT, "Bo")
    await mia.post(f"/console/inbox/{id}/write", {"kind": NOTE, "note": "@Bo please <b>look</b>"})
    page = await bo.get(f"/console/inbox/{id}")

    assert "Mia · private note @Bo please <b>look</b> for Bo" in words(page.text)
    assert "<b>look</b>" not in page.text
    assert 1 == len(house.carrier.ledger.accepted)


async def test_who_opted_out_cannot_be_written_to_and_can_be_noted(house, sign_in):
    id = await writes(house, "hello")
    await writes(house, "STOP")
    mia = await sign_in()
    page = (await mia.get(f"/console/inbox/{id}")).text
    refused = await mia.post(f"/console/inbox/{id}/write", {"kind": REPLY, "reply": "But why?"})
    noted = await mia.post(f"/console/inbox/{id}/write", {"kind": NOTE, "note": "sad"})

    assert "Nothing can be sent. They asked to get no more texts." in words(page)
    assert re.search(r'<textarea id="reply"[^>]* disabled', page)
    assert (422, 303) == (refused.status_code, noted.status_code)
    assert "Opted out: nothing is sent to them" in words(page)


async def test_of_two_who_send_one_is_told_and_their_draft_is_kept(house, sign_in):
    id = await writes(house, "hello")
    mia, bo = await sign_in(Role.AGENT, "Mia"), await sign_in(Role.AGENT, "Bo")
    seen = re.search(r'name="seen" value="(\d+)"', (await mia.get(f"/console/inbox/{id}")).text)
    assert seen
    first = await bo.post(f"/console/inbox/{id}/write", {"kind": REPLY, "reply": "Bo here.", "seen": seen[1]})
    second = await mia.post(f"/console/inbox/{id}/write", {"kind": REPLY, "reply": "Mia here.", "seen": seen[1]})
    anyway = re.search(r'name="anyway" value="(\d+)"', second.text)
    assert anyway
    third = await mia.post(
        f"/console/inbox/{id}/write", {"kind": REPLY, "reply": "Mia here.", "seen": seen[1], "anyway": anyway[1]}
    )

    assert [303, 409, 303] == [answer.status_code for answer in (first, second, third)]
    assert "Bo replied just now, before yours was sent. Send anyway?" in words(second.text)
    assert ">Mia here.</textarea>" in second.text
    assert ["Bo here.", "Mia here."] == (await said_to(house, 3))[-2:]


# ── drafts and canned replies ───────────────────────────────────────────────────────────────────────────────────────


async def test_drafts_are_kept_for_each_agent(house, sign_in):
    id = await writes(house, "hello")
    mia, bo = await sign_in(Role.AGENT, "Mia"), await sign_in(Role.AGENT, "Bo")
    counted = await mia.post(
        f"/console/inbox/{id}/draft", {"reply": "I’m on it", "note": "hm"}, headers={"hx-request": "true"}
    )
    pages = [(await agent.get(f"/console/inbox/{id}")).text for agent in (mia, bo)]

    assert "1 segment · UCS-2 · 61 left" in words(counted.text)
    assert "“’” (place 2) makes it 70 a segment." in words(counted.text)
    assert [True, False] == [">I’m on it</textarea>" in page for page in pages]
    cheaper = await mia.post(f"/console/inbox/{id}/cheaper", {"reply": "I’m on it"})
    assert 303 == cheaper.status_code
    assert ">I&#39;m on it</textarea>" in (await mia.get(f"/console/inbox/{id}")).text


async def test_canned_replies_are_filled_in_for_the_customer(house, sign_in):
    id = await writes(house, "hello")
    await name(house, name="Ana Castillo")
    mia = await sign_in(Role.AGENT, "Mia")
    texts = {"hours": "Hi {{ contact.first_name }}, nine to five.", "bye": "Bye."}
    for number, (shortcut, text) in enumerate(texts.items()):
        row = Canned(f"can_{number}", "", shortcut, text, house.runtime.world.now(), "usr_1")
        await house.runtime.database.run(writing.keep_canned, row)
    part = await mia.part(f"/console/inbox/{id}/canned?q=ho")
    plain = (await mia.get(f"/console/inbox/{id}?canned=1")).text
    inserted = await mia.post(f"/console/inbox/{id}/insert", {"reply": "Hm.", "insert": "can_0"})

    assert 'data-insert="Hi Ana, nine to five."' in part.text
    assert "/bye" not in part.text
    assert 'name="insert" value="can_1"' in plain
    assert 303 == inserted.status_code
    assert ">Hm. Hi Ana, nine to five.</textarea>" in (await mia.get(f"/console/inbox/{id}")).text


async def test_colleagues_are_proposed_by_name(house, sign_in):
    id = await writes(house, "hello")
    mia = await sign_in(Role.AGENT, "Mia")

    assert 'data-insert="@Mia "' in (await mia.part(f"/console/inbox/{id}/mentions?q=mi")).text
    assert "Nobody is called that." in (await mia.part(f"/console/inbox/{id}/mentions?q=zz")).text


# ── who speaks, and whose it is ─────────────────────────────────────────────────────────────────────────────────────


async def test_the_bot_is_silenced_and_goes_on_where_it_was(house, sign_in):
    id = await writes(house, "hello")
    mia = await sign_in(Role.AGENT, "Mia")
    head = await mia.post(f"/console/inbox/{id}/take-over", {"epoch": "0"}, headers={"hx-request": "true"})
    await writes(house, "Ana")
    silent = len(house.carrier.ledger.accepted)
    shown = await mia.part(f"/console/inbox/{id}/next?how=restart")
    resumes = await mia.post(f"/console/inbox/{id}/resume", {"minutes": "30"}, headers={"hx-request": "true"})
    await mia.post(f"/console/inbox/{id}/hand-back", {"how": "restart"})

    assert 200 == head.status_code
    assert 'id="thread-head"' in head.text
    assert "Hand back…" in words(head.text)
    assert 1 == silent
    assert "The bot would say: What is your name?" in words(shown.text)
    assert re.search(r"The bot is paused. It goes on in (29|30) min", words(resumes.text))
    assert "What is your name?" == (await said_to(house, 2))[-1]


async def test_who_looked_before_somebody_else_took_over_is_told(house, sign_in):
    id = await writes(house, "hello")
    mia = await sign_in(Role.AGENT, "Mia")
    await house.runtime.desk.take_over(id, BEN)
    answer = await mia.post(f"/console/inbox/{id}/take-over", {"epoch": "0"}, headers={"hx-request": "true"})

    assert 412 == answer.status_code
    assert "Somebody has taken it over or handed it back since." in words(answer.text)


Do = Callable[[], Awaitable[None]]


@pytest.mark.parametrize(
    ("act", "form", "shown"),
    [
        ("assign", {"assignee": "me"}, "You took it"),
        ("assign", {"assignee": ""}, ""),
        ("snooze", {"until": "reply"}, "You put it away until they write"),
        ("snooze", {"until": "2099-01-01T09:00:00+00:00"}, "You put it away until"),
        ("close", {}, "You closed it"),
        ("label", {"add": "vip, new"}, "You labeled it vip, new"),
        ("block", {"on": "yes"}, "You blocked them"),
    ],
)
async def test_what_is_done_stands_in_the_thread(house, sign_in, act, form, shown):
    id = await writes(house, "hello")
    mia = await sign_in(Role.AGENT, "Mia")
    form = {**form, "assignee": mia.user_id} if form.get("assignee") == "me" else form
    done = await mia.post(f"/console/inbox/{id}/{act}", form)
    page = words((await mia.get(f"/console/inbox/{id}")).text)

    assert (303, f"/console/inbox/{id}") == (done.status_code, done.headers["location"])
    assert shown in page


@pytest.mark.parametrize(
    ("act", "form"),
    [
        ("snooze", {"until": "at", "at": "2020-01-01T09:00"}),
        ("snooze", {"until": "whenever"}),
    ],
)
async def test_what_cannot_be_done_is_said(house, sign_in, act, form):
    id = await writes(house, "hello")
    mia = await sign_in()
    answer = await mia.post(f"/console/inbox/{id}/{act}", form, headers={"hx-request": "true"})

    assert 422 == answer.status_code
    assert "Choose a time that is still to come." in words(answer.text)


async def test_what_is_closed_leads_on_and_can_be_opened_again(house, sign_in):
    id = await writes(house, "hello")
    mia = await sign_in()
    closed = await mia.post(f"/console/inbox/{id}/close?view=mine", {"next": "1"})
    opened = await mia.post(f"/console/inbox/{id}/reopen")

    assert 303 == closed.status_code
    assert closed.headers["location"].startswith("/console/inbox")
    assert "You opened it again" in words((await mia.get(opened.headers["location"])).text)


async def test_viewers_do_nothing(house, sign_in):
    id = await writes(house, "hello")
    vic = await sign_in(Role.VIEWER, "Vic")
    acts = [
        "write",
        "draft",
        "take-over",
        "hand-back",
        "assign",
        "snooze",
        "close",
        "label",
        "block",
        "reopen",
        "resume",
    ]

    assert {403} == {(await vic.post(f"/console/inbox/{id}/{act}", {})).status_code for act in acts}


def test_what_can_be_undone_leaves_soon():
    assert 3 <= UNDO_S <= 10
