"""`/v1/conversations`: what agents do, as a program does it."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from bot.accounts import Role
from bot.accounts.caller import CLI
from bot.events import Inbound
from bot.inbox import entries
from bot.runtime import Runtime
from tests.web.harness import CUSTOMER, HOUSE, Api, House, eventually


async def says(runtime: Runtime, id: str, said: str) -> None:
    row = entries.message("main", Inbound(id, CUSTOMER, HOUSE, said), runtime.world.now())
    await runtime.inbox.accept([row])


@pytest.fixture
async def thread(house: House) -> str:
    """A conversation in which the bot has asked for a name, and the answer is awaited."""
    await says(house.runtime, "in-1", "hello")
    await house.api.said_to(CUSTOMER)
    row = await house.runtime.database.run(
        lambda conn: conn.exec_driver_sql("SELECT id FROM conversation").scalar_one()
    )
    return str(row)


class Desk:
    """A program that does what agents do in one conversation."""

    def __init__(self, api: Api, thread: str) -> None:
        self.api = api
        self.at = f"/v1/conversations/{thread}"

    async def look(self) -> dict[str, Any]:
        found: dict[str, Any] = (await self.api.get(self.at)).json()
        return found

    async def do(self, what: str, body: Any = None, *, epoch: int | None = None, once: str = "") -> httpx.Response:
        headers = {"authorization": f"Bearer {self.api.keys['all']}"}
        headers |= {"if-match": f'"{epoch}"'} if epoch is not None else {}
        headers |= {"idempotency-key": once} if once else {}
        return await self.api.http.post(f"{self.at}/{what}", json=body, headers=headers)


@pytest.fixture
def desk(api: Api, thread: str) -> Desk:
    return Desk(api, thread)


async def test_a_person_takes_over_writes_and_hands_back(desk: Desk, api: Api):
    before = await desk.look()
    taken = await desk.do("take-over", epoch=before["epoch"])
    written = await desk.do("messages", {"text": "Mia here."})
    back = await desk.do("hand-back", {"how": "continue"})
    said = await api.said_to(CUSTOMER, 3)

    assert ("bot", False, 0, "greeting") == (before["handler"], before["held"], before["epoch"], before["flow"]["flow"])
    assert ('"1"', "person", True) == (
        taken.headers["etag"],
        taken.json()["conversation"]["handler"],
        taken.json()["conversation"]["held"],
    )
    assert written.json()["message"].startswith("msg_")
    assert ("bot", 2) == (back.json()["conversation"]["handler"], back.json()["epoch"])
    assert ["What is your name?", "Mia here.", "What is your name?"] == said


async def test_who_saw_an_earlier_epoch_is_told_the_present_one(desk: Desk):
    await desk.do("take-over", epoch=0)
    answer = await desk.do("close", epoch=0)

    assert (412, "stale", 1, '"1"') == (
        answer.status_code,
        answer.json()["code"],
        answer.json()["epoch"],
        answer.headers["etag"],
    )
    assert '"1"' == (await desk.api.get(desk.at)).headers["etag"]


@pytest.mark.parametrize("given", ['"0"', "0", 'W/"0"', "*"])
async def test_an_epoch_is_named_as_the_etag_has_it_or_bare(desk: Desk, given: str):
    headers = {"authorization": f"Bearer {desk.api.keys['all']}", "if-match": given}
    answer = await desk.api.http.post(f"{desk.at}/take-over", headers=headers)

    assert (200, 1) == (answer.status_code, answer.json()["conversation"]["epoch"])


@pytest.mark.parametrize(
    "given", ["x", "", "-1", '"-1"', '"12345678901"', "1234567890", '"1", "2"', '""0"', '"0', 'w/"0"', "٣", '"*"']
)
async def test_what_is_no_epoch_is_refused(desk: Desk, given: str):
    headers = {"authorization": f"Bearer {desk.api.keys['all']}", "if-match": given.encode()}
    answer = await desk.api.http.post(f"{desk.at}/take-over", headers=headers)

    assert (422, "invalid_field", "If-Match") == (answer.status_code, answer.json()["code"], answer.json()["param"])


async def test_nothing_is_sent_past_what_the_writer_has_not_seen(desk: Desk, runtime: Runtime):
    seen = (await desk.look())["newest"]
    await desk.do("take-over")
    await says(runtime, "in-2", "Wait!")

    async def heard() -> bool:
        return (await desk.look())["unread"] == 1

    await eventually(heard)
    refused = await desk.do("messages", {"text": "Mia here.", "seen": seen})
    again = await desk.do("messages", {"text": "Mia here.", "seen": refused.json()["newer"][-1]["seq"]})

    assert (409, "conflict", ["Wait!"]) == (
        refused.status_code,
        refused.json()["code"],
        [item["text"] for item in refused.json()["newer"]],
    )
    assert 200 == again.status_code


async def test_a_reply_that_is_repeated_is_sent_once(desk: Desk, api: Api):
    first, second = [await desk.do("messages", {"text": "Mia here."}, once="reply-1") for _ in range(2)]

    assert first.content == second.content
    assert ["What is your name?", "Mia here."] == await api.said_to(CUSTOMER, 2)


async def test_nobody_overrides_a_stop(desk: Desk, api: Api, runtime: Runtime):
    await says(runtime, "in-2", "STOP")
    await api.said_to(CUSTOMER, 2)
    answer = await desk.do("messages", {"text": "Please stay"})

    assert (409, "refused", "opted_out") == (answer.status_code, answer.json()["code"], answer.json()["reason"])
    assert answer.json()["detail"].startswith("They asked to get no more texts.")
    assert "bot" == (await desk.look())["handler"]


@pytest.mark.parametrize(
    ("body", "code", "detail"),
    [
        ({"how": "state", "state": "nowhere"}, 404, "no state `nowhere`; it has: greet"),
        ({"how": "sideways"}, 422, "`how`"),
        ({"how": "restart"}, 200, None),
        ({"at": "2099-01-01T00:00:00Z"}, 200, None),
    ],
)
async def test_ways_to_hand_back(desk: Desk, body: Any, code: int, detail: str | None):
    await desk.do("take-over")
    answer = await desk.do("hand-back", body)

    assert code == answer.status_code
    assert detail is None or detail in answer.json()["detail"]


async def test_what_agents_do_besides(desk: Desk):
    steps = [
        ("assign", {"assignee": None}),
        ("labels", {"add": ["vip", "late"], "remove": []}),
        ("labels", {"remove": ["late"]}),
        ("snooze", {"until": "2099-01-01T00:00:00Z"}),
        ("reopen", None),
        ("notes", {"text": "Calls her Annie."}),
        ("close", None),
    ]
    answers = [await desk.do(what, body) for what, body in steps]
    shown = [answer.json()["conversation"] for answer in answers]
    items = (await desk.api.get(f"{desk.at}/messages")).json()["data"]

    assert [200] * len(steps) == [answer.status_code for answer in answers]
    assert [["vip", "late"], ["vip"]] == [shown[1]["labels"], shown[2]["labels"]]
    assert ["snoozed", "open", "open", "closed"] == [one["status"] for one in shown[3:]]
    assert ["closed", "noted", "reopened", "snoozed", "labeled", "labeled", "started"] == [
        item["what"] or "noted" for item in items if item["kind"] in ("activity", "note")
    ]
    assert "Calls her Annie." == next(item["text"] for item in items if item["kind"] == "note")


@pytest.mark.parametrize(
    ("what", "body", "param"),
    [
        ("assign", {"assignee": "nobody@example.com"}, "assignee"),
        ("notes", {"text": "Look", "mentions": ["usr_x"]}, "mentions"),
    ],
)
async def test_only_those_who_work_here_are_named(desk: Desk, what: str, body: Any, param: str):
    answer = await desk.do(what, body)

    assert (422, param) == (answer.status_code, answer.json()["param"])


async def test_agents_are_found_by_id_and_by_address(desk: Desk, runtime: Runtime):
    mia = await runtime.accounts.people.add("mia@example.com", "Mia", Role.AGENT, CLI)
    answers = [await desk.do("assign", {"assignee": named}) for named in ("Mia@example.com", None, mia.id)]

    assert [mia.id, None, mia.id] == [answer.json()["conversation"]["assignee"] for answer in answers]


async def test_what_the_bot_would_say(desk: Desk):
    said = (await desk.api.get(f"{desk.at}/preview", params={"text": "Ana"})).json()
    epoch = (await desk.look())["epoch"]

    assert ["Hello Ana."] == [one["text"] for one in said["said"]]
    assert ("done", 0) == (said["outcome"], epoch)


async def test_a_thread_is_read_page_by_page(desk: Desk):
    for number in range(3):
        await desk.do("notes", {"text": f"Note {number}"})
    first = (await desk.api.get(f"{desk.at}/messages", params={"limit": 2})).json()
    second = (await desk.api.get(f"{desk.at}/messages", params={"limit": 2, "after": first["next"]})).json()

    assert ["Note 2", "Note 1"] == [item["text"] for item in first["data"]]
    assert ["Note 0", "", "What is your name?", "hello"] == [item["text"] for item in second["data"]]
    assert None is second["next"]


async def test_conversations_are_listed(desk: Desk):
    async def listed() -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = (await desk.api.get("/v1/conversations", params={"view": "bot"})).json()["data"]
        return rows

    rows = await eventually(listed)
    none = (await desk.api.get("/v1/conversations", params={"view": "closed"})).json()

    assert [CUSTOMER] == [row["contact"]["phone"] for row in rows]
    assert {"data": [], "next": None} == none


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("GET", "/messages"),
        ("GET", "/preview"),
        ("POST", "/take-over"),
        ("POST", "/close"),
        ("POST", "/reopen"),
    ],
)
async def test_what_is_not_there_is_not_found(standing: House, method: str, path: str):
    headers = {"authorization": f"Bearer {standing.api.keys['all']}"}
    answer = await standing.api.http.request(method, f"/v1/conversations/cnv_x{path}", headers=headers)

    assert (404, "not_found") == (answer.status_code, answer.json()["code"])


@pytest.mark.parametrize("path", ["/take-over", "/close", "/reopen"])
async def test_who_may_only_read_changes_nothing(desk: Desk, path: str):
    answer = await desk.api.http.post(desk.at + path, headers={"authorization": f"Bearer {desk.api.keys['read']}"})

    assert (403, "forbidden") == (answer.status_code, answer.json()["code"])
