"""`/v1/flows` and `/v1/events`: a business starts conversations."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.providers.fake import FakeCarrier
from tests.web.harness import CUSTOMER, HOUSE, Api, House, eventually

VISIT = {"visit": "2099-03-06 10:00"}
SESSIONS = "/v1/flows/booking/sessions"


async def test_the_live_flows_are_listed(api: Api):
    booking, greeting = (await api.get("/v1/flows")).json()["data"]

    assert ("booking", "Confirm a visit", ["event", "keyword"]) == (
        booking["id"],
        booking["title"],
        booking["triggers"],
    )
    assert {
        "visit": {"type": "datetime", "required": True},
        "guests": {"type": "integer", "required": False},
    } == booking["inputs"]
    assert "greeting" == greeting["id"]


async def test_what_holds_a_new_version_back_is_told_with_the_list(api: Api, flows: Path):
    await api.post(SESSIONS, {"to": CUSTOMER, "inputs": VISIT})
    await api.said_to(CUSTOMER, 1)
    file = flows / "booking.yaml"
    file.write_text(file.read_text().replace("expect: yes_no", "name: coming\n      expect: yes_no"))

    async def look() -> list[dict[str, str]]:
        return [row for row in (await api.get("/v1/flows")).json()["findings"] if row["severity"] == "error"]

    (finding,) = await eventually(look)
    assert ("F067", "1 person waits on the question `confirm.1`, which this version does not have") == (
        finding["code"],
        finding["message"],
    )


async def test_a_flow_started_by_api_asks_and_understands_the_answer(api: Api, carrier: FakeCarrier):
    started = await api.post(SESSIONS, {"to": CUSTOMER, "inputs": VISIT})
    await api.said_to(CUSTOMER, 1)
    await carrier.text(CUSTOMER, HOUSE, "yes")
    said = await api.said_to(CUSTOMER, 2)

    assert 202 == started.status_code
    assert {"flow": "booking", "to": CUSTOMER, "channel": "main", "status": "queued"}.items() <= started.json().items()
    assert ["See you on Fri, Mar 6, 2099? Reply YES or NO.", "Booked."] == said


async def test_an_event_starts_the_flows_that_wait_for_it(api: Api):
    reported = await api.post("/v1/events", {"name": "visit.booked", "to": CUSTOMER, "data": VISIT})
    said = await api.said_to(CUSTOMER, 1)

    assert (202, ["booking"]) == (reported.status_code, reported.json()["flows"])
    assert ["See you on Fri, Mar 6, 2099? Reply YES or NO."] == said


async def test_an_event_that_nobody_waits_for_is_taken_and_says_so(api: Api):
    reported = await api.post("/v1/events", {"name": "visit.boked", "to": CUSTOMER})

    assert (202, []) == (reported.status_code, reported.json()["flows"])


@pytest.mark.parametrize("path", [SESSIONS, "/v1/events"])
async def test_a_repeated_request_starts_once(api: Api, path):
    body = {"to": CUSTOMER} | ({"inputs": VISIT} if path == SESSIONS else {"name": "visit.booked", "data": VISIT})
    first, second = [await api.post(path, body, once="visit-1") for _ in range(2)]
    await api.said_to(CUSTOMER, 1)

    assert first.content == second.content
    assert 1 == len(await api.said_to(CUSTOMER, 1))


@pytest.mark.parametrize(
    ("body", "code", "param", "hint"),
    [
        ({"inputs": VISIT}, "missing_field", "to", None),
        ({"to": "me", "inputs": VISIT}, "invalid_field", "to", None),
        ({"to": CUSTOMER}, "missing_field", "inputs.visit", None),
        ({"to": CUSTOMER, "inputs": {"visit": None}}, "missing_field", "inputs.visit", None),
        ({"to": CUSTOMER, "inputs": {"visit": "soon"}}, "invalid_field", "inputs.visit", None),
        ({"to": CUSTOMER, "inputs": VISIT | {"guests": "many"}}, "invalid_field", "inputs.guests", None),
        ({"to": CUSTOMER, "inputs": VISIT | {"guest": 2}}, "unknown_field", "inputs.guest", "did you mean `guests`?"),
        ({"to": CUSTOMER, "inputs": VISIT, "chanel": "main"}, "unknown_field", "chanel", "did you mean `channel`?"),
        ({"to": CUSTOMER, "inputs": VISIT, "channel": "other"}, "invalid_field", "channel", "there are: main"),
    ],
)
async def test_a_start_that_cannot_work_is_refused(standing: House, body, code, param, hint):
    answer = await standing.api.post(SESSIONS, body)
    problem = answer.json()

    assert (422, code, param) == (answer.status_code, problem["code"], problem["param"])
    assert hint == problem["hint"]


async def test_an_unknown_flow_is_not_there(api: Api):
    answer = await api.post("/v1/flows/boking/sessions", {"to": CUSTOMER})

    assert (404, "did you mean `booking`?") == (answer.status_code, answer.json()["hint"])
