"""
Dispatch a bundle: each piece like work that came alone, and what is left as one message again.

One recovery message stands for all pieces: it is put before any of them is claimed. If the worker
dies, another one takes the bundle over and finds finished pieces done and claimed ones claimed.
"""

import asyncio
from collections import deque
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from send_sms.dispatching.dispatch import dispatch
from send_sms.sending import Sending
from send_sms.storage.bundles import Bundle, BundleQueue, Piece, bundle_of, message_from_text
from send_sms.storage.dispatch_queue import RECOVERY_SECONDS, RecoveryMessage, Work
from shared.domain.errors import StorageError
from shared.runtime import Clock
from shared.web.errors import log_unexpected

_CONCURRENT_PIECES = 16
_START_TIME = timedelta(seconds=25)
"""How long pieces may begin: their claims end soon after the recovery message appears."""

_PAUSE_SECONDS = 2
"""Between two looks at a bundle: a piece may be late by so much, and thousands cost few looks."""

_DUE_TOLERANCE = timedelta(seconds=1)


async def dispatch_message(
    text: str, queue: BundleQueue, sending: Sending, *, is_repeated: bool
) -> None:
    """
    Do what a queue message asks for; see `dispatch` and `dispatch_bundle`.

    Parameters
    ----------
    is_repeated : bool
        Whether it was delivered before: a worker may have left it half done.

    Raises
    ------
    ValueError
        The text is neither work nor a bundle.
    StorageError
        As `dispatch`.
    """
    message = message_from_text(text)
    if isinstance(message, Bundle):
        bundle = message.as_recovery() if is_repeated else message
        await dispatch_bundle(bundle, queue, sending)
    else:
        work = replace(message, is_recovery=True) if is_repeated else message
        await dispatch(work, sending)


async def dispatch_bundle(bundle: Bundle, queue: BundleQueue, sending: Sending) -> None:
    """
    Do the pieces that are due, and put the others and what is left back as one message.

    Idempotent like `dispatch`, and pieces are judged one by one: a piece that fails unexpectedly
    goes back as work of its own, so that the host counts its failures alone. Three operations for
    the message, and those of `dispatch` for each piece without a recovery message of its own.

    Raises
    ------
    StorageError
        The queue is unavailable; the host delivers the bundle again.
    """
    now = sending.clock()
    due = [piece for piece in bundle.pieces if piece.due_at <= now + _DUE_TOLERANCE]
    left = [piece for piece in bundle.pieces if piece.due_at > now + _DUE_TOLERANCE]
    if not due:
        await queue.put_bundle(bundle, _seconds_until_due(bundle, sending))
        return
    receipt = await queue.put_bundle(bundle.as_recovery(), RECOVERY_SECONDS)
    left += await _dispatch_pieces(deque(due), sending)
    with suppress(StorageError):  # then the recovery message comes, only later
        if left:
            rest = bundle_of(left)
            await queue.replace_bundle(receipt, rest, _seconds_until_due(rest, sending))
        else:
            await queue.remove(receipt)


def _seconds_until_due(bundle: Bundle, sending: Sending) -> int:
    seconds = (bundle.due_at - sending.clock()).total_seconds()
    return max(_PAUSE_SECONDS, -int(-seconds // 1))


async def _dispatch_pieces(due: deque[Piece], sending: Sending) -> list[Piece]:
    """Do pieces side by side for some time; gives what is left of them."""
    began, left = sending.clock(), list[Piece]()

    async def work() -> None:
        while due and sending.clock() - began < _START_TIME:
            if piece := await _dispatch_piece(due.popleft().work, sending):
                left.append(piece)

    await asyncio.gather(*(work() for _ in range(min(_CONCURRENT_PIECES, len(due)))))
    return [*left, *due]


async def _dispatch_piece(work: Work, sending: Sending) -> Piece | None:
    """Do a piece; gives what is left of it."""
    rest = _Rest(sending.clock)
    try:
        await dispatch(work, sending, rest)
    except Exception as error:  # noqa: BLE001 - other pieces go on
        log_unexpected(error, "dispatch_sms")
        work = replace(work, is_recovery=True)
        try:
            await sending.queue.put(work)
        except StorageError:
            return Piece(work, sending.clock())
        return None
    return rest.piece


class _Rest(RecoveryMessage):
    """What is left of a piece, in the place of a recovery message: the bundle's stands for it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.piece: Piece | None = None

    async def schedule(self, work: Work) -> None:
        """See `RecoveryMessage`; nothing is put."""

    async def replace(self, work: Work, delay_seconds: int) -> None:
        """See `RecoveryMessage`; the work goes back with the bundle."""
        self.piece = Piece(work, self._clock() + timedelta(seconds=delay_seconds))

    async def cancel(self) -> None:
        """See `RecoveryMessage`."""
        self.piece = None
