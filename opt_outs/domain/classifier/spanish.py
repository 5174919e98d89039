"""
Spanish.

ALTO is what US carriers ask of Spanish short codes (Twilio, Spanish short codes), INICIO and
AUXILIO are Textizen's; the others are everyday words.
"""

from typing import Final

from opt_outs.domain.classifier.classification import Language
from opt_outs.domain.classifier.language_pack import (
    LanguagePack,
    Role,
    alternatives,
    listed,
    respellings,
)

_MESSAGES: Final = (
    "mensajes|mensaje|mensajitos|textos|texto|sms|msjs|msj|mensages|mensage|mesajes|"
    "notificaciones|"
    "alertas|avisos|promociones|publicidad|propaganda|ofertas|spam|recordatorios|"
    "mensajes_de_texto|"
    "cosas|publicidades|informacion|info|anuncios|promos|mensajeria|comunicaciones|textitos|"
    "correo_basura|notificacion|aviso|mensaje_de_texto"
)
_SOME: Final = (
    "mas|estos|esos|este|esta|sus|tus|los|las|de|el|la|tantos|ningun|todos|mas_de|esa|estas|esas|"
    "ese|ningunos|otro|otros|vuestros|vuestras|malditos|pinches|putos|tipo_de|tanto|tanta|"
    "ninguna|nuevos|ni_un"
)
_LIST: Final = (
    "lista|listas|base|base_de_datos|sistema|registro|registros|contactos|lista_de_contactos|"
    "lista_de_mensajes|lista_de_difusion|lista_de_envio|lista_de_envios|lista_de_distribucion|"
    "agenda|"
    "bases_de_datos|bd|base_datos|archivo|archivos|directorio|fichero|lista_de_correo|"
    "lista_de_suscriptores|lista_de_clientes"
)
_OF_LIST: Final = (
    "estos|esos|las|tus|su|la|tu|esta|sus|ese|este|los|el|de|esa|vuestra|todas|sus_malditas"
)
_SENDING: Final = (
    "enviar|mandar|escribir|enviarme|mandarme|escribirme|molestar|molestarme|textear|textearme|"
    "contactar|contactarme|enviando|mandando|escribiendo|molestando|mensajear|mensajearme|"
    "enviarnos|mandarnos|escribirnos|contactarnos|molestarnos|texteando|fastidiar|joder|chingar|"
    "fregar|acosar|acosarme|fastidiarme|joderme|mensajeando|bombardear|bombardearme|contactando|"
    "escribirle|estarme_mandando|estarme_enviando|estarme_escribiendo|hincharme|hinchar|spamear|"
    "spamearme|hostigar|hostigarme|llenarme|mandarle|jorobar|incordiar"
)
_CEASE: Final = (
    "deje|deja|dejen|dejad|dejame|dejeme|dejenme|pare|para|paren|parad|parar|dejar|cese|cesen|"
    "basta|detenganse|detengase|dejense|dejese|parenle|parele|dejar_ya|eviten|evite|evita|"
    "absteganse|"
    "abstengase|dejeis|pares|deja_ya|dejen_ya|dejes|suspendan"
)
_WRITE: Final = (
    "escriban|escriba|escribas|texteen|textee|textees|contacten|contacte|contactes|molesten|"
    "moleste|molestes|mensajeen|mensajee|fastidien|fastidie|fastidies|jodan|chinguen|spameen|"
    "acosen|"
    "escribais|contacteis|molesteis|hostiguen|busquen"
)
_SEND: Final = (
    "manden|mande|mandes|envien|envie|envies|envieis|mandeis|remitan|sigan_mandando|"
    "sigan_enviando|"
    "siga_mandando|siga_enviando|sigas_mandando|sigas_enviando|esten_mandando|esten_enviando|"
    "vuelvan_a_mandar|vuelvan_a_enviar|anden_mandando|llegue|lleguen|llenen_de|envias|mandas"
)

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
            detenga|detengan|suspenda|suspendan|cancelen|cancele|cancela|detener|suspender|
            cancelar|
              paren|pare|parar|finalicen|finalice|eliminen {_SOME}? {_SOME}? envio|envios? de?
              {_SOME}? {_MESSAGES};
            {_CEASE} ya|por_favor? de? {_SENDING} con {_SOME}? {_SOME}? {_MESSAGES};
            {_CEASE} ya|por_favor? de? {_SENDING} a? este|mi|el numero|telefono|celular .;
            {_CEASE} ya? de? llenarme|bombardearme el|la|mi? telefono|celular|bandeja? de|con
              {_SOME}? {_MESSAGES};
            {_CEASE} ya? de usar|utilizar mi|este numero|telefono;
            ya basta con|de {_SOME}? {_SOME}? {_MESSAGES};
            basta de {_SOME}? {_SOME}? {_MESSAGES};
            hart*|cansad* de {_SOME}? {_SOME}? {_MESSAGES} , paren|pare|basta|alto|stop|dejen .;
            no|nunca se comuniquen|comunique|pongan|ponga|contacten en_contacto? mas? conmigo|
            con_nosotros|mas
              mas? .;
            que dejen|deje|dejes|paren|pare de {_SENDING} {_SOME}? {_SOME}? {_MESSAGES}|.;
            no sigan|siga|sigas mandando|mandandome|enviando|enviandome|escribiendo|escribiendome|
              molestando|molestandome|contactandome {_SOME}? {_SOME}? {_MESSAGES}|.
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
            no {_WRITE} mas|.;
            ya_no|nunca_mas {_SEND} nada|mas? .;
            {_CEASE} con? el|este|su acoso por? {_MESSAGES}|.;
            no|nunca|ya_no me|nos los? {_SEND} {_SOME} {_SOME}? {_MESSAGES};
            no|ya_no quiero|queremos|deseo|autorizo|permito|acepto|doy_permiso|consiento|
              doy_autorizacion|doy_consentimiento|di_permiso? mas? que|para_que|a_que me|nos
              sigan? {_SEND}|{_WRITE}|mandando|enviando|escribiendo|contactando|molestando mas?
              {_SOME}? {_SOME}? {_MESSAGES}|.|nada|mas;
            que no me|nos {_SEND}|{_WRITE} mas? {_SOME}? {_MESSAGES}|.|nada|nunca;
            que ya_no me|nos {_SEND}|{_WRITE} mas? {_SOME}? {_MESSAGES}|.|nada;
            no me|nos? {_SEND}|{_WRITE} a este|mi numero|telefono|celular mas? .;
            no|ya_no vuelv* a {_SENDING} mas? {_SOME}? {_SOME}? {_MESSAGES}|.|nada|nunca;
            no me|nos {_SEND} ni_un {_MESSAGES};
            no autorizo|consiento|acepto mas? el|los|la? uso|envio|envios|recepcion|recibir de?
              mi_numero|{_MESSAGES};
            no me|nos|a_este_numero? mensaje*|texte*|spamee* mas|. .;
            no me|nos interesa recibir {_SOME}? {_SOME}? {_MESSAGES};
            prefiero|quiero|quisiera|deseo|pido|solicito no recibir mas? {_SOME}? {_SOME}?
            {_MESSAGES}|mas|nada;
            no_mas_mensajes|no_mas_sms por_favor|a_este_numero|.
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
            revoco|retiro|cancelo|anulo mi|el|la? consentimiento|autorizacion|permiso;
            no tienen|tiene|tienes|cuentan|cuenta con? mi|mas? permiso|consentimiento|autorizacion
              de|para escribirme|contactarme|enviarme|mandarme|textearme|. {_SOME}? {_MESSAGES}?;
            ya_no tienen|tiene|tienes mi permiso|consentimiento|autorizacion .;
            no quiero|queremos|deseo|quisiera|me_gustaria saber nada de|mas ustedes|de_ustedes|
              usted|vosotros;
            no quiero|queremos|deseo ser|seguir|que_me contactad*|molestad*|contacten|molesten mas?
              por|a_traves_de|. mensajes|sms|texto|este_medio|.;
            ya? no quiero|queremos|deseo|necesito|me_interesan {_SOME} {_SOME}? {_MESSAGES};
            ya no necesito|quiero|deseo|queremos {_SOME}? {_SOME}? {_MESSAGES}
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
            quiero|quisiera|deseo salir|salirme .;
            quiero|quisiera|deseo|necesito|podrian|pueden|puede|podria|puedes ser|quitarme|sacarme|
              borrarme|eliminarme|removerme|retirarme|excluirme|darme_de_baja
              eliminad*|borrad*|removid*|retirad*|quitad*? de|del {_OF_LIST}? {_OF_LIST}? {_LIST}|
              aqui|esto|ahi;
            sacarme|quitarme|borrarme|eliminarme|removerme|retirarme|excluirme|saquenme|quitenme|
              quiteme|saqueme|sacame|quitame|borrame|borrenme|borreme|eliminenme|elimineme|
              eliminame|remuevanme|remuevame|retirenme|retireme|excluyanme|excluyame|sacadme|
              quitadme|borradme|eliminadme|excluidme de|del {_OF_LIST}? {_OF_LIST}? {_LIST}|aqui|
              esto|ahi|ya;
            sacarme|quitarme|borrarme|eliminarme|removerme|eliminame|remuevanme|remuevame|
              retirenme|retireme|excluyanme|excluyame|sacadme|quitadme|borradme|eliminadme .;
            elimin*|borr*|quit*|saqu*|saca*|remuev*|retir*|den_de_baja|dar_de_baja|dar_baja|de_baja
              mi|este|mis|el|a_mi? numero|telefono|celular|nombre|datos|movil|cel|num|contacto|
              informacion de|del {_OF_LIST}? {_OF_LIST}? {_LIST}|aqui;
            elimin*|borr*|quit*|saqu*|retir*|olvid*|remuev*|den_de_baja|dar_de_baja|dar_baja|
              den_baja mi|este|mis numero|telefono|datos|celular|contacto|movil|cel|num
              .;
            olvidense|olvidese|olvidate de mi? numero|telefono|mi .;
            pierdan|pierda|olviden|olvida mi|este numero|telefono
        """),
        "unsubscribe": listed(f"""
            darme|denme|deme|dame|darnos de baja .;
            me|nos dan|da|den|doy|pueden|puede dar|darme? de baja .;
            darme|denme|deme|dame|darnos|doy|den|dan|dar de baja de|del {_OF_LIST}?
              {_OF_LIST}?
              {_MESSAGES}|{_LIST};
            dar de baja .;
            dar|den|de|deme|denme|doy de_baja|baja este|mi|el|la|a_este|a_mi
              numero|telefono|celular|movil|cel .;
            solicito|pido|quiero|exijo|necesito|deseo la|mi baja de|del este|su|ese|esta|la?
            servicio? de?
              {_MESSAGES}|{_LIST};
            solicito|pido|quiero|exijo|necesito ser dado|dada de_baja .;
            solicito|pido|quiero|exijo|necesito que me den de_baja|baja .;
            me quiero|gustaria|quisiera|voy_a dar|desuscribir|borrar|salir|desinscribir
              de_baja|de_la_lista|de_esta_lista|.;
            desinscrib*|desapunt*|desafili* me? .;
            me doy|borro|desuscribo|salgo de_baja|de_la_lista|.;
            cancelen|cancele|cancelar|cancela|suspendan|suspender|desactiven|desactivar|desactive
              {_SOME} {_SOME}? {_MESSAGES};
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
        yo; nao; pra; que; quiere; quieren; queriamos; pienso; pensaba; va; van; vamos; debo;
        intento; trato;
        decidi; gustaba; ruego; rogamos; rogaria; ruega; suplico; agradeceria; agradezco;
        agradecere; exigimos;
        requiero; insisto; reitero; repito; ordeno; encarecidamente; atentamente; ver; si_no;
        disculpe; disculpen; senores; senor; amigos; quiero; quisiera; queria; querria; queremos;
        necesito; pido; pedimos; pedi; exijo;
        solicito; deseo; les; le; te; les; ya; he; dicho; dije; dicen; puede; pueden; podria;
        podrian; puedes; podrias; me; nos; por; favor; porfavor; porfa; de; a; vez; gustaria;
        ustedes; usted; digo; decir; estoy; pidiendo; diciendo; pedido; hagan; haga; el; la; ser;
        bueno; entonces; pienso; creo; voy; tengo; siempre; solo; tambien; hacer; hago; fue; para;
        falta; quiera; es
    """),
    guards=listed("""
        no|nunca|jamas|ni|sin|tampoco|nadie|ninguno|nao|nem; porque|por_que|como|quien|donde|
        cual|cuanto;
        el|la mi|su|lo|los; mi|ella|ellos|dice|dijo|dijeron|hay|tenemos|llegan|llegaron|recibi|
        recibo|reciben|tenia|se|cuando|aunque; voy a; hace|hizo|odiaria|lastima|pena
    """),
    conditions=listed("""
        si|cuando|mientras;
        desde|de_noche|en_la_noche|por_la_noche|en_las_noches|los_domingos|domingos|
        fines_de_semana|
        fin_de_semana|de_madrugada|por_las_noches|por_las_mananas;
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
        idiotas|senores|amigos|carajo|chingado|chingada|maldita_sea|joder|hombre|senor|senora|
        imbeciles|estafadores|malditos|pesados|saludos|atte|atentamente|bendiciones|cordialmente;
        de parte de_ustedes|suya; en|a|al mi|este|el|nuestro celular|telefono|numero|movil|cel|num;
        de ningun tipo; de publicidad|promociones|spam|promocion|ventas; publicitarios|
        promocionales|
        comerciales|basura; sobre|de eso|esto|politica|las_elecciones|elecciones|ventas|prestamos|
        seguros|promociones; o llamadas; ni llamadas|llamar|llamen|correos; y llamadas;
        a_mi_persona;
        nunca_mas; jamas; mas; otra_vez; de_nuevo; tan|por favor; a la brevedad; cuanto_antes;
        lo_antes_posible; hoy mismo; por dios; por el amor de dios; por este medio; de forma
        inmediata; a partir de ahora|hoy; desde ahora|hoy; en lo sucesivo
    """),
    dependent=listed("""
        darme|darnos|dar|salir|salirme|recibir|dejar|parar|cancelar|detener|enviarme|
        mandarme|sacarme|quitarme|borrarme|eliminarme|desuscribirme|desuscribir
    """),
    coordinators=listed("asi; entonces; pues; pero; luego"),
    openers=listed("""
        o los; o voy; o tendre; o llamo; ando; tengo; y dejen; y no; y quitenme; y saquenme; y
        olviden;
        y basta; y gracias; y borrenme; se lo; se los; les agradezco; les pido; les ruego; que
        dios;
        para no; hagan; haga; por eso; te; les; mi nombre; me llamo; gracias; siempre; saludos;
        yo; no; ya; es; este no; esto; soy; porque; quien; numero equivocado;
        estoy;
        ni; y no; y borren; o los; o voy; o te; quiero;
        quisiera; necesito; deseo; puede; pueden; podrian; podria; puedes; estan; son; se
        equivocaron; usted; ustedes
    """),
    respelt=respellings("""
        q|k|ke = que; d = de; x_favor = por favor; xfa|pls|plis|porfis|porfi = porfa;
        msj|msjs|mjs|msg|msgs|mensages|mesajes|mensjes|mensajs|mensaes|mnsjs = mensajes;
        mensage|mensaj = mensaje; smss = sms; enbien|embien = envien; enbie|embie = envie;
        nesesito = necesito; kiero|qiero|quiro = quiero; resivir|recivir|resibir =
        recibir; resivo = recibo; escrivan = escriban; escriva = escriba; escrivir =
        escribir; numro|num|nro = numero; tel = telefono; cel = celular; dejn|degen =
        dejen; dege = deje; dejar_d = dejar de; paren_d = paren de; kitenme|qitenme =
        quitenme; kiten = quiten; kitar = quitar; saqenme|sakenme = saquenme; eliminemme =
        eliminenme; borenme = borrenme; bore = borre; boren = borren; vaja = baja; ma =
        mas; yano = ya no; nunka = nunca; lsta = lista; mandn|mandem|mnden = manden;
        mandenme = manden me; suscripsion|subscripcion = suscripcion; uds = ustedes; ud =
        usted; xq|pq = porque; dejen_d = dejen de; deje_d = deje de; deja_d = deja de;
        d_baja = de baja
    """),
    retractions=listed("""
        escriban*|escriba*|escribe*|mand*|usen|use|textee* al|el|a|por otro|nuevo|mi|correo|
        email|la;
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
    roles={
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
    },
    harmless=listed(f"""
        esta|sigue|estaba|estuvo|estoy|estamos de_baja;
        ^ por_favor|porfa|porfavor|y|pero? no|nunca|jamas me|nos saqu*|quit*|borr*|elimin*|remuev*|
          retir*|den|de ...;
        no|nunca|jamas me|nos den|de|dieron|dio de_baja; nunca|no pedi|pido|dije|quise|quiero|
          queria|solicite|he_pedido darme|desuscrib*|salir|salirme|borrarme|cancelar de_baja|
          suscripcion|de_la_lista?; nunca|no pedi|pido|dije|quise|quiero|queria|solicite|he_pedido
          que me den_de_baja|saquen|saque|quiten|borren|eliminen|sacaran|quitaran|borraran|
          dieran_de_baja|dieran;
        me|nos dieron|dio|han_dado|ha_dado de_baja; paren|pare|para la|el obra|pedido|carro|musica|
          taxi|bus|camion|envio_de_mi|entrega;
        no|nunca|ni recibo|recibi|recibimos|llegan|llega|llegaron|tengo|hay|aparecen mas|
          nuevos|otros|sus|los|las|tus? {_MESSAGES}; no me|nos
          llegan|llega|llegaron|mandaron|enviaron|
          escribieron|mandan|envian|escriben ya? mas; no quiero|deseo|queremos que dejen|deje|
          paren|
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
