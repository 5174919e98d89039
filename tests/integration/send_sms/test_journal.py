"""The journal on the fake and on Azurite: what was committed comes back whole, and only once."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from send_sms.domain.batch import Batch
from send_sms.storage.journal import Journal
from shared.domain.identifiers import SendAddress, first_key
from shared.storage.table import WideTable
from tests.integration.send_sms.journals import (
    BULK,
    DELIVERED,
    FIRST,
    LATER,
    PROGRESS,
    ROUND,
    THIRD,
    block_of,
    exact,
    read_one,
)
from tests.integration.shared.storage.samples import batch_of, new_send, people, round_of
from tests.support.samples import reports_beside
from tests.support.world import START, TOLL_FREE, no_pause

PERSONAL = (("Ana", ""), ("世界", "\N{SNAKE}"), ('"', "\n"))
DAY = timedelta(days=1)


@pytest.fixture
def journal(table: WideTable) -> Journal:
    return Journal(table, no_pause)


@pytest.mark.parametrize(
    "original",
    [
        batch_of(commit_id="commit", suppressed_at_accept=(1,)),
        batch_of(people(1), row=9),
        batch_of(text="Hi {{name}} {{b}}", values=PERSONAL),
        batch_of(progress=PROGRESS),
        batch_of(people(1_000), progress=PROGRESS),
        ROUND,
        round_of([FIRST]),
        replace(ROUND, progress=PROGRESS, values=((), (), ("", "世界"), ("a", "b"))),
    ],
    ids=[
        "plain", "one recipient", "values", "outcomes", "thousand", "round", "round of one",
        "round with outcomes",
    ],
)  # fmt: skip
async def test_batch_comes_back_whole_when_it_was_committed(
    journal: Journal, original: Batch
) -> None:
    stored = await journal.commit([original])

    assert exact(await read_one(journal, original)) == exact(original)
    assert stored == await journal.get(original.address)


async def test_single_row_is_read_with_the_blocks_that_are_named(journal: Journal) -> None:
    await journal.commit([BULK])
    await reports_beside(journal).add(
        {block_of(BULK, n): [(BULK.recipients[n], DELIVERED)] for n in (0, 100, 200)}
    )

    async def reported(*blocks: int) -> list[int]:
        found = await journal.get(BULK.address, blocks)
        assert found
        return sorted(found.reports)

    assert await reported() == [0]
    assert await reported(1) == [0, 100]
    assert await reported(0, 2) == [0, 200]
    assert await journal.get(batch_of(row=1).address, (1,)) is None


async def test_send_is_read_in_order_and_in_parts_when_it_has_many_rows(journal: Journal) -> None:
    send, other = new_send(1), new_send(2)
    batches = [batch_of(people(150, n * 150), row=n, send=send) for n in range(10)]
    await journal.commit(batches)
    await journal.commit([batch_of(send=other)])

    assert [replace(one, version="") for one in await journal.read(send)] == batches
    assert [one.address.row for one in await journal.read(send, 4, 4)] == [4]
    assert [one.address.row for one in await journal.read(send, 8, 99)] == [8, 9]
    assert await journal.read(new_send(3)) == []


async def test_member_of_a_round_is_read_by_its_own_send_and_no_other(journal: Journal) -> None:
    await journal.commit([ROUND])
    places = [ROUND.address.send.at_place(place) for place in range(6)]

    found = [len(await journal.read(send)) for send in places]

    assert found == [0, 1, 0, 1, 1, 0]  # the round itself is no send; place 2 is unused


async def test_commit_changes_nothing_when_it_is_repeated_and_gives_the_row_as_it_is(
    journal: Journal,
) -> None:
    batches = [batch_of(people(150), row=n, commit_id="ours") for n in range(3)]
    first = await journal.commit(batches)
    changed = await journal.update(first, lambda batch: replace(batch, progress=PROGRESS))

    again = await journal.commit(batches)

    assert exact(again) == exact(changed)
    assert exact(await read_one(journal, batches[0])) == exact(replace(changed, version=""))


async def test_commit_of_others_is_told_by_its_id_and_its_row_stays(journal: Journal) -> None:
    await journal.commit([replace(ROUND, commit_id="theirs")])

    found = await journal.commit([round_of([THIRD], commit_id="ours")])

    assert (found.commit_id, found.recipients) == ("theirs", ROUND.recipients)
    assert (await read_one(journal, ROUND)).recipients == ROUND.recipients


async def test_send_is_cancelled_whole_and_a_member_of_a_round_alone(journal: Journal) -> None:
    batches = [batch_of(people(150), row=n, send=new_send(2)) for n in range(3)]
    await journal.commit(batches)
    await journal.commit([ROUND])

    await journal.cancel(batches, new_send(2), LATER)
    await journal.cancel([ROUND], ROUND.send_of(2), LATER)

    found = await journal.read(new_send(2))
    assert [one.cancelled for one in found] == [dict.fromkeys(range(150), LATER)] * 3
    assert (await read_one(journal, ROUND)).cancelled == {2: LATER}


async def test_sends_of_a_day_are_read_between_a_moment_and_a_key(journal: Journal) -> None:
    moments = [START + timedelta(milliseconds=n) for n in (-1, 0, 1, 2)]
    sends = [new_send(n + 1, moment) for n, moment in enumerate(moments)]
    other_day = new_send(9, START + DAY)
    for send in (*sends, other_day):
        await journal.commit([batch_of(people(150), send=send), batch_of(row=1, send=send)])

    async def read(
        since: datetime, end_key: str, limit: int | None = None
    ) -> tuple[list[SendAddress], int]:
        found, row_count = await journal.read_accepted(TOLL_FREE, since, end_key, limit)
        return [one.address.send for one in found], row_count

    _, first, second, third = sends
    end = first_key(START + timedelta(hours=1))
    assert await read(START, end) == ([first, first, second, second, third, third], 9)
    assert await read(START, third.key) == ([first, first, second, second], 6)
    assert await read(START, first_key(moments[2])) == ([first, first], 3)
    assert await read(START, end, 4) == ([first, first, second], 4)
    assert await read(START, end, 5) == ([first, first, second], 5)  # ends inside a batch


async def test_days_before_are_looked_through_for_sends_of_this_number_only(
    journal: Journal,
) -> None:
    await journal.commit([batch_of()])

    assert await journal.has_sends_before(TOLL_FREE, (START + DAY).date())
    assert not await journal.has_sends_before(TOLL_FREE, START.date())
    assert not await journal.has_sends_before("+1833555010", (START + DAY).date())
