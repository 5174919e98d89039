"""
The `OptOuts` table: who may be written to from which of our numbers.

Partition: own number. Rows: `{user}` the state, `B|{prefix}` the packed opted-out numbers of
a prefix (see `domain.opt_out_bucket`), `L|{user}|{time}|{event}` the ledger. One transaction
writes all three, so they never disagree.
"""

import asyncio
import hashlib
import random
from collections.abc import Mapping, Sequence
from typing import Any

from shared.domain.errors import ConflictError, StorageError
from shared.domain.opt_out import ChangeSource, ConsentChange, ConsentState, supersedes
from shared.domain.opt_out_bucket import (
    PREFIX_LENGTH,
    Bucket,
    bucket_for,
    holds,
    with_number,
    without_number,
)
from shared.domain.times import time_from_text, time_to_text
from shared.storage.table import ETAG, Operation, Row, Table

_ATTEMPTS = 8
_LONGEST_PAUSE_SECONDS = 0.1
_TEXT_LIMIT = 16_000  # characters; the service counts UTF-16 units, at most 32,768
_BUCKET = "B|"
_LEDGER = "L|"
_BEHIND = "~"  # sorts behind every character that keys are made of


class OptOuts:
    """The registry."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._turns: dict[str, asyncio.Lock] = {}

    async def opted_out_among(self, own_number: str, recipients: Sequence[str]) -> frozenset[str]:
        """
        Tell which of the recipients must not be written to.

        One operation: a point read for one recipient, one range query over the buckets
        between the first and the last otherwise. Always current; nothing is cached.

        Parameters
        ----------
        own_number : str
            The sender.
        recipients : sequence of str
            E.164; the closer together, the fewer buckets are read.
        """
        if len(recipients) == 1:
            entry = await self.get(own_number, recipients[0])
            is_out = entry is not None and entry.state is ConsentState.OPTED_OUT
            return frozenset(recipients) if is_out else frozenset()
        digits = sorted(recipient.lstrip("+") for recipient in recipients)
        rows = await self._table.rows(
            own_number, _BUCKET + digits[0][:PREFIX_LENGTH], _BUCKET + digits[-1]
        )
        buckets = _buckets(rows)
        return frozenset(r for r in recipients if holds(buckets, r.lstrip("+")))

    async def get(self, own_number: str, user_number: str) -> ConsentChange | None:
        """Read the current state of one person: the change that made it; None if unknown."""
        row = await self._table.get(own_number, user_number)
        return _change_from_row(row) if row else None

    async def ledger(self, own_number: str, user_number: str) -> list[ConsentChange]:
        """Read all changes of one person, oldest first."""
        start = f"{_LEDGER}{user_number}|"
        rows = await self._table.rows(own_number, start, start + _BEHIND)
        return [_change_from_row(row) for row in rows]

    async def page(self, own_number: str, *, after: str, limit: int) -> list[ConsentChange]:
        """Read states in the order of the numbers, beginning behind `after` (empty: at first)."""
        first = f"{after or '+'} "
        rows = await self._table.rows(own_number, first, f"+{_BEHIND}", limit=limit)
        return [_change_from_row(row) for row in rows]

    async def apply(self, change: ConsentChange) -> bool:
        """
        Store a change: always in the ledger, and as the state if it is the newest.

        Idempotent, and the same state results whatever order changes come in.

        Returns
        -------
        bool
            Whether it became the state: false for a repeat, and for one older than the state.
        """
        # Changes of one own number may share a bucket row. Within a process they take turns;
        # between processes the row's ETag decides, and the loser tries again a moment later.
        async with self._turns.setdefault(change.own_number, asyncio.Lock()):
            for _ in range(_ATTEMPTS):
                try:
                    return await self._try_to_apply(change)
                except ConflictError:
                    await asyncio.sleep(random.uniform(0, _LONGEST_PAUSE_SECONDS))  # noqa: S311
        message = "the opt-out kept changing while it was being written"
        raise StorageError(message)

    async def _try_to_apply(self, change: ConsentChange) -> bool:
        rows = await self._read_person(change.own_number, change.user_number)
        state = rows.pop(change.user_number, None)
        current = _change_from_row(state) if state else None
        newest = supersedes(change, current)
        operations: list[Operation] = [("upsert", _ledger_row(change), "")]
        if newest:
            operations.append(_write(_state_row(change), state[ETAG] if state else ""))
            operations += _bucket_operations(change, _buckets(list(rows.values())))
        await self._table.write(operations)
        return newest

    async def _read_person(self, own_number: str, user_number: str) -> dict[str, Row]:
        """The state row and every bucket that could hold the number, in one operation."""
        digits = user_number.lstrip("+")
        rows = await self._table.rows(
            own_number,
            _BUCKET + digits[:PREFIX_LENGTH],
            _BUCKET + digits,
            also=user_number,
        )
        return {row["RowKey"]: row for row in rows}


def _bucket_operations(change: ConsentChange, buckets: Mapping[str, Bucket]) -> list[Operation]:
    digits = change.user_number.lstrip("+")
    bucket = bucket_for(digits, buckets)
    opts_out = change.state is ConsentState.OPTED_OUT
    changed = with_number(bucket, digits) if opts_out else without_number(bucket, digits)
    return [
        _write(
            {
                "PartitionKey": change.own_number,
                "RowKey": _BUCKET + bucket.prefix,
                "packed": bucket.packed,
                "is_split": bucket.is_split,
            },
            bucket.version,
        )
        for bucket in changed
    ]


def _write(row: Mapping[str, Any], etag: str) -> Operation:
    """A row that was read must be unchanged, one that was missing must still be missing."""
    return ("merge", row, etag) if etag else ("create", row, "")


def _buckets(rows: Sequence[Row]) -> dict[str, Bucket]:
    buckets = (
        Bucket(row["RowKey"][len(_BUCKET) :], row["packed"], row["is_split"], row[ETAG])
        for row in rows
    )
    return {bucket.prefix: bucket for bucket in buckets}


def _state_row(change: ConsentChange) -> dict[str, Any]:
    return {
        "PartitionKey": change.own_number,
        "RowKey": change.user_number,
        "user_number": change.user_number,
        "state": change.state.value,
        "changed_at": time_to_text(change.changed_at),
        "recorded_at": time_to_text(change.recorded_at),
        "source": change.source.value,
        "evidence": change.evidence[:_TEXT_LIMIT],
        "event_id": change.event_id,
    }


def _ledger_row(change: ConsentChange) -> dict[str, Any]:
    """The key says which event it was, so that a repeated event does not add a line."""
    event = hashlib.sha256(f"{change.event_id}|{change.state}".encode()).hexdigest()[:12]
    time = time_to_text(change.changed_at)
    return {**_state_row(change), "RowKey": f"{_LEDGER}{change.user_number}|{time}|{event}"}


def _change_from_row(row: Row) -> ConsentChange:
    return ConsentChange(
        own_number=row["PartitionKey"],
        user_number=row["user_number"],
        state=ConsentState(row["state"]),
        changed_at=time_from_text(row["changed_at"]),
        recorded_at=time_from_text(row["recorded_at"]),
        source=ChangeSource(row["source"]),
        evidence=row["evidence"],
        event_id=row["event_id"],
    )
