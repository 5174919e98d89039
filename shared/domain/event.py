"""
Events for the customer's own system: what happened, in the words of the API.

An event's id follows from its content, so that a repeated event is recognised.
"""

from shared.carriers.events import InboundMessage
from subscriptions.domain.event import AppEvent, EventKind, _id

MAX_TEXT_CHARACTERS = 5_000
"""Of an inbound text in an event: with the rest of it, what one queue message can carry."""


def inbound_event(message: InboundMessage) -> AppEvent:
    """Tell what a person wrote; a text of more than `MAX_TEXT_CHARACTERS` is cut."""
    data = {
        "from": message.user_number,
        "to": message.own_number,
        "message": message.body[:MAX_TEXT_CHARACTERS],
        "providerMessageId": message.provider_message_id,
    }
    parts = ("inbound", message.own_number, message.user_number, message.provider_message_id)
    return AppEvent(_id(parts), EventKind.INBOUND, message.received_at, data)
