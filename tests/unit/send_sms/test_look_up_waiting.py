"""A message that waits says what for and until when: in the send, the message and the thread."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from send_sms import look_up_functions
from send_sms.domain.quiet_hours import QuietHoursPolicy
from send_sms.ending import cancel_send
from senders.domain.profile import default_profile
from senders.domain.rate_limiter import Limits
from shared.domain.identifiers import parse_send_id
from tests.support.samples import people
from tests.support.web import call, document, get
from tests.support.world import START, TOLL_FREE, Serve, World
from tests.unit.conversations.threads import entries_of
from tests.unit.send_sms.dispatch_world import THROTTLED, run, window
from tests.unit.send_sms.sms_api import (
    ANA,
    get_message,
    get_messages,
    get_send,
    request_body,
    send,
    send_to,
)

MIAMI, PORTLAND = "+13055550100", "+15035550100"
EIGHT_IN_MIAMI, EIGHT_IN_PORTLAND = "2026-11-22T13:00:00Z", "2026-11-22T16:00:00Z"
PROFILE = default_profile(TOLL_FREE)


async def send_once(world: World, *to: str, **members: Any) -> dict[str, Any]:
    """Send, and play the host for its work once: what waits then waits on."""
    accepted: dict[str, Any] = document(await send(request_body(to=list(to), **members)))
    for work, _ in world.queue.take_all():
        await run(world, work)
    return accepted


async def told(accepted: dict[str, Any]) -> list[Any]:
    """Give what send, message, page of messages, list of sends and thread say of one message."""
    send_id, message_id = accepted["sendId"], accepted["messages"][0]["messageId"]
    page = document(await get_messages(send_id))
    params = {"sender": TOLL_FREE, "day": f"{START.date()}"}
    listed = document(await call(look_up_functions.list_sends, get(params=params)))
    places = [
        document(await get_send(send_id)),
        document(await get_message(message_id)),
        page["messages"][0],
        next(one for one in listed["sends"] if one["sendId"] == send_id),
        *await entries_of(accepted["messages"][0]["to"]),
    ]
    return [(one.get("waitingFor"), one.get("nextAttemptAt")) for one in places]


@pytest.fixture
def by_day(world: World, serve: Serve) -> World:
    world.settings = replace(world.settings, quiet_hours=QuietHoursPolicy.RESCHEDULE)
    serve(world)
    return world


async def test_marketing_in_quiet_hours_says_when_they_end(by_day: World) -> None:
    accepted = await send_once(by_day, MIAMI, category="marketing")
    assert await told(accepted) == [("quiet_hours", EIGHT_IN_MIAMI)] * 5


async def test_send_counts_what_waits_by_reason_with_first_and_last_attempt(by_day: World) -> None:
    to = [MIAMI, PORTLAND]
    accepted = await send_once(by_day, *to, category="marketing")
    found = document(await get_send(accepted["sendId"]))
    waiting = {"waitingFor": "quiet_hours", "nextAttemptAt": EIGHT_IN_MIAMI}
    assert found["counts"] == {"queued": 2}
    last = {"lastAttemptAt": EIGHT_IN_PORTLAND}
    assert found["waiting"] == [{**waiting, **last, "count": 2}]
    assert {name: found[name] for name in waiting} == waiting


async def test_message_that_expires_in_quiet_hours_has_no_next_attempt(by_day: World) -> None:
    accepted = await send_once(by_day, MIAMI, category="marketing", ttlSeconds=3600)
    assert await told(accepted) == [("quiet_hours", None)] * 5


async def test_scheduled_message_says_when_it_is_due(served: World) -> None:
    accepted = await send_once(served, ANA, sendAt="2026-11-22T10:00:00Z")
    assert await told(accepted) == [("scheduled", "2026-11-22T10:00:00Z")] * 5


async def test_scheduled_marketing_says_when_quiet_hours_have_ended_too(by_day: World) -> None:
    accepted = await send_once(by_day, MIAMI, category="marketing", sendAt="2026-11-22T10:00:00Z")
    assert await told(accepted) == [("scheduled", EIGHT_IN_MIAMI)] * 5


async def test_message_of_a_paused_sender_says_so(by_day: World) -> None:
    await by_day.app().senders.set_paused(TOLL_FREE, PROFILE, START)
    accepted = await send_once(by_day, MIAMI, category="marketing")
    assert await told(accepted) == [("sender_paused", None)] * 5


async def test_message_after_a_429_says_when_the_sender_may_go_on(served: World) -> None:
    served.gateway.script = [THROTTLED]
    accepted = await send_once(served, ANA)
    assert await told(accepted) == [("sender_paced", "2026-11-22T09:01:17Z")] * 5


async def test_messages_beyond_the_limit_of_the_sender_say_that_they_are_paced(
    world: World, serve: Serve
) -> None:
    window(world, units_per_minute=200)
    serve(world)
    accepted = await send_once(world, *people(90))
    ((_, wait_seconds),) = world.queue.items
    found = document(await get_send(accepted["sendId"]))
    assert found["waitingFor"] == "sender_paced"
    assert found["waiting"][0]["count"] == found["counts"]["queued"] > 50
    at = datetime.fromisoformat(found["nextAttemptAt"])
    assert 0 < (at - world.clock.now).total_seconds() <= 3 * wait_seconds


async def test_messages_beyond_the_day_of_the_sender_wait_for_the_next_one(
    world: World, serve: Serve
) -> None:
    profile = replace(PROFILE, limits=Limits(units_per_day=1))
    world.settings = replace(world.settings, sender_profiles={TOLL_FREE: profile})
    serve(world)
    await send_to(world, ANA)
    accepted = await send_once(world, MIAMI)
    assert await told(accepted) == [("sender_paced", "2026-11-23T00:00:00Z")] * 5


async def test_message_that_does_not_wait_says_nothing_and_costs_no_more(served: World) -> None:
    accepted = await send_once(served, ANA)
    served.senders_table.operation_count = 0
    assert await told(accepted) == [(None, None)] * 5
    assert "waiting" not in document(await get_send(accepted["sendId"]))
    assert served.senders_table.operation_count == 0


async def test_reason_of_a_waiting_message_costs_one_read(by_day: World) -> None:
    accepted = await send_once(by_day, *people(150), category="marketing")
    by_day.senders_table.operation_count = 0
    await get_send(accepted["sendId"])
    assert by_day.senders_table.operation_count == 1


async def test_cancelled_send_waits_for_nothing(by_day: World) -> None:
    accepted = await send_once(by_day, MIAMI, category="marketing")
    address = parse_send_id(accepted["sendId"])
    assert address
    await cancel_send(address, by_day.app().sending)
    assert await told(accepted) == [(None, None)] * 5
