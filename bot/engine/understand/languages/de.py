"""German."""

from bot.engine.understand.words import Words

_FIVE = ("funf", "fuenf")
_TENS = ("zwanzig", "dreissig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig")

WORDS = Words(
    code="de",
    # yes or no
    yes="""
        ja, jaa, jaaa, jap, jep, jepp, jupp, jup, jo, joa, jawohl, jawoll, jaja, ja ja, ja klar, ja gerne, ja gern, ja
        bitte, ja danke, na klar, klar, klaro, natürlich, selbstverständlich, sicher, auf jeden fall, auf alle fälle,
        aber ja, aber klar, aber natürlich, jawol, jaaaa, jaaaaa, joo,
        jooo, jau, jou, jaa klar, ja natürlich, ja sicher, ja passt, ja super, ja perfekt, ja gut, ja ok, ja okay, ja
        genau, ja stimmt, ja unbedingt, ja auf jeden fall, ja absolut, ja sehr gerne, ja sehr gern, ja freilich, jo eh,
        eh klar, eh ja, ja eh, jo passt, jo klar, na sicher, na freilich, na logo, logo, logisch, ja logisch, ja logo,
        ja voll, na gut, ja doch, ja mach, ja wir kommen, natürlich ja, sicher ja, gewiss, gewiss
        doch, aber sicher, aber hallo, aber selbstverständlich, sowieso, ja sowieso, ja definitiv, definitiv ja, ja hab
        ich, ja hallo, jup jup, yes, yep, yup, jepp jepp, jop, joah, jawoi, jo genau, ja merci, jo merci, ja bestätigt,
        ja bestätige
    """,
    no="""
        nein, nö, nöö, nee, neee, nein nein, nein danke, nope, auf keinen fall, auf gar keinen fall, keinesfalls,
        keineswegs, gar nicht, überhaupt nicht, ganz und gar nicht, nicht wirklich, noch nicht, heute nicht, jetzt
        nicht, lieber nicht, eher nicht, besser nicht, leider nein, leider nicht, kein interesse, nicht mehr,
        natürlich nicht, sicher nicht, bestimmt nicht, garantiert nicht, negativ, kein bedarf, ich glaube nicht,
        glaube nicht, ich denke nicht, denke nicht, wohl nicht, immer noch nicht, nein leider, nein leider nicht,
        nein sorry, nein tut mir leid, nein noch nicht, nein niemals, nein wirklich nicht, nein lieber nicht, nein
        gar nicht, nein überhaupt nicht, nein nicht mehr, nein ich nicht, nein auf keinen fall, ne danke, nee danke,
        nö danke, na danke, ne sorry, nee sorry, nö sorry, ne leider, nee leider, nö leider, ne leider nicht, nee
        leider nicht, nö leider nicht, naa, na leider, na leider nicht, nein morgen nicht, morgen nicht, morgen
        leider nicht, heute leider nicht, diesmal nicht, diesmal leider nicht, dieses mal nicht, momentan nicht, im
        moment nicht, derzeit nicht, zurzeit nicht, zur zeit nicht, vorerst nicht, aktuell nicht, im augenblick
        nicht, nicht heute, nicht morgen, nicht jetzt, nicht diesmal, nicht mehr nötig, nicht unbedingt, leider
        keine zeit, leider nein danke, leider doch nicht, doch nicht, jetzt doch nicht, dann doch nicht, ich fürchte
        nicht, ich fürchte nein, ich befürchte nicht, unter keinen umständen, mit sicherheit nicht, nicht im
        geringsten, nicht die bohne, kommt nicht in frage, kommt nicht infrage, kein interesse danke, naja eher
        nicht, wohl eher nicht, wohl kaum, eher nein, nix da, nie im leben, nie und nimmer, vergiss es, vergessen
        sie es, lass mal, lassen sie mal, passt nein, nein passt, nein passt schon, nein alles gut, nein alles ok,
        nein schon gut, nope danke, sicher ned, na sicher ned, naa danke, leider ned, geht ned, ned, nit, net, bitte
        nicht, bitte keine, bitte kein, lieber keine, ungern, eher ungern, danke nein, danke nicht,
        nei, nei danke, nei merci, nei dangge, nöd nötig, isch nöd nötig, bruuch ich nöd, bruuchi nöd
    """,
    yes_sentence="""
        ich komme, wir kommen, ich bin da, wir sind da, bin dabei, ich bin dabei, wir sind dabei, werde da sein, freue
        mich, das passt, passt mir gut, klingt gut, klingt super, hört sich gut an, ich bestätige, bestätige, ich nehme
        an, ich stimme zu, stimme zu, einverstanden, ich bin einverstanden, in ordnung, das ist in ordnung, ist in
        ordnung, geht in ordnung, geht klar, das geht, das klappt, das stimmt, stimmt so, das ist richtig, ist richtig,
        das ist korrekt, würde ich gerne, ich glaube ja, ich denke ja, ich glaube schon, ich denke schon, glaube schon,
        denke schon, kein problem, gar kein problem, kein ding, kein thema, warum nicht, wieso nicht, von mir aus, es
        funktioniert, hat geklappt, hat funktioniert, interessiert mich, nichts dagegen, macht nichts, ist gut,
        (ich|wir) (bin|sind|werden|werde) (auf jeden fall|sicher|natürlich|pünktlich|gerne|gern|dann|dort|da|dabei)
        (da|dabei|da sein|kommen|sein), (ich|wir) (komme|kommen) (gern|gerne|natürlich|pünktlich|auf jeden
        fall|sicher|vorbei), (ich|wir)
        (nehme|nehmen|buche|buchen|akzeptiere|akzeptieren|bestätige|bestätigen|freue|freuen|sind
        einverstanden|machen|mach|mache) (teil|es|das|ihn|den|den termin|die reservierung|hiermit|uns|mich|mit),
        (nehme|nehmen|bestätige|bestätigen) (ich|wir), bin (da|dort|pünktlich da|einverstanden|gerne dabei|gern
        dabei|auf jeden fall dabei|am start|interessiert), sind (da|dabei|dort|einverstanden), (das|es)
        (passt|geht|klappt|stimmt|funktioniert|läuft|hat geklappt|hat funktioniert|ist gut|ist ok|ist okay|ist
        perfekt|ist prima|ist super|ist richtig|ist korrekt|wäre super|wäre gut|wäre perfekt|wäre prima|wäre nett|wäre
        lieb|wäre fein) (mir|uns|so|gut|perfekt|super|für mich|für uns|bei mir|bei uns|prima|wunderbar),
        (passt|geht|klappt|funktioniert) (mir|uns|so|gut|perfekt|super|für mich|für uns|bei mir|bei
        uns|prima|wunderbar), (wäre|wär) (super|toll|gut|perfekt|prima|nett|lieb|schön|fein), (das|es) (wäre|wär)
        (super|toll|gut|perfekt|prima|nett|lieb|schön|fein), (bis|wir sehen uns)
        (montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|dann|morgen|später|gleich|bald|nachher|nächste
        woche), sehen uns (morgen|dann|dort), (machen|mach|machs|machen wir|tun) (sie das|das|es|so|wir), so (machen
        wir|machen wirs|ist es|passt es|passt das), (ich|wir) (will|möchte|möchten|wollen|hätte|hätten)
        (das|es|ihn|sie) (gern|gerne|haben), (hiermit|termin) (bestätigt|bestätige ich|bestätigen wir), können (sie
        machen|wir machen), kannst (du machen), (ich|wir) (habe|haben) (interesse|zeit), hab zeit, habe zeit,
        (es|problem) (ist|hat sich) (gelöst|erledigt|behoben), hat sich erledigt ja, geht in ordnung so, alles
        (klar|bestens|richtig|korrekt|in ordnung|super), (gehe|geh) (ok|klar), nehm ich, bin noch interessiert, jetzt
        (geht|funktioniert|klappt) (es|alles|das|wieder), (geht|funktioniert|klappt|läuft) (wieder|jetzt|jetzt
        wieder|wieder alles|alles), alles (funktioniert|geht|läuft|klappt)
    """,
    no_sentence="""
        kann nicht, komme nicht, schaffe ich nicht, will nicht, möchte nicht, geht nicht, das geht nicht, passt nicht,
        das passt nicht, passt mir leider nicht, klappt nicht, das klappt nicht, funktioniert nicht, geht immer noch
        nicht, funktioniert immer noch nicht, hat nicht geklappt, hat nicht funktioniert, hat nicht geholfen, nicht
        gelöst, stimmt nicht, das stimmt nicht, nicht richtig, nicht korrekt, ist falsch, das ist falsch, nicht
        einverstanden, bin nicht einverstanden, lehne ab, brauche ich nicht, nicht nötig, nicht notwendig, nicht
        möglich, habe kein interesse, bin nicht interessiert, nicht interessiert, interessiert mich nicht, bin
        verhindert, ich bin verhindert, bin nicht da, habe keine zeit, ich habe nicht, nicht gut, schaffe ich (es|das)
        nicht, kann ich leider nicht,
        (ich|wir|kann|können|könnte|könnten|schaffe|schaffen|komme|kommen|will|wollen|möchte|möchten|werde|werden|sind)
        (leider|es|das|da|morgen|heute|doch|es leider|da leider|doch leider) nicht, (ich|wir)
        (kann|können|könnte|schaffe|schaffen|schaff|komme|kommen|will|wollen|möchte|möchten|werde|werden|brauche|brauchen|bestätige|nehme)
        (es|das|da|da leider|den termin|es leider|das leider|leider|leider doch|doch leider|leider auch)
        (nicht|nimmer|nicht mehr), (ich|wir)
        (kann|können|schaffe|schaff|schaffen|komme|kommen|will|wollen|möchte|möchten|werde|werden|brauche|brauchen|sind)
        (nicht|nimmer|nicht mehr|doch nicht|auch nicht), nicht (kommen|schaffen|teilnehmen|dabei|da
        sein|erscheinen|wahrnehmen|einhalten|können|da|verfügbar|mehr nötig|mehr interessiert|mehr gebraucht|mehr da),
        (schaff|schaffe|schaffen|schaffs|pack) (es|das|ich|wir|ichs) (leider|leider doch|doch|doch leider|heute|morgen)
        nicht, (schaff|schaffs|packs|schaffens) (nicht|leider nicht), (geht|klappt|passt|funktioniert|läuft)
        (es|das|so|mir|bei mir|bei uns|uns|da|da leider|morgen|heute|jetzt|doch|bei mir leider|leider|bei mir
        leider|leider doch|leider morgen) nicht, (das|es) (geht|klappt|passt|funktioniert) (leider|so|mir|bei mir|so
        leider|doch|mir leider|bei mir leider|uns leider|da leider|leider doch) nicht, (kein|keine|keinen)
        (interesse|bedarf|lust|zeit|chance|möglichkeit|termin mehr), (habe|hab|haben) (leider|da|da leider|an dem
        tag|heute|morgen|leider doch) (keine zeit|kein interesse), (ich|wir) (habe|hab|haben) (kein|keine|keinen|leider
        kein|leider keine|leider keinen) (zeit|interesse|bedarf|lust), (ich|wir) (verzichte|verzichten|passe|lehne
        ab|lehnen ab|lehne dankend ab), verzichte, verzichte dankend, lehne dankend ab, (ich|wir) brauche
        (es|das|ihn|sie|nichts|keine|keinen|kein), brauch (ich|ma|ichs) nicht,
        (stimmt|richtig|korrekt|gut|möglich|nötig|notwendig) (leider|so|aber) nicht, ist nicht
        (möglich|richtig|korrekt|nötig|notwendig|gut|gelöst|behoben|erledigt|gegangen|mein|meiner),
        (geht|klappt|kann|passt) (ned|net|nit|nimmer|nicht mehr|leider ned|leider net|leider nimmer), nein sagen,
        (da|dann|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|morgen|heute) (kann|schaffe) ich
        (leider|es leider|es|das leider|das) nicht,
        (da|dann|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|morgen|heute) (kann|schaffe) ich nicht,
        (da|dann|dort) (bin ich|sind wir) (leider nicht da|verhindert|nicht da|leider verhindert|im urlaub),
        (nichts|noch nichts|bisher nichts) (erhalten|bekommen|angekommen), noch nichts, bisher nichts
    """,
    yes_clause="""
        ich kann, ja ich kann, wir können, kann ich, mache ich, mach ich, dürfen sie, dürfen sie gerne, darfst du,
        dürft ihr, habe ich, hab ich, bin ich, bin verfügbar, ich bin verfügbar, habe zeit, hab zeit, erhalten,
        angekommen, alles erhalten, alles da, alles angekommen, hat alles gepasst, isch guet, isch guät, passt guet,
        isch ok, isch okay, isch gut
    """,
    no_clause="ich kann nicht, wir können nicht, kann nicht",
    yes_alone="""
        sehr gerne, sehr gern, gerne, gern, aber gerne, voll gerne, na gerne,
        j, ok, okay, okey, oki, okidoki, gut, sehr gut, prima, super, toll, perfekt, bestens, wunderbar, ausgezeichnet,
        fein, schön, top, passt, passt schon, richtig, korrekt, wahr, abgemacht, ausgemacht, bestätigt, verstanden,
        mach ich, mache ich, doch, doch doch, eh, jes, yo, ajo, ia, jaok, klar doch, alles gut, cool, geil, mega, kann
        ich, bin ich, habe ich, hab ich, will ich, bitte gerne, notiert, zusage, ich möchte, ich will, funktioniert,
        stimmt, klappt, gelöst, erledigt, allerdings, freilich, gewiss, genau, definitiv, absolut, selbstredend,
        sicherlich, unbedingt, meinetwegen, okk, oke, okeee, okay danke, ok danke, ok passt, okay passt, okay gut, ok
        gut, ok super, passt danke, passt super, passt perfekt, passt für uns, super danke, perfekt danke, prima danke,
        alles klar danke, gut danke, leiwand, ur leiwand, super gerne, schon gut, ist recht, recht so, is recht, is
        gut, is ok, ist ok, ist okay, gebongt, geritzt, roger, roger that, gemacht, wird gemacht, wird erledigt, mach
        ma, machma, mach mer, basst, bassd, basd, sauber, spitze, hervorragend, exzellent, fantastisch, großartig,
        herrlich, jut, jo eh klar, vollkommen, völlig richtig, exakt, eben genau, haargenau, ganz genau, akzeptiert,
        angenommen, zugesagt, ich sage zu, sage zu, verstanden danke, notiert danke, vermerkt, kapiert, gecheckt, hab
        verstanden, habe verstanden, gut so, deal, einverstanden danke, tiptop, tip top, tipptopp, gärn, jo gärn,
        säuberlich, merci vielmals ja, immer, immer gerne, klasse, bombe, nice, läuft, safe, sicha, sischer, klor,
        bitte bestätigen, bitte buchen, bitte machen, gerne bestätigen, buchen, bitte reservieren, bitte liefern, bitte
        eintragen, ziemlich, größtenteils
    """,
    no_alone="""
        n, falsch, abgelehnt, keine, keiner, keins, nichts, nein1, nien, nain, nien danke, absage, nada, nix, niemand,
        nicht, ne, nie, niemals, nä, unmöglich, nein nein nein, abgesagt, storniert, ablehnen, abgelehnt danke, unwahr,
        unrichtig, inkorrekt, nit, fehlanzeige
    """,
    unsure="""
        falsche nummer, falsch verbunden, vielleicht, eventuell, evtl, möglicherweise, wahrscheinlich, vermutlich, mal
        sehen, mal schauen, schauen wir mal, keine ahnung, nicht sicher, bin nicht sicher, bin unsicher, unsicher,
        unentschlossen, kommt drauf an, kommt darauf an, hängt davon ab, je nachdem, jein, ja und nein, sowohl als
        auch, egal, mir egal, ist mir egal, warte, warten sie, einen moment, ich prüfe, teilweise, zum teil, geht so,
        naja, na ja, verstehe nicht, ich verstehe nicht, nicht verstanden, wie bitte, weder noch, könnte sein, kann
        sein, wenn es geht, (ich|wir) (melde|melden|sage|sag|sagen|gebe|geb|geben) (mich|uns|ihnen|dir|noch)
        (noch|später|morgen|bald|dann|bescheid|noch bescheid|wieder|dazu|nochmal), melde mich, melden uns,
        (sag|sage|gebe|geb|geben) (noch|ihnen|dir|dann|später|morgen) bescheid, (sag|sage|gebe|geb) bescheid, (ich|wir)
        (muss|müssen) (erst|noch|zuerst|das|mal|das erst|das noch|erst noch|erst mal|noch mal)
        (schauen|schaun|klären|prüfen|fragen|nachfragen|nachschauen|überlegen|nachdenken|checken|sehen|abklären|besprechen),
        muss (ich|ich erst|erst|noch|mal|ich noch|ich mal|ich erst mal)
        (schauen|schaun|klären|prüfen|fragen|nachfragen|nachschauen|überlegen|nachdenken|checken|abklären|besprechen),
        (ich|wir) (überlege|überleg|überlegen|schaue|schau|schauen|prüfe|prüfen|kläre|frage) (noch|mal|es mir|es mir
        noch|nach|noch nach|das|das noch), überlege noch, (weiß|weiss|weis) (nicht|ich nicht|noch nicht|ich noch
        nicht|es nicht|es noch nicht|ich leider nicht|ich leider noch nicht|net|ned|i ned|i net), (ich|wir)
        (weiß|weiss|wissen|weis) (es|das|leider|es leider|noch) (nicht|noch nicht), (ich|wir) (weiß|weiss|wissen|weis)
        (nicht|noch nicht|leider nicht), (kann|können) (ich|wir|es|ich noch|ich jetzt noch) (noch nicht|nicht) sagen,
        noch nicht (sicher|klar|entschieden|entschlossen), (nicht|net|ned) (ganz|so|mehr|100) sicher, (bin|sind)
        (mir|uns|mir noch|noch) (nicht|unsicher|noch nicht) sicher, (wer|wer ist|wer bist|wer sind)
        (sie|du|da|das|dort), schau ma mal, schauma mal, schaumermal, je nach wetter, wenns geht, wenn ich kann,
        hoffentlich, denke mal, ka, kp, kein plan, kein schimmer, wie meinen sie, was meinen sie, was meinst du,
        verstehe ich nicht, ist mir wurscht, wurscht, mir wurscht, ist egal, wie sie wollen, wie du willst, wie sie
        möchten, ich bin das nicht, bin ich nicht, nicht meine nummer, entweder oder, mal so mal so, ich hoffe, hoffe
        ich, hoffe schon, ja oder nein, wahrscheinlich nicht, vermutlich nicht, (ich|wir) (bestätige|bestätigen)
        (morgen|später|bald|noch|heute abend|am montag), kann ich leider nicht sagen, mal ja mal nein, teils teils,
        teils ja teils nein
    """,
    but="""
        aber, jedoch, allerdings nur, außer, falls, wenn, nur wenn, nur falls, sofern, es sei denn, stattdessen, wenn
        auch, statt, anstatt, jedoch nur, bloß, allerdings erst, nur bis, erst
    """,
    asides="""
        (können|könnten|könntest|kannst) (sie|du|ihr) mich (bitte|kurz|bitte kurz|vorher|vorher kurz|nochmal)
        (anrufen|zurückrufen), (können|könnten|könntest|kannst) (sie|du|ihr) mich (anrufen|zurückrufen), (rufen
        sie|ruf|rufen sie bitte) mich (bitte|kurz|vorher|nochmal) an, (rufen sie|ruf|rufen sie bitte) mich
        (an|zurück), ich (habe|hab|hätte) (noch eine frage|eine frage|fragen|noch fragen|noch ne frage), (bitte
        um|bitte) (rückruf|anruf), bitte (anrufen|zurückrufen), minuten später, min später, verspätet, verspäte
        mich, verspätung, zu spät, minuten zu spät, ein paar minuten später, etwas verspätet, muss um, muss früher
        (weg|gehen|los)
    """,
    negation="nicht, kein, keine, keinen, nie, außer, statt",
    filler="""
        bitte, danke, dankeschön, danke schön, vielen dank, besten dank, herzlichen dank, danke sehr, hallo, hi, hey,
        moin, servus, grüß gott, guten tag, guten morgen, guten abend, äh, ähm, hm, hmm, ach, oh, also, na, nun, tja,
        denn, dann, ich denke, ich glaube, ich würde sagen, würde sagen, ich sage, meine antwort ist, die antwort ist,
        antwort, herr doktor, leider, tut mir leid, sorry, entschuldigung, und, ein, eine, der, die, das, es, ist,
        auch, sehr, ganz, jetzt, heute, morgen, gerade, mir, für mich, für uns, von mir, hier, da, liebe grüße, viele
        grüße, lg, vg, mfg, mit freundlichen grüßen, schönen tag, schönen tag noch, schönen abend, tschüss, bis, zu,
        mein, wirklich, doch bitte, mal, merci, dankee, thx, thanks, danke ihnen, danke dir, danke euch, dank dir, dank
        ihnen, dankschön, vergelts gott, schöne grüße, beste grüße, gruß, grüße, frau doktor, herr, frau, doktor, dr,
        baba, pfiat di, pfiat eana, tschau, ciao, auf wiedersehen, einen schönen tag, gute nacht, griaß di, grüezi,
        griasdi, hoi, mei, halt, eben, schon, es tut mir leid, wieder, auch noch, noch, immer noch, ur, eh, liebes
        team, haha, hihi, lol, uns, sie, zum termin, den termin, bin, 🙏, falls möglich, wenn möglich
    """,
    interrogatives="""
        was, wann, wo, wer, warum, wieso, wie viel, wieviel, wie lange, wie, welche, welcher, welches, welchen, kann
        ich, kann man, können sie, gibt es, haben sie, ist es, ist das, muss ich, wozu
    """,
    adverbs="""
        auch, sehr, wirklich, gerne, morgen, heute, natürlich, ja gerne, leider, doch, doch leider, leider doch, heuer,
        diesmal, dann, sicher, auf jeden fall, aber leider, tatsächlich, am montag, am dienstag, am mittwoch, am
        donnerstag, am freitag, am samstag, pünktlich, definitiv, weiterhin, immer noch, sorry, entschuldigung
    """,
    # which one
    choosing="""
        ich möchte, ich will, ich hätte gern, ich hätte gerne, hätte gern, hätte gerne, ich nehme, nehme, ich wähle,
        wähle, ich bevorzuge, am liebsten, lieber, dann, option, möglichkeit, nummer, nr, num, auswahl, antwort, der,
        die, das, den, dem, ein, eine, einen, mit, für, zu, zum, zur, bei, wegen, es ist, ist, wäre, mein, meine,
        meiner, von, ich, habe, hab, brauche, problem, frage, thema, anliegen, bitte, gerne, gern, passt, passt mir,
        passt gut, geht, gut, am besten, ja, ok, okay, tag, uhrzeit, termin, um, am, mir, geht um, es geht um, betrifft,
        variante, punkt, wahl, lösung, ausgabe, version
    """,
    both="beide, beides, alle beide, die beiden, die zwei",
    several="""
        keine, keiner, keins, keines, keine davon, keiner davon, keins davon, keines davon, keine von beiden,
        keiner von beiden, keins von beiden, weder noch, alle, alles, alle drei, alle vier, egal, ist egal, ganz
        egal, mir egal, einerlei, irgendeine, irgendeiner, irgendeins, sowohl als auch
    """,
    exceptions="""
        alles außer, alle außer, alles bis auf, außer, ausgenommen, nur nicht, bloß nicht, egal nur nicht, außer am
    """,
    inquiries="""
        wie viel, wieviel, wie teuer, kostet, kosten, preis, preise, geht auch, gibts, gibt es, gibt's, haben sie,
        habt ihr, ist möglich, wie viel uhr, wieviel uhr, wie spät, wann ist, wann beginnt
    """,
    ordinals={
        1: "erste, erster, erstes, ersten, die obere, oberste, erstens",
        2: "zweite, zweiter, zweites, zweiten, zweitens",
        3: "dritte, dritter, drittes, dritten, drittens",
        4: "vierte, vierter, viertes, vierten",
        5: "fünfte, fünften",
        6: "sechste, sechsten",
        -1: "letzte, letzter, letztes, letzten, unterste",
    },
    # which number
    limits="""
        mehr als, weniger als, mindestens, höchstens, maximal, minimal, über, unter, bis zu, zwischen, oder mehr,
        oder weniger, wenigstens, größer als, kleiner als, kiste mit, kisten mit, kasten mit, packung mit, karton
        mit, pack mit, palette mit, kiste zu, minimum, maximum, ab, geboren, jahrgang, nach, vor, seit
    """,
    alternatives="oder, und, bis, zwischen, bzw, beziehungsweise",
    out_of="von, von insgesamt, auf",
    counted={
        1: """
            nur ich, ich allein, ich alleine, allein, alleine, nur für mich, bloß ich, nur eine, nur einer, komme
            alleine
        """,
        2: "zu zweit, wir zwei, wir beide, wir zwoa, zwoa",
        3: "zu dritt",
        4: "zu viert",
        5: "zu fünft, zu fuenft",
        6: "zu sechst, halbes dutzend, ein halbes dutzend",
        7: "zu siebt",
        8: "zu acht",
        9: "zu neunt",
        10: "zu zehnt, ein zehner, einen zehner",
        12: "zu zwölft, ein dutzend, dutzend",
        20: "ein zwanziger, einen zwanziger",
        50: "ein fünfziger, einen fünfziger, ein fuffi, einen fuffi",
        100: "ein hunderter, einen hunderter",
    },
    halves="ein halbes, einen halben, eine halbe, ein halber, halbes, halber, halbe, halb",
    articles="ein, eine, einen, einer",
    not_numbers="""
        ein bisschen, ein wenig, ein paar, einen moment, eines tages, einer von, eine von, ein moment, ein haufen,
        eine handvoll, eine menge, ein anderer, ein anderes, eine andere, eine frage, ein problem, tausend dank
    """,
    people="personen, leute, gäste, erwachsene, teilnehmer",
    things="""
        auto, autos, hund, hunde, katze, katzen, haustiere, tisch, tische, zimmer, raum, räume, kiste, kisten,
        karton, kartons, tüte, tüten, paket, pakete, flasche, flaschen, stuhl, stühle, kinderstuhl,
        kinderstühle, hochstuhl, hochstühle, stock, stockwerk, bett, betten, frage, fragen, artikel,
        zehner, zwanziger, fünfziger, fuffis, hunderter
    """,
    gratis="gratis, kostenlos, kostenfrei, umsonst",
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
    courtesies="""
        wenn es geht, wenn das geht, wenns geht, falls es geht, falls das geht, wenn es passt, wenn das passt, wenns
        passt, wenn es ihnen passt, wenn das in ordnung ist, wenn das ok ist, wenn es recht ist, wenn ich ehrlich bin,
        wenn ich mich nicht irre, wenn ich mich richtig erinnere, wenn möglich, falls möglich
    """,
    conditions="""
        wenn, falls, sofern, je nach, je nachdem, vorausgesetzt, es sei denn, kommt drauf an, kommt darauf an, hängt
        davon ab, nur wenn, erst nachdem, erst wenn, bescheid, melde mich, könnte sein
    """,
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
        "now": "jetzt, sofort",
        "half_to": "halb, halber",
        "quarter_past": "viertel nach, viertl nach",
        "quarter_into": "viertel, viertl",
        "quarter_to": "viertel vor, viertl vor, dreiviertel",
        "past": "nach",
        "to": "vor",
        "oclock": "uhr, h, punkt",
        "at": "um, gegen, ca, circa, etwa, so gegen, ungefähr, punkt",
        "of": "der, den, dem, am, des, zum",
        "or": "oder, zwischen, bis, von, ab, bzw",
        "and": "und",
        "open": """
            jederzeit, jeden, jeder, immer, frühestens, spätestens, außer, irgendwann, nur nicht, statt, egal, so bald
            wie möglich, sobald wie möglich, so früh wie möglich, so spät wie möglich, baldmöglichst, asap, nicht vor,
            nicht nach, wochenende, am wochenende, anfang, ende, mitte, außer am, bis auf, unter der woche, irgendwie,
            ganztags, den ganzen tag, nächstmöglich, schnellstmöglich, alles außer, bloß nicht, einige, einigen, ein
            paar, paar, mehrere, mehreren, mehr als, weniger als, über, unter, fast, mindestens
        """,
        "last_day": "letzter tag im, letzten tag im, letzte tag im, letzter tag des, letzten tag des",
        "elsewhere": """
            feierabend, schluss, arbeite, ich arbeite, fertig, habe ich einen termin, hab ich einen termin, habe einen
            termin, hab einen termin, urlaub, geburtstag, geschlossen, verreist, schichtende, mein zug, mein flug,
            komme ich heim, komme ich nach hause, fange ich an, ein meeting, eine besprechung, besprechung um
        """,
        "not": "nicht, kein, keine, nie, geht nicht, unmöglich, nein",
        "plus_week": "in acht tagen, in 8 tagen, über acht tage",
        "x": "frage, fragen, problem, anliegen, option",
    },
)
