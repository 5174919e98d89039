"""Sends to play on an interrupted host, and what must hold of them in the end."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Set
from dataclasses import replace
from datetime import datetime

from send_sms.accepting.accept import accept_send
from send_sms.domain.batch import Batch
from send_sms.domain.status import status_of
from send_sms.storage.batch_rows import batches_from_rows
from senders.domain.profile import SenderProfile
from senders.domain.rate_limiter import Limits
from shared.carriers.registry import LONGEST_REPEAT_WINDOW
from tests.simulation.send_sms.interrupted_world import InterruptedWorld
from tests.support.samples import make_request, people
from tests.support.world import TOLL_FREE, PreparedWorlds, World
from tests.unit.send_sms.publishing import outcomes_of, published, subscribe

Scenario = Callable[[InterruptedWorld], Awaitable[None]]
Interruption = Callable[[InterruptedWorld], Awaitable[None]]


async def bulk(played: InterruptedWorld) -> None:
    """Three calls: a first, one in the middle, and a last that is not full."""
    await accept_send(make_request(people(210)), played.world.app().accepting)


async def round_of_singles(played: InterruptedWorld) -> None:
    """Two texts, two lifetimes, with and without a report; one person gets two messages."""
    app, (ana, ben, cem, dan) = played.world.app(), people(4)
    requests = [
        make_request(ana, message="Your table is ready."),
        make_request(ben, message="Your table is ready.", ttlSeconds=7_200),
        make_request(ana, message="Your bill.", deliveryReport=False),
        make_request(cem, message="Your bill."),
        make_request(dan, message="Your table is ready.", campaign="tables"),
    ]
    await asyncio.gather(*(accept_send(request, app.accepting) for request in requests))
    assert len(played.queue.waiting) == 1


async def texts_with_values(played: InterruptedWorld) -> None:
    to = [{"number": one, "values": {"name": f"N{n}"}} for n, one in enumerate(people(20))]
    request = make_request(to, message="Hi {{name}}")
    await accept_send(request, played.world.app().accepting)


async def paced_portions(played: InterruptedWorld) -> None:
    """Three portions: a first, one in the middle, and a smaller last."""
    slow = SenderProfile(TOLL_FREE, Limits(units_per_minute=80))
    played.world.settings = replace(played.world.settings, sender_profiles={TOLL_FREE: slow})
    await accept_send(make_request(people(15)), played.world.app().accepting)


async def two_batches(played: InterruptedWorld) -> None:
    await accept_send(make_request(people(1_010)), played.world.app().accepting)
    assert len(played.queue.waiting) == 2


SCENARIOS = [bulk, round_of_singles, texts_with_values, paced_portions]


_ACCEPTED = PreparedWorlds()
"""Worlds in which everything is accepted and nothing has happened since, by scenario."""


async def begin(scenario: Scenario) -> InterruptedWorld:
    """Have everything accepted; moments are counted from here."""

    async def accepted() -> World:
        played = InterruptedWorld()
        await subscribe(played.world)
        await scenario(played)
        return played.world

    played = InterruptedWorld()
    await _ACCEPTED.go_on(played.world, scenario, accepted)
    return played


async def play(scenario: Scenario) -> InterruptedWorld:
    """Play a scenario undisturbed, to the end."""
    played = await begin(scenario)
    await played.run_host()
    assert_sent_once_each(played)
    return played


async def play_interrupted(
    scenario: Scenario, interruption: Interruption, moments: frozenset[int]
) -> InterruptedWorld:
    played = await begin(scenario)
    played.moments.interrupt = lambda: interruption(played)
    played.moments.interrupted_at = moments
    await played.run_host()
    return played


def batches_of(played: InterruptedWorld) -> list[Batch]:
    return batches_from_rows(TOLL_FREE, played.world.journal_table.all_rows())


def statuses(batches: Iterable[Batch], now: datetime) -> list[str]:
    return [status_of(batch, position, now) for batch in batches for position in batch.positions()]


def seconds_until_recorded(played: InterruptedWorld) -> float:
    """Tell how long it took until the last outcome was stored."""
    times = [
        (outcome.at - batch.accepted_at).total_seconds()
        for batch in batches_of(played)
        for outcome in batch.progress.outcomes.values()
        if outcome.at
    ]
    return max(times)


def assert_sent_once_each(played: InterruptedWorld) -> None:
    assert len(played.network.phones) == len(assert_none_sent_twice(played, {"sent"}))


def assert_none_sent_twice(played: InterruptedWorld, may_be: Set[str]) -> list[str]:
    """Each stored outcome was published, and nothing else; gives the status of each message."""
    assert set(played.network.phones.values()) <= {1}
    assert {len(ids_and_times) for ids_and_times in played.network.seen.values()} <= {1}
    batches = batches_of(played)
    assert published(played.world) == set().union(*map(outcomes_of, batches))
    found = statuses(batches, played.world.clock.now)
    assert set(found) <= may_be
    return found


def assert_went_soon(played: InterruptedWorld) -> None:
    """Where a recovery message was scheduled, nothing waited for the host to redeliver its own."""
    began_at = played.recovery_began_at
    assert not began_at or played.network.last_called_at < began_at + LONGEST_REPEAT_WINDOW
