"""STOP, START and HELP: before any flow, with everything that follows in the same transaction."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from bot.errors import SendError
from bot.events import ErrorClass, MessageClass, MessageStatus
from bot.inbox import entries
from bot.messages import Draft
from bot.outbox.compose import Saying
from bot.store import consent
from tests.stage import ANA, BEN, CHANNEL, ECHO, staged

pytestmark = pytest.mark.usefixtures("either_database")

REMINDER = """\
flow: reminder
start:
  - keyword: remind
states:
  plan:
    - schedule: echo
      in: 1 day
      id: later
    - ask: What else?
      save: more
      silence:
        1 hour: Hello?
    - end: planned
"""


@pytest.fixture
async def stage(tmp_path):
    async with staged(tmp_path, ECHO, REMINDER) as stage:
        yield stage


async def kinds(stage):
    return [row[0] for row in await stage.rows("SELECT kind FROM consent_event ORDER BY seq")]


async def test_stop_ends_everything_and_is_confirmed_once(stage):
    await stage.says(ANA, "remind me")
    await stage.says(ANA, "STOP")
    heard = stage.heard(ANA)
    await stage.passes(days=2)
    await stage.says(ANA, "hello?")

    assert 2 == len(heard)
    assert "Riverside Dental" in heard[1]
    assert heard == stage.heard(ANA)
    assert "opted_out" == await stage.value("SELECT outcome FROM session")
    assert 0 == await stage.value("SELECT count(*) FROM timer")
    assert ["out"] == await kinds(stage)


async def test_stop_takes_back_what_is_queued_but_not_the_confirmation(stage):
    """All in one batch: the question was never sent, since STOP came before the outbox had its turn."""
    await stage.writes(ANA, "hello")
    await stage.writes(ANA, "STOP")
    await stage.writes(BEN, "hello")
    await stage.settle()

    assert [MessageStatus.CANCELED, MessageStatus.ACCEPTED] == await stage.statuses(ANA)
    assert ["Your name?"] == stage.heard(BEN)
    assert 1 == len(stage.heard(ANA))


async def test_stop_takes_back_what_older_batches_queued(stage):
    await stage.writes(ANA, "hello")
    await stage.runtime.inbox.process_once()
    await stage.says(ANA, "STOP")

    assert [MessageStatus.CANCELED, MessageStatus.ACCEPTED] == await stage.statuses(ANA)


async def test_stop_drops_the_starts_that_wait(stage):
    await stage.says(ANA, "remind me")
    await stage.starts(ANA, "echo", interrupt=None)
    await stage.says(ANA, "STOP")
    await stage.starts(ANA, "echo")

    assert 2 == len(stage.heard(ANA))
    assert [("done", "opted_out"), ("done", None)] == await stage.rows(
        "SELECT status, error FROM inbound WHERE kind = 'start' ORDER BY seq"
    )


async def test_a_second_stop_within_a_day_is_not_confirmed_again(stage):
    await stage.says(ANA, "STOP")
    await stage.says(ANA, "stop!")
    assert 1 == len(stage.heard(ANA))

    stage.clock.passes(hours=25)
    await stage.says(ANA, "STOP")

    assert 2 == len(stage.heard(ANA))
    assert ["out", "out", "out"] == await kinds(stage)


async def test_stop_ends_the_sessions_on_every_channel(tmp_path):
    other = {
        "PARLEY_CHANNELS__OTHER__PROVIDER": "loopback",
        "PARLEY_CHANNELS__OTHER__NUMBER": "+15550100009",
        "PARLEY_CHANNELS__OTHER__BASE_URL": "https://carrier.test/send",
    }
    async with staged(tmp_path, ECHO, **other) as stage:
        await stage.says(ANA, "hello")
        await stage.says(ANA, "hello", channel="other")
        await stage.says(ANA, "STOP", channel="other")

        assert ["opted_out", "opted_out"] == [row[0] for row in await stage.rows("SELECT outcome FROM session")]


async def test_start_lets_the_person_be_texted_again(stage):
    await stage.says(ANA, "STOP")
    await stage.says(ANA, "START")
    await stage.says(ANA, "hello")

    assert "Your name?" == stage.heard(ANA)[-1]
    assert 3 == len(stage.heard(ANA))
    assert ["out", "in"] == await kinds(stage)


async def test_stop_after_start_is_a_new_wish_and_confirmed(stage):
    for said in ("STOP", "START", "STOP"):
        await stage.says(ANA, said)

    assert 3 == len(stage.heard(ANA))


async def test_help_is_answered_and_the_question_still_waits(stage):
    await stage.says(ANA, "hello")
    await stage.says(ANA, "HELP")
    await stage.says(ANA, "Ana")

    assert ["Your name?", "Hello Ana."] == [stage.heard(ANA)[0], stage.heard(ANA)[2]]


async def test_help_is_answered_after_stop_as_well(stage):
    await stage.says(ANA, "STOP")
    await stage.says(ANA, "HELP")

    assert 2 == len(stage.heard(ANA))


async def test_a_confirmation_does_not_wait_behind_a_bulk(tmp_path):
    """At one message a second and with an hour's worth of them waiting, it is out within five seconds, and once."""
    async with staged(tmp_path, ECHO, PARLEY_CHANNELS__MAIN__RATE="1") as stage:
        channel, news = stage.runtime.channels[CHANNEL], Saying("News!", MessageClass.MARKETING)
        drafts = [Draft(f"+1206555{number:04}", channel, news) for number in range(1000, 1200)]
        await stage.runtime.database.run(stage.runtime.messages.create, drafts)
        await stage.settle()
        await stage.says(ANA, "STOP")
        for _ in range(5):
            await stage.passes(seconds=1)

        assert 1 == len(stage.heard(ANA))
        assert 190 < await stage.value("SELECT count(*) FROM message WHERE status = 'queued'")


@pytest.mark.parametrize("said", ["STOP", "START", "HELP"])
async def test_where_the_provider_answers_we_do_not(tmp_path, said):
    async with staged(tmp_path, ECHO, PARLEY_CHANNELS__MAIN__OPT_OUT_REPLY="provider") as stage:
        await stage.says(ANA, said)

        assert [] == stage.heard(ANA)


@pytest.mark.parametrize(("handled", "kind"), [("STOP", ["out"]), ("START", ["in"]), ("HELP", [])])
async def test_what_the_provider_says_it_handled_is_believed_and_not_answered_twice(stage, handled, kind):
    await stage.says(ANA, "basta ya", opt_out=handled)

    assert [] == stage.heard(ANA)
    assert kind == await kinds(stage)


async def test_a_carrier_that_refuses_an_opted_out_person_is_believed(stage):
    await stage.says(ANA, "hello")
    stage.carrier.then(SendError(ErrorClass.OPT_OUT, "21610", "unsubscribed recipient"))
    await stage.says(ANA, "Ana")
    await stage.says(ANA, "hello")

    assert ["Your name?"] == stage.heard(ANA)
    assert [("out", "carrier", "21610")] == await stage.rows("SELECT kind, source, text FROM consent_event")


async def test_a_receipt_may_say_so_too(stage):
    await stage.says(ANA, "hello")
    [message] = await stage.messages(ANA)
    await stage.reports(message.provider_id, MessageStatus.FAILED, error_code="21610", error_class=ErrorClass.OPT_OUT)
    await stage.says(ANA, "Ana")

    assert ["Your name?"] == stage.heard(ANA)
    assert 1 == await stage.value("SELECT count(*) FROM suppression")


FORGERIES = [
    "UPDATE consent_event SET text = 'PLEASE GO ON' WHERE seq = 2",
    "UPDATE consent_event SET kind = 'in' WHERE seq = 1",
    "UPDATE consent_event SET erased_at = at WHERE seq = 1",
    "DELETE FROM consent_event WHERE seq = 3",
]


@pytest.mark.parametrize("forgery", FORGERIES)
async def test_the_database_itself_keeps_the_ledger_as_it_is(stage, forgery):
    for said in ("STOP", "START", "STOP"):
        await stage.says(ANA, said)
    with pytest.raises(IntegrityError, match="append-only"):
        await stage.execute(forgery)

    assert ["out", "in", "out"] == await kinds(stage)
    assert await stage.runtime.database.run(consent.first_broken) is None


async def test_whoever_gets_past_the_database_is_found_out(stage, either_database):
    for said in ("STOP", "START", "STOP"):
        await stage.says(ANA, said)
    unguarded = {
        "sqlite": ["DROP TRIGGER consent_event_is_not_changed"],
        "postgresql": ["DROP TRIGGER consent_event_stays ON consent_event"],
    }
    for statement in [*unguarded[either_database], FORGERIES[0]]:
        await stage.execute(statement)

    assert 2 == await stage.runtime.database.run(consent.first_broken)


async def test_what_is_said_of_a_person_can_be_erased_and_the_chain_still_verifies(stage):
    await stage.says(ANA, "STOP")
    await stage.says(BEN, "STOP")
    person = await stage.value("SELECT person FROM consent_event WHERE seq = 1")
    now = stage.clock.now

    assert 1 == await stage.runtime.database.run(consent.pseudonymise, person, at=now, actor="agent")
    assert [("", ""), ("STOP", "in-2"), ("", "")] == await stage.rows(
        "SELECT text, evidence FROM consent_event ORDER BY seq"
    )
    assert await stage.runtime.database.run(consent.first_broken) is None
    await stage.says(ANA, "hello?")
    assert 1 == len(stage.heard(ANA)), "that they want no texts is still known"


async def test_stop_does_not_need_the_flow_of_the_session_it_ends(stage):
    """Of all texts this one must never be parked."""
    await stage.says(ANA, "hello")
    stage.runtime.library.current = type(stage.runtime.library.current)(machines={}, versions={})
    await stage.says(ANA, "STOP")

    assert [] == await stage.parked()
    assert 2 == len(stage.heard(ANA))
    assert "opted_out" == await stage.value("SELECT outcome FROM session")


async def test_only_confirmations_pass_a_suppression(stage):
    await stage.says(ANA, "STOP")
    [confirmation] = await stage.messages(ANA)

    assert MessageClass.CONSENT == confirmation.message_class
    await stage.happens(entries.opt_out(CHANNEL, ANA, confirmation.id, "21610", stage.clock.now))
    assert 1 == len(stage.heard(ANA))
