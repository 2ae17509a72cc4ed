"""One transaction a batch; whatever goes wrong with a row is that row's own affair."""

from __future__ import annotations

import pytest

from bot.errors import DatabaseAway
from bot.limits import PROCESS_BATCH_ROWS_MAX
from bot.store import events, inbound, messages
from tests.stage import ANA, BEN, staged

pytestmark = pytest.mark.usefixtures("either_database")


@pytest.fixture
async def stage(tmp_path):
    async with staged(tmp_path) as stage:
        yield stage


async def test_an_empty_inbox_is_no_work(stage):
    assert 0 == await stage.runtime.inbox.process_once()


async def test_a_row_that_cannot_be_written_is_found_and_parked(stage, monkeypatch):
    """No test of the row finds it, only the write of the whole batch fails: halves of halves find who it is."""
    write = events.add

    def refuse_number_five(conn, entries):
        write(conn, entries)
        if any(entry.data["event"].get("text") == "name 5" for entry in entries if entry.kind == "step"):
            raise ValueError("this cannot be written")

    phones = [f"+1206555{number:04}" for number in range(10)]
    for phone in phones:
        await stage.says(phone, "hello")
    monkeypatch.setattr(events, "add", refuse_number_five)
    for number, phone in enumerate(phones):
        await stage.writes(phone, f"name {number}")
    await stage.settle()

    assert [f"Hello name {number}." for number in range(10) if number != 5] == [
        stage.heard(phone)[1] for number, phone in enumerate(phones) if number != 5
    ]
    assert ["Your name?"] == stage.heard(phones[5])
    assert ["ValueError: this cannot be written"] == await stage.parked()


async def test_trouble_with_the_disk_is_nobodys_fault_and_waits(stage, monkeypatch):
    def fail(conn, rows):
        raise DatabaseAway("disk full")

    await stage.writes(ANA, "hello")
    with monkeypatch.context() as broken:
        broken.setattr(messages, "add", fail)
        with pytest.raises(DatabaseAway):
            await stage.runtime.inbox.process_once()
    await stage.settle()

    assert [] == await stage.parked()
    assert ["Your name?"] == stage.heard(ANA)


async def test_a_batch_that_fails_half_way_has_not_happened(stage, monkeypatch):
    def fail(conn, seqs, now):
        raise DatabaseAway("killed")

    await stage.writes(ANA, "hello")
    with monkeypatch.context() as broken:
        broken.setattr(inbound, "finish", fail)
        with pytest.raises(DatabaseAway):
            await stage.runtime.inbox.process_once()

    counted = "SELECT count(*) FROM contact UNION ALL SELECT count(*) FROM session UNION ALL SELECT count(*) FROM event"
    assert [(0,), (0,), (0,)] == await stage.rows(counted)


async def test_the_batch_is_bounded(stage):
    for number in range(250):
        await stage.writes(f"+1206555{number:04}", "hello")
    batches = []
    while rows := await stage.runtime.inbox.process_once():
        batches.append(rows)

    assert 250 == sum(batches)
    assert 1 < len(batches)
    assert max(batches) <= PROCESS_BATCH_ROWS_MAX


async def test_a_session_that_cannot_be_read_holds_up_only_its_own_person(stage):
    await stage.says(ANA, "hello")

    def damage(conn):
        conn.exec_driver_sql("""UPDATE session SET data = '{"no": "session"}'""")

    await stage.runtime.database.run(damage)
    await stage.writes(ANA, "Ana")
    await stage.writes(BEN, "hello")
    await stage.settle()

    assert ["Your name?"] == stage.heard(BEN)
    assert ["ValueError: not a session: unknown key `no`"] == await stage.parked()
