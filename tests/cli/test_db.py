"""The schema can be made, read and checked from the shell."""

from __future__ import annotations

import json
import sqlite3

import pytest

from bot.store import fence, migrate


def test_upgrade_makes_the_database(parley, folder):
    run = parley("db", "upgrade")

    assert (0, f"parley.db is at {migrate.newest()}\n") == (run.code, run.err)
    assert (folder / "parley.db").is_file()


def test_current_prints_the_revision(parley):
    parley("db", "upgrade")

    assert f"{migrate.newest()}\n" == parley("db", "current").out
    assert {"current": migrate.newest(), "newest": migrate.newest()} == json.loads(
        parley("db", "current", "--json").out
    )


def test_a_database_that_is_up_to_date_and_whole(parley):
    parley("db", "upgrade")

    run = parley("db", "check")

    assert (0, f"at {migrate.newest()}, and whole\n") == (run.code, run.err)


def test_an_old_schema_is_a_finding(parley, folder):
    parley("db", "upgrade")
    with sqlite3.connect(folder / "parley.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
    connection.close()

    run = parley("db", "check")

    assert 1 == run.code
    assert f"the schema is at 0000, this Parley needs {migrate.newest()}: run parley db upgrade\n" == run.err


@pytest.mark.parametrize("subcommand", ["current", "check", "restored"])
def test_without_a_database_there_is_nothing_to_look_at(parley, folder, subcommand):
    run = parley("db", subcommand)

    assert (1, "error: there is no database parley.db yet; make it with: parley db upgrade\n") == (run.code, run.err)
    assert not (folder / "parley.db").exists()


# ── backup ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_backup_is_one_whole_private_file_that_says_what_it_is(parley, folder):
    parley("db", "upgrade")
    in_use = sqlite3.connect(folder / "parley.db", isolation_level=None)
    in_use.execute("INSERT INTO setting VALUES ('last', 'committed')")
    in_use.execute("BEGIN IMMEDIATE")
    in_use.execute("INSERT INTO setting VALUES ('next', 'not yet')")

    run = parley("db", "backup", "copy.db")
    in_use.execute("COMMIT")
    in_use.close()

    assert 0 == run.code
    assert run.err.startswith("copied parley.db to copy.db, ")
    assert ["copy.db"] == [path.name for path in folder.glob("*copy*")]
    assert 0o600 == (folder / "copy.db").stat().st_mode & 0o777
    with sqlite3.connect(folder / "copy.db") as copy:
        kept = dict(copy.execute("SELECT name, value FROM setting"))
    copy.close()
    assert {"last", "copied_at"} == set(kept)


def test_a_backup_overwrites_nothing(parley, folder):
    parley("db", "upgrade")
    (folder / "copy.db").write_text("precious")

    run = parley("db", "backup", "copy.db")

    assert (1, "precious") == (run.code, (folder / "copy.db").read_text())
    assert "error: copy.db is there already, and a backup overwrites nothing: choose another name\n" == run.err
    assert ["copy.db"] == [path.name for path in folder.glob("*copy*")]


@pytest.mark.parametrize(
    ("url", "file", "why"),
    [
        ("sqlite:///parley.db", "copy.db", "there is no database parley.db"),
        ("sqlite:///:memory:", "copy.db", "in memory"),
        ("postgresql://parley@127.0.0.1:1/parley", "copy.db", "pg_dump"),
    ],
)
def test_what_cannot_be_copied(parley, monkeypatch, folder, url, file, why):
    monkeypatch.setenv("PARLEY_DATABASE__URL", url)
    run = parley("db", "backup", file)

    assert 1 == run.code
    assert why in run.err
    assert [] == list(folder.iterdir())


def test_a_place_that_cannot_be_written(parley):
    parley("db", "upgrade")

    assert (
        "error: missing/copy.db cannot be written: No such file or directory\n"
        == parley("db", "backup", "missing/copy.db").err
    )


# ── what is held after one was put back ─────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def restored(parley, folder):
    """A database in which one text of a customer is held."""
    parley("db", "upgrade")
    with sqlite3.connect(folder / "parley.db") as database:
        database.execute(
            "INSERT INTO inbound (kind, channel, dedupe_key, contact, part, status, error, payload, received_at) "
            "VALUES ('message', 'main', '1', '+12065550101', 0, 'parked', ?, '{}', '2026-03-05 17:00:00.000000+00:00')",
            (fence.HELD,),
        )
    database.close()

    def status():
        with sqlite3.connect(folder / "parley.db") as database:
            [(found,)] = database.execute("SELECT status FROM inbound")
        database.close()
        return found

    return status


def test_it_is_shown(parley, restored):
    run = parley("db", "restored")

    assert "messages held  0\ninbound held   1\ncalls held     0\n" == run.out
    assert "--release" in run.err
    assert {"state": "held", "messages": 0, "inbound": 1, "calls": 0} == json.loads(
        parley("db", "restored", "--json").out
    )
    assert "parked" == restored()


@pytest.mark.parametrize(
    ("option", "done", "status"), [("--release", "released", "new"), ("--cancel", "canceled", "done")]
)
def test_it_is_decided_about_once(parley, restored, option, done, status):
    run = parley("db", "restored", option, "--json")

    assert (0, {"state": done, "messages": 0, "inbound": 1, "calls": 0}) == (run.code, json.loads(run.out))
    assert status == restored()
    assert (0, "nothing is held\n") == (parley("db", "restored", option).code, parley("db", "restored").err)


def test_it_is_either_released_or_canceled(parley, restored):
    assert 2 == parley("db", "restored", "--release", "--cancel").code
    assert "parked" == restored()
