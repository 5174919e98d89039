"""Sends that may leave at once leave from the worker that accepted them, without the queue."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from inbound_webhook.domain.confirmation import reply_to
from send_sms.accepting.accept import AcceptedSend, accept_send
from send_sms.accepting.commit import commit_at_once
from send_sms.dispatching.dispatch import dispatch
from send_sms.dispatching.submission import CONCURRENT_CALLS
from send_sms.storage.dispatch_queue import Work
from senders.domain.profile import SenderProfile
from senders.domain.rate_limiter import Limits
from shared.carriers.events import InboundMessage
from shared.carriers.sending import SendCall
from shared.domain.kinds import Purpose
from tests.support.log_privacy import logged_events
from tests.support.samples import make_request, people
from tests.support.world import PERSON, TOLL_FREE, ScriptedGateway, World
from tests.unit.send_sms.accept_helpers import (
    ANA,
    BEN,
    CountedQueue,
    accept,
    accept_keyed,
    operation_count,
    opt_out,
    stored_batches,
)
from tests.unit.send_sms.dispatch_world import CUT_OFF, THROTTLED, run_until_idle, statuses
from tests.unit.send_sms.publishing import published, stored_outcomes, subscribe

FAST = SenderProfile(TOLL_FREE, Limits(units_per_minute=6_000))


@pytest.fixture
def world() -> World:
    world = World(queue=CountedQueue())
    world.submit_at_once()
    return world


class PatientGateway(ScriptedGateway):
    """A carrier that answers when the test lets it."""

    def __init__(self) -> None:
        super().__init__()
        self.answers = asyncio.Event()
        self.is_called = asyncio.Event()
        self.called_after = 1

    async def send(self, call: SendCall) -> Any:
        result = await super().send(call)
        if len(self.calls) >= self.called_after:
            self.is_called.set()
        await self.answers.wait()
        return result


def limit(world: World, profile: SenderProfile) -> None:
    world.settings = replace(world.settings, sender_profiles={TOLL_FREE: profile})


async def accept_round(
    world: World, to: Sequence[str], *, keyed: bool = False, **members: Any
) -> list[AcceptedSend]:
    """Accept single sends at the same time."""
    app = world.app()
    if keyed:
        asked = [accept_keyed(app, one, key=one, **members) for one in to]
    else:
        asked = [accept_send(make_request(one, **members), app.accepting) for one in to]
    return list(await asyncio.gather(*asked))


async def test_single_leaves_without_the_queue(world: World) -> None:
    accepted = await accept(world)
    await world.rounds.finish()
    assert world.gateway.recipients == [ANA]
    assert await statuses(world, accepted.send) == ["sent"]
    assert world.queue.items == []


async def test_small_send_leaves_without_the_queue(world: World) -> None:
    accepted = await accept(world, people(100))
    await world.rounds.finish()
    assert world.gateway.recipients == people(100)
    assert set(await statuses(world, accepted.send)) == {"sent"}
    assert world.queue.items == []


@pytest.mark.parametrize("keyed", [False, True])
@pytest.mark.parametrize("limited", [False, True])
@pytest.mark.parametrize("count", [1, 24])
async def test_round_costs_seven_operations_one_with_limits_and_one_for_each_key(
    world: World, count: int, *, limited: bool, keyed: bool
) -> None:
    """Message, registry (2), sender, row, record, removal of the message."""
    if limited:
        limit(world, FAST)
    await accept_round(world, people(count), keyed=keyed)
    await world.rounds.finish()
    assert sorted(world.gateway.recipients) == people(count)
    assert world.subscriptions_table.operation_count <= 1  # good for half a minute
    operations = operation_count(world) - world.subscriptions_table.operation_count
    assert operations == 7 + limited + keyed * count


async def test_message_is_put_before_the_row_and_hidden_until_the_claim_has_run_out(
    world: World,
) -> None:
    order: list[str] = []
    world.queue.on_put = lambda work: order.append(f"put, inherited: {work.is_recovery}")
    world.journal_table.before_write = lambda _: order.append("row")
    gateway = PatientGateway()
    world.gateway = gateway
    await accept(world)
    ((work, delay),) = world.queue.items
    batch = await world.app().journal.get(work.batch)
    assert batch
    assert batch.progress.claim
    assert timedelta(seconds=delay) > batch.progress.claim.until - world.clock.now
    assert order[:2] == ["put, inherited: True", "row"]
    gateway.answers.set()
    await world.rounds.finish()


async def test_answer_does_not_wait_for_the_carrier(world: World) -> None:
    gateway = PatientGateway()
    world.gateway = gateway
    accepted = await accept(world)
    assert await statuses(world, accepted.send) == ["sending"]
    gateway.answers.set()
    await world.rounds.finish()
    assert await statuses(world, accepted.send) == ["sent"]


async def test_no_call_begins_before_the_row_is_stored(world: World) -> None:
    called: list[int] = []
    world.journal_table.before_write = lambda _: called.append(len(world.gateway.calls))
    await accept(world)
    await world.rounds.finish()
    assert called == [0, 1]


async def test_opted_out_is_suppressed_in_the_answer_and_published(world: World) -> None:
    await subscribe(world)
    await opt_out(world, ANA)
    out, ok = await accept_round(world, [ANA, BEN])
    assert out.batches[0].suppressed_at_accept == (0,)
    await world.rounds.finish()
    assert world.gateway.recipients == [BEN]
    stored = await stored_outcomes(world, out.send)
    assert {status for _, status in stored} == {"suppressed", "sent"}
    assert published(world) == stored
    assert world.queue.items == []
    assert await statuses(world, ok.send) == ["sent"]


async def test_round_of_opted_out_recipients_only_is_published_by_the_dispatcher(
    world: World,
) -> None:
    await subscribe(world)
    await opt_out(world, ANA)
    accepted = await accept(world)
    assert await statuses(world, accepted.send) == ["suppressed"]
    await world.rounds.finish()
    await run_until_idle(world)
    assert world.gateway.calls == []
    assert published(world) == await stored_outcomes(world, accepted.send)


async def test_carriers_429_holds_the_sender_and_the_message_comes_later(world: World) -> None:
    world.gateway.script.append(THROTTLED)
    accepted = await accept(world)
    await world.rounds.finish()
    ((_, delay),) = world.queue.items
    assert delay >= THROTTLED.retry_after_seconds
    await run_until_idle(world)
    assert world.gateway.recipients == [ANA, ANA]
    assert await statuses(world, accepted.send) == ["sent"]


async def test_uncertain_call_is_tried_again_with_its_ids_and_first_time(world: World) -> None:
    world.gateway.script.append(CUT_OFF)
    await accept(world)
    await world.rounds.finish()
    await run_until_idle(world)
    first, second = world.gateway.calls
    assert first == second


async def test_error_of_ours_leaves_the_batch_to_its_message(
    world: World, log_lines: list[str]
) -> None:
    def fail(_: SendCall) -> Any:
        raise ZeroDivisionError(ANA)

    world.gateway.script.append(fail)
    accepted = await accept(world)
    await world.rounds.finish()
    (line,) = logged_events(log_lines, "unexpected_error")
    assert (line["error"], line["function"]) == ("ZeroDivisionError", "submission")
    assert await statuses(world, accepted.send) == ["sending"]
    await run_until_idle(world)
    assert await statuses(world, accepted.send) == ["sent"]


async def test_answer_to_an_inbound_message_leaves_at_once(world: World) -> None:
    message = InboundMessage(TOLL_FREE, PERSON, "HELP", "Incoming_1", world.clock.now)
    await commit_at_once(reply_to(message, Purpose.HELP, "Write to us."), world.app().accepting)
    await world.rounds.finish()
    assert [call.body for call in world.gateway.calls] == ["Write to us."]
    assert world.queue.items == []


async def test_rounds_of_one_moment_leave_beside_each_other(world: World) -> None:
    gateway = PatientGateway()
    world.gateway = gateway
    gateway.called_after = 3 * CONCURRENT_CALLS
    accepted = await accept_round(world, people(150))
    await gateway.is_called.wait()
    gateway.answers.set()
    await world.rounds.finish()
    assert sorted(gateway.recipients) == people(150)
    assert len(await stored_batches(world, accepted)) == 3


async def test_work_that_comes_twice_beside_a_submission_sends_nothing_twice(world: World) -> None:
    gateway = PatientGateway()
    world.gateway = gateway
    accepted = await accept(world)
    await world.queue.put(Work(accepted.batches[0].address))
    ((recovery, _), (twin, _)) = world.queue.take_all()
    await dispatch(twin, world.app().sending)
    await dispatch(recovery, world.app().sending)
    gateway.answers.set()
    await world.rounds.finish()
    await run_until_idle(world)
    assert gateway.recipients == [ANA]
