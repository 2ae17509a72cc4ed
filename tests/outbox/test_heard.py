"""What came in over a session and was not answered, and is not another text when it comes again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.outbox import heard as module
from bot.outbox.heard import Heard
from tests.stage import NOON

LATER = NOON + timedelta(minutes=50)


def begun(folder, run):
    heard = Heard()
    heard.begin(folder, run)
    return heard


def files(folder):
    return sorted(path.name for path in folder.iterdir())


def test_it_has_the_time_of_the_first_time_until_it_is_answered():
    heard = Heard()

    assert [NOON, NOON] == [heard.first("main", b"yes", at) for at in (NOON, LATER)]
    heard.answered("main", b"yes")
    assert LATER == heard.first("main", b"yes", LATER)


@pytest.mark.parametrize(("channel", "body"), [("other", b"yes"), ("main", b"no")])
def test_another_text_is_another(channel, body):
    heard = Heard()
    heard.first("main", b"yes", NOON)

    assert LATER == heard.first(channel, body, LATER)


def test_after_an_hour_the_same_words_are_said_again():
    heard = Heard()
    heard.first("main", b"yes", NOON)
    again = NOON + timedelta(minutes=61)

    assert again == heard.first("main", b"yes", again)


def test_what_a_killed_process_left_is_taken_over(tmp_path):
    killed = begun(tmp_path, "run_1")
    killed.first("main", b"answered", NOON)
    killed.answered("main", b"answered")
    killed.first("main", b"open", NOON)
    module.os.close(killed._file)

    heir = begun(tmp_path, "run_2")

    assert [NOON, LATER] == [heir.first("main", body, LATER) for body in (b"open", b"answered")]
    assert ["heard-run_2"] == files(tmp_path)


def test_what_a_heir_took_over_outlives_him_too(tmp_path):
    killed = begun(tmp_path, "run_1")
    killed.first("main", b"open", NOON)
    module.os.close(killed._file)
    heir = begun(tmp_path, "run_2")
    module.os.close(heir._file)

    assert NOON == begun(tmp_path, "run_3").first("main", b"open", LATER)


def test_the_file_of_a_living_process_is_left_alone(tmp_path):
    one, two = begun(tmp_path, "run_1"), begun(tmp_path, "run_2")
    one.first("main", b"open", NOON)
    two.inherit()

    assert ["heard-run_1", "heard-run_2"] == files(tmp_path)
    assert LATER == two.first("main", b"open", LATER)


def test_nothing_is_left_of_an_orderly_end(tmp_path):
    heard = begun(tmp_path, "run_1")
    heard.first("main", b"yes", NOON)
    heard.answered("main", b"yes")
    heard.close()

    assert [] == files(tmp_path)


def test_what_was_open_at_an_orderly_end_stays(tmp_path):
    heard = begun(tmp_path, "run_1")
    heard.first("main", b"yes", NOON)
    heard.close()

    assert NOON == begun(tmp_path, "run_2").first("main", b"yes", LATER)


def test_a_file_that_grew_keeps_what_is_open(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "BYTES_MAX", 1_000)
    heard = begun(tmp_path, "run_1")
    heard.first("main", b"open", NOON)
    for number in range(100):
        heard.first("main", b"%d" % number, NOON)
        heard.answered("main", b"%d" % number)
    size = (tmp_path / "heard-run_1").stat().st_size
    heard.close()

    assert size < 1_200
    assert NOON == begun(tmp_path, "run_2").first("main", b"open", LATER)


def test_no_more_is_remembered_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr(module, "OPEN_MAX", 2)
    heard = Heard()
    for body in (b"1", b"2", b"3"):
        heard.first("main", body, NOON)

    assert [LATER, NOON] == [heard.first("main", body, LATER) for body in (b"1", b"3")]


@pytest.mark.parametrize("rest", ["> 6f1c 2026-0", "> 6f1c", ">", "", "x y z", "< nobody"])
def test_a_line_that_is_cut_off_says_nothing(tmp_path, rest):
    killed = begun(tmp_path, "run_1")
    killed.first("main", b"open", NOON)
    module.os.write(killed._file, rest.encode())
    module.os.close(killed._file)

    assert NOON == begun(tmp_path, "run_2").first("main", b"open", LATER)


def test_a_folder_that_cannot_be_written_costs_no_text(tmp_path):
    (tmp_path / "state").write_text("no folder")
    heard = Heard()
    heard.begin(tmp_path / "state", "run_1")

    assert [NOON, NOON] == [heard.first("main", b"yes", at) for at in (NOON, LATER)]
