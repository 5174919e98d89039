"""A receipt as a row of the journal, and back."""

import hashlib
from collections.abc import Mapping
from typing import Any

from conversations.domain.inbound_record import InboundRecord
from opt_outs.domain.classifier.classification import Intent
from shared.domain.times import optional_time, time_from_text, time_or_none, time_to_text
from shared.storage.table import day_partition

_PREFIX = "~in|"


def is_inbound_record(row: Mapping[str, Any]) -> bool:
    """Tell a receipt from a batch."""
    key: str = row["RowKey"]
    return key.startswith(_PREFIX)


def inbound_record_to_row(record: InboundRecord) -> dict[str, Any]:
    """Write a receipt; the same event has the same keys."""
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
    """Read a receipt."""
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
