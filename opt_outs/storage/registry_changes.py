"""
Writing to the registry: entry, bucket and ledger in one transaction, so they never disagree.

Changes of neighbours share a transaction; one change is a group of one.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from opt_outs.domain.bucket import (
    PREFIX_LENGTH,
    Bucket,
    bucket_entry_of,
    bucket_for,
    with_bucket_entry,
)
from opt_outs.domain.consent import ConsentChange
from opt_outs.domain.entry import ConsentEntry
from opt_outs.storage.registry_rows import (
    BUCKET,
    LAST_KEY,
    bucket_row,
    buckets_from_rows,
    entry_from_row,
    entry_row,
    ledger_row,
    write_of,
)
from shared.domain.errors import StorageError
from shared.storage.table import ETAG, MAX_TRANSACTION_ROWS, Operation, Row, Table

GROUP_SIZE = 45
"""Changes written together: entry and ledger line of each leave room for ten buckets."""

_MANY_NEIGHBOURS = 500  # beyond so many rows between the first and the last, each is asked for


@dataclass(frozen=True, slots=True)
class StoredChanges:
    """Changes that were not no-ops, and which of them changed the effective state."""

    stored: frozenset[ConsentChange]
    state_changes: set[ConsentChange]

    def with_others(self, others: "StoredChanges") -> "StoredChanges":
        """Add those of another transaction."""
        return StoredChanges(self.stored | others.stored, self.state_changes | others.state_changes)


@dataclass(frozen=True, slots=True)
class AddedChanges:
    """
    What became of changes.

    Attributes
    ----------
    stored : set of ConsentChange
        Those that changed an entry: no repeats, and none older than the entry.
    state_changes : set of ConsentChange
        Those that changed the effective state of their own number when they were first stored.
    failures : dict
        Those that are not known to be stored, with the reason.
    """

    stored: set[ConsentChange] = field(default_factory=set)
    state_changes: set[ConsentChange] = field(default_factory=set)
    failures: dict[ConsentChange, StorageError] = field(default_factory=dict)

    def include(self, others: "AddedChanges") -> None:
        """Add what became of other changes."""
        self.stored.update(others.stored)
        self.state_changes.update(others.state_changes)
        self.failures.update(others.failures)


@dataclass(slots=True)
class StoredNeighbours:
    """What is stored of some neighbours, and the versions of their rows."""

    partition: str
    entries: dict[str, ConsentEntry]
    versions: Mapping[str, str]
    buckets: dict[str, Bucket]
    changed_buckets: set[str] = field(default_factory=set)
    state_changes: set[ConsentChange] = field(default_factory=set)

    def entry(self, user_number: str) -> ConsentEntry:
        """Give an entry; an empty one where nothing is known."""
        return self.entries.get(user_number) or ConsentEntry(self.partition, user_number)

    def apply(self, change: ConsentChange) -> bool:
        """Apply a change; False if it is a no-op."""
        before = self.entry(change.user_number)
        is_own = change.own_number == self.partition
        if is_own and change.is_imported and before.contains(change):
            return False
        after = before.with_change(change)
        if after == before:
            return False
        self.entries[change.user_number] = after
        if not before.changes or before.blocked() != after.blocked():
            self.state_changes.add(change)
        digits = change.user_number.lstrip("+")
        bucket = bucket_for(digits, self.buckets)
        for changed in with_bucket_entry(bucket, digits, bucket_entry_of(after)):
            self.buckets[changed.prefix] = changed
            self.changed_buckets.add(changed.prefix)
        return True

    def operations(self, changes_to_store: Sequence[ConsentChange]) -> list[Operation]:
        """Give the operations that store the changes for which `apply` returned True."""
        lines = [
            ledger_row(self.partition, change, is_state_change=change in self.state_changes)
            for change in changes_to_store
            if change.own_number == self.partition
        ]
        users = dict.fromkeys(change.user_number for change in changes_to_store)
        entries = [
            write_of(entry_row(self.partition, self.entries[user]), self.versions.get(user, ""))
            for user in users
        ]
        buckets = [self.buckets[prefix] for prefix in sorted(self.changed_buckets)]
        return [
            *(write_of(line, "") for line in lines),
            *entries,
            *(write_of(bucket_row(self.partition, one), one.version) for one in buckets),
        ]


def groups_of(changes: Sequence[ConsentChange]) -> Iterator[list[ConsentChange]]:
    """Part changes of one own number into groups of neighbours that share their buckets."""
    by_prefix: defaultdict[str, list[ConsentChange]] = defaultdict(list)
    for change in sorted(changes, key=lambda change: change.user_number):
        by_prefix[prefix_of(change.user_number)].append(change)
    for neighbours in by_prefix.values():
        for start in range(0, len(neighbours), GROUP_SIZE):
            yield neighbours[start : start + GROUP_SIZE]


async def read_known(table: Table, partition: str, user_numbers: Sequence[str]) -> StoredNeighbours:
    """Read what is known of neighbours: one operation for one of them, two for up to 500 rows."""
    if len(user_numbers) == 1:
        (user,) = user_numbers
        digits = user.lstrip("+")
        first, last = BUCKET + digits[:PREFIX_LENGTH], BUCKET + digits
        rows = await table.rows(partition, first, last, also=user)
        entries = [row for row in rows if row["RowKey"] == user]
        buckets = [row for row in rows if row["RowKey"] != user]
    else:
        prefix = BUCKET + prefix_of(user_numbers[0])
        # Entries first: whatever is written between the two reads then changes an entry's ETag.
        # The other way round a bucket could be left behind by an entry that is read newer.
        entries = await _entry_rows(table, partition, sorted(set(user_numbers)))
        buckets = await table.rows(partition, prefix, prefix + LAST_KEY)
    return StoredNeighbours(
        partition,
        {row["RowKey"]: entry_from_row(row) for row in entries},
        {row["RowKey"]: row[ETAG] for row in entries},
        buckets_from_rows(buckets),
    )


async def _entry_rows(table: Table, partition: str, users: Sequence[str]) -> list[Row]:
    """Read the rows between the first and the last; if there are too many, only those wanted."""
    rows = await table.rows(partition, users[0], users[-1], limit=_MANY_NEIGHBOURS)
    if len(rows) == _MANY_NEIGHBOURS:
        found = await asyncio.gather(*(table.get(partition, user) for user in users))
        return [row for row in found if row]
    wanted = set(users)
    return [row for row in rows if row["RowKey"] in wanted]


def is_too_large(operations: Sequence[Operation]) -> bool:
    """Tell whether operations need more than one transaction."""
    return len(operations) > MAX_TRANSACTION_ROWS


def prefix_of(user_number: str) -> str:
    """Give the prefix whose buckets a number shares; never those of another prefix."""
    return user_number.lstrip("+")[:PREFIX_LENGTH]
