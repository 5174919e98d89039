"""Conditional changes of a batch on Azurite: each is done once, and on the row as it is then."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from send_sms.domain.batch import Batch
from send_sms.domain.progress import Claim, Progress
from send_sms.storage.journal import Journal
from shared.domain.errors import ConflictError, NotStoredError, StorageError
from shared.storage.account import StorageAccount
from shared.storage.azure_table import AzureTable
from shared.storage.table import Operation
from tests.integration.shared.storage.samples import batch_of, people, report, round_of, sent
from tests.support.samples import reports_beside
from tests.support.world import START, no_pause

UNTIL = START + timedelta(seconds=40)
SENT = replace(sent("a"), first_sent_at=START, at=START)
BULK = batch_of(people(250))
ROUND = round_of([*people(2), "", *people(1)])


class DisturbedTable(AzureTable):
    """The real table, on which some writes are not done, or are done and not answered."""

    fails = 0
    loses_answers = 0

    async def write(self, operations: Sequence[Operation]) -> list[str]:
        if self.fails:
            self.fails -= 1
            raise StorageError
        versions = await super().write(operations)
        if self.loses_answers:
            self.loses_answers -= 1
            raise StorageError
        return versions


@pytest.fixture
def disturbed(account: StorageAccount, new_name: Callable[[], str]) -> DisturbedTable:
    return DisturbedTable(account, new_name())


@pytest.fixture
def journal(disturbed: DisturbedTable) -> Journal:
    return Journal(disturbed, no_pause)


class ClaimOnce:
    """Claims the first member, recognises its own claim, and notes what it was shown."""

    def __init__(self, claim_id: str) -> None:
        self.claim = Claim(claim_id, UNTIL, START, (0,))
        self.shown: list[Batch] = []

    def __call__(self, batch: Batch) -> Batch | None:
        self.shown.append(batch)
        current = batch.progress.claim
        if current and current.claim_id == self.claim.claim_id:
            return None
        if current:
            raise ConflictError
        return replace(batch, progress=replace(batch.progress, claim=self.claim))


async def stored(journal: Journal, like: Batch) -> Batch:
    found = await journal.get(like.address)
    assert found
    return found


@pytest.mark.parametrize("kind", [BULK, ROUND], ids=["send", "round"])
async def test_update_gives_the_batch_with_the_version_for_the_next_one(
    journal: Journal, kind: Batch
) -> None:
    batch = await journal.commit([kind])
    claimed = await journal.update(batch, ClaimOnce("ours"))
    done = Progress(recorded_claim_id="ours", outcomes={0: SENT})

    recorded = await journal.update(claimed, lambda one: replace(one, progress=done))

    assert recorded.progress == done
    assert recorded == await stored(journal, kind)


async def test_update_decides_again_on_the_row_that_a_report_has_changed(
    journal: Journal,
) -> None:
    batch = await journal.commit([BULK])
    block = BULK.message_address(0).block
    await reports_beside(journal).add({block: [(BULK.recipients[0], report())]})
    decide = ClaimOnce("ours")

    claimed = await journal.update(batch, decide)

    assert [sorted(one.reports) for one in decide.shown] == [[], [0]]
    assert claimed.progress.claim == decide.claim
    assert sorted((await stored(journal, BULK)).reports) == [0]


async def test_report_on_a_further_block_is_no_reason_to_decide_again(journal: Journal) -> None:
    batch = await journal.commit([BULK])
    block = BULK.message_address(249).block
    await reports_beside(journal).add({block: [(BULK.recipients[249], report())]})
    decide = ClaimOnce("ours")

    await journal.update(batch, decide)

    assert len(decide.shown) == 1


@pytest.mark.parametrize("kind", [BULK, ROUND], ids=["send", "round"])
async def test_of_two_claims_on_what_was_read_once_one_wins(journal: Journal, kind: Batch) -> None:
    batch = await journal.commit([kind])
    await journal.update(batch, ClaimOnce("theirs"))

    with pytest.raises(ConflictError):
        await journal.update(batch, ClaimOnce("ours"))

    claim = (await stored(journal, kind)).progress.claim
    assert claim
    assert claim.claim_id == "theirs"


async def test_update_whose_answer_was_lost_recognises_itself(
    journal: Journal, disturbed: DisturbedTable
) -> None:
    batch = await journal.commit([BULK])
    disturbed.loses_answers = 1
    decide = ClaimOnce("ours")

    claimed = await journal.update(batch, decide)

    assert len(decide.shown) == 2
    assert claimed == await stored(journal, BULK)
    assert claimed.progress.claim == decide.claim


async def test_update_that_was_not_done_is_done_again(
    journal: Journal, disturbed: DisturbedTable
) -> None:
    batch = await journal.commit([BULK])
    disturbed.fails = 1

    claimed = await journal.update(batch, ClaimOnce("ours"))

    assert claimed == await stored(journal, BULK)
    assert claimed.progress.claim


async def test_update_and_cancellation_of_a_batch_that_is_not_stored_are_told_apart(
    journal: Journal,
) -> None:
    batch = await journal.commit([BULK])
    elsewhere = replace(batch, address=replace(batch.address, row=7))

    with pytest.raises(NotStoredError):
        await journal.update(elsewhere, ClaimOnce("ours"))
    with pytest.raises(NotStoredError):
        await journal.cancel([elsewhere], batch.address.send, START)


async def test_commit_whose_answer_was_lost_finds_its_own_row_when_it_is_repeated(
    journal: Journal, disturbed: DisturbedTable
) -> None:
    ours = replace(ROUND, commit_id="ours")
    disturbed.loses_answers = 1
    with pytest.raises(StorageError):
        await journal.commit([ours])

    found = await journal.commit([ours])

    assert replace(found, version="") == ours


async def test_cancellation_ends_the_version_that_a_worker_has_read(journal: Journal) -> None:
    batch = await journal.commit([ROUND])
    await journal.cancel([ROUND], ROUND.send_of(1), START)
    decide = ClaimOnce("ours")

    await journal.update(batch, decide)

    assert [one.cancelled for one in decide.shown] == [{}, {1: START}]
