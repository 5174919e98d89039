"""Secrets that are replaced, with an overlap; and test events, which show that they fit."""

import json
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from subscriptions.manage import SECRET_OVERLAP
from tests.support.in_memory_table import run_now
from tests.support.web import assert_problem, document
from tests.support.world import World
from tests.unit.subscriptions.subscription_helpers import (
    URL,
    at,
    dead_letters,
    published_events,
    run_queue,
    subscribe,
)
from tests.unit.subscriptions.test_deliver import TRIES, is_genuine, publish

__all__ = ["is_genuine"]  # a fixture

Check = Callable[[str, Any, bytes], bool]


async def rotate(name: str) -> Any:
    answer = await at("rotate_subscription_secret", name, "POST")
    assert answer.status_code == 200
    return document(answer)


async def fitting(world: World, monkeypatch: Any, check: Check, *secrets: str) -> list[bool]:
    """Deliver an event; tells which of these secrets fit its signatures."""
    await publish(world)
    await run_queue(world)
    _, headers, body = world.subscriber.got[-1]
    monkeypatch.setattr(time, "time", world.clock.now.timestamp)
    return [check(secret, headers, body) for secret in secrets]


async def test_both_secrets_sign_for_a_day_and_then_the_new_one_alone(
    served: World, is_genuine: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await subscribe()
    rotated = await rotate(made["subscriptionId"])
    secrets = made["secret"], rotated["secret"]
    assert rotated["previousSecretExpiresAt"] == "2026-11-23T09:00:00Z"
    assert await fitting(served, monkeypatch, is_genuine, *secrets) == [True, True]
    assert len(served.subscriber.got[-1][1]["webhook-signature"].split(" ")) == 2
    served.clock.advance(seconds=(SECRET_OVERLAP - timedelta(seconds=1)).total_seconds())
    assert await fitting(served, monkeypatch, is_genuine, *secrets) == [True, True]
    served.clock.advance(seconds=1)
    assert await fitting(served, monkeypatch, is_genuine, *secrets) == [False, True]


async def test_receivers_secret_still_signs_when_the_response_was_lost_and_it_is_rotated_again(
    served: World, is_genuine: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await subscribe()
    name = made["subscriptionId"]
    secrets = [made["secret"], *[(await rotate(name))["secret"] for _ in range(4)]]
    assert await fitting(served, monkeypatch, is_genuine, *secrets) == [True] * 5
    problem = assert_problem(await at("rotate_subscription_secret", name, "POST"), 409)
    assert problem["code"] == "too_many_secrets"
    assert await fitting(served, monkeypatch, is_genuine, *secrets) == [True] * 5
    served.clock.advance(hours=24)
    newest = (await rotate(name))["secret"]
    both = await fitting(served, monkeypatch, is_genuine, secrets[3], secrets[4], newest)
    assert both == [False, True, True]


async def test_no_secret_is_lost_when_two_rotate_concurrently(
    served: World, is_genuine: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await subscribe()
    name, others = made["subscriptionId"], list[Any]()

    def rotate_first(_operations: object) -> None:
        served.subscriptions_table.before_write = None
        others.append(run_now(rotate(name)))

    served.subscriptions_table.before_write = rotate_first
    assert_problem(await at("rotate_subscription_secret", name, "POST"), 503)
    secrets = made["secret"], others[0]["secret"]
    assert await fitting(served, monkeypatch, is_genuine, *secrets) == [True, True]


@pytest.mark.usefixtures("served")
async def test_secret_is_shown_by_the_rotation_alone() -> None:
    made = await subscribe()
    rotated = await rotate(made["subscriptionId"])
    shown = (await at("get_subscription", made["subscriptionId"])).get_body().decode()
    assert made["secret"] not in shown
    assert rotated["secret"] not in shown


async def test_test_event_is_delivered_and_signed_whatever_the_subscription_is_for(
    served: World, is_genuine: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await subscribe("opt_out")
    await subscribe(url=f"{URL}/other")
    name = made["subscriptionId"]
    answers = [await at("test_subscription", name, "POST") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202]
    await run_queue(served)
    event, other = published_events(served)
    assert event == {
        "eventId": document(answers[0])["eventId"],
        "type": "test",
        "occurredAt": "2026-11-22T09:00:00.000000Z",
        "data": {"subscriptionId": name},
    }
    assert other["eventId"] != event["eventId"]
    assert {url for url, _, _ in served.subscriber.got} == {URL}
    monkeypatch.setattr(time, "time", served.clock.now.timestamp)
    _, headers, body = served.subscriber.got[0]
    assert is_genuine(made["secret"], headers, body)


async def test_test_event_that_is_not_taken_is_retried_and_then_a_dead_letter(
    served: World,
) -> None:
    name = (await subscribe())["subscriptionId"]
    await at("test_subscription", name, "POST")
    served.subscriber.script = [500] * TRIES
    for _ in range(TRIES):
        await run_queue(served)
    (letter,) = (await dead_letters(name))["deadLetters"]
    assert json.loads(served.subscriber.got[0][2])["events"] == letter["events"]


async def test_ended_subscription_gets_no_test_event(served: World) -> None:
    name = (await subscribe())["subscriptionId"]
    await publish(served)
    served.subscriber.script = [410]
    await run_queue(served)
    problem = assert_problem(await at("test_subscription", name, "POST"), 409)
    assert problem["code"] == "inactive_subscription"
    assert served.event_queue.items == []
