"""How German asks to be left in peace."""

from __future__ import annotations

from typing import Final

from bot.compliance.asking.grammar import Tongue

_GROUPS: Final = {
    "lead": (
        "bitte|biite|bidde|hallo|hi|hey|guten (?:tag|morgen|abend)|moin|ok|okay|ja|und|also|aber|jetzt|nein|nein"
        " danke|danke|sorry|entschuldigung|ich bitte sie|ich bitte darum|ich mochte|ich will|ich wunsche|ich"
        " wuerde gern|ich wurde gern|mochte|mochten|will|konnen sie|konnten sie|konnt ihr|kannst du|konntet ihr"
        "|konntest du|koennen sie|koennten sie|wurden sie|wurdet ihr|sie sollen|ihr sollt|du sollst|ich sagte|ich"
        " habe gesagt|zum letzten mal|verdammt|verdammt noch mal|verdammt nochmal|mensch|alter|echt|einfach"
        "|nochmal|noch einmal|sehr geehrte damen und herren|lieber \\w+|wie gesagt|bitte bitte|servus|gruezi"
        "|gruss gott|hoflich|hiermit|ich|wir|ich mochte sie bitten|ich moechte|moechte|mocht|ich fordere sie auf"
        "|ab sofort|endlich|sofort|kommt|los|leute"
    ),
    "tail": (
        "bitte|danke|dankeschon|danke schon|vielen dank|besten dank|merci|jetzt|sofort|endlich|mal|umgehend"
        "|unverzuglich|ab sofort|ab jetzt|in zukunft|kunftig|zukunftig|nie wieder|niemals|fur immer|mfg|lg|vg"
        "|gruss|grusse|mit freundlichen grussen|verdammt|verdammt nochmal|verdammt noch mal|ok|okay|danke im"
        " voraus|echt|mehr|zu|auf|wieder|uberhaupt|leute|alter|mensch|tschuss|ciao|ja|hier|auf diese nummer|an"
        " diese nummer|auf mein handy|auf meine nummer|von ihnen|von euch|von dir|nochmal|halt|einfach|dauerhaft"
        "|komplett|ganz|an mich|auf dieser nummer|schonen tag|schonen tag noch|und tschuss|hiermit"
    ),
    ("mich"): (
        "mir|mich|uns|an mich|diese nummer|dieser nummer|meine nummer|meiner nummer|an diese nummer|auf diese"
        " nummer|an meine nummer|auf meine nummer|auf diesem handy|auf mein handy"
    ),
    ("adv"): (
        "bitte|endlich|sofort|jetzt|mal|doch|einfach|ab sofort|in zukunft|kunftig|zukunftig|verdammt|verdammt"
        " nochmal|nochmal|standig|dauernd|immer|umgehend|gefalligst|noch|wieder|weiter|weitere|weiterhin|auch"
        "|uberhaupt|so|unverzuglich|bidde|nur|ganz|sms|per sms|wirklich"
    ),
    "letters": (
        "nachrichten?|nachricht|zusendung|zusendungen|sms|smsen|sms en|smse|werbung|werbe ?sms|werbe ?nachrichten"
        "|werbenachrichten|werbesms|spam|textnachrichten|messages?|msgs?|mails?|mitteilungen?|benachrichtigungen?"
        "|infos?|informationen|newsletter|angebote?|erinnerungen|texte|zeug|mull|mist|kram|scheiss|dreck"
        "|belastigungen|anrufe|anschreiben|push ?nachrichten|reklame|kontaktaufnahmen?|schrott|quatsch|scheisse"
        "|spamnachrichten|werbetexte"
    ),
    ("det"): (
        "ihre|ihren|eure|euren|deine|deinen|diese|dieser|diesen|dieses|die|der|den|das|solche|irgendwelche|mehr"
        "|weiteren?|weitere|von|mit|all|alle|allen|jegliche|standigen?|dauernden?|nervigen?|blode|bloden"
        "|verdammten?|scheiss|so|so viele|so viel|nervige|dem|eurem|ihrem|deinem|unerwunschten?|jede|jeden|jeder"
        "|jegliche[nrs]?|noch mehr|keine|ungewollten?"
    ),
    "write": (
        "schreiben|senden|schicken|kontaktieren|belastigen|nerven|texten|zuspammen|spammen|zuzuspammen|zu"
        " schreiben|zu senden|zu schicken|zu kontaktieren|zu belastigen|zu nerven|zu texten|zu spammen|zuzutexten"
        "|anzuschreiben|anschreiben|simsen|zu simsen|zumullen|zuzumullen|bombardieren|zu bombardieren|storen|zu"
        " storen|anrufen|anzurufen|zuschicken|zusenden|zuzuschicken|zuzusenden|terrorisieren|zu terrorisieren"
        "|bedrangen"
    ),
    "imp": (
        "schreib|schreibt|schreibe|schreiben sie|sende|sendet|senden sie|schick|schickt|schicke|schicken sie"
        "|kontaktiere|kontaktiert|kontaktieren sie|texte|textet|belastige|belastigt|belastigen sie|nerv|nervt"
        "|nerven sie|spamm|spammt|store|stort|storen sie|simst|melde dich|meldet euch|melden sie sich|mailt|mail"
        "|belastigen|ruf|ruft|rufen sie"
    ),
    "stop": "hort|horts|hor|hore|horen sie|hoert|hoer|hoere|hoeren sie|horn sie|hort ihr|hor doch|hort doch",
}

GERMAN: Final = Tongue(
    groups=_GROUPS,
    requests=(
        (
            "<stop> (?:<adv> )*auf (?:damit )?(?:[.] )?(?:<adv*>)(?:<mich> )?(?:<adv*>)(?:<det> )*(?:<letters>"
            " )?(?:<mich> )?(?:<adv*>)<write>"
        ),
        (
            "<stop> (?:<adv> )*(?:damit )?auf (?:mit|damit) (?:<det> )*(?:\\w+ )?(?:<letters>|<mich> <0-4><write>"
            "|schreiberei|belastigung|spammen|schreiben)"
        ),
        "<stop> (?:<adv> )*(?:damit |mit (?:<det> )*(?:\\w+ )?<letters> )(?:bitte )?auf",
        (
            "(?:aufhoren|aufhoeren) (?:<adv*>)(?:<mich> )?(?:<adv*>)(?:<letters> )?(?:zu )?(?:<write>)"
            "|(?:aufhoren|aufhoeren) mit (?:<det> )*<letters>"
        ),
        (
            "(?:stopp|stoppt|stoppen sie|stoppe|stop|beendet|beenden sie|stellt|stellen sie|stell|unterlassen sie"
            "|unterlasst|lasst|lassen sie|lass|schluss mit|schluss|genug|genug von|ende mit|weg mit|aus mit|nie"
            " wieder|nie mehr|verschont mich mit|verschonen sie mich mit|einstellung|beendigung|abstellen"
            "|stoppen) (?:<adv*>)(?:mit |von )?(?:<det> )+(?:\\w+ )?(?:<letters>)(?: ein| sein| bleiben)?"
        ),
        "^ (?:<lead> )*(?:stop|stopp|nie wieder|nie mehr|schluss mit|genug) (?:<det> )*(?:\\w+ )?<letters>",
        (
            "(?:<imp>) (?:<adv*>)(?:<mich> )?(?:<adv*>)(?:nicht mehr|nichts mehr|nie wieder|nie mehr|keine|keinen"
            "|kein|nimmer|niemals|nix mehr|nicht langer|nicht weiter|nicht wieder)(?: <0-2>(?:<letters>|mehr))?"
        ),
        (
            "(?:<imp>) <mich> (?:<adv*>)(?:nicht|nix|nichts)(?: an| so an)?(?: <tail>)* $|(?:kontaktiert"
            "|kontaktieren sie|kontaktiere|belastigt|belastigen sie|belastige|stort|storen sie|spammt) (?:<mich>)"
            " (?:<adv*>)(?:nicht)"
        ),
        (
            "^ (?:<lead> )*(?:keine|keinen|kein|nie wieder|nix|null|nicht noch mehr) (?:<det> )*(?:\\w+"
            " )?(?:<letters>)(?: <tail>| mehr| an mich| senden| schicken| erhalten| bekommen| zusenden| schreiben"
            "| erwunscht| gewunscht)* $"
        ),
        (
            "keine? (?:weiteren? |mehr |solchen? )(?:\\w+ )?(?:<letters>)|keine (?:<letters>) mehr"
            " (?:<0-2>)(?:schicken|senden|schreiben|bekommen|erhalten|bitte|zusenden)|(?:mir|uns|mich)"
            " (?:<adv*>)(?:keine|nichts|nicht|nix|nie) (?:<0-3>)(?:mehr |wieder |weiter )(?:<0-1>)(?:schicken"
            "|senden|schreiben|texten|kontaktieren|anschreiben|zusenden|belastigen|anzuschreiben|zu schreiben|zu"
            " senden|zu schicken|zu kontaktieren)"
        ),
        (
            "(?:nicht|nie) (?:mehr|wieder|langer|weiter) (?:<0-1>)(?:anschreiben|schreiben|kontaktieren"
            "|belastigen|texten|kontaktiert werden|angeschrieben werden|belastigt werden|senden|schicken|erhalten"
            "|bekommen)"
        ),
        (
            "(?:mochten?|will|wollen|wunsche|wunschen|brauche|brauchen|moechten?|mocht|wurde gern)"
            " (?:<adv*>)(?:ich )?(?:<adv*>)(?:keine|keinen|kein|nichts|nix|nie) (?:<det> |<adv> )*(?:\\w+"
            " )?(?:<letters>)(?: <0-3>(?:mehr|bekommen|erhalten|haben|kriegen|von|empfangen|verzichten))?"
        ),
        (
            "(?:mochten?|will|wollen|brauche|moechten?|mag) (?:ich )?(?:<det> )+(?:\\w+ )?<letters> (?:<adv>"
            " )*(?:nicht|nimmer|nie)"
        ),
        (
            "(?:mochten?|will|wollen|wunsche|moechten?|mag|mocht) (?:ich )?(?:<adv*>)(?:<0-4>)(?:nicht|nichts|nix"
            "|nie|keinen? kontakt|keinerlei \\w+|keine) (?:mehr |wieder |langer |weiter |mit |von |so"
            " )*(?:<0-4>)(?:kontaktiert|angeschrieben|belastigt|bekommen|erhalten|horen|kriegen|haben|wissen"
            "|kontakt|werden|zugeschickt|gestort|angetextet|empfangen|sein|zu tun)"
        ),
        (
            "(?:mochten?|will|wollen|moechten?|mocht|kann ich|wie|wo|hiermit|bitte|konnt ihr|konnen sie|mich"
            "|wurde|gern|gerne|ich) (?:<0-5>)(?:abmelden|austragen|abbestellen|abmeldn|ausgetragen|abgemeldet"
            "|loschen lassen|streichen lassen|gestrichen|entfernt|rausgenommen|abzumelden|auszutragen"
            "|abzubestellen|deabonnieren)(?: <tail>| werden)*"
        ),
        (
            "(?:melde|meldet|melden sie|meld|trag|tragt|tragen sie|trage|nimm|nehmt|nehmen sie|streich|streicht"
            "|streichen sie|losch|loscht|loschen sie|losche|loesch|loescht|loeschen sie|entferne|entfernt"
            "|entfernen sie|werft|schmeisst|schmeiss|entfern|hol|holt|kick|nehme|streiche|wirf) (?:<adv*>)(?:mich"
            "|uns|meine (?:nummer|handynummer|telefonnummer|rufnummer|kontaktdaten|nr)|diese (?:nummer"
            "|handynummer|telefonnummer|rufnummer|nr)) (?:<adv*>)(?:<0-5>)(?:ab|aus|raus|liste|verteiler|listen"
            "|datenbank|system|kartei|register|datenbestand|runter)"
        ),
        (
            "(?:kein interesse an|kein interesse mehr an|verzichte auf|kein bedarf an|kein bock auf|kein bock"
            " mehr auf|keine lust auf|keine lust mehr auf|habe genug von) (?:<det> |<adv> )*(?:\\w+ )?<letters>"
        ),
        (
            "(?:streich|streicht|streichen sie|losch|loscht|loschen sie|losche|loesch|loescht|loeschen sie"
            "|entferne|entfernt|entfernen sie|nimm|nehmt|nehmen sie) (?:<adv*>)(?:mich|uns)(?: <tail>| aus|"
            " raus)* $"
        ),
        (
            "(?:losch|loscht|loschen sie|losche|loesch|loescht|loeschen sie|vergiss|vergesst|vergessen sie"
            "|entfernt|entfernen sie|entferne|streichen sie|blockiert) (?:<adv*>)(?:meine|diese|die) (?:nummer"
            "|handynummer|telefonnummer|rufnummer|nr|tel nr)"
        ),
        (
            "(?:meine (?:nummer|handynummer|telefonnummer|rufnummer|nr)|mich|diese nummer)"
            " (?:<adv*>)(?:<0-5>)(?:loschen|streichen|entfernen|austragen|rausnehmen|abmelden|herausnehmen"
            "|sperren|zu loschen|zu streichen|zu entfernen|loeschen|vergessen|entfernt|gestrichen)"
        ),
        "von (?:<det> |weiteren |jeglichen )*(?:<letters>) (?:<0-2>)(?:absehen|abzusehen|verschonen)",
        (
            "(?:bitte|bitten|fordere|verlange) (?:<0-1>)um (?:<0-2>)(?:loschung|austragung|abmeldung|entfernung"
            "|unterlassung)"
        ),
        (
            "(?:von|aus) (?:<0-2>)(?:liste|verteiler|datenbank|system|listen) (?:<adv*>)(?:streichen|loschen"
            "|entfernen|austragen|nehmen|abmelden|rausnehmen|runternehmen|gestrichen|entfernt|geloscht)"
        ),
        (
            "(?:abmelden|abmeldung|austragen|abbestellen|abbestellt|austragung|abbestellung|unsubscriben"
            "|ausgetragen) (?:<tail> |<adv> )*(?:$|von (?:<det> )*(?:\\w+ )?(?:<letters>|liste|verteiler|dienst)"
            "|vom (?:newsletter|verteiler|sms \\w+|dienst|service)|aus <0-2>(?:verteiler|liste)|und |oder )"
        ),
        (
            "(?:lass|lasst|lassen sie|lasse|lassn sie|last) (?:<adv*>)(?:mich|uns) (?:<adv*>|auch |mit <0-2>\\w+"
            " )*(?:in (?:ruhe|frieden)|zufrieden)|(?:mich|uns) (?:<adv*>)(?:in (?:ruhe|frieden)) (?:zu )?lassen"
            "|geht (?:mir|uns) (?:<adv*>)(?:nicht )?(?:langer |mehr )?auf die (?:nerven|eier)|ruhe geben|gebt"
            " (?:<adv*>)ruhe"
        ),
        (
            "(?:widerrufe?|ziehe|entziehe|widerrufen|zuruck|widerruf) (?:<0-2>)(?:meiner?|die|jegliche|alle|der"
            "|ihnen) (?:<0-2>)(?:einwilligung|zustimmung|erlaubnis|genehmigung|einverstandnis|werbeeinwilligung)"
            "|(?:einwilligung|zustimmung|erlaubnis) (?:<0-3>)(?:widerrufen|entzogen|zuruck\\w*|erloschen"
            "|widerrufe)|(?:widerspreche|widersprechen) (?:<0-3>)(?:nutzung|werbung|verwendung|kontaktaufnahme"
            "|zusendung|verarbeitung|nachrichten|sms|werblichen|daten)|nicht (?:damit )?einverstanden|(?:habe"
            "|hab) (?:<0-2>)(?:nicht|nie|keine) (?:<0-3>)(?:zugestimmt|eingewilligt|erlaubnis gegeben"
            "|einverstanden) <0-3>(?:stop|bitte)"
        ),
        (
            "(?:unterlassen sie|unterlasst|unterlass) (?:es|das|dies|diese|jegliche|jede|weitere|bitte)"
            " (?:<0-2>)(?:[.] )?(?:<mich> )?(?:<0-1>)(?:<write>|<letters>)"
        ),
        (
            "untersage (?:ich )?(?:<0-2>)(?:<0-3>)(?:<letters>|kontakt\\w*|nummer|zu|mich)|verbiete (?:ihnen|euch"
            "|dir) <0-3>\\w+|(?:<letters>|kontaktaufnahme) (?:sind |ist )?(?:<adv*>)(?:unerwunscht|nicht"
            " erwunscht|nicht gewunscht|einstellen|unterlassen|stoppen|beenden|abstellen|abzustellen|einzustellen"
            "|zu unterlassen)|(?:kontakt|zusendung|versand|belastigung) (?:<0-3>)(?:abbrechen|einstellen"
            "|unterlassen|beenden|stoppen|einzustellen|zu unterlassen)|(?:kontakt|zusendung|versand|belastigung)"
            " (?:<adv*>)(?:ein|sofort ein) $"
        ),
        (
            "(?:habe|hab|ich) (?:<0-3>)(?:schon|bereits|mehrfach|mehrmals|dreimal|zweimal|x mal|tausendmal|ofter"
            "|oft) (?:<0-3>)(?:stop|stopp|gesagt|geschrieben|gebeten|abgemeldet|widersprochen|abbestellt"
            "|widerrufen)"
        ),
        (
            "(?:die|diese|solche|eure|ihre|weitere) (?:\\w+ )?(?:<letters>) (?:mussen |sollen |bitte"
            " )(?:<0-2>)(?:aufhoren|stoppen|beendet|enden|einstellen|abstellen|lassen|unterlassen|stop)|(?:genug"
            "|satt|schnauze voll|nase voll|leid|ube?rdrussig|genervt) (?:<0-2>)(?:von |mit )?(?:<det> )*(?:\\w+"
            " )?(?:<letters>)|(?:habe?|bin) (?:<0-2>)(?:<det> )*(?:\\w+ )?(?:<letters>) (?:<0-2>)(?:satt|leid)"
        ),
        (
            "(?:wie|wo) (?:bestelle?|melde?|trage?) ich (?:mich |das |diese? |die )?(?:<det> )*(?:<letters>"
            " )?(?:<0-1>)(?:ab|aus)"
        ),
        (
            "(?:wie|wo) (?:kann ich|kann man|stell ich|stelle ich|werde ich|komme ich|bekomme ich|krieg ich"
            "|kriege ich) (?:<0-4>)(?:<letters> |liste |verteiler |das )?(?:<0-2>)(?:ab|los|stoppen|beenden"
            "|abstellen|aus|raus|runter|deaktivieren|abbestellen|kundigen|verhindern)(?: <tail>)* $"
        ),
    ),
    loose=(
        (
            "(?:falsche nummer|falsche person|verwahlt) <0-2>(?:<mark> )?(?:<lead> )*(?:loschen|loschen sie"
            "|entfernen|bitte loschen)(?: <tail>)* $"
        ),
        (
            "(?:<letters>|interess\\w*|nummer|kenne|bestellt|nervt|nerven|zugestimmt) <0-4><mark> (?:<lead>"
            " )*(?:stop|stopp|aufhoren|schluss)(?: <tail>)* $"
        ),
        (
            "^ (?:<lead> )*(?:stopp|stoppt|stop|schluss|beendet|hort auf|hor auf|horen sie auf|genug|unterlassen"
            " sie|unterlasst|lasst|lassen sie|hort|horts) <0-6>(?:nachrichten|sms|werbung|spam|texte|mitteilungen"
            "|schreiben|kontaktieren|belastigen)"
        ),
        (
            "(?:mochte|will|wollen|wunsche|brauche|moechte) (?:<0-4>)(?:keine|keinen|nichts|nicht)"
            " <0-5>(?:nachrichten|sms|werbung|spam|mitteilungen|kontaktiert|angeschrieben)"
        ),
        (
            "(?:nehm\\w+|nimm|streich\\w*|losch\\w*|entfern\\w*|raus|runter) <0-5>(?:meine nummer|verteiler|liste"
            "|ihrer datenbank|eurer datenbank)|(?:aus|von) (?:dem|eurem|ihrem|der|eurer|ihrer) (?:verteiler|liste"
            "|datenbank) (?:<0-2>)(?:raus|runter|weg|ab|austragen|loschen)"
        ),
    ),
    alone=(
        "stop|stopp|halt stop|aufhoren|aufhoeren|hor auf|hort auf|horen sie auf|hor auf damit|hort auf damit"
        "|horen sie auf damit|hort auf mit dem (?:scheiss|mist|quatsch)|schluss|schluss jetzt|schluss damit"
        "|schluss aus|aus schluss|genug|genug jetzt|es reicht stop|lass es|lasst es|lassen sie es|lasst das|lass"
        " das|lassen sie das|unterlassen sie das|unterlassen sie dies|verpiss dich|verpisst euch|leck mich|leckt"
        " mich|hau ab|haut ab|zieh leine|verschwinde|verschwindet|zieht leine|geht weg|geh weg|abmelden|abmeldung"
        "|austragen|abbestellen|nummer loschen|nie wieder|nichts mehr schicken|stop it|stoppen sie das|stoppt das"
        "|stoppt es|stoppen sie es|stoppen sie bitte|stoppen|nicht mehr schreiben|nicht mehr kontaktieren|nicht"
        " anschreiben|kein kontakt|kein kontakt mehr|kein weiterer kontakt|keinen kontakt mehr|loschen sie mich"
        "|losch mich|loscht mich|streichen sie mich|streicht mich|stellt das ein|stellen sie das ein|das"
        " abstellen|abstellen|einstellen|meld mich ab|schreibt mir nicht|schreib mir nicht|schreiben sie mir"
        " nicht|schreib mir nie wieder|ich bin raus"
    ),
    courtesies="<lead>|<tail>|mit|ihr|von|mich|mir|das",
    grounds=(
        (
            "nein|nee|no|nicht interessiert|interessiert mich (?:nicht|null|uberhaupt nicht)|kein bedarf|brauche"
            " ich nicht|brauch ich nicht|nichts fur mich|nein danke|hab kein interesse"
        ),
        (
            "falsche (?:nummer|person|adresse)|falsch verbunden|kenn ich nicht|wer (?:ist das|sind sie|bist du"
            "|seid ihr|ist da|schreibt da)(?: denn| uberhaupt| eigentlich)?"
        ),
        (
            "das ist (?:<0-2>)(?:belastigung|spam|nervig|illegal|verboten|frechheit|^ (?:<lead> )*nervig $|werde"
            " (?:das|sie|euch|dies) melden|unverschamt|unverschamtheit|unzulassig|genug|abzocke|betrug|strafbar"
            "|lastig|terror)|belastigung|spam|betrug|abzocke|mir reicht es|mir reichts|jetzt reichts|reicht jetzt"
            "|jetzt reicht es|sie nerven|du nervst|nervig|scheisse|verdammt|arschlocher|idioten|frechheit|^"
            " (?:<lead> )*nervig $|werde (?:das|sie|euch|dies) melden|unverschamtheit|ich bin genervt"
        ),
        (
            "letzte (?:warnung|aufforderung|mahnung)|anzeige ist raus|anwalt|blockiert|gemeldet|er ist (?:tot"
            "|gestorben|verstorben)|sie ist (?:tot|gestorben|verstorben)"
        ),
    ),
    stories=(
        "kein interesse(?: mehr| daran| an \\w+)?|ich habe kein interesse(?: <0-2>\\w+)?",
        (
            "(?:sie|ihr|du) (?:habt|haben|hast) (?:<0-3>)falsche\\w*(?: \\w+)?|(?:ich bin|das bin|hier ist|bin"
            "|das ist|das hier ist) nicht <0-3>\\w+|(?:ich )?kenne? (?:sie|dich|euch|ihn|niemanden|keine?n?|diese"
            " nummer)(?: <0-3>\\w+)?|keine ahnung wer <0-3>\\w+|ich weiss nicht wer <0-3>\\w+"
        ),
        (
            "(?:ich )?(?:habe?|hab|bin|war|wohne|kaufe|will|wollte) (?:<0-4>)(?:nie|nicht|nichts|kein|keine"
            "|keinen|niemals) ?<0-7>\\w*|(?:habe|hab) (?:schon|bereits|mich|das) <0-5>\\w+|ich bin (?:schon"
            "|bereits|umgezogen|bei|bedient|im|in) ?<0-4>\\w*"
        ),
        (
            "es reicht(?: <0-2>\\w+)?|ihr nervt(?: <0-2>\\w+)?|nervt(?: <0-3>\\w+)?|das nervt(?: <0-2>\\w+)?|was"
            " soll das(?: <0-2>\\w+)?"
        ),
        (
            "(?:sonst|oder|ansonsten|andernfalls) (?:<0-8>)\\w+|(?:ich )?(?:werde|zeige|melde|blockiere|verklage"
            "|erstatte|schalte) (?:<0-6>)\\w+|zum (?:letzten|zweiten|dritten|x ten|hundertsten|wiederholten)"
            " mal(?: <0-4>\\w+)?|das ist das \\w+ mal(?: <0-3>\\w+)?"
        ),
    ),
    insisting=(
        "(?:kann mich nicht|nicht moglich mich|warum .{0,0}|geht nicht|wie ich mich nicht|kann ich mich nicht"
        "|wieso|warum)(?: (?:ich|mich|man|sich|zu))*"
    ),
    urging=(
        "(?:wann|wie|wo) (?:\\w+ ){0,3}|ich (?:habe|hab) (?:\\w+ ){0,2}(?:gesagt|gebeten)(?: dass| sie| ihr)*"
        "|wenn (?:moglich|es geht|sie so nett (?:sind|waren))"
    ),
    denial=(
        "(?:nicht|nie|niemals|kein|keine|bloss nicht|auf keinen fall|ohne)(?: (?:mich|bitte|einfach|mehr|ich|uns"
        "|zu|sie|wirklich|euch)){0,3}"
    ),
    telling=(
        "(?:wenn|falls|er|sagt|sagte er|hat gesagt|meine (?:frau|mutter|tochter|schwester|chefin|freundin)|mein"
        " (?:mann|vater|sohn|bruder|chef|freund)|sag ihm|sag ihr|antworten|antworte|wort|bis ich|weil|nachdem"
        "|bevor|habe ich mich|muss ich mich|bin ich|wurde ich|wurden|aus versehen|versehentlich|ob|(?:den|das"
        "|mein|meinen|unseren|einen|unser) \\w+|vom|beim|dem kurs|den kurs|das abo|von der schule|meinen sohn"
        "|meine|unseren|kurs|training|newsletter der)(?: \\w+){0,3}"
    ),
    narrowing=(
        "(?:vor|nach|bis|wahrend|wenn|als|am (?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag"
        "|wochenende|abend|morgen|vormittag|nachmittag|arbeitsplatz)|nachts|abends|morgens|mittags|tagsuber|so"
        " (?:fruh|spat|oft|viel|viele)|um \\d|heute|morgen|diese (?:woche|nacht)|zu (?:viel|spat|fruh|oft)|in der"
        " (?:nacht|arbeit|schule|mittagspause)|auf (?:englisch|deutsch|der arbeit|meine alte|die alte|meine"
        " arbeits\\w*)|an (?:meine (?:alte|frau|mutter|tochter)|meinen (?:mann|sohn|chef)|die (?:alte|falsche)"
        "|den falschen)|sondern|ausser|solange|bevor|jeden tag|uber (?:meine|die)|wegen (?:meine|der)|zum termin"
        "|vom (?:mittagessen|essen|kurs|training|termin|verein|unterricht|essen|schwimm\\w*)|fur (?:heute|morgen"
        "|den (?:kurs|termin)|die (?:schule|klasse)|das (?:training|seminar)|kurs|\\d)|aus (?:dem (?:kurs"
        "|warenkorb)|der (?:bestellung|warteliste|schule))|von (?:der (?:schule|bestellung|warteliste"
        "|mittagsbetreuung|feier)|dem termin)|versehentlich|mehr zwischen|auf deutsch|aber|da ich (?:gerade|im)"
        "|noch nicht|oder soll) ?"
    ),
    wanting=(
        "(?:neue|andere|richtige|meine neue) (?:nummer|handynummer|adresse)|stattdessen|lieber (?:per|anrufen"
        "|eine|auf|an)|war (?:nur )?(?:ein )?(?:spass|witz|scherz)|nur spass|kleiner scherz|scherz|spass beiseite"
        "|ausser|sondern|aus versehen|versehentlich|(?:liebe|mag) (?:eure|diese|die|ihre)|macht weiter|weiter so"
        "|aber (?:bitte|schickt|ruft|schreibt|ich (?:will|mochte))|rufen sie (?:mich )?(?:an|lieber|bitte)|ruft"
        " (?:mich )?(?:an|lieber|bitte)|per (?:mail|e mail|post|whatsapp)|nur noch|wieder anmelden|statt"
    ),
    doubts={
        ("wrong_number"): (
            (
                "falsche (?:nummer|person|rufnummer|handynummer)|falsch verbunden|(?:sie|ihr|du) (?:habt|haben"
                "|hast) (?:<0-3>)(?:falsche (?:nummer|person|rufnummer)|verwahlt|geirrt|falschen)|nicht (?:mehr"
                " )?(?:seine|ihre|die richtige) (?:nummer|person)|kenne? (?:keine?n?|niemanden) <0-2>\\w+|hier"
                " (?:wohnt|gibt es) kein\\w*|wohnt (?:hier )?nicht (?:mehr )?(?:hier)?|neue nummer|verwahlt|nicht"
                " (?:die|meine) nummer|gehort (?:mir )?nicht|(?:ich )?kenne (?:sie|euch|dich) nicht|^ kenne? ich"
                " nicht $"
            ),
        ),
        ("deceased"): (
            (
                "(?:ist|war|sind) (?:<0-4>)(?:verstorben|gestorben|tot|verschieden)|verstorben|lebt nicht mehr"
                "|gestorben|todesfall|von uns gegangen"
            ),
        ),
        ("who_is_this"): (
            (
                "wer (?:sind|bist|seid) (?:sie|du|ihr) (?:und|denn|uberhaupt|eigentlich|<mark>)|^ (?:<lead>"
                " )*(?:wer|mit wem) (?:ist|sind|bist|seid|schickt|sendet|schreibt|spricht|spreche|schreibe)(?:"
                " (?:das|sie|du|ihr|da|denn|hier|ich|dran|uberhaupt|eigentlich|mir|bitte))* $|(?:woher|wie|von"
                " wem|wo) (?:habt|haben|hast|kommt|kommen|sind|kennen|kennt|kennst) (?:ihr|sie|du)?(?: an)?"
                " ?(?:meine|diese) (?:<0-1>)(?:nummer|handynummer|telefonnummer|daten)|kennen wir uns|kenne ich"
                " sie|warum (?:bekomme ich|schreibt ihr|schreiben sie|schreibst du|kriege ich)|wer hat (?:ihnen"
                "|euch|dir) meine nummer|keine ahnung wer"
            ),
        ),
        ("complaint"): (
            (
                "das ist (?:<0-2>)(?:belastigung|spam|betrug|abzocke)|(?:zeige?|blockiere|verklage|erstatte)"
                " (?:ich )?(?:sie|euch|dich|diese nummer|das|anzeige)|melde (?:ich )?(?:sie|euch|das|diese"
                " nummer) (?:<0-1>)(?:bei|der|dem|als|wegen)|anwalt|anzeige|bundesnetzagentur|^ (?:<lead>"
                " )*(?:spam|belastigung|betrug|blockiert|gemeldet|nervt|es reicht|mir reichts)(?: <tail>)* $"
                "|(?:nie|nicht|nirgends|niemals) (?:<0-3>)(?:angemeldet|zugestimmt|eingewilligt|bestellt|erlaubt"
                "|abonniert|registriert)|frechheit|^ (?:<lead> )*nervig $|werde (?:das|sie|euch|dies) melden"
                "|(?:ihr|sie|das|es) nerv(?:t|en)(?: <0-3>\\w+)?|nerven mich|verpiss\\w*|leck mich"
            ),
        ),
        ("less"): (
            (
                "(?:zu viele?|so viele?|weniger) (?:<letters>)|weniger (?:oft|schreiben|schicken)|nicht so (?:oft"
                "|viele?|haufig)|zu oft"
            ),
        ),
        ("unsure"): (
            (
                "^ (?:<lead> )*(?:nicht mehr|nichts mehr|nix mehr|keine mehr|keine lust mehr|ich mochte nicht"
                " mehr|ich will nicht mehr|will nicht mehr|mochte nicht mehr|kein bock mehr|loschen|loschung"
                "|beenden)(?: <tail>)* $|abmeld\\w*|abzumelden|meld\\w* (?:mich|uns) <0-3>ab|austrag\\w*"
                "|auszutragen|abbestell\\w*|(?:kundig\\w*|beend\\w*|losch\\w*) (?:<det> |mein |meinen |meine "
                "|mich |bitte |das |den )*(?:abo|abonnement|konto|account|vertrag|mitgliedschaft|daten|mitglied"
                "|service|dienst)|(?:abo|abonnement|konto|account|vertrag|mitgliedschaft) (?:<0-2>)(?:kundigen"
                "|beenden|loschen|stornieren)|^ (?:<lead> )*(?:stop|stopp|aufhoren|schluss|genug|beenden|kundigen"
                "|kundigung|loschen)(?: damit| das| jetzt| alles)?(?: <tail>)* $|^ (?:<lead> )*(?:hort|hor|horen"
                " sie|hoert|hoer) (?:<0-2>)auf|(?:<imp>) (?:<0-2>)(?:mir|mich|uns) (?:<0-2>)(?:nicht|nichts|keine"
                "|nix)|^ (?:<lead> )*keine? (?:<0-2>)(?:<letters>)|nicht (?:<0-2>)(?:schreiben|anrufen|texten"
                "|kontaktieren|storen|simsen)|(?:mochte|will) (?:<0-3>)(?:nicht|nichts|keine)"
                " (?:<0-3>)(?:<letters>|kontakt\\w*|horen)|interessiert mich nicht|nur werktags|kein interesse"
                "|kein bedarf|nicht am wochenende|nicht (?:vor|nach) \\d+|nicht interessiert|lass\\w* (?:sie"
                " )?mich (?:<0-3>)(?:ruhe|frieden|zufrieden)|(?:mich|meine nummer|meine daten) <0-3>(?:loschen"
                "|streichen|entfernen)|in ruhe lassen|nicht (?:abends|nachts|morgens|mittags)|(?:losch|streich"
                "|entfern)\\w* (?:sie )?(?:mich|meine)"
            ),
        ),
    },
)
