"""
Accept a send.

Accepting is atomic: one queue message first, then all rows in one transaction. The
transaction is the promise. A queue message whose rows never came is dropped later; rows
without a queue message cannot be.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from send_sms.recipients import Recipients, RejectedRecipient, sort_out
from shared.contract.send_request import SendRequest
from shared.domain.chunk import (
    MAX_RECIPIENTS_PER_CHUNK,
    Category,
    Chunk,
    SendOptions,
    SendTotals,
)
from shared.domain.errors import SmsError
from shared.domain.identifiers import SendAddress, new_send_address
from shared.domain.segments import SegmentCount, count_segments
from shared.domain.sender import parse_sender
from shared.services import Services

_TIMES_TO_LIVE = {Category.OTP: 300}
_DEFAULT_TIME_TO_LIVE = 72 * 3600
_MAX_AHEAD = timedelta(days=365)
_CLOCK_TOLERANCE = timedelta(minutes=5)


class NoRecipientError(SmsError):
    """Not one recipient can be sent to."""

    code = "no_valid_recipient"

    def __init__(self, rejected: Sequence[RejectedRecipient]) -> None:
        super().__init__("None of the recipients can be sent to.")
        self.rejected = rejected


class SendTimeError(SmsError):
    """`sendAt` lies in the past or too far ahead."""

    code = "send_at_out_of_range"


@dataclass(frozen=True, slots=True)
class PlannedSend:
    """A send worked out and found possible; nothing of it is stored."""

    send: SendAddress
    chunks: Sequence[Chunk]
    recipients: Recipients


@dataclass(frozen=True, slots=True)
class AcceptedSend:
    """
    A stored send.

    Attributes
    ----------
    chunks : sequence of Chunk
        As accepted; in a repeated answer the first of them stands for all.
    segments : SegmentCount
        The longest message's size.
    is_replay : bool
        Whether an earlier request had stored it.
    """

    send: SendAddress
    chunks: Sequence[Chunk]
    rejected: Sequence[RejectedRecipient]
    segments: SegmentCount
    is_replay: bool = False


async def accept_send(request: SendRequest, services: Services) -> AcceptedSend:
    """
    Store a send and have it dispatched; two storage operations whatever its size.

    For up to 100 recipients two more operations ask the opt-out registry; one-recipient sends
    of the same moment share all of them. When this returns the send is durable.

    Raises
    ------
    InvalidSenderError, SendTimeError, NoRecipientError, SendTooLargeError
        The request makes no sense; nothing was stored.
    StorageError
        Storage is away.
    """
    plan = plan_send(request, services, services.clock())
    return accepted_send(plan, await commit_plan(plan, services))


async def commit_plan(
    plan: PlannedSend, services: Services, *, alone: bool = False
) -> Sequence[Chunk]:
    """Store a planned send and have it dispatched; see `Acceptance.commit`."""
    send_at = plan.chunks[0].options.send_at
    delay_seconds = int((send_at - services.clock()).total_seconds()) if send_at else 0
    return await services.acceptance.commit(plan.chunks, max(0, delay_seconds), alone=alone)


def accepted_send(
    plan: PlannedSend, chunks: Sequence[Chunk], *, is_replay: bool = False
) -> AcceptedSend:
    """Put together what is answered of a stored plan."""
    size = longest(map(count_segments, plan.recipients.bodies))
    return AcceptedSend(plan.send, chunks, plan.recipients.rejected, size, is_replay)


def plan_send(request: SendRequest, services: Services, now: datetime) -> PlannedSend:
    """
    Work out a new send without storing anything, for accepting it and for previewing it.

    Raises
    ------
    InvalidSenderError, SendTimeError, NoRecipientError, SendTooLargeError
        As `accept_send`.
    """
    sender = parse_sender(request.sender)
    send = new_send_address(sender.address, now, services.new_randomness())
    return plan_again(request, services, send)


def plan_again(request: SendRequest, services: Services, send: SendAddress) -> PlannedSend:
    """
    Work out a send whose id is chosen already.

    The same request and id give the same plan at any time: every time in it comes from the id's.
    """
    options = _options(request, send.accepted_at)
    recipients = sort_out(request.to, request.message)
    if not recipients.values:
        raise NoRecipientError(recipients.rejected)
    chunks = _chunks(send, request, options, recipients)
    services.journal.check_size(chunks)
    return PlannedSend(send, chunks, recipients)


def longest(sizes: Iterable[SegmentCount]) -> SegmentCount:
    """Give the size with the most segments; of equal ones the one in UCS-2."""
    return max(sizes, key=lambda size: (size.segment_count, size.encoding))


def _options(request: SendRequest, now: datetime) -> SendOptions:
    send_at = request.send_at
    if send_at and not now - _CLOCK_TOLERANCE <= send_at <= now + _MAX_AHEAD:
        message = "sendAt must not lie in the past, and at most 365 days ahead."
        raise SendTimeError(message)
    default = _TIMES_TO_LIVE.get(request.category, _DEFAULT_TIME_TO_LIVE)
    time_to_live = timedelta(seconds=request.ttl_seconds or default)
    return SendOptions(
        category=request.category,
        campaign=request.campaign or "",
        send_at=send_at,
        expires_at=max(send_at or now, now) + time_to_live,
        delivery_report=request.delivery_report,
        purpose=request.purpose,
    )


def _chunks(
    send: SendAddress, request: SendRequest, options: SendOptions, recipients: Recipients
) -> Sequence[Chunk]:
    numbers = tuple(recipients.values)
    starts = range(0, len(numbers), MAX_RECIPIENTS_PER_CHUNK)
    totals = SendTotals(
        chunk_count=len(starts),
        recipient_count=len(numbers),
        duplicate_count=recipients.duplicate_count,
        rejected_count=len(recipients.rejected),
    )
    groups = [numbers[start : start + MAX_RECIPIENTS_PER_CHUNK] for start in starts]
    return [
        Chunk(
            send=send,
            number=number,
            body=request.message,
            recipients=group,
            values=_values(recipients, group),
            options=options,
            totals=totals,
        )
        for number, group in enumerate(groups)
    ]


def _values(recipients: Recipients, group: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    values = tuple(recipients.values[number] for number in group)
    return values if any(values) else ()
