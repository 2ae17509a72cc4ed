"""What can be known about a set-up without sending anything."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import time
from pathlib import Path

import pytest

from bot.cli.init import SETTINGS
from tests.cli.test_check import people_wait
from tests.postgres import fresh_database

TWILIO = """
[business]
public_url = "{url}"

[channels.main]
provider = "twilio"
number = "+15550102000"
account_sid = "AC0123456789abcdef0123456789abcdef"
auth_token = "0123456789abcdef0123456789abcdef"
"""


@pytest.fixture(autouse=True)
def _project(parley, folder: Path) -> None:
    parley("init")


def findings(parley, *subjects: str) -> list[tuple[str, str, str]]:
    """The report's rows about some subjects."""
    rows = json.loads(parley("doctor", "--json").out)
    return [(row["level"], row["subject"], row["text"]) for row in rows if row["subject"] in subjects]


def test_a_new_project_is_healthy(parley, folder):
    run = parley("doctor")

    assert 0 == run.code
    assert "ok       settings     read from parley.toml\n" in run.out
    assert "ok       database     parley.db will be made at the first start\n" in run.out
    assert "ok       flows        1 in flows: hello\n" in run.out
    assert "ok       channel main loopback as +15550100000, 1000 messages a second\n" in run.out
    assert "ok       public url   not set, and none is needed\n" in run.out
    assert not (folder / "parley.db").exists()


def test_settings_that_cannot_be_read(parley, folder):
    (folder / "parley.toml").write_text("[busines]")

    assert 3 == parley("doctor").code


def test_without_a_file_the_defaults_hold(parley, folder):
    (folder / "parley.toml").unlink()

    assert [("ok", "settings", "no file, so the defaults hold")] == findings(parley, "settings")


def test_a_database_in_order(parley):
    parley("db", "upgrade")

    assert [("ok", "database", "parley.db is whole and up to date")] == findings(parley, "database")


def test_a_database_of_an_older_version(parley, folder):
    parley("db", "upgrade")
    connection = sqlite3.connect(folder / "parley.db")
    connection.execute("UPDATE alembic_version SET version_num = '0000'")
    connection.commit()
    connection.close()

    assert [("warning", "database", "parley.db will be upgraded at the next start: parley db upgrade")] == findings(
        parley, "database"
    )


def test_a_file_that_is_no_database(parley, folder):
    (folder / "parley.db").write_text("these are not the bytes of a database")
    (folder / "parley.db").chmod(0o600)

    assert [("error", "database", "parley.db cannot be read: file is not a database")] == findings(parley, "database")


def test_a_database_that_others_can_read(parley, folder):
    parley("db", "upgrade")
    (folder / "parley.db").chmod(0o644)

    assert ("warning", "database", "others can read parley.db, and the texts in it: chmod 600 parley.db") in findings(
        parley, "database"
    )


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda file: file.write_text("flow: 3"), ("error", "parley check")),
        (lambda file: file.unlink(), ("warning", "flows holds no flow, so nothing will be answered")),
        (lambda file: (file.unlink(), file.parent.rmdir()), ("error", "there is no folder flows: set flows.path")),
    ],
)
def test_flows_that_will_not_answer(parley, folder, change, expected):
    change(folder / "flows" / "hello.yaml")

    [(level, _, text)] = findings(parley, "flows")

    assert expected[0] == level
    assert expected[1] in text


def test_a_channel_whose_keys_are_wrong(parley, folder):
    (folder / "parley.toml").write_text(TWILIO.format(url="https://sms.example.com").replace("auth_token", "auth_tokn"))

    run = parley("doctor")

    assert 1 == run.code
    assert "error    channel main" in run.out
    assert "channels.main.auth_token: is required and not set" in run.out


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://sms.example.com", ("ok", "https://sms.example.com")),
        ("", ("error", "not set: main sign and call it, so set business.public_url")),
        ("http://sms.example.com", ("warning", "http://sms.example.com is not https: texts travel in the clear")),
        ("https://127.0.0.1:8000", ("error", "https://127.0.0.1:8000 is this machine only: providers cannot reach it")),
    ],
)
def test_the_public_address(parley, folder, url, expected):
    (folder / "parley.toml").write_text(TWILIO.format(url=url))

    assert [(expected[0], "public url", expected[1])] == findings(parley, "public url")


def test_a_provider_that_does_not_sign(parley, folder):
    (folder / "parley.toml").write_text(
        '[business]\npublic_url = "https://sms.example.com"\n'
        '[channels.main]\nprovider = "d7"\nnumber = "CLINIC"\ntoken = "t"\n'
        'webhook_token = "0123456789abcdef0123456789abcdef"\n'
    )

    assert ("warning", "channel main", "d7 does not sign webhooks: keep its address secret") in findings(
        parley, "channel main"
    )


def test_a_provider_whose_signature_nobody_else_can_make(parley, folder):
    (folder / "parley.toml").write_text(
        '[business]\npublic_url = "https://sms.example.com"\n'
        '[channels.main]\nprovider = "telnyx"\nnumber = "+14155550100"\napi_key = "KEY"\n'
        'public_key = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="\n'
    )

    assert [("ok", "channel main", "telnyx as +14155550100, 1 messages a second")] == findings(parley, "channel main")


def test_the_default_secret_in_public(parley, folder):
    (folder / "parley.toml").write_text(SETTINGS.replace("# public_url", "public_url"))

    expected = "anybody who reaches the public address can sign with the default secret"
    assert ("warning", "channel main", expected) in findings(parley, "channel main")


def test_what_waits_is_told_beside_a_running_server(parley, folder):
    parley("db", "upgrade")
    parley("send", "+15550100001", "Hello")

    assert [("ok", "inbox", "nothing waits")] == findings(parley, "inbox")
    [(_, _, text)] = findings(parley, "outbox")
    assert text.startswith("main: 1 waits, the oldest for ")


def test_everything_is_said_in_eighty_columns(parley, folder):
    parley("db", "upgrade")

    assert [] == [line for line in parley("doctor").out.splitlines() if len(line) > 80]


def test_where_there_is_no_room(parley, monkeypatch):
    monkeypatch.setattr("bot.cli.room.DISK_FREE_BYTES_MIN", 1 << 60)
    monkeypatch.setattr("bot.cli.room.DISK_FREE_SHARE_MIN", 1.0)
    monkeypatch.setattr("bot.cli.room.shutil.disk_usage", lambda folder: (100, 80, 20))

    assert [
        ("error", "disk", "20 bytes of 100 bytes are free: make room, because nothing is taken in once it is full")
    ] == (findings(parley, "disk"))
    assert 1 == parley("doctor").code


def test_a_clock_that_went_back_since_the_last_text(parley, folder):
    """The file itself may not have been touched since: what is new is beside it."""
    parley("db", "upgrade")
    connection = sqlite3.connect(folder / "parley.db")
    connection.execute(
        "INSERT INTO inbound (kind, channel, dedupe_key, contact, part, status, payload, received_at) "
        "VALUES ('message', 'main', 'x', '+1', 0, 'done', '{}', '2099-01-01 00:00:00.000000+00:00')"
    )
    connection.commit()
    connection.close()

    assert ["error"] == [level for level, _, _ in findings(parley, "clock")]


def test_a_clock_that_went_back(parley, folder):
    parley("db", "upgrade")
    later = time.time() + 3600
    os.utime(folder / "parley.db", (later, later))

    [(level, _, text)] = findings(parley, "clock")

    assert "error" == level
    assert "is before the last change of the database: set it" in text


@pytest.mark.parametrize(("bug", "expected"), [(True, "warning"), (False, "ok")])
def test_the_version_of_sqlite(parley, monkeypatch, bug, expected):
    monkeypatch.setattr("bot.cli.doctor.has_wal_reset_bug", lambda: bug)

    assert [expected] == [level for level, _, _ in findings(parley, "sqlite")]


def test_people_who_hold_a_new_version_back(parley, folder):
    (folder / "flows" / "hello.yaml").unlink()
    people_wait(folder)

    assert [
        ("ok", "flows", "1 in flows: visit"),
        (
            "error",
            "flows",
            "flows/visit.yaml does not go live: 1 person waits on the question `confirm.1`, "
            "which this version does not have: parley check --live",
        ),
    ] == findings(parley, "flows")


def test_a_database_on_a_server(parley, postgresql_server, monkeypatch):
    with fresh_database(postgresql_server) as url:
        monkeypatch.setenv("PARLEY_DATABASE__URL", url)
        parley("db", "upgrade")
        run = parley("doctor")

        [(level, _, text)] = findings(parley, "postgresql")

    assert 0 == run.code
    assert ("ok", True) == (level, bool(re.fullmatch(r"\d+\S*, \d+ of \d+ connections taken", text)))
    assert "ok       inbox        nothing waits\n" in run.out
    assert "sqlite" not in run.out


def test_a_server_with_few_connections_left(parley, postgresql_server, monkeypatch):
    with fresh_database(postgresql_server) as url:
        monkeypatch.setenv("PARLEY_DATABASE__URL", url)
        monkeypatch.setattr("bot.cli.doctor.CONNECTIONS", 10_000)
        parley("db", "upgrade")

        [(level, _, text)] = findings(parley, "postgresql")

    assert "warning" == level
    assert "connections taken: raise max_connections, a process needs 10001 and there may be several" in text
