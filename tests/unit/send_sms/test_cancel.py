"""Cancelling: what has not left is ended, and what may have left stays uncertain."""

from typing import Any

import azure.functions as func
import pytest

from send_sms import functions
from send_sms.accepting.accept import accept_send
from send_sms.domain.dispatching import CLAIM_TIME
from send_sms.ending import cancel_send
from shared.domain.errors import StorageError
from shared.storage.table import ETAG
from tests.support.samples import SEND, make_request, people
from tests.support.web import assert_problem, call, document, get
from tests.support.world import World, all_sent
from tests.unit.send_sms.dispatch_world import (
    ANA,
    BEN,
    CEM,
    CUT_OFF,
    THROTTLED,
    HookedTable,
    accept,
    claim_before_next_write,
    finish_other_worker,
    overwrite,
    raising,
    run,
    run_dying,
    run_until_idle,
    send_of,
    statuses,
    stored_batch,
    window,
)
from tests.unit.send_sms.submission_helpers import timed


async def delete(send_id: str) -> func.HttpResponse:
    return await call(functions.cancel_send, get(route={"sendId": send_id}))


def rows_without_etag(world: World) -> list[dict[str, Any]]:
    rows = world.journal_table.all_rows()
    return [{name: value for name, value in row.items() if name != ETAG} for row in rows]


@pytest.mark.parametrize("members", [{}, {"sendAt": "2026-11-22T10:00:00Z"}])
async def test_send_that_waits_is_cancelled_and_never_leaves(
    world: World, members: dict[str, Any]
) -> None:
    work = await accept(world, [ANA, BEN, CEM], **members)
    assert await cancel_send(send_of(world, work), world.app().sending)
    assert await statuses(world, send_of(world, work)) == ["cancelled"] * 3
    world.queue.items = [(work, 0)]
    await run_until_idle(world)
    assert world.gateway.calls == []


async def test_large_send_is_cancelled_in_three_operations(world: World) -> None:
    accepted = await accept_send(make_request(people(10_000)), world.app().accepting)
    before = world.journal_table.operation_count
    await cancel_send(accepted.send, world.app().sending)
    assert world.journal_table.operation_count - before == 3
    assert set(await statuses(world, accepted.send)) == {"cancelled"}
    await run_until_idle(world)
    assert world.gateway.calls == []


async def test_cancel_between_two_tries_ends_members_that_were_not_taken(world: World) -> None:
    work = await accept(world, [ANA, BEN])
    world.gateway.script = [THROTTLED]
    await run(world, work)
    await cancel_send(send_of(world, work), world.app().sending)
    world.gateway.calls.clear()
    await run_until_idle(world)
    assert world.gateway.calls == []
    assert await statuses(world, send_of(world, work)) == ["cancelled", "cancelled"]


async def test_uncertain_member_that_is_cancelled_is_never_tried_again(world: World) -> None:
    work = await accept(world, [ANA, BEN])
    world.gateway.script = [CUT_OFF]
    await run(world, work)
    await cancel_send(send_of(world, work), world.app().sending)
    assert await statuses(world, send_of(world, work)) == ["sending", "sending"]
    await run_until_idle(world)
    assert len(world.gateway.calls) == 1
    assert await statuses(world, send_of(world, work)) == ["unknown", "unknown"]


async def test_members_that_a_dead_worker_had_claimed_end_as_unknown(world: World) -> None:
    work = await accept(world, people(150))
    await run_dying(world, work)
    assert await cancel_send(send_of(world, work), world.app().sending)
    assert set(await statuses(world, send_of(world, work))) == {"sending"}
    world.gateway.calls.clear()
    world.clock.now += CLAIM_TIME
    await run(world, work)
    assert world.gateway.calls == []
    assert set(await statuses(world, send_of(world, work))) == {"unknown"}


async def test_cancel_of_a_paced_send_ends_the_rest(world: World) -> None:
    window(world, units_per_minute=200)
    work = await accept(world, people(150))
    await run(world, work)
    await cancel_send(send_of(world, work), world.app().sending)
    await run_until_idle(world)
    assert world.gateway.recipients == people(16)
    assert await statuses(world, send_of(world, work)) == ["sent"] * 16 + ["cancelled"] * 134


async def test_late_results_of_a_hung_worker_undo_no_cancellation(world: World) -> None:
    window(world, units_per_minute=40)
    gateway = timed(world, 0)
    work = await accept(world, people(5))

    async def hang_past_the_claim() -> None:
        world.clock.now += CLAIM_TIME
        await cancel_send(send_of(world, work), world.app().sending)

    gateway.during[1] = hang_past_the_claim
    await run(world, work)
    await run_until_idle(world)

    assert gateway.recipients == people(3)
    found = await statuses(world, send_of(world, work))
    assert found == ["sent"] * 3 + ["cancelled"] * 2


async def test_what_a_worker_has_handed_over_before_the_cancellation_is_sent(world: World) -> None:
    work = await accept(world, [ANA, BEN])
    claimed = await claim_before_next_write(world, work)
    assert await cancel_send(send_of(world, work), world.app().sending)
    assert await statuses(world, send_of(world, work)) == ["sending", "sending"]
    await finish_other_worker(world, claimed)
    assert await statuses(world, send_of(world, work)) == ["sent", "sent"]


async def test_cancellation_that_comes_before_the_claim_lets_nothing_leave(world: World) -> None:
    table = world.journal_table = HookedTable()
    work = await accept(world, [ANA, BEN])
    send = send_of(world, work)

    async def cancel_first() -> None:
        assert await cancel_send(send, world.app().sending)

    table.before_next_write = cancel_first
    await run(world, work)
    await run_until_idle(world)
    assert world.gateway.calls == []
    assert await statuses(world, send) == ["cancelled", "cancelled"]


async def test_cancellation_that_comes_before_the_record_spares_what_was_sent(
    world: World,
) -> None:
    table = world.journal_table = HookedTable()
    gateway = timed(world, 0)
    work = await accept(world, [ANA, BEN])
    send = send_of(world, work)

    async def cancel_first() -> None:
        assert await cancel_send(send, world.app().sending)

    async def cancel_before_the_record() -> None:
        table.before_next_write = cancel_first

    gateway.during[1] = cancel_before_the_record
    await run(world, work)
    assert await statuses(world, send) == ["sent", "sent"]
    assert world.queue.items == []


async def test_cancelling_again_changes_nothing(world: World) -> None:
    work = await accept(world, [ANA, BEN])
    await cancel_send(send_of(world, work), world.app().sending)
    rows = world.journal_table.all_rows()
    assert await cancel_send(send_of(world, work), world.app().sending)
    assert world.journal_table.all_rows() == rows


async def test_cancelling_what_was_sent_changes_nothing(world: World) -> None:
    work = await accept(world, [ANA, BEN])
    await run(world, work)
    rows = rows_without_etag(world)
    assert await cancel_send(send_of(world, work), world.app().sending)
    assert rows_without_etag(world) == rows


async def test_cancellation_needs_no_second_try_where_the_row_keeps_changing(
    world: World,
) -> None:
    work = await accept(world)
    batch = await stored_batch(world, work)
    world.journal_table.before_write = lambda _: overwrite(world, batch, batch)
    assert await cancel_send(send_of(world, work), world.app().sending)
    assert await statuses(world, send_of(world, work)) == ["cancelled"]


async def test_unknown_send_cannot_be_cancelled(world: World) -> None:
    assert not await cancel_send(SEND, world.app().sending)


@pytest.mark.parametrize("send_id", [str(SEND), "nonsense"])
@pytest.mark.usefixtures("served")
async def test_cancelling_an_unknown_send_is_a_404(send_id: str) -> None:
    assert_problem(await delete(send_id), 404)


async def test_answer_counts_how_the_send_stands_then(served: World) -> None:
    work = await accept(served, [ANA, BEN, CEM])
    served.gateway.script = [lambda sent: (all_sent(sent)[0], None, None)]
    await run(served, work)
    answer = await delete(str(send_of(served, work)))
    assert answer.status_code == 200
    found = document(answer)
    assert found["sendId"] == str(send_of(served, work))
    assert found["counts"] == {"sent": 1, "cancelled": 2}


async def test_storage_that_is_unavailable_is_a_503(served: World) -> None:
    work = await accept(served)
    served.journal_table.before_write = raising(StorageError)
    assert_problem(await delete(str(send_of(served, work))), 503)


async def test_send_shows_who_cancelled_it_first(served: World) -> None:
    sends = [send_of(served, await accept(served, [ANA, BEN])) for _ in range(3)]
    by_body = func.HttpRequest(
        "DELETE",
        "/api",
        headers={"Content-Type": "application/json", "Paloma-Caller": "billing"},
        route_params={"sendId": str(sends[0])},
        body=b'{"actor": "Dana"}',
    )
    assert document(await call(functions.cancel_send, by_body))["cancelledBy"] == "Dana"
    again = get(route={"sendId": str(sends[0])}, params={"actor": "Sam"})
    assert document(await call(functions.cancel_send, again))["cancelledBy"] == "Dana"

    by_caller = get(route={"sendId": str(sends[1])}, headers={"Paloma-Caller": "billing"})
    assert document(await call(functions.cancel_send, by_caller))["cancelledBy"] == "billing"
    assert "cancelledBy" not in document(await delete(str(sends[2])))
