"""The built-in texts: every type, every language, one segment each."""

import pytest

from bot.engine.texts import LANGUAGES, builtin
from bot.flow.model import Type
from bot.text import segments


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("expect", Type)
def test_every_type_has_two_texts_of_one_segment(expect, language):
    assert [1, 1] == [segments(text).count for text in builtin(expect, language)]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ("Sorry, please reply YES or NO.", "I only need YES or NO.")),
        ("pt-BR", ("Desculpe, responda SIM ou NÃO.", "Só preciso de SIM ou NÃO.")),
        ("DE_at", ("Bitte antworten Sie mit JA oder NEIN.", "Ich brauche nur JA oder NEIN.")),
        ("xx", ("Sorry, please reply YES or NO.", "I only need YES or NO.")),
    ],
)
def test_the_language_of_a_text(language, expected):
    assert expected == builtin(Type.YES_NO, language)


def test_a_type_without_texts_of_its_own_speaks_like_text():
    assert builtin(Type.TEXT, "en") == builtin(Type.LIST, "en")
