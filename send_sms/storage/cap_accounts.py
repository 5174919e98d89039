"""
The `Caps` table: the accounts of caps.

Partition: the period, `2026-11-29` or `2026-11`. Rows: one for each cap that something was counted
against, by a hash of what the cap holds for.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from send_sms.domain.caps import Cap, CapAccount, CapPeriod, CapScope, CapUnit
from shared.storage.table import ETAG, Operation, Row, WideTable, delete_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEPT = timedelta(days=41)
_ALL_OLDER = "0"


@dataclass(frozen=True, slots=True)
class AccountKey:
    """
    Which account: of a period, and of what a cap counts and holds for.

    Attributes
    ----------
    period_key : str
        As `CapPeriod.key` gives it.
    """

    period_key: str
    unit: CapUnit
    scope: CapScope
    name: str
    currency: str = ""

    @classmethod
    def of(cls, cap: Cap, now: datetime) -> AccountKey:
        """Give the account of a cap that counts at a moment."""
        return cls(cap.period.key(now), cap.unit, cap.scope, cap.name, cap.currency)


@dataclass(frozen=True, slots=True)
class StoredAccount:
    """An account as it was read or written; without an ETag it has no row yet."""

    account: CapAccount = field(default_factory=CapAccount)
    etag: str = ""


class CapAccounts:
    """The accounts of all caps, shared by all instances; an ETag puts changes in order."""

    def __init__(self, table: WideTable) -> None:
        self._table = table

    async def read(self, key: AccountKey) -> StoredAccount:
        """Read an account; one operation."""
        row = await self._table.get(key.period_key, _row_key(key))
        return _stored(row) if row else StoredAccount()

    async def write(
        self, key: AccountKey, known: StoredAccount, account: CapAccount
    ) -> StoredAccount:
        """
        Store an account that has not changed since it was read; one operation.

        Raises
        ------
        ConflictError, NotStoredError
            It has changed.
        """
        row = {
            "PartitionKey": key.period_key,
            "RowKey": _row_key(key),
            "unit": key.unit.value,
            "scope": key.scope.value,
            "name": key.name,
            "currency": key.currency,
            "granted": str(account.granted),
            "version": account.version,
            "recent": " ".join(account.recent),
            "is_told": account.is_published,
        }
        operation: Operation = ("merge", row, known.etag) if known.etag else ("create", row, "")
        (etag,) = await self._table.write([operation])
        return StoredAccount(account, etag)

    async def read_all(self, now: datetime) -> Mapping[AccountKey, CapAccount]:
        """Read all accounts of the day and the month that a moment lies in; two operations."""
        found: dict[AccountKey, CapAccount] = {}
        for period in CapPeriod:
            for row in await self._table.rows(period.key(now), "!", "~"):
                found[_key(row)] = _stored(row).account
        return found

    async def purge(self, now: datetime) -> None:
        """Delete accounts of periods that began over 40 days ago; one read if there are none."""
        rows = await self._table.across(_ALL_OLDER, CapPeriod.DAY.key(now - _KEPT))
        for period_key in {row["PartitionKey"] for row in rows}:
            await delete_rows(self._table, [r for r in rows if r["PartitionKey"] == period_key])


def _row_key(key: AccountKey) -> str:
    name = hashlib.sha256(key.name.encode()).hexdigest()[:32]
    return f"{key.scope}|{key.unit}{key.currency}|{name}"


def _key(row: Row) -> AccountKey:
    unit, scope = CapUnit(row["unit"]), CapScope(row["scope"])
    return AccountKey(row["PartitionKey"], unit, scope, row["name"], row["currency"])


def _stored(row: Mapping[str, Any]) -> StoredAccount:
    account = CapAccount(
        granted=int(row["granted"]),
        version=row["version"],
        recent=tuple(row["recent"].split()),
        is_published=row["is_told"],
    )
    return StoredAccount(account, row[ETAG])
