"""Count what was accepted in a range of days, by period, sender, campaign and category."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import NamedTuple
from zoneinfo import ZoneInfo

from analytics.days import Analytics, count_days
from analytics.domain.day_count import Cell, Counts, DayRecord, slot_start
from analytics.domain.periods import Interval, Period, periods, utc_days
from analytics.figures import cost_of, prices_of
from shared.domain.kinds import Category


@dataclass(frozen=True, slots=True)
class SummaryQuery:
    """
    What to sum up.

    Attributes
    ----------
    first, last : date
        Days of the zone, both included.
    sender, campaign : str
        Only of this one; empty: all.
    """

    first: date
    last: date
    interval: Interval
    zone: ZoneInfo
    sender: str = ""
    campaign: str = ""
    category: Category | None = None

    def includes(self, cell: Cell) -> bool:
        """Tell whether a cell is of the wanted campaign and category."""
        if self.campaign and cell.campaign != self.campaign:
            return False
        return self.category is None or cell.category == self.category


class Line(NamedTuple):
    """One combination that something was counted of; `period` is an index."""

    period: int
    sender: str
    campaign: str
    category: str


@dataclass(frozen=True, slots=True)
class Summed:
    """
    The periods of a query, all of them, and the lines, only those that hold something.

    Attributes
    ----------
    price_source : str
        Of the prices of all days, the oldest day first.
    """

    periods: Sequence[Period]
    lines: Mapping[Line, Counts]
    currency: str
    price_source: str


async def sum_up(query: SummaryQuery, analytics: Analytics) -> Summed:
    """Count what a query asks for."""
    found = periods(query.first, query.last, query.interval, query.zone)
    lines: dict[Line, Counts] = {}
    current = analytics.prices
    counted = await count_days(query.sender, utc_days(found), analytics)
    records = [record for of_sender in counted.values() for record in of_sender if record.counts]
    for record in records:
        prices = record.prices or prices_of(record.sender, current)
        _add(
            lines, found, query, record, partial(cost_of, prices=prices, currency=current.currency)
        )
    sources = [
        record.prices.source
        for record in sorted(records, key=lambda one: one.day)
        if record.prices and record.prices.currency == current.currency
    ]
    source = "; ".join(dict.fromkeys(sources)) or current.source
    return Summed(found, lines, current.currency, source)


def _add(
    lines: dict[Line, Counts],
    found: Sequence[Period],
    query: SummaryQuery,
    record: DayRecord,
    cost: Callable[[Counts], Counts],
) -> None:
    starts = [period.start for period in found]
    for cell, of_cell in record.counts.items():
        moment = slot_start(cell.slot)
        index = bisect_right(starts, moment) - 1
        if index >= 0 and moment < found[index].end and query.includes(cell):
            line = Line(index, record.sender, cell.campaign, cell.category)
            lines.setdefault(line, Counts()).update(of_cell)
            lines[line].update(cost(of_cell))
