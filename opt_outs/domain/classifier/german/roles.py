"""What German words do in a clause that asks for no more texts."""

from collections.abc import Mapping
from typing import Final

from opt_outs.domain.classifier.language_pack import Role

ROLES: Final[Mapping[Role, str]] = {
    Role.GET: """
        haben
    """,
    Role.FORBID: """
        verbiete untersage
    """,
    Role.CEASE: """
        stoppt stoppen stopp stop unterlassen unterlasst aufhoren einstellen beenden
        beendet
    """,
    Role.CONTACT: """
        schreiben schreibt schreib kontaktieren kontaktiert kontaktier belastigen
        belastigt anschreiben simsen texten nerven storen angeschrieben
    """,
    Role.SEND: """
        schicken schickt schick senden sendet zusenden zuschicken zugesandt zugeschickt
    """,
    Role.RECEIVE: """
        erhalten bekommen empfangen kriegen lesen
    """,
    Role.WANT: """
        will mochte wollen mochten wunsche wunschen brauche erlaube gestatte
    """,
    Role.REMOVE: """
        loschen loscht losch losche entfernen entfernt entferne streichen streicht
        streich austragen geloscht gestrichen ausgetragen
    """,
    Role.LEAVE: """
        abmelden abbestellen abgemeldet abmeldung abbestellung
    """,
    Role.REVOKE: """
        widerrufe widerruf entziehe widerrufen
    """,
    Role.PERMISSION: """
        einwilligung zustimmung einverstandnis erlaubnis
    """,
    Role.TEXTS: """
        nachrichten nachricht sms mitteilungen meldungen werbung spam benachrichtigungen
        werbenachrichten textnachrichten erinnerungen werbesms
    """,
    Role.ME: """
        mir mich uns nummer handynummer telefonnummer rufnummer meine meiner daten
    """,
    Role.LIST: """
        liste verteiler datenbank system kartei listen kontakten
    """,
    Role.NOT: """
        nicht keine keinerlei nichts nie niemals
    """,
    Role.MORE: """
        mehr wieder weiter weitere weiteren weiterhin langer
    """,
    Role.MODAL: """
        konnen konntet konnt konnten wurden kannst wurde bitte
    """,
    Role.I: """
        ich wir
    """,
    Role.YOU: """
        sie ihr man du
    """,
    Role.FILLER: """
        bitte danke vielen sofort endlich jetzt umgehend hiermit mal doch einfach ab die
        der das den dem diese dieser diesen diesem ihre ihren ihrer ihrem eure euren
        eurer eurem deine deiner an auf aus von vom per mit und oder zu hallo guten tag
        alle alles ihnen euch werden gern gerne auch wirklich ganz komplett dauerhaft so
        zukunft in kunftig hier leute
    """,
}
