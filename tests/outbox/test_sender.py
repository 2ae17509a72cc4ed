"""Sending as the carrier sees it: never lost, never doubled, in order, and not faster than allowed."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.errors import DatabaseAway, SendError
from bot.events import ErrorClass, MessageClass, MessageStatus, Receipt
from bot.inbox import entries
from bot.messages import Draft
from bot.outbox import policy
from bot.outbox.compose import Saying
from bot.providers.loopback import Loopback
from tests.answers import answer
from tests.stage import ANA, BEN, CHANNEL, staged

pytestmark = pytest.mark.usefixtures("either_database")

S = MessageStatus
TIMEOUT = SendError(ErrorClass.UNKNOWN, "timeout", "no answer")
UNREACHABLE = SendError(ErrorClass.RETRYABLE, policy.UNREACHABLE, "refused")


@pytest.fixture
async def stage(tmp_path):
    async with staged(tmp_path) as stage:
        yield stage


@pytest.fixture
def idempotent(monkeypatch):
    """A carrier that knows our id again: the same id twice is one message."""
    monkeypatch.setattr(Loopback, "idempotent", True)


async def send(stage, *texts, to=ANA, message_class=MessageClass.TRANSACTIONAL, **more):
    """Ask for messages as the API does."""
    channel = stage.runtime.channels[CHANNEL]
    drafts = [Draft(to, channel, Saying(text, message_class, **more)) for text in texts]
    await stage.runtime.database.run(stage.runtime.messages.create, drafts)
    await stage.settle()


async def only_message(stage, phone=ANA):
    [message] = await stage.messages(phone)
    return message


# ── the good day ────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_message_is_handed_over_with_our_id_and_numbers(stage):
    await send(stage, "Hello")
    message = await only_message(stage)

    assert [{"id": message.id, "from": "+15550100000", "to": ANA, "text": "Hello"}] == stage.carrier.taken
    assert (S.ACCEPTED, f"carrier-{message.id}", stage.clock.now) == (
        message.status,
        message.provider_id,
        message.sent_at,
    )


async def test_several_messages_to_one_person_keep_their_order_and_go_one_at_a_time(stage):
    stage.carrier.hold = asyncio.Event()
    await send(stage, "one", "two", "three")
    await send(stage, "other", to=BEN)

    assert [S.SENDING, S.QUEUED, S.QUEUED] == await stage.statuses(ANA)
    assert [S.SENDING] == await stage.statuses(BEN)

    stage.carrier.hold.set()
    await stage.settle()

    assert ["one", "two", "three"] == stage.heard(ANA)


async def test_a_message_for_later_waits_without_holding_up_the_others(stage):
    await send(stage, "tomorrow", send_at=stage.clock.now + timedelta(days=1))
    await send(stage, "now")
    assert ["now"] == stage.heard(ANA)

    await stage.passes(days=1)

    assert ["now", "tomorrow"] == stage.heard(ANA)


async def test_order_does_not_depend_on_clocks(stage):
    """The worker that wrote the first one was ahead of the others by a moment."""
    channel = stage.runtime.channels[CHANNEL]
    for text in ("one", "two"):
        draft = Draft(ANA, channel, Saying(text, MessageClass.TRANSACTIONAL))
        await stage.runtime.database.run(stage.runtime.messages.create, [draft])
        stage.clock.now -= timedelta(seconds=0.3)
    await stage.passes(seconds=0.3)
    assert [] == stage.heard(ANA)

    await stage.passes(seconds=1)

    assert ["one", "two"] == stage.heard(ANA)


async def test_what_has_expired_is_not_sent(stage):
    stage.carrier.then(UNREACHABLE)
    await send(stage, "code", expires_at=stage.clock.now + timedelta(minutes=10))
    await stage.passes(minutes=11)

    assert [] == stage.heard(ANA)
    assert [S.EXPIRED] == await stage.statuses(ANA)


async def test_a_channel_without_an_address_delivers_in_process(tmp_path):
    async with staged(tmp_path, PARLEY_CHANNELS__MAIN__BASE_URL="") as stage:
        await stage.says(ANA, "hello")

        assert [S.DELIVERED] == await stage.statuses(ANA)
        assert [] == stage.carrier.taken


# ── refusals ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("answer", "status", "error"),
    [
        (answer(400, {"error": "bad number"}), S.REJECTED, "bad number"),
        (answer(401), S.QUEUED, "401"),
        (answer(402), S.QUEUED, "402"),
        (answer(429), S.QUEUED, "429"),
        (answer(500), S.UNKNOWN, "500"),
        (answer(200, text="<html>Welcome</html>"), S.UNKNOWN, "200"),
        (answer(301, location="/elsewhere"), S.REJECTED, "301"),
        (UNREACHABLE, S.QUEUED, "unreachable"),
        (TIMEOUT, S.UNKNOWN, "timeout"),
    ],
)
async def test_every_answer_leads_to_a_documented_status(stage, answer, status, error):
    stage.carrier.then(answer)
    await send(stage, "Hello")
    message = await only_message(stage)

    assert (status, error) == (message.status, message.error)
    assert [] == stage.carrier.taken


async def test_a_carrier_that_cannot_be_reached_is_tried_again_until_it_can(stage):
    stage.carrier.then(*[UNREACHABLE] * 20)
    await send(stage, "Hello")
    for _ in range(40):
        await stage.passes(seconds=policy.BACKOFF_MAX_S)

    assert ["Hello"] == stage.heard(ANA)
    assert [S.ACCEPTED] == await stage.statuses(ANA)


async def test_we_wait_as_long_as_the_carrier_asks(stage):
    stage.carrier.then(answer(429, retry_after="600"))
    await send(stage, "Hello")
    await stage.passes(seconds=599)
    assert [] == stage.heard(ANA)

    await stage.passes(seconds=1)

    assert ["Hello"] == stage.heard(ANA)


async def test_while_the_carrier_wants_quiet_nobody_else_is_sent_either(stage):
    stage.carrier.then(answer(429, retry_after="60"))
    await send(stage, "Hello")
    await send(stage, "Hi", to=BEN)
    assert [] == stage.carrier.taken

    await stage.passes(seconds=61)

    assert ["Hello", "Hi"] == [*stage.heard(ANA), *stage.heard(BEN)]


async def test_a_message_that_is_refused_again_and_again_is_given_up(stage):
    stage.carrier.then(*[SendError(ErrorClass.RETRYABLE, "30001", "queue overflow")] * 20)
    await send(stage, "Hello")
    for _ in range(20):
        await stage.passes(seconds=policy.BACKOFF_MAX_S)

    assert [(S.FAILED, "30001")] == [(message.status, message.error) for message in await stage.messages(ANA)]
    assert 12 == len(stage.carrier.script)


async def test_later_messages_wait_for_one_that_is_tried_again(stage):
    stage.carrier.then(SendError(ErrorClass.RETRYABLE, "30001", "queue overflow"))
    await send(stage, "one", "two")
    assert [] == stage.heard(ANA)

    await stage.passes(seconds=5)

    assert ["one", "two"] == stage.heard(ANA)


async def test_a_message_that_no_provider_could_take_costs_no_request(stage):
    await send(stage, "Hello", media=[f"https://example.com/{number}.png" for number in range(11)])
    message = await only_message(stage)

    assert (S.REJECTED, "too_many_media") == (message.status, message.error)


async def test_a_provider_that_chokes_on_one_message_does_not_hold_up_the_others(stage, monkeypatch):
    build = Loopback.build

    def choke(self, message):
        if message.recipient == ANA:
            raise ZeroDivisionError("oops")
        return build(self, message)

    monkeypatch.setattr(Loopback, "build", choke)
    await send(stage, "Hello")
    await send(stage, "Hi", to=BEN)

    assert ["Hi"] == stage.heard(BEN)
    assert (S.REJECTED, "not_buildable") == ((await only_message(stage)).status, (await only_message(stage)).error)


async def test_an_answer_that_cannot_be_read_leaves_the_outcome_unknown(stage, monkeypatch):
    def choke(self, response):
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(Loopback, "read", choke)
    await send(stage, "Hello")

    assert (S.UNKNOWN, "not_readable") == ((await only_message(stage)).status, (await only_message(stage)).error)


# ── nobody knows ────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_message_of_unknown_outcome_is_not_just_sent_again(stage):
    stage.carrier.then(stage.carrier.taken_but(TIMEOUT))
    await send(stage, "Hello")
    for _ in range(20):
        await stage.passes(minutes=1)

    assert ["Hello"] == stage.heard(ANA)
    assert [S.UNKNOWN] == await stage.statuses(ANA)


async def test_a_receipt_tells_what_became_of_it(stage):
    stage.carrier.then(stage.carrier.taken_but(TIMEOUT))
    await send(stage, "Hello")
    message = await only_message(stage)
    report = Receipt("carrier-5", S.DELIVERED, "delivered")
    await stage.happens(entries.receipt(CHANNEL, report, stage.clock.now, message_id=message.id))
    await stage.passes(minutes=10)
    resolved = await only_message(stage)

    assert (S.DELIVERED, "carrier-5", None) == (resolved.status, resolved.provider_id, resolved.error)
    assert ["Hello"] == stage.heard(ANA)


async def test_the_carrier_may_be_asked_and_knows_it(stage):
    stage.carrier.then(stage.carrier.taken_but(TIMEOUT))
    await send(stage, "Hello")
    message = await only_message(stage)
    stage.carrier.queries.append(lambda _: answer(200, {"id": message.id, "status": "sent"}))
    await stage.passes(seconds=1)

    assert [S.SENT] == await stage.statuses(ANA)
    assert ["Hello"] == stage.heard(ANA)


async def test_the_carrier_may_be_asked_and_is_certain_that_it_never_got_it(stage):
    stage.carrier.then(TIMEOUT)
    await send(stage, "Hello")
    stage.carrier.queries.append(lambda _: answer(404, {"found": False}))
    await stage.passes(seconds=1)
    message = await only_message(stage)

    assert ["Hello"] == stage.heard(ANA)
    assert (S.ACCEPTED, False) == (message.status, message.possible_duplicate)


async def test_with_a_carrier_that_knows_our_id_again_it_is_sent_again(stage, idempotent):
    stage.carrier.then(TIMEOUT)
    await send(stage, "code", message_class=MessageClass.OTP)
    await stage.passes(seconds=19)
    assert [] == stage.heard(ANA)

    await stage.passes(seconds=1)
    message = await only_message(stage)

    assert ["code"] == stage.heard(ANA)
    assert (S.ACCEPTED, False) == (message.status, message.possible_duplicate)


@pytest.mark.parametrize(
    ("message_class", "heard"),
    [
        (MessageClass.CONVERSATIONAL, 2),
        (MessageClass.TRANSACTIONAL, 2),
        (MessageClass.OTP, 1),
        (MessageClass.MARKETING, 1),
        (MessageClass.CONSENT, 1),
    ],
)
async def test_where_receipts_are_usual_silence_means_that_it_never_arrived(stage, message_class, heard):
    """Sent once more and marked; but not what must never come twice."""
    await send(stage, "before", to=BEN)
    await stage.reports((await only_message(stage, BEN)).provider_id, S.DELIVERED)
    stage.carrier.then(stage.carrier.taken_but(TIMEOUT), stage.carrier.taken_but(TIMEOUT))
    await send(stage, "Hello", message_class=message_class)
    for _ in range(14):
        await stage.passes(minutes=1)
    assert ["Hello"] == stage.heard(ANA), "a quarter of an hour is for its receipt"

    for _ in range(20):
        await stage.passes(minutes=1)
    message = await only_message(stage)

    assert ["Hello"] * heard == stage.heard(ANA)
    assert (S.UNKNOWN, heard == 2) == (message.status, message.possible_duplicate)


async def test_a_report_that_fits_no_message_may_be_about_this_one(stage):
    """The answer with the carrier's id was lost, and the report came without ours: it is not sent again."""
    await send(stage, "before", to=BEN)
    await stage.reports((await only_message(stage, BEN)).provider_id, S.DELIVERED)
    stage.carrier.then(stage.carrier.taken_but(TIMEOUT))
    await send(stage, "Hello")
    await stage.happens(entries.receipt(CHANNEL, Receipt("carrier-99", S.DELIVERED, "delivered"), stage.clock.now))
    for _ in range(60):
        await stage.passes(minutes=1)

    assert ["Hello"] == stage.heard(ANA)
    assert [S.UNKNOWN] == await stage.statuses(ANA)


async def test_what_would_come_too_late_is_not_sent_again(stage):
    """It stays unknown: that it expired would be one word too much about what may have arrived."""
    await send(stage, "before", to=BEN)
    await stage.reports((await only_message(stage, BEN)).provider_id, S.DELIVERED)
    stage.carrier.then(TIMEOUT)
    await send(stage, "Your taxi is here", expires_at=stage.clock.now + timedelta(minutes=10))
    for _ in range(20):
        await stage.passes(minutes=1)

    assert [] == stage.heard(ANA)
    assert [S.UNKNOWN] == await stage.statuses(ANA)


async def test_what_is_unknown_holds_later_messages_up_for_a_moment_only(stage):
    stage.carrier.then(TIMEOUT)
    await send(stage, "one", "two")
    await stage.passes(seconds=19)
    assert [] == stage.heard(ANA)

    await stage.passes(seconds=1)

    assert ["two"] == stage.heard(ANA)


async def test_a_call_of_ones_own_does_not_outlive_its_lease_because_a_clock_jumps(stage):
    stage.carrier.hold = asyncio.Event()
    await send(stage, "Hello")
    await stage.passes(hours=1)
    await stage.passes(hours=1)
    assert [S.SENDING] == await stage.statuses(ANA)

    stage.carrier.hold.set()
    await stage.settle()

    assert [S.ACCEPTED] == await stage.statuses(ANA)
    assert ["Hello"] == stage.heard(ANA)


async def test_a_call_of_another_worker_that_outlives_its_lease_is_unknown(stage):
    """Nobody may conclude from a call that hangs that it was not made."""
    stage.carrier.hold = asyncio.Event()
    await send(stage, "Hello")
    await claimed_by_another(stage)
    await stage.passes(seconds=31)
    assert [(S.UNKNOWN, "lease_expired")] == [(m.status, m.error) for m in await stage.messages(ANA)]

    stage.carrier.hold.set()
    await stage.settle()

    assert [S.ACCEPTED] == await stage.statuses(ANA), "that it was taken counts, however late"
    assert ["Hello"] == stage.heard(ANA)


async def test_a_lease_that_is_over_leads_to_no_blind_retry(stage):
    """Not even when everybody but the provider has forgotten about it."""
    stage.carrier.hold = asyncio.Event()
    await send(stage, "Hello")
    await claimed_by_another(stage)
    for _ in range(60):
        await stage.passes(minutes=1)

    assert [S.UNKNOWN] == await stage.statuses(ANA)
    assert (1, 0, None) == (await stage.rows("SELECT attempts, resends, due_at FROM message"))[0]


async def test_a_refusal_of_an_earlier_attempt_does_not_count(stage, idempotent):
    """Another worker took the call for lost and sent the message again; only then does the first one fail."""
    stage.carrier.hold = first = asyncio.Event()
    stage.carrier.then(UNREACHABLE)
    await send(stage, "Hello")
    await claimed_by_another(stage)
    stage.carrier.hold = None
    await stage.passes(seconds=31)
    await stage.passes(seconds=1)
    stage.carrier.hold = second = asyncio.Event()
    await stage.passes(seconds=19)
    assert [S.SENDING] == await stage.statuses(ANA)

    first.set()
    await stage.settle()
    assert [S.SENDING] == await stage.statuses(ANA)

    second.set()
    await stage.settle()
    assert [S.ACCEPTED] == await stage.statuses(ANA)
    assert ["Hello"] == stage.heard(ANA)


async def test_what_waits_for_a_connection_until_its_lease_is_over_is_not_sent(stage):
    """By then it may be another worker's."""
    stage.carrier.connecting = asyncio.Event()
    await send(stage, "Hello")
    stage.clock.passes(seconds=30)
    connecting, stage.carrier.connecting = stage.carrier.connecting, None
    connecting.set()
    await stage.settle()

    assert [] == stage.carrier.taken
    assert [(S.QUEUED, policy.NOT_BEGUN)] == [(m.status, m.error) for m in await stage.messages(ANA)]

    await stage.passes(seconds=2)
    assert ["Hello"] == stage.heard(ANA)


async def test_a_claim_that_nobody_acted_on_is_taken_back(stage):
    """A commit may seem to fail and have happened: then the claim is on the disk, and no call was made."""
    await send(stage, "Hello", send_at=stage.clock.now + timedelta(minutes=1))
    await stage.execute("UPDATE message SET status = 'sending', attempts = 1, claimed_by = (SELECT run FROM worker)")
    await stage.execute("INSERT INTO lease (until, seqs) VALUES ((SELECT due_at FROM message), '[1]')")
    await stage.passes(minutes=1)

    assert ["Hello"] == stage.heard(ANA)
    assert [False] == [m.possible_duplicate for m in await stage.messages(ANA)]


async def test_a_claim_whose_commit_seemed_to_fail_goes_out_when_the_database_is_back(stage, monkeypatch):
    """Its own worker knows that it made no call, and does not wait until the lease is over."""
    run = stage.runtime.database.run

    async def run_and_lose_the_answer(*work):
        await run(*work)
        raise DatabaseAway("the connection was lost")

    stage.carrier.hold = asyncio.Event()
    await send(stage, "Hello")
    draft = Draft(BEN, stage.runtime.channels[CHANNEL], Saying("Good day", MessageClass.TRANSACTIONAL))
    await run(stage.runtime.messages.create, [draft])
    with monkeypatch.context() as patch:
        patch.setattr(stage.runtime.database, "run", run_and_lose_the_answer)
        with pytest.raises(DatabaseAway):
            await stage.runtime.outbox.turn()
    assert [S.SENDING] == await stage.statuses(BEN)

    stage.carrier.hold.set()
    await stage.settle()

    assert (["Hello"], ["Good day"]) == (stage.heard(ANA), stage.heard(BEN))
    assert [S.ACCEPTED] == await stage.statuses(BEN)


async def claimed_by_another(stage):
    """Let it look as if another worker had made the calls under way."""
    await stage.execute("UPDATE message SET claimed_by = 'run_other' WHERE status = 'sending'")


async def test_after_a_crash_what_was_on_the_wire_is_unknown(stage):
    await send(stage, "before", to=BEN)
    stage.carrier.hold = asyncio.Event()
    await send(stage, "Hello")
    await stage.runtime.outbox.recover()

    assert [S.UNKNOWN] == await stage.statuses(ANA)
    assert [S.ACCEPTED] == await stage.statuses(BEN)
    stage.carrier.hold.set()


async def test_workers_that_keep_crashing_hold_nobody_up_for_ever(stage):
    """Each of them doubts what became of the first message anew; the second waits for the first doubt only."""
    stage.carrier.then(TIMEOUT)
    await send(stage, "one", "two")
    await stage.execute("UPDATE message SET claimed_by = 'run_other' WHERE status = 'unknown'")
    for _ in range(4):
        await stage.passes(seconds=5)
        await stage.runtime.outbox.recover()
    await stage.passes(seconds=1)

    assert ["two"] == stage.heard(ANA)
    assert [S.UNKNOWN, S.ACCEPTED] == await stage.statuses(ANA)


async def test_after_a_crash_what_never_left_is_sent(stage):
    """Claimed, but killed before the first byte: the journal proves it, and nothing can be doubled."""
    stage.carrier.connecting = asyncio.Event()
    await send(stage, "Hello")
    await stage.runtime.outbox.recover()
    claimed, stage.carrier.connecting = stage.carrier.connecting, None
    await stage.settle()

    assert ["Hello"] == stage.heard(ANA)
    assert [(S.ACCEPTED, False)] == [(m.status, m.possible_duplicate) for m in await stage.messages(ANA)]
    assert not claimed.is_set()


async def test_after_a_crash_what_was_answered_is_known(stage):
    """The carrier's answer came, and the process was killed before the commit."""
    stage.carrier.connecting = asyncio.Event()
    await send(stage, "Hello")
    [message] = await stage.messages(ANA)
    [journal] = stage.runtime.database.state_folder.glob("wire-*")
    with journal.open("a") as left:
        left.write(f"> {message.id} 1\n< {message.id} 1 carrier-7\n")
    await stage.runtime.outbox.recover()
    stage.carrier.connecting = None
    await stage.settle()

    assert [] == stage.heard(ANA)
    assert [(S.ACCEPTED, "carrier-7")] == [(m.status, m.provider_id) for m in await stage.messages(ANA)]


# ── opt-out ─────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_stop_between_writing_and_sending_is_honoured(stage):
    """The suppression is looked up in the transaction that claims, whatever was known when the message was written."""
    channel = stage.runtime.channels[CHANNEL]
    await stage.says(ANA, "STOP")
    heard = len(stage.heard(ANA))
    await stage.runtime.database.run(stage.runtime.messages.create, [Draft(ANA, channel, _saying("Hello"))])

    await stage.execute(
        "UPDATE message SET status = 'queued', error = NULL, due_at = '2026-01-01 00:00:00.000000' "
        "WHERE status = 'refused'"
    )
    await stage.settle()

    assert heard == len(stage.heard(ANA))
    assert (S.REFUSED, "opted_out") == ((m := (await stage.messages(ANA))[-1]).status, m.error)


def _saying(text):
    return Saying(text, MessageClass.TRANSACTIONAL)


async def test_a_stop_while_a_retry_waits_takes_it_back(stage):
    stage.carrier.then(UNREACHABLE)
    await send(stage, "Hello")
    await stage.says(ANA, "STOP")
    await stage.passes(minutes=10)

    assert [S.CANCELED, S.ACCEPTED] == await stage.statuses(ANA)
    assert 1 == len(stage.heard(ANA))


# ── pace, and the end ───────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_channel_is_not_sent_faster_than_its_rate(tmp_path):
    async with staged(tmp_path, PARLEY_CHANNELS__MAIN__RATE="2") as stage:
        for number in range(20):
            await send(stage, "Hello", to=f"+1206555{number:04}")
        counts = []
        for _ in range(9):
            counts.append(len(stage.carrier.taken))
            await stage.passes(seconds=1)

        assert [2, 4, 6, 8, 10, 12, 14, 16, 18] == counts


async def test_a_dead_carrier_holds_up_only_its_own_channel(tmp_path):
    other = {
        "PARLEY_CHANNELS__OTHER__PROVIDER": "loopback",
        "PARLEY_CHANNELS__OTHER__NUMBER": "+15550100009",
        "PARLEY_CHANNELS__OTHER__BASE_URL": "https://carrier.test/send",
    }
    async with staged(tmp_path, **other) as stage:
        stage.carrier.then(*[UNREACHABLE] * 10)
        for number in range(10):
            await send(stage, "Hello", to=f"+1206555{number:04}")
        stage.carrier.script.clear()
        await stage.says(ANA, "hello", channel="other")

        assert ["Your name?"] == stage.heard(ANA)


async def test_draining_waits_for_the_calls_under_way_and_begins_no_other(stage):
    stage.carrier.hold = asyncio.Event()
    await send(stage, "Hello")
    stage_end = asyncio.create_task(stage.runtime.outbox.drain(5))
    await asyncio.sleep(0)
    await send(stage, "too late", to=BEN)
    stage.carrier.hold.set()
    await stage_end

    assert [S.ACCEPTED] == await stage.statuses(ANA)
    assert [S.QUEUED] == await stage.statuses(BEN)


async def test_a_call_that_does_not_end_in_time_is_recorded_as_unknown(stage):
    stage.carrier.hold = asyncio.Event()
    await send(stage, "Hello")
    await stage.runtime.outbox.drain(0.01)

    assert [(S.UNKNOWN, "interrupted")] == [(m.status, m.error) for m in await stage.messages(ANA)]


async def test_an_answer_does_not_wait_behind_a_bulk(tmp_path):
    async with staged(tmp_path, PARLEY_CHANNELS__MAIN__RATE="2") as stage:
        people = [f"+1206555{number:04}" for number in range(200, 240)]
        channel = stage.runtime.channels["main"]
        drafts = [Draft(person, channel, Saying("News.", MessageClass.TRANSACTIONAL)) for person in people]
        await stage.runtime.database.run(stage.runtime.messages.create, drafts)
        await stage.settle()
        sent = len(stage.carrier.taken)
        await stage.says(ANA, "hello")
        await stage.passes(seconds=1)

        assert ["Your name?"] == stage.heard(ANA)
        assert sent < len(stage.carrier.taken) < len(people)

        for _ in range(40):
            await stage.passes(seconds=1)
        assert people == sorted(body["to"] for body in stage.carrier.taken if body["to"] != ANA)
