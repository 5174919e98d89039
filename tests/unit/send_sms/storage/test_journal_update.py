"""An update decides on the row as it is now, and knows its own write again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from send_sms.domain.batch import Batch
from send_sms.domain.progress import Claim, Progress
from send_sms.storage.batch_layout import keys_of_block
from send_sms.storage.journal import Decide, Journal
from send_sms.storage.report_rows import report_properties
from shared.carriers.events import DeliveryStatus
from shared.domain.errors import ConflictError, NotStoredError, StorageError
from shared.storage.table import Operation
from tests.support.in_memory_table import run_now
from tests.support.lossy_table import LossyTable
from tests.support.samples import SEND, make_batch, make_report, reports_beside
from tests.support.world import PERSON, START

REPORT = make_report(DeliveryStatus.DELIVERED, START)
CLAIM = Claim("mine", START + timedelta(seconds=40), START, (0,))
TRIES = 6


class Pauses:
    """Waits for nothing, and keeps how long it was to wait."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


class Claiming:
    """Decides to claim, unless the claim is there already; keeps what it was shown."""

    def __init__(self) -> None:
        self.shown: list[Batch] = []

    def __call__(self, batch: Batch) -> Batch | None:
        self.shown.append(batch)
        if batch.progress.claim == CLAIM:
            return None
        count = batch.progress.attempt_count + 1
        return replace(batch, progress=replace(batch.progress, claim=CLAIM, attempt_count=count))


@pytest.fixture
def table() -> LossyTable:
    return LossyTable()


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
def journal(table: LossyTable, pauses: Pauses) -> Journal:
    return Journal(table, pauses)


@pytest.fixture
async def stored(journal: Journal) -> Batch:
    return await journal.commit([make_batch()])


async def now_stored(journal: Journal) -> Batch:
    (found,) = await journal.read(SEND)
    return found


def report_comes_before(table: LossyTable, times: int) -> None:
    """Let a report change the row before each of the next conditional writes."""
    left = iter(range(times))
    block = make_batch().message_address(0).block
    row = {**keys_of_block(block), **report_properties(block, [(PERSON, REPORT)])}

    def add_report(operations: Sequence[Operation]) -> None:
        if operations[0][2] and next(left, None) is not None:
            run_now(table.write([("merge", row, "")]))

    table.before_write = add_report


async def test_update_of_an_unchanged_row_is_one_operation(
    journal: Journal, table: LossyTable, stored: Batch, pauses: Pauses
) -> None:
    before = table.operation_count
    claimed = await journal.update(stored, Claiming())
    assert table.operation_count == before + 1
    assert pauses.seconds == []
    assert claimed.progress.claim == CLAIM
    assert claimed == await now_stored(journal)


async def test_update_gives_a_batch_that_can_be_updated_again(
    journal: Journal, stored: Batch
) -> None:
    decide = Claiming()
    claimed = await journal.update(stored, decide)
    ended = replace(claimed, progress=Progress())
    await journal.update(claimed, lambda _: ended)
    assert (await now_stored(journal)).progress == Progress()


async def test_decision_to_change_nothing_writes_nothing(
    journal: Journal, table: LossyTable, stored: Batch
) -> None:
    before = table.operation_count
    assert await journal.update(stored, lambda _: None) is stored
    assert table.operation_count == before


async def test_changed_row_is_read_and_decided_on_again(journal: Journal, stored: Batch) -> None:
    block = stored.message_address(0).block
    await reports_beside(journal).add({block: [(PERSON, REPORT)]})
    decide = Claiming()
    claimed = await journal.update(stored, decide)
    assert [list(batch.reports) for batch in decide.shown] == [[], [0]]
    assert claimed == await now_stored(journal)
    assert claimed.reports[0].delivered == REPORT


async def test_update_outlasts_a_report_before_each_of_its_first_tries(
    journal: Journal, table: LossyTable, stored: Batch, pauses: Pauses
) -> None:
    report_comes_before(table, TRIES - 1)
    claimed = await journal.update(stored, Claiming())
    assert claimed.progress.attempt_count == 1
    assert pauses.seconds == pytest.approx([0, 0.1, 0.2, 0.3, 0.4])


async def test_row_that_keeps_changing_is_a_conflict(
    journal: Journal, table: LossyTable, stored: Batch
) -> None:
    report_comes_before(table, TRIES)
    with pytest.raises(ConflictError):
        await journal.update(stored, Claiming())
    assert (await now_stored(journal)).progress == Progress()


async def test_write_whose_answer_was_lost_is_recognised_and_not_repeated(
    journal: Journal, table: LossyTable, stored: Batch
) -> None:
    table.lost_answers = 1
    claimed = await journal.update(stored, Claiming())
    assert claimed.progress.attempt_count == 1
    assert claimed == await now_stored(journal)


async def test_write_that_was_not_done_is_done_again(
    journal: Journal, table: LossyTable, stored: Batch
) -> None:
    table.refused_writes = 2
    claimed = await journal.update(stored, Claiming())
    assert claimed == await now_stored(journal)
    assert claimed.progress.claim == CLAIM


async def test_read_that_fails_meanwhile_is_a_try_too(
    journal: Journal, table: LossyTable, stored: Batch
) -> None:
    table.lost_answers, table.refused_reads = 1, TRIES - 2
    claimed = await journal.update(stored, Claiming())
    assert claimed.progress.attempt_count == 1


@pytest.mark.parametrize(("writes", "reads"), [(TRIES, 0), (1, TRIES - 1)])
async def test_update_fails_when_storage_stays_unavailable(
    journal: Journal, table: LossyTable, stored: Batch, writes: int, reads: int
) -> None:
    table.refused_writes, table.refused_reads = writes, reads
    decide = Claiming()
    with pytest.raises(StorageError) as caught:
        await journal.update(stored, decide)
    assert not isinstance(caught.value, ConflictError)
    assert (await now_stored(journal)).progress == Progress()


async def test_conflict_that_the_decision_finds_ends_the_update_at_once(
    journal: Journal, table: LossyTable, stored: Batch
) -> None:
    def decide(_: Batch) -> Batch | None:
        raise ConflictError

    before = table.operation_count
    with pytest.raises(ConflictError):
        await journal.update(stored, decide)
    assert table.operation_count == before


async def test_update_of_a_row_that_does_not_exist_is_refused(
    journal: Journal, table: LossyTable
) -> None:
    with pytest.raises(NotStoredError):
        await journal.update(replace(make_batch(), version="1"), Claiming())
    assert table.all_rows() == []


async def test_update_of_a_row_that_vanished_meanwhile_is_refused(
    journal: Journal, table: LossyTable, stored: Batch
) -> None:
    def row_is_deleted(_: Sequence[Operation]) -> None:
        table.remove(table.all_rows()[0])
        table.before_write = None
        raise StorageError

    table.before_write = row_is_deleted
    with pytest.raises(NotStoredError):
        await journal.update(stored, Claiming())


async def test_two_updates_of_one_row_both_take_effect(journal: Journal, stored: Batch) -> None:
    def counting(batch: Batch) -> Batch | None:
        count = batch.progress.attempt_count + 1
        return replace(batch, progress=replace(batch.progress, attempt_count=count))

    decide: Decide = counting
    await journal.update(stored, decide)
    await journal.update(stored, decide)
    assert (await now_stored(journal)).progress.attempt_count == 2


async def test_update_leaves_cancellation_and_reports_alone(
    journal: Journal, stored: Batch
) -> None:
    await journal.cancel([stored], SEND, START)
    block = stored.message_address(0).block
    await reports_beside(journal).add({block: [(PERSON, REPORT)]})
    claimed = await journal.update(stored, Claiming())
    assert claimed.cancelled == {0: START}
    assert claimed.reports[0].delivered == REPORT
