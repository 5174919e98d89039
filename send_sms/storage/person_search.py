"""Find the batches that a person is in."""

import asyncio
from datetime import datetime

from send_sms.domain.batch import Batch, block_of
from send_sms.storage.batch_layout import keys_of
from send_sms.storage.batch_rows import (
    PEOPLE,
    batch_from_row,
    due_filter,
    recipient_range_filter,
    recipients_of,
)
from shared.domain.identifiers import BatchAddress, SendAddress
from shared.storage.table import Row, WideTable


async def find_batches(
    table: WideTable,
    sender: str,
    person: str,
    partitions: tuple[str, str],
    *,
    due_since: datetime | None,
) -> list[Batch]:
    """Find a person's batches in a range of partitions; see `Journal.read_addressed_to`."""
    bounds = (*recipient_range_filter(person), *([due_filter(due_since)] if due_since else []))
    searches = [table.across(*partitions, bounds)]
    if due_since is None:
        searches.append(table.across(*partitions, ((PEOPLE, "ge", ""),), select=(PEOPLE,)))
    found = [row for rows in await asyncio.gather(*searches) for row in rows]
    hits = [row for row in found if person in recipients_of(row)]
    batches = await asyncio.gather(*(_whole(table, sender, row, person) for row in hits))
    return [batch for batch in batches if batch]


async def _whole(table: WideTable, sender: str, row: Row, person: str) -> Batch | None:
    """Read the rest of a row that a search found: of a round all, else a further block."""
    if PEOPLE in row:
        whole = await table.get(row["PartitionKey"], row["RowKey"])
        return batch_from_row(sender, whole) if whole else None
    block = block_of(recipients_of(row).index(person))
    if not block:
        return batch_from_row(sender, row)
    key, number = row["RowKey"].split("|")
    keys = keys_of(BatchAddress(SendAddress(sender, key), int(number)), block)
    reports = await table.get(keys["PartitionKey"], keys["RowKey"])
    return batch_from_row(sender, {**(reports or {}), **row})
