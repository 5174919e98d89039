"""What German words do in a clause that asks for no more texts."""

from collections.abc import Mapping
from typing import Final

from opt_outs.domain.classifier.language_pack import Role

ROLES: Final[Mapping[Role, str]] = {
    Role.GET: """
        habt
        haben
    """,
    Role.FORBID: """
        verbiete untersage verbitte
    """,
    Role.CEASE: """
        stoppt stoppen stopp stop unterlassen unterlasst aufhoren einstellen beenden beendet
        abstellen abschalten ausschalten deaktivieren unterbinden sperren abbestellen aufhort
        absehen aufzuhoren einzustellen
    """,
    Role.CONTACT: """
        schreiben schreibt schreib kontaktieren kontaktiert kontaktier kontaktiere belastigen
        belastigt belastige anschreiben anschreibt simsen simst texten textet nerven nervt
        angeschrieben spammen spammt zuspammen melden anzuschreiben
    """,
    Role.SEND: """
        schicken schickt schick schicke senden sendet sende zusenden zuschicken zugesandt
        zugeschickt verschicken versenden ubermitteln
    """,
    Role.RECEIVE: """
        erhalten bekommen empfangen kriegen lesen horen sehen
    """,
    Role.WANT: """
        will mochte wollen mochten wunsche wunschen brauche brauchen erlaube gestatte hatte
        akzeptiere erwunsche mag
    """,
    Role.REMOVE: """
        loschen loscht losch losche entfernen entfernt entferne streichen streicht streich
        austragen rausnehmen herausnehmen raushauen rauswerfen vergessen vergesst
    """,
    Role.REMOVED: """
        geloscht gestrichen ausgetragen entfernt rausgenommen herausgenommen abgemeldet genommen
    """,
    Role.REMOVAL: """
        loschung austragung streichung entfernung abmeldung abbestellung
    """,
    Role.TAKE: """
        nehmen nehmt nimm tragen tragt trag schmeissen schmeisst werfen werft holen holt meldet
        meld melde kommen
    """,
    Role.OFF: """
        runter
        raus heraus ab aus von
    """,
    Role.LEAVE: """
        abmelden abbestellen
    """,
    Role.REVOKE: """
        widerrufe widerruf entziehe widerrufen
    """,
    Role.PERMISSION: """
        einwilligung zustimmung einverstandnis erlaubnis genehmigung
    """,
    Role.TEXTS: """
        benachrichtigung kontaktversuche kontaktversuch kontaktierung textnachricht kurznachrichten
        nachrichtendienst angebote newsletters reklame smsen werbungen mist
        nachrichten nachricht sms mitteilungen meldungen werbung spam benachrichtigungen
        werbenachrichten textnachrichten erinnerungen werbesms kontakt kontaktaufnahme
        kontaktaufnahmen
    """,
    Role.ME: """
        mir mich uns nummer handynummer telefonnummer rufnummer meine meiner daten
    """,
    Role.LIST: """
        liste verteiler datenbank system kartei listen kontakten
    """,
    Role.NOT: """
        nicht kein keine keinen keiner keinerlei nichts nie niemals
    """,
    Role.MORE: """
        mehr zukunft kunftig ab_heute ab_sofort wieder weiter weitere weiteren weiterhin langer
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
        sofortige sofortigen umgehende
        dass noch service dienst nochmals nochmal weiterer jegliche jeglichen samtliche samtlicher
        unerwunschte unerwunschten nervige nervigen lastige scheiss verdammte verdammten blode
        bloden
        solche solcher irgendwelche wegen grussen freundlichen mfg lg gefalligst unverzuglich ihr
        kunftig fortan nun bereits mehrmals mehrfach sehr geehrte doch deren deinem
        ihren um bei uber durch hierher diesem von ab raus aus sie   fur immer versand zusendung
        personliche personlichen liebe lieber zum zur
        nein bitte danke vielen sofort endlich jetzt umgehend hiermit mal doch einfach ab die
        der das den dem diese dieser diesen diesem ihre ihren ihrer ihrem eure euren
        eurer eurem deine deiner an auf aus von vom per mit und oder   hallo guten tag
        bleiben alle alles ihnen euch werden gern gerne auch wirklich ganz komplett dauerhaft so
        in hier im sein stehen
    """,
}
