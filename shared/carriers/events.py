"""What carriers report: delivery reports and inbound messages, in one form for all carriers."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from shared.carriers.sending import SUPPRESSED_TEXT
from shared.domain.identifiers import BlockAddress, MessageAddress
from shared.domain.times import credible_time
from shared.eventgrid.envelope import Event

CLOCK_TOLERANCE = timedelta(minutes=5)
"""How far a carrier's clock may be ahead of ours without doubt about which event is a repeat."""


OPTED_OUT_CODE = "4007"
"""Of every report that the recipient opted out, whatever the carrier said (ACS's code, 2024)."""


_OPTED_OUT_WORDS = (SUPPRESSED_TEXT.rstrip(".").lower(), "opted out of receiving messages")
"""In reports of ACS: of the SMS FAQ, and of code 4007, should it come without its code."""


def is_opt_out_refusal(code: str, text: str) -> bool:
    """Tell whether a failure's code or words say that the recipient opted out."""
    return code == OPTED_OUT_CODE or any(words in text.lower() for words in _OPTED_OUT_WORDS)


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
        The carrier's code where one was given, and the text as it came; for a recipient who opted
        out `OPTED_OUT_CODE` and `SUPPRESSED_TEXT`.
    attempted_at : datetime
        When the carrier last tried; the report's own time if it does not say.
    received_at : datetime
        The report's own time.
    segments_succeeded, segments_failed : int
        Of the last attempt; both above 0 where a long message arrived in part.
    carrier_text : str
        The carrier's own words, where `text` has others.
    """

    status: DeliveryStatus
    code: str
    text: str
    provider_message_id: str
    attempted_at: datetime
    received_at: datetime
    segments_succeeded: int = 0
    segments_failed: int = 0
    carrier_text: str = ""

    @property
    def says_opted_out(self) -> bool:
        """Whether the network says that the recipient opted out."""
        words = self.carrier_text or self.text
        return self.status is DeliveryStatus.FAILED and is_opt_out_refusal(self.code, words)

    def in_one_form(self) -> "DeliveryReport":
        """Give a recipient's opt-out the same code and text, in whichever style it was reported."""
        if not self.says_opted_out:
            return self
        words = self.carrier_text or self.text
        carrier_text = words if words != SUPPRESSED_TEXT else ""
        return replace(self, code=OPTED_OUT_CODE, text=SUPPRESSED_TEXT, carrier_text=carrier_text)

    def received_by(self, now: datetime) -> "DeliveryReport":
        """Put the time of receipt in the place of times that cannot be true."""
        attempted_at = credible_time(self.attempted_at, now)
        received_at = credible_time(self.received_at, now)
        if (attempted_at, received_at) == (self.attempted_at, self.received_at):
            return self
        return replace(self, attempted_at=attempted_at, received_at=received_at)


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
    as_stated : DeliveryReport or None
        The report with the times that the event stated, if one of them cannot be true; they stay
        the same when the event is delivered again.
    """

    address: MessageAddress | BlockAddress
    recipient: str
    report: DeliveryReport
    says_opted_out: bool = False
    as_stated: DeliveryReport | None = None

    def in_one_form(self) -> "AddressedReport":
        """Give a recipient's opt-out the same code and text, in whichever style it was reported."""
        if not self.says_opted_out:
            return self
        return replace(self, report=self.report.in_one_form())

    def received_by(self, now: datetime) -> "AddressedReport":
        """Put the time of receipt in the place of times that cannot be true."""
        bounded = self.report.received_by(now)
        if bounded is self.report:
            return self
        return replace(self, report=bounded, as_stated=self.report)

    @property
    def stated(self) -> DeliveryReport:
        """The report with the times of the event, which identify a repeat."""
        return self.as_stated or self.report

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
        When the carrier had it, and never after we got it; opt-outs are ordered by it.
    in_reply_to : str
        The id of the message of ours that it can reply to; empty: none is known.
    stated_at : datetime or None
        The time that the event stated, if that cannot be true; it identifies a repeat.
    """

    own_number: str
    user_number: str
    body: str
    provider_message_id: str
    received_at: datetime
    in_reply_to: str = ""
    stated_at: datetime | None = None


class CarrierEvents(Protocol):
    """Reads the events of one carrier; its times are those of `credible_time`."""

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
