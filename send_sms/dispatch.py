"""
Dispatch: take chunks to the wire, once.

Everything here may run twice, at the same time, or die half-way. What protects a recipient is
the order: units granted, successor put, claim stored, registry asked, wire, outcomes stored (see
`domain.dispatching`).
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from send_sms.news import tell_all_outcomes, tell_settled
from send_sms.plan import is_held, plan_for, store_claims
from send_sms.successor import Successor, unfinished_work
from send_sms.to_the_wire import to_the_wire
from shared.domain.chunk import DISPATCH_FAILED, Chunk
from shared.domain.dispatching import retry_delay_seconds
from shared.domain.ending import give_up
from shared.domain.errors import ConflictError, StorageError
from shared.services import Services
from shared.storage.dispatch_queue import Span, Work, work_from_text

CHUNKS_PER_WORK = 10
"""Chunks that one queue message takes to the wire together (docs/adr/0004)."""

MAX_WAITS_FOR_ROWS = 15
"""
After so many waits, ten minutes in all, work without rows belongs to a send that was never
committed. Waits are counted, because the age of a send tells nothing: a repeated request may commit
an old one anew.
"""

_CONFLICT_DELAY_SECONDS = 2
_log = logging.getLogger("paloma.dispatch")


async def dispatch(work: Work, services: Services) -> None:
    """
    Do one piece of work: wait, fan out, or send.

    Idempotent: finished chunks are left alone, chunks another worker holds are put back. While
    tables are away work is put back with growing delays, so that an outage poisons nothing.

    Raises
    ------
    StorageError
        The queue is away too; the host delivers the work again.
    """
    successor = Successor(services.work_queue)
    try:
        await _do(work, services, successor)
    except StorageError:
        attempt_count = work.attempt_count + 1
        again = replace(work, attempt_count=attempt_count, is_inherited=True)
        await successor.take_over(again, retry_delay_seconds(attempt_count))
    except Exception:
        # The host brings this very message back, and counts: two would become ever more.
        await successor.dismiss()
        raise


async def _do(work: Work, services: Services, successor: Successor) -> None:
    is_wide = work.spans[0].last - work.spans[0].first >= CHUNKS_PER_WORK
    chunks = await _read(work, services, only_first=is_wide)
    if not chunks:
        await _wait_for_commit(work, services)
    elif wait_seconds := _seconds_until_due(chunks[0], services.clock()):
        await services.work_queue.put(work, wait_seconds)
    elif is_wide:
        await successor.stand_by(work)
        await _fan_out(work.spans[0], services)
        await successor.dismiss()
    else:
        if work.is_inherited:
            await tell_all_outcomes(chunks, services)
        await _send_chunks(chunks, services, successor)


async def give_up_message(body: bytes, services: Services) -> None:
    """End what a poisoned message asked for; one that nobody can read is logged and let go."""
    try:
        work = work_from_text(body.decode())
    except ValueError:
        _log.error("dropped a poisoned message that is no work")
        return
    await give_up_work(work, services)


async def give_up_work(work: Work, services: Services) -> None:
    """
    End what poisoned work left unfinished: nothing disappears in silence.

    Idempotent. Whoever still has some of it in hand, a successor perhaps, ends that first.

    Raises
    ------
    ConflictError
        A worker has hold of it; the host asks again.
    """
    now = services.clock()
    chunks = await _read(work, services)
    unfinished = [chunk for chunk in chunks if chunk.waiting_positions()]
    if any(is_held(chunk, now) for chunk in unfinished):
        raise ConflictError
    if unfinished:
        await services.journal.claim([give_up(chunk, DISPATCH_FAILED) for chunk in unfinished])
        _log.error("gave up dispatching %d chunks", len(unfinished))
    await tell_all_outcomes([give_up(chunk, DISPATCH_FAILED) for chunk in chunks], services)


async def _read(work: Work, services: Services, *, only_first: bool = False) -> list[Chunk]:
    if len(work.spans) > 1:
        return await services.journal.read_firsts([span.send for span in work.spans])
    span = work.spans[0]
    last = span.first if only_first else span.last
    return await services.journal.read(span.send, span.first, last)


async def _wait_for_commit(work: Work, services: Services) -> None:
    """The rows follow the queue message; give them time before calling it an orphan."""
    if work.attempt_count >= MAX_WAITS_FOR_ROWS:
        _log.info("dropped work of a send that was never committed")
        return
    again = replace(work, attempt_count=work.attempt_count + 1)
    await services.work_queue.put(again, min(2**work.attempt_count, 60))


def _seconds_until_due(chunk: Chunk, now: datetime) -> int:
    send_at = chunk.options.send_at
    return max(0, -int((now - send_at).total_seconds() // 1)) if send_at else 0


async def _fan_out(span: Span, services: Services) -> None:
    firsts = range(span.first, span.last + 1, CHUNKS_PER_WORK)
    parts = [Span(span.send, n, min(n + CHUNKS_PER_WORK - 1, span.last)) for n in firsts]
    await asyncio.gather(*(services.work_queue.put(Work((part,))) for part in parts))


async def _send_chunks(chunks: Sequence[Chunk], services: Services, successor: Successor) -> None:
    unfinished = [chunk for chunk in chunks if chunk.waiting_positions()]
    plan = await plan_for(unfinished, services)
    await tell_settled(chunks, plan, services)
    if plan.portions:
        await successor.stand_by(unfinished_work(unfinished))
    try:
        claimed = await store_claims(plan, services)
    except ConflictError:
        await successor.take_over(unfinished_work(unfinished), _CONFLICT_DELAY_SECONDS)
        return
    delays = {**plan.delays, **await to_the_wire(claimed, services)}
    left = [chunk for chunk in unfinished if chunk.address in delays]
    if left:
        await successor.take_over(unfinished_work(left), min(delays.values()))
    else:
        await successor.dismiss()
