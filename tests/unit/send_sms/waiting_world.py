"""A host with both queues of dispatching: it delivers what is due, and runs the timer."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from composition.app import App
from send_sms.accepting.accept import accept_send
from send_sms.dispatching.bundle import dispatch_message
from send_sms.dispatching.moving import Moving, move_due_work
from send_sms.sending import Accepting
from send_sms.storage.dispatch_queue import (
    DISPATCH_QUEUE,
    WAITING_QUEUE,
    DispatchQueue,
)
from tests.support.samples import make_request
from tests.support.world import World

HELD_SECONDS = 600
"""How long the host hides a message from others."""


@dataclass
class WaitingWorld:
    """A world whose work waits in the queues that it waits in outside of tests."""

    world: World = field(default_factory=World)

    def __post_init__(self) -> None:
        world, clock = self.world, self.world.clock
        self.dispatch = world.message_queue(DISPATCH_QUEUE)
        self.waiting = world.message_queue(WAITING_QUEUE)
        self.queue = DispatchQueue(self.dispatch, self.waiting, clock)
        self.moving = Moving(self.waiting, self.dispatch, clock)
        self.next_run_at = clock.now + timedelta(seconds=5)

    def app(self) -> App:
        """Put an app together on these queues."""
        return self.world.app(work_queue=self.queue)

    @cached_property
    def _accepting(self) -> Accepting:
        """What the worker that takes all requests has."""
        return self.app().accepting

    async def accept(self, to: Any, **members: Any) -> None:
        await accept_send(make_request(to, **members), self._accepting)

    async def run_timer(self) -> None:
        """Run the timer's function."""
        self.next_run_at += timedelta(minutes=1)
        await move_due_work(self.moving)

    async def run(self, until: datetime) -> None:
        """Deliver what is due and run the timer at each minute, until a moment."""
        while (moment := self._next_moment()) <= until:
            self.world.clock.now = max(self.world.clock.now, moment)
            if moment == self.next_run_at:
                await self.run_timer()
            for number in self.dispatch.due():
                await self.deliver(number)
        self.world.clock.now = until

    async def deliver(self, number: str) -> None:
        """Deliver a message, as the host does."""
        taken = self.dispatch.take_one(number, HELD_SECONDS)
        await dispatch_message(
            taken.text, self.queue, self.app().sending, is_repeated=self.was_delivered(number)
        )
        await self.dispatch.remove(taken.receipt)

    def was_delivered(self, number: str) -> bool:
        """Tell whether a message that was taken had been taken before."""
        return self.dispatch.messages[number].dequeue_count > 1

    def _next_moment(self) -> datetime:
        due = [message.due_at for message in self.dispatch.messages.values()]
        return min([*due, self.next_run_at])

    @property
    def visible_to_scaler(self) -> int:
        """How many messages the scaler counts, the hidden ones included."""
        return len(self.dispatch.messages)
