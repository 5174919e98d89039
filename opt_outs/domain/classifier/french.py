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
    "publicite|promos|offres|rappels|spam|spams|courriels|newsletter|newsletters|sollicitations"
)
_SOME: Final = "vos|tes|de|des|ces|les|ce|tous|tout|le|la|d|vos_foutus|aucun|autres|plus"
_LIST: Final = (
    "liste|listes|base|fichier|fichiers|systeme|contacts|diffusion|base_de_donnees|"
    "repertoire|registre|groupe"
)
_STOP_IT: Final = "arret|arrete|arretez|arreter|cessez|cesse|cesser|stop|stopper|stoppez"
_SENDING: Final = (
    "envoyer|ecrire|contacter|texter|harceler|deranger|spammer|embeter|envoi|solliciter|relancer|"
    "messages|importuner"
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
        svp|stp|merci|s_il_vous_plait|s_il_te_plait|sil_vous_plait|jamais|du_tout|je|maintenant|
        immediatement|ok|a_l_avenir|tout_de_suite|bonjour
    """),
    phrases={
        "stop_sending": listed(f"""
            {_STOP_IT} de|d m|me|nous? {_SENDING} ...;
            {_STOP_IT} avec? {_SOME} {_SOME}? {_MESSAGES};
            {_STOP_IT} les|l|vos|tes|ces envois|envoi|messages|sms|pubs;
            {_STOP_IT} aux|a {_SOME}? {_MESSAGES}
        """),
        "do_not_send": listed(f"""
            ne? m|me|nous ecrivez|ecris|ecrire|envoyez|envoie|envoies|envoyer|contactez|contacte|
              contacter|textez|texte|texter|derangez|sollicitez|importunez plus|jamais {_SOME}?
              {_SOME}? {_MESSAGES};
            ne? m|me|nous ecrivez|ecris|ecrire|contactez|contacte|contacter|textez|texte|texter|
              derangez|sollicitez|importunez plus|jamais;
            ne? m|me|nous envoyez|envoie|envoies|envoyer plus|jamais rien|.;
            ne plus m|me|nous {_SENDING} ...;
            ne plus jamais? recevoir ...;
            n|ne envoyez|envoie plus|jamais rien|{_SOME}? {_SOME}? {_MESSAGES};
            ne? me|m|nous contactez|ecrivez|texter|derangez pas|jamais .
        """),
        "not_wanted": listed(f"""
            je|nous ne? veux|souhaite|desire|voulons|souhaitons plus|pas|rien recevoir ...;
            ne? veux|souhaite|desire plus etre|qu_on_me|que_vous_me ...;
            je ne? veux|souhaite plus|pas {_SOME} {_SOME}? {_MESSAGES};
            plus|aucun|jamais de|d|aucun {_SOME}? {_MESSAGES} svp|stp|merci|s_il_vous_plait|.;
            je retire|revoque mon consentement|accord|autorisation
        """),
        "remove_from_list": listed(f"""
            retirez|retire|enlevez|enleve|supprimez|supprime|effacez|efface|rayez|otez|sortez|
              retirer|enlever|supprimer|effacer moi|mon|ce|mes|m|me numero|nom|coordonnees|contact|
              donnees? de|des|du ... {_LIST};
            retirez|retire|enlevez|enleve|supprimez|supprime|effacez|efface|rayez|oubliez|oublie|
              supprimer|effacer|retirer mon|ce|mes numero|coordonnees|contact|donnees|telephone;
            retirez|enlevez|supprimez|effacez|retirer|enlever|supprimer|sortez ... de|des ...
              {_LIST};
            retirez|enlevez|supprimez|otez|sortez moi|nous .|d_ici;
            etre retire|enleve|supprime|raye|retiree|enlevee|supprimee|desinscrit|desabonne ...
        """),
        "unsubscribe": listed("""
            veux|voudrais|souhaite|souhaiterais|desire|demande|aimerais me|a|le|la|une|ma?
              desabonner|desinscrire|desabonnement|desinscription;
            desabonnez|desabonne|desinscrivez|desinscris moi|nous|mon|ce|svp|stp;
            merci|priere de me desabonner|desinscrire|retirer|supprimer;
            me desabonner|desinscrire .
        """),
        "leave_alone": listed("""
            laissez|laisse|fichez|foutez moi|nous tranquille|tranquilles|en_paix|la_paix;
            fichez|foutez moi|nous la? paix
        """),
        "please_stop": listed("""
            stop|arretez|arrete svp|stp|merci|s_il_vous_plait .;
            j_ai_dit stop
        """),
    },
    lead_ins=listed("""
        je vous|te prie|demande|prierais de?; je veux|voudrais|souhaite|aimerais que? vous?;
        pouvez|pourriez|peux|pourrais vous|tu svp?; veuillez; merci de bien_vouloir?; j_ai deja?
        dit|demande de?; il faut
    """),
    guards=listed("""
        jamais|sans; si|quand|pourquoi|comment|lorsque|il|elle|on|ils|elles|qui|j_ai|a|ont|l|un|
        une|d ...
    """),
    hedges=listed("""
        avant|apres|jusqu|si|quand|pendant|mais|sauf|a_mon_travail|au_travail|le_soir|la_nuit|
        autant|aussi|trop|pour_l_instant|aujourd|demain|encore|ce_soir|a_ma|a_mon|lui|leur|toutes
    """),
    retractions=listed("je_rigole; je_plaisante; mdr; ptdr; mais_continuez; par_erreur"),
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
    harmless=listed("""
        n|ne arretez|arrete|arretes|arretons|arreter pas|jamais|plus?; ne pas arreter|stopper; s
        arrete|arretent|arreter; l|un|d|cet|les|prochain|premier|dernier|mon|en arret|arrets; arret
        de_bus|bus|du_tram|maladie|cardiaque|de_travail|de_tram|du_bus|de_la_ligne; sans arret; fin
        de|du|d|des; la|en|a_la|mi fin; stop ou|au_feu|auto
    """),
    alarming=listed("desabonn*; desinscri*; arretez; arret; arrete"),
)
