"""
Read a file of opt-outs: CSV with a header, or a JSON list of objects with its names.

The columns are those of an export. Invalid lines are reported; all others are imported.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from itertools import islice
from typing import Any

from opt_outs.domain.consent import ALL_NUMBERS, ChangeSource, ConsentState
from opt_outs.domain.spreadsheet_time import (
    AmbiguousDateError,
    DayOrders,
    day_orders_of,
    time_from_spreadsheet,
)
from opt_outs.export import ENTRY_COLUMNS
from opt_outs.import_csv import FileError, read_csv
from shared.domain.errors import (
    CountryCodeMissingError,
    InvalidPhoneNumberError,
    InvalidSenderError,
)
from shared.domain.kinds import Category
from shared.domain.phone_number import normalise_path_number, normalise_recipient
from shared.domain.sender import parse_path_sender
from shared.domain.times import EARLIEST, time_to_text

MAX_ROWS = 100_000
_TEXT_LIMIT = 500
_EXPORTED = frozenset(ENTRY_COLUMNS) - {"actor"}
_KEPT_SOURCES = frozenset({ChangeSource.API, ChangeSource.OPERATOR, ChangeSource.POSSIBLE})
_AS_FORMULA = re.compile(r'\A="([^"]*)"\Z')  # how other programs keep digits from becoming a number
_LEAST_DIGITS_WITHOUT_PLUS = 11  # fewer may be a national number
# 11 digits that begin with 1 and are no number of North America (NANPA: N11 and N9X are no area
# codes) are another country's national number: Chinese and German mobile numbers look so.
_NATIONAL_ELSEWHERE = re.compile(r"1(?![2-9](?!11)[0-8][0-9][2-9])[0-9]{10}")


class LineError(Exception):
    """A line cannot be used."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(slots=True)
class ReadFile:
    """
    What a file holds.

    Attributes
    ----------
    rows : list of list of str
        Sender, recipient, state, category, time, evidence, reason, actor, and the source of a line
        of an export that keeps it; empty where not given.
    bad_lines : list
        Line (CSV) or position (JSON), from 1; code; reason.
    encoding, separator, recipient_column, ignored_columns
        How a file of CSV was read, see `CsvTable`; empty for JSON.
    """

    encoding: str = ""
    separator: str = ""
    recipient_column: str = ""
    ignored_columns: tuple[str, ...] = ()
    rows: list[list[str]] = field(default_factory=list)
    bad_lines: list[list[Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class FileOptions:
    """
    What a request says beside its file.

    Attributes
    ----------
    sender, reason : str
        What counts where a line has none.
    recipient_column : str
        The name of the recipient's column in CSV; empty: found by its name.
    """

    sender: str = ""
    reason: str = ""
    recipient_column: str = ""


def read_file(
    body: bytes, now: datetime, *, is_csv: bool, options: FileOptions = FileOptions()
) -> ReadFile:
    """
    Read a file.

    Raises
    ------
    FileError
        It is no such file, or has more than 100,000 rows.
    """
    found, given = _open(body, options.recipient_column, is_csv=is_csv)
    lines = list(islice(given, MAX_ROWS + 1))
    if len(lines) > MAX_ROWS:
        message = f"A file has at most {MAX_ROWS:,} rows."
        raise FileError(message)
    orders = day_orders_of(str(cells.get("changedAt")).strip() for _, cells in lines)
    for line, cells in lines:
        try:
            found.rows.append(_row(cells, options, now, orders))
        except LineError as error:
            found.bad_lines.append([line, error.code, str(error)])
    return found


def _open(
    body: bytes, recipient_column: str, *, is_csv: bool
) -> tuple[ReadFile, Iterator[tuple[int, Mapping[str, Any]]]]:
    if not is_csv:
        return ReadFile(), _json_lines(body)
    table = read_csv(body, recipient_column)
    form = (table.encoding, table.separator, table.recipient_column, table.ignored_columns)
    return ReadFile(*form), table.lines


def _json_lines(body: bytes) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        items = json.loads(body)
    except (ValueError, RecursionError):
        items = None
    if not isinstance(items, list):
        message = "The body is not a JSON list."
        raise FileError(message)
    for position, item in enumerate(items, 1):
        yield position, item if isinstance(item, dict) else {}


def _row(
    cells: Mapping[str, Any], options: FileOptions, now: datetime, orders: DayOrders
) -> list[str]:
    if not cells or not set(cells) <= set(ENTRY_COLUMNS):
        message = "It does not have the columns of such a file."
        raise LineError("unknown_column", message)
    texts = {name: _text(name, cells.get(name)) for name in ENTRY_COLUMNS}
    source, restored = texts["source"], _restored_source(cells, texts)
    return [
        _sender(texts["sender"] or options.sender),
        _recipient(texts["recipient"]),
        _choice("state", texts["state"] or ConsentState.OPTED_OUT, ConsentState),
        _choice("category", texts["category"], Category) if texts["category"] else "",
        _time(texts["changedAt"], now, orders) if texts["changedAt"] else "",
        texts["evidence"],
        texts["reason"]
        or options.reason
        or (f"Source: {source}" if source and not restored else ""),
        texts["actor"],
        restored,
    ]


def _restored_source(cells: Mapping[str, Any], texts: Mapping[str, str]) -> str:
    """
    Give the source of a line of an export whose precedence is not that of a file; else nothing.

    What an operator decided, or what may be an opt-out, would otherwise lift or be lifted as if the
    person had said it. Files of other systems do not have all columns of an export.
    """
    is_exported = cells.keys() >= _EXPORTED and bool(texts["changedAt"])
    return texts["source"] if is_exported and texts["source"] in _KEPT_SOURCES else ""


def _text(name: str, value: object) -> str:
    if value is not None and not isinstance(value, str):
        raise LineError("not_a_text", f"{name} is not a text.")
    text = _AS_FORMULA.sub(r"\1", (value or "").strip()) if name != "evidence" else value or ""
    if name != "evidence" and len(text) > _TEXT_LIMIT:
        raise LineError("too_long", f"{name} has more than {_TEXT_LIMIT} characters.")
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


@lru_cache(maxsize=64)  # the lines of a file have few
def _sender(text: str) -> str:
    if text == ALL_NUMBERS:
        return text
    if not text:
        message = "It has no sender: fill the column sender, or give ?sender= for all lines."
        raise LineError(InvalidSenderError.code, message)
    try:
        return parse_path_sender(text).address
    except InvalidSenderError as error:
        raise LineError(error.code, str(error)) from None


def _recipient(text: str) -> str:
    if text.isascii() and text.isdecimal() and len(text) in range(3, 7):
        return text
    try:
        is_complete = len(text) >= _LEAST_DIGITS_WITHOUT_PLUS
        if text.isdecimal() and is_complete and not _NATIONAL_ELSEWHERE.fullmatch(text):
            return normalise_path_number(text)  # a spreadsheet removed the plus
        if text.isdecimal():
            raise CountryCodeMissingError
        return normalise_recipient(text)
    except InvalidPhoneNumberError as error:
        raise LineError(error.code, str(error)) from None


def _choice(name: str, text: str, choices: type[ConsentState] | type[Category]) -> str:
    if text not in set(choices):
        raise LineError("unknown_value", f"{name} must be one of {', '.join(choices)}.")
    return text


def _time(text: str, now: datetime, orders: DayOrders) -> str:
    try:
        moment = time_from_spreadsheet(text, orders)
    except AmbiguousDateError:
        message = "changedAt may begin with the day or the month, and no other line tells."
        raise LineError("ambiguous_date", message) from None
    except ValueError:
        raise LineError("not_a_time", "changedAt is not a time in ISO 8601.") from None
    if moment < EARLIEST:
        message = "changedAt lies before 2000; leave it empty where the time is not known."
        raise LineError("too_early", message)
    if moment > now:
        raise LineError("in_the_future", "changedAt lies in the future.")
    return time_to_text(moment)
