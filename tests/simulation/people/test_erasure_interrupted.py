"""An erasure ends the same although its worker dies, or storage fails, at any moment."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from composition.app import run_as
from opt_outs.domain.consent import ConsentState
from people.erasure import continue_erasure, start_erasure
from send_sms.dispatching.dispatch import dispatch
from shared.domain.errors import StorageError
from shared.domain.identifiers import BlockAddress, parse_send_id
from shared.eventgrid.envelope import Event
from shared.storage.table import ETAG
from tests.simulation.send_sms.await_points import MomentousTable, Moments
from tests.support.samples import apply_change, make_change
from tests.support.virtual_time import in_virtual_time
from tests.support.world import PERSON, START, TOLL_FREE, FrozenClock, PreparedWorlds, World
from tests.unit.people.erasure_world import (
    DIGITS,
    NEIGHBOUR,
    SECRET,
    places_of,
    report_delivered,
    write,
)
from tests.unit.send_sms.dispatch_world import KilledError
from tests.unit.send_sms.sms_api import request_body, send, send_to
from tests.unit.subscriptions.subscription_helpers import run_queue, subscribe

DUE_AT = START + timedelta(days=20)
_TABLES = (
    "subscriptions",
    "journal",
    "conversations",
    "opt_outs",
    "reviews",
    "imports",
    "parked",
    "letters",
)


def make_world() -> tuple[World, Moments]:
    clock = FrozenClock()
    moments = Moments(clock)
    tables: dict[str, Any] = {
        f"{name}_table": MomentousTable(moments, name) for name in (*_TABLES, "erasures")
    }
    return World(clock=clock, **tables), moments


async def fill(world: World) -> None:
    """Leave records of the person and of a neighbour in each table."""
    await subscribe()
    world.subscriber.script = [500] * 1_000
    recipients = [{"number": one, "values": {"n": SECRET}} for one in (PERSON, NEIGHBOUR)]
    found = await send_to(world, *recipients, message="Hi: {{n}}")
    address = parse_send_id(found["sendId"])
    assert address
    await report_delivered(world, BlockAddress(address, 0), PERSON)
    await send_to(world, PERSON, message=SECRET, deliveryReport=False)
    await write(world, SECRET)
    await write(world, SECRET, NEIGHBOUR)
    data = {"from": PERSON, "to": TOLL_FREE, "message": SECRET}
    await world.app().parked_events.park([(Event("e", "t", "", START, data), "x")], START)
    while world.event_queue.items:
        await run_queue(world)
    world.clock.advance(days=2)
    answer = await send(
        request_body(to=[PERSON, NEIGHBOUR], sendAt=(DUE_AT).isoformat(), reference=SECRET)
    )
    assert answer.status_code == 202
    await apply_change(
        make_change(ConsentState.OPTED_OUT, START, evidence=SECRET), world.app().opt_outs
    )


async def play(world: World, revive: Callable[[], None]) -> None:
    """Play the host, which delivers a message again whose worker died."""
    for _ in range(60):
        items, world.erasure_queue.items = world.erasure_queue.items, []
        if not items:
            return
        for text, delay_seconds in items:
            world.clock.advance(seconds=delay_seconds)
            try:
                await continue_erasure(text.encode(), world.app().erasing)
            except KilledError:
                revive()
                world.erasure_queue.items.append((text, 0))
    pytest.fail("the erasure never ends")


_FILLED = PreparedWorlds()
"""The one world that is filled; all others go on from there."""


async def filled_world() -> tuple[World, Moments]:
    """Make a world with the records."""

    async def filled() -> World:
        first, _ = make_world()
        with run_as(first.app()):
            await fill(first)
        return first

    world, moments = make_world()
    await _FILLED.go_on(world, "filled", filled)
    return world, moments


async def erase(at: int, failure: BaseException | None) -> tuple[World, Moments]:
    """Erase the person, with a failure at one moment."""
    world, moments = await filled_world()
    with run_as(world.app()):
        await start_erasure(PERSON, "asked", "", world.app().erasing)

        async def fail() -> None:
            assert failure
            moments.is_dead = isinstance(failure, KilledError)
            raise failure

        def revive() -> None:
            moments.is_dead = False

        moments.passed, moments.names[:] = 0, []
        if failure:
            moments.interrupt, moments.interrupted_at = fail, frozenset({at})
        await play(world, revive)
        moments.interrupt, played = None, moments.passed
        world.clock.now = DUE_AT
        for work, _ in world.queue.take_all():
            await dispatch(work, world.app().sending)
        moments.passed = played
    return world, moments


def stored(world: World) -> list[Any]:
    """Give all rows but for versions, ids that workers draw, and times of that minute."""
    left_out = {ETAG, "updated_at", "completed_at", "recorded", "commit", "authors"}
    return [
        {name: _without_minute(value) for name, value in row.items() if name not in left_out}
        for table in world.tables()
        for row in table.all_rows()
    ]


def _without_minute(value: Any) -> Any:
    return re.sub(r"2026-11-28T09:00:[0-9.]+", "then", value) if isinstance(value, str) else value


def events(world: World) -> set[str]:
    """Name the events that were published, each once: a repeat has the same id."""
    texts = (json.loads(text) for text, _ in world.event_queue.items)
    return {event["eventId"] for text in texts for event in text["events"]}


Failure = Callable[[], BaseException]


@pytest.mark.parametrize("failure", [KilledError, StorageError])
@in_virtual_time
async def test_erasure_ends_the_same_whatever_happens_at_any_moment(failure: Failure) -> None:
    plain, moments = await erase(0, None)
    expected = stored(plain)
    assert moments.passed > 60
    for at in range(1, moments.passed + 1):
        world, _ = await erase(at, failure())
        assert stored(world) == expected, moments.names[at - 1]
        assert events(world) == events(plain)
        assert world.gateway.recipients == plain.gateway.recipients


async def test_erased_person_is_named_by_proofs_alone() -> None:
    world, _ = await erase(0, None)
    world.event_queue.items = []  # your system learns of the cancellation
    named = [place.split() for place in places_of(world, DIGITS)]
    assert {own_number for own_number, _ in named} == {TOLL_FREE}
    assert {key[:2] for _, key in named} == {"B|", "L|", PERSON[:2]}
    # The neighbour's: two sends, what was written, and a dead letter.
    assert len(places_of(world, SECRET)) == 7
    assert world.gateway.recipients == [PERSON, NEIGHBOUR, PERSON, NEIGHBOUR]
