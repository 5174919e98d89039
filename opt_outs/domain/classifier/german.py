"""German: STOPP and STOP are what senders offer; the others are everyday words."""

from typing import Final

from opt_outs.domain.classifier.classification import Language
from opt_outs.domain.classifier.language_pack import LanguagePack, alternatives, listed

_MESSAGES: Final = (
    "nachrichten|nachricht|sms|smsen|mitteilungen|meldungen|werbung|werbe_sms|spam|texte|angebote|"
    "newsletter|erinnerungen|benachrichtigungen|mails|werbenachrichten|werbesms|kram|zeug|mist"
)
_SOME: Final = (
    "diese|die|ihre|eure|deine|dieser|dem|den|weitere|weiteren|mehr|der|ihren|euren|solche"
)
_LIST: Final = (
    "liste|verteiler|datenbank|system|kartei|adressbuch|kontakten|mailingliste|sms_liste|"
    "kontaktliste|verteilerliste"
)
_ME: Final = "mir|mich|uns"

PACK: Final = LanguagePack(
    language=Language.GERMAN,
    firm=listed("""
        stopp; stop; abmelden; abmeldung; abbestellen; abbestellung; austragen; austragung; keine
        sms mehr; keine nachrichten mehr; keine werbung mehr; keine werbung; mich abmelden;
        stoppen; stop sms
    """),
    whole=listed("halt"),
    unsure=listed("""
        ende; kundigen; kundigung; beenden; loschen; abbrechen; schluss; raus; widerruf; ich
        kundige; stornieren; storno; aufhoren; es reicht
    """),
    misspelt=listed("abmeld*; abbestel*; stoppt; stopf; aufhoeren; austrag*; loeschen; kuendigen"),
    opt_in=listed("anmelden; anmeldung; starten"),
    help=listed("hilfe; hilf mir"),
    affirmative=listed("ja; jawohl"),
    courtesies=listed("""
        bitte; danke_schon; dankeschon; vielen_dank; danke; jetzt; sofort; hallo; guten_tag; ok;
        endlich; mal; mfg; lg; umgehend; guten_morgen
    """),
    objects=listed("""
        sms; nachrichten; alles; alle; damit; die; das; mit; werbung; von; ihnen; euch; ja; mich;
        newsletter; den; der; dem; diese
    """),
    tails=alternatives("""
        bitte|danke|vielen_dank|mehr|nie_wieder|sofort|ich|endlich|jetzt|ok|und_losch*|umgehend|
        sonst|mfg
    """),
    phrases={
        "stop_sending": listed(f"""
            hor|hort|horen|hoeren sie? endlich|bitte? auf , {_ME}? {_SOME}? {_MESSAGES}? zu?
              schreiben|schicken|senden|belastigen|simsen|kontaktieren|texten|nerven|zuschicken|
              schreiben;
            hor|hort|horen|hoeren sie? endlich|bitte? auf mit {_SOME} {_SOME}? {_MESSAGES};
            stopp|stoppt|stoppen|stop|stoppe sie? bitte? mit? {_SOME} {_SOME}? {_MESSAGES};
            horen|hoeren sie bitte? auf damit|bitte|.;
            hor|hort bitte? auf damit|bitte;
            unterlassen|unterlasst sie|es? ... zu|nachrichten|kontaktaufnahme|sms
        """),
        "do_not_send": listed(f"""
            schreib|schreibt|schreiben|kontaktier|kontaktiere|kontaktiert|kontaktieren|simst|
              belastigt|belastigen sie|ihr? bitte? {_ME} bitte? nicht|nie|niemals|nichts mehr|
              wieder;
            schreib|schreibt|schreiben|schick|schicke|schickt|schicken|send|sende|sendet|senden
              sie|ihr? bitte? {_ME} bitte? keine|nie mehr|wieder|weiteren? {_SOME}? {_MESSAGES};
            schick|schicke|schickt|schicken|send|sende|sendet|senden sie|ihr? bitte? {_ME} bitte?
              nichts|nie mehr|wieder .;
            {_ME} bitte? nicht|nie|keine mehr|wieder|weiteren? {_MESSAGES}? mehr? schreiben|
              schicken|senden|kontaktieren|anschreiben|simsen|zusenden|zuschicken;
            keine weiteren|weitere|mehr? {_MESSAGES} mehr;
            keine weiteren|weitere {_MESSAGES};
            keine {_MESSAGES} mehr? bitte|danke|schicken|senden
        """),
        "not_wanted": listed(f"""
            mochte|will|wunsche|wollen|mochten|wunschen ab_sofort? keine {_SOME}? {_SOME}?
              {_MESSAGES} mehr|erhalten|bekommen|empfangen|von|.;
            ich|wir mochte|will|wollen|mochten nicht|nichts|keine mehr|langer? ... kontaktiert|
              angeschrieben|erhalten|bekommen|belastigt|informiert;
            ich? widerrufe|widerruf|entziehe ... einwilligung|zustimmung|einverstandnis
        """),
        "remove_from_list": listed(f"""
            losch|losche|loscht|loschen|loesch|loesche|loescht|loeschen|entfern|entferne|entfernt|
              entfernen|streich|streicht|streichen|nehmt|nehmen|nimm|tragt|vergesst|vergessen sie?
              bitte? mich|meine|diese|mein|uns nummer|telefonnummer|handynummer|daten|kontakt|
              rufnummer? sofort? bitte? aus|von ... {_LIST};
            losch|losche|loscht|loschen|loesch|loesche|loescht|loeschen|entfern|entferne|entfernt|
              entfernen|vergessen|vergesst sie? bitte? meine|diese nummer|telefonnummer|
              handynummer|daten|rufnummer|kontaktdaten;
            meine|diese nummer|telefonnummer|handynummer|daten|rufnummer bitte? sofort? loschen|
              loeschen|entfernen|streichen;
            nehmt|nehmen|nimm|streicht|streichen sie? bitte? mich|uns von|aus|raus|da|hier ...;
            mich|uns bitte? aus|von ... {_LIST} ...;
            raus aus ... verteiler|liste
        """),
        "unsubscribe": listed(f"""
            ich|wir mochte|will|wurde|kann|mochten|wollen mich|uns|gern|gerne ... abmelden|
              austragen|abbestellen;
            mochte|will|mochten|wollen ... newsletter|sms|nachrichten|service|werbung abbestellen|
              kundigen|abmelden|beenden;
            meldet|melden|meld|melde|tragt|tragen|trag|trage sie? bitte? mich|uns bitte? ab|aus .;
            mich bitte? abmelden|austragen|loschen|loeschen|entfernen .;
            ich melde mich ab|hiermit;
            bitte abmelden|abbestellen|austragen|aufhoren|stoppen .;
            {_SOME}? {_MESSAGES} bitte? abbestellen|abmelden|einstellen|stoppen|beenden
        """),
        "leave_alone": listed("lasst|lassen|lass sie? mich|uns bitte? endlich? in ruhe|frieden ."),
        "please_stop": listed(f"""
            bitte stopp|stop|aufhoren .;
            bitte aufhoren , {_ME} {_MESSAGES}? zu schreiben|schicken|senden;
            stopp|stop bitte .;
            aufhoren mit|. ... sms|nachrichten
        """),
    },
    lead_ins=listed("""
        ich mochte|will|bitte|wunsche|verlange|fordere dass? sie? bitte?; konnen|konnten|konntet|
        konnt|kannst|wurden sie|ihr|du bitte?; bitte
    """),
    guards=listed("""
        nicht|nie|niemals; wenn|falls|warum|wieso|wann|wie|ob|bis|er|sie|wir|meine_frau|mein_mann|
        hat|haben|habe|als ...
    """),
    hedges=listed("""
        bis|vor|nach|wenn|falls|wahrend|aber|nur|ausser|heute|morgen|abends|nachts|so|auf_englisch|
        um|am|zu|noch|uber|wegen|an_meine|an_meinen|zuruck
    """),
    retractions=listed("""
        nur_spass; war_ein_scherz; haha*; aber_bitte_weiter; versehentlich; doch_nicht
    """),
    reasons=listed("""
        ich bin nicht; nicht meine|die nummer; genervt; nervt; anwalt; anzeige; wer sind|ist;
        verbraucherzentrale; mochte|will nicht|keine|das mehr
    """),
    doubtful=listed("""
        falsche nummer|person; hor|hort|horen|hoeren sie? auf; kein interesse; spam; belastig*;
        dsgvo; nie|nicht|niemals angemeldet|zugestimmt|eingewilligt|bestellt|angefordert; abmelden;
        abbestell*; wie kann|melde ich mich? ab|abmelden; schreib* mir nicht
    """),
    threats=listed("wenn sie|ihr nicht aufhoren|aufhort"),
    footers=listed("""
        antworten|antworte|antwortet|sende|senden|schreib|schreiben sie? mit|bitte? stop|stopp|ende
        um|zum|zur|fur ...; abmeldung|abmelden mit|per|durch stop|stopp; zum abmelden|abbestellen
        ... stop|stopp
    """),
    harmless=listed("""
        hor|hort|horen|horst|hoeren|hore sie|du? bloss|bitte|ja? nicht|nie|niemals auf ...; nicht|
        nie|ohne aufhoren|stoppen|abmelden; am|das|zum|bis|kein|zu ende; ende der|des|von|
        september|oktober|november|dezember|januar|februar|marz|april|mai|juni|juli|august; halt
        an|mal|dich|mich|so|noch|dann|doch; haltestelle; stopp an|am|in|bei|uhr; nachster|letzter|
        erster|kurzer|kurzen|einen|ein|der|den stopp|stop
    """),
    alarming=listed("stopp; abmeld*; abbestell*; aufhoren; austragen"),
)
