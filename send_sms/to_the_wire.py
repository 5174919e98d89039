"""Claimed portions: ask the registry, call ACS, record what became of everybody."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from send_sms.put_back import put_back
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

Results = Mapping[SendCall, CallResult]


async def to_the_wire(
    portions: Sequence[Portion], services: Services
) -> Collection[MessageAddress]:
    """
    Send claimed portions of one own number and day.

    Returns
    -------
    collection of MessageAddress
        The chunks that were put back for another try, with all of them that waits: a chunk put
        back twice would come back twice each time.

    Raises
    ------
    StorageError
        The registry is away, and nothing was sent; or the journal is, and the claims run out.
        The work must be put back.
    """
    if not portions:
        return ()
    sender = portions[0].chunk.send.sender
    recipients = [recipient for portion in portions for recipient in portion.recipients]
    opted_out = await _asked_registry(sender, recipients, portions, services)
    calls = [calls_for(portion, opted_out) for portion in portions]
    results = await run_calls(
        [call for group in calls for call in group],
        services.gateway,
        wire_seconds(portions[0], services.clock()),
    )
    finished: list[Chunk] = []
    retried: set[MessageAddress] = set()
    for portion, group in zip(portions, calls, strict=True):
        done = with_results(
            portion, [(call, results[call]) for call in group], opted_out, services.clock()
        )
        finished.append(done)
        if is_to_retry(portion, done):
            await put_back([done], services, _delay_seconds(done, group, results))
            retried.add(done.address)
    await services.journal.record(finished)
    await _rest_if_throttled(sender, results.values(), services)
    return retried


async def _asked_registry(
    sender: str, recipients: Sequence[str], portions: Sequence[Portion], services: Services
) -> frozenset[str]:
    """Ask who has opted out; if nobody can tell in time, let go, because nothing was sent."""
    try:
        opted_out = await services.opt_outs.opted_out_among(sender, recipients)
        if wire_seconds(portions[0], services.clock()) <= 0:
            message = "the registry took too long"
            raise StorageError(message)  # noqa: TRY301 - late is as good as away
    except StorageError:
        await services.journal.record([release(portion) for portion in portions])
        raise
    return opted_out


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
