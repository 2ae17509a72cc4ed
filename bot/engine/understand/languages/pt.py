"""Portuguese, of Brazil and of Portugal."""

from bot.engine.understand.words import Words

WORDS = Words(
    code="pt",
    # yes or no
    yes="""
        sim, simm, simmm, sim sim, siim, sim claro, claro, claro que sim, com certeza, sem dúvida, pois sim,
        afirmativo, sim por favor, sim obrigado, sim obrigada, sim senhor, sim senhora, é sim, positivo, quero sim,
        posso sim, pode sim, vou sim, tenho sim, sou sim, deu sim, foi sim
    """,
    no="""
        não, naum, nao nao, não não, não obrigado, não obrigada, claro que não, de jeito nenhum, de forma alguma, de
        modo nenhum, de maneira nenhuma, nem pensar, ainda não, agora não, hoje não, acho que não, creio que não,
        que não, melhor não, não muito, infelizmente não, nada disso, não mesmo, quero não, posso não, vou não
    """,
    yes_sentence="""
        estarei lá, estarei aí, vou estar lá, vou estar aí, vou comparecer, irei, vou sim, eu vou, pode contar
        comigo, conte comigo, conta comigo, até lá, até amanhã, até logo, combinado, fechado, tá combinado, para mim
        está bom, pra mim tá bom, está bom para mim, me serve, serve para mim, funciona para mim, dá certo, dá pra
        mim, confirmo, eu confirmo, está confirmado, tá confirmado, confirmo a consulta, confirmo presença, aceito,
        eu aceito, concordo, de acordo, estou de acordo, pode ser sim, adoraria, acho que sim, creio que sim, espero
        que sim, está bem, está bom, tá bom, tá bem, tá certo, está certo, está ótimo, tá ótimo, parece bom, parece
        bem, sem problema, sem problemas, não tem problema, não há problema, por que não, porque não, pode marcar,
        pode confirmar, pode sim, resolvido, funcionou, deu certo, tenho interesse, estou interessado, estou
        interessada, vamos lá, bora
    """,
    no_sentence="""
        não posso, não poderei, não vou poder, não vou conseguir, não consigo, não vou, não irei, não quero, não
        desejo, não preciso, não tenho interesse, não estou interessado, não estou interessada, não aceito, não
        concordo, não dá, não dá certo, não deu certo, não dá pra mim, não funciona, não funcionou, não está
        funcionando, não me serve, não serve, não está bom, não está certo, não é isso, não está resolvido, não
        resolveu, não é necessário, não precisa, não é possível, prefiro não, não confirmo, não tenho, não gostaria,
        não comparecerei
    """,
    yes_alone="""
        s, sn, ok, okay, okey, tá, ta, tá ok, blz, beleza, belê, valeu, show, joia, jóia, legal, perfeito, ótimo,
        excelente, maravilha, bom, muito bem, bem, certo, certinho, correto, verdade, verdadeiro, exato, confirmado,
        feito, entendido, entendi, pode ser, pode, posso, vou, é, topo, fechou, com prazer, simbora, de boa, bele,
        si, sin, sum, dim, sime, ok obrigado, quero, eu quero, gostaria, eu gostaria, ss, sm, isso, isso mesmo, é
        isso, pois, evidente, evidentemente, certamente, lógico, óbvio, exatamente, uhum, aham
    """,
    no_alone="""
        n, na, nops, falso, errado, recuso, recusado, nenhum, nenhuma, nada, nadinha, nao1, noa, nã, nananinanão,
        no, nn, nunca, jamais, negativo, impossível, incorreto
    """,
    unsure="""
        número errado, talvez, quem sabe, possivelmente, provavelmente, não sei, nao sei, sei lá, não tenho certeza,
        não estou certo, sem certeza, não faço ideia, sem ideia, depende, vou ver, vou verificar, deixa eu ver,
        deixe-me ver, vamos ver, depois eu vejo, mais ou menos, não entendi, não compreendo, não entendo, espera,
        espere, um momento, tanto faz, sim e não, nenhum dos dois, em parte, não lembro
    """,
    but="mas, porém, contudo, entretanto, exceto, a menos que, desde que, só se, apenas se, em vez",
    negation="não, nunca, jamais, nem, exceto, menos",
    filler="""
        por favor, pf, pfv, pfvr, faz favor, se faz favor, obrigado, obrigada, obg, obgd, brigado, brigada, muito
        obrigado, muito obrigada, grato, grata, olá, oi, oie, bom dia, boa tarde, boa noite, é, eh, hum, hmm, ah,
        oh, então, bem, acho, acho que, creio que, eu, eu diria, minha resposta é, a resposta é, senhor, senhora,
        doutor, doutora, amigo, amiga, cara, mano, desculpe, desculpa, infelizmente, e, que, um, uma, o, a, os, as,
        de, em, muito, também, agora, hoje, amanhã, para mim, pra mim, aqui, lá, aí, abraço, abraços, abs, tchau,
        até, kkk, kkkk, rs, rsrs, meu, minha, viu, né, estou bem, tudo bem
    """,
    adverbs="também, muito, amanhã, hoje, mesmo",
    # which one
    choosing="""
        quero, eu quero, queria, gostaria, eu gostaria, prefiro, escolho, vou de, vou querer, vou ficar com, fico
        com, opção, a opção, número, o número, num, nr, alternativa, resposta, o, a, os, as, um, uma, de, do, da,
        para, pra, por, é, seria, meu, minha, com, sobre, tenho, preciso, problema, dúvida, pergunta, assunto, pode
        ser, me serve, está bom, bom, melhor, sim, ok, esse, essa, este, esta, aquele, aquela, dia, hora, horário,
        eu, me, marca, marque, às, favor
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
        até, entre, ou mais, ou menos, acima de, abaixo de
    """,
    alternatives="ou, e, a, até, entre",
    out_of="de, em",
    articles="um, uma",
    not_numbers="um pouco, um momento, um dia, uma vez, um dos, uma das, cada um, um minuto",
    spelling={
        "tres": "três",
        "dezeseis": "dezesseis",
        "dezesete": "dezessete",
        "seiz": "seis",
        "sinco": "cinco",
        "quatorse": "quatorze",
    },
    # taking back
    corrections="""
        não espera, não espere, espera, espere, não desculpa, desculpa não, quer dizer, quero dizer, quis dizer, eu
        quis dizer, ou melhor, aliás, digo, correção, me enganei, errei, ops, opa não, não melhor, peraí, pera
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
        "now": "agora, já, agora mesmo",
        "and_half": "e meia, e meio",
        "and_quarter": "e um quarto, e quarto",
        "less_quarter": "menos um quarto, menos quarto",
        "less": "menos",
        "to": "para as, para a, pras, para",
        "oclock": "horas, hora, h, hrs, em ponto, hs",
        "at": "às, as, à, a, ao, por volta das, lá pelas, umas, pelas, tipo",
        "of": "de, do, o, dia, no, na",
        "o1": "primeiro",
        "or": "ou, entre, das, até",
        "and": "e",
        "open": """
            antes de, antes das, antes do, depois de, depois das, depois do, após, a partir, a partir das, qualquer,
            todo, toda, todos, cada, exceto, menos na
        """,
        "not": "não, nunca, nem, impossível",
    },
)
