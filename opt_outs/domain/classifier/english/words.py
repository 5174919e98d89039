"""The English words that several phrases share, and how people spell them."""

from collections.abc import Mapping
from typing import Final

from opt_outs.domain.classifier.language_pack import listed, points, respellings, slips_of

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
    "notifying|alerting|disturbing|annoying|stalking|badgering|calling_or_texting|"
    "calling_and_texting|sending_texts_to|"
    "sending_messages_to"
)
TEXTS: Final = (
    "texts|txts|text|messages|message|msgs|msg|sms|mms|alerts|notifications|reminders|ads|offers|"
    "promos|promotions|updates|spam|communication|communications|solicitations|crap|junk|stuff|"
    "shit|bs|notices|things|text_messages|marketing_messages|texts_messages|contact|marketing|"
    "text_alerts|group_texts|spam_texts|text_blasts|blasts|robotexts|robo_texts|sms_messages|"
    "garbage|trash|rubbish|propaganda|donation_requests|advertisements|advertising|adverts|"
    "coupons|deals|solicitation|"
    "correspondence|announcements|texting|mailings|surveys|polls|links|appeals|invites|invitations|"
    "pitches"
)
SOME: Final = (
    "solicitation|soliciting|all|any|these|this|those|the|your|ur|more|further|future|of|such|"
    "damn|stupid|annoying|"
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
    "my_line|my_inbox|this_contact|my_info|my_contact_info|this_device|my_device"
)
LIST: Final = (
    "list|lists|database|system|contacts|contact_list|records|thread|group_text|campaign|files|"
    "texting_list|mailing|subscription|mailing_list|lists|distribution|directory|roster|rolodex|"
    "text_list|contacts_list|texts_list|sms_list|data_base|phone_book|phonebook|thread|sheet|"
    "sheets|call_sheet|texting_service|text_service|sms_service|logs|rotation"
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
    my_no_from = my number from; agin|agian = again; mee = me; sendimg|sendign = sending;
    messeging|mesaging|messagng = messaging; rmv = remove;
    stoop_texting = stop texting; stoop_messaging = stop messaging; stoop_sending = stop sending;
    im_only|i_m_only = im; ths = this;
    thes|theese = these; tex = text;
    this_no_from = this number from; stop_d = stop the; yal = yall
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

PARTING: Final = """
    away ban banned blacklist block blocked blocking bugger buzz cancel ceasing cut delete
    deregister desubscribe disconnect discontinue disenroll disturb disubscribe ditch dnc done
    drop elsewhere end enough enroll erase exclude expunge forget free fuck halt kick knock lay
    leave lose lost mute omit piss purge quit release remove rescind retract reverse
    revoke scram scratch screw scrub shut sick silence stay stop stopping strike suspend switch
    terminate throw tired toss trash turn undo unenrol unenroll unlist unregister unsign
    unsubscribe unsubscribed unwanted unwelcome void wipe withdraw
"""
"""Words of leaving, ending, deleting and refusing, in requests and elsewhere."""

POINTS: Final = points(
    """
    5: *revoke or_i text_messages;
    4: *more_*contact *more_*want *not_*contact *off_*list *off_*modal *parting_*modal
        *revoke_. *want_*not ._*leave ._for ._im alone_. already communication_. everything
        get_these i_am kindly me_again more_. my_cell my_info my_number rather remove_it request
        texted texting_. this_list times to_text want_your wrong_number yall you_are you_people;
    3: *cease_*texts *leave_*modal *me_*more *me_*not *me_*removed *modal_*want *not_*send
        *off_. *parting_*texts *parting_*you *revoke_*permission *revoke_*want ._get ._kindly
        ._want ?_stop all all_texts alone and_desist and_stop be_on cancel_these cease_and
        company consent_to contacting discontinue donate donate_. dont_send else else_.
        from_list further give harassing hear hear_from i_be i_keep live me_about me_no
        messaging_. my_opt never_signed not_a not_call not_text o of_these of_this of_your or
        out_please permission permission_to person please_unsubscribe political political_texts
        quit_it receive_these receiving_these report_you stop_all stop_them stop_these stop_this
        subscription take_us text_alerts text_notifications thanks_but the_do these this_phone
        this_text to_be to_hear to_texts us_off ve why_do wish_to would_like you_please
        your_company your_do;
    2: *i_*leave *me_*parting *modal_*leave *modal_*parting *modal_*remove *modal_*take
        *more_*texts *more_. *off_*texts *parting_*permission *parting_*want *parting_.
        *remove_. *removed_. *texts_*list *texts_*modal ._*parting ._end ._make ._unsubscribe
        ?_i asked_you be but_please contact_. contacting_me do_not dont_contact for for_this
        from_this further_texts i_said i_unsubscribe if info interested interested_. me_.
        me_alone me_off messages messages_please more_of my_text no_further not_contact not_for
        not_interested number_off of_all off_. off_this off_your on_this out out_. person_.
        phone phone_. please_stop quit_texting receive_messages report said_stop someone stop_.
        stop_already stop_contacting stop_your text_list text_this texting_me texts_. the_texts
        these_alerts this this_. to_get unsubscribe_? unsubscribe_please want_no wrong
        wrong_person;
    1: *cease *cease_*contact *cease_. *contact *contact_*list *contact_. *leave_. *list
        *list_. *me *me_*off *me_. *not_*permission *not_*texts *off *off_*you *parting
        *parting_*me *remove *remove_*me *removed *texts *texts_. *you ._*cease ._*remove ._no
        ._remove ._this again and are be_removed cell dont_want from_you if_you just_stop like
        list messages_. messaging no_more number_please off please please_remove remove
        remove_me remove_this removed spam_. stop stop_it texting texts these_texts this_?
        this_is this_number to_receive wish with_the your_list;
    -1: ._*you ._is ._me ._my ._text ._you a can do_you other plan reply reply_stop to_stop
        unknown3 why with;
    -2: *i_*want *modal_*contact *not_*cease *not_*get *you_*not ._*contact ._am ._it ._je ._nao
        ._reacted ._when ._why ?_. address asking_you at at_5 baja by daughter der el en es from
        get_me ich if_i la le lol_. me_from me_to mensajes message message_. mi my_daughter
        my_order nao nicht no_me reacted so stopped that the_end to_opt unknown2 vous;
    -3: *modal_*texts *more_*parting *not_*leave *not_*me *not_*opt *not_*take . ._*off ._. ._c
        ._contact ._did 4 5 5_. app auf bus call_me calling_me cant cant_stop class class_. code
        contact_my de delivery delivery_. die done_. end_of ever friday_. from_my from_the
        havent help i_havent i_love je keine late late_. later later_. list_of lol me_the
        my_account my_appointment nada never not_getting of_texts of_the off_at on order order_.
        out_of para parking plan_. plus quiero remove_the sie sorry stop_by stop_calling
        take_the texting_my the the_app think to_take tomorrow trip unknown1 unsubscribe_my was
        wont;
    -4: *not_*remove ._a ._the 3_. add and_use appointment auto codes email_. emails end_my ex
        flight friday i_didnt i_quit instead_. is_it keeps leaving love mail my_email my_ex
        my_last no_need not_asking number_and one one_. should stop_my stop_to the_phone wants
        wasnt when;
    -5: *not_*parting ._tell at_the email_list
    """
)
"""What each word or pair of words says for a request, or against one."""
