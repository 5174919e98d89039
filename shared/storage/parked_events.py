"""The `ParkedEvents` table: events that nothing could be done with, kept for a person to see."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from shared.eventgrid.envelope import Event
from shared.storage.table import MAX_TRANSACTION_ROWS, Operation, Table

_TEXT_LIMIT = 32_000


class ParkedEvents:
    """Events by day of arrival; the same event again on that day changes nothing."""

    def __init__(self, table: Table) -> None:
        self._table = table

    async def park(self, events: Sequence[tuple[Event, str]], now: datetime) -> None:
        """Keep events, each with the reason why it could not be used."""
        rows = {}
        for event, reason in events:
            # ASCII only: a lone surrogate cannot be stored.
            payload = json.dumps(event.data, sort_keys=True)
            kind = event.type.encode("ascii", "replace").decode()
            identity = f"{event.identity}|{kind}|{payload}".encode("utf-8", "replace")
            key = hashlib.sha256(identity).hexdigest()[:32]
            rows[key] = {
                "PartitionKey": f"{now:%Y%m%d}",
                "RowKey": key,
                "type": kind[:_TEXT_LIMIT],
                "reason": reason,
                "payload": payload[:_TEXT_LIMIT],
            }
        operations: list[Operation] = [("upsert", row, "") for row in rows.values()]
        for start in range(0, len(operations), MAX_TRANSACTION_ROWS):
            await self._table.write(operations[start : start + MAX_TRANSACTION_ROWS])
