"""A database of an older release, in the middle of everything: the new one goes on with all of it."""

from __future__ import annotations

import shutil
from datetime import timedelta

import pytest

from bot.events import MessageClass
from bot.messages import Draft
from bot.outbox.compose import Saying
from bot.store import migrate
from tests.stage import ANA, BEN, CHANNEL, Clock, staged

CLEO = "+12065550103"
REMINDING = """\
flow: reminding
start:
  - fallback
states:
  ask:
    - ask: Your name?
      save: name
      silence:
        2 hours: Still there?
    - say: "Hello {{ name }}."
    - end: named
"""

pytestmark = pytest.mark.usefixtures("either_database")


@pytest.mark.parametrize("revision", ["0002", "0009"])
async def test_what_was_half_done_is_finished(tmp_path, revision):
    clock = Clock()
    async with staged(tmp_path, REMINDING, clock=clock) as before:
        await before.says(ANA, "hello")
        await before.says(BEN, "hello")
        tomorrow = Saying("See you tomorrow.", MessageClass.TRANSACTIONAL, send_at=clock.now + timedelta(days=1))
        draft = Draft(ANA, before.runtime.channels[CHANNEL], tomorrow)
        await before.runtime.database.run(before.runtime.messages.create, [draft])
        await before.writes(CLEO, "hello")
        await before.runtime.database.run(migrate.downgrade, revision)
    shutil.rmtree(tmp_path / "state")  # the first releases kept none; with it this would be a backup that was put back
    async with staged(tmp_path, REMINDING, clock=clock) as after:
        await after.says(ANA, "Ana", id="afterwards")
        await after.passes(hours=3)
        await after.passes(days=1)

        assert ["Hello Ana.", "See you tomorrow."] == after.heard(ANA)
        assert ["Still there?"] == after.heard(BEN)
        assert ["Your name?", "Still there?"] == after.heard(CLEO)
        assert [] == await after.parked()
