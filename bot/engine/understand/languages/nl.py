"""Dutch."""

from bot.engine.understand.words import Words

WORDS = Words(
    code="nl",
    # yes or no
    yes="""
        ja, jaa, jaaa, jaja, ja ja, jawel, jep, jup, jazeker, ja hoor, ja zeker, ja graag, ja prima, ja dank je, ja
        bedankt, ja natuurlijk, zeker, zeker weten, natuurlijk, tuurlijk, heel graag, graag, vast wel, welzeker
    """,
    no="""
        nee, neen, neeee, neee, nope, nee hoor, nee bedankt, nee dank je, nee dank u, nee dankjewel, nee nee,
        absoluut niet, zeker niet, helemaal niet, natuurlijk niet, uiteraard niet, in geen geval, nog niet, nu niet,
        vandaag niet, liever niet, beter niet, niet echt, helaas niet, helaas nee, geen interesse, geen sprake van,
        niet meer, ik denk het niet, ik dacht het niet, denk het niet, ik geloof het niet, echt niet, nog steeds
        niet
    """,
    yes_sentence="""
        ik kom, wij komen, we komen, ik ben er, we zijn er, ik zal er zijn, ben erbij, ik ben erbij, ik kom eraan,
        tot dan, tot morgen, tot straks, tot zo, past mij, dat past, past me, komt goed uit, komt me goed uit, dat
        komt goed uit, komt goed, schikt mij, dat schikt, klinkt goed, klinkt prima, lijkt me goed, lijkt me prima,
        lijkt mij goed, ik bevestig, bij deze bevestig ik, ik ga akkoord, ga akkoord, akkoord, mee eens, ik ben het
        ermee eens, dat is goed, is goed, dat is prima, is prima, dat is oké, is oké, doe maar, ga je gang, ga uw
        gang, dat lukt, dat werkt, dat klopt, het klopt, dat is juist, dat is correct, ik wil graag, ik zou graag,
        zou ik graag willen, ik denk het wel, denk het wel, ik denk van wel, ik geloof het wel, geen probleem, geen
        enkel probleem, geen punt, waarom niet, vind ik goed, vind ik prima, van mij mag het, het werkt, het is
        gelukt, gelukt, opgelost, ik heb interesse, geïnteresseerd, ik heb er zin in
    """,
    no_sentence="""
        ik kan niet, kan niet, kan helaas niet, ik kan helaas niet, ik kom niet, kom niet, ik red het niet, red het
        niet, ik haal het niet, ik wil niet, wil niet, ik hoef niet, hoeft niet, lukt niet, dat lukt niet, lukt
        helaas niet, past niet, dat past niet, past me niet, komt niet uit, komt me niet uit, komt niet goed uit,
        schikt niet, gaat niet, dat gaat niet, gaat niet lukken, werkt niet, het werkt niet, werkt nog steeds niet,
        niet gelukt, niet opgelost, klopt niet, dat klopt niet, niet goed, niet juist, niet correct, is fout, niet
        akkoord, ga niet akkoord, niet mee eens, niet nodig, is niet nodig, niet mogelijk, niet geïnteresseerd, ik
        heb geen, heb geen interesse, ik moet afzeggen, moet afzeggen, ik ben verhinderd, ben verhinderd, geen tijd
    """,
    yes_alone="""
        j, ok, oke, oké, okay, okee, okido, oki, okidoki, goed, heel goed, prima, top, super, perfect, uitstekend,
        mooi, fijn, leuk, best, juist, correct, waar, deal, afgesproken, bevestigd, begrepen, genoteerd, doen we,
        doe ik, yes, jes, jaaaa, ajh, kan ik, dat kan, kan, ben ik, heb ik, wil ik, toppie, helemaal goed, komt in
        orde, in orde, eens, is ok, klopt, lukt, werkt, bevestig, absoluut, beslist, inderdaad, uiteraard,
        vanzelfsprekend
    """,
    no_alone="""
        n, ne, neeh, fout, onjuist, onwaar, geen, geweigerd, niets, niks, niemand, ene, neej, niet, nooit, negatief,
        geenszins, onmogelijk
    """,
    unsure="""
        verkeerd nummer, verkeerd verbonden, misschien, wellicht, waarschijnlijk, eventueel, weet niet, weet ik
        niet, ik weet niet, ik weet het niet, weet het niet, geen idee, niet zeker, ik ben niet zeker, weet niet
        zeker, ik twijfel, twijfel, hangt ervan af, ligt eraan, dat hangt ervan af, ik kijk even, even kijken, moet
        even kijken, zie wel, we zien wel, zo zo, min of meer, ik snap het niet, snap het niet, begrijp het niet, ik
        begrijp het niet, wat bedoel je, wacht, wacht even, een moment, momentje, maakt niet uit, maakt me niet uit,
        ja en nee, geen van beide, gedeeltelijk, deels, zou kunnen, kan zijn, als het kan
    """,
    but="maar, echter, behalve, tenzij, mits, alleen als, in plaats",
    negation="niet, geen, nooit, behalve",
    filler="""
        alsjeblieft, alstublieft, aub, ajb, svp, bedankt, dank je, dank je wel, dankjewel, dank u, dank u wel,
        dankuwel, hartelijk dank, hallo, hoi, hey, dag, goedemorgen, goedemiddag, goedenavond, goedendag, eh, ehm,
        uh, hm, hmm, ah, oh, och, nou, tja, dus, dan, ik denk, ik vind, ik zeg, ik zou zeggen, mijn antwoord is, het
        antwoord is, antwoord, meneer, mevrouw, dokter, helaas, het spijt me, sorry, en, een, de, het, is, dat, ook,
        heel, erg, nu, vandaag, morgen, voor mij, voor ons, mij, hier, daar, groetjes, groeten, gr, mvg, met
        vriendelijke groet, fijne dag, prettige dag, fijne avond, doei, tot ziens, van, ik, mijn, echt, wel, hoor,
        even
    """,
    adverbs="ook, heel, graag, zeker, morgen, vandaag, echt",
    # which one
    choosing="""
        ik wil, ik wil graag, ik zou graag, graag, ik neem, neem, doe maar, doe mij, ik kies, kies, ik ga voor,
        liever, het liefst, optie, nummer, nr, num, keuze, antwoord, de, het, een, van, voor, met, over, om, op, is,
        zou, mijn, ik, heb, probleem, vraag, onderwerp, past, past me, komt goed uit, goed, prima, beste, ja, oké,
        ok, die, dat, deze, dit, dag, tijd, tijdstip, mij, maar, dan, gaat, het gaat om
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
        of meer, of minder, boven, onder, ten minste
    """,
    alternatives="of, en, tot, tussen, dan wel, à",
    out_of="van de, van, op, uit, van een",
    articles="een",
    not_numbers="een beetje, een paar, een moment, een dag, een keer, een van, een momentje, een ogenblik",
    spelling={
        "zeve": "zeven",
        "neegen": "negen",
        "teen": "tien",
        "én": "één",
        "twe": "twee",
    },
    # taking back
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
        "n60 u_minute": "een uur",
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
        "open": "voor de, na, na de, elke, iedere, altijd, maakt niet uit, uiterlijk, vroegst, behalve, sinds",
        "not": "niet, geen, nooit, nee, onmogelijk",
    },
)
