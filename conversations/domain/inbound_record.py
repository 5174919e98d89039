"""What figures keep of a message that a person wrote: when, what it asked for, what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opt_outs.domain.classifier.classification import Intent

_CREDIBLE = timedelta(days=30)
"""How far an event's own time may be from ours to be counted; Event Grid retries for a day."""


@dataclass(frozen=True, slots=True)
class InboundRecord:
    """
    One inbound message.

    Attributes
    ----------
    intent : Intent
        What it asks for beyond doubt; else none.
    answers : str
        The id of the message it answers; empty: none is known, and the rest is empty too.
    campaign, category : str
        Of that message.
    answered_at : datetime or None
        When that message was sent.
    """

    own_number: str
    user_number: str
    event_id: str
    received_at: datetime
    intent: Intent
    in_reply_to: str = ""
    campaign: str = ""
    category: str = ""
    answered_at: datetime | None = None


def is_credible(received_at: datetime, now: datetime) -> bool:
    """Tell whether an event's time may be true; a wrong one would count on some far day."""
    return abs(now - received_at) <= _CREDIBLE
