"""The port for submission: a call to a carrier, its outcomes and its error."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Protocol

from shared.domain.errors import SmsError

if TYPE_CHECKING:
    from datetime import datetime

SUPPRESSED_TEXT = "Sender blocked for given recipient."
"""What ACS's delivery report says of an opted-out recipient (SMS FAQ); we say the same."""


NO_TOKEN = "no_token"  # noqa: S105 - a code
"""The refusal where the managed identity gives no token."""


@dataclass(frozen=True, slots=True)
class SendCall:
    """
    One request to the carrier: one text to up to 100 recipients.

    Attributes
    ----------
    message_ids : tuple of str
        One per recipient; the repeatability ids are derived from them.
    positions : tuple of int
        Where the recipients stand in their batch.
    tag : str
        What delivery reports return.
    generation : int
        How often these messages were sent again on request; part of the repeatability ids.
    """

    sender: str
    body: str
    recipients: tuple[str, ...]
    message_ids: tuple[str, ...]
    positions: tuple[int, ...]
    tag: str
    first_sent_at: datetime
    delivery_report: bool
    generation: int = 0


class SendError(SmsError):
    """
    The carrier rejected a call, or it is unknown whether it accepted it.

    The attributes say what the caller may do.

    Attributes
    ----------
    provider_code, provider_text : str
        The carrier's status or error code, and its text without the caller's data.
    retryable : bool
        The same call may succeed later.
    may_have_left : bool
        The carrier may have the messages: only the same ids may be tried again, and in time.
    retry_after_seconds : float
        How long the carrier asks to wait; 0 if it does not.
    throttled : bool
        The carrier rejected the call because of its rate.
    refusal : str
        Why the sender was refused, see `SenderRefusedError`; empty: it was not.
    """

    code: ClassVar[str] = "send_failed"
    refusal: str = ""

    def __init__(
        self,
        provider_code: str,
        provider_text: str,
        *,
        retryable: bool = False,
        may_have_left: bool = False,
        retry_after_seconds: float = 0,
        throttled: bool = False,
    ) -> None:
        super().__init__(f"{provider_code}: {provider_text}")
        self.provider_code = provider_code
        self.provider_text = provider_text
        self.retryable = retryable
        self.may_have_left = may_have_left
        self.retry_after_seconds = retry_after_seconds
        self.throttled = throttled


class SenderRefusedError(SendError):
    """
    The carrier refused the sender, or the access to it, rather than these messages.

    Nothing left, and every other message of the sender would be refused, too.

    Attributes
    ----------
    refusal : str
        The HTTP status, or `no_token`.
    """

    def __init__(
        self, provider_code: str, provider_text: str, refusal: str, *, retryable: bool = False
    ) -> None:
        super().__init__(provider_code, provider_text, retryable=retryable)
        self.refusal = refusal


class OutcomeKind(StrEnum):
    """What happened to one member at submission."""

    SENT = "sent"
    FAILED = "failed"
    SUPPRESSED = "suppressed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    SIMULATED = "simulated"  # trial mode: it never left
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
        The `repeatabilityFirstSent` of its first try; None: never tried.
    at : datetime or None
        When it was recorded; None: before it is stored.
    """

    kind: OutcomeKind
    provider_message_id: str = ""
    code: str = ""
    text: str = ""
    first_sent_at: datetime | None = field(default=None, compare=False)
    at: datetime | None = field(default=None, compare=False)


class CallOutcomes(tuple[Outcome | None, ...]):
    """
    The outcomes of a call by recipient; None: not taken now, may be tried again.

    Attributes
    ----------
    error : SendError or None
        Set where the carrier rejected a part of the call.
    """

    error: SendError | None = None


CallResult = tuple[Outcome | None, ...] | SendError
"""Per recipient an outcome (None: not taken, try again), or one error for all of them."""

OPTED_OUT = Outcome(OutcomeKind.SUPPRESSED, code="opted_out", text=SUPPRESSED_TEXT)
EXPIRED = Outcome(OutcomeKind.EXPIRED, code="expired", text="Its time to live ran out.")
CANCELLED = Outcome(OutcomeKind.CANCELLED, code="cancelled", text="The send was cancelled.")
SIMULATED = Outcome(
    OutcomeKind.SIMULATED, code="trial", text="Trial mode: only guests get real messages."
)

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


def outcome_of(error: SendError) -> Outcome | None:
    """Give the outcome of each message that an error concerns; None: it may be tried again."""
    if error.may_have_left:
        return UNCERTAIN
    if error.retryable or error.refusal:
        return None
    return Outcome(OutcomeKind.FAILED, code=error.provider_code, text=error.provider_text)


class SmsGateway(Protocol):
    """Submits messages to one carrier."""

    @property
    def name(self) -> str:
        """The carrier's name, which is stored with the batches submitted to it."""

    async def send(self, call: SendCall) -> tuple[Outcome | None, ...]:
        """Submit a call; see `AcsGateway.send` and `TrialGateway.send`."""
