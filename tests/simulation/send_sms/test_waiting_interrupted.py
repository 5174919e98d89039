"""
Scheduled work on its way through the timer and a bundle is interrupted at every moment.

The timer and the dispatcher are killed, hang, fail or are late at each of their operations, also
between putting a message and deleting the one that it replaces. Each message is sent once.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composition.app import App
from send_sms.accepting.accept import accept_send
from send_sms.dispatching.bundle import dispatch_message
from send_sms.dispatching.moving import Moving, move_due_work
from send_sms.storage.dispatch_queue import DISPATCH_QUEUE, WAITING_QUEUE, DispatchQueue
from senders.domain.profile import SenderProfile
from senders.domain.rate_limiter import Limits
from shared.domain.errors import StorageError
from shared.storage.queue import QueueReceipt, TakenMessage
from tests.simulation.send_sms.await_points import Moments
from tests.simulation.send_sms.interrupted_scenarios import (
    Interruption,
    assert_none_sent_twice,
    assert_sent_once_each,
)
from tests.simulation.send_sms.interrupted_world import (
    HELD_BY_DEAD,
    HIDDEN_AFTER_FAILURE,
    InterruptedWorld,
)
from tests.simulation.send_sms.test_dispatch_interrupted import be_late, fail, hang, kill_late
from tests.support.in_memory_queues import InMemoryMessages
from tests.support.samples import make_request, people
from tests.support.virtual_time import in_virtual_time, run_in_virtual_time
from tests.support.world import START, TOLL_FREE, FrozenClock, PreparedWorlds, World
from tests.unit.send_sms.dispatch_world import KilledError
from tests.unit.send_sms.publishing import subscribe

SEND_AT = START + timedelta(minutes=10)
PEOPLE = people(12)
"""More than go on one by one."""


class MomentousMessages(InMemoryMessages):
    """A queue that may be interrupted at each operation, before and after."""

    def __init__(self, clock: FrozenClock, name: str, moments: Moments) -> None:
        super().__init__(clock, name)
        self._moments = moments

    async def put(self, text: str, delay_seconds: int = 0) -> QueueReceipt:
        put = super().put
        return await self._moments.write(f"{self._name} put", lambda: put(text, delay_seconds))

    async def take(self, hidden_seconds: int) -> Sequence[TakenMessage]:
        take = super().take
        return await self._moments.write(f"{self._name} take", lambda: take(hidden_seconds))

    async def replace(self, receipt: QueueReceipt, text: str, delay_seconds: int) -> None:
        change = super().replace
        await self._moments.write(
            f"{self._name} replace", lambda: change(receipt, text, delay_seconds)
        )

    async def remove(self, receipt: QueueReceipt) -> bool:
        remove = super().remove
        return await self._moments.write(f"{self._name} remove", lambda: remove(receipt))


class WaitingHost(InterruptedWorld):
    """A host with both queues and the timer."""

    def __post_init__(self) -> None:
        super().__post_init__()
        clock, queues = self.world.clock, self.world.message_queues
        for name in (DISPATCH_QUEUE, WAITING_QUEUE):
            queues[name] = MomentousMessages(clock, name, self.moments)
        self.dispatch, self.waiting = queues[DISPATCH_QUEUE], queues[WAITING_QUEUE]
        self.messages = DispatchQueue(self.dispatch, self.waiting, clock)
        self.next_run_at = clock.now + timedelta(seconds=5)

    def app(self) -> App:
        return self.world.app(work_queue=self.messages)

    async def kill(self) -> None:
        self.moments.is_dead = True
        raise KilledError

    async def run_host(self, until: datetime | None = None) -> None:
        """Run the timer each minute and deliver each message at its time, until none is left."""
        clock = self.world.clock
        for _ in range(3_000):
            moment = self._next_moment()
            if until and moment > until:
                return
            if not (self.dispatch.messages or self.waiting.messages or self.moments.late):
                return
            clock.now = max(clock.now, moment)
            late = [one for one in self.moments.late if one[0] <= clock.now]
            if late:
                await self._carry_out(*late[0])
            elif self.next_run_at <= clock.now:
                self.next_run_at = clock.now + timedelta(minutes=1)
                await self._run_timer()
            else:
                await self._deliver_message(self.dispatch.due()[0])
        raise AssertionError("the work never ends")

    def _next_moment(self) -> datetime:
        due = [message.due_at for message in self.dispatch.messages.values()]
        late = [due_at for due_at, _ in self.moments.late]
        return min([self.next_run_at, *due, *late])

    async def _run_timer(self) -> None:
        moving = Moving(self.waiting, self.dispatch, self.world.clock)
        before = asyncio.all_tasks()
        try:
            await move_due_work(moving)
        except StorageError:
            pass
        except KilledError:
            await self._bury(before)

    async def _deliver_message(self, number: str) -> None:
        held = int(HELD_BY_DEAD.total_seconds())
        taken = self.dispatch.take_one(number, held)
        is_repeated = self.dispatch.messages[number].dequeue_count > 1
        sending, before = self.app().sending, asyncio.all_tasks()
        try:
            await dispatch_message(taken.text, self.messages, sending, is_repeated=is_repeated)
        except StorageError:
            seconds = int(HIDDEN_AFTER_FAILURE.total_seconds())
            await InMemoryMessages.replace(self.dispatch, taken.receipt, taken.text, seconds)
        except KilledError:
            await self._bury(before)
        else:
            await InMemoryMessages.remove(self.dispatch, taken.receipt)

    async def _bury(self, others: set["asyncio.Task[object]"]) -> None:
        """End what else the dead process did."""
        its_own = asyncio.all_tasks() - others
        for task in its_own:
            task.cancel()
        await asyncio.gather(*its_own, return_exceptions=True)
        self.moments.is_dead = False


_ACCEPTED = PreparedWorlds()
"""Worlds in which everything is accepted and nothing has happened since, by limit."""


async def begin(units_per_minute: int | None) -> WaitingHost:
    """Have singles accepted that are due together; moments are counted from here."""
    played = WaitingHost()
    await _ACCEPTED.go_on(played.world, units_per_minute, lambda: _accepted(units_per_minute))
    return played


async def _accepted(units_per_minute: int | None) -> World:
    played = WaitingHost()
    if units_per_minute:
        slow = SenderProfile(TOLL_FREE, Limits(units_per_minute=units_per_minute))
        played.world.settings = replace(played.world.settings, sender_profiles={TOLL_FREE: slow})
    await subscribe(played.world)
    for person in PEOPLE:
        request = make_request(person, sendAt=SEND_AT.isoformat())
        await accept_send(request, played.app().accepting)
    assert (len(played.waiting.messages), len(played.dispatch.messages)) == (len(PEOPLE), 0)
    return played.world


async def play(
    interruption: Interruption | None, moments: frozenset[int], units_per_minute: int | None = None
) -> WaitingHost:
    played = await begin(units_per_minute)
    if interruption:
        played.moments.interrupt = lambda: interruption(played)
        played.moments.interrupted_at = moments
    await played.run_host()
    assert not played.waiting.messages
    return played


kill: Interruption = lambda played: played.kill()  # noqa: E731 - the host's own
INTERRUPTIONS = {
    "killed": kill,
    "killed, its last request late": kill_late(timedelta(seconds=70)),
    "hung for 2 s": hang(timedelta(seconds=2)),
    "hung for 55 s": hang(timedelta(seconds=55)),
    "hung for 11 min": hang(timedelta(minutes=11)),
    "fails": fail,
    "2 s late": be_late(timedelta(seconds=2)),
    "70 s late": be_late(timedelta(seconds=70)),
}
PARTS = 4
"""Of the moments, each kind is played at a part; together they are played at all."""


@pytest.mark.parametrize("units_per_minute", [None, 60])
@pytest.mark.parametrize("name", INTERRUPTIONS)
@in_virtual_time
async def test_each_scheduled_message_is_sent_once_whatever_interrupts_its_way(
    name: str, units_per_minute: int | None
) -> None:
    undisturbed = await play(None, frozenset(), units_per_minute)
    assert_sent_once_each(undisturbed)
    names = undisturbed.moments.names
    step = PARTS * (4 if units_per_minute else 1)
    first = 1 + list(INTERRUPTIONS).index(name) % PARTS
    of_timer = [n for n, one in enumerate(names, 1) if one.startswith(WAITING_QUEUE)]
    for moment in sorted({*range(first, len(names) + 1, step), *of_timer[::3]}):
        played = await play(INTERRUPTIONS[name], frozenset({moment}), units_per_minute)

        assert_sent_once_each(played)
        assert played.network.last_called_at <= SEND_AT + timedelta(minutes=13), names[moment - 1]


@settings(max_examples=60, deadline=None)
@given(
    name=st.sampled_from(["killed", "fails", "2 s late", "70 s late"]),
    moments=st.frozensets(st.integers(1, 250), min_size=2, max_size=10),
)
def test_none_is_sent_twice_or_forgotten_when_it_is_interrupted_again_and_again(
    name: str, moments: frozenset[int]
) -> None:
    played = run_in_virtual_time(lambda: play(INTERRUPTIONS[name], moments))

    assert_none_sent_twice(played, {"sent", "unknown"})
