"""Calls side by side, in the time that a claim allows."""

import asyncio
from dataclasses import replace

import pytest

from send_sms.wire_run import CALLS_AT_ONCE, run_calls
from shared.domain.chunk import Outcome
from shared.domain.dispatching import SendCall, calls_for, claim
from shared.domain.errors import SendError
from tests.support.samples import make_chunk, whole
from tests.support.world import START, ScriptedGateway, all_sent

(CALL,) = calls_for(claim(whole(make_chunk()), START), ())
LONG_SECONDS = 30
CALLS = [replace(CALL, body=str(number)) for number in range(3 * CALLS_AT_ONCE)]


class SlowGateway:
    """Answers when told to; knows how many calls are under way."""

    def __init__(self) -> None:
        self.is_open = asyncio.Event()
        self.under_way = 0
        self.most_under_way = 0

    async def send(self, call: SendCall) -> tuple[Outcome | None, ...]:
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        if self.under_way == CALLS_AT_ONCE:
            self.is_open.set()
        await self.is_open.wait()
        self.under_way -= 1
        return all_sent(call)


class SilentGateway:
    """Never answers."""

    async def send(self, call: SendCall) -> tuple[Outcome | None, ...]:
        await asyncio.Event().wait()
        return all_sent(call)


async def test_calls_run_side_by_side_up_to_a_limit() -> None:
    gateway = SlowGateway()
    results = await run_calls(CALLS, gateway, LONG_SECONDS)
    assert gateway.most_under_way == CALLS_AT_ONCE
    assert set(results) == set(CALLS)
    assert not any(isinstance(result, SendError) for result in results.values())


async def test_calls_under_way_when_time_is_up_are_doubtful_and_the_rest_not_begun() -> None:
    results = await run_calls(CALLS, SilentGateway(), time_limit_seconds=0.05)
    errors = [results[call] for call in CALLS]
    assert all(isinstance(error, SendError) and error.retryable for error in errors)
    doubtful = [error.doubtful for error in errors if isinstance(error, SendError)]
    assert doubtful == [True] * CALLS_AT_ONCE + [False] * (2 * CALLS_AT_ONCE)


async def test_error_of_one_call_leaves_the_others_alone() -> None:
    refusal = SendError("401", "Unauthorized")
    results = await run_calls(CALLS[:3], ScriptedGateway(script=[all_sent, refusal]), LONG_SECONDS)
    assert results[CALLS[1]] is refusal
    assert results[CALLS[0]] == all_sent(CALLS[0])
    assert results[CALLS[2]] == all_sent(CALLS[2])


async def test_error_nobody_foresaw_is_not_swallowed() -> None:
    def fail(_: SendCall) -> SendError:
        raise ZeroDivisionError

    with pytest.raises(BaseExceptionGroup) as caught:
        await run_calls(CALLS[:1], ScriptedGateway(script=[fail]), LONG_SECONDS)
    assert caught.group_contains(ZeroDivisionError)


async def test_no_calls_have_no_results() -> None:
    assert await run_calls([], ScriptedGateway(), LONG_SECONDS) == {}
