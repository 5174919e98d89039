"""Messages to own numbers that are not known are parked; their STOPs count, within bounds."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest

import analytics.functions
import conversations.functions
import delivery_report.functions
import inbound_webhook.functions
import operations.functions
import opt_outs.functions
import send_sms.functions
import senders.functions
from composition.settings import Settings
from opt_outs.domain.consent import ConsentState, StopScope
from shared.carriers.sending import Outcome, OutcomeKind, SendCall
from shared.domain.errors import ConflictError
from shared.domain.identifiers import MessageAddress, new_send_address
from shared.eventgrid.parked_events import MAX_LOOKS, MAX_UNKNOWN_NUMBERS
from shared.storage.table import Operation
from tests.support.log_privacy import assert_no_personal_data, logged_events
from tests.support.samples import make_batch
from tests.support.web import call, document, get, post, read_event
from tests.support.world import PERSON, SETTINGS, START, TOLL_FREE, Serve, World

NEW = "+14255550100"
REASON = "its own number is not known"


def inbound(text: str, to: str = NEW, number: int = 0, **data: Any) -> dict[str, Any]:
    event: dict[str, Any] = read_event("inbound_event_grid.json")[0]
    event["data"] |= {"messageId": f"Incoming_{to}_{text}_{number}", "message": text, **data}
    event["data"] |= {"to": to, "from": PERSON}
    return event


def invented(count: int, text: str = "Hello", first: int = 0) -> list[dict[str, Any]]:
    return [inbound(text, f"+1833{number:07}") for number in range(first, first + count)]


def begin(serve: Serve, settings: Settings = SETTINGS) -> World:
    """Run an app that has seen no own number send."""
    world = World(carried=set(), settings=settings)
    world.submit_at_once()
    world.clock.advance(hours=1)
    serve(world)
    return world


@pytest.fixture
def world(serve: Serve) -> World:
    return begin(serve)


async def receive(*events: dict[str, Any]) -> None:
    answer = await call(inbound_webhook.functions.inbound_webhook, post(list(events)))
    assert answer.status_code == 200


def refuse(operations: Sequence[Operation]) -> None:
    del operations
    raise ConflictError


def all_failed(submission: SendCall) -> tuple[Outcome | None, ...]:
    return tuple(Outcome(OutcomeKind.FAILED, code="400") for _ in submission.message_ids)


async def join() -> None:
    await inbound_webhook.functions.join_parked_inbound(None)


async def send(world: World, own: str = NEW, to: str = "+14255550177") -> Any:
    body = {"from": own, "to": to, "message": "Hello"}
    accepted = document(await call(send_sms.functions.send_sms, post(body)))
    await world.rounds.finish()
    return accepted


async def parked() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = document(
        await call(operations.functions.list_parked_events, get())
    )["events"]
    return found


async def threads(own: str = NEW) -> list[Any]:
    page = await call(conversations.functions.list_conversations, get(params={"sender": own}))
    found: list[Any] = document(page)["conversations"]
    return found


async def state_of(world: World, own: str = NEW) -> ConsentState | None:
    entry = await world.app().opt_outs.get(own, PERSON)
    return entry.state if entry and entry.changes else None


async def test_message_to_an_unknown_number_is_parked_and_nothing_else(
    world: World, log_lines: list[str]
) -> None:
    await receive(inbound("Is anybody there?"))
    assert [one["reason"] for one in await parked()] == [REASON]
    assert await threads() == []
    written = [table for table in world.tables() if table.all_rows()]
    assert written == [world.parked_table]
    assert logged_events(log_lines, "events_parked")[0]["count"] == 1
    assert_no_personal_data(log_lines, texts=["anybody"])


async def test_stop_to_an_unknown_number_counts_at_once(world: World) -> None:
    await receive(inbound("STOP"))
    assert await state_of(world) is ConsentState.OPTED_OUT
    accepted = await send(world, to=PERSON)
    assert accepted["messages"][0]["status"] == "suppressed"
    assert world.gateway.calls == []
    assert len(await parked()) == 1
    assert await threads() == []


async def test_stop_to_an_unknown_number_covers_what_stops_cover(serve: Serve) -> None:
    world = begin(serve, replace(SETTINGS, stop_scope=StopScope.ALL))
    await receive(inbound("STOP"))
    accepted = await send(world, own=TOLL_FREE, to=PERSON)
    assert accepted["messages"][0]["status"] == "suppressed"


@pytest.mark.parametrize("text", ["START", "HELP", "please leave me alone maybe", "Yes"])
async def test_other_words_to_an_unknown_number_change_nothing(world: World, text: str) -> None:
    await receive(inbound("STOP"), inbound(text))
    assert await state_of(world) is ConsentState.OPTED_OUT
    assert world.reviews_table.all_rows() == []
    assert world.gateway.calls == []
    assert world.journal_table.all_rows() == []


async def test_parked_messages_are_processed_once_the_number_has_sent(world: World) -> None:
    await receive(inbound("Hello"), inbound("STOP"))
    await join()
    assert len(await parked()) == 2
    await send(world)
    await join()
    assert await parked() == []
    (thread,) = await threads()
    assert thread["user"] == PERSON
    assert await state_of(world) is ConsentState.OPTED_OUT


async def test_start_after_a_stop_counts_once_the_number_is_known(world: World) -> None:
    await receive(inbound("STOP", receivedTimestamp="2026-11-22T09:20:00Z"))
    await receive(inbound("START", receivedTimestamp="2026-11-22T09:21:00Z"))
    assert await state_of(world) is ConsentState.OPTED_OUT
    await send(world)
    await join()
    assert await state_of(world) is ConsentState.OPTED_IN


async def test_message_that_joins_again_is_kept_once(world: World) -> None:
    await receive(inbound("Hello"))
    await send(world)
    world.parked_table.before_write = refuse
    await join()
    await join()
    assert len(await parked()) == 1
    assert len(await world.app().conversations.threads(NEW, after="", limit=9)) == 1


async def test_number_of_the_settings_is_known_without_a_send(serve: Serve) -> None:
    begin(serve)
    await receive(inbound("Hello", TOLL_FREE))
    assert await parked() == []
    assert len(await threads(TOLL_FREE)) == 1


async def test_number_that_the_carrier_refused_is_not_known(world: World) -> None:
    world.gateway.script = [all_failed]
    await send(world)
    await receive(inbound("Hello"))
    assert len(await parked()) == 1


async def test_number_that_another_process_sent_from_is_known_after_one_look(
    world: World, serve: Serve
) -> None:
    await send(world)
    other = replace(world, carried=set())
    serve(other)
    before = world.journal_table.operation_count
    await receive(inbound("One"))
    cold = world.journal_table.operation_count - before
    await receive(inbound("Two", number=1))
    warm = world.journal_table.operation_count - before - cold
    assert cold == warm + 1
    assert await parked() == []


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


async def test_complete_list_of_senders_needs_no_look(serve: Serve) -> None:
    world = begin(serve, replace(SETTINGS, own_numbers=frozenset({TOLL_FREE})))
    await receive(inbound("Hello"))
    assert world.journal_table.operation_count == 0
    assert len(await parked()) == 1
