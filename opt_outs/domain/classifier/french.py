"""
French.

ARRET is a required keyword of AWS, ARRETE and ARRETT are Twilio's (Proxy, opt-out keywords), STOP
is what French operators ask for; the others are everyday words.
"""

from typing import Final

from opt_outs.domain.classifier.classification import Language
from opt_outs.domain.classifier.language_pack import LanguagePack, alternatives, listed

_MESSAGES: Final = (
    "messages|message|sms|textos|texto|msg|msgs|mms|alertes|notifications|pub|pubs|publicites|"
    "publicite|promos|offres|rappels|spam|spams|sollicitations|trucs|choses"
)
_SOME: Final = (
    "vos|tes|de|des|ces|les|ce|tous|tout|le|la|d|vos_foutus|aucun|autres|plus|autre|toute|toutes|"
    "votre|l"
)
_LIST: Final = (
    "liste|listes|base|fichier|fichiers|systeme|contacts|diffusion|base_de_donnees|repertoire|"
    "registre|liste_de_diffusion|liste_d_envoi|liste_de_contacts"
)
_OF_LIST: Final = "votre|vos|la|cette|ta|le|ce|toutes|tous|de|d|l"
_STOP_IT: Final = (
    "arret|arrete|arretez|arreter|cessez|cesse|cesser|stop|stopper|stoppez|arretiez|cessiez"
)
_SENDING: Final = (
    "envoyer|ecrire|contacter|texter|harceler|deranger|spammer|embeter|envoi|solliciter|relancer|"
    "importuner"
)
_WRITE: Final = (
    "ecrivez|ecris|ecrire|contactez|contacte|contacter|textez|texte|texter|derangez|sollicitez|"
    "importunez|deranger"
)
_SEND: Final = "envoyez|envoie|envoies|envoyer"

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
              {_MESSAGES}
        """),
        "do_not_send": listed(f"""
            ne|n? m|me|nous {_SEND} plus|jamais {_SOME}? {_SOME}? {_MESSAGES};
            ne|n? m|me|nous {_WRITE} plus|jamais .;
            ne|n? m|me|nous {_SEND} plus|jamais rien|.;
            ne|n m|me|nous {_SEND} rien .;
            ne|n plus jamais? m|me|nous? {_SENDING} {_SOME}? {_SOME}? {_MESSAGES}|rien|.;
            ne|n plus jamais? recevoir {_SOME}? {_SOME}? {_MESSAGES}|rien;
            n|ne {_SEND} plus|jamais {_SOME}? {_SOME}? {_MESSAGES}|rien;
            ne? me|m|nous {_WRITE} pas|jamais .
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
            je retire|revoque mon consentement|accord|autorisation
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
            etre retire|supprime|desinscrit|desabonne|desinscrite|desabonnee .
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
            demande de desinscription|desabonnement .
        """),
        "leave_alone": listed("""
            laissez|laisse|fichez|foutez moi|nous tranquille|tranquilles|en_paix|la_paix;
            fichez|foutez moi|nous la? paix
        """),
        "please_stop": listed("""
            stop|arretez|arrete svp|stp|merci|s_il_vous_plait .;
            j_ai deja? dit stop .
        """),
    },
    linking=listed("""
        je; j; vous; te; tu; prie; demande; demanderais; prierais; de; d; veux; voudrais; souhaite;
        aimerais; que; pouvez; pourriez; peux; pourrais; veuillez; merci; bien; vouloir; ai; deja;
        dit; demander; il; faut; svp; stp; a; m; me; s; plait; en; vraiment; encore; fois; dire;
        besoin; voulez; veut; exige; desire; tiens; suis; priere; le; la; ete; allez; bonjour;
        souhaiterais; etes; avez; plus
    """),
    guards=listed("""
        ne|n|jamais|sans|pas|personne|ni|aucune|recevoir|avoir|envoyez|envoyer|y;
        pourquoi|comment|qui|quand|lorsque|combien|si;
        elle|on|ils|elles|ont|avez|etes|a_dit|dit_que|il;
        l|un|une|mon|ma|mes|leur|cet|cette|prochain|premier;
        allez vous; est_ce; dommage|triste|deteste
    """),
    conditions=listed("""
        si|s_il|quand|lorsque|jusqu|avant|apres|sauf|pendant|seulement|uniquement|a_moins
    """),
    denials=listed("jamais|personne|aucun|aucune|ni|surtout|regrette"),
    polite=listed("""
        pouvez|pourriez|peux|pourrais|voulez; svp|stp|merci; s il vous|te plait
    """),
    adjuncts=listed(f"""
        sur|a ce|mon|cette|ma numero|telephone|portable|ligne|mobile; de|des|du|d {_SOME}? {_SOME}?
        {_MESSAGES}; de|des|du {_OF_LIST}? {_OF_LIST}? {_LIST}; de votre|ta part; de vous; par sms|
        texto|message|textos; a l avenir; pour toujours|de_bon; et? ne me? derangez plus;
        publicitaires|
        promotionnels|commerciaux|indesirables|publicitaire; ici; sur mon|ce telephone;
        bande de cons;
        connards|messieurs; en_paix
    """),
    openers=listed("""
        je; j; vous; ce n; ce numero; c est; ca; mauvais numero; qui; pourquoi; ne; ou je; et
        ne; et supprimez; et effacez; et retirez; sinon; car; parce; veuillez; pouvez; pourriez;
        peux; pourrais; concernant; au sujet; il faut; voulez; non; tu
    """),
    respelt={},
    retractions=listed("""
        je_rigole; je_plaisante; mdr; ptdr; mais_continuez; par_erreur
    """),
    reasons=listed("""
        avocat; porter plainte; je ne? suis pas; n|est pas mon|le|son numero; marre|ras_le_bol; qui
        etes|est
    """),
    doubtful=listed("""
        mauvais|faux numero; erreur de numero|personne|destinataire; pas interesse|interessee|
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
    harmless=listed(f"""
        ne|n? recois|recevons|recoit|recevais plus|pas|jamais|aucun; ne|n? ai|avons|a|vois|arrive
          plus|pas|jamais|aucun recu|{_SOME} {_SOME}? {_MESSAGES}?; vous|tu|on ne|n? m|me|nous?
          envoyez|envoies|ecrivez|ecris|envoie plus|jamais; ne|n me?
          desabonnez|desinscrivez|retirez|supprimez|enlevez|
          effacez moi? pas;
        n|ne arretez|arrete|arretes|arretons|arreter pas|jamais|plus?; ne pas arreter|stopper; s
        arrete|arretent|arreter; l|un|d|cet|les|prochain|premier|dernier|mon|en arret|arrets; arret
        de_bus|bus|du_tram|maladie|cardiaque|de_travail|de_tram|du_bus|de_la_ligne; sans arret;
        arret sur; m arrete; fin
        de|du|d|des; la|en|a_la|mi fin; stop ou|au_feu|auto
    """),
    alarming=listed("desabonn*; desinscri*; arretez; arret; arrete"),
)
