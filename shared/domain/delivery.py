"""Delivery reports: what the carrier said of a message, in our own words."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DeliveryStatus(StrEnum):
    """The two final words that ACS has (Event Grid schema of January 2025)."""

    DELIVERED = "delivered"
    FAILED = "failed"


OPTED_OUT_CODE = "4007"
"""ACS: the recipient opted out of receiving messages from this sender (SMS error codes, 2024)."""


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
class Reports:
    """One report of each kind on one message; the two never overwrite each other."""

    delivered: DeliveryReport | None = None
    failed: DeliveryReport | None = None

    @property
    def final(self) -> DeliveryReport | None:
        """
        The one that counts: delivered, whenever it was said.

        What a phone has received cannot be taken back, while a failure may be about one attempt of
        several. So the status depends on which kinds came and not on their order or their dates:
        of two reports of one kind only the one stored last is kept, and a rule that compared dates
        would depend on which that was (docs/adr/0013).
        """
        return self.delivered or self.failed
