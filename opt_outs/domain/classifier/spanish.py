"""
Spanish.

ALTO is what US carriers ask of Spanish short codes (Twilio, Spanish short codes), INICIO and
AUXILIO are Textizen's; the others are everyday words.
"""

from typing import Final

from opt_outs.domain.classifier.classification import Language
from opt_outs.domain.classifier.language_pack import LanguagePack, alternatives, listed

_MESSAGES: Final = (
    "mensajes|mensaje|mensajitos|textos|texto|sms|msjs|msj|mensages|mensage|notificaciones|alertas|"
    "avisos|promociones|publicidad|propaganda|ofertas|spam|recordatorios|mensajes_de_texto|cosas"
)
_SOME: Final = "mas|estos|esos|este|esta|sus|tus|los|las|de|el|la|tantos|ningun|todos|mas_de"
_LIST: Final = "lista|listas|base|base_de_datos|sistema|registro|registros|contactos|grupo"
_SENDING: Final = (
    "enviar|mandar|escribir|enviarme|mandarme|escribirme|molestar|molestarme|textear|textearme|"
    "contactar|contactarme|enviando|mandando|escribiendo|molestando|mensajear|mensajearme|"
    "enviarnos|mandarnos|escribirnos|contactarnos|molestarnos|texteando|fastidiar|joder"
)
_CEASE: Final = (
    "deje|deja|dejen|dejad|dejame|dejeme|dejenme|pare|para|paren|parad|parar|dejar|cese|cesen|basta"
)

PACK: Final = LanguagePack(
    language=Language.SPANISH,
    firm=listed("""
        alto; baja; dar de baja; darme de baja; darse de baja; basta; basta ya; no mas; no mas
        mensajes; no mas sms; no mas textos; ya no mas; pare; paren; detener; cancelar suscripcion;
        desuscribir; desuscribirme; desuscribirse; anular suscripcion; detengase; detenganse; denme
        de baja; deme de baja; dame de baja; stop mensajes
    """),
    whole=listed("parar; para; cancelar; terminar; salir"),
    unsure=listed("""
        cancele; cancela; fin; eliminar; borrar; anular; quitar; ya no; para ya; ya estuvo; ya no
        quiero; ya no quiero nada
    """),
    misspelt=listed("desuscr*; desubscr*; desinscrib*; valla_de_baja; daer_de_baja; aalto"),
    opt_in=listed("inicio; iniciar; empezar; reanudar; suscribir; suscribirme"),
    help=listed("ayuda; auxilio; informacion; ayudame; ayudeme"),
    affirmative=listed("si; sip; claro que si"),
    courtesies=listed("""
        por_favor; x_favor; porfavor; xfavor; porfa; pf; favor; muchas_gracias; gracias; ya; ahora;
        ok; hola; buenas; buenos_dias; buenas_tardes; inmediatamente; senor; senora; senorita;
        de_una_vez; se_los_pido
    """),
    objects=listed("""
        todo; todos; esto; eso; mensajes; mensaje; sms; textos; los; estos; de; mas; a; servicio;
        suscripcion; publicidad; si; el; la; con
    """),
    tails=alternatives("""
        por_favor|x_favor|porfavor|xfavor|porfa|gracias|muchas_gracias|ya|nunca|jamas|mas|y_borre*|
        ok|ahora|no_quiero|yo|nunca_mas|es_la|de_una_vez|inmediatamente
    """),
    phrases={
        "stop_sending": listed(f"""
            {_CEASE} ya|por_favor? de? {_SENDING} {_SOME}? {_SOME}? {_MESSAGES};
            {_CEASE} ya|por_favor? de {_SENDING} .;
            {_CEASE} de enviarme|mandarme|escribirme|molestarme|textearme|contactarme|mensajearme;
            {_CEASE} ya? con? {_SOME} {_SOME}? {_MESSAGES};
            detenga|detengan|suspenda|suspendan|cancelen|cancele|cancela {_SOME}? {_SOME}? envio|
              envios? de? {_MESSAGES}
        """),
        "do_not_send": listed(f"""
            ya? no|nunca|jamas|nunca_mas me|nos vuelva|vuelvan|vuelvas? a? manden|mande|mandes|
              mandar|envien|envie|envies|enviar|escriban|escriba|escribas|escribir|texteen|textee|
              textees|contacten|contacte|contactes|contactar|molesten|moleste|molestes|molestar|
              mensajeen|mensajee nada|{_SOME}? {_SOME}? {_MESSAGES};
            ya_no|nunca_mas|nunca|ya_nunca me|nos manden|mande|mandes|envien|envie|envies|escriban|
              escriba|escribas|texteen|textee|textees|contacten|contacte|contactes|molesten|
              moleste|molestes;
            no me|nos manden|mande|mandes|envien|envie|envies|escriban|escriba|escribas|texteen|
              textee|textees|contacten|contacte|contactes|molesten|moleste|molestes|llamen|llame
              mas|nunca_mas|ni|nunca|jamas;
            no me|nos escriban|escriba|escribas|texteen|textee|textees|contacten|contacte|
              contactes|molesten|moleste|molestes .;
            no mande|manden|mandes|envie|envien|envies mas {_MESSAGES}?;
            no me|nos vuelva|vuelvan|vuelvas a escribir|mandar|enviar|contactar|molestar|textear;
            no escriba|escriban|escribas|moleste|molesten|molestes mas|.
        """),
        "not_wanted": listed(f"""
            no quiero|queremos|deseo|quisiera|necesito mas|recibir|recibiendo|que_me_manden|
              que_me_envien|seguir_recibiendo|sus|estos|tus mas|nada|sus|tus? {_SOME}? {_MESSAGES};
            ya? no quiero|deseo|queremos recibir|saber|que_me_escriban|que_me_molesten|
              que_me_contacten mas|nada|esto|estos .;
            ya? no quiero|deseo que me escriban|molesten|contacten|manden|envien;
            ya no quiero|deseo|queremos recibir|estos|sus|mas? mas|sus|estos? {_MESSAGES};
            no mas {_SOME}? {_MESSAGES};
            revoco|retiro mi? consentimiento|autorizacion|permiso
        """),
        "remove_from_list": listed(f"""
            quit*|saqu*|saca*|borr*|elimin*|remuev*|retir*|sacar*|bajen* me|mi|a_mi|nos|este|el|
              mis? numero|nombre|datos|telefono|celular? de|del su|la|tu|esta|sus|ese|este|los?
              {_LIST};
            borr*|elimin*|quit*|saqu*|retir*|olvid* mi|este|el|mis numero|telefono|datos|celular .;
            quiteme|quitenme|saqueme|saquenme|borreme|borrenme|eliminenme|elimineme|remuevame|
              remuevanme|quitame|sacame|borrame de aqui|esto|esta|su|la|tu ...;
            quiero|quisiera|deseo|necesito que_me salir|saquen|quiten|borren|eliminen|salirme ...;
            quiero|quisiera|deseo salir|salirme de ... lista|grupo|sistema|esto
        """),
        "unsubscribe": listed(f"""
            darme|darse|denme|deme|dame|darnos de baja;
            me|nos dan|den|doy|pueden|puede dar|darme? de baja;
            dar de baja .;
            quiero|quisiera|deseo|solicito|necesito|pido la|mi? baja;
            me doy de baja;
            como|quiero|quisiera me? desuscrib*|cancelar_la_suscripcion;
            quiero|quisiera|deseo|favor|para cancelar|parar|detener {_SOME}? {_SOME}? {_MESSAGES};
            cancelar {_SOME}? {_SOME}? {_MESSAGES};
            desuscribir|desuscribeme|desuscribanme|desuscribame|desuscribirme;
            cancel* mi|la|esta suscripcion a|de ... mensajes|sms|textos|alertas
        """),
        "leave_alone": listed("""
            dejenme|dejeme|dejame|dejen|deje|dejennos en_paz|tranquilo|tranquila|tranquilos;
            dejen|deje|deja de joder|fastidiar|chingar|molestar|estar
        """),
        "please_stop": listed("""
            no|no_gracias , alto|basta|stop|baja .;
            por_favor|porfavor|porfa|x_favor|favor pare|paren|alto|basta|stop .;
            alto|basta|pare|paren|stop por_favor|porfavor|porfa|ya .
        """),
    },
    lead_ins=listed("""
        quiero|quisiera|necesito|pido|exijo|solicito|deseo|les_pido|le_pido|te_pido que? me?; ya
        les|le|te dije|he_dicho|pedi que?; puede|pueden|podria|podrian|puedes|podrias por_favor?
    """),
    guards=listed("""
        no|nunca|jamas|ni me|te|le|se|nos|por_favor?; si|cuando|porque|por_que|hasta|aunque|como|
        quien|mi|ella|ellos|dice|dijo|hay|tengo|tenemos|llegan|llegaron|recibi|para|el|la|les ...
    """),
    hedges=listed("""
        hasta|antes|despues|cuando|mientras|si|tan|tanto|tantos|pero|por_ahora|hoy|manana|excepto|
        menos|solo|a_las|al_trabajo|los_domingos|despues_de|de_noche|tarde|todavia|aun|antes_de|
        en_ingles|en_espanol|por_correo|la_factura|el_paquete|a_el|a_ella|otra|otro|al|a_mi_esposo|
        a_mi_esposa|a_mi_mama|la_linea|mi_linea|el_servicio|mi_cuenta|mi_contrato|del_curso|
        del_seguro|del_gimnasio
    """),
    retractions=listed("jaja*; es_broma; olvidelo; olvidalo; pero siga|sigan|sigue; no_pares"),
    reasons=listed("""
        no soy; denunciar*; demandar*; reportar*; abogado; estafa; no conozco; no es mi|su|el
        numero; cansado|cansada|harto|harta de; no quiero mas|nada|esto|eso; quien es
    """),
    doubtful=listed("""
        numero|persona equivocado|equivocada|incorrecto; no me|nos interesa|interesan; dejen|deje
        de; spam; acoso; siguen|sigue mandando|enviando|escribiendo|molestando; nunca|no me?
        suscrib*|inscrib*|registr*|autoric*|di_mi|pedi; se_equivoco|equivocaron; no me manden|
        mande|envien|envie; cancelar mi|la suscripcion; larguese; vayase; no me molest*; ya? no
        quiero nada; no mas llamadas|correos|avisos; no me escriban|escriba|escribas|texteen|
        contacten|contacte|manden|envien
    """),
    threats=listed("si no paran|para|pare|dejan|deja|deje"),
    footers=listed("""
        responda|responde|envie|envia|escriba|escribe|conteste|mande|manda|texto|text con|
        la_palabra? alto|stop|baja|parar|cancelar|salir|fin para|p cancelar|salir|darse_de_baja|
        no_recibir|dejar|terminar|detener|parar|darte_de_baja ...; para cancelar|salir|dejar|
        no_recibir ... responda|envie|escriba|mande ... alto|stop|baja|parar|salir
    """),
    harmless=listed("""
        no|nunca|jamas|sin|ni pares|paren|pare|para|paras|parar|deje|dejes|dejen|deja|dejar|
        cancele|cancelen|cancelar; no quiero|necesito mas azucar|sal|cafe|agua|comida|picante|
        cebolla|hielo|queso|salsa; alto costo|precio|riesgo|nivel|voltaje|contraste|rendimiento|
        valor|en|de|y; muy|mas|tan|el|un|lo alto; baja la|el|en|de_precio|california|temperatura|
        por|velocidad|presion|un|tu|tus|intensidad|calidad|maternal|medica|calorias|laboral;
        planta|presion|mas|muy|temporada|mi|parte|esta|sigue|estoy_de|maternidad|marea|tension
        baja; fin de|del; basta con|de_que|para; parada; de_parte ...; deje|deja un|una|el|la|mi|
        los|me_saber|todo|abierto|abierta
    """),
    alarming=listed("""
        desuscri*; de_baja; no_mas_mensajes; alto; detener; suscripcion; paren; dejen_de; deje_de
    """),
)
