"""Cancelling: what has not left is ended, what may have left is not lied about."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import azure.functions as func
import pytest

from send_sms import functions
from send_sms.cancel import cancel_send
from shared.domain.dispatching import CLAIM_TIME, CallResult, SendCall
from shared.domain.ending import cancel
from shared.domain.errors import ConflictError, StorageError
from shared.domain.pacing import Limits
from shared.domain.sender_profile import SenderProfile
from shared.storage.table import Operation
from tests.support.in_memory_table import run_now
from tests.support.samples import SEND, people
from tests.support.web import assert_problem, call, document, get
from tests.support.world import START, TOLL_FREE, World, all_sent
from tests.unit.send_sms.dispatch_world import (
    ANA,
    BEN,
    CEM,
    CUT_OFF,
    THROTTLED,
    accept,
    let_rival_claim_first,
    let_rival_send,
    raising,
    run,
    run_dying,
    run_until_idle,
    send_of,
    statuses,
)


async def delete(send_id: str) -> func.HttpResponse:
    return await call(functions.cancel_send, get(route={"sendId": send_id}))


def rows_without_etag(world: World) -> list[dict[str, Any]]:
    rows = world.journal_table.all_rows()
    return [{name: value for name, value in row.items() if name != "etag"} for row in rows]


@pytest.mark.parametrize("members", [{}, {"sendAt": "2026-11-22T10:00:00Z"}])
async def test_send_that_waits_is_cancelled_and_never_leaves(
    world: World, members: dict[str, Any]
) -> None:
    work = await accept(world, [ANA, BEN, CEM], **members)
    assert await cancel_send(send_of(work), world.services())
    assert await statuses(world, send_of(work)) == ["cancelled"] * 3
    world.queue.items = [(work, 0)]
    await run_until_idle(world)
    assert world.gateway.calls == []


async def test_large_send_is_cancelled_in_two_operations(world: World) -> None:
    work = await accept(world, people(10_000))
    before = world.journal_table.operation_count
    await cancel_send(send_of(work), world.services())
    assert world.journal_table.operation_count - before == 2
    assert set(await statuses(world, send_of(work))) == {"cancelled"}


async def test_cancel_between_two_tries_ends_who_was_not_taken(world: World) -> None:
    work = await accept(world, [ANA, BEN])
    world.gateway.script = [THROTTLED]
    await run(world, work)
    await cancel_send(send_of(work), world.services())
    world.gateway.calls.clear()
    await run_until_idle(world)
    assert world.gateway.calls == []
    assert await statuses(world, send_of(work)) == ["cancelled", "cancelled"]


async def test_cancel_leaves_who_is_in_doubt_to_their_next_try(world: World) -> None:
    work = await accept(world, [ANA, BEN])
    world.gateway.script = [CUT_OFF]
    await run(world, work)
    await cancel_send(send_of(work), world.services())
    assert await statuses(world, send_of(work)) == ["sending", "sending"]
    await run_until_idle(world)
    assert await statuses(world, send_of(work)) == ["sent", "sent"]


async def test_cancel_leaves_a_chunk_alone_that_a_worker_has_in_hand(world: World) -> None:
    work = await accept(world, people(150))
    await run_dying(world, work)
    rows = world.journal_table.all_rows()
    assert await cancel_send(send_of(work), world.services())
    assert world.journal_table.all_rows() == rows


async def test_cancel_of_a_paced_send_ends_the_rest(world: World) -> None:
    profile = SenderProfile(TOLL_FREE, Limits(units_per_minute=200))
    world.settings = replace(world.settings, sender_profiles={TOLL_FREE: profile})
    work = await accept(world, people(150))
    await run(world, work)
    await cancel_send(send_of(work), world.services())
    await run_until_idle(world)
    assert world.gateway.recipients == people(16)
    assert await statuses(world, send_of(work)) == ["sent"] * 16 + ["cancelled"] * 134


async def test_late_results_of_a_hung_worker_undo_no_cancellation(world: World) -> None:
    profile = SenderProfile(TOLL_FREE, Limits(units_per_minute=40))
    world.settings = replace(world.settings, sender_profiles={TOLL_FREE: profile})
    work = await accept(world, people(5))

    def hang_past_the_claim(sent: SendCall) -> CallResult:
        world.clock.now += CLAIM_TIME
        run_now(cancel_send(send_of(work), world.services()))
        return all_sent(sent)

    world.gateway.script = [hang_past_the_claim]
    await run(world, work)
    assert await statuses(world, send_of(work)) == ["sending"] * 3 + ["cancelled"] * 2
    await run_until_idle(world)

    first, second = world.gateway.calls
    assert second == first
    assert await statuses(world, send_of(work)) == ["sent"] * 3 + ["cancelled"] * 2


async def test_claim_that_comes_before_the_cancelling_wins(world: World) -> None:
    work = await accept(world, [ANA, BEN])
    in_hand = await let_rival_claim_first(world, work)
    assert await cancel_send(send_of(work), world.services())
    assert await statuses(world, send_of(work)) == ["sending", "sending"]
    await let_rival_send(world, in_hand)
    assert await statuses(world, send_of(work)) == ["sent", "sent"]


async def test_cancelling_that_comes_before_the_claim_wins(world: World) -> None:
    work = await accept(world, [ANA, BEN])
    journal = world.services().journal
    (chunk,) = await journal.read(send_of(work))

    def cancel_first(_: Sequence[Operation]) -> None:
        world.journal_table.before_write = None
        run_now(journal.claim([cancel(chunk, START)]))

    world.journal_table.before_write = cancel_first
    await run(world, work)
    await run_until_idle(world)
    assert world.gateway.calls == []
    assert await statuses(world, send_of(work)) == ["cancelled", "cancelled"]


async def test_cancelling_again_changes_nothing(world: World) -> None:
    work = await accept(world, [ANA, BEN])
    await cancel_send(send_of(work), world.services())
    rows = world.journal_table.all_rows()
    assert await cancel_send(send_of(work), world.services())
    assert world.journal_table.all_rows() == rows


async def test_cancelling_what_was_sent_changes_nothing(world: World) -> None:
    work = await accept(world, [ANA, BEN])
    await run(world, work)
    rows = rows_without_etag(world)
    assert await cancel_send(send_of(work), world.services())
    assert rows_without_etag(world) == rows


async def test_send_that_never_stops_changing_is_a_storage_error(world: World) -> None:
    work = await accept(world)
    world.journal_table.before_write = raising(ConflictError)
    with pytest.raises(StorageError):
        await cancel_send(send_of(work), world.services())


async def test_unknown_send_cannot_be_cancelled(world: World) -> None:
    assert not await cancel_send(SEND, world.services())


@pytest.mark.parametrize("send_id", [str(SEND), "nonsense"])
@pytest.mark.usefixtures("served")
async def test_cancelling_an_unknown_send_is_a_404(send_id: str) -> None:
    assert_problem(await delete(send_id), 404)


async def test_answer_counts_how_the_send_stands_then(served: World) -> None:
    work = await accept(served, [ANA, BEN, CEM])
    served.gateway.script = [lambda sent: (all_sent(sent)[0], None, None)]
    await run(served, work)
    answer = await delete(str(send_of(work)))
    assert answer.status_code == 200
    found = document(answer)
    assert found["sendId"] == str(send_of(work))
    assert found["counts"] == {"sent": 1, "cancelled": 2}


async def test_storage_that_is_away_is_a_503(served: World) -> None:
    work = await accept(served)
    served.journal_table.before_write = raising(StorageError)
    assert_problem(await delete(str(send_of(work))), 503)
