"""What a killed process leaves proves what left it; anything else's file proves nothing."""

from __future__ import annotations

import pytest

from bot.outbox import journal as module
from bot.outbox.journal import Evidence, Journal


@pytest.fixture
def path(tmp_path):
    return tmp_path / "parley.db-wire"


def test_what_was_written_before_the_kill_is_read_after_it(path):
    killed = Journal(path)
    killed.begin("run_1")
    killed.sending("msg_a")
    killed.sending("msg_b")
    killed.taken("msg_a", "SM1")

    assert Evidence(frozenset({"msg_a", "msg_b"}), {"msg_a": "SM1"}) == Journal(path).read("run_1")


def test_a_half_written_line_is_no_answer(path):
    killed = Journal(path)
    killed.begin("run_1")
    killed.sending("msg_a")
    with path.open("a") as file:
        file.write("<")

    assert Evidence(frozenset({"msg_a"}), {}) == Journal(path).read("run_1")


@pytest.mark.parametrize("provider_id", [None, "", "two\nlines", "\x1b[31m"])
def test_an_id_that_would_break_the_file_is_left_out(path, provider_id):
    journal = Journal(path)
    journal.begin("run_1")
    journal.taken("msg_a", provider_id)
    journal.sending("msg_b")

    assert Evidence(frozenset({"msg_b"}), {"msg_a": None}) == Journal(path).read("run_1")


def test_the_lines_of_another_run_prove_nothing(path):
    """As with a database that was restored from a backup beside a newer file."""
    Journal(path).begin("run_2")

    assert Journal(path).read("run_1") is None
    assert Journal(path).read(None) is None


def test_after_a_power_cut_it_proves_nothing(path, monkeypatch):
    monkeypatch.setattr(module, "_boot", lambda: "monday")
    Journal(path).begin("run_1")
    monkeypatch.setattr(module, "_boot", lambda: "tuesday")

    assert Journal(path).read("run_1") is None


def test_where_the_system_does_not_say_when_it_started_it_proves_nothing(path, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_BOOT_ID", tmp_path / "missing")
    Journal(path).begin("run_1")

    assert Journal(path).read("run_1") is None


def test_no_file_proves_nothing(path):
    assert Journal(path).read("run_1") is None


def test_beginning_again_keeps_only_what_is_under_way(path):
    journal = Journal(path)
    journal.begin("run_1")
    for number in range(100):
        journal.sending(f"msg_{number}")
    journal.begin("run_1", ["msg_99"])
    journal.sending("msg_100")

    assert Evidence(frozenset({"msg_99", "msg_100"}), {}) == Journal(path).read("run_1")
    assert path.stat().st_size == journal.size
    assert 0o600 == path.stat().st_mode & 0o777


def test_after_closing_nothing_is_written(path):
    journal = Journal(path)
    journal.begin("run_1")
    journal.close()
    journal.sending("msg_a")

    assert Evidence(frozenset(), {}) == Journal(path).read("run_1")
