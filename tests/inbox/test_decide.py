"""What each kind of inbound row leads to, as customers and businesses see it."""

from __future__ import annotations

import pytest

from bot.errors import SendError
from bot.events import ErrorClass, MessageStatus
from bot.inbox import entries
from tests.stage import ANA, BEN, CHANNEL, ECHO, staged

pytestmark = pytest.mark.usefixtures("either_database")

APPOINTMENT = """\
flow: appointment
inputs:
  day: text
start:
  - event: booked
    with: {day: "{{ day }}"}
states:
  confirm:
    - ask: "Do you come on {{ day }}?"
      expect: yes_no
      replies:
        yes: {end: confirmed}
        no: {end: declined}
      silence:
        1 hour: Please answer yes or no.
        2 hours: {end: silent}
      unclear: Yes or no?
      give_up: {end: confused}
      undelivered: {end: unreachable}
"""

PROFILE = """\
flow: profile
start:
  - keyword: profile
states:
  ask:
    - ask: First name?
      save: first
    - set: {contact.first_name: "{{ first }}", contact.visits: 3}
    - tag: [met]
    - label: [profile]
    - ask: "{{ contact.first_name }}, your town?"
      save: town
    - set: {contact.visits: ""}
    - untag: [met]
    - say: "{{ contact.first_name }} from {{ town }}."
    - end: done
"""

HUMAN = """\
flow: human
start:
  - keyword: agent
states:
  wait:
    - handoff: support
      say: One moment.
      note: asked for an agent
      priority: high
      closed:
        - say: Was that all?
        - end: served
      no_agent:
        15 minutes: Still looking for somebody.
        1 hour:
          - say: Nobody is there.
          - end: unserved
"""


@pytest.fixture
async def stage(tmp_path):
    async with staged(tmp_path, ECHO, APPOINTMENT, PROFILE, HUMAN) as stage:
        yield stage


# ── conversations ───────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_text_is_answered_by_its_flow(stage):
    await stage.says(ANA, "hello")
    await stage.says(ANA, "Ana")

    assert ["Your name?", "Hello Ana."] == stage.heard(ANA)
    assert [] == await stage.parked()


async def test_people_do_not_hear_each_others_answers(stage):
    await stage.says(ANA, "hello")
    await stage.says(BEN, "hello")
    await stage.says(BEN, "Ben")
    await stage.says(ANA, "Ana")

    assert ["Your name?", "Hello Ana."] == stage.heard(ANA)
    assert ["Your name?", "Hello Ben."] == stage.heard(BEN)


async def test_a_batch_holds_whole_conversations(stage):
    """All of it is in the inbox before any of it is processed: one transaction decides the lot, in order."""
    for said in ("hello", "Ana", "hello again", "Anna"):
        await stage.writes(ANA, said)
    await stage.settle()

    assert ["Your name?", "Hello Ana.", "Your name?", "Hello Anna."] == stage.heard(ANA)


async def test_a_keyword_interrupts_what_waits(stage):
    await stage.says(ANA, "hello")
    await stage.says(ANA, "profile")

    assert ["Your name?", "First name?"] == stage.heard(ANA)
    assert [("echo", "interrupted"), ("profile", None)] == await stage.rows(
        "SELECT flow, outcome FROM session ORDER BY flow"
    )


async def test_what_a_flow_says_about_a_contact_is_kept(stage):
    await stage.says(ANA, "profile")
    await stage.says(ANA, "Ana")

    assert [('{"first_name":"Ana","visits":3}', '["met"]')] == await stage.rows("SELECT fields, tags FROM contact")
    assert '["profile"]' == await stage.value("SELECT labels FROM conversation")

    await stage.says(ANA, "Salem")

    assert [('{"first_name":"Ana"}', "[]")] == await stage.rows("SELECT fields, tags FROM contact")
    assert "Ana from Salem." == stage.heard(ANA)[-1]


@pytest.mark.parametrize(
    ("phone", "timezone", "country"),
    [
        ("+12065550101", "America/Los_Angeles", "US"),
        ("+442079460958", "Europe/London", "GB"),
        ("+15550100001", None, None),
    ],
)
async def test_a_new_contact_is_known_by_what_the_number_gives_away(stage, phone, timezone, country):
    await stage.says(phone, "hello")

    assert [(phone, timezone, country)] == await stage.rows("SELECT phone, timezone, country FROM contact")


async def test_every_step_is_logged_with_what_a_replay_needs(stage):
    await stage.says(ANA, "hello")
    await stage.says(ANA, "Ana")
    rows = await stage.rows("SELECT kind, data -> 'event' ->> 'type', data ->> 'from', data ->> 'to' FROM event")

    assert [("step", "start", "new:", "ask.name"), ("step", "reply", "ask.name", "end:named")] == rows
    assert ANA == await stage.value("SELECT data -> 'context' -> 'contact' ->> 'phone' FROM event")
    said = await stage.value("SELECT data -> 'said' ->> 0 FROM event")
    assert "Your name?" == await stage.value("SELECT text FROM message WHERE id = :said", said=said)


async def test_a_text_that_is_too_long_is_refused_and_never_cut(stage):
    await stage.says(ANA, "hello")
    await stage.says(ANA, "A" * 1700)

    assert ["Your name?"] == stage.heard(ANA)
    assert [(MessageStatus.REFUSED, "too_long")] == [
        (message.status, message.error) for message in (await stage.messages(ANA))[1:]
    ]


@pytest.mark.parametrize("sender", ["72345", "INFO"])
async def test_what_is_no_phone_is_heard_but_not_answered(stage, sender):
    """Two machines that answer each other never stop."""
    await stage.says(sender, "hello")

    assert [] == stage.heard(sender)
    assert "the sender is no phone" == await stage.value("SELECT data ->> 'silent' FROM event")


async def test_where_no_flow_takes_a_text_it_is_still_kept(tmp_path):
    async with staged(tmp_path, APPOINTMENT) as stage:
        await stage.says(ANA, "hello")

        assert [] == stage.heard(ANA)
        assert [("text", "hello", "no flow takes it")] == await stage.rows(
            "SELECT kind, data ->> 'text', data ->> 'silent' FROM event"
        )


async def test_a_row_that_cannot_be_decided_does_not_touch_its_neighbours(stage):
    await stage.writes(ANA, "hello")
    payload = entries.start_payload("nowhere", {})
    await stage.runtime.inbox.accept([entries.start(CHANNEL, ANA, "s1", payload, stage.clock.now)])
    await stage.writes(ANA, "Ana", channel="closed")
    await stage.writes(ANA, "Ana")
    await stage.settle()

    assert ["Your name?", "Hello Ana."] == stage.heard(ANA)
    assert [
        "LookupError: there is no flow `nowhere`",
        "LookupError: the settings have no channel `closed` any more",
    ] == await stage.parked()


# ── flows that are started ──────────────────────────────────────────────────────────────────────────────────────────


async def test_the_business_starts_a_flow(stage):
    await stage.starts(ANA, "appointment", {"day": "Friday"})
    await stage.says(ANA, "yes")

    assert ["Do you come on Friday?"] == stage.heard(ANA)
    assert "confirmed" == await stage.value("SELECT outcome FROM session")


@pytest.mark.parametrize(
    ("interrupt", "heard", "sessions"),
    [
        ("yes", ["Your name?", "Do you come on Friday?"], [("echo", "interrupted"), ("appointment", None)]),
        ("skip", ["Your name?"], [("echo", None)]),
        (None, ["Your name?"], [("echo", None)]),
    ],
)
async def test_a_start_meets_a_session_that_waits(stage, interrupt, heard, sessions):
    await stage.says(ANA, "hello")
    await stage.starts(ANA, "appointment", {"day": "Friday"}, interrupt)

    assert heard == stage.heard(ANA)
    assert sorted(sessions) == await stage.rows("SELECT flow, outcome FROM session ORDER BY flow")


async def test_a_start_that_does_not_interrupt_waits_for_its_turn(stage):
    await stage.says(ANA, "hello")
    await stage.starts(ANA, "appointment", {"day": "Friday"}, None)
    await stage.starts(ANA, "appointment", {"day": "Saturday"}, None)
    await stage.says(ANA, "Ana")

    assert ["Your name?", "Hello Ana.", "Do you come on Friday?"] == stage.heard(ANA)

    await stage.says(ANA, "no")

    assert "Do you come on Saturday?" == stage.heard(ANA)[-1]


async def test_an_event_starts_the_flows_that_wait_for_it(stage):
    await stage.happens(entries.event(CHANNEL, ANA, "e1", "booked", {"day": "Monday"}, stage.clock.now))
    await stage.happens(entries.event(CHANNEL, ANA, "e2", "sold", {"day": "Monday"}, stage.clock.now))

    assert ["Do you come on Monday?"] == stage.heard(ANA)


async def test_an_event_may_start_a_flow_at_a_later_time(tmp_path):
    later = APPOINTMENT.replace("- event: booked", "- event: booked\n    offset: 2 hours")
    async with staged(tmp_path, later) as stage:
        await stage.happens(entries.event(CHANNEL, ANA, "e1", "booked", {"day": "Monday"}, stage.clock.now))
        await stage.passes(hours=1, minutes=59)
        assert [] == stage.heard(ANA)

        await stage.passes(minutes=1)

        assert ["Do you come on Monday?"] == stage.heard(ANA)


async def test_a_session_whose_flow_is_gone_is_told_by_a_parked_row(stage):
    await stage.says(ANA, "hello")
    stage.runtime.library.current = type(stage.runtime.library.current)(machines={}, versions={})
    await stage.runtime.database.run(lambda conn: conn.exec_driver_sql("DELETE FROM flow_version"))
    await stage.passes(days=4)

    [reason] = await stage.parked()
    assert reason.endswith("of the flow `echo` is not stored")


async def test_a_conversation_that_was_closed_is_open_again_when_the_customer_writes(stage):
    await stage.says(ANA, "hello")

    def close(conn):
        conn.exec_driver_sql("UPDATE conversation SET status = 'closed'")

    await stage.runtime.database.run(close)
    await stage.says(ANA, "Ana")

    assert "open" == await stage.value("SELECT status FROM conversation")


async def test_a_contacts_own_columns_are_set_by_their_names(tmp_path):
    source = PROFILE.replace('contact.first_name: "{{ first }}"', 'contact.name: "{{ first }} Castillo"')
    async with staged(tmp_path, source) as stage:
        await stage.says(ANA, "profile")
        await stage.says(ANA, "Ana")
        await stage.says(ANA, "Salem")

        assert "Ana from Salem." == stage.heard(ANA)[-1]
        assert "Ana Castillo" == await stage.value("SELECT name FROM contact")


# ── time, receipts, people ──────────────────────────────────────────────────────────────────────────────────────────


async def test_silence_is_noticed(stage):
    await stage.starts(ANA, "appointment", {"day": "Friday"})
    await stage.passes(minutes=59)
    assert 1 == len(stage.heard(ANA))

    await stage.passes(minutes=1)
    assert "Please answer yes or no." == stage.heard(ANA)[-1]

    await stage.passes(hours=1)
    assert "silent" == await stage.value("SELECT outcome FROM session")


async def test_an_answer_comes_before_the_silence_it_ends(stage):
    """The wake was queued while the answer was on its way: by then there is nothing left to wake."""
    await stage.starts(ANA, "appointment", {"day": "Friday"})
    stage.clock.passes(hours=2)
    await stage.writes(ANA, "yes")
    await stage.settle()

    assert ["Do you come on Friday?"] == stage.heard(ANA)
    assert "confirmed" == await stage.value("SELECT outcome FROM session")


async def test_a_question_that_never_arrived_takes_its_own_way(stage):
    await stage.starts(ANA, "appointment", {"day": "Friday"})
    [question] = await stage.messages(ANA)
    await stage.reports(question.provider_id, MessageStatus.UNDELIVERED, error_code="30005")

    assert "unreachable" == await stage.value("SELECT outcome FROM session")


async def test_a_question_that_the_carrier_refuses_takes_that_way_too(stage):
    stage.carrier.then(SendError(ErrorClass.PERMANENT, "21211", "not a valid number"))
    await stage.starts(ANA, "appointment", {"day": "Friday"})

    assert [] == stage.heard(ANA)
    assert "unreachable" == await stage.value("SELECT outcome FROM session")


async def test_a_failure_of_an_earlier_question_changes_nothing(stage):
    await stage.says(ANA, "profile")
    [first] = await stage.messages(ANA)
    await stage.says(ANA, "Ana")
    await stage.reports(first.provider_id, MessageStatus.FAILED)

    assert [] == await stage.parked()
    assert "Ana, your town?" == stage.heard(ANA)[-1]


async def test_while_a_person_has_the_conversation_the_bot_is_silent(stage):
    await stage.says(ANA, "agent")
    await stage.says(ANA, "is anybody there?")
    await stage.starts(ANA, "appointment", {"day": "Friday"})

    assert ["One moment."] == stage.heard(ANA)
    assert [("person", "support", "high", "asked for an agent", 1, 1)] == await stage.rows(
        "SELECT handler, queue, priority, note, unread, epoch FROM conversation"
    )


async def test_when_the_person_closes_the_flow_goes_on_and_what_waited_begins(stage):
    await stage.says(ANA, "agent")
    await stage.starts(ANA, "appointment", {"day": "Friday"})
    await stage.happens(entries.agent_closed(CHANNEL, ANA, "close-1", stage.clock.now))

    assert ["One moment.", "Was that all?", "Do you come on Friday?"] == stage.heard(ANA)
    assert [("bot", 0)] == await stage.rows("SELECT handler, unread FROM conversation")


async def test_when_nobody_comes_the_bot_has_the_conversation_again(stage):
    await stage.says(ANA, "agent")
    await stage.passes(minutes=15)
    await stage.passes(hours=1)
    await stage.says(ANA, "hello?")

    assert ["One moment.", "Still looking for somebody.", "Nobody is there.", "Your name?"] == stage.heard(ANA)
