"""Deliveries: signed, tried again for a day, then kept as dead letters and replayed."""

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from inbound_webhook.receive import inbound_event
from shared.carriers.events import InboundMessage
from shared.domain.errors import StorageError
from shared.outgoing.http import NoResponseError, Response
from subscriptions.deliver import (
    LONGEST_ASKED_WAIT_SECONDS,
    RETRY_DELAYS_SECONDS,
    deliver,
    give_up_delivery,
)
from subscriptions.domain.receiver import signed_headers
from subscriptions.receiver import RefusedAddressError
from subscriptions.storage.event_queue import Delivery, delivery_from_text, delivery_to_text
from tests.support.log_privacy import logged_events
from tests.support.world import PERSON, START, TOLL_FREE, World
from tests.unit.subscriptions.subscription_helpers import (
    URL,
    dead_letters,
    published_events,
    run_queue,
    subscribe,
)

GUIDE = Path(__file__).parents[3] / "docs" / "events.md"
TRIES = len(RETRY_DELAYS_SECONDS) + 1


def message(number: int = 1) -> InboundMessage:
    return InboundMessage(TOLL_FREE, PERSON, "See you at 9.", f"Incoming_{number}", START)


async def publish(world: World, *numbers: int) -> None:
    events = [inbound_event(message(number)) for number in numbers or (1,)]
    await world.app().events.publish(events)


async def die(world: World, *answers: int | Exception) -> None:
    """Tell one event, and have every try fail."""
    await publish(world)
    world.subscriber.script = [*([500] * (TRIES - len(answers))), *answers]
    for _ in range(TRIES):
        await run_queue(world)
    assert world.event_queue.items == []


@pytest.fixture
def is_genuine() -> Callable[[str, Any, bytes], bool]:
    """Give the function that the guide gives to receivers."""
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)
    verify: Callable[[str, Any, bytes], bool] = names["is_genuine"]
    return verify


async def test_delivery_is_genuine_to_who_verifies_as_the_guide_says(
    served: World, is_genuine: Callable[..., bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = (await subscribe())["secret"]
    await publish(served)
    await run_queue(served)
    ((url, headers, body),) = served.subscriber.got
    monkeypatch.setattr(time, "time", served.clock.now.timestamp)
    assert url == URL
    assert is_genuine(secret, headers, body)
    other = await subscribe(url=f"{URL}/other")
    assert not is_genuine(other["secret"], headers, body)
    assert not is_genuine(secret, headers, body + b" ")
    assert not is_genuine(secret, {**headers, "webhook-id": "0" * 32}, body)
    served.clock.advance(minutes=5)
    monkeypatch.setattr(time, "time", served.clock.now.timestamp)
    assert not is_genuine(secret, headers, body)


def test_signature_is_that_of_the_specification() -> None:
    # The example in the tests of Standard Webhooks' own libraries.
    headers = signed_headers(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        datetime.fromtimestamp(1614265330, UTC),
        b'{"test": 2432232314}',
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


async def test_delivery_that_was_taken_is_not_tried_again(served: World) -> None:
    await subscribe()
    await publish(served)
    await run_queue(served)
    assert served.event_queue.items == []
    assert served.letters_table.all_rows() == []


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (500, "http_500"),
        (404, "http_404"),
        (302, "http_302"),
        (199, "http_199"),
        (NoResponseError("TimeoutError", may_have_left=True), "no_answer"),
        (RefusedAddressError(), "address_refused"),
    ],
)
async def test_failing_delivery_is_tried_for_a_day_and_then_a_dead_letter(
    served: World, answer: int | Exception, reason: str
) -> None:
    name = (await subscribe())["subscriptionId"]
    await publish(served)
    served.subscriber.script = [answer] * TRIES
    delays = [delay for _ in range(TRIES) for delay in await run_queue(served)]
    assert delays == [0, *RETRY_DELAYS_SECONDS]
    assert delays == sorted(delays)
    assert served.clock.now - START == timedelta(hours=24)
    assert served.event_queue.items == []
    (letter,) = (await dead_letters(name))["deadLetters"]
    assert (letter["reason"], letter["attemptCount"]) == (reason, TRIES)
    assert letter["events"] == published_events(served)[:1]


async def test_failing_delivery_is_logged_once_a_minute_and_when_it_becomes_a_dead_letter(
    served: World, log_lines: list[str]
) -> None:
    name = (await subscribe())["subscriptionId"]
    await die(served)
    failed = {"subscriptionId": name, "reason": "http_500"}
    assert logged_events(log_lines, "delivery_failed") == [failed]
    assert logged_events(log_lines, "delivery_dead_lettered") == [{**failed, "eventCount": 1}]


async def test_every_try_has_the_same_id_and_body_and_a_time_of_its_own(served: World) -> None:
    await subscribe()
    await publish(served)
    served.subscriber.script = [500, 500]
    for _ in range(3):
        await run_queue(served)
    bodies = {body for _, _, body in served.subscriber.got}
    ids = {headers["webhook-id"] for _, headers, _ in served.subscriber.got}
    times = [int(headers["webhook-timestamp"]) for _, headers, _ in served.subscriber.got]
    assert (len(bodies), len(ids)) == (1, 1)
    assert [later - earlier for earlier, later in pairwise(times)] == [5, 30]


async def test_delivery_waits_while_storage_is_unavailable_and_no_try_is_lost(
    served: World,
) -> None:
    await subscribe()
    await publish(served)

    def away() -> None:
        raise StorageError

    served.subscriptions_table.before_read = away
    for _ in range(30):
        await run_queue(served)
    served.subscriptions_table.before_read = None
    ((text, _),) = served.event_queue.items
    assert delivery_from_text(text).attempt_count == 0
    await run_queue(served)
    assert len(published_events(served)) == 1


async def test_letter_that_cannot_be_stored_is_tried_again(served: World) -> None:
    name = (await subscribe())["subscriptionId"]

    def away(_: object) -> None:
        raise StorageError

    served.letters_table.before_write = away
    await publish(served)
    served.subscriber.script = [500] * (TRIES + 1)
    for _ in range(TRIES):
        await run_queue(served)
    assert len(served.event_queue.items) == 1
    served.letters_table.before_write = None
    await run_queue(served)
    assert len((await dead_letters(name))["deadLetters"]) == 1


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"subscription": 1}', b"\xff"])
async def test_message_that_is_no_delivery_is_poison_and_dropped(
    served: World, body: bytes
) -> None:
    with pytest.raises(ValueError, match=r"."):
        await deliver(body, served.app().event_delivery)
    await give_up_delivery(body, served.app().event_delivery)
    assert served.letters_table.all_rows() == []


@pytest.mark.parametrize(
    ("name", "delivery_id"), [("../x", "0" * 32), ("", "0" * 32), ("0" * 20, "x/y"), ("0" * 20, "")]
)
async def test_delivery_with_ids_that_are_none_reaches_no_key(
    served: World, name: str, delivery_id: str
) -> None:
    body = delivery_to_text(Delivery(name, delivery_id, START, [])).encode()
    with pytest.raises(ValueError, match="names no delivery"):
        await deliver(body, served.app().event_delivery)
    await give_up_delivery(body, served.app().event_delivery)
    assert all(table.operation_count == 0 for table in served.tables())


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("120", 120),
        ("1", RETRY_DELAYS_SECONDS[0]),
        ("Sun, 22 Nov 2026 09:10:00 GMT", 600),
        ("Sun, 22 Nov 2026 08:00:00 GMT", RETRY_DELAYS_SECONDS[0]),
        ("86400", LONGEST_ASKED_WAIT_SECONDS),
        ("9" * 400, LONGEST_ASKED_WAIT_SECONDS),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_ASKED_WAIT_SECONDS),
        ("-5", RETRY_DELAYS_SECONDS[0]),
        ("soon", RETRY_DELAYS_SECONDS[0]),
    ],
)
async def test_retry_waits_at_least_as_long_as_the_subscriber_asks_and_an_hour_at_most(
    served: World, status: int, asked: str, seconds: int
) -> None:
    assert datetime(2026, 11, 22, 9, tzinfo=UTC) == START
    await subscribe()
    await publish(served)
    served.subscriber.script = [Response(status, {"Retry-After": asked}, b"")]
    await run_queue(served)
    assert await run_queue(served) == [seconds]
    assert served.event_queue.items == []


@pytest.mark.parametrize("status", [500, 404, 302])
async def test_retry_after_of_another_status_changes_nothing(served: World, status: int) -> None:
    await subscribe()
    await publish(served)
    served.subscriber.script = [Response(status, {"Retry-After": "120"}, b"")]
    await run_queue(served)
    assert await run_queue(served) == [RETRY_DELAYS_SECONDS[0]]
