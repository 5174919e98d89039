"""Cancel what has not left of a send."""

from collections.abc import Sequence
from datetime import datetime

from send_sms.status_events import publish_outcomes
from shared.carriers.sending import OutcomeKind
from shared.domain.batch import Batch
from shared.domain.dispatching import settle
from shared.domain.identifiers import SendAddress
from shared.services import Services


async def cancel_send(send: SendAddress, services: Services) -> bool:
    """
    Cancel every message of a send whose call has not begun; three operations.

    Idempotent; a repeat publishes the same events with the same ids. A cancellation is a fact
    beside what dispatching stores: the worker that has claimed a message looks for it before each
    call, at most a second before.

    Returns
    -------
    bool
        Whether there is such a send.
    """
    batches = await services.journal.read(send)
    if not batches:
        return False
    if any(_is_unfinished(batch, send) for batch in batches):
        cancelled_at = max(services.clock(), _last_resent_at(batches))
        await services.journal.cancel(batches, send, cancelled_at)
        batches = await services.journal.read(send)
    for batch in batches:
        settled = settle(batch, services.clock())
        await publish_outcomes(settled, _cancelled(settled, send), services)
    return True


def _last_resent_at(batches: Sequence[Batch]) -> datetime:
    """A restart that was read is older than this cancellation, whatever other clocks say."""
    resends = (one for batch in batches for one in batch.progress.resends)
    return max((one.at for one in resends), default=batches[0].accepted_at)


def _is_unfinished(batch: Batch, send: SendAddress) -> bool:
    """What is finished, or cancelled already, needs no cancellation."""
    waiting = set(batch.waiting_positions())
    return any(p in waiting and not batch.is_cancelled(p) for p in batch.positions_of(send))


def _cancelled(batch: Batch, send: SendAddress) -> list[int]:
    outcomes = batch.progress.outcomes
    return [
        position
        for position in batch.positions_of(send)
        if position in outcomes and outcomes[position].kind is OutcomeKind.CANCELLED
    ]
