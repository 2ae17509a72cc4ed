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


_TEXTS: Final[Mapping[str, _Replies]] = {
    "en": _Replies(
        "{brand}: You are unsubscribed and will receive no more messages. Reply START to resubscribe.",
        "{brand}: You are subscribed again. Reply HELP for help, STOP to opt out. Msg&data rates may apply.",
        "{brand}: {contact}Reply STOP to opt out. Msg&data rates may apply.",
        "For help contact {at}. ",
    ),
    "es": _Replies(
        "{brand}: Se ha dado de baja y no le enviaremos más mensajes. Responda START para volver.",
        "{brand}: De nuevo recibe mensajes. Responda HELP para ayuda, STOP para baja. Pueden aplicar tarifas.",
        "{brand}: {contact}Responda STOP para la baja. Pueden aplicar tarifas de mensajes y datos.",
        "Ayuda: {at}. ",
    ),
    "fr": _Replies(
        "{brand}: Vous êtes désabonné et ne recevrez plus de messages. Répondez START pour revenir.",
        "{brand}: Vous êtes de nouveau abonné. Répondez HELP pour l'aide, STOP pour arrêter. Frais possibles.",
        "{brand}: {contact}Répondez STOP pour arrêter. Frais de messages et de données possibles.",
        "Aide: {at}. ",
    ),
    "de": _Replies(
        "{brand}: Sie sind abgemeldet und erhalten keine Nachrichten mehr. Mit START melden Sie sich wieder an.",
        "{brand}: Sie sind wieder angemeldet. HELP für Hilfe, STOP zum Abmelden. Es können Kosten anfallen.",
        "{brand}: {contact}Mit STOP melden Sie sich ab. Es können Kosten für SMS und Daten anfallen.",
        "Hilfe: {at}. ",
    ),
    "pt": _Replies(
        "{brand}: Cadastro cancelado, você não receberá mais mensagens. Responda START para voltar.",
        "{brand}: Você voltou a receber mensagens. Responda HELP para ajuda, STOP para sair. Podem incidir tarifas.",
        "{brand}: {contact}Responda STOP para sair. Podem incidir tarifas de mensagens e dados.",
        "Ajuda: {at}. ",
    ),
    "it": _Replies(
        "{brand}: Iscrizione annullata, non riceverà altri messaggi. Risponda START per tornare.",
        "{brand}: Riceve di nuovo i messaggi. Risponda HELP per aiuto, STOP per annullare. Possibili costi.",
        "{brand}: {contact}Risponda STOP per annullare. Possibili costi per messaggi e dati.",
        "Aiuto: {at}. ",
    ),
    "nl": _Replies(
        "{brand}: U bent afgemeld en ontvangt geen berichten meer. Antwoord START om terug te keren.",
        "{brand}: U bent weer aangemeld. Antwoord HELP voor hulp, STOP om te stoppen. Er kunnen kosten zijn.",
        "{brand}: {contact}Antwoord STOP om te stoppen. Er kunnen kosten zijn voor berichten en data.",
        "Hulp: {at}. ",
    ),
}


def reply(verdict: str, *, language: str, business: Mapping[str, Json]) -> str:
    """The one answer to `out`, `in` or `help` in the contact's language; a long name is cut, the rest never is."""
    replies = _TEXTS.get(language.replace("_", "-").split("-")[0].lower(), _TEXTS[_ENGLISH])
    template = {"out": replies.out, "in": replies.into, "help": replies.help}[verdict]
    at = _gsm(str(business.get("help_contact") or ""))
    frame = _gsm(template.replace("{contact}", replies.contact.replace("{at}", at) if at else ""))
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
