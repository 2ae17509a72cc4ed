"""A person is handed all that is kept of them, or is forgotten, from the shell."""

from __future__ import annotations

import json

import pytest

from tests.privacy.traces import in_files

PHONE = "+12025550143"
TEXT = "Your table is ready, =Ana"


@pytest.fixture
def known(parley):
    """A message was written to somebody."""
    parley("send", PHONE, TEXT)


@pytest.mark.usefixtures("known")
def test_an_export_is_printed(parley):
    run = parley("contacts", "export", "(202) 555-0143")

    document = json.loads(run.out)
    assert (0, PHONE, PHONE) == (run.code, document["phone"], document["contact"]["phone"])
    assert [TEXT] == [message["text"] for message in document["messages"]]


@pytest.mark.usefixtures("known")
def test_an_export_is_written_to_a_file_that_nobody_else_reads(parley, folder):
    run = parley("contacts", "export", PHONE, "--csv", "-o", "ana.csv")

    assert (0, "") == (run.code, run.out)
    assert run.err.endswith("wrote ana.csv, which only you can read: 1 messages and all that belongs to them\n")
    assert f'"{TEXT}"' in (folder / "ana.csv").read_text()
    assert 0o600 == (folder / "ana.csv").stat().st_mode & 0o777


@pytest.mark.usefixtures("known")
def test_erasing_asks_first(parley, folder):
    run = parley("contacts", "erase", PHONE, typed="n\n")

    assert 1 == run.code
    assert "Erases +1•••••0143 with all messages, conversations and answers. There is no way back." in run.err
    assert run.err.endswith("error: nothing was erased\n")
    assert "parley.db" in in_files(folder, [PHONE])


@pytest.mark.usefixtures("known")
def test_erased_is_erased(parley, folder):
    id = json.loads(parley("contacts", "export", PHONE).out)["contact"]["id"]
    run = parley("contacts", "erase", id, "--yes")
    again = parley("contacts", "erase", id, "--yes")

    assert (0, "") == (run.code, run.out)
    assert "erased: 1 of message, 1 of event, 1 of conversation, 1 of contact; the record of it is ers_" in run.err
    assert {} == in_files(folder, [PHONE, TEXT])
    assert (1, f"error: no contact has the id {id}: was it erased already?") == (again.code, again.err.splitlines()[-1])


@pytest.mark.usefixtures("known")
def test_a_record_for_programs_names_nobody(parley):
    run = parley("contacts", "erase", PHONE, "--yes", "--json")

    record = json.loads(run.out)
    assert (None, "command line", 1) == (record["phone"], record["actor"], record["counts"]["message"])
    assert PHONE not in run.out + run.err


@pytest.mark.parametrize(
    ("who", "code", "message"),
    [
        (PHONE, 1, "nobody is known as +1•••••0143"),
        ("ctc_nobody", 1, "nobody is known as ctc_nobody"),
        ("ana", 2, "is not a phone number"),
    ],
)
def test_who_is_not_known_has_nothing_to_be_handed(parley, who, code, message):
    run = parley("contacts", "export", who)

    assert (code, True) == (run.code, message in run.err)


@pytest.mark.usefixtures("known")
def test_what_has_been_kept_for_long_enough_is_counted(parley):
    table = parley("db", "retention")
    document = json.loads(parley("db", "retention", "--json").out)

    assert ["kind", "kept", "for", "to", "go"] == table.out.split()[:5]
    assert {"days": 403, "due": 0} == document["bodies"]
    kinds = {
        "bodies",
        "events",
        "inbound",
        "calls",
        "answers",
        "links",
        "activity",
        "verifications",
        "codes",
        "tallies",
        "contacts",
        "broadcasts",
    }
    assert kinds == set(document)
