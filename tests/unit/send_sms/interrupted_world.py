"""A host whose worker is killed, hangs or fails at chosen moments; a network that remembers."""

from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from send_sms.dispatch import dispatch
from shared.acs.wire import repeatability_id
from shared.domain.chunk import UNKNOWN, Outcome
from shared.domain.dispatching import SendCall
from shared.domain.errors import StorageError
from shared.storage.dispatch_queue import Ticket, Work
from shared.storage.table import Bound, Operation, Row
from tests.support.in_memory_table import InMemoryTable
from tests.support.world import FrozenClock, InMemoryQueue, ScriptedGateway, World, all_sent
from tests.unit.send_sms.dispatch_world import CUT_OFF, KilledError

HELD_BY_DEAD = timedelta(minutes=10)
"""How long a message stays hidden that the host has taken, unless it renews that."""

HIDDEN_AFTER_FAILURE = timedelta(seconds=5)
"""See host.json."""

NETWORK_REMEMBERS = timedelta(minutes=5)


@dataclass
class Moments:
    """
    Counts what the app asks of the world, and interrupts it when it is told to.

    `interrupt` may raise; after a `KilledError` whatever else is asked is refused, too.
    """

    interrupt: Callable[[], Awaitable[None]] | None = None
    interrupted_at: frozenset[int] = frozenset()
    passed: int = 0
    is_dead: bool = False

    async def pass_by(self) -> None:
        if self.is_dead:
            raise KilledError
        self.passed += 1
        if self.interrupt and self.passed in self.interrupted_at:
            await self.interrupt()


class MomentousTable(InMemoryTable):
    """A table that may be interrupted before each operation, and after each write."""

    def __init__(self, moments: Moments) -> None:
        super().__init__()
        self._moments = moments

    async def get(self, partition: str, key: str, *, select: Sequence[str] = ()) -> Row | None:
        await self._moments.pass_by()
        return await super().get(partition, key, select=select)

    async def rows(self, partition: str, first: str, last: str, **more: Any) -> list[Row]:
        await self._moments.pass_by()
        return await super().rows(partition, first, last, **more)

    async def across(
        self, first: str, last: str, bounds: Sequence[Bound] = (), **more: Any
    ) -> list[Row]:
        await self._moments.pass_by()
        return await super().across(first, last, bounds, **more)

    async def write(self, operations: Sequence[Operation]) -> list[str]:
        await self._moments.pass_by()
        written = await super().write(operations)
        await self._moments.pass_by()
        return written


@dataclass
class Waiting:
    """A queue message: what it asks for, and when it may be taken."""

    work: Work
    due_at: datetime
    was_taken: bool = False


class TimedQueue(InMemoryQueue):
    """A queue with a clock: each message comes out at its own time."""

    def __init__(self, clock: FrozenClock, moments: Moments) -> None:
        super().__init__()
        self._clock, self._moments = clock, moments
        self.waiting: dict[str, Waiting] = {}

    async def put(self, work: Work, delay_seconds: int = 0) -> Ticket:
        await self._moments.pass_by()
        self._put_count += 1
        ticket = Ticket(str(self._put_count), "")
        self.waiting[ticket.message_id] = Waiting(work, self._due_at(delay_seconds))
        await self._moments.pass_by()
        return ticket

    async def replace(self, ticket: Ticket, work: Work, delay_seconds: int) -> None:
        await self._moments.pass_by()
        if self._is_untouched(ticket):
            self.waiting[ticket.message_id] = Waiting(work, self._due_at(delay_seconds))
        await self._moments.pass_by()

    async def remove(self, ticket: Ticket) -> None:
        await self._moments.pass_by()
        if self._is_untouched(ticket):
            del self.waiting[ticket.message_id]
        await self._moments.pass_by()

    def _is_untouched(self, ticket: Ticket) -> bool:
        """A message that was taken has another receipt."""
        message = self.waiting.get(ticket.message_id)
        return message is not None and not message.was_taken

    def _due_at(self, delay_seconds: int) -> datetime:
        return self._clock.now + timedelta(seconds=delay_seconds)


class Network(ScriptedGateway):
    """ACS as its repeatability is documented: known ids are not sent again, old ones refused."""

    def __init__(self, clock: FrozenClock, moments: Moments) -> None:
        super().__init__()
        self._clock, self._moments = clock, moments
        self.seen: defaultdict[str, set[tuple[str, datetime]]] = defaultdict(set)
        self.phones: Counter[str] = Counter()
        self.last_called_at = clock.now
        self._ids: set[str] = set()

    async def send(self, call: SendCall) -> tuple[Outcome | None, ...]:
        try:
            return await self._send(call)
        except StorageError:
            raise CUT_OFF from None

    async def _send(self, call: SendCall) -> tuple[Outcome | None, ...]:
        await self._moments.pass_by()
        self.calls.append(call)
        self.last_called_at = self._clock.now
        if self._clock.now > call.first_sent_at + NETWORK_REMEMBERS:
            return (UNKNOWN,) * len(call.recipients)
        for recipient, message_id in zip(call.recipients, call.message_ids, strict=True):
            known_as = repeatability_id(message_id, call.generation)
            self.seen[recipient].add((known_as, call.first_sent_at))
            self.phones[recipient] += known_as not in self._ids
            self._ids.add(known_as)
        await self._moments.pass_by()
        return all_sent(call)


@dataclass
class InterruptedWorld:
    """A world with the host that plays in it."""

    moments: Moments = field(default_factory=Moments)
    world: World = field(init=False)
    queue: TimedQueue = field(init=False)
    network: Network = field(init=False)
    succession_at: datetime | None = None

    def __post_init__(self) -> None:
        clock = FrozenClock()
        self.queue = TimedQueue(clock, self.moments)
        self.network = Network(clock, self.moments)
        self.world = World(
            clock=clock,
            queue=self.queue,
            gateway=self.network,
            journal_table=MomentousTable(self.moments),
            opt_outs_table=MomentousTable(self.moments),
            senders_table=MomentousTable(self.moments),
        )

    async def kill(self) -> None:
        """Kill the worker, and note whether a successor stands by."""
        now, waiting = self.world.clock.now, self.queue.waiting.values()
        if any(message.due_at > now and not message.was_taken for message in waiting):
            self.succession_at = now
        self.moments.is_dead = True
        raise KilledError

    async def hang(self, hung_for: timedelta) -> None:
        """Stand still while the other workers go on."""
        wakes_at = self.world.clock.now + hung_for
        await self.run_host(until=wakes_at)
        self.world.clock.now = max(self.world.clock.now, wakes_at)

    async def fail(self) -> None:
        """Let the one operation fail, or its answer be lost."""
        message = "away"
        raise StorageError(message)

    async def run_host(self, until: datetime | None = None) -> None:
        """Deliver each message at its time, until none is left or the time has come."""
        for _ in range(400):
            due = min(self.queue.waiting.items(), key=lambda item: item[1].due_at, default=None)
            if due is None or (until and due[1].due_at > until):
                return
            await self._deliver(*due)
        message = f"the work never ends: {self.queue.waiting}"
        raise AssertionError(message)

    async def _deliver(self, message_id: str, message: Waiting) -> None:
        clock = self.world.clock
        clock.now = max(clock.now, message.due_at)
        hidden = Waiting(message.work, clock.now + HELD_BY_DEAD, was_taken=True)
        self.queue.waiting[message_id] = hidden
        try:
            await dispatch(message.work, self.world.services())
        except StorageError:
            hidden.due_at, hidden.was_taken = clock.now + HIDDEN_AFTER_FAILURE, False
        except BaseException as death:
            if not self.moments.is_dead:
                raise AssertionError from death
            self.moments.is_dead = False
        else:
            self.queue.waiting.pop(message_id, None)
