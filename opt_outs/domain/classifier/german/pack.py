"""German: STOPP and STOP are what senders offer; the others are everyday words."""

from typing import Final

from opt_outs.domain.classifier.classification import Language
from opt_outs.domain.classifier.german.phrases import PHRASES
from opt_outs.domain.classifier.german.roles import ROLES
from opt_outs.domain.classifier.german.words import (
    LIST,
    ME,
    MESSAGES,
    OF_LIST,
    PARTING,
    POINTS,
    SOME,
)
from opt_outs.domain.classifier.language_pack import (
    LanguagePack,
    alternatives,
    listed,
    respellings,
    slips_of,
)

_MISTYPED: Final = slips_of("""
    nachrichten nachricht schreiben schreibt schicken schickt senden sendet abmelden abbestellen
    entfernen nummer handynummer werbung verteiler loschen aufhoren kontaktieren erhalten bekommen
    weiteren belastigen bitte streichen
""")

PACK: Final = LanguagePack(
    language=Language.GERMAN,
    firm=listed("""
        nicht kontaktieren; aufhoren; horen sie auf; hor auf; hort auf; hort damit auf; hor damit
        auf; horen sie damit auf; schluss damit; ich widerrufe; keine werbe sms; stopp; stop;
        abmelden; abmeldung; abbestellen; abbestellung; austragen; austragung; keine sms mehr;
        keine nachrichten mehr; keine werbung mehr; keine werbung; mich abmelden; aufhoren bitte;
        bitte aufhoren; stoppen; stop sms
    """),
    whole=listed("halt"),
    unsure=listed("""
        ende; kundigen; kundigung; beenden; loschen; abbrechen; schluss; raus; keine sms; keine
        nachrichten; widerruf; nie wieder; nie mehr; niemals wieder; jetzt reichts; reichts; reicht
        es; genug; genug ist genug; ist schluss; ich verzichte; entfernen; streichen; deaktivieren;
        abschalten; loschung; einstellen; verschwinde; verschwindet; haut ab; hau ab; ich kundige;
        stornieren; storno; es reicht
    """),
    misspelt=listed("""
        abmeld*; abbestel*; stoppt; stopf; hored_uf; horet_uf; horts_auf; aufhoeren; austrag*;
        loeschen; kuendigen
    """),
    opt_in=listed("anmelden; anmeldung; starten"),
    help=listed("hilfe; hilf mir"),
    affirmative=listed("ja; jawohl"),
    courtesies=listed("""
        und_danke; schonen_tag; und_schonen_tag; einen_schonen_tag; schonen_abend;
        und_schonen_abend; schones_wochenende; tschuss; viele_grusse; bitte; bite; danke_schon;
        dankeschon; vielen_dank; danke; jetzt; sofort; ich_flehe_euch_an; ich_flehe_sie_an;
        ich_bitte_euch; leute; zum_letzten_mal; ein_letztes_mal; hallo; guten_tag; ok; endlich;
        mal; doch; nein_danke; mfg; lg; umgehend; guten_morgen
    """),
    objects=listed("""
        sie; sms; nachrichten; alles; alle; damit; die; das; mit; werbung; von; ihnen; euch; ja;
        mich; den; der; dem; diese; stelle; endgultig; umgehend; fur; immer; scheiss; mist; quatsch
    """),
    tails=alternatives("""
        bitte|danke|vielen_dank|mehr|nie_wieder|sofort|endlich|jetzt|ok|und_losch*|umgehend|sonst|
        mfg|auf_dauer|dauerhaft|ab_sofort|hiermit
    """),
    phrases=PHRASES,
    linking=listed("""
        ich; mochte; freundlich; hoflich; dringend; ausdrucklich; erneut; nochmal; nochmals;
        ersuche; ware; ware; nett; dankbar; wenn_sie; mich; ihnen; bitten; fordern; aufgefordert;
        moglich; man; einfach; sofort; umgehend; dreimal; zweimal; hundertmal; oft; bestehe;
        darauf; wollt; konnten; so; lieb; leute; sagen; schon; mehrfach; mehrmals; bereits; hallo;
        guten; tag; will; bitte; wunsche; verlange; fordere; dass; sie; konnen; konnten; konntet;
        konnt; kannst; wurden; ihr; du; mich; euch; gesagt; habe; hab; wollte; sagte; gebeten;
        darum; und; mal; endlich; jetzt; doch; auch; soll; sollte; gern; gerne; wir; wollen; um;
        hiermit; hatte; moechte; sage; kann; damit; es
    """),
    guards=listed("""
        nicht|nie|niemals|ohne|kein|keinen|nichts; warum|wieso|wann|wie|ob|wer|weshalb;
        er|man|hat|haben|ist|war|wird|werden|weil|der|das|den|ein|eine|mein; soll|sollte|kann
        ich|man; sie|es will|mochte|wollte; schade|traurig|bekomme|erhalte|kriege|bekommen|bekam
    """),
    conditions=listed("""
        wenn|falls|sobald|solange|sofern; seit|gestern|bisher|wochenende|wochenenden|sonntag|
        sonntags|samstag|samstags|feiertagen|nacht|abend|morgens|mittags|urlaub|uhr;
        wenn|falls|bis|wahrend|bevor|nachdem|solange|ausser|nur|sobald|nachts|abends
    """),
    denials=listed("""
        nie|niemals|niemand|keinen_fall|keinesfalls|keineswegs|weiterhin
    """),
    polite=listed("konnen|konnten|konntet|konnt|kannst|wurden|bitte"),
    adjuncts=listed(f"""
        auf|an diese|dieser|meine|meinem|mein nummer|telefon|handy|handynummer; von|vom {SOME}?
        {SOME}? {MESSAGES}; von|aus {OF_LIST}? {LIST}; unter keinen umstanden; von ihnen|euch|dir;
        per sms|nachricht; zu? schicken|senden|schreiben|erhalten|bekommen|empfangen|zusenden|
        zuschicken|haben|kriegen; an mich|uns; mehr; in zukunft; und? lassen|lasst sie|mich|uns in
        ruhe; leute; kontaktiert|angeschrieben|belastigt werden; werden; ab; zu; sie; raus; heraus;
        verdammt|menschenskind|mensch|idioten|spammer|ihr|du|mfg|lg|gruss|tschuss|ciao|
        freundlichst|dankeschon|ab_sofort|ab_heute|umgehend|unverzuglich|schnellstmoglich|
        so_schnell_wie_moglich|kunftig|nie|niemals|nochmal|wieder|endgultig|komplett|fur_immer|
        fur_alle_zeiten|weiter|hier|gefalligst|vielen_dank|im_voraus|danke_im_voraus|
        ein_fur_alle_mal|auch_nicht; mit {SOME} {SOME}? {MESSAGES}; zu? erhalten|bekommen|bitten;
        an meine|diese|die nummer|handynummer|telefonnummer|mobilnummer; auf|bei
        mein|meinem|dieses|diesem handy|telefon; von dieser|ihrer|eurer firma|nummer|seite|praxis;
        oder|und anrufe|anrufen|mails|emails|kontaktieren; wegen|zu|uber der|die|zur|von?
        wahl|politik|werbung|versicherung|versicherungen|krediten|kredite; in ruhe
    """),
    dependent=listed("keine"),
    coordinators=listed("stop; stopp; also; deshalb; daher; deswegen; aber; drum; und"),
    openers=listed("""
        kenne; oder wir; oder sie; oder es; und zwar; und tschuss; und danke; und schonen; und
        sperr*; und nehmt mich; und nehmen sie mich; und lasst; und lassen; und bitte; mein name;
        hier ist; andernfalls; ansonsten; bevor ich; bin; kein interesse; mit freundlichen; viele
        grusse; gruss; schonen tag; habe; wurde; da ich; was; meine; mir reicht; mich; die nummer;
        ihre; eure; gerne; ab heute; ich; wir; sie; das; es; falsche nummer; danke; wer; warum;
        nein; sonst; oder ich; und losch*; weil; denn; konnen; konnten; konntet; kannst; wurden;
        du; ihr; hiermit; diese nummer
    """),
    respelt=_MISTYPED
    | respellings("""
        losht = loscht; . dass = dass; hoer = hor; hoert = hort; hoeren = horen; aufhoeren =
        aufhoren; aufzuhoeren = aufzuhoren; koennt = konnt; koennten = konnten; koennen = konnen;
        koenntet = konntet; moechte|moecht|mocht = mochte; moechten = mochten; wuerde = wurde;
        wuerden|wuerdet = wurden; wuensche = wunsche; loesch = losch; loesche = losche; loescht =
        loscht; loeschen = loschen; geloescht = geloscht; loeschung = loschung; fuer = fur;
        kuendigen = kundigen; kuendige = kundige; kuendigung = kundigung; zurueck = zuruck;
        belaestigt = belastigt; belaestigen = belastigen; belaestigung = belastigung; laenger =
        langer; unerwuenscht = unerwunscht; erwuenscht = erwunscht; kuenftig|zukuenftig|zukunftig =
        kunftig; staendig = standig; ueber = uber; gewuenscht = gewunscht; einverstaendnis =
        einverstandnis; fruehestens = fruhestens; ausdruecklich = ausdrucklich; saemtliche =
        samtliche; stopt = stoppt; nix|nicht_s|nut|nuet|nuut = nichts; meh = mehr;
        kei|koa|koane|koan = keine; ma = mir; mi = mich; uf = auf; ruah = ruhe;
        lassts|losst|lossts|losts = lasst; mecht = mochte; dene = den; schickts|schicked|schicket =
        schickt; schreibts|schribed|schribet = schreibt; sendets = sendet; horts|hored|horet =
        hort; loschts = loscht; nehmts|nemed|nemet = nehmt; stellts = stellt; streichts = streicht;
        meldts = meldet; gebts = gebt; numme|nume|nimmi = nicht mehr; ois = alles; schribe =
        schreiben; schicke_n = schicken; net|ned|nich = nicht; nimma|nimmer = nicht mehr; keien =
        keine; kein_sms|keine_sms_s = keine sms; smse|smsn|sms_s = sms; nachrichen|nachichten|
        nachricht_en|nachrichtn|nachrichtem|msg|msgs = nachrichten; bite|bidde|bittte|pls = bitte;
        mehrr|mer = mehr; wider = wieder; abmeldn|abmeden|abmleden|abmeldem = abmelden; schreibn =
        schreiben; schicken_s = schicken sie; numer|numma|nr = nummer; tel|telnr = telefonnummer;
        handynr = handynummer; habs = habe; will_s = will; ihrn = ihren; euern|eueren = euren;
        euerm|euerem = eurem; euerer = eurer; vertieler|verteiller = verteiler; kontackt = kontakt;
        kontaktirt = kontaktiert; kontaktiren = kontaktieren; keinen_bock_mehr_auf|
        kein_bock_mehr_auf|keine_lust_mehr_auf|hab_keinen_bock_auf = will keine
    """),
    retractions=listed("""
        ^ muss|soll|sollen|darf|sollte|mussen ich|wir; mir|mich|uns|bitte jetzt|gerade|momentan|
        heute|im_moment nicht .; bitte? jetzt|gerade|momentan|heute nicht schreiben|texten|storen;
        sondern; nur_spass; aber erinnerungen|weiter|termine|die; nur terminerinnerungen|
        erinnerungen|noch; war_ein_scherz; haha*; aber_bitte_weiter; versehentlich; doch_nicht
    """),
    reasons=listed("""
        geirrt; verwahlt; abgemeldet; es|das|mir reicht; tochter|sohn|frau|mann|diensthandy; nicht
        mehr? interessiert; kein kunde|bedarf; ich bin nicht; meine nummer; nicht meine|die nummer;
        gehort nicht; keine|nie einwilligung|zustimmung; unerwunscht; letzte|letztes warnung|mal;
        zeige ich? euch|sie; kenne euch|sie|dich nicht; dsgvo; verstorben; gestorben; tot;
        kind|kinder|kindes|minderjahrig*; polizei; genervt; nervt; anwalt; anzeige; wer sind|ist;
        verbraucherzentrale; mochte|will das|es? nicht|keine|das mehr
    """),
    beside_reason=listed("""
        einstellen; bitte einstellen; loschen; loscht; loschen sie; loschen sie sie; loscht sie;
        loschen sie das; loscht das; loscht sie; loschen bitte; sofort|umgehend loschen; loschen
        sie die; loscht die; hort auf; horen sie auf; hor auf; aufhoren; entfernen; entfernen sie
        sie; entfernt sie; unterlassen sie das; lasst das; raus
    """),
    doubtful=listed(f"""
        schreib*|schick*|send* sie|ihr? {ME} nicht|keine|nichts {MESSAGES}? mehr|wieder; keine
        {MESSAGES} mehr; stellt|stellen sie? das|dies bitte? ein .; falsche nummer|person; bitte
        entfernen|loschen .; bitte nicht|nichts|nie mehr|wieder .; lasst|lassen|lass das|sie_das|es
        .; keine|kein sms|nachrichten|spam|spam_sms .; zeige sie|euch an; anwalt; verpiss*;
        nehmt|nehmen|loscht|loschen|entfernen|entfernt|streicht es|sie|ihn|die|das aus|von|vom
        {OF_LIST}? {LIST}; verzieht|zieht euch|leine; lassen|lasst sie|ihr?
        meine|meinen|unsere|unseren ... in ruhe; geht|gehen sie|ihr? mir nicht mehr? auf;
        halt|halts maul; wunsche|mochte|brauche|will das|dies|es nicht mehr .;
        schaltet|schalten|schalt|stellt|stellen|stell sie|ihr? das|dies|es bitte|endlich|sofort?
        ab|ein|aus .; beende|beendet|beenden sie|ihr? das|dies|es bitte|endlich|sofort? .; wie
        bestelle|melde|werde|kriege|bekomme|komme|kann|schalte|stelle ich|man ...
        ab|los|weg|abstellen|abbestellen|abschalten|stoppen|beenden .; erstatte anzeige;
        sofort|umgehend einstellen|beenden; haut|hau ab; verschwinde*; schleicht|schleichts
        euch|eich; wie stoppe|beende|kundige ich|man das|dies|die .; wie komme|bekomme ich
        aus|keine ...; dass das aufhort; lasst|lassen sie? es bitte? sein .; bitte um
        abmeldung|loschung; will nicht|nichts|das_nicht mehr? .; kein kontakt; mochte|will raus .;
        hor|hort|horen|hoeren sie? auf; kein interesse; abo|sms_abo beenden|kundigen|loschen; spam;
        belastig*; dsgvo; nie|nicht|niemals angemeldet|zugestimmt|eingewilligt|bestellt|
        angefordert; wie kann|melde ich mich? ab|abmelden; schreib* mir nicht
    """),
    threats=listed("wenn sie|ihr nicht aufhoren|aufhort"),
    footers=listed("""
        antworten|antworte|antwortet|sende|senden|schreib|schreiben sie? mit|bitte? stop|stopp|ende
        um|zum|zur|fur ...; abmeldung|abmelden mit|per|durch stop|stopp; zum abmelden|abbestellen
        ... stop|stopp
    """),
    roles=ROLES,
    parting=PARTING,
    points=POINTS,
    harmless=listed(f"""
        ich|wir hor|hore|horen jetzt|dann|mal|gleich|schon auf; ihr meldet euch leider|seit|gar|ja?
        nicht|nie|kaum mehr?; regen|es|musik|larm hort|horen auf; aufhoren ist; halt stopp; ich|wir
        hor|hore|horen|horte|muss|kann|wurde|wollte auf|nicht_aufhoren|aufhoren mit|zu|damit?; ^
        bitte|und|aber|nein? melden|meldet|loschen|loscht|losch|streichen|streicht|nehmt|nehmen|
        tragt sie|ihr? bitte? mich|meine_nummer|uns bitte|blos|bloss|ja? nicht ...; ihr
        schreibt|schickt|sendet {ME} nie|niemals; ich|wir wollte|will|mochte|wollten|habe|wurde
        mich|uns gar|eigentlich|doch|uberhaupt|noch? nicht|nie|niemals abmelden|abgemeldet|
        austragen|loschen; bin|war|wurde|sind ich|wir|nummer jetzt|noch|schon|etwa|versehentlich?
        abgemeldet|ausgetragen|geloscht; meinen|meine|unseren|unsere|den|die|das|mein|unser
        sohn|tochter|kind|hund|auto|wagen|kurs|termin|strom|mann|frau|mutter|vater
        vom|von|fur|aus|im|zum|fruhstuck|bei? kurs|training|unterricht|essen|schule|hort|kita|
        verein|mittagessen|ferienkurs? abmelden|abbestellen|absagen|stornieren; warum|wieso|weshalb
        schreiben|schreibt|schicken|schickt|senden sie|ihr|du? {ME}? nicht|keine|nichts {MESSAGES}?
        mehr; haben|hat|habt {ME} keine|nichts|nicht {MESSAGES}? mehr?; bekomme|bekam|bekommen|
        erhalte|erhalten|erhielt|kriege|kommen|kommt|kam|kamen|gibt|habe|sehe ich|wir|leider|seit|
        denn|hier|es? {SOME}? {SOME}? keine|nichts|keinerlei {SOME}? {MESSAGES}? mehr?
        an|erhalten|bekommen|gekommen?; nicht|nie abmelden|abbestellen|austragen; ihr|sie
        schreibt|schreiben|schickt|schicken|sendet|senden {ME}? gar? nicht|nichts|keine mehr?;
        melden|meldet sie? bitte? mich bitte? nicht ab; hor|hort|horen|horst|hoeren|hore sie|du?
        bloss|bitte|ja? nicht|nie|niemals auf ...; aufhoren zu lachen|reden|weinen|rauchen|
        arbeiten|spielen|bellen|regnen; nicht|nie|ohne aufhoren|stoppen|abmelden;
        am|das|zum|bis|kein|zu ende; ende der|des|von|september|oktober|november|dezember|januar|
        februar|marz|april|mai|juni|juli|august; halt an|mal|dich|mich|so|noch|dann|doch;
        haltestelle; stopp an|am|in|bei|uhr; nachster|letzter|erster|kurzer|kurzen|einen|ein|der|
        den stopp|stop
    """),
    alarming=listed("stopp; abmeld*; abbestell*; aufhoren; austragen"),
)
