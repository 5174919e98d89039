"""A receipt as a row of the journal, and back."""

import hashlib
from collections.abc import Mapping
from typing import Any

from shared.domain.consent_reader.reading import Intent
from shared.domain.receipt import Receipt
from shared.domain.times import time_from_text, time_to_text
from shared.storage.progress_rows import optional_time, time_or_none
from shared.storage.report_rows import day_partition

_PREFIX = "~in|"


def is_receipt(row: Mapping[str, Any]) -> bool:
    """Tell a receipt from a batch."""
    key: str = row["RowKey"]
    return key.startswith(_PREFIX)


def receipt_to_row(receipt: Receipt) -> dict[str, Any]:
    """Write a receipt; the same event has the same keys."""
    event = hashlib.sha256(receipt.event_id.encode()).hexdigest()[:12]
    return {
        "PartitionKey": day_partition(receipt.own_number, receipt.received_at),
        "RowKey": f"{_PREFIX}{time_to_text(receipt.received_at)}|{event}",
        "user_number": receipt.user_number,
        "event_id": receipt.event_id,
        "intent": receipt.intent.value,
        "answers": receipt.answers,
        "campaign": receipt.campaign,
        "category": receipt.category,
        "answered_at": optional_time(receipt.answered_at),
    }


def receipt_from_row(own_number: str, row: Mapping[str, Any]) -> Receipt:
    """Read a receipt."""
    return Receipt(
        own_number=own_number,
        user_number=row["user_number"],
        event_id=row["event_id"],
        received_at=time_from_text(row["RowKey"].split("|")[1]),
        intent=Intent(row["intent"]),
        answers=row["answers"],
        campaign=row["campaign"],
        category=row["category"],
        answered_at=time_or_none(row["answered_at"]),
    )
