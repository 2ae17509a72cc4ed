"""What we answer to STOP, START and HELP: one GSM-7 segment that names the business and sells nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot import text as texts
from bot.events import Json

_NAMELESS: Final = "We"
_ENGLISH: Final = "en"


@dataclass(frozen=True, slots=True)
class _Replies:
    out: str
    into: str
    help: str
    contact: str
    """How to reach a person; left out where the business names no contact."""
    which: str
    """Confirms STOP, and asks in the same text whether it was meant of everything."""
    left: str
    """Confirms that one programme ends, and no more."""
    unclear: str
    """Asks somebody who may have meant STOP."""
    kept: str
    """Confirms that they did not."""


_TEXTS: Final[Mapping[str, _Replies]] = {
    "en": _Replies(
        "{brand}: You are unsubscribed and will receive no more messages. Reply START to resubscribe.",
        "{brand}: You are subscribed again. {often}Reply HELP for help, STOP to opt out. Msg&data rates may apply.",
        "{brand}: {contact}{often}Reply STOP to opt out. Msg&data rates may apply.",
        "For help contact {at}. ",
        "{brand}: You will receive no more messages. If you meant {program} only, reply KEEP to get the others.",
        "{brand}: You will receive no more {program} messages. Reply STOP to end all messages.",
        "{brand}: Shall we stop texting you? Reply STOP to end all messages, KEEP to go on.",
        "{brand}: All right, you stay subscribed. Reply STOP at any time to end all messages.",
    ),
    "es": _Replies(
        "{brand}: Se ha dado de baja y no le enviaremos más mensajes. Responda START para volver.",
        "{brand}: De nuevo recibe mensajes. {often}Responda HELP para ayuda, STOP para baja. Pueden aplicar tarifas.",
        "{brand}: {contact}{often}Responda STOP para la baja. Pueden aplicar tarifas de mensajes y datos.",
        "Ayuda: {at}. ",
        "{brand}: No le enviaremos más mensajes. Si solo era por {program}, responda KEEP para recibir los demás.",
        "{brand}: No le enviaremos más mensajes de {program}. Responda STOP para la baja de todos.",
        "{brand}: ¿No quiere más mensajes? Responda STOP para la baja, KEEP para seguir.",
        "{brand}: De acuerdo, sigue recibiendo mensajes. Responda STOP cuando quiera la baja.",
    ),
    "fr": _Replies(
        "{brand}: Vous êtes désabonné et ne recevrez plus de messages. Répondez START pour revenir.",
        "{brand}: Vous êtes de nouveau abonné. {often}Répondez HELP pour l'aide, STOP pour arrêter. Frais possibles.",
        "{brand}: {contact}{often}Répondez STOP pour arrêter. Frais de messages et de données possibles.",
        "Aide: {at}. ",
        "{brand}: Vous ne recevrez plus de messages. Pour {program} seulement? Répondez KEEP pour garder les autres.",
        "{brand}: Vous ne recevrez plus de messages {program}. Répondez STOP pour tout arrêter.",
        "{brand}: Faut-il arrêter les messages? Répondez STOP pour arrêter, KEEP pour continuer.",
        "{brand}: Entendu, vous restez abonné. Répondez STOP à tout moment pour arrêter.",
    ),
    "de": _Replies(
        "{brand}: Sie sind abgemeldet und erhalten keine Nachrichten mehr. Mit START melden Sie sich wieder an.",
        "{brand}: Sie sind wieder angemeldet. {often}HELP für Hilfe, STOP zum Abmelden. Es können Kosten anfallen.",
        "{brand}: {contact}{often}Mit STOP melden Sie sich ab. Es können Kosten für SMS und Daten anfallen.",
        "Hilfe: {at}. ",
        "{brand}: Sie erhalten keine Nachrichten mehr. Nur {program} gemeint? Mit KEEP erhalten Sie die anderen.",
        "{brand}: Sie erhalten keine Nachrichten zu {program} mehr. Mit STOP beenden Sie alle.",
        "{brand}: Sollen wir aufhören? Mit STOP enden alle Nachrichten, mit KEEP geht es weiter.",
        "{brand}: Gut, Sie bleiben angemeldet. Mit STOP melden Sie sich jederzeit ab.",
    ),
    "pt": _Replies(
        "{brand}: Cadastro cancelado, você não receberá mais mensagens. Responda START para voltar.",
        "{brand}: Você voltou a receber mensagens. {often}Responda HELP para ajuda, STOP para sair. Podem incidir "
        "tarifas.",
        "{brand}: {contact}{often}Responda STOP para sair. Podem incidir tarifas de mensagens e dados.",
        "Ajuda: {at}. ",
        "{brand}: Você não receberá mais mensagens. Se era só {program}, responda KEEP para receber as outras.",
        "{brand}: Você não receberá mais mensagens de {program}. Responda STOP para sair de todas.",
        "{brand}: Quer parar de receber mensagens? Responda STOP para sair, KEEP para continuar.",
        "{brand}: Certo, você continua recebendo mensagens. Responda STOP quando quiser sair.",
    ),
    "it": _Replies(
        "{brand}: Iscrizione annullata, non riceverà altri messaggi. Risponda START per tornare.",
        "{brand}: Riceve di nuovo i messaggi. {often}Risponda HELP per aiuto, STOP per annullare. Possibili costi.",
        "{brand}: {contact}{often}Risponda STOP per annullare. Possibili costi per messaggi e dati.",
        "Aiuto: {at}. ",
        "{brand}: Non riceverà altri messaggi. Se era solo per {program}, risponda KEEP per ricevere gli altri.",
        "{brand}: Non riceverà altri messaggi {program}. Risponda STOP per annullare tutti.",
        "{brand}: Non vuole più messaggi? Risponda STOP per annullare, KEEP per continuare.",
        "{brand}: Va bene, resta iscritto. Risponda STOP in qualsiasi momento per annullare.",
    ),
    "nl": _Replies(
        "{brand}: U bent afgemeld en ontvangt geen berichten meer. Antwoord START om terug te keren.",
        "{brand}: U bent weer aangemeld. {often}Antwoord HELP voor hulp, STOP om te stoppen. Er kunnen kosten zijn.",
        "{brand}: {contact}{often}Antwoord STOP om te stoppen. Er kunnen kosten zijn voor berichten en data.",
        "Hulp: {at}. ",
        "{brand}: U ontvangt geen berichten meer. Alleen {program} bedoeld? Antwoord KEEP voor de andere.",
        "{brand}: U ontvangt geen berichten van {program} meer. Antwoord STOP om alles te stoppen.",
        "{brand}: Wilt u geen berichten meer? Antwoord STOP om te stoppen, KEEP om door te gaan.",
        "{brand}: Goed, u blijft aangemeld. Antwoord STOP wanneer u wilt stoppen.",
    ),
}


def reply(verdict: str, *, language: str, business: Mapping[str, Json], program: str | None = None) -> str:
    """The one answer to `out`, `in` or `help`, or what else is said about consent, in the contact's language.

    A long name is cut, the rest never is.
    """
    replies = _TEXTS.get(language.replace("_", "-").split("-")[0].lower(), _TEXTS[_ENGLISH])
    template = replies.into if verdict == "in" else str(getattr(replies, verdict))
    at = _gsm(str(business.get("help_contact") or ""))
    named = template.replace("{program}", program or "")
    often = _gsm(str(business.get("message_frequency") or "")).strip().removesuffix(".")
    named = named.replace("{often}", f"{often}. " if often else "")
    frame = _gsm(named.replace("{contact}", replies.contact.replace("{at}", at) if at else ""))
    brand = _gsm(str(business.get("name") or "")).strip() or _NAMELESS
    return frame.replace("{brand}", _fitting(brand, frame.replace("{brand}", "")), 1)


def _fitting(brand: str, rest: str) -> str:
    """As much of the name as one segment has room for beside the rest."""
    while brand and texts.segments(brand + rest).units > texts.GSM_SINGLE_UNITS:
        brand = brand[:-1].rstrip()
    return brand


def _gsm(text: str) -> str:
    """Spelled with the GSM-7 alphabet; what it cannot spell is left out."""
    spelled = list(text)
    for index, _, cheaper in texts.offenders(text):
        spelled[index] = cheaper or ""
    return "".join(spelled)
