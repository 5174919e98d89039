"""The progress of a batch: its claim, outcomes, resends and delivery reports."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from shared.carriers.events import DeliveryReport
from shared.carriers.registry import DEFAULT_CARRIER
from shared.carriers.sending import Outcome

BAD_MESSAGE = "400"
"""The carrier's code for a wrong number or text, which it would refuse again."""

CLOCK_TOLERANCE = timedelta(seconds=15)
"""How much a clock may be ahead; `repeat_window` leaves as much, beside the time of a call."""

MAX_RESENDS = 20
"""Of one batch; together they are at most 10,000 characters of its row."""


@dataclass(frozen=True, slots=True)
class Claim:
    """
    A worker's exclusive right to submit some members of a batch.

    Attributes
    ----------
    claim_id : str
        Drawn for this claim, so that a worker recognizes its own.
    until : datetime
        When other workers may take these members over.
    first_sent_at : datetime
        The `repeatabilityFirstSent` of members without an earlier uncertain try.
    positions : tuple of int
        The members, ascending.
    """

    claim_id: str
    until: datetime
    first_sent_at: datetime
    positions: tuple[int, ...]


class ResendKind(StrEnum):
    """Why messages may be resent."""

    RESEND = "resend"  # they may have been sent, so they need new repeatability ids
    REDRIVE = "redrive"  # they failed and did not leave, so their ids are not accepted yet


@dataclass(frozen=True, slots=True)
class Resend:
    """
    One resend of some messages of a batch.

    Attributes
    ----------
    at : datetime
        When it was requested.
    positions : tuple of int
        Whose messages, ascending.
    first_sent_at : datetime or None
        When the try before began.
    expires_at : datetime or None
        Their new end of life; None: as before.
    request_id : str
        Drawn for the request, so that it recognizes what it has stored itself.
    """

    kind: ResendKind
    at: datetime
    positions: tuple[int, ...]
    first_sent_at: datetime | None = None
    expires_at: datetime | None = None
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """
    How far the dispatch of a batch has come.

    Attributes
    ----------
    claim : Claim or None
        The one claim; it may have run out.
    recorded_claim_id : str
        The claim whose results were recorded last.
    attempt_count : int
        How often in a row calls left something to try again.
    outcomes : mapping of position to Outcome
        Members without one still wait.
    resends : tuple of Resend
        The resends, oldest first.
    carrier : str
        The carrier that members are submitted to.
    """

    claim: Claim | None = None
    recorded_claim_id: str = ""
    attempt_count: int = 0
    outcomes: Mapping[int, Outcome] = field(default_factory=dict)
    resends: tuple[Resend, ...] = ()
    carrier: str = DEFAULT_CARRIER


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
