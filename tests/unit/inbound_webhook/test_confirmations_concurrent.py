"""Confirmations and help leave from the worker that got the message, once, whatever disturbs it."""

import asyncio
import json
from contextlib import suppress
from dataclasses import replace
from functools import partial

import pytest

from inbound_webhook.receive import receive_inbound
from shared.domain.errors import StorageError
from shared.eventgrid.envelope import Event, read_delivery
from tests.support.virtual_time import run_in_virtual_time
from tests.support.world import PERSON, SETTINGS
from tests.unit.inbound_webhook.confirmation_world import LONG_CODE, UNPACED, inbound
from tests.unit.send_sms.accept_world import Disturbance, Host, Plan, Worker
from tests.unit.send_sms.faults import HARSH, MILD

DELIVERED_AGAIN_SECONDS = 30
"""When Event Grid gives up waiting and delivers again."""


def event(body: str) -> Event:
    (one,) = read_delivery(json.dumps([inbound(body)]).encode()).events
    return one


async def deliver(worker: Worker, body: str) -> bool:
    """Deliver an event once; tells whether the sender need not come again."""
    with suppress(StorageError):
        await receive_inbound([event(body)], worker.app.inbound)
        return True
    return False


async def play(body: str, plan: Plan, *, is_mild: bool = True) -> Worker:
    """Deliver to a disturbed worker, and again to others until one has it."""
    host = Host(replace(SETTINGS, sender_profiles=UNPACED))
    worker = Worker(host, plan)
    first = asyncio.create_task(deliver(worker, body))
    await asyncio.wait([first], timeout=DELIVERED_AGAIN_SECONDS)
    if not first.done() or not first.result():
        assert await deliver(Worker(host), body)
    await asyncio.wait([first], timeout=1_000)
    await host.run_until_idle()
    assert host.carrier.phones.total() <= 1
    if is_mild:
        assert [person for person, _ in host.carrier.phones] == [PERSON]
    if body == "STOP":
        assert await host.world.app().opt_outs.get(LONG_CODE, PERSON)
    return worker


def play_everywhere(body: str, disturbance: Disturbance, *, is_mild: bool) -> list[str]:
    """Disturb each operation in turn; gives where something was wrong."""
    count = run_in_virtual_time(partial(play, body, {})).passed
    assert count > 7
    wrong = []
    for moment in range(1, count + 1):
        try:
            run_in_virtual_time(partial(play, body, {moment: disturbance}, is_mild=is_mild))
        except AssertionError as error:
            wrong.append(f"operation {moment}: {error}")
    return wrong


@pytest.mark.parametrize("body", ["STOP", "HELP"])
def test_answer_leaves_without_the_queue(body: str) -> None:
    """In an undisturbed worker it takes no time, and nothing is left."""

    async def play_undisturbed() -> tuple[float, set[str]]:
        host = Host(replace(SETTINGS, sender_profiles=UNPACED))
        worker = Worker(host)
        assert await deliver(worker, body)
        await worker.rounds.finish()
        assert host.carrier.phones.total() == 1
        return asyncio.get_running_loop().time(), host.queue.waiting

    seconds, waiting = run_in_virtual_time(play_undisturbed)
    assert seconds < 1
    assert waiting == set()


@pytest.mark.parametrize("name", MILD)
@pytest.mark.parametrize("body", ["STOP", "HELP"])
def test_answer_leaves_once_wherever_its_worker_is_disturbed(body: str, name: str) -> None:
    assert play_everywhere(body, MILD[name], is_mild=True) == []


@pytest.mark.parametrize("name", HARSH)
@pytest.mark.parametrize("body", ["STOP", "HELP"])
def test_answer_leaves_once_or_not_where_its_worker_stands_still_for_minutes(
    body: str, name: str
) -> None:
    assert play_everywhere(body, HARSH[name], is_mild=False) == []
