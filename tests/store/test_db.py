"""One connection, one thread, whole transactions."""

from __future__ import annotations

import asyncio
import sqlite3
import stat

import pytest
from sqlalchemy import text

from bot.errors import ConfigError
from bot.store import sqlite
from bot.store.db import Database

pytestmark = pytest.mark.anyio


def put(conn, name):
    conn.execute(text("INSERT INTO setting (name, value) VALUES (:name, 'x')"), {"name": name})


def names(conn):
    return list(conn.execute(text("SELECT name FROM setting ORDER BY name")).scalars())


@pytest.fixture
async def database(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'parley.db'}")
    await database.open()
    yield database
    await database.close()


async def test_what_a_transaction_wrote_is_there_for_the_next(database):
    await database.run(put, "a")

    assert ["a"] == await database.run(names)


async def test_a_failing_transaction_leaves_nothing(database):
    def fail(conn):
        put(conn, "a")
        raise LookupError("on purpose")

    with pytest.raises(LookupError):
        await database.run(fail)

    assert [] == await database.run(names)


async def test_transactions_run_one_after_the_other(database):
    """Each reads what it then writes, so that overlapping ones would lose updates."""

    def append(conn):
        put(conn, f"{len(names(conn)):03}")

    await asyncio.gather(*(database.run(append) for _ in range(50)))

    assert [f"{n:03}" for n in range(50)] == await database.run(names)


async def test_every_write_is_on_the_disk_before_the_answer(database):
    """WAL alone would not do: `synchronous` NORMAL loses the last commits in a power cut."""

    def pragmas(conn):
        wanted = ["journal_mode", "synchronous", "foreign_keys", "secure_delete"]
        return [conn.execute(text(f"PRAGMA {name}")).scalar() for name in wanted]

    full, on = 2, 1

    assert ["wal", full, on, on] == await database.run(pragmas)


async def test_only_the_owner_reads_the_file(database, tmp_path):
    await database.run(put, "a")
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}

    assert {"parley.db": 0o600, "parley.db-wal": 0o600, "parley.db-shm": 0o600, "parley.db-queue": 0o600} == modes


async def test_a_second_worker_on_the_same_file_is_refused(tmp_path):
    url = f"sqlite:///{tmp_path / 'parley.db'}"
    first = Database(url)
    await first.open(worker=True)

    with pytest.raises(ConfigError, match="another worker is running"):
        await Database(url).open(worker=True)

    await first.close()
    second = Database(url)
    await second.open(worker=True)
    await second.close()


@pytest.mark.parametrize(
    ("version", "bug"),
    [
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 54, 1), False),
    ],
)
def test_sqlite_versions_with_the_wal_reset_bug(monkeypatch, version, bug):
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)

    assert bug == sqlite.has_wal_reset_bug()


@pytest.mark.parametrize(("worker", "bug", "pages"), [(True, True, 1000), (False, True, 0), (False, False, 1000)])
async def test_beside_a_worker_nobody_checkpoints_on_a_sqlite_with_the_bug(tmp_path, monkeypatch, worker, bug, pages):
    monkeypatch.setattr(sqlite, "has_wal_reset_bug", lambda: bug)
    database = Database(f"sqlite:///{tmp_path / 'parley.db'}")
    await database.open(worker=worker)

    assert pages == await database.run(lambda conn: conn.execute(text("PRAGMA wal_autocheckpoint")).scalar())

    await database.close()


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("nonsense", "is not an address"),
        ("mysql://localhost/parley", "mysql is not known"),
        ("postgresql://localhost:1/parley", "cannot be opened"),
        ("sqlite:////proc/nowhere/parley.db", "cannot be opened"),
    ],
)
async def test_an_address_that_cannot_be_used_is_a_config_error(url, message):
    with pytest.raises(ConfigError, match=message):
        await Database(url).open()


async def test_a_file_that_is_no_database_is_a_config_error(tmp_path):
    (tmp_path / "parley.db").write_bytes(b"certainly not a database" * 100)

    with pytest.raises(ConfigError, match="cannot be opened"):
        await Database(f"sqlite:///{tmp_path / 'parley.db'}").open()


async def test_a_database_that_was_never_opened_says_so(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'parley.db'}")

    with pytest.raises(RuntimeError, match="not open"):
        await database.run(names)

    await database.close()
