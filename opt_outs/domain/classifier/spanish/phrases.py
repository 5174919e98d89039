"""The Spanish phrases that opt out, by rule."""

from collections.abc import Mapping
from typing import Final

from opt_outs.domain.classifier.language_pack import Phrases, listed
from opt_outs.domain.classifier.spanish.words import (
    CEASE,
    LIST,
    MESSAGES,
    OF_LIST,
    SEND,
    SENDING,
    SOME,
    WRITE,
)

PHRASES: Final[Mapping[str, Phrases]] = {
    "stop_sending": listed(f"""
        {CEASE} ya|por_favor? de? estar? {SENDING} {SOME}? {SOME}? {MESSAGES};
        {CEASE} ya|por_favor? de {SENDING} .;
        {CEASE} de enviarme|mandarme|escribirme|molestarme|textearme|contactarme|mensajearme {SOME}?
          {SOME}? {MESSAGES}?;
        {CEASE} ya? con|a? {SOME} {SOME}? {MESSAGES};
        dejar|parar de recibir {SOME}? {SOME}? {MESSAGES}|.;
        he? dicho|dije que? alto|basta|stop|paren|pare .;
        quiero|quisiera|deseo|necesito|gustaria dejar|parar de recibir {SOME}? {SOME}? {MESSAGES};
        detenga|detengan|suspenda|suspendan|cancelen|cancele|cancela|detener|suspender|cancelar|
          paren|pare|parar|finalicen|finalice|eliminen {SOME}? {SOME}? envio|envios? de? {SOME}?
          {MESSAGES};
        {CEASE} ya|por_favor? de? {SENDING} con {SOME}? {SOME}? {MESSAGES};
        {CEASE} ya|por_favor? de? {SENDING} a? este|mi|el numero|telefono|celular .;
        {CEASE} ya? de? llenarme|bombardearme el|la|mi? telefono|celular|bandeja? de|con {SOME}?
          {MESSAGES};
        {CEASE} ya? de usar|utilizar mi|este numero|telefono;
        ya? estuvo|estuvo_bueno|estuvo_bien de|con {SOME}? {SOME}? {MESSAGES};
        ya basta con|de {SOME}? {SOME}? {MESSAGES};
        basta de {SOME}? {SOME}? {MESSAGES};
        hart*|cansad* de {SOME}? {SOME}? {MESSAGES} , paren|pare|basta|alto|stop|dejen .;
        no|nunca se comuniquen|comunique|pongan|ponga|contacten en_contacto? mas?
          conmigo|con_nosotros|mas mas? .;
        que dejen|deje|dejes|paren|pare de {SENDING} {SOME}? {SOME}? {MESSAGES}|.;
        no sigan|siga|sigas mandando|mandandome|enviando|enviandome|escribiendo|escribiendome|
          molestando|molestandome|contactandome {SOME}? {SOME}? {MESSAGES}|.
    """),
    "do_not_send": listed(f"""
        ya? no|nunca|jamas|nunca_mas me|nos vuelva|vuelvan|vuelvas? a? {SEND}|mandar|enviar|
          escribir|contactar|molestar|{WRITE} nada|{SOME}? {SOME}? {MESSAGES};
        ya_no|nunca_mas|nunca|ya_nunca me|nos {WRITE}|{SEND} .;
        nunca|jamas|nunca_mas mas? {WRITE}|{SEND} {MESSAGES}? a este|mi numero|telefono|celular;
        no me|nos {SEND} mas|nunca_mas|nunca|jamas|nada .;
        no me|nos {SEND} nada mas? .;
        no me|nos {WRITE} mas|nunca_mas|nunca|jamas|por_este_medio|por_sms|por_mensaje|por_texto|.;
        no usen|use|utilicen|utilice mas? mi|este numero|telefono|celular;
        no {SEND} mas {MESSAGES}|nada;
        no llamar|llamen ni escribir|escriban|mandar|manden|textear|texteen {MESSAGES}|.;
        no recibir mas|nada {SOME}? {MESSAGES}|.;
        ^ ni|ningun un? solo? {MESSAGES} mas;
        ^ ni uno mas por_favor|porfa|.;
        cero|sin|nada_de {MESSAGES} por_favor|porfa|porfavor|gracias|.;
        ni me {WRITE}|{SEND} .;
        no manden|envien|mandes|envies {MESSAGES}|nada;
        no {SEND} mas .;
        no mandar|enviar|mandarme|enviarme|escribirme|escribir|textear mas? {MESSAGES};
        no mandar|enviar|mandarme|enviarme|escribir|escribirme|contactarme|molestarme mas|. .;
        no molestar mas .;
        favor|por_favor|solicito|pido de? no contactar|contactarme|molestar|molestarme|escribir|
          escribirme|enviar|mandar mas|mensajes|. .;
        no los|las {SEND} mas|nunca_mas|.;
        no me? vuelva|vuelvan|vuelvas a escribir|escribirme|mandar|mandarme|enviar|enviarme|
          contactar|contactarme|molestar|molestarme|textear {SOME}? {SOME}? {MESSAGES}|.;
        no {WRITE} mas|.;
        no vuelv* a escribir|mandar|enviar|contactar {MESSAGES}? a|al este|mi
          numero|celular|telefono;
        ya_no|nunca_mas {SEND} nada|mas? .;
        {CEASE} con? el|este|su acoso por? {MESSAGES}|.;
        no|nunca|ya_no me|nos los? {SEND} {SOME} {SOME}? {MESSAGES};
        no|ya_no quiero|queremos|deseo|autorizo|permito|acepto|doy_permiso|consiento|
          doy_autorizacion|doy_consentimiento|di_permiso? mas? que|para_que|a_que me|nos sigan?
          {SEND}|{WRITE}|mandando|enviando|escribiendo|contactando|molestando mas? {SOME}? {SOME}?
          {MESSAGES}|.|nada|mas;
        que no me|nos {SEND}|{WRITE} mas? {SOME}? {MESSAGES}|.|nada|nunca;
        que ya_no me|nos {SEND}|{WRITE} mas? {SOME}? {MESSAGES}|.|nada;
        no me|nos? {SEND}|{WRITE} a este|mi numero|telefono|celular mas? .;
        no|ya_no vuelv*|volver a {SENDING} mas? {SOME}? {SOME}? {MESSAGES}|.|nada|nunca;
        no me|nos {SEND} ni_un {MESSAGES};
        no autorizo|consiento|acepto mas? el|los|la? uso|envio|envios|recepcion|recibir de?
          mi_numero|{MESSAGES};
        no me|nos|a_este_numero? mensaje*|texte*|spamee* mas|. .;
        no me|nos interesa recibir {SOME}? {SOME}? {MESSAGES};
        prefiero|quiero|quisiera|deseo|pido|solicito no recibir mas? {SOME}? {SOME}?
          {MESSAGES}|mas|nada;
        no_mas_mensajes|no_mas_sms por_favor|a_este_numero|.
    """),
    "not_wanted": listed(f"""
        no quiero|queremos|deseo|quisiera|necesito mas? recibir|recibiendo|seguir_recibiendo|mas?
          {SOME}? {SOME}? {MESSAGES};
        no quiero|queremos|deseo|quisiera|necesito mas {SOME}? {MESSAGES};
        no quiero|queremos|deseo|quisiera|necesito que_me manden|envien|escriban {SOME}? {SOME}?
          {MESSAGES};
        no quiero|queremos|deseo sus|estos|tus {MESSAGES};
        no quiero|deseo|queremos recibir? nada de_ustedes|de_usted|de_su_parte;
        ya? no quiero|deseo|queremos estar en {OF_LIST}? {OF_LIST}? {LIST};
        ya? no quiero|deseo|queremos recibir|que_me_escriban|que_me_molesten|que_me_contacten
          mas|nada .;
        ya? no quiero|deseo que me escriban|molesten|contacten .;
        ya_no quiero|deseo|queremos recibir .;
        ya no quiero|deseo que me manden|envien {SOME}? {SOME}? {MESSAGES}|nada|.;
        ya no quiero|deseo|queremos recibir? {SOME}? {SOME}? {MESSAGES};
        no mas {SOME}? {MESSAGES};
        revoco|retiro|cancelo|anulo mi|el|la? consentimiento|autorizacion|permiso;
        no tienen|tiene|tienes|cuentan|cuenta con? mi|mas? permiso|consentimiento|autorizacion
          de|para escribirme|contactarme|enviarme|mandarme|textearme|. {SOME}? {MESSAGES}?;
        ya_no tienen|tiene|tienes mi permiso|consentimiento|autorizacion .;
        no quiero|queremos|deseo|quisiera|necesito|me_gustaria saber nada|mas? de|mas ustedes|
          de_ustedes|usted|vosotros;
        no quiero|queremos|deseo nada mas? con|de ustedes|usted|vosotros;
        no quiero|queremos|deseo ser|seguir|que_me contactad*|molestad*|contacten|molesten mas?
          por|a_traves_de|. mensajes|sms|texto|este_medio|.;
        ya? no quiero|queremos|deseo|necesito|me_interesan {SOME} {SOME}? {MESSAGES};
        ya no necesito|quiero|deseo|queremos {SOME}? {SOME}? {MESSAGES}
    """),
    "remove_from_list": listed(f"""
        quit*|saqu*|saca*|borr*|elimin*|remuev*|retir*|sacar*|bajen* me|mi|a_mi|nos|este|el|mis?
          numero|nombre|datos|telefono|celular? de|del {OF_LIST}? {OF_LIST}? {LIST};
        borr*|elimin*|quit*|saqu*|retir*|olvid*|descart* mi|este|el|mis numero|telefono|datos|
          celular|contacto personales? .;
        quitenme|quiteme|saquenme|saqueme|borrenme|borreme|borrame|eliminenme|elimineme .;
        quiteme|quitenme|saqueme|saquenme|borreme|borrenme|eliminenme|elimineme|remuevame|
          remuevanme|quitame|sacame|borrame de aqui|esto .;
        quiero|quisiera|deseo|necesito que_me saquen|quiten|borren|eliminen de|del {OF_LIST}?
          {OF_LIST}? {LIST};
        quiero|quisiera|deseo|necesito que_me saquen|quiten|borren|eliminen .;
        quiero|quisiera|deseo|necesito salir|salirme de|del {OF_LIST}? {OF_LIST}? {LIST}|esto|grupo;
        quiero|quisiera|deseo salir|salirme .;
        me pueden|puede|puedes|podrian|podria quitar|sacar|borrar|eliminar|retirar de|del {OF_LIST}?
          {OF_LIST}? {LIST}|esto|aqui|ahi;
        salir|salirme de|del {OF_LIST}? {OF_LIST}? {LIST} .;
        pedi|pido|pedido|dije|dicho|solicite|exijo que me|nos|mi_numero borr*|quit*|saqu*|sac*|
          elimin*|retir* de|del? {OF_LIST}? {OF_LIST}? {LIST}|.;
        quiero|quisiera|deseo|necesito|podrian|pueden|puede|podria|puedes ser|quitarme|sacarme|
          borrarme|eliminarme|removerme|retirarme|excluirme|darme_de_baja eliminad*|borrad*|
          removid*|retirad*|quitad*? de|del {OF_LIST}? {OF_LIST}? {LIST}|aqui|esto|ahi;
        sacarme|quitarme|borrarme|eliminarme|removerme|retirarme|excluirme|saquenme|quitenme|
          quiteme|saqueme|sacame|quitame|borrame|borrenme|borreme|eliminenme|elimineme|eliminame|
          remuevanme|remuevame|retirenme|retireme|excluyanme|excluyame|sacadme|quitadme|borradme|
          eliminadme|excluidme de|del {OF_LIST}? {OF_LIST}? {LIST}|aqui|esto|ahi|ya;
        sacarme|quitarme|borrarme|eliminarme|removerme|eliminame|remuevanme|remuevame|retirenme|
          retireme|excluyanme|excluyame|sacadme|quitadme|borradme|eliminadme .;
        elimin*|borr*|quit*|saqu*|saca*|remuev*|retir*|den_de_baja|dar_de_baja|dar_baja|de_baja
          mi|este|mis|el|a_mi? numero|telefono|celular|nombre|datos|movil|cel|num|contacto|
          informacion de|del {OF_LIST}? {OF_LIST}? {LIST}|aqui|ahi;
        elimin*|borr*|quit*|saqu*|retir*|olvid*|remuev*|den_de_baja|dar_de_baja|dar_baja|den_baja
          mi|este|mis numero|telefono|datos|celular|contacto|movil|cel|num .;
        olvidense|olvidese|olvidate de mi? numero|telefono|mi .;
        quitenme|quiteme|saquenme|saqueme|borrenme|borreme|sacame|quitame de|del {SOME} {SOME}?
          {MESSAGES};
        dejen|deje|deja mi|este numero|telefono|celular en_paz|tranquilo;
        pierdan|pierda|olviden|olvida|tiren|tire mi|este numero|telefono a_la_basura?
    """),
    "unsubscribe": listed(f"""
        darme|denme|deme|dame|darnos de baja .;
        me|nos dan|da|den|doy|pueden|puede|deis|dais dar|darme? de baja .;
        ya? no es|hace|hay necesario|necesidad|falta de? que me|nos sigan? {SEND}|{WRITE}|
          escribiendo|mandando|enviando mas? {SOME}? {SOME}? {MESSAGES}|.|nada|mas;
        darme|denme|deme|dame|darnos|doy|den|dan|dar de baja de|del {OF_LIST}? {OF_LIST}?
          {MESSAGES}|{LIST};
        dar de baja .;
        dar|den|de|deme|denme|doy de_baja|baja este|mi|el|la|a_este|a_mi numero|telefono|celular|
          movil|cel .;
        desactiv*|desafil* me? los|las|de_los|de_sus|sus {MESSAGES};
        borr*|elimin*|quit*|saqu* de|del {SOME} {SOME}? {MESSAGES};
        solicito|pido|quiero|exijo|necesito|deseo la|mi? baja de|del este|su|ese|esta|la? servicio?
          de? {MESSAGES}|{LIST};
        solicito|pido|quiero|exijo|necesito ser dado|dada de_baja .;
        solicito|pido|quiero|exijo|necesito que me den de_baja|baja .;
        solicitar|solicito|tramitar|tramiten|procesen|procese|pedir mi|la? baja .;
        renuncio a {SOME} {SOME}? {MESSAGES};
        no quiero|deseo|queremos mas|ninguna|ningun|mas_ninguna|otra comunicacion|contacto de|con?
          ustedes|su_empresa|usted|su_parte|.;
        quiero|necesito que esto|eso|estos_mensajes pare|paren|termine|terminen|se_acabe .;
        optar|opto|elijo por? no recibir {SOME}? {SOME}? {MESSAGES}|nada|mas|.;
        me desuscribo|desapunto|desinscribo de|del {SOME}? {SOME}? {MESSAGES}|{LIST};
        descontinuen|descontinue|descontinuar|finalicen|discontinuen {SOME}? {SOME}? {MESSAGES};
        ya? no quiero|deseo|queremos estar|seguir suscrit*|inscrit*|registrad*;
        solicito|pido|quiero baja de|del este|su|los? servicio|{MESSAGES} .;
        ^ baja definitiva|inmediata|total por_favor|.;
        ^ baja de|del este|su|los? servicio|{MESSAGES} .;
        denme|deme|dame|darme de baja de aqui|esto|eso|todo .;
        me quiero|gustaria|quisiera|voy_a dar|desuscribir|borrar|salir|desinscribir de_baja|
          de_la_lista|de_esta_lista|.;
        desinscrib*|desapunt*|desafili* me? .;
        me doy|borro|desuscribo|salgo de_baja|de_la_lista|.;
        cancelen|cancele|cancelar|cancela|suspendan|suspender|desactiven|desactivar|desactive {SOME}
          {SOME}? {MESSAGES};
        desactiven|desactivar|desactive|desactiva mensajes|sms|textos|notificaciones|alertas;
        quiero|quisiera|deseo|solicito|necesito|pido|exijo la|mi? baja inmediata|definitiva|.;
        como|quiero|quisiera me? desuscrib*|cancelar_la_suscripcion .;
        quiero|quisiera|deseo|favor|para cancelar|parar|detener {SOME}? {SOME}? {MESSAGES};
        cancelar|parar|detener {SOME}? {SOME}? {MESSAGES};
        baja de su_lista|la_lista|esta_lista;
        desuscribir|desuscribeme|desuscribanme|desuscribame|desuscribirme .;
        desuscribir|desuscribeme|desuscribanme|desuscribame|desuscribirme de|del {SOME}? {SOME}?
          {MESSAGES}|{LIST}|esto|eso|aqui;
        cancel*|elimin*|anul*|quit* mi|la|esta|el suscripcion|servicio|envio a|de {SOME}? {SOME}?
          mensajes|sms|textos|alertas;
        cancel* mi|la|esta suscripcion a|de {SOME}? {SOME}? mensajes|sms|textos|alertas
    """),
    "leave_alone": listed("""
        dejenme|dejeme|dejame|dejen|deje|dejennos|dejenos|dejanos|dejadme|dejadnos en_paz|tranquilo|
          tranquila|tranquilos;
        dejen|deje|deja de joder|fastidiar|chingar|molestar|estar .
    """),
    "please_stop": listed(f"""
        ^ no , alto|basta|stop .;
        ^ ya? paren|pongan_un_alto .;
        ^ que pareis|paren|pare|pares ya .;
        no_gracias , alto|basta|stop|baja .;
        nada de|mas {MESSAGES} por_favor|porfa|porfavor|.;
        alto|basta|stop , ya? no mas .;
        cuantas veces tengo|debo|hay de|que? decir|decirles|pedir|pedirles que? no me|nos
          {WRITE}|{SEND} mas? {MESSAGES}|.;
        numero|persona equivocado|equivocada , por_favor|porfa|favor_de? eliminar|borrar|borrelo|
          borrenlo|quitelo|quitenlo|eliminelo|eliminenlo|saquelo|saquenlo .;
        quiero|necesito|quisiera|pido|exijo que paren|pare|se_detengan|dejen_de_hacerlo|
          dejen_de_molestar|dejen_de_escribir .;
        por_favor|porfavor|porfa|x_favor|favor pare|paren|alto|basta|stop .;
        alto|basta|pare|paren|stop por_favor|porfavor|porfa|ya .
    """),
}
