"""German: STOPP and STOP are what senders offer; the others are everyday words."""

from typing import Final

from opt_outs.domain.classifier.classification import Language
from opt_outs.domain.classifier.language_pack import LanguagePack, alternatives, listed

_MESSAGES: Final = (
    "nachrichten|nachricht|sms|smsen|mitteilungen|meldungen|werbung|werbe_sms|spam|texte|angebote|"
    "erinnerungen|benachrichtigungen|werbenachrichten|werbesms|kram|zeug|mist|textnachrichten"
)
_SOME: Final = (
    "diese|die|ihre|eure|deine|dieser|dem|den|weitere|weiteren|mehr|der|ihren|euren|solche|"
    "irgendwelche"
)
_LIST: Final = (
    "liste|verteiler|datenbank|system|kartei|adressbuch|kontakten|sms_liste|kontaktliste|"
    "verteilerliste|verteilern|listen|sms_verteiler"
)
_OF_LIST: Final = "ihrer|der|eurer|dieser|ihrem|dem|eurem|diesem|deiner|allen|ihren|euren|den"
_ME: Final = "mir|mich|uns"
_WRITE: Final = (
    "schreib|schreibt|schreiben|kontaktier|kontaktiere|kontaktiert|kontaktieren|simst|simsen|"
    "belastigt|belastigen|texten|anschreiben"
)
_SEND: Final = "schreib|schreibt|schreiben|schick|schicke|schickt|schicken|send|sende|sendet|senden"

PACK: Final = LanguagePack(
    language=Language.GERMAN,
    firm=listed("""
        stopp; stop; abmelden; abmeldung; abbestellen; abbestellung; austragen; austragung; keine
        sms mehr; keine nachrichten mehr; keine werbung mehr; keine werbung; mich abmelden;
        stoppen; stop sms
    """),
    whole=listed("halt"),
    unsure=listed("""
        ende; kundigen; kundigung; beenden; loschen; abbrechen; schluss; raus; keine sms;
        keine nachrichten; widerruf; ich
        kundige; stornieren; storno; aufhoren; es reicht; horen sie auf; hor auf; hort auf
    """),
    misspelt=listed("""
        abmeld*; abbestel*; stoppt; stopf; aufhoeren; austrag*; loeschen; kuendigen
    """),
    opt_in=listed("anmelden; anmeldung; starten"),
    help=listed("hilfe; hilf mir"),
    affirmative=listed("ja; jawohl"),
    courtesies=listed("""
        bitte; bite; danke_schon; dankeschon; vielen_dank; danke; jetzt; sofort; hallo; guten_tag;
        ok;
        endlich; mal; mfg; lg; umgehend; guten_morgen
    """),
    objects=listed("""
        sms; nachrichten; alles; alle; damit; die; das; mit; werbung; von; ihnen; euch; ja; mich;
        den; der; dem; diese
    """),
    tails=alternatives("""
        bitte|danke|vielen_dank|mehr|nie_wieder|sofort|endlich|jetzt|ok|und_losch*|umgehend|sonst|
          mfg|
        auf_dauer|dauerhaft|ab_sofort|hiermit
    """),
    phrases={
        "stop_sending": listed(f"""
            hor|hort|horen|hoeren sie? endlich|bitte|sofort? auf , {_ME}? {_SOME}? {_SOME}?
              {_MESSAGES}? zu?
              schreiben|schicken|senden|belastigen|simsen|kontaktieren|texten|nerven|zuschicken .;
            hor|hort|horen|hoeren sie? endlich|bitte? auf mit {_SOME} {_SOME}? {_MESSAGES};
            stopp|stoppt|stoppen|stop|stoppe|beenden|beendet sie? bitte? mit? {_SOME} {_SOME}?
              {_MESSAGES};
            horen|hoeren sie bitte? auf damit|bitte .;
            hor|hort bitte? auf damit|bitte .;
            unterlassen|unterlasst sie|es? diese|weitere|jegliche|jede|die|mir? {_MESSAGES}|
              kontaktaufnahme
        """),
        "do_not_send": listed(f"""
            {_WRITE} sie|ihr? bitte? {_ME} bitte? nicht|nie|niemals|nichts mehr|wieder .;
            {_SEND} sie|ihr? bitte? {_ME}? bitte? keine|nie mehr|wieder|weiteren? {_SOME}?
              {_MESSAGES};
            {_SEND} sie|ihr? bitte? {_ME} bitte? nichts|nie mehr|wieder .;
            {_ME} bitte? nicht|nie mehr|wieder schreiben|kontaktieren|anschreiben|simsen|texten .;
            {_ME} bitte? keine mehr|weiteren|weitere? {_SOME}? {_MESSAGES} mehr? schreiben|schicken|
              senden|zusenden|zuschicken;
            bitte nicht|nie mehr|wieder schreiben|kontaktieren|anschreiben|texten .;
            keine weiteren|weitere {_MESSAGES} mehr? .;
            keine {_SOME}? {_MESSAGES} mehr;
            bitte keine {_SOME}? {_MESSAGES} .;
            keine weiteren|weitere|mehr? {_MESSAGES} mehr? an? mich|uns? schicken|senden|zusenden|
              zuschicken|schreiben
        """),
        "not_wanted": listed(f"""
            will|mochte|wollen nichts|nicht mehr von_ihnen|von_euch horen;
            mochte|will|wunsche|wollen|mochten|wunschen|brauche ab_sofort|bitte|von_ihnen|von_euch?
              keine {_SOME}?
              {_SOME}? {_MESSAGES} mehr|erhalten|bekommen|empfangen|von_ihnen|von_euch|.;
            ich|wir mochte|will|wollen|mochten nicht langer|mehr? kontaktiert|angeschrieben|
              belastigt;
            ich? widerrufe|widerruf|entziehe hiermit|ihnen|euch? meine|die? einwilligung|zustimmung|
              einverstandnis
        """),
        "remove_from_list": listed(f"""
            losch|losche|loscht|loschen|loesch|loesche|loescht|loeschen|entfern|entferne|entfernt|
              entfernen|streich|streicht|streichen|nehmt|nehmen|nimm|tragt|vergesst|vergessen sie?
              bitte? mich|meine|diese|mein|uns nummer|telefonnummer|handynummer|daten|kontakt|
              rufnummer? sofort|bitte? aus|von {_OF_LIST}? {_LIST};
            losch|losche|loscht|loschen|loesch|loesche|loescht|loeschen|entfern|entferne|entfernt|
              entfernen|vergessen|vergesst sie? bitte? meine|diese nummer|telefonnummer|
              handynummer|daten|rufnummer|kontaktdaten .;
            meine|diese nummer|telefonnummer|handynummer|daten|rufnummer bitte? sofort? loschen|
              loeschen|entfernen|streichen;
            nehmt|nehmen|nimm|streicht|streichen sie? bitte? mich|uns bitte? da|hier? raus|heraus;
            losch|losche|loscht|loschen|loeschen sie? bitte? mich|uns .;
            bitte aus|von {_OF_LIST}? {_LIST} streichen|nehmen|loschen|entfernen|austragen;
            mich|uns bitte? aus|von {_OF_LIST}? {_LIST}
              nehmen|loschen|streichen|entfernen|austragen|
              raus;
            mochte|will|mochten|wollen bitte? aus|von {_OF_LIST}? {_LIST}
              geloscht|gestrichen|entfernt|
              genommen|ausgetragen|raus|. werden?;
            raus aus {_OF_LIST}? verteiler|liste
        """),
        "unsubscribe": listed(f"""
            ich|wir mochte|will|wurde|kann|mochten|wollen mich|uns gern|gerne|bitte|hiermit?
              abmelden|austragen .;
            mochte|will|mochten|wollen {_SOME}? {_SOME}? {_MESSAGES} abbestellen|kundigen|
              abmelden|beenden;
            mochte|will|mochten|wollen mich|uns? von|vom {_OF_LIST}? {_MESSAGES}|{_LIST} abmelden|
              austragen;
            meldet|melden|meld|melde|tragt|tragen|trag|trage sie? bitte? mich|uns|meine_nummer
              bitte? ab|aus .;
            mich bitte? abmelden|austragen|loschen|loeschen|entfernen .;
            mochte|will abbestellen .;
            meldet|melden|meld|melde sie? bitte? mich|uns von|vom {_OF_LIST}? {_MESSAGES}|{_LIST}
              ab;
            ich melde mich hiermit|bitte? ab|hiermit .;
            bitte um abmeldung|austragung|loschung meiner? nummer|daten? .;
            mochte|will abgemeldet|ausgetragen|geloscht werden;
            bitte abmelden|abbestellen|austragen|aufhoren|stoppen .;
            bitte abmelden|austragen aus|von|vom {_OF_LIST}? {_LIST}|{_MESSAGES};
            ich bestelle {_SOME}? {_SOME}? {_MESSAGES} ab;
            {_SOME}? {_MESSAGES} bitte? abbestellen|abmelden|einstellen|stoppen|beenden
        """),
        "leave_alone": listed("lasst|lassen|lass sie? mich|uns bitte? endlich? in ruhe|frieden ."),
        "please_stop": listed(f"""
            bitte stopp|stop|aufhoren .;
            bitte aufhoren , {_ME} {_MESSAGES}? zu schreiben|schicken|senden;
            stopp|stop bitte .;
            aufhoren mit {_SOME} {_SOME}? {_MESSAGES}
        """),
    },
    linking=listed("""
        ich; mochte; will; bitte; wunsche; verlange; fordere; dass; sie; konnen; konnten; konntet;
        konnt; kannst; wurden; ihr; du; mich; euch; gesagt; habe; hab; wollte; sagte; gebeten;
        darum;
        und; mal; endlich; jetzt; doch; auch; soll; sollte; gern; gerne; wir; wollen; um; hiermit;
        hatte; moechte; sage; kann; damit; es
    """),
    guards=listed("""
        nicht|nie|niemals|ohne|kein|keinen|nichts; warum|wieso|wann|wie|ob|wer|weshalb; er|man|
        hat|haben|ist|war|wird|werden|weil|der|das|den|ein|eine|mein; soll|sollte|kann ich|man;
        schade|traurig|bekomme|erhalte|kriege|bekommen|bekam
    """),
    conditions=listed("""
        wenn|falls|bis|wahrend|bevor|nachdem|solange|ausser|nur|sobald|nachts|abends
    """),
    denials=listed("""
        nie|niemals|niemand|keinen_fall|keinesfalls|keineswegs|weiterhin
    """),
    polite=listed("konnen|konnten|konntet|konnt|kannst|wurden|bitte"),
    adjuncts=listed(f"""
        auf|an diese|dieser|meine|meinem|mein nummer|telefon|handy|handynummer; von|vom {_SOME}?
        {_SOME}? {_MESSAGES}; von|aus {_OF_LIST}? {_LIST}; von ihnen|euch|dir; per sms|nachricht;
        zu? schicken|senden|schreiben|erhalten|bekommen|empfangen|zusenden|zuschicken|haben|kriegen;
        an mich|uns; mehr; in zukunft; und? lassen|lasst sie|mich|uns in ruhe; leute; kontaktiert|
        angeschrieben|belastigt werden; werden; ab; zu; sie; raus; heraus
    """),
    openers=listed("""
        ich; wir; sie; das; es; falsche nummer; danke; wer; warum; nein; sonst; oder ich; und
        losch*; weil; denn; konnen; konnten; konntet; kannst; wurden; du; ihr; hiermit;
        diese nummer
    """),
    respelt={". dass": "dass"},
    retractions=listed("""
        nur_spass; aber erinnerungen|weiter|termine|die; nur terminerinnerungen|erinnerungen|noch;
        war_ein_scherz; haha*; aber_bitte_weiter; versehentlich; doch_nicht
    """),
    reasons=listed("""
        ich bin nicht; nicht meine|die nummer; genervt; nervt; anwalt; anzeige; wer sind|ist;
        verbraucherzentrale; mochte|will das|es? nicht|keine|das mehr
    """),
    doubtful=listed(f"""
        schreib*|schick*|send* sie|ihr? {_ME} nicht|keine|nichts {_MESSAGES}? mehr|wieder; keine
        {_MESSAGES} mehr;
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
    harmless=listed(f"""
        warum|wieso|weshalb schreiben|schreibt|schicken|schickt|senden sie|ihr|du? {_ME}? nicht|
        keine|nichts {_MESSAGES}? mehr; haben|hat|habt {_ME} keine|nichts|nicht {_MESSAGES}? mehr?;
        bekomme|bekam|bekommen|erhalte|erhalten|erhielt|kriege|kommen|kommt|kam|kamen|gibt|habe|sehe
          ich|wir|leider|seit|denn|hier|es? {_SOME}? {_SOME}? keine|nichts|keinerlei {_SOME}?
          {_MESSAGES}? mehr? an|erhalten|bekommen|gekommen?; nicht|nie abmelden|abbestellen|
          austragen; ihr|sie schreibt|schreiben|schickt|schicken|sendet|senden {_ME}? gar?
          nicht|nichts|
          keine mehr?; melden|meldet sie? bitte? mich bitte? nicht ab;
        hor|hort|horen|horst|hoeren|hore sie|du? bloss|bitte|ja? nicht|nie|niemals auf ...; nicht|
        nie|ohne aufhoren|stoppen|abmelden; am|das|zum|bis|kein|zu ende; ende der|des|von|
        september|oktober|november|dezember|januar|februar|marz|april|mai|juni|juli|august; halt
        an|mal|dich|mich|so|noch|dann|doch; haltestelle; stopp an|am|in|bei|uhr; nachster|letzter|
        erster|kurzer|kurzen|einen|ein|der|den stopp|stop
    """),
    alarming=listed("stopp; abmeld*; abbestell*; aufhoren; austragen"),
)
