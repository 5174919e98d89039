"""Portuguese: SAIR, PARAR, PARE and CANCELAR are what senders in Brazil offer; common usage."""

from typing import Final

from opt_outs.domain.classifier.classification import Language
from opt_outs.domain.classifier.language_pack import LanguagePack, alternatives, listed

_MESSAGES: Final = (
    "mensagens|mensagem|msgs|msg|sms|textos|torpedos|torpedo|alertas|notificacoes|avisos|promocoes|"
    "propaganda|propagandas|ofertas|spam|lembretes|publicidade|coisas|anuncios|mensagens_de_texto"
)
_SOME: Final = (
    "mais|essas|esses|estas|estes|as|os|suas|seus|de|a|o|essa|tantas|nenhuma|mais_de|tais|quaisquer"
)
_LIST: Final = "lista|listas|cadastro|base|sistema|registro|registros|contatos|contactos"
_OF_LIST: Final = "sua|suas|seu|seus|a|o|essa|esta|esse|este|todas|tua|vossa|de|lista_de"
_STOP_IT: Final = "pare|parem|para|parar|parai|deixe|deixem|deixar|chega|cessem|cesse"
_SENDING: Final = (
    "enviar|mandar|manda|escrever|contatar|contactar|incomodar|perturbar|encher|spammar|enviando|"
    "mandando|mandarem|enviarem|chatear|importunar"
)
_SEND: Final = "mande|mandem|manda|mandar|envie|enviem|envia|enviar|mandarem|enviarem"
_WRITE: Final = (
    "escreva|escrevam|escreve|escrever|contate|contatem|contacte|contactem|incomode|incomodem|"
    "perturbe|perturbem|perturbar|incomodar|contatar"
)

PACK: Final = LanguagePack(
    language=Language.PORTUGUESE,
    firm=listed("""
        sair; parar; pare; parem; descadastrar; descadastre; remover; desinscrever; cancelar
        inscricao; cancelar envio; sair da lista; me descadastre; me remova; me remove; me tire da
        lista; cancelar sms
    """),
    whole=listed("cancelar"),
    unsure=listed("""
        cancele; cancela; para; fim; excluir; encerrar; chega; nao quero mais; nao perturbe; sair
        do grupo
    """),
    misspelt=listed("descadast*; descadrast*; desinscr*; saiir; parrar"),
    opt_in=listed("iniciar; comecar; inscrever"),
    help=listed("ajuda; ajude me; me ajuda"),
    affirmative=listed("sim"),
    courtesies=listed("""
        por_favor; pf; pfv; pfvr; por_gentileza; muito_obrigado; muito_obrigada; obrigado;
        obrigada; agora; ja; ola; oi; bom_dia; boa_tarde; boa_noite; ok; favor; imediatamente;
        gentileza
    """),
    objects=listed("""
        tudo; isso; com; mensagens; mensagem; sms; as; os; essas; de; da; lista; quero; promocoes;
        propaganda; enviar; mandar; sim; a; mais
    """),
    tails=alternatives("""
        por_favor|pf|pfv|pfvr|por_gentileza|obrigado|obrigada|ja|nunca_mais|nunca|agora|mais|ok|
        imediatamente|pra_sempre|para_sempre|por_sms
    """),
    phrases={
        "stop_sending": listed(f"""
            {_STOP_IT} de me|nos? {_SENDING} me|nos? {_SOME}? {_SOME}? {_MESSAGES};
            {_STOP_IT} de me|nos? {_SENDING} me|nos? .;
            {_STOP_IT} com {_SOME} {_SOME}? {_MESSAGES};
            {_STOP_IT} de {_MESSAGES};
            chega de {_SOME}? {_MESSAGES};
            {_STOP_IT} de receber {_SOME}? {_SOME}? {_MESSAGES};
            suspenda|suspendam|cancele|cancelem|cancelar|cancela {_SOME}? {_SOME}? envio|envios|
              recebimento? de|das|dos? {_MESSAGES}
        """),
        "do_not_send": listed(f"""
            nao|nunca|nunca_mais me|nos {_SEND} {_SOME}? {_SOME}? {_MESSAGES};
            nao|nunca|nunca_mais me|nos {_WRITE} mais|nunca_mais|nunca|.;
            nao|nunca|nunca_mais me|nos {_SEND} mais|nada|nunca_mais|nunca .;
            nao|nunca me|nos {_SEND} mais nada|{_MESSAGES};
            nao|nunca mais? {_SEND} mais? {_MESSAGES}|nada;
            nao|nunca mais? {_SEND}|{_WRITE} mais .;
            nao|nunca mais? me|nos {_SEND}|{_WRITE} .
        """),
        "not_wanted": listed(f"""
            nao quero|desejo|queremos mais? nada de_voces|de_voce|de_vcs;
            nao quero|desejo|queremos mais? estar na|em {_OF_LIST}? {_LIST};
            nao quero|desejo|queremos|gostaria|preciso mais? de? receber|recebendo mais? {_SOME}?
              {_SOME}? {_MESSAGES}|nada;
            nao quero|desejo|queremos|gostaria mais? de? receber mais .;
            gostaria|prefiro|quero de? nao receber mais? {_SOME}? {_MESSAGES};
            nao quero|desejo|queremos mais? {_SOME}? {_SOME}? {_MESSAGES};
            nao quero|desejo mais? que_me mandem|enviem {_SOME}? {_SOME}? {_MESSAGES}|nada|.;
            nao quero|desejo mais? ser contatado|contatada|incomodado|incomodada|contactado .;
            nao quero|desejo mais? que_me escrevam|incomodem .;
            nao tenho mais? interesse em receber {_SOME}? {_SOME}? {_MESSAGES};
            nao autorizo|aceito mais? o? envio|recebimento de {_MESSAGES};
            revogo|retiro meu|minha|o|a? consentimento|autorizacao
        """),
        "remove_from_list": listed(f"""
            tira|tire|tirem|remova|removam|remove|remover|exclua|excluam|exclui|excluir|apague|
              apaguem|apaga|retirar|tirar|retire|retirem|retira|risque|delete|deletem
              me|meu|este|esse|o|os|meus?
              numero|nome|contato|dados|telefone|celular? da|do|dessa|desta|desse|deste|de|das
              {_OF_LIST}? {_OF_LIST}? {_LIST};
            me tirar|remover|excluir da|do|dessa|desta|das {_OF_LIST}? {_LIST};
            remova|removam|remove|remover|exclua|excluam|exclui|excluir|apague|apaguem|apaga|
              apagar|retire|retirem|delete|deletem|esqueca|esquecam|tira|tire|tirem meu|este|esse|
              o_meu|meus numero|contato|telefone|cadastro|dados dai|daqui|.;
            me tira|tire|tirem|remova|removam|remove|exclua|exclui|retire|apaga|apague dai|daqui|
              disso|.;
            me tira|tire|tirem|remova|removam|remove|exclua|exclui|retire|apaga|apague dessa|desta|
              da|do|desse|das {_OF_LIST}? {_LIST};
            quero|queria|gostaria|preciso|desejo de? sair|ser_removido|ser_removida|ser_excluido|
              ser_retirado|ser_excluida da|do|dessa|desta|desse|deste|das {_OF_LIST}? {_LIST};
            quero|queria|gostaria|preciso|desejo de? sair|ser_removido|ser_removida|ser_excluido|
              ser_retirado|ser_excluida disso|daqui|.
        """),
        "unsubscribe": listed(f"""
            solicito|peco|quero|desejo minha|meu|a|o? remocao|descadastro|exclusao .;
            solicito|peco|quero|desejo minha|meu|a|o? remocao|descadastro|exclusao da|do|dessa
              {_OF_LIST}? {_LIST};
            descadastr* me|meu|este|por_favor|. numero? .;
            quero|queria|gostaria|preciso|desejo|como me? de? me? descadastrar|desinscrever|
              cancelar_a_inscricao|cancelar_minha_inscricao|cancelar_o_recebimento .;
            cancele|cancelem|cancela|cancelar minha|a inscricao .;
            cancele|cancelem|cancela|cancelar minha|a inscricao|assinatura de|do|das|dos|nos|em|no?
              sms|mensagens|torpedos|lista;
            quero|queria|gostaria|desejo de? cancelar|parar|suspender {_SOME}? {_SOME}? {_MESSAGES};
            quero|queria|gostaria|desejo de? descadastrar|cancelar meu numero .;
            me descadastr*|desinscrev* .;
            me descadastr*|desinscrev* da|do|dessa|desta|das|dos {_OF_LIST}? {_LIST}|{_MESSAGES}
        """),
        "leave_alone": listed("""
            me deixe|deixa|deixem em paz;
            deixe|deixa|deixem me em paz;
            me? deixe|deixa|deixem quieto|quieta
        """),
        "please_stop": listed("""
            pare|parem|stop|chega por_favor|pfv|pf|por_gentileza .;
            por_favor|pfv|favor pare|parem|parar|chega|stop .
        """),
    },
    linking=listed("""
        eu; quero; queria; gostaria; preciso; peco; exijo; solicito; desejo; de; que; voces; voce;
        vcs; vc; ja; disse; falei; pedi; para; pra; pode; podem; poderia; poderiam; por; favor; me;
        iria; vou; ia; querer; pedindo; dizendo; estou; to; tenho; so; tambem; a; o; ser; faz;
        fazer;
        gentileza; dizer; se; te; lhes; acho; mais; pediu; precisa; precisam
    """),
    guards=listed("""
        nao|nunca|jamais|sem|nem|ninguem|tampouco; porque|por_que|como|quem|onde|quando|qual;
        ele|ela|eles|elas|meu|minha|tem|recebi|chegou|recebo|parou|pararam|disseram|um|uma|na|no|
          seu;
        eu vou; pena|triste|odiaria; sera
    """),
    conditions=listed("""
        se|quando|enquanto|ate|antes|depois|exceto|menos|so|somente|apenas|a_noite|de_noite
    """),
    denials=listed("nunca|jamais|ninguem|nenhum|nenhuma|nem|tampouco"),
    polite=listed("""
        pode|podem|poderia|poderiam|por_favor|pfv|pf|favor|por_gentileza
    """),
    adjuncts=listed(f"""
        para|pra|no|pro|neste|nesse este|esse|meu|o? numero|telefone|celular;
        de|das|dos|da|do {_SOME}?
        {_SOME}? {_MESSAGES}; da|do|das|dessa|desta {_OF_LIST}? {_LIST}; de voces|voce|vcs; dessa|
        desta|da|sua|desse empresa|loja; por mensagem|sms|texto|aqui; para|pra mim|ca; em paz;
        pelo|por amor de deus; de? texto; e? nao me? liguem|incomodem mais?;
        gente|senhores|seus idiotas
    """),
    openers=listed("""
        eu; nao; ja; isso; esse numero nao; este numero nao; sou; porque; quem; numero
        errado; estou; pode; podem; poderia; poderiam; ou vou; e nao; e apaguem; nem; e
        engano; quero; queria; gostaria; preciso; peco; voces; voce; vcs; pare; parem
    """),
    respelt={},
    retractions=listed("""
        usem|use|manda|mandem o|este|esse|meu|no outro|novo; kkk*; haha*; brincadeira;
        mas_continue; foi_engano; rsrs*
    """),
    reasons=listed("""
        nao sou; nao e o|meu|este numero; processar; advogado; procon; denunciar; cansei|cansado|
        cansada de; quem e
    """),
    doubtful=listed("""
        numero|pessoa errado|errada; foi engano; nao tenho|me? interesse|interessa; spam; assedio;
        lgpd; nunca me? cadastr*|inscrev*|pedi|autorizei|solicitei; nao autoriz*; parar de receber;
        sair de|do|dessa|desta grupo|lista; nao me mand*|envi* mais|mensagem|mensagens; continuam|
        continua mandando|enviando; descadastr*
    """),
    threats=listed("se voces|voce? nao pararem|parar|param"),
    footers=listed("""
        responda|envie|digite|mande|responder com|a_palavra? sair|parar|pare|stop|cancelar|remover
        para|p|pra ...; para cancelar|sair|parar|nao_receber ... responda|envie|digite ... sair|
        stop|pare|parar|cancelar; sair|pare|stop para sair|cancelar|parar
    """),
    harmless=listed(f"""
        nao|nunca mais? estou|to|tenho|estamos? recebo|recebi|recebendo|recebemos|recebido|chegam|
          chega|chegou|chegaram|vem mais? {_SOME}? {_SOME}? {_MESSAGES}?; nao me? tirem|tire|tira|
          remova|removam|exclua|excluam|descadastrem|descadastre; nao quero|queria que parem|pare|
          deixem; voces|voce|vcs nao me mandaram|mandam|enviam|enviaram;
        nao|nunca|sem|nem pare|para|parem|parar|pares|paro|deixe|deixa|deixem nao?; vou|vai|vamos|
        posso|pode|ao|de|pra|para|preciso|quero|acabei_de|hora_de|consegui|conseguir|tenho_que sair
        mais|hoje|cedo|de|do|com|agora|as|a|para|pra|no|na|amanha|depois|daqui|logo; parada; sem
        parar; parar no|na|em|para|pra|num|numa|o|as; pare|pode_parar no|na|em|en|num|numa|o;
        fim de|do|da; para de chover|chorar|latir|
        rir|funcionar|beber|fumar
    """),
    alarming=listed("""
        descadastr*; parem; sair_da_lista; pare; sair_desta_lista; sair_dessa_lista; inscricao;
        desinscrev*
    """),
)
