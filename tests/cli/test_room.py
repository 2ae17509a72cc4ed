"""Room, a folder to write to, and clocks, as `parley doctor` sees them."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest

from bot.cli.room import clock, disk, state_folder

GB = 10**9


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.mark.parametrize(
    ("total_gb", "free_gb", "level"),
    [
        (200, 50.0, "ok"),
        (200, 1.0, "warning"),
        (200, 0.4, "error"),
        (4, 0.5, "ok"),
        (4, 0.3, "warning"),
        (4, 0.1, "error"),
    ],
)
def test_a_disk_that_fills_up(tmp_path, monkeypatch, total_gb, free_gb, level):
    """A gigabyte is enough on a large disk, a tenth on a small one."""
    usage = Usage(total_gb * GB, 0, int(free_gb * GB))
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage)

    assert [level] == [finding.level for finding in disk(tmp_path)]


def test_a_folder_that_is_still_to_be_made_is_on_the_disk_of_its_parent(tmp_path):
    [finding] = disk(tmp_path / "not" / "yet")

    assert " are free" in finding.text


def test_a_folder_for_what_outlives_a_process(tmp_path):
    folder = tmp_path / "state"
    assert [("ok", f"{folder} will be made when it is needed")] == [
        (finding.level, finding.text) for finding in state_folder(folder)
    ]

    folder.mkdir()
    assert [("ok", f"{folder} can be written")] == [(finding.level, finding.text) for finding in state_folder(folder)]


def test_a_folder_that_cannot_be_written(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)

    [finding] = state_folder(tmp_path)

    assert ("error", f"{tmp_path} cannot be written by this user: chown or chmod it") == (finding.level, finding.text)


def test_texts_that_are_left_in_a_spool(tmp_path):
    (tmp_path / "spool-run_1").write_bytes(b"x" * 1500)

    [spool, state] = state_folder(tmp_path)

    assert ("warning", "ok") == (spool.level, state.level)
    assert f"1.5 kB in {tmp_path}/spool-*, taken in while the database was away" in spool.text


@pytest.mark.parametrize(
    ("last_h", "skew_s", "level"),
    [
        (None, 0.0, "ok"),
        (-1, 0.0, "ok"),
        (1, 0.0, "error"),
        (-1, 1.9, "ok"),
        (-1, 3.0, "warning"),
        (-1, -3.0, "warning"),
    ],
)
def test_clocks(settings, last_h, skew_s, level):
    newest = None if last_h is None else datetime.now(UTC) + timedelta(hours=last_h)

    assert [level] == [finding.level for finding in clock(settings, newest, skew_s)]
