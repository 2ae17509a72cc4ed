"""D7's shapes: what was written for D7 works here."""

from __future__ import annotations

import pytest

from bot.providers.fake import FakeCarrier
from tests.web.harness import CUSTOMER, HOUSE, Api, House, eventually

OTHER = "+15550100002"
QUICK_START = {
    "messages": [
        {
            "originator": "SignOTP",
            "recipients": ["+1234567890"],
            "content": "Your verification code is 4821",
            "msg_type": "text",
            "data_coding": "text",
        }
    ]
}


async def log_of(api: Api, request_id: str, *statuses: str) -> dict:
    """Wait until every message of a call has one of these statuses."""

    async def look():
        log = (await api.get(f"/report/v1/message-log/{request_id}")).json()
        return log if {row["status"] for row in log["messages"]} <= set(statuses) else None

    return await eventually(look)


async def test_the_public_quick_start_reaches_the_provider(api: Api, carrier: FakeCarrier):
    answer = await api.post("/messages/v1/send", QUICK_START)
    log = await log_of(api, answer.json()["request_id"], "delivered")

    assert 200 == answer.status_code
    assert {"request_id", "status", "created_at"} == set(answer.json())
    assert "accepted" == answer.json()["status"]
    assert [("SignOTP", "+1234567890", "Your verification code is 4821")] == [
        (taken.sender, taken.recipient, taken.text) for taken in carrier.accepted
    ]
    assert {
        "request_id": answer.json()["request_id"],
        "total_recipients": 1,
        "channel": "sms",
        "messages": [
            {
                "msg_id": log["messages"][0]["msg_id"],
                "country": None,
                "recipient": "+1234567890",
                "status": "delivered",
                "number_of_sms": 1,
                "sms_cost": None,
                "schedule_time": None,
            }
        ],
    } == log


async def test_several_messages_to_several_people_share_one_request(api: Api, carrier: FakeCarrier):
    body = {
        "messages": [
            {"channel": "sms", "recipients": [CUSTOMER, OTHER[1:]], "content": "مرحبا", "data_coding": "unicode"},
            {"channel": "sms", "recipients": [OTHER], "content": "Hello", "originator": "Own"},
        ],
        "message_globals": {"originator": "Shared", "report_url": "https://example.com/dlr", "tag": "order-7"},
    }
    request_id = (await api.post("/messages/v1/send", body)).json()["request_id"]
    log = await log_of(api, request_id, "delivered")

    assert 3 == log["total_recipients"]
    assert [CUSTOMER, OTHER, OTHER] == [row["recipient"] for row in log["messages"]]
    assert {("Shared", CUSTOMER, "مرحبا"), ("Shared", OTHER, "مرحبا"), ("Own", OTHER, "Hello")} == {
        (taken.sender, taken.recipient, taken.text) for taken in carrier.accepted
    }
    rows = (await api.get("/v1/messages")).json()["data"]
    assert {"order-7"} == {row["reference"] for row in rows}


async def test_without_an_originator_the_channel_sends(api: Api, carrier: FakeCarrier):
    body = {"messages": [{"recipients": [CUSTOMER], "content": "Hi"}]}
    await log_of(api, (await api.post("/messages/v1/send", body)).json()["request_id"], "delivered")

    assert [HOUSE] == [taken.sender for taken in carrier.accepted]


async def test_a_text_is_never_a_template_here(api: Api, carrier: FakeCarrier):
    body = {"messages": [{"recipients": [CUSTOMER], "content": "{{ 7 }}"}]}
    await log_of(api, (await api.post("/messages/v1/send", body)).json()["request_id"], "delivered")

    assert ["{{ 7 }}"] == [taken.text for taken in carrier.accepted]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"schedule_time": "2099-08-05T12:52+05:30"}, "2099-08-05T07:22:00Z"),
        ({"schedule_time": "2099-02-05T09:48:42+0000"}, "2099-02-05T09:48:42Z"),
        ({"schedule_time": "2099-08-17T12:39:12", "schedule_utc_offset": "+04:00"}, "2099-08-17T08:39:12Z"),
        ({"schedule_time": "2099-08-17T12:39:12", "schedule_utc_offset": "-0430"}, "2099-08-17T17:09:12Z"),
        ({"schedule_time": "2099-08-17T12:39:12"}, "2099-08-17T12:39:12Z"),
    ],
)
async def test_a_time_may_be_written_in_each_of_its_ways(api: Api, carrier: FakeCarrier, given, expected):
    answer = await api.post("/messages/v1/send", QUICK_START | {"message_globals": given})
    log = await log_of(api, answer.json()["request_id"], "scheduled")

    assert expected == log["messages"][0]["schedule_time"]
    assert [] == carrier.accepted


async def test_somebody_who_opted_out_shows_in_the_log(api: Api, carrier: FakeCarrier):
    await carrier.text(CUSTOMER, HOUSE, "STOP")
    await api.said_to(CUSTOMER)
    answer = await api.post("/messages/v1/send", {"messages": [{"recipients": [CUSTOMER], "content": "Hi"}]})

    assert 200 == answer.status_code
    await log_of(api, answer.json()["request_id"], "undelivered")


def body(**change: object) -> dict[str, object]:
    return {"messages": [QUICK_START["messages"][0] | change]}


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({}, id="empty"),
        pytest.param({"messages": []}, id="no messages"),
        pytest.param(body(recipients=[]), id="no recipients"),
        pytest.param(body(recipients=["call me"]), id="not a number"),
        pytest.param(body(recipients=["+0123456789"]), id="not E.164"),
        pytest.param(body(recipients=[1234567890]), id="a number as a number"),
        pytest.param(body(recipients="+1234567890"), id="not a list"),
        pytest.param(body(content=""), id="no content"),
        pytest.param(body(content="x" * 1601), id="too long"),
        pytest.param(body(channel="whatsapp"), id="another channel"),
        pytest.param(body(msg_type="image"), id="another type"),
        pytest.param(body(originator="much too long a name"), id="originator"),
        pytest.param(body(num_lookup=True), id="look-up"),
        pytest.param(body(colour="red"), id="unknown field"),
        pytest.param(body(recipients=["+1234567890"] * 1001), id="too many"),
        pytest.param({"messages": [QUICK_START["messages"][0] | {"recipients": [CUSTOMER] * 501}] * 2}, id="in all"),
        pytest.param(QUICK_START | {"message_globals": {"schedule_time": "soon"}}, id="no time"),
        pytest.param(
            QUICK_START | {"message_globals": {"schedule_time": "2099-01-01T00:00", "schedule_utc_offset": "+99:99"}},
            id="no offset",
        ),
    ],
)
async def test_a_wrong_call_is_400_in_d7s_shape(standing: House, wrong):
    answer = await standing.api.post("/messages/v1/send", wrong)

    assert 400 == answer.status_code
    assert {"detail"} == set(answer.json())
    assert {"code", "message"} == set(answer.json()["detail"])
    assert [] == (await standing.api.get("/v1/messages")).json()["data"]


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"\xff"])
async def test_a_body_that_is_not_json_is_400(api: Api, raw):
    headers = {"authorization": f"Bearer {api.keys['all']}", "content-type": "application/json"}
    answer = await api.http.post("/messages/v1/send", content=raw, headers=headers)

    assert (400, "INVALID_JSON") == (answer.status_code, answer.json()["detail"]["code"])


@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Bearer parley_wrong", "Basic x", "Bearer x y"])
@pytest.mark.parametrize(("method", "path"), [("POST", "/messages/v1/send"), ("GET", "/report/v1/message-log/x")])
async def test_a_wrong_token_is_403_in_d7s_shape(standing: House, authorization, method, path):
    headers = {} if authorization is None else {"authorization": authorization}
    answer = await standing.api.http.request(
        method, path, json=QUICK_START if method == "POST" else None, headers=headers
    )

    assert 403 == answer.status_code
    assert "ACCESS_TOKEN_SIGNATURE_VERIFICATION_FAILED" == answer.json()["detail"]["code"]


async def test_a_key_without_the_scope_is_403_too(api: Api):
    answer = await api.post("/messages/v1/send", QUICK_START, key="read")

    assert (403, "ACCESS_TOKEN_SCOPE_MISSING") == (answer.status_code, answer.json()["detail"]["code"])


async def test_an_unknown_call_is_404(api: Api):
    answer = await api.get("/report/v1/message-log/9d056a09-0fc4-4f68-9058-3846d58aa244")

    assert (404, "MESSAGE_LOG_NOT_EXISTS") == (answer.status_code, answer.json()["detail"]["code"])


async def test_a_repeated_call_sends_once(api: Api):
    first, second = [await api.post("/messages/v1/send", QUICK_START, once="otp-1") for _ in range(2)]

    assert first.content == second.content
    assert 1 == len((await api.get("/v1/messages")).json()["data"])
