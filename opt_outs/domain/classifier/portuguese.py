"""Portuguese: SAIR, PARAR, PARE and CANCELAR are what senders in Brazil offer; common usage."""

from typing import Final

from opt_outs.domain.classifier.classification import Language
from opt_outs.domain.classifier.language_pack import (
    LanguagePack,
    Role,
    alternatives,
    listed,
    respellings,
)

_MESSAGES: Final = (
    "mensagens|mensagem|msgs|msg|sms|textos|torpedos|torpedo|alertas|notificacoes|avisos|"
    "promocoes|"
    "propaganda|propagandas|ofertas|spam|lembretes|publicidade|coisas|anuncios|mensagens_de_texto|"
    "mensagenzinhas|mensagem_de_texto|comunicados|comunicacoes|promocao|notificacao|alerta|aviso|"
    "anuncio|informacoes|marketing|texto|disparos"
)
_SOME: Final = (
    "mais|essas|esses|estas|estes|as|os|suas|seus|de|a|o|essa|tantas|nenhuma|mais_de|tais|"
    "quaisquer|"
    "esse|sua|seu|nenhum|tanta|tanto|malditas|malditos|outra|outras|vossas|vossos|tuas|teus|novas|"
    "qualquer|tipo_de|desse_tipo_de|nem_uma|nem_mais_uma|uma|da|das|do|dos|dessas|dessa|desses"
)
_LIST: Final = (
    "lista|listas|cadastro|base|sistema|registro|registros|contatos|contactos|agenda|"
    "banco_de_dados|"
    "base_de_dados|lista_de_contatos|lista_de_transmissao|lista_de_envio|lista_de_envios|"
    "cadastros|"
    "lista_de_sms|lista_de_mensagens|lista_de_contactos|mailing|lista_de_clientes|arquivo|arquivos"
)
_OF_LIST: Final = (
    "sua|suas|seu|seus|a|o|essa|esta|esse|este|todas|tua|vossa|de|lista_de|teu|"
    "vossas|nossa|maldita|todos"
)
_STOP_IT: Final = (
    "pare|parem|para|parar|parai|deixe|deixem|deixar|chega|cessem|cesse|pares|evite|evitem|evitar|"
    "deixa|basta|pode_parar|podem_parar|parem_ja|para_ja|pare_ja|parou|cessar"
)
_SENDING: Final = (
    "enviar|mandar|manda|escrever|contatar|contactar|incomodar|perturbar|encher|spammar|enviando|"
    "mandando|mandarem|enviarem|chatear|importunar|encher_o_saco|encher_meu_saco|perturba|"
    "incomoda|contactando|escrevendo|perturbando|incomodando|bombardear|mensagear|aporrinhar|"
    "torrar|"
    "lotar|entupir|contatando|encaminhar|disparar|atormentar|amolar|escreverem|contatarem|assediar"
)
_SEND: Final = (
    "mande|mandem|manda|mandar|envie|enviem|envia|enviar|mandarem|enviarem|encaminhem|encaminhe|"
    "mandes|envies|fiquem_mandando|fique_mandando|fica_mandando|fiquem_enviando|encham|"
    "continuem_mandando|"
    "continuem_enviando|disparem|remetam|envieis"
)
_WRITE: Final = (
    "escreva|escrevam|escreve|escrever|contate|contatem|contacte|contactem|incomode|incomodem|"
    "perturbe|perturbem|perturbar|incomodar|contatar|encham|encha|incomoda|perturba|contata|"
    "contactar|contacta|importunem|importune|chateiem|chateie|escrevas|contactes|procurem|procure|"
    "mandem_mensagem|mande_mensagem|manda_mensagem|aborrecam"
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
            {_STOP_IT} de|com? ficar|estar? me|nos? {_SENDING} me|nos? {_SOME}? {_SOME}?
            {_MESSAGES}|.;
            {_STOP_IT} de|com? me|nos? {_SENDING} com|de {_SOME}? {_SOME}? {_MESSAGES};
            {_STOP_IT} de|com? me|nos? {_SENDING} pra|para|pro|nesse|neste|no|a mim|ca|aqui|
            este|esse|
              meu|o|numero numero|celular|telefone? .;
            {_STOP_IT} de usar o? meu|este|esse numero|contato;
            {_STOP_IT} com {_MESSAGES};
            {_STOP_IT} {_SOME} {_SOME}? {_MESSAGES};
            {_STOP_IT} de {_SOME} {_SOME}? {_MESSAGES};
            cansei|cansado|cansada|farto|farta|cheio|cheia de|d|dessas|dessa|desse|desses
            {_SOME}? {_SOME}?
              {_MESSAGES} , pare|parem|para|chega|stop|sair .;
            que|pra|para voces|voce? parem|pare|parar de me|nos? {_SENDING} {_SOME}? {_SOME}?
              {_MESSAGES}|.;
            nao continue|continuem|fique|fiquem|fica me? mandando|enviando|escrevendo|perturbando
              {_SOME}? {_SOME}? {_MESSAGES}|.;
            interrompam|interrompa|encerrem|encerre|encerrar|interromper|suspender|finalizem|
            bloqueiem|
              desativem|desative|desativar|desliguem|cortem {_SOME} {_SOME}? envio|envios|
              {_MESSAGES} de?
              {_MESSAGES}?;
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
            nao|nunca mais? me|nos {_SEND}|{_WRITE} .;
            nao|nunca|jamais mais? me|nos? {_SEND}|{_WRITE} mais? pra|para|pro|neste|nesse|a
            mim|ca|
              aqui|meu|este|esse numero|celular? mais? .;
            nao|nunca mais? me|nos? {_SEND} mais? me|nos? {_SOME}? {_SOME}? {_MESSAGES};
            nao|nunca precisa|precisam|e_pra|e_para|quero_que|quero_mais_que|desejo_que|
            autorizo_que|
              permito_que|aceito_que mais? me|nos? {_SEND}|{_WRITE} mais? {_SOME}? {_SOME}?
              {_MESSAGES}|nada|. mais? .;
            que|pra|para nao me|nos? {_SEND}|{_WRITE} mais? {_SOME}? {_SOME}? {_MESSAGES}|nada|.
            mais? .;
            nao|nunca voltem|volte|volta a me? {_SENDING}|{_WRITE}|{_SEND} me? {_SOME}?
            {_MESSAGES}|.;
            nao|nunca usem|use mais? o? meu|este|esse numero|contato mais? .;
            nao|nunca mais? me? mande|mandem|envie|enviem nem|nenhuma|nenhum|mais_nenhuma|
            mais_nenhum
              uma? {_SOME}? {_MESSAGES};
            nenhuma|nem_uma mensagem|sms mais|a_mais .;
            sem mais {_MESSAGES} .
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
            revogo|retiro|cancelo meu|minha|o|a? consentimento|autorizacao|permissao|inscricao;
            nao tem|tenho|teem|possuem|possui mais? minha|meu|a|o autorizacao|permissao|
            consentimento
              de|para|pra|. me? {_SENDING}|{_WRITE}|. {_SOME}? {_MESSAGES}?;
            nao quero|desejo|queremos mais? que voces|voce? me|nos {_SEND}|{_WRITE}|contatem|
            procurem mais?
              {_SOME}? {_SOME}? {_MESSAGES}|nada|.;
            nao quero|desejo|queremos|gostaria|quis mais? de? ser|ficar contatado|contatada|
            incomodado|
              incomodada|contactado|perturbado|perturbada|recebendo mais? por? {_SOME}?
              {_MESSAGES}|.;
            nao quero|desejo|queremos mais? saber|ouvir de|falar|mais voces|voce|nada|de_voces|
            vcs .;
            nao quero|desejo|queremos mais? fazer_parte|participar|ficar|continuar|estar|constar
              mais? da|na|nessa|dessa|nesta|desta {_OF_LIST}? {_LIST};
            prefiro|gostaria|quero|queria|desejo|peco|solicito de|para|pra? nao|parar ser|mais|de?
              mais? contatado|contatada|receber|incomodado|incomodada mais? {_SOME}? {_SOME}?
              {_MESSAGES}|.;
            nao autorizo|aceito|permito|consinto|concordo mais? em|com|o|a|que? uso|envio|
            recebimento|
              receber|essas|contato? do|de|deste|desse? meu_numero|numero|{_SOME}? {_MESSAGES};
            nao tenho mais? interesse em|nas|nos|por|de receber? {_SOME}? {_SOME}? {_MESSAGES};
            dispenso {_SOME} {_SOME}? {_MESSAGES}
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
              ser_retirado|ser_excluida disso|daqui|.;
            tira|tire|tirem|remova|removam|remove|remover|exclua|excluam|exclui|excluir|apague|
            apaguem|
              apaga|retirar|tirar|retire|retirem|retira|risque|delete|deletem|deleta|apagar|
              deletar|
              bloqueie|bloqueiem|descadastre|descadastrem|elimine|eliminem|limpem|cancelem|cancele|
              tirarem|removerem|retirarem|excluirem|apagarem
              me|meu|este|esse|o_meu|os_meus|meus|o_numero|minha? numero|nome|contato|dados|
              telefone|
              celular|num|cadastro|inscricao? da|do|dessa|desta|desse|deste|de|das|daqui|dai|disso
              {_OF_LIST}? {_OF_LIST}? {_LIST};
            remova|removam|remove|remover|exclua|excluam|exclui|excluir|apague|apaguem|apaga|
            apagar|
              retire|retirem|retirar|delete|deletem|deleta|deletar|esqueca|esquecam|esquece|
              tira|tire|
              tirem|tirar|bloqueie|bloqueiem|perca|percam|elimine|eliminem|descadastre|
              descadastrem|
              descadastrar meu|este|esse|o_meu|meus|o numero|contato|telefone|cadastro|dados|
              celular|
              nome|num dai|daqui|disso|.;
            me tirar|tirarem|remover|removerem|excluir|excluirem|retirar|apagar|descadastrar
            dai|daqui|
              disso|da_lista|dessa_lista|.;
            me tira|tire|tirem|remova|removam|remove|exclua|excluam|exclui|retire|retirem|apaga|
            apague|
              apaguem|delete|deleta|deletem|elimine|eliminem|saca|tirar|remover|excluir|retirar
              dai|daqui|disso|.|dessa|desta|da|do|desse|das|deste|de {_OF_LIST}? {_OF_LIST}?
              {_LIST}|.;
            tirem|tira|tire|removam|remova|excluam|exclua|retirem me|eu|a_mim dai|daqui|disso|.;
            quero|queria|gostaria|preciso|desejo|posso|pode|podem|poderia|poderiam de|que? sair|
              ser_removido|ser_removida|ser_excluido|ser_excluida|ser_retirado|ser_retirada|
              me_tirar|
              me_remover|me_excluir|me_retirar|meu_numero_removido|me_tirem|me_removam|me_excluam
              da|do|dessa|desta|desse|deste|das {_OF_LIST}? {_LIST}|grupo_de_mensagens
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
            quero|queria|gostaria|desejo de? cancelar|parar|suspender {_SOME}? {_SOME}?
            {_MESSAGES};
            quero|queria|gostaria|desejo de? descadastrar|cancelar meu numero .;
            me descadastr*|desinscrev* .;
            me descadastr*|desinscrev*|desinscrev*|desvincul* por_favor|ai|dai|disso|logo|
            urgente|. .;
            descadastr*|desinscrev* me|meu|este|esse|o numero|contato|celular|telefone .;
            descadastr*|desinscrev* da|do|dessa|desta|desse|de {_OF_LIST}? {_SOME}? {_LIST}|
            {_MESSAGES};
            quero|queria|gostaria|preciso|desejo|solicito|peco|pode|podem|poderia|poderiam|favor
            o|a|
              de|que? me? descadastr*|descadastro|descadastramento|desinscrev*|desinscricao .;
            quero|queria|gostaria|preciso|desejo|solicito|peco|pode|podem|poderia|poderiam|favor
            o|a|
              de|que? me? descadastr*|descadastro|descadastramento|desinscrev*|desinscricao da|do|
              dessa|desta|desse|de|das {_OF_LIST}? {_LIST}|{_MESSAGES};
            cancele|cancelem|cancela|cancelar minha|a|meu|o inscricao|assinatura|cadastro|
            recebimento
              nesses|nessas|desses|dessas|nestes|nestas|destes|destas|nesse|desse|dessa|nessa|de|em
              {_SOME}? {_MESSAGES}|{_LIST}|servico_de_mensagens|servico_de_sms;
            cancele|cancelem|cancela|cancelar|desativar|desativem|suspendam {_SOME} {_SOME}?
            {_MESSAGES};
            me descadastr*|desinscrev* da|do|dessa|desta|das|dos {_OF_LIST}? {_LIST}|{_MESSAGES}
        """),
        "leave_alone": listed(f"""
            me deixe|deixa|deixem em paz;
            deixe|deixa|deixem me em paz;
            me? deixe|deixa|deixem quieto|quieta;
            me|nos deixe|deixa|deixem em paz com|de? {_SOME}? {_MESSAGES}?
        """),
        "please_stop": listed("""
            pare|parem|stop|chega por_favor|pfv|pf|por_gentileza .;
            ja|eu_ja pedi|falei|disse|mandei|escrevi|solicitei pra|para|que? parar|parem|sair|
            stop|pararem
              .;
            ja|eu_ja pedi|falei|disse|solicitei pra|para|que? me|vcs|voces? tirar|tirarem|tirem|
              remover|removerem|descadastrar|descadastrarem|sair .;
            nao|nao_obrigado|nao_obrigada|numero_errado|sem_interesse|nao_tenho_interesse|engano
            , pare|
              parem|sair|stop|descadastrar .;
            chega|basta|pare|parem , nao quero mais .;
            para|para_ja por_favor|pfv|pf|por_gentileza|plmds .;
            nao|nunca mais? entre|entrem|entrar mais? em contato comigo|conosco|mais|.;
            por_favor|pfv|favor pare|parem|parar|chega|stop .
        """),
    },
    linking=listed("""
        eu; quero; queria; gostaria; preciso; peco; exijo; solicito; desejo; de; que; voces; voce;
        vcs; vc; ja; disse; falei; pedi; para; pra; pode; podem; poderia; poderiam; por; favor; me;
        iria; vou; ia; quer; querem; queriam; penso; pensei; vai; vao; pretendo; devo; tentei;
        tento;
        decidi; precisei; querer; pedindo; dizendo; estou; to; tenho; so; tambem; a; o; ser; faz;
        fazer;
        gentileza; dizer; se; te; lhes; acho; mais; pediu; precisa; precisam
    """),
    guards=listed("""
        nao|nunca|jamais|sem|nem|ninguem|tampouco|no; porque|por_que|como|quem|onde|quando|qual;
        ele|ela|eles|elas|meu|minha|tem|recebi|chegou|recebo|parou|pararam|disseram|um|uma|na|no|
          seu;
        eu vou; pena|triste|odiaria; sera
    """),
    conditions=listed("""
        se|quando|enquanto|caso;
        desde|a_noite|de_noite|da_noite|aos_domingos|domingo|fim_de_semana|de_madrugada|
        de_manha|a_tarde;
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
        pelo|por amor de deus; de? texto; e? nao me? liguem|incomodem mais?; ai; dai; logo;
        urgente; agora; gente; galera; cara; caramba;
        caralho; porra; pessoal; meu_deus; meu_povo; plmds; senhor|senhora; no|pro|para|pra|em|a o?
        meu|este|esse|neste|nesse? numero|celular|telefone|aparelho; por|via favor|sms|
        mensagem|texto|gentileza|aqui; nunca_mais; jamais; mais; de_novo; novamente; outra_vez;
        de uma vez; a partir de agora|hoje; imediatamente; o mais rapido possivel; de voces;
        sobre|de politica|eleicao|eleicoes|emprestimo|emprestimos|promocao|promocoes|isso|vendas;
        nem|e|ou
        ligacoes|liguem|ligar|ligue|email|emails; att|atenciosamente|abs|abraco|abracos|tchau|
        grato|grata;
        obrigado pela|pela? compreensao|atencao; enquanto_antes; deste|desse|dessa|desta tipo|
        numero|
        empresa|loja; pelo sms|celular
        gente|senhores|seus idiotas
    """),
    dependent=listed("""
        parar|sair|receber|cancelar|descadastrar|remover|excluir|apagar|tirar|retirar|deixar;
        me tirar|remover|descadastrar|excluir
    """),
    coordinators=listed("entao; portanto; mas; logo; pois"),
    openers=listed("""
        ou eu; e parem; e me; e tirem; e obrigado; e deixem; e apague; por isso; ja que; meu nome;
        me chamo; aqui e; ta; tchau; desculpa; desculpe; nem; se nao_vou; caso; antes que; antes
        de_eu;
        ou denuncio; ou bloqueio; ou processo; ou te; senao; que coisa; faz; grato; grata;
        eu; nao; ja; isso; esse numero nao; este numero nao; sou; porque; quem; numero
        errado; estou; pode; podem; poderia; poderiam; ou vou; e nao; e apaguem; nem; e
        engano; quero; queria; gostaria; preciso; peco; voces; voce; vcs; pare; parem
    """),
    respelt=respellings("""
        tem_como|da_pra|da_para = pode; teria_como|daria_pra|daria_para = poderia;
        n|naum|nn|na_o = nao; q|ke = que; vc|ce = voce; vcs|ces|vsc = voces; pq = porque;
        mt|mto = muito;
        msg|mensagen|mensagm|menssagem|mensajem|mesagem|mensage|mensaguem|mensg =
        mensagem; msgs|menssagens|mensages|mesagens|mensaguens|mensagems|mensgens|mgs =
        mensagens; mandn|manden = mandem; parrem|parm = parem; mandaren = mandarem; tiren
        = tirem; tiri = tire; resebe = recebe; reseber|recebe|recebr = receber;
        qro|qero|qeru|kero|querro = quero; num|nr|numeru|nmr = numero; cel = celular;
        pfvr|pff|plmds|pls|porfa = pfv; porfavor = por favor; obg|obgd|obrigadu =
        obrigado; mas_mensagem = mais mensagem; mas_mensagens = mais mensagens; mas_sms =
        mais sms; descadatrar|descadrastar = descadastrar; enviaren = enviarem; envien =
        enviem; tou = estou; neh = ne; d = de; c = com; hj = hoje; blz = ok
    """),
    retractions=listed("""
        usem|use|manda|mandem o|este|esse|meu|no outro|novo; kkk*; haha*; brincadeira;
        mas_continue; foi_engano; rsrs*
    """),
    reasons=listed("""
        nao sou; nao e o|meu|este numero; processar; advogado; procon; denunciar; cansei|cansado|
        cansada de; quem e
    """),
    doubtful=listed("""
        cancele|cancelem o|os envio|envios .; numero|pessoa errado|errada; foi engano; nao
        tenho|me? interesse|interessa; spam; assedio;
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
    roles={
        Role.LET: """
            deixem deixe deixar deixa
        """,
        Role.FORBID: """
            proibo
        """,
        Role.CEASE: """
            pare parem parar cessem cesse cessar chega suspendam suspenda suspender
            interrompam
        """,
        Role.CONTACT: """
            escrever escrevam escreva contatar contatem contate contactar contactem contacte
            incomodar incomodem incomode perturbar perturbem perturbe importunar importunem
            chatear encher
        """,
        Role.SEND: """
            enviar mandar enviem envie mandem mande mandarem enviarem mandando enviando
            encaminhem
        """,
        Role.RECEIVE: """
            receber recebendo
        """,
        Role.WANT: """
            quero queremos desejo desejamos gostaria queria preciso prefiro aceito autorizo
            permito
        """,
        Role.REMOVE: """
            tirem tire tira tirar removam remova remove remover excluam exclua exclui
            excluir apaguem apague apaga apagar retirem retire retira retirar deletem delete
            deleta deletar
        """,
        Role.LEAVE: """
            descadastrar descadastre descadastrem descadastro descadastramento desinscrever
            desinscreva desinscrevam
        """,
        Role.REVOKE: """
            revogo retiro revogar
        """,
        Role.PERMISSION: """
            consentimento autorizacao permissao
        """,
        Role.TEXTS: """
            mensagens mensagem msgs sms torpedos torpedo alertas notificacoes avisos
            promocoes propaganda propagandas ofertas spam lembretes publicidade anuncios
        """,
        Role.ME: """
            me mim nos meu minha numero celular contato nome cadastro
        """,
        Role.LIST: """
            lista listas base sistema registro registros contatos contactos
        """,
        Role.NOT: """
            nao
        """,
        Role.MORE: """
            mais nada nunca jamais nenhuma nenhum
        """,
        Role.MODAL: """
            podem pode poderiam poderia favor peco solicito exijo
        """,
        Role.I: """
            eu
        """,
        Role.YOU: """
            voces voce eles ele ela
        """,
        Role.FILLER: """
            de da do das dos a o as os que por favor pfv pf para pra pro ca aqui em na no
            nas com essa esse essas esses esta este estas estes dessa desse dessas desses
            desta deste isso tudo todas todos sua suas seu seus ja agora obrigado obrigada
            muito ola oi e ou imediatamente hoje parte tipo sempre gentileza ai dai daqui
            logo urgente ser gente ficar novamente
        """,
    },
    harmless=listed(f"""
        nao|nunca mais? estou|to|tenho|estamos? recebo|recebi|recebendo|recebemos|recebido|chegam|
          chega|chegou|chegaram|vem mais? {_SOME}? {_SOME}? {_MESSAGES}?; nao me? tirem|tire|tira|
          remova|removam|exclua|excluam|descadastrem|descadastre; nao quero|queria que parem|pare|
          deixem; voces|voce|vcs nao me mandaram|mandam|enviam|enviaram;
        nao|nunca|sem|nem pare|para|parem|parar|pares|paro|deixe|deixa|deixem nao?; vou|vai|vamos|
        posso|pode|ao|de|pra|para|preciso|quero|acabei_de|hora_de|consegui|conseguir|tenho_que sair
        mais|hoje|cedo|de|do|com|agora|as|a|para|pra|no|na|amanha|depois|daqui|logo; parada; sem
        parar; pare|para ali|aqui|la no|na|em|perto?; parar no|na|em|para|pra|num|numa|o|as;
        pare|pode_parar no|na|em|en|num|numa|o;
        fim de|do|da; para de chover|chorar|latir|
        rir|funcionar|beber|fumar
    """),
    alarming=listed("""
        descadastr*; parem; sair_da_lista; pare; sair_desta_lista; sair_dessa_lista; inscricao;
        desinscrev*
    """),
)
