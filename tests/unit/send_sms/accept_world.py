"""Workers that are killed, stand still or lose answers while they accept; a carrier that counts."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from composition.app import App
from composition.settings import Settings
from send_sms.dispatching.dispatch import dispatch
from send_sms.domain.batch import MAX_ROUND_MEMBERS
from send_sms.sending import Rounds
from send_sms.storage.dispatch_queue import Work
from shared.carriers.acs.messages import repeatability_id
from shared.carriers.sending import UNKNOWN, Outcome, SendCall
from shared.domain.errors import StorageError
from shared.storage.queue import QueueReceipt
from shared.storage.table import Operation, Row, WideTable
from tests.support.in_memory_queues import InMemoryQueue, InMemoryTexts
from tests.support.in_memory_table import InMemoryTable
from tests.support.virtual_time import LoopClock
from tests.support.world import SETTINGS, ScriptedGateway, World, all_sent
from tests.unit.send_sms.dispatch_world import CUT_OFF

HELD_BY_DEAD_SECONDS = 600
"""How long a message stays hidden that the host has taken, unless it renews that."""

HIDDEN_AFTER_FAILURE_SECONDS = 5
"""See host.json."""

CALL_SECONDS = 0.2
CARRIER_REMEMBERS = timedelta(minutes=5)

_Result = TypeVar("_Result")
DifferenceAction = Callable[[], Awaitable[Any]]
Disturbance = Callable[["Worker", DifferenceAction], Awaitable[Any]]
Plan = Mapping[int, Disturbance]
"""What happens at which of a worker's operations, counted from 1."""


class LostError(Exception):
    """No answer came, or one that says that it failed."""


class Worker:
    """A process with app of its own, which may be disturbed at its operations."""

    def __init__(self, host: "Host", plan: Plan | None = None) -> None:
        self._plan = plan or {}
        self._frozen_until = 0.0
        self.passed = 0
        self.is_dead = False
        self.rounds: Rounds[Any] = Rounds(MAX_ROUND_MEMBERS)
        self.app = host.app_of(self)

    async def do(self, deed: Callable[[], Awaitable[_Result]], error: Exception) -> _Result:
        """Do an operation, disturbed or not."""
        if self._may_sleep:
            await self.be_awake()
        self.passed += 1
        disturb = self._plan.get(self.passed)
        try:
            result: _Result = await (disturb(self, deed) if disturb else deed())
        except LostError:
            await self.be_awake()
            raise error from None
        except StorageError:
            await self.be_awake()
            raise
        if self._may_sleep:
            await self.be_awake()
        return result

    @property
    def _may_sleep(self) -> bool:
        """Most never do: this spares a coroutine for each of their operations, twice."""
        return self.is_dead or self._frozen_until > 0

    async def be_awake(self) -> None:
        """Wait while the process stands still; for ever, if it is dead."""
        while self.is_dead:
            await asyncio.Event().wait()
        seconds = self._frozen_until - asyncio.get_running_loop().time()
        if seconds > 0:
            await asyncio.sleep(seconds)
            await self.be_awake()

    def freeze(self, seconds: float) -> None:
        """Let the whole process stand still."""
        self._frozen_until = asyncio.get_running_loop().time() + seconds


class WorkersTable(InMemoryTable):
    """A worker's view of a table that all workers share."""

    def __init__(self, worker: Worker, shared: InMemoryTable) -> None:
        super().__init__()
        self._worker, self._shared = worker, shared

    async def get(self, *keys: Any, **options: Any) -> Row | None:
        return await self._do(lambda: self._shared.get(*keys, **options))

    async def rows(self, *keys: Any, **options: Any) -> list[Row]:
        return await self._do(lambda: self._shared.rows(*keys, **options))

    async def across(self, *keys: Any, **options: Any) -> list[Row]:
        return await self._do(lambda: self._shared.across(*keys, **options))

    async def write(self, operations: Sequence[Operation]) -> list[str]:
        return await self._do(lambda: self._shared.write(operations))

    async def _do(self, deed: Callable[[], Awaitable[_Result]]) -> _Result:
        return await self._worker.do(deed, StorageError())


class WorkersTexts(InMemoryTexts):
    """A worker's view of the queue of events."""

    def __init__(self, worker: Worker, shared: InMemoryTexts) -> None:
        super().__init__()
        self._worker, self._shared = worker, shared

    async def put(self, text: str, delay_seconds: int = 0) -> None:
        await self._worker.do(lambda: self._shared.put(text, delay_seconds), StorageError())


class WorkersQueue(InMemoryQueue):
    """A worker's view of the queue."""

    def __init__(self, worker: Worker, shared: "TimedQueue") -> None:
        super().__init__()
        self._worker, self._shared = worker, shared

    async def put(self, work: Work, delay_seconds: int = 0) -> QueueReceipt:
        return await self._worker.do(lambda: self._shared.put(work, delay_seconds), StorageError())

    async def replace(self, receipt: QueueReceipt, work: Work, delay_seconds: int) -> None:
        await self._worker.do(
            lambda: self._shared.replace(receipt, work, delay_seconds), StorageError()
        )

    async def remove(self, receipt: QueueReceipt) -> None:
        await self._worker.do(lambda: self._shared.remove(receipt), StorageError())


class WorkersGateway(ScriptedGateway):
    """A worker's way to the carrier."""

    def __init__(self, worker: Worker, carrier: "Carrier") -> None:
        super().__init__()
        self._worker, self._carrier = worker, carrier

    async def send(self, call: SendCall) -> tuple[Outcome | None, ...]:
        return await self._worker.do(lambda: self._carrier.take(call), CUT_OFF)


class Carrier:
    """
    ACS as its repeatability is documented: known ids are not sent again, old ones refused.

    The same id with another time of the first try is another message.
    """

    def __init__(self, clock: LoopClock) -> None:
        self._clock = clock
        self.phones: Counter[tuple[str, str]] = Counter()
        self.texts: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        self._known: set[tuple[str, datetime]] = set()

    async def take(self, call: SendCall) -> tuple[Outcome | None, ...]:
        if self._clock() > call.first_sent_at + CARRIER_REMEMBERS:
            return (UNKNOWN,) * len(call.recipients)
        for recipient, message_id in zip(call.recipients, call.message_ids, strict=True):
            known_as = repeatability_id(message_id, call.generation), call.first_sent_at
            self.phones[recipient, call.body] += known_as not in self._known
            self.texts[message_id].add((recipient, call.body))
            self._known.add(known_as)
        await asyncio.sleep(CALL_SECONDS)
        return all_sent(call)


class TimedQueue:
    """A queue that delivers each message at its time, to a worker that nothing disturbs."""

    def __init__(self, host: "Host") -> None:
        self._host = host
        self._put_count = 0
        self._hidden: dict[str, asyncio.Task[None]] = {}
        self.waiting: set[str] = set()

    async def put(self, work: Work, delay_seconds: int = 0) -> QueueReceipt:
        self._put_count += 1
        receipt = QueueReceipt(str(self._put_count), "")
        self._hide(receipt.message_id, work, delay_seconds)
        return receipt

    async def replace(self, receipt: QueueReceipt, work: Work, delay_seconds: int) -> None:
        if self._is_untouched(receipt):
            self._hidden[receipt.message_id].cancel()
            self._hide(receipt.message_id, work, delay_seconds)

    async def remove(self, receipt: QueueReceipt) -> None:
        if self._is_untouched(receipt):
            self._hidden.pop(receipt.message_id).cancel()
            self.waiting.discard(receipt.message_id)

    def _is_untouched(self, receipt: QueueReceipt) -> bool:
        """A message that was taken has another receipt."""
        return receipt.message_id in self._hidden

    def _hide(self, message_id: str, work: Work, delay_seconds: int) -> None:
        self.waiting.add(message_id)
        task = asyncio.create_task(self._deliver(message_id, work, delay_seconds))
        self._hidden[message_id] = task

    async def _deliver(self, message_id: str, work: Work, delay_seconds: int) -> None:
        await asyncio.sleep(delay_seconds)
        del self._hidden[message_id]
        while not await self._host.dispatched(work):
            await asyncio.sleep(HIDDEN_AFTER_FAILURE_SECONDS)
            work = replace(work, is_recovery=True)
        self.waiting.discard(message_id)


@dataclass
class Host:
    """Everything that outlives a worker: tables, queue, carrier, clock."""

    settings: Settings = SETTINGS
    world: World = field(init=False)
    carrier: Carrier = field(init=False)
    queue: TimedQueue = field(init=False)
    failures: list[BaseException] = field(default_factory=list)

    def __post_init__(self) -> None:
        clock = LoopClock()
        self.carrier, self.queue = Carrier(clock), TimedQueue(self)
        self.world = World(clock=clock, settings=self.settings)
        self.world.submit_at_once()

    def app_of(self, worker: Worker, **tables: WideTable) -> App:
        """Give a worker's app: its own views of what all share, and some tables of its own."""
        world = self.world
        view = copy(world)  # a whole new world would take most of the time
        vars(view).update(
            queue=WorkersQueue(worker, self.queue),
            gateway=WorkersGateway(worker, self.carrier),
            event_queue=WorkersTexts(worker, world.event_queue),
            rounds=worker.rounds,
            journal_table=WorkersTable(worker, world.journal_table),
            opt_outs_table=WorkersTable(worker, world.opt_outs_table),
            senders_table=WorkersTable(worker, world.senders_table),
            keys_table=WorkersTable(worker, world.keys_table),
            conversations_table=WorkersTable(worker, world.conversations_table),
            subscriptions_table=WorkersTable(worker, world.subscriptions_table),
        )
        return view.app(tables=tables)

    async def dispatched(self, work: Work) -> bool:
        """Have a worker do work; tells whether the host may forget it."""
        try:
            await dispatch(work, Worker(self).app.sending)
        except StorageError:
            return False
        except Exception as failure:  # noqa: BLE001 - shown when the play is over
            self.failures.append(failure)
        return True

    async def run_until_idle(self) -> None:
        """Let all work be done, however long it takes."""
        for _ in range(24 * 60):
            if not self.queue.waiting:
                assert self.failures == []
                return
            await asyncio.sleep(60)
        message = f"the work never ends: {self.queue.waiting}"
        raise AssertionError(message)
