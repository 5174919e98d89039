"""Read a file of opt-outs, and divide one that is longer than an import may be."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paloma.cli.recipients_file import FileError, delimiter_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

PART_ROWS, PART_BYTES = 100_000, 12_000_000
"""The app takes 100,000 rows and 16 MiB at once."""


@dataclass(frozen=True, slots=True)
class Part:
    """
    What one import takes.

    Attributes
    ----------
    lines_before : int
        How many lines of the file, or rows of JSON, its own line 1 has to be moved on.
    """

    content: bytes | Sequence[Mapping[str, str]]
    lines_before: int = 0


def read_parts(path: Path) -> list[Part]:
    """
    Read a file; one part unless it is too long, else its parts in order.

    Raises
    ------
    FileError
        It is no JSON list of objects, or is too long and cannot be divided.
    OSError
        It cannot be read.
    """
    content = path.read_bytes()
    if path.suffix.lower() == ".json":
        rows = _rows_of(path, content)
        return [
            Part(rows[first : first + PART_ROWS], first)
            for first in range(0, len(rows) or 1, PART_ROWS)
        ]
    if len(content) <= PART_BYTES and max(content.count(b"\n"), content.count(b"\r")) <= PART_ROWS:
        return [Part(content)]
    return list(_divided(path, content))


def _rows_of(path: Path, content: bytes) -> list[Mapping[str, str]]:
    try:
        rows = json.loads(content.decode("utf-8-sig"))
    except ValueError:
        rows = None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        message = f"{path} is no JSON list of objects."
        raise FileError(message)
    return rows


def _divided(path: Path, content: bytes) -> Iterator[Part]:
    """Divide a file between its rows, which can have several lines; each part gets the header."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileError(f"{path.name} is long and not UTF-8. Save it as CSV UTF-8.") from None
    lines = list(io.StringIO(text, newline=""))
    ends = _row_ends(path, lines, delimiter_of(text))
    header, start = "".join(lines[: ends[0]]), ends[0]
    row_count, size, last = 0, len(header), start
    for end in ends[1:]:
        row_size = sum(map(len, (line.encode() for line in lines[last:end])))
        if row_count == PART_ROWS or (row_count and size + row_size > PART_BYTES):
            yield Part((header + "".join(lines[start:last])).encode(), start - ends[0])
            start, row_count, size = last, 0, len(header)
        row_count, size, last = row_count + 1, size + row_size, end
    yield Part((header + "".join(lines[start:last])).encode(), start - ends[0])


def _row_ends(path: Path, lines: list[str], delimiter: str) -> list[int]:
    """Give the line at which each row ends, the header first."""
    rows = csv.reader(iter(lines), delimiter=delimiter, strict=True)
    try:
        return [rows.line_num for _ in rows]
    except csv.Error as error:
        raise FileError(f"{path.name}, line {rows.line_num}: {error}.") from None
