"""Which option a reply means."""

import pytest

from bot.engine.match import Spec
from bot.engine.understand.choice import read_choice
from bot.engine.understand.numerals import spell_out
from bot.engine.understand.option import core_of
from bot.engine.understand.reading import Understood
from bot.engine.understand.words import known_languages, phrases
from bot.flow.model import Type
from tests.engine.understand.asking import hear, surroundings

TRIAGE = {
    "choices": (
        ("billing", "Billing or payments"),
        ("broken", "Something is not working"),
        ("other", "Something else"),
    ),
    "synonyms": {"billing": ("invoice", "refund", "charge"), "broken": ("broken", "error", "down", "outage")},
}
SLOTS = {"choices": (("a", "Mon 9:00"), ("b", "Tue 10:00"), ("c", "Tue 14:30"), ("d", "Thu 16:00"))}
SIZES = {"choices": (("s", "Small"), ("m", "Medium"), ("l", "Large"), ("xl", "Extra large"))}
DURATIONS = {"choices": (("d15", "15 minutes"), ("d30", "30 minutes"), ("d60", "60 minutes"))}
PAYMENT = {"choices": (("cash", "Cash"), ("card", "Card"))}
ANSWERS = {"choices": (("yes", "Yes, come"), ("no", "No"), ("later", "Ask me later"))}
FIGURES = {"choices": (("a", "3"), ("b", "5"), ("c", "7"))}
COLOURS = {"choices": (("red", "Red"), ("blue", "Dark blue"), ("light", "Light blue"))}
WEEKDAYS = {"choices": (("s", "Segunda"), ("t", "Terça"), ("q", "Quarta"))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", "billing"),
        ("#2", "broken"),
        ("2.", "broken"),
        ("number two", "broken"),
        ("option 2", "broken"),
        ("Option 3 please", "other"),
        ("billing", "billing"),
        ("Billing or payments", "billing"),
        ("payments", "billing"),
        ("payment", "billing"),
        ("biling", "billing"),
        ("the first one", "billing"),
        ("first", "billing"),
        ("the last one", "other"),
        ("last", "other"),
        ("second", "broken"),
        ("2nd", "broken"),
        ("refund", "billing"),
        ("I want a refund", "billing"),
        ("it's not working", "broken"),
        ("not working", "broken"),
        ("something", None),
        ("1 or 2", None),
        ("both", None),
        ("4", None),
        ("0", None),
        ("hello", None),
        ("not billing", None),
        ("billing, no wait, other", "other"),
        ("1 no wait 2", "broken"),
        ("I have 2 questions", None),
        ("2, my card was charged twice", "broken"),
        ("one", "billing"),
        ("two.", "broken"),
        ("3!", "other"),
        ("(2)", "broken"),
        ("1️⃣", "billing"),
        ("I'd like billing please", "billing"),
        ("otehr", "other"),
        ("brokn", "broken"),
        ("website is down", "broken"),
        ("something else", "other"),
        ("else", "other"),
        ("neither", None),
        ("asdf", None),
        ("billing and broken", None),
        ("what is billing?", None),
        ("billing?", "billing"),
        ("invoce", "billing"),
        ("my invoice is wrong", "billing"),
        ("the thing is working", None),
        ("la segunda", "broken"),
        ("12", None),
        ("second to last", None),
        ("", None),
        ("👍", None),
        ("2 broken", "broken"),
        ("2 billing", None),
        ("broken 2", "broken"),
        ("opcion 2", "broken"),
        ("die zweite", "broken"),
        ("le premier", "billing"),
        ("actually 3", "other"),
        ("sorry, 2", "broken"),
        ("2 sorry", "broken"),
        ("billing actually", "billing"),
        ("wait", None),
        ("paymnets", "billing"),
        ("ERROR!!", "broken"),
        ("no, billing", "billing"),
        ("I'll go with number 3", "other"),
        ("3rd one", "other"),
        ("third", "other"),
        ("the 3rd", "other"),
        ("#3 thanks", "other"),
        ("opt 1", "billing"),
        ("Number 1 please!", "billing"),
    ],
)
def test_triage(text, expected):
    assert expected == hear(text, Type.CHOICE, **TRIAGE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("monday", "a"),
        ("mon", "a"),
        ("1", "a"),
        ("9", "a"),
        ("tuesday", None),
        ("tuesday 10", "b"),
        ("tuesday at 10", "b"),
        ("thursday", "d"),
        ("thu", "d"),
        ("Thursday please", "d"),
        ("4", "d"),
        ("4pm", "d"),
        ("16:00", "d"),
        ("2:30", "c"),
        ("half past two", "c"),
        ("friday", None),
        ("the 10 o'clock one", "b"),
        ("2", "b"),
        ("mon 9", "a"),
        ("Monday at 9 works", "a"),
        ("tues 2:30pm", "c"),
        ("none", None),
        ("lunes", "a"),
    ],
)
def test_slots(text, expected):
    assert expected == hear(text, Type.CHOICE, **SLOTS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("large", "l"),
        ("Extra large", "xl"),
        ("extra-large please", "xl"),
        ("xl", "xl"),
        ("XL", "xl"),
        ("medium", "m"),
        ("meduim", "m"),
        ("m", "m"),
        ("L", "l"),
        ("smal", "s"),
        ("a large one", "l"),
        ("lrge", "l"),
        ("big", None),
        ("extra", "xl"),
    ],
)
def test_sizes(text, expected):
    assert expected == hear(text, Type.CHOICE, **SIZES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30", "d30"),
        ("15 minutes", "d15"),
        ("15", "d15"),
        ("60 min", "d60"),
        ("1", "d15"),
        ("half an hour", None),
        ("3", "d60"),
    ],
)
def test_durations(text, expected):
    assert expected == hear(text, Type.CHOICE, **DURATIONS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cash", "cash"),
        ("card", "card"),
        ("casd", None),
        ("crad", "card"),
        ("cashh", "cash"),
        ("cahs", "cash"),
        ("by card", "card"),
        ("credit card", "card"),
        ("hard", None),
        ("bash", None),
    ],
)
def test_payment(text, expected):
    assert expected == hear(text, Type.CHOICE, **PAYMENT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("yeah", "yes"),
        ("nope", "no"),
        ("later", "later"),
        ("1", "yes"),
        ("no thanks", "no"),
        ("ask me later", "later"),
    ],
)
def test_answers(text, expected):
    assert expected == hear(text, Type.CHOICE, **ANSWERS)


@pytest.mark.parametrize(("text", "expected"), [("3", None), ("5", "b"), ("1", "a"), ("2", "b"), ("7", "c")])
def test_a_figure_that_is_shown_and_is_a_number_too_is_unclear(text, expected):
    assert expected == hear(text, Type.CHOICE, **FIGURES)


@pytest.mark.parametrize(
    ("text", "expected"), [("blue", None), ("dark blue", "blue"), ("red", "red"), ("light", "light")]
)
def test_a_hidden_key_does_not_beat_what_is_shown(text, expected):
    assert expected == hear(text, Type.CHOICE, **COLOURS)


@pytest.mark.parametrize(
    ("text", "expected"), [("segunda", "s"), ("a segunda", "s"), ("2", "t"), ("quarta-feira", "q")]
)
def test_a_weekday_that_is_an_ordinal_too_is_the_weekday_shown(text, expected):
    assert expected == hear(text, Type.CHOICE, "pt", **WEEKDAYS)


CUT = {"choices": (("cut", "Haircut"), ("color", "Color"), ("both", "Cut and color"))}
CORTE = {"choices": (("corte", "Corte de pelo"), ("color", "Color"), ("ambos", "Corte y color"))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cut", "cut"),
        ("color", "color"),
        ("Color please", "color"),
        ("both", "both"),
        ("both please", "both"),
        ("the two", "both"),
        ("cut and color", "both"),
    ],
)
def test_an_option_that_joins_two_is_not_meant_by_one_of_them(text, expected):
    assert expected == hear(text, Type.CHOICE, **CUT)


@pytest.mark.parametrize(("text", "expected"), [("corte", "corte"), ("los dos", "ambos"), ("color", "color")])
def test_an_option_that_joins_two_in_spanish(text, expected):
    assert expected == hear(text, Type.CHOICE, "es", **CORTE)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("anything but small", "en"),
        ("all but small", "en"),
        ("anything other than small", "en"),
        ("todo menos small", "es"),
        ("tout sauf small", "fr"),
        ("alles außer small", "de"),
        ("tudo menos small", "pt"),
        ("tutto tranne small", "it"),
        ("alles behalve small", "nl"),
        ("price for large", "en"),
        ("cuánto es large", "es"),
        ("large c'est combien", "fr"),
        ("large c'est possible ?", "fr"),
        ("geht auch large?", "de"),
        ("quanto custa large", "pt"),
        ("quanto costa large", "it"),
        ("wat kost large", "nl"),
        ("large if you have it", "en"),
        ("large wenn noch da", "de"),
        ("the two", "en"),
    ],
)
def test_what_rules_out_or_asks_chooses_nothing(text, language):
    assert hear(text, Type.CHOICE, language, **SIZES) is None


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("medium not large", "en", "m"),
        ("Medium please, not the large", "en", "m"),
        ("not large", "en", None),
        ("medium, pas large", "fr", "m"),
        ("medium, nicht large", "de", "m"),
        ("medium, niet large", "nl", "m"),
        ("medium, no large", "es", None),
        ("medium no, large", "es", "l"),
        ("large if possible", "en", "l"),
    ],
)
def test_one_and_not_another(text, language, expected):
    assert expected == hear(text, Type.CHOICE, language, **SIZES)


SHIFTS = {"choices": (("am", "Por la mañana"), ("pm", "Por la tarde"), ("night", "Por la noche"))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mañana", "am"),
        ("mañana por favor", "am"),
        ("por la mañana", "am"),
        ("tarde", "pm"),
        ("mañana o tarde", None),
        ("mañana y tarde", None),
        ("mañana o noche", None),
        ("por la mañana o por la tarde", None),
        ("a qué hora es la tarde?", None),
        ("que horario es la tarde", None),
    ],
)
def test_a_part_of_the_day_that_is_tomorrow_too(text, expected):
    assert expected == hear(text, Type.CHOICE, "es", **SHIFTS)


def test_tomorrow_is_no_part_of_two_options():
    days = {"choices": (("am", "Mañana por la mañana"), ("pm", "Mañana por la tarde"))}
    assert hear("mañana", Type.CHOICE, "es", **days) is None


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("a che ora è la sera?", "it", "Sera"),
        ("che ora è la sera", "it", "Sera"),
        ("que horas é a noite", "pt", "Noite"),
        ("c'est à quelle heure le soir", "fr", "Soir"),
        ("um wie viel uhr ist abend", "de", "Abend"),
        ("hoe laat is de avond", "nl", "Avond"),
        ("what time is evening", "en", "Evening"),
    ],
)
def test_who_asks_when_an_option_is_has_not_chosen_it(text, language, shown):
    assert hear(text, Type.CHOICE, language, choices=(("early", "1"), ("late", shown))) is None


@pytest.mark.parametrize(
    "text", ["extra large", "x-large", "extra small", "double large", "large, extra large", "an extra large please"]
)
def test_what_makes_another_option_of_one_chooses_neither(text):
    assert hear(text, Type.CHOICE, choices=(("s", "Small"), ("l", "Large"))) is None


def test_extra_large_is_one_where_it_is_shown():
    sizes = {"choices": (("l", "Large"), ("xl", "Extra large"))}
    assert "xl" == hear("an extra large please", Type.CHOICE, **sizes)


def test_a_choice_tells_what_was_shown():
    spec = Spec(expect=Type.CHOICE, **TRIAGE)
    assert Understood("broken", "Something is not working", "broken") == read_choice("2", spec, surroundings())


def test_without_choices_everything_is_unclear():
    assert hear("1", Type.CHOICE) is None


@pytest.mark.parametrize("language", known_languages().values(), ids=lambda language: language.code)
def test_no_word_of_a_language_is_a_bare_number(language):
    told = ("several", "both", "negation", "no", "exceptions", "inquiries", "conditions")
    assert [] == [phrase for field in told for phrase in phrases(getattr(language, field)) if phrase.isdecimal()]
    for number in map(str, range(1, 100)):
        assert number == spell_out(number, language)
        assert (number,) == core_of((number,)) == core_of((number,), language)
