"""Everything an agent does in the console can be done through the API: no page that writes is without a counterpart."""

from __future__ import annotations

from pathlib import Path

from bot.web.console.counterparts import COUNTERPARTS, calls, table, writes

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "agents.md"


def test_every_page_that_writes_has_a_counterpart_or_a_reason():
    assert set() == writes() - set(COUNTERPARTS), "say in counterparts.py which call of the API does the same"


def test_nothing_is_in_the_table_that_is_no_page():
    assert set() == set(COUNTERPARTS) - writes()


def test_every_counterpart_is_a_call_of_the_api():
    named = {call for there in COUNTERPARTS.values() if not isinstance(there, str) for call in there}

    assert set() == named - calls()


def test_who_has_none_says_why_in_a_sentence():
    assert [] == [page for page, there in COUNTERPARTS.items() if isinstance(there, str) and len(there.split()) < 3]


def test_the_document_shows_the_table_as_it_is():
    assert table() in DOCUMENT.read_text(encoding="utf-8"), f"write it into docs/agents.md:\n{table()}"
