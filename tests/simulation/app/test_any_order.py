"""
Whatever happens in whatever order, no phone gets a text twice, or one after its STOP.

The network keeps its own book: it forgets ids as ACS does, loses responses, and is slow. Each step
is done by a process of its own, as after a deployment. Whom messages must not reach is kept here,
from what people wrote and operators decided, and not read from the app.
"""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from composition.app import run_as
from senders.domain.profile import SenderProfile
from senders.domain.rate_limiter import Limits
from tests.simulation.app.history import KINDS, OWN, PEOPLE, Given, History, Network
from tests.support.world import SETTINGS, World
from tests.unit.send_sms.dispatch_world import KilledError

SECONDS = st.sampled_from([0, 1, 10, 41, 60, 200, 250, 400, 90_000])

STEPS = (
    *("send", "send", "send_keyed", "send_keyed", "schedule", "write", "write", "write"),
    *("repeat_event", "put", "lift", "import_one", "pause", "cancel", "resend", "resend"),
    *("redrive", "reply", "verify", "erase", "report", "poison", "change_trial"),
    *("pass_time", "pass_time", "run", "run", "run", "run"),
)
GIVEN = st.builds(
    Given,
    own=st.sampled_from(OWN),
    person=st.sampled_from(PEOPLE),
    to=st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3, unique=True),
    n=st.integers(0, 9),
    seconds=SECONDS,
    kinds=st.lists(st.sampled_from(("ok", *KINDS)), max_size=3),
    flag=st.booleans(),
)
TO_THE_END = [("run", Given(OWN[0], PEOPLE[0], [], 0, 0, [], flag=False))] * 12


async def play_all(history: History, steps: Sequence[tuple[str, Given]]) -> None:
    for name, a in steps:
        history.world.gateway.kinds = list(a.kinds)  # type: ignore[attr-defined]
        with run_as(history.world.app()), suppress(KilledError):
            await getattr(history, name)(a)
        await history.world.rounds.finish()


@settings(max_examples=60)
@given(
    steps=st.lists(st.tuples(st.sampled_from(STEPS), GIVEN), min_size=3, max_size=14),
    is_at_once=st.booleans(),
)
async def test_no_order_of_events_sends_twice_or_after_a_stop(
    steps: list[tuple[str, Given]], *, is_at_once: bool
) -> None:
    profiles = {own: SenderProfile(own, Limits()) for own in OWN}
    world = World(settings=replace(SETTINGS, sender_profiles=profiles))
    world.clock.advance(hours=2)
    if is_at_once:
        world.submit_at_once()
    history = History(world)
    world.gateway = network = Network(history)

    await play_all(history, [*steps, *TO_THE_END])

    assert network.after_stop == []
    automatic = Counter[tuple[str, str]]()
    for (own, person, body), count in network.delivered.items():
        if body[0] == "#":
            assert count <= 1 + history.resent[body]
        else:
            automatic[own, person] += count
    assert automatic <= history.automatic
