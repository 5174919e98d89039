"""
What a dispatch decides, without doing any of it.

The order is always: take up (`resume`), claim (`claim`), ask the opt-out registry, build the
calls (`calls_for`), note the results (`with_results`). Only what is stored before a call can
protect a recipient from a second one, so a claim is stored before the wire is touched.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shared.domain.chunk import (
    DOUBTFUL,
    EXPIRED,
    OPTED_OUT,
    REPEATABILITY_WINDOW,
    REPORTED,
    UNKNOWN,
    Chunk,
    Outcome,
    OutcomeKind,
)
from shared.domain.errors import SendError
from shared.domain.portions import Portion

CLAIM_TIME = timedelta(seconds=40)
"""How long a worker has a chunk to itself: a dead one must be succeeded inside ACS's window."""

WIRE_TIME = timedelta(seconds=30)
"""Of that at the wire: longer than a call's time-outs (`acs.gateway`), and then it must record."""

_RETRY_DELAYS_SECONDS = (2, 5, 10, 20, 40, 60, 120, 300)


@dataclass(frozen=True, slots=True)
class SendCall:
    """
    One request to ACS: one text to up to 100 recipients.

    Attributes
    ----------
    message_ids : tuple of str
        One per recipient; the repeatability ids are derived from them.
    positions : tuple of int
        Where the recipients stand in their chunk.
    tag : str
        What the delivery reports will bring back.
    generation : int
        How often somebody had these messages sent again; part of the repeatability ids.
    """

    sender: str
    body: str
    recipients: tuple[str, ...]
    message_ids: tuple[str, ...]
    positions: tuple[int, ...]
    tag: str
    first_sent_at: datetime
    delivery_report: bool
    generation: int = 0


CallResult = tuple[Outcome | None, ...] | SendError
"""Per recipient an outcome (None: not taken, try again), or one error for all of them."""


def resume(chunk: Chunk, now: datetime) -> Chunk:
    """
    Settle what time has settled since the chunk was last touched.

    A claim that ran out leaves its recipients doubtful: the worker may have died before or
    after the wire. Doubt that outlived ACS's window is never tried again.
    """
    outcomes = dict(chunk.progress.outcomes)
    for position in chunk.waiting_positions():
        settled = _settle(chunk, position, now)
        if settled:
            outcomes[position] = settled
    return released(chunk, outcomes)


def _settle(chunk: Chunk, position: int, now: datetime) -> Outcome | None:
    if chunk.generation(position) and chunk.recipients[position] in chunk.reports:
        return REPORTED
    expired = now >= chunk.expires_at(position)
    if position not in chunk.progress.outcomes and position not in chunk.progress.claimed:
        return EXPIRED if expired else None
    first_sent_at = chunk.progress.first_sent_at or now
    return UNKNOWN if expired or now > first_sent_at + REPEATABILITY_WINDOW else DOUBTFUL


def claim(portion: Portion, now: datetime) -> Portion:
    """
    Take a portion of a resumed chunk in hand.

    `first_sent_at` is kept while anything is doubtful, because a second try is only safe with
    the ids *and* the time of the first (REST reference, "Repeatable requests").
    """
    progress = portion.chunk.progress
    doubtful = any(o.kind is OutcomeKind.DOUBTFUL for o in progress.outcomes.values())
    claimed = replace(
        progress,
        claimed_until=now + CLAIM_TIME,
        claimed=portion.positions,
        first_sent_at=progress.first_sent_at if doubtful else now,
    )
    return replace(portion, chunk=replace(portion.chunk, progress=claimed))


def wire_seconds(portion: Portion, now: datetime) -> float:
    """Tell how long a claimed portion may still spend at the wire; not above 0: no longer."""
    until = portion.chunk.progress.claimed_until or now
    return (until - now - (CLAIM_TIME - WIRE_TIME)).total_seconds()


def release(portion: Portion) -> Chunk:
    """Let go of a claimed portion that was not taken to the wire."""
    return released(portion.chunk, portion.chunk.progress.outcomes)


def calls_for(portion: Portion, opted_out: Collection[str]) -> list[SendCall]:
    """Group a claimed portion's recipients by text and generation, leaving out who opted out."""
    chunk = portion.chunk
    alike: dict[tuple[str, int], list[int]] = {}
    for position in portion.positions:
        if chunk.recipients[position] not in opted_out:
            kind = chunk.text_for(position), chunk.generation(position)
            alike.setdefault(kind, []).append(position)
    return [_call(chunk, *kind, tuple(group)) for kind, group in alike.items()]


def _call(chunk: Chunk, text: str, generation: int, positions: tuple[int, ...]) -> SendCall:
    message_ids = tuple(str(chunk.message_address(position)) for position in positions)
    first_sent_at = chunk.progress.first_sent_at
    if first_sent_at is None:
        message = "a chunk must be claimed before it is sent"
        raise ValueError(message)
    return SendCall(
        sender=chunk.send.sender,
        body=text,
        recipients=tuple(chunk.recipients[position] for position in positions),
        message_ids=message_ids,
        positions=positions,
        tag=message_ids[0] if len(positions) == 1 else str(chunk.address),
        first_sent_at=first_sent_at,
        delivery_report=chunk.options.delivery_report,
        generation=generation,
    )


def with_results(
    portion: Portion,
    results: Iterable[tuple[SendCall, CallResult]],
    opted_out: Collection[str],
    now: datetime,
) -> Chunk:
    """Note what the wire said, and let go of the claim."""
    chunk = portion.chunk
    outcomes = dict(chunk.progress.outcomes)
    for position in portion.positions:
        if chunk.recipients[position] in opted_out:
            outcomes[position] = _suppressed(outcomes.get(position))
    for call, result in results:
        _note(outcomes, call, result)
    done = released(chunk, outcomes)
    failures = chunk.progress.attempt_count + 1 if is_to_retry(portion, done) else 0
    return replace(done, progress=replace(done.progress, sent_at=now, attempt_count=failures))


def is_to_retry(portion: Portion, done: Chunk) -> bool:
    """Tell whether anything of a portion that went to the wire must be tried again."""
    return not set(portion.positions).isdisjoint(done.waiting_positions())


def _suppressed(earlier: Outcome | None) -> Outcome:
    """A doubtful recipient may already have the message: saying "suppressed" would be a lie."""
    return UNKNOWN if earlier else OPTED_OUT


def _note(outcomes: dict[int, Outcome], call: SendCall, result: CallResult) -> None:
    if isinstance(result, SendError):
        for position in call.positions:
            _note_error(outcomes, position, result)
        return
    for position, outcome in zip(call.positions, result, strict=True):
        if outcome is not None:
            refused_in_doubt = outcome.kind is OutcomeKind.FAILED and position in outcomes
            outcomes[position] = UNKNOWN if refused_in_doubt else outcome


def _note_error(outcomes: dict[int, Outcome], position: int, error: SendError) -> None:
    """A refusal of this try says nothing about an earlier one that is still in doubt."""
    if error.doubtful:
        outcomes[position] = DOUBTFUL
    elif not error.retryable and position in outcomes:
        outcomes[position] = UNKNOWN
    elif not error.retryable:
        outcomes[position] = Outcome(
            OutcomeKind.FAILED, code=error.provider_code, text=error.provider_text
        )


def retry_delay_seconds(failure_count: int, retry_after_seconds: float = 0) -> int:
    """Tell how long to wait after so many failures in a row; never shorter than asked for."""
    index = min(max(failure_count, 1), len(_RETRY_DELAYS_SECONDS)) - 1
    return max(_RETRY_DELAYS_SECONDS[index], round(retry_after_seconds))


def released(chunk: Chunk, outcomes: Mapping[int, Outcome]) -> Chunk:
    """Let go of a chunk with these outcomes."""
    known = {position: _as_known(chunk, position, one) for position, one in outcomes.items()}
    progress = replace(chunk.progress, outcomes=known, claimed_until=None, claimed=())
    return replace(chunk, progress=progress)


def _as_known(chunk: Chunk, position: int, outcome: Outcome) -> Outcome:
    """What keeps a resent message from leaving says nothing of the try before."""
    if outcome.kind in _MAY_HAVE_LEFT or not chunk.generation(position):
        return outcome
    return replace(outcome, kind=OutcomeKind.UNKNOWN)


_MAY_HAVE_LEFT = {OutcomeKind.SENT, OutcomeKind.DOUBTFUL, OutcomeKind.UNKNOWN}
