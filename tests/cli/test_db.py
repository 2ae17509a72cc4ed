"""The schema can be made, read and checked from the shell."""

from __future__ import annotations

import json
import sqlite3

import pytest

from bot.store import migrate


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


@pytest.mark.parametrize("subcommand", ["current", "check"])
def test_without_a_database_there_is_nothing_to_look_at(parley, folder, subcommand):
    run = parley("db", subcommand)

    assert (1, "error: there is no database parley.db yet; make it with: parley db upgrade\n") == (run.code, run.err)
    assert not (folder / "parley.db").exists()
