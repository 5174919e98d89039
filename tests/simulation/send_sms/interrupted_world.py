"""A host whose worker is killed, hangs or fails at chosen moments; a network that remembers."""

from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from send_sms.dispatching.dispatch import dispatch
from send_sms.storage.dispatch_queue import Work
from shared.carriers.acs.messages import repeatability_id
from shared.carriers.sending import UNKNOWN, Outcome, SendCall
from shared.domain.errors import StorageError
from shared.storage.queue import QueueReceipt
from tests.simulation.send_sms.await_points import (
    LateError,
    LateKillError,
    MomentousTable,
    MomentousTexts,
    Moments,
)
from tests.support.in_memory_queues import InMemoryQueue
from tests.support.world import FrozenClock, ScriptedGateway, World, all_sent
from tests.unit.send_sms.dispatch_world import CUT_OFF, KilledError

__all__ = ["InterruptedWorld", "MomentousTable", "Network", "TimedQueue"]

HELD_BY_DEAD = timedelta(minutes=10)
"""How long a message stays hidden that the host has taken, unless it renews that."""

HIDDEN_AFTER_FAILURE = timedelta(seconds=5)
"""See host.json."""

NETWORK_REMEMBERS = timedelta(minutes=5)


@dataclass
class Waiting:
    """A queue message: what it asks for, when it may be taken, and how often it was."""

    work: Work
    due_at: datetime
    was_taken: bool = False
    dequeue_count: int = 0


class TimedQueue(InMemoryQueue):
    """A queue with a clock: each message comes out at its own time."""

    def __init__(self, clock: FrozenClock, moments: Moments) -> None:
        super().__init__()
        self._clock, self._moments = clock, moments
        self.waiting: dict[str, Waiting] = {}

    async def put(self, work: Work, delay_seconds: int = 0) -> QueueReceipt:
        self._put_count += 1
        receipt = QueueReceipt(str(self._put_count), "")

        async def put() -> QueueReceipt:
            self.waiting[receipt.message_id] = Waiting(work, self._due_at(delay_seconds))
            return receipt

        return await self._moments.write("queue put", put)

    async def replace(self, receipt: QueueReceipt, work: Work, delay_seconds: int) -> None:
        async def replace_message() -> None:
            if self._is_untouched(receipt):
                self.waiting[receipt.message_id] = Waiting(work, self._due_at(delay_seconds))

        await self._moments.write("queue replace", replace_message)

    async def remove(self, receipt: QueueReceipt) -> None:
        async def remove() -> None:
            if self._is_untouched(receipt):
                del self.waiting[receipt.message_id]

        await self._moments.write("queue remove", remove)

    def take_items(self, other: InMemoryQueue) -> None:
        assert isinstance(other, TimedQueue)
        super().take_items(other)
        self.waiting = {number: replace(one) for number, one in other.waiting.items()}

    def _is_untouched(self, receipt: QueueReceipt) -> bool:
        """A message that was taken has another receipt."""
        message = self.waiting.get(receipt.message_id)
        return message is not None and not message.dequeue_count

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
        async def take() -> tuple[Outcome | None, ...]:
            return self._take(call)

        try:
            return await self._moments.write("call", take)
        except StorageError:
            raise CUT_OFF from None

    def _take(self, call: SendCall) -> tuple[Outcome | None, ...]:
        """Count what each phone gets, by message: a person may get several messages."""
        self.calls.append(call)
        self.last_called_at = self._clock.now
        if self._clock.now > call.first_sent_at + NETWORK_REMEMBERS:
            return (UNKNOWN,) * len(call.recipients)
        for message_id in call.message_ids:
            known_as = repeatability_id(message_id, call.generation)
            self.seen[message_id].add((known_as, call.first_sent_at))
            self.phones[message_id] += known_as not in self._ids
            self._ids.add(known_as)
        return all_sent(call)


@dataclass
class InterruptedWorld:
    """A world with the host that plays in it."""

    moments: Moments = field(init=False)
    world: World = field(init=False)
    queue: TimedQueue = field(init=False)
    network: Network = field(init=False)
    recovery_began_at: datetime | None = None

    def __post_init__(self) -> None:
        clock = FrozenClock()
        self.moments = Moments(clock)
        self.queue = TimedQueue(clock, self.moments)
        self.network = Network(clock, self.moments)
        self.world = World(
            clock=clock,
            queue=self.queue,
            gateway=self.network,
            journal_table=MomentousTable(self.moments, "journal"),
            opt_outs_table=MomentousTable(self.moments, "opt-outs"),
            senders_table=MomentousTable(self.moments, "senders"),
            event_queue=MomentousTexts(self.moments),
        )

    async def kill(self) -> None:
        """Kill the worker, and note whether a recovery message is scheduled."""
        now, waiting = self.world.clock.now, self.queue.waiting.values()
        if any(message.due_at > now and not message.was_taken for message in waiting):
            self.recovery_began_at = now
        self.moments.is_dead = True
        raise KilledError

    async def hang(self, hung_for: timedelta) -> None:
        """Stand still while the other workers go on."""
        resumes_at = self.world.clock.now + hung_for
        await self.run_host(until=resumes_at)
        self.world.clock.now = max(self.world.clock.now, resumes_at)

    async def fail(self) -> None:
        """Let the one operation fail, or its answer be lost."""
        message = "away"
        raise StorageError(message)

    async def be_late(self, late_by: timedelta) -> None:
        """Let the one operation fail for its caller, and be carried out later."""
        raise LateError(late_by)

    async def kill_late(self, late_by: timedelta) -> None:
        """Kill the worker while its last request is on its way, and carry that out later."""
        raise LateKillError(late_by)

    async def run_host(self, until: datetime | None = None) -> None:
        """Deliver each message at its time, until none is left or the time has come."""
        for _ in range(400):
            message = min(self.queue.waiting.items(), key=lambda one: one[1].due_at, default=None)
            late = min(self.moments.late, key=lambda one: one[0], default=None)
            moments = [*([message[1].due_at] if message else []), *([late[0]] if late else [])]
            if not moments or (until and min(moments) > until):
                return
            if late and late[0] == min(moments):
                await self._carry_out(*late)
            elif message:
                await self._deliver(*message)
        message_text = f"the work never ends: {self.queue.waiting}"
        raise AssertionError(message_text)

    async def _carry_out(self, due_at: datetime, deed: Callable[[], Awaitable[object]]) -> None:
        """Carry out what is late; the service may refuse it, and nothing waits for its answer."""
        self.moments.late.remove((due_at, deed))
        self.world.clock.now = max(self.world.clock.now, due_at)
        with suppress(StorageError):
            await deed()

    async def _deliver(self, message_id: str, message: Waiting) -> None:
        clock = self.world.clock
        clock.now = max(clock.now, message.due_at)
        count = message.dequeue_count + 1
        hidden = Waiting(message.work, clock.now + HELD_BY_DEAD, was_taken=True)
        hidden.dequeue_count = count
        self.queue.waiting[message_id] = hidden
        work = replace(message.work, is_recovery=message.work.is_recovery or count > 1)
        try:
            await dispatch(work, self.world.app().sending)
        except StorageError:
            hidden.due_at, hidden.was_taken = clock.now + HIDDEN_AFTER_FAILURE, False
        except BaseException as death:
            if not self.moments.is_dead:
                raise AssertionError from death
            self.moments.is_dead = False
        else:
            self.queue.waiting.pop(message_id, None)
