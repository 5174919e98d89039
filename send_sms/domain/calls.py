"""From members of a batch to calls: allocation of units, grouping, results by member."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from send_sms.domain.batch import Batch, block_of, first_submitted_at
from send_sms.domain.progress import CLOCK_TOLERANCE
from senders.domain.profile import SenderProfile
from senders.domain.rate_limiter import UnitDemand
from shared.carriers.registry import LIMITS
from shared.carriers.sending import CallResult, Outcome, SendCall, SendError
from shared.domain.identifiers import MEMBERS_PER_BLOCK

MemberResult = Outcome | SendError | None
"""The result of a call for one member; None: not accepted, retry."""


def units_wanted(batch: Batch, positions: Iterable[int], profile: SenderProfile) -> UnitDemand:
    """Count the units of all that may go, at least one message; there must be a position."""
    costs = [units for _, units in _units(batch, positions, profile)]
    return UnitDemand(sum(costs), costs[0])


def allocate(
    batch: Batch, positions: Iterable[int], units: int, profile: SenderProfile
) -> tuple[int, ...]:
    """Give the positions that granted units suffice for, uncertain ones first."""
    allocated = []
    for position, cost in _units(batch, positions, profile):
        units -= cost
        if units < 0:
            break
        allocated.append(position)
    return tuple(sorted(allocated))


def _units(batch: Batch, positions: Iterable[int], profile: SenderProfile) -> list[tuple[int, int]]:
    """Uncertain members come first: only for them does time run out."""
    outcomes = batch.progress.outcomes
    ordered = sorted(positions, key=lambda position: position not in outcomes)
    if len(batch.terms) == 1 and not batch.values:
        units = profile.units_of(batch.terms[0].text)
        return [(position, units) for position in ordered]
    return [(position, profile.units_of(batch.text_of(position))) for position in ordered]


def dated_by_storage(batch: Batch) -> Batch:
    """
    Date a claim that was just stored by the clock of storage, if the worker's own is ahead.

    The claim was stored before its first call begins. Dated ahead, its members could not be tried
    again, or too late, when the row has been written again since.
    """
    current, stored_at = batch.progress.claim, batch.stored_at
    is_ahead = stored_at and current and current.first_sent_at > stored_at + CLOCK_TOLERANCE
    if not (is_ahead and stored_at and current):
        return batch
    return replace(
        batch, progress=replace(batch.progress, claim=replace(current, first_sent_at=stored_at))
    )


def overdue_positions(batch: Batch) -> tuple[int, ...]:
    """
    Give claimed members whose repeatability window was over when the claim was stored.

    By the clock of storage: one of a worker that is behind finds the window open for too long.
    """
    current, stored_at = batch.progress.claim, batch.stored_at
    if current is None or stored_at is None:
        return ()
    outcomes = batch.progress.outcomes
    latest = stored_at - LIMITS[batch.progress.carrier].repeat_window
    return tuple(
        position
        for position in current.positions
        if (earlier := outcomes.get(position))
        and earlier.first_sent_at
        and earlier.first_sent_at < latest
    )


def calls_for(batch: Batch, positions: Iterable[int]) -> list[SendCall]:
    """Group claimed members into calls: one text, one generation, one block, one first try."""
    groups: dict[tuple[object, ...], list[int]] = {}
    size = min(MEMBERS_PER_BLOCK, LIMITS[batch.progress.carrier].recipients_per_call)
    for position in positions:
        within = position % MEMBERS_PER_BLOCK
        place = position if batch.is_round else (block_of(position), within // size)
        uncertain = batch.progress.outcomes.get(position)
        first = uncertain.first_sent_at if uncertain else None
        kind = (place, batch.text_of(position), batch.generation(position), first)
        groups.setdefault(kind, []).append(position)
    return [_call(batch, tuple(group)) for group in groups.values()]


def _call(batch: Batch, positions: tuple[int, ...]) -> SendCall:
    first = positions[0]
    address = batch.message_address(first)
    first_sent_at = first_submitted_at(batch, first)
    if first_sent_at is None:
        message = "a batch must be claimed before it is sent"
        raise ValueError(message)
    return SendCall(
        sender=batch.sender,
        body=batch.text_of(first),
        recipients=tuple(batch.recipients[position] for position in positions),
        message_ids=batch.message_ids(positions),
        positions=positions,
        tag=str(address if len(positions) == 1 else address.block),
        first_sent_at=first_sent_at,
        delivery_report=batch.options_of(first).delivery_report,
        generation=batch.generation(first),
    )


def without(call: SendCall, positions: Collection[int]) -> SendCall:
    """Leave some members out of a call; its tag stays."""
    kept = [index for index, one in enumerate(call.positions) if one not in positions]
    return replace(
        call,
        recipients=tuple(call.recipients[index] for index in kept),
        message_ids=tuple(call.message_ids[index] for index in kept),
        positions=tuple(call.positions[index] for index in kept),
    )


def member_results(call: SendCall, result: CallResult) -> Iterator[tuple[int, MemberResult]]:
    """Give a call's result by position."""
    if isinstance(result, SendError):
        return iter([(position, result) for position in call.positions])
    return zip(call.positions, result, strict=True)
