"""What Spanish words do in a clause that asks for no more texts."""

from collections.abc import Mapping
from typing import Final

from opt_outs.domain.classifier.language_pack import Role

ROLES: Final[Mapping[Role, str]] = {
    Role.GET: """
        tener
    """,
    Role.LET: """
        dejen deje deja dejad dejar dejaran dejara
    """,
    Role.FORBID: """
        prohibo
    """,
    Role.CEASE: """
        paren pare parar cesen cese cesar suspendan suspenda suspender detengan detenga
        detener basta eviten evite evitar
    """,
    Role.CONTACT: """
        escribir escribirme escribirnos contactar contactarme contactarnos molestar
        molestarme molestarnos textear textearme acosar acosarme fastidiar fastidiarme
        joder escriban escriba escribas escribais contacten contacte contactes molesten
        moleste molestes texteen textee fastidien jodan chinguen
    """,
    Role.SEND: """
        enviar mandar enviarme mandarme enviarnos mandarnos manden mandes envien envies
        remitan envieis mandeis llegue lleguen
    """,
    Role.RECEIVE: """
        recibir recibiendo llegar
    """,
    Role.WANT: """
        quiero queremos deseo deseamos quisiera necesito interesa interesan gustaria
        prefiero acepto autorizo permito consiento autorizamos aceptamos
    """,
    Role.REMOVE: """
        quiten quite quitar saquen saque sacar borren borre borrar eliminen elimine
        eliminar remuevan remueva remover retiren retire retirar quitenme quiteme
        saquenme saqueme sacame borrenme borreme borrame eliminenme elimineme eliminame
        retirenme retireme remuevanme remuevame excluyanme
    """,
    Role.LEAVE: """
        desuscribir desuscribirme desuscribanme desuscribame desuscribeme desinscribir
        desinscribirme desinscribanme
    """,
    Role.REVOKE: """
        revoco retiro revocar
    """,
    Role.PERMISSION: """
        consentimiento autorizacion permiso
    """,
    Role.TEXTS: """
        mensajes mensaje mensajitos textos texto sms notificaciones alertas avisos
        promociones publicidad propaganda ofertas spam recordatorios promos anuncios
        publicidades comunicaciones
    """,
    Role.ME: """
        me nos mi mis numero celular movil nombre
    """,
    Role.LIST: """
        lista listas base sistema registro registros contactos agenda
    """,
    Role.NOT: """
        no
    """,
    Role.MORE: """
        mas nada nunca jamas ningun ninguno ninguna
    """,
    Role.MODAL: """
        pueden puede podrian podria puedes podrias deben debe tienen agradeceria
        agradezco agradeceriamos
    """,
    Role.I: """
        yo
    """,
    Role.YOU: """
        ustedes usted ellos
    """,
    Role.FILLER: """
        ya de del la las los el lo que por favor porfavor porfa porfis a en con al su
        sus tu tus este esta estos estas esos esas esa ese todos todas todo tipo datos
        gracias muchas y o les le pido ruego exijo solicito suplico si vez una inmediato
        inmediatamente ahora ahorita hoy hola senores senor senora malditos pinches aqui
        parte siempre para mismo ningun publicitarios promocionales comerciales hagan
        haga estar seguir jamas otra nuevo
    """,
}
