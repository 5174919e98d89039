"""
Accept a send.

Accepting is atomic: queue messages first, then all rows in one transaction. The transaction is
the promise (see `commit`). Concurrent single sends are stored together (see `rounds`).
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from send_sms.accepting.commit import commit_at_once
from send_sms.accepting.commit_queued import commit_queued
from send_sms.accepting.recipients import Recipients, RejectedRecipient, validate_recipients
from send_sms.accepting.refusals import (
    NoRecipientError,
    NotAsPreviewedError,
    SendTimeError,
    UnconfirmedSendError,
    UnknownSenderError,
)
from send_sms.accepting.rounds import join_round
from send_sms.accepting.withdrawal import WaitingCaller
from send_sms.contract.requests import SendRequest
from send_sms.domain.batch import Batch, SendOptions, SendTotals, Terms, content_hash
from send_sms.domain.countries import AreaPolicy, policy_of
from send_sms.domain.dispatching import as_accepted
from send_sms.sending import Accepting, Rules, Sending, was_known
from send_sms.storage.batch_layout import check_size
from shared.domain.author import Author
from shared.domain.errors import StorageError
from shared.domain.identifiers import (
    MEMBERS_PER_BATCH,
    MEMBERS_PER_BLOCK,
    BatchAddress,
    SendAddress,
    new_send_address,
)
from shared.domain.kinds import DEFAULT_TTL_SECONDS, Purpose
from shared.domain.message_text import SegmentCount, count_segments, longest
from shared.domain.sender import parse_sender

_MAX_AHEAD = timedelta(days=365)
_CLOCK_TOLERANCE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class PlannedSend:
    """A valid send with its batches; nothing of it is stored."""

    send: SendAddress
    batches: Sequence[Batch]
    recipients: Recipients

    @property
    def segments(self) -> SegmentCount:
        """The longest message's size."""
        return longest(map(count_segments, self.recipients.bodies))

    @property
    def joins_round(self) -> bool:
        """Whether it is stored with concurrent single sends."""
        options = self.batches[0].shared_options
        is_single = self.batches[0].terms[0].totals.recipient_count == 1
        return is_single and options.purpose is Purpose.SEND and options.send_at is None


@dataclass(frozen=True, slots=True)
class AcceptedSend:
    """
    A stored send.

    Attributes
    ----------
    batches : sequence of Batch
        As accepted; in a replayed response the first of them stands for all.
    segments : SegmentCount
        The longest message's size.
    is_replay : bool
        Whether an earlier request had stored it.
    is_sender_known : bool
        False: it is not in settings, and the carrier took no message of it (`SenderLookups`).
    """

    send: SendAddress
    batches: Sequence[Batch]
    rejected: Sequence[RejectedRecipient]
    segments: SegmentCount
    is_replay: bool = False
    is_sender_known: bool = True


async def accept_send(
    request: SendRequest, accepting: Accepting, author: Author | None = None
) -> AcceptedSend:
    """
    Store a send and have it dispatched; when this returns the send is durable.

    A message for each batch and one operation. For up to 100 recipients that may leave now six
    more operations: they are submitted here. Concurrent single sends share all of them. At the same
    time one more, once a minute, for a sender that is not known.

    Raises
    ------
    InvalidSenderError, SendTimeError, NoRecipientError, SendTooLargeError, UnconfirmedSendError,
    NotAsPreviewedError
        The request is invalid; nothing was stored.
    NotCountedError
        A cap is reached; nothing was stored.
    StorageError
        Storage is unavailable.
    """
    plan = plan_confirmed(request, accepting.sending, accepting.clock(), author)
    lookup = accepting.lookups.begin(plan.batches[0])
    async with accepting.counting(plan.batches):
        accepted = await _store(plan, accepting)
    return await with_lookup(accepted, lookup)


async def _store(plan: PlannedSend, accepting: Accepting) -> AcceptedSend:
    if not plan.joins_round:
        return accepted_send(plan, await commit_plan(plan, accepting, can_repeat=False))
    member = await join_round(plan.batches[0], accepting)
    if member.send is None or member.stored is None:
        raise StorageError
    return accepted_send(plan, [member.stored], send=member.send)


async def commit_plan(
    plan: PlannedSend, accepting: Accepting, *, can_repeat: bool
) -> Sequence[Batch]:
    """
    Store a planned send and have it dispatched; gives its batches as they were accepted.

    Idempotent: of two commits of one send the first is stored. It continues if the caller is
    cancelled; a send whose caller cannot repeat its request is then withdrawn.
    """
    caller = WaitingCaller(can_repeat=can_repeat)
    commit = _commit(plan, accepting, caller)
    stored = await caller.wait_for(commit, accepting.sending.runtime.rounds)
    return [as_accepted(stored), *plan.batches[1:]]


async def _commit(plan: PlannedSend, accepting: Accepting, caller: WaitingCaller) -> Batch:
    options = plan.batches[0].shared_options
    delay_seconds = seconds_until(options.send_at, accepting)
    if delay_seconds or len(plan.recipients.values) > MEMBERS_PER_BLOCK:
        return await commit_queued(plan.batches, delay_seconds, accepting.sending, caller)
    committed = await commit_at_once(plan.batches[0], accepting, callers=caller)
    return committed.batch or plan.batches[0]


def seconds_until(moment: datetime | None, accepting: Accepting) -> int:
    """Tell how many whole seconds are left until a moment; 0 if it has come or is None."""
    return max(0, int((moment - accepting.clock()).total_seconds())) if moment else 0


async def with_lookup(accepted: AcceptedSend, lookup: asyncio.Task[bool] | None) -> AcceptedSend:
    """Say of an accepted send whether its sender was found to be known (`SenderLookups`)."""
    if await was_known(lookup):
        return accepted
    return replace(accepted, is_sender_known=False)


def accepted_send(
    plan: PlannedSend,
    batches: Sequence[Batch],
    *,
    send: SendAddress | None = None,
    is_replay: bool = False,
) -> AcceptedSend:
    """Build the result of a stored plan, of its batches as they were accepted."""
    rejected = plan.recipients.rejected
    return AcceptedSend(send or plan.send, batches, rejected, plan.segments, is_replay)


def plan_confirmed(
    request: SendRequest, sending: Sending, now: datetime, author: Author | None
) -> PlannedSend:
    """
    Work out a new send that is to be stored; see `plan_send`.

    Raises
    ------
    UnconfirmedSendError, NotAsPreviewedError
        It has many recipients and is not confirmed, or another send was previewed.
    """
    plan = plan_send(request, sending, now, author)
    count, limit = len(plan.recipients.values), sending.rules.confirm_above
    if isinstance(request.confirm, str) and request.confirm != content_hash(plan.batches):
        raise NotAsPreviewedError
    if count > limit and not request.confirm:
        raise UnconfirmedSendError(count, limit)
    return plan


def plan_send(
    request: SendRequest, sending: Sending, now: datetime, author: Author | None = None
) -> PlannedSend:
    """
    Work out a new send without storing anything, for accepting it and for previewing it.

    A reply goes out from the number that the person wrote to, whatever the settings list.

    Raises
    ------
    InvalidSenderError, UnknownSenderError, SendTimeError, NoRecipientError, SendTooLargeError
        As `accept_send`.
    """
    sender, own_numbers = parse_sender(request.sender).address, sending.rules.own_numbers
    if request.purpose is Purpose.SEND and own_numbers and sender not in own_numbers:
        raise UnknownSenderError
    send = new_send_address(sender, now, sending.ids.new_randomness())
    return plan_again(request, send, sending.rules, author)


def plan_again(
    request: SendRequest, send: SendAddress, rules: Rules | None, author: Author | None
) -> PlannedSend:
    """
    Work out a send whose id is chosen already.

    The same request, id and settings give the same plan at any time: every time in it comes from
    the id's.

    Parameters
    ----------
    rules : Rules or None
        None: the send was accepted, whatever the settings say now about countries.
    author : Author or None
        Who asks for it, as its first batch says for all.
    """
    options = _options(request, send.accepted_at)
    policy = _countries_for(request, send.sender, rules) if rules else None
    recipients = validate_recipients(request.to, request.text, policy)
    if not recipients.values:
        raise NoRecipientError(recipients.rejected)
    batches = _batches(send, request, options, recipients, author)
    check_size(batches)
    return PlannedSend(send, batches, recipients)


def _countries_for(request: SendRequest, sender: str, rules: Rules) -> AreaPolicy | None:
    """A response to a person goes where the person wrote from (see `accept_reply`)."""
    if request.purpose is not Purpose.SEND:
        return None
    return policy_of(sender, rules.countries, rules.own_numbers.union(rules.profiles))


def _options(request: SendRequest, now: datetime) -> SendOptions:
    send_at = request.send_at
    if send_at and not now - _CLOCK_TOLERANCE <= send_at <= now + _MAX_AHEAD:
        message = "sendAt must not lie in the past, and at most 365 days ahead."
        raise SendTimeError(message)
    seconds = request.ttl_seconds or DEFAULT_TTL_SECONDS[request.category]
    return SendOptions(
        category=request.category,
        campaign=request.campaign or "",
        send_at=send_at,
        expires_at=max(send_at or now, now) + timedelta(seconds=seconds),
        delivery_report=request.delivery_report,
        purpose=request.purpose,
    )


def _batches(
    send: SendAddress,
    request: SendRequest,
    options: SendOptions,
    recipients: Recipients,
    author: Author | None,
) -> Sequence[Batch]:
    numbers = tuple(recipients.values)
    starts = range(0, len(numbers), MEMBERS_PER_BATCH)
    totals = SendTotals(
        batch_count=len(starts),
        recipient_count=len(numbers),
        duplicate_count=recipients.duplicate_count,
        rejected_count=len(recipients.rejected),
    )
    terms = (Terms(request.text, options, totals),)
    groups = [numbers[start : start + MEMBERS_PER_BATCH] for start in starts]
    return [
        Batch(
            BatchAddress(send, row),
            group,
            terms,
            values=recipients.values_of(group),
            send_references=(request.reference,) if request.reference else (),
            references=recipients.references_of(group),
            authors=(author,) if author and row == 0 else (),
        )
        for row, group in enumerate(groups)
    ]
