"""
Whenever a send is cancelled, no message leaves that was counted as cancelled.

Dispatch runs with every answer that the carrier may give, in several portions; at moments of
chance's choice, before a read, before a write or while a call is under way, the send is cancelled.
"""

import asyncio
from dataclasses import dataclass, field, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from send_sms.domain.status import status_of
from send_sms.ending import cancel_send
from senders.domain.profile import SenderProfile
from senders.domain.rate_limiter import Limits
from shared.carriers.sending import CallResult, SendCall, SendError
from shared.domain.identifiers import SendAddress
from shared.domain.kinds import MessageStatus
from tests.support.in_memory_table import run_now
from tests.support.samples import people
from tests.support.world import TOLL_FREE, Response, World, all_sent
from tests.unit.send_sms.dispatch_world import (
    CUT_OFF,
    REFUSED,
    THROTTLED,
    accept,
    run_until_idle,
    send_of,
    statuses,
)

RECIPIENTS = people(7)
SLOW = SenderProfile(TOLL_FREE, Limits(units_per_minute=40))
ENDED = {"sent", "cancelled", "failed", "unknown"}


def some_taken(call: SendCall) -> CallResult:
    return (all_sent(call)[0], *[None] * (len(call.recipients) - 1))


SCRIPTED: list[Response | SendError] = [all_sent, some_taken, THROTTLED, CUT_OFF, REFUSED]
ANSWERS = st.sampled_from(SCRIPTED)


@dataclass
class Canceller:
    """Cancels at the moments it was told, and remembers what was counted as cancelled or sent."""

    world: World
    send: SendAddress
    moments: set[int]
    passed: int = 0
    is_busy: bool = False
    cancelled: set[str] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)

    def moment(self, *_: object) -> None:
        if self.is_busy:
            return
        self.passed += 1
        if self.passed in self.moments:
            self.is_busy = True
            run_now(self._cancel())
            self.is_busy = False

    async def _cancel(self) -> None:
        app = self.world.app()
        await cancel_send(self.send, app.sending)
        for batch in await app.journal.read(self.send):
            self.cancelled |= {
                batch.recipients[position]
                for position in batch.positions()
                if status_of(batch, position, self.world.clock.now) is MessageStatus.CANCELLED
            }

    def during_the_call(self, answer: Response | SendError) -> Response:
        def answer_in_the_meantime(call: SendCall) -> CallResult:
            assert not self.cancelled & set(call.recipients)
            self.moment()
            result = answer if isinstance(answer, SendError) else answer(call)
            if not isinstance(result, SendError):
                taken = zip(call.recipients, result, strict=True)
                self.taken |= {recipient for recipient, outcome in taken if outcome}
            return result

        return answer_in_the_meantime


async def play(
    moments: set[int], answers: list[Response | SendError]
) -> tuple[Canceller, list[str]]:
    world = World()
    world.settings = replace(world.settings, sender_profiles={TOLL_FREE: SLOW})
    work = await accept(world, RECIPIENTS)
    canceller = Canceller(world, send_of(world, work), moments)
    script = [*answers, *[all_sent] * 20]
    world.gateway.script = [canceller.during_the_call(answer) for answer in script]
    for table in world.tables():
        table.before_read = table.before_write = canceller.moment
    world.queue.items = [(work, 0)]
    await run_until_idle(world, at_most=80)
    canceller.is_busy = True
    return canceller, await statuses(world, send_of(world, work))


@settings(max_examples=150)
@given(
    moments=st.sets(st.integers(1, 40), max_size=3),
    answers=st.lists(ANSWERS, max_size=6),
)
def test_no_message_leaves_after_it_was_counted_as_cancelled(
    moments: set[int], answers: list[Response | SendError]
) -> None:
    canceller, found = asyncio.run(play(moments, answers))
    assert set(found) <= ENDED
    after = {n for n, status in zip(RECIPIENTS, found, strict=True) if status == "cancelled"}
    assert canceller.cancelled <= after
    assert not after & canceller.taken
    is_cancelled = canceller.passed >= min(moments, default=canceller.passed + 1)
    assert is_cancelled or not after
