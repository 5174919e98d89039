"""
The `Audit` table: one row for each change by API, in the partition of its UTC day.

Row keys sort the newest first: the digits of a key that begins with the time, each the other way
round. Sends have no row here; the rows of their batches say who asked for them.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shared.domain.author import ActorKind, Author
from shared.domain.errors import ConflictError, StorageError
from shared.domain.identifiers import SendAddress, new_send_address
from shared.storage.table import Bound, Row, WideTable
from shared.web.changes import Change

_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
_ATTEMPTS = 3
_REVERSED = str.maketrans(_DIGITS, _DIGITS[::-1])


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """
    A change as it is listed.

    Attributes
    ----------
    key : str
        26 characters, sorted by time.
    """

    key: str
    change: Change

    @property
    def at(self) -> datetime:
        """When the change was made, UTC, to the millisecond."""
        return SendAddress("", self.key).accepted_at


class AuditLog:
    """Changes by the day on which they were made; written once."""

    def __init__(self, table: WideTable) -> None:
        self._table = table

    async def add(self, change: Change, now: datetime, randomness: bytes) -> None:
        """
        Store a change; one operation, and up to two more while storage fails.

        Raises
        ------
        StorageError
            It is not known to be stored.
        """
        key = new_send_address("", now, randomness).key
        author = change.author
        row: dict[str, Any] = {
            "PartitionKey": f"{now:%Y%m%d}",
            "RowKey": key.translate(_REVERSED),
            "action": change.action,
            "actor": author.actor,
            "kind": author.kind.value if author.kind else "",
            "request_id": author.request_id,
            "operator": change.operator,
            "target": json.dumps(change.target, ensure_ascii=False),
        }
        for attempt in range(_ATTEMPTS):
            try:
                await self._table.write([("create", row, "")])
            except ConflictError:  # an earlier attempt stored it, and its response was lost
                return
            except StorageError:
                if attempt == _ATTEMPTS - 1:
                    raise
            else:
                return

    async def first_day(self) -> date | None:
        """Tell the first UTC day with a change; None: there is none. One operation."""
        rows = await self._table.across("0", "9", limit=1, select=("action",))
        return date.fromisoformat(rows[0]["PartitionKey"]) if rows else None

    async def read_day(
        self, day: date, before_key: str, limit: int, *, action: str = "", actor: str = ""
    ) -> Sequence[AuditEntry]:
        """
        Read the changes of a UTC day from before a key, newest first; one operation.

        Parameters
        ----------
        before_key : str
            Of an entry, or the digits of a time.
        action, actor : str
            Only with these; empty: all.
        """
        bounds: list[Bound] = [("RowKey", "ge", f"{before_key.translate(_REVERSED)}~")]
        for name, value in (("action", action), ("actor", actor)):
            if value:
                bounds += [(name, "ge", value), (name, "le", value)]
        partition = f"{day:%Y%m%d}"
        rows = await self._table.across(partition, partition, bounds, limit=limit)
        return [_entry(row) for row in rows]


def _entry(row: Row) -> AuditEntry:
    kind = ActorKind(row["kind"]) if row["kind"] else None
    author = Author(row["request_id"], row["actor"], kind)
    change = Change(row["action"], author, json.loads(row["target"]), row["operator"])
    return AuditEntry(row["RowKey"].translate(_REVERSED), change)
