"""D7's Verify API, and its quick-start, through D7's own library over a socket."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import direct7
import pytest
from direct7.errors import BadRequest, ClientError, NotFoundError

from bot.ids import id_of, uuid_of
from tests.web.harness import CUSTOMER, House, eventually, serving

OTHER = "+12065550150"


class Theirs:
    """D7's library, which waits for each answer, beside a server in this loop."""

    def __init__(self, url: str, token: str) -> None:
        self.client = direct7.Client(api_token=token)
        self.client.host(url)

    async def verify(self, name: str, **given):
        return await asyncio.to_thread(getattr(self.client.verify, name), **given)

    async def sms(self, name: str, *given, **named):
        return await asyncio.to_thread(getattr(self.client.sms, name), *given, **named)

    def close(self) -> None:
        self.client.session.close()


@pytest.fixture
async def theirs(house: House) -> AsyncIterator[Theirs]:

    async def running_already(scope, receive, send):
        if scope["type"] == "http":
            await house.app(scope, receive, send)

    async with serving(running_already) as url:
        client = Theirs(url, house.api.keys["all"])
        yield client
        await asyncio.to_thread(client.close)


async def sent(theirs: Theirs, recipient: str = CUSTOMER, **more) -> dict:
    given = {"originator": "SignOTP", "content": "Greetings from D7 API, your code is {}", "expiry": 600}
    return await theirs.verify("send_otp", recipient=recipient, data_coding="text", **(given | more))


async def code_for(house: House, phone: str = CUSTOMER) -> str:
    async def look():
        return [taken.text for taken in house.carrier.accepted if taken.recipient == phone]

    return re.search(r"\d{6}", (await eventually(look))[-1])[0]


async def test_a_passcode_goes_all_the_way(house: House, theirs: Theirs):
    answer = await sent(theirs)
    code = await code_for(house)
    opened = await theirs.verify("get_status", otp_id=answer["otp_id"])
    with pytest.raises(BadRequest) as wrong:
        await theirs.verify("verify_otp", otp_id=answer["otp_id"], otp_code="wrong")
    right = await theirs.verify("verify_otp", otp_id=answer["otp_id"], otp_code=code)
    again = await theirs.verify("verify_otp", otp_id=answer["otp_id"], otp_code=code)

    assert {"otp_id": str(UUID(answer["otp_id"])), "status": "OPEN", "expiry": 600} == answer
    assert [("SignOTP", f"Greetings from D7 API, your code is {code}")] == [
        (taken.sender, taken.text) for taken in house.carrier.accepted
    ]
    assert "INVALID_OTP_CODE" in str(wrong.value)
    assert ({"status": "OPEN"}, {"status": "APPROVED"}, {"status": "ALREADY_VERIFIED"}) == (opened, right, again)
    assert {"status": "APPROVED"} == await theirs.verify("get_status", otp_id=answer["otp_id"])


async def test_a_template_of_theirs_is_the_text_of_the_settings(house: House, theirs: Theirs):
    await theirs.verify("send_otp", originator="SignOTP", recipient=CUSTOMER[1:], template_id=7)
    code = await code_for(house)

    assert [f"Your business: {code} is your code. Don't share it."] == [taken.text for taken in house.carrier.accepted]


async def test_a_resend_too_soon_is_refused_in_a_bare_string(house: House, theirs: Theirs):
    answer = await sent(theirs)
    with pytest.raises(BadRequest) as soon:
        await theirs.verify("resend_otp", otp_id=answer["otp_id"])
    raw = await house.api.post("/verify/v1/otp/resend-otp", {"otp_id": answer["otp_id"]})

    assert "Frequent resend request" in str(soon.value)
    assert isinstance(raw.json()["detail"], str)


async def test_a_resend_says_how_many_there_were(house: House, theirs: Theirs):
    answer = await sent(theirs)
    await code_for(house)
    await house.runtime.database.run(
        lambda conn: conn.exec_driver_sql("UPDATE passcode SET at = '2020-01-01 00:00:00.000000+00:00'")
    )
    again = await theirs.verify("resend_otp", otp_id=answer["otp_id"])

    assert {"otp_id": answer["otp_id"], "status": "OPEN", "expiry": 600, "resend_count": 1} == again


async def test_after_five_wrong_codes_it_has_failed(theirs: Theirs):
    answer = await sent(theirs)
    for _ in range(4):
        with pytest.raises(BadRequest):
            await theirs.verify("verify_otp", otp_id=answer["otp_id"], otp_code="000000x")

    assert {"status": "FAILED"} == await theirs.verify("verify_otp", otp_id=answer["otp_id"], otp_code="000000x")


async def test_an_unknown_one_is_like_one_that_has_expired(theirs: Theirs):
    assert {"status": "EXPIRED"} == await theirs.verify("verify_otp", otp_id=str(uuid4()), otp_code="123456")
    with pytest.raises(NotFoundError, match="OTP_ID_NOT_EXISTS"):
        await theirs.verify("get_status", otp_id=str(uuid4()))
    with pytest.raises(NotFoundError, match="OTP_ID_NOT_EXISTS"):
        await theirs.verify("resend_otp", otp_id=str(uuid4()))
    with pytest.raises(NotFoundError, match="OTP_ID_NOT_EXISTS"):
        await theirs.verify("get_status", otp_id="nonsense")


@pytest.mark.parametrize("expiry", [300, "300"])
async def test_seconds_may_be_written_as_text(theirs: Theirs, expiry):
    assert 300 == (await sent(theirs, expiry=expiry))["expiry"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"content": "no place for it"},
        {"content": "{} and {}"},
        {"recipient": "call me"},
        {"recipient": "+447400123456"},
        {"originator": "much too long a name"},
        {"expiry": 0},
        {"expiry": "0"},
        {"expiry": "ten"},
    ],
)
async def test_what_cannot_be_is_a_bad_request(theirs: Theirs, wrong):
    with pytest.raises(BadRequest):
        await sent(theirs, **wrong)


async def test_a_token_that_is_none_is_refused(house: House, theirs: Theirs):
    theirs.client._api_token = "nobody's"
    with pytest.raises(ClientError, match="403"):
        await sent(theirs)


async def test_the_quick_start_and_its_log_work_through_their_library(house: House, theirs: Theirs):
    message = {"recipients": [CUSTOMER, OTHER], "content": "Greetings from D7 API", "unicode": False}
    answer = await theirs.sms("send_messages", message, originator="SignOTP", report_url="https://example.com/dlr")

    async def look():
        log = await theirs.sms("get_status", answer["request_id"])
        return log if {row["status"] for row in log["messages"]} == {"delivered"} else None

    log = await eventually(look)

    assert "accepted" == answer["status"]
    assert {CUSTOMER, OTHER} == {row["recipient"] for row in log["messages"]}
    assert {("SignOTP", "Greetings from D7 API")} == {(it.sender, it.text) for it in house.carrier.accepted}


@pytest.mark.parametrize("number", [0, 1, (1 << 128) - 1, 0x0199_7AC1_0000_7000_8000_0123_4567_89AB])
def test_an_id_is_a_uuid_and_back(number):
    assert UUID(int=number) == uuid_of(id_of("ver", UUID(int=number)))
