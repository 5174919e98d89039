"""Sends and their messages."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - parsing reads the hints at run time
from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003 - parsing reads the hints at run time

from paloma.models.base import Model, Reason

SETTLED_STATUSES = frozenset(
    {
        "sent",
        "delivered",
        "failed",
        "suppressed",
        "expired",
        "cancelled",
        "unconfirmed",
        "unknown",
        "simulated",
    }
)
"""A message with one of these is not going to be submitted, or was."""

FINAL_STATUSES = SETTLED_STATUSES - {"sent"}
"""A message with one of these is not expected to change any more."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """
    Whom a send goes to, with the values for the placeholders of its text.

    `reference` is your own name for this message, in place of the send's.
    """

    number: str
    values: Mapping[str, str] = field(default_factory=dict)
    reference: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection(Model):
    """A recipient that is no phone number; `position` counts from 0."""

    position: int
    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSummary(Model):
    """One message of a send."""

    message_id: str
    to: str
    status: str
    erased: bool = False
    reference: str | None = None
    error: Reason | None = None
    waiting_for: str | None = None
    next_attempt_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundMessage(MessageSummary):
    """A message that was found by its person, own number or time, with its text."""

    send_id: str
    from_: str
    message: str
    category: str = "transactional"
    campaign: str | None = None
    accepted_at: datetime
    send_at: datetime | None = None
    sent_at: datetime | None = None
    reported_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Send(Model):
    """
    An accepted send.

    Attributes
    ----------
    messages : tuple of MessageSummary
        Up to 100 of them; `Paloma.messages` lists those of a larger send.
    rejected : tuple of Rejection
        Recipients that get nothing, because they are no phone numbers.
    warnings : tuple of Advice
        `unknown_sender` or `carrier_refuses`: the messages may never leave.
    replayed : bool
        Whether the send had been accepted earlier, with the same idempotency key.
    """

    send_id: str
    status: str = "accepted"
    recipient_count: int = 0
    duplicate_count: int = 0
    segment_count: int = 0
    encoding: str = ""
    messages: tuple[MessageSummary, ...] = ()
    rejected: tuple[Rejection, ...] = ()
    reference: str | None = None
    warnings: tuple[Advice, ...] = ()
    replayed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingMessages(Model):
    """How many messages of a send wait for one thing, such as `quiet_hours`."""

    waiting_for: str
    count: int
    next_attempt_at: datetime | None = None
    last_attempt_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonCount(Model):
    """How many messages of a send have a status for one reason."""

    status: str
    code: str
    message: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SendCost(Model):
    """An estimate; `amount` is a decimal number as text, without segments of unknown price."""

    currency: str
    amount: str
    segment_count: int = 0
    unpriced_segment_count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ResentMessages(Model):
    """Messages of a send that were resent at one time."""

    at: datetime
    kind: str
    message_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SendStatus(Model):
    """How a send is doing; `counts` has its messages by status."""

    send_id: str
    from_: str
    status: str
    message: str
    category: str = "transactional"
    campaign: str | None = None
    reference: str | None = None
    accepted_at: datetime | None = None
    send_at: datetime | None = None
    expires_at: datetime | None = None
    recipient_count: int = 0
    duplicate_count: int = 0
    rejected_count: int = 0
    segment_count: int = 0
    encoding: str = ""
    purpose: str = "send"
    cost: SendCost | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    reasons: tuple[ReasonCount, ...] = ()
    first_sent_at: datetime | None = None
    last_sent_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancelled_by: str | None = None
    resends: tuple[ResentMessages, ...] = ()
    sent_last_minute: int = 0
    waiting_for: str | None = None
    waiting_text: str | None = None
    next_attempt_at: datetime | None = None
    waiting: tuple[WaitingMessages, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry(Model):
    """One step of a message."""

    at: datetime
    event: str
    detail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message(Model):
    """One message with its history."""

    message_id: str
    send_id: str
    from_: str
    to: str
    status: str
    message: str
    category: str = "transactional"
    campaign: str | None = None
    reference: str | None = None
    segment_count: int = 0
    encoding: str = ""
    error: Reason | None = None
    waiting_for: str | None = None
    next_attempt_at: datetime | None = None
    history: tuple[HistoryEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice(Model):
    """A warning about a send or its text."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost(Model):
    """An estimate; `amount` is a decimal number as text."""

    currency: str
    amount: str
    unpriced_count: int = 0
    saved_amount: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview(Model):
    """What a send would do."""

    encoding: str
    segment_count: int
    segment_total: int = 0
    recipient_count: int = 0
    duplicate_count: int = 0
    suppressed_count: int = 0
    text: str = ""
    rejected: tuple[Rejection, ...] = ()
    cost: Cost | None = None
    warnings: tuple[Advice, ...] = ()
    hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap(Model):
    """A cap, and what is used of it; `limit` and `used` are segments, or money in `currency`."""

    scope: str
    period: str
    unit: str
    limit: str
    used: str
    resets_at: datetime
    name: str | None = None
    currency: str | None = None
    has_refused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps(Model):
    """The caps that are set."""

    caps: tuple[Cap, ...] = ()
