"""
Withdraw sends whose callers got a 503 before the send was known to be stored.

A caller with an `Idempotency-Key` repeats its request and finds its send. One without a key would
send the same text once more, so its send is withdrawn: cancelled as soon as its row is known to be
stored, before it is submitted. The commit itself is not interrupted; it continues without its
caller (docs/reliability.md).
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
    """The callers that wait for a commit; one may get a 503 before the commit's end is known."""

    def on_stored(self, stored: Batch) -> Collection[int]:
        """
        Note that a batch is stored; called once, as soon as that is known.

        Gives the members to withdraw: their callers got a 503 and cannot repeat their requests.
        From then on all other callers get a 202.
        """

    def without_key(self, batch: Batch) -> Collection[int]:
        """Give the members of a failed batch whose callers cannot repeat their requests."""


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

    def on_stored(self, stored: Batch) -> Collection[int]:
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
