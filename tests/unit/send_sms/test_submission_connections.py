"""
Calls of many submissions at once: each has a connection when its checks are looked at.

A call that waited for a connection after its checks would leave when a STOP was stored long ago.
"""

import asyncio
from typing import Any

from send_sms.accepting.accept import accept_send
from send_sms.dispatching.submission import CONCURRENT_CALLS
from send_sms.domain.batch import MAX_ROUND_MEMBERS
from send_sms.sending import MAX_CALLS, MAX_URGENT_CALLS, Rounds
from shared.carriers.sending import Outcome, SendCall
from shared.outgoing import http
from tests.support.samples import make_request, people
from tests.support.world import ScriptedGateway, World
from tests.unit.send_sms.dispatch_world import opt_out, run
from tests.unit.send_sms.submission_helpers import accept_personal

COUNT = 20
OTHER = "+14255550999"


class CrowdedGateway(ScriptedGateway):
    """Responds when it is told to; knows how many calls are in progress."""

    def __init__(self) -> None:
        super().__init__()
        self.is_open = asyncio.Event()
        self.in_progress = self.most_in_progress = 0

    async def send(self, call: SendCall) -> tuple[Outcome | None, ...]:
        self.in_progress += 1
        self.most_in_progress = max(self.most_in_progress, self.in_progress)
        outcomes = await super().send(call)
        await self.is_open.wait()
        self.in_progress -= 1
        return outcomes


async def fill_connections(
    world: World, gateway: CrowdedGateway, **members: Any
) -> asyncio.Future[list[None]]:
    """Submit batches until no further call can begin."""
    count = 2 + (MAX_CALLS + MAX_URGENT_CALLS) // CONCURRENT_CALLS
    works = [await accept_personal(world, COUNT, **members) for _ in range(count)]
    running = asyncio.gather(*(run(world, work) for work in works))
    await settle()
    assert gateway.in_progress >= MAX_CALLS
    return running


async def settle() -> None:
    """Let everything go on that waits for nothing but its turn."""
    for _ in range(1_000):
        await asyncio.sleep(0)


async def test_calls_of_all_submissions_have_a_connection_each(world: World) -> None:
    gateway = world.gateway = CrowdedGateway()
    running = await fill_connections(world, gateway)
    gateway.is_open.set()
    await running
    assert gateway.most_in_progress == MAX_CALLS
    assert MAX_CALLS + MAX_URGENT_CALLS <= http._CONNECTIONS_PER_SERVICE


async def test_codes_take_all_connections_that_are_free(world: World) -> None:
    gateway = world.gateway = CrowdedGateway()
    running = await fill_connections(world, gateway, category="otp")
    gateway.is_open.set()
    await running
    assert gateway.most_in_progress == MAX_CALLS + MAX_URGENT_CALLS


async def test_stop_holds_for_calls_that_wait_for_others_to_end(world: World) -> None:
    gateway = world.gateway = CrowdedGateway()
    running = await fill_connections(world, gateway)
    before = sorted(gateway.recipients)
    for number in people(COUNT):
        await opt_out(world, number)
    world.clock.advance(seconds=3)
    gateway.is_open.set()
    await running
    assert sorted(gateway.recipients) == before


async def test_code_does_not_wait_behind_the_calls_of_campaigns(world: World) -> None:
    gateway = world.gateway = CrowdedGateway()
    running = await fill_connections(world, gateway)
    await accept_send(make_request(OTHER, category="otp"), world.app().accepting)
    code, _ = world.queue.take_all()[-1]
    sending = asyncio.create_task(run(world, code))
    await settle()
    assert gateway.recipients[-1] == OTHER
    gateway.is_open.set()
    await asyncio.gather(running, sending)


async def test_code_is_submitted_at_once_while_others_wait_for_a_worker(world: World) -> None:
    gateway = world.gateway = CrowdedGateway()
    rounds = world.rounds = Rounds(MAX_ROUND_MEMBERS, max_submissions=3)
    app = world.app()
    for number in people(4):
        await accept_send(make_request(number), app.accepting)
    await settle()
    assert gateway.recipients == people(4)[:3]
    await accept_send(make_request(OTHER, category="otp"), app.accepting)
    await settle()
    assert gateway.recipients[-1] == OTHER
    gateway.is_open.set()
    await rounds.finish()
