"""What agents do with conversations, as customers and the log see it."""

from __future__ import annotations

import pytest

from bot.desk import Actor, Conflict, Refused, Stale
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
