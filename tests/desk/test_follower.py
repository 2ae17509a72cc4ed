"""The inbox follows what happens: the list and what texts are found by, on both databases."""

from __future__ import annotations

import json

import pytest

from bot.desk import Actor
from bot.desk.follower import FOLLOWED, PEOPLE_AGAIN_S
from bot.events import MessageStatus
from bot.store import findings, inbox_counts, inbox_views, listing, terms
from bot.store.inbox_views import Filters
from tests.stage import ANA, BEN, NOON, staged

EVA = Actor("usr_eva", "Eva")
ASK = """\
flow: ask
start:
  - keyword: visit
states:
  day:
    - ask: Which day suits you?
      save: day
    - handoff: desk
      note: "wants {{ day }}"
      say: A colleague will write.
      closed: [{end: done}]
"""

pytestmark = pytest.mark.usefixtures("either_database")


async def shown(stage, view="all", me="usr_eva", **filters):
    """What the list shows, from the top."""
    await stage.runtime.follower.turn()
    found = await stage.runtime.database.run(inbox_views.page, Filters(view, **filters), me)
    return [(row.phone, row.text) for row in found.rows]


async def row_of(stage, phone):
    await stage.runtime.follower.turn()
    found = await stage.runtime.database.run(inbox_views.page, Filters(), "usr_eva")
    return next(row for row in found.rows if row.phone == phone)


async def searched(stage, q):
    await stage.runtime.follower.turn()
    found = await stage.runtime.database.run(inbox_views.page, Filters(q=q), "usr_eva")
    return [(row.phone, row.hit and row.hit.kind, row.text) for row in found.rows]


async def test_whoever_wrote_last_is_at_the_top(tmp_path):
    async with staged(tmp_path, ASK) as stage:
        await stage.says(ANA, "visit")
        stage.clock.passes(minutes=1)
        await stage.says(BEN, "anybody there?")

        assert [(BEN, "anybody there?"), (ANA, "Which day suits you?")] == await shown(stage)

        stage.clock.passes(minutes=1)
        await stage.says(ANA, "Friday")

        assert [(ANA, "A colleague will write."), (BEN, "anybody there?")] == await shown(stage)


async def test_views_divide_what_the_bot_has_from_what_waits_for_a_person(tmp_path):
    async with staged(tmp_path, ASK) as stage:
        for phone in (ANA, BEN):
            await stage.says(phone, "visit")
        await stage.says(ANA, "Friday")
        only_ana, only_ben = [(ANA, "A colleague will write.")], [(BEN, "Which day suits you?")]

        assert (only_ben, only_ana, []) == (
            await shown(stage, "bot"),
            await shown(stage, "unassigned"),
            await shown(stage, "mine"),
        )

        ana = (await row_of(stage, ANA)).id
        await stage.runtime.desk.assign(ana, EVA, "usr_eva")

        assert ([], only_ana) == (await shown(stage, "unassigned"), await shown(stage, "mine"))

        await stage.runtime.desk.snooze(ana, EVA)

        assert ([], only_ana) == (await shown(stage, "mine"), await shown(stage, "snoozed"))

        await stage.runtime.desk.close(ana, EVA)
        await stage.settle()

        assert only_ana == await shown(stage, "closed")


async def test_a_row_says_where_the_flow_is_and_since_when_somebody_waits(tmp_path):
    async with staged(tmp_path, ASK) as stage:
        await stage.says(ANA, "visit")
        row = (await row_of(stage, ANA)).listing

        assert ("ask", "bot", "bot", None) == (row.flow, row.handler, row.author, row.waiting_since)

        stage.clock.passes(minutes=5)
        await stage.says(ANA, "Friday")
        row = (await row_of(stage, ANA)).listing

        assert ("ask", "person", "desk") == (row.flow, row.handler, row.queue)
        assert row.waiting_since is not None


async def test_what_no_flow_takes_needs_a_person(tmp_path):
    async with staged(tmp_path, ASK) as stage:
        await stage.says(ANA, "visit")
        await stage.says(BEN, "my tooth hurts")
        await stage.runtime.follower.turn()
        counts = await stage.runtime.database.run(inbox_counts.counts, "usr_eva")

        assert (0, 1) == ((await row_of(stage, ANA)).listing.needs, (await row_of(stage, BEN)).listing.needs)
        assert (2, 1) == (counts.bot, counts.needs)

        await stage.says(BEN, "visit")

        assert 0 == (await row_of(stage, BEN)).listing.needs


async def test_a_message_that_did_not_arrive_is_marked(tmp_path):
    async with staged(tmp_path, ASK) as stage:
        await stage.says(ANA, "visit")
        before = await row_of(stage, ANA)
        await stage.reports((await stage.messages(ANA))[0].provider_id, MessageStatus.UNDELIVERED, error_code="30003")
        after = await row_of(stage, ANA)

        assert ("accepted", "undelivered", "30003") == (before.delivery, after.delivery, after.error)
        assert before.listing.version < after.listing.version


async def test_a_message_that_is_refused_at_once_is_marked_without_a_report(tmp_path):
    async with staged(tmp_path, ASK) as stage:
        await stage.writes(ANA, "visit")
        await stage.runtime.inbox.process_once()
        before = await row_of(stage, ANA)
        await stage.settle()
        stage.clock.passes(seconds=1)
        after = await row_of(stage, ANA)

        assert ("queued", "accepted") == (before.delivery, after.delivery)
        assert before.listing.version < after.listing.version


async def test_texts_of_both_sides_notes_and_people_are_found(tmp_path):
    async with staged(tmp_path, ASK) as stage:
        await stage.says(ANA, "visit")
        await stage.says(ANA, "Freitag, wenn’s geht: 東京都庁のそば")
        await stage.says(BEN, "Crème brûlée")
        ana = (await row_of(stage, ANA)).id
        await stage.runtime.desk.note(ana, EVA, "prefers mornings")
        await stage.execute("UPDATE contact SET name = 'Zoë Müller', updated_at = '2026-03-06 00:00:00.000000+00:00' "
                            "WHERE phone = :phone", phone=BEN)  # fmt: skip
        stage.clock.passes(seconds=PEOPLE_AGAIN_S)  # who was renamed without a word is found after a while
        await stage.runtime.follower.turn()

        assert [
            [(ANA, "out", "Which day suits you?")],
            [(ANA, "in", "Freitag, wenn’s geht: 東京都庁のそば")],
            [(ANA, "in", "Freitag, wenn’s geht: 東京都庁のそば")],
            [(BEN, "in", "Crème brûlée")],
            [(ANA, "note", "prefers mornings")],
            [(BEN, None, "Crème brûlée")],
            [(BEN, None, "Crème brûlée")],
            [],
        ] == [
            await searched(stage, q)
            for q in ('"day suits"', "frei", "京都", "creme BRULEE", "morn", "zoe mull", "555-0102", '"suits day"')
        ]


async def test_it_goes_on_where_it_was_and_takes_nothing_twice(tmp_path):
    async with staged(tmp_path, ASK) as stage:
        await stage.says(ANA, "visit")
        await stage.runtime.follower.turn()
        kept = await stage.value("SELECT value FROM setting WHERE name = :name", name=FOLLOWED)
        before = await stage.rows("SELECT id, about, kind, source FROM finding ORDER BY id")
        stage.runtime.follower._trails = None

        assert {"event": 1, "message": 1, "receipt": 0} == json.loads(kept)

        await stage.execute("UPDATE setting SET value = '{}' WHERE name = :name", name=FOLLOWED)
        await stage.runtime.follower.turn()

        assert before == await stage.rows("SELECT id, about, kind, source FROM finding ORDER BY id")
        assert [(ANA, "Which day suits you?")] == await shown(stage)


async def test_versions_tell_what_has_changed_since(tmp_path):
    async with staged(tmp_path, ASK) as stage:
        await stage.says(ANA, "visit")
        ana = await row_of(stage, ANA)
        seen = await stage.runtime.database.run(listing.version)
        await stage.says(BEN, "hello")
        await stage.runtime.follower.turn()
        changed = await stage.runtime.database.run(listing.since, seen, 10)

        assert [BEN] == [row[0] for row in await stage.rows(
            "SELECT phone FROM contact WHERE id = :id", id=changed[0].contact_id)]  # fmt: skip
        assert ana.id not in {row.conversation_id for row in changed}


async def test_nobody_finds_what_is_sensitive(tmp_path):
    secret = ASK.replace("save: day", "save: day\n      sensitive: true").replace("wants {{ day }}", "wants a visit")
    async with staged(tmp_path, secret, PARLEY_PRIVACY__KEY="k" * 32) as stage:
        await stage.says(ANA, "visit")
        await stage.says(ANA, "strawberries")

        assert [] == await searched(stage, "strawberries")
        assert NOON <= (await row_of(stage, ANA)).listing.at
        assert findings.Look([]) == await stage.runtime.database.run(findings.texts, terms.query("strawberries"), 10)
