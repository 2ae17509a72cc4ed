"""What agents do with conversations, as customers and the log see it."""

from __future__ import annotations

import asyncio

import pytest

from bot.desk import Actor, Conflict, Refused, Stale, Unknown
from bot.errors import SendError
from bot.events import ErrorClass
from bot.replaying import replay_conversation
from tests.stage import ANA, staged

pytestmark = pytest.mark.anyio

MIA = Actor("usr_mia", "Mia")
TOM = Actor("usr_tom", "Tom")


async def conversation_of(stage, phone=ANA):
    query = "SELECT c.id FROM conversation c JOIN contact p ON p.id = c.contact_id WHERE p.phone = :phone"
    return await stage.value(query, phone=phone)


async def test_whoever_takes_over_silences_the_bot(tmp_path, either_database):
    async with staged(tmp_path) as stage:
        await stage.says(ANA, "hello")
        thread = await conversation_of(stage)
        done = await stage.runtime.desk.take_over(thread, MIA)
        await stage.says(ANA, "Ana")
        await stage.runtime.desk.reply(thread, MIA, "Mia here.")
        await stage.settle()

        assert ("person", "usr_mia", 1) == (
            done.conversation.handler,
            done.conversation.assignee,
            done.conversation.epoch,
        )
        assert ["Your name?", "Mia here."] == stage.heard(ANA)


async def test_what_the_bot_has_queued_is_taken_back_in_the_same_commit(tmp_path, either_database):
    async with staged(tmp_path) as stage:
        await stage.writes(ANA, "hello")
        await stage.runtime.inbox.process_once()
        thread = await conversation_of(stage)
        done = await stage.runtime.desk.take_over(thread, MIA)
        await stage.settle()

        assert (1, ()) == (len(done.canceled), done.in_flight)
        assert [("canceled", "taken_over")] == [(it.status, it.error) for it in await stage.messages(ANA)]
        assert [] == stage.heard(ANA)


async def test_the_bot_goes_on_at_the_pending_question(tmp_path, either_database):
    async with staged(tmp_path) as stage:
        await stage.says(ANA, "hello")
        thread = await conversation_of(stage)
        await stage.runtime.desk.reply(thread, MIA, "Mia here.")
        await stage.runtime.desk.hand_back(thread, MIA)
        await stage.settle()
        await stage.says(ANA, "Ana")
        replayed = await stage.runtime.database.run(replay_conversation, thread)

        assert ["Your name?", "Mia here.", "Your name?", "Hello Ana."] == stage.heard(ANA)
        assert None is replayed.first_fault


async def test_of_two_who_write_at_once_one_is_heard(tmp_path, either_database):
    async with staged(tmp_path) as stage:
        await stage.says(ANA, "hello")
        thread = await conversation_of(stage)
        seen = (await stage.runtime.desk.whole(thread)).newest
        await stage.runtime.desk.reply(thread, MIA, "Mia here.", seen=seen)
        with pytest.raises(Conflict) as refused:
            await stage.runtime.desk.reply(thread, TOM, "Tom here.", seen=seen)
        await stage.settle()

        assert ["Mia here."] == [item.text for item in refused.value.newer]
        assert ["Your name?", "Mia here."] == stage.heard(ANA)


async def test_who_looked_at_an_earlier_epoch_is_told(tmp_path):
    async with staged(tmp_path) as stage:
        await stage.says(ANA, "hello")
        thread = await conversation_of(stage)
        await stage.runtime.desk.take_over(thread, MIA, expected_epoch=0)
        with pytest.raises(Stale) as stale:
            await stage.runtime.desk.take_over(thread, TOM, expected_epoch=0)

        assert 1 == stale.value.epoch


async def test_nobody_writes_to_whoever_opted_out(tmp_path):
    async with staged(tmp_path) as stage:
        await stage.says(ANA, "hello")
        await stage.says(ANA, "STOP")
        thread = await conversation_of(stage)
        with pytest.raises(Refused) as refused:
            await stage.runtime.desk.reply(thread, MIA, "Please stay.")
        whole = await stage.runtime.desk.whole(thread)

        assert "opted_out" == refused.value.reason
        assert ("bot", 0) == (whole.conversation.handler, whole.conversation.epoch)


async def test_a_note_is_for_agents_alone(tmp_path):
    async with staged(tmp_path) as stage:
        await stage.says(ANA, "hello")
        thread = await conversation_of(stage)
        await stage.runtime.desk.note(thread, MIA, "Calls her Annie.", ["usr_tom"])
        await stage.settle()
        page = await stage.runtime.desk.thread(thread)

        assert ["Your name?"] == stage.heard(ANA)
        assert [("note", "Calls her Annie."), ("activity", ""), ("bot", "Your name?"), ("customer", "hello")] == [
            (item.kind, item.text) for item in page.items
        ]


async def test_closing_ends_what_was_cut_into_and_a_text_opens_it_again(tmp_path, either_database):
    async with staged(tmp_path) as stage:
        await stage.says(ANA, "hello")
        thread = await conversation_of(stage)
        await stage.runtime.desk.assign(thread, MIA, "usr_tom")
        await stage.runtime.desk.reply(thread, MIA, "Mia here.")
        await stage.runtime.desk.close(thread, MIA)
        await stage.settle()
        closed = (await stage.runtime.desk.whole(thread)).conversation
        await stage.says(ANA, "hello again")
        opened = (await stage.runtime.desk.whole(thread)).conversation

        assert ("closed", "bot", None) == (closed.status, closed.handler, closed.assignee)
        assert ("open", None) == (opened.status, opened.closed_at)
        assert [("interrupted",)] == await stage.rows("SELECT outcome FROM session WHERE ended_at IS NOT NULL")
        assert ["Your name?", "Mia here.", "Your name?"] == stage.heard(ANA)


EVERYTHING = ("SELECT * FROM conversation", "SELECT * FROM session", "SELECT * FROM event", "SELECT * FROM message")
NUDGING = """\
flow: nudging
start:
  - fallback
states:
  ask:
    - ask: Which day?
      save: day
      silence:
        1 hour: Still there?
    - go: name
  name:
    - ask: And your name?
      save: name
    - go: done
  done:
    - say: "{{ day }}, {{ name }}."
    - end: booked
"""
HANDING = """\
flow: handing
start:
  - fallback
states:
  ask:
    - handoff: support
      note: a leak
      priority: high
      say: Somebody will answer.
      closed:
        - say: Was that all?
        - end: helped
      no_agent:
        2 hours:
          - say: Nobody is here.
          - end: alone
"""


async def test_what_is_due_meanwhile_waits_and_is_shown(tmp_path, either_database):
    async with staged(tmp_path, NUDGING) as stage:
        await stage.says(ANA, "hello")
        thread = await conversation_of(stage)
        await stage.runtime.desk.take_over(thread, MIA)
        await stage.passes(hours=3)
        held = (await stage.runtime.desk.whole(thread)).later
        heard = stage.heard(ANA)
        await stage.runtime.desk.hand_back(thread, MIA)
        await stage.settle()

        assert [("wake", "nudging", True)] == [(item.kind, item.what, item.held) for item in held]
        assert ["Which day?"] == heard
        assert ["Which day?", "Still there?"] == stage.heard(ANA)


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ({}, ["Which day?"]),
        ({"how": "restart"}, ["Which day?"]),
        ({"how": "state", "state": "name"}, ["And your name?"]),
    ],
)
async def test_the_bot_goes_on_as_the_agent_says(tmp_path, way, said):
    async with staged(tmp_path, NUDGING) as stage:
        await stage.says(ANA, "hello")
        thread = await conversation_of(stage)
        await stage.runtime.desk.reply(thread, MIA, "Mia here.")
        foretold = await stage.runtime.desk.preview(thread, **way)
        await stage.runtime.desk.hand_back(thread, MIA, **way)
        await stage.settle()
        replayed = await stage.runtime.database.run(replay_conversation, thread)

        assert said == [one.text for one in foretold.said]
        assert ["Which day?", "Mia here.", *said] == stage.heard(ANA)
        assert None is replayed.first_fault


@pytest.mark.parametrize(
    ("state", "error", "why"),
    [
        ("nowhere", Unknown, "no state `nowhere`; it has: ask, name, done"),
        ("done", Refused, "The flow cannot go on there: .*day"),
    ],
)
async def test_nobody_is_sent_where_the_flow_cannot_go_on(tmp_path, state, error, why):
    async with staged(tmp_path, NUDGING) as stage:
        await stage.says(ANA, "hello")
        thread = await conversation_of(stage)
        await stage.runtime.desk.take_over(thread, MIA)
        with pytest.raises(error, match=why):
            await stage.runtime.desk.hand_back(thread, MIA, "state", state)

        assert (await stage.runtime.desk.whole(thread)).conversation.held


async def test_a_preview_leaves_everything_as_it_is(tmp_path, either_database):
    async with staged(tmp_path, NUDGING) as stage:
        await stage.says(ANA, "hello")
        thread = await conversation_of(stage)
        before = [await stage.rows(query) for query in EVERYTHING]
        foretold = await stage.runtime.desk.preview(thread, "Monday")
        nudge = await stage.runtime.desk.preview(thread)

        assert ([("And your name?", "name.name")], "name.name") == (
            [(one.text, one.state) for one in foretold.said],
            foretold.state,
        )
        assert ["Still there?"] == [one.text for one in nudge.said]
        assert before == [await stage.rows(query) for query in EVERYTHING]


async def test_a_handoff_waits_for_a_person_and_goes_on_when_they_close(tmp_path, either_database):
    async with staged(tmp_path, HANDING) as stage:
        await stage.says(ANA, "help me")
        thread = await conversation_of(stage)
        waits = (await stage.runtime.desk.whole(thread)).conversation
        await stage.runtime.desk.reply(thread, MIA, "Which room?")
        await stage.passes(hours=3)
        await stage.runtime.desk.close(thread, MIA)
        await stage.settle()
        items = (await stage.runtime.desk.thread(thread)).items

        assert ("person", None, "support", "a leak", "high") == (
            waits.handler,
            waits.taken_at,
            waits.queue,
            waits.note,
            waits.priority,
        )
        assert ["Somebody will answer.", "Which room?", "Was that all?"] == stage.heard(ANA)
        assert ["started", "handed_off", "taken_over", "closed", "ended"] == [
            item.what for item in reversed(items) if item.kind == "activity"
        ]


async def test_where_nobody_comes_the_flow_goes_on_without(tmp_path):
    async with staged(tmp_path, HANDING) as stage:
        await stage.says(ANA, "help me")
        thread = await conversation_of(stage)
        await stage.passes(hours=3)

        assert ["Somebody will answer.", "Nobody is here."] == stage.heard(ANA)
        assert "bot" == (await stage.runtime.desk.whole(thread)).conversation.handler


async def test_what_was_on_its_way_is_named_and_not_tried_again(tmp_path, either_database):
    async with staged(tmp_path) as stage:
        stage.carrier.hold = asyncio.Event()
        await stage.writes(ANA, "hello")
        await stage.runtime.inbox.process_once()
        await stage.runtime.outbox.turn()
        thread = await conversation_of(stage)
        done = await stage.runtime.desk.take_over(thread, MIA)
        stage.carrier.then(SendError(ErrorClass.RETRYABLE, "503", "try again"))
        stage.carrier.hold.set()
        await stage.settle()
        tried = await stage.statuses(ANA)
        await stage.passes(minutes=5)

        assert ((), 1, ["queued"]) == (done.canceled, len(done.in_flight), tried)
        assert [("canceled", "taken_over")] == [(it.status, it.error) for it in await stage.messages(ANA)]
        assert [] == stage.heard(ANA)


async def test_a_message_can_be_taken_back_for_some_seconds(tmp_path):
    async with staged(tmp_path) as stage:
        await stage.says(ANA, "hello")
        thread = await conversation_of(stage)
        done = await stage.runtime.desk.reply(thread, MIA, "Oops", undo_s=10)
        await stage.settle()
        await stage.runtime.desk.cancel(done.message, MIA)
        again = await stage.runtime.desk.reply(thread, MIA, "Better", undo_s=10)
        await stage.passes(seconds=11)
        with pytest.raises(Refused) as late:
            await stage.runtime.desk.cancel(again.message, MIA)

        assert ["Your name?", "Better"] == stage.heard(ANA)
        assert "not_cancelable" == late.value.reason


async def test_nobody_answers_whoever_is_blocked(tmp_path):
    async with staged(tmp_path) as stage:
        await stage.says(ANA, "hello")
        thread = await conversation_of(stage)
        await stage.runtime.desk.block(thread, MIA)
        await stage.settle()
        await stage.says(ANA, "Ana")
        silent = (await stage.runtime.desk.thread(thread)).items[0]
        closed = (await stage.runtime.desk.whole(thread)).conversation.status
        await stage.runtime.desk.block(thread, MIA, on=False)
        await stage.says(ANA, "hello")

        assert ("Ana", "blocked", "closed") == (silent.text, silent.data["silent"], closed)
        assert ["Your name?", "Your name?"] == stage.heard(ANA)
