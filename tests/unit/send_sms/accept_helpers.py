"""Hands on accepting."""

from collections.abc import Iterable, Sequence
from typing import Any

from composition.app import App
from opt_outs.domain.consent import ConsentState
from send_sms.accepting.accept import AcceptedSend, accept_send
from send_sms.accepting.accept_once import accept_once
from send_sms.domain.batch import MAX_ROUND_MEMBERS, Batch
from send_sms.sending import Rounds
from send_sms.storage.dispatch_queue import Work
from shared.storage.queue import QueueReceipt
from tests.support.in_memory_queues import InMemoryQueue
from tests.support.samples import apply_change, make_change, make_request, people
from tests.support.world import START, World

ANA, BEN, CEM = people(3)


class CountedQueue(InMemoryQueue):
    """Counts what it is asked for, as tables do."""

    def __init__(self) -> None:
        super().__init__()
        self.operation_count = 0

    async def put(self, work: Work, delay_seconds: int = 0) -> QueueReceipt:
        self.operation_count += 1
        return await super().put(work, delay_seconds)

    async def replace(self, receipt: QueueReceipt, work: Work, delay_seconds: int) -> None:
        self.operation_count += 1
        await super().replace(receipt, work, delay_seconds)

    async def remove(self, receipt: QueueReceipt) -> None:
        self.operation_count += 1
        await super().remove(receipt)


async def accept(world: World, to: Any = ANA, **members: Any) -> AcceptedSend:
    return await accept_send(make_request(to, **members), world.app().accepting)


async def accept_keyed(app: App, to: Any = ANA, *, key: str = "k", **members: Any) -> AcceptedSend:
    """Accept a send that comes with an `Idempotency-Key`."""
    request = make_request(to, **members)
    return await accept_once(
        request, app.accepting, key=key, body=request.model_dump_json().encode()
    )


def another_process(world: World, max_submissions: int = 0, **others: Any) -> App:
    """Give the app of a process that forms rounds of its own."""
    return world.app(rounds=Rounds(MAX_ROUND_MEMBERS, max_submissions), **others)


def texts_of(batches: Iterable[Batch]) -> dict[str, str]:
    """Give what is sent to whom."""
    return {
        batch.recipients[position]: batch.text_of(position)
        for batch in batches
        for position in batch.positions()
    }


async def stored_batches(world: World, accepted: Sequence[AcceptedSend]) -> list[Batch]:
    """Read the rows of sends, each once."""
    journal = world.app().journal
    sends = {one.send.stored_under: one.send for one in accepted}
    return [batch for send in sends.values() for batch in await journal.read(send)]


async def opt_out(world: World, number: str) -> None:
    await apply_change(
        make_change(ConsentState.OPTED_OUT, START, user_number=number), world.app().opt_outs
    )


def operation_count(world: World) -> int:
    """Count operations on tables and the queue; of a queue that does not count, its messages."""
    queue = world.queue
    asked = queue.operation_count if isinstance(queue, CountedQueue) else len(queue.items)
    return asked + sum(table.operation_count for table in world.tables())


def assert_nothing_stored(world: World) -> None:
    assert world.queue.items == []
    assert all(table.all_rows() == [] for table in world.tables())
