"""A chunk of three people, taken in hand, and what comes of it."""

from datetime import timedelta
from typing import Any

from shared.domain.chunk import (
    Chunk,
    Outcome,
    OutcomeKind,
    Progress,
)
from shared.domain.dispatching import (
    CallResult,
    calls_for,
    claim,
    with_results,
)
from shared.domain.errors import SendError
from shared.domain.portions import Portion
from tests.support.samples import make_chunk, people, whole
from tests.support.world import START

ANA, BEN, CEM = people(3)
SENT = Outcome(OutcomeKind.SENT, provider_message_id="Outgoing_1")
THROTTLED = SendError("429", "", retryable=True, retry_after_seconds=7)
CUT_OFF = SendError("no_answer", "", retryable=True, doubtful=True)
REFUSED = SendError("401", "Unauthorized")
WINDOW = timedelta(minutes=4)
LATER = START + timedelta(minutes=1)
TICK = timedelta(microseconds=1)


def three(outcomes: dict[int, Outcome] | None = None, **progress: Any) -> Chunk:
    return make_chunk(
        recipients=(ANA, BEN, CEM), progress=Progress(outcomes=outcomes or {}, **progress)
    )


def after(portion: Portion, result: CallResult, opted_out: tuple[str, ...] = ()) -> Chunk:
    results = [(call, result) for call in calls_for(portion, opted_out)]
    done = with_results(portion, results, opted_out, LATER)
    assert done.progress.claimed_until is None
    assert done.progress.claimed == ()
    return done


def kinds(chunk: Chunk) -> list[str]:
    outcomes = chunk.progress.outcomes
    return [outcomes[p].kind if p in outcomes else "" for p in range(len(chunk.recipients))]


def outcomes_after(
    portion: Portion, result: CallResult, opted_out: tuple[str, ...] = ()
) -> list[str]:
    return kinds(after(portion, result, opted_out))


def taken(
    outcomes: dict[int, Outcome] | None = None, positions: tuple[int, ...] | None = None
) -> Portion:
    """A chunk of which some positions (all that wait) are in hand, first sent at the start."""
    chunk = three(outcomes, first_sent_at=START)
    portion = whole(chunk) if positions is None else Portion(chunk, positions)
    return claim(portion, START)
