"""What is over is deleted, in time and in few operations."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from housekeeping import functions
from send_sms.storage.idempotency_keys import KeyUse
from shared.domain.identifiers import new_send_address
from shared.eventgrid.envelope import Event
from shared.storage.table import Operation
from subscriptions.storage.event_queue import Delivery
from tests.support.world import START, TOLL_FREE, World
from tests.unit.subscriptions.subscription_helpers import subscribe

RUNS_PER_ROUND = 64


async def run_timer(world: World, times: int = 1) -> None:
    """Run the timer as often as it runs in five minutes each."""
    for _ in range(times):
        await functions.purge_expired(None)
        world.clock.advance(minutes=5)


def event(number: int) -> Event:
    return Event(str(number), "Some.Event", "", None, {"number": number})


async def hold(world: World, *keys: str) -> None:
    app = world.app()
    for key in keys:
        send = new_send_address(TOLL_FREE, world.clock(), app.ids.new_randomness())
        await app.idempotency_keys.hold(key, KeyUse("0" * 64, send))


@pytest.mark.parametrize(("hours", "kept"), [(72, 1), (96, 0)])
async def test_parked_report_is_kept_for_72_hours(served: World, hours: int, kept: int) -> None:
    await served.app().parked_events.park_reports([event(1)], START)
    served.clock.advance(hours=hours)
    await run_timer(served)
    assert len(served.parked_table.all_rows()) == kept


@pytest.mark.parametrize(("days", "kept"), [(30, 1), (31, 0)])
async def test_unusable_event_is_kept_for_30_days(served: World, days: int, kept: int) -> None:
    await served.app().parked_events.park([(event(1), "why")], START)
    served.clock.advance(days=days)
    await run_timer(served)
    assert len(served.parked_table.all_rows()) == kept


async def test_parked_events_are_deleted_by_the_hundred(served: World) -> None:
    parked = served.app().parked_events
    await parked.park([(event(number), "why") for number in range(950)], START)
    served.clock.advance(days=31)
    served.parked_table.operation_count = 0
    await run_timer(served)
    assert served.parked_table.all_rows() == []
    assert served.parked_table.operation_count == 2 + 10


async def test_key_is_deleted_within_a_round_of_runs_when_its_24_hours_are_over(
    served: World,
) -> None:
    await hold(served, *(f"old {number}" for number in range(300)))
    served.clock.advance(hours=24)
    await hold(served, *(f"new {number}" for number in range(300)))
    await run_timer(served, RUNS_PER_ROUND)
    assert {row["send"] for row in served.keys_table.all_rows()} == {
        str(send) for send in [await _send_of(served, f"new {number}") for number in range(300)]
    }


async def _send_of(world: World, key: str) -> object:
    use = await world.app().idempotency_keys.get(key, START + timedelta(hours=24))
    assert use
    return use.send


async def test_key_that_is_not_over_survives_every_run(served: World) -> None:
    await hold(served, *(f"key {number}" for number in range(300)))
    await run_timer(served, RUNS_PER_ROUND)
    assert len(served.keys_table.all_rows()) == 300


async def test_key_that_is_used_anew_while_it_is_purged_stays(served: World) -> None:
    await hold(served, "key")
    served.clock.advance(hours=24)
    (old,) = served.keys_table.all_rows()

    def use_anew(_: Sequence[Operation]) -> None:
        served.keys_table.before_write = None
        served.keys_table.put({**old, "request_hash": "1" * 64})

    served.keys_table.before_write = use_anew
    await served.app().idempotency_keys.purge(old["RowKey"][:2], served.clock())
    assert [row["request_hash"] for row in served.keys_table.all_rows()] == ["1" * 64]


async def test_another_instance_that_purges_at_once_is_no_trouble(served: World) -> None:
    parked = served.app().parked_events
    await parked.park([(event(number), "why") for number in range(150)], START)
    served.clock.advance(days=31)
    (gone, *_) = served.parked_table.all_rows()

    def delete_one(_: Sequence[Operation]) -> None:
        served.parked_table.before_write = None
        served.parked_table.remove(gone)

    served.parked_table.before_write = delete_one
    await run_timer(served)
    assert len(served.parked_table.all_rows()) == 99
    await run_timer(served)
    assert served.parked_table.all_rows() == []


@pytest.mark.parametrize(("days", "kept"), [(30, 1), (31, 0)])
async def test_dead_letter_is_kept_for_30_days(served: World, days: int, kept: int) -> None:
    name = (await subscribe())["subscriptionId"]
    letters = served.app().dead_letters
    await letters.add(Delivery(name, "0" * 32, START, [{}]), "no_answer", START)
    served.clock.advance(days=days)
    await run_timer(served)
    assert len(served.letters_table.all_rows()) == kept


async def test_run_costs_eleven_operations_when_nothing_is_over(served: World) -> None:
    await run_timer(served)
    assert sum(table.operation_count for table in served.tables()) == 11
