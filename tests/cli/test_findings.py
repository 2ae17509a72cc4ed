"""How `parley doctor` lays out what it says."""

from __future__ import annotations

import pytest

from bot.cli.findings import Finding, Level, age, laid_out, size


def test_a_long_sentence_stays_in_its_column():
    finding = Finding(
        Level.WARNING, "sqlite", "3.40.1 may damage a database that two processes checkpoint; only one does"
    )

    assert (
        "warning  sqlite       3.40.1 may damage a database that two processes\n"
        "                      checkpoint; only one does"
    ) == laid_out(finding)


def test_what_is_to_be_copied_stays_whole():
    address = "https://sms.example.com/" + "a-long-way/" * 8

    assert f"ok       public url   {address}" == laid_out(Finding(Level.OK, "public url", address))


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0, "0 s"), (119, "119 s"), (120, "2 min"), (7_199, "120 min"), (7_200, "2 h"), (200_000, "2 days")],
)
def test_ages(seconds, expected):
    assert expected == age(seconds)


@pytest.mark.parametrize(
    ("count", "expected"), [(0, "0 bytes"), (999, "999 bytes"), (12_345, "12.3 kB"), (5e6, "5.0 MB"), (3.4e9, "3.4 GB")]
)
def test_sizes(count, expected):
    assert expected == size(count)
