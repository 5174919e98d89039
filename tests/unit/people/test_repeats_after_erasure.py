"""What Event Grid repeats after an erasure brings nothing of the person back."""

from typing import Any

import pytest

import delivery_report.functions
import inbound_webhook.functions
from opt_outs.domain.consent import ConsentState
from shared.domain.errors import StorageError
from shared.person_records import Person
from subscriptions.storage.erased_lately import KEPT
from tests.support.web import call, document, post, read_event
from tests.support.world import PERSON, TOLL_FREE, Serve, World
from tests.unit.inbound_webhook.confirmation_world import inbound
from tests.unit.people.erasure_world import (
    DIGITS,
    NEIGHBOUR,
    SECRET,
    ask,
    erased,
    places_of,
    play,
    rows_naming,
)
from tests.unit.send_sms.dispatch_world import raising, run_until_idle
from tests.unit.send_sms.sms_api import get_message, send_to
from tests.unit.subscriptions.subscription_helpers import subscribe

UNKNOWN = "+18335550199"


async def deliver(*events: dict[str, Any], expected: int = 200) -> None:
    answer = await call(inbound_webhook.functions.inbound_webhook, post(list(events)))
    assert answer.status_code == expected


async def deliver_reports(*events: dict[str, Any]) -> None:
    answer = await call(delivery_report.functions.delivery_report, post(list(events)))
    assert answer.status_code == 200


def report_of(world: World, number: str) -> dict[str, Any]:
    """Make the event of a report on the last call."""
    found: dict[str, Any] = read_event("report_delivered_event_grid.json")[0]
    tag = world.gateway.calls[-1].tag
    found["data"] |= {"tag": tag, "Tag": tag, "to": number, "from": TOLL_FREE}
    found["data"]["receivedTimestamp"] = f"{world.clock.now:%Y-%m-%dT%H:%M:%SZ}"
    return found


def event(world: World, body: str, **data: Any) -> dict[str, Any]:
    return inbound(body, world.clock.now, to=TOLL_FREE, **data)


@pytest.mark.parametrize("is_over", [True, False])
async def test_message_that_comes_again_is_not_kept_again(served: World, *, is_over: bool) -> None:
    await subscribe()
    asked = event(served, SECRET)
    others = event(served, SECRET, **{"from": NEIGHBOUR})
    await deliver(asked)
    await ask()
    await play(served, is_waiting=is_over)
    served.event_queue.items.clear()

    await deliver(asked, others)

    assert rows_naming(served.journal_table, DIGITS) == []
    assert len(places_of(served, SECRET)) > 0
    assert all(DIGITS not in place for place in places_of(served, SECRET))
    published = [item for item, _ in served.event_queue.items]
    assert DIGITS not in str(published)
    assert NEIGHBOUR in str(published)


async def test_first_delivery_that_comes_after_the_erasure_is_not_kept(served: World) -> None:
    late = event(served, SECRET)
    served.clock.advance(seconds=1)
    await erased(served)
    await deliver(late)
    assert places_of(served, SECRET) == []
    assert places_of(served, DIGITS) == []


async def test_message_that_is_written_later_is_kept(served: World) -> None:
    await erased(served)
    served.clock.advance(seconds=1)
    await deliver(event(served, SECRET))
    assert places_of(served, SECRET) != []


async def test_opt_out_that_comes_again_keeps_its_state_and_brings_no_text(served: World) -> None:
    for body in (f"STOP, {SECRET}", f"please stop texting me, {SECRET}", "wrong number, my knee"):
        asked = event(served, body)
        await deliver(asked)
        await run_until_idle(served)
        sent_count = len(served.gateway.calls)
        served.clock.advance(seconds=1)
        await erased(served)
        before = len(places_of(served, "knee"))
        await deliver(asked)
        await run_until_idle(served)
        assert len(places_of(served, "knee")) == before
        assert len(served.gateway.calls) == sent_count
        served.clock.advance(seconds=1)
    entry = await served.app().opt_outs.get(TOLL_FREE, PERSON)
    assert entry
    assert entry.state is ConsentState.OPTED_OUT


async def test_opt_out_whose_first_delivery_failed_counts_after_the_erasure(served: World) -> None:
    late = event(served, "STOP")
    served.clock.advance(seconds=1)
    await erased(served)
    await deliver(late)
    entry = await served.app().opt_outs.get(TOLL_FREE, PERSON)
    assert entry
    assert entry.state is ConsentState.OPTED_OUT


async def test_message_to_an_unknown_number_is_not_parked_again(serve: Serve) -> None:
    served = World(carried=set())
    serve(served)
    served.clock.advance(hours=1)  # behind the time of the sample
    asked = inbound(SECRET, served.clock.now, to=UNKNOWN)
    await deliver(asked)
    assert places_of(served, SECRET) != []
    await erased(served)
    assert places_of(served, SECRET) == []
    await deliver(asked)
    assert places_of(served, SECRET) == []


async def test_stop_counts_although_it_cannot_be_told_who_was_erased(served: World) -> None:
    served.subscriptions_table.before_read = raising(StorageError)
    await deliver(event(served, "STOP"), expected=503)
    served.subscriptions_table.before_read = None
    entry = await served.app().opt_outs.get(TOLL_FREE, PERSON)
    assert entry
    assert entry.state is ConsentState.OPTED_OUT
    assert served.conversations_table.all_rows() == []


async def test_many_people_can_be_erased_in_a_day_and_are_forgotten_after_a_month(
    served: World,
) -> None:
    late = event(served, SECRET)
    await erased(served)
    people = [f"+1425556{number:04}" for number in range(600)]
    for number in people:
        await noted(served, number)
    await deliver(late, *(event(served, "Hi", **{"from": one}) for one in people[:20]))
    assert places_of(served, SECRET) == []
    rows = [row for row in served.subscriptions_table.all_rows() if "until" in row]
    assert len(rows) == 601
    served.clock.advance(days=KEPT.days, seconds=1)
    await noted(served, NEIGHBOUR)
    left = [row for row in served.subscriptions_table.all_rows() if "until" in row]
    assert len(left) == 1


async def test_report_that_comes_again_does_not_name_the_person_in_the_row(
    served: World,
) -> None:
    await send_to(served, PERSON, NEIGHBOUR)
    served.clock.advance(minutes=1)
    reports = [report_of(served, number) for number in (PERSON, NEIGHBOUR)]
    await deliver_reports(*reports)
    await erased(served)
    before = places_of(served, DIGITS)

    await deliver_reports(*reports)

    assert rows_naming(served.journal_table, DIGITS) == []
    assert places_of(served, DIGITS) == before


async def test_first_report_on_a_message_that_the_erasure_waits_for_is_kept(
    served: World,
) -> None:
    found = await send_to(served, PERSON)
    served.clock.advance(minutes=1)
    await ask()
    await play(served, is_waiting=False)
    [message] = found["messages"]
    await deliver_reports(report_of(served, PERSON))
    shown = document(await get_message(message["messageId"]))
    assert shown["status"] == "delivered"


async def noted(world: World, number: str) -> None:
    """Begin the erasure of a person, up to the first kind of records."""
    records = world.app().erasing.records[0]
    page = await records.plan(Person((number,), "#US-1", world.clock.now), "", world.clock.now)
    await page.erase()
