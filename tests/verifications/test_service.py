"""Codes as people get them: sent, typed, asked for again, too late, by somebody else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.errors import SendError
from bot.events import ErrorClass, MessageClass
from bot.limits import STRANGERS_AT_ONCE
from bot.messages import Draft
from bot.outbox.compose import Saying
from bot.verifications import Asked, Blocked, Reason, State, TooManyLooks
from tests.privacy.traces import in_files, in_rows
from tests.stage import ANA, BEN, CHANNEL, staged

either_database = pytest.mark.usefixtures("either_database")

WRONG = "no code"


@pytest.fixture
async def stage(tmp_path):
    async with staged(tmp_path) as stage:
        yield stage


async def asks(stage, to=ANA, purpose="login", **more):
    """Somebody asks for a code, and it arrives."""
    made = await stage.runtime.database.run(
        stage.runtime.verifications.create, Asked(to=to, purpose=purpose, owner="key_1", **more)
    )
    await stage.settle()
    return made


async def asks_again(stage, made, **more):
    made = await stage.runtime.database.run(
        stage.runtime.verifications.resend, made.id, Asked(to="", purpose="", owner="key_1", **more)
    )
    await stage.settle()
    return made


async def types(stage, made, code, purpose="login", **more):
    """Somebody types a code: what they are told, and how often they may try again."""
    checked = await stage.runtime.database.run(
        stage.runtime.verifications.check, getattr(made, "id", made), code, purpose=purpose, **more
    )
    return checked.state, checked.valid, checked.attempts_left


def got(stage, phone=ANA):
    """The codes that somebody got."""
    return [re.search(r"\d{6,10}", text)[0] for text in stage.heard(phone)]


async def refused(asking):
    with pytest.raises(Blocked) as blocked:
        await asking
    return blocked.value.reason


@either_database
async def test_the_right_code_is_good_once(stage):
    made = await asks(stage)
    [code] = got(stage)

    assert [f"Riverside Dental: {code} is your code. Don't share it."] == stage.heard(ANA)
    assert (State.APPROVED, True, 0) == await types(stage, made, code)
    assert (State.APPROVED, False, 0) == await types(stage, made, code)


def another(place):
    return f"+1{('212', '312', '415', '503', '617', '702')[place]}5550142"


@either_database
async def test_when_five_were_guessed_anywhere_short_codes_are_void_and_new_ones_longer(stage):
    made = [await asks(stage, to=another(place)) for place in range(6)]
    codes = [got(stage, phone=another(place))[0] for place in range(6)]
    for place in range(5):
        await types(stage, made[place], WRONG)

    assert (State.EXPIRED, False, 0) == await types(stage, made[5], codes[5])
    longer = await asks(stage)
    [code] = got(stage)
    assert (8, 8) == (longer.length, len(code))
    assert (State.APPROVED, True, 0) == await types(stage, longer, code)


async def test_who_mistypes_or_has_the_code_after_all_guesses_nothing(stage):
    for place in range(6):
        made = await asks(stage, to=another(place))
        [code] = got(stage, phone=another(place))
        await types(stage, made, WRONG)
        assert (State.APPROVED, True, 0) == await types(stage, made, code)
    made = await asks(stage)
    [code] = got(stage)
    slip = str((int(code[0]) + 1) % 10) + code[1:]
    for _ in range(4):
        await types(stage, made, slip)

    assert 6 == (await asks(stage, to=BEN)).length


async def test_what_test_keys_guess_is_guessed_at_nobody(stage):
    for place in range(2):
        made = await asks(stage, to=another(place), purpose="test login")
        for _ in range(5):
            await types(stage, made, WRONG, purpose="test login")

    assert 6 == (await asks(stage)).length
    assert 8 == (await asks(stage, to=BEN, purpose="test login")).length


async def told_to_wait(stage, **more):
    """Somebody asks for a code and is told to come back, which is noted as it is where the answer was said."""
    with pytest.raises(Blocked) as blocked:
        await asks(stage, **more)
    await stage.runtime.database.run(stage.runtime.verifications.note, blocked.value)
    return blocked.value.reason, blocked.value.retry_after_s


async def random_numbers(stage):
    """Twelve codes go out to numbers and networks of which nothing is known, and nobody types them."""

    def ask(conn):
        for place in range(12):
            asked = Asked(to=f"+1206{300 + place}0101", purpose="login", ip=f"198.{place}.0.1", owner="key_1")
            stage.runtime.verifications.create(conn, asked)

    await stage.runtime.database.run(ask)
    stage.clock.passes(seconds=121)


@either_database
async def test_while_numbers_are_drawn_at_random_strangers_get_a_code_when_they_come_back(stage):
    await random_numbers(stage)

    assert (Reason.STRANGERS, 30) == await told_to_wait(stage, ip="203.0.113.7")
    stage.clock.passes(seconds=20)
    assert (Reason.STRANGERS, 10) == await told_to_wait(stage, ip="203.0.113.7")
    stage.clock.passes(seconds=10)
    assert (Reason.STRANGERS, 30) == await told_to_wait(stage, ip="192.0.2.7")  # not they, from where they were
    assert (Reason.STRANGERS, 30) == await told_to_wait(stage, to=BEN, ip="203.0.113.7")
    made = await asks(stage, ip="203.0.113.9")
    await types(stage, made, got(stage)[0])
    assert (await asks(stage, ip="192.0.2.7")).id  # they proved it
    assert (await asks(stage, to=another(3), purpose="test login")).id  # what test keys do is a world of its own


async def test_who_comes_back_after_ten_minutes_is_told_to_wait_again(stage):
    await random_numbers(stage)
    await told_to_wait(stage)
    stage.clock.passes(seconds=601)

    assert (Reason.STRANGERS, 30) == await told_to_wait(stage)
    stage.clock.passes(seconds=30)
    assert (await asks(stage)).id


async def test_a_code_that_was_used_is_followed_by_another_one_until_strangers_are_people_again(stage):
    await random_numbers(stage)
    stage.clock.passes(seconds=1_800)
    for place in range(4):
        made = await asks(stage, to=another(place))
        await types(stage, made, got(stage, phone=another(place))[0])

    assert (await asks(stage, to=another(4))).id
    assert (await asks(stage, to=another(5))).id


@either_database
async def test_with_a_test_key_no_number_is_proved_locked_or_made_suspicious(stage):
    made = await asks(stage, purpose="test login", ip="203.0.113.7")
    await types(stage, made, got(stage)[0], purpose="test login")
    for _ in range(2):
        stage.clock.passes(seconds=1_000)
        made = await asks(stage, purpose="test login", ip="203.0.113.7")
        for _ in range(5):
            await types(stage, made, WRONG, purpose="test login")
    await random_numbers(stage)

    assert Reason.LOCKED == await refused(asks(stage, purpose="test login"))
    assert (Reason.STRANGERS, 30) == await told_to_wait(stage, ip="203.0.113.7")  # not proved, and from nowhere known


@either_database
async def test_of_a_thousand_codes_that_are_asked_for_at_once_few_are_sent(stage):
    def ask(conn):
        sent = 0
        for place in range(60):
            asked = Asked(to=f"+1425{300 + place}0101", purpose="login", ip=f"198.{place}.0.1", owner="key_1")
            try:
                stage.runtime.verifications.create(conn, asked)
            except Blocked:
                continue
            sent += 1
        return sent

    assert STRANGERS_AT_ONCE == await stage.runtime.database.run(ask)


@either_database
async def test_after_five_wrong_codes_the_right_one_is_none(stage):
    made = await asks(stage)
    answers = [await types(stage, made, WRONG) for _ in range(6)]

    assert [(State.PENDING, False, left) for left in (4, 3, 2, 1)] == answers[:4]
    assert [(State.FAILED, False, 0)] * 2 == answers[4:]
    assert (State.FAILED, False, 0) == await types(stage, made, got(stage)[0])


@pytest.mark.parametrize(
    "other", [{"purpose": "pay"}, {"nonce": "session-2"}, {"nonce": ""}, {"to": BEN}], ids=lambda it: next(iter(it))
)
async def test_a_code_is_of_no_use_for_anything_else(stage, other):
    made = await asks(stage, nonce="session-1")
    [code] = got(stage)

    assert (State.PENDING, False, 4) == await types(stage, made, code, **({"nonce": "session-1"} | other))
    assert (State.APPROVED, True, 0) == await types(stage, made, code, nonce="session-1", to=ANA)


async def test_the_code_of_one_verification_is_wrong_for_another(stage):
    ana, ben = await asks(stage), await asks(stage, to=BEN)

    assert (State.PENDING, False, 4) == await types(stage, ana, got(stage, BEN)[0])
    assert (State.APPROVED, True, 0) == await types(stage, ben, got(stage, BEN)[0])


@either_database
async def test_its_time_is_over_to_the_second(stage):
    made = await asks(stage)
    stage.clock.passes(seconds=299)
    early = await types(stage, made, WRONG)
    stage.clock.passes(seconds=1)

    assert (State.PENDING, False, 4) == early
    assert (State.EXPIRED, False, 0) == await types(stage, made, got(stage)[0])


@pytest.mark.parametrize("hours", [1, 24, -1])
async def test_a_clock_that_jumps_voids_a_code_and_never_keeps_it(stage, hours):
    made = await asks(stage)
    stage.clock.now += timedelta(hours=hours)

    assert (State.EXPIRED, False, 0) == await types(stage, made, got(stage)[0])


async def test_an_id_that_never_was_is_like_one_whose_time_is_over(stage):
    made = await asks(stage)
    stage.clock.passes(minutes=6)

    assert await types(stage, made, "123456") == await types(stage, "ver_" + "0" * 26, "123456")


async def test_another_code_for_the_same_voids_the_first(stage):
    first = await asks(stage)
    await stage.passes(seconds=31)
    second = await asks(stage)

    assert (State.CANCELED, False, 0) == await types(stage, first, got(stage)[0])
    assert (State.APPROVED, True, 0) == await types(stage, second, got(stage)[1])


@either_database
async def test_a_resend_is_a_new_code_with_its_own_time_and_attempts(stage):
    made = await asks(stage)
    await types(stage, made, WRONG)
    await stage.passes(seconds=200)
    again = await asks_again(stage, made)
    first, second = got(stage)

    assert (made.id, 2, made.expires_at + timedelta(seconds=200)) == (again.id, again.sends, again.expires_at)
    assert first != second
    assert (State.PENDING, False, 4) == await types(stage, made, first)
    assert (State.APPROVED, True, 0) == await types(stage, made, second)


@either_database
async def test_a_resend_repeats_the_code_where_the_settings_say_so(tmp_path):
    async with staged(tmp_path, PARLEY_VERIFICATIONS__REPEAT_WITHIN_S="60") as stage:
        made = await asks(stage)
        sealed = await stage.value("SELECT sealed FROM verification")
        await stage.passes(seconds=40)
        await asks_again(stage, made)
        await stage.passes(seconds=70)
        await asks_again(stage, made)
        first, second, third = got(stage)
        await types(stage, made, third)

        assert first == second != third
        assert sealed.startswith("sealed:")
        assert None is await stage.value("SELECT sealed FROM verification")


async def test_a_resend_has_to_wait_and_ends_after_five(stage):
    made = await asks(stage)
    waits = []
    for pause in (30, 60, 700, 2400):
        waits.append(await refused(asks_again(stage, made)))
        await stage.passes(seconds=pause)
        if await types(stage, made, WRONG) == (State.EXPIRED, False, 0):
            break
        await asks_again(stage, made)

    assert [Reason.TOO_SOON] * 3 == waits
    assert Reason.OVER is await refused(asks_again(stage, made))
    assert 3 == len(got(stage))


async def test_a_verification_has_five_texts_at_most(stage):
    made = await asks(stage)
    await stage.passes(seconds=31)
    await stage.execute("UPDATE verification SET sends = 5")

    assert Reason.RESENDS is await refused(asks_again(stage, made))


async def test_nobody_gets_more_than_the_table_allows_in_a_day(stage):
    """Whoever tries every three minutes for a day gets ten."""
    for _ in range(20 * 24):
        stage.clock.passes(minutes=3)
        try:
            await stage.runtime.database.run(
                stage.runtime.verifications.create, Asked(to=ANA, purpose="login", owner="key_1")
            )
        except Blocked:
            continue

    assert 10 == await stage.value("SELECT count(*) FROM passcode")


@either_database
async def test_ten_wrong_codes_a_day_are_all_there_are_for_a_number(stage):
    for _ in range(2):
        made = await asks(stage)
        for _ in range(5):
            await types(stage, made, WRONG)
        await stage.passes(minutes=20)

    assert Reason.LOCKED is await refused(asks(stage))
    await stage.passes(hours=23)
    assert Reason.LOCKED is await refused(asks(stage))
    await stage.passes(hours=1)
    assert "pending" == (await asks(stage)).status


async def test_ten_wrong_codes_count_whatever_they_were_for(stage):
    """Two codes for two purposes at once are not twice as many guesses."""
    login = await asks(stage)
    await stage.passes(seconds=31)
    pay = await asks(stage, purpose="pay")
    await stage.execute("UPDATE verification SET failures = 4, failed_at = sent_at")
    answers = [await types(stage, login, WRONG), await types(stage, pay, WRONG, purpose="pay")]
    shut = await types(stage, pay, got(stage)[1], purpose="pay")

    assert [(State.PENDING, False, 1), (State.FAILED, False, 0)] == answers
    assert (False, 0) == shut[1:]


@either_database
async def test_a_hundred_wrong_codes_in_a_row_lock_a_number_until_one_is_right(stage):
    made = await asks(stage)
    await types(stage, made, WRONG)
    await stage.execute("UPDATE proven SET failures = 99")
    await types(stage, made, WRONG)
    await stage.passes(days=2)
    locked = await refused(asks(stage))
    await stage.passes(days=29)
    again = await asks(stage)
    await types(stage, again, got(stage)[-1])

    assert Reason.LOCKED is locked
    assert [(0, 1)] == await stage.rows("SELECT failures, CASE WHEN approved_at IS NULL THEN 0 ELSE 1 END FROM proven")


@either_database
async def test_the_days_segments_end_it_also_when_two_ask_at_once(tmp_path):
    async with staged(tmp_path, PARLEY_VERIFICATIONS__SEGMENTS_PER_DAY="2") as stage:
        for phone in (ANA, BEN):
            await asks(stage, to=phone)
        third = await refused(asks(stage, to="+12065550103"))
        await stage.passes(days=1, minutes=10)

        assert Reason.SPENT is third
        assert "pending" == (await asks(stage, to="+12065550103")).status


@either_database
async def test_nothing_is_left_of_a_code_once_it_is_sent(stage, tmp_path):
    made = await asks(stage)
    [code] = got(stage)
    await types(stage, made, WRONG)
    await stage.runtime.exchanges.drain()
    [message] = await stage.messages(ANA)

    assert "•••" == message.text
    assert {} == await stage.runtime.database.run(in_rows, [code])
    assert {} == in_files(tmp_path, [code])


@either_database
async def test_while_it_waits_it_is_encrypted(stage, tmp_path):
    await stage.runtime.database.run(stage.runtime.verifications.create, Asked(to=ANA, purpose="login", owner="key_1"))
    before = (await stage.messages(ANA))[0].text
    document = await stage.runtime.exporter.export(await stage.value("SELECT id FROM contact"))
    await stage.settle()
    [code] = got(stage)

    assert before.startswith("sealed:")
    assert ["•••"] == [message["text"] for message in document["messages"]]
    assert {} == await stage.runtime.database.run(in_rows, [code])


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (SendError(ErrorClass.PERMANENT, "30006", "landline"), "rejected"),
        (SendError(ErrorClass.UNKNOWN, "timeout", "no answer"), "unknown"),
    ],
)
async def test_nothing_is_left_of_one_that_was_not_taken_either(stage, answer, status):
    stage.carrier.then(*[answer] * 9)
    await asks(stage)
    for _ in range(6):
        await stage.passes(minutes=5)
    [message] = await stage.messages(ANA)

    assert (status, "•••") == (message.status, message.text)


async def test_a_code_that_cannot_be_sent_in_time_is_not_sent(stage):
    stage.carrier.then(*[SendError(ErrorClass.RETRYABLE, "503", "later")] * 3)
    await asks(stage)
    await stage.passes(minutes=10)
    [message] = await stage.messages(ANA)

    assert ("expired", "•••") == (message.status, message.text)
    assert [] == stage.heard(ANA)


async def test_a_code_waits_for_no_morning(tmp_path):
    async with staged(tmp_path) as stage:
        stage.clock.passes(hours=15)  # eight in New York, five in Seattle
        await asks(stage)

        assert 1 == len(got(stage))


@either_database
async def test_who_texted_stop_gets_the_code_that_they_ask_for_and_nothing_else(stage):
    await stage.says(ANA, "STOP")
    await asks(stage)
    await sends(stage, "4711 is your code", MessageClass.OTP)
    await sends(stage, "News", MessageClass.TRANSACTIONAL)
    rows = await stage.messages(ANA)

    assert ["accepted", "accepted", "refused", "refused"] == [row.status for row in rows]
    assert "asked_for" == rows[1].decision["basis"]
    assert rows[1].decision["consent_event"] is not None
    assert "•••" == rows[2].text


@either_database
async def test_a_stop_after_it_takes_it_back(stage):
    await stage.says(ANA, "STOP")
    await stage.runtime.database.run(stage.runtime.verifications.create, Asked(to=ANA, purpose="login", owner="key_1"))
    await stage.writes(ANA, "stop it")
    await stage.runtime.inbox.process_once()
    await stage.settle()
    rows = await stage.messages(ANA)

    assert "canceled" == next(row.status for row in rows if row.message_class == "otp")
    assert not any("code" in text for text in stage.heard(ANA))


async def test_the_business_can_keep_to_stop_whatever_is_asked_for(tmp_path):
    async with staged(tmp_path, PARLEY_VERIFICATIONS__AFTER_STOP="false") as stage:
        await stage.says(ANA, "STOP")
        made = await asks(stage)

        assert "pending" == made.status
        assert ["accepted", "refused"] == await stage.statuses(ANA)


async def test_where_the_carrier_bars_somebody_nothing_is_tried(stage):
    stage.carrier.then(SendError(ErrorClass.OPT_OUT, "21610", "unsubscribed"))
    await asks(stage)
    await stage.passes(minutes=1)
    await asks(stage)

    assert "refused" == (await stage.statuses(ANA))[-1]


@either_database
async def test_how_often_its_state_is_asked_for_is_limited(stage):
    made = await asks(stage)
    looks = stage.runtime.verifications.get
    for _ in range(60):
        await stage.runtime.database.run(looks, made.id)
    with pytest.raises(TooManyLooks):
        await stage.runtime.database.run(looks, made.id)
    stage.clock.passes(seconds=60)

    assert made.id == (await stage.runtime.database.run(looks, made.id)).id
    await stage.execute("UPDATE verification SET looks = 180")
    stage.clock.passes(seconds=60)
    with pytest.raises(TooManyLooks):
        await stage.runtime.database.run(looks, made.id)


async def test_what_is_counted_is_for_the_operator(stage):
    made = await asks(stage)
    await refused(asks(stage))
    await types(stage, made, WRONG)
    await types(stage, made, got(stage)[0])
    await types(stage, made, got(stage)[0])

    def value(name, **labels):
        return stage.runtime.metrics.registry.get_sample_value(f"parley_passcodes_{name}_total", labels)

    assert (1, 1) == (value("sent", channel=CHANNEL), value("blocked", reason="too_soon"))
    assert (1, 1, 1) == tuple(value("checked", result=result) for result in ("right", "wrong", "void"))


@either_database
async def test_whoever_is_erased_has_no_verifications_and_guessing_does_not_begin_anew(stage):
    made = await asks(stage, ip="203.0.113.7", account="ana@example.com")
    await types(stage, made, WRONG)
    document = await stage.runtime.exporter.export(await stage.value("SELECT id FROM contact"))
    await stage.runtime.eraser.erase(ANA, "test")

    assert (ANA, "203.0.113.7") == (document["verifications"][0]["phone"], document["passcodes"][0]["ip"])
    assert not {"digest", "sealed"} & set(document["verifications"][0])
    assert {} == await stage.runtime.database.run(in_rows, [ANA, ANA[:-4], "203.0.113.7", "ana@example.com"])
    assert (State.EXPIRED, False, 0) == await types(stage, made, "123456")
    assert [(1,)] == await stage.rows("SELECT failures FROM proven")


@either_database
async def test_it_goes_by_itself_after_its_period(stage):
    await asks(stage)
    stage.clock.passes(days=31)
    for _ in range(5):
        await stage.runtime.retention.turn()

    assert [0, 0, 0] == [
        await stage.value(f"SELECT count(*) FROM {table}")  # noqa: S608 - our names
        for table in ("verification", "passcode", "tally")
    ]


async def sends(stage, text, message_class):
    draft = Draft(ANA, stage.runtime.channels[CHANNEL], Saying(text, message_class, request_id="req_1"))
    await stage.runtime.database.run(stage.runtime.messages.create, [draft])
    await stage.settle()
