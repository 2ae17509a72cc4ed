"""Portuguese, of Brazil and of Portugal."""

from bot.engine.understand.words import Words

WORDS = Words(
    code="pt",
    # yes or no
    yes="""
        sim, simm, simmm, sim sim, siim, sim claro, claro que sim, com certeza, sem dúvida, pois sim, afirmativo,
        sim por favor, sim obrigado, sim obrigada, sim senhor, sim senhora, é sim, positivo, quero sim, posso sim, pode
        sim, vou sim, tenho sim, sou sim, deu sim, foi sim, simmmm, siimm, sin, sim sim sim, sim pode, sim posso, sim
        quero, sim vou, sim confirmo, sim perfeito, sim ok, sim tá bom, sim com certeza, sim combinado, sim certo, sim
        isso, sim por gentileza, sim pfv, sim pf, sim obg, sim obgd, sim blz, sim beleza, claro q sim, claro pode, claro
        né, lógico que sim, óbvio que sim, evidente que sim, pode crer, é claro, é claro que sim, certeza, ctz, ctza,
        com ctza, certamente que sim, sim sra, sim sr, sim dra, sim dr, sim moça, sim moço, sim vamos, sim estarei, sim
        irei, pois claro, pois é claro, sim sim claro, naturalmente, sem dúvidas, sem dúvida alguma, isso sim, ora sim,
        é pra já, opa sim, opa
    """,
    no="""
        não, naum, nao nao, não obrigado, não obrigada, claro que não, de jeito nenhum, de forma alguma, de modo
        nenhum, de maneira nenhuma, nem pensar, ainda não, agora não, hoje não, acho que não, creio que não, que não,
        melhor não, não muito, infelizmente não, nada disso, não mesmo, quero não, posso não, vou não, n, não ñ, nãoo,
        nãooo, nope, não mais, não senhor, não senhora, não moça, não moço, não valeu, não vlw, não brigado, não
        brigada, não obg, não obgd, n obg, n obrigado, n obrigada, não agora, não por enquanto, por enquanto não, por
        ora não, no momento não, não no momento, não hoje, não amanhã, amanhã não, dessa vez não, desta vez não, não
        dessa vez, não desta vez, não quero não, não vou não, não posso não, não preciso não, não precisa não, que
        nada, de jeito algum, em hipótese alguma, nem a pau, nem morto, nem morta, nunca mais, não muito obrigado, não
        muito obrigada, acredito que não, penso que não, imagino que não, receio que não, temo que não, obviamente não,
        lógico que não, óbvio que não, definitivamente não, certamente não, com certeza não, absolutamente não, na
        verdade não, a princípio não, ainda não obrigado, já não, eu não, impossível
    """,
    yes_sentence="""
        irei, combinado, fechado, está bom para mim, serve para mim, funciona para mim, dá certo, dá pra mim, confirmo,
        aceito, concordo, de acordo, pode ser sim, adoraria, acho que sim, creio que sim, espero que sim, parece bom,
        parece bem, sem problema, sem problemas, não tem problema, não há problema, por que não, porque não, pode sim,
        resolvido, funcionou, deu certo, tenho interesse, estou interessado, estou interessada, bora,
        (estarei|estaremos|vou estar|vamos estar|estou|irei estar) (lá|aí|presente|presentes|aqui|no horário), (nos
        vemos|te vejo|vejo vocês|até) (lá|amanhã|logo|mais|já|segunda|terça|quarta|quinta|sexta|sábado|domingo|breve),
        (eu|nós|a gente) (vou|vamos|vai|irei|iremos|confirmo|confirmamos|aceito|aceitamos|quero
        sim|topo|topamos|concordo|posso ir|posso sim|vou sim|vou comparecer|compareço),
        (vou|vamos|iremos|irei|compareço|comparecerei|compareceremos) (comparecer|sim|ir|ir sim|estar presente|lá|na
        consulta), (tá|está|estamos|tudo|já está|já tá|tá tudo)
        (confirmado|combinado|certo|ótimo|perfeito|bom|bem|marcado|correto|ok|em ordem),
        (confirmo|confirmado|confirmada|confirmar|confirmamos) (a consulta|minha consulta|presença|minha presença|a
        presença|o horário|a reserva|sim), (pode|podem|podes)
        (marcar|confirmar|agendar|reservar|entregar|enviar|mandar|fazer|prosseguir|seguir|vir|trazer|deixar|contar),
        (pra|para) (mim|nós|a gente) (está ótimo|tá ótimo|está bom|tá bom|serve|funciona|dá|pode ser|ok|está ok|tá
        ok|está perfeito|tá perfeito), (me|nos) (serve|convém|interessa|parece bem|parece bom|parece ótimo),
        (seria|será) (ótimo|perfeito|um prazer|excelente|bom|maravilhoso), (com|muito) (prazer|gosto),
        (gostaria|adoraria|quero|queremos|aceito|quero muito) sim, (ainda|continuo) (quero|interessado|interessada|com
        interesse), (estou|estamos) (dentro|nessa|de acordo|a caminho|indo|interessados), tô
        (dentro|nessa|indo|interessado|interessada), bora lá, (manda|mande|marca|faça|faz|vamos)
        (ver|bala|brasa|nessa|isso|fazer|lá), (conta|conte|contem|podem contar|pode contar) (comigo|connosco|conosco),
        (lá|aí) estarei, (foi|está|tá) (resolvido|ok), combinadíssimo, (tudo|está) bem por mim
    """,
    no_sentence="""
        não dá certo, não deu certo, não está funcionando, não está bom, não está resolvido, (não|n|ñ|nao|num)
        (posso|podemos|poderei|poderemos|vou|vamos|irei|iremos|quero|queremos|preciso|precisamos|consigo|conseguimos|conseguirei|vou
        poder|vou conseguir|vou querer|vou precisar|vamos poder|vamos conseguir|vai dar|vai ser possível|dá|deu|dá para
        mim|dá pra mim|dá pra ir|tenho|temos|tenho interesse|tenho tempo|tenho
        como|estou|estarei|estaremos|to|tô|vai|desejo|aceito|concordo|confirmo|gostaria|gosto|gostei|serve|me serve|me
        interessa|interessa|é possível|é necessário|é preciso|é isso|é verdade|está certo|está correto|tá
        certo|funciona|funcionou|resolveu|rola|vai rolar|precisa|compareço|comparecerei|poderia|pude|quis|sou eu|estou
        interessado|estou interessada|estou disponível|estou conseguindo|tenho disponibilidade|tenho mais
        interesse|quero mais|preciso mais|vou mais), (já|eu) não (posso|quero|preciso|vou|consigo|tenho
        interesse|poderei|irei), (prefiro|melhor|preferimos|preferia|acho melhor) não, (infelizmente|lamentavelmente)
        não (posso|vou|consigo|dá|poderei|vou poder|vai dar|vou conseguir), impossível (pra mim|para
        mim|ir|comparecer), (estou|tô) (fora|sem interesse|sem tempo), deixa (pra lá|para lá|pra próxima|quieto), fica
        (pra próxima|para a próxima|para próxima), dizer que não, (não|n|ñ) (pode|podem|poderia), (não|n|ñ)
        (recebi|chegou|gostei|consegui|quis|fui|deu tempo)
    """,
    yes_clause="""
        eu posso, posso sim, podemos, eu vou, claro que posso, podem, podem sim, pode ligar, podem ligar, estou,
        estou sim, estou disponível, estou livre, pois estou, pois tenho, pois quero, pois posso, tenho, tenho sim,
        recebi, recebi sim, já recebi, gostei, gostei muito, consegui, chegou, chegou sim, deu tudo certo, fui, pode
        deixar, podem deixar
    """,
    no_clause="não posso, não podemos",
    yes_alone="""
        claro,
        s, sn, ok, okay, okey, tá, tá ok, blz, beleza, belê, valeu, show, joia, legal, perfeito, ótimo, excelente,
        maravilha, bom, muito bem, bem, certo, certinho, correto, verdade, verdadeiro, exato, confirmado, feito,
        entendido, entendi, pode ser, pode, posso, vou, é, topo, fechou, com prazer, simbora, de boa, si, sin, sum,
        dim, sime, ok obrigado, quero, eu quero, gostaria, eu gostaria, ss, sm, isso, isso mesmo, é isso, pois,
        evidente, evidentemente, certamente, lógico, óbvio, exatamente, uhum, aham, okk, okay obrigado, oki, okey
        dokey, tá bom, tá bem, tá certo, tá ótimo, tá joia, tá legal, tá beleza, tudo ok, tudo certo então,
        fechadíssimo, bacana, massa, dahora, da hora, top, topzera, suave, tranquilo, tranks, trank, tmj, de acordo,
        combinado então, marcado, marcadíssimo, agendado, anotado, ciente, entendido obrigada, recebido, positivo,
        afirma, sss, siim, sim1, s1, ssim, okok, bora, vamos, vambora, partiu, boa, boaa, boa ideia, ótima ideia, ótimo
        obrigada, perfeito obrigado, maravilhoso, excelente ideia, espetáculo, espetacular, fixe, porreiro, impecável,
        na boa, numa boa, por mim tudo bem, por mim ok, por mim tá ótimo, verdadeira, é verdade, correta, correto sim,
        certíssimo, exatamente isso, é isso aí, isso aí, isso msm, sou eu, eu mesmo, eu mesma, o próprio, a própria,
        conforme, confere, aceito, 🤙, confirmadíssima, bastante
    """,
    no_alone="""
        n, na, nops, falso, errado, recuso, recusado, nenhum, nenhuma, nada, nadinha, nao1, noa, nananinanão, no, nn,
        nunca, jamais, negativo, incorreto, nn obrigado, nãna, negado, negada, recusada, cancelado, cancelada, tb não,
        também não, nem, nem um, mentira, é mentira, é falso, errada, incorreta, ninguém
    """,
    unsure="""
        número errado, talvez, quem sabe, possivelmente, provavelmente, sei lá, sem certeza, sem ideia, depende, depois
        eu vejo, mais ou menos, não compreendo, espera, espere, um momento, tanto faz, sim e não, nenhum dos dois, em
        parte, (te|lhe|vos) (aviso|confirmo|falo|digo|retorno|respondo) (depois|mais tarde|amanhã|já|logo|em
        breve|daqui a pouco|já já|mais logo), (aviso|confirmo|falo|digo|retorno|respondo) (depois|mais
        tarde|amanhã|logo|em breve|daqui a pouco|já já|mais logo), (depois|mais tarde|amanhã|logo|já) (te|lhe|eu|vos)
        (aviso|confirmo|falo|digo|retorno|respondo), e te aviso, já te (aviso|confirmo|falo|digo),
        (vou|vamos|preciso|tenho que|tenho de|deixa eu|deixe me|deixe eu|deixa me|tenho q|preciso de)
        (ver|verificar|pensar|confirmar|checar|perguntar|consultar|ver aqui|ver com|dar uma olhada|conferir|olhar|falar
        com), (não|n|ñ) (sei|sei ainda|sei se|faço ideia|tenho certeza|lembro|me lembro|entendi|compreendi|entendo|sei
        dizer|sei bem|decidi|decidi ainda|tenho a certeza|estou certo|estou certa|sei responder), (ainda|eu|também)
        (não|n) (sei|decidi|tenho certeza|sabemos|tenho a certeza), quem (é|fala|está|és|é você|é vc|são vocês), pode
        ser que sim, pode ser que não, pode ser que, se der, se eu puder, se puder, se deus quiser, a confirmar, por
        confirmar, a ver, logo vejo, logo se vê, foi engano, engano, não sou eu, qualquer um, como preferir, como
        quiser, você decide, você que sabe, vc que sabe, indeciso, indecisa, sim ou não, provavelmente não, talvez não,
        eu confirmo (depois|amanhã|mais tarde|logo), (depois|amanhã|mais tarde) eu confirmo
    """,
    but="""
        mas, porém, contudo, entretanto, exceto, a menos que, desde que, só se, apenas se, em vez, só que, todavia, a
        não ser, contanto que, caso, se for, se tiver, se der para, somente se, ao invés
    """,
    asides="""
        (pode|podem|poderia|poderiam|podes|vc pode|você pode|vocês podem) (me ligar|ligar|me chamar|entrar em
        contato|me contatar|ligar me|telefonar), (me liga|me ligue|me liguem|liga me|ligue me|me chama|me ligar),
        tenho (uma|umas|algumas) (pergunta|perguntas|dúvida|dúvidas), atrasado, atrasada, de atraso, vou atrasar, me
        atrasar, minutos depois, chegar atrasado, chegar atrasada, um pouco atrasado, um pouco atrasada, preciso
        sair (às|antes|cedo)
    """,
    negation="não, nunca, jamais, nem, exceto, menos",
    filler="""
        por favor, pf, pfv, pfvr, faz favor, se faz favor, obrigado, obrigada, obg, obgd, brigado, brigada, muito
        obrigado, muito obrigada, grato, grata, olá, oi, oie, bom dia, boa tarde, boa noite, é, eh, hum, hmm, ah, oh,
        então, bem, acho, acho que, creio que, eu, eu diria, minha resposta é, a resposta é, senhor, senhora, doutor,
        doutora, amigo, amiga, cara, mano, desculpe, desculpa, infelizmente, que, um, uma, o, a, os, as, de, em, muito,
        também, agora, hoje, amanhã, para mim, pra mim, aqui, lá, aí, abraço, abraços, abs, tchau, até, kkk, kkkk, rs,
        rsrs, meu, minha, viu, né, estou bem, tudo bem, pff, plis, pls, por gentileza, gentileza, ok obg, obggg, obgda,
        obgdo, mto obg, muito obg, vlw, vlww, valeu, thanks, agradeço, agradecida, agradecido, agradeço o contato,
        muito agradecida, boa, bom diaa, oii, oiii, oiee, alô, tudo bom, td bem, td bom, tudo certo, sr, sra, dra, dr,
        moça, moço, querida, querido, amor, flor, gente, pessoal, menina, menino, rapaz, véi, velho, pá, fixe, ora,
        pois bem, olha, olhe, tipo, assim, então tá, bjs, beijos, bj, bjos, beijinhos, cumprimentos, atenciosamente,
        att, deus abençoe, fique com deus, abç, abçs, kk, kkkkk, hahaha, haha, rsrsrs, aff, ué, uai, uai sô, para nós,
        pra nós, por mim, da minha parte, te, me, se, ao, na, no, da, do, sua, seu, já, ainda, mesmo, aí sim, 🙏, se
        possível
    """,
    interrogatives="""
        qual, quais, quando, onde, quem, por que, porque não posso, como é, como faço, como funciona, quanto, quanta,
        quantos, quantas, o que, que horas, vocês, tem como, posso pagar, aceita, aceitam, dá para
    """,
    adverbs="""
        também, muito, amanhã, hoje, mesmo, infelizmente, lamentavelmente, já, ainda, mais, dessa vez, desta vez,
        certamente, com certeza, realmente, de fato, sim, na verdade, desculpe, desculpa, nesse dia, neste dia, nessa
        data, hj
    """,
    # which one
    choosing="""
        quero, eu quero, queria, gostaria, eu gostaria, prefiro, escolho, vou de, vou querer, vou ficar com, fico com,
        opção, a opção, número, o número, num, nr, alternativa, resposta, o, a, os, as, um, uma, de, do, da, para, pra,
        por, é, seria, meu, minha, com, sobre, tenho, preciso, problema, dúvida, pergunta, assunto, pode ser, me serve,
        está bom, bom, melhor, sim, ok, esse, essa, este, esta, aquele, aquela, dia, hora, horário, eu, me, marca,
        marque, favor
    """,
    both="ambos, ambas, os dois, as duas",
    several="""
        nenhum, nenhuma, nenhum dos dois, nenhuma das duas, nenhum deles, todos, todas, tudo, qualquer um,
        qualquer uma, qualquer, os três, as três, tanto faz, tanto me faz, indiferente, nem um nem outro
    """,
    exceptions="""
        tudo menos, todos menos, todas menos, qualquer um menos, qualquer uma menos, qualquer dia menos, menos o, menos
        a, menos no, menos na, exceto, tirando, a não ser
    """,
    inquiries="""
        quanto, quanta, custa, custam, preço, preços, dá para, é possível, aceitam, vocês têm, vocês tem, que horas,
        que hora, que horário, qual horário, qual o horário
    """,
    ordinals={
        1: "primeiro, primeira",
        2: "segundo, segunda",
        3: "terceiro, terceira",
        4: "quarto, quarta",
        5: "quinto, quinta",
        6: "sexto, sexta",
        -1: "último, última, o último, a última",
    },
    # which number
    limits="""
        mais de, menos de, mais que, menos que, maior que, menor que, pelo menos, ao menos, no mínimo, no máximo,
        até, entre, ou mais, ou menos, acima de, abaixo de, caixa de, caixas de, pacote de, pacotes de, caixa com,
        mínimo, máximo, atrás, nasci, nascido, nascida, depois das, depois de, antes das, antes de, desde, a partir,
        após
    """,
    alternatives="ou, e, a, até, entre",
    out_of="de, em",
    counted={
        1: "só eu, apenas eu, somente eu, eu sozinho, eu sozinha, sou só eu, eu só",
        2: "nós dois, nós duas, eu e mais um, eu e mais uma",
        6: "meia dúzia",
        12: "uma dúzia, dúzia",
    },
    halves="meio, meia",
    articles="um, uma",
    not_numbers="""
        um pouco, um momento, um dia, uma vez, um dos, uma das, cada um, um minuto, uma dezena, um par, uma centena,
        um milhar, um monte, um punhado, um segundo, um outro, uma outra, mil obrigados, uma dúvida, uma pergunta,
        um problema, um favor, mil desculpas
    """,
    people="pessoas, convidados, adultos, passageiros",
    things="""
        carro, carros, cachorro, cachorros, cão, cães, gato, gatos, mesa, mesas, quarto, quartos, caixa, caixas,
        sacola, sacolas, pacote, pacotes, garrafa, garrafas, cadeira, cadeiras, andar, andares, cama, camas,
        pergunta, perguntas, item, itens
    """,
    gratis="grátis, gratuito, gratuita, graça",
    spelling={
        "tres": "três",
        "dezeseis": "dezesseis",
        "dezesete": "dezessete",
        "seiz": "seis",
        "sinco": "cinco",
        "quatorse": "quatorze",
    },
    # taking back
    courtesies="""
        se for possível, se não se importar, se não for incômodo, se estiver bom, se estiver bem, se quiser, se faz
        favor, se faz o favor, se não me engano, se bem me lembro, se possível
    """,
    conditions="""
        se, caso, a menos que, desde que, contanto que, dependendo, depende, a não ser que, só se, só depois que, te
        aviso, lhe aviso, confirmo depois, confirmo amanhã
    """,
    corrections="""
        não espera, não espere, espera, não desculpa, desculpa não, quer dizer, quero dizer, quis dizer, eu quis dizer,
        ou melhor, aliás, digo, correção, me enganei, errei, ops, opa não, não melhor, peraí, pera
    """,
    not_corrections="pode esperar, a espera, longa espera, de espera, muito melhor, melhor que, o melhor",
    soft_corrections="desculpa, desculpe, perdão, melhor, na verdade, na realidade, pensando bem",
    # when
    when={
        "r0": "hoje, hj",
        "r0 pm": "hoje à noite, esta noite, hoje à tarde, esta tarde, hoje de noite, hoje de tarde",
        "r0 am": "hoje de manhã, esta manhã",
        "r1": "amanhã, amanha, amn",
        "r1 am": "amanhã de manhã, amanhã cedo, amanhã pela manhã",
        "r1 pm": "amanhã à tarde, amanhã à noite, amanhã de tarde, amanhã de noite",
        "r2": "depois de amanhã",
        "r-1": "ontem",
        "r-2": "anteontem",
        "w0": "segunda, segunda feira, 2a feira, seg",
        "w1": "terça, terça feira, 3a feira, ter",
        "w2": "quarta, quarta feira, 4a feira, qua",
        "w3": "quinta, quinta feira, 5a feira, qui",
        "w4": "sexta, sexta feira, 6a feira, sex",
        "w5": "sábado, sab",
        "w6": "domingo, dom",
        "m3": "marco",
        "u_minute": "minuto, minutos, min",
        "u_hour": "hora, horas",
        "u_day": "dia, dias",
        "u_week": "semana, semanas",
        "u_month": "mês, meses",
        "u_year": "ano, anos",
        "n1 u_day": "um dia",
        "n1 u_week": "uma semana",
        "n1 u_month": "um mês",
        "n1 u_hour": "uma hora",
        "n30 u_minute": "meia hora",
        "n90 u_minute": "uma hora e meia",
        "in": "em, dentro de, daqui a, daqui",
        "ago": "atrás",
        "ago_in": "há, faz",
        "next": "próximo, próxima, que vem, seguinte, o próximo, a próxima",
        "this": "este, esta, nesta, neste, essa, nessa",
        "past_one": "passado, passada, último, última",
        "am": "da manhã, de manhã, pela manhã, manhã, am, da madrugada, cedo",
        "pm": "da tarde, de tarde, à tarde, pela tarde, tarde, da noite, de noite, à noite, noite, pm",
        "t12:00": "meio dia, meio-dia, ao meio dia, meiodia",
        "t12:30": "meio dia e meia, meio dia e meio",
        "t00:00": "meia noite, meia-noite, à meia noite",
        "now": "agora, agora mesmo",
        "and_half": "e meia, e meio",
        "and_quarter": "e um quarto, e quarto",
        "less_quarter": "menos um quarto, menos quarto",
        "less": "menos",
        "oclock": "horas, hora, h, hrs, em ponto, hs",
        "at": "às, as, à, a, ao, por volta das, lá pelas, umas, pelas, tipo",
        "of": "de, do, o, dia, no, na, para, pra",
        "o1": "primeiro",
        "or": "ou, entre, das, até",
        "and": "e",
        "open": """
            antes de, antes das, antes do, depois de, depois das, depois do, após, a partir, a partir das, qualquer,
            todo, toda, todos, cada, exceto, menos na, o mais cedo possível, o mais rápido possível, o quanto antes,
            quanto antes, assim que possível, o mais tarde possível, não antes, não depois, fim de semana, final de
            semana, fds, fim do, final do, início do, começo do, meados de, desde, menos no, tirando, fora, a não ser,
            durante a semana, em diante, antes, depois, uns, umas, alguns, algumas, vários, várias, mais de, menos de,
            quase, pelo menos
        """,
        "last_day": "último dia de, último dia do",
        "elsewhere": """
            saio, termino, acabo, chego em casa, chego a casa, aniversário, viajo, fechado, meu voo, meu turno, entro
            às, eu trabalho, trabalho até, trabalho na, trabalho no, trabalho às, tenho reunião, uma reunião, de
            férias
        """,
        "not": "não, nunca, nem, impossível",
        "plus_week": "a oito, a oito dias, a 8 dias",
        "soon": "em quinze dias, daqui a quinze dias, dentro de quinze dias, quinze dias",
        "quarter_to": "um quarto para as, um quarto para a, quarto para as, quinze para as, quinze para a, 15 para as",
        "to_hour": "para as, para a, pras, pra as",
        "dez": "dez",
        "x": "dúvida, dúvidas, pergunta, problema, assunto, opção",
    },
)
