"""A restart: messages that had ended are handed to the carrier again on request."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MAX_RESENDS = 20
"""Of one batch; together they are at most 10,000 characters of its row."""


class ResendKind(StrEnum):
    """Why messages may be taken up again."""

    RESEND = "resend"  # they may have left before, so they need ids that ACS has not seen
    REDRIVE = "redrive"  # their work failed before they left, so their ids are as good as new


@dataclass(frozen=True, slots=True)
class Resend:
    """
    One restart of some messages of a batch.

    Attributes
    ----------
    at : datetime
        When it was asked for.
    positions : tuple of int
        Whose messages.
    first_sent_at : datetime or None
        When the try before began.
    expires_at : datetime or None
        Their new end of life; None: as before.
    request_id : str
        Drawn for the request, so that it recognises what it has stored itself.
    """

    kind: ResendKind
    at: datetime
    positions: tuple[int, ...]
    first_sent_at: datetime | None = None
    expires_at: datetime | None = None
    request_id: str = ""
