"""Playing the host of dispatch: accept, run work, die, deliver what waits."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from opt_outs.domain.consent import ConsentState
from send_sms.accepting.accept import accept_send
from send_sms.dispatching.dispatch import dispatch
from send_sms.domain.batch import Batch
from send_sms.domain.calls import calls_for, member_results
from send_sms.domain.dispatching import CLAIM_TIME, apply_results, claim
from send_sms.domain.status import status_of
from send_sms.storage.batch_rows import progress_to_row
from send_sms.storage.dispatch_queue import Work
from senders.domain.profile import SenderProfile
from senders.domain.rate_limiter import Limits
from shared.carriers.sending import CallResult, Outcome, OutcomeKind, SendCall, SendError
from shared.domain.errors import StorageError
from shared.domain.identifiers import SendAddress
from shared.storage.table import Operation
from tests.support.in_memory_table import InMemoryTable
from tests.support.samples import apply_change, make_change, make_request, people
from tests.support.world import START, TOLL_FREE, World, all_sent

ANA, BEN, CEM = people(3)
THROTTLED = SendError("429", "", retryable=True, throttled=True, retry_after_seconds=77)
CUT_OFF = SendError("no_answer", "", retryable=True, may_have_left=True)
REFUSED = SendError("401", "Unauthorized")
FAILED = Outcome(OutcomeKind.FAILED, code="400", text="Invalid To phone number format.")
Hook = Callable[[], Awaitable[None]]
OTHER_WORKER = "other worker"


class WorkerDiedError(Exception):
    """What a test raises where a worker is to die."""


def die(_: SendCall) -> CallResult:
    raise WorkerDiedError


class KilledError(BaseException):
    """What a test raises where the process is to be killed: nothing may clean up after it."""


def be_killed(_: SendCall) -> CallResult:
    raise KilledError


class HookedTable(InMemoryTable):
    """A table with hooks that may await, before and after the next write; each is called once."""

    def __init__(self) -> None:
        super().__init__()
        self.before_next_write: Hook | None = None
        self.after_next_write: Hook | None = None

    async def write(self, operations: Sequence[Operation]) -> list[str]:
        hook, self.before_next_write = self.before_next_write, None
        if hook:
            await hook()
        versions = await super().write(operations)
        hook, self.after_next_write = self.after_next_write, None
        if hook:
            await hook()
        return versions


async def lose_answer() -> None:
    """Do as a storage service that has done the work and whose answer does not arrive."""
    raise StorageError


async def accept(world: World, to: Any = (ANA,), **members: Any) -> Work:
    """Accept a send of one batch and take its work from the queue."""
    await accept_send(make_request(to, **members), world.app().accepting)
    ((work, _),) = world.queue.take_all()
    return work


def send_of(world: World, work: Work) -> SendAddress:
    """Name the send of work: its batch, or the first member of its round."""
    send = work.batch.send
    rows = [row for row in world.journal_table.all_rows() if row["RowKey"].startswith(send.key)]
    return send.at_place(1) if rows[0]["is_round"] else send


async def run(world: World, work: Work) -> None:
    await dispatch(work, world.app().sending)


async def run_dying(world: World, work: Work) -> None:
    """Run work whose worker dies while it calls the carrier."""
    world.gateway.script.append(die)
    with pytest.raises(WorkerDiedError):
        await run(world, work)


async def run_killed(world: World, work: Work) -> None:
    """Run work whose process is killed while it calls the carrier."""
    world.gateway.script.append(be_killed)
    with pytest.raises(KilledError):
        await run(world, work)


async def run_until_idle(world: World, at_most: int = 50) -> None:
    """Play the host: deliver all work when its time has come."""
    for _ in range(at_most):
        items = sorted(world.queue.take_all(), key=lambda item: item[1])
        if not items:
            return
        world.clock.advance(seconds=items[0][1])
        for work, _delay in items:
            await run(world, work)
    pytest.fail("the work never ends")


async def statuses(world: World, send: SendAddress) -> list[str]:
    return [
        status_of(batch, position, world.clock.now)
        for batch in await world.app().journal.read(send)
        for position in batch.positions_of(send)
    ]


async def stored_batch(world: World, work: Work) -> Batch:
    """Read the batch of work as it is stored now."""
    batch = await world.app().journal.get(work.batch)
    assert batch
    return batch


async def opt_out(world: World, number: str) -> None:
    change = make_change(ConsentState.OPTED_OUT, world.clock.now, user_number=number)
    await apply_change(change, world.app().opt_outs)


def window(world: World, **limits: int) -> None:
    """Limit what the toll-free number may send."""
    profile = SenderProfile(TOLL_FREE, Limits(**limits))
    world.settings = replace(world.settings, sender_profiles={TOLL_FREE: profile})


def raising(error: type[Exception]) -> Callable[..., None]:
    def away(*_: object) -> None:
        raise error

    return away


def overwrite(world: World, before: Batch, after: Batch) -> None:
    """Store what another worker changed of a batch, at once."""
    changed = progress_to_row(before, after)
    keys = changed["PartitionKey"], changed["RowKey"]
    (row,) = (
        row
        for row in world.journal_table.all_rows()
        if (row["PartitionKey"], row["RowKey"]) == keys
    )
    world.journal_table.put({**row, **changed})


async def claim_before_next_write(
    world: World, work: Work, positions: Sequence[int] | None = None
) -> Batch:
    """Have another worker claim members just before the next write; gives the claimed batch."""
    batch = await stored_batch(world, work)
    waiting = batch.waiting_positions() if positions is None else positions
    claimed = claim(batch, waiting, OTHER_WORKER, START + CLAIM_TIME)

    def claim_first(_: Sequence[Operation]) -> None:
        world.journal_table.before_write = None
        overwrite(world, batch, claimed)

    world.journal_table.before_write = claim_first
    return claimed


async def finish_other_worker(world: World, claimed: Batch) -> None:
    """Have the other worker send what it has claimed, and record that."""
    current = claimed.progress.claim
    assert current
    results = {
        position: result
        for call in calls_for(claimed, current.positions)
        for position, result in member_results(call, all_sent(call))
    }
    stored = await stored_batch(world, Work(claimed.address))
    overwrite(world, stored, apply_results(stored, current, results, START))
