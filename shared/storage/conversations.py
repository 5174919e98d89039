"""The `Conversations` table: what was said, by own number and person, newest first."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from shared.domain.inbound import InboundMessage
from shared.domain.times import time_to_text
from shared.storage.table import MAX_TRANSACTION_ROWS, Operation, Table

_TEXT_LIMIT = 16_000  # characters; the service counts UTF-16 units, at most 32,768
_END_OF_TIME = 10**15  # milliseconds, beyond any date that Python knows


class Conversations:
    """Threads of messages."""

    def __init__(self, table: Table) -> None:
        self._table = table

    async def add_inbound(self, messages: Sequence[InboundMessage]) -> None:
        """
        Keep inbound messages; one operation for up to 100 to one own number.

        Idempotent: a repeated event overwrites its own row with the same.
        """
        by_number: defaultdict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
        for message in messages:
            row = _row(message)
            by_number[message.own_number][row["RowKey"]] = row
        for rows in by_number.values():
            operations: list[Operation] = [("upsert", row, "") for row in rows.values()]
            for start in range(0, len(operations), MAX_TRANSACTION_ROWS):
                await self._table.write(operations[start : start + MAX_TRANSACTION_ROWS])


def _row(message: InboundMessage) -> dict[str, Any]:
    event = hashlib.sha256(message.provider_message_id.encode()).hexdigest()[:12]
    return {
        "PartitionKey": message.own_number,
        "RowKey": f"{message.user_number}|{_newest_first(message.received_at)}|{event}",
        "direction": "inbound",
        "user_number": message.user_number,
        "body": message.body[:_TEXT_LIMIT],
        "received_at": time_to_text(message.received_at),
        "provider_message_id": message.provider_message_id,
    }


def _newest_first(moment: datetime) -> str:
    return f"{_END_OF_TIME - int(moment.timestamp() * 1000):016d}"
