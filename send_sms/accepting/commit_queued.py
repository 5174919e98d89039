"""
Make the batches of a send durable and leave them to the dispatcher.

The queue messages first, then all rows in one transaction, which makes the send durable. A message
whose rows never follow is dropped later; rows without a message cannot exist.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from send_sms.accepting.commit import COMMIT_TIME, log_accepted, put_again
from send_sms.accepting.withdrawal import Callers, withdraw, withdraw_late
from send_sms.dispatching.plan import opted_out_among
from send_sms.domain.batch import Batch
from send_sms.domain.dispatching import with_suppressed, without_secrets
from send_sms.sending import Sending
from send_sms.storage.dispatch_queue import Work
from shared.domain.errors import StorageError
from shared.domain.identifiers import MEMBERS_PER_BLOCK
from shared.runtime import within


async def commit_queued(
    batches: Sequence[Batch], delay_seconds: int, sending: Sending, callers: Callers
) -> Batch:
    """
    Store the batches of a send and leave them to the dispatcher, after a delay.

    A message for each batch and one operation; two more for up to 100 recipients, to know who has
    opted out. Idempotent: of two commits of one send the first is stored, and its work may come
    twice.

    Returns
    -------
    Batch
        The first batch, as it is stored.

    Raises
    ------
    StorageError
        They are not known to be stored.
    """
    began, queue = sending.clock(), sending.queue
    new = [replace(batch, commit_id=sending.ids.new_id()) for batch in batches]
    works = [Work(batch.address) for batch in new]
    is_put = False
    try:
        if len(batches[0].recipients) <= MEMBERS_PER_BLOCK:
            new = [await _marked(batch, sending) for batch in new]
        async with within(COMMIT_TIME):
            await asyncio.gather(*(queue.put(work, delay_seconds) for work in works))
            is_put = True
            stored = await sending.journal.commit(new)
    except StorageError as error:
        error.may_be_stored = is_put
        if is_put:
            withdraw_late(new, callers.without_key(new[0]), sending)
        raise
    if stored.commit_id == new[0].commit_id:
        log_accepted(stored)
        if callers.on_stored(stored):
            await withdraw([(batch, batch.positions()) for batch in new], sending)
    if sending.clock() - began > COMMIT_TIME:
        await put_again(works, delay_seconds, sending)
    return stored


async def _marked(batch: Batch, sending: Sending) -> Batch:
    opted_out = await opted_out_among(batch, batch.positions(), sending)
    return without_secrets(with_suppressed(batch, opted_out), sending.clock())
