"""
The chunk: up to 100 recipients of one send, one table row, one ACS call.

A send of 10,000 recipients is 100 chunks. A chunk is written once when the send is accepted
and then only added to: the claim before the wire, the outcomes after it, the delivery reports
as they come. What a message *is* at a moment follows from these by `status.status_of`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.delivery import Reports
from shared.domain.identifiers import MessageAddress, SendAddress
from shared.domain.purpose import PASSES, Purpose
from shared.domain.restart import Restart, RestartKind
from shared.domain.template import placeholders, render

MAX_RECIPIENTS_PER_CHUNK = 100
"""Recipients in one ACS call (REST specification 2021-03-07, `smsRecipients`)."""

REPEATABILITY_WINDOW = timedelta(minutes=4)
"""
How long after `first_sent_at` the same ids may be used again.

ACS documents 5 minutes for Email and Rooms and nothing for SMS (REST reference, "Repeatable
requests", read November 2026); a minute is left for the way there.
"""


class Category(StrEnum):
    """Why a message is sent; it decides how long it stays worth sending."""

    TRANSACTIONAL = "transactional"
    MARKETING = "marketing"
    OTP = "otp"


class OutcomeKind(StrEnum):
    """What became of one recipient at the wire, or why it did not get there."""

    SENT = "sent"
    FAILED = "failed"
    SUPPRESSED = "suppressed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    DOUBTFUL = "doubtful"  # may have left; may be tried again with the same ids, in the window
    UNKNOWN = "unknown"  # may have left; never tried again


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    One recipient's outcome.

    Attributes
    ----------
    kind : OutcomeKind
        What happened.
    provider_message_id : str
        ACS's id of a sent message, else empty.
    code, text : str
        Why it was not sent, else empty.
    """

    kind: OutcomeKind
    provider_message_id: str = ""
    code: str = ""
    text: str = ""


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
DOUBTFUL = Outcome(OutcomeKind.DOUBTFUL)
UNKNOWN = Outcome(
    OutcomeKind.UNKNOWN,
    code="outcome_unknown",
    text="The connection to ACS broke and it cannot be asked again safely.",
)


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
    """Facts of the whole send, kept on every chunk so that any one of them can tell."""

    chunk_count: int
    recipient_count: int
    duplicate_count: int
    rejected_count: int


@dataclass(frozen=True, slots=True)
class Progress:
    """
    How far the dispatch of a chunk has come.

    Attributes
    ----------
    claimed_until : datetime or None
        While a worker has some of it in hand: when others may take it over.
    claimed : tuple of int
        The positions that worker has in hand.
    first_sent_at : datetime or None
        What ACS is told as `repeatabilityFirstSent`; stored before the first call.
    sent_at : datetime or None
        When the newest outcomes were recorded.
    attempt_count : int
        How often in a row it came back from the wire with something to try again.
    outcomes : mapping of position to Outcome
        Recipients without one still wait.
    restarts : tuple of Restart
        What somebody had taken up again, oldest first.
    """

    claimed_until: datetime | None = None
    claimed: tuple[int, ...] = ()
    first_sent_at: datetime | None = None
    sent_at: datetime | None = None
    attempt_count: int = 0
    outcomes: Mapping[int, Outcome] = field(default_factory=dict)
    restarts: tuple[Restart, ...] = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """
    One chunk as stored.

    Attributes
    ----------
    recipients : tuple of str
        E.164, sorted: a chunk's first and last tell whether somebody is in it.
    values : tuple of tuple of str
        For a body with placeholders one tuple per recipient, in the order of
        `placeholders(body)`; else empty.
    suppressed_at_accept : tuple of int
        The positions of those who were known to have opted out then.
    reports : mapping of recipient to Reports
        What the carrier said so far.
    version : str
        The row's ETag; empty before it is stored.
    """

    send: SendAddress
    number: int
    body: str
    recipients: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]
    options: SendOptions
    totals: SendTotals
    suppressed_at_accept: tuple[int, ...] = ()
    progress: Progress = field(default_factory=Progress)
    reports: Mapping[str, Reports] = field(default_factory=dict)
    version: str = ""

    @property
    def address(self) -> MessageAddress:
        """The address of the chunk as a whole."""
        return MessageAddress(self.send, self.number)

    @property
    def has_pass(self) -> bool:
        """Whether it goes to people who opted out; nobody who takes it up again may use that."""
        return self.options.purpose in PASSES and not self.progress.restarts

    def message_address(self, position: int) -> MessageAddress:
        """Give the address of one of its messages."""
        return MessageAddress(self.send, self.number, position)

    def text_for(self, position: int) -> str:
        """Give the text that the recipient at this position gets."""
        if not self.values:
            return self.body
        names = placeholders(self.body)
        return render(self.body, dict(zip(names, self.values[position], strict=True)))

    def restarts_of(self, position: int) -> list[Restart]:
        """List how often the message at this position was taken up again, oldest first."""
        return [one for one in self.progress.restarts if position in one.positions]

    def generation(self, position: int) -> int:
        """Count its resends: each has ids of its own, and the tries before stay in doubt."""
        if not self.progress.restarts:  # asked of every message, and hardly any was restarted
            return 0
        return sum(one.kind is RestartKind.RESEND for one in self.restarts_of(position))

    def expires_at(self, position: int) -> datetime:
        """Tell when its time to live ends."""
        if not self.progress.restarts:
            return self.options.expires_at
        given = (one.expires_at for one in reversed(self.restarts_of(position)))
        return next((moment for moment in given if moment), self.options.expires_at)

    def waiting_positions(self) -> list[int]:
        """List the positions that may still be taken to the wire."""
        outcomes = self.progress.outcomes
        return [
            position
            for position in range(len(self.recipients))
            if position not in outcomes or outcomes[position].kind is OutcomeKind.DOUBTFUL
        ]
