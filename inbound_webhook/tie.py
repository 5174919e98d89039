"""Tie what a person wrote to the message it answers, before it is stored."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from shared.domain.answering import answered_by
from shared.domain.chunk import Chunk
from shared.domain.inbound import InboundMessage
from shared.services import Services

_MAX_SECONDS = 8
"""Of the 30 that Event Grid waits for its answer ("Delivery and retry")."""

_FIRST, _LAST = datetime(1971, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
"""An event may claim any time; outside these there is nothing to count back or forth."""

_SCHEDULED_AHEAD = timedelta(days=30)
"""How long before it was due a send may have been accepted to be found."""


async def tied(message: InboundMessage, services: Services) -> tuple[InboundMessage, Chunk | None]:
    """
    Give the message with the newest outbound one it can answer, and its chunk; two operations.

    Two searches: what was accepted in the window, and what was accepted before but was to wait for
    its time. A search that takes too long, on a number with very much traffic, ties nothing.

    Raises
    ------
    StorageError
        The event must be delivered again.
    """
    if not _FIRST <= message.received_at <= _LAST:
        return message, None
    window = services.settings.reply_window
    begin, own, user = message.received_at - window, message.own_number, message.user_number
    first, last = begin.date(), (message.received_at + timedelta(minutes=1)).date()
    read = services.journal.read_addressed_to
    before = first - timedelta(days=1)
    try:
        async with asyncio.timeout(_MAX_SECONDS):
            recent, scheduled = await asyncio.gather(
                read(own, user, first, last),
                read(own, user, first - _SCHEDULED_AHEAD, before, due_since=begin),
            )
    except TimeoutError:
        return message, None
    chunks = [*recent, *scheduled]
    address = answered_by(message, chunks, window)
    if address is None:
        return message, None
    place = address.send, address.chunk_number
    chunk = next(chunk for chunk in chunks if (chunk.send, chunk.number) == place)
    return replace(message, answers=str(address)), chunk
