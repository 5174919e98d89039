"""
Count chunk rows without making objects of their reports and outcomes, which would cost the most.

What counts of a report is read from its text: that it is there, when it was made, and the code of
a failure. Everything else is left to the domain.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from shared.domain.chunk_count import Heard, cell_of, count_chunk
from shared.domain.day_count import Cell, Counts
from shared.storage.chunk_rows import chunk_from_row, report_received_at


def count_rows(
    total: dict[Cell, Counts], sender: str, rows: Iterable[Mapping[str, Any]], now: datetime
) -> None:
    """Add the messages of chunk rows to what was counted, as of `now`."""
    for row in rows:
        heard = _heard(row)
        chunk = chunk_from_row(sender, row, but_for={*heard.delivered, *heard.failed})
        total.setdefault(cell_of(chunk), Counts()).update(count_chunk(chunk, heard, now))


def _heard(row: Mapping[str, Any]) -> Heard:
    delivered: dict[int, datetime] = {}
    failed: dict[int, str] = {}
    for position, recipient in enumerate(row["recipients"].split(" ")):
        digits = recipient.removeprefix("+")
        if text := row.get("d" + digits):
            delivered[position] = report_received_at(text)
        elif text := row.get("f" + digits):
            failed[position] = json.loads(text)[0]
    return Heard(delivered, failed)
