"""The French phrases that opt out, by rule."""

from collections.abc import Mapping
from typing import Final

from opt_outs.domain.classifier.french.words import (
    LIST,
    MESSAGES,
    OF_LIST,
    SEND,
    SENDING,
    SOME,
    STOP_IT,
    WRITE,
    WRONG,
)
from opt_outs.domain.classifier.language_pack import Phrases, listed

PHRASES: Final[Mapping[str, Phrases]] = {
    "stop_sending": listed(f"""
        {STOP_IT} svp|stp|donc|enfin|vite? de|d m|me|nous? {SENDING} {SOME}? {SOME}? {MESSAGES};
        {STOP_IT} svp|stp|donc|enfin|vite? de|d m|me|nous? {SENDING} .;
        {STOP_IT} avec? {SOME} {SOME}? {MESSAGES};
        {STOP_IT} les|l|vos|tes|ces envois|envoi .;
        {STOP_IT} les|l|vos|tes|ces envois|envoi de {MESSAGES};
        {STOP_IT} aux|a {SOME}? {MESSAGES};
        veux|voudrais|souhaite|aimerais|desire arreter|cesser de recevoir {SOME}? {SOME}?
          {MESSAGES};
        {STOP_IT} svp|stp|donc|enfin|vite? de|d m|me|nous? {SENDING} sur|a ce|mon numero|telephone|
          portable .;
        {STOP_IT} svp|stp|donc|enfin|vite? de|d m|me|nous? {SENDING} avec|par {SOME}? {SOME}?
          {MESSAGES};
        {STOP_IT} svp|stp? {SOME} {SOME}? {MESSAGES};
        {STOP_IT} tout|toute|tous? envoi|envois|contact|communication|sollicitation .;
        {STOP_IT} votre|vos|ce|ces|le|l|cet harcelement|matraquage|spamming|acharnement par|de|d?
          {MESSAGES}|.;
        resiliation|annulation|arret|fin de|du|des? l|mon|cet|vos|mes? abonnement|envois|envoi|
          reception|inscription a|aux|de|des|du|d {SOME}? {MESSAGES};
        {STOP_IT} de|d utiliser mon|ce numero|telephone;
        {STOP_IT} de|d faire sonner|vibrer mon telephone;
        {STOP_IT} de|d {SENDING} mon|ma telephone|cellulaire|portable|boite|messagerie;
        jetez|jette|perdez|oubliez mon|ce numero;
        mettez|mettre fin a|aux {SOME}? envois|{MESSAGES};
        annuler|annulez|annulation|resilier|resiliation|arret|fin l|d|de_l|mon? abonnement
          a|aux|de|par? {MESSAGES} .;
        annuler|annulez les|vos {MESSAGES};
        je|j resilie|annule|stoppe|desactive les|mon|l|mes abonnement|inscription|{MESSAGES}
          a|aux|par? les|vos? {MESSAGES}? .;
        suppression|retrait|effacement de mon|ce numero|contact .;
        assez|marre|ras_le_bol de|d {SOME}? {SOME}? {MESSAGES} , stop|arretez|arrete|cessez .;
        ca suffit avec? {SOME} {SOME}? {MESSAGES};
        assez de|avec {SOME}? {SOME}? {MESSAGES};
        marre de|d {SOME}? {SOME}? {MESSAGES} , {STOP_IT} .;
        supprimez|annulez vos|tes|ces|les|tous|tout {SOME}? envois|messages|sms|textos|alertes .;
        suspendez|suspendre|interrompez|interrompre|bloquez|bloquer|desactivez|desactiver {SOME}
          envoi|envois|{MESSAGES} de? {MESSAGES}? .
    """),
    "do_not_send": listed(f"""
        ne|n? m|me|nous {SEND} plus|jamais {SOME}? {SOME}? {MESSAGES};
        ne|n? m|me|nous {WRITE} plus|jamais .;
        ne|n? m|me|nous {SEND} plus|jamais rien|.;
        ne|n m|me|nous {SEND} rien .;
        ne|n plus jamais? m|me|nous? {SENDING} {SOME}? {SOME}? {MESSAGES}|rien|.;
        ne|n plus jamais? recevoir {SOME}? {SOME}? {MESSAGES}|rien;
        n|ne {SEND} plus|jamais {SOME}? {SOME}? {MESSAGES}|rien;
        ne? me|m|nous {WRITE} pas|jamais .;
        ne|n? plus|jamais me|m|nous {SENDING}|{WRITE}|{SEND} {SOME}? {SOME}? {MESSAGES}|rien|.;
        ne|n? {WRITE}|{SEND} plus|jamais {SOME}? {SOME}? {MESSAGES}|rien|. a|sur? ce|mon?
          numero|telephone? .;
        ne|n? m|me|nous {WRITE} plus|jamais par|via {MESSAGES};
        ne|n? m|me|nous {SEND} plus|jamais ca|cela|ces_trucs .;
        ne|n plus|pas jamais? etre|vouloir contacte|contactee|sollicite|sollicitee|derange|derangee|
          harcele|importune|demarche par? {MESSAGES}?;
        ne|n? m|me|nous {SEND} aucun|pas_de|plus_aucun|plus_un_seul|plus_jamais_de|plus_jamais
          {SOME}? {MESSAGES}|rien;
        pas|plus|aucun besoin de vos|tes|ces {MESSAGES};
        que vous|tu ne? m|me|nous {SEND}|{WRITE} plus|jamais {SOME}? {SOME}? {MESSAGES}|rien|.;
        que vous|tu {STOP_IT} de|d m|me|nous? {SENDING} {SOME}? {SOME}? {MESSAGES}|.;
        n|ne? utilisez|utilise plus|jamais ce|mon numero
    """),
    "not_wanted": listed(f"""
        je ne? veux|souhaite|desire plus? rien recevoir|de_vous|de_votre_part;
        je ne? donne plus|pas mon accord|consentement|autorisation pour|a {SOME}? {MESSAGES}|.;
        ne plus|pas recevoir|ecrire|envoyer|contacter .;
        pas|aucun de|d {MESSAGES} svp|stp|merci|s_il_vous_plait;
        je|nous|j ne|n? veux|souhaite|desire|voulons|souhaitons|aimerais|voudrais plus|pas|rien
          recevoir {SOME}? {SOME}? {MESSAGES}|rien;
        ne? veux|souhaite|desire plus etre contacte|contactee|sollicite|sollicitee|derange|derangee|
          harcele;
        ne? veux|souhaite|desire plus qu_on_me|que_vous_me|que_vous_m|qu_on_m contactez|contacte|
          ecriviez|envoyiez|texte|textez|ecrive .;
        je ne? veux|souhaite plus|pas {SOME} {SOME}? {MESSAGES};
        plus|aucun|jamais de|d|aucun {SOME}? {MESSAGES} .;
        aucun {MESSAGES} .;
        zero|pas_un_seul|plus_un_seul|pas_un {MESSAGES} svp|stp|merci|de_plus|.;
        mais|et|svp|stp|donc plus|pas de|d {SOME}? {MESSAGES};
        fin des|de {MESSAGES} svp|stp|merci|.;
        je? retire|revoque|annule|refuse mon|tout consentement|accord|autorisation;
        je? retire|revoque|annule|refuse mon|tout consentement|accord|autorisation pour|de|d|a
          recevoir|l_envoi|l_envoi_de? {SOME}? {SOME}? {MESSAGES};
        ne plus|jamais m|me|nous? {WRITE}|{SENDING} par sms|texto|textos|message|messages;
        je? m|nous? oppose|refuse a|au|aux|de|d? l|la|recevoir|tout? envoi|envois|reception|
          recevoir|utilisation|traitement|contact|prospection|demarchage? de|d|a|par? mes_donnees|
          mon_numero|{SOME}? {SOME}? {MESSAGES}|mes_donnees|mon_numero|.;
        je? refuse|decline de|d recevoir {SOME}? {SOME}? {MESSAGES};
        je ne|n? consens|autorise plus .;
        ne? veux|souhaite|desire|voulons aucun|aucune|plus_aucune communication|contact|
          sollicitation;
        veux|voudrais|aimerais|souhaite que ca|cela|ces_messages|ces_sms cesse|cessent|arrete .;
        plus|aucun de|d? contact svp|stp|merci|.;
        ne|n? m|me|nous {WRITE}|{SEND} sous aucun|aucune pretexte|condition|circonstance|cas|
          consideration;
        n|ne {SEND}|{WRITE} pas|plus de|d? {MESSAGES}? sur|a cette|ce|mon|ma ligne|numero|telephone;
        {SEND} moi plus rien;
        n|ne avez|as plus mon|l accord|autorisation|consentement|permission de|d|pour? m|me?
          {SENDING}|. {SOME}? {MESSAGES}?;
        je n|ne? autorise|consens|accepte plus|pas a|de|d|que? vous? m|me|recevoir? {SENDING}|
          recevoir|{SEND}|contactiez|{SOME} {SOME}? {MESSAGES}|.;
        je ne? veux|souhaite|desire|voulons|veut plus|pas|jamais que vous|tu|l_on|on me|m|nous
          {SEND}|{WRITE}|contacte|ecrive|envoie|derange {SOME}? {SOME}? {MESSAGES}|.|rien;
        je? ne? veux|souhaite|desire|voulons plus|pas entendre_parler|avoir|recevoir|etre
          de|contacte|contactee|derange|derangee|harcele|sollicite|sollicitee|dans|sur?
          vous|nouvelles|{SOME}? {OF_LIST}? {SOME}? {LIST}|{MESSAGES}|de_vous|.;
        je? ne? veux|souhaite|desire|voulons plus {SOME} {SOME}? {MESSAGES};
        je? ne? suis plus interesse|interessee par {SOME} {SOME}? {MESSAGES};
        prefere|prefererais|souhaite|voudrais|aimerais|desire|veux ne plus|pas recevoir|etre
          contacte|contactee|{SOME}? {SOME}? {MESSAGES};
        plus|jamais un_seul|aucun de|d? {SOME}? {MESSAGES} .;
        {MESSAGES} non_desires|non_sollicites|indesirables , stop|arretez|desinscription .
    """),
    "remove_from_list": listed(f"""
        retirez|retire|enlevez|enleve|supprimez|supprime|effacez|efface|rayez|otez|sortez|retirer|
          enlever|supprimer|effacer moi|mon|ce|mes|m|me? numero|nom|coordonnees|contact|donnees|
          telephone? de|des|du {OF_LIST}? {OF_LIST}? {LIST};
        retirez|retire|enlevez|enleve|supprimez|supprime|effacez|efface|rayez|oubliez|oublie|
          supprimer|effacer|retirer mon|ce|mes numero|coordonnees|contact|donnees|telephone .;
        retirez|enlevez|supprimez|otez|sortez moi|nous .|d_ici;
        etre retire|enleve|supprime|raye|retiree|enlevee|supprimee|desinscrit|desabonne de|des|du
          {OF_LIST}? {OF_LIST}? {LIST}|{MESSAGES};
        etre retire|supprime|desinscrit|desabonne|desinscrite|desabonnee .;
        gentillesse|bonte|amabilite de|d me? retirer|supprimer|enlever|desabonner|desinscrire|
          arreter .|de|du {OF_LIST}? {LIST}?;
        n|ne {WRITE}|{SENDING} plus|jamais a ce|mon numero;
        ne plus|jamais {WRITE}|{SENDING} a|sur ce|mon numero;
        avez pas|aucun le? droit de m {SENDING}|ecrire;
        veux|voudrais|souhaite|aimerais|voulons|souhaitons|faites_moi sortir|partir|disparaitre
          de|des|du {OF_LIST}? {OF_LIST}? {LIST};
        retirez|retire|enlevez|enleve|supprimez|supprime|effacez|efface|rayez|raye|otez|ote|sortez|
          sors|sort|retirer|enlever|supprimer|effacer|radiez|virez|vire|virer|rayer|sortir|oter|
          exclure|excluez|desinscrivez|desinscris|desinscrire|desabonnez|desabonner|desabonne|
          bloquez moi|mon|ce|mes|m|me|nous numero|nom|coordonnees|contact|donnees|telephone|
          portable|num? de|des|du {OF_LIST}? {OF_LIST}? {LIST}|la|ici;
        retirez|enlevez|supprimez|effacez|rayez|oubliez|oublie|supprimer|effacer|retirer|perdez|
          perds|bloquez|radiez|virez|supprime|efface|enleve|enlever|desinscrivez|desabonnez
          mon|ce|mes|mon|nos numero|coordonnees|contact|donnees|telephone|portable|num|infos .;
        retirez|enlevez|supprimez|otez|sortez|virez|radiez|effacez|rayez moi|nous
          .|d_ici|de_la|svp|stp;
        etre retire|enleve|supprime|raye|retiree|enlevee|supprimee|desinscrit|desabonne|desinscrite|
          desabonnee|radie|radiee|efface|effacee de|des|du {OF_LIST}? {OF_LIST}? {OF_LIST}?
          {LIST}|{MESSAGES};
        que vous|tu me? retiriez|supprimiez|desinscriviez|enleviez|effaciez|desabonniez mon_numero?
          de|du|des {OF_LIST}? {LIST};
        que vous|tu me? retiriez|supprimiez|desinscriviez|enleviez|effaciez|desabonniez mon_numero?
          .
    """),
    "unsubscribe": listed(f"""
        {WRONG} , supprimez|effacez|retirez|enlevez|oubliez|supprime|efface le|la|les|moi|le_mien|.
          .;
        {WRONG} , merci|veuillez|priere de? le? supprimer|effacer|retirer|enlever le? .;
        veux|voudrais|souhaite|souhaiterais|desire|demande|aimerais me|a|le|la|une|ma? desabonner|
          desinscrire|desabonnement|desinscription .;
        veux|voudrais|souhaite|souhaiterais|desire|demande|aimerais me desabonner|desinscrire
          de|des|du {SOME}? {SOME}? {MESSAGES}|{LIST};
        desabonnez|desabonne|desinscrivez|desinscris moi|nous|mon|ce|svp|stp numero? .;
        desabonnez|desabonne|desinscrivez|desinscris moi|nous de|des|du {OF_LIST}? {OF_LIST}?
          {LIST}|{MESSAGES};
        merci|priere de me desabonner|desinscrire|retirer|supprimer .;
        merci|priere|veuillez de? me desabonner|desinscrire de|des|du {OF_LIST}? {LIST}|{MESSAGES};
        me desabonner|desinscrire .;
        je me desabonne|desinscris .;
        demande de desinscription|desabonnement .;
        veux|voudrais|souhaite|souhaiterais|desire|demande|aimerais|peux|puis|comment|merci|pour me?
          desabonner|desinscrire|retirer|radier de|des|du|a {OF_LIST}? {SOME}? {SOME}?
          {MESSAGES}|{LIST}|ce_service|vos_services|votre_service|tout_ca|cela|tout;
        veuillez|merci|priere|pouvez_vous|pourriez_vous|peux_tu|vous_prie de|d? me|m|nous
          desabonner|desinscrire|retirer|supprimer|radier|enlever|effacer|oublier .;
        veuillez|merci|priere|pouvez_vous|pourriez_vous|peux_tu|vous_prie de|d? supprimer|effacer|
          retirer|enlever|oublier|bloquer mon|ce|mes|nos numero|coordonnees|contact|donnees|portable
          .;
        je? me desabonne|desinscris|retire de|des|du {OF_LIST}? {SOME}? {MESSAGES}|{LIST};
        desabonnement|desinscription immediat|immediate|svp|stp|merci|total|totale|complete|demande|
          demandee|des|de|du? {SOME}? {MESSAGES}|. .;
        annuler|resilier|annulez|resiliez|arreter|arretez mon|l|cet|ce abonnement|inscription
          a|aux|de|des {SOME}? {SOME}? {MESSAGES}
    """),
    "leave_alone": listed(f"""
        laissez|laisse|fichez|foutez moi|nous tranquille|tranquilles|en_paix|la_paix;
        fichez|foutez moi|nous la? paix;
        laissez|laisse|fichez|foutez|fiche|fous|lachez|lache|oubliez|oublie moi|nous .|avec|un_peu
          {SOME}? {MESSAGES}?;
        laissez|laisse|lachez mon|ma telephone|numero|cellulaire|boite|ligne tranquille|en_paix;
        lachez|lache moi|nous les|la grappe|baskets|bask avec? {SOME}? {SOME}? {MESSAGES}?;
        fous|fiche|foutez|fichez|laissez|crisse|crissez|calisse|calissez|sacre|sacrez moi|nous
          donc|enfin|un_peu? la? paix|patience|tranquille .;
        qu_on|que_l_on|que_vous|de me|nous laisse|laissiez|laisser|fiche|foute tranquille|
          tranquilles|en_paix|la_paix;
        fous|fiche|foutez|fichez|laissez|crisse|crissez|calisse|calissez|sacre|sacrez moi|nous
          donc|enfin|un_peu? la? paix|patience|tranquille avec {SOME} {SOME}? {MESSAGES}
    """),
    "please_stop": listed(f"""
        demande|dit trois|deux|dix|cent|plusieurs|# fois de|d arreter|cesser|stopper .;
        demande|demandons|dit|prie|repete|supplie|ordonne de|d arreter|cesser|stopper .;
        merci|veuillez|priere de? bien? vouloir? arreter|cesser|stopper .;
        combien_de_fois faut_il|dois_je|je_dois|il_faut vous|te? dire|demander|repeter d|de?
          arreter|cesser|stopper|stop;
        stop , arretez|arrete|cessez .;
        fois que je vous? dis|demande|ecris|envoie|reponds|tape|repete d|de? stop|arreter|cesser .;
        non_merci|trop_de_messages|trop_de_sms|mauvais_numero|mauvaise_personne|pas_interesse|
          pas_interessee|ca_suffit , svp|stp? arretez|arrete|cessez|stop .;
        que vous|tu arretiez|cessiez|arretes .;
        pouvez|pourriez|peux|pourrais arreter|cesser svp|stp|s_il_vous_plait|s_il_te_plait .;
        aucun|aucune|pas_de|plus_de|plus_aucun|plus_aucune {MESSAGES} svp|stp|merci|publicitaires|
          promotionnels|a_ce_numero|sur_ce_numero;
        resiliez|annulez|arretez|resilier|annuler mon|cet abonnement aux|par? sms|textos|alertes;
        ne|n plus|pas utiliser|appeler|solliciter mon|ce numero;
        stop|arretez|arrete svp|stp|merci|s_il_vous_plait .;
        merci|priere|veuillez|pouvez_vous|pourriez_vous|prie de|d? arreter|cesser|stopper .;
        interdis de|d m|nous {SENDING} {SOME}? {SOME}? {MESSAGES}?;
        ne|n? prenez|reprenez|entrez plus|jamais en? contact avec_moi|avec_nous|.;
        j_ai deja? dit|demande|ecrit|envoye|repondu|tape stop .;
        j ai deja? dit|demande|ecrit|envoye|repondu|tape stop .;
        non|pas_interesse|pas_interessee|mauvais_numero|faux_numero|marre|erreur|trompez|numero|
          suffit , stop|arretez|arrete|desinscription|desabonnement .
    """),
}
