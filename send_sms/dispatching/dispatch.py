"""
Dispatch: hand the members of a batch to the carrier, once.

Everything here may run twice, at the same time, or stop half-way. What protects a recipient is the
order: units granted, recovery message scheduled, claim stored, registry asked, calls, outcomes
recorded (see `send_sms.domain.dispatching`).
"""

from dataclasses import replace
from datetime import datetime

from send_sms.dispatching.plan import Plan, claiming, opted_out_among, plan_for, prepare
from send_sms.dispatching.status_events import (
    changed_positions,
    log_outcomes,
    publish_all_outcomes,
    publish_changed,
    publish_outcomes,
)
from send_sms.dispatching.submission import Checks, Submission, Submitted
from send_sms.domain.batch import Batch
from send_sms.domain.calls import dated_by_storage
from send_sms.domain.dispatching import claimed_until, is_to_retry
from send_sms.domain.progress import Claim
from send_sms.domain.quiet_hours import QuietHoursResult
from send_sms.sending import Sending
from send_sms.storage.dispatch_queue import RecoveryMessage, Work
from shared.domain.errors import ConflictError, StorageError
from shared.domain.identifiers import MEMBERS_PER_BATCH, MEMBERS_PER_BLOCK
from shared.domain.kinds import Category
from shared.log import log_event
from shared.runtime import retry_delay_seconds

MAX_WAITS_FOR_ROWS = 15
"""
After so many waits, ten minutes in all, work without a row belongs to a send that was never
committed. Waits are counted, because the age of a send tells nothing: a repeated request may commit
an old one anew.
"""

_CONFLICT_SECONDS = 2
"""When to look again at a batch that another worker changed or took over."""


async def dispatch(work: Work, sending: Sending, recovery: RecoveryMessage | None = None) -> None:
    """
    Do one piece of work: submit what may be sent of a batch, and put the rest back for later.

    Idempotent: finished members stay as they are, a batch that another worker has claimed is looked
    at again later. While tables are unavailable work is put back with growing delays, so that an
    outage poisons nothing.

    Parameters
    ----------
    recovery : RecoveryMessage or None
        What carries on with what is left; None: a message of its own.

    Raises
    ------
    StorageError
        The queue is unavailable too; the host delivers the work again.
    """
    recovery = recovery or RecoveryMessage(sending.queue)
    try:
        await _dispatch_batch(work, sending, recovery)
    except StorageError:
        attempt_count = work.attempt_count + 1
        again = replace(work, attempt_count=attempt_count, is_recovery=True)
        await recovery.replace(again, retry_delay_seconds(attempt_count))
    except Exception:
        # The host redelivers this message and counts: keeping the recovery message too would
        # duplicate work.
        await recovery.cancel()
        raise


async def _dispatch_batch(work: Work, sending: Sending, recovery: RecoveryMessage) -> None:
    batch = await read_batch(work, sending)
    if batch is None:
        await _wait_for_commit(work, recovery)
        return
    if work.is_recovery:
        await publish_all_outcomes(batch, sending)
    now = sending.clock()
    wait_seconds = _seconds_until_due(batch, now) or _seconds_claimed(batch, now)
    if wait_seconds:
        await recovery.replace(work, wait_seconds)
    else:
        await publish_outcomes(batch, batch.suppressed_at_accept, sending)
        await _send(await _store_settled(batch, sending, now), sending, recovery)


async def _send(prepared: QuietHoursResult, sending: Sending, recovery: RecoveryMessage) -> None:
    batch, asked_at = prepared.batch, sending.clock()
    work = Work(batch.address)
    plan = await plan_for(prepared, sending)
    if not plan.positions:
        if plan.wait_seconds is not None:
            await recovery.replace(work, plan.wait_seconds)
        else:
            await wait_for_erasure(batch, sending, recovery)
        return
    await recovery.schedule(work)
    try:
        claimed = await _store_claim(batch, plan, sending)
    except ConflictError:
        await recovery.replace(replace(work, is_recovery=True), _CONFLICT_SECONDS)
        return
    log_outcomes(claimed, changed_positions(batch, claimed))
    await publish_changed(batch, claimed, sending)
    opted_out = await _query_registry(claimed, sending)
    basis = Checks(asked_at, opted_out, plan.probe_id)
    await submit(claimed, basis, recovery, sending, wait_seconds=plan.wait_seconds)


async def submit(
    batch: Batch,
    basis: Checks,
    recovery: RecoveryMessage,
    sending: Sending,
    *,
    wait_seconds: int | None = None,
) -> None:
    """
    Submit what a batch's claim holds, record and publish it, and leave one message or none.

    Parameters
    ----------
    batch : Batch
        As stored, with this worker's claim.
    wait_seconds : int or None
        When to look again because of members outside the claim; None: there are none.

    Raises
    ------
    StorageError
        Not all of it is known to be done; the recovery message carries on.
    """
    work = Work(batch.address)
    batch, claimed = await _dated(batch, sending)
    submitted = await Submission(batch, claimed, basis, sending).run() if claimed else None
    if submitted is None or claimed is None or not submitted.is_recorded:
        await recovery.replace(replace(work, is_recovery=True), _CONFLICT_SECONDS)
        return
    stored = submitted.batch
    log_outcomes(stored, claimed.positions)
    await publish_outcomes(stored, claimed.positions, sending)
    wait_seconds = _wait_after(submitted, claimed, wait_seconds, sending.clock())
    if wait_seconds is not None:
        await recovery.replace(work, wait_seconds)
    elif not await wait_for_erasure(stored, sending, recovery):
        await recovery.cancel()


def _wait_after(
    submitted: Submitted, claimed: Claim, wait_seconds: int | None, now: datetime
) -> int | None:
    """Tell when to look again after a submission; None: nothing is left."""
    stored = submitted.batch
    if submitted.hold and stored.waiting_positions():
        return submitted.hold.wait_seconds(now)
    if is_to_retry(claimed, stored):
        return retry_delay_seconds(stored.progress.attempt_count, submitted.retry_after_seconds)
    if wait_seconds is None and stored.waiting_positions():
        return _CONFLICT_SECONDS
    return wait_seconds


async def _dated(batch: Batch, sending: Sending) -> tuple[Batch, Claim | None]:
    """
    Store when the first calls of a claim begin by the clock of storage, if the worker's is ahead.

    One operation then. Gives the batch as it is stored, and its claim; None: it was lost meanwhile.
    """
    claimed, dated = batch.progress.claim, dated_by_storage(batch).progress.claim
    if claimed is None or dated is None:
        message = "a batch must be claimed before it is submitted"
        raise ValueError(message)
    if dated == claimed:
        return batch, claimed

    def decide(batch: Batch) -> Batch | None:
        if not batch.has_claim(dated.claim_id) or batch.progress.claim == dated:
            return None
        return replace(batch, progress=replace(batch.progress, claim=dated))

    stored = await sending.journal.update(batch, decide)
    return stored, dated if stored.has_claim(dated.claim_id) else None


async def wait_for_erasure(batch: Batch, sending: Sending, recovery: RecoveryMessage) -> bool:
    """Have the codes deleted later that a resend may need until then; tells if there are any."""
    if batch.shared_options.category is not Category.OTP:
        return False
    from send_sms.domain.secret_text import seconds_until_erasure

    seconds = seconds_until_erasure(batch, sending.clock())
    if seconds is None:
        return False
    await recovery.replace(Work(batch.address), seconds)
    return True


async def read_batch(work: Work, sending: Sending) -> Batch | None:
    """Reports on further blocks matter only to messages that were to be sent again."""
    batch = await sending.journal.get(work.batch)
    if batch is None or not batch.progress.resends:
        return batch
    blocks = range(1, MEMBERS_PER_BATCH // MEMBERS_PER_BLOCK)
    return await sending.journal.get(work.batch, blocks)


async def _wait_for_commit(work: Work, recovery: RecoveryMessage) -> None:
    """The row follows the queue message: it has ten minutes to appear."""
    if work.attempt_count >= MAX_WAITS_FOR_ROWS:
        log_event("work_dropped", sendId=str(work.batch.send))
        return
    again = replace(work, attempt_count=work.attempt_count + 1)
    await recovery.replace(again, min(2**work.attempt_count, 60))


def _seconds_until_due(batch: Batch, now: datetime) -> int:
    send_at = batch.shared_options.send_at
    return max(0, -int((now - send_at).total_seconds() // 1)) if send_at else 0


def _seconds_claimed(batch: Batch, now: datetime) -> int:
    until = claimed_until(batch)
    if until is None or now >= until:
        return 0
    return int((until - now).total_seconds()) + 1


async def _store_settled(batch: Batch, sending: Sending, now: datetime) -> QuietHoursResult:
    """
    Store what time has decided, where it decided anything, and publish it; then sort the rest.

    It is published only once it is stored: a worker that was cut off may still record that the
    carrier took the messages.
    """
    policy = sending.rules.quiet_hours
    prepared = prepare(batch, policy, now)
    if not _is_changed(batch, prepared.batch):
        return prepared

    def decide(batch: Batch) -> Batch | None:
        settled = prepare(batch, policy, now).batch
        return settled if _is_changed(batch, settled) else None

    stored = await sending.journal.update(batch, decide)
    log_outcomes(stored, changed_positions(batch, stored))
    await publish_changed(batch, stored, sending)
    return prepare(stored, policy, now)


def _is_changed(before: Batch, after: Batch) -> bool:
    return before.progress != after.progress or before.erased != after.erased


async def _store_claim(batch: Batch, plan: Plan, sending: Sending) -> Batch:
    policy, now = sending.rules.quiet_hours, sending.clock()
    decide = claiming(plan, sending.ids.new_id(), sending.gateway.name, policy, now)
    return await sending.journal.update(batch, decide)


async def _query_registry(claimed: Batch, sending: Sending) -> frozenset[str]:
    """Ask the registry; where it cannot tell, end the claim: nothing was sent."""
    current = claimed.progress.claim
    positions = current.positions if current else ()
    try:
        return await opted_out_among(claimed, positions, sending)
    except StorageError:
        await release(claimed, sending)
        raise


async def release(claimed: Batch, sending: Sending) -> None:
    """End a claim of which nothing was submitted."""

    def decide(batch: Batch) -> Batch | None:
        mine = claimed.progress.claim
        if mine is None or not batch.has_claim(mine.claim_id):
            return None
        return replace(batch, progress=replace(batch.progress, claim=None))

    await sending.journal.update(claimed, decide)
