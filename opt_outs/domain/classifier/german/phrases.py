"""The German phrases that opt out, by rule."""

from collections.abc import Mapping
from typing import Final

from opt_outs.domain.classifier.german.words import (
    LIST,
    ME,
    MESSAGES,
    OF_LIST,
    SEND,
    SOME,
    TAKE,
    TO_SEND,
    WRITE,
)
from opt_outs.domain.classifier.language_pack import Phrases, listed

PHRASES: Final[Mapping[str, Phrases]] = {
    "stop_sending": listed(f"""
        hor|hort|horen|hoeren sie? endlich|bitte|sofort? auf , {ME}? {SOME}? {SOME}? {MESSAGES}? zu?
          schreiben|schicken|senden|belastigen|simsen|kontaktieren|texten|nerven|zuschicken .;
        hor|hort|horen|hoeren sie? endlich|bitte? auf mit {SOME} {SOME}? {MESSAGES};
        stopp|stoppt|stoppen|stop|stoppe|beenden|beendet sie? bitte? mit? {SOME} {SOME}? {MESSAGES};
        horen|hoeren sie bitte? auf damit|bitte .;
        hor|hort bitte? auf damit|bitte .;
        hor|hort|horen sie|ihr? bitte|endlich|sofort|jetzt|mal|doch|gefalligst? auf , {ME}|an_mich?
          bitte|standig|dauernd? {SOME}? {SOME}? {MESSAGES}? zu? {TO_SEND} .;
        hor|hort|horen sie|ihr? bitte|endlich|sofort|jetzt|mal|doch|gefalligst? auf , {ME}? mit
          {SOME}? {SOME}? {MESSAGES} zu? {TO_SEND}|.;
        hor|hort|horen sie|ihr? bitte|endlich|sofort|jetzt|mal|doch|gefalligst? mit {SOME}? {SOME}?
          {MESSAGES} auf;
        damit|bitte|endlich|sofort|jetzt? aufhoren , {ME}? {SOME}? {SOME}? {MESSAGES}? zu? {TO_SEND}
          .;
        mit {SOME} {SOME}? {MESSAGES} bitte|endlich|sofort? aufhoren;
        schluss|ende|stopp|stop|genug|halt jetzt|endlich|bitte|nun? mit|von {SOME}? {SOME}?
          {MESSAGES};
        stopp|stoppt|stoppen|stop|stoppe|beenden|beendet|einstellen|stellt|stellen|unterlassen|
          unterlasst|unterlasse|beende|spart|sparen|lasst|lassen sie|ihr|euch|sich|es|bitte?
          bitte|endlich|sofort? {SOME} {SOME}? {MESSAGES} ein|bitte|sein|bleiben|.;
        stellt|stellen sie|ihr? bitte|sofort? jeglichen|jeden|den|samtlichen kontakt ein;
        kein weiterer|weiteren kontakt mehr? .;
        hor|hort|horen sie|ihr? bitte|endlich|sofort? auf , mein|meine|unser handy|telefon|postfach|
          inbox zu? {TO_SEND};
        stellt|stellen sie|ihr? bitte|sofort? den|die|das versand|zusendung|zusendungen|zusenden|
          versenden bitte|sofort? ein;
        stellt|stellen sie|ihr? bitte|sofort? das|die|den? zusenden|versand|senden|zusendung
          von|der|{SOME}? {MESSAGES} ein;
        unterlassen|unterlasst|unterlasse sie|ihr|es? bitte|kunftig? , {ME}|das? {SOME}? {SOME}?
          {MESSAGES}? zu? {TO_SEND};
        {SOME} {MESSAGES} bitte|sofort|ab_sofort|umgehend? unterlassen|einstellen|beenden|stoppen;
        verzichten|verzichtet sie|bitte? bitte? auf {SOME}? {SOME}? {MESSAGES};
        versand|zusendung|zusenden von|der {SOME}? {MESSAGES} bitte? einstellen|beenden|stoppen|
          unterlassen;
        verschont|verschonen|verschone sie? bitte? mich|uns bitte? .;
        schaltet|schalten|stellt|stellen sie|ihr? bitte? {SOME} {SOME}? {MESSAGES} ab|aus;
        sehen|seht sie|ihr? bitte? von {SOME}? {SOME}? {MESSAGES} ab;
        genug|mir_reicht_es|es_reicht|mir_reichts|jetzt_reichts jetzt|langsam|wirklich|mir? mit|von?
          {SOME}? {SOME}? {MESSAGES};
        lasst|lassen|lass sie|ihr? es|das bitte|endlich? sein|bleiben mit? {SOME}? {MESSAGES};
        durfen|durft|darfst mir|mich nicht mehr? {TO_SEND};
        bitte sie|euch|dich , damit? aufzuhoren .;
        bitte? mich|uns bitte? in ruhe|frieden lassen;
        kann|konnte|konnten|konnen ich|man|sie bitte? mich|meine_nummer? bitte|aus|vom|von|
          bitte_aus? {OF_LIST}? {LIST}? abgemeldet|ausgetragen|geloscht|abmelden|austragen|nehmen|
          loschen werden|.;
        gesagt|gebeten sie|ihr|du sollen|sollt|sollst|mogen bitte|endlich? aufhoren .;
        kundige|beende|storniere|bestelle {SOME} sms|nachrichten dienst|abo|service|newsletter ab?
          .;
        verschont|verschonen sie? bitte? mich|uns bitte? mit|von {SOME} {SOME}? {MESSAGES};
        genug|satt|leid von|mit? {SOME} {SOME}? {MESSAGES} , stopp|stop|abmelden|aufhoren .;
        unterlassen|unterlasst sie|es? diese|weitere|jegliche|jede|die|mir? {MESSAGES}|
          kontaktaufnahme
    """),
    "do_not_send": listed(f"""
        {WRITE} sie|ihr? bitte? {ME} bitte? nicht|nie|niemals|nichts mehr|wieder .;
        {SEND} sie|ihr? bitte? {ME}? bitte? keine|nie mehr|wieder|weiteren? {SOME}? {MESSAGES};
        {SEND} sie|ihr? bitte? {ME} bitte? nichts|nie mehr|wieder .;
        {WRITE}|{SEND} sie|ihr? {ME} unter keinen|keinerlei umstanden;
        {ME} bitte? nicht|nie mehr|wieder schreiben|kontaktieren|anschreiben|simsen|texten .;
        {ME} bitte? keine mehr|weiteren|weitere? {SOME}? {MESSAGES} mehr? schreiben|schicken|senden|
          zusenden|zuschicken;
        bitte nicht|nie mehr|wieder schreiben|kontaktieren|anschreiben|texten .;
        keine weiteren|weitere {MESSAGES} mehr? .;
        keine werbung|sms|nachrichten|spam|werbe_sms an|auf|per diese_nummer|meine_nummer|mich|sms|
          uns|dieses_handy;
        keine {SOME}? {MESSAGES} mehr;
        bitte keine {SOME}? {MESSAGES} .;
        {WRITE} sie|ihr|du? bitte|ab_sofort|kunftig|doch|einfach? {ME} bitte? nicht|nie|niemals|
          nichts|nimmer mehr|wieder|. .;
        {WRITE} sie|ihr? bitte nicht|nie|niemals|nichts mehr|wieder .;
        {WRITE} sie|ihr? bitte? nicht|nie|niemals mehr|wieder an|auf diese|meine nummer;
        {SEND} sie|ihr|du? {ME}? bitte|ab_sofort|kunftig|doch? {ME}? bitte? keine|nie|keinerlei|
          nicht mehr|wieder|weiteren|weitere|einzige? {SOME}? {SOME}? {MESSAGES};
        {ME} bitte|ab_sofort|kunftig? keine|keinerlei|nie|nicht mehr|weiteren|weitere|wieder?
          {SOME}? {SOME}? {MESSAGES} mehr? {TO_SEND};
        {ME} bitte|ab_sofort|kunftig? nicht|nie|nichts mehr|wieder|weiter|langer {TO_SEND};
        nicht|nie mehr|wieder|weiter {ME}? {TO_SEND} bitte .;
        nicht|nie mehr|wieder {ME} {TO_SEND} .;
        bitte ab_sofort|kunftig|mir|mich|uns? nicht|nie|nichts mehr|wieder|weiter|langer
          {ME}|an_diese_nummer|an_mich? {TO_SEND}|melden .;
        bitte ab_sofort|kunftig|mir|mich|von_ihnen|von_euch? keine|keinerlei|nie {SOME}? {SOME}?
          {MESSAGES} mehr? {TO_SEND}|. .;
        keine|keinerlei {SOME}? {SOME}? {MESSAGES} bitte|mehr|erwunscht|gewunscht|gewollt;
        melden|meldet|meld sie|euch|dich|ihr? sie|euch|dich|bei_mir? bitte? bei_mir? nicht|nie
          mehr|wieder bei_mir? .;
        verbiete|untersage ihnen|euch|dir , mir|mich|uns? weiter|weiterhin|weitere|nochmal|wieder|
          noch? {SOME}? {MESSAGES}? zu? {TO_SEND};
        nehmen|nehmt sie|ihr? keinen|nie kontakt mehr? mit|zu? mir|uns? auf;
        nichts mehr {TO_SEND} .;
        kontaktaufnahme|kontaktieren nicht|un erwunscht|gewunscht;
        keine|keinerlei kontaktaufnahme|kontakt mehr|erwunscht|gewunscht|bitte;
        {MESSAGES} nicht|unerwunscht mehr|erwunscht|gewunscht|. .;
        ich? verbiete|untersage|verbitte ihnen|euch|hiermit|mir? hiermit? , {ME}? {SOME}? {SOME}?
          weitere|jede|den|die|das|jeglichen|{MESSAGES}? kontakt|zusendung|versand|{MESSAGES}|
          kontaktaufnahme|zu von|weiterer|{SOME}|{TO_SEND}? {MESSAGES}?;
        keine weiteren|weitere|mehr? {MESSAGES} mehr? an? mich|uns? schicken|senden|zusenden|
          zuschicken|schreiben
    """),
    "not_wanted": listed(f"""
        will|mochte|wollen nichts|nicht mehr von_ihnen|von_euch|von_dir horen|.;
        mochte|will|wunsche|wollen|mochten|wunschen|brauche ab_sofort|bitte|von_ihnen|von_euch?
          keine {SOME}? {SOME}? {MESSAGES} mehr|erhalten|bekommen|empfangen|von_ihnen|von_euch|.;
        ich|wir mochte|will|wollen|mochten nicht langer|mehr? kontaktiert|angeschrieben|belastigt;
        widerrufe|widerruf|entziehe|ziehe|nehme ich|hiermit|ihnen|euch? hiermit|ihnen|euch?
          meine|die|mein|jede? erteilte? einwilligung|zustimmung|einverstandnis|erlaubnis|
          genehmigung hiermit? zuruck|.;
        widerrufe|widerruf|entziehe ich|hiermit|ihnen|euch? hiermit|ihnen|euch? meine|die|mein|jede?
          erteilte? einwilligung|zustimmung|einverstandnis|erlaubnis|genehmigung fur|zu|zum|zur|in
          erhalt|empfang|zusendung|versand|den_erhalt|die_zusendung? von|der|den|weiterer? {SOME}?
          {MESSAGES};
        einwilligung|zustimmung|erlaubnis|einverstandnis ist|wird|hiermit|zum? hiermit? widerrufen|
          entzogen|zuruckgezogen|zuruckgenommen;
        widerspreche|widersprechen ich|hiermit|wir? hiermit|ausdrucklich? der|dem|den|jeder|
          jeglicher|weiterer|weiteren|{SOME}? weiteren|weiterer|kunftigen? zusendung|zusenden|
          versand|erhalt|empfang|nutzung|verwendung|kontaktaufnahme|werbung|{MESSAGES} von|weiterer|
          der|meiner|durch? {SOME}? {MESSAGES}|nummer|daten|telefonnummer?;
        ich? mochte|will|wunsche|wollen|mochten|brauche|wurde|mag mehr|von_ihnen|von_euch|gerne|
          bitte|ab_sofort|einfach|wirklich? keine|keinerlei {SOME}? {SOME}? {MESSAGES} mehr?
          von_euch|von_ihnen|haben|erhalten|bekommen|empfangen|lesen|kriegen|sehen?;
        ich? mochte|will|wunsche|wollen|mochten|brauche {SOME} {SOME}? {MESSAGES} nicht
          mehr|langer|. haben|erhalten|bekommen|empfangen|lesen|kriegen?;
        ich? mochte|will|wollen|mochten|wunsche nicht|nie mehr|langer|wieder|weiter|. von_ihnen|
          von_euch|per_sms? kontaktiert|angeschrieben|belastigt|angesimst|genervt|zugespammt
          werden?;
        ich? mochte|will|wollen|mochten|wunsche nicht|nie mehr|langer|wieder? dass sie|ihr {ME}
          schreiben|schreibt|kontaktieren|kontaktiert|anschreiben|anschreibt|{MESSAGES} schicken|
          schickt|senden|sendet?;
        ich? mochte|will|wollen|mochten|wunsche nicht|nie|nichts mehr|langer|weiter|wieder
          auf|in|von {OF_LIST}|ihnen|euch {LIST}|horen stehen|sein?;
        ich? mochte|will|wollen|wunsche nichts mehr von|mit euch|ihnen horen|bekommen|erhalten|
          lesen|zu_tun|wissen;
        habt|haben ihr|sie? keine|nicht mehr|langer? meine? erlaubnis|einwilligung|zustimmung|
          genehmigung mehr? mir|mich|zu|. zu? schreiben|kontaktieren|{MESSAGES}?;
        verzichte|verzichten ich|wir? auf|gerne|kunftig auf? {SOME} {SOME}? {MESSAGES};
        entziehe|entziehen ich|ihnen|euch|hiermit? ihnen|euch|hiermit? die|meine|jede|jegliche?
          erlaubnis|einwilligung|zustimmung|genehmigung;
        verlange|fordere|beantrage|fordern|verlangen ich|hiermit? die|eine? sofortige|umgehende|
          vollstandige? loschung|entfernung meiner|von? nummer|daten|handynummer|telefonnummer|
          personlichen_daten
    """),
    "remove_from_list": listed(f"""
        losch|losche|loscht|loschen|loesch|loesche|loescht|loeschen|entfern|entferne|entfernt|
          entfernen|streich|streicht|streichen|nehmt|nehmen|nimm|tragt|vergesst|vergessen sie?
          bitte? mich|meine|diese|mein|uns nummer|telefonnummer|handynummer|daten|kontakt|rufnummer?
          sofort|bitte? aus|von {OF_LIST}? {LIST};
        {TAKE} sie|ihr? bitte? meinen namen und meine? nummer|telefonnummer aus|von|vom {OF_LIST}?
          {OF_LIST}? {LIST};
        losch|losche|loscht|loschen|loesch|loesche|loescht|loeschen|entfern|entferne|entfernt|
          entfernen|vergessen|vergesst sie? bitte? meine|diese nummer|telefonnummer|handynummer|
          daten|rufnummer|kontaktdaten .;
        meine|diese nummer|telefonnummer|handynummer|daten|rufnummer bitte? sofort? loschen|
          loeschen|entfernen|streichen;
        nehmt|nehmen|nimm|streicht|streichen sie? bitte? mich|uns bitte? da|hier? raus|heraus;
        losch|losche|loscht|loschen|loeschen sie? bitte? mich|uns .;
        bitte aus|von {OF_LIST}? {LIST} streichen|nehmen|loschen|entfernen|austragen;
        nett|dankbar|freundlich|lieb|schon|super , wenn sie|ihr|du , damit|bitte|endlich? aufhoren|
          aufhort|aufhorst .;
        nett|dankbar|freundlich|lieb|schon|super , wenn sie|ihr|du , mich|uns|meine_nummer
          bitte|endlich? aus|von|vom {OF_LIST}? {LIST} nehmen|nehmt|loschen|loscht|streichen|
          streicht|entfernen|entfernt;
        schmeisst|schmeissen|werft|werfen sie? meine nummer weg;
        muss|will|mochte|wollen von|aus {OF_LIST} {LIST} runter|raus|weg .;
        will|mochte|wollen , dass das|dies aufhort .;
        stimme dem|der|diesem? empfang|erhalt|zusendung|versand von? {SOME}? {MESSAGES}
          nicht|nicht_mehr zu;
        {SEND} sie|ihr? das|dies|es|sowas|so_etwas bitte? nicht|nie mehr|wieder;
        bitte sie|euch|dich hoflich|dringend|freundlich , damit? aufzuhoren .;
        ^ sofort|umgehend|bitte|endlich? aus|von|vom {OF_LIST}? {LIST} streichen|nehmen|loschen|
          entfernen|austragen .;
        mich|uns bitte? aus|von {OF_LIST}? {LIST} nehmen|loschen|streichen|entfernen|austragen|raus;
        mochte|will|mochten|wollen bitte? aus|von {OF_LIST}? {LIST} geloscht|gestrichen|entfernt|
          genommen|ausgetragen|raus|. werden?;
        raus aus {OF_LIST}? verteiler|liste;
        {TAKE}|vergesst|vergessen|vergiss|sperrt|sperren|blockieren|blockiert|vernichten sie|ihr?
          bitte|endlich|sofort|umgehend|mal|doch? mich|meine|diese|diesen|mein|meinen|uns nummer|
          telefonnummer|handynummer|daten|kontakt|rufnummer|kontaktdaten|mobilnummer|nr|eintrag|
          namen? sofort|bitte|endlich|umgehend|komplett|wieder? aus|von|vom {OF_LIST}? {OF_LIST}?
          {LIST};
        {TAKE}|vergesst|vergessen|vergiss|sperrt|sperren|blockieren|blockiert|vernichten sie|ihr?
          bitte|endlich|sofort|umgehend|mal|doch? meine|diese|diesen|mein|meinen nummer|
          telefonnummer|handynummer|daten|rufnummer|kontaktdaten|kontakt|mobilnummer|nr|eintrag .;
        meine|diese|mein nummer|telefonnummer|handynummer|daten|rufnummer|mobilnummer|kontakt|nr|
          kontaktdaten bitte|sofort|umgehend|endlich|aus? {OF_LIST}? {LIST}? bitte? loschen|
          entfernen|streichen|austragen|sperren|nehmen|rausnehmen|vergessen;
        {TAKE} sie|ihr? bitte|endlich|sofort|mal? mich|uns bitte|endlich|sofort? da|hier|dort?
          raus|heraus|daraus|aus|ab .;
        mich|uns bitte|endlich|sofort|umgehend|wieder? aus|von|vom {OF_LIST}? {LIST}|{MESSAGES}
          nehmen|loschen|streichen|entfernen|austragen|raus|rausnehmen|raus_nehmen|abmelden;
        bitte|bitten|fordere|fordern|ersuche|verlange|darum|gebeten|auf|aufgefordert sie|euch|dich|
          darum|hiermit|auf? , mich|uns|meine_nummer|diese_nummer aus|von|vom {OF_LIST}?
          {LIST}|{MESSAGES} zu_nehmen|zu_loschen|zu_streichen|zu_entfernen|abzumelden|auszutragen|
          herauszunehmen|rauszunehmen;
        bitte|bitten|fordere|fordern|ersuche|verlange|darum|gebeten|auf|aufgefordert sie|euch|dich|
          darum|hiermit|auf? , mich|uns|meine_nummer|diese_nummer zu_loschen|zu_streichen|
          zu_entfernen|abzumelden|auszutragen .;
        bitte|bitten|fordere|fordern|ersuche|verlange|darum|gebeten|auf|aufgefordert sie|euch|dich|
          darum|hiermit|auf? , mir|mich|uns? keine|nicht|nichts|nie mehr|weiteren|wieder|weiterhin?
          {SOME}? {SOME}? {MESSAGES}? mehr? zu_schreiben|zu_schicken|zu_senden|zuzusenden|
          zuzuschicken|zu_kontaktieren|anzuschreiben;
        bitte|mich|uns|sofort hier|da? rausnehmen|raus_nehmen|herausnehmen|austragen .;
        mochte|will|mochten|wollen|wurde bitte|gerne|endlich|hier|da? aus|von|vom {OF_LIST}? {LIST}
          geloscht|gestrichen|entfernt|genommen|ausgetragen|raus|.|abgemeldet|rausgenommen werden?;
        meine|diese nummer|daten|handynummer|telefonnummer|mobilnummer aus|von {OF_LIST}? {LIST}
          loschen|streichen|entfernen|nehmen|austragen
    """),
    "unsubscribe": listed(f"""
        ich|wir mochte|will|wurde|kann|mochten|wollen mich|uns gern|gerne|bitte|hiermit?
          abmelden|austragen .;
        mochte|will|mochten|wollen {SOME}? {SOME}? {MESSAGES} abbestellen|kundigen|abmelden|beenden;
        mochte|will|mochten|wollen mich|uns? von|vom {OF_LIST}? {MESSAGES}|{LIST}
          abmelden|austragen;
        meldet|melden|meld|melde|tragt|tragen|trag|trage sie? bitte? mich|uns|meine_nummer bitte?
          ab|aus .;
        mich bitte? abmelden|austragen|loschen|loeschen|entfernen .;
        mochte|will abbestellen .;
        meldet|melden|meld|melde sie? bitte? mich|uns von|vom {OF_LIST}? {MESSAGES}|{LIST}
          dienst|service|versand? ab;
        ich melde mich hiermit|bitte? ab|hiermit .;
        melde mich hiermit|bitte|jetzt? von|vom|aus {OF_LIST}? {MESSAGES}?
          service|dienst|{MESSAGES}|{LIST} ab;
        bitte um abmeldung|austragung|loschung meiner|von|vom|aus? {OF_LIST}? {SOME}? nummer|daten|
          handynummer|{MESSAGES}|{LIST}? .;
        meldet|melden|meld|melde|tragt|tragen|trag|trage|nehmt|nehmen|nimm sie|ihr|du?
          bitte|endlich|sofort|doch|mal|umgehend? mich|uns|meine_nummer|diese_nummer bitte|endlich|
          sofort|wieder|hiermit|umgehend|komplett? ab|aus|raus .;
        meldet|melden|meld|melde|tragt|tragen|trag|trage sie|ihr|du? bitte|endlich|sofort|doch|mal?
          mich|uns|meine_nummer|diese_nummer bitte|endlich|sofort|wieder? von|vom|aus|bei {OF_LIST}?
          {SOME}? {MESSAGES}|{LIST}|euch|ihnen|allem ab|aus|.;
        mich|uns|meine_nummer|diese_nummer bitte|endlich|sofort|wieder|hiermit|umgehend?
          von|vom|bei? {OF_LIST}? {SOME}? {MESSAGES}|{LIST}|euch|ihnen|hier|allem? abmelden|
          austragen|loschen .;
        ich|wir melde|melden|trage mich|uns|meine_nummer hiermit|bitte|ab_sofort|jetzt|sofort|
          wieder? von|vom|aus|bei? {OF_LIST}? {SOME}? {MESSAGES}|{LIST}|euch|ihnen? ab|aus .;
        hiermit melde|bestelle|kundige ich mich|{SOME} {MESSAGES}? ab|.;
        mochte|will|mochten|wollen|wurde mich|uns|gern|gerne|bitte|hiermit|sofort|endlich|wieder?
          mich|uns|gern|gerne|bitte|hiermit? abgemeldet|ausgetragen|geloscht|abmelden|austragen|
          abbestellen|entfernt werden? .;
        mochte|will|mochten|wollen|wurde gern|gerne|bitte|hiermit? {SOME} {SOME}? {MESSAGES}
          bitte|gern|gerne|hiermit|nicht|wieder? abbestellen|kundigen|abmelden|beenden|stoppen|
          abschalten|deaktivieren|mehr;
        bitte|ich|hiermit bestelle|bestellen|bestellt|kundige|kundigen sie|ich|hiermit? {SOME}?
          {SOME}? {MESSAGES} hiermit|bitte? ab|.;
        {MESSAGES} bitte? abstellen|abschalten|deaktivieren|beenden|stornieren|ausschalten|kundigen|
          abbestellen .;
        abmeldung|abbestellung von|vom|der|des|aus {OF_LIST}? {SOME}? {MESSAGES}|{LIST};
        mochte|will|mochten|wollen die|meine abmeldung|austragung|loschung .;
        mochte|will abgemeldet|ausgetragen|geloscht werden;
        kann|konnte|konnten|darf ich|wir bitte abgemeldet|ausgetragen|geloscht werden;
        bestelle|kundige hiermit|ich|bitte {SOME}? {SOME}? {MESSAGES} ab|service|dienst|abo|.;
        ^ bitte abmelden|abbestellen|austragen|aufhoren|stoppen .;
        mochte|will|mochten|wollen das|dies|alles bitte? abbestellen|abmelden|stoppen|beenden .;
        bitte abmelden|austragen aus|von|vom {OF_LIST}? {LIST}|{MESSAGES};
        ich bestelle {SOME}? {SOME}? {MESSAGES} ab;
        ^ ich bestelle hiermit|das|dies|alles? ab .;
        sms|nachrichten dienst|service|abo|versand bitte|hiermit? kundigen|beenden|abbestellen|
          einstellen|stornieren .;
        widerspreche hiermit? der|dem|gegen weiteren? nutzung|verwendung|speicherung|verarbeitung|
          zusendung meiner|von|der nummer|daten|handynummer|telefonnummer|{SOME}? {MESSAGES};
        {SOME}? {MESSAGES} bitte? abbestellen|abmelden|einstellen|stoppen|beenden
    """),
    "leave_alone": listed(f"""
        lasst|lassen|lass sie|ihr? bitte|endlich|doch|einfach? mich|uns|mein_handy|mein_telefon|
          meine_nummer bitte|endlich|doch|einfach|jetzt? in ruhe|frieden .;
        lasst|lassen|lass sie|ihr? bitte|endlich|doch|einfach? mich|uns bitte|endlich|doch|einfach|
          jetzt? mit {SOME} {SOME}? {MESSAGES} in ruhe|frieden;
        lasst|lassen|lass sie|ihr? bitte|endlich|doch|einfach? mich|uns bitte|endlich|doch|einfach|
          jetzt? in ruhe|frieden mit|und {SOME} {SOME}? {MESSAGES}
    """),
    "please_stop": listed(f"""
        bitte stopp|stop|aufhoren .;
        kein interesse mehr? an {SOME} {SOME}? {MESSAGES};
        {WRITE} sie|ihr? bitte? hier bitte? nicht|nie|nichts mehr|wieder .;
        bitte aufhoren , {ME} {MESSAGES}? zu schreiben|schicken|senden;
        stopp|stop bitte .;
        nein|nein_danke|kein_interesse|falsche_nummer|nicht_interessiert|verwahlt|genug|kein_bedarf|
          umgezogen|falsche_person|verstorben|irrtum , bitte? stopp|stop|abmelden|austragen|
          aufhoren|loschen|entfernen|streichen bitte? .;
        falsche nummer|handynummer , bitte? loscht|loschen|losch|entfernen|entfernt|streichen
          sie|die|diese? bitte? .;
        nicht|nie mehr|wieder|weiter kontaktiert|angeschrieben|belastigt zu_werden|werden;
        unterlassen|unterlasst sie|ihr? das|dies bitte|sofort? .;
        bitte|fordere sie|euch|dich auf? , das|dies zu_unterlassen|zu_lassen|einzustellen .;
        nie wieder eine? {MESSAGES} .;
        ^ keine {MESSAGES} von euch|ihnen|dir;
        kein_interesse , keine {MESSAGES} .;
        melden|meldet|meld sie|euch|dich sich? bitte? nicht|nie mehr|wieder bei_mir|bei_uns;
        ^ bitte? melden|meldet|meld sie|euch|dich sich? bitte? nicht|nie mehr|wieder .;
        dass|das ihr|sie , aufhort|aufhoren , {ME}? {SOME}? {MESSAGES}? zu? {TO_SEND}|.;
        nicht|nie mehr|wieder bei_mir? melden|anrufen_oder_schreiben .;
        habe|hab schon|bereits|doch|ihnen|euch? zehnmal|dreimal|zweimal|funfmal|mehrfach|mehrmals|
          tausendmal|hundertmal|oft|oft_genug|#? mal? stopp|stop geschrieben|gesagt|geschickt|
          gesendet;
        aufhoren mit {SOME} {SOME}? {MESSAGES}
    """),
}
