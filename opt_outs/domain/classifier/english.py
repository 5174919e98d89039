"""
English.

The firm words are those that revoke consent by themselves under 47 CFR 64.1200(a)(10), the
keywords of ACS (SMS FAQ, October 2025), AWS (End User Messaging, required keywords) and Twilio
(default keywords), and the ways people write them.
"""

from typing import Final

from opt_outs.domain.classifier.classification import Language
from opt_outs.domain.classifier.language_pack import LanguagePack, alternatives, listed

_CEASE: Final = "stop|quit|cease"
_CONTACTING: Final = (
    "texting|txting|texing|textin|txtin|txtn|msg|messaging|msging|contacting|spamming|bothering|harassing|pestering|"
    "smsing|bugging"
)
_TEXTS: Final = (
    "texts|txts|text|messages|message|msgs|msg|sms|mms|alerts|notifications|reminders|ads|offers|"
    "promos|promotions|updates|spam|communication|communications|solicitations|crap|junk|stuff|"
    "shit|bs|notices|things|text_messages|marketing_messages|texts_messages|contact|marketing"
)
_SOME: Final = (
    "all|any|these|this|those|the|your|ur|more|further|future|of|such|damn|stupid|annoying|fucking|"
    "marketing|promotional|promo|automated|another|unwanted|unsolicited|spam|political|sales|text"
)
_ME: Final = (
    "me|us|this_number|this_phone|my_phone|my_number|my_cell|my_cell_phone|this_phone_number|"
    "my_phone_number|here|this_cell|this_line|our_phone|our_number|my_name|my_mobile|it"
)
_LIST: Final = (
    "list|lists|database|system|contacts|contact_list|records|thread|group_text|campaign|files|"
    "texting_list|mailing|subscription"
)
_OF_LIST: Final = (
    "your|ur|this|these|the|that|all|any|every|of|its|mailing|text|texting|sms|message|messaging|"
    "contact|marketing|distribution|subscriber|customer|spam|promo|political|"
    "campaign|damn|stupid|fucking|messages|alert|further|future|more"
)
_DO_NOT: Final = "dont|do_not|never|pls_dont|not_to|donot|dnt|no_longer"
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
    respelt={"un subscribe": "unsubscribe", "rem0ve": "remove"} | dict.fromkeys(_SLIPS, "stop"),
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
            {_CEASE} and_desist from|with? {_SOME}? {_SOME}? {_TEXTS}?
        """),
        "stop_sending": listed(f"""
            {_CEASE} sending to? {_ME}? {_SOME}? {_SOME}? {_TEXTS};
            {_CEASE} sending to? {_ME}? these|this|them|it|anything? to|on? {_ME}? .;
            {_CEASE} texting|messaging|sending me|us? these|this|your|ur {_SOME}? {_TEXTS};
            {_CEASE} blowing_up my phone|cell|inbox;
            {_CEASE} blowing me up;
            want|wish|like|need|wanna to? stop receiving|getting {_SOME}? {_SOME}? {_TEXTS};
            want|wish|like|need|wanna to? stop receiving|getting these|them|this .
        """),
        "please_stop": listed(f"""
            please|pls|plz|kindly|plse stop|unsubscribe|quit_it|opt_out .;
            can|could|would|will you|u please|pls|plz|kindly? just? stop|quit_it .;
            to_say|saying|said|say|asked|texted|text|replied|typed|sent|mean|texting|replying stop
              .;
            just stop .;
            no|nope|no_thanks|no_thank_you , stop|unsubscribe .;
            stop|quit or i|else|im|ill;
            wrong number|person please|pls? remove|delete|stop|unsubscribe .;
            told|asked|telling|asking|tell|ask you|u|yall to stop|quit .;
            how_many_times do|must|should i|we have_to|need_to? tell|ask|say you|u? to? stop
              texting|
              messaging|sending|contacting|. {_ME}?
        """),
        "remove_from_list": listed(f"""
            remove|delete|take|scratch|drop|erase|get|strike|cut|unsubscribe {_ME}|my_name|my_info|
              my_contact out|off|from of? {_OF_LIST}? {_OF_LIST}? {_OF_LIST}? {_LIST}|{_TEXTS};
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
            be|get removed|taken|off|deleted from|off|of {_OF_LIST}? {_OF_LIST}? {_OF_LIST}?
              {_LIST};
            want|need|wish|like to_be removed|taken_off|off|unsubscribed|deleted|opted_out|out .;
            want|need|like off|out_of|off_of {_OF_LIST}? {_OF_LIST}? {_OF_LIST}? {_LIST};
            want|need out of {_OF_LIST}? {_OF_LIST}? {_OF_LIST}? {_LIST};
            remove|delete|take|unsubscribe from|off {_OF_LIST}? {_OF_LIST}? {_OF_LIST}? {_LIST} .
        """),
        "remove_me": listed(f"""
            remove|delete {_ME}|my_name|my_info|my_information .;
            remove|erase|delete|lose|forget my|this phone|cell|mobile|contact? number|contact|info
              .;
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
            {_DO_NOT} ever|please? send {_ME} anything|any_more|anything_else|these|this|more .
        """),
        "not_wanted": listed(f"""
            dont|do_not|no_longer want|wish|need|like you {_CONTACTING} {_ME};
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
            revoke|withdraw|revoking|withdrawing my|all|any? consent|permission
        """),
        "no_more": listed(f"""
            no texts|texting|messages|sms please|pls|plz .;
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
            dont|do_not have my? permission|consent to text|contact|message {_ME}?;
            this_is? my request|notice|wish to opt_out|unsubscribe|be_removed .;
            consider this|it my opt_out|stop|unsubscribe;
            cancel|end|discontinue my|this|the? subscription to|for {_SOME}? {_SOME}? {_TEXTS};
            cancel|end my|this|the? text|texts|sms|texting|message|alert subscription|service
        """),
        "leave_alone": listed("""
            leave me|us|my_phone alone .;
            leave me|us the|tf hell|fuck? alone
        """),
    },
    linking=listed("""
        i; we; u; yall; ya; y; im; ive; id; d; m; ve; am; been; just; really; also; only; ever;
        even; kindly; please; pls; plz; now; that; of; like; want; wants; wanted; wish; wishes;
        need; needs; needed; would; gonna; going; wanna; gotta; try; trying; say; said; saying;
        ask; asked; asking; tell; telling; mean; meant; think; thought; believe; know; hope; hoping;
        love; prefer; rather; beg; begging; demand; demanding; request; requesting; requested; guys;
        people; respectfully; hereby; officially; repeat; already; keep; supposed; choose; decide;
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
        if|unless|once|until|till|til|when|whenever|except|only|but_only|or_if|while|during|
          at_night|
        at_work|before|after|otherwise
    """),
    denials=listed("""
        no_one; under_no; no_way; by_no_means; not_once; at_no_point; mistake; accident
    """),
    polite=listed("""
        can|could|would|will|cant|wont you|u|yall; please|pls|plz|plse|kindly; ok|right
    """),
    adjuncts=listed(f"""
        to|on|at|from|off|with {_ME}|this|mine; from different|other|another|multiple|several
          number|numbers; for donations|money|votes|support|weeks|months|days|years|hours; to be
          contacted|texted|messaged; of|from|off|to|with|for {_SOME}? {_SOME}? {_SOME}?
          {_TEXTS}; from|of|off|on {_OF_LIST}? {_OF_LIST}? {_LIST}; to
          receive|get|send|receiving|getting {_SOME}? {_SOME}?
          {_TEXTS}; with|about this|these|it|that|your; from|by you|u|yall|this|them|
          anyone|everyone|these guys|people|all|company|number|place?; from your|ur|this|that
          company|business|store|org|organization|campaign|office|number|team|service|shop;
        via|by|through text|sms|texts|text_message; and|or|n call|calling|calls|email|emailing|
          emails|contact|contacting|messaging|texting|bothering|harassing {_ME}?; for good|ever|
          any_reason|real|all|life|me; at all|once; in the_future|future|any_way; from now_on; as of
          now|today; as soon_as_possible; effective immediately|today; this instant|minute|second;
        people|folks|guys|bro|dude|man|lady|buddy|idiots|idiot|morons|bitch|bitches|asshole|
          assholes|jerks|jerk|fuckers|motherfuckers|mf|damnit|dammit|fools|losers|scammers|
          scammer|spammers|creeps|whatsoever|all|constantly|yall|you; all_the time; too much
    """),
    openers=listed("""
        i; im; ive; ill; id; we; you; u; youre; youve; he; she; they; this is; this isnt; this was;
        its; it is; who; what; why; how; no; not; never; dont; do; can; ll; now; could;
        would; will; because; bc; cuz; cause; since; as i; about; regarding; that i; which; there;
        and i; and lose; and remove; and delete; and stop; and never; and dont; and do; and take;
        and leave; and go; or i; or else; or ill; ya; yall; wrong person; or im; jesus; lord; wtf;
        wrong number; thats; my
        name; my number is; it says; go; fuck; ok; just; also; so i
    """),
    retractions=listed("""
        never_mind; nevermind; nvm; jk; just_kidding; just_joking; changed_my_mind; haha*; lol;
        lmao; but keep|i_still|continue|please_keep|still; not really; dont stop; do_not stop;
        didnt mean; by_mistake; by_accident; about the_other|the_wrong|the_old;
        add|put|keep|use my|me|mine|him|her;
        ignore_that; texts|texting|text|sms|reminders|updates|alerts|rest is|are fine|ok|
        okay|good|better|great|welcome; please|just|so|do keep texting|sending|the;
        send|text|call|email|bring them|it|those|him|her to; texts|text only;
        prefer texts|text|texting; use|try this|that|my|the one|other|new|cell|email|number
    """),
    reasons=listed(f"""
        report|reporting|reported you|u|this|your|it; lawyer; attorney; sue_you; scam;
        who|{_ANY_PERSON} is|are this|you; not|isnt my|his|her|the number|phone; this is
        not|my|a ...; i am|m not;
        sick|tired|enough of; times; dont|no_longer want these|this|it|them|any|your; no_longer
        interested; never|didnt|not|dont|havent ask*|agree*|give|gave; go to_hell; you_have
        the_wrong ...; who gave|give; how did you; dont know you|who|this
    """),
    doubtful=listed("""
        still|keep|keeps|kept|continue sending|texting|messaging|getting|receiving|spamming ...;
        wrong number|person; not_interested; go_away; want|let_me out .; no text|texts|texting .;
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
    harmless=listed("""
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
        going; stop at the|a|an|my|your|our|his|her|their|#|noon|target|walmart|costco|home|about|
        around; stop for a|gas|lunch|coffee|dinner|food|groceries|breakfast|the|some|#; stop and|n
        shop|get|pick|grab|smell|think|see|say|buy; bus|train|truck|pit|rest|gas|traffic|next|last|
        first|final|tram|metro|subway|second|third|whistle|a|an|each|every|short|shuttle|one|quick|
        full|main|which|what|this_is_my|this_is_your|your_next|# stop; f|t stop; stop the car|
        engine|presses|bleeding|timer|clock|truck|noise|leak|music|press|payment|line|meds|
        medicine|medication|water; stop payment|date|time|codon|button|order|work|words; quit
        smoking|drinking|my|his|her|job; end of|date|up|time|zone|result|user|table|game; the|
        weekend|year|month|dead|front|back|high|low|tail|rear|season end; waiting|wait|guest|price|
        shopping|to_do|todo|grocery|packing|wish|short|payroll|class|wedding list; opt_out of the|
        that|my class|program|plan|insurance|coverage|lunch|trip|meeting|test; no more texts left;
        who is this for; not my number one
    """),
    alarming=listed("""
        stop; stopping_texts; unsub*; opt_out; optout; opting_out; opted_out; revoke*; stopall;
        opt_me
    """),
)
