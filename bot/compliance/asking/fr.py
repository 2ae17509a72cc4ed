"""How French asks to be left in peace."""

from __future__ import annotations

from typing import Final

from bot.compliance.asking.grammar import Tongue

_GROUPS: Final = {
    "lead": (
        "s il vous plait|s il te plait|svp|stp|silvouplait|merci de|merci d|merci|veuillez|priere de|bonjour"
        "|bonsoir|salut|ok|bon|oui|mais|et|je vous prie de|je vous prie d|je vous demande de|je vous demande d|je"
        " souhaite|je veux|je voudrais|je desire|j aimerais|j exige|je demande|pouvez vous|pourriez vous|peux tu"
        "|pourrais tu|pouvez vous svp|allez|bah|ben|non merci|desole|desolee|pardon|excusez moi|encore une fois"
        "|pour la derniere fois|c est bon|alors|donc|il faut|j ai dit|je vous ai dit|je vous ai dit de|je vous ai"
        " demande de|je t ai dit de|vous devez|mdr|putain|bordel|merde|nom de dieu|je vous supplie|je vous en"
        " prie|veuillez bien|voulez vous|voulez vous bien"
    ),
    "tail": (
        "s il vous plait|s il te plait|svp|stp|merci|merci bien|merci beaucoup|merci d avance|maintenant|tout de"
        " suite|immediatement|des maintenant|rapidement|au plus vite|vite|cordialement|bonne journee|bonne soiree"
        "|une bonne fois pour toutes|une fois pour toutes|a jamais|pour toujours|definitivement|plus jamais"
        "|jamais|bordel|putain|merde|a la fin|quoi|ok|la|les gars|monsieur|madame|messieurs|je vous prie|je vous"
        " en prie|au revoir|bye|aussi|desormais|a l avenir|sur ce numero|a ce numero|sur mon numero|sur mon"
        " portable|sur mon telephone|de votre part|bon sang|ca suffit|ca"
    ),
    "m": "m|me|nous|mon numero|ce numero|moi",
    "write": (
        "envoyer|envoye|ecrire|contacter|harceler|deranger|spammer|spamer|embeter|ennuyer|importuner|solliciter"
        "|emmerder|saouler|soler|soul[eé]r|soûler|bombarder|demarcher|relancer|appeler|texter|textoter|joindre"
        "|faire chier|casser les (?:pieds|couilles)|polluer|inonder|assaillir|m envoyer|menvoyer|mecrire"
        "|mharceler|membeter|messager|de m envoyer|gonfler|envahir|envoyez|contactez|ecrivez|contacté"
    ),
    "imp": (
        "envoyez|ecrivez|contactez|envoie|ecris|contacte|derangez|derange|harcelez|embetez|embete|appelez|appelle"
        "|sollicitez|importunez|relancez|spammez|textez|emmerdez|recontactez|recontacte|envoyer|ecrire|contacter"
        "|deranger|envoyé|envoies|ecrit|envoi|envoye|demarchez|texte|saoulez|bombardez"
    ),
    "letters": (
        "messages?|sms|textos?|pubs?|publicites?|notifications?|notifs?|alertes?|promos?|promotions?|spams?"
        "|mails?|emails?|communications?|offres?|relances?|sollicitations?|newsletters?|rappels?|msgs?|mess"
        "|message|envois?|demarchage|reclames?|texto|sms publicitaires|prospection"
    ),
    ("det"): (
        "vos|tes|ces|des|de|les|la|le|votre|ce|cette|tous|toutes|tous vos|tous les|tout|autres?|d autres|autant"
        " de|plus de|nouveaux|aucun|aucune|foutus|putains? de|maudits|ce genre de|ce type de|vos foutus|ses|leurs"
        "|de vos|de ces|d|toute|la reception de|l envoi de|la reception des|l envoi des"
    ),
    ("stop"): (
        "arretez|arrete|arreter|arrettez|arretter|arret|cessez|cesse|cesser|stop|stoppez|stoppe|stopper|finissez"
        "|halte|arretes|arreté|arretez donc|arrêtes"
    ),
    "want": "veux|veut|souhaite|desire|voudrais|veus|voulons|souhaitons|souhaiterais|aimerais|veu|souaite",
    ("remove"): (
        "(?:desabonn|desinscri|retir|supprim|enlev|effac|flush|ray|radi|otez|ote|desabon|vir|exclu|sort|elimin"
        "|desincri|desinscriv|bloqu|oubli)\\w*"
    ),
}

FRENCH: Final = Tongue(
    groups=_GROUPS,
    requests=(
        (
            "<stop> (?:svp |stp |donc |tout de suite |immediatement |un peu |de suite |maintenant |s il vous"
            " plait |d abord |la )*(?:de |d )?(?:<m> )?(?:<m> ?)?<write>"
        ),
        (
            "<stop> (?:svp |stp |tout de suite |immediatement |s il vous plait |maintenant )*(?:avec |a |aux"
            " )?(?:<det> )*(?:\\w+ )?<letters>"
        ),
        (
            "(?:<stop>|suspendez|annulez|annuler|desactivez|desactiver|suspendre|supprimez|interrompez|mettre fin"
            " a|mettez fin a|couper|coupez) (?:<det> )+(?:\\w+ )?<letters>"
        ),
        (
            "(?:ne |n )?(?:me |m |nous )(?:<imp>|recontactez) (?:svp )?(?:plus|jamais|pas de)(?: jamais)?(?: (?:d"
            " |de |des |vos |ces |aucun )?(?:\\w+ )?<letters>| rien)?"
        ),
        "ne (?:m |me |nous )?(?:<imp>) (?:plus |absolument )?rien(?: <tail>)* $",
        (
            "ne (?:m |me |nous )?(?:<imp>) (?:svp )?(?:plus|jamais)(?: (?:d |de |des |vos |ces |aucun )?(?:\\w+"
            " )?<letters>| rien)?|(?:n |ne )?essaie[sz]? (?:plus|pas) de (?:me |m )?(?:contacter|joindre|ecrire"
            "|appeler)|ne plus (?:jamais )?(?:m |me |nous |rien m )?(?:<write>|recevoir|etre (?:contacte"
            "|sollicite|derange|demarche)\\w*)|n (?:envoyez|ecrivez|envoie|ecris) (?:plus|rien|jamais)|nenvoyez"
            " plus|envoyez (?:moi )?(?:plus|pas) (?:de )?<letters>|m envoyez plus|plus m envoyer|me contactez"
            " plus|m ecrivez plus|ne (?:me |m |nous )?(?:contactez|derangez|appelez|sollicitez|harcelez|ecrivez)"
            " pas(?: <tail>)* $|(?:me|m|nous) (?:laisser|foutre|ficher) (?:tranquille|la paix)|ne (?:me|m|nous)"
            " (?:recontactez|relancez|recontacte) pas"
        ),
        (
            "^ (?:<lead> )*(?:plus|assez|marre|finis?|fini|ras le bol|aucun|zero|plus jamais|plus aucun|non aux?"
            "|ca suffit|ca suffit avec|basta|stop) (?:autres? )?(?:de |d |avec |aux? )?(?:<det> )*(?:\\w+"
            " )?<letters>(?: <tail>| de vous| venant de vous| a ce numero)* $"
        ),
        (
            "(?:plus|assez|marre|ras le bol|ras le cul|plein le cul|plein le dos) (?:de |d )(?:recevoir |me faire"
            " )?(?:<det> )*(?:\\w+ )?(?:<letters>|harceler)"
        ),
        (
            "(?:<remove>) moi(?: (?:de|des|du) <0-4>\\w+)?|(?:<remove>) (?:mon|ce) (?:numero|num|nom|tel"
            "|telephone|contact|portable|mobile|nr)(?: (?:de|des|du) <0-4>\\w+)?|(?:desabonn|desinscri|desabon"
            "|desincri|dezabon|desabbon)\\w*"
        ),
        (
            "(?:je |j )?(?:ne |n )?(?:<want>|interesse|accepte|autorise|desir\\w+) (?:plus|pas|en aucun cas"
            "|aucunement|jamais) (?:\\w+ )?(?:recevoir|recevoire|recevoirs|resevoir|etre (?:contacte|derange"
            "|sollicite|appele|demarche|inscrit|abonne|dans|sur)\\w*|que vous (?:me|m) |qu on (?:me|m)|avoir"
            "|(?:de |d )?(?:<det> )*(?:\\w+ )?<letters>|vous (?:entendre|lire)|entendre parler|de contact|figurer"
            "|faire partie)"
        ),
        (
            "(?:je )?(?:<want>|voudrais|demande|souhait\\w+|aimerais|exige|prefere|prefererais|j aimerais) (?:a"
            " )?(?:ne plus|ne pas|stopper|arreter|arreter de|cesser de|ne plus jamais|la fin|l arret)(?: de| d|"
            " des)? (?:<0-2>)(?:recevoir|etre|<letters>|contacte\\w*)"
        ),
        (
            "(?:me |m )(?:desabonner|desinscrire|retirer|enlever|supprimer|desabonne|desinscris|sortir|desengager"
            "|radier|rayer)|(?:comment|ou) (?:puis je |peut on |je peux |on |je |faire pour |fait on pour |je"
            " fais pour )*(?:<stop>|desabonner|annuler|ne plus recevoir|bloquer|supprimer|desactiver|me"
            " desabonner|resilier|desinscrire|sortir)(?: \\w+){0,2}(?: (?:<letters>|ca|cette liste))*"
        ),
        (
            "(?:retire|revoque|retirer|revoquer|annule|annuler|reprends|retirons) (?:par la presente )?(?:mon"
            "|tout|le|ma|toute) (?:consentement|accord|autorisation)|n (?:avez|as|ai|autorise|donne) (?:plus |pas"
            " |jamais )+(?:<0-4>)(?:consentement|accord|autorisation|autorise a me contacter)|(?:je )?n autorise"
            " (?:pas|plus) <0-4>\\w+|interdis (?:de|formellement de) (?:me |m |nous )?(?:<write>)|refuse (?:de"
            " recevoir|ces|vos|les|tout|toute) <0-3>\\w+|m oppose a|je m oppose"
        ),
        (
            "(?:lachez|lache|laches) (?:moi|nous)(?: avec <0-2>\\w+)?|(?:annul\\w+|resili\\w+) (?:<det> |mon |l "
            "|cet )*(?:abonnement|inscription) (?:a|au|aux) (?:<det> )*<letters>|(?:laissez|laisse|lachez|fichez"
            "|foutez|foutez|fous|fiche|foutre|laisser|lacher|laches|lache) (?:moi|nous) (?:donc"
            " )?(?:tranquill\\w*|la paix|en paix|tranquil|la grappe|les baskets|respirer|vivre)|(?:laissez|laisse"
            "|foutez|fichez)(?: moi| nous)? (?:tranquille|la paix)|tranquille a la fin"
        ),
        (
            "(?:oubliez|perdez|oublie|perds|effacez|efface|jetez|brulez) (?:mon|ce) (?:numero|num|tel)|(?:liste"
            "|registre) (?:d opposition|rouge|bloctel)|inscri\\w+ (?:moi )?(?:sur )?(?:la )?liste (?:d opposition"
            "|noire)"
        ),
        (
            "(?:deja|vous|ai|j ai|je vous ai|je vous l ai) (?:deja |vous |ai )*(?:dit|demande|repondu|ecrit"
            "|envoye|tape|mis|signale|precise) (?:<0-3>)(?:stop|arret|d arreter|de ne plus|de me (?:laisser"
            "|retirer|desabonner|supprimer)|de cesser|d enlever)|(?:ces|vos|les) (?:\\w+ )?<letters> (?:doivent"
            " )?(?:cessent|cesser|s arretent|arretent|doivent cesser)|que (?:ces|vos|les|ca|cela) (?:<letters>"
            " )?(?:cessent|cesse|s arretent|s arrete)"
        ),
        (
            "(?:pas|plus|aucunement|nullement) interessee? (?:par |a )?(?:<0-1>)(?:vos|ces|recevoir|<letters>|d"
            " etre)|ne plus (?:etre contacte\\w*|recevoir|m envoyer|me)|plus jamais me contacter|jamais me"
            " recontacter"
        ),
    ),
    loose=(
        (
            "(?:mauvais numero|faux numero|erreur) <0-2>(?:<mark> )?(?:<lead> )*(?:supprim\\w+|effac\\w+"
            "|retir\\w+|arretez)(?: <tail>)* $"
        ),
        (
            "(?:<letters>|interess\\w+|numero|demande|connais|derang\\w+) <0-4><mark> (?:<lead> )*(?:stop|arretez"
            "|assez|basta)(?: <tail>)* $"
        ),
        (
            "(?:arretez|arrete|arreter|cessez|cesser|stop|stoppez|veux plus|souhaite plus|marre|assez|plus besoin"
            "|fini) <0-5>(?:messages?|sms|textos?|pubs?|publicites?|spam|notifications|promos?)"
        ),
        (
            "(?:retir\\w+|enlev\\w+|supprim\\w+|effac\\w+|sort\\w+|ray\\w+|otez|flush\\w+|vir\\w+|desinscri\\w+)"
            " <0-4>(?:mon numero|votre liste|vos listes|cette liste|la liste|vos fichiers|votre base|mon nom)"
        ),
    ),
    alone=(
        "stop|stoppez|arret|arretez|arrete|arreter|arretez ca|arrete ca|arretez tout|arretez tout ca|stoppez tout"
        "|stop tout|ca suffit|ca suffit maintenant|assez|desabonnement|desinscription|desabonner|desinscrire|plus"
        " jamais|foutez le camp|allez vous faire (?:foutre|voir|enculer)|va te faire (?:foutre|voir|enculer)"
        "|casse toi|cassez vous|degage|degagez|fous le camp|fichez le camp|barrez vous|dehors|cessez|cessez ca"
        "|cessez cela|retirez moi|supprimez moi|enlevez moi|effacez moi|stop ca|stop cela|stop a ca|stop stop"
        "|stop pub|stop sms|stop et fin|stop maintenant|n insistez pas|n insistez plus|lachez moi|lache moi"
        "|laissez moi|plus de contact|plus aucun contact|aucun contact|ne pas deranger|ne plus deranger|ne plus"
        " contacter|on arrete la|c est stop|laissez tomber stop|suppression|supprimer mon numero|ne plus m ecrire"
        "|ne plus recevoir|je me desabonne|je me desinscris|j en ai assez stop|je dis stop"
    ),
    courtesies="<lead>|<tail>|de|moi|pour moi|a moi",
    grounds=(
        (
            "non|non merci|(?:je ne suis|je suis|suis|c est) pas interessee?(?: du tout)?|ca ne m interesse"
            " pas(?: du tout)?|ca m interesse pas|aucun interet|je m en (?:fous|fiche)"
        ),
        (
            "mauvais (?:numero|destinataire|num)|faux numero|erreur de (?:numero|destinataire|personne)|vous"
            " faites erreur|c est une erreur|vous avez le mauvais numero|je (?:vous |te )?connais pas|qui (?:etes"
            " vous|es tu|c est|est ce|vous etes|t es|etes vous donc)|c est qui(?: ca)?"
        ),
        (
            "c est (?:du |de l |un |tres |vraiment |trop |insupportable|abuse|lourd|penible|chiant|saoulant"
            "|illegal|relou)+(?:harcelement|spam|abus|penible|lourd|abuse|insupportable|chiant|saoulant|illegal"
            "|agacant|arnaque)?|harcelement|spam|arnaque|vous etes (?:lourds?|penibles?|chiants?|relous?"
            "|soulants?|insupportables?)|ras le bol|j en ai (?:marre|assez|ras le bol|plein le dos)|marre|putain"
            "|merde|bordel|fait chier|vous me (?:saoulez|soulez|gonflez|faites chier|harcelez|derangez|fatiguez)"
            "|tu me saoules|y en a marre|c est bon|basta|trop c est trop|c est trop"
        ),
        "au revoir|adieu|bye|elle est (?:morte|decedee)|il est (?:mort|decede)|bloque",
    ),
    stories=(
        "pas interessee?(?: du tout| merci| par \\w+| par <0-2>\\w+)?|rien a faire de <0-3>\\w+",
        (
            "(?:vous|tu) (?:vous|t|te) (?:etes |es )?tromp\\w+(?: de <0-2>\\w+)?|(?:je ne suis|je suis|c est|ce n"
            " est|moi c est) pas <0-3>\\w+|je ne (?:vous |te )?connais pas(?: <0-3>\\w+)?"
        ),
        (
            "je (?:ne |n |me )*(?:me )?(?:suis|ai|habite|veux|suis pas) (?:jamais|pas|plus|rien) <0-6>\\w+|(?:j"
            " ai |je n ai |ai )?(?:jamais|rien) (?:demande|souscrit|donne|signe|autorise|commande) ?<0-5>\\w*|j"
            " ai (?:deja |change |vendu |demenage |vote |achete )+<0-4>\\w*|j ai deja <0-5>\\w+|je suis (?:deja"
            "|en|au) \\w+"
        ),
        (
            "(?:ou |sinon )?(?:je |j )(?:vais |vous |porte |te |le )*(?:bloque|signale|porte|porter|signaler"
            "|bloquer|plainte|attaque|saisis|saisir|saisir la cnil|denonce)(?: <0-4>\\w+)?|sinon <0-6>\\w+|(?:c"
            " est la |pour la )?(?:derniere|deuxieme|troisieme|enieme|quatrieme|2eme|3eme|seconde) (?:fois"
            "|demande|sommation|relance)(?: <0-5>\\w+)?"
        ),
    ),
    insisting=(
        "(?:pourquoi|si) (?:vous |tu )?(?:ne |n )(?:me )?(?:pas )?|(?:n arrive pas a|peux pas|arrive pas a"
        "|impossible de|ne sais pas comment|pas moyen de|pas possible de|pas reussi a|n arrive pas)(?: me)?"
    ),
    urging=(
        "(?:quand|pourquoi|est ce que) (?:est ce que )?(?:allez vous|vous allez|vous pouvez|vous pourriez|tu peux"
        "|pouvez vous|on peut|je peux)(?: enfin)?(?: m| me)?|(?:je vous|je t|je vous l) ai (?:deja )?(?:dit"
        "|demande) (?:de|d|que)|si (?:possible|vous pouvez|vous pouviez|vous voulez bien)"
    ),
    denial=(
        "(?:n|ne|pas|jamais|surtout pas|n allez pas|sans|rien)(?: (?:surtout|pas|veux|faut|voudrais|vas|vous|te"
        "|me|pas de|m|de|souhaite|suis|ai|peux|compte|jamais|rien|demande|faites|va|il)){0,4}"
    ),
    telling=(
        "(?:si|quand|il|elle|ils|elles|on m a dit|lui|leur|mon (?:mari|pere|fils|frere|patron|mec|copain)|ma"
        " (?:femme|mere|fille|soeur|copine)|repondre|repondez|ecrire|mot|jusqu a ce que|parce que|dis lui|dites"
        " lui|avant de|apres|dois je|faut il|est ce que)(?: \\w+){0,3}"
    ),
    narrowing=(
        "(?:avant|apres|jusqu|pendant|quand|lorsque|le (?:soir|matin|midi|lundi|mardi|mercredi|jeudi|vendredi"
        "|samedi|dimanche|week end|weekend|colis|code|paquet)|la nuit|la journee|si tot|si tard|trop|aussi (?:tot"
        "|tard|souvent)|ce (?:soir|matin|midi|week end|mois)|cette (?:semaine|nuit)|aujourd ?hui|demain|au"
        " (?:travail|boulot|bureau|bon endroit)|tant que|si (?:vous|c|ce|je)|pour (?:l instant|le moment|aujourd"
        " hui|cette|ce|ma|mon|la|le|\\d)|a (?:mon ancien|l ancienne?|mon travail|mon mari|ma femme|cette adresse"
        "|\\d|mon bureau|mon ex)|en (?:anglais|francais|semaine|reunion|classe|cours)|chez|sur mon (?:fixe|pro"
        "|ancien|telephone pro)|de bus|du bus|par (?:erreur|mail|email|courrier)|au sujet de ma|concernant ma"
        "|concernant mon|tous les jours|entre|de la (?:salle|mutuelle|gym)|(?:du|de la|au|a la|de l) (?:club"
        "|journal|magazine|cours|activite|tournoi|sortie|cantine|salle|gym|formation|atelier|voyage|classe"
        "|mutuelle|repas|stage)|mais) ?"
    ),
    wanting=(
        "(?:nouveau|autre|bon) (?:numero|telephone|num)|nouvelle adresse|plutot|a la place|sauf|excepte|je"
        " (?:rigole|plaisante|blague|deconne)|c est une blague|blague|mdr non|j adore (?:vos|ces|les)|continuez"
        "|mais (?:envoyez|appelez|je veux|gardez|ecrivez|continuez)|appelez moi|ecrivez moi|uniquement (?:par|le"
        "|les|pour)|seulement (?:par|le|les|pour)|par (?:mail|email|courrier|telephone|whatsapp)|par erreur|sans"
        " faire expres|fausse manip|reabonn\\w+|me reabonner|je me suis trompee?"
    ),
    doubts={
        ("wrong_number"): (
            (
                "mauvais (?:numero|destinataire|num)|faux numero|(?:vous|tu) (?:vous|t|te) (?:etes |es"
                " )?tromp\\w+|erreur de (?:numero|destinataire|personne)|vous faites erreur|n habite (?:pas|plus)"
                " (?:ici|la)|(?:pas|plus) (?:le|son|sa|mon) (?:bon )?(?:numero|telephone|tel)|pas le bon numero|j"
                " ai change de numero|connais pas de \\w+|ne connais pas cette personne|pas la bonne personne"
                "|connais pas (?:cette|ce|de) \\w+|^ (?:<lead> )*pas moi $"
            ),
        ),
        "deceased": ("decedee?|est morte?|deces|n est plus (?:la|parmi nous|de ce monde)|feu mon|nous a quittes",),
        ("who_is_this"): (
            (
                "^ (?:<lead> )*(?:mais )?(?:qui (?:etes vous|es tu|c est|est ce|est la|vous etes|t es|m ecrit"
                "|ecrit|est a l appareil)|c est qui|t ki|ki c|c ki|vous etes qui|t es qui)(?: ca| svp| stp|"
                " la)?(?: <tail>)* $|(?:comment|ou) (?:avez vous|as tu|vous avez|vous) (?:eu|obtenu|trouve"
                "|recupere) (?:mon|ce) (?:numero|num|contact)|qui (?:vous|t) a donne mon (?:numero|num)|pourquoi"
                " (?:je recois|vous m|recois je|tu m)|je (?:ne )?sais pas qui (?:vous|tu)|connait on|c est pour"
                " qui"
            ),
        ),
        ("complaint"): (
            (
                "c est du (?:harcelement|spam)|(?:je |j )(?:vais |vous |porte |te )*(?:bloquer?|signaler?|porter?"
                " plainte|denonce\\w*|attaqu\\w+)(?: <0-3>\\w+)?|^ (?:<lead> )*(?:spam|harcelement|arnaque|bloque"
                "|signale)(?: <tail>)* $|plainte|cnil|(?:jamais|pas|rien) (?:demande|souscrit|autorise"
                "|inscrit\\w*|abonnee?|donne mon (?:numero|accord))|j en ai (?:marre|assez|ras le bol|plein le"
                " dos)|ras le bol|vous me (?:saoulez|soulez|gonflez|faites chier|harcelez|derangez)|y en a marre"
                "|ca commence a bien faire|(?:une|de l) arnaque|lourds?|vous etes (?:penibles?|relous?|chiants?)"
            ),
        ),
        ("less"): (
            (
                "trop de (?:<letters>)|moins de (?:<letters>)|(?:autant|tant) de (?:<letters>)|moins souvent|trop"
                " souvent"
            ),
        ),
        ("unsure"): (
            (
                "(?:desabonn|desinscri)\\w*|(?:annul|resili|arret)\\w* (?:de |mon |l |cet |votre |cette"
                " )*(?:abonnement|service|compte|inscription|adhesion)|^ (?:<lead> )*(?:stop|arretez|arrete"
                "|cessez|stoppez|assez)(?: ca| cela| tout)?(?: <tail>)* $|(?:arretez|arrete|cessez|stop|stoppez)"
                " (?:<0-2>)(?:de |d )?(?:<m> ?)?(?:envoyer|ecrire|contacter|deranger|harceler|messages|sms)|(?:ne"
                " )(?:me |m |nous )<imp> (?:pas|plus|rien)|n (?:envoyez|ecrivez|envoie|ecris) (?:plus|rien|pas"
                " (?:de|le|la|avant|apres|<mark>))|(?:ne )?(?:veux|souhaite) (?:plus|pas) (?:<0-2>)(?:<letters>"
                "|recevoir)|ca ne m interesse (?:pas|plus)|(?:pas|plus) interessee?(?: <0-2>\\w+)? $|(?:supprim"
                "|effac|retir|enlev)\\w+ (?:moi|mes donnees|mon compte|mes informations|mon (?:numero|nom))"
                "|laissez? moi (?:tranquille|en paix|$)|plus de (?:<letters>)|pas (?:avant|apres)"
                " <0-3>(?:<letters>)|pas de (?:<letters>) (?:le|la|apres|avant|en|entre)|(?:veux|voulais|veut)"
                " pas me desabonner|resilier <0-2>(?:contrat|abonnement|forfait)|(?:veux|souhaite|voudrais)"
                " resilier|ne (?:m |me )appelez"
            ),
        ),
    },
)
