"""
Spanish.

ALTO is what US carriers ask of Spanish short codes (Twilio, Spanish short codes), INICIO and
AUXILIO are Textizen's; the others are everyday words.
"""

from typing import Final

from opt_outs.domain.classifier.classification import Language
from opt_outs.domain.classifier.language_pack import LanguagePack, alternatives, listed

_MESSAGES: Final = (
    "mensajes|mensaje|mensajitos|textos|texto|sms|msjs|msj|mensages|mensage|mesajes|notificaciones|"
    "alertas|avisos|promociones|publicidad|propaganda|ofertas|spam|recordatorios|mensajes_de_texto|"
    "cosas"
)
_SOME: Final = "mas|estos|esos|este|esta|sus|tus|los|las|de|el|la|tantos|ningun|todos|mas_de|esa"
_LIST: Final = "lista|listas|base|base_de_datos|sistema|registro|registros|contactos"
_OF_LIST: Final = (
    "estos|esos|las|tus|su|la|tu|esta|sus|ese|este|los|el|de|esa|vuestra|todas|sus_malditas"
)
_SENDING: Final = (
    "enviar|mandar|escribir|enviarme|mandarme|escribirme|molestar|molestarme|textear|textearme|"
    "contactar|contactarme|enviando|mandando|escribiendo|molestando|mensajear|mensajearme|"
    "enviarnos|mandarnos|escribirnos|contactarnos|molestarnos|texteando|fastidiar|joder"
)
_CEASE: Final = (
    "deje|deja|dejen|dejad|dejame|dejeme|dejenme|pare|para|paren|parad|parar|dejar|cese|cesen|"
    "basta|detenganse|detengase"
)
_WRITE: Final = (
    "escriban|escriba|escribas|texteen|textee|textees|contacten|contacte|contactes|molesten|"
    "moleste|molestes|mensajeen|mensajee"
)
_SEND: Final = "manden|mande|mandes|envien|envie|envies"

PACK: Final = LanguagePack(
    language=Language.SPANISH,
    firm=listed("""
        ya parenle; alto; baja; dar de baja; darme de baja; darse de baja; basta; basta ya; no mas;
        no mas
        mensajes; no mas sms; no mas textos; ya no mas; pare; paren; detener; cancelar suscripcion;
        desuscribir; desuscribirme; desuscribirse; anular suscripcion; detengase; detenganse; denme
        de baja; deme de baja; dame de baja; stop mensajes
    """),
    whole=listed("parar; para; cancelar; terminar; salir"),
    unsure=listed("""
        cancele; cancela; fin; eliminar; borrar; anular; quitar; ya no; para ya; ya estuvo; ya no
        quiero; ya no quiero nada
    """),
    misspelt=listed("""
        desuscr*; desubscr*; desinscrib*; valla_de_baja; daer_de_baja; aalto
    """),
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
        ok|ahora|nunca_mas|de_una_vez|inmediatamente|por_texto|por_sms
    """),
    phrases={
        "stop_sending": listed(f"""
            {_CEASE} ya|por_favor? de? estar? {_SENDING} {_SOME}? {_SOME}? {_MESSAGES};
            {_CEASE} ya|por_favor? de {_SENDING} .;
            {_CEASE} de enviarme|mandarme|escribirme|molestarme|textearme|contactarme|mensajearme
              {_SOME}? {_SOME}? {_MESSAGES}?;
            {_CEASE} ya? con? {_SOME} {_SOME}? {_MESSAGES};
            quiero|quisiera|deseo|necesito|gustaria dejar|parar de recibir {_SOME}? {_SOME}?
              {_MESSAGES};
            detenga|detengan|suspenda|suspendan|cancelen|cancele|cancela {_SOME}? {_SOME}? envio|
              envios? de? {_MESSAGES}
        """),
        "do_not_send": listed(f"""
            ya? no|nunca|jamas|nunca_mas me|nos vuelva|vuelvan|vuelvas? a? {_SEND}|mandar|enviar|
              escribir|contactar|molestar|{_WRITE} nada|{_SOME}? {_SOME}? {_MESSAGES};
            ya_no|nunca_mas|nunca|ya_nunca me|nos {_WRITE}|{_SEND} .;
            no me|nos {_SEND} mas|nunca_mas|nunca|jamas|nada .;
            no me|nos {_SEND} nada mas? .;
            no me|nos {_WRITE} mas|nunca_mas|nunca|jamas|.;
            no {_SEND} mas {_MESSAGES}|nada;
            no manden|envien|mandes|envies {_MESSAGES}|nada;
            no {_SEND} mas .;
            no mandar|enviar|mandarme|enviarme|escribirme|escribir|textear mas? {_MESSAGES};
            no mandar|enviar|mandarme|enviarme|escribir|escribirme|contactarme|molestarme mas|. .;
            no molestar mas .;
            no me? vuelva|vuelvan|vuelvas a escribir|escribirme|mandar|mandarme|enviar|enviarme|
              contactar|contactarme|molestar|molestarme|textear {_SOME}? {_SOME}? {_MESSAGES}|.;
            no {_WRITE} mas|.
        """),
        "not_wanted": listed(f"""
            no quiero|queremos|deseo|quisiera|necesito mas? recibir|recibiendo|seguir_recibiendo|
              mas? {_SOME}? {_SOME}? {_MESSAGES};
            no quiero|queremos|deseo|quisiera|necesito mas {_SOME}? {_MESSAGES};
            no quiero|queremos|deseo|quisiera|necesito que_me manden|envien|escriban {_SOME}?
              {_SOME}? {_MESSAGES};
            no quiero|queremos|deseo sus|estos|tus {_MESSAGES};
            no quiero|deseo|queremos recibir? nada de_ustedes|de_usted|de_su_parte;
            ya? no quiero|deseo|queremos estar en {_OF_LIST}? {_OF_LIST}? {_LIST};
            ya? no quiero|deseo|queremos recibir|que_me_escriban|que_me_molesten|
              que_me_contacten mas|nada .;
            ya? no quiero|deseo que me escriban|molesten|contacten .;
            ya no quiero|deseo que me manden|envien {_SOME}? {_SOME}? {_MESSAGES}|nada|.;
            ya no quiero|deseo|queremos recibir? {_SOME}? {_SOME}? {_MESSAGES};
            no mas {_SOME}? {_MESSAGES};
            revoco|retiro mi? consentimiento|autorizacion|permiso
        """),
        "remove_from_list": listed(f"""
            quit*|saqu*|saca*|borr*|elimin*|remuev*|retir*|sacar*|bajen* me|mi|a_mi|nos|este|el|
              mis? numero|nombre|datos|telefono|celular? de|del {_OF_LIST}? {_OF_LIST}? {_LIST};
            borr*|elimin*|quit*|saqu*|retir*|olvid* mi|este|el|mis
              numero|telefono|datos|celular|contacto .;
            quitenme|quiteme|saquenme|saqueme|borrenme|borreme|borrame|eliminenme|elimineme .;
            quiteme|quitenme|saqueme|saquenme|borreme|borrenme|eliminenme|elimineme|remuevame|
              remuevanme|quitame|sacame|borrame de aqui|esto .;
            quiero|quisiera|deseo|necesito que_me saquen|quiten|borren|eliminen de|del {_OF_LIST}?
              {_OF_LIST}? {_LIST};
            quiero|quisiera|deseo|necesito que_me saquen|quiten|borren|eliminen .;
            quiero|quisiera|deseo|necesito salir|salirme de|del {_OF_LIST}? {_OF_LIST}?
              {_LIST}|esto|grupo;
            quiero|quisiera|deseo salir|salirme .
        """),
        "unsubscribe": listed(f"""
            darme|denme|deme|dame|darnos de baja .;
            me|nos dan|da|den|doy|pueden|puede dar|darme? de baja .;
            darme|denme|deme|dame|darnos|doy|den|dan|dar de baja de|del {_OF_LIST}?
              {_OF_LIST}?
              {_MESSAGES}|{_LIST};
            dar de baja .;
            quiero|quisiera|deseo|solicito|necesito|pido la|mi? baja .;
            como|quiero|quisiera me? desuscrib*|cancelar_la_suscripcion .;
            quiero|quisiera|deseo|favor|para cancelar|parar|detener {_SOME}? {_SOME}? {_MESSAGES};
            cancelar|parar|detener {_SOME}? {_SOME}? {_MESSAGES};
            baja de su_lista|la_lista|esta_lista;
            desuscribir|desuscribeme|desuscribanme|desuscribame|desuscribirme .;
            desuscribir|desuscribeme|desuscribanme|desuscribame|desuscribirme de|del {_SOME}?
              {_SOME}? {_MESSAGES}|{_LIST};
            cancel* mi|la|esta suscripcion a|de {_SOME}? {_SOME}? mensajes|sms|textos|alertas
        """),
        "leave_alone": listed("""
            dejenme|dejeme|dejame|dejen|deje|dejennos en_paz|tranquilo|tranquila|tranquilos;
            dejen|deje|deja de joder|fastidiar|chingar|molestar|estar .
        """),
        "please_stop": listed("""
            no|no_gracias , alto|basta|stop|baja .;
            por_favor|porfavor|porfa|x_favor|favor pare|paren|alto|basta|stop .;
            alto|basta|pare|paren|stop por_favor|porfavor|porfa|ya .
        """),
    },
    linking=listed("""
        yo; que; quiero; quisiera; queria; querria; queremos; necesito; pido; pedimos; pedi; exijo;
        solicito; deseo; les; le; te; les; ya; he; dicho; dije; dicen; puede; pueden; podria;
        podrian; puedes; podrias; me; nos; por; favor; porfavor; porfa; de; a; vez; gustaria;
        ustedes; usted; digo; decir; estoy; pidiendo; diciendo; pedido; hagan; haga; el; la; ser;
        bueno; entonces; pienso; creo; voy; tengo; siempre; solo; tambien; hacer; hago; fue; para;
        falta; quiera; es
    """),
    guards=listed("""
        no|nunca|jamas|ni|sin|tampoco|nadie|ninguno; porque|por_que|como|quien|donde|cual|cuanto;
        el|la mi|su|lo|los; mi|ella|ellos|dice|dijo|dijeron|hay|tenemos|llegan|llegaron|recibi|
        recibo|reciben|tenia|se|cuando|aunque; voy a; hace|hizo|odiaria|lastima|pena
    """),
    conditions=listed("""
        si|cuando|hasta|hasta_que|mientras|antes|despues|excepto|menos|salvo|solo|a_menos|aunque
    """),
    denials=listed("nunca|jamas|nadie|nada|ningun|ninguna|tampoco|ni"),
    polite=listed("""
        puede|pueden|podria|podrian|puedes|podrias|por_favor|porfavor|porfa|favor
    """),
    adjuncts=listed(f"""
        a|en este|mi numero|telefono|celular; de|del|con {_SOME}? {_SOME}? {_MESSAGES}; de|del|a
        {_OF_LIST}? {_OF_LIST}? {_LIST}; de|por parte? de? ustedes|usted|su_parte|su_empresa|aqui|
        esto|su_compania|su_tienda|ahi|todo; por mensaje|mensajes|texto|sms|este_medio|aqui; a mi;
        en absoluto|paz|adelante|el_futuro; y? no me? molesten|llamen|escriban|insistan; para
        siempre; al|a mi|este numero|celular|telefono; nunca; ustedes; de texto; cabrones|pendejos|
        idiotas|senores|amigos
    """),
    openers=listed("""
        yo; no; ya; es; este no; esto; soy; porque; quien; numero equivocado;
        estoy;
        ni; y no; y borren; o los; o voy; o te; quiero;
        quisiera; necesito; deseo; puede; pueden; podrian; podria; puedes; estan; son; se
        equivocaron; usted; ustedes
    """),
    respelt={
        "dejen d": "dejen de",
        "deje d": "deje de",
        "deja d": "deja de",
        "d baja": "de baja",
    },
    retractions=listed("""
        mejor por|al|a correo|email|llamen; sigan|siga mandando|enviando; jaja*; es_broma;
        olvidelo; olvidalo; pero siga|sigan|sigue; no_pares
    """),
    reasons=listed("""
        no soy; denunciar*; demandar*; reportar*; abogado; estafa; no conozco; no es mi|su|el
        numero; cansado|cansada|harto|harta de; no quiero mas|nada|esto|eso; quien es
    """),
    doubtful=listed("""
        no mande|envie mensajes|mensaje|textos|sms;
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
    harmless=listed(f"""
        esta|sigue|estaba|estuvo|estoy|estamos de_baja;
        no|nunca|ni recibo|recibi|recibimos|llegan|llega|llegaron|tengo|hay|aparecen mas|
          nuevos|otros|sus|los|las|tus? {_MESSAGES}; no me|nos
          llegan|llega|llegaron|mandaron|enviaron|
          escribieron|mandan|envian|escriben ya? mas; no quiero|deseo|queremos que dejen|deje|paren|
          pare; no_dejen|no_deje|nunca_dejen de;
        no|nunca|jamas|sin|ni pares|paren|pare|para|paras|parar|deje|dejes|dejen|deja|dejar|
        cancele|cancelen|cancelar; no quiero|necesito mas azucar|sal|cafe|agua|comida|picante|
        cebolla|hielo|queso|salsa; alto costo|precio|riesgo|nivel|voltaje|contraste|rendimiento|
        valor|en|de|y; muy|mas|tan|el|un|lo alto; baja la|el|en|de_precio|california|temperatura|
        por_ciento|velocidad|presion|un|tu|tus|intensidad|calidad|maternal|medica|calorias|laboral;
        planta|presion|mas|muy|temporada|mi|parte|esta|sigue|estoy_de|maternidad|marea|tension
        baja; fin de|del; basta con|de_que|para; parada; de_parte ...; deje|deja un|una|el|la|mi|
        los|me_saber|todo|abierto|abierta
    """),
    alarming=listed("""
        desuscri*; de_baja; no_mas_mensajes; alto; detener; suscripcion; paren; dejen_de; deje_de
    """),
)
