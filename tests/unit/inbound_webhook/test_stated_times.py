"""Times that events state: what cannot be true counts as of its receipt, and a repeat once."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from opt_outs.domain.consent import ConsentState
from shared.carriers.events import InboundMessage
from tests.support.samples import apply_change, make_change, opted_out_recipients
from tests.support.world import PERSON, START, World
from tests.unit.inbound_webhook.confirmation_world import (
    LONG_CODE,
    answers,
    inbound,
    later,
    receive,
    write,
)

OUT, IN = ConsentState.OPTED_OUT, ConsentState.OPTED_IN
STATED = ["9998-12-31T00:00:00Z", "2026-11-22T09:02:00Z", "0001-01-01T00:00:00"]


def dated(body: str, stated: str, **data: Any) -> dict[str, Any]:
    """Give an event that states a time of its own."""
    return inbound(body, START, receivedTimestamp=stated, messageId=f"Incoming_{body}", **data)


async def is_out(world: World) -> bool:
    """Ask in both ways, for one person and for several; they must agree."""
    registry = world.app().opt_outs
    alone = await opted_out_recipients(registry, LONG_CODE, [PERSON])
    among = await opted_out_recipients(registry, LONG_CODE, [PERSON, "+14255550199"])
    assert alone == among
    return bool(alone)


@pytest.mark.parametrize("stated", STATED)
async def test_stop_after_a_start_of_another_time_counts(served: World, stated: str) -> None:
    await receive(dated("START", stated))
    await receive(inbound("STOP", later(served, seconds=1)))
    assert await is_out(served)


@pytest.mark.parametrize("stated", STATED)
async def test_start_after_a_stop_of_another_time_counts(served: World, stated: str) -> None:
    await receive(dated("STOP", stated))
    assert await is_out(served)
    await receive(inbound("START", later(served, seconds=1)))
    assert not await is_out(served)


@pytest.mark.parametrize("stated", STATED)
@pytest.mark.parametrize("minutes", [1, 5])
async def test_start_that_is_delivered_again_after_a_stop_lifts_nothing(
    served: World, stated: str, minutes: int
) -> None:
    start = dated("START", stated)
    await receive(start)
    await receive(inbound("STOP", later(served, seconds=1)))
    later(served, minutes=minutes)  # by then one of the stated times has passed
    await receive(start)
    assert await is_out(served)
    ledger = await served.app().opt_outs.ledger(LONG_CODE, PERSON)
    assert [line.state for line in ledger] == [IN, OUT]
    assert [line.changed_at for line in ledger] == [START, START + timedelta(seconds=1)]


@pytest.mark.parametrize("stated", STATED)
async def test_start_that_is_delivered_again_lifts_no_later_opt_out_from_all_numbers(
    served: World, stated: str
) -> None:
    start = dated("START", stated)
    await receive(start)
    later(served, seconds=1)
    await stop_for_all(served)
    later(served, minutes=5)
    await receive(start)
    assert await is_out(served)


async def stop_for_all(world: World) -> None:
    """Store a STOP from all numbers."""
    stop = make_change(OUT, world.clock.now, own_number="*")
    await apply_change(stop, world.app().opt_outs)


@pytest.mark.parametrize("stated", STATED)
async def test_message_of_another_time_does_not_stay_the_last_one(
    served: World, stated: str
) -> None:
    await receive(dated("Hello", stated))
    await receive(inbound("Still there?", later(served, seconds=1)))
    ((_, thread),) = await served.app().conversations.threads(LONG_CODE, after="", limit=9)
    assert (thread.last_text, thread.last_at) == ("Still there?", served.clock.now)
    assert [one.body for one in await kept(served)] == ["Still there?", "Hello"]


async def kept(world: World) -> list[Any]:
    found = await world.app().conversations.messages(LONG_CODE, PERSON, after="", limit=9)
    return [message for _, message in found]


@pytest.mark.parametrize("seconds", [0.2, 3, 120])
async def test_event_of_a_clock_that_is_ahead_is_kept_and_answered_once(
    served: World, seconds: float
) -> None:
    ahead = START + timedelta(seconds=seconds)
    stated = f"{ahead:%Y-%m-%dT%H:%M:%S.%fZ}"
    for wait in (0, 1, seconds):
        later(served, seconds=wait)
        await receive(dated("STOP", stated), dated("HELP", stated))
    assert len(await answers(served)) == 2
    assert len(await kept(served)) == 2
    ((_, thread),) = await served.app().conversations.threads(LONG_CODE, after="", limit=9)
    assert thread.unread_count == 2
    records = [row for row in served.journal_table.all_rows() if "intent" in row]
    assert len(records) == 2


async def test_stop_of_an_impossible_time_is_stored_and_not_confirmed(served: World) -> None:
    await receive(dated("STOP", STATED[0]))
    assert await answers(served) == []
    assert await is_out(served)
    assert await write(served, "STOP") == []


async def test_thread_that_was_dated_in_the_future_moves_again(served: World) -> None:
    far = datetime(9998, 1, 1, tzinfo=START.tzinfo)
    old = InboundMessage(LONG_CODE, PERSON, "Hello", "Incoming_1", far)
    await served.app().conversations.add_inbound([old])
    await receive(inbound("Still there?", later(served, seconds=1)))
    ((_, thread),) = await served.app().conversations.threads(LONG_CODE, after="", limit=9)
    assert thread.last_text == "Still there?"
    rows = served.conversations_table.all_rows()
    assert len([row for row in rows if row["RowKey"].startswith("O|")]) == 1
