"""What a reached cap says: to the caller, subscribers and operators; and responses to people."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest

from composition.app import run_as
from housekeeping import functions as housekeeping
from operations.functions import get_attention
from send_sms.domain.caps import CapScope
from send_sms.functions import send_sms
from send_sms.look_up_functions import list_caps
from shared.domain.errors import StorageError
from shared.log import minute_log
from tests.support.log_privacy import assert_no_personal_data, logged_events
from tests.support.web import assert_problem, call, document, get, post
from tests.support.world import TOLL_FREE, Serve, World
from tests.unit.inbound_webhook.confirmation_world import HELP, OUT, UNPACED, write
from tests.unit.send_sms.cap_world import DAY, cap_on, capped_world, used_of, world_of
from tests.unit.send_sms.publishing import subscribe
from tests.unit.send_sms.test_reply import reply

SENDER = cap_on(CapScope.SENDER, TOLL_FREE, 3)
PROBLEM = (
    "3 of 3 segments a day for this own number are used, and this send needs 1. "
    "The cap resets at 2026-11-23T00:00:00Z."
)


async def send(count: int = 1) -> Any:
    to = [f"+1425555{place:04}" for place in range(count)]
    return await call(send_sms, post({"from": TOLL_FREE, "to": to, "message": "Hi"}))


async def states() -> list[dict[str, Any]]:
    caps: list[dict[str, Any]] = document(await call(list_caps, get()))["caps"]
    return caps


async def reached_caps() -> list[dict[str, Any]]:
    items = document(await call(get_attention, get()))["items"]
    return [one for one in items if one["code"] == "cap_reached"]


def cap_events(world: World) -> list[dict[str, Any]]:
    found = [event for text, _ in world.event_queue.items for event in json.loads(text)["events"]]
    return [event for event in found if event["type"] == "cap_reached"]


async def test_refusal_is_a_429_that_names_the_cap_and_when_it_resets(serve: Serve) -> None:
    serve(capped_world(SENDER))
    await send(3)
    answer = await send()

    problem = assert_problem(answer, 429, "from")
    assert (problem["code"], problem["detail"]) == ("cap_reached", PROBLEM)
    assert answer.headers["Retry-After"] == str(15 * 3600)


async def test_cap_is_told_once_in_its_period_however_many_sends_are_refused(
    serve: Serve,
) -> None:
    world = capped_world(SENDER)
    await subscribe(world)
    for _ in range(2):
        world.clock.advance(days=1)
        for _ in range(2):  # processes
            serve(world)
            for _ in range(3):
                await send(4)

    events = cap_events(world)
    assert len(events) == len({event["eventId"] for event in events}) == 2
    assert events[0]["data"] == {
        "scope": "sender",
        "name": TOLL_FREE,
        "period": "day",
        "unit": "segments",
        "limit": "3",
        "used": "0",
        "resetsAt": "2026-11-24T00:00:00.000000Z",
    }


async def test_event_that_could_not_be_published_is_published_later(serve: Serve) -> None:
    world = capped_world(SENDER)
    await subscribe(world)
    serve(world)

    def fail(_: object) -> None:
        raise StorageError

    world.event_queue.on_put = fail
    assert (await send(4)).status_code == 429
    world.event_queue.on_put = None
    assert (await send(4)).status_code == 429
    assert len(cap_events(world)) == 1


async def test_refusals_are_logged_without_the_own_number(
    serve: Serve, log_lines: list[str]
) -> None:
    minute_log.clear()
    serve(capped_world(SENDER, cap_on(CapScope.CAMPAIGN, "x")))
    for _ in range(3):
        await send(4)
    assert logged_events(log_lines, "cap_reached") == [
        {"scope": "sender", "period": "day", "unit": "segments", "limit": "3", "used": "0"}
    ]
    assert_no_personal_data(log_lines)


async def test_route_shows_each_cap_with_what_is_used(serve: Serve) -> None:
    setting = (
        '[{"per": "day", "segments": 7}, {"per": "month", "amount": "2.5", "sender": "*"},'
        ' {"per": "day", "segments": 9, "campaign": "May"}]'
    )
    serve(world_of(setting))
    assert [one["used"] for one in await states()] == ["0", "0"]
    assert (await send(7)).status_code == 202
    assert (await send()).status_code == 429
    assert await states() == [
        {
            "scope": "app",
            "period": "day",
            "unit": "segments",
            "limit": "7",
            "used": "7",
            "hasRefused": True,
            "resetsAt": "2026-11-23T00:00:00Z",
        },
        {
            "scope": "sender",
            "name": TOLL_FREE,
            "period": "month",
            "unit": "amount",
            "currency": "USD",
            "limit": "2.50",
            "used": "0.095",
            "hasRefused": False,
            "resetsAt": "2026-12-01T00:00:00Z",
        },
        {
            "scope": "campaign",
            "name": "May",
            "period": "day",
            "unit": "segments",
            "limit": "9",
            "used": "0",
            "hasRefused": False,
            "resetsAt": "2026-11-23T00:00:00Z",
        },
    ]


async def test_route_reads_nothing_where_no_caps_are_set(served: World) -> None:
    assert await states() == []
    assert sum(table.operation_count for table in served.tables()) == 0


@pytest.mark.parametrize(("text", "confirmation"), [("STOP", OUT), ("HELP", HELP)])
async def test_confirmations_go_out_when_a_cap_is_reached_and_are_counted_once(
    text: str, confirmation: str
) -> None:
    world = capped_world(DAY)
    world.settings = replace(world.settings, sender_profiles=UNPACED)
    app = world.app()
    with run_as(app):
        await send(10)
        assert (await send()).status_code == 429
        assert (await write(world, text))[-1] == confirmation
        await write(world, text)  # the same event again
    assert await used_of(world, DAY, [app]) == 11


async def test_replies_to_a_person_who_wrote_are_counted_and_never_refused() -> None:
    world = capped_world(DAY)
    app = world.app()
    with run_as(app):
        await write(world, "Hello", to=TOLL_FREE)
        await send(10)
        for text in ("One", "Two", "x" * 161):
            assert (await reply(text)).status_code == 202
        assert (await reply("Two", key="key")).status_code == 202
        assert (await reply("Two", key="key")).status_code == 202
    assert await used_of(world, DAY, [app]) == 15


async def test_reply_to_a_person_who_has_not_written_is_bound_by_caps_as_a_send_is() -> None:
    world = capped_world(DAY)
    app = world.app()
    with run_as(app):
        await send(9)
        assert (await reply("One")).status_code == 202
        for key in ("", "key"):
            refused = assert_problem(await reply("Two", key=key), 429)
            assert refused["code"] == "cap_reached"
        (only,) = await app.conversations.threads(TOLL_FREE, after="", limit=9)
        assert only[1].last_text == "One"
        await write(world, "Hello", to=TOLL_FREE)
        assert (await reply("Two", key="key")).status_code == 202
    assert await used_of(world, DAY, [app]) == 11


async def test_reply_that_is_refused_or_repeated_is_counted_once() -> None:
    world = capped_world(DAY)
    app = world.app()
    with run_as(app):
        for _ in range(2):
            assert (await reply("One", key="key", version=0)).status_code == 202
        assert_problem(await reply("Two", version=0), 409, "version")
        answers = await asyncio.gather(*(reply("Three", key="other") for _ in range(3)))
        assert {answer.status_code for answer in answers} <= {202, 409}
    assert await used_of(world, DAY, [app]) == 2


@pytest.mark.parametrize("user", ["+447400123456", "+4915112345678"])
async def test_reply_abroad_to_a_person_who_has_not_written_is_refused_as_such(user: str) -> None:
    world = world_of('[{"per": "day", "amount": 1}]')
    world.settings = replace(world.settings, countries=None)
    with run_as(world.app()):
        problem = assert_problem(await reply(user=user), 409, "user")
    assert problem["code"] == "country_not_allowed"


async def test_reply_without_a_price_counts_as_the_dearest() -> None:
    world = world_of('[{"per": "day", "amount": 1}]')
    app = world.app()
    with run_as(app):
        await write(world, "Hello", to=TOLL_FREE, **{"from": "+447400123456"})
        assert (await reply(user="+447400123456")).status_code == 202
    assert await used_of(world, world.settings.caps[0], [app]) == 40_000


@pytest.mark.parametrize(("days", "kept"), [(40, 1), (42, 0)])
async def test_accounts_are_deleted_40_days_after_their_day(
    days: int, kept: int, serve: Serve
) -> None:
    world = capped_world(DAY)
    serve(world)
    await send()
    world.clock.advance(days=days)
    await housekeeping.purge_expired(None)
    assert len(world.caps_table.all_rows()) == kept


async def test_cap_that_refused_a_send_needs_attention_until_it_resets(serve: Serve) -> None:
    world = capped_world(SENDER, DAY)
    serve(world)
    await send(3)
    assert await reached_caps() == []
    await send()
    assert await reached_caps() == [
        {
            "code": "cap_reached",
            "count": 1,
            "detail": f"Used: 3 of 3 segments a day (sender {TOLL_FREE}).",
        }
    ]
    world.clock.advance(days=1)
    assert await reached_caps() == []
