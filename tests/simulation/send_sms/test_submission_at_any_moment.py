"""However long calls take, none begins a second after a STOP, a pause or a cancellation."""

import asyncio
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from send_sms.dispatching.submission import FRESH
from send_sms.ending import cancel_send
from send_sms.storage.dispatch_queue import Work
from senders.domain.profile import default_profile
from tests.support.samples import people
from tests.support.world import TOLL_FREE, World
from tests.unit.send_sms.dispatch_world import opt_out, run, send_of
from tests.unit.send_sms.submission_helpers import TimedGateway, accept_personal, timed

COUNT = 20


async def act(world: World, work: Work, kind: str, person: str) -> None:
    if kind == "stop":
        await opt_out(world, person)
    elif kind == "pause":
        profile = default_profile(TOLL_FREE)
        await world.app().senders.set_paused(TOLL_FREE, profile, world.clock.now)
    else:
        await cancel_send(send_of(world, work), world.app().sending)


async def play(
    durations: list[float], at: int, kind: str, position: int
) -> tuple[TimedGateway, datetime | None]:
    world = World()
    gateway, person = timed(world, *durations), people(COUNT)[position]
    work = await accept_personal(world, COUNT)
    stored_at: datetime | None = None

    async def happen() -> None:
        nonlocal stored_at
        await act(world, work, kind, person)
        stored_at = world.clock.now

    gateway.during[at] = happen
    await run(world, work)
    return gateway, stored_at


@settings(max_examples=150, deadline=None)
@given(
    durations=st.lists(st.floats(0, 3), min_size=1, max_size=COUNT),
    at=st.integers(1, COUNT),
    kind=st.sampled_from(["stop", "pause", "cancel"]),
    position=st.integers(0, COUNT - 1),
)
def test_no_call_begins_a_second_after_it_was_forbidden_however_long_calls_take(
    durations: list[float], at: int, kind: str, position: int
) -> None:
    gateway, stored_at = asyncio.run(play(durations, at, kind, position))
    about = [people(COUNT)[position]] if kind == "stop" else []
    began_at = gateway.last_began_at(*about)
    assert stored_at is None or began_at is None or began_at < stored_at + FRESH
