"""Every figure is defined, and the document says the same as the pages and the API."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.analytics.definitions import DEFINITIONS, Ending, Fate

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "analytics.md").read_text(encoding="utf-8")
_OTHERWISE = {Fate.EXPIRED: "expired_message"}


@pytest.mark.parametrize("name", DEFINITIONS)
def test_the_document_has_the_definition(name):
    assert f"| {DEFINITIONS[name]} |" in DOCUMENT


@pytest.mark.parametrize("fate", Fate)
def test_every_fate_is_defined(fate):
    assert _OTHERWISE.get(fate, fate.value) in DEFINITIONS


@pytest.mark.parametrize("ending", Ending)
def test_every_ending_is_defined(ending):
    assert ("broken" if ending is Ending.FAILED else ending.value) in DEFINITIONS
