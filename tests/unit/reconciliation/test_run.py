"""A comparison from its start to its report, whatever happens in between."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from reconciliation import functions
from reconciliation.run import CALLS_PER_TURN, MAX_FAILURES, continue_run, give_up_run
from reconciliation.start import DEAD_AFTER, RUN, start_daily_run, start_run
from reconciliation.storage.reconciliations import Run, RunState
from shared.carriers.opt_out_list import OptOutListError
from shared.domain.errors import ConflictError, StorageError
from shared.jobs import job_message
from tests.support.samples import opted_out_recipients, people
from tests.support.web import assert_problem, call, document, get, post
from tests.support.world import PERSON, SETTINGS, START, TOLL_FREE, World
from tests.unit.reconciliation.runs import (
    IN,
    OUT,
    differences,
    know,
    know_all,
    play,
    reconcile,
    report,
)


async def last(world: World) -> Run:
    run = await world.app().reconciling.runs.last()
    assert run
    return run


async def test_api_starts_a_run_and_answers_its_report(served: World) -> None:
    await know(served, OUT, PERSON)
    answer = await call(functions.start_reconciliation, post(b""))
    assert (answer.status_code, document(answer)["state"]) == (202, "running")
    assert answer.headers["Location"] == "/api/opt-out-reconciliations"
    await play(served)
    found = await report()
    assert (found["state"], found["checkedCount"], found["push"]) == ("completed", 1, False)
    assert found["differenceCounts"]["missing_at_acs"] == found["actionCounts"]["reported"] == 1
    assert found["differences"] == [
        {"sender": TOLL_FREE, "recipient": PERSON, "kind": "missing_at_acs", "action": "reported"}
    ]


async def test_there_is_no_report_before_the_first_run(served: World) -> None:
    assert_problem(await call(functions.get_reconciliation, get()), 404)
    await reconcile(served)
    assert (await report())["checkedCount"] == 0


async def test_report_is_paged_without_a_gap(served: World) -> None:
    crowd = people(230)
    await know_all(served, dict.fromkeys(crowd, OUT))
    await reconcile(served)
    seen: list[str] = []
    params = {"limit": "70"}
    while True:
        page = await report(**params)
        seen += [one["recipient"] for one in page["differences"]]
        if "nextUrl" not in page:
            break
        params = dict(part.split("=") for part in page["nextUrl"].partition("?")[2].split("&"))
    assert seen == crowd


@pytest.mark.parametrize("params", [{"limit": "0"}, {"after": "x"}, {"after": "1" * 10}])
async def test_bad_page_is_refused_by_name(served: World, params: dict[str, str]) -> None:
    await reconcile(served)
    answer = await call(functions.get_reconciliation, get(params=params))
    assert_problem(answer, 400, *params)


async def test_next_run_leaves_only_its_own_differences(world: World) -> None:
    await know(world, OUT, PERSON)
    await reconcile(world)
    world.opt_out_list.pairs.add((TOLL_FREE, PERSON))
    await reconcile(world)
    assert await differences(world) == []
    assert len(world.reconciliations_table.all_rows()) == 1


async def test_large_registry_takes_turns_that_keep_acs_limit(world: World) -> None:
    template = await _row_of(world, people(1)[0])
    crowd = [user for user in people(10_000) if user != template["RowKey"]]
    for user in crowd:
        world.opt_outs_table.put({**template, "RowKey": user})
    world.opt_outs_table.operation_count = 0
    await start_run(world.app().reconciling)
    delays = await play(world)
    run = await last(world)
    assert (run.state, run.checked_count, run.page_count) == (RunState.COMPLETED, 10_000, 100)
    assert len(world.opt_out_list.calls) == 100
    assert delays == [0, 15, 15]
    assert CALLS_PER_TURN / 15 * 60 <= 200
    assert world.opt_outs_table.operation_count <= 110


async def _row_of(world: World, user: str) -> dict[str, Any]:
    await know(world, OUT, user)
    (row,) = (row for row in world.opt_outs_table.all_rows() if row["RowKey"] == user)
    return dict(row)


async def test_second_start_joins_the_run_that_is_under_way(world: World) -> None:
    first = await start_run(world.app().reconciling)
    world.clock.advance(hours=1)
    second = await start_run(world.app().reconciling)
    assert first.run_id == second.run_id
    assert len(world.reconciliation_queue.items) == 1


async def test_starts_at_the_same_moment_give_one_run(world: World) -> None:
    other: list[Run] = []

    def start_other(_operations: object) -> None:
        from tests.support.in_memory_table import run_now

        world.reconciliations_table.before_write = None
        other.append(run_now(start_run(world.app().reconciling)))

    world.reconciliations_table.before_write = start_other
    assert (await start_run(world.app().reconciling)).run_id == other[0].run_id
    world.clock.advance(minutes=11)
    await play(world)
    assert (await last(world)).state is RunState.COMPLETED


async def test_run_that_stands_still_for_hours_is_replaced(world: World) -> None:
    await know(world, OUT, PERSON)
    first = await start_run(world.app().reconciling)
    world.reconciliation_queue.items = []
    world.clock.now += DEAD_AFTER
    second = await start_run(world.app().reconciling)
    assert second.run_id != first.run_id
    await play(world)
    assert (await last(world)).state is RunState.COMPLETED


async def test_message_that_comes_before_its_run_waits_for_it(world: World) -> None:
    run = await start_run(world.app().reconciling)
    (row,) = world.reconciliations_table.all_rows()
    world.reconciliations_table.remove(row)
    await continue_run(job_message(RUN, run.run_id).encode(), world.app().reconciling)
    ((text, delay_seconds),) = world.reconciliation_queue.items[1:]
    assert (text, delay_seconds) == (job_message(RUN, run.run_id), 5)
    world.clock.advance(minutes=10)
    world.reconciliation_queue.items = []
    await continue_run(text.encode(), world.app().reconciling)
    assert world.reconciliation_queue.items == []


async def test_daily_run_begins_once_a_day_and_not_where_it_is_off(world: World) -> None:
    begun = []
    for _ in range(72):
        await start_daily_run(world.app().reconciling)
        await play(world)
        begun.append((await last(world)).run_id)
        world.clock.advance(hours=1)
    assert [begun.count(one) for one in dict.fromkeys(begun)] == [24, 24, 24]

    off = World(settings=replace(SETTINGS, reconciles_daily=False))
    await start_daily_run(off.app().reconciling)
    assert off.reconciliation_queue.items == []
    assert await off.app().reconciling.runs.last() is None


async def test_acs_that_does_not_answer_is_asked_again_later(world: World) -> None:
    await know(world, OUT, PERSON)
    throttled = OptOutListError("429", "Slow down", retryable=True, retry_after_seconds=90)
    world.opt_out_list.script = [throttled]
    await start_run(world.app().reconciling)
    assert await play(world) == [0, 90]
    run = await last(world)
    assert (run.state, run.failure_count, run.checked_count) == (RunState.COMPLETED, 0, 1)
    assert run.troubles == ()


async def test_run_ends_as_failed_when_acs_stays_away(world: World) -> None:
    await know(world, OUT, PERSON)
    away = OptOutListError("no_answer", "ClientOSError", retryable=True)
    world.opt_out_list.script = [away] * 100
    run = await reconcile(world)
    assert run.state is RunState.FAILED
    assert len(world.opt_out_list.calls) == MAX_FAILURES
    assert [one.code for one in run.troubles] == ["no_answer"]
    assert world.clock.now - START > timedelta(minutes=50)
    world.opt_out_list.script = []
    assert (await reconcile(world)).state is RunState.COMPLETED


@pytest.mark.parametrize("failing", range(1, 14))
async def test_run_ends_the_same_when_any_write_fails(world: World, failing: int) -> None:
    world.push_opt_outs()
    crowd = people(250)
    await know_all(world, {user: OUT if index % 2 else IN for index, user in enumerate(crowd)})
    world.opt_out_list.pairs |= {(TOLL_FREE, user) for user in crowd[::5]}
    seen = [0]

    def fail(_operations: object) -> None:
        seen[0] += 1
        if seen[0] == failing:
            raise ConflictError if failing % 2 else StorageError("away")

    world.reconciliations_table.before_write = world.opt_outs_table.before_write = fail
    world.clock.advance(minutes=1)
    try:
        await start_run(world.app().reconciling)
    except StorageError:
        await start_run(world.app().reconciling)
    await play(world)
    run = await last(world)
    assert (run.state, run.checked_count, run.page_count) == (RunState.COMPLETED, 250, 3)
    out = await opted_out_recipients(world.app().opt_outs, TOLL_FREE, crowd)
    assert {(TOLL_FREE, user) for user in out} == world.opt_out_list.pairs
    assert out == {user for index, user in enumerate(crowd) if index % 2 or index % 5 == 0}


async def test_same_message_twice_counts_each_page_once(world: World) -> None:
    for user in people(120):
        await know(world, OUT, user)
    run = await start_run(world.app().reconciling)
    await world.reconciliation_queue.put(job_message(RUN, run.run_id))
    await play(world)
    assert (await last(world)).checked_count == 120
    assert len(await differences(world)) == 120


async def test_run_that_is_given_up_has_failed(world: World) -> None:
    run = await start_run(world.app().reconciling)
    await give_up_run(job_message(RUN, run.run_id).encode(), world.app().reconciling)
    assert (await last(world)).state is RunState.FAILED
    await play(world)
    assert (await last(world)).state is RunState.FAILED


async def test_run_that_has_ended_is_not_given_up(world: World) -> None:
    run = await reconcile(world)
    await give_up_run(job_message(RUN, run.run_id).encode(), world.app().reconciling)
    assert (await last(world)).state is RunState.COMPLETED


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"run": "x"}', b'{"run": "../head"}'])
async def test_message_that_names_no_run_is_refused(world: World, body: bytes) -> None:
    with pytest.raises(ValueError, match=r"Expecting|names no run"):
        await continue_run(body, world.app().reconciling)


async def test_no_number_is_logged(world: World, caplog: pytest.LogCaptureFixture) -> None:
    await know(world, OUT, PERSON)
    away = OptOutListError("no_answer", PERSON, retryable=True)
    world.opt_out_list.script = [away] * 100
    await reconcile(world)
    assert PERSON not in caplog.text
    assert '"event": "reconciliation_failed"' in caplog.text
