"""Query parsing of conversations and automatic replies."""

import re
from datetime import UTC, datetime

import azure.functions as func

from conversations.domain.conversation import moment_of
from conversations.domain.inbound import keyword_of
from shared.web.problems import RequestError
from shared.web.requests import invalid_field

MAX_ENTRIES = 200
_DEFAULT_DAYS = 30
_MAX_DAYS = 366
_DAYS = re.compile("[0-9]{1,3}")
_THREAD_PLACE = re.compile(r"[01]\|[0-9]{16}\|\+?[0-9]{3,15}")
_ENTRY_PLACE = re.compile(r"[0-9]{16}\|(?:~|[0-9a-z-]{1,100})")
_ESCAPED_SLASH = re.compile("%2f", re.IGNORECASE)
_FIRST, _LAST = datetime(1970, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


def read_thread_after(req: func.HttpRequest) -> str:
    """
    Read `after`, where a page of conversations ended; empty: nowhere.

    Raises
    ------
    RequestError
        It is nothing that a `nextUrl` holds.
    """
    text: str = req.params.get("after", "")
    if text and not _THREAD_PLACE.fullmatch(text):
        raise _invalid_cursor()
    return text


def read_entry_after(req: func.HttpRequest) -> str:
    """
    Read `after`, where a page of one conversation ended; empty: nowhere.

    Raises
    ------
    RequestError
        It is nothing that a `nextUrl` holds.
    """
    text: str = req.params.get("after", "")
    if text and not (_ENTRY_PLACE.fullmatch(text) and _has_date(text)):
        raise _invalid_cursor()
    return text


def read_keyword(field: str, text: str) -> str:
    """
    Read a keyword, and bring it into the form in which it is compared.

    The host decodes what is escaped in a path, except slashes (ASP.NET Core, `PathString`).

    Raises
    ------
    RequestError
        It has no letter or digit, or more than 40 characters.
    """
    keyword = keyword_of(_ESCAPED_SLASH.sub("/", text))
    if not keyword:
        message = f"{field} must have letters or digits, and at most 40 characters."
        raise invalid_field(field, "invalid_keyword", message)
    return keyword


def read_day_count(req: func.HttpRequest) -> int:
    """
    Read `days`, how many UTC days a page may reach back; default 30.

    Raises
    ------
    RequestError
        It is not a number from 1 to 366.
    """
    text = req.params.get("days", str(_DEFAULT_DAYS))
    if not (_DAYS.fullmatch(text) and 1 <= int(text) <= _MAX_DAYS):
        raise invalid_field("days", "out_of_range", f"days must be 1 to {_MAX_DAYS}.")
    return int(text)


def _has_date(place: str) -> bool:
    try:
        return _FIRST <= moment_of(place) <= _LAST
    except ValueError:
        return False


def _invalid_cursor() -> RequestError:
    return invalid_field("after", "unknown_page", "after must be as in nextUrl.")
