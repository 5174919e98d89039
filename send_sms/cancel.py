"""Cancel what has not left of a send."""

from shared.domain.ending import cancel
from shared.domain.errors import ConflictError, StorageError
from shared.domain.identifiers import SendAddress
from shared.services import Services

_ATTEMPTS = 8


async def cancel_send(send: SendAddress, services: Services) -> bool:
    """
    Cancel every message of a send that no worker has in hand; two operations.

    Idempotent. A chunk is either claimed first and goes out, or cancelled first and does not:
    both write on the condition that the other has not.

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
        return bool(chunks)
    message = "the send kept changing while it was being cancelled"
    raise StorageError(message)
