"""Why a message is what it is, for each who may want one and for each thing that may become of it."""

from __future__ import annotations

import pytest

from bot.errors import SendError
from bot.events import ErrorClass, MessageClass, MessageStatus
from bot.messages import Draft, Origin
from bot.outbox.compose import Saying
from bot.why import Wanted, why
from tests.stage import ANA, BEN, CHANNEL, NOON, staged

pytestmark = pytest.mark.usefixtures("either_database")

FLOW = """\
flow: visit
start: [{keyword: visit}]
states:
  confirm:
    - ask: "{{ contact.first_name | default('Hello') }}, are you coming on {{ day }}?"
      expect: yes_no
      save: coming
      replies:
        yes: [{say: See you.}, {end: confirmed}]
        no: [{say: "Which day then, instead of {{ day }}?"}, {end: moved}]
inputs: {day: {type: text, default: Friday}}
"""


@pytest.fixture
async def stage(tmp_path):
    async with staged(tmp_path, FLOW) as stage:
        yield stage


async def explained(stage, phone=ANA, number=-1):
    """Why the last message to a phone, or another, is what it is."""
    written = await stage.messages(phone)
    return await stage.runtime.database.run(why, written[number].id)


async def sends(stage, text, message_class=MessageClass.TRANSACTIONAL, origin=None, to=BEN, **more):
    channel = stage.runtime.channels[CHANNEL]
    draft = Draft(to, channel, Saying(text, message_class, request_id="req_1", **more), origin)
    await stage.runtime.database.run(stage.runtime.messages.create, [draft])
    await stage.settle()


async def test_what_a_flow_says_is_traced_to_its_line_and_to_what_it_named(stage):
    await stage.says(ANA, "visit")
    await stage.says(ANA, "no")

    question, answer = await explained(stage, number=0), await explained(stage)

    assert (Wanted.FLOW, "visit", "confirm.coming", 5, True) == (
        question.cause.wanted,
        question.cause.flow,
        question.cause.state,
        question.cause.line,
        question.cause.same,
    )
    assert "{{ contact.first_name | default('Hello') }}, are you coming on {{ day }}?" == question.cause.template
    assert "start" == question.cause.event["type"]
    assert {"type": "reply", "text": "no", "media": ()} == {**answer.cause.event, "media": ()}
    assert ("Which day then, instead of {{ day }}?", {"day": "Friday"}) == (answer.cause.template, answer.cause.inputs)
    assert {"contact.first_name": None, "day": "Friday"} == question.cause.inputs
    assert None is answer.decision
    assert "The provider took it." == answer.verdict


async def test_what_the_business_asked_for_is_traced_to_its_request(stage):
    origin = Origin("key_1", "Hi {{ name }}", {"name": "Ben"})
    await sends(stage, "Hi Ben", origin=origin)

    cause = (await explained(stage, BEN)).cause

    assert (Wanted.BUSINESS, "key_1", "req_1", "Hi {{ name }}", {"name": "Ben"}) == (
        cause.wanted,
        cause.by,
        cause.request,
        cause.template,
        cause.inputs,
    )


async def test_the_data_of_a_passcode_is_kept_nowhere(stage):
    await sends(stage, "123456 is your code.", MessageClass.OTP, Origin("key_1", "{{ code }} …", {"code": "123456"}))

    assert None is (await explained(stage, BEN)).cause.inputs
    assert [] == await stage.rows("SELECT seq FROM event WHERE CAST(data AS TEXT) LIKE '%123456%'")


async def test_who_opted_out_is_refused_on_the_grounds_of_these_words(stage):
    await stage.says(BEN, "Stop", id="SM7")
    await sends(stage, "An offer", MessageClass.MARKETING)

    confirmation, offer = await explained(stage, BEN, 0), await explained(stage, BEN)

    assert (Wanted.LAW, "Stop") == (confirmation.cause.wanted, confirmation.cause.event["text"])
    assert "We refused to send it, because the person has opted out." == offer.verdict
    assert ("refuse", "opted_out") == (offer.decision["decision"], offer.decision["reason"])
    assert [("out", "keyword", "Stop", "SM7", NOON)] == [
        (wish.kind, wish.source, wish.text, wish.evidence, wish.at) for wish in offer.consent
    ]


async def test_a_stop_between_writing_and_sending_is_the_reason(stage):
    await sends(stage, "Later", send_at=NOON.replace(hour=20))
    await stage.says(BEN, "STOP")

    assert "It was taken back, because the person has opted out." == (await explained(stage, BEN, 0)).verdict


async def test_what_the_provider_said_is_told(stage):
    await sends(stage, "Hello")
    written = (await stage.messages(BEN))[-1]
    await stage.reports(written.provider_id, MessageStatus.DELIVERED)

    reasons = await explained(stage, BEN)

    assert "It arrived." == reasons.verdict
    assert [MessageStatus.DELIVERED] == [report.status for report in reasons.receipts]


async def test_a_refusal_of_the_provider_is_the_reason(stage):
    stage.carrier.then(SendError(ErrorClass.PERMANENT, "21211", "not a number"))
    await sends(stage, "Hello")

    assert "The provider refused it, because 21211." == (await explained(stage, BEN)).verdict


async def test_what_the_log_does_not_hold_is_said_to_be_unknown(stage):
    await sends(stage, "Hello")
    await stage.execute("DELETE FROM event")

    assert Wanted.UNKNOWN is (await explained(stage, BEN)).cause.wanted


async def test_a_log_that_does_not_replay_still_names_the_flow(stage):
    await stage.says(ANA, "visit")
    await stage.execute("UPDATE message SET text = 'Are you?'")

    cause = (await explained(stage)).cause

    assert (Wanted.FLOW, "visit", False, None) == (cause.wanted, cause.flow, cause.same, cause.template)


async def test_there_is_no_such_message(stage):
    assert None is await stage.runtime.database.run(why, "msg_0")


async def test_marketing_for_adults_goes_to_those_whose_age_is_known(stage):
    await sends(stage, "Riverside: wine tasting on Friday!", MessageClass.MARKETING)
    refused = await explained(stage, BEN)

    await stage.execute("""UPDATE contact SET fields = '{"of_age": true}'""")
    await sends(stage, "Riverside: wine tasting on Friday!", MessageClass.MARKETING)
    sent = await explained(stage, BEN)

    assert (
        "We refused to send it, because it is for adults, and the person has not given a date of birth."
        == refused.verdict
    )
    assert ("us_carriers.alcohol", "wine") == (refused.decision["rule"], refused.decision["word"])
    assert "The provider took it." == sent.verdict
