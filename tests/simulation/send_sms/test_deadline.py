"""Callers that are told 503 at their deadline: without a key nothing is sent for them."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pytest

from send_sms.accepting.accept import AcceptedSend
from shared.domain.errors import StorageError
from tests.support.samples import people
from tests.support.virtual_time import run_in_virtual_time
from tests.unit.send_sms.accept_simulation import Caller, assert_all_is_right, play
from tests.unit.send_sms.accept_world import Disturbance, Host, Plan, Worker
from tests.unit.send_sms.faults import late, slow, slow_answer
from tests.unit.send_sms.publishing import subscribe

ANA, BEN, CEM, DAN = people(4)
DEADLINE_SECONDS = 3
SLOW: dict[str, Disturbance] = {
    "slow by 5 s": slow(5),
    "slow by 20 s": slow(20),
    "answered after 5 s": slow_answer(5),
    "answered after 20 s": slow_answer(20),
    "late by 2 s": late(2),
    "late by 20 s": late(20),
}


@dataclass
class HurriedCaller(Caller):
    """A caller whose request ends after `DEADLINE_SECONDS`, as the problem handler ends it."""

    was_told_503: bool = False

    async def ask(self, worker: Worker) -> AcceptedSend:
        try:
            async with asyncio.timeout(DEADLINE_SECONDS):
                return await super().ask(worker)
        except (TimeoutError, StorageError):
            self.was_told_503 = not self.key
            raise StorageError from None


def single() -> list[HurriedCaller]:
    return [HurriedCaller(ANA, "Plain.")]


def mixed_round() -> list[HurriedCaller]:
    return [
        HurriedCaller(ANA, "Plain."),
        HurriedCaller(BEN, "With a key.", key="b"),
        HurriedCaller(CEM, "Another one."),
        HurriedCaller(DAN, "With another key.", key="d"),
    ]


Scenario = Callable[[], list[HurriedCaller]]


async def played(scenario: Scenario, plan: Plan) -> tuple[Worker, int]:
    """Play a scenario; gives the worker, and how many callers were told 503."""
    host = Host()
    await subscribe(host.world)
    worker, callers = Worker(host, plan), scenario()
    await play(host, [worker], callers)
    await assert_all_is_right(host, callers)
    told = [one for one in callers if one.was_told_503]
    for caller in told:
        assert host.carrier.phones[caller.to, caller.text] == 0, f"{caller.text} was sent"
    return worker, len(told)


@pytest.mark.parametrize("disturbed", [1, 3], ids=["one operation", "three in a row"])
@pytest.mark.parametrize("disturbance", SLOW)
@pytest.mark.parametrize("scenario", [single, mixed_round])
def test_nothing_is_sent_for_a_caller_that_was_told_503_and_has_no_key(
    scenario: Scenario, disturbance: str, disturbed: int
) -> None:
    count = run_in_virtual_time(lambda: played(scenario, {}))[0].passed
    wrong, told_count = [], 0
    for first in range(1, count + 1):
        plan = dict.fromkeys(range(first, first + disturbed), SLOW[disturbance])
        try:
            told_count += run_in_virtual_time(partial(played, scenario, plan))[1]
        except AssertionError as error:
            wrong.append(f"operation {first}: {error}")
    assert wrong == []
    assert told_count or disturbance == "late by 2 s", "no caller was told 503"
