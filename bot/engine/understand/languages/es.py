"""Spanish."""

from bot.engine.understand.words import Words

WORDS = Words(
    code="es",
    # yes or no
    yes="""
        sí, sip, sipi, sii, siii, sí sí, claro que sí, por supuesto, desde luego, afirmativo, sí claro, cómo no,
        sin duda, seguro que sí, obvio que sí, por favor sí, sí por favor, sí gracias, sí señor, sí señora, así es, eso
        es, yes, sipo, sep, sips, siip, siiii, si x favor, si xfa, si porfa, claro sí, claro que sip, claro q si, claro
        k si, obvio, sí hombre, sí mujer, sí seño, sí joven, sí doctor, sí doctora, sí obvio, si dale, si va, con gusto
        sí, sip claro, sí correcto, sí exacto, sí así es, sí por supuesto, ya po, sí pues, sí po, seguro, hágale, desde
        ya, naturalmente, cómo que no, sí sí sí
    """,
    no="""
        no, nop, nope, no no, no gracias, claro que no, por supuesto que no, desde luego que no, de ninguna manera,
        de ningún modo, para nada, en absoluto, ni hablar, todavía no, aún no, ahora no, hoy no, mejor no, creo que
        no, pienso que no, no creo, ya no, que no, no mucho, no realmente, ni modo que no, no hoy, no mañana, no por
        ahora, por ahora no, por el momento no, de momento no, no de momento, no por el momento, ahorita no, mañana
        no, esta vez no, no esta vez, no señor, no señora, no señorita, no joven, no amigo, no che, no hombre, no
        fíjese, no fíjate, no manches, nones, nop gracias, nope gracias, qué va, ni loco, ni de broma, ni en sueños,
        en lo absoluto, no así, no es así, no muchas gracias, no mil gracias, no thanks, me temo que no, temo que
        no, no lo creo, no me parece, no y gracias, ni madres, no ya no, ya no gracias, pues no, no pues, la verdad
        no, la verdad que no, la neta no, tampoco, más bien no, yo no, a mí no, no nada, nada gracias, pero no,
        mejor no gracias, definitivamente no, obviamente no, seguro que no, desafortunadamente no, infelizmente no,
        imposible
    """,
    yes_sentence="""
        estaré allí, estaré ahí, nos vemos, cuenten conmigo, cuenta conmigo, me parece bien, me parece perfecto, me
        viene bien, me va bien, me sirve, me queda bien, me funciona, me conviene, funciona para mí, iré, asistiré,
        confirmo, lo confirmo, acepto, estoy de acuerdo, de acuerdo, adelante, creo que sí, pienso que sí,
        supongo que sí, espero que sí, suena bien, suena perfecto, no hay problema, ningún problema, sin problema, sin
        problemas, por qué no, no me importa, no hay inconveniente, ningún inconveniente, voy para allá, funcionó,
        resuelto, solucionado, estoy interesado, estoy interesada, me interesa, no pasa nada, (allí|ahí|allá|aquí)
        (estaremos|estaré|nos vemos|estoy|estamos|voy|vamos|llegaré|llegamos|llego), nos vemos
        (ahí|allí|allá|mañana|pronto|luego|el lunes|el martes|el miércoles|el jueves|el viernes|el sábado|el domingo),
        sí (voy|vamos|iré|iremos|asisto|asistiré|puedo|podemos|quiero|queremos|acepto|confirmo|deseo|me interesa|me
        gustaría|asistiremos|estaré|estaremos), (voy|vamos) a (ir|estar|asistir|llegar),
        (iremos|asistiremos|asisto|asistimos|estaremos), (confirmado|confirmada|confirmamos|confirmo) (la cita|mi
        cita|asistencia|mi asistencia|la asistencia|la reserva|la hora|que sí|que voy|que asistiré), confirmamos, claro
        que (voy|vamos|puedo|quiero|me interesa), me (encanta|encantaría|gustaría mucho|apunto|animo|late|parece|parece
        genial|parece excelente|queda perfecto|queda|viene perfecto|viene genial|vale|cuadra), nos (parece bien|viene
        bien|queda bien|vale|sirve|conviene), (todo|eso|lo anterior) (es|está) (correcto|bien|perfecto|ok|en
        orden|cierto), (está|es) (bien|perfecto|correcto|genial|ok|excelente|exacto|cierto|verdad|así),
        (hazlo|hágalo|hágale|háganlo|háganlo por favor|hazlo por
        favor|proceda|procede|procedan|resérvala|resérvalo|resérvelo|resérvela|resérvenla|mándalo|mándelo|mándamelo|mándemelo|envíalo|envíelo|envíamelo|envíemelo),
        (sigo|seguimos) (interesado|interesada|interesados|en pie), sigue en pie, estamos (interesados|de
        acuerdo|listos), contad conmigo, sin falta (ahí|allí) estaré, sin falta, ahí (le|les|te) (caigo|llego), cuente
        conmigo, con (todo|mucho) (gusto|placer), encantado, encantada, (los|las|lo|la) (espero|esperamos),
        (te|le|les|los|las) (veo|vemos) (mañana|ahí|allí|allá|luego|pronto), sería
        (genial|perfecto|estupendo|ideal|bueno|excelente|fantástico|de gran ayuda), estaría
        (bien|genial|perfecto|bueno), ya (funciona|sirve|jala|quedó|está resuelto|está solucionado)
    """,
    no_sentence="""
        no voy a poder, no voy a ir, no me viene bien, no me va bien, no me funciona, sigue sin funcionar, no me
        gustaría, preferiría no, lamentablemente no, desgraciadamente no, por desgracia no, no
        (podré|podre|podremos|podría|pude|puedo|podemos|puede ser|puedo ir|puedo
        asistir|alcanzo|alcanzamos|llego|llegamos|llegaré|voy|vamos|iré|iremos|asistiré|asistiremos|asisto|quiero|queremos|quisiera|deseo|deseamos|necesito|necesitamos|me
        interesa|nos interesa|me gusta|me gustó|me late|me conviene|me queda|me viene|me va|me vale|me cuadra|me
        sirve|me parece|me es posible|me apetece|acepto|aceptamos|confirmo|estoy|estaré|estaremos|estoy
        disponible|estoy de acuerdo|estoy interesado|estoy interesada|tengo tiempo|tengo|tenemos|hace falta|es
        necesario|es posible|es cierto|es verdad|es correcto|es así|está bien|está resuelto|está
        solucionado|funciona|funcionó|sirve|sirvió|se pudo|se puede|va a poder ser|va a ser posible|vale|quiero
        nada|gracias), ya no (puedo|quiero|voy|vamos|necesito|lo necesito|me interesa|podré|vamos a ir|voy a ir|lo
        quiero|iré), al final (no|no puedo|no voy|no vamos|no podré|no podemos|no podremos|no iré|no iremos|no quiero),
        (me es|nos es|me resulta|nos resulta) imposible, imposible (ir|asistir|llegar), paso (esta vez|por ahora|de),
        prefiero (que no|no), preferimos no, no (lo|la|los|las) (quiero|necesito|deseo|confirmo|acepto|haré), no te
        preocupes no, no cuenten conmigo, no cuentes conmigo, no (va|van|vamos) a (poder|ir|ser posible|funcionar),
        decir que no, digo que no, decirle que no, no (lo recibí|la recibí|recibí|recibí nada|me llegó|me ha
        llegado|llegó|ha llegado)
    """,
    yes_clause="""
        puedo, sí puedo, podemos, sí podemos, claro que puedo, claro que voy, ahí voy, sí voy, lo haré, soy yo,
        pueden, sí pueden, puede llamar, pueden llamar, estoy disponible, estoy libre, estoy, sí estoy, sí tengo,
        tengo, lo recibí, ya lo recibí, ya llegó, ya me llegó, recibido, me gustó, me gustó mucho, sí me gustó, ya
        quedó, todo bien, mándenlo, envíenlo, mándelo, tráiganlo
    """,
    no_clause="no voy, no vamos, no puedo",
    yes_alone="""
        claro, con gusto,
        s, ok, okay, okey, vale, vale vale, dale, dale pues, venga, va, va que va, sale, sale pues, órale, listo,
        hecho, bueno, bien, muy bien, perfecto, genial, excelente, estupendo, fantástico, correcto, exacto,
        exactamente, cierto, es correcto, verdad, verdadero, seguro, conforme, confirmado, entendido, sin falta, ya, ya
        está, todo bien, me apunto, puedo, sí puedo, lo soy, soy yo, por supuesto sí, claro sí, cabal, de una, ándale,
        obvio sí, clarín, de lujo, ok gracias, okis, oki, quiero, me gustaría, simon, siu, sep, ahuevo, efectivamente,
        obvio, buenísimo, buenisima, de acuerdo gracias, okey dokey, okeyy, oka, oki doki, okay gracias, va pues, va
        perfecto, ya vas, ya está bien, ya estuvo, ya quedó, arre, fierro, chido, padre, padrísimo, súper, fenomenal,
        maravilloso, magnífico, bárbaro, joya, macanudo, genial gracias, chévere, bacán, bacano, listo gracias, listo
        pues, hecho gracias, trato hecho, vale gracias, vale perfecto, vale genial, guay, venga va, venga vale, ok
        vale, está bueno, tá bien, ta bueno, anda, oído, recibido, enterado, enterada, anotado, apuntado, a la orden,
        con mucho gusto gracias, así será, así queda, así quedamos, quedamos así, en eso quedamos, sí o sí, tal cual,
        totalmente, absolutamente, definitivamente, evidentemente, obviamente, muy cierto, correctísimo, es verdad, es
        cierto, eso, eso mismo, esa, ese mero, eso es todo, a huevo, simon que sí, sizas, sisas, ssi, si1, sss, sj, por
        favor confirmar, favor confirmar, confirmar por favor, confírmenla, confírmela, confírmala, confirmar,
        confirmenme, ándele pues, ándele, ándale pues, bastante, mucho gracias, bastante bien
    """,
    no_alone="""
        n, na, nah, nada, falso, mal, equivocado, rechazo, rechazado, ninguno, ninguna, nanay, nones, noo, nooo, ñe,
        nel, nunca, jamás, tampoco, negativo, paso, incorrecto, nop, nopo, nope, no1, ningún, nain, mno, ño, nolo,
        denegado, denegada, declino, rechazada, negado, cancelado, ni uno, errado, erróneo, es falso, es mentira,
        mentira, incorrecta, equivocada, nada útil, nada bien, muy poco, poco
    """,
    unsure="""
        número equivocado, se equivocó, numero incorrecto, quizás, quizá, tal vez, a lo mejor, puede ser, puede que,
        posiblemente, probablemente, no sé, no lo sé, ni idea, no tengo idea, depende, más o menos, no entendí, ya
        veré, veremos, espera, un momento, me da igual, como quieras, lo que sea, sí y no, ninguno de los dos, no estoy
        cierto, a medias, en parte, no lo recuerdo, no entendí bien, (te|le|les|os) (confirmo|aviso|digo|cuento)
        (luego|más tarde|mas tarde|después|al rato|mañana|en un rato|ahora|pronto|ahorita|en breve|en la tarde|por la
        tarde|en la noche|el lunes), (luego|después|al rato|mañana|ahorita|más tarde|más al rato|en un rato)
        (te|le|les|os) (confirmo|aviso|digo), (déjame|déjeme|dejeme|dejame)
        (checar|revisar|verificar|pensar|pensarlo|preguntar|consultar|confirmar|consultarlo|checo|ver),
        (tengo|tendría|tendré) que
        (ver|checar|revisar|verificar|pensarlo|preguntar|consultar|consultarlo|confirmar|pensar), (debo|necesito)
        (ver|checar|revisar|verificar|pensarlo|preguntar|consultar|consultarlo), lo (pienso|voy a
        pensar|consulto|checo|reviso|tengo que pensar|veo|vemos|checamos), voy a
        (ver|pensar|pensarlo|checar|preguntar|revisar|consultar), (a ver|vamos a ver|habrá que ver|ya vemos|ya te
        digo|ya le digo|ya les digo|ya les aviso|ya te aviso), no (sabría|sabemos|sé aún|sé todavía|sé si|lo sé aún|lo
        tengo claro|tengo claro|estoy seguro|estoy segura|estamos seguros|me decido|me
        acuerdo|recuerdo|comprendo|entiendo|he decidido|lo he decidido|sabría decir|sabría decirle), aún no (sé|lo
        sé|sabemos|decido|he decidido), todavía no (sé|lo sé|sabemos|decido|he decidido), ni sí ni no, quién
        (es|habla|eres), (quien|quién) (es|habla|eres), igual sí, igual no, si dios quiere, ojalá, capaz, capaz que sí,
        por ahí, eventualmente, talvez, quizas si, quizas no, creo, yo creo, depende de, según, no estoy muy seguro, se
        equivoca, se equivocó de número, está equivocado, no soy yo, no soy, equivocado, sí o no, probablemente no,
        seguramente no, (lo|la|te lo|se lo|os lo|los|las) (confirmo|confirmaré) (mañana|luego|más tarde|después|al
        rato|en un rato|hoy|pronto|esta tarde|esta noche|el lunes), confirmo (mañana|luego|más tarde|después|al
        rato|pronto)
    """,
    but="""
        pero, aunque, sin embargo, salvo, excepto, a menos que, siempre que, siempre y cuando, con tal de que, en
        cambio, en vez, solo si, solamente si, únicamente si, en lugar
    """,
    asides="""
        (me pueden|me puede|me puedes|pueden|puede|puedes|podrían|podría|podrías|me podrían|me podría|me podrías)
        (llamar|llamarme|marcar|marcarme|hablar|escribir|contactar),
        (llámame|llámeme|llámenme|márqueme|márcame|márquenme|llamame|escríbeme), tengo (una|unas|alguna|algunas)
        (pregunta|preguntas|duda|dudas|consulta), me (llaman|llama|llamas|marcan|marca), que me llamen, llegaré
        tarde, llego tarde, minutos tarde, min tarde, con retraso, un poco tarde, minutos de retraso, minutos
        después, voy (tarde|retrasado|retrasada|con retraso), voy un poco (tarde|retrasado|retrasada), tengo que
        (irme|salir) (a las|antes|temprano|pronto)
    """,
    negation="no, nunca, tampoco, menos el, excepto, ni",
    filler="""
        por favor, porfa, porfavor, x favor, xfa, xfavor, gracias, muchas gracias, mil gracias, grax, hola, buenas,
        buenos días, buenas tardes, buenas noches, eh, este, mmm, ah, oh, pues, pues bien, bueno pues, creo, supongo,
        yo creo, yo, diría que, digo que, señor, señora, señorita, doctor, doctora, amigo, amiga, hombre, tío, wey,
        güey, mi respuesta es, la respuesta es, lo siento, perdón, disculpe, disculpa, lamentablemente,
        desgraciadamente, y, que, un, una, el, la, los, lo, a, de, en, muy, mucho, todo, también, ahora, hoy, mañana,
        ya mismo, saludos, un saludo, para mí, mi, por, ahí, allí, jaja, jajaja, adiós, hasta luego, hasta mañana, muy
        amable, estoy bien, así, porfis, porfi, porfavorcito, plis, pls, please, thanks, ok gracias, graciass, gracias
        a ustedes, gracias a usted, muchísimas gracias, gracias por avisar, hola buenas, hola buenos días, hola buenas
        tardes, buen día, che, boludo, po, pues sí, parce, jefe, jefa, joven, seño, maestro, bro, mano, manito, carnal,
        compa, mijo, mija, cariño, corazón, reina, guapa, guapo, estimado, estimada, estimados, cordialmente,
        atentamente, bendiciones, dios los bendiga, dios le bendiga, que tenga buen día, que tengan buen día, buen
        finde, feliz día, un abrazo, abrazo, abrazos, besos, bss, chau, chao, bye, nos vemos pronto, la verdad, la
        neta, o sea, bueno, bien gracias, fíjese, fíjate, fíjense, fíjese que, desafortunadamente, por desgracia,
        infelizmente, y gracias, le, les, te, usted, ustedes, se, mis, con, para, al, del, su, es, 🙏, hasta el
        (lunes|martes|miércoles|jueves|viernes|sábado|domingo), hasta entonces, si es posible, si se puede, de ser
        posible
    """,
    interrogatives="""
        qué, cuál, cuáles, cuándo, dónde, quién, quiénes, por qué, cómo es, cómo está, cómo se, cómo puedo, cuánto,
        cuánta, cuántos, cuántas, a qué, de qué, en qué, hay, puedo pagar, tienen, tiene, aceptan, y si
    """,
    adverbs="""
        también, muy, todavía, sí que, mucho, mañana, hoy, ahora, lamentablemente, desgraciadamente, desafortunadamente,
        la verdad, ya, aún, la neta, seguro, seguramente, definitivamente, siempre, al final, finalmente, ese día, esta
        vez, por desgracia, fíjese que, perdón, disculpe, disculpa, lo siento
    """,
    # which one
    choosing="""
        quiero, quisiera, me gustaría, deseo, prefiero, preferiría, elijo, escojo, selecciono, tomo, me quedo con, voy
        con, opción, la opción, número, el número, núm, nro, respuesta, el, la, los, las, lo, un, una, de, del, para,
        por, es, sería, mi, a, al, que, con, sobre, tengo, necesito, problema, pregunta, consulta, duda, tema, me viene
        bien, me va bien, está bien, mejor, bien, creo, pues, sí, vale, ok, esa, ese, esta, este, día, hora, horario,
        yo, dame, deme, ponme, póngame, reserva, reserve, me interesa, gusta, más, favor, me, alternativa, elección,
        variante, cita, turno, lugar, sería la, sería el, voy por, me voy con, quedamos con
    """,
    both="ambos, ambas, los dos, las dos, ambos dos, los dos juntos",
    several="""
        ninguno, ninguna, ninguno de los dos, ninguna de las dos, ninguno de ellos, todos, todas, todo, todos
        ellos, cualquiera, cualquiera de los dos, cualquiera de las dos, los tres, las tres, los cuatro, las
        cuatro, me da igual, da igual, me da lo mismo, da lo mismo, el que sea, la que sea, el que quieras, la
        que quieras, lo que sea
    """,
    exceptions="""
        todo menos, todos menos, todas menos, cualquiera menos, cualquier cosa menos, cualquier día menos, menos el,
        menos la, menos los, menos las, excepto, salvo, que no sea, aparte de, quitando
    """,
    inquiries="""
        cuánto, cuánta, cuesta, cuestan, precio, precios, se puede, se podría, es posible, aceptan, tienen, sale en,
        vale la, a qué hora, qué hora, qué horario, a qué horas, qué horas
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
        entre, o más, o menos, hace, caja de, cajas de, paquete de, paquetes de, mínimo, máximo, a lo sumo, cuando
        menos, nací, nacido, nacida, a las, después de, antes de, desde, a partir de
    """,
    alternatives="o, u, y, a, hasta, entre, ó, ni",
    out_of="de, sobre, de un total de",
    counted={
        1: """
            solo yo, sólo yo, yo solo, yo sola, yo solita, nada más yo, nomás yo, nomas yo, yo nomás, yo nomas, sola yo,
            únicamente yo
        """,
        2: "nosotros dos, nosotras dos, los dos nosotros",
        6: "media docena",
        12: "una docena, docena",
    },
    halves="medio, media, un medio",
    articles="un, una, uno",
    not_numbers="""
        una vez, un momento, un día, uno de, una de, un poco, cada uno, ninguno, alguno, por un lado, una decena,
        una veintena, un par, un centenar, un millar, una quincena, un montón, un puñado, una treintena, un rato, un
        segundo, un minuto, otro, mil gracias, gracias mil, una duda, una pregunta, una consulta, de una, un favor,
        un problema, una cita
    """,
    people="personas, gente, invitados, comensales, adultos, pasajeros",
    things="""
        coche, coches, carro, carros, auto, autos, perro, perros, gato, gatos, mascota, mascotas, mesa, mesas,
        habitación, habitaciones, cuarto, cuartos, caja, cajas, bolsa, bolsas, paquete, paquetes, botella,
        botellas, silla, sillas, trona, tronas, piso, pisos, cama, camas, pregunta, preguntas, artículo,
        artículos
    """,
    gratis="gratis, gratuito, gratuita",
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
    courtesies="""
        si puede ser, si le parece, si le parece bien, si te parece, si te parece bien, si les parece, si les parece
        bien, si está bien, si no es molestia, si no hay problema, si no le importa, si no te importa, si me hace el
        favor, si me hacen el favor, si soy sincero, si soy sincera, si no me equivoco, si mal no recuerdo, si
        recuerdo bien, si es posible, si se puede, de ser posible
    """,
    conditions="""
        si, a menos que, siempre que, siempre y cuando, con tal de que, salvo que, en caso de, en caso de que,
        depende, dependiendo, según, solo después, le aviso, te aviso, les aviso, os aviso, te confirmo, le confirmo,
        les confirmo
    """,
    corrections="""
        no espera, no espere, espera, no perdón, perdón no, quiero decir, quise decir, quería decir, mejor dicho,
        corrección, me equivoqué, digo, rectifico, ups, uy no, o sea no, no mejor, mejor no
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
        "t12:00": """
            mediodía, al mediodía, medio día, a mediodía, las doce del mediodía, 12 del mediodía, a medio día, medio dia
        """,
        "t00:00": "medianoche, media noche, a medianoche, a media noche",
        "now": "ahora, ahora mismo",
        "and_half": "y media",
        "and_quarter": "y cuarto",
        "less_quarter": "menos cuarto",
        "less": "menos",
        "oclock": "en punto, horas, hrs, h, hora, hs, hs en punto",
        "at": "a las, a la, las, la, sobre las, alrededor de las, como a las, tipo, a eso de las",
        "of": "de, del, el, día, al",
        "o1": "primero, uno de",
        "or": "o, u, entre, desde, hasta, ni, a",
        "and": "y, e",
        "open": """
            antes de, antes del, después de, después del, a partir de, cualquier, cualquiera, cada, todos los, menos
            los, excepto, salvo, menos el, menos la, lo antes posible, cuanto antes, lo más pronto posible, lo más tarde
            posible, lo más temprano posible, no antes de, no antes de las, no después de, desde, fin de semana, finde,
            fines de semana, a finales de, a principios de, a mediados de, a fines de, finales de, principios de,
            mediados de, en adelante, quitando, que no sea, aparte de, entre semana, unos, unas, algunos, algunas,
            varios, varias, más de, menos de, casi, al menos, a partir del, a partir de la, a partir de las, desde el,
            desde las, hasta el, hasta las
        """,
        "last_day": "último día de, último día del, el último día de, el último día del",
        "elsewhere": """
            salgo, entro, termino, acabo, llego a casa, cumpleaños, cerrado, cerrados, mi turno, el cole, mi vuelo,
            pagué, pedí, yo trabajo, trabajo hasta, trabajo a, trabajo de, trabajo los, trabajo el, no trabajo, salgo
            del trabajo, laburo hasta, laburo, de viaje, tengo junta, tengo reunión, una reunión, una junta, de
            vacaciones
        """,
        "not": "no, nunca, tampoco, imposible",
        "n1": "la una, una",
        "quarter_to": """
            cuarto para las, cuarto para la, un cuarto para las, un cuarto para la, quince para las, quince para la,
            faltando un cuarto para las
        """,
        "to_hour": "para las, para la",
        "plus_week": "en ocho, en ocho días, en 8 días",
        "soon": "en quince días, en 15 días, dentro de quince días, dentro de 15 días, quince días",
        "past_one w0": "lunes pasado, pasado lunes",
        "past_one w1": "martes pasado, pasado martes",
        "past_one w2": "miércoles pasado, pasado miércoles",
        "past_one w3": "jueves pasado, pasado jueves",
        "past_one w4": "viernes pasado, pasado viernes",
        "past_one w5": "sábado pasado, pasado sábado",
        "past_one w6": "domingo pasado, pasado domingo",
        "x": "pregunta, preguntas, duda, dudas, consulta, problema, opción, de una",
    },
)
