"""What requests have in common, whatever the language they are in."""

from __future__ import annotations

from typing import Final

PLEASE: Final = "please|pls|plz|por favor|porfa|svp|stp|bitte|per favore|aub|graag"
COURTESY: Final = (
    "please|pls|plz|por favor|porfavor|porfa|svp|stp|s il vous plait|s il te plait|bitte|per favore|alstublieft"
    "|aub|ajb|kindly|graag|thanks|thank you|thx|gracias|merci|danke|obrigado|obrigada|grazie|bedankt|dank u|dank"
    " je|ok|okay"
)
"""May stand beside any word of consent, also beside an everyday one such as `cancel`."""
OTHER_LISTS: Final = (
    "stop (?:by|at|over|in|for|on|into|near)|wait|waiting|waitlist|guest|guests|wish list|wishlist|shopping"
    "|grocery|price list|todo|to do list|standby|invite|invitation|class|team|roster|schedule|group chat|carpool"
    "|espera|invitados|compras|boda|presenca|convidados|attente|invites|mariage"
    "|courses|gaste\\w*|warteliste|einkaufsliste|teilnehmer\\w*|attesa|invitati|spesa|nozze|gastenlijst"
    "|wachtlijst|boodschappen\\w*|deelnemers\\w*|groepsapp|off (?:the |this )?(?:hold|speaker|call|flight)"
)
"""Within a request or right after it: another list is meant, or `stop` is not to cease."""
OTHER_MATTERS: Final = (
    "by|at|when|if|while|until|till|before|after|during|miss|lose|lost|delay|delete my|the stop|bus|order|orders"
    "|delivery|package|appointment|invoice|bill|voicemail|app|link|code|photo|photos|picture|pictures|for|unless"
    "|but|worry|worrying|about my|about the order|yet|received|came|come|arrived|get a|got|from my|from him|from"
    " her|him|her|them|his|group|class|except|only|instead|cuando|si|hasta|antes|despues|pedido|cita|codigo"
    "|factura|llego|llegan|llegado|recibi|recibido|foto|fotos|voz|cuenta|pero|sino|solo|perder|quand|si|jusqu"
    "|avant|apres|pendant|commande|rdv|code|facture|recu|recus|photo|photos|vocaux|mais|sauf|perdre|raté|rate"
    "|wenn|falls|bis|vor|nach|bestellung|termin|rechnung|bekommen habe|angekommen|foto|fotos|aber|sondern|nur"
    "|verpassen|ausser|code|gekommen|erhalten habe|quando|se|ate|antes|depois|pedido|consulta|codigo|boleto"
    "|chegou|chegaram|recebi|recebeu|foto|fotos|audio|mas|so|perder|quando|fino|prima|dopo|ordine|appuntamento"
    "|codice|fattura|arrivato|arrivati|ricevuto|ma|solo|foto|vocali|perdere|als|tot|voor|na|tijdens|bestelling"
    "|afspraak|factuur|ontvangen heb|gekregen|aangekomen|foto|maar|alleen|missen|binnen"
)
"""Between the ends of a loose request, or right after: it is about something else."""
FEWER: Final = (
    "just from|only from|some (?:messages|texts|of)|certain (?:messages|texts)"
    "|nicht (?:mehr )?(?:abmelden|austragen|abbestellen)|niet (?:meer )?(?:afmelden"
    "|uitschrijven)|so many|so much|so often|too many|too much|too often|tantos?|tantas?|tan (?:tarde|temprano"
    "|seguido)|demasiad\\w+|autant|trop|si (?:tard|tot|souvent)|so (?:viele?|oft|spat|fruh|haufig)|zu (?:viele?"
    "|oft|spat|fruh)|tanti|tante|troppi|troppe|cosi (?:tardi|tanti|tante|spesso|presto)|tao (?:tarde|cedo)|muitas"
    "|zoveel|zo (?:veel|laat|vroeg|vaak)|te (?:veel|laat|vroeg|vaak)"
)
"""Within a request or right after it: fewer texts are asked for, or other ones, not none."""
JOINED: Final = (
    "(?:night |day |late |early )?shift|\\w*schicht|\\w*ploeg|rooster|turno|turni|summer camp|canteen|cantine|kantine"
    "|yoga|pilates|karate|ballet|basketball|soccer|football|futbol|futebol|calcio|voetbal|fussball|chor|koor"
    "|judo|tennis|foot|schwimmen|natation|nuoto|natacion|zwemmen|netflix|hulu|spotify|gemeente|rathaus|comune|mairie"
    "|volunteers?|volontari|freiwilligen?|vrijwilligers|personnes autorisees|forfait|mail delivery|the mail while"
)
"""Within a request or right after it: it may be about something else that people join and leave."""
