"""Playing the host of dispatch: accept, run work, die, deliver what waits."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from send_sms.accept import accept_send
from send_sms.dispatch import dispatch
from shared.domain.chunk import Outcome, OutcomeKind
from shared.domain.dispatching import CallResult, SendCall, calls_for, claim, with_results
from shared.domain.errors import SendError
from shared.domain.identifiers import SendAddress
from shared.domain.opt_out import ConsentState
from shared.domain.portions import Portion
from shared.domain.status import status_of
from shared.storage.dispatch_queue import Work
from shared.storage.table import Operation
from tests.support.in_memory_table import run_now
from tests.support.samples import make_change, make_request, people, whole
from tests.support.world import START, World, all_sent

ANA, BEN, CEM = people(3)
THROTTLED = SendError("429", "", retryable=True, throttled=True, retry_after_seconds=77)
CUT_OFF = SendError("no_answer", "", retryable=True, doubtful=True)
REFUSED = SendError("401", "Unauthorized")
FAILED = Outcome(OutcomeKind.FAILED, code="400", text="Invalid To phone number format.")


class WorkerDiedError(Exception):
    """What a test raises where a worker is to die."""


def die(_: SendCall) -> CallResult:
    raise WorkerDiedError


async def accept(world: World, to: Any = (ANA,), **members: Any) -> Work:
    """Accept a send and take its work from the queue."""
    await accept_send(make_request(to, **members), world.services())
    ((work, _),) = world.queue.take_all()
    return work


def send_of(work: Work) -> SendAddress:
    """Name the send of work that is about one."""
    (span,) = work.spans
    return span.send


async def run(world: World, work: Work) -> None:
    await dispatch(work, world.services())


async def run_dying(world: World, work: Work) -> None:
    """Run work whose worker dies at the wire."""
    world.gateway.script.append(die)
    with pytest.raises(BaseExceptionGroup) as caught:
        await run(world, work)
    assert caught.group_contains(WorkerDiedError)


class KilledError(BaseException):
    """What a test raises where the process is to be killed: nobody may clean up after it."""


def be_killed(_: SendCall) -> CallResult:
    raise KilledError


async def run_killed(world: World, work: Work) -> None:
    """Run work whose process is killed at the wire."""
    world.gateway.script.append(be_killed)
    with pytest.raises(BaseExceptionGroup) as caught:
        await run(world, work)
    assert caught.group_contains(KilledError)


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
        status_of(chunk, position, world.clock.now)
        for chunk in await world.services().journal.read(send)
        for position in range(len(chunk.recipients))
    ]


async def opt_out(world: World, number: str) -> None:
    change = make_change(ConsentState.OPTED_OUT, world.clock.now, user_number=number)
    await world.services().opt_outs.apply(change)


def raising(error: type[Exception]) -> Callable[..., None]:
    def away(*_: object) -> None:
        raise error

    return away


async def let_rival_claim_first(world: World, work: Work) -> Portion:
    """Have another worker claim a send's chunk just before the next write; gives what it holds."""
    journal = world.services().journal
    (chunk,) = await journal.read(send_of(work))
    in_rivals_hand = claim(whole(chunk), START)

    def claim_first(_: Sequence[Operation]) -> None:
        world.journal_table.before_write = None
        run_now(journal.claim([in_rivals_hand.chunk]))

    world.journal_table.before_write = claim_first
    return in_rivals_hand


async def let_rival_send(world: World, portion: Portion) -> None:
    """Have the other worker send what it holds, and record that."""
    (call,) = calls_for(portion, ())
    done = with_results(portion, [(call, all_sent(call))], (), START)
    until = portion.chunk.progress.claimed_until
    assert until
    await world.services().journal.record([done], until)
