"""A busy batch is processed together: few requests, few in a row, the same end as one by one."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count, pairwise
from math import ceil
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import delivery_report.functions
import inbound_webhook.functions
from composition.app import run_as
from composition.settings import Settings
from opt_outs.domain.consent import StopScope
from send_sms.domain.batch import MAX_ROUND_MEMBERS
from send_sms.domain.progress import Progress
from shared.carriers.sending import Outcome, OutcomeKind
from shared.domain.errors import StorageError
from shared.domain.identifiers import BlockAddress, SendAddress
from shared.storage.table import Bound, Operation, Row
from tests.support.in_memory_table import InMemoryTable
from tests.support.samples import SEND, make_batch, people
from tests.support.virtual_time import run_in_virtual_time
from tests.support.web import call, document, post, read_event
from tests.support.world import SETTINGS, START, TOLL_FREE, FrozenClock, World
from tests.unit.inbound_webhook import confirmation_world
from tests.unit.inbound_webhook.confirmation_world import UNPACED

_REQUEST_SECONDS = 0.01


class SlowTable(InMemoryTable):
    """Takes ten milliseconds for each operation, of the time of the loop."""

    async def get(self, partition: str, key: str, *, select: Sequence[str] = ()) -> Row | None:
        await asyncio.sleep(_REQUEST_SECONDS)
        return await super().get(partition, key, select=select)

    async def rows(self, partition: str, first: str, last: str, **options: Any) -> list[Row]:
        await asyncio.sleep(_REQUEST_SECONDS)
        return await super().rows(partition, first, last, **options)

    async def across(
        self, first: str, last: str, bounds: Sequence[Bound] = (), **options: Any
    ) -> list[Row]:
        await asyncio.sleep(_REQUEST_SECONDS)
        return await super().across(first, last, bounds, **options)

    async def write(self, operations: Sequence[Operation]) -> list[str]:
        await asyncio.sleep(_REQUEST_SECONDS)
        return await super().write(operations)


def slow_world() -> World:
    return World(
        journal_table=SlowTable(),
        opt_outs_table=SlowTable(),
        conversations_table=SlowTable(),
        auto_replies_table=SlowTable(),
        parked_table=SlowTable(),
        subscriptions_table=SlowTable(),
        senders_table=SlowTable(),
        keys_table=SlowTable(),
        reviews_table=SlowTable(),
    )


@dataclass
class Cost:
    """Storage requests in all, and how many waited for each other."""

    requests: int = 0
    rounds: int = 0
    answers: list[Any] = field(default_factory=list)


def cost_of(world: World, function: Any, events: Sequence[Mapping[str, Any]]) -> Cost:
    """Deliver a batch, and count."""

    async def deliver() -> Cost:
        before = sum(table.operation_count for table in world.tables())
        with run_as(world.app()):
            answer = await call(function, post(list(events)))
        rounds = round(asyncio.get_running_loop().time() / _REQUEST_SECONDS)
        after = sum(table.operation_count for table in world.tables())
        return Cost(after - before, rounds, [answer.status_code, document(answer)])

    return run_in_virtual_time(deliver)


def inbound(person: str, body: str, number: int = 0, own_number: str = TOLL_FREE) -> dict[str, Any]:
    event: dict[str, Any] = read_event("inbound_event_grid.json")[0]
    event["data"] |= {
        "messageId": f"Incoming_{person}_{number}_{body}",
        "from": person,
        "to": own_number,
        "message": body,
        "receivedTimestamp": f"2026-11-22T09:20:{number:02d}.5Z",
    }
    return event


def blocked_report(person: str, block: BlockAddress) -> dict[str, Any]:
    event: dict[str, Any] = read_event("report_opted_out.json")[0]
    event["data"] |= {"to": person, "Tag": str(block), "messageId": f"Outgoing_{person}"}
    return event


async def store_campaign(world: World, recipients: Sequence[str]) -> SendAddress:
    """Store a campaign that left to all of them."""
    sent = Outcome(OutcomeKind.SENT, "Outgoing_1", first_sent_at=START, at=START)
    progress = Progress(outcomes=dict.fromkeys(range(len(recipients)), sent))
    await world.app().journal.commit([make_batch(recipients, progress=progress)])
    return SEND


# Of 1,000 people in 30 area codes; a repeat of a STOP costs one request more.
@pytest.mark.parametrize(
    ("body", "requests", "rounds"), [("STOP", 330, 40), ("See you at 9", 230, 40)]
)
def test_thousand_inbound_messages_take_few_requests(body: str, requests: int, rounds: int) -> None:
    world, persons = slow_world(), people(3_000)[::3]
    run_in_virtual_time(lambda: store_campaign(world, persons))
    cost = cost_of(world, inbound_webhook.functions.inbound_webhook, [
        inbound(person, body) for person in persons
    ])  # fmt: skip
    assert cost.answers == [200, {"stored": 1_000}]
    assert cost.requests <= requests
    assert cost.rounds <= rounds
    again = cost_of(world, inbound_webhook.functions.inbound_webhook, [
        inbound(person, body) for person in persons
    ])  # fmt: skip
    assert again.requests <= len(persons) + requests
    assert again.rounds <= rounds


def test_thousand_stops_that_the_app_confirms_take_few_rounds() -> None:
    world = slow_world()
    world.settings = replace(world.settings, sender_profiles=UNPACED)
    persons = people(3_000)[::3]
    stops = [confirmation_world.inbound("STOP", START, **{"from": person}) for person in persons]
    cost = cost_of(world, inbound_webhook.functions.inbound_webhook, stops)
    assert cost.answers == [200, {"stored": 1_000}]
    assert len(world.queue.items) == ceil(len(persons) / MAX_ROUND_MEMBERS)
    assert cost.requests <= 1_300
    assert cost.rounds <= 60


def test_thousand_reports_of_opt_outs_take_few_requests() -> None:
    world, persons = slow_world(), people(1_000)
    run_in_virtual_time(lambda: store_campaign(world, persons))
    cost = cost_of(world, delivery_report.functions.delivery_report, [
        blocked_report(person, BlockAddress(SEND, index // 100))
        for index, person in enumerate(persons)
    ])  # fmt: skip
    assert cost.answers == [200, {"stored": 1_000}]
    assert cost.requests <= 110
    assert cost.rounds <= 40


def test_thousand_reports_on_unknown_sends_take_few_rounds() -> None:
    world, persons = slow_world(), people(1_000)
    cost = cost_of(world, delivery_report.functions.delivery_report, [
        blocked_report(person, BlockAddress(SEND, index // 100))
        for index, person in enumerate(persons)
    ])  # fmt: skip
    assert cost.answers == [200, {"stored": 1_000}]
    assert cost.rounds <= 40


OWN_NUMBERS = (TOLL_FREE, "77001")
FEW = people(3)
EVENTS = st.builds(
    inbound,
    st.sampled_from(FEW),
    st.sampled_from(["STOP", "START", "Hello", "why did you stop texting me", "stop all texts"]),
    st.integers(0, 5),
    st.sampled_from(OWN_NUMBERS),
)


LATER = FrozenClock(START + timedelta(hours=1))


def rows_of(world: World) -> list[dict[str, Any]]:
    tables = (world.opt_outs_table, world.conversations_table, world.reviews_table,
              world.journal_table)  # fmt: skip
    return rows_in(*tables)


def rows_in(*tables: InMemoryTable) -> list[dict[str, Any]]:
    """Give all rows without their ETags; of two messages of one moment a thread may show either."""
    rows = [dict(row) for table in tables for row in table.all_rows()]
    left_out = {"etag", "last_text"}
    return [{name: row[name] for name in row if name not in left_out} for row in rows]


async def deliver_all(world: World, batches: Sequence[Sequence[Mapping[str, Any]]]) -> list[int]:
    with run_as(world.app()):
        answers = [
            await call(inbound_webhook.functions.inbound_webhook, post(list(batch)))
            for batch in batches
        ]
    return [answer.status_code for answer in answers]


def in_order(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Sort what stands in the order in which it came: a bucket's numbers, an entry's overrides."""
    return [
        {
            **row,
            **({"packed": sorted(row["packed"].split())} if "packed" in row else {}),
            **({"lifts": sorted(map(str, json.loads(row["lifts"])))} if "lifts" in row else {}),
        }
        for row in rows
    ]


@given(
    events=st.lists(EVENTS, min_size=1, max_size=8),
    cuts=st.sets(st.integers(1, 7)),
    scope=st.sampled_from(StopScope),
    repeats=st.lists(st.integers(0, 7), max_size=4),
)
@settings(max_examples=60, deadline=None)
def test_batch_ends_in_the_state_that_its_events_alone_end_in(
    events: list[dict[str, Any]], cuts: set[int], scope: StopScope, repeats: list[int]
) -> None:
    together, alone = (World(LATER, settings=_with_scope(scope)) for _ in range(2))
    events = [*events, *(events[index % len(events)] for index in repeats)]
    edges = [0, *sorted(cut for cut in cuts if cut < len(events)), len(events)]
    batches = [events[start:end] for start, end in pairwise(edges)]

    async def play() -> None:
        await deliver_all(together, batches)
        await deliver_all(alone, [[event] for event in events])

    asyncio.run(play())
    assert in_order(rows_of(together)) == in_order(rows_of(alone))


@given(events=st.lists(EVENTS, min_size=1, max_size=6), repeats=st.lists(st.integers(0, 5)))
@settings(max_examples=60, deadline=None)
def test_batch_of_times_to_come_changes_the_registry_as_its_events_alone_do(
    events: list[dict[str, Any]], repeats: list[int]
) -> None:
    together, alone = World(FrozenClock()), World(FrozenClock())
    again = [events[index % len(events)] for index in repeats]

    async def play() -> None:
        for world, batches in (
            (together, [events, [*events, *again]]),
            (alone, [[event] for event in [*events, *events, *again]]),
        ):
            await deliver_all(world, batches[:1] if world is together else batches[: len(events)])
            world.clock.advance(minutes=1)  # what is delivered again counts later
            await deliver_all(world, batches[1:] if world is together else batches[len(events) :])

    asyncio.run(play())
    assert in_order(rows_in(together.opt_outs_table)) == in_order(rows_in(alone.opt_outs_table))


@given(
    events=st.lists(EVENTS, min_size=2, max_size=8),
    broken_at=st.sets(st.integers(1, 30), min_size=1, max_size=4),
)
@settings(max_examples=60, deadline=None)
def test_batch_that_breaks_off_and_comes_again_ends_in_the_same_state(
    events: list[dict[str, Any]], broken_at: set[int]
) -> None:
    broken, whole = World(LATER), World(LATER)
    writes = count(1)

    def fail(_: object) -> None:
        if next(writes) in broken_at:
            raise StorageError

    async def play() -> None:
        for table in (broken.opt_outs_table, broken.conversations_table, broken.journal_table):
            table.before_write = fail
        for _ in range(len(broken_at) + 1):
            (status,) = await deliver_all(broken, [events])
            if status == 200:
                break
        assert status == 200
        await deliver_all(whole, [events])

    asyncio.run(play())
    assert in_order(rows_of(broken)) == in_order(rows_of(whole))


def _with_scope(scope: StopScope) -> Settings:
    return replace(SETTINGS, stop_scope=scope)
