"""The German words that several phrases share, in the notation of `language_pack`."""

from typing import Final

from opt_outs.domain.classifier.language_pack import points

MESSAGES: Final = (
    "nachrichten|nachricht|sms|smsen|mitteilungen|meldungen|werbung|werbe_sms|spam|texte|angebote|"
    "erinnerungen|benachrichtigungen|werbenachrichten|werbesms|kram|zeug|mist|textnachrichten|"
    "werbemails_per_sms|infos|info|reklame|newsletter_sms|werbe_nachrichten|werbungen|sms_werbung|"
    "nachrichten_mehr|kurznachrichten|botschaften|spam_sms|spam_nachrichten|werbebotschaften|"
    "sms_nachrichten|angebots_sms|muell|mull|kontaktaufnahme|kontaktaufnahmen|kommunikation|"
    "kontakte|"
    "kontaktversuche|links|text|sms_en"
)
SOME: Final = (
    "ihrer|deiner|diese|die|ihre|eure|deine|dieser|dem|den|weitere|weiteren|mehr|der|ihren|euren|"
    "solche|"
    "irgendwelche|diesen|ihr|eurer|eurem|diesem|weiterer|unerwunschte|unerwunschten|nervigen|"
    "nervige|blode|bloden|dauernden|staendigen|alle|jegliche|samtliche|jede|sonstigen|das|dein|"
    "euer|"
    "lastigen|lastige|verdammten|scheiss|ganzen|ganze|neuen|neue|deinen|jeglicher|solchen|andere"
)
LIST: Final = (
    "liste|verteiler|datenbank|sms_dienst|smsdienst|nachrichtendienst|erinnerungsliste|"
    "erinnerungen|system|"
    "kartei|adressbuch|kontakten|sms_liste|kontaktliste|"
    "verteilerliste|verteilern|listen|sms_verteiler|newsletter_liste|kundenliste|empfangerliste|"
    "kundendatei|adressliste|kontakte|datei|telefonliste|telefonbuch|smsliste|sms_listen|"
    "adressverteiler|"
    "systemen|kundenkartei|werbeliste|mailingliste"
)
OF_LIST: Final = (
    "ihrer|der|eurer|dieser|ihrem|dem|eurem|diesem|deiner|allen|ihren|euren|den|"
    "deinem|samtlichen|deinen|ihre|die"
)
ME: Final = "mir|mich|uns"
WRITE: Final = (
    "schreib|schreibt|schreiben|kontaktier|kontaktiere|kontaktiert|kontaktieren|simst|simsen|"
    "belastigt|belastigen|texten|anschreiben|textet|nerv|nervt|nerven|stort|storen|spammt|"
    "spammen"
)
SEND: Final = (
    "schreib|schreibt|schreiben|schick|schicke|schickt|schicken|send|sende|sendet|senden|"
    "ubermittelt|versendet|versenden|verschickt|verschicken|sendest|schickst"
)
TO_SEND: Final = (
    "schreiben|schicken|senden|belastigen|simsen|kontaktieren|texten|nerven|zuschicken|zusenden|"
    "anschreiben|spammen|bombardieren|versenden|zu_schreiben|zu_schicken|zu_senden|zu_belastigen|"
    "zu_kontaktieren|zu_texten|zu_nerven|anzuschreiben|zu_simsen|zuzuschicken|zuzusenden|storen|"
    "zu_spammen|zu_bombardieren|vollzuspammen|zuzuspammen|verschicken"
)
TAKE: Final = (
    "losch|losche|loscht|loschen|entfern|entferne|entfernt|entfernen|streich|streiche|streicht|"
    "streichen|nehmt|nehmen|nimm|nehme|tragt|tragen|trag|trage|schmeisst|schmeissen|werft|holt"
)

PARTING: Final = """
    abbestellen abmelden abschalten aufhoren austragen beenden belastigen deaktivieren
    deaktiviert einstellen entfernen entfernt genug hau haut hort kundigen lass lassen lasst
    losch loschen loscht loschung nervt raus reicht schluss stellt stopp stoppen streichen
    streicht unterlassen unterlasst untersage verbiete verschwinde verschwindet weg widerruf
    widerrufe
"""
"""Words of leaving, ending, deleting and refusing, in requests and elsewhere."""

POINTS: Final = points(
    """
    4: *forbid *i_*forbid *permission *removal_. *want_*parting ._schreibt bin_nicht eure
        interesse kein_interesse mich_. nummer_. sofort;
    3: *cease_*texts *i_*modal *me_*permission *modal_*off *more_*contact *not_*contact
        *removal *texts_*cease *texts_*leave *want_*not *want_*off *want_*removed *you_. ._ab
        ._hor ._keine ._lasst ._schluss ._stop ._wie ._zum abmeldung_. aufhoren_. aufhort
        austragen bitte_abmelden bitte_nichts bitte_schreiben bitte_senden das_nicht daten_.
        die_sms ein ein_. einwilligung endlich erlaubnis es_reicht gerne habe_schon hiermit
        ich_bitte ich_kundige ich_widerspreche interesse_. kontakt_. kontaktieren_. kontaktiert
        kundige lass_mich lasst liste_nehmen mehr_schreiben meiner_nummer mich_aus mich_raus
        mich_zu mir_nichts mir_schreiben nachrichten_von nehmt_mich nervt nie_wieder noch
        rausnehmen ruhe_. schluss schon sie_auf sms_bitte verteiler widerspreche wie will_eure;
    2: *cease_*modal *contact_*modal *contact_*not *list *list_*off *list_. *me_*contact
        *me_*me *me_*off *me_*parting *me_*remove *me_. *modal_*cease *modal_*me *modal_*you
        *more_*modal *more_*send *not_*more *parting *parting_. *permission_. *removed *revoke
        *send_*me *send_. *texts *texts_*not *texts_*off *texts_*parting ._*cease ._*leave
        ._*revoke ._abbestellen ._falsche ._hallo ._hiermit ._mich ._sofort ._stoppt ._widerruf
        ab abgemeldet abmeldung angeschrieben angeschrieben_werden anschreiben anschreiben_.
        auf_. auf_damit benachrichtigungen bestelle bitte_ab bitte_auf bitte_aus bitte_keine
        bitte_loschen bitte_nie bitte_streichen damit damit_. das das_bitte dem_verteiler
        den_nachrichten den_sms entfernen_. euch euch_nicht eure_sms falsche falsche_nummer habt
        hallo hor hor_auf hort_auf ihrer infos infos_mehr kann_ich kein keine_infos
        keinen_kontakt kenne kontakt kontakt_mehr kontaktieren kontaktiert_mich loschen_.
        mehr_erhalten mich mich_ab mich_in mir_nicht mir_nie mit_den mochte_aus mochte_keine
        nervt_. nicht_frau nicht_schreiben nie nummer_raus per_sms reicht schicken_. schreiben_.
        sie_. sms sms_ab sms_abbestellen sms_von sms_zu stellen stellen_sie stop_. stopp_bitte
        stoppt verteiler_. von_ihrer weitere weiteren_sms werbung_. werden werden_. widerruf
        will_das will_nichts woher zu_kontaktieren zu_schreiben;
    1: *cease *contact *contact_. *me *me_*leave *me_*not *modal *modal_*leave *modal_*not
        *modal_*parting *modal_*remove *more *more_*receive *more_. *not_*texts *off_.
        *parting_*me *receive_*you *remove_. *texts_*more *texts_. ._*modal ._*not ._*parting
        ._*receive ._*texts ._*want ._abmelden ._bitte ._horen ._hort ._kein ._will ab_.
        abmelden abmelden_. abmelden_? an_diese auf auf_mir aus bitte_mich das_. diese
        diese_nummer einwilligung_. es horen_sie hort ich_wunsche in in_ruhe keine_weiteren
        kontaktieren_sie liste liste_. mehr_. mehr_bekommen mehr_bitte mehr_schicken
        meine_nummer mich_abmelden nachrichten_. nicht_mehr nichts nichts_mehr nummer
        nummer_loschen ruhe schreiben schreiben_bitte sie_mich sms_. sms_mehr spam weiteren
        weiteren_nachrichten werbung will_keine wunsche wunsche_keine;
    -1: *not_*cease *receive_. *removed_. *take ._*me ._a ._dont ._i ._je ._nao ._no ._ok ._para
        ._ya abbestellen an at aus_dem bus by de den der do dont el for habe_keine habe_nicht i
        it_. je mais message mi mich_nicht my nao nicht no not number o para pas quiero sie_mir
        stop_by thanks_. unknown3 will_nicht ya you;
    -2: *not_. *send_*you *take_*not *texts_*receive *you_*contact ._*you ._ihr ._meine ._warum
        5 5_. a abbestellen_. ahnung an_. anrufen anrufen_. anytime anytime_. aufhoren_zu
        bekomme bekomme_keine bitte_den bitte_loscht bitte_melden bitte_nicht briefe briefe_mehr
        c code dass_sie den_termin du ende gracias gut hort_nicht ich_bekomme im is it ja_.
        keine_ahnung keine_briefe keine_nachricht kommt kurs la lieferung_. lol lol_. m
        mails_mehr me mehr_? mehr_an nachricht nada ok on please please_. raus rufen rufen_sie
        sie_aufhoren sie_nicht so spater thanks to unknown2 unknown4 vom warum was wrong www
        www_.;
    -3: ._. ._wann ?_. alte alte_nummer am anrufe beim das_paket die_bestellung e keine_anrufe
        keine_zwiebeln lieferung mails mich_vom muss mutter neue nicht_abgemeldet nicht_abmelden
        nicht_aufhoren nicht_von post schreibt_meiner sohn termin the wann wir zwiebeln;
    -4: *not_*leave *not_*removed fur nicht_auf unknown1;
    -5: *not_*off .;
    -6: *not_*parting
    """
)
"""What each word or pair of words says for a request, or against one."""
