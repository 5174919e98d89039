"""What English words do in a clause that asks for no more texts."""

from collections.abc import Mapping
from typing import Final

from opt_outs.domain.classifier.language_pack import Role, forms

ROLES: Final[Mapping[Role, str]] = {
    Role.GET: """
        get getting have having got
    """,
    Role.FORBID: """
        forbid prohibit
    """,
    Role.CEASE: """
        stop quit cease halt discontinue refrain desist stopping ceasing terminate disable
        deactivate
    """,
    Role.CONTACT: """
        texting text messaging message contacting contact spamming spam bothering bother
        harassing harass stalking stalk badgering bombarding pestering pester bugging bug smsing
        sms soliciting solicit disturb disturbing annoying hounding dming pinging notifying
    """,
    Role.SEND: """
        send sending
    """,
    Role.RECEIVE: """
        receive receiving
    """,
    Role.WANT: """
        choose
        want wish need like appreciate care prefer wanted wishes accept allow authorize permit
        consent interested trying try wanting wishing hoping love ask request demand beg insist
        gotta
    """,
    Role.REMOVE: """
        remove delete erase removing deleting suppress blacklist unlist unenroll
    """,
    Role.REMOVED: """
        removed taken deleted unsubscribed excluded dropped erased scratched
    """,
    Role.REMOVAL: """
        removal deletion
    """,
    Role.TAKE: """
        take get drop scratch strike cross cut kick pull wipe purge scrub exclude clear let omit
        cancel leave block
    """,
    Role.OFF: """
        off out from
    """,
    Role.OPT: """
        opt opting
    """,
    Role.LEAVE: """
        unsubscribe unregister optout unsubscribing
    """,
    Role.REVOKE: """
        revoke withdraw rescind revoking withdrawing revoked withdrawn rescinded
    """,
    Role.PERMISSION: """
        consent permission authorization
    """,
    Role.TEXTS: """
        texts messages text message msgs sms mms alerts notifications reminders ads offers promos
        promotions updates spam solicitations communications communication crap junk notices blasts
        robotexts spams correspondence advertisements garbage trash rubbish propaganda
    """,
    Role.ME: f"""
        cell_phone mobile_phone
        me us number numbers name
        {forms("my_ this_ our_ that_", "phone cell line cellphone mobile")}
        my_inbox phone_number phone_numbers
    """,
    Role.LIST: """
        list lists database system contacts records roster directory rolodex phonebook
    """,
    Role.NOT: """
        dont not never no
    """,
    Role.MORE: """
        more anymore again longer further any another anything ever additional future
    """,
    Role.MODAL: """
        can could would will must should please kindly may d ll mind gotta
    """,
    Role.I: """
        i im we id
    """,
    Role.YOU: """
        you yall guys they y
    """,
    Role.FILLER: f"""
        effing fn freakin fuckin
        my our your this these those the that all of to with on at an it a in as bye goodbye m
        ve re from give grant elect choose decided decide frm tho fr rn every kind kinds type types
        sort form whatsoever period soon possible real god gods sake hell fuck shit wtf omg ffs smh
        yo yes nope nah bruh mam idiot idiots moron morons
        asshole assholes jerk jerks bitch bitches scammer scammers spammer spammers
        weirdo jesus christ lord
        gosh geez jeez pretty politely seriously literally honestly each single one other_than
        second third fourth last final request notice warning attempt honor process accept consider
        treat take_as everything just really immediately now please kindly thanks thank already
        also and or be being been do completely permanently forever right away asap altogether
        entirely once sir maam hello hi hey dear ok okay damn fucking stupid
        annoying goddamn freaking bloody marketing promotional promo automated unwanted unsolicited
        political spam sales unnecessary useless dumb random mass nonsense ridiculous endless
        constant silly simply officially formally respectfully hereby ask asking request requesting
        demand demanding beg begging would nicely again here there sorry via moving forward forth
        effective regards so well then look listen using someone anyone cause us go
        {forms("your_ this_ the_", "company business store shop office campaign service firm")}
        f ing damned lousy fricking frigging being try trying
    """,
}
