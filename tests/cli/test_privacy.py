"""The key of what nobody may see is changed from the shell, and the doctor says how far that is."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing

import pytest

from bot.sealing import Sealer
from tests.postgres import fresh_database

INSERT = """
INSERT INTO webhook (id, url, description, events, secret, enabled, failures, created_by, created_at, updated_at)
VALUES ('whk_1', 'https://example.com', '', '[]', ?, 1, 0, 'key_1', '2026', '2026')
"""
OLD, NEW = "the key from before, long", "the key of now, as long"


def sealer(*keys):
    return Sealer(lambda: [key.encode() for key in keys], os.urandom)


@pytest.fixture
def webhook(parley, folder, monkeypatch):
    """The secret of a webhook that was sealed with the key from before; a function that says what it is now."""
    monkeypatch.setenv("PARLEY_PRIVACY__KEY", NEW)
    monkeypatch.setenv("PARLEY_PRIVACY__PREVIOUS_KEY", OLD)
    parley("db", "upgrade")
    token = sealer(OLD).seal("whsec_1", "whk_1")
    execute(folder, INSERT, token)
    return lambda: execute(folder, "SELECT secret FROM webhook")[0][0]


def execute(folder, statement, *values):
    with closing(sqlite3.connect(folder / "parley.db")) as database, database:
        return database.execute(statement, values).fetchall()


def told(parley):
    rows = json.loads(parley("doctor", "--json").out)
    return [
        (row["level"], row["text"]) for row in rows if row["subject"] == "privacy" and "key from before" in row["text"]
    ]


def test_it_counts_then_seals_anew_and_the_doctor_follows(parley, webhook):
    old, new = sealer(OLD).name, sealer(NEW).name
    before = told(parley)
    check = parley("privacy", "rekey", "--check")
    between = webhook()
    run = parley("privacy", "rekey")
    after = told(parley)

    cure = f"1 values are still encrypted with a key from before ({old}): parley privacy rekey"
    assert [("warning", cure)] == before
    assert (0, "webhook.secret  1") == (check.code, check.out.splitlines()[1])
    assert "1 values are to be sealed anew: parley privacy rekey\n" in check.err
    assert between.startswith(f"sealed:{old}:")
    assert (0, "webhook.secret  1") == (run.code, run.out.splitlines()[1])
    assert f"the key of now is {new}, before it {old}\n1 values were sealed anew\nthe key from before can go" in run.err
    assert "whsec_1" == sealer(NEW).open(webhook(), "whk_1")
    assert [
        ("ok", f"nothing needs the key from before ({old}): take it out of the settings or the state folder")
    ] == after


def test_nothing_of_the_old_one_is_left_in_the_file(parley, folder, webhook):
    token = webhook().encode()
    parley("privacy", "rekey")

    assert token not in b"".join(file.read_bytes() for file in folder.glob("parley.db*") if file.is_file())


def test_a_key_that_is_not_here_is_asked_for(parley, webhook, monkeypatch):
    monkeypatch.delenv("PARLEY_PRIVACY__PREVIOUS_KEY")
    run = parley("privacy", "rekey", "--json")
    shown = parley("privacy", "rekey")

    assert 1 == run.code == shown.code
    assert {sealer(OLD).name: 1} == json.loads(run.out)["unknown_keys"]
    assert "which is not here: set that key as privacy.previous_key, and run it again" in shown.err


def test_a_shared_database_needs_a_key(parley, monkeypatch, postgresql_server):
    with fresh_database(postgresql_server) as url:
        monkeypatch.setenv("PARLEY_DATABASE__URL", url)
        run = parley("privacy", "rekey")

    assert 1 == run.code
    assert "set privacy.key" in run.err
