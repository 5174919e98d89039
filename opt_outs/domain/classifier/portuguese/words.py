"""The Portuguese words that several phrases share, in the notation of `language_pack`."""

from typing import Final

from opt_outs.domain.classifier.language_pack import forms

ASKED_OF_AR: Final = "ar e em es a arem assem asse ando"
"""Forms of verbs in -ar that ask for something, and few that state a fact."""
ASKED_OF_ER: Final = "er a am as erem essem esse endo"
CONTACT_AR: Final = "contat contact incomod perturb importun chate spamm atorment assedi amol"

MESSAGES: Final = (
    "mensagens|mensagem|msgs|msg|sms|textos|torpedos|torpedo|alertas|notificacoes|avisos|"
    "promocoes|"
    "propaganda|propagandas|ofertas|spam|lembretes|publicidade|coisas|coisa|anuncios|mensagens_de_texto|"
    "mensagenzinhas|mensagem_de_texto|comunicados|comunicacoes|promocao|notificacao|alerta|aviso|"
    "anuncio|informacoes|marketing|texto|disparos"
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
    "lista_de_sms|lista_de_mensagens|lista_de_contactos|mailing|lista_de_clientes|arquivo|arquivos"
)
OF_LIST: Final = (
    "sua|suas|seu|seus|a|o|essa|esta|esse|este|todas|tua|vossa|de|lista_de|teu|"
    "vossas|nossa|maldita|todos"
)
STOP_IT: Final = (
    "pare|parem|para|parar|parai|deixe|deixem|deixar|chega|cessem|cesse|pares|evite|evitem|evitar|"
    "deixa|basta|pode_parar|podem_parar|parem_ja|para_ja|pare_ja|parou|cessar|parassem|parasse|parar_de|deixassem|stop"
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
    "enche|enchem|chame|chamem|escreva|escrevam|escreve|escrever|contate|contatem|contacte|contactem|incomode|incomodem|"
    "perturbe|perturbem|perturbar|incomodar|contatar|encham|encha|incomoda|perturba|contata|"
    "contactar|contacta|importunem|importune|chateiem|chateie|escrevas|contactes|procurem|procure|"
    "mandem_mensagem|mande_mensagem|manda_mensagem|aborrecam|voltem_a_contactar|"
    "voltem_a_contatar|voltem_a_escrever|"
    + forms("contat contact incomod perturb chate", "assem asse", "|")
)
