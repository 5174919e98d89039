"""Invented own numbers cost little, and push aside no STOP that matters."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest

import analytics.functions
import delivery_report.functions
import inbound_webhook.functions
import opt_outs.functions
import send_sms.functions
import senders.functions
from opt_outs.domain.consent import ConsentState
from shared.domain.identifiers import MessageAddress, new_send_address
from shared.eventgrid.parked_events import MAX_LOOKS, MAX_UNKNOWN_NUMBERS
from tests.support.samples import make_batch
from tests.support.web import call, document, get, post, read_event
from tests.support.world import PERSON, START, TOLL_FREE, Serve, World
from tests.unit.inbound_webhook.test_unknown_numbers import (
    NEW,
    begin,
    inbound,
    invented,
    join,
    parked,
    receive,
    refuse,
    send,
    state_of,
    threads,
)


@pytest.fixture
def world(serve: Serve) -> World:
    return begin(serve)


async def test_invented_numbers_reach_no_list_and_no_figure(world: World) -> None:
    await send(world, own=TOLL_FREE)
    for start in range(0, 1_000, 50):
        await receive(*invented(50, first=start))
    world.journal_table.operation_count = 0
    day = {"from": "2026-11-22", "to": "2026-11-22"}
    summary = document(await call(analytics.functions.analytics_summary, get(params=day)))
    assert [one["sender"] for one in summary["bySender"]] == [TOLL_FREE]
    assert world.journal_table.operation_count < 10
    listed = document(await call(senders.functions.list_senders, get()))["senders"]
    assert [one["sender"] for one in listed] == [TOLL_FREE]
    entries = document(await call(opt_outs.functions.list_opt_outs, get()))
    assert entries["entries"] == []


async def test_stops_to_invented_numbers_make_entries_for_a_hundred_of_them(world: World) -> None:
    for start in range(0, 300, 50):
        await receive(*invented(50, "STOP", first=start))
    partitions = {row["PartitionKey"] for row in world.opt_outs_table.all_rows()}
    assert len(partitions) == MAX_UNKNOWN_NUMBERS
    # Those that have an entry go on to count.
    await receive(inbound("STOP", "+18330000000", number=2))
    world.clock.advance(days=31)
    await receive(*invented(50, "STOP", first=300))
    partitions = {row["PartitionKey"] for row in world.opt_outs_table.all_rows()}
    assert len(partitions) == MAX_UNKNOWN_NUMBERS + 50


async def test_stop_to_a_number_with_a_waiting_send_counts_however_many_were_invented(
    world: World,
) -> None:
    await receive(*invented(50, "STOP"), *invented(50, "STOP", first=50))
    later = {"from": NEW, "to": PERSON, "message": "Hello", "sendAt": "2026-11-22T18:00:00Z"}
    await call(send_sms.functions.send_sms, post(later))
    await receive(inbound("STOP"))
    assert await state_of(world) is ConsentState.OPTED_OUT


def opted_out_report(own: str) -> dict[str, Any]:
    """Give a report of a send that nothing knows, which says that the person opted out."""
    event: dict[str, Any] = read_event("report_opted_out.json")[0]
    event["data"] |= {"Tag": str(MessageAddress(new_send_address(own, START, bytes(10)), 0))}
    return event


async def test_reports_of_invented_numbers_make_entries_for_a_hundred_of_them(
    world: World,
) -> None:
    webhook = delivery_report.functions.delivery_report
    for start in range(0, 300, 60):
        numbers = [f"+1833{number:07}" for number in range(start, start + 60)]
        answer = await call(webhook, post([opted_out_report(own) for own in numbers]))
        assert answer.status_code == 200
    partitions = {row["PartitionKey"] for row in world.opt_outs_table.all_rows()}
    assert len(partitions) == MAX_UNKNOWN_NUMBERS


async def test_opt_out_out_of_bounds_counts_when_its_report_joins_its_send(world: World) -> None:
    for start in range(0, 100, 50):
        await receive(*invented(50, "STOP", first=start))
    event = opted_out_report(TOLL_FREE)
    batch = make_batch([f"+{event['data']['to'].lstrip('+')}"])
    event["data"]["Tag"] = str(batch.message_address(0))
    await call(delivery_report.functions.delivery_report, post([event]))
    person = batch.recipients[0]
    assert await world.app().opt_outs.get(TOLL_FREE, person) is None
    await world.app().journal.commit([batch])
    await delivery_report.functions.join_parked_reports(None)
    entry = await world.app().opt_outs.get(TOLL_FREE, person)
    assert entry
    assert entry.state is ConsentState.OPTED_OUT


async def test_opt_out_of_a_stored_send_counts_however_many_numbers_were_invented(
    world: World,
) -> None:
    """Its report joins the send at once, so no later one tells of the opt-out."""
    for start in range(0, 100, 50):
        await receive(*invented(50, "STOP", first=start))
    event = opted_out_report(TOLL_FREE)
    batch = make_batch([f"+{event['data']['to'].lstrip('+')}"])
    event["data"]["Tag"] = str(batch.message_address(0))
    await world.app().journal.commit([batch])
    others = [opted_out_report(f"+1830{number:07}") for number in range(MAX_LOOKS)]
    await call(delivery_report.functions.delivery_report, post([*others, event]))
    entry = await world.app().opt_outs.get(TOLL_FREE, batch.recipients[0])
    assert entry
    assert entry.state is ConsentState.OPTED_OUT
    partitions = {row["PartitionKey"] for row in world.opt_outs_table.all_rows()}
    assert len(partitions) == MAX_UNKNOWN_NUMBERS + 1


async def test_delivery_of_many_invented_numbers_looks_for_few(world: World) -> None:
    await receive(*invented(3 * MAX_LOOKS))
    assert world.journal_table.operation_count == MAX_LOOKS
    assert len(world.parked_table.all_rows()) == 3 * MAX_LOOKS


@pytest.mark.usefixtures("world")
async def test_known_number_is_served_beside_invented_ones() -> None:
    await receive(*invented(3), inbound("Hello", TOLL_FREE))
    assert len(await threads(TOLL_FREE)) == 1
    assert len(await parked()) == 3


async def test_delivery_is_asked_for_again_when_it_could_not_be_parked(world: World) -> None:
    world.parked_table.before_write = refuse
    request = post([inbound("STOP")])
    answer = await call(inbound_webhook.functions.inbound_webhook, request)
    assert answer.status_code == 503


async def test_parked_message_is_found_behind_hundreds_of_invented_ones(
    world: World, serve: Serve
) -> None:
    for start in range(0, 500, 50):
        await receive(*invented(50, first=start))
    await receive(inbound("Hello"))
    await send(world)
    serve(replace(world, carried=set(), randomness=Random(16).randbytes))  # type: ignore[arg-type]
    runs = 0
    while not await threads():
        await join()
        runs += 1
    assert runs < 60
