"""
Times as a spreadsheet writes them when it saves a file: `11/22/2026 9:15 AM`, `22.11.2026 09:15`.

Whether day or month comes first depends on the country it was saved in, which the file does not
say. A day above 12 does, for all lines of the file that are written with the same mark.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from shared.domain.times import time_from_text

if TYPE_CHECKING:
    from collections.abc import Iterable

_TIME: Final = (
    r"(?:[ T,]+(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]+)?)?"
    r"(?:[ \u00a0\u202f]?(?P<half>[ap])\.?[ \u00a0\u202f]?m\.?)?)?"
)
_YEAR_LAST: Final = re.compile(
    rf"(?P<first>[0-9]{{1,2}})(?P<mark>[./-])(?P<second_part>[0-9]{{1,2}})(?P=mark)"
    rf"(?P<year>[0-9]{{4}}){_TIME}",
    re.IGNORECASE,
)
_YEAR_FIRST: Final = re.compile(
    rf"(?P<year>[0-9]{{4}})([./-])(?P<month>[0-9]{{1,2}})\2(?P<day>[0-9]{{1,2}}){_TIME}",
    re.IGNORECASE,
)
_MONTHS: Final = 12


class DayOrder(StrEnum):
    """Which of the two comes first."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


class AmbiguousDateError(ValueError):
    """Day and month cannot be told apart."""


DayOrders = Mapping[str, DayOrder]
"""What comes first, by the mark between day and month: a file of two marks has two sources."""


def day_orders_of(texts: Iterable[str]) -> DayOrders:
    """Tell what comes first in the times of a file; not where no line says so, or two disagree."""
    found: dict[str, set[DayOrder]] = {}
    for form in map(_YEAR_LAST.fullmatch, texts):
        if form and (order := _evident_order(form)):
            found.setdefault(form["mark"], set()).add(order)
    return {mark: orders.pop() for mark, orders in found.items() if len(orders) == 1}


def time_from_spreadsheet(text: str, orders: DayOrders) -> datetime:
    """
    Read a time in ISO 8601 or as spreadsheets write it, in UTC unless it says otherwise.

    Raises
    ------
    AmbiguousDateError
        Day and month are both 12 or less, they differ, and `orders` does not tell.
    ValueError
        It is not a time.
    """
    try:
        return time_from_text(text)
    except ValueError:
        return _read(text, orders)


def _read(text: str, orders: DayOrders) -> datetime:
    form = _YEAR_FIRST.fullmatch(text)
    if form:
        return _moment(form, int(form["month"]), int(form["day"]))
    form = _YEAR_LAST.fullmatch(text)
    if not form:
        message = "not a time"
        raise ValueError(message)
    first, second = int(form["first"]), int(form["second_part"])
    order = _evident_order(form) or orders.get(form["mark"])
    if order is None and first != second:
        raise AmbiguousDateError
    return _moment(form, *((second, first) if order is DayOrder.DAY_FIRST else (first, second)))


def _evident_order(form: re.Match[str]) -> DayOrder | None:
    first, second = int(form["first"]), int(form["second_part"])
    if first > _MONTHS >= second:
        return DayOrder.DAY_FIRST
    return DayOrder.MONTH_FIRST if second > _MONTHS >= first else None


def _moment(form: re.Match[str], month: int, day: int) -> datetime:
    hour, minute, second = (int(form[name] or 0) for name in ("hour", "minute", "second"))
    if form["half"]:
        if not 1 <= hour <= 12:  # noqa: PLR2004
            message = "no such hour"
            raise ValueError(message)
        hour = hour % 12 + (12 if form["half"] in "pP" else 0)
    return datetime(int(form["year"]), month, day, hour, minute, second, tzinfo=UTC)
