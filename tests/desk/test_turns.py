"""What happens at the desk by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk import Actor
from bot.store import desk, roster
from tests.stage import ANA, BEN, staged

pytestmark = pytest.mark.anyio

MIA = Actor("usr_mia", "Mia")
HANDING = """\
flow: handing
start:
  - fallback
states:
  ask:
    - handoff: support
      say: Somebody will answer.
      no_agent:
        8 hours:
          - say: Nobody is here.
          - end: alone
"""
PATIENT = HANDING.replace(HANDING[HANDING.index("      no_agent") :], "      closed: [{end: helped}]\n")
ONLY_YES = """\
flow: only_yes
start:
  - keyword: [hello]
states:
  ask:
    - ask: Your name?
      save: name
    - say: "Hello {{ name }}."
    - end: named
"""


@pytest.fixture(autouse=True)
def _team(monkeypatch):
    """Two people work here."""
    team = [
        {"id": f"usr_{name}", "name": name.title(), "email": f"{name}@example.com", "role": "agent"}
        | {"status": "online", "capacity": 1, "queues": [], "notify": {}}
        for name in ("ann", "bob")
    ]
    monkeypatch.setattr(roster, "rows", lambda conn: team)


async def conversation_of(stage, phone=ANA):
    query = "SELECT c.id FROM conversation c JOIN contact p ON p.id = c.contact_id WHERE p.phone = :phone"
    return await stage.value(query, phone=phone)


async def of(stage, phone=ANA):
    return (await stage.runtime.desk.whole(await conversation_of(stage, phone))).conversation


async def turn(stage, **span):
    stage.clock.passes(**span)
    await stage.runtime.desk.turns.turn()
    await stage.settle()


async def kinds(stage, recipient):
    return [notice.kind for notice in await stage.runtime.desk.notices(recipient)][::-1]


async def test_the_bot_goes_on_after_some_minutes(tmp_path, either_database):
    async with staged(tmp_path) as stage:
        await stage.says(ANA, "hello")
        thread = await conversation_of(stage)
        await stage.runtime.desk.reply(thread, MIA, "One moment.")
        await stage.runtime.desk.resume_at(thread, MIA, stage.clock.now + timedelta(minutes=30))
        await turn(stage, minutes=29)
        before = await of(stage)
        await turn(stage, minutes=1)
        after = await of(stage)

        assert (True, "bot", None) == (before.held, after.handler, after.bot_paused_until)
        assert ["Your name?", "One moment.", "Your name?"] == stage.heard(ANA)


async def test_what_was_put_away_comes_back_in_time_or_when_they_write(tmp_path, either_database):
    async with staged(tmp_path) as stage:
        for phone in (ANA, BEN):
            await stage.says(phone, "hello")
            thread = await conversation_of(stage, phone)
            await stage.runtime.desk.take_over(thread, MIA)
            await stage.runtime.desk.snooze(thread, MIA, stage.clock.now + timedelta(hours=2))
        await stage.says(BEN, "Are you there?")
        seen = [(await of(stage, phone)).status for phone in (ANA, BEN)]
        await turn(stage, hours=2)

        assert ["snoozed", "open"] == seen
        assert [("open", None, 1), ("open", None, 1)] == [
            (known.status, known.snoozed_until, known.unread) for known in [await of(stage, ANA), await of(stage, BEN)]
        ]


async def test_work_is_handed_out_in_turn_until_everybody_has_enough(tmp_path, either_database):
    async with staged(tmp_path, PATIENT, PARLEY_QUEUES__SUPPORT__ASSIGN="round_robin") as stage:
        phones = [ANA, BEN, "+12065550103"]
        for phone in phones:
            await stage.says(phone, "a leak")
            await turn(stage, seconds=1)

        assert ["usr_ann", "usr_bob", None] == [(await of(stage, phone)).assignee for phone in phones]
        assert ["assigned", "waiting", "waiting", "waiting"] == sorted(await kinds(stage, "usr_ann"))
        assert not (await of(stage)).held


@pytest.mark.parametrize(
    ("flow", "heard", "priority"),
    [
        (HANDING, ["Somebody will answer.", "Nobody is here."], "urgent"),
        (PATIENT, ["Somebody will answer."], "urgent"),
    ],
)
async def test_whoever_waits_too_long_is_given_up(tmp_path, flow, heard, priority):
    async with staged(tmp_path, flow, PARLEY_QUEUES__SUPPORT__ESCALATE_AFTER="10 minutes") as stage:
        await stage.says(ANA, "a leak")
        await turn(stage, minutes=9)
        early = (await of(stage)).escalated_at
        await turn(stage, minutes=1)
        await turn(stage, minutes=1)

        assert (None, heard, priority) == (early, stage.heard(ANA), (await of(stage)).priority)
        assert ["waiting", "escalated"] == await kinds(stage, "usr_ann")


async def test_people_are_told_once_of_what_the_bot_cannot_answer(tmp_path, either_database):
    async with staged(tmp_path, ONLY_YES) as stage:
        await stage.says(ANA, "which days?")
        await turn(stage, seconds=1)
        await stage.says(ANA, "anybody?")
        await turn(stage, seconds=1)
        before = await of(stage)
        await stage.says(ANA, "hello")

        assert ["needs_reply"] == await kinds(stage, "usr_bob")
        assert ("bot", False) == (before.handler, before.needs_reply_since is None)
        assert None is (await of(stage)).needs_reply_since


async def test_how_many_wait_and_since_when(tmp_path, either_database):
    async with staged(tmp_path, PATIENT) as stage:
        began = stage.clock.now
        await stage.says(ANA, "a leak")
        await stage.passes(minutes=1)
        await stage.says(BEN, "a leak")
        waits = await stage.runtime.database.run(desk.queue_lengths)

        assert [("support", 2, began)] == [tuple(one) for one in waits]
