"""How Portuguese asks to be left in peace."""

from __future__ import annotations

from typing import Final

from bot.compliance.asking.grammar import Tongue

_GROUPS: Final = {
    "lead": (
        "por favor|porfavor|pfv|pfvr|pf|por gentileza|favor|faz favor|se faz favor|oi|ola|bom dia|boa tarde|boa"
        " noite|eu|e|mas|ja|entao|peco que|peco|peco para|gostaria que|gostaria de|quero que|quero|desejo"
        "|solicito|preciso|podem|pode|poderiam|poderia|podiam|voces podem|vc pode|vcs podem|da pra|da para|dá pra"
        "|nao obrigado|nao obrigada|obrigado|obrigada|obg|desculpe|desculpa|gente|pessoal|pelo amor de deus|pelo"
        " amor|meu deus|ja falei|ja disse|ja pedi|eu ja disse|ja falei pra|ja pedi para|ja pedi pra|vou pedir|sim"
        "|ok|ta|tá|olha|moco|moca|pela ultima vez|caramba|porra|caralho|mano|cara|por obsequio|exijo que|exijo"
        "|queria|eu quero|eu queria|agora|de novo|mais uma vez|e favor|tchau"
    ),
    "tail": (
        "por favor|porfavor|pfv|pfvr|pf|por gentileza|faz favor|se faz favor|obrigado|obrigada|obg|obgd|brigado"
        "|brigada|grato|grata|agora|ja|agora mesmo|imediatamente|urgente|o quanto antes|nunca mais|jamais|mais"
        "|pelo amor de deus|de vez|de uma vez|de uma vez por todas|porra|caralho|pessoal|gente|mano|cara|ta|ok"
        "|sff|por amor de deus|tchau|abraco|para sempre|pra sempre|no meu celular|no meu numero|neste numero"
        "|nesse numero|para este numero|pra esse numero|para mim|pra mim|de voces|vcs|aqui|moco|moca|caramba|viu"
        "|muito obrigado|muito obrigada|valeu|vlw|definitivamente|meu|por obsequio|sim"
    ),
    ("cease"): (
        "para|pare|parem|parar|parem ja|deixa|deixe|deixem|deixar|cessem|cesse|chega|basta|parou|parem agora|pra"
        " parar|pare ja|parem voces|stop|pararem"
    ),
    "write": (
        "escrever(?:em)?|incomodar(?:em)?|contactar(?:em)?|contatar(?:em)?|perturbar(?:em)?|encher(?: o saco| meu"
        " saco)?|ligar(?:em)?|importunar|assediar|spammar|aborrecer|chatear(?:em)?|torrar|amolar|insistir|fazer"
        " spam|disparar|bombardear|pentelhar|aporrinhar|ficar (?:enchendo|ligando|perturbando)|me encher|encherem"
        "|floodar|incomodando"
    ),
    "send": "(?:me |nos |ficar )*(?:enviar|mandar|enviarem|mandarem|envia|manda|mandando|enviando|encaminhar)",
    "over": (
        "(?:<tail> |mais |nada |tanta |tantas |tanto |isso |isto |essas coisas )*(?:$|(?:<det> )*(?:\\w+"
        " )?<letters>|(?:<det> )*(?:coisas?|lixo|porcarias?|besteiras?|merdas?|tralhas?)|(?:e|ou|que|porque|pois"
        "|nem) |para (?:este|esse|o meu|meu) (?:numero|celular|telefone)|pro meu (?:numero|celular|telefone))"
    ),
    "imp": (
        "envie|enviem|envia|envies|mande|mandem|manda|mandes|escreva|escrevam|escreve|escrevas|contate|contatem"
        "|contacte|contactem|contactes|incomode|incomodem|incomodes|perturbe|perturbem|ligue|liguem|encha|encham"
        "|importune|importunem|procure|procurem|chame|chamem|chateie|chateiem|chateies|insista|insistam|torre"
        "|torrem|aborreca|aborrecam|entre em contato|entrem em contato|entre em contacto|entrem em contacto|volte"
        " a (?:enviar|escrever|mandar|contactar|contatar|ligar)|voltem a (?:enviar|escrever|mandar|contactar"
        "|contatar|ligar|incomodar)|fique (?:mandando|enviando)|fiquem (?:mandando|enviando|me mandando)"
    ),
    "letters": (
        "mensagens?|mensagem|msgs?|msg|mensagenzinhas?|sms|smss|torpedos?|propagandas?|publicidade|promocoes"
        "|promocao|promos?|spam|notificacoes|notificacao|avisos?|alertas?|anuncios?|textos?|ofertas?|comunicacoes"
        "|lembretes?|recados?|emails?|zap|marketing|mensagens de texto|menssagens?|mensajens?|ligacoes"
    ),
    ("det"): (
        "mais|as|os|a|o|suas|seus|essas|esses|estas|estes|essa|esse|esta|este|dessas|desses|destas|destes|dessa"
        "|desse|de|das|dos|com|tantas|tantos|tanta|nenhuma|nenhum|qualquer|outra|outras|todas as|todas|todos"
        "|vossas|vossos|suas malditas|malditas|tuas|teus|tua|novas|dessas porras de|esse tipo de|este tipo de"
        "|mais nenhuma|mais nenhum|porra de|droga de|vossa|sua|toda"
    ),
    ("want"): (
        "quero|desejo|gostaria|queria|qro|kero|preciso|queremos|pretendo|autorizo|aceito|tenho interesse em"
        "|interesso|pedi|solicitei|to a fim de|tou interessad\\w+ em|estou interessad\\w+ em|estou a fim de|faco"
        " questao de|quer"
    ),
    ("remove"): (
        "(?:me )?(?:remova|remove|removam|remover|removem|tire|tira|tirem|tiram|tirar|retire|retira|retirem"
        "|retirar|exclua|exclui|excluam|excluir|apague|apaga|apaguem|apagar|descadastr\\w+|elimine|elimina"
        "|eliminem|eliminar|delete|deleta|deletem|deletar|cancele|cancela|cancelem|cancelar|desinscrev\\w+|risque"
        "|risca|risquem|bloqueie|bloqueia|bloqueiem|desvincul\\w+)(?: me)?"
    ),
}

PORTUGUESE: Final = Tongue(
    groups=_GROUPS,
    requests=(
        "<cease> (?:por favor |ja |logo |agora )*(?:de |com )(?:me |nos |ficar |tanto )*<write>",
        "<cease> (?:por favor |ja |logo |agora |de vez )*(?:de |com )<send> <over>",
        (
            "<cease> (?:por favor |ja |logo |agora |de vez )*(?:com |de )(?:me (?:enviar|mandar) )?(?:<det>"
            " )*(?:\\w+ )?<letters>"
        ),
        (
            "^ (?:<lead> )*(?:parem?|parar|stop|cancel\\w*|suspend\\w*|interromp\\w*|desativ\\w*|deslig\\w*"
            "|encerr\\w*|termin\\w*|bloque\\w*|elimin\\w*|chega de|basta de|chega|basta) (?:<det> )*(?:\\w+"
            " )?<letters>(?: <tail>)* "
        ),
        (
            "^ (?:<lead> )*(?:sem|nada de|zero|nao) (?:<det> )*(?:mensagens?|msgs?|sms|propagandas?|promocoes"
            "|promos?|spam|publicidade|notificacoes|anuncios)(?: <tail>)* $"
        ),
        (
            "(?:quero |desejo |gostaria de )?(?:cancelar|parar|suspender|desativar) (?:o )?(?:recebimento"
            "|envio)(?: (?:de|das|dessas) (?:<det> )*<letters>| <tail>| <mark>)"
        ),
        (
            "(?:parem?|parar|cancel\\w*|suspend\\w*|interromp\\w*|desativ\\w*|deslig\\w*|encerr\\w*) (?:de enviar"
            " |o envio d\\w+ |o recebimento d\\w+ |com )?(?:<det> )+(?:\\w+ )?<letters>"
        ),
        (
            "nao (?:me |nos |mais |quero que )*<imp>(?: me| nos)? (?:<0-2>)(?:mais|nunca|nada|jamais|de novo"
            "|outra vez|<letters>)"
        ),
        (
            "nao (?:mais )?(?:me |nos )(?:mais )?(?:contate|contatem|contacte|contactem|incomode|incomodem"
            "|perturbe|perturbem|importune|importunem|chateie|chateiem|encha|encham|chateies|incomodes)"
        ),
        (
            "nao (?:incomode|incomodem|perturbe|perturbem|contacte|contactem|contate|contatem|enviem|mandem"
            "|escrevam|envie|mande|escreva|chateiem|insistam)(?: me| nos)?(?: mais| nada| <tail>)* $|nunca mais"
            " (?:me |nos )?(?:<imp>|<write>)|nao (?:enviar|mandar|contatar|contactar|incomodar|perturbar) (?:mais"
            "|me)|nao (?:volte\\w*|tornem?) a (?:me )?<write>"
        ),
        (
            "nao (?:<want>) (?:mais |de )*(?:<0-1>)(?:receber|ser (?:contatad\\w+|contactad\\w+|incomodad\\w+"
            "|perturbad\\w+)|que me (?:<imp>|envi\\w+|mand\\w+|contat\\w+|contact\\w+)|que voces|saber (?:mais"
            " )?de voces|fazer parte|participar|estar n\\w+|continuar|contato|contacto|nada de voces|nada com"
            " voces|nada (?:dai|de vcs)|ter contato)"
        ),
        (
            "nao (?:<want>) (?:<det> )*(?:\\w+ )?<letters>|nao (?:<want>) (?:receber )?(?:mais nada|nada|isso"
            " mais|mais isso)(?: de voces| <tail>)* $|nao (?:tenho|ha) (?:mais )?interesse (?:em|nas|nos|por)"
            " (?:receber |<det> )*(?:<letters>|receber)"
        ),
        (
            "(?:<want>|prefiro|como|onde|como faco (?:para|pra)|como e que|posso|da pra|como que|para|pra|queria)"
            " (?:eu )?(?:nao |deixar de |parar de |faco (?:para|pra) )*(?:parar de receber|deixar de receber|nao"
            " receber|paro de receber|deixo de receber|receber mais nada|sair|saio|me descadastrar|me descadastro"
            "|descadastrar|descadastro|desativo|desativar|bloquear|desinscrever|me desinscrevo|me excluir|ser"
            " removid\\w+|ser retirad\\w+|ser excluid\\w+|ser descadastrad\\w+)(?: (?:d\\w+|isso|essas?|<det>"
            "|receber|disso))* ?(?:<letters>|lista|cadastro|listas|grupo|contatos|base|aqui|isso|disso|$)"
        ),
        (
            "(?:<remove>) (?:por favor )?(?:meu (?:<0-1>)(?:numero|contato|contacto|telefone|celular|nome"
            "|cadastro|zap|cel|telemovel)|este numero|esse numero|o meu (?:numero|contacto|contato|nome|telefone)"
            "|me|esse contato)(?: (?:da|das|de|do|dos|desta|dessa|deste|desse) <0-4>\\w+)?"
        ),
        (
            "(?:<remove>) (?:por favor )?(?:da|das|de|do|dos|desta|dessa|deste|desse|dessas|dai)"
            " (?:<0-3>)(?:lista|listas|cadastro|base|grupo|sistema|contatos|contactos|mailing|banco de dados|base"
            " de dados|agenda|mensagens|isso|ai|aqui|envios|disparos|registo|registro)"
        ),
        (
            "(?:me|favor) (?:tire|tira|tirem|remova|remove|removam|retire|retira|retirem|exclua|exclui|excluam"
            "|apague|apaga|apaguem|descadastre|descadastra|descadastrem|delete|deletem|desinscreva|risca|risque)"
            "|(?:tire|tira|tirem|remova|remove|removam|retire|retirem|exclua|excluam|apague|apaguem|descadastre"
            "|descadastrem|eliminem|elimine) me|descadastr\\w+|descadast\\w+|desinscrev\\w+|desinscric\\w+"
            "|desinscri\\w+|desassinar|dessubscrev\\w+|anular (?:a )?(?:inscricao|subscricao)|(?:cancel\\w*"
            "|anul\\w*) (?:a |minha |a minha |o |meu |o meu )?(?:inscricao|cadastro|subscricao|registo)"
        ),
        (
            "(?:retiro|revogo|retirar|revogar|cancelo|anulo) (?:o |a |todo |qualquer )?(?:meu |minha"
            " )?(?:consentimento|autorizacao|permissao)|nao (?:autorizo|consinto|autorizei|dou|tem|tens|tem|dei"
            "|permito|têm) (?:mais )?(?:<0-4>)(?:autorizacao|consentimento|permissao|contato|contacto|mensagens"
            "|receber|enviar|enviem|mandem|contactar|contatar|uso|me|sms|msgs?)"
        ),
        (
            "(?:me )?(?:deixa|deixe|deixem|deixa me|deixem me|deixe me|deixar)(?: me| a gente| nos)? (?:em paz"
            "|sossegad\\w+|quiet\\w+|no meu canto|viver)|(?:deixa|deixe|deixem) (?:me |nos )?(?:em paz"
            "|sossegad\\w+)|larga do meu pe|larguem do meu pe|sai do meu pe|me erra|me esquece|me esquecam|me"
            " esqueca|esquecam me|esquece me|larga me|larguem me|me larga|desencosta|vai encher outro"
        ),
        (
            "(?:chega|cansei|cansad\\w+|fart\\w+|de saco cheio|saco cheio|enjoei|basta|nao aguento mais|enchei|ja"
            " chega|harto) (?:de |com |das |dos |dessas |desses |destas |receber |tantas |tanto |essas |voces me"
            " mandando )*(?:<det> )*(?:\\w+ )?(?:<letters>)"
        ),
        (
            "(?:ja|eu|ja te|vos) (?:ja )?(?:disse|falei|pedi|mandei|respondi|escrevi|solicitei|enviei"
            "|cancelei)(?: mil vezes| varias vezes| \\w+ vezes)? (?:<0-3>)(?:stop|sair|parar?|pare\\w*|para nao"
            "|pra nao|cancelar|que nao|me (?:tirar|remover)|para me|pra me|para (?:tirar|remover|cancelar)"
            "|descadastr\\w+)|(?:esquec\\w+|perc\\w+|apag\\w+|delet\\w+|risc\\w+|jog\\w+ fora|elimin\\w+) (?:o"
            " )?(?:meu|este|esse) (?:numero|contato|contacto|telefone|nr)"
        ),
        (
            "nao mais (?:<letters>)|mais nenhuma? <letters>|nem mais uma? <letters>|nao (?:desejo|quero) (?:mais"
            " )?(?:contato|contacto)|nao interessad\\w+ em (?:receber|<letters>)|sem mais <letters>"
        ),
    ),
    loose=(
        (
            "(?:numero errado|pessoa errada|engano) <0-2>(?:<mark> )?(?:<lead> )*(?:apagu\\w+|remov\\w+|exclu\\w+"
            "|delet\\w+)(?: <tail>)* $"
        ),
        (
            "(?:<letters>|interess\\w*|numero|pedi|conheco|perturb\\w+) <0-4><mark> (?:<lead> )*(?:stop|parem"
            "|pare|chega|basta)(?: <tail>)* $"
        ),
        (
            "(?:parem?|para|chega|basta|deixem|deixe|cessem|nao quero|nao desejo|cancelem|cancelar|interrompam"
            "|suspendam) <0-5>(?:mensagens?|msgs?|sms|propagandas?|promocoes|spam|notificacoes|publicidade)"
        ),
        (
            "(?:tire|tira|tirem|tirar|remova|remove|removam|remover|exclua|exclui|excluam|excluir|retire|retira"
            "|retirem|retirar|apague|apaguem|apaga|delete|deletem) <0-4>(?:meu numero|meu contato|o meu numero"
            "|lista|listas|cadastro|meu telefone|base)"
        ),
    ),
    alone=(
        "pare|parem|parar|pare ja|parem ja|pare com isso|parem com isso|para com isso|parem com esta merda|parem"
        " com essa porra|para com essa porra|chega|chega disso|ja chega|basta|ja basta|stop|sair|sai fora|sai"
        " daqui|some|sumam|suma|vai embora|vao embora|desapareca|desaparecam|desaparece|vao se foder|vai se foder"
        "|vai tomar no cu|va se foder|vai a merda|vao a merda|vai pro inferno|vai pastar|me tira|me tira daqui|me"
        " tire daqui|me remove|me remova|me exclui|me exclua|remova|remover|removam|remova meu numero"
        "|descadastrar|descadastro|nunca mais|quero sair|desejo sair|sair da lista|nao incomodar|nao perturbe|nao"
        " me incomode|nao perturbar|nao insista|nao insistam|nao contactar|opt out|me deixa|me deixem|deixa me"
        "|deixem me|desisto parem|acabou|nao enche|nao encham|nao encha|remove meu numero|tirem me daqui|tira me"
        " daqui|descadastra"
    ),
    courtesies="<lead>|<tail>|me|voces|vcs|a mim|com isso|isso",
    grounds=(
        "sem interesse|nao, obrigado",
        (
            "numero errado|(?:e |foi )?engano|enganou se|enganaram se|voce se enganou|(?:esta|estao|vc|voces|vcs"
            "|voce)(?: \\w+)? (?:errad\\w+|enganad\\w+|com o numero errado)|quem (?:e|sao|fala|ta falando|eh)(?:"
            " voce| voces| vc| vcs| isso| este| tu)?"
        ),
        (
            "(?:isso |isto )?(?:e|eh|ta|esta|virou|sao) (?:um |uma |muito |ja )?(?:spam|assedio|abuso|chat\\w+"
            "|golpe|perturbacao|irritante|ridiculo|demais|insuportavel|ilegal|um saco|perseguicao|invasivo|burla)"
            "|spam|golpe|burla|assedio|que (?:saco|chatice|chato|inferno|merda|porra|seca|melga)|porra|caralho"
            "|merda|saco|inferno|puta que pariu|voces sao (?:chatos|insuportaveis|uns chatos)|chatos?|chega"
            "|cansei|to cansad\\w+(?: disso)?|estou (?:fart\\w+|cansad\\w+)(?: disto| disso)?|to de saco cheio"
            "|encheu|ja encheu|ninguem merece"
        ),
        "ultimo aviso|ele (?:morreu|faleceu)|ela (?:morreu|faleceu)|tchau|adeus|procon",
    ),
    stories=(
        "nao",
        (
            "nao (?:tenho|estou|to|tou) interess\\w+(?: <0-3>\\w+)?|nao me interess\\w+(?: <0-3>\\w+)?|nao"
            " preciso(?: <0-2>\\w+)?"
        ),
        (
            "(?:pessoa|contato|contacto|n) errad\\w+|(?:eu )?nao sou (?:a |o )?<0-3>\\w+|(?:nao |n )?(?:te |vos "
            "|os |o |a |lhe )?conheco(?: <0-3>\\w+)?|nao (?:te |vos |o |a |os )?conheco(?: <0-3>\\w+)?|nao sei"
            " quem <0-3>\\w+|esse numero nao e <0-3>\\w+"
        ),
        (
            "(?:eu )?(?:nunca|nao|jamais) (?:me |vos |lhes )?(?:cadastrei|inscrevi|pedi|autorizei|dei|comprei"
            "|solicitei|assinei|quero|uso|moro|tenho|sou|subscrevi|registei|preciso|fiz) ?<0-6>\\w*|ja (?:votei"
            "|doei|comprei|tenho|falei|disse|pedi|mudei|vendi|paguei|cancelei|sou) ?<0-5>\\w*|mudei de <0-2>\\w+"
        ),
        (
            "(?:ou |senao |se nao )?(?:eu )?(?:vou|irei|estou a|vao ser|sera) (?:te |vos |lhes )?(?:denunciar"
            "|processar|bloquear|reportar|no procon|ao procon|chamar|fazer queixa|apresentar) ?<0-4>\\w*|(?:vou"
            " )?(?:denunci\\w+|bloque\\w+|process\\w+) ?<0-3>\\w*|senao <0-5>\\w+|(?:pela |e a )?(?:ultima"
            "|segunda|terceira|milesima|enesima|decima|quarta) vez(?: <0-4>\\w+)?|estou (?:no trabalho"
            "|trabalhando|ocupad\\w+)"
        ),
    ),
    insisting=(
        "(?:por que|porque|pq) (?:voces |vc |vcs )?nao|se nao|nao (?:consigo|sei como|ha como|tem como|encontro"
        " como|da pra|estou conseguindo|consegui)(?: me)?"
    ),
    urging=(
        "quando (?:vao|vai|vcs vao|voces vao)(?: \\w+)?|(?:ja|eu|eu ja) (?:disse|falei|pedi)(?: \\w+)? (?:que"
        "|para|pra)|se (?:puder|puderem|possivel|der)"
    ),
    denial=(
        "(?:nao|nunca|nem|jamais|sem)(?: (?:me|quero|pode|podem|vai|vao|por favor|precisa|se|e|pra|para|nada de"
        "|vou|e para|estou|foi|pedi|queria|mais|eu)){0,4}"
    ),
    telling=(
        "(?:se|quando|ele|ela|eles|disse que|diz|diga|meu (?:marido|pai|filho|irmao|chefe|namorado)|minha"
        " (?:esposa|mae|filha|irma|chefe|mulher)|responder|escrever|palavra|ate que|porque|depois de|antes de"
        "|tenho que|preciso me|fui|medico|sem querer|ensinar|a professora)(?: \\w+){0,2}"
    ),
    narrowing=(
        "(?:antes|depois|ate|as \\d|a noite|de (?:noite|manha|madrugada|tarde)|tao|enquanto|quando|na (?:segunda"
        "|terca|quarta|quinta|sexta)|no (?:sabado|domingo|fim|trabalho|horario|meu trabalho)|hoje|amanha|esta"
        " (?:noite|semana|tarde)|essa semana|durante|se |por enquanto|agora estou|agora que|agora nao|ainda|para"
        " o (?:meu (?:trabalho|marido|antigo|outro)|endereco|antigo|outro|email|numero antigo)|pro (?:meu"
        " (?:trabalho|marido|antigo)|endereco|numero antigo|antigo|outro)|para a (?:minha|morada|casa)|pra minha"
        "|sobre (?:o meu|meu|a minha|minha|o|a) |em (?:ingles|espanhol|ligacao|reuniao|horario)|do (?:pedido"
        "|grupo da (?:escola|familia)|carrinho|produto|hotel|voo)|da (?:consulta|academia|escola|fila|lista de"
        " (?:espera|convidados|presenca|compras|casamento)|festa|compra|reserva)|o (?:pedido|codigo|boleto|link"
        "|produto|ingresso)|a (?:consulta|encomenda|compra|nota|reserva|fatura)|cedo|tarde|nos fins|aos"
        " (?:domingos|sabados)|todo dia|toda hora|muito|por (?:engano|email|e mail|whatsapp)|errad\\w+|mas|fora"
        " do) ?"
    ),
    wanting=(
        "(?:novo|outro|meu novo) (?:numero|telefone|celular|contato|contacto|telemovel|endereco)|pro novo|para o"
        " novo|em vez|ao inves|prefiro (?:por|que|email|whatsapp|ligacao)|era brincadeira|brincadeira|brinks|to"
        " brincando|zoeira|to zoando|estou a brincar|adoro (?:as|essas|estas|receber|suas)|gosto (?:das|dessas|de"
        " receber)|continuem|continua mandando|exceto|menos as|so (?:mande|me mande|quero|ligue|envie|liguem)|mas"
        " (?:mande|mandem|pode|continue|quero|envie|enviem|liguem)|<mark> mas me|(?:<mark>|so|mas|por favor"
        "|entao) (?:me liga|me ligue|liguem me)|por engano|sem querer|foi mal|quero voltar|me recadastr\\w+|por"
        " email|por e mail|pelo whatsapp"
    ),
    doubts={
        ("wrong_number"): (
            (
                "(?:numero|telefone) errado|(?:pessoa|contato|contacto) errad\\w+|^ (?:<lead> )*(?:e |foi"
                " )?engano(?: <tail>)* $|(?:voce|vc|voces|vcs) (?:se )?engan\\w+|enganou se|enganaram se|(?:esta"
                "|estao|ta|tao) (?:enganad\\w+|com o numero errado|falando com a pessoa errada)|(?:este|esse)"
                " (?:numero|telefone|contato) (?:ja )?nao (?:e|pertence)|nao (?:mora|trabalha|vive) (?:mais"
                " )?aqui|aqui nao (?:tem|mora|ha)|nao conheco (?:nenhum\\w*|ninguem|essa|esse) ?\\w*|numero"
                " trocado|numero mudou|nao conheco (?:voces|vcs|esse|essa|este|esta|nenhum)|troquei de numero|nao"
                " e (?:mais )?(?:o numero|dele|dela)"
            ),
        ),
        ("deceased"): (
            (
                "(?:faleceu|falecid\\w+|morreu|esta mort\\w+|obito|nos deixou|partiu desta|nao esta mais entre"
                " nos|ja partiu)"
            ),
        ),
        ("who_is_this"): (
            (
                "^ (?:<lead> )*(?:mas )?(?:quem|qm|com quem) (?:e|eh|sao|fala|ta falando|falo|es|esta|que e"
                "|ta)(?: (?:voce|voces|vc|vcs|isso|este|tu|esse|ai|falando|estou|a falar|que))* ?(?:<tail> )*$"
                "|(?:como|onde|de onde) (?:voces |voce |vc |vcs )?(?:conseguiu|conseguiram|arrumou|arrumaram"
                "|obtiveram|tem|têm|tiraram|arranjaram|pegou|pegaram) (?:o )?(?:meu|esse) (?:numero|contato"
                "|contacto|telefone)|quem (?:deu|passou|te deu|vos deu|lhes deu) (?:o )?meu (?:numero|contato"
                "|contacto)|(?:por que|porque|pq) (?:estou recebendo|recebo|voces me|vcs me|voce me|me mandam)"
                "|quem e que|quem (?:mandou|ta mandando|esta mandando|manda)|nao sei quem (?:e|sao|eh|es)"
            ),
        ),
        ("complaint"): (
            (
                "(?:isso |isto )?(?:e|eh) (?:um |uma |muito )?(?:fraude|spam|assedio|abuso|golpe|burla"
                "|perturbacao|perseguicao)|vou (?:te |vos )?(?:denunciar|processar|bloquear|reportar|no procon|ao"
                " procon|fazer queixa)|procon|^ (?:<lead> )*(?:spam|golpe|burla|bloquead\\w+|denunciad\\w+|que"
                " saco|que chatice|chega)(?: <tail>)* $|nao (?:me )?lembro de (?:ter )?(?:me )?(?:cadastr|inscr"
                "|autoriz)\\w+|(?:nunca|nao|jamais) (?:me |vos )?(?:cadastrei|inscrevi|autorizei|solicitei"
                "|assinei|subscrevi|registei|pedi (?:isso|isto|para receber|essas))|(?:cansei|de saco cheio|estou"
                " fart\\w+|to cansad\\w+) (?:de|disso|disto|com)|vou bloquear|bloqueei"
            ),
        ),
        ("less"): (
            (
                "so (?:me )?(?:mande|mandem|envie|enviem|contate|escreva)|(?:demasiad\\w+|muitas?|tantas?|menos)"
                " (?:<letters>)|(?:<letters>) demais|menos frequencia|mand\\w+ menos"
            ),
        ),
        ("unsure"): (
            (
                "(?:descadastrei|desinscrevi) <0-1>(?:sem querer|por engano)|^ (?:<lead> )*(?:nao mais|mais nao"
                "|nao quero mais|nao quero|nao quero nada|nao quero mais nada|quero cancelar|desejo cancelar"
                "|cancelar|cancela|cancelem|cancela tudo|cancelar tudo|quero parar|pode cancelar|podem"
                " cancelar)(?: <tail>)* $|descadastr\\w*|desinscr\\w*|(?:cancel|anul|encerr)\\w+ (?:<det> |minha "
                "|meu |a |o )*(?:assinatura|inscricao|cadastro|conta|servico|plano|contrato|subscricao)|^"
                " (?:<lead> )*(?:parem?|parar|chega|stop|basta|cancelar|cancela|cancele|sair|remover)(?: tudo|"
                " isso| ja| agora)?(?: <tail>)* $|(?:para|pare|parem) (?:<0-2>)(?:de|com) (?:me )?(?:<write>)|nao"
                " (?:me )?(?:<imp>)|nao (?:quero|desejo) (?:<0-2>)(?:<letters>|receber|contat\\w+|contact\\w+)"
                "|(?:sem|nao (?:tenho|estou)) interess\\w+(?: <0-2>\\w+)? $|nao me interess\\w+(?: isso| nada)? $"
                "|me (?:deixa|deixe|deixem) |me (?:tire|tira|remova|remove|retire|exclua|apague)|(?:exclu|apag"
                "|delet|remov)\\w+ (?:meus dados|minha conta|minhas informacoes|me|meu)|nao (?:me )?(?:ligue"
                "|liguem)|sem (?:mais )?<letters>"
            ),
        ),
    },
)
