"""
Dispatch: take chunks to the wire, once.

Everything here may run twice, at the same time, or die half-way. What protects a recipient is
the order: claim stored, registry asked, wire, outcomes stored (see `domain.dispatching`).
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from send_sms.wire_run import run_calls
from shared.domain.chunk import Chunk, Outcome, OutcomeKind
from shared.domain.dispatching import (
    calls_for,
    claim,
    give_up,
    resume,
    retry_delay_seconds,
    with_results,
)
from shared.domain.errors import ConflictError, SendError
from shared.services import Services
from shared.storage.dispatch_queue import Work

CHUNKS_PER_WORK = 10
"""Chunks that one queue message takes to the wire together (docs/adr/0004)."""

ORPHAN_AGE = timedelta(minutes=10)
"""From this age on, work without rows belongs to a send that was never committed."""

_CONFLICT_DELAY_SECONDS = 2
_FAILED_FIVE_TIMES = Outcome(
    OutcomeKind.FAILED, code="dispatch_failed", text="Dispatching it failed five times."
)
_log = logging.getLogger("paloma.dispatch")


async def dispatch(work: Work, services: Services) -> None:
    """
    Do one piece of work: wait, fan out, or send.

    Idempotent: finished chunks are left alone, chunks another worker holds are put back.

    Raises
    ------
    StorageError
        The work must be delivered again.
    """
    is_wide = work.last - work.first >= CHUNKS_PER_WORK
    last = work.first if is_wide else work.last
    chunks = await services.journal.read(work.send, work.first, last)
    if not chunks:
        await _wait_for_commit(work, services)
    elif wait_seconds := _seconds_until_due(chunks[0], services.clock()):
        await services.work_queue.put(work, wait_seconds)
    elif is_wide:
        await _fan_out(work, services)
    else:
        await _send_chunks(work, chunks, services)


async def give_up_work(work: Work, services: Services) -> None:
    """
    End what poisoned work left unfinished: nothing disappears in silence.

    Idempotent. Raises `ConflictError` if a worker got hold of it after all.
    """
    chunks = await services.journal.read(work.send, work.first, work.last)
    unfinished = [chunk for chunk in chunks if chunk.waiting_positions()]
    if unfinished:
        await services.journal.claim([give_up(chunk, _FAILED_FIVE_TIMES) for chunk in unfinished])
        _log.error("gave up dispatching", extra={"chunk_count": len(unfinished)})


async def _wait_for_commit(work: Work, services: Services) -> None:
    """The rows follow the queue message; give them time before calling it an orphan."""
    if services.clock() - work.send.accepted_at >= ORPHAN_AGE:
        _log.info("dropped work of a send that was never committed")
        return
    again = Work(work.send, work.first, work.last, work.attempt_count + 1)
    await services.work_queue.put(again, min(2**work.attempt_count, 60))


def _seconds_until_due(chunk: Chunk, now: datetime) -> int:
    send_at = chunk.options.send_at
    return max(0, -int((now - send_at).total_seconds() // 1)) if send_at else 0


async def _fan_out(work: Work, services: Services) -> None:
    starts = range(work.first, work.last + 1, CHUNKS_PER_WORK)
    parts = [
        Work(work.send, start, min(start + CHUNKS_PER_WORK - 1, work.last)) for start in starts
    ]
    await asyncio.gather(*(services.work_queue.put(part) for part in parts))


async def _send_chunks(work: Work, chunks: Sequence[Chunk], services: Services) -> None:
    now = services.clock()
    unfinished = [chunk for chunk in chunks if chunk.waiting_positions()]
    for chunk in unfinished:
        if _is_held(chunk, now):
            await _put_back(chunk, services, _seconds_held(chunk, now))
    resumed = [resume(chunk, now) for chunk in unfinished if not _is_held(chunk, now)]
    claimed = [claim(chunk, now) if chunk.waiting_positions() else chunk for chunk in resumed]
    if not claimed:
        return
    try:
        await services.journal.claim(claimed)
    except ConflictError:
        await services.work_queue.put(work, _CONFLICT_DELAY_SECONDS)
        return
    await _to_the_wire([chunk for chunk in claimed if chunk.waiting_positions()], services)


async def _to_the_wire(chunks: Sequence[Chunk], services: Services) -> None:
    if not chunks:
        return
    recipients = [c.recipients[position] for c in chunks for position in c.waiting_positions()]
    opted_out = await services.opt_outs.opted_out_among(chunks[0].send.sender, recipients)
    calls = {chunk.number: calls_for(chunk, opted_out) for chunk in chunks}
    results = await run_calls(
        [call for group in calls.values() for call in group], services.gateway
    )
    finished = []
    for chunk in chunks:
        of_chunk = [(call, results[call]) for call in calls[chunk.number]]
        done = with_results(chunk, of_chunk, opted_out, services.clock())
        finished.append(done)
        if done.waiting_positions():
            errors = [result for _, result in of_chunk if isinstance(result, SendError)]
            wanted = max((error.retry_after_seconds for error in errors), default=0)
            await _put_back(done, services, retry_delay_seconds(done, wanted))
    await services.journal.record(finished)


def _is_held(chunk: Chunk, now: datetime) -> bool:
    return chunk.progress.claimed_until is not None and now < chunk.progress.claimed_until


def _seconds_held(chunk: Chunk, now: datetime) -> int:
    until = chunk.progress.claimed_until or now
    return int((until - now).total_seconds()) + 1


async def _put_back(chunk: Chunk, services: Services, delay_seconds: int) -> None:
    await services.work_queue.put(Work(chunk.send, chunk.number, chunk.number), delay_seconds)
