"""Find the batches that people are in."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from send_sms.domain.batch import Batch, block_of
from send_sms.storage.batch_layout import address_of, keys_of
from send_sms.storage.batch_rows import (
    PEOPLE,
    batch_from_row,
    due_filter,
    recipient_range_filter,
    recipients_of,
)
from shared.storage.table import Bound, Row, WideTable

_MANY_ROWS = 1_000
"""From so many rows between the first and the last person on, each person is searched for."""

_CONCURRENCY = 16


async def find_batches(
    table: WideTable,
    sender: str,
    people: Sequence[str],
    partitions: tuple[str, str],
    *,
    due_since: datetime | None,
) -> Mapping[str, Sequence[Batch]]:
    """
    Find people's batches in a range of partitions; see `Journal.read_addressed_to`.

    Returns
    -------
    mapping
        By person; of a batch only the reports on the blocks of these people are read.
    """
    due = (due_filter(due_since),) if due_since else ()
    searches = [_of_one_send(table, people, partitions, due)]
    if due_since is None:
        searches.append(_rounds(table, partitions))
    wanted = frozenset(people)
    hits: list[tuple[Row, list[str]]] = []
    for rows in await asyncio.gather(*searches):
        for row in rows:
            members = [one for one in recipients_of(row) if one in wanted]
            if members:
                hits.append((row, members))
    batches = await asyncio.gather(*(_whole(table, sender, *hit) for hit in hits))
    found: defaultdict[str, list[Batch]] = defaultdict(list)
    for (_, members), batch in zip(hits, batches, strict=True):
        for person in dict.fromkeys(members if batch else ()):
            found[person] += [batch] if batch else []
    return found


async def _of_one_send(
    table: WideTable,
    people: Sequence[str],
    partitions: tuple[str, str],
    due: Sequence[Bound],
) -> list[Row]:
    """Search between the first and the last person; if there is too much, for each person."""
    if len(people) > 1:
        bounds = (*recipient_range_filter(min(people), max(people)), *due)
        rows = await table.across(*partitions, bounds, limit=_MANY_ROWS)
        if len(rows) < _MANY_ROWS:
            return rows
    places = asyncio.Semaphore(_CONCURRENCY)

    async def search(person: str) -> list[Row]:
        async with places:
            return await table.across(*partitions, (*recipient_range_filter(person, person), *due))

    found = [row for rows in await asyncio.gather(*map(search, people)) for row in rows]
    return list({(row["PartitionKey"], row["RowKey"]): row for row in found}.values())


async def _rounds(table: WideTable, partitions: tuple[str, str]) -> list[Row]:
    return await table.across(*partitions, ((PEOPLE, "ge", ""),), select=(PEOPLE,))


async def _whole(table: WideTable, sender: str, row: Row, members: Collection[str]) -> Batch | None:
    """Read the rest of a row that a search found: of a round all, else further blocks."""
    if PEOPLE in row:
        whole = await table.get(row["PartitionKey"], row["RowKey"])
        return batch_from_row(sender, whole) if whole else None
    recipients = recipients_of(row)
    address = address_of(sender, row)
    blocks = {block_of(recipients.index(person)) for person in members} - {0}
    keys = [keys_of(address, block) for block in sorted(blocks)]
    others = await asyncio.gather(*(table.get(k["PartitionKey"], k["RowKey"]) for k in keys))
    merged = dict(row)
    for other in others:
        merged = {**(other or {}), **merged}
    return batch_from_row(sender, merged)
