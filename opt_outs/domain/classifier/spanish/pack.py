"""
Spanish.

ALTO is what US carriers ask of Spanish short codes (Twilio, Spanish short codes), INICIO and
AUXILIO are Textizen's; the others are everyday words.
"""

from typing import Final

from opt_outs.domain.classifier.classification import Language
from opt_outs.domain.classifier.language_pack import (
    LanguagePack,
    alternatives,
    listed,
    respellings,
    slips_of,
)
from opt_outs.domain.classifier.spanish.phrases import PHRASES
from opt_outs.domain.classifier.spanish.roles import ROLES
from opt_outs.domain.classifier.spanish.words import (
    LIST,
    MESSAGES,
    OF_LIST,
    PARTING,
    POINTS,
    SEND,
    SENDING,
    SOME,
    WRITE,
)

_MISTYPED: Final = slips_of("""
    mensajes mensaje escriban escribir escribas manden mandar mandarme mandando envien enviar
    enviarme recibir quitenme saquenme borrenme eliminen numero molestar molesten suscripcion
    cancelar desuscribirme publicidad quiero
""")

PACK: Final = LanguagePack(
    language=Language.SPANISH,
    firm=listed("""
        no molestar; no contactar; no enviar; no molesten; ya parenle; parenle; parele ya; parale;
        parad; alto; baja; dar de baja; darme de baja; darse de baja; basta; basta ya; no mas; no
        mas mensajes; no mas sms; no mas textos; ya no mas; pare; paren; detener; cancelar
        suscripcion; desuscribir; desuscribirme; desuscribirse; anular suscripcion; detengase;
        detenganse; denme de baja; deme de baja; dame de baja; stop mensajes
    """),
    whole=listed("parar; para; cancelar; terminar; salir"),
    unsure=listed("""
        cancele; cancela; fin; eliminar; borrar; anular; quitar; ya no; para ya; ya estuvo; ya no
        quiero; ya no quiero nada; basta con eso; basta con esto; cortenla; cortala; ya cortenla;
        ya cortala; nunca mas; detente; renuncio; terminenlo; terminenla; desactivar; cancelado
    """),
    misspelt=listed("""
        desuscr*; desubscr*; desinscrib*; valla_de_baja; daer_de_baja; aalto
    """),
    opt_in=listed("inicio; iniciar; empezar; reanudar; suscribir; suscribirme"),
    help=listed("ayuda; auxilio; informacion; ayudame; ayudeme"),
    affirmative=listed("si; sip; claro que si"),
    courtesies=listed("""
        y_gracias; bendiciones; y_bendiciones; saludos; y_saludos; buen_dia; y_buen_dia;
        que_tenga_buen_dia; que_tengan_buen_dia; que_este_bien; por_favor; x_favor; porfavor;
        xfavor; porfa; pf; favor; muchas_gracias; gracias; ya; ahora; inmediata; urgente; ok; hola;
        buenas; buenos_dias; buenas_tardes; inmediatamente; senor; senora; senorita; de_una_vez;
        se_los_pido; porfis; por_ultima_vez; por_tercera_vez; por_enesima_vez; se_los_ruego;
        se_lo_ruego; se_lo_pido; te_lo_pido; te_lo_ruego; se_los_suplico; bueno; che; loco; wey;
        guey; cono; joder; hostia; carajo
    """),
    objects=listed("""
        todo; todos; esto; eso; mensajes; mensaje; sms; textos; los; estos; de; mas; a; servicio;
        suscripcion; publicidad; si; el; la; con; ahora; mismo; hoy; definitiva; definitivamente;
        siempre; inmediato
    """),
    tails=alternatives("""
        por_favor|x_favor|porfavor|xfavor|porfa|gracias|muchas_gracias|ya|nunca|jamas|mas|y_borre*|
        ok|ahora|nunca_mas|de_una_vez|inmediatamente|por_texto|por_sms|por_mensaje|por_mensajes|
        por_este_medio
    """),
    phrases=PHRASES,
    linking=listed("""
        pedirles; pedirle; decirles; haganme; hagame; hazme; haznos; hagannos; favor; yo; nao; pra;
        informo; aviso; comunico; bondad; tengan; amables; amable; sean; alguien; tan; permiso;
        que; quiere; quieren; queriamos; pienso; pensaba; va; van; vamos; debo; intento; trato;
        decidi; gustaba; ruego; rogamos; rogaria; ruega; suplico; agradeceria; agradezco;
        agradecere; exigimos; requiero; insisto; reitero; repito; ordeno; encarecidamente;
        atentamente; ver; si_no; amablemente; buena; manera; respetuosamente; cordialmente;
        nuevamente; educadamente; disculpe; disculpen; senores; senor; amigos; quiero; quisiera;
        queria; querria; queremos; necesito; pido; pedimos; pedi; exijo; solicito; deseo; les; le;
        te; les; ya; he; dicho; dije; dicen; puede; pueden; podria; podrian; puedes; podrias; me;
        nos; por; favor; porfavor; porfa; de; a; vez; gustaria; ustedes; usted; digo; decir; estoy;
        pidiendo; diciendo; pedido; hagan; haga; el; la; ser; bueno; entonces; pienso; creo; voy;
        tengo; siempre; solo; tambien; tercera; segunda; cuarta; quinta; enesima; ultima; veces;
        varias; muchas; tres; dos; mil; hacer; hago; fue; para; falta; quiera; es
    """),
    guards=listed("""
        no|nunca|jamas|ni|sin|tampoco|nadie|ninguno|nao|nem; porque|por_que|como|quien|donde|cual|
        cuanto; puede que; quiza|quizas|tal_vez|talvez|a_lo_mejor; el|la mi|su|lo|los;
        mi|ella|ellos|dice|dijo|dijeron|hay|tenemos|llegan|llegaron|recibi|recibo|reciben|tenia|se|
        cuando|aunque; voy a; hace|hizo|odiaria|lastima|pena
    """),
    conditions=listed("""
        si|cuando|mientras; desde|de_noche|en_la_noche|por_la_noche|en_las_noches|los_domingos|
        domingos|fines_de_semana|fin_de_semana|de_madrugada|por_las_noches|por_las_mananas;
        si|cuando|hasta|hasta_que|mientras|antes|despues|excepto|menos|salvo|solo|a_menos|aunque
    """),
    denials=listed("nunca|jamas|nadie|nada|ningun|ninguna|tampoco|ni"),
    polite=listed("""
        puede|pueden|podria|podrian|puedes|podrias|por_favor|porfavor|porfa|favor
    """),
    adjuncts=listed(f"""
        bajo ninguna|ningun|cualquier circunstancia|concepto|motivo; a|en esta linea; a|en este|mi
        numero|telefono|celular; de|del|con {SOME}? {SOME}? {MESSAGES}; de|del|a {OF_LIST}?
        {OF_LIST}? {LIST}; de|por parte? de? ustedes|usted|su_parte|su_empresa|aqui|esto|
        su_compania|su_tienda|ahi|todo; por mensaje|mensajes|texto|sms|este_medio|aqui; a mi; en
        absoluto|paz|adelante|el_futuro; suyos|suyas|tuyos|tuyas|vuestros|vuestras; y? no me?
        molesten|llamen|escriban|insistan; para siempre; al|a mi|este numero|celular|telefono;
        nunca; ustedes; de texto; cabrones|pendejos|idiotas|senores|amigos|carajo|chingado|
        chingada|maldita_sea|joder|hombre|senor|senora|wey|guey|bro|mano|compa|amigo|amiga|joven|
        carnal|primo|tio|che|boludo|cabron|pendejo|pibe|loco|flaco|maestro|parce|pana|causa|weon|
        huevon|gente|senorita|imbeciles|estafadores|malditos|pesados|saludos|atte|atentamente|
        bendiciones|cordialmente; de parte de_ustedes|suya; en|a|al mi|este|el|nuestro
        celular|telefono|numero|movil|cel|num; de ningun tipo; de publicidad|promociones|spam|
        promocion|ventas; publicitarios|promocionales|comerciales|basura; sobre|de
        eso|esto|politica|las_elecciones|elecciones|ventas|prestamos|seguros|promociones; o
        llamadas; ni llamadas|llamar|llamen|correos; y llamadas; a_mi_persona; nunca_mas; jamas;
        mas; otra_vez; de_nuevo; tan|por favor; a la brevedad; cuanto_antes; lo_antes_posible; hoy
        mismo; por dios; por el amor de dios; por este medio; de forma inmediata; a partir de
        ahora|hoy; desde ahora|hoy; en lo sucesivo
    """),
    dependent=listed("""
        darme|darnos|dar|salir|salirme|recibir|dejar|parar|cancelar|detener|enviarme|mandarme|
        sacarme|quitarme|borrarme|eliminarme|desuscribirme|desuscribir
    """),
    coordinators=listed(
        "mejor; oye; oiga; oigan; che; guey; wey; amigo; amiga; gente; equivocado; equivocada; asi;"
        "entonces; pues; pero; luego"
    ),
    openers=listed("""
        o procedo; o actuo; o los; o lo; o la; o les; o voy; o tendre; o llamo; ando; tengo; y
        dejen; y no; y quitenme; y saquenme; y olviden; y basta; y gracias; y borrenme; se lo; se
        los; les agradezco; les pido; les ruego; que dios; para no; hagan; haga; por eso; te; les;
        mi nombre; me llamo; gracias; siempre; saludos; yo; no; ya; es; este no; esto; soy; porque;
        quien; numero equivocado; estoy; ni; y no; y borren; o los; o voy; o te; quiero; quisiera;
        necesito; deseo; puede; pueden; podrian; podria; puedes; estan; son; se equivocaron; usted;
        ustedes
    """),
    respelt=_MISTYPED
    | respellings("""
        noo = no; dejende = dejen de; dejede = deje de; memanden = me manden; memande = me mande;
        nomemanden = no me manden; porfabor|porfavr = porfavor; yaa = ya; nokiero|noquiero = no
        quiero; q|k|ke = que; d = de; x_favor = por favor; xfa|pls|plis|porfis|porfi = porfa;
        msj|msjs|mjs|msg|msgs|mensages|mesajes|mensjes|mensajs|mensaes|mnsjs = mensajes;
        mensage|mensaj = mensaje; smss = sms; enbien|embien = envien; enbie|embie = envie; nesesito
        = necesito; kiero|qiero|quiro = quiero; resivir|recivir|resibir = recibir; resivo = recibo;
        escrivan = escriban; escriva = escriba; escrivir = escribir; numro|num|nro = numero; tel =
        telefono; cel = celular; dejn|degen = dejen; dege = deje; dejar_d = dejar de; paren_d =
        paren de; kitenme|qitenme = quitenme; kiten = quiten; kitar = quitar; saqenme|sakenme =
        saquenme; eliminemme = eliminenme; borenme = borrenme; bore = borre; boren = borren; vaja =
        baja; ma = mas; yano = ya no; nunka = nunca; lsta = lista; mandn|mandem|mnden = manden;
        mandenme = manden me; suscripsion|subscripcion = suscripcion; uds = ustedes; ud = usted;
        xq|pq = porque; dejen_d = dejen de; deje_d = deje de; deja_d = deja de; d_baja = de baja
    """),
    retractions=listed(f"""
        tengo|tenemos|debo|voy|vamos que|a? dejar|parar de {SENDING}; quitalo|borralo|tachalo|
        sacalo|quitala|borrala|tachala|sacala de la lista; no me|nos molesta|importa|molestan
        que|si|los|sus|el; no me|nos? {SEND}|{WRITE} {MESSAGES}? ahora|ahorita|por_ahora|todavia|
        aun|de_momento|hoy|en_este_momento; ^ tengo|tenemos|debo que? darme|cancelar|salir|salirme
        de_baja?; escriban*|escriba*|escribe*|mand*|usen|use|textee* al|el|a|por
        otro|nuevo|mi|correo|email|la; mejor por|al|a correo|email|llamen; ^ pero|y|mejor|
        por_favor|porfa|si? sigan|siga mandando|enviando; jaja*; es_broma; olvidelo; olvidalo; pero
        siga|sigan|sigue; no_pares
    """),
    reasons=listed("""
        no soy; mi numero; estos|sus mensajes; denunciar*; denuncio; demandar*; reportar*;
        molesto|molestos|molesta; fastidio; cobran; permiso; abogado; estafa; numero ya no; no los?
        conozco; no es mi|su|el numero; cansado|cansada|harto|harta de; no quiero
        mas|nada|esto|eso; quien es|son; fallec*; murio; muerto|muerta; equivocan|equivocaron|
        equivoca|equivoco de numero|persona|contacto; menor de_edad; un|una nino|nina|menor; acoso;
        equivocado|equivocada; telefono|celular|numero|linea de_trabajo|del_trabajo|de_la_empresa|
        del_negocio|de_mi_hijo|de_mi_hija
    """),
    beside_reason=listed("""
        borrelo; borrenlo; quitelo; quitenlo; eliminelo; eliminenlo; saquelo; saquenlo; eliminar;
        borrar; borren; eliminen; quiten; quitarlo; borrarlo; eliminarlo; favor_de
        quitarlo|borrarlo|eliminarlo; dejen de molestar; ya no los quiero; ya no escriban; pare;
        paren
    """),
    doubtful=listed(f"""
        me voy|salgo|retiro de la|esta|su lista; no mande|envie mensajes|mensaje|textos|sms; no
        insistan|insista .; cesen|cese|suspendan|detengan los|sus|todo|todos envios|contacto .;
        ningun contacto mas?; no|ya_no quiero|deseo participar|estar_en_esto|estar_en_eso;
        forma|manera de cancelar|parar|detener|quitar|salir; call* ya .; vayan*|vayase|vete|andate|
        idos|larg* al carajo|demonio|diablo; vayan*|vayase|vete|andate|idos a la
        mierda|chingada|verga|porra|chucha; al_carajo|a_la_mierda|a_la_chingada con
        {MESSAGES}|sus|tus; me tienen|tiene|tenes|tienes hart*|podrid*|cansad*|hasta; no le|les
        escriban|escriba|manden|mande|contacten|molesten .; abogado|abogada; no lo hagan|haga mas;
        ^ no promociones|publicidad|propaganda|textos|mensajes|sms .; termin*|acab* con esto .;
        nos_vemos en_la_corte|en_tribunales; corten ya .; ya? es? suficiente .; poner fin .;
        los|lo|te|les denuncio|demando|reporto; los|lo|te|les voy_a demandar|denunciar|reportar; ya
        dejenme|dejeme .; no recibir .; nomas|no_mas mensajes no; bloqueen|bloquee mi_numero;
        bloqueenme|bloqueeme; de este grupo|chat; numero ya_no es; cancel*|anul* mi|la suscripcion;
        numero|persona equivocado|equivocada|incorrecto; no me|nos interesa|interesan;
        hart*|cansad*|hasta de|la_madre_de|el_gorro_de|las_narices_de {MESSAGES}|sus|tus|tantos|
        tanto; met* sus|tus {MESSAGES}; dejen|deje de; spam; acoso; siguen|sigue
        mandando|enviando|escribiendo|molestando; nunca|no me? suscrib*|inscrib*|registr*|autoric*|
        di_mi|pedi; se equivoco|equivocaron de? numero|persona|contacto|cliente|.; no me
        manden|mande|envien|envie; cancelar mi|la suscripcion; larguese; vayase; no me molest*; ya?
        no quiero nada; no mas llamadas|correos|avisos; no me escriban|escriba|escribas|texteen|
        contacten|contacte|manden|envien
    """),
    threats=listed("si no paran|para|pare|dejan|deja|deje"),
    footers=listed("""
        responda|responde|envie|envia|escriba|escribe|conteste|mande|manda|texto|text
        con|la_palabra? alto|stop|baja|parar|cancelar|salir|fin para|p cancelar|salir|
        darse_de_baja|no_recibir|dejar|terminar|detener|parar|darte_de_baja ...; para
        cancelar|salir|dejar|no_recibir ... responda|envie|escriba|mande ...
        alto|stop|baja|parar|salir
    """),
    roles=ROLES,
    parting=PARTING,
    points=POINTS,
    harmless=listed(f"""
        esta|sigue|estaba|estuvo|estoy|estamos de_baja; puede|quiza|quizas que? me|nos de|demos; ^
        por_favor|porfa|porfavor|y|pero? no|nunca|jamas me|nos saqu*|quit*|borr*|elimin*|remuev*|
        retir*|den|de ...; no|nunca|jamas me|nos den|de|dieron|dio de_baja; nunca|jamas|no
        pedi|dije|quise|solicite|he_pedido|he_dicho que no|ya_no|dejaran|pararan|dejen|paren ...;
        nunca|no pedi|pido|dije|quise|quiero|queria|solicite|he_pedido darme|desuscrib*|salir|
        salirme|borrarme|cancelar de_baja|suscripcion|de_la_lista?; nunca|no pedi|pido|dije|quise|
        quiero|queria|solicite|he_pedido que me den_de_baja|saquen|saque|quiten|borren|eliminen|
        sacaran|quitaran|borraran|dieran_de_baja|dieran; me|nos dieron|dio|han_dado|ha_dado
        de_baja; paren|pare|para la|el obra|pedido|carro|musica|taxi|bus|camion|envio_de_mi|
        entrega; no|nunca|ni recibo|recibi|recibimos|llegan|llega|llegaron|tengo|hay|aparecen
        mas|nuevos|otros|sus|los|las|tus? {MESSAGES}; no me|nos llegan|llega|llegaron|mandaron|
        enviaron|escribieron|mandan|envian|escriben ya? mas; no quiero|deseo|queremos que
        dejen|deje|paren|pare; no_dejen|no_deje|nunca_dejen de; no|nunca|jamas|sin|ni
        pares|paren|pare|para|paras|parar|deje|dejes|dejen|deja|dejar|cancele|cancelen|cancelar; no
        quiero|necesito mas azucar|sal|cafe|agua|comida|picante|cebolla|hielo|queso|salsa;
        metros|pies|cm de alto; alto ahi|costo|precio|riesgo|nivel|voltaje|contraste|rendimiento|
        valor|en|de|y; muy|mas|tan|el|un|lo alto; baja la|el precio|costo|volumen|temperatura|
        velocidad|presion|musica|intensidad|calidad|app|aplicacion|archivo|voz|tension|fiebre|luz|
        guardia|cabeza|ventana; baja en|de_precio|california|temperatura|por_ciento|velocidad|
        presion|un|tu|tus|intensidad|calidad|maternal|medica|calorias|laboral;
        planta|presion|mas|muy|temporada|mi|parte|esta|sigue|estoy_de|maternidad|marea|tension
        baja; fin de|del; basta con un|una|uno|el|la|que|dos|esto|eso; basta de_que|para; parada;
        de_parte ...; deje|deja un|una|el|la|mi|su|tu|los|me_saber|todo|abierto|abierta
    """),
    alarming=listed("""
        desuscri*; de_baja; no_mas_mensajes; alto; detener; suscripcion; paren; dejen_de; deje_de
    """),
)
