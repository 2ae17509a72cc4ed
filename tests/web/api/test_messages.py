"""`/v1/messages`: send, foresee, look up, take back."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from bot.providers.fake import FakeCarrier
from tests.web.harness import CUSTOMER, HOUSE, Api, House

OTHER = "+15550100002"
CONTRACT = {
    "id",
    "to",
    "from",
    "text",
    "class",
    "status",
    "error",
    "segments",
    "provider",
    "provider_id",
    "created_at",
    "sent_at",
    "delivered_at",
}


async def test_a_message_goes_out_and_its_way_can_be_followed(api: Api, carrier: FakeCarrier):
    answer = await api.post("/v1/messages", {"to": CUSTOMER, "text": "Your order is ready.", "reference": "A-1"})
    sent = answer.json()
    delivered = await api.message(sent["id"], "delivered")

    assert 201 == answer.status_code
    assert set(sent) >= CONTRACT
    assert (CUSTOMER, HOUSE, "transactional", "queued", 1) == (
        sent["to"],
        sent["from"],
        sent["class"],
        sent["status"],
        sent["segments"],
    )
    assert ("Your order is ready.", "A-1", "loopback", carrier.accepted[0].id) == (
        delivered["text"],
        delivered["reference"],
        delivered["provider"],
        delivered["provider_id"],
    )
    assert delivered["created_at"] <= min(delivered["sent_at"], delivered["delivered_at"])
    assert [(CUSTOMER, "Your order is ready.")] == [(taken.recipient, taken.text) for taken in carrier.accepted]


async def test_a_text_over_data_is_filled_in(api: Api, carrier: FakeCarrier):
    body = {"to": CUSTOMER, "text": "Hi {{ name }}, see you {{ day }}.", "data": {"name": "Ana", "day": "Friday"}}
    sent = (await api.post("/v1/messages", body)).json()

    assert "Hi Ana, see you Friday." == sent["text"]


async def test_a_text_without_data_is_sent_as_it_stands(api: Api):
    sent = (await api.post("/v1/messages", {"to": CUSTOMER, "text": "Use {{ braces }} freely"})).json()

    assert "Use {{ braces }} freely" == sent["text"]


async def test_many_people_get_their_own_texts_in_one_request(api: Api, carrier: FakeCarrier):
    people = [{"to": CUSTOMER, "data": {"name": "Ana"}}, {"to": OTHER, "data": {"name": "Ben", "shop": "Eastside"}}]
    body = {"recipients": people, "text": "{{ name }}: {{ shop }}", "data": {"shop": "Riverside"}}
    answer = await api.post("/v1/messages", body)
    sent = answer.json()["data"]

    assert 201 == answer.status_code
    assert [(CUSTOMER, "Ana: Riverside"), (OTHER, "Ben: Eastside")] == [(one["to"], one["text"]) for one in sent]
    for one in sent:
        await api.message(one["id"], "delivered")
    assert {CUSTOMER, OTHER} == {taken.recipient for taken in carrier.accepted}


async def test_a_thousand_people_fit_into_one_request_and_no_more(api: Api):
    people = [{"to": f"+1555{number:07}"} for number in range(1000)]
    sent = await api.post("/v1/messages", {"recipients": people, "text": "Hello", "send_at": "2099-01-01T00:00:00Z"})
    refused = await api.post("/v1/messages", {"recipients": [*people, {"to": OTHER}], "text": "Hello"})

    assert (201, 1000) == (sent.status_code, len(sent.json()["data"]))
    assert (422, "recipients") == (refused.status_code, refused.json()["param"])


async def test_somebody_who_opted_out_gets_a_refused_message(api: Api, carrier: FakeCarrier):
    assert 200 == await carrier.text(CUSTOMER, HOUSE, "STOP")
    await api.said_to(CUSTOMER)
    answer = await api.post("/v1/messages", {"to": CUSTOMER, "text": "A last one"})
    message = answer.json()

    assert 201 == answer.status_code
    assert ("refused", "opted_out", "opted_out") == (message["status"], message["reason"], message["error"])
    assert "A last one" not in [taken.text for taken in carrier.accepted]


async def test_a_sender_may_be_a_name(api: Api, carrier: FakeCarrier):
    sent = (await api.post("/v1/messages", {"to": CUSTOMER, "text": "Hi", "from": "Riverside"})).json()
    await api.message(sent["id"], "delivered")

    assert "Riverside" == sent["from"] == carrier.accepted[0].sender


async def test_a_later_message_waits_and_can_be_taken_back(api: Api, carrier: FakeCarrier):
    later = "2099-01-01T09:00:00Z"
    sent = (await api.post("/v1/messages", {"to": CUSTOMER, "text": "Later", "send_at": later})).json()
    canceled = await api.post(f"/v1/messages/{sent['id']}/cancel")
    again = await api.post(f"/v1/messages/{sent['id']}/cancel")

    assert ("queued", later) == (sent["status"], sent["send_at"])
    assert (200, "canceled") == (canceled.status_code, canceled.json()["status"])
    assert (200, "canceled") == (again.status_code, again.json()["status"])
    assert [] == carrier.accepted


async def test_what_is_on_its_way_cannot_be_taken_back(api: Api):
    sent = (await api.post("/v1/messages", {"to": CUSTOMER, "text": "Now"})).json()
    await api.message(sent["id"], "delivered")
    answer = await api.post(f"/v1/messages/{sent['id']}/cancel")

    assert (409, "not_cancelable") == (answer.status_code, answer.json()["code"])


@pytest.mark.parametrize("method", ["get", "cancel"])
async def test_an_unknown_message_is_not_there(api: Api, method):
    answer = await (api.get("/v1/messages/msg_x") if method == "get" else api.post("/v1/messages/msg_x/cancel"))

    assert (404, "not_found") == (answer.status_code, answer.json()["code"])


async def test_messages_are_listed_page_by_page_newest_first(api: Api):
    for number in range(5):
        body = {"to": CUSTOMER if number % 2 == 0 else OTHER, "text": str(number), "send_at": "2099-01-01T00:00:00Z"}
        assert 201 == (await api.post("/v1/messages", body)).status_code

    first = (await api.get("/v1/messages", params={"limit": 3})).json()
    second = (await api.get("/v1/messages", params={"limit": 3, "after": first["next"]})).json()
    to_one = (await api.get(f"/v1/messages?to={CUSTOMER}")).json()

    assert [["4", "3", "2"], ["1", "0"]] == [[row["text"] for row in page["data"]] for page in (first, second)]
    assert second["next"] is None
    assert ["4", "2", "0"] == [row["text"] for row in to_one["data"]]


# ── dry run ─────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_dry_run_says_what_would_happen_and_does_nothing(api: Api, carrier: FakeCarrier):
    body = {"to": "+12025550143", "text": "Hello", "dry_run": True}
    answer = await api.post("/v1/messages", body)

    assert 200 == answer.status_code
    assert {
        "encoding": "GSM-7",
        "units": 5,
        "segments": 1,
        "verdict": "send",
        "reason": None,
        "not_before": None,
        "warnings": [],
        "channel": "main",
        "from": "+15550100000",
        "route": "main, the first channel; from +15550100000, its only one",
    } == answer.json()
    assert [] == (await api.get("/v1/messages")).json()["data"]
    assert [] == carrier.accepted


async def test_a_dry_run_warns_of_a_number_that_no_country_has(api: Api):
    body = {"to": "+1234567890", "text": "Hello", "dry_run": True}
    forecast = (await api.post("/v1/messages", body)).json()

    assert "send" == forecast["verdict"]
    assert ["+1234567890 has the shape of a number but is not valid in any country's plan"] == forecast["warnings"]


async def test_a_dry_run_warns_of_a_sign_that_doubles_the_cost(api: Api):
    forecast = (await api.post("/v1/messages", {"to": "+12025550143", "text": "It’s on", "dry_run": True})).json()

    assert "UCS-2" == forecast["encoding"]
    assert "`’` as `'`" in forecast["warnings"][0]


async def test_a_dry_run_foresees_a_refusal(api: Api, carrier: FakeCarrier):
    await carrier.text(CUSTOMER, HOUSE, "STOP")
    await api.said_to(CUSTOMER)
    forecast = (await api.post("/v1/messages", {"to": CUSTOMER, "text": "Hello", "dry_run": True})).json()

    assert ("refuse", "opted_out") == (forecast["verdict"], forecast["reason"])


async def test_a_dry_run_of_several_says_it_for_each(api: Api):
    people = [{"to": CUSTOMER, "data": {"name": "Ana"}}, {"to": OTHER, "data": {"name": "Bénédicte ✓"}}]
    body = {"recipients": people, "text": "Hi {{ name }}", "dry_run": True}
    rows = (await api.post("/v1/messages", body)).json()["data"]

    assert [(CUSTOMER, "Hi Ana", "GSM-7"), (OTHER, "Hi Bénédicte ✓", "UCS-2")] == [
        (row["to"], row["text"], row["encoding"]) for row in rows
    ]


async def test_a_dry_run_foresees_that_marketing_waits_for_the_morning(api: Api):
    night = {"class": "marketing", "send_at": "2098-03-07T03:00:00Z"}
    body = {"to": "+12125550143", "text": "Sale!", "dry_run": True, **night}
    forecast = (await api.post("/v1/messages", body)).json()

    assert ("hold", "quiet_hours", "2098-03-07T14:00:00Z") == (
        forecast["verdict"],
        forecast["reason"],
        forecast["not_before"],
    )


async def test_what_waits_says_until_when_and_why(api: Api):
    body = {"to": "+12125550143", "text": "Sale!", "class": "marketing", "send_at": "2098-03-07T03:00:00Z"}
    sent = (await api.post("/v1/messages", body)).json()
    held = (await api.get(f"/v1/messages/{sent['id']}")).json()

    assert ("queued", "quiet_hours", "2098-03-07T14:00:00Z") == (held["status"], held["held_reason"], held["send_at"])


async def test_a_dry_run_of_several_says_how_long_they_take_and_what_waits(api: Api):
    evening = {"class": "marketing", "send_at": "2098-03-07T02:00:00Z"}
    people = [{"to": f"+1212555{number:04}"} for number in range(6)] + [{"to": "+13105550143"}, {"to": "+9991234567"}]
    body = {"recipients": people, "text": "Sale!", "dry_run": True, **evening}
    outlook = (await api.post("/v1/messages", body)).json()["outlook"]

    assert (8, 1, "2098-03-07T14:00:00") == (outlook["recipients"], outlook["never"], outlook["ends_at"][:19])
    assert [("2098-03-07T02:00:00Z", 1), ("2098-03-07T14:00:00Z", 6)] == [
        (it["begins_at"], it["messages"]) for it in outlook["stretches"]
    ]


async def test_who_opted_out_does_not_count_and_what_no_hours_apply_to_goes_at_once(api: Api, carrier: FakeCarrier):
    await carrier.text(CUSTOMER, HOUSE, "STOP")
    await api.said_to(CUSTOMER)
    body = {"recipients": [{"to": CUSTOMER}, {"to": OTHER}], "text": "Your table is ready", "dry_run": True}
    outlook = (await api.post("/v1/messages", body)).json()["outlook"]

    assert (1, 0, "1 min") == (outlook["recipients"], outlook["never"], outlook["summary"])


# ── what is refused ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("change", "code", "param"),
    [
        ({"to": None}, "missing_field", "to"),
        ({"recipients": [{"to": OTHER}]}, "invalid_field", "to"),
        ({"recipients": [], "to": None}, "invalid_field", "recipients"),
        ({"to": "15550100001"}, "invalid_field", "to"),
        ({"text": ""}, "invalid_field", "text"),
        ({"text": "x" * 4097}, "invalid_field", "text"),
        ({"txt": "Hello"}, "unknown_field", "txt"),
        ({"channel": "mian"}, "invalid_field", "channel"),
        ({"class": "urgent"}, "invalid_field", "class"),
        ({"class": "consent"}, "invalid_field", "class"),
        ({"from": "a name too long"}, "invalid_field", "from"),
        ({"send_at": "tomorrow"}, "invalid_field", "send_at"),
        ({"expires_at": "2001-01-01T00:00:00Z"}, "invalid_field", "expires_at"),
        ({"text": "Hi {{ name }}", "data": {}}, "invalid_field", "data"),
        ({"text": "Hi {{ name", "data": {}}, "invalid_field", "text"),
        ({"text": "{{ ''.__class__ }}", "data": {}}, "invalid_field", "text"),
        ({"text": "{% for a in b %}x{% endfor %}" * 100, "data": {"b": [1]}}, "invalid_field", "text"),
        ({"dry_run": 1}, "invalid_field", "dry_run"),
    ],
)
async def test_what_cannot_be_sent_is_said_and_nothing_is_written(standing: House, change, code, param):
    answer = await standing.api.post("/v1/messages", {"to": CUSTOMER, "text": "Hello"} | change)

    assert (422, code, param) == (answer.status_code, answer.json()["code"], answer.json()["param"])
    assert [] == (await standing.api.get("/v1/messages")).json()["data"]


async def test_a_wrong_channel_gets_a_suggestion(api: Api):
    answer = await api.post("/v1/messages", {"to": CUSTOMER, "text": "Hello", "channel": "mian"})

    assert "did you mean `main`?" == answer.json()["hint"]


async def test_missing_data_of_one_person_names_that_person(api: Api):
    people = [{"to": CUSTOMER, "data": {"name": "Ana"}}, {"to": OTHER}]
    answer = await api.post("/v1/messages", {"recipients": people, "text": "Hi {{ name }}"})

    assert (422, "recipients[1].data") == (answer.status_code, answer.json()["param"])


async def test_a_text_that_data_makes_too_long_is_refused_as_a_message(api: Api):
    body = {"to": CUSTOMER, "text": "{{ long }}", "data": {"long": "x" * 1601}}
    answer = await api.post("/v1/messages", body)

    assert (201, "refused", "too_long") == (answer.status_code, answer.json()["status"], answer.json()["reason"])


@pytest.mark.parametrize("query", ["limit=0", "limit=1000", "after=msg_nobody", "sort=to", "to=me"])
async def test_a_list_refuses_what_it_does_not_know(api: Api, query):
    assert 422 == (await api.get(f"/v1/messages?{query}")).status_code


# ── once ────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_repeated_request_sends_once_and_answers_the_same(api: Api, carrier: FakeCarrier):
    body = {"to": CUSTOMER, "text": "Once"}
    first = await api.post("/v1/messages", body, once="order-1")
    second = await api.post("/v1/messages", body, once="order-1")
    await api.message(first.json()["id"], "delivered")

    assert (201, 201) == (first.status_code, second.status_code)
    assert first.content == second.content
    assert (None, "true") == tuple(answer.headers.get("idempotent-replayed") for answer in (first, second))
    assert 1 == len(carrier.accepted)


async def test_two_hundred_at_once_send_once(api: Api, carrier: FakeCarrier):
    body = {"to": CUSTOMER, "text": "Once"}
    answers = await asyncio.gather(*(api.post("/v1/messages", body, once="order-2") for _ in range(200)))
    statuses = Counter(answer.status_code for answer in answers)

    assert {201, 409} >= set(statuses)
    assert 1 == len({answer.content for answer in answers if answer.status_code == 201})
    assert 1 == len((await api.get("/v1/messages")).json()["data"])


async def test_a_key_for_another_body_is_refused(api: Api):
    await api.post("/v1/messages", {"to": CUSTOMER, "text": "One"}, once="order-3")
    answer = await api.post("/v1/messages", {"to": CUSTOMER, "text": "Two"}, once="order-3")

    assert (422, "idempotency_mismatch") == (answer.status_code, answer.json()["code"])


@pytest.mark.parametrize("key", ["", "x" * 256, "a b", "tab\there"])
async def test_a_key_is_a_word(api: Api, key):
    headers = {"authorization": f"Bearer {api.keys['all']}", "idempotency-key": key}
    answer = await api.http.post("/v1/messages", json={"to": CUSTOMER, "text": "Hello"}, headers=headers)

    assert (422, "Idempotency-Key") == (answer.status_code, answer.json()["param"])


async def test_a_refused_request_does_not_use_its_key_up(api: Api):
    refused = await api.post("/v1/messages", {"to": CUSTOMER}, once="order-4")
    sent = await api.post("/v1/messages", {"to": CUSTOMER, "text": "Now right"}, once="order-4")

    assert (422, 201) == (refused.status_code, sent.status_code)


# ── by the recipient's own clock ────────────────────────────────────────────────────────────────────────────────────

NEW_YORKER, ANGELENO = "+12125550100", "+12135550100"


async def test_a_local_time_is_another_moment_for_each_recipient(api: Api):
    people = [{"to": NEW_YORKER}, {"to": ANGELENO}]
    body = {"recipients": people, "text": "Good morning", "local_time": "2099-03-06T09:00"}
    first, second = (await api.post("/v1/messages", body)).json()["data"]

    assert ("2099-03-06T14:00:00Z", "2099-03-06T17:00:00Z") == (first["send_at"], second["send_at"])


async def test_a_dry_run_says_when_the_local_time_is(api: Api):
    body = {"to": ANGELENO, "text": "Good morning", "local_time": "2099-03-06T09:00", "dry_run": True}
    foreseen = (await api.post("/v1/messages", body)).json()

    assert ("send", "2099-03-06T17:00:00Z") == (foreseen["verdict"], foreseen["not_before"])


@pytest.mark.parametrize("written", ["9am", "2099-03-06", "09:00+01:00"])
async def test_what_is_no_time_of_day_is_refused(api: Api, written: str):
    answer = await api.post("/v1/messages", {"to": CUSTOMER, "text": "hi", "local_time": written})

    assert (422, "local_time") == (answer.status_code, answer.json()["param"])
