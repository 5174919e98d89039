"""
Events for the customer's own system: what happened, in the words of the API.

An event's id follows from its content, so that a repeated event is recognised.
"""

from shared.carriers.events import DeliveryReport, DeliveryStatus, InboundMessage
from shared.domain.identifiers import BlockAddress, MessageAddress
from shared.domain.times import time_to_text
from subscriptions.domain.event import AppEvent, EventKind, _about, _id

MAX_TEXT_CHARACTERS = 5_000
"""Of an inbound text in an event: with the rest of it, what one queue message can carry."""


def report_event(
    address: MessageAddress | BlockAddress, recipient: str, report: DeliveryReport
) -> AppEvent:
    """
    Tell what a carrier said of a message.

    Parameters
    ----------
    address : MessageAddress or BlockAddress
        From the report's tag: of a block the event has no `messageId`.
    """
    is_failure = report.status is DeliveryStatus.FAILED
    data = _about(address, recipient, report.status.value)
    if is_failure:
        data["error"] = {"code": report.code or "failed", "message": report.text}
    said = time_to_text(report.received_at)
    parts = ("report", str(address.send), recipient, report.status.value, said)
    return AppEvent(_id(parts), EventKind.MESSAGE_STATUS, report.received_at, data)


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
