"""What may have meant STOP, what was meant of one programme only, and carriers that are behind."""

from __future__ import annotations

import asyncio

import pytest

from bot.compliance import standing
from bot.compliance.screen import MatchedBy
from bot.errors import SendError
from bot.events import ErrorClass, MessageClass, MessageStatus
from bot.inbox import wishes
from bot.inbox.consent import Evidence
from bot.messages import Draft
from bot.outbox.compose import Saying
from bot.store import consent, contacts
from tests.stage import ANA, BEN, CHANNEL, ECHO, staged

pytestmark = pytest.mark.usefixtures("either_database")

UNSURE = "too many texts"
WRONG = "you have the wrong number"
ASKED = "Riverside Dental: Shall we stop texting you? Reply STOP to end all messages, KEEP to go on."
KEPT = "Riverside Dental: All right, you stay subscribed. Reply STOP at any time to end all messages."
WHICH = "Riverside Dental: You will receive no more messages. If you meant News only, reply KEEP to get the others."
LEFT = "Riverside Dental: You will receive no more News messages. Reply STOP to end all messages."
OTHER = {
    "PARLEY_CHANNELS__OTHER__PROVIDER": "loopback",
    "PARLEY_CHANNELS__OTHER__NUMBER": "+15550100009",
    "PARLEY_CHANNELS__OTHER__BASE_URL": "https://carrier.test/send",
}
SALE = """\
flow: sale
class: marketing
start:
  - event: sale
states:
  tell:
    - say: Everything is cheap today. Reply STOP to opt out.
    - end: told
"""


@pytest.fixture
async def stage(tmp_path):
    async with staged(tmp_path, ECHO, SALE, **OTHER) as stage:
        yield stage


async def sends(stage, phone, text, message_class=MessageClass.MARKETING, *, channel=CHANNEL, bulk=False, **more):
    saying = Saying(text, message_class, **more)
    drafts = [Draft(to, stage.runtime.channels[channel], saying) for to in ([phone, BEN] if bulk else [phone])]
    written = await stage.runtime.database.run(stage.runtime.messages.create, drafts)
    await stage.settle()
    return (await stage.messages(phone))[-1] if written else None


async def kinds(stage):
    return await stage.rows("SELECT kind, source, scope FROM consent_event ORDER BY seq")


async def last_record(stage):
    return await stage.value("SELECT id FROM consent_event ORDER BY seq DESC LIMIT 1")


# ── unclear ─────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_somebody_unclear_is_asked_once_and_their_conversation_goes_on(stage):
    await stage.says(ANA, "hello")
    await stage.says(ANA, UNSURE)
    await stage.says(ANA, UNSURE)

    assert ["Your name?", ASKED, f"Hello {UNSURE}."] == stage.heard(ANA)[:3]
    assert 1 == stage.heard(ANA).count(ASKED)
    assert [("review", "classifier", "")] * 2 == await kinds(stage)
    assert '["consent_review"]' == await stage.value("SELECT labels FROM conversation")


async def test_marketing_waits_until_they_say_what_they_meant(stage):
    await stage.says(ANA, UNSURE)
    held = await sends(stage, ANA, "News!")
    answer = await sends(stage, ANA, "Your table is ready.", MessageClass.TRANSACTIONAL)
    many = await sends(stage, ANA, "We moved.", MessageClass.TRANSACTIONAL, bulk=True)
    record = await stage.value("SELECT id FROM consent_event")

    assert [("queued", "paused_for_review", record)] * 2 == [
        (m.status, m.held_reason, m.decision["consent_event"]) for m in (held, many)
    ]
    assert "accepted" == answer.status
    await stage.says(ANA, "Keep")

    assert [KEPT, "News!", "We moved."] == sorted(stage.heard(ANA)[-3:], key=[KEPT, "News!", "We moved."].index)
    assert ("reconfirm", "clarification", "") == (await kinds(stage))[-1]
    assert "[]" == await stage.value("SELECT labels FROM conversation WHERE channel = 'main' ORDER BY created_at")
    assert 0 == await stage.value("SELECT count(*) FROM suppression")


async def test_stop_answers_the_question_too_and_takes_back_what_was_held(stage):
    await stage.says(ANA, UNSURE)
    await sends(stage, ANA, "News!")
    await stage.says(ANA, "stop")

    assert MessageStatus.CANCELED in await stage.statuses(ANA)
    assert [("review", "classifier", ""), ("out", "keyword", "")] == await kinds(stage)


async def test_what_nobody_looked_into_is_refused_after_three_days(stage):
    await stage.says(ANA, UNSURE)
    await sends(stage, ANA, "News!")
    for _ in range(4):
        await stage.passes(hours=20)
    message = next(m for m in await stage.messages(ANA) if m.text == "News!")

    assert ("refused", "paused_for_review") == (message.status, message.error)


async def test_a_marketing_flow_waits_as_well(stage):
    await stage.says(ANA, "Ana")
    await stage.says(ANA, UNSURE)
    await stage.starts(ANA, "sale")
    assert not any("cheap" in text for text in stage.heard(ANA))

    await stage.says(ANA, "keep")
    assert any("cheap" in text for text in stage.heard(ANA))


async def test_where_nobody_is_to_be_asked_an_agent_sees_it(tmp_path):
    async with staged(tmp_path, ECHO, PARLEY_COMPLIANCE__ASK_WHEN_UNCLEAR="false") as stage:
        await stage.says(ANA, UNSURE)

        assert ["Your name?"] == stage.heard(ANA)
        assert '["consent_review"]' == await stage.value("SELECT labels FROM conversation")
        [(_, known)] = await stage.runtime.database.run(contacts.paused, 10)
        assert ("less", None) == (known.paused, known.asked)


async def test_whoever_is_somebody_else_is_not_asked(stage):
    await stage.says(ANA, WRONG)
    [(_, known)] = await stage.runtime.database.run(contacts.paused, 10)

    assert ("wrong_number", None) == (known.paused, known.asked)
    assert ["Your name?"] == stage.heard(ANA)


async def test_an_answer_that_comes_much_later_is_none(stage):
    await sends(stage, ANA, "News!", program="News")
    await stage.says(ANA, "STOP")
    await stage.passes(days=8)
    await stage.says(ANA, "keep")

    assert [("out", "keyword", "")] == await kinds(stage)


async def test_a_short_code_is_not_asked(stage):
    await stage.says("78787", UNSURE)

    assert [] == stage.heard("78787")
    assert [("review", "classifier", "")] == await kinds(stage)


async def test_keep_means_nothing_where_nobody_was_asked(stage):
    await stage.says(ANA, "hello")
    await stage.says(ANA, "keep")

    assert ["Your name?", "Hello keep."] == stage.heard(ANA)
    assert [] == await kinds(stage)


# ── one programme ───────────────────────────────────────────────────────────────────────────────────────────────────


async def test_stop_to_a_programme_is_stop_to_all_unless_they_say_otherwise(stage):
    await sends(stage, ANA, "News!", program="News")
    await stage.says(ANA, "STOP")

    assert WHICH == stage.heard(ANA)[-1]
    assert "refused" == (await sends(stage, ANA, "Tips!", program="Tips")).status, "silence means all"
    await stage.says(ANA, "KEEP")
    others = await sends(stage, ANA, "Tips!", program="Tips")
    refused = await sends(stage, ANA, "News!", program="News")

    assert [LEFT, "Tips!"] == stage.heard(ANA)[-2:]
    assert "accepted" == others.status
    assert ("refused", "opted_out_of_program", await last_record(stage)) == (
        refused.status,
        refused.error,
        refused.decision["consent_event"],
    )
    assert [("out", "keyword", ""), ("in", "clarification", ""), ("out", "clarification", "News")] == await kinds(stage)


async def test_start_gives_back_only_what_the_stop_took(stage):
    given = Evidence("api", consent_type="express", disclosure="4 msgs/month", action="ticked a box")
    agreed = [wishes.Wanted(ANA, standing.Kind.IN, given)]
    await stage.runtime.database.run(wishes.take, stage.runtime.house, agreed, stage.clock.now)
    await sends(stage, ANA, "News!", program="News")
    for said in ("STOP", "KEEP", "STOP", "START"):
        await stage.says(ANA, said)

    assert "refused" == (await sends(stage, ANA, "News!", program="News")).status
    assert "accepted" == (await sends(stage, ANA, "Tips!", program="Tips")).status


async def test_without_a_programme_nothing_is_asked(stage):
    await sends(stage, ANA, "News!", program="News")
    await sends(stage, ANA, "Your table is ready.", MessageClass.TRANSACTIONAL)
    await stage.says(ANA, "STOP")

    assert WHICH not in stage.heard(ANA)


async def test_a_stop_that_is_heard_late_is_only_confirmed(stage):
    await sends(stage, ANA, "News!", program="News")
    await stage.writes(ANA, "STOP")
    await stage.passes(minutes=6)

    assert "You are unsubscribed" in stage.heard(ANA)[-1]


async def test_a_message_that_was_queued_before_is_refused_when_its_turn_comes(stage):
    await sends(stage, ANA, "News!", program="News")
    later = stage.clock.now.replace(hour=20)
    await sends(stage, ANA, "Later.", program="News", send_at=later)
    await stage.says(ANA, "STOP")
    await stage.says(ANA, "KEEP")
    again = await sends(stage, ANA, "Tonight.", program="News", send_at=later)
    await stage.passes(hours=9)

    assert "refused" == again.status
    assert [MessageStatus.CANCELED] == [m.status for m in await stage.messages(ANA) if m.text == "Later."]


# ── carriers ────────────────────────────────────────────────────────────────────────────────────────────────────────

REFUSAL = SendError(ErrorClass.OPT_OUT, "21610", "unsubscribed recipient")


async def test_a_carrier_that_did_not_hear_the_start_blocks_its_own_number_only(stage):
    await stage.says(ANA, "STOP")
    await stage.says(ANA, "START", channel="other")
    stage.carrier.then(REFUSAL)
    await sends(stage, ANA, "Hello", MessageClass.TRANSACTIONAL)
    refused = await sends(stage, ANA, "Hello again", MessageClass.TRANSACTIONAL)
    other = await sends(stage, ANA, "Hello there", MessageClass.TRANSACTIONAL, channel="other")

    assert ("refused", "carrier_block", await last_record(stage)) == (
        refused.status,
        refused.error,
        refused.decision["consent_event"],
    )
    assert "accepted" == other.status
    assert [("out", "keyword", ""), ("in", "keyword", ""), ("block", "carrier", "")] == await kinds(stage)
    await stage.says(ANA, "START")

    assert "accepted" == (await sends(stage, ANA, "At last", MessageClass.TRANSACTIONAL)).status


async def test_a_carrier_that_heard_the_start_is_believed(stage):
    await stage.says(ANA, "STOP")
    await stage.says(ANA, "START")
    stage.carrier.then(REFUSAL)
    await sends(stage, ANA, "Hello", MessageClass.TRANSACTIONAL)

    assert ("out", "carrier", "") == (await kinds(stage))[-1]
    assert "refused" == (await sends(stage, ANA, "Hello", MessageClass.TRANSACTIONAL, channel="other")).status


async def test_yes_brings_somebody_back_of_which_the_carrier_hears_nothing(stage):
    await stage.says(ANA, "STOP")
    await stage.says(ANA, "YES")
    stage.carrier.then(REFUSAL)
    await sends(stage, ANA, "Hello", MessageClass.TRANSACTIONAL)

    assert ("block", "carrier", "") == (await kinds(stage))[-1]


# ── on the wire ─────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_what_had_left_when_the_stop_came_can_be_explained(stage):
    stage.carrier.hold = asyncio.Event()
    await stage.runtime.database.run(
        stage.runtime.messages.create, [Draft(ANA, stage.runtime.channels[CHANNEL], Saying("Hi", MessageClass.OTP))]
    )
    await stage.runtime.outbox.turn()
    await stage.says(ANA, "STOP")
    [message] = [m.id for m in await stage.messages(ANA) if m.message_class == MessageClass.OTP]
    stage.carrier.hold.set()
    await stage.settle()

    assert [(f'{{"message":"{message}"}}',)] == await stage.rows(
        "SELECT data FROM event WHERE kind = 'after_optout_inflight'"
    )
    assert f'{{"inflight":["{message}"]}}' == await stage.value("SELECT details FROM consent_event")
    assert await stage.runtime.database.run(consent.first_broken) is None


async def test_what_nobody_knows_the_outcome_of_is_named_as_well(stage):
    stage.carrier.then(stage.carrier.taken_but(SendError(ErrorClass.UNKNOWN, "timed_out", "no answer")))
    message = await sends(stage, ANA, "News!")
    await stage.says(ANA, "STOP")

    assert MessageStatus.UNKNOWN == message.status
    assert f'{{"inflight":["{message.id}"]}}' == await stage.value("SELECT details FROM consent_event")


# ── what is kept ────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_record_says_when_by_what_and_by_whom(stage):
    await stage.says(ANA, "Stop texting me", id="SM1")
    [confirmation] = await stage.messages(ANA)
    person = await stage.value("SELECT person FROM suppression")
    [kept] = (await stage.runtime.database.run(consent.of_persons, [person]))[person]
    event, now = kept.event, stage.clock.now

    assert (MatchedBy.PHRASE, "Stop texting me", "SM1", "main") == (
        event.source,
        event.text,
        event.evidence,
        event.channel,
    )
    assert (now, now, now, confirmation.id) == (event.at, event.occurred_at, event.honoured_at, event.confirmation_id)
    assert "stop texting" in event.keyword
    assert event.salt is not None
    assert event.id.startswith("cns_")


async def test_the_suppression_is_what_the_ledger_adds_up_to(stage):
    await sends(stage, ANA, "News!", program="News")
    for said in ("STOP", "keep", UNSURE, "STOP", "START", UNSURE, "keep", "STOP", "yes", UNSURE):
        await stage.says(ANA, said)
    person = await stage.value("SELECT person FROM suppression")
    kept = (await stage.runtime.database.run(consent.of_persons, [person]))[person]
    stored = await stage.runtime.database.run(contacts.suppressed, [person])

    assert standing.fold(record.event.wish for record in kept) == stored[person]
