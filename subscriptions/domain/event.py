"""
Events for the customer's own system, in the words of the API.

An event's id follows from its content (see `subscriptions.outbox.event_id_of`), so that a repeated
event is recognized.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.domain.identifiers import BlockAddress, MessageAddress
from shared.domain.times import time_to_text


class EventKind(StrEnum):
    """What a system can subscribe to."""

    MESSAGE_STATUS = "message.status"
    INBOUND = "inbound"
    OPT_OUT = "opt_out"
    CAP_REACHED = "cap_reached"


class SubscriptionState(StrEnum):
    """
    Whether a subscription gets events.

    Events of a paused one are kept as dead letters. An ended one gets none.
    """

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class AppEvent:
    """
    Something that happened.

    Attributes
    ----------
    event_id : str
        32 hexadecimal digits; the same for the same happening.
    data : mapping
        JSON, its members in camelCase.
    """

    event_id: str
    kind: EventKind
    occurred_at: datetime
    data: Mapping[str, object]

    def to_members(self) -> dict[str, object]:
        """Give it as it is delivered."""
        return {
            "eventId": self.event_id,
            "type": self.kind.value,
            "occurredAt": time_to_text(self.occurred_at),
            "data": dict(self.data),
        }


def test_members(subscription_id: str, event_id: str, now: datetime) -> dict[str, object]:
    """Give a test event as it is delivered; its `type` is `test`, which is no kind to choose."""
    data = {"subscriptionId": subscription_id}
    occurred_at = time_to_text(now)
    return {"eventId": event_id, "type": "test", "occurredAt": occurred_at, "data": data}


def message_members(
    address: MessageAddress | BlockAddress, recipient: str, status: str, reference: str
) -> dict[str, object]:
    """Give the members of a message's status event; of a block there is no `messageId`."""
    data: dict[str, object] = {
        "sendId": str(address.send),
        "from": address.send.sender,
        "to": recipient,
        "status": status,
    }
    if reference:
        data["reference"] = reference
    return data if isinstance(address, BlockAddress) else {"messageId": str(address), **data}
