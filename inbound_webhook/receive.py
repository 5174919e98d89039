"""
Take what people wrote: keywords into the registry first, then everything into the conversation.

All of it may come twice or in any order; both stores take repeats and decide by event time.
"""

from collections.abc import Sequence
from datetime import datetime

from shared.acs.events import UnusableEventError, inbound_from_event
from shared.domain.inbound import InboundMessage
from shared.domain.keywords import Keyword, read_keyword
from shared.domain.opt_out import ChangeSource, ConsentChange, ConsentState
from shared.eventgrid.envelope import Event
from shared.services import Services

_STATES = {
    Keyword.OPT_OUT: ConsentState.OPTED_OUT,
    Keyword.OPT_IN: ConsentState.OPTED_IN,
}


async def receive_inbound(events: Sequence[Event], services: Services) -> None:
    """
    Store inbound messages and what they change; returns when all of it is durable.

    Events that cannot be read are parked, so that one bad event does not hold up a batch.

    Raises
    ------
    StorageError
        The events must be delivered again.
    """
    now = services.clock()
    messages: list[InboundMessage] = []
    unusable: list[tuple[Event, str]] = []
    for event in events:
        try:
            messages.append(inbound_from_event(event, now))
        except UnusableEventError as error:
            unusable.append((event, str(error)))
    for message in messages:
        change = consent_change(message, now)
        if change:
            await services.opt_outs.apply(change)
    await services.conversations.add_inbound(messages)
    await services.parked_events.park(unusable, now)


def consent_change(message: InboundMessage, now: datetime) -> ConsentChange | None:
    """Read a message as an opt-out or opt-in; None if it is neither."""
    keyword = read_keyword(message.body)
    if keyword not in _STATES:
        return None
    return ConsentChange(
        own_number=message.own_number,
        user_number=message.user_number,
        state=_STATES[keyword],
        changed_at=message.received_at,
        recorded_at=now,
        source=ChangeSource.KEYWORD,
        evidence=message.body,
        event_id=message.provider_message_id,
    )
