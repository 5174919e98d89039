"""Query parsing of conversations and automatic replies."""

import re
from datetime import UTC, datetime

import azure.functions as func

from conversations.domain.conversation import moment_of
from conversations.domain.inbound import keyword_of
from conversations.listing import Cursor, ListQuery, View
from conversations.storage.canned_replies import MAX_NAME_CHARACTERS
from shared.web.requests import (
    invalid_field,
    read_choice,
    read_limit,
    read_sender,
    unknown_cursor,
)

MAX_ENTRIES = 200
_DEFAULT_DAYS = 30
_MAX_DAYS = 366
_DAYS = re.compile("[0-9]{1,3}")
_THREAD_CURSOR = re.compile(r"((?:[01]\|)?[0-9]{16}\|\+?[0-9]{3,15})(?:@([^@]{1,20}))?")
_MAX_WORDS = 100
_ENTRY_PLACE = re.compile(r"[0-9]{16}\|(?:~|[0-9a-z-]{1,100})")
_ESCAPED_SLASH = re.compile("%2f", re.IGNORECASE)
_FIRST, _LAST = datetime(1970, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


def read_list_query(req: func.HttpRequest) -> ListQuery:
    """
    Read which conversations are wanted.

    Raises
    ------
    RequestError
        A parameter makes no sense, or `view=mine` has no `assignee`.
    """
    sender, view = req.params.get("sender", ""), read_choice(req, "view", View)
    assignee = _read_words("assignee", req)
    if view is View.MINE and not assignee:
        raise invalid_field("assignee", "required", "view=mine needs the name of the assignee.")
    return ListQuery(
        sender=read_sender("sender", sender) if "sender" in req.params else "",
        view=view,
        assignee=assignee,
        words=_read_words("q", req),
        after=_read_thread_after(req),
        limit=read_limit(req),
    )


def wants_counts(req: func.HttpRequest) -> bool:
    """
    Read `counts`; default false.

    Raises
    ------
    RequestError
        It is neither true nor false.
    """
    text = req.params.get("counts", "false")
    if text not in {"true", "false"}:
        raise invalid_field("counts", "unknown_value", "counts must be true or false.")
    return bool(text == "true")


def _read_words(field: str, req: func.HttpRequest) -> str:
    text: str = req.params.get(field, "").strip()
    if len(text) > _MAX_WORDS:
        raise invalid_field(field, "out_of_range", f"{field} has at most {_MAX_WORDS} characters.")
    return text


def _read_thread_after(req: func.HttpRequest) -> Cursor | None:
    """A cursor without an own number comes after those of every own number."""
    text: str = req.params.get("after", "")
    if not text:
        return None
    found = _THREAD_CURSOR.fullmatch(text)
    if found is None:
        raise unknown_cursor()
    return Cursor(found[1], found[2] or "~")


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
        raise unknown_cursor()
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


def read_canned_name(req: func.HttpRequest) -> str:
    """
    Read the name of a canned reply.

    Raises
    ------
    RequestError
        It is blank, has more than 60 characters or one that is not printable.
    """
    name = " ".join(_ESCAPED_SLASH.sub("/", req.route_params["name"]).split())
    if not (0 < len(name) <= MAX_NAME_CHARACTERS and name.isprintable()):
        message = f"name must have 1 to {MAX_NAME_CHARACTERS} printable characters."
        raise invalid_field("name", "invalid_name", message)
    return name


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
