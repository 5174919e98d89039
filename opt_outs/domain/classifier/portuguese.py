"""Portuguese: SAIR, PARAR, PARE and CANCELAR are what senders in Brazil offer; common usage."""

from typing import Final

from opt_outs.domain.classifier.classification import Language
from opt_outs.domain.classifier.language_pack import LanguagePack, alternatives, listed

_MESSAGES: Final = (
    "mensagens|mensagem|msgs|msg|sms|textos|torpedos|torpedo|alertas|notificacoes|avisos|promocoes|"
    "propaganda|propagandas|ofertas|spam|lembretes|publicidade|nada|coisas|anuncios"
)
_SOME: Final = (
    "mais|essas|esses|estas|estes|as|os|suas|seus|de|a|o|essa|tantas|nenhuma|mais_de|tais"
)
_LIST: Final = "lista|listas|cadastro|base|sistema|registro|registros|contatos|contactos|grupo"
_STOP_IT: Final = "pare|parem|para|parar|parai|deixe|deixem|deixar|chega|cessem|cesse"
_SENDING: Final = (
    "enviar|mandar|escrever|contatar|contactar|incomodar|perturbar|encher|spammar|enviando|"
    "mandando|mandarem|enviarem|chatear|importunar"
)
_SEND: Final = (
    "mande|mandem|manda|mandar|envie|enviem|envia|enviar|escreva|escrevam|escreve|escrever|"
    "contate|contatem|contacte|contactem|incomode|incomodem|perturbe|perturbem"
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
        por_favor|pf|pfv|pfvr|por_gentileza|obrigado|obrigada|ja|nunca_mais|nunca|agora|mais|eu|ok|
        imediatamente
    """),
    phrases={
        "stop_sending": listed(f"""
            {_STOP_IT} de me|nos? {_SENDING} me|nos? {_SOME}? {_SOME}? {_MESSAGES}?;
            {_STOP_IT} com {_SOME} {_SOME}? {_MESSAGES};
            {_STOP_IT} de {_MESSAGES};
            chega de {_SOME}? {_MESSAGES};
            {_STOP_IT} de receber {_SOME}? {_SOME}? {_MESSAGES};
            suspenda|suspendam|cancele|cancelem|cancelar|cancela {_SOME}? {_SOME}? envio|envios|
              recebimento? de|das|dos? {_MESSAGES}
        """),
        "do_not_send": listed(f"""
            nao|nunca|nunca_mais me|nos {_SEND} {_SOME}? {_SOME}? {_MESSAGES};
            nao|nunca me|nos escreva|escrevam|escrever|contate|contatem|contacte|contactem|
              incomode|incomodem|perturbe|perturbem mais|nunca_mais|nunca;
            nao|nunca|nunca_mais me|nos {_SEND} mais|nada|nunca_mais|nunca .;
            nao|nunca me|nos {_SEND} mais nada|{_MESSAGES};
            nao|nunca {_SEND} mais {_MESSAGES}?;
            nao|nunca mais? me|nos {_SEND} .;
            nao me ligue|ligar|liguem mais nem? ...
        """),
        "not_wanted": listed(f"""
            nao quero|desejo|queremos|gostaria|preciso mais? de? receber|recebendo ...;
            nao quero|desejo|queremos mais? {_SOME}? {_SOME}? mensagens|mensagem|msgs|msg|sms|
              torpedos|propaganda|propagandas|promocoes|notificacoes|spam|anuncios;
            nao quero|desejo mais? que_me|ser mandem|enviem|contatado|contatada|incomodado|
              incomodada|escrevam|contactado;
            nao quero|desejo mais nada|isso|. .;
            nao tenho mais? interesse em receber;
            revogo|retiro meu|o? consentimento|autorizacao
        """),
        "remove_from_list": listed(f"""
            tira|tire|tirem|remova|removam|remove|remover|exclua|excluam|exclui|excluir|apague|
              apaguem|apaga|retire|retirem|retira|risque|delete|deletem me|meu|este|esse|o|os|meus?
              numero|nome|contato|dados|telefone|celular? da|do|dessa|desta|desse|deste|de ...
              {_LIST};
            remova|removam|remove|exclua|excluam|exclui|apague|apaguem|apaga|retire|retirem|delete|
              deletem|esqueca|esquecam|tira|tire meu|este|esse|o_meu numero|contato|telefone|
              cadastro;
            me tira|tire|tirem|remova|removam|remove|exclua|exclui|retire|apaga|apague dai|daqui|
              disso|dessa|desta|da|desse|do|. ...;
            quero|queria|gostaria|preciso|desejo de? sair|ser_removido|ser_removida|ser_excluido|
              ser_retirado|ser_excluida da|do|dessa|desta|desse|deste|disso ... {_LIST}?
        """),
        "unsubscribe": listed(f"""
            descadastr* me|meu|este|por_favor|.;
            quero|queria|gostaria|preciso|desejo|como me? de? me? descadastrar|desinscrever|
              cancelar_a_inscricao|cancelar_minha_inscricao|cancelar_o_recebimento;
            cancele|cancelem|cancela|cancelar minha|a inscricao|assinatura de|do|das|dos|nos|em|no?
              sms|mensagens|torpedos|lista;
            quero|queria|gostaria|desejo de? cancelar|parar {_SOME}? {_SOME}? {_MESSAGES};
            me descadastr*|desinscrev*
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
    lead_ins=listed("""
        quero|queria|gostaria|preciso|peco|exijo|solicito|desejo de? que? voces|voce?; ja disse|
        falei|pedi para|pra|que?; pode|podem|poderia|poderiam por_favor?; favor|por_favor; eu
    """),
    guards=listed("""
        nao|nunca|jamais|sem|nem; se|quando|porque|por_que|ate|como|quem|ele|ela|eles|elas|meu|
        minha|disse|tem|tenho|recebi|chegou|para_ele ...
    """),
    hedges=listed("""
        ate|antes|depois|quando|enquanto|se|tao|tanto|tantas|mas|por_enquanto|hoje|amanha|exceto|
        so|somente|no_trabalho|de_noite|a_noite|ainda|tarde|aos_domingos|em_ingles|para_ele|
        para_ela|pro|pra
    """),
    retractions=listed("kkk*; haha*; brincadeira; mas_continue; foi_engano; rsrs*"),
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
    harmless=listed("""
        nao|nunca|sem|nem pare|para|parem|parar|pares|paro|deixe|deixa|deixem nao?; vou|vai|vamos|
        posso|pode|ao|de|pra|para|preciso|quero|acabei_de|hora_de|consegui|conseguir|tenho_que sair
        mais|hoje|cedo|de|do|com|agora|as|a|para|pra|no|na|amanha|depois|daqui|logo; parada; sem
        parar; parar no|na|em|para|pra|num|numa|o|as; fim de|do|da; para de chover|chorar|latir|
        rir|funcionar|beber|fumar
    """),
    alarming=listed("""
        descadastr*; parem; sair_da_lista; pare; sair_desta_lista; sair_dessa_lista; inscricao;
        desinscrev*
    """),
)
