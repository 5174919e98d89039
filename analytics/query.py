"""Query parsing of the analytics routes."""

from datetime import date, timedelta

import azure.functions as func

from analytics.domain.periods import Interval
from analytics.summary import SummaryQuery
from shared.domain.kinds import Category
from shared.runtime import Clock
from shared.web.requests import invalid_field, read_any_sender, read_choice, read_zone

_MAX_DAYS = {Interval.DAY: 366, Interval.HOUR: 31}
_DEFAULT_DAYS = 7
_FIRST_YEAR, _LAST_YEAR = 2020, 9998
"""Offsets of zones were no multiples of a quarter of an hour long ago; nothing was sent then."""


def read_summary_query(req: func.HttpRequest, clock: Clock) -> SummaryQuery:
    """
    Read the query: by default the last seven days of UTC, by day.

    Raises
    ------
    RequestError
        Naming the parameter that makes no sense.
    """
    zone = read_zone(req, "tz")
    interval = read_choice(req, "interval", Interval) or Interval.DAY
    last = read_date(req, "to") or clock().astimezone(zone).date()
    first = read_date(req, "from") or last - timedelta(days=_DEFAULT_DAYS - 1)
    if first > last:
        raise invalid_field("from", "after_to", "from must not be after to.")
    if (last - first).days >= _MAX_DAYS[interval]:
        message = f"Ask for at most {_MAX_DAYS[interval]} days by {interval}."
        raise invalid_field("from", "range_too_long", message)
    return SummaryQuery(
        first=first,
        last=last,
        interval=interval,
        zone=zone,
        sender=read_any_sender(req),
        campaign=req.params.get("campaign", ""),
        category=read_choice(req, "category", Category),
    )


def read_date(req: func.HttpRequest, field: str) -> date | None:
    """
    Read a day as `2026-11-22`; None if it is not there.

    Raises
    ------
    RequestError
        It is no day, or not of the years 2020 to 9998.
    """
    text = req.params.get(field, "")
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        day = date.min
    if day and not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        message = f"{field} must be a day such as 2026-11-22, not before {_FIRST_YEAR}."
        raise invalid_field(field, "invalid_day", message)
    return day


def read_past_day(req: func.HttpRequest, clock: Clock) -> date:
    """
    Read `day`, a UTC day up to today.

    Raises
    ------
    RequestError
        It is missing, no day, or to come.
    """
    day = read_date(req, "day")
    if day is None or day > clock().date():
        raise invalid_field(
            "day", "invalid_day", "day must be a UTC day such as 2026-11-22, up to today."
        )
    return day
