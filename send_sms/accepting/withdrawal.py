"""
Callers that are told 503 before their send is known to be stored, and cannot ask again.

A caller with an `Idempotency-Key` asks again and finds its send. One without a key would send the
same text once more. So what such a caller asked for is withdrawn: it is cancelled as soon as its
row is known to be there, before it is submitted. A commit itself is never torn: it continues
without its caller (docs/reliability.md).
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

from shared.domain.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Collection, Coroutine, Sequence

    from send_sms.domain.batch import Batch
    from send_sms.sending import Rounds, Sending

_ATTEMPT_PAUSES_SECONDS = (1, 2, 4, 8)
_LOOK_SECONDS = 4
_LOOKS_COUNT = 15
"""A minute of looks: longer than the recovery message of what was stored late is hidden."""


class Callers(Protocol):
    """Those who wait for a commit; a caller may be told 503 before its end is known."""

    def hear_stored(self, stored: Batch) -> Collection[int]:
        """
        Hear that a batch is stored, once, as soon as that is known.

        Gives the members to withdraw: their callers were told 503 and cannot ask again. From then
        on all others are told that they are accepted.
        """

    def without_key(self, batch: Batch) -> Collection[int]:
        """Give the members of a batch that failed whose callers cannot ask again."""


class WaitingCaller:
    """
    The caller of a send with a commit of its own.

    Parameters
    ----------
    can_repeat : bool
        Whether it has an `Idempotency-Key`.
    """

    def __init__(self, *, can_repeat: bool) -> None:
        self._can_repeat = can_repeat
        self._is_gone = False
        self._stored: Batch | None = None

    def hear_stored(self, stored: Batch) -> Collection[int]:
        """See `Callers`."""
        if self._is_gone:
            return self.without_key(stored)
        self._stored = stored
        return ()

    def without_key(self, batch: Batch) -> Collection[int]:
        """See `Callers`."""
        return () if self._can_repeat else batch.positions()

    async def wait_for(self, commit: Coroutine[None, None, Batch], rounds: Rounds[Any]) -> Batch:
        """
        Wait for a commit, which continues if the caller is cancelled meanwhile.

        A caller whose send is known to be stored gets it, even at its deadline.
        """
        task = asyncio.create_task(commit)
        rounds.keep(task)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if self._stored is None:
                self._is_gone = True
                raise
            return self._stored


async def withdraw(members: Sequence[tuple[Batch, Collection[int]]], sending: Sending) -> None:
    """
    Cancel members of stored batches that are not submitted yet; one operation.

    Raises
    ------
    StorageError
        They are not known to be cancelled, after several attempts.
    """
    for seconds in _ATTEMPT_PAUSES_SECONDS:
        with suppress(StorageError):
            await sending.journal.cancel_members(members, sending.clock())
            return
        await asyncio.sleep(seconds)
    await sending.journal.cancel_members(members, sending.clock())


def withdraw_late(batches: Sequence[Batch], keyless: Collection[int], sending: Sending) -> None:
    """
    Start to cancel members of batches whose commit failed, for they may be stored all the same.

    Looks for a minute whether the first row is there: a write whose response was lost may be
    executed late. Of several batches all members are cancelled.

    Parameters
    ----------
    keyless : collection of int
        Members of the first batch whose callers cannot ask again; if there are none, nothing is
        withdrawn.
    """
    if keyless:
        task = asyncio.create_task(_withdraw_when_stored(batches, keyless, sending))
        sending.runtime.rounds.keep(task)


async def _withdraw_when_stored(
    batches: Sequence[Batch], keyless: Collection[int], sending: Sending
) -> None:
    first, *others = batches
    for _ in range(_LOOKS_COUNT):
        await asyncio.sleep(_LOOK_SECONDS)
        with suppress(StorageError):
            stored = await sending.journal.get(first.address)
            if stored is None:
                continue
            if stored.commit_id == first.commit_id:
                members = [(first, keyless), *((one, one.positions()) for one in others)]
                await withdraw(members, sending)
            return
