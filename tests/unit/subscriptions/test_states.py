"""States of subscriptions: what ends or pauses one, and what its events become; other changes."""

from typing import Any

import pytest

from subscriptions.domain.event import EventKind
from tests.support.in_memory_table import run_now
from tests.support.log_privacy import logged_events
from tests.support.web import assert_problem, document
from tests.support.world import World
from tests.unit.subscriptions.subscription_helpers import (
    URL,
    at,
    change,
    dead_letters,
    published_events,
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


async def changed(name: str, **members: object) -> Any:
    answer = await change(name, **members)
    assert answer.status_code == 200
    found = document(answer)
    assert document(await at("get_subscription", name)) == found
    return found


async def test_events_of_a_paused_subscription_are_kept_and_replayed_when_it_is_active(
    served: World, log_lines: list[str]
) -> None:
    name = (await subscribe())["subscriptionId"]
    await publish(served, 1)
    paused = await changed(name, state="paused")
    assert (paused["state"], paused["stateChangedAt"]) == ("paused", "2026-11-22T09:00:00Z")
    assert "stateReason" not in paused
    await publish(served, 2)
    await run_queue(served)
    assert served.subscriber.got == []
    assert served.event_queue.items == []
    assert await reasons(name) == ["subscription_paused"] * 2
    assert logged_events(log_lines, "delivery_dead_lettered") == []
    assert logged_events(log_lines, "delivery_kept") == [{"subscriptionId": name}]
    for function in ("replay_dead_letters", "test_subscription"):
        assert assert_problem(await at(function, name, "POST"), 409)["detail"]

    assert (await changed(name, state="active"))["state"] == "active"
    assert document(await at("replay_dead_letters", name, "POST"))["replayedCount"] == 2
    await publish(served, 3)
    await run_queue(served)
    assert len({event["eventId"] for event in published_events(served)}) == 3
    assert await reasons(name) == []


async def test_ended_subscription_is_active_again_at_its_new_url(served: World) -> None:
    name = await end(served)
    found = await changed(name, url=f"{URL}/new", state="active")
    assert (found["url"], found["state"]) == (f"{URL}/new", "active")
    assert "stateReason" not in found
    await at("replay_dead_letters", name, "POST")
    await run_queue(served)
    assert [url for url, _, _ in served.subscriber.got] == [URL, f"{URL}/new"]


async def test_subscription_whose_url_changed_meanwhile_is_not_ended_by_the_old_one(
    served: World,
) -> None:
    name = (await subscribe())["subscriptionId"]
    await publish(served)
    served.subscriber.script = [410]

    def change_first(_operations: object) -> None:
        served.subscriptions_table.before_write = None
        run_now(change(name, url=f"{URL}/new"))

    served.subscriptions_table.before_write = change_first
    await run_queue(served)
    assert document(await at("get_subscription", name))["state"] == "active"
    await run_queue(served)
    assert [url for url, _, _ in served.subscriber.got] == [URL, f"{URL}/new"]


async def test_kinds_change_and_what_is_left_out_stays(served: World) -> None:
    made = await subscribe("opt_out")
    made.pop("secret")
    name = made["subscriptionId"]
    assert await changed(name) == made
    assert await changed(name, events=["inbound"]) == {**made, "events": ["inbound"]}
    await publish(served)
    await run_queue(served)
    assert len(served.subscriber.got) == 1


@pytest.mark.usefixtures("served")
async def test_url_of_another_subscription_is_refused_and_the_former_one_is_free() -> None:
    name = (await subscribe())["subscriptionId"]
    await subscribe(url=f"{URL}/other")
    problem = assert_problem(await change(name, url=f"{URL}/other", state="paused"), 409, "url")
    assert problem["code"] == "url_subscribed"
    assert document(await at("get_subscription", name))["state"] == "active"
    await changed(name, url=f"{URL}/new")
    await subscribe(url=URL)
    assert_problem(await change(name, url="https://EXAMPLE.com/events"), 409, "url")


async def test_deleted_subscription_with_a_changed_url_leaves_nothing(served: World) -> None:
    name = (await subscribe())["subscriptionId"]
    await changed(name, url=f"{URL}/new")
    await at("delete_subscription", name, "DELETE")
    assert served.subscriptions_table.all_rows() == []


@pytest.mark.parametrize(
    ("members", "field"),
    [
        ({"url": "http://example.com/"}, "url"),
        ({"url": "https://10.0.0.1/"}, "url"),
        ({"url": ""}, "url"),
        ({"events": []}, "events"),
        ({"events": ["unknown"]}, "events[0]"),
        ({"state": "ended"}, "state"),
        ({"state": True}, "state"),
        ({"secret": "whsec_x"}, "secret"),
    ],
)
async def test_bad_change_is_refused_and_changes_nothing(
    served: World, members: dict[str, Any], field: str
) -> None:
    name = (await subscribe())["subscriptionId"]
    before = served.subscriptions_table.all_rows()
    assert_problem(await change(name, **{"events": ["inbound"], **members}), 400, field)
    assert served.subscriptions_table.all_rows() == before


@pytest.mark.usefixtures("served")
async def test_unknown_subscription_is_not_changed() -> None:
    assert_problem(await change("0" * 20, state="paused"), 404)


async def test_concurrent_changes_do_not_undo_each_other(served: World) -> None:
    name = (await subscribe())["subscriptionId"]

    def pause_first(_operations: object) -> None:
        served.subscriptions_table.before_write = None
        run_now(change(name, state="paused"))

    served.subscriptions_table.before_write = pause_first
    assert_problem(await change(name, events=["inbound"]), 503)
    found = document(await at("get_subscription", name))
    assert (found["state"], len(found["events"])) == ("paused", len(EventKind))
