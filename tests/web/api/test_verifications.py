"""`/v1/verifications`: a code is sent, typed and checked, and nobody learns more than they have to."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.keys import Scope
from bot.providers.fake import FakeCarrier
from bot.store.tables import passcode, tally
from tests.web.harness import CUSTOMER, PUBLIC, Api, House, eventually, open_house

OTHER = "+12065550199"


async def code_for(carrier: FakeCarrier, phone: str = CUSTOMER, count: int = 1) -> str:
    """Wait until so many codes have reached a phone; the last of them."""

    async def look():
        texts = [taken.text for taken in carrier.accepted if taken.recipient == phone]
        return texts if len(texts) >= count else None

    return re.search(r"\d{6,10}", (await eventually(look))[-1])[0]


async def made(api: Api, **body: object) -> dict:
    answer = await api.post("/v1/verifications", {"to": CUSTOMER} | body)
    assert 201 == answer.status_code, answer.text
    return answer.json()


async def test_a_code_is_sent_and_the_answer_does_not_tell_it(api: Api, carrier: FakeCarrier):
    answer = await made(api, purpose="login", ip="203.0.113.7", account="a-1", nonce="s", reference="r-1")
    code = await code_for(carrier)

    assert {"to": CUSTOMER, "purpose": "login", "status": "pending", "code_length": 6, "attempts_left": 5} == {
        name: answer[name] for name in ("to", "purpose", "status", "code_length", "attempts_left")
    }
    assert (4, "r-1", None) == (answer["sends_left"], answer["reference"], answer["approved_at"])
    assert code not in str(answer)
    wrong = (await api.post(f"/v1/verifications/{answer['id']}/check", {"code": "x", "purpose": "login"})).json()
    typed = {"code": f" {code[:3]}-{code[3:]} ", "purpose": "login", "nonce": "s", "to": CUSTOMER}
    right = (await api.post(f"/v1/verifications/{answer['id']}/check", typed)).json()
    shown = (await api.get(f"/v1/verifications/{answer['id']}")).json()

    assert {"id": answer["id"], "valid": False, "status": "pending", "attempts_left": 4} == wrong
    assert {"id": answer["id"], "valid": True, "status": "approved", "attempts_left": 0} == right
    assert ("approved", True) == (shown["status"], shown["approved_at"] is not None)


async def test_the_console_and_the_api_see_dots(api: Api, carrier: FakeCarrier):
    answer = await made(api)
    code = await code_for(carrier)
    message = await api.message(answer["message_id"], "delivered")
    exchanges = await api.get(f"/v1/messages/{answer['message_id']}/exchanges")
    why = await api.get(f"/v1/messages/{answer['message_id']}/why")

    assert "•••" == message["text"]
    assert "otp" == message["class"]
    assert (200, 200) == (exchanges.status_code, why.status_code)
    assert code not in message["text"] + exchanges.text + why.text


async def test_a_hundred_checks_at_once_are_right_once(api: Api, carrier: FakeCarrier):
    id, code = (await made(api))["id"], await code_for(carrier)
    answers = await asyncio.gather(*(api.post(f"/v1/verifications/{id}/check", {"code": code}) for _ in range(100)))

    assert 1 == sum(answer.json()["valid"] for answer in answers)
    assert {200} == {answer.status_code for answer in answers}


async def test_a_repeated_request_sends_once_and_answers_alike(api: Api, carrier: FakeCarrier):
    answers = [await api.post("/v1/verifications", {"to": CUSTOMER}, once="k-1") for _ in range(3)]
    await code_for(carrier)

    assert 1 == len({answer.content for answer in answers})
    assert 1 == len(carrier.accepted)


async def test_a_second_code_so_soon_is_refused_with_a_time(api: Api):
    await made(api)
    answer = await api.post("/v1/verifications", {"to": CUSTOMER})

    assert (429, "passcode_limited") == (answer.status_code, answer.json()["code"])
    assert 1 <= int(answer.headers["retry-after"]) <= 30


async def test_a_resend_has_the_pause_of_any_other(api: Api):
    answer = await api.post(f"/v1/verifications/{(await made(api))['id']}/resend", {})

    assert (429, "passcode_limited") == (answer.status_code, answer.json()["code"])


@pytest.mark.parametrize(
    ("body", "param", "words"),
    [
        ({"to": "+447400123456"}, "to", "no codes are sent to this country"),
        ({"to": "+19005551234"}, "to", "numbers of this kind get no codes"),
        ({"code_length": 5}, "code_length", "5 digits are easily guessed"),
        ({"code_length": 11}, "code_length", "less than or equal to 10"),
        ({"ttl_s": 601}, "ttl_s", "less than or equal to 600"),
        ({"ip": "somewhere"}, "ip", "is not an IP address"),
        ({"purpose": "Log In"}, "purpose", "should match pattern"),
        ({"app_name": "Acme {code}"}, "app_name", "should match pattern"),
        ({"channel": "mian"}, "channel", "no channel is called"),
        ({"chanel": "main"}, "chanel", "is not a known field"),
    ],
)
async def test_what_cannot_be_is_said_in_words(standing: House, body, param, words):
    answer = await standing.api.post("/v1/verifications", {"to": CUSTOMER} | body)

    assert (422, param) == (answer.status_code, answer.json()["param"])
    assert words in answer.json()["detail"]


async def test_an_unknown_id_checks_like_one_that_is_over_and_shows_nothing(api: Api):
    id = "ver_" + "0" * 26
    checked = await api.post(f"/v1/verifications/{id}/check", {"code": "123456"})

    assert (200, {"id": id, "valid": False, "status": "expired", "attempts_left": 0}) == (
        checked.status_code,
        checked.json(),
    )
    assert 404 == (await api.get(f"/v1/verifications/{id}")).status_code
    assert 404 == (await api.post(f"/v1/verifications/{id}/resend", {})).status_code


async def test_known_and_unknown_numbers_are_answered_alike(api: Api, carrier: FakeCarrier):
    """One who has written to us, one who texted STOP, and one whom nobody knows."""
    await carrier.text(CUSTOMER, "+15550100000", "hello")
    await carrier.text(OTHER, "+15550100000", "STOP")
    await api.said_to(OTHER)
    answers = [await made(api, to=phone) for phone in (CUSTOMER, OTHER, "+12065550777")]
    different = {"id", "to", "message_id", "created_at", "expires_at", "resend_at"}

    assert 1 == len({str({name: it for name, it in answer.items() if name not in different}) for answer in answers})


@pytest.mark.parametrize(
    ("method", "path", "key"),
    [
        ("post", "/v1/verifications", "read"),
        ("post", "/v1/verifications/ver_1/check", "read"),
        ("post", "/v1/verifications/ver_1/resend", "read"),
        ("get", "/v1/verifications/ver_1", "send"),
    ],
)
async def test_a_key_needs_the_scope(api: Api, method, path, key):
    given = {"json": {"to": CUSTOMER, "code": "1"}} if method == "post" else {}

    assert 403 == (await getattr(api, method)(path, key=key, **given)).status_code


async def test_a_browser_can_fill_it_in(tmp_path, flows):
    async with open_house(tmp_path, flows, PARLEY_VERIFICATIONS__DOMAIN="login.example.com") as house:
        await made(house.api, language="de-AT", app_name="Zahnarzt", code_length=8)
        code = await code_for(house.carrier)

        assert [f"Zahnarzt: {code} ist Ihr Code. Geben Sie ihn nicht weiter.\n@login.example.com #{code}"] == [
            taken.text for taken in house.carrier.accepted
        ]
        assert 8 == len(code)


async def test_without_a_carrier_the_code_can_be_read_by_who_tries_it_out(tmp_path, flows):
    async with open_house(tmp_path, flows, PARLEY_CHANNELS__MAIN__BASE_URL="") as house:
        answer = await made(house.api)
        text = (await house.api.message(answer["message_id"], "delivered"))["text"]
        checked = await house.api.post(f"/v1/verifications/{answer['id']}/check", {"code": re.search(r"\d+", text)[0]})

        assert checked.json()["valid"]
        assert PUBLIC == house.settings.business.public_url


async def test_what_a_test_key_makes_stays_in_the_house_and_is_of_use_to_it_alone(tmp_path, flows):
    sandbox = {"PARLEY_CHANNELS__SANDBOX__PROVIDER": "loopback", "PARLEY_CHANNELS__SANDBOX__NUMBER": "+15550100009"}
    async with open_house(tmp_path, flows, **sandbox) as house:
        api = house.api
        api.keys["test"] = await house.runtime.keys.create([Scope.SEND, Scope.READ], "test", test=True)
        ours = await made(api, purpose="login")
        await house.runtime.database.run(
            lambda conn: conn.exec_driver_sql("UPDATE passcode SET at = '2020-01-01 00:00:00.000000+00:00'")
        )
        theirs = (await api.post("/v1/verifications", {"to": CUSTOMER, "purpose": "login"}, key="test")).json()
        text = (await api.message(theirs["message_id"], "delivered"))["text"]
        check = f"/v1/verifications/{theirs['id']}/check", {"code": re.search(r"\d{6}", text)[0], "purpose": "login"}
        live, tested = (await api.post(*check)).json(), (await api.post(*check, key="test")).json()

        assert ("login", False, True) == (theirs["purpose"], live["valid"], tested["valid"])
        assert "pending" == (await api.get(f"/v1/verifications/{ours['id']}")).json()["status"]
        assert 1 == len(house.carrier.accepted)


async def numbers_at_random(house):
    """Codes that nobody types went out to strangers a while ago; whoever was told to wait has waited."""

    def write(conn):
        at = datetime.now(UTC) - timedelta(minutes=5)
        rows = [
            {
                "verification_id": "",
                "at": at,
                "phone": f"+1206{block}0101",
                "block": f"+1206{block}",
                "lane": 1,
                "approved": False,
            }
            for block in range(300, 312)
        ]
        conn.execute(passcode.insert(), rows)

    await house.runtime.database.run(write)


async def waits(house):
    def change(conn):
        at = datetime.now(UTC) - timedelta(seconds=31)
        conn.execute(tally.update().where(tally.c.scope == "waits").values(begins_at=at))

    await house.runtime.database.run(change)


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/v1/verifications", {"to": CUSTOMER}, 201),
        ("/verify/v1/otp/send-otp", {"originator": "SignOTP", "recipient": CUSTOMER, "content": "{}"}, 200),
    ],
)
async def test_a_stranger_is_told_when_to_come_back_and_then_gets_a_code(house, path, body, status):
    await numbers_at_random(house)
    first = await house.api.post(path, body)
    await waits(house)
    second = await house.api.post(path, body)

    assert (429, "30") == (first.status_code, first.headers["retry-after"])
    assert "no code is sent to this number for now" in first.text
    assert status == second.status_code
