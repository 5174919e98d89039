"""The governor's memory, shared by instances."""

from collections.abc import Sequence

from shared.domain.pacing import Grant, Lane, Limits, Wish
from shared.domain.sender_profile import SenderProfile, default_profile
from shared.storage.senders import PAUSED_WAIT_SECONDS, Senders
from shared.storage.table import Operation
from tests.support.in_memory_table import InMemoryTable
from tests.support.world import START, TOLL_FREE

PROFILE = default_profile(TOLL_FREE)
UNLIMITED = SenderProfile(TOLL_FREE, Limits())


async def ask(senders: Senders, wanted: int, profile: SenderProfile = PROFILE) -> Grant:
    return await senders.ask(TOLL_FREE, profile, Lane.OTP, wish=Wish(wanted), now=START)


async def test_instances_share_one_limit() -> None:
    table = InMemoryTable()
    one, other = Senders(table), Senders(table)

    grants = [await ask(senders, 60) for senders in (one, other, one, other)]

    assert [grant.units for grant in grants] == [60, 60, 60, 19]


async def test_grant_is_asked_for_again_when_another_instance_was_faster() -> None:
    table = InMemoryTable()
    senders, other = Senders(table), Senders(table)
    interfered: list[Sequence[Operation]] = []

    def interfere(operations: Sequence[Operation]) -> None:
        if not interfered:
            interfered.append(operations)
            table.put({**operations[0][1], "grants": f"[[{START.timestamp()}, 140]]"})

    table.before_write = interfere

    grant = await ask(senders, 100)

    assert grant.units == 59
    assert (await ask(other, 1)).units == 0


async def test_unlimited_sender_costs_one_operation() -> None:
    table = InMemoryTable()

    grant = await ask(Senders(table), 5000, UNLIMITED)

    assert grant == Grant(5000)
    assert table.operation_count == 1


async def test_limited_sender_costs_two_operations() -> None:
    table = InMemoryTable()

    await ask(Senders(table), 1)

    assert table.operation_count == 2


async def test_hold_stops_an_unlimited_sender_too() -> None:
    senders = Senders(InMemoryTable())

    await senders.hold(UNLIMITED, 30, START)

    assert await ask(senders, 1, UNLIMITED) == Grant(0, 30)


async def test_hold_is_stored_although_others_are_always_faster() -> None:
    table = InMemoryTable()
    senders = Senders(table)
    await ask(senders, 1)

    def interfere(operations: Sequence[Operation]) -> None:
        is_conditional = bool(operations[0][2])
        if is_conditional:
            table.put({**table.all_rows()[0], "day_units": 9})

    table.before_write = interfere
    await senders.hold(PROFILE, 30, START)

    table.before_write = None
    assert await ask(senders, 1) == Grant(0, 30)
    assert table.all_rows()[0]["day_units"] == 9


async def test_paused_sender_is_granted_nothing_until_it_goes_on() -> None:
    senders = Senders(InMemoryTable())
    await senders.set_paused(TOLL_FREE, PROFILE, START)
    paused = await ask(senders, 1)
    since = await senders.paused_since(TOLL_FREE, PROFILE)

    await senders.set_paused(TOLL_FREE, PROFILE, None)

    assert paused == Grant(0, PAUSED_WAIT_SECONDS)
    assert since == START
    assert await senders.paused_since(TOLL_FREE, PROFILE) is None
    assert (await ask(senders, 1)).units == 1


async def test_pausing_one_alphanumeric_sender_leaves_the_others() -> None:
    senders = Senders(InMemoryTable())
    paloma, columba = default_profile("PALOMA"), default_profile("COLUMBA")
    await senders.set_paused("PALOMA", paloma, START)

    held = await senders.ask("PALOMA", paloma, Lane.OTP, wish=Wish(1), now=START)
    free = await senders.ask("COLUMBA", columba, Lane.OTP, wish=Wish(1), now=START)

    assert (held.units, free.units) == (0, 1)


async def test_alphanumeric_senders_share_one_limit() -> None:
    senders = Senders(InMemoryTable())
    for name in ("PALOMA", "COLUMBA"):
        profile = default_profile(name)
        grant = await senders.ask(name, profile, Lane.CONFIRMATION, wish=Wish(500), now=START)

    assert grant.units == 97
