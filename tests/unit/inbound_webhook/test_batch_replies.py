"""The replies to many events of one delivery: in few operations, and once for each person."""

import asyncio
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial

import pytest

from conversations.domain.inbound import AutoReply
from inbound_webhook.receive import receive_inbound
from inbound_webhook.replies import CONCURRENCY
from send_sms.domain.batch import MAX_ROUND_MEMBERS
from shared.domain.errors import StorageError
from shared.domain.kinds import Purpose
from shared.eventgrid.envelope import Event, read_delivery
from shared.storage.table import Operation
from tests.support.in_memory_table import InMemoryTable
from tests.support.samples import people
from tests.support.virtual_time import run_in_virtual_time
from tests.support.world import SETTINGS, START, Serve, World
from tests.unit.inbound_webhook.confirmation_world import (
    HELP,
    IN,
    LONG_CODE,
    OUT,
    SHORT_CODE,
    UNPACED,
    answers,
    inbound,
    later,
    receive,
)
from tests.unit.send_sms.accept_world import Disturbance, Host, Plan, Worker
from tests.unit.send_sms.faults import HARSH, MILD

DELIVERED_AGAIN_SECONDS = 30
ANA, BEN, CEM = THREE = people(3)


@pytest.fixture
def world() -> World:
    world = World()
    world.settings = replace(world.settings, sender_profiles=UNPACED)
    return world


class CrowdedTable(InMemoryTable):
    """Counts how many automatic messages are counted at the same time."""

    def __init__(self) -> None:
        super().__init__()
        self.most = self._now = 0

    async def write(self, operations: Sequence[Operation]) -> list[str]:
        if operations[0][1]["RowKey"] != "automatic":
            return await super().write(operations)
        self._now += 1
        self.most = max(self.most, self._now)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        self._now -= 1
        return await super().write(operations)


def events(body: str, numbers: Sequence[str]) -> list[Event]:
    """Give the events of a text that each of these people wrote."""
    written = [inbound(body, START, **{"from": number}) for number in numbers]
    return list(read_delivery(json.dumps(written).encode()).events)


async def write_all(body: str, numbers: Sequence[str], at: datetime = START) -> None:
    await receive(*(inbound(body, at, **{"from": number}) for number in numbers))


async def test_one_message_that_cannot_be_stored_holds_up_no_other(served: World) -> None:
    def fail_for_short_code(operations: list[tuple[str, dict[str, str], str]]) -> None:
        if operations[0][1]["PartitionKey"] == SHORT_CODE:
            raise StorageError

    served.opt_outs_table.before_write = fail_for_short_code
    await receive(inbound("STOP", to=SHORT_CODE), inbound("STOP"), expected=503)
    assert await answers(served) == [OUT]
    kept = [row["body"] for row in served.conversations_table.all_rows() if "body" in row]
    assert kept == ["STOP", "STOP"]


async def test_thousand_stops_are_confirmed_in_rounds(served: World) -> None:
    """For each person one operation counts the confirmation; groups share all others."""
    numbers = people(1_000)
    await write_all("STOP", numbers)
    rounds = -(-1_000 // MAX_ROUND_MEMBERS)
    assert len(served.queue.items) == rounds
    assert sum(table.operation_count for table in served.tables()) <= 1_300
    await answers(served)
    sent = [person for call in served.gateway.calls for person in call.recipients]
    assert sorted(sent) == sorted(numbers)
    assert {call.body for call in served.gateway.calls} == {OUT}


@pytest.mark.parametrize(
    ("body", "each", "text"), [("START", 4, IN), ("HELP", 3, HELP), ("hours", 4, "9 to 5")]
)
async def test_other_replies_are_sent_in_rounds_too(
    served: World, body: str, each: int, text: str
) -> None:
    numbers = people(128)
    await served.app().auto_replies.put(AutoReply(LONG_CODE, "hours", "9 to 5", START))
    if body == "START":
        await write_all("STOP", numbers)
        await answers(served)
        later(served, seconds=5)
    before = sum(table.operation_count for table in served.tables())
    await write_all(body, numbers, served.clock.now)
    used = sum(table.operation_count for table in served.tables()) - before
    assert used <= each * len(numbers) + 40
    assert len(served.queue.items) == 2
    await answers(served)
    sent = [
        person for call in served.gateway.calls if call.body == text for person in call.recipients
    ]
    assert sorted(sent) == sorted(numbers)


async def test_many_stops_of_one_batch_are_processed_some_at_a_time(
    world: World, serve: Serve
) -> None:
    world.conversations_table = table = CrowdedTable()
    serve(world)
    await write_all("STOP", people(200))
    assert 1 < table.most <= CONCURRENCY


async def test_confirmation_in_a_round_lives_five_minutes_from_its_message(served: World) -> None:
    await write_all("STOP", people(2))
    ((work, _),) = served.queue.take_all()
    batch = await served.app().journal.get(work.batch)
    assert batch
    assert batch.shared_options.purpose is Purpose.OPT_OUT_CONFIRMATION
    (alone,) = {batch.expires_at(position) for position in batch.positions()}
    served.clock.now = alone
    await answers(served)
    assert served.gateway.calls == []


@pytest.mark.parametrize(
    "deliveries",
    [
        [THREE, THREE],
        [[ANA, BEN], THREE],
        [THREE, [ANA], [BEN], [CEM]],
        [[ANA], THREE],
        [[ANA, ANA, BEN], [BEN, BEN]],
    ],
)
async def test_event_is_confirmed_once_with_whatever_others_it_comes_again(
    served: World, deliveries: list[list[str]]
) -> None:
    for numbers in deliveries:
        await write_all("STOP", numbers)
    await answers(served)
    sent = [person for call in served.gateway.calls for person in call.recipients]
    assert sorted(sent) == sorted({one for numbers in deliveries for one in numbers})


@pytest.mark.parametrize("again", [[[ANA], [BEN, CEM]], [[ANA, BEN], THREE], [[CEM], THREE]])
async def test_counted_confirmations_leave_although_others_of_their_round_come_again_apart(
    served: World, again: list[list[str]]
) -> None:
    """The first delivery counts them and cannot store the round."""

    def fail(_: object) -> None:
        raise StorageError

    served.journal_table.before_write = fail
    stops = [inbound("STOP", START, **{"from": number}) for number in THREE]
    await receive(*stops, expected=503)
    served.journal_table.before_write = None
    for numbers in again:
        await write_all("STOP", numbers)
    await answers(served)
    sent = [person for call in served.gateway.calls for person in call.recipients]
    assert sorted(sent) == sorted({one for numbers in again for one in numbers})


async def deliver(worker: Worker, numbers: Sequence[str]) -> bool:
    """Deliver a batch once; tells whether the sender need not come again."""
    with suppress(StorageError):
        await receive_inbound(events("STOP", numbers), worker.app.inbound)
        return True
    return False


async def play(again: Sequence[Sequence[str]], plan: Plan, *, is_mild: bool = True) -> Worker:
    """Deliver a batch to a disturbed worker, then in other parts to others, until all have it."""
    host = Host(replace(SETTINGS, sender_profiles=UNPACED))
    worker = Worker(host, plan)
    first = asyncio.create_task(deliver(worker, THREE))
    await asyncio.wait([first], timeout=DELIVERED_AGAIN_SECONDS)
    if not first.done() or not first.result():
        for numbers in again:
            assert await deliver(Worker(host), numbers)
    await asyncio.wait([first], timeout=1_000)
    await host.run_until_idle()
    assert all(times <= 1 for times in host.carrier.phones.values())
    if is_mild:
        assert sorted(person for person, _ in host.carrier.phones) == sorted(THREE)
    return worker


@pytest.mark.parametrize(("turn", "name"), list(enumerate([*MILD, *HARSH])))
def test_confirmations_leave_once_wherever_their_worker_is_disturbed(turn: int, name: str) -> None:
    """Each operation meets each disturbance, and each way to come again meets both of them."""
    disturbance: Disturbance = {**MILD, **HARSH}[name]
    ways_to_come_again = [[THREE], [[BEN], THREE], [[CEM, ANA], [BEN]]]
    passed = run_in_virtual_time(partial(play, [THREE], {})).passed
    assert passed > 7
    wrong = []
    for moment in range(1, passed + 1):
        again = ways_to_come_again[(moment + turn) % 3]
        plan = {moment: disturbance}
        try:
            run_in_virtual_time(partial(play, again, plan, is_mild=name in MILD))
        except AssertionError as error:
            wrong.append(f"operation {moment}, {again}: {error}")
    assert wrong == []
