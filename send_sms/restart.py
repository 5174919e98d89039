"""Take messages of a send up again because somebody asked for it."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from shared.domain.chunk import Chunk
from shared.domain.errors import ConflictError, StorageError
from shared.domain.identifiers import SendAddress
from shared.domain.resending import Restarted, SkipReason, restart
from shared.domain.restart import RestartKind
from shared.services import Services
from shared.storage.dispatch_queue import Span, Work

_ATTEMPTS = 8
_STORE_SECONDS = 30
_SAFETY_SECONDS = 60
"""When the work comes out unless it is hurried: later than the rows can be stored."""


@dataclass(frozen=True, slots=True)
class RestartedSend:
    """How many messages wait to be sent again, and how many do not and why."""

    message_count: int
    skipped: Mapping[SkipReason, int]


async def restart_send(
    send: SendAddress, kind: RestartKind, *, ttl_seconds: int | None, services: Services
) -> RestartedSend | None:
    """
    Take up again what of a send is unknown, or what failed before it left; four operations.

    Two requests at the same time or one after the other take a message up once: rows are
    written on the condition that they have not changed, and what waits is neither unknown nor
    failed any more.

    Parameters
    ----------
    ttl_seconds : int or None
        How long these messages may wait from now on; None: as long as before.

    Returns
    -------
    RestartedSend or None
        None if there is no such send.

    Raises
    ------
    StorageError
        Storage is away, or the send kept changing. Ask again: nothing is taken up twice.
    """
    for _ in range(_ATTEMPTS):
        chunks = await services.journal.read(send)
        now = services.clock()
        expires_at = None if ttl_seconds is None else now + timedelta(seconds=ttl_seconds)
        restarted = [restart(chunk, kind, now=now, expires_at=expires_at) for chunk in chunks]
        changed = [one.chunk for one in restarted if one.positions]
        try:
            if changed:
                await _store(changed, services)
        except ConflictError:
            continue
        return _total(restarted) if chunks else None
    message = "the send kept changing while it was being restarted"
    raise StorageError(message)


async def _store(chunks: Sequence[Chunk], services: Services) -> None:
    """Work that finds nothing to do is harmless, rows without work are not: work goes first."""
    work = Work((Span(chunks[0].send, chunks[0].number, chunks[-1].number),))
    ticket = await services.work_queue.put(work, _SAFETY_SECONDS)
    try:
        async with asyncio.timeout(_STORE_SECONDS):
            await services.journal.claim(chunks)
    except TimeoutError:
        message = "storing took too long"
        raise StorageError(message) from None
    with suppress(StorageError):  # then it comes by itself, only later
        await services.work_queue.replace(ticket, work, 0)


def _total(restarted: Sequence[Restarted]) -> RestartedSend:
    skipped: Counter[SkipReason] = Counter()
    for one in restarted:
        skipped.update(one.skipped)
    return RestartedSend(sum(len(one.positions) for one in restarted), skipped)
