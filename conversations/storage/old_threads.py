"""
Old conversations: texts to be emptied, and messages and threads to be deleted.

Rows of a thread lie by person and not by day, so each look goes over all rows of an own number.
"""

from collections.abc import Sequence
from datetime import datetime

from conversations.storage.thread_rows import head_key, places_of, thread_from_row
from shared.domain.errors import ConflictError, NotStoredError
from shared.domain.times import time_to_text
from shared.person_records import next_partition
from shared.storage.table import (
    ETAG,
    MAX_TRANSACTION_ROWS,
    Bound,
    Operation,
    Row,
    WideTable,
    delete_rows,
)

ROWS_PER_LOOK = 1_000
_THREADS_PER_LOOK = 100
_AUTOMATIC = "*~"
"""Behind the partitions of automatic messages."""

_ANY_TEXT = "\t"


class OldThreads:
    """Empties and deletes what was written before a moment, some rows at a time."""

    def __init__(self, table: WideTable) -> None:
        self._table = table

    async def next_own_number(self, own_number: str) -> str:
        """Name the own number behind one that has threads; empty: there is none. One operation."""
        return await next_partition(self._table, own_number or _AUTOMATIC)

    async def empty_texts(self, own_number: str, before: datetime) -> tuple[int, bool]:
        """
        Empty the texts of messages, and of the newest message of threads.

        One operation for each kind that has none, and one for each hundred that has.

        Returns
        -------
        tuple of int and bool
            How many messages, and whether there may be more.
        """
        messages = await self._older(own_number, "received_at", "body", before)
        threads = await self._older(own_number, "last_at", "last_text", before)
        await self._empty(messages, "body")
        await self._empty(threads, "last_text")
        return len(messages), ROWS_PER_LOOK in {len(messages), len(threads)}

    async def delete(self, own_number: str, before: datetime) -> tuple[int, bool]:
        """
        Delete messages, and threads whose newest message is as old.

        One operation for each hundred messages; about six for a thread.

        Returns
        -------
        tuple of int and bool
            How many messages, and whether there may be more.
        """
        end: Bound = ("received_at", "le", time_to_text(before))
        messages = await self._table.across(
            own_number, own_number, (end,), limit=ROWS_PER_LOOK, select=("received_at",)
        )
        await delete_rows(self._table, messages)
        heads = await self._table.across(
            own_number,
            own_number,
            (
                ("RowKey", "ge", head_key("")),
                ("RowKey", "le", head_key("~")),
                ("last_at", "le", time_to_text(before)),
            ),
            limit=_THREADS_PER_LOOK,
        )
        for head in heads:
            await delete_rows(self._table, [head, *await self._places(own_number, head)])
        return len(messages), len(messages) == ROWS_PER_LOOK or len(heads) == _THREADS_PER_LOOK

    async def _places(self, own_number: str, head: Row) -> Sequence[Row]:
        keys = places_of(thread_from_row(own_number, head))
        found = [await self._table.get(own_number, key) for key in keys]
        return [row for row in found if row]

    async def _older(
        self, own_number: str, time: str, text: str, before: datetime
    ) -> Sequence[Row]:
        """Find rows that are older and have a text."""
        bounds: tuple[Bound, ...] = (
            (time, "le", time_to_text(before)),
            (text, "ge", _ANY_TEXT),
        )
        return await self._table.across(
            own_number, own_number, bounds, limit=ROWS_PER_LOOK, select=(time,)
        )

    async def _empty(self, rows: Sequence[Row], text: str) -> None:
        """Empty rows by the hundred; a hundred of which one has changed is left to the next run."""
        operations: list[Operation] = [
            ("merge", {**{k: row[k] for k in ("PartitionKey", "RowKey")}, text: ""}, row[ETAG])
            for row in rows
        ]
        for start in range(0, len(operations), MAX_TRANSACTION_ROWS):
            try:
                await self._table.write(operations[start : start + MAX_TRANSACTION_ROWS])
            except (ConflictError, NotStoredError):
                continue
