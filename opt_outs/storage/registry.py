"""
The `OptOuts` table: opted-out people, by own number and for all numbers.

A message is blocked if the entry for its own number or the entry for all numbers says so.
`storage.registry_rows` describes the rows.
"""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import replace

from opt_outs.domain.bucket import PREFIX_LENGTH, blocks, bucket_for
from opt_outs.domain.consent import ALL_NUMBERS, ConsentChange, ConsentState, ledger_order
from opt_outs.domain.entry import ConsentEntry
from opt_outs.storage.registry_changes import (
    AddedChanges,
    StoredChanges,
    groups_of,
    is_too_large,
    prefix_of,
    read_known,
)
from opt_outs.storage.registry_rows import (
    BUCKET,
    FIRST_USER,
    LAST_KEY,
    LAST_USER,
    LEDGER,
    buckets_from_rows,
    change_from_ledger,
    entry_from_row,
    ledger_key,
    ledger_row,
    write_of,
)
from shared.domain.errors import ConflictError, StorageError
from shared.domain.kinds import Category
from shared.domain.phone_number import former_number
from shared.runtime import Turns, run_all
from shared.storage.table import Row, WideTable

_ATTEMPTS = 8
_LONGEST_PAUSE_SECONDS = 0.1
_GROUP_CONCURRENCY = 8


class OptOuts:
    """The registry as it is stored."""

    def __init__(self, table: WideTable) -> None:
        self._table = table
        self._turns = Turns()

    async def opted_out_among(
        self, own_number: str, recipients: Sequence[str], category: Category
    ) -> frozenset[str]:
        """
        Tell which of the recipients must not be sent to.

        Two operations at the same time, one for the own number and one for all numbers: point
        reads for one recipient, range queries over the buckets between the first and the last
        otherwise. Four where numbers have a former form, which earlier entries may have. Always
        current; nothing is cached.

        Parameters
        ----------
        own_number : str
            The sender.
        recipients : sequence of str
            E.164; the closer together, the fewer buckets are read.
        category : Category
            Of the message.
        """
        former = {f: recipient for recipient in recipients if (f := former_number(recipient))}
        forms = [recipients, list(former)] if former else [recipients]
        found = await asyncio.gather(
            *(
                self._out_of(partition, numbers, own_number, category)
                for partition in (own_number, ALL_NUMBERS)
                for numbers in forms
            )
        )
        return frozenset(former.get(number, number) for one in found for number in one)

    async def get(self, own_number: str, user_number: str) -> ConsentEntry | None:
        """Read the entry of one person, for one own number or for all; None if unknown."""
        row = await self._table.get(own_number, user_number)
        entry = entry_from_row(row) if row else None
        return entry if entry and entry.changes else None

    async def ledger(self, own_number: str, user_number: str) -> list[ConsentChange]:
        """Read all changes of one person, oldest first."""
        start = f"{LEDGER}{user_number}|"
        rows = await self._table.rows(own_number, start, start + LAST_KEY)
        return sorted(map(change_from_ledger, rows), key=ledger_order)

    async def ledger_page(
        self, own_number: str, *, after: str, limit: int
    ) -> list[tuple[str, ConsentChange]]:
        """Read changes by person, oldest first, each with its place, which `after` takes."""
        first = f"{LEDGER}{after} "
        rows = await self._table.rows(own_number, first, LEDGER + LAST_KEY, limit=limit)
        return [(row["RowKey"][len(LEDGER) :], change_from_ledger(row)) for row in rows]

    async def page(
        self, own_number: str, *, after: str, limit: int, prefix: str = ""
    ) -> list[ConsentEntry]:
        """Read entries by number, behind `after` (empty: from the first), that have `prefix`."""
        first = max(f"{after} ", prefix or FIRST_USER)
        last = prefix + LAST_KEY if prefix else LAST_USER
        rows = await self._table.rows(own_number, first, last, limit=limit)
        return [entry_from_row(row) for row in rows]

    async def opted_out_count(self, own_number: str, most_reads: int) -> int | None:
        """Count the people who are opted out of anything; None if that takes too many reads."""
        count = reads = 0
        async for rows in self._table.pages(own_number, BUCKET, BUCKET + LAST_KEY):
            reads += 1
            if reads > most_reads:
                return None
            count += sum(len(row["packed"].split()) for row in rows)
        return count

    async def next_own_number(self, own_number: str) -> str:
        """Find the next own number that has entries, in text order; empty if there is none."""
        rows = await self._table.across(f"{own_number} ", LAST_KEY, limit=1)
        return rows[0]["PartitionKey"] if rows else ""

    async def own_numbers(self, after: str, limit: int) -> list[str]:
        """Name own numbers that have entries; one operation for each, and one if that is all."""
        found: list[str] = []
        while len(found) < limit and (after := await self.next_own_number(after)):
            found.append(after)
        return found

    async def add_all(self, partition: str, changes: Sequence[ConsentChange]) -> int:
        """
        Store changes under one own number or all; no-ops leave no trace.

        Neighbours share a transaction. Idempotent, and to be repeated if it fails half-way.

        Returns
        -------
        int
            How many changed an entry.
        """
        slots = asyncio.Semaphore(_GROUP_CONCURRENCY)
        further = await self._of_former_entries(partition, changes)

        async def apply(group: Sequence[ConsentChange]) -> int:
            async with slots:
                return len((await self._apply_group(partition, group)).stored)

        for group in groups_of(further):
            await apply(group)
        return sum(await asyncio.gather(*(apply(group) for group in groups_of(changes))))

    async def add_each(self, partition: str, changes: Sequence[ConsentChange]) -> AddedChanges:
        """
        Store changes under an own number or all: in the ledger, and in the entry unless a no-op.

        The ledger has them under their own number only. Neighbours share a transaction: two
        operations for one, three for 45, and one or two for each no-op. Idempotent, and the same
        state results whatever order changes come in. A failure affects its group only.
        """
        slots = asyncio.Semaphore(_GROUP_CONCURRENCY)
        added = AddedChanges()

        async def add(group: Sequence[ConsentChange]) -> None:
            async with slots:
                try:
                    await self._add_group(partition, group, added)
                except StorageError as error:
                    added.failures.update(dict.fromkeys(group, error))

        await run_all(*map(add, groups_of(list(dict.fromkeys(changes)))))
        return added

    async def _add_group(
        self, partition: str, changes: Sequence[ConsentChange], added: AddedChanges
    ) -> None:
        """Store changes of neighbours, and note what became of them."""
        for former in groups_of(await self._of_former_entries(partition, changes)):
            await self._apply_group(partition, former)
        stored = await self._apply_group(partition, changes)
        no_ops = [change for change in changes if change not in stored.stored]
        added.stored.update(stored.stored)
        added.state_changes.update(stored.state_changes)
        own = [change for change in no_ops if change.own_number == partition]
        await run_all(*(self._add_line(change, added) for change in own))

    async def _add_line(self, change: ConsentChange, added: AddedChanges) -> None:
        """Store the line of a no-op; that of a repeat tells whether it first changed the state."""
        line = await self._line(change)
        if line is None:
            try:
                await self._table.write([write_of(ledger_row(change.own_number, change), "")])
            except ConflictError:
                line = await self._line(change)
        if line is not None and line.get("is_turn"):
            added.state_changes.add(change)

    async def _of_former_entries(
        self, partition: str, changes: Sequence[ConsentChange]
    ) -> list[ConsentChange]:
        """Repeat opt-ins for entries under the former form of their number, which also block."""
        opt_ins = [one for one in changes if one.state is ConsentState.OPTED_IN]
        former = [(f, one) for one in opt_ins if (f := former_number(one.user_number))]
        rows = await asyncio.gather(*(self._table.get(partition, number) for number, _ in former))
        return [
            replace(one, user_number=number)
            for (number, one), row in zip(former, rows, strict=True)
            if row
        ]

    async def as_first_stored(self, change: ConsentChange) -> ConsentChange:
        """Give a change as it was stored when its event first came; one operation."""
        line = await self._line(change)
        return change_from_ledger(line) if line else change

    async def _line(self, change: ConsentChange) -> Row | None:
        return await self._table.get(change.own_number, ledger_key(change))

    async def _apply_group(self, partition: str, changes: Sequence[ConsentChange]) -> StoredChanges:
        """Store those changes of neighbours that are not no-ops, and give them."""
        # Changes of one prefix may share a bucket row. Within a process they take turns; between
        # processes the row's ETag decides, and the loser tries again a moment later.
        turn = f"{partition}|{prefix_of(changes[0].user_number)}"
        async with self._turns.holding(turn):
            for _ in range(_ATTEMPTS):
                stored = await self._attempt(partition, changes)
                if isinstance(stored, StoredChanges):
                    return stored
                changes = stored
        message = "the opt-out kept changing while it was being written"
        raise StorageError(message)

    async def _attempt(
        self, partition: str, changes: Sequence[ConsentChange]
    ) -> StoredChanges | Sequence[ConsentChange]:
        """Store changes; after a conflict, give those to try again."""
        try:
            return await self._try_to_apply(partition, changes)
        except ConflictError:
            repeats = await self._repeats_among(partition, changes)
        if not repeats:
            await asyncio.sleep(random.uniform(0, _LONGEST_PAUSE_SECONDS))  # noqa: S311
        return [change for change in changes if change not in repeats]

    async def _repeats_among(
        self, partition: str, changes: Sequence[ConsentChange]
    ) -> set[ConsentChange]:
        """Find repeats of events that stated a future time: each delivery of them counts later."""
        own = [change for change in changes if change.own_number == partition]
        lines = await asyncio.gather(*map(self._line, own))
        return {change for change, line in zip(own, lines, strict=True) if line}

    async def _try_to_apply(
        self, partition: str, changes: Sequence[ConsentChange]
    ) -> StoredChanges:
        if not changes:
            return StoredChanges(frozenset(), set())
        known = await read_known(self._table, partition, [c.user_number for c in changes])
        changes_to_store = [change for change in changes if known.apply(change)]
        operations = known.operations(changes_to_store)
        if is_too_large(operations):
            half = len(changes) // 2
            first = await self._try_to_apply(partition, changes[:half])
            second = await self._try_to_apply(partition, changes[half:])
            return first.with_others(second)
        if operations:
            await self._table.write(operations)
        return StoredChanges(frozenset(changes_to_store), known.state_changes)

    async def _out_of(
        self, partition: str, numbers: Sequence[str], own_number: str, category: Category
    ) -> frozenset[str]:
        if len(numbers) > 1:
            return await self._out_by_buckets(partition, numbers, own_number, category)
        row = await self._table.get(partition, numbers[0])
        is_out = row is not None and category in entry_from_row(row).blocked(own_number)
        return frozenset(numbers) if is_out else frozenset()

    async def _out_by_buckets(
        self, partition: str, recipients: Sequence[str], own_number: str, category: Category
    ) -> frozenset[str]:
        digits_of = {recipient: recipient.lstrip("+") for recipient in recipients}
        first, last = min(digits_of.values()), max(digits_of.values())
        rows = await self._table.rows(partition, BUCKET + first[:PREFIX_LENGTH], BUCKET + last)
        buckets = buckets_from_rows(rows)
        if not buckets:
            return frozenset()
        entries = (
            (r, bucket_for(digits, buckets).bucket_entry(digits)) for r, digits in digits_of.items()
        )
        return frozenset(
            r for r, one in entries if one is not None and blocks(one, own_number, category)
        )
