"""
ACS's two events, in our words.

Written down as the samples are (azure-docs, "Azure Communication Services - SMS events",
2025-01-29; eventgrid `Microsoft.Communication` 2018-01-01 examples): keys in camel or Pascal
case, one `Tag` among lower-case keys, numbers with and without `+` in one event, times with 0
to 7 fraction digits. Tolerant here, strict behind it.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.domain.identifiers import BlockAddress, MessageAddress


class UnusableEventError(ValueError):
    """The event lacks something, or is none we know; the text says what, without its content."""


class DeliveryStatus(StrEnum):
    """The two final words that ACS has (Event Grid schema of January 2025)."""

    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """
    One report on one message.

    Attributes
    ----------
    status : DeliveryStatus
        Delivered or failed.
    code, text : str
        The four-digit code where one was given, and the text as it came.
    attempted_at : datetime
        When the carrier last tried; the report's own time if it does not say.
    received_at : datetime
        The report's own time.
    segments_succeeded, segments_failed : int
        Of the last attempt; both above 0 where a long message arrived in part.
    """

    status: DeliveryStatus
    code: str
    text: str
    provider_message_id: str
    attempted_at: datetime
    received_at: datetime
    segments_succeeded: int = 0
    segments_failed: int = 0


@dataclass(frozen=True, slots=True)
class AddressedReport:
    """
    A delivery report and where it belongs.

    Attributes
    ----------
    address : MessageAddress or BlockAddress
        From the tag: a message, or a block of messages in which `recipient` says which.
    """

    address: MessageAddress | BlockAddress
    recipient: str
    report: DeliveryReport

    @property
    def block(self) -> BlockAddress:
        """The block that the report is stored with."""
        return self.address if isinstance(self.address, BlockAddress) else self.address.block


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
