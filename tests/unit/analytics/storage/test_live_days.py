"""A live day is counted again from what has changed, and the count is that of all its rows."""

import asyncio
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.domain.counting import Reported, count_changes_at
from analytics.storage.day_journal import DayJournal
from analytics.storage.live_days import LiveDays
from conversations.domain.inbound import InboundRecord
from conversations.storage.inbound_records import InboundRecords
from send_sms.domain.batch import Batch
from send_sms.domain.progress import Progress
from send_sms.domain.status import next_change_at, status_of
from send_sms.storage.batch_rows import batches_from_rows
from send_sms.storage.journal import Journal
from shared.carriers.events import DeliveryStatus
from shared.carriers.sending import Outcome, OutcomeKind
from shared.domain.identifiers import new_send_address
from shared.domain.kinds import Category
from tests.support.in_memory_table import InMemoryTable
from tests.support.samples import (
    make_batch,
    make_options,
    make_report,
    people,
    reports_beside,
)
from tests.support.world import START, TOLL_FREE
from tests.unit.analytics.test_replies import INBOUND_RECORDS
from tests.unit.send_sms.storage.batches import BATCHES, TIMES, stored_rows

TODAY = START.date()
DELIVERED = make_report(DeliveryStatus.DELIVERED, START)


async def store(table: InMemoryTable, number: int, size: int = 1) -> None:
    """Store a batch; small numbers come first."""
    accepted_at = START + timedelta(seconds=number)
    send = new_send_address(TOLL_FREE, accepted_at, number.to_bytes(10, "big"))
    options = make_options(expires_at=accepted_at + timedelta(minutes=5))
    await Journal(table).commit([make_batch(people(size), send=send, options=options)])


async def report(table: InMemoryTable, number: int, position: int) -> None:
    send = new_send_address(
        TOLL_FREE, START + timedelta(seconds=number), number.to_bytes(10, "big")
    )
    batch = make_batch(people(position + 1), send=send)
    block = batch.message_address(position).block
    await reports_beside(Journal(table)).add({block: [(people(position + 1)[-1], DELIVERED)]})


async def expect_count_of_all(table: InMemoryTable, live: LiveDays, now: datetime = START) -> None:
    counted = await live.count(TOLL_FREE, TODAY, now)
    assert counted.counts == await DayJournal(table).count(TOLL_FREE, TODAY, now)


async def read_partly(table: InMemoryTable, live: LiveDays) -> int:
    """Count; gives how many operations that took."""
    before = table.operation_count
    await live.count(TOLL_FREE, TODAY, START)
    return table.operation_count - before


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["store", "report", "remove", "wait"]),
        st.integers(0, 7),
        st.sampled_from([0, 1, 99, 100, 250]),
    ),
    max_size=12,
)


@settings(max_examples=40)
@given(CHANGES, st.lists(INBOUND_RECORDS, max_size=3), st.sampled_from([3, 1_000]))
async def test_count_after_any_changes_is_that_of_all_rows(
    changes: list[tuple[str, int, int]], records: list[InboundRecord], max_parts: int
) -> None:
    table, now = InMemoryTable(), START
    live = LiveDays(table, max_parts)
    sizes: dict[int, int] = {}
    for change, number, position in changes:
        if change == "store" and number not in sizes:
            sizes[number] = position + 1
            await store(table, number, position + 1)
        elif change == "report" and sizes.get(number, 0) > position:
            await report(table, number, position)
        elif change == "remove" and number in sizes:
            send = new_send_address(
                TOLL_FREE, START + timedelta(seconds=number), number.to_bytes(10, "big")
            )
            for row in table.all_rows():
                if row["RowKey"].startswith(send.key):
                    table.remove(row)
            del sizes[number]
        elif change == "wait":
            now += timedelta(seconds=60 * number)
        await expect_count_of_all(table, live, now)
    await InboundRecords(table).add(records)
    await expect_count_of_all(table, live, now)


async def test_second_count_reads_only_what_has_changed() -> None:
    table = InMemoryTable()
    live = LiveDays(table)
    for number in range(30):
        await store(table, number)
    pages = 30 // 3
    assert await read_partly(table, live) == pages
    assert await read_partly(table, live) == pages  # the ETags
    await report(table, 7, 0)
    assert await read_partly(table, live) == pages + 1


async def test_count_goes_on_for_the_next_caller_when_its_own_gives_up() -> None:
    table = InMemoryTable()
    live = LiveDays(table)
    for number in range(30):
        await store(table, number)
    has_begun = asyncio.Event()
    table.before_read, before = has_begun.set, table.operation_count
    impatient = asyncio.create_task(live.count(TOLL_FREE, TODAY, START))
    await has_begun.wait()
    impatient.cancel()
    with pytest.raises(asyncio.CancelledError):
        await impatient
    await expect_count_of_all(table, live)
    of_all = 30 // 3
    assert table.operation_count - before == of_all + of_all  # both counts, each once


async def test_count_that_reads_little_may_be_renewed_sooner() -> None:
    table = InMemoryTable()
    live = LiveDays(table)
    for number in range(1_100):
        await store(table, number)
    first = await live.count(TOLL_FREE, TODAY, START)
    second = await live.count(TOLL_FREE, TODAY, START)
    assert first.live_age > second.live_age == timedelta(seconds=4)


@settings(max_examples=60)
@given(BATCHES, TIMES, st.integers(0, 3))
def test_status_changes_by_time_only_when_it_is_said_to(
    batch: Batch, now: datetime, later: int
) -> None:
    [stored] = batches_from_rows(batch.sender, stored_rows(batch))
    for position in stored.positions():
        at = next_change_at(stored, position, now)
        until = at or now + timedelta(days=400)
        moments = [now, now + (until - now) * later / 4, until - timedelta(microseconds=1)]
        found = {status_of(stored, position, one) for one in moments if now <= one < until}
        assert len(found) <= 1


@pytest.mark.parametrize(
    ("category", "minutes"), [(Category.OTP, 15), (Category.TRANSACTIONAL, 72 * 60)]
)
def test_count_of_sent_messages_changes_when_their_reports_are_overdue(
    category: Category, minutes: int
) -> None:
    sent = Outcome(OutcomeKind.SENT, "Outgoing_1", first_sent_at=START, at=START)
    batch = make_batch(
        people(2),
        options=make_options(category=category),
        progress=Progress(outcomes={0: sent, 1: sent}),
    )
    overdue_at = START + timedelta(minutes=minutes)
    assert count_changes_at(batch, Reported({0: START}, {}), START) == overdue_at
    assert count_changes_at(batch, Reported({0: START}, {1: "4006"}), START) is None
