"""Italian."""

from bot.engine.understand.words import Words

WORDS = Words(
    code="it",
    # yes or no
    yes="""
        sì, sii, siii, sì sì, certo, certo che sì, sicuro, assolutamente sì, come no, senz'altro, senza dubbio,
        affermativo, sì grazie, sì per favore, sì certo, di sicuro, proprio così, siiii,
        sisi, sì sì sì, sì sì grazie, sì certamente, sì perfetto, sì ok, sì va bene, sì d'accordo, sì esatto, sì
        confermo, sì volentieri, sì con piacere, sì assolutamente, sì sicuramente, sì senz'altro, sì naturalmente, sì
        ovvio, sì ovviamente, sì dai, sì posso, sì vengo, sì ci sono, sì ci sarò, sì gentilmente, sì prego, sì tutto
        ok, sì tutto bene, sì signora, sì signore, sì dottore, sì dottoressa, ma certo, ma sì, ma sì certo, ma
        certamente, certo sì, certissimo, certamente sì, ovvio che sì, ovviamente sì, naturalmente sì, sicuramente sì,
        sicuro sì, eccome no, e come no, yes, yep, eh sì, ah sì, beh sì, positivo, altroché, sissignore,
        sissignora, si x favore, si perfavore
    """,
    no="""
        no, nono, no no, no grazie, certo che no, assolutamente no, per niente, per nulla, niente affatto, neanche
        per sogno, non ancora, ancora no, non adesso, non ora, non oggi, oggi no, meglio di no, meglio no, credo di
        no, penso di no, non credo, non penso, purtroppo no, non proprio, non più, direi di no, nnn, nope, noo
        grazie, no mi spiace, no scusi, no scusa, no niente, no nulla, no signora, no signore, no davvero, no
        assolutamente, no no grazie, no purtroppo, no purtroppo no, no per ora, per ora no, per il momento no, al
        momento no, no al momento, non per ora, non per il momento, non al momento, adesso no, domani no, non
        domani, stasera no, non stasera, stavolta no, questa volta no, no questa volta, non questa volta, non
        stavolta, no mai, mai e poi mai, no figurati, ma no, ma va, ovviamente no, ovvio che no, sicuramente no,
        assolutamente no grazie, temo di no, ho paura di no, mi sa di no, mi sa che no, suppongo di no, spero di no,
        pare di no, direi di no grazie, meglio di no grazie, preferisco no, no preferisco di no, no non posso,
        neanche per idea, nemmeno per idea, nemmeno per sogno, manco per sogno, in nessun modo, in nessun caso, non
        se ne parla, no non più, non più grazie, sfortunatamente no, impossibile
    """,
    yes_sentence="""
        ci sono, verrò, vengo, veniamo, ci vediamo, contate su di me, conta su di me, va bene, va benissimo, mi va, mi
        è comodo, confermo, vi confermo, le confermo, accetto, d'accordo, procedi, procedete, con piacere, mi
        piacerebbe, credo di sì, penso di sì, spero di sì, direi di sì, suona bene, sembra perfetto, nessun problema,
        non c'è problema, non ci sono problemi, senza problemi, perché no, ha funzionato, risolto, sono interessato,
        sono interessata, ci sto, va tutto bene, non importa, (ci|vi)
        (sarò|saremo|sono|siamo|vediamo|vengo|veniamo|verrò|verremo|aspetto|aspettiamo)
        (sicuramente|domani|lì|là|certamente|senz'altro|volentieri|allora), (ci|vi) (sarò|saremo|verrò|verremo),
        (vengo|veniamo|verrò|verremo|arrivo|arriviamo) (volentieri|sicuramente|certamente|puntuale|senz'altro|con
        piacere), verremo, arrivo, parteciperò, parteciperemo, partecipo, partecipiamo, sarò presente, saremo presenti,
        sono presente, (a|ci vediamo) (domani|dopo|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|presto|più
        tardi|allora), (confermo|confermiamo|confermato|confermata) (tutto|la mia presenza|la
        presenza|l'appuntamento|appuntamento|la prenotazione|la visita|che ci sarò), confermiamo, accettiamo, (mi|ci)
        (va|sta|andrebbe|starebbe|sembra|pare) (bene|benissimo|benone|perfetto|ottimo|bene grazie|giusto), (per|x)
        (me|noi) (va bene|ok|va benissimo|perfetto|è ok|è perfetto|nessun problema|va bene così), (va|sta)
        (bene|benissimo|benone) (così|per me|per noi|grazie|anche a me), (è|sarebbe)
        (perfetto|ok|ottimo|bello|fantastico|giusto|corretto|esatto|vero|così|tutto giusto|tutto corretto|tutto
        ok|risolto|a posto), tutto (giusto|corretto|confermato|a posto|in ordine|risolto|ok),
        (fate|faccia|fai|facciamo) (pure|così), (proceda|procedi|procedete|prenoti|prenota|prenotate|confermi|conferma)
        pure, (mi|ci) (interessa|farebbe piacere|farebbe comodo|piacerebbe molto|piacerebbe tanto|fa piacere),
        (sono|siamo) (d'accordo|dei vostri|interessati|a bordo|pronto|pronta|pronti|ancora interessato|ancora
        interessata|in arrivo|sicuro|sicura|disponibile), (contateci|contaci|conti su di me|potete contare su di me),
        (lo|la|li) (prendo|voglio|vogliamo|prendiamo|confermo|accetto), ci puoi contare, non vedo l'ora, sarebbe
        (bello|ottimo|perfetto|fantastico|utile|l'ideale|gentile|comodo|bene)
    """,
    no_sentence="""
        ancora non funziona, non
        (posso|possiamo|potrò|potremo|riesco|riusciamo|riuscirò|riusciremo|vengo|veniamo|verrò|verremo|ci sarò|ci
        saremo|ci sono|sono|sarò|voglio|vogliamo|desidero|vorrei|mi interessa|ci
        interessa|interessa|accetto|confermo|ho|abbiamo|ho bisogno|ho tempo|mi serve|serve|mi occorre|mi va|mi va
        bene|va|va bene|è possibile|è necessario|è giusto|è corretto|è vero|è così|è risolto|è esatto|funziona|ha
        funzionato|fa per me|mi piace|mi è piaciuto|mi è possibile|ce la faccio|ce la farò|ce la facciamo|ne ho
        bisogno|mi sta bene|mi è comodo|parteciperò|partecipo|parteciperemo|sono disponibile|sono interessato|sono
        interessata|siamo interessati|mi torna|se ne fa nulla|se ne fa niente|fa niente no|grazie|sono d'accordo|li
        voglio|lo voglio|la voglio), nn (posso|riesco|vengo|ci sono|voglio|mi interessa|va|va bene|funziona|ce la
        faccio|potrò|riuscirò|ho|serve), (preferisco|preferirei|preferiamo) (di no|non), (mi è|ci è|m'è) impossibile,
        impossibile (per me|venire|esserci), (passo|salto|rinuncio|declino) (grazie|stavolta|per questa volta|per ora),
        rinuncio, (sono|siamo) (impossibilitato|impossibilitata|impegnato e non posso), (purtroppo|mi dispiace) non
        (posso|riesco|ci sarò|potrò|vengo|ce la faccio|verrò|riuscirò), (alla fine|poi) non
        (vengo|posso|veniamo|possiamo|ci sarò|riesco), (devo|dovrò|dobbiamo) (rinunciare|declinare), dire di no, non
        (ho ricevuto|è arrivato|è arrivata|l'ho ricevuto|mi è arrivato|ho ricevuto nulla|ho ricevuto niente)
    """,
    yes_clause="""
        posso, sì posso, possiamo, certo che posso, potete, può, può chiamare, potete chiamare, sono disponibile,
        sono libero, sono libera, ricevuto, ho ricevuto, l'ho ricevuto, arrivato, arrivata, tutto arrivato, chiamate
        pure, chiami pure, mandate pure
    """,
    no_clause="non posso, non possiamo",
    yes_alone="""
        molto volentieri, volentieri, con tutto il cuore, con molto piacere, ben volentieri,
        s, ok, okay, okey, okk, bene, benissimo, molto bene, perfetto, ottimo, eccellente, fantastico, giusto,
        corretto, vero, confermato, fatto, capito, ricevuto, inteso, affare fatto, dai, vai, posso, lo sono, sono io,
        yes, si1, su, bello, grande, tutto bene, tutto ok, okei, si ok, vorrei, voglio, funziona, esatto, esattamente,
        naturalmente, ovvio, ovviamente, sicuramente, certamente, eccome, assolutamente, sissi, okey dokey, ok grazie,
        okay grazie, ok perfetto, ok va bene, ok ottimo, ok certo, vabene, vabbene, va bn, va bene ok, bn, benone, a
        posto, aposto, tutto a posto, perf, perfettissimo, perfetto grazie, ottimo grazie, ottima idea, buona idea,
        bella idea, splendido, magnifico, meraviglioso, stupendo, favoloso, grandioso, super, top, bellissimo,
        affermativo, d'accordissimo, intesi, siamo intesi, siamo d'accordo, ricevuto grazie, capito grazie, preso nota,
        annotato, segnato, come da accordi, daje, andata, aggiudicato, ci sto dentro, alla grande, esattamente così,
        giustissimo, verissimo, è vero, vera, corretta, sisì, sss, so sì, s1, sono io sì, sì sono io, eccomi, presente,
        presenti, mi aggrego, fattibile, si può fare, con piacere grazie, volentieri grazie, confermare, confermate,
        confermi pure, prenotate, abbastanza
    """,
    no_alone="""
        n, nah, niente, nulla, falso, sbagliato, rifiutato, nessuno, nessuna, noo, nooo, errato, non, mai, giammai,
        negativo, affatto, nemmeno, macché, rifiuto, negativo grazie, niet, nein, nada, annullato, disdetto,
        rifiutata, negato, errata, sbagliata, è falso, falsa, neanche, neppure, non è vero, bugia
    """,
    unsure="""
        numero sbagliato, forse, magari, può darsi, può essere, possibilmente, probabilmente, boh, mah, chissà, nessuna
        idea, dipende, vediamo, vedrò, così così, più o meno, come scusa, aspetta, aspetti, un momento, un attimo, è
        uguale, come vuoi, sì e no, né l'uno né l'altro, in parte, (ti|le|vi|lo) (faccio|farò|facciamo) sapere,
        (ti|le|vi) (confermo|dico|avviso|rispondo|aggiorno) (dopo|più tardi|domani|tra poco|fra poco|appena
        posso|appena possibile|poi|presto|stasera|in giornata), (dopo|poi|più tardi|domani|appena posso) (ti|le|vi)
        (dico|confermo|faccio sapere|avviso|rispondo), (fammi|mi faccia|lasciami|mi lasci|fatemi|lasciatemi)
        (vedere|controllare|pensare|pensarci|sapere|capire|verificare|chiedere), (devo|dovrei|dobbiamo)
        (vedere|controllare|verificare|chiedere|pensarci|sentire|valutare|guardare|parlarne|organizzarmi), (ci|lo)
        (penso|devo pensare|sto pensando), (non|nn) (so|lo so|so ancora|lo so ancora|saprei|ne ho idea|ho
        idea|ricordo|mi ricordo|capisco|ho capito|ho ancora deciso|ho deciso|sono sicuro|sono sicura|siamo sicuri|so
        se|so dire|so cosa|sono certo|sono certa), ancora (non|nn) (so|lo so|ho deciso|lo sappiamo), chi
        (è|sei|parla|siete|scrive), cosa intende, cosa intendi, cosa vuol dire, in che senso, dipende da, a seconda, se
        posso, se riesco, se tutto va bene, può essere che, ni, non saprei dire, forse sì, forse no, probabilmente sì,
        probabilmente no, è lo stesso, fa lo stesso, indifferente, è indifferente, decidi tu, decida lei, faccia lei,
        fai tu, come preferisce, come preferite, come vuole, ha sbagliato numero, avete sbagliato numero, hai sbagliato
        numero, non sono io, indeciso, indecisa, sì o no, (confermo|confermerò|confermiamo) (domani|dopo|più
        tardi|poi|presto|stasera|in giornata)
    """,
    but="""
        ma, però, tuttavia, tranne, eccetto, a meno che, purché, solo se, invece, se invece, a patto che, a condizione
        che, solo che, al posto, se
    """,
    asides="""
        (mi può|mi puoi|mi potete|può|puoi|potete|potreste|potrebbe|mi potrebbe|mi potreste)
        (richiamare|chiamare|telefonare|richiamarmi|chiamarmi|contattare|contattarmi), (mi
        chiami|chiamami|chiamatemi|richiamatemi|mi richiami|chiamami tu), (ho|avrei) (una domanda|delle domande|un
        dubbio), in ritardo, di ritardo, un po in ritardo, minuti dopo, devo andare via (alle|prima|presto)
    """,
    negation="non, mai, tranne, eccetto, nemmeno",
    filler="""
        per favore, per piacere, perfavore, grazie, grazie mille, molte grazie, tante grazie, ciao, salve, buongiorno,
        buonasera, buon giorno, buon pomeriggio, ehm, eh, mmm, ah, oh, beh, allora, dunque, quindi, direi, io direi,
        io, dico, credo, penso, la mia risposta è, la risposta è, signore, signora, dottore, dottoressa, mi dispiace,
        scusa, scusi, scusate, purtroppo, e, che, un, una, il, la, lo, i, di, a, in, molto, tutto, anche, adesso, ora,
        oggi, domani, per me, per noi, qui, lì, cordiali saluti, saluti, buona giornata, buona serata, arrivederci, a
        dopo, mio, mia, proprio, x favore, pls, plis, thanks, grazieee, grz, grazie infinite, grazie davvero, grazie
        tante, grazie a voi, grazie a lei, grazie a te, la ringrazio, vi ringrazio, ti ringrazio, ringrazio,
        gentilissimi, gentilissima, gentilissimo, molto gentile, gentile, salve a tutti, hey, ehi, allora grazie, un
        saluto, buona serata a voi, buon weekend, buona domenica, buon lavoro, baci, un bacio, abbracci, cari saluti,
        distinti saluti, cmq, comunque, mah, ecco, insomma, cioè che, peccato, mi spiace, spiacente, sono spiacente,
        dott, dott.ssa, sig, sig.ra, sig.na, caro, cara, raga, ragazzi, bro, ahah, ahahah, haha, ahaha, lol,
        sfortunatamente, davvero, vi, ti, le, ci, al, alla, del, della, con, su, 🙏, se possibile
    """,
    interrogatives="""
        che cosa, cosa, quale, quali, quando, dove, chi, perché, come si, come funziona, come faccio, quanto, quanta,
        quanti, quante, a che ora, posso pagare, avete, c'è, ci sono ancora, potete
    """,
    adverbs="""
        anche, molto, davvero, domani, oggi, volentieri, purtroppo, sfortunatamente, stasera, stavolta, questa
        volta, sicuramente, certamente, senz'altro, ancora, più, già, proprio, mi dispiace, mi spiace, scusa, scusi,
        scusate, alla fine, poi, comunque
    """,
    # which one
    choosing="""
        voglio, vorrei, mi piacerebbe, preferisco, preferirei, scelgo, prendo, opto per, vada per, opzione,
        l'opzione, numero, il numero, num, nr, scelta, risposta, il, la, lo, l, i, gli, le, un, una, uno, di, del,
        della, d, per, è, sarebbe, mio, mia, con, a, al, alle, su, riguardo, ho, bisogno, problema, domanda,
        questione, va bene, mi va bene, bene, meglio, sì, ok, certo, quello, quella, questo, questa, giorno, ora,
        orario, io, mi, dammi, mi dia, prenota, favore
    """,
    both="entrambi, entrambe, tutti e due, tutte e due, ambedue",
    several="""
        nessuno, nessuna, nessuno dei due, nessuna delle due, tutti, tutte, tutto, qualsiasi, qualunque, uno
        qualsiasi, una qualsiasi, tutti e tre, tutte e tre, è uguale, è lo stesso, fa lo stesso, indifferente, è
        indifferente, né l'uno né l'altro, né l'una né l'altra
    """,
    exceptions="tutto tranne, tutti tranne, tutte tranne, tranne, eccetto, escluso, esclusa, qualsiasi tranne, a parte",
    inquiries="""
        quanto, quanta, costa, costano, prezzo, prezzi, si può, è possibile, avete, a che ora, che ora, che ore, che
        orario, a che ore
    """,
    ordinals={
        1: "primo, prima",
        2: "secondo, seconda",
        3: "terzo, terza",
        4: "quarto, quarta",
        5: "quinto, quinta",
        6: "sesto, sesta",
        -1: "ultimo, ultima, l'ultimo, l'ultima",
    },
    # which number
    limits="""
        più di, meno di, maggiore di, minore di, almeno, al massimo, al minimo, fino a, tra, fra, o più, o meno,
        oltre, sotto, scatola da, scatole da, confezione da, confezioni da, pacco da, cassa da, minimo, massimo,
        come minimo, come massimo, nato, nata, alle, dopo, prima delle, prima di, dalle
    """,
    alternatives="o, e, a, oppure, tra, fra, fino",
    out_of="su, di",
    counted={
        1: "solo io, soltanto io, solamente io, io solo, io sola, da solo, da sola, vengo da solo, vengo da sola",
        2: "noi due, in coppia",
        6: "mezza dozzina",
        12: "una dozzina, dozzina",
    },
    halves="mezzo, mezza, un mezzo",
    articles="un, uno, una",
    not_numbers="""
        un po, un momento, un attimo, un giorno, una volta, uno dei, una delle, ognuno, un minuto, una decina, una
        ventina, una trentina, una quindicina, una quarantina, una cinquantina, un centinaio, un migliaio, un paio,
        un'altra, un altro, una manciata, grazie mille, mille grazie, una domanda, un dubbio
    """,
    people="persone, ospiti, invitati, adulti, passeggeri, siete",
    things="""
        macchina, macchine, auto, cane, cani, gatto, gatti, tavolo, tavoli, camera, camere, stanza, stanze,
        scatola, scatole, borsa, borse, pacco, pacchi, bottiglia, bottiglie, sedia, sedie, seggiolone,
        seggioloni, piano, piani, letto, letti, domanda, domande, articolo, articoli
    """,
    gratis="gratis, gratuito, gratuita",
    spelling={
        "ventitre": "ventitré",
        "trentatre": "trentatré",
        "cinqe": "cinque",
        "quatro": "quattro",
        "setto": "sette",
    },
    # taking back
    courtesies="""
        se è possibile, se va bene, se per voi va bene, se per lei va bene, se vi va bene, se le va bene, se non
        disturbo, se non le dispiace, se vuole, se non sbaglio, se ricordo bene, se possibile
    """,
    conditions="""
        se, a meno che, purché, a patto che, a condizione che, dipende, secondo, solo dopo, faccio sapere, le
        confermo, ti confermo, vi confermo
    """,
    corrections="""
        no aspetta, no aspetti, aspetta, aspetti, no scusa, scusa no, voglio dire, volevo dire, intendevo, anzi,
        anzi no, cioè, correzione, mi sono sbagliato, mi sono sbagliata, ops, no meglio, ho sbagliato
    """,
    not_corrections="può aspettare, lunga attesa, molto meglio, meglio di, il meglio",
    soft_corrections="scusa, scusi, scusate, meglio, in realtà, piuttosto, facciamo, diciamo, mi correggo",
    # when
    when={
        "r0": "oggi",
        "r0 pm": "stasera, questa sera, oggi pomeriggio, questo pomeriggio, stanotte",
        "r0 am": "stamattina, stamani, questa mattina",
        "r1": "domani, dom4ni",
        "r1 am": "domani mattina, domattina",
        "r1 pm": "domani pomeriggio, domani sera",
        "r2": "dopodomani, dopo domani",
        "r-1": "ieri",
        "r-2": "l'altro ieri, altro ieri, avantieri",
        "w0": "lunedi",
        "mar": "mar",
        "u_minute": "minuto, minuti, min",
        "u_day": "giorno, giorni, gg",
        "u_week": "settimana, settimane",
        "u_month": "mese, mesi",
        "u_year": "anno, anni",
        "n1 u_day": "un giorno",
        "n1 u_week": "una settimana",
        "n1 u_month": "un mese",
        "n1 u_hour": "un'ora",
        "n30 u_minute": "mezz'ora, mezzora, mezza ora, una mezz'ora",
        "n90 u_minute": "un'ora e mezza",
        "in": "tra, fra, entro",
        "ago": "fa",
        "next": "prossimo, prossima, il prossimo, la prossima, che viene, seguente",
        "this": "questo, questa",
        "past_one": "scorso, scorsa, passato",
        "am": "di mattina, del mattino, della mattina, la mattina, mattina, mattino, am, al mattino",
        "pm": """
            del pomeriggio, di pomeriggio, nel pomeriggio, pomeriggio, di sera, della sera, la sera, sera, pm, di
            notte
        """,
        "t12:00": "mezzogiorno, a mezzogiorno",
        "t12:30": "mezzogiorno e mezzo, mezzogiorno e mezza",
        "t00:00": "mezzanotte, a mezzanotte",
        "now": "adesso, subito",
        "and_half": "e mezza, e mezzo",
        "and_quarter": "e un quarto, e quarto",
        "less_quarter": "meno un quarto, meno quarto",
        "less": "meno",
        "oclock": "in punto, ore, h, ora",
        "at": "alle, all, verso le, alle ore, le, ore, intorno alle, circa, verso, per le",
        "of": "il, di, del, l, giorno, al",
        "o1": "primo",
        "or": "o, oppure, dalle, dal, fino, tra le, fra le, da",
        "and": "e, ed",
        "open": """
            prima di, prima delle, prima del, dopo, dopo le, dopo il, qualsiasi, qualunque, ogni, tutti i, tranne,
            eccetto, a partire, dalle ore, il prima possibile, prima possibile, appena possibile, al più presto, il più
            tardi possibile, non prima, non dopo, weekend, fine settimana, nel weekend, a fine, fine, a inizio, inizio,
            metà, a metà, tranne il, escluso, esclusa, in settimana, durante la settimana, in poi, alcuni, alcune,
            qualche, vari, varie, più di, meno di, quasi, almeno, un paio
        """,
        "last_day": "ultimo giorno di, ultimo giorno del, l'ultimo giorno di, l'ultimo giorno del",
        "elsewhere": """
            finisco, esco, stacco, parto, rientro, compleanno, chiuso, mio turno, mio volo, mio treno, comincio, io
            lavoro, lavoro fino, lavoro il, lavoro al, lavoro alle, una riunione, ho riunione, in ferie
        """,
        "not": "non, no, mai, impossibile",
        "n1": "l'una, una",
        "plus_week": "a otto, a otto giorni",
        "soon": "tra quindici giorni, fra quindici giorni, tra 15 giorni, fra 15 giorni, quindici giorni",
        "at n1": "all'una, alla una",
        "x": "domanda, domande, problema, questione, opzione",
    },
)
