"""Subscribers are told what became of each message; see `test_dispatch_interrupted`, too."""

from dataclasses import replace
from typing import Any

import azure.functions as func
import pytest

from send_sms.ending import cancel_send, give_up_work
from send_sms.functions import dispatch_sms
from send_sms.storage.dispatch_queue import work_to_text
from senders.domain.profile import SenderProfile
from senders.domain.rate_limiter import Limits
from shared.domain.errors import StorageError
from subscriptions.domain.event import EventKind
from subscriptions.storage.subscriptions import Subscription
from tests.support.samples import people
from tests.support.world import START, TOLL_FREE, World
from tests.unit.send_sms.dispatch_world import (
    ANA,
    BEN,
    CEM,
    CUT_OFF,
    FAILED,
    accept,
    opt_out,
    raising,
    run,
    run_until_idle,
)
from tests.unit.subscriptions.subscription_helpers import published_events, run_queue


async def listen(world: World) -> None:
    """Have a system subscribe."""
    kinds = frozenset(EventKind)
    one = Subscription("0" * 20, "https://example.com/", kinds, START, "whsec_c2VjcmV0")
    await world.app().subscriptions.add(one)


async def status_events(world: World) -> list[Any]:
    """Deliver what waits; gives what was told of messages, once each, in order."""
    await run_queue(world)
    return list({event["eventId"]: event["data"] for event in published_events(world)}.values())


async def statuses_published(world: World) -> list[tuple[str, str]]:
    return [(one["to"], one["status"]) for one in await status_events(world)]


@pytest.fixture(autouse=True)
async def _listener(world: World) -> None:
    await listen(world)


async def test_what_was_sent_is_told_with_its_message(world: World) -> None:
    work = await accept(world, [ANA, BEN])
    await run(world, work)
    assert await status_events(world) == [
        {
            "messageId": f"{work.batch.send}-{position:05d}",
            "sendId": str(work.batch.send),
            "from": TOLL_FREE,
            "to": person,
            "status": "sent",
        }
        for position, person in enumerate([ANA, BEN])
    ]


async def test_what_failed_is_told_with_its_reason(world: World) -> None:
    world.gateway.script.append(lambda _: (FAILED,))
    await run(world, await accept(world))
    (one,) = await status_events(world)
    assert one["error"] == {"code": "400", "message": "Invalid To phone number format."}


async def test_recipient_who_opted_out_is_told_as_suppressed_before_and_after_accept(
    world: World,
) -> None:
    await opt_out(world, ANA)
    work = await accept(world, [ANA, BEN, CEM])
    await opt_out(world, BEN)
    await run(world, work)
    assert sorted(await statuses_published(world)) == [
        (ANA, "suppressed"),
        (BEN, "suppressed"),
        (CEM, "sent"),
    ]


async def test_send_to_an_opted_out_recipient_only_is_told(world: World) -> None:
    await opt_out(world, ANA)
    await run(world, await accept(world))
    assert await statuses_published(world) == [(ANA, "suppressed")]


async def test_what_expired_is_told(world: World) -> None:
    work = await accept(world, ttlSeconds=60)
    world.clock.advance(seconds=61)
    await run(world, work)
    assert await statuses_published(world) == [(ANA, "expired")]


async def test_uncertain_outcome_is_told_only_when_it_is_decided(world: World) -> None:
    world.gateway.script.append(CUT_OFF)
    await run(world, await accept(world))
    assert await status_events(world) == []
    await run_until_idle(world)
    assert await statuses_published(world) == [(ANA, "sent")]


async def test_what_was_given_up_is_told_though_telling_failed_at_first(world: World) -> None:
    work = await accept(world, [ANA, BEN])
    world.event_queue.on_put = raising(StorageError)
    with pytest.raises(StorageError):
        await give_up_work(work, world.app().sending)
    world.event_queue.on_put = None
    await give_up_work(work, world.app().sending)
    assert await statuses_published(world) == [(ANA, "failed"), (BEN, "failed")]
    assert {one["error"]["code"] for one in await status_events(world)} == {"dispatch_failed"}


async def test_what_was_cancelled_is_told_though_telling_failed_at_first(world: World) -> None:
    work = await accept(world, [ANA, BEN])
    world.event_queue.on_put = raising(StorageError)
    with pytest.raises(StorageError):
        await cancel_send(work.batch.send, world.app().sending)
    world.event_queue.on_put = None
    assert await cancel_send(work.batch.send, world.app().sending)
    await run(world, work)
    assert await statuses_published(world) == [(ANA, "cancelled"), (BEN, "cancelled")]


async def test_outcome_is_published_later_when_the_queue_of_events_is_unavailable(
    world: World,
) -> None:
    work = await accept(world, [ANA, BEN])
    world.event_queue.on_put = raising(StorageError)
    await run(world, work)
    world.event_queue.on_put = None
    await run_until_idle(world)
    assert await statuses_published(world) == [(ANA, "sent"), (BEN, "sent")]
    assert len(world.gateway.calls) == 1


class Redelivered(func.QueueMessage):
    """A message that the host brings for the second time."""

    @property
    def dequeue_count(self) -> int:
        return 2


async def test_outcome_is_told_when_the_host_brings_work_again_after_an_error_of_ours(
    served: World,
) -> None:
    work = await accept(served, [ANA])
    served.event_queue.on_put = raising(ZeroDivisionError)
    with pytest.raises(ZeroDivisionError):
        await run(served, work)
    served.event_queue.on_put = None
    assert served.queue.items == []
    await dispatch_sms(Redelivered(body=work_to_text(work).encode()))
    assert await statuses_published(served) == [(ANA, "sent")]
    assert len(served.gateway.calls) == 1


async def test_finished_work_that_comes_again_by_itself_is_not_told_again(world: World) -> None:
    work = await accept(world, [ANA])
    for _ in range(3):
        await run(world, work)
        world.clock.advance(minutes=10)
    assert await statuses_published(world) == [(ANA, "sent")]
    assert len(world.subscriber.got) == 1


async def test_campaign_is_told_in_few_messages_and_a_look(world: World) -> None:
    work = await accept(world, people(1_000))
    before = sum(table.operation_count for table in world.tables())
    quiet = World()
    quiet_work = await accept(quiet, people(1_000))
    quiet_before = sum(table.operation_count for table in quiet.tables())
    await run(quiet, quiet_work)
    await run(world, work)
    more = sum(table.operation_count for table in world.tables()) - before
    more -= sum(table.operation_count for table in quiet.tables()) - quiet_before
    assert more <= 1
    assert len(world.event_queue.items) <= 12
    assert [person for person, _ in await statuses_published(world)] == people(1_000)


async def test_paced_campaign_is_told_once(world: World) -> None:
    slow = SenderProfile(TOLL_FREE, Limits(units_per_minute=80))
    world.settings = replace(world.settings, sender_profiles={TOLL_FREE: slow})
    world.queue.take_all()
    await accept_and_run(world, 300)
    await run_queue(world)
    recipients = [event["data"]["to"] for event in published_events(world)]
    assert sorted(recipients) == sorted(people(300))


async def accept_and_run(world: World, count: int) -> None:
    work = await accept(world, people(count))
    await run(world, work)
    await run_until_idle(world, at_most=500)
