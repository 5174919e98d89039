"""The French words that several phrases share, in the notation of `language_pack`."""

from typing import Final

from opt_outs.domain.classifier.language_pack import points

MESSAGES: Final = (
    "conneries|liens|betises|merdes|messages|message|sms|textos|texto|msg|msgs|mms|alertes|"
    "notifications|pub|pubs|publicites|"
    "publicite|promos|offres|rappels|spam|spams|sollicitations|trucs|choses|promotions|promo|"
    "annonces|communications|communication|reclame|reclames|prospection|"
    "demarchage|messages_publicitaires|sms_publicitaires|infos|informations|newsletter_sms"
)
SOME: Final = (
    "vos|tes|de|des|ces|les|ce|tous|tout|le|la|d|vos_foutus|aucun|autres|plus|autre|toute|toutes|"
    "votre|l|tes_foutus|vos_satanes|vos_putains_de|cette|ton|mes|ces_foutus|m_importe_quel|"
    "d_autres|nouveaux|nouvelles|aux|au|genre_de|ce_genre_de|ce_type_de|type_de|un_seul|quelconque"
)
LIST: Final = (
    "liste|listes|base|fichier|fichiers|systeme|contacts|diffusion|base_de_donnees|repertoire|"
    "registre|liste_de_diffusion|liste_d_envoi|liste_de_contacts|annuaire|bdd|listing|mailing|"
    "liste_marketing|service_de_sms|service_sms|service_de_textos|service_de_messages|"
    "liste_d_envois|registres|dossiers|liste_de_distribution|liste_sms|"
    "liste_d_abonnes|base_clients|fichier_client|fichiers_clients|"
    "listing_sms|carnet_d_adresses|listes_de_diffusion|liste_de_clients|liste_clients"
)
OF_LIST: Final = "votre|vos|la|cette|ta|le|ce|toutes|tous|de|d|l|foutue|maudite|fichue|putain"
STOP_IT: Final = (
    "arret|arrete|arretez|arreter|cessez|cesse|cesser|stop|stopper|stoppez|arretiez|cessiez|"
    "stoppe|"
    "arretes|evitez|evite|abstenez_vous|eviter|finissez|finissez_en|basta|marre|halte"
)
SENDING: Final = (
    "envoyer|ecrire|contacter|texter|harceler|deranger|spammer|embeter|envoi|solliciter|relancer|"
    "importuner|spamer|bombarder|souler|gaver|emmerder|faire_chier|m_ecrire|m_envoyer|agacer|"
    "achaler|ecoeurer|ecurer|gosser|tanner|niaiser|bugger|fatiguer|gonfler|saouler|messager|"
    "inonder|saturer|polluer|casser_les_pieds|adresser"
)
WRITE: Final = (
    "ecrivez|ecris|ecrire|contactez|contacte|contacter|textez|texte|texter|derangez|sollicitez|"
    "importunez|deranger|spammez|spamme|spamez|harcelez|embetez|embete|derange|sollicite|"
    "solliciter|importuner|bombardez|emmerdez|soulez|relancez|joindre|contactiez|ecriviez|textiez"
)
SEND: Final = (
    "envoyez|envoie|envoies|envoyer|envoyiez|adressez|adresser|envois|transmettez|faites_parvenir"
)
WRONG: Final = (
    "erreur_de_numero|mauvais_numero|faux_numero|vous_avez_le_mauvais_numero|erreur_de_personne|"
    "vous_avez_un_mauvais_numero|vous_vous_trompez_de_numero|je_n_ai_jamais_donne_mon_numero|"
    "je_ne_vous_ai_pas_donne_mon_numero|je_ne_vous_ai_jamais_donne_mon_numero|"
    "ce_n_est_pas_mon_numero|ce_n_est_pas_le_bon_numero"
)

PARTING: Final = """
    annuler annulez arret arrete arreter arretez assez balai cassez cesser cessez degage degagez
    derangez desabonner desabonnez desactiver desactivez desinscrire effacer effacez embetez
    enlever enlevez fichez fin finissez foutez harcelez lachez marre oubliez perdez radier
    radiez rayer rayez resilier resiliez retirer retirez sortez sortir stopper stoppez suffit
    supprimer supprimez
"""
"""Words of leaving, ending, deleting and refusing, in requests and elsewhere."""

POINTS: Final = points(
    """
    5: *texts_*modal de_vos;
    4: arretez_. arretez_vos avec envoi fois les_messages paix paix_. personne_. stop_svp
        tranquille tranquille_.;
    3: *cease_*cease *cease_*modal *cease_. *list_. *me_*permission *modal_*cease
        *modal_*parting *more_*more *more_*want *parting_. ._*leave ._mauvais ._svp abonnement
        abonnement_sms arretez_svp arretiez_. aux ca ca_. ces de_message de_pub de_recevoir
        desinscription desinscrire_svp donne donne_mon donnees donnees_. envois envois_. etre
        je_me le_. liste_. merci_d mes_donnees messages_svp moi_la moi_tranquille ne_pas ne_suis
        nous plus_. plus_rien pub_. pubs pubs_. rien_demande sms_svp souhaite_plus stop_. stp
        textos_. tout_. vous_arreter;
    2: *cease_*texts *contact_*more *contact_. *get *i_*modal *i_*you *leave *leave_.
        *me_*removed *me_. *modal_*you *more_*receive *more_*send *not_*more *parting
        *permission *permission_. *receive_. *removal *removal_. *removed_. *texts *texts_*cease
        *texts_. *want_*more *you_. ._*parting ._*removal ._cessez ._desinscription
        ._desinscrivez ._foutez ._j ._lachez ._laissez ._pourriez ._priere ._stop ._veuillez
        a_ce ai_deja aimerais arretez_tout aux_sms avez bon ce_numero ces_messages ces_sms
        cessez_de cette_liste consentement_. contact_. contacte contacte_. coordonnees
        coordonnees_. de_cette de_vous deja demande_. desabonnement desabonner_svp
        desinscrivez_moi ecrivez_plus enlevez_mon envoi_. erreur est etre_contacte foutez
        immediatement immediatement_. interesse j_aimerais je_demande je_refuse je_souhaite
        je_vous la_paix lachez lachez_moi laissez m_oppose mauvais mauvais_numero me_retirer
        mes_coordonnees moi moi_. moi_svp numero numero_svp oppose oppose_a pas_interesse
        plus_etre pourriez pourriez_vous priere pub recevoir_. recevoir_ces refuse rien_recevoir
        sms sms_. sms_merci stop stop_a stop_merci suis suis_pas supprimer supprimez_moi svp
        svp_. textos veuillez veux_etre veux_plus veux_rien vos vous_ai;
    1: *cease *contact *me *me_*contact *me_*me *me_*remove *me_*send *more_*texts *more_.
        *not_*send *not_*want *remove_*me *remove_. *removed *removed_*me *revoke *send_*more
        *want_. ._*cease ._*more ._*not ._*remove ._arrete ._ne arreter arretez ce d_arreter de
        de_ne de_sms de_votre demande des_messages desabonner desinscrivez ecrire_. ecrivez en
        interesse_. laissez_moi m_ecrire m_ecrivez me_desabonner merci mon mon_numero n_envoyez
        ne_plus numero_. plus plus_me recevoir_vos retirer retirer_de rien_. vos_messages
        vos_sms votre_liste vous_. vous_demande;
    -1: *i_*not *me_*parting ._. ._i ._ich ._nada ._no ._not ._para ._vous ._ya ?_. a_la ai
        ai_pas an and arrete d des des_sms for i ich it_. je_n keine le liste_de ma_commande
        mehr message n n_arretez nada nicht no no_me not number o para pas pas_. plus_de quiero
        stopped take these unknown4 vous ya you;
    -2: *me_*cease *not_*cease *send_*me *you_*not *you_*remove ._*send ._*you ._deja ._dont
        ._envoyez ._fin ._he ._mon ._nao ._ok ._please ._rien ._what 2 2_. 3_. 5 a adresse
        adresse_. ancien ancien_numero annuler_ma appeler appelez appelez_plus appels arrete_pas
        arretez_pas at au baja besoin bien bien_. bus call cant cant_stop chez code commande_.
        compte cours desinscrire_du deux didnt do du_cours el end enlevez envoyez_moi es fils
        fin fin_de gracias haha he in is it l la lista livraison lol lol_. m_appeler m_appelez
        m_arrete ma_mere magazine mail mail_. mails mails_. me_. mere mi mi_numero mon_compte
        mon_fils mon_rendez my nao ne_recois never ok ok_. pain papier papier_. par please pour
        recu rendez rendez_vous rien_a sauce sie sms_apres stop_? supprimez_mon sur surtout tard
        text that unknown3 veux_pas what www;
    -3: *cease_*more *more_*cease *more_*parting *not_*parting ._a ._la ._message ._si ._the
        a_me a_mon apres article colis commande dont la_fin ma moi_du n_ai ou pas_arreter pas_me
        pas_que rappels recois_plus si suis_en the to un un_message veut;
    -4: *parting_*more *remove_*more;
    -5: . unknown1
    """
)
"""What each word or pair of words says for a request, or against one."""
