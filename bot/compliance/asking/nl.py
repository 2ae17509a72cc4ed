"""How Dutch asks to be left in peace."""

from __future__ import annotations

from typing import Final

from bot.compliance.asking.grammar import Tongue

_GROUPS: Final = {
    "lead": (
        "alstublieft|alsjeblieft|aub|ajb|a u b|graag|svp|hallo|hoi|hey|he|goedemorgen|goedemiddag|goedenavond|dag"
        "|beste|ok|oke|ja|nee|nee bedankt|nee dank je|dank je|dank u|bedankt|maar|en|nu|sorry|ik wil|ik wil graag"
        "|wil|wil graag|ik wil dat jullie|ik wil dat u|wilt u|wil je|willen jullie|kunt u|kan je|kun je|kunnen"
        " jullie|kan u|zou u|zou je|zouden jullie|u moet|jullie moeten|je moet|ik verzoek u|verzoeke|ik vraag u"
        "|gelieve|voor de laatste keer|nogmaals|ik zei|ik heb gezegd|verdorie|godverdomme|gvd|kut|tering|jongens"
        "|mensen|please|gewoon|even|eens|hierbij|bij deze|vriendelijk verzoek|ik|zeg|hee|joh|man|gast|ik wens|ik"
        " wens|wens|wij willen|echt|dus|zou|mag ik"
    ),
    "tail": (
        "alstublieft|alsjeblieft|aub|ajb|a u b|graag|svp|bedankt|dank je|dank u|dankjewel|dank je wel|dank u wel"
        "|alvast bedankt|bvd|b v d|nu|meteen|direct|onmiddellijk|per direct|zsm|zo snel mogelijk|nu meteen"
        "|voorgoed|voor altijd|nooit meer|nooit|ooit|meer|mee|groet|groetjes|groeten|mvg|doei|ok|oke|verdorie"
        "|godverdomme|gvd|zeg|man|joh|jongens|mensen|a u b|please|vanaf nu|in de toekomst|voortaan|op dit nummer"
        "|naar dit nummer|aan mij|naar mij|aan ons|van jullie|van u|eens|hoor|nou|even|definitief|echt|ermee"
        "|fijne dag|fijne dag verder|prettige dag|gast|toch|thanks|thx|vandaag nog"
    ),
    ("mij"): (
        "me|mij|ons|aan mij|naar mij|dit nummer|op dit nummer|naar dit nummer|mijn nummer|deze telefoon|mn nummer"
        "|m n nummer"
    ),
    ("adv"): (
        "aub|alstublieft|alsjeblieft|ajb|nu|eens|een keer|graag|verder|gewoon|direct|meteen|onmiddellijk|steeds"
        "|constant|altijd|maar|dan|alsnog|nog|even|svp|toch|continu|godverdomme|gvd|in godsnaam|asjeblieft|nou"
    ),
    "letters": (
        "berichten|berichtjes|bericht|berichtje|sms|smsen|sms en|smsjes|sms jes|smsje|sms je|smsberichten|sms"
        " berichten|reclame|reclames|spam|spam berichten|appjes|apps|notificaties|meldingen|mails|mailtjes|mail"
        "|nieuwsbrieven|nieuwsbrief|aanbiedingen|promoties|advertenties|marketing|herinneringen|teksten|troep"
        "|rommel|onzin|zooi|rotzooi|communicatie|updates|tekstberichten|reclameberichten|reclame sms|messages"
        "|bagger|sms reclame|telefoontjes"
    ),
    ("det"): (
        "de|het|die|deze|dit|dat|jullie|je|jouw|uw|al|alle|al die|al deze|al dat|zulke|zo veel|zoveel|meer"
        "|verdere|nog meer|enige|nieuwe|vervelende|irritante|ongewenste|van|met|van jullie|verdomde|dit soort|dat"
        " soort|andere|stomme|zo n|ander|nog|van die|van deze|van dit soort|ongevraagde|die kut|kut|tering|klote"
        "|eindeloze|van uw"
    ),
    "write": (
        "sms en|smsen|sms|sturen|te sturen|versturen|te versturen|mailen|te mailen|appen|te appen|lastigvallen"
        "|lastig te vallen|lastig vallen|berichten sturen|schrijven|te schrijven|contacteren|te contacteren"
        "|contact opnemen|contact op te nemen|spammen|te spammen|storen|te storen|bellen|te bellen|texten|te"
        " texten|toesturen|benaderen|te benaderen|stalken|te stalken|irriteren|zeuren|bestoken|te bestoken"
        "|berichten te sturen|sms en te sturen|sms jes sturen|berichten|te sms en|te smsen|bombarderen|zenden|te"
        " zenden|doorsturen|mij te|pushen"
    ),
    ("want"): (
        "wil|wilt|willen|wens|wensen|hoef|hoeven|hoeft|wou|zou|behoefte aan|ik wil|zit te wachten op|zit niet te"
        " wachten op|heb geen behoefte aan|verlang|ontvang liever|krijg liever|heb liever"
    ),
}

DUTCH: Final = Tongue(
    groups=_GROUPS,
    requests=(
        (
            "(?:stop|stopt|stoppen|hou|houd|houdt|ophouden|houd u|kap|kappen|nok|stopp|stop eens) (?:<adv>"
            " )*(?:op )?(?:<adv> )*(?:nou |toch )?(?:op )?(?:met |mee )?(?:<adv> )*(?:het )?(?:<mij>"
            " )?(?:<adv*>)(?:<det> )*(?:\\w+ )?(?:<letters> )?(?:naar mij |aan mij |te |<mij> )*(?:<write>"
            "|<letters>)(?: (?:naar|aan) <mij>| sturen| te sturen)?"
        ),
        (
            "(?:stuur|stuurt|sms|app|mail|schrijf|schrijft|zend|stuur jullie|contacteer|contacteert|bel|text"
            "|benader|benadert|smst) (?:<adv*>)(?:<mij> )?(?:<adv*>)(?:geen|niets|niks|niet|nooit|nix) (?:<det> "
            "|<adv> )*(?:\\w+ )?(?:meer|verder|<letters>|weer|langer)"
        ),
        (
            "(?:stuur|stuurt|sms|app|schrijf|contacteer|contacteert|benader|benadert|smst|zend)"
            " (?:<adv*>)(?:<mij> )(?:<adv*>)(?:geen|niets|niks|niet|nooit)(?: <tail>)* $"
        ),
        (
            "val (?:<adv*>)(?:me|mij|ons) (?:<adv*>)(?:niet|nooit) (?:<adv> |meer |langer )*lastig|(?:stoor"
            "|contacteer|benader|spam|stalk) (?:<adv*>)(?:me|mij|ons) (?:<adv*>)(?:niet|nooit)|neem"
            " (?:<adv*>)(?:geen|nooit|niet) (?:<0-2>)(?:contact|meer contact|contact meer)|niet (?:meer |langer"
            " )(?:<0-1>)(?:sms en|smsen|contacteren|benaderen|lastigvallen|appen|mailen|sturen|storen|berichten"
            "|texten|schrijven|bellen)|(?:mij|me|ons) (?:<adv*>)(?:niet|niets|niks|nooit|geen) (?:<0-2>)(?:meer "
            "|langer |verder |<letters> |<letters> meer |meer <letters> )(?:<0-1>)(?:te )?(?:sms en|smsen|sturen"
            "|contacteren|benaderen|lastigvallen|lastig te vallen|appen|mailen|toesturen|versturen|toe te sturen"
            "|lastig vallen|sturen|bellen|schrijven|zenden|storen)"
        ),
        (
            "^ (?:<lead> )*(?:geen|nooit meer|genoeg|stop|stop met|klaar met|weg met|nul|niet meer|basta met)"
            " (?:<det> )*(?:\\w+ )?(?:<letters>)(?: <tail>| meer| sturen| te sturen| ontvangen| toesturen| van"
            " jullie| naar mij| gewenst| versturen| nodig)* $"
        ),
        (
            "(?:geen|niet|nooit) (?:enkele |verdere |nieuwe )?(?:\\w+ )?(?:<letters>) (?:meer|van jullie|van u"
            "|verder|toesturen|te ontvangen|ontvangen|gewenst|naar dit)"
        ),
        (
            "(?:<want>) (?:<0-2>)(?:<adv*>)(?:geen|niets|niks|niet|nooit|geen enkele?|<det>) (?:<det> |<adv> "
            "|\\w+ )?(?:<det> )*(?:<letters>)(?: <0-3>(?:meer|ontvangen|krijgen|hebben))?"
        ),
        "(?:wil|wens) (?:graag )?(?:uit|van|af van) (?:<0-2>)(?:lijst\\w*|bestand\\w*|systeem|database)",
        (
            "(?:<want>) (?:<0-1>)(?:niet|niet meer|niet langer) (?:meer )?(?:op|in) (?:<0-2>)(?:lijst\\w*"
            "|bestand\\w*|systeem|database)(?: staan)?"
        ),
        (
            "(?:<want>) (?:<0-4>)(?:niet|niets|niks|nooit|geen contact|niet langer) (?:<0-4>)(?:ontvangen|krijgen"
            "|horen|hebben|benaderd|gecontacteerd|lastiggevallen|contact|gestoord|ge sms t|zien|gesms t|te"
            " ontvangen|gebeld|gespamd|lastig gevallen|te maken|gemaild|weten)"
        ),
        (
            "(?:<want>|graag|kan ik|hoe|waar|kunt u|kun je|kunnen jullie|me|mij|hierbij|aub|ik|moet ik)"
            " (?:<0-5>)(?:afmelden|uitschrijven|afgemeld|uitgeschreven|opzeggen <0-3><letters>|afgevoerd"
            "|verwijderd|eraf|eraf halen|uit te schrijven|af te melden|uitsschrijven|uitschijven|deabonneren"
            "|eruit|stopzetten <0-2><letters>|stopzetten|afzetten|uitzetten)"
        ),
        (
            "(?:schrijf|schrijft|meld|meldt|haal|haalt|verwijder|verwijdert|gooi|gooit|schrap|schrapt|zet|zetten"
            "|wis|wist|delete|streep|knikker|haal jullie|trek|vergeet|neem|doe|schijf) (?:<adv*>)(?:me|mij|ons"
            "|dit nummer|mijn (?:\\w+ )?(?:nummer|telefoonnummer|gegevens|naam|contact|nr|06)|mn (?:nummer|naam"
            "|nr)|m n nummer|me nummer) (?:<adv*>)(?:<0-5>)(?:uit|af|lijst|bestand|lijsten|systeem|database"
            "|adressenlijst|mailinglijst|mailinglist|verzendlijst|eraf|er af|eruit|er uit|weg|bestanden)"
        ),
        (
            "(?:wil|wilde|moet|mag) (?:<adv*>)(?:ik )?(?:<adv*>)(?:van|uit) (?:<0-3>)(?:lijst\\w*|bestand\\w*"
            "|database) (?:af|uit|verwijderd|gehaald|gaan)"
        ),
        (
            "(?:verwijder|verwijdert|wis|vergeet|delete|gooi|schrap) (?:<adv*>)(?:mijn|dit|mn|m n|me) (?:\\w+"
            " )?(?:nummer|telefoonnummer|mobiele nummer|06 nummer|nr|contact|06)"
        ),
        (
            "(?:mijn|dit|mn|me) (?:nummer|telefoonnummer|gegevens|naam|nr) (?:<0-4>)(?:verwijderen|wissen"
            "|schrappen|weghalen|verwijderd|te verwijderen|vergeten|deleten|uit <0-3>lijst\\w*)|(?:mij|me)"
            " (?:<0-4>)(?:van|uit) (?:<0-3>)(?:lijst\\w*|bestand\\w*|systeem|database|verzendlijst)(?: (?:te"
            " )?(?:halen|verwijderen|schrappen|gooien|afhalen))?"
        ),
        (
            "afmelden|uitschrijven|uitschrijving|afmelding|uitschrijvn|uitgeschreven worden|afgemeld worden"
            "|unsubscriben|uitschrijfen|afmelde"
        ),
        (
            "laat (?:<adv*>)(?:me|mij|ons) (?:<adv*>)(?:met rust|gewoon met rust)|(?:me|mij|ons) (?:<0-2>)(?:met"
            " rust) (?:te )?laten|rot (?:toch )?op(?: met (?:<det> )*<letters>)?|(?:donder|sodemieter|flikker"
            "|tief|pleur|kanker) (?:toch )?(?:even |maar )?op"
        ),
        (
            "(?:trek|intrek|herroep|trekken|ingetrokken|intrekken|hef) (?:<0-2>)(?:mijn|de|alle|elke|hierbij"
            " mijn) (?:toestemming|instemming|consent|akkoord|goedkeuring)(?: <0-2>\\w+)?|(?:toestemming"
            "|instemming|akkoord) (?:<0-4>)(?:in|intrekken|ingetrokken|te trekken|herroepen)|(?:geef|heb|hebben"
            "|hebt|heeft|had) (?:<0-4>)geen (?:<0-1>)(?:toestemming|akkoord)(?: meer)?|niet (?:meer )?akkoord met"
            " (?:<det> )*(?:<letters>|het ontvangen)|maak bezwaar tegen"
        ),
        (
            "(?:ben|zat|heb|word|hebben) (?:<0-3>)(?:zat|beu|klaar met|moe van|genoeg van|ziek van|spuugzat"
            "|kotsmisselijk van|schoon genoeg van|gek van) ?(?:<det> )*(?:\\w+ )?(?:<letters>)?(?: <tail>)* $"
            "|(?:ben|heb) (?:<det> )*(?:\\w+ )?(?:<letters>) (?:<0-1>)(?:zat|beu|spuugzat)|(?:klaar met|genoeg"
            " van|zat van) (?:<det> )*(?:\\w+ )?<letters>"
        ),
        (
            "(?:heb|ik|al|ik heb) (?:<0-3>)(?:al|eerder|meermaals|meerdere keren|\\w+ keer) (?:<0-3>)(?:stop"
            "|gezegd|gevraagd|afgemeld|uitgeschreven|geantwoord|gestuurd|gemeld|verzocht) ?(?:<0-4>)(?:stop"
            "|stoppen|uitschrijven|afmelden|verwijderen|ophouden|met rust)?|(?:deze|die|jullie) (?:\\w+"
            " )?(?:<letters>) (?:moeten|mogen) (?:<0-2>)(?:stoppen|ophouden|weg)|(?:hoe|waar) (?:kan|kom|krijg"
            "|zet|stop|meld|schrijf|zeg) (?:ik|je|men) (?:<0-6>)(?:af|uit|vanaf|stop|stoppen|stopzetten|<letters>"
            "|op|eraf)(?: <tail>)* $"
        ),
        (
            "(?:beeindig|beeindigt|staak|staakt|stopzetten|stop zetten|zet|annuleer|annuleren|beeindigen|opzeggen"
            "|zeg|schakel) (?:<adv*>)(?:<det> )*(?:\\w+ )?(?:<letters>)(?: (?:stop|uit|op|stopzetten|naar|te))*"
            "|(?:geen|niet) (?:meer )?(?:geinteresseerd|interesse) in (?:<0-2>)(?:<letters>|het ontvangen)|geen"
            " prijs (?:meer )?op (?:<det> )*(?:<letters>)|bel me niet register|nooit meer (?:<0-2>)(?:sms en"
            "|smsen|contact|sturen|<letters>|iets)"
        ),
    ),
    loose=(
        (
            "(?:verkeerd nummer|verkeerde nummer|verkeerd verbonden) <0-2>(?:<mark> )?(?:<lead>"
            " )*(?:verwijder\\w*|wis\\w*|haal weg)(?: <tail>)* $"
        ),
        (
            "(?:<letters>|geinteresseerd|interesse|nummer|gevraagd|ken|irritant) <0-4><mark> (?:<lead> )*(?:stop"
            "|stop ermee|hou op|ophouden)(?: <tail>)* $"
        ),
        (
            "(?:stop|stoppen|hou op|houd op|kap|kappen|geen|genoeg|klaar|ophouden|wil geen|beeindig|staak)"
            " <0-5>(?:berichten|berichtjes|sms|smsen|smsjes|reclame|spam|meldingen|appjes)"
        ),
        "(?:haal|verwijder|schrap|wis|gooi|zet|schrijf) <0-4>(?:mijn nummer|lijst|bestand|systeem|database|lijsten)",
    ),
    alone=(
        "stop|stopp|stop ermee|stop er mee|stop hiermee|stop daarmee|stop dit|stop maar|stop hier mee|stoppen"
        "|stoppen ermee|stop nou|stop eens|hou op|houd op|hou er mee op|houd er mee op|hou hier mee op|hou eens"
        " op|hou ermee op|hou hiermee op|houd hiermee op|hou toch op|ophouden|kap ermee|kap hiermee|kappen|kappen"
        " nou|nokken|genoeg|nu is het genoeg|zo is het genoeg|afmelden|uitschrijven|uitschrijving|afmelding"
        "|verwijder mij|verwijder me|verwijder mijn nummer|ga weg|rot op|opgerot|opzouten|oprotten|donder op"
        "|flikker op|sodemieter op|val dood|laat me|laat mij|nooit meer|niet meer doen|geen contact|geen contact"
        " meer|niet meer sturen|niet sturen|stop alles|stop allemaal|meld me af|schrijf me uit|meld mij af"
        "|schrijf mij uit|opt out|basta|laat maar stop|ik wil stoppen|wil stoppen|ik stop ermee|ik stop|ik wil"
        " eraf|ik wil eruit|haal me eraf|haal mij eraf|nee stop|stop dank u|doe normaal stop"
    ),
    courtesies="<lead>|<tail>|met|van|mij|me|hiermee|ermee",
    grounds=(
        "nee|neen|heb geen interesse|niet nodig|interesseert me niet|boeit me niet|geen belangstelling",
        (
            "verkeerd(?:e)? (?:nummer|persoon|verbonden)|verkeerd|wie (?:is dit|ben je|bent u|zijn jullie|ben"
            " jij)(?: eigenlijk)?"
        ),
        (
            "(?:dit|het|dat) is (?:<0-2>)(?:spam|intimidatie|irritant|vervelend|belachelijk|illegaal|stalking"
            "|lastig|oplichting|strafbaar|verboden|niet normaal|schandalig|genoeg|klaar)|spam|oplichting"
            "|oplichters|stalking|irritant|godverdomme|kut|klote|verdomme|wat een (?:onzin|gedoe|zooi)|zo"
            " irritant|genoeg|ik ben het zat|ben het zat|ik ben het beu|ben er klaar mee|ik ben er klaar mee"
            "|klaar ermee|klaar mee"
        ),
        (
            "laatste waarschuwing|geblokkeerd|hij is (?:overleden|dood)|zij is (?:overleden|dood)|doei|acm"
            "|advocaat|aangifte"
        ),
    ),
    stories=(
        (
            "(?:ik ben |ben )?(?:niet|geen) (?:geinteresseerd|interesse)(?: <0-2>\\w+)?|ik heb geen interesse(?:"
            " <0-2>\\w+)?|geen behoefte(?: aan)?(?: \\w+)?"
        ),
        (
            "(?:u|je|jullie) (?:heeft|hebt|hebben|heb)(?: \\w+)? (?:het )?verkeerd\\w*(?: \\w+)?|(?:ik ben|dit is"
            "|ben|dat ben ik) niet <0-3>\\w+|(?:ik )?ken (?:u|je|jullie|die|geen|deze|dit)(?: <0-3>\\w+)?|(?:ik"
            " )?(?:weet niet|geen idee) wie <0-3>\\w+"
        ),
        (
            "(?:ik )?(?:heb|ben|woon|koop|had|wil) (?:<0-4>)(?:nooit|niet|niets|niks|geen) ?<0-7>\\w*|(?:ik"
            " )?(?:heb|ben) (?:al|me nooit|verhuisd|bezig|net) ?<0-5>\\w*"
        ),
        (
            "(?:jullie|u|je) (?:zijn|bent|valt|vallen|irriteren) <0-4>\\w+|ik word (?:er )?(?:gek|moe|ziek)"
            " (?:van|hier)(?: \\w+)?"
        ),
        (
            "(?:anders|of) (?:ik |<0-8>)\\w+|(?:ik )?(?:ga|zal|meld|blokkeer|rapporteer|doe) (?:<0-6>)\\w+"
            "|(?:voor de |de |dit is de )?(?:laatste|tweede|derde|zoveelste|honderdste|vierde) (?:keer"
            "|waarschuwing|maal|verzoek)(?: <0-4>\\w+)?"
        ),
    ),
    insisting=(
        "(?:waarom) (?:\\w+ )?niet|(?:lukt (?:me )?niet (?:om )?|kan (?:ik )?(?:me |mij )?niet|niet mogelijk om"
        "|niet hoe ik)(?: me| mij| om| te)*"
    ),
    urging=(
        "wanneer (?:gaan|gaat|stoppen|houden)(?: \\w+){0,2}|(?:ik heb|heb) (?:\\w+ ){0,2}(?:gezegd|gevraagd)(?:"
        " dat| om)?|als (?:het kan|dat kan|u wilt|je wilt)"
    ),
    denial=(
        "(?:niet|nooit|geen|zeker niet|vooral niet|zonder)(?: (?:mij|me|graag|hoor|van plan|te|om|mag|moet|wil"
        "|willen|echt)){0,3}"
    ),
    telling=(
        "(?:als|wanneer|hij|ze|zij|zegt|zei hij|mijn (?:man|vrouw|vader|moeder|zoon|dochter|broer|zus|baas|vriend"
        "|vriendin)|zeg tegen|antwoord|antwoorden|woord|totdat|omdat|nadat|voordat|heb ik me|moet ik me|ben ik"
        "|per ongeluk|of ik|vertel)(?: \\w+){0,3}"
    ),
    narrowing=(
        "(?:voor \\d|na \\d|voor (?:negen|acht|zeven|tien|morgen|vandaag|nu|volgende|(?:het|de|deze|die)"
        " (?:cursus|training|les|lessen|workshop|bijeenkomst|school|feest|feestje|etentje|toernooi))|na (?:negen"
        "|tien|acht|het|tienen|achten)|tot|tijdens|terwijl|voorlopig|als|wanneer|op (?:maandag|dinsdag|woensdag"
        "|donderdag|vrijdag|zaterdag|zondag|mijn werk|het werk|school|zondagen|mijn oude|het oude)|in het"
        " (?:weekend|engels|nederlands)|in de (?:nacht|avond|ochtend|klas)|s (?:nachts|avonds|ochtends|morgens)"
        "|zo (?:vroeg|laat|vaak|veel)|om \\d|vandaag|morgen|deze (?:week|avond)|vanavond|te (?:veel|laat|vroeg"
        "|vaak)|naar (?:mijn (?:oude|werk|vrouw|man|moeder|zoon|dochter)|het (?:oude|verkeerde|adres)|huis|mijn"
        " moeders)|aan mijn (?:vrouw|man|moeder|baas)|maar|tenzij|behalve|elke dag|over (?:mijn|de|het)|voor mijn"
        "|van (?:de (?:cursus|training|les|wachtlijst|school|gastenlijst|bestelling|sportschool)|mijn bestelling"
        "|het (?:feest|etentje))|uit de (?:bestelling|winkelwagen|wachtlijst)|per (?:ongeluk|mail|email|post"
        "|abuis)|de (?:bestelling|afspraak|factuur|foto|code|route|wachtlijst)|tussen|want ik zit|ik zit in|met"
        " (?:roken|werken|drinken|huilen|lachen|school)|nog niet) ?"
    ),
    wanting=(
        "(?:nieuwe?|andere?|juiste) (?:nummer|telefoon|adres|06)|in plaats|liever (?:per|bellen|een|via|mail|app"
        "|gebeld)|grapje|geintje|grap|kidding|(?:vind|hou van) (?:<0-2>)(?:leuk|fijn|jullie berichten)|ga zo door"
        "|blijf (?:sturen|ze)|behalve|tenzij|alleen (?:per|via|nog|de|mail|bellen|over)|maar (?:stuur|bel|wil"
        "|mail|app|wel)|bel me|per (?:ongeluk|mail|email|post|abuis)|foutje|vergissing|weer aanmelden|opnieuw"
        " aanmelden|via (?:mail|email|whatsapp)"
    ),
    doubts={
        ("wrong_number"): (
            (
                "verkeerde? (?:nummer|persoon|verbonden)|(?:u|je|jullie) (?:heeft|hebt|hebben|heb|bent)(?: \\w+)?"
                " (?:het |aan het )?verkeerde?\\w*|niet (?:meer )?(?:zijn|haar|het juiste) (?:nummer|telefoon)"
                "|woont (?:hier )?niet (?:meer )?(?:hier)?|hier woont geen|ken (?:geen|niemand) <0-2>\\w+|nieuw"
                " nummer|vergist|verkeerd verbonden|niet (?:het )?nummer van|nummer is (?:niet van|van iemand)"
                "|niet meer van"
            ),
        ),
        ("deceased"): (
            (
                "(?:is|was|zijn) (?:<0-4>)(?:overleden|gestorven|dood)|overleden|gestorven|overlijden|leeft niet"
                " meer|is er niet meer|ontvallen"
            ),
        ),
        ("who_is_this"): (
            (
                "^ (?:<lead> )*(?:wie|met wie) (?:is|ben|bent|zijn|heb|spreek)(?: (?:dit|je|u|jullie|jij|dat|daar"
                "|hier|ik|eigenlijk|deze|te maken))* ?(?:<tail> )*$|(?:hoe|waar|van wie) (?:kom|komt|komen|heb"
                "|hebt|heeft|hebben) (?:je|u|jullie) (?:<0-1>)(?:aan )?(?:mijn|dit|mn) (?:nummer|telefoonnummer"
                "|gegevens|06)(?: vandaan)?|van wie is dit nummer|wie (?:stuurt|appt|smst|schrijft) (?:dit|mij|me"
                "|er)|wie heeft (?:jullie|je|u) mijn nummer|waarom (?:krijg ik|ontvang ik|stuur|sms|app|sturen"
                " jullie|stuurt u)|(?:weet niet|geen idee) wie|ken ik (?:u|je|jullie|jou)"
            ),
        ),
        ("complaint"): (
            (
                "(?:dit|het|dat) is (?:<0-2>)(?:spam|intimidatie|stalking|oplichting|strafbaar)|(?:ga|zal|doe)"
                " (?:<0-3>)(?:melden|aangifte|blokkeren|rapporteren|klacht)|(?:ik )?(?:meld|blokkeer|rapporteer)"
                " (?:jullie|je|u|dit|deze)|aangifte|advocaat|acm|(?:dit|dat) is irritant|(?:ik )?blokkeer (?:dit"
                "|jullie|je|u)|^ (?:<lead> )*(?:spam|oplichting|geblokkeerd|irritant|genoeg|oplichters)(?:"
                " <tail>)* $|(?:nooit|niet|geen) (?:<0-3>)(?:aangemeld|ingeschreven|toestemming|om gevraagd"
                "|besteld|gevraagd)|(?:ben|heb) (?:het |er )?(?:zat|beu|genoeg|klaar mee)|rot op|irriteren me"
            ),
        ),
        ("less"): (
            (
                "alleen belangrijke|(?:te veel|teveel|zo veel|zoveel|minder) (?:<letters>)|minder (?:vaak|sturen)"
                "|niet zo vaak|te vaak"
            ),
        ),
        ("unsure"): (
            (
                "^ (?:<lead> )*(?:niet meer|niets meer|niks meer|geen meer|ik wil niet meer|wil niet meer|ik hoef"
                " niet meer|hoeft niet meer|ik wil dit niet|wil dit niet|ik wil dit niet meer|wil dit niet"
                " meer)(?: <tail>)* $|afmeld\\w*|uitschrijv\\w*|af te melden|uit te schrijven|schrijf (?:me|mij)"
                " <0-3>uit|meld (?:me|mij) <0-3>af|(?:zeg|opzeg\\w*|beeindig\\w*|annuleer|annuleren"
                "|verwijder\\w*) (?:<det> |mijn |mn )*(?:abonnement|account|lidmaatschap|dienst|gegevens|abo"
                "|contract)(?: op)?|^ (?:<lead> )*(?:stop|stoppen|hou op|ophouden|genoeg|opzeggen|verwijderen"
                "|beeindigen)(?: dit| dat| ermee| hiermee| alles)?(?: <tail>)* $|^ (?:<lead> )*(?:stop|hou|kap)"
                " (?:<0-2>)(?:met (?:die|dit|dat|deze|jullie|mij|me|het|al)|op)|(?:abonnement|abo|lidmaatschap"
                "|account|contract) (?:<0-2>)(?:opzeggen|beeindigen|stopzetten|annuleren)|stuur (?:<0-1>)niet"
                "|(?:stuur|sms|app|bel) (?:<0-1>)(?:me|mij|ons) (?:<0-2>)(?:niet|geen|niets|niks|nooit)|^"
                " (?:<lead> )*geen (?:<0-2>)(?:<letters>)|(?:niks|niets|niet) (?:na|voor) \\d+|niet"
                " (?:<0-4>)(?:sms en|smsen|bellen|appen|sturen|mailen)|(?:wil|hoef) (?:<0-3>)(?:niet|geen|niets"
                "|niks) (?:<0-3>)(?:<letters>|ontvangen|krijgen|contact|benaderd)|geen interesse|niet (?:meer"
                " )?geinteresseerd|^ (?:<lead> )*niet interessant $|interesseert me niet|afgemeld per"
                "|(?:verwijder|haal|schrap) (?:<0-1>)(?:me|mij|mijn) (?:<0-3>)(?:lijst\\w*|af|eraf|bestand"
                "|systeem|nummer|gegevens)|per ongeluk afgemeld|met rust (?:te )?laten"
            ),
        ),
    },
)
