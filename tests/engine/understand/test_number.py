"""Numbers: one whole number, one with a fraction, one amount."""

import pytest

from bot.flow.model import Type
from tests.engine.understand.asking import hear


@pytest.mark.parametrize(
    ("text", "language", "minimum", "maximum", "expected"),
    [
        ("8!", "en", 0, 10, 8),
        ("I'd say a 9", "en", 0, 10, 9),
        ("nine", "en", 0, 10, 9),
        ("twenty five", "en", None, None, 25),
        ("٩", "en", 0, 10, 9),
        ("between 7 and 8", "en", 0, 10, None),
        ("7 or 8", "en", 0, 10, None),
        ("7-8", "en", 0, 10, None),
        ("7 8", "en", 0, 10, None),
        ("9/10", "en", 0, 10, 9),
        ("9 out of 10", "en", 0, 10, 9),
        ("10/10", "en", 0, 10, 10),
        ("11", "en", 0, 10, None),
        ("-1", "en", 0, 10, None),
        ("7.5", "en", 0, 10, None),
        ("8.0", "en", 0, 10, 8),
        ("ten!", "en", 0, 10, 10),
        ("zero", "en", 0, 10, 0),
        ("9, I've been coming for 20 years", "en", 0, 10, 9),
        ("not 7", "en", 0, 10, None),
        ("more than 5", "en", 0, 10, None),
        ("a solid 8 thanks", "en", 0, 10, 8),
        ("ocho", "en", 0, 10, 8),
        ("once", "en", 0, 20, None),
        ("vingt et un", "fr", None, None, 21),
        ("una", "es", 0, 10, 1),
        ("un 8", "es", 0, 10, 8),
        ("creo que un nueve", "es", 0, 10, 9),
        ("ein", "de", 0, 10, 1),
        ("eine 7", "de", 0, 10, 7),
        ("no one", "en", 0, 10, None),
        ("one", "en", 0, 10, 1),
        ("for two people", "en", 1, 20, 2),
        ("2 people", "en", 1, 20, 2),
        ("4pm", "en", 0, 20, None),
        ("18+", "en", 0, 99, None),
        ("8/10", "en", 0, None, None),
        ("eight out of ten", "en", 0, 10, 8),
        ("neuf sur dix", "fr", 0, 10, 9),
        ("9 von 10", "de", 0, 10, 9),
        ("nueve de diez", "es", 0, 10, 9),
        ("hello", "en", 0, 10, None),
        ("👍", "en", 0, 10, None),
        ("1,000", "en", None, None, 1000),
        ("1.000", "en", None, None, None),
        ("1.000", "de", None, None, 1000),
        ("1 2", "en", 1, 5, None),
        ("two thousand twenty six", "en", None, None, 2026),
        ("5 stars", "en", 1, 5, 5),
        ("⭐⭐⭐⭐⭐ 5", "en", 1, 5, 5),
        ("seven :)", "en", 0, 10, 7),
        ("10!!!", "en", 0, 10, 10),
        ("its a 7 for me", "en", 0, 10, 7),
        ("my 2 kids say 9", "en", 0, 10, None),
        ("5️⃣", "en", 0, 10, 5),
        ("100%", "en", 0, 100, 100),
        ("Eight.", "en", 0, 10, 8),
        ("maybe a 6", "en", 0, 10, 6),
        ("a hundred", "en", None, None, 100),
        ("#3", "en", 0, 10, 3),
        ("3.", "en", 0, 10, 3),
        ("number 4", "en", 0, 10, 4),
        ("dreiundzwanzig", "de", None, None, 23),
        ("zweiundvierzig", "de", 0, 100, 42),
        ("trinta e dois", "pt", 0, 100, 32),
        ("ventitre", "it", 0, 100, 23),
        ("vijfentwintig", "nl", 0, 100, 25),
        ("sieben", "en", 0, 10, 7),
        ("minus 3", "en", -10, 10, -3),
        ("I have 2", "en", 0, 10, 2),
        ("none", "en", 0, 10, None),
        ("quatre-vingt-dix-neuf", "fr", 0, 100, 99),
        ("7, maybe 8", "en", 0, 10, None),
        ("12 years old", "en", 0, 120, 12),
        ("I am 35", "en", 0, 120, 35),
        ("j'ai 35 ans", "fr", 0, 120, 35),
        ("tengo treinta y cinco años", "es", 0, 120, 35),
        ("une personne", "fr", 1, 9, 1),
        ("dix", "en", 0, 10, 10),
        ("1st", "en", 0, 10, None),
    ],
)
def test_integer(text, language, minimum, maximum, expected):
    assert expected == hear(text, Type.INTEGER, language, country="", minimum=minimum, maximum=maximum)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("2.5", "en", 2.5),
        ("2,5", "en", 2.5),
        ("2,5", "de", 2.5),
        ("2.5", "de", 2.5),
        ("1,234.5", "en", 1234.5),
        ("1.234,5", "de", 1234.5),
        ("two point five", "en", 2.5),
        ("dos coma cinco", "es", 2.5),
        ("deux virgule cinq", "fr", 2.5),
        ("zwei komma fünf", "de", 2.5),
        ("7½", "en", 7.5),
        ("2.125", "en", 2.125),
        ("two and a half", "en", 2.5),
        ("about 70.5 kg", "en", 70.5),
        ("3 or 4", "en", None),
    ],
)
def test_number(text, language, expected):
    assert expected == hear(text, Type.NUMBER, language, country="")


@pytest.mark.parametrize(
    ("text", "language", "country", "expected"),
    [
        ("2,5", "es", "MX", 2.5),
        ("2.500", "es", "MX", 2.5),
        ("2.500", "es", "ES", 2500),
        ("1'250", "de", "CH", 1250),
        ("2.500", "xx", "", 2.5),
        ("2.500", "en", "ZZ", 2.5),
        ("1.2.3", "en", "US", None),
        ("1,234,56", "en", "US", None),
        ("1.234,56", "en", "US", 1234.56),
        ("1.23,456.7", "en", "US", None),
    ],
)
def test_marks_depend_on_language_and_country(text, language, country, expected):
    assert expected == hear(text, Type.NUMBER, language, country=country)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("$25", "en", 25),
        ("25 dollars", "en", 25),
        ("25,50 €", "de", 25.5),
        ("$1,200.50", "en", 1200.5),
        ("3 euros 50", "fr", 3.5),
        ("twenty bucks", "en", 20),
        ("25.505", "en", None),
        ("R$ 50,00", "pt", 50),
        ("£10", "en", 10),
        ("10-20", "en", None),
        ("1.5 lakh", "en", 150000),
        ("two lakh rupees", "en", 200000),
        ("1 crore", "en", 10000000),
        ("₹1,00,000", "en", 100000),
        ("12,50,000/-", "en", 1250000),
        ("1 or 2 lakh", "en", None),
        ("1.5 million", "en", 1500000),
        ("2 millones", "es", 2000000),
        ("1,5 Mio", "de", 1500000),
        ("free", "en", 0),
        ("it was free", "en", 0),
        ("gratis", "es", 0),
        ("kostenlos", "de", 0),
        ("free or a tenner", "en", None),
        ("nothing or 10", "en", None),
        ("gratis o 50", "es", None),
        ("free delivery, 20 for the pizza", "en", 20),
        ("20% off", "en", None),
        ("$5 off", "en", None),
        ("10 Prozent", "de", None),
    ],
)
def test_money(text, language, expected):
    assert expected == hear(text, Type.MONEY, language, country="")


@pytest.mark.parametrize(("country", "expected"), [("IN", 150000), ("US", None)])
def test_an_l_is_a_lakh_where_people_count_in_lakhs(country, expected):
    assert expected == hear("1.5L", Type.MONEY, country=country, minimum=1000)


@pytest.mark.parametrize("value", [8, 2.5])
def test_a_value_is_plain_json_of_the_fitting_type(value):
    assert type(value) is type(hear(str(value), Type.NUMBER))
