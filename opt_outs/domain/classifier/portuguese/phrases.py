"""The Portuguese phrases that opt out, by rule."""

from collections.abc import Mapping
from typing import Final

from opt_outs.domain.classifier.language_pack import Phrases, listed
from opt_outs.domain.classifier.portuguese.words import (
    LIST,
    MESSAGES,
    OF_LIST,
    SEND,
    SENDING,
    SOME,
    STOP_IT,
    WRITE,
)

PHRASES: Final[Mapping[str, Phrases]] = {
    "stop_sending": listed(f"""
        {STOP_IT} de me|nos? {SENDING} me|nos? {SOME}? {SOME}? {MESSAGES};
        {STOP_IT} de me|nos? {SENDING} me|nos? .;
        {STOP_IT} com {SOME} {SOME}? {MESSAGES};
        {STOP_IT} de {MESSAGES};
        {STOP_IT} de|com? ficar|estar? me|nos? {SENDING} me|nos? {SOME}? {SOME}? {MESSAGES}|.;
        {STOP_IT} de|com? me|nos? {SENDING} com|de {SOME}? {SOME}? {MESSAGES};
        {STOP_IT} de|com? me|nos? {SENDING} pra|para|pro|nesse|neste|no|a mim|ca|aqui|este|esse|meu|
          o|numero numero|celular|telefone? .;
        {STOP_IT} de usar o? meu|este|esse numero|contato;
        {STOP_IT} com {MESSAGES};
        {STOP_IT} {SOME} {SOME}? {MESSAGES};
        {STOP_IT} de {SOME} {SOME}? {MESSAGES};
        cansei|cansado|cansada|farto|farta|cheio|cheia de|d|dessas|dessa|desse|desses {SOME}?
          {SOME}? {MESSAGES} , pare|parem|para|chega|stop|sair .;
        que|pra|para voces|voce? parem|pare|parar|pararem de me|nos? {SENDING} {SOME}? {SOME}?
          {MESSAGES}|.;
        nao continue|continuem|fique|fiquem|fica me? mandando|enviando|escrevendo|perturbando
          {SOME}? {SOME}? {MESSAGES}|.;
        interrompam|interrompa|encerrem|encerre|encerrar|interromper|suspender|finalizem|bloqueiem|
          desativem|desative|desativar|desliguem|cortem {SOME} {SOME}? envio|envios|{MESSAGES} de?
          {MESSAGES}?;
        chega de {SOME}? {MESSAGES};
        {STOP_IT} de receber {SOME}? {SOME}? {MESSAGES};
        suspenda|suspendam|cancele|cancelem|cancelar|cancela {SOME}? {SOME}? envio|envios|
          recebimento? de|das|dos? {MESSAGES}
    """),
    "do_not_send": listed(f"""
        nao|nunca|nunca_mais me|nos {SEND} {SOME}? {SOME}? {MESSAGES};
        nao|nunca|nunca_mais me|nos {WRITE} mais|nunca_mais|nunca|.;
        nao|nunca|nunca_mais me|nos {SEND} mais|nada|nunca_mais|nunca .;
        nao|nunca me|nos {SEND} mais nada|{MESSAGES};
        nao|nunca mais? {SEND} mais? {MESSAGES}|nada;
        nao|nunca mais? {SEND}|{WRITE} mais .;
        nao|nunca mais? me|nos {SEND}|{WRITE} .;
        nao|nunca|jamais mais? me|nos? {SEND}|{WRITE} mais? pra|para|pro|neste|nesse|a mim|ca|aqui|
          meu|este|esse numero|celular? mais? .;
        nao|nunca mais? me|nos? {SEND} mais? me|nos? {SOME}? {SOME}? {MESSAGES};
        nao|nunca precisa|precisam|e_pra|e_para|quero_que|quero_mais_que|desejo_que|autorizo_que|
          permito_que|aceito_que mais? me|nos? {SEND}|{WRITE} mais? {SOME}? {SOME}?
          {MESSAGES}|nada|. mais? .;
        que|pra|para nao me|nos? {SEND}|{WRITE} mais? {SOME}? {SOME}? {MESSAGES}|nada|. mais? .;
        nao|nunca voltem|volte|volta a me? {SENDING}|{WRITE}|{SEND} me? {SOME}? {MESSAGES}|.;
        nao|nunca usem|use mais? o? meu|este|esse numero|contato mais? .;
        nao|nunca mais? me? mande|mandem|envie|enviem nem|nenhuma|nenhum|mais_nenhuma|mais_nenhum
          uma? {SOME}? {MESSAGES};
        nenhuma|nem_uma mensagem|sms mais|a_mais .;
        nao|nunca me|nos {SEND}|{WRITE} {MESSAGES}? em hipotese alguma|nenhuma;
        sem mais {MESSAGES} .;
        sem mais {MESSAGES} para|pra|neste|nesse|no esse|este|meu? numero|celular|telefone;
        nem um|uma|mais {MESSAGES}|uma_mensagem|um_sms mais|a_mais?;
        facam|faca|faz o? favor de parar|nao_mandar|nao_enviar mais? .;
        nenhum|nenhuma {MESSAGES} por_favor|pfv|pf|.;
        nao me? liguem|ligue|ligar nem|e|ou mandem|mande|mandar|enviem|envie {MESSAGES};
        nao dei|dou|tem|tenham permissao|autorizacao para|pra me mandarem|mandar|enviarem|enviar
          {MESSAGES};
        sem|nada_de|mais_nenhum|mais_nenhuma|zero {MESSAGES} por_favor|pfv|pf|obrigado|obrigada|. .;
        grato|grata|gratos|agradeco|agradeceria|agradecido|gentileza se|que me|nos|meu_numero
          remov*|tirass*|tirem|retir*|exclu*|descadastr* da|do|dessa|desta? {OF_LIST}? {LIST}|.
    """),
    "not_wanted": listed(f"""
        nao quero|desejo|queremos mais? nada de_voces|de_voce|de_vcs;
        nao quero|desejo|queremos mais? estar na|em {OF_LIST}? {LIST};
        nao quero|desejo|queremos|gostaria|preciso mais? de? receber|recebendo mais? {SOME}? {SOME}?
          {MESSAGES}|nada;
        nao quero|desejo|queremos|gostaria mais? de? receber mais .;
        gostaria|prefiro|quero de? nao receber mais? {SOME}? {MESSAGES};
        nao quero|desejo|queremos mais? {SOME}? {SOME}? {MESSAGES};
        nao quero|desejo mais? que_me mandem|enviem {SOME}? {SOME}? {MESSAGES}|nada|.;
        nao quero|desejo mais? ser contatado|contatada|incomodado|incomodada|contactado .;
        nao quero|desejo mais? que_me escrevam|incomodem .;
        nao tenho mais? interesse em receber {SOME}? {SOME}? {MESSAGES};
        nao autorizo|aceito mais? o? envio|recebimento de {MESSAGES};
        revogo|retiro|cancelo meu|minha|o|a? consentimento|autorizacao|permissao|inscricao;
        nao tem|tenho|teem|possuem|possui mais? minha|meu|a|o autorizacao|permissao|consentimento
          de|para|pra|. me? {SENDING}|{WRITE}|. {SOME}? {MESSAGES}?;
        nao quero|desejo|queremos mais? que voces|voce? me|nos {SEND}|{WRITE}|contatem|procurem
          mais? {SOME}? {SOME}? {MESSAGES}|nada|.;
        nao quero|desejo|queremos|gostaria|quis mais? de? ser|ficar contatado|contatada|incomodado|
          incomodada|contactado|perturbado|perturbada|recebendo mais? por? {SOME}? {MESSAGES}|.;
        nao quero|desejo|queremos|preciso mais? saber|ouvir de|falar|mais voces|voce|nada|de_voces|
          vcs .;
        nao quero|desejo|queremos mais? fazer_parte|participar|ficar|continuar|estar|constar mais?
          da|na|nessa|dessa|nesta|desta {OF_LIST}? {LIST};
        prefiro|gostaria|quero|queria|desejo|peco|solicito de|para|pra? nao|parar ser|mais|de? mais?
          contatado|contatada|receber|incomodado|incomodada mais? {SOME}? {SOME}? {MESSAGES}|.;
        nao autorizo|aceito|permito|consinto|concordo mais? em|com|o|a|que? uso|envio|recebimento|
          receber|essas|contato? do|de|deste|desse? meu_numero|numero|{SOME}? {MESSAGES};
        nao tenho mais? interesse em|nas|nos|por|de receber? {SOME}? {SOME}? {MESSAGES};
        dispenso {SOME} {SOME}? {MESSAGES};
        nao quero|desejo|queremos mais? nenhuma|nenhum|qualquer comunicacao|contato;
        quero|preciso|gostaria que isso|isto|essas_mensagens pare|parem|parasse|parassem .;
        queremos sair da|do|dessa|desta {OF_LIST}? {LIST};
        recuso|rejeito a|o? receber|recebimento|envio de? {SOME}? {SOME}? {MESSAGES}|.;
        proibo o|qualquer? uso|contato do|de|com? meu_numero|comigo|.;
        proibo|desautorizo voces|voce|que|de|o|qualquer? me|de? mandarem|mandem|enviarem|enviem|
          envio|contato {SOME}? {SOME}? {MESSAGES}|.
    """),
    "remove_from_list": listed(f"""
        tira|tire|tirem|remova|removam|remove|remover|exclua|excluam|exclui|excluir|apague|apaguem|
          apaga|retirar|tirar|retire|retirem|retira|risque|delete|deletem me|meu|este|esse|o|os|
          meus? numero|nome|contato|dados|telefone|celular? da|do|dessa|desta|desse|deste|de|das
          {OF_LIST}? {OF_LIST}? {LIST};
        me tirar|remover|excluir da|do|dessa|desta|das {OF_LIST}? {LIST};
        remova|removam|remove|remover|exclua|excluam|exclui|excluir|apague|apaguem|apaga|apagar|
          retire|retirem|delete|deletem|esqueca|esquecam|esquece|bloqueia|bloqueie|bloqueiem|tira|
          tire|tirem meu|este|esse|o_meu|meus numero|contato|telefone|cadastro|dados dai|daqui|ai|.;
        me tira|tire|tirem|remova|removam|remove|exclua|exclui|retire|apaga|apague
          dai|daqui|disso|.;
        me tira|tire|tirem|remova|removam|remove|exclua|exclui|retire|apaga|apague dessa|desta|da|
          do|desse|das {OF_LIST}? {LIST};
        quero|queria|gostaria|preciso|desejo de? sair|ser_removido|ser_removida|ser_excluido|
          ser_retirado|ser_excluida da|do|dessa|desta|desse|deste|das {OF_LIST}? {LIST};
        quero|queria|gostaria|preciso|desejo de? sair|ser_removido|ser_removida|ser_excluido|
          ser_retirado|ser_excluida disso|daqui|.;
        solicito|peco para|pra? sair da|do|dessa|desta {OF_LIST}? {LIST};
        gostaria|quero|queria de? cancelar o|os? envio|envios .;
        quero|queria|gostaria que voces|vcs|voce? parem|parassem|pare .;
        tira|tire|tirem|remova|removam|remove|remover|exclua|excluam|exclui|excluir|apague|apaguem|
          apaga|retirar|tirar|retire|retirem|retira|risque|delete|deletem|deleta|apagar|deletar|
          bloqueie|bloqueiem|descadastre|descadastrem|elimine|eliminem|limpem|cancelem|cancele|
          tirarem|removerem|retirarem|excluirem|apagarem me|meu|este|esse|o_meu|os_meus|meus|
          o_numero|minha? numero|nome|contato|dados|telefone|celular|num|cadastro|inscricao?
          da|do|dessa|desta|desse|deste|de|das|daqui|dai|disso {OF_LIST}? {OF_LIST}? {LIST};
        remova|removam|remove|remover|exclua|excluam|exclui|excluir|apague|apaguem|apaga|apagar|
          retire|retirem|retirar|delete|deletem|deleta|deletar|esqueca|esquecam|esquece|tira|tire|
          tirem|tirar|bloqueie|bloqueiem|perca|percam|perde|desativem|desative|desativar|elimine|
          eliminem|eliminar|anulem|descadastre|descadastrem|descadastrar meu|este|esse|o_meu|meus|o
          numero|contato|telefone|cadastro|dados|celular|nome|num dai|daqui|disso|.;
        me tirar|tirarem|remover|removerem|excluir|excluirem|retirar|apagar|descadastrar dai|daqui|
          disso|da_lista|dessa_lista|.;
        me tira|tire|tirem|remova|removam|remove|exclua|excluam|exclui|retire|retirem|apaga|apague|
          apaguem|delete|deleta|deletem|elimine|eliminem|saca|tirar|remover|excluir|retirar
          dai|daqui|disso|.|dessa|desta|da|do|desse|das|deste|de {OF_LIST}? {OF_LIST}? {LIST}|.;
        tirem|tira|tire|removam|remova|excluam|exclua|retirem me|eu|a_mim dai|daqui|disso|.;
        quero|queria|gostaria|preciso|desejo|posso|pode|podem|poderia|poderiam de|que?
          sair|ser_removido|ser_removida|ser_excluido|ser_excluida|ser_retirado|ser_retirada|
          me_tirar|me_remover|me_excluir|me_retirar|meu_numero_removido|me_tirem|me_removam|
          me_excluam da|do|dessa|desta|desse|deste|das {OF_LIST}? {LIST}|grupo_de_mensagens
    """),
    "unsubscribe": listed(f"""
        solicito|peco|quero|desejo minha|meu|a|o? remocao|descadastro|exclusao .;
        solicito|peco|quero|desejo|exijo a|o? remocao|exclusao|cancelamento do|dos|de meu|meus
          numero|dados|contato|cadastro pessoais?;
        solicito|peco|quero|desejo minha|meu|a|o? remocao|descadastro|exclusao da|do|dessa
          {OF_LIST}? {LIST};
        descadastr* me|meu|este|por_favor|. numero? .;
        quero|queria|gostaria|preciso|desejo|como me? de? me? descadastrar|desinscrever|
          cancelar_a_inscricao|cancelar_minha_inscricao|cancelar_o_recebimento .;
        cancele|cancelem|cancela|cancelar|anule|anulem|anular minha|a|a_minha inscricao .;
        cancele|cancelem|cancela|cancelar|anule|anulem|anular minha|a|a_minha? inscricao|assinatura
          de|do|das|dos|nos|em|no? sms|mensagens|torpedos|lista;
        quero|queria|gostaria|desejo de? cancelar|parar|suspender {SOME}? {SOME}? {MESSAGES};
        quero|queria|gostaria|desejo de? descadastrar|cancelar meu numero .;
        me descadastr*|desinscrev* .;
        me descadastr*|desinscrev*|desinscrev*|desvincul* por_favor|ai|dai|disso|logo|urgente|. .;
        descadastr*|desinscrev* me|meu|este|esse|o numero|contato|celular|telefone .;
        descadastr*|desinscrev* da|do|dessa|desta|desse|de {OF_LIST}? {SOME}? {LIST}|{MESSAGES};
        quero|queria|gostaria|preciso|desejo|solicito|peco|pode|podem|poderia|poderiam|favor
          o|a|de|que? me? descadastr*|descadastro|descadastramento|desinscrev*|desinscricao .;
        quero|queria|gostaria|preciso|desejo|solicito|peco|pode|podem|poderia|poderiam|favor
          o|a|de|que? me? descadastr*|descadastro|descadastramento|desinscrev*|desinscricao
          da|do|dessa|desta|desse|de|das {OF_LIST}? {LIST}|{MESSAGES};
        cancele|cancelem|cancela|cancelar minha|a|meu|o inscricao|assinatura|cadastro|recebimento
          nesses|nessas|desses|dessas|nestes|nestas|destes|destas|nesse|desse|dessa|nessa|de|em
          {SOME}? {MESSAGES}|{LIST}|servico_de_mensagens|servico_de_sms;
        cancele|cancelem|cancela|cancelar|desativar|desativem|suspendam {SOME} {SOME}? {MESSAGES};
        me descadastr*|desinscrev* da|do|dessa|desta|das|dos {OF_LIST}? {LIST}|{MESSAGES}
    """),
    "leave_alone": listed(f"""
        me deixe|deixa|deixem em paz;
        deixe|deixa|deixem me em paz;
        me? deixe|deixa|deixem quieto|quieta;
        me|nos deixe|deixa|deixem em paz com|de? {SOME}? {MESSAGES}?;
        deixe|deixa|deixem eu|nos|a_gente|meu_celular|meu_telefone|meu_numero em paz;
        joguem|joga|jogue fora o? meu numero
    """),
    "please_stop": listed("""
        ^ ja? parem .;
        assedio|abuso|spam|saco|chato|chatice , parem|pare .;
        exijo|quero|preciso|peco|queria|gostaria|solicito que parem|pare|parassem|parasse .;
        ja|eu_ja pedi|falei|disse varias|mil|muitas|duas|tres vezes pra|para|que? me? sair|parar|
          parem|pararem|tirar|tirarem|tirem|remover|descadastrar da|dessa|desta? lista|.;
        me esquece|esquecam|esqueca .;
        vez|vezes que? peco|pedi|falo|digo pra|para|que parar|parem|me_tirar|me_tirem .;
        pare|parem|stop|chega por_favor|pfv|pf|por_gentileza .;
        ja|eu_ja pedi|falei|disse|mandei|escrevi|solicitei pra|para|que? parar|parem|sair|stop|
          pararem .;
        ja|eu_ja pedi|falei|disse|solicitei pra|para|que? me|vcs|voces? tirar|tirarem|tirem|remover|
          removerem|descadastrar|descadastrarem|sair .;
        nao|nao_obrigado|nao_obrigada|numero_errado|sem_interesse|nao_tenho_interesse|engano ,
          pare|parem|sair|stop|descadastrar .;
        chega|basta|pare|parem , nao quero mais .;
        para|para_ja por_favor|pfv|pf|por_gentileza|plmds .;
        nao|nunca mais? entre|entrem|entrar mais? em contato comigo|conosco|mais|.;
        por_favor|pfv|favor pare|parem|parar|chega|stop .
    """),
}
