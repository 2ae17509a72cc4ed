"""What was acknowledged while the database was away is taken in afterwards: all of it, once, in its order."""

from __future__ import annotations

import asyncio
import resource
import stat
from contextlib import contextmanager

import pytest

from bot.errors import ConfigError, DatabaseAway
from bot.inbox import Busy, accept, entries
from bot.inbox import spool as spool_
from bot.inbox.accept import Acceptor
from bot.inbox.spool import REFUSED, Spool
from bot.metrics import Metrics, Spooled
from bot.store import inbound
from bot.store.db import Database
from tests.stage import ANA, CHANNEL, NOON, staged


class Fragile(Database):
    """A database that goes away and comes back."""

    away = False
    slow_s = 0.0

    async def run(self, work, *args, **kwargs):
        await asyncio.sleep(self.slow_s)
        if self.away:
            raise DatabaseAway("on purpose")
        return await super().run(work, *args, **kwargs)


@pytest.fixture
async def database(tmp_path):
    database = Fragile(f"sqlite:///{tmp_path / 'parley.db'}")
    await database.open()
    yield database
    await database.close()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "state"


@pytest.fixture
async def spool(folder):
    spool = Spool(folder, "one")
    await spool.begin()
    yield spool
    await spool.close()


@pytest.fixture
def door(database, spool):
    return Acceptor(database, Metrics(), lambda: None, spool)


def row(number, **payload):
    return entries.start(CHANNEL, f"+1206555{number % 10000:04}", f"k{number}", payload, NOON)


def keys(numbers):
    return [f"start:k{number}" for number in numbers]


async def taken(database):
    def read(conn):
        return [row[0] for row in conn.exec_driver_sql("SELECT dedupe_key FROM inbound ORDER BY seq")]

    return await database.run(read)


async def pour_all(door):
    while await door.pour():
        pass


@contextmanager
def full_disk():
    """No file of this process grows any more."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


async def test_while_the_database_is_there_nothing_is_spooled(door, database, spool):
    await door.accept([row(1)])

    assert 0 == spool.size
    assert keys([1]) == await taken(database)


async def test_what_comes_while_it_is_away_is_taken_in_afterwards_in_its_order(door, database, spool):
    await door.accept([row(1)])
    database.away = True
    await asyncio.gather(*(door.accept([row(number, text=["é\x00\ud800 ✓"])]) for number in range(2, 1500)))
    database.away = False
    await door.accept([row(1500)])
    assert keys([1]) == await taken(database)

    await pour_all(door)
    await door.accept([row(1501)])

    assert keys(range(1, 1502)) == await taken(database)
    assert 0 == spool.size


async def test_as_long_as_it_is_away_nothing_is_lost_by_pouring(door, database, spool):
    database.away = True
    await door.accept([row(1)])
    for _ in range(3):
        with pytest.raises(DatabaseAway):
            await door.pour()
    database.away = False
    await pour_all(door)

    assert keys([1]) == await taken(database)


async def test_a_database_that_makes_a_provider_wait_is_away(door, database, spool, monkeypatch):
    """It may commit after all: then it has the rows already when they are poured."""
    monkeypatch.setattr(accept, "ACCEPT_COMMIT_S_MAX", 0.05)
    database.slow_s = 5.0
    await door.accept([row(1)])

    database.slow_s = 0.0
    await database.run(inbound.append, [row(1)])
    await pour_all(door)

    assert keys([1]) == await taken(database)


async def test_it_comes_to_its_end_however_much_is_coming_in(door, database, spool):
    database.away = True
    await asyncio.gather(*(door.accept([row(number)]) for number in range(600)))
    database.away = False
    numbers = iter(range(600, 100_000))
    writing = True

    async def write():
        while writing:
            await door.accept([row(next(numbers))])

    writers = [asyncio.create_task(write()) for _ in range(8)]
    async with asyncio.timeout(30):
        while spool.size:
            await door.pour()
    writing = False
    await asyncio.gather(*writers)

    assert keys(range(next(numbers))) == await taken(database)


async def test_what_a_killed_process_left_is_taken_over_before_anything_new(database, folder, spool, door):
    """Its lock is gone with it; that of a living process is respected."""
    dead = Spool(folder, "dead")
    await dead.begin()
    await dead.append([row(1), row(2)])
    left = (folder / "spool-dead").read_bytes()
    assert 0 == await spool.inherit()
    await dead.close()
    (folder / "spool-dead").write_bytes(left + left[:50])  # the last line is torn

    assert 1 == await spool.inherit()
    await door.accept([row(3)])
    await pour_all(door)

    assert keys([1, 2, 3]) == await taken(database)
    assert ["spool-one"] == [path.name for path in folder.iterdir()]


async def test_a_crash_before_the_file_is_emptied_takes_nothing_twice(database, folder, door, spool):
    database.away = True
    await door.accept([row(1), row(2)])
    database.away = False
    await database.run(inbound.append, [row(1), row(2)])

    await pour_all(door)

    assert keys([1, 2]) == await taken(database)


async def test_a_damaged_line_is_passed_over_and_its_neighbours_are_not(database, folder, spool, door):
    await spool.append([row(1), row(2), row(3)])
    path = folder / "spool-one"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + lines[1].replace(b"k2", b"kk") + lines[2])

    await pour_all(door)

    assert keys([1, 3]) == await taken(database)


async def test_a_row_that_can_never_be_stored_is_set_aside(database, folder, spool, door, monkeypatch):
    write = inbound.append

    def refuse_two(conn, rows, news=None):
        if any(row.dedupe_key == "start:k2" for row in rows):
            raise ValueError("this cannot be written")
        write(conn, rows, news)

    await spool.append([row(1), row(2), row(3)])
    monkeypatch.setattr(inbound, "append", refuse_two)
    await pour_all(door)

    assert keys([1, 3]) == await taken(database)
    assert b"start:k2" in (folder / REFUSED).read_bytes()


async def test_nothing_is_acknowledged_that_is_on_no_disk(database, spool, door):
    database.away = True
    await door.accept([row(1)])
    with full_disk():
        for number in (2, 3):
            with pytest.raises(Busy):
                await door.accept([row(number)])
    await door.accept([row(4)])
    database.away = False
    await pour_all(door)

    assert keys([1, 4]) == await taken(database)


async def test_a_full_spool_takes_nothing_more(database, spool, door, monkeypatch):
    database.away = True
    await door.accept([row(1)])
    monkeypatch.setattr(spool_, "SPOOL_BYTES_MAX", spool.size)

    with pytest.raises(Busy):
        await door.accept([row(2)])


async def test_only_the_owner_reads_it(folder, spool):
    await spool.append([row(1)])

    assert 0o700 == stat.S_IMODE(folder.stat().st_mode)
    assert 0o600 == stat.S_IMODE((folder / "spool-one").stat().st_mode)


async def test_a_folder_that_cannot_be_written_is_said_at_the_start(tmp_path):
    (tmp_path / "file").write_text("")
    spool = Spool(tmp_path / "file" / "state", "one")

    with pytest.raises(ConfigError, match="cannot be written"):
        await spool.begin()
    await spool.close()


async def test_nothing_is_left_behind_where_nothing_happened(tmp_path):
    async with staged(tmp_path) as stage:
        await stage.says(ANA, "hello")

    assert [] == list(tmp_path.rglob("spool*"))


# ── what is told of it ──────────────────────────────────────────────────────────────────────────────────────────────


async def test_it_tells_what_waits_in_it_and_since_when(door, database, spool):
    assert Spooled() == spool.state()

    database.away = True
    await door.accept([row(1)])
    await door.accept([row(2)])
    told = spool.state()
    database.away = False
    await pour_all(door)

    assert NOON == told.since
    assert told.bytes > 0
    assert Spooled() == spool.state()


async def test_it_tells_what_others_left(door, database, spool, folder):
    other = Spool(folder, "gone")
    await other.begin()
    await other.append([row(1)])
    await other.close()

    await spool.inherit()

    assert (NOON, True) == (spool.state().since, spool.state().bytes > 0)


async def test_it_tells_when_nothing_more_can_be_put_there(spool, monkeypatch):
    monkeypatch.setattr(spool_, "SPOOL_BYTES_MAX", 10)
    assert spool.state().writable
    await spool.append([row(1)])
    assert not spool.state().writable


async def test_it_tells_when_its_disk_is_full(spool, monkeypatch):
    monkeypatch.setattr(spool_, "SPOOL_ROOM_BYTES_MIN", 1 << 60)

    assert not spool.state().writable


async def test_it_tells_what_was_set_aside(spool):
    await spool.refuse(row(1))

    assert spool.state().refused_bytes > 0
