"""Find the message that a person replied to: the newest that may have arrived in time."""

from collections.abc import Iterable
from datetime import timedelta

from send_sms.domain.batch import Batch, first_sent
from send_sms.domain.status import status_of
from shared.carriers.events import InboundMessage
from shared.domain.kinds import MessageStatus

_CLOCK_TOLERANCE = timedelta(seconds=10)
"""An immediate reply may be dated before the message, because the clocks differ."""

_MAY_HAVE_ARRIVED = frozenset(
    {
        MessageStatus.SENDING,
        MessageStatus.SENT,
        MessageStatus.DELIVERED,
        MessageStatus.UNCONFIRMED,
        MessageStatus.UNKNOWN,
    }
)


def message_replied_to(
    message: InboundMessage, batches: Iterable[Batch], window: timedelta
) -> tuple[Batch, int] | None:
    """
    Find the message that an inbound one replies to; None if there is none.

    Parameters
    ----------
    batches : iterable of Batch
        All that the person is in, and that left within the window; others do no harm.
    window : timedelta
        How long a message can be replied to.

    Returns
    -------
    tuple of Batch and int, or None
        Its batch, and its position there.
    """
    earliest = message.received_at - window
    latest = message.received_at + _CLOCK_TOLERANCE
    found = [
        (first_sent_at, str(batch.send_of(position)), batch, position)
        for batch in batches
        for position, number in enumerate(batch.recipients)
        if number == message.user_number
        and (first_sent_at := first_sent(batch, position))
        and earliest <= first_sent_at <= latest
    ]
    for _, _, batch, position in sorted(found, key=lambda one: one[:2], reverse=True):
        if status_of(batch, position, message.received_at) in _MAY_HAVE_ARRIVED:
            return batch, position
    return None
