"""Italian."""

from bot.engine.understand.words import Words

WORDS = Words(
    code="it",
    # yes or no
    yes="""
        sì, sii, siii, sì sì, certo, certo che sì, sicuro, assolutamente sì, come no, senz'altro, senza dubbio,
        affermativo, sì grazie, sì per favore, sì certo, molto volentieri, volentieri, di sicuro, proprio così
    """,
    no="""
        no, nono, no no, no grazie, certo che no, assolutamente no, per niente, per nulla, niente affatto, neanche
        per sogno, non ancora, ancora no, non adesso, non ora, non oggi, oggi no, meglio di no, meglio no, credo di
        no, penso di no, non credo, non penso, purtroppo no, non proprio, non più, direi di no
    """,
    yes_sentence="""
        ci sarò, ci sono, ci saremo, verrò, vengo, veniamo, ci vediamo, a domani, a presto, contate su di me, conta
        su di me, mi va bene, mi sta bene, va bene, va benissimo, va bene per me, per me va bene, per me ok, mi va,
        mi è comodo, confermo, lo confermo, confermo l'appuntamento, vi confermo, le confermo, accetto, sono
        d'accordo, d'accordo, procedi, procedete, con piacere, mi piacerebbe, mi farebbe piacere, credo di sì, penso
        di sì, spero di sì, direi di sì, suona bene, mi sembra bene, sembra perfetto, nessun problema, non c'è
        problema, non ci sono problemi, senza problemi, perché no, ha funzionato, risolto, è risolto, è corretto, è
        giusto, è così, mi interessa, sono interessato, sono interessata, ci sto, va tutto bene, non importa
    """,
    no_sentence="""
        non posso, non potrò, non riesco, non riuscirò, non ce la faccio, non vengo, non verrò, non ci sarò, non ci
        sono, non voglio, non desidero, non mi interessa, non sono interessato, non sono interessata, non accetto,
        non sono d'accordo, non va bene, non mi va bene, non mi va, non va, non funziona, non ha funzionato, ancora
        non funziona, non è risolto, non è corretto, non è giusto, non è così, non serve, non è necessario, non ho
        bisogno, non è possibile, preferisco di no, preferirei di no, non confermo, devo rinunciare, non ho
    """,
    yes_alone="""
        s, ok, okay, okey, okk, bene, benissimo, molto bene, perfetto, ottimo, eccellente, fantastico, giusto,
        corretto, vero, confermato, fatto, capito, ricevuto, inteso, affare fatto, dai, vai, posso, lo sono, sono
        io, yes, si1, su, so, bello, grande, tutto bene, tutto ok, okei, si ok, vorrei, voglio, funziona, esatto,
        esattamente, naturalmente, ovvio, ovviamente, sicuramente, certamente, eccome, assolutamente, sissi
    """,
    no_alone="""
        n, nah, niente, nulla, falso, sbagliato, rifiutato, nessuno, nessuna, noo, nooo, errato, non, mai, giammai,
        negativo, affatto, nemmeno, macché, impossibile, rifiuto
    """,
    unsure="""
        numero sbagliato, forse, magari, può darsi, può essere, possibilmente, probabilmente, non so, non lo so, nn
        so, boh, mah, chissà, non sono sicuro, non sono sicura, non saprei, nessuna idea, dipende, vediamo, vedrò,
        devo vedere, devo controllare, così così, più o meno, non capisco, non ho capito, come scusa, aspetta,
        aspetti, un momento, un attimo, è uguale, come vuoi, sì e no, né l'uno né l'altro, in parte, non ricordo
    """,
    but="ma, però, tuttavia, tranne, eccetto, a meno che, purché, solo se, se possibile, invece",
    negation="non, mai, tranne, eccetto, nemmeno",
    filler="""
        per favore, per piacere, perfavore, grazie, grazie mille, molte grazie, tante grazie, ciao, salve,
        buongiorno, buonasera, buon giorno, buon pomeriggio, ehm, eh, mmm, ah, oh, beh, allora, dunque, quindi,
        direi, io direi, io, dico, credo, penso, la mia risposta è, la risposta è, signore, signora, dottore,
        dottoressa, mi dispiace, scusa, scusi, scusate, purtroppo, e, che, un, una, il, la, lo, i, di, a, in, è,
        molto, tutto, anche, adesso, ora, oggi, domani, per me, per noi, qui, lì, là, cordiali saluti, saluti, buona
        giornata, buona serata, arrivederci, a dopo, mio, mia, proprio
    """,
    adverbs="anche, molto, davvero, domani, oggi, volentieri",
    # which one
    choosing="""
        voglio, vorrei, mi piacerebbe, preferisco, preferirei, scelgo, prendo, opto per, vada per, opzione,
        l'opzione, numero, il numero, num, nr, scelta, risposta, il, la, lo, l, i, gli, le, un, una, uno, di, del,
        della, d, per, è, sarebbe, mio, mia, con, a, al, alle, su, riguardo, ho, bisogno, problema, domanda,
        questione, va bene, mi va bene, bene, meglio, sì, ok, certo, quello, quella, questo, questa, giorno, ora,
        orario, io, mi, dammi, mi dia, prenota, favore
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
        oltre, sotto
    """,
    alternatives="o, e, a, oppure, tra, fra, fino",
    out_of="su, di",
    articles="un, uno, una",
    not_numbers="un po, un momento, un attimo, un giorno, una volta, uno dei, una delle, ognuno, un minuto",
    spelling={
        "ventitre": "ventitré",
        "trentatre": "trentatré",
        "cinqe": "cinque",
        "quatro": "quattro",
        "setto": "sette",
    },
    # taking back
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
        "or": "o, oppure, dalle, dal, fino, tra le, fra le",
        "and": "e, ed",
        "open": """
            prima di, prima delle, prima del, dopo, dopo le, dopo il, qualsiasi, qualunque, ogni, tutti i, tranne,
            eccetto, a partire, dalle ore
        """,
        "not": "non, no, mai, impossibile",
        "n1": "l'una, una",
    },
)
