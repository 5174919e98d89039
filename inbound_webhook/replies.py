"""
Reply to an inbound message: with an automatic reply, a confirmation or help.

A reply is sent once for each event, because its id follows from the event's. An automatic reply to
an opted-out person is suppressed like any other send; confirmations of STOP and help are exempt.
"""

import hashlib

from conversations.domain.automatic_messages import AutomaticMessage
from conversations.domain.conversation import Handling
from conversations.domain.inbound import HELP, keyword_of
from conversations.domain.reply import Reply
from inbound_webhook.domain.confirmation import help_turn, is_answered_in_time, reply_text, reply_to
from inbound_webhook.inbound import Inbound
from opt_outs.domain.classifier.classification import (
    DEFAULT_LANGUAGES,
    Classification,
    Intent,
    Language,
)
from send_sms.accepting.commit import commit_at_once
from send_sms.domain.batch import Batch
from send_sms.storage.idempotency_keys import KeyUse
from senders.domain.profile import SenderProfiles, confirmation_source_of, requires_our_reply
from shared.carriers.events import InboundMessage
from shared.domain.kinds import Purpose
from shared.log import minute_log

_CONSENT = (Intent.OPT_OUT, Intent.OPT_IN)

_PURPOSES = {
    Intent.OPT_OUT: Purpose.OPT_OUT_CONFIRMATION,
    Intent.OPT_IN: Purpose.OPT_IN_CONFIRMATION,
    Intent.HELP: Purpose.HELP,
}


def is_about_consent(classification: Classification) -> bool:
    """Tell whether a message opts out or in: it has a confirmation and no text of its own."""
    return classification.is_decided and classification.intent in _CONSENT


async def text_set_for(
    message: InboundMessage, classification: Classification, inbound: Inbound
) -> str:
    """
    Give the text that was set for a message; empty: none.

    One operation, none for what cannot be a keyword; for other words that ask for help two.
    """
    if is_about_consent(classification):
        return ""
    asks_for_help = classification.is_decided and classification.intent is Intent.HELP
    keywords = (keyword_of(message.body), HELP if asks_for_help else "")
    for keyword in dict.fromkeys(filter(None, keywords)):
        rule = await inbound.auto_replies.find(message.own_number, keyword)
        if rule:
            return rule.text
    return ""


async def handling_of(
    message: InboundMessage, classification: Classification, inbound: Inbound
) -> Handling:
    """
    Tell what a message asks of people: nothing where a program replies to it; as `text_set_for`.

    A possible opt-out, which is reviewed, needs a person.
    """
    if classification.is_decided:
        if classification.intent is Intent.OPT_OUT:
            return Handling.OPT_OUT
        if classification.intent in _PURPOSES:
            return Handling.AUTOMATIC
    is_replied_to = _can_reply(message, inbound) and bool(
        await text_set_for(message, classification, inbound)
    )
    return Handling.AUTOMATIC if is_replied_to else Handling.PERSON


def _can_reply(message: InboundMessage, inbound: Inbound) -> bool:
    is_person = message.user_number.startswith("+")  # what has a short code is no person
    can_send = confirmation_source_of(message.own_number, inbound.profiles) is not None
    return is_person and can_send and is_answered_in_time(message, inbound.clock())


async def reply_automatically(message: InboundMessage, text: str, inbound: Inbound) -> None:
    """
    Reply to a message, unless the loop guard or the limit stops it; nine operations.

    Idempotent. A reply that would be late is not sent.

    Raises
    ------
    StorageError
        The event must be delivered again.
    """
    if not _can_reply(message, inbound):
        return
    now = inbound.clock()
    is_allowed = await _is_within_limit(message, Purpose.AUTO_REPLY, inbound)
    reply = Reply(message.own_number, message.user_number, text, _cause_of(message), now)
    if await inbound.conversations.add_reply(reply, is_allowed=is_allowed):
        await commit_at_once(reply_to(message, Purpose.AUTO_REPLY, text), inbound.accepting)


async def confirm(
    message: InboundMessage,
    classification: Classification,
    inbound: Inbound,
    *,
    has_changed: bool | None,
    own_text: str = "",
) -> None:
    """
    Confirm a stored STOP or START, or send help, if required; at most six operations.

    Idempotent. A no-op is not confirmed (a second STOP, a late one), nor is anything beyond the
    limit of automatic messages to a person.

    Parameters
    ----------
    has_changed : bool or None
        Whether the message changed the effective state when it was first stored; None where it
        asks for help.
    own_text : str
        The text that was set for HELP; empty: the built-in one.

    Raises
    ------
    StorageError
        The event must be delivered again.
    """
    is_timely = is_answered_in_time(message, inbound.clock())
    if not is_timely or not _requires_confirmation(message, classification, inbound.profiles):
        return
    text = own_text or _text(message, classification, inbound)
    purpose = _PURPOSES[classification.intent]
    reply = reply_to(message, purpose, text)
    is_first = await _is_first_help(message, reply, inbound) if has_changed is None else has_changed
    if is_first and await _is_within_limit(message, purpose, inbound):
        await commit_at_once(reply, inbound.accepting)


async def _is_within_limit(message: InboundMessage, purpose: Purpose, inbound: Inbound) -> bool:
    """Count an automatic message to a person; False, with a log line, if there were too many."""
    is_confirmation = purpose is Purpose.OPT_OUT_CONFIRMATION
    automatic = AutomaticMessage(
        inbound.clock(),
        f"{purpose}|{_cause_of(message)}",
        message.own_number if is_confirmation else "",
    )
    is_within = await inbound.conversations.automatic_messages.allow(message.user_number, automatic)
    if not is_within:
        minute_log.log("automatic_message_withheld", purpose.value, purpose=purpose.value)
    return is_within


def _cause_of(message: InboundMessage) -> str:
    return hashlib.sha256(message.provider_message_id.encode()).hexdigest()[:12]


async def _is_first_help(message: InboundMessage, reply: Batch, inbound: Inbound) -> bool:
    """Tell whether to send help; a repeated event gets the same result as the first."""
    use = KeyUse(reply.shared_options.purpose.value, reply.address.send)
    return await inbound.accepting.idempotency_keys.hold(help_turn(message), use) == use


def _requires_confirmation(
    message: InboundMessage, classification: Classification, configured: SenderProfiles
) -> bool:
    if classification.intent not in _PURPOSES or not classification.is_decided:
        return False
    is_person = message.user_number.startswith("+")  # what has a short code is no person
    confirmation_source = confirmation_source_of(message.own_number, configured)
    return (
        is_person
        and confirmation_source is not None
        and requires_our_reply(confirmation_source, message.body)
    )


def _text(message: InboundMessage, classification: Classification, inbound: Inbound) -> str:
    profile = inbound.profiles.get(message.own_number)
    languages = profile.languages if profile else DEFAULT_LANGUAGES
    language = classification.language or next(iter(languages), Language.ENGLISH)
    purpose = _PURPOSES[classification.intent]
    return reply_text(inbound.settings.reply_texts, message.own_number, language, purpose)
