"""
French.

ARRET is a required keyword of AWS, ARRETE and ARRETT are Twilio's (Proxy, opt-out keywords), STOP
is what French operators ask for; the others are everyday words.
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
    "messages|message|sms|textos|texto|msg|msgs|mms|alertes|notifications|pub|pubs|publicites|"
    "publicite|promos|offres|rappels|spam|spams|sollicitations|trucs|choses|promotions|promo|"
    "annonces|communications|communication|reclame|reclames|prospection|"
    "demarchage|messages_publicitaires|sms_publicitaires|infos|informations|newsletter_sms"
)
_SOME: Final = (
    "vos|tes|de|des|ces|les|ce|tous|tout|le|la|d|vos_foutus|aucun|autres|plus|autre|toute|toutes|"
    "votre|l|tes_foutus|vos_satanes|vos_putains_de|cette|ton|mes|ces_foutus|m_importe_quel|"
    "d_autres|nouveaux|nouvelles|aux|au|genre_de|ce_genre_de|ce_type_de|type_de|un_seul|quelconque"
)
_LIST: Final = (
    "liste|listes|base|fichier|fichiers|systeme|contacts|diffusion|base_de_donnees|repertoire|"
    "registre|liste_de_diffusion|liste_d_envoi|liste_de_contacts|annuaire|bdd|listing|mailing|"
    "liste_de_distribution|liste_sms|liste_d_abonnes|base_clients|fichier_client|fichiers_clients|"
    "listing_sms|carnet_d_adresses|listes_de_diffusion|liste_de_clients|liste_clients"
)
_OF_LIST: Final = "votre|vos|la|cette|ta|le|ce|toutes|tous|de|d|l"
_STOP_IT: Final = (
    "arret|arrete|arretez|arreter|cessez|cesse|cesser|stop|stopper|stoppez|arretiez|cessiez|"
    "stoppe|"
    "arretes|evitez|evite|abstenez_vous|eviter|finissez|finissez_en|basta|marre|halte"
)
_SENDING: Final = (
    "envoyer|ecrire|contacter|texter|harceler|deranger|spammer|embeter|envoi|solliciter|relancer|"
    "importuner|spamer|bombarder|souler|gaver|emmerder|faire_chier|m_ecrire|m_envoyer|agacer|"
    "messager|inonder|saturer|polluer|casser_les_pieds|adresser"
)
_WRITE: Final = (
    "ecrivez|ecris|ecrire|contactez|contacte|contacter|textez|texte|texter|derangez|sollicitez|"
    "importunez|deranger|spammez|spamme|spamez|harcelez|embetez|embete|derange|sollicite|"
    "solliciter|importuner|bombardez|emmerdez|soulez|relancez|joindre|contactiez|ecriviez|textiez"
)
_SEND: Final = (
    "envoyez|envoie|envoies|envoyer|envoyiez|adressez|adresser|envois|transmettez|faites_parvenir"
)

PACK: Final = LanguagePack(
    language=Language.FRENCH,
    firm=listed("""
        stop; arret; arrett; arrete; arretez; desabonner; desabonnement; desinscription;
        desinscrire; me desabonner; me desinscrire; desabonnez moi; desinscrivez moi; desabonne
        moi; stop sms; stop pub; stopper; plus de sms; plus de messages; plus de message; plus de
        pub
    """),
    whole=listed("arreter; fin; td"),
    unsure=listed("""
        annuler; resilier; supprimer; cesser; terminer; je ne veux plus; je ne veux plus rien; ca
        suffit
    """),
    misspelt=listed("""
        desabon*; desinscri*; dessabon*; aret; arreter_stop; aretez; arete; arrets; arrter
    """),
    opt_in=listed("commencer; debut; abonner; reabonner"),
    help=listed("aide; aidez moi; aide moi"),
    affirmative=listed("oui; ouais"),
    courtesies=listed("""
        s_il_vous_plait; s_il_te_plait; sil_vous_plait; svp; stp; merci_beaucoup; merci_d_avance;
        merci; maintenant; bonjour; bonsoir; salut; ok; immediatement; cordialement; madame;
        monsieur; tout_de_suite
    """),
    objects=listed("""
        sms; messages; message; pub; pubs; publicite; tout; les; ca; cela; de; vos; des; textos;
        oui; a; envois; aux; ces; promos
    """),
    tails=alternatives("""
        svp|stp|merci|s_il_vous_plait|s_il_te_plait|sil_vous_plait|jamais|du_tout|maintenant|
        immediatement|ok|a_l_avenir|tout_de_suite|bonjour|desormais|definitivement
    """),
    phrases={
        "stop_sending": listed(f"""
            {_STOP_IT} svp|stp? de|d m|me|nous? {_SENDING} {_SOME}? {_SOME}? {_MESSAGES};
            {_STOP_IT} svp|stp? de|d m|me|nous? {_SENDING} .;
            {_STOP_IT} avec? {_SOME} {_SOME}? {_MESSAGES};
            {_STOP_IT} les|l|vos|tes|ces envois|envoi .;
            {_STOP_IT} les|l|vos|tes|ces envois|envoi de {_MESSAGES};
            {_STOP_IT} aux|a {_SOME}? {_MESSAGES};
            veux|voudrais|souhaite|aimerais|desire arreter|cesser de recevoir {_SOME}? {_SOME}?
              {_MESSAGES};
            {_STOP_IT} svp|stp? de|d m|me|nous? {_SENDING} sur|a ce|mon numero|telephone|portable
            .;
            {_STOP_IT} svp|stp? de|d m|me|nous? {_SENDING} avec|par {_SOME}? {_SOME}? {_MESSAGES};
            {_STOP_IT} svp|stp? {_SOME} {_SOME}? {_MESSAGES};
            {_STOP_IT} tout|toute|tous? envoi|envois|contact|communication|sollicitation .;
            {_STOP_IT} votre|vos|ce|ces|le|l|cet harcelement|matraquage|spamming|acharnement
            par|de|d? {_MESSAGES}|.;
            resiliation|annulation|arret|fin de|du|des? l|mon|cet|vos|mes? abonnement|envois|
            envoi|reception|
              inscription a|aux|de|des|du|d {_SOME}? {_MESSAGES};
            {_STOP_IT} de|d utiliser mon|ce numero|telephone;
            {_STOP_IT} de|d faire sonner|vibrer mon telephone;
            mettez|mettre fin a {_SOME}? envois|{_MESSAGES};
            assez|marre|ras_le_bol de|d {_SOME}? {_SOME}? {_MESSAGES} , stop|arretez|arrete|
            cessez .;
            ca suffit avec? {_SOME} {_SOME}? {_MESSAGES};
            assez de|avec {_SOME}? {_SOME}? {_MESSAGES};
            marre de|d {_SOME}? {_SOME}? {_MESSAGES} , {_STOP_IT} .;
            suspendez|suspendre|interrompez|bloquez|desactivez|annulez|supprimez {_SOME} envoi|
            envois|{_MESSAGES} de? {_MESSAGES}? .
        """),
        "do_not_send": listed(f"""
            ne|n? m|me|nous {_SEND} plus|jamais {_SOME}? {_SOME}? {_MESSAGES};
            ne|n? m|me|nous {_WRITE} plus|jamais .;
            ne|n? m|me|nous {_SEND} plus|jamais rien|.;
            ne|n m|me|nous {_SEND} rien .;
            ne|n plus jamais? m|me|nous? {_SENDING} {_SOME}? {_SOME}? {_MESSAGES}|rien|.;
            ne|n plus jamais? recevoir {_SOME}? {_SOME}? {_MESSAGES}|rien;
            n|ne {_SEND} plus|jamais {_SOME}? {_SOME}? {_MESSAGES}|rien;
            ne? me|m|nous {_WRITE} pas|jamais .;
            ne|n? plus|jamais me|m|nous {_SENDING}|{_WRITE}|{_SEND} {_SOME}? {_SOME}?
            {_MESSAGES}|rien|.;
            ne|n? {_WRITE}|{_SEND} plus|jamais {_SOME}? {_SOME}? {_MESSAGES}|rien|. a|sur? ce|mon?
              numero|telephone? .;
            ne|n? m|me|nous {_WRITE} plus|jamais par|via {_MESSAGES};
            ne|n? m|me|nous {_SEND} plus|jamais ca|cela|ces_trucs .;
            ne|n plus|pas jamais? etre|vouloir contacte|contactee|sollicite|sollicitee|derange|
              derangee|harcele|importune|demarche par? {_MESSAGES}?;
            ne|n? m|me|nous {_SEND} aucun|pas_de|plus_aucun|plus_un_seul|plus_jamais_de|plus_jamais
              {_SOME}? {_MESSAGES}|rien;
            pas|plus|aucun besoin de vos|tes|ces {_MESSAGES};
            que vous|tu ne? m|me|nous {_SEND}|{_WRITE} plus|jamais {_SOME}? {_SOME}?
            {_MESSAGES}|rien|.;
            que vous|tu {_STOP_IT} de|d m|me|nous? {_SENDING} {_SOME}? {_SOME}? {_MESSAGES}|.;
            n|ne? utilisez|utilise plus|jamais ce|mon numero
        """),
        "not_wanted": listed(f"""
            je ne? veux|souhaite|desire plus? rien recevoir;
            pas|aucun de|d {_MESSAGES} svp|stp|merci|s_il_vous_plait;
            je|nous|j ne|n? veux|souhaite|desire|voulons|souhaitons|aimerais|voudrais plus|pas|
              rien recevoir {_SOME}? {_SOME}? {_MESSAGES}|rien;
            ne? veux|souhaite|desire plus etre contacte|contactee|sollicite|sollicitee|derange|
              derangee|harcele;
            ne? veux|souhaite|desire plus qu_on_me|que_vous_me|que_vous_m|qu_on_m contactez|
              contacte|ecriviez|envoyiez|texte|textez|ecrive .;
            je ne? veux|souhaite plus|pas {_SOME} {_SOME}? {_MESSAGES};
            plus|aucun|jamais de|d|aucun {_SOME}? {_MESSAGES} .;
            aucun {_MESSAGES} .;
            je? retire|revoque|annule|refuse mon|tout consentement|accord|autorisation;
            je? m|nous? oppose|refuse a|au|aux|de|d? l|la|recevoir|tout? envoi|envois|reception|
            recevoir|
              utilisation|traitement|contact|prospection|demarchage? de|d|a|par? mes_donnees|
              mon_numero|{_SOME}?
              {_SOME}? {_MESSAGES}|mes_donnees|mon_numero|.;
            je? refuse|decline de|d recevoir {_SOME}? {_SOME}? {_MESSAGES};
            n|ne avez|as plus mon|l accord|autorisation|consentement|permission de|d|pour? m|me?
              {_SENDING}|. {_SOME}? {_MESSAGES}?;
            je n|ne? autorise|consens|accepte plus|pas a|de|d|que? vous? m|me|recevoir?
            {_SENDING}|recevoir|
              {_SEND}|contactiez|{_SOME} {_SOME}? {_MESSAGES}|.;
            je ne? veux|souhaite|desire|voulons|veut plus|pas|jamais que vous|tu|l_on|on me|m|nous
              {_SEND}|{_WRITE}|contacte|ecrive|envoie|derange {_SOME}? {_SOME}? {_MESSAGES}|.|rien;
            je? ne? veux|souhaite|desire|veut|voulons plus|pas entendre parler|avoir|recevoir|etre
              de|contacte|contactee|derange|derangee|harcele|sollicite|sollicitee|dans|sur? vous|
              nouvelles|{_SOME}? {_OF_LIST}? {_SOME}? {_LIST}|{_MESSAGES}|de_vous|.;
            je? ne? veux|souhaite|desire|voulons plus {_SOME} {_SOME}? {_MESSAGES};
            je? ne? suis plus interesse|interessee par {_SOME} {_SOME}? {_MESSAGES};
            prefere|prefererais|souhaite|voudrais|aimerais|desire|veux ne plus|pas recevoir|etre
              contacte|contactee|{_SOME}? {_SOME}? {_MESSAGES};
            plus|jamais un_seul|aucun de|d? {_SOME}? {_MESSAGES} .;
            {_MESSAGES} non_desires|non_sollicites|indesirables , stop|arretez|desinscription .
        """),
        "remove_from_list": listed(f"""
            retirez|retire|enlevez|enleve|supprimez|supprime|effacez|efface|rayez|otez|sortez|
              retirer|enlever|supprimer|effacer moi|mon|ce|mes|m|me? numero|nom|coordonnees|
              contact|donnees|telephone? de|des|du {_OF_LIST}? {_OF_LIST}? {_LIST};
            retirez|retire|enlevez|enleve|supprimez|supprime|effacez|efface|rayez|oubliez|oublie|
              supprimer|effacer|retirer mon|ce|mes numero|coordonnees|contact|donnees|telephone .;
            retirez|enlevez|supprimez|otez|sortez moi|nous .|d_ici;
            etre retire|enleve|supprime|raye|retiree|enlevee|supprimee|desinscrit|desabonne de|
              des|du {_OF_LIST}? {_OF_LIST}? {_LIST}|{_MESSAGES};
            etre retire|supprime|desinscrit|desabonne|desinscrite|desabonnee .;
            retirez|retire|enlevez|enleve|supprimez|supprime|effacez|efface|rayez|raye|otez|ote|
            sortez|sors|
              sort|retirer|enlever|supprimer|effacer|radiez|virez|vire|virer|rayer|sortir|oter|
              exclure|
              excluez|desinscrivez|desinscris|desinscrire|desabonnez|desabonner|desabonne|bloquez
              moi|mon|ce|mes|m|me|nous numero|nom|coordonnees|contact|donnees|telephone|
              portable|num?
              de|des|du {_OF_LIST}? {_OF_LIST}? {_LIST}|la|ici;
            retirez|enlevez|supprimez|effacez|rayez|oubliez|oublie|supprimer|effacer|retirer|
            perdez|
              perds|bloquez|radiez|virez|supprime|efface|enleve|enlever|desinscrivez|desabonnez
              mon|ce|mes|mon|nos numero|coordonnees|contact|donnees|telephone|portable|num|infos .;
            retirez|enlevez|supprimez|otez|sortez|virez|radiez|effacez|rayez moi|nous .|d_ici|
            de_la|
              svp|stp;
            etre retire|enleve|supprime|raye|retiree|enlevee|supprimee|desinscrit|desabonne|
              desinscrite|desabonnee|radie|radiee|efface|effacee de|des|du {_OF_LIST}? {_OF_LIST}?
              {_OF_LIST}? {_LIST}|{_MESSAGES};
            que vous|tu me? retiriez|supprimiez|desinscriviez|enleviez|effaciez|desabonniez
              mon_numero? de|du|des {_OF_LIST}? {_LIST};
            que vous|tu me? retiriez|supprimiez|desinscriviez|enleviez|effaciez|desabonniez
              mon_numero? .
        """),
        "unsubscribe": listed(f"""
            veux|voudrais|souhaite|souhaiterais|desire|demande|aimerais me|a|le|la|une|ma?
              desabonner|desinscrire|desabonnement|desinscription .;
            veux|voudrais|souhaite|souhaiterais|desire|demande|aimerais me desabonner|desinscrire
              de|des|du {_SOME}? {_SOME}? {_MESSAGES}|{_LIST};
            desabonnez|desabonne|desinscrivez|desinscris moi|nous|mon|ce|svp|stp numero? .;
            desabonnez|desabonne|desinscrivez|desinscris moi|nous de|des|du {_OF_LIST}? {_OF_LIST}?
              {_LIST}|{_MESSAGES};
            merci|priere de me desabonner|desinscrire|retirer|supprimer .;
            merci|priere|veuillez de? me desabonner|desinscrire de|des|du {_OF_LIST}?
              {_LIST}|{_MESSAGES};
            me desabonner|desinscrire .;
            je me desabonne|desinscris .;
            demande de desinscription|desabonnement .;
            veux|voudrais|souhaite|souhaiterais|desire|demande|aimerais|peux|puis|comment|merci|
            pour
              me? desabonner|desinscrire|retirer|radier de|des|du|a {_OF_LIST}? {_SOME}? {_SOME}?
              {_MESSAGES}|{_LIST}|ce_service|vos_services|votre_service|tout_ca|cela|tout;
            veuillez|merci|priere|pouvez_vous|pourriez_vous|peux_tu|vous_prie de|d? me|m|nous
              desabonner|desinscrire|retirer|supprimer|radier|enlever|effacer|oublier .;
            veuillez|merci|priere|pouvez_vous|pourriez_vous|peux_tu|vous_prie de|d? supprimer|
            effacer|
              retirer|enlever|oublier|bloquer mon|ce|mes|nos numero|coordonnees|contact|donnees|
              portable
              .;
            je? me desabonne|desinscris|retire de|des|du {_OF_LIST}? {_SOME}? {_MESSAGES}|{_LIST};
            desabonnement|desinscription immediat|immediate|svp|stp|merci|total|totale|complete|
            demande|
              demandee|des|de|du? {_SOME}? {_MESSAGES}|. .;
            annuler|resilier|annulez|resiliez|arreter|arretez mon|l|cet|ce abonnement|inscription
              a|aux|de|des {_SOME}? {_SOME}? {_MESSAGES}
        """),
        "leave_alone": listed(f"""
            laissez|laisse|fichez|foutez moi|nous tranquille|tranquilles|en_paix|la_paix;
            fichez|foutez moi|nous la? paix;
            laissez|laisse|fichez|foutez|fiche|fous|lachez|lache|oubliez|oublie moi|nous .|avec|
            un_peu
              {_SOME}? {_MESSAGES}?;
            lachez|lache moi|nous les|la grappe|baskets|bask;
            fous|fiche|foutez|fichez|laissez moi|nous la? paix|tranquille .;
            fous|fiche|foutez|fichez|laissez moi|nous la? paix|tranquille avec {_SOME} {_SOME}?
            {_MESSAGES}
        """),
        "please_stop": listed(f"""
            stop|arretez|arrete svp|stp|merci|s_il_vous_plait .;
            merci|priere|veuillez|pouvez_vous|pourriez_vous|prie de|d? arreter|cesser|stopper .;
            interdis de|d m|nous {_SENDING} {_SOME}? {_SOME}? {_MESSAGES}?;
            ne|n? prenez|reprenez|entrez plus|jamais en? contact avec_moi|avec_nous|.;
            j_ai deja? dit|demande|ecrit|envoye|repondu|tape stop .;
            j ai deja? dit|demande|ecrit|envoye|repondu|tape stop .;
            non|pas_interesse|pas_interessee|mauvais_numero|faux_numero|marre|erreur|trompez|
              numero|suffit , stop|arretez|arrete|desinscription|desabonnement .
        """),
    },
    linking=listed("""
        je; voulais; voulait; voudrait; veulent; pense; essaie; essaye; compte; comptais; dois;
        doit;
        doivent; aller; va; vont; faire; laisser; decide; souhaitait; souhaitais; penser; penses;
        dites;
        j; vous; te; tu; prie; demande; demanderais; prierais; de; d; veux; voudrais; souhaite;
        aimerais; que; pouvez; pourriez; peux; pourrais; veuillez; merci; bien; vouloir; ai; deja;
        dit; demander; il; faut; svp; stp; a; m; me; s; plait; en; vraiment; encore; fois; dire;
        besoin; voulez; veut; exige; desire; tiens; suis; priere; le; la; ete; allez; bonjour;
        souhaiterais; etes; avez; plus; vraiment; gentiment; simplement; juste; svp; aussi;
        aimable;
        gentil; apprecierais; serait; serais; reconnaissant; reconnaissante; insiste; repete;
        supplie;
        implore; ordonne; somme; exigeons; nous; prions; demandons; voulons; souhaitons; gre;
        saurais;
        sympa; obliges; vais; preferais; prefere; prefererais; puis; serai; possible; est; etre;
        messieurs;
        dames; madame; monsieur
    """),
    guards=listed("""
        ne|n|jamais|sans|pas|personne|ni|aucune|recevoir|avoir|envoyez|envoyer|y|recu|recus|vu|eu|trouve;
        pourquoi|comment|qui|quand|lorsque|combien|si;
        elle|on|ils|elles|ont|avez|etes|a_dit|dit_que|il;
        l|un|une|mon|ma|mes|leur|cet|cette|prochain|premier;
        allez vous; est_ce; dommage|triste|deteste
    """),
    conditions=listed("""
        si|s|quand|lorsque;
        depuis|le_soir|la_nuit|le_dimanche|le_week_end|le_weekend|le_matin|dimanche|en_soiree;
        si|s_il|quand|lorsque|jusqu|avant|apres|sauf|pendant|seulement|uniquement|a_moins
    """),
    denials=listed("jamais|personne|aucun|aucune|ni|surtout|regrette"),
    polite=listed("""
        pouvez|pourriez|peux|pourrais|voulez; svp|stp|merci; s il vous|te plait
    """),
    adjuncts=listed(f"""
        sur|a ce|mon|cette|ma numero|telephone|portable|ligne|mobile|num|tel|boite; de|des|du|d
        {_SOME}? {_SOME}?
        {_MESSAGES}; de|des|du {_OF_LIST}? {_OF_LIST}? {_LIST}; de votre|ta part; de vous; par sms|
        texto|message|textos; a l avenir; pour toujours|de_bon; et? ne me? derangez plus;
        publicitaires|
        promotionnels|commerciaux|indesirables|publicitaire; ici; sur mon|ce telephone;
        bande de cons;
        connards|messieurs; en_paix; merde|bordel|putain|bon_sang|hein|quoi|la|voyons|enfin|
        immediatement|
        rapidement|cordialement|bien_cordialement|salutations|bonne_journee|bonne_soiree|
        au_plus_vite|
        des_que_possible|dans_les_plus_brefs_delais|une_bonne_fois_pour_toutes|
        une_fois_pour_toutes|
        des_a_present|des_maintenant|a_partir_de_maintenant|a_compter_de_ce_jour|aujourd_hui|
        d_avance|
        je_vous_prie|je_te_prie|de_suite|encore|pub|de_pub; commerciales|publicitaires|
        promotionnelles|
        publicite; sur|a_propos_de|concernant|pour|au_sujet_de la|le|les|vos|des|l|mes?
        politique|elections|
        election|cpf|formation|isolation|panneaux|assurance|mutuelle|vote|soldes|promos; ni|ou|et
        mails|emails|appels|appeler|m_appeler|me_appelez|ne_m_appelez|telephoner plus?; de la
        part de vous|
        votre; a personne; les gars; plus|jamais; merci de_votre_comprehension|d_avance|bien; et
        merci; tout le temps
    """),
    dependent=listed("""
        me|m desabonner|desinscrire|retirer; ne plus|pas; etre; arreter|cesser|stopper|
        supprimer|effacer|retirer|desabonner|desinscrire; plus recevoir; aucun; plus de|d
    """),
    coordinators=listed("donc; alors; mais; or; du_coup"),
    openers=listed("""
        et arretez; et ne; et laissez; et oubliez; et merci; et cessez; et bonne; et stop; et
        foutez;
        avant que; avant de; si non; bonne journee; bonne soiree; tres; puisque; car; comme je;
        nous;
        vu que; etant; ou alors; ou bien; ou sinon; n; on; mon nom; mes salutations;
        je; j; vous; ce n; ce numero; c est; ca; mauvais numero; qui; pourquoi; ne; ou je; et
        ne; et supprimez; et effacez; et retirez; sinon; car; parce; veuillez; pouvez; pourriez;
        peux; pourrais; concernant; au sujet; il faut; voulez; non; tu
    """),
    respelt=respellings("""
        jveux|jveu|jvx = je veux; veu = veux; jsuis|chui = je suis; jpeux = je peux;
        jvoudrais = je voudrais; jaimerais = j aimerais; jai = j ai; jen = j en; cest = c
        est; sa = ca; vs|vou = vous; pr = pour; msg|msgs|mess|mesages|messsages =
        messages; mesage|messag|msge = message; texto = textos; aretez|arrettez|arettez =
        arretez; aret = arret; areter = arreter; arete = arrete; stope = stop;
        svpl|sil_vous_plait|s_il_vs_plait|silvousplait = svp; sil_te_plait = stp;
        desabonez = desabonnez; desaboner = desabonner; desabone = desabonne;
        desinscrir|desincrire = desinscrire; desincrivez|desinscrive = desinscrivez;
        num|numeros|nmero = numero; tel = telephone; plu|pu = plus; jamai = jamais;
        rezevoir|resevoir|recevoire = recevoir; lacher = lachez; mercie = merci; tt =
        tout; tte = toute; ts = tous; ds = dans; q|ke = que; koi = quoi; pk|pq = pourquoi;
        bcp = beaucoup; envoyer_moi = envoyez moi; supprimer_moi|suprimer_moi = supprimez
        moi; retirer_moi = retirez moi; enlever_moi = enlevez moi; desabonner_moi =
        desabonnez moi; desinscrire_moi = desinscrivez moi; laisser_moi = laissez moi;
        effacer_moi = effacez moi; suprimez = supprimez; suprimer = supprimer; suprime =
        supprime
    """),
    retractions=listed("""
        utilis*|prenez|ecrivez|ecris|contactez|appelez|textez|voici plutot? l|le|mon|moi|sur|a|
        plutot
          autre|nouveau|mail|moi|sms|mon|celui?; mais pas|plus|uniquement|seulement|gardez|
          continuez;
        je_rigole; je_plaisante; mdr; ptdr; mais_continuez; par_erreur
    """),
    reasons=listed("""
        avocat; porter plainte; rien|jamais demande|signe; trompez|trompe de; mauvais|faux|bon|
        pas_mon
        numero; je ne? suis pas; n|est pas mon|le|son numero; marre|ras_le_bol; qui
        etes|est
    """),
    doubtful=listed("""
        supprimez|effacez|retirez|enlevez le|la|les .; mauvais|faux numero; erreur de numero|
        personne|destinataire; pas interesse|interessee|
        interesses; spam|spams; harcel*; signal33700; cnil; rgpd; jamais demande|inscrit|inscrite|
        abonne|donne|autorise; n|ne m appelez|appelle plus; veux|souhaite plus rien; comment me|
        faire desabonner|desinscrire|arreter|stopper; desabonn*; desinscr*; ne? m|me contactez|
        ecrivez|envoyez plus|pas; arretez|cessez de|vos
    """),
    threats=listed("si vous|tu n|ne? arretez|arretes|cessez"),
    footers=listed("""
        repondez|repondre|envoyez|envoyer|repond|tapez par|avec? stop|arret|fin|non au|pour|a ...;
        stop au #; pour ne_plus_recevoir|vous_desabonner|vous_desinscrire ... envoyez|repondez|
        tapez ... stop|arret; stop pour vous_desabonner|vous_desinscrire|se_desabonner|arreter
    """),
    roles={
        Role.GET: """
            avoir
        """,
        Role.FORBID: """
            interdis
        """,
        Role.CEASE: """
            arretez arrete arreter cessez cesse cesser stopper stoppez stop arretiez cessiez
        """,
        Role.CONTACT: """
            ecrire contacter texter harceler deranger spammer embeter solliciter relancer
            importuner ecrivez ecris contactez contacte derangez sollicitez importunez
            harcelez ecriviez contactiez contactee sollicite derange
        """,
        Role.SEND: """
            envoyer envoyez envoie envoies envoyiez adresser adressez
        """,
        Role.RECEIVE: """
            recevoir
        """,
        Role.WANT: """
            veux voudrais souhaite souhaiterais desire aimerais veut voulons souhaitons
            prefere accepte autorise consens
        """,
        Role.REMOVE: """
            retirez retire retirer enlevez enleve enlever supprimez supprime supprimer
            effacez efface effacer rayez rayer otez virez radiez desinscrivez desinscris
            desabonnez desabonne
        """,
        Role.LEAVE: """
            desabonner desinscrire desabonnement desinscription
        """,
        Role.REVOKE: """
            revoque retire revoquer
        """,
        Role.PERMISSION: """
            consentement autorisation accord
        """,
        Role.TEXTS: """
            messages message sms textos texto msg alertes notifications pub pubs publicites
            publicite promos offres rappels spam spams sollicitations promotions annonces
        """,
        Role.ME: """
            m me moi nous mon mes numero portable nom coordonnees
        """,
        Role.LIST: """
            liste listes base fichier fichiers systeme contacts diffusion repertoire
        """,
        Role.NOT: """
            ne n
        """,
        Role.MORE: """
            plus rien jamais pas aucun aucune desormais
        """,
        Role.MODAL: """
            pouvez pourriez peux pourrais veuillez merci prie demande demandons exige priere
        """,
        Role.I: """
            je j
        """,
        Role.YOU: """
            vous tu on
        """,
        Role.FILLER: """
            de d des du la le les l ce cet cette ces ta tes votre vos ton a au aux en sur
            par svp stp s il te plait vous merci bonjour bonsoir salut et ou que etre tout
            toute tous toutes immediatement maintenant definitivement vraiment encore avance
            beaucoup part donnees envoi envois suite bien vouloir oui cordialement madame
            monsieur publicitaires publicitaire promotionnels commerciaux indesirables
            commerciales completement ici
        """,
    },
    harmless=listed(f"""
        ^ svp|stp|et|mais|surtout|non|merci? ne|n me|m|mon|l? retirez|retire|supprimez|supprime|
        enlevez|
          effacez|desinscrivez|desabonnez|arretez|arrete|cessez moi? pas|jamais|surtout_pas ...;
        n|ne ai|avais|avons jamais|pas|rien demande|voulu|dit|souhaite a|de|d|que|vouloir? me|m|
        nous|
          a_me|de_me? desabonner|desinscrire|arreter|stopper|etre_desabonne|retirer;
        ne veux|voulais|souhaite|voudrais|souhaitais pas|surtout_pas|jamais me|m|vous? desabonner|
          desinscrire|arreter|que_vous_arretiez|que_tu_arretes|que_ca_s_arrete ...;
        veux|voudrais|aimerais|souhaite recevoir|avoir|savoir plus de|d|souvent|sur; plus d
          infos|informations|info|details|information; suis je|j_ete|deja? desabonne|desinscrit|
          desinscrite|desabonnee; arretez|arrete|arreter le|la|les|l
          travaux|chantier|bus|voiture|musique|train|livraison|commande|voiture|moteur|taxi|bruit|
          machine; ne|n? recois|recevons|recoit|recevais plus|pas|jamais|aucun; ne|n? ai|avons|
          a|vois|arrive
          plus|pas|jamais|aucun recu|{_SOME} {_SOME}? {_MESSAGES}?; vous|tu|on ne|n? m|me|nous?
          envoyez|envoies|ecrivez|ecris|envoie plus|jamais; ne|n me?
          desabonnez|desinscrivez|retirez|supprimez|enlevez|
          effacez moi? pas;
        n|ne arretez|arrete|arretes|arretons|arreter pas|jamais|plus?; ne pas arreter|stopper; s
        arrete|arretent|arreter; l|un|d|cet|les|prochain|premier|dernier|mon|en arret|arrets; c|
        s|a est|ete? arrete|arretee; arret
        de_bus|bus|du_tram|maladie|cardiaque|de_travail|de_tram|du_bus|de_la_ligne; sans arret;
        arret sur; m arrete; fin
        de|du|d|des; la|en|a_la|mi fin; stop ou|au_feu|auto
    """),
    alarming=listed("desabonn*; desinscri*; arretez; arret; arrete"),
)
