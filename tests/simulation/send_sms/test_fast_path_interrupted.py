"""Rounds whose worker is disturbed at every operation: each message leaves once and is found."""

from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from composition.settings import Settings
from send_sms.accepting import commit
from senders.domain.profile import SenderProfile
from senders.domain.rate_limiter import Limits
from shared.domain.errors import StorageError
from shared.domain.kinds import MessageStatus
from tests.support.samples import people
from tests.support.virtual_time import run_in_virtual_time
from tests.support.world import SETTINGS, TOLL_FREE, PreparedWorlds, World
from tests.unit.send_sms.accept_helpers import opt_out
from tests.unit.send_sms.accept_simulation import Caller, assert_all_is_right, play
from tests.unit.send_sms.accept_world import Disturbance, Host, Plan, Worker
from tests.unit.send_sms.faults import HARSH, MILD, freeze, freeze_after
from tests.unit.send_sms.publishing import subscribe

ANA, BEN, CEM, DAN, EVA, OUT = people(6)
SUPPRESSED = frozenset({MessageStatus.SUPPRESSED})
# One that expires or is cancelled while it may have left is not tried again.
EXPIRES = frozenset({MessageStatus.SENT, MessageStatus.EXPIRED, MessageStatus.UNKNOWN})
CANCELS = frozenset({MessageStatus.SENT, MessageStatus.CANCELLED, MessageStatus.UNKNOWN})
LIMITED = replace(
    SETTINGS,
    sender_profiles={TOLL_FREE: SenderProfile(TOLL_FREE, Limits(units_per_minute=60))},
)


def single() -> list[Caller]:
    return [Caller(ANA, "Your code is 1.")]


def keyed_single() -> list[Caller]:
    return [Caller(ANA, "Your code is 1.", key="k")]


def mixed_round() -> list[Caller]:
    """Keys, one of them twice; two messages to one person; one opted out, expiring, cancelled."""
    return [
        Caller(ANA, "Plain."),
        Caller(BEN, "With a key.", key="b"),
        Caller(CEM, "The same key twice.", key="c"),
        Caller(CEM, "The same key twice.", key="c"),
        Caller(ANA, "A second one.", key="a"),
        Caller(DAN, "Expires.", key="d", expected=EXPIRES, members={"ttlSeconds": 5}),
        Caller(EVA, "Cancelled.", cancels=True, expected=CANCELS),
        Caller(OUT, "Opted out.", key="o", expected=SUPPRESSED),
    ]


Scenario = Callable[[], list[Caller]]
SCENARIOS = [single, keyed_single, mixed_round]


_BEFORE = PreparedWorlds()
"""Worlds with a subscriber and a person who has opted out, by whether the rate is limited."""


async def begin(*, limited: bool) -> Host:
    """Give a host with them, on which nothing else has happened."""
    host = Host(LIMITED if limited else SETTINGS)
    await _BEFORE.go_on(host.world, limited, partial(_prepared, host.settings))
    return host


async def _prepared(settings: Settings) -> World:
    world = Host(settings).world
    await subscribe(world)
    await opt_out(world, OUT)
    return world


async def played(
    scenario: Scenario, plan: Plan, *, limited: bool = False, may_be_unknown: bool = False
) -> Worker:
    """Play a scenario with a disturbed worker, and check what came of it."""
    host = await begin(limited=limited)
    worker, callers = Worker(host, plan), scenario()
    await play(host, [worker], callers)
    await assert_all_is_right(host, callers, may_be_unknown=may_be_unknown)
    return worker


def play_everywhere(
    scenario: Scenario, disturbance: Disturbance, *, limited: bool, may_be_unknown: bool
) -> list[str]:
    """Disturb each operation in turn; gives what was wrong."""
    count = run_in_virtual_time(lambda: played(scenario, {}, limited=limited)).passed
    assert count > 7
    wrong = []
    for moment in range(1, count + 1):
        once = partial(played, scenario, {moment: disturbance}, limited=limited)
        try:
            run_in_virtual_time(partial(once, may_be_unknown=may_be_unknown))
        except AssertionError as error:
            wrong.append(f"operation {moment}: {error}")
    return wrong


@pytest.mark.parametrize("limited", [False, True])
@pytest.mark.parametrize("disturbance", MILD)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_each_message_leaves_once_wherever_its_worker_is_disturbed(
    scenario: Scenario, disturbance: str, *, limited: bool
) -> None:
    play_it = partial(play_everywhere, scenario, MILD[disturbance])
    assert play_it(limited=limited, may_be_unknown=False) == []


@pytest.mark.parametrize("limited", [False, True])
@pytest.mark.parametrize("disturbance", HARSH)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_each_message_leaves_once_or_is_unknown_where_its_worker_stands_still_for_minutes(
    scenario: Scenario, disturbance: str, *, limited: bool
) -> None:
    play_it = partial(play_everywhere, scenario, HARSH[disturbance])
    assert play_it(limited=limited, may_be_unknown=True) == []


FROZEN = {"50 s": freeze(50), "10 min": freeze(600), "15 min": freeze(900)}
FROZEN_AFTER = {"50 s": freeze_after(50), "10 min": freeze_after(600), "15 min": freeze_after(900)}


@pytest.fixture
def _answers_before_timers(monkeypatch: pytest.MonkeyPatch) -> None:
    """When a worker thaws, what has come meanwhile is looked at before its time limits are."""

    async def in_time(awaitable: Awaitable[Any], _: timedelta) -> Any:
        try:
            return await awaitable
        except StorageError as error:
            return error

    monkeypatch.setattr(commit, "in_time", in_time)
    monkeypatch.setattr(commit, "within", lambda _: nullcontext())


@pytest.mark.usefixtures("_answers_before_timers")
@pytest.mark.parametrize("frozen", ["50 s", "10 min", "15 min"])
@pytest.mark.parametrize("kind", [FROZEN, FROZEN_AFTER], ids=["before", "after"])
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_each_message_leaves_once_where_its_worker_thaws_and_goes_on(
    scenario: Scenario, kind: dict[str, Disturbance], frozen: str
) -> None:
    play_it = partial(play_everywhere, scenario, kind[frozen])
    assert play_it(limited=False, may_be_unknown=False) == []
