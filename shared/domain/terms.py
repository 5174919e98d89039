"""What the caller asked for, and what holds for a whole send."""

from dataclasses import dataclass
from datetime import datetime

from shared.domain.kinds import Category, Purpose


@dataclass(frozen=True, slots=True)
class SendOptions:
    """
    What the caller asked for, the same for all messages of a send.

    Attributes
    ----------
    send_at : datetime or None
        Not before this moment.
    expires_at : datetime
        Not after this moment.
    delivery_report : bool
        Whether ACS is asked to report.
    purpose : Purpose
        What it is sent for.
    """

    category: Category
    campaign: str
    send_at: datetime | None
    expires_at: datetime
    delivery_report: bool
    purpose: Purpose = Purpose.SEND


@dataclass(frozen=True, slots=True)
class SendTotals:
    """Facts of the whole send, kept on every batch so that any one of them can tell."""

    batch_count: int = 1
    recipient_count: int = 1
    duplicate_count: int = 0
    rejected_count: int = 0


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for a whole send: its text with placeholders, its options and its totals."""

    text: str
    options: SendOptions
    totals: SendTotals
