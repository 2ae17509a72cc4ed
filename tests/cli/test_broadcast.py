"""Messages to many from the shell, and the people they go to."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest

ANA, BEN = "+12025550143", "+13125550188"
FILE = f"Mobile,First name\n{ANA},Ana\n(312) 555-0188,Ben\nnobody,Cleo\n{ANA},Ana\n"
PEOPLE = f"phone,name,city,visits:integer,tags\n{ANA},Ana Reyes,Lyon,3,vip;press\n{BEN},Ben Ito,=cmd,4,\nnobody,,,,\n"
ORDER = ("broadcast", "create", "Hi {{ first_name }}.", "--csv", "people.csv", "--class", "transactional")


@pytest.fixture
def file(folder):
    (folder / "people.csv").write_text(FILE, encoding="utf-8")


def test_it_says_what_would_happen_and_asks(parley, file):
    dry = parley(*ORDER, "--dry-run")
    unwilling = parley(*ORDER, typed="n\n")
    nothing = json.loads(parley("broadcast", "list", "--json").out)
    done = parley(*ORDER, "--json", typed="y\n")

    assert (0, "") == (dry.code, dry.out)
    assert "2 people. It takes" in dry.err
    assert "of the file's rows 1 are left out, 1 came before" in dry.err
    assert "line 4: " in dry.err
    assert f"to {ANA}: Hi Ana." in dry.err
    assert (1, []) == (unwilling.code, nothing)
    assert (0, "running") == (done.code, json.loads(done.out)["state"])


def test_it_is_paused_resumed_and_canceled(parley, file, folder):
    id = json.loads(parley(*ORDER, "--yes", "--json").out)["id"]
    paused = parley("broadcast", "pause", id, "--json")
    resumed = parley("broadcast", "resume", id, "--json")
    kept = parley("broadcast", "cancel", id, typed="n\n")
    canceled = parley("broadcast", "cancel", id, "--yes")
    late = parley("broadcast", "resume", id)
    shown = parley("broadcast", "show", id)
    listed = parley("broadcast", "list")

    with closing(sqlite3.connect(folder / "parley.db")) as database:
        deeds = database.execute("SELECT kind, actor, subject FROM audit ORDER BY seq").fetchall()

    assert [(f"broadcast.{kind}", "cli", id) for kind in ("made", "paused", "resumed", "canceled")] == deeds
    assert ["paused", "running"] == [json.loads(run.out)["state"] for run in (paused, resumed)]
    assert (1, 0, 1) == (kept.code, canceled.code, late.code)
    assert "error: the broadcast is canceled, and cannot go on\n" == late.err
    assert "state   canceled" in shown.out
    assert id in listed.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Hi", "--audience", 'tagz has "x"'), "did you mean `tags`?"),
        (("Hi",), "nothing says whom it is for"),
        (("Hi", "--audience", "", "--pace", "fast"), "such as 10/s"),
        (("Hi", "--csv", "missing.csv"), "cannot be read"),
    ],
)
def test_what_cannot_be_ordered_is_told(parley, words, said):
    done = parley("broadcast", "create", *words)

    assert (2, "") == (done.code, done.out)
    assert said in done.err


@pytest.mark.parametrize("act", ["show", "pause", "resume"])
def test_one_that_is_not_there(parley, act):
    done = parley("broadcast", act, "brd_x")

    assert 0 != done.code
    assert "no broadcast has the id `brd_x`" in done.err


def test_people_are_brought_in_and_taken_out_again(parley, folder):
    (folder / "them.csv").write_text(PEOPLE, encoding="utf-8")
    dry = parley("contacts", "import", "them.csv", "--dry-run")
    done = parley("contacts", "import", "them.csv", "--json")
    again = json.loads(parley("contacts", "import", "them.csv", "--json").out)
    everybody = parley("contacts", "export")
    some = parley("contacts", "export", "--where", 'fields.visits > 3 and not tags has "vip"')
    wrong = parley("contacts", "export", "--where", "visits > 3")

    assert "created   2" in dry.out
    assert (1, 2, 0) == (done.code, json.loads(done.out)["created"], json.loads(done.out)["changed"])
    assert "them.csv:4: " in done.err
    assert (0, 2) == (again["created"], again["changed"])
    names, *rows = everybody.out.splitlines()
    assert names == "phone,name,language,timezone,country,tags,city,visits"
    assert sorted(rows) == [
        f"{ANA},Ana Reyes,,America/New_York,US,vip;press,Lyon,3",
        f"{BEN},Ben Ito,,America/Chicago,US,,'=cmd,4",
    ]
    assert [f"{BEN},Ben Ito,,America/Chicago,US,,'=cmd,4"] == some.out.splitlines()[1:]
    assert (2, True) == (wrong.code, "fields.visits" in wrong.err)


def test_an_audience_is_kept_under_a_name_and_used_by_it(parley, folder):
    (folder / "them.csv").write_text(PEOPLE, encoding="utf-8")
    parley("contacts", "import", "them.csv")
    none = parley("audience", "list")
    kept = parley("audience", "keep", "vips", 'tags has "vip"', "--note", "For the shop")
    shown = json.loads(parley("audience", "show", "vips", "--json").out)
    dry = parley("broadcast", "create", "Hi!", "--audience", "vips", "--class", "transactional", "--dry-run")
    exported = parley("contacts", "export", "--where", "vips")
    near = parley("contacts", "export", "--where", "vip")
    listed = parley("audience", "list")
    removed = parley("audience", "remove", "vips")
    gone = parley("audience", "show", "vips")

    assert "there are none yet" in none.err
    assert "people  1" in kept.out
    assert ("vips", 'tags has "vip"', 1) == (shown["name"], shown["filter"], shown["people"])
    assert "1 person" in dry.err
    assert 2 == len(exported.out.splitlines())
    assert (2, True) == (near.code, "did you mean `vips`?" in near.err)
    assert "For the shop" in listed.out
    assert (0, 1, True) == (removed.code, gone.code, "no audience is called `vips`" in gone.err)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Two Words", ""), "is no name for an audience"),
        (("ok", 'tagz has "x"'), "did you mean `tags`?"),
        (("ok", "vips"), "is a name itself"),
        (("ok", "", "--note", "x" * 201), "longer than 200"),
    ],
)
def test_an_audience_that_cannot_be_kept_says_why(parley, words, said):
    run = parley("audience", "keep", *words)

    assert (2, True) == (run.code, said in run.err)


def test_texts_are_tried_against_each_other_as_a_draft_and_told_apart(parley, file):
    order = ("broadcast", "create", "--csv", "people.csv", "--class", "transactional", "--draft", "--yes", "--json")
    made = parley(*order, "--variant", "short=Hi {{ first_name }}", "--variant", "long=Good day, {{ first_name }}")
    wrong = parley(*order, "--variant", "short")
    over = parley(*order, "--variant", "a=x", "--variant", "b=y", "--expires-at", "2020-01-01T00:00:00Z")
    id = json.loads(made.out)["id"]
    shown = parley("broadcast", "show", id)
    listed = parley("broadcast", "recipients", id)
    nobody = parley("broadcast", "recipients", "brd_unknown")

    assert (0, "draft") == (made.code, json.loads(made.out)["state"])
    assert "write --variant" in wrong.err
    assert "`expires_at` is not after" in over.err
    assert 0 == listed.code
    assert (1, "error: no broadcast has the id `brd_unknown`\n") == (nobody.code, nobody.err)
    assert "draft" in shown.out
    assert "short" in shown.out


def test_whom_it_goes_to_is_listed_once_it_runs(parley, file, folder):
    id = json.loads(parley(*ORDER, "--yes", "--json").out)["id"]
    names = "broadcast_id, contact_id, place, variant, reason"
    rows = [(id, f"ctc_{number}", number, 0, "expired") for number in (1, 2)]
    with closing(sqlite3.connect(folder / "parley.db")) as database:
        database.executemany(f"INSERT INTO broadcast_recipient ({names}) VALUES (?, ?, ?, ?, ?)", rows)  # noqa: S608
        database.commit()
    found = parley("broadcast", "recipients", id, "--json")
    table = parley("broadcast", "recipients", id)

    assert ["ctc_1", "ctc_2"] == [one["contact"] for one in json.loads(found.out)]
    assert 2 == table.out.count("expired")
