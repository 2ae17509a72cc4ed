"""Consent from the shell: one by one, and by the file."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest

ANA, BEN = "+12025550143", "+13125550188"
HEADER = "phone,type,occurred_at,consent_type,disclosure,action,program,name\n"
SIGNED = "express_written,I agree to 4 msgs/month,ticked a box"


def write(folder, *rows, header=HEADER):
    (folder / "consent.csv").write_text(header + "".join(f"{row}\n" for row in rows), encoding="utf-8")


def look(folder, query):
    with closing(sqlite3.connect(folder / "parley.db")) as database:
        return database.execute(query).fetchall()


def test_an_opt_out_holds_at_once(parley):
    out = parley("contacts", "optout", "(202) 555-0143", "--text", "no more", "--channel", "call", "--json")
    sent = parley("send", ANA, "Hello", "--json")

    assert (0, ANA) == (out.code, json.loads(out.out)["phone"])
    assert (1, "refused", "opted_out") == (sent.code, *(json.loads(sent.out)[name] for name in ("status", "error")))


def test_an_opt_in_comes_with_what_proves_it(parley):
    signed = ("--consent-type", "express_written", "--action", "signed a form", "--disclosure", "4 msgs/month")
    done = parley("contacts", "optin", ANA, *signed, "--program", "News")
    shown = json.loads(parley("consent", "show", ANA, "--json").out)
    unproven = parley("contacts", "optin", ANA, "--consent-type", "express", "--action", "said so")

    assert 0 == done.code
    assert ("in", "News", "express_written", "signed a form") == tuple(
        shown["records"][0][name] for name in ("kind", "scope", "consent_type", "action")
    )
    assert (1, "error: an opt_in without `disclosure` proves nothing; what they were shown, word for word\n") == (
        unproven.code,
        unproven.err,
    )


def test_a_file_is_brought_in_and_what_is_wrong_rejects_nothing_else(parley, folder):
    write(
        folder,
        f"{ANA},opt_in,2026-01-05T10:00:00Z,{SIGNED},News,Ana",
        f"{BEN},opt_out,2026-01-05T10:00:00+01:00,,,,,",
        "555,opt_out,2026-01-05T10:00:00Z,,,,,",
        f"{ANA},maybe,2026-01-05T10:00:00Z,,,,,",
        f"{ANA},opt_out,yesterday,,,,,",
        f"{ANA},opt_out,2026-01-05T10:00:00,,,,,",
        f"{ANA},opt_in,2026-01-05T10:00:00Z,express,,said so,,",
        f"{BEN},opt_in,2025-01-05T10:00:00Z,{SIGNED},,",
        f"{ANA},opt_out,2026-01-05T10:00:00Z,,,,a name that is far too long,",
        f"{ANA},opt_out,2026-01-05T10:00:00Z,,,,,,,too many",
    )
    run = parley("contacts", "import", "consent.csv", "--json")
    taken = json.loads(run.out)

    assert (1, 2, 0) == (run.code, taken["recorded"], taken["already_there"])
    assert [4, 5, 6, 7, 8, 9, 10, 11] == [row["line"] for row in taken["rejected"]]
    assert "consent.csv:9: they opted out at 2026-01-05 09:00Z, after this consent was given\n" in run.err
    assert "does not say in which zone" in run.err
    assert [("Ana", ANA)] == look(folder, "SELECT name, phone FROM contact WHERE name IS NOT NULL")
    assert [("in", "News", "consent.csv:2"), ("out", "", "consent.csv:3")] == look(
        folder, "SELECT kind, scope, evidence FROM consent_event ORDER BY seq"
    )


def test_a_file_twice_is_recorded_once(parley, folder):
    write(folder, f"{ANA},opt_in,2026-01-05T10:00:00Z,{SIGNED},,", f"{BEN},opt_out,2026-01-05T10:00:00Z,,,,,")
    first, again = [parley("contacts", "import", "consent.csv", "--json") for _ in range(2)]

    assert (0, 2, 0) == (first.code, *list(json.loads(first.out).values())[:2])
    assert (0, 0, 2) == (again.code, *list(json.loads(again.out).values())[:2])


def test_a_dry_run_changes_nothing(parley, folder):
    write(folder, f"{ANA},opt_in,2026-01-05T10:00:00Z,{SIGNED},,")
    run = parley("contacts", "import", "consent.csv", "--dry-run")

    assert "would be recorded  1\n" in run.out
    assert [(0, 0)] == look(folder, "SELECT (SELECT count(*) FROM contact), (SELECT count(*) FROM consent_event)")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("phone,type,occured_at\n", "no column is called `occured_at`, did you mean `occurred_at`?"),
        ("phone,type\n", "the column `occurred_at` is missing"),
        ("phone,phone,type,occurred_at\n", "the column `phone` is there twice"),
        ("", "the column `phone` is missing"),
    ],
)
def test_columns_have_to_be_known(parley, folder, header, expected):
    write(folder, header=header)
    run = parley("contacts", "import", "consent.csv")

    assert (2, f"error: consent.csv: {expected}\n") == (run.code, run.err)


def test_a_file_has_to_be_there(parley):
    run = parley("contacts", "import", "consent.csv")

    assert 2 == run.code
    assert "consent.csv cannot be read" in run.err
