"""Rewrite the rows of batches that a person is in, while reports are merged into them."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence

from send_sms.domain.batch import Batch
from send_sms.storage.batch_layout import partition_of, row_key
from send_sms.storage.batch_rows import batch_from_row, erasure_to_row, with_report_rows
from send_sms.storage.journal_search import Hit
from shared.domain.errors import ConflictError
from shared.domain.identifiers import BatchAddress
from shared.storage.table import ETAG, Operation, Row, WideTable

_ATTEMPTS = 6
_PAUSE_SECONDS = 0.1


class PersonBatches:
    """
    The rows of batches, to be replaced.

    Parameters
    ----------
    pause : callable
        Waits for so many seconds between two tries.
    """

    def __init__(
        self, table: WideTable, pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._table = table
        self._pause = pause

    async def rewrite(self, hits: Collection[Hit], erase: Callable[[Batch], Batch]) -> None:
        """
        Replace the rows of one batch: its own, and those of reports on the blocks that are named.

        Two operations and one for each further block; on the condition that no row has changed,
        else they are read again.

        Raises
        ------
        ConflictError
            They kept changing: reports on the batch come in.
        StorageError
            They are not known to be replaced.
        """
        address = next(iter(hits)).batch
        for attempt in range(_ATTEMPTS):
            await self._pause(_PAUSE_SECONDS * attempt) if attempt else None
            rows = await self._read(address, {0, *(hit.block for hit in hits)})
            if not rows:
                return
            before = _batch(address, rows)
            after = erase(before)
            if after == before:
                return
            try:
                await self._table.write(_operations(rows, before, after))
            except ConflictError:
                continue
            return
        raise ConflictError

    async def _read(self, address: BatchAddress, blocks: Collection[int]) -> Sequence[Row]:
        partition = partition_of(address.send)
        keys = [row_key(address, block) for block in sorted(blocks)]
        found = await asyncio.gather(*(self._table.get(partition, key) for key in keys))
        return [row for row in found if row] if found[0] else ()


def _batch(address: BatchAddress, rows: Sequence[Row]) -> Batch:
    head, *others = rows
    return batch_from_row(address.send.sender, with_report_rows(head, others))


def _operations(rows: Sequence[Row], before: Batch, after: Batch) -> list[Operation]:
    return [("replace", erasure_to_row(row, before, after), row[ETAG]) for row in rows]
