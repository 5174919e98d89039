"""Cancel what has not left of a send."""

from collections.abc import Sequence

from send_sms.news import tell_outcomes
from shared.domain.chunk import Chunk, OutcomeKind
from shared.domain.ending import cancel
from shared.domain.errors import ConflictError, StorageError
from shared.domain.identifiers import SendAddress
from shared.services import Services

_ATTEMPTS = 8
_CANCELLED = OutcomeKind.CANCELLED


async def cancel_send(send: SendAddress, services: Services) -> bool:
    """
    Cancel every message of a send that no worker has in hand; two operations without subscribers.

    Idempotent; asked again, subscribers are told again with the same ids. A chunk is either
    claimed first and goes out, or cancelled first and does not: both write on the condition that
    the other has not.

    Returns
    -------
    bool
        Whether there is such a send.
    """
    for _ in range(_ATTEMPTS):
        chunks = await services.journal.read(send)
        now = services.clock()
        cancelled = [(chunk, cancel(chunk, now)) for chunk in chunks]
        changed = [after for before, after in cancelled if after.progress != before.progress]
        try:
            if changed:
                await services.journal.claim(changed)
        except ConflictError:
            continue
        await _tell([after for _, after in cancelled], services)
        return bool(chunks)
    message = "the send kept changing while it was being cancelled"
    raise StorageError(message)


async def _tell(chunks: Sequence[Chunk], services: Services) -> None:
    found = [
        (chunk, [n for n, one in chunk.progress.outcomes.items() if one.kind is _CANCELLED])
        for chunk in chunks
    ]
    await tell_outcomes(found, services)
