"""In which of its languages a flow speaks to somebody."""

from __future__ import annotations

import pytest

from bot.flow.model import Flow
from bot.flow.tongues import tongues

SPOKEN = Flow(id="a", language="en", catalogs={"es": {}, "es-MX": {}, "pt-BR": {}})


@pytest.mark.parametrize(
    ("contact", "business", "expected"),
    [
        (None, None, ["en en"]),
        ("", "en", ["en en"]),
        ("en-GB", "es", ["en en-GB"]),
        ("es", None, ["es es", "es-MX es", "en en"]),
        ("es-MX", None, ["es-MX es-MX", "es es-MX", "en en"]),
        ("es_mx", None, ["es-MX es-mx", "es es-mx", "en en"]),
        ("es-AR", None, ["es es-AR", "es-MX es-AR", "en en"]),
        ("pt", None, ["pt-BR pt", "en en"]),
        ("pt-PT", "es", ["pt-BR pt-PT", "es es", "es-MX es", "en en"]),
        ("fr", None, ["en en"]),
        ("fr", "es", ["es es", "es-MX es", "en en"]),
        ("nonsense / ñ", "es-419", ["es es-419", "es-MX es-419", "en en"]),
        ("e", "", ["en en"]),
    ],
)
def test_the_best_language_comes_first_and_the_flows_own_is_the_last(contact, business, expected):
    assert expected == [f"{tongue.language} {tongue.locale}" for tongue in tongues(SPOKEN, (contact, business))]
