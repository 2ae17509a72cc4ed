"""How Spanish asks to be left in peace."""

from __future__ import annotations

from typing import Final

from bot.compliance.asking.grammar import Tongue

_GROUPS: Final = {
    "mas": "mas|nunca|nunca mas|jamas|nada|ya|de nuevo|otra vez|mas nunca|nada mas|ningun",
    "lead": (
        "por favor|porfavor|porfa|porfis|favor|favor de|x favor|xfavor|pf|plis|hola|buenas|buenos dias|buenas"
        " tardes|buenas noches|oiga|oigan|oye|mira|miren|ya|que|pero|y|les pido|le pido|te pido|les pido que|le"
        " pido que|te pido que|necesito|necesito que|quiero|kiero|qiero|kisiera|quisiera|deseo|solicito|pido"
        "|pueden|puede|puedes|podrian|podria|podrias|les agradeceria que|agradeceria que|disculpe|disculpen"
        "|perdon|perdone|lo siento|gracias|gracias pero|muchas gracias|ok|bueno|si|se lo ruego|por ultima vez|de"
        " una vez|le ruego|les ruego|me gustaria|exijo|exijo que|quiero que|les exijo"
    ),
    "tail": (
        "por favor|porfavor|porfa|porfis|xfa|x favor|xfavor|plis|gracias|muchas gracias|ya|ahora|ahora mismo|ya"
        " mismo|de inmediato|inmediatamente|urgente|cuanto antes|de una vez|por dios|se lo ruego|mil gracias"
        "|saludos|de verdad|nunca mas|hombre|joder|carajo|cono|ok|vale|señores|senores|amigo|a este numero|a mi"
        " numero|a mi celular|al celular|de ustedes|por este medio|chao|adios|hoy mismo|lo antes posible"
    ),
    "cease": (
        "deja|deje|dejen|dejad|dejar|dejense|dejarme|dejenme|dejame|dejes|para|pare|paren|parad|parar|cesa|cese"
        "|cesen|basta ya|basta|ya basta|podrian parar|pueden parar|parenle|parele|parale|paranle|dejate|terminen"
        "|termina|stop|pueden dejar"
    ),
    "write": (
        "escribir\\w*|molestar\\w*|contactar\\w*|textear\\w*|mensajear\\w*|llamar\\w*|joder\\w*|hostigar\\w*"
        "|acosar\\w*|spamear\\w*|bombardear\\w*|fastidiar\\w*|chingar\\w*|insistir\\w*|hacer(?:me)? spam"
        "|dar(?:me)? la lata|fregar\\w*|incordiar\\w*|atosigar\\w*|saturar\\w*|estar (?:escribiendo|molestando"
        "|chingando|jodiendo|fregando)\\w*|estar (?:molestandome|escribiendome)|(?:escribiendo|molestando"
        "|chingando|jodiendo|fregando)(?:me|nos)?"
    ),
    "writes": (
        "escriba|escriban|escribas|escribais|contacte|contacten|contactes|contacteis|moleste|molesten|molestes"
        "|molesteis|textee|texteen|textees|mensajeen|jodan|chinguen|frieguen|acosen|hostiguen|fastidien|spameen"
        "|insistan|busquen|bombardeen|incordien|vuelvas? a (?:escribir|contactar|molestar|mandar|enviar"
        "|llamar)\\w*|vuelvan a (?:escribir|contactar|molestar|mandar|enviar|llamar)\\w*|vuelva a (?:escribir"
        "|contactar|molestar|mandar|enviar|llamar)\\w*|sigan (?:escribiendo|molestando|mandando|enviando"
        "|contactando|insistiendo|chingando|jodiendo)\\w*|siga (?:escribiendo|molestando|mandando|enviando)\\w*"
        "|sigas (?:escribiendo|molestando|mandando|enviando)\\w*"
    ),
    ("sends"): (
        "envie|envien|envies|envieis|mande|manden|mandes|mandeis|llame|llamen|llames|llameis|mandan|envian|hagan"
        " llegar|remitan|marquen"
    ),
    "send": "(?:estar |seguir )?(?:me )?(?:enviar|mandar|enviando|mandando|remitir|reenviar|hacerme llegar)\\w*",
    "over": (
        "(?:<tail> |mas |nada |tantos? |tantas? |tanto )*(?:$|(?:<det> )*(?:\\w+ )?(?:<letters>|informacion|info)"
        "|cosas|basura|porquerias|(?:y|e|o|que|porque|pues|sino|si no|ni) |a (?:mi|este) (?:numero|celular"
        "|telefono|movil))"
    ),
    "letters": (
        "mensajes?|mensajitos?|msjs?|msj|mjs|msgs?|textos?|sms|sms es|smses|publicidad|publi|promociones"
        "|promocion|promos?|spam|avisos?|notificaciones|notificacion|alertas?|anuncios?|ofertas?|propaganda"
        "|mensajes de texto|comunicaciones|recordatorios?|whatsapps?|wasaps?|correos?|comerciales|encuestas"
    ),
    ("det"): (
        "mas|sus|tus|estos|esos|los|las|estas|esas|la|el|este|ese|su|tu|de|tantos|tantas|tanto|mas de|todos|todos"
        " los|todas las|ningun|ningunos?|ninguna|otro|otros|nuevos|malditos|pinches|putos|vuestros|vuestras"
        "|mierda de|cochinos|dichosos|ese tipo de|este tipo de"
    ),
    ("want"): (
        "quiero|quisiera|deseo|queremos|necesito|me interesa|me interesan|kiero|kero|deseamos|quieren|pedi"
        "|solicite|he pedido|he solicitado|acepto|autorizo"
    ),
    "out": (
        "dame|deme|denme|dadme|darme|dar|den|da|me doy|doy|darse|darnos|me den|me de|me des|me dan|se me de"
        "|dándome|dandome|causar|quiero la|solicito la|solicitar la|tramitar la|tramiten mi|pido la|quiero mi"
        "|solicito mi|deseo la|la|mi|pedir la|como me doy|hacer la|para la"
    ),
    "remove": (
        "(?:elimin|borr|quit|sac|remuev|remov|retir|saqu|elimín|desuscrib|desapunt|cancel|excluy|exclu|tach"
        "|desconect|dese?scrib|suprim|desafili|quiten|saquen)\\w*(?:me|nos)"
    ),
    ("erase"): (
        "(?:elimin|borr|quit|sac|saqu|retir|olvid|pierd|cancel|suprim|remuev|remov|bloque|deseche|excluy)(?:a|e"
        "|en|an|ar|as|es|ad|i|aran|id|an|uen|ue|los?|nse)?"
    ),
    ("stopping"): (
        "alto|alto a|stop a|detener|detengan|detenga|detengan ya|paren|parar|pare|para|cancelar|cancelen|cancela"
        "|cancele|suspender|suspendan|suspenda|eliminar|eliminen|desactivar|desactiven|desactiva|desactive|no mas"
        "|basta de|basta con|quitar|quiten|terminen|dejen|interrumpan|cesen|fin de|fuera|ya basta de|ya basta con"
        "|basta ya de|no mas de|no a"
    ),
}

SPANISH: Final = Tongue(
    groups=_GROUPS,
    requests=(
        "<cease> (?:por favor |ya |por fin )*de (?:una vez de )?(?:seguir )?(?:me )?<write>",
        "<cease> (?:por favor |ya |por fin )*de (?:una vez de )?(?:seguir )?<send> <over>",
        "<cease> (?:por favor |ya )*(?:con|a) (?:<det> )+<letters>",
        "(?:nunca mas|jamas|nunca) (?:me |nos )(?:<writes>|<sends> <over>)",
        (
            "ya no (?:me )?(?:lleguen|llegue|manden|envien) (?:<mas> |<det> )*<letters>|^ (?:<lead> )*stop"
            " (?:<det> )*<letters>"
        ),
        "(?:cancel|anul)\\w+ (?:<det> |mi |la )*(?:suscripcion|servicio|envio) (?:a|de|al) (?:<det> )*<letters>",
        (
            "no (?:quiero que )?(?:me |nos |se me )<writes>|no (?:quiero que )?(?:molesten|moleste|molestes"
            "|insistan|insista|contacten|escriban|sigan (?:escribiendo|molestando|mandando|enviando))(?: mas|"
            " nunca mas| <det> <letters>| <letters>| <tail>)* $"
        ),
        (
            "(?:que|pueden|podrian|favor de|por favor) me (?:borren|quiten|eliminen|saquen|remuevan|retiren|den"
            " de baja|dejen de (?:escribir|mandar|enviar|molestar))(?: (?:de|del) <0-3>(?:lista|listas|base"
            "|sistema|grupo|aqui|ahi|registro))?(?: <tail>)* $"
        ),
        (
            "(?:ya )?no (?:quiero que |quiero |deseo que )?(?:me |nos )(?:<mas> )*<sends> (?:(?:<mas> )+<over>"
            "|(?:<det> )*(?:\\w+ )?<letters>)"
        ),
        "no me (?:incluyan|incluya|tengan|agreguen|anoten) (?:en|mas)",
        "no (?:<sends>) (?:<mas> )+<over>",
        "(?:ya )?no (?:quiero que |deseo que )(?:<mas> )*(?:me |nos )(?:<mas> )*(?:<writes>|<sends> <over>)",
        "ya no (?:me |nos )(?:<writes>|<sends> <over>)",
        (
            "no (?:volver|vuelvan|vuelva|vuelvas) a (?:enviar|mandar|escribir|contactar|molestar)\\w* (?:<mas> "
            "|<det> )*(?:<letters>|<mas>|$)|no (?:mas|volver a) (?:enviar|mandar|escribir|contactar)\\w*|no"
            " (?:escribir|contactar|molestar)\\w* mas|no (?:enviar|mandar)(?:me|nos)? (?:<mas> |<det>"
            " )*(?:<letters>|mas|nada)|no (?:contactar|molestar)\\w*|no (?:me |nos )(?:escribir|contactar"
            "|molestar|mandar mas|enviar mas)\\w*|favor de no <0-2>(?:<write>)"
        ),
        "^ (?:<lead> )*(?:<stopping>) (?:<det> )*(?:\\w+ )?<letters>",
        (
            "(?:ya )?no (?:<want>) (?:<0-1>)(?:(?:recibir|recibiendo|seguir recibiendo|volver a recibir) <over>"
            "|que me (?:escriban|contacten|molesten|llamen|sigan)|que nos|que sigan|saber (?:nada )?(?:mas )?de"
            " (?:ustedes|vosotros|ti|ud|uds)|nada (?:mas )?(?:de|con) (?:ustedes|vosotros)|ser contactad\\w*"
            "|estar en (?:su|esta|la|ninguna|vuestra) \\w+|que me contacte\\w*|formar parte|participar"
            "|suscribirme)"
        ),
        "(?:ya )?no (?:<want>) (?:<det> )*(?:\\w+ )?<letters>",
        (
            "(?:<want>|gustaria) (?:no |ya no |dejar de )(?:recibir|seguir recibiendo)|dejar de (?:recibir"
            "|llegar)|(?:como|donde) (?:puedo |hago para |se hace para |le hago para |hacer para )?(?:cancel\\w*"
            "|desactiv\\w*|dejar de recibir|dejo de recibir|no recibir|quitar\\w*|salirme|salir|me doy de baja"
            "|darme de baja|darse de baja|me desuscribo|me salgo|me borro|me quito|me saco|me elimino|me"
            " desapunto|me doy d baja)(?: (?:<det> )*(?:<letters>|esto|lista))*"
        ),
        (
            "(?:quiero|solicito|pido|deseo|tramitar|tramiten|tramite|pedir|hacer|solicitar|gestionen|procesen)"
            " (?:la |mi |una )+baja"
        ),
        (
            "(?:dar|darme|dame|deme|denme|doy|me doy|darse|den|da|des|dado|dadme|darnos|dando|date) (?:por favor "
            "|porfa )?(?:d|de) (?:vaja|baja) (?:<tail> |mi numero |este numero )*(?:$|y |de (?:<det> |sus "
            "|vuestra |tu )*(?:lista|listas|mensajes|sms|aqui|esto|eso|base|newsletter|publicidad|promociones"
            "|todo|envios|suscripcion|grupo|<letters>)|del (?:<det> )?(?:servicio|grupo|sistema|listado)|en"
            " (?:esta|la|su) lista|a (?:este|mi))"
        ),
        (
            "(?:^ )(?:<lead> )*(?:baja|vaja) (?:<tail> |ya |inmediata |del servicio |de la lista |de (?:<det>"
            " )*<letters> |a este numero |de este servicio |definitiva )+$"
        ),
        (
            "^ (?:<lead> )*(?:nada de|cero|sin|ya no|no|no mas|ni) (?:<det> )*(?:mensajes?|msjs?|sms|textos"
            "|publicidad|spam|promociones|promos?|propaganda|notificaciones)(?: <tail>)* $"
        ),
        (
            "<remove> (?:por favor )?(?:ya )?(?:de|del) <0-4>(?:lista|listas|base|base de datos|bases|sistema"
            "|grupo|registro|contactos|directorio|difusion|mensajes|newsletter|agenda|envios|suscripcion|aqui"
            "|esto|esta|sus|servicio|publicidad)"
        ),
        "<remove>(?: (?:de )?(?:ahi|aca|aqui|esto|eso|todo))?(?: <tail>)* $",
        "(?:<erase>) (?:ya )?(?:mi|este) (?:<0-1>)(?:numero|contacto|telefono|celular|movil|nombre|num|cel|tel)",
        (
            "desuscrib\\w+|dessuscrib\\w+|de suscribir\\w*|desuscripcion|desinscrib\\w+|desafili\\w+|(?:quiero"
            "|como me|deseo|para) (?:salir|salirme|borrarme|quitarme|desapuntarme) (?:de|del) <0-3>(?:lista|grupo"
            "|servicio|mensajes|sms|aqui|esto|suscripcion|base)"
        ),
        "lista de no (?:llamar|contactar|molestar)|no (?:<want>) (?:mas )(?:info|informacion|nada de esto|cosas)",
        (
            "(?:retiro|revoco|retirar|revocar|cancelo|anulo|quito|retiramos) (?:mi|el|todo|la|expresamente|por la"
            " presente)? ?(?:mi |el )?(?:consentimiento|autorizacion|permiso)|no (?:les |le |os |te )?(?:doy"
            "|autorizo|tienen|tiene|consiento|he dado|di|acepto) (?:mi |a |que )?(?:consentimiento|autorizacion"
            "|permiso|que me|me|recibir|<letters>)|no autorizo <0-4>\\w+"
        ),
        (
            "(?:dejen?|dejad|deja|dejar|dejes?)(?:me|nos) (?:ya )?(?:en paz|tranquil\\w+|de (?:chingar|joder"
            "|molestar|fregar|mamar))|(?:me|nos) (?:dejen|deje|dejes) (?:ya )?(?:en paz|tranquil\\w+)"
        ),
        (
            "(?:harto|harta|cansado|cansada|aburrido|hasta la madre|hasta las narices|hasta los huevos|hasta el"
            " gorro|me tienen hart[oa]) (?:ya )?(?:de|con) (?:recibir )?(?:<det> )*(?:tanto |tantos"
            " )?(?:<letters>|que me (?:escriban|manden|molesten))"
        ),
        (
            "no mas (?:<0-1>)<letters>|ni un (?:<letters>) mas|ya no mas (?:<letters>|por favor)|(?:ya )?no"
            " (?:los|las|lo) (?:quiero|deseo) (?:recibir|mas)|(?:ya )?(?:les |le |te |os )?(?:dije|he dicho|pedi"
            "|he pedido|escribi|puse|mande|envie|respondi|conteste) (?:<0-3>)(?:stop|baja|alto|que (?:no me"
            "|pare\\w*|dej\\w+|me (?:quit|borr|elimin|saqu|den)\\w*))"
        ),
        (
            "(?:no me interes\\w+|no estoy interesad\\w+) (?:<0-2>)(?:recibir|sus <letters>|<letters>|mas"
            " <letters>)|olvid\\w+ (?:de )?mi (?:numero|telefono)|pierda\\w* mi numero|cancel\\w+ (?:<det> |mi "
            "|la )*(?:suscripcion|servicio) (?:a|de|al) (?:<0-2>)<letters>"
        ),
    ),
    loose=(
        (
            "(?:numero equivocado|equivocado|persona equivocada) <0-2>(?:<mark> )?(?:<lead> )*(?:borr\\w+"
            "|elimin\\w+|quit\\w+)(?: <tail>)* $"
        ),
        (
            "(?:<letters>|interes\\w*|numero|pedi|conozco|molest\\w+) <0-4><mark> (?:<lead> )*(?:stop|basta|paren"
            "|pare|ya basta)(?: <tail>)* $"
        ),
        (
            "(?:dejen?|deja|paren?|pare|basta|cesen|ya no quiero|no quiero|no deseo|ya no deseo|eviten|terminen"
            "|detengan|cancelen|suspendan) <0-5>(?:mensajes|mensaje|msjs?|sms|textos|publicidad|promociones|spam"
            "|notificaciones)"
        ),
        (
            "(?:quiten?|quitan|quita|quitar|saquen?|saca|sacar|borren?|borra|borrar|eliminen?|elimina|eliminar"
            "|remuevan?|retiren?|retirar)(?:me|nos)? <0-4>(?:mi numero|mi telefono|su lista|la lista|esta lista"
            "|sus listas|su base)"
        ),
    ),
    alone=(
        "cancelar suscripcion|cancelar la suscripcion|alto ya|basta ya|ya basta|ya estuvo|ya estuvo bueno|stop ya"
        "|paren|parad|paren ya|pare ya|para ya|ya paren|ya para|ya pare|detente|detenganse|no mas|no mas ya|ya no"
        " mas|nunca mas|dejen de molestar|no molestar|no molesten|no molestes|no moleste|no contactar|cancelen"
        "|cancelen todo|borrame|borrenme|eliminame|eliminenme|quitame|quitenme|sacame|saquenme|largate|larguense"
        "|vete a la \\w+|vayanse a la \\w+|vayanse al \\w+|vete al \\w+|vayan a chingar a su madre|no chinguen|no"
        " jodan|dejen de chingar|dejen de joder|ya dejen|dejenme|dejadme|no me interesa no me escriban|dar de"
        " baja|darme de baja|dame de baja|desuscribir|desuscribirme|stop|ya cancelen|no quiero nada mas de"
        " ustedes|olvidenme|olvidense de mi|no insistan|no insista|no insistas|ya no insistan"
    ),
    courtesies="<lead>|<tail>|a mi|a este numero|de ustedes|por|su|lista",
    grounds=(
        "no gracias|no me interesan",
        "numero equivocado|persona equivocada|equivocado|equivocada",
        "quien (?:es|eres|son|sos|habla)(?: usted| tu| ustedes| vos)?|quienes son",
        (
            "(?:esto )?(?:es|son) (?:un |una |unos |puro |mucho |muy )?(?:acoso|spam|molesto|molestos|abuso"
            "|estafa|insoportable|pesados|demasiado|estafadores|ilegal|invasivo)|spam|estafa|acoso|que"
            " (?:pesad\\w+|fastidio|lata|hartazgo|molestia|hueva)|mierda|carajo|joder|putos|cabrones|pendejos"
            "|idiotas|cono|maldita sea|no sean pesados|dejen vivir"
        ),
        (
            "ultima (?:vez|advertencia)|estoy (?:trabajando|hart\\w+|cansad\\w+|ocupad\\w+)(?: de esto)?|me mude"
            "|adios|chao|que les vaya bien|fallecio|murio"
        ),
    ),
    stories=(
        "no|nada",
        (
            "no me interesa(?: nada| mas| gracias| para nada| lo que venden| en absoluto| su \\w+| el \\w+)?|no"
            " estoy interesad\\w+(?: \\w+)?"
        ),
        (
            "(?:esta|se|te|estan|tienen|tiene|es|son|se han|te has|os habeis)(?: \\w+)? (?:equivocad\\w+"
            "|equivoc\\w+)(?: de <0-2>\\w+)?|(?:este|ese) (?:numero |telefono )?no es (?:el |la )?<0-3>\\w+|yo no"
            " soy <0-2>\\w+|no soy <0-2>\\w+|no (?:le |la |lo |los |les |te |os )?conozco(?: a \\w+)?|no conozco"
            " <0-3>\\w+|no se quien(?:es)? <0-2>\\w+"
        ),
        (
            "(?:yo )?(?:nunca|jamas|no) (?:me |les |los |he |les he |me he )*(?:suscrib\\w+|inscrib\\w+|pedi\\w*"
            "|di|dado|autoric\\w+|solicit\\w+|registr\\w+|apunt\\w+|compr\\w+|acept\\w+|quiero|necesito|vivo"
            "|tengo|uso) ?<0-6>\\w*"
        ),
        "pesad\\w+",
        (
            "(?:o )?(?:los|las|le|les|te|os|la) (?:voy a |vamos a )?(?:denunci\\w+|demand\\w+|report\\w+"
            "|bloque\\w+) ?<0-4>\\w*|(?:voy|vamos) a (?:denunciar|demandar|reportar|bloquear)\\w* ?<0-4>\\w*|ya"
            " (?:vote|done|compre|tengo|les dije|le dije|te dije|lo pedi|pague) ?<0-5>\\w*|es la (?:segunda"
            "|tercera|cuarta|ultima|enesima) vez ?<0-4>\\w*|me tienen hart\\w+|cambie de \\w+"
        ),
    ),
    insisting=(
        "(?:por que|porque) no (?:me |ya )?|si no (?:me )?|no (?:puedo|logro|encuentro como|se como|hay forma de"
        "|me deja|me dejan|consigo)(?: <0-1>como)?|no sean asi y"
    ),
    urging=(
        "(?:cuando|por que no|porque no|a ver si) (?:me |ya |van a |va a |piensan |pueden |podrian )*|(?:les|le"
        "|te|os) (?:dije|he dicho|pedi|he pedido|digo|pido|ruego|repito) (?:ya )?que|ya (?:dije|pedi|les dije)"
        " que|si (?:son tan amables|pueden|es posible|no es molestia)(?: de| que)?"
    ),
    denial=(
        "(?:no|nunca|ni|tampoco)(?: (?:me|quiero|deseo|que|por favor|voy|a|vayas?|vayan|quise|se|se les ocurra"
        "|quiere|pienso|les|pedi|es|estoy|he|quieren)){0,4}"
    ),
    telling=(
        "(?:si|cuando|dice|dijo|dile|digale|diles|(?:porque|por que) (?:le|me|te|nos)|mi (?:esposo|esposa|mama"
        "|papa|hijo|hija|hermano|hermana|jefe|novi[oa])|ella|ellos|le dije|les digo a|decirle|responder|escribir"
        "|palabra|hasta que|porque|medico|doctor)(?: \\w+){0,2}"
    ),
    narrowing=(
        "(?:la |el |mi |su |un |una |al |a la )(?:linea|plan|servicio|contrato|cuenta|gimnasio|gym|internet"
        "|tarjeta|poliza|seguro|suscripcion|producto|pedido|membresia|auto|coche)|(?:antes|despues|hasta|a las|en"
        " la (?:noche|manana|madrugada|tarde)|de noche|por la (?:noche|manana|tarde)|tan|mientras|cuando|el"
        " (?:lunes|martes|miercoles|jueves|viernes|sabado|domingo|pedido|paquete|codigo|link)|los (?:lunes|martes"
        "|miercoles|jueves|viernes|sabados|domingos|fines)|hoy|manana|esta (?:noche|tarde|semana)|este (?:fin|mes"
        "|finde)|si|por ahora|por el momento|de momento|todavia|aun|a (?:mi (?:trabajo|esposa|esposo|otro|antiguo"
        "|viejo|casa|jefe|mama|hijo|hija)|la direccion|la casa|ella|el )|sobre (?:mi|el|la)|al (?:trabajo"
        "|anterior|viejo|otro)|entre semana|en (?:ingles|espanol|el|clase|horario|mi (?:trabajo|horario))|en caso"
        "|para (?:hoy|el|manana)|medica|laboral|por (?:maternidad|enfermedad|paternidad|accidente|error)|en (?:la"
        "|el) (?:trabajo|empresa|escuela|gimnasio|gym|facultad)|voluntaria|calidad|temperatura|el volumen|esa|eso"
        "|mejor) ?"
    ),
    wanting=(
        "yo (?:paso|voy|le llamo|los llamo|llamo|recojo|le escribo|les escribo|les aviso)|(?:nuevo|otro)"
        " (?:numero|telefono|celular|correo)|al (?:nuevo|otro)|mejor (?:llam|escrib|mand|envi)\\w*|(?:solo"
        "|unicamente) (?:llam|escrib|mand|envi)\\w*|era broma|es broma|broma|jk|mentira|me encantan?|me gustan?"
        " (?:sus|estos|recibir)|(?:<mark>|por favor|pero|y) (?:me )?(?:sigan?|siga) (?:me )?(?:enviando"
        "|mandando)\\w*|en vez de|en lugar de|en cambio|salvo|excepto|a menos que|menos los|pero si (?:quiero|me)"
        "|pero (?:mand|envi|llam|escrib|sig)\\w+|llam[ae]n?me|por error|sin querer|me equivoque|por correo|por"
        " whatsapp|por email"
    ),
    doubts={
        ("wrong_number"): (
            (
                "numero equivocado|(?:esta|se|te|estan|tienen|tiene|es|se han|te has)(?: \\w+)? (?:equivocad\\w+"
                "|equivoc\\w+)(?: de <0-2>\\w+)?|persona equivocada|(?:este|ese) (?:numero |telefono |celular "
                "|movil )?(?:ya )?no (?:es|pertenece) (?:el |la |de |a )?<0-2>\\w+|aqui no (?:vive|hay|es)|no"
                " (?:vive|trabaja) aqui|no soy (?:esa persona|yo)|equivocado|numero incorrecto|no conozco a"
                " (?:ningun|ninguna|esa|ese|nadie)"
            ),
        ),
        ("deceased"): (
            (
                "(?:fallecio|fallecido|fallecida|murio|ha muerto|difunto|difunta|esta muert[oa]|falleci\\w+|ya no"
                " esta con nosotros|q e p d|qepd)"
            ),
        ),
        ("who_is_this"): (
            (
                "^ (?:<lead> )*(?:con |y )?quien(?:es)? (?:es|eres|son|sos|habla|me escribe|manda esto|manda"
                " estos mensajes|esto|hablo)(?: usted| tu| ustedes| vos| esto| este numero)?(?: <tail>)* $"
                "|(?:como|de donde|donde) (?:ustedes )?(?:obtuv\\w+|consigui\\w+|tien\\w+|sac\\w+|encontr\\w+)"
                " (?:usted |ustedes )?(?:mi|este) (?:numero|telefono|celular|contacto)|de parte de quien|quien"
                " (?:le|les|te|os) dio mi (?:numero|telefono|contacto)|por que (?:me (?:llegan|escriben|mandan"
                "|envian|contactan)|recibo)|no se quien(?:es)? (?:es|eres|son)"
            ),
        ),
        ("complaint"): (
            (
                "(?:esto )?(?:es|son) (?:un |una |unos |puro |mucho )?(?:acoso|spam|abuso|estafa|estafadores)"
                "|(?:los|las|le|les|te|os|la|lo) (?:voy a |vamos a )?(?:denunci\\w+|demand\\w+|report\\w+"
                "|bloque\\w+)|(?:voy a|vamos a) (?:denunciar|demandar|reportar|bloquear)\\w*|estoy hart\\w+|me"
                " tienen hart\\w+|^ (?:<lead> )*(?:spam|acoso|estafa|que pesados|pesados)(?: <tail>)* $|(?:nunca"
                "|jamas|no) (?:me |les |los |he |les he |me he )*(?:suscrib\\w+|inscrib\\w+|autoric\\w+"
                "|solicit\\w+|registr\\w+|apunt\\w+|pedi (?:esto|nada|esos|estos))|bloquead[oa]s?"
            ),
        ),
        ("less"): (
            (
                "solo (?:mandenme|manden|envien|escriban)|(?:demasiad\\w+|tantos?|muchos|menos) (?:<letters>)"
                "|(?:escrib\\w+|mand\\w+|envi\\w+) menos|no (?:me )?(?:manden|envien|escriban) tant\\w+"
            ),
        ),
        ("unsure"): (
            (
                "di de baja|(?:dar|den|de|darse|dado|doy|darme|dame|deme|denme) de baja|(?:mi|una|quiero la"
                "|solicito la) baja|^ (?:<lead> )*(?:ya no|nomas|no quiero|ya no quiero|no quiero mas|ya no"
                " quiero mas|no quiero nada|no quiero nada mas|fuera|cancelen todo|cancela todo)(?: <tail>)* $"
                "|(?:cancel|anul)\\w+ (?:<det> |mi )*(?:suscripcion|servicio|plan|cuenta|membresia)|^ (?:<lead>"
                " )*(?:alto|basta|paren|stop|detente|detengan|detener)(?: ya| todo| esto| eso| ahora| pues)?(?:"
                " <tail>)* $|(?:dejen?|paren?|deja|dejad) (?:por favor |ya )?de (?:<write>|molestar|enviar|mandar"
                "|escribir)|(?:^ )(?:<lead> )*(?:basta|alto|stop) (?:con|de|a|ya)|no (?:me |nos )(?:<writes>)|no"
                " (?:escriban|escriba|escribir|molesten|contacten)|no (?:me |nos )<sends>(?: <tail>)* $|no"
                " (?:<sends>) (?:<det> )*<letters>|no me interesan|no (?:me interesa|estoy interesad\\w+|tengo"
                " interes)(?: <0-3>\\w+)? $|(?:ya )?no (?:quiero|deseo) (?:<0-2>)(?:<letters>|recibir)"
                "|desuscrib\\w+|(?:elimin|borr|quit|sac|saqu)\\w*(?:me|nos)|(?:elimin|borr)\\w+ (?:mis datos|mi"
                " cuenta|mi informacion)|dejen?me |no (?:me )?(?:llamen|llame|llames)|cancel\\w* (?:<det>"
                " )*<letters>"
            ),
        ),
    },
)
