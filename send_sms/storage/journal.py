"""The `Journal` table: everything that was to be sent, by own number and day."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from send_sms.domain.batch import Batch
from send_sms.storage.batch_layout import partition_of, row_key
from send_sms.storage.batch_rows import (
    batch_from_row,
    batch_to_rows,
    batches_from_rows,
    cancellation_to_row,
    log_unreadable,
    progress_to_row,
    readable_batches,
    with_report_rows,
)
from send_sms.storage.journal_search import Hit, JournalSearch
from send_sms.storage.progress_rows import (
    FIRST_WAS_SENT,
    HANDED_OVER,
    IS_BATCH,
    has_been_sent,
    is_handed_over,
)
from shared.domain.errors import ConflictError, NotStoredError, StorageError
from shared.domain.identifiers import BatchAddress, SendAddress, day_partition, first_key
from shared.runtime import run_all
from shared.storage.sdk import written_at
from shared.storage.table import Operation, WideTable

_ATTEMPTS = 6
_PAUSE_SECONDS = 0.1
_LOOKED_AT = 100

Decide = Callable[[Batch], Batch | None]
"""What a batch is to become, given its row as it is now; None: there is nothing to write."""


class Journal:
    """
    Batches: written once, then added to.

    Parameters
    ----------
    pause : callable
        Waits for so many seconds between two tries of an update.

    Attributes
    ----------
    search : JournalSearch
        Finds batches by their recipients.
    carried : set of str
        Own numbers of which this process knows that the carrier took a message.
    """

    def __init__(
        self, table: WideTable, pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._table = table
        self._pause = pause
        self.search = JournalSearch(table)
        self.carried: set[str] = set()

    async def commit(self, batches: Sequence[Batch]) -> Batch:
        """
        Store all batches of a send or round, or none; afterwards they are durable.

        One transaction, one more read if its response was lost. Batches that are there already stay
        as they are.

        Returns
        -------
        Batch
            The first batch as it is stored now; what another commit stored has its `commit_id`.

        Raises
        ------
        StorageError
            They are not known to be stored.
        """
        rows = [row for batch in batches for row in batch_to_rows(batch)]
        try:
            versions = await self._table.write([("create", row, "") for row in rows])
        except ConflictError:
            stored = await self.get(batches[0].address)
            if stored is None:
                raise
            return stored
        return replace(batches[0], version=versions[0], stored_at=written_at(versions[0]))

    async def get(self, address: BatchAddress, blocks: Iterable[int] = ()) -> Batch | None:
        """
        Read one batch, with the reports on its first block and on other blocks that are named.

        One operation, and one for each other block, side by side.
        """
        partition = partition_of(address.send)
        keys = [row_key(address, block) for block in sorted({0, *blocks})]
        head, *others = await asyncio.gather(*(self._table.get(partition, key) for key in keys))
        if head is None:
            return None
        return batch_from_row(address.send.sender, with_report_rows(head, others))

    async def get_found(self, hit: Hit) -> Batch | None:
        """Read a batch that a search found; one that cannot be read is logged, and None."""
        sender = hit.batch.send.sender
        try:
            return await self.get(hit.batch, [hit.block])
        except StorageError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever is wrong with the row
            log_unreadable(sender, error)
            return None

    async def read_found(self, send: SendAddress) -> list[Batch]:
        """Read the batches of a send that a search found; those that cannot be read are logged."""
        low, high = row_key(BatchAddress(send, 0)), row_key(BatchAddress(send, 99))
        return readable_batches(
            send.sender, await self._table.rows(partition_of(send), low, f"{high}|~")
        )

    async def read(self, send: SendAddress, first: int = 0, last: int = 99) -> list[Batch]:
        """
        Read the batches that hold a send's messages, in order, with all reports; one operation.

        Parameters
        ----------
        first, last : int
            The first and the last row that are wanted.
        """
        if send.place:
            batch = await self.get(BatchAddress(send.stored_under))
            return [batch] if batch and batch.positions_of(send) else []
        low, high = row_key(BatchAddress(send, first)), row_key(BatchAddress(send, last))
        rows = await self._table.rows(partition_of(send), low, f"{high}|~")
        batches = batches_from_rows(send.sender, rows)
        return [batch for batch in batches if batch.positions_of(send)]

    async def read_accepted(
        self, sender: str, since: datetime, end_key: str, limit: int | None
    ) -> tuple[list[Batch], int]:
        """
        Read the batches of what an own number accepted on one UTC day; one operation.

        Parameters
        ----------
        since : datetime
            Not before this moment.
        end_key : str
            Only batches whose keys sort before it.
        limit : int or None
            At most so many rows, the oldest, up to 1,000; None: all.

        Returns
        -------
        tuple of batches and int
            And how many rows were read.
        """
        rows = await self._table.rows(
            day_partition(sender, since), first_key(since), end_key, limit=limit
        )
        return readable_batches(sender, rows), len(rows)

    async def has_sends_before(self, sender: str, day: date) -> bool:
        """Tell whether an own number accepted anything before a UTC day; one operation."""
        last = day_partition(sender, day - timedelta(days=1))
        return bool(await self._table.across(f"{sender}|0", last, limit=1))

    async def update(self, batch: Batch, decide: Decide) -> Batch:
        """
        Change what dispatching stores of a batch, on the condition that its row has not changed.

        Where it has, or where it is unknown whether the write was done, the row is read and decided
        on again. So `decide` must recognize its own write, and then give None.

        Returns
        -------
        Batch
            As it is stored now.

        Raises
        ------
        ConflictError
            `decide` raised it, or the row kept changing.
        NotStoredError
            There is no such row.
        StorageError
            It is not known to be stored.
        """
        failure: StorageError = ConflictError()
        for attempt in range(_ATTEMPTS):
            if attempt:
                await self._pause(_PAUSE_SECONDS * (attempt - 1))
                try:
                    found = await self.get(batch.address)
                except StorageError as error:
                    failure = error
                    continue
                if found is None:
                    raise NotStoredError
                batch = found
            changed = decide(batch)
            if changed is None:
                return batch
            operation: Operation = ("merge", progress_to_row(batch, changed), batch.version)
            try:
                versions = await self._table.write([operation])
            except NotStoredError:
                raise
            except StorageError as error:
                failure = error
                continue
            if changed.sender not in self.carried and has_been_sent(changed.progress):
                self.carried.add(changed.sender)
            return replace(changed, version=versions[0], stored_at=written_at(versions[0]))
        raise failure

    async def has_reached_carrier(self, sender: str) -> bool:
        """
        Tell whether the carrier took a message of an own number; one operation, or none.

        One that is being handed over counts. The first 100 batches are looked at; if none of them
        was taken, two operations find a later one whose first member was. A number that was found
        is kept in the process.
        """
        if sender not in self.carried:
            days = f"{sender}|", f"{sender}|~"
            rows = await self._table.across(*days, IS_BATCH, limit=_LOOKED_AT, select=HANDED_OVER)
            is_known = any(map(is_handed_over, rows))
            if not is_known and len(rows) == _LOOKED_AT:
                sent = await self._table.across(*days, FIRST_WAS_SENT, limit=1, select=HANDED_OVER)
                is_known = bool(sent)
            if not is_known:
                return False
            self.carried.add(sender)
        return True

    async def not_reached_among(self, senders: Collection[str], most: int) -> set[str]:
        """
        Tell of which own numbers the carrier took no message; the operations run side by side.

        Parameters
        ----------
        most : int
            How many are looked for, of those that this process does not know; the others are
            returned, too.
        """
        not_reached = {one for one in senders if one not in self.carried}

        async def look(sender: str) -> None:
            if await self.has_reached_carrier(sender):
                not_reached.discard(sender)

        looked_for = [one for one in senders if one in not_reached]
        await run_all(*map(look, looked_for[:most]))
        return not_reached

    async def has_sends(self, sender: str) -> bool:
        """Tell whether a send of an own number was accepted; one operation."""
        days = f"{sender}|", f"{sender}|~"
        return bool(await self._table.across(*days, IS_BATCH, limit=1, select=HANDED_OVER))

    async def cancel(
        self, batches: Sequence[Batch], send: SendAddress, cancelled_at: datetime, by: str = ""
    ) -> None:
        """
        Store that all messages of a send were cancelled; one operation, without condition.

        Parameters
        ----------
        by : str
            Who cancelled it; not kept of a send that is a member of a round.
        """
        members = [(batch, batch.positions_of(send)) for batch in batches]
        await self.cancel_members(members, cancelled_at, by)

    async def cancel_members(
        self,
        members: Sequence[tuple[Batch, Collection[int]]],
        cancelled_at: datetime,
        by: str = "",
    ) -> None:
        """
        Store that members of batches in one partition were cancelled; one operation.

        Of a batch that is no round all members are cancelled.
        """
        rows = [cancellation_to_row(*one, cancelled_at, by) for one in members]
        await self._table.write([("merge", row, "") for row in rows])
