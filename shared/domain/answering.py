"""Which of our messages a person answers: the newest that may have reached them in time."""

from collections.abc import Iterable
from datetime import timedelta

from shared.domain.chunk import Chunk
from shared.domain.identifiers import MessageAddress
from shared.domain.inbound import InboundMessage
from shared.domain.status import MessageStatus, status_of

_CLOCK_TOLERANCE = timedelta(seconds=10)
"""What answers at once may be dated before our own clock says that we sent."""

_MAY_HAVE_ARRIVED = frozenset(
    {
        MessageStatus.SENDING,
        MessageStatus.SENT,
        MessageStatus.DELIVERED,
        MessageStatus.UNCONFIRMED,
        MessageStatus.UNKNOWN,
    }
)


def answered_by(
    message: InboundMessage, chunks: Iterable[Chunk], window: timedelta
) -> MessageAddress | None:
    """
    Find the message that an inbound one answers; None if there is none.

    Parameters
    ----------
    chunks : iterable of Chunk
        All that the person is in, and that left within the window; others do no harm.
    window : timedelta
        How long a message can be answered.
    """
    earliest = message.received_at - window
    latest = message.received_at + _CLOCK_TOLERANCE
    found = (
        (chunk.progress.first_sent_at, str(chunk.send), chunk)
        for chunk in chunks
        if chunk.progress.first_sent_at and earliest <= chunk.progress.first_sent_at <= latest
    )
    for _, _, chunk in sorted(found, key=lambda one: one[:2], reverse=True):
        position = chunk.recipients.index(message.user_number)
        if status_of(chunk, position, message.received_at) in _MAY_HAVE_ARRIVED:
            return chunk.message_address(position)
    return None
