"""The list of what lies where is the schema's: nobody adds a column without saying what it holds of people."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.store.personal import FILES, PLACES
from bot.store.tables import metadata

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "privacy.md"


@pytest.mark.parametrize("table", metadata.tables)
def test_every_column_is_classified_once(table):
    assert table in PLACES, f"say in bot/store/personal.py what `{table}` holds of people, and erase and export it"

    assert sorted(metadata.tables[table].columns.keys()) == sorted(PLACES[table].columns)


def test_no_table_is_listed_that_is_not_there():
    assert set(metadata.tables) == set(PLACES)


@pytest.mark.parametrize("name", [*PLACES, *FILES])
def test_the_document_says_what_lies_there_and_what_becomes_of_it(name):
    document = DOCUMENT.read_text(encoding="utf-8")

    assert f"| `{name}` |" in document
    assert (PLACES[name].erased if name in PLACES else FILES[name]) in document
