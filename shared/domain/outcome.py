"""What became of one message at the carrier, or why it did not get there."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class OutcomeKind(StrEnum):
    """What became of one member at the carrier, or why it did not get there."""

    SENT = "sent"
    FAILED = "failed"
    SUPPRESSED = "suppressed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    UNCERTAIN = "doubtful"  # may have left; may be tried again with the same ids, in the window
    UNKNOWN = "unknown"  # may have left; never tried again


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    One member's outcome.

    Attributes
    ----------
    kind : OutcomeKind
        What happened.
    provider_message_id : str
        ACS's id of a sent message, else empty.
    code, text : str
        Why it was not sent, else empty.
    first_sent_at : datetime or None
        What ACS was told as `repeatabilityFirstSent` when it was first tried; None: never tried.
    at : datetime or None
        When it was recorded; None: before it is stored.
    """

    kind: OutcomeKind
    provider_message_id: str = ""
    code: str = ""
    text: str = ""
    first_sent_at: datetime | None = field(default=None, compare=False)
    at: datetime | None = field(default=None, compare=False)


SUPPRESSED_TEXT = "Sender blocked for given recipient."
"""What ACS's delivery report says of an opted-out recipient (SMS FAQ); we say the same."""

OPTED_OUT = Outcome(OutcomeKind.SUPPRESSED, code="opted_out", text=SUPPRESSED_TEXT)
EXPIRED = Outcome(OutcomeKind.EXPIRED, code="expired", text="Its time to live ran out.")
CANCELLED = Outcome(OutcomeKind.CANCELLED, code="cancelled", text="The send was cancelled.")
DISPATCH_FAILED = Outcome(
    OutcomeKind.FAILED, code="dispatch_failed", text="Dispatching it failed five times."
)
REPORTED = Outcome(
    OutcomeKind.UNKNOWN, code="reported", text="A report came before it was sent again."
)
UNCERTAIN = Outcome(OutcomeKind.UNCERTAIN)
UNKNOWN = Outcome(
    OutcomeKind.UNKNOWN,
    code="outcome_unknown",
    text="The connection to ACS broke and it cannot be asked again safely.",
)
