"""What stands around a request, and who should read what is none."""

import pytest

from bot.compliance.asking.reader import Doubt
from bot.compliance.screen import Outcome, classify

OUT, REVIEW, NONE = Outcome.OUT, Outcome.REVIEW, Outcome.NONE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # before it
        ("stop texting me", OUT),
        ("don't stop texting me", NONE),
        ("I don't mind the shop but stop texting me", OUT),
        ("why don't you stop texting me", OUT),
        ("if you don't stop texting me I'll report you", OUT),
        ("I told you to stop texting me", OUT),
        ("he told me to stop texting you", REVIEW),
        ("what happens if I unsubscribe", REVIEW),
        ("please don't remove me from the list", NONE),
        ("no dejen de mandarme mensajes", NONE),
        ("n'arrêtez pas de m'envoyer des messages", NONE),
        # after it
        ("stop texting me before nine", REVIEW),
        ("stop texting me at work", REVIEW),
        ("stop texting me so often", REVIEW),
        ("stop sending me texts in Spanish", REVIEW),
        ("no me escriban por la noche", REVIEW),
        ("schreibt mir nicht so oft", REVIEW),
        ("stop texting me or I will sue", OUT),
        ("stop texting me about your sale", OUT),
        ("stop texting me about my order", REVIEW),
        # what is sent
        ("no me mande mensajes", OUT),
        ("no me mande la factura", NONE),
        ("deje de mandar a Juan", REVIEW),
        ("pare de mandar mensagens", OUT),
        # elsewhere in the text
        ("stop texting this phone, use my new number", REVIEW),
        ("Stop texting me. Just kidding!", REVIEW),
        ("unsubscribe? no way, love these", REVIEW),
        ("stop calling me, text only please", REVIEW),
        # which list
        ("take me off the list", OUT),
        ("take me off the waiting list", NONE),
        ("quítenme de la lista de espera", NONE),
        # bare, with grounds
        ("Wrong person, stop.", OUT),
        ("stop. I never signed up for this", OUT),
        ("not interested, remove me", OUT),
        ("I don't want it to stop", NONE),
        ("The noise is unbearable. STOP", OUT),
        ("STOP im driving", OUT),
        ("STOP the presses", NONE),
        ("S.T.O.P texting me", OUT),
        ("Stop. Texting. Me.", OUT),
        # mixed languages
        ("no me textees, stop please", OUT),
        ("bitte stop texting me", OUT),
        ("para mi", NONE),
    ],
)
def test_what_a_request_is(text, expected):
    assert expected == classify(text).verdict


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("wrong number", Doubt.WRONG_NUMBER),
        ("I'm not Maria", Doubt.WRONG_NUMBER),
        ("no soy Carlos", Doubt.WRONG_NUMBER),
        ("My husband passed away", Doubt.DECEASED),
        ("mi papá falleció", Doubt.DECEASED),
        ("who is this??", Doubt.WHO_IS_THIS),
        ("wer ist das", Doubt.WHO_IS_THIS),
        ("how did you get my number", Doubt.WHO_IS_THIS),
        ("this is spam", Doubt.COMPLAINT),
        ("I never signed up for this", Doubt.COMPLAINT),
        ("too many texts", Doubt.LESS),
        ("trop de messages", Doubt.LESS),
        ("not interested", Doubt.UNSURE),
        ("cancel my subscription", Doubt.UNSURE),
        ("please don't call me", Doubt.UNSURE),
    ],
)
def test_why_a_person_should_read_it(text, reason):
    found = classify(text)
    assert (REVIEW, reason, None) == (found.verdict, found.reason, found.matched_by)
    assert found.word


@pytest.mark.parametrize("text", ["I'm not sure", "im not maria", "no soy de aquí", "I'm not at home"])
def test_a_name_is_told_by_its_capital(text):
    assert classify(text).reason is not Doubt.WRONG_NUMBER


def test_only_the_first_requests_of_a_text_are_weighed():
    tale = "he told me to stop texting you before. "

    assert OUT == classify(tale * 7 + "Stop texting me.").verdict
    assert REVIEW == classify(tale * 8 + "Stop texting me.").verdict
