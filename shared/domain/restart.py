"""A restart: messages that had ended are taken to the wire again because somebody asked for it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MAX_RESTARTS = 20
"""Of one chunk: each takes up to 400 characters, and 100 chunks share a transaction of 4 MiB."""


class RestartKind(StrEnum):
    """Why messages may be taken up again."""

    RESEND = "resend"  # they may have left before, so they need ids that ACS has not seen
    REDRIVE = "redrive"  # their work failed before they left, so their ids are as good as new


@dataclass(frozen=True, slots=True)
class Restart:
    """
    One restart of some messages of a chunk.

    Attributes
    ----------
    at : datetime
        When somebody asked.
    positions : tuple of int
        Whose messages.
    first_sent_at : datetime or None
        When the try before began.
    expires_at : datetime or None
        Their new end of life; None: as before.
    """

    kind: RestartKind
    at: datetime
    positions: tuple[int, ...]
    first_sent_at: datetime | None = None
    expires_at: datetime | None = None
