"""The ledger from the shell: shown, verified, and what somebody may have meant."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest

ANA = "+12025550143"


def forge(folder, *statements):
    with closing(sqlite3.connect(folder / "parley.db")) as database, database:
        for statement in statements:
            database.execute(statement)


def test_a_ledger_that_nobody_touched_verifies(parley):
    parley("contacts", "optout", ANA)
    run = parley("consent", "verify")

    assert (0, "every record is as it was written\n") == (run.code, run.err)


def test_whatever_was_done_to_it_is_named(parley, folder):
    for _ in range(3):
        parley("contacts", "optout", ANA)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        forge(folder, "DELETE FROM consent_event WHERE seq = 2")
    forge(
        folder,
        "DROP TRIGGER consent_event_is_not_removed",
        "DROP TRIGGER consent_event_is_not_changed",
        "DELETE FROM consent_event WHERE seq = 2",
        "UPDATE consent_event SET kind = 'in' WHERE seq = 1",
    )
    run = parley("consent", "verify", "--json")

    assert 1 == run.code
    assert [1, 3] == [finding["seq"] for finding in json.loads(run.out)]
    assert "record 1: it was changed after it was written\n" in run.err


def test_there_is_nothing_to_verify_yet(parley):
    run = parley("consent", "verify")

    assert (1, "error: there is no database yet; make it with: parley db upgrade\n") == (run.code, run.err)


def test_where_somebody_stands_is_shown_with_the_records(parley):
    signed = ("--consent-type", "express_written", "--action", "signed a form", "--disclosure", "4 msgs/month")
    parley("contacts", "optin", ANA, *signed)
    parley("contacts", "optout", ANA, "--program", "News")
    partly = parley("consent", "show", ANA)
    parley("contacts", "optout", ANA, "--text", "no more")
    run = parley("consent", "show", "(202) 555-0143")

    assert "out of     News\n" in partly.out
    assert "agreed to  everything (express_written)\n" in run.out
    assert "texts      none\n" in run.out
    assert ["in", "out", "out"] == [line.split()[3] for line in run.out.splitlines() if line.startswith("cns_")]


def test_of_somebody_unknown_nothing_is_recorded(parley):
    run = parley("consent", "show", ANA)

    assert (1, "error: nothing is recorded of +1•••••0143\n") == (run.code, run.err)


def test_nobody_waits(parley):
    assert "" == parley("consent", "reviews").out
    assert [] == json.loads(parley("consent", "reviews", "--json").out)


def test_a_number_that_is_somebody_elses_waits_for_an_opt_in(parley):
    parley("contacts", "optout", ANA, "--program", "News")
    done = parley("consent", "resolve", ANA, "--void", "--text", "deactivated")
    again = parley("consent", "resolve", ANA, "--carry-on")
    [waiting] = json.loads(parley("consent", "reviews", "--json").out)

    assert 0 == done.code
    assert (ANA, "void", "deactivated") == (waiting["phone"], waiting["reason"], waiting["text"])
    assert "the number was recorded as somebody else's" in again.err
    assert "waits" in parley("consent", "show", ANA).out


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        ((), 2, "error: say one of --carry-on, --out and --void\n"),
        (("--out", "--void"), 2, "error: say one of --carry-on, --out and --void\n"),
        (("--carry-on",), 1, "error: nothing of this person waits to be made sure of\n"),
        (("--out",), 0, ""),
    ],
)
def test_a_review_is_settled_in_one_way(parley, words, code, expected):
    run = parley("consent", "resolve", ANA, *words)

    assert (code, expected) == (run.code, run.err)


def test_a_file_of_numbers_that_a_carrier_took_back(parley, folder):
    signed = ("--consent-type", "express_written", "--action", "signed a form", "--disclosure", "4 msgs/month")
    parley("contacts", "optin", ANA, *signed)
    (folder / "deact.txt").write_text("MDN\n2025550143\n2025550199\n")
    dry = json.loads(parley("consent", "deactivated", "deact.txt", "--dry-run", "--json").out)
    run = parley("consent", "deactivated", "deact.txt")
    again = json.loads(parley("consent", "deactivated", "deact.txt", "--json").out)
    missing = parley("consent", "deactivated", "nowhere.txt")

    assert {"strange": 1, "known": 0, "void": 1, "unreadable": 1} == dry
    assert (0, ["strange", "1", "known", "0", "void", "1", "unreadable", "1"]) == (run.code, run.out.split())
    assert (1, 0) == (again["known"], again["void"])
    assert (1, "error: nowhere.txt cannot be read: No such file or directory\n") == (missing.code, missing.err)
