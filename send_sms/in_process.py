"""
What concurrent single sends of this process share: their rounds, and the work that follows.

A round is committed by one task for all its members; handing it to the carrier goes on after they
were answered. Nothing is lost with the process: each round has a recovery message.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, TypeVar

from shared.concurrency import Batcher

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Hashable, Sequence

MAX_SUBMISSIONS = 24
"""Batches handed to the carrier at a time by one worker, beside those of the queue's trigger."""

_Member = TypeVar("_Member")


class Rounds(Generic[_Member]):
    """
    Rounds by lane, and the submissions that are under way; for the life of the process.

    Parameters
    ----------
    max_members : int
        Members of a round at the most.
    max_submissions : int
        Beyond so many, what is committed is left to the dispatcher.
    """

    def __init__(self, max_members: int, max_submissions: int = MAX_SUBMISSIONS) -> None:
        self._max_members = max_members
        self._max_submissions = max_submissions
        self._batchers: dict[Hashable, Batcher[_Member]] = {}
        self._submissions: set[asyncio.Task[None]] = set()

    async def join(
        self,
        lane: Hashable,
        member: _Member,
        commit: Callable[[Sequence[_Member]], Awaitable[None]],
    ) -> None:
        """Have a member committed with the concurrent ones of its lane; see `Batcher.add`."""
        if lane not in self._batchers:
            self._batchers[lane] = Batcher(commit, max_items=self._max_members)
        await self._batchers[lane].add(member)

    @property
    def is_busy(self) -> bool:
        """Whether no more submissions may start now."""
        return len(self._submissions) >= self._max_submissions

    def start(self, submission: Coroutine[None, None, None]) -> None:
        """Start a submission, which goes on by itself."""
        task = asyncio.create_task(submission)
        self._submissions.add(task)
        task.add_done_callback(self._submissions.discard)

    async def finish(self) -> None:
        """Wait until no submission is under way."""
        while self._submissions:
            await asyncio.wait(self._submissions)
