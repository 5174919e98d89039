"""What Portuguese words do in a clause that asks for no more texts."""

from collections.abc import Mapping
from typing import Final

from opt_outs.domain.classifier.language_pack import Role, forms
from opt_outs.domain.classifier.portuguese.words import ASKED_OF_AR, ASKED_OF_ER, CONTACT_AR

_REMOVE_AR: Final = "tir retir delet elimin descart risc risqu apag apagu bloque"
_REMOVE_IR: Final = "exclu remov"

ROLES: Final[Mapping[Role, str]] = {
    Role.GET: """
        tem ter tenham
    """,
    Role.LET: """
        deixem deixe deixar deixa deixassem deixasse deixarem
    """,
    Role.FORBID: """
        proibo proibido
    """,
    Role.CEASE: """
        pare parem parar pararem parassem parasse pares cessem cesse cessar chega basta suspendam
        suspenda suspender interrompam interrompa interromper evitem evite evitar stop
        desativar desativem desative desligar desliguem desligue finalizem finalizar cancelem
        cancele cancelar encerrem encerre encerrar bloquear bloqueiem bloqueie
    """,
    Role.CONTACT: f"""
        {forms(CONTACT_AR, ASKED_OF_AR)} {forms("escrev", ASKED_OF_ER)} {forms("ench", ASKED_OF_ER)}
        procurem procure chamem chame
    """,
    Role.SEND: f"""
        {forms("mand envi encaminh dispar", ASKED_OF_AR)} remetam remeta
    """,
    Role.RECEIVE: """
        receber recebendo receberem
    """,
    Role.WANT: """
        quero queremos desejo desejamos gostaria gostariamos queria queriamos preciso precisamos
        prefiro aceito autorizo permito concordo pretendo dispenso
    """,
    Role.REMOVE: f"""
        {forms(_REMOVE_AR, "ar e em a arem assem asse ando")}
        {forms(_REMOVE_IR, "a am er ir e em i erem irem issem isse essem")}
        tira tire tirem esquecam esqueca esquecer esquece
    """,
    Role.REMOVED: """
        removido removida retirado retirada excluido excluida apagado tirado descadastrado
        descadastrada deletado
    """,
    Role.REMOVAL: """
        remocao exclusao cancelamento retirada descadastro descadastramento desinscricao
    """,
    Role.OFF: """
        fora
    """,
    Role.LEAVE: """
        descadastrar descadastre descadastrem descadastra descadastrarem descadastrassem
        desinscrever desinscreva desinscrevam desvincular desvinculem
    """,
    Role.REVOKE: """
        revogo retiro revogar cancelo
    """,
    Role.PERMISSION: """
        consentimento autorizacao permissao
    """,
    Role.TEXTS: """
        mensagens mensagem msgs sms torpedos torpedo alertas notificacoes avisos promocoes
        propaganda propagandas ofertas spam lembretes publicidade anuncios mensagenzinhas contato
        recebimento
    """,
    Role.ME: """
        me mim nos meu minha numero celular nome cadastro eu
    """,
    Role.LIST: """
        lista listas base sistema registro registros contatos contactos
    """,
    Role.NOT: """
        nao nunca
    """,
    Role.MORE: """
        mais nada jamais nenhuma nenhum nunca
    """,
    Role.MODAL: """
        podem pode poderiam poderia favor peco solicito exijo agradecia agradeceria
    """,
    Role.I: """
        eu
    """,
    Role.YOU: """
        voces voce eles ele ela
    """,
    Role.FILLER: """
        seja porcaria maldita maldito droga
        encarecidamente disse falei avisei pedi
        agradeco agradecia agradeceria agradecemos peco pedimos solicito exijo
        dou damos se um uma te lhes vos vosso vossa vossos vossas
        favor de da do das dos a o as os que por pfv pf pfvr para pra pro ca aqui em na no nas com
        essa esse essas esses esta este estas estes dessa desse dessas desses desta deste isso
        disso tudo todas todos sua suas seu seus ja agora obrigado obrigada muito ola oi e ou
        imediatamente hoje parte tipo sempre gentileza ai dai daqui logo
        urgente ser ficar novamente deus amor pelo mesmo porra caralho droga saco inferno
        voltem volte voltar continuem continue continuar insistam insista envio envios nem
        qualquer nenhum tal tais usar usem utilizem mas entao
    """,
}
