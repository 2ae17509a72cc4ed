"""French."""

from bot.engine.understand.words import Words

WORDS = Words(
    code="fr",
    # yes or no
    yes="""
        oui, ouais, ouaip, ouep, oui oui, ouii, ouiii, oué, mais oui, bien sûr, bien sûr que oui, absolument, tout à
        fait, avec plaisir, volontiers, affirmatif, oui bien sûr, oui merci, oui svp, oui s'il vous plaît, oui stp,
        mais oui bien sûr, sans aucun doute, sans problème, si si
    """,
    no="""
        non, nann, non non, non merci, mais non, bien sûr que non, pas du tout, absolument pas, certainement pas,
        surtout pas, jamais de la vie, pas vraiment, pas encore, pas maintenant, pas aujourd'hui, pas cette fois, je
        ne pense pas, je pense pas, je ne crois pas, je crois pas, toujours pas, pas question, hors de question,
        plus maintenant, pas intéressé, pas intéressée
    """,
    yes_sentence="""
        je serai là, j'y serai, je serai présent, je serai présente, on y sera, nous serons là, je viens, je
        viendrai, je vais venir, comptez sur moi, compte sur moi, à demain, à bientôt, on se voit, ça me va, ça me
        convient, cela me convient, cela me va, ça marche pour moi, ça me semble bien, ça semble bien, je confirme,
        je confirme le rendez-vous, je vous confirme, j'accepte, je suis d'accord, d'accord, dacc, allez-y, vas-y,
        pourquoi pas, je veux bien, ça m'intéresse, je suis intéressé, je suis intéressée, je crois que oui, je
        pense, pas de problème, pas de souci, pas de soucis, aucun problème, aucun souci, ça fonctionne, ça marche,
        résolu, c'est réglé, c'est bon, c'est bon pour moi, c'est parfait, c'est correct, c'est exact, c'est ça,
        c'est d'accord, je suis partant, je suis partante, ça roule, j'aimerais bien, je pense que oui
    """,
    no_sentence="""
        je ne peux pas, je peux pas, je ne pourrai pas, je pourrai pas, je ne viens pas, je viens pas, je ne
        viendrai pas, je ne serai pas, je ne veux pas, je veux pas, je ne souhaite pas, je n'ai pas, j'ai pas, ça ne
        me va pas, ça ne me convient pas, ça ne va pas, ça va pas, ça ne marche pas, ça marche pas, ça ne fonctionne
        pas, ça fonctionne pas, marche pas, fonctionne pas, ne fonctionne pas, ne marche pas, pas possible, ce n'est
        pas possible, c'est pas possible, ce n'est pas bon, c'est pas bon, pas bon, pas d'accord, je ne suis pas
        d'accord, je ne suis pas disponible, pas disponible, je suis pas dispo, pas dispo, je ne suis pas intéressé,
        ça ne m'intéresse pas, ça m'intéresse pas, pas besoin, je n'ai pas besoin, je refuse, je décline,
        malheureusement non, malheureusement pas, je préfère pas, je préférerais pas, plutôt pas, plutôt non, ce
        n'est pas ça, c'est pas ça, ce n'est pas correct, c'est faux, n'est pas résolu, non résolu, je regrette
    """,
    yes_alone="""
        o, ok, okay, okey, dac, d'ac, entendu, parfait, très bien, bien, bon, super, génial, excellent, impeccable,
        nickel, top, vrai, exact, correct, confirmé, accepté, confirme, ça va, va pour, va pour ça, si, soit, yep,
        ui, oiu, uoi, oo, yes, bien reçu, c'est noté, compris, ça joue, cool, je peux, oui ça va, merci oui,
        j'aimerais, je voudrais, je pense, j'espère, certainement, évidemment, exactement, carrément
    """,
    no_alone="""
        n, na, nah, faux, incorrect, refusé, aucun, aucune, rien, nope, nada, no, niet, que nenni, pas, jamais, nn,
        nan, négatif, impossible, inutile
    """,
    unsure="""
        mauvais numéro, faux numéro, vous vous trompez, peut-être, peut être, possiblement, probablement, sans
        doute, je ne sais pas, je sais pas, chais pas, jsp, sais pas, aucune idée, pas sûr, pas sûre, je ne suis pas
        sûr, je ne suis pas sûre, je suis pas sûr, ça dépend, cela dépend, on verra, je vais voir, je verrai, à
        voir, je vérifie, plus tard, plus ou moins, bof, attendez, attends, un instant, un moment, une minute, peu
        importe, comme vous voulez, si vous voulez, oui et non, les deux, ni l'un ni l'autre, je ne comprends pas,
        je comprends pas, pas compris, en partie, éventuellement
    """,
    but="""
        mais, cependant, sauf, sauf si, à moins que, à condition, à condition que, si possible, par contre, plutôt,
        seulement si
    """,
    negation="pas, ne, jamais, aucun, sauf, non",
    filler="""
        s'il vous plaît, s'il te plaît, svp, stp, merci, merci beaucoup, merci bien, mille mercis, mrc, bonjour,
        bonsoir, salut, coucou, euh, heu, hum, hmm, ah, oh, eh bien, ben, bah, alors, donc, je pense que, je crois
        que, je dirais, je dis, ma réponse est, la réponse est, madame, monsieur, docteur, mr, mme, désolé, désolée,
        pardon, excusez-moi, malheureusement, et, que, un, une, le, la, les, de, du, des, à, en, c'est, ce, il,
        très, tout, aussi, maintenant, aujourd'hui, demain, pour moi, pour nous, moi, là, cordialement, bonne
        journée, bonne soirée, bonne fin de journée, au revoir, je, y, mon, ma
    """,
    adverbs="aussi, très, bien, vraiment, demain, aujourd'hui",
    # which one
    choosing="""
        je veux, je voudrais, j'aimerais, je souhaite, je prends, je prendrai, je choisis, je préfère, je
        préférerais, va pour, allons pour, plutôt, option, l'option, numéro, le numéro, num, n, choix, réponse, le,
        la, les, l, un, une, du, de, des, d, pour, c'est, ce serait, serait, est, mon, ma, à, au, avec, sur,
        concernant, problème, question, souci, j'ai, besoin, me convient, me va, bien, parfait, oui, ok, d'accord,
        celui, celle, celui de, celle de, jour, heure, créneau, rendez-vous, je, me, moi, mieux, donnez-moi, s'il
        vous plaît, ai, j
    """,
    ordinals={
        1: "premier, première, le premier",
        2: "deuxième, second, seconde",
        3: "troisième",
        4: "quatrième",
        5: "cinquième",
        6: "sixième",
        -1: "dernier, dernière, le dernier, la dernière",
    },
    # which number
    limits="""
        plus de, moins de, au moins, au plus, au minimum, au maximum, jusqu'à, entre, ou plus, ou moins, supérieur
        à, inférieur à
    """,
    alternatives="ou, et, à, jusqu'à, entre, soit",
    out_of="sur, de",
    articles="un, une",
    not_numbers="un peu, un instant, un moment, un jour, une fois, l'un, aucun, une minute, un des, une des",
    spelling={
        "zero": "zéro",
        "quatres": "quatre",
        "cinque": "cinq",
        "deus": "deux",
        "huite": "huit",
    },
    # taking back
    corrections="""
        non attendez, non attends, attendez, attends, non pardon, pardon non, je veux dire, je voulais dire, je me
        suis trompé, je me suis trompée, correction, erreur, oups, non plutôt, enfin non, euh non, plutôt non, en
        fait non
    """,
    not_corrections="peut attendre, longue attente, plutôt bien",
    soft_corrections="pardon, désolé, désolée, plutôt, en fait, finalement, enfin, disons, excusez-moi",
    # when
    when={
        "r0": "aujourd'hui, ajd, auj",
        "r0 pm": "ce soir, cet après-midi, cet aprem, cette après-midi",
        "r0 am": "ce matin",
        "r1": "demain, dem1, 2main",
        "r1 am": "demain matin",
        "r1 pm": "demain soir, demain après-midi, demain aprem",
        "r2": "après-demain, apres demain",
        "r-1": "hier",
        "r-2": "avant-hier",
        "m2": "fevrier, fev",
        "m7": "juill",
        "m8": "aout",
        "mar": "mar",
        "u_minute": "minute, minutes, min, mn",
        "u_day": "jour, jours",
        "u_week": "semaine, semaines",
        "u_month": "mois",
        "u_year": "an, ans, année, années",
        "n1 u_day": "un jour",
        "n1 u_week": "une semaine",
        "n1 u_month": "un mois",
        "n7 u_day": "huit jours, une huitaine",
        "n14 u_day": "quinze jours, une quinzaine",
        "n1 u_hour": "une heure",
        "n30 u_minute": "une demi-heure, une demi heure, demi-heure",
        "n90 u_minute": "une heure et demie",
        "plus_week": "en huit",
        "in": "dans, d'ici",
        "ago_in": "il y a",
        "next": "prochain, prochaine, suivant, suivante, le prochain, la prochaine, qui vient",
        "this": "ce, cette",
        "past_one": "dernier, dernière, passé",
        "am": "du matin, le matin, matin, dans la matinée, am",
        "pm": "de l'après-midi, l'après-midi, après-midi, aprem, du soir, le soir, soir, dans l'après-midi, pm",
        "t12:00": "midi, à midi, 12h midi",
        "t00:00": "minuit, à minuit",
        "t12:30": "midi et demi, midi et demie, midi trente",
        "now": "maintenant, tout de suite",
        "and_half": "et demie, et demi",
        "and_quarter": "et quart, un quart",
        "less_quarter": "moins le quart, moins quart",
        "less": "moins",
        "oclock": "heures, heure, h, pile, hrs",
        "at": "à, vers, vers les, aux environs de, environ, pour",
        "of": "le, de, du, d, l",
        "o1": "premier, 1er",
        "or": "ou, entre, jusqu'à, soit",
        "and": "et",
        "open": """
            avant, après, n'importe quel, n'importe quelle, chaque, tous les, sauf, à partir de, dès, au plus tôt,
            au plus tard
        """,
        "not": "pas, ne, jamais, aucun, impossible, indisponible",
    },
)
