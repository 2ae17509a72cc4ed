"""How long a message to many would take, told before anybody is texted."""

from __future__ import annotations

import json
import sqlite3

import pytest

MESSAGES, PEOPLE = "SELECT count(*) FROM message", "SELECT count(*) FROM contact"
EAST, WEST = "+12125550143", "+13105550143"


@pytest.fixture
def people(folder):
    """A list of numbers, as spreadsheets write it."""

    def write(*lines, name="people.csv"):
        (folder / name).write_text("\n".join(lines), encoding="utf-8")
        return name

    return write


def test_it_says_how_long_and_how_much_waits_for_the_morning(parley, people, monkeypatch):
    monkeypatch.setenv("PARLEY_BUSINESS__TIMEZONE", "America/New_York")
    file = people(*[f"+1212555{number:04}" for number in range(99)], WEST)
    run = parley("forecast", file, "--at", "2098-03-06T21:00:00", "--json")

    answer = json.loads(run.out)
    assert (0, "") == (run.code, run.err)
    assert {"summary", "recipients", "opted_out", "never", "ends_at"} == set(answer)
    assert "1 min, 99 % tomorrow morning" == answer["summary"]
    assert (100, 0, 0, "2098-03-07T14:00:0") == (
        answer["recipients"],
        answer["opted_out"],
        answer["never"],
        answer["ends_at"][:18],
    )


def test_a_file_as_people_have_it(parley, people):
    file = people("phone,name", f"{EAST},Ana", "(310) 555-0143;Ben", "", "nobody", f'"{EAST}",Ana again')
    run = parley("forecast", file)

    assert 0 == run.code
    assert "recipients  2\n" in run.out
    assert "left out: 'nobody' is not a phone number; write it like +15550102000\n" == run.err


def test_it_writes_nothing(parley, people, folder):
    parley("forecast", people(EAST))
    connection = sqlite3.connect(folder / "parley.db")
    counted = [connection.execute(query).fetchone() for query in (MESSAGES, PEOPLE)]
    connection.close()

    assert [(0,), (0,)] == counted


def test_what_may_come_at_any_time_only_takes_its_time(parley, people):
    run = parley("forecast", people(EAST), "--class", "transactional", "--at", "2098-03-06T23:00:00")

    assert "takes       1 min\n" in run.out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("nothing.csv",), 2, "nothing.csv cannot be read"),
        (("empty.csv",), 1, "empty.csv holds no phone numbers"),
        (("full.csv", "--channel", "mian"), 2, "no channel is called `mian`"),
        (("full.csv", "--at", "soon"), 2, "Invalid value for '--at'"),
        (("full.csv", "--at", "2026-01-01"), 2, "2026-01-01 00:00 is over"),
    ],
)
def test_what_is_wrong_is_said(parley, people, arguments, code, said):
    people("phone", name="empty.csv")
    people(EAST, name="full.csv")
    run = parley("forecast", *arguments)

    assert code == run.code
    assert said in run.err
