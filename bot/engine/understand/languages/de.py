"""German."""

from bot.engine.understand.words import Words

_FIVE = ("funf", "fuenf")
_TENS = ("zwanzig", "dreissig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig")

WORDS = Words(
    code="de",
    # yes or no
    yes="""
        ja, jaa, jaaa, jap, jep, jepp, jupp, jup, jo, joa, jawohl, jawoll, jaja, ja ja, ja klar, ja gerne, ja gern,
        ja bitte, ja danke, na klar, klar, klaro, natürlich, selbstverständlich, sicher, auf jeden fall, auf alle
        fälle, aber ja, aber klar, aber gerne, aber natürlich, sehr gerne, sehr gern, gerne, gern, jawol
    """,
    no="""
        nein, nö, nöö, nee, neee, nein nein, nein danke, nope, auf keinen fall, auf gar keinen fall, keinesfalls,
        keineswegs, gar nicht, überhaupt nicht, ganz und gar nicht, nicht wirklich, noch nicht, heute nicht, jetzt
        nicht, lieber nicht, eher nicht, besser nicht, leider nein, leider nicht, kein interesse, nicht mehr,
        natürlich nicht, sicher nicht, bestimmt nicht, garantiert nicht, negativ, kein bedarf, ich glaube nicht,
        glaube nicht, ich denke nicht, denke nicht, wohl nicht, immer noch nicht
    """,
    yes_sentence="""
        ich komme, wir kommen, ich bin da, wir sind da, bin dabei, ich bin dabei, wir sind dabei, ich werde da sein,
        werde da sein, bis dann, bis morgen, bis später, bis bald, ich freue mich, freue mich, passt mir, das passt,
        passt mir gut, passt gut, passt für mich, das passt mir, passt perfekt, klingt gut, klingt super, hört sich
        gut an, ich bestätige, bestätige, hiermit bestätige ich, ich nehme an, ich stimme zu, stimme zu,
        einverstanden, bin einverstanden, ich bin einverstanden, in ordnung, das ist in ordnung, ist in ordnung,
        geht in ordnung, geht klar, das geht, geht bei mir, das klappt, klappt bei mir, das stimmt, stimmt so, das
        ist richtig, ist richtig, das ist korrekt, das wäre schön, das wäre toll, würde ich gerne, ich glaube ja,
        ich denke ja, ich glaube schon, ich denke schon, glaube schon, denke schon, kein problem, gar kein problem,
        kein ding, kein thema, warum nicht, wieso nicht, von mir aus, es funktioniert, hat geklappt, hat
        funktioniert, ich habe interesse, interessiert mich, nichts dagegen, macht nichts, ist gut, alles klar
    """,
    no_sentence="""
        ich kann nicht, kann nicht, kann leider nicht, ich kann leider nicht, ich komme nicht, komme nicht, ich
        komme leider nicht, schaffe es nicht, ich schaffe es nicht, schaffe ich nicht, ich will nicht, will nicht,
        ich möchte nicht, möchte nicht, geht nicht, das geht nicht, geht leider nicht, passt nicht, das passt nicht,
        passt mir nicht, passt leider nicht, passt mir leider nicht, klappt nicht, klappt leider nicht, das klappt
        nicht, funktioniert nicht, geht immer noch nicht, funktioniert immer noch nicht, hat nicht geklappt, hat
        nicht funktioniert, hat nicht geholfen, nicht gelöst, stimmt nicht, das stimmt nicht, nicht richtig, nicht
        korrekt, ist falsch, das ist falsch, nicht einverstanden, bin nicht einverstanden, ich lehne ab, lehne ab,
        brauche ich nicht, ich brauche nicht, nicht nötig, nicht notwendig, nicht möglich, kein bedarf, habe kein
        interesse, bin nicht interessiert, nicht interessiert, interessiert mich nicht, muss absagen, ich muss
        absagen, sage ab, bin verhindert, ich bin verhindert, bin nicht da, habe keine zeit, keine zeit, ich habe
        nicht, nicht gut, schaffe ich (es|das) nicht, schaffe es leider nicht, kann ich leider nicht
    """,
    yes_alone="""
        j, ok, okay, okey, oki, okidoki, gut, sehr gut, prima, super, toll, perfekt, bestens, wunderbar,
        ausgezeichnet, fein, schön, top, passt, passt schon, richtig, korrekt, wahr, abgemacht, ausgemacht,
        bestätigt, verstanden, mach ich, mache ich, doch, doch doch, eh, jes, yo, ajo, ia, jaok, klar doch, alles
        gut, cool, geil, mega, kann ich, bin ich, habe ich, hab ich, will ich, bitte gerne, notiert, zusage, ich
        möchte, ich will, funktioniert, stimmt, klappt, gelöst, erledigt, allerdings, freilich, gewiss, genau,
        definitiv, absolut, selbstredend, sicherlich, unbedingt, meinetwegen
    """,
    no_alone="""
        n, falsch, abgelehnt, keine, keiner, keins, nichts, nein1, nien, nain, nien danke, absage, nada, nix,
        niemand, nicht, ne, nie, niemals, nä, unmöglich
    """,
    unsure="""
        falsche nummer, falsch verbunden, vielleicht, eventuell, evtl, möglicherweise, wahrscheinlich, vermutlich,
        mal sehen, mal schauen, schauen wir mal, weiß nicht, weiß ich nicht, weiß ich noch nicht, weiß noch nicht,
        weiß es noch nicht, ich weiß nicht, ich weiß es nicht, keine ahnung, nicht sicher, bin nicht sicher, bin mir
        nicht sicher, bin unsicher, unsicher, unentschlossen, kommt drauf an, kommt darauf an, hängt davon ab, je
        nachdem, jein, ja und nein, sowohl als auch, egal, mir egal, ist mir egal, warte, warten sie, einen moment,
        muss ich schauen, muss erst schauen, ich schaue nach, ich prüfe, teilweise, zum teil, geht so, naja, na ja,
        verstehe nicht, ich verstehe nicht, nicht verstanden, wie bitte, weder noch, könnte sein, kann sein, wenn es
        geht
    """,
    but="aber, jedoch, allerdings nur, außer, falls, wenn, nur wenn, nur falls, sofern, es sei denn, stattdessen",
    negation="nicht, kein, keine, keinen, nie, außer, statt",
    filler="""
        bitte, danke, dankeschön, danke schön, vielen dank, besten dank, herzlichen dank, danke sehr, hallo, hi,
        hey, moin, servus, grüß gott, guten tag, guten morgen, guten abend, äh, ähm, hm, hmm, ach, oh, ah, also, na,
        nun, tja, denn, dann, ich denke, ich glaube, ich würde sagen, würde sagen, ich sage, meine antwort ist, die
        antwort ist, antwort, herr doktor, leider, tut mir leid, sorry, entschuldigung, und, ein, eine, der, die,
        das, es, ist, auch, sehr, ganz, jetzt, heute, morgen, gerade, mir, für mich, für uns, von mir, hier, da,
        liebe grüße, viele grüße, lg, vg, mfg, mit freundlichen grüßen, schönen tag, schönen tag noch, schönen
        abend, tschüss, bis, zu, mein, wirklich, doch bitte, mal
    """,
    adverbs="auch, sehr, wirklich, gerne, morgen, heute, natürlich, ja gerne",
    # which one
    choosing="""
        ich möchte, ich will, ich hätte gern, ich hätte gerne, hätte gern, hätte gerne, ich nehme, nehme, ich wähle,
        wähle, ich bevorzuge, am liebsten, lieber, dann, option, möglichkeit, nummer, nr, num, auswahl, antwort,
        der, die, das, den, dem, ein, eine, einen, mit, für, zu, zum, zur, bei, wegen, es ist, ist, wäre, mein,
        meine, meiner, von, ich, habe, hab, brauche, problem, frage, thema, anliegen, bitte, gerne, gern, passt,
        passt mir, passt gut, geht, gut, am besten, ja, ok, okay, tag, uhrzeit, termin, um, am, mir, geht um, es
        geht um, betrifft
    """,
    ordinals={
        1: "erste, erster, erstes, ersten, die obere, oberste",
        2: "zweite, zweiter, zweites, zweiten",
        3: "dritte, dritter, drittes, dritten",
        4: "vierte, vierter, viertes, vierten",
        5: "fünfte, fünften",
        6: "sechste, sechsten",
        -1: "letzte, letzter, letztes, letzten, unterste",
    },
    # which number
    limits="""
        mehr als, weniger als, mindestens, höchstens, maximal, minimal, über, unter, bis zu, zwischen, oder mehr,
        oder weniger, wenigstens, größer als, kleiner als
    """,
    alternatives="oder, und, bis, zwischen, bzw, beziehungsweise",
    out_of="von, von insgesamt, auf",
    articles="ein, eine, einen, einer",
    not_numbers="ein bisschen, ein wenig, ein paar, einen moment, eines tages, einer von, eine von, ein moment",
    spelling={
        **{f"{five}und{tens}": f"fünfund{tens}" for five in _FIVE for tens in _TENS},
        **{f"{five}{end}": f"fünf{end}" for five in _FIVE for end in ("", "zehn", "zig", "hundert")},
        "fümf": "fünf",
        "zwolf": "zwölf",
        "zwoelf": "zwölf",
        "eine": "ein",
        "einen": "ein",
        "einer": "ein",
    },
    # taking back
    corrections="""
        nein warte, nein moment, ne warte, nee warte, warte, warten sie, moment, nein doch, ich meine, ich meinte,
        meinte, korrektur, quatsch, ups, vertippt, verschrieben, nein lieber, doch lieber, doch eher, vielmehr,
        beziehungsweise nein, nein sorry, sorry nein, halt nein, ach nein
    """,
    not_corrections="kann warten, im moment, einen moment, ein moment, zu warten, nicht sorry, viel besser",
    soft_corrections="sorry, entschuldigung, eigentlich, lieber, besser, eher, sagen wir, genauer",
    # when
    when={
        "r0": "heute, heut, hte",
        "r0 am": "heute früh, heute morgen, heute vormittag, heut früh",
        "r0 pm": "heute abend, heute nachmittag, heut abend, heute nacht",
        "r1": "morgen, mrgn",
        "r1 am": "morgen früh, morgen vormittag",
        "r1 pm": "morgen abend, morgen nachmittag",
        "r2": "übermorgen, uebermorgen",
        "r-1": "gestern",
        "r-2": "vorgestern",
        "w0": "montags, am montag",
        "w3": "donnerstags, do",
        "w5": "sonnabend, samstags",
        "m1": "jänner, jaenner",
        "m3": "maerz, mrz, mär",
        "u_minute": "minute, minuten, min",
        "u_hour": "stunde, stunden, std",
        "u_day": "tag, tage, tagen",
        "u_week": "woche, wochen",
        "u_month": "monat, monate, monaten",
        "u_year": "jahr, jahre, jahren",
        "n1 u_day": "einem tag, einen tag",
        "n1 u_week": "einer woche, eine woche",
        "n1 u_month": "einem monat, einen monat",
        "n1 u_hour": "einer stunde, eine stunde",
        "n30 u_minute": "einer halben stunde, eine halbe stunde, halbe stunde",
        "n90 u_minute": "eineinhalb stunden, anderthalb stunden",
        "in": "in, binnen",
        "ago_in": "vor",
        "next": "nächste, nächster, nächsten, nächstes, nächstem, naechsten, naechste, folgenden",
        "this": "diese, diesen, dieser, dieses, diesem",
        "coming": "kommende, kommenden, kommender",
        "past_one": "letzte, letzten, letzter, vergangenen, vorigen",
        "am": "morgens, früh, in der früh, am morgen, vormittags, am vormittag, vormittag, am",
        "pm": "nachmittags, am nachmittag, nachmittag, abends, am abend, abend, nachts, pm",
        "t12:00": "mittag, mittags, zu mittag, am mittag, 12 uhr mittags, zwölf uhr mittags",
        "t00:00": "mitternacht, um mitternacht",
        "now": "jetzt, sofort, gleich",
        "half_to": "halb, halber",
        "quarter_past": "viertel nach, viertl nach",
        "quarter_to": "viertel vor, viertl vor, dreiviertel",
        "past": "nach",
        "to": "vor",
        "oclock": "uhr, h, punkt",
        "at": "um, gegen, ca, circa, etwa, so gegen, ungefähr, punkt",
        "of": "der, den, dem, am, des, zum",
        "or": "oder, zwischen, bis, von, ab, bzw",
        "and": "und",
        "open": "jederzeit, jeden, jeder, immer, frühestens, spätestens, außer, irgendwann, nur nicht, statt, egal",
        "not": "nicht, kein, keine, nie, geht nicht, unmöglich, nein",
    },
)
