"""The words that belong to consent: written as they are compared, with everything that the facts name."""

from __future__ import annotations

import pytest

from bot.stopwords import CONSENT_WORDS, Meaning
from bot.text import fold


@pytest.mark.parametrize("word", CONSENT_WORDS)
def test_a_word_is_written_as_it_is_compared(word):
    assert word == fold(word) == CONSENT_WORDS[word].word
    assert CONSENT_WORDS[word].languages


@pytest.mark.parametrize(
    ("meaning", "words"),
    [
        (Meaning.OUT, "stop unsubscribe end quit stopall revoke optout cancel opt-out remove td arrêt arrete arrett"),
        (Meaning.OUT, "alto parar pare baja detener cancelar salir fin arreter arretez desabonner desinscrire"),
        (
            Meaning.OUT,
            "stopp abmelden abbestellen beenden kündigen sair descadastrar remover ferma basta annulla cancella",
        ),
        (Meaning.OUT, "disiscrivi stoppen afmelden uitschrijven"),
        (Meaning.IN, "start yes unstop"),
        (Meaning.HELP, "help info ayuda aide hilfe ajuda aiuto hulp"),
    ],
)
def test_every_listed_word_is_there(meaning, words):
    assert dict.fromkeys(words.split(), meaning) == {word: CONSENT_WORDS[fold(word)].meaning for word in words.split()}


def test_words_of_several_lists_name_all_their_carriers_and_languages():
    assert ("es", "pt") == CONSENT_WORDS["pare"].languages
    assert ("Twilio", "AWS") == CONSENT_WORDS["arret"].carriers
    assert (True, False) == (CONSENT_WORDS["cancel"].plain, CONSENT_WORDS["stop"].plain)
