"""What Portuguese words do in a clause that asks for no more texts."""

from collections.abc import Mapping
from typing import Final

from opt_outs.domain.classifier.language_pack import Role

ROLES: Final[Mapping[Role, str]] = {
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
}
