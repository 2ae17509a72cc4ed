"""How Italian asks to be left in peace."""

from __future__ import annotations

from typing import Final

from bot.compliance.asking.grammar import Tongue

_GROUPS: Final = {
    "lead": (
        "per favore|perfavore|per piacere|x favore|x piacere|pf|per cortesia|cortesemente|gentilmente|ciao|salve"
        "|buongiorno|buonasera|buon giorno|buona sera|ok|si|no|no grazie|grazie|e|ma|allora|basta|adesso|ora"
        "|scusi|scusate|scusa|vi prego|ti prego|la prego|vi prego di|la prego di|ti prego di|vi chiedo di|chiedo"
        " di|chiedo|vorrei|voglio|desidero|potete|puo|puoi|potreste|potrebbe|potresti|dovete|gradirei|ragazzi|per"
        " l ultima volta|ancora una volta|ho detto|vi ho detto di|ho gia detto|cortesemente|prego|prego di|siete"
        " pregati di|cazzo|porca miseria|dai|oh|senta|sentite|io|vi chiedo|gentili signori|spett le|si prega di"
        "|vogliate|richiedo|pretendo|esigo|vi ho gia detto di|vi ho chiesto di|ve l ho gia detto|che palle"
    ),
    "tail": (
        "per favore|perfavore|per piacere|x favore|x piacere|pf|per cortesia|grazie|grazie mille|mille grazie|ora"
        "|adesso|subito|immediatamente|al piu presto|per sempre|mai piu|piu|una volta per tutte|definitivamente"
        "|cazzo|ok|ragazzi|cordiali saluti|saluti|distinti saluti|arrivederci|ciao|buona giornata|buona serata|vi"
        " prego|ti prego|la prego|per dio|per l amor di dio|santo cielo|a questo numero|al mio numero|sul mio"
        " numero|sul mio cellulare|su questo numero|da parte vostra|da voi|qui|tutto|oggi stesso|dai|davvero|in"
        " anticipo|d ora in poi|da oggi|in futuro|assolutamente|anche|si"
    ),
    "mi": "mi|ci|a me|a noi|questo numero|il mio numero|a questo numero|al mio numero|questo cellulare",
    ("cease"): (
        "smetti|smettete|smettila|smettetela|smetta|smetterla|smettere|smettiamola|finiscila|finitela|finite"
        "|finisci|finisca|piantala|piantatela|cessate|cessa|cessare|basta|fermatevi|evitate|evita|eviti|evitare"
        "|evitatemi|interrompete|stop|la smetta|la smettete|la smetti|la finite|la finisci|la piantate|la pianti"
        "|la finisca|dovete smetterla|astenetevi|astenersi|smette|smetete|smeti"
    ),
    "write": (
        "scriver\\w*|mandar\\w*|inviar\\w*|contattar\\w*|disturbar\\w*|importunar\\w*|molestar\\w*|tormentar\\w*"
        "|chiamar\\w*|rompere\\w*|romper\\w*|spammar\\w*|assillar\\w*|stressar\\w*|scocciar\\w*|infastidir\\w*"
        "|messaggiar\\w*|bombardar\\w*|intasar\\w*|perseguitar\\w*|stalkerar\\w*|seccar\\w*|martellar\\w*"
        "|asfissiar\\w*|insistere|spedir\\w*|cercar\\w*|riempir\\w*|telefonar\\w*"
    ),
    "imp": (
        "scrivete|scrivere|scriva|scrivi|contattate|contattare|contatti|contatta|mandate|mandare|mandi|manda"
        "|inviate|inviare|invii|invia|disturbate|disturbare|disturbi|chiamate|chiamare|importunate|cercate"
        "|cercare|rompete|rompere|molestate|spammate|assillate|tormentate|spedite|messaggiate|infastidite|seccate"
        "|insistete|mandatemi|inviatemi|scrivetemi|contattatemi|scrivermi|mandarmi|inviarmi|contattarmi"
        "|disturbarmi|disturbatemi|chiamatemi|chiamarmi|scriveteci|cercatemi|permettetevi di|azzardatevi a|osate"
    ),
    "letters": (
        "messaggi|messaggio|messaggini?|msg|mess|sms|pubblicita|promozioni|promozione|promo|spam|notifiche"
        "|notifica|avvisi|avviso|comunicazioni|comunicazione|offerte|annunci|newsletter|mail|email|whatsapp|testi"
        "|marketing|sollecitazioni|alert|reclame|promemoria|messagi|messagini|chiamate"
    ),
    ("det"): (
        "i|gli|le|la|il|lo|l|questi|queste|questo|questa|quei|quelle|vostri|vostre|vostra|vostro|tuoi|tue|suoi"
        "|sue|altri|altre|altro|altra|di|dei|delle|degli|della|del|dai|dalle|dai vostri|dei vostri|delle vostre"
        "|con|con i|con le|con questi|con queste|con sta|con sti|sti|ste|tutti|tutti i|tutte le|tutti questi"
        "|tanti|tante|maledetti|nessun|nessuna|alcun|alcuna|piu|ulteriori|ulteriore|continui|ricezione di|invio"
        " di|l invio di|la ricezione di|simili|con la|da|dagli|nuovi|i tuoi|le tue|tale tipo di|questo tipo di"
        "|sta|cazzo di|fottuti|di sti|di ste"
    ),
    ("want"): (
        "voglio|desidero|vorrei|intendo|gradisco|gradirei|vogliamo|desideriamo|accetto|autorizzo|mi interessa|mi"
        " interessano|sono interessat\\w+ a|interessat\\w+ a|ho bisogno di|ne voglio|posso piu|sopporto"
    ),
}

ITALIAN: Final = Tongue(
    groups=_GROUPS,
    requests=(
        (
            "<cease> (?:per favore |subito |di |con |pure |immediatamente |ora |adesso |per piacere"
            " )*(?:continuare a |continuamente )?(?:di )?(?:mi )?<write>"
        ),
        "<cease> (?:per favore |subito |ora )*(?:di |con |a )?(?:mandarmi |inviarmi )?(?:<det> )*(?:\\w+ )?<letters>",
        (
            "non essere (?:piu )?(?:contattat|disturbat|inserit|iscritt)\\w|(?:interrompete|sospendete|fermate"
            "|bloccate|cessate) (?:l |gli )?(?:invio|invii)|^ (?:<lead> )*(?:no|non|niente) piu <letters>"
        ),
        (
            "non (?:mi |ci )?(?:dovete |devi |deve |voglio che mi |state a |state |stia |potete )?(?:piu )?(?:mi"
            " )?(?:<imp>|<write>) (?:mi )?(?:<0-2>)(?:piu|mai|niente|nulla|nessun\\w*|alcun\\w*|<letters>)"
        ),
        (
            "non essere (?:piu )?(?:contattat|disturbat|inserit|iscritt)\\w|(?:interrompete|sospendete|fermate"
            "|bloccate|cessate) (?:l |gli )?(?:invio|invii)|^ (?:<lead> )*(?:no|non|niente) piu <letters>"
        ),
        "non (?:mi |ci )?(?:dovete|devi|deve|potete|puoi) piu (?:<write>|<imp>)",
        (
            "non (?:mi |ci )(?:contattate|contattare|contatti|disturbate|disturbare|disturbi|importunate|scrivete"
            "|scriva|scrivere|cercate|assillate|rompete|molestate)(?: <tail>)* $|non (?:contattatemi|contattarmi"
            "|disturbatemi|disturbarmi|scrivetemi|scrivermi|importunatemi|cercatemi|disturbate|disturbare"
            "|contattare|rompete|rompere)(?: <tail>| le palle| i coglioni| le scatole)* $|mai piu (?:<imp>"
            "|<write>|<letters>)|non (?:<imp>|<write>)(?: \\w+)? piu"
        ),
        (
            "(?:^ )(?:<lead> )*(?:basta|stop|niente|nessun|mai piu|nessuna|zero|stop a|stop ai|stop alle|no ai"
            "|fine|ferma|fermate|fermare|bloccate|blocca|bloccare|sospendete|sospendere|annullate|annulla"
            "|annullare|interrompete|interrompere|disattivate|disattivare|disattiva|cancellate|cancella"
            "|cancellare|eliminate|disdire|disdico|cessate|stoppate|stoppa) (?:<det> )*(?:\\w+ )?<letters>"
        ),
        (
            "(?:fermate|fermare|bloccate|bloccare|sospendete|sospendere|annullate|annullare|interrompete"
            "|interrompere|disattivate|disattivare|cancellate|cancellare|cessate|stoppate|stoppare|terminare)"
            " (?:<det> )+(?:\\w+ )?<letters>"
        ),
        (
            "non (?:<want>) (?:piu |assolutamente |affatto |in alcun modo |mai |di |essere"
            " )*(?:<0-1>)(?:ricever\\w*|ricevre|riceverne|essere (?:contattat\\w+|disturbat\\w+|in|nella"
            "|inserit\\w+|iscritt\\w+|chiamat\\w+)|contattat\\w+|disturbat\\w+|che mi|sentirvi|sentire|avere"
            " (?:contatti|a che fare|nulla)|far parte|saper\\w*|contatti|nulla da|niente da|partecipare|avere)"
        ),
        (
            "non (?:<want>) (?:piu |assolutamente )*(?:<det> )*(?:\\w+ )?<letters>|non ne (?:voglio|posso) piu"
            " (?:di |dei |delle )?(?:<det> )*<letters>|non (?:<want>) (?:piu )?(?:ricevere )?(?:niente|nulla"
            "|riceverli|riceverle|riceverne)(?: da voi| <tail>)* $|non sono (?:piu )?interessat\\w+ (?:a|ai|alle"
            "|al) (?:<0-2>)(?:<letters>|ricever\\w*)"
        ),
        (
            "(?:voglio|vorrei|desidero|come|dove|chiedo di|per|posso|devo fare per|si fa a|faccio a|faccio per"
            "|preferisco|preferirei|gradirei|richiedo|chiedo|di) (?:posso |si fa a |faccio a |faccio per |fare"
            " per |per |la |di |essere |mi )*(?:disiscriver\\w*|cancellarmi|cancellarsi|disattivar\\w*"
            " <0-2><letters>|non ricever\\w*|non essere (?:contattat\\w+|disturbat\\w+)|smettere di ricever\\w*"
            "|togliermi|uscire da\\w* <0-2>\\w+|annullare l iscrizione|cancellare l iscrizione|bloccare"
            " <0-3><letters>|fermare <0-3><letters>|rimoss\\w+|cancellat\\w+|tolt\\w+|rimozione|cancellazione"
            "|disiscrizione|eliminat\\w+|disiscriv\\w+|mi cancello|mi tolgo|disabilitar\\w+ <0-2><letters>"
            "|rimuovermi)"
        ),
        (
            "(?:cancell|togl|rimuov|elimin|lev|disiscriv|deposenn|toglie|depenn|estromett|espung)(?:i|a|ami|atemi"
            "|etemi|imi|iemi|ete|ate|iete|ietemi|iere|are|ere|armi|ermi|iermi|atem|ino|ano|iate|iamo) (?:per"
            " favore |subito |pure |gentilmente )?(?:il mio (?:<0-1>)(?:numero|contatto|nominativo|nome|cellulare"
            "|recapito|cell)|questo numero|questo contatto|il numero|i miei (?:dati|recapiti)|mio numero|il"
            " mio)(?: (?:da|dal|dalla|dalle|dai|dagli) <0-4>\\w+)?"
        ),
        (
            "(?:cancella|cancellate|togli|togliete|rimuovi|rimuovete|elimina|eliminate|leva|levate|disiscrivi"
            "|disiscrivete|depenna|depennate|toglie|escludete|cancelli|tolga|rimuova|elimini|mi (?:cancelli|tolga"
            "|tolgano|cancellino|rimuova))(?:mi|temi)? (?:<0-1>)(?:da|dal|dalla|dalle|dai|dagli|fuori)"
            " (?:<0-3>)(?:lista|liste|elenco|rubrica|mailing|database|registro|archivio|contatti|indirizzario"
            "|gruppo|sistema|newsletter|qui|sms|messaggi|mailing list|banca dati)"
        ),
        (
            "(?:cancellami|cancellatemi|toglietemi|toglimi|rimuovetemi|rimuovimi|disiscrivetemi|disiscrivimi"
            "|eliminatemi|eliminami|levatemi|levami|depennatemi|mi cancelli|mi tolga|mi rimuova|mi disiscriva|mi"
            " cancellate|mi togliete|mi rimuovete|mi disiscrivete|cancelatemi)(?: (?:da|dal|dalla|dalle|dai)"
            " (?:<0-2>)(?:lista|liste|elenco|rubrica|mailing|database|archivio|contatti|qui|li|messaggi|sms|tutto"
            "|tutte|servizio)| <tail>)* (?:$|e |o )"
        ),
        (
            "disiscri\\w+|disicriv\\w+|disscriv\\w+|(?:annull|cancell)\\w+ (?:la |l |mia |la mia )*(?:iscrizione"
            "|sottoscrizione|registrazione)|(?:dimenticat?\\w*|perdete|buttate|cestinate|scordat\\w+) (?:il mio"
            "|questo) (?:numero|contatto)|(?:scordat\\w+|dimenticat\\w+) di me"
        ),
        (
            "(?:revoco|ritiro|revocare|ritirare|annullo|nego) (?:con la presente )?(?:il |ogni |l |qualsiasi |la"
            " )?(?:mio |mia )?(?:consenso|autorizzazione|permesso)|non (?:avete|ha|hai|do|autorizzo|presto"
            "|acconsento|ho dato|concedo|vi autorizzo|vi do) (?:piu |a |il |nessun |alcun |l |mai )*(?:mio"
            " )?(?:consenso|autorizzazione|permesso|contattarmi|ricevere|inviarmi|mandarmi|messaggi|all uso"
            "|trattamento|utilizzo)|mi oppongo (?:a|al|all|alla)"
        ),
        (
            "(?:mi )?(?:avete|hai) (?:stufato|stancato|scocciato|rotto(?: le \\w+)?) con (?:<det> )*(?:\\w+"
            " )?<letters>|(?:lasciatemi|lasciami|mi lasci|mi lasciate|mi lascia|lasciateci|lasciaci|mi lascino"
            "|lasciarmi) (?:un po |stare )?(?:in pace|stare|tranquill\\w+|perdere|vivere|in santa pace)"
            "|(?:levatevi|levati|toglietevi|togliti) (?:dai|dalle) (?:piedi|coglioni|palle|scatole)|non"
            " rompete(?:mi)?(?: piu)? (?:le palle|i coglioni|le scatole|il cazzo)|(?:avete|hai|mi avete|mi hai)"
            " rotto (?:il cazzo|le palle|i coglioni|le scatole) (?:con |di )(?:<det> )*<letters>"
        ),
        (
            "(?:stufo|stufa|stanco|stanca|esausto|esasperat\\w+|pieno|piene le palle|non ne posso piu|ne ho"
            " abbastanza|ne ho piene le \\w+|infastidit\\w+|stufi) (?:di |dei |delle |da |dai |dalle )(?:ricevere"
            " |questi |vostri )*(?:<det> )*(?:\\w+ )?<letters>"
        ),
        (
            "(?:ho|vi|gia|ve) (?:gia |vi )*(?:detto|chiesto|scritto|risposto|mandato|inviato|richiesto"
            "|comunicato)(?: \\w+ volte)? (?:<0-3>)(?:stop|basta|di (?:non|smett\\w+|cancell\\w+|tog\\w+"
            "|rimuov\\w+|lasciar\\w+|finir\\w+|elimin\\w+)|che non voglio)|(?:questi|i vostri|i) <letters> devono"
            " (?:cessare|finire|smettere)|niente piu <letters>|mai piu"
        ),
    ),
    loose=(
        (
            "(?:numero sbagliato|numero errato|persona sbagliata) <0-2>(?:<mark> )?(?:<lead> )*(?:cancell\\w+"
            "|rimuov\\w+|elimin\\w+|togli\\w+)(?: <tail>)* $"
        ),
        (
            "(?:<letters>|interess\\w*|numero|chiesto|conosco|disturb\\w+) <0-4><mark> (?:<lead> )*(?:stop|basta"
            "|smettetela|smettila)(?: <tail>)* $"
        ),
        (
            "(?:smett\\w+|basta|finit\\w+|piant\\w+|cessate|stop|fermate|evitate|non voglio|non desidero"
            "|interrompete|bloccate) <0-5>(?:messaggi|messaggini|sms|pubblicita|spam|notifiche|promozioni"
            "|comunicazioni)"
        ),
        (
            "(?:togl\\w+|cancell\\w+|rimuov\\w+|elimin\\w+|lev\\w+) <0-4>(?:mio numero|lista|liste|elenco|rubrica"
            "|database|archivio)"
        ),
    ),
    alone=(
        "stop|basta|basta cosi stop|basta basta|ora basta|adesso basta|basta per favore|smettila|smettetela"
        "|smettila subito|smettetela subito|la smetta|smetta|smettete|smetti|fermatevi|fermati|finitela|finiscila"
        "|piantatela|piantala|mi cancello|mi tolgo|mi disiscrivo|mollatemi|mollami|sparite|sparisci|vaffanculo"
        "|vai a cagare|andate a cagare|andate a quel paese|vai a quel paese|andatevene|vattene|fuori dalle palle"
        "|andate al diavolo|andate affanculo|cancellami|cancellatemi|cancella il mio numero|toglietemi|toglimi"
        "|rimuovi|rimuovere|rimuovimi|cancellazione|disiscrizione|disiscrivimi|disiscrivermi|disiscrivere"
        "|disdetta stop|non mi scrivete|non mi contattate|non scrivetemi|non contattatemi|mai piu|non disturbare"
        "|non disturbate|non insistete|non insista|nessun contatto|opt out|interrompere|lasciatemi|lasciami"
        "|lasciate perdere|lascia perdere|non rompete|non rompere|stop a tutto|non autorizzo|non vi autorizzo"
        "|cancella tutto|stop servizio|finiamola|tolgo il disturbo stop|sloggiate|smammate"
    ),
    courtesies="<lead>|<tail>|mi|di|con|voi|vi",
    grounds=(
        "no|nessun interesse|non ho interesse",
        (
            "numero (?:sbagliato|errato)|persona sbagliata|sbagliate (?:numero|persona)|non (?:vi|ti|la|lo)"
            " conosco|(?:ma )?chi (?:e|sei|siete|parla|cazzo sei|cazzo siete)(?: lei| questo)?"
        ),
        (
            "spam|truffa|molestia|stalking|che palle|che noia|che schifo|che rottura|cazzo|merda|vergogna|porca"
            " miseria|mi hai stufato|non ne posso piu|rompiscatole|rompipalle|coglioni|stronzi|bastardi|imbecilli"
            "|dio mio|oddio"
        ),
        "ultimo avviso|addio|arrivederci|e (?:morto|morta|deceduto|deceduta)|avvocato|passo alle vie legali",
    ),
    stories=(
        (
            "non (?:mi )?(?:interessa|interessat\\w+|sono interessat\\w+|interessano)(?: <0-3>\\w+)?|non mi"
            " serve(?: <0-2>\\w+)?|non ho bisogno(?: <0-3>\\w+)?"
        ),
        (
            "(?:avete|ha|hai) (?:sbagliato|il numero sbagliato)(?: <0-2>\\w+)?|(?:io )?non sono (?:la |il |lo"
            " )?<0-3>\\w+|non conosco <0-3>\\w+|non so chi <0-3>\\w+"
        ),
        (
            "(?:io )?non (?:mi |vi |ho |mi sono )*(?:mai |piu )?(?:iscritt\\w+|chiesto|autorizzato|dato"
            "|registrat\\w+|richiesto|comprato|sono|abito|vivo|voglio|uso|ho|ordinato) ?<0-6>\\w*|ho gia"
            " <0-5>\\w+|ho (?:cambiato|venduto|comprato|votato) ?<0-4>\\w*|mi sono trasferit\\w+"
        ),
        (
            "(?:e|questo e|questa e|questi sono|siete|sei|e una|e un) (?:una |un |dei |delle |degli |molto "
            "|davvero |solo |proprio )*(?:molestia|spam|stalking|truffa|fastidios\\w+|insopportabil\\w+|illegale"
            "|vergogna|vergognos\\w+|ridicol\\w+|pesant\\w+|assillant\\w+|rompiscatole|rompipalle|truffatori"
            "|abuso|esagerat\\w+|molest\\w+)|mi avete (?:rotto|stufato|stancato)(?: <0-3>\\w+)?|avete rotto(?:"
            " <0-3>\\w+)?|sono (?:stuf\\w+|stanc\\w+)(?: <0-3>\\w+)?"
        ),
        (
            "(?:o |altrimenti |senno |oppure )?(?:vi |ti |la |io )?(?:denunci\\w+|querel\\w+|segnal\\w+|blocco"
            "|blocchero|bloccat\\w+) ?<0-5>\\w*|altrimenti <0-6>\\w+|(?:per )?(?:e )?(?:l |la )?(?:ultima|seconda"
            "|terza|quarta|ennesima|centesima) (?:volta|richiesta|avviso)(?: <0-5>\\w+)?|garante(?: <0-3>\\w+)?"
        ),
    ),
    insisting=(
        "(?:perche) non(?: la)?|se non(?: la| mi)?|non (?:riesco a|so come|posso|e possibile|trovo come|si riesce"
        " a|mi fa)(?: mi)?"
    ),
    urging=(
        "quando (?:la|volete|avete intenzione di|pensate di)(?: \\w+)?|(?:vi|ti|ve l) (?:ho|avevo) (?:gia"
        " )?(?:detto|chiesto) (?:di|che)|se (?:possibile|potete|puo|non vi dispiace)"
    ),
    denial=(
        "(?:non|mai|nemmeno|neanche|senza|ne)(?: (?:mi|voglio|vi|ti|devi|dovete|per favore|la|ho|sto|vorrei|si"
        "|riesco a|puo|intendo|ho intenzione di|smettete|chiesto|di|a)){0,4}"
    ),
    telling=(
        "(?:se|quando|lui|lei|loro|ha detto|dice|digli|dille|mio (?:marito|padre|figlio|fratello|capo|fidanzato"
        "|suocero)|mia (?:moglie|madre|figlia|sorella|fidanzata|suocera)|rispondere|scrivere|parola|finche|perche"
        "|dopo|prima di|devo|sono stat\\w+|per sbaglio|per errore|il medico|il cane|il bambino|la scuola)(?:"
        " \\w+){0,2}"
    ),
    narrowing=(
        "(?:prima|dopo|fino|durante|quando|mentre|alle \\d|di (?:notte|sera|mattina|domenica|sabato|lunedi)|la"
        " (?:sera|notte|mattina|domenica)|il (?:sabato|lunedi|fine|weekend|codice|pacco|link|pin)|cosi (?:presto"
        "|tardi|spesso|tanto)|oggi|domani|stasera|stamattina|questa (?:settimana|notte|sera)|nel (?:fine|weekend"
        "|pomeriggio)|se |per (?:ora|il momento|adesso|oggi|domani|il|la|questo|questa|errore|sbaglio|email|posta"
        "|telefono)|al (?:lavoro|vecchio|mio vecchio|vecchio numero)|all indirizzo|al mio (?:ufficio|lavoro|capo"
        "|ex)|a (?:mia|mio|casa|quell|mezzanotte|lavoro)|sul (?:lavoro|fisso|numero vecchio)|riguardo al|sul mio"
        " ordine|sull ordine|in (?:inglese|italiano|riunione|ufficio|ferie|orario)|tutti i giorni|troppo|tra le"
        "|dalla (?:lista (?:d attesa|invitati|della spesa|di attesa|nozze)|prenotazione|palestra|classe|squadra"
        "|riunione|cena)|dal (?:corso|carrello|torneo|gruppo (?:classe|calcetto))|l ordine|la (?:prenotazione"
        "|spedizione|consegna|foto|fattura|ricetta)|dell ordine|del (?:corso|pacco)|con le foto|ma (?:chiam|scriv"
        "|mand)|sempre) ?"
    ),
    wanting=(
        "(?:nuovo|altro|mio nuovo) (?:numero|cellulare|indirizzo)|invece|piuttosto|preferisco (?:una|la|le|che"
        "|whatsapp)|scherz\\w+|sto scherzando|era uno scherzo|adoro (?:i|le|questi)|mi piacciono|continuate"
        "|tranne|eccetto|solo (?:via|per|le|i|quelli|email|mail)|ma (?:mandate|chiamate|scrivete|vorrei"
        "|continuate|inviate)|chiamatemi|per sbaglio|per errore|mi sono sbagliat\\w+|reiscriv\\w+|riattiv\\w+|via"
        " (?:mail|email)|per (?:email|posta)"
    ),
    doubts={
        ("wrong_number"): (
            (
                "numero (?:sbagliato|errato)|(?:avete|ha|hai|avete proprio) sbagliato(?: (?:numero|persona))?"
                "|persona sbagliata|sbagliate (?:numero|persona)|non (?:abita|vive|lavora) (?:piu )?qui|non e"
                " (?:piu )?(?:il|questo il) (?:suo )?numero|non conosco (?:nessun\\w*|questa persona|alcun\\w*)"
                "|qui non c e|ho cambiato numero|non appartiene (?:piu )?a|si sbaglia|si e sbagliat\\w|non e il"
                " mio numero|numero ora e|numero era di|vi sbagliate|ti sbagli"
            ),
        ),
        ("deceased"): (
            (
                "(?:e|era|sono) (?:\\w+ )?(?:mort\\w+|decedut\\w+|mancat\\w+|scompars\\w+|venut\\w+ a mancare)"
                "|decedut\\w+|defunt\\w+|venut\\w+ a mancare|non c e piu|ci ha lasciat\\w+"
            ),
        ),
        ("who_is_this"): (
            (
                "chi (?:manda|mi manda|invia)|(?:ma )?chi (?:siete|sei)(?: e| <mark>| cosa| voi)|^ (?:<lead>"
                " )*(?:ma )?(?:chi|con chi) (?:e|sei|siete|parla|scrive|sto|cazzo|mi scrive|parlo)(?: (?:lei"
                "|questo|tu|voi|sei|siete|parlando|scrivendo|che|scrive|scusi|al telefono))* ?(?:<tail> )*$"
                "|(?:come|dove|da dove|da chi) (?:avete|ha|hai) (?:avuto|preso|trovato|ottenuto|fatto ad avere)"
                " (?:il )?(?:mio|questo) (?:numero|contatto|cellulare)|chi (?:vi|ti|le) ha (?:autorizzat\\w|dato"
                " il (?:permesso|consenso))|chi (?:vi|ti|le) ha dato (?:il )?(?:mio )?numero|perche (?:ricevo|mi"
                " (?:scrivete|arrivano|mandate|contattate|state))|non so chi (?:sia|siate|sei|siete)|ci"
                " conosciamo"
            ),
        ),
        ("complaint"): (
            (
                "(?:e|questo e|questa e|siete|sei) (?:una |un )?(?:molestia|spam|stalking|truffa)|vi"
                " (?:denunci\\w+|querel\\w+|segnal\\w+|blocco)|denuncia|garante|^ (?:<lead> )*(?:spam|truffa"
                "|molestia|che palle|bloccat\\w+|segnalat\\w+)(?: <tail>)* $|non (?:mi |vi |ho )*(?:sono )?(?:mai"
                " )?(?:iscritt\\w+|autorizzato|dato il (?:consenso|permesso)|registrat\\w+|richiesto|chiesto"
                " (?:questi|nulla|niente))|mi avete (?:rotto|stufato|stancato)|sono stuf\\w+|avvocato|vaffanculo"
            ),
        ),
        ("less"): (
            ("solo messaggi|(?:troppi|tropp\\w+|tanti|meno) (?:<letters>)|meno spesso|scrivete meno|mandate meno"),
        ),
        ("unsure"): (
            (
                "^ (?:<lead> )*(?:non voglio|non ne voglio|non ne voglio piu|non voglio piu|non voglio niente|non"
                " voglio nulla|non li voglio|non le voglio|niente piu)(?: <tail>)* $|disiscri\\w*|(?:annull"
                "|cancell|disdi|disattiv|chiud)\\w+ (?:<det> |mio |mia |il |l |la )*(?:abbonamento|iscrizione"
                "|account|servizio|contratto|profilo)|^ (?:<lead> )*(?:stop|basta|smettila|smettetela|fermatevi"
                "|annullare|cancella|cancellare)(?: <tail>)* $|(?:smettete|smettila|smettetela|smetti|smetta"
                "|finitela|finiscila|piantatela|piantala) (?:di|con)|non (?:mi |ci )?(?:<imp>)|non (?:voglio"
                "|desidero) (?:<0-2>)(?:<letters>|ricever\\w*)|non (?:volevo|voglio) cancellarmi|^ (?:<lead>"
                " )*non interessa $|non (?:mi interessa|sono interessat\\w+|interessat\\w+)(?: <0-2>\\w+)? $"
                "|lasciatemi|(?:cancell|togl|rimuov|elimin)\\w*(?:mi|temi) |(?:cancell|elimin|rimuov)\\w+ (?:i"
                " miei dati|il mio account|il mio profilo|il mio)|basta (?:con|di|<letters>)"
            ),
        ),
    },
)
