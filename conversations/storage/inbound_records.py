"""Inbound records: rows of the journal from which inbound messages are counted."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from conversations.domain.inbound import InboundRecord
from opt_outs.domain.classifier.classification import Intent
from shared.domain.identifiers import day_partition
from shared.domain.times import optional_time, time_from_text, time_or_none, time_to_text
from shared.storage.table import MAX_TRANSACTION_ROWS, Operation, Row, WideTable

_PREFIX = "~in|"


def is_inbound_record(row: Mapping[str, Any]) -> bool:
    """Tell an inbound record from a batch."""
    key: str = row["RowKey"]
    return key.startswith(_PREFIX)


def inbound_record_to_row(record: InboundRecord) -> dict[str, Any]:
    """Write a record; the same event has the same keys."""
    event = hashlib.sha256(record.event_id.encode()).hexdigest()[:12]
    return {
        "PartitionKey": day_partition(record.own_number, record.received_at),
        "RowKey": f"{_PREFIX}{time_to_text(record.received_at)}|{event}",
        "user_number": record.user_number,
        "event_id": record.event_id,
        "intent": record.intent.value,
        "answers": record.in_reply_to,
        "campaign": record.campaign,
        "category": record.category,
        "answered_at": optional_time(record.answered_at),
    }


def inbound_record_from_row(own_number: str, row: Mapping[str, Any]) -> InboundRecord:
    """Read a record."""
    return InboundRecord(
        own_number=own_number,
        user_number=row["user_number"],
        event_id=row["event_id"],
        received_at=time_from_text(row["RowKey"].split("|")[1]),
        intent=Intent(row["intent"]),
        in_reply_to=row["answers"],
        campaign=row["campaign"],
        category=row["category"],
        answered_at=time_or_none(row["answered_at"]),
    )


class InboundRecords:
    """Keeps inbound records in the journal."""

    def __init__(self, table: WideTable) -> None:
        self._table = table

    async def add(self, records: Sequence[InboundRecord]) -> None:
        """
        Keep records; one operation for up to 100 to one own number on one UTC day.

        Idempotent: a repeated event overwrites its own row.
        """
        by_partition: defaultdict[str, dict[str, Row]] = defaultdict(dict)
        for record in records:
            row = inbound_record_to_row(record)
            by_partition[row["PartitionKey"]][row["RowKey"]] = row
        for rows in by_partition.values():
            operations: list[Operation] = [("upsert", row, "") for row in rows.values()]
            for start in range(0, len(operations), MAX_TRANSACTION_ROWS):
                await self._table.write(operations[start : start + MAX_TRANSACTION_ROWS])
