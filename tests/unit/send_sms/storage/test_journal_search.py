"""Who was written to: a person is found in sends and in rounds, with few operations."""

import pytest

from send_sms.domain.progress import Reports
from send_sms.storage.journal import Journal
from shared.carriers.events import DeliveryStatus
from shared.domain.identifiers import BatchAddress, BlockAddress, MessageAddress, new_send_address
from tests.support.in_memory_table import InMemoryTable
from tests.support.samples import SEND, make_batch, make_report, make_round, people, reports_beside
from tests.support.world import PERSON, START

DELIVERED = make_report(DeliveryStatus.DELIVERED, START)
FAILED = make_report(DeliveryStatus.FAILED, START, code="4006")
RECIPIENTS = people(1_000)


@pytest.fixture
def table() -> InMemoryTable:
    return InMemoryTable()


@pytest.fixture
def journal(table: InMemoryTable) -> Journal:
    return Journal(table)


@pytest.mark.parametrize(("number", "operations"), [(5, 2), (742, 3)])
async def test_person_in_a_send_is_found_with_the_reports_on_its_block(
    journal: Journal, table: InMemoryTable, number: int, operations: int
) -> None:
    await journal.commit([make_batch(RECIPIENTS), make_batch(people(1_100)[1_000:], row=1)])
    await reports_beside(journal).add(
        {BlockAddress(SEND, number // 100): [(RECIPIENTS[number], FAILED)]}
    )
    before, day = table.operation_count, START.date()
    (found,) = await journal.search.read_addressed_to(SEND.sender, RECIPIENTS[number], day, day)
    assert table.operation_count == before + operations
    assert found.address == BatchAddress(SEND, 0)
    assert found.reports == {number: Reports(None, FAILED)}


async def test_person_in_rounds_is_found_at_one_operation_for_each(
    journal: Journal, table: InMemoryTable
) -> None:
    sends = [new_send_address(SEND.sender, START, bytes([n] * 10)) for n in range(4)]
    for send in sends[:2]:
        await journal.commit(
            [make_round([(RECIPIENTS[0], "a"), ("", ""), (PERSON, "b")], send=send)]
        )
    await journal.commit([make_round([(RECIPIENTS[1], "a"), (RECIPIENTS[2], "b")], send=sends[2])])
    await journal.commit([make_round([(PERSON, "alone")], send=sends[3])])
    block = MessageAddress(sends[0].at_place(3), 0).block
    await reports_beside(journal).add({block: [(PERSON, DELIVERED)]})
    before, day = table.operation_count, START.date()
    found = await journal.search.read_addressed_to(SEND.sender, PERSON, day, day)
    assert table.operation_count == before + 2 + 2
    reports = {batch.address.send: dict(batch.reports) for batch in found}
    assert reports == {sends[3]: {}, sends[0]: {2: Reports(DELIVERED, None)}, sends[1]: {}}


async def test_search_for_what_is_to_come_does_not_look_at_rounds(
    journal: Journal, table: InMemoryTable
) -> None:
    await journal.commit([make_round([(PERSON, "a"), (RECIPIENTS[0], "b")])])
    before, day = table.operation_count, START.date()
    found = await journal.search.read_addressed_to_each(
        SEND.sender, [PERSON], day, day, due_since=START
    )
    assert found == {}
    assert table.operation_count == before + 1


async def test_several_people_are_found_together(journal: Journal, table: InMemoryTable) -> None:
    await journal.commit([make_batch(RECIPIENTS)])
    send = new_send_address(SEND.sender, START, bytes([1] * 10))
    await journal.commit([make_round([(RECIPIENTS[5], "a"), (PERSON, "b")], send=send)])
    before, day = table.operation_count, START.date()
    wanted = [RECIPIENTS[5], RECIPIENTS[742], RECIPIENTS[750], "+19995550100", PERSON]
    found = await journal.search.read_addressed_to_each(SEND.sender, wanted, day, day)
    assert table.operation_count == before + 4  # two searches, the round, and one block
    addresses = {one: [batch.address.send for batch in found.get(one, ())] for one in wanted}
    assert addresses == {
        RECIPIENTS[5]: [SEND, send],
        RECIPIENTS[742]: [SEND],
        RECIPIENTS[750]: [SEND],
        "+19995550100": [],
        PERSON: [send],
    }


async def test_each_person_is_searched_for_where_too_much_lies_between_them(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("send_sms.storage.journal_search._MANY_ROWS", 3)
    for n, person in enumerate(RECIPIENTS[:9]):
        send = new_send_address(SEND.sender, START, bytes([n] * 10))
        await journal.commit([make_batch([person], send=send)])
    day, wanted = START.date(), [RECIPIENTS[0], RECIPIENTS[8]]
    found = await journal.search.read_addressed_to_each(SEND.sender, wanted, day, day)
    assert [len(found[one]) for one in wanted] == [1, 1]
