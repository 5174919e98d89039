"""Resend messages of a send on request."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from send_sms.dispatching.status_events import changed_positions
from send_sms.domain.batch import Batch
from send_sms.domain.progress import ResendKind
from send_sms.domain.resend import ResendRequest, SkipReason, resend
from send_sms.sending import Sending
from send_sms.storage.dispatch_queue import Work
from send_sms.storage.journal import Decide
from shared.domain.errors import StorageError
from shared.domain.identifiers import SendAddress

_STORE_SECONDS = 30
_SAFETY_SECONDS = 60
"""When the work appears unless it is replaced: later than the row can be stored."""
_LATE = timedelta(seconds=50)
_WORK_ARRIVES_WITHIN = timedelta(seconds=70)
"""After so long, work that an earlier request put is taken to be missing."""


@dataclass(frozen=True, slots=True)
class ResentSend:
    """How many messages were resent, and how many were skipped and why."""

    message_count: int
    skipped: Mapping[SkipReason, int]


async def resend_messages(
    send: SendAddress, kind: ResendKind, *, ttl_seconds: int | None, sending: Sending
) -> ResentSend | None:
    """
    Resend the unknown messages of a send, or those that failed and did not leave.

    One operation, and three for each batch of which something is sent again. Two requests at the
    same time or one after the other send a message again once: rows are written on the condition
    that they have not changed, and what waits is neither unknown nor failed any more.

    Parameters
    ----------
    ttl_seconds : int or None
        How long these messages may wait from now on; None: as long as before.

    Returns
    -------
    ResentSend or None
        None if there is no such send.

    Raises
    ------
    StorageError
        Storage is unavailable, or the send kept changing. Retrying resends nothing twice.
    """
    batches = await sending.journal.read(send)
    if not batches:
        return None
    now = max(sending.clock(), _after_cancellation(batches))
    expires_at = None if ttl_seconds is None else now + timedelta(seconds=ttl_seconds)
    request = ResendRequest(kind, send, now, expires_at, sending.ids.new_id())
    done = [await _resend(batch, request, sending) for batch in batches]
    return _total(done)


def _after_cancellation(batches: Sequence[Batch]) -> datetime:
    """A cancellation that was read is older than this request, whatever other clocks say."""
    latest = (max(batch.cancelled.values(), default=batch.accepted_at) for batch in batches)
    return max(latest) + timedelta(microseconds=1)


async def _resend(
    batch: Batch, request: ResendRequest, sending: Sending
) -> tuple[int, Mapping[SkipReason, int]]:
    """Resend messages of a batch; gives how many, and what was skipped."""
    decided = resend(batch, request)
    if not decided.positions:
        await _enqueue_missing_work(batch, request, sending)
        return 0, decided.skipped
    skipped = decided.skipped

    def decide(current: Batch) -> Batch | None:
        nonlocal skipped
        if _resent_count(current, request):
            return None
        again = resend(current, request)
        skipped = again.skipped
        return again.batch if again.positions else None

    others = changed_positions(batch, decided.batch) - set(decided.positions)
    stored = await _store(batch, decide, Work(batch.address, is_recovery=bool(others)), sending)
    return _resent_count(stored, request), skipped


async def _store(batch: Batch, decide: Decide, work: Work, sending: Sending) -> Batch:
    """Work that finds nothing to do is harmless, rows without work are not: work goes first."""
    put_at, queue = sending.clock(), sending.queue
    receipt = await queue.put(work, _SAFETY_SECONDS)
    try:
        async with asyncio.timeout(_STORE_SECONDS):
            stored = await sending.journal.update(batch, decide)
    except (TimeoutError, StorageError) as error:
        if sending.clock() - put_at > _LATE:  # a write that is still on its way needs work, too
            await queue.put(work, _SAFETY_SECONDS)
        if isinstance(error, StorageError):
            raise
        message = "storing took too long"
        raise StorageError(message) from None
    if sending.clock() - put_at > _LATE:  # its message may have come, found nothing, and gone
        await queue.put(work)
    else:
        with suppress(StorageError):  # then it comes by itself, only later
            await queue.replace(receipt, work, 0)
    return stored


async def _enqueue_missing_work(batch: Batch, request: ResendRequest, sending: Sending) -> None:
    """Put work for what an earlier request resent, if its write may have come after its work."""
    waiting = set(batch.waiting_positions()).intersection(batch.positions_of(request.send))
    earlier = (one for one in batch.progress.resends if request.at - one.at > _WORK_ARRIVES_WITHIN)
    if any(not waiting.isdisjoint(one.positions) for one in earlier):
        await sending.queue.put(Work(batch.address))


def _resent_count(batch: Batch, request: ResendRequest) -> int:
    stored = (one for one in batch.progress.resends if one.request_id == request.request_id)
    return sum(len(one.positions) for one in stored)


def _total(done: Sequence[tuple[int, Mapping[SkipReason, int]]]) -> ResentSend:
    skipped: Counter[SkipReason] = Counter()
    for _, of_batch in done:
        skipped.update(of_batch)
    return ResentSend(sum(count for count, _ in done), skipped)
