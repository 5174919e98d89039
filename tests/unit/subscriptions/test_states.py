"""States of subscriptions: what ends one, and what its events become."""

from tests.support.in_memory_table import run_now
from tests.support.log_privacy import logged_events
from tests.support.web import assert_problem, document
from tests.support.world import World
from tests.unit.subscriptions.subscription_helpers import (
    URL,
    at,
    dead_letters,
    run_queue,
    subscribe,
)
from tests.unit.subscriptions.test_deliver import publish


async def reasons(name: str) -> list[str]:
    return [one["reason"] for one in (await dead_letters(name))["deadLetters"]]


async def end(world: World, *waiting: int) -> str:
    """Have a subscriber respond 410 to an event while others wait; gives the subscription."""
    name: str = (await subscribe())["subscriptionId"]
    for number in (1, *waiting):
        await publish(world, number)
    world.subscriber.script = [410]
    await run_queue(world)
    return name


async def test_subscriber_that_is_gone_gets_nothing_more_and_stays_visible_with_the_reason(
    served: World, log_lines: list[str]
) -> None:
    name = await end(served, 2, 3)
    assert len(served.subscriber.got) == 1
    found = document(await at("get_subscription", name))
    assert (found["state"], found["stateReason"]) == ("ended", "http_410")
    assert found["stateChangedAt"] == "2026-11-22T09:00:00Z"
    assert sorted(await reasons(name)) == ["http_410", "subscription_ended", "subscription_ended"]
    ended = {"subscriptionId": name, "reason": "http_410"}
    assert logged_events(log_lines, "subscription_ended") == [ended]

    await publish(served, 4)
    assert served.event_queue.items == []


async def test_other_subscribers_get_their_events_when_one_is_gone(served: World) -> None:
    await end(served)
    await subscribe(url=f"{URL}/other")
    await publish(served, 2)
    await run_queue(served)
    assert [url for url, _, _ in served.subscriber.got] == [URL, f"{URL}/other"]


async def test_dead_letters_of_an_ended_subscription_are_kept_and_not_replayed(
    served: World,
) -> None:
    name = await end(served)
    problem = assert_problem(await at("replay_dead_letters", name, "POST"), 409)
    assert problem["code"] == "inactive_subscription"
    assert await reasons(name) == ["http_410"]
    assert served.event_queue.items == []


async def test_subscription_that_was_deleted_meanwhile_does_not_come_back_by_its_end(
    served: World,
) -> None:
    name = (await subscribe())["subscriptionId"]
    await publish(served)
    served.subscriber.script = [410]

    def delete_first(_operations: object) -> None:
        served.subscriptions_table.before_write = None
        run_now(at("delete_subscription", name, "DELETE"))

    served.subscriptions_table.before_write = delete_first
    await run_queue(served)
    await run_queue(served)
    assert served.subscriptions_table.all_rows() == []
    assert served.event_queue.items == []
    assert served.letters_table.all_rows() == []


async def test_delivery_costs_one_read_of_its_subscription(served: World) -> None:
    await subscribe()
    await publish(served)
    before = served.subscriptions_table.operation_count
    await run_queue(served)
    assert served.subscriptions_table.operation_count == before + 1
