"""A person is found in sends and in rounds, on the fake and on Azurite."""

from datetime import datetime, timedelta

import pytest

from send_sms.domain.batch import Batch
from send_sms.domain.progress import Reports
from send_sms.storage.journal import Journal
from send_sms.storage.journal_search import Hit, JournalSearch
from shared.domain.identifiers import BatchAddress, SendAddress, new_send_address
from shared.storage.table import WideTable
from tests.integration.send_sms.journals import DELIVERED, block_of
from tests.integration.shared.storage.samples import batch_of, new_send, people, round_of
from tests.support.samples import reports_beside
from tests.support.world import START, TOLL_FREE, no_pause

DAY = timedelta(days=1)
RECIPIENTS = people(1_020)


@pytest.fixture
def journal(table: WideTable) -> Journal:
    return Journal(table, no_pause)


async def test_person_is_found_in_bulk_single_sends_and_rounds_of_a_range_of_days(
    journal: Journal,
) -> None:
    sends = [new_send(n, START + n * DAY) for n in range(4)]
    for send in sends:
        rows = [RECIPIENTS[:1_000], RECIPIENTS[1_000:]]
        await journal.commit([batch_of(rows[n], row=n, send=send) for n in range(2)])
    single, of_one, of_several = (new_send(n, START + 2 * DAY) for n in (11, 12, 13))
    await journal.commit([batch_of(RECIPIENTS[50:51], send=single)])
    await journal.commit([round_of(RECIPIENTS[50:51], send=of_one)])
    twice = [RECIPIENTS[1_019], "", RECIPIENTS[50], RECIPIENTS[1_019]]
    await journal.commit([round_of(twice, send=of_several)])
    first, last = (START + DAY).date(), (START + 2 * DAY).date()

    async def found(
        person: str, due_since: datetime | None = None
    ) -> list[tuple[SendAddress, int]]:
        batches = (
            await journal.search.read_addressed_to_each(
                TOLL_FREE, [person], first, last, due_since=due_since
            )
        ).get(person, ())
        assert all(person in batch.recipients for batch in batches)
        return [(batch.address.send, batch.address.row) for batch in batches]

    _, on_first, on_last, _ = sends
    assert await found(RECIPIENTS[0]) == [(on_first, 0), (on_last, 0)]
    assert await found(RECIPIENTS[50]) == [
        (on_first, 0), (on_last, 0), (single, 0), (of_one, 0), (of_several, 0),
    ]  # fmt: skip
    assert await found(RECIPIENTS[999]) == [(on_first, 0), (on_last, 0)]
    assert await found(RECIPIENTS[1_019]) == [(on_first, 1), (on_last, 1), (of_several, 0)]
    assert await found(RECIPIENTS[50][:-1]) == []
    assert await found(RECIPIENTS[50] + "0") == []
    an_hour = START + timedelta(hours=1)  # the sends were to wait for this; rounds never wait
    assert await found(RECIPIENTS[0], an_hour) == [(on_first, 0), (on_last, 0)]
    assert await found(RECIPIENTS[1_019], an_hour) == [(on_first, 1), (on_last, 1)]
    assert await found(RECIPIENTS[0], an_hour + timedelta(seconds=1)) == []


@pytest.mark.parametrize("position", [0, 99, 100, 750, 999])
async def test_person_is_found_with_the_report_wherever_it_lies(
    journal: Journal, position: int
) -> None:
    person = RECIPIENTS[position]
    bulk = batch_of(RECIPIENTS[:1_000], send=new_send(1))
    members = round_of([RECIPIENTS[1_000], person, person], send=new_send(2))

    async def store(batch: Batch, reported: int) -> None:
        await journal.commit([batch])
        assert (
            await reports_beside(journal).add({block_of(batch, reported): [(person, DELIVERED)]})
            == []
        )

    await store(bulk, position)
    await store(members, 2)

    found = await journal.search.read_addressed_to(TOLL_FREE, person, START.date(), START.date())

    assert [(batch.address, batch.reports) for batch in found] == [
        (bulk.address, {position: Reports(DELIVERED, None)}),
        (members.address, {2: Reports(DELIVERED, None)}),
    ]
    assert found == [
        await journal.get(batch.address, (position // 100,)) for batch in found[:1]
    ] + [await journal.get(members.address)]


async def test_own_numbers_are_found_with_their_first_days(
    journal: Journal, table: WideTable
) -> None:
    searches = JournalSearch(table)
    assert await searches.first_days("", 9) == {}
    for sender, age in ((TOLL_FREE, 3), (TOLL_FREE, 0), ("77001", 1), ("770011", 2), ("A B", 0)):
        send = new_send_address(sender, START - age * DAY, bytes(10))
        await journal.commit([batch_of(RECIPIENTS[:1], send=send)])
    today = START.date()
    found = {TOLL_FREE: today - 3 * DAY, "770011": today - 2 * DAY, "77001": today - DAY}
    assert list((await searches.first_days("", 3)).items()) == list(found.items())
    assert await searches.own_numbers("770011", 9) == ["77001", "A B"]
    assert await searches.first_day("77001") == today - DAY
    assert await searches.first_day("7700") is None


async def test_hits_of_a_person_are_found_without_reading_their_batches(
    journal: Journal, table: WideTable
) -> None:
    searches, person, day = JournalSearch(table), RECIPIENTS[850], START.date()
    bulk, several = new_send(1), new_send(2)
    await journal.commit([batch_of(RECIPIENTS[:1_000], send=bulk)])
    await journal.commit([round_of([RECIPIENTS[0], person], send=several)])
    found = await searches.find_person(TOLL_FREE, person, day - DAY, day, 9)
    assert found == [Hit(BatchAddress(bulk), 8), Hit(BatchAddress(several), 0)]
    assert await searches.find_person(TOLL_FREE, person, day - DAY, day, 1) is None
    assert await searches.find_person(TOLL_FREE, person, day - DAY, day - DAY, None) == []
