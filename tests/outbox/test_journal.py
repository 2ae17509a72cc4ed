"""What a killed process leaves proves what left it; anything else's file proves nothing."""

from __future__ import annotations

import os
import resource
import signal

import pytest

from bot.errors import ConfigError
from bot.outbox import journal as module
from bot.outbox.journal import KEPT, Evidence, Journal, Trail, dead_runs, trails
from bot.store.fence import Attempt


def begun(folder, run="run_1"):
    journal = Journal(folder, run)
    journal.begin()
    return journal


def left(folder):
    """What is found of the one run that is over."""
    [dead] = dead_runs(folder)
    evidence = dead.evidence()
    dead.release()
    return evidence


def test_what_was_written_before_the_kill_is_read_after_it(tmp_path):
    killed = begun(tmp_path)
    killed.sending("msg_a", 1, 7)
    killed.sending("msg_b", 2, 7)
    killed.taken("msg_a", 1, "SM1")
    killed.close()

    assert Evidence(frozenset({("msg_a", 1), ("msg_b", 2)}), {"msg_a": "SM1"}) == left(tmp_path)


def test_a_half_written_line_is_no_answer(tmp_path):
    killed = begun(tmp_path)
    killed.sending("msg_a", 1, 7)
    killed.close()
    with (tmp_path / "wire-run_1").open("a") as file:
        file.write("< msg_a 1 SM")

    assert Evidence(frozenset({("msg_a", 1)}), {}) == left(tmp_path)


@pytest.mark.parametrize("provider_id", [None, "", "two\nlines", "\x1b[31m"])
def test_an_id_that_would_break_the_file_is_left_out(tmp_path, provider_id):
    journal = begun(tmp_path)
    journal.taken("msg_a", 1, provider_id)
    journal.sending("msg_b", 1, 7)
    journal.close()

    assert Evidence(frozenset({("msg_b", 1)}), {"msg_a": None}) == left(tmp_path)


# ── who is gone ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_run_is_over_when_nobody_holds_its_file(tmp_path):
    alive, dead = begun(tmp_path, "run_1"), begun(tmp_path, "run_2")
    dead.close()
    [found] = dead_runs(tmp_path)

    assert "run_2" == found.run
    assert [] == dead_runs(tmp_path), "and only one heir gets hold of it"
    found.forget()
    alive.close()
    assert [] == dead_runs(tmp_path, alive=["run_1"])
    assert ["wire-run_1"] == [path.name for path in tmp_path.iterdir()]


def test_a_file_that_was_begun_again_is_held_all_the_time(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "BYTES_MAX", 0)
    journal = begun(tmp_path)
    journal.sending("msg_a", 1, 7)
    journal.settled(["msg_a"])

    assert [] == dead_runs(tmp_path)


def test_no_folder_no_runs(tmp_path):
    assert [] == dead_runs(tmp_path / "missing")


def test_after_a_power_cut_it_proves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_boot", lambda: "monday")
    begun(tmp_path).close()
    monkeypatch.setattr(module, "_boot", lambda: "tuesday")

    assert left(tmp_path) is None


def test_where_the_system_does_not_say_when_it_started_it_proves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_BOOT_ID", tmp_path / "missing")
    begun(tmp_path).close()

    assert left(tmp_path) is None


# ── what a database must have heard of ──────────────────────────────────────────────────────────────────────────────


def test_every_run_says_what_it_began_on_which_database(tmp_path, monkeypatch):
    alive, dead = Journal(tmp_path, "run_1", "db_a"), Journal(tmp_path, "run_2", "db_b")
    for journal in (alive, dead):
        journal.begin()
    alive.sending("msg_a", 1, 41)
    alive.sending("msg_b", 1, 42)
    alive.sending("msg_a", 2, 41)
    alive.taken("msg_a", 2, "SM1")
    dead.close()
    monkeypatch.setattr(module, "_boot", lambda: "tuesday")

    assert [
        Trail("run_1", "db_a", (Attempt(41, "msg_a", 2), Attempt(42, "msg_b", 1)), {"msg_a": (2, "SM1")}),
        Trail("run_2", "db_b", (), {}),
    ] == trails(tmp_path), "whether it is over, and also after a power cut: what a line says of the database was true"
    alive.close()


def test_damaged_files_say_nothing(tmp_path):
    (tmp_path / "wire-run_1").write_bytes(bytes(100))
    (tmp_path / "wire-run_2").write_text("run run_2 boot x database db_a\n> msg_a one 1\n> msg_b 1\n>\n> msg_c 1 4")

    assert [Trail("run_1", "", (), {}), Trail("run_2", "db_a", (), {})] == trails(tmp_path)
    assert [] == trails(tmp_path / "missing")


# ── the file ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_when_it_gets_long_only_what_matters_stays(tmp_path, monkeypatch):
    journal = begun(tmp_path)
    for number in range(KEPT + 100):
        journal.sending(f"msg_{number}", 1, 7)
    journal.taken("msg_0", 1, "SM0")
    monkeypatch.setattr(module, "BYTES_MAX", 1000)
    journal.settled([f"msg_{number}" for number in range(1, KEPT + 100)])
    journal.sending("msg_new", 1, 7)
    journal.close()
    evidence = left(tmp_path)
    path = tmp_path / "wire-run_1"

    assert ("msg_0", 1) in evidence.begun, "it is still on the wire"
    assert {"msg_0": "SM0"} == evidence.taken
    assert ("msg_new", 1) in evidence.begun
    assert KEPT + 2 == len(evidence.begun), "the last ones stay: an old database has not heard of them"
    assert path.stat().st_size == journal.size
    assert 0o600 == path.stat().st_mode & 0o777


def test_what_cannot_be_written_down_may_not_be_sent(tmp_path):
    """A disk that is full takes half a line; the next one begins on a line of its own."""
    journal = begun(tmp_path)
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (journal.size + 5, limit[1]))
    try:
        for _ in range(2):
            with pytest.raises(OSError, match=r"full|File too large"):
                journal.sending("msg_a", 1, 7)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, ignored)
    journal.sending("msg_b", 1, 7)
    journal.close()

    assert Evidence(frozenset({("msg_b", 1)}), {}) == left(tmp_path)


def test_after_closing_nothing_is_written(tmp_path):
    journal = begun(tmp_path)
    journal.close()

    with pytest.raises(OSError, match="closed"):
        journal.sending("msg_a", 1, 7)


def test_a_folder_that_cannot_be_written_is_an_error_of_the_settings(tmp_path):
    (tmp_path / "state").write_text("a file")

    with pytest.raises(ConfigError, match="cannot be written"):
        Journal(tmp_path / "state", "run_1").begin()


def test_a_process_that_is_killed_lets_go(tmp_path):
    """The lock is the system's, whatever becomes of the process."""
    child = os.fork()
    if child == 0:
        begun(tmp_path).sending("msg_a", 1, 7)
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)

    assert Evidence(frozenset({("msg_a", 1)}), {}) == left(tmp_path)
