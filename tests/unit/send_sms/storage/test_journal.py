"""The journal: all batches or none, and a commit recognises its own."""

import random
from dataclasses import replace

import pytest

from send_sms.domain.batch import Batch
from send_sms.storage.batch_layout import (
    MAX_CONTENT_BYTES,
    SendTooLargeError,
    check_size,
    content_bytes,
)
from send_sms.storage.journal import Journal
from shared.domain.errors import ConflictError, NotStoredError, StorageError
from shared.domain.identifiers import BatchAddress
from tests.support.lossy_table import LossyTable
from tests.support.samples import SEND, make_batch, make_round, people
from tests.support.world import START
from tests.unit.send_sms.storage.worst_batches import noise

RECIPIENTS = people(2_500)


@pytest.fixture
def table() -> LossyTable:
    return LossyTable()


@pytest.fixture
def journal(table: LossyTable) -> Journal:
    return Journal(table)


def send_of_2500(commit_id: str = "mine") -> list[Batch]:
    return [
        make_batch(RECIPIENTS[row * 1_000 : row * 1_000 + 1_000], row=row, commit_id=commit_id)
        for row in range(3)
    ]


async def test_commit_is_one_transaction_of_all_batches_and_report_rows(
    journal: Journal, table: LossyTable
) -> None:
    stored = await journal.commit(send_of_2500())
    assert table.operation_count == 1
    assert len(table.all_rows()) == 10 + 10 + 5
    assert stored.commit_id == "mine"
    assert stored == await journal.get(stored.address)


async def test_commit_of_a_row_that_is_there_gives_what_was_stored_first(
    journal: Journal, table: LossyTable
) -> None:
    await journal.commit(send_of_2500("first"))
    rows = table.all_rows()
    found = await journal.commit(send_of_2500("second"))
    assert found.commit_id == "first"
    assert table.all_rows() == rows


async def test_commit_whose_answer_was_lost_finds_its_own_row_when_it_is_repeated(
    journal: Journal, table: LossyTable
) -> None:
    table.lost_answers = 1
    with pytest.raises(StorageError):
        await journal.commit(send_of_2500())
    again = await journal.commit(send_of_2500())
    assert again.commit_id == "mine"
    assert again == await journal.get(again.address)


async def test_commit_that_was_refused_stored_nothing(journal: Journal, table: LossyTable) -> None:
    table.refused_writes = 1
    with pytest.raises(StorageError):
        await journal.commit(send_of_2500())
    assert table.all_rows() == []


async def test_commit_beside_a_row_that_cannot_be_read_is_not_known_to_be_stored(
    journal: Journal, table: LossyTable
) -> None:
    await journal.commit(send_of_2500())
    table.refused_reads = 1
    with pytest.raises(StorageError):
        await journal.commit(send_of_2500())


async def test_commit_fails_whole_when_only_a_later_row_is_taken(
    journal: Journal, table: LossyTable
) -> None:
    await journal.commit(send_of_2500()[1:])
    count = len(table.all_rows())
    with pytest.raises(ConflictError):
        await journal.commit(send_of_2500())
    assert len(table.all_rows()) == count


async def test_send_of_2500_is_read_in_order_and_in_parts(
    journal: Journal, table: LossyTable
) -> None:
    await journal.commit(send_of_2500())
    before = table.operation_count
    found = await journal.read(SEND)
    assert table.operation_count == before + 1
    assert [number for batch in found for number in batch.recipients] == RECIPIENTS
    assert [batch.address.row for batch in await journal.read(SEND, 1, 2)] == [1, 2]
    assert [batch.address.row for batch in await journal.read(SEND, 2, 2)] == [2]
    assert await journal.read(SEND, 3, 9) == []


async def test_member_of_a_round_is_read_with_its_round_in_one_operation(
    journal: Journal, table: LossyTable
) -> None:
    await journal.commit([make_round([(RECIPIENTS[0], "a"), ("", "a"), (RECIPIENTS[1], "b")])])
    before = table.operation_count
    (found,) = await journal.read(SEND.at_place(3))
    assert table.operation_count == before + 1
    assert found.positions_of(SEND.at_place(3)) == (2,)


@pytest.mark.parametrize("place", [0, 2, 4, 65])
async def test_unused_place_of_a_round_is_no_send(journal: Journal, place: int) -> None:
    await journal.commit([make_round([(RECIPIENTS[0], "a"), ("", "a"), (RECIPIENTS[1], "b")])])
    assert await journal.read(SEND.at_place(place)) == []


async def test_place_in_a_send_that_is_no_round_is_no_send(journal: Journal) -> None:
    await journal.commit([make_batch()])
    assert await journal.read(SEND.at_place(1)) == []


async def test_batch_that_is_not_there_is_none(journal: Journal) -> None:
    assert await journal.get(BatchAddress(SEND)) is None
    assert await journal.get(BatchAddress(SEND), (1, 2)) is None


async def test_cancelling_a_send_of_several_batches_is_one_operation(
    journal: Journal, table: LossyTable
) -> None:
    await journal.commit(send_of_2500())
    batches = await journal.read(SEND)
    before = table.operation_count
    await journal.cancel(batches, SEND, START)
    assert table.operation_count == before + 1
    for batch in await journal.read(SEND):
        assert batch.cancelled == dict.fromkeys(batch.positions(), START)


async def test_cancelling_one_send_of_a_round_leaves_the_others(journal: Journal) -> None:
    batch = await journal.commit(
        [make_round([(RECIPIENTS[0], "a"), (RECIPIENTS[0], "a"), (RECIPIENTS[1], "b")])]
    )
    await journal.cancel([batch], SEND.at_place(2), START)
    (found,) = await journal.read(SEND.at_place(2))
    assert found.cancelled == {1: START}


async def test_cancelling_what_is_not_there_is_refused(journal: Journal) -> None:
    with pytest.raises(NotStoredError):
        await journal.cancel([make_batch()], SEND, START)


async def test_person_of_no_send_is_found_nowhere(journal: Journal) -> None:
    await journal.commit(send_of_2500())
    day = START.date()
    assert await journal.search.read_addressed_to(SEND.sender, "+14255550199", day, day) == ()


def test_values_that_do_not_fit_into_a_row_or_a_transaction_are_refused() -> None:
    def full(characters: int) -> Batch:
        chance = random.Random(0)
        values = tuple((chance.randbytes(characters).hex(),) for _ in range(1_000))
        return make_batch(RECIPIENTS[:1_000], text="{{x}}", values=values)

    fits = full(250)
    assert content_bytes(fits) < MAX_CONTENT_BYTES
    check_size([replace(fits, address=BatchAddress(SEND, row)) for row in range(9)])
    with pytest.raises(SendTooLargeError):
        check_size([replace(fits, address=BatchAddress(SEND, row)) for row in range(10)])
    with pytest.raises(SendTooLargeError):
        check_size([full(280)])


def test_longest_text_without_values_is_never_too_large() -> None:
    check_size([make_batch(RECIPIENTS[:1_000], text=noise(2_048), row=row) for row in range(10)])
