"""What the question itself says about its answer."""

import pytest

from bot.flow.model import Type
from tests.engine.understand.asking import hear


@pytest.mark.parametrize(
    ("question", "text", "language", "expected"),
    [
        ("How many people will come?", "2 people", "en", 2),
        ("How many people will come?", "we have 2 cars is there parking", "en", None),
        ("How many people will come?", "2 high chairs", "en", None),
        ("How many people will come?", "table 5", "en", None),
        ("How many guests?", "2", "en", 2),
        ("How many boxes?", "2 boxes", "en", 2),
        ("How many shall we send?", "2 boxes", "en", 2),
        ("", "2 boxes", "en", 2),
        ("¿Cuántas personas?", "2 mesas", "es", None),
        ("¿Cuántas mesas?", "2 mesas", "es", 2),
        ("Combien de personnes ?", "2 chiens", "fr", None),
        ("Wie viele Personen?", "Tisch 5", "de", None),
        ("Quantas pessoas?", "2 cachorros", "pt", None),
        ("Quante persone?", "2 tavoli", "it", None),
        ("Hoeveel personen?", "2 honden", "nl", None),
        ("How many miles?", "20 km", "en", None),
        ("How many miles?", "12 miles", "en", 12),
        ("How many miles?", "3 hours", "en", None),
        ("How many pounds does it weigh?", "10kg", "en", None),
        ("How many pounds does it weigh?", "10 lbs", "en", 10),
        ("How long in days?", "2 weeks", "en", None),
    ],
)
def test_a_number_counts_what_the_question_asks_for(question, text, language, expected):
    assert expected == hear(text, Type.INTEGER, language, question=question)


@pytest.mark.parametrize(
    ("question", "text", "language", "expected"),
    [
        ("¿Cuántas personas?", "una", "es", 1),
        ("¿Cuántas personas?", "una persona, por favor", "es", 1),
        ("¿Cuántas mesas?", "una mesa", "es", 1),
        ("¿Cuántas personas?", "una familia", "es", None),
        ("¿Cuántas personas?", "una pareja", "es", None),
        ("Combien d'enfants ?", "un seul", "fr", 1),
        ("Combien de personnes ?", "une famille", "fr", None),
        ("Wie viele Gäste?", "ein Gast", "de", 1),
        ("Wie viele Gäste?", "nur eine Person", "de", 1),
        ("Wie viele Gäste?", "eine Gruppe", "de", None),
        ("Quantos ingressos?", "só um", "pt", 1),
        ("Quantas pessoas?", "um casal", "pt", None),
        ("Quante persone?", "una famiglia", "it", None),
        ("Hoeveel personen?", "een gezin", "nl", None),
    ],
)
def test_an_article_is_one_of_what_the_question_counts_only(question, text, language, expected):
    assert expected == hear(text, Type.INTEGER, language, question=question)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("een euro", "nl", 1),
        ("een tientje", "nl", 10),
        ("twee tientjes", "nl", None),
        ("einen Zehner", "de", 10),
        ("ein Hunderter", "de", 100),
        ("zwei Zehner", "de", None),
        ("un ventino", "it", None),
        ("uma fortuna", "pt", None),
    ],
)
def test_a_note_is_worth_what_its_name_says_or_nothing(text, language, expected):
    assert expected == hear(text, Type.MONEY, language, question="?")


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("What is your date of birth?", "july 4", None),
        ("What is your date of birth?", "july 4 1985", "1985-07-04"),
        ("What is your date of birth?", "tuesday", None),
        ("When did you buy it?", "july 4", "2025-07-04"),
        ("¿Cuál es su fecha de nacimiento?", "july 4", None),
    ],
)
def test_a_birthday_needs_its_year(question, text, expected):
    assert expected == hear(text, Type.DATE, question=question, maximum="2026-03-05")


def test_an_amount_counts_nothing():
    assert hear("3 items", Type.MONEY, question="What was the price?") is None
