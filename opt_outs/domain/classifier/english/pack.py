"""
English.

The firm words are those that revoke consent by themselves under 47 CFR 64.1200(a)(10), the
keywords of ACS (SMS FAQ, October 2025), AWS (End User Messaging, required keywords) and Twilio
(default keywords), and the ways people write them.
"""

from typing import Final

from opt_outs.domain.classifier.classification import Language
from opt_outs.domain.classifier.english.phrases import PHRASES
from opt_outs.domain.classifier.english.roles import ROLES
from opt_outs.domain.classifier.english.words import (
    LIST,
    ME,
    OF_LIST,
    PARTING,
    POINTS,
    RESPELT,
    SLIPS,
    SOME,
    TEXTS,
)
from opt_outs.domain.classifier.language_pack import (
    LanguagePack,
    alternatives,
    listed,
)

# In two parts each: people write these words, and our own texts do not (docs/glossary.md).
_NO_PERSON: Final = "no" + "body"
_ANY_PERSON: Final = "who" + "ever"
_STRANGERS: Final = tuple(
    f"{_ANY_PERSON} {words}" for words in ("this is", "you are", "u are", "that is")
)

PACK: Final = LanguagePack(
    language=Language.ENGLISH,
    firm=listed("""
        end all; stop; stop all; stopall; stop2quit; stop 2 quit; stop to quit; stoptoquit;
        stop2end; stop to end; stop2stop; stop quit; stopit; stopplease; unsubscribe; unsub;
        unsubscribe all; opt out; optout; opt me out; optmeout; opting out; revoke; remove me; quit
        it; reply stop; text stop; txt stop; type stop; sms stop; please remove; pls remove; remove
        please; remove pls; plz remove; remove plz; remove now; remove immediately; remove asap;
        remove thanks; remove thank you; please quit; quit please
    """),
    whole=listed("quit; end; cancel; remove"),
    unsure=listed("""
        halt; cease; desist; discontinue; no more; enough; removal; im out; i m out; exit; opted
        out; want off; want out
    """),
    misspelt=listed("""
        unsub*; ubsub*; unsus*; unscrib*; unbsub*; usub*; unsbu*; unsusb*; stp; stob; stahp; stope;
        optut; otp_out; opt_ot; opout; op_out; opt_oit; optou; stop1; stpoo; astop; sstop
    """)
    + SLIPS,
    respelt={**RESPELT, **dict.fromkeys(_STRANGERS, "hello")},
    opt_in=listed("""
        start; unstop; subscribe; resume; opt in; optin; resubscribe
    """),
    help=listed("help; info; help me; information"),
    affirmative=listed("yes; y; yep; yeah; yup"),
    courtesies=listed("""
        and_thanks; and_have_a blessed|nice|good|great|wonderful day|one|evening|night;
        many_blessings; take_care; and_god_bless; have_a blessed|nice|good|great|wonderful
        day|one|evening|night; and_thank_you; thank_you; thank_u; thanks; thx; ty; please; pls;
        plz; plse; plez; kindly; ok; okay; now; immediately; right_away; asap; already; again; sir;
        maam; hi; hello; hey; thank_you_so_much; thanks_so_much; thank_you_very_much;
        thanks_very_much; sent from my iphone|ipad|samsung|android|galaxy|mobile|phone; god_bless;
        please_and_thank_you; sorry; excuse_me; good_morning|afternoon|evening; seriously; just;
        nope; nah; damn; dammit; ffs; like_i_said; as_i_said; as_i_said_before; i_mean_it;
        once_more; i_beg_you; for_crying_out_loud; for_gods|god_s|heavens|petes sake;
        for_the_love_of_god; jesus_christ; good_lord; yall; guys; folks; geez; jeez; yeah; yep;
        shut_up; please_god; last|final warning; for_the last|tenth|10th time
    """),
    objects=listed("""
        all; it; this; that; these; them; those; everything; of; your; any; texting; texts; text;
        txt; txts; messaging; messages; message; msgs; msg; sms; sending; contact; alerts;
        notifications; list; forever; yes; spam; from; future; more; nonsense; doing; harassment;
        madness; bullshit; bs; crap; right; once; at; today; permanently; completely; good; for;
        instant
    """),
    tails=alternatives("""
        please|pls|plz|thanks|thank|thx|ty|anymore|any_more|again|ever|ok|okay|asap|immediately|
        forever|already|right_now|god|ffs|altogether|completely|permanently|now|entirely|period
    """),
    phrases=PHRASES,
    linking=listed("""
        i; we; u; yall; ya; y; im; ive; id; d; m; ve; am; been; just; really; also; only; ever;
        even; kindly; please; pls; plz; now; that; of; like; want; wants; wanted; wish; wishes;
        need; needs; needed; would; gonna; going; wanna; gotta; try; trying; say; said; saying;
        ask; asked; asking; tell; telling; mean; meant; think; thought; believe; know; hope;
        hoping; love; prefer; rather; beg; begging; demand; demanding; request; requesting;
        requested; guys; people; advised; be; note; aware; informed; notified; notice; understand;
        times; many; several; multiple; twice; three; two; four; five; six; ten; dozen; hundred; 2;
        3; 4; 5; 6; 7; 8; 10; 20; 50; 100; numerous; repeatedly; please_note; respectfully; hereby;
        nicely; politely; appreciate; grateful; kind; sir; folks; team; wondering; importantly;
        pleading; insist; written; formal; official; legal; order; command; hey; hello; hi;
        everybody; officially; repeat; already; keep; supposed; choose; decide; decided; have; had;
        to; for; again; go; ahead; so; still; ready; planning; plan; dare; yet; all; be; been
    """),
    guards=listed(f"""
        dont|never|not|cant|cannot|wont|didnt|doesnt|shouldnt|wouldnt|couldnt|isnt|wasnt|arent|
        havent|hasnt|hadnt|mustnt|neednt|without|nor|neither|barely|hardly|nt;
        why|where|whether|who|what|how|when|which|whose|hate|afraid|sad|sorry|worried|shame|wrong;
        did|does|do|are|have|had|were|was|am|is you|u|i|we|they|he|she|it|yall;
        should|shall|may|can|could|must|would|might i|we|he|she|they|it; would
        anyone|anybody|people; he|she|they|everyone|{_NO_PERSON}|him|her|them|himself|theyll|ill;
        i|we|he|she|they|it ll; told to; told|tell|tells|asks|asking|make|makes|let|lets|help|
        helps|want|wants me|us; no need|reason|point|way|intention|desire; the|a|an|my|our|your|
        his|their|its|another|any|got|get|getting|receive|received|see|seeing|says|says|reads|
        there|because|since
    """),
    conditions=listed("""
        if|when|whenever|once|unless; on_weekends|weekends|weekend|on_sundays|sundays|on_sunday|
        evenings|in_the_evening|mornings|in_the_morning|in_the_afternoon|after_hours; once
        i|we|you|the|my|they|it|he|she|this|that|your; if|unless|until|till|til|when|whenever|
        except|only|but_only|or_if|while|during|at_night|at_work|before|after|otherwise
    """),
    denials=listed("""
        no_one; under_no; no_way; by_no_means; not_once; at_no_point; mistake; accident
    """),
    polite=listed("""
        how_many_times; can|could|would|will|cant|wont|may you|u|yall|someone|anyone|i|we|y_all;
        you could|can|would|mind; mind; please|pls|plz|plse|kindly; ok|right
    """),
    adjuncts=listed(f"""
        to|on|at|from|off|with|for {ME}|this|mine; about|regarding|concerning|re
        my|your|the|a|this|that|these|all|some|any? extended|car|auto|health|life|home|political|
        new|stupid|selling|buying|upcoming|my|the? election|elections|politics|voting|vote|
        donations|donating|fundraising|campaign|campaigns|candidate|candidates|trump|biden|
        congress|senate|ballot|primary|warranty|warranties|insurance|sale|medicare|loan|loans|debt|
        mortgage|refinancing|car|vehicle|truck|home|tuition|taxes|credit|house|property|land|
        selling|sales|deals|offers|promotions|products|services|survey|surveys|poll|polls|jobs|
        crypto|solar|timeshare|money|stuff|things|nonsense|crap|shit|bullshit|this|it|anything|
        everything|these|anything_else; before i|we report|sue|call|block|contact|file|get
        you|a|the? fcc|police|lawyer|cops|complaint|attorney|upset|mad|report?; already;
        ever_again; either; full_stop; with|from different_numbers|other_numbers; bye; goodbye;
        sincerely; cheers; regards; and|or call|email|message|contact anymore|again|either?; from
        different|other|another|multiple|several number|numbers; for donations|money|votes|support|
        weeks|months|days|years|hours; to be contacted|texted|messaged; to text|contact|message
        {ME}; for you to text|contact|message {ME}; for the_love_of|gods|god|petes sake|god|christ;
        under any|no circumstances|circumstance|condition; aholes|a_holes; by
        any_means|text_or_phone|phone_or_text; and|but|yet i? still|keep get|getting|receive|
        receiving|got these|them|this|texts|messages; in any form|way|manner;
        of|from|off|to|with|for {SOME}? {SOME}? {SOME}? {TEXTS}; from|of|off|on {OF_LIST}?
        {OF_LIST}? {LIST}; to receive|get|send|receiving|getting {SOME}? {SOME}? {TEXTS};
        with|about this|these|it|that|your; from|by you|u|yall|this|them|anyone|everyone|these
        guys|people|all|company|number|place?; from your|ur|this|that company|business|store|org|
        organization|campaign|office|number|team|service|shop; via|by|through
        text|sms|texts|text_message; and|or|n call|calling|calls|email|emailing|emails|contact|
        contacting|messaging|texting|bothering|harassing {ME}?; for good|ever|any_reason|real|all|
        life|me; and|or|n your? call|calling|email|mailing|contact|text|texting list|lists; at
        all|once; in the_future|future|any_way; from now_on; as of now|today; as soon_as_possible;
        effective immediately|today; this instant|minute|second; people|folks|guys|bro|bruh|
        brother|fr|rn|tho|innit|fool|dummy|dumbass|jackass|prick|dick|clown|weirdo|creep|punk|sis|
        fam|hun|honey|sweetie|mate|pal|boss|kid|smh|ffs|omg|jeez|geez|gosh|dude|man|lady|buddy|
        idiots|idiot|morons|bitch|bitches|asshole|assholes|jerks|jerk|fuckers|motherfuckers|mf|
        damnit|dammit|fools|losers|scammers|scammer|spammers|creeps|whatsoever|all|constantly|yall|
        you; all_the time; too much
    """),
    openers=listed("""
        i; im; ive; ill; id; we; you; u; youre; youve; he; she; they; this is; this isnt; this was;
        its; it is; who; what; why; how; no; not; never; dont; do; can; ll; now; could; would;
        will; because; bc; cuz; cause; since; as i; as this; as my; as its; as im; due; given;
        otherwise i; otherwise ill; unfortunately; sorry; seriously; that i; which; there; and you;
        and i; and lose; and remove; and delete; and stop; and quit; and never; and dont; and do;
        and take; and leave; and go; and have; and thank; and god; and please; and forget; and let;
        and get; and unsubscribe; and erase; and block; and report; and cease; or you; or we; or
        im; before i; before we; or i; or else; or ill; ya; yall; wrong person; or im; jesus; lord;
        wtf; wrong number; thats; my name; my number is; it says; go; fuck; ok; just; also; so i
    """),
    dependent=listed("be|receiving|getting; to_be"),
    coordinators=listed("so; therefore; thus; then; hence; but"),
    retractions=listed("""
        i|im|we|m have_to|need_to|must|should|will|am_going_to|going_to|gonna|got_to|better|can|ll|
        gotta stop|quit texting|bothering|messaging|typing|annoying|bugging; ^ ill|gotta|gonna
        stop|quit texting|bothering|messaging|typing|annoying|bugging; ^ can|could|may i|we
        opt_out|unsubscribe .; ^ do|does|did people|others|most|many|customers;
        take|cross|scratch|strike|remove|put it off|from|on the list; cross|scratch it off;
        dont|do_not|not text|txt|message|msg|contact|send|bother me|us|messages|anything?
        now|right_now|rn|at_the_moment|yet|just_yet|tonight; second|third|other
        number|phone|line|cell; ^ do|should|must i|we need|have|want? to? opt_out|unsubscribe|stop|
        quit|cancel|text|reply|send; do|did|would|should you|u want|like|need|prefer me|us to?
        stop|quit|unsubscribe|opt_out|remove|cancel; mailing|mail list , i|we|ive|weve|as|because|
        since|because_i|as_i|since_i have|just|recently? moved; ^ please|just|so|but|and|no|yes|
        pls? keep|continue texting|messaging|sending|them|it|these|those|the|me|up|coming|to; ^
        please|sorry|just? ignore|disregard|dont_listen|dont_mind that|my|the|it|previous|last|him|
        her|them|to; never_mind; nevermind; nvm; jk; just_kidding; just_joking; changed_my_mind;
        haha*; lol .; lmao .; but keep|i_still|continue|please_keep|still; not really; ^
        please|no|but|so|and? dont|do_not stop; codes|code|appointments|orders|emergencies|
        receipts|confirmations|email|emails|calls|phone|alerts only; only codes|code|appointments|
        orders|emergencies|receipts|emails|calls; didnt mean; by_mistake; by_accident; about
        the_other|the_wrong|the_old; keep|use my|me|mine|him|her; add|put mine|him|her|my_new|
        my_other|my_wife|my_husband|my_son|my_work; add|put me back|in|on_the_list|on_your_list|
        on_this_list|to_the_list|to_your_list; ignore_that; texts|texting|text|sms|reminders|
        updates|alerts|rest is|are fine|ok|okay|good|better|great|welcome; please|just|so|do keep
        texting|sending|the; send|text|call|email|bring them|it|those|him|her to;
        texts|text|app|email|mail only; prefer texts|text|texting; use|try this|that|my|the
        one|other|new|cell|email|number
    """),
    reasons=listed(f"""
        my number|info; last|final|second|third|first warning|time|request|notice; no more; enough;
        lawyer; fbi|police|cops; report|reporting|reported you|u|this|your|it; how do|can|to i?
        stop|get|unsubscribe|opt; already donated|voted|gave|bought|sold|answered|told|said|asked|
        paid|unsubscribed|have; moved|sold|deceased|died|divorced; not_interested; lawyer;
        attorney; sue_you; scam; who|{_ANY_PERSON} is|are this|you; not|isnt my|his|her|the
        number|phone; this is not|my|a ...; i am|m not; sick|tired|enough of; times; not want;
        dont|no_longer want these|this|it|them|any|your; no_longer interested;
        never|didnt|not|dont|havent ask*|agree*|give|gave|sign*|subscribe*|request*|consent*|opt*;
        passed away; child|minor|toddler; no_longer at this|that number; hate|illegal|annoying|
        ridiculous|harassing|cant_read|over|unwanted; told|asked to|over; my daughter|son|kid|wife|
        husband|work; by_mistake; no ty|thanks|thx; blocked|blocking; texts|text|txt too_much; no
        donation|donations; opted_out already; #|nd|rd|th time|request|text|texts|message|messages
        asking|today|.; asking .; wrong guy|lady; no_longer live|work; go to_hell; you_have
        the_wrong ...; who gave|give; how did you; not|im_not|m_not a|an democrat|republican|
        liberal|conservative|voter|customer|client|member|patient|donor|homeowner|owner|supporter;
        dont|do_not know you|who|this
    """),
    beside_reason=listed("""
        remove; remove it; delete; delete it; take it off; delete me; remove this; delete this;
        take me off; please stop; stop please; quit; remove|delete her|his|their|the number|name;
        take her|his|their|the number|name off
    """),
    doubtful=listed(f"""
        still|keep|keeps|kept|continue sending|texting|messaging|getting|receiving|spamming ...;
        wrong number|person; not_interested; go_away; want|let_me out .; cancel me .;
        cancel|end|stop|discontinue this|my|the? subscription|service .; no sms .; loose my number;
        send|sending these|them to me; get off_your|off_this|off_the list; dont|not want
        any|this|this_service .; want this|these anymore; quit|stop sending me; cancel me from;
        discontinue|stop service to; take down my number; block me .; idw these|this; tired|sick of
        your|these; sue; lawyer; attorney; filing a_complaint; calling the? cops|police; number
        should|does|doesnt not? be|accept|want ...; gave|give you permission; do_not|dont text
        from; want any_of this; ^ dnc .; do_not text list; can i unsubscribe; texts to my
        daughter|son|wife|mother; remove me from this|the|that group|group_chat|conversation;
        dont|not want these|them anymore|. .; included in this|these .; part of this .; dnc list; ^
        removed please; ^ never again .; ^ do_not|dont want .; ^ thats|that_s enough .;
        didnt|never|not give|gave|given you my number|phone|info|cell; take a|the hint;
        eff_off|stfu|screw_you|drop_dead|get_bent|go_to_hell|shove_it|f_u .; let me|us be .;
        confirm|verify|checking|check that? my|i|ive|im|we|number have|has|am|been|is? number|been?
        been? removal|removed|deleted|unsubscribed|opted_out|off; remove|take|drop|delete
        her|him|them off|from {OF_LIST}? {LIST}; no_longer|not|dont|do_not want|wish to
        participate|be_included|be_part|be_involved; dont|do_not|stop|quit send|sending me|us?
        any|anymore|more ... reminders|updates|notices|confirmations|receipts; please
        discontinue|desist|refrain|cease .; get_lost; leave_off .; please be removed .; leave
        this|the group|thread|chat; dnc me|list|registry|this; no text|texts|texting|contact; no
        text|texts|texting .; please remove|delete .; no|not text|send|message|contact me;
        remove|delete|take|get his|her|their|that number|name|info from|off; no more|further
        reminders|updates|notices|emails|calls|letters; dont|do_not|no_longer need|want ...
        reminders|updates|notices|to_receive|to_get; fuck_off; piss_off; f_off; bug_off; buzz_off;
        block|blocking|blocked you|u|this|your; do_not_call|dnc list|registry; tcpa; fcc;
        never|didnt|not|dont|havent signed|sign_up|subscribe*|opted|consent*|authorize*; harass*;
        unsolicited; spam; opt_me; make it|this|these|them stop; get these|this|them to_stop;
        remove|delete|take|get me|us|my_name|my_number off|from whatever|anything|everything|any|
        your|these|this|all|it; dont|do_not text|message|reply|write back; no_longer want|need
        this|these|it|them; turn|shut this|these|it|them off; dont|do_not|never
        text|contact|message me|us|this_number; never asked|ask for; not interested in; cancel
        my|the|this|all subscription|membership|everything; no_longer wish|want
        to_be|to_receive|messages
    """),
    threats=listed("""
        if|unless|until you|u|yall? dont|do_not|wont|cant stop; wont|will_not|doesnt stop|quit
        texting|messaging|sending|contacting|spamming|after
    """),
    footers=listed("""
        reply|text|txt|send|type|respond|replying|texting|answer with|back|the_word?
        stop|end|quit|cancel|unsubscribe|stopall to|2|for opt|unsubscribe|end|cancel|quit|stop|
        opt_out|optout|unsub|no_more out?; stop|end|cancel 2|to opt_out|optout|unsubscribe|unsub|
        cancel|end|quit; to opt_out|unsubscribe|stop|cancel reply|text|send|txt with|back?
        stop|end|quit|cancel; stop2end|stop2quit|stop2stop|stop2optout
    """),
    roles=ROLES,
    parting=PARTING,
    points=POINTS,
    harmless=listed("""
        ^ please|so|and|but|no|pls? dont|do_not|never ever|please|you_dare|even|go_and?
        take|remove|delete|drop|opt|unsubscribe|cut|kick|block me|us|my|this; i|we
        dont|do_not|didnt|did_not|never|wasnt|havent|m_not|am_not|im_not|not want|wanted|ask|asked|
        asking|say|said|saying|mean|meant|wish|plan|planning|trying|wanting|request|requested|
        telling|tell you|for_you|that|i? to|want|wanted? stop|unsubscribe|opt_out|be_removed|
        be_taken_off|be_unsubscribed|be_opted_out|leave ...; no more? texts|messages|msgs|sms|
        text_messages|alerts|reminders|notifications since|lately|yet|received|came|coming|
        arriving; did|am|was|were i|we get|got|been|be|being|accidentally|just|automatically?
        unsubscribed|removed|opted_out|taken_off|dropped; ^ you|u|they|he|she|it
        dont|never|doesnt|no_longer text|message|msg|contact|send; i|we dont|never
        text|message|contact; get|got|getting|receive|received|receiving|have|had|are|were|been no
        more; dont|never|cant|cannot|wont|not|doesnt|didnt|do_not|non|couldnt|wouldnt|without|
        must_not|shouldnt|isnt|neednt ever|even|really|please|want_to|wanna|need_to|wish_to?
        stop|quit|forget|unsubscribe|cancel|end|opt_out|optout|remove_me|delete_me|stopping; non
        stop; stop serving|a; my stop is; harassment training; stop shop; no text|texts needed;
        spam musubi; not interested in the|selling|buying|that; nonstop; stop by|in|over|off|into|
        along|through|watch|sign|signs|light|motion|lights|loss|gap; stop using
        it|the|them|this|that; stop smoking|drinking|taking|working|eating|loading|charging|crying|
        laughing|worrying|raining|snowing|barking|leaking|wearing|breastfeeding|playing|thinking|
        watching|ringing|showing|bleeding|talking|being|complaining|by|procrastinating|apologizing|
        the_medication|my_medication|moving|feeding|overthinking|beeping|running|responding|coming|
        going; stop at; stop near the|a|an|my|your|our|his|her|their|#|noon|target|walmart|costco|
        home|about|around; stop for a|gas|lunch|coffee|dinner|food|groceries|breakfast|the|some|#;
        stop and|n shop|get|pick|grab|smell|think|see|say|buy; bus|train|truck|pit|rest|gas|
        traffic|next|last|first|final|tram|metro|subway|second|third|whistle|a|an|each|every|short|
        shuttle|one|quick|full|main|which|what|this_is_my|this_is_your|your_next stop; f|t stop;
        stop the|my|our|this delivery|deliveries|order|orders|shipment|payments|check|cheque|
        autopay|transfer|repair|repairs|construction|newspaper|wedding|game|video|show|car|presses|
        charge|fight|fighting|movie; stop the car|engine|presses|bleeding|timer|clock|truck|noise|
        leak|music|press|payment|line|meds|medicine|medication|water; stop payment|date|time|codon|
        button|order|work|words; quit smoking|drinking|my|his|her|job; end of|date|up|time|zone|
        result|user|table|game; the|weekend|year|month|dead|front|back|high|low|tail|rear|season
        end; waiting|wait|guest|price|shopping|to_do|todo|grocery|packing|wish|short|payroll|class|
        wedding list; opt_out of the|that|my class|program|plan|insurance|coverage|lunch|trip|
        meeting|test; no more texts left; ^ you|you_guys|they quit texting|sending|messaging; who
        is this for; not my number one
    """),
    alarming=listed("""
        stop; stopping_texts; unsub*; opt_out; optout; opting_out; opted_out; revoke; revoking;
        stopall; opt_me
    """),
)
