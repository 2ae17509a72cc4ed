"""`/v1/contacts/{id}/consent`, and what a refused message says of it."""

from __future__ import annotations

import pytest

from bot.events import Inbound
from bot.inbox import entries
from bot.runtime import Runtime
from tests.web.harness import CUSTOMER, HOUSE, Api, House, eventually

SIGNED = {
    "type": "opt_in",
    "consent_type": "express_written",
    "channel": "web",
    "source_url": "https://shop.example/join",
    "form": "join-3",
    "disclosure": "I agree to get 4 msgs/month. Msg&data rates may apply. Reply STOP to opt out.",
    "action": "ticked an empty box",
    "ip": "203.0.113.7",
    "user_agent": "Mozilla/5.0",
    "identity": "Ana Castillo",
    "actor": "Ben",
}
CONSENT = f"/v1/contacts/{CUSTOMER}/consent"


async def text(runtime: Runtime, said: str, id: str = "in-1") -> None:
    inbound = Inbound(id, CUSTOMER, HOUSE, said)
    await runtime.inbox.accept([entries.message("main", inbound, runtime.world.now())])
    runtime.wake()


async def is_out(api: Api) -> None:
    async def look() -> bool:
        answer = await api.get(CONSENT)
        return answer.status_code == 200 and answer.json()["out"]

    await eventually(look)


async def test_a_stop_is_seen_with_all_that_proves_it(api: Api, runtime: Runtime):
    await text(runtime, "STOP", "SM1")
    await is_out(api)
    shown = (await api.get(CONSENT, key="read")).json()
    by_id = (await api.get(f"/v1/contacts/{shown['contact_id']}/consent")).json()
    [record] = shown["data"]
    [confirmation] = (await api.get("/v1/messages", params={"to": CUSTOMER})).json()["data"]

    assert shown == by_id
    assert (record["id"], "keyword", None) == (shown["record"], shown["matched_by"], shown["next"])
    assert ("opt_out", "STOP", "SM1", "stop", "main", confirmation["id"]) == tuple(
        record[name]
        for name in ("type", "text", "provider_message_id", "keyword", "channel", "confirmation_message_id")
    )
    assert record["honoured_at"] == record["recorded_at"] >= record["occurred_at"]


async def test_a_refusal_says_why_and_by_which_record(api: Api, runtime: Runtime):
    await text(runtime, "STOP")
    await is_out(api)
    record = (await api.get(CONSENT)).json()["record"]
    refused = (await api.post("/v1/messages", {"to": CUSTOMER, "text": "Hello"})).json()
    foreseen = (await api.post("/v1/messages", {"to": CUSTOMER, "text": "Hello", "dry_run": True})).json()

    assert ("refused", "opted_out", record) == (refused["status"], refused["reason"], refused["consent_record"])
    assert "Only they can change that" in refused["explanation"]
    assert ("refuse", "opted_out") == (foreseen["verdict"], foreseen["reason"])


async def test_consent_is_recorded_with_its_evidence(api: Api):
    answer = await api.post(CONSENT, SIGNED, key="send")
    record = answer.json()
    shown = (await api.get(CONSENT)).json()

    assert 201 == answer.status_code
    assert {name: value for name, value in SIGNED.items() if name != "actor"} == {
        name: record[name] for name in SIGNED if name != "actor"
    }
    assert record["actor"].startswith("Ben by key_")
    assert ("agent", 64) == (record["matched_by"], len(record["disclosure_version"]))
    agreed = {"program": None, "consent_type": "express_written", "at": record["recorded_at"], "record": record["id"]}
    assert [agreed] == shown["agreed"]
    assert ([record], False, []) == (shown["data"], shown["out"], shown["programs_out"])


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({"consent_type": None}, "consent_type"),
        ({"disclosure": None}, "disclosure"),
        ({"action": None}, "action"),
        ({"occurred_at": "2099-01-01T00:00:00Z"}, "occurred_at"),
        ({"program": "a name that is far too long"}, "program"),
        ({"type": "review"}, "type"),
    ],
)
async def test_what_proves_nothing_is_refused(standing: House, change, param):
    answer = await standing.api.post(CONSENT, {**SIGNED, **change})

    assert (422, "invalid_field", param) == (answer.status_code, answer.json()["code"], answer.json()["param"])
    assert 404 == (await standing.api.get(CONSENT)).status_code, "nobody is met by it"


@pytest.mark.parametrize(
    "change",
    [{"occurred_at": "2020-01-01T00:00:00Z"}, {"consent_type": "implied"}],
)
async def test_nobody_overrules_a_stop(api: Api, runtime: Runtime, change):
    await text(runtime, "STOP")
    await is_out(api)
    answer = await api.post(CONSENT, {**SIGNED, **change})

    assert (409, "consent_conflict") == (answer.status_code, answer.json()["code"])
    assert "they opted out at" in answer.json()["detail"]
    assert "refused" == (await api.post("/v1/messages", {"to": CUSTOMER, "text": "Hello"})).json()["status"]


async def test_whoever_signs_up_anew_is_texted_again(api: Api, runtime: Runtime):
    await text(runtime, "STOP")
    await is_out(api)
    await api.post(CONSENT, SIGNED)

    assert not (await api.get(CONSENT)).json()["out"]
    assert "queued" == (await api.post("/v1/messages", {"to": CUSTOMER, "text": "Hello"})).json()["status"]


async def test_an_opt_out_that_an_agent_was_told_ends_everything(api: Api):
    queued = await api.post("/v1/messages", {"to": CUSTOMER, "text": "Later", "send_at": "2099-01-01T00:00:00Z"})
    told = {"type": "opt_out", "actor": "Ben", "channel": "call", "text": "no more", "confirm": True}
    answer = await api.post(CONSENT, told)

    assert 201 == answer.status_code
    assert "canceled" == (await api.get(f"/v1/messages/{queued.json()['id']}")).json()["status"]
    said = await api.said_to(CUSTOMER, 2)
    assert "You are unsubscribed" in said[-1]


async def test_one_programme_can_be_left(api: Api):
    answer = await api.post(CONSENT, {"type": "opt_out", "program": "News"})
    news, tips = [
        (await api.post("/v1/messages", {"to": CUSTOMER, "text": "Hi", "class": "marketing", "program": name})).json()
        for name in ("News", "Tips")
    ]

    assert ("refused", "opted_out_of_program", answer.json()["id"]) == (
        news["status"],
        news["reason"],
        news["consent_record"],
    )
    assert ("queued", "Tips") == (tips["status"], tips["program"])
    assert [{"program": "News", "record": answer.json()["id"]}] == (await api.get(CONSENT)).json()["programs_out"]


async def test_a_programme_is_of_marketing(api: Api):
    answer = await api.post("/v1/messages", {"to": CUSTOMER, "text": "Hi", "program": "News"})

    assert (422, "program") == (answer.status_code, answer.json()["param"])


async def test_the_same_request_records_once(api: Api):
    first, again = [await api.post(CONSENT, SIGNED, once="key-1") for _ in range(2)]

    assert first.json() == again.json()
    assert 1 == len((await api.get(CONSENT)).json()["data"])


async def test_records_come_by_pages(api: Api):
    for _ in range(3):
        await api.post(CONSENT, {"type": "opt_out"})
    first = (await api.get(CONSENT, params={"limit": 2})).json()
    second = (await api.get(CONSENT, params={"limit": 2, "after": first["next"]})).json()

    assert [2, 1] == [len(page["data"]) for page in (first, second)]
    assert second["next"] is None
    assert 422 == (await api.get(CONSENT, params={"after": "cns_x"})).status_code


async def test_there_is_nothing_to_reconfirm(api: Api):
    answer = await api.post(CONSENT, {"type": "reconfirm"})

    assert (409, "consent_conflict") == (answer.status_code, answer.json()["code"])


async def test_a_number_that_went_to_somebody_else_gets_no_marketing(api: Api):
    await api.post(CONSENT, SIGNED)
    await api.post(CONSENT, {"type": "void", "actor": "Ben"})
    refused = (await api.post("/v1/messages", {"to": CUSTOMER, "text": "Hi", "class": "marketing"})).json()
    shown = (await api.get(CONSENT)).json()

    assert ("refused", "number_reassigned") == (refused["status"], refused["reason"])
    assert ([], "void") == (shown["agreed"], shown["paused"]["reason"])
    assert 409 == (await api.post(CONSENT, {"type": "reconfirm"})).status_code


async def test_nobody_waits_for_a_review(api: Api):
    assert {"data": []} == (await api.get("/v1/consent/reviews", key="read")).json()


async def test_somebody_unknown_has_no_consent(api: Api):
    assert 404 == (await api.get(CONSENT)).status_code
    assert 404 == (await api.get("/v1/contacts/ctc_x/consent")).status_code
    assert 404 == (await api.post("/v1/contacts/ctc_x/consent", {"type": "opt_out"})).status_code
