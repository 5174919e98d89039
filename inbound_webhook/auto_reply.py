"""
Answer a keyword with the text that was set for it.

Exactly once for each event: the id of the reply follows from the event's. For an opted-out person
it is suppressed like any other send; only the reply to HELP is exempt.
"""

import hashlib

from conversations.domain.auto_reply import HELP, keyword_of
from conversations.domain.conversation import Reply
from inbound_webhook.domain.confirmation import is_answered_in_time, reply_to
from inbound_webhook.inbound import Inbound
from opt_outs.domain.classifier.classification import Classification, Intent
from send_sms.accepting.commit import commit_at_once
from senders.domain.profile import confirmation_source_of
from shared.carriers.events import InboundMessage
from shared.domain.kinds import Purpose

_CONSENT = (Intent.OPT_OUT, Intent.OPT_IN)


async def text_set_for(
    message: InboundMessage, classification: Classification, inbound: Inbound
) -> str:
    """
    Give the text that was set for a message; empty: none.

    One operation, none for what cannot be a keyword; for other words that ask for help two.
    """
    if classification.is_decided and classification.intent in _CONSENT:
        return ""
    asks_for_help = classification.is_decided and classification.intent is Intent.HELP
    keywords = (keyword_of(message.body), HELP if asks_for_help else "")
    for keyword in dict.fromkeys(filter(None, keywords)):
        rule = await inbound.auto_replies.find(message.own_number, keyword)
        if rule:
            return rule.text
    return ""


async def reply_automatically(message: InboundMessage, text: str, inbound: Inbound) -> None:
    """
    Have a text sent as the answer to a message, unless the loop guard stops it; six operations.

    Idempotent. What is answered late is not answered.

    Raises
    ------
    StorageError
        The event must be delivered again.
    """
    now = inbound.clock()
    profiles = inbound.profiles
    is_person = message.user_number.startswith("+")  # what has a short code is no person
    can_send = confirmation_source_of(message.own_number, profiles) is not None
    if not (is_person and can_send and is_answered_in_time(message, now)):
        return
    cause = hashlib.sha256(message.provider_message_id.encode()).hexdigest()[:12]
    at = max(now, message.received_at)  # the clocks of two systems; an answer comes behind
    reply = Reply(message.own_number, message.user_number, text, cause, at)
    if await inbound.conversations.add_reply(reply):
        await commit_at_once(reply_to(message, Purpose.AUTO_REPLY, text), inbound.accepting)
