"""Messages to own numbers that are not known are parked; their STOPs count, within bounds."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

import conversations.functions
import inbound_webhook.functions
import operations.functions
import send_sms.functions
from composition.settings import Settings
from opt_outs.domain.consent import ConsentState, StopScope
from shared.carriers.sending import Outcome, OutcomeKind, SendCall
from shared.domain.errors import ConflictError
from shared.storage.table import Operation
from tests.support.log_privacy import assert_no_personal_data, logged_events
from tests.support.web import call, document, get, post, read_event
from tests.support.world import PERSON, SETTINGS, TOLL_FREE, Serve, World

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


async def test_complete_list_of_senders_needs_no_look(serve: Serve) -> None:
    world = begin(serve, replace(SETTINGS, own_numbers=frozenset({TOLL_FREE})))
    await receive(inbound("Hello"))
    assert world.journal_table.operation_count == 0
    assert len(await parked()) == 1
