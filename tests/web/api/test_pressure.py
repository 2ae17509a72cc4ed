"""Too much waits to go out: more is not taken, everything else goes on."""

from __future__ import annotations

import pytest

from bot.web.api import pressure
from tests.web.harness import CUSTOMER, HOUSE, eventually, open_house

LATER = {"to": CUSTOMER, "text": "Later", "send_at": "2099-01-01T09:00:00Z"}
D7_TEXT = {"messages": [{"recipients": [CUSTOMER], "content": "Hello"}]}
VISIT = {"to": CUSTOMER, "name": "visit.booked", "data": {"visit": "2099-03-06T09:00:00Z"}}


@pytest.fixture
async def full(tmp_path, flows, monkeypatch):
    """A house with room for three messages, which are there, and which looks every time."""
    monkeypatch.setattr(pressure, "BACKLOG_AGE_S_MIN", 0.0)
    monkeypatch.setattr(pressure, "SHARE_MAX", 1e9)
    async with open_house(tmp_path, flows, PARLEY_SENDING__WAITING_MAX="3") as house:
        for number in range(3):
            assert 201 == (await house.api.post("/v1/messages", LATER, once=f"key-{number}")).status_code
        yield house


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/messages", {"to": CUSTOMER, "text": "Hello"}),
        ("/messages/v1/send", D7_TEXT),
        ("/v1/flows/greeting/sessions", {"to": CUSTOMER}),
        ("/v1/events", VISIT),
    ],
)
async def test_whoever_would_add_to_it_comes_back_later(full, path, body):
    answer = await full.api.post(path, body, once="another")

    assert (503, "10") == (answer.status_code, answer.headers["retry-after"])
    assert 3 == len((await full.api.get("/v1/messages")).json()["data"])
    assert b"parley_sends_refused_total 1.0" in await full.runtime.watch.exposition()


async def test_it_says_what_is_the_matter(full):
    problem = (await full.api.post("/v1/messages", {"to": CUSTOMER, "text": "Hello"})).json()

    assert ("unavailable", "3 messages wait to go out already, more are not taken") == (
        problem["code"],
        problem["detail"],
    )


async def test_what_was_taken_before_is_answered_again(full):
    answer = await full.api.post("/v1/messages", LATER, once="key-0")

    assert (201, "true") == (answer.status_code, answer.headers["idempotent-replayed"])


async def test_everything_else_goes_on(full):
    foreseen = await full.api.post("/v1/messages", {"to": CUSTOMER, "text": "Hello", "dry_run": True})

    assert 200 == foreseen.status_code
    assert 200 == await full.carrier.text(CUSTOMER, HOUSE, "hello")
    assert "What is your name?" in await full.api.said_to(CUSTOMER, 4)


async def test_there_is_room_again_when_something_is_taken_back(full):
    waiting = (await full.api.get("/v1/messages")).json()["data"]
    taken_back = await full.api.post(f"/v1/messages/{waiting[0]['id']}/cancel")
    answer = await full.api.post("/v1/messages", LATER)

    assert (200, 201) == (taken_back.status_code, answer.status_code)


async def test_a_request_that_was_sent_away_may_use_its_key_again(full):
    assert 503 == (await full.api.post("/v1/messages", LATER, once="mine")).status_code
    waiting = (await full.api.get("/v1/messages")).json()["data"]
    await full.api.post(f"/v1/messages/{waiting[0]['id']}/cancel")

    assert 201 == (await full.api.post("/v1/messages", LATER, once="mine")).status_code


async def test_what_waits_is_counted_once_a_second(tmp_path, flows):
    async with open_house(tmp_path, flows, PARLEY_SENDING__WAITING_MAX="1") as house:
        first = await house.api.post("/v1/messages", LATER)

        async def sent_away():
            return (await house.api.post("/v1/messages", LATER)).status_code == 503

        assert 201 == first.status_code
        assert await eventually(sent_away)
