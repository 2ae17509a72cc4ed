"""The inbox by httpx: views, search, several at once, views that are kept, and what is told live."""

from __future__ import annotations

import asyncio
import json
import re
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text as sql

from bot.accounts import Role
from bot.desk import Actor
from bot.events import Inbound
from bot.inbox import entries
from bot.store import listing
from bot.web.console.filters import read_filters, written
from tests.web.harness import PATIENCE_S, eventually

ANA, BEN, CLEO = "+12065550101", "+12065550102", "+12065550103"
EVA = Actor("usr_eva", "Eva")
_ROW = re.compile(r'id="row-(cnv_\w+)"')


@pytest.fixture
def writes(house):
    """A customer writes by the channel's webhook; returns the conversation once the list has it."""

    async def write(phone, text, id):
        inbound = Inbound(id, phone, "+15550100000", text)
        await house.runtime.inbox.accept([entries.message("main", inbound, house.runtime.world.now())])

        async def listed():
            def look(conn):
                query = sql(
                    "SELECT listing.conversation_id FROM listing JOIN contact ON contact.id = listing.contact_id "
                    "JOIN event ON event.conversation_id = listing.conversation_id "
                    "WHERE phone = :phone AND event.data LIKE :said AND listing.heard >= event.seq"
                )
                return conn.execute(query, {"phone": phone, "said": f"%{text}%"}).scalars().first()

            return await house.runtime.database.run(look)

        return await eventually(listed)

    return write


def rows(page):
    return _ROW.findall(page.text)


def words(page):
    """What a page says, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


async def test_a_house_where_nobody_wrote_teaches(sign_in):
    page = await (await sign_in()).get("/console/inbox")

    assert "Nobody has written yet" in page.text
    assert "http://public.test/webhooks/main" in page.text
    assert 'src="data:image/svg+xml' in page.text
    assert "/simulator" in page.text


async def test_the_list_shows_who_wrote_what_and_who_has_it(sign_in, writes, runtime):
    ana = await sign_in()
    id = await writes(ANA, "hello <b>there</b>", "1")
    page = await ana.get("/console/inbox?view=all")

    assert [id] == rows(page)
    assert "bot: What is your name?" in words(page).replace(" : ", ": ")
    assert "bot · greeting" in words(page)

    await runtime.desk.take_over(id, await actor(ana))
    await eventually(lambda: has(ana, "/console/inbox?view=mine", id))

    assert "Ana" in words(await ana.get("/console/inbox?view=mine"))


async def actor(screen):
    agent = await screen.agent()
    return Actor(agent.id, agent.name)


async def has(screen, address, id):
    return id in rows(await screen.get(address))


async def test_text_of_strangers_is_shown_and_does_nothing(sign_in, writes):
    ana = await sign_in()
    nasty = '"><img src=x onerror=alert(1)>{{7*7}}\u202eevil'
    await writes(ANA, "hello", "1")
    await writes(ANA, nasty.replace('"', ""), "2")
    page = await ana.get(f"/console/inbox?view=all&q=onerror&label={'%22%3E%3Cscript%3E'}")

    assert "<img src=x" not in page.text
    assert "<script>" not in page.text


async def test_filters_narrow_and_are_taken_away_one_by_one(sign_in, writes, runtime):
    eva = await sign_in(Role.AGENT, "Eva")
    first, second = await writes(ANA, "hello", "1"), await writes(BEN, "hello", "2")
    await runtime.desk.label(first, EVA, add=["vip"])
    await eventually(lambda: has_only(eva, "/console/inbox?view=all&label=vip", [first]))

    assert {first, second} == set(rows(await eva.get("/console/inbox?view=all&flow=greeting")))
    assert [] == rows(await eva.get("/console/inbox?view=all&flow=booking"))
    page = await eva.get("/console/inbox?view=all&label=vip&flow=greeting")
    assert "label: vip" in page.text
    assert 'href="/console/inbox?view=all&amp;flow=greeting"' in page.text


async def test_those_who_stand_at_a_state_of_a_flow_are_shown(sign_in, writes, api):
    """The figures of a flow's page lead here, and the API lists the same."""
    eva = await sign_in()
    asked, done = await writes(ANA, "hello", "1"), await writes(BEN, "hello", "2")
    await writes(BEN, "Ben", "3")
    state = "greet"
    await eventually(lambda: has_only(eva, f"/console/inbox?view=all&flow=greeting&state={state}", [asked]))
    page = await eva.get(f"/console/inbox?view=all&flow=greeting&state={state}")
    link = f"/console/inbox?view=all&amp;flow=greeting&amp;state={state}"
    await eventually(lambda: says(eva, "/console/flows/greeting", link))
    listed = (await api.get(f"/v1/conversations?flow=greeting&state={state}")).json()["data"]
    refused = await api.get(f"/v1/conversations?state={state}")

    assert f'<option value="{state}" selected>' in page.text
    assert f"state: {state}" in page.text
    assert [asked] == [one["id"] for one in listed]
    assert (422, "flow") == (refused.status_code, refused.json()["param"])
    assert done not in rows(page)


async def says(screen, address, text):
    return text in (await screen.get(address)).text


async def has_only(screen, address, ids):
    return ids == rows(await screen.get(address))


async def test_a_long_list_goes_on_where_it_ended(sign_in, writes, monkeypatch):
    monkeypatch.setattr("bot.store.inbox_views.page.__defaults__", ("", 2))
    eva = await sign_in()
    ids = [await writes(f"+1206555010{n}", "hello", str(n)) for n in range(5)]
    seen, address = [], "/console/inbox?view=all"
    for _ in range(4):
        page = await eva.part(address) if "after" in address else await eva.get(address)
        seen += rows(page)
        more = re.search(r'hx-get="([^"]+after[^"]+)"', page.text)
        if more is None:
            break
        address = more[1].replace("&amp;", "&")

    assert ids[::-1] == seen


async def test_several_are_closed_at_once_and_the_list_has_it_at_once(sign_in, writes):
    eva = await sign_in()
    ids = [await writes(phone, "hello", phone) for phone in (ANA, BEN, CLEO)]
    form = {"do": "close", "id": ids[:2], "query": "?view=all"}
    done = await eva.post("/console/inbox/bulk", form)
    page = await eva.get("/console/inbox?view=all")

    assert (303, "/console/inbox?view=all") == (done.status_code, done.headers["location"])
    assert "2 conversations closed." in page.text
    assert [ids[2]] == rows(page)
    assert set(ids[:2]) == set(rows(await eva.get("/console/inbox?view=closed")))


async def test_what_cannot_be_done_to_one_is_done_to_the_others(sign_in, writes):
    eva = await sign_in()
    id = await writes(ANA, "hello", "1")
    await eva.post("/console/inbox/bulk", {"what": "assign me", "id": [id, "cnv_gone"], "query": "?view=mine"})
    page = await eva.get("/console/inbox?view=mine")

    assert [id] == rows(page)
    assert "1 conversation assigned. 1 not: no conversation has the id" in page.text


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"do": "explode", "id": "cnv_1"}, 422),
        ({"do": "close"}, 422),
        ({"do": "snooze", "id": "cnv_1", "value": "yesterday"}, 422),
        ({"do": "close", "id": ",".join(f"cnv_{n}" for n in range(201))}, 422),
    ],
)
async def test_what_makes_no_sense_is_refused(sign_in, form, status):
    assert status == (await (await sign_in()).post("/console/inbox/bulk", form)).status_code


async def test_a_viewer_looks_with_masked_numbers_and_changes_nothing(sign_in, writes):
    viewer = await sign_in(Role.VIEWER, "Vic")
    id = await writes(ANA, "hello", "1")
    page = await viewer.get("/console/inbox?view=all")
    done = await viewer.post("/console/inbox/bulk", {"do": "close", "id": id})

    assert [id] == rows(page)
    assert "0101" not in words(page).replace(" ", "") or "206555" not in words(page).replace(" ", "")
    assert 403 == done.status_code


async def test_what_was_not_read_is_bold_until_it_is_and_can_be_again(sign_in, writes, runtime):
    eva = await sign_in()
    me = await actor(eva)
    id = await writes(ANA, "hello", "1")
    await runtime.desk.take_over(id, me)
    await writes(ANA, "anybody?", "2")

    async def unread():
        page = await eva.get("/console/inbox?view=mine")
        return ("inbox-row unread" in page.text, int(re.search(r'data-unread="(\d+)"', page.text)[1]))

    before = await unread()
    await eva.post("/console/presence", {"conversation": id, "doing": "viewing", "read": "yes"})
    read = await unread()
    await eva.post("/console/inbox/bulk", {"do": "unread", "id": id})
    again = await unread()
    await eva.post("/console/inbox/bulk", {"do": "read_all"})

    assert [(True, 1), (False, 0), (True, 1), (False, 0)] == [before, read, again, await unread()]


async def test_views_are_kept_for_oneself_or_for_all(sign_in):
    eva, ben = await sign_in(Role.AGENT, "Eva"), await sign_in(Role.AGENT, "Ben")
    await eva.post("/console/inbox/views", {"name": "Hot", "query": "?view=all&priority=urgent", "shared": "yes"})
    await eva.post("/console/inbox/views", {"name": "My own", "query": "?view=mine"})
    of_eva, of_ben = (await eva.get("/console/inbox")).text, (await ben.get("/console/inbox")).text
    drop = re.search(r"/console/inbox/views/(\w+)/delete", of_eva)[1]
    refused = await ben.post(f"/console/inbox/views/{drop}/delete")
    await eva.post(f"/console/inbox/views/{drop}/delete")

    assert ("My own" in of_eva, "Hot" in of_eva, "My own" in of_ben, "Hot" in of_ben) == (True, True, False, True)
    assert 'href="/console/inbox?view=all&amp;priority=urgent"' in of_ben
    assert "/delete" not in of_ben
    assert 404 == refused.status_code
    assert drop not in (await eva.get("/console/inbox")).text


def test_filters_are_read_from_an_address_that_may_be_old():
    wanted = read_filters({"view": "nonsense", "status": "closed", "flow": " booking ", "zzz": "1", "q": "a" * 900})

    assert ("all", "closed", "booking", 200) == (wanted.view, wanted.status, wanted.flow, len(wanted.q))
    assert "" == read_filters({"state": "ask"}).state  # of which flow?
    assert "?view=mine&label=v%26p" == written(read_filters({"view": "mine", "label": "v&p"}))


# ── live ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@asynccontextmanager
async def streaming(runtime, agent, view=None, conversations=(), since=0):
    """Somebody watches."""
    async with runtime.live.watch(agent, view, conversations, since) as watcher:
        yield watcher


async def test_who_watches_is_told_what_changes_and_whether_it_is_in_their_view(sign_in, writes, runtime):
    eva = await sign_in()
    me = await actor(eva)
    id = await writes(ANA, "hello", "1")
    all_open, mine = read_filters({"view": "all"}), read_filters({"view": "mine"})
    version = int(re.search(r'data-version="(\d+)"', (await eva.get("/console/inbox")).text)[1])
    async with (
        streaming(runtime, me.id, all_open, [id], version) as one,
        streaming(runtime, me.id, mine, (), version) as other,
    ):
        other_id = await writes(BEN, "hello", "2")
        await writes(ANA, "Ana", "3")
        told = [await gather(one, {id, other_id}), await gather(other, {id, other_id})]

    assert [({id, other_id}, set(), {id}), (set(), {id, other_id}, set())] == told
    assert 0 == runtime.live.count


async def gather(watcher, ids):
    """Listen until all of these were told of."""
    shown, gone, opened = set(), set(), set()
    async with asyncio.timeout(PATIENCE_S):
        while not ids <= shown | gone:
            told = await watcher.next(5)
            if told is not None:
                shown |= {fresh.row.id for fresh in told.shown}
                gone, opened = gone | set(told.gone), opened | set(told.opened)
    return shown, gone, opened


async def test_a_stream_that_broke_goes_on_where_it_was(sign_in, writes, runtime):
    me = await actor(await sign_in())
    first = await writes(ANA, "hello", "1")
    view = read_filters({"view": "all"})
    async with streaming(runtime, me.id, view, (), 0) as watcher:
        seen = watcher.version
    second = await writes(BEN, "hello", "2")
    async with streaming(runtime, me.id, view, (), seen) as watcher:
        told = await watcher.next(5)
    rows_now = await runtime.database.run(listing.rows, [first, second])
    changed = {row.conversation_id for row in rows_now if row.version > seen}

    shown = {fresh.row.id for fresh in told.shown}

    assert second in shown
    assert shown <= changed


@asynccontextmanager
async def listening(house, screen, query):
    """A stream as a browser has it: a queue of what is said from now on, and the headers that came first."""
    heard = asyncio.Queue()
    asked = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive():
        if not asked:
            await asyncio.sleep(60)
        return asked.pop() if asked else {"type": "http.disconnect"}

    async def send(message):
        await heard.put(message)

    scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "path": "/console/live",
        "raw_path": b"/console/live", "query_string": query.encode(), "root_path": "",
        "headers": [(b"cookie", f"parley={screen.token}".encode()), (b"host", b"public.test")],
        "client": ("127.0.0.1", 1), "server": ("public.test", 80),
    }  # fmt: skip
    task = asyncio.create_task(house.app(scope, receive, send))
    start, _ = await heard.get(), await heard.get()  # with the first words, not with the headers, it begins to watch
    yield heard, dict(start["headers"])
    house.runtime.live.close()
    await asyncio.wait_for(task, PATIENCE_S)


async def said_until(heard, word):
    """Everything that is said up to an event of this name."""
    said = ""
    async with asyncio.timeout(PATIENCE_S):
        while f"event: {word}" not in said:
            said += (await heard.get()).get("body", b"").decode()
    return said


async def test_the_stream_brings_rows_in_the_words_of_server_sent_events(house, sign_in, writes, runtime):
    eva = await sign_in()
    id = await writes(ANA, "hello", "1")
    await runtime.desk.take_over(id, await actor(eva))
    async with listening(house, eva, f"topics=list,{id}&view=all") as (heard, headers):
        await writes(ANA, "<script>alert(1)</script> event: everything", "2")
        said = ""
        while "alert(1)" not in said:
            said = await said_until(heard, "list")
    data = json.loads(re.findall(r"event: list\ndata: (.*)", said)[-1])

    assert b"text/event-stream; charset=utf-8" == headers[b"content-type"]
    assert (b"no-store", b"no") == (headers[b"cache-control"], headers[b"x-accel-buffering"])
    assert {"shown", "gone"} == set(data)
    assert [id] == _ROW.findall("".join(data["shown"]))
    assert "&lt;script&gt;alert(1)" in data["shown"][0]
    assert "<script>" not in said
    assert re.search(r"id: \d+\nevent: list", said)


async def test_a_row_that_is_brought_is_the_row_of_the_page(house, sign_in, writes, runtime):
    """Also for who sees numbers masked: nothing comes by the stream that does not stand on the page."""
    eva, vic = await sign_in(Role.AGENT, "Eva"), await sign_in(Role.VIEWER, "Vic")
    async with (
        listening(house, eva, "topics=list&view=all") as (for_eva, _),
        listening(house, vic, "topics=list&view=all") as (for_vic, _),
    ):
        id = await writes(ANA, "hello", "1")
        await runtime.desk.take_over(id, await actor(eva))
        found = []
        for screen, heard in ((eva, for_eva), (vic, for_vic)):
            while "Eva" not in words_of(brought := (await said_until(heard, "list"))):
                pass
            data = json.loads(re.findall(r"event: list\ndata: (.*)", brought)[-1])
            page = (await screen.get("/console/inbox?view=all")).text
            found.append((plain(row_in(page)), plain(row_in("".join(data["shown"])))))

    assert found[0][0] == found[0][1]
    assert found[1][0] == found[1][1]
    assert "206-555-0101" in found[0][1]
    assert "206-555-0101" not in found[1][1]


def words_of(text):
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def row_in(page):
    return re.search(r'<a role="option".*?</a>', page, re.S)[0]


def plain(row):
    """Without what differs from moment to moment, and the filters of the address."""
    return re.sub(r'data-version="\d+"|\?view=all', "", " ".join(row.split()))


async def test_the_stream_says_how_much_there_is(house, sign_in, writes):
    eva = await sign_in()
    await writes(ANA, "hello", "1")
    async with listening(house, eva, "topics=list&view=all") as (heard, _):
        said = await said_until(heard, "counts")
    data = json.loads(re.search(r"event: counts\ndata: (.*)", said)[1])

    assert ("1", "1", "0", 0, 0) == (
        data["counts"]["all"], data["counts"]["bot"], data["counts"]["mine"], data["needs"], data["unread"],
    )  # fmt: skip


async def test_others_see_who_is_here_and_who_writes_until_they_leave(sign_in, writes, runtime):
    eva, ben = await sign_in(Role.AGENT, "Eva"), await sign_in(Role.AGENT, "Ben")
    id = await writes(ANA, "hello", "1")
    async with streaming(runtime, (await actor(ben)).id, None, [id]) as watcher:
        seen = []
        for doing in ("viewing", "typing", "gone"):
            await eva.post("/console/presence", {"conversation": id, "doing": doing})
            await ben.post("/console/presence", {"conversation": id, "doing": "viewing"})
            async with asyncio.timeout(PATIENCE_S):
                while (told := await watcher.next(5)) is None or not told.present:
                    pass
            seen.append([(one.name, one.doing) for one in told.present[0][1]])

    assert [[("Eva", "viewing")], [("Eva", "typing")], []] == seen


async def test_no_more_than_so_many_watch_and_the_oldest_of_one_agent_makes_room(runtime, monkeypatch):
    monkeypatch.setattr("bot.desk.live.LIVE_STREAMS_OF_AGENT_MAX", 2)
    view = read_filters({})
    async with (
        streaming(runtime, "usr_1", view) as first,
        streaming(runtime, "usr_1", view) as second,
        streaming(runtime, "usr_1", view) as third,
    ):
        assert (True, False, False) == (first.over, second.over, third.over)


async def test_rows_that_left_a_view_are_not_answered_with(sign_in, writes):
    eva = await sign_in()
    ids = [await writes(phone, "hello", phone) for phone in (ANA, BEN)]
    await eva.post("/console/inbox/bulk", {"do": "close", "id": ids[0]})
    page = await eva.part(f"/console/inbox/rows?view=all&ids={','.join(ids)}")

    assert [ids[1]] == rows(page)
    assert 'id="tabs"' in page.text
