"""What English words do in a clause that asks for no more texts."""

from collections.abc import Mapping
from typing import Final

from opt_outs.domain.classifier.language_pack import Role

ROLES: Final[Mapping[Role, str]] = {
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
}
