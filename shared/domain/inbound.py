"""Inbound messages: what a person wrote to one of our numbers."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """
    One message from a person.

    Attributes
    ----------
    own_number, user_number : str
        The two ends; they do not flip with the direction.
    body : str
        The text as it came.
    received_at : datetime
        When ACS had it; opt-outs are ordered by it.
    answers : str
        The id of the message of ours that it can answer; empty: none is known.
    """

    own_number: str
    user_number: str
    body: str
    provider_message_id: str
    received_at: datetime
    in_reply_to: str = ""
