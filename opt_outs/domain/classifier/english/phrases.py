"""The English phrases that opt out, by rule."""

from collections.abc import Mapping
from typing import Final

from opt_outs.domain.classifier.english.words import (
    AGAIN,
    ASK,
    CEASE,
    CONTACTING,
    DO_NOT,
    LIST,
    ME,
    OF_LIST,
    REMOVE,
    SOME,
    TEXTS,
)
from opt_outs.domain.classifier.language_pack import Phrases, listed

PHRASES: Final[Mapping[str, Phrases]] = {
    "stop_texting": listed(f"""
        {CEASE} both? {CONTACTING} and|or|n? {CONTACTING}|calling|emailing {ME}?;
        {CEASE} both? calling|emailing and|or|n? {CONTACTING} {ME}?;
        {CEASE} {CONTACTING} to? {ME};
        {CEASE} {CONTACTING} now|please|pls|plz|altogether|already|.;
        {CEASE} with? {SOME} {SOME}? {SOME}? {TEXTS}|texting|messaging;
        {CEASE} texts|messages|sms|notifications|alerts|contact .;
        {CEASE} fucking|f_ing|fing|fuckin|freaking|damn|goddamn {CONTACTING}|sending {ME};
        enough with? the|these|your? texts|messages|spam;
        {CEASE} and_desist from|with? {SOME}? {SOME}? {TEXTS}?;
        {CEASE} with? {SOME} {SOME}? {SOME}? {TEXTS} {TEXTS};
        enough of|with the|these|your|this|all {SOME}? {SOME}? {TEXTS};
        enough texts|messages|texting|messaging|spam|already_with_the_texts .;
        {CEASE} using my|this phone|cell? number;
        done with|getting|receiving your|these {SOME}? texts|messages|msgs|spam|alerts|ads;
        fed_up|sick|tired with|of your|these|the {SOME}? texts|messages|spam , {ASK} it? .;
        {CEASE} hitting_me_up|hitting_my_phone_up;
        knock|cut it off|out with the|these|your {SOME}? {TEXTS}
    """),
    "stop_sending": listed(f"""
        {CEASE} sending to? {ME}? {SOME}? {SOME}? {TEXTS};
        {CEASE} sending to? {ME}? these|this|them|it|anything? to|on? {ME}? .;
        {CEASE} texting|messaging|sending me|us? these|this|your|ur? {SOME}? {TEXTS};
        {CEASE} blowing_up my phone|cell|inbox;
        {CEASE} asking|begging|hitting_up|bugging {ME}? for {SOME}? money|donations|donation|votes|
          support|contributions|a_donation|my_vote|my_support|my_money;
        {CEASE} asking|begging me|us to donate|give|contribute|vote;
        {CEASE} notification|text|message|sms .;
        {CEASE} calls|phone_calls|emails|calling and|or|n texts|messages|sms|text_messages|texting
          .;
        {CEASE} blowing me up;
        {CEASE} hitting|hittin my_line|my_phone|my_cell|me_up|us_up;
        want|wish|like|need|wanna to? stop receiving|getting {SOME}? {SOME}? {TEXTS};
        want|wish|like|need|wanna to? stop receiving|getting these|them|this .;
        {CEASE} sending out? {SOME}? {SOME}? {TEXTS} to|at {ME};
        {CEASE} sending {ME} things|stuff|shit|crap|spam|this|these|so_much_spam;
        {CEASE} filling|flooding|clogging|cluttering|jamming|spamming|blowing|lighting up? my
          phone|inbox|cell|messages up?;
        {CEASE} to? {CONTACTING}|text|contact|message {ME}
    """),
    "please_stop": listed(f"""
        please|pls|plz|kindly|plse stop|unsubscribe|quit_it|opt_out .;
        can|could|would|will you|u please|pls|plz|kindly? just? stop|quit_it .;
        to_say|saying|said|say|asked|texted|text|replied|typed|sent|mean|texting|replying|wrote|
          written stop already|ten|twice|yesterday|before|like|about? #|two|three|four|five|ten|
          many|several|multiple|a_million|a_hundred|a_dozen|numerous|. times|.;
        asked|told|begged you|u|yall guys|people? multiple|several|many|three|two|five|# times to
          stop .;
        honor|respect my stop|opt_out|unsubscribe request;
        stop means stop;
        ^ dude|bro|bruh|lady|buddy|people|man|mister stop|quit|stop_it|quit_it .;
        shut_up|go_away|fuck_off|piss_off|get_lost and stop|quit .;
        part of stop do|dont|didnt you|u|yall not? understand|get;
        not understand stop|what_stop|the_word_stop|the_meaning_of_stop .;
        want|need|like you|yall|u|you_guys|you_people to? please|just? stop|quit .;
        this_is|consider_this|treat_this_as|take_this_as|accept_this_as|this_serves_as|
          consider_this_as my|a|our|an? formal|official|written|last|final|legal|first|second?
          notice|request|warning|demand|notification to|for|that_you you? {CEASE}|unsubscribe|
          remove|opt all|any? {CONTACTING}|{TEXTS}|{ME}|out|sending {ME}? {TEXTS}? from? of? {SOME}?
          {SOME}? {LIST}|{TEXTS}|.;
        just stop .;
        no|nope|no_thanks|no_thank_you , stop|unsubscribe .;
        stop|quit or i|else|im|ill;
        wrong number|person|guy|lady , please? remove|delete|unsubscribe .;
        wrong number|person|guy|lady dude|bro|man|buddy|sorry|please|pls? stop .;
        this_is|its|it_is a|our|my? landline|business_line|business|work_phone|company_phone|
          home_phone|different_person|wrong_number , please? remove|delete|unsubscribe|stop .;
        not_interested|no_thanks|no_thank_you|not_for_me|moved|deceased|no_ty|no_thx|nope , so?
          please? remove|delete|stop|unsubscribe .;
        asked|told|begged|asking|telling you|yall guys|people|all? already|before|twice|repeatedly|
          nicely|multiple_times|several_times|many_times|three_times? to stop|quit {CONTACTING}
          {ME}?;
        asked|told|begged|asking|telling you|yall guys|people|all? already|before|twice|repeatedly|
          nicely|multiple_times|several_times|many_times|three_times? to remove|take|unsubscribe
          me|my_number off|from? .;
        appreciate|great|nice|grateful|glad|awesome|love it? if you|yall would|could|can|d?
          please|just? stop|stopped|quit {CONTACTING}|sending {ME}? {SOME}? {TEXTS}?;
        appreciate|great|nice|grateful|glad|awesome|love it? if you|yall would|could|can?
          please|just? remove|removed|take|took|delete|deleted {ME} off|from? {OF_LIST}? {OF_LIST}?
          {LIST}|.;
        if you could|would|can please|just? stop|quit {CONTACTING}|sending {ME}? {SOME}? {TEXTS}?
          that|it|i|id would|ll|will|d be|really? appreciate|great|awesome|nice;
        if you could|would|can please|just? remove|take|delete {ME} off|from? {OF_LIST}? {OF_LIST}?
          {LIST}? that|it|i|id would|ll|will|d be|really? appreciate|great|awesome|nice;
        mind not {CONTACTING} {ME}|anymore|again|.;
        told you|u|yall|you_guys stop .;
        told|asked|telling|asking|tell|ask|begging|begged you|u|yall guys|people|all? already|
          before|repeatedly|nicely|twice? to stop|quit .;
        how_many_times do|must|should i|we have_to|need_to? tell|ask|say you|u? to? stop texting|
          messaging|sending|contacting|. {ME}?
    """),
    "remove_from_list": listed(f"""
        {REMOVE} {ME}|my_name|my_info|my_information|my_contact_information|my_contact|my_cell|
          my_data|my_details|us out|off|from of? {OF_LIST}? {OF_LIST}? {OF_LIST}? {LIST}|{TEXTS};
        remove|delete|take|drop|unsubscribe|exclude|omit {ME}|my_name off|from|out_of of?
          this_thing|this_service|this_program|this_stuff|this|it|here|these|everything .;
        remove|delete|take {ME}|my_name off|from|out_of of? whatever this|it|list is?;
        take|get|remove my off|from your|this|the list|database;
        count|leave|keep|block|ban {ME} out|off|from of? {OF_LIST}? {OF_LIST}? {LIST}|{TEXTS};
        take off|out my|this number|name|info .;
        take my|this phone|cell? number|name|info out|down .;
        remove|delete|take # #? #? #? from|off {OF_LIST}? {OF_LIST}? {LIST};
        ask|asked|asking|request|requested|requesting|demand|demanding|times you|yall? already|
          repeatedly|multiple_times|several_times|many_times|three_times? to_be removed|taken_off|
          deleted|unsubscribed|opted_out from|off|out_of? {OF_LIST}? {OF_LIST}? {LIST}?
          many|multiple|several|two|three|four|five|#|. times|.;
        make_sure|ensure|see_that|see_to_it_that that? i|im|m|i_am|{ME} am|is|gets|get|m? removed|
          taken_off|taken|deleted|unsubscribed|off from|off|of? {OF_LIST}? {LIST}|.;
        have|get|getting {ME} removed|taken_off|deleted|unsubscribed|opted_out from|off|out_of?
          {OF_LIST}? {OF_LIST}? {LIST}|{TEXTS}|.;
        remove|delete|unsubscribe {ME} today|tonight|at_once|this_instant;
        for weeks|months|days|years|ages to_be removed|taken_off|unsubscribed .;
        {ME} needs|should|must|has|is to? be removed|taken_off|deleted|unsubscribed from|off?
          {OF_LIST}? {OF_LIST}? {LIST}|.;
        would|do|dont you_mind removing|taking|deleting {ME}|my_name off|from {OF_LIST}? {OF_LIST}?
          {LIST};
        can|could|may i please? be removed|taken from|off {OF_LIST}? {OF_LIST}? {LIST};
        want|need|like|request these|this|it to_stop .;
        request|requesting my? removal .;
        request|requesting my? removal from {OF_LIST}? {OF_LIST}? {LIST};
        take|get|cross|scratch|strike|drop|cut|kick|pull|wipe {ME}|my_name off .;
        want|need|make|get|have {SOME} {SOME}? {TEXTS} to? stop|stopped .;
        want|need|like|have for? my|this phone|cell? number|name|info to_be? removed|deleted|
          taken_off .;
        want|need|like|have for? my|this phone|cell? number|name|info to_be? removed|deleted|taken
          from|off {OF_LIST}? {OF_LIST}? {LIST};
        get {ME} off of? this|it|here|these .;
        be|get removed|taken|off|deleted|unsubscribed|opted_out from|off|of|out_of {OF_LIST}?
          {OF_LIST}? {OF_LIST}? {LIST}|{TEXTS};
        be|get removed|taken|deleted|unsubscribed from|off|out_of {OF_LIST}? {OF_LIST}? {LIST}
          multiple|several|many|two|three|# times;
        {CEASE} with? the|your|this harassment|spamming by|via|through? text|texts|sms|.;
        want|need|wish|like to_be removed|taken_off|off|unsubscribed|deleted|opted_out|out .;
        want|need|like off|out_of|off_of {OF_LIST}? {OF_LIST}? {OF_LIST}? {LIST};
        want|need out of {OF_LIST}? {OF_LIST}? {OF_LIST}? {LIST};
        want|need out of these|this|your|all|the {SOME}? {TEXTS};
        {REMOVE} {ME}|my_name from|off your|the|all|any? call|calling|phone list|lists and|or|n
          your|the|all? text|texting|sms|message|messaging list|lists?;
        block|ban {ME} from|off {OF_LIST}? {OF_LIST}? {LIST};
        keep|kept saying|sending|texting|replying|typing|telling_you stop;
        remove|delete|take|unsubscribe from|off {OF_LIST}? {OF_LIST}? {OF_LIST}? {LIST} .
    """),
    "remove_me": listed(f"""
        get rid of my|this number|info|contact;
        forget you|u have|had my number;
        let|take|get|remove|delete|drop me|us out_of|from|off this|the|your text|sms|texting|
          messaging|message|group chain|thing|loop|blast|deal|chat|thread|text|service|program|
          group;
        let|take|get|remove|delete|drop me|us out_of|from|off this|the|your text|sms|texting|
          messaging|message|group group|chat|thread|text|service|program;
        remove|delete {ME}|my_name|my_info|my_information .;
        {REMOVE}|lose|forget|block|scrap|suppress|blacklist|trash my|this|our phone|cell|mobile|
          contact? number|contact|info|data|details|digits .;
        lose|forget my|this number|digits|info;
        lose|forget|erase|delete|burn my|this|these number|digits|info , and? now|please|forever|.;
        get|take|pull|wipe my|this|our phone|cell|mobile|contact? number|info|name off|out_of of?
          {OF_LIST}? {OF_LIST}? {LIST}|phone|phones|computer;
        add|put|place {ME} to|on|in your|the|ur|a? do_not|dont|no text|contact|message|sms|disturb|
          texting|solicit list|registry?;
        remove|erase|delete|lose my|this phone|cell|mobile? number from|off|out_of of? {OF_LIST}?
          {OF_LIST}? {LIST}|phone|phones|texting_service|service
    """),
    "do_not_contact": listed(f"""
        {DO_NOT} be|keep|you_ever|start {CONTACTING}|text|message|contact {ME};
        {DO_NOT} send {ME}? no more {TEXTS};
        make_sure|ensure|see_that|see_to_it_that|request|ask|demand|insist|require that?
          you|u|yall|i dont|do_not|never|no_longer|get_no|receive_no ever? text|contact|message|
          send|call_or_text|further|more {ME}|{TEXTS} {AGAIN}|{TEXTS}?;
        sure|ensure|request|ask|insist that? you|u|yall dont|do_not|never|no_longer ever?
          text|contact|message|send {ME} {AGAIN}|{TEXTS}?;
        no need to text|message|contact {ME}? {AGAIN};
        {DO_NOT} include|add|put {ME} in|on|to your|these|this|the|any {SOME}? {TEXTS}|{LIST};
        {DO_NOT} call , text|message|contact or|and call|email|message {ME}?;
        {DO_NOT} ever|please? use my|this phone|cell? number|phone {AGAIN}|.;
        {DO_NOT} ever|please? text|txt|message|msg|contact|sms|bother|spam {ME};
        {DO_NOT} ever|please? contact|text|message {AGAIN};
        do_not|dont|never contact|text|message .;
        {DO_NOT} ever|please? call|text|message|contact or|and|n text|message|contact|call {ME}?;
        {DO_NOT} ever|please? send {ME}? anything|nothing|any_more|more else? to? {ME}? .;
        not|arent|are_not allowed|authorized|permitted|welcome to text|contact|message {ME};
        {DO_NOT} ever|please? send to? {ME}? {SOME} {SOME}? {SOME}? {TEXTS};
        {DO_NOT} ever|please? send {TEXTS} to {ME};
        {DO_NOT} ever|please? send {ME} texts|messages|sms|texts|spam;
        {DO_NOT} ever|please? send {ME} anything|any_more|anything_else|these|this|more|shit|crap|
          stuff|things|this_stuff|your_stuff .;
        {DO_NOT} ever|please? send {ME}? any_more|anymore|more|another|any {SOME}? {SOME}? {TEXTS};
        {DO_NOT} ever|please? reach_out|hit_me_up|hmu|write_me|write_to_me|get_in_touch|
          get_in_contact to? {ME}? {AGAIN}|.;
        {DO_NOT} ever|please? text|message|contact|msg .;
        {DO_NOT} ever|please? text|message|contact|bother {ME} or|and call|email|contact|message|
          text {ME}?;
        {DO_NOT} ever|even|please? {CONTACTING}|think_about_texting {ME} {AGAIN}
    """),
    "not_wanted": listed(f"""
        dont|do_not|no_longer want|wish|need|like you {CONTACTING} {ME};
        dont|do_not|no_longer|never want|wish|need|like|care to hear from you|yall|y_all|
          this_company|you_guys|you_people|them|your_company|this_number {AGAIN}|ever|.;
        rather|prefer|like not to? be texted|contacted|messaged;
        rather|prefer|like you not|didnt|dont text|message|contact {ME};
        dont|do_not|no_longer want|wish|need|like|care_for|appreciate your|these|any|this|ur {SOME}?
          texts|messages|text_messages|msgs|sms|alerts|notifications|ads|spam|texting;
        dont|do_not|no_longer want|wish|need any|anymore|more|further|future|no|no_more {SOME}?
          {SOME}? texts|messages|text_messages|msgs|sms|alerts|notifications|ads|spam|offers|promos;
        not want|wanting|wishing to? receive|get|receiving? {SOME}? {SOME}? texts|messages|
          text_messages|msgs|sms|alerts|notifications|ads|spam;
        want|need no_more|nothing|no {SOME}? {SOME}? texts|messages|text_messages|sms|communication|
          contact|more_from_you|texting;
        my? consent|permission to_text|to_contact? {ME}? is|has_been|was? revoked|withdrawn|
          rescinded|denied;
        no_longer|dont|do_not consent|agree to these|your|any|being|be|getting|receiving|receive
          {SOME}? {TEXTS}|texted|contacted|messaged;
        no_longer|dont|do_not give you|u? my|any? consent|permission to|for|. {SOME}? be_texted|
          be_contacted|be_messaged|text_me|contact_me|message_me|{TEXTS}?;
        no_longer consent|.;
        dont|do_not|no_longer want these|this|them|any|your|it coming|sent|going|arriving to|on
          {ME};
        dont|do_not|no_longer want|wish|need|like to? be|stay in|on|part_of this|the|your
          group|thread .;
        take|taking back my consent|permission;
        no_longer interested in|please? getting|receiving|your? {SOME}? texts|messages|sms|.;
        dont|do_not|no_longer want|wish|need|like to? be on|in|part_of {OF_LIST}? {OF_LIST}?
          {OF_LIST}? {LIST}|program;
        want|wish|like|prefer to? no_longer receive|get {SOME}? {SOME}? {TEXTS};
        dont|do_not|no_longer want|wish|need for|to? receive|get|receiving|getting|have|be_getting|
          be_receiving? {SOME}? {SOME}? texts|messages|text_messages|msgs|sms|alerts|notifications|
          ads|spam;
        dont|do_not|no_longer|not want|wish|like to_be contacted|texted|messaged|bothered;
        dont|do_not|no_longer|not want|wish|like to|you_to contact|text|message {ME};
        dont|do_not|no_longer want|wish to_receive|to_get these|them|this|any {AGAIN};
        choose|prefer|rather|like not to? receive|get|have {SOME}? {SOME}? {TEXTS}|these|them|this|
          more;
        no_longer interested in receiving|getting? {SOME}? {SOME}? {TEXTS};
        not_interested_in receiving? {SOME}? {SOME}? texts|messages|text_messages|sms;
        do_not|dont|never consent to|for receive|receiving? {SOME}? {SOME}? {TEXTS};
        revoke|withdraw|revoking|withdrawing|rescind|rescinding|retract|cancel my|all|any|the?
          prior|previous|written|express? consent|permission|authorization|opt_in
    """),
    "no_more": listed(f"""
        no {SOME}? texts|texting|messages|sms|text_messages|contact|soliciting|solicitation|
          messaging please|pls|plz {ME}? .;
        no {SOME}? texts|messages|sms|text_messages from you|yall|y_all|you_guys please;
        no more|further {SOME}? {TEXTS} are|is wanted|needed|welcome|desired|necessary;
        no more|further {SOME}? {TEXTS} or|and|n calls|emails|texts|messages;
        no more|further of? these|this|your|ur {SOME}? {SOME}? {TEXTS}|.;
        cancel|end texts|sms|messages|alerts|notifications|texting|messaging .;
        no marketing|promotional|promo|advertising|sales|unsolicited|political|campaign|automated|
          donation|fundraising texts|messages|sms|text_messages|calls_or_texts|alerts|notifications;
        no advertising|advertisements|marketing please|pls|plz .;
        {REMOVE} both|all of? my|our|these|this|the? numbers from|off|out_of {OF_LIST}? {OF_LIST}?
          {LIST};
        {REMOVE} both|all of? my|our numbers .;
        no more from you|u|yall|them|this_number;
        dont|do_not|never you|u dare text|message|contact {ME};
        not|zero another|one|a_single|single? more? texts|text|message|messages|sms more? .;
        no calls|emails|phone_calls , or|and|no texts|messages|sms|texting;
        no texts|messages|sms|texting , or|and|no calls|emails|phone_calls .;
        no more|further {SOME}? {SOME}? texts|txts|messages|msgs|sms|text_messages|alerts|
          notifications|spam|ads|texting|messaging|promos|offers|text|contact|communication|surveys|
          polls|coupons
    """),
    "unsubscribe": listed(f"""
        am|m|im opting_out|unsubscribing .;
        am|m|im opting_out of|from {SOME}? {SOME}? {TEXTS};
        unsubscribe|unsub|unsuscribe|unsubcribe|opt|unenroll|unregister|unlist {ME} out?;
        unsubscribe|unsub|unsuscribe|unsubcribe|unenroll|unregister from|to? {SOME}? {SOME}? {SOME}?
          {TEXTS};
        ^ unsubscribing .;
        unsubscribe|unsub|unsuscribe|unsubcribe from|to? this|these|all|everything|my|it
          number|phone|service? .;
        unsubscribe|unsub|unsuscribe|unsubcribe .;
        unsubscribed|unsubscribing me|us .;
        unsubscribe # .;
        here_is|this_is|heres|accept_this_as|honor|process|respect my opt_out|unsubscribe|optout|
          removal request|.;
        opt out of|from receiving|getting {SOME}? {SOME}? {SOME}? {TEXTS};
        opt out of|from {SOME}? {SOME}? {SOME}? {TEXTS}|everything|texting|messaging;
        want|wish|like|need|have|choose|trying to opt_out|unsubscribe|optout .;
        i opt_out|optout .;
        cancel|end|turn_off|disable|discontinue {SOME}|my {SOME}|text|sms? texts|messages|sms|
          alerts|notifications|text_messages|communication|communications|messaging|texting;
        cancel|end|discontinue text messages|alerts .;
        discontinue|end texts|messages|texting|messaging|communication|contact {ME}?;
        dont|do_not|no_longer have my|any|our|the? permission|consent|authorization to|for
          text|contact|message|send|texts|messages|use|keep {ME}? {SOME}? {TEXTS}?;
        no_longer have my? permission|consent .;
        opt {ME} out of? {SOME}? {SOME}? {SOME}? {TEXTS}|everything|this|.;
        opt out {ME}|this .;
        want|wish|like|need|have|choose|trying|wanting|wishing|requesting|prefer to_opt|opt|opting
          out of? {SOME}? {SOME}? {SOME}? {TEXTS}|this|it|everything|.;
        turn|shut|switch off {SOME}? {SOME}? texts|messages|text_messages|alerts|notifications|sms|
          text_alerts;
        disable|deactivate|discontinue {SOME}? {SOME}? texts|messages|text_messages|sms|text_alerts;
        turn|shut|switch {SOME} {SOME}? {TEXTS} off;
        terminate|suspend|kill {SOME} {SOME}? {TEXTS};
        cancel my? texts|messages|text_messages|sms|alerts|text_alerts .;
        this_is? my request|notice|wish to opt_out|unsubscribe|be_removed .;
        consider this|it my opt_out|stop|unsubscribe;
        cancel|end|discontinue my|this|the? subscription to|for {SOME}? {SOME}? {TEXTS};
        cancel|end my|this|the? text|texts|sms|texting|message|alert subscription|service
    """),
    "leave_alone": listed("""
        want|wish|like|need|wanna to_be left|let alone .;
        leave me|us|my_phone|my_line|my_number|this_number|my_inbox alone|be .;
        leave me|us the|tf hell|fuck? alone;
        leave me|us alone and|with your|these|the texts|messages|texting|spam;
        go|piss|fuck|f|eff|bugger|buzz away|off and? stop|quit texting|messaging|contacting|sending|
          bothering|spamming me|us
    """),
}
