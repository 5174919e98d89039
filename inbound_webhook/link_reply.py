"""Link an inbound message to the message that it replies to, and make its inbound record."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from conversations.domain.inbound import InboundRecord
from inbound_webhook.domain.reply_linking import message_replied_to
from opt_outs.domain.classifier.classification import Intent
from shared.carriers.events import CLOCK_TOLERANCE

if TYPE_CHECKING:
    from datetime import datetime

    from inbound_webhook.inbound import Inbound
    from opt_outs.domain.classifier.classification import Classification
    from send_sms.domain.batch import Batch
    from shared.carriers.events import InboundMessage

_MAX_SECONDS = 8
"""Of the 30 that Event Grid waits for a response ("Delivery and retry")."""

_SCHEDULED_AHEAD = timedelta(days=30)
"""How long before it was due a send may have been accepted to be found."""


async def link_reply(
    message: InboundMessage, inbound: Inbound
) -> tuple[InboundMessage, tuple[Batch, int] | None]:
    """
    Give the message linked to the newest outbound one it can reply to, and that one.

    Three searches side by side: for sends and for rounds that were accepted in the window, and for
    sends that were accepted before but scheduled for it. Searches that take too long, on a number
    with very much traffic, link nothing.

    Raises
    ------
    StorageError
        The event must be delivered again.
    """
    if counted_at(message) != (message.stated_at or message.received_at):
        return message, None  # it is unknown when it was written
    window = inbound.settings.reply_window
    begin, own, user = message.received_at - window, message.own_number, message.user_number
    first, last = begin.date(), (message.received_at + timedelta(minutes=1)).date()
    read = inbound.accepting.sending.journal.read_addressed_to
    before = first - timedelta(days=1)
    try:
        async with asyncio.timeout(_MAX_SECONDS):
            recent, scheduled = await asyncio.gather(
                read(own, user, first, last),
                read(own, user, first - _SCHEDULED_AHEAD, before, due_since=begin),
            )
    except TimeoutError:
        return message, None
    answered = message_replied_to(message, [*recent, *scheduled], window)
    if answered is None:
        return message, None
    batch, position = answered
    return replace(message, in_reply_to=str(batch.message_address(position))), answered


def counted_at(message: InboundMessage) -> datetime:
    """Give the time under which a message is counted, for which repeats of its event count once."""
    stated_at = message.stated_at or message.received_at
    is_near = abs(stated_at - message.received_at) <= CLOCK_TOLERANCE
    return stated_at if is_near else message.received_at


def inbound_record_of(
    message: InboundMessage, classification: Classification, answered: tuple[Batch, int] | None
) -> InboundRecord:
    """Make the inbound record of a message; `answered` is what it replies to."""
    intent = classification.intent if classification.is_decided else Intent.NONE
    plain = InboundRecord(
        message.own_number,
        message.user_number,
        message.provider_message_id,
        counted_at(message),
        intent,
    )
    if answered is None:
        return plain
    batch, position = answered
    options, outcome = batch.options_of(position), batch.progress.outcomes.get(position)
    due_at = max(batch.accepted_at, options.send_at or batch.accepted_at)
    return replace(
        plain,
        in_reply_to=message.in_reply_to,
        campaign=options.campaign,
        category=options.category.value,
        answered_at=(outcome and outcome.at) or due_at,
    )
