"""Link inbound messages to the messages that they reply to, and make their inbound records."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from conversations.domain.inbound import InboundRecord
from opt_outs.domain.classifier.classification import Intent
from send_sms.domain.batch import first_submitted_at
from send_sms.domain.status import status_of
from shared.carriers.events import CLOCK_TOLERANCE
from shared.domain.errors import StorageError
from shared.domain.kinds import MessageStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from inbound_webhook.inbound import Inbound
    from opt_outs.domain.classifier.classification import Classification
    from send_sms.domain.batch import Batch
    from shared.carriers.events import InboundMessage

_MAX_SECONDS = 8
"""Of the 30 that Event Grid waits for a response ("Delivery and retry")."""

_CONCURRENCY = 8
"""Own numbers and days that are searched side by side."""

_SCHEDULED_AHEAD = timedelta(days=30)
"""How long before it was due a send may have been accepted to be found."""

_EARLY_REPLY = timedelta(seconds=10)
"""An immediate reply may be dated before the message, because the clocks differ."""

_CREDIBLE = timedelta(days=30)
"""How far an event's own time may be from ours to be counted; Event Grid retries for a day."""

_MAY_HAVE_ARRIVED = frozenset(
    {
        MessageStatus.SENDING,
        MessageStatus.SENT,
        MessageStatus.DELIVERED,
        MessageStatus.UNCONFIRMED,
        MessageStatus.UNKNOWN,
    }
)

Linked = tuple["InboundMessage", "tuple[Batch, int] | None"]
"""A message with its link, and the batch and position of what it replies to."""


async def link_replies(
    messages: Sequence[InboundMessage], inbound: Inbound
) -> tuple[list[Linked], list[StorageError]]:
    """
    Link messages to the newest outbound one that each can reply to.

    Three searches side by side for all messages to one own number on one day: for sends and for
    rounds that were accepted in the window, and for sends that were accepted before but scheduled
    for it. Searches that take too long, on a number with very much traffic, link nothing.

    Returns
    -------
    tuple of lists
        The messages, but for those whose search failed, and the failures; their events must be
        delivered again.
    """
    window = inbound.settings.reply_window
    groups: defaultdict[tuple[str, date, date], list[InboundMessage]] = defaultdict(list)
    linked: list[Linked] = []
    for message in messages:
        if counted_at(message) == (message.stated_at or message.received_at):
            groups[message.own_number, *days_before(message, window)].append(message)
        else:
            linked.append((message, None))  # its event's time cannot be true
    slots = asyncio.Semaphore(_CONCURRENCY)

    async def link(group: Sequence[InboundMessage]) -> list[Linked] | StorageError:
        async with slots:
            try:
                return await _link_group(group, inbound)
            except StorageError as error:
                return error

    results = await asyncio.gather(*map(link, groups.values()))
    linked += [one for some in results if isinstance(some, list) for one in some]
    return linked, [some for some in results if isinstance(some, StorageError)]


def days_before(message: InboundMessage, window: timedelta) -> tuple[date, date]:
    """Give the UTC days on which a send may have been accepted that left within the window."""
    last = message.received_at + timedelta(minutes=1)
    return (message.received_at - window).date(), last.date()


async def _link_group(messages: Sequence[InboundMessage], inbound: Inbound) -> list[Linked]:
    try:
        sent = await batches_before(messages, inbound)
    except TimeoutError:
        return [(message, None) for message in messages]
    window = inbound.settings.reply_window
    return [_linked(message, sent.get(message.user_number, ()), window) for message in messages]


async def batches_before(
    messages: Sequence[InboundMessage], inbound: Inbound
) -> dict[str, Sequence[Batch]]:
    """
    Read by person the batches that messages of one day to one own number can refer to.

    Raises
    ------
    TimeoutError
        The own number has very much traffic.
    StorageError
        They cannot be read now.
    """
    window, own = inbound.settings.reply_window, messages[0].own_number
    people = sorted({message.user_number for message in messages})
    first, last = days_before(messages[0], window)
    begin = min(message.received_at for message in messages) - window
    read = inbound.accepting.sending.journal.search.read_addressed_to_each
    before = first - timedelta(days=1)
    async with asyncio.timeout(_MAX_SECONDS):
        recent, scheduled = await asyncio.gather(
            read(own, people, first, last),
            read(own, people, first - _SCHEDULED_AHEAD, before, due_since=begin),
        )
    return {user: [*recent.get(user, ()), *scheduled.get(user, ())] for user in people}


def _linked(message: InboundMessage, batches: Sequence[Batch], window: timedelta) -> Linked:
    found = _message_replied_to(message, batches, window)
    if found is None:
        return message, None
    batch, position = found
    return replace(message, in_reply_to=str(batch.message_address(position))), found


def _message_replied_to(
    message: InboundMessage, batches: Iterable[Batch], window: timedelta
) -> tuple[Batch, int] | None:
    """
    Find the newest message that may have arrived in time for a person to reply to it.

    Of the batches, those count that left within the window; others do no harm.
    """
    earliest = message.received_at - window
    latest = message.received_at + _EARLY_REPLY
    found = [
        (first_sent_at, str(batch.send_of(position)), batch, position)
        for batch in batches
        for position, number in enumerate(batch.recipients)
        if number == message.user_number
        and (first_sent_at := first_submitted_at(batch, position))
        and earliest <= first_sent_at <= latest
    ]
    for _, _, batch, position in sorted(found, key=lambda one: one[:2], reverse=True):
        if status_of(batch, position, message.received_at) in _MAY_HAVE_ARRIVED:
            return batch, position
    return None


def counted_at(message: InboundMessage) -> datetime:
    """Give the time under which a message is counted; the same for a repeat of its event."""
    stated_at = message.stated_at or message.received_at
    is_near = abs(stated_at - message.received_at) <= CLOCK_TOLERANCE
    return stated_at if is_near else message.received_at


def is_credible(message: InboundMessage, now: datetime) -> bool:
    """Tell whether a message's time may be true; with a wrong one it would count on a far day."""
    return abs(now - counted_at(message)) <= _CREDIBLE


def inbound_record_of(
    message: InboundMessage, classification: Classification, replied_to: tuple[Batch, int] | None
) -> InboundRecord:
    """Make the inbound record of a message, and of the batch and position that it replies to."""
    intent = classification.intent if classification.is_decided else Intent.NONE
    plain = InboundRecord(
        message.own_number,
        message.user_number,
        message.provider_message_id,
        counted_at(message),
        intent,
    )
    if replied_to is None:
        return plain
    batch, position = replied_to
    options, outcome = batch.options_of(position), batch.progress.outcomes.get(position)
    due_at = max(batch.accepted_at, options.send_at or batch.accepted_at)
    return replace(
        plain,
        in_reply_to=message.in_reply_to,
        campaign=options.campaign,
        category=options.category.value,
        answered_at=(outcome and outcome.at) or due_at,
    )
