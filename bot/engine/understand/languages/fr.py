"""French."""

from bot.engine.understand.words import Words

WORDS = Words(
    code="fr",
    # yes or no
    yes="""
        oui, ouais, ouaip, ouep, oui oui, ouii, ouiii, oué, mais oui, bien sûr, bien sûr que oui, absolument, tout à
        fait, affirmatif, oui bien sûr, oui merci, oui svp, oui s'il vous plaît, oui stp,
        mais oui bien sûr, sans aucun doute, sans problème, si si, ouai, oui oui oui, oui madame, oui monsieur, oui
        docteur, oui parfait, oui d'accord, oui ok, oui ça va, oui certainement, oui tout à fait, oui c'est bon, oui
        volontiers, oui avec plaisir, oui svp merci, bien entendu, évidemment, assurément, ben oui, bah oui, oui bien,
        certes, oui je confirme, ah oui, oui absolument, oui toujours, yes, yep, ouaips, oui effectivement,
        effectivement, oui exact, sans faute, ouip, oui pas de souci, oui pas de problème
    """,
    no="""
        non, nann, non non, non merci, mais non, bien sûr que non, pas du tout, absolument pas, certainement pas,
        surtout pas, jamais de la vie, pas vraiment, pas encore, pas maintenant, pas aujourd'hui, pas cette fois, je
        ne pense pas, je pense pas, je ne crois pas, je crois pas, toujours pas, pas question, hors de question,
        plus maintenant, pas intéressé, pas intéressée, ah non, ben non, bah non, non pas du tout, non pas vraiment,
        non plus maintenant, non désolé, non désolée, non malheureusement, pas demain, pas ce soir, pas ce coup ci,
        pas pour le moment, pas pour l'instant, non pas pour le moment, non pas encore, non jamais, non pas
        maintenant, non pas demain, je crains que non, je pense que non, je crois que non, j'ai bien peur que non,
        malheureusement non, plus besoin, non ça ira, ça ira merci, non ça va, non ça va merci, sans façon, non sans
        façon, nan nan, nan merci, nan désolé, nenni, non non merci, que non, aucunement, nullement, en aucun cas,
        ça ne m'intéresse pas, non c'est bon, non c'est bon merci, c'est bon merci plus besoin, plus besoin merci,
        impossible,
        non c'est beau, non merci c'est beau, non c'est bon merci, non c'est parfait comme ça, non ça va, non ça
        va merci, non c'est correct, non merci ça va
    """,
    yes_sentence="""
        je serai là, j'y serai, je serai présent, je serai présente, on y sera, nous serons là, je viens, je viendrai,
        je vais venir, comptez sur moi, compte sur moi, à bientôt, on se voit, ça marche pour moi, ça me semble bien,
        ça semble bien, je confirme, je vous confirme, j'accepte, je suis d'accord, d'accord, dacc, pourquoi pas, je
        veux bien, ça m'intéresse, je suis intéressé, je suis intéressée, je crois que oui, je pense, pas de problème,
        pas de souci, pas de soucis, aucun problème, aucun souci, ça fonctionne, ça marche, résolu, c'est bon pour moi,
        c'est ça, je suis partant, je suis partante, ça roule, j'aimerais bien, je pense que oui, (je|on) (sera|serai)
        (bien|toujours) (là|présent|présente|présents), (je|on) (viens|vient) (bien|toujours), (nous|on)
        (viendrons|viendra|vient|sera présents|sera là|confirme|y va|arrive|prend|accepte), nous
        (confirmons|acceptons|viendrons|serons présents|serons bien là|y serons|sommes d'accord|sommes
        partants|venons), (je|nous) (confirme|confirmons) (ma présence|notre présence|mon rdv|le rdv|mon rendez-vous|le
        rendez-vous|bien), je (serai bien là|serai bien présent|serai bien présente|maintiens|maintiens le
        rdv|prends|le prends|la prends|valide|suis là|suis ok|suis toujours intéressé|suis toujours intéressée|suis
        toujours partant|suis toujours ok|suis dispo|suis disponible|veux bien merci|le veux|peux venir|pourrai
        venir|peux y être), (c|c'est|cest)
        (beau|parfait|bon|ok|noté|confirmé|validé|d'accord|super|nickel|entendu|vrai|juste|exact|correct|bien ça|bien
        cela|cela|tout bon), (on se|je vous|je te) (voit|vois)
        (demain|lundi|mardi|mercredi|jeudi|vendredi|samedi|là-bas|bientôt), à
        (lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain|tout à l'heure|toute|plus|ce soir|très vite),
        (ça|cela) (me|nous) (va|convient|irait|conviendrait|va bien|convient bien|convient parfaitement|va
        parfaitement|va très bien), (faites|fais) (le|donc|ça), (allez y|vas y|go), (j'en|on en) (suis|est), tout est
        (ok|bon|réglé|correct|exact|en ordre), le problème est (résolu|réglé), (c'est|est) (résolu|réglé), (ça|ce|cela)
        (serait|sera|me ferait) (super|bien|parfait|top|génial|gentil|cool|plaisir|nickel|formidable|très bien)
    """,
    no_sentence="""
        je n'ai pas, j'ai pas, marche pas, fonctionne pas, ne fonctionne pas, ne marche pas, pas bon, pas d'accord, ça
        ne m'intéresse pas, ça m'intéresse pas, je refuse, malheureusement non, malheureusement pas, plutôt pas, plutôt
        non, c'est faux, n'est pas résolu, non résolu, je regrette, (je|j|on|nous)
        (peux|peut|pouvons|pourrai|pourra|pourrons|pourrais|serai|sera|viens|vient|viendrai|viendra|vais|veux|veut|souhaite|confirme|accepte|pense|crois)
        (pas|plus), (je|on|nous) (ne|n)
        (peux|peut|pouvons|pourrai|pourra|pourrons|pourrais|serai|sera|serons|viens|vient|viendrai|viendra|viendrons|vais|veux|veut|voulons|souhaite|souhaitons|confirme|accepte|désire)
        (pas|plus),
        (jpeux|jpe|jpourrai|jpourrais|jviens|jveux|jvais|jserai|jsuis|jai|peux|pourrai|pourra|viens|viendrai|vais|veux|serai)
        (pas|plus), (j'en|jen|je n'en) (veux|ai) (pas|plus), (je n'ai|j'ai|nous n'avons|on a) (pas|plus)
        (besoin|envie|le temps|pas le temps), je (préfère|préférerais) (ne pas|pas|que non), (ça|cela|ca) (ne|n)
        (marche|fonctionne|va|convient|me va|me convient|m'arrange|est) (pas|plus), (ça|cela|ca)
        (marche|fonctionne|va|convient|me va|me convient|m'arrange) (pas|plus), (ce n'est|c'est|ce n est|c est)
        (pas|plus) (possible|bon|ça|correct|exact|vrai|juste|moi|la peine|nécessaire|résolu|réglé), ne
        (peux|pourrai|viendrai|peut|pourra|souhaite|veux|serai) (pas|plus), (je ne suis|je suis|nous ne sommes|on est)
        (pas|plus) (dispo|disponible|disponibles|libre|intéressé|intéressée|intéressés|d'accord|là|en mesure|capable),
        impossible (pour moi|pour nous|de venir|d'être là|de me libérer), (je suis|nous sommes|on est) dans
        l'impossibilité, dans l'impossibilité, je (passe|passe mon tour|dois décliner|décline|m'abstiens), (pas|plus)
        (besoin|la peine|nécessaire|intéressé|intéressée|intéressés|possible|dispo|disponible|disponibles), sans moi,
        dire non, dire que non, (je n'ai|j'ai) (rien reçu|pas reçu|pas encore reçu), rien reçu, pas reçu, pas reçue,
        toujours rien
    """,
    yes_clause="""
        je peux, oui je peux, on peut, nous pouvons, bien sûr que je peux, vous pouvez, tu peux, je suis disponible,
        je suis dispo, je suis libre, bien reçu, bien reçue, j'ai bien reçu, je l'ai bien reçu, bien arrivé, bien
        arrivée, envoyez, livrez
    """,
    no_clause="je ne peux pas, je peux pas",
    yes_alone="""
        avec plaisir, volontiers,
        o, ok, okay, okey, dac, d'ac, entendu, parfait, très bien, bien, bon, super, génial, excellent, impeccable,
        nickel, top, vrai, exact, correct, confirmé, accepté, ça va, va pour, va pour ça, si, soit, yep, ui, oiu, uoi,
        oo, yes, bien reçu, c'est noté, compris, ça joue, cool, je peux, oui ça va, merci oui, j'aimerais, je voudrais,
        je pense, j'espère, certainement, évidemment, exactement, carrément, okk, oki, okidoki, okay merci, ok parfait,
        ok super, ok ça marche, ok ça va, ok pas de souci, ok pas de problème, dacodac, d'acc, dak, dakor, dacor,
        daccord, entendu merci, bien noté, c noté, top merci, super merci, parfait merci, très bien merci, génial
        merci, impec, nikel, niquel, validé, je valide, bonne idée, formidable, magnifique, merveilleux, fantastique,
        c'est bon merci, vendu, banco, tope là, deal, tiguidou, c'est beau, ben correct, bien correct, beau, cbon, c
        bon, c ok, c parfait, c good, ok good, good, ouf oui, juste, cela même, exactement ça, voilà, c'est cela,
        volontier, pourquoi pas oui, ça le fait, ça me botte, partant, partante, présent, présente, présents, je
        prends, confirmer, confirmez, veuillez confirmer, confirmez svp, à confirmer oui, pk pas, pq pas, pkoi pas,
        pourquoi pas, plutôt oui
    """,
    no_alone="""
        n, na, nah, faux, incorrect, refusé, aucun, aucune, rien, nope, nada, no, niet, que nenni, pas, jamais, nn,
        nan, négatif, inutile, nope merci, refus, je refuse, non plus, pas moyen, pas du tout intéressé, pantoute,
        pas pantoute, pas bien, inexact, erroné, négative, décline, no thanks
    """,
    unsure="""
        mauvais numéro, faux numéro, vous vous trompez, peut-être, possiblement, probablement, sans doute, jsp, sais
        pas, aucune idée, pas sûr, pas sûre, je ne suis pas sûr, je ne suis pas sûre, je suis pas sûr, ça dépend, cela
        dépend, on verra, à voir, plus tard, plus ou moins, bof, attendez, attends, un instant, un moment, une minute,
        peu importe, comme vous voulez, si vous voulez, oui et non, les deux, ni l'un ni l'autre, je ne comprends pas,
        je comprends pas, pas compris, en partie, éventuellement, (je|on|nous) (vous|te)
        (confirme|confirmerai|redis|dis|tiens au courant|tiendrai au courant|reviens|reviendrai) (plus tard|demain|ce
        soir|bientôt|dès que possible|asap|rapidement|lundi|après|tout à l'heure), je (vous|te) (redis|tiens au
        courant|reviens), (je vais|je dois|faut que je|il faut que je|laissez moi|laisse moi|je vais devoir)
        (vérifier|voir|regarder|réfléchir|demander|y réfléchir|vérifie|regarde|réfléchisse|demande|voie|en parler), je
        (vérifie|regarde|réfléchis|demande|verrai), (je n'ai|j'ai) pas (compris|décidé|encore décidé|bien compris), (je
        ne sais|je sais|j sais|jsais|chais) (pas|plus|pas encore|pas trop), (je ne me|je m'en|je me) (souviens)
        (pas|plus), (pas|plus) (trop sûr|trop sûre|certain|certaine|sûr du tout|encore sûr|encore décidé|encore sûre),
        (qui|c'est qui|qui est|qui êtes|vous êtes qui|t'es qui|c est qui) (vous|ça|ce|là), c'est qui, vous êtes qui,
        hésite, j'hésite, on hésite, ptet, ptetre, p-e, pê, m'égal, ça m'est égal, égal, comme vous préférez, comme tu
        veux, au choix, si je peux, je crois, en principe, normalement, normalement oui, a priori, on va voir, à
        confirmer, erreur de numéro, vous vous êtes trompé, c'est une erreur, pas moi, ce n'est pas moi, oui ou non,
        probablement pas, sûrement pas, (je|on) confirme (demain|plus tard|bientôt|ce soir|lundi|après)
    """,
    but="""
        mais, cependant, sauf, sauf si, à moins que, à condition, à condition que, par contre, plutôt, seulement si, si
        jamais, si et seulement si, uniquement si, au lieu, si vous, si je, si on, si c'est
    """,
    asides="""
        (pouvez vous|pourriez vous|peux tu|pourrais tu|vous pouvez|tu peux) (me|nous)
        (rappeler|appeler|contacter|téléphoner), (rappelez moi|appelez moi|rappelle moi|appelle moi|contactez moi),
        (j ai|j'ai|j aurais|j'aurais) (une question|des questions|quelques questions|une petite question), en
        retard, de retard, un peu en retard, je dois partir (à|avant|tôt)
    """,
    negation="pas, ne, jamais, aucun, sauf, non",
    filler="""
        s'il vous plaît, s'il te plaît, svp, stp, merci, merci beaucoup, merci bien, mille mercis, mrc, bonjour,
        bonsoir, salut, coucou, euh, heu, hum, hmm, ah, oh, eh bien, ben, bah, alors, donc, je pense que, je crois que,
        je dirais, je dis, ma réponse est, la réponse est, madame, monsieur, docteur, mr, mme, désolé, désolée, pardon,
        excusez-moi, malheureusement, et, que, un, une, le, la, les, de, du, des, à, en, c'est, ce, il, très, tout,
        aussi, maintenant, aujourd'hui, demain, pour moi, pour nous, moi, cordialement, bonne journée, bonne soirée,
        bonne fin de journée, au revoir, je, y, mon, ma, svp merci, merciii, merki, mci, merci d'avance, merci à vous,
        merci et à demain, un grand merci, pls, please, thanks, chère, cher, bonne nuit, bon weekend, bon week-end,
        belle journée, bien à vous, bien cordialement, bises, biz, bisous, ciao, lol, mdr, ptdr, haha, hihi, ok merci,
        finalement, hélas, franchement, vraiment, toujours, encore, quand même, du coup, bonne continuation,
        mademoiselle, doc, allo, ben là, là là, pis, tsé, en tout cas, t'inquiète, vous, te, nous, notre, rdv, rendez
        vous, 🙏, si possible
    """,
    interrogatives="""
        qu'est-ce que, est-ce que, quand, où, qui, pourquoi, comment, combien, quel, quelle, quels, quelles, à quelle,
        c'est quoi, c'est pour quoi, y a-t-il, avez-vous, pouvez-vous, puis-je, peut-on
    """,
    adverbs="""
        aussi, très, bien, vraiment, demain, aujourd'hui, malheureusement, hélas, finalement, toujours, encore, là,
        ce jour-là, désolé, désolée, franchement, du coup, en fait, quand même, cette fois, cette fois-ci, ce soir,
        sûrement, certainement, pas mal
    """,
    # which one
    choosing="""
        je veux, je voudrais, j'aimerais, je souhaite, je prends, je prendrai, je choisis, je préfère, je
        préférerais, va pour, allons pour, plutôt, option, l'option, numéro, le numéro, num, n, choix, réponse, le,
        la, les, l, un, une, du, de, des, d, pour, c'est, ce serait, serait, est, mon, ma, à, au, avec, sur,
        concernant, problème, question, souci, j'ai, besoin, me convient, me va, bien, parfait, oui, ok, d'accord,
        celui, celle, celui de, celle de, jour, heure, créneau, rendez-vous, je, me, moi, mieux, donnez-moi, s'il
        vous plaît, ai, j
    """,
    both="les deux, tous les deux, toutes les deux",
    several="""
        aucun, aucune, aucun des deux, aucune des deux, ni l'un ni l'autre, ni l'une ni l'autre, tous, toutes,
        tout, n'importe, n'importe lequel, n'importe laquelle, les trois, les quatre, peu importe, peu
        m'importe, m'est égal, comme vous voulez, l'un ou l'autre, l'une ou l'autre
    """,
    exceptions="""
        sauf, tout sauf, tous sauf, toutes sauf, à part, hormis, excepté, n'importe lequel sauf, n'importe quoi sauf
    """,
    inquiries="""
        combien, prix, tarif, coûte, coûtent, quel est, est-ce que, vous avez, avez-vous, y a-t-il, c'est quoi, à quelle
        heure, quelle heure
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
        à, inférieur à, il y a, boîte de, boîtes de, pack de, packs de, caisse de, carton de, paquet de, minimum,
        maximum, au mieux, au pire, né, née, né en, née en, après, avant, dès, à partir de, depuis
    """,
    alternatives="ou, et, à, jusqu'à, entre, soit",
    out_of="sur, de",
    counted={
        1: """
            juste moi, moi seul, moi seule, moi uniquement, seulement moi, que moi, moi tout seul, moi toute seule,
            je viens seul, je viens seule, je serai seul, je serai seule
        """,
        6: "une demi-douzaine, une demi douzaine, demi douzaine",
        12: "une douzaine, douzaine",
    },
    halves="un demi, une demie, la moitié d un, demi",
    articles="un, une",
    not_numbers="""
        un peu, un instant, un moment, un jour, une fois, l'un, aucun, une minute, un des, une des, une dizaine, une
        vingtaine, une quinzaine, une trentaine, une quarantaine, une cinquantaine, une centaine, un millier, une
        poignée, une de ces, un autre, une autre, une personne de plus, mille mercis, mille fois, une question, un
        problème, un souci
    """,
    people="personnes, invités, convives, adultes, passagers",
    things="""
        voiture, voitures, chien, chiens, chat, chats, table, tables, chambre, chambres, pièce, pièces, boîte,
        boîtes, carton, cartons, sac, sacs, colis, bouteille, bouteilles, chaise, chaises, étage, étages, lit,
        lits, question, questions, article, articles
    """,
    gratis="gratuit, gratuite, gratuitement, gratis",
    spelling={
        "zero": "zéro",
        "quatres": "quatre",
        "cinque": "cinq",
        "deus": "deux",
        "huite": "huit",
    },
    # taking back
    courtesies="""
        si c'est possible, si ça vous va, si ça vous convient, si cela vous convient, si ça te va, si c'est bon pour
        vous, si vous voulez bien, si vous voulez, si ça ne vous dérange pas, si je peux me permettre, s'il vous
        plait, si je me souviens bien, si je ne me trompe pas, si je me trompe pas, si possible
    """,
    conditions="""
        si, s'il, s'ils, si vous, si je, si j, si on, si mon, si ma, si c'est, selon, dépend, ça dépend, à condition,
        à moins, sous réserve, au cas où, je vous redis, je te redis, je vous confirme, je te confirme, je vous dis,
        je vous dirai
    """,
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
        "in": "dans",
        "ago_in": "il y a",
        "next": "prochain, prochaine, suivant, suivante, le prochain, la prochaine, qui vient",
        "this": "ce, cette",
        "past_one": "dernier, dernière, passé",
        "am": "du matin, le matin, matin, dans la matinée, am",
        "pm": """
            de l'après-midi, l'après-midi, après-midi, aprem, du soir, le soir, soir, dans l'après-midi, pm,
            d'après-midi, d'aprem
        """,
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
            avant, après, n'importe quel, n'importe quelle, chaque, tous les, sauf, à partir de, dès, au plus tôt, au
            plus tard, le plus tôt possible, le plus tard possible, au plus vite, dès que possible, asap, pas avant, pas
            après, week-end, weekend, en fin de, fin de, début de, en début de, mi, milieu de, à part, hormis, excepté,
            en semaine, d'ici, jamais le, pas le, fin d'après-midi, en fin d'après-midi, fin de matinée, en début
            d'après-midi, début d'après-midi, début de soirée, fin de soirée, en soirée, quelques, plusieurs, plus de,
            moins de, presque, au moins, environ une, il y a quelques
        """,
        "last_day": "dernier jour de, dernier jour du, dernier jour d, le dernier jour de, le dernier jour du",
        "elsewhere": """
            je finis, je termine, je travaille, je bosse, je sors, je pars, je rentre, on part, j'ai rdv, j'ai un rdv,
            j'ai un rendez-vous, j'ai rendez-vous, anniversaire, fermé, mon train, mon vol, je commence, une réunion,
            en réunion, en vacances
        """,
        "not": "pas, ne, jamais, aucun, impossible, indisponible",
        "sept": "sept",
        "x": "question, questions, problème, souci, option, créneau",
    },
)
