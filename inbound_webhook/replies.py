"""
Reply to inbound messages: with automatic replies, confirmations or help.

A reply is sent once for each event. The id of a reply to a single event follows from the event's
id. The replies to a delivery of many events are sent in rounds, and the row that counts a reply
keeps its place; a repeated event finds it there. An automatic reply to an opted-out person is
suppressed like any other send; confirmations of STOP and help are exempt.
"""

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from conversations.domain.automatic_messages import AutomaticMessage
from conversations.domain.conversation import Handling
from conversations.domain.inbound import HELP, keyword_of
from conversations.domain.reply import Reply
from inbound_webhook.domain.confirmation import can_reply_in_time, help_turn, reply_text, reply_to
from inbound_webhook.inbound import Inbound
from opt_outs.domain.classifier.classification import (
    DEFAULT_LANGUAGES,
    Classification,
    Intent,
    Language,
)
from send_sms.accepting.commit import commit_at_once
from send_sms.accepting.rounds import make_round
from send_sms.domain.batch import MAX_ROUND_MEMBERS, Batch
from send_sms.sending import Accepting
from send_sms.storage.idempotency_keys import KeyUse
from senders.domain.profile import ConfirmationSource, confirmation_source_of, requires_our_reply
from shared.carriers.events import InboundMessage
from shared.domain.identifiers import BatchAddress, SendAddress, new_send_address, parse_send_id
from shared.domain.kinds import Purpose
from shared.domain.phone_number import is_pseudonym
from shared.log import minute_log
from shared.runtime import run_all

_CONSENT = (Intent.OPT_OUT, Intent.OPT_IN)

_PURPOSES = {
    Intent.OPT_OUT: Purpose.OPT_OUT_CONFIRMATION,
    Intent.OPT_IN: Purpose.OPT_IN_CONFIRMATION,
    Intent.HELP: Purpose.HELP,
}

CONCURRENCY = 32
"""Messages replied to concurrently: a batch may have thousands, a process has fewer connections."""


@dataclass(frozen=True, slots=True)
class PlannedReply:
    """
    A reply that is counted, and still to be committed.

    Attributes
    ----------
    alone : Batch
        The send with the id that follows from the event's.
    send : SendAddress
        What it was counted as: the same, or a member of a round.
    """

    alone: Batch
    send: SendAddress


class RoundPlaces:
    """Assigns places in rounds to the replies to one delivery of events."""

    def __init__(self, accepting: Accepting) -> None:
        self._accepting = accepting
        self._next: dict[tuple[str, Purpose], SendAddress] = {}

    def next(self, reply: Batch) -> SendAddress:
        """Give the next place in a round of its own number and purpose."""
        lane = reply.sender, reply.shared_options.purpose
        last = self._next.get(lane)
        if last is None or last.place == MAX_ROUND_MEMBERS:
            ids, now = self._accepting.ids, self._accepting.clock()
            last = new_send_address(reply.sender, now, ids.new_randomness())
        self._next[lane] = following = last.at_place(last.place + 1)
        return following


def is_about_consent(classification: Classification) -> bool:
    """Tell whether a message opts out or in: it gets a confirmation and no automatic reply."""
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
    has_source = _confirmation_source_for(message, inbound) is not None
    return has_source and can_reply_in_time(message, inbound.accepting.clock())


def _confirmation_source_for(
    message: InboundMessage, inbound: Inbound
) -> ConfirmationSource | None:
    """Tell who confirms opt-outs by the message; None: it cannot be replied to."""
    if not message.user_number.startswith("+"):  # what has a short code is no person
        return None
    profiles = inbound.accepting.sending.rules.profiles
    return confirmation_source_of(message.own_number, profiles)


async def plan_automatic_reply(
    message: InboundMessage, text: str, inbound: Inbound, places: RoundPlaces | None
) -> PlannedReply | None:
    """
    Plan the reply to a message, unless the loop guard or the limit stops it; three operations.

    Idempotent. A reply that would be late is not sent.

    Raises
    ------
    StorageError
        The event must be delivered again.
    """
    if not _can_reply(message, inbound):
        return None
    now = inbound.accepting.clock()
    planned = await _count(message, reply_to(message, Purpose.AUTO_REPLY, text), inbound, places)
    reply = Reply(message.own_number, message.user_number, text, _cause_of(message), now)
    is_allowed = await inbound.conversations.add_reply(reply, is_allowed=planned is not None)
    return planned if is_allowed else None


async def plan_confirmation(
    message: InboundMessage,
    classification: Classification,
    inbound: Inbound,
    *,
    has_changed: bool | None,
    places: RoundPlaces | None,
    own_text: str = "",
) -> PlannedReply | None:
    """
    Plan to confirm a stored STOP or START, or to help, if required; at most two operations.

    Idempotent. A no-op is not confirmed (a second STOP, a late one), nor is anything beyond the
    limit of automatic messages to a person.

    Parameters
    ----------
    has_changed : bool or None
        Whether the message changed the effective state when it was first stored; None where it
        asks for help.
    places : RoundPlaces or None
        Of a delivery with further messages; None: the reply goes alone.
    own_text : str
        The text that was set for HELP; empty: the built-in one.

    Raises
    ------
    StorageError
        The event must be delivered again.
    """
    if not _requires_confirmation(message, classification, inbound):
        return None
    if not can_reply_in_time(message, inbound.accepting.clock()):
        return None
    text = own_text or _text(message, classification, inbound)
    reply = reply_to(message, _PURPOSES[classification.intent], text)
    is_first = await _is_first_help(message, reply, inbound) if has_changed is None else has_changed
    return await _count(message, reply, inbound, places) if is_first else None


async def _count(
    message: InboundMessage, reply: Batch, inbound: Inbound, places: RoundPlaces | None
) -> PlannedReply | None:
    """Count an automatic message to a person; None, with a log line, if there were too many."""
    purpose = reply.shared_options.purpose
    is_confirmation = purpose is Purpose.OPT_OUT_CONFIRMATION
    automatic = AutomaticMessage(
        inbound.accepting.clock(),
        f"{purpose}|{_cause_of(message)}",
        message.own_number if is_confirmation else "",
        str(places.next(reply)) if places else "",
    )
    counted = await inbound.conversations.automatic_messages.allow(message.user_number, automatic)
    if counted is None:
        minute_log.log("automatic_message_withheld", purpose.value, purpose=purpose.value)
        return None
    return PlannedReply(reply, parse_send_id(counted.send) or reply.address.send)


async def commit_replies(replies: Sequence[PlannedReply], accepting: Accepting) -> None:
    """
    Store replies and submit what may be sent now; six operations for each round.

    Idempotent: what an earlier delivery of their events has stored is not stored again.

    Raises
    ------
    StorageError
        Not all are known to be stored; the events must be delivered again.
    """
    rounds: defaultdict[SendAddress, dict[int, Batch]] = defaultdict(dict)
    for reply in replies:
        rounds[reply.send.stored_under][reply.send.place] = reply.alone
    slots = asyncio.Semaphore(CONCURRENCY)

    async def commit(address: SendAddress, members: Mapping[int, Batch]) -> None:
        async with slots:
            if 0 in members:
                await commit_at_once(members[0], accepting)
            else:
                await _commit_round(address, members, accepting)

    await run_all(*(commit(*one) for one in rounds.items()))


async def _commit_round(
    address: SendAddress, members: Mapping[int, Batch], accepting: Accepting
) -> None:
    """
    Store members of a round by their places.

    A round's row never changes. Where an earlier delivery stored it without some of them, as its
    events were not all the same, each of these goes alone.
    """
    singles = [members.get(place + 1) for place in range(max(members))]
    moved = [one and replace(one, address=BatchAddress(address)) for one in singles]
    stored = (await commit_at_once(make_round(moved, address), accepting)).batch
    known = stored.recipients if stored else ()
    missing = [one for n, one in members.items() if not _is_stored(known[n - 1 : n], one)]
    await run_all(*(commit_at_once(one, accepting) for one in missing))


def _is_stored(known: Sequence[str], reply: Batch) -> bool:
    """An erased number stands where the reply was: it was sent, and must not go twice."""
    return known == reply.recipients or any(map(is_pseudonym, known))


def _cause_of(message: InboundMessage) -> str:
    return hashlib.sha256(message.provider_message_id.encode()).hexdigest()[:12]


async def _is_first_help(message: InboundMessage, reply: Batch, inbound: Inbound) -> bool:
    """Tell whether to send help; a repeated event gets the same result as the first."""
    use = KeyUse(reply.shared_options.purpose.value, reply.address.send)
    return await inbound.accepting.idempotency_keys.hold(help_turn(message), use) == use


def _requires_confirmation(
    message: InboundMessage, classification: Classification, inbound: Inbound
) -> bool:
    if classification.intent not in _PURPOSES or not classification.is_decided:
        return False
    source = _confirmation_source_for(message, inbound)
    return source is not None and requires_our_reply(source, message.body)


def _text(message: InboundMessage, classification: Classification, inbound: Inbound) -> str:
    profile = inbound.accepting.sending.rules.profiles.get(message.own_number)
    languages = profile.languages if profile else DEFAULT_LANGUAGES
    language = classification.language or next(iter(languages), Language.ENGLISH)
    purpose = _PURPOSES[classification.intent]
    return reply_text(inbound.settings.reply_texts, message.own_number, language, purpose)
