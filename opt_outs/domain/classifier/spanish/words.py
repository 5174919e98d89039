"""The Spanish words that several phrases share, in the notation of `language_pack`."""

from typing import Final

from opt_outs.domain.classifier.language_pack import forms, points

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
    "correo_basura|notificacion|aviso|mensaje_de_texto|links|enlaces|porquerias|porqueria|basura|"
    "tonterias|"
    "mierdas|pendejadas|boludeces|"
    "chingaderas|huevadas|pavadas|babosadas|cochinadas"
)
SOME: Final = (
    "su|tu|mis|mas|estos|esos|este|esta|sus|tus|los|las|de|el|la|tantos|ningun|todos|mas_de|esa|"
    "estas|esas|"
    "ese|ningunos|otro|otros|vuestros|vuestras|malditos|pinches|putos|tipo_de|tanto|tanta|"
    "ninguna|nuevos|ni_un"
)
LIST: Final = (
    "lista|listas|base|base_de_datos|sistema|registro|registros|contactos|lista_de_contactos|"
    "lista_de_mensajes|lista_de_difusion|lista_de_envio|lista_de_envios|lista_de_distribucion|"
    "agenda|"
    "bases_de_datos|bd|base_datos|archivo|archivos|directorio|fichero|lista_de_correo|"
    "servicio_de_mensajes|servicio_de_sms|lista_de_recordatorios|lista_de_suscriptores|"
    "lista_de_clientes"
)
OF_LIST: Final = (
    "estos|esos|las|tus|su|la|tu|esta|sus|ese|este|los|el|de|esa|vuestra|todas|sus_malditas"
)
SENDING: Final = (
    "enviar|mandar|escribir|enviarme|mandarme|escribirme|molestar|molestarme|textear|textearme|"
    "contactar|contactarme|enviando|mandando|escribiendo|molestando|mensajear|mensajearme|"
    "enviarnos|mandarnos|escribirnos|contactarnos|molestarnos|texteando|fastidiar|joder|chingar|"
    "fregar|romper|romperme|acosar|acosarme|fastidiarme|joderme|mensajeando|bombardear|"
    "bombardearme|contactando|"
    "escribirle|estarme_mandando|estarme_enviando|estarme_escribiendo|hincharme|hinchar|spamear|"
    "spamearme|hostigar|hostigarme|llenarme|mandarle|jorobar|incordiar|"
    + forms(
        "mand envi contact molest texte mensaje acos fastidi incomod", "ando andome arle ar", "|"
    )
)
CEASE: Final = (
    "terminen|termine|terminenla|terminala|acaben|acabe|corten|corte|cortala|cortenla|"
    "vale_ya|ya_vale|abstenganse|dejate|pongan_fin|ponga_fin|pongale_fin|ponganle_fin|suficiente|"
    "deje|deja|dejen|dejad|dejame|dejeme|dejenme|pare|para|paren|parad|parar|dejar|cese|cesen|"
    "basta|detenganse|detengase|dejense|dejese|parenle|parele|dejar_ya|eviten|evite|evita|"
    "absteganse|"
    "abstengase|dejeis|pares|deja_ya|dejen_ya|dejes|suspendan"
)
WRITE: Final = (
    "joda|jodas|enches|rompan|rompa|rompas|escriban|escriba|escribas|textien|textie|texteen|"
    "textee|textees|contacten|contacte|contactes|molesten|"
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

PARTING: Final = """
    alto anular anule anulen apagar apaguen baja basta borrar borren borrenme cancelar cancele
    cancelen cancelo cansada cansado dejar deje dejen desactivar desactiven desafiliame
    desafiliar deshabilitar deshabiliten detener detenga detengan eliminar eliminen excluir
    excluyan finalicen finalizar fuera harta harto largo olviden olvidense parale parar pare
    paren parenle pierdan quitar quiten remover retirar retiren sacar salgo salir salirme saquen
    suspendan suspender terminar termine terminen tramiten vayanse
"""
"""Words of leaving, ending, deleting and refusing, in requests and elsewhere."""

POINTS: Final = points(
    """
    5: de_mensajes ya_.;
    4: *leave *leave_. *me_*contact *modal_*let *parting_. *permission *remove_. ._les
        a_escribir base con_los de_esta deseo en_paz envie_mas escriban_. esto esto_. mande
        mande_mensajes nada_de necesito_que no_deseo paz paz_. pido promociones_. suscripcion
        suscripcion_.;
    3: *cease_*texts *contact *contact_. *me_*send *modal_*parting *modal_*remove *modal_*take
        *more_*me *not_*contact *not_*send *permission_. *revoke *send_. *want_*more *want_*not
        ._*leave ._*revoke ._agradeceria ._darme ._dejenme ._favor ._paren ._solicito
        agradeceria alto_por autorizo basta_. cancelar_mensajes como de_ahi dejenme del_servicio
        detener el_spam envies equivocado esa_persona escribir estar este_no esten estos
        estos_mensajes la_baja lleguen los_voy mandando_mensajes mande_mas manden_. mandes mas_.
        mas_por mas_sms me_envies me_lleguen me_mande me_mandes mis_datos ni no_mandar
        notificaciones numero_? numero_equivocado numero_por paren_con permiso persona pido_que
        publicidad publicidad_. quiero_nada recibir_nada retiren ser servicio_. siguen solicito
        soy spam_. suscripcion_a suspendan_los telefono textos textos_. tranquila veces vuelvan
        vuelvan_a ya_basta;
    2: *cease_. *contact_*more *list_. *me_. *more_. *not_*more *remove *want_. ._*parting
        ._como ._deja ._dejen ._deseo ._los ?_no basta_ya cancelar_la contacten contacten_.
        cosas cosas_. de_enviarme de_la de_mandar de_sus de_texto deja_de dejenme_en
        deseo_recibir desuscribirme eliminar enviar_mensajes enviarme equivocado_. equivocaron
        escriba escriba_. escribas escribir_. este este_numero exijo exijo_que favor favor_de
        gracias_pero la_suscripcion lista_? mandar manden_mensajes manden_nada me_escriba
        me_escribas me_manden me_vuelvan mensajes_. mi_numero molesten_. molesten_mas nada_.
        no_enviar no_envien no_mas no_soy no_vuelvan notificaciones_. numero permiso_para
        por_favor porfa porfa_. que_me quiero_sus quitenme quitenme_. recibiendo recibir_estos
        saquenme_de se_equivocaron siguen_mandando sistema sms spam su_lista sus_promociones
        texto texto_. vez_. ya ya_dejen;
    1: *cease *list *me *me_*want *more_*texts *not_*want *parting *parting_*texts *send_*more
        *take *texts *texts_. *want *want_*me *want_*receive ._*remove ._*take ._cancelar ._que
        ._salir ._stop baja_de cancelar con_sus dar dar_de de de_los de_su deja dejar_de en
        enviar envien envien_mas envien_mensajes escriban interesa les lista_. los_mensajes
        me_envien me_escriban me_interesa me_quiero mensajes mi_suscripcion molesten no_escriban
        no_manden numero_. promociones que_no quitenme_de salir_de sms_. stop sus;
    -1: *let *me_*remove ._i ._keine ._not and borren i it_. list lista_por me mi_cita more ne
        on pueden quiero si thanks_. unknown2 unknown4;
    -2: *not_*let ._*more ._. ._dont ._ich ._is ._ja ._jamas ._je ._manden ._si ._the ._yes 3
        3_. 5_. ?_. a_la an at bien bitte borren_mi bus c call can cancel cancelar_mi cant
        cant_stop cebolla chega commande correos_. de_espera del didnt direccion do dont du
        el_paquete el_pedido espera est esta for foto foto_. good haha haha_. ich ir it item je
        keine la la_cita la_puerta lista_de liste llamen_mas m manana_. me_. mensagem mensaje
        mensaje_. mi_pedido mir need nicht no_dejen no_puedo not number numero_de numero_es
        nummer obrigado of off ou para parada pas pedido pedido_. pizza please_. puerta quit
        quiten quiten_de take text thanks the this too up vous with wont wrong www www_. yes you
        zu;
    -3: *not_*cease ._*send ._el ._la ._mi ._nada ._solo 10 2 5 a_las cita_. correos cuando el
        es_esto escriban_a esquina este_. hoy_. ingles ingles_. is ist llamadas llamen llego lol
        mais manana mandaron mas_tarde me_llamen me_llegan mensajes_en merci meu my na nuevo
        paquete please plus puedo quiten_el sair saquen sem sie sigan solo tarde tarjeta
        tarjeta_. vou;
    -4: *not_*parting . ._a ._nao a_mi cita correo dos en_la llegan nao o unknown1
    """
)
"""What each word or pair of words says for a request, or against one."""
