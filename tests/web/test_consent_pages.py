"""The ledger in the console: who may have meant STOP, what was recorded, and whether anybody has changed it."""

from __future__ import annotations

import pytest

from bot.accounts import Role
from tests.web.harness import CUSTOMER, House
from tests.web.test_webhooks import signed

UNSURE = "too many messages"


async def writes(house: House, *texts: str) -> None:
    for number, text in enumerate(texts):
        given = {"id": f"in-{number}", "from": CUSTOMER, "to": "+15550100000", "text": text}
        await house.http.post("/webhooks/main", **signed(given))
        await house.api.said_to(CUSTOMER, number + 1)


async def test_a_stop_is_in_the_ledger(house: House, sign_in):
    await writes(house, "STOP")
    sue = await sign_in(Role.SUPERVISOR)
    page = (await sue.get("/console/consent")).text

    assert '<span class="tag bad">opted out</span>' in page
    assert 2 == page.count("STOP")  # in the heading above, and as what was written


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [("+1 555 010 0001", "opted out"), ("+15550100002", "Nothing is recorded of this number"), ("ana", "not a number")],
)
async def test_records_are_found_by_number(house: House, sign_in, wanted: str, expected: str):
    await writes(house, "STOP")
    sue = await sign_in(Role.SUPERVISOR)

    assert expected in (await sue.get("/console/consent", params={"phone": wanted})).text


async def test_an_untouched_ledger_verifies(house: House, sign_in):
    await writes(house, "STOP", "START")
    sue = await sign_in(Role.SUPERVISOR)

    assert "Every record follows the one before it" in (await sue.post("/console/consent/verify")).text


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AGENT])
async def test_it_is_for_supervisors(house: House, sign_in, role: Role):
    somebody = await sign_in(role)

    assert 403 == (await somebody.get("/console/consent")).status_code


@pytest.mark.parametrize(
    ("meant", "status", "error"),
    [("out", "refused", "opted_out"), ("carry-on", "queued", None)],
    ids=["out", "carry on"],
)
async def test_a_person_says_what_was_meant(house: House, sign_in, meant: str, status: str, error: str | None):
    await writes(house, "hello", UNSURE)
    sue = await sign_in(Role.SUPERVISOR)
    before = (await sue.get("/console/consent")).text
    done = await sue.post("/console/consent/settle", {"phone": CUSTOMER, "meant": meant})
    after = (await sue.get("/console/consent")).text
    sent = (await house.api.post("/v1/messages", {"to": CUSTOMER, "text": "News"})).json()

    assert "too many messages" in before
    assert (303, "/console/consent") == (done.status_code, done.headers["location"])
    assert "Nobody waits for it to be said" in after
    assert (status, error) == (sent["status"], sent["error"])


async def test_what_makes_no_sense_is_refused(house: House, sign_in):
    sue = await sign_in(Role.SUPERVISOR)

    assert 422 == (await sue.post("/console/consent/settle", {"phone": CUSTOMER, "meant": "perhaps"})).status_code
