"""The rate limiter's memory, shared by instances."""

from collections.abc import Sequence

import pytest

from senders.domain.profile import SenderProfile, default_profile
from senders.domain.rate_limiter import Lane, Limits, UnitDemand, UnitGrant
from senders.storage.holds import Switches
from senders.storage.senders import PAUSED_WAIT_SECONDS, Senders, UnitRequest, decide_grant
from shared.domain.errors import StorageError
from shared.storage.table import Operation
from tests.support.in_memory_table import InMemoryTable, run_now
from tests.support.world import START, TOLL_FREE

PROFILE = default_profile(TOLL_FREE)
UNLIMITED = SenderProfile(TOLL_FREE, Limits())


class LossyTable(InMemoryTable):
    """A table that does some writes, and loses their answers."""

    def __init__(self) -> None:
        super().__init__()
        self.lost_count = 0

    async def write(self, operations: Sequence[Operation]) -> list[str]:
        written = await super().write(operations)
        if self.lost_count:
            self.lost_count -= 1
            raise StorageError
        return written


def request(
    wanted: int, profile: SenderProfile = PROFILE, *, sender: str = TOLL_FREE, lane: Lane = Lane.OTP
) -> UnitRequest:
    return UnitRequest(sender, profile, lane, UnitDemand(wanted), START)


async def request_units(
    senders: Senders, wanted: int, profile: SenderProfile = PROFILE
) -> UnitGrant:
    return await senders.request_units(request(wanted, profile))


def units_today(table: InMemoryTable) -> int:
    return int(table.all_rows()[0]["day_units"])


async def test_instances_share_one_limit() -> None:
    table = InMemoryTable()
    one, other = Senders(table), Senders(table)

    granted = [await request_units(senders, 60) for senders in (one, other, one, other)]

    assert [each.units for each in granted] == [60, 60, 60, 19]


async def test_grant_is_asked_for_again_when_another_instance_was_faster() -> None:
    table = InMemoryTable()
    senders, other = Senders(table), Senders(table)
    interfered: list[Sequence[Operation]] = []

    def interfere(operations: Sequence[Operation]) -> None:
        if not interfered:
            interfered.append(operations)
            row = {**operations[0][1], "booked_by": "other"}
            table.put({**row, "grants": f"[[{START.timestamp()}, 140]]"})

    table.before_write = interfere

    granted = await request_units(senders, 100)

    assert granted.units == 59
    assert (await request_units(other, 1)).units == 0


async def test_unlimited_sender_costs_one_operation() -> None:
    table = InMemoryTable()

    granted = await request_units(Senders(table), 5000, UNLIMITED)

    assert granted == UnitGrant(5000)
    assert table.operation_count == 1


async def test_limited_sender_costs_two_operations() -> None:
    table = InMemoryTable()

    await request_units(Senders(table), 1)

    assert table.operation_count == 2


async def test_hold_stops_an_unlimited_sender_too() -> None:
    senders = Senders(InMemoryTable())

    await senders.suspend(UNLIMITED, 30, START)

    assert await request_units(senders, 1, UNLIMITED) == UnitGrant(0, 30)


async def test_hold_is_stored_although_other_instances_are_always_faster() -> None:
    table = InMemoryTable()
    senders = Senders(table)
    await request_units(senders, 1)

    def interfere(operations: Sequence[Operation]) -> None:
        is_conditional = bool(operations[0][2])
        if is_conditional:
            table.put({**table.all_rows()[0], "day_units": 9})

    table.before_write = interfere
    await senders.suspend(PROFILE, 30, START)

    table.before_write = None
    assert await request_units(senders, 1) == UnitGrant(0, 30)
    assert table.all_rows()[0]["day_units"] == 9


async def test_paused_sender_is_granted_nothing_until_it_is_resumed() -> None:
    senders = Senders(InMemoryTable())
    await senders.set_paused(TOLL_FREE, PROFILE, START)
    paused = await request_units(senders, 1)
    since, *_ = await senders.read_switches(TOLL_FREE, PROFILE)

    await senders.set_paused(TOLL_FREE, PROFILE, None)

    assert paused == UnitGrant(0, PAUSED_WAIT_SECONDS)
    assert since == START
    assert await senders.read_switches(TOLL_FREE, PROFILE) == Switches()
    assert (await request_units(senders, 1)).units == 1


async def test_pausing_one_alphanumeric_sender_leaves_the_others() -> None:
    senders = Senders(InMemoryTable())
    paloma, columba = default_profile("PALOMA"), default_profile("COLUMBA")
    await senders.set_paused("PALOMA", paloma, START)

    held = await senders.request_units(request(1, paloma, sender="PALOMA"))
    free = await senders.request_units(request(1, columba, sender="COLUMBA"))

    assert (held.units, free.units) == (0, 1)


async def test_alphanumeric_senders_share_one_limit() -> None:
    senders = Senders(InMemoryTable())
    for name in ("PALOMA", "COLUMBA"):
        wanted = request(500, default_profile(name), sender=name, lane=Lane.CONFIRMATION)
        granted = await senders.request_units(wanted)

    assert granted.units == 97


@pytest.mark.parametrize("is_first_booking", [True, False])
async def test_booking_whose_answer_was_lost_is_recognised(*, is_first_booking: bool) -> None:
    table = LossyTable()
    senders = Senders(table)
    if not is_first_booking:
        await request_units(senders, 1)
    table.lost_count = 1

    granted = await request_units(senders, 60)

    assert granted == UnitGrant(60)
    assert units_today(table) == (60 if is_first_booking else 61)
    assert (await request_units(senders, 200)).units == (139 if is_first_booking else 138)


async def test_partial_grant_whose_answer_was_lost_is_given_with_its_wait() -> None:
    table, undisturbed = LossyTable(), InMemoryTable()
    expected = await request_units(Senders(undisturbed), 250)
    table.lost_count = 1

    assert await request_units(Senders(table), 250) == expected
    assert units_today(table) == units_today(undisturbed) == expected.units


async def test_booking_of_another_instance_is_not_mistaken_for_the_own_one() -> None:
    table = InMemoryTable()
    senders, other = Senders(table), Senders(table)
    await request_units(other, 60)

    assert (await request_units(senders, 60)).units == 60
    assert units_today(table) == 120


async def test_booking_whose_answer_was_lost_is_recognised_although_a_429_came_meanwhile() -> None:
    table = LossyTable()
    senders = Senders(table)
    table.lost_count = 1

    def hold_before_the_next_look() -> None:
        if table.all_rows():
            table.before_read = None
            run_now(senders.suspend(PROFILE, 30, START))

    table.before_read = hold_before_the_next_look

    assert await request_units(senders, 60) == UnitGrant(60)
    assert units_today(table) == 60
    assert await request_units(senders, 1) == UnitGrant(0, 30)


async def test_every_booking_has_an_id_of_its_own() -> None:
    table = InMemoryTable()
    senders = Senders(table)
    ids = set()
    for _ in range(3):
        await request_units(senders, 1)
        ids.add(table.all_rows()[0]["booked_by"])
    assert len(ids) == 3


async def test_booking_on_a_sender_that_changed_since_it_was_read_is_refused() -> None:
    table = InMemoryTable()
    senders = Senders(table)
    wanted = request(60)
    seen = await senders.read_state(TOLL_FREE, PROFILE)
    window, granted = decide_grant(seen, wanted)
    assert window
    await request_units(senders, 1)

    assert granted.units == 60
    assert not await senders.book(PROFILE, seen, window)
    assert units_today(table) == 1


async def test_nothing_is_granted_while_bookings_cannot_be_stored() -> None:
    table = InMemoryTable()

    def fail(_: Sequence[Operation]) -> None:
        raise StorageError

    table.before_write = fail
    granted = await request_units(Senders(table), 60)
    assert granted.units == 0
    assert 1 <= granted.wait_seconds <= 5
