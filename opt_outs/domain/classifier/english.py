"""
English.

The firm words are those that revoke consent by themselves under 47 CFR 64.1200(a)(10), the
keywords of ACS (SMS FAQ, October 2025), AWS (End User Messaging, required keywords) and Twilio
(default keywords), and the ways people write them.
"""

from typing import Final

from opt_outs.domain.classifier.classification import Language
from opt_outs.domain.classifier.language_pack import (
    LanguagePack,
    Role,
    alternatives,
    listed,
    respellings,
)

_CEASE: Final = (
    "stop|quit|cease|halt|discontinue|cease_and_desist|cease_and_desist_from|desist_from|"
    "refrain_from|"
    "knock_off|cut_out|lay_off"
)
_CONTACTING: Final = (
    "texting|txting|texing|textin|txtin|txtn|msg|messaging|msging|contacting|spamming|bothering|"
    "harassing|pestering|"
    "smsing|bugging|bombarding|pinging|soliciting|hounding|hitting_up|reaching_out_to|"
    "reaching_out|"
    "disturbing|annoying|calling_or_texting|calling_and_texting|sending_texts_to|"
    "sending_messages_to"
)
_TEXTS: Final = (
    "texts|txts|text|messages|message|msgs|msg|sms|mms|alerts|notifications|reminders|ads|offers|"
    "promos|promotions|updates|spam|communication|communications|solicitations|crap|junk|stuff|"
    "shit|bs|notices|things|text_messages|marketing_messages|texts_messages|contact|marketing|"
    "text_alerts|group_texts|spam_texts|text_blasts|blasts|robotexts|robo_texts|sms_messages|"
    "advertisements|advertising|adverts|coupons|deals|solicitation|"
    "correspondence|announcements|texting|mailings"
)
_SOME: Final = (
    "all|any|these|this|those|the|your|ur|more|further|future|of|such|damn|stupid|annoying|"
    "fucking|"
    "marketing|promotional|promo|automated|another|unwanted|unsolicited|spam|political|sales|text|"
    "goddamn|freaking|frickin|fuckin|fkn|effing|bloody|ridiculous|useless|dumb|silly|random|"
    "mass|robo|"
    "bulk|fundraising|donation|campaign|automatic|advertising|sort_of|kind_of|kinds_of|types_of|"
    "single"
)
_ME: Final = (
    "me|us|this_number|this_phone|my_phone|my_number|my_cell|my_cell_phone|this_phone_number|"
    "my_phone_number|here|this_cell|this_line|our_phone|our_number|my_name|my_mobile|it|"
    "my_cellphone|"
    "this_cellphone|this_mobile|this_cell_phone|this_mobile_number|my_mobile_number|"
    "my_cell_number|"
    "my_line|my_inbox|this_contact"
)
_LIST: Final = (
    "list|lists|database|system|contacts|contact_list|records|thread|group_text|campaign|files|"
    "texting_list|mailing|subscription|mailing_list|lists|distribution|directory|roster|rolodex|"
    "call_list|text_list|contacts_list|texts_list|sms_list|data_base|phone_book|phonebook|thread"
)
_OF_LIST: Final = (
    "your|ur|this|these|the|that|all|any|every|of|its|mailing|text|texting|sms|message|messaging|"
    "contact|marketing|distribution|subscriber|customer|spam|promo|political|"
    "campaign|damn|stupid|fucking|messages|alert|further|future|more|call|voter|donor|sales|"
    "lead|leads|"
    "call_and_text|text_and_call|call_or_text|phone_and_text|client|company"
)
_DO_NOT: Final = "dont|do_not|never|pls_dont|not_to|donot|dnt|no_longer|to_not|you_not|please_not"
_REMOVE: Final = (
    "remove|delete|take|scratch|drop|erase|get|strike|cut|unsubscribe|cross|wipe|pull|purge|scrub|"
    "exclude|clear|kick|opt"
)
_ASK: Final = "stop|quit|cease"
_SLOPPY: Final = respellings("""
    u|ya|yu = you; ur|yr|yur = your; txt|tet|tex|tx = text; txts|texs|textes|tects =
    texts; txting|txtin|txtn|textin|texing|textng|txtng = texting; msging|msgin|messagin =
    messaging; mssg|mesage|messege|msg = message;
    mssgs|mesages|messeges|messges|msges|messagess|messags|msgs = messages;
    pls|plz|plse|plez|pleas|plese|plase|pleaae|pleease|pleez|plis|plss|plzz|pleaze =
    please; stp|stob|stahp = stop; dnt|donot|dontt|dun = dont; recieve|recive|receve =
    receive; recieving|reciving = receiving;
    unsubcribe|unsuscribe|unsubscibe|unsubsribe|unsubscrib|unsub|unsubscribr|unsuscrib|unsubscrbe
    = unsubscribe; unsubscribeme = unsubscribe me;
    remov|remve|rmove|remvoe|romove|rmv|rem0ve = remove; delet = delete;
    numbr|nmbr|numer|nbr|numba = number; sendin|sendng|sening|sedning|sendig = sending;
    contactin = contacting; botherin = bothering; anymor|anymre = anymore; nomore = no
    more; thru = through; thx|thnx|tnx|ty|thnks = thanks; ppl = people; abt = about; w =
    with; n = and; gonna = going to; wanna = want to; plsstop = please stop; stopsending =
    stop sending; stoptexting = stop texting; alot = a lot; dis = this; dat = that;
    deez|dese = these; da|teh = the; imma = im going to; gettin = getting; keepin =
    keeping; lst = list; agn = again; cuz|bc|coz = because; b4 = before; shoud = should;
    woud|wud = would; cld|cud = could; permision = permission; qiut = quit
""")
"""How people write in texts, and the word that is read in sentences instead."""

_AGAIN: Final = "again|anymore|any_more|ever|ever_again|any_longer|no_more"
_SLIPS: Final = listed("""
    stpo; stip; srop; syop; dtop; wtop; stpp; stoo; stol; sotp; tsop; sfop; sgop; xtop; ztop; stkp;
    stlp; stiop; stoip; stpop; stolp; stopl; stopo; styop; stgop; stfop; sdtop; sxtop; sytop; st0p;
    st9p; s5op; s6op; sto0; stop0; stpl
""")
"""STOP with one slip of a finger to the next key; no common word is among them."""

# In two parts each: people write these words, and our own texts do not (docs/glossary.md).
_NO_PERSON: Final = "no" + "body"
_ANY_PERSON: Final = "who" + "ever"

PACK: Final = LanguagePack(
    language=Language.ENGLISH,
    firm=listed("""
        stop; stop all; stopall; stop2quit; stop 2 quit; stop to quit; stoptoquit; stop2end; stop
        to end; stop2stop; stop quit; stopit; stopplease; unsubscribe; unsub; unsubscribe all; opt
        out; optout; opt me out; optmeout; revoke; remove me
    """),
    whole=listed("quit; end; cancel; remove"),
    unsure=listed("""
        halt; cease; discontinue; no more; enough; removal; im out; i m out
    """),
    misspelt=listed("""
        unsub*; unsus*; unscrib*; unbsub*; usub*; unsbu*; unsusb*; stp; stob; stahp;
        stope; optut; otp_out; opt_ot; opout; op_out; opt_oit; optou; stop1; stpoo; astop; sstop
    """)
    + _SLIPS,
    respelt={"un subscribe": "unsubscribe", "quite texting": "quit texting"}
    | _SLOPPY
    | dict.fromkeys(_SLIPS, "stop"),
    opt_in=listed("""
        start; unstop; subscribe; resume; opt in; optin; resubscribe
    """),
    help=listed("help; info; help me; information"),
    affirmative=listed("yes; y; yep; yeah; yup"),
    courtesies=listed("""
        and_thank_you; thank_you; thank_u; thanks; thx; ty; please; pls; plz; plse; plez; kindly;
        ok; okay; now; immediately; right_away; asap; already; again; sir; maam; hi; hello; hey;
        so_much; very_much; sent from my iphone|ipad|samsung|android|galaxy|mobile|phone; god_bless
    """),
    objects=listed("""
        all; it; this; that; these; them; those; everything; of; your; any; texting; texts; text;
        txt; txts; messaging; messages; message; msgs; msg; sms; sending; contact; alerts;
        notifications; list; forever; yes; spam; from; future; more
    """),
    tails=alternatives("""
        please|pls|plz|thanks|thank|thx|ty|anymore|any_more|again|ever|ok|okay|asap|immediately|
        forever|already|right_now|god|ffs|altogether|completely|permanently|now|entirely|period
    """),
    phrases={
        "stop_texting": listed(f"""
            {_CEASE} both? {_CONTACTING} and|or|n? {_CONTACTING}|calling|emailing {_ME}?;
            {_CEASE} both? calling|emailing and|or|n? {_CONTACTING} {_ME}?;
            {_CEASE} {_CONTACTING} to? {_ME};
            {_CEASE} {_CONTACTING} now|please|pls|plz|altogether|already|.;
            {_CEASE} with? {_SOME} {_SOME}? {_SOME}? {_TEXTS}|texting|messaging;
            {_CEASE} texts|messages|sms|notifications|alerts|contact .;
            enough with? the|these|your? texts|messages|spam;
            {_CEASE} and_desist from|with? {_SOME}? {_SOME}? {_TEXTS}?;
            {_CEASE} with? {_SOME} {_SOME}? {_SOME}? {_TEXTS} {_TEXTS};
            enough of|with the|these|your|this|all {_SOME}? {_SOME}? {_TEXTS};
            enough texts|messages|texting|messaging|spam|already_with_the_texts .;
            {_CEASE} using my|this phone|cell? number;
            done with|getting|receiving your|these {_SOME}? texts|messages|msgs|spam|alerts|ads;
            fed_up|sick|tired with|of your|these|the {_SOME}? texts|messages|spam , {_ASK} .;
            {_CEASE} hitting_me_up|hitting_my_phone_up;
            knock|cut it off|out with the|these|your {_SOME}? {_TEXTS}
        """),
        "stop_sending": listed(f"""
            {_CEASE} sending to? {_ME}? {_SOME}? {_SOME}? {_TEXTS};
            {_CEASE} sending to? {_ME}? these|this|them|it|anything? to|on? {_ME}? .;
            {_CEASE} texting|messaging|sending me|us? these|this|your|ur {_SOME}? {_TEXTS};
            {_CEASE} blowing_up my phone|cell|inbox;
            {_CEASE} blowing me up;
            want|wish|like|need|wanna to? stop receiving|getting {_SOME}? {_SOME}? {_TEXTS};
            want|wish|like|need|wanna to? stop receiving|getting these|them|this .;
            {_CEASE} sending out? {_SOME}? {_SOME}? {_TEXTS} to|at {_ME};
            {_CEASE} sending {_ME} things|stuff|shit|crap|spam|this|these|so_much_spam;
            {_CEASE} filling|flooding|clogging|spamming|blowing|lighting up? my phone|inbox|cell|
              messages up?;
            {_CEASE} to? {_CONTACTING}|text|contact|message {_ME}
        """),
        "please_stop": listed(f"""
            please|pls|plz|kindly|plse stop|unsubscribe|quit_it|opt_out .;
            can|could|would|will you|u please|pls|plz|kindly? just? stop|quit_it .;
            to_say|saying|said|say|asked|texted|text|replied|typed|sent|mean|texting|replying stop
              .;
            just stop .;

            no|nope|no_thanks|no_thank_you , stop|unsubscribe .;
            stop|quit or i|else|im|ill;
            wrong number|person|guy|lady please|pls? remove|delete|stop|unsubscribe .;
            not_interested|no_thanks|no_thank_you|not_for_me|moved|deceased , so? please remove|
              delete|stop|unsubscribe .;
            asked|told|begged|asking|telling you|yall guys|people|all? already|before|twice|
              repeatedly|nicely|multiple_times|several_times|many_times|three_times? to stop|quit
              {_CONTACTING} {_ME}?;
            asked|told|begged|asking|telling you|yall guys|people|all? already|before|twice|
              repeatedly|nicely|multiple_times|several_times|many_times|three_times? to remove|
              take|unsubscribe me|my_number off|from? .;
            appreciate|great|nice|grateful|glad|awesome|love it? if you|yall would|could|can?
              please|just? stop|stopped|quit {_CONTACTING}|sending {_ME}? {_SOME}? {_TEXTS}?;
            appreciate|great|nice|grateful|glad|awesome|love it? if you|yall would|could|can?
              please|just? remove|removed|take|took|delete|deleted {_ME} off|from? {_OF_LIST}?
              {_OF_LIST}? {_LIST}|.;
            if you could|would|can please|just? stop|quit {_CONTACTING}|sending {_ME}? {_SOME}?
              {_TEXTS}? that|it|i|id would|ll|will|d be|really? appreciate|great|awesome|nice;
            if you could|would|can please|just? remove|take|delete {_ME} off|from? {_OF_LIST}?
              {_OF_LIST}? {_LIST}? that|it|i|id would|ll|will|d be|really? appreciate|great|
              awesome|nice;
            mind not {_CONTACTING} {_ME}|anymore|again|.;
            told|asked|telling|asking|tell|ask you|u|yall to stop|quit .;
            how_many_times do|must|should i|we have_to|need_to? tell|ask|say you|u? to? stop
              texting|
              messaging|sending|contacting|. {_ME}?
        """),
        "remove_from_list": listed(f"""
            {_REMOVE} {_ME}|my_name|my_info|my_contact|my_cell|my_data|my_details|us out|off|from
            of? {_OF_LIST}? {_OF_LIST}? {_OF_LIST}? {_LIST}|{_TEXTS};
            remove|delete|take|drop|unsubscribe {_ME}|my_name off|from|out_of of? this|it|here|
              these|everything .;
            remove|delete|take {_ME}|my_name off|from|out_of whatever this|it|list is?;
            take|get|remove my off|from your|this|the list|database;
            would|do|dont you_mind removing|taking|deleting {_ME}|my_name off|from {_OF_LIST}?
              {_OF_LIST}? {_LIST};
            can|could|may i please? be removed|taken from|off {_OF_LIST}? {_OF_LIST}? {_LIST};
            want|need|like|request these|this|it to_stop .;
            request|requesting my? removal .;
            request|requesting my? removal from {_OF_LIST}? {_OF_LIST}? {_LIST};
            take|get {_ME}|my_name off .;
            want|need|make|get|have {_SOME} {_SOME}? {_TEXTS} to? stop|stopped .;
            want|need|like|have my|this number|name|info removed|deleted|taken_off .;
            want|need|like|have my|this number|name|info removed|deleted|taken from|off {_OF_LIST}?
              {_OF_LIST}? {_LIST};
            get {_ME} off of? this|it|here|these .;
            be|get removed|taken|off|deleted|unsubscribed|opted_out from|off|of|out_of
            {_OF_LIST}? {_OF_LIST}?
              {_OF_LIST}? {_LIST}|{_TEXTS};
            {_CEASE} with? the|your|this harassment|spamming by|via|through? text|texts|sms|.;
            want|need|wish|like to_be removed|taken_off|off|unsubscribed|deleted|opted_out|out .;
            want|need|like off|out_of|off_of {_OF_LIST}? {_OF_LIST}? {_OF_LIST}? {_LIST};
            want|need out of {_OF_LIST}? {_OF_LIST}? {_OF_LIST}? {_LIST};
            remove|delete|take|unsubscribe from|off {_OF_LIST}? {_OF_LIST}? {_OF_LIST}? {_LIST} .
        """),
        "remove_me": listed(f"""
            remove|delete {_ME}|my_name|my_info|my_information .;
            {_REMOVE}|lose|forget|block my|this|our phone|cell|mobile|contact? number|contact|
            info|data|
              details|digits .;
            lose|forget|erase|delete|burn my|this|these number|digits|info , and? now|please|
            forever|.;
            get|take|pull|wipe my|this|our phone|cell|mobile|contact? number|info|name off|out_of
            of?
              {_OF_LIST}? {_OF_LIST}? {_LIST};
            add|put {_ME} to|on|in your|the|ur|a? do_not|dont|no text|contact|message|sms|disturb|
              texting|solicit list|registry?;
            remove|erase|delete|lose my|this phone|cell|mobile? number from|off|out_of of?
              {_OF_LIST}? {_OF_LIST}?
              {_LIST}|phone|phones|texting_service|service
        """),
        "do_not_contact": listed(f"""
            {_DO_NOT} be|keep|you_ever|start {_CONTACTING}|text|message|contact {_ME};
            {_DO_NOT} send {_ME}? no more {_TEXTS};
            {_DO_NOT} ever|please? text|txt|message|msg|contact|sms|bother|spam {_ME};
            {_DO_NOT} ever|please? contact|text|message {_AGAIN};
            do_not|dont|never contact|text|message .;
            {_DO_NOT} ever|please? call|text|message|contact or|and|n text|message|contact|call
              {_ME}?;
            {_DO_NOT} ever|please? send to? {_ME}? {_SOME} {_SOME}? {_SOME}? {_TEXTS};
            {_DO_NOT} ever|please? send {_TEXTS} to {_ME};
            {_DO_NOT} ever|please? send {_ME} texts|messages|sms|texts|spam;
            {_DO_NOT} ever|please? send {_ME} anything|any_more|anything_else|these|this|more|
            shit|crap
              .;
            {_DO_NOT} ever|please? send {_ME}? any_more|anymore|more|another|any {_SOME}? {_SOME}?
              {_TEXTS};
            {_DO_NOT} ever|please? reach_out|hit_me_up|hmu|write_me|write_to_me|get_in_touch|
              get_in_contact to? {_ME}? {_AGAIN};
            {_DO_NOT} ever|please? text|message|contact|msg .;
            {_DO_NOT} ever|please? text|message|contact|bother {_ME} or|and call|email|contact|
              message|text {_ME}?;
            {_DO_NOT} ever|even|please? {_CONTACTING}|think_about_texting {_ME} {_AGAIN}
        """),
        "not_wanted": listed(f"""
            dont|do_not|no_longer want|wish|need|like you {_CONTACTING} {_ME};
            dont|do_not|no_longer|never want|wish|need|like|care to hear from you|yall|
            this_company|
              you_guys|you_people|them|your_company|this_number {_AGAIN}|ever|.;
            rather|prefer|like not to? be texted|contacted|messaged;
            rather|prefer|like you not|didnt|dont text|message|contact {_ME};
            dont|do_not|no_longer want|wish|need|like|care_for|appreciate your|these|any|this|ur
              {_SOME}? texts|messages|text_messages|msgs|sms|alerts|notifications|ads|spam|texting;
            dont|do_not|no_longer want|wish|need any|anymore|more|further|future {_SOME}? {_SOME}?
              texts|messages|text_messages|msgs|sms|alerts|notifications|ads|spam|offers|promos;
            not want|wanting|wishing to? receive|get|receiving? {_SOME}? {_SOME}? texts|messages|
              text_messages|msgs|sms|alerts|notifications|ads|spam;
            want|need no_more|nothing|no {_SOME}? {_SOME}? texts|messages|text_messages|sms|
              communication|contact|more_from_you|texting;
            my? consent|permission is|has_been|was? revoked|withdrawn|rescinded|denied;
            no_longer|dont|do_not consent|agree to these|your|any|being|be|getting|receiving|
              receive {_SOME}? {_TEXTS}|texted|contacted|messaged;
            no_longer consent|.;
            take|taking back my consent|permission;
            no_longer interested in|please? getting|receiving|your? {_SOME}? texts|messages|sms|.;
            dont|do_not|no_longer want|wish|need|like to? be on|in {_OF_LIST}? {_OF_LIST}?
              {_OF_LIST}?
              {_LIST}|program;
            want|wish|like|prefer to? no_longer receive|get {_SOME}? {_SOME}? {_TEXTS};
            dont|do_not|no_longer want|wish|need for|to? receive|get|receiving|getting|have|
              be_getting|be_receiving? {_SOME}? {_SOME}? texts|messages|text_messages|msgs|sms|
              alerts|notifications|ads|spam;
            dont|do_not|no_longer|not want|wish|like to_be contacted|texted|messaged|bothered;
            dont|do_not|no_longer|not want|wish|like to|you_to contact|text|message {_ME};
            dont|do_not|no_longer want|wish to_receive|to_get these|them|this|any {_AGAIN};
            choose|prefer|rather|like not to? receive|get|have {_SOME}? {_SOME}? {_TEXTS};
            no_longer interested in receiving|getting? {_SOME}? {_SOME}? {_TEXTS};
            not_interested_in receiving? {_SOME}? {_SOME}? texts|messages|text_messages|sms;
            do_not|dont|never consent to|for receive|receiving? {_SOME}? {_SOME}? {_TEXTS};
            revoke|withdraw|revoking|withdrawing|rescind|rescinding|retract|cancel my|all|any|the?
              prior|previous|written|express? consent|permission|authorization|opt_in
        """),
        "no_more": listed(f"""
            no texts|texting|messages|sms|text_messages please|pls|plz {_ME}? .;
            no more|further {_SOME}? {_TEXTS} or|and|n calls|emails|texts|messages;
            no more|further of? these|this|your|ur {_SOME}? {_SOME}? {_TEXTS}|.;
            cancel|end texts|sms|messages|alerts .;
            no more|further {_SOME}? {_SOME}? texts|txts|messages|msgs|sms|text_messages|alerts|
              notifications|spam|ads|texting|messaging|promos|offers|text|contact|communication
        """),
        "unsubscribe": listed(f"""
            am|m|im opting_out|unsubscribing .;
            am|m|im opting_out of|from {_SOME}? {_SOME}? {_TEXTS};
            unsubscribe|unsub|unsuscribe|unsubcribe|opt|unenroll|unregister {_ME} out?;
            unsubscribe|unsub|unsuscribe|unsubcribe from|to? {_SOME}? {_SOME}? {_SOME}? {_TEXTS};
            unsubscribe|unsub|unsuscribe|unsubcribe from|to? this|these|all|everything|my|it
              number|phone|service? .;
            unsubscribe|unsub|unsuscribe|unsubcribe .;
            unsubscribed|unsubscribing me|us .;
            opt out of|from receiving|getting {_SOME}? {_SOME}? {_SOME}? {_TEXTS};
            opt out of|from {_SOME}? {_SOME}? {_SOME}? {_TEXTS}|everything|texting|messaging;
            want|wish|like|need|have|choose|trying to opt_out|unsubscribe|optout .;
            i opt_out|optout .;
            cancel|end|turn_off|disable|discontinue {_SOME}|my {_SOME}|text|sms? texts|messages|
              sms|alerts|notifications|text_messages|communication|communications|messaging|
              texting;
            cancel|end|discontinue text messages|alerts .;
            discontinue|end texts|messages|texting|messaging|communication|contact {_ME}?;
            dont|do_not|no_longer have my|any|our|the? permission|consent|authorization to|for
            text|
              contact|message|send|texts|messages|use|keep {_ME}? {_SOME}? {_TEXTS}?;
            no_longer have my? permission|consent .;
            opt {_ME} out of? {_SOME}? {_SOME}? {_SOME}? {_TEXTS}|everything|this|.;
            opt out {_ME}|this .;
            want|wish|like|need|have|choose|trying|wanting|wishing|requesting|prefer to_opt|opt|
              opting out of? {_SOME}? {_SOME}? {_SOME}? {_TEXTS}|this|it|everything|.;
            turn|shut|switch off {_SOME} {_SOME}? {_TEXTS};
            turn|shut|switch {_SOME} {_SOME}? {_TEXTS} off;
            terminate|suspend|kill {_SOME} {_SOME}? {_TEXTS};
            cancel my? texts|messages|text_messages|sms|alerts|text_alerts .;
            this_is? my request|notice|wish to opt_out|unsubscribe|be_removed .;
            consider this|it my opt_out|stop|unsubscribe;
            cancel|end|discontinue my|this|the? subscription to|for {_SOME}? {_SOME}? {_TEXTS};
            cancel|end my|this|the? text|texts|sms|texting|message|alert subscription|service
        """),
        "leave_alone": listed("""
            leave me|us|my_phone alone .;
            leave me|us the|tf hell|fuck? alone;
            leave me|us alone and|with your|these|the texts|messages|texting|spam;
            go|piss|fuck|f|eff|bugger|buzz away|off and? stop|quit texting|messaging|contacting|
              sending|bothering|spamming me|us
        """),
    },
    linking=listed("""
        i; we; u; yall; ya; y; im; ive; id; d; m; ve; am; been; just; really; also; only; ever;
        even; kindly; please; pls; plz; now; that; of; like; want; wants; wanted; wish; wishes;
        need; needs; needed; would; gonna; going; wanna; gotta; try; trying; say; said; saying;
        ask; asked; asking; tell; telling; mean; meant; think; thought; believe; know; hope;
        hoping;
        love; prefer; rather; beg; begging; demand; demanding; request; requesting; requested;
        guys;
        people; advised; be; note; aware; informed; notified; notice; understand; times; many;
        several;
        multiple; twice; three; numerous; repeatedly; please_note; respectfully; hereby; nicely;
        politely; appreciate; grateful; kind; sir; folks;
        team; wondering; importantly; pleading; insist; order; command; hey; hello; hi;
        everybody; officially; repeat; already; keep; supposed; choose; decide;
        decided; have; had; to; for; again; go; ahead; so; still; ready; planning; plan; dare; yet;
        all; be; been
    """),
    guards=listed(f"""
        dont|never|not|cant|cannot|wont|didnt|doesnt|shouldnt|wouldnt|couldnt|isnt|wasnt|arent|
          havent|hasnt|hadnt|mustnt|neednt|without|nor|neither|barely|hardly|nt;
        why|where|whether|who|what|how|when|which|whose|hate|afraid|sad|sorry|worried|shame|wrong;
        did|does|do|are|have|had|were|was|am|is you|u|i|we|they|he|she|it|yall;
        should|shall|may|can|could|must|would|might i|we|he|she|they|it;
        he|she|they|everyone|{_NO_PERSON}|him|her|them|himself|theyll|ill; i|we|he|she|they|it ll;
        told to; told|tell|tells|asks|asking|make|makes|let|lets|help|helps|want|wants me|us;
        no need|
          reason|point|way|intention|desire;
        the|a|an|my|our|your|his|their|its|another|any|got|get|getting|receive|received|see|
          seeing|says|says|reads|there|because|since
    """),
    conditions=listed("""
        if|when|whenever|once|unless;
        on_weekends|weekends|weekend|on_sundays|sundays|on_sunday|evenings|in_the_evening|mornings|
        in_the_morning|in_the_afternoon|after_hours;
        if|unless|once|until|till|til|when|whenever|except|only|but_only|or_if|while|during|
          at_night|
        at_work|before|after|otherwise
    """),
    denials=listed("""
        no_one; under_no; no_way; by_no_means; not_once; at_no_point; mistake; accident
    """),
    polite=listed("""
        can|could|would|will|cant|wont you|u|yall; you could|can|would|mind; mind; please|pls|
        plz|plse|kindly; ok|right
    """),
    adjuncts=listed(f"""
        to|on|at|from|off|with {_ME}|this|mine; about|regarding|concerning|re
          my|your|the|a|this|that|these|all|some|any? extended|car|auto|health|life|home|political|
          new|stupid|selling|buying|upcoming|my|the? election|elections|politics|voting|vote|
          donations|donating|fundraising|campaign|campaigns|candidate|candidates|trump|biden|
          congress|senate|ballot|primary|warranty|warranties|insurance|sale|medicare|loan|loans|
          debt|
          mortgage|refinancing|house|property|land|selling|sales|deals|offers|promotions|products|
          services|survey|surveys|poll|polls|jobs|crypto|solar|timeshare|money|stuff|things|
          nonsense|crap|shit|bullshit|this|it|anything|everything|these|anything_else;
          before i|we report|sue|call|block|contact|file|get you|a|the? fcc|police|lawyer|cops|
          complaint|attorney|upset|mad|report?; already; ever_again; either; full_stop; bye;
          goodbye;
          sincerely; cheers; regards; and|or call|email|message|contact anymore|again|either?;
          from different|other|another|multiple|several
          number|numbers; for donations|money|votes|support|weeks|months|days|years|hours; to be
          contacted|texted|messaged; of|from|off|to|with|for {_SOME}? {_SOME}? {_SOME}?
          {_TEXTS}; from|of|off|on {_OF_LIST}? {_OF_LIST}? {_LIST}; to
          receive|get|send|receiving|getting {_SOME}? {_SOME}?
          {_TEXTS}; with|about this|these|it|that|your; from|by you|u|yall|this|them|
          anyone|everyone|these guys|people|all|company|number|place?; from your|ur|this|that
          company|business|store|org|organization|campaign|office|number|team|service|shop;
        via|by|through text|sms|texts|text_message; and|or|n call|calling|calls|email|emailing|
          emails|contact|contacting|messaging|texting|bothering|harassing {_ME}?; for good|ever|
          any_reason|real|all|life|me; at all|once; in the_future|future|any_way; from now_on; as
          of
          now|today; as soon_as_possible; effective immediately|today; this instant|minute|second;
        people|folks|guys|bro|dude|man|lady|buddy|idiots|idiot|morons|bitch|bitches|asshole|
          assholes|jerks|jerk|fuckers|motherfuckers|mf|damnit|dammit|fools|losers|scammers|
          scammer|spammers|creeps|whatsoever|all|constantly|yall|you; all_the time; too much
    """),
    openers=listed("""
        i; im; ive; ill; id; we; you; u; youre; youve; he; she; they; this is; this isnt; this was;
        its; it is; who; what; why; how; no; not; never; dont; do; can; ll; now; could;
        would; will; because; bc; cuz; cause; since; as i; as this; as my; as its; as im; due;
        given; otherwise i; otherwise ill; unfortunately; sorry; seriously; that i; which; there;
        and i; and lose; and remove; and delete; and stop; and never; and dont; and do; and take;
        and leave; and go; and have; and thank;
        and god; and please; and forget; and let; and get; and unsubscribe; and erase; and block;
        and report; and cease; or you; or we; or im; before i; before we; or i; or else; or ill;
        ya; yall; wrong person; or im; jesus; lord; wtf;
        wrong number; thats; my
        name; my number is; it says; go; fuck; ok; just; also; so i
    """),
    dependent=listed("be|receiving|getting; to_be"),
    coordinators=listed("so; therefore; thus; then; hence; but"),
    retractions=listed("""
        ^ please|just|so|but|and|no|yes|pls? keep|continue texting|messaging|sending|them|it|these|
          those|the|me|up|coming|to; ^ please|sorry|just? ignore|disregard|dont_listen|dont_mind
          that|my|the|it|previous|last|him|her|them|to;
        never_mind; nevermind; nvm; jk; just_kidding; just_joking; changed_my_mind; haha*; lol;
        lmao; but keep|i_still|continue|please_keep|still; not really; ^ please|no|but|so|and?
        dont|
        do_not stop; codes|code|appointments|orders|emergencies|receipts|confirmations|email|
        emails|
        calls|phone|alerts only; only codes|code|appointments|orders|emergencies|receipts|
        emails|calls;
        didnt mean; by_mistake; by_accident; about the_other|the_wrong|the_old;
        add|put|keep|use my|me|mine|him|her;
        ignore_that; texts|texting|text|sms|reminders|updates|alerts|rest is|are fine|ok|
        okay|good|better|great|welcome; please|just|so|do keep texting|sending|the;
        send|text|call|email|bring them|it|those|him|her to; texts|text only;
        prefer texts|text|texting; use|try this|that|my|the one|other|new|cell|email|number
    """),
    reasons=listed(f"""
        report|reporting|reported you|u|this|your|it; how do|can|to i? stop|get|unsubscribe|opt;
        already donated|voted|gave|bought|sold|
        answered|
        told|said|asked|paid|unsubscribed|have; moved|sold|deceased|died|divorced;
        not_interested; lawyer; attorney; sue_you; scam;
        who|{_ANY_PERSON} is|are this|you; not|isnt my|his|her|the number|phone; this is
        not|my|a ...; i am|m not;
        sick|tired|enough of; times; dont|no_longer want these|this|it|them|any|your; no_longer
        interested; never|didnt|not|dont|havent ask*|agree*|give|gave; go to_hell; you_have
        the_wrong ...; who gave|give; how did you; dont know you|who|this
    """),
    doubtful=listed("""
        still|keep|keeps|kept|continue sending|texting|messaging|getting|receiving|spamming ...;
        wrong number|person; not_interested; go_away; want|let_me out .; no text|texts|texting .;
        please remove|delete .;
        no more|further reminders|updates|notices|emails|calls|letters; dont|do_not|no_longer need|
        want ... reminders|updates|notices|to_receive|to_get; fuck_off; piss_off; f_off; bug_off;
        buzz_off; block|blocking|blocked you|u|this|your; do_not_call|dnc list|registry; tcpa; fcc;
        never|didnt|not|dont|havent signed|sign_up|subscribe*|opted|consent*|authorize*; harass*;
        unsolicited; spam; opt_me; make it|this|these|them stop; get these|this|them to_stop;
        remove|delete|take|get me|us|my_name|my_number off|from whatever|anything|everything|any|
        your|these|this|all|it; dont|do_not text|message|reply|write back; no_longer want|need
        this|these|it|them; turn|shut this|these|it|them off; dont|do_not|never text|contact|
        message me|us|this_number; never asked|ask for; not interested in; cancel my|the|this|all
        subscription|membership|everything; no_longer wish|want to_be|to_receive|messages
    """),
    threats=listed("""
        if|unless|until you|u|yall? dont|do_not|wont|cant stop; wont|will_not|doesnt stop|quit
        texting|messaging|sending|contacting|spamming|after
    """),
    footers=listed("""
        reply|text|txt|send|type|respond|replying|texting|answer with|back|the_word? stop|end|quit|
        cancel|unsubscribe|stopall to|2|for opt|unsubscribe|end|cancel|quit|stop|opt_out|optout|
        unsub|no_more out?; stop|end|cancel 2|to opt_out|optout|unsubscribe|unsub|cancel|end|quit;
        to opt_out|unsubscribe|stop|cancel reply|text|send|txt with|back? stop|end|quit|cancel;
        stop2end|stop2quit|stop2stop|stop2optout
    """),
    roles={
        Role.GET: """
            get getting have having
        """,
        Role.FORBID: """
            forbid prohibit
        """,
        Role.CEASE: """
            stop quit cease halt discontinue refrain desist stopping ceasing
        """,
        Role.CONTACT: """
            texting text messaging message contacting contact spamming spam bothering bother
            harassing harass pestering pester bugging bug smsing sms soliciting solicit
            disturb disturbing annoying hounding
        """,
        Role.SEND: """
            send sending
        """,
        Role.RECEIVE: """
            receive receiving
        """,
        Role.WANT: """
            want wish need like care prefer wanted wishes accept allow authorize permit
            consent
        """,
        Role.REMOVE: """
            remove delete erase
        """,
        Role.LEAVE: """
            unsubscribe unenroll unregister optout
        """,
        Role.REVOKE: """
            revoke withdraw rescind revoking withdrawing
        """,
        Role.PERMISSION: """
            consent permission authorization
        """,
        Role.TEXTS: """
            texts messages text message msgs sms mms alerts notifications reminders ads
            offers promos promotions updates spam solicitations communications communication
            crap junk notices
        """,
        Role.ME: """
            me us number name info
        """,
        Role.LIST: """
            list lists database system contacts records
        """,
        Role.NOT: """
            dont not never no
        """,
        Role.MORE: """
            more anymore again longer further any another anything ever additional future
        """,
        Role.MODAL: """
            can could would will must should please kindly
        """,
        Role.I: """
            i im we id
        """,
        Role.YOU: """
            you yall guys they
        """,
        Role.FILLER: """
            my our your this these those the that all of from to with on at off out a an it
            everything just really immediately now please kindly thanks thank already also
            and or be being been do completely permanently forever right away asap today
            tonight altogether entirely once sir maam folks people team hello hi hey dear ok
            okay yes damn fucking stupid annoying goddamn freaking bloody marketing
            promotional promo automated unwanted unsolicited political spam sales
            unnecessary useless dumb random mass simply officially formally respectfully
            hereby ask asking request requesting demand demanding beg begging would nicely
            again here there sorry via moving forward forth effective regards
        """,
    },
    harmless=listed("""
        ^ please|so|and|but|no|pls? dont|do_not|never ever|please|you_dare|even|go_and? take|
        remove|
          delete|drop|opt|unsubscribe|cut|kick|block me|us|my|this;
        i|we dont|do_not|didnt|did_not|never|wasnt|havent|m_not|am_not|im_not|not want|wanted|ask|
          asked|asking|say|said|saying|mean|meant|wish|plan|planning|trying|wanting|request|
          requested|telling|tell you|for_you|that|i? to|want|wanted? stop|unsubscribe|opt_out|
          be_removed|be_taken_off|be_unsubscribed|be_opted_out|leave ...;
        no more? texts|messages|msgs|sms|text_messages|alerts|reminders|notifications
          since|lately|yet|received|came|coming|arriving;
          did|am|was|were i|we get|got|been|be|being|
          accidentally|just|
          automatically? unsubscribed|removed|opted_out|taken_off|dropped;
        you|u|they|he|she|it dont|never|doesnt text|message|msg|contact|send; i|we dont|never text|
        message|contact; get|got|getting|receive|received|receiving|have|had|are|were|been no more;
        dont|never|cant|cannot|wont|not|doesnt|didnt|do_not|non|couldnt|wouldnt|without|must_not|
        shouldnt|isnt|neednt ever|even|really|please|want_to|wanna|need_to|wish_to? stop|quit|
        forget|unsubscribe|cancel|end|opt_out|optout|remove_me|delete_me|stopping; non stop;
        nonstop; stop by|in|over|off|into|along|through|watch|sign|signs|light|motion|lights|loss|
        gap; stop smoking|drinking|taking|using|working|eating|loading|charging|crying|laughing|
        worrying|raining|snowing|barking|leaking|wearing|breastfeeding|playing|thinking|watching|
        ringing|showing|bleeding|talking|being|complaining|by|procrastinating|apologizing|
        the_medication|my_medication|moving|feeding|overthinking|beeping|running|responding|coming|
        going; stop at; stop near the|a|an|my|your|our|his|her|their|#|noon|target|walmart|
        costco|home|about|
        around; stop for a|gas|lunch|coffee|dinner|food|groceries|breakfast|the|some|#; stop and|n
        shop|get|pick|grab|smell|think|see|say|buy; bus|train|truck|pit|rest|gas|traffic|next|last|
        first|final|tram|metro|subway|second|third|whistle|a|an|each|every|short|shuttle|one|quick|
        full|main|which|what|this_is_my|this_is_your|your_next|# stop; f|t stop; stop the|my|
        our|this delivery|deliveries|order|orders|shipment|payments|check|
        cheque|autopay|transfer|repair|repairs|construction|newspaper|wedding|game|video|show|car|
        presses|charge|fight|fighting|movie; stop the car|
        engine|presses|bleeding|timer|clock|truck|noise|leak|music|press|payment|line|meds|
        medicine|medication|water; stop payment|date|time|codon|button|order|work|words; quit
        smoking|drinking|my|his|her|job; end of|date|up|time|zone|result|user|table|game; the|
        weekend|year|month|dead|front|back|high|low|tail|rear|season end; waiting|wait|guest|price|
        shopping|to_do|todo|grocery|packing|wish|short|payroll|class|wedding list; opt_out of the|
        that|my class|program|plan|insurance|coverage|lunch|trip|meeting|test; no more texts left;
        who is this for; not my number one
    """),
    alarming=listed("""
        stop; stopping_texts; unsub*; opt_out; optout; opting_out; opted_out; revoke; revoking;
        stopall;
        opt_me
    """),
)
