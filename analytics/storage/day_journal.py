"""
Count the `Journal` table, one UTC day of an own number at a time.

Batches are counted without making objects of their reports, which would cost the most: of a
report's text only its presence, its time and the code of a failure are read.
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from analytics.domain.counting import (
    InboundRecordCounter,
    Reported,
    count_batch,
    count_changes_at,
)
from analytics.domain.day_count import Cell, Counts, Measure, slot_of
from conversations.domain.inbound import InboundRecord
from conversations.storage.inbound_records import inbound_record_from_row, is_inbound_record
from send_sms.storage.batch_layout import address_of, is_report_row
from send_sms.storage.batch_rows import (
    batch_from_row,
    log_unreadable,
    recipients_of,
    with_reports,
)
from send_sms.storage.report_rows import failure_code, report_received_at, report_texts
from shared.domain.identifiers import day_partition
from shared.storage.table import Row, WideTable

_FIRST, _LAST = "0", "~~"
_END = "~"

CONCURRENT_WALKS = 16
"""From own number to own number; each walk has one operation at a time."""

_FEWEST_PER_WALK = 8
"""Each walk costs an operation that finds nothing."""

GROUPS_PER_TURN = 10
"""Counted before others have their turn: about 30 ms, and dispatching shares the thread."""


class GroupCount(NamedTuple):
    """
    What a batch with its reports, or an inbound record, adds to the figures.

    Attributes
    ----------
    changes_at : datetime or None
        When time alone changes the counts; None: it does not, or it was not asked for.
    """

    counts: Sequence[tuple[Cell, Counts]] = ()
    record: InboundRecord | None = None
    changes_at: datetime | None = None


def count_group(
    sender: str, group: Sequence[Row], now: datetime, *, looks_ahead: bool = False
) -> GroupCount:
    """
    Count a batch with its reports, or read an inbound record, as of `now`.

    What cannot be read is logged and counted as that: it takes no other figures with it.

    Parameters
    ----------
    looks_ahead : bool
        Whether `changes_at` is wanted.
    """
    try:
        return _count_group(sender, group, now, looks_ahead=looks_ahead)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the row
        log_unreadable(sender, error)
        unreadable = Counts({(Measure.UNREADABLE, ""): 1})
        return GroupCount([(Cell(_slot_of_row(sender, group[0]), "", ""), unreadable)])


def _count_group(
    sender: str, group: Sequence[Row], now: datetime, *, looks_ahead: bool
) -> GroupCount:
    if is_inbound_record(group[0]):
        return GroupCount(record=inbound_record_from_row(sender, group[0]))
    for row in with_reports(group):
        batch, reported = batch_from_row(sender, row, for_counting=True), reported_of(row)
        changes_at = count_changes_at(batch, reported, now) if looks_ahead else None
        return GroupCount(tuple(count_batch(batch, reported, now)), changes_at=changes_at)
    return GroupCount()  # reports without their batch


def _slot_of_row(sender: str, row: Row) -> int:
    """Give the quarter of an hour of a row by its key, or else the first one of its day."""
    try:
        return slot_of(address_of(sender, row).send.accepted_at)
    except (ValueError, LookupError, OverflowError):
        day = date.fromisoformat(row["PartitionKey"].rpartition("|")[2])
        return slot_of(datetime(day.year, day.month, day.day, tzinfo=UTC))


def reported_of(row: Row) -> Reported:
    """Give what the reports in a batch's row decide."""
    delivered: dict[int, datetime] = {}
    failed: dict[int, str] = {}
    texts = report_texts(row, recipients_of(row), is_round=row["is_round"])
    for position, on_delivery, on_failure in texts:
        if on_delivery:
            delivered[position] = report_received_at(on_delivery)
        elif on_failure:
            failed[position] = failure_code(on_failure)
    return Reported(delivered, failed)


async def grouped_pages(
    table: WideTable,
    sender: str,
    day: date,
    first: str = _FIRST,
    last: str = _LAST,
    *,
    select: Sequence[str] = (),
) -> AsyncIterator[list[list[Row]]]:
    """
    Read a day, or a range of its keys: batches with the rows of their reports, inbound records.

    One operation for up to 1,000 rows; a batch is up to 10 rows, a round one.
    """
    unfinished: list[Row] = []
    async for page in table.pages(day_partition(sender, day), first, last, select=select):
        groups = _grouped([*unfinished, *page])
        # The next page may begin with reports on the last batch of this one.
        unfinished = groups.pop() if groups else []
        yield groups
    if unfinished:
        yield [unfinished]


def _grouped(rows: Iterable[Row]) -> list[list[Row]]:
    groups: list[list[Row]] = []
    for row in rows:
        if groups and is_report_row(row) and not is_inbound_record(row):
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


class DayJournal:
    """Reads whole days of own numbers."""

    def __init__(self, table: WideTable) -> None:
        self._table = table

    async def count(self, sender: str, day: date, now: datetime) -> dict[Cell, Counts]:
        """
        Count what an own number accepted and received on a UTC day, as of `now`.

        Operations as of `grouped_pages`.
        """
        total: dict[Cell, Counts] = {}
        records = InboundRecordCounter(total)
        async for groups in grouped_pages(self._table, sender, day):
            for index, group in enumerate(groups):
                counted = count_group(sender, group, now)
                for cell, counts in counted.counts:
                    total.setdefault(cell, Counts()).update(counts)
                if counted.record:
                    records.add([counted.record])
                if not index % GROUPS_PER_TURN:
                    await asyncio.sleep(0)
        return total

    async def first_days(self, known: Collection[str] = ()) -> dict[str, date]:
        """
        Give every own number that is in the journal, with its first UTC day.

        One operation for each number and at most `CONCURRENT_WALKS` more: from partition to
        partition, not row by row.

        Parameters
        ----------
        known : collection of str
            Own numbers found earlier; they divide the journal into parts that are walked
            concurrently.
        """
        ends = sorted(f"{sender}|{_END}" for sender in known)
        step = max(_FEWEST_PER_WALK, len(ends) // CONCURRENT_WALKS + 1)
        bounds = [" ", *ends[step - 1 :: step], _END]
        walks = await asyncio.gather(*map(self._first_days, bounds, bounds[1:]))
        return {sender: day for found in walks for sender, day in found.items()}

    async def _first_days(self, behind: str, last: str) -> dict[str, date]:
        found: dict[str, date] = {}
        while rows := await self._table.across(behind, last, limit=1):
            sender, _, day = rows[0]["PartitionKey"].rpartition("|")
            found[sender] = date.fromisoformat(day)
            behind = f"{sender}|{_END}"
        return found
