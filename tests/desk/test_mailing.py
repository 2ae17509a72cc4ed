"""Who is told, and what of it leaves by e-mail."""

from __future__ import annotations

import pytest

from bot.desk import Actor
from bot.desk.mailing import Mailing
from bot.events import Result
from bot.store import roster
from tests.stage import ANA, staged

pytestmark = pytest.mark.anyio

MIA = Actor("usr_mia", "Mia")
PATIENT = """\
flow: patient
start:
  - fallback
states:
  ask:
    - handoff: support
      say: Somebody will answer.
      closed: [{end: helped}]
"""
WITH_SERVER = {
    "PARLEY_EMAIL__HOST": "mail.test",
    "PARLEY_EMAIL__SENDER": "desk@example.com",
    "PARLEY_BUSINESS__PUBLIC_URL": "https://sms.example.com",
    "PARLEY_QUEUES__SUPPORT__NOTIFY": "team@example.com",
}


@pytest.fixture(autouse=True)
def _team(monkeypatch):
    """Tom wants no e-mail."""
    team = [
        {"id": f"usr_{name}", "name": name.title(), "email": f"{name}@example.com", "role": "agent"}
        | {"status": "online", "capacity": 9, "queues": [], "notify": {} if name == "mia" else {"email": False}}
        for name in ("mia", "tom")
    ]
    monkeypatch.setattr(roster, "rows", lambda conn: team)


class Postbox:
    """Takes every e-mail, unless the server is down."""

    def __init__(self, error=None):
        self.mails = []
        self.error = error

    async def post(self, mail):
        self.mails.append(mail)
        return Result(mail.id, 200, error=self.error)


async def waiting(stage):
    await stage.says(ANA, "my sink leaks at 5 Elm Street")
    await stage.runtime.desk.turns.turn()
    return await stage.value("SELECT id FROM conversation")


def mailing(stage, box):
    runtime = stage.runtime
    return Mailing(runtime.database, runtime.world, runtime.settings, box.post)


async def test_those_who_want_it_are_told_once_and_nothing_of_the_customer(tmp_path, either_database):
    async with staged(tmp_path, PATIENT, **WITH_SERVER) as stage:
        thread, box = await waiting(stage), Postbox()
        found = [await mailing(stage, box).turn() for _ in range(2)]

        assert [3, 0] == found
        assert ["mia@example.com", "team@example.com"] == sorted(mail.address for mail in box.mails)
        assert {"Somebody waits in the queue support"} == {mail.subject for mail in box.mails}
        assert all(f"https://sms.example.com/console/inbox/{thread}" in mail.body for mail in box.mails)
        assert not [mail for mail in box.mails if ANA in mail.body or "Elm" in mail.body]


async def test_a_mention_and_an_assignment_are_for_one(tmp_path):
    async with staged(tmp_path, PATIENT, **WITH_SERVER) as stage:
        thread, box = await waiting(stage), Postbox()
        await mailing(stage, box).turn()
        box.mails.clear()
        tom = Actor("usr_tom", "Tom")
        await stage.runtime.desk.note(thread, tom, "Do you know him?", ["usr_mia", "usr_tom"])
        await stage.runtime.desk.assign(thread, tom, "usr_mia")
        await stage.runtime.desk.assign(thread, MIA, "usr_tom")
        await mailing(stage, box).turn()
        kinds = [notice.kind for notice in await stage.runtime.desk.notices("usr_tom")]

        assert ["A conversation is yours to answer", "Tom mentions you in a note"] == sorted(
            mail.subject for mail in box.mails
        )
        assert ["assigned", "waiting"] == sorted(kinds)


async def test_what_was_seen_in_the_console_is_not_mailed(tmp_path):
    async with staged(tmp_path, PATIENT, **WITH_SERVER) as stage:
        thread, box = await waiting(stage), Postbox()
        seen = await stage.runtime.desk.see_notices("usr_mia", thread)
        await mailing(stage, box).turn()

        assert (1, ["team@example.com"]) == (seen, [mail.address for mail in box.mails])


@pytest.mark.parametrize(("settings", "mails"), [({}, 0), (WITH_SERVER, 2)])
async def test_a_server_that_is_not_there_holds_nobody_up(tmp_path, settings, mails):
    async with staged(tmp_path, PATIENT, **settings) as stage:
        await waiting(stage)
        box = Postbox(error="no connection")
        await mailing(stage, box).turn()

        assert (mails, 0) == (len(box.mails), await mailing(stage, box).turn())
