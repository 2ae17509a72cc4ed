"""What is said when a reply is not understood and the author wrote nothing: two texts per type and language.

Each is one segment, even where its letters need UCS-2.
"""

from __future__ import annotations

from typing import Final

from bot.flow.model import Type

FALLBACK_LANGUAGE: Final = "en"

_TEXTS: Final[dict[str, dict[Type, tuple[str, str]]]] = {
    "en": {
        Type.TEXT: ("Sorry, please reply in a few words.", "Just a few words are enough."),
        Type.YES_NO: ("Sorry, please reply YES or NO.", "I only need YES or NO."),
        Type.CHOICE: ("Sorry, please reply with one of the options.", "Just the number of an option, please."),
        Type.INTEGER: ("Sorry, please reply with one whole number.", "Just one number, for example 3."),
        Type.NUMBER: ("Sorry, please reply with one number.", "Just one number, for example 2.5."),
        Type.MONEY: ("Sorry, please reply with one amount.", "Just one amount, for example 25.50."),
        Type.DATE: ("Sorry, which day do you mean?", "Please reply with one date, for example 6 March."),
        Type.TIME: ("Sorry, what time do you mean?", "Please reply with one time, for example 4 pm."),
        Type.DATETIME: ("Sorry, which day and time?", "Please reply like this: 6 March 4 pm."),
        Type.PHONE: ("Sorry, please reply with one phone number.", "Please include the area code."),
        Type.EMAIL: ("Sorry, please reply with one email address.", "It looks like name@example.com."),
        Type.REGEX: ("Sorry, that does not look right.", "Please check it and send it once more."),
        Type.MEDIA: ("Sorry, please send a picture.", "Please attach one picture or file."),
    },
    "es": {
        Type.TEXT: ("Perdón, responda con unas palabras.", "Bastan unas pocas palabras."),
        Type.YES_NO: ("Perdón, responda SÍ o NO.", "Solo necesito un SÍ o un NO."),
        Type.CHOICE: ("Perdón, responda con una de las opciones.", "Responda solo con el número de una opción."),
        Type.INTEGER: ("Perdón, responda con un número entero.", "Solo un número, por ejemplo 3."),
        Type.NUMBER: ("Perdón, responda con un número.", "Solo un número, por ejemplo 2,5."),
        Type.MONEY: ("Perdón, responda con un importe.", "Solo un importe, por ejemplo 25,50."),
        Type.DATE: ("Perdón, ¿qué día quiere decir?", "Responda con una fecha, por ejemplo 6 de marzo."),
        Type.TIME: ("Perdón, ¿a qué hora?", "Responda con una hora, por ejemplo 16:00."),
        Type.DATETIME: ("Perdón, ¿qué día y a qué hora?", "Responda así: 6 de marzo 16:00."),
        Type.PHONE: ("Perdón, responda con un número de teléfono.", "Escriba el número completo con prefijo."),
        Type.EMAIL: ("Perdón, responda con un correo electrónico.", "Se parece a nombre@example.com."),
        Type.REGEX: ("Perdón, eso no parece correcto.", "Compruébelo y envíelo otra vez."),
        Type.MEDIA: ("Perdón, envíe una foto.", "Adjunte una foto o un archivo."),
    },
    "fr": {
        Type.TEXT: ("Désolé, répondez en quelques mots.", "Quelques mots suffisent."),
        Type.YES_NO: ("Désolé, répondez OUI ou NON.", "Il me faut juste OUI ou NON."),
        Type.CHOICE: ("Désolé, répondez par une des options.", "Répondez juste avec le numéro d'une option."),
        Type.INTEGER: ("Désolé, répondez par un nombre entier.", "Juste un nombre, par exemple 3."),
        Type.NUMBER: ("Désolé, répondez par un nombre.", "Juste un nombre, par exemple 2,5."),
        Type.MONEY: ("Désolé, répondez par un montant.", "Juste un montant, par exemple 25,50."),
        Type.DATE: ("Désolé, quel jour voulez-vous dire ?", "Répondez par une date, par exemple 6 mars."),
        Type.TIME: ("Désolé, à quelle heure ?", "Répondez par une heure, par exemple 16h."),
        Type.DATETIME: ("Désolé, quel jour et à quelle heure ?", "Répondez ainsi : 6 mars 16h."),
        Type.PHONE: ("Désolé, répondez par un numéro de téléphone.", "Écrivez le numéro complet."),
        Type.EMAIL: ("Désolé, répondez par une adresse e-mail.", "Par exemple nom@example.com."),
        Type.REGEX: ("Désolé, cela ne semble pas correct.", "Vérifiez et renvoyez, s'il vous plaît."),
        Type.MEDIA: ("Désolé, envoyez une photo.", "Joignez une photo ou un fichier."),
    },
    "de": {
        Type.TEXT: ("Bitte antworten Sie mit ein paar Worten.", "Ein paar Worte genügen."),
        Type.YES_NO: ("Bitte antworten Sie mit JA oder NEIN.", "Ich brauche nur JA oder NEIN."),
        Type.CHOICE: ("Bitte antworten Sie mit einer der Optionen.", "Bitte nur die Nummer einer Option."),
        Type.INTEGER: ("Bitte antworten Sie mit einer ganzen Zahl.", "Nur eine Zahl, zum Beispiel 3."),
        Type.NUMBER: ("Bitte antworten Sie mit einer Zahl.", "Nur eine Zahl, zum Beispiel 2,5."),
        Type.MONEY: ("Bitte antworten Sie mit einem Betrag.", "Nur ein Betrag, zum Beispiel 25,50."),
        Type.DATE: ("Welchen Tag meinen Sie, bitte?", "Bitte ein Datum, zum Beispiel 6. März."),
        Type.TIME: ("Welche Uhrzeit meinen Sie, bitte?", "Bitte eine Uhrzeit, zum Beispiel 16 Uhr."),
        Type.DATETIME: ("Welcher Tag und welche Uhrzeit, bitte?", "Zum Beispiel so: 6. März 16 Uhr."),
        Type.PHONE: ("Bitte antworten Sie mit einer Telefonnummer.", "Bitte mit Vorwahl."),
        Type.EMAIL: ("Bitte antworten Sie mit einer E-Mail-Adresse.", "Zum Beispiel name@example.com."),
        Type.REGEX: ("Das scheint nicht zu stimmen.", "Bitte prüfen und noch einmal senden."),
        Type.MEDIA: ("Bitte senden Sie ein Bild.", "Bitte ein Bild oder eine Datei anhängen."),
    },
    "pt": {
        Type.TEXT: ("Desculpe, responda em poucas palavras.", "Bastam poucas palavras."),
        Type.YES_NO: ("Desculpe, responda SIM ou NÃO.", "Só preciso de SIM ou NÃO."),
        Type.CHOICE: ("Desculpe, responda com uma das opções.", "Responda só com o número de uma opção."),
        Type.INTEGER: ("Desculpe, responda com um número inteiro.", "Só um número, por exemplo 3."),
        Type.NUMBER: ("Desculpe, responda com um número.", "Só um número, por exemplo 2,5."),
        Type.MONEY: ("Desculpe, responda com um valor.", "Só um valor, por exemplo 25,50."),
        Type.DATE: ("Desculpe, qual dia?", "Responda com uma data, por exemplo 6 de março."),
        Type.TIME: ("Desculpe, a que horas?", "Responda com uma hora, por exemplo 16h."),
        Type.DATETIME: ("Desculpe, qual dia e a que horas?", "Responda assim: 6 de março 16h."),
        Type.PHONE: ("Desculpe, responda com um número de telefone.", "Escreva o número completo com DDD."),
        Type.EMAIL: ("Desculpe, responda com um e-mail.", "Por exemplo nome@example.com."),
        Type.REGEX: ("Desculpe, isso não parece correto.", "Confira e envie outra vez."),
        Type.MEDIA: ("Desculpe, envie uma foto.", "Anexe uma foto ou um arquivo."),
    },
    "it": {
        Type.TEXT: ("Scusi, risponda con poche parole.", "Bastano poche parole."),
        Type.YES_NO: ("Scusi, risponda SÌ o NO.", "Mi serve solo un SÌ o un NO."),
        Type.CHOICE: ("Scusi, risponda con una delle opzioni.", "Risponda solo con il numero di un'opzione."),
        Type.INTEGER: ("Scusi, risponda con un numero intero.", "Solo un numero, per esempio 3."),
        Type.NUMBER: ("Scusi, risponda con un numero.", "Solo un numero, per esempio 2,5."),
        Type.MONEY: ("Scusi, risponda con un importo.", "Solo un importo, per esempio 25,50."),
        Type.DATE: ("Scusi, quale giorno?", "Risponda con una data, per esempio 6 marzo."),
        Type.TIME: ("Scusi, a che ora?", "Risponda con un'ora, per esempio 16:00."),
        Type.DATETIME: ("Scusi, quale giorno e a che ora?", "Risponda così: 6 marzo 16:00."),
        Type.PHONE: ("Scusi, risponda con un numero di telefono.", "Scriva il numero completo con prefisso."),
        Type.EMAIL: ("Scusi, risponda con un indirizzo e-mail.", "Per esempio nome@example.com."),
        Type.REGEX: ("Scusi, non sembra corretto.", "Controlli e lo invii di nuovo."),
        Type.MEDIA: ("Scusi, invii una foto.", "Alleghi una foto o un file."),
    },
    "nl": {
        Type.TEXT: ("Sorry, antwoord in een paar woorden.", "Een paar woorden is genoeg."),
        Type.YES_NO: ("Sorry, antwoord met JA of NEE.", "Ik heb alleen JA of NEE nodig."),
        Type.CHOICE: ("Sorry, antwoord met een van de opties.", "Antwoord met alleen het nummer van een optie."),
        Type.INTEGER: ("Sorry, antwoord met een heel getal.", "Alleen een getal, bijvoorbeeld 3."),
        Type.NUMBER: ("Sorry, antwoord met een getal.", "Alleen een getal, bijvoorbeeld 2,5."),
        Type.MONEY: ("Sorry, antwoord met een bedrag.", "Alleen een bedrag, bijvoorbeeld 25,50."),
        Type.DATE: ("Sorry, welke dag bedoelt u?", "Antwoord met een datum, bijvoorbeeld 6 maart."),
        Type.TIME: ("Sorry, welke tijd bedoelt u?", "Antwoord met een tijd, bijvoorbeeld 16:00."),
        Type.DATETIME: ("Sorry, welke dag en hoe laat?", "Bijvoorbeeld zo: 6 maart 16:00."),
        Type.PHONE: ("Sorry, antwoord met een telefoonnummer.", "Graag met netnummer."),
        Type.EMAIL: ("Sorry, antwoord met een e-mailadres.", "Bijvoorbeeld naam@example.com."),
        Type.REGEX: ("Sorry, dat lijkt niet te kloppen.", "Controleer het en stuur het nog eens."),
        Type.MEDIA: ("Sorry, stuur een foto.", "Voeg een foto of bestand toe."),
    },
}  # fmt: skip

_YES_NO: Final[dict[str, tuple[str, str]]] = {
    "en": ("YES", "NO"),
    "es": ("SÍ", "NO"),
    "fr": ("OUI", "NON"),
    "de": ("JA", "NEIN"),
    "pt": ("SIM", "NÃO"),
    "it": ("SÌ", "NO"),
    "nl": ("JA", "NEE"),
}

LANGUAGES: Final = tuple(_TEXTS)
"""The languages that Parley understands and speaks by itself."""


def builtin(expect: Type, language: str) -> tuple[str, ...]:
    """The texts for the 1st, 2nd misunderstanding of a question; `pt-BR` speaks `pt`, an unknown language English."""
    texts = _TEXTS.get(_base(language), _TEXTS[FALLBACK_LANGUAGE])
    return texts.get(expect, texts[Type.TEXT])


def yes_no_words(language: str) -> tuple[str, str]:
    """The words for yes and no, to be tapped."""
    return _YES_NO.get(_base(language), _YES_NO[FALLBACK_LANGUAGE])


def _base(language: str) -> str:
    return language.replace("_", "-").split("-")[0].lower()
