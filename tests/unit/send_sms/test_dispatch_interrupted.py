"""
Workers are killed, hang or fail at every moment of a dispatch: everybody is sent to once.

Each scenario is played once undisturbed, to count its moments: before each operation of storage and
after each write, before ACS takes a call and after. Then it is played again for each of them.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import send_sms.dispatch
from send_sms.accept import accept_send
from shared.domain.chunk import REPEATABILITY_WINDOW
from shared.domain.pacing import Limits
from shared.domain.sender_profile import SenderProfile
from shared.domain.status import status_of
from shared.storage.chunk_rows import chunk_from_row
from tests.support.samples import make_request, people
from tests.support.world import TOLL_FREE
from tests.unit.send_sms.interrupted_world import InterruptedWorld

Scenario = Callable[[InterruptedWorld], Awaitable[None]]
Interruption = Callable[[InterruptedWorld], Awaitable[None]]


async def bulk(played: InterruptedWorld) -> None:
    await accept_send(make_request(people(350)), played.world.services())


async def grouped_singles(played: InterruptedWorld) -> None:
    services = played.world.services()
    await asyncio.gather(*(accept_send(make_request(one), services) for one in people(5)))


async def texts_with_values(played: InterruptedWorld) -> None:
    to = [{"number": one, "values": {"name": f"N{n}"}} for n, one in enumerate(people(20))]
    request = make_request(to, message="Hi {{name}}")
    await accept_send(request, played.world.services())


async def paced_portions(played: InterruptedWorld) -> None:
    slow = SenderProfile(TOLL_FREE, Limits(units_per_minute=80))
    played.world.settings = replace(played.world.settings, sender_profiles={TOLL_FREE: slow})
    await accept_send(make_request(people(30)), played.world.services())


SCENARIOS = [bulk, grouped_singles, texts_with_values, paced_portions]


async def begin(scenario: Scenario) -> InterruptedWorld:
    """Have everything accepted; moments are counted from here."""
    played = InterruptedWorld()
    await scenario(played)
    played.moments.passed = 0
    return played


async def count_moments(scenario: Scenario) -> int:
    played = await begin(scenario)
    await played.run_host()
    assert set(statuses(played)) == {"sent"}
    return played.moments.passed


def statuses(played: InterruptedWorld) -> list[str]:
    now = played.world.clock.now
    chunks = [chunk_from_row(TOLL_FREE, row) for row in played.world.journal_table.all_rows()]
    return [status_of(chunk, n, now) for chunk in chunks for n in range(len(chunk.recipients))]


def assert_sent_once_each(played: InterruptedWorld) -> None:
    found = statuses(played)
    assert set(found) == {"sent"}
    assert len(played.network.phones) == len(found)
    assert_nobody_is_doubled(played)


def assert_went_soon(played: InterruptedWorld) -> None:
    """Where a successor stood by, nobody waited for the host to give its message back."""
    began_at = played.succession_at
    assert not began_at or played.network.last_called_at < began_at + REPEATABILITY_WINDOW


def assert_nobody_is_doubled(played: InterruptedWorld) -> None:
    assert set(played.network.phones.values()) <= {1}
    assert {len(ids_and_times) for ids_and_times in played.network.seen.values()} <= {1}


async def play_interrupted(
    scenario: Scenario, interruption: Interruption, moments: frozenset[int]
) -> InterruptedWorld:
    played = await begin(scenario)
    played.moments.interrupt = lambda: interruption(played)
    played.moments.interrupted_at = moments
    await played.run_host()
    return played


@pytest.mark.parametrize("scenario", SCENARIOS)
async def test_everybody_is_sent_to_once_and_soon_when_worker_is_killed_at_any_moment(
    scenario: Scenario,
) -> None:
    for moment in range(1, await count_moments(scenario) + 1):
        played = await play_interrupted(scenario, InterruptedWorld.kill, frozenset({moment}))

        assert_sent_once_each(played)
        assert_went_soon(played)


async def test_all_parts_of_a_wide_send_go_soon_when_worker_is_killed_in_fanning_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(send_sms.dispatch, "CHUNKS_PER_WORK", 2)
    # A read, the successor, two parts, the successor removed; each but the read has two moments.
    for moment in range(3, 9):
        played = await play_interrupted(bulk, InterruptedWorld.kill, frozenset({moment}))

        assert_sent_once_each(played)
        assert played.succession_at
        assert_went_soon(played)


@pytest.mark.parametrize("hung_for", [timedelta(seconds=55), timedelta(minutes=11)])
@pytest.mark.parametrize("scenario", SCENARIOS)
async def test_everybody_is_sent_to_once_when_worker_hangs_at_any_moment(
    scenario: Scenario, hung_for: timedelta
) -> None:
    for moment in range(1, await count_moments(scenario) + 1):
        played = await play_interrupted(
            scenario, lambda played: played.hang(hung_for), frozenset({moment})
        )

        assert_sent_once_each(played)


@pytest.mark.parametrize("scenario", SCENARIOS)
async def test_everybody_is_sent_to_once_when_any_operation_fails_or_its_answer_is_lost(
    scenario: Scenario,
) -> None:
    for moment in range(1, await count_moments(scenario) + 1):
        played = await play_interrupted(scenario, InterruptedWorld.fail, frozenset({moment}))

        assert_sent_once_each(played)


@settings(max_examples=60, deadline=None)
@given(
    scenario=st.sampled_from(SCENARIOS),
    interruption=st.sampled_from([InterruptedWorld.kill, InterruptedWorld.fail]),
    moments=st.frozensets(st.integers(1, 120), min_size=2, max_size=12),
)
def test_nobody_is_doubled_or_forgotten_when_workers_are_interrupted_again_and_again(
    scenario: Scenario, interruption: Interruption, moments: frozenset[int]
) -> None:
    played = asyncio.run(play_interrupted(scenario, interruption, moments))

    assert_nobody_is_doubled(played)
    assert set(statuses(played)) <= {"sent", "unknown"}
