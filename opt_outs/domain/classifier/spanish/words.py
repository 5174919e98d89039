"""The Spanish words that several phrases share, in the notation of `language_pack`."""

from typing import Final

from opt_outs.domain.classifier.language_pack import forms

ASKED_OF_AR: Final = "ar e en es eis ara aran aras ando"
"""Forms of verbs in -ar that ask for something; forms that state a fact are left out."""
ASKED_OF_IR: Final = "ir a an as ais iera ieran iendo"
WITH_ME: Final = "arme arnos eme enme enos ennos ame adme andome andonos"
WITH_ME_IR: Final = "irme irnos ame anme anos iendome"
SEND_AR: Final = "mand envi"
CONTACT_AR: Final = "contact molest texte mensaje acos fastidi spame incomod bombarde hostig"

MESSAGES: Final = (
    "mensajes|mensaje|mensajitos|textos|texto|sms|msjs|msj|mensages|mensage|mesajes|"
    "notificaciones|"
    "alertas|avisos|promociones|publicidad|propaganda|ofertas|spam|recordatorios|"
    "mensajes_de_texto|"
    "cosas|publicidades|informacion|info|anuncios|promos|mensajeria|comunicaciones|textitos|"
    "correo_basura|notificacion|aviso|mensaje_de_texto"
)
SOME: Final = (
    "su|tu|mis|mas|estos|esos|este|esta|sus|tus|los|las|de|el|la|tantos|ningun|todos|mas_de|esa|estas|esas|"
    "ese|ningunos|otro|otros|vuestros|vuestras|malditos|pinches|putos|tipo_de|tanto|tanta|"
    "ninguna|nuevos|ni_un"
)
LIST: Final = (
    "lista|listas|base|base_de_datos|sistema|registro|registros|contactos|lista_de_contactos|"
    "lista_de_mensajes|lista_de_difusion|lista_de_envio|lista_de_envios|lista_de_distribucion|"
    "agenda|"
    "bases_de_datos|bd|base_datos|archivo|archivos|directorio|fichero|lista_de_correo|"
    "lista_de_suscriptores|lista_de_clientes"
)
OF_LIST: Final = (
    "estos|esos|las|tus|su|la|tu|esta|sus|ese|este|los|el|de|esa|vuestra|todas|sus_malditas"
)
SENDING: Final = (
    "enviar|mandar|escribir|enviarme|mandarme|escribirme|molestar|molestarme|textear|textearme|"
    "contactar|contactarme|enviando|mandando|escribiendo|molestando|mensajear|mensajearme|"
    "enviarnos|mandarnos|escribirnos|contactarnos|molestarnos|texteando|fastidiar|joder|chingar|"
    "fregar|acosar|acosarme|fastidiarme|joderme|mensajeando|bombardear|bombardearme|contactando|"
    "escribirle|estarme_mandando|estarme_enviando|estarme_escribiendo|hincharme|hinchar|spamear|"
    "spamearme|hostigar|hostigarme|llenarme|mandarle|jorobar|incordiar|"
    + forms(
        "mand envi contact molest texte mensaje acos fastidi incomod", "ando andome arle ar", "|"
    )
)
CEASE: Final = (
    "terminen|termine|terminenla|terminala|acaben|acabe|corten|corte|cortala|cortenla|"
    "pongan_fin|ponga_fin|pongale_fin|ponganle_fin|suficiente|"
    "deje|deja|dejen|dejad|dejame|dejeme|dejenme|pare|para|paren|parad|parar|dejar|cese|cesen|"
    "basta|detenganse|detengase|dejense|dejese|parenle|parele|dejar_ya|eviten|evite|evita|"
    "absteganse|"
    "abstengase|dejeis|pares|deja_ya|dejen_ya|dejes|suspendan"
)
WRITE: Final = (
    "joda|enches|escriban|escriba|escribas|textien|textie|texteen|textee|textees|contacten|contacte|contactes|molesten|"
    "moleste|molestes|mensajeen|mensajee|fastidien|fastidie|fastidies|jodan|chinguen|spameen|"
    "acosen|"
    "escribais|contacteis|molesteis|hostiguen|busquen|escribieran|escribiera|escribis|"
    "esten_molestando|esten_escribiendo|este_molestando|este_escribiendo|esten_fregando|"
    "sigan_escribiendo|siga_escribiendo|sigan_molestando|"
    + forms("contact molest texte acos fastidi incomod", "e en es eis ara aran", "|")
)
SEND: Final = (
    "manden|mande|mandes|envien|envie|envies|envieis|mandeis|remitan|sigan_mandando|"
    "sigan_enviando|"
    "siga_mandando|siga_enviando|sigas_mandando|sigas_enviando|esten_mandando|esten_enviando|"
    "vuelvan_a_mandar|vuelvan_a_enviar|anden_mandando|llegue|lleguen|llenen_de|envias|mandas|"
    "este_mandando|este_enviando|sigan_mandandome|sigan_enviandome|esten_mandandome|"
    + forms("mand envi", "ara aran aras eis", "|")
)
