"""The German words that several phrases share, in the notation of `language_pack`."""

from typing import Final

MESSAGES: Final = (
    "nachrichten|nachricht|sms|smsen|mitteilungen|meldungen|werbung|werbe_sms|spam|texte|angebote|"
    "erinnerungen|benachrichtigungen|werbenachrichten|werbesms|kram|zeug|mist|textnachrichten|"
    "werbemails_per_sms|infos|info|reklame|newsletter_sms|werbe_nachrichten|werbungen|sms_werbung|"
    "nachrichten_mehr|kurznachrichten|botschaften|spam_sms|spam_nachrichten|werbebotschaften|"
    "sms_nachrichten|angebots_sms|muell|mull|kontaktaufnahme|kontaktaufnahmen|text|sms_en"
)
SOME: Final = (
    "ihrer|deiner|diese|die|ihre|eure|deine|dieser|dem|den|weitere|weiteren|mehr|der|ihren|euren|solche|"
    "irgendwelche|diesen|ihr|eurer|eurem|diesem|weiterer|unerwunschte|unerwunschten|nervigen|"
    "nervige|blode|bloden|dauernden|staendigen|alle|jegliche|samtliche|jede|sonstigen|das|dein|"
    "euer|"
    "lastigen|lastige|verdammten|scheiss|ganzen|ganze|neuen|neue|deinen|jeglicher|solchen|andere"
)
LIST: Final = (
    "liste|verteiler|datenbank|system|kartei|adressbuch|kontakten|sms_liste|kontaktliste|"
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
