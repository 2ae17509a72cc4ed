"""Yes, no, and neither, as people text them."""

import pytest

from bot.engine.understand.yes_no import NO, YES, read_yes_no


@pytest.mark.parametrize(
    "text",
    [
        "yes", "Yes!", "YES", "yep", "yeah", "yup", "yea", "ya", "y", "sure", "ok", "okay", "k", "sounds good",
        "👍", "👍🏽", "si", "Sí", "sí claro", "claro que sí", "oui", "ja", "sim", "d'accord", "D’accord", "1",
        "1.", "#1", "yse", "yess", "yesss", "yeahhh", "Yes please", "yes I'll be there", "Yep see you then",
        "ok see you tomorrow", "sure thing", "of course", "absolutely", "definitely", "no problem", "np",
        "why not", "sure, why not", "that works", "that works for me", "perfect", "Perfect thanks!",
        "I'll be there", "count me in", "yes!!! 😀", "correct", "that's right", "I do", "yes I can't wait",
        "cant wait", "yes, no problem", "of course not a problem", "yeah sure", "Okay thank you", "Confirmed",
        "I confirm", "confirm", "aye", "uh huh", "si por favor", "oui bien sûr", "oui merci", "ja gerne",
        "na klar", "sim por favor", "pode ser", "sì grazie", "va bene", "ja graag", "prima", "is goed", "vale",
        "dale", "✅", "👌", "yes ma'am", "yessir", "Absolutly", "definately", "yes i would", "hell yeah",
        "totally", "I'd love to", "i think so", "for sure", "fo sho", "bet", "yes, 2 people", "yes for 2",
        "Yes, at 4pm", "yes 👍", "great, see you tomorrow", "good", "it works now", "option 1", "number 1",
        "yesplease", "YES.", "\"yes\"", "y e s", "Yeah, that's fine", "please do", "go ahead", "je confirme",
        "tout à fait", "c'est bon", "com certeza", "beleza", "blz", "certo", "confermo", "klopt", "geht klar",
        "passt", "in Ordnung", "jawohl", "einverstanden", "de acuerdo", "está bien", "por supuesto", "oke",
        "sip", "1️⃣", "Sure do!", "alright", "all right then", "fine by me", "You bet", "will do", "I guess so",
        "indeed", "It did, thanks!", "Hi, yes please", "Hello. Yes.", "Tuesday? yes",
    ],
)  # fmt: skip
def test_yes(text):
    assert read_yes_no(text) is YES


@pytest.mark.parametrize(
    "text",
    [
        "no", "No.", "NO!!", "nope", "nah", "no thanks", "no thank you", "👎", "nein", "non", "não", "nao",
        "noo", "nooo", "2", "2.", "#2", "not really", "n", "No I can't make it", "can't make it", "I can't",
        "i cannot come", "I won't be able to make it", "not interested", "never", "no way", "absolutely not",
        "of course not", "not at all", "I don't think so", "nope sorry", "sorry, no", "unfortunately not",
        "Nah I'm good", "no I'm fine thanks", "no im good", "not today", "no gracias", "claro que no",
        "para nada", "no puedo", "non merci", "pas du tout", "je ne peux pas", "nein danke", "auf keinen Fall",
        "leider nicht", "ich kann leider nicht", "não obrigado", "não posso", "no grazie", "non posso",
        "nee bedankt", "nee hoor", "helaas niet", "wrong", "that's not right", "incorrect", "not ok",
        "doesn't work", "didn't work", "it didn't", "I don't", "no need", "negative", "nop", "❌", "🙅‍♀️",
        "No, Tuesday is good", "hell no", "rather not", "I'd rather not", "no, not yet", "not yet",
        "no longer needed", "option 2", "number 2", "naw", "decline", "No but thanks", "i disagree",
        "still broken", "nuh uh", "noep", "no sir", "sorry can't make it tomorrow", "ne", "nö", "neen",
        "nothanks", "not good for me", "não dá", "non va bene", "geht nicht", "past niet", "ça ne marche pas",
        "don't want it", "Please don't", "nu uh",
    ],
)  # fmt: skip
def test_no(text):
    assert read_yes_no(text) is NO


@pytest.mark.parametrize(
    "text",
    [
        "yes no wait", "yes no", "no yes", "maybe", "not sure", "I don't know", "idk", "perhaps", "no idea",
        "hmm", "what?", "who is this", "good morning", "thanks", "thank you", "is it ok to come late?",
        "can I bring my dog?", "yes and no", "depends", "yes but can we do Thursday instead?", "ok but later",
        "let me check", "👍👎", "3", "1 or 2", "1 2", "hello", "call me", "I have a question", "no sé",
        "je ne sais pas", "weiß nicht", "não sei", "non lo so", "weet niet", "quizás", "peut-être",
        "vielleicht", "talvez", "forse", "misschien", "noon", "nonstop", "note", "yesterday", "11",
        "ok what time is it?", "ok can you move it to tuesday?", "I want to reschedule", "can you confirm?",
        "year", "hope", "sorry", "my yes is my no", "asdfgh", "", "🤷", "🎉", "wait", "hold on", "both",
        "either way", "Yesterday was fine", "knowing", "10", "12", "what does yes mean?", "don't know",
        "yes, wait, no", "no entiendo", "when?", "jein", "more or less", "How much?", "2pm", "at 2",
        "in 2 days", "I'm good",
    ],
)  # fmt: skip
def test_unclear(text):
    assert read_yes_no(text) is None


KEEP = {
    "en": "Shall we keep your appointment?",
    "es": "¿Mantenemos su cita?",
    "fr": "Souhaitez-vous garder votre rendez-vous ?",
    "de": "Möchten Sie den Termin behalten?",
    "pt": "Quer manter a consulta?",
    "it": "Vuole mantenere l'appuntamento?",
    "nl": "Wilt u de afspraak laten doorgaan?",
}


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("graag", "nl", YES),
        ("graag, dank u", "nl", YES),
        ("graag laten doorgaan", "nl", YES),
        ("graag annuleren", "nl", None),
        ("ja graag annuleren", "nl", None),
        ("graag op dinsdag", "nl", None),
        ("gerne", "de", YES),
        ("gerne behalten", "de", YES),
        ("gerne absagen", "de", None),
        ("gerne an einem anderen Tag", "de", None),
        ("volontiers merci", "fr", YES),
        ("volontiers jeudi", "fr", None),
        ("avec plaisir un autre jour", "fr", None),
        ("con gusto", "es", YES),
        ("con gusto otro dia", "es", None),
        ("claro", "es", YES),
        ("claro cancelela", "es", None),
        ("claro, pode cancelar", "pt", None),
        ("com prazer", "pt", YES),
        ("volentieri grazie", "it", YES),
        ("volentieri un altro giorno", "it", None),
        ("yes please cancel", "en", None),
        ("yes, please don't cancel", "en", YES),
        ("no, cancel it", "en", NO),
    ],
)
def test_who_is_willing_to_do_something_else_has_not_agreed(text, language, expected):
    assert expected == read_yes_no(text, language, KEEP[language])


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Wilt u de afspraak annuleren?", "graag annuleren", YES),
        ("Wilt u de afspraak annuleren?", "ja graag annuleren", YES),
        ("Afspraak verzetten of annuleren?", "graag annuleren", None),
    ],
)
def test_who_cancels_as_asked_agrees(question, text, expected):
    assert expected == read_yes_no(text, "nl", question)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("oui ma femme vient", "fr", YES),
        ("sì ma più tardi", "it", None),
        ("sí, más tarde te llamo", "es", YES),
        ("sim mas mais tarde", "pt", None),
        ("I am in meeting will message later", "en", None),
        ("I'm in", "en", YES),
        ("nahi", "en", NO),
        ("non c'est beau merci", "fr", NO),
        ("nei danke", "de", NO),
        ("nöd nötig", "de", NO),
    ],
)
def test_a_word_that_takes_back_in_one_language_only(text, language, expected):
    assert expected == read_yes_no(text, language)
