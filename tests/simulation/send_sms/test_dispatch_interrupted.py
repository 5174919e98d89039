"""
Workers are killed, hang or fail at every moment of a dispatch: each message is sent once.

Each scenario is played once undisturbed, to count its moments: before each operation of storage and
after each write, before ACS takes a call and after. Then it is played again for each of them. What
fails may have been done, or not, or be done later, when the host has moved on.
"""

from datetime import timedelta
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.simulation.send_sms.interrupted_scenarios import (
    SCENARIOS,
    Interruption,
    Scenario,
    assert_none_sent_twice,
    assert_sent_once_each,
    assert_went_soon,
    play,
    play_interrupted,
    seconds_until_recorded,
    two_batches,
)
from tests.simulation.send_sms.interrupted_world import InterruptedWorld
from tests.support.virtual_time import in_virtual_time, run_in_virtual_time

SOON, LATE = timedelta(seconds=2), timedelta(seconds=70)
kill, fail = InterruptedWorld.kill, InterruptedWorld.fail


def hang(hung_for: timedelta) -> Interruption:
    return partial(InterruptedWorld.hang, hung_for=hung_for)


def be_late(late_by: timedelta) -> Interruption:
    return partial(InterruptedWorld.be_late, late_by=late_by)


def kill_late(late_by: timedelta) -> Interruption:
    return partial(InterruptedWorld.kill_late, late_by=late_by)


LATE_ONES = [be_late(SOON), be_late(LATE)]
KILLS = [kill, kill_late(SOON), kill_late(LATE)]
HANGS = [hang(timedelta(seconds=2)), hang(timedelta(seconds=55)), hang(timedelta(minutes=11))]
by_scenario = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.__name__)


@by_scenario
@pytest.mark.parametrize("interruption", KILLS)
@in_virtual_time
async def test_each_message_is_sent_once_and_soon_when_the_worker_is_killed_at_any_moment(
    scenario: Scenario, interruption: Interruption
) -> None:
    undisturbed = await play(scenario)
    for moment in range(1, undisturbed.moments.passed + 1):
        played = await play_interrupted(scenario, interruption, frozenset({moment}))

        assert_sent_once_each(played)
        assert_went_soon(played)


@by_scenario
@pytest.mark.parametrize("interruption", HANGS)
@in_virtual_time
async def test_each_message_is_sent_once_when_a_worker_hangs_at_any_moment(
    scenario: Scenario, interruption: Interruption
) -> None:
    undisturbed = await play(scenario)
    for moment in range(1, undisturbed.moments.passed + 1):
        played = await play_interrupted(scenario, interruption, frozenset({moment}))

        assert_sent_once_each(played)


@by_scenario
@pytest.mark.parametrize("interruption", [fail, *LATE_ONES])
@in_virtual_time
async def test_any_operation_that_fails_repeats_nothing_and_costs_no_more_than_its_retry(
    scenario: Scenario, interruption: Interruption
) -> None:
    """A write to the journal costs nothing at all, and a `queue replace` its claim's time."""
    undisturbed = await play(scenario)
    names = undisturbed.moments.names
    assert sum(name.startswith("journal write") for name in names) >= 4
    for moment, name in enumerate(names, 1):
        played = await play_interrupted(scenario, interruption, frozenset({moment}))

        assert_sent_once_each(played)
        late_by = seconds_until_recorded(played) - seconds_until_recorded(undisturbed)
        if name.startswith("journal write"):
            assert late_by == 0
            assert len(played.network.calls) == len(undisturbed.network.calls)
        elif not name.startswith("queue replace"):
            assert late_by <= 10, name


@pytest.mark.parametrize("interruption", [kill, hang(timedelta(minutes=11)), fail, *LATE_ONES])
@in_virtual_time
async def test_send_of_two_batches_is_sent_once_whatever_interrupts_its_workers(
    interruption: Interruption,
) -> None:
    undisturbed = await play(two_batches)
    for moment in range(1, undisturbed.moments.passed + 1, 4):
        played = await play_interrupted(two_batches, interruption, frozenset({moment}))

        assert_sent_once_each(played)


@settings(max_examples=100, deadline=None)
@given(
    scenario=st.sampled_from(SCENARIOS),
    interruption=st.sampled_from([kill, fail, *LATE_ONES, kill_late(LATE)]),
    moments=st.frozensets(st.integers(1, 80), min_size=2, max_size=12),
)
def test_none_is_sent_twice_or_forgotten_when_workers_are_interrupted_again_and_again(
    scenario: Scenario, interruption: Interruption, moments: frozenset[int]
) -> None:
    played = run_in_virtual_time(lambda: play_interrupted(scenario, interruption, moments))

    assert_none_sent_twice(played, {"sent", "unknown"})
