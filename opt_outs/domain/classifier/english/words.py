"""The English words that several phrases share, and how people spell them."""

from collections.abc import Mapping
from typing import Final

from opt_outs.domain.classifier.language_pack import listed, respellings, slips_of

CEASE: Final = (
    "stop|quit|cease|halt|discontinue|cease_and_desist|cease_and_desist_from|desist_from|"
    "refrain_from|"
    "knock_off|cut_out|lay_off"
)
CONTACTING: Final = (
    "texting|txting|texing|textin|txtin|txtn|msg|messaging|msging|contacting|spamming|bothering|"
    "harassing|pestering|"
    "smsing|bugging|bombarding|pinging|soliciting|hounding|hitting_up|reaching_out_to|"
    "reaching_out|"
    "notifying|alerting|disturbing|annoying|stalking|badgering|calling_or_texting|calling_and_texting|sending_texts_to|"
    "sending_messages_to"
)
TEXTS: Final = (
    "texts|txts|text|messages|message|msgs|msg|sms|mms|alerts|notifications|reminders|ads|offers|"
    "promos|promotions|updates|spam|communication|communications|solicitations|crap|junk|stuff|"
    "shit|bs|notices|things|text_messages|marketing_messages|texts_messages|contact|marketing|"
    "text_alerts|group_texts|spam_texts|text_blasts|blasts|robotexts|robo_texts|sms_messages|"
    "garbage|trash|rubbish|propaganda|donation_requests|advertisements|advertising|adverts|coupons|deals|solicitation|"
    "correspondence|announcements|texting|mailings"
)
SOME: Final = (
    "solicitation|soliciting|all|any|these|this|those|the|your|ur|more|further|future|of|such|damn|stupid|annoying|"
    "fucking|"
    "marketing|promotional|promo|automated|another|unwanted|unsolicited|spam|political|sales|text|"
    "goddamn|freaking|frickin|fuckin|fkn|effing|bloody|ridiculous|useless|dumb|silly|random|"
    "mass|robo|"
    "bulk|fundraising|donation|campaign|automatic|advertising|sort_of|kind_of|kinds_of|types_of|"
    "single"
)
ME: Final = (
    "me|us|this_number|this_phone|my_phone|my_number|my_cell|my_cell_phone|this_phone_number|"
    "my_phone_number|here|this_cell|this_line|our_phone|our_number|my_name|my_mobile|it|"
    "my_cellphone|"
    "this_cellphone|this_mobile|this_cell_phone|this_mobile_number|my_mobile_number|"
    "my_cell_number|"
    "my_line|my_inbox|this_contact|my_info|my_contact_info"
)
LIST: Final = (
    "list|lists|database|system|contacts|contact_list|records|thread|group_text|campaign|files|"
    "texting_list|mailing|subscription|mailing_list|lists|distribution|directory|roster|rolodex|"
    "text_list|contacts_list|texts_list|sms_list|data_base|phone_book|phonebook|thread"
)
OF_LIST: Final = (
    "your|ur|this|these|the|that|all|any|every|of|its|mailing|text|texting|sms|message|messaging|"
    "contact|marketing|distribution|subscriber|customer|spam|promo|political|"
    "campaign|damn|stupid|fucking|messages|alert|further|future|more|voter|donor|sales|"
    "lead|leads|"
    "call_and_text|text_and_call|call_or_text|phone_and_text|client|company"
)
DO_NOT: Final = "dont|do_not|never|pls_dont|not_to|donot|dnt|no_longer|to_not|you_not|please_not"
REMOVE: Final = (
    "remove|delete|take|scratch|drop|erase|get|strike|cut|unsubscribe|cross|wipe|pull|purge|scrub|"
    "exclude|clear|kick|opt"
)
ASK: Final = "stop|quit|cease"
AGAIN: Final = "again|anymore|any_more|ever|ever_again|any_longer|no_more"

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
    with; n = and; gonna = going to; wanna = want to; wana = want to; no_mo = no more; no_mas_texts
    = no more texts; plsstop = please stop; stopsending =
    stop sending; stoptexting = stop texting; alot = a lot; dis = this; dat = that;
    deez|dese = these; da|teh = the; imma = im going to; gettin = getting; keepin =
    keeping; lst = list; agn = again; cuz|bc|coz = because; b4 = before; shoud = should;
    woud|wud = would; cld|cud = could; permision = permission; qiut = quit; cease_desist = cease
    and desist; moar = more; textn = texting; c_d_all = cease and
    desist all; ion = i dont; aint = dont; tryna = trying to; finna = going to;
    lsit|lits|lis = list; tkae|taek = take; tect|texr|tezt|twxt|textt = text; ma_am = maam;
    unscribe|uscribe = unsubscribe; takeme = take me; removeme = remove me;
    rm_me|rmv_me = remove me; rm_my = remove my; disenroll = unenroll; de_list|delist = unlist;
    mor = more; fone = phone; 2_me = to me;
    me_of_your|me_of_ur = me off your; me_of_this = me off this; me_of_the = me off the;
    me_form_your = me from your; me_form_this = me from this; ubsubscribe|unsubscrive|unsbscribe =
    unsubscribe; frm|fron = from; tke|tak = take; msgng|mssging|mesging = messaging;
    txtng|txing = texting; plox|plij|pliz|plx = please; thanx|tanx|tnks = thanks;
    my_no_from = my number from; this_no_from = this number from; stop_d = stop the; yal = yall
""")
"""How people write in texts, and the word that is read in sentences instead."""

_MISTYPED: Final = slips_of("""
    texting messaging message messages contacting contact spamming bothering harassing sending
    receiving receive getting unsubscribe unsubscribed subscription notifications permission
    remove removed delete number please anymore communication communications
""")

_CLIPPED: Final = {
    f"{word}in": f"{word}ing"
    for word in listed("""
        text; messag; contact; spamm; bother; harass; send; receiv; gett; blow; hitt; call; bugg;
        pester; annoy; ask; tell; sell; try
    """)
}
"""Without the last letter: "textin"."""

SLIPS: Final = listed("""
    stpo; stip; srop; syop; dtop; wtop; stpp; stoo; stol; sotp; tsop; sfop; sgop; xtop; ztop; stkp;
    stlp; stiop; sto; stoip; stpop; stolp; stopl; stopo; styop; stgop; stfop; sdtop; sxtop; sytop;
    st0p;
    st9p; s5op; s6op; sto0; stop0; stpl
""")
"""STOP with one slip of a finger to the next key; no common word is among them."""

RESPELT: Final[Mapping[str, str]] = (
    {"un subscribe": "unsubscribe", "quite texting": "quit texting"}
    | _MISTYPED
    | _CLIPPED
    | _SLOPPY
    | dict.fromkeys(SLIPS, "stop")
)
