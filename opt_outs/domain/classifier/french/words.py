"""The French words that several phrases share, in the notation of `language_pack`."""

from typing import Final

MESSAGES: Final = (
    "conneries|betises|merdes|messages|message|sms|textos|texto|msg|msgs|mms|alertes|notifications|pub|pubs|publicites|"
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
    "liste_de_distribution|liste_sms|liste_d_abonnes|base_clients|fichier_client|fichiers_clients|"
    "listing_sms|carnet_d_adresses|listes_de_diffusion|liste_de_clients|liste_clients"
)
OF_LIST: Final = "votre|vos|la|cette|ta|le|ce|toutes|tous|de|d|l"
STOP_IT: Final = (
    "arret|arrete|arretez|arreter|cessez|cesse|cesser|stop|stopper|stoppez|arretiez|cessiez|"
    "stoppe|"
    "arretes|evitez|evite|abstenez_vous|eviter|finissez|finissez_en|basta|marre|halte"
)
SENDING: Final = (
    "envoyer|ecrire|contacter|texter|harceler|deranger|spammer|embeter|envoi|solliciter|relancer|"
    "importuner|spamer|bombarder|souler|gaver|emmerder|faire_chier|m_ecrire|m_envoyer|agacer|"
    "messager|inonder|saturer|polluer|casser_les_pieds|adresser"
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
