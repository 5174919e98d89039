"""What one instance changes holds on another within five seconds; both live on one storage."""

from collections.abc import Sequence

import pytest

from analytics.days import count_days
from analytics.domain.day_count import Measure, details
from composition.app import App
from send_sms.accepting.accept import accept_send
from send_sms.dispatching.dispatch import dispatch
from senders.domain.profile import default_profile
from senders.pause import pause, resume
from senders.storage.senders import (
    LONGEST_PAUSED_WAIT_SECONDS,
    PAUSED_LOOKS_PER_SECOND,
    PAUSED_WAIT_SECONDS,
)
from subscriptions.domain.event import AppEvent, EventKind
from subscriptions.storage.event_queue import delivery_from_text
from subscriptions.storage.subscriptions import Subscription
from tests.support.samples import make_request, people
from tests.support.world import START, TOLL_FREE, World

SECONDS = 5
HOST_POLL_SECONDS = 1
PROFILE = default_profile(TOLL_FREE)


@pytest.fixture(name="apps")
def _apps(world: World) -> tuple[App, App]:
    """Two instances that have been at work."""
    return world.app(), world.app()


def subscription(number: int) -> Subscription:
    kinds = frozenset(EventKind)
    url = f"https://example.com/{number}"
    return Subscription(f"{number:020}", url, kinds, START, "whsec_c2VjcmV0")


async def publish(app: App, world: World) -> list[str]:
    """Publish an event; gives the subscriptions that it is for."""
    world.event_queue.items.clear()
    event = AppEvent("0" * 32, next(iter(EventKind)), world.clock.now, {})
    await app.events.publish([event])
    found = (delivery_from_text(text) for text, _ in world.event_queue.items)
    return [delivery.subscription_id for delivery in found]


async def test_subscription_made_or_deleted_elsewhere_is_known_within_five_seconds(
    world: World, apps: tuple[App, App]
) -> None:
    one, other = apps
    assert await publish(other, world) == []

    await one.subscriptions.add(subscription(1))
    world.clock.advance(seconds=SECONDS)
    assert await publish(other, world) == [f"{1:020}"]

    await one.subscriptions.remove(subscription(1))
    world.clock.advance(seconds=SECONDS)
    assert await publish(other, world) == []


async def accept(app: App, recipients: Sequence[str]) -> None:
    await accept_send(make_request(list(recipients)), app.accepting)


async def play_host(world: World, app: App, seconds: int) -> None:
    """Let an instance do the queue's work, second by second, when its time has come."""
    due = [(world.clock.now.timestamp() + delay, work) for work, delay in world.queue.take_all()]
    for _ in range(seconds):
        world.clock.advance(seconds=1)
        now = world.clock.now.timestamp()
        ready = [work for at, work in due if at <= now]
        due = [(at, work) for at, work in due if at > now]
        for work in ready:
            await dispatch(work, app.sending)
        due += [(now + delay, work) for work, delay in world.queue.take_all()]
    world.queue.items = [(work, int(at - world.clock.now.timestamp())) for at, work in due]


async def test_pause_holds_at_once_on_an_instance_that_was_sending(
    world: World, apps: tuple[App, App]
) -> None:
    world.submit_at_once()
    one, other = world.app(), world.app()
    ana, ben = people(2)
    await accept(other, [ana])
    await world.rounds.finish()

    await pause(TOLL_FREE, one.senders, one.rules.profiles, world.clock)
    await accept(other, [ben])
    await world.rounds.finish()
    await play_host(world, apps[1], SECONDS)

    assert world.gateway.recipients == [ana]


async def test_work_of_a_sender_resumed_elsewhere_continues_within_five_seconds(
    world: World, apps: tuple[App, App]
) -> None:
    one, other = apps
    await pause(TOLL_FREE, one.senders, one.rules.profiles, world.clock)
    for person in people(20):
        await accept(other, [person])
    await play_host(world, other, 300)
    assert world.gateway.calls == []

    await resume(TOLL_FREE, one.senders, one.rules.profiles)
    await play_host(world, other, SECONDS - HOST_POLL_SECONDS)

    assert sorted(world.gateway.recipients) == people(20)


async def accepted_today(world: World, app: App) -> int:
    today = world.clock.now.date()
    counted = await count_days("", [today], app.analytics)
    cells = [cell for days in counted.values() for day in days for cell in day.counts.values()]
    return sum(sum(details(cell, Measure.STATUS).values()) for cell in cells)


async def test_figures_of_today_show_on_all_instances_what_was_accepted_five_seconds_ago(
    world: World, apps: tuple[App, App]
) -> None:
    one, other = apps
    for count in range(1, 4):
        await accept(one, people(count))
        world.clock.advance(seconds=SECONDS)
        assert await accepted_today(world, other) == count * (count + 1) // 2
        assert await accepted_today(world, one) == count * (count + 1) // 2


async def test_much_work_of_a_paused_sender_takes_turns(world: World) -> None:
    senders = world.app().senders
    await senders.set_paused(TOLL_FREE, PROFILE, START)

    waits = [senders.paused_wait_seconds(TOLL_FREE, START) for _ in range(2_000)]

    assert waits[:60] == [PAUSED_WAIT_SECONDS] * 60
    assert waits == sorted(waits)
    later = range(PAUSED_WAIT_SECONDS + 1, LONGEST_PAUSED_WAIT_SECONDS)
    assert all(waits.count(seconds) <= PAUSED_LOOKS_PER_SECOND for seconds in later)
    assert waits[-1] == LONGEST_PAUSED_WAIT_SECONDS


async def test_pause_after_much_paused_work_has_gone_looks_soon_again(world: World) -> None:
    senders = world.app().senders
    for _ in range(2_000):
        senders.paused_wait_seconds(TOLL_FREE, START)

    await senders.read_state(TOLL_FREE, PROFILE)  # resumed

    assert senders.paused_wait_seconds(TOLL_FREE, START) == PAUSED_WAIT_SECONDS
