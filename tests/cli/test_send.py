"""One message from the shell: foreseen, queued, or refused with a reason."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

PHONE = "+12025550143"


def test_a_message_is_queued(parley, folder):
    run = parley("send", PHONE, "Your table is ready", "--json")

    answer = json.loads(run.out)
    assert 0 == run.code
    assert (PHONE, "queued", None) == (answer["to"], answer["status"], answer["error"])
    assert "queued: the parley serve or parley worker on this database sends it\n" == run.err
    connection = sqlite3.connect(folder / "parley.db")
    rows = connection.execute("SELECT id, text, message_class, status FROM message").fetchall()
    connection.close()
    assert [(answer["id"], "Your table is ready", "transactional", "queued")] == rows


def test_a_number_as_people_write_it(parley):
    run = parley("send", "(202) 555-0143", "Hi")

    assert 0 == run.code
    assert f"to       {PHONE}\n" in run.out


def test_a_dry_run_sends_nothing(parley, folder):
    run = parley("send", PHONE, "“Your” table is ready", "--dry-run", "--json")

    forecast = json.loads(run.out)
    assert (0, "") == (run.code, run.err)
    assert ("UCS-2", 1, "send", None) == tuple(forecast[key] for key in ("encoding", "segments", "verdict", "reason"))
    connection = sqlite3.connect(folder / "parley.db")
    assert [(0,)] == connection.execute("SELECT count(*) FROM message").fetchall()
    connection.close()


def test_a_dry_run_says_how_to_make_it_cheaper(parley):
    run = parley("send", PHONE, "“Your” table is ready", "--dry-run")

    assert "encoding  UCS-2\n" in run.out
    assert "the text would fit the GSM-7 alphabet" in run.out


def test_a_text_that_is_too_long_is_refused(parley):
    run = parley("send", PHONE, "x" * 1601)
    dry = parley("send", PHONE, "x" * 1601, "--dry-run")

    assert (1, "") == (run.code, run.err)
    assert "status   refused\n" in run.out
    assert 1 == dry.code
    assert "verdict   refuse\n" in dry.out


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["12", "Hi"], "error: '12' "),
        ([PHONE, "Hi", "--channel", "mian"], "error: no channel is called `mian`, did you mean `main`?\n"),
        ([PHONE, "Hi", "--class", "consent"], "error: only Parley itself answers STOP, START and HELP\n"),
    ],
)
def test_what_cannot_be_sent_at_all(parley, words, expected):
    run = parley("send", *words)

    assert (2, "") == (run.code, run.out)
    assert run.err.startswith(expected)


def test_marketing_that_has_to_wait_says_until_when(parley, monkeypatch):
    monkeypatch.setenv("PARLEY_COMPLIANCE__CLOSED", ", ".join(_days_around_today()))
    run = parley("send", "+442079460000", "Sale!", "--class", "marketing")

    assert 0 == run.code
    assert "held_reason  quiet_hours\n" in run.out
    assert "not_before   " in run.out


def _days_around_today():
    today = datetime.now(UTC).date()
    return [str(today + timedelta(days=number)) for number in (-1, 0, 1)]
