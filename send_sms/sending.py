"""
The dependencies of accepting and dispatching, and the rounds of this process.

Concurrent single sends share rounds: a round is committed by one task for all its members, and its
submission continues after their requests have been responded to. Nothing is lost with the process:
each round has a recovery message.
"""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from senders.domain.rate_limiter import Lane
from shared.domain.errors import SmsError
from shared.domain.kinds import Purpose
from shared.runtime import Batcher, in_time

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Hashable, Sequence
    from contextlib import AbstractAsyncContextManager
    from datetime import datetime

    from conversations.storage.conversations import Conversations
    from opt_outs.storage.registry import OptOuts
    from send_sms.domain.batch import Batch
    from send_sms.domain.countries import CountryPolicy
    from send_sms.domain.prices import PriceTable
    from send_sms.domain.quiet_hours import QuietHoursPolicy
    from send_sms.storage.dispatch_queue import WorkQueue
    from send_sms.storage.idempotency_keys import IdempotencyKeys
    from send_sms.storage.journal import Journal
    from senders.domain.hold import Hold
    from senders.domain.profile import SenderProfiles
    from senders.storage.senders import Senders
    from shared.carriers.sending import SmsGateway
    from shared.runtime import Clock, Ids
    from subscriptions.outbox import EventOutbox

DEFAULT_CONFIRM_ABOVE = 1_000

MAX_SUBMISSIONS = 24
"""Batches submitted at a time by one worker, beside those of the queue's trigger."""

MAX_CALLS, MAX_URGENT_CALLS = 80, 20
"""
Calls to the carrier at a time by one worker; together as many as it has connections.

A call that waits for a connection would leave when its checks are old.
"""

_LOOKUP_TIME = timedelta(seconds=0.5)
_LOOKUP_AGAIN_AFTER = timedelta(minutes=1)
_MAX_LOOKUPS = 1_000

_Member = TypeVar("_Member")


class Rounds(Generic[_Member]):
    """
    Rounds by lane, and the submissions and calls in progress; for the life of the process.

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
        self._others: set[asyncio.Task[Any]] = set()
        self._calls = asyncio.Semaphore(MAX_CALLS)
        self._urgent_calls = asyncio.Semaphore(MAX_URGENT_CALLS)

    def calls_in(self, lane: Lane) -> asyncio.Semaphore:
        """
        Give the semaphore that the next call of a lane acquires.

        Confirmations, replies and codes have reserved calls, and use others that are free.
        """
        is_urgent = lane <= Lane.OTP
        if is_urgent and (self._calls.locked() or not self._urgent_calls.locked()):
            return self._urgent_calls
        return self._calls

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

    def is_busy_in(self, lane: Lane) -> bool:
        """
        Tell whether no more submissions of a lane may start now.

        The limit of confirmations, replies and codes is a third higher.
        """
        reserved = self._max_submissions // 3 if lane <= Lane.OTP else 0
        return len(self._submissions) >= self._max_submissions + reserved

    def start(self, submission: Coroutine[None, None, None]) -> None:
        """Start a submission, which goes on by itself."""
        task = asyncio.create_task(submission)
        self._submissions.add(task)
        task.add_done_callback(self._submissions.discard)

    def keep(self, task: asyncio.Task[Any]) -> None:
        """Keep a reference to a background task that is no submission, so that it is not lost."""
        self._others.add(task)
        task.add_done_callback(self._others.discard)

    async def finish(self) -> None:
        """Wait until no submission is in progress."""
        while self._submissions:
            await asyncio.wait(self._submissions)


@dataclass(frozen=True, slots=True)
class Rules:
    """
    The settings of sending.

    Attributes
    ----------
    profiles : mapping of sender to SenderProfile
        Where the usual profile of a sender is wrong.
    quiet_hours : QuietHoursPolicy
        What happens to marketing in the recipient's quiet hours.
    prices : PriceTable or None
        None: the table that comes with the app.
    own_numbers : frozenset of str
        All senders of the resource; empty: not all are known.
    confirm_above : int
        Sends to more recipients must be confirmed.
    countries : CountryPolicy or None
        Where messages may go; None: to the countries of the own numbers.
    """

    profiles: SenderProfiles
    quiet_hours: QuietHoursPolicy
    prices: PriceTable | None = None
    own_numbers: frozenset[str] = frozenset()
    confirm_above: int = DEFAULT_CONFIRM_ABOVE
    countries: CountryPolicy | None = None


@dataclass(frozen=True, slots=True)
class Runtime:
    """
    What sending needs of its process: clock, ids and rounds.

    Attributes
    ----------
    conversations : callable or None
        Gives the conversations, in which failed replies are noted; None: there are none.
    """

    clock: Clock
    ids: Ids
    rounds: Rounds[Any]
    conversations: Callable[[], Conversations] | None = None


@dataclass(frozen=True, slots=True)
class Sending:
    """The dependencies of dispatching."""

    journal: Journal
    queue: WorkQueue
    senders: Senders
    opt_outs: OptOuts
    gateway: SmsGateway
    events: EventOutbox
    rules: Rules
    runtime: Runtime

    @property
    def clock(self) -> Clock:
        """The clock of the process."""
        return self.runtime.clock

    @property
    def ids(self) -> Ids:
        """What draws ids."""
        return self.runtime.ids

    def knows(self, sender: str) -> bool:
        """Tell whether an own number is in settings, or this process has seen that it sent."""
        if sender in self.rules.profiles:
            return True
        return not self.rules.own_numbers and sender in self.journal.carried

    def known_hold(self, sender: str) -> Hold | None:
        """Give a sender's hold as far as this process knows; reads nothing."""
        return self.senders.holds.known(self.clock()).get(sender)


class SenderLookups:
    """
    Finds out whether senders are known, while their sends are stored; for the life of the process.

    Known are numbers in `SMS_SENDERS`, and those of which the carrier took a message. A known
    sender stays known; an unknown one is looked up again after a minute.
    """

    def __init__(self, sending: Sending) -> None:
        self._sending = sending
        self._lookups: dict[str, tuple[datetime, asyncio.Task[bool]]] = {}

    def begin(self, batch: Batch) -> asyncio.Task[bool] | None:
        """
        Begin to look up the sender of a batch; None: it is known, or a person has written to it.

        Concurrent callers share one operation, which is given up after half a second.
        """
        sender, purpose = batch.sender, batch.shared_options.purpose
        if purpose is not Purpose.SEND or self._sending.knows(sender):
            self._lookups.pop(sender, None)
            return None
        now, last = self._sending.clock(), self._lookups.get(sender)
        if last is None or abs(now - last[0]) >= _LOOKUP_AGAIN_AFTER:
            if len(self._lookups) >= _MAX_LOOKUPS:
                self._lookups.clear()
            last = self._lookups[sender] = now, asyncio.create_task(self._is_known(sender))
        return last[1]

    async def _is_known(self, sender: str) -> bool:
        """A look-up that fails or takes too long warns of nothing: the sender counts as known."""
        found = self._sending.journal.has_reached_carrier(sender)
        return await in_time(found, _LOOKUP_TIME) is not False


async def was_known(lookup: asyncio.Task[bool] | None) -> bool:
    """Wait for the result of a look-up, which continues if the caller is cancelled."""
    return lookup is None or await asyncio.shield(lookup)


class NotCountedError(SmsError):
    """Caps do not let a send be accepted now; nothing was stored."""


class CountedSend(Protocol):
    """What was counted against caps for a send that is being stored."""

    def give_back(self) -> None:
        """Stop counting it: nothing of it is stored."""


class Caps(Protocol):
    """Counts what is accepted against caps; see `send_sms.accepting.caps`."""

    def counting(self, batches: Sequence[Batch]) -> AbstractAsyncContextManager[CountedSend]:
        """Count a send while it is stored, or refuse it."""

    def count_response(self, batch: Batch) -> None:
        """Count a stored response to a person."""


@dataclass(frozen=True, slots=True)
class Accepting:
    """
    The dependencies of accepting: those of dispatching, and idempotency keys.

    Attributes
    ----------
    caps : Caps or None
        None: no caps are set.
    """

    sending: Sending
    idempotency_keys: IdempotencyKeys
    lookups: SenderLookups
    caps: Caps | None = None

    def counting(self, batches: Sequence[Batch]) -> AbstractAsyncContextManager[CountedSend | None]:
        """Count a send against the caps while it is stored, or refuse it; None: no caps."""
        return self.caps.counting(batches) if self.caps else nullcontext()

    @property
    def clock(self) -> Clock:
        """The clock of the process."""
        return self.sending.clock

    @property
    def ids(self) -> Ids:
        """What draws ids."""
        return self.sending.ids
