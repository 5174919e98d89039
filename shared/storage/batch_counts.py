"""
Count batches without making objects of their reports, which would cost the most.

What counts of a report is read from its text: that it is there, when it was made, and the code of
a failure. Everything else is left to the domain.
"""

import json
from collections.abc import Iterable
from datetime import datetime

from send_sms.storage.batch_rows import batch_from_row, recipients_of
from send_sms.storage.report_rows import report_received_at, report_texts
from shared.domain.batch_count import Reported, count_batch
from shared.domain.day_count import Cell, Counts
from shared.storage.table import Row


def count_rows(total: dict[Cell, Counts], sender: str, rows: Iterable[Row], now: datetime) -> None:
    """
    Add the messages of batches to what was counted, as of `now`.

    Parameters
    ----------
    rows : iterable of Row
        Each batch's row, with the reports on its further blocks in it (`with_reports`).
    """
    for row in rows:
        batch = batch_from_row(sender, row, for_counting=True)
        for cell, counts in count_batch(batch, _reported(row), now):
            total.setdefault(cell, Counts()).update(counts)


def _reported(row: Row) -> Reported:
    delivered: dict[int, datetime] = {}
    failed: dict[int, str] = {}
    texts = report_texts(row, recipients_of(row), is_round=row["is_round"])
    for position, on_delivery, on_failure in texts:
        if on_delivery:
            delivered[position] = report_received_at(on_delivery)
        elif on_failure:
            failed[position] = json.loads(on_failure)[0]
    return Reported(delivered, failed)
