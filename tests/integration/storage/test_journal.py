"""The journal on Azurite: chunks come back whole, and their three writers do not collide."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations

import pytest

from shared.domain.chunk import Chunk, Outcome, OutcomeKind, Progress
from shared.domain.delivery import DeliveryStatus, Reports
from shared.domain.errors import ConflictError
from shared.domain.identifiers import MessageAddress, SendAddress, first_key
from shared.storage.azure_table import AzureTable
from shared.storage.journal import Journal
from shared.storage.table import WideTable
from tests.integration.storage.samples import chunk, new_send, people, report, sent
from tests.support.world import START, TOLL_FREE

FIRST, SECOND, THIRD = people(3)
UNTIL = START + timedelta(seconds=40)
PROGRESS = Progress(
    claimed_until=UNTIL,
    first_sent_at=START,
    sent_at=START + timedelta(seconds=1),
    attempt_count=2,
    outcomes={
        0: sent("a"),
        1: Outcome(OutcomeKind.FAILED, code="400", text='Bad "number", näh'),
        2: Outcome(OutcomeKind.DOUBTFUL),
    },
)


@pytest.fixture
def journal(azure_table: AzureTable) -> Journal:
    return Journal(azure_table)


async def read_one(journal: Journal, like: Chunk) -> Chunk:
    [found] = await journal.read(like.send, like.number, like.number)
    assert found.version
    return replace(found, version="")


async def claim_all(journal: Journal, like: Chunk) -> list[Chunk]:
    """Take all chunks of a send in hand."""
    in_hand = Progress(claimed_until=UNTIL, attempt_count=1)
    return await journal.claim(
        [replace(one, progress=in_hand) for one in await journal.read(like.send)]
    )


@pytest.mark.parametrize(
    "original",
    [
        chunk(),
        chunk(number=99, recipients=people(1)),
        chunk(body="Hi {{name}} {{b}}", values=(("Ana", ""), ("世界", "\N{SNAKE}"), ('"', "\n"))),
        chunk(progress=PROGRESS),
    ],
    ids=["plain", "one recipient", "values", "outcomes"],
)
async def test_chunk_comes_back_whole_when_it_was_committed(
    journal: Journal, original: Chunk
) -> None:
    await journal.commit([original])

    assert await read_one(journal, original) == original


async def test_chunk_comes_back_with_reports_when_they_were_added(journal: Journal) -> None:
    original = chunk(progress=PROGRESS)
    delivered = report()
    failed = report(DeliveryStatus.FAILED, code="", text="Sender blocked for given recipient.")
    await journal.commit([original])
    await journal.add_reports({original.address: [(FIRST, delivered), (SECOND, failed)]})
    await journal.add_reports({original.address: [(FIRST, failed)]})

    expected = {FIRST: Reports(delivered, failed), SECOND: Reports(None, failed)}
    assert await read_one(journal, original) == replace(original, reports=expected)


async def test_send_is_read_in_order_and_in_parts_when_it_has_many_chunks(journal: Journal) -> None:
    send, other = new_send(1), new_send(2)
    await journal.commit([chunk(n, send) for n in range(12)])
    await journal.commit([chunk(0, other)])

    assert [c.number for c in await journal.read(send)] == list(range(12))
    assert [c.number for c in await journal.read(send, 9, 10)] == [9, 10]
    assert await journal.read(new_send(3)) == []


async def test_commit_changes_nothing_when_it_is_repeated(journal: Journal) -> None:
    chunks = [chunk(n) for n in range(3)]
    await journal.commit(chunks)
    await journal.record([replace(chunks[0], progress=PROGRESS)], UNTIL)

    await journal.commit(chunks)

    assert (await read_one(journal, chunks[0])).progress == PROGRESS


async def test_claim_is_refused_whole_when_one_chunk_has_changed(journal: Journal) -> None:
    chunks = [chunk(n) for n in range(2)]
    await journal.commit(chunks)
    read = await journal.read(chunks[0].send)
    await journal.record([replace(chunks[1], progress=PROGRESS)], UNTIL)

    with pytest.raises(ConflictError):
        await journal.claim([replace(one, progress=Progress(attempt_count=9)) for one in read])

    assert (await read_one(journal, chunks[0])).progress == Progress()
    assert (await read_one(journal, chunks[1])).progress == PROGRESS


async def test_claimed_chunk_is_recorded_when_reports_came_meanwhile(journal: Journal) -> None:
    original = chunk()
    await journal.commit([original])
    [in_hand] = await claim_all(journal, original)
    await journal.add_reports({original.address: [(FIRST, report())]})

    assert await journal.record([replace(in_hand, progress=PROGRESS)], UNTIL) == []

    found = await read_one(journal, original)
    assert (found.progress, list(found.reports)) == (PROGRESS, [FIRST])


@pytest.mark.parametrize("count", [1, 10])
async def test_result_changes_nothing_when_others_took_the_claim_over(
    journal: Journal, count: int
) -> None:
    chunks = [chunk(n) for n in range(count)]
    await journal.commit(chunks)
    in_hand = await claim_all(journal, chunks[0])
    later = Progress(claimed_until=UNTIL + timedelta(seconds=40), attempt_count=7)
    await journal.claim([replace(in_hand[0], progress=later)])

    lost = await journal.record([replace(one, progress=PROGRESS) for one in in_hand], UNTIL)

    assert [one.number for one in lost] == [0]
    found = [one.progress for one in await journal.read(chunks[0].send)]
    assert found == [later, *[PROGRESS] * (count - 1)]


@pytest.mark.parametrize("order", list(permutations(range(4))))
async def test_chunk_is_the_same_when_results_and_reports_come_in_any_order(
    journal: Journal, order: tuple[int, ...]
) -> None:
    original = chunk()
    failed = report(DeliveryStatus.FAILED)
    await journal.commit([original])
    [in_hand] = await claim_all(journal, original)
    writes = (
        lambda: journal.record([replace(in_hand, progress=PROGRESS)], UNTIL),
        lambda: journal.add_reports({original.address: [(FIRST, report())]}),
        lambda: journal.add_reports({original.address: [(FIRST, failed)]}),
        lambda: journal.add_reports({original.address: [(THIRD, failed), (SECOND, report())]}),
    )

    for index in order:
        await writes[index]()

    expected = {
        FIRST: Reports(report(), failed),
        SECOND: Reports(report(), None),
        THIRD: Reports(None, failed),
    }
    assert await read_one(journal, original) == replace(
        original, progress=PROGRESS, reports=expected
    )


@pytest.mark.parametrize("position", [0, 57, 99])
async def test_known_chunks_get_their_reports_when_one_of_hundred_is_unknown(
    journal: Journal, position: int
) -> None:
    chunks = [chunk(n) for n in range(100)]
    await journal.commit([one for one in chunks if one.number != position])

    missing = await journal.add_reports({one.address: [(FIRST, report())] for one in chunks})

    assert missing == [MessageAddress(chunks[0].send, position)]
    found = await journal.read(chunks[0].send)
    assert [one.number for one in found] == [n for n in range(100) if n != position]
    assert all(one.reports[FIRST].delivered == report() for one in found)


async def test_reports_of_two_days_are_all_kept_when_they_come_together(journal: Journal) -> None:
    today = chunk()
    yesterday = chunk(send=new_send(7, START - timedelta(days=1)))
    for one in (today, yesterday):
        await journal.commit([one])

    missing = await journal.add_reports(
        {one.address: [(FIRST, report())] for one in (today, yesterday)}
    )

    assert missing == []
    for one in (today, yesterday):
        assert list((await read_one(journal, one)).reports) == [FIRST]


async def test_sends_of_a_day_are_read_between_a_moment_and_a_key(table: WideTable) -> None:
    journal = Journal(table)
    moments = [START + timedelta(milliseconds=n) for n in (-1, 0, 1, 2)]
    sends = [new_send(n + 1, moment) for n, moment in enumerate(moments)]
    other_day = new_send(9, START + timedelta(days=1))
    for send in (*sends, other_day):
        await journal.commit([chunk(0, send), chunk(1, send)])

    async def read(since: datetime, end_key: str, limit: int | None = None) -> list[SendAddress]:
        found = await journal.read_accepted(TOLL_FREE, since, end_key, limit)
        return [one.send for one in found]

    _, first, second, third = sends
    end = first_key(START + timedelta(hours=1))
    assert await read(START, end) == [first, first, second, second, third, third]
    assert await read(START, third.key) == [first, first, second, second]
    assert await read(START, first_key(moments[2])) == [first, first]
    assert await read(START, end, 3) == [first, first, second]


async def test_person_is_found_in_bulk_and_single_sends_of_a_range_of_days(
    table: WideTable,
) -> None:
    journal = Journal(table)
    day, numbers = timedelta(days=1), people(120)
    sends = [new_send(n, START + n * day) for n in range(4)]
    for send in sends:
        await journal.commit([chunk(0, send, recipients=numbers[:100]),
                              chunk(1, send, recipients=numbers[100:])])  # fmt: skip
    single = new_send(9, START + 2 * day)
    await journal.commit([chunk(0, single, recipients=numbers[50:51])])
    first, last = (START + day).date(), (START + 2 * day).date()

    async def found(person: str) -> list[tuple[SendAddress, int]]:
        chunks = await journal.read_addressed_to(TOLL_FREE, person, first, last)
        return [(one.send, one.number) for one in chunks]

    assert await found(numbers[0]) == [(sends[1], 0), (sends[2], 0)]
    assert await found(numbers[50]) == [(sends[1], 0), (sends[2], 0), (single, 0)]
    assert await found(numbers[99]) == [(sends[1], 0), (sends[2], 0)]
    assert await found(numbers[119]) == [(sends[1], 1), (sends[2], 1)]
    assert await found(numbers[50][:-1]) == []
    assert await found(numbers[50] + "0") == []
    assert await journal.reaches_back_behind(TOLL_FREE, first)
    assert not await journal.reaches_back_behind(TOLL_FREE, START.date())
    assert not await journal.reaches_back_behind("+1833555010", first)
