"""Query parsing of sends and messages."""

import re
from datetime import UTC, date, datetime, time, timedelta

import azure.functions as func

from send_sms.overview import SendFilter
from send_sms.search import MessageSearch
from send_sms.search_steps import Cursor
from send_sms.send_search import SendSearch
from send_sms.single_sends import MAX_DAYS, DaySpan
from shared.domain.identifiers import MessageAddress, SendAddress, is_key_or_time, parse_message_id
from shared.domain.kinds import Category, MessageStatus
from shared.web.requests import (
    invalid_field,
    read_any_sender,
    read_choice,
    read_number,
    read_whole_number,
    read_zone,
    unknown_cursor,
)

_LAST_YEAR = 9998  # the day after the last one must have a date too
_FIRST_YEAR = 1970
_IS_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK_TOLERANCE = timedelta(minutes=5)
"""Another instance's clock may be ahead."""


def read_after(req: func.HttpRequest, send: SendAddress) -> MessageAddress | None:
    """
    Read `after`, the id of the last message of the previous page.

    Raises
    ------
    RequestError
        It is no message of this send.
    """
    text = req.params.get("after")
    if not text:
        return None
    address = parse_message_id(text)
    if address is None or address.send != send:
        raise invalid_field("after", "unknown_message", "after must be a message of this send.")
    return address


def read_statuses(req: func.HttpRequest) -> frozenset[MessageStatus]:
    """
    Read `status`: one or several, by commas (the host joins repeated ones so too); none: any.

    Raises
    ------
    RequestError
        There is no such status.
    """
    names = [name for name in req.params.get("status", "").split(",") if name]
    try:
        return frozenset(map(MessageStatus, names))
    except ValueError:
        message = f"status must be one or several of {', '.join(MessageStatus)}, by commas."
        raise invalid_field("status", "unknown_status", message) from None


def read_day(req: func.HttpRequest, field: str = "day", default: str = "") -> date:
    """
    Read a day as `2026-11-22`.

    Raises
    ------
    RequestError
        It is missing or no day.
    """
    try:
        day = date.fromisoformat(req.params.get(field, default))
    except ValueError:
        day = date.min
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise invalid_field(field, "invalid_day", f"{field} must be a day such as 2026-11-22.")
    return day


def read_end_key(req: func.HttpRequest) -> str:
    """
    Read `after`, where a page of sends ended; empty: nowhere.

    Raises
    ------
    RequestError
        It is nothing that a `nextUrl` holds.
    """
    text: str = req.params.get("after", "")
    if text and not is_key_or_time(text):
        raise unknown_cursor()
    return text


def read_cursor(req: func.HttpRequest) -> Cursor | None:
    """
    Read `after`, where a page of found messages ended; None: nowhere.

    Raises
    ------
    RequestError
        It is nothing that a `nextUrl` holds.
    """
    text = req.params.get("after", "")
    if not text or is_key_or_time(text):
        return (text, 0) if text else None
    address = parse_message_id(text)
    if address is None:
        raise unknown_cursor()
    return address.send.key, address.number


def read_send_search(req: func.HttpRequest, now: datetime) -> SendSearch:
    """
    Read which sends are wanted; by default all that were accepted by `now`.

    Raises
    ------
    RequestError
        Naming the parameter that makes no sense.
    """
    day = req.params.get("day", "")
    since, until = read_span(req, now)
    if day:
        midnight = datetime.combine(read_day(req), time(), UTC)
        since, until = max(since, midnight), min(until, midnight + timedelta(days=1))
    return SendSearch(
        since=since,
        until=until,
        sender=read_any_sender(req),
        kind=SendFilter(
            statuses=read_statuses(req),
            campaign=req.params.get("campaign", ""),
            category=read_choice(req, "category", Category),
            min_recipients=read_whole_number(req, "minRecipients"),
            error_codes=read_error_codes(req),
        ),
    )


def read_days(req: func.HttpRequest, now: datetime) -> DaySpan:
    """
    Read the days to count: `from`, `until`, `tz` and `sender`; by default today.

    Raises
    ------
    RequestError
        Naming the parameter that makes no sense.
    """
    zone = read_zone(req, "tz")
    first, last = read_day_span(req, now.astimezone(zone).date())
    return DaySpan(first, last, zone, read_any_sender(req))


def read_day_span(req: func.HttpRequest, today: date) -> tuple[date, date]:
    """
    Read the days `from` and `until`, both included; by default today.

    Raises
    ------
    RequestError
        Naming the parameter that makes no sense.
    """
    first, last = (read_day(req, name, today.isoformat()) for name in ("from", "until"))
    if not 0 <= (last - first).days < MAX_DAYS:
        message = f"from must not lie after until, and less than {MAX_DAYS} days before it."
        raise invalid_field("from", "out_of_range", message)
    return first, last


def read_error_codes(req: func.HttpRequest) -> frozenset[str]:
    """Read `errorCode`: one or several codes of errors, by commas; none: any."""
    return frozenset(filter(None, req.params.get("errorCode", "").split(",")))


def read_search(req: func.HttpRequest, now: datetime) -> MessageSearch:
    """
    Read which messages are wanted; by default all that were accepted by `now`.

    Raises
    ------
    RequestError
        Naming the parameter that makes no sense.
    """
    person = req.params.get("to", "")
    since, until = read_span(req, now)
    return MessageSearch(
        since=since,
        until=until,
        to=read_number("to", person) if person else "",
        sender=read_any_sender(req),
        statuses=read_statuses(req),
        campaign=req.params.get("campaign", ""),
    )


def read_span(req: func.HttpRequest, now: datetime) -> tuple[datetime, datetime]:
    """
    Read `from` and `until`; what is accepted later than `now` does not exist yet.

    Raises
    ------
    RequestError
        Naming the parameter that makes no sense.
    """
    since, until = _read_moment(req, "from"), _read_moment(req, "until", days_after=1)
    if since and until and since >= until:
        raise invalid_field("from", "after_until", "from must lie before until.")
    latest = now + _CLOCK_TOLERANCE
    return since or datetime(_FIRST_YEAR, 1, 1, tzinfo=UTC), min(until or latest, latest)


def _read_moment(req: func.HttpRequest, field: str, *, days_after: int = 0) -> datetime | None:
    """Read a time with an offset, or a UTC day: its midnight, or one some days after."""
    text = req.params.get(field, "")
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        if _IS_DAY.fullmatch(text):
            moment = moment.replace(tzinfo=UTC) + timedelta(days=days_after)
        moment = moment.astimezone(UTC) if moment.tzinfo else datetime.min.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        moment = datetime.min.replace(tzinfo=UTC)
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        message = (
            f"{field} must be a UTC day such as 2026-11-22, or a time such as 2026-11-22T09:00:00Z."
        )
        raise invalid_field(field, "invalid_time", message)
    return moment
