"""Run calls to ACS side by side, in the time that a claim allows."""

import asyncio
from collections.abc import Mapping, Sequence

from shared.domain.dispatching import CallResult, SendCall
from shared.domain.errors import SendError
from shared.services import SmsGateway

CALLS_AT_ONCE = 16
"""Per piece of work; the host runs up to 24 pieces at a time."""


async def run_calls(
    calls: Sequence[SendCall],
    gateway: SmsGateway,
    time_limit_seconds: float,
) -> Mapping[SendCall, CallResult]:
    """
    Run calls and collect what became of each.

    A call still under way when time is up is doubtful; one that has not begun may be tried
    again.
    """
    places = asyncio.Semaphore(CALLS_AT_ONCE)
    results: dict[SendCall, CallResult] = dict.fromkeys(calls, _NOT_BEGUN)

    async def run(call: SendCall) -> None:
        async with places:
            results[call] = _UNDER_WAY
            try:
                results[call] = await gateway.send(call)
            except SendError as error:
                results[call] = error

    try:
        async with asyncio.timeout(time_limit_seconds), asyncio.TaskGroup() as tasks:
            for call in calls:
                tasks.create_task(run(call))
    except TimeoutError:
        return results
    return results


_NOT_BEGUN = SendError("not_begun", "There was no time left.", retryable=True)
_UNDER_WAY = SendError("no_answer", "ACS did not answer in time.", retryable=True, doubtful=True)
