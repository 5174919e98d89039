"""An import is worked off in turns, whatever happens in between."""

from collections.abc import Sequence

import pytest

from opt_outs.import_job import continue_import, give_up_import
from shared.domain.errors import ConflictError, StorageError
from shared.storage.table import Operation
from tests.support.samples import opted_out_recipients, people
from tests.support.web import assert_problem, document
from tests.support.world import PERSON, TOLL_FREE, World
from tests.unit.opt_outs.import_world import (
    counts,
    file_of,
    imported,
    post,
    run_all,
    state_of,
)


async def test_import_takes_turns_and_needs_few_operations(served: World) -> None:
    numbers = people(2_500)
    answer = await post(file_of(numbers))
    assert document(answer)["rowCount"] == 2_500

    def time_passes(operations: Sequence[Operation]) -> None:
        if operations[0][1]["RowKey"] == "head":
            served.clock.advance(seconds=15)

    served.imports_table.before_write = time_passes
    (message,) = served.import_queue.items
    await continue_import(message[0].encode(), served.app().import_jobs)
    found = await state_of(document(answer)["importId"])
    assert (found["state"], found["changedCount"]) == ("running", 2_000)
    await run_all(served)
    found = await state_of(document(answer)["importId"])
    assert (found["state"], found["changedCount"]) == ("completed", 2_500)
    # 25 prefixes with three groups each: two reads and a transaction a group.
    assert served.opt_outs_table.operation_count <= 0.1 * 2_500


@pytest.mark.parametrize("failing_write", range(1, 30, 4))
async def test_import_that_died_half_way_goes_on_where_it_stopped(
    served: World, failing_write: int
) -> None:
    answer = await post(file_of(people(1_500)))
    writes = 0

    def fail_once(_: object) -> None:
        nonlocal writes
        writes += 1
        if writes == failing_write:
            raise StorageError

    served.opt_outs_table.before_write = served.imports_table.before_write = fail_once
    await run_all(served)
    found = await state_of(document(answer)["importId"])
    assert found["state"] == "completed"
    assert found["changedCount"] + found["unchangedCount"] == 1_500
    registry = served.app().opt_outs
    assert await opted_out_recipients(registry, TOLL_FREE, people(1_500)) == set(people(1_500))
    lines = [row for row in served.opt_outs_table.all_rows() if row["RowKey"].startswith("L|")]
    assert len(lines) == 1_500


async def test_import_survives_a_storage_outage(served: World) -> None:
    answer = await post(file_of([PERSON]))

    def away() -> None:
        raise StorageError

    served.imports_table.before_read = away
    for _ in range(7):
        ((text, _),) = served.import_queue.items
        served.import_queue.items = []
        await continue_import(text.encode(), served.app().import_jobs)
    served.imports_table.before_read = None
    await run_all(served)
    assert (await state_of(document(answer)["importId"]))["state"] == "completed"


async def test_message_of_a_request_that_failed_ends_after_a_while(served: World) -> None:
    def away(operations: Sequence[Operation]) -> None:
        if operations[0][1]["RowKey"] == "head":
            raise StorageError

    served.imports_table.before_write = away
    assert_problem(await post(file_of([PERSON])), 503)
    await run_all(served)
    assert served.opt_outs_table.all_rows() == []


async def test_import_that_was_given_up_says_how_far_it_came(served: World) -> None:
    answer = await post(file_of([PERSON]))
    ((text, _),) = served.import_queue.items
    await give_up_import(text.encode(), served.app().import_jobs)
    found = await state_of(document(answer)["importId"])
    assert (found["state"], found["changedCount"], found["unchangedCount"]) == ("failed", 0, 0)


async def test_import_in_progress_at_another_worker_is_done_once(served: World) -> None:
    answer = await post(file_of(people(3)))

    def rival_was_first(operations: Sequence[Operation]) -> None:
        if operations[0][1]["RowKey"] == "head":
            served.imports_table.before_write = None
            raise ConflictError

    served.imports_table.before_write = rival_was_first
    await run_all(served)
    found = await state_of(document(answer)["importId"])
    assert (found["state"], counts(found)) == ("completed", (0, 3, 0))
    for user in people(3):
        assert len(await served.app().opt_outs.ledger(TOLL_FREE, user)) == 1


async def test_evidence_that_cannot_be_compressed_fits_into_rows(served: World) -> None:
    import hashlib

    rows = [
        {"recipient": user, "evidence": "".join(hashlib.sha512(f"{user}{n}".encode()).hexdigest()
                                                for n in range(30))}
        for user in people(1_000)
    ]  # fmt: skip
    assert counts(await imported(served, rows, sender=TOLL_FREE)) == (1_000, 0, 0)
    entry = await served.app().opt_outs.get(TOLL_FREE, people(1)[0])
    assert entry
    assert entry.newest.evidence == rows[0]["evidence"]
