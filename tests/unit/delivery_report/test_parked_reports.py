"""Reports on unknown sends wait, and are joined when their send appears."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

import delivery_report.functions
from delivery_report.record import join_parked
from send_sms.domain.status import status_of
from shared.domain.identifiers import MEMBERS_PER_BATCH, MessageAddress
from shared.eventgrid.parked_events import ROWS_PER_LOOK
from shared.storage.table import Operation
from tests.support.samples import SEND, make_batch, make_round, people
from tests.support.web import call, post, read_event
from tests.support.world import PERSON, START, World
from tests.unit.send_sms.dispatch_world import HookedTable

DELIVERED = "report_delivered_event_grid.json"
FAILED = "report_several_attempts.json"


def report(row: int, recipient: str, name: str = DELIVERED) -> dict[str, Any]:
    """Give the event of a report on the first block of a batch."""
    event: dict[str, Any] = read_event(name)[0]
    block = MessageAddress(SEND, row * MEMBERS_PER_BATCH).block
    event["data"] |= {"Tag": str(block), "to": recipient}
    return event


async def deliver(*events: dict[str, Any]) -> None:
    answer = await call(delivery_report.functions.delivery_report, post(list(events)))
    assert answer.status_code == 200


async def run_timer() -> None:
    await delivery_report.functions.join_parked_reports(None)


async def store_send(world: World, recipients: Sequence[str], batch_count: int = 1) -> None:
    batches = [make_batch(recipients, row=row) for row in range(batch_count)]
    await world.app().journal.commit(batches)


async def statuses(world: World) -> list[str]:
    return [
        status_of(batch, position, START)
        for batch in await world.app().journal.read(SEND)
        for position in batch.positions()
    ]


def operation_count(world: World) -> int:
    return sum(table.operation_count for table in world.tables())


async def test_parked_report_is_joined_when_its_send_appears(served: World) -> None:
    ana, ben = people(2)
    await deliver(report(0, ana), report(0, ben, FAILED))
    await store_send(served, [ana, ben])
    assert await statuses(served) == ["queued", "queued"]

    await run_timer()

    assert await statuses(served) == ["delivered", "failed"]
    assert served.parked_table.all_rows() == []


async def test_parked_report_is_joined_with_all_it_said(served: World) -> None:
    (ana,) = people(1)
    await deliver(report(1, ana, FAILED))
    await store_send(served, [ana], batch_count=2)
    await deliver(report(0, ana, FAILED))

    await run_timer()

    at_once, parked = await served.app().journal.read(SEND)
    assert parked.reports == at_once.reports != {}


async def test_report_whose_send_is_still_unknown_stays_parked(served: World) -> None:
    ana, ben = people(2)
    await deliver(report(0, ana), report(1, ben))
    await store_send(served, [ana])

    await run_timer()

    assert await statuses(served) == ["delivered"]
    (row,) = served.parked_table.all_rows()
    assert ben in row["payload"]


async def test_unusable_event_is_not_looked_at_again(served: World) -> None:
    await deliver(report(0, "invalid"))
    served.parked_table.operation_count = 0
    await run_timer()
    assert len(served.parked_table.all_rows()) == 1
    assert served.journal_table.operation_count == 0


async def test_timer_costs_two_operations_when_nothing_is_parked(served: World) -> None:
    await run_timer()
    assert operation_count(served) == 2


async def test_two_instances_at_once_join_once(served: World) -> None:
    recipients = people(50)
    await deliver(*(report(0, recipient) for recipient in recipients))
    table = served.journal_table = HookedTable()
    await store_send(served, recipients)
    instances = [served.app().reporting for _ in range(3)]
    table.before_next_write = lambda: join_parked(instances[0])

    await asyncio.gather(join_parked(instances[1]), join_parked(instances[2]))

    assert set(await statuses(served)) == {"delivered"}
    assert served.parked_table.all_rows() == []


async def test_parked_report_on_a_member_of_a_round_joins_that_member(served: World) -> None:
    members = make_round([(PERSON, "a"), (PERSON, "b")])
    event = report(0, PERSON)
    event["data"]["Tag"] = str(members.message_address(1))
    await deliver(event)
    await served.app().journal.commit([members])

    await run_timer()

    (stored,) = await served.app().journal.read(members.send_of(1))
    assert [status_of(stored, position, START) for position in (0, 1)] == ["queued", "delivered"]
    assert served.parked_table.all_rows() == []


async def test_report_that_comes_again_while_it_is_joined_is_joined_again(served: World) -> None:
    (ana,) = people(1)
    await deliver(report(0, ana))
    await store_send(served, [ana])
    (row,) = served.parked_table.all_rows()

    def park_again(_: Sequence[Operation]) -> None:
        served.parked_table.before_write = None
        served.parked_table.put(row)

    served.parked_table.before_write = park_again
    await run_timer()
    assert len(served.parked_table.all_rows()) == 1
    await run_timer()
    assert served.parked_table.all_rows() == []
    assert await statuses(served) == ["delivered"]


async def test_report_too_long_to_be_kept_whole_holds_up_no_other(served: World) -> None:
    ana, ben = people(2)
    long = report(0, ana)
    long["data"]["deliveryStatusDetails"] = "x" * 40_000
    await deliver(long, report(0, ben))
    await store_send(served, [ana, ben])

    await run_timer()

    assert await statuses(served) == ["queued", "delivered"]


async def test_run_looks_at_a_limited_number_of_reports(served: World) -> None:
    recipients = people(3 * ROWS_PER_LOOK)
    await deliver(*(report(9, recipient) for recipient in recipients))
    before = operation_count(served)

    await run_timer()

    assert operation_count(served) - before <= 4


@pytest.mark.parametrize("parked_days_ago", range(4))
async def test_every_report_has_its_turn_however_many_wait(
    served: World, parked_days_ago: int
) -> None:
    await deliver(*(report(9, recipient) for recipient in people(3 * ROWS_PER_LOOK)))
    served.clock.advance(days=parked_days_ago)
    parked_events, seen = served.app().parked_events, set()
    for day in range(4):
        for start in range(0, 256, 16):
            found = await parked_events.waiting_reports(served.clock(), bytes([day, start, 0]))
            assert len(found) == ROWS_PER_LOOK
            seen |= {one.row["RowKey"] for one in found}
    assert len(seen) == 3 * ROWS_PER_LOOK
