"""What the page about security names exists: tests, files and settings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
DOCUMENT = (REPOSITORY / "docs" / "security.md").read_text(encoding="utf-8")
ROWS = [line for line in DOCUMENT.splitlines() if re.match(r"\| \d", line)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip()[:30])
def test_each_item_names_a_test_that_is_there(row):
    _, item, how, test, _ = row.split("|")

    assert re.match(r" (\d+\.\d+\.\d+)", item)
    assert how.strip()
    assert "–" == test.strip() or (REPOSITORY / test.strip(" `")).is_file()


@pytest.mark.parametrize("file", sorted(set(re.findall(r"`(bot/[\w/]+\.py)`", DOCUMENT))))
def test_the_files_that_it_names_are_there(file):
    assert (REPOSITORY / file).is_file()
