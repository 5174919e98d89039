"""Read the recipients of a campaign from a CSV file."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paloma.models import Recipient

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

CHUNK_RECIPIENTS = 10_000
CHUNK_BYTES = 1_500_000
"""A request may have 2 MiB; the text and the member names need some of it."""
BLOCK_RECIPIENTS, BLOCK_BYTES = 1_000, 145_000
"""The app stores a thousand recipients together, with 300,000 bytes of values, packed."""
_NUMBER_COLUMNS = ("number", "recipient", "phone", "mobile", "to")
_PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
_TRUNK_ZERO = re.compile(r"\(\s*0\s*\)")
_FORMER_MEXICAN = re.compile(r"521(\d{10})")


class FileError(Exception):
    """The file cannot be used; says why, with the line."""


@dataclass(frozen=True, slots=True)
class Row:
    """A recipient and its line in the file, from 1."""

    line: int
    recipient: Recipient


@dataclass(frozen=True, slots=True)
class RecipientsFile:
    """The recipients of a file, each number once, and how many lines repeated one."""

    rows: tuple[Row, ...]
    duplicate_count: int


def read_recipients(path: Path, message: str, number_column: str | None) -> RecipientsFile:
    """
    Read a CSV file with a header line; only columns that the message uses are taken.

    A number that is there twice is taken once, over all chunks: the first line counts.

    Raises
    ------
    FileError
        The file cannot be read, or has no column for the number or for a placeholder.
    """
    text = _text_of(path)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    try:
        header = [_name(cell) for cell in next(lines, [])]
        columns = _columns(header, message, number_column)
        numbered = ((lines.line_num, cells) for cells in lines)
        return _recipients_of(numbered, columns, len(header))
    except csv.Error as error:
        raise FileError(f"{path.name}, line {lines.line_num}: {error}.") from None


def chunks(rows: Sequence[Row]) -> Iterator[tuple[Row, ...]]:
    """Divide the recipients into sends; the same rows always give the same sends."""
    chunk: list[Row] = []
    size = block_size = 0
    for row in rows:
        value_size = len(json.dumps(dict(row.recipient.values)))
        size += value_size + len(row.recipient.number) + 32
        block_size = value_size + (block_size if len(chunk) % BLOCK_RECIPIENTS else 0)
        is_full = len(chunk) == CHUNK_RECIPIENTS or size > CHUNK_BYTES or block_size > BLOCK_BYTES
        if chunk and is_full:
            yield tuple(chunk)
            chunk, block_size = [], value_size
            size = value_size + len(row.recipient.number) + 32
        chunk.append(row)
    if chunk:
        yield tuple(chunk)


def _recipients_of(
    lines: Iterator[tuple[int, list[str]]],
    columns: tuple[int, dict[str, int]],
    column_count: int,
) -> RecipientsFile:
    number_at, values_at = columns
    rows: dict[str, Row] = {}
    line_count = 0
    for line, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if max(number_at, *values_at.values(), 0) >= len(cells):
            raise FileError(f"Line {line} has fewer cells than the header.")
        if any(cell.strip() for cell in cells[column_count:]):
            raise FileError(f"Line {line} has more cells than the header.")
        number = cells[number_at].strip().removeprefix("'")
        if not number:
            raise FileError(f"Line {line} has no number.")
        line_count += 1
        values = {name: cells[place].strip() for name, place in values_at.items()}
        rows.setdefault(same_number(number), Row(line, Recipient(number, values)))
    if not rows:
        raise FileError("The file has no recipients.")
    return RecipientsFile(tuple(rows.values()), line_count - len(rows))


def same_number(number: str) -> str:
    """Bring a number into the form in which two are compared, as the app reads them."""
    if any(one.isalpha() for one in number):
        return number  # the app rejects it, and says why
    written = "".join(str(unicodedata.decimal(one, one)) for one in _TRUNK_ZERO.sub("", number))
    digits = "".join(one for one in written if one in "0123456789")
    mexican = _FORMER_MEXICAN.fullmatch(digits)
    plus = "+" if written.strip().startswith("+") else ""
    return f"{plus}52{mexican[1]}" if mexican else f"{plus}{digits}"


def _columns(
    header: list[str], message: str, number_column: str | None
) -> tuple[int, dict[str, int]]:
    wanted = [_name(number_column)] if number_column else _NUMBER_COLUMNS
    found = [place for place, name in enumerate(header) if name in wanted]
    if len(found) != 1:
        names = " or ".join(wanted)
        raise FileError(
            f"The header needs exactly one column {names}. Name another with --number-column."
        )
    values: dict[str, int] = {}
    for placeholder in _PLACEHOLDER.findall(message):
        name = placeholder.strip()
        places = [place for place, other in enumerate(header) if other == _name(name)]
        if len(places) != 1:
            raise FileError(f"The header needs exactly one column {name}: the text has it.")
        values[name] = places[0]
    return found[0], values


def _name(cell: str) -> str:
    return unicodedata.normalize("NFC", cell).strip().casefold()


def _text_of(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise FileError(f"{path.name} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise FileError(f"{path.name} is not UTF-8. Save it as CSV UTF-8.") from None


def delimiter_of(text: str) -> str:
    """Tell which of the usual separators the header line has."""
    header = text.partition("\n")[0]
    return max((",", ";", "\t"), key=header.count)
