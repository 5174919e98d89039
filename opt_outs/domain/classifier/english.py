"""
English.

The firm words are those that revoke consent by themselves under 47 CFR 64.1200(a)(10), the
keywords of ACS (SMS FAQ, October 2025), AWS (End User Messaging, required keywords) and Twilio
(default keywords), and the ways people write them.
"""

from typing import Final

from opt_outs.domain.classifier.classification import Language
from opt_outs.domain.classifier.language_pack import LanguagePack, alternatives, listed

_CEASE: Final = "stop|stpo|quit|cease"
_CONTACTING: Final = (
    "texting|txting|texing|messaging|msging|contacting|spamming|bothering|harassing|pestering|"
    "smsing|bugging"
)
_TEXTS: Final = (
    "texts|txts|text|messages|message|msgs|msg|sms|mms|alerts|notifications|reminders|ads|offers|"
    "promos|promotions|updates|spam|communication|communications|solicitations|crap|junk|stuff|"
    "shit|bs|notices|newsletters|text_messages|marketing_messages|texts_messages|contact"
)
_SOME: Final = (
    "all|any|these|this|those|the|your|ur|more|further|future|of|such|damn|stupid|annoying|fucking|"
    "marketing|promotional|promo|automated|unwanted|unsolicited|spam|political|sales"
)
_ME: Final = (
    "me|us|this_number|this_phone|my_phone|my_number|my_cell|my_cell_phone|this_phone_number|"
    "my_phone_number|here"
)
_LIST: Final = (
    "list|lists|database|system|contacts|contact_list|mailing|distribution|group|records|"
    "thread|texts|messages|calls|campaign|files|file"
)
_DO_NOT: Final = "dont|do_not|never|pls_dont|not_to|donot|dnt|no_longer"
_AGAIN: Final = "again|anymore|any_more|ever|ever_again|any_longer|no_more"
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
    unsure=listed("halt; cease; discontinue; no more; enough; im out; i m out"),
    misspelt=listed("""
        unsub*; unsus*; unscrib*; unbsub*; usub*; unsbu*; unsusb*; sotp; stpo; stp; stob; dtop;
        srop; stpp; stahp; st0p; stop0; stpop; stopo; stope; optut; otp_out; opt_ot; opout; op_out;
        opt_oit; optou; stoo; stop1
    """),
    opt_in=listed("start; unstop; subscribe; resume; opt in; optin; resubscribe"),
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
        forever|already|right_now|i|im|this_is|its|you_have|u_have|god|ffs|altogether|
        and_lose|and_remove|and_delete|and_stop|or_i|or_else|completely|permanently
    """),
    phrases={
        "stop_texting": listed(f"""
            {_CEASE} {_CONTACTING} and|or {_CONTACTING}|calling|emailing {_ME};
            {_CEASE} {_CONTACTING} to? {_ME};
            {_CEASE} {_CONTACTING} now|please|pls|plz|altogether|already;
            {_CEASE} {_CONTACTING} .;
            {_CEASE} texting|messaging this|my ... number|phone|cell|line;
            {_CEASE} with? {_SOME} {_SOME}? {_SOME}? {_TEXTS};
            {_CEASE} with? {_SOME} {_SOME}? texting|messaging;
            {_CEASE} texts|messages|sms|notifications|alerts|contact .;
            {_CEASE} and_desist;
            {_CEASE} calling and|or texting {_ME}
        """),
        "stop_sending": listed(f"""
            {_CEASE} sending to? {_ME}? {_SOME}? {_SOME}? {_TEXTS} to? {_ME}?;
            {_CEASE} sending to? {_ME}? these|this|them|it|anything? .;
            {_CEASE} texting|messaging|sending me|us? these|this|your|ur {_SOME}? {_TEXTS};
            {_CEASE} blowing_up my|me ...;
            want|wish|like|need|wanna to? stop receiving|getting {_SOME}? {_SOME}? {_TEXTS};
            want|wish|like|need|wanna to? stop receiving|getting these|them|this .
        """),
        "please_stop": listed("""
            please|pls|plz|kindly|plse stop|unsubscribe|quit_it|opt_out .;
            can|could|would|will you|u please|pls|plz|kindly? just? stop|quit_it .;
            to_say|saying|said|say|asked|texted|text|replied|typed|sent stop .;
            just stop .;
            no|nope|no_thanks|no_thank_you , stop|unsubscribe .;
            stop|quit or i|else|im|ill;
            wrong number please|pls? remove|delete ...
        """),
        "remove_from_list": listed(f"""
            remove|delete|take|scratch|drop|erase|get|strike|cut {_ME}|my_name|my_info|my_contact
              out|off|from ... {_LIST};
            remove|delete|take|drop {_ME}|my_name off|from|out_of of? this|it|here|these .;
            take|get {_ME}|my_name off .;
            get {_ME} off of? this|it|here|these .;
            removed|taken|off|deleted from|off|of|this|the|your ... {_LIST};
            want|need|wish|like to_be removed|taken_off|off|unsubscribed|deleted|opted_out|out;
            want|need off ... {_LIST};
            remove|delete|take|unsubscribe from|off this|your|the|all|mailing|text? list|lists .
        """),
        "remove_me": listed(f"""
            remove|delete {_ME}|my_name|my_info|my_information .;
            remove|erase my|this phone|cell? number|contact|info .;
            delete|erase|lose|forget my|this phone|cell? number;
            remove my|this phone|cell? number from|off your|this|the ...
        """),
        "do_not_contact": listed(f"""
            {_DO_NOT} ever|please? text|txt|message|msg|contact|sms|bother|spam {_ME} {_AGAIN};
            {_DO_NOT} ever|please? text|txt|message|msg|contact|sms|spam|bother {_ME} .;
            {_DO_NOT} ever|please? contact|text|message {_AGAIN};
            do_not|dont|never contact|text|message .;
            {_DO_NOT} ever|please? call|text|message|contact or|and|n text|message|call|contact;
            {_DO_NOT} ever|please? call|email|phone {_ME} {_AGAIN};
            {_DO_NOT} ever|please? send {_ME}? {_SOME} {_SOME}? {_TEXTS};
            {_DO_NOT} ever|please? send {_ME} texts|messages|sms|texts|spam|anything
        """),
        "not_wanted": listed(f"""
            dont|do_not|no_longer want|wish|need for|to? receive|get|receiving|getting|have|
              be_getting|be_receiving? {_SOME}? {_SOME}? texts|messages|text_messages|msgs|sms|
              alerts|notifications|ads|spam;
            dont|do_not|no_longer want|wish|need {_SOME}? texts|messages|text_messages|msgs|sms|
              alerts|notifications;
            dont|do_not|no_longer|not want|wish|like to_be contacted|texted|messaged|bothered;
            dont|do_not|no_longer|not want|wish|like to|you_to contact|text|message {_ME};
            dont|do_not|no_longer want|wish to_receive|to_get these|them|this|any {_AGAIN};
            not_interested_in ... texts|messages|receiving|your_texts;
            revoke|withdraw|revoking|withdrawing my? consent|permission
        """),
        "no_more": listed(f"""
            no more|further {_SOME}? {_SOME}? texts|txts|messages|msgs|sms|text_messages|alerts|
              notifications|spam|ads|texting|messaging|promos|offers|text|contact|communication
        """),
        "unsubscribe": listed(f"""
            unsubscribe|unsub|unsuscribe|unsubcribe|opt|unenroll|unregister {_ME} out?;
            unsubscribe|unsub|unsuscribe|unsubcribe from|this|my|to|all|these;
            unsubscribe|unsub|unsuscribe|unsubcribe .;
            unsubscribed|unsubscribing me|us .;
            opt out of|from {_SOME}|texts|messages|everything|sms;
            want|wish|like|need|have|going|choose|trying to opt_out|unsubscribe|stop_these|optout;
            i opt_out|optout;
            cancel|end|turn_off|disable|discontinue {_SOME}|my {_SOME}|text|sms? texts|messages|
              sms|alerts|notifications|text_messages|communication|communications|messaging|
              texting;
            cancel|end|discontinue text messages|alerts .;
            discontinue|end texts|messages|texting|messaging|communication|contact;
            dont|do_not have my? permission|consent to text|contact|message;
            do_not|dont|never consent to ... texts|messages|texting|receiving;
            cancel|end|discontinue ... subscription to ... texts|messages|alerts|sms|list;
            cancel|end my|this|the? text|texts|sms|texting|message|alert subscription|service
        """),
        "leave_alone": listed("""
            leave me|us|my_phone alone .;
            leave me|us the|tf hell|fuck? alone
        """),
    },
    lead_ins=listed("""
        i|we d? really|just|also|hereby|respectfully|do?; i|we want|need|would_like|d_like|ask|
        am_asking|asked|told|beg|keep_asking|keep_telling you|u|yall|them? to?; i|we already|just|
        only? said|say|repeat|mean|d_like_to|would_like_to|want_to|wish_to|wanna|need_to|
        am_asking_to|have_to; for the|fucks|gods last|sake|love? time|of_god?; can|could|would|
        will|may you|u|yall|i please|pls|kindly|just?; you|u need|have|must|should|better|ought to?
    """),
    guards=listed(f"""
        dont|never|not|cant|cannot|wont|didnt|doesnt|shouldnt ever|please|just|you|u?; did|does|do|
        why|when|where|if|until|unless|whether|who|what|how|should|shall|he|she|they|we|i|ill|im|
        hes|shes|theyll|id|my|his|her|him|them|tell|tells|told|says|let|make|makes|after|before|
        since|because|the|to|got|there|{_NO_PERSON}|someone ...; have|has|had|been|are|is|
        were|was|get|getting|see|seeing|receive|received|say|says
    """),
    hedges=listed("""
        him|her|them|my|his|their|after|before|until|till|til|during|except|unless|if|so|while|
        when|whenever|only|at|in|on|between|past|but|left|for_now|today|tonight|tomorrow|this_week|
        like|such|that_many|twice|every|back|yet|too|first|instead|directly|needed|necessary|
        required|available; and driving|drive; this early|late|often|much
    """),
    retractions=listed("""
        never_mind; nevermind; nvm; jk; just_kidding; just_joking; changed_my_mind; haha*; lol;
        lmao; but keep|i_still|continue|please_keep|still; not really; dont stop; do_not stop;
        didnt mean; by_mistake; by_accident; ignore_that
    """),
    reasons=listed(f"""
        report|reporting|reported you|u|this|your|it; lawyer; attorney; sue_you; scam;
        who|{_ANY_PERSON} is|are this|you; not|isnt my|his|her|the number|phone; this is
        not|my|a ...; i am|m not;
        sick|tired|enough of; times; dont|no_longer want these|this|it|them|any|your; no_longer
        interested; never|didnt|not|dont|havent ask*|agree*|give|gave; go to_hell; you_have
        the_wrong ...; who gave|give; how did you
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
