"""The simulator over HTTP: the page, the drawings, and one call that steps the engine and keeps nothing."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from sqlalchemy import Connection, text
from starlette.applications import Starlette

from bot.config import Settings, load_settings
from bot.runtime import Runtime
from bot.web.app import create_app

SHOP = """
flow: shop
title: Shop & more
inputs:
  order: integer
  due: datetime
  gift: {type: yes_no, default: "no"}
start:
  - keyword: [shop, buy]
    if: contact.due
    with: {order: "1", due: "{{ contact.due }}"}
anytime:
  agent: {words: [agent, human], go: desk}
states:
  ask:
    - ask: Hi {{ contact.first_name }}, keep order {{ order }} of {{ due | date }}?
      expect: yes_no
      replies:
        yes: kept
        no: look
      unclear: [Yes or no?]
      give_up: desk
      silence:
        1 hour: Still there?
        3 hours: {end: no_reply}
      undelivered: {end: lost}
  look:
    - http: GET https://api.example.com/orders/{{ order }}
      save: found
      on_error: desk
    - ask: Which one?
      choices: "{{ found.body.items }}"
      save: item
    - go: kept
  kept:
    - set: {contact.last_order: "{{ order }}"}
    - say: Thank you <b>{{ contact.first_name }}</b>.
    - end: kept
  desk:
    - handoff: sales
      note: order {{ order }}
      say: One moment.
      closed: {end: helped}
"""
ANA = {"first_name": "Ana", "timezone": "America/New_York", "language": "en"}
INPUTS = {"order": "7", "due": "2026-03-06T10:00"}
BEGINS = "2026-03-05T09:00"

Step = dict[str, Any]
Take = Callable[..., Awaitable[Step]]


@pytest.fixture
def flows(tmp_path: Path) -> Path:
    folder = tmp_path / "flows"
    folder.mkdir()
    (folder / "shop.yaml").write_text(SHOP, encoding="utf-8")
    return folder


@pytest.fixture
async def http(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    """A browser on the same machine."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        yield client


@pytest.fixture
def take(http: httpx.AsyncClient) -> Take:
    """Take one step: after `before`, or, without it, the first of a conversation."""

    async def take(event: Step, before: Step | None = None, **more: Any) -> Step:
        start = {"contact": ANA, "begins": BEGINS} if before is None else {"session": before["session"]}
        answer = await http.post("/simulator/step", json={"flow": "shop", "event": event, **start, **more})
        assert 200 == answer.status_code, answer.text
        step: Step = answer.json()
        return step

    return take


@pytest.fixture
async def started(take: Take) -> Step:
    return await take({"type": "start", "inputs": INPUTS})


def says(text: str) -> Step:
    return {"type": "reply", "text": text}


def texts(step: Step) -> list[tuple[str, str]]:
    return [(bubble["who"], bubble["text"]) for bubble in step["bubbles"]]


# ── a conversation ──────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_start_asks_the_first_question(started):
    assert [("bot", "Hi Ana, keep order 7 of Fri, Mar 6?")] == texts(started)
    assert {"node": "ask", "row": "ask.1", "words": "ask waits for yes or no"} == started["at"]
    assert [["start:", "ask", "next"]] == started["path"]
    assert "Thu 5 Mar, 09:00" == started["clock"]
    assert "America/New_York" == started["zone"]
    assert "in 1 hour, Thu 5 Mar, 10:00" == started["timer"]
    assert ["yes", "no", "agent"] == [chip["text"].lower() for chip in started["chips"]]
    assert {"order": 7, "gift": False} == {name: started["variables"][name] for name in ("order", "gift")}
    assert started["asking"]


async def test_bubbles_carry_what_they_cost(take, started):
    step = await take(says("hm, ça ☂"), started)

    assert [("person", "UCS-2", 1, 8), ("bot", "GSM-7", 1, 10)] == [
        (bubble["who"], bubble["encoding"], bubble["segments"], bubble["units"]) for bubble in step["bubbles"]
    ]


async def test_the_word_that_enters_the_flow_is_on_the_phone(take):
    step = await take({"type": "start", "inputs": INPUTS, "text": "SHOP"})

    assert [("person", "SHOP"), ("bot", "Hi Ana, keep order 7 of Fri, Mar 6?")] == texts(step)


async def test_a_reply_leads_to_the_end_and_the_contact_remembers(take, started):
    step = await take(says("yes"), started)

    assert [("person", "yes"), ("bot", "Thank you <b>Ana</b>.")] == texts(step)
    assert [["ask", "kept", "reply"], ["kept", "end:kept", "next"]] == step["path"]
    assert {"node": "end:kept", "words": "Ended in kept: kept"} == {key: step["at"][key] for key in ("node", "words")}
    assert "kept" == step["outcome"]
    assert 7 == int(step["contact"]["last_order"])
    assert [{"kind": "end", "text": "Ended: kept"}] == step["notes"]
    assert (None, [], False) == (step["timer"], step["chips"], step["asking"])


async def test_skipping_moves_the_clock_to_the_next_timer(take, started):
    nudged = await take({"type": "silence"}, started)
    ended = await take({"type": "silence"}, nudged)

    assert ([("bot", "Still there?")], "1 hour later, Thu 5 Mar, 10:00") == (texts(nudged), nudged["skipped"])
    assert [] == nudged["path"]
    assert "Thu 5 Mar, 12:00" == ended["clock"]
    assert [["ask", "end:no_reply", "silence"]] == ended["path"]


async def test_a_call_waits_for_an_answer_that_the_page_proposes(take, started):
    called = await take(says("no"), started)
    asked = await take({"type": "result", "status": 200, "body": called["call"]["example"]}, called)

    assert "GET https://api.example.com/orders/7" == called["call"]["request"]
    assert {"items"} == set(called["call"]["example"])
    assert "look waits for the answer of an API" == called["at"]["words"]
    assert [bubble for bubble in asked["bubbles"] if bubble["text"].startswith("Which one?")]
    assert ["1", "2", "3", "agent"] == [chip["text"] for chip in asked["chips"]]


async def test_a_text_during_a_call_keeps_the_call(take, started):
    called = await take(says("no"), started)
    queued = await take(says("hello?"), called)

    assert called["call"]["id"] == queued["call"]["id"]


async def test_a_call_that_fails_takes_the_flows_other_way(take, started):
    failed = await take({"type": "result", "error": "no connection"}, await take(says("no"), started))

    assert [["look", "desk", "trouble"]] == failed["path"]
    assert {"queue": "sales", "note": "order 7", "priority": "normal"} == failed["handoff"]
    assert ["trouble", "person"] == [note["kind"] for note in failed["notes"]]


async def test_any_time_words_light_their_own_card(take, started):
    step = await take(says("agent"), started)

    assert [["anytime:", "desk", "reply"]] == step["path"]


async def test_an_agent_closes_what_was_handed_over(take, started):
    handed = await take(says("agent"), started)
    closed = await take({"type": "agent_closed"}, handed)

    assert ("desk has handed over to a person", None) == (handed["at"]["words"], closed["handoff"])
    assert "helped" == closed["outcome"]


async def test_a_question_that_never_arrived_takes_its_way(take, started):
    assert "lost" == (await take({"type": "undelivered"}, started))["outcome"]


@pytest.mark.parametrize("word", ["STOP", "Stop.", "unsubscribe"])
async def test_stop_ends_it_before_the_flow_sees_it(take, started, word):
    step = await take(says(word), started)

    assert "opted_out" == step["outcome"]
    assert [("person", word), ("bot", step["bubbles"][1]["text"])] == texts(step)
    assert "START" in step["bubbles"][1]["text"]


async def test_help_is_answered_and_the_flow_goes_on(take, started):
    step = await take(says("HELP"), started)

    assert "STOP" in step["bubbles"][1]["text"]
    assert (started["at"], started["timer"]) == (step["at"], step["timer"])


async def test_a_step_back_is_just_an_older_session(take, started):
    first = await take(says("yes"), started)

    assert first == await take(says("yes"), started)


async def test_what_was_said_can_be_saved_as_a_test(take, started):
    nudged = await take({"type": "silence"}, started)
    unclear = await take(says('it\'s "1": #2'), nudged)
    called = await take(says("no"), unclear)
    result = {"type": "result", "status": 503, "body": {"a": 1}, "request": called["call"]["request"]}
    failed = await take(result, called)
    closed = await take({"type": "agent_closed"}, failed)
    steps = [started, nudged, unclear, called, failed, closed]

    def lines(part: str) -> list[str]:
        return [line for step in steps for line in step["test"][part]]

    saved = [*lines("head"), "  http:", *lines("http"), "  talk:", *lines("talk"), *lines("tail")]
    assert [
        {
            "test": "shop as simulated",
            "with": INPUTS,
            "contact": ANA,
            "now": "2026-03-05 09:00",
            "http": {"GET https://api.example.com/orders/7": {"status": 503, "body": {"a": 1}}},
            "talk": [
                {"bot": "Hi Ana, keep order 7 of Fri, Mar 6?"},
                {"wait": "1 hour"},
                {"bot": "Still there?"},
                {"me": 'it\'s "1": #2'},
                {"bot": "Yes or no?"},
                {"me": "no"},
                {"bot": "One moment."},
                "agent closes",
            ],
            "ends": "helped",
        }
    ] == yaml.safe_load("\n".join(saved))


# ── what is refused ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"flow": "nowhere"}, 404, "not_found"),
        ({"event": {"type": "jump"}}, 422, "invalid_field"),
        ({"event": {"type": "reply"}}, 422, "missing_field"),
        ({"event": {"type": "reply", "text": "x", "more": 1}}, 422, "unknown_field"),
        ({"event": {"type": "reply", "text": "x" * 10_001}}, 422, "invalid_field"),
        ({"begins": None}, 422, "invalid_field"),
        ({"begins": "2026-02-30T09:00"}, 422, "invalid_field"),
        ({"begins": "0001-01-01T00:00", "contact": {"timezone": "Asia/Tokyo"}}, 422, "invalid_field"),
        ({"session": {}}, 422, "invalid_session"),
        ({"session": {"session": {"state": "x"}, "contact": {}, "labels": [], "now": "x"}}, 422, "invalid_session"),
        ({"contact": {str(number): 1 for number in range(101)}}, 422, "invalid_field"),
    ],
)
async def test_what_makes_no_sense_is_refused_in_words(http, change, status, code):
    body = {"flow": "shop", "event": {"type": "start"}, "contact": ANA, "begins": BEGINS} | change
    answer = await http.post("/simulator/step", json=body)

    assert (status, code) == (answer.status_code, answer.json()["code"])


async def test_a_session_of_another_flow_is_refused(take, started, http):
    session = json.loads(json.dumps(started["session"]))
    session["session"]["flow"] = "other"
    answer = await http.post("/simulator/step", json={"flow": "shop", "event": says("yes"), "session": session})

    assert "invalid_session" == answer.json()["code"]


async def test_only_json_is_read(http):
    """A page of somebody else's cannot send JSON here without asking first."""
    answer = await http.post("/simulator/step", data={"flow": "shop"})

    assert 415 == answer.status_code


async def test_inputs_that_do_not_fit_end_the_conversation_with_the_reason(take):
    step = await take({"type": "start", "inputs": {"order": "many", "due": "2026-03-06T10:00"}})

    assert "failed" == step["outcome"]
    assert ["trouble", "end"] == [note["kind"] for note in step["notes"]]
    assert "`order`" in step["notes"][0]["text"]


async def test_nothing_is_stored_and_nothing_is_sent(take, started, runtime, carrier):
    await take(says("agent"), started)

    def rows(conn: Connection) -> int:
        tables = ("contact", "conversation", "session", "inbound", "message", "event", "timer")
        return sum(conn.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() for table in tables)  # noqa: S608

    assert 0 == await runtime.database.run(rows)


# ── the page and its files ──────────────────────────────────────────────────────────────────────────────────────────


async def test_the_page_brings_flows_people_and_only_own_files(http):
    answer = await http.get("/simulator?flow=shop")
    page = answer.text

    flows = json.loads(unescape(re.search(r"data-flows='(.*?)'", page)[1]))
    assert [
        ("order", "integer", True, "42"),
        ("due", "datetime", True, flows[0]["inputs"][1]["example"]),
        ("gift", "yes_no", False, ""),
    ] == [(given["name"], given["type"], given["required"], given["example"]) for given in flows[0]["inputs"]]
    assert ("shop", "Shop & more", ["shop", "buy"]) == tuple(flows[0][key] for key in ("id", "title", "openers"))
    assert '<option value="shop" selected>Shop &amp; more</option>' in page
    assert [] == re.findall(r"<script(?! src=)|<style|\sstyle=|\son\w+=|https?://", page)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


async def test_its_files_are_named_by_their_content_and_kept_for_ever(http):
    page = (await http.get("/simulator")).text

    paths = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    kinds = {}
    for path in paths:
        answer = await http.get(path)
        kinds[re.sub(r"\.[0-9a-f]{12}\.", ".", path)] = answer.headers["content-type"].partition(";")[0]
        assert "immutable" in answer.headers["cache-control"]
    assert {
        "/static/simulator.css": "text/css",
        "/static/graph.css": "text/css",
        "/static/simulator.js": "text/javascript",
    } == kinds
    assert 404 == (await http.get("/static/simulator.js")).status_code


async def test_a_drawing_brings_its_style_unless_the_page_does(http):
    alone = await http.get("/simulator/graph/shop.svg")
    embedded = await http.get("/simulator/graph/shop.svg?embedded=1")

    assert "image/svg+xml" == alone.headers["content-type"]
    assert "<style>" in alone.text
    assert re.fullmatch(r"default-src 'none'; style-src 'sha256-[\w+/=]+'", alone.headers["content-security-policy"])
    assert "<style>" not in embedded.text
    assert 404 == (await http.get("/simulator/graph/nowhere.svg")).status_code


async def test_an_edited_flow_is_drawn_again(http, flows, runtime):
    before = (await http.get("/simulator/graph/shop.svg")).text
    (flows / "shop.yaml").write_text(SHOP.replace("Which one?", "Which, please?"), encoding="utf-8")
    await runtime.library.turn()

    assert before != (await http.get("/simulator/graph/shop.svg")).text


async def test_without_flows_the_page_says_so(http, flows, runtime):
    (flows / "shop.yaml").unlink()
    await runtime.library.turn()
    page = (await http.get("/simulator")).text

    assert "There is no flow to simulate" in page
    assert "<script" not in page


# ── where it is served ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("bound", "setting", "asked", "status"),
    [
        ("127.0.0.1", "", "127.0.0.1:8000", 200),
        ("127.0.0.1", "", "localhost", 200),
        ("::1", "", "[::1]:8000", 200),
        ("127.0.0.1", "", "sms.example.com", 404),
        ("127.0.0.1", "", "[broken", 404),
        ("0.0.0.0", "", "127.0.0.1", 404),
        ("0.0.0.0", "true", "sms.example.com", 200),
    ],
)
async def test_strangers_do_not_reach_it(tmp_path, bound, setting, asked, status):
    settings: Settings = load_settings(
        environ={
            "PARLEY_SERVER__HOST": bound,
            "PARLEY_SERVER__SIMULATOR": setting,
            "PARLEY_CHANNELS__MAIN__SECRET": "not the default",
            "PARLEY_DATABASE__URL": f"sqlite:///{tmp_path / 'parley.db'}",
        }
    )
    transport = httpx.ASGITransport(create_app(Runtime(settings)))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        answer = await client.get("/simulator", headers={"host": asked})

    assert status == answer.status_code


# ── flows within flows, and actions ─────────────────────────────────────────────────────────────────────────────────

GIFT = """
flow: gift
start:
  - keyword: gift
states:
  wrap:
    - do: find_paper
      save: paper
      on_error: sorry
    - run: card
      save: card
    - say: "{{ paper.colour }}, with {{ card.text }}."
    - end: wrapped
  sorry:
    - end: sorry
"""
CARD = """
flow: card
outputs: {text: text}
start:
  - flow
states:
  ask:
    - ask: What shall the card say?
      save: text
      silence: {1 hour: Still writing?}
    - end: written
"""


async def test_a_flow_that_runs_another_stays_lit_where_it_waits(take, runtime, flows):
    for name, source in (("gift", GIFT), ("card", CARD)):
        (flows / f"{name}.yaml").write_text(source, encoding="utf-8")
    await runtime.library.turn()

    called = await take({"type": "start", "inputs": {}}, flow="gift")
    assert ("do find_paper", {"colour": "colour"}) == (called["call"]["request"], called["call"]["example"])

    asked = await take({"type": "result", "status": 200, "body": {"colour": "red"}}, called, flow="gift")
    assert [("bot", "What shall the card say?")] == texts(asked)
    assert {"node": "wrap", "row": "wrap.card", "words": "card: ask waits for a text"} == asked["at"]
    assert "in 1 hour, Thu 5 Mar, 10:00" == asked["timer"]

    done = await take(says("Much joy"), asked, flow="gift")
    assert ("red, with Much joy.", "wrapped") == (texts(done)[-1][1], done["outcome"])
    assert [["wrap", "end:wrapped", "next"]] == done["path"]
