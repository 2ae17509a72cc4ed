"""Questions and conditions in a reply."""

import pytest

from bot.engine.understand.reading import is_conditional
from tests.engine.understand.asking import surroundings


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("saturday if you are open", "en", True),
        ("if friday works then friday", "en", True),
        ("4 unless my sister comes", "en", True),
        ("depends on the bus", "en", True),
        ("friday, ill let you know", "en", True),
        ("saturday if possible", "en", False),
        ("saturday if possible please", "en", False),
        ("saturday if possible for my wife", "en", True),
        ("9 if im honest", "en", False),
        ("saturday", "en", False),
        ("el sábado si abren", "es", True),
        ("si, el sábado", "es", False),
        ("el sábado sí puedo", "es", False),
        ("el sábado si es posible", "es", False),
        ("samedi s'il fait beau", "fr", True),
        ("samedi s'il vous plaît", "fr", False),
        ("Samstag wenn ihr offen habt", "de", True),
        ("Samstag wenn möglich", "de", False),
        ("sábado se abrirem", "pt", True),
        ("sabato se siete aperti", "it", True),
        ("zaterdag als jullie open zijn", "nl", True),
        ("zaterdag als het kan", "nl", False),
    ],
)
def test_conditions_and_courtesies(text, language, expected):
    assert expected is is_conditional(text, surroundings(language).tables)
