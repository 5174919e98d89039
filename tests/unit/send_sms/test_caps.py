"""Caps: what is counted, what is refused, and what that costs."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from send_sms.accepting.accept import AcceptedSend, accept_send
from send_sms.accepting.accept_once import KeyReusedError, SendInFlightError, accept_once
from send_sms.accepting.allowance import CapReachedError
from send_sms.domain.caps import Cap, CapPeriod, CapScope, CapUnit
from send_sms.ending import cancel_send
from shared.domain.errors import StorageError
from tests.support.lossy_table import LossyTable
from tests.support.samples import make_request, people
from tests.support.world import PERSON, TOLL_FREE, World
from tests.unit.send_sms.accept_helpers import (
    accept_keyed,
    another_process,
    assert_nothing_stored,
    operation_count,
)
from tests.unit.send_sms.cap_world import DAY, cap_on, capped_world, used_of

TEN = people(10)


async def accept(app: Any, to: Any = PERSON, **members: Any) -> AcceptedSend:
    return await accept_send(make_request(to, **members), app.accepting)


async def test_send_that_is_larger_than_what_is_left_is_refused_whole_and_uses_nothing_up() -> None:
    world = capped_world()
    app = world.app()
    await accept(app, TEN[:8])

    with pytest.raises(CapReachedError, match="8 of 10 segments a day for the whole app are used"):
        await accept(app, TEN[:3])
    assert len(world.journal_table.all_rows()) == 1
    assert len(world.queue.items) == 1

    await accept(app, TEN[:2])
    assert await used_of(world, DAY, [app]) == 10


async def test_refused_send_stores_nothing() -> None:
    world = capped_world(replace(DAY, limit=2))
    for to in (TEN, TEN[:3]):
        with pytest.raises(CapReachedError):
            await accept(world.app(), to)
    world.caps_table = type(world.caps_table)()
    assert_nothing_stored(world)


async def test_segments_of_each_text_are_counted() -> None:
    world = capped_world()
    app = world.app()
    to = [
        {"number": TEN[0], "values": {"name": "Ana"}},
        {"number": TEN[1], "values": {"name": "x" * 200}},
    ]
    await accept(app, to, message="Hi {{name}}")
    assert await used_of(world, DAY, [app]) == 3


async def test_recipients_that_are_rejected_or_named_twice_are_not_counted() -> None:
    world = capped_world()
    app = world.app()
    await accept(app, [PERSON, PERSON, "no number"])
    assert await used_of(world, DAY, [app]) == 1


@pytest.mark.parametrize(
    ("cap", "members", "is_counted"),
    [
        (cap_on(CapScope.SENDER, TOLL_FREE), {}, True),
        (cap_on(CapScope.SENDER, "+18335550999"), {}, False),
        (cap_on(CapScope.CATEGORY, "otp"), {"category": "otp"}, True),
        (cap_on(CapScope.CATEGORY, "otp"), {}, False),
        (cap_on(CapScope.CAMPAIGN, "May"), {"campaign": "May"}, True),
        (cap_on(CapScope.CAMPAIGN, "May"), {"campaign": "may"}, False),
        (cap_on(CapScope.CAMPAIGN, "May"), {}, False),
        (cap_on(CapScope.CAMPAIGN, "*"), {}, False),
    ],
)
async def test_cap_holds_for_what_it_names(
    cap: Cap, members: dict[str, Any], is_counted: bool
) -> None:
    world = capped_world(cap)
    app = world.app()
    await accept(app, **members)
    assert await used_of(world, cap, [app]) == is_counted


async def test_cap_of_each_holds_for_each_by_itself_and_gives_way_to_one_with_a_name() -> None:
    caps = [cap_on(CapScope.CAMPAIGN, "*", 2), cap_on(CapScope.CAMPAIGN, "big", 5)]
    app = capped_world(*caps).app()
    for campaign, count in (("a", 2), ("b", 2), ("big", 5)):
        await accept(app, TEN[:count], campaign=campaign)
        with pytest.raises(CapReachedError, match="for this campaign"):
            await accept(app, campaign=campaign)


async def test_all_caps_must_have_room_and_one_that_refuses_uses_none_of_the_others() -> None:
    small = cap_on(CapScope.SENDER, TOLL_FREE, 3)
    world = capped_world(DAY, small)
    app = world.app()
    with pytest.raises(CapReachedError, match="for this own number"):
        await accept(app, TEN[:4])
    assert await used_of(world, DAY, [app]) == 0


async def test_day_and_month_begin_anew_in_utc() -> None:
    month = Cap(CapPeriod.MONTH, CapUnit.SEGMENTS, 15)
    world = capped_world(DAY, month)
    app = world.app()
    await accept(app, TEN)
    with pytest.raises(CapReachedError) as caught:
        await accept(app)
    assert caught.value.retry_after_seconds == 15 * 3600

    world.clock.advance(hours=15)
    await accept(app, TEN[:5])
    with pytest.raises(CapReachedError, match="segments a month") as caught:
        await accept(app)
    assert caught.value.retry_after_seconds == 8 * 24 * 3600  # from November 23

    world.clock.advance(days=8)
    await accept(app, TEN)


async def test_two_processes_share_a_cap() -> None:
    world = capped_world(replace(DAY, limit=300))
    apps = [another_process(world) for _ in range(2)]
    accepted = 0
    for turn in range(330):
        try:
            await accept(apps[turn % 2])
            accepted += 1
        except CapReachedError:
            break
    assert 297 <= accepted <= 300
    assert await used_of(world, replace(DAY, limit=300), apps) == accepted


async def test_idle_lease_is_given_back_after_a_minute() -> None:
    cap = replace(DAY, limit=1_000)
    world = capped_world(cap)
    app = world.app()
    await accept(app)
    assert await used_of(world, cap) == 10
    assert app.caps
    world.clock.advance(seconds=59)
    await app.caps.settle_idle()
    assert await used_of(world, cap) == 10
    world.clock.advance(seconds=1)
    await app.caps.settle_idle()
    assert await used_of(world, cap) == 1


async def test_single_sends_take_no_operation_of_their_own() -> None:
    plain, capped = World(), capped_world(replace(DAY, limit=100_000))
    costs = []
    for world in (plain, capped):
        app = world.app()
        await accept(app)
        before = operation_count(world)
        for _ in range(100):
            await accept(app)
        costs.append(operation_count(world) - before)
    assert costs[0] == costs[1]


@pytest.mark.parametrize("lost", ["refused_writes", "refused_reads"])
async def test_unavailable_accounts_are_a_503_and_store_nothing(lost: str) -> None:
    world, table = capped_world(), LossyTable()
    setattr(table, lost, 100)
    app = world.app(tables={"Caps": table})
    with pytest.raises(StorageError):
        await accept(app)
    assert_nothing_stored(world)
    setattr(table, lost, 0)
    await accept(app, TEN)


async def test_lost_response_of_a_lease_is_counted_once() -> None:
    world, table = capped_world(), LossyTable()
    table.lost_answers = 1
    app = world.app(tables={"Caps": table})
    with pytest.raises(StorageError):
        await accept(app, TEN[:4])
    await accept(app, TEN)
    with pytest.raises(CapReachedError):
        await accept(app)


async def test_scheduled_send_counts_when_it_is_accepted_and_also_if_it_is_cancelled() -> None:
    world = capped_world()
    app = world.app()
    accepted = await accept(app, TEN, sendAt="2026-11-25T09:00:00Z")
    await cancel_send(accepted.send, app.sending)
    with pytest.raises(CapReachedError):
        await accept(app)


async def test_repeated_request_is_counted_once_and_gets_its_send_when_the_cap_is_reached() -> None:
    world = capped_world()
    app = world.app()
    first = await accept_keyed(app, TEN[:6])
    again = await accept_keyed(app, TEN[:6])
    assert (again.send, again.is_replay) == (first.send, True)
    assert await used_of(world, DAY, [app]) == 6

    single = await accept_keyed(app, TEN[6], key="single")
    assert (await accept_keyed(app, TEN[6], key="single")).send == single.send
    assert await used_of(world, DAY, [app]) == 7

    await accept(app, TEN[:3])
    again = await accept_keyed(app, TEN[:6])
    assert (again.send, again.is_replay) == (first.send, True)
    with pytest.raises(CapReachedError):
        await accept_keyed(app, TEN[:5])


async def test_refused_request_does_not_use_its_key_up() -> None:
    world = capped_world()
    app = world.app()
    await accept(app, TEN)
    with pytest.raises(CapReachedError):
        await accept_keyed(app)
    world.clock.advance(days=1)
    assert not (await accept_keyed(app)).is_replay


@pytest.mark.parametrize("to", [PERSON, TEN])
@pytest.mark.parametrize("key", ["", "key"])
async def test_send_that_is_not_stored_is_not_counted(to: str | Sequence[str], key: str) -> None:
    world = capped_world()

    def fail(_: object) -> None:
        raise StorageError

    app, request = world.app(), make_request(to)
    world.queue.on_put = fail
    for _ in range(3):
        acceptance = (
            accept_once(request, app.accepting, key=key, body=b"")
            if key
            else accept_send(request, app.accepting)
        )
        with pytest.raises((StorageError, SendInFlightError)):
            await acceptance
    assert await used_of(world, DAY, [app]) == 0


async def test_send_whose_key_stands_for_another_is_not_counted() -> None:
    world = capped_world()
    app = world.app()
    await accept_keyed(app)
    with pytest.raises(KeyReusedError):
        await accept_keyed(app, TEN[:3])
    assert await used_of(world, DAY, [app]) == 1


async def test_send_that_may_be_stored_stays_counted() -> None:
    world, journal = capped_world(), LossyTable()
    app = world.app(tables={"Journal": journal})
    journal.lost_answers = 100
    with pytest.raises(StorageError):
        await accept(app, TEN[:2], sendAt="2026-11-25T09:00:00Z")
    assert len(journal.all_rows()) == 1
    assert await used_of(world, DAY, [app]) == 2


async def test_send_that_is_stored_late_for_a_repeat_is_counted() -> None:
    """The first request took its key, and its process died before it stored the send."""
    world = capped_world()
    dead, app = another_process(world), another_process(world)

    def fail(_: object) -> None:
        raise StorageError

    world.queue.on_put = fail
    with pytest.raises(StorageError):
        await accept_keyed(dead, TEN[:3])
    world.queue.on_put = None
    world.clock.advance(minutes=2)
    await accept_keyed(app, TEN[:3])
    assert await used_of(world, DAY, [dead, app]) == 3
