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
        The report's own time; reports of one message are ordered by it.
    segments_succeeded, segments_failed : int
        Of the last attempt.
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
    """The newest report of each kind on one message; the two never overwrite each other."""

    delivered: DeliveryReport | None = None
    failed: DeliveryReport | None = None

    @property
    def final(self) -> DeliveryReport | None:
        """
        The one that counts, whatever order they came in.

        A delivered message was delivered, unless a failure is dated later.
        """
        if self.delivered is None or self.failed is None:
            return self.delivered or self.failed
        return max(self.failed, self.delivered, key=_precedence)


def _precedence(report: DeliveryReport) -> tuple[datetime, bool]:
    return report.received_at, report.status is DeliveryStatus.DELIVERED
