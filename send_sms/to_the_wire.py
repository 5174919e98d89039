"""Claimed portions: ask the registry, call ACS, record what became of everybody."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from send_sms.news import tell_outcomes
from send_sms.wire_run import run_calls
from shared.domain.chunk import Chunk
from shared.domain.dispatching import (
    CallResult,
    SendCall,
    calls_for,
    is_to_retry,
    release,
    retry_delay_seconds,
    wire_seconds,
    with_results,
)
from shared.domain.errors import SendError, StorageError
from shared.domain.identifiers import MessageAddress
from shared.domain.portions import Portion
from shared.domain.sender_profile import profile_of
from shared.services import Services

_THROTTLED_SECONDS = 10
"""How long a sender rests after a 429 without `Retry-After`."""

_LOST_CLAIM_SECONDS = 2
"""When to look again at chunks that others took over while this worker hung."""

Results = Mapping[SendCall, CallResult]


async def to_the_wire(
    portions: Sequence[Portion], services: Services
) -> Mapping[MessageAddress, int]:
    """
    Send claimed portions of one own number and day.

    Returns
    -------
    mapping of chunk address to seconds
        The chunks that are to be tried again, with all of them that waits, and after how long.

    Raises
    ------
    StorageError
        The registry is away, and nothing was sent; or the journal is, and the claims run out.
        The work must be put back.
    """
    if not portions:
        return {}
    sender = portions[0].chunk.send.sender
    opted_out = await _asked_registry(portions, services)
    calls = [calls_for(portion, opted_out[portion.chunk.address]) for portion in portions]
    results = await run_calls(
        [call for group in calls for call in group],
        services.gateway,
        wire_seconds(portions[0], services.clock()),
    )
    now = services.clock()
    finished: list[Chunk] = []
    delays: dict[MessageAddress, int] = {}
    for portion, group in zip(portions, calls, strict=True):
        of_portion = [(call, results[call]) for call in group]
        done = with_results(portion, of_portion, opted_out[portion.chunk.address], now)
        finished.append(done)
        if is_to_retry(portion, done):
            delays[done.address] = _delay_seconds(done, group, results)
    lost = await services.journal.record(finished, _claimed_until(portions))
    await _rest_if_throttled(sender, results.values(), services)
    await tell_outcomes(_stored(portions, finished, lost), services)
    return {**delays, **{chunk.address: _LOST_CLAIM_SECONDS for chunk in lost}}


def _stored(
    portions: Sequence[Portion], finished: Sequence[Chunk], lost: Sequence[Chunk]
) -> Iterable[tuple[Chunk, Sequence[int]]]:
    gone = {chunk.address for chunk in lost}
    for portion, done in zip(portions, finished, strict=True):
        if done.address not in gone:
            yield done, portion.positions


async def _asked_registry(
    portions: Sequence[Portion], services: Services
) -> Mapping[MessageAddress, frozenset[str]]:
    """Tell who of each chunk opted out; if nobody can in time, let go: nothing was sent."""
    asking = [portion for portion in portions if not portion.chunk.has_pass]
    try:
        opted_out = await _opted_out_among(asking, services)
        if wire_seconds(portions[0], services.clock()) <= 0:
            message = "the registry took too long"
            raise StorageError(message)  # noqa: TRY301 - late is as good as away
    except StorageError:
        released = [release(portion) for portion in portions]
        await services.journal.record(released, _claimed_until(portions))
        raise
    return {
        portion.chunk.address: frozenset() if portion.chunk.has_pass else opted_out
        for portion in portions
    }


async def _opted_out_among(portions: Sequence[Portion], services: Services) -> frozenset[str]:
    if not portions:
        return frozenset()
    chunk = portions[0].chunk
    recipients = [recipient for portion in portions for recipient in portion.recipients]
    return await services.opt_outs.opted_out_among(
        chunk.send.sender, recipients, chunk.options.category
    )


def _claimed_until(portions: Sequence[Portion]) -> datetime:
    """Portions that go to the wire together were claimed together."""
    until = portions[0].chunk.progress.claimed_until
    if until is None:
        message = "a portion must be claimed before it is sent"
        raise ValueError(message)
    return until


def _delay_seconds(chunk: Chunk, calls: Iterable[SendCall], results: Results) -> int:
    asked_for = (_seconds_asked_for(results[call]) for call in calls)
    return retry_delay_seconds(chunk.progress.attempt_count, max(asked_for, default=0))


def _seconds_asked_for(result: CallResult) -> float:
    return result.retry_after_seconds if isinstance(result, SendError) else 0


async def _rest_if_throttled(
    sender: str, results: Iterable[CallResult], services: Services
) -> None:
    """A 429 slows the sender down, on all instances; it is never a failure."""
    throttled = [r for r in results if isinstance(r, SendError) and r.throttled]
    if throttled:
        seconds = max(_THROTTLED_SECONDS, *(error.retry_after_seconds for error in throttled))
        profile = profile_of(sender, services.settings.sender_profiles)
        await services.senders.hold(profile, seconds, services.clock())
