"""Spanish."""

from bot.engine.understand.words import Words

WORDS = Words(
    code="es",
    # yes or no
    yes="""
        sí, sip, sipi, sii, siii, sí sí, claro que sí, claro, por supuesto, desde luego, afirmativo, sí claro, cómo
        no, sin duda, seguro que sí, obvio que sí, por favor sí, sí por favor, sí gracias, sí señor, sí señora, así
        es, eso es, yes
    """,
    no="""
        no, nop, nope, no no, no gracias, claro que no, por supuesto que no, desde luego que no, de ninguna manera,
        de ningún modo, para nada, en absoluto, ni hablar, todavía no, aún no, ahora no, hoy no, mejor no, creo que
        no, pienso que no, no creo, ya no, que no, no mucho, no realmente, ni modo que no
    """,
    yes_sentence="""
        allí estaré, ahí estaré, estaré allí, estaré ahí, ahí nos vemos, nos vemos, allí nos vemos, cuenten conmigo,
        cuenta conmigo, me parece bien, me parece perfecto, me viene bien, me va bien, me sirve, me queda bien, me
        funciona, me conviene, funciona para mí, voy a ir, sí voy, iré, asistiré, voy a asistir, confirmo, lo
        confirmo, confirmo la cita, confirmo mi cita, confirmo asistencia, acepto, estoy de acuerdo, de acuerdo,
        adelante, con gusto, con mucho gusto, me encantaría, creo que sí, pienso que sí, supongo que sí, espero que
        sí, está bien, está perfecto, suena bien, suena perfecto, no hay problema, ningún problema, sin problema,
        sin problemas, por qué no, no me importa, no hay inconveniente, ningún inconveniente, voy para allá, ahí
        voy, ya funciona, funcionó, resuelto, solucionado, estoy interesado, estoy interesada, me interesa, no pasa
        nada
    """,
    no_sentence="""
        no puedo, no podré, no podemos, no voy a poder, no voy a ir, no voy, no iré, no asistiré, no quiero, no
        deseo, no necesito, no me interesa, no estoy interesado, no estoy interesada, no acepto, no estoy de
        acuerdo, no me viene bien, no me va bien, no me sirve, no me queda, no me conviene, no me funciona, no
        funciona, no funcionó, sigue sin funcionar, no está bien, no es correcto, no es así, no está resuelto, no me
        parece, no hace falta, no es necesario, no es posible, no me gustaría, preferiría no, prefiero no,
        lamentablemente no, desgraciadamente no, por desgracia no, no confirmo, no tengo, no lo haré, me es
        imposible
    """,
    yes_alone="""
        s, ok, okay, okey, vale, vale vale, dale, dale pues, venga, va, va que va, sale, sale pues, órale, listo,
        hecho, bueno, bien, muy bien, perfecto, genial, excelente, estupendo, fantástico, correcto, exacto,
        exactamente, cierto, es correcto, verdad, verdadero, seguro, conforme, confirmado, entendido, sin falta, ya,
        ya está, todo bien, me apunto, puedo, sí puedo, lo soy, soy yo, por supuesto sí, claro sí, cabal, de una,
        ándale, obvio sí, clarín, de lujo, ok gracias, okis, oki, quiero, me gustaría, simon, siu, sep, ahuevo,
        efectivamente, obvio
    """,
    no_alone="""
        n, na, nah, nada, falso, mal, equivocado, rechazo, rechazado, ninguno, ninguna, nanay, nones, noo, nooo, ñe,
        nel, nunca, jamás, tampoco, negativo, paso, imposible, incorrecto
    """,
    unsure="""
        número equivocado, se equivocó, numero incorrecto, quizás, quizá, tal vez, a lo mejor, puede ser, puede que,
        posiblemente, probablemente, no sé, no lo sé, no estoy seguro, no estoy segura, ni idea, no tengo idea,
        depende, luego te digo, luego le digo, más o menos, no entiendo, no entendí, no comprendo, no recuerdo,
        déjame ver, déjeme ver, tengo que ver, ya veré, veremos, espera, un momento, me da igual, como quieras, lo
        que sea, sí y no, ninguno de los dos, no estoy cierto, a medias, en parte, no sabría, no me acuerdo, no lo
        recuerdo, no entendí bien
    """,
    but="""
        pero, aunque, sin embargo, salvo, excepto, a menos que, siempre que, siempre y cuando, con tal de que, en
        cambio, en vez, solo si
    """,
    negation="no, nunca, tampoco, menos el, excepto, ni",
    filler="""
        por favor, porfa, porfavor, x favor, xfa, xfavor, gracias, muchas gracias, mil gracias, grax, hola, buenas,
        buenos días, buenas tardes, buenas noches, eh, este, mmm, ah, oh, pues, pues bien, bueno pues, creo,
        supongo, yo creo, yo, diría que, digo que, señor, señora, señorita, doctor, doctora, amigo, amiga, hombre,
        tío, wey, güey, mi respuesta es, la respuesta es, lo siento, perdón, disculpe, disculpa, lamentablemente,
        desgraciadamente, y, que, un, una, el, la, los, lo, a, de, en, muy, mucho, todo, también, ahora, hoy,
        mañana, ya mismo, saludos, un saludo, para mí, mi, por, ahí, allí, jaja, jajaja, adiós, hasta luego, hasta
        mañana, muy amable, estoy bien, así
    """,
    adverbs="también, muy, todavía, sí que, mucho, mañana, hoy, ahora",
    # which one
    choosing="""
        quiero, quisiera, me gustaría, deseo, prefiero, preferiría, elijo, escojo, selecciono, tomo, me quedo con,
        voy con, opción, la opción, número, el número, núm, nro, respuesta, el, la, los, las, lo, un, una, de, del,
        para, por, es, sería, mi, a, al, que, con, sobre, tengo, necesito, problema, pregunta, consulta, duda, tema,
        me viene bien, me va bien, está bien, mejor, bien, creo, pues, sí, vale, ok, esa, ese, esta, este, día,
        hora, horario, yo, dame, deme, ponme, póngame, reserva, reserve, me interesa, gusta, más, favor, me
    """,
    ordinals={
        1: "primero, primera, primer, el de arriba",
        2: "segundo, segunda",
        3: "tercero, tercera, tercer",
        4: "cuarto, cuarta",
        5: "quinto, quinta",
        6: "sexto, sexta",
        -1: "último, última, ultima opción, el último, la última",
    },
    # which number
    limits="""
        más de, menos de, mayor que, menor que, al menos, por lo menos, como mínimo, como máximo, como mucho, hasta,
        entre, o más, o menos
    """,
    alternatives="o, u, y, a, hasta, entre, ó, ni",
    out_of="de, sobre, de un total de",
    articles="un, una, uno",
    not_numbers="una vez, un momento, un día, uno de, una de, un poco, cada uno, ninguno, alguno, por un lado",
    spelling={
        "veintidos": "veintidós",
        "veintitres": "veintitrés",
        "veintiseis": "veintiséis",
        "dieciseis": "dieciséis",
        "sinco": "cinco",
        "sero": "cero",
        "dose": "doce",
        "nuebe": "nueve",
    },
    # taking back
    corrections="""
        no espera, no espere, espera, espere, no perdón, perdón no, quiero decir, quise decir, quería decir, mejor
        dicho, corrección, me equivoqué, digo, rectifico, ups, uy no, o sea no, no mejor, mejor no
    """,
    not_corrections="""
        puede esperar, puedo esperar, la espera, larga espera, de espera, mucho mejor, mejor que, lo mejor, a lo
        mejor
    """,
    soft_corrections="""
        perdón, perdona, disculpe, disculpa, mejor, en realidad, más bien, que sea, pensándolo bien, lo siento
    """,
    # when
    when={
        "r0": "hoy",
        "r0 pm": "esta noche, esta tarde, hoy por la tarde, hoy en la tarde, hoy por la noche",
        "r0 am": "esta mañana, hoy por la mañana",
        "r1": "mañana, manana, mñn",
        "r1 am": "mañana por la mañana, mañana en la mañana, mañana temprano",
        "r1 pm": "mañana por la tarde, mañana en la tarde, mañana por la noche, mañana en la noche",
        "r2": "pasado mañana, pasado",
        "r-1": "ayer",
        "r-2": "anteayer, antier, antes de ayer",
        "w2": "miercoles, miércoles, mier",
        "w5": "sabado, sabados",
        "w6": "domingos",
        "m9": "setiembre, sep, septiembre",
        "mar": "mar",
        "u_minute": "minuto, minutos, min",
        "u_day": "día, días",
        "u_week": "semana, semanas",
        "u_month": "mes, meses",
        "u_year": "año, años",
        "n1 u_day": "un día",
        "n1 u_week": "una semana",
        "n1 u_month": "un mes",
        "n1 u_hour": "una hora",
        "n30 u_minute": "media hora",
        "n90 u_minute": "una hora y media, hora y media",
        "in": "en, dentro de",
        "ago": "atrás",
        "ago_in": "hace",
        "next": "próximo, próxima, siguiente, que viene, el próximo, la próxima, proximo",
        "this": "este, esta",
        "past_one": "pasado lunes, anterior",
        "am": "am, a m, de la mañana, por la mañana, en la mañana, de la madrugada, temprano, mañanas",
        "pm": "pm, p m, de la tarde, por la tarde, en la tarde, de la noche, por la noche, en la noche, tarde, noche",
        "t12:00": "mediodía, al mediodía, medio día, a mediodía, las doce del mediodía, 12 del mediodía",
        "t00:00": "medianoche, media noche, a medianoche",
        "now": "ahora, ahora mismo, ya",
        "and_half": "y media",
        "and_quarter": "y cuarto",
        "less_quarter": "menos cuarto",
        "less": "menos",
        "oclock": "en punto, horas, hrs, h, hora",
        "at": "a las, a la, las, la, sobre las, alrededor de las, como a las, tipo, a eso de las",
        "of": "de, del, el, día, al",
        "o1": "primero, uno de",
        "or": "o, u, entre, desde, hasta, ni",
        "and": "y, e",
        "open": """
            antes de, antes del, después de, después del, a partir de, cualquier, cualquiera, cada, todos los, menos
            los, excepto, salvo
        """,
        "not": "no, nunca, tampoco, imposible",
        "n1": "la una, una",
    },
)
