"""The English words that several phrases share, in the notation of `language_pack`."""

from typing import Final

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
    "disturbing|annoying|calling_or_texting|calling_and_texting|sending_texts_to|"
    "sending_messages_to"
)
TEXTS: Final = (
    "texts|txts|text|messages|message|msgs|msg|sms|mms|alerts|notifications|reminders|ads|offers|"
    "promos|promotions|updates|spam|communication|communications|solicitations|crap|junk|stuff|"
    "shit|bs|notices|things|text_messages|marketing_messages|texts_messages|contact|marketing|"
    "text_alerts|group_texts|spam_texts|text_blasts|blasts|robotexts|robo_texts|sms_messages|"
    "advertisements|advertising|adverts|coupons|deals|solicitation|"
    "correspondence|announcements|texting|mailings"
)
SOME: Final = (
    "all|any|these|this|those|the|your|ur|more|further|future|of|such|damn|stupid|annoying|"
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
    "my_line|my_inbox|this_contact"
)
LIST: Final = (
    "list|lists|database|system|contacts|contact_list|records|thread|group_text|campaign|files|"
    "texting_list|mailing|subscription|mailing_list|lists|distribution|directory|roster|rolodex|"
    "call_list|text_list|contacts_list|texts_list|sms_list|data_base|phone_book|phonebook|thread"
)
OF_LIST: Final = (
    "your|ur|this|these|the|that|all|any|every|of|its|mailing|text|texting|sms|message|messaging|"
    "contact|marketing|distribution|subscriber|customer|spam|promo|political|"
    "campaign|damn|stupid|fucking|messages|alert|further|future|more|call|voter|donor|sales|"
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
