"""What carriers report: delivery reports and inbound messages, in one form for all carriers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from shared.domain.identifiers import BlockAddress, MessageAddress
from shared.eventgrid.envelope import Event


class UnusableEventError(ValueError):
    """The event lacks something, or is none we know; the text says what, without its content."""


class DeliveryStatus(StrEnum):
    """The two final statuses that a report may have."""

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
        The carrier's code where one was given, and the text as it came.
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
    says_opted_out : bool
        The network says that the recipient has opted out.
    """

    address: MessageAddress | BlockAddress
    recipient: str
    report: DeliveryReport
    says_opted_out: bool = False

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
        When the carrier had it; opt-outs are ordered by it.
    in_reply_to : str
        The id of the message of ours that it can reply to; empty: none is known.
    """

    own_number: str
    user_number: str
    body: str
    provider_message_id: str
    received_at: datetime
    in_reply_to: str = ""


class CarrierEvents(Protocol):
    """Reads the events of one carrier."""

    def inbound(self, event: Event, now: datetime) -> InboundMessage:
        """
        Read an inbound message.

        Raises
        ------
        UnusableEventError
            Another event, or one that lacks something.
        """

    def report(self, event: Event, now: datetime) -> AddressedReport:
        """Read a delivery report; otherwise as `inbound`."""
