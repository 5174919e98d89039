"""What the tests of the journal store, and how they look at it."""

from dataclasses import replace
from datetime import timedelta

from send_sms.domain.batch import Batch
from send_sms.domain.progress import Claim, Progress, Resend, ResendKind
from send_sms.storage.journal import Journal
from shared.carriers.events import DeliveryStatus
from shared.carriers.sending import Outcome, OutcomeKind
from shared.domain.identifiers import BlockAddress
from tests.integration.shared.storage.samples import batch_of, people, report, round_of, sent
from tests.support.world import START

LATER = START + timedelta(seconds=1)
FIRST, SECOND, THIRD = people(3)
CLAIM = Claim("claim", START + timedelta(seconds=40), START, (1, 2))
PROGRESS = Progress(
    claim=CLAIM,
    recorded_claim_id="an earlier one",
    attempt_count=2,
    outcomes={
        0: replace(sent("a"), first_sent_at=START, at=LATER),
        1: Outcome(OutcomeKind.FAILED, code="400", text='Bad "number", näh', at=LATER),
        2: Outcome(OutcomeKind.UNCERTAIN, first_sent_at=START, at=LATER),
    },
    resends=(Resend(ResendKind.RESEND, LATER, (2,), START, LATER, "request"),),
)
BULK = batch_of(people(250))
ROUND = round_of([FIRST, "", SECOND, FIRST])
DELIVERED = report()
FAILED = report(DeliveryStatus.FAILED, code="", text='"Blocked" for given recipient.')


def block_of(batch: Batch, position: int) -> BlockAddress:
    return batch.message_address(position).block


async def read_one(journal: Journal, like: Batch) -> Batch:
    [found] = await journal.read(like.send_of(0), like.address.row, like.address.row)
    assert found.version
    return replace(found, version="")


def exact(batch: Batch) -> tuple[Batch, dict[int, object]]:
    """The batch with the times of its outcomes, which do not count when outcomes are compared."""
    outcomes = batch.progress.outcomes
    return batch, {p: (one.first_sent_at, one.at) for p, one in outcomes.items()}
