"""Hands on accepting."""

from typing import Any

from send_sms.accept import AcceptedSend, accept_send
from shared.domain.opt_out import ConsentState
from tests.support.samples import make_change, make_request, people
from tests.support.world import START, World

ANA, BEN, CEM = people(3)


async def accept(world: World, to: Any = ANA, **members: Any) -> AcceptedSend:
    return await accept_send(make_request(to, **members), world.services())


async def opt_out(world: World, number: str) -> None:
    await world.services().opt_outs.apply(
        make_change(ConsentState.OPTED_OUT, START, user_number=number)
    )


def operation_count(world: World) -> int:
    return len(world.queue.items) + sum(table.operation_count for table in world.tables())


def assert_nothing_stored(world: World) -> None:
    assert world.queue.items == []
    assert all(table.all_rows() == [] for table in world.tables())
