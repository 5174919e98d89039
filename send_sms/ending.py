"""End messages early: cancel a send, or give up poisoned work."""

import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from send_sms.dispatching.dispatch import read_batch, wait_for_erasure
from send_sms.dispatching.status_events import (
    changed_positions,
    log_outcomes,
    publish_all_outcomes,
    publish_outcomes,
)
from send_sms.domain.batch import Batch
from send_sms.domain.dispatching import give_up, is_claimed, settle
from send_sms.sending import Sending
from send_sms.storage.bundles import message_from_text
from send_sms.storage.dispatch_queue import RecoveryMessage, Work
from shared.carriers.sending import DISPATCH_FAILED, OutcomeKind
from shared.domain.errors import ConflictError, StorageError
from shared.domain.identifiers import SendAddress
from shared.log import log_event


async def cancel_send(send: SendAddress, sending: Sending, by: str = "") -> bool:
    """
    Cancel every message of a send whose call has not begun; three operations.

    Idempotent; a repeat publishes the same events with the same ids. A cancellation is a fact
    beside what dispatching stores: the worker that has claimed a message looks for it before each
    call, at most a second before.

    Parameters
    ----------
    by : str
        Who cancels it; of several that cancel it one after the other, the first is kept.

    Returns
    -------
    bool
        Whether there is such a send.
    """
    batches = await sending.journal.read(send)
    if not batches:
        return False
    if any(_is_unfinished(batch, send) for batch in batches):
        cancelled_at = max(sending.clock(), _last_resent_at(batches))
        await sending.journal.cancel(batches, send, cancelled_at, by)
        batches = await sending.journal.read(send)
    for batch in batches:
        settled = settle(batch, sending.clock())
        await publish_outcomes(settled, _cancelled(settled, send), sending)
        if settled.erased != batch.erased:
            await _erase(batch, send, sending)
    return True


async def _erase(batch: Batch, send: SendAddress, sending: Sending) -> None:
    """
    Delete cancelled codes now; where that fails, the work that waits for them does it.

    What time has decided of other sends in the same round is left to their work: it publishes what
    it stores.
    """
    from send_sms.domain.secret_text import erase_members

    def decide(current: Batch) -> Batch | None:
        settled = settle(current, sending.clock())
        own = set(_cancelled(settled, send)).intersection(settled.erased).difference(current.erased)
        outcomes = {n: settled.progress.outcomes[n] for n in own}
        progress = replace(current.progress, outcomes={**current.progress.outcomes, **outcomes})
        return erase_members(replace(current, progress=progress), own) if own else None

    with suppress(StorageError):
        stored = await sending.journal.update(batch, decide)
        log_outcomes(stored, changed_positions(batch, stored))


def _last_resent_at(batches: Sequence[Batch]) -> datetime:
    """A resend that was read is older than this cancellation, whatever other clocks say."""
    resends = (one for batch in batches for one in batch.progress.resends)
    return max((one.at for one in resends), default=batches[0].accepted_at)


def _is_unfinished(batch: Batch, send: SendAddress) -> bool:
    """Finished or cancelled messages need no cancellation."""
    waiting = set(batch.waiting_positions())
    return any(p in waiting and not batch.is_cancelled(p) for p in batch.positions_of(send))


def _cancelled(batch: Batch, send: SendAddress) -> list[int]:
    outcomes = batch.progress.outcomes
    return [
        position
        for position in batch.positions_of(send)
        if position in outcomes and outcomes[position].kind is OutcomeKind.CANCELLED
    ]


async def give_up_message(body: bytes, sending: Sending) -> None:
    """End the work of a poison message; one that cannot be read is logged and dropped."""
    try:
        message = message_from_text(body.decode())
    except ValueError:
        log_event("message_poisoned", level=logging.ERROR, queue="sms-dispatch", isReadable=False)
        return
    works = [message] if isinstance(message, Work) else [one.work for one in message.pieces]
    for work in works:
        await give_up_work(work, sending)


async def give_up_work(work: Work, sending: Sending) -> None:
    """
    End the messages that poisoned work left unfinished, so that none stays pending.

    Idempotent. A worker that still holds a claim, perhaps on a later message, ends it first.

    Raises
    ------
    ConflictError
        A claim holds; the host retries.
    """
    batch = await read_batch(work, sending)
    if batch is None:
        return
    now = sending.clock()

    def decide(batch: Batch) -> Batch | None:
        if not batch.waiting_positions():
            return None
        if is_claimed(batch, now):
            raise ConflictError
        return give_up(settle(batch, now), DISPATCH_FAILED, now)

    ended = await sending.journal.update(batch, decide)
    log_event(
        "message_poisoned",
        level=logging.ERROR,
        queue="sms-dispatch",
        isReadable=True,
        sendId=str(batch.address.send),
    )
    log_outcomes(ended, changed_positions(batch, ended))
    await publish_all_outcomes(ended, sending)
    await wait_for_erasure(ended, sending, RecoveryMessage(sending.queue))
