"""What Spanish words do in a clause that asks for no more texts."""

from collections.abc import Mapping
from typing import Final

from opt_outs.domain.classifier.language_pack import Role, forms
from opt_outs.domain.classifier.spanish.words import (
    ASKED_OF_AR,
    ASKED_OF_IR,
    CONTACT_AR,
    SEND_AR,
    WITH_ME,
    WITH_ME_IR,
)

_REMOVE_AR: Final = "quit saqu sac borr elimin retir tach anul desactiv desvincul"
_REMOVE_ER: Final = "remuev remov excluy"

ROLES: Final[Mapping[Role, str]] = {
    Role.GET: """
        tener
    """,
    Role.LET: """
        dejen deje deja dejad dejar dejaran dejara dejes dejeis dejaras dejarian
    """,
    Role.FORBID: """
        prohibo prohibido prohibimos prohibe
    """,
    Role.CEASE: """
        paren pare parar parad pararan parara pares cesen cese cesar cesaran suspendan suspenda
        suspender detengan detenga detener detenganse detengase basta eviten evite evitar parenle
        parele alto stop bloquear bloqueen
    """,
    Role.CONTACT: f"""
        {forms(CONTACT_AR, ASKED_OF_AR)} {forms(CONTACT_AR, WITH_ME)}
        {forms("escrib", ASKED_OF_IR)} {forms("escrib", WITH_ME_IR)}
        busquen busque buscar buscarme hostiguen joder jodan jodiendo chingar chinguen chingando
        fregar frieguen fregando
    """,
    Role.SEND: f"""
        {forms(SEND_AR, "ar en es eis ara aran aras ando")} {forms(SEND_AR, WITH_ME)} remitan
        remita remitir
    """,
    Role.RECEIVE: """
        recibir recibiendo recibirlos llegar
    """,
    Role.WANT: """
        quiero queremos deseo deseamos quisiera quisieramos queria necesito necesitamos interesa
        interesan gustaria prefiero preferiria acepto autorizo permito consiento autorizamos
        aceptamos permitimos
    """,
    Role.REMOVE: f"""
        {forms(_REMOVE_AR, "ar e en es ara aran a ad ando")} {forms(_REMOVE_AR, WITH_ME)}
        {forms(_REMOVE_ER, "a an as er amos ame anme anos annos erme")} excluir excluirme
        bajenme bajeme bajame desafilien desafilienme olviden olvide olvida olvidense pierdan
    """,
    Role.REMOVED: """
        borrado borrada eliminado eliminada quitado quitada removido removida retirado retirada
        excluido excluida
    """,
    Role.OFF: """
        fuera
    """,
    Role.REMOVAL: """
        baja eliminacion cancelacion remocion
    """,
    Role.TAKE: """
        dar darme darnos darle den denme dennos deme dame dadme das dan da dieran diera doy dado
        dada procesen procese tramiten tramite tramitar solicitar
    """,
    Role.LEAVE: """
        desuscribir desuscribirme desuscribanme desuscribame desuscribeme desuscriban desuscriba
        desinscribir desinscribirme desinscribanme desinscriban desapuntarme desapuntenme
        desuscripcion
    """,
    Role.REVOKE: """
        revoco retiro revocar anulo cancelo
    """,
    Role.PERMISSION: """
        consentimiento autorizacion permiso
    """,
    Role.TEXTS: """
        mensajes mensaje mensajitos textos texto sms notificaciones alertas avisos promociones
        publicidad propaganda ofertas spam recordatorios promos anuncios publicidades
        comunicaciones textitos mensajerias
    """,
    Role.ME: f"""
        me nos numero celular movil nombre {forms("escrib", WITH_ME_IR)}
        {forms(CONTACT_AR, WITH_ME)} {forms(SEND_AR, WITH_ME)} {forms(_REMOVE_AR, WITH_ME)}
        {forms("remuev remov excluy", "ame anme anos annos")} darme denme deme dame dadme
        excluirme bajenme bajeme bajame desafilienme salirme
    """,
    Role.LIST: """
        lista listas base bases sistema registro registros contactos agenda
    """,
    Role.NOT: """
        no
    """,
    Role.MORE: """
        mas nada nunca jamas ningun ninguno ninguna
    """,
    Role.MODAL: """
        pueden puede podrian podria puedes podrias deben debe tienen agradeceria agradezco
        agradeceriamos
    """,
    Role.I: """
        yo
    """,
    Role.YOU: """
        ustedes usted ellos vosotros vos
    """,
    Role.FILLER: """
        formar inmediata urgentemente dije dicho pedirles pedirle he
        haganme hagame hazme agradeceria agradezco agradeceriamos wey guey
        che pibe loco flaco parce pana weon huevon boludo boludos cabron cabrones pendejo pendejos
        mi mis ya de del la las los el lo que
        por favor porfavor porfa porfis a en con al su sus tu tus
        este esta estos estas esos esas esa ese todos todas todo tipo datos gracias muchas muy y o
        e les le se te pido ruego exijo solicito suplico pedimos solicitamos si vez una un
        inmediato inmediatamente ahora ahorita hola oiga oigan oye
        malditos malditas pinches putos aqui ahi parte siempre para mismo ningun
        publicitarios promocionales comerciales hagan haga estar esten este estarme estarnos anden
        seguir sigan siga jamas otra otro nuevo tan amable seria serian servicio recepcion envio
        envios bueno buenas ser
        informo aviso comunico bondad amables tengan sean alguien ahora mismo
        contacto texteo definitivamente urgente usar utilizar usen utilicen uso ni
    """,
}
