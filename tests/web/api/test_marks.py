"""What agents keep for themselves, as a program keeps it: drafts, marks, views, canned replies, and more."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.accounts import Role
from bot.events import Inbound
from bot.inbox import entries
from bot.store import writing
from tests.web.console import add_user
from tests.web.harness import CUSTOMER, HOUSE, House, eventually, open_house, write_flows

MENU = """
flow: menu
start:
  - keyword: menu
states:
  ask:
    - ask: Coffee or tea?
      choices:
        coffee: Coffee
        tea: Tea
      save: drink
    - end: done
"""


@pytest.fixture
async def thread(house: House) -> str:
    row = entries.message("main", Inbound("in-1", CUSTOMER, HOUSE, "hello"), house.runtime.world.now())
    await house.runtime.inbox.accept([row])
    await house.api.said_to(CUSTOMER)

    async def listed() -> str | None:
        rows = (await house.api.get("/v1/conversations")).json()["data"]
        return rows[0]["id"] if rows else None

    return str(await eventually(listed))


@pytest.fixture
async def mia(house: House) -> str:
    return (await add_user(house, Role.AGENT, "Mia"))[0]


async def put(house: House, path: str, body: object) -> tuple[int, dict[str, object]]:
    headers = {"authorization": f"Bearer {house.api.keys['send']}"}
    answer = await house.http.put(path, json=body, headers=headers)
    return answer.status_code, answer.json()


@pytest.mark.parametrize("named", ["id", "mia@example.com", "Mia@Example.com", "me"])
async def test_a_draft_is_where_its_writer_finds_it(house: House, thread: str, mia: str, named: str):
    whose = mia if named == "id" else named
    at = f"/v1/conversations/{thread}/users/{whose}"
    kept = await put(house, f"{at}/draft", {"text": "Dear Ana"})
    note = await put(house, f"{at}/draft", {"kind": "note", "text": "Careful"})
    gone = await put(house, f"{at}/draft", {"text": " "})
    keys = await house.runtime.keys.list()
    owner = next(key.id for key in keys if key.name == "send") if named == "me" else mia

    assert (200, {"reply": "Dear Ana"}) == (kept[0], kept[1]["drafts"])
    assert {"reply": "Dear Ana", "note": "Careful"} == note[1]["drafts"]
    assert ({"note": "Careful"}, owner) == (gone[1]["drafts"], gone[1]["user"])
    assert {"note": "Careful"} == await house.runtime.database.run(writing.drafts, owner, thread)


async def test_what_is_read_and_what_is_not(house: House, thread: str, mia: str):
    at = f"/v1/conversations/{thread}/users/{mia}"
    never = (await house.api.get(at)).json()["read_up_to"]
    read = (await house.api.post(f"{at}/read")).json()["read_up_to"]
    unread = (await house.api.post(f"{at}/unread")).json()["read_up_to"]
    everything = await house.api.post(f"/v1/users/{mia}/read-all")

    assert (None, True) == (never, read > unread)
    assert mia == everything.json()["user"]
    assert (await house.api.get(at)).json()["read_up_to"] >= read


async def test_who_is_here_is_seen_by_the_others(house: House, thread: str, mia: str):
    at = f"/v1/conversations/{thread}"
    alone = await house.api.post(f"{at}/users/{mia}/presence", {"doing": "typing"})

    async def there() -> list[dict[str, str]] | None:
        found: list[dict[str, str]] = (await house.api.get(f"{at}/presence")).json()["data"]
        return found or None

    [seen] = await eventually(there)

    assert [] == alone.json()["data"]
    assert (mia, "Mia", "typing") == (seen["user"], seen["name"], seen["doing"])


@pytest.mark.parametrize(
    ("path", "param"),
    [("/v1/conversations/cnv_no/users/me", "id"), ("/v1/conversations/{thread}/users/nobody@example.com", "user")],
)
async def test_nothing_is_kept_where_there_is_nothing(house: House, thread: str, path: str, param: str):
    answer = await house.api.get(path.format(thread=thread))

    assert (404, param) == (answer.status_code, answer.json()["param"])


# ── views ───────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_view_is_kept_shared_and_forgotten(house: House, mia: str):
    tom = (await add_user(house, Role.AGENT, "Tom"))[0]
    wanted = {"name": " Refunds ", "filters": {"view": "all", "label": "refund", "q": ""}, "shared": True}
    kept = (await house.api.post(f"/v1/users/{mia}/views", wanted)).json()
    others = (await house.api.get(f"/v1/users/{tom}/views")).json()["data"]
    not_his = await house.http.delete(f"/v1/users/{tom}/views/{kept['id']}", headers=bearer(house))
    gone = await house.http.delete(f"/v1/users/{mia}/views/{kept['id']}", headers=bearer(house))

    assert ("Refunds", {"view": "all", "label": "refund"}) == (kept["name"], kept["filters"])
    assert [kept] == others
    assert (404, 200) == (not_his.status_code, gone.status_code)


@pytest.mark.parametrize(("filters", "told"), [({"labels": "x"}, "did you mean `label`?"), ({"view": "mien"}, None)])
async def test_a_view_that_filters_by_nothing_known_is_refused(house: House, filters: dict[str, str], told: str | None):
    answer = await house.api.post("/v1/users/me/views", {"name": "Odd", "filters": filters})

    assert (422, "filters", told) == (answer.status_code, answer.json()["param"], answer.json().get("hint"))


# ── canned replies ──────────────────────────────────────────────────────────────────────────────────────────────────


async def test_canned_replies_are_the_teams_or_ones_own(house: House, thread: str, mia: str):
    tom = (await add_user(house, Role.AGENT, "Tom"))[0]
    at = f"/v1/users/{mia}/canned-replies"
    hours = {"shortcut": "/Hours", "text": "Hi {{ contact.first_name | default('there') }}, {{ agent.name }} here."}
    team = (await house.api.post(at, hours)).json()
    own = (await house.api.post(at, {"shortcut": "bye", "text": "Bye.", "own": True})).json()
    twice = await house.api.post(at, hours)
    broken = await house.api.post(at, {"shortcut": "no", "text": "{{ visit.day }}"})
    changed = (await house.api.patch(f"{at}/{own['id']}", {"text": "Goodbye."})).json()
    not_his = await house.api.patch(f"/v1/users/{tom}/canned-replies/{own['id']}", {"text": "Mine."})
    filled = (await house.api.get(f"/v1/conversations/{thread}/users/{mia}/canned-replies")).json()["data"]

    assert ("hours", False, True) == (team["shortcut"], team["own"], own["own"])
    assert [(422, "shortcut"), (422, "text")] == [(one.status_code, one.json()["param"]) for one in (twice, broken)]
    assert ("bye", "Goodbye.", 404) == (changed["shortcut"], changed["text"], not_his.status_code)
    assert [("bye", "Goodbye."), ("hours", "Hi there, Mia here.")] == [(one["shortcut"], one["text"]) for one in filled]
    assert ["hours"] == [one["shortcut"] for one in (await house.api.get("/v1/users/me/canned-replies")).json()["data"]]


# ── notices, what is planned, and tests ─────────────────────────────────────────────────────────────────────────────


async def test_who_is_mentioned_is_told_until_they_have_seen_it(house: House, thread: str, mia: str):
    await house.api.post(f"/v1/conversations/{thread}/notes", {"text": "Look, @Mia", "mentions": ["mia@example.com"]})
    [told] = (await house.api.get(f"/v1/users/{mia}/notices")).json()["data"]
    seen = [(await house.api.post(f"/v1/users/{mia}/notices/seen", {})).json()["seen"] for _ in range(2)]

    assert ("mention", thread, None) == (told["kind"], told["conversation"], told["seen_at"])
    assert [1, 0] == seen


async def test_what_is_planned_is_listed_and_taken_back(house: House, thread: str):
    at = f"/v1/conversations/{thread}"
    for day in ("03", "02"):
        reply = {"text": f"On the {day}.", "send_at": f"2099-03-{day}T10:00:00Z"}
        await house.api.post(f"{at}/messages", reply)
    planned = (await house.api.get(f"{at}/scheduled")).json()["data"]
    await house.api.post(f"/v1/messages/{planned[0]['id']}/cancel")
    left = (await house.api.get(f"{at}/scheduled")).json()["data"]

    assert ["On the 02.", "On the 03."] == [message["text"] for message in planned]
    assert ["On the 03."] == [message["text"] for message in left]


async def test_the_bot_goes_on_by_itself_or_not_any_more(house: House, thread: str):
    at = f"/v1/conversations/{thread}"
    early = await house.api.post(f"{at}/resume", {"at": "2099-03-02T10:00:00Z"})
    await house.api.post(f"{at}/take-over")
    set_ = (await house.api.post(f"{at}/resume", {"at": "2099-03-02T10:00:00Z"})).json()
    unset = (await house.api.post(f"{at}/resume", {"at": None})).json()

    assert (409, "not_taken_over") == (early.status_code, early.json()["reason"])
    assert "2099-03-02T10:00:00Z" == set_["conversation"]["bot_paused_until"]
    assert unset["conversation"]["bot_paused_until"] is None


async def test_a_conversation_is_saved_as_a_test(house: House, thread: str):
    row = entries.message("main", Inbound("in-2", CUSTOMER, HOUSE, "Ana"), house.runtime.world.now())
    await house.runtime.inbox.accept([row])
    await house.api.said_to(CUSTOMER, 2)
    saved = (await house.api.get(f"/v1/conversations/{thread}/tests")).json()
    of_flow = (await house.api.get("/v1/flows/greeting/tests")).json()

    assert [("greeting", None)] == [(test["flow"], test["problem"]) for test in saved["data"]]
    assert "Hello Ana." in saved["files"]["greeting.test.yaml"]
    assert saved == of_flow


async def test_a_word_that_was_not_understood_becomes_a_patch(tmp_path: Path):
    flows = write_flows(tmp_path)
    (flows / "menu.yaml").write_text(MENU, encoding="utf-8")
    query = {"state": "ask", "text": "americano"}
    async with open_house(tmp_path, flows) as house:
        at = "/v1/flows/menu/synonym"
        choices = (await house.api.get(at, params=query)).json()
        patch = (await house.api.get(at, params={**query, "choice": "coffee"})).json()["patch"]
        wrong = [
            (await house.api.get(at, params={**query, **more})).json()["param"]
            for more in ({"state": "nowhere"}, {"choice": "beer"})
        ]

    assert (["coffee", "tea"], None) == (choices["choices"], choices["patch"])
    assert "coffee: [americano]" in patch
    assert ["state", "choice"] == wrong


# ── people ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("met", [True, False])
async def test_somebody_is_blocked_and_unblocked(house: House, thread: str, met: bool):
    phone = CUSTOMER if met else "+15550100777"
    await house.api.post("/v1/contacts", {"phone": phone})
    blocked = (await house.api.post(f"/v1/contacts/{phone}/block", {"blocked": True})).json()
    again = (await house.api.post(f"/v1/contacts/{phone}/block", {"blocked": False})).json()
    status = (await house.api.get(f"/v1/conversations/{thread}")).json()["status"]

    assert (True, True) == (blocked["blocked_at"] is not None, again["blocked_at"] is None)
    assert ("closed" if met else "open") == status


async def test_the_ledger_is_verified(house: House, thread: str):
    await house.carrier.text(CUSTOMER, HOUSE, "STOP")
    await house.api.said_to(CUSTOMER, 2)
    looked = (await house.api.post("/v1/consent/verify")).json()

    assert (True, []) == (looked["intact"], looked["findings"])
    assert looked["newest"] >= 1


def bearer(house: House) -> dict[str, str]:
    return {"authorization": f"Bearer {house.api.keys['all']}"}
