"""The one answer to STOP, START and HELP: short, plain, and never without the business's name."""

import pytest

from bot.compliance.replies import reply
from bot.engine.texts import LANGUAGES
from bot.text import Segments, segments

BUSINESS = {"name": "Riverside Dental", "help_contact": "+1 555 010 2000"}


@pytest.mark.parametrize("language", [*LANGUAGES, "pt-BR", "xx"])
@pytest.mark.parametrize("verdict", ["out", "in", "help"])
def test_every_answer_is_one_gsm_segment_that_names_the_business(verdict, language):
    text = reply(verdict, language=language, business=BUSINESS)
    assert ("GSM-7", 1) == (segments(text).encoding, segments(text).count)
    assert text.startswith("Riverside Dental: ")


def test_the_answers_in_english():
    expected = [
        "Riverside Dental: You are unsubscribed and will receive no more messages. Reply START to resubscribe.",
        "Riverside Dental: You are subscribed again. Reply HELP for help, STOP to opt out. Msg&data rates may apply.",
        "Riverside Dental: For help contact +1 555 010 2000. Reply STOP to opt out. Msg&data rates may apply.",
    ]
    assert expected == [reply(verdict, language="en", business=BUSINESS) for verdict in ("out", "in", "help")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_tells_how_to_reach_a_person_and_how_to_stop(language):
    text = reply("help", language=language, business=BUSINESS)
    assert "+1 555 010 2000" in text
    assert "STOP" in text


def test_without_a_contact_the_sentence_is_left_out():
    expected = "Acme: Reply STOP to opt out. Msg&data rates may apply."
    assert expected == reply("help", language="en", business={"name": "Acme"})


def test_who_writes_again_and_again_says_how_often():
    business = BUSINESS | {"message_frequency": "Up to 4 messages a month."}
    expected = [
        "Riverside Dental: You are subscribed again. Up to 4 messages a month. Reply HELP for help, STOP to opt out. "
        "Msg&data rates may apply.",
        "Riverside Dental: For help contact +1 555 010 2000. Up to 4 messages a month. Reply STOP to opt out. "
        "Msg&data rates may apply.",
    ]
    texts = [reply(verdict, language="en", business=business) for verdict in ("in", "help")]

    assert expected == texts
    assert [1, 1] == [segments(text).count for text in texts]


def test_a_long_name_is_cut_so_that_the_rest_fits():
    text = reply("in", language="en", business={"name": "Łódź Café “Zum Großen Bären” " * 5})
    assert Segments("GSM-7", 160, 1) == segments(text)
    assert text.startswith('Lodz Café "Zum Großen Bären"')
    assert text.endswith(": You are subscribed again. Reply HELP for help, STOP to opt out. Msg&data rates may apply.")


def test_a_name_that_cannot_be_spelled_is_we():
    expected = "We: You are unsubscribed and will receive no more messages. Reply START to resubscribe."
    assert expected == reply("out", language="en", business={"name": "😀"})


def test_braces_in_settings_are_only_text():
    assert reply("help", language="en", business={"name": "{contact}", "help_contact": "{brand}"}).startswith(
        "{contact}: "
    )
