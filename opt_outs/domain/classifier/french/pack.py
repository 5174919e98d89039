"""
French.

ARRET is a required keyword of AWS, ARRETE and ARRETT are Twilio's (Proxy, opt-out keywords), STOP
is what French operators ask for; the others are everyday words.
"""

from typing import Final

from opt_outs.domain.classifier.classification import Language
from opt_outs.domain.classifier.french.phrases import PHRASES
from opt_outs.domain.classifier.french.roles import ROLES
from opt_outs.domain.classifier.french.words import (
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
from opt_outs.domain.classifier.language_pack import (
    LanguagePack,
    alternatives,
    listed,
    respellings,
    slips_of,
)

_JOINED: Final = {
    f"{letter}{word}": f"{letter} {word}"
    for letter in "mnd"
    for word in listed("""
        envoyer; envoyez; envoie; envoies; ecrire; ecrivez; ecris; importuner; embeter; appeler;
        appelez; utiliser; abonner; inscrire
    """)
} | {"darreter": "d arreter", "darret": "d arret", "narretez": "n arretez", "narrete": "n arrete"}
"""Without the apostrophe: "m'envoyer"."""

_MISTYPED: Final = slips_of("""
    arretez arreter envoyez envoyer ecrivez recevoir messages message supprimez supprimer retirez
    retirer desabonnez desabonner desinscrire desinscrivez numero contactez publicite enlevez
    effacez laissez cessez desabonnement desinscription
""")

PACK: Final = LanguagePack(
    language=Language.FRENCH,
    firm=listed("""
        stoppez; stoppez tout; stoppez ca; cessez; cessez tout; arretez tout; arretez ca; stop;
        arret; arrett; arrete; arretez; desabonner; desabonnement; desinscription; desinscrire; me
        desabonner; me desinscrire; desabonnez moi; desinscrivez moi; desabonne moi; stop sms; stop
        pub; stopper; plus de sms; plus de messages; plus de message; plus de pub
    """),
    whole=listed("arreter; fin; td"),
    unsure=listed("""
        annuler; resilier; supprimer; cesser; terminer; je ne veux plus; je ne veux plus rien; ca
        suffit; assez; c est assez; fini; finis; finito; plus jamais; plus rien; degagez; degage
    """),
    misspelt=listed("""
        desabon*; desinscri*; dessabon*; aret; arreter_stop; aretez; arete; arrets; arrter
    """),
    opt_in=listed("commencer; debut; abonner; reabonner"),
    help=listed("aide; aidez moi; aide moi"),
    affirmative=listed("oui; ouais"),
    courtesies=listed("""
        et_merci; bonne_journee; bonne_soiree; et_bonne_journee; et_bonne_soiree;
        bonne_continuation; au_revoir; s_il_vous_plait; s_il_te_plait; sil_vous_plait; svp; stp;
        merci_beaucoup; merci_d_avance; merci; maintenant; bonjour; bonsoir; salut; ok;
        immediatement; cordialement; pour_la_derniere_fois; je_vous_en_supplie; je_vous_en_prie;
        par_pitie; bon; allo; une_fois_pour_toutes; madame; monsieur; tout_de_suite; bordel;
        putain; merde
    """),
    objects=listed("""
        sms; messages; message; pub; pubs; publicite; tout; les; ca; cela; de; vos; des; textos;
        oui; a; envois; aux; ces; promos; definitivement; desormais; suite; un; peu; avec; textos
    """),
    tails=alternatives("""
        svp|stp|merci|s_il_vous_plait|s_il_te_plait|sil_vous_plait|jamais|du_tout|maintenant|
        immediatement|ok|a_l_avenir|tout_de_suite|bonjour|desormais|definitivement
    """),
    phrases=PHRASES,
    linking=listed("""
        je; informe; signale; previens; avise; gentillesse; bonte; ayez; soyez; gentils; qu;
        remercie; remercions; remercierais; voulais; voulait; voudrait; veulent; pense; essaie;
        essaye; compte; comptais; dois; doit; doivent; aller; va; vont; faire; laisser; decide;
        souhaitait; souhaitais; penser; penses; dites; j; vous; te; tu; prie; demande; demanderais;
        prierais; de; d; veux; voudrais; souhaite; aimerais; que; pouvez; pourriez; peux; pourrais;
        veuillez; merci; bien; vouloir; ai; deja; dit; demander; il; faut; svp; stp; a; m; me; s;
        plait; en; vraiment; encore; fois; dire; besoin; voulez; veut; exige; desire; tiens; suis;
        priere; le; la; ete; allez; bonjour; souhaiterais; etes; avez; plus; vraiment; gentiment;
        simplement; juste; svp; aussi; aimable; poliment; ca; fait; trois; deux; dix; cent; mille;
        plusieurs; 2; 3; 4; 5; 10; 20; 100; gentil; apprecierais; serait; serais; reconnaissant;
        reconnaissante; insiste; repete; supplie; implore; ordonne; somme; exigeons; nous; prions;
        demandons; voulons; souhaitons; gre; saurais; sympa; obliges; vais; preferais; prefere;
        prefererais; puis; serai; possible; est; etre; messieurs; dames; madame; monsieur
    """),
    guards=listed("""
        ne|n|jamais|sans|pas|personne|ni|aucune|recevoir|avoir|envoyez|envoyer|y|recu|recus|vu|eu|
        trouve; pourquoi|comment|qui|quand|lorsque|combien|si; elle|on|ils|elles|ont|avez|etes|
        a_dit|dit_que|il; l|un|une|mon|ma|mes|leur|cet|cette|prochain|premier; allez vous; est_ce;
        dommage|triste|deteste
    """),
    conditions=listed("""
        si|s|quand|lorsque; depuis|le_soir|la_nuit|le_dimanche|le_week_end|le_weekend|le_matin|
        dimanche|en_soiree; si|s_il|quand|lorsque|jusqu|avant|apres|sauf|pendant|seulement|
        uniquement|a_moins
    """),
    denials=listed("jamais|personne|aucun|aucune|ni|surtout|regrette"),
    polite=listed("""
        pouvez|pourriez|peux|pourrais|voulez; peut on; possible; svp|stp|merci; s il vous|te plait
    """),
    adjuncts=listed(f"""
        sur|a ce|mon|cette|ma numero|telephone|portable|ligne|mobile|num|tel|boite; de|des|du|d
        {SOME}? {SOME}? {MESSAGES}; de|des|du {OF_LIST}? {OF_LIST}? {LIST}; de votre|ta part; de
        vous; par sms|texto|message|textos; a l avenir; pour toujours|de_bon; et? ne me? derangez
        plus; publicitaires|promotionnels|commerciaux|indesirables|publicitaire; ici; sur mon|ce
        telephone; bande de cons; connards|messieurs; en_paix; merde|bordel|putain|bon_sang|hein|
        quoi|la|voyons|enfin|immediatement|rapidement|cordialement|bien_cordialement|salutations|
        bonne_journee|bonne_soiree|au_plus_vite|des_que_possible|dans_les_plus_brefs_delais|
        une_bonne_fois_pour_toutes|une_fois_pour_toutes|des_a_present|des_maintenant|
        a_partir_de_maintenant|a_compter_de_ce_jour|aujourd_hui|d_avance|je_vous_prie|je_te_prie|
        de_suite|encore|pub|de_pub; commerciales|publicitaires|promotionnelles|publicite;
        sur|a_propos_de|concernant|pour|au_sujet_de la|le|les|vos|des|l|mes? politique|elections|
        election|cpf|formation|isolation|panneaux|assurance|mutuelle|vote|soldes|promos; ni|ou|et
        mails|emails|appels|appeler|m_appeler|me_appelez|ne_m_appelez|telephoner plus?; de la part
        de vous|votre; a personne; les gars; plus|jamais; merci de_votre_comprehension|d_avance|
        bien; et merci; tout le temps
    """),
    dependent=listed("""
        me|m desabonner|desinscrire|retirer; ne plus|pas; etre; arreter|cesser|stopper|supprimer|
        effacer|retirer|desabonner|desinscrire; plus recevoir; aucun; plus de|d
    """),
    coordinators=listed("donc; alors; mais; soyez_gentil; soyez_gentils; or; du_coup"),
    openers=listed("""
        et arretez; et ne; et laissez; et oubliez; et merci; et cessez; et bonne; et stop; et
        foutez; avant que; avant de; si non; bonne journee; bonne soiree; tres; puisque; car; comme
        je; nous; vu que; etant; ou alors; ou bien; ou sinon; n; on; mon nom; mes salutations; je;
        j; vous; ce n; ce numero; c est; ca; mauvais numero; qui; pourquoi; ne; ou je; et ne; et
        supprimez; et effacez; et retirez; sinon; car; parce; veuillez; pouvez; pourriez; peux;
        pourrais; concernant; au sujet; il faut; voulez; non; tu
    """),
    respelt=_JOINED
    | _MISTYPED
    | respellings("""
        que_ca_s_arrete|que_cela_s_arrete = que ca cesse; jveux|jveu|jvx = je veux; veu = veux;
        jsuis|chui = je suis; jpeux = je peux; jvoudrais = je voudrais; jaimerais = j aimerais; jai
        = j ai; jen = j en; cest = c est; sa = ca; vs|vou = vous; pr = pour; msg|msgs|mess|mesages|
        messsages = messages; mesage|messag|msge = message; texto = textos; aretez|arrettez|arettez
        = arretez; aret = arret; areter = arreter; arete = arrete; stope = stop; stopez|stopper_z =
        stoppez; s_il_vous_plait|svpl|sil_vous_plait|s_il_vs_plait|silvousplait = svp;
        s_il_te_plait|sil_te_plait = stp; desabonez = desabonnez; desaboner = desabonner; desabone
        = desabonne; desinscrir|desincrire = desinscrire; desincrivez|desinscrive = desinscrivez;
        num|numeros|nmero = numero; tel = telephone; plu|pu|pus = plus; jamai = jamais;
        rezevoir|resevoir|recevoire = recevoir; lacher = lachez; mercie = merci; tt = tout; tte =
        toute; ts = tous; ds = dans; q|ke = que; koi = quoi; pk|pq = pourquoi; bcp = beaucoup;
        envoyer_moi = envoyez moi; supprimer_moi|suprimer_moi = supprimez moi; retirer_moi =
        retirez moi; enlever_moi = enlevez moi; desabonner_moi = desabonnez moi; desinscrire_moi =
        desinscrivez moi; pas_ne = pas . ne; eliminez = supprimez; eliminer = supprimer; elimine =
        supprime; demande_l_arret|exige_l_arret|veux_l_arret|souhaite_l_arret = demande arret;
        laisser_moi = laissez moi; effacer_moi = effacez moi; suprimez = supprimez; suprimer =
        supprimer; suprime = supprime
    """),
    retractions=listed(f"""
        je|j dois|vais|peux|devrais arreter|cesser de|d m|vous|te? {SENDING}; ne? me|m|nous
        derange|gene|ennuie|embete pas|plus que|si|du; retire ma|notre demande|candidature|plainte;
        ne|n? m|me|nous? {WRITE}|{SEND} pas de|d? {MESSAGES}? maintenant|aujourd_hui|tout_de_suite|
        en_ce_moment|pour_l_instant|pour_le_moment|ce_soir; utilis*|prenez|ecrivez|ecris|contactez|
        appelez|textez|voici plutot? l|le|mon|moi|sur|a|plutot autre|nouveau|mail|moi|sms|mon|
        celui?; mais pas|plus|uniquement|seulement|gardez|continuez; je_rigole; je_plaisante; mdr;
        ptdr; mais_continuez; par_erreur
    """),
    reasons=listed("""
        telephone|cellulaire|cell|ligne|numero professionnel|professionnelle|de_travail|du_travail|
        du_bureau|de_mon_fils|de_ma_fille; deja vote|paye|achete|vendu|donne|repondu|signe; avocat;
        connais pas; non merci; penible; signaler; bloque|bloques; fille|fils|mari|femme; droit; eu
        mon numero; trop de; ai assez; en veux plus; mon numero; police; plainte; harcelement;
        dernier|derniere avertissement|fois; ce n est pas|plus; deja dit|demande; pas|plus
        interesse|interessee|client|cliente; porter plainte; rien|jamais demande|signe; deced*;
        est|etait mort|morte; d|de|un|mon enfant|mineur|mineure; trompez|trompe de;
        mauvais|faux|bon|pas_mon numero; je ne? suis pas; n|est pas mon|le|son numero;
        marre|ras_le_bol; qui etes|est
    """),
    beside_reason=listed("""
        supprimez le; effacez le; supprimez; effacez; retirez le; enlevez le; cessez; merci de
        supprimer; merci d effacer; arretez ca; arretez de suite; supprimez moi
    """),
    doubtful=listed(f"""
        supprimez|effacez|retirez|enlevez le|la|les .; ^ plus jamais|rien .; veux rien .;
        retirez|enlevez|supprimez|effacez|otez le|la|les de|du|des {OF_LIST}? {LIST};
        {WRITE}|{SEND} moi plus .; ras_le_bol|marre de|d; mauvais|faux numero; erreur de
        numero|personne|destinataire; pas interesse|interessee|interesses; en veux plus; liste
        rouge; je resilie .; porte plainte; pouvez arreter; qu_on_me laisse; fin d_abonnement; pas
        de sms|messages .; veux arreter .; s arrete .; fous|foutez|fichez|fiche le camp; cassez
        vous; vais porter|vous_poursuivre plainte?; fini|finis|termine les|vos {MESSAGES};
        avocat|huissier; si|vous|tu continuez|continues a|de m ecrire|envoyer|texter|harceler;
        annulez|annuler|annulation|fin|resilier|resiliation l|d|de_l|mon? abonnement .; spam|spams;
        harcel*; signal33700; cnil; rgpd; jamais demande|inscrit|inscrite|abonne|donne|autorise;
        n|ne m appelez|appelle plus; veux|souhaite plus rien; comment me|faire
        desabonner|desinscrire|arreter|stopper; desabonn*; desinscr*; ne? m|me
        contactez|ecrivez|envoyez plus|pas; arretez|cessez de|vos
    """),
    threats=listed("si vous|tu n|ne? arretez|arretes|cessez"),
    footers=listed("""
        repondez|repondre|envoyez|envoyer|repond|tapez par|avec? stop|arret|fin|non au|pour|a ...;
        stop au #; pour ne_plus_recevoir|vous_desabonner|vous_desinscrire ...
        envoyez|repondez|tapez ... stop|arret; stop pour vous_desabonner|vous_desinscrire|
        se_desabonner|arreter
    """),
    roles=ROLES,
    parting=PARTING,
    points=POINTS,
    harmless=listed(f"""
        non_stop; j arrete pas; arretez vous; arret minute; ^ svp|stp|et|mais|surtout|non|merci?
        ne|n me|m|mon|l? retirez|retire|supprimez|supprime|enlevez|effacez|desinscrivez|desabonnez|
        arretez|arrete|cessez moi? pas|jamais|surtout_pas ...; n|ne ai|avais|avons jamais|pas|rien
        demande|voulu|dit|souhaite a|de|d|que|vouloir? me|m|nous|a_me|de_me? desabonner|
        desinscrire|arreter|stopper|etre_desabonne|retirer; ne veux|voulais|souhaite|voudrais|
        souhaitais pas|surtout_pas|jamais me|m|vous? desabonner|desinscrire|arreter|
        que_vous_arretiez|que_tu_arretes|que_ca_s_arrete ...; veux|voudrais|aimerais|souhaite
        recevoir|avoir|savoir plus de|d|souvent|sur; plus d infos|informations|info|details|
        information; suis je|j_ete|deja? desabonne|desinscrit|desinscrite|desabonnee;
        arretez|arrete|arreter le|la|les|l travaux|chantier|bus|voiture|musique|train|livraison|
        commande|voiture|moteur|taxi|bruit|machine; ne|n? recois|recevons|recoit|recevais
        plus|pas|jamais|aucun; ne|n? ai|avons|a|vois|arrive plus|pas|jamais|aucun recu|{SOME}
        {SOME}? {MESSAGES}?; vous|tu|on ne|n? m|me|nous? envoyez|envoies|ecrivez|ecris|envoie
        plus|jamais; ne|n me? desabonnez|desinscrivez|retirez|supprimez|enlevez|effacez moi? pas;
        n|ne arretez|arrete|arretes|arretons|arreter pas|jamais|plus?; ne pas arreter|stopper; s
        arrete|arretent|arreter; l|un|d|cet|les|prochain|premier|dernier|mon|en arret|arrets; c|s|a
        est|ete? arrete|arretee; arret de_bus|bus|du_tram|maladie|cardiaque|de_travail|de_tram|
        du_bus|de_la_ligne; sans arret; arret sur; m arrete; fin de|du|d|des; la|en|a_la|mi fin;
        stop ou|au_feu|auto
    """),
    alarming=listed("desabonn*; desinscri*; arretez; arret; arrete"),
)
