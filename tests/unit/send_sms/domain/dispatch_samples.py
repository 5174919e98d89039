"""A batch of three people, claimed, and what comes of it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from send_sms.domain.batch import Batch
from send_sms.domain.calls import MemberResult, calls_for, member_results, without
from send_sms.domain.dispatching import CLAIM_TIME, apply_results, claim
from send_sms.domain.progress import Claim, Progress
from shared.carriers.sending import OPTED_OUT, CallResult, Outcome, OutcomeKind, SendError
from tests.support.samples import make_batch, people
from tests.support.world import START

ANA, BEN, CEM = people(3)
SENT = Outcome(OutcomeKind.SENT, provider_message_id="Outgoing_1")
THROTTLED = SendError("429", "", retryable=True, retry_after_seconds=7)
CUT_OFF = SendError("no_answer", "", retryable=True, may_have_left=True)
REFUSED = SendError("401", "Unauthorized")
WINDOW = timedelta(minutes=4)
LATER = START + timedelta(minutes=1)
TICK = timedelta(microseconds=1)


def three(outcomes: dict[int, Outcome] | None = None, **progress: Any) -> Batch:
    return make_batch((ANA, BEN, CEM), progress=Progress(outcomes=outcomes or {}, **progress))


def tried(outcome: Outcome, at: datetime = START) -> Outcome:
    """An outcome of a message that was first handed to the carrier at this moment."""
    return replace(outcome, first_sent_at=at)


def claim_at(batch: Batch, now: datetime, positions: Collection[int] | None = None) -> Batch:
    """Claim some positions (all that wait) of a batch."""
    chosen = batch.waiting_positions() if positions is None else positions
    return claim(batch, chosen, f"claim at {now:%H:%M:%S}", now + CLAIM_TIME)


def claimed_three(
    outcomes: dict[int, Outcome] | None = None, positions: Collection[int] | None = None
) -> Batch:
    """A batch of three of which some positions (all that wait) are claimed at the start."""
    return claim_at(three(outcomes), START, positions)


def claim_of(batch: Batch) -> Claim:
    assert batch.progress.claim
    return batch.progress.claim


def results_of(
    claimed: Batch, result: CallResult, opted_out: Collection[str] = ()
) -> dict[int, MemberResult]:
    """Let every call of a claim get the same result; who opted out is in no call."""
    out = {p for p in claim_of(claimed).positions if claimed.recipients[p] in opted_out}
    results: dict[int, MemberResult] = dict.fromkeys(out, OPTED_OUT)
    for call in calls_for(claimed, claim_of(claimed).positions):
        allowed = without(call, out)
        if allowed.positions:
            results |= member_results(allowed, result)
    return results


def after(
    claimed: Batch,
    result: CallResult,
    opted_out: Collection[str] = (),
    now: datetime = LATER,
) -> Batch:
    results = results_of(claimed, result, opted_out)
    done = apply_results(claimed, claim_of(claimed), results, now)
    assert done.progress.claim is None
    return done


def kinds(batch: Batch) -> list[str]:
    outcomes = batch.progress.outcomes
    return [outcomes[p].kind if p in outcomes else "" for p in range(len(batch.recipients))]


def outcomes_after(
    claimed: Batch, result: CallResult, opted_out: Collection[str] = ()
) -> list[str]:
    return kinds(after(claimed, result, opted_out))
