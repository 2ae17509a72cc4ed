"""Dutch."""

from bot.engine.understand.words import Words

WORDS = Words(
    code="nl",
    # yes or no
    yes="""
        ja, jaa, jaaa, jaja, ja ja, jawel, jep, jup, jazeker, ja hoor, ja zeker, ja graag, ja prima, ja dank je, ja
        bedankt, ja natuurlijk, zeker, zeker weten, natuurlijk, tuurlijk, vast wel, welzeker, jaaaaa,
        jajaja, joa, jo, jow, yes, yep, yup, ja doe maar, ja is goed, ja is prima, ja is ok, ja klopt, ja dat klopt, ja
        dat is goed, ja dat kan, ja kan, ja oké, ja ok, ja goed, ja top, ja super, ja perfect, ja mooi, ja fijn, ja
        leuk, ja zeker weten, ja tuurlijk, ja absoluut, ja hoor prima, ja heel graag, ja alsjeblieft, ja alstublieft, ja
        aub, ja dank u, ja dankjewel, ja dank u wel, ja merci, ja mevrouw, ja meneer, ja dokter, ja ik kom, ja ik wil,
        ja ik ben er, ja lukt, ja past, ja akkoord, ja bevestigd, ja ik bevestig, ja ja ja, jazeker wel, jawel hoor,
        joazeker, uiteraard, ja uiteraard, vanzelfsprekend, ja vanzelfsprekend, jahoor, jaaa hoor, tuurlijk wel,
        natuurlijk wel, zeker wel, zekers, zeker hoor, yes zeker, allee ja, amai ja, ja gij, absoluut ja,
        graag gedaan ja, heel zeker, ja allez, zonder twijfel, ongetwijfeld
    """,
    no="""
        nee, neen, neeee, neee, nope, nee hoor, nee bedankt, nee dank je, nee dank u, nee dankjewel, nee nee,
        absoluut niet, zeker niet, helemaal niet, natuurlijk niet, uiteraard niet, in geen geval, nog niet, nu niet,
        vandaag niet, liever niet, beter niet, niet echt, helaas niet, helaas nee, geen interesse, geen sprake van,
        niet meer, ik denk het niet, ik dacht het niet, denk het niet, ik geloof het niet, echt niet, nog steeds
        niet, neee hoor, nee helaas, nee sorry, nee helaas niet, nee echt niet, nee nog niet, nee toch niet, nee
        liever niet, nee dank, nee merci, nee dankuwel, nee dank u wel, nee nooit, nee absoluut niet, nee zeker
        niet, nee niet echt, nee mevrouw, nee meneer, nee het spijt me, nee vandaag niet, nee morgen niet, nee nu
        niet, neen bedankt, neen dank u, neen merci, neen helaas, neen sorry, neenee, nee joh, nee man, nop, nope
        bedankt, niet vandaag, niet morgen, niet nu, niet deze keer, deze keer niet, dit keer niet, morgen niet,
        morgen helaas niet, vandaag helaas niet, voorlopig niet, momenteel niet, op dit moment niet, op het moment
        niet, even niet, nu even niet, toch niet, toch maar niet, helaas toch niet, sorry nee, sorry neen, jammer
        genoeg niet, spijtig genoeg niet, spijtig genoeg nee, ik vrees van niet, vrees van niet, ik denk van niet,
        denk van niet, ik geloof van niet, ik dacht van niet, vast niet, geenszins, in geen enkel geval, onder geen
        beding, nooit van mijn leven, geen denken aan, vergeet het, laat maar, laat maar zitten, echt niet nee, nee
        alles goed, nee hoeft niet, nee niet nodig, niet meer nodig, bijlange niet, bijlange na niet, graag niet,
        aub niet, alsjeblieft niet, liever geen, graag geen
    """,
    yes_sentence="""
        ik kom, wij komen, we komen, ik kom eraan, dat past, komt goed uit, komt me goed uit, dat schikt, ik bevestig,
        bij deze bevestig ik, ga akkoord, akkoord, mee eens, ik ben het ermee eens, is goed, is prima, is oké, ga je
        gang, ga uw gang, dat lukt, dat werkt, dat klopt, het klopt, ik zou graag, zou ik graag willen, ik denk het
        wel, denk het wel, ik denk van wel, ik geloof het wel, geen probleem, geen enkel probleem, geen punt, waarom
        niet, vind ik goed, vind ik prima, van mij mag het, het werkt, het is gelukt, gelukt, opgelost, geïnteresseerd,
        (ik|we|wij) (kom|komen|ben|zijn|zal|zullen|zien) (er|zeker|graag|morgen|zeker langs|langs|erbij|aanwezig|er
        zeker|er morgen|op tijd|er op tijd|daar), (ik|we|wij) (ben|zijn|zal|zullen) (er|zeker|aanwezig|erbij|er
        zeker|daar) (zijn|bij|aanwezig|er|), (ik|we|wij)
        (bevestig|bevestigen|accepteer|aanvaard|ga|gaan|wil|neem|doe|vind) (dit|het|akkoord|mijn afspraak|de
        afspraak|mijn komst|graag|dat goed|dat|ermee akkoord|mee|dat graag|hem|mijn aanwezigheid|dat prima|het goed),
        (ben|zijn) (er|aanwezig|erbij|van de partij|akkoord|geïnteresseerd|onderweg), (tot|zie je|zie u|zien we u)
        (dan|morgen|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|straks|zo|binnenkort|gauw|snel|later),
        (dat|het|dit) (past|kan|lukt|werkt|klopt|is|komt|schikt|gaat|zou) (goed|mij|me|prima|perfect|voor
        mij|ons|juist|correct|oké|ok|in orde|wel|zeker|me goed|mij goed|me prima|goed uit|me
        uit|fijn|top|super|geregeld|opgelost|me perfect|zijn prima|fijn zijn|leuk zijn|goed zijn|super zijn),
        (past|schikt|lukt|werkt|klopt|kan) (goed|mij|me|prima|perfect|voor mij|ons|zeker|wel|me goed|mij prima|mij
        goed|me prima|me perfect), (is|was) (goed|prima|oké|ok|in orde|akkoord|juist|perfect|top|geregeld) (voor
        mij|voor ons|hoor|zo), (doe|doet) (maar|het maar|u maar|dat maar|dat), (lijkt|klinkt|zou)
        (me|mij|ons|goed|prima|leuk|super|perfect|top|heel goed|fijn zijn|leuk zijn) (goed|leuk|prima|super|perfect|een
        goed idee|fijn|top|), voor mij (is het goed|ok|oké|goed|prima|past het|is dat goed), (ik|we|wij) (heb|hebben)
        (er zin in|interesse|tijd|nog interesse|nog steeds interesse), (komt|het komt) (in orde|goed|voor elkaar), we
        doen het, doen we zo, ga ervoor, reken op (mij|ons), u kan op mij rekenen, je kan op me rekenen, alles
        (klopt|is juist|is correct|is goed|in orde|goed), is (opgelost|gelukt|verholpen|geregeld), klopt
        (helemaal|allemaal|wel|zeker), werkt (weer|nu|nu weer), doet het (weer|nu|nu weer)
    """,
    no_sentence="""
        kan niet, kom niet, wil niet, lukt niet, past niet, komt niet uit, komt me niet uit, komt niet goed uit, schikt
        niet, gaat niet, gaat niet lukken, werkt niet, werkt nog steeds niet, niet gelukt, klopt niet, is fout, ga niet
        akkoord, niet mee eens, ik heb geen, ik ben verhinderd, ben verhinderd,
        (ik|we|wij|kan|kunnen|kom|komen|wil|red|haal|ga|zal|heb|hoef) (het|er|dan|morgen|vandaag|helaas|toch|jammer
        genoeg|spijtig genoeg|het helaas|er helaas|er morgen|dan helaas|morgen helaas|het morgen|deze keer|het toch|het
        niet) niet, (ik|we|wij) (kan|kunnen|kom|komen|wil|willen|red|haal|ga|gaan|zal|zullen|heb|hoef|wens|moet)
        (niet|er niet|het niet|niet meer|dit niet|er niet bij|dat niet|helaas niet|er helaas niet|toch niet),
        (ik|we|wij) (kan|kunnen|kom|komen|red|haal|zal|zullen|ga|gaan) (het|er|dan|morgen|vandaag|helaas|toch|jammer
        genoeg|het helaas|er helaas|er morgen|morgen helaas|het morgen|er toch|het toch|deze keer) niet,
        (lukt|past|gaat|werkt|klopt|schikt|kan) (me|mij|ons|helaas|toch|dan|morgen|vandaag|het|het helaas|me helaas|mij
        helaas|jammer genoeg|toch) niet, (lukt|past|gaat|werkt|klopt|schikt|kan) niet meer, (dat|het|dit)
        (lukt|past|gaat|werkt|klopt|schikt|kan|komt|is|zal) (me|mij|ons|helaas|toch|dan|morgen|me helaas|mij
        helaas|toch|jammer genoeg|zo) niet, (dat|het|dit) (lukt|past|gaat|werkt|klopt|schikt|kan|hoeft|is|zal) niet,
        (het|dat|dit) (zal|gaat) (niet|helaas niet|niet meer) (gaan|lukken|kunnen|gaan lukken), (gaat|zal)
        (me|het|mij|helaas|hem) niet (lukken|gaan|worden), niet
        (gaan|lukken|kunnen|komen|aanwezig|geïnteresseerd|beschikbaar|nodig|mogelijk|akkoord|juist|correct|opgelost|meer
        nodig|meer geïnteresseerd|goed|van plan), (geen|geen enkele) (interesse|tijd|behoefte|zin|goesting|nood),
        (heb|hebben) (er|hier|daar|helaas|dan|momenteel|) geen (interesse|tijd|behoefte|zin|goesting|nood|belang),
        (ik|we|wij) (sla|slaan|pas|bedank|zie|weiger) (over|deze keer over|ervoor|ervan af|er vanaf|vriendelijk), hoeft
        (niet|niet meer|voor mij niet|van mij niet), (hoef|wil|moet) (het|er|geen|dat|dit) niet, is niet
        (mogelijk|nodig|juist|correct|goed|opgelost|gelukt|in orde|waar), nee zeggen, (kan|kunnen) (ik|we|wij)
        (helaas|dan|er|het|helaas dan|jammer genoeg) niet,
        (maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|morgen|dan|vandaag) (kan|kunnen|red|lukt)
        (ik|we|het|me|mij) (helaas|het|het helaas|dan|) niet, (niets|niks|nog niets|nog niks) ontvangen, niet
        ontvangen, nog niet ontvangen
    """,
    yes_clause="""
        ik kan, we kunnen, wij kunnen, kan ik, ja ik kan, mag, dat mag, mag wel, mag zeker, dat mag zeker, dat mag
        wel, u mag, jullie mogen, heb ik, ben ik, ontvangen, goed ontvangen, ik ben beschikbaar, ik ben vrij, ik heb
        tijd, isgoed
    """,
    no_clause="ik kan niet, we kunnen niet, kan niet",
    yes_alone="""
        heel graag, graag, met plezier,
        j, ok, oke, okay, okee, okido, oki, okidoki, goed, heel goed, prima, top, super, perfect, uitstekend, mooi,
        fijn, leuk, best, juist, correct, waar, deal, afgesproken, bevestigd, begrepen, genoteerd, doen we, doe ik,
        yes, jes, jaaaa, ajh, kan ik, dat kan, kan, ben ik, heb ik, wil ik, toppie, helemaal goed, komt in orde, in
        orde, eens, is ok, klopt, lukt, werkt, bevestig, absoluut, beslist, inderdaad, uiteraard, vanzelfsprekend,
        okeee, okej, okay bedankt, ok bedankt, ok dank u, oke bedankt, oké dank u, oké prima, ok prima, oké top, ok
        top, oké goed, ok goed, oké is goed, prima hoor, prima dank, prima bedankt, top bedankt, top dank, super
        bedankt, perfect bedankt, perfect dank u, helemaal prima, helemaal top, helemaal in orde, helemaal akkoord, in
        orde bedankt, in orde dank u, akkoord bedankt, ik ga akkoord, goe, goed zo, goed hoor, goed idee, leuk idee,
        prachtig, geweldig, fantastisch, schitterend, uitmuntend, heerlijk, gaaf, vet, nice, cool, tof, keitof, zalig,
        kei goed, begrepen dank, begrepen bedankt, duidelijk, helder, genoteerd bedankt, ontvangen, check, gecheckt,
        roger, komt goed, komt goed hoor, doe ik zeker, doen, gaan we doen, geregeld, da klopt, da's goed, das prima,
        das ok, dasgoed, da is goed, isgoed, ist goed, juist ja, exact, precies, helemaal juist, dat ben ik, ik ben
        het, ja dat ben ik, met genoegen, met veel plezier, present, aanwezig, allebei aanwezig, eens mee, voila,
        tiptop, tip top, bien, graag bevestigen, bevestigen, bevestigen aub, boek maar, reserveer maar
    """,
    no_alone="""
        n, ne, neeh, fout, onjuist, onwaar, geen, geweigerd, niets, niks, niemand, ene, neej, niet, nooit, negatief,
        geenszins, onmogelijk, nee1, nein, nada, njet, noppes, afgezegd, geannuleerd, afgewezen, ontkend, foutief,
        verkeerd, geen van, nergens, zeker ni, ni, nie, nien
    """,
    unsure="""
        verkeerd nummer, verkeerd verbonden, misschien, wellicht, waarschijnlijk, eventueel, geen idee, niet zeker, ik
        ben niet zeker, weet niet zeker, ik twijfel, twijfel, hangt ervan af, ligt eraan, dat hangt ervan af, ik kijk
        even, even kijken, zie wel, we zien wel, zo zo, min of meer, ik snap het niet, snap het niet, begrijp het niet,
        ik begrijp het niet, wat bedoel je, wacht, wacht even, een moment, momentje, maakt niet uit, maakt me niet uit,
        ja en nee, geen van beide, gedeeltelijk, deels, zou kunnen, kan zijn, als het kan, (weet|wist) (ik|het|nog|dat)
        (nog|niet|het|nog niet|het nog|het niet|het nog niet|nog helemaal|niet zeker|nog niet zeker), weet (ik nog
        niet|nog niet|ik het nog niet|het nog niet|niet|ik niet|ik het niet), (ik|we) (weet|weten) (het|nog|dat)
        (niet|nog niet|niet zeker|nog niet zeker), (ik|we) (weet|weten) (niet|nog niet), (ik|we|wij|zal|ga|moet)
        (laat|laten|moet|zal|ga|kijk|vraag) (het|nog|eerst|nog even|even|je|u|dat|het nog) (weten|later weten|nog
        weten|kijken|nakijken|checken|overleggen|vragen|navragen|bekijken|even kijken|nog
        weten|zien|overdenken|nadenken), (laat|laten) (het|je|u|iets|nog) (nog|later|morgen|weten|nog weten|u weten|je
        weten|je nog weten|u nog weten|nog iets weten|iets weten), moet (nog|eerst|het|even|nog even|eerst even|het
        nog|ik nog|ik eerst|ik even) (kijken|nakijken|checken|overleggen|vragen|navragen|bekijken|zien|nadenken|eens
        kijken|even kijken), ik (bevestig) (later|nog|u later|je later|morgen), bevestig later, wie (is|ben|bent|zijn)
        (dit|dat|u|je|jij|er), met wie, misschien wel, misschien niet, mss, msch, waarschijnlijk wel, wss, wrs, denk
        ik, geen flauw idee, niet helemaal zeker, nog niet zeker, nog niet beslist, nog niet besloten, ik ben er nog
        niet uit, ben er nog niet uit, hangt af van, dat hangt af van, afhankelijk van, afhankelijk, ligt aan, als ik
        kan, als dat kan, hopelijk, ik hoop het, hoop het, wat bedoelt u, wat bedoelen jullie, snap ik niet, begrijp ik
        niet, niet begrepen, verkeerde persoon, dat ben ik niet, ben ik niet, om het even, eender, eender wat, mij om
        het even, zoals je wil, zoals u wil, kies maar, kiest u maar, zegt u het maar, zeg jij het maar, jein, beide,
        allebei, ik weet het niet meer, niet meer zeker, vergeten, ja of nee, ja of neen, waarschijnlijk niet, (ik|we)
        (bevestig|bevestigen) (morgen|later|straks|nog)
    """,
    but="""
        maar, echter, behalve, tenzij, mits, alleen als, in plaats, pas als, pas na, behalve als, enkel als, mits dat,
        indien, indien dan, in de plaats, pas
    """,
    asides="""
        (kunt|kan|kun|zou|zoudt) (u|je|jij) (mij|me) (even|eerst) (bellen|terugbellen), (kunt|kan|kun|zou|zoudt)
        (u|je|jij) (mij|me) (bellen|terugbellen|bellen aub), (bel|bel me|bel mij) (even|terug|me|mij), (ik heb|heb)
        (nog een vraag|een vraag|een vraagje|nog een vraagje|vragen|nog vragen), te laat, minuten later, min later,
        iets te laat, een beetje te laat, vertraging, moet om
    """,
    negation="niet, geen, nooit, behalve",
    filler="""
        alsjeblieft, alstublieft, aub, ajb, svp, bedankt, dank je, dank je wel, dankjewel, dank u, dank u wel,
        dankuwel, hartelijk dank, hallo, hoi, hey, dag, goedemorgen, goedemiddag, goedenavond, goedendag, eh, ehm, uh,
        hm, hmm, ah, oh, och, nou, tja, dus, dan, ik denk, ik vind, ik zeg, ik zou zeggen, mijn antwoord is, het
        antwoord is, antwoord, meneer, mevrouw, dokter, helaas, het spijt me, sorry, en, een, de, het, is, dat, ook,
        heel, erg, nu, vandaag, morgen, voor mij, voor ons, mij, hier, daar, groetjes, groeten, gr, mvg, met
        vriendelijke groet, fijne dag, prettige dag, fijne avond, doei, tot ziens, van, ik, mijn, echt, wel, hoor,
        even, alsjebl, asjeblieft, alstubl, pls, please, thanks, thx, dank, dankjewel hoor, heel erg bedankt, erg
        bedankt, bedankt alvast, alvast bedankt, alvast dank, merci, mercikes, hey hoi, goeiemorgen, goeiemiddag,
        goeienavond, goeiedag, goeie dag, dag mevrouw, dag meneer, dag dokter, mvr, mevr, dhr, dr, beste, lieve,
        jongens, joh, man, zeg, allez, allee, amai, ja dan, hé, he ja, nou ja, eigenlijk, jammer, jammer genoeg,
        spijtig, spijtig genoeg, excuses, mijn excuses, excuseer, sorry hoor, tot dan, groet, grtjs, grtz, xx, xxx, x,
        kus, kusjes, fijn weekend, prettig weekend, nog een fijne dag, haha, hihi, lol, ons, onze, u, jullie, we, wij,
        dit, die, die dag, dan wel, toch, gewoon, 🙏, indien mogelijk, als dat mogelijk is
    """,
    interrogatives="""
        wat, wanneer, waar, wie, waarom, hoe, hoeveel, welke, welk, kan ik, kunt u, kun je, is er, zijn er, heeft u,
        hebben jullie, mag ik, moet ik
    """,
    adverbs="""
        ook, heel, graag, zeker, morgen, vandaag, echt, helaas, jammer genoeg, spijtig genoeg, toch, dan, die dag, deze
        keer, absoluut, natuurlijk, sorry, zeker weten, nog, nog steeds, wel, jammer, op maandag, op dinsdag, op
        woensdag, op donderdag, op vrijdag, op zaterdag
    """,
    # which one
    choosing="""
        ik wil, ik wil graag, ik zou graag, graag, ik neem, neem, doe maar, doe mij, ik kies, kies, ik ga voor,
        liever, het liefst, optie, nummer, nr, num, keuze, antwoord, de, het, een, van, voor, met, over, om, op, is,
        zou, mijn, ik, heb, probleem, vraag, onderwerp, past, past me, komt goed uit, goed, prima, beste, ja, oké,
        ok, die, dat, deze, dit, dag, tijd, tijdstip, mij, maar, dan, gaat, het gaat om
    """,
    both="beide, allebei, alle twee, de twee",
    several="""
        geen, geen van beide, geen van allebei, geen van alle, geen van de twee, geen enkele, alle, alles, alle
        drie, alle vier, allemaal, maakt niet uit, maakt me niet uit, maakt mij niet uit, om het even, eender,
        eender welke, eender wat, noch
    """,
    exceptions="""
        alles behalve, alle behalve, behalve, uitgezonderd, uitgenomen, als het maar niet, elke dag behalve, liever niet
    """,
    inquiries="""
        hoeveel, kost, kosten, prijs, prijzen, kan dat, is er, heeft u, hebben jullie, hebt u, hoe laat, wanneer is
    """,
    ordinals={
        1: "eerste, de eerste, 1e, 1ste, bovenste",
        2: "tweede, 2e, 2de",
        3: "derde, 3e, 3de",
        4: "vierde, 4e, 4de",
        5: "vijfde, 5e",
        6: "zesde, 6e",
        -1: "laatste, de laatste, onderste",
    },
    # which number
    limits="""
        meer dan, minder dan, groter dan, kleiner dan, minstens, minimaal, maximaal, hoogstens, tot en met, tussen,
        of meer, of minder, boven, onder, ten minste, doos van, doos met, dozen van, pak van, krat van, krat met,
        minimum, maximum, geleden, vanaf, hooguit, geboren, na, sinds
    """,
    alternatives="of, en, tot, tussen, dan wel, à",
    out_of="van de, van, op, uit, van een",
    counted={
        1: "eentje, alleen ik, ik alleen, enkel ik, ik kom alleen, alleen mezelf, in mijn eentje",
        2: """
            met zijn tweeën, met z'n tweeën, met z n tweeën, met ons tweeën, met z'n 2en, met z'n tweeen, wij twee,
            ons twee, met zijn tweeen, met twee
        """,
        3: "met zijn drieën, met z'n drieën, met ons drieën, met z'n drieen",
        4: "met zijn vieren, met z'n vieren, met ons vieren",
        5: "met zijn vijven, met z'n vijven, met ons vijven",
        6: "met zijn zessen, met z'n zessen, met ons zessen, half dozijn, een half dozijn",
        7: "met zijn zevenen, met z'n zevenen",
        8: "met zijn achten, met z'n achten",
        10: "een tientje, tientje",
        12: "een dozijn, dozijn",
        100: "een honderdje",
    },
    halves="een half, een halve, half, halve",
    articles="een",
    not_numbers="""
        een beetje, een paar, een moment, een dag, een keer, een van, een momentje, een ogenblik, een handvol, een
        hoop, een heleboel, een stuk of, een ander, een andere, een stuk, een vraag, een vraagje, een probleem,
        duizendmaal
    """,
    people="personen, mensen, gasten, volwassenen, deelnemers",
    things="""
        auto, autos, hond, honden, kat, katten, tafel, tafels, kamer, kamers, doos, dozen, tas, tassen, pakket,
        pakketten, fles, flessen, stoel, stoelen, kinderstoel, kinderstoelen, verdieping, bed, bedden, vraag,
        vragen, artikel, artikelen, tientjes, briefjes, honderdjes
    """,
    gratis="gratis, kosteloos",
    spelling={
        "zeve": "zeven",
        "neegen": "negen",
        "teen": "tien",
        "én": "één",
        "twe": "twee",
    },
    # taking back
    courtesies="""
        als het kan, als dat kan, als het mag, als dat mag, als dat goed is, als het goed is, als het uitkomt, als dat
        uitkomt, als dat lukt, als ik eerlijk ben, zo mogelijk, als ik me niet vergis, als ik het goed heb, indien
        mogelijk, als dat mogelijk is
    """,
    conditions="""
        als, indien, mits, tenzij, afhankelijk, zolang, ligt eraan, hangt af, pas als, laat het weten, laat nog weten,
        laat ik nog weten, bevestig later
    """,
    corrections="""
        nee wacht, wacht nee, wacht, nee sorry, sorry nee, ik bedoel, ik bedoelde, bedoel, bedoelde, correctie,
        foutje, oeps, nee toch, toch liever, toch maar, nee liever, of nee, vergis me
    """,
    not_corrections="kan wachten, veel beter, beter dan",
    soft_corrections="sorry, eigenlijk, liever, beter, toch, excuses, maak er van, zeg maar",
    # when
    when={
        "r0": "vandaag, vndg",
        "r0 am": "vanochtend, vanmorgen",
        "r0 pm": "vanavond, vanmiddag, vannacht",
        "r1": "morgen, mrgn",
        "r1 am": "morgenochtend, morgenvroeg, morgen vroeg, morgen ochtend",
        "r1 pm": "morgenmiddag, morgenavond, morgen middag, morgen avond",
        "r2": "overmorgen",
        "r-1": "gisteren",
        "r-2": "eergisteren",
        "m3": "mrt, maart",
        "u_minute": "minuut, minuten, min",
        "u_day": "dag, dagen",
        "u_week": "week, weken",
        "u_month": "maand, maanden",
        "u_year": "jaar, jaren",
        "n1 u_day": "een dag",
        "n1 u_week": "een week",
        "n1 u_month": "een maand",
        "n30 u_minute": "een half uur, half uur, een halfuur, halfuur",
        "n90 u_minute": "anderhalf uur",
        "in": "over, binnen",
        "ago": "geleden",
        "next": "volgende, volgend, eerstvolgende week",
        "this": "deze, dit",
        "coming": "komende, aanstaande, aankomende, a s, eerstvolgende",
        "past_one": "vorige, afgelopen, laatste",
        "am": "s ochtends, s morgens, ochtend, in de ochtend, smorgens, sochtends, am",
        "pm": "s middags, s avonds, middag, avond, in de middag, in de avond, smiddags, savonds, pm, s nachts",
        "t12:00": "twaalf uur s middags, 12 uur s middags, noen",
        "t00:00": "middernacht, om middernacht",
        "now": "nu, meteen, direct",
        "half_to": "half",
        "quarter_past": "kwart over",
        "quarter_to": "kwart voor",
        "past": "over",
        "to": "voor",
        "oclock": "uur, u, h, precies",
        "at": "om, rond, ongeveer, omstreeks, circa, tegen",
        "of": "de, van, op, het",
        "or": "of, tussen, tot, vanaf",
        "and": "en",
        "open": """
            voor de, na, na de, elke, iedere, altijd, maakt niet uit, uiterlijk, vroegst, behalve, sinds, zo snel
            mogelijk, asap, zsm, zo vroeg mogelijk, zo laat mogelijk, niet voor, niet na, weekend, in het weekend, eind,
            einde, begin, midden, uitgezonderd, uitgenomen, door de week, doordeweeks, liefst niet, als het maar niet,
            alles behalve, vanaf, enkele, een paar, paar, een aantal, meer dan, minder dan, bijna, ruim, minstens
        """,
        "last_day": "laatste dag van, de laatste dag van",
        "elsewhere": """
            ik werk, klaar met, werk ik, ben ik klaar, verjaardag, gesloten, mijn dienst, mijn trein, ik begin, kom ik
            thuis, een vergadering, op vakantie
        """,
        "not": "niet, geen, nooit, nee, onmogelijk",
        "in n60 u_minute": "over een uur, binnen een uur, over een uurtje",
        "n1 oclock": "een uur, 1 uur",
        "x": "vraag, vraagje, probleem, optie, keuze",
    },
)
