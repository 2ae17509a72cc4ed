"""What `parley doctor` says about people's data."""

from __future__ import annotations

import json
import sqlite3

import pytest

from tests.postgres import fresh_database

SECRET = """\
flow: secret
start:
  - keyword: [claim]
states:
  ask:
    - ask: What is your insurance number?
      save: number
      sensitive: yes
    - end: done
"""
OLD = "2020-01-01 00:00:00.000000+00:00"


@pytest.fixture(autouse=True)
def _project(parley, folder):
    (folder / "flows").mkdir()
    (folder / "flows" / "secret.yaml").write_text(SECRET)


def findings(parley):
    rows = json.loads(parley("doctor", "--json").out)
    return [(row["level"], row["text"]) for row in rows if row["subject"] == "privacy"]


def test_a_key_that_was_made_here_has_to_be_backed_up(parley):
    text = "sensitive answers of secret are encrypted with a key in parley.db-state/privacy.key: back it up apart"

    assert [("warning", f"{text}, or set privacy.key")] == findings(parley)


def test_a_key_of_the_settings_is_fine(parley, monkeypatch):
    monkeypatch.setenv("PARLEY_PRIVACY__KEY", "sixteen characters")

    assert [("ok", "sensitive answers of secret are encrypted with privacy.key")] == findings(parley)


def test_without_anything_sensitive_no_key_is_needed(parley, folder):
    (folder / "flows" / "secret.yaml").unlink()

    assert [] == findings(parley)


def test_several_machines_need_the_same_key(parley, monkeypatch, postgresql_server):
    with fresh_database(postgresql_server) as url:
        monkeypatch.setenv("PARLEY_DATABASE__URL", url)
        parley("db", "upgrade")

        [(level, text), *_] = findings(parley)

    assert ("error", True) == (level, text.startswith("secret will not start, sensitive answers need a key: "))
    assert text.endswith("set privacy.key")


@pytest.mark.parametrize(
    ("at", "level", "text"),
    [
        (OLD, "warning", "1 erasures are not finished after 2 days: is a worker running?"),
        ("2999-01-01 00:00:00.000000+00:00", "ok", "1 erasures are under way"),
    ],
)
def test_erasures_that_are_not_finished(parley, folder, at, level, text):
    parley("db", "upgrade")
    with sqlite3.connect(folder / "parley.db") as connection:
        connection.execute("INSERT INTO erasure (id, actor, counts, requested_at) VALUES ('ers_1', 'x', '{}', ?)", [at])
    connection.close()

    assert [("ok", "0 rows have been kept for long enough: parley db retention"), (level, text)] == findings(parley)[1:]
