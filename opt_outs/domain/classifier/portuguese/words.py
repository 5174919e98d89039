"""The Portuguese words that several phrases share, in the notation of `language_pack`."""

from typing import Final

from opt_outs.domain.classifier.language_pack import forms, points

ASKED_OF_AR: Final = "ar e em es a arem assem asse ando"
"""Forms of verbs in -ar that ask for something, and few that state a fact."""
ASKED_OF_ER: Final = "er a am as erem essem esse endo"
CONTACT_AR: Final = "contat contact incomod perturb importun chate spamm atorment assedi amol"

MESSAGES: Final = (
    "mensagens|mensagem|msgs|msg|sms|textos|torpedos|torpedo|alertas|notificacoes|avisos|"
    "promocoes|"
    "propaganda|propagandas|ofertas|spam|lembretes|publicidade|coisas|coisa|anuncios|"
    "mensagens_de_texto|"
    "mensagenzinhas|mensagem_de_texto|comunicados|comunicacoes|promocao|notificacao|alerta|aviso|"
    "anuncio|informacoes|marketing|texto|disparos|links|lixo|porcarias|porcaria|besteiras|merdas|"
    "baboseiras"
)
SOME: Final = (
    "mais|essas|esses|estas|estes|as|os|suas|seus|de|a|o|essa|tantas|nenhuma|mais_de|tais|"
    "quaisquer|"
    "esse|sua|seu|nenhum|tanta|tanto|malditas|malditos|outra|outras|vossas|vossos|tuas|teus|novas|"
    "qualquer|tipo_de|desse_tipo_de|nem_uma|nem_mais_uma|uma|da|das|do|dos|dessas|dessa|desses"
)
LIST: Final = (
    "lista|listas|cadastro|base|sistema|registro|registros|contatos|contactos|agenda|"
    "banco_de_dados|"
    "base_de_dados|lista_de_contatos|lista_de_transmissao|lista_de_envio|lista_de_envios|"
    "cadastros|"
    "servico_de_mensagens|servico_de_sms|lista_de_lembretes|lista_de_sms|lista_de_mensagens|"
    "lista_de_contactos|mailing|lista_de_clientes|arquivo|arquivos"
)
OF_LIST: Final = (
    "sua|suas|seu|seus|a|o|essa|esta|esse|este|todas|tua|vossa|de|lista_de|teu|"
    "vossas|nossa|maldita|todos|droga_de|porcaria_de"
)
STOP_IT: Final = (
    "pare|parem|para|parar|parai|acabem|acabe|terminem|ja_deu|deixe|deixem|deixar|chega|cessem|"
    "cesse|pares|evite|evitem|evitar|"
    "deixa|basta|pode_parar|podem_parar|parem_ja|para_ja|pare_ja|parou|cessar|parassem|parasse|"
    "parar_de|deixassem|stop"
)
SENDING: Final = (
    "enviar|mandar|manda|escrever|contatar|contactar|incomodar|perturbar|encher|spammar|enviando|"
    "mandando|mandarem|enviarem|chatear|importunar|encher_o_saco|encher_meu_saco|perturba|"
    "incomoda|contactando|escrevendo|perturbando|incomodando|bombardear|mensagear|aporrinhar|"
    "torrar|"
    "lotar|entupir|contatando|encaminhar|disparar|atormentar|amolar|escreverem|contatarem|assediar|"
    + forms("mand envi contat contact incomod perturb chate", "ar arem assem ando", "|")
)
SEND: Final = (
    "mande|mandem|manda|mandar|envie|enviem|envia|enviar|mandarem|enviarem|encaminhem|encaminhe|"
    "mandes|envies|fiquem_mandando|fique_mandando|fica_mandando|fiquem_enviando|encham|"
    "continuem_mandando|"
    "continuem_enviando|disparem|remetam|envieis|voltem_a_mandar|voltem_a_enviar|volte_a_mandar|"
    + forms("mand envi", "assem asse", "|")
)
WRITE: Final = (
    "enche|enchem|chame|chamem|escreva|escrevam|escreve|escrever|contate|contatem|contacte|"
    "contactem|incomode|incomodem|"
    "perturbe|perturbem|perturbar|incomodar|contatar|encham|encha|incomoda|perturba|contata|"
    "contactar|contacta|importunem|importune|chateiem|chateie|escrevas|contactes|procurem|procure|"
    "mandem_mensagem|mande_mensagem|manda_mensagem|aborrecam|voltem_a_contactar|"
    "voltem_a_contatar|voltem_a_escrever|"
    + forms("contat contact incomod perturb chate", "assem asse", "|")
)

PARTING: Final = """
    apaga apagar apaguem basta cancela cancelar cancelem cancelo chega deixa deixem deletar
    deletem desativar desativem descadastrar desligar desliguem encerrar encerrem encher
    esquecam esquece excluam exclui excluir fora incomodem larga larguem parar pare parem percam
    perturbe perturbem removam remove remover retirar retirem saiam saio sair tira tirar tirem
    vaza vazem
"""
"""Words of leaving, ending, deleting and refusing, in requests and elsewhere."""

POINTS: Final = points(
    """
    5: *contact_.;
    4: *cease_*texts *modal_*cease *permission ._sem contato de_mensagens inscricao inscricao_.
        ja_pedi mais_mensagem me_envie meu_telefone para_de receber_sms;
    3: *leave_*me *more_*me *more_. *not_*send *parting_. *permission_. *revoke ._*leave ._como
        ._esse ._gostaria ._peco ?_nao apaguem_. autorizacao_para autorizei autorizo celular
        chega_. coisas_. como contatado contato_. dados dados_. dai dai_. de_mensagem
        descadastra desinscrever_. dessa_lista desse desse_grupo em em_contato em_paz encher
        enviar_. enviar_mensagens essas essas_mensagens interesse interesse_. mais_. mandarem
        me_enviar me_enviem me_remova nada_de nao_autorizo nao_desejo nao_mandar nao_sou
        numero_. numero_errado o_recebimento parem_. paz paz_. peco pfv podem_me podem_parar
        propaganda_. quero_mensagem recebimento remover ser sms_por sou tenho_interesse
        tira_dessa vez;
    2: *cease_. *contact *contact_*more *leave *leave_. *me_*contact *me_*let *me_*permission
        *modal_*me *modal_*parting *not_*contact *not_*more *parting *parting_*texts *receive_.
        *removal *removal_. *remove_*me *removed_. *send_*more *texts *want_*more *you_.
        ._*cease ._boa ._descadastrar ._desejo ._favor ._numero ._para ._pare ._parem ._queria
        ._sair ._solicito basta_de boa cadastro cadastro_. cancelar_inscricao celular_. conheco
        de_mandar de_nao de_sms deixem_de denunciar descadastre descadastro desejo
        desejo_receber dessa dessas dessas_mensagens disso disso_. do_cadastro engano engano_.
        enviar_sms enviem envio envio_. envio_de esse_numero exclua exclui excluir favor_me
        gostaria gostaria_de incomodar incomodar_. isso isso_. isso_e ja lista_. manda_mais
        mandar_sms mande mande_mensagem mandem me_da me_descadastra me_exclua me_mandem
        me_remover mensagem_. mensagem_? mensagens_por meu_celular meus meus_dados
        minha_inscricao nao_conheco nenhuma nenhuma_mensagem numero numero_ai numero_por
        nunca_mais para_com pare_. pare_com pare_ja propaganda queria quero_ser receber_.
        receber_essas receber_nada remova retire sair_dessa sem_mais sms solicito sou_o spam
        spam_. suas suas_mensagens tenho tirem_. vezes voces_. vou_denunciar;
    1: *list_. *me_*me *me_*remove *me_*texts *me_. *modal *more_*receive *not_*want *remove
        *removed *send_. *texts_. *want ._*parting ._*remove ._apague ._me ._parar ._remova
        ._stop apaga_meu apague cancelar_. chega_de com da_lista de_me de_voces deixa_em
        deixem_em descadastro_. desejo_mais enviar enviar_mais envie envie_mais enviem_mais
        favor mais_nada mais_receber mais_sms mandar_. mandar_mais mande_mais mandem_mais
        mandem_mensagens me me_deixem mensagens meu_numero mim_. nao_enviar nao_mande nao_quero
        o_envio parem peco_que pra pra_mim quero_mais recebimento_de remover_da sair sair_. sem
        sms_. tirem_meu;
    -1: *send_*texts ._*more ._a ._dont ._i ._ich ._is ._la ._not ._text 5 5_. apaguem_meu at
        call call_me es i in is_this it_. lol_. mas mensagens_de mensajes_. morgen morgen_. no_.
        no_me not number parem_de quiero text text_me to unknown2 unknown3 you;
    -2: *cease_*more ._. ._je ._mandem ._nada ._ok ._please ._quiero ._tira ._ya ?_. a a_cebola
        alto amanha_. antigo antigo_. baja cancelar_mi cartao cartao_. cebola_. chega chegou
        chover chover_. comentario comentario_. consulta consulta_. da_minha das de_chover del
        do_pedido dont el email email_. en esquina esquina_. esta for gracias hoje horas ich ir
        is it ja_estou jaja jaja_. je je_nao keine le lol mae manana manda_mensagem
        me_descadastrar me_removam mehr mensaje mensajes merci mi_numero minha_mae my na
        na_esquina nao_ai nao_chegou nao_parem nao_recebi nicht numero_antigo o o_pedido ok on
        ou parada pas pedido plano please_. problema problema_. que_horas quer recebi remove_the
        reserva reserva_. saindo so stopped tenho_mais the this time unsubscribe ya;
    -3: *not_*parting *not_. *send_*parting ._*send ._com ._no ._se 10 amanha boleto cebola item
        la ligar liguem_mais mail mail_. mensagem_no mensagem_para mi nao_recebo ninguem no
        nunca_pedi para_cancelar parem_o pedi_para pedido_. pediu please plus pro sair_do sie um
        vou_sair;
    -4: *not_*cease . nao_pedi;
    -5: unknown1
    """
)
"""What each word or pair of words says for a request, or against one."""
