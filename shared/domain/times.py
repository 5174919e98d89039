"""Times as text: UTC, microseconds, always the same length, so that text order is time order."""

from datetime import UTC, datetime


def time_to_text(moment: datetime) -> str:
    """Write an aware time as `2026-11-22T09:15:36.000000Z`."""
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def time_from_text(text: str) -> datetime:
    """
    Read an ISO 8601 time with any number of fraction digits and an offset (UTC if none).

    Event Grid and ACS write 0 to 7 fraction digits (samples of January 2025); what is finer
    than a microsecond is cut off.

    Raises
    ------
    ValueError
        If the text is not a time.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is UTC:  # all that we wrote ourselves; the next step takes five times as long
        return moment
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        message = "the time lies outside the years 1 to 9999 in UTC"
        raise ValueError(message) from error
