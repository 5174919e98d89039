"""Query parsing of opt-outs, imports, the ledger and reviews."""

import asyncio
import re
from datetime import datetime

import azure.functions as func

from opt_outs.activity import MAX_DAYS, LastDays
from opt_outs.domain.consent import ALL_NUMBERS
from opt_outs.domain.review import ReviewState
from opt_outs.import_csv import FileError
from opt_outs.import_file import FileOptions, ReadFile, read_file
from opt_outs.reviews import ReviewQuery
from shared.domain.identifiers import is_key_or_time
from shared.web.problems import RequestError, problem, refusal
from shared.web.requests import (
    invalid_field,
    read_body,
    read_choice,
    read_limit,
    read_number,
    read_sender,
    read_whole_number,
    read_zone,
    unknown_cursor,
)

MAX_FILE_BYTES = 16 * 1024 * 1024
"""100,000 rows with a reason each; the host itself takes 100 MB (host.json reference)."""

_DEFAULT_DAYS = 7
_MAX_REASON = 500

_TYPES = {"text/csv": True, "application/json": False}
_LINE = re.compile(r"\+?[0-9]{3,15}\|[0-9TZ:.-]{27}\|[0-9a-f]{12}")
_KEY = re.compile("[0-9a-z]{26}")

# The numbers that inbound messages come from (shared/carriers/acs/events.py).
_SHORT_CODE = re.compile("[0-9]{3,6}")

_PREFIX = re.compile("[0-9]{6,15}")
_SEPARATORS = re.compile("[ ().-]")
_KNOWN_DIGITS = re.compile("[0-9]{7,15}")


async def read_import(req: func.HttpRequest, now: datetime) -> ReadFile:
    """
    Read the file of a request, in a thread: a long one takes a second or more.

    Raises
    ------
    RequestError
        411 for a body in chunks, 413 over 16 MiB, 415 for neither CSV nor JSON, 400 for a file
        of which no line can be used, with the first 20 of them.
    """
    body = read_body(req)
    if len(body) > MAX_FILE_BYTES:
        raise RequestError(problem(413, "payload_too_large", "A file has at most 16 MiB."))
    is_csv = _TYPES.get(req.headers.get("Content-Type", "").partition(";")[0].strip().lower())
    if is_csv is None:
        message = "Send Content-Type: text/csv or application/json."
        raise RequestError(problem(415, "unsupported_media_type", message))
    options = _read_file_options(req)
    try:
        file = await asyncio.to_thread(read_file, body, now, is_csv=is_csv, options=options)
    except FileError as error:
        raise invalid_field("body", "unreadable_file", str(error)) from None
    if not file.rows:
        raise _nothing_usable(file)
    return file


def read_last_days(req: func.HttpRequest, now: datetime) -> LastDays:
    """
    Read `days` until today, seven by default, and their time zone `tz`.

    Raises
    ------
    RequestError
        Naming the parameter that makes no sense.
    """
    zone = read_zone(req, "tz")
    count = read_whole_number(req, "days") if "days" in req.params else _DEFAULT_DAYS
    if not 1 <= count <= MAX_DAYS:
        message = f"days must be between 1 and {MAX_DAYS}."
        raise invalid_field("days", "out_of_range", message)
    return LastDays(now.astimezone(zone).date(), count, zone)


def _read_file_options(req: func.HttpRequest) -> FileOptions:
    reason = req.params.get("reason", "").strip()
    if len(reason) > _MAX_REASON or not reason.isprintable():
        message = f"reason must be at most {_MAX_REASON} characters, without control characters."
        raise invalid_field("reason", "invalid_value", message)
    return FileOptions(read_any_scope(req), reason, req.params.get("recipientColumn", "").strip())


def _nothing_usable(file: ReadFile) -> RequestError:
    errors = [
        {"field": f"line {line}", "code": code, "message": message}
        for line, code, message in file.bad_lines
    ]
    nowhere = {"field": "body", "code": "no_rows", "message": "The file has no rows."}
    return RequestError(refusal(errors or [nowhere]))


def read_any_scope(req: func.HttpRequest) -> str:
    """
    Read `sender`: an own number, or `*` for the entries for all; empty if it is not there.

    Raises
    ------
    RequestError
        It is something else.
    """
    text = req.params.get("sender")
    return "" if text is None else read_scope("sender", text)


def read_after_number(req: func.HttpRequest, sender: str) -> str:
    """
    Read `after`, the last number of the previous page; of all own numbers, behind an own number.

    Raises
    ------
    RequestError
        It is no such place.
    """
    own_number, text = _split_place(req, sender)
    return own_number + (read_known_recipient_pair("after", text) if text else "")


def read_after_line(req: func.HttpRequest, sender: str) -> str:
    """
    Read `after`, the last line of the previous page; of all own numbers, behind an own number.

    Raises
    ------
    RequestError
        It is no place in a ledger.
    """
    own_number, text = _split_place(req, sender)
    # In a query + is a space; numbers begin with it.
    text = text.replace(" ", "+")
    if text and not _LINE.fullmatch(text):
        raise unknown_cursor("unknown_line")
    return own_number + text


def _split_place(req: func.HttpRequest, sender: str) -> tuple[str, str]:
    """Give the own number of `after` with its bar, where all are listed, and the rest of it."""
    text: str = req.params.get("after", "")
    if sender or not text:
        return "", text
    own_number, bar, rest = text.partition("|")
    if not bar:
        raise unknown_cursor()
    return f"{read_scope('after', own_number)}|", rest


def read_prefix(req: func.HttpRequest) -> str:
    """
    Read `number`, with which people's numbers begin, as the plus sign and digits; or empty.

    Raises
    ------
    RequestError
        It is not 6 to 15 digits, with or without separators.
    """
    text = req.params.get("number")
    if text is None:
        return ""
    digits = _SEPARATORS.sub("", text).removeprefix("+")
    if not _PREFIX.fullmatch(digits):
        message = "number must be 6 to 15 digits that begin with the country code."
        raise invalid_field("number", "invalid_prefix", message)
    return f"+{digits}"


def read_review_query(req: func.HttpRequest) -> ReviewQuery:
    """
    Read the filters and the page of a list of reviews.

    Raises
    ------
    RequestError
        A parameter is invalid.
    """
    after = req.params.get("after", "")
    if after and not (_KEY.fullmatch(after) and is_key_or_time(after)):
        raise unknown_cursor("unknown_review")
    sender = req.params.get("sender")
    return ReviewQuery(
        "" if sender is None else read_sender("sender", sender),
        read_choice(req, "state", ReviewState),
        after,
        read_limit(req),
    )


def read_scope(field: str, text: str) -> str:
    """
    Read an own number, or `*` for all of them.

    Raises
    ------
    RequestError
        It is neither.
    """
    return ALL_NUMBERS if text.strip() == ALL_NUMBERS else read_sender(field, text)


def read_recipient_pair(field: str, text: str) -> str:
    """
    Read a person who may be added to the registry: a phone number or a short code.

    Raises
    ------
    RequestError
        It is neither.
    """
    compact = text.strip()
    return compact if _SHORT_CODE.fullmatch(compact) else read_number(field, compact)


def read_known_recipient_pair(field: str, text: str) -> str:
    """
    Read a person who may be in the registry: also numbers that only the network accepts.

    Raises
    ------
    RequestError
        No stored number has this form.
    """
    try:
        return read_recipient_pair(field, text)
    except RequestError:
        digits = text.strip().removeprefix("+")
        if not _KNOWN_DIGITS.fullmatch(digits):
            raise
        return f"+{digits}"
