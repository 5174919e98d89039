"""The figures as CSV: a row for each period, own number, campaign and category with figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.domain.day_count import Counts
from analytics.figures import figures
from analytics.summary import Line, SummaryQuery, Summed
from shared.domain.kinds import MessageStatus
from shared.web.csv_file import csv_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from analytics.contract import Times

_DIMENSIONS = ("start", "end", "sender", "campaign", "category")
_LATER = (MessageStatus.SIMULATED,)
"""Columns that were added stand last: files are also read by position."""

_FIGURES = {
    "accepted": "accepted",
    **{status.value: status.value for status in MessageStatus if status not in _LATER},
    "failures": "failures",
    "delivery_rate": "deliveryRate",
    "delivery_rate_base": "deliveryRateBase",
    "segment_count": "segmentCount",
    "estimated_cost": "estimatedCost",
    "unpriced_segment_count": "unpricedSegmentCount",
    "received": "received",
    "replies": "replies",
    "reply_rate": "replyRate",
    "opt_outs": "optOuts",
    "opt_outs_per_thousand_delivered": "optOutsPerThousandDelivered",
}
_TIMES = {"to_sent": "toSent", "to_delivered": "toDelivered", "to_reply": "toReply"}
_OF_TIMES = ("Count", "P50Seconds", "P95Seconds")
COLUMNS = (
    *_DIMENSIONS,
    *_FIGURES.values(),
    *(name + part for name in _TIMES.values() for part in _OF_TIMES),
    *_LATER,
    "unreadableCount",
)


def summary_as_csv(query: SummaryQuery, summed: Summed) -> str:
    """
    Write the figures; times are local, with their offset.

    A period in which nothing was counted has one row of zeros without number, campaign and
    category, so that no period is missing.
    """
    return csv_text(COLUMNS, _rows(query, summed))


def _rows(query: SummaryQuery, summed: Summed) -> Iterator[list[str]]:
    filled = {line.period for line in summed.lines}
    nothing = {
        Line(index, "", "", ""): Counts()
        for index in range(len(summed.periods))
        if index not in filled
    }
    for line, counts in sorted({**nothing, **summed.lines}.items(), key=lambda one: one[0]):
        period = summed.periods[line.period]
        times = (period.start, period.end)
        yield [
            *(_local(moment, query) for moment in times),
            *line[1:],
            *_cells(figures([counts])),
        ]


def _local(moment: datetime, query: SummaryQuery) -> str:
    return moment.astimezone(query.zone).isoformat()


def _cells(members: dict[str, Any]) -> Iterator[str]:
    for name in _FIGURES:
        yield _failures(members[name]) if name == "failures" else _text(members[name])
    for name in _TIMES:
        times: Times = members[name]
        yield from (_text(n) for n in (times.count, times.p50_seconds, times.p95_seconds))
    yield from (_text(members[name]) for name in (*_LATER, "unreadable_count"))


def _failures(by_code: dict[str, int]) -> str:
    return " ".join(f"{code}:{count}" for code, count in by_code.items())


def _text(value: float | str | None) -> str:
    return "" if value is None else str(value)
