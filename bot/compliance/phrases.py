"""What people write to be left in peace, by language, as patterns over folded text (`bot.text.fold`).

Each pattern is a whole request, never a lone word; `bot.stopwords` holds those.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

LEAD: Final = (
    "please|pls|plz|kindly|hey|hi|hello|ok|okay|just|again|and|so|sorry|omg|yes|can you"
    "|could you|would you|will you"
    "|you need to|you must|you should|i want you to|i need you to|i would like you to"
    "|id like you to|i said|i told you to"
    "|thanks but|thank you but"
    "|por favor|porfavor|porfa|s il vous plait|svp|merci de|veuillez|bitte|per favore|alstublieft|aub"
)
"""May stand before a request."""
TRAIL: Final = (
    "please|pls|plz|now|thanks|thank you|thx|ty|immediately|asap|already|right now|right away|forever|for good"
    "|ok|okay|sir"
    "|por favor|gracias|ya|ahora|merci|svp|s il vous plait|maintenant|bitte|danke|jetzt|sofort|obrigado|obrigada|agora"
    "|grazie|per favore|subito|dank u|dank je|alstublieft|aub|nu"
)
"""May stand after a keyword."""

_TEXTS = (
    "(?:(?:text |spam )?(?:texts?|messages?|msgs?|sms)|spam|notifications?|alerts?|promos?|promotions?|marketing|ads?)"
)
_ME = "(?:me|us|this number|my number|my phone|this phone)"

REQUESTS: Final[Mapping[str, tuple[str, ...]]] = {
    "en": (
        (
            "(?:stop|quit|cease) (?:texting|messaging|contacting|emailing|spamming|bothering|harassing|"
            "pestering|annoying)"
        ),
        (
            f"(?:stop|quit|cease) sending(?: {_ME})?(?: (?:any|all|these|those|your|this|the|so many|"
            f"more))*(?: (?:{_TEXTS}|this|these|stuff|crap))?$"
        ),
        (
            "stop (?:all )?(?:of )?(?:the |these |those |your |this |with the |with these |"
            f"with your )?(?:\\w+ )?{_TEXTS}$"
        ),
        f"(?:do not|dont|never)(?: ever)? (?:text|txt|message|msg|contact|email|bother|spam|disturb) {_ME}",
        f"(?:do not|dont) send (?:{_ME} )?(?:any ?more|any|more|these|those|your|anything)",
        (
            f"(?:remove|delete|erase|take) {_ME} (?:off|from)(?: of)? (?:your|this|the|that|all|"
            "any)(?: \\w+)? (?:list|lists|database|system)"
        ),
        "(?:take|get) me off(?: of)? (?:your|this|the|that)(?: \\w+)? (?:list|lists)",
        "(?:remove me|remove my number|delete my number|lose my number|lose this number)$",
        "unsubscribe(?: (?:me|us|now|here|from .*|this number|my number))?$",
        (
            "(?:i (?:would like|want|wish|need)|id like|i wanna|wanna|let me) (?:to )?(?:unsubscribe|"
            "opt out|be removed|be taken off)"
        ),
        "(?:i (?:would like|want|wish|need)|id like|i wanna) to stop (?:receiving|getting)",
        "(?:i )?opt me out|(?:i am|im) opting out|i opt out",
        "i (?:hereby )?(?:withdraw|revoke)(?: all)?(?: my)? (?:consent|permission)",
        f"no more {_TEXTS}",
        (
            "(?:do not|dont|no longer|never) (?:want|wish|care|wanna)(?: to)? (?:receive|get|have|"
            f"see)? ?(?:any ?more |any |your |these |this |those |more )*{_TEXTS}"
        ),
        (
            "(?:do not|dont|no longer) (?:want|wish|care)(?: to)? (?:receive|get|receiving|getting) "
            "(?:these|this|those|them|anything)$"
        ),
        "(?:do not|dont|no longer) (?:want|wish) to (?:be (?:contacted|texted|messaged)|hear from you)",
        "leave (?:me|us) (?:alone|be)|leave me in peace",
        "stop (?:everything|it all|them all|this now|that now)$",
    ),
    "es": (
        "(?:deja|deje|dejen|dejad|para|pare|paren) de (?:enviar|mandar|escribir|molestar|contactar|textear)\\w*",
        (
            "no (?:me |nos )?(?:envie|envien|envies|mande|manden|mandes|escriba|escriban|escribas|contacte|"
            "contacten|moleste|molesten)(?: mas| \\w+ mensajes?| mensajes?)"
        ),
        "no mas (?:mensajes?|textos?|sms|publicidad|promociones)",
        "(?:quiero|quisiera|deseo) (?:darme de baja|cancelar la suscripcion|dejar de recibir)",
        "(?:dame|deme|denme) de baja",
        "(?:ya )?no (?:quiero|deseo) (?:recibir |mas |sus |estos )*(?:mensajes?|textos?|sms|publicidad)",
        (
            "(?:eliminen?|borren?|quiten?|elimina|borra|quita) mi numero|(?:quitenme|saquenme|eliminenme|"
            "borrenme|quitame|sacame) de (?:la|su|tu|esta) lista"
        ),
        "dejen?me en paz|dejame en paz",
    ),
    "fr": (
        (
            "(?:arretez|arrete|cessez|stop) (?:de )?(?:m|me|nous)? ?(?:envoyer|ecrire|contacter|harceler|"
            "deranger|spammer)"
        ),
        "ne (?:m|me|nous) ?(?:envoyez|ecrivez|contactez|envoie|ecris|contacte|derangez) plus",
        "plus de (?:messages?|sms|textos?|pub|publicite)",
        "(?:desabonnez|desinscrivez|desabonne|desinscris|retirez|supprimez|enlevez) moi",
        "(?:je veux|je souhaite|je voudrais) (?:me desabonner|me desinscrire|ne plus recevoir)",
        "je ne (?:veux|souhaite) plus (?:recevoir|de (?:messages?|sms))",
        "laissez moi tranquille|fichez moi la paix",
    ),
    "de": (
        "(?:hort|hor|horen sie|hoert|hoeren sie) (?:bitte )?auf (?:mir|mich|uns)? ?(?:zu|nachrichten|sms)",
        "keine (?:weiteren |weitere )?(?:nachrichten|sms|werbung)(?: mehr)?(?: bitte)?$",
        (
            "(?:schreib|schreibt|schreiben sie|sende|sendet|senden sie|schick|schickt|schicken sie) (?:mir|"
            "uns) (?:bitte )?(?:nicht mehr|nichts mehr|keine)"
        ),
        "(?:kontaktiert|kontaktieren sie) mich (?:bitte )?nicht",
        "(?:ich )?(?:mochte|will) (?:mich )?(?:gerne )?(?:abmelden|austragen)",
        "(?:ich )?(?:mochte|will) keine (?:weiteren )?(?:nachrichten|sms|werbung)",
        (
            "(?:nimm|nehmt|nehmen sie|streich|streichen sie) mich (?:bitte )?(?:von|aus) (?:der|ihrer|eurer|"
            "deiner) liste"
        ),
        "(?:lass|lasst|lassen sie) mich (?:bitte )?in ruhe",
    ),
    "pt": (
        "pare?m? de (?:me )?(?:enviar|mandar|escrever|incomodar|contactar|contatar)",
        "nao (?:me )?(?:envie|enviem|mande|mandem|escreva|escrevam|contate|contatem|contacte|contactem) mais",
        "nao (?:quero|desejo) (?:mais )?(?:receber|mensagens|sms)",
        "(?:chega de|sem mais|nao mais) (?:mensagens|mensagem|sms)",
        "(?:me )?(?:remova|remover|tire|tira|retire|exclua|descadastre)(?: me)? (?:da|desta|dessa) lista",
        "(?:quero|gostaria de) (?:me descadastrar|cancelar a inscricao|sair da lista)",
        "me deixem? em paz",
    ),
    "it": (
        "smett(?:i|ete|ila|etela) di (?:scriver|mandar|inviar|contattar|disturbar)\\w*",
        "non (?:mi )?(?:scrivete|scrivere|contattate|contattare|mandate|mandare|inviate|inviare)(?:mi)? piu",
        "non (?:voglio|desidero) (?:piu )?(?:ricevere|messaggi|sms)",
        "basta (?:messaggi|sms|messaggini|pubblicita)",
        "(?:voglio|vorrei) (?:disiscrivermi|cancellarmi|cancellare l iscrizione)",
        "(?:cancellami|cancellatemi|toglietemi|toglimi|rimuovetemi|rimuovimi|disiscrivetemi|disiscrivimi)",
        "lasciatemi in pace|lasciami in pace",
    ),
    "nl": (
        "stop met (?:het )?(?:sms|smsen|berichten|sturen|mailen|appen|lastigvallen)",
        "(?:stuur|stuurt) (?:me|mij|ons) (?:geen|niets|niet)",
        "geen (?:berichten|sms|smsjes|reclame)(?: meer)?(?: graag| aub)?$",
        "(?:haal|verwijder) (?:me|mij|mijn nummer) (?:van|uit) (?:de|je|jullie|uw) lijst",
        "(?:ik )?wil (?:me|mij) (?:graag )?(?:afmelden|uitschrijven)",
        "(?:ik )?wil geen (?:berichten|sms|smsjes|reclame)",
        "(?:schrijf me|schrijf mij) uit|(?:meld me|meld mij) af",
        "laat (?:me|mij) met rust",
    ),
}  # fmt: skip
"""Language → requests to opt out, as they begin a message once `LEAD` and `TRAIL` are taken off."""

CONDITIONS: Final = (
    "until|till|before|after|late|early|while|during|when|unless|instead|tonight|tomorrow|today|waitlist|waiting list"
    "|guest list|hasta|antes|despues|jusqu|avant|apres|bis|vor|nach|ate|prima|dopo|tot|voor"
)
"""Makes a request one about when or how, which a person should read."""
