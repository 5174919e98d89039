"""The sample's time: what happens when, and the clock that goes from one thing to the next."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

from send_sms.storage.dispatch_queue import WorkLevel
from shared.storage.queue import MAX_DUE_COUNT, QueueReceipt

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from send_sms.storage.dispatch_queue import Work, WorkQueue

    Action = Callable[[], Awaitable[object]]


@dataclass(order=True, slots=True)
class _Entry:
    at: datetime
    order: int
    action: Action | None = field(compare=False, default=None)
    work: Work | None = field(compare=False, default=None)
    is_cancelled: bool = field(compare=False, default=False)


class Agenda:
    """
    Actions and the work of dispatching in the order of their times; also the queue and the clock.

    Attributes
    ----------
    now : datetime
        The time of what happens at the moment.
    on_work : callable
        Does work of the queue; set before anything is played.
    """

    def __init__(self, start: datetime) -> None:
        self.now = start
        self.on_work: Callable[[Work], Awaitable[None]] | None = None
        self._entries: list[_Entry] = []
        self._by_receipt: dict[str, _Entry] = {}
        self._order = count()

    def clock(self) -> datetime:
        """Give the time."""
        return self.now

    def add(self, at: datetime, action: Action) -> None:
        """Have something happen; what lies in the past happens now."""
        self._push(_Entry(max(at, self.now), next(self._order), action=action))

    async def play(self, until: datetime) -> None:
        """Let everything happen whose time comes before `until`."""
        while self._entries and self._entries[0].at < until:
            entry = heapq.heappop(self._entries)
            if entry.is_cancelled:
                continue
            self.now = max(self.now, entry.at)
            if entry.action:
                await entry.action()
            elif entry.work and self.on_work:
                await self.on_work(entry.work)
        self.now = until

    async def put(self, work: Work, delay_seconds: int = 0) -> QueueReceipt:
        """Put work into the queue."""
        entry = _Entry(self.now + timedelta(seconds=delay_seconds), next(self._order), work=work)
        self._push(entry)
        receipt = QueueReceipt(str(entry.order), "")
        self._by_receipt[receipt.message_id] = entry
        return receipt

    async def replace(self, receipt: QueueReceipt, work: Work, delay_seconds: int) -> None:
        """Put other work in its place."""
        await self.remove(receipt)
        await self.put(work, delay_seconds)

    async def remove(self, receipt: QueueReceipt) -> None:
        """Remove work."""
        self._by_receipt.pop(receipt.message_id).is_cancelled = True

    async def level(self) -> WorkLevel:
        """Count the work."""
        waiting = [one for one in self._entries if one.work and not one.is_cancelled]
        due_count = sum(one.at <= self.now for one in waiting)
        return WorkLevel(len(waiting), min(due_count, MAX_DUE_COUNT))

    async def upload(self, queue: WorkQueue) -> int:
        """Put the work that is left into another queue; return how much it was."""
        left = [one for one in sorted(self._entries) if one.work and not one.is_cancelled]
        for entry in left:
            if entry.work:
                await queue.put(entry.work, int((entry.at - self.now).total_seconds()))
        return len(left)

    def _push(self, entry: _Entry) -> None:
        heapq.heappush(self._entries, entry)
