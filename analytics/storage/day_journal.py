"""
Count the `Journal` table, one UTC day of an own number at a time.

Batches are counted without making objects of their reports, which would cost the most: of a
report's text only its presence, its time and the code of a failure are read.
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from datetime import date, datetime

from analytics.domain.counting import InboundRecordCounter, Reported, count_batch
from analytics.domain.day_count import Cell, Counts
from conversations.storage.inbound_records import inbound_record_from_row, is_inbound_record
from send_sms.storage.batch_layout import is_report_row
from send_sms.storage.batch_rows import batch_from_row, recipients_of, with_reports
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


def count_rows(total: dict[Cell, Counts], sender: str, rows: Iterable[Row], now: datetime) -> None:
    """
    Add the messages of batches to what was counted, as of `now`.

    Parameters
    ----------
    rows : iterable of Row
        Each batch's row, with the reports on its further blocks in it (`with_reports`).
    """
    for row in rows:
        batch = batch_from_row(sender, row, for_counting=True)
        for cell, counts in count_batch(batch, reported_of(row), now):
            total.setdefault(cell, Counts()).update(counts)


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
                if is_inbound_record(group[0]):
                    records.add([inbound_record_from_row(sender, group[0])])
                else:
                    count_rows(total, sender, with_reports(group), now)
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
