"""German: STOPP and STOP are what senders offer; the others are everyday words."""

from typing import Final

from opt_outs.domain.classifier.classification import Language
from opt_outs.domain.classifier.language_pack import (
    LanguagePack,
    Role,
    alternatives,
    listed,
    respellings,
)

_MESSAGES: Final = (
    "nachrichten|nachricht|sms|smsen|mitteilungen|meldungen|werbung|werbe_sms|spam|texte|angebote|"
    "erinnerungen|benachrichtigungen|werbenachrichten|werbesms|kram|zeug|mist|textnachrichten|"
    "werbemails_per_sms|infos|info|reklame|newsletter_sms|werbe_nachrichten|werbungen|sms_werbung|"
    "nachrichten_mehr|kurznachrichten|botschaften|spam_sms|spam_nachrichten|werbebotschaften|"
    "sms_nachrichten|angebots_sms|muell|mull|kontaktaufnahme|kontaktaufnahmen|text|sms_en"
)
_SOME: Final = (
    "diese|die|ihre|eure|deine|dieser|dem|den|weitere|weiteren|mehr|der|ihren|euren|solche|"
    "irgendwelche|diesen|ihr|eurer|eurem|diesem|weiterer|unerwunschte|unerwunschten|nervigen|"
    "nervige|blode|bloden|dauernden|staendigen|alle|jegliche|samtliche|jede|sonstigen|das|dein|"
    "euer|"
    "lastigen|lastige|verdammten|scheiss|ganzen|ganze|neuen|neue|deinen|jeglicher|solchen|andere"
)
_LIST: Final = (
    "liste|verteiler|datenbank|system|kartei|adressbuch|kontakten|sms_liste|kontaktliste|"
    "verteilerliste|verteilern|listen|sms_verteiler|newsletter_liste|kundenliste|empfangerliste|"
    "kundendatei|adressliste|kontakte|datei|telefonliste|telefonbuch|smsliste|sms_listen|"
    "adressverteiler|"
    "systemen|kundenkartei|werbeliste|mailingliste"
)
_OF_LIST: Final = (
    "ihrer|der|eurer|dieser|ihrem|dem|eurem|diesem|deiner|allen|ihren|euren|den|"
    "deinem|samtlichen|deinen|ihre|die"
)
_ME: Final = "mir|mich|uns"
_WRITE: Final = (
    "schreib|schreibt|schreiben|kontaktier|kontaktiere|kontaktiert|kontaktieren|simst|simsen|"
    "belastigt|belastigen|texten|anschreiben|textet|nerv|nervt|nerven|stort|storen|spammt|"
    "spammen"
)
_SEND: Final = (
    "schreib|schreibt|schreiben|schick|schicke|schickt|schicken|send|sende|sendet|senden|"
    "ubermittelt|versendet|versenden|verschickt|verschicken|sendest|schickst"
)
_TO_SEND: Final = (
    "schreiben|schicken|senden|belastigen|simsen|kontaktieren|texten|nerven|zuschicken|zusenden|"
    "anschreiben|spammen|bombardieren|versenden|zu_schreiben|zu_schicken|zu_senden|zu_belastigen|"
    "zu_kontaktieren|zu_texten|zu_nerven|anzuschreiben|zu_simsen|zuzuschicken|zuzusenden|storen|"
    "zu_spammen|zu_bombardieren|vollzuspammen|zuzuspammen|verschicken"
)
_TAKE: Final = (
    "losch|losche|loscht|loschen|entfern|entferne|entfernt|entfernen|streich|streiche|streicht|"
    "streichen|nehmt|nehmen|nimm|nehme|tragt|tragen|trag|trage|schmeisst|schmeissen|werft|holt"
)

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
            hor|hort|horen sie|ihr? bitte|endlich|sofort|jetzt|mal|doch|gefalligst? auf , {_ME}|
            an_mich?
              bitte|standig|dauernd? {_SOME}? {_SOME}? {_MESSAGES}? zu? {_TO_SEND} .;
            hor|hort|horen sie|ihr? bitte|endlich|sofort|jetzt|mal|doch|gefalligst? auf , {_ME}?
            mit
              {_SOME}? {_SOME}? {_MESSAGES} zu? {_TO_SEND}|.;
            hor|hort|horen sie|ihr? bitte|endlich|sofort|jetzt|mal|doch|gefalligst? mit {_SOME}?
            {_SOME}?
              {_MESSAGES} auf;
            damit|bitte|endlich|sofort|jetzt? aufhoren , {_ME}? {_SOME}? {_SOME}?
              {_MESSAGES}? zu? {_TO_SEND} .;
            mit {_SOME} {_SOME}? {_MESSAGES} bitte|endlich|sofort? aufhoren;
            schluss|ende|stopp|stop|genug|halt jetzt|endlich|bitte|nun? mit|von {_SOME}? {_SOME}?
            {_MESSAGES};
            stopp|stoppt|stoppen|stop|stoppe|beenden|beendet|einstellen|stellt|stellen|unterlassen|
              unterlasst|unterlasse|beende|spart|sparen|lasst|lassen sie|ihr|euch|sich|es|bitte?
              bitte|endlich|sofort? {_SOME} {_SOME}? {_MESSAGES} ein|bitte|sein|bleiben|.;
            stellt|stellen sie|ihr? bitte|sofort? das|die|den? zusenden|versand|senden|zusendung
            von|der|
              {_SOME}? {_MESSAGES} ein;
            unterlassen|unterlasst|unterlasse sie|ihr|es? bitte|kunftig? , {_ME}|das? {_SOME}?
            {_SOME}?
              {_MESSAGES}? zu? {_TO_SEND};
            {_SOME} {_MESSAGES} bitte|sofort|ab_sofort|umgehend? unterlassen|einstellen|beenden|
            stoppen;
            verzichten|verzichtet sie|bitte? bitte? auf {_SOME}? {_SOME}? {_MESSAGES};
            versand|zusendung|zusenden von|der {_SOME}? {_MESSAGES} bitte? einstellen|beenden|
            stoppen|
              unterlassen;
            verschont|verschonen sie? bitte? mich|uns bitte? mit|von {_SOME} {_SOME}? {_MESSAGES};
            genug|satt|leid von|mit? {_SOME} {_SOME}? {_MESSAGES} , stopp|stop|abmelden|aufhoren .;
            unterlassen|unterlasst sie|es? diese|weitere|jegliche|jede|die|mir? {_MESSAGES}|
              kontaktaufnahme
        """),
        "do_not_send": listed(f"""
            {_WRITE} sie|ihr? bitte? {_ME} bitte? nicht|nie|niemals|nichts mehr|wieder .;
            {_SEND} sie|ihr? bitte? {_ME}? bitte? keine|nie mehr|wieder|weiteren? {_SOME}?
              {_MESSAGES};
            {_SEND} sie|ihr? bitte? {_ME} bitte? nichts|nie mehr|wieder .;
            {_ME} bitte? nicht|nie mehr|wieder schreiben|kontaktieren|anschreiben|simsen|texten .;
            {_ME} bitte? keine mehr|weiteren|weitere? {_SOME}? {_MESSAGES} mehr? schreiben|
            schicken|
              senden|zusenden|zuschicken;
            bitte nicht|nie mehr|wieder schreiben|kontaktieren|anschreiben|texten .;
            keine weiteren|weitere {_MESSAGES} mehr? .;
            keine {_SOME}? {_MESSAGES} mehr;
            bitte keine {_SOME}? {_MESSAGES} .;
            {_WRITE} sie|ihr|du? bitte|ab_sofort|kunftig|doch|einfach? {_ME} bitte? nicht|nie|
            niemals|
              nichts|nimmer mehr|wieder|. .;
            {_WRITE} sie|ihr? bitte nicht|nie|niemals|nichts mehr|wieder .;
            {_WRITE} sie|ihr? bitte? nicht|nie|niemals mehr|wieder an|auf diese|meine nummer;
            {_SEND} sie|ihr|du? {_ME}? bitte|ab_sofort|kunftig|doch? {_ME}? bitte? keine|nie|
            keinerlei|
              nicht mehr|wieder|weiteren|weitere|einzige? {_SOME}? {_SOME}? {_MESSAGES};
            {_ME} bitte|ab_sofort|kunftig? keine|keinerlei|nie|nicht mehr|weiteren|weitere|wieder?
              {_SOME}? {_SOME}? {_MESSAGES} mehr? {_TO_SEND};
            {_ME} bitte|ab_sofort|kunftig? nicht|nie|nichts mehr|wieder|weiter|langer {_TO_SEND};
            nicht|nie mehr|wieder|weiter {_ME}? {_TO_SEND} bitte .;
            nicht|nie mehr|wieder {_ME} {_TO_SEND} .;
            bitte ab_sofort|kunftig|mir|mich|uns? nicht|nie|nichts mehr|wieder|weiter|langer
              {_ME}|an_diese_nummer|an_mich? {_TO_SEND}|melden .;
            bitte ab_sofort|kunftig|mir|mich|von_ihnen|von_euch? keine|keinerlei|nie {_SOME}?
            {_SOME}?
              {_MESSAGES} mehr? {_TO_SEND}|. .;
            keine|keinerlei {_SOME}? {_SOME}? {_MESSAGES} bitte|mehr|erwunscht|gewunscht|gewollt;
            melden|meldet|meld sie|euch|dich|ihr? sie|euch|dich|bei_mir? bitte? bei_mir? nicht|nie
              mehr|wieder bei_mir? .;
            verbiete|untersage ihnen|euch|dir , mir|mich|uns? weiter|weiterhin|weitere|nochmal|
            wieder|noch?
              {_SOME}? {_MESSAGES}? zu? {_TO_SEND};
            nehmen|nehmt sie|ihr? keinen|nie kontakt mehr? mit|zu? mir|uns? auf;
            nichts mehr {_TO_SEND} .;
            kontaktaufnahme|kontaktieren nicht|un erwunscht|gewunscht;
            keine|keinerlei kontaktaufnahme|kontakt mehr|erwunscht|gewunscht|bitte;
            {_MESSAGES} nicht|unerwunscht mehr|erwunscht|gewunscht|. .;
            ich? verbiete|untersage ihnen|euch|hiermit? hiermit? , {_ME}? {_SOME}? {_SOME}?
            weitere|jede|
              den|die|das|jeglichen|{_MESSAGES}? kontakt|zusendung|versand|{_MESSAGES}|
              kontaktaufnahme|
              zu von|weiterer|{_SOME}|{_TO_SEND}? {_MESSAGES}?;
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
            widerrufe|widerruf|entziehe|ziehe|nehme ich|hiermit|ihnen|euch? hiermit|ihnen|euch?
            meine|
              die|mein|jede? erteilte? einwilligung|zustimmung|einverstandnis|erlaubnis|genehmigung
              hiermit? zuruck|.;
            einwilligung|zustimmung|erlaubnis|einverstandnis ist|wird|hiermit|zum? hiermit?
            widerrufen|
              entzogen|zuruckgezogen|zuruckgenommen;
            widerspreche|widersprechen ich|hiermit|wir? hiermit|ausdrucklich? der|dem|den|jeder|
            jeglicher|
              weiterer|weiteren|{_SOME}? weiteren|weiterer|kunftigen? zusendung|zusenden|
              versand|erhalt|
              empfang|nutzung|verwendung|kontaktaufnahme|werbung|{_MESSAGES} von|weiterer|der|
              meiner|
              durch? {_SOME}? {_MESSAGES}|nummer|daten|telefonnummer?;
            ich? mochte|will|wunsche|wollen|mochten|brauche|wurde|mag mehr|von_ihnen|von_euch|
            gerne|
              bitte|ab_sofort|einfach|wirklich? keine|keinerlei {_SOME}? {_SOME}? {_MESSAGES} mehr?
              von_euch|von_ihnen|haben|erhalten|bekommen|empfangen|lesen|kriegen|sehen?;
            ich? mochte|will|wunsche|wollen|mochten|brauche {_SOME} {_SOME}? {_MESSAGES} nicht
            mehr|
              langer|. haben|erhalten|bekommen|empfangen|lesen|kriegen?;
            ich? mochte|will|wollen|mochten|wunsche nicht|nie mehr|langer|wieder|weiter|.
            von_ihnen|
              von_euch|per_sms? kontaktiert|angeschrieben|belastigt|angesimst|genervt|zugespammt
              werden?;
            ich? mochte|will|wollen|mochten|wunsche nicht|nie mehr|langer|wieder? dass sie|ihr
            {_ME}
              schreiben|schreibt|kontaktieren|kontaktiert|anschreiben|anschreibt|{_MESSAGES}
              schicken|
              schickt|senden|sendet?;
            ich? mochte|will|wollen|mochten|wunsche nicht|nie|nichts mehr|langer|weiter|wieder
            auf|in|von
              {_OF_LIST}|ihnen|euch {_LIST}|horen stehen|sein?;
            ich? mochte|will|wollen|wunsche nichts mehr von|mit euch|ihnen horen|bekommen|erhalten|
              lesen|zu_tun|wissen;
            habt|haben ihr|sie? keine|nicht mehr|langer? meine? erlaubnis|einwilligung|zustimmung|
              genehmigung mehr|mir|mich|zu|. zu? schreiben|kontaktieren|{_MESSAGES}?;
            verzichte|verzichten ich|wir? auf|gerne|kunftig auf? {_SOME} {_SOME}? {_MESSAGES}
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
            raus aus {_OF_LIST}? verteiler|liste;
            {_TAKE}|vergesst|vergessen|vergiss|sperrt|sperren|blockieren|blockiert|vernichten
            sie|ihr?
              bitte|endlich|sofort|umgehend|mal|doch? mich|meine|diese|mein|meinen|uns
              nummer|telefonnummer|handynummer|daten|kontakt|rufnummer|kontaktdaten|mobilnummer|
              nr|eintrag|
              namen? sofort|bitte|endlich|umgehend|komplett|wieder? aus|von|vom {_OF_LIST}?
              {_OF_LIST}?
              {_LIST};
            {_TAKE}|vergesst|vergessen|vergiss|sperrt|sperren|blockieren|blockiert|vernichten
            sie|ihr?
              bitte|endlich|sofort|umgehend|mal|doch? meine|diese|mein|meinen nummer|telefonnummer|
              handynummer|daten|rufnummer|kontaktdaten|kontakt|mobilnummer|nr|eintrag .;
            meine|diese|mein nummer|telefonnummer|handynummer|daten|rufnummer|mobilnummer|
            kontakt|nr|
              kontaktdaten bitte|sofort|umgehend|endlich|aus? {_OF_LIST}? {_LIST}? bitte? loschen|
              entfernen|streichen|austragen|sperren|nehmen|rausnehmen|vergessen;
            {_TAKE} sie|ihr? bitte|endlich|sofort|mal? mich|uns bitte|endlich|sofort? da|hier|dort?
              raus|heraus|daraus|aus|ab .;
            mich|uns bitte|endlich|sofort|umgehend|wieder? aus|von|vom {_OF_LIST}? {_LIST}|
            {_MESSAGES}
              nehmen|loschen|streichen|entfernen|austragen|raus|rausnehmen|raus_nehmen|abmelden;
            bitte|bitten|fordere|fordern|ersuche|verlange|darum|gebeten|auf|aufgefordert sie|
            euch|dich|darum|
              hiermit|auf? , mich|uns|meine_nummer|diese_nummer aus|von|vom {_OF_LIST}? {_LIST}|
              {_MESSAGES}
              zu_nehmen|zu_loschen|zu_streichen|zu_entfernen|abzumelden|auszutragen|herauszunehmen|
              rauszunehmen;
            bitte|bitten|fordere|fordern|ersuche|verlange|darum|gebeten|auf|aufgefordert sie|
            euch|dich|darum|
              hiermit|auf? , mich|uns|meine_nummer|diese_nummer zu_loschen|zu_streichen|
              zu_entfernen|
              abzumelden|auszutragen .;
            bitte|bitten|fordere|fordern|ersuche|verlange|darum|gebeten|auf|aufgefordert sie|
            euch|dich|darum|
              hiermit|auf? , mir|mich|uns? keine|nicht|nichts|nie mehr|weiteren|wieder|weiterhin?
              {_SOME}?
              {_SOME}? {_MESSAGES}? mehr? zu_schreiben|zu_schicken|zu_senden|zuzusenden|
              zuzuschicken|
              zu_kontaktieren|anzuschreiben;
            bitte|mich|uns|sofort hier|da? rausnehmen|raus_nehmen|herausnehmen|austragen .;
            mochte|will|mochten|wollen|wurde bitte|gerne|endlich|hier|da? aus|von|vom {_OF_LIST}?
              {_LIST} geloscht|gestrichen|entfernt|genommen|ausgetragen|raus|.|abgemeldet|
              rausgenommen werden?;
            meine|diese nummer|daten|handynummer|telefonnummer|mobilnummer aus|von {_OF_LIST}?
            {_LIST}
              loschen|streichen|entfernen|nehmen|austragen
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
            bitte um abmeldung|austragung|loschung meiner|von|vom|aus? {_OF_LIST}? {_SOME}?
            nummer|daten|
              handynummer|{_MESSAGES}|{_LIST}? .;
            meldet|melden|meld|melde|tragt|tragen|trag|trage|nehmt|nehmen|nimm sie|ihr|du?
            bitte|endlich|
              sofort|doch|mal|umgehend? mich|uns|meine_nummer|diese_nummer bitte|endlich|sofort|
              wieder|
              hiermit|umgehend|komplett? ab|aus|raus .;
            meldet|melden|meld|melde|tragt|tragen|trag|trage sie|ihr|du? bitte|endlich|sofort|
            doch|mal?
              mich|uns|meine_nummer|diese_nummer bitte|endlich|sofort|wieder? von|vom|aus|bei
              {_OF_LIST}?
              {_SOME}? {_MESSAGES}|{_LIST}|euch|ihnen|allem ab|aus|.;
            mich|uns|meine_nummer|diese_nummer bitte|endlich|sofort|wieder|hiermit|umgehend?
            von|vom|bei?
              {_OF_LIST}? {_SOME}? {_MESSAGES}|{_LIST}|euch|ihnen|hier|allem? abmelden|austragen|
              loschen .;
            ich|wir melde|melden|trage mich|uns|meine_nummer hiermit|bitte|ab_sofort|jetzt|
            sofort|wieder?
              von|vom|aus|bei? {_OF_LIST}? {_SOME}? {_MESSAGES}|{_LIST}|euch|ihnen? ab|aus .;
            hiermit melde|bestelle|kundige ich mich|{_SOME} {_MESSAGES}? ab|.;
            mochte|will|mochten|wollen|wurde mich|uns|gern|gerne|bitte|hiermit|sofort|endlich|
            wieder?
              mich|uns|gern|gerne|bitte|hiermit? abgemeldet|ausgetragen|geloscht|abmelden|
              austragen|
              abbestellen|entfernt werden? .;
            mochte|will|mochten|wollen|wurde gern|gerne|bitte|hiermit? {_SOME} {_SOME}? {_MESSAGES}
              bitte|gern|gerne|hiermit|nicht|wieder? abbestellen|kundigen|abmelden|beenden|stoppen|
              abschalten|deaktivieren|mehr;
            bitte|ich|hiermit bestelle|bestellen|bestellt|kundige|kundigen sie|ich|hiermit?
            {_SOME}?
              {_SOME}? {_MESSAGES} hiermit|bitte? ab|.;
            {_MESSAGES} bitte? abstellen|abschalten|deaktivieren|beenden|stornieren|ausschalten|
              kundigen|abbestellen .;
            abmeldung|abbestellung von|vom|der|des|aus {_OF_LIST}? {_SOME}? {_MESSAGES}|{_LIST};
            mochte|will|mochten|wollen die|meine abmeldung|austragung|loschung .;
            mochte|will abgemeldet|ausgetragen|geloscht werden;
            kann|konnte|konnten|darf ich|wir bitte abgemeldet|ausgetragen|geloscht werden;
            bitte abmelden|abbestellen|austragen|aufhoren|stoppen .;
            bitte abmelden|austragen aus|von|vom {_OF_LIST}? {_LIST}|{_MESSAGES};
            ich bestelle {_SOME}? {_SOME}? {_MESSAGES} ab;
            {_SOME}? {_MESSAGES} bitte? abbestellen|abmelden|einstellen|stoppen|beenden
        """),
        "leave_alone": listed(f"""
            lasst|lassen|lass sie|ihr? bitte|endlich|doch|einfach? mich|uns bitte|endlich|doch|
              einfach|jetzt? in ruhe|frieden .;
            lasst|lassen|lass sie|ihr? bitte|endlich|doch|einfach? mich|uns bitte|endlich|doch|
              einfach|jetzt? mit {_SOME} {_SOME}? {_MESSAGES} in ruhe|frieden;
            lasst|lassen|lass sie|ihr? bitte|endlich|doch|einfach? mich|uns bitte|endlich|doch|
              einfach|jetzt? in ruhe|frieden mit|und {_SOME} {_SOME}? {_MESSAGES}
        """),
        "please_stop": listed(f"""
            bitte stopp|stop|aufhoren .;
            kein interesse mehr? an {_SOME} {_SOME}? {_MESSAGES};
            {_WRITE} sie|ihr? bitte? hier bitte? nicht|nie|nichts mehr|wieder .;
            bitte aufhoren , {_ME} {_MESSAGES}? zu schreiben|schicken|senden;
            stopp|stop bitte .;
            nein|nein_danke|kein_interesse|falsche_nummer|nicht_interessiert|verwahlt|genug ,
            bitte?
              stopp|stop|abmelden|austragen|aufhoren .;
            habe|hab schon|bereits|doch|ihnen|euch? stopp|stop geschrieben|gesagt|geschickt|
            gesendet;
            aufhoren mit {_SOME} {_SOME}? {_MESSAGES}
        """),
    },
    linking=listed("""
        ich; mochte; freundlich; hoflich; dringend; ausdrucklich; erneut; nochmal; nochmals;
        ersuche; ware;
        ware; nett; dankbar; wenn_sie; mich; ihnen; bitten; fordern; aufgefordert; moglich; man;
        einfach;
        sofort; umgehend; bestehe; darauf; wollt; konnten; so; lieb; leute; sagen; schon; mehrfach;
        mehrmals; bereits; hallo; guten; tag; will; bitte; wunsche; verlange; fordere; dass; sie;
        konnen; konnten; konntet;
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
        wenn|falls|sobald|solange|sofern;
        seit|gestern|bisher|wochenende|wochenenden|sonntag|sonntags|samstag|samstags|feiertagen|
        nacht|abend|morgens|
        mittags|
        urlaub|uhr;
        wenn|falls|bis|wahrend|bevor|nachdem|solange|ausser|nur|sobald|nachts|abends
    """),
    denials=listed("""
        nie|niemals|niemand|keinen_fall|keinesfalls|keineswegs|weiterhin
    """),
    polite=listed("konnen|konnten|konntet|konnt|kannst|wurden|bitte"),
    adjuncts=listed(f"""
        auf|an diese|dieser|meine|meinem|mein nummer|telefon|handy|handynummer; von|vom {_SOME}?
        {_SOME}? {_MESSAGES}; von|aus {_OF_LIST}? {_LIST}; von ihnen|euch|dir; per sms|nachricht;
        zu? schicken|senden|schreiben|erhalten|bekommen|empfangen|zusenden|zuschicken|haben|
        kriegen;
        an mich|uns; mehr; in zukunft; und? lassen|lasst sie|mich|uns in ruhe; leute; kontaktiert|
        angeschrieben|belastigt werden; werden; ab; zu; sie; raus; heraus; verdammt|menschenskind|
        mensch|idioten|spammer|ihr|du|mfg|lg|gruss|tschuss|ciao|freundlichst|dankeschon|ab_sofort|
        ab_heute|umgehend|unverzuglich|schnellstmoglich|so_schnell_wie_moglich|kunftig|nie|niemals|
        nochmal|wieder|endgultig|komplett|fur_immer|fur_alle_zeiten|weiter|hier|gefalligst|
        vielen_dank|
        im_voraus|danke_im_voraus|ein_fur_alle_mal|auch_nicht; mit {_SOME} {_SOME}? {_MESSAGES};
        zu?
        erhalten|bekommen|bitten; an meine|diese|die nummer|handynummer|telefonnummer|
        mobilnummer; auf|bei
        mein|meinem|dieses|diesem handy|telefon; von dieser|ihrer|eurer firma|nummer|seite|
        praxis; oder|und
        anrufe|anrufen|mails|emails|kontaktieren; wegen|zu|uber der|die|zur|von? wahl|politik|
        werbung|
        versicherung|versicherungen|krediten|kredite; in ruhe
    """),
    dependent=listed("keine"),
    coordinators=listed("also; deshalb; daher; deswegen; aber; drum; und"),
    openers=listed("""
        oder wir; oder sie; oder es; und zwar; und tschuss; und danke; und schonen; und sperr*;
        und nehmt mich; und nehmen sie mich; und lasst; und lassen; und bitte; mein name; hier
        ist; andernfalls; ansonsten;
        bevor ich; bin; kein interesse; mit freundlichen; viele grusse; gruss; schonen tag;
        habe; wurde; da ich; was; meine; mir reicht; mich; die nummer; ihre; eure; gerne; ab heute;
        ich; wir; sie; das; es; falsche nummer; danke; wer; warum; nein; sonst; oder ich; und
        losch*; weil; denn; konnen; konnten; konntet; kannst; wurden; du; ihr; hiermit;
        diese nummer
    """),
    respelt=respellings("""
        . dass = dass; hoer = hor; hoert = hort; hoeren = horen; aufhoeren = aufhoren;
        aufzuhoeren = aufzuhoren; koennt = konnt; koennten = konnten; koennen = konnen;
        koenntet = konntet; moechte|moecht|mocht = mochte; moechten = mochten; wuerde =
        wurde; wuerden|wuerdet = wurden; wuensche = wunsche; loesch = losch; loesche =
        losche; loescht = loscht; loeschen = loschen; geloescht = geloscht; loeschung =
        loschung; fuer = fur; kuendigen = kundigen; kuendige = kundige; kuendigung =
        kundigung; zurueck = zuruck; belaestigt = belastigt; belaestigen = belastigen;
        belaestigung = belastigung; laenger = langer; unerwuenscht = unerwunscht;
        erwuenscht = erwunscht; kuenftig|zukuenftig|zukunftig = kunftig; staendig =
        standig; ueber = uber; gewuenscht = gewunscht; einverstaendnis = einverstandnis;
        fruehestens = fruhestens; ausdruecklich = ausdrucklich; saemtliche = samtliche;
        nix|nicht_s = nichts; net|ned|nich = nicht; nimma|nimmer = nicht mehr; keien =
        keine; kein_sms|keine_sms_s = keine sms; smse|smsn|sms_s = sms;
        nachrichen|nachichten|nachricht_en|nachrichtn|nachrichtem|msg|msgs = nachrichten;
        bite|bidde|bittte|pls = bitte; mehrr|mer = mehr; wider = wieder;
        abmeldn|abmeden|abmleden|abmeldem = abmelden; schreibn = schreiben; schicken_s =
        schicken sie; numer|numma|nr = nummer; tel|telnr = telefonnummer; handynr =
        handynummer; habs = habe; will_s = will; ihrn = ihren; euern|eueren = euren;
        euerm|euerem = eurem; euerer = eurer; vertieler|verteiller = verteiler; kontackt =
        kontakt; kontaktirt = kontaktiert; kontaktiren = kontaktieren;
        keinen_bock_mehr_auf|kein_bock_mehr_auf|keine_lust_mehr_auf|hab_keinen_bock_auf =
        will keine
    """),
    retractions=listed("""
        sondern; nur_spass; aber erinnerungen|weiter|termine|die; nur terminerinnerungen|
        erinnerungen|noch;
        war_ein_scherz; haha*; aber_bitte_weiter; versehentlich; doch_nicht
    """),
    reasons=listed("""
        ich bin nicht; nicht meine|die nummer; genervt; nervt; anwalt; anzeige; wer sind|ist;
        verbraucherzentrale; mochte|will das|es? nicht|keine|das mehr
    """),
    doubtful=listed(f"""
        schreib*|schick*|send* sie|ihr? {_ME} nicht|keine|nichts {_MESSAGES}? mehr|wieder; keine
        {_MESSAGES} mehr;
        stellt|stellen sie? das|dies bitte? ein .; falsche nummer|person; hor|hort|horen|hoeren
        sie? auf; kein interesse; spam; belastig*;
        dsgvo; nie|nicht|niemals angemeldet|zugestimmt|eingewilligt|bestellt|angefordert; abmelden;
        abbestell*; wie kann|melde ich mich? ab|abmelden; schreib* mir nicht
    """),
    threats=listed("wenn sie|ihr nicht aufhoren|aufhort"),
    footers=listed("""
        antworten|antworte|antwortet|sende|senden|schreib|schreiben sie? mit|bitte? stop|stopp|ende
        um|zum|zur|fur ...; abmeldung|abmelden mit|per|durch stop|stopp; zum abmelden|abbestellen
        ... stop|stopp
    """),
    roles={
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
    },
    harmless=listed(f"""
        ich|wir hor|hore|horen|horte|muss|kann|wurde|wollte auf|nicht_aufhoren|aufhoren mit|zu|
        damit?;
        ^ bitte|und|aber|nein? melden|meldet|loschen|loscht|losch|streichen|streicht|nehmt|
        nehmen|tragt
          sie|ihr? bitte? mich|meine_nummer|uns bitte|blos|bloss|ja? nicht ...;
        ich|wir wollte|will|mochte|wollten|habe|wurde mich|uns gar|eigentlich|doch|uberhaupt|noch?
          nicht|nie|niemals abmelden|abgemeldet|austragen|loschen; bin|war|wurde|sind ich|wir|
          nummer
          jetzt|noch|schon|etwa|versehentlich? abgemeldet|ausgetragen|geloscht;
        meinen|meine|unseren|unsere|den|die|das|mein|unser sohn|tochter|kind|hund|auto|wagen|
        kurs|termin|
          strom|mann|frau|mutter|vater vom|von|fur|aus|im|zum|fruhstuck|bei? kurs|training|
          unterricht|
          essen|schule|hort|kita|verein|mittagessen|ferienkurs? abmelden|abbestellen|absagen|
          stornieren;
        warum|wieso|weshalb schreiben|schreibt|schicken|schickt|senden sie|ihr|du? {_ME}? nicht|
        keine|nichts {_MESSAGES}? mehr; haben|hat|habt {_ME} keine|nichts|nicht {_MESSAGES}? mehr?;
        bekomme|bekam|bekommen|erhalte|erhalten|erhielt|kriege|kommen|kommt|kam|kamen|gibt|habe|
        sehe
          ich|wir|leider|seit|denn|hier|es? {_SOME}? {_SOME}? keine|nichts|keinerlei {_SOME}?
          {_MESSAGES}? mehr? an|erhalten|bekommen|gekommen?; nicht|nie abmelden|abbestellen|
          austragen; ihr|sie schreibt|schreiben|schickt|schicken|sendet|senden {_ME}? gar?
          nicht|nichts|
          keine mehr?; melden|meldet sie? bitte? mich bitte? nicht ab;
        hor|hort|horen|horst|hoeren|hore sie|du? bloss|bitte|ja? nicht|nie|niemals auf ...;
        aufhoren zu lachen|reden|weinen|rauchen|arbeiten|spielen|bellen|regnen; nicht|
        nie|ohne aufhoren|stoppen|abmelden; am|das|zum|bis|kein|zu ende; ende der|des|von|
        september|oktober|november|dezember|januar|februar|marz|april|mai|juni|juli|august; halt
        an|mal|dich|mich|so|noch|dann|doch; haltestelle; stopp an|am|in|bei|uhr; nachster|letzter|
        erster|kurzer|kurzen|einen|ein|der|den stopp|stop
    """),
    alarming=listed("stopp; abmeld*; abbestell*; aufhoren; austragen"),
)
