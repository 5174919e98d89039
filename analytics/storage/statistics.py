"""
The `Statistics` table: counted days, and the known own numbers.

One partition, `days`; row keys `{day}|{own number}`, so that a range of days of all numbers is one
query, and `~senders`, which is read along with it. A later count replaces a row and is never added
to it, so counting twice, or on two instances at once, does no harm.
"""

import json
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from math import ceil
from typing import Any

from analytics.domain.day_count import (
    LIVE_AGE,
    Cell,
    Counts,
    DayCount,
    DayRecord,
    KnownSenders,
    Measure,
)
from send_sms.domain.prices import PriceTable
from shared.domain.sender import SenderKind
from shared.domain.times import time_from_text, time_to_text
from shared.storage.table import Row, Table

_PARTITION = "days"
_SENDERS = "~senders"
_PIECE_BYTES = 64 * 1024
_MAX_PIECES = 14
"""Together with their names below the 1 MiB of a row."""

_MEASURES = frozenset(Measure)

Records = dict[tuple[str, date], DayRecord]


class Statistics:
    """Counts of days; what is here could be counted again from the journal."""

    def __init__(self, table: Table) -> None:
        self._table = table

    async def read(self, first: date, last: date) -> tuple[Records, KnownSenders | None]:
        """Read the counts of a range of UTC days, of all numbers; one operation for 1,000."""
        begin, end = f"{first:%Y%m%d}", f"{last:%Y%m%d}|~"
        rows = await self._table.rows(_PARTITION, begin, end, also=_SENDERS)
        senders = [_senders_from_row(row) for row in rows if row["RowKey"] == _SENDERS]
        records = (_record_from_row(row) for row in rows if row["RowKey"] != _SENDERS)
        return {(one.sender, one.day): one for one in records}, senders[0] if senders else None

    async def store(self, record: DayRecord) -> None:
        """
        Keep the count of a day; one operation.

        One that is too large for a row (about 50,000 combinations of quarter, campaign and
        category) is not kept, and counted again whenever it is asked for.
        """
        pieces = _pieces(record.counts)
        if len(pieces) <= _MAX_PIECES:
            row: dict[str, Any] = {
                "PartitionKey": _PARTITION,
                "RowKey": f"{record.day:%Y%m%d}|{record.sender}",
                "counted_at": time_to_text(record.counted_at),
                "live_seconds": ceil(record.live_age.total_seconds()),
                "prices": prices_to_text(record.prices) if record.prices else "",
                "piece_count": len(pieces),
                "is_closed": record.is_closed,
                **pieces,
            }
            await self._table.write([("upsert", row, "")])

    async def store_senders(self, known: KnownSenders) -> None:
        """Keep which own numbers there are; one operation."""
        first_days = {sender: day.isoformat() for sender, day in known.first_days.items()}
        row = {"PartitionKey": _PARTITION, "RowKey": _SENDERS}
        text = {"found_at": time_to_text(known.found_at), "first_days": json.dumps(first_days)}
        await self._table.write([("upsert", {**row, **text}, "")])


def _pieces(counts: DayCount) -> dict[str, Any]:
    packed = zlib.compress(json.dumps([_cell_to_list(*one) for one in counts.items()]).encode())
    starts = range(0, len(packed), _PIECE_BYTES)
    return {f"p{n}": packed[start : start + _PIECE_BYTES] for n, start in enumerate(starts)}


def _cell_to_list(cell: Cell, counts: Counts) -> list[Any]:
    return [*cell, [[measure.value, detail, n] for (measure, detail), n in counts.items()]]


def _record_from_row(row: Row) -> DayRecord:
    day, _, sender = row["RowKey"].partition("|")
    packed = b"".join(row[f"p{n}"] for n in range(row["piece_count"]))
    return DayRecord(
        sender,
        date.fromisoformat(day),
        time_from_text(row["counted_at"]),
        dict(_cells(json.loads(zlib.decompress(packed)))),
        timedelta(seconds=row.get("live_seconds", LIVE_AGE.total_seconds())),
        prices_from_text(row["prices"]) if row.get("prices") else None,
        row.get("is_closed", False),
    )


def prices_to_text(prices: PriceTable) -> str:
    """Write prices as JSON; exact, so that a closed month never changes."""
    per_segment = {
        kind.value: {country: str(price) for country, price in of_kind.items()}
        for kind, of_kind in prices.per_segment.items()
    }
    return json.dumps([prices.currency, prices.source, per_segment])


def prices_from_text(text: str) -> PriceTable:
    """Read prices."""
    currency, source, per_segment = json.loads(text)
    return PriceTable(
        currency,
        source,
        {
            SenderKind(kind): {country: Decimal(price) for country, price in of_kind.items()}
            for kind, of_kind in per_segment.items()
        },
    )


def _cells(lists: Iterable[list[Any]]) -> Iterable[tuple[Cell, Counts]]:
    """Read cells; what a later version of the app counted besides is left out."""
    for slot, campaign, category, counted in lists:
        counts = {
            (Measure(measure), detail): count
            for measure, detail, count in counted
            if measure in _MEASURES
        }
        yield Cell(slot, campaign, category), Counter(counts)


def _senders_from_row(row: Mapping[str, Any]) -> KnownSenders:
    first_days = json.loads(row["first_days"])
    return KnownSenders(
        {sender: date.fromisoformat(day) for sender, day in first_days.items()},
        time_from_text(row["found_at"]),
    )
