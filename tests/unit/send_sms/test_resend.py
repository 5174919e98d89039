"""Sending again on request: once for each request, with new ids, and nothing is lost."""

from send_sms.accepting.accept import accept_send
from send_sms.domain.resend import SkipReason
from send_sms.ending import give_up_work
from send_sms.resend import ResentSend
from shared.carriers.acs.messages import repeatability_id
from shared.carriers.registry import LONGEST_REPEAT_WINDOW
from shared.carriers.sending import SendCall
from tests.support.samples import make_request, people
from tests.support.world import World
from tests.unit.send_sms.dispatch_world import (
    ANA,
    BEN,
    CEM,
    HookedTable,
    accept,
    opt_out,
    run,
    run_killed,
    run_until_idle,
    send_of,
    statuses,
)
from tests.unit.send_sms.resend_helpers import (
    ALWAYS_CUT_OFF,
    REDRIVE,
    deliver,
    failed_send,
    resend,
    unknown_send,
)
from tests.unit.send_sms.submission_helpers import timed


def ids_of(call: SendCall) -> list[str]:
    return [repeatability_id(one, call.generation) for one in call.message_ids]


async def test_unknown_messages_are_sent_again_with_ids_of_their_own(world: World) -> None:
    send = await unknown_send(world, [ANA, BEN])
    before = {one for each in world.gateway.calls for one in ids_of(each)}
    assert len(before) == 2
    world.gateway.calls.clear()

    assert await resend(world, send) == ResentSend(2, {})
    asked_at = world.clock.now
    await run_until_idle(world)

    (again,) = world.gateway.calls
    assert not before & set(ids_of(again))
    assert again.first_sent_at == asked_at
    assert await statuses(world, send) == ["sent", "sent"]


async def test_doubtful_second_try_keeps_its_ids_and_asks_for_a_third_on_request(
    world: World,
) -> None:
    send = await unknown_send(world)
    world.gateway.calls.clear()
    world.gateway.script = list(ALWAYS_CUT_OFF)
    await resend(world, send)
    await run_until_idle(world)
    assert len(world.gateway.calls) > 1
    assert len({(*ids_of(each), each.first_sent_at) for each in world.gateway.calls}) == 1
    assert await statuses(world, send) == ["unknown"]
    world.gateway.script.clear()

    await resend(world, send)
    await run_until_idle(world)

    assert [each.generation for each in world.gateway.calls][-2:] == [1, 2]
    assert await statuses(world, send) == ["sent"]


async def test_second_request_restarts_nothing(world: World) -> None:
    send = await unknown_send(world)
    world.gateway.calls.clear()
    assert (await resend(world, send)).message_count == 1
    assert (await resend(world, send)).message_count == 0
    await run_until_idle(world)
    assert (await resend(world, send)).message_count == 0
    await run_until_idle(world)
    assert world.gateway.recipients == [ANA]


async def test_two_requests_at_once_restart_each_message_once(world: World) -> None:
    table = world.journal_table = HookedTable()
    send = await unknown_send(world, [ANA, BEN])
    world.gateway.calls.clear()
    other: list[ResentSend] = []

    async def ask_first() -> None:
        other.append(await resend(world, send))

    table.before_next_write = ask_first
    found = await resend(world, send)
    await run_until_idle(world)

    assert (found.message_count, other[0].message_count) == (0, 2)
    assert world.gateway.recipients == [ANA, BEN]
    assert world.gateway.calls[0].generation == 1


async def test_report_that_comes_before_the_call_keeps_the_message_from_leaving(
    world: World,
) -> None:
    send = await unknown_send(world)
    world.gateway.calls.clear()
    await resend(world, send)
    await deliver(world, send, ANA)
    await run_until_idle(world)
    assert world.gateway.calls == []
    assert await statuses(world, send) == ["delivered"]


async def test_report_between_reading_and_claiming_keeps_the_message_from_leaving(
    world: World,
) -> None:
    table = world.journal_table = HookedTable()
    send = await unknown_send(world)
    await resend(world, send)
    world.gateway.calls.clear()

    table.before_next_write = lambda: deliver(world, send, ANA)
    await run_until_idle(world)

    assert world.gateway.calls == []


async def test_report_on_a_further_block_keeps_its_message_from_leaving(world: World) -> None:
    send = await unknown_send(world, people(150))
    world.gateway.calls.clear()
    await resend(world, send)
    await deliver(world, send, people(150)[120], block=1)
    await run_until_idle(world)
    assert sorted(world.gateway.recipients) == sorted({*people(150)} - {people(150)[120]})


async def test_reported_message_is_skipped_and_the_others_leave(world: World) -> None:
    send = await unknown_send(world, [ANA, BEN, CEM])
    world.gateway.calls.clear()
    await deliver(world, send, BEN)
    assert (await resend(world, send)).message_count == 2
    await run_until_idle(world)
    assert world.gateway.recipients == [ANA, CEM]
    assert await statuses(world, send) == ["sent", "delivered", "sent"]


async def test_stop_holds_for_a_resend(world: World) -> None:
    send = await unknown_send(world)
    world.gateway.calls.clear()
    await opt_out(world, ANA)
    await resend(world, send)
    await run_until_idle(world)
    assert world.gateway.calls == []
    assert await statuses(world, send) == ["unknown"]


async def test_expired_messages_leave_only_with_a_new_time_to_live(world: World) -> None:
    send = await unknown_send(world, ttlSeconds=300)
    world.gateway.calls.clear()
    world.clock.advance(minutes=5)
    assert await resend(world, send) == ResentSend(0, {SkipReason.EXPIRED: 1})
    await run_until_idle(world)
    assert world.gateway.calls == []

    assert await resend(world, send, ttl_seconds=60) == ResentSend(1, {})
    await run_until_idle(world)

    assert await statuses(world, send) == ["sent"]


async def test_message_of_a_dead_worker_is_restarted_once_its_window_is_over(world: World) -> None:
    work = await accept(world)
    await run_killed(world, work)
    world.queue.take_all()
    send = send_of(world, work)
    assert await resend(world, send) == ResentSend(0, {})
    world.clock.advance(seconds=LONGEST_REPEAT_WINDOW.total_seconds() + 1)

    assert (await resend(world, send)).message_count == 1
    await run(world, work)  # the host brings the first message back meanwhile
    await run_until_idle(world)

    assert [each.generation for each in world.gateway.calls] == [0, 1]
    assert await statuses(world, send) == ["sent"]


async def test_worker_that_hung_past_its_window_cannot_undo_a_resend(world: World) -> None:
    gateway = timed(world, 0)
    work = await accept(world)

    async def hang_past_the_window() -> None:
        world.clock.advance(seconds=LONGEST_REPEAT_WINDOW.total_seconds() + 1)
        assert (await resend(world, send_of(world, work))).message_count == 1

    gateway.during[1] = hang_past_the_window
    await run(world, work)
    assert await statuses(world, send_of(world, work)) == ["queued"]

    await run_until_idle(world)
    assert [each.generation for each in gateway.calls] == [0, 1]
    assert await statuses(world, send_of(world, work)) == ["sent"]


async def test_failed_messages_are_redriven_in_one_call(world: World) -> None:
    send = await failed_send(world, [ANA, BEN])
    assert await resend(world, send, REDRIVE) == ResentSend(2, {})
    assert await resend(world, send, REDRIVE) == ResentSend(0, {})
    assert await statuses(world, send) == ["queued", "queued"]
    await run_until_idle(world)
    assert world.gateway.recipients == [ANA, BEN]
    assert [each.generation for each in world.gateway.calls] == [0]
    assert await statuses(world, send) == ["sent", "sent"]


async def test_redriven_work_that_is_poisoned_again_can_be_redriven_again(world: World) -> None:
    send = await failed_send(world)
    await resend(world, send, REDRIVE)
    ((work, _),) = world.queue.take_all()
    await give_up_work(work, world.app().sending)
    assert await statuses(world, send) == ["failed"]
    await resend(world, send, REDRIVE)
    await run_until_idle(world)
    assert world.gateway.recipients == [ANA]


async def test_large_send_is_restarted_in_three_operations_a_batch(world: World) -> None:
    accepted = await accept_send(make_request(people(10_000)), world.app().accepting)
    for work, _ in world.queue.take_all():
        await give_up_work(work, world.app().sending)
    before = world.journal_table.operation_count
    assert (await resend(world, accepted.send, REDRIVE)).message_count == 10_000
    assert world.journal_table.operation_count - before == 1 + 10
    assert [delay for _, delay in world.queue.items] == [0] * 10
    await run_until_idle(world)
    assert sorted(world.gateway.recipients) == people(10_000)
