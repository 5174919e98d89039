"""Recipients who opt out between accept and the carrier are not sent to."""

from shared.domain.errors import StorageError
from tests.support.samples import people
from tests.support.world import World
from tests.unit.send_sms.dispatch_world import (
    ANA,
    BEN,
    CUT_OFF,
    accept,
    opt_out,
    raising,
    run,
    run_until_idle,
    send_of,
    statuses,
)


async def test_stop_between_accept_and_the_carrier_suppresses(world: World) -> None:
    work = await accept(world, [ANA, BEN])
    await opt_out(world, ANA)
    await run(world, work)
    assert world.gateway.recipients == [BEN]
    assert await statuses(world, send_of(world, work)) == ["suppressed", "sent"]


async def test_stop_of_all_recipients_sends_nothing(world: World) -> None:
    work = await accept(world, sendAt="2026-11-22T10:00:00Z")
    await opt_out(world, ANA)
    world.queue.items = [(work, 0)]
    await run_until_idle(world)
    assert world.gateway.calls == []
    assert await statuses(world, send_of(world, work)) == ["suppressed"]


async def test_stop_between_two_tries_ends_the_uncertain_one_as_unknown(world: World) -> None:
    work = await accept(world, [ANA, BEN])
    world.gateway.script = [CUT_OFF]
    await run(world, work)
    await opt_out(world, ANA)
    await run_until_idle(world)
    assert [call.recipients for call in world.gateway.calls] == [(ANA, BEN), (BEN,)]
    assert await statuses(world, send_of(world, work)) == ["unknown", "sent"]


async def test_nothing_leaves_while_the_registry_is_unavailable(world: World) -> None:
    work = await accept(world, people(150))
    world.opt_outs_table.before_read = raising(StorageError)
    await run(world, work)
    assert world.gateway.calls == []
    world.opt_outs_table.before_read = None
    await run_until_idle(world)
    assert sorted(world.gateway.recipients) == people(150)


async def test_registry_that_answers_too_late_lets_nothing_leave_and_ends_the_claim(
    world: World,
) -> None:
    work = await accept(world, [ANA, BEN])
    world.opt_outs_table.before_read = lambda: world.clock.advance(seconds=45)
    await run(world, work)
    assert world.gateway.calls == []
    assert await statuses(world, send_of(world, work)) == ["queued", "queued"]
    world.opt_outs_table.before_read = None
    await run(world, work)
    assert world.gateway.recipients == [ANA, BEN]
