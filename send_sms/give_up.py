"""Ending work that was poisoned: it failed five times."""

import logging

from send_sms.dispatch import read_batch
from send_sms.status_events import publish_all_outcomes
from shared.carriers.sending import DISPATCH_FAILED
from shared.domain.batch import Batch
from shared.domain.dispatching import give_up, is_claimed, settle
from shared.domain.errors import ConflictError
from shared.services import Services
from shared.storage.dispatch_queue import Work, work_from_text

_log = logging.getLogger("paloma.dispatch")


async def give_up_message(body: bytes, services: Services) -> None:
    """End what a poisoned message asked for; one that cannot be read is logged and dropped."""
    try:
        work = work_from_text(body.decode())
    except ValueError:
        _log.error("dropped a poisoned message that is no work")
        return
    await give_up_work(work, services)


async def give_up_work(work: Work, services: Services) -> None:
    """
    End what poisoned work left unfinished: nothing disappears in silence.

    Idempotent. A worker that still holds a claim, perhaps on a later message, ends it first.

    Raises
    ------
    ConflictError
        A claim stands; the host asks again.
    """
    batch = await read_batch(work, services)
    if batch is None:
        return
    now = services.clock()

    def decide(batch: Batch) -> Batch | None:
        if not batch.waiting_positions():
            return None
        if is_claimed(batch, now):
            raise ConflictError
        return give_up(settle(batch, now), DISPATCH_FAILED, now)

    is_unfinished = bool(batch.waiting_positions())
    ended = await services.journal.update(batch, decide)
    if is_unfinished:
        _log.error("gave up dispatching a batch")
    await publish_all_outcomes(ended, services)
