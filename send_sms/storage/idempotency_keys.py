"""
The `IdempotencyKeys` table: which send a caller's key stands for.

One key space for all callers of the app (docs/adr/0016). A key is only stored as its hash:
callers may well use what identifies a person.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shared.domain.errors import ConflictError, StorageError
from shared.domain.identifiers import SendAddress, parse_send_id
from shared.storage.sdk import written_at
from shared.storage.table import ETAG, Operation, Row, Table, delete_rows

RETENTION = timedelta(hours=24)
"""How long a key is remembered."""

_ATTEMPTS = 8
_HEX_DIGITS = "0123456789abcdef"


@dataclass(frozen=True, slots=True)
class KeyUse:
    """
    What a key was first used for.

    Attributes
    ----------
    request_hash : str
        Of the body, in hexadecimal digits.
    send : SendAddress
        Chosen before the send was stored.
    stored_at : datetime or None
        When storage wrote it, by its own clock; None: not known.
    """

    request_hash: str
    send: SendAddress
    stored_at: datetime | None = field(default=None, compare=False)

    @property
    def began_at(self) -> datetime:
        """
        When the key's life began.

        A worker whose clock is ahead states a time of acceptance that is too late; what it stored
        was written after it accepted.
        """
        accepted_at = self.send.accepted_at
        return min(accepted_at, self.stored_at or accepted_at)


class IdempotencyKeys:
    """Keys by their hash, spread over sixteen partitions."""

    def __init__(self, table: Table) -> None:
        self._table = table

    async def hold(self, key: str, use: KeyUse) -> KeyUse:
        """
        Assign a key to a send, unless it has one already; one operation if it is new.

        Of concurrent calls one wins, and all get the winner. Idempotent: a row that this
        use has stored itself, in a try whose response was lost, counts as its own.

        Returns
        -------
        KeyUse
            What the key stands for: `use`, or an earlier one of the last 24 hours.
        """
        values = {**_address(key), "request_hash": use.request_hash, "send": str(use.send)}
        operation: Operation = ("create", values, "")
        for _ in range(_ATTEMPTS):
            try:
                await self._table.write([operation])
            except ConflictError:
                row = await self._row(key)
            else:
                return use
            if row and not _is_over(row, use.send.accepted_at):
                return _use(row)
            operation = ("merge", values, row[ETAG]) if row else ("create", values, "")
        message = "the key kept changing"
        raise StorageError(message)

    async def move(self, key: str, known: KeyUse, send: SendAddress) -> KeyUse:
        """
        Assign a key to another send of the same request; two operations.

        For a member that its round was stored without: no response contained its id.

        Parameters
        ----------
        known : KeyUse
            What the key stood for; where it stands for something else by now nothing changes.

        Returns
        -------
        KeyUse
            What the key stands for now.
        """
        moved = KeyUse(known.request_hash, send)
        row = await self._row(key)
        if row is None or _use(row) != known:
            return _use(row) if row else known
        try:
            await self._table.write([("merge", {**_address(key), "send": str(send)}, row[ETAG])])
        except ConflictError:
            row = await self._row(key)
            return _use(row) if row else known
        return moved

    async def get(self, key: str, now: datetime) -> KeyUse | None:
        """Tell what a key stands for; None if nothing."""
        row = await self._row(key)
        return _use(row) if row and not _is_over(row, now) else None

    async def purge(self, prefix: str, now: datetime) -> None:
        """
        Delete the keys whose 24 hours are over and whose hash begins with a prefix.

        Parameters
        ----------
        prefix : str
            One or more hexadecimal digits; see `prefixes`.
        """
        rows = await self._table.rows(prefix[0], prefix, prefix + "~")
        await delete_rows(self._table, [row for row in rows if _is_over(row, now)])

    async def _row(self, key: str) -> Row | None:
        address = _address(key)
        return await self._table.get(address["PartitionKey"], address["RowKey"])


def prefixes() -> list[str]:
    """List the prefixes that together are all keys, each of a 256th of them."""
    return [first + second for first in _HEX_DIGITS for second in _HEX_DIGITS]


def _address(key: str) -> dict[str, str]:
    hashed = hashlib.sha256(key.encode()).hexdigest()
    return {"PartitionKey": hashed[0], "RowKey": hashed}


def _is_over(row: Row, now: datetime) -> bool:
    return now - _use(row).began_at >= RETENTION


def _use(row: Row) -> KeyUse:
    send = parse_send_id(row["send"])
    if send is None:
        message = "a key stands for no send"
        raise StorageError(message)
    return KeyUse(row["request_hash"], send, written_at(row[ETAG]))
