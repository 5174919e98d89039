"""The `Journal` table: everything that was to be sent, by own number and day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from shared.domain.chunk import Chunk
from shared.domain.delivery import DeliveryReport
from shared.domain.errors import ConflictError, NotStoredError, SendTooLargeError
from shared.domain.identifiers import MessageAddress, SendAddress, first_key
from shared.domain.times import time_to_text
from shared.storage.chunk_rows import (
    around,
    chunk_from_row,
    chunk_to_row,
    day_partition,
    due_from,
    partition_of,
    progress_to_row,
    reports_to_row,
    row_key,
    wire_size,
)
from shared.storage.table import ETAG, MAX_TRANSACTION_ROWS, Operation, Row, WideTable

_MAX_TRANSACTION_BYTES = 3_900_000
"""Of 4 MiB ("Performing entity group transactions"); the rest is each row's own envelope."""

RecipientReports = Sequence[tuple[str, DeliveryReport]]


class Journal:
    """Chunks: written once, then added to."""

    def __init__(self, table: WideTable) -> None:
        self._table = table

    def check_size(self, chunks: Sequence[Chunk]) -> None:
        """
        Make sure that the chunks of a send fit into one transaction.

        Without values they always do: 100 rows of 2,048 characters, at most 12 bytes each.

        Raises
        ------
        SendTooLargeError
            They do not.
        """
        if chunks[0].values and sum(map(wire_size, chunks)) > _MAX_TRANSACTION_BYTES:
            message = "The values of this send are too large to be stored at once; split it."
            raise SendTooLargeError(message)

    async def commit(self, chunks: Sequence[Chunk]) -> None:
        """
        Store all chunks of new sends of one own number and day, or none: this is the promise.

        One transaction. Of one send a row that is there already is from an earlier try, and all
        others are there with it; committing it twice is therefore harmless.

        Raises
        ------
        ConflictError
            One of several sends is there already; of the others nothing was stored.
        """
        try:
            await self._table.write([("create", chunk_to_row(chunk), "") for chunk in chunks])
        except ConflictError:
            if any(chunk.send != chunks[0].send for chunk in chunks):
                raise

    async def read(self, send: SendAddress, first: int = 0, last: int = 9999) -> list[Chunk]:
        """Read the chunks `first` to `last` of a send, in order; one operation."""
        if first == last:
            row = await self._table.get(partition_of(send), row_key(send, first))
            rows = [row] if row else []
        else:
            rows = await self._table.rows(
                partition_of(send), row_key(send, first), row_key(send, last)
            )
        return [chunk_from_row(send.sender, row) for row in rows]

    async def read_firsts(self, sends: Sequence[SendAddress]) -> list[Chunk]:
        """
        Read the first chunks of sends of one own number and day; one operation.

        Sends committed together lie together, so hardly anything else is read.
        """
        rows = await self._scattered(partition_of(sends[0]), [row_key(send, 0) for send in sends])
        return [chunk_from_row(sends[0].sender, row) for row in rows]

    async def _scattered(self, partition: str, keys: Sequence[str]) -> list[Row]:
        wanted = set(keys)
        rows = await self._table.rows(partition, min(wanted), max(wanted))
        return [row for row in rows if row["RowKey"] in wanted]

    async def read_accepted(
        self, sender: str, since: datetime, end_key: str, limit: int | None
    ) -> list[Chunk]:
        """
        Read the chunks of what an own number accepted on one UTC day; one operation.

        Parameters
        ----------
        since : datetime
            Not before this moment.
        end_key : str
            Only sends whose keys sort before it.
        limit : int or None
            At most so many chunks, the oldest, up to 1,000; None: all.
        """
        rows = await self._table.rows(
            day_partition(sender, since), first_key(since), end_key, limit=limit
        )
        return [chunk_from_row(sender, row) for row in rows]

    async def read_addressed_to(
        self,
        sender: str,
        person: str,
        first_day: date,
        last_day: date,
        *,
        due_since: datetime | None = None,
    ) -> list[Chunk]:
        """
        Read the chunks that a person is in, of what an own number accepted on some UTC days.

        One operation, and one more for every 1,000 chunks or 4 MiB found. Recipients of a send are
        sorted over all its chunks, so hardly any chunk of others is read.

        Parameters
        ----------
        due_since : datetime or None
            Only what was to wait, for this moment or a later one.
        """
        first, last = day_partition(sender, first_day), day_partition(sender, last_day)
        bounds = (*around(person), *([due_from(due_since)] if due_since else []))
        rows = await self._table.across(first, last, bounds)
        found = (chunk_from_row(sender, row) for row in rows)
        return [chunk for chunk in found if person in chunk.recipients]

    async def reaches_back_behind(self, sender: str, day: date) -> bool:
        """Tell whether an own number accepted anything before a UTC day; one operation."""
        last = day_partition(sender, day - timedelta(days=1))
        return bool(await self._table.across(f"{sender}|0", last, limit=1))

    async def claim(self, chunks: Sequence[Chunk]) -> list[Chunk]:
        """
        Store the progress of chunks of one partition if none has changed since it was read.

        Returns
        -------
        list of Chunk
            The same with their new versions.

        Raises
        ------
        ConflictError
            Another worker was first; nothing was stored.
        """
        versions = await self._table.write(
            [("merge", progress_to_row(chunk), chunk.version) for chunk in chunks]
        )
        return [replace(c, version=v) for c, v in zip(chunks, versions, strict=True)]

    async def record(self, chunks: Sequence[Chunk], claimed_until: datetime) -> list[Chunk]:
        """
        Store what became of claimed chunks of one partition, where the claim still stands.

        A worker that hung past its claim changes nothing that others did since: each row must
        have the version that the claim gave it. Delivery reports give it another one, so after
        a conflict the rows are read, and written again where the claim is still theirs.

        Parameters
        ----------
        claimed_until : datetime
            When the claim ends, to the microsecond: by this it is known again.

        Returns
        -------
        list of Chunk
            Those that were not stored, because others took them over.
        """
        ours = list(chunks)
        while ours:
            try:
                await self._table.write(
                    [("merge", progress_to_row(chunk), chunk.version) for chunk in ours]
                )
            except ConflictError:
                ours = await self._still_claimed(ours, time_to_text(claimed_until))
            else:
                break
        stored = {chunk.address for chunk in ours}
        return [chunk for chunk in chunks if chunk.address not in stored]

    async def _still_claimed(self, chunks: Sequence[Chunk], claimed_until: str) -> list[Chunk]:
        keys = [row_key(chunk.send, chunk.number) for chunk in chunks]
        rows = await self._scattered(partition_of(chunks[0].send), keys)
        claimed = {row["RowKey"]: row for row in rows if row["claimed_until"] == claimed_until}
        return [
            replace(chunk, version=claimed[key][ETAG])
            for key, chunk in zip(keys, chunks, strict=True)
            if key in claimed
        ]

    async def add_reports(
        self, reports: Mapping[MessageAddress, RecipientReports]
    ) -> list[MessageAddress]:
        """
        Add delivery reports to their chunks, without reading first.

        Parameters
        ----------
        reports : mapping
            By chunk address (position None), recipients and what was reported of them; of
            two of one kind on one recipient the last counts. The same again changes nothing.

        Returns
        -------
        list of MessageAddress
            Chunks that do not exist.
        """
        by_partition: defaultdict[str, list[tuple[MessageAddress, dict[str, Any]]]]
        by_partition = defaultdict(list)
        for address, of_recipients in reports.items():
            row = reports_to_row(address, of_recipients)
            by_partition[row["PartitionKey"]].append((address, row))
        missing: list[MessageAddress] = []
        for items in by_partition.values():
            for start in range(0, len(items), MAX_TRANSACTION_ROWS):
                missing += await self._merge(items[start : start + MAX_TRANSACTION_ROWS])
        return missing

    async def _merge(
        self, items: Sequence[tuple[MessageAddress, dict[str, Any]]]
    ) -> list[MessageAddress]:
        """One unknown row fails the whole transaction; then each is written alone."""
        operations: list[Operation] = [("merge", row, "") for _, row in items]
        try:
            await self._table.write(operations)
        except NotStoredError:
            if len(items) == 1:
                return [items[0][0]]
            halves = (items[: len(items) // 2], items[len(items) // 2 :])
            return [address for half in halves for address in await self._merge(half)]
        return []
