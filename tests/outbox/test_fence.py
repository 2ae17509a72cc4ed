"""An older database is put back: nothing is sent or answered twice by itself, and a person decides about the rest."""

from __future__ import annotations

import asyncio
import shutil
import uuid
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.egress import Egress
from bot.events import MessageClass, MessageStatus, Receipt, Result
from bot.inbox import entries
from bot.messages import Draft
from bot.outbox.compose import Saying
from bot.outbox.journal import trails
from bot.store import backup, fence
from bot.store.fence import Attempt, Held
from tests import stage as stages
from tests.answers import answer
from tests.postgres import ask, fresh_database
from tests.stage import ANA, BEN, CHANNEL, NOON, Clock, staged

S = MessageStatus
BUSY = answer(429)
"""The carrier certainly did not take it."""

REMINDING = """\
flow: reminding
start:
  - fallback
states:
  ask:
    - ask: Are you coming?
      silence:
        10 minutes: Still there?
    - end: done
"""

ORDER = """\
flow: order
start:
  - fallback
states:
  look:
    - http: POST https://api.example.com/orders
      on_error: sorry
    - say: Your order is on its way.
    - end: told
  sorry:
    - say: Sorry, try later.
    - end: failed
"""

LATER = """\
flow: later
start:
  - fallback
states:
  first:
    - schedule: again
      in: 10 minutes
    - end: planned
"""

AGAIN = """\
flow: again
states:
  first:
    - say: Here we are again.
    - end: said
"""


class Deployment:
    """A deployment whose database can be put back; the carrier and the time go on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.starts = 0
        self.now = NOON

    def save(self) -> None:
        raise NotImplementedError

    def put_back(self) -> None:
        raise NotImplementedError

    def staged(self, *flows, **environ):
        """Start it, a minute after it was last seen."""
        self.starts += 1
        self.now += timedelta(minutes=1)
        return staged(self.folder, *flows, clock=Clock(self.now, seed=100 + self.starts), **environ)


class File(Deployment):
    """On SQLite; copied as anybody copies a file, or by our own command."""

    def __init__(self, folder: Path, *, marked: bool) -> None:
        super().__init__(folder)
        self.marked = marked

    def save(self) -> None:
        backup.copy(self.folder / "parley.db", self.folder / "copy.db", self.now)
        if not self.marked:
            with backup.sqlite3.connect(self.folder / "copy.db") as copy:
                copy.execute("DELETE FROM setting WHERE name = 'copied_at'")
            copy.close()

    def put_back(self) -> None:
        for name in ("parley.db-wal", "parley.db-shm"):
            (self.folder / name).unlink(missing_ok=True)
        shutil.copy(self.folder / "copy.db", self.folder / "parley.db")


class Server(Deployment):
    """On PostgreSQL, where a copy is another database. What a pg_dump gives when it is read is one, too."""

    def __init__(self, folder: Path, server: str, url: str) -> None:
        super().__init__(folder)
        self.server, self.name = server, url.rpartition("/")[2]
        self.copy = f"copy_{uuid.uuid4().hex}"

    def save(self) -> None:
        ask(
            f"{self.server}/postgres",
            f"CREATE DATABASE {self.copy} TEMPLATE {self.name}",
        )

    def put_back(self) -> None:
        ask(
            f"{self.server}/postgres",
            f"DROP DATABASE {self.name} WITH (FORCE)",
            f"ALTER DATABASE {self.copy} RENAME TO {self.name}",
        )


@contextmanager
def on_server(folder, server, monkeypatch):
    with fresh_database(server) as url:
        monkeypatch.setattr(stages, "place", lambda _: url)
        yield Server(folder, server, url)


@pytest.fixture(params=["file", "marked file", "server"])
def deployment(request, tmp_path, monkeypatch):
    if request.param == "server":
        with on_server(tmp_path, request.getfixturevalue("postgresql_server"), monkeypatch) as deployment:
            yield deployment
    else:
        yield File(tmp_path, marked=request.param == "marked file")


async def write(stage, *texts, to=ANA, **more):
    """Ask for messages as the API does; they are durable, and no more."""
    drafts = [
        Draft(to, stage.runtime.channels[CHANNEL], Saying(text, MessageClass.TRANSACTIONAL, **more)) for text in texts
    ]
    await stage.runtime.database.run(stage.runtime.messages.create, drafts)


async def decide(stage, decision):
    done = await stage.runtime.database.run(decision, stage.clock.now)
    await stage.settle()
    return done


async def restore_between(deployment):
    """Two messages are queued when the copy is made; one of them and a newer one are sent before it is put back."""
    async with deployment.staged() as stage:
        await write(stage, "first", send_at=stage.clock.now + timedelta(seconds=10))
        await write(stage, "second", to=BEN, send_at=stage.clock.now + timedelta(seconds=10))
        await write(stage, "tomorrow", send_at=stage.clock.now + timedelta(days=1))
    deployment.save()
    async with deployment.staged() as stage:
        stage.carrier.then(stage.carrier.take, BUSY)
        await stage.settle()
        await write(stage, "newer")
        await stage.settle()
        sent = stage.heard(ANA) + stage.heard(BEN)
    deployment.put_back()
    return sent


# ── the drill ───────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_nothing_is_sent_again_by_itself(deployment):
    assert "first" in await restore_between(deployment)
    async with deployment.staged() as stage:
        await stage.settle()
        await stage.passes(hours=1)
        kept = await stage.rows("SELECT text, error, due_at FROM message WHERE status = 'unknown' ORDER BY text")

        assert [] == stage.heard(ANA) + stage.heard(BEN)
        assert {"second"} <= {text for text, _, _ in kept} <= {"first", "second"}
        assert all((fence.HELD, None) == row[1:] for row in kept)


async def test_what_was_not_due_yet_and_what_is_new_go_out(deployment):
    await restore_between(deployment)
    async with deployment.staged() as stage:
        await write(stage, "after it all")
        await stage.settle()
        await stage.passes(days=1)

        assert ["after it all", "tomorrow"] == stage.heard(ANA)


async def test_released_it_is_sent(deployment):
    await restore_between(deployment)
    async with deployment.staged() as stage:
        held = await stage.runtime.database.run(fence.held)
        assert held == await decide(stage, fence.release)

        assert ["second"] == stage.heard(BEN)
        assert 0 == await stage.value("SELECT count(*) FROM message WHERE status = 'unknown'")
        assert await stage.value("SELECT possible_duplicate FROM message WHERE text = 'second'")
        assert Held(0, 0, 0) == await decide(stage, fence.release), "once"


async def test_canceled_it_is_not(deployment):
    await restore_between(deployment)
    async with deployment.staged() as stage:
        await decide(stage, fence.cancel)
        await stage.passes(hours=1)

        assert [] == stage.heard(ANA) + stage.heard(BEN)
        assert [("canceled", "restored")] == await stage.rows("SELECT status, error FROM message WHERE text = 'second'")


async def test_the_next_start_is_a_normal_one(deployment):
    await restore_between(deployment)
    async with deployment.staged():
        pass
    async with deployment.staged() as stage:
        await write(stage, "Hello")
        assert await stage.runtime.fence.look() is None
        await stage.settle()

        assert ["Hello"] == stage.heard(ANA)


# ── people ──────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_texts_are_not_answered_again_but_stop_is_heard(deployment):
    async with deployment.staged() as stage:
        await stage.writes(ANA, "hello")
        await stage.writes(BEN, "STOP")
        await stage.runtime.inbox.accept([entries.receipt(CHANNEL, Receipt("x", S.DELIVERED, "d"), stage.clock.now)])
    deployment.save()
    async with deployment.staged() as stage:
        await stage.settle()
        assert ["Your name?"] == stage.heard(ANA)
    deployment.put_back()

    async with deployment.staged() as stage:
        await stage.settle()
        assert [] == stage.heard(ANA)
        assert [fence.HELD] == await stage.parked()
        assert 1 == await stage.value("SELECT count(*) FROM suppression")

        assert Held(0, 1, 0) == await decide(stage, fence.release)
        assert ["Your name?"] == stage.heard(ANA)


async def test_a_reminder_that_was_due_is_not_given_again(deployment):
    async with deployment.staged(REMINDING) as stage:
        await stage.says(ANA, "hello")
    deployment.save()
    deployment.now += timedelta(minutes=11)
    async with deployment.staged(REMINDING) as stage:
        await stage.settle()
        assert ["Still there?"] == stage.heard(ANA)
    deployment.put_back()

    async with deployment.staged(REMINDING) as stage:
        await stage.settle()
        assert [] == stage.heard(ANA)

        await decide(stage, fence.release)
        assert ["Still there?"] == stage.heard(ANA)


async def test_a_flow_that_was_due_is_not_started_again(deployment):
    async with deployment.staged(LATER, AGAIN) as stage:
        await stage.says(ANA, "hello")
    deployment.save()
    deployment.now += timedelta(minutes=11)
    deployment.put_back()

    async with deployment.staged(LATER, AGAIN) as stage:
        await stage.settle()
        if isinstance(deployment, File) and not deployment.marked:
            assert ["Here we are again."] == stage.heard(ANA), "nothing happened since: there is nothing to notice"
            return
        assert [] == stage.heard(ANA)

        await decide(stage, fence.release)
        assert ["Here we are again."] == stage.heard(ANA)


async def test_a_call_that_was_asked_for_is_not_made_again(deployment, monkeypatch):
    calls = []

    async def fetch(_, call):
        calls.append(call.id)
        return Result(call.id, 200, {}, {})

    monkeypatch.setattr(Egress, "fetch", fetch)
    async with deployment.staged(ORDER) as stage:
        await stage.writes(ANA, "one tuna, please")
        await stage.runtime.inbox.process_once()
    assert [] == calls
    deployment.save()
    async with deployment.staged(ORDER) as stage:
        await stage.settle()
        assert (1, ["Your order is on its way."]) == (len(calls), stage.heard(ANA))
    deployment.put_back()

    async with deployment.staged(ORDER) as stage:
        await stage.settle()
        await stage.passes(hours=1)
        assert (1, []) == (len(calls), stage.heard(ANA))

        assert Held(0, 0, 1) == await decide(stage, fence.release)
        assert (2, ["Your order is on its way."]) == (len(calls), stage.heard(ANA))


# ── no false alarm ──────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_normal_restart_is_none(deployment):
    async with deployment.staged() as stage:
        await write(stage, "one", "two")
        await stage.settle()
        await write(stage, "three")
    async with deployment.staged() as stage:
        assert await stage.runtime.fence.look() is None
        await stage.settle()

        assert ["three"] == stage.heard(ANA)


async def test_a_killed_worker_is_none(deployment):
    """Its journal stays, with a message on the wire, and another run finds it."""
    async with deployment.staged() as stage:
        stage.carrier.hold = asyncio.Event()
        await write(stage, "one")
        await stage.settle()

        assert ["one"] == [text for [text] in await stage.rows("SELECT text FROM message WHERE status = 'sending'")]
        assert 1 == sum(len(trail.begun) for trail in trails(stage.runtime.database.state_folder))
        assert await stage.runtime.fence.look() is None
        stage.carrier.hold.set()


async def test_a_moved_file_is_none(tmp_path):
    async with staged(tmp_path) as stage:
        await write(stage, "one")
        await stage.settle()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for name in ("parley.db", "state"):
        (tmp_path / name).rename(elsewhere / name)

    async with staged(elsewhere, clock=Clock(NOON + timedelta(minutes=1), seed=99)) as stage:
        assert not await stage.value("SELECT count(*) FROM setting WHERE name = 'fenced_until'")


async def test_another_database_at_the_same_place_is_none(tmp_path):
    async with staged(tmp_path) as stage:
        await write(stage, "one")
        await stage.settle()
    (tmp_path / "parley.db").unlink()

    async with staged(tmp_path) as stage:
        assert not await stage.value("SELECT count(*) FROM setting WHERE name = 'fenced_until'")
        files = len(list(stage.runtime.database.state_folder.glob("wire-*")))
        assert 2 == files, "and it does not take over what is not its own"


@pytest.mark.usefixtures("either_database")
async def test_an_erased_message_is_not_an_unheard_of_one(tmp_path):
    async with staged(tmp_path) as stage:
        await write(stage, "one", "two")
        await stage.settle()
        [(seq, id, attempts), (gone, its_id, _)] = await stage.rows(
            "SELECT seq, id, attempts FROM message ORDER BY seq"
        )
        await stage.execute("DELETE FROM message WHERE seq = :seq", seq=gone)

        async def unheard_of(*attempts):
            return await stage.runtime.database.run(fence.unheard_of, attempts)

        assert 0 == await unheard_of()
        assert 0 == await unheard_of(Attempt(seq, id, attempts), Attempt(gone, its_id, 1))
        assert 1 == await unheard_of(Attempt(seq, id, attempts + 1)), "sent more often than it knows"
        assert 1 == await unheard_of(Attempt(seq, "msg_other", 1)), "another message has the number now"
        assert 1 == await unheard_of(Attempt(gone + 1, "msg_later", 1)), "a number that was never given"
